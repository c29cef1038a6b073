/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Taking rows into a part, a block that stays in cache at a time. */
#include "base/text.h"
#include "survey/rows.h"

#include <math.h>
#include <string.h>

wb_status wb_rows_missing(const wb_rows *rows, const char *what, size_t column,
                          int64_t row, wb_error *err)
{
    const char *name = wb_frame_column_name(rows->frame, column);
    double code = wb_frame_declared_missing(rows->frame, column, row);
    char number[WB_NUMBER_CHARS];

    if (isnan(code))
        return wb_fail_at(err, WB_E_DATA, row, name, "the %s in column '%s' is missing",
                          what, name);
    wb_format_double(number, code);
    return wb_fail_at(err, WB_E_DATA, row, name,
                      "the %s in column '%s' is missing: its code %s is declared missing",
                      what, name, number);
}

static wb_status bad_weight(const wb_rows *rows, size_t column, const char *what,
                            wb_error *err)
{
    const char *name = wb_frame_column_name(rows->frame, column);
    for (int32_t i = 0; i < rows->n; i++) {
        int64_t row = rows->first + i;
        double w = wb_frame_double(rows->frame, column, row);
        if (wb_frame_is_missing(rows->frame, column, row))
            return wb_rows_missing(rows, what, column, row, err);
        if (!(w >= 0 && w <= WB_LARGEST)) {
            char number[WB_NUMBER_CHARS];
            wb_format_double(number, w);
            return wb_fail_at(err, WB_E_DATA, row, name,
                              "the %s %s in column '%s' is not between 0 and 1e50", what,
                              number, name);
        }
    }
    return WB_OK;
}

wb_status wb_rows_weights(const wb_rows *rows, size_t column, const char *what,
                          wb_block_scratch *scratch, const double **out, wb_error *err)
{
    wb_status st = WB_OK;
    const double *weights = wb_frame_doubles(rows->frame, column, rows->first);
    bool whole = true;
    wb_block block;

    if (weights == NULL) {
        WB_TRY(wb_frame_block(rows->frame, column, rows->first, rows->n, WB_BLOCK_DOUBLE,
                              scratch, &block, err));
        weights = block.doubles;
        whole =
            block.present == NULL || memchr(block.present, 0, (size_t)rows->n) == NULL;
    }
    if (!wb_lanes_are_weights(weights, rows->n) || !whole)
        return bad_weight(rows, column, what, err);
    *out = weights;
done:
    return st;
}

static wb_status take_weights(wb_part *part, const wb_rows *rows, wb_error *err)
{
    wb_status st = WB_OK;
    wb_lanes *lanes = part->lanes;
    const double *weights = NULL;

    if (rows->binding->weights < 0) {
        wb_lanes_ones(lanes, rows->n);
        part->any_weight = true;
        return WB_OK;
    }
    WB_TRY(wb_rows_weights(rows, (size_t)rows->binding->weights, "weight",
                           &lanes->weights, &weights, err));
    lanes->w = weights;
    if (!rows->layout->open_cells)
        wb_lanes_square(lanes, rows->n);
    for (int32_t i = 0; !part->any_weight && i < rows->n; i++)
        part->any_weight = weights[i] > 0;
done:
    return st;
}

static wb_status take_keys(wb_part *part, const wb_rows *rows, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t k = 0; k < rows->layout->n_keys; k++)
        WB_TRY(wb_keys_codes(part->index.keys[k], rows->frame, rows->binding->keys[k],
                             rows->first, rows->n, part->lanes->codes + k * WB_BLOCK_ROWS,
                             err));
done:
    return st;
}

const int32_t *const *wb_rows_tuple(wb_lanes *lanes, const wb_key_list *list)
{
    for (size_t j = 0; j < list->n; j++)
        lanes->tuple[j] = lanes->codes + list->keys[j] * WB_BLOCK_ROWS;
    return lanes->tuple;
}

static wb_status missing_stratum(const wb_part *part, const wb_rows *rows, wb_error *err)
{
    const wb_key_list *list = &rows->layout->strata;
    int32_t at = 0;
    while (part->lanes->strata[at] >= 0)
        at++;
    int64_t row = rows->first + at;
    for (size_t j = 0; j < list->n; j++) {
        size_t key = list->keys[j];
        if (part->lanes->codes[key * WB_BLOCK_ROWS + (size_t)at] < 0)
            return wb_rows_missing(rows, "stratum", rows->binding->keys[key], row, err);
    }
    return WB_OK;
}

