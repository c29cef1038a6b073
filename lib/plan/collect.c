/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The sheet that comes back. A row with something in `new` becomes a change; what stood
 * in `present` is what the change expects, so that nobody's later work is lost. */
#include "base/text.h"
#include "plan/changes.h"
#include "plan/update.h"

#include <stdio.h>
#include <string.h>

enum { RECORD, FIELD, PRESENT, NEW, REASON, N_COLUMNS };
static const char *const names[N_COLUMNS] = {"record", "field", "present", "new",
                                             "reason"};

static const wb_sheet_column columns[] = {
    {"row", WB_TYPE_INT64},          {"column", WB_TYPE_DICTIONARY},
    {"problem", WB_TYPE_DICTIONARY}, {"record", WB_TYPE_UTF8},
    {"field", WB_TYPE_UTF8},         {"value", WB_TYPE_UTF8},
    {"text", WB_TYPE_UTF8},          {NULL, WB_TYPE_NULL}};

typedef struct collecting {
    wb_following following; /* its sheet: the problems */
    const wb_frame *frame;
    size_t at[N_COLUMNS];
    bool has_reason;
    bool stops; /* at the first problem */
    const char *today, *actor;
    wb_changes *changes;
    json_t *made; /* ids of records that were added; an object */
} collecting;

/* A row being read. Texts are copies; "" where the cell is missing. */
typedef struct row {
    int64_t index;
    char *cells[N_COLUMNS];
    const wb_record *record;
    const wb_update_field *field;
    json_t *value, *expected;
} row;

/* ---- problems ---- */

typedef struct problem {
    const char *id;
    int column;
    const char *nl[2], *en[2]; /* before and behind the value */
    wb_status status;
} problem;

static const problem unknown_record = {"unknown_record",
                                       RECORD,
                                       {"", " is geen onderdeel van het plan"},
                                       {"", " is no record of the plan"},
                                       WB_E_DATA};
static const problem unknown_field = {"unknown_field",
                                      FIELD,
                                      {"", " wordt van dit onderdeel niet gevraagd"},
                                      {"", " is not asked of this record"},
                                      WB_E_DATA};
static const problem wrong_value = {"wrong_value",
                                    NEW,
                                    {"", " past niet in dit veld"},
                                    {"", " is no value of this field"},
                                    WB_E_DATA};
static const problem wrong_present = {"wrong_present",
                                      PRESENT,
                                      {"", " kan hier niet gestaan hebben"},
                                      {"", " cannot have stood here"},
                                      WB_E_DATA};
static const problem changed_since = {
    "changed_since",
    PRESENT,
    {"het plan is sinds dit blad gewijzigd: er staat nu ", ""},
    {"the plan was changed since this sheet: it has ", " now"},
    WB_E_CONFLICT};
static const problem said_twice = {"said_twice",
                                   FIELD,
                                   {"", " heeft hier al een nieuwe waarde gekregen"},
                                   {"", " was given a new value here already"},
                                   WB_E_DATA};

static wb_status tell(collecting *c, const row *r, const problem *p, const char *value,
                      wb_error *err)
{
    const char *language = c->following.language;
    bool is_dutch = !c->stops && language != NULL && strcmp(language, "nl") == 0;
    const char *const *said = is_dutch ? p->nl : p->en;
    wb_sheet *sheet = &c->following.sheet;
    wb_text text = {0};
    wb_status st;

    if (c->stops)
        return wb_fail_at(err, p->status, r->index, names[p->column], "%s'%.200s'%s",
                          said[0], value, said[1]);
    WB_TRY(wb_text_format(&text, err, "%s'%s'%s", said[0], value, said[1]));
    WB_TRY(wb_sheet_int64(sheet, r->index + 1, err));
    WB_TRY(wb_sheet_text(sheet, names[p->column], err));
    WB_TRY(wb_sheet_text(sheet, p->id, err));
    WB_TRY(wb_sheet_text(sheet, r->cells[RECORD], err));
    WB_TRY(wb_sheet_text(sheet, r->cells[FIELD], err));
    WB_TRY(wb_sheet_text(sheet, r->cells[p->column], err));
    WB_TRY(wb_sheet_text(sheet, text.bytes, err));
done:
    wb_text_free(&text);
    return st;
}

/* ---- reading a row ---- */

/* A number that a file reader made of a text is the shortest that is that number. */
static char *copy_cell(const wb_frame *frame, size_t column, int64_t index)
{
    char room[WB_NUMBER_CHARS];
    size_t length;
    const char *text;

    if (wb_frame_is_missing(frame, column, index))
        return wb_copy_text("", 0);
    if (wb_frame_column_type(frame, column) == WB_TYPE_FLOAT64) {
        length = wb_format_double(room, wb_frame_double(frame, column, index));
        return wb_copy_text(room, length);
    }
    text = wb_cell_text(frame, column, index, room, &length);
    while (length > 0 && (*text == ' ' || *text == '\t')) {
        text++;
        length--;
    }
    while (length > 0 && strchr(" \t\r\n", text[length - 1]) != NULL)
        length--;
    return wb_copy_text(text, length);
}

