/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What definition files of every kind have: ids, words of closed lists, lists. */
#include "base/json.h"

#include <stdio.h>
#include <string.h>

enum { MAX_ID_BYTES = 64 };

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool wb_is_hash(const char *text)
{
    return strlen(text) == 64 && strspn(text, "0123456789abcdef") == 64;
}

bool wb_is_id(const char *name)
{
    size_t length = 0;

    if (!is_letter(name[0]))
        return false;
    for (; name[length] != '\0'; length++) {
        char c = name[length];

        if (!is_letter(c) && !(c >= '0' && c <= '9') && c != '.' && c != '-')
            return false;
    }
    return length <= MAX_ID_BYTES;
}

wb_status wb_json_id(const wb_json_at *object, const char *key, const char **out,
                     wb_error *err)
{
    wb_status st = WB_OK;
    const char *name = NULL;
    wb_json_at place = wb_json_member(object, key);

    WB_TRY(wb_json_string(object, key, true, &name, err));
    if (!wb_is_id(name))
        return wb_json_fail(&place, WB_E_DATA, err,
                            "'%.80s' is not an id: a letter or underscore, then letters, "
                            "digits, '_', '.' or '-', at most 64 in all",
                            name);
    *out = name;

done:
    return st;
}

bool wb_is_language(const char *text)
{
    size_t length = strlen(text);

    return length >= 2 && length <= 16 &&
           strspn(text, "abcdefghijklmnopqrstuvwxyz-") == length;
}

/* ---- texts by language ---- */

static wb_status check_language(const wb_json_at *list, size_t index, wb_error *err)
{
    wb_json_at at = wb_json_element(list, index);
    const char *language = json_string_value(at.value);

    if (language == NULL || !wb_is_language(language))
        return wb_json_fail(&at, WB_E_DATA, err,
                            "a language is a short code such as \"nl\" or \"en\"");
    for (size_t i = 0; i < index; i++) {
        if (strcmp(json_string_value(json_array_get(list->value, i)), language) == 0)
            return wb_json_fail(&at, WB_E_DATA, err, "language '%s' is there twice",
                                language);
    }
    return WB_OK;
}

wb_status wb_json_languages(const wb_json_at *root, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at list;
    size_t n;

    WB_TRY(wb_json_list(root, "languages", true, WB_MOST_LANGUAGES, &list, &n, err));
    for (size_t i = 0; i < n; i++)
        WB_TRY(check_language(&list, i, err));
done:
    return st;
}

wb_status wb_json_check_texts(const wb_json_at *texts, const json_t *languages,
                              wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < json_array_size(languages); i++) {
        const char *text = NULL;

        WB_TRY(wb_json_string(texts, json_string_value(json_array_get(languages, i)),
                              true, &text, err));
    }
    if (json_object_size(texts->value) != json_array_size(languages))
        return wb_json_fail(
            texts, WB_E_DATA, err,
            "this has a text in a language that 'languages' does not list");

done:
    return st;
}

wb_status wb_json_texts(const wb_json_at *at, const char *key, bool required,
                        const json_t *languages, wb_error *err)
{
    wb_json_at texts;
    wb_status st = wb_json_object(at, key, required, &texts, err);

    if (st != WB_OK || texts.value == NULL)
        return st;
    return wb_json_check_texts(&texts, languages, err);
}

const char *wb_json_text(const json_t *object, const char *key, const char *language,
                         const json_t *languages)
{
    const json_t *texts = json_object_get(object, key);
    const json_t *text = language != NULL ? json_object_get(texts, language) : NULL;

    if (text == NULL)
        text = json_object_get(texts, json_string_value(json_array_get(languages, 0)));
    return text != NULL ? json_string_value(text) : "";
}

/* ---- words and lists ---- */

wb_status wb_json_choice(const wb_json_at *at, const char *key, const char *const *names,
                         int32_t *choice, wb_error *err)
{
    wb_status st = WB_OK;
    const char *text = NULL;
    char list[256] = "";
    wb_json_at place = wb_json_member(at, key);

    WB_TRY(wb_json_string(at, key, true, &text, err));
    for (int32_t i = 0; names[i] != NULL; i++) {
        size_t used = strlen(list);

        if (strcmp(text, names[i]) == 0) {
            *choice = i;
            return WB_OK;
        }
        snprintf(list + used, sizeof list - used, "%s%s", i == 0 ? "" : ", ", names[i]);
    }
    return wb_json_fail(&place, WB_E_DATA, err, "'%s' is '%.60s'; it is one of: %s", key,
                        text, list);
done:
    return st;
}

wb_status wb_json_list(const wb_json_at *at, const char *key, bool required, size_t limit,
                       wb_json_at *list, size_t *n, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_json_array(at, key, required, list, err));
    *n = json_array_size(list->value);
    if (*n > limit)
        return wb_json_fail(list, WB_E_LIMIT, err, "'%s' has %zu entries, more than %zu",
                            key, *n, limit);
    if (required && *n == 0)
        return wb_json_fail(list, WB_E_DATA, err, "'%s' is empty", key);

done:
    return st;
}
