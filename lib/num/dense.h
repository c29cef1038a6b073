/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Small dense symmetric matrices, row after row. */
#ifndef WB_LIB_NUM_DENSE_H
#define WB_LIB_NUM_DENSE_H

#include <stddef.h>

/* Cholesky factor of a positive semidefinite n x n matrix `a`, in place of its lower
 * triangle (the rest is left alone). Columns are taken in their order; one of which no
 * more than `tolerance` times its diagonal is left by the columns before it depends on
 * them and is put behind, as lm() of R does: so what is found superfluous is the later
 * one. Golub & Van Loan (2013), Matrix Computations, 4.2. order: n columns, first the
 * independent ones, then those that depend on them. Returns the rank: how many are
 * independent. A NaN makes a column dependent. */
size_t wb_cholesky(double *a, size_t n, double tolerance, size_t *order);

/* The x that solves a x = b with 0 for dependent columns; a, order and rank from
 * wb_cholesky. x may be b; scratch has room for rank doubles. */
void wb_cholesky_solve(const double *a, size_t n, const size_t *order, size_t rank,
                       const double *b, double *scratch, double *x);

/* How dependent column `column` is made of the independent ones: weights[r] belongs to
 * column order[r], r < rank. */
void wb_cholesky_combination(const double *a, size_t n, const size_t *order, size_t rank,
                             size_t column, double *weights);

#endif
