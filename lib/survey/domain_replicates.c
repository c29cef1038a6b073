/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The estimate of a domain in every replicate. */
#include "base/wide.h"
#include "survey/domain.h"

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

/* Totals of some replicates, each in eight sums. */
typedef struct wb_some_totals {
    double sums[SOME][WB_PAIR_TERMS][LANES];
} wb_some_totals;

/* Of units first .. first + n - 1 of a domain, n at most TILE. */
static void add_tile(const wb_kept *kept, const wb_domain *domain, const double *rounded,
                     int32_t first, int32_t n, int32_t r, double (*sums)[LANES])
{
    const int32_t *ids = domain->ids + first;
    bool in_order = ids[n - 1] - ids[0] == n - 1;
    double room[TILE];
    const double *f = wb_kept_factors(kept, r, in_order ? NULL : ids, ids[0], n, room);

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

/* What replicate r has as estimate. */
static double estimate_of(const wb_domain *domain, int32_t statistic,
                          double (*sums)[LANES])
{
    wb_pair totals[WB_PAIR_TERMS];
    wb_linear linear;

    for (int32_t t = 0; t < domain->n_terms; t++)
        totals[t] = wb_pair_of(add_up(sums[t]));
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

    round_sums(domain, desk->rounded);
    for (int32_t r = 0, n; r < sample->replication->n; r += n) {
        n = any ? SOME : 1;
        n = n < sample->replication->n - r ? n : sample->replication->n - r;
        if (!any)
            WB_TRY(wb_replicates_factors(sample->made, r, desk->factors, err));
        find_totals(kept, domain, desk->rounded, any ? r : 0, n, &totals);
        for (int32_t k = 0; k < n; k++)
            values[r + k] = estimate_of(domain, statistic, totals.sums[k]);
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
