/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Estimates from rows by the formulas of textbooks, slowly and obviously: loops over
 * rows, nothing kept, nothing clever. What the library is held against. Särndal, Swensson
 * and Wretman (1992), Model Assisted Survey Sampling, 4.3, 5.5-5.7, 10.3. */
#ifndef WB_FUZZ_NAIVE_H
#define WB_FUZZ_NAIVE_H

#include <stdbool.h>

enum { NAIVE_ROWS = 48, NAIVE_STAGES = 2 };

typedef enum naive_lonely {
    NAIVE_FAIL,
    NAIVE_CERTAINTY,
    NAIVE_CENTRE,
    NAIVE_AVERAGE,
    NAIVE_COLLAPSE
} naive_lonely;

typedef struct naive_design {
    int n;
    int stages;                            /* of clusters; 0: rows are the units */
    int stratum[NAIVE_ROWS];               /* strata are in the order of their numbers */
    int unit[NAIVE_STAGES][NAIVE_ROWS];    /* ids count within what is above */
    bool has_size[NAIVE_STAGES];           /* fpc; without clusters that of rows */
    double size[NAIVE_STAGES][NAIVE_ROWS]; /* units in the population */
    double weight[NAIVE_ROWS];
    naive_lonely lonely;
} naive_design;

/* One number to estimate: rows that are in the domain and observed, and their values. A
 * mean is a ratio to 1; a total is no ratio. */
typedef struct naive_outcome {
    bool member[NAIVE_ROWS];
    double y[NAIVE_ROWS];
    double x[NAIVE_ROWS];
    bool is_total;
} naive_outcome;

typedef struct naive_estimate {
    int n;        /* rows of positive weight */
    double df;    /* first units less strata among these */
    bool defined; /* else a ratio to 0 */
    double estimate;
    bool varies; /* false: nothing says how */
    double variance;
    double scale; /* Σu²: what the variance is rounded against */
} naive_estimate;

/* Has a stratum, or a unit that is looked into, one unit while there were more to draw?
 */
bool naive_is_lonely(const naive_design *design);
/* Has every stratum one unit while there were more to draw? Then there is no average. */
bool naive_all_lonely(const naive_design *design);
void naive_estimate_make(const naive_design *design, const naive_outcome *outcome,
                         naive_estimate *out);

#endif
