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

/* One true-or-false outcome of a bundle. */
static void add_patterns(wb_sums *to, const wb_bundle *bundle, size_t j,
                         const wb_histogram *h, const int32_t *groups, int32_t n_groups)
{
    for (int pattern = 0; pattern < WB_PATTERNS; pattern++) {
        int slot = bundle->slot_of[pattern];
        int category = category_in((uint8_t)pattern, j, bundle->n_outcomes);
        if (slot < 0 || category < 0)
            continue;
        for (int32_t g = 0; g < n_groups; g++) {
            size_t at = (size_t)g * (size_t)h->width + (size_t)slot;
            if (h->n[at] > 0)
                add_sum(
                    &to->bins[(size_t)groups[g] * (size_t)to->width + (size_t)category],
                    &h->sums[at], h->n[at]);
        }
    }
}

static void add_categories(wb_sums *to, const wb_histogram *h, const int32_t *groups,
                           int32_t n_groups, const int32_t *codes, int32_t n_codes)
{
    for (int32_t g = 0; g < n_groups; g++) {
        for (int32_t c = 0; c < n_codes; c++) {
            size_t at = (size_t)g * (size_t)h->width + (size_t)c;
            if (h->n[at] > 0)
                add_sum(
                    &to->bins[(size_t)groups[g] * (size_t)to->width + (size_t)codes[c]],
                    &h->sums[at], h->n[at]);
        }
    }
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
        add_categories(to, h, map->groups[breakdown], n_groups, map->codes[key],
                       n_codes < h->width ? n_codes : h->width);
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

    WB_TRY(wb_sums_reach(to, WB_OUTCOME_NUMBER,
                         state->index.breakdowns[breakdown].groups.count, 0, err));
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
    state->n_rows += part->n_rows;
    state->any_weight = state->any_weight || part->any_weight;
done:
    wb_index_map_free(&map);
    return st;
}
