/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The tables of a fit. */
#include "base/json.h"
#include "model/report.h"
#include "num/num.h"
#include "survey/interval.h"

#include <math.h>
#include <string.h>

const char *wb_coefficient_status_name(int32_t status)
{
    static const char *const names[WB_COEFFICIENT_STATUSES] = {
        [WB_COEFFICIENT_OK] = "ok",
        [WB_COEFFICIENT_REFERENCE] = "reference",
        [WB_COEFFICIENT_ALIASED] = "aliased",
        [WB_COEFFICIENT_SEPARATED] = "separated",
        [WB_COEFFICIENT_NO_DF] = "no_df",
        [WB_COEFFICIENT_NO_VARIANCE] = "no_variance",
    };
    return names[status];
}

bool wb_fit_is_threshold(const wb_fit *fit, size_t coefficient)
{
    const wb_columns *plan = &fit->pass->plan;
    size_t term = plan->columns[coefficient % plan->n_columns].term;
    return plan->rules->tied && plan->terms[term].n_variables == 0;
}

/* What the rows said of themselves: of synthetic ones every table says so. */
static wb_status put_source(json_t *root, const wb_model_pass *pass, wb_error *err)
{
    const char *origin = pass->design->origin;
    json_error_t error;

    if (origin == NULL)
        return WB_OK;
    json_t *source = wb_json_load(origin, strlen(origin), 0, NULL, &error);
    return source != NULL ? wb_json_put(root, "source", source, err) : wb_fail_nomem(err);
}

