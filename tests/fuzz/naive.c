/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "naive.h"

/* Rows of one stratum, or of one unit. */
typedef struct pool {
    int rows[NAIVE_ROWS];
    int n;
} pool;

/* Units of different strata are different units, whatever their ids. */
static bool is_same_unit(const naive_design *design, int stage, int a, int b)
{
    return design->stages > 0 ? design->stratum[a] == design->stratum[b] &&
                                    design->unit[stage][a] == design->unit[stage][b]
                              : a == b;
}

/* The units of a pool at a stage, each a pool. */
static int units_list(const naive_design *design, const pool *from, int stage,
                      pool *units)
{
    int n = 0;
    for (int i = 0; i < from->n; i++) {
        int row = from->rows[i], k = 0;
        while (k < n && !is_same_unit(design, stage, units[k].rows[0], row)) {
            k++;
        }
        if (k == n) {
            units[n++].n = 0;
        }
        units[k].rows[units[k].n++] = row;
    }
    return n;
}

/* The strata, in order. */
static int strata_list(const naive_design *design, pool *strata)
{
    int n = 0;
    for (int number = 0; number < NAIVE_ROWS; number++) {
        strata[n].n = 0;
        for (int row = 0; row < design->n; row++) {
            if (design->stratum[row] == number) {
                strata[n].rows[strata[n].n++] = row;
            }
        }
        n += strata[n].n > 0;
    }
    return n;
}

static double total(const pool *of, const double *u)
{
    double sum = 0;
    for (int i = 0; i < of->n; i++) {
        sum += u[of->rows[i]];
    }
    return sum;
}

/* The sampled fraction of the n units of a pool. */
static double fraction(const naive_design *design, const pool *of, int stage, int n)
{
    return stage < NAIVE_STAGES && design->has_size[stage]
               ? n / design->size[stage][of->rows[0]]
               : 0;
}

/* n/(n-1) Σ (u_i - ū)² */
static double between(const pool *units, int n, const double *u)
{
    double mean = 0, sum = 0;
    for (int i = 0; i < n; i++) {
        mean += total(&units[i], u) / n;
    }
    for (int i = 0; i < n; i++) {
        double deviation = total(&units[i], u) - mean;
        sum += deviation * deviation;
    }
    return sum * n / (n - 1);
}

/* Of the units of a pool, with what is within them. A single unit adds nothing here. */
static double variance_of(const naive_design *design, const pool *of, int stage,
                          const double *u)
{
    pool units[NAIVE_ROWS];
    int n = units_list(design, of, stage, units);
    double f = fraction(design, of, stage, n);
    double sum = n > 1 ? (1 - f) * between(units, n, u) : 0;
    for (int i = 0; i < n && f > 0 && stage + 1 < design->stages; i++) {
        sum += f * variance_of(design, &units[i], stage + 1, u);
    }
    return sum;
}

static bool is_lonely(const naive_design *design, const pool *of, int stage)
{
    pool units[NAIVE_ROWS];
    int n = units_list(design, of, stage, units);
    double f = fraction(design, of, stage, n);
    bool lonely = n == 1 && f < 1;
    for (int i = 0; i < n && f > 0 && stage + 1 < design->stages; i++) {
        lonely = lonely || is_lonely(design, &units[i], stage + 1);
    }
    return lonely;
}

bool naive_is_lonely(const naive_design *design)
{
    pool strata[NAIVE_ROWS + 1];
    int n = strata_list(design, strata);
    bool lonely = false;
    for (int h = 0; h < n; h++) {
        lonely = lonely || is_lonely(design, &strata[h], 0);
    }
    return lonely;
}

bool naive_all_lonely(const naive_design *design)
{
    pool strata[NAIVE_ROWS + 1];
    int n = strata_list(design, strata);
    bool all = true;
    for (int h = 0; h < n; h++) {
        all = all && is_lonely(design, &strata[h], 0);
    }
    return all;
}

/* ---- strata of one unit, where units have nothing within them ---- */

static bool touches(const pool *of, const bool *counts)
{
    for (int i = 0; i < of->n; i++) {
        if (counts[of->rows[i]]) {
            return true;
        }
    }
    return false;
}

/* The mean total of all first units of the strata that the domain touches. */
static double mean_of_all(const naive_design *design, const pool *strata, int n,
                          const double *u, const bool *counts)
{
    double sum = 0;
    int units = 0;
    for (int h = 0; h < n; h++) {
        pool list[NAIVE_ROWS];
        int m = units_list(design, &strata[h], 0, list);
        units += touches(&strata[h], counts) ? m : 0;
        sum += total(&strata[h], u);
    }
    return units > 0 ? sum / units : 0;
}

