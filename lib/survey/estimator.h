/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The algebra of estimands: from totals of terms to a value and how it changes with them.
 * Every estimate is g(T), T the totals of an outcome's terms (layout.h); its influence on
 * a unit is Σ_t ∂g/∂T_t times the unit's total of t. Binder (1983), Int. Stat. Rev. 51,
 * 279-292; Särndal, Swensson & Wretman (1992), section 5.5. */
#ifndef WB_LIB_SURVEY_ESTIMATOR_H
#define WB_LIB_SURVEY_ESTIMATOR_H

#include "num/pair.h"
#include "survey/layout.h"

/* The gradient is scale times `gradient`: with an offset in y that is large against its
 * spread the pairs must cancel exactly, and a common factor would round them. */
typedef struct wb_linear {
    wb_pair value;
    wb_pair gradient[WB_PAIR_TERMS];
    double scale;
    int32_t n_terms;
} wb_linear;

/* g and its gradient at the totals of n_terms terms over n rows with positive weight;
 * false where it is not defined (a denominator of 0, a variance of one row, ...). */
bool wb_estimator(int32_t statistic, const wb_pair *totals, int32_t n_terms, int64_t n,
                  wb_linear *out);

/* The variance the estimate would have in a simple random sample of n rows (a
 * wb_design_effect); NaN where it has no meaning. */
double wb_estimator_srs(int32_t statistic, const wb_pair *totals, int32_t n_terms,
                        int64_t n, double value, int32_t design_effect);

#endif
