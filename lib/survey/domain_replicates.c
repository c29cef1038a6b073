/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The estimate of a domain in every replicate. */
#include "base/wide.h"
#include "survey/combine.h"
#include "survey/domain.h"

#include <werkbaar/survey.h>

#include <math.h>

/* Estimates of the user's replicates: the parts of the domain are totals of each. */
static void given_replicates(const wb_sample *sample, const wb_domain *domain,
                             int32_t statistic, double *values)
{
    static const wb_pair nothing[WB_PAIR_TERMS];
    int32_t at = 0;

    for (int32_t r = 0; r <= sample->replication->n; r++) {
        const wb_pair *totals = nothing;
        wb_linear linear;
        if (at < domain->n_parts && domain->ids[at] == r)
            totals = domain->sums + (size_t)at++ * (size_t)domain->stride;
        if (r == 0)
            continue;
        /* n/(n-1) of a variance is of the sample, whatever the weights of a replicate */
        bool defined =
            wb_estimator(statistic, totals, domain->n_terms, domain->n, &linear);
        values[r - 1] = defined ? wb_pair_value(linear.value) : NAN;
    }
}

/* Made replicates: a total is Σ f x, of factors and the sums of units. Units are taken a
 * tile at a time, and a tile for some replicates, so that sums stay near while many
 * factors are read. */
enum { TILE = 512, SOME = 16, LANES = 8 };

/* Σ f x of every term, in eight sums that are added at the end: wide registers hold
 * several of them, and the order is the same on every machine and for any tiles. Terms
 * lie `step` values apart. */
WB_WIDE static void add_products(const double *f, const double *x, size_t step,
                                 int32_t n_terms, int32_t n, double (*into)[LANES])
{
    int32_t whole = n - n % LANES;

    for (int32_t t = 0; t < n_terms; t++, x += step) {
        double sums[LANES];
        for (int k = 0; k < LANES; k++)
            sums[k] = into[t][k];
        for (int32_t i = 0; i < whole; i += LANES) {
            for (int k = 0; k < LANES; k++)
                sums[k] += f[i + k] * x[i + k];
        }
        for (int32_t i = whole; i < n; i++)
            sums[i - whole] += f[i] * x[i];
        for (int k = 0; k < LANES; k++)
            into[t][k] = sums[k];
    }
}

static double add_up(const double *sums)
{
    return ((sums[0] + sums[1]) + (sums[2] + sums[3])) +
           ((sums[4] + sums[5]) + (sums[6] + sums[7]));
}

/* Sums of the parts as doubles, term after term. */
static void round_sums(const wb_domain *domain, double *rounded)
{
    for (int32_t t = 0; t < domain->n_terms; t++) {
        for (int32_t i = 0; i < domain->n_parts; i++)
            *rounded++ = wb_pair_value(
                domain->sums[(size_t)i * (size_t)domain->stride + (size_t)t]);
    }
}

/* Variances, covariances and correlations stay what they are when x and y are shifted,
 * and around the domain's means so little cancels that doubles will do. */
static bool shifts(int32_t statistic)
{
    return statistic == WB_STATISTIC_VARIANCE || statistic == WB_STATISTIC_COVARIANCE ||
           statistic == WB_STATISTIC_CORRELATION;
}

/* Term t of values around their means a and b, of terms 0 .. t:
 * (x - a)(y - b) = ab - bx - ay + xy. */
static void find_shift(const wb_domain *domain, int32_t t, wb_pair *shift)
{
    static const int32_t products[][2] = {{1, 1}, {1, 2}, {2, 2}}; /* xx xy yy, or yy */
    int32_t first = domain->n_terms == WB_PAIR_TERMS ? 3 : 2;
    double means[3] = {0};

    for (int32_t k = 1; k < first; k++)
        means[k] = wb_pair_value(wb_pair_divide(domain->totals[k], domain->totals[0]));
    for (int32_t k = 0; k <= t; k++)
        shift[k] = wb_pair_of(k == t);
    if (t > 0 && t < first)
        shift[0] = wb_pair_of(-means[t]);
    if (t < first)
        return;
    const int32_t *of = products[t - first];
    shift[0] = wb_two_product(means[of[0]], means[of[1]]);
    shift[of[0]].hi -= means[of[1]];
    shift[of[1]].hi -= means[of[0]];
}

/* What is left of terms that cancel is rounding, and 0. */
static const double rounding = 0x1p-94;

/* Sums of the parts around the domain's means as doubles, term after term. */
static void round_shifted(const wb_domain *domain, double *rounded)
{
    size_t stride = (size_t)domain->stride;
    wb_pair shift[WB_PAIR_TERMS];
    wb_combined found;

    for (int32_t t = 0; t < domain->n_terms; t++) {
        find_shift(domain, t, shift);
        for (int32_t first = 0; first < domain->n_parts; first += WB_COMBINED) {
            int32_t left = domain->n_parts - first;
            int32_t n = left < WB_COMBINED ? left : WB_COMBINED;
            wb_combine(domain->sums + (size_t)first * stride, stride, n, shift, t + 1,
                       &found);
            for (int32_t i = 0; i < n; i++) {
                double sum = wb_pair_value(found.sums[i]);
                *rounded++ = fabs(sum) > rounding * found.sizes[i] ? sum : 0;
            }
        }
    }
}

