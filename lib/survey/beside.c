/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/beside.h"

#include "survey/closed.h"

#include <math.h>
#include <string.h>

static wb_status make_domain(wb_domain *domain, int32_t n_parts, int32_t stride,
                             wb_error *err)
{
    size_t n = (size_t)n_parts;

    domain->ids = wb_allocate(n, sizeof *domain->ids);
    domain->counts = wb_allocate(n, sizeof *domain->counts);
    domain->sums = wb_allocate(n * (size_t)stride, sizeof *domain->sums);
    if (domain->ids == NULL || domain->counts == NULL || domain->sums == NULL)
        return wb_fail_nomem(err);
    return WB_OK;
}

static void free_domain(wb_domain *domain)
{
    wb_release(domain->ids);
    wb_release(domain->counts);
    wb_release(domain->sums);
}

wb_status wb_beside_init(wb_beside *beside, const wb_sample *sample, int32_t n_parts,
                         int32_t n_cross, int32_t stride, wb_error *err)
{
    wb_status st = WB_OK;
    size_t n = sample->replication != NULL ? (size_t)sample->replication->n : 0;

    *beside = (wb_beside){.sample = sample};
    WB_TRY(make_domain(&beside->rest, n_parts, stride, err));
    WB_TRY(make_domain(&beside->rest_cross, n_cross, stride, err));
    WB_TRY(make_domain(&beside->joined, 2 * n_parts, 2, err));
    WB_TRY(make_domain(&beside->joined_cross, 2 * n_cross, 2, err));
    for (size_t i = 0; i < 2; i++) {
        beside->values[i] = wb_allocate(n, sizeof *beside->values[i]);
        if (beside->values[i] == NULL)
            st = wb_fail_nomem(err);
    }
done:
    return st;
}

void wb_beside_free(wb_beside *beside)
{
    free_domain(&beside->rest);
    free_domain(&beside->rest_cross);
    free_domain(&beside->joined);
    free_domain(&beside->joined_cross);
    wb_release(beside->values[0]);
    wb_release(beside->values[1]);
    *beside = (wb_beside){0};
}

/* ---- the rest ---- */

/* Sums of a part of the whole less those of the part, if it has any there. */
static void subtract_part(wb_domain *to, int32_t at, const wb_domain *whole, int32_t i,
                          const wb_domain *part, int32_t j)
{
    wb_pair *sums = to->sums + (size_t)at * (size_t)whole->stride;
    const wb_pair *from = whole->sums + (size_t)i * (size_t)whole->stride;

    to->ids[at] = whole->ids[i];
    to->counts[at] = whole->counts[i] - (j >= 0 ? part->counts[j] : 0);
    memcpy(sums, from, (size_t)whole->stride * sizeof *sums);
    for (int32_t t = 0; j >= 0 && t < whole->stride; t++)
        sums[t] = wb_pair_subtract(
            sums[t], part->sums[(size_t)j * (size_t)part->stride + (size_t)t]);
}

/* Parts of which the domain had all rows are none of the rest, but that of the
 * calibration's variables, which are not counted. */
static void subtract(wb_domain *to, const wb_domain *whole, const wb_domain *part,
                     bool counted)
{
    int32_t j = 0;

    to->n_terms = whole->n_terms;
    to->share = whole->share;
    to->stride = whole->stride;
    to->n = whole->n - part->n;
    to->n_ones = whole->n_ones - part->n_ones;
    to->n_parts = 0;
    for (int32_t i = 0; i < whole->n_parts; i++) {
        while (j < part->n_parts && part->ids[j] < whole->ids[i])
            j++;
        bool both = j < part->n_parts && part->ids[j] == whole->ids[i];
        if (counted && both && whole->counts[i] == part->counts[j])
            continue;
        subtract_part(to, to->n_parts++, whole, i, part, both ? j : -1);
    }
    for (int32_t t = 0; t < WB_PAIR_TERMS; t++)
        to->totals[t] = wb_pair_subtract(whole->totals[t], part->totals[t]);
}

void wb_beside_take(wb_beside *beside, const wb_domain *whole, const wb_domain *part)
{
    bool replicated = beside->sample->tally->layout.n_replicates > 0;

    subtract(&beside->rest, whole, part, !replicated);
    beside->rest.cross = NULL;
    if (whole->cross == NULL)
        return;
    subtract(&beside->rest_cross, whole->cross, part->cross, false);
    beside->rest.cross = &beside->rest_cross;
}

/* ---- the difference ---- */

/* Σ z of a part, and of closed units Σ z². */
static void weigh_part(const wb_domain *from, int32_t i, const wb_linear *linear,
                       bool squares, wb_pair *to)
{
    const wb_pair *sums = from->sums + (size_t)i * (size_t)from->stride;

    to[0] = wb_closed_total(sums, linear);
    if (squares)
        to[1] = wb_closed_square(sums, linear);
}

static void put_part(wb_domain *to, const wb_domain *from, int32_t i,
                     const wb_linear *linear, bool squares)
{
    wb_pair z[2] = {{0, 0}, {0, 0}};
    size_t at = (size_t)to->n_parts;
    bool again = at > 0 && !squares && to->ids[at - 1] == from->ids[i];

    weigh_part(from, i, linear, squares, z);
    if (again) { /* a unit with rows in both */
        at--;
        to->sums[at] = wb_pair_add(to->sums[at], z[0]);
        to->counts[at] += from->counts[i];
        return;
    }
    to->ids[at] = from->ids[i];
    to->counts[at] = from->counts[i];
    memcpy(to->sums + at * (size_t)to->stride, z, (size_t)to->stride * sizeof *z);
    to->n_parts++;
}