static void free_row(row *r)
{
    for (size_t i = 0; i < N_COLUMNS; i++)
        wb_release(r->cells[i]);
    json_decref(r->value);
    json_decref(r->expected);
}

static wb_status read_cells(const collecting *c, row *r, wb_error *err)
{
    for (size_t i = 0; i < N_COLUMNS; i++) {
        r->cells[i] = i == REASON && !c->has_reason
                          ? wb_copy_text("", 0)
                          : copy_cell(c->frame, c->at[i], r->index);
        if (r->cells[i] == NULL)
            return wb_fail_nomem(err);
    }
    return WB_OK;
}

static wb_status read_value(collecting *c, row *r, int column, json_t **value,
                            const problem *wrong, bool *is_fine, wb_error *err)
{
    const char *text = r->cells[column];
    bool no_memory;

    *is_fine = wb_update_read(r->field, text, strlen(text), value, &no_memory);
    if (no_memory)
        return wb_fail_nomem(err);
    return *is_fine ? WB_OK : tell(c, r, wrong, text, err);
}

/* A status and a note are always added, so they cannot be taken away. */
static bool is_added(const wb_update_field *field)
{
    return field->type == WB_UPDATE_STATUS || field->type == WB_UPDATE_NOTE;
}

/* Does the plan still have what the sheet shows? */
static wb_status check_present(collecting *c, row *r, bool *is_fine, wb_error *err)
{
    wb_text now = {0};
    const json_t *is = wb_field_value(r->record->body, r->field->field);
    bool is_status = r->field->type == WB_UPDATE_STATUS;
    wb_status st;

    WB_TRY(wb_update_show(r->record, r->field, &now, err));
    if (is_status || is_added(r->field))
        *is_fine = !is_status || strcmp(now.bytes, r->cells[PRESENT]) == 0;
    else
        WB_TRY(wb_same_value(r->expected, is, is_fine, err));
    if (!*is_fine)
        st = tell(c, r, &changed_since, now.bytes != NULL ? now.bytes : "", err);
done:
    wb_text_free(&now);
    return st;
}

static wb_status find_field(collecting *c, row *r, bool *is_fine, wb_error *err)
{
    r->record = wb_plan_find(c->following.plan, r->cells[RECORD]);
    *is_fine = false;
    if (r->record == NULL)
        return tell(c, r, &unknown_record, r->cells[RECORD], err);
    r->field = wb_update_find(r->record, r->cells[FIELD]);
    if (r->field == NULL)
        return tell(c, r, &unknown_field, r->cells[FIELD], err);
    *is_fine = true;
    return WB_OK;
}

/* The row against the plan; *is_fine when a change can be made of it. */
static wb_status read_row(collecting *c, row *r, bool *is_fine, wb_error *err)
{
    wb_status st;

    WB_TRY(find_field(c, r, is_fine, err));
    if (*is_fine)
        WB_TRY(read_value(c, r, NEW, &r->value, &wrong_value, is_fine, err));
    if (*is_fine && r->value == NULL && is_added(r->field)) {
        *is_fine = false;
        return tell(c, r, &wrong_value, r->cells[NEW], err);
    }
    if (*is_fine && r->field->type != WB_UPDATE_NOTE)
        WB_TRY(read_value(c, r, PRESENT, &r->expected, &wrong_present, is_fine, err));
    if (*is_fine)
        WB_TRY(check_present(c, r, is_fine, err));
done:
    return st;
}

/* ---- changes ---- */

static wb_status canonical(const json_t *value, wb_text *out, wb_error *err)
{
    return value != NULL ? wb_json_canonical(value, out, err)
                         : wb_text_add(out, "null", err);
}

