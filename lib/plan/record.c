/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What a record says: its fields, its place, what it refers to. */
#include "plan/record.h"

#include <stdio.h>
#include <string.h>

const char *wb_record_text(const wb_record *record, const char *field)
{
    return json_string_value(json_object_get(record->body, field));
}

const char *wb_plan_text(const wb_plan *plan, const json_t *texts, const char *language)
{
    const json_t *languages = json_object_get(plan->root->body, "languages");
    const json_t *text = language != NULL ? json_object_get(texts, language) : NULL;

    for (size_t i = 0; text == NULL && i < json_array_size(languages); i++)
        text = json_object_get(texts, json_string_value(json_array_get(languages, i)));
    if (text == NULL)
        text = json_object_iter_value(json_object_iter((json_t *)texts));
    return json_string_value(text);
}

const char *wb_record_say(const wb_plan *plan, const wb_record *record, const char *field,
                          const char *language)
{
    const json_t *texts = json_object_get(record->body, field);

    return texts != NULL ? wb_plan_text(plan, texts, language) : NULL;
}

bool wb_record_cents(const wb_record *record, const char *field, int64_t *cents)
{
    const json_t *value = json_object_get(record->body, field);

    if (value == NULL)
        return false;
    *cents = json_integer_value(value);
    return true;
}

/* ---- the place ---- */

wb_status wb_record_pointer(const wb_record *record, wb_text *out, wb_error *err)
{
    const wb_record *path[WB_PLAN_MAX_DEPTH];
    size_t depth = 0;
    wb_status st = WB_OK;

    for (; record->parent != NULL; record = record->parent)
        path[depth++] = record;
    while (depth-- > 0)
        WB_TRY(wb_text_format(out, err, "/%s/%zu", path[depth]->list,
                              path[depth]->position));
done:
    return st;
}

/* ---- what it is, and stands in ---- */

bool wb_record_is(const wb_record *record, const char *kind)
{
    return strcmp(record->kind->name, kind) == 0;
}

bool wb_is_subaction(const wb_record *action)
{
    return wb_record_is(action->parent, "action");
}

const wb_record *wb_action_next(const wb_plan *plan, const wb_record *action)
{
    const wb_record *r = wb_record_walk(plan->root, action != NULL ? action : plan->root);

    while (r != NULL && !wb_record_is(r, "action"))
        r = wb_record_walk(plan->root, r);
    return r;
}

const wb_record *wb_record_above(const wb_record *record, const char *kind)
{
    while (record != NULL && !wb_record_is(record, kind))
        record = record->parent;
    return record;
}

const wb_record *wb_action_of(const wb_record *record)
{
    return wb_record_above(record, "action");
}

/* ---- what an action shares ---- */

const wb_record *wb_block_of(const wb_plan *plan, const wb_record *action)
{
    const char *id = wb_record_text(action, "block");
    const wb_record *block = id != NULL ? wb_plan_find(plan, id) : NULL;

    return block != NULL && wb_record_is(block, "block") ? block : NULL;
}

static const wb_record *whole_of(const wb_record *action)
{
    return wb_is_subaction(action) ? action->parent : NULL;
}

const wb_record *wb_action_bearer(const wb_plan *plan, const wb_record *action,
                                  const char *list)
{
    for (; action != NULL; action = whole_of(action)) {
        const wb_record *block = wb_block_of(plan, action);

        if (wb_record_first(action, list) != NULL)
            return action;
        if (block != NULL && wb_record_first(block, list) != NULL)
            return block;
    }
    return NULL;
}

const json_t *wb_action_field(const wb_plan *plan, const wb_record *action,
                              const char *field)
{
    const json_t *value = NULL;

    for (; action != NULL && value == NULL; action = whole_of(action)) {
        const wb_record *block = wb_block_of(plan, action);

        value = json_object_get(action->body, field);
        if (value == NULL && block != NULL)
            value = json_object_get(block->body, field);
    }
    return value;
}

bool wb_record_holds_for(const wb_record *record, const wb_record *action)
{
    const json_t *only = json_object_get(record->body, "only_for");

    for (; only != NULL && action != NULL; action = action->parent) {
        for (size_t i = 0; i < json_array_size(only); i++) {
            if (strcmp(json_string_value(json_array_get(only, i)), action->id) == 0)
                return true;
        }
    }
    return only == NULL;
}

const char *wb_action_status(const wb_record *action, const wb_record **entry)
{
    const wb_record *latest = NULL;
    int32_t latest_day = INT32_MIN;

    for (const wb_record *r = wb_record_first(action, "statuses"); r != NULL;
         r = wb_record_next(r)) {
        const char *date = wb_record_text(r, "date");
        int32_t day = INT32_MIN;

        if (date != NULL)
            (void)wb_plan_date(date, false, &day);
        if (latest == NULL || day >= latest_day) {
            latest = r;
            latest_day = day;
        }
    }
    if (entry != NULL)
        *entry = latest;
    return latest != NULL ? wb_record_text(latest, "status") : "unknown";
}

/* ---- what it refers to ---- */

/* The i-th id in a value of a field that refers; NULL behind the last. */
static const char *referred(const json_t *value, const wb_field *field, size_t i)
{
    if (field->type == WB_FIELD_REFS)
        return json_string_value(json_array_get(value, i));
    return field->type == WB_FIELD_REF && i == 0 ? json_string_value(value) : NULL;
}

static void fill_mention(const wb_field *field, const char *above, const char *id,
                         size_t i, wb_mention *out)
{
    size_t used;

    snprintf(out->path, sizeof out->path, "%s%s%s", above, above[0] != '\0' ? "/" : "",
             field->name);
    used = strlen(out->path);
    if (field->type == WB_FIELD_REFS)
        snprintf(out->path + used, sizeof out->path - used, "/%zu", i);
    out->id = id;
    out->target = field->target;
}

/* Counts *n down; true at the one that is looked for. */
static bool mention_in(const json_t *object, const wb_field *fields, const char *above,
                       size_t *n, wb_mention *out)
{
    for (; fields->name != NULL; fields++) {
        const json_t *value = json_object_get(object, fields->name);
        const char *id;

        if (value != NULL && fields->type == WB_FIELD_OBJECT &&
            mention_in(value, fields->fields, fields->name, n, out))
            return true;
        for (size_t i = 0; (id = referred(value, fields, i)) != NULL; i++) {
            if ((*n)-- > 0)
                continue;
            fill_mention(fields, above, id, i, out);
            return true;
        }
    }
    return false;
}

bool wb_record_mention(const wb_record *record, size_t n, wb_mention *out)
{
    return mention_in(record->body, record->kind->fields, "", &n, out) ||
           mention_in(record->body, wb_common_fields, "", &n, out);
}

bool wb_mention_holds(const wb_plan *plan, const wb_mention *mention)
{
    const wb_record *found = wb_plan_find(plan, mention->id);

    return found != NULL &&
           (mention->target == NULL || strcmp(found->kind->name, mention->target) == 0);
}
