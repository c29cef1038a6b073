/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What a fit expects of profiles: the delta method, g' V g with g the gradient of what is
 * expected by the coefficients. */
#include "model/report.h"
#include "survey/interval.h"

#include <math.h>
#include <string.h>

enum { KNOWN = 0, MISSING = 1, UNKNOWN = 2 };

typedef struct wb_prophet {
    const wb_fit *fit;
    const wb_frame *profiles;
    wb_set set;
    double *
        covariance; /* of the coefficients as columns are inside; 0 where there is none */
    double *gradient;
    size_t *columns; /* of the profiles, per term */
} wb_prophet;

static wb_status open_prophet(wb_prophet *prophet, const wb_fit *fit,
                              const wb_frame *profiles, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_model *model = fit->pass->model;

    *prophet = (wb_prophet){.fit = fit, .profiles = profiles};
    WB_TRY(wb_set_init(&prophet->set, fit->pass, err));
    prophet->covariance = wb_allocate(fit->n * fit->n, sizeof *prophet->covariance);
    prophet->gradient = wb_allocate(fit->n, sizeof *prophet->gradient);
    prophet->columns = wb_allocate(model->n_terms, sizeof *prophet->columns);
    if (prophet->covariance == NULL || prophet->gradient == NULL ||
        prophet->columns == NULL)
        return wb_fail_nomem(err);
    for (size_t v = 0; v < model->n_terms; v++)
        WB_TRY(wb_frame_require(profiles, model->terms[v].column, "term",
                                &prophet->columns[v], err));
    WB_TRY(wb_coder_bind_terms(&prophet->set.coder, profiles, err));
    for (size_t i = 0; i < fit->n; i++) {
        for (size_t j = 0; j < fit->n; j++)
            prophet->covariance[wb_columns_inside(&fit->pass->plan, i) * fit->n +
                                wb_columns_inside(&fit->pass->plan, j)] =
                fit->inner[i * fit->n + j];
    }
done:
    return st;
}

static void close_prophet(wb_prophet *prophet)
{
    wb_set_free(&prophet->set);
    wb_release(prophet->covariance);
    wb_release(prophet->gradient);
    wb_release(prophet->columns);
}

/* Whether the values of a row of the block are there and were in the fit. */
static int see_row(const wb_prophet *prophet, int32_t row)
{
    const wb_columns *plan = prophet->set.plan;
    const wb_coder *coder = &prophet->set.coder;

    if (coder->rows[row] != WB_ROW_MEMBER)
        return MISSING;
    for (size_t v = 0; v < plan->model->n_terms; v++) {
        const wb_columns_levels *levels = &plan->levels[v];
        int32_t code = coder->codes[v * WB_MODEL_ROWS + (size_t)row];
        if (levels->n == 0)
            continue;
        if (code >= levels->n_codes || levels->levels[code] < 0)
            return UNKNOWN;
    }
    return KNOWN;
}

/* A profile that leans on a coefficient without an estimate has none either. */
static int32_t status_of(const wb_prophet *prophet)
{
    const wb_fit *fit = prophet->fit;

    for (size_t i = 0; i < fit->n; i++) {
        double g = prophet->gradient[wb_columns_inside(&fit->pass->plan, i)];
        bool leans = g < 0 || g > 0;
        if (leans && fit->statuses[i] == WB_COEFFICIENT_SEPARATED)
            return WB_COEFFICIENT_SEPARATED;
        if (leans && fit->statuses[i] == WB_COEFFICIENT_NO_VARIANCE)
            return WB_COEFFICIENT_NO_VARIANCE;
    }
    return fit->df > 0 ? WB_COEFFICIENT_OK : WB_COEFFICIENT_NO_DF;
}

static double error_of(const wb_prophet *prophet)
{
    size_t n = prophet->fit->n;
    double sum = 0;

    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++)
            sum += prophet->gradient[i] * prophet->covariance[i * n + j] *
                   prophet->gradient[j];
    }
    return sqrt(sum);
}

/* ---- the table ---- */

static wb_status put_values(wb_results *results, wb_prophet *prophet, size_t category,
                            int32_t row, wb_error *err)
{
    wb_status st = WB_OK;
    static const wb_scene as_is = {WB_SCENE_AS_IS, 0, 0};
    const wb_fit *fit = prophet->fit;
    double values[] = {NAN, NAN, NAN, NAN, NAN};

    memset(prophet->gradient, 0, fit->n * sizeof *prophet->gradient);
    wb_set_add_gradient(&prophet->set, &as_is, category, row, 1, prophet->gradient);
    int32_t status = status_of(prophet);
    if (status != WB_COEFFICIENT_SEPARATED)
        values[0] = prophet->set.mean[category * WB_MODEL_ROWS + (size_t)row];
    if (status == WB_COEFFICIENT_OK || status == WB_COEFFICIENT_NO_DF)
        values[1] = error_of(prophet);
    if (status == WB_COEFFICIENT_OK) {
        values[2] = fit->df;
        wb_report_bounds(values[0], values[1],
                         wb_interval_t(fit->pass->estimating.level, fit->df),
                         prophet->set.plan->rules->by_category, values + 3);
    }
    WB_TRY(wb_results_doubles(results, values, 5, err));
    WB_TRY(wb_results_text(results, wb_coefficient_status_name(status), err));
done:
    return st;
}

