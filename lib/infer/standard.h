/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The composition that estimates are standardised to. */
#ifndef WB_LIB_INFER_STANDARD_H
#define WB_LIB_INFER_STANDARD_H

#include "frame/frame.h"

typedef struct wb_standard {
    wb_keys *keys;   /* levels of the column */
    double *shares;  /* per level: they sum to 1 */
    int32_t *levels; /* per row of the estimates the level, -1: all */
} wb_standard;       /* starts as {0}; wb_standard_free() when done */

/* Read weights per level and match the levels with those of the estimates: see
 * wb_tally_standardise(). `by` is the column in the estimates. */
wb_status wb_standard_init(wb_standard *standard, const char *column,
                           const wb_frame *weights, const wb_frame *estimates, size_t by,
                           wb_error *err);
void wb_standard_free(wb_standard *standard);

#endif
