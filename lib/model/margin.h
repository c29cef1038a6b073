/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Averages over rows of what a fit expects, with their standard errors: by influence
 * values, of which the totals go through the variance of the design, or by replicates. */
#ifndef WB_LIB_MODEL_MARGIN_H
#define WB_LIB_MODEL_MARGIN_H

#include "model/crowd.h"

typedef enum wb_margin_kind {
    WB_MARGIN_MEAN = 0,        /* Σ w E(scene) / Σ w; of a slope too */
    WB_MARGIN_DIFFERENCE = 1,  /* the same less that of another scene */
    WB_MARGIN_ATTRIBUTABLE = 2 /* 1 - Σ w E(scene) / Σ w E(other) */
} wb_margin_kind;

typedef struct wb_margin {
    int32_t kind;
    size_t scene;
    size_t other;
    size_t category; /* of what is expected */
    int32_t crowd;   /* -1: all rows */
    int32_t status;  /* a wb_coefficient_status */
    double estimate; /* NaN: none */
    double se;
} wb_margin;

/* Estimates of n margins, and then their standard errors from the source, which is at its
 * end and is rewound when it is read again. Margins whose status is not ok are left
 * alone; no_variance and no_df are found here. */
wb_status wb_margins_estimate(const wb_muster *muster, wb_margin *margins, size_t n,
                              wb_source *source, const wb_run *run, wb_error *err);

/* Standard errors of margins that have an estimate, at most WB_MARGIN_BATCH, by one pass.
 */
enum { WB_MARGIN_BATCH = 64 };
wb_status wb_margins_influence(const wb_muster *muster, wb_margin *const *margins,
                               size_t n, wb_source *source, const wb_run *run,
                               wb_error *err);

#endif
