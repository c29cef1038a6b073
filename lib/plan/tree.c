/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The tree of records and its index by id. A record is in the index exactly while it
 * hangs in the tree, and the records of one list stand together in the chain of their
 * parent, so that walking a list takes time by its own length. */
#include "plan/record.h"

#include <string.h>

/* ---- the index ---- */

static wb_record **bucket_of(const wb_plan *plan, const char *id)
{
    return &plan->buckets[wb_hash_bytes(id, strlen(id)) & (plan->n_buckets - 1)];
}

wb_record *wb_plan_find(const wb_plan *plan, const char *id)
{
    wb_record *record = *bucket_of(plan, id);

    while (record != NULL && strcmp(record->id, id) != 0)
        record = record->next_in_bucket;
    return record;
}

static void enter(wb_plan *plan, wb_record *record)
{
    wb_record **bucket = bucket_of(plan, record->id);

    record->next_in_bucket = *bucket;
    *bucket = record;
}

static void leave(wb_plan *plan, const wb_record *record)
{
    wb_record **at = bucket_of(plan, record->id);

    while (*at != record)
        at = &(*at)->next_in_bucket;
    *at = record->next_in_bucket;
}

/* As many buckets as records, or more. */
static wb_status grow(wb_plan *plan, wb_error *err)
{
    size_t n = plan->n_buckets == 0 ? 64 : 2 * plan->n_buckets;
    wb_record **buckets;

    if (plan->n_records < plan->n_buckets)
        return WB_OK;
    buckets = wb_allocate(n, sizeof(wb_record *));
    if (buckets == NULL)
        return wb_fail_nomem(err);
    wb_release(plan->buckets);
    plan->buckets = buckets;
    plan->n_buckets = n;
    for (wb_record *r = plan->root; r != NULL; r = wb_record_walk(plan->root, r))
        enter(plan, r);
    return WB_OK;
}

/* ---- the chain ---- */

wb_record *wb_record_first(const wb_record *parent, const char *list)
{
    wb_record *child = parent->first_child;

    while (child != NULL && strcmp(child->list, list) != 0)
        child = child->last_of_list->next;
    return child;
}

/* Are both there, and in one list? They stand below one parent. */
static bool is_one_list(const wb_record *a, const wb_record *b)
{
    return a != NULL && b != NULL && a->list == b->list;
}

wb_record *wb_record_next(const wb_record *record)
{
    return is_one_list(record, record->next) ? record->next : NULL;
}

wb_record *wb_record_previous(const wb_record *record)
{
    return is_one_list(record, record->previous) ? record->previous : NULL;
}

wb_record *wb_record_walk_past(const wb_record *root, const wb_record *record)
{
    while (record != root && record->next == NULL)
        record = record->parent;
    return record != root ? record->next : NULL;
}

wb_record *wb_record_walk(const wb_record *root, const wb_record *record)
{
    return record->first_child != NULL ? record->first_child
                                       : wb_record_walk_past(root, record);
}

size_t wb_record_position(const wb_record *record)
{
    size_t position = 0;

    while ((record = wb_record_previous(record)) != NULL)
        position++;
    return position;
}

size_t wb_record_depth(const wb_record *record)
{
    size_t depth = 1;

    for (; record->parent != NULL; record = record->parent)
        depth++;
    return depth;
}

/* Levels from this record down, itself counted. */
static size_t height_of(const wb_record *root)
{
    size_t base = wb_record_depth(root);
    size_t deepest = base;

    for (const wb_record *r = root; r != NULL; r = wb_record_walk(root, r)) {
        size_t depth = wb_record_depth(r);

        deepest = depth > deepest ? depth : deepest;
    }
    return deepest - base + 1;
}

/* The sibling before which a record at `position` of a list stands; NULL: at the end. */
static wb_record *place_before(const wb_record *parent, const char *list, size_t position)
{
    wb_record *at = wb_record_first(parent, list);

    if (at != NULL && position == SIZE_MAX)
        return at->last_of_list->next;
    for (; at != NULL && position > 0; position--) {
        if (wb_record_next(at) == NULL)
            return at->next;
        at = at->next;
    }
    return at;
}

static void link_before(wb_record *record, wb_record *parent, const char *list,
                        wb_record *next)
{
    wb_record *previous = next != NULL ? next->previous : parent->last_child;

    record->parent = parent;
    record->list = list;
    record->previous = previous;
    record->next = next;
    *(previous != NULL ? &previous->next : &parent->first_child) = record;
    *(next != NULL ? &next->previous : &parent->last_child) = record;
    if (wb_record_previous(record) == NULL)
        record->last_of_list = is_one_list(record, next) ? next->last_of_list : record;
    else if (wb_record_next(record) == NULL)
        wb_record_first(parent, list)->last_of_list = record;
}

static void unlink_record(wb_record *record)
{
    wb_record *parent = record->parent;

    if (wb_record_next(record) == NULL) /* where it is the first too, nothing is left */
        wb_record_first(parent, record->list)->last_of_list = record->previous;
    else if (wb_record_previous(record) == NULL)
        record->next->last_of_list = record->last_of_list;
    *(record->previous != NULL ? &record->previous->next : &parent->first_child) =
        record->next;
    *(record->next != NULL ? &record->next->previous : &parent->last_child) =
        record->previous;
    record->previous = record->next = NULL;
}

