/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The families of models, a row of functions each. A model has q linear predictors, each
 * with coefficients of its own: η_a = x'β_a. What a family says of one row, for a weight
 * of 1, with l its log-likelihood: the score u_a = ∂l/∂η_a, the information v_ab =
 * -∂²l/∂η_a∂η_b, and its deviance. The rest of the room knows no family. */
#ifndef WB_LIB_MODEL_FAMILY_H
#define WB_LIB_MODEL_FAMILY_H

#include "model/model.h"

/* Rows that are worked on together: their lanes stay in the second-level cache. A part
 * has a whole number of such blocks. */
enum { WB_MODEL_ROWS = 512 };

enum { WB_MODEL_CATEGORIES = 64 }; /* of an outcome, at most */

/* Lanes of a block, predictor after predictor, WB_MODEL_ROWS apart; pairs of predictors
 * go (0,0), (0,1), ..., (1,1), .... */
typedef struct wb_family_block {
    int32_t n;
    size_t q;
    const double *eta;
    const double
        *y; /* the number, or the place of the category among those of the outcome */
    double *score;
    double *information;
    double *deviance;
} wb_family_block;

/* Lanes as above: what the family expects of the rows, per expectation c, and how that
 * moves with every predictor a. */
typedef struct wb_expectation {
    int32_t n;
    size_t q;
    size_t m; /* expectations */
    const double *eta;
    const double *direction; /* of a slope: d_a */
    double *mean;            /* [c]: E_c, or of a slope Σ_a d_a ∂E_c/∂η_a */
    double *slope;           /* [c * q + a]: its derivative by η_a */
} wb_expectation;

/* What the first pass found of the outcome. */
typedef struct wb_outcome_totals {
    double weight;            /* Σ w */
    double sum;               /* Σ w y of a number */
    const double *categories; /* Σ w per category */
    size_t n_categories;
} wb_outcome_totals;

typedef struct wb_family_rules {
    int32_t family; /* a wb_family */
    const char *name;
    bool by_category; /* the outcome is categories, not a number */
    bool has_event;   /* two categories: the event, and all else */
    bool one_step;    /* the score is linear in β: one step is all */
    bool odds;        /* exp(β) is a ratio of odds */
    bool tied; /* predictors differ in their intercepts alone: minus the thresholds */
    /* Linear predictors of an outcome with so many categories. */
    size_t (*predictors)(size_t n_categories);
    /* The predictors of a model with nothing but an intercept. */
    void (*start)(const wb_outcome_totals *totals, double *eta);
    void (*evaluate)(const wb_family_block *block);
    /* What is expected: the number, the chance of the event, or those of all categories.
     */
    size_t (*expectations)(size_t n_categories);
    void (*expect)(const wb_expectation *of);
    void (*expect_slope)(const wb_expectation *of);
} wb_family_rules;

/* NULL: no such family. */
const wb_family_rules *wb_family_find(int32_t family);
/* The family of that name, 0: none. */
int32_t wb_family_of(const char *name);

#endif
