/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Part "cells": an estimates frame of all waves and groups. */
#include "monitor/publish.h"
#include "monitor/table.h"

#include <math.h>

typedef struct cells {
    size_t estimate, se, lower, upper, df, n, status, flag;
} cells;

static wb_status add_columns(wb_table_work *work, wb_error *err)
{
    wb_status st = WB_OK;
    cells *at = work->own;
    const char *words[WB_ESTIMATE_STATUSES + 2] = {NULL};

    for (int s = 0; s < WB_ESTIMATE_STATUSES; s++)
        words[s] = wb_estimate_status_name((wb_estimate_status)s);
    words[WB_ESTIMATE_STATUSES] = "hidden";
    WB_TRY(wb_board_add_numbers(work->board, "estimate", &at->estimate, err));
    WB_TRY(wb_board_add_numbers(work->board, "se", &at->se, err));
    WB_TRY(wb_board_add_numbers(work->board, "lower", &at->lower, err));
    WB_TRY(wb_board_add_numbers(work->board, "upper", &at->upper, err));
    WB_TRY(wb_board_add_numbers(work->board, "df", &at->df, err));
    WB_TRY(wb_board_add_whole(work->board, "n", &at->n, err));
    WB_TRY(wb_board_add_words(work->board, "status", words, &at->status, err));
    WB_TRY(wb_board_add_words(work->board, "flag", wb_publish_names + 1, &at->flag, err));
done:
    return st;
}

static size_t count_blocks(const wb_table_work *work, size_t breakdown)
{
    (void)breakdown;
    return work->n_waves;
}

static void put_value(const wb_table_work *work, const wb_panel_part *part, size_t slot,
                      size_t row)
{
    const cells *at = work->own;
    const wb_estimate *value = &part->values[slot];
    wb_board_column *columns = work->board->columns;
    uint8_t verdict = wb_results_flag(work->results, part, slot);

    columns[at->flag].codes[row] = (int32_t)verdict - 1; /* ok: missing */
    if (wb_results_hide(work->results, part, slot)) {
        columns[at->status].codes[row] = WB_ESTIMATE_STATUSES;
        return;
    }
    columns[at->estimate].numbers[row] = value->estimate;
    columns[at->se].numbers[row] = value->se;
    columns[at->lower].numbers[row] = value->lower;
    columns[at->upper].numbers[row] = value->upper;
    columns[at->df].numbers[row] = value->df;
    columns[at->n].whole[row] = value->n;
    columns[at->status].codes[row] = (int32_t)value->status;
}

static wb_status fill(const wb_table_work *work, size_t breakdown, size_t k, size_t row,
                      wb_effect_memo *memo, wb_error *err)
{
    const wb_panel_part *part = wb_panel_part_at(work->results->panel, breakdown);
    size_t wave = work->waves[k];

    (void)memo;
    (void)err;
    for (int64_t c = 0; c < part->n_cells; c++, row += work->n_measures) {
        wb_table_keys(work, breakdown, c, wave, 0, row);
        for (size_t m = 0; m < work->n_measures; m++)
            put_value(work, part, wb_table_slot(work, c, wave) + m, row + m);
    }
    return WB_OK;
}

static const wb_monitor_part grid = {"cells",     true,         false,
                                     add_columns, count_blocks, fill};

wb_status wb_table_cells(const wb_monitor_results *results, const char *language,
                         wb_frame **out, wb_error *err)
{
    cells at;

    (void)language;
    return wb_monitor_part_make(results, &grid, &at, out, err);
}
