/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* An operation on a plan in memory. Every refusal comes before the first change. */
#include "plan/changes.h"

#include <string.h>

void wb_effect_free(wb_effect *effect)
{
    json_decref(effect->before);
    json_decref(effect->after);
    *effect = (wb_effect){0};
}

/* The place of a member of the operation, for errors. */
static wb_json_at part(const wb_operation *operation, const char *key)
{
    return wb_json_member(operation->at, key);
}

static wb_status find(const wb_plan *plan, const wb_operation *operation, const char *key,
                      const char *id, wb_record **record, wb_error *err)
{
    wb_json_at at = part(operation, key);

    *record = wb_plan_find(plan, id);
    if (*record != NULL)
        return WB_OK;
    return wb_json_fail(&at, WB_E_CONFLICT, err, "the plan has no record '%.64s'", id);
}

/* A refusal of the tree is a fault of the operation. */
static wb_status refused(const wb_operation *operation, wb_status st, const wb_error *why,
                         wb_error *err)
{
    if (st == WB_OK || st == WB_E_NOMEM)
        return st == WB_OK ? st : wb_fail_nomem(err);
    return wb_json_fail(operation->at, st == WB_E_ARG ? WB_E_DATA : st, err, "%s",
                        why->message);
}

/* ---- what is expected ---- */

static wb_status fail_expected(const wb_operation *operation, const char *what,
                               const json_t *is, wb_error *err)
{
    wb_json_at at = part(operation, "expected");
    wb_text found = {0}, wanted = {0};
    wb_status st;

    WB_TRY(wb_show_value(is, 150, &found, err));
    WB_TRY(wb_show_value(operation->expected, 150, &wanted, err));
    st =
        wb_json_fail(&at, WB_E_CONFLICT, err, "%s of '%.64s' is %s, where %s is expected",
                     what, operation->record, found.bytes, wanted.bytes);
done:
    wb_text_free(&found);
    wb_text_free(&wanted);
    return st;
}

static wb_status check_value(const wb_operation *operation, const char *what,
                             const json_t *is, wb_error *err)
{
    bool same;
    wb_status st;

    if (operation->expected == NULL)
        return WB_OK;
    WB_TRY(wb_same_value(operation->expected, is, &same, err));
    if (!same)
        st = fail_expected(operation, what, is, err);
done:
    return st;
}

/* The members that are given must be so. */
static wb_status check_place(const wb_operation *operation, const json_t *is,
                             wb_error *err)
{
    const char *key;
    json_t *value;

    json_object_foreach((json_t *)operation->expected, key, value)
    {
        const json_t *found = json_object_get(is, key);

        if (found == NULL || !json_equal(value, found))
            return fail_expected(operation, "the place", is, err);
    }
    return WB_OK;
}

/* ---- places ---- */

/* How many records of the list stand before the one that is to come; the record that
 * moves is not counted. */
static wb_status position_of(const wb_plan *plan, const wb_operation *operation,
                             const wb_record *parent, size_t *position, wb_error *err)
{
    const wb_place *place = &operation->place;
    wb_json_at at = part(operation, "follows");
    size_t before = 0;

    *position = place->last ? SIZE_MAX : 0;
    if (place->follows == NULL)
        return WB_OK;
    const wb_record *follows = wb_plan_find(plan, place->follows);
    if (follows == NULL || follows->parent != parent ||
        strcmp(follows->list, place->list) != 0 ||
        strcmp(follows->id, operation->record) == 0)
        return wb_json_fail(&at, WB_E_CONFLICT, err,
                            "'%.64s', which it should follow, is not in '%.64s' of "
                            "'%.64s'",
                            place->follows, place->list, parent->id);
    for (; follows != NULL; follows = wb_record_previous(follows))
        before += strcmp(follows->id, operation->record) != 0;
    *position = before;
    return WB_OK;
}

static wb_status find_place(const wb_plan *plan, const wb_operation *operation,
                            wb_record **parent, size_t *position, wb_error *err)
{
    wb_status st;

    WB_TRY(find(plan, operation, "parent", operation->place.parent, parent, err));
    WB_TRY(position_of(plan, operation, *parent, position, err));
done:
    return st;
}

/* ---- fields ---- */

enum { MAX_SEGMENT = 128, MAX_SEGMENTS = 4 };

/* The next name of a path ("~1" is a slash, "~0" a tilde); false when it is too long. */
static bool next_segment(const char **path, char segment[MAX_SEGMENT])
{
    size_t n = 0;

    for (; **path != '\0' && **path != '/'; ++*path) {
        char c = **path;
        if (c == '~' && ((*path)[1] == '0' || (*path)[1] == '1'))
            c = *++*path == '0' ? '~' : '/';
        if (n + 1 == MAX_SEGMENT)
            return false;
        segment[n++] = c;
    }
    segment[n] = '\0';
    if (**path == '/')
        ++*path;
    return n > 0;
}

const json_t *wb_field_value(const json_t *body, const char *field)
{
    char segment[MAX_SEGMENT];

    if (*field == '\0')
        return NULL;
    while (*field != '\0' && body != NULL) {
        if (!next_segment(&field, segment))
            return NULL;
        body = json_object_get(body, segment);
    }
    return body;
}

static wb_status fail_field(const wb_operation *operation, wb_error *err)
{
    wb_json_at at = part(operation, "field");

    return wb_json_fail(&at, WB_E_DATA, err, "'%.64s' has no field '%.128s'",
                        operation->record, operation->field);
}

/* Set or remove the value in a body of its own, whose values are shared: objects on the
 * way are copied. They come with their first member and go with their last. */
