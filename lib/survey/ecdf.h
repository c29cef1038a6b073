/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The estimated distribution function of a variable in one cell, and its quantiles by the
 * rules of survey.h: found by selection, the values need not be in order. */
#ifndef WB_LIB_SURVEY_ECDF_H
#define WB_LIB_SURVEY_ECDF_H

#include "num/pair.h"
#include "survey/values.h"

#include <werkbaar/survey.h>

/* Weights are decimals, and their sums are rounded: within this part of the total they
 * count as equal. */
#define WB_ECDF_EQUAL 0x1p-46

/* The values of one run, borrowed. */
typedef struct wb_ecdf_piece {
    const double *y;
    const double *w;
    const double *low; /* NULL: all 0 */
    const int64_t *n;  /* NULL: one row each */
    int64_t length;
} wb_ecdf_piece;

typedef struct wb_ecdf {
    wb_ecdf_piece *pieces;
    size_t n_pieces;
    int64_t length; /* of all pieces */
    int64_t rows;
    double least;
    double largest;
    double total;
    wb_pair *before; /* Σ w before each of n_buckets equal steps from least to largest,
                        and of all */
    int64_t *sizes;  /* values in each */
    int32_t n_buckets;
    double scale; /* buckets per unit */
} wb_ecdf;

/* Of one cell; without values it is empty. `values` must outlive it. */
wb_status wb_ecdf_init(wb_ecdf *ecdf, const wb_values *values, int32_t cell,
                       wb_error *err);
void wb_ecdf_free(wb_ecdf *ecdf);

/* The quantile at p by a wb_quantile_rule; a p below 0 or above 1 gives the least or the
 * largest value; NaN when the distribution is empty. */
wb_status wb_ecdf_quantile(const wb_ecdf *ecdf, int32_t rule, double p, double *quantile,
                           wb_error *err);

#endif
