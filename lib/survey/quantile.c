/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Woodruff's intervals: F is estimated at the quantile q together with its standard
 * error, and the bounds are the quantiles at F(q) ± t se. Woodruff (1952), J. Am. Stat.
 * Assoc. 47, 635-646. With (upper - lower) / 2t for its standard error, q varies with the
 * sample as -F(q) does, times se / se_F: an estimate of Bahadur's 1 / f(q). */
#include "survey/quantile.h"

#include "num/num.h"

#include <math.h>

void wb_quantiles_free(wb_quantiles *quantiles)
{
    if (quantiles->laid_out)
        wb_ecdf_free(&quantiles->ecdf);
    quantiles->laid_out = false;
}

wb_status wb_quantiles_check(const wb_sample *sample, wb_error *err)
{
    const wb_first *first = sample->tally->first;
    if (first == NULL || first->n_rows == sample->state->n_rows)
        return WB_OK;
    return wb_fail(err, WB_E_DATA,
                   "the second pass saw %lld rows, and the first %lld: both are over all "
                   "rows",
                   (long long)sample->state->n_rows, (long long)first->n_rows);
}

static const wb_values *values_of(const wb_sample *sample, size_t breakdown,
                                  size_t variable)
{
    const wb_tally *tally = sample->tally;
    if (tally->first != NULL)
        return wb_first_values(tally->first, breakdown, variable);
    return &sample->state->values[breakdown * tally->layout.n_variables + variable];
}

static wb_status lay_out(wb_quantiles *quantiles, size_t breakdown, size_t variable,
                         int32_t cell, wb_error *err)
{
    wb_status st = WB_OK;

    if (quantiles->laid_out && quantiles->breakdown == breakdown &&
        quantiles->variable == variable && quantiles->cell == cell)
        return WB_OK;
    wb_quantiles_free(quantiles);
    quantiles->breakdown = breakdown;
    quantiles->variable = variable;
    quantiles->cell = cell;
    WB_TRY(wb_ecdf_init(&quantiles->ecdf,
                        values_of(quantiles->sample, breakdown, variable), cell, err));
    quantiles->laid_out = true;
done:
    return st;
}

/* As many rows as the first pass had: with others the bounds would mean nothing. */
static wb_status check_rows(const wb_quantiles *quantiles, const char *variable,
                            const wb_domain *domain, wb_error *err)
{
    int64_t n = quantiles->ecdf.rows;
    if (n == domain->n)
        return WB_OK;
    return wb_fail_at(err, WB_E_DATA, -1, variable,
                      "in one cell the second pass saw %lld rows with a value of '%s' "
                      "that the first pass had %lld of: both are over the same rows",
                      (long long)domain->n, variable, (long long)n);
}

static wb_status invert(const wb_quantiles *quantiles, double p, double *bound,
                        wb_error *err)
{
    *bound = NAN;
    if (!(p >= 0 && p <= 1))
        return WB_OK;
    return wb_ecdf_quantile(&quantiles->ecdf, quantiles->sample->options->quantile_rule,
                            p, bound, err);
}

/* The bounds, by the table in survey.h; f is the estimate of F(q). */
static wb_status find_bounds(const wb_quantiles *quantiles, const wb_estimate *f,
                             wb_estimate *out, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_ecdf *ecdf = &quantiles->ecdf;
    double t = wb_t_quantile(0.5 + quantiles->sample->options->level / 2, f->df);

    out->status = f->status;
    if (f->status == WB_ESTIMATE_EXTREME && ecdf->least == ecdf->largest)
        out->status = WB_ESTIMATE_CONSTANT;
    if (out->status == WB_ESTIMATE_CONSTANT) {
        out->se = 0;
        out->lower = out->upper = out->estimate;
    }
    if (out->status != WB_ESTIMATE_OK)
        goto done;
    WB_TRY(invert(quantiles, f->estimate - t * f->se, &out->lower, err));
    WB_TRY(invert(quantiles, f->estimate + t * f->se, &out->upper, err));
    out->se = (out->upper - out->lower) / (2 * t);
    if (isnan(out->se))
        out->status = WB_ESTIMATE_OPEN;
    else if (out->se == 0)
        out->status = WB_ESTIMATE_CONSTANT;
done:
    return st;
}

static wb_status quantile(wb_quantiles *quantiles, const wb_estimand *estimand,
                          const wb_domain *domain, wb_desk *desk, wb_estimate *out,
                          wb_linear *linear, wb_error *err)
{
    wb_status st = WB_OK;
    wb_estimate f;

    WB_TRY(wb_domain_estimate(quantiles->sample, domain, WB_STATISTIC_MEAN, desk, &f,
                              linear, err));
    out->df = f.df;
    out->status = f.status;
    if (f.status == WB_ESTIMATE_EMPTY)
        goto done;
    WB_TRY(wb_ecdf_quantile(&quantiles->ecdf, quantiles->sample->options->quantile_rule,
                            estimand->probability, &out->estimate, err));
    WB_TRY(find_bounds(quantiles, &f, out, err));
    linear->value = wb_pair_of(out->estimate);
    linear->scale *= f.se > 0 ? -out->se / f.se : 0;
done:
    return st;
}

wb_status wb_quantile_estimate(wb_quantiles *quantiles, size_t breakdown, int32_t cell,
                               size_t estimand, const wb_domain *domain, wb_desk *desk,
                               wb_estimate *out, wb_linear *linear, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_tally *tally = quantiles->sample->tally;
    const wb_estimand *asked = &tally->spec->estimands[estimand];
    bool is_quantile = asked->statistic == WB_STATISTIC_QUANTILE;

    *linear = (wb_linear){.n_terms = WB_PLAIN_TERMS};
    *out = (wb_estimate){.estimate = NAN,
                         .se = NAN,
                         .lower = NAN,
                         .upper = NAN,
                         .df = NAN,
                         .deff = NAN,
                         .status = WB_ESTIMATE_ONE_PASS};
    WB_TRY(lay_out(quantiles, breakdown, tally->layout.estimand_variable[estimand],
                   cell >= 0 ? cell : INT32_MAX, err));
    out->n = quantiles->ecdf.rows;
    if (domain == NULL) {
        if (is_quantile)
            WB_TRY(wb_ecdf_quantile(&quantiles->ecdf,
                                    quantiles->sample->options->quantile_rule,
                                    asked->probability, &out->estimate, err));
        out->status = out->n == 0 ? WB_ESTIMATE_EMPTY : WB_ESTIMATE_ONE_PASS;
        goto done;
    }
    WB_TRY(check_rows(quantiles, asked->variable, domain, err));
    if (is_quantile)
        WB_TRY(quantile(quantiles, asked, domain, desk, out, linear, err));
    else
        WB_TRY(wb_domain_estimate(quantiles->sample, domain, asked->statistic, desk, out,
                                  linear, err));
done:
    return st;
}
