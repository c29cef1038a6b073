/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "model/fit.h"

#include "num/dense.h"

#include <math.h>
#include <string.h>

void wb_fit_free(wb_fit *fit)
{
    if (fit == NULL)
        return;
    wb_pass_free(fit->pass);
    wb_release(fit->estimates);
    wb_release(fit->covariance);
    wb_release(fit->inner);
    wb_release(fit->statuses);
    wb_release(fit);
}

/* ---- back to the scale of the columns ---- */

/* A multiple of one row of numbers is added to another; rows of one number or of n. */
typedef struct wb_respread {
    const double *from;
    double *to;
    size_t width;
    size_t first; /* of the predictor */
} wb_respread;

static void add_row(void *user, size_t target, double factor)
{
    const wb_respread *spread = user;
    double *to = spread->to + (spread->first + target) * spread->width;

    for (size_t j = 0; j < spread->width; j++)
        to[j] += factor * spread->from[j];
}

/* to = M from, of n rows of that width. */
static void respread(const wb_columns *plan, const wb_newton *newton, const double *from,
                     size_t width, double *to)
{
    size_t k = plan->n_columns;

    memset(to, 0, newton->n * width * sizeof *to);
    for (size_t i = 0; i < newton->n; i++) {
        wb_respread spread = {from + i * width, to, width, i - i % k};
        if (newton->kept[i])
            wb_columns_spread(plan, i % k, add_row, &spread);
    }
}

static void unscale(const wb_columns *plan, const wb_newton *newton, double *estimates)
{
    respread(plan, newton, newton->beta, 1, estimates);
}

static void transpose(double *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < i; j++) {
            double held = v[i * n + j];
            v[i * n + j] = v[j * n + i];
            v[j * n + i] = held;
        }
    }
}

/* M V M': the rows, and then the columns as rows. */
static void unscale_covariance(const wb_columns *plan, const wb_newton *newton, double *v,
                               double *room)
{
    respread(plan, newton, v, newton->n, room);
    transpose(room, newton->n);
    respread(plan, newton, room, newton->n, v);
}

/* ---- the sandwich ---- */

/* a b a for symmetric a, into b. */
static void sandwich(const double *a, double *b, double *room, size_t n)
{
    for (size_t pass = 0; pass < 2; pass++) { /* (a b), then (a b) a as a (a b)' */
        for (size_t i = 0; i < n; i++) {
            double *to = room + i * n;
            memset(to, 0, n * sizeof *to);
            for (size_t k = 0; k < n; k++) {
                for (size_t j = 0; j < n; j++)
                    to[j] += a[i * n + k] * b[k * n + j];
            }
        }
        for (size_t i = 0; i < n; i++) {
            for (size_t j = 0; j < n; j++)
                b[j * n + i] = room[i * n + j];
        }
    }
}

/* The inverse of the information; 0 for what is not kept. */
static void invert(const wb_newton *newton, double *inverse, double *room)
{
    size_t n = newton->n;
    double *unit = room;

    memset(unit, 0, n * sizeof *unit);
    for (size_t i = 0; i < n; i++) {
        unit[i] = 1;
        wb_newton_solve(newton, unit, room + n, inverse + i * n);
        unit[i] = 0;
    }
}

