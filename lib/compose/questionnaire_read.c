/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Reading a questionnaire file: all that composing makes is checked, and what follows
 * from the rest of it is worked out again and compared. */
#include "compose/questionnaire.h"

#include <string.h>

/* ---- heading ---- */

static wb_status check_heading(const wb_json_at *root, wb_error *err)
{
    static const char *const keys[] = {
        "format",  "id",        "version", "title",       "languages",  "for",
        "sector",  "modules",   "terms",   "own_terms",   "themes",     "answer_sets",
        "notices", "questions", "minutes", "instruments", "indicators", NULL};
    static const char *const publics[] = {"employees", "selfemployed", NULL};
    wb_status st = WB_OK;
    const char *text;

    WB_TRY(wb_json_check_format(root, "questionnaire", 1, err));
    WB_TRY(wb_json_check_keys(root, keys, err));
    WB_TRY(wb_json_id(root, "id", &text, err));
    WB_TRY(wb_check_version(root, &text, err));
    WB_TRY(wb_json_languages(root, err));
    WB_TRY(wb_check_texts(root, "title", true, json_object_get(root->value, "languages"),
                          err));
    WB_TRY(wb_check_words(root, "for", publics, err));
    if (json_object_get(root->value, "sector") != NULL)
        WB_TRY(wb_json_id(root, "sector", &text, err));
done:
    return st;
}

static wb_status check_module(const wb_json_at *root, const wb_json_at *list,
                              size_t index, wb_error *err)
{
    static const char *const keys[] = {"id",       "version",   "hash",    "title",
                                       "unit",     "base",      "licence", "source",
                                       "replaces", "validated", NULL};
    static const char *const answers[] = {"no", "yes", NULL};
    wb_json_at at = wb_json_element(list, index);
    wb_json_at place = wb_json_member(&at, "hash");
    wb_status st = WB_OK;
    const char *text = NULL;
    int32_t choice;
    bool base;

    WB_TRY(wb_json_check_keys(&at, keys, err));
    WB_TRY(wb_json_id(&at, "id", &text, err));
    if (wb_find_id(list->value, text) != at.value)
        return wb_json_fail(&at, WB_E_DATA, err, "module '%s' is there twice", text);
    WB_TRY(wb_check_version(&at, &text, err));
    WB_TRY(wb_json_string(&at, "hash", true, &text, err));
    if (!wb_is_hash(text))
        return wb_json_fail(&place, WB_E_DATA, err,
                            "a hash is 64 hexadecimal digits in small letters");
    WB_TRY(wb_check_texts(&at, "title", true, json_object_get(root->value, "languages"),
                          err));
    WB_TRY(wb_json_choice(&at, "unit", wb_unit_names, &choice, err));
    WB_TRY(wb_json_bool(&at, "base", false, &base, err));
    WB_TRY(wb_json_choice(&at, "validated", answers, &choice, err));
    WB_TRY(wb_check_line(&at, "licence", true, err));
    WB_TRY(wb_check_line(&at, "source", true, err));
    WB_TRY(wb_check_line(&at, "replaces", false, err));

done:
    return st;
}

static wb_status check_modules(const wb_json_at *root, wb_error *err)
{
    enum { MAX_MODULES = 256 };
    wb_status st = WB_OK;
    wb_json_at list;
    size_t n;

    WB_TRY(wb_json_list(root, "modules", true, MAX_MODULES, &list, &n, err));
    for (size_t i = 0; i < n; i++)
        WB_TRY(check_module(root, &list, i, err));
done:
    return st;
}

/* ---- terms, themes, answers, questions ---- */

static const wb_part_limits limits = {WB_MAX_MERGED, WB_MAX_MERGED, WB_MAX_MERGED,
                                      WB_MAX_MERGED};

static wb_status check_own_terms(const wb_json_at *root, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at own;
    const char *name;
    json_t *value;

    WB_TRY(wb_json_object(root, "own_terms", false, &own, err));
    json_object_foreach((json_t *)own.value, name, value)
    {
        wb_json_at at = wb_json_member(&own, name);

        if (json_object_get(json_object_get(root->value, "terms"), name) == NULL ||
            !json_is_true(value))
            return wb_json_fail(&at, WB_E_DATA, err,
                                "true is expected, for one of 'terms'");
    }
done:
    return st;
}

static wb_status check_themes(const wb_json_at *root, wb_error *err)
{
    static const char *const keys[] = {"id",     "title",      "kind", "sensitive",
                                       "module", "discussion", NULL};
    wb_status st = WB_OK;
    wb_json_at list = wb_json_member(root, "themes");

    WB_TRY(wb_check_themes(root, keys, &limits, err));
    for (size_t i = 0; i < json_array_size(list.value); i++) {
        wb_json_at at = wb_json_element(&list, i);

        if (wb_home_of(root, &at) == NULL)
            return wb_json_fail(&at, WB_E_DATA, err, "this is of none of the modules");
    }
done:
    return st;
}

/* What only the questions of a questionnaire have. */
static wb_status check_question(const wb_json_at *root, const wb_json_at *at,
                                wb_error *err)
{
    static const char *const kinds[] = {"item", "check", NULL};
    const json_t *sets = json_object_get(root->value, "answer_sets");
    wb_status st = WB_OK;
    int64_t min, max, low = 0, high = 0;
    int32_t kind;

    WB_TRY(wb_check_home(root, at, err));
    WB_TRY(wb_json_choice(at, "kind", kinds, &kind, err));
    (void)wb_answer_range(json_object_get(sets, wb_text_member(at->value, "answers")),
                          json_object_get(at->value, "missing"), &min, &max);
    WB_TRY(wb_json_int(at, "min", true, min, min, &low, err));
    WB_TRY(wb_json_int(at, "max", true, max, max, &high, err));

done:
    return st;
}

