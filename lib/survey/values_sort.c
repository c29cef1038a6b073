/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Rows to a run. To sort, each value gets a code that rises with cell and value: the
 * range of the values in equal steps. A radix sort puts the codes in order, which leaves
 * little to do but where very many values are close together. All is stable, so equal
 * values stay in the order of the rows. */
#include "num/pair.h"
#include "survey/values.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DIGIT = 11, BUCKETS = 1 << DIGIT, MAX_DIGITS = 3, SHORT = 24 };

/* How values become codes. */
typedef struct wb_scale {
    double least;
    double range;
    uint32_t steps; /* per cell */
    int n_digits;
} wb_scale;

static wb_scale scale_of(const wb_value_run *run)
{
    double least = INFINITY;
    double most = -INFINITY;
    uint32_t n_cells = (uint32_t)run->n_cells;
    int n_digits = n_cells <= 1 << 12 ? 2 : 3;
    uint64_t codes = n_digits == 2 ? (uint64_t)1 << 22 : (uint64_t)1 << 32;

    for (int64_t i = 0; i < run->length; i++) {
        least = run->y[i] < least ? run->y[i] : least;
        most = run->y[i] > most ? run->y[i] : most;
    }
    double range = most - least;
    return (wb_scale){least, range > 0 ? range : 1, (uint32_t)(codes / n_cells),
                      n_digits};
}

/* The codes, and how often each digit occurs. */
static void place_values(wb_value_sorter *sorter, const wb_value_run *run,
                         const wb_scale *scale)
{
    uint32_t *counts = sorter->counts;
    double top = (double)(scale->steps - 1);
    int64_t at = 0;

    memset(counts, 0, (size_t)BUCKETS * MAX_DIGITS * sizeof *counts);
    for (int32_t c = 0; c < run->n_cells; c++) {
        for (int64_t i = run->first[c]; i < run->first[c] + run->count[c]; i++) {
            double part = (run->y[i] - scale->least) / scale->range * top;
            uint32_t code = (uint32_t)c * scale->steps + (uint32_t)part;
            sorter->places[at++] = (wb_value_place){code, (uint32_t)i};
            counts[code & (BUCKETS - 1)]++;
            counts[BUCKETS + (code >> DIGIT & (BUCKETS - 1))]++;
            counts[2 * BUCKETS + (code >> 2 * DIGIT)]++;
        }
    }
}

static void sort_by_digit(wb_value_sorter *sorter, int64_t n, int digit)
{
    uint32_t *counts = sorter->counts + (size_t)digit * BUCKETS;
    int shift = digit * DIGIT;
    uint32_t start = 0;

    for (uint32_t b = 0; b < BUCKETS; b++) {
        uint32_t count = counts[b];
        counts[b] = start;
        start += count;
    }
    for (int64_t i = 0; i < n; i++) {
        wb_value_place place = sorter->places[i];
        sorter->other[counts[place.code >> shift & (BUCKETS - 1)]++] = place;
    }
    wb_value_place *sorted = sorter->other;
    sorter->other = sorter->places;
    sorter->places = sorted;
}

static void insertion_sort(wb_value_place *places, int64_t n, const double *y)
{
    for (int64_t i = 1; i < n; i++) {
        wb_value_place place = places[i];
        double value = y[place.at];
        int64_t j = i;
        for (; j > 0 && y[places[j - 1].at] > value; j--)
            places[j] = places[j - 1];
        places[j] = place;
    }
}

/* Two sorted stretches behind one another become one in `to`. */
static void merge_stretches(const wb_value_place *from, int64_t middle, int64_t n,
                            const double *y, wb_value_place *to)
{
    int64_t i = 0;
    int64_t j = middle;
    for (int64_t k = 0; k < n; k++) {
        bool first = i < middle && (j == n || !(y[from[j].at] < y[from[i].at]));
        to[k] = from[first ? i++ : j++];
    }
}

/* Short stretches first, then twice as long ones until one is left. */
static void merge_sort(wb_value_place *places, int64_t n, const double *y,
                       wb_value_place *room)
{
    wb_value_place *from = places;
    wb_value_place *to = room;

    for (int64_t first = 0; first < n; first += SHORT)
        insertion_sort(places + first, n - first < SHORT ? n - first : SHORT, y);
    for (int64_t length = SHORT; length < n; length *= 2) {
        for (int64_t first = 0; first < n; first += 2 * length) {
            int64_t left = n - first;
            int64_t both = left < 2 * length ? left : 2 * length;
            merge_stretches(from + first, left < length ? left : length, both, y,
                            to + first);
        }
        wb_value_place *merged = to;
        to = from;
        from = merged;
    }
    if (from != places)
        memcpy(places, from, (size_t)n * sizeof *places);
}

