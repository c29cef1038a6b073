/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Mokken's coefficients of scalability: covariances over the most they could be, given
 * how often each code is chosen. With F_i the distribution function of item i the most is
 *
 *     Σ_s Σ_t min(F_i(s), F_j(t)) - F_i(s) F_j(t)     (Hoeffding 1940),
 *
 * what is left of it are the weighted Guttman errors, so H = 1 - observed / expected
 * errors. A row with code x of item i moves it by `move` of (i, j) at x plus that of
 * (j, i): where two F are equal, half of either. */
#ifndef WB_LIB_QUALITY_SCALABILITY_H
#define WB_LIB_QUALITY_SCALABILITY_H

#include "quality/coefficients.h"
#include "quality/moments.h"

typedef struct wb_scalability {
    const wb_moment_plan *plan;
    size_t k;
    size_t n_codes;       /* of all items */
    double *below;        /* weight at or below each code of each item */
    double *most;         /* k x k, the diagonal 0 */
    double *moves;        /* per item j the codes of all items i: of the pair (i, j) */
    double *covered;      /* k x k covariances of the population, the diagonal 0 */
    size_t *first, *last; /* per item the codes in use */
    double weight;
} wb_scalability;

wb_status wb_scalability_init(wb_scalability *at, const wb_moment_plan *plan,
                              wb_error *err);
void wb_scalability_free(wb_scalability *at);

/* From the sums of a cell and the covariances of its complete rows, which are `factor`
 * times those of the population. */
void wb_scalability_prepare(wb_scalability *at, const double *sums,
                            const wb_coefficients *coefficients, double factor);

wb_figure wb_scalability_of_pair(const wb_scalability *at, size_t i, size_t j);
wb_figure wb_scalability_of_item(const wb_scalability *at, size_t i);
wb_figure wb_scalability_of_scale(const wb_scalability *at);

/* How a row moves the maximum of a pair. codes: of the row, by item, from 0. */
double wb_scalability_move(const wb_scalability *at, size_t i, size_t j,
                           const size_t *codes);

#endif
