/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What is made of the estimated population ranks of values, and the way from a value to
 * its score. */
#ifndef WB_LIB_SURVEY_SCORES_H
#define WB_LIB_SURVEY_SCORES_H

#include "survey/values.h"

#include <werkbaar/survey.h>

/* The score (wb_rank_score) of every distinct value of a cell of a sorted run: of its
 * mid-rank as a share of the population, (F(y-) + F(y)) / 2. `scores` has room for all
 * values of the cell. */
void wb_scores_of(const wb_value_run *run, int32_t cell, int32_t score, double *scores);

/* Where values are in a sorted list: a tree of blocks of two lines of cache each. Starts
 * as {0}. */
enum { WB_LOOKUP_LEVELS = 16 };
typedef struct wb_lookup {
    double *keys; /* the levels behind one another, the values first */
    int64_t starts[WB_LOOKUP_LEVELS];
    int32_t n_levels;
    int64_t length;
} wb_lookup;

/* y: ascending, distinct, copied. */
wb_status wb_lookup_init(wb_lookup *lookup, const double *y, int64_t length,
                         wb_error *err);
void wb_lookup_free(wb_lookup *lookup);
/* Places of n values, -1 where a value is not in the list of its row: row i looks in
 * lookups[which[i]], in none where which[i] is negative. */
void wb_lookup_find(const wb_lookup *lookups, const int32_t *which, const double *y,
                    int32_t n, int64_t *places);

#endif
