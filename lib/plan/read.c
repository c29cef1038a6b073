/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A plan from a file. The tree is built from copies of the objects, without their lists;
 * the document is kept until all is read, since places of faults are found in it. */
#include "plan/record.h"

#include <string.h>

/* The body of an object: what is not a list of records, and not the format. */
static json_t *body_of(const json_t *object, const wb_kind *kind)
{
    json_t *body = json_object();
    const char *key;
    json_t *value;

    json_object_foreach((json_t *)object, key, value)
    {
        bool own = wb_kind_list(kind, key) == NULL &&
                   (kind != &wb_kind_plan || strcmp(key, "format") != 0);

        if (own && body != NULL && json_object_set(body, key, value) != 0) {
            json_decref(body);
            return NULL;
        }
    }
    return body;
}

static wb_status check_new(const wb_plan *plan, const wb_record *parent,
                           const wb_json_at *at, wb_error *err)
{
    wb_json_at place = wb_json_member(at, "id");
    const char *id = json_string_value(place.value);

    if (wb_plan_find(plan, id) != NULL)
        return wb_json_fail(&place, WB_E_DATA, err,
                            "the id '%s' is already that of another record (%s)", id,
                            wb_plan_find(plan, id)->kind->name);
    if (wb_record_depth(parent) >= WB_PLAN_MAX_DEPTH)
        return wb_json_fail(at, WB_E_LIMIT, err, "records are nested more than %d deep",
                            (int)WB_PLAN_MAX_DEPTH);
    return WB_OK;
}

static wb_status read_lists(wb_plan *plan, wb_record *record, const wb_json_at *at,
                            wb_error *err);

/* Recursion is bounded by WB_PLAN_MAX_DEPTH. *out is set once the record is in the tree,
 * also when what stands below it then fails. */
static wb_status read_record(wb_plan *plan, wb_record *parent, const wb_list *list,
                             size_t position, const wb_json_at *at, wb_record **out,
                             wb_error *err)
{
    wb_status st = WB_OK;
    json_t *body = NULL;

    WB_TRY(wb_body_check(at, list->kind, true, err));
    WB_TRY(check_new(plan, parent, at, err));
    body = body_of(at->value, list->kind);
    if (body == NULL)
        return wb_fail_nomem(err);
    WB_TRY(wb_plan_insert(plan, parent, list->name, position, body, out, err));
    body = NULL;
    WB_TRY(read_lists(plan, *out, at, err));
done:
    json_decref(body);
    return st;
}

static wb_status read_lists(wb_plan *plan, wb_record *record, const wb_json_at *at,
                            wb_error *err)
{
    wb_status st = WB_OK;

    for (const wb_list *list = record->kind->lists; list->name != NULL; list++) {
        wb_json_at elements;

        WB_TRY(wb_json_array(at, list->name, false, &elements, err));
        for (size_t i = 0; i < json_array_size(elements.value); i++) {
            wb_json_at element = wb_json_element(&elements, i);
            wb_record *child;

            WB_TRY(read_record(plan, record, list, SIZE_MAX, &element, &child, err));
        }
    }
done:
    return st;
}

wb_status wb_plan_graft(wb_plan *plan, wb_record *parent, const char *list,
                        size_t position, const wb_json_at *at, wb_record **out,
                        wb_error *err)
{
    const wb_list *into = wb_kind_list(parent->kind, list);
    wb_record *record = NULL;
    wb_status st;

    if (into == NULL)
        return wb_json_fail(at, WB_E_DATA, err, "%s '%s' has no list '%.64s'",
                            parent->kind->name, parent->id, list);
    st = read_record(plan, parent, into, position, at, &record, err);
    if (st == WB_OK)
        *out = record;
    else if (record != NULL)
        wb_plan_remove(plan, record);
    return st;
}

static wb_status read_root(const wb_json_at *root, wb_plan **out, wb_error *err)
{
    wb_status st = WB_OK;
    json_t *body = NULL;

    WB_TRY(wb_json_check_format(root, "plan", WB_PLAN_MAJOR, err));
    WB_TRY(wb_body_check(root, &wb_kind_plan, true, err));
    body = body_of(root->value, &wb_kind_plan);
    if (body == NULL)
        return wb_fail_nomem(err);
    WB_TRY(wb_plan_new(body, out, err));
    body = NULL;
done:
    json_decref(body);
    return st;
}

wb_status wb_plan_read(wb_reader *reader, wb_plan **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_plan *made = NULL;
    wb_json file = {0};
    wb_json_at root;

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    if (reader == NULL)
        return wb_fail(err, WB_E_ARG, "a reader is required");
    WB_TRY(wb_json_read(reader, &file, err));
    root = wb_json_root(&file);
    WB_TRY(read_root(&root, &made, err));
    WB_TRY(read_lists(made, made->root, &root, err));
    WB_TRY(wb_plan_seal(made, err));
    *out = made;
    made = NULL;
done:
    wb_plan_free(made);
    wb_json_close(&file);
    return st;
}

wb_status wb_plan_load(const char *path, wb_plan **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_reader *reader = NULL;

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    WB_TRY(wb_reader_open(path, &reader, err));
    WB_TRY(wb_plan_read(reader, out, err));
done:
    wb_reader_free(reader);
    return st;
}
