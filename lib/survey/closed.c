/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Variance from the sums and products of closed units, in twice the precision: Σ z² - (Σ
 * z)²/n cancels, and 106 bits keep what is left of it exact enough. */
#include "survey/closed.h"

#include "base/wide.h"
#include "survey/combine.h"

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

wb_pair wb_closed_square(const wb_pair *sums, const wb_linear *linear)
{
    const wb_pair *product = sums + linear->n_terms;
    wb_pair square = {0, 0};

    for (int32_t a = 0; a < linear->n_terms; a++) {
        for (int32_t b = a; b < linear->n_terms; b++) {
            wb_pair g = wb_pair_multiply(linear->gradient[a], linear->gradient[b]);
            g = wb_pair_multiply(g, *product++);
            square = wb_pair_add(square, wb_pair_scale(g, b > a ? 2 : 1));
        }
    }
    return square;
}

/* What each product of two terms counts for in z²: the same in every stratum. */
typedef struct wb_quadratic {
    const wb_linear *linear;
    wb_pair products[WB_MOST_MOMENTS - WB_PAIR_TERMS];
    int32_t n;
} wb_quadratic;

/* of_rows: a share, and units that are rows. */
static wb_quadratic squared(const wb_linear *linear, bool of_rows)
{
    wb_quadratic q = {.linear = linear};

    for (int32_t a = 0; a < linear->n_terms; a++) {
        for (int32_t b = a; b < linear->n_terms; b++)
            q.products[q.n++] =
                wb_pair_scale(wb_pair_multiply(linear->gradient[a], linear->gradient[b]),
                              b > a ? 2 : 1);
    }
    for (; of_rows && q.n > 2; q.n--) /* y² = y: all but the first are of the same sum */
        q.products[q.n - 2] = wb_pair_add(q.products[q.n - 2], q.products[q.n - 1]);
    return q;
}

/* Add Σ z and Σ z² of one part of a stratum. */
static void add_part(wb_closed_sum *to, wb_pair total, wb_pair squares, double size,
                     int64_t n)
{
    if (to->n == 0) { /* nothing yet, or only weights of 0 */
        *to = (wb_closed_sum){total, squares, size, n};
        return;
    }
    to->total = wb_pair_add(to->total, total);
    to->squares = wb_pair_add(to->squares, squares);
    to->size += size;
    to->n += n;
}

/* The sums of z and z² of a domain by place, z = Σ_t a_t x_t without the gradient's
 * scale; how many places it has. */
static int32_t add_parts(const wb_sample *sample, const wb_domain *domain,
                         const wb_quadratic *q, wb_desk *desk)
{
    size_t stride = (size_t)domain->stride;
    int32_t n_terms = q->linear->n_terms;
    int32_t n_places = 0;
    wb_combined totals;
    wb_combined squares;

    for (int32_t first = 0; first < domain->n_parts; first += WB_COMBINED) {
        int32_t left = domain->n_parts - first;
        int32_t n = left < WB_COMBINED ? left : WB_COMBINED;
        const wb_pair *sums = domain->sums + (size_t)first * stride;
        wb_combine(sums, stride, n, q->linear->gradient, n_terms, &totals);
        wb_combine(sums + n_terms, stride, n, q->products, q->n, &squares);
        for (int32_t i = 0; i < n; i++) {
            int32_t place = sample->place[domain->ids[first + i]];
            int64_t count = domain->counts[first + i];
            if (desk->strata[place].n == 0 && count > 0)
                desk->places[n_places++] = place;
            add_part(&desk->strata[place], totals.sums[i], squares.sums[i],
                     squares.sizes[i], count);
        }
    }
    return n_places;
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

/* The mean over all units of the strata the domain is in. */
static wb_pair grand_mean(const wb_sample *sample, const wb_desk *desk, int32_t n_places)
{
    wb_pair total = {0, 0};
    double n_units = 0;

    for (int32_t i = 0; i < n_places; i++) {
        total = wb_pair_add(total, desk->strata[desk->places[i]].total);
        n_units += sample->n[desk->places[i]];
    }
    return wb_pair_divide(total, wb_pair_of(n_units));
}

/* What some places are made of: their factor, 1/n, Σ z and Σ z²; and what they add. */
typedef struct wb_places {
    wb_pair factors[WB_COMBINED];
    wb_pair inverses[WB_COMBINED];
    wb_pair totals[WB_COMBINED];
    wb_pair squares[WB_COMBINED];
} wb_places;

/* factor (Σ z² - (Σ z)²/n), in place of Σ z². */
WB_WIDE static void find_variances(wb_places *restrict p, int32_t n)
{
    for (int32_t i = 0; i < n; i++) {
        wb_pair level = wb_pair_multiply(p->totals[i], p->totals[i]);
        level = wb_pair_multiply(level, p->inverses[i]);
        p->squares[i] =
            wb_pair_multiply(p->factors[i], wb_pair_subtract(p->squares[i], level));
    }
}

/* The variances of n places, added up. */
static wb_pair add_places(const wb_sample *sample, const wb_desk *desk,
                          const int32_t *places, int32_t n, wb_pair grand, wb_pair sum)
{
    wb_places p;

    for (int32_t i = 0; i < n; i++) {
        const wb_closed_sum *of = &desk->strata[places[i]];
        p.factors[i] = wb_closed_factor(sample, places[i], of->n);
        p.inverses[i] = sample->inverse[places[i]];
        p.totals[i] = of->total;
        p.squares[i] = of->squares;
    }
    find_variances(&p, n);
    for (int32_t i = 0; i < n; i++) {
        const wb_closed_sum *of = &desk->strata[places[i]];
        if (wb_closed_is_centred(sample, places[i], of->n))
            p.squares[i] =
                wb_pair_multiply(p.factors[i], around(of, sample->n[places[i]], grand));
        sum = wb_pair_gather(sum, p.squares[i].hi);
        sum.lo += p.squares[i].lo;
    }
    return sum;
}

double wb_closed_variance(const wb_sample *sample, const wb_domain *domain,
                          const wb_linear *linear, wb_desk *desk)
{
    wb_quadratic q = squared(linear, domain->share && !sample->tally->layout.ordered);
    int32_t n_places = 0;
    int64_t counting = 0;
    wb_pair variance = {0, 0};
    wb_pair grand = {0, 0};
    double size = 0;

    n_places = add_parts(sample, domain, &q, desk);
    if (sample->options->lonely == WB_LONELY_CENTRE)
        grand = grand_mean(sample, desk, n_places);
    for (int32_t first = 0; first < n_places; first += WB_COMBINED) {
        int32_t left = n_places - first;
        variance = add_places(sample, desk, desk->places + first,
                              left < WB_COMBINED ? left : WB_COMBINED, grand, variance);
    }
    for (int32_t i = 0; i < n_places; i++) {
        wb_closed_sum *sum = &desk->strata[desk->places[i]];
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
