/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/cells.h"

#include <stdlib.h>
#include <string.h>

wb_status wb_levels_init(wb_levels *levels, const wb_keys *keys, const wb_names *declared,
                         wb_error *err)
{
    int32_t n = wb_keys_count(keys);
    int32_t n_declared = declared != NULL ? (int32_t)declared->count : 0;

    *levels = (wb_levels){wb_allocate((size_t)n, sizeof(int32_t)),
                          wb_allocate((size_t)n, sizeof(int32_t)), n};
    if (levels->codes == NULL || levels->ranks == NULL) {
        wb_levels_free(levels);
        return wb_fail_nomem(err);
    }
    /* Declared categories were added to the keys before any row: codes 0, 1, ... */
    wb_keys_order(keys, levels->ranks);
    int32_t at = 0;
    for (; at < n_declared; at++)
        levels->codes[at] = at;
    for (int32_t i = 0; i < n; i++) {
        if (levels->ranks[i] >= n_declared)
            levels->codes[at++] = levels->ranks[i];
    }
    for (int32_t i = 0; i < n; i++)
        levels->ranks[levels->codes[i]] = i;
    return WB_OK;
}

void wb_levels_free(wb_levels *levels)
{
    wb_release(levels->codes);
    wb_release(levels->ranks);
    *levels = (wb_levels){0};
}

static int64_t count_cells(const wb_key_list *columns, const wb_levels *levels)
{
    int64_t n = 1;
    for (size_t j = 0; j < columns->n; j++) {
        int64_t count = levels[columns->keys[j]].count;
        if (count > 0 && n > INT64_MAX / 2 / count)
            return -1;
        n *= count;
    }
    return n;
}

static int64_t rank_of(const wb_tuples *cells, const wb_key_list *columns,
                       const wb_levels *levels, int32_t cell, int32_t *codes)
{
    int64_t rank = 0;
    wb_tuples_codes(cells, cell, codes);
    for (size_t j = 0; j < columns->n; j++) {
        const wb_levels *l = &levels[columns->keys[j]];
        rank = rank * l->count + l->ranks[codes[j]];
    }
    return rank;
}

static int by_rank(const void *a, const void *b)
{
    int64_t x = ((const wb_seen_cell *)a)->rank;
    int64_t y = ((const wb_seen_cell *)b)->rank;
    return (x > y) - (x < y);
}

/* Groups of one cell behind one another: a counting sort over cell ids. */
static void gather(wb_cell_list *list, const wb_combos *groups, const int32_t *order,
                   int32_t *start, int32_t n_ids)
{
    for (int32_t g = 0; g < groups->count; g++)
        start[groups->b[g] + 1]++;
    for (int32_t c = 0; c < n_ids; c++)
        start[c + 1] += start[c];
    for (int32_t i = 0; i < groups->count; i++)
        list->groups[start[groups->b[order[i]]]++] = order[i];
    /* start[c] is now the end of cell c, which is where c + 1 began. */
    for (int32_t c = n_ids; c > 0; c--)
        start[c] = start[c - 1];
    start[0] = 0;
}

wb_status wb_cell_list_init(wb_cell_list *list, const wb_tuples *cells,
                            const wb_combos *groups, const int32_t *order,
                            const wb_key_list *columns, const wb_levels *levels,
                            wb_error *err)
{
    wb_status st = WB_OK;
    int32_t n_ids = 0;
    int32_t *start = NULL;
    int32_t *codes = NULL;

    *list = (wb_cell_list){.n_cells = count_cells(columns, levels)};
    for (int32_t g = 0; g < groups->count; g++)
        n_ids = groups->b[g] >= n_ids ? groups->b[g] + 1 : n_ids;
    start = wb_allocate((size_t)n_ids + 1, sizeof *start);
    codes = wb_allocate(columns->n, sizeof *codes);
    list->groups = wb_allocate((size_t)groups->count, sizeof *list->groups);
    list->seen = wb_allocate((size_t)n_ids, sizeof *list->seen);
    if (start == NULL || codes == NULL || list->groups == NULL || list->seen == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    if (list->n_cells < 0) {
        st = wb_fail(err, WB_E_LIMIT, "a breakdown has more than 2^62 combinations");
        goto done;
    }
    gather(list, groups, order, start, n_ids);
    for (int32_t c = 0; c < n_ids; c++) {
        if (start[c + 1] > start[c])
            list->seen[list->n_seen++] =
                (wb_seen_cell){rank_of(cells, columns, levels, c, codes), start[c],
                               start[c + 1] - start[c]};
    }
    qsort(list->seen, (size_t)list->n_seen, sizeof *list->seen, by_rank);
done:
    wb_release(start);
    wb_release(codes);
    if (st != WB_OK)
        wb_cell_list_free(list);
    return st;
}

void wb_cell_list_free(wb_cell_list *list)
{
    wb_release(list->seen);
    wb_release(list->groups);
    *list = (wb_cell_list){0};
}
