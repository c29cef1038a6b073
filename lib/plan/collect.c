/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The sheet that comes back. A row with something in `new` becomes a change; what stood
 * in `present` is what the change expects, so that nobody's later work is lost. */
#include "plan/collect.h"
#include "base/text.h"
#include "plan/operation.h"

#include <string.h>

static const char *const names[WB_N_SHEET_COLUMNS] = {"record", "field", "present", "new",
                                                      "reason"};

static const wb_fill_column columns[] = {
    {"row", WB_TYPE_INT64},          {"column", WB_TYPE_DICTIONARY},
    {"problem", WB_TYPE_DICTIONARY}, {"record", WB_TYPE_UTF8},
    {"field", WB_TYPE_UTF8},         {"value", WB_TYPE_UTF8},
    {"text", WB_TYPE_UTF8},          {NULL, WB_TYPE_NULL}};

/* ---- problems ---- */

typedef struct problem {
    const char *id;
    int column;
    const char *nl[2], *en[2]; /* before and behind the value */
    wb_status status;
} problem;

static const problem unknown_record = {"unknown_record",
                                       WB_SHEET_RECORD,
                                       {"", " is geen onderdeel van het plan"},
                                       {"", " is no record of the plan"},
                                       WB_E_DATA};
static const problem unknown_field = {"unknown_field",
                                      WB_SHEET_FIELD,
                                      {"", " wordt van dit onderdeel niet gevraagd"},
                                      {"", " is not asked of this record"},
                                      WB_E_DATA};
static const problem wrong_value = {"wrong_value",
                                    WB_SHEET_NEW,
                                    {"", " past niet in dit veld"},
                                    {"", " is no value of this field"},
                                    WB_E_DATA};
static const problem wrong_present = {"wrong_present",
                                      WB_SHEET_PRESENT,
                                      {"", " kan hier niet gestaan hebben"},
                                      {"", " cannot have stood here"},
                                      WB_E_DATA};
static const problem changed_since = {
    "changed_since",
    WB_SHEET_PRESENT,
    {"het plan is sinds dit blad gewijzigd: er staat nu ", ""},
    {"the plan was changed since this sheet: it has ", " now"},
    WB_E_CONFLICT};
static const problem said_twice = {"said_twice",
                                   WB_SHEET_FIELD,
                                   {"", " heeft hier al een nieuwe waarde gekregen"},
                                   {"", " was given a new value here already"},
                                   WB_E_DATA};

