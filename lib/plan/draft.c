/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* wb_plan_draft(): what a scan proposes, as operations and as a report. */
#include "plan/draft.h"

#include "plan/changes.h"
#include "plan/fill_json.h"

#include <string.h>

typedef struct wb_drafting {
    const wb_plan *plan;
    const wb_record *parent;
    bool nl;
    wb_drafts drafts;
    wb_changes *changes;
    wb_plan *seen; /* a plan that has the ids of the rows before */
    wb_fill sheet;
} wb_drafting;

typedef enum wb_outcome { WB_ADDED, WB_PRESENT, WB_HIDDEN } wb_outcome;

static const struct {
    const char *id, *dutch, *english;
} outcomes[] = {
    [WB_ADDED] = {"added",
                  "voorgesteld; te bespreken in het sociaal overleg voor ze begint",
                  "proposed; to be discussed in the social dialogue before it runs"},
    [WB_PRESENT] = {"present", "staat al in het plan; wat daar staat blijft",
                    "is in the plan already; what stands there stays"},
    [WB_HIDDEN] = {"hidden", "niet overgenomen: de groep is te klein om te tonen",
                   "not taken in: the group is too small to be shown"},
};

/* ---- where they come ---- */

static wb_status only_section(const wb_plan *plan, const wb_record **section,
                              wb_error *err)
{
    size_t n = 0;

    for (const wb_record *r = plan->root; r != NULL; r = wb_record_walk(plan->root, r)) {
        if (wb_record_is(r, "section")) {
            *section = r;
            n++;
        }
    }
    if (n != 1)
        return wb_fail(err, WB_E_ARG,
                       "the plan has %zu sections: name the section or action that draft "
                       "actions come below",
                       n);
    return WB_OK;
}

static wb_status find_parent(wb_drafting *d, const char *parent, wb_error *err)
{
    if (parent == NULL)
        return only_section(d->plan, &d->parent, err);
    d->parent = wb_plan_find(d->plan, parent);
    if (d->parent == NULL || wb_kind_list(d->parent->kind, "actions") == NULL)
        return wb_fail_at(err, WB_E_ARG, -1, parent,
                          "'%.64s' is no section or action of this plan", parent);
    return WB_OK;
}

/* ---- a row ---- */

static wb_status report(wb_drafting *d, const wb_draft_origin *origin, const char *action,
                        wb_outcome outcome, wb_error *err)
{
    wb_status st;

    WB_TRY(wb_fill_text(&d->sheet, origin->scan, err));
    WB_TRY(wb_fill_text(&d->sheet, origin->finding, err));
    WB_TRY(wb_fill_text(&d->sheet, origin->measure, err));
    WB_TRY(wb_fill_text(&d->sheet, action, err));
    WB_TRY(wb_fill_text(&d->sheet, outcomes[outcome].id, err));
    st = wb_fill_text(&d->sheet,
                      d->nl ? outcomes[outcome].dutch : outcomes[outcome].english, err);
done:
    return st;
}

static wb_status fail_twice(const wb_draft_origin *origin, int64_t row, wb_error *err)
{
    return wb_fail_at(err, WB_E_DATA, row, "finding",
                      "finding '%.64s' with %s%.64s is there twice", origin->finding,
                      origin->measure != NULL ? "measure " : "no measure",
                      origin->measure != NULL ? origin->measure : "");
}

static wb_status check_present(const wb_record *record, wb_error *err)
{
    if (wb_record_is(record, "action"))
        return WB_OK;
    return wb_fail_at(err, WB_E_CONFLICT, -1, record->id,
                      "the id '%s', which a draft action would have, is that of another "
                      "record of the plan",
                      record->id);
}

/* Without `follows`: behind those that are there. */
static wb_status add_operation(wb_drafting *d, json_t *action, wb_error *err)
{
    return wb_changes_push(d->changes,
                           json_pack("{s:s, s:s, s:s, s:O}", "op",
                                     wb_verb_name(WB_VERB_ADD), "parent", d->parent->id,
                                     "list", "actions", "value", action),
                           err);
}

