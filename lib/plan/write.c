/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A plan as bytes: the tree as one JSON value, canonical. Lists without records are left
 * out, so that a plan has one form. */
#include "plan/record.h"

#include <stdio.h>

/* The object to which the JSON of a record's parent is growing. */
static json_t *list_in(json_t *object, const char *list)
{
    json_t *array = json_object_get(object, list);

    if (array == NULL && json_object_set_new(object, list, json_array()) == 0)
        array = json_object_get(object, list);
    return array;
}

/* Depth first: open[d] is the object of the record at depth d that is being filled. */
json_t *wb_record_json(const wb_record *record)
{
    json_t *open[WB_PLAN_MAX_DEPTH] = {json_copy(record->body)};
    size_t base = wb_record_depth(record);
    bool failed = open[0] == NULL;

    for (const wb_record *r = wb_record_walk(record, record); r != NULL && !failed;
         r = wb_record_walk(record, r)) {
        size_t depth = wb_record_depth(r) - base;
        json_t *object = json_copy(r->body);
        json_t *list = list_in(open[depth - 1], r->list);

        open[depth] = object;
        failed = json_array_append_new(list, object) != 0;
    }
    if (!failed)
        return open[0];
    json_decref(open[0]);
    return NULL;
}

json_t *wb_plan_json(const wb_plan *plan)
{
    char format[40];
    json_t *file = wb_record_json(plan->root);

    snprintf(format, sizeof format, "werkbaar-plan/%d.0", (int)WB_PLAN_MAJOR);
    if (file == NULL || json_object_set_new(file, "format", json_string(format)) == 0)
        return file;
    json_decref(file);
    return NULL;
}

static void number_records(wb_plan *plan)
{
    size_t number = 0;

    for (wb_record *r = plan->root; r != NULL; r = wb_record_walk(plan->root, r)) {
        const wb_record *before = r->previous;

        r->position =
            before != NULL && before->list == r->list ? before->position + 1 : 0;
        r->number = number++;
    }
}

wb_status wb_plan_seal(wb_plan *plan, wb_error *err)
{
    wb_status st = WB_OK;
    uint8_t digest[32];
    wb_text bytes = {0};
    json_t *file = wb_plan_json(plan);

    if (file == NULL)
        return wb_fail_nomem(err);
    WB_TRY(wb_json_canonical(file, &bytes, err));
    wb_sha256(bytes.bytes, bytes.length, digest);
    wb_hex(digest, sizeof digest, plan->hash);
    number_records(plan);
    wb_text_free(&plan->canonical);
    plan->canonical = bytes;
    bytes = (wb_text){0};
done:
    json_decref(file);
    wb_text_free(&bytes);
    return st;
}

wb_status wb_plan_write(const wb_plan *plan, wb_writer *writer, wb_error *err)
{
    if (plan == NULL || writer == NULL)
        return wb_fail(err, WB_E_ARG, "a plan and a writer are required");
    return wb_writer_write(writer, plan->canonical.bytes, plan->canonical.length, err);
}