static wb_status tell(wb_collecting *c, const wb_sheet_row *r, const problem *p,
                      const char *value, wb_error *err)
{
    const char *language = c->following.language;
    bool is_dutch = !c->stops && language != NULL && strcmp(language, "nl") == 0;
    const char *const *said = is_dutch ? p->nl : p->en;
    wb_fill *sheet = &c->following.sheet;
    wb_text text = {0};
    wb_status st;

    if (c->stops)
        return wb_fail_at(err, p->status, r->index, names[p->column], "%s'%.200s'%s",
                          said[0], value, said[1]);
    WB_TRY(wb_text_format(&text, err, "%s'%s'%s", said[0], value, said[1]));
    WB_TRY(wb_fill_int64(sheet, r->index + 1, err));
    WB_TRY(wb_fill_text(sheet, names[p->column], err));
    WB_TRY(wb_fill_text(sheet, p->id, err));
    WB_TRY(wb_fill_text(sheet, r->cells[WB_SHEET_RECORD], err));
    WB_TRY(wb_fill_text(sheet, r->cells[WB_SHEET_FIELD], err));
    WB_TRY(wb_fill_text(sheet, r->cells[p->column], err));
    WB_TRY(wb_fill_text(sheet, text.bytes, err));
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

static void free_row(wb_sheet_row *r)
{
    for (size_t i = 0; i < WB_N_SHEET_COLUMNS; i++)
        wb_release(r->cells[i]);
    json_decref(r->value);
    json_decref(r->expected);
}

static wb_status read_cells(const wb_collecting *c, wb_sheet_row *r, wb_error *err)
{
    for (size_t i = 0; i < WB_N_SHEET_COLUMNS; i++) {
        r->cells[i] = i == WB_SHEET_REASON && !c->has_reason
                          ? wb_copy_text("", 0)
                          : copy_cell(c->frame, c->at[i], r->index);
        if (r->cells[i] == NULL)
            return wb_fail_nomem(err);
    }
    return WB_OK;
}

static wb_status read_value(wb_collecting *c, wb_sheet_row *r, int column, json_t **value,
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

/* Does the plan still have what the sheet shows? A note expects nothing. */
static wb_status check_present(wb_collecting *c, wb_sheet_row *r, bool *is_fine,
                               wb_error *err)
{
    wb_text now = {0};
    wb_status st;

    WB_TRY(wb_update_show(r->record, r->field, &now, err));
    if (r->field->type == WB_UPDATE_STATUS)
        *is_fine = strcmp(now.bytes, r->cells[WB_SHEET_PRESENT]) == 0;
    else if (r->field->type != WB_UPDATE_NOTE)
        WB_TRY(wb_same_value(
            r->expected, wb_field_value(r->record->body, r->field->field), is_fine, err));
    if (!*is_fine)
        st = tell(c, r, &changed_since, now.bytes != NULL ? now.bytes : "", err);
done:
    wb_text_free(&now);
    return st;
}

static wb_status find_field(wb_collecting *c, wb_sheet_row *r, bool *is_fine,
                            wb_error *err)
{
    r->record = wb_plan_find(c->following.plan, r->cells[WB_SHEET_RECORD]);
    *is_fine = false;
    if (r->record == NULL)
        return tell(c, r, &unknown_record, r->cells[WB_SHEET_RECORD], err);
    r->field = wb_update_find(r->record, r->cells[WB_SHEET_FIELD]);
    if (r->field == NULL)
        return tell(c, r, &unknown_field, r->cells[WB_SHEET_FIELD], err);
    *is_fine = true;
    return WB_OK;
}

/* The row against the plan; *is_fine when a change can be made of it. */
static wb_status read_row(wb_collecting *c, wb_sheet_row *r, bool *is_fine, wb_error *err)
{
    wb_status st;

    WB_TRY(find_field(c, r, is_fine, err));
    if (*is_fine)
        WB_TRY(read_value(c, r, WB_SHEET_NEW, &r->value, &wrong_value, is_fine, err));
    if (*is_fine && r->value == NULL && is_added(r->field)) {
        *is_fine = false;
        return tell(c, r, &wrong_value, r->cells[WB_SHEET_NEW], err);
    }
    if (*is_fine && r->field->type != WB_UPDATE_NOTE)
        WB_TRY(read_value(c, r, WB_SHEET_PRESENT, &r->expected, &wrong_present, is_fine,
                          err));
    if (*is_fine)
        WB_TRY(check_present(c, r, is_fine, err));
done:
    return st;
}

/* ---- the sheet ---- */

/* A second new value for a field would be refused later, and told of less well. */
static wb_status check_once(wb_collecting *c, const wb_sheet_row *r, bool *is_fine,
                            wb_error *err)
{
    wb_text key = {0};
    wb_status st;

    WB_TRY(wb_text_format(&key, err, "%s %s", r->record->id, r->field->field));
    *is_fine =
        r->field->type == WB_UPDATE_NOTE || json_object_get(c->made, key.bytes) == NULL;
    if (!*is_fine)
        WB_TRY(tell(c, r, &said_twice, r->cells[WB_SHEET_FIELD], err));
    else
        st = wb_json_put(c->made, key.bytes, json_true(), err);
done:
    wb_text_free(&key);
    return st;
}

static wb_status collect_row(wb_collecting *c, int64_t index, wb_error *err)
{
    wb_sheet_row r = {.index = index};
    bool is_fine = false;
    wb_status st;

    WB_TRY(read_cells(c, &r, err));
    if (r.cells[WB_SHEET_NEW][0] == '\0')
        goto done;
    WB_TRY(read_row(c, &r, &is_fine, err));
    if (is_fine)
        WB_TRY(check_once(c, &r, &is_fine, err));
    if (is_fine)
        WB_TRY(wb_collect_change(c, &r, err));
done:
    free_row(&r);
    return st;
}

static wb_status find_columns(wb_collecting *c, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < WB_SHEET_REASON; i++)
        WB_TRY(wb_frame_require(c->frame, names[i], "an update sheet", &c->at[i], err));
    c->has_reason = wb_frame_find(c->frame, names[WB_SHEET_REASON]) >= 0;
    if (c->has_reason)
        c->at[WB_SHEET_REASON] = (size_t)wb_frame_find(c->frame, names[WB_SHEET_REASON]);
done:
    return st;
}

/* All rows: changes of those that are fine, problems of the others. */
static wb_status collect(wb_collecting *c, wb_error *err)
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

static void close_collecting(wb_collecting *c)
{
    wb_fill_close(&c->following.sheet);
    wb_changes_free(c->changes);
    json_decref(c->made);
}

wb_status wb_plan_sheet_check(const wb_plan *plan, const wb_frame *sheet,
                              const char *language, wb_frame **out, wb_error *err)
{
    /* Any day does: it is in the changes alone. */
    wb_collecting c = {.frame = sheet, .today = "2000-01-01"};
    wb_status st;

    WB_TRY(wb_following_open(&c.following, plan, language, columns, out, err));
    WB_TRY(collect(&c, err));
    WB_TRY(wb_fill_finish(&c.following.sheet, out, err));
done:
    close_collecting(&c);
    return st;
}

wb_status wb_plan_sheet_changes(const wb_plan *plan, const wb_frame *sheet,
                                const char *today, const char *actor,
                                const char *language, wb_changes **out, wb_error *err)
{
    wb_collecting c = {.frame = sheet, .today = today, .actor = actor, .stops = true};
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
