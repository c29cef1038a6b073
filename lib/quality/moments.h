/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Weighted sums of the answers to a scale: all that its coefficients are made of. */
#ifndef WB_LIB_QUALITY_MOMENTS_H
#define WB_LIB_QUALITY_MOMENTS_H

#include "quality/answers.h"

/* Where each sum stands among the sums of a scale. Differences are taken from `origin`,
 * so that little cancels. */
typedef struct wb_moment_plan {
    const wb_item_scale *scale;
    size_t k;
    double *origin; /* per item, NaN until a value is seen */
    bool *tabled;   /* per item: all its answers are codes of its table */
    size_t *table;  /* per item: where the weights of its codes begin */
    size_t n_sums;
    size_t n_counts;
} wb_moment_plan;

wb_status wb_moment_plan_init(wb_moment_plan *plan, const wb_item_scale *scale,
                              wb_error *err);
void wb_moment_plan_free(wb_moment_plan *plan);

/* Sums of weights, and counts of rows, of a scale. */
enum {
    WB_SUM_ALL,      /* rows */
    WB_SUM_COMPLETE, /* rows without a missing answer */
    WB_SUM_STRAIGHT, /* of these: the same code everywhere */
    WB_SUM_FLOOR,    /* of these: all answers at the end of the lowest score */
    WB_SUM_CEILING,
    WB_SUM_SCALE
};
/* Behind them, per item, over its own answers. */
enum {
    WB_ITEM_ANSWERED,
    WB_ITEM_FLOOR,
    WB_ITEM_CEILING,
    WB_ITEM_COUNTS,
    WB_ITEM_SUM = WB_ITEM_COUNTS,
    WB_ITEM_SQUARES,
    WB_ITEM_SUMS
};

/* Place of an item's own sums and counts. */
static inline size_t wb_item_sum(size_t item)
{
    return WB_SUM_SCALE + item * WB_ITEM_SUMS;
}
static inline size_t wb_item_count(size_t item)
{
    return WB_SUM_SCALE + item * WB_ITEM_COUNTS;
}
/* Behind those, over complete rows: a sum per item, one per pair i <= j, row after row.
 */
static inline size_t wb_sum_of_items(const wb_moment_plan *plan)
{
    return wb_item_sum(plan->k);
}
static inline size_t wb_sum_of_pairs(const wb_moment_plan *plan)
{
    return wb_item_sum(plan->k) + plan->k;
}

/* Before a block is added: origins that are not known yet are found. */
void wb_moment_plan_see(wb_moment_plan *plan, const wb_answers *answers, int32_t n);

/* Add row r of a block with a weight above 0. counts may be NULL. */
void wb_moments_add(wb_moment_plan *plan, const wb_answers *answers, int32_t r,
                    double weight, double *sums, int64_t *counts);

#endif
