/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/index.h"

#include "base/text.h"
#include "survey/first.h"

#include <stdio.h>
#include <string.h>

static wb_status add_declared(wb_keys *keys, const wb_names *declared, wb_error *err)
{
    wb_status st = WB_OK;
    int32_t code;

    for (size_t i = 0; declared != NULL && i < declared->count; i++)
        WB_TRY(wb_keys_add(keys, WB_KEY_TEXT, declared->items[i],
                           strlen(declared->items[i]), 0, &code, err));
done:
    return st;
}

/* Keys of breakdowns and their cells, as the first pass called them. */
static wb_status begin_with(wb_index *index, const wb_layout *layout,
                            const wb_index *first, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t b = 0; b < layout->n_breakdowns; b++) {
        const wb_key_list *list = &layout->breakdowns[b];
        for (size_t j = 0; j < list->n; j++) {
            wb_keys *keys = NULL;
            WB_TRY(wb_keys_copy(first->keys[list->keys[j]], &keys, err));
            wb_keys_free(index->keys[list->keys[j]]);
            index->keys[list->keys[j]] = keys;
        }
        wb_tuples_free(&index->breakdowns[b].cells);
        WB_TRY(wb_tuples_copy(&first->breakdowns[b].cells, &index->breakdowns[b].cells,
                              err));
    }
done:
    return st;
}

