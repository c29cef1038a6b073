/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "quality/membership.h"

#include <stdlib.h>
#include <string.h>

/* They are codes 0, 1, ... then. */
static wb_status declare(wb_keys *keys, const wb_names *declared, wb_error *err)
{
    wb_status st = WB_OK;
    int32_t code;

    for (size_t i = 0; declared != NULL && i < declared->count && st == WB_OK; i++)
        st = wb_keys_add(keys, WB_KEY_TEXT, declared->items[i],
                         strlen(declared->items[i]), 0, &code, err);
    return st;
}

wb_status wb_membership_init(wb_membership *groups, const wb_names *columns,
                             const wb_spec *spec, wb_error *err)
{
    wb_status st = WB_OK;
    size_t n = columns->count;

    *groups = (wb_membership){.columns = columns, .n_columns = n};
    groups->n_cells = n == 0;
    groups->keys = wb_allocate(n, sizeof *groups->keys);
    groups->levels = wb_allocate(n, sizeof *groups->levels);
    groups->codes = wb_allocate(n, sizeof *groups->codes);
    groups->cells = wb_allocate(WB_BLOCK_ROWS, sizeof *groups->cells);
    if (groups->keys == NULL || groups->levels == NULL || groups->codes == NULL ||
        groups->cells == NULL)
        return wb_fail_nomem(err);
    for (size_t j = 0; j < n; j++) {
        WB_TRY(wb_keys_new(columns->items[j], &groups->keys[j], err));
        WB_TRY(declare(groups->keys[j], wb_spec_declared(spec, columns->items[j]), err));
        groups->codes[j] = wb_allocate(WB_BLOCK_ROWS, sizeof **groups->codes);
        if (groups->codes[j] == NULL)
            return wb_fail_nomem(err);
    }
    WB_TRY(wb_tuples_init(&groups->tuples, n, err));
done:
    return st;
}

void wb_membership_free(wb_membership *groups)
{
    for (size_t j = 0; j < groups->n_columns; j++) {
        if (groups->keys != NULL)
            wb_keys_free(groups->keys[j]);
        if (groups->levels != NULL)
            wb_levels_free(&groups->levels[j]);
        if (groups->codes != NULL)
            wb_release(groups->codes[j]);
    }
    wb_release(groups->keys);
    wb_release(groups->levels);
    wb_release(groups->codes);
    wb_release(groups->cells);
    wb_release(groups->order);
    wb_tuples_free(&groups->tuples);
    *groups = (wb_membership){0};
}

wb_status wb_membership_find(wb_membership *groups, const wb_frame *frame, int64_t first,
                             int32_t n, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t j = 0; j < groups->n_columns; j++) {
        size_t column;
        WB_TRY(wb_frame_require(frame, groups->columns->items[j], "breakdown", &column,
                                err));
        WB_TRY(wb_keys_codes(groups->keys[j], frame, column, first, n, groups->codes[j],
                             err));
    }
    WB_TRY(wb_tuples_map(&groups->tuples, (const int32_t *const *)groups->codes, n,
                         groups->cells, err));
    for (int32_t r = 0; r < n; r++) {
        if (groups->cells[r] >= groups->n_cells)
            groups->n_cells = groups->cells[r] + 1;
    }
done:
    return st;
}

/* ---- order ---- */

typedef struct wb_ranked {
    uint64_t rank; /* among all combinations */
    int32_t cell;
} wb_ranked;

static int by_rank(const void *a, const void *b)
{
    const wb_ranked *x = a, *y = b;

    return x->rank < y->rank ? -1 : x->rank > y->rank;
}

static void rank_cells(const wb_membership *groups, int32_t *codes, wb_ranked *ranked)
{
    for (int32_t cell = 0; cell < groups->n_cells; cell++) {
        ranked[cell] = (wb_ranked){0, cell};
        wb_tuples_codes(&groups->tuples, cell, codes);
        for (size_t j = 0; j < groups->n_columns; j++) {
            const wb_levels *levels = &groups->levels[j];
            ranked[cell].rank = ranked[cell].rank * (uint64_t)levels->count +
                                (uint64_t)levels->ranks[codes[j]];
        }
    }
    qsort(ranked, (size_t)groups->n_cells, sizeof *ranked, by_rank);
}

wb_status wb_membership_order(wb_membership *groups, const wb_spec *spec, wb_error *err)
{
    wb_status st = WB_OK;
    size_t n = (size_t)groups->n_cells;
    wb_ranked *ranked = wb_allocate(n, sizeof *ranked);
    int32_t *codes = wb_allocate(groups->n_columns, sizeof *codes);

    groups->order = wb_allocate(n, sizeof *groups->order);
    if (ranked == NULL || codes == NULL || groups->order == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    for (size_t j = 0; j < groups->n_columns; j++)
        WB_TRY(wb_levels_init(&groups->levels[j], groups->keys[j],
                              wb_spec_declared(spec, groups->columns->items[j]), err));
    rank_cells(groups, codes, ranked);
    for (size_t i = 0; i < n; i++)
        groups->order[i] = ranked[i].cell;
done:
    wb_release(ranked);
    wb_release(codes);
    return st;
}

/* ---- the result ---- */

static wb_type type_of(const wb_keys *keys)
{
    switch (wb_keys_kind(keys)) {
    case WB_KEY_INT:
        return WB_TYPE_INT64;
    case WB_KEY_BOOL:
        return WB_TYPE_BOOL;
    case WB_KEY_DATE:
        return WB_TYPE_DATE32;
    case WB_KEY_TEXT:
    case WB_KEY_UNKNOWN:
        break;
    }
    return WB_TYPE_DICTIONARY;
}

wb_status wb_membership_add_column(const wb_membership *groups, size_t column,
                                   wb_fill *fill, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_keys *keys = groups->keys[column];
    const wb_levels *levels = &groups->levels[column];
    wb_type type = type_of(keys);

    WB_TRY(wb_fill_add_column(fill, groups->columns->items[column], type, err));
    for (int32_t i = 0; type == WB_TYPE_DICTIONARY && i < levels->count; i++) {
        size_t length;
        const char *text = wb_keys_text(keys, levels->codes[i], &length);
        WB_TRY(
            wb_builder_category(fill->builder, fill->n_columns - 1, text, length, err));
    }
done:
    return st;
}

wb_status wb_membership_fill(const wb_membership *groups, size_t column, int32_t cell,
                             wb_fill *fill, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_keys *keys = groups->keys[column];
    int32_t *codes = wb_allocate(groups->n_columns, sizeof *codes);
    size_t length = 0;

    if (codes == NULL)
        return wb_fail_nomem(err);
    wb_tuples_codes(&groups->tuples, cell, codes);
    if (wb_keys_kind(keys) != WB_KEY_TEXT) {
        WB_TRY(wb_fill_int64(fill, wb_keys_number(keys, codes[column]), err));
    } else {
        const char *text = wb_keys_text(keys, codes[column], &length);
        WB_TRY(wb_fill_bytes(fill, text, length, err));
    }
done:
    wb_release(codes);
    return st;
}
