/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "quality/scalability.h"

#include <math.h>

wb_status wb_scalability_init(wb_scalability *at, const wb_moment_plan *plan,
                              wb_error *err)
{
    size_t k = plan->k;

    *at = (wb_scalability){
        .plan = plan, .k = k, .n_codes = plan->table[k] - plan->table[0]};
    at->below = wb_allocate(at->n_codes, sizeof(double));
    at->most = wb_allocate(k * k, sizeof(double));
    at->covered = wb_allocate(k * k, sizeof(double));
    at->moves = wb_allocate(k * at->n_codes, sizeof(double));
    at->first = wb_allocate(k, sizeof(size_t));
    at->last = wb_allocate(k, sizeof(size_t));
    if (at->below == NULL || at->most == NULL || at->covered == NULL ||
        at->moves == NULL || at->first == NULL || at->last == NULL)
        return wb_fail_nomem(err);
    return WB_OK;
}

void wb_scalability_free(wb_scalability *at)
{
    wb_release(at->below);
    wb_release(at->most);
    wb_release(at->covered);
    wb_release(at->moves);
    wb_release(at->first);
    wb_release(at->last);
    *at = (wb_scalability){0};
}

static size_t table_of(const wb_scalability *at, size_t item)
{
    return at->plan->table[item] - at->plan->table[0];
}

static void add_up(wb_scalability *at, size_t item, const double *sums)
{
    const double *weights = sums + at->plan->table[item];
    double *below = at->below + table_of(at, item);
    size_t n = (size_t)at->plan->scale->items[item].n_codes;
    double sum = 0;

    at->first[item] = n;
    at->last[item] = 0;
    for (size_t code = 0; code < n; code++) {
        sum += weights[code];
        below[code] = sum;
        if (weights[code] > 0) {
            at->first[item] = at->first[item] < n ? at->first[item] : code;
            at->last[item] = code;
        }
    }
}

/* Sums of weights are rounded: F that differ by less are equal. */
static double step(const wb_scalability *at, double first, double second)
{
    double difference = first - second;

    return fabs(difference) <= 1e-12 * at->weight ? 0.5 : difference < 0;
}

/* The maximum of (i, j), and what each code of i moves. */
static void pair(wb_scalability *at, size_t i, size_t j)
{
    const double *of_i = at->below + table_of(at, i), *of_j = at->below + table_of(at, j);
    double *moves = at->moves + j * at->n_codes + table_of(at, i);
    double most = 0, base = 0;

    for (size_t s = at->last[i] + 1; s-- > at->first[i];) {
        double f = of_i[s] / at->weight, slope = 0;
        for (size_t t = at->first[j]; s < at->last[i] && t < at->last[j]; t++) {
            double g = of_j[t] / at->weight;
            most += fmin(f, g) - f * g;
            slope += step(at, of_i[s], of_j[t]) - g;
        }
        moves[s] = s < at->last[i] ? moves[s + 1] + slope : 0;
        base += f * slope;
    }
    for (size_t s = at->first[i]; s <= at->last[i]; s++)
        moves[s] -= base;
    at->most[i * at->k + j] = most;
}

static bool tabled(const wb_scalability *at, size_t i)
{
    return at->plan->tabled[i];
}

void wb_scalability_prepare(wb_scalability *at, const double *sums,
                            const wb_coefficients *coefficients, double factor)
{
    size_t k = at->k;

    at->weight = sums[WB_SUM_COMPLETE];
    for (size_t i = 0; i < k; i++) {
        if (tabled(at, i))
            add_up(at, i, sums);
    }
    for (size_t i = 0; i < k; i++) {
        for (size_t j = 0; j < k; j++) {
            at->covered[i * k + j] = i != j ? coefficients->c[i * k + j] / factor : 0;
            if (i != j && tabled(at, i) && tabled(at, j))
                pair(at, i, j);
        }
    }
}

static wb_figure share(double covered, double most)
{
    if (!(most > 0) || !isfinite(covered))
        return (wb_figure){NAN, WB_FIGURE_UNDEFINED};
    return (wb_figure){covered / most, WB_FIGURE_OK};
}

wb_figure wb_scalability_of_pair(const wb_scalability *at, size_t i, size_t j)
{
    if (!tabled(at, i) || !tabled(at, j))
        return (wb_figure){NAN, WB_FIGURE_NO_CODES};
    return share(at->covered[i * at->k + j], at->most[i * at->k + j]);
}

wb_figure wb_scalability_of_item(const wb_scalability *at, size_t i)
{
    double covered = 0, most = 0;

    if (at->k < 2)
        return (wb_figure){NAN, WB_FIGURE_TOO_FEW};
    for (size_t j = 0; j < at->k; j++) {
        if (!tabled(at, j))
            return (wb_figure){NAN, WB_FIGURE_NO_CODES};
        covered += at->covered[i * at->k + j];
        most += at->most[i * at->k + j];
    }
    return share(covered, most);
}

wb_figure wb_scalability_of_scale(const wb_scalability *at)
{
    double covered = 0, most = 0;

    if (at->k < 2)
        return (wb_figure){NAN, WB_FIGURE_TOO_FEW};
    for (size_t i = 0; i < at->k; i++) {
        if (!tabled(at, i))
            return (wb_figure){NAN, WB_FIGURE_NO_CODES};
        for (size_t j = 0; j < at->k; j++) {
            covered += at->covered[i * at->k + j];
            most += at->most[i * at->k + j];
        }
    }
    return share(covered, most);
}

double wb_scalability_move(const wb_scalability *at, size_t i, size_t j,
                           const size_t *codes)
{
    return at->moves[j * at->n_codes + table_of(at, i) + codes[i]] +
           at->moves[i * at->n_codes + table_of(at, j) + codes[j]];
}
