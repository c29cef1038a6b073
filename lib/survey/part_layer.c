/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Rows into one layer of open totals: sums by pair of a unit and a cell. */
#include "survey/quads.h"

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
