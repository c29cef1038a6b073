/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The operations that make one plan of another.
 *
 * Down the later plan, parents first and each list from its first record on, records come
 * or go to their places; then fields change; then what is gone is removed. So whatever a
 * record is put below or behind stands in its last place by then, and no record is ever
 * put below itself. Of the records that stay in a list, the largest number that keep
 * their order stay where they are (longest increasing run of positions). */
#include "plan/changes.h"

#include <string.h>

typedef struct differing {
    const wb_plan *before, *after;
    wb_changes *changes;
    int64_t *positions; /* of the records of one list: where they stood; -1: elsewhere */
    int64_t *best;      /* best[k]: record that ends the best run of k + 1 */
    int64_t *previous;  /* in the run that ends with a record */
    bool *stays;
    size_t capacity;
} differing;

static void differing_free(differing *d)
{
    wb_release(d->positions);
    wb_release(d->best);
    wb_release(d->previous);
    wb_release(d->stays);
}

static wb_status reserve(differing *d, size_t n, wb_error *err)
{
    if (n <= d->capacity)
        return WB_OK;
    n += n / 2;
    int64_t *positions = wb_resize(d->positions, n, sizeof *positions);
    d->positions = positions != NULL ? positions : d->positions;
    int64_t *best = wb_resize(d->best, n, sizeof *best);
    d->best = best != NULL ? best : d->best;
    int64_t *previous = wb_resize(d->previous, n, sizeof *previous);
    d->previous = previous != NULL ? previous : d->previous;
    bool *stays = wb_resize(d->stays, n, sizeof *stays);
    d->stays = stays != NULL ? stays : d->stays;
    if (positions == NULL || best == NULL || previous == NULL || stays == NULL)
        return wb_fail_nomem(err);
    d->capacity = n;
    return WB_OK;
}

/* ---- lists ---- */

static bool same_list(const wb_record *a, const wb_record *b)
{
    return strcmp(a->parent->id, b->parent->id) == 0 && strcmp(a->list, b->list) == 0;
}

static size_t list_length(const wb_record *first)
{
    size_t n = 0;

    for (; first != NULL; first = wb_record_next(first))
        n++;
    return n;
}

/* Where the records of a list stood in the same list before: two walks side by side give
 * equal ids at once, so that an unchanged list takes time by its length. */
static void find_positions(differing *d, const wb_record *first)
{
    const wb_record *parent = wb_plan_find(d->before, first->parent->id);
    const wb_record *guess = parent != NULL ? wb_record_first(parent, first->list) : NULL;
    int64_t position = 0;
    size_t i = 0;

    for (const wb_record *r = first; r != NULL; r = wb_record_next(r), i++) {
        const wb_record *was = wb_plan_find(d->before, r->id);
        d->positions[i] = -1;
        if (was == NULL || was->parent == NULL || !same_list(was, r))
            continue;
        if (was != guess)
            position = (int64_t)wb_record_position(was);
        d->positions[i] = position++;
        guess = wb_record_next(was);
    }
}

/* The longest increasing run of positions, by patience. */
static void find_stays(differing *d, size_t n)
{
    size_t length = 0;

    for (size_t i = 0; i < n; i++) {
        size_t low = 0, high = length;
        d->stays[i] = false;
        if (d->positions[i] < 0)
            continue;
        while (low < high) {
            size_t middle = (low + high) / 2;
            if (d->positions[d->best[middle]] < d->positions[i])
                low = middle + 1;
            else
                high = middle;
        }
        d->previous[i] = low > 0 ? d->best[low - 1] : -1;
        d->best[low] = (int64_t)i;
        length = low == length ? length + 1 : length;
    }
    for (int64_t i = length > 0 ? d->best[length - 1] : -1; i >= 0; i = d->previous[i])
        d->stays[i] = true;
}

/* ---- records that come and go ---- */

static wb_status push_add(differing *d, const wb_record *record, wb_error *err)
{
    json_t *to = wb_placed_json(record, d->before);
    json_t *operation = NULL;

    if (to != NULL)
        operation = wb_operation_json(WB_VERB_ADD, NULL, NULL, NULL, to);
    json_decref(to);
    return wb_changes_push(d->changes, operation, err);
}

static wb_status push_move(differing *d, const wb_record *record, wb_error *err)
{
    const wb_record *was = wb_plan_find(d->before, record->id);
    json_t *from = json_pack("{s:s, s:s}", "parent", was->parent->id, "list", was->list);
    json_t *to = wb_place_json(record);
    json_t *operation = NULL;

    if (from != NULL && to != NULL)
        operation = wb_operation_json(WB_VERB_MOVE, record->id, NULL, from, to);
    json_decref(from);
    json_decref(to);
    return wb_changes_push(d->changes, operation, err);
}

static wb_status push_remove(differing *d, const wb_record *record, wb_error *err)
{
    json_t *from = json_pack("{s:o}", "value", wb_record_json(record, d->after));
    json_t *operation = NULL;

    if (from != NULL)
        operation = wb_operation_json(WB_VERB_REMOVE, record->id, NULL, from, NULL);
    json_decref(from);
    return wb_changes_push(d->changes, operation, err);
}

