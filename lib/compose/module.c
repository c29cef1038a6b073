/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A module file: its heading, themes, answers and terms. */
#include "compose/definition.h"

#include <string.h>

const char *const wb_unit_names[] = {"person", "workpost", "organisation", NULL};
static const char *const theme_kinds[] = {"workability", "risk", "other", NULL};

/* ---- heading ---- */

static wb_status check_validated(const wb_json_at *root, wb_error *err)
{
    static const char *const answers[] = {"no", "yes", NULL};
    wb_status st = WB_OK;
    wb_json_at at = wb_json_member(root, "validated");
    int32_t answer = 0;

    WB_TRY(wb_json_choice(root, "validated", answers, &answer, err));
    WB_TRY(wb_check_line(root, "validation_source", false, err));
    if ((answer == 1) != (json_object_get(root->value, "validation_source") != NULL))
        return wb_json_fail(&at, WB_E_DATA, err,
                            "a module is validated when 'validation_source' says where "
                            "that is shown, and only then");
done:
    return st;
}

static wb_status check_heading(const wb_json_at *root, wb_error *err)
{
    static const char *const keys[] = {
        "format",    "id",        "version",           "licence",
        "source",    "validated", "validation_source", "unit",
        "base",      "for",       "languages",         "title",
        "note",      "themes",    "answer_sets",       "terms",
        "items",     "scales",    "indicators",        "composites",
        "checklist", NULL};
    static const char *const publics[] = {"employees", "selfemployed", NULL};
    const json_t *languages = json_object_get(root->value, "languages");
    wb_status st = WB_OK;
    const char *text;
    int32_t unit;
    bool base;

    WB_TRY(wb_json_check_keys(root, keys, err));
    WB_TRY(wb_json_id(root, "id", &text, err));
    WB_TRY(wb_check_version(root, &text, err));
    WB_TRY(wb_check_line(root, "licence", true, err));
    WB_TRY(wb_check_line(root, "source", true, err));
    WB_TRY(check_validated(root, err));
    WB_TRY(wb_json_choice(root, "unit", wb_unit_names, &unit, err));
    WB_TRY(wb_json_bool(root, "base", false, &base, err));
    WB_TRY(wb_check_words(root, "for", publics, err));
    WB_TRY(wb_json_languages(root, err));
    WB_TRY(wb_check_texts(root, "title", true, languages, err));
    WB_TRY(wb_check_texts(root, "note", false, languages, err));

done:
    return st;
}

/* ---- themes ---- */

