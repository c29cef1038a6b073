/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The changes that a row of a sheet asks for. */
#include "plan/collect.h"

#include <stdio.h>
#include <string.h>

static wb_status canonical(const json_t *value, wb_text *out, wb_error *err)
{
    return value != NULL ? wb_json_canonical(value, out, err)
                         : wb_text_add(out, "null", err);
}

/* An id that is neither in the plan nor among those made here. */
static wb_status new_id(wb_collecting *c, const wb_record *parent, const char *what,
                        char id[80], wb_error *err)
{
    int room = 64 - (int)strlen(what) - 20;

    for (int i = 1;; i++) {
        snprintf(id, 80, "%.*s.%s-%.10s-%d", room, parent->id, what, c->today, i);
        if (wb_plan_find(c->following.plan, id) == NULL &&
            json_object_get(c->made, id) == NULL)
            break;
    }
    return json_object_set_new(c->made, id, json_true()) == 0 ? WB_OK
                                                              : wb_fail_nomem(err);
}

/* {language: text}, in the language of the sheet, else the plan's first. */
static json_t *in_language(const wb_collecting *c, const char *text)
{
    const wb_plan *plan = c->following.plan;
    const char *language = c->following.language;

    if (language == NULL)
        language = json_string_value(
            json_array_get(json_object_get(plan->root->body, "languages"), 0));
    return json_pack("{s:s}", language, text);
}

static wb_status add_record(wb_collecting *c, const wb_record *parent, const char *list,
                            json_t *body, wb_error *err)
{
    wb_text text = {0};
    wb_status st;

    if (body == NULL)
        return wb_fail_nomem(err);
    if (c->actor != NULL && json_object_set_new(body, "by", json_string(c->actor)) != 0)
        WB_TRY(wb_fail_nomem(err));
    WB_TRY(wb_json_canonical(body, &text, err));
    st = wb_changes_add(c->changes, parent->id, list, NULL, text.bytes, err);
done:
    wb_text_free(&text);
    return st;
}

static wb_status add_status(wb_collecting *c, const wb_sheet_row *r, wb_error *err)
{
    char id[80];
    const char *reason = r->cells[WB_SHEET_REASON];
    json_t *body = NULL;
    wb_status st;

    WB_TRY(new_id(c, r->record, "status", id, err));
    body = json_pack("{s:s, s:O, s:s, s:o*}", "id", id, "status", r->value, "date",
                     c->today, "why", reason[0] != '\0' ? in_language(c, reason) : NULL);
    st = add_record(c, r->record, "statuses", body, err);
done:
    json_decref(body);
    return st;
}

static wb_status add_note(wb_collecting *c, const wb_sheet_row *r, wb_error *err)
{
    char id[80];
    json_t *body = NULL;
    wb_status st;

    WB_TRY(new_id(c, r->record, "note", id, err));
    body = json_pack("{s:s, s:o, s:s}", "id", id, "text",
                     in_language(c, json_string_value(r->value)), "date", c->today);
    st = add_record(c, r->record, "notes", body, err);
done:
    json_decref(body);
    return st;
}

/* Why a date or an amount changed stays as an adjustment, of the action or the plan. */
static wb_status add_adjustment(wb_collecting *c, const wb_sheet_row *r, wb_error *err)
{
    const wb_record *action = wb_action_of(r->record);
    const wb_record *parent = action != NULL ? action : c->following.plan->root;
    const char *was = r->cells[WB_SHEET_PRESENT];
    char id[80];
    wb_text what = {0};
    json_t *body = NULL;
    wb_status st;

    WB_TRY(new_id(c, parent, "adjusted", id, err));
    WB_TRY(wb_text_format(&what, err, "%s %s: %s → %s", r->record->id, r->field->field,
                          was[0] != '\0' ? was : "-", r->cells[WB_SHEET_NEW]));
    body = json_pack("{s:s, s:o, s:o, s:s}", "id", id, "what", in_language(c, what.bytes),
                     "why", in_language(c, r->cells[WB_SHEET_REASON]), "date", c->today);
    st = add_record(c, parent, "adjustments", body, err);
done:
    wb_text_free(&what);
    json_decref(body);
    return st;
}

static wb_status change_field(wb_collecting *c, const wb_sheet_row *r, wb_error *err)
{
    wb_text value = {0}, expected = {0};
    wb_status st;

    WB_TRY(canonical(r->value, &value, err));
    WB_TRY(canonical(r->expected, &expected, err));
    WB_TRY(wb_changes_set(c->changes, r->record->id, r->field->field, value.bytes,
                          expected.bytes, 0, err));
    if (r->cells[WB_SHEET_REASON][0] != '\0')
        WB_TRY(add_adjustment(c, r, err));
done:
    wb_text_free(&value);
    wb_text_free(&expected);
    return st;
}

wb_status wb_collect_change(wb_collecting *c, const wb_sheet_row *r, wb_error *err)
{
    if (r->field->type == WB_UPDATE_STATUS)
        return add_status(c, r, err);
    return r->field->type == WB_UPDATE_NOTE ? add_note(c, r, err)
                                            : change_field(c, r, err);
}
