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

static bool has_automatic(const wb_monitor_definition *d)
{
    for (size_t b = 0; b < d->n_breakdowns; b++) {
        if (d->breakdowns[b].automatic)
            return true;
    }
    return false;
}

/* Of what is protected: against which earlier reports. */
static json_t *against_which(const wb_ledger *ledger)
{
    json_t *list = json_array();

    for (size_t i = 0; i + 1 < ledger->n_releases; i++) {
        if (json_array_append_new(list, json_string(ledger->releases[i].id)) != 0) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

static int put_ledger(json_t *rules, const wb_ledger *ledger)
{
    const char *none = "not protected against earlier reports";

    if (ledger == NULL)
        return json_object_set_new(rules, "earlier", json_string(none));
    const char *release = ledger->releases[ledger->n_releases - 1].id;
    return json_object_set_new(rules, "scope", json_string(ledger->scope)) != 0 ||
           json_object_set_new(rules, "release", json_string(release)) != 0 ||
           json_object_set_new(rules, "earlier",
                               ledger->n_releases > 1 ? against_which(ledger)
                                                      : json_string(none)) != 0;
}

json_t *wb_results_rules(const wb_monitor_results *results)
{
    const wb_monitor_definition *d = results->definition;
    const wb_publication *rule = &d->publication;
    bool protects = rule->protect != WB_PUBLISH_PROTECT_NONE;
    json_t *made = json_pack("{s:s, s:I, s:f, s:I, s:s, s:s}", "mode",
                             rule->mode == WB_PUBLISH_HIDE ? "hide" : "flag", "min_n",
                             (json_int_t)rule->min_n, "max_width", rule->max_width,
                             "extreme", (json_int_t)rule->extreme, "protect",
                             wb_publish_protect_names[rule->protect], "all_pairs",
                             !has_automatic(d) ? "none"
                             : protects        ? "min_n and hidden groups"
                                               : "min_n");

    if (made != NULL && protects && put_ledger(made, results->ledger) != 0) {
        json_decref(made);
        made = NULL;
    }
    return made;
}

/* ---- asking ---- */

/* A wb_publish. */
static uint8_t verdict_of(const wb_monitor_results *results, const wb_panel_part *part,
                          size_t slot)
{
    size_t b = (size_t)(part - wb_panel_part_at(results->panel, 0));
    return results->published[b][slot];
}

uint8_t wb_results_flag(const wb_monitor_results *results, const wb_panel_part *part,
                        size_t slot)
{
    const wb_publication *rule = &results->definition->publication;
    uint8_t verdict = verdict_of(results, part, slot);

    if (rule->mode != WB_PUBLISH_HIDE || rule->protect == WB_PUBLISH_PROTECT_NONE ||
        verdict == WB_PUBLISH_OK || verdict == WB_PUBLISH_TOO_WIDE)
        return verdict;
    return WB_PUBLISH_WITHHELD;
}

bool wb_results_hide(const wb_monitor_results *results, const wb_panel_part *part,
                     size_t slot)
{
    return results->definition->publication.mode == WB_PUBLISH_HIDE &&
           verdict_of(results, part, slot) != WB_PUBLISH_OK;
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
