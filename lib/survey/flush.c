/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* From the joint histograms of a part to the sums of each outcome in the state. Patterns
 * are added in ascending order, so the bits do not depend on which was seen first. */
#include "num/two_pairs.h"
#include "survey/edges.h"
#include "survey/part.h"

#include <string.h>

static void add_sum(wb_bin *to, const wb_cell_sum *sum, uint32_t n)
{
    wb_two_pairs x;
    memcpy(&x.hi, sum->hi, sizeof x.hi);
    memcpy(&x.lo, sum->lo, sizeof x.lo);
    wb_two_pairs sums = {{to->w.hi, to->w2.hi}, {to->w.lo, to->w2.lo}};
    sums = wb_two_pairs_add(sums, x);
    to->w = (wb_pair){sums.hi[0], sums.lo[0]};
    to->w2 = (wb_pair){sums.hi[1], sums.lo[1]};
    to->n += n;
}

/* The patterns of a bundle, ascending: where they are in a group, and what each says of
 * every outcome: together, as they are read for every group. */
typedef struct wb_patterns {
    int32_t n;
    int32_t slots[WB_PATTERNS];
    uint8_t says[WB_PATTERNS][WB_BUNDLE];
} wb_patterns;

static void list_patterns(wb_patterns *list, const wb_bundle *bundle,
                          const wb_sayings *sayings, int32_t width)
{
    list->n = 0;
    for (int pattern = 0; pattern < WB_PATTERNS; pattern++) {
        int16_t slot = bundle->slot_of[pattern]; /* cuts: perhaps of other breakdowns */
        if (slot < 0 || slot >= width)
            continue;
        memcpy(list->says[list->n], sayings->says[pattern], bundle->n_outcomes);
        list->slots[list->n++] = slot;
    }
}

/* All true-or-false outcomes of a bundle at once, group by group: what is read lies
 * together, and is read once. */
static void add_patterns(wb_sums *const *to, const wb_bundle *bundle,
                         const wb_sayings *sayings, const wb_histogram *h,
                         const int32_t *groups, int32_t n_groups)
{
    wb_patterns list;

    list_patterns(&list, bundle, sayings, h->width);
    for (int32_t g = 0; g < n_groups; g++) {
        size_t first = (size_t)g * (size_t)h->width;
        size_t bins = (size_t)groups[g] * 2;
        for (int32_t i = 0; i < list.n; i++) {
            size_t at = first + (size_t)list.slots[i];
            if (h->n[at] == 0)
                continue;
            for (size_t j = 0; j < bundle->n_outcomes; j++) {
                if (list.says[i][j] == WB_ANSWER_MISSING)
                    continue;
                size_t bin = bins + (list.says[i][j] == WB_ANSWER_TRUE);
                add_sum(&to[j]->bins[bin], &h->sums[at], h->n[at]);
            }
        }
    }
}

static wb_status flush_patterns(const wb_part *part, wb_state *state,
                                const wb_index_map *map, size_t breakdown, size_t which,
                                int32_t n_groups, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_bundle *bundle = &part->bundles[which];
    const wb_histogram *h = &part->histograms[breakdown * part->n_bundles + which];
    int32_t reach = state->index.breakdowns[breakdown].groups.count;
    wb_sums *to[WB_BUNDLE];
    wb_sayings sayings;

    for (size_t j = 0; j < bundle->n_outcomes; j++) {
        to[j] = wb_state_sums(state, breakdown, bundle->outcomes[j]);
        WB_TRY(wb_sums_reach(to[j], WB_OUTCOME_BOOL, reach, 2, err));
    }
    wb_sayings_init(&sayings, bundle->n_outcomes);
    add_patterns(to, bundle, &sayings, h, map->groups[breakdown], n_groups);
    WB_TRY(wb_log_flush(&part->logs[breakdown * part->n_bundles + which], &sayings,
                        map->groups[breakdown], to, err));
done:
    return st;
}

