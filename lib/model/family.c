/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "model/family_many.h"

#include <math.h>
#include <string.h>

static size_t one_predictor(size_t n_categories)
{
    (void)n_categories;
    return 1;
}

/* ---- logit: y is 1 for the event, else 0 ---- */

static void start_logit(const wb_outcome_totals *totals, double *eta)
{
    eta[0] = log(totals->categories[1] / totals->categories[0]);
}

/* With e = exp(-|η|) nothing overflows and nothing cancels: p is 1/(1+e) or e/(1+e), and
 * -log of the chance of what was seen is log(1+e), plus |η| when that was the other. */
static void evaluate_logit(const wb_family_block *block)
{
    for (int32_t i = 0; i < block->n; i++) {
        double eta = block->eta[i];
        double e = exp(-fabs(eta));
        double likely = 1 / (1 + e);
        double unlikely = e * likely;
        double p = eta < 0 ? unlikely : likely;
        double other = eta < 0 ? likely : unlikely;
        double y = block->y[i];
        bool surprise = (y > 0) != (eta > 0);
        block->score[i] = y > 0 ? other : -p;
        block->information[i] = likely * unlikely;
        block->deviance[i] = 2 * (log1p(e) + (surprise ? fabs(eta) : 0));
    }
}

/* p and p (1 - p), without a cancelling 1 - p. */
static double chance(double eta, double *product)
{
    double e = exp(-fabs(eta));
    double likely = 1 / (1 + e);
    *product = likely * (e * likely);
    return eta < 0 ? e * likely : likely;
}

static void expect_logit(const wb_expectation *of)
{
    for (int32_t i = 0; i < of->n; i++)
        of->mean[i] = chance(of->eta[i], &of->slope[i]);
}

/* (p (1 - p))' is p (1 - p) (1 - 2p), and 1 - 2p is -tanh(η/2). */
static void expect_logit_slope(const wb_expectation *of)
{
    for (int32_t i = 0; i < of->n; i++) {
        double product;
        (void)chance(of->eta[i], &product);
        of->mean[i] = product * of->direction[i];
        of->slope[i] = -tanh(of->eta[i] / 2) * of->mean[i];
    }
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
     .start = start_logit,
     .evaluate = evaluate_logit,
     .expectations = one_predictor,
     .expect = expect_logit,
     .expect_slope = expect_logit_slope},
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
