/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The steps at work: weights that one step hands to the next, and the report that grows.
 */
#ifndef WB_LIB_WEIGHT_WEIGHING_H
#define WB_LIB_WEIGHT_WEIGHING_H

#include "frame/frame.h"
#include "weight/weighting.h"

typedef struct wb_weighing {
    const wb_frame *frame;
    wb_run run;
    int64_t n_rows;
    double *weights; /* as they are now */
    wb_builder *report;
    const wb_step *step;
    size_t number; /* of the step, from 0 */
} wb_weighing;

/* A row of the report. Where a number says "missing" it is left out. */
typedef struct wb_report_row {
    const char *margin;   /* NULL: missing */
    const char *category; /* NULL: missing */
    int64_t n;
    double target; /* NaN: missing, as for all doubles */
    double before;
    double after;
    double g_min;
    double g_max;
    int32_t iterations; /* -1: missing */
    int64_t changed;    /* -1: missing */
    int64_t negative;   /* -1: missing */
    double deff;
} wb_report_row;

/* All missing. */
wb_report_row wb_report_row_new(void);
wb_status wb_report_new(wb_builder **report, wb_error *err);
wb_status wb_report_add(const wb_weighing *weighing, const wb_report_row *row,
                        wb_error *err);
/* The numbers of a whole step: `before` are the weights before it. */
void wb_report_row_of_weights(wb_report_row *row, const double *before,
                              const double *after, int64_t n_rows);

/* *after become the weights; what they were is released. */
static inline void wb_weighing_take(wb_weighing *weighing, double **after)
{
    wb_release(weighing->weights);
    weighing->weights = *after;
    *after = NULL;
}

/* The steps. Each leaves weighing->weights as they are after it, and its report. */
wb_status wb_step_nonresponse(wb_weighing *weighing, wb_error *err);
wb_status wb_step_calibrate(wb_weighing *weighing, wb_error *err);
wb_status wb_step_trim(wb_weighing *weighing, wb_error *err);

#endif
