/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "quality/coefficients.h"

#include "num/dense.h"

#include <math.h>
#include <string.h>

/* Correlations of which the others leave less than this of an item have no inverse. */
#define SINGULAR 1e-12

wb_status wb_coefficients_init(wb_coefficients *at, size_t k, wb_error *err)
{
    double **const squares[] = {&at->c, &at->r, &at->inverse, &at->partial};
    double **const rows[] = {&at->sd, &at->loadings, &at->pull, &at->room};
    bool failed = false;

    *at = (wb_coefficients){.k = k};
    for (size_t i = 0; i < 4; i++) {
        *squares[i] = wb_allocate(k * k, sizeof(double));
        *rows[i] = wb_allocate(2 * k, sizeof(double));
        failed = failed || *squares[i] == NULL || *rows[i] == NULL;
    }
    at->order = wb_allocate(k, sizeof *at->order);
    return failed || at->order == NULL ? wb_fail_nomem(err) : WB_OK;
}

void wb_coefficients_free(wb_coefficients *at)
{
    wb_release(at->c);
    wb_release(at->r);
    wb_release(at->sd);
    wb_release(at->inverse);
    wb_release(at->loadings);
    wb_release(at->pull);
    wb_release(at->partial);
    wb_release(at->room);
    wb_release(at->order);
    *at = (wb_coefficients){0};
}

static wb_figure missing(wb_figure_status status)
{
    return (wb_figure){NAN, status};
}

static wb_figure defined(double value)
{
    return isfinite(value) ? (wb_figure){value, WB_FIGURE_OK}
                           : missing(WB_FIGURE_UNDEFINED);
}

/* ---- what is shared ---- */

static wb_figure_status correlate(wb_coefficients *at)
{
    size_t k = at->k;

    if (k < 2)
        return WB_FIGURE_TOO_FEW;
    for (size_t p = 0; p < k; p++) {
        at->sd[p] = sqrt(at->c[p * k + p]);
        if (!(at->sd[p] > 0))
            return WB_FIGURE_UNDEFINED;
    }
    at->sum_r = 0;
    for (size_t p = 0; p < k; p++) {
        for (size_t q = 0; q < k; q++) {
            double r = at->c[p * k + q] / (at->sd[p] * at->sd[q]);
            at->r[p * k + q] = p == q ? 1 : r;
            at->sum_r += at->r[p * k + q];
        }
    }
    return WB_FIGURE_OK;
}

static wb_figure_status invert(wb_coefficients *at)
{
    size_t k = at->k;
    double *factor = at->partial;

    memcpy(factor, at->r, k * k * sizeof *factor);
    if (wb_cholesky(factor, k, SINGULAR, at->order) < k)
        return WB_FIGURE_UNDEFINED;
    for (size_t p = 0; p < k; p++) {
        double *unit = at->room, *row = at->inverse + p * k;
        for (size_t q = 0; q < k; q++)
            unit[q] = p == q;
        wb_cholesky_solve(factor, k, at->order, k, unit, at->room + k, row);
    }
    return WB_FIGURE_OK;
}

void wb_coefficients_prepare(wb_coefficients *at)
{
    size_t k = at->k;

    at->sum = 0;
    at->trace = 0;
    for (size_t p = 0; p < k; p++) {
        at->trace += at->c[p * k + p];
        for (size_t q = 0; q < k; q++)
            at->sum += at->c[p * k + q];
    }
    at->correlated = correlate(at);
    at->inverted = at->correlated == WB_FIGURE_OK ? invert(at) : at->correlated;
    at->factored = at->correlated == WB_FIGURE_OK ? wb_one_factor(at) : at->correlated;
}

/* ---- gradients ---- */

static void fill(double *matrix, size_t k, double value)
{
    for (size_t i = 0; i < k * k; i++)
        matrix[i] = value;
}

/* By correlations D to by covariances: r_pq = c_pq / (s_p s_q), so each variance takes
 * half of what its correlations move. */
static void from_correlations(const wb_coefficients *at, double *gradient)
{
    size_t k = at->k;
    const double *d = at->partial;

    for (size_t p = 0; p < k; p++) {
        double own = 0;
        for (size_t q = 0; q < k; q++) {
            if (q == p)
                continue;
            gradient[p * k + q] = d[p * k + q] / (at->sd[p] * at->sd[q]);
            own += d[p * k + q] * at->r[p * k + q];
        }
        gradient[p * k + p] = -own / at->c[p * k + p];
    }
}

/* Add `times` the gradient of the squared multiple correlation of item p with the others,
 * 1 - 1/R⁻¹_pp: -v v'/v_p² with v row p of R⁻¹. */
static void add_multiple(const wb_coefficients *at, size_t p, double times)
{
    size_t k = at->k;
    const double *v = at->inverse + p * k;
    double factor = -times / (v[p] * v[p]);

    for (size_t a = 0; a < k; a++) {
        for (size_t b = 0; b < k; b++)
            at->partial[a * k + b] += factor * v[a] * v[b];
    }
}

static double multiple(const wb_coefficients *at, size_t p)
{
    return 1 - 1 / at->inverse[p * at->k + p];
}

/* ---- of the scale ---- */

wb_figure wb_alpha(const wb_coefficients *at, double *gradient)
{
    size_t k = at->k;
    double times = (double)k / ((double)k - 1);

    if (k < 2)
        return missing(WB_FIGURE_TOO_FEW);
    if (gradient != NULL) {
        fill(gradient, k, times / at->sum * (at->trace / at->sum));
        for (size_t p = 0; p < k; p++)
            gradient[p * k + p] -= times / at->sum;
    }
    return defined(times * (1 - at->trace / at->sum));
}

