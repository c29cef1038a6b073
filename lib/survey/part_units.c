/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The sampled unit that each row is in, at every stage, and how many there are of it. */
#include "survey/rows.h"

#include "base/text.h"

#include <math.h>
#include <string.h>

/* ---- the units of a row ---- */

static wb_status missing_cluster(const wb_part *part, const wb_rows *rows, size_t stage,
                                 wb_error *err)
{
    size_t key = rows->layout->clusters.keys[stage];
    const int32_t *codes = part->lanes->codes + key * WB_BLOCK_ROWS;
    int32_t at = 0;
    while (codes[at] >= 0)
        at++;
    return wb_rows_missing(rows, "cluster", rows->binding->keys[key], rows->first + at,
                           err);
}

/* Open rows: each is a unit of its own. */
static wb_status add_rows(wb_part *part, const wb_rows *rows, wb_error *err)
{
    wb_status st = WB_OK;
    wb_combos *stage = &part->index.tree.stages[0];
    wb_lanes *lanes = part->lanes;

    for (int32_t i = 0; i < rows->n; i++) {
        lanes->units[i] = stage->count;
        WB_TRY(wb_combos_append(stage, lanes->strata[i], stage->count, err));
    }
done:
    return st;
}

static wb_status take_stage(wb_part *part, const wb_rows *rows, size_t s, wb_error *err)
{
    wb_status st = WB_OK;
    wb_lanes *lanes = part->lanes;
    size_t key = rows->layout->clusters.keys[s];
    int32_t least;
    int32_t most;

    WB_TRY(wb_combos_map(&part->index.tree.stages[s], lanes->parents,
                         lanes->codes + key * WB_BLOCK_ROWS, rows->n, lanes->units, err));
    wb_lanes_bounds(lanes->units, rows->n, &least, &most);
    if (least < 0)
        return missing_cluster(part, rows, s, err);
    if (!rows->layout->ordered)
        goto done;
    WB_TRY(
        wb_order_units(&part->order, lanes->units, rows->n, part->n_rows, &least, err));
    if (least >= 0)
        st = wb_order_broken(&part->index, rows->layout, lanes->units[least],
                             rows->first + least, err);
done:
    return st;
}

/* ---- the finite population correction ---- */

static wb_status bad_fpc(const wb_part *part, const wb_rows *rows, size_t stage,
                         size_t column, int32_t at, double value, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text name = {0};
    int64_t row = rows->first + at;
    int32_t parent = part->lanes->parents[at];
    const char *column_name = wb_frame_column_name(rows->frame, column);

    if (!(value > 0 && value <= WB_LARGEST))
        return wb_fail_at(err, WB_E_DATA, row, column_name,
                          "the fpc %g in column '%s' is neither a number of units nor a "
                          "fraction above 0",
                          value, column_name);
    WB_TRY(wb_index_name(&part->index, rows->layout, stage, parent, &name, err));
    st = wb_fail_at(err, WB_E_DATA, row, column_name,
                    "the fpc in column '%s' varies within %s (%s): %g here, %g before",
                    column_name, stage == 0 ? "a stratum" : "a cluster",
                    name.length > 0 ? name.bytes : "all rows", value,
                    part->index.tree.fpc[stage].values[parent]);
done:
    wb_text_free(&name);
    return st;
}

/* The values of a block against those of its parents in lanes->parents. */
static wb_status take_fpc(wb_part *part, const wb_rows *rows, size_t stage, wb_error *err)
{
    wb_status st = WB_OK;
    wb_lanes *lanes = part->lanes;
    wb_fpc *fpc = &part->index.tree.fpc[stage];
    size_t column = rows->binding->fpc[stage];
    wb_block block;
    int32_t least;
    int32_t most;

    WB_TRY(wb_frame_block(rows->frame, column, rows->first, rows->n, WB_BLOCK_DOUBLE,
                          &lanes->scratch, &block, err));
    wb_lanes_bounds(lanes->parents, rows->n, &least, &most);
    WB_TRY(wb_fpc_reach(fpc, most + 1, err));
    for (int32_t i = 0; i < rows->n; i++) {
        double value = block.doubles[i];
        double *there = &fpc->values[lanes->parents[i]];
        if (block.present != NULL && !block.present[i])
            return wb_rows_missing(rows, "fpc", column, rows->first + i, err);
        if (value == *there)
            continue;
        if (!isnan(*there) || !(value > 0 && value <= WB_LARGEST))
            return bad_fpc(part, rows, stage, column, i, value, err);
        *there = value;
    }
done:
    return st;
}

wb_status wb_rows_units(wb_part *part, const wb_rows *rows, wb_error *err)
{
    wb_status st = WB_OK;
    wb_lanes *lanes = part->lanes;
    const wb_unit_tree *tree = &part->index.tree;
    size_t n_stages = tree->n_stages > tree->n_fpc ? tree->n_stages : tree->n_fpc;

    for (size_t s = 0; s < n_stages; s++) {
        memcpy(lanes->parents, s == 0 ? lanes->strata : lanes->units,
               (size_t)rows->n * sizeof *lanes->parents);
        if (s < tree->n_fpc)
            WB_TRY(take_fpc(part, rows, s, err));
        if (rows->layout->open_rows)
            WB_TRY(add_rows(part, rows, err));
        else if (s < tree->n_stages)
            WB_TRY(take_stage(part, rows, s, err));
    }
done:
    return st;
}
