/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The inner loops of quads.c: sums of four outcomes at once. No allocation, no errors:
 * callers check. */
#ifndef WB_LIB_SURVEY_QUAD_SUMS_H
#define WB_LIB_SURVEY_QUAD_SUMS_H

#include "num/pair.h"

#include <stddef.h>
#include <stdint.h>

enum { WB_QUAD = 4 };

/* Of four outcomes in a group; a line of cache. */
typedef struct wb_quad_sum {
    double hi[WB_QUAD];
    double lo[WB_QUAD];
} wb_quad_sum;

typedef struct wb_quad_count {
    int64_t n[WB_QUAD];
} wb_quad_count;

/* Σ w and rows with w > 0 of a group, whatever is missing. */
typedef struct wb_quad_base {
    wb_pair w;
    int64_t n;
} wb_quad_base;

/* Weights of a block, and the values of the outcomes of a quad. */
typedef struct wb_quad_rows {
    const double *w, *w_high, *w_low;
    const double *x[WB_QUAD];
    const int32_t *groups;
    int32_t n;
    const double
        *next[WB_QUAD]; /* where columns go on behind the block, for n_ahead rows */
    int32_t n_next;
    int32_t n_ahead;
} wb_quad_rows;

/* Two halves of n weights, for exact products. */
void wb_quad_split(const double *w, int32_t n, double *high, double *low);
/* Add w·x to the sums of each row's group, which lie `step` apart, exactly as
 * wb_two_product() has it. A value that is missing is 0 here: that leaves a sum as it is,
 * to the bit. */
void wb_quad_add_values(const wb_quad_rows *rows, wb_quad_sum *sums, size_t step);
/* Add weights, here x, and count those above 0. */
void wb_quad_add_weights(const wb_quad_rows *rows, wb_quad_sum *sums,
                         wb_quad_count *counts, size_t step);
/* The same of all rows, whatever is missing. */
void wb_quad_add_bases(const double *w, const int32_t *groups, wb_quad_base *bases,
                       int32_t n);

#endif
