/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A published series: figures of one outcome and one group over the waves, and where the
 * results have the same. */
#ifndef WB_LIB_MONITOR_SERIES_H
#define WB_LIB_MONITOR_SERIES_H

#include "monitor/monitor.h"

typedef struct wb_series {
    const wb_figure *of; /* its first figure: the others are of the same */
    size_t measure;      /* of the panel; of categories taken together the first */
    size_t breakdown;
    int64_t cell;   /* -1: none */
    bool no_cell;   /* groups are taken together, which is no cell */
    bool is_sum;    /* categories are taken together */
    size_t without; /* of all categories but this measure; or WB_NOWHERE */
} wb_series;

/* What results have beside a figure. Missing numbers are NaN, and n -1. */
typedef struct wb_own {
    bool hidden;
    double estimate, se, lower, upper;
    int64_t n;
} wb_own;

bool wb_series_same(const wb_figure *a, const wb_figure *b);
/* False: the monitor has no such outcome, or no breakdown by what makes the group. */
bool wb_series_find(const wb_monitor_results *results, const wb_figure *figure,
                    wb_series *series);
/* The values of a group by a variable, which figures name by its id or column; or NULL.
 */
const json_t *wb_series_values(const json_t *group, const wb_variable *variable);
wb_own wb_series_own(const wb_monitor_results *results, const wb_series *series,
                     size_t wave);

#endif
