/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The life of a run: values with their weights, in the order of cells. */
#include "survey/values.h"

#include <string.h>

void wb_value_run_free(wb_value_run *run)
{
    bool last = run->owners == NULL ||
                atomic_fetch_sub_explicit(run->owners, 1, memory_order_acq_rel) == 1;

    wb_release(run->first);
    wb_release(run->count);
    if (last) {
        wb_release(run->y);
        wb_release(run->w);
        wb_release(run->low);
        wb_release(run->n);
        wb_release(run->owners);
    }
    *run = (wb_value_run){0};
}

wb_status wb_value_run_own(wb_value_run *run, wb_error *err)
{
    run->owners = wb_allocate(1, sizeof *run->owners);
    if (run->owners == NULL)
        return wb_fail_nomem(err);
    atomic_init(run->owners, 1);
    return WB_OK;
}

int64_t wb_value_run_bytes(const wb_value_run *run)
{
    int64_t bytes = 2 * (int64_t)sizeof(double);
    bytes += run->low != NULL ? (int64_t)sizeof(double) : 0;
    bytes += run->n != NULL ? (int64_t)sizeof(int64_t) : 0;
    return run->length * bytes + run->n_cells * 2 * (int64_t)sizeof(int64_t);
}

wb_status wb_value_run_copy(const wb_value_run *run, wb_value_run *out, wb_error *err)
{
    size_t n_cells = (size_t)run->n_cells;
    int64_t *first = wb_resize(NULL, n_cells, sizeof *first);
    int64_t *count = wb_resize(NULL, n_cells, sizeof *count);

    if (first == NULL || count == NULL) {
        wb_release(first);
        wb_release(count);
        return wb_fail_nomem(err);
    }
    if (n_cells > 0) {
        memcpy(first, run->first, n_cells * sizeof *first);
        memcpy(count, run->count, n_cells * sizeof *count);
    }
    *out = *run;
    out->first = first;
    out->count = count;
    if (run->owners != NULL)
        atomic_fetch_add_explicit(run->owners, 1, memory_order_relaxed);
    return WB_OK;
}

wb_status wb_value_run_relabel(wb_value_run *run, const int32_t *cells, int32_t n_cells,
                               wb_error *err)
{
    int64_t *first = wb_allocate((size_t)n_cells, sizeof *first);
    int64_t *count = wb_allocate((size_t)n_cells, sizeof *count);

    if (first == NULL || count == NULL) {
        wb_release(first);
        wb_release(count);
        return wb_fail_nomem(err);
    }
    for (int32_t c = 0; c < run->n_cells; c++) {
        if (run->count[c] == 0)
            continue;
        first[cells[c]] = run->first[c];
        count[cells[c]] = run->count[c];
    }
    wb_release(run->first);
    wb_release(run->count);
    run->first = first;
    run->count = count;
    run->n_cells = n_cells;
    return WB_OK;
}