static wb_status by_scores(wb_fit *fit, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_newton *newton = &fit->pass->newton;
    size_t n = fit->n;
    double *inverse = wb_allocate(n * n, sizeof *inverse);
    double *room = wb_allocate(n * n + 2 * n, sizeof *room);

    if (inverse == NULL || room == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    WB_TRY(wb_pass_score_covariance(fit->pass, fit->covariance, err));
    invert(newton, inverse, room);
    sandwich(inverse, fit->covariance, room, n);
    memcpy(fit->inner, fit->covariance, n * n * sizeof *fit->inner);
    unscale_covariance(&fit->pass->plan, newton, fit->covariance, room);
done:
    wb_release(inverse);
    wb_release(room);
    return st;
}

/* ---- replicates ---- */

static void take_replicate(const wb_fit *fit, const wb_newton *newton, size_t r,
                           bool inner, double *room, double *values)
{
    size_t n_replicates = fit->pass->n_replicates;
    bool there = newton->state == WB_NEWTON_DONE;

    for (size_t i = 0; i < fit->n; i++)
        there = there && newton->kept[i] == fit->pass->newton.kept[i];
    if (inner)
        memcpy(room, newton->beta, fit->n * sizeof *room);
    else
        unscale(&fit->pass->plan, newton, room);
    for (size_t i = 0; i < fit->n; i++)
        values[i * n_replicates + r] = there ? room[i] : NAN;
}

static wb_status by_replicates(wb_fit *fit, bool inner, double *covariance, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_model_pass *pass = fit->pass;
    size_t n = fit->n;
    size_t n_replicates = pass->n_replicates;
    double *room = wb_allocate(n, sizeof *room);
    double *values = wb_allocate(n * n_replicates, sizeof *values);
    const double **lists = wb_allocate(n, sizeof *lists);
    int32_t used = 0;

    if (room == NULL || values == NULL || lists == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    for (size_t r = 0; r < n_replicates; r++)
        take_replicate(fit, &pass->replicates[r], r, inner, room, values);
    for (size_t i = 0; i < n; i++)
        lists[i] = values + i * n_replicates;
    if (inner)
        memcpy(room, pass->newton.beta, n * sizeof *room);
    else
        unscale(&pass->plan, &pass->newton, room);
    WB_TRY(wb_replication_covariance(pass->sample.replication, lists, room, n, covariance,
                                     &used, err));
    fit->left_out = (int64_t)n_replicates - used;
done:
    wb_release(room);
    wb_release(values);
    wb_release(lists);
    return st;
}

/* ---- statuses ---- */

typedef struct wb_lost {
    wb_fit *fit;
    size_t first; /* of the predictor */
} wb_lost;

static void lose(void *user, size_t target, double factor)
{
    const wb_lost *lost = user;
    int32_t *status = &lost->fit->statuses[lost->first + target];

    (void)factor;
    if (*status == WB_COEFFICIENT_OK)
        *status = WB_COEFFICIENT_SEPARATED;
}

static void find_statuses(wb_fit *fit)
{
    const wb_newton *newton = &fit->pass->newton;
    const wb_columns *plan = &fit->pass->plan;

    for (size_t i = 0; i < fit->n; i++) {
        if (newton->aliased[i])
            fit->statuses[i] = WB_COEFFICIENT_ALIASED;
        else if (!newton->kept[i])
            fit->statuses[i] = WB_COEFFICIENT_SEPARATED;
    }
    for (size_t i = 0; i < fit->n; i++) { /* with it go those that it is a part of */
        wb_lost lost = {fit, i - i % plan->n_columns};
        if (!newton->kept[i] && !newton->aliased[i])
            wb_columns_spread(plan, i % plan->n_columns, lose, &lost);
    }
    for (size_t i = 0; i < fit->n; i++) {
        if (fit->statuses[i] != WB_COEFFICIENT_OK)
            continue;
        if (!(fit->covariance[i * fit->n + i] >= 0))
            fit->statuses[i] = WB_COEFFICIENT_NO_VARIANCE;
        else if (!(fit->df > 0))
            fit->statuses[i] = WB_COEFFICIENT_NO_DF;
    }
}

static void blank(wb_fit *fit)
{
    for (size_t i = 0; i < fit->n; i++) {
        bool none = fit->statuses[i] == WB_COEFFICIENT_ALIASED ||
                    fit->statuses[i] == WB_COEFFICIENT_SEPARATED;
        if (none)
            fit->estimates[i] = NAN;
        for (size_t j = 0;
             j < fit->n && (none || fit->statuses[i] == WB_COEFFICIENT_NO_VARIANCE); j++)
            fit->covariance[i * fit->n + j] = fit->covariance[j * fit->n + i] = NAN;
    }
}

static double find_df(const wb_model_pass *pass)
{
    if (pass->estimating.df > 0)
        return pass->estimating.df;
    return pass->df + 1 - (double)wb_newton_columns(&pass->newton, &pass->plan);
}

/* A threshold is minus the intercept. */
static void turn_thresholds(wb_fit *fit)
{
    for (size_t i = 0; i < fit->n; i++) {
        if (!wb_fit_is_threshold(fit, i))
            continue;
        fit->estimates[i] = -fit->estimates[i];
        for (size_t j = 0; j < fit->n; j++) {
            fit->covariance[i * fit->n + j] = -fit->covariance[i * fit->n + j];
            fit->covariance[j * fit->n + i] = -fit->covariance[j * fit->n + i];
        }
    }
}

wb_status wb_fit_make(wb_model_pass *pass, wb_fit **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_fit *fit = wb_allocate(1, sizeof *fit);

    *out = NULL;
    if (fit == NULL) {
        wb_pass_free(pass);
        return wb_fail_nomem(err);
    }
    fit->pass = pass;
    fit->n = pass->newton.n;
    fit->estimates = wb_allocate(fit->n, sizeof *fit->estimates);
    fit->covariance = wb_allocate(fit->n * fit->n, sizeof *fit->covariance);
    fit->inner = wb_allocate(fit->n * fit->n, sizeof *fit->inner);
    fit->statuses = wb_allocate(fit->n, sizeof *fit->statuses);
    if (fit->estimates == NULL || fit->covariance == NULL || fit->inner == NULL ||
        fit->statuses == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    unscale(&pass->plan, &pass->newton, fit->estimates);
    if (pass->route == WB_ROUTE_REPLICATES) {
        WB_TRY(by_replicates(fit, false, fit->covariance, err));
        WB_TRY(by_replicates(fit, true, fit->inner, err));
    } else {
        WB_TRY(by_scores(fit, err));
    }
    fit->df = find_df(pass);
    find_statuses(fit);
    blank(fit);
    turn_thresholds(fit);
    *out = fit;
    fit = NULL;
done:
    wb_fit_free(fit);
    return st;
}

wb_status wb_model_fit_source(const wb_model *model, wb_source *source,
                              const wb_fit_options *options,
                              const wb_estimate_options *estimating, const wb_run *run,
                              wb_fit **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_model_pass *pass = NULL;
    bool more = true;

    if (out != NULL)
        *out = NULL;
    if (model == NULL || source == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "model, source and out are required");
    WB_TRY(wb_pass_new(model, options, estimating, &pass, err));
    pass->alone = true;
    for (bool first = true; more; first = false) {
        if (!first)
            WB_TRY(wb_source_rewind(source, err));
        WB_TRY(wb_pass_take(pass, source, run, err));
        WB_TRY(wb_pass_step(pass, &more, err));
        if (first)
            WB_TRY(wb_pass_look_ahead(pass, source, err));
    }
    st = wb_fit_make(pass, out, err);
    pass = NULL;
done:
    wb_pass_free(pass);
    return st;
}

wb_status wb_fit_table(const wb_fit *fit, int32_t part, wb_frame **out, wb_error *err)
{
    if (out != NULL)
        *out = NULL;
    if (fit == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "fit and out are required");
    switch (part) {
    case WB_FIT_COEFFICIENTS:
        return wb_fit_coefficients(fit, out, err);
    case WB_FIT_TERMS:
        return wb_fit_terms(fit, out, err);
    case WB_FIT_SUMMARY:
        return wb_fit_summary(fit, out, err);
    case WB_FIT_COVARIANCE:
        return wb_fit_covariance(fit, out, err);
    default:
        return wb_fail(err, WB_E_ARG, "%d is no table of a fit", (int)part);
    }
}