wb_status wb_index_init(wb_index *index, const wb_layout *layout, const wb_spec *spec,
                        wb_error *err)
{
    wb_status st = WB_OK;

    *index = (wb_index){0};
    index->keys = wb_allocate(layout->n_keys, sizeof(wb_keys *));
    index->breakdowns = wb_allocate(layout->n_breakdowns, sizeof *index->breakdowns);
    if (index->keys == NULL || index->breakdowns == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    index->n_breakdowns = layout->n_breakdowns;
    for (size_t k = 0; k < layout->n_keys; k++) {
        WB_TRY(wb_keys_new(layout->key_names[k], &index->keys[k], err));
        index->n_keys = k + 1;
        WB_TRY(add_declared(index->keys[k], wb_spec_declared(spec, layout->key_names[k]),
                            err));
    }
    WB_TRY(wb_tuples_init(&index->strata, layout->strata.n, err));
    WB_TRY(wb_units_init(&index->tree, layout, spec, err));
    for (size_t b = 0; b < layout->n_breakdowns; b++)
        WB_TRY(wb_tuples_init(&index->breakdowns[b].cells, layout->breakdowns[b].n, err));
    if (layout->first != NULL)
        WB_TRY(begin_with(index, layout, &layout->first->index, err));
done:
    if (st != WB_OK)
        wb_index_free(index);
    return st;
}

void wb_index_free(wb_index *index)
{
    for (size_t k = 0; k < index->n_keys; k++)
        wb_keys_free(index->keys[k]);
    wb_release(index->keys);
    wb_tuples_free(&index->strata);
    wb_release(index->units);
    wb_units_free(&index->tree);
    for (size_t b = 0; index->breakdowns != NULL && b < index->n_breakdowns; b++) {
        wb_tuples_free(&index->breakdowns[b].cells);
        wb_combos_free(&index->breakdowns[b].groups);
    }
    wb_release(index->breakdowns);
    *index = (wb_index){0};
}

wb_status wb_index_reach(wb_index *index, int32_t n_strata, wb_error *err)
{
    if (n_strata > index->strata_capacity) {
        int32_t capacity = n_strata + n_strata / 2;
        int64_t *units = wb_resize(index->units, (size_t)capacity, sizeof *units);
        if (units == NULL)
            return wb_fail_nomem(err);
        index->units = units;
        index->strata_capacity = capacity;
    }
    while (index->n_strata < n_strata)
        index->units[index->n_strata++] = 0;
    return WB_OK;
}

wb_status wb_index_copy(const wb_index *index, wb_index *out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_index copy = {0};

    copy.keys = wb_allocate(index->n_keys, sizeof(wb_keys *));
    copy.breakdowns = wb_allocate(index->n_breakdowns, sizeof *copy.breakdowns);
    if (copy.keys == NULL || copy.breakdowns == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    copy.n_breakdowns = index->n_breakdowns;
    for (size_t k = 0; k < index->n_keys; k++) {
        WB_TRY(wb_keys_copy(index->keys[k], &copy.keys[k], err));
        copy.n_keys = k + 1;
    }
    WB_TRY(wb_tuples_copy(&index->strata, &copy.strata, err));
    WB_TRY(wb_index_reach(&copy, index->n_strata, err));
    for (int32_t h = 0; h < index->n_strata; h++)
        copy.units[h] = index->units[h];
    WB_TRY(wb_units_copy(&index->tree, &copy.tree, err));
    for (size_t b = 0; b < index->n_breakdowns; b++) {
        WB_TRY(
            wb_tuples_copy(&index->breakdowns[b].cells, &copy.breakdowns[b].cells, err));
        WB_TRY(wb_combos_copy(&index->breakdowns[b].groups, &copy.breakdowns[b].groups,
                              err));
    }
    *out = copy;
    copy = (wb_index){0};
done:
    wb_index_free(&copy);
    return st;
}

/* Codes of from's values in to. */
static wb_status merge_key(wb_keys *to, const wb_keys *from, int32_t *codes,
                           wb_error *err)
{
    wb_status st = WB_OK;
    wb_key_kind kind = wb_keys_kind(from);

    for (int32_t code = 0; code < wb_keys_count(from); code++) {
        size_t length = 0;
        const char *text = kind == WB_KEY_TEXT ? wb_keys_text(from, code, &length) : NULL;
        int64_t number = kind == WB_KEY_TEXT ? 0 : wb_keys_number(from, code);
        WB_TRY(wb_keys_add(to, kind, text, length, number, &codes[code], err));
    }
done:
    return st;
}

/* The id in `to` of the tuple that is `id` in `from`. */
static wb_status merge_tuple(wb_tuples *to, const wb_tuples *from, int32_t id,
                             const wb_key_list *list, int32_t *const *codes,
                             int32_t *buffer, int32_t *out, wb_error *err)
{
    wb_tuples_codes(from, id, buffer);
    for (size_t j = 0; j < list->n; j++)
        buffer[j] = codes[list->keys[j]][buffer[j]];
    return wb_tuples_id(to, buffer, out, err);
}

static wb_status merge_strata(wb_index *to, const wb_index *from, const wb_layout *layout,
                              int32_t *const *codes, int32_t *buffer, int32_t *ids,
                              wb_error *err)
{
    wb_status st = WB_OK;

    for (int32_t h = 0; h < from->n_strata; h++) {
        WB_TRY(merge_tuple(&to->strata, &from->strata, h, &layout->strata, codes, buffer,
                           &ids[h], err));
        WB_TRY(wb_index_reach(to, ids[h] + 1, err));
        to->units[ids[h]] += from->units[h];
    }
done:
    return st;
}

/* Groups by cell: what is read together lies together where they are new. A counting
 * sort; start, of n_cells + 1, is all 0. */
static void order_by_cell(const wb_combos *groups, int32_t n_cells, int32_t *start,
                          int32_t *order)
{
    for (int32_t g = 0; g < groups->count; g++)
        start[groups->b[g] + 1]++;
    for (int32_t c = 0; c < n_cells; c++)
        start[c + 1] += start[c];
    for (int32_t g = 0; g < groups->count; g++)
        order[start[groups->b[g]]++] = g;
}

static wb_status merge_ordered(wb_cells *to, const wb_cells *from,
                               const wb_key_list *list, int32_t *const *codes,
                               const int32_t *strata, const int32_t *order,
                               int32_t *buffer, int32_t *ids, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_combos *groups = &from->groups;
    int32_t before = -1;
    int32_t cell = -1;

    for (int32_t i = 0; i < groups->count; i++) {
        int32_t g = order[i];
        if (groups->b[g] != before)
            WB_TRY(merge_tuple(&to->cells, &from->cells, groups->b[g], list, codes,
                               buffer, &cell, err));
        before = groups->b[g];
        WB_TRY(wb_combos_id(&to->groups, strata[groups->a[g]], cell, &ids[g], err));
    }
done:
    return st;
}

static wb_status merge_groups(wb_cells *to, const wb_cells *from, const wb_key_list *list,
                              int32_t *const *codes, const int32_t *strata,
                              int32_t *buffer, int32_t *ids, wb_error *err)
{
    wb_status st = WB_OK;
    int32_t n_cells = 0;

    for (int32_t g = 0; g < from->groups.count; g++)
        n_cells = from->groups.b[g] >= n_cells ? from->groups.b[g] + 1 : n_cells;
    int32_t *start = wb_allocate((size_t)n_cells + 1, sizeof *start);
    int32_t *order = wb_allocate((size_t)from->groups.count, sizeof *order);
    if (start == NULL || order == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    order_by_cell(&from->groups, n_cells, start, order);
    WB_TRY(merge_ordered(to, from, list, codes, strata, order, buffer, ids, err));
done:
    wb_release(start);
    wb_release(order);
    return st;
}

/* Which stratum of `index` or unit of its tree a fpc differs in. */
static wb_status fpc_conflict(const wb_index *index, const wb_layout *layout,
                              size_t stage, int32_t parent, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text name = {0};
    char message[sizeof err->message] = "";

    WB_TRY(wb_index_name(index, layout, stage, parent, &name, err));
    if (err != NULL)
        snprintf(message, sizeof message, "%s", err->message);
    st = wb_fail_at(err, WB_E_CONFLICT, -1, name.length > 0 ? name.bytes : "", "in %s %s",
                    name.length > 0 ? name.bytes : "all rows", message);
done:
    wb_text_free(&name);
    return st;
}

/* Cells need no rows in a group to be mapped: open totals and distributions map theirs by
 * them. */
static wb_status merge_cells(wb_cells *to, const wb_cells *from, const wb_key_list *list,
                             int32_t *const *codes, int32_t *buffer, int32_t n,
                             int32_t *cells, wb_error *err)
{
    wb_status st = WB_OK;

    for (int32_t c = 0; c < n; c++)
        WB_TRY(merge_tuple(&to->cells, &from->cells, c, list, codes, buffer, &cells[c],
                           err));
done:
    return st;
}

static wb_status map_room(wb_index_map *map, const wb_index *from,
                          const wb_layout *layout, wb_error *err)
{
    size_t n_units = layout->n_stages > 0 ? (size_t)wb_units_count(&from->tree) : 0;

    map->codes = wb_allocate(from->n_keys, sizeof *map->codes);
    map->groups = wb_allocate(from->n_breakdowns, sizeof *map->groups);
    map->cells = wb_allocate(from->n_breakdowns, sizeof *map->cells);
    map->units = wb_allocate(n_units, sizeof *map->units);
    if (map->codes == NULL || map->groups == NULL || map->cells == NULL ||
        map->units == NULL)
        return wb_fail_nomem(err);
    for (; map->n_keys < from->n_keys; map->n_keys++) {
        size_t n = (size_t)wb_keys_count(from->keys[map->n_keys]);
        map->codes[map->n_keys] = wb_allocate(n, sizeof(int32_t));
        if (map->codes[map->n_keys] == NULL)
            return wb_fail_nomem(err);
    }
    for (; map->n_breakdowns < from->n_breakdowns; map->n_breakdowns++) {
        size_t n = (size_t)from->breakdowns[map->n_breakdowns].groups.count;
        size_t cells = (size_t)wb_index_cells(from, layout, map->n_breakdowns);
        map->groups[map->n_breakdowns] = wb_allocate(n, sizeof(int32_t));
        map->cells[map->n_breakdowns] = wb_allocate(cells, sizeof(int32_t));
        if (map->groups[map->n_breakdowns] == NULL ||
            map->cells[map->n_breakdowns] == NULL) {
            wb_release(map->groups[map->n_breakdowns]);
            wb_release(map->cells[map->n_breakdowns]);
            return wb_fail_nomem(err);
        }
    }
    return WB_OK;
}

void wb_index_map_free(wb_index_map *map)
{
    for (size_t k = 0; k < map->n_keys; k++)
        wb_release(map->codes[k]);
    for (size_t b = 0; b < map->n_breakdowns; b++) {
        wb_release(map->groups[b]);
        wb_release(map->cells[b]);
    }
    wb_release(map->codes);
    wb_release(map->groups);
    wb_release(map->cells);
    wb_release(map->units);
    *map = (wb_index_map){0};
}

wb_status wb_index_merge(wb_index *to, const wb_index *from, const wb_layout *layout,
                         wb_index_map *map, wb_error *err)
{
    wb_status st = WB_OK;
    int32_t *strata = wb_allocate((size_t)from->n_strata, sizeof *strata);
    int32_t *buffer = wb_allocate(layout->n_keys, sizeof *buffer);
    size_t stage = 0;
    int32_t parent = -1;

    *map = (wb_index_map){0};
    if (strata == NULL || buffer == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    WB_TRY(map_room(map, from, layout, err));
    for (size_t k = 0; k < from->n_keys; k++)
        WB_TRY(merge_key(to->keys[k], from->keys[k], map->codes[k], err));
    WB_TRY(merge_strata(to, from, layout, map->codes, buffer, strata, err));
    st = wb_units_merge(&to->tree, &from->tree, layout, strata, map->codes, map->units,
                        &stage, &parent, err);
    if (st == WB_E_CONFLICT)
        st = fpc_conflict(to, layout, stage, parent, err);
    WB_TRY(st);
    bool cells = layout->open_cells || wb_layout_is_partial(layout);
    for (size_t b = 0; cells && b < from->n_breakdowns; b++)
        WB_TRY(merge_cells(&to->breakdowns[b], &from->breakdowns[b],
                           &layout->breakdowns[b], map->codes, buffer,
                           wb_index_cells(from, layout, b), map->cells[b], err));
    for (size_t b = 0; b < from->n_breakdowns; b++)
        WB_TRY(merge_groups(&to->breakdowns[b], &from->breakdowns[b],
                            &layout->breakdowns[b], map->codes, strata, buffer,
                            map->groups[b], err));
done:
    if (st != WB_OK)
        wb_index_map_free(map);
    wb_release(strata);
    wb_release(buffer);
    return st;
}

static wb_status add_value(wb_text *name, const wb_keys *keys, int32_t code,
                           wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_text_format(name, err, "%s%s=", name->length > 0 ? ", " : "",
                          wb_keys_name(keys)));
    WB_TRY(wb_keys_write(keys, code, name, err));
done:
    return st;
}

static wb_status add_stratum(wb_text *name, const wb_index *index,
                             const wb_layout *layout, int32_t stratum, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_key_list *list = &layout->strata;
    int32_t *codes = wb_allocate(list->n, sizeof *codes);

    if (codes == NULL)
        return wb_fail_nomem(err);
    wb_tuples_codes(&index->strata, stratum, codes);
    for (size_t j = 0; j < list->n; j++)
        WB_TRY(add_value(name, index->keys[list->keys[j]], codes[j], err));
done:
    wb_release(codes);
    return st;
}

wb_status wb_index_name(const wb_index *index, const wb_layout *layout, size_t stage,
                        int32_t parent, wb_text *name, wb_error *err)
{
    wb_status st = WB_OK;

    if (stage == 0)
        return add_stratum(name, index, layout, parent, err);
    const wb_combos *units = &index->tree.stages[stage - 1];
    WB_TRY(wb_index_name(index, layout, stage - 1, units->a[parent], name, err));
    if (!layout->open_rows)
        WB_TRY(add_value(name, index->keys[layout->clusters.keys[stage - 1]],
                         units->b[parent], err));
done:
    return st;
}

int64_t wb_index_bytes(const wb_index *index)
{
    int64_t bytes = (int64_t)index->strata_capacity * 8 + wb_units_bytes(&index->tree);
    for (size_t b = 0; b < index->n_breakdowns; b++) {
        bytes += wb_combos_bytes(&index->breakdowns[b].groups);
    }
    return bytes;
}

int32_t wb_index_cells(const wb_index *index, const wb_layout *layout, size_t breakdown)
{
    const wb_key_list *list = &layout->breakdowns[breakdown];
    int32_t n_codes = list->n > 0 ? wb_keys_count(index->keys[list->keys[0]]) : 0;
    return wb_tuples_count(&index->breakdowns[breakdown].cells, n_codes);
}
