/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Rows into totals that stay open: of sampled units, and of replicates. */
#include "survey/quads.h"

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

/* ---- totals ---- */

/* Where rows count: slots of (group, code) for a track that is no number. */
static wb_status add_slots(wb_lanes *lanes, wb_track *track, const int32_t *groups,
                           const int32_t *codes, int32_t n, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_combos_map(&track->slots, groups, codes, n, lanes->slots, err));
    WB_TRY(wb_track_reach(track, track->slots.count, 1, err));
    if (track->room > 0)
        wb_lanes_add_weights(lanes, lanes->slots, track->sums, track->n, n);
done:
    return st;
}

static bool any_bool(const wb_part *part, const wb_track_plan *plan)
{
    for (size_t j = 0; j < plan->n_outcomes; j++) {
        if (part->kinds[plan->outcomes[j]] == WB_OUTCOME_BOOL)
            return true;
    }
    return false;
}

/* Patterns as codes, -1 where nothing was answered. */
static const int32_t *pattern_codes(wb_lanes *lanes, int32_t n)
{
    for (int32_t i = 0; i < n; i++) /* parents are done with */
        lanes->parents[i] = lanes->patterns[i] > 0 ? lanes->patterns[i] : -1;
    return lanes->parents;
}

/* Codes of a bundle's patterns or of a category; NULL for a bundle without answers. */
static wb_status track_codes(wb_part *part, const wb_rows *rows,
                             const wb_track_plan *plan, const int32_t **codes,
                             wb_error *err)
{
    wb_status st = WB_OK;
    wb_lanes *lanes = part->lanes;

    *codes = NULL;
    if (plan->kind == WB_TRACK_CATEGORY) {
        size_t key = rows->layout->outcomes[plan->outcomes[0]].key;
        *codes = lanes->codes + key * WB_BLOCK_ROWS;
        return WB_OK;
    }
    if (!any_bool(part, plan))
        return WB_OK;
    WB_TRY(wb_rows_patterns(lanes, rows, plan->outcomes, plan->n_outcomes, part->kinds,
                            err));
    *codes = pattern_codes(lanes, rows->n);
done:
    return st;
}

static wb_status add_terms(const wb_lanes *lanes, wb_open *open, size_t b, size_t t,
                           int32_t width, int32_t n, bool plain, wb_error *err)
{
    wb_status st = WB_OK;
    wb_track *track = wb_open_track(open, b, t);
    const int32_t *groups = lanes->groups + b * WB_BLOCK_ROWS;

    WB_TRY(wb_track_reach(track, open->groups[b].count, width, err));
    if (track->room == 0)
        goto done;
    if (plain)
        wb_lanes_add_plain(lanes, groups, track->sums, track->n, n);
    else
        wb_lanes_add(lanes, groups, width, track->sums, track->n, n);
done:
    return st;
}

/* Cuts or scores, which are others in every breakdown. */
static wb_status add_derived(wb_part *part, const wb_rows *rows, wb_open *open, size_t t,
                             wb_error *err)
{
    wb_status st = WB_OK;
    wb_lanes *lanes = part->lanes;
    const wb_track_plan *plan = &rows->layout->tracks[t];
    int32_t width = wb_track_width(rows->layout, t);
    wb_numbers numbers;

    for (size_t b = 0; b < open->n_breakdowns; b++) {
        if (plan->kind == WB_TRACK_NUMBER) {
            WB_TRY(wb_rows_scores(lanes, rows, plan->outcomes[0], b, &numbers, err));
            wb_lanes_terms(lanes, &numbers, width, rows->n);
            WB_TRY(add_terms(lanes, open, b, t, width, rows->n, false, err));
            continue;
        }
        WB_TRY(wb_rows_cuts(lanes, rows, plan->outcomes, plan->n_outcomes, b, err));
        WB_TRY(add_slots(lanes, wb_open_track(open, b, t),
                         lanes->groups + b * WB_BLOCK_ROWS, pattern_codes(lanes, rows->n),
                         rows->n, err));
    }
done:
    return st;
}