static wb_status check_discussion(const wb_json_at *root, const wb_json_at *theme,
                                  size_t limit, wb_error *err)
{
    const json_t *languages = json_object_get(root->value, "languages");
    const json_t *terms = json_object_get(root->value, "terms");
    wb_status st = WB_OK;
    wb_json_at list;
    size_t n;

    WB_TRY(wb_json_list(theme, "discussion", false, limit, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        wb_json_at at = wb_json_element(&list, i);

        WB_TRY(wb_check_text_element(&at, languages, err));
        WB_TRY(wb_check_placeholders(&at, terms, err));
    }
done:
    return st;
}

static wb_status check_theme(const wb_json_at *root, const wb_json_at *list, size_t index,
                             const char *const *keys, size_t limit, wb_error *err)
{
    const json_t *languages = json_object_get(root->value, "languages");
    wb_json_at at = wb_json_element(list, index);
    wb_status st = WB_OK;
    const char *id = NULL;
    int32_t kind;
    bool sensitive;

    WB_TRY(wb_json_check_keys(&at, keys, err));
    WB_TRY(wb_json_id(&at, "id", &id, err));
    if (wb_find_id(list->value, id) != at.value)
        return wb_json_fail(&at, WB_E_DATA, err, "theme '%s' is there twice", id);
    WB_TRY(wb_check_texts(&at, "title", true, languages, err));
    WB_TRY(wb_json_choice(&at, "kind", theme_kinds, &kind, err));
    WB_TRY(wb_json_bool(&at, "sensitive", false, &sensitive, err));
    WB_TRY(check_discussion(root, &at, limit, err));

done:
    return st;
}

wb_status wb_check_themes(const wb_json_at *root, const char *const *keys,
                          const wb_part_limits *limits, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at list;
    size_t n;

    WB_TRY(wb_json_list(root, "themes", true, limits->themes, &list, &n, err));
    for (size_t i = 0; i < n; i++)
        WB_TRY(check_theme(root, &list, i, keys, limits->discussion, err));
done:
    return st;
}

/* ---- answers ---- */

static wb_status check_answer(const wb_json_at *root, const wb_json_at *set, size_t index,
                              wb_error *err)
{
    enum { MAX_CODE = 1000000 };
    static const char *const keys[] = {"code", "label", NULL};
    wb_json_at at = wb_json_element(set, index);
    wb_json_at place = wb_json_member(&at, "code");
    wb_status st = WB_OK;
    int64_t code = 0;

    WB_TRY(wb_json_check_keys(&at, keys, err));
    WB_TRY(wb_json_int(&at, "code", true, -MAX_CODE, MAX_CODE, &code, err));
    for (size_t i = 0; i < index; i++) {
        if (wb_int_member(json_array_get(set->value, i), "code") == code)
            return wb_json_fail(&place, WB_E_DATA, err,
                                "two answers of '%s' have the code %lld", set->key,
                                (long long)code);
    }
    WB_TRY(wb_check_texts(&at, "label", true, json_object_get(root->value, "languages"),
                          err));
done:
    return st;
}

static wb_status check_answer_set(const wb_json_at *root, const wb_json_at *sets,
                                  const char *name, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at set;
    size_t n;

    WB_TRY(wb_json_list(sets, name, true, WB_MAX_ANSWERS, &set, &n, err));
    if (!wb_is_id(name))
        return wb_json_fail(&set, WB_E_DATA, err,
                            "the name '%.80s' of a set of answers is not an id", name);
    for (size_t i = 0; i < n; i++)
        WB_TRY(check_answer(root, &set, i, err));
    if (n < 2)
        return wb_json_fail(&set, WB_E_DATA, err, "'%s' has fewer than two answers",
                            name);
done:
    return st;
}

wb_status wb_check_answer_sets(const wb_json_at *root, const wb_part_limits *limits,
                               wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at sets;
    const char *name;
    json_t *value;

    WB_TRY(wb_json_object(root, "answer_sets", false, &sets, err));
    WB_TRY(wb_json_check_length(&sets, limits->answer_sets, err));
    json_object_foreach((json_t *)sets.value, name, value)
        WB_TRY(check_answer_set(root, &sets, name, err));
done:
    return st;
}

/* ---- terms ---- */

wb_status wb_check_terms(const wb_json_at *root, const wb_part_limits *limits,
                         wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at terms;
    const char *name;
    json_t *value;

    WB_TRY(wb_json_object(root, "terms", false, &terms, err));
    WB_TRY(wb_json_check_length(&terms, limits->terms, err));
    json_object_foreach((json_t *)terms.value, name, value)
    {
        wb_json_at at = wb_json_member(&terms, name);

        if (!wb_is_id(name))
            return wb_json_fail(&at, WB_E_DATA, err,
                                "the name '%.80s' of a term is not an id", name);
        WB_TRY(wb_check_term(&at, json_object_get(root->value, "languages"), err));
    }
done:
    return st;
}

wb_status wb_check_module(const wb_json_at *root, wb_error *err)
{
    static const char *const theme_keys[] = {"id",        "title",      "kind",
                                             "sensitive", "discussion", NULL};
    static const wb_part_limits limits = {WB_MAX_TERMS, WB_MAX_THEMES, WB_MAX_DISCUSSION,
                                          WB_MAX_ANSWER_SETS};
    wb_status st = WB_OK;

    WB_TRY(check_heading(root, err));
    WB_TRY(wb_check_terms(root, &limits, err));
    WB_TRY(wb_check_themes(root, theme_keys, &limits, err));
    WB_TRY(wb_check_answer_sets(root, &limits, err));
    WB_TRY(wb_check_questions(root, err));
    WB_TRY(wb_check_scores(root, err));

done:
    return st;
}
