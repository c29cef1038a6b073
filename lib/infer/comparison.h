/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The levels of one breakdown column side by side: a series of estimates at a time, with
 * their covariances. */
#ifndef WB_LIB_INFER_COMPARISON_H
#define WB_LIB_INFER_COMPARISON_H

#include "infer/results.h"

enum { WB_MOST_LEVELS = 2000 };

typedef struct wb_comparison {
    const wb_evidence *evidence;
    wb_series_list list;
    /* Of the series at hand: */
    size_t n;
    int64_t *rows;
    double *estimates;
    double *covariance; /* n x n */
    double df;          /* of the union of their domains */
    bool other_ranks;   /* these are scores of ranks among the levels of another column */
} wb_comparison;        /* starts as {0}; wb_comparison_free() when done */

/* WB_E_DATA when no breakdown has the column, WB_E_LIMIT when it has too many levels. */
wb_status wb_comparison_init(wb_comparison *comparison, const wb_evidence *evidence,
                             const char *column, wb_error *err);
void wb_comparison_free(wb_comparison *comparison);

/* Take the rows of series s, without estimates, covariances and df. */
void wb_comparison_rows(wb_comparison *comparison, int64_t s);

/* Covariances and df of the rows at hand. */
wb_status wb_comparison_relate(wb_comparison *comparison, wb_error *err);

/* Take series s: all its rows, or those with an estimate and a standard error. */
wb_status wb_comparison_load(wb_comparison *comparison, int64_t s, bool known_only,
                             wb_error *err);

/* Σ c θ over the series at hand. */
wb_effect wb_comparison_effect(const wb_comparison *comparison, const double *c);

/* Tell the caller how far we are: s series are done. */
wb_status wb_comparison_progress(const wb_comparison *comparison, int64_t s,
                                 wb_error *err);

#endif
