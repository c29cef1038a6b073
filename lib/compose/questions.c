/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What a module asks: items with their answers and show_if, and the checklist. */
#include "compose/definition.h"

#include <string.h>

/* The questions checked so far. */
typedef struct checking {
    const wb_json_at *root;
    const json_t *languages;
    const json_t *items; /* all that show_if may name */
    wb_ids *ids;
} checking;

bool wb_answer_range(const json_t *answers, const json_t *missing, int64_t *min,
                     int64_t *max)
{
    int64_t n = 0;

    *min = INT64_MAX;
    *max = INT64_MIN;
    for (size_t i = 0; i < json_array_size(answers); i++) {
        int64_t code = wb_int_member(json_array_get(answers, i), "code");
        bool is_missing = false;

        for (size_t k = 0; k < json_array_size(missing); k++)
            is_missing = is_missing ||
                         (int64_t)json_number_value(json_array_get(missing, k)) == code;
        if (is_missing)
            continue;
        *min = code < *min ? code : *min;
        *max = code > *max ? code : *max;
        n++;
    }
    return n >= 2 && *max - *min == n - 1;
}

/* An array of different codes. */
static wb_status check_codes(const wb_json_at *at, const char *key, bool required,
                             wb_error *err)
{
    enum { MAX_CODE = 1000000, MAX_CODES = 64 };
    wb_status st = WB_OK;
    wb_json_at list;
    size_t n;

    WB_TRY(wb_json_list(at, key, required, MAX_CODES, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        wb_json_at code = wb_json_element(&list, i);
        double value = json_number_value(code.value);

        if (!json_is_number(code.value) || !(value >= -MAX_CODE && value <= MAX_CODE) ||
            (double)(int64_t)value != value)
            return wb_json_fail(&code, WB_E_DATA, err,
                                "a code is a whole number in -%d..%d", MAX_CODE,
                                MAX_CODE);
        for (size_t k = 0; k < i; k++) {
            if (json_number_value(json_array_get(list.value, k)) == value)
                return wb_json_fail(&code, WB_E_DATA, err, "code %d is there twice",
                                    (int)value);
        }
    }
done:
    return st;
}

/* ---- show_if ---- */

static bool offers(const json_t *answers, int64_t code)
{
    for (size_t i = 0; i < json_array_size(answers); i++) {
        if (wb_int_member(json_array_get(answers, i), "code") == code)
            return true;
    }
    return false;
}

/* Whether `id` waits for `other`, by way of show_if. */
static bool waits_for(const json_t *items, const char *id, const char *other)
{
    for (size_t steps = 0; steps < json_array_size(items) && id != NULL; steps++) {
        const json_t *item = wb_find_id(items, id);

        id = wb_text_member(json_object_get(item, "show_if"), "item");
        if (id != NULL && strcmp(id, other) == 0)
            return true;
    }
    return false;
}

/* Why what it waits for is not among the questions before it. */
static wb_status fail_order(const checking *check, const wb_json_at *at, const char *id,
                            const char *asked, wb_error *err)
{
    const json_t *items = check->items;

    if (wb_find_id(items, asked) == NULL)
        return wb_json_fail(at, WB_E_DATA, err,
                            "'%s' is shown by an answer to '%.80s', which is no item "
                            "here",
                            id, asked);
    if (strcmp(id, asked) == 0 || waits_for(items, asked, id))
        return wb_json_fail(at, WB_E_DATA, err,
                            "'%s' and '%s' wait for each other: none of them would be "
                            "shown",
                            id, asked);
    return wb_json_fail(at, WB_E_DATA, err,
                        "'%s' is shown by an answer to '%s', which comes after it", id,
                        asked);
}

static wb_status check_shown_codes(const checking *check, const wb_json_at *show,
                                   const json_t *item, wb_error *err)
{
    const json_t *sets = json_object_get(check->root->value, "answer_sets");
    const json_t *answers = json_object_get(sets, wb_text_member(item, "answers"));
    wb_status st = WB_OK;
    wb_json_at list = wb_json_member(show, "in");

    WB_TRY(check_codes(show, "in", true, err));
    for (size_t i = 0; i < json_array_size(list.value); i++) {
        wb_json_at at = wb_json_element(&list, i);

        if (!offers(answers, (int64_t)json_number_value(at.value)))
            return wb_json_fail(&at, WB_E_DATA, err, "'%s' has no answer %d",
                                wb_text_member(item, "id"),
                                (int)json_number_value(at.value));
    }
done:
    return st;
}

static wb_status check_show_if(const checking *check, const wb_json_at *item,
                               const char *id, wb_error *err)
{
    static const char *const keys[] = {"item", "in", NULL};
    wb_status st = WB_OK;
    wb_json_at show;
    wb_json_at place;
    const char *asked = NULL;
    wb_id found;

    WB_TRY(wb_json_object(item, "show_if", false, &show, err));
    if (show.value == NULL)
        return WB_OK;
    place = wb_json_member(&show, "item");
    WB_TRY(wb_json_check_keys(&show, keys, err));
    WB_TRY(wb_json_string(&show, "item", true, &asked, err));
    found = wb_ids_find(check->ids, asked);
    if (found.kind != WB_ID_ITEM || strcmp(id, asked) == 0)
        return fail_order(check, &place, id, asked, err);
    WB_TRY(
        check_shown_codes(check, &show, json_array_get(check->items, found.index), err));
done:
    return st;
}

/* ---- one question ---- */

static wb_status check_id(checking *check, const wb_json_at *at, size_t index,
                          const char **id, wb_error *err)
{
    wb_json_at place = wb_json_member(at, "id");
    wb_status st = wb_json_id(at, "id", id, err);

    if (st != WB_OK)
        return st;
    if (wb_ids_find(check->ids, *id).kind != WB_ID_NONE)
        return wb_json_fail(&place, WB_E_DATA, err, "question '%s' is there twice", *id);
    return wb_ids_add(check->ids, *id, WB_ID_ITEM, index, err);
}

wb_status wb_check_theme_of(const wb_json_at *root, const wb_json_at *at, wb_error *err)
{
    wb_json_at place = wb_json_member(at, "theme");
    const char *theme = NULL;
    wb_status st = wb_json_string(at, "theme", true, &theme, err);

    if (st == WB_OK && wb_find_id(json_object_get(root->value, "themes"), theme) == NULL)
        st = wb_json_fail(&place, WB_E_DATA, err,
                          "the theme '%.80s' is not one of 'themes'", theme);
    return st;
}

/* The question is there when its wording is ours, and only then. */
static wb_status check_wording(const checking *check, const wb_json_at *at, bool own,
                               wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at question = wb_json_member(at, "question");

    if (!own && question.value != NULL)
        return wb_json_fail(&question, WB_E_DATA, err,
                            "the wording of a question is here only when 'text' is own");
    WB_TRY(wb_check_texts(at, "question", own, check->languages, err));
    WB_TRY(wb_check_placeholders(&question, json_object_get(check->root->value, "terms"),
                                 err));

done:
    return st;
}

static wb_status check_answers(const checking *check, const wb_json_at *at, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at place = wb_json_member(at, "answers");
    const char *name = NULL;
    const json_t *answers;
    int64_t min, max;

    WB_TRY(wb_json_string(at, "answers", true, &name, err));
    answers = json_object_get(json_object_get(check->root->value, "answer_sets"), name);
    if (answers == NULL)
        return wb_json_fail(&place, WB_E_DATA, err,
                            "the answers '%.80s' are none of 'answer_sets'", name);
    WB_TRY(check_codes(at, "missing", false, err));
    if (!wb_answer_range(answers, json_object_get(at->value, "missing"), &min, &max))
        return wb_json_fail(&place, WB_E_DATA, err,
                            "the answers of '%s' that are not missing codes are not two "
                            "or more whole numbers that follow each other",
                            wb_text_member(at->value, "id"));
done:
    return st;
}

static wb_status check_item(checking *check, const wb_json_at *at, size_t index,
                            const wb_question_rules *rules, wb_error *err)
{
    static const char *const texts[] = {"own", "licensed", "none", NULL};
    wb_status st = WB_OK;
    const char *id = NULL;
    int32_t text = 0;
    int64_t year;
    bool flag;

    WB_TRY(wb_json_check_keys(at, rules->keys, err));
    WB_TRY(check_id(check, at, index, &id, err));
    WB_TRY(wb_check_theme_of(check->root, at, err));
    WB_TRY(wb_check_texts(at, "label", true, check->languages, err));
    WB_TRY(wb_json_choice(at, "text", texts, &text, err));
    WB_TRY(check_wording(check, at, text == 0, err));
    WB_TRY(check_answers(check, at, err));
    WB_TRY(wb_json_bool(at, "reversed", false, &flag, err));
    WB_TRY(wb_json_bool(at, "optional", false, &flag, err));
    WB_TRY(wb_json_int(at, "comparable_from", false, 1900, 2200, &year, err));
    WB_TRY(check_show_if(check, at, id, err));
    if (rules->also != NULL)
        WB_TRY(rules->also(check->root, at, err));
done:
    return st;
}

static wb_status check_entry(checking *check, const wb_json_at *at, wb_error *err)
{
    static const char *const keys[] = {"id", "theme", "label", "question", NULL};
    wb_status st = WB_OK;
    const char *id;

    WB_TRY(wb_json_check_keys(at, keys, err));
    WB_TRY(check_id(check, at, 0, &id, err));
    WB_TRY(wb_check_theme_of(check->root, at, err));
    WB_TRY(wb_check_texts(at, "label", true, check->languages, err));
    WB_TRY(check_wording(check, at, true, err));

done:
    return st;
}

/* ---- all of them ---- */

wb_status wb_check_question_list(const wb_json_at *root, const wb_question_rules *rules,
                                 wb_ids *ids, wb_error *err)
{
    wb_status st = WB_OK;
    checking check = {root, json_object_get(root->value, "languages"),
                      json_object_get(root->value, rules->list), ids};
    wb_json_at list;
    size_t n;

    WB_TRY(wb_json_list(root, rules->list, false, rules->limit, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        wb_json_at at = wb_json_element(&list, i);

        WB_TRY(check_item(&check, &at, i, rules, err));
    }
done:
    return st;
}

static wb_status check_checklist(const wb_json_at *root, wb_ids *ids, wb_error *err)
{
    wb_status st = WB_OK;
    checking check = {root, json_object_get(root->value, "languages"), NULL, ids};
    wb_json_at list;
    size_t n;

    WB_TRY(wb_json_list(root, "checklist", false, WB_MAX_QUESTIONS, &list, &n, err));
    if (n > 0 && strcmp(wb_text_member(root->value, "unit"), "person") == 0)
        return wb_json_fail(&list, WB_E_DATA, err,
                            "a checklist is for a workpost or an organisation, not for "
                            "persons");
    for (size_t i = 0; i < n; i++) {
        wb_json_at at = wb_json_element(&list, i);

        WB_TRY(check_entry(&check, &at, err));
    }
done:
    return st;
}

wb_status wb_check_questions(const wb_json_at *root, wb_error *err)
{
    static const char *const keys[] = {
        "id",       "theme",   "label",           "question",
        "text",     "answers", "reversed",        "missing",
        "optional", "show_if", "comparable_from", NULL};
    static const wb_question_rules items = {"items", keys, WB_MAX_QUESTIONS, NULL};
    wb_status st = WB_OK;
    wb_ids ids = {0};

    WB_TRY(wb_check_question_list(root, &items, &ids, err));
    WB_TRY(check_checklist(root, &ids, err));
    if (ids.n_used == 0)
        st = wb_json_fail(root, WB_E_DATA, err,
                          "the module asks nothing: it has no 'items' and no "
                          "'checklist'");
done:
    wb_ids_free(&ids);
    return st;
}
