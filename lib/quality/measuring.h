/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Measuring scales: one pass over the rows for the figures of every cell, one per
 * breakdown for how each row moves them, which the variance of the survey room takes. */
#ifndef WB_LIB_QUALITY_MEASURING_H
#define WB_LIB_QUALITY_MEASURING_H

#include "quality/influence.h"
#include "quality/membership.h"

/* A scale in a cell. */
typedef struct wb_measure {
    double *sums; /* per weight: those of wb_moment_plan */
    int64_t *counts;
    wb_figure *figures;
    wb_influence *influence;
    double *squares; /* per figure Σ w z² */
    double *se;      /* per figure, NaN: none */
    double *df;
    uint8_t *status; /* per figure a wb_figure_status of its variance */
} wb_measure;

typedef struct wb_breakdown_measures {
    wb_membership groups;
    wb_measure *measures; /* per cell, then per scale */
    size_t n_measures;
} wb_breakdown_measures;

typedef struct wb_measuring {
    const wb_scales *scales;
    const wb_spec *spec;
    wb_spec *design; /* of spec, for the second pass */
    bool pairs;
    wb_moment_plan *plans; /* per scale */
    size_t *columns;       /* per scale its first column of z; then their number */
    wb_names everyone;     /* the breakdown by no column */
    wb_breakdown_measures *breakdowns;
    size_t n_breakdowns;
    size_t n_weights; /* the weights, then replicate weights */
    double *weights;  /* of a block of rows */
    wb_answers answers;
    const wb_run *run;
    struct json_t *origin; /* metadata of the rows, or NULL */
} wb_measuring;

/* Borrows all. Free it also after a failure. */
wb_status wb_measuring_init(wb_measuring *at, const wb_scales *scales,
                            const wb_spec *spec, bool pairs, const wb_run *run,
                            wb_error *err);
void wb_measuring_free(wb_measuring *at);

/* The next rows of a source, with what columns declare missing as missing; NULL at the
 * end. */
wb_status wb_measuring_next(wb_source *source, wb_frame **out, wb_error *err);
/* Weights of rows of a frame into at->weights. */
wb_status wb_measuring_weights(wb_measuring *at, const wb_frame *frame, int64_t first,
                               int32_t n, int64_t row0, wb_error *err);

/* The first pass (moments_pass.c): sums, then figures and their influence. */
wb_status wb_measuring_first(wb_measuring *at, wb_source *source, wb_error *err);

/* The second, from a source at its start (variance_pass.c): standard errors. */
wb_status wb_measuring_second(wb_measuring *at, wb_source *source,
                              const wb_estimate_options *estimating, wb_error *err);

static inline wb_measure *wb_measure_of(const wb_measuring *at,
                                        const wb_breakdown_measures *breakdown,
                                        int32_t cell, size_t scale)
{
    return &breakdown->measures[(size_t)cell * at->scales->n_scales + scale];
}

/* The result (reliability_frame.c); its size is known after the first pass. */
wb_status wb_measuring_check_size(const wb_measuring *at, wb_error *err);
wb_status wb_measuring_frame(const wb_measuring *at,
                             const wb_estimate_options *estimating, wb_frame **out,
                             wb_error *err);

#endif
