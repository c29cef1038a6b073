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

static const wb_field id_field[] = {
    {.name = "id", .type = WB_FIELD_SLUG, .required = true}, {0}};

/* Says what is wrong with the keys, or with a value that has none. */
static wb_status fail_keys(const wb_json_at *at, const wb_kind *kind, bool with_lists,
                           wb_error *err)
{
    const char *keys[WB_PLAN_MAX_KEYS];

    list_keys(kind, with_lists, keys);
    return wb_json_check_keys(at, keys, err);
}

static bool is_other_key(const wb_kind *kind, bool with_lists, const char *key)
{
    return strncmp(key, "x_", 2) == 0 ||
           (with_lists && (wb_kind_list(kind, key) != NULL ||
                           (kind == &wb_kind_plan && strcmp(key, "format") == 0)));
}

static wb_status check_members(const wb_json_at *at, const wb_kind *kind, bool with_lists,
                               wb_error *err)
{
    wb_status st = WB_OK;
    const char *key;
    json_t *value;

    json_object_foreach((json_t *)at->value, key, value)
    {
        const wb_field *field =
            strcmp(key, "id") == 0 ? id_field : wb_kind_field(kind, key);
        wb_json_at member = {.file = at->file, .parent = at, .key = key, .value = value};

        if (field != NULL)
            WB_TRY(wb_field_check(&member, field, err));
        else if (!is_other_key(kind, with_lists, key))
            return fail_keys(at, kind, with_lists, err);
    }
done:
    return st;
}

wb_status wb_body_check(const wb_json_at *at, const wb_kind *kind, bool with_lists,
                        wb_error *err)
{
    wb_status st = WB_OK;

    if (!json_is_object(at->value))
        return fail_keys(at, kind, with_lists, err);
    WB_TRY(check_members(at, kind, with_lists, err));
    WB_TRY(wb_fields_required(at, id_field, err));
    WB_TRY(wb_fields_required(at, kind->fields, err));
    WB_TRY(wb_fields_required(at, wb_common_fields, err));
done:
    return st;
}
