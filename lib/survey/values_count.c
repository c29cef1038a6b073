/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Rows to a run when they have few distinct values: each is found in a table. */
#include "num/pair.h"
#include "survey/values.h"

#include <stdlib.h>
#include <string.h>

enum { MOST = 8192, SLOT_BITS = 15, SLOTS = 1 << SLOT_BITS };

typedef struct wb_distinct {
    double y;
    wb_pair w; /* its low part is not carried before the end */
    int64_t n;
    int32_t cell;
} wb_distinct;

typedef struct wb_counter {
    wb_distinct *values;
    int32_t n;
    int32_t *slots; /* position + 1; 0: free */
} wb_counter;

static uint32_t slot_of(double y, int32_t cell)
{
    uint64_t bits;
    memcpy(&bits, &y, sizeof bits);
    bits = (bits ^ (uint64_t)(uint32_t)cell) * 0x9e3779b97f4a7c15U;
    return (uint32_t)(bits >> (64 - SLOT_BITS));
}

/* Returns false when there are too many. */
static bool count_rows(wb_counter *counter, const wb_value_rows *rows)
{
    for (int32_t i = 0; i < rows->count; i++) {
        uint32_t slot = slot_of(rows->y[i], rows->cells[i]);
        wb_distinct *value = NULL;
        while (counter->slots[slot] != 0) {
            value = &counter->values[counter->slots[slot] - 1];
            if (value->y == rows->y[i] && value->cell == rows->cells[i])
                break;
            slot = (slot + 1) & (SLOTS - 1);
        }
        if (counter->slots[slot] == 0) {
            if (counter->n == MOST)
                return false;
            value = &counter->values[counter->n++];
            *value = (wb_distinct){rows->y[i], {0, 0}, 0, rows->cells[i]};
            counter->slots[slot] = counter->n;
        }
        value->w = wb_pair_gather(value->w, rows->w[i]);
        value->n++;
    }
    return true;
}

static int by_place(const void *a, const void *b)
{
    const wb_distinct *x = a;
    const wb_distinct *y = b;
    if (x->cell != y->cell)
        return (x->cell > y->cell) - (x->cell < y->cell);
    return (x->y > y->y) - (x->y < y->y);
}

static wb_status make_run(wb_counter *counter, wb_value_run *out, wb_error *err)
{
    size_t n = (size_t)counter->n;

    qsort(counter->values, n, sizeof *counter->values, by_place);
    out->n_cells = n > 0 ? counter->values[n - 1].cell + 1 : 0;
    out->first = wb_allocate((size_t)out->n_cells, sizeof *out->first);
    out->count = wb_allocate((size_t)out->n_cells, sizeof *out->count);
    out->y = wb_allocate(n, sizeof *out->y);
    out->w = wb_allocate(n, sizeof *out->w);
    out->low = wb_allocate(n, sizeof *out->low);
    out->n = wb_allocate(n, sizeof *out->n);
    if (out->first == NULL || out->count == NULL || out->y == NULL || out->w == NULL ||
        out->low == NULL || out->n == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        const wb_distinct *value = &counter->values[i];
        wb_pair sum = wb_quick_sum(value->w.hi, value->w.lo);
        out->y[i] = value->y;
        out->w[i] = sum.hi;
        out->low[i] = sum.lo;
        out->n[i] = value->n;
        if (out->count[value->cell]++ == 0)
            out->first[value->cell] = (int64_t)i;
    }
    out->length = (int64_t)n;
    out->sorted = true;
    return WB_OK;
}

wb_status wb_value_run_count(const wb_value_rows *rows, wb_value_run *out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_counter counter = {0};
    wb_value_run made = {0};

    *out = (wb_value_run){0};
    counter.values = wb_resize(NULL, MOST, sizeof *counter.values);
    counter.slots = wb_allocate(SLOTS, sizeof *counter.slots);
    if (counter.values == NULL || counter.slots == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    if (!count_rows(&counter, rows))
        goto done;
    WB_TRY(make_run(&counter, &made, err));
    WB_TRY(wb_value_run_own(&made, err));
    *out = made;
    made = (wb_value_run){0};
done:
    wb_value_run_free(&made);
    wb_release(counter.values);
    wb_release(counter.slots);
    return st;
}