/* Rows of one code by value. */
static void order_codes(wb_value_sorter *sorter, int64_t n, const double *y)
{
    wb_value_place *places = sorter->places;

    for (int64_t first = 0, end; first < n; first = end) {
        bool ordered = true;
        for (end = first + 1; end < n && places[end].code == places[first].code; end++)
            ordered = ordered && !(y[places[end].at] < y[places[end - 1].at]);
        if (!ordered && end - first <= SHORT)
            insertion_sort(places + first, end - first, y);
        else if (!ordered)
            merge_sort(places + first, end - first, y, sorter->other + first);
    }
}

/* Sums of equal values, in the place of the first: what is read is not yet written. The
 * sum under way is made a pair when it is complete. */
static void add_up(wb_value_run *out)
{
    int64_t to = -1;
    int64_t from = 0;

    for (int32_t c = 0; c < out->n_cells; c++) {
        int64_t end = from + out->count[c];
        int64_t first = to + 1;
        while (from < end) {
            int64_t start = from;
            wb_pair sum = {0, 0};
            for (; from < end && out->y[from] == out->y[start]; from++)
                sum = wb_pair_gather(sum, out->w[from]);
            sum = wb_quick_sum(sum.hi, sum.lo);
            out->y[++to] = out->y[start];
            out->w[to] = sum.hi;
            out->low[to] = sum.lo;
            out->n[to] = from - start;
        }
        out->first[c] = first;
        out->count[c] = to + 1 - first;
    }
    out->length = to + 1;
}

/* Cells one after another, when no two values are equal. */
static bool all_distinct(wb_value_run *out)
{
    int64_t at = 0;

    for (int32_t c = 0; c < out->n_cells; c++) {
        out->first[c] = at;
        for (int64_t i = 1; i < out->count[c]; i++) {
            if (out->y[at + i] == out->y[at + i - 1])
                return false;
        }
        at += out->count[c];
    }
    return true;
}

static void give_back(wb_value_run *out)
{
    void *blocks[] = {out->y, out->w, out->low, out->n};
    for (int i = 0; i < 4; i++) { /* that this fails is no harm */
        if (blocks[i] == NULL)
            continue;
        void *smaller = wb_resize(blocks[i], (size_t)out->length, sizeof(double));
        blocks[i] = smaller != NULL ? smaller : blocks[i];
    }
    out->y = blocks[0];
    out->w = blocks[1];
    out->low = blocks[2];
    out->n = blocks[3];
}

static wb_status reach_sorter(wb_value_sorter *sorter, int64_t n, wb_error *err)
{
    if (sorter->counts == NULL)
        sorter->counts = wb_allocate((size_t)BUCKETS * MAX_DIGITS, sizeof(uint32_t));
    if (sorter->counts == NULL)
        return wb_fail_nomem(err);
    if (n <= sorter->capacity)
        return WB_OK;
    wb_release(sorter->places);
    wb_release(sorter->other);
    sorter->capacity = 0;
    sorter->places = wb_resize(NULL, (size_t)n, sizeof *sorter->places);
    sorter->other = wb_resize(NULL, (size_t)n, sizeof *sorter->other);
    if (sorter->places == NULL || sorter->other == NULL)
        return wb_fail_nomem(err);
    sorter->capacity = n;
    return WB_OK;
}

static void sort_places(wb_value_sorter *sorter, const wb_value_run *run)
{
    wb_scale scale = scale_of(run);

    place_values(sorter, run, &scale);
    for (int digit = 0; digit < scale.n_digits; digit++)
        sort_by_digit(sorter, run->length, digit);
    order_codes(sorter, run->length, run->y);
}

/* Values and weights in order, cell after cell. */
static wb_status put_in_order(const wb_value_sorter *sorter, const wb_value_run *run,
                              wb_value_run *out, wb_error *err)
{
    size_t n = (size_t)run->length;
    size_t n_cells = (size_t)run->n_cells;

    *out = (wb_value_run){.n_cells = run->n_cells,
                          .level = run->level,
                          .sorted = true,
                          .length = run->length};
    out->first = wb_allocate(n_cells, sizeof *out->first);
    out->count = wb_allocate(n_cells, sizeof *out->count);
    out->y = wb_resize(NULL, n, sizeof *out->y);
    out->w = wb_resize(NULL, n, sizeof *out->w);
    if (out->first == NULL || out->count == NULL || out->y == NULL || out->w == NULL)
        return wb_fail_nomem(err);
    memcpy(out->count, run->count, n_cells * sizeof *out->count);
    for (size_t i = 0; i < n; i++) {
        uint32_t at = sorter->places[i].at;
        out->y[i] = run->y[at];
        out->w[i] = run->w[at];
    }
    return WB_OK;
}