static wb_status take_strata(wb_part *part, const wb_rows *rows, wb_error *err)
{
    wb_status st = WB_OK;
    wb_lanes *lanes = part->lanes;
    int32_t least;
    int32_t most;

    WB_TRY(wb_tuples_map(&part->index.strata, wb_rows_tuple(lanes, &rows->layout->strata),
                         rows->n, lanes->strata, err));
    wb_lanes_bounds(lanes->strata, rows->n, &least, &most);
    if (least < 0)
        return missing_stratum(part, rows, err);
    WB_TRY(wb_index_reach(&part->index, most + 1, err));
    for (int32_t i = 0; i < rows->n; i++)
        part->index.units[lanes->strata[i]]++;
done:
    return st;
}

static wb_status take_cells(wb_part *part, const wb_rows *rows, wb_error *err)
{
    wb_status st = WB_OK;
    wb_lanes *lanes = part->lanes;

    for (size_t b = 0; b < rows->layout->n_breakdowns; b++)
        WB_TRY(wb_tuples_map(&part->index.breakdowns[b].cells,
                             wb_rows_tuple(lanes, &rows->layout->breakdowns[b]), rows->n,
                             lanes->cells + b * WB_BLOCK_ROWS, err));
done:
    return st;
}

static wb_status take_groups(wb_part *part, const wb_rows *rows, wb_error *err)
{
    wb_status st = WB_OK;
    wb_lanes *lanes = part->lanes;

    for (size_t b = 0; b < rows->layout->n_breakdowns; b++)
        WB_TRY(wb_combos_map(&part->index.breakdowns[b].groups, lanes->strata,
                             lanes->cells + b * WB_BLOCK_ROWS, rows->n,
                             lanes->groups + b * WB_BLOCK_ROWS, err));
done:
    return st;
}

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
        find_patterns(bundle, lanes->patterns, rows->n);
        WB_TRY(wb_histogram_reach(h, part->index.breakdowns[b].groups.count,
                                  bundle->n_slots, err));
        wb_lanes_count_patterns(lanes, lanes->groups + b * WB_BLOCK_ROWS, bundle->slot_of,
                                h, rows->n);
    }
done:
    return st;
}

static wb_status take_bundle(wb_part *part, const wb_rows *rows, size_t which,
                             wb_error *err)
{
    wb_status st = WB_OK;
    wb_lanes *lanes = part->lanes;
    wb_bundle *bundle = &part->bundles[which];
    const int32_t *codes = NULL;
    int32_t width;

    if (bundle->cuts)
        return take_cuts(part, rows, which, err);
    if (bundle->by_category) {
        size_t key = rows->layout->outcomes[bundle->outcomes[0]].key;
        codes = lanes->codes + key * WB_BLOCK_ROWS;
        width = wb_keys_count(part->index.keys[key]);
    } else {
        WB_TRY(wb_rows_patterns(lanes, rows, bundle->outcomes, bundle->n_outcomes,
                                part->kinds, err));
        find_patterns(bundle, lanes->patterns, rows->n);
        width = bundle->n_slots;
    }
    for (size_t b = 0; b < rows->layout->n_breakdowns; b++) {
        wb_histogram *h = &part->histograms[b * part->n_bundles + which];
        const int32_t *groups = lanes->groups + b * WB_BLOCK_ROWS;
        int32_t n_groups = part->index.breakdowns[b].groups.count;
        if (!bundle->by_category && n_groups > WB_HISTOGRAM_GROUPS) {
            WB_TRY(wb_log_take(&part->logs[b * part->n_bundles + which], groups,
                               lanes->patterns, lanes->w, rows->n, lanes->slots, err));
            groups = lanes->slots;
            n_groups = WB_HISTOGRAM_GROUPS;
        }
        WB_TRY(wb_histogram_reach(h, n_groups, width, err));
        if (bundle->by_category)
            wb_lanes_count_codes(lanes, groups, codes, h, rows->n);
        else
            wb_lanes_count_patterns(lanes, groups, bundle->slot_of, h, rows->n);
    }
done:
    return st;
}

wb_status wb_rows_check_number(const wb_rows *rows, size_t column, const wb_block *block,
                               wb_error *err)
{
    const char *name = wb_frame_column_name(rows->frame, column);

    if (block->present == NULL && wb_lanes_are_numbers(block->doubles, rows->n))
        return WB_OK;
    for (int32_t i = 0; i < rows->n; i++) {
        if (block->present != NULL && !block->present[i])
            continue;
        double y = block->doubles[i];
        if (!(y >= -WB_LARGEST && y <= WB_LARGEST)) {
            char number[WB_NUMBER_CHARS];
            int64_t row = rows->first + i;
            wb_format_double(number, y);
            return wb_fail_at(err, WB_E_DATA, row, name,
                              "the value %s of '%s' is not between -1e50 and 1e50",
                              number, name);
        }
    }
    return WB_OK;
}

