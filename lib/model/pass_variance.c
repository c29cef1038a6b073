/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* How the score varies over samples, of what the last pass saw. */
#include "model/pass.h"
#include "survey/closed_joint.h"
#include "survey/inference.h"

static wb_status closed_covariance(const wb_model_pass *pass, double *inside,
                                   wb_error *err)
{
    wb_status st = WB_OK;
    size_t n = pass->newton.n;
    size_t k = pass->plan.n_columns;
    const wb_model_desk *total = &pass->total;
    const wb_gram *gram = &total->grams[total->n_grams - 1];
    wb_pair *products = wb_resize(NULL, n * n, sizeof *products);
    wb_closed_joint joint = {n, total->strata_counts, total->strata_totals, products};

    if (products == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++)
            products[i * n + j] = wb_gram_product(
                gram, wb_gram_pair(pass->plan.q, i / k, j / k), i % k, j % k);
    }
    WB_TRY(wb_closed_joint_covariance(&pass->sample, &joint, inside, err));
done:
    wb_release(products);
    return st;
}

static wb_status open_covariance(const wb_model_pass *pass, double *inside, wb_error *err)
{
    wb_status st = WB_OK;
    wb_inference *inference = NULL;
    size_t n = pass->newton.n;
    int64_t *rows = wb_allocate(n, sizeof *rows);

    if (rows == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < n; i++)
        rows[i] = (int64_t)i;
    WB_TRY(wb_inference_new(pass->scores, &pass->estimating, NULL, &inference, err));
    WB_TRY(wb_inference_covariance(inference, rows, n, false, inside, err));
done:
    wb_release(rows);
    wb_inference_free(inference);
    return st;
}

wb_status wb_pass_score_covariance(const wb_model_pass *pass, double *covariance,
                                   wb_error *err)
{
    wb_status st = WB_OK;
    size_t n = pass->newton.n;
    double *inside = wb_allocate(n * n, sizeof *inside);

    if (inside == NULL)
        return wb_fail_nomem(err);
    if (pass->route == WB_ROUTE_CLOSED)
        WB_TRY(closed_covariance(pass, inside, err));
    else
        WB_TRY(open_covariance(pass, inside, err));
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++)
            covariance[i * n + j] = inside[wb_columns_inside(&pass->plan, i) * n +
                                           wb_columns_inside(&pass->plan, j)];
    }
done:
    wb_release(inside);
    return st;
}
