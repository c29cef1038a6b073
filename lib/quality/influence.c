/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "quality/influence.h"

#include <math.h>
#include <string.h>

/* Coefficients of the covariances alone: alpha to omega, then three of each item. */
enum { OF_SCALE = WB_OF_SCALE_OMEGA - WB_OF_SCALE_ALPHA + 1, OF_ITEM = 3 };

static size_t n_coefficients(size_t k)
{
    return OF_SCALE + OF_ITEM * k;
}

static size_t n_pairs(size_t k)
{
    return k * (k + 1) / 2;
}

/* The figure that coefficient c is. */
static size_t figure_of(size_t c)
{
    if (c < OF_SCALE)
        return WB_OF_SCALE_ALPHA + c;
    return wb_figure_of_item((c - OF_SCALE) / OF_ITEM,
                             (wb_of_item)(WB_OF_ITEM_REST + (c - OF_SCALE) % OF_ITEM));
}

static void gradient_of(const wb_coefficients *at, size_t c, double *gradient)
{
    static wb_figure (*const of_scale[])(const wb_coefficients *, double *) = {
        wb_alpha, wb_alpha_standardised, wb_average_r, wb_lambda6, wb_omega};
    static wb_figure (*const of_item[])(const wb_coefficients *, size_t, double *) = {
        wb_item_rest, wb_item_corrected, wb_alpha_dropped};

    if (c < OF_SCALE)
        of_scale[c](at, gradient);
    else
        of_item[(c - OF_SCALE) % OF_ITEM](at, (c - OF_SCALE) / OF_ITEM, gradient);
}

/* The upper triangle of a gradient, and its sum with the covariances. */
static double pack(const double *full, const double *covariances, size_t k,
                   double *packed)
{
    double constant = 0;

    for (size_t i = 0; i < k; i++) {
        for (size_t j = i; j < k; j++) {
            *packed = (i == j ? 1 : 2) * full[i * k + j];
            constant += *packed++ * *covariances++;
        }
    }
    return constant;
}

static wb_status fill_gradients(wb_influence *made, const wb_coefficients *at,
                                wb_error *err)
{
    size_t k = at->k;
    double *full = wb_allocate(k * k, sizeof *full), *to = made->covariances;

    if (full == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < k; i++) {
        for (size_t j = i; j < k; j++)
            *to++ = at->c[i * k + j];
    }
    for (size_t c = 0; c < n_coefficients(k); c++) {
        if (made->figures[figure_of(c)].status != WB_FIGURE_OK)
            continue;
        gradient_of(at, c, full);
        made->constants[c] =
            pack(full, made->covariances, k, made->gradients + c * n_pairs(k));
    }
    wb_release(full);
    return WB_OK;
}

static wb_status allocate(wb_influence *made, size_t k, wb_error *err)
{
    made->figures = wb_allocate(made->n, sizeof *made->figures);
    made->weights = wb_allocate(made->n, sizeof(double));
    made->means = wb_allocate(k, sizeof(double));
    made->factors = wb_allocate(k, sizeof(double));
    made->covariances = wb_allocate(n_pairs(k), sizeof(double));
    made->gradients = wb_allocate(n_coefficients(k) * n_pairs(k), sizeof(double));
    made->constants = wb_allocate(n_coefficients(k), sizeof(double));
    if (made->figures == NULL || made->weights == NULL || made->means == NULL ||
        made->covariances == NULL || made->gradients == NULL || made->constants == NULL ||
        made->factors == NULL)
        return wb_fail_nomem(err);
    return WB_OK;
}

wb_status wb_influence_new(wb_figure_desk *desk, const double *sums,
                           const int64_t *counts, const wb_figure *figures,
                           wb_influence **out, wb_error *err)
{
    wb_status st = WB_OK;
    size_t k = desk->plan->k;
    wb_influence *made = wb_allocate(1, sizeof *made);

    if (made == NULL)
        return wb_fail_nomem(err);
    *made = (wb_influence){.plan = desk->plan, .pairs = desk->pairs, .n = desk->n};
    made->factor = desk->factor;
    made->weight = sums[WB_SUM_COMPLETE];
    WB_TRY(allocate(made, k, err));
    memcpy(made->figures, figures, made->n * sizeof *figures);
    memcpy(made->means, desk->means, k * sizeof *made->means);
    for (size_t f = 0; f < made->n; f++)
        made->weights[f] = sums[wb_figure_base_of(desk->plan, f).sum];
    for (size_t i = 0; i < k; i++) {
        double n = (double)counts[wb_item_count(i)];
        made->factors[i] = n / (n - 1);
    }
    WB_TRY(fill_gradients(made, &desk->coefficients, err));
    WB_TRY(wb_scalability_init(&made->scalability, desk->plan, err));
    wb_scalability_prepare(&made->scalability, sums, &desk->coefficients, desk->factor);
    *out = made;
    made = NULL;
done:
    wb_influence_free(made);
    return st;
}

