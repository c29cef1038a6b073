/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/closed.h"

#include <math.h>
#include <string.h>

/* A piece laid out over the strata: Σ z, and what its policy makes of it. */
typedef struct wb_spread {
    const wb_piece *piece;
    wb_pair *totals;   /* per place */
    int32_t *parts;    /* per stratum its part in the piece, or -1 */
    int64_t *counts;   /* per place: rows that count */
    wb_pair grand;     /* mean over all units of the strata the domain is in */
    double multiplier; /* of the average of lonely strata, its root */
} wb_spread;

static void free_spread(wb_spread *spread)
{
    wb_release(spread->totals);
    wb_release(spread->parts);
    wb_release(spread->counts);
}

static void weigh_average(wb_spread *spread, const wb_sample *sample)
{
    int64_t places = 0;
    int64_t counting = 0;

    for (int32_t h = 0; h < sample->state->index.n_strata; h++) {
        if (spread->counts[h] == 0)
            continue;
        places++;
        counting += !wb_closed_left_out(sample, h, spread->counts[h]);
    }
    spread->multiplier = sqrt((double)places / (double)counting);
    if (counting == places)
        spread->multiplier = 1;
}

static wb_status lay_out(wb_spread *spread, const wb_sample *sample,
                         const wb_piece *piece, wb_error *err)
{
    size_t n_strata = (size_t)sample->state->index.n_strata;

    *spread = (wb_spread){piece,
                          wb_allocate(n_strata, sizeof *spread->totals),
                          wb_resize(NULL, n_strata, sizeof *spread->parts),
                          wb_allocate(n_strata, sizeof *spread->counts),
                          {0, 0},
                          1};
    if (spread->totals == NULL || spread->parts == NULL || spread->counts == NULL)
        return wb_fail_nomem(err);
    memset(spread->parts, 0xff, n_strata * sizeof *spread->parts);
    for (int32_t p = 0; p < piece->n_parts; p++) {
        int32_t h = piece->ids[p];
        int32_t place = sample->place[h];
        wb_pair total = wb_closed_total(piece->sums + (size_t)p * (size_t)piece->stride,
                                        &piece->linear);
        spread->parts[h] = p;
        spread->totals[place] = wb_pair_add(spread->totals[place], total);
        spread->counts[place] += piece->counts[p];
        spread->grand = wb_pair_add(spread->grand, total);
    }
    double n_units = 0;
    for (size_t h = 0; h < n_strata; h++)
        n_units += spread->counts[h] > 0 ? sample->n[h] : 0;
    spread->grand = wb_pair_divide(spread->grand, wb_pair_of(n_units));
    if (sample->options->lonely == WB_LONELY_AVERAGE)
        weigh_average(spread, sample);
    return WB_OK;
}

/* Where the product of terms a and b (a <= b) is behind n terms. */
static int32_t product_at(int32_t n, int32_t a, int32_t b)
{
    return n + a * n - a * (a - 1) / 2 + b - a;
}

/* Σ z z' over the units of a stratum that both pieces are of the same cell of. */
static wb_pair cross_part(const wb_piece *x, const wb_piece *y, const wb_pair *sums_x,
                          const wb_pair *sums_y)
{
    int32_t n = x->linear.n_terms;
    bool apart = x->share && x->category != y->category; /* never both 1 */
    wb_pair sum = {0, 0};

    for (int32_t a = 0; a < n; a++) {
        for (int32_t b = 0; b < n; b++) {
            wb_pair product = sums_x[product_at(n, a < b ? a : b, a < b ? b : a)];
            if (apart && a > 0 && b > 0)
                continue;
            if (apart && b > 0)
                product = sums_y[product_at(n, 0, b)];
            wb_pair g = wb_pair_multiply(x->linear.gradient[a], y->linear.gradient[b]);
            sum = wb_pair_add(sum, wb_pair_multiply(g, product));
        }
    }
    return sum;
}

/* Σ z z' per place; nothing where the cells differ, or where one of them has no rows. */
static void cross(const wb_sample *sample, const wb_spread *x, const wb_spread *y,
                  wb_pair *products)
{
    if (x->piece->rank != y->piece->rank)
        return;
    for (int32_t h = 0; h < sample->state->index.n_strata; h++) {
        int32_t p = x->parts[h];
        int32_t q = y->parts[h];
        if (p < 0 || q < 0 || x->piece->counts[p] == 0 || y->piece->counts[q] == 0)
            continue;
        wb_pair sum = cross_part(x->piece, y->piece,
                                 x->piece->sums + (size_t)p * (size_t)x->piece->stride,
                                 y->piece->sums + (size_t)q * (size_t)y->piece->stride);
        int32_t place = sample->place[h];
        products[place] = wb_pair_add(products[place], sum);
    }
}

