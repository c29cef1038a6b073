/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The value up to which the weights reach a target is found by looking only at the step
 * of the range that it must lie in, and there at the step of that step until few are
 * left. */
#include "survey/ecdf.h"

#include <math.h>
#include <stdlib.h>

enum { MOST_BUCKETS = 1 << 15, FEW = 256, ITEM_BUCKETS = 1024 };

static int64_t count_rows(const wb_ecdf_piece *piece)
{
    int64_t n = 0;
    if (piece->n == NULL)
        return piece->length;
    for (int64_t i = 0; i < piece->length; i++)
        n += piece->n[i];
    return n;
}

static void take_pieces(wb_ecdf *ecdf, const wb_values *values, int32_t cell)
{
    for (size_t r = 0; r < values->n_runs; r++) {
        const wb_value_run *run = &values->runs[r];
        if (cell >= run->n_cells || run->count[cell] == 0)
            continue;
        int64_t first = run->first[cell];
        ecdf->pieces[ecdf->n_pieces++] = (wb_ecdf_piece){
            run->y + first, run->w + first, run->low != NULL ? run->low + first : NULL,
            run->n != NULL ? run->n + first : NULL, run->count[cell]};
        ecdf->length += run->count[cell];
        ecdf->rows += count_rows(&ecdf->pieces[ecdf->n_pieces - 1]);
    }
}

static void find_range(wb_ecdf *ecdf)
{
    ecdf->least = INFINITY;
    ecdf->largest = -INFINITY;
    for (size_t p = 0; p < ecdf->n_pieces; p++) {
        const wb_ecdf_piece *piece = &ecdf->pieces[p];
        for (int64_t i = 0; i < piece->length; i++) {
            double y = piece->y[i];
            ecdf->least = y < ecdf->least ? y : ecdf->least;
            ecdf->largest = y > ecdf->largest ? y : ecdf->largest;
        }
    }
}

/* How many steps go into a unit, so that the largest value falls in the last. */
static double scale_of(double least, double largest, int32_t n_buckets)
{
    double scale = (n_buckets - 1) / (largest - least);
    return isfinite(scale) ? scale : 0; /* no range to speak of: one bucket */
}

static inline int32_t bucket_of(double y, double least, double scale)
{
    return (int32_t)((y - least) * scale);
}

/* Add w exactly enough; the low parts are not carried. */
static inline void add_to(wb_pair *sum, double w, double low)
{
    wb_pair s = wb_two_sum(sum->hi, w);
    *sum = (wb_pair){s.hi, sum->lo + (s.lo + low)};
}

/* From the weights of the buckets to those before them. */
static void cumulate(wb_pair *buckets, int32_t n_buckets, wb_pair before)
{
    for (int32_t b = 0; b <= n_buckets; b++) {
        wb_pair here = buckets[b];
        buckets[b] = before;
        before = wb_pair_add(before, here);
    }
}

static void fill_buckets(wb_ecdf *ecdf)
{
    for (size_t p = 0; p < ecdf->n_pieces; p++) {
        const wb_ecdf_piece *piece = &ecdf->pieces[p];
        for (int64_t i = 0; i < piece->length; i++) {
            int32_t bucket = bucket_of(piece->y[i], ecdf->least, ecdf->scale);
            add_to(&ecdf->before[bucket], piece->w[i],
                   piece->low != NULL ? piece->low[i] : 0);
            ecdf->sizes[bucket]++;
        }
    }
    cumulate(ecdf->before, ecdf->n_buckets, wb_pair_of(0));
    ecdf->total = wb_pair_value(ecdf->before[ecdf->n_buckets]);
}

wb_status wb_ecdf_init(wb_ecdf *ecdf, const wb_values *values, int32_t cell,
                       wb_error *err)
{
    *ecdf = (wb_ecdf){0};
    ecdf->pieces = wb_allocate(values->n_runs, sizeof *ecdf->pieces);
    if (ecdf->pieces == NULL)
        return wb_fail_nomem(err);
    take_pieces(ecdf, values, cell);
    if (ecdf->length == 0)
        return WB_OK;
    find_range(ecdf);
    ecdf->n_buckets = MOST_BUCKETS;
    if (ecdf->length / 8 < MOST_BUCKETS)
        ecdf->n_buckets = (int32_t)(ecdf->length / 8) + 1;
    ecdf->scale = scale_of(ecdf->least, ecdf->largest, ecdf->n_buckets);
    ecdf->before = wb_allocate((size_t)ecdf->n_buckets + 1, sizeof *ecdf->before);
    ecdf->sizes = wb_allocate((size_t)ecdf->n_buckets, sizeof *ecdf->sizes);
    if (ecdf->before == NULL || ecdf->sizes == NULL) {
        wb_ecdf_free(ecdf);
        return wb_fail_nomem(err);
    }
    fill_buckets(ecdf);
    return WB_OK;
}