void wb_influence_free(wb_influence *influence)
{
    if (influence == NULL)
        return;
    wb_release(influence->figures);
    wb_release(influence->weights);
    wb_release(influence->means);
    wb_release(influence->factors);
    wb_release(influence->covariances);
    wb_release(influence->gradients);
    wb_release(influence->constants);
    wb_scalability_free(&influence->scalability);
    wb_release(influence);
}

wb_status wb_influence_room_init(wb_influence_room *room, size_t k, wb_error *err)
{
    room->d = wb_allocate(k, sizeof *room->d);
    room->products = wb_allocate(n_pairs(k), sizeof *room->products);
    room->moves = wb_allocate(k * k, sizeof *room->moves);
    room->codes = wb_allocate(k, sizeof *room->codes);
    if (room->d == NULL || room->products == NULL || room->moves == NULL ||
        room->codes == NULL)
        return wb_fail_nomem(err);
    return WB_OK;
}

void wb_influence_room_free(wb_influence_room *room)
{
    wb_release(room->d);
    wb_release(room->products);
    wb_release(room->moves);
    wb_release(room->codes);
    *room = (wb_influence_room){0};
}

/* ---- of a row ---- */

/* z of a standard deviation, of the squared deviation of the row. */
static double of_sd(double square, double factor, double sd)
{
    return sd > 0 ? (factor * square - sd * sd) / (2 * sd) : 0;
}

static void items_alone(const wb_influence *at, const wb_answers *answers, int32_t r,
                        double *z)
{
    for (size_t i = 0; i < at->plan->k; i++) {
        const wb_scale_item *item = &at->plan->scale->items[i];
        const wb_figure *own = at->figures + wb_figure_of_item(i, 0);
        double *of = z + wb_figure_of_item(i, 0);
        double value = wb_answers_of(answers, i)[r];
        double d = value - own[WB_OF_ITEM_MEAN].value;

        of[WB_OF_ITEM_MISSING] = isnan(value) - own[WB_OF_ITEM_MISSING].value;
        if (isnan(value))
            continue;
        /* what rounding leaves of a constant moves nothing */
        of[WB_OF_ITEM_MEAN] = own[WB_OF_ITEM_SD].value == 0 ? 0 : d;
        of[WB_OF_ITEM_SD] = of_sd(d * d, at->factors[i], own[WB_OF_ITEM_SD].value);
        of[WB_OF_ITEM_FLOOR] = (value == item->lowest) - own[WB_OF_ITEM_FLOOR].value;
        of[WB_OF_ITEM_CEILING] = (value == item->highest) - own[WB_OF_ITEM_CEILING].value;
    }
}

/* All answers at one end of the score. */
static bool at_end(const wb_influence *at, const wb_answers *answers, int32_t r,
                   bool highest)
{
    for (size_t i = 0; i < at->plan->k; i++) {
        const wb_scale_item *item = &at->plan->scale->items[i];
        double end = highest ? item->highest : item->lowest;
        if (wb_answers_of(answers, i)[r] != end)
            return false;
    }
    return true;
}

static void scale_alone(const wb_influence *at, const wb_answers *answers, int32_t r,
                        const double *d, double *z)
{
    const wb_figure *figures = at->figures;
    double mean = 0;

    for (size_t i = 0; i < at->plan->k; i++)
        mean += d[i] / (double)at->plan->k;
    z[WB_OF_SCALE_MEAN] = figures[WB_OF_SCALE_SD].value == 0 ? 0 : mean;
    z[WB_OF_SCALE_SD] = of_sd(mean * mean, at->factor, figures[WB_OF_SCALE_SD].value);
    z[WB_OF_SCALE_FLOOR] =
        at_end(at, answers, r, false) - figures[WB_OF_SCALE_FLOOR].value;
    z[WB_OF_SCALE_CEILING] =
        at_end(at, answers, r, true) - figures[WB_OF_SCALE_CEILING].value;
    z[WB_OF_SCALE_STRAIGHT] = answers->straight[r] - figures[WB_OF_SCALE_STRAIGHT].value;
}

