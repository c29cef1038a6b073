/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Figures made of released counts: formulas are in werkbaar/scan.h at wb_scan_table(). */
#ifndef WB_LIB_SCAN_FIGURES_H
#define WB_LIB_SCAN_FIGURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Who answered in a group, and who has the problem. */
typedef struct wb_group_count {
    int64_t n;     /* at least 1 */
    int64_t k;     /* at most n */
    int64_t staff; /* at least n; negative: not known */
} wb_group_count;

/* NaN where there is none. */
typedef struct wb_figures {
    double share, se, df, lower, upper;
    double bound_lower, bound_upper;
} wb_figures;

wb_figures wb_figures_none(void);
wb_figures wb_figures_of(const wb_group_count *group, double level, bool fpc);

/* The share in all groups together, each weighted by its staff, which is known; no
 * bounds. */
wb_figures wb_figures_weighted(const wb_group_count *groups, size_t n, double level,
                               bool fpc);

/* P(X <= answered) for X of the hypergeometric distribution: `size` people drawn from
 * `staff`, of whom `all_answered` answered. */
double wb_chance_of_fewer(int64_t answered, int64_t size, int64_t all_answered,
                          int64_t staff);

#endif
