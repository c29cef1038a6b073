/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* From the joint histograms of a part to the sums of each outcome in the state. Patterns
 * are added in ascending order, so the bits do not depend on which was seen first. */
#include "survey/part.h"

/* Category (0 false, 1 true) of outcome j of n in a pattern; -1 missing. */
static int category_in(uint8_t pattern, size_t j, size_t n)
{
    int rest = pattern;
    for (size_t k = n - 1; k > j; k--)
        rest /= 3;
    return rest % 3 - 1;
}

static void add_sum(wb_bin *to, const wb_cell_sum *sum, uint32_t n)
{
    to->w = wb_pair_add(to->w, (wb_pair){sum->hi[0], sum->lo[0]});
    to->w2 = wb_pair_add(to->w2, (wb_pair){sum->hi[1], sum->lo[1]});
    to->n += n;
}

/* What of a histogram goes into one outcome: n slots, in the order they are added, and
 * the category each counts for. */
typedef struct wb_entries {
    const int32_t *slots; /* NULL: 0, 1, ... */
    const int32_t *categories;
    int32_t n;
} wb_entries;

/* Group by group: a group's slots lie together. */
static void add_entries(wb_sums *to, const wb_histogram *h, const int32_t *groups,
                        int32_t n_groups, wb_entries entries)
{
    for (int32_t g = 0; g < n_groups; g++) {
        wb_bin *bins = &to->bins[(size_t)groups[g] * (size_t)to->width];
        size_t first = (size_t)g * (size_t)h->width;
        for (int32_t i = 0; i < entries.n; i++) {
            size_t at = first + (size_t)(entries.slots != NULL ? entries.slots[i] : i);
            if (h->n[at] > 0)
                add_sum(&bins[entries.categories[i]], &h->sums[at], h->n[at]);
        }
    }
}

/* One true-or-false outcome of a bundle. */
static void add_patterns(wb_sums *to, const wb_bundle *bundle, size_t j,
                         const wb_histogram *h, const int32_t *groups, int32_t n_groups)
{
    int32_t slots[WB_PATTERNS];
    int32_t categories[WB_PATTERNS];
    int32_t n = 0;

    for (int pattern = 0; pattern < WB_PATTERNS; pattern++) {
        int category = category_in((uint8_t)pattern, j, bundle->n_outcomes);
        int16_t slot = bundle->slot_of[pattern]; /* cuts: perhaps of other breakdowns */
        if (slot < 0 || slot >= h->width || category < 0)
            continue;
        slots[n] = slot;
        categories[n++] = category;
    }
    add_entries(to, h, groups, n_groups, (wb_entries){slots, categories, n});
}

static wb_status flush_bundle(const wb_part *part, const wb_layout *layout,
                              wb_state *state, const wb_index_map *map, size_t breakdown,
                              size_t which, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_bundle *bundle = &part->bundles[which];
    const wb_histogram *h = &part->histograms[breakdown * part->n_bundles + which];
    int32_t n_groups = part->index.breakdowns[breakdown].groups.count;
    int32_t reach = state->index.breakdowns[breakdown].groups.count;

    n_groups = n_groups < h->groups ? n_groups : h->groups;
    for (size_t j = 0; j < bundle->n_outcomes; j++) {
        wb_sums *to = wb_state_sums(state, breakdown, bundle->outcomes[j]);
        size_t key = layout->outcomes[bundle->outcomes[j]].key;
        if (!bundle->by_category) {
            WB_TRY(wb_sums_reach(to, WB_OUTCOME_BOOL, reach, 2, err));
            add_patterns(to, bundle, j, h, map->groups[breakdown], n_groups);
            continue;
        }
        int32_t n_codes = wb_keys_count(part->index.keys[key]);
        WB_TRY(wb_sums_reach(to, WB_OUTCOME_CATEGORY, reach,
                             wb_keys_count(state->index.keys[key]), err));
        n_codes = n_codes < h->width ? n_codes : h->width;
        add_entries(to, h, map->groups[breakdown], n_groups,
                    (wb_entries){NULL, map->codes[key], n_codes});
    }
done:
    return st;
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

wb_status wb_part_flush(const wb_part *part, const wb_layout *layout, wb_state *state,
                        wb_error *err)
{
    wb_status st = WB_OK;
    wb_index_map map = {0};

    if (part->n_rows == 0)
        return WB_OK;
    WB_TRY(wb_index_merge(&state->index, &part->index, layout, &map, err));
    for (size_t b = 0; b < layout->n_breakdowns; b++) {
        for (size_t i = 0; i < part->n_bundles; i++)
            WB_TRY(flush_bundle(part, layout, state, &map, b, i, err));
        for (size_t i = 0; i < part->n_numbers; i++)
            WB_TRY(flush_number(part, state, &map, b, i, err));
    }
    WB_TRY(wb_part_flush_values(part, layout, state, &map, err));
    WB_TRY(wb_state_add_open(state, &part->open, &part->replicates, &part->auxiliary,
                             layout, &map, err));
    state->n_rows += part->n_rows;
    state->any_weight = state->any_weight || part->any_weight;
done:
    wb_index_map_free(&map);
    return st;
}