void wb_ecdf_free(wb_ecdf *ecdf)
{
    wb_release(ecdf->pieces);
    wb_release(ecdf->before);
    wb_release(ecdf->sizes);
    *ecdf = (wb_ecdf){0};
}

/* ---- selection ---- */

typedef struct wb_item {
    double y;
    wb_pair w;
    int64_t rows;
    int64_t at;
} wb_item;

/* A value, the weights up to and including it, the average weight of the rows that have
 * it, and the value after it: NaN when that is not among the items looked at. */
typedef struct wb_reach {
    double y;
    double upto;
    double step;
    double next;
} wb_reach;

/* The first bucket at whose end the weights reach the target; the last one with weights
 * if none does. */
static int32_t find_bucket(const wb_pair *before, int32_t n_buckets, double target)
{
    int32_t low = 0;
    int32_t high = n_buckets - 1;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (wb_pair_value(before[middle + 1]) < target)
            low = middle + 1;
        else
            high = middle;
    }
    while (low > 0 && before[low + 1].hi == before[low].hi &&
           before[low + 1].lo == before[low].lo)
        low--;
    return low;
}

static wb_status take_bucket(const wb_ecdf *ecdf, int32_t bucket, wb_item **items,
                             int64_t *n, wb_error *err)
{
    int64_t at = 0;

    *n = ecdf->sizes[bucket];
    *items = wb_resize(NULL, (size_t)*n, sizeof **items);
    if (*items == NULL)
        return wb_fail_nomem(err);
    for (size_t p = 0; p < ecdf->n_pieces; p++) {
        const wb_ecdf_piece *piece = &ecdf->pieces[p];
        for (int64_t i = 0; i < piece->length; i++) {
            if (bucket_of(piece->y[i], ecdf->least, ecdf->scale) != bucket)
                continue;
            double low = piece->low != NULL ? piece->low[i] : 0;
            int64_t rows = piece->n != NULL ? piece->n[i] : 1;
            (*items)[at] = (wb_item){piece->y[i], {piece->w[i], low}, rows, at};
            at++;
        }
    }
    return WB_OK;
}

/* Keep only the items of the step in which the target is reached, until they are few or
 * all equal; `before` is what lies before them. */
static void narrow(wb_item *items, int64_t *n, wb_pair *before, double target)
{
    wb_pair buckets[ITEM_BUCKETS + 1];

    while (*n > FEW) {
        double least = INFINITY;
        double largest = -INFINITY;
        int64_t kept = 0;
        for (int64_t i = 0; i < *n; i++) {
            least = fmin(least, items[i].y);
            largest = fmax(largest, items[i].y);
        }
        double scale = scale_of(least, largest, ITEM_BUCKETS);
        if (scale == 0)
            return;
        for (int b = 0; b <= ITEM_BUCKETS; b++)
            buckets[b] = wb_pair_of(0);
        for (int64_t i = 0; i < *n; i++)
            add_to(&buckets[bucket_of(items[i].y, least, scale)], items[i].w.hi,
                   items[i].w.lo);
        cumulate(buckets, ITEM_BUCKETS, *before);
        int32_t bucket = find_bucket(buckets, ITEM_BUCKETS, target);
        for (int64_t i = 0; i < *n; i++) {
            if (bucket_of(items[i].y, least, scale) == bucket)
                items[kept++] = items[i];
        }
        *n = kept;
        *before = buckets[bucket];
    }
}

static int by_value(const void *a, const void *b)
{
    const wb_item *x = a;
    const wb_item *y = b;
    if (x->y != y->y)
        return (x->y > y->y) - (x->y < y->y);
    return (x->at > y->at) - (x->at < y->at);
}

