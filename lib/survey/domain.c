/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/closed.h"

#include "num/num.h"
#include "survey/combine.h"
#include "survey/interval.h"

#include <math.h>
#include <string.h>

const char *wb_estimate_status_name(wb_estimate_status status)
{
    static const char *const names[WB_ESTIMATE_STATUSES] = {
        [WB_ESTIMATE_OK] = "ok",
        [WB_ESTIMATE_EMPTY] = "empty",
        [WB_ESTIMATE_NO_DF] = "no_df",
        [WB_ESTIMATE_EXTREME] = "extreme",
        [WB_ESTIMATE_CONSTANT] = "constant",
        [WB_ESTIMATE_UNDEFINED] = "undefined",
        [WB_ESTIMATE_NO_VARIANCE] = "no_variance",
        [WB_ESTIMATE_ONE_PASS] = "one_pass",
        [WB_ESTIMATE_OPEN] = "open",
    };
    return names[status];
}

wb_status wb_level_read(double *level, wb_error *err)
{
    if (*level == 0)
        *level = 0.95;
    if (!(*level > 0 && *level < 1))
        return wb_fail(err, WB_E_ARG, "the level of an interval is between 0 and 1");
    return WB_OK;
}

wb_status wb_desk_init(wb_desk *desk, const wb_sample *sample, int32_t n_parts,
                       wb_error *err)
{
    size_t n_strata = (size_t)sample->state->index.n_strata;
    bool calibrated = sample->regression != NULL;
    size_t n = (size_t)(calibrated ? sample->regression->n_units : n_parts);
    size_t n_replicates =
        sample->replication != NULL ? (size_t)sample->replication->n : 0;
    bool made = sample->made != NULL;
    size_t n_units = made ? (size_t)wb_units_count(&sample->state->index.tree) : 0;

    *desk = (wb_desk){wb_allocate(n_strata, sizeof *desk->strata),
                      wb_allocate(n_strata, sizeof *desk->places),
                      wb_allocate(n, sizeof *desk->units),
                      wb_allocate(n, sizeof *desk->counted),
                      0,
                      NAN,
                      wb_allocate(n, sizeof *desk->values),
                      wb_allocate(n_replicates, sizeof *desk->replicates),
                      wb_allocate(made ? n * WB_PAIR_TERMS : 0, sizeof *desk->rounded),
                      wb_allocate(n_units, sizeof *desk->factors),
                      wb_allocate(WB_DESK_QUANTILES, sizeof *desk->known),
                      wb_normal_quantile(0.5 + sample->options->level / 2)};
    if (desk->strata == NULL || desk->places == NULL || desk->units == NULL ||
        desk->counted == NULL || desk->values == NULL || desk->replicates == NULL ||
        desk->rounded == NULL || desk->factors == NULL || desk->known == NULL)
        return wb_fail_nomem(err);
    return WB_OK;
}

void wb_desk_free(wb_desk *desk)
{
    wb_release(desk->strata);
    wb_release(desk->places);
    wb_release(desk->units);
    wb_release(desk->counted);
    wb_release(desk->values);
    wb_release(desk->replicates);
    wb_release(desk->rounded);
    wb_release(desk->factors);
    wb_release(desk->known);
    *desk = (wb_desk){0};
}

/* z = Σ_t a_t x_t; what is left of terms that cancel is rounding, and 0. */
static double influence_of(const wb_pair *sums, const wb_linear *linear)
{
    wb_pair z = {0, 0};
    double size = 0;

    for (int32_t t = 0; t < linear->n_terms; t++) {
        wb_pair term = wb_pair_multiply(linear->gradient[t], sums[t]);
        z = wb_pair_add(z, term);
        size += fabs(term.hi);
    }
    double value = wb_pair_value(z);
    return fabs(value) > 0x1p-94 * size ? linear->scale * value : 0;
}

/* The same of n parts. */
static void influences_of(const wb_pair *sums, size_t stride, int32_t n,
                          const wb_linear *linear, double *values)
{
    wb_combined z;

    for (int32_t first = 0; first < n; first += WB_COMBINED) {
        int32_t m = n - first < WB_COMBINED ? n - first : WB_COMBINED;
        wb_combine(sums + (size_t)first * stride, stride, m, linear->gradient,
                   linear->n_terms, &z);
        for (int32_t i = 0; i < m; i++) {
            double value = wb_pair_value(z.sums[i]);
            bool whole = fabs(value) > 0x1p-94 * z.sizes[i];
            values[first + i] = whole ? linear->scale * value : 0;
        }
    }
}