/* Totals of some replicates, each in eight sums. */
typedef struct wb_some_totals {
    double sums[SOME][WB_PAIR_TERMS][LANES];
} wb_some_totals;

/* Factors of units first .. first + n - 1 of a domain, n at most TILE: in room, or where
 * they are. */
static const double *factors_of_tile(const wb_kept *kept, const wb_domain *domain,
                                     int32_t first, int32_t n, int32_t r, double *room)
{
    const int32_t *ids = domain->ids + first;
    bool in_order = ids[n - 1] - ids[0] == n - 1;
    return wb_kept_factors(kept, r, in_order ? NULL : ids, ids[0], n, room);
}

/* Add what these units have in replicate r. */
static void add_tile(const wb_kept *kept, const wb_domain *domain, const double *rounded,
                     int32_t first, int32_t n, int32_t r, double (*sums)[LANES])
{
    double room[TILE];
    const double *f = factors_of_tile(kept, domain, first, n, r, room);

    add_products(f, rounded + first, (size_t)domain->n_parts, domain->n_terms, n, sums);
}

/* Totals of replicates r .. r + n - 1. */
static void find_totals(const wb_kept *kept, const wb_domain *domain,
                        const double *rounded, int32_t r, int32_t n,
                        wb_some_totals *totals)
{
    *totals = (wb_some_totals){0};
    for (int32_t first = 0; first < domain->n_parts; first += TILE) {
        int32_t left = domain->n_parts - first;
        for (int32_t k = 0; k < n; k++)
            add_tile(kept, domain, rounded, first, left < TILE ? left : TILE, r + k,
                     totals->sums[k]);
    }
}

/* A replicate of which x or y varies by no more than this part of its mean square around
 * the domain's mean is added up again in pairs. */
static const double little = 0x1p-10;

/* In doubles, from the totals of a pair around the domain's means. */
static bool varies_little(const wb_pair *totals, int32_t of, int32_t square)
{
    double mean = totals[of].hi / totals[0].hi;
    double mean_square = totals[square].hi / totals[0].hi;
    return !(mean_square - mean * mean > little * mean_square);
}

/* Totals of replicate r as pairs, of the sums as they are. */
static void find_pairs(const wb_kept *kept, const wb_domain *domain, int32_t r,
                       wb_pair *totals)
{
    double room[TILE];

    for (int32_t t = 0; t < domain->n_terms; t++)
        totals[t] = wb_pair_of(0);
    for (int32_t first = 0; first < domain->n_parts; first += TILE) {
        int32_t left = domain->n_parts - first;
        int32_t n = left < TILE ? left : TILE;
        const double *f = factors_of_tile(kept, domain, first, n, r, room);
        const wb_pair *sums = domain->sums + (size_t)first * (size_t)domain->stride;
        for (int32_t i = 0; i < n; i++, sums += domain->stride) {
            for (int32_t t = 0; t < domain->n_terms; t++)
                totals[t] = wb_pair_add(totals[t], wb_pair_scale(sums[t], f[i]));
        }
    }
}

/* What replicate r has as estimate. */
static double estimate_of(const wb_kept *kept, const wb_domain *domain, int32_t statistic,
                          int32_t r, double (*sums)[LANES])
{
    wb_pair totals[WB_PAIR_TERMS];
    wb_linear linear;

    for (int32_t t = 0; t < domain->n_terms; t++)
        totals[t] = wb_pair_of(add_up(sums[t]));
    if (statistic == WB_STATISTIC_CORRELATION &&
        (varies_little(totals, 1, 3) || varies_little(totals, 2, 5)))
        find_pairs(kept, domain, r, totals);
    bool defined = wb_estimator(statistic, totals, domain->n_terms, domain->n, &linear);
    return defined ? wb_pair_value(linear.value) : NAN;
}

static wb_status made_replicates(const wb_sample *sample, const wb_domain *domain,
                                 int32_t statistic, wb_desk *desk, double *values,
                                 wb_error *err)
{
    wb_status st = WB_OK;
    wb_kept one = {.n_units = sample->kept.n_units, .factors = desk->factors};
    bool any = wb_kept_has_any(&sample->kept);
    const wb_kept *kept = any ? &sample->kept : &one;
    wb_some_totals totals;

    if (shifts(statistic))
        round_shifted(domain, desk->rounded);
    else
        round_sums(domain, desk->rounded);
    for (int32_t r = 0, n; r < sample->replication->n; r += n) {
        n = any ? SOME : 1;
        n = n < sample->replication->n - r ? n : sample->replication->n - r;
        if (!any)
            WB_TRY(wb_replicates_factors(sample->made, r, desk->factors, err));
        find_totals(kept, domain, desk->rounded, any ? r : 0, n, &totals);
        for (int32_t k = 0; k < n; k++)
            values[r + k] =
                estimate_of(kept, domain, statistic, any ? r + k : 0, totals.sums[k]);
    }
done:
    return st;
}

wb_status wb_domain_replicates(const wb_sample *sample, const wb_domain *domain,
                               int32_t statistic, wb_desk *desk, double *values,
                               wb_error *err)
{
    if (sample->made != NULL)
        return made_replicates(sample, domain, statistic, desk, values, err);
    given_replicates(sample, domain, statistic, values);
    return WB_OK;
}