/* The least value up to which the weights reach the target; the largest if none does. */
static wb_status reach(const wb_ecdf *ecdf, double target, wb_reach *out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_item *items = NULL;
    bool there = false;
    int64_t n;

    int32_t bucket = find_bucket(ecdf->before, ecdf->n_buckets, target);
    wb_pair sum = ecdf->before[bucket];
    wb_pair own = {0, 0};
    int64_t rows = 0;
    WB_TRY(take_bucket(ecdf, bucket, &items, &n, err));
    narrow(items, &n, &sum, target);
    qsort(items, (size_t)n, sizeof *items, by_value);
    for (int64_t i = 0; i < n && !there; i++) {
        sum = wb_pair_add(sum, items[i].w);
        bool first_of_value = i == 0 || items[i - 1].y != items[i].y;
        own = first_of_value ? items[i].w : wb_pair_add(own, items[i].w);
        rows = first_of_value ? items[i].rows : rows + items[i].rows;
        bool last_of_value = i + 1 == n || items[i + 1].y != items[i].y;
        there = last_of_value && (i + 1 == n || wb_pair_value(sum) >= target);
        if (there)
            *out = (wb_reach){items[i].y, wb_pair_value(sum),
                              wb_pair_value(own) / (double)rows,
                              i + 1 < n ? items[i + 1].y : NAN};
    }
done:
    wb_release(items);
    return st;
}

/* The least value above y; y itself when it is the largest. */
static double next_above(const wb_ecdf *ecdf, double y)
{
    double next = INFINITY;
    for (size_t p = 0; p < ecdf->n_pieces; p++) {
        const wb_ecdf_piece *piece = &ecdf->pieces[p];
        for (int64_t i = 0; i < piece->length; i++)
            next = piece->y[i] > y && piece->y[i] < next ? piece->y[i] : next;
    }
    return next < INFINITY ? next : y;
}

static double value_after(const wb_ecdf *ecdf, const wb_reach *at)
{
    return isnan(at->next) ? next_above(ecdf, at->y) : at->next;
}

/* The average weight of the rows that have the value y. */
static double weight_of_row(const wb_ecdf *ecdf, double y)
{
    wb_pair w = {0, 0};
    int64_t n = 0;
    for (size_t p = 0; p < ecdf->n_pieces; p++) {
        const wb_ecdf_piece *piece = &ecdf->pieces[p];
        for (int64_t i = 0; i < piece->length; i++) {
            if (piece->y[i] != y)
                continue;
            add_to(&w, piece->w[i], piece->low != NULL ? piece->low[i] : 0);
            n += piece->n != NULL ? piece->n[i] : 1;
        }
    }
    return wb_pair_value(w) / (double)n;
}

/* ---- the rules ---- */

/* inf{y: F(y) >= p}, and for `school` the middle of that and the next when F(y) = p. */
static wb_status step_quantile(const wb_ecdf *ecdf, bool school, double p,
                               double *quantile, wb_error *err)
{
    wb_status st = WB_OK;
    double slack = WB_ECDF_EQUAL * ecdf->total;
    wb_reach at;

    WB_TRY(reach(ecdf, p * ecdf->total - slack, &at, err));
    *quantile = at.y;
    if (school && at.upto <= p * ecdf->total + slack)
        *quantile = at.y + (value_after(ecdf, &at) - at.y) / 2;
done:
    return st;
}

/* Hyndman & Fan's seventh with weights: the k-th row of n stands at p = C(k-1) / C(n-1),
 * with C the cumulated weights, and between two rows the quantile is linear in p. Rows of
 * one value share its weight evenly, so that their order does not matter. */
static wb_status linear_quantile(const wb_ecdf *ecdf, double p, double *quantile,
                                 wb_error *err)
{
    wb_status st = WB_OK;
    double target = p * (ecdf->total - weight_of_row(ecdf, ecdf->largest));
    wb_reach at;

    WB_TRY(reach(ecdf, target, &at, err));
    *quantile = at.y;
    double beyond = target - (at.upto - at.step);
    if (beyond > 0)
        *quantile += (value_after(ecdf, &at) - at.y) * fmin(beyond / at.step, 1);
done:
    return st;
}

wb_status wb_ecdf_quantile(const wb_ecdf *ecdf, int32_t rule, double p, double *quantile,
                           wb_error *err)
{
    *quantile = NAN;
    if (ecdf->length == 0)
        return WB_OK;
    if (rule == WB_QUANTILE_HF7)
        return linear_quantile(ecdf, p, quantile, err);
    return step_quantile(ecdf, rule == WB_QUANTILE_SCHOOL, p, quantile, err);
}
