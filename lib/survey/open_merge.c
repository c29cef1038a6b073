/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Adding open totals to others. Pairs that a dense table can hold are looked up one by
 * one; of more, looking up would wait for memory at every pair: see open_lay.c. */
#include "survey/open_layer.h"

enum { DENSE_BITS = 20 }; /* of the two ids of a pair: a dense table of 4 MB */

/* ---- pair by pair ---- */

/* Ids in `to` of the n pairs of `from` that begin at `first`: most are there already. */
static wb_status look_up(wb_combos *to, const wb_combos *from, const int32_t *a_names,
                         const int32_t *b_names, int32_t first, int32_t n, int32_t *ids,
                         wb_error *err)
{
    int32_t a[WB_TUPLES_ROWS];
    int32_t b[WB_TUPLES_ROWS];

    for (int32_t i = 0; i < n; i++) {
        a[i] = wb_called(a_names, from->a[first + i]);
        b[i] = wb_called(b_names, from->b[first + i]);
    }
    return wb_combos_map(to, a, b, n, ids, err);
}

static int32_t block_of(int32_t left)
{
    return left < WB_TUPLES_ROWS ? left : WB_TUPLES_ROWS;
}

/* groups: what from's are called here. */
static wb_status merge_numbers(wb_track *to, const wb_track *from, const int32_t *groups,
                               int32_t n_groups, int32_t reach, int32_t width,
                               wb_error *err)
{
    wb_status st = WB_OK;
    int32_t n = n_groups < from->room ? n_groups : from->room;

    if (n == 0)
        return WB_OK;
    WB_TRY(wb_track_reach(to, reach, width, err));
    for (int32_t g = 0; g < n; g++)
        wb_add_sums(to, groups[g], from, g, width);
done:
    return st;
}

wb_status wb_track_merge(wb_track *to, const wb_track *from, const int32_t *groups,
                         const int32_t *codes, wb_error *err)
{
    wb_status st = WB_OK;
    int32_t slots[WB_TUPLES_ROWS];

    for (int32_t first = 0; first < from->slots.count; first += WB_TUPLES_ROWS) {
        int32_t n = block_of(from->slots.count - first);
        WB_TRY(look_up(&to->slots, &from->slots, groups, codes, first, n, slots, err));
        WB_TRY(wb_track_reach(to, to->slots.count, 1, err));
        for (int32_t i = 0; i < n; i++)
            wb_add_sums(to, slots[i], from, first + i, 1);
    }
done:
    return st;
}

/* ---- one breakdown ---- */

static wb_status look_up_layer(const wb_layer *to, const wb_layer *from,
                               const wb_layout *layout, const wb_naming *naming,
                               int32_t *ids, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_combos *groups = from->groups;

    for (int32_t first = 0; first < groups->count; first += WB_TUPLES_ROWS)
        WB_TRY(look_up(to->groups, groups, naming->units, naming->cells, first,
                       block_of(groups->count - first), ids + first, err));
    for (size_t t = 0; t < layout->n_tracks; t++) {
        if (layout->tracks[t].kind == WB_TRACK_NUMBER)
            WB_TRY(merge_numbers(&to->tracks[t], &from->tracks[t], ids, groups->count,
                                 to->groups->count, wb_track_width(layout, t), err));
        else
            WB_TRY(wb_track_merge(&to->tracks[t], &from->tracks[t], ids,
                                  wb_codes_of(naming, layout, t), err));
    }
done:
    return st;
}

/* ---- which of the two ---- */

static bool pairs_are_few(const wb_combos *to, const wb_combos *from, const int32_t *a,
                          const int32_t *b)
{
    int32_t most_a = wb_largest(from->a, from->count, a);
    int32_t most_b = wb_largest(from->b, from->count, b);
    int32_t there_a = wb_largest(to->a, to->count, NULL);
    int32_t there_b = wb_largest(to->b, to->count, NULL);
    return wb_bits_of(most_a > there_a ? most_a : there_a) +
               wb_bits_of(most_b > there_b ? most_b : there_b) <=
           DENSE_BITS;
}

/* Whether dense tables can hold all pairs and slots of both. */
static bool layer_is_small(const wb_layer *to, const wb_layer *from,
                           const wb_layout *layout, const wb_naming *naming)
{
    int64_t n_groups = (int64_t)to->groups->count + from->groups->count;
    bool small = pairs_are_few(to->groups, from->groups, naming->units, naming->cells);

    for (size_t t = 0; t < layout->n_tracks && small; t++) {
        const wb_combos *there = &to->tracks[t].slots;
        const wb_combos *more = &from->tracks[t].slots;
        int32_t most = wb_largest(there->b, there->count, NULL);
        int32_t other = wb_largest(more->b, more->count, wb_codes_of(naming, layout, t));
        small =
            there->count + more->count == 0 ||
            wb_bits_of(n_groups) + wb_bits_of(most > other ? most : other) <= DENSE_BITS;
    }
    return small;
}

static wb_status merge_layer(const wb_layer *to, const wb_layer *from,
                             const wb_layout *layout, const wb_naming *naming,
                             wb_error *err)
{
    wb_status st = WB_OK;

    if (layer_is_small(to, from, layout, naming)) {
        int32_t *ids = wb_allocate((size_t)from->groups->count, sizeof *ids);
        if (ids == NULL)
            return wb_fail_nomem(err);
        st = look_up_layer(to, from, layout, naming, ids, err);
        wb_release(ids);
        return st;
    }
    WB_TRY(wb_layer_lay(to, from, layout, naming, err));
done:
    return st;
}

wb_status wb_open_merge(wb_open *open, const wb_open *from, const wb_layout *layout,
                        const int32_t *units, const wb_index_map *map, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t b = 0; b < open->n_breakdowns; b++) {
        wb_layer to = {&open->groups[b], wb_open_track(open, b, 0)};
        wb_layer more = {&from->groups[b], wb_open_track(from, b, 0)};
        wb_naming naming = {units, map->cells[b], map->codes};
        WB_TRY(merge_layer(&to, &more, layout, &naming, err));
    }
done:
    return st;
}