/* Into the plan of rows before, so that the next row with its id is seen. */
static wb_status remember(wb_drafting *d, json_t *action, wb_error *err)
{
    char name[] = "draft";
    wb_json file = wb_json_of(action, name);
    wb_json_at at = wb_json_root(&file);
    wb_record *parent = wb_plan_find(d->seen, d->parent->id);
    wb_record *made;

    return wb_plan_graft(d->seen, parent, "actions", SIZE_MAX, &at, &made, err);
}

static wb_status add_row(wb_drafting *d, const wb_draft_origin *origin, int64_t row,
                         wb_error *err)
{
    const wb_record *present = wb_plan_find(d->plan, origin->id);
    json_t *action = NULL;
    wb_status st;

    if (present == NULL && wb_plan_find(d->seen, origin->id) != NULL)
        return fail_twice(origin, row, err);
    WB_TRY(wb_draft_action(&d->drafts, row, origin, &action, err));
    if (present != NULL) {
        WB_TRY(check_present(present, err));
    } else {
        WB_TRY(remember(d, action, err));
        WB_TRY(add_operation(d, action, err));
    }
    st = report(d, origin, origin->id, present != NULL ? WB_PRESENT : WB_ADDED, err);
done:
    json_decref(action);
    return st;
}

static wb_status take_row(wb_drafting *d, int64_t row, wb_error *err)
{
    wb_draft_origin origin = {0};
    bool hidden = false;
    wb_status st;

    WB_TRY(wb_draft_hidden(&d->drafts, row, &hidden, err));
    WB_TRY(wb_draft_origin_read(&d->drafts, row, &origin, err));
    st =
        hidden ? report(d, &origin, NULL, WB_HIDDEN, err) : add_row(d, &origin, row, err);
done:
    wb_draft_origin_free(&origin);
    return st;
}

/* ---- all ---- */

static const wb_fill_column report_columns[] = {
    {"scan", WB_TYPE_UTF8},   {"finding", WB_TYPE_UTF8},       {"measure", WB_TYPE_UTF8},
    {"action", WB_TYPE_UTF8}, {"outcome", WB_TYPE_DICTIONARY}, {"text", WB_TYPE_UTF8},
    {NULL, WB_TYPE_NULL}};

static wb_status read_options(wb_drafting *d, const wb_plan_draft_options *theirs,
                              wb_error *err)
{
    wb_plan_draft_options ours = WB_PLAN_DRAFT_OPTIONS_INIT;
    wb_status st;

    WB_TRY(wb_options_read(&ours, sizeof ours, theirs, err));
    WB_TRY(wb_language_check(ours.language, err));
    d->nl = ours.language != NULL && strcmp(ours.language, "nl") == 0;
    st = find_parent(d, ours.parent, err);
done:
    return st;
}

static wb_status draft(wb_drafting *d, const wb_frame *drafts, wb_frame **report_out,
                       wb_error *err)
{
    wb_status st;

    WB_TRY(wb_drafts_init(&d->drafts, drafts, err));
    WB_TRY(wb_changes_new(&d->changes, err));
    WB_TRY(wb_plan_copy(d->plan, &d->seen, err));
    WB_TRY(wb_fill_columns(&d->sheet, report_columns, err));
    for (int64_t row = 0; row < wb_frame_row_count(drafts); row++)
        WB_TRY(take_row(d, row, err));
    st = wb_fill_finish(&d->sheet, report_out, err);
done:
    return st;
}

wb_status wb_plan_draft(const wb_plan *plan, const wb_frame *drafts,
                        const wb_plan_draft_options *options, wb_changes **changes,
                        wb_frame **report, wb_error *err)
{
    wb_drafting d = {.plan = plan};
    wb_frame *view = NULL;
    wb_status st;

    if (changes != NULL)
        *changes = NULL;
    if (report != NULL)
        *report = NULL;
    if (plan == NULL || drafts == NULL || changes == NULL || report == NULL)
        return wb_fail(err, WB_E_ARG, "plan, drafts, changes and report are required");
    WB_TRY(read_options(&d, options, err));
    WB_TRY(wb_frame_apply_ranges(drafts, &view, err));
    WB_TRY(draft(&d, view != NULL ? view : drafts, report, err));
    *changes = d.changes;
    d.changes = NULL;
done:
    wb_fill_close(&d.sheet);
    wb_plan_free(d.seen);
    wb_changes_free(d.changes);
    wb_frame_free(view);
    return st;
}
