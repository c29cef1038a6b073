/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Quantiles and ranks: in a first pass the values of the rows, in a second what follows
 * for a row from the distribution of its cell. */
#include "survey/first.h"
#include "survey/rows.h"

#include <string.h>

/* ---- the first pass ---- */

wb_status wb_rows_values(wb_part *part, const wb_rows *rows, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_layout *layout = rows->layout;
    wb_lanes *lanes = part->lanes;
    wb_block block;

    for (size_t v = 0; v < layout->n_variables; v++) {
        WB_TRY(wb_rows_block(rows, rows->binding->variables[v], &lanes->scratch, &block,
                             err));
        for (size_t b = 0; b < layout->n_breakdowns; b++)
            WB_TRY(wb_value_rows_add(&part->values[b * layout->n_variables + v],
                                     block.doubles, block.present, lanes->w,
                                     lanes->cells + b * WB_BLOCK_ROWS, rows->n, err));
    }
done:
    return st;
}

wb_status wb_part_close_values(wb_part *part, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < part->n_values; i++)
        WB_TRY(wb_value_run_make(&part->values[i], &part->sorter, &part->runs[i], err));
done:
    return st;
}

void wb_part_clear_values(wb_part *part)
{
    for (size_t i = 0; i < part->n_values; i++) {
        part->values[i].count = 0;
        wb_value_run_free(&part->runs[i]);
    }
}

void wb_part_free_values(wb_part *part)
{
    for (size_t i = 0; part->values != NULL && i < part->n_values; i++)
        wb_value_rows_free(&part->values[i]);
    for (size_t i = 0; part->runs != NULL && i < part->n_values; i++)
        wb_value_run_free(&part->runs[i]);
    wb_value_sorter_free(&part->sorter);
    wb_release(part->values);
    wb_release(part->runs);
    part->values = NULL;
    part->runs = NULL;
    part->n_values = 0;
}

wb_status wb_part_init_values(wb_part *part, const wb_layout *layout, wb_error *err)
{
    if (!wb_layout_is_partial(layout))
        return WB_OK;
    size_t n = layout->n_breakdowns * layout->n_variables;
    part->values = wb_allocate(n, sizeof *part->values);
    part->runs = wb_allocate(n, sizeof *part->runs);
    if (part->values == NULL || part->runs == NULL)
        return wb_fail_nomem(err);
    part->n_values = n;
    return WB_OK;
}

wb_status wb_part_copy_values(const wb_part *part, wb_part *copy, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < part->n_values; i++) {
        WB_TRY(wb_value_rows_copy(&part->values[i], &copy->values[i], err));
        WB_TRY(wb_value_run_copy(&part->runs[i], &copy->runs[i], err));
    }
done:
    return st;
}

/* The run of a part that is closed, or one of its rows so far. */
static wb_status run_of(const wb_part *part, size_t i, wb_value_sorter *sorter,
                        wb_value_run *out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_value_rows rows = {0};

    if (part->runs[i].length > 0)
        return wb_value_run_copy(&part->runs[i], out, err);
    WB_TRY(wb_value_rows_copy(&part->values[i], &rows, err));
    WB_TRY(wb_value_run_make(&rows, sorter, out, err));
done:
    wb_value_rows_free(&rows);
    return st;
}

wb_status wb_part_flush_values(const wb_part *part, const wb_layout *layout,
                               wb_state *state, const wb_index_map *map, wb_error *err)
{
    wb_status st = WB_OK;
    wb_value_sorter sorter = {0};
    wb_value_run run = {0};

    for (size_t i = 0; i < part->n_values; i++) {
        size_t b = i / layout->n_variables;
        WB_TRY(run_of(part, i, &sorter, &run, err));
        int32_t n_cells = wb_index_cells(&state->index, layout, b);
        WB_TRY(wb_value_run_relabel(&run, map->cells[b], n_cells, err));
        WB_TRY(wb_values_push(&state->values[i], &run, err));
    }
done:
    wb_value_run_free(&run);
    wb_value_sorter_free(&sorter);
    return st;
}

int64_t wb_part_values_bytes(const wb_part *part)
{
    int64_t bytes = wb_value_sorter_bytes(&part->sorter);
    for (size_t i = 0; i < part->n_values; i++)
        bytes +=
            wb_value_rows_bytes(&part->values[i]) + wb_value_run_bytes(&part->runs[i]);
    return bytes;
}

/* ---- the second pass ---- */

/* patterns = 3 * patterns + (0 missing, 1 above the cut of its cell, 2 not above). */
static void add_cut(uint8_t *restrict patterns, const wb_block *block,
                    const int32_t *restrict cells, const double *restrict cuts,
                    int32_t n_cells, int32_t n)
{
    const uint8_t *present = block->present;
    for (int32_t i = 0; i < n; i++) {
        bool there =
            (present == NULL || present[i]) && cells[i] >= 0 && cells[i] < n_cells;
        int digit = there ? 1 + (block->doubles[i] <= cuts[cells[i]]) : 0;
        patterns[i] = (uint8_t)(3 * patterns[i] + digit);
    }
}

wb_status wb_rows_cuts(wb_lanes *lanes, const wb_rows *rows, const size_t *outcomes,
                       size_t n_outcomes, size_t breakdown, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_first *first = rows->layout->first;
    wb_block block;

    memset(lanes->patterns, 0, (size_t)rows->n);
    for (size_t j = 0; j < n_outcomes; j++) {
        size_t o = outcomes[j];
        WB_TRY(wb_rows_block(rows, rows->binding->outcomes[o], &lanes->scratch, &block,
                             err));
        add_cut(lanes->patterns, &block, lanes->cells + breakdown * WB_BLOCK_ROWS,
                wb_first_derived(first, breakdown, o)->cuts, first->n_cells[breakdown],
                rows->n);
    }
done:
    return st;
}

/* The pool of each row, -1 for a row without value or cell. */
static void find_pools(const wb_derived *derived, const wb_block *block,
                       const int32_t *cells, int32_t n_cells, int32_t n, int32_t *pools)
{
    for (int32_t i = 0; i < n; i++) {
        bool there = (block->present == NULL || block->present[i]) && cells[i] >= 0 &&
                     cells[i] < n_cells;
        pools[i] = there ? derived->pools[cells[i]] : -1;
    }
}

wb_status wb_rows_scores(wb_lanes *lanes, const wb_rows *rows, size_t outcome,
                         size_t breakdown, wb_numbers *out, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_first *first = rows->layout->first;
    const wb_derived *derived = wb_first_derived(first, breakdown, outcome);
    wb_block block;

    WB_TRY(wb_rows_block(rows, rows->binding->outcomes[outcome], &lanes->scratch, &block,
                         err));
    find_pools(derived, &block, lanes->cells + breakdown * WB_BLOCK_ROWS,
               first->n_cells[breakdown], rows->n, lanes->pools);
    wb_lookup_find(derived->lookups, lanes->pools, block.doubles, rows->n, lanes->places);
    for (int32_t i = 0; i < rows->n; i++) {
        bool there = lanes->places[i] >= 0;
        lanes->found[i] = there;
        lanes->scores[i] = there ? derived->scores[lanes->pools[i]][lanes->places[i]] : 0;
    }
    *out = (wb_numbers){.x = lanes->scores,
                        .x_present = lanes->found,
                        .n_terms = rows->layout->outcomes[outcome].n_terms};
done:
    return st;
}
