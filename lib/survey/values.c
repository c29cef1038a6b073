/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/values.h"

#include "num/pair.h"

#include <string.h>

/* So many runs of one level become one of the next: a power of two. */
enum { LEVEL_RUNS = 8 };

/* ---- merging two runs ---- */

static wb_status add_counts(wb_value_run *out, size_t room, wb_error *err)
{
    out->low = wb_allocate(room, sizeof *out->low);
    out->n = wb_resize(NULL, room, sizeof *out->n);
    if (out->low == NULL || out->n == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < room; i++)
        out->n[i] = 1;
    return WB_OK;
}

static wb_status begin_merge(const wb_value_run *a, const wb_value_run *b,
                             wb_value_run *out, wb_error *err)
{
    size_t room = (size_t)(a->length + b->length);
    int32_t n_cells = a->n_cells > b->n_cells ? a->n_cells : b->n_cells;

    out->n_cells = n_cells;
    out->first = wb_allocate((size_t)n_cells, sizeof *out->first);
    out->count = wb_allocate((size_t)n_cells, sizeof *out->count);
    out->y = wb_resize(NULL, room, sizeof *out->y);
    out->w = wb_resize(NULL, room, sizeof *out->w);
    if (out->first == NULL || out->count == NULL || out->y == NULL || out->w == NULL)
        return wb_fail_nomem(err);
    return a->n != NULL || b->n != NULL ? add_counts(out, room, err) : WB_OK;
}

/* Room that is not used is given back; that this fails is no harm. */
static void give_back(void **block, size_t length, size_t size)
{
    void *smaller = *block != NULL ? wb_resize(*block, length, size) : NULL;
    *block = smaller != NULL ? smaller : *block;
}

static void end_merge(wb_value_run *out, size_t room)
{
    size_t length = (size_t)out->length;
    if (length == room)
        return;
    void *blocks[] = {out->y, out->w, out->low, out->n};
    for (int i = 0; i < 4; i++)
        give_back(&blocks[i], length, sizeof(double));
    out->y = blocks[0];
    out->w = blocks[1];
    out->low = blocks[2];
    out->n = blocks[3];
}

static void copy_values(const wb_value_run *from, int64_t first, int64_t n,
                        wb_value_run *out)
{
    size_t bytes = (size_t)n * sizeof(double);
    int64_t at = out->length;

    memcpy(out->y + at, from->y + first, bytes);
    memcpy(out->w + at, from->w + first, bytes);
    if (from->n != NULL) {
        memcpy(out->low + at, from->low + first, bytes);
        memcpy(out->n + at, from->n + first, bytes);
    }
    out->length += n;
}

static wb_pair weight_of(const wb_value_run *run, int64_t i)
{
    return (wb_pair){run->w[i], run->low != NULL ? run->low[i] : 0};
}

static int64_t rows_of(const wb_value_run *run, int64_t i)
{
    return run->n != NULL ? run->n[i] : 1;
}

/* Values of a and b in order, until one of them ends or a value is in both. Which of two
 * is less cannot be foretold, so the choice is made without a branch. */
static void merge_distinct(const wb_value_run *a, int64_t *i, int64_t a_end,
                           const wb_value_run *b, int64_t *j, int64_t b_end,
                           wb_value_run *out)
{
    double *restrict y = out->y;
    double *restrict w = out->w;
    int64_t at = out->length;
    int64_t from_a = *i;
    int64_t from_b = *j;

    while (from_a < a_end && from_b < b_end) {
        double x = a->y[from_a];
        double z = b->y[from_b];
        if (x == z)
            break;
        int64_t less = x < z;
        const double *chosen[] = {b->w + from_b, a->w + from_a};
        y[at] = x < z ? x : z;
        w[at++] = *chosen[less];
        from_a += less;
        from_b += 1 - less;
    }
    out->length = at;
    *i = from_a;
    *j = from_b;
}

static void put_one(const wb_value_run *from, int64_t i, wb_value_run *out)
{
    wb_pair sum = weight_of(from, i);
    out->y[out->length] = from->y[i];
    out->w[out->length] = sum.hi;
    out->low[out->length] = sum.lo;
    out->n[out->length++] = rows_of(from, i);
}

static wb_status put_both(const wb_value_run *a, int64_t i, const wb_value_run *b,
                          int64_t j, wb_value_run *out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_pair sum = wb_pair_add(weight_of(a, i), weight_of(b, j));

    if (out->n == NULL)
        WB_TRY(add_counts(out, (size_t)(a->length + b->length), err));
    out->y[out->length] = a->y[i];
    out->w[out->length] = sum.hi;
    out->low[out->length] = sum.lo;
    out->n[out->length++] = rows_of(a, i) + rows_of(b, j);
done:
    return st;
}

