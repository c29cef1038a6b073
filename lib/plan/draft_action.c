/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The action that a row proposes. It is checked by the schema of the plan; what that
 * finds is told at the column it came from. */
#include "plan/changes.h"
#include "plan/draft.h"

#include <math.h>
#include <string.h>

/* A cell, where it is there, under a key. */
static wb_status put_cell(const wb_drafts *drafts, wb_draft_column column, int64_t row,
                          json_t *object, const char *key, wb_error *err)
{
    char *text = NULL;
    wb_status st = wb_draft_text(drafts, column, row, &text, err);

    if (st == WB_OK && text != NULL)
        st = wb_json_put(object, key, json_string(text), err);
    wb_release(text);
    return st;
}

static wb_status put_number(const wb_drafts *drafts, wb_draft_column column, int64_t row,
                            json_t *object, const char *key, wb_error *err)
{
    double value = wb_draft_number(drafts, column, row);

    return isfinite(value) ? wb_json_put(object, key, json_real(value), err) : WB_OK;
}

/* A cell with words between commas as a list of them. */
static wb_status put_words(const wb_drafts *drafts, wb_draft_column column, int64_t row,
                           json_t *object, const char *key, wb_error *err)
{
    char *text = NULL;
    json_t *list = NULL;
    wb_status st;

    WB_TRY(wb_draft_text(drafts, column, row, &text, err));
    if (text == NULL)
        return WB_OK;
    list = json_array();
    for (const char *at = text; at != NULL; at = strchr(at, ',')) {
        at += at != text; /* the comma */
        at += strspn(at, " ");
        size_t length = strcspn(at, ",");
        while (length > 0 && at[length - 1] == ' ')
            length--;
        WB_TRY(wb_json_push(list, json_stringn(at, length), err));
    }
    st = wb_json_put(object, key, json_incref(list), err);
done:
    json_decref(list);
    wb_release(text);
    return st;
}

/* ---- pieces ---- */

static wb_status put_title(const wb_drafts *drafts, int64_t row, json_t *action,
                           wb_error *err)
{
    json_t *title = NULL;
    wb_status st;

    WB_TRY(wb_json_put_object(action, "title", &title, err));
    WB_TRY(put_cell(drafts, WB_DRAFT_TITLE_NL, row, title, "nl", err));
    WB_TRY(put_cell(drafts, WB_DRAFT_TITLE_EN, row, title, "en", err));
done:
    return st;
}

static wb_status put_origin(const wb_draft_origin *origin, json_t *action, wb_error *err)
{
    return wb_json_put(action, "origin",
                       json_pack("{s:s, s:s, s:s, s:s*}", "from", "scan", "scan",
                                 origin->scan, "finding", origin->finding, "measure",
                                 origin->measure),
                       err);
}

/* For whom: words that claim nothing about why. */
static wb_status put_explanation(const wb_drafts *drafts, int64_t row, json_t *action,
                                 wb_error *err)
{
    char *group = NULL;
    wb_text nl = {0}, en = {0};
    wb_status st;

    WB_TRY(wb_draft_text(drafts, WB_DRAFT_GROUP, row, &group, err));
    if (group != NULL) {
        WB_TRY(
            wb_text_format(&nl, err, "Voorstel na een scan, voor de groep ‘%s’.", group));
        WB_TRY(wb_text_format(&en, err, "Proposed after a scan, for the group '%s'.",
                              group));
    } else {
        WB_TRY(wb_text_add(&nl, "Voorstel na een scan, voor iedereen.", err));
        WB_TRY(wb_text_add(&en, "Proposed after a scan, for everyone.", err));
    }
    st = wb_json_put(action, "explanation",
                     json_pack("{s:s, s:s}", "nl", nl.bytes, "en", en.bytes), err);
done:
    wb_text_free(&nl);
    wb_text_free(&en);
    wb_release(group);
    return st;
}

/* A list of one record, with an id that is made of the action's. */
static wb_status put_list(json_t *action, const char *list, const char *suffix,
                          json_t *record, wb_error *err)
{
    json_t *records = json_pack("[O]", record);
    const char *id = json_string_value(json_object_get(action, "id"));
    json_t *own = json_pack("s+", id, suffix);
    wb_status st = wb_json_put(record, "id", own, err);

    if (st != WB_OK) {
        json_decref(records);
        return st;
    }
    return wb_json_put(action, list, records, err);
}

static wb_status put_status(json_t *action, wb_error *err)
{
    json_t *status = json_pack("{s:s}", "status", "planned");
    wb_status st = status != NULL ? put_list(action, "statuses", ".s", status, err)
                                  : wb_fail_nomem(err);

    json_decref(status);
    return st;
}

static wb_status fill_measured(const wb_drafts *drafts, int64_t row, json_t *record,
                               const char *value, const char *date, wb_error *err)
{
    wb_status st;

    WB_TRY(put_number(drafts, WB_DRAFT_VALUE, row, record, value, err));
    WB_TRY(put_cell(drafts, WB_DRAFT_INDICATOR, row, record, "indicator", err));
    WB_TRY(put_cell(drafts, WB_DRAFT_UNIT, row, record, "unit", err));
    WB_TRY(put_cell(drafts, WB_DRAFT_FROM_DATE, row, record, date, err));
done:
    return st;
}

