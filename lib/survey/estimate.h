/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What an estimate is. */
#ifndef WB_LIB_SURVEY_ESTIMATE_H
#define WB_LIB_SURVEY_ESTIMATE_H

#include "base/base.h"

#include <werkbaar/survey.h>

/* The closed list of statuses, in the order of their table in survey.h. */
typedef enum wb_estimate_status {
    WB_ESTIMATE_OK,
    WB_ESTIMATE_EMPTY,
    WB_ESTIMATE_NO_DF,
    WB_ESTIMATE_EXTREME,
    WB_ESTIMATE_CONSTANT,
    WB_ESTIMATE_UNDEFINED,
    WB_ESTIMATE_NO_VARIANCE,
    WB_ESTIMATE_ONE_PASS,
    WB_ESTIMATE_OPEN,
    WB_ESTIMATE_STATUSES
} wb_estimate_status;
const char *wb_estimate_status_name(wb_estimate_status status);

/* The level of intervals as options give it: 0 becomes 0.95; WB_E_ARG outside 0 to 1. */
wb_status wb_level_read(double *level, wb_error *err);

/* One row of the result; NaN where missing. */
typedef struct wb_estimate {
    double estimate, se, lower, upper, df, deff;
    int64_t n;
    int64_t n_ones; /* of a share: rows that count */
    bool share;     /* its interval is that of a proportion */
    wb_estimate_status status;
} wb_estimate;

/* One estimate less another; NaN where it is not defined. */
typedef struct wb_beside_difference {
    double difference, se, df;
} wb_beside_difference;

#endif
