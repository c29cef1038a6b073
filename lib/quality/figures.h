/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* All figures of a scale in a cell, in one fixed order, and how each row moves them. */
#ifndef WB_LIB_QUALITY_FIGURES_H
#define WB_LIB_QUALITY_FIGURES_H

#include "quality/moments.h"
#include "quality/scalability.h"

/* Of the scale, then of each item, then of each pair of items i < j. */
typedef enum wb_of_scale {
    WB_OF_SCALE_MEAN,
    WB_OF_SCALE_SD,
    WB_OF_SCALE_MISSING,
    WB_OF_SCALE_FLOOR,
    WB_OF_SCALE_CEILING,
    WB_OF_SCALE_STRAIGHT,
    WB_OF_SCALE_ALPHA,
    WB_OF_SCALE_ALPHA_STANDARDISED,
    WB_OF_SCALE_AVERAGE_R,
    WB_OF_SCALE_LAMBDA6,
    WB_OF_SCALE_OMEGA,
    WB_OF_SCALE_H,
    WB_OF_SCALES
} wb_of_scale;

typedef enum wb_of_item {
    WB_OF_ITEM_MEAN,
    WB_OF_ITEM_SD,
    WB_OF_ITEM_MISSING,
    WB_OF_ITEM_FLOOR,
    WB_OF_ITEM_CEILING,
    WB_OF_ITEM_REST,
    WB_OF_ITEM_CORRECTED,
    WB_OF_ITEM_DROPPED,
    WB_OF_ITEM_H,
    WB_OF_ITEMS
} wb_of_item;

static inline size_t wb_figure_of_item(size_t item, wb_of_item which)
{
    return WB_OF_SCALES + item * WB_OF_ITEMS + which;
}
static inline size_t wb_figure_of_pairs(size_t k)
{
    return wb_figure_of_item(k, 0);
}
static inline size_t wb_figure_count(size_t k, bool pairs)
{
    return wb_figure_of_pairs(k) + (pairs ? k * (k - 1) / 2 : 0);
}

/* Which rows a figure is over: the weight and the count of them stand at these places. */
typedef struct wb_figure_base {
    size_t sum, count;
    size_t ones; /* of a share: the count of those it counts; else 0 */
    bool share;
} wb_figure_base;
wb_figure_base wb_figure_base_of(const wb_moment_plan *plan, size_t figure);

/* What figures are worked out in. */
typedef struct wb_figure_desk {
    const wb_moment_plan *plan;
    bool pairs;
    size_t n; /* figures */
    wb_coefficients coefficients;
    wb_scalability scalability;
    double *means; /* per item, from its origin */
    double factor; /* n/(n-1) */
} wb_figure_desk;

wb_status wb_figure_desk_init(wb_figure_desk *desk, const wb_moment_plan *plan,
                              bool pairs, wb_error *err);
void wb_figure_desk_free(wb_figure_desk *desk);

/* The figures of a cell; leaves behind in the desk what they were made of. */
void wb_figures_make(wb_figure_desk *desk, const double *sums, const int64_t *counts,
                     wb_figure *figures);

#endif