/* What is left below this is rounding: what was calibrated to has no variance. */
static const double explained = 1e-12;

/* What calibration explains of the influence is taken off, in every unit. */
static wb_variate residuals(wb_regression *regression, const wb_domain *domain,
                            const wb_linear *linear, wb_desk *desk)
{
    const wb_domain *cross = domain->cross;
    int32_t at = 0;

    memset(regression->right, 0, regression->n * sizeof *regression->right);
    for (int32_t p = 0; p < cross->n_parts; p++)
        regression->right[cross->ids[p]] =
            influence_of(cross->sums + (size_t)p * (size_t)cross->stride, linear);
    wb_regression_solve(regression);
    for (int32_t u = 0; u < regression->n_units; u++) {
        double fitted = wb_regression_fitted(regression, u);
        double z = 0;
        if (at < domain->n_parts && domain->ids[at] == u) {
            z = influence_of(domain->sums + (size_t)at * (size_t)domain->stride, linear);
            at++;
        }
        desk->units[u] = u;
        desk->values[u] = z - fitted;
        if (fabs(z - fitted) <= explained * (fabs(z) + fabs(fitted)))
            desk->values[u] = 0;
    }
    return (wb_variate){desk->units, desk->values, regression->n_units};
}

wb_variate wb_domain_influence(const wb_sample *sample, const wb_domain *domain,
                               const wb_linear *linear, wb_desk *desk)
{
    int32_t n = 0;

    if (domain->cross != NULL)
        return residuals(sample->regression, domain, linear, desk);
    influences_of(domain->sums, (size_t)domain->stride, domain->n_parts, linear,
                  desk->values);
    for (int32_t i = 0; i < domain->n_parts; i++) {
        desk->units[n] = domain->ids[i];
        desk->values[n] = desk->values[i];
        n += domain->counts[i] > 0;
    }
    return (wb_variate){desk->units, desk->values, n};
}

/* Rows, or closed clusters, less strata; strata that are taken together are one. */
static double closed_df(const wb_sample *sample, const wb_domain *domain, wb_desk *desk)
{
    int64_t units = 0;
    int64_t strata = 0;
    int32_t n_places = 0;

    for (int32_t i = 0; i < domain->n_parts; i++) {
        int32_t place = sample->place[domain->ids[i]];
        if (domain->counts[i] == 0)
            continue;
        units += domain->counts[i];
        if (desk->strata[place].n++ == 0) {
            desk->places[n_places++] = place;
            strata++;
        }
    }
    for (int32_t i = 0; i < n_places; i++)
        desk->strata[desk->places[i]].n = 0;
    return (double)(units - strata);
}

/* Of open units. Outcomes of one cell are most often of the same units, and have their
 * degrees of freedom in common. */
static wb_status open_df(const wb_sample *sample, const wb_domain *domain, wb_desk *desk,
                         double *df, wb_error *err)
{
    wb_status st = WB_OK;
    int32_t n = 0;

    for (int32_t i = 0; i < domain->n_parts; i++) {
        desk->units[n] = domain->ids[i];
        n += domain->counts[i] > 0;
    }
    if (n == 0 || n != desk->n_counted ||
        memcmp(desk->units, desk->counted, (size_t)n * sizeof *desk->units) != 0) {
        desk->n_counted = 0;
        WB_TRY(wb_design_df(sample->design, desk->units, n, &desk->counted_df, err));
        memcpy(desk->counted, desk->units, (size_t)n * sizeof *desk->units);
        desk->n_counted = n;
    }
    *df = desk->counted_df;
done:
    return st;
}

wb_status wb_domain_df(const wb_sample *sample, const wb_domain *domain, wb_desk *desk,
                       double *df, wb_error *err)
{
    if (sample->options->df > 0) {
        *df = sample->options->df;
        return WB_OK;
    }
    if (sample->tally->layout.n_replicates > 0) {
        *df = (double)sample->tally->layout.n_replicates - 1;
        return WB_OK;
    }
    if (!sample->tally->layout.open) {
        *df = closed_df(sample, domain, desk);
        return WB_OK;
    }
    return open_df(sample, domain, desk, df, err);
}