/* ---- making and ending ---- */

static wb_record *new_record(const wb_kind *kind, json_t *body)
{
    wb_record *record = wb_allocate(1, sizeof *record);

    if (record == NULL)
        return NULL;
    record->kind = kind;
    record->body = body;
    record->id = json_string_value(json_object_get(body, "id"));
    return record;
}

static void free_record(wb_record *record)
{
    json_decref(record->body);
    wb_release(record);
}

static wb_record *first_leaf(wb_record *record)
{
    while (record->first_child != NULL)
        record = record->first_child;
    return record;
}

/* What is in no index any more: leaves first, without recursion. */
static void free_tree(wb_record *root)
{
    wb_record *record = first_leaf(root), *next;

    for (; record != root; record = next) {
        next = record->next != NULL ? first_leaf(record->next) : record->parent;
        free_record(record);
    }
    free_record(root);
}

wb_status wb_plan_new(json_t *body, wb_plan **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_plan *made = wb_allocate(1, sizeof *made);

    if (made == NULL)
        return wb_fail_nomem(err);
    atomic_init(&made->hashed, WB_HASH_NOT);
    WB_TRY(grow(made, err));
    made->root = new_record(&wb_kind_plan, body);
    if (made->root == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    made->n_records = 1;
    enter(made, made->root);
    *out = made;
    made = NULL;
done:
    wb_plan_free(made);
    return st;
}

void wb_plan_free(wb_plan *plan)
{
    if (plan == NULL)
        return;
    /* Large blocks first: freed behind many small ones they have the C library put those
     * together, which takes as long again. */
    wb_release(plan->buckets);
    wb_text_free(&plan->canonical);
    if (plan->root != NULL)
        free_tree(plan->root);
    wb_release(plan);
}

/* ---- changing ---- */

static wb_status find_list(const wb_record *parent, const char *list, const wb_list **out,
                           wb_error *err)
{
    *out = wb_kind_list(parent->kind, list);
    if (*out != NULL)
        return WB_OK;
    return wb_fail_at(err, WB_E_ARG, -1, parent->id, "%s '%s' has no list '%.64s'",
                      parent->kind->name, parent->id, list);
}

static wb_status check_depth(const wb_record *parent, size_t height, wb_error *err)
{
    if (wb_record_depth(parent) + height <= WB_PLAN_MAX_DEPTH)
        return WB_OK;
    return wb_fail_at(err, WB_E_LIMIT, -1, parent->id,
                      "records below '%s' would be nested more than %d deep", parent->id,
                      (int)WB_PLAN_MAX_DEPTH);
}

wb_status wb_plan_insert(wb_plan *plan, wb_record *parent, const char *list,
                         size_t position, json_t *body, wb_record **out, wb_error *err)
{
    wb_status st = WB_OK;
    const char *id = json_string_value(json_object_get(body, "id"));
    const wb_list *into = NULL;
    wb_record *record;

    WB_TRY(find_list(parent, list, &into, err));
    WB_TRY(check_depth(parent, 1, err));
    if (wb_plan_find(plan, id) != NULL)
        return wb_fail_at(err, WB_E_ARG, -1, id, "the id '%s' is in use", id);
    WB_TRY(grow(plan, err));
    record = new_record(into->kind, body);
    if (record == NULL)
        return wb_fail_nomem(err);
    link_before(record, parent, into->name, place_before(parent, into->name, position));
    enter(plan, record);
    plan->n_records++;
    if (out != NULL)
        *out = record;
done:
    return st;
}

wb_status wb_plan_set_body(wb_record *record, json_t *body, wb_error *err)
{
    const char *id = json_string_value(json_object_get(body, "id"));

    if (strcmp(id, record->id) != 0)
        return wb_fail_at(err, WB_E_ARG, -1, record->id,
                          "the id of '%s' cannot become '%s'", record->id, id);
    json_decref(record->body);
    record->body = body;
    record->id = id;
    return WB_OK;
}

static bool is_below(const wb_record *record, const wb_record *above)
{
    while (record != NULL && record != above)
        record = record->parent;
    return record != NULL;
}

wb_status wb_plan_move(wb_record *record, wb_record *parent, const char *list,
                       size_t position, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_list *into = NULL;

    WB_TRY(find_list(parent, list, &into, err));
    if (into->kind != record->kind || is_below(parent, record))
        return wb_fail_at(err, WB_E_ARG, -1, record->id,
                          "%s '%s' cannot stand in '%s' of '%s'", record->kind->name,
                          record->id, list, parent->id);
    WB_TRY(check_depth(parent, height_of(record), err));
    unlink_record(record);
    link_before(record, parent, into->name, place_before(parent, into->name, position));
done:
    return st;
}

void wb_plan_remove(wb_plan *plan, wb_record *record)
{
    unlink_record(record);
    for (wb_record *r = record; r != NULL; r = wb_record_walk(record, r)) {
        leave(plan, r);
        plan->n_records--;
    }
    free_tree(record);
}
