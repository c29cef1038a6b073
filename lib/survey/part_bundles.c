/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Outcomes that are counted in histograms: the patterns of a bundle of true-or-false
 * ones, or the codes of a categorical one. */
#include "survey/rows.h"

#include <string.h>

/* Slots for the patterns of this block. */
static void find_patterns(wb_bundle *bundle, const uint8_t *patterns, int32_t n)
{
    uint8_t seen[WB_PATTERNS] = {0};
    for (int32_t i = 0; i < n; i++)
        seen[patterns[i]] = 1;
    for (int pattern = 0; pattern < WB_PATTERNS; pattern++) {
        if (seen[pattern] && bundle->slot_of[pattern] < 0)
            bundle->slot_of[pattern] = (int16_t)bundle->n_slots++;
    }
}

wb_status wb_rows_patterns(wb_lanes *lanes, const wb_rows *rows, const size_t *outcomes,
                           size_t n_outcomes, const uint8_t *kinds, wb_error *err)
{
    wb_status st = WB_OK;
    wb_block block;

    memset(lanes->patterns, 0, (size_t)rows->n);
    for (size_t j = 0; j < n_outcomes; j++) {
        size_t column = rows->binding->outcomes[outcomes[j]];
        if (kinds[outcomes[j]] != WB_OUTCOME_BOOL) {
            wb_lanes_pattern_missing(lanes->patterns, rows->n);
            continue;
        }
        const int8_t *bytes = wb_frame_bool_bytes(rows->frame, column, rows->first);
        if (bytes != NULL) {
            wb_lanes_pattern_bytes(lanes->patterns, bytes, rows->n);
            continue;
        }
        WB_TRY(wb_frame_block(rows->frame, column, rows->first, rows->n, WB_BLOCK_INT8,
                              &lanes->scratch, &block, err));
        wb_lanes_pattern(lanes->patterns, block.bytes, block.present, rows->n);
    }
done:
    return st;
}

static wb_histogram_rows rows_of(const wb_lanes *lanes, int32_t n)
{
    return (wb_histogram_rows){lanes->w, lanes->w2_hi, lanes->w2_lo, n, lanes->positive};
}

/* Count the patterns of a block in the groups of a breakdown. They have slots
 * and room but where new ones came. */
static wb_status count_patterns(wb_part *part, const wb_rows *rows, wb_bundle *bundle,
                                wb_histogram *h, const int32_t *groups, int32_t n_groups,
                                wb_error *err)
{
    wb_status st = WB_OK;
    wb_lanes *lanes = part->lanes;
    wb_histogram_rows add = rows_of(lanes, rows->n);

    if (n_groups > h->groups ||
        !wb_histogram_find(h, groups, lanes->patterns, bundle->slot_of, rows->n,
                           lanes->bins)) {
        find_patterns(bundle, lanes->patterns, rows->n);
        WB_TRY(wb_histogram_reach(h, n_groups, bundle->n_slots, err));
        (void)wb_histogram_find(h, groups, lanes->patterns, bundle->slot_of, rows->n,
                                lanes->bins);
    }
    wb_histogram_add(h, &add, lanes->bins);
done:
    return st;
}

/* A bundle of cuts: the answers are others in every breakdown. */
static wb_status take_cuts(wb_part *part, const wb_rows *rows, size_t which,
                           wb_error *err)
{
    wb_status st = WB_OK;
    wb_lanes *lanes = part->lanes;
    wb_bundle *bundle = &part->bundles[which];

    for (size_t b = 0; b < rows->layout->n_breakdowns; b++) {
        wb_histogram *h = &part->histograms[b * part->n_bundles + which];
        WB_TRY(wb_rows_cuts(lanes, rows, bundle->outcomes, bundle->n_outcomes, b, err));
        WB_TRY(count_patterns(part, rows, bundle, h, lanes->groups + b * WB_BLOCK_ROWS,
                              part->index.breakdowns[b].groups.count, err));
    }
done:
    return st;
}

/* One categorical outcome. */
static wb_status take_categories(wb_part *part, const wb_rows *rows, size_t which,
                                 wb_error *err)
{
    wb_status st = WB_OK;
    wb_lanes *lanes = part->lanes;
    size_t key = rows->layout->outcomes[part->bundles[which].outcomes[0]].key;
    const int32_t *codes = lanes->codes + key * WB_BLOCK_ROWS;
    int32_t width = wb_keys_count(part->index.keys[key]);
    wb_histogram_rows add = rows_of(lanes, rows->n);

    for (size_t b = 0; b < rows->layout->n_breakdowns; b++) {
        wb_histogram *h = &part->histograms[b * part->n_bundles + which];
        WB_TRY(wb_histogram_reach(h, part->index.breakdowns[b].groups.count, width, err));
        wb_histogram_add_codes(h, &add, lanes->groups + b * WB_BLOCK_ROWS, codes);
    }
done:
    return st;
}

wb_status wb_rows_bundle(wb_part *part, const wb_rows *rows, size_t which, wb_error *err)
{
    wb_status st = WB_OK;
    wb_lanes *lanes = part->lanes;
    wb_bundle *bundle = &part->bundles[which];

    if (bundle->cuts)
        return take_cuts(part, rows, which, err);
    if (bundle->by_category)
        return take_categories(part, rows, which, err);
    WB_TRY(wb_rows_patterns(lanes, rows, bundle->outcomes, bundle->n_outcomes,
                            part->kinds, err));
    for (size_t b = 0; b < rows->layout->n_breakdowns; b++) {
        size_t at = b * part->n_bundles + which;
        const int32_t *groups = lanes->groups + b * WB_BLOCK_ROWS;
        int32_t n_groups = part->index.breakdowns[b].groups.count;
        if (n_groups > WB_HISTOGRAM_GROUPS) {
            WB_TRY(wb_log_take(&part->logs[at], groups, lanes->patterns, lanes->w,
                               rows->n, lanes->slots, err));
            groups = lanes->slots;
            n_groups = WB_HISTOGRAM_GROUPS;
        }
        WB_TRY(count_patterns(part, rows, bundle, &part->histograms[at], groups, n_groups,
                              err));
    }
done:
    return st;
}