static wb_status put_nothing(wb_results *results, const char *status, wb_error *err)
{
    wb_status st = WB_OK;
    static const double values[] = {NAN, NAN, NAN, NAN, NAN};

    WB_TRY(wb_results_doubles(results, values, 5, err));
    WB_TRY(wb_results_text(results, status, err));
done:
    return st;
}

static wb_status put_profile(wb_results *results, wb_prophet *prophet, int64_t first,
                             int32_t row, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_columns *plan = prophet->set.plan;
    int seen = see_row(prophet, row);

    for (size_t c = 0; c < prophet->set.m; c++) {
        WB_TRY(wb_results_int64(results, first + row + 1, err));
        for (size_t v = 0; v < plan->model->n_terms; v++)
            WB_TRY(wb_results_copy(results, prophet->profiles, prophet->columns[v],
                                   first + row, err));
        WB_TRY(wb_report_category(results, plan, c, err));
        if (seen == KNOWN)
            WB_TRY(put_values(results, prophet, c, row, err));
        else
            WB_TRY(put_nothing(results, seen == MISSING ? "missing" : "unknown", err));
    }
done:
    return st;
}

static wb_status put_columns(wb_results *results, const wb_prophet *prophet,
                             wb_error *err)
{
    static const char *const numbers[] = {"estimate", "se", "df", "lower", "upper", NULL};
    wb_status st = WB_OK;

    WB_TRY(wb_results_column(results, "profile", WB_TYPE_INT64, err));
    for (size_t v = 0; v < prophet->fit->pass->model->n_terms; v++)
        WB_TRY(wb_results_column_like(results, NULL, prophet->profiles,
                                      prophet->columns[v], err));
    WB_TRY(wb_results_column(results, "category", WB_TYPE_DICTIONARY, err));
    WB_TRY(wb_results_numbers(results, numbers, err));
    WB_TRY(wb_fit_status_column(results, err));
    WB_TRY(wb_results_category(results, "missing", err));
    WB_TRY(wb_results_category(results, "unknown", err));
done:
    return st;
}

static wb_status put_all(wb_results *results, wb_prophet *prophet, wb_error *err)
{
    wb_status st = WB_OK;
    static const wb_scene as_is = {WB_SCENE_AS_IS, 0, 0};
    wb_coder *coder = &prophet->set.coder;
    int64_t n = wb_frame_row_count(prophet->profiles);
    double *beta = wb_allocate(prophet->fit->n, sizeof *beta);

    if (beta == NULL)
        return wb_fail_nomem(err);
    wb_newton_inside(&prophet->fit->pass->newton, prophet->set.plan, beta);
    for (int64_t first = 0; first < n; first += WB_MODEL_ROWS) {
        int64_t left = n - first;
        int32_t rows = (int32_t)(left < WB_MODEL_ROWS ? left : WB_MODEL_ROWS);
        coder->n = 0;
        WB_TRY(wb_coder_take_terms(coder, prophet->profiles, first, rows, err));
        WB_TRY(wb_set_look(&prophet->set, err));
        wb_set_expect(&prophet->set, &as_is, beta);
        for (int32_t i = 0; i < rows; i++)
            WB_TRY(put_profile(results, prophet, first, i, err));
    }
done:
    wb_release(beta);
    return st;
}

wb_status wb_fit_predict(const wb_fit *fit, const wb_frame *profiles, wb_frame **out,
                         wb_error *err)
{
    wb_status st = WB_OK;
    wb_prophet prophet = {0};
    wb_frame *view = NULL;
    wb_results results = {0};

    if (out != NULL)
        *out = NULL;
    if (fit == NULL || profiles == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "fit, profiles and out are required");
    WB_TRY(wb_frame_apply_ranges(profiles, &view, err));
    WB_TRY(open_prophet(&prophet, fit, view != NULL ? view : profiles, err));
    WB_TRY(put_columns(&results, &prophet, err));
    WB_TRY(put_all(&results, &prophet, err));
    WB_TRY(wb_fit_finish(&results, fit, "model-predictions", out, err));
done:
    wb_results_free(&results);
    close_prophet(&prophet);
    wb_frame_free(view);
    return st;
}