/* What a place's units are taken around. */
static wb_pair centre_of(const wb_sample *sample, const wb_spread *x, int32_t place)
{
    if (wb_closed_is_centred(sample, place, x->counts[place]))
        return x->grand;
    return wb_pair_divide(x->totals[place], wb_pair_of(sample->n[place]));
}

static wb_pair covariance_at(const wb_sample *sample, const wb_spread *x,
                             const wb_spread *y, int32_t place, wb_pair product)
{
    wb_pair factor = wb_closed_factor(sample, place, x->counts[place]);

    if (wb_closed_left_out(sample, place, y->counts[place]))
        return wb_pair_of(0);
    wb_pair cx = centre_of(sample, x, place);
    wb_pair cy = centre_of(sample, y, place);
    wb_pair sum = wb_pair_subtract(product, wb_pair_multiply(cx, y->totals[place]));
    sum = wb_pair_subtract(sum, wb_pair_multiply(cy, x->totals[place]));
    sum = wb_pair_add(sum, wb_pair_scale(wb_pair_multiply(cx, cy), sample->n[place]));
    return wb_pair_multiply(factor, sum);
}

static double covariance_of(const wb_sample *sample, const wb_spread *x,
                            const wb_spread *y, wb_pair *products)
{
    int32_t n_strata = sample->state->index.n_strata;
    wb_pair sum = {0, 0};

    memset(products, 0, (size_t)n_strata * sizeof *products);
    cross(sample, x, y, products);
    for (int32_t h = 0; h < n_strata; h++) {
        if (sample->place[h] == h && x->counts[h] > 0 && y->counts[h] > 0)
            sum = wb_pair_add(sum, covariance_at(sample, x, y, h, products[h]));
    }
    return wb_pair_value(sum) * x->piece->linear.scale * y->piece->linear.scale *
           x->multiplier * y->multiplier;
}

/* Whether a cluster may be in both: they have a stratum in common. */
static bool may_share(const wb_piece *x, const wb_piece *y)
{
    int32_t q = 0;

    for (int32_t p = 0; p < x->n_parts; p++) {
        while (q < y->n_parts && y->ids[q] < x->ids[p])
            q++;
        if (q < y->n_parts && y->ids[q] == x->ids[p] && x->counts[p] > 0 &&
            y->counts[q] > 0)
            return true;
    }
    return false;
}

/* Of a cluster only the products within one domain are kept. */
static wb_status check_clusters(const wb_piece *x, const wb_piece *y, wb_error *err)
{
    bool same = x->breakdown == y->breakdown && x->rank == y->rank &&
                x->outcome == y->outcome && x->category == y->category;

    if (!same && may_share(x, y))
        return wb_fail(err, WB_E_UNSUPPORTED,
                       "how two estimates of the same clusters vary together is not kept "
                       "when ordered clusters close: leave out that units are ordered");
    return WB_OK;
}

static wb_status check_products(const wb_sample *sample, const wb_piece *x,
                                const wb_piece *y, wb_error *err)
{
    if (sample->tally->layout.ordered)
        return check_clusters(x, y, err);
    if (x->breakdown != y->breakdown)
        return wb_fail(err, WB_E_UNSUPPORTED,
                       "how estimates of two breakdowns vary together is not kept when "
                       "rows close at once: declare open units");
    if (x->rank == y->rank && x->outcome != y->outcome)
        return wb_fail(err, WB_E_UNSUPPORTED,
                       "how two outcomes vary together is not kept when rows close at "
                       "once: declare open units");
    return WB_OK;
}

wb_status wb_closed_covariance(const wb_sample *sample, const wb_piece *const *pieces,
                               size_t k, double *covariance, wb_error *err)
{
    wb_status st = WB_OK;
    wb_spread *spreads = wb_allocate(k, sizeof *spreads);
    wb_pair *products =
        wb_allocate((size_t)sample->state->index.n_strata, sizeof *products);

    if (spreads == NULL || products == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    for (size_t i = 0; i < k; i++)
        WB_TRY(lay_out(&spreads[i], sample, pieces[i], err));
    for (size_t i = 0; i < k; i++) {
        for (size_t j = i; j < k; j++) {
            WB_TRY(check_products(sample, pieces[i], pieces[j], err));
            covariance[i * k + j] = covariance[j * k + i] =
                covariance_of(sample, &spreads[i], &spreads[j], products);
        }
    }
done:
    for (size_t i = 0; spreads != NULL && i < k; i++)
        free_spread(&spreads[i]);
    wb_release(spreads);
    wb_release(products);
    return st;
}