wb_status wb_rows_block(const wb_rows *rows, size_t column, wb_block_scratch *scratch,
                        wb_block *out, wb_error *err)
{
    wb_status st = WB_OK;

    const double *plain = wb_frame_doubles(rows->frame, column, rows->first);

    if (plain != NULL && wb_lanes_are_numbers(plain, rows->n)) { /* nor NaN: all there */
        *out = (wb_block){.kind = WB_BLOCK_DOUBLE, .n = rows->n, .doubles = plain};
        return WB_OK;
    }
    WB_TRY(wb_frame_block(rows->frame, column, rows->first, rows->n, WB_BLOCK_DOUBLE,
                          scratch, out, err));
    WB_TRY(wb_rows_check_number(rows, column, out, err));
done:
    return st;
}

wb_status wb_rows_numbers(wb_lanes *lanes, const wb_rows *rows, size_t outcome,
                          wb_numbers *out, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_outcome *what = &rows->layout->outcomes[outcome];
    size_t column = rows->binding->outcomes[outcome];
    wb_block block;

    *out = (wb_numbers){.n_terms = what->n_terms};
    WB_TRY(wb_rows_block(rows, column, &lanes->scratch, &block, err));
    out->x = block.doubles;
    out->x_present = block.present;
    if (what->other == NULL)
        goto done;
    column = rows->binding->others[outcome];
    WB_TRY(wb_rows_block(rows, column, &lanes->other, &block, err));
    out->y = block.doubles;
    out->y_present = block.present;
done:
    return st;
}

static wb_status take_number(wb_part *part, const wb_rows *rows, size_t which,
                             wb_error *err)
{
    wb_status st = WB_OK;
    wb_lanes *lanes = part->lanes;
    size_t o = part->numbers[which];
    bool scores = rows->layout->outcomes[o].role == WB_ROLE_SCORE;
    wb_numbers numbers;

    if (!scores) {
        WB_TRY(wb_rows_numbers(lanes, rows, o, &numbers, err));
        wb_lanes_moments(lanes, &numbers, rows->n);
    }
    for (size_t b = 0; b < rows->layout->n_breakdowns; b++) {
        wb_sums *sums = &part->moments[b * part->n_numbers + which];
        if (scores) { /* others in every breakdown */
            WB_TRY(wb_rows_scores(lanes, rows, o, b, &numbers, err));
            wb_lanes_moments(lanes, &numbers, rows->n);
        }
        WB_TRY(wb_sums_reach(sums, WB_OUTCOME_NUMBER,
                             part->index.breakdowns[b].groups.count,
                             wb_moment_count(numbers.n_terms), err));
        if (sums->groups > 0)
            wb_lanes_add(lanes, lanes->groups + b * WB_BLOCK_ROWS, sums->width,
                         sums->moments, sums->n, rows->n);
    }
done:
    return st;
}

/* Rows that close at once: sums and products by stratum and cell. */
static wb_status take_closed(wb_part *part, const wb_rows *rows, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(take_groups(part, rows, err));
    for (size_t i = 0; i < part->n_bundles; i++)
        WB_TRY(take_bundle(part, rows, i, err));
    for (size_t i = 0; i < part->n_numbers; i++)
        WB_TRY(take_number(part, rows, i, err));
done:
    return st;
}

static wb_status take_block(wb_part *part, const wb_rows *rows, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(take_weights(part, rows, err));
    WB_TRY(take_keys(part, rows, err));
    WB_TRY(take_strata(part, rows, err));
    WB_TRY(wb_rows_units(part, rows, err));
    WB_TRY(take_cells(part, rows, err));
    if (wb_layout_is_partial(rows->layout))
        WB_TRY(wb_rows_values(part, rows, err));
    if (rows->layout->open_cells)
        WB_TRY(wb_rows_open(part, rows, err));
    else
        WB_TRY(take_closed(part, rows, err));
    part->n_rows += rows->n;
done:
    return st;
}

wb_status wb_part_add(wb_part *part, const wb_layout *layout, const wb_inputs *binding,
                      const wb_frame *frame, int64_t first, int64_t n, wb_error *err)
{
    wb_status st = WB_OK;
    wb_frame *view = NULL;

    WB_TRY(wb_frame_apply_ranges(frame, &view, err));
    for (int64_t at = 0; at < n; at += WB_BLOCK_ROWS) {
        int64_t left = n - at;
        wb_rows rows = {layout, binding, view != NULL ? view : frame, first + at,
                        (int32_t)(left < WB_BLOCK_ROWS ? left : WB_BLOCK_ROWS)};
        WB_TRY(take_block(part, &rows, err));
    }
    if (part->n_rows == WB_PART_ROWS)
        WB_TRY(wb_part_close_values(part, err));
done:
    wb_frame_free(view);
    return st;
}