/* An id that is neither in the plan nor among those made here. */
static wb_status new_id(collecting *c, const wb_record *parent, const char *what,
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
static json_t *in_language(const collecting *c, const char *text)
{
    const wb_plan *plan = c->following.plan;
    const char *language = c->following.language;

    if (language == NULL)
        language = json_string_value(
            json_array_get(json_object_get(plan->root->body, "languages"), 0));
    return json_pack("{s:s}", language, text);
}

static wb_status add_record(collecting *c, const wb_record *parent, const char *list,
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

static wb_status add_status(collecting *c, const row *r, wb_error *err)
{
    char id[80];
    const char *reason = r->cells[REASON];
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

static wb_status add_note(collecting *c, const row *r, wb_error *err)
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
static wb_status add_adjustment(collecting *c, const row *r, wb_error *err)
{
    const wb_record *action = wb_action_of(r->record);
    const wb_record *parent = action != NULL ? action : c->following.plan->root;
    const char *was = r->cells[PRESENT];
    char id[80];
    wb_text what = {0};
    json_t *body = NULL;
    wb_status st;

    WB_TRY(new_id(c, parent, "adjusted", id, err));
    WB_TRY(wb_text_format(&what, err, "%s %s: %s → %s", r->record->id, r->field->field,
                          was[0] != '\0' ? was : "-", r->cells[NEW]));
    body = json_pack("{s:s, s:o, s:o, s:s}", "id", id, "what", in_language(c, what.bytes),
                     "why", in_language(c, r->cells[REASON]), "date", c->today);
    st = add_record(c, parent, "adjustments", body, err);
done:
    wb_text_free(&what);
    json_decref(body);
    return st;
}

static wb_status change_field(collecting *c, const row *r, wb_error *err)
{
    wb_text value = {0}, expected = {0};
    wb_status st;

    WB_TRY(canonical(r->value, &value, err));
    WB_TRY(canonical(r->expected, &expected, err));
    WB_TRY(wb_changes_set(c->changes, r->record->id, r->field->field, value.bytes,
                          expected.bytes, 0, err));
    if (r->cells[REASON][0] != '\0')
        WB_TRY(add_adjustment(c, r, err));
done:
    wb_text_free(&value);
    wb_text_free(&expected);
    return st;
}

static wb_status make_change(collecting *c, const row *r, wb_error *err)
{
    if (r->field->type == WB_UPDATE_STATUS)
        return add_status(c, r, err);
    return r->field->type == WB_UPDATE_NOTE ? add_note(c, r, err)
                                            : change_field(c, r, err);
}

/* ---- the sheet ---- */

/* A second new value for a field would be refused later, and told of less well. */
static wb_status check_once(collecting *c, const row *r, bool *is_fine, wb_error *err)
{
    wb_text key = {0};
    wb_status st;

    WB_TRY(wb_text_format(&key, err, "%s %s", r->record->id, r->field->field));
    *is_fine =
        r->field->type == WB_UPDATE_NOTE || json_object_get(c->made, key.bytes) == NULL;
    if (!*is_fine)
        WB_TRY(tell(c, r, &said_twice, r->cells[FIELD], err));
    else if (json_object_set_new(c->made, key.bytes, json_true()) != 0)
        st = wb_fail_nomem(err);
done:
    wb_text_free(&key);
    return st;
}

static wb_status collect_row(collecting *c, int64_t index, wb_error *err)
{
    row r = {.index = index};
    bool is_fine = false;
    wb_status st;

    WB_TRY(read_cells(c, &r, err));
    if (r.cells[NEW][0] == '\0')
        goto done;
    WB_TRY(read_row(c, &r, &is_fine, err));
    if (is_fine)
        WB_TRY(check_once(c, &r, &is_fine, err));
    if (is_fine)
        WB_TRY(make_change(c, &r, err));
done:
    free_row(&r);
    return st;
}

static wb_status find_columns(collecting *c, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < REASON; i++)
        WB_TRY(wb_frame_require(c->frame, names[i], "an update sheet", &c->at[i], err));
    c->has_reason = wb_frame_find(c->frame, names[REASON]) >= 0;
    if (c->has_reason)
        c->at[REASON] = (size_t)wb_frame_find(c->frame, names[REASON]);
done:
    return st;
}

/* All rows: changes of those that are fine, problems of the others. */
static wb_status collect(collecting *c, wb_error *err)
{
    wb_status st;

    WB_TRY(wb_following_set_today(&c->following, c->today, err));
    if (c->frame == NULL)
        WB_TRY(wb_fail(err, WB_E_ARG, "a sheet is required"));
    if (c->actor != NULL)
        WB_TRY(wb_actor_check(c->following.plan, c->actor, err));
    WB_TRY(find_columns(c, err));
    c->made = json_object();
    if (c->made == NULL)
        WB_TRY(wb_fail_nomem(err));
    WB_TRY(wb_changes_new(&c->changes, err));
    for (int64_t i = 0; i < wb_frame_row_count(c->frame); i++)
        WB_TRY(collect_row(c, i, err));
done:
    return st;
}

static void close_collecting(collecting *c)
{
    wb_sheet_close(&c->following.sheet);
    wb_changes_free(c->changes);
    json_decref(c->made);
}

wb_status wb_plan_sheet_check(const wb_plan *plan, const wb_frame *sheet,
                              const char *language, wb_frame **out, wb_error *err)
{
    /* Any day does: it is in the changes alone. */
    collecting c = {.frame = sheet, .today = "2000-01-01"};
    wb_status st;

    WB_TRY(wb_following_open(&c.following, plan, language, columns, out, err));
    WB_TRY(collect(&c, err));
    WB_TRY(wb_sheet_finish(&c.following.sheet, out, err));
done:
    close_collecting(&c);
    return st;
}

wb_status wb_plan_sheet_changes(const wb_plan *plan, const wb_frame *sheet,
                                const char *today, const char *actor,
                                const char *language, wb_changes **out, wb_error *err)
{
    collecting c = {.frame = sheet, .today = today, .actor = actor, .stops = true};
    wb_frame *unused = NULL;
    wb_status st;

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    WB_TRY(wb_following_open(&c.following, plan, language, columns, &unused, err));
    WB_TRY(collect(&c, err));
    *out = c.changes;
    c.changes = NULL;
done:
    close_collecting(&c);
    return st;
}
