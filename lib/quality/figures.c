/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "quality/figures.h"

#include <math.h>

/* A variance of less than this share of the mean square is what rounding left of 0. */
#define CONSTANT 1e-13

wb_status wb_figure_desk_init(wb_figure_desk *desk, const wb_moment_plan *plan,
                              bool pairs, wb_error *err)
{
    wb_status st = WB_OK;

    *desk = (wb_figure_desk){.plan = plan, .pairs = pairs};
    desk->n = wb_figure_count(plan->k, pairs);
    desk->means = wb_allocate(plan->k, sizeof *desk->means);
    if (desk->means == NULL)
        return wb_fail_nomem(err);
    WB_TRY(wb_coefficients_init(&desk->coefficients, plan->k, err));
    WB_TRY(wb_scalability_init(&desk->scalability, plan, err));
done:
    return st;
}

void wb_figure_desk_free(wb_figure_desk *desk)
{
    wb_release(desk->means);
    wb_coefficients_free(&desk->coefficients);
    wb_scalability_free(&desk->scalability);
    *desk = (wb_figure_desk){0};
}

wb_figure_base wb_figure_base_of(const wb_moment_plan *plan, size_t figure)
{
    static const size_t shares[WB_OF_SCALES] = {[WB_OF_SCALE_FLOOR] = WB_SUM_FLOOR,
                                                [WB_OF_SCALE_CEILING] = WB_SUM_CEILING,
                                                [WB_OF_SCALE_STRAIGHT] = WB_SUM_STRAIGHT};
    wb_figure_base base = {WB_SUM_COMPLETE, WB_SUM_COMPLETE, 0, false};
    size_t item = (figure - WB_OF_SCALES) / WB_OF_ITEMS;
    size_t which = (figure - WB_OF_SCALES) % WB_OF_ITEMS;

    if (figure < WB_OF_SCALES) {
        if (figure == WB_OF_SCALE_MISSING)
            return (wb_figure_base){WB_SUM_ALL, WB_SUM_ALL, WB_SUM_COMPLETE, true};
        base.ones = shares[figure];
        base.share = base.ones != 0;
    } else if (figure < wb_figure_of_pairs(plan->k) && which <= WB_OF_ITEM_CEILING) {
        base.sum = wb_item_sum(item);
        base.count = wb_item_count(item);
        base.share = which >= WB_OF_ITEM_MISSING;
        if (which == WB_OF_ITEM_MISSING) {
            base = (wb_figure_base){WB_SUM_ALL, WB_SUM_ALL, base.count, true};
        } else if (base.share) {
            base.ones = base.count +
                        (which == WB_OF_ITEM_FLOOR ? WB_ITEM_FLOOR : WB_ITEM_CEILING);
        }
    }
    return base;
}

static wb_figure share(double part, double whole)
{
    return whole > 0 ? (wb_figure){part / whole, WB_FIGURE_OK}
                     : (wb_figure){NAN, WB_FIGURE_EMPTY};
}

static wb_figure none(wb_figure_status status)
{
    return (wb_figure){NAN, status};
}

/* Covariances of the complete rows; an item that does not vary has none. */
static void covary(wb_figure_desk *desk, const double *sums, int64_t n)
{
    size_t k = desk->plan->k;
    const double *items = sums + wb_sum_of_items(desk->plan);
    const double *pair = sums + wb_sum_of_pairs(desk->plan);
    double weight = sums[WB_SUM_COMPLETE], *c = desk->coefficients.c;

    desk->factor = (double)n / ((double)n - 1);
    for (size_t i = 0; i < k; i++)
        desk->means[i] = items[i] / weight;
    for (size_t i = 0; i < k; i++) {
        for (size_t j = i; j < k; j++, pair++) {
            double square = *pair / weight;
            double covariance = square - desk->means[i] * desk->means[j];
            if (i == j && covariance <= CONSTANT * square)
                covariance = 0;
            c[i * k + j] = c[j * k + i] = desk->factor * covariance;
        }
    }
    for (size_t i = 0; i < k * k; i++) {
        if (c[i / k * (k + 1)] == 0 || c[i % k * (k + 1)] == 0)
            c[i] = 0;
    }
}

static void of_item_alone(const wb_figure_desk *desk, const double *sums,
                          const int64_t *counts, size_t i, wb_figure *figures)
{
    const wb_scale_item *item = &desk->plan->scale->items[i];
    const double *own = sums + wb_item_sum(i);
    double weight = own[WB_ITEM_ANSWERED], n = (double)counts[wb_item_count(i)];
    double mean = own[WB_ITEM_SUM] / weight, square = own[WB_ITEM_SQUARES] / weight;
    double variance = square - mean * mean;
    wb_figure end = none(WB_FIGURE_NO_CODES);

    variance = variance <= CONSTANT * square ? 0 : variance;
    figures[WB_OF_ITEM_MISSING] = share(sums[WB_SUM_ALL] - weight, sums[WB_SUM_ALL]);
    figures[WB_OF_ITEM_FLOOR] = item->bounded ? share(own[WB_ITEM_FLOOR], weight) : end;
    figures[WB_OF_ITEM_CEILING] =
        item->bounded ? share(own[WB_ITEM_CEILING], weight) : end;
    figures[WB_OF_ITEM_MEAN] = none(WB_FIGURE_EMPTY);
    figures[WB_OF_ITEM_SD] = none(n < 1 ? WB_FIGURE_EMPTY : WB_FIGURE_UNDEFINED);
    if (n >= 1)
        figures[WB_OF_ITEM_MEAN] =
            (wb_figure){mean + desk->plan->origin[i], WB_FIGURE_OK};
    if (n >= 2)
        figures[WB_OF_ITEM_SD] = (wb_figure){sqrt(n / (n - 1) * variance), WB_FIGURE_OK};
}