wb_status wb_domain_variance(const wb_sample *sample, const wb_domain *domain,
                             const wb_linear *linear, wb_desk *desk, double *variance,
                             wb_error *err)
{
    if (!sample->tally->layout.open) {
        *variance = wb_closed_variance(sample, domain, linear, desk);
        return WB_OK;
    }
    wb_variate variate = wb_domain_influence(sample, domain, linear, desk);
    return wb_design_variance(sample->design, &variate, variance, err);
}

static wb_status find_variance(const wb_sample *sample, const wb_domain *domain,
                               int32_t statistic, const wb_linear *linear, wb_desk *desk,
                               double *variance, wb_error *err)
{
    wb_status st = WB_OK;

    if (sample->replication == NULL)
        return wb_domain_variance(sample, domain, linear, desk, variance, err);
    WB_TRY(wb_domain_replicates(sample, domain, statistic, desk, desk->replicates, err));
    *variance = wb_replication_variance(sample->replication, desk->replicates,
                                        wb_pair_value(linear->value), NULL);
done:
    return st;
}

/* The quantile for these degrees of freedom, as wb_interval_t() has it but for 1e-14. */
static double quantile_of(wb_desk *desk, double level, double df)
{
    if (!(df > 0 && df < 0x1p62))
        return wb_interval_t(level, df);
    wb_known_t *known = &desk->known[(int64_t)df % WB_DESK_QUANTILES];
    if (known->df != df)
        *known = (wb_known_t){df, wb_t_quantile_quick(0.5 + level / 2, desk->z, df)};
    return known->t;
}

/* Status and interval, by the tables in survey.h. */
static void finish(wb_estimate *e, const wb_estimate_options *options, wb_desk *desk)
{
    wb_bounds b;

    if (isnan(e->se)) {
        e->status = WB_ESTIMATE_NO_VARIANCE;
        return;
    }
    double t = quantile_of(desk, options->level, e->df);
    if (e->share) {
        wb_share share = {e->estimate, e->se, e->df, e->n, e->n_ones};
        if (wb_share_is_extreme(&share))
            e->se = 0;
        b = wb_interval_with(options->interval, &share, options->level, t);
    } else {
        b = wb_interval_around(e->estimate, e->se, e->df, e->n, t);
    }
    e->status = b.status;
    e->lower = b.lower;
    e->upper = b.upper;
}

wb_status wb_domain_estimate(const wb_sample *sample, const wb_domain *domain,
                             int32_t statistic, wb_desk *desk, wb_estimate *out,
                             wb_linear *linear, wb_error *err)
{
    wb_status st = WB_OK;
    bool total = statistic == WB_STATISTIC_TOTAL;
    bool proportion = statistic == WB_STATISTIC_PROPORTION ||
                      (statistic == WB_STATISTIC_MEAN && domain->share);
    double variance = NAN;

    *linear = (wb_linear){.n_terms = domain->n_terms};
    *out = (wb_estimate){NAN,        NAN,           NAN,       NAN,
                         0,          NAN,           domain->n, domain->n_ones,
                         proportion, WB_ESTIMATE_OK};
    if (domain->n == 0) {
        out->status = WB_ESTIMATE_EMPTY;
        if (total)
            out->estimate = out->se = 0;
        return WB_OK;
    }
    WB_TRY(wb_domain_df(sample, domain, desk, &out->df, err));
    if (!wb_estimator(statistic, domain->totals, domain->n_terms, domain->n, linear)) {
        out->status = WB_ESTIMATE_UNDEFINED;
        goto done;
    }
    out->estimate = wb_pair_value(linear->value);
    WB_TRY(find_variance(sample, domain, statistic, linear, desk, &variance, err));
    out->se = sqrt(variance);
    if (!isnan(variance))
        out->deff = variance / wb_estimator_srs(statistic, domain->totals,
                                                domain->n_terms, domain->n, out->estimate,
                                                sample->tally->spec->design_effect);
    finish(out, sample->options, desk);
done:
    return st;
}