wb_status wb_value_run_sort(wb_value_run *run, wb_value_sorter *sorter, wb_error *err)
{
    wb_status st = WB_OK;
    wb_value_run made = {0};
    size_t n = (size_t)run->length;

    if (run->sorted || n == 0)
        goto done;
    WB_TRY(reach_sorter(sorter, run->length, err));
    sort_places(sorter, run);
    WB_TRY(put_in_order(sorter, run, &made, err));
    if (!all_distinct(&made)) {
        made.low = wb_allocate(n, sizeof *made.low);
        made.n = wb_resize(NULL, n, sizeof *made.n);
        if (made.low == NULL || made.n == NULL) {
            st = wb_fail_nomem(err);
            goto done;
        }
        add_up(&made);
        give_back(&made);
    }
    WB_TRY(wb_value_run_own(&made, err));
    wb_value_run_free(run);
    *run = made;
    made = (wb_value_run){0};
done:
    wb_value_run_free(&made);
    return st;
}

/* ---- from rows ---- */

/* Where each cell begins. */
static wb_status find_cells(const wb_value_rows *rows, wb_value_run *out, wb_error *err)
{
    int32_t most = -1;
    int64_t start = 0;

    for (int32_t i = 0; i < rows->count; i++)
        most = rows->cells[i] > most ? rows->cells[i] : most;
    out->n_cells = most + 1;
    out->first = wb_allocate((size_t)out->n_cells, sizeof *out->first);
    out->count = wb_allocate((size_t)out->n_cells, sizeof *out->count);
    if (out->first == NULL || out->count == NULL)
        return wb_fail_nomem(err);
    for (int32_t i = 0; i < rows->count; i++)
        out->count[rows->cells[i]]++;
    for (int32_t c = 0; c < out->n_cells; c++) {
        out->first[c] = start;
        start += out->count[c];
    }
    return WB_OK;
}

/* The rows of each cell together; first is moved to the ends, and back. */
static wb_status group_rows(const wb_value_rows *rows, wb_value_run *out, wb_error *err)
{
    out->y = wb_resize(NULL, (size_t)rows->count, sizeof *out->y);
    out->w = wb_resize(NULL, (size_t)rows->count, sizeof *out->w);
    if (out->y == NULL || out->w == NULL)
        return wb_fail_nomem(err);
    for (int32_t i = 0; i < rows->count; i++) {
        int64_t to = out->first[rows->cells[i]]++;
        out->y[to] = rows->y[i];
        out->w[to] = rows->w[i];
    }
    for (int32_t c = 0; c < out->n_cells; c++)
        out->first[c] -= out->count[c];
    return WB_OK;
}

/* With one cell they are together already. */
static void take_rows(wb_value_rows *rows, wb_value_run *out)
{
    out->y = rows->y;
    out->w = rows->w;
    rows->y = NULL;
    rows->w = NULL;
    rows->before = rows->capacity;
    if (rows->capacity > rows->count)
        give_back(out);
    rows->capacity = 0;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Whether of a few hundred values, evenly spread, one in four has its equal. */
static bool has_many_equal(const wb_value_rows *rows)
{
    double values[512];
    int64_t n = rows->count < 512 ? rows->count : 512;
    int64_t equal = 0;

    for (int64_t i = 0; i < n; i++)
        values[i] = rows->y[i * rows->count / n];
    qsort(values, (size_t)n, sizeof *values, by_value);
    for (int64_t i = 1; i < n; i++)
        equal += values[i] == values[i - 1];
    return equal * 4 >= n;
}

wb_status wb_value_run_make(wb_value_rows *rows, wb_value_sorter *sorter,
                            wb_value_run *out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_value_run made = {0};

    bool equal = has_many_equal(rows);
    if (equal)
        WB_TRY(wb_value_run_count(rows, &made, err));
    if (made.sorted) {
        *out = made;
        made = (wb_value_run){0};
        goto done;
    }
    made.length = rows->count;
    WB_TRY(find_cells(rows, &made, err));
    if (made.n_cells == 1)
        take_rows(rows, &made);
    else
        WB_TRY(group_rows(rows, &made, err));
    WB_TRY(wb_value_run_own(&made, err));
    if (equal)
        WB_TRY(wb_value_run_sort(&made, sorter, err));
    *out = made;
    made = (wb_value_run){0};
done:
    rows->count = 0;
    wb_value_run_free(&made);
    return st;
}

void wb_value_sorter_free(wb_value_sorter *sorter)
{
    wb_release(sorter->places);
    wb_release(sorter->other);
    wb_release(sorter->counts);
    *sorter = (wb_value_sorter){0};
}

int64_t wb_value_sorter_bytes(const wb_value_sorter *sorter)
{
    return sorter->capacity * 2 * (int64_t)sizeof(wb_value_place);
}
