/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Part "groups": a group against the rest and against the total of its wave. */
#include "monitor/table.h"

#include <math.h>

typedef enum against { AGAINST_REST, AGAINST_TOTAL } against;
static const char *const against_names[] = {"rest", "total", NULL};

typedef struct groups {
    against kinds[2]; /* those that are wanted */
    size_t n_kinds;
    size_t against;
    wb_effect_columns effect;
} groups;

static wb_status add_columns(wb_table_work *work, wb_error *err)
{
    wb_status st = WB_OK;
    groups *own = work->own;

    WB_TRY(wb_board_add_words(work->board, "against", against_names, &own->against, err));
    WB_TRY(wb_effect_columns_add(work->board, "difference", &own->effect, err));
done:
    return st;
}

static size_t count_blocks(const wb_table_work *work, size_t breakdown)
{
    const groups *own = work->own;
    const wb_panel_part *part = wb_panel_part_at(work->results->panel, breakdown);
    return part->rest == NULL ? 0 : work->n_waves * own->n_kinds;
}

static void put_group(const wb_table_work *work, const wb_panel_part *part, size_t slot,
                      against kind, size_t row, wb_effect_memo *memo)
{
    const groups *own = work->own;
    const wb_beside_difference *of =
        kind == AGAINST_REST ? &part->rest[slot] : &part->whole[slot];
    wb_effect effect = wb_effect_quick(memo, of->difference, of->se * of->se, of->df);
    wb_compared status = wb_compared_of(effect.status);

    if (wb_results_hide_rest(work->results, part, slot))
        status = WB_COMPARED_HIDDEN;
    work->board->columns[own->against].codes[row] = (int32_t)kind;
    wb_effect_put(work->board, &own->effect, row, &effect, status);
}

static wb_status fill(const wb_table_work *work, size_t breakdown, size_t k, size_t row,
                      wb_effect_memo *memo, wb_error *err)
{
    wb_status st = WB_OK;
    const groups *own = work->own;
    const wb_panel_part *part = wb_panel_part_at(work->results->panel, breakdown);
    size_t wave = work->waves[k / own->n_kinds];
    against kind = own->kinds[k % own->n_kinds];
    size_t at = row;

    for (int64_t c = 0; c < part->n_cells; c++, at += work->n_measures) {
        size_t slot = wb_table_slot(work, c, wave);
        wb_table_keys(work, breakdown, c, wave, 0, at);
        for (size_t m = 0; m < work->n_measures; m++)
            put_group(work, part, slot + m, kind, at + m, memo);
    }
    WB_TRY(wb_effect_adjust(work, &own->effect, row, (size_t)part->n_cells, err));
done:
    return st;
}

static const wb_monitor_part grid = {"groups",    true,         false,
                                     add_columns, count_blocks, fill};

wb_status wb_table_groups(const wb_monitor_results *results, const char *language,
                          wb_frame **out, wb_error *err)
{
    const wb_monitor_definition *d = results->definition;
    groups own = {.n_kinds = 0};

    (void)language;
    if (d->rest)
        own.kinds[own.n_kinds++] = AGAINST_REST;
    if (d->total)
        own.kinds[own.n_kinds++] = AGAINST_TOTAL;
    return wb_monitor_part_make(results, &grid, &own, out, err);
}
