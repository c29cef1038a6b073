/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/order.h"

#include "base/text.h"
#include "survey/edges.h"
#include "survey/lanes.h"

#include <string.h>

wb_status wb_order_init(wb_order *order, const wb_layout *layout, wb_error *err)
{
    *order = (wb_order){.unit = -1};
    if (!layout->ordered)
        return WB_OK;
    order->latest = wb_allocate(layout->n_breakdowns, sizeof *order->latest);
    order->n_cells = wb_allocate(layout->n_breakdowns, sizeof *order->n_cells);
    if (order->latest == NULL || order->n_cells == NULL) {
        wb_order_free(order);
        return wb_fail_nomem(err);
    }
    order->n_breakdowns = layout->n_breakdowns;
    return WB_OK;
}

void wb_order_free(wb_order *order)
{
    for (size_t b = 0; b < order->n_breakdowns; b++)
        wb_release(order->latest[b]);
    wb_release(order->latest);
    wb_release(order->n_cells);
    wb_release(order->begins);
    *order = (wb_order){.unit = -1};
}

wb_status wb_order_copy(const wb_order *from, const wb_layout *layout, wb_order *out,
                        wb_error *err)
{
    wb_status st = WB_OK;
    wb_order copy;
    bool failed = false;

    WB_TRY(wb_order_init(&copy, layout, err));
    for (size_t b = 0; b < from->n_breakdowns; b++) {
        copy.latest[b] = wb_copy_array(from->latest[b], (size_t)from->n_cells[b],
                                       sizeof(int32_t), &failed);
        copy.n_cells[b] = from->n_cells[b];
    }
    copy.begins =
        wb_copy_array(from->begins, (size_t)from->n_begins, sizeof(int32_t), &failed);
    copy.n_begins = from->n_begins;
    copy.unit = from->unit;
    if (failed) {
        wb_order_free(&copy);
        return wb_fail_nomem(err);
    }
    *out = copy;
done:
    return st;
}

void wb_order_clear(wb_order *order)
{
    for (size_t b = 0; b < order->n_breakdowns; b++) {
        if (order->n_cells[b] > 0)
            memset(order->latest[b], 0xff,
                   (size_t)order->n_cells[b] * sizeof *order->latest[b]);
    }
    order->unit = -1;
}

int64_t wb_order_bytes(const wb_order *order)
{
    int64_t bytes = (int64_t)order->n_begins * 4;
    for (size_t b = 0; b < order->n_breakdowns; b++)
        bytes += (int64_t)order->n_cells[b] * 4;
    return bytes;
}

/* Room for n more than there is, new ones -1. */
static wb_status reach(int32_t **list, int32_t *count, int32_t n, wb_error *err)
{
    if (n <= *count)
        return WB_OK;
    int32_t room = n + n / 2;
    int32_t *grown = wb_resize(*list, (size_t)room, sizeof *grown);
    if (grown == NULL)
        return wb_fail_nomem(err);
    memset(grown + *count, 0xff, (size_t)(room - *count) * sizeof *grown);
    *list = grown;
    *count = room;
    return WB_OK;
}

wb_status wb_order_units(wb_order *order, const int32_t *units, int32_t n, int64_t at,
                         int32_t *back, wb_error *err)
{
    wb_status st = WB_OK;

    *back = -1;
    for (int32_t i = 0; i < n; i++) {
        if (units[i] == order->unit)
            continue;
        if (units[i] < order->unit) {
            *back = i;
            goto done;
        }
        order->unit = units[i];
        WB_TRY(reach(&order->begins, &order->n_begins, units[i] + 1, err));
        order->begins[units[i]] = (int32_t)(at + i);
    }
done:
    return st;
}

wb_status wb_order_pairs(wb_order *order, size_t breakdown, wb_combos *pairs,
                         const int32_t *units, const int32_t *cells, int32_t n,
                         int32_t *ids, wb_error *err)
{
    wb_status st = WB_OK;
    int32_t least;
    int32_t most;

    wb_lanes_bounds(cells, n, &least, &most);
    WB_TRY(reach(&order->latest[breakdown], &order->n_cells[breakdown], most + 1, err));
    int32_t *latest = order->latest[breakdown];
    for (int32_t i = 0; i < n; i++) {
        ids[i] = -1;
        if (cells[i] < 0)
            continue;
        int32_t pair = latest[cells[i]];
        if (pair < 0 || pairs->a[pair] != units[i]) {
            pair = latest[cells[i]] = pairs->count;
            WB_TRY(wb_combos_append(pairs, units[i], cells[i], err));
        }
        ids[i] = pair;
    }
done:
    return st;
}

wb_status wb_order_broken(const wb_index *index, const wb_layout *layout, int32_t unit,
                          int64_t row, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text name = {0};
    const char *column = layout->key_names[layout->clusters.keys[0]];

    WB_TRY(wb_index_name(index, layout, 1, unit, &name, err));
    st = wb_fail_at(err, WB_E_DATA, row, column,
                    "the rows of a cluster do not follow each other, as was declared: %s "
                    "comes back after another began",
                    name.bytes);
done:
    wb_text_free(&name);
    return st;
}

wb_status wb_order_check(const wb_order *order, const wb_state *state,
                         const wb_layout *layout, const int32_t *units, int32_t n_before,
                         wb_error *err)
{
    for (int32_t u = 0; u <= order->unit; u++) {
        bool here =
            state->unit < 0 ? wb_edges_are_of(state, units[u]) : units[u] == state->unit;
        bool goes_on = u == 0 && here;
        if (units[u] < n_before && !goes_on)
            return wb_order_broken(&state->index, layout, units[u],
                                   state->n_rows + order->begins[u], err);
    }
    return WB_OK;
}
