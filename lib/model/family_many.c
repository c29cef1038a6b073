/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "model/family_many.h"

#include <math.h>

size_t wb_many_predictors(size_t n_categories)
{
    return n_categories - 1;
}

size_t wb_many_expectations(size_t n_categories)
{
    return n_categories;
}

/* The place of predictors a <= b among pairs. */
static size_t pair_of(size_t q, size_t a, size_t b)
{
    return a * q - a * (a + 1) / 2 + b;
}

static size_t at(size_t lane, int32_t row)
{
    return lane * WB_MODEL_ROWS + (size_t)row;
}

/* ---- multinomial ---- */

void wb_multinomial_start(const wb_outcome_totals *totals, double *eta)
{
    for (size_t a = 0; a + 1 < totals->n_categories; a++)
        eta[a] = log(totals->categories[a + 1] / totals->categories[0]);
}

/* Chances of all categories of a row; the result is the log of their sum before they were
 * divided by it. The largest predictor is taken off, so that nothing overflows. */
static double chances_of(const double *eta, size_t q, int32_t row, double *p)
{
    double largest = 0;
    double sum;

    for (size_t a = 0; a < q; a++)
        largest = fmax(largest, eta[at(a, row)]);
    p[0] = sum = exp(-largest);
    for (size_t a = 0; a < q; a++)
        sum += p[a + 1] = exp(eta[at(a, row)] - largest);
    for (size_t c = 0; c <= q; c++)
        p[c] /= sum;
    return largest + log(sum);
}

void wb_multinomial_evaluate(const wb_family_block *block)
{
    size_t q = block->q;
    double p[WB_MODEL_CATEGORIES];

    for (int32_t i = 0; i < block->n; i++) {
        size_t y = (size_t)block->y[i];
        double log_sum = chances_of(block->eta, q, i, p);
        block->deviance[i] = 2 * (log_sum - (y > 0 ? block->eta[at(y - 1, i)] : 0));
        for (size_t a = 0; a < q; a++) {
            block->score[at(a, i)] = (y == a + 1) - p[a + 1];
            for (size_t b = a; b < q; b++)
                block->information[at(pair_of(q, a, b), i)] =
                    p[a + 1] * ((a == b) - p[b + 1]);
        }
    }
}

void wb_multinomial_expect(const wb_expectation *of)
{
    double p[WB_MODEL_CATEGORIES];

    for (int32_t i = 0; i < of->n; i++) {
        (void)chances_of(of->eta, of->q, i, p);
        for (size_t c = 0; c < of->m; c++) {
            of->mean[at(c, i)] = p[c];
            for (size_t a = 0; a < of->q; a++)
                of->slope[at(c * of->q + a, i)] = p[c] * ((c == a + 1) - p[a + 1]);
        }
    }
}

/* p_c (d_c - Σ p d), with 0 for d of the first category. */
void wb_multinomial_expect_slope(const wb_expectation *of)
{
    double p[WB_MODEL_CATEGORIES];
    double d[WB_MODEL_CATEGORIES];

    for (int32_t i = 0; i < of->n; i++) {
        double mean = 0;
        (void)chances_of(of->eta, of->q, i, p);
        d[0] = 0;
        for (size_t a = 0; a < of->q; a++) {
            d[a + 1] = of->direction[at(a, i)];
            mean += p[a + 1] * d[a + 1];
        }
        for (size_t c = 0; c < of->m; c++) {
            double left = d[c] - mean;
            of->mean[at(c, i)] = p[c] * left;
            for (size_t a = 0; a < of->q; a++)
                of->slope[at(c * of->q + a, i)] =
                    p[c] *
                    (((c == a + 1) - p[a + 1]) * left - p[a + 1] * (d[a + 1] - mean));
        }
    }
}

/* ---- ordered ---- */

void wb_ordered_start(const wb_outcome_totals *totals, double *eta)
{
    double above = totals->weight;
    double below = 0;

    for (size_t a = 0; a + 1 < totals->n_categories; a++) {
        above -= totals->categories[a];
        below += totals->categories[a];
        eta[a] = log(above / below);
    }
}

static double chance_above(double eta)
{
    double e = exp(-fabs(eta));
    return eta < 0 ? e / (1 + e) : 1 / (1 + e);
}

/* Its log, also of a chance that no double holds: rows without weight may lie anywhere,
 * and 0 times infinity is no number. */
