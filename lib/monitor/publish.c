/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "monitor/publish.h"

#include <math.h>
#include <string.h>

const char *const wb_publish_names[] = {"ok", "too_few", "too_wide", NULL};

/* ---- the rules ---- */

static wb_publish judge(const wb_monitor_results *r, const wb_estimate *e, bool share)
{
    const wb_publication *rule = &r->definition->publication;

    if (e->n == 0)
        return WB_PUBLISH_OK; /* there is nothing to show */
    if (e->n < rule->min_n)
        return WB_PUBLISH_TOO_FEW;
    if (share && rule->max_width > 0 && e->upper - e->lower > rule->max_width)
        return WB_PUBLISH_TOO_WIDE;
    return WB_PUBLISH_OK;
}

static size_t slots_of(const wb_monitor_results *r, size_t breakdown)
{
    return (size_t)wb_panel_part_at(r->panel, breakdown)->n_cells *
           wb_panel_wave_count(r->panel) * wb_panel_measure_count(r->panel);
}

static wb_status judge_breakdown(wb_monitor_results *r, size_t b, wb_error *err)
{
    const wb_panel_part *part = wb_panel_part_at(r->panel, b);
    size_t n_measures = wb_panel_measure_count(r->panel);
    size_t n = slots_of(r, b);

    r->published[b] = wb_allocate(n, 1);
    if (r->published[b] == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        wb_panel_measure m = wb_panel_measure_at(r->panel, i % n_measures);
        r->published[b][i] =
            (uint8_t)judge(r, &part->values[i], r->measures.items[m.estimand].share);
    }
    return WB_OK;
}

wb_status wb_results_judge(wb_monitor_results *results, const wb_run *run, wb_error *err)
{
    wb_status st = WB_OK;
    size_t n = results->definition->n_breakdowns;

    (void)run;
    results->published = wb_allocate(n, sizeof *results->published);
    if (results->published == NULL)
        return wb_fail_nomem(err);
    for (size_t b = 0; b < n; b++)
        WB_TRY(judge_breakdown(results, b, err));
done:
    return st;
}

/* ---- asking ---- */

uint8_t wb_results_verdict(const wb_monitor_results *results, const wb_panel_part *part,
                           size_t slot)
{
    size_t b = (size_t)(part - wb_panel_part_at(results->panel, 0));
    return results->published[b][slot];
}

bool wb_results_hide(const wb_monitor_results *results, const wb_panel_part *part,
                     size_t slot)
{
    return results->definition->publication.mode == WB_PUBLISH_HIDE &&
           wb_results_verdict(results, part, slot) != WB_PUBLISH_OK;
}

/* The whole that a cell is part of: everybody, or the group it is nested in. */
static const wb_panel_part *whole_of(const wb_monitor_results *r,
                                     const wb_panel_part *part, size_t slot,
                                     size_t *whole_slot)
{
    size_t b = (size_t)(part - wb_panel_part_at(r->panel, 0));
    size_t per_cell = wb_panel_wave_count(r->panel) * wb_panel_measure_count(r->panel);
    size_t against = 0;
    size_t cell = wb_panel_whole(r->panel, b, (int64_t)(slot / per_cell), &against);

    *whole_slot = cell * per_cell + slot % per_cell;
    return wb_panel_part_at(r->panel, against);
}

bool wb_results_hide_rest(const wb_monitor_results *results, const wb_panel_part *part,
                          size_t slot)
{
    size_t at;
    const wb_publication *rule = &results->definition->publication;
    const wb_panel_part *whole = whole_of(results, part, slot, &at);
    int64_t n = part->values[slot].n;

    if (rule->mode != WB_PUBLISH_HIDE || n == 0)
        return false;
    return wb_results_hide(results, part, slot) || wb_results_hide(results, whole, at) ||
           whole->values[at].n - n < rule->min_n;
}