/* show_if is about a question of the same unit. */
static wb_status check_conditions(const wb_json_at *root, wb_error *err)
{
    wb_json_at list = wb_json_member(root, "questions");

    for (size_t i = 0; i < json_array_size(list.value); i++) {
        wb_json_at at = wb_json_element(&list, i);
        wb_json_at show = wb_json_member(&at, "show_if");
        const json_t *asked =
            show.value != NULL
                ? wb_find_id(list.value, wb_text_member(show.value, "item"))
                : NULL;

        if (asked != NULL && !json_equal(json_object_get(asked, "unit"),
                                         json_object_get(at.value, "unit")))
            return wb_json_fail(&show, WB_E_DATA, err,
                                "the question it waits for is asked of another unit");
    }
    return WB_OK;
}

static wb_status check_questions(const wb_json_at *root, wb_error *err)
{
    static const char *const keys[] = {
        "id",       "module",  "unit",     "kind",
        "theme",    "label",   "text",     "answers",
        "min",      "max",     "missing",  "question",
        "reversed", "show_if", "optional", "comparable_from",
        NULL};
    static const wb_question_rules rules = {"questions", keys, WB_MAX_ALL_QUESTIONS,
                                            check_question};
    wb_status st = WB_OK;
    wb_ids ids = {0};

    WB_TRY(wb_check_question_list(root, &rules, &ids, err));
    WB_TRY(check_conditions(root, err));
    if (ids.n_used == 0)
        st = wb_json_fail(root, WB_E_DATA, err, "the questionnaire has no 'questions'");
done:
    wb_ids_free(&ids);
    return st;
}

/* ---- what is said ---- */

static wb_status check_notice(const wb_json_at *root, const wb_json_at *at, wb_error *err)
{
    static const char *const keys[] = {"id", "kind", "unit", "text", NULL};
    static const char *const kinds[] = {"information", "reading", NULL};
    wb_status st = WB_OK;
    const char *id;
    int32_t choice;

    WB_TRY(wb_json_check_keys(at, keys, err));
    WB_TRY(wb_json_id(at, "id", &id, err));
    WB_TRY(wb_json_choice(at, "kind", kinds, &choice, err));
    if (json_object_get(at->value, "unit") != NULL)
        WB_TRY(wb_json_choice(at, "unit", wb_unit_names, &choice, err));
    WB_TRY(
        wb_check_texts(at, "text", true, json_object_get(root->value, "languages"), err));
done:
    return st;
}

static wb_status check_notices(const wb_json_at *root, wb_error *err)
{
    enum { MAX_NOTICES = 256 };
    wb_status st = WB_OK;
    wb_json_at list;
    size_t n;

    WB_TRY(wb_json_list(root, "notices", false, MAX_NOTICES, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        wb_json_at at = wb_json_element(&list, i);

        WB_TRY(check_notice(root, &at, err));
    }
done:
    return st;
}

static wb_status check_minutes(const wb_json_at *root, wb_error *err)
{
    enum { MAX_MINUTES = 100000 };
    const json_t *languages = json_object_get(root->value, "languages");
    wb_status st = WB_OK;
    wb_json_at minutes;
    int64_t n;

    WB_TRY(wb_json_object(root, "minutes", true, &minutes, err));
    for (size_t i = 0; i < json_array_size(languages); i++)
        WB_TRY(wb_json_int(&minutes, json_string_value(json_array_get(languages, i)),
                           true, 0, MAX_MINUTES, &n, err));
    if (json_object_size(minutes.value) != json_array_size(languages))
        st = wb_json_fail(&minutes, WB_E_DATA, err,
                          "there are minutes for a language that 'languages' does not "
                          "list");
done:
    return st;
}

/* ---- all of it ---- */

static wb_status check(wb_questionnaire *made, const wb_json_at *root, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(check_heading(root, err));
    WB_TRY(check_modules(root, err));
    WB_TRY(wb_check_terms(root, &limits, err));
    WB_TRY(check_own_terms(root, err));
    WB_TRY(check_themes(root, err));
    WB_TRY(wb_check_answer_sets(root, &limits, err));
    WB_TRY(check_questions(root, err));
    WB_TRY(check_notices(root, err));
    WB_TRY(check_minutes(root, err));
    WB_TRY(wb_questionnaire_read_instruments(made, root, err));
    WB_TRY(wb_questionnaire_check_indicators(made, root, err));
    WB_TRY(wb_questionnaire_check_size(root->value, err));
    WB_TRY(wb_questionnaire_seal(made, err));

done:
    return st;
}

wb_status wb_questionnaire_read(wb_reader *reader, wb_questionnaire **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_questionnaire *made = NULL;
    wb_json document = {0};
    wb_json_at root;

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    if (reader == NULL)
        return wb_fail(err, WB_E_ARG, "a reader is required");
    made = wb_allocate(1, sizeof *made);
    if (made == NULL)
        return wb_fail_nomem(err);
    WB_TRY(wb_json_read(reader, &document, err));
    made->root = json_incref(document.root);
    root = wb_json_root(&document);
    WB_TRY(check(made, &root, err));
    *out = made;
    made = NULL;

done:
    wb_questionnaire_free(made);
    wb_json_close(&document);
    return st;
}

wb_status wb_questionnaire_load(const char *path, wb_questionnaire **out, wb_error *err)
{
    wb_reader *reader = NULL;
    wb_status st = wb_reader_open(path, &reader, err);

    if (out != NULL)
        *out = NULL;
    if (st == WB_OK)
        st = wb_questionnaire_read(reader, out, err);
    wb_reader_free(reader);
    return st;
}
