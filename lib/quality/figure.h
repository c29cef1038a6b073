/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A figure of a scale, an item or a pair of items, and why it may be missing. */
#ifndef WB_LIB_QUALITY_FIGURE_H
#define WB_LIB_QUALITY_FIGURE_H

/* The closed list of statuses, in the order of their table in quality.h. */
typedef enum wb_figure_status {
    WB_FIGURE_OK,
    WB_FIGURE_NEGATIVE,
    WB_FIGURE_EMPTY,
    WB_FIGURE_NO_DF,
    WB_FIGURE_EXTREME,
    WB_FIGURE_CONSTANT,
    WB_FIGURE_NO_VARIANCE,
    WB_FIGURE_TOO_FEW,
    WB_FIGURE_UNDEFINED,
    WB_FIGURE_IMPROPER,
    WB_FIGURE_NO_CODES,
    WB_FIGURE_STATUSES
} wb_figure_status;

typedef struct wb_figure {
    double value; /* NaN unless the status is ok */
    wb_figure_status status;
} wb_figure;

#endif
