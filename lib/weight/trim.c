/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Trimming. A round moves the weights that are outside to the bound and hands what that
 * frees to those never moved, in proportion or equally; they may then be outside in turn,
 * so there are rounds until none is. Every round moves one at least: they end. */
#include "base/text.h"
#include "num/pair.h"
#include "weight/weighing.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct trimming {
    wb_weighing *weighing;
    double lower; /* -INFINITY: none */
    double upper; /* INFINITY: none */
    double *after;
    uint8_t *moved; /* per row; also those of weight 0 */
    double total;
    int64_t n_moved;
    int32_t rounds;
} trimming;

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The sum of the weights before, and what the bounds are multiples of; 0: there is none.
 */
static double unit(trimming *t)
{
    const double *weights = t->weighing->weights;
    double *positive = t->after; /* not in use yet */
    int32_t kind = t->weighing->step->trim.unit;
    wb_pair sum = {0, 0};
    wb_pair above = {0, 0}; /* of the positive ones */
    size_t n = 0;

    for (int64_t i = 0; i < t->weighing->n_rows; i++) {
        sum = wb_pair_gather(sum, weights[i]);
        if (!(weights[i] > 0))
            continue;
        above = wb_pair_gather(above, weights[i]);
        positive[n++] = weights[i];
    }
    t->total = wb_pair_value(sum);
    if (kind == WB_TRIM_VALUE)
        return 1;
    if (n == 0)
        return 0;
    if (kind == WB_TRIM_MEAN)
        return wb_pair_value(above) / (double)n;
    qsort(positive, n, sizeof *positive, compare);
    return n % 2 == 1 ? positive[n / 2] : (positive[n / 2 - 1] + positive[n / 2]) / 2;
}

/* The bounds must leave room for the total. */
static wb_status check_reach(const trimming *t, int64_t n, wb_error *err)
{
    char text[3][WB_NUMBER_CHARS];
    bool high = t->total > t->upper * (double)n * (1 + 1e-14);
    double bound = high ? t->upper : t->lower;

    if (!high && !(t->total < t->lower * (double)n * (1 - 1e-14)))
        return WB_OK;
    wb_format_double(text[0], bound);
    wb_format_double(text[1], bound * (double)n);
    wb_format_double(text[2], t->total);
    return wb_fail(
        err, WB_E_CONVERGENCE,
        "%lld weights of at %s %s sum to %s at %s, which is %s than their total, "
        "%s",
        (long long)n, high ? "most" : "least", text[0], text[1], high ? "most" : "least",
        high ? "less" : "more", text[2]);
}

/* Move what is outside to its bound; false when nothing was. */
static bool cut(trimming *t)
{
    bool some = false;

    for (int64_t i = 0; i < t->weighing->n_rows; i++) {
        double bound = t->after[i] > t->upper ? t->upper : t->lower;
        if (t->moved[i] || (t->after[i] <= t->upper && t->after[i] >= t->lower))
            continue;
        t->after[i] = bound;
        t->moved[i] = 1;
        t->n_moved++;
        some = true;
    }
    return some;
}

/* Give the free weights what the moved ones leave of the total. */
static void share_out(trimming *t)
{
    wb_pair held = {0, 0};
    wb_pair free_weight = {0, 0};
    double n_free = 0;

    for (int64_t i = 0; i < t->weighing->n_rows; i++) {
        wb_pair w = wb_pair_of(t->after[i]);
        if (t->moved[i]) {
            held = wb_pair_add(held, w);
        } else {
            free_weight = wb_pair_add(free_weight, w);
            n_free++;
        }
    }
    if (n_free == 0)
        return;
    double rest = wb_pair_value(wb_pair_subtract(wb_pair_of(t->total), held));
    double now = wb_pair_value(free_weight);
    bool equally = t->weighing->step->trim.equally != 0;
    for (int64_t i = 0; i < t->weighing->n_rows; i++) {
        if (!t->moved[i])
            t->after[i] = equally ? t->after[i] + (rest - now) / n_free
                                  : t->after[i] * (rest / now);
    }
}

static wb_status trim_rounds(trimming *t, wb_error *err)
{
    wb_status st = WB_OK;
    const double *weights = t->weighing->weights;
    const wb_trim_options *options = &t->weighing->step->trim;
    double one = unit(t);
    int64_t n = 0;

    if (!(one > 0))
        return wb_fail(err, WB_E_NUMERIC,
                       "no weight is above 0: there is no %s that bounds can count in",
                       options->unit == WB_TRIM_MEAN ? "mean" : "median");
    t->lower = options->lower > 0 ? options->lower * one : -INFINITY;
    t->upper = options->upper > 0 ? options->upper * one : INFINITY;
    memcpy(t->after, weights, (size_t)t->weighing->n_rows * sizeof *weights);
    for (int64_t i = 0; i < t->weighing->n_rows; i++) {
        t->moved[i] = weights[i] == 0;
        n += weights[i] != 0;
    }
    if (options->once == 0)
        WB_TRY(check_reach(t, n, err));
    while (cut(t)) {
        share_out(t);
        t->rounds++;
        if (options->once != 0)
            break;
        WB_TRY(wb_run_progress(&t->weighing->run, -1, err));
    }
done:
    return st;
}

/* One round may have nobody left to give to; many rounds may leave rounding behind. */
static wb_status check_total(const trimming *t, const wb_report_row *row, wb_error *err)
{
    char text[2][WB_NUMBER_CHARS];

    if (fabs(row->after - row->before) <= WB_FIT * fabs(row->before))
        return WB_OK;
    wb_format_double(text[0], row->before);
    wb_format_double(text[1], row->after);
    return wb_fail(
        err, WB_E_CONVERGENCE,
        "trimming cannot keep the total: %s before, %s after, with %lld weights "
        "at a bound and none left to take the difference",
        text[0], text[1], (long long)t->n_moved);
}

wb_status wb_step_trim(wb_weighing *weighing, wb_error *err)
{
    wb_status st = WB_OK;
    size_t n_rows = (size_t)weighing->n_rows;
    trimming t = {.weighing = weighing,
                  .after = wb_resize(NULL, n_rows, sizeof *t.after),
                  .moved = wb_resize(NULL, n_rows, 1)};
    wb_report_row row = wb_report_row_new();

    if (t.after == NULL || t.moved == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    WB_TRY(trim_rounds(&t, err));
    wb_report_row_of_weights(&row, weighing->weights, t.after, weighing->n_rows);
    WB_TRY(check_total(&t, &row, err));
    row.target = row.before;
    row.iterations = t.rounds;
    row.changed = t.n_moved;
    WB_TRY(wb_report_add(weighing, &row, err));
    wb_weighing_take(weighing, &t.after);
done:
    wb_release(t.after);
    wb_release(t.moved);
    return st;
}
