/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The regression of an estimate's influence on the variables of a calibration, see
 * auxiliary.h. */
#ifndef WB_LIB_SURVEY_REGRESSION_H
#define WB_LIB_SURVEY_REGRESSION_H

#include "survey/auxiliary.h"

typedef struct wb_regression {
    size_t n;       /* variables; the collinear ones among them get no coefficient */
    double *factor; /* of Σ d x xᵀ, wb_cholesky() */
    size_t *order;
    size_t rank;
    double *right; /* Σ d x z: what is solved for, then B */
    double *scratch;
    int32_t n_units;
    int32_t *start;     /* per unit its place in the two below */
    int32_t *variables; /* j */
    double *totals;     /* Σ w x_j */
} wb_regression;

wb_status wb_regression_init(wb_regression *regression, const wb_auxiliary *auxiliary,
                             int32_t n_units, wb_error *err);
void wb_regression_free(wb_regression *regression);

/* right becomes B. */
void wb_regression_solve(wb_regression *regression);

/* Σ_j B_j Σ w x_j of a unit. */
double wb_regression_fitted(const wb_regression *regression, int32_t unit);

#endif