/* One cell that both have. */
static wb_status merge_cell(const wb_value_run *a, const wb_value_run *b, int32_t cell,
                            wb_value_run *out, wb_error *err)
{
    wb_status st = WB_OK;
    int64_t i = a->first[cell];
    int64_t j = b->first[cell];
    int64_t a_end = i + a->count[cell];
    int64_t b_end = j + b->count[cell];

    while (i < a_end && j < b_end) {
        if (out->n == NULL)
            merge_distinct(a, &i, a_end, b, &j, b_end, out);
        if (i == a_end || j == b_end)
            break;
        if (a->y[i] == b->y[j])
            WB_TRY(put_both(a, i++, b, j++, out, err));
        else if (a->y[i] < b->y[j])
            put_one(a, i++, out);
        else
            put_one(b, j++, out);
    }
    copy_values(a, i, a_end - i, out);
    copy_values(b, j, b_end - j, out);
done:
    return st;
}

wb_status wb_value_run_merge(const wb_value_run *a, const wb_value_run *b,
                             wb_value_run *out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_value_run made = {.sorted = true};

    WB_TRY(begin_merge(a, b, &made, err));
    for (int32_t c = 0; c < made.n_cells; c++) {
        int64_t in_a = c < a->n_cells ? a->count[c] : 0;
        int64_t in_b = c < b->n_cells ? b->count[c] : 0;
        made.first[c] = made.length;
        if (in_a > 0 && in_b > 0)
            WB_TRY(merge_cell(a, b, c, &made, err));
        else if (in_a > 0)
            copy_values(a, a->first[c], in_a, &made);
        else if (in_b > 0)
            copy_values(b, b->first[c], in_b, &made);
        made.count[c] = made.length - made.first[c];
    }
    end_merge(&made, (size_t)(a->length + b->length));
    WB_TRY(wb_value_run_own(&made, err));
    *out = made;
    made = (wb_value_run){0};
done:
    wb_value_run_free(&made);
    return st;
}

/* ---- the store ---- */

void wb_values_free(wb_values *values)
{
    for (size_t i = 0; i < values->n_runs; i++)
        wb_value_run_free(&values->runs[i]);
    wb_release(values->runs);
    *values = (wb_values){0};
}

wb_status wb_values_copy(const wb_values *values, wb_values *out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_values copy = {0};

    copy.runs = wb_allocate(values->n_runs, sizeof *copy.runs);
    if (copy.runs == NULL)
        return wb_fail_nomem(err);
    copy.capacity = values->n_runs;
    for (; copy.n_runs < values->n_runs; copy.n_runs++)
        WB_TRY(
            wb_value_run_copy(&values->runs[copy.n_runs], &copy.runs[copy.n_runs], err));
    *out = copy;
    copy = (wb_values){0};
done:
    wb_values_free(&copy);
    return st;
}

/* The runs from `first` on two by two, until one is left of a level higher. */
static wb_status merge_level(wb_values *values, size_t first, wb_error *err)
{
    wb_status st = WB_OK;
    int32_t level = values->runs[first].level;
    wb_value_sorter sorter = {0};
    wb_value_run merged = {0};

    for (size_t i = first; i < values->n_runs; i++)
        WB_TRY(wb_value_run_sort(&values->runs[i], &sorter, err));
    while (values->n_runs - first > 1) {
        size_t to = first;
        for (size_t i = first; i + 1 < values->n_runs; i += 2) {
            WB_TRY(
                wb_value_run_merge(&values->runs[i], &values->runs[i + 1], &merged, err));
            wb_value_run_free(&values->runs[i]);
            wb_value_run_free(&values->runs[i + 1]);
            values->runs[to++] = merged;
        }
        values->n_runs = to;
    }
    values->runs[first].level = level + 1;
done:
    wb_value_sorter_free(&sorter);
    return st;
}

wb_status wb_values_push(wb_values *values, wb_value_run *run, wb_error *err)
{
    wb_status st = WB_OK;

    if (run->length == 0) {
        wb_value_run_free(run);
        return WB_OK;
    }
    if (values->n_runs == values->capacity) {
        size_t capacity = values->capacity + LEVEL_RUNS;
        wb_value_run *runs = wb_resize(values->runs, capacity, sizeof *runs);
        if (runs == NULL)
            return wb_fail_nomem(err);
        values->runs = runs;
        values->capacity = capacity;
    }
    values->runs[values->n_runs++] = *run;
    *run = (wb_value_run){0};
    while (values->n_runs >= LEVEL_RUNS) {
        size_t first = values->n_runs - LEVEL_RUNS;
        if (values->runs[first].level > values->runs[values->n_runs - 1].level)
            break;
        WB_TRY(merge_level(values, first, err));
    }
done:
    return st;
}

wb_status wb_values_merge(wb_values *values, const wb_values *other, const int32_t *cells,
                          int32_t n_cells, wb_error *err)
{
    wb_status st = WB_OK;
    wb_value_run run = {0};

    for (size_t i = 0; i < other->n_runs; i++) {
        WB_TRY(wb_value_run_copy(&other->runs[i], &run, err));
        WB_TRY(wb_value_run_relabel(&run, cells, n_cells, err));
        WB_TRY(wb_values_push(values, &run, err));
    }
done:
    wb_value_run_free(&run);
    return st;
}

int64_t wb_values_bytes(const wb_values *values)
{
    int64_t bytes = (int64_t)(values->capacity * sizeof *values->runs);
    for (size_t i = 0; i < values->n_runs; i++)
        bytes += wb_value_run_bytes(&values->runs[i]);
    return bytes;
}
