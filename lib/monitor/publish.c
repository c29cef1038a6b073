/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "monitor/heads.h"

#include "disclose/ledger.h"

#include <math.h>
#include <string.h>

const char *const wb_publish_names[] = {"ok",       "too_few",  "too_wide", "extreme",
                                        "protects", "withheld", NULL};

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

/* ---- protection ---- */

/* What counts say of a cell: of its own, or in a breakdown that is not protected of the
 * groups that it takes apart. */
static uint8_t counted_verdict(const wb_heads *people, size_t breakdown,
                               const int32_t *levels, size_t wave, size_t measure)
{
    const wb_monitor_results *r = people->results;
    const wb_breakdown *b = &r->definition->breakdowns[breakdown];
    size_t own = people->part_of[breakdown];
    uint8_t verdict = WB_PUBLISH_OK;

    for (size_t k = 0; k < people->n_parts && verdict == WB_PUBLISH_OK; k++) {
        size_t places[WB_MAX_CROSSED];
        int32_t of_part[WB_MAX_CROSSED];
        if (own != WB_NOWHERE ? k != own : !wb_heads_within(people, k, b, places))
            continue;
        size_t n = r->definition->breakdowns[people->parts[k].breakdown].n;
        for (size_t i = 0; i < n; i++)
            of_part[i] = levels[own != WB_NOWHERE ? i : places[i]];
        size_t cell = wb_heads_cell(people, k, of_part);
        size_t slot = (wave * people->n_cells + cell) * people->n_measures + measure;
        verdict = people->hidden[slot];
    }
    return verdict;
}

/* The same of measure m, and of all that it tells of. */
static uint8_t measure_verdict(const wb_heads *people, size_t breakdown,
                               const int32_t *levels, size_t wave, size_t m)
{
    const uint8_t *made_of = people->made_of + m * people->n_measures;
    uint8_t verdict =
        counted_verdict(people, breakdown, levels, wave, people->measure_of[m]);

    for (size_t k = 0; k < people->n_measures && verdict == WB_PUBLISH_OK; k++) {
        if (made_of[k] &&
            counted_verdict(people, breakdown, levels, wave, k) != WB_PUBLISH_OK)
            verdict = WB_PUBLISH_PROTECTS;
    }
    return verdict;
}

static void protect_breakdown(wb_monitor_results *r, const wb_heads *people, size_t b)
{
    const wb_breakdown *breakdown = &r->definition->breakdowns[b];
    size_t n_measures = wb_panel_measure_count(r->panel);
    size_t n_waves = wb_panel_wave_count(r->panel);
    size_t n = slots_of(r, b);

    for (size_t slot = 0; slot < n; slot++) {
        int32_t levels[WB_MAX_CROSSED];
        const wb_estimate *e = &wb_panel_part_at(r->panel, b)->values[slot];
        uint8_t *verdict = &r->published[b][slot];

        if (*verdict == WB_PUBLISH_TOO_FEW || e->n == 0)
            continue;
        wb_panel_cell(r->panel, b, (int64_t)(slot / n_measures / n_waves), levels);
        for (size_t i = 0; i < breakdown->n; i++)
            levels[i] = people->levels[breakdown->variables[i]][levels[i]];
        uint8_t counted = measure_verdict(people, b, levels, slot / n_measures % n_waves,
                                          slot % n_measures);
        if (counted != WB_PUBLISH_OK)
            *verdict = counted;
    }
}

static wb_status protect_all(wb_monitor_results *r, const wb_tally *tally,
                             const wb_monitor_options *options, const wb_run *run,
                             wb_error *err)
{
    wb_status st = WB_OK;
    wb_heads people = {0};

    WB_TRY(wb_heads_make(r, tally, options, run, &people, err));
    WB_TRY(wb_heads_protect(&people, run, err));
    WB_TRY(wb_heads_ledger(&people, &r->ledger, err));
    for (size_t b = 0; b < r->definition->n_breakdowns; b++)
        protect_breakdown(r, &people, b);
done:
    wb_heads_free(&people);
    return st;
}

wb_status wb_results_judge(wb_monitor_results *results, const wb_tally *people,
                           const wb_monitor_options *options, const wb_run *run,
                           wb_error *err)
{
    wb_status st = WB_OK;
    size_t n = results->definition->n_breakdowns;

    results->published = wb_allocate(n, sizeof *results->published);
    if (results->published == NULL)
        return wb_fail_nomem(err);
    for (size_t b = 0; b < n; b++)
        WB_TRY(judge_breakdown(results, b, err));
    if (people != NULL)
        st = protect_all(results, people, options, run, err);
done:
    return st;
}
