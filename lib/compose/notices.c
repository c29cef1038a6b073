/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What a questionnaire says to those who answer it, and what it says of its own results.
 */
#include "compose/composing.h"
#include "compose/sentences.h"

#include <string.h>

/* Texts that are gathered by language, with commas between. */
static wb_status gather(json_t *lists, const json_t *texts, wb_error *err)
{
    wb_status st = WB_OK;
    const char *language;
    json_t *text;

    json_object_foreach((json_t *)texts, language, text)
    {
        const char *before = wb_text_member(lists, language);

        WB_TRY(
            wb_json_put(lists, language,
                        json_sprintf("%s%s%s", before != NULL ? before : "",
                                     before != NULL ? ", " : "", json_string_value(text)),
                        err));
    }
done:
    return st;
}

/* A sentence of ours, or with what is told filled in; of one unit, or of all (NULL). */
static wb_status say(wb_composing *c, const char *id, const char *kind, const char *unit,
                     const json_t *what, wb_error *err)
{
    wb_status st = WB_OK;
    json_t *notice;

    WB_TRY(wb_json_push_object(json_object_get(c->made, "notices"), &notice, err));
    WB_TRY(wb_json_put(notice, "id", json_string(id), err));
    WB_TRY(wb_json_put(notice, "kind", json_string(kind), err));
    if (unit != NULL)
        WB_TRY(wb_json_put(notice, "unit", json_string(unit), err));
    WB_TRY(wb_json_put(notice, "text", wb_sentence(c->recipe.languages, id, what), err));

done:
    return st;
}

/* ---- to those who answer ---- */

static bool has_unit(const wb_composing *c, const char *unit)
{
    const json_t *modules = json_object_get(c->made, "modules");

    for (size_t i = 0; i < json_array_size(modules); i++) {
        if (strcmp(wb_text_member(json_array_get(modules, i), "unit"), unit) == 0)
            return true;
    }
    return false;
}

/* Whether a person is asked about a sensitive theme. */
static bool is_sensitive(const wb_composing *c)
{
    const json_t *questions = json_object_get(c->made, "questions");
    const json_t *themes = json_object_get(c->made, "themes");

    for (size_t i = 0; i < json_array_size(questions); i++) {
        const json_t *question = json_array_get(questions, i);

        if (strcmp(wb_text_member(question, "unit"), "person") == 0 &&
            wb_bool_member(wb_find_id(themes, wb_text_member(question, "theme")),
                           "sensitive"))
            return true;
    }
    return false;
}

static wb_status say_to_persons(wb_composing *c, wb_error *err)
{
    static const char *const ids[] = {"about", "voluntary", "anonymous", "host",
                                      "groups"};
    wb_status st = WB_OK;

    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++)
        WB_TRY(say(c, ids[i], "information", "person", NULL, err));
    if (is_sensitive(c))
        WB_TRY(say(c, "sensitive", "information", "person", NULL, err));
done:
    return st;
}

static const char *const told[] = {"controller", "who_sees", "retention", "contact"};
enum { N_TOLD = 4 };

static wb_status say_what_is_told(wb_composing *c, wb_error *err)
{
    const json_t *information = json_object_get(c->recipe.document.root, "information");
    wb_status st = WB_OK;

    for (int i = 0; i < N_TOLD; i++) {
        const json_t *texts = json_object_get(information, told[i]);

        if (texts != NULL)
            WB_TRY(say(c, told[i], "information", NULL, texts, err));
    }
done:
    return st;
}

static wb_status say_to_all(wb_composing *c, wb_error *err)
{
    wb_status st = WB_OK;

    if (has_unit(c, "person"))
        WB_TRY(say_to_persons(c, err));
    if (has_unit(c, "workpost"))
        WB_TRY(say(c, "record_workpost", "information", "workpost", NULL, err));
    if (has_unit(c, "organisation"))
        WB_TRY(say(c, "record_organisation", "information", "organisation", NULL, err));
    WB_TRY(say_what_is_told(c, err));

done:
    return st;
}

/* ---- to those who read the results ---- */

/* Says it of those that were gathered, if any were. */
static wb_status say_of(wb_composing *c, const char *id, const json_t *lists,
                        wb_error *err)
{
    if (json_object_size(lists) == 0)
        return WB_OK;
    return say(c, id, "reading", NULL, lists, err);
}

static wb_status gather_not_validated(const wb_composing *c, json_t *lists, wb_error *err)
{
    const json_t *modules = json_object_get(c->made, "modules");
    wb_status st = WB_OK;

    for (size_t i = 0; i < json_array_size(modules); i++) {
        const json_t *module = json_array_get(modules, i);

        if (strcmp(wb_text_member(module, "validated"), "no") == 0)
            WB_TRY(gather(lists, json_object_get(module, "title"), err));
    }
done:
    return st;
}

