/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The model of an intercept alone, by what the roster knows: where coefficients begin. */
#include "model/pass.h"

#include <math.h>

/* Weights of the categories as the family has them; *weights is the caller's. */
static wb_status weigh_categories(const wb_model_pass *pass, double **weights, size_t *n,
                                  wb_error *err)
{
    const wb_columns *plan = &pass->plan;

    *n = plan->rules->has_event ? 2 : (size_t)plan->outcome.n;
    *weights = wb_allocate(*n, sizeof **weights);
    if (*weights == NULL)
        return wb_fail_nomem(err);
    for (int32_t c = 0; c < plan->outcome.n; c++) {
        size_t to = plan->rules->has_event ? (size_t)(c == plan->event) : (size_t)c;
        (*weights)[to] +=
            wb_pair_value(pass->roster.outcome_weights[plan->outcome.codes[c]]);
    }
    return WB_OK;
}

wb_status wb_pass_null_deviance(const wb_model_pass *pass, double *deviance,
                                wb_error *err)
{
    wb_status st = WB_OK;
    double *weights = NULL;
    double all = wb_pair_value(pass->roster.weight);
    size_t n = 0;

    WB_TRY(weigh_categories(pass, &weights, &n, err));
    *deviance = 0;
    for (size_t c = 0; c < n; c++)
        *deviance -= 2 * weights[c] * log(weights[c] / all);
done:
    wb_release(weights);
    return st;
}

wb_status wb_pass_start(wb_model_pass *pass, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_columns *plan = &pass->plan;
    const wb_roster *roster = &pass->roster;
    wb_outcome_totals totals = {.weight = wb_pair_value(roster->weight)};
    double *weights = NULL;
    double *eta = wb_allocate(plan->q, sizeof *eta);

    if (eta == NULL)
        return wb_fail_nomem(err);
    WB_TRY(weigh_categories(pass, &weights, &totals.n_categories, err));
    totals.categories = weights;
    totals.sum = totals.weight * wb_rostered_mean(&roster->outcome, roster->weight);
    plan->rules->start(&totals, eta);
    wb_newton_free(&pass->newton);
    WB_TRY(wb_newton_init(&pass->newton, plan, err));
    wb_newton_start(&pass->newton, plan, eta);
done:
    wb_release(weights);
    wb_release(eta);
    return st;
}
