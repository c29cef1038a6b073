/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The further topics of a definition: columns that are no part of the instrument. */
#include "monitor/definition.h"

#include <string.h>

static wb_status read_any_of(wb_monitor_definition *made, const wb_json_at *at,
                             wb_topic *topic, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at list;
    size_t n;

    WB_TRY(wb_json_list(at, "any_of", false, WB_MAX_TOPICS, &list, &n, err));
    topic->any_of = wb_allocate(n, sizeof *topic->any_of);
    if (topic->any_of == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        wb_json_at element = wb_json_element(&list, i);
        const char *id = json_string_value(element.value);
        size_t t = id != NULL ? wb_definition_topic(made, id) : WB_NOWHERE;
        if (t == WB_NOWHERE || t + 1 >= made->n_topics ||
            made->topics[t].kind != WB_TOPIC_SHARE)
            return wb_json_fail(&element, WB_E_DATA, err,
                                "'any_of' names shares that stand before it; there is "
                                "no such topic '%.64s'",
                                id != NULL ? id : "");
        topic->any_of[topic->n_any_of++] = t;
    }
done:
    return st;
}

static wb_status read_within(const wb_monitor_definition *made, const wb_json_at *at,
                             wb_topic *topic, wb_error *err)
{
    static const char *const keys[] = {"variable", "categories", NULL};
    wb_status st = WB_OK;
    const char *id = NULL;
    wb_json_at within;

    topic->within = WB_NOWHERE;
    WB_TRY(wb_json_object(at, "within", false, &within, err));
    if (within.value == NULL)
        return WB_OK;
    WB_TRY(wb_json_check_keys(&within, keys, err));
    WB_TRY(wb_json_string(&within, "variable", true, &id, err));
    topic->within = wb_definition_variable(made, id);
    if (topic->within == WB_NOWHERE)
        return wb_json_fail(&within, WB_E_DATA, err, "there is no variable '%.64s'", id);
    WB_TRY(wb_definition_read_codes(&within, "categories", true,
                                    &topic->within_categories, err));
done:
    return st;
}

static wb_status read_comparable(const wb_monitor_definition *made, const wb_json_at *at,
                                 wb_topic *topic, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at place = wb_json_member(at, "comparable_from");

    WB_TRY(wb_json_string(at, "comparable_from", false, &topic->comparable_from, err));
    if (topic->comparable_from != NULL &&
        wb_definition_wave(made, topic->comparable_from) == WB_NOWHERE)
        return wb_json_fail(&place, WB_E_DATA, err, "there is no wave '%.64s'",
                            topic->comparable_from);
done:
    return st;
}

/* What belongs to one kind of topic only. */
static wb_status check_kind(const wb_topic *topic, const wb_json_at *at, wb_error *err)
{
    bool share = topic->kind == WB_TOPIC_SHARE;
    bool has_groups = topic->variable.n_categories > 0;

    if (!share && (topic->event != NULL || topic->n_any_of > 0))
        return wb_json_fail(at, WB_E_DATA, err,
                            "'event' and 'any_of' are of shares: '%s' is none",
                            topic->id);
    if (topic->event != NULL && topic->n_any_of > 0)
        return wb_json_fail(at, WB_E_DATA, err,
                            "'%s' has codes or other topics, not both", topic->id);
    if (has_groups != (topic->kind == WB_TOPIC_CATEGORIES))
        return wb_json_fail(at, WB_E_DATA, err,
                            has_groups ? "'%s' has categories, and is not of that kind"
                                       : "'%s' needs 'categories' or 'bands'",
                            topic->id);
    return WB_OK;
}

static wb_status read_topic(wb_monitor_definition *made, const wb_json_at *at,
                            wb_error *err)
{
    static const char *const keys[] = {
        "id",     "label", "kind",   "column", "event", "any_of",     "comparable_from",
        "within", "unit",  "source", "note",   "bands", "categories", NULL};
    static const char *const kinds[] = {"share", "mean", "categories", NULL};
    wb_status st = WB_OK;
    wb_topic *topic = &made->topics[made->n_topics];
    const char *source;
    int32_t kind;

    made->n_topics++;
    topic->json = at->value;
    WB_TRY(wb_json_check_keys(at, keys, err));
    WB_TRY(wb_json_id(at, "id", &topic->id, err));
    if (wb_definition_topic(made, topic->id) != made->n_topics - 1 ||
        wb_definition_variable(made, topic->id) != WB_NOWHERE)
        return wb_json_fail(at, WB_E_DATA, err,
                            "'%s' is already the name of a topic or variable", topic->id);
    WB_TRY(wb_json_choice(at, "kind", kinds, &kind, err));
    topic->kind = (wb_topic_kind)kind;
    topic->variable.id = topic->variable.column = topic->id;
    topic->variable.json = at->value;
    WB_TRY(wb_json_string(at, "column", false, &topic->variable.column, err));
    WB_TRY(wb_json_string(at, "unit", false, &topic->unit, err));
    WB_TRY(wb_json_string(at, "source", false, &source, err));
    WB_TRY(wb_json_texts(at, "label", false, wb_definition_languages(made), err));
    WB_TRY(wb_json_texts(at, "note", false, wb_definition_languages(made), err));
    WB_TRY(wb_definition_read_codes(at, "event", false, &topic->event, err));
    WB_TRY(wb_definition_read_groups(made, at, &topic->variable, err));
    WB_TRY(read_any_of(made, at, topic, err));
    WB_TRY(read_within(made, at, topic, err));
    WB_TRY(read_comparable(made, at, topic, err));
    WB_TRY(check_kind(topic, at, err));
done:
    return st;
}

wb_status wb_definition_read_topics(wb_monitor_definition *made, const wb_json_at *root,
                                    wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at list;
    size_t n;

    WB_TRY(wb_json_list(root, "topics", false, WB_MAX_TOPICS, &list, &n, err));
    made->topics = wb_allocate(n, sizeof *made->topics);
    if (made->topics == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        wb_json_at element = wb_json_element(&list, i);
        WB_TRY(read_topic(made, &element, err));
    }
done:
    return st;
}