static wb_status flush_categories(const wb_part *part, const wb_layout *layout,
                                  wb_state *state, const wb_index_map *map,
                                  size_t breakdown, size_t which, int32_t n_groups,
                                  wb_error *err)
{
    wb_status st = WB_OK;
    size_t outcome = part->bundles[which].outcomes[0];
    const wb_histogram *h = &part->histograms[breakdown * part->n_bundles + which];
    wb_sums *to = wb_state_sums(state, breakdown, outcome);
    size_t key = layout->outcomes[outcome].key;
    int32_t n_codes = wb_keys_count(part->index.keys[key]);

    WB_TRY(wb_sums_reach(to, WB_OUTCOME_CATEGORY,
                         state->index.breakdowns[breakdown].groups.count,
                         wb_keys_count(state->index.keys[key]), err));
    n_codes = n_codes < h->width ? n_codes : h->width;
    for (int32_t g = 0; g < n_groups; g++) {
        wb_bin *bins = &to->bins[(size_t)map->groups[breakdown][g] * (size_t)to->width];
        size_t first = (size_t)g * (size_t)h->width;
        for (int32_t c = 0; c < n_codes; c++) {
            size_t at = first + (size_t)c;
            if (h->n[at] > 0)
                add_sum(&bins[map->codes[key][c]], &h->sums[at], h->n[at]);
        }
    }
done:
    return st;
}

static wb_status flush_bundle(const wb_part *part, const wb_layout *layout,
                              wb_state *state, const wb_index_map *map, size_t breakdown,
                              size_t which, wb_error *err)
{
    const wb_histogram *h = &part->histograms[breakdown * part->n_bundles + which];
    int32_t n_groups = part->index.breakdowns[breakdown].groups.count;

    n_groups = n_groups < h->groups ? n_groups : h->groups;
    if (part->bundles[which].by_category)
        return flush_categories(part, layout, state, map, breakdown, which, n_groups,
                                err);
    return flush_patterns(part, state, map, breakdown, which, n_groups, err);
}

static wb_status flush_number(const wb_part *part, wb_state *state,
                              const wb_index_map *map, size_t breakdown, size_t which,
                              wb_error *err)
{
    wb_status st = WB_OK;
    const wb_sums *from = &part->moments[breakdown * part->n_numbers + which];
    wb_sums *to = wb_state_sums(state, breakdown, part->numbers[which]);
    int32_t n_groups = part->index.breakdowns[breakdown].groups.count;

    if (n_groups == 0)
        return WB_OK;
    WB_TRY(wb_sums_reach(to, WB_OUTCOME_NUMBER,
                         state->index.breakdowns[breakdown].groups.count, from->width,
                         err));
    wb_sums_add_moments(to, from, map->groups[breakdown],
                        n_groups < from->groups ? n_groups : from->groups);
done:
    return st;
}

wb_status wb_part_check_order(const wb_part *part, const wb_layout *layout,
                              const wb_state *state, wb_error *err)
{
    wb_status st = WB_OK;
    wb_state met = *state; /* with an index of its own that meets the part's */
    wb_index_map map = {0};

    if (!layout->ordered || part->n_rows == 0 || state->n_rows == 0)
        return WB_OK;
    WB_TRY(wb_index_copy(&state->index, &met.index, err));
    st = wb_index_merge(&met.index, &part->index, layout, &map, err);
    if (st == WB_OK)
        st = wb_order_check(&part->order, &met, layout, map.units,
                            wb_units_count(&state->index.tree), err);
    wb_index_map_free(&map);
    wb_index_free(&met.index);
done:
    return st;
}

wb_status wb_part_flush(const wb_part *part, const wb_layout *layout, wb_state *state,
                        wb_error *err)
{
    wb_status st = WB_OK;
    wb_index_map map = {0};

    if (part->n_rows == 0)
        return WB_OK;
    int32_t n_units = layout->ordered ? wb_units_count(&state->index.tree) : 0;
    WB_TRY(wb_index_merge(&state->index, &part->index, layout, &map, err));
    if (layout->ordered)
        WB_TRY(wb_order_check(&part->order, state, layout, map.units, n_units, err));
    for (size_t b = 0; b < layout->n_breakdowns && !layout->open_cells; b++) {
        for (size_t i = 0; i < part->n_bundles; i++)
            WB_TRY(flush_bundle(part, layout, state, &map, b, i, err));
        for (size_t i = 0; i < part->n_numbers; i++)
            WB_TRY(flush_number(part, state, &map, b, i, err));
    }
    WB_TRY(wb_part_flush_values(part, layout, state, &map, err));
    if (layout->ordered)
        WB_TRY(wb_edges_flush(state, &part->totals.units, part->order.unit, layout, &map,
                              err));
    else
        WB_TRY(wb_totals_merge(&state->totals, &part->totals, layout, &map, err));
    state->n_rows += part->n_rows;
    state->any_weight = state->any_weight || part->any_weight;
done:
    wb_index_map_free(&map);
    return st;
}
