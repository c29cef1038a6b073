/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Variance from the sums and products of closed units, in twice the precision: Σ z² - (Σ
 * z)²/n cancels, and 106 bits keep what is left of it exact enough. */
#include "survey/closed.h"

#include <math.h>

/* A variance below this part of the terms it is the difference of is their rounding: the
 * values are equal. About 2^8 times the precision of a pair. */
static const double noise = 0x1p-96;

wb_pair wb_closed_total(const wb_pair *sums, const wb_linear *linear)
{
    wb_pair total = {0, 0};

    for (int32_t a = 0; a < linear->n_terms; a++)
        total = wb_pair_add(total, wb_pair_multiply(linear->gradient[a], sums[a]));
    return total;
}

/* What each product of two terms counts for in z²: the same in every stratum. */
typedef struct wb_quadratic {
    const wb_linear *linear;
    wb_pair products[WB_MOST_MOMENTS - WB_PAIR_TERMS];
    int32_t n;
} wb_quadratic;

static wb_quadratic squared(const wb_linear *linear, bool share)
{
    wb_quadratic q = {.linear = linear};

    for (int32_t a = 0; a < linear->n_terms; a++) {
        for (int32_t b = a; b < linear->n_terms; b++)
            q.products[q.n++] =
                wb_pair_scale(wb_pair_multiply(linear->gradient[a], linear->gradient[b]),
                              b > a ? 2 : 1);
    }
    for (; share && q.n > 2; q.n--) /* y² = y: all but the first are of the same sum */
        q.products[q.n - 2] = wb_pair_add(q.products[q.n - 2], q.products[q.n - 1]);
    return q;
}

/* Add Σ z and Σ z² of one stratum, z = Σ_t a_t x_t without the gradient's scale. */
static void add_part(wb_closed_sum *to, const wb_pair *sums, int64_t n,
                     const wb_quadratic *q)
{
    const wb_pair *products = sums + q->linear->n_terms;

    to->total = wb_pair_add(to->total, wb_closed_total(sums, q->linear));
    for (int32_t i = 0; i < q->n; i++) {
        wb_pair square = wb_pair_multiply(q->products[i], products[i]);
        to->squares = wb_pair_add(to->squares, square);
        to->size += fabs(square.hi);
    }
    to->n += n;
}

/* Σ (z - c)² over n units, those outside the domain 0. */
static wb_pair around(const wb_closed_sum *sum, double n, wb_pair centre)
{
    wb_pair cross = wb_pair_scale(wb_pair_multiply(centre, sum->total), 2);
    wb_pair level = wb_pair_scale(wb_pair_multiply(centre, centre), n);
    return wb_pair_add(wb_pair_subtract(sum->squares, cross), level);
}

bool wb_closed_left_out(const wb_sample *sample, int32_t place, int64_t rows)
{
    bool alone = sample->n[place] == 1;
    bool in_domain = sample->options->lonely_in_domain != 0 && rows == 1;
    return sample->options->lonely == WB_LONELY_AVERAGE && (alone || in_domain) &&
           sample->f[place] < WB_DESIGN_CENSUS;
}

bool wb_closed_is_centred(const wb_sample *sample, int32_t place, int64_t rows)
{
    bool alone = sample->n[place] == 1;
    bool in_domain = sample->options->lonely_in_domain != 0 && rows == 1;
    return sample->options->lonely == WB_LONELY_CENTRE && (alone || in_domain);
}

wb_pair wb_closed_factor(const wb_sample *sample, int32_t place, int64_t rows)
{
    if (wb_closed_left_out(sample, place, rows) ||
        (sample->n[place] == 1 && !wb_closed_is_centred(sample, place, rows)))
        return wb_pair_of(0);
    return sample->factor[place];
}

/* One stratum's part of the variance. */
static wb_pair part_variance(const wb_sample *sample, int32_t h, const wb_closed_sum *sum,
                             wb_pair grand_mean)
{
    wb_pair level = wb_pair_multiply(wb_pair_multiply(sum->total, sum->total),
                                     sample->inverse[h]); /* (Σ z)²/n */
    wb_pair squares = wb_closed_is_centred(sample, h, sum->n)
                          ? around(sum, sample->n[h], grand_mean)
                          : wb_pair_subtract(sum->squares, level);
    return wb_pair_multiply(wb_closed_factor(sample, h, sum->n), squares);
}

double wb_closed_variance(const wb_sample *sample, const wb_domain *domain,
                          const wb_linear *linear, wb_desk *desk)
{
    wb_quadratic q = squared(linear, domain->share);
    int32_t n_places = 0;
    int64_t counting = 0;
    wb_pair variance = {0, 0};
    wb_pair grand = {0, 0};
    double n_units = 0; /* of the strata the domain is in */
    double size = 0;

    for (int32_t i = 0; i < domain->n_parts; i++) {
        int32_t place = sample->place[domain->ids[i]];
        wb_closed_sum *sum = &desk->strata[place];
        if (sum->n == 0)
            desk->places[n_places++] = place;
        add_part(sum, domain->sums + (size_t)i * (size_t)domain->stride,
                 domain->counts[i], &q);
        if (sum->n == 0) /* only weights of 0 so far: not in use */
            n_places--;
    }
    for (int32_t i = 0; i < n_places; i++) {
        grand = wb_pair_add(grand, desk->strata[desk->places[i]].total);
        n_units += sample->n[desk->places[i]];
    }
    grand = wb_pair_divide(grand, wb_pair_of(n_units));
    for (int32_t i = 0; i < n_places; i++) {
        wb_closed_sum *sum = &desk->strata[desk->places[i]];
        variance =
            wb_pair_add(variance, part_variance(sample, desk->places[i], sum, grand));
        counting += !wb_closed_left_out(sample, desk->places[i], sum->n);
        size += sum->size;
        *sum = (wb_closed_sum){0};
    }
    double value = wb_pair_value(variance);
    if (!(value > noise * size))
        value = 0;
    value *= linear->scale * linear->scale;
    if (sample->options->lonely == WB_LONELY_AVERAGE && counting < n_places)
        value *= (double)n_places / (double)counting; /* none: NaN, as 0/0 */
    return value;
}
