/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Estimates together with what is needed to say how they vary together: what tests,
 * contrasts and comparisons are made of. */
#ifndef WB_LIB_SURVEY_INFERENCE_H
#define WB_LIB_SURVEY_INFERENCE_H

#include "survey/tally.h"

typedef struct wb_inference wb_inference;

/* The tally must outlive it. Errors as wb_tally_estimate(). */
wb_status wb_inference_new(const wb_tally *tally, const wb_estimate_options *options,
                           const wb_run *run, wb_inference **out, wb_error *err);
void wb_inference_free(wb_inference *inference);

/* The estimates frame, borrowed: what wb_tally_estimate() would give. */
const wb_frame *wb_inference_frame(const wb_inference *inference);

/* Covariances of n rows of that frame, n x n, row-major; NaN in the row and column of an
 * estimate that has no se, 0 in those of a total without rows. Rows of any breakdown,
 * cell and estimand; WB_E_UNSUPPORTED when units were closed and the products between two
 * of them were not kept (the message says to declare open units). By replicates, those
 * that one of the rows lacks are left out of all, so that the matrix is that of any
 * function of them; or with `by_pair` of its own covariances alone, so that the diagonal
 * is that of the frame. */
wb_status wb_inference_covariance(const wb_inference *inference, const int64_t *rows,
                                  size_t n, bool by_pair, double *covariance,
                                  wb_error *err);

/* Whether no replicate lacks any of n rows, but those without se: then the covariances of
 * some of them are those of all. */
bool wb_inference_has_all(const wb_inference *inference, const int64_t *rows, size_t n);

/* Degrees of freedom of the union of the domains of n rows; the user's when given. */
wb_status wb_inference_df(const wb_inference *inference, const int64_t *rows, size_t n,
                          double *df, wb_error *err);

/* A table of estimated totals Σ w: the rows are levels of the last column of a breakdown
 * (one row for a breakdown without columns), the columns the categories of a proportion
 * estimand. Levels and categories without rows have total 0. */
typedef struct wb_counts {
    size_t n_rows;
    size_t n_columns;
    double *totals;           /* [row * n_columns + column] */
    double *covariance;       /* of all totals: square of n_rows * n_columns */
    double *share_covariance; /* by replicates: of all totals in parts of their sum; NULL:
                                 by linearisation, from `covariance` */
    int64_t n;                /* rows of the sample with w > 0 in the table */
    double df;                /* of the table's domain */
    double *replicates;  /* by replicates: [table cell * n_replicates + replicate], the
                            totals in each; else NULL */
    size_t n_replicates; /* 0: by linearisation */
    int64_t
        *estimates; /* per table cell its row in the frame, -1 when dropped as empty */
} wb_counts;

/* The table of which row `row` of the frame, a proportion, is a cell: the domain is fixed
 * by all columns of the breakdown but the last. Free with wb_counts_free(). */
wb_status wb_inference_counts(const wb_inference *inference, int64_t row, wb_counts *out,
                              wb_error *err);
void wb_counts_free(wb_counts *counts);

/* By replicates: the variance of what is `estimate`, and values[r] in replicate r, where
 * that is finite; NaN when it is in none. */
double wb_inference_replicate_variance(const wb_inference *inference,
                                       const double *values, double estimate);

/* Which breakdown of the spec a row of the frame is of. */
size_t wb_inference_breakdown(const wb_inference *inference, int64_t row);
/* The last column of the breakdown of a row of the frame, NULL when it has none: what
 * ranks are made over. */
const char *wb_inference_last_column(const wb_inference *inference, int64_t row);
/* Whether a row is a proportion or the mean of a bool column: its interval is that of a
 * share. */
bool wb_inference_is_share(const wb_inference *inference, int64_t row);

#endif
