/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "model/family_logit.h"
#include "model/family_many.h"

#include <math.h>
#include <string.h>

static size_t one_predictor(size_t n_categories)
{
    (void)n_categories;
    return 1;
}

/* ---- linear ---- */

static void start_linear(const wb_outcome_totals *totals, double *eta)
{
    eta[0] = totals->sum / totals->weight;
}

static void evaluate_linear(const wb_family_block *block)
{
    for (int32_t i = 0; i < block->n; i++) {
        double left = block->y[i] - block->eta[i];
        block->score[i] = left;
        block->information[i] = 1;
        block->deviance[i] = left * left;
    }
}

static void expect_linear(const wb_expectation *of)
{
    for (int32_t i = 0; i < of->n; i++) {
        of->mean[i] = of->eta[i];
        of->slope[i] = 1;
    }
}

static void expect_linear_slope(const wb_expectation *of)
{
    for (int32_t i = 0; i < of->n; i++) {
        of->mean[i] = of->direction[i];
        of->slope[i] = 0;
    }
}

static const wb_family_rules families[] = {
    {.family = WB_FAMILY_LOGIT,
     .name = "logit",
     .by_category = true,
     .has_event = true,
     .odds = true,
     .predictors = one_predictor,
     .start = wb_logit_start,
     .evaluate = wb_logit_evaluate,
     .expectations = one_predictor,
     .expect = wb_logit_expect,
     .expect_slope = wb_logit_expect_slope},
    {.family = WB_FAMILY_LINEAR,
     .name = "linear",
     .one_step = true,
     .predictors = one_predictor,
     .start = start_linear,
     .evaluate = evaluate_linear,
     .expectations = one_predictor,
     .expect = expect_linear,
     .expect_slope = expect_linear_slope},
    {.family = WB_FAMILY_MULTINOMIAL,
     .name = "multinomial",
     .by_category = true,
     .odds = true,
     .predictors = wb_many_predictors,
     .start = wb_multinomial_start,
     .evaluate = wb_multinomial_evaluate,
     .expectations = wb_many_expectations,
     .expect = wb_multinomial_expect,
     .expect_slope = wb_multinomial_expect_slope},
    {.family = WB_FAMILY_ORDERED,
     .name = "ordered",
     .by_category = true,
     .odds = true,
     .tied = true,
     .predictors = wb_many_predictors,
     .start = wb_ordered_start,
     .evaluate = wb_ordered_evaluate,
     .expectations = wb_many_expectations,
     .expect = wb_ordered_expect,
     .expect_slope = wb_ordered_expect_slope},
};

const wb_family_rules *wb_family_find(int32_t family)
{
    for (size_t i = 0; i < sizeof families / sizeof families[0]; i++) {
        if (families[i].family == family)
            return &families[i];
    }
    return NULL;
}

int32_t wb_family_of(const char *name)
{
    for (size_t i = 0; i < sizeof families / sizeof families[0]; i++) {
        if (strcmp(families[i].name, name) == 0)
            return families[i].family;
    }
    return 0;
}
