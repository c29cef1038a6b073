/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* At a cut-off everything is a function of four sums of totals, so its variance needs no
 * more than their covariances: the covariances of the totals, added up from each score
 * on. By replicates it is made again in each. */
#include "quality/roc.h"

#include <math.h>

/* Variances of this part of what they are the sum of are rounding. */
static const double cancelled = 1e-13;
/* Youden's indices and costs within this are equal: sums of weights are rounded. */
static const double equal = 1e-12;

double wb_roc_variance(const double *g, const double *v, size_t n)
{
    double variance = 0, size = 0;

    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            double term = g[i] == 0 || g[j] == 0 ? 0 : g[i] * v[i * n + j] * g[j];
            variance += term;
            size += fabs(term);
        }
    }
    return variance <= cancelled * size ? 0 : variance;
}

/* ---- the statistics ---- */

/* Shares in the sample: its own prevalence. */
static void at_sample(const double s[WB_ROC_SUMS], const wb_roc_costs *costs,
                      double values[WB_ROC_STATISTICS],
                      double g[WB_ROC_STATISTICS][WB_ROC_SUMS])
{
    double a = s[0], p = s[1], b = s[2], n = s[3];
    double all = p + n, on = a + b, off = p - a + (n - b);
    double cost = (costs->missed * (p - a) + costs->false_alarm * b) / all;

    values[WB_ROC_PPV] = on > 0 ? a / on : (double)NAN;
    values[WB_ROC_NPV] = off > 0 ? (n - b) / off : (double)NAN;
    values[WB_ROC_POSITIVE] = on / all;
    values[WB_ROC_COST] = cost;
    if (g == NULL)
        return;
    const double ppv[] = {b / (on * on), 0, -a / (on * on), 0};
    const double npv[] = {(n - b) / (off * off), -(n - b) / (off * off),
                          -(p - a) / (off * off), (p - a) / (off * off)};
    const double share[] = {1 / all, -on / (all * all), 1 / all, -on / (all * all)};
    const double spent[] = {-costs->missed / all, (costs->missed - cost) / all,
                            costs->false_alarm / all, -cost / all};
    for (size_t i = 0; i < WB_ROC_SUMS; i++) {
        g[WB_ROC_PPV][i] = ppv[i];
        g[WB_ROC_NPV][i] = npv[i];
        g[WB_ROC_POSITIVE][i] = share[i];
        g[WB_ROC_COST][i] = spent[i];
    }
}

/* Shares where the criterion has a prevalence that is given. */
static void at_prevalence(const wb_roc_costs *costs, double values[WB_ROC_STATISTICS],
                          double g[WB_ROC_STATISTICS][WB_ROC_SUMS])
{
    double pi = costs->prevalence, rest = 1 - pi;
    double hit = values[WB_ROC_SENSITIVITY], alarm = 1 - values[WB_ROC_SPECIFICITY];
    double on = pi * hit + rest * alarm;
    double off = pi * (1 - hit) + rest * (1 - alarm);

    values[WB_ROC_PPV] = on > 0 ? pi * hit / on : (double)NAN;
    values[WB_ROC_NPV] = off > 0 ? rest * (1 - alarm) / off : (double)NAN;
    values[WB_ROC_POSITIVE] = on;
    values[WB_ROC_COST] =
        costs->missed * pi * (1 - hit) + costs->false_alarm * rest * alarm;
    for (size_t i = 0; g != NULL && i < WB_ROC_SUMS; i++) {
        double dhit = g[WB_ROC_SENSITIVITY][i], dalarm = -g[WB_ROC_SPECIFICITY][i];
        g[WB_ROC_PPV][i] = pi * rest * (alarm * dhit - hit * dalarm) / (on * on);
        g[WB_ROC_NPV][i] =
            pi * rest * ((1 - alarm) * dhit - (1 - hit) * dalarm) / (off * off);
        g[WB_ROC_POSITIVE][i] = pi * dhit + rest * dalarm;
        g[WB_ROC_COST][i] =
            -costs->missed * pi * dhit + costs->false_alarm * rest * dalarm;
    }
}

/* The statistics at a cut-off and how they change with these totals; NaN where one is
 * not defined. `g` may be NULL. */
static void statistics_at(const double s[WB_ROC_SUMS], const wb_roc_costs *costs,
                          double values[WB_ROC_STATISTICS],
                          double g[WB_ROC_STATISTICS][WB_ROC_SUMS])
{
    double a = s[0], p = s[1], b = s[2], n = s[3];

    values[WB_ROC_SENSITIVITY] = a / p;
    values[WB_ROC_SPECIFICITY] = (n - b) / n;
    values[WB_ROC_YOUDEN] = a / p + (n - b) / n - 1;
    if (g != NULL) {
        const double hit[] = {1 / p, -a / (p * p), 0, 0};
        const double clear[] = {0, 0, -1 / n, b / (n * n)};
        for (size_t i = 0; i < WB_ROC_SUMS; i++) {
            g[WB_ROC_SENSITIVITY][i] = hit[i];
            g[WB_ROC_SPECIFICITY][i] = clear[i];
            g[WB_ROC_YOUDEN][i] = hit[i] + clear[i];
        }
    }
    if (isnan(costs->prevalence))
        at_sample(s, costs, values, g);
    else
        at_prevalence(costs, values, g);
}

/* ---- sums from each score on ---- */

/* Of 2 n numbers `stride` apart, each half by itself. */
static void sum_from(double *x, size_t n, size_t stride)
{
    for (size_t i = 2 * n - 1; i-- > 0;) {
        if (i != n - 1)
            x[i * stride] += x[(i + 1) * stride];
    }
}