static bool all_bounded(const wb_item_scale *scale)
{
    for (size_t i = 0; i < scale->n_items; i++) {
        if (!scale->items[i].bounded)
            return false;
    }
    return true;
}

static void of_scale_alone(const wb_figure_desk *desk, const double *sums,
                           wb_figure *figures)
{
    double weight = sums[WB_SUM_COMPLETE], mean = 0;
    wb_figure end = none(WB_FIGURE_NO_CODES);
    bool bounded = all_bounded(desk->plan->scale);

    for (size_t i = 0; i < desk->plan->k; i++)
        mean += (desk->means[i] + desk->plan->origin[i]) / (double)desk->plan->k;
    figures[WB_OF_SCALE_MEAN] =
        weight > 0 ? (wb_figure){mean, WB_FIGURE_OK} : none(WB_FIGURE_EMPTY);
    figures[WB_OF_SCALE_MISSING] =
        share(sums[WB_SUM_ALL] - sums[WB_SUM_COMPLETE], sums[WB_SUM_ALL]);
    figures[WB_OF_SCALE_FLOOR] = bounded ? share(sums[WB_SUM_FLOOR], weight) : end;
    figures[WB_OF_SCALE_CEILING] = bounded ? share(sums[WB_SUM_CEILING], weight) : end;
    figures[WB_OF_SCALE_STRAIGHT] = desk->plan->k < 2
                                        ? none(WB_FIGURE_TOO_FEW)
                                        : share(sums[WB_SUM_STRAIGHT], weight);
}

static void of_coefficients(const wb_figure_desk *desk, wb_figure *figures)
{
    const wb_coefficients *c = &desk->coefficients;
    const wb_scalability *h = &desk->scalability;
    wb_figure *pair = figures + wb_figure_of_pairs(c->k);

    figures[WB_OF_SCALE_SD] =
        isnan(c->sum) /* a replicate that leaves nobody in the cell */
            ? none(WB_FIGURE_EMPTY)
            : (wb_figure){sqrt(fmax(c->sum, 0)) / (double)c->k, WB_FIGURE_OK};
    figures[WB_OF_SCALE_ALPHA] = wb_alpha(c, NULL);
    figures[WB_OF_SCALE_ALPHA_STANDARDISED] = wb_alpha_standardised(c, NULL);
    figures[WB_OF_SCALE_AVERAGE_R] = wb_average_r(c, NULL);
    figures[WB_OF_SCALE_LAMBDA6] = wb_lambda6(c, NULL);
    figures[WB_OF_SCALE_OMEGA] = wb_omega(c, NULL);
    figures[WB_OF_SCALE_H] = wb_scalability_of_scale(h);
    for (size_t i = 0; i < c->k; i++) {
        wb_figure *item = figures + wb_figure_of_item(i, 0);
        item[WB_OF_ITEM_REST] = wb_item_rest(c, i, NULL);
        item[WB_OF_ITEM_CORRECTED] = wb_item_corrected(c, i, NULL);
        item[WB_OF_ITEM_DROPPED] = wb_alpha_dropped(c, i, NULL);
        item[WB_OF_ITEM_H] = wb_scalability_of_item(h, i);
        for (size_t j = i + 1; desk->pairs && j < c->k; j++)
            *pair++ = wb_scalability_of_pair(h, i, j);
    }
}

/* Coefficients of too few complete rows. */
static void no_coefficients(const wb_figure_desk *desk, int64_t n, wb_figure *figures)
{
    wb_figure missing = none(n == 0 ? WB_FIGURE_EMPTY : WB_FIGURE_UNDEFINED);
    size_t k = desk->plan->k;

    figures[WB_OF_SCALE_SD] = missing;
    for (size_t f = WB_OF_SCALE_ALPHA; f < WB_OF_SCALES; f++)
        figures[f] = missing;
    for (size_t i = 0; i < k; i++) {
        for (size_t f = WB_OF_ITEM_REST; f < WB_OF_ITEMS; f++)
            figures[wb_figure_of_item(i, (wb_of_item)f)] = missing;
    }
    for (size_t f = wb_figure_of_pairs(k); f < desk->n; f++)
        figures[f] = missing;
}

void wb_figures_make(wb_figure_desk *desk, const double *sums, const int64_t *counts,
                     wb_figure *figures)
{
    int64_t n = counts[WB_SUM_COMPLETE];

    covary(desk, sums, n);
    of_scale_alone(desk, sums, figures);
    for (size_t i = 0; i < desk->plan->k; i++)
        of_item_alone(desk, sums, counts, i, figures + wb_figure_of_item(i, 0));
    if (n < 2) {
        no_coefficients(desk, n, figures);
        return;
    }
    wb_coefficients_prepare(&desk->coefficients);
    wb_scalability_prepare(&desk->scalability, sums, &desk->coefficients, desk->factor);
    of_coefficients(desk, figures);
}
