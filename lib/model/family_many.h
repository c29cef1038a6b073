/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Families of outcomes with more than two categories, for the row of functions of
 * family.c. Of m categories there are m - 1 predictors. */
#ifndef WB_LIB_MODEL_FAMILY_MANY_H
#define WB_LIB_MODEL_FAMILY_MANY_H

#include "model/family.h"

size_t wb_many_predictors(size_t n_categories);
size_t wb_many_expectations(size_t n_categories);

/* Predictor a is the log odds of category a + 1 against the first. */
void wb_multinomial_start(const wb_outcome_totals *totals, double *eta);
void wb_multinomial_evaluate(const wb_family_block *block);
void wb_multinomial_expect(const wb_expectation *of);
void wb_multinomial_expect_slope(const wb_expectation *of);

/* Predictor a is the log odds of a category above a: they fall with a. */
void wb_ordered_start(const wb_outcome_totals *totals, double *eta);
void wb_ordered_evaluate(const wb_family_block *block);
void wb_ordered_expect(const wb_expectation *of);
void wb_ordered_expect_slope(const wb_expectation *of);

#endif