static wb_status add_track(wb_part *part, const wb_rows *rows, wb_open *open, size_t t,
                           wb_error *err)
{
    wb_status st = WB_OK;
    wb_lanes *lanes = part->lanes;
    const wb_track_plan *plan = &rows->layout->tracks[t];
    int32_t width = wb_track_width(rows->layout, t);
    const int32_t *codes = NULL;
    bool number = plan->kind == WB_TRACK_NUMBER;
    bool plain = false;
    bool derived = rows->layout->outcomes[plan->outcomes[0]].role != WB_ROLE_PLAIN;
    wb_numbers numbers;

    if (derived)
        return add_derived(part, rows, open, t, err);
    if (number) {
        if (part->kinds[plan->outcomes[0]] != WB_OUTCOME_NUMBER)
            return WB_OK;
        WB_TRY(wb_rows_numbers(lanes, rows, plan->outcomes[0], &numbers, err));
        plain = width == WB_PLAIN_TERMS && numbers.y == NULL;
        if (plain)
            wb_lanes_plain(lanes, &numbers, rows->n);
        else
            wb_lanes_terms(lanes, &numbers, width, rows->n);
    } else {
        WB_TRY(track_codes(part, rows, plan, &codes, err));
        if (codes == NULL)
            return WB_OK;
    }
    for (size_t b = 0; b < open->n_breakdowns; b++) {
        if (!number) {
            WB_TRY(add_slots(lanes, wb_open_track(open, b, t),
                             lanes->groups + b * WB_BLOCK_ROWS, codes, rows->n, err));
            continue;
        }
        WB_TRY(add_terms(lanes, open, b, t, width, rows->n, plain, err));
    }
done:
    return st;
}

wb_status wb_rows_layer(wb_part *part, const wb_rows *rows, wb_open *open, wb_error *err)
{
    wb_status st = WB_OK;
    wb_lanes *lanes = part->lanes;

    for (size_t b = 0; b < open->n_breakdowns; b++) {
        const int32_t *cells = lanes->cells + b * WB_BLOCK_ROWS;
        int32_t *groups = lanes->groups + b * WB_BLOCK_ROWS;
        if (rows->layout->ordered)
            WB_TRY(wb_order_pairs(&part->order, b, &open->groups[b], lanes->units, cells,
                                  rows->n, groups, err));
        else
            WB_TRY(wb_combos_map(&open->groups[b], lanes->units, cells, rows->n, groups,
                                 err));
    }
    if (open == &part->totals.units)
        WB_TRY(wb_rows_quads(part, rows, err));
    for (size_t t = 0; t < open->n_tracks; t++) {
        if (open != &part->totals.units || !wb_quads_have(lanes->quads, t))
            WB_TRY(add_track(part, rows, open, t, err));
    }
done:
    return st;
}

/* The weights themselves, then every column of replicate weights. */
static wb_status add_replicates(wb_part *part, const wb_rows *rows, wb_error *err)
{
    wb_status st = WB_OK;
    wb_lanes *lanes = part->lanes;
    const double *weights = lanes->w;

    for (size_t r = 0; r <= rows->layout->n_replicates; r++) {
        for (int32_t i = 0; i < rows->n; i++)
            lanes->units[i] = (int32_t)r;
        if (r > 0)
            WB_TRY(wb_rows_weights(rows, rows->binding->replicates[r - 1],
                                   "replicate weight", &lanes->replicate, &lanes->w,
                                   err));
        WB_TRY(wb_rows_layer(part, rows, &part->totals.replicates, err));
    }
done:
    lanes->w = weights;
    return st;
}

wb_status wb_rows_open(wb_part *part, const wb_rows *rows, wb_error *err)
{
    wb_status st = WB_OK;

    if (rows->layout->n_stages > 0)
        WB_TRY(wb_rows_layer(part, rows, &part->totals.units, err));
    if (rows->layout->calibrated)
        WB_TRY(wb_rows_auxiliary(part, rows, err));
    if (rows->layout->n_replicates > 0)
        WB_TRY(add_replicates(part, rows, err));
done:
    return st;
}