static double log_chance_above(double eta)
{
    return fmin(eta, 0) - log1p(exp(-fabs(eta)));
}

/* Of a category between two thresholds, u the log odds of lying above the lower and v
 * above the upper: G(u) - G(v) = G(u) G(-v) (1 - exp(v - u)), which cancels nowhere. */
typedef struct wb_between {
    double log_chance;
    double by_u, by_v; /* its derivatives */
    bool possible;     /* thresholds are in order */
} wb_between;

static wb_between between(bool lowest, bool highest, double u, double v)
{
    double apart = lowest || highest ? 1 : -expm1(v - u);
    wb_between b = {.possible = apart > 0};

    if (!b.possible)
        return b;
    b.log_chance = log(apart);
    if (!lowest) {
        b.log_chance += log_chance_above(u);
        b.by_u = highest ? chance_above(-u)
                         : exp(log_chance_above(-u) - log_chance_above(-v)) / apart;
    }
    if (!highest) {
        b.log_chance += log_chance_above(-v);
        b.by_v = lowest ? -chance_above(v)
                        : -exp(log_chance_above(v) - log_chance_above(u)) / apart;
    }
    return b;
}

/* -2 log of a chance that is 0: steps that lead here are taken back. */
static const double impossible = 1e6;

static void clear_row(const wb_family_block *block, int32_t row)
{
    for (size_t a = 0; a < block->q; a++)
        block->score[at(a, row)] = 0;
    for (size_t p = 0; p < block->q * (block->q + 1) / 2; p++)
        block->information[at(p, row)] = 0;
}

/* With s_u = f(u)/p and f' = f (1 - 2G): ∂s_u/∂u = s_u (1 - 2G(u)) - s_u², and 1 - 2G(u)
 * is -tanh(u/2). */
void wb_ordered_evaluate(const wb_family_block *block)
{
    size_t q = block->q;

    for (int32_t i = 0; i < block->n; i++) {
        size_t y = (size_t)block->y[i];
        double u = y > 0 ? block->eta[at(y - 1, i)] : 0;
        double v = y < q ? block->eta[at(y, i)] : 0;
        wb_between b = between(y == 0, y == q, u, v);
        clear_row(block, i);
        block->deviance[i] = b.possible ? -2 * b.log_chance : impossible;
        if (!b.possible)
            continue;
        if (y > 0) {
            block->score[at(y - 1, i)] = b.by_u;
            block->information[at(pair_of(q, y - 1, y - 1), i)] =
                b.by_u * (b.by_u + tanh(u / 2));
        }
        if (y < q) {
            block->score[at(y, i)] = b.by_v;
            block->information[at(pair_of(q, y, y), i)] = b.by_v * (b.by_v + tanh(v / 2));
        }
        if (y > 0 && y < q)
            block->information[at(pair_of(q, y - 1, y), i)] = b.by_u * b.by_v;
    }
}

void wb_ordered_expect(const wb_expectation *of)
{
    for (int32_t i = 0; i < of->n; i++) {
        for (size_t c = 0; c < of->m; c++) {
            double u = c > 0 ? of->eta[at(c - 1, i)] : 0;
            double v = c < of->q ? of->eta[at(c, i)] : 0;
            of->mean[at(c, i)] = exp(between(c == 0, c == of->q, u, v).log_chance);
            for (size_t a = 0; a < of->q; a++)
                of->slope[at(c * of->q + a, i)] = 0;
            if (c > 0)
                of->slope[at(c * of->q + c - 1, i)] = chance_above(u) * chance_above(-u);
            if (c < of->q)
                of->slope[at(c * of->q + c, i)] = -chance_above(v) * chance_above(-v);
        }
    }
}

/* f(u) d_u - f(v) d_v. */
void wb_ordered_expect_slope(const wb_expectation *of)
{
    for (int32_t i = 0; i < of->n; i++) {
        for (size_t c = 0; c < of->m; c++) {
            of->mean[at(c, i)] = 0;
            for (size_t a = 0; a < of->q; a++) {
                double eta = of->eta[at(a, i)];
                double part = chance_above(eta) * chance_above(-eta) *
                              of->direction[at(a, i)] * ((a + 1 == c) - (double)(a == c));
                of->mean[at(c, i)] += part;
                of->slope[at(c * of->q + a, i)] = -tanh(eta / 2) * part;
            }
        }
    }
}