static wb_status diff_list(differing *d, const wb_record *first, wb_error *err)
{
    size_t n = list_length(first);
    bool fresh = wb_plan_find(d->before, first->parent->id) == NULL;
    size_t i = 0;
    wb_status st;

    WB_TRY(reserve(d, n, err));
    find_positions(d, first);
    find_stays(d, n);
    for (const wb_record *r = first; r != NULL; r = wb_record_next(r), i++) {
        if (d->stays[i])
            continue;
        if (wb_plan_find(d->before, r->id) != NULL)
            WB_TRY(push_move(d, r, err));
        else if (!fresh) /* else it comes with its parent */
            WB_TRY(push_add(d, r, err));
    }
done:
    return st;
}

static wb_status diff_places(differing *d, wb_error *err)
{
    const wb_record *root = d->after->root;
    wb_status st = WB_OK;

    for (const wb_record *r = root; r != NULL; r = wb_record_walk(root, r)) {
        for (const wb_record *c = r->first_child; c != NULL; c = c->next) {
            if (wb_record_previous(c) == NULL)
                WB_TRY(diff_list(d, c, err));
        }
    }
done:
    return st;
}

static wb_status diff_removed(differing *d, wb_error *err)
{
    const wb_record *root = d->before->root;
    wb_status st = WB_OK;

    for (const wb_record *r = wb_record_walk(root, root); r != NULL;
         r = wb_record_walk(root, r)) {
        if (wb_plan_find(d->after, r->id) == NULL &&
            wb_plan_find(d->after, r->parent->id) != NULL)
            WB_TRY(push_remove(d, r, err));
    }
done:
    return st;
}

/* ---- fields ---- */

/* One value, at a path of `above` (NULL: of the body) and `name`. */
static wb_status diff_value(differing *d, const wb_record *record, const char *above,
                            const char *name, const json_t *was, const json_t *is,
                            wb_error *err)
{
    wb_text path = {0};
    bool same;
    wb_status st;

    WB_TRY(wb_same_value(was, is, &same, err));
    if (same)
        return WB_OK;
    if (above != NULL) {
        WB_TRY(wb_json_add_segment(&path, above, err));
        WB_TRY(wb_text_add(&path, "/", err));
    }
    WB_TRY(wb_json_add_segment(&path, name, err));
    st = wb_changes_push(
        d->changes, wb_operation_json(WB_VERB_CHANGE, record->id, path.bytes, was, is),
        err);
done:
    wb_text_free(&path);
    return st;
}

/* Members of an object that both have change one by one, so that editors of two languages
 * do not meet. */
static wb_status diff_members(differing *d, const wb_record *record, const char *above,
                              const json_t *was, const json_t *is, wb_error *err)
{
    const char *key;
    json_t *value;
    wb_status st = WB_OK;

    json_object_foreach((json_t *)was, key, value)
    {
        const json_t *now = json_object_get(is, key);
        bool inside = above == NULL && json_is_object(value) && json_is_object(now) &&
                      json_object_size(value) > 0 && json_object_size(now) > 0;
        if (inside)
            WB_TRY(diff_members(d, record, key, value, now, err));
        else
            WB_TRY(diff_value(d, record, above, key, value, now, err));
    }
    json_object_foreach((json_t *)is, key, value)
    {
        if (json_object_get(was, key) == NULL)
            WB_TRY(diff_value(d, record, above, key, NULL, value, err));
    }
done:
    return st;
}

static wb_status diff_fields(differing *d, wb_error *err)
{
    const wb_record *root = d->after->root;
    wb_status st = WB_OK;

    for (const wb_record *r = root; r != NULL; r = wb_record_walk(root, r)) {
        const wb_record *was = wb_plan_find(d->before, r->id);
        if (was != NULL && !json_equal(was->body, r->body))
            WB_TRY(diff_members(d, r, NULL, was->body, r->body, err));
    }
done:
    return st;
}

/* ---- all ---- */

static wb_status check_kinds(const differing *d, wb_error *err)
{
    const wb_record *root = d->after->root;

    if (strcmp(d->before->root->id, root->id) != 0)
        return wb_fail(err, WB_E_CONFLICT, "these are two plans, '%s' and '%s'",
                       d->before->root->id, root->id);
    for (const wb_record *r = root; r != NULL; r = wb_record_walk(root, r)) {
        const wb_record *was = wb_plan_find(d->before, r->id);
        if (was != NULL && was->kind != r->kind)
            return wb_fail_at(
                err, WB_E_CONFLICT, -1, r->id,
                "'%s' is a %s in the first plan and a %s in the other; what "
                "is something else takes another id",
                r->id, was->kind->name, r->kind->name);
    }
    return WB_OK;
}

wb_status wb_plan_diff(const wb_plan *before, const wb_plan *after, wb_changes **out,
                       wb_error *err)
{
    differing d = {.before = before, .after = after};
    wb_status st;

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    if (before == NULL || after == NULL)
        return wb_fail(err, WB_E_ARG, "two plans are required");
    WB_TRY(check_kinds(&d, err));
    WB_TRY(wb_changes_new(&d.changes, err));
    WB_TRY(diff_places(&d, err));
    WB_TRY(diff_fields(&d, err));
    WB_TRY(diff_removed(&d, err));
    *out = d.changes;
    d.changes = NULL;
done:
    wb_changes_free(d.changes);
    differing_free(&d);
    return st;
}
