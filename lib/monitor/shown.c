/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What of the results is shown, once it is judged, and what is told of the rules. */
#include "monitor/publish.h"

#include "disclose/ledger.h"

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
