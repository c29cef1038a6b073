/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* An operation from JSON, and as JSON. */
#include "plan/operation.h"

#include <string.h>

static const char *const verbs[] = {"add", "change", "move", "remove"};

const char *wb_verb_name(wb_verb verb)
{
    return verbs[verb];
}

bool wb_verb_find(const char *name, wb_verb *verb)
{
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        if (strcmp(name, verbs[i]) == 0) {
            *verb = (wb_verb)i;
            return true;
        }
    }
    return false;
}

wb_verb wb_verb_opposite(wb_verb verb)
{
    if (verb == WB_VERB_ADD)
        return WB_VERB_REMOVE;
    return verb == WB_VERB_REMOVE ? WB_VERB_ADD : verb;
}

static const char *const keys[][9] = {
    {"op", "parent", "list", "follows", "value", NULL},
    {"op", "record", "field", "value", "expected", "version", NULL},
    {"op", "record", "parent", "list", "follows", "expected", "version", NULL},
    {"op", "record", "expected", "version", NULL},
};

static wb_status read_verb(const wb_json_at *at, wb_verb *verb, wb_error *err)
{
    const char *name = NULL;
    wb_status st;

    WB_TRY(wb_json_string(at, "op", true, &name, err));
    if (!wb_verb_find(name, verb)) {
        wb_json_at place = wb_json_member(at, "op");
        st = wb_json_fail(&place, WB_E_DATA, err,
                          "the operation '%.64s' is unknown; known are add, change, move "
                          "and remove",
                          name);
    }
done:
    return st;
}

static wb_status read_place(const wb_json_at *at, wb_place *place, wb_error *err)
{
    const json_t *follows = json_object_get(at->value, "follows");
    wb_status st;

    WB_TRY(wb_json_string(at, "parent", true, &place->parent, err));
    WB_TRY(wb_json_string(at, "list", true, &place->list, err));
    place->last = follows == NULL;
    if (follows != NULL && !json_is_null(follows))
        st = wb_json_string(at, "follows", true, &place->follows, err);
done:
    return st;
}

/* The record that ADD brings. */
static wb_status read_value(const wb_json_at *at, wb_operation *operation, wb_error *err)
{
    wb_json_at value;
    wb_status st;

    WB_TRY(wb_json_object(at, "value", true, &value, err));
    WB_TRY(wb_json_string(&value, "id", true, &operation->record, err));
    operation->value = value.value;
done:
    return st;
}

static wb_status read_change(const wb_json_at *at, wb_operation *operation, wb_error *err)
{
    wb_json_at value = wb_json_member(at, "value");
    wb_status st;

    WB_TRY(wb_json_string(at, "field", true, &operation->field, err));
    if (value.value == NULL)
        st = wb_json_fail(at, WB_E_DATA, err,
                          "the key 'value' is missing; null removes the field");
    operation->value = json_is_null(value.value) ? NULL : value.value;
done:
    return st;
}

wb_status wb_operation_read(const wb_json_at *at, wb_operation *operation, wb_error *err)
{
    wb_operation made = {.at = at};
    wb_status st;

    WB_TRY(read_verb(at, &made.verb, err));
    WB_TRY(wb_json_check_keys(at, keys[made.verb], err));
    if (made.verb == WB_VERB_ADD)
        WB_TRY(read_value(at, &made, err));
    else
        WB_TRY(wb_json_string(at, "record", true, &made.record, err));
    if (made.verb == WB_VERB_ADD || made.verb == WB_VERB_MOVE)
        WB_TRY(read_place(at, &made.place, err));
    if (made.verb == WB_VERB_CHANGE)
        WB_TRY(read_change(at, &made, err));
    WB_TRY(wb_json_int(at, "version", false, 1, INT64_MAX, &made.version, err));
    made.expected = json_object_get(at->value, "expected");
    *operation = made;
done:
    return st;
}

/* ---- as JSON ---- */

json_t *wb_place_json(const wb_record *record)
{
    const wb_record *follows = wb_record_previous(record);

    return json_pack("{s:s, s:s, s:s?}", "parent", record->parent->id, "list",
                     record->list, "follows", follows != NULL ? follows->id : NULL);
}

json_t *wb_placed_json(const wb_record *record, const wb_plan *without)
{
    json_t *placed = wb_place_json(record);

    if (placed != NULL &&
        wb_json_put(placed, "value", wb_record_json(record, without), NULL) == WB_OK)
        return placed;
    json_decref(placed);
    return NULL;
}

/* A value to put in an object; nothing is null. */
static json_t *or_null(const json_t *value)
{
    return value != NULL ? json_incref((json_t *)value) : json_null();
}

static json_t *member(const json_t *object, const char *key)
{
    return or_null(json_object_get(object, key));
}

json_t *wb_operation_json(wb_verb verb, const char *record, const char *field,
                          const json_t *from, const json_t *to)
{
    const char *name = wb_verb_name(verb);

    switch (verb) {
    case WB_VERB_ADD:
        return json_pack("{s:s, s:o, s:o, s:o, s:o}", "op", name, "parent",
                         member(to, "parent"), "list", member(to, "list"), "follows",
                         member(to, "follows"), "value", member(to, "value"));
    case WB_VERB_CHANGE:
        return json_pack("{s:s, s:s, s:s, s:o, s:o}", "op", name, "record", record,
                         "field", field, "value", or_null(to), "expected", or_null(from));
    case WB_VERB_MOVE:
        return json_pack("{s:s, s:s, s:o, s:o, s:o, s:o}", "op", name, "record", record,
                         "parent", member(to, "parent"), "list", member(to, "list"),
                         "follows", member(to, "follows"), "expected", or_null(from));
    case WB_VERB_REMOVE:
        break;
    }
    return json_pack("{s:s, s:s, s:o}", "op", name, "record", record, "expected",
                     member(from, "value"));
}

wb_json wb_json_of(json_t *value, char *name)
{
    static const char text[] = "{}"; /* places are sought in it, and not found */

    return (wb_json){.root = value, .text = {(char *)text, 2, 0}, .name = name};
}
