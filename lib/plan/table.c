/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* All records of a kind as a frame, its columns made of the tables of the schema. */
#include "plan/fill_json.h"
#include "plan/record.h"

#include <stdio.h>
#include <string.h>

typedef struct filling {
    const wb_plan *plan;
    const char *language;
    wb_fill sheet;
} filling;

static wb_type type_of(wb_field_type type)
{
    switch (type) {
    case WB_FIELD_WORD:
        return WB_TYPE_DICTIONARY;
    case WB_FIELD_CENTS:
    case WB_FIELD_WHOLE:
        return WB_TYPE_INT64;
    case WB_FIELD_NUMBER:
        return WB_TYPE_FLOAT64;
    case WB_FIELD_BOOL:
        return WB_TYPE_BOOL;
    case WB_FIELD_TEXT:
    case WB_FIELD_TEXTS:
    case WB_FIELD_SLUG:
    case WB_FIELD_WORDS:
    case WB_FIELD_DATE:
    case WB_FIELD_REF:
    case WB_FIELD_REFS:
    case WB_FIELD_OBJECT:
        break;
    }
    return WB_TYPE_UTF8;
}

/* Small objects hold no objects: this goes one level deep. */
static wb_status add_columns(wb_fill *sheet, const char *above, const wb_field *fields,
                             wb_error *err)
{
    char name[80];
    wb_status st = WB_OK;

    for (; fields->name != NULL; fields++) {
        snprintf(name, sizeof name, "%s%s%s", above, above[0] != '\0' ? "_" : "",
                 fields->name);
        if (fields->type == WB_FIELD_OBJECT)
            WB_TRY(add_columns(sheet, fields->name, fields->fields, err));
        else
            WB_TRY(wb_fill_add_column(sheet, name, type_of(fields->type), err));
    }
done:
    return st;
}

static wb_status add_cells(filling *fill, const json_t *object, const wb_field *fields,
                           wb_error *err);

static wb_status add_cell(filling *fill, const json_t *value, const wb_field *field,
                          wb_error *err)
{
    wb_fill *sheet = &fill->sheet;

    switch (field->type) {
    case WB_FIELD_CENTS:
    case WB_FIELD_WHOLE:
        return wb_fill_json_whole(sheet, value, err);
    case WB_FIELD_NUMBER:
        return wb_fill_json_number(sheet, value, err);
    case WB_FIELD_BOOL:
        return wb_fill_json_bool(sheet, value, err);
    case WB_FIELD_WORDS:
    case WB_FIELD_REFS:
        return wb_fill_json_words(sheet, value, err);
    case WB_FIELD_OBJECT:
        return add_cells(fill, value, field->fields, err);
    case WB_FIELD_TEXTS:
        return wb_fill_text(
            sheet, value != NULL ? wb_plan_text(fill->plan, value, fill->language) : NULL,
            err);
    case WB_FIELD_TEXT:
    case WB_FIELD_SLUG:
    case WB_FIELD_WORD:
    case WB_FIELD_DATE:
    case WB_FIELD_REF:
        break;
    }
    return wb_fill_text(sheet, json_string_value(value), err);
}

static wb_status add_cells(filling *fill, const json_t *object, const wb_field *fields,
                           wb_error *err)
{
    wb_status st = WB_OK;

    for (; fields->name != NULL; fields++)
        WB_TRY(add_cell(fill, json_object_get(object, fields->name), fields, err));
done:
    return st;
}

static wb_status add_record(filling *fill, const wb_record *record, wb_error *err)
{
    wb_fill *sheet = &fill->sheet;
    json_t *position = json_integer((json_int_t)record->position);
    wb_status st = position == NULL ? wb_fail_nomem(err) : WB_OK;

    WB_TRY(st);
    WB_TRY(wb_fill_text(sheet, record->id, err));
    WB_TRY(wb_fill_text(sheet, record->parent != NULL ? record->parent->id : NULL, err));
    WB_TRY(wb_fill_text(sheet, record->list, err));
    WB_TRY(wb_fill_json_whole(sheet, position, err));
    WB_TRY(add_cells(fill, record->body, record->kind->fields, err));
    WB_TRY(add_cells(fill, record->body, wb_common_fields, err));
done:
    json_decref(position);
    return st;
}

static wb_status open_sheet(wb_fill *sheet, const wb_kind *kind, wb_error *err)
{
    static const wb_fill_column place[] = {{"id", WB_TYPE_UTF8},
                                           {"parent", WB_TYPE_UTF8},
                                           {"list", WB_TYPE_DICTIONARY},
                                           {"position", WB_TYPE_INT64},
                                           {NULL, WB_TYPE_NULL}};
    wb_status st;

    WB_TRY(wb_fill_columns(sheet, place, err));
    WB_TRY(add_columns(sheet, "", kind->fields, err));
    WB_TRY(add_columns(sheet, "", wb_common_fields, err));
done:
    return st;
}

static wb_status fail_unknown(const char *kind, wb_error *err)
{
    char list[400] = "";

    for (size_t i = 0; wb_kinds[i] != NULL; i++)
        snprintf(list + strlen(list), sizeof list - strlen(list), "%s%s",
                 i == 0 ? "" : ", ", wb_kinds[i]->name);
    return wb_fail_at(err, WB_E_ARG, -1, kind,
                      "'%.60s' is no kind of record, these are: %s", kind, list);
}

wb_status wb_plan_table(const wb_plan *plan, const char *kind, const char *language,
                        wb_frame **out, wb_error *err)
{
    filling fill = {.plan = plan, .language = language};
    const wb_kind *of;
    wb_status st;

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    if (plan == NULL || kind == NULL)
        return wb_fail(err, WB_E_ARG, "a plan and a kind of record are required");
    of = wb_kind_find(kind);
    if (of == NULL)
        return fail_unknown(kind, err);
    WB_TRY(open_sheet(&fill.sheet, of, err));
    for (const wb_record *r = plan->root; r != NULL; r = wb_record_walk(plan->root, r)) {
        if (r->kind == of)
            WB_TRY(add_record(&fill, r, err));
    }
    WB_TRY(wb_fill_finish(&fill.sheet, out, err));
done:
    wb_fill_close(&fill.sheet);
    return st;
}
