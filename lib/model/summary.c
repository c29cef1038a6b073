/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The summary of a fit: one row. */
#include "model/report.h"

#include <math.h>

/* -2 log likelihoods per unit of weight give the shares that a model explains. */
static wb_status put_shares(wb_results *results, const wb_fit *fit, wb_error *err)
{
    const wb_newton *newton = &fit->pass->newton;
    double weight = wb_pair_value(fit->pass->roster.weight);
    double n = (double)fit->pass->roster.n;
    double mine = newton->deviance / weight;
    double null = newton->null_deviance / weight;

    if (fit->pass->plan.rules->by_category) {
        double share = 1 - exp(mine - null);
        double values[] = {share, share / (1 - exp(-null)), 1 - mine / null};
        return wb_results_doubles(results, values, 3, err);
    }
    double values[] = {1 - mine / null, sqrt(mine * n / (n - 1))};
    return wb_results_doubles(results, values, 2, err);
}

static int32_t status_of(const wb_fit *fit)
{
    int32_t status = fit->df > 0 ? WB_COEFFICIENT_OK : WB_COEFFICIENT_NO_DF;

    for (size_t i = 0; i < fit->n; i++) {
        if (fit->statuses[i] == WB_COEFFICIENT_SEPARATED)
            status = WB_COEFFICIENT_SEPARATED;
    }
    return status;
}

static wb_status summary_columns(wb_results *results, const wb_fit *fit, wb_error *err)
{
    static const char *const some[] = {"weights", "df", "deviance", "null_deviance",
                                       NULL};
    static const char *const shares[] = {"cox_snell", "nagelkerke", "mcfadden", NULL};
    static const char *const linear[] = {"r_squared", "sigma", NULL};
    wb_status st = WB_OK;

    WB_TRY(wb_results_column(results, "n", WB_TYPE_INT64, err));
    WB_TRY(wb_results_column(results, "n_missing", WB_TYPE_INT64, err));
    WB_TRY(wb_results_column(results, "coefficients", WB_TYPE_INT64, err));
    WB_TRY(wb_results_numbers(results, some, err));
    WB_TRY(wb_results_numbers(results,
                              fit->pass->plan.rules->by_category ? shares : linear, err));
    WB_TRY(wb_results_column(results, "iterations", WB_TYPE_INT64, err));
    WB_TRY(wb_results_column(results, "converged", WB_TYPE_BOOL, err));
    WB_TRY(wb_results_column(results, "replicates_left_out", WB_TYPE_INT64, err));
    WB_TRY(wb_fit_status_column(results, err));
done:
    return st;
}

wb_status wb_fit_summary(const wb_fit *fit, wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_model_pass *pass = fit->pass;
    const wb_newton *newton = &pass->newton;
    wb_results results = {0};
    double weight = wb_pair_value(pass->roster.weight);
    double per = (double)pass->roster.n / weight;
    int64_t rank = 0;

    for (size_t i = 0; i < fit->n; i++)
        rank += wb_newton_is_own(newton, i) && !newton->aliased[i];
    WB_TRY(summary_columns(&results, fit, err));
    WB_TRY(wb_results_int64(&results, pass->roster.n, err));
    WB_TRY(wb_results_int64(&results, pass->roster.n_missing, err));
    WB_TRY(wb_results_int64(&results, rank, err));
    double values[] = {weight, fit->df, newton->deviance * per,
                       newton->null_deviance * per};
    WB_TRY(wb_results_doubles(&results, values, 4, err));
    WB_TRY(put_shares(&results, fit, err));
    WB_TRY(wb_results_int64(&results, newton->iterations, err));
    WB_TRY(wb_results_int64(&results, newton->state == WB_NEWTON_DONE, err));
    WB_TRY(wb_results_int64(&results, fit->left_out, err));
    WB_TRY(wb_results_text(&results, wb_coefficient_status_name(status_of(fit)), err));
    WB_TRY(wb_fit_finish(&results, fit, "model-summary", out, err));
done:
    wb_results_free(&results);
    return st;
}