static void coefficients(const wb_influence *at, wb_influence_room *room, double *z)
{
    size_t k = at->plan->k, n = n_pairs(k), place = 0;

    for (size_t i = 0; i < k; i++) {
        for (size_t j = i; j < k; j++)
            room->products[place++] = at->factor * room->d[i] * room->d[j];
    }
    for (size_t c = 0; c < n_coefficients(k); c++) {
        const double *gradient = at->gradients + c * n;
        double sum = -at->constants[c];
        for (size_t p = 0; p < n; p++)
            sum += gradient[p] * room->products[p];
        z[figure_of(c)] = sum;
    }
}

/* The row's part in a covariance less H times its part in the maximum. */
static double errors(const wb_influence *at, const wb_influence_room *room, size_t i,
                     size_t j, double h)
{
    size_t k = at->plan->k;

    return room->d[i] * room->d[j] - at->scalability.covered[i * k + j] -
           h * room->moves[i * k + j];
}

/* Sums of `most` and of errors over the pairs of item i. */
static double item_errors(const wb_influence *at, const wb_influence_room *room, size_t i,
                          double h, double *most)
{
    size_t k = at->plan->k;
    double sum = 0;

    for (size_t j = 0; j < k; j++) {
        if (j == i)
            continue;
        sum += errors(at, room, i, j, h);
        *most += at->scalability.most[i * k + j];
    }
    return sum;
}

static void find_moves(const wb_influence *at, const wb_answers *answers, int32_t r,
                       wb_influence_room *room)
{
    size_t k = at->plan->k;

    for (size_t i = 0; i < k; i++)
        room->codes[i] = at->plan->tabled[i]
                             ? (size_t)(wb_answers_of(answers, i)[r] -
                                        at->plan->scale->items[i].first_code)
                             : 0;
    for (size_t i = 0; i < k; i++) {
        for (size_t j = i + 1; j < k; j++) {
            bool tabled = at->plan->tabled[i] && at->plan->tabled[j];
            double move =
                tabled ? wb_scalability_move(&at->scalability, i, j, room->codes) : NAN;
            room->moves[i * k + j] = room->moves[j * k + i] = move;
        }
    }
}

static void scalabilities(const wb_influence *at, const wb_influence_room *room,
                          double *z)
{
    size_t k = at->plan->k, pair = wb_figure_of_pairs(k);
    double scale = 0, all = 0;

    for (size_t i = 0; i < k; i++) {
        size_t item = wb_figure_of_item(i, WB_OF_ITEM_H);
        double most = 0;
        scale += item_errors(at, room, i, at->figures[WB_OF_SCALE_H].value, &all);
        z[item] = item_errors(at, room, i, at->figures[item].value, &most) / most;
        for (size_t j = i + 1; at->pairs && j < k; j++, pair++)
            z[pair] = errors(at, room, i, j, at->figures[pair].value) /
                      at->scalability.most[i * k + j];
    }
    z[WB_OF_SCALE_H] = scale / all;
}

void wb_influence_row(const wb_influence *at, const wb_answers *answers, int32_t r,
                      wb_influence_room *room, double *z)
{
    for (size_t f = 0; f < at->n; f++)
        z[f] = NAN;
    items_alone(at, answers, r, z);
    z[WB_OF_SCALE_MISSING] =
        !answers->complete[r] - at->figures[WB_OF_SCALE_MISSING].value;
    if (answers->complete[r]) {
        for (size_t i = 0; i < at->plan->k; i++)
            room->d[i] =
                wb_answers_of(answers, i)[r] - at->plan->origin[i] - at->means[i];
        scale_alone(at, answers, r, room->d, z);
        coefficients(at, room, z);
        find_moves(at, answers, r, room);
        scalabilities(at, room, z);
    }
    for (size_t f = 0; f < at->n; f++)
        z[f] = at->figures[f].status == WB_FIGURE_OK ? z[f] / at->weights[f] : NAN;
}
