/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Taking rows into a part, a block that stays in cache at a time. */
#include "base/text.h"
#include "survey/rows.h"

#include <math.h>
#include <string.h>

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
    return WB_OK; /* not reached: a row without stratum misses one of its columns */
}

/* Rows of each stratum. Of few strata in several tables by turns, for a count that is
 * added to again and again waits for itself. */
static void count_strata(const int32_t *strata, int32_t n, int32_t most, int64_t *units)
{
    enum { FEW = 64, TABLES = 4 };
    uint32_t counts[TABLES][FEW] = {{0}};
    int32_t i = 0;

    for (; most < FEW && i + TABLES <= n; i += TABLES) {
        for (int32_t k = 0; k < TABLES; k++)
            counts[k][strata[i + k]]++;
    }
    for (; i < n; i++)
        units[strata[i]]++;
    for (int32_t h = 0; most < FEW && h <= most; h++) {
        for (int32_t k = 0; k < TABLES; k++)
            units[h] += counts[k][h];
    }
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
    count_strata(lanes->strata, rows->n, most, part->index.units);
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
        WB_TRY(wb_rows_bundle(part, rows, i, err));
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
