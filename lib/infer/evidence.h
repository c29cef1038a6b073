/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Estimates and how they vary together: all that anything in this room is made of. It
 * comes from a tally, or in tests from numbers. */
#ifndef WB_LIB_INFER_EVIDENCE_H
#define WB_LIB_INFER_EVIDENCE_H

#include "survey/inference.h"

#include <werkbaar/infer.h>

typedef struct wb_evidence {
    const wb_frame *estimates; /* as wb_tally_estimate() gives them */
    double level;              /* of intervals */
    int32_t interval;          /* a wb_interval, for shares */
    bool precision;            /* flags of precision are asked for */
    wb_run run;
    /* n x n covariances of rows of the estimates, row-major; NaN where one has no se.
     * `by_pair`: see wb_inference_covariance(). */
    wb_status (*covariance)(const void *source, const int64_t *rows, size_t n,
                            bool by_pair, double *covariance, wb_error *err);
    /* Whether every replicate, if there are any, has all of the rows that have a se: then
     * the covariances of some of them are those of all. */
    bool (*has_all)(const void *source, const int64_t *rows, size_t n);
    /* Degrees of freedom of the union of the domains of rows. */
    wb_status (*df)(const void *source, const int64_t *rows, size_t n, double *df,
                    wb_error *err);
    /* Whether a row is a proportion, or the mean of a bool column. */
    bool (*is_share)(const void *source, int64_t row);
    /* Which of the breakdowns a row is of. */
    size_t (*breakdown)(const void *source, int64_t row);
    /* The last column of the breakdown that a row is of; NULL when it has no columns. */
    const char *(*last_column)(const void *source, int64_t row);
    /* The table of which a row, a proportion, is a cell: see wb_inference_counts(). */
    wb_status (*counts)(const void *source, int64_t row, wb_counts *out, wb_error *err);
    const void *source;
} wb_evidence;

/* The verbs of infer.h, from evidence; arguments are there. */
wb_status wb_evidence_covariances(const wb_evidence *evidence, wb_frame **out,
                                  wb_error *err);
wb_status wb_evidence_contrasts(const wb_evidence *evidence,
                                const char *const *expressions, size_t n_expressions,
                                wb_frame **out, wb_error *err);
wb_status wb_evidence_pairs(const wb_evidence *evidence, const char *column,
                            const wb_pairs_options *options, wb_frame **out,
                            wb_error *err);
wb_status wb_evidence_trend(const wb_evidence *evidence, const char *column,
                            const wb_trend_options *options, wb_frame **out,
                            wb_error *err);
wb_status wb_evidence_equal(const wb_evidence *evidence, const char *column,
                            wb_frame **out, wb_error *err);
wb_status wb_evidence_standardise(const wb_evidence *evidence, const char *column,
                                  const wb_frame *standard, wb_frame **out,
                                  wb_error *err);
wb_status wb_evidence_independence(const wb_evidence *evidence,
                                   const wb_test_options *options, wb_frame **out,
                                   wb_error *err);
wb_status wb_evidence_fit(const wb_evidence *evidence, const char *variable,
                          const wb_frame *expected, const wb_test_options *options,
                          wb_frame **out, wb_error *err);

#endif