/* Labels of the indicators for which a member of the document's list says so or not. */
static wb_status gather_indicators(const wb_composing *c, const char *key, bool value,
                                   json_t *lists, wb_error *err)
{
    const json_t *indicators = json_object_get(c->made, "indicators");
    const json_t *instruments = json_object_get(c->made, "instruments");
    wb_status st = WB_OK;

    for (size_t i = 0; i < json_array_size(indicators); i++) {
        const json_t *indicator = json_array_get(indicators, i);
        const json_t *instrument =
            json_object_get(instruments, wb_text_member(indicator, "unit"));
        const json_t *written = wb_find_id(json_object_get(instrument, "indicators"),
                                           wb_text_member(indicator, "id"));

        if (wb_bool_member(indicator, key) == value)
            WB_TRY(gather(lists, json_object_get(written, "label"), err));
    }
done:
    return st;
}

/* The item in the first module that has it. */
static const json_t *find_item(const wb_composing *c, const char *id)
{
    const json_t *item = NULL;

    for (size_t i = 0; item == NULL && i < c->recipe.n_picks; i++)
        item = wb_find_id(json_object_get(c->recipe.picks[i].module->root, "items"), id);
    return item;
}

/* Takes the texts over. */
static wb_status gather_new(json_t *lists, json_t *texts, wb_error *err)
{
    wb_status st = texts != NULL ? gather(lists, texts, err) : wb_fail_nomem(err);

    json_decref(texts);
    return st;
}

static wb_status gather_left_out(const wb_composing *c, json_t *lists, wb_error *err)
{
    const json_t *excluded = json_object_get(c->recipe.document.root, "exclude");
    wb_status st = WB_OK;

    for (size_t i = 0; i < json_array_size(excluded); i++) {
        const json_t *item = find_item(c, json_string_value(json_array_get(excluded, i)));

        WB_TRY(gather_new(
            lists,
            wb_cut_texts(c->recipe.languages, json_object_get(item, "label"), NULL),
            err));
    }
done:
    return st;
}

static wb_status gather_missing(const wb_composing *c, json_t *lists, wb_error *err)
{
    static const char *const names[] = {"name_controller", "name_who_sees",
                                        "name_retention", "name_contact"};
    const json_t *information = json_object_get(c->recipe.document.root, "information");
    wb_status st = WB_OK;

    for (int i = 0; i < N_TOLD; i++) {
        if (json_object_get(information, told[i]) == NULL)
            WB_TRY(
                gather_new(lists, wb_sentence(c->recipe.languages, names[i], NULL), err));
    }
done:
    return st;
}

static wb_status gather_not_verified(const wb_composing *c, json_t *lists, wb_error *err)
{
    return gather_indicators(c, "verified", false, lists, err);
}

static wb_status gather_conditional(const wb_composing *c, json_t *lists, wb_error *err)
{
    return gather_indicators(c, "conditional", true, lists, err);
}

static const struct remark {
    const char *id;
    wb_status (*gather)(const wb_composing *c, json_t *lists, wb_error *err);
} remarks[] = {
    {"not_validated", gather_not_validated}, {"not_verified", gather_not_verified},
    {"conditional", gather_conditional},     {"left_out", gather_left_out},
    {"information_missing", gather_missing},
};

static wb_status say_of_results(wb_composing *c, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < sizeof remarks / sizeof remarks[0]; i++) {
        json_t *lists = json_object();

        st = lists != NULL ? remarks[i].gather(c, lists, err) : wb_fail_nomem(err);
        if (st == WB_OK)
            st = say_of(c, remarks[i].id, lists, err);
        json_decref(lists);
        WB_TRY(st);
    }
done:
    return st;
}

static bool has_base(const wb_composing *c)
{
    for (size_t i = 0; i < c->recipe.n_picks; i++) {
        if (wb_bool_member(c->recipe.picks[i].module->root, "base"))
            return true;
    }
    return false;
}

wb_status wb_compose_notices(wb_composing *c, wb_error *err)
{
    wb_status st = WB_OK;
    json_t *notices;

    WB_TRY(wb_json_put_array(c->made, "notices", &notices, err));
    WB_TRY(say_to_all(c, err));
    if (!has_base(c))
        WB_TRY(say(c, "no_base", "reading", NULL, NULL, err));
    WB_TRY(say_of_results(c, err));

done:
    return st;
}