/* The parts of two domains by id, of one term each. */
static void join(wb_domain *to, const wb_domain *a, const wb_linear *of_a,
                 const wb_domain *b, const wb_linear *of_b, bool squares)
{
    int32_t i = 0;
    int32_t j = 0;

    to->n_terms = 1;
    to->stride = squares ? 2 : 1;
    to->n_parts = 0;
    to->n = a->n + b->n;
    while (i < a->n_parts || j < b->n_parts) {
        if (j == b->n_parts || (i < a->n_parts && a->ids[i] <= b->ids[j]))
            put_part(to, a, i++, of_a, squares);
        else
            put_part(to, b, j++, of_b, squares);
    }
}

/* The two domains as one, with what each row counts for in the difference. */
static void join_both(wb_beside *beside, const wb_domain *part, const wb_linear *of_part,
                      const wb_linear *of_rest)
{
    const wb_sample *sample = beside->sample;
    bool squares = !sample->tally->layout.open && sample->replication == NULL;

    beside->joined.cross = NULL;
    join(&beside->joined, part, of_part, &beside->rest, of_rest, squares);
    if (part->cross == NULL)
        return;
    join(&beside->joined_cross, part->cross, of_part, &beside->rest_cross, of_rest,
         false);
    beside->joined.cross = &beside->joined_cross;
}

/* Σ_t over both gradients, scales folded in: a - b; either may be NULL, and 0. */
static wb_linear less(const wb_linear *a, const wb_linear *b)
{
    wb_linear c = {.scale = 1, .n_terms = a != NULL ? a->n_terms : b->n_terms};

    for (int32_t t = 0; t < c.n_terms; t++) {
        wb_pair x = {0, 0};
        if (a != NULL)
            x = wb_pair_scale(a->gradient[t], a->scale);
        if (b != NULL)
            x = wb_pair_subtract(x, wb_pair_scale(b->gradient[t], b->scale));
        c.gradient[t] = x;
    }
    return c;
}

/* By replicates: the difference in each of them. */
static wb_status vary_replicates(wb_beside *beside, int32_t statistic, const wb_domain *a,
                                 const wb_domain *b, double difference, wb_desk *desk,
                                 double *variance, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_replication *replication = beside->sample->replication;

    WB_TRY(
        wb_domain_replicates(beside->sample, a, statistic, desk, beside->values[0], err));
    WB_TRY(
        wb_domain_replicates(beside->sample, b, statistic, desk, beside->values[1], err));
    for (int32_t r = 0; r < replication->n; r++)
        beside->values[0][r] -= beside->values[1][r];
    *variance = wb_replication_variance(replication, beside->values[0], difference, NULL);
done:
    return st;
}

static wb_status vary(wb_beside *beside, int32_t statistic, const wb_domain *part,
                      const wb_domain *other, double difference, wb_desk *desk,
                      double *variance, wb_error *err)
{
    static const wb_linear one = {.gradient = {{1, 0}}, .scale = 1, .n_terms = 1};

    if (beside->sample->replication != NULL)
        return vary_replicates(beside, statistic, part, other, difference, desk, variance,
                               err);
    return wb_domain_variance(beside->sample, &beside->joined, &one, desk, variance, err);
}

static wb_status compare(wb_beside *beside, int32_t statistic, const wb_side *part,
                         const wb_side *other, const wb_linear *of_part,
                         const wb_linear *of_rest, wb_desk *desk,
                         wb_beside_difference *out, wb_error *err)
{
    wb_status st = WB_OK;
    double variance = NAN;

    *out = (wb_beside_difference){NAN, NAN, NAN};
    if (isnan(part->estimate->estimate) || isnan(other->estimate->estimate))
        return WB_OK;
    out->difference = part->estimate->estimate - other->estimate->estimate;
    join_both(beside, part->domain, of_part, of_rest);
    WB_TRY(vary(beside, statistic, part->domain, other->domain, out->difference, desk,
                &variance, err));
    WB_TRY(wb_domain_df(beside->sample, &beside->joined, desk, &out->df, err));
    out->se = sqrt(variance);
    if (part->estimate->se == 0 && other->estimate->se == 0)
        out->se = 0; /* neither varies: what is left is rounding */
done:
    return st;
}

wb_status wb_beside_rest(wb_beside *beside, int32_t statistic, const wb_side *part,
                         const wb_side *rest, wb_desk *desk, wb_beside_difference *out,
                         wb_error *err)
{
    wb_linear of_part = less(part->linear, NULL);
    wb_linear of_rest = less(NULL, rest->linear);
    return compare(beside, statistic, part, rest, &of_part, &of_rest, desk, out, err);
}

wb_status wb_beside_whole(wb_beside *beside, int32_t statistic, const wb_side *part,
                          const wb_side *whole, wb_desk *desk, wb_beside_difference *out,
                          wb_error *err)
{
    wb_linear of_part = less(part->linear, whole->linear);
    wb_linear of_rest = less(NULL, whole->linear);
    return compare(beside, statistic, part, whole, &of_part, &of_rest, desk, out, err);
}