static void sum_all(wb_roc_totals *totals)
{
    size_t n = totals->n;

    sum_from(totals->totals, n, 1);
    for (size_t r = 0; r < totals->n_replicates; r++)
        sum_from(totals->replicates + r, n, totals->n_replicates);
    for (size_t i = 0; totals->n_replicates == 0 && i < 2 * n; i++)
        sum_from(totals->covariance + i, n, 2 * n);
    for (size_t i = 0; totals->n_replicates == 0 && i < 2 * n; i++)
        sum_from(totals->covariance + i * 2 * n, n, 1);
}

/* The four sums at score k: their places among the 2 n. */
static void places_of(const wb_roc_totals *totals, size_t k, size_t places[WB_ROC_SUMS])
{
    places[0] = k;
    places[1] = 0;
    places[2] = totals->n + k;
    places[3] = totals->n;
}

/* ---- standard errors ---- */

static void linear_errors(const wb_roc_totals *totals, const size_t places[WB_ROC_SUMS],
                          double g[WB_ROC_STATISTICS][WB_ROC_SUMS], wb_roc_point *point)
{
    double v[WB_ROC_SUMS * WB_ROC_SUMS];

    for (size_t i = 0; i < WB_ROC_SUMS * WB_ROC_SUMS; i++)
        v[i] = totals->covariance[places[i / WB_ROC_SUMS] * 2 * totals->n +
                                  places[i % WB_ROC_SUMS]];
    for (size_t s = 0; s < WB_ROC_STATISTICS; s++)
        point->ses[s] = isnan(point->values[s])
                            ? (double)NAN
                            : sqrt(wb_roc_variance(g[s], v, WB_ROC_SUMS));
}

/* room: WB_ROC_STATISTICS values per replicate. */
static void replicate_errors(const wb_roc_totals *totals,
                             const size_t places[WB_ROC_SUMS], const wb_roc_costs *costs,
                             double *room, wb_roc_point *point)
{
    size_t n = totals->n_replicates;

    for (size_t r = 0; r < n; r++) {
        double sums[WB_ROC_SUMS], values[WB_ROC_STATISTICS];
        for (size_t i = 0; i < WB_ROC_SUMS; i++)
            sums[i] = totals->replicates[places[i] * n + r];
        statistics_at(sums, costs, values, NULL);
        for (size_t s = 0; s < WB_ROC_STATISTICS; s++)
            room[s * n + r] = values[s];
    }
    for (size_t s = 0; s < WB_ROC_STATISTICS; s++)
        point->ses[s] = isnan(point->values[s])
                            ? (double)NAN
                            : sqrt(wb_inference_replicate_variance(
                                  totals->inference, room + s * n, point->values[s]));
}

static wb_bounds share_bounds(const wb_roc_totals *totals, size_t class, double p,
                              double se, const wb_estimate_options *estimating)
{
    int64_t n = totals->rows[class];
    wb_share share = {p, se, totals->dfs[class], n, p <= 0 ? 0 : p >= 1 ? n : 1};

    if (isnan(se))
        return (wb_bounds){(double)NAN, (double)NAN, WB_ESTIMATE_NO_VARIANCE};
    return wb_interval_of(estimating->interval, &share, estimating->level);
}

static void make_point(const wb_roc_totals *totals, size_t k, const wb_roc_costs *costs,
                       const wb_estimate_options *estimating, double *room,
                       wb_roc_point *point)
{
    size_t places[WB_ROC_SUMS];
    double sums[WB_ROC_SUMS];
    double g[WB_ROC_STATISTICS][WB_ROC_SUMS];

    places_of(totals, k, places);
    for (size_t i = 0; i < WB_ROC_SUMS; i++)
        sums[i] = totals->totals[places[i]];
    statistics_at(sums, costs, point->values, g);
    if (totals->n_replicates > 0)
        replicate_errors(totals, places, costs, room, point);
    else
        linear_errors(totals, places, g, point);
    for (size_t class = 0; class < 2; class ++)
        point->bounds[class] = share_bounds(totals, class, point->values[class],
                                            point->ses[class], estimating);
}

/* The first that no other is better than: the most sensitive one. */
static void find_best(wb_roc_curve *curve)
{
    for (size_t k = 1; k < curve->n; k++) {
        const double *values = curve->points[k].values;
        const double *youden = curve->points[curve->best_youden].values;
        const double *cost = curve->points[curve->best_cost].values;

        if (values[WB_ROC_YOUDEN] > youden[WB_ROC_YOUDEN] + equal)
            curve->best_youden = k;
        if (values[WB_ROC_COST] < cost[WB_ROC_COST] * (1 - equal))
            curve->best_cost = k;
    }
}

wb_status wb_roc_curve_init(wb_roc_totals *totals, const wb_roc_costs *costs,
                            const wb_estimate_options *estimating, wb_roc_curve *out,
                            wb_error *err)
{
    wb_status st = WB_OK;
    double *room =
        wb_allocate(WB_ROC_STATISTICS * (totals->n_replicates + 1), sizeof *room);

    out->points = wb_allocate(totals->n, sizeof *out->points);
    if (room == NULL || out->points == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    out->n = totals->n;
    sum_all(totals);
    for (size_t k = 0; k < out->n; k++)
        make_point(totals, k, costs, estimating, room, &out->points[k]);
    find_best(out);
done:
    wb_release(room);
    return st;
}

void wb_roc_curve_free(wb_roc_curve *curve)
{
    wb_release(curve->points);
    *curve = (wb_roc_curve){0};
}