wb_status wb_fit_finish(wb_results *results, const wb_fit *fit, const char *kind,
                        wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_frame *frame = NULL;
    const wb_model_pass *pass = fit->pass;
    json_t *root = json_pack("{s:s, s:s, s:f, s:s, s:s}", "kind", kind, "library",
                             wb_version(), "level", pass->estimating.level, "family",
                             pass->plan.rules->name, "outcome", pass->model->outcome);

    if (root == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    WB_TRY(put_source(root, pass, err));
    WB_TRY(wb_builder_finish(results->builder, &frame, err));
    WB_TRY(wb_frame_describe(frame, root, err));
    *out = frame;
    frame = NULL;
done:
    json_decref(root);
    wb_frame_free(frame);
    return st;
}

/* ---- names ---- */

static wb_status put_term(wb_results *results, const wb_columns *plan, size_t term,
                          wb_error *err)
{
    wb_status st = WB_OK;
    wb_text name = {0};

    WB_TRY(wb_columns_term_name(plan, term, &name, err));
    WB_TRY(wb_results_text(results, name.bytes, err));
done:
    wb_text_free(&name);
    return st;
}

static wb_status put_level(wb_results *results, const wb_columns *plan, size_t term,
                           int32_t cell, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text name = {0};

    if (cell < 0)
        return wb_results_missing(results, err);
    WB_TRY(wb_text_add(&name, "", err));
    WB_TRY(wb_columns_level_name(plan, term, cell, &name, err));
    WB_TRY(wb_results_text(results, name.bytes, err));
done:
    wb_text_free(&name);
    return st;
}

/* "green|orange": the categories that a threshold is between. */
static wb_status put_between(wb_results *results, const wb_columns *plan,
                             size_t predictor, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text name = {0};

    WB_TRY(wb_columns_outcome_name(plan, (int32_t)predictor, &name, err));
    WB_TRY(wb_text_add(&name, "|", err));
    WB_TRY(wb_columns_outcome_name(plan, (int32_t)predictor + 1, &name, err));
    WB_TRY(wb_results_text(results, name.bytes, err));
done:
    wb_text_free(&name);
    return st;
}

/* The category of the outcome that a predictor is of. */
static wb_status put_category(wb_results *results, const wb_columns *plan,
                              size_t predictor, wb_error *err)
{
    if (plan->rules->tied)
        return wb_results_missing(results, err);
    return wb_report_category(results, plan, predictor + 1, err);
}

/* Category, term and level of a coefficient. */
static wb_status put_name(wb_results *results, const wb_fit *fit, size_t i, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_columns *plan = &fit->pass->plan;
    const wb_columns_one *column = &plan->columns[i % plan->n_columns];
    size_t predictor = i / plan->n_columns;

    WB_TRY(put_category(results, plan, predictor, err));
    if (wb_fit_is_threshold(fit, i)) {
        WB_TRY(wb_results_text(results, "(threshold)", err));
        WB_TRY(put_between(results, plan, predictor, err));
        goto done;
    }
    WB_TRY(put_term(results, plan, column->term, err));
    WB_TRY(put_level(results, plan, column->term, column->cell, err));
done:
    return st;
}

wb_status wb_fit_status_column(wb_results *results, wb_error *err)
{
    wb_status st = wb_results_column(results, "status", WB_TYPE_DICTIONARY, err);
    for (int32_t s = 0; st == WB_OK && s < WB_COEFFICIENT_STATUSES; s++)
        st = wb_results_category(results, wb_coefficient_status_name(s), err);
    return st;
}

static wb_status dictionaries(wb_results *results, const char *const *names,
                              wb_error *err)
{
    wb_status st = WB_OK;
    for (; *names != NULL; names++)
        WB_TRY(wb_results_column(results, *names, WB_TYPE_DICTIONARY, err));
done:
    return st;
}

/* ---- coefficients ---- */

static wb_status put_numbers(wb_results *results, const wb_fit *fit, size_t i,
                             int32_t status, wb_error *err)
{
    wb_status st = WB_OK;
    double values[] = {NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
    bool tested = status == WB_COEFFICIENT_OK;

    if (tested || status >= WB_COEFFICIENT_NO_DF)
        values[0] = fit->estimates[i];
    if (tested || status == WB_COEFFICIENT_NO_DF)
        values[1] = sqrt(fit->covariance[i * fit->n + i]);
    if (tested) {
        double t = wb_interval_t(fit->pass->estimating.level, fit->df);
        values[2] = fit->df;
        values[3] = values[0] / values[1];
        values[4] = 2 * wb_t_sf(fabs(values[3]), fit->df);
        values[5] = values[0] - t * values[1];
        values[6] = values[0] + t * values[1];
    }
    if (status == WB_COEFFICIENT_REFERENCE || !wb_fit_is_threshold(fit, i)) {
        values[7] = exp(values[0]);
        values[8] = exp(values[5]);
        values[9] = exp(values[6]);
    }
    WB_TRY(
        wb_results_doubles(results, values, fit->pass->plan.rules->odds ? 10 : 7, err));
    WB_TRY(wb_results_text(results, wb_coefficient_status_name(status), err));
done:
    return st;
}

static wb_status put_coefficient(wb_results *results, const wb_fit *fit, size_t i,
                                 wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(put_name(results, fit, i, err));
    WB_TRY(put_numbers(results, fit, i, fit->statuses[i], err));
done:
    return st;
}

/* The reference of a term of one variable, which has no coefficient. */
static wb_status put_reference(wb_results *results, const wb_fit *fit, size_t predictor,
                               size_t term, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_columns *plan = &fit->pass->plan;
    const wb_columns_term *of = &plan->terms[term];

    if (!of->sparse || of->n_variables != 1)
        return WB_OK;
    int32_t reference = plan->levels[of->variables[0]].reference;
    if (of->cells[reference] >= 0)
        return WB_OK;
    WB_TRY(put_category(results, plan, predictor, err));
    WB_TRY(put_term(results, plan, term, err));
    WB_TRY(put_level(results, plan, term, reference, err));
    WB_TRY(put_numbers(results, fit, 0, WB_COEFFICIENT_REFERENCE, err));
done:
    return st;
}

/* The thresholds of an ordered model come behind its coefficients. */
static wb_status put_coefficients(wb_results *results, const wb_fit *fit, bool thresholds,
                                  wb_error *err)
{
    wb_status st = WB_OK;
    const wb_columns *plan = &fit->pass->plan;

    for (size_t i = 0; i < fit->n; i++) {
        size_t term = plan->columns[i % plan->n_columns].term;
        if (!wb_newton_is_own(&fit->pass->newton, i) ||
            wb_fit_is_threshold(fit, i) != thresholds)
            continue;
        if (plan->terms[term].first == i % plan->n_columns)
            WB_TRY(put_reference(results, fit, i / plan->n_columns, term, err));
        WB_TRY(put_coefficient(results, fit, i, err));
    }
done:
    return st;
}

wb_status wb_fit_coefficients(const wb_fit *fit, wb_frame **out, wb_error *err)
{
    static const char *const names[] = {"category", "term", "level", NULL};
    static const char *const numbers[] = {
        "estimate", "se",         "df",         "statistic",  "p", "lower",
        "upper",    "odds_ratio", "odds_lower", "odds_upper", NULL};
    static const char *const plain[] = {"estimate", "se",    "df",    "statistic",
                                        "p",        "lower", "upper", NULL};
    wb_status st = WB_OK;
    const wb_columns *plan = &fit->pass->plan;
    wb_results results = {0};

    WB_TRY(dictionaries(&results, names, err));
    WB_TRY(wb_results_numbers(&results, plan->rules->odds ? numbers : plain, err));
    WB_TRY(wb_fit_status_column(&results, err));
    WB_TRY(put_coefficients(&results, fit, false, err));
    WB_TRY(put_coefficients(&results, fit, true, err));
    WB_TRY(wb_fit_finish(&results, fit, "model-coefficients", out, err));
done:
    wb_results_free(&results);
    return st;
}

/* ---- terms ---- */

typedef struct wb_wald_room {
    double *d, *v, *scratch;
    size_t *order;
} wb_wald_room;

static wb_status put_wald(wb_results *results, const wb_fit *fit, size_t term,
                          wb_wald_room *room, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_columns *plan = &fit->pass->plan;
    double values[] = {NAN, NAN, NAN, NAN};
    int32_t status = WB_COEFFICIENT_ALIASED;
    size_t q = 0;
    size_t rank = 0;

    for (size_t i = 0; i < fit->n; i++) {
        if (plan->columns[i % plan->n_columns].term != term ||
            !wb_newton_is_own(&fit->pass->newton, i))
            continue;
        if (fit->statuses[i] == WB_COEFFICIENT_SEPARATED)
            status = WB_COEFFICIENT_SEPARATED;
        if (fit->statuses[i] == WB_COEFFICIENT_OK ||
            fit->statuses[i] >= WB_COEFFICIENT_NO_DF)
            room->order[q++] = i;
    }
    for (size_t i = 0; i < q; i++) {
        room->d[i] = fit->estimates[room->order[i]];
        for (size_t j = 0; j < q; j++)
            room->v[i * q + j] =
                fit->covariance[room->order[i] * fit->n + room->order[j]];
    }
    if (q > 0 && status != WB_COEFFICIENT_SEPARATED)
        status = fit->statuses[room->order[0]];
    if (status == WB_COEFFICIENT_OK) {
        double wald = wb_wald(room->d, room->v, q, room->scratch, room->order, &rank);
        values[0] = wald / (double)rank;
        values[1] = (double)rank;
        values[2] = fit->df;
        values[3] = wb_f_sf(values[0], values[1], values[2]);
    }
    WB_TRY(put_term(results, plan, term, err));
    WB_TRY(wb_results_doubles(results, values, 4, err));
    WB_TRY(wb_results_text(results, wb_coefficient_status_name(status), err));
done:
    return st;
}

wb_status wb_fit_terms(const wb_fit *fit, wb_frame **out, wb_error *err)
{
    static const char *const names[] = {"term", NULL};
    static const char *const numbers[] = {"f", "df1", "df2", "p", NULL};
    wb_status st = WB_OK;
    const wb_columns *plan = &fit->pass->plan;
    size_t n = fit->n;
    wb_results results = {0};
    wb_wald_room room = {
        wb_allocate(n, sizeof(double)), wb_allocate(n * n, sizeof(double)),
        wb_allocate(2 * n, sizeof(double)), wb_allocate(n, sizeof(size_t))};

    if (room.d == NULL || room.v == NULL || room.scratch == NULL || room.order == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    WB_TRY(dictionaries(&results, names, err));
    WB_TRY(wb_results_numbers(&results, numbers, err));
    WB_TRY(wb_fit_status_column(&results, err));
    for (size_t t = 0; t < plan->n_terms; t++) {
        if (plan->terms[t].n_variables > 0)
            WB_TRY(put_wald(&results, fit, t, &room, err));
    }
    WB_TRY(wb_fit_finish(&results, fit, "model-terms", out, err));
done:
    wb_results_free(&results);
    wb_release(room.d);
    wb_release(room.v);
    wb_release(room.scratch);
    wb_release(room.order);
    return st;
}

/* ---- covariance ---- */

wb_status wb_fit_covariance(const wb_fit *fit, wb_frame **out, wb_error *err)
{
    static const char *const names[] = {"category_i", "term_i",  "level_i", "category_j",
                                        "term_j",     "level_j", NULL};
    static const char *const numbers[] = {"covariance", NULL};
    wb_status st = WB_OK;
    wb_results results = {0};

    WB_TRY(dictionaries(&results, names, err));
    WB_TRY(wb_results_numbers(&results, numbers, err));
    for (size_t i = 0; i < fit->n; i++) {
        for (size_t j = i; j < fit->n; j++) {
            double value = fit->covariance[i * fit->n + j];
            if (isnan(value) || !wb_newton_is_own(&fit->pass->newton, i) ||
                !wb_newton_is_own(&fit->pass->newton, j))
                continue;
            WB_TRY(put_name(&results, fit, i, err));
            WB_TRY(put_name(&results, fit, j, err));
            WB_TRY(wb_results_double(&results, value, err));
        }
    }
    WB_TRY(wb_fit_finish(&results, fit, "model-covariance", out, err));
done:
    wb_results_free(&results);
    return st;
}