static double by_centre(const naive_design *design, const pool *strata, int n,
                        const double *u, const bool *counts)
{
    double centre = mean_of_all(design, strata, n, u, counts), sum = 0;
    for (int h = 0; h < n; h++) {
        if (!touches(&strata[h], counts)) {
            continue;
        }
        if (is_lonely(design, &strata[h], 0)) {
            double deviation = total(&strata[h], u) - centre;
            sum += (1 - fraction(design, &strata[h], 0, 1)) * deviation * deviation;
        } else {
            sum += variance_of(design, &strata[h], 0, u);
        }
    }
    return sum;
}

/* Of the strata that the domain touches lonely ones get the average of the others, of
 * which those that were taken whole have 0. */
static double by_average(const naive_design *design, const pool *strata, int n,
                         const double *u, const bool *counts, bool *varies)
{
    double sum = 0;
    int lonely = 0, others = 0;
    for (int h = 0; h < n; h++) {
        bool alone = is_lonely(design, &strata[h], 0);
        if (touches(&strata[h], counts)) {
            lonely += alone;
            others += !alone;
            sum += alone ? 0 : variance_of(design, &strata[h], 0, u);
        }
    }
    *varies = lonely == 0 || others > 0;
    return others > 0 ? sum + lonely * sum / others : sum;
}

static double variance_all(const naive_design *design, const double *u,
                           const bool *counts, bool *varies)
{
    pool strata[NAIVE_ROWS + 1];
    int n = strata_list(design, strata);
    double sum = 0;
    *varies = true;
    if (design->lonely == NAIVE_CENTRE) {
        return by_centre(design, strata, n, u, counts);
    }
    if (design->lonely == NAIVE_AVERAGE) {
        return by_average(design, strata, n, u, counts, varies);
    }
    for (int h = 0; h < n; h++) {
        sum += variance_of(design, &strata[h], 0, u);
    }
    return sum;
}

/* ---- strata that join ---- */

/* The design in which a stratum joins those after it until there are two units, a last
 * one the one before: joined strata are one in everything. */
static naive_design collapse(const naive_design *design)
{
    naive_design joined = *design;
    pool strata[NAIVE_ROWS + 1], units[NAIVE_ROWS];
    int n = strata_list(design, strata), group = 0, count = 0;
    for (int h = 0; h < n; h++) {
        if (count >= 2) {
            group++;
            count = 0;
        }
        count += units_list(design, &strata[h], 0, units);
        for (int i = 0; i < strata[h].n; i++) {
            int row = strata[h].rows[i];
            joined.stratum[row] = group;
            joined.unit[0][row] += h * NAIVE_ROWS; /* other units, whatever their ids */
        }
    }
    for (int row = 0; row < design->n && count < 2 && group > 0; row++) {
        joined.stratum[row] -= joined.stratum[row] == group;
    }
    return joined;
}

/* ---- an estimate ---- */

/* First units less strata, among the rows that count. */
static double df_of(const naive_design *design, const bool *counts)
{
    pool strata[NAIVE_ROWS + 1], units[NAIVE_ROWS];
    int n = strata_list(design, strata), df = 0;
    for (int h = 0; h < n; h++) {
        int m = units_list(design, &strata[h], 0, units), touched = 0;
        for (int i = 0; i < m; i++) {
            touched += touches(&units[i], counts);
        }
        df += touched > 0 ? touched - 1 : 0;
    }
    return df;
}

static void estimate_make(const naive_design *design, const naive_outcome *outcome,
                          naive_estimate *out)
{
    double u[NAIVE_ROWS] = {0};
    bool counts[NAIVE_ROWS] = {false};
    double over = 0, under = 0;
    *out = (naive_estimate){.defined = true};
    for (int i = 0; i < design->n; i++) {
        counts[i] = outcome->member[i] && design->weight[i] > 0;
        out->n += counts[i];
        over += counts[i] ? design->weight[i] * outcome->y[i] : 0;
        under += counts[i] ? design->weight[i] * outcome->x[i] : 0;
    }
    out->df = df_of(design, counts);
    out->defined = outcome->is_total || under != 0;
    out->estimate = outcome->is_total ? over : over / under;
    for (int i = 0; i < design->n && out->defined; i++) {
        double residual = outcome->is_total
                              ? outcome->y[i]
                              : (outcome->y[i] - out->estimate * outcome->x[i]) / under;
        u[i] = counts[i] ? design->weight[i] * residual : 0;
        out->scale += u[i] * u[i];
    }
    out->variance = variance_all(design, u, counts, &out->varies);
}

void naive_estimate_make(const naive_design *design, const naive_outcome *outcome,
                         naive_estimate *out)
{
    naive_design joined;
    if (design->lonely == NAIVE_COLLAPSE && naive_is_lonely(design)) {
        joined = collapse(design);
        design = &joined;
    }
    estimate_make(design, outcome, out);
}
