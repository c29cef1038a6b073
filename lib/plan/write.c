/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A plan as bytes: the tree as one canonical JSON value, record by record. Lists without
 * records are left out, so that a plan has one form. */
#include "plan/record.h"

#include <string.h>

/* The object to which the JSON of a record's parent is growing. */
static json_t *list_in(json_t *object, const char *list)
{
    json_t *array = json_object_get(object, list);

    if (array == NULL)
        (void)wb_json_put_array(object, list, &array, NULL);
    return array;
}

/* The next of a walk that passes over what `without` has, with all below it. */
static const wb_record *walk_without(const wb_record *root, const wb_record *record,
                                     const wb_plan *without)
{
    const wb_record *next = wb_record_walk(root, record);

    while (next != NULL && without != NULL && wb_plan_find(without, next->id) != NULL)
        next = wb_record_walk_past(root, next);
    return next;
}

/* Depth first: open[d] is the object of the record at depth d that is being filled. */
json_t *wb_record_json(const wb_record *record, const wb_plan *without)
{
    json_t *open[WB_PLAN_MAX_DEPTH] = {wb_json_copy(record->body)};
    size_t base = wb_record_depth(record);
    bool failed = open[0] == NULL;

    for (const wb_record *r = walk_without(record, record, without); r != NULL && !failed;
         r = walk_without(record, r, without)) {
        size_t depth = wb_record_depth(r) - base;
        json_t *list = list_in(open[depth - 1], r->list);

        open[depth] = wb_json_copy(r->body);
        failed = wb_json_push(list, open[depth], NULL) != WB_OK;
    }
    if (!failed)
        return open[0];
    json_decref(open[0]);
    return NULL;
}

static void number_records(wb_plan *plan)
{
    size_t number = 0;

    for (wb_record *r = plan->root; r != NULL; r = wb_record_walk(plan->root, r)) {
        const wb_record *before = wb_record_previous(r);

        r->position = before != NULL ? before->position + 1 : 0;
        r->number = number++;
    }
}

/* ---- canonical bytes ---- */

/* A member of the object of a record: a field, or a list by its first record. */
typedef struct wb_member {
    const char *key;
    const json_t *value; /* NULL: a list */
    const wb_record *first;
} wb_member;

/* Sorted as the canonical form wants them. The caller frees *members. */
static wb_status list_members(const wb_record *record, const json_t *format,
                              wb_member **members, size_t *n, wb_error *err)
{
    size_t most = json_object_size(record->body) + 1;
    wb_member *made;
    const char *key;
    json_t *value;

    for (const wb_list *list = record->kind->lists; list->name != NULL; list++)
        most++;
    made = wb_resize(NULL, most, sizeof *made);
    if (made == NULL)
        return wb_fail_nomem(err);
    *n = 0;
    json_object_foreach(record->body, key, value)
    {
        made[(*n)++] = (wb_member){key, value, NULL};
    }
    for (const wb_record *c = record->first_child; c != NULL; c = c->last_of_list->next)
        made[(*n)++] = (wb_member){c->list, NULL, c};
    if (format != NULL)
        made[(*n)++] = (wb_member){"format", format, NULL};
    wb_json_sort_keys(made, *n, sizeof *made);
    *members = made;
    return WB_OK;
}

static wb_status write_record(const wb_record *record, const json_t *format, wb_text *out,
                              wb_error *err);

static wb_status write_member(const wb_member *member, wb_text *out, wb_error *err)
{
    wb_status st;

    WB_TRY(wb_json_quote(out, member->key, strlen(member->key), err));
    WB_TRY(wb_text_add(out, member->value != NULL ? ":" : ":[", err));
    if (member->value != NULL)
        return wb_json_canonical(member->value, out, err);
    for (const wb_record *r = member->first; r != NULL; r = wb_record_next(r)) {
        if (r != member->first)
            WB_TRY(wb_text_add(out, ",", err));
        WB_TRY(write_record(r, NULL, out, err));
    }
    st = wb_text_add(out, "]", err);
done:
    return st;
}

/* Recursion is bounded by WB_PLAN_MAX_DEPTH. */
static wb_status write_record(const wb_record *record, const json_t *format, wb_text *out,
                              wb_error *err)
{
    wb_member *members = NULL;
    size_t n = 0;
    wb_status st;

    WB_TRY(list_members(record, format, &members, &n, err));
    for (size_t i = 0; i < n; i++) {
        WB_TRY(wb_text_add(out, i == 0 ? "{" : ",", err));
        WB_TRY(write_member(&members[i], out, err));
    }
    st = wb_text_add(out, "}", err);
done:
    wb_release(members);
    return st;
}

wb_status wb_plan_seal(wb_plan *plan, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text bytes = {0};
    json_t *format = json_sprintf("werkbaar-plan/%d.0", (int)WB_PLAN_MAJOR);

    if (format == NULL)
        return wb_fail_nomem(err);
    WB_TRY(write_record(plan->root, format, &bytes, err));
    atomic_store(&plan->hashed, WB_HASH_NOT);
    number_records(plan);
    wb_text_free(&plan->canonical);
    plan->canonical = bytes;
    bytes = (wb_text){0};
done:
    json_decref(format);
    wb_text_free(&bytes);
    return st;
}

wb_status wb_plan_write(const wb_plan *plan, wb_writer *writer, wb_error *err)
{
    if (plan == NULL || writer == NULL)
        return wb_fail(err, WB_E_ARG, "a plan and a writer are required");
    return wb_writer_write(writer, plan->canonical.bytes, plan->canonical.length, err);
}