static wb_status put_value(const wb_operation *operation, json_t *body, wb_error *err)
{
    char names[MAX_SEGMENTS][MAX_SEGMENT];
    json_t *objects[MAX_SEGMENTS] = {body};
    const char *path = operation->field;
    int depth = 0;

    for (;; depth++) {
        if (depth == MAX_SEGMENTS || !next_segment(&path, names[depth]))
            return fail_field(operation, err);
        if (*path == '\0')
            break;
        json_t *inner = json_object_get(objects[depth], names[depth]);
        if (inner == NULL && operation->value == NULL)
            return WB_OK;
        if (inner != NULL && !json_is_object(inner))
            return fail_field(operation, err);
        inner = inner != NULL ? wb_json_copy(inner) : json_object();
        if (wb_json_put(objects[depth], names[depth], inner, err) != WB_OK)
            return WB_E_NOMEM;
        if (depth + 1 < MAX_SEGMENTS)
            objects[depth + 1] = inner;
    }
    if (operation->value != NULL)
        return wb_json_put(objects[depth], names[depth],
                           wb_json_deep_copy(operation->value), err);
    (void)json_object_del(objects[depth], names[depth]);
    while (depth > 0 && json_object_size(objects[depth]) == 0) {
        depth--;
        (void)json_object_del(objects[depth], names[depth]);
    }
    return WB_OK;
}

/* A fault of the body is told at the value that brought it. */
static wb_status check_body(const wb_operation *operation, const wb_kind *kind,
                            json_t *body, wb_error *err)
{
    char name[] = "";
    wb_json file = wb_json_of(body, name);
    wb_json_at root = wb_json_root(&file);
    wb_json_at at = part(operation, "value");
    wb_error why;
    wb_status st = wb_body_check(&root, kind, false, &why);

    if (st == WB_OK || st == WB_E_NOMEM)
        return st == WB_OK ? st : wb_fail_nomem(err);
    return wb_json_fail(&at, st, err, "'%.64s' cannot be changed so: %.400s",
                        operation->record, why.message);
}

static wb_status change(wb_plan *plan, const wb_operation *operation, wb_effect *effect,
                        wb_error *err)
{
    wb_record *record;
    json_t *body = NULL;
    const json_t *is;
    wb_status st;

    WB_TRY(find(plan, operation, "record", operation->record, &record, err));
    is = wb_field_value(record->body, operation->field);
    WB_TRY(check_value(operation, operation->field, is, err));
    effect->before = json_incref((json_t *)is);
    body = wb_json_copy(record->body);
    if (body == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    WB_TRY(put_value(operation, body, err));
    if (strcmp(operation->field, "id") == 0)
        WB_TRY(fail_field(operation, err));
    WB_TRY(check_body(operation, record->kind, body, err));
    WB_TRY(wb_plan_set_body(record, body, err));
    body = NULL;
    effect->after = json_incref((json_t *)wb_field_value(record->body, operation->field));
    effect->record = record;
done:
    json_decref(body);
    return st;
}

/* ---- the tree ---- */

static wb_status add(wb_plan *plan, const wb_operation *operation, wb_effect *effect,
                     wb_error *err)
{
    wb_json_at value = part(operation, "value");
    wb_record *parent;
    size_t position;
    wb_status st;

    WB_TRY(find_place(plan, operation, &parent, &position, err));
    WB_TRY(wb_plan_graft(plan, parent, operation->place.list, position, &value,
                         &effect->record, err));
    effect->after = wb_placed_json(effect->record, NULL);
    if (effect->after == NULL)
        st = wb_fail_nomem(err);
done:
    return st;
}

static wb_status find_child(const wb_plan *plan, const wb_operation *operation,
                            wb_record **record, wb_error *err)
{
    wb_status st;

    WB_TRY(find(plan, operation, "record", operation->record, record, err));
    if ((*record)->parent == NULL) {
        wb_json_at at = part(operation, "record");
        st = wb_json_fail(&at, WB_E_DATA, err,
                          "'%.64s' is the plan itself, which is not moved or removed",
                          operation->record);
    }
done:
    return st;
}

static wb_status move(wb_plan *plan, const wb_operation *operation, wb_effect *effect,
                      wb_error *err)
{
    wb_record *record, *parent;
    wb_error why;
    size_t position;
    wb_status st;

    WB_TRY(find_child(plan, operation, &record, err));
    effect->before = wb_place_json(record);
    if (effect->before == NULL)
        return wb_fail_nomem(err);
    WB_TRY(check_place(operation, effect->before, err));
    WB_TRY(find_place(plan, operation, &parent, &position, err));
    st = wb_plan_move(record, parent, operation->place.list, position, &why);
    WB_TRY(refused(operation, st, &why, err));
    effect->after = wb_place_json(record);
    effect->record = record;
    if (effect->after == NULL)
        st = wb_fail_nomem(err);
done:
    return st;
}

static wb_status take_out(wb_plan *plan, const wb_operation *operation, wb_effect *effect,
                          wb_error *err)
{
    wb_record *record;
    wb_status st;

    WB_TRY(find_child(plan, operation, &record, err));
    effect->before = wb_placed_json(record, NULL);
    if (effect->before == NULL)
        return wb_fail_nomem(err);
    WB_TRY(check_value(operation, "the content", json_object_get(effect->before, "value"),
                       err));
    wb_plan_remove(plan, record);
done:
    return st;
}

wb_status wb_operation_apply(wb_plan *plan, const wb_operation *operation,
                             wb_effect *effect, wb_error *err)
{
    static wb_status (*const apply[])(wb_plan *, const wb_operation *, wb_effect *,
                                      wb_error *) = {add, change, move, take_out};
    wb_status st;

    *effect = (wb_effect){0};
    st = apply[operation->verb](plan, operation, effect, err);
    if (st != WB_OK)
        wb_effect_free(effect);
    return st;
}