/* What was found is where a target starts, or without a target a figure. */
static wb_status put_numbers(const wb_drafts *drafts, int64_t row, json_t *action,
                             wb_error *err)
{
    bool aims = isfinite(wb_draft_number(drafts, WB_DRAFT_TARGET, row));
    json_t *record = NULL;
    wb_status st = WB_OK;

    if (!aims && !isfinite(wb_draft_number(drafts, WB_DRAFT_VALUE, row)))
        return WB_OK;
    record = json_pack("{s:{s:s, s:s}}", "title", "nl",
                       aims ? "Streefdoel bij de bevinding" : "Bevinding van de scan",
                       "en", aims ? "Aim beside the finding" : "Finding of the scan");
    if (record == NULL)
        return wb_fail_nomem(err);
    WB_TRY(fill_measured(drafts, row, record, aims ? "from" : "value",
                         aims ? "from_date" : "date", err));
    if (aims) {
        WB_TRY(put_number(drafts, WB_DRAFT_TARGET, row, record, "to", err));
        WB_TRY(put_cell(drafts, WB_DRAFT_DATE, row, record, "date", err));
    }
    st = put_list(action, aims ? "targets" : "figures", aims ? ".t" : ".f", record, err);
done:
    json_decref(record);
    return st;
}

static wb_status make_action(const wb_drafts *drafts, int64_t row,
                             const wb_draft_origin *origin, json_t *action, wb_error *err)
{
    wb_status st;

    WB_TRY(wb_json_put(action, "id", json_string(origin->id), err));
    WB_TRY(put_title(drafts, row, action, err));
    WB_TRY(put_explanation(drafts, row, action, err));
    WB_TRY(put_cell(drafts, WB_DRAFT_KIND, row, action, "kind", err));
    WB_TRY(put_words(drafts, WB_DRAFT_LEVELS, row, action, "levels", err));
    WB_TRY(put_words(drafts, WB_DRAFT_THEME, row, action, "themes", err));
    WB_TRY(put_words(drafts, WB_DRAFT_INDICATOR, row, action, "indicators", err));
    WB_TRY(put_origin(origin, action, err));
    WB_TRY(put_status(action, err));
    st = put_numbers(drafts, row, action, err);
done:
    return st;
}

/* ---- checking ---- */

/* Where in the action what column went. */
static const char *column_of(const char *pointer, bool figure)
{
    static const char *const columns[][2] = {
        {"/title/nl", "title_nl"},   {"/title/en", "title_en"},
        {"/title", "title_nl"},      {"/explanation", "group"},
        {"/kind", "kind"},           {"/levels", "levels"},
        {"/themes", "theme"},        {"/indicator", "indicator"},
        {"/origin/scan", "scan"},    {"/origin/finding", "finding"},
        {"/origin", "measure"},      {"/unit", "unit"},
        {"/from_date", "from_date"}, {"/date", "date"}};

    if (figure && strcmp(pointer, "/date") == 0)
        return "from_date";
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        if (strncmp(pointer, columns[i][0], strlen(columns[i][0])) == 0)
            return columns[i][1];
    }
    return ""; /* not reached: what has no column of its own is made here */
}

static wb_status check_body(json_t *body, const char *kind, int64_t row, wb_error *err)
{
    char name[] = "draft";
    wb_json file = wb_json_of(body, name);
    wb_json_at at = wb_json_root(&file);
    wb_error own = {0};
    wb_status st = wb_body_check(&at, wb_kind_find(kind), true, &own);
    const char *pointer = strchr(own.where, '#');

    if (st == WB_E_DATA)
        return wb_fail_at(
            err, st, row,
            column_of(pointer != NULL ? pointer + 1 : "", strcmp(kind, "figure") == 0),
            "%s", own.message);
    return st == WB_OK ? st : wb_fail_nomem(err);
}

static wb_status check_list(const json_t *action, const char *list, const char *kind,
                            int64_t row, wb_error *err)
{
    json_t *record = json_array_get(json_object_get(action, list), 0);

    return record != NULL ? check_body(record, kind, row, err) : WB_OK;
}

wb_status wb_draft_action(const wb_drafts *drafts, int64_t row,
                          const wb_draft_origin *origin, json_t **action, wb_error *err)
{
    json_t *made = json_object();
    wb_status st;

    *action = NULL;
    if (made == NULL)
        return wb_fail_nomem(err);
    WB_TRY(make_action(drafts, row, origin, made, err));
    WB_TRY(check_body(made, "action", row, err));
    WB_TRY(check_list(made, "targets", "target", row, err));
    WB_TRY(check_list(made, "figures", "figure", row, err));
    *action = made;
    made = NULL;
done:
    json_decref(made);
    return st;
}
