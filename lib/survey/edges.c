/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/edges.h"

#include "base/text.h"
#include "survey/closing.h"

#include <stdlib.h>

static int ascending(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a;
    int32_t y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

bool wb_edges_are_of(const wb_state *state, int32_t unit)
{
    return unit == state->unit ||
           (state->n_edges > 0 && bsearch(&unit, state->edges, (size_t)state->n_edges,
                                          sizeof unit, ascending) != NULL);
}

/* Sorts n ids, some there more than once and -1 for none; how many they are. */
static int32_t tidy(int32_t *ids, int32_t n)
{
    int32_t count = 0;

    qsort(ids, (size_t)n, sizeof *ids, ascending);
    for (int32_t i = 0; i < n; i++) {
        if (ids[i] >= 0 && (count == 0 || ids[count - 1] != ids[i]))
            ids[count++] = ids[i];
    }
    return count;
}

/* The edges, `more` others and room for them. */
static wb_status list_edges(const wb_state *state, int32_t more, int32_t **out,
                            wb_error *err)
{
    int32_t *ids = wb_resize(NULL, (size_t)(state->n_edges + more), sizeof *ids);
    if (ids == NULL)
        return wb_fail_nomem(err);
    for (int32_t i = 0; i < state->n_edges; i++)
        ids[i] = state->edges[i];
    *out = ids;
    return WB_OK;
}

wb_status wb_edges_list(const wb_state *state, int32_t **ids, int32_t *n, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(list_edges(state, 1, ids, err));
    (*ids)[state->n_edges] = state->unit;
    *n = tidy(*ids, state->n_edges + 1);
done:
    return st;
}

/* A piece of the rows begins with this cluster: it stays. */
static wb_status add_edge(wb_state *state, int32_t unit, wb_error *err)
{
    wb_status st = WB_OK;
    int32_t *ids = NULL;

    WB_TRY(list_edges(state, 1, &ids, err));
    ids[state->n_edges] = unit;
    WB_TRY(wb_state_set_edges(state, ids, tidy(ids, state->n_edges + 1), err));
done:
    wb_release(ids);
    return st;
}

/* Those of the state that are open close, but for n that are kept. */
static wb_status close_others(wb_state *state, const int32_t *keep, int32_t n,
                              const wb_layout *layout, wb_error *err)
{
    wb_status st = WB_OK;
    wb_closing closing = {.from = &state->totals.units, .keep = keep, .n_keep = n};
    wb_open rest = {0};

    WB_TRY(wb_closing_add(&closing, layout, state, err));
    WB_TRY(wb_closing_rest(&closing, layout, &rest, err));
    wb_open_free(&state->totals.units);
    state->totals.units = rest;
done:
    return st;
}

/* The last cluster of the state is now `unit`: those before it that are no edge are
 * whole.
 */
static wb_status move_on(wb_state *state, int32_t unit, const wb_layout *layout,
                         wb_error *err)
{
    wb_status st = WB_OK;
    int32_t *keep = NULL;
    int32_t n = 0;

    state->unit = unit;
    WB_TRY(wb_edges_list(state, &keep, &n, err));
    WB_TRY(close_others(state, keep, n, layout, err));
done:
    wb_release(keep);
    return st;
}

wb_status wb_edges_flush(wb_state *state, const wb_open *from, int32_t unit,
                         const wb_layout *layout, const wb_index_map *map, wb_error *err)
{
    wb_status st = WB_OK;
    const int32_t keep[] = {0, unit};
    wb_closing closing = {.from = from,
                          .units = map->units,
                          .cells = map->cells,
                          .codes = map->codes,
                          .keep = keep,
                          .n_keep = 2};
    wb_open rest = {0};

    WB_TRY(wb_closing_add(&closing, layout, state, err));
    WB_TRY(wb_closing_rest(&closing, layout, &rest, err));
    WB_TRY(wb_open_merge(&state->totals.units, &rest, layout, map->units, map, err));
    if (state->unit < 0)
        WB_TRY(add_edge(state, map->units[0], err));
    WB_TRY(move_on(state, map->units[unit], layout, err));
done:
    wb_open_free(&rest);
    return st;
}

static wb_status in_both(const wb_state *state, const wb_layout *layout, int32_t unit,
                         wb_error *err)
{
    wb_status st = WB_OK;
    wb_text name = {0};
    const char *column = layout->key_names[layout->clusters.keys[0]];

    WB_TRY(wb_index_name(&state->index, layout, 1, unit, &name, err));
    st = wb_fail_at(err, WB_E_CONFLICT, -1, column,
                    "rows of a cluster are in both tallies, and not at the edge of both: "
                    "%s; leave out that units are ordered",
                    name.bytes);
done:
    wb_text_free(&name);
    return st;
}

wb_status wb_edges_join(wb_state *state, const wb_state *other, const wb_layout *layout,
                        const int32_t *units, int32_t n_before, wb_error *err)
{
    wb_status st = WB_OK;
    int32_t *ids = NULL;
    int32_t n = state->n_edges;

    for (int32_t u = 0; u < wb_units_count(&other->index.tree); u++) {
        if (units[u] < n_before &&
            !(wb_edges_are_of(state, units[u]) && wb_edges_are_of(other, u)))
            return in_both(state, layout, units[u], err);
    }
    WB_TRY(list_edges(state, other->n_edges + 2, &ids, err));
    for (int32_t i = 0; i < other->n_edges; i++)
        ids[n++] = units[other->edges[i]];
    ids[n++] = state->unit;
    ids[n++] = other->unit >= 0 ? units[other->unit] : -1;
    WB_TRY(wb_state_set_edges(state, ids, tidy(ids, n), err));
done:
    wb_release(ids);
    return st;
}

wb_status wb_edges_close(wb_state *state, const wb_layout *layout, wb_error *err)
{
    return close_others(state, NULL, 0, layout, err);
}

bool wb_edges_are_closed(const wb_state *state)
{
    const wb_open *open = &state->totals.units;
    int64_t pairs = 0;

    for (size_t b = 0; b < open->n_breakdowns; b++)
        pairs += open->groups[b].count;
    return pairs == 0;
}
