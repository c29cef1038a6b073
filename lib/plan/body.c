/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* One body against its kind. */
#include "plan/field.h"
#include "plan/record.h"

#include <string.h>

const wb_kind *wb_kind_find(const char *name)
{
    for (size_t i = 0; wb_kinds[i] != NULL; i++) {
        if (strcmp(wb_kinds[i]->name, name) == 0)
            return wb_kinds[i];
    }
    return NULL;
}

const wb_list *wb_kind_list(const wb_kind *kind, const char *list)
{
    for (const wb_list *each = kind->lists; each->name != NULL; each++) {
        if (strcmp(each->name, list) == 0)
            return each;
    }
    return NULL;
}

const wb_field *wb_kind_field(const wb_kind *kind, const char *field)
{
    const wb_field *own = wb_field_find(kind->fields, field);

    return own != NULL ? own : wb_field_find(wb_common_fields, field);
}

static void list_keys(const wb_kind *kind, bool with_lists, const char **keys)
{
    size_t n = 0;

    keys[n++] = "id";
    for (const wb_field *field = kind->fields; field->name != NULL; field++)
        keys[n++] = field->name;
    for (const wb_field *field = wb_common_fields; field->name != NULL; field++)
        keys[n++] = field->name;
    for (const wb_list *list = kind->lists; with_lists && list->name != NULL; list++)
        keys[n++] = list->name;
    if (with_lists && kind == &wb_kind_plan)
        keys[n++] = "format";
    keys[n] = NULL;
}

wb_status wb_body_check(const wb_json_at *at, const wb_kind *kind, bool with_lists,
                        wb_error *err)
{
    static const wb_field id[] = {{.name = "id", .type = WB_FIELD_SLUG, .required = true},
                                  {0}};
    wb_status st = WB_OK;
    const char *keys[WB_PLAN_MAX_KEYS];

    list_keys(kind, with_lists, keys);
    WB_TRY(wb_json_check_keys(at, keys, err));
    WB_TRY(wb_fields_check(at, id, err));
    WB_TRY(wb_fields_check(at, kind->fields, err));
    WB_TRY(wb_fields_check(at, wb_common_fields, err));
done:
    return st;
}

wb_status wb_body_parse(const wb_kind *kind, const char *text, size_t length,
                        const char *name, json_t **body, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json file = {0};
    wb_json_at root;

    WB_TRY(wb_json_parse(text, length, name, &file, err));
    root = wb_json_root(&file);
    WB_TRY(wb_body_check(&root, kind, false, err));
    *body = json_incref(file.root);
done:
    wb_json_close(&file);
    return st;
}
