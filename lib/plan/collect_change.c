/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The changes that a row of a sheet asks for. */
#include "plan/collect.h"

#include <stdio.h>
#include <string.h>

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
    return wb_json_put(c->made, id, json_true(), err);
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

/* Operations are made as JSON, not as text that jansson would read: short of memory it
 * may lose a character of that. */
static wb_status add_record(wb_collecting *c, const wb_record *parent, const char *list,
                            json_t *body, wb_error *err)
{
    wb_status st = body != NULL ? WB_OK : wb_fail_nomem(err);

    if (st == WB_OK && c->actor != NULL)
        st = wb_json_put(body, "by", json_string(c->actor), err);
    if (st != WB_OK)
        return st;
    return wb_changes_push(c->changes,
                           json_pack("{s:s, s:s, s:s, s:O}", "op",
                                     wb_verb_name(WB_VERB_ADD), "parent", parent->id,
                                     "list", list, "value", body),
                           err);
}

static wb_status add_status(wb_collecting *c, const wb_sheet_row *r, wb_error *err)
{
    const char *reason = r->cells[WB_SHEET_REASON];
    json_t *why = reason[0] != '\0' ? in_language(c, reason) : json_null();
    char id[80];
    json_t *body = NULL;
    wb_status st;

    WB_TRY(new_id(c, r->record, "status", id, err));
    body = json_pack("{s:s, s:O, s:s, s:O}", "id", id, "status", r->value, "date",
                     c->today, "why", why);
    if (body != NULL && json_is_null(why))
        (void)json_object_del(body, "why");
    st = add_record(c, r->record, "statuses", body, err);
done:
    json_decref(body);
    json_decref(why);
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
    json_t *operation = wb_operation_json(WB_VERB_CHANGE, r->record->id, r->field->field,
                                          r->expected, r->value);
    wb_status st;

    WB_TRY(wb_changes_push(c->changes, operation, err));
    if (r->cells[WB_SHEET_REASON][0] != '\0')
        WB_TRY(add_adjustment(c, r, err));
done:
    return st;
}

wb_status wb_collect_change(wb_collecting *c, const wb_sheet_row *r, wb_error *err)
{
    if (r->field->type == WB_UPDATE_STATUS)
        return add_status(c, r, err);
    return r->field->type == WB_UPDATE_NOTE ? add_note(c, r, err)
                                            : change_field(c, r, err);
}