wb_figure wb_alpha_standardised(const wb_coefficients *at, double *gradient)
{
    size_t k = at->k;
    double times = (double)k / ((double)k - 1);

    if (at->correlated != WB_FIGURE_OK)
        return missing(at->correlated);
    if (gradient != NULL) {
        fill(at->partial, k, times * (double)k / (at->sum_r * at->sum_r));
        from_correlations(at, gradient);
    }
    return defined(times * (1 - (double)k / at->sum_r));
}

wb_figure wb_average_r(const wb_coefficients *at, double *gradient)
{
    double pairs = (double)at->k * ((double)at->k - 1);

    if (at->correlated != WB_FIGURE_OK)
        return missing(at->correlated);
    if (gradient != NULL) {
        fill(at->partial, at->k, 1 / pairs);
        from_correlations(at, gradient);
    }
    return defined((at->sum_r - (double)at->k) / pairs);
}

wb_figure wb_lambda6(const wb_coefficients *at, double *gradient)
{
    double left = 0;

    if (at->inverted != WB_FIGURE_OK)
        return missing(at->inverted);
    for (size_t p = 0; p < at->k; p++)
        left += 1 - multiple(at, p);
    if (gradient != NULL) {
        fill(at->partial, at->k, left / (at->sum_r * at->sum_r));
        for (size_t p = 0; p < at->k; p++)
            add_multiple(at, p, 1 / at->sum_r);
        from_correlations(at, gradient);
    }
    return defined(1 - left / at->sum_r);
}

/* 1 - Σ (1 - l²) / Σ r; the loadings move by H⁻¹ (dr l), so Σ l² by 2 Σ_ij pull_i l_j
 * dr_ij. */
wb_figure wb_omega(const wb_coefficients *at, double *gradient)
{
    size_t k = at->k;

    if (at->factored != WB_FIGURE_OK)
        return missing(at->factored);
    if (gradient != NULL) {
        fill(at->partial, k, at->unique / (at->sum_r * at->sum_r));
        for (size_t p = 0; p < k; p++) {
            for (size_t q = 0; q < k; q++)
                at->partial[p * k + q] +=
                    (at->pull[p] * at->loadings[q] + at->pull[q] * at->loadings[p]) /
                    at->sum_r;
        }
        from_correlations(at, gradient);
    }
    return defined(1 - at->unique / at->sum_r);
}

/* ---- of an item ---- */

/* The item with the sum of the others: c / √(v_item v_rest). */
wb_figure wb_item_rest(const wb_coefficients *at, size_t item, double *gradient)
{
    size_t k = at->k;
    double own = at->c[item * k + item], with = 0;

    if (k < 2)
        return missing(WB_FIGURE_TOO_FEW);
    for (size_t q = 0; q < k; q++)
        with += q != item ? at->c[item * k + q] : 0;
    double rest = at->sum - 2 * with - own;
    double root = sqrt(own * rest);
    double r = with / root;
    if (!(own > 0 && rest > 0))
        return missing(WB_FIGURE_UNDEFINED);
    for (size_t i = 0; gradient != NULL && i < k * k; i++) {
        bool first = i / k == item, second = i % k == item;
        gradient[i] = first && second   ? -r / (2 * own)
                      : first || second ? 1 / (2 * root)
                                        : -r / (2 * rest);
    }
    return defined(r);
}

/* psych's r.cor: the item's column of correlations, its own place taken by its squared
 * multiple correlation, over the root of the sum of all so corrected. */
wb_figure wb_item_corrected(const wb_coefficients *at, size_t item, double *gradient)
{
    size_t k = at->k;
    double with, all = at->sum_r - (double)k;

    if (at->inverted != WB_FIGURE_OK)
        return missing(at->inverted);
    with = multiple(at, item);
    for (size_t q = 0; q < k; q++) {
        with += q != item ? at->r[item * k + q] : 0;
        all += multiple(at, q);
    }
    if (!(all > 0))
        return missing(WB_FIGURE_UNDEFINED);
    if (gradient != NULL) {
        double by_all = -with / (2 * all * sqrt(all));
        fill(at->partial, k, by_all);
        for (size_t q = 0; q < k; q++) {
            add_multiple(at, q, by_all);
            at->partial[item * k + q] += 0.5 / sqrt(all);
            at->partial[q * k + item] += 0.5 / sqrt(all);
        }
        add_multiple(at, item, 1 / sqrt(all));
        from_correlations(at, gradient);
    }
    return defined(with / sqrt(all));
}

/* Added up anew: what is left after taking away would be rounded. */
static void sums_without(const wb_coefficients *at, size_t item, double *sum,
                         double *trace)
{
    size_t k = at->k;

    *sum = 0;
    *trace = 0;
    for (size_t p = 0; p < k; p++) {
        for (size_t q = 0; p != item && q < k; q++)
            *sum += q != item ? at->c[p * k + q] : 0;
        *trace += p != item ? at->c[p * k + p] : 0;
    }
}

wb_figure wb_alpha_dropped(const wb_coefficients *at, size_t item, double *gradient)
{
    size_t k = at->k;
    double times = ((double)k - 1) / ((double)k - 2);
    double trace, sum;

    if (k < 3)
        return missing(WB_FIGURE_TOO_FEW);
    sums_without(at, item, &sum, &trace);
    for (size_t i = 0; gradient != NULL && i < k * k; i++) {
        bool dropped = i / k == item || i % k == item;
        gradient[i] = dropped ? 0 : times / sum * (trace / sum);
        gradient[i] -= !dropped && i / k == i % k ? times / sum : 0;
    }
    return defined(times * (1 - trace / sum));
}
