/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What files of every kind are made of: lines of text, lists of ids and words. */
#include "compose/definition.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

/* Texts become cells of exports and lines on paper: one line, with something in it. */
static wb_status check_line(const wb_json_at *at, wb_error *err)
{
    const char *text = json_string_value(at->value);
    bool blank = true;

    if (text == NULL)
        return wb_json_fail(at, WB_E_DATA, err, "a text is expected here");
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text < 0x20 || *text == 0x7f)
            return wb_json_fail(at, WB_E_DATA, err,
                                "the text has a line end or another control character");
        blank = blank && *text == ' ';
    }
    return blank ? wb_json_fail(at, WB_E_DATA, err, "the text is empty") : WB_OK;
}

static wb_status check_lines(const wb_json_at *texts, wb_error *err)
{
    wb_status st = WB_OK;
    const char *language;
    json_t *value;

    json_object_foreach((json_t *)texts->value, language, value)
    {
        wb_json_at at = wb_json_member(texts, language);

        WB_TRY(check_line(&at, err));
    }
done:
    return st;
}

wb_status wb_check_texts(const wb_json_at *at, const char *key, bool required,
                         const json_t *languages, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at texts = wb_json_member(at, key);

    WB_TRY(wb_json_texts(at, key, required, languages, err));
    WB_TRY(check_lines(&texts, err));

done:
    return st;
}

wb_status wb_check_text_element(const wb_json_at *at, const json_t *languages,
                                wb_error *err)
{
    wb_status st = wb_json_check_texts(at, languages, err);

    return st == WB_OK ? check_lines(at, err) : st;
}

wb_status wb_check_line(const wb_json_at *object, const char *key, bool required,
                        wb_error *err)
{
    const char *text = NULL;
    wb_status st = wb_json_string(object, key, required, &text, err);
    wb_json_at at = wb_json_member(object, key);

    return st == WB_OK && text != NULL ? check_line(&at, err) : st;
}

/* ---- lists ---- */

static wb_status check_once(const wb_json_at *list, size_t index, wb_error *err)
{
    wb_json_at at = wb_json_element(list, index);

    for (size_t i = 0; i < index; i++) {
        if (json_equal(json_array_get(list->value, i), at.value))
            return wb_json_fail(&at, WB_E_DATA, err, "'%.80s' is there twice",
                                json_string_value(at.value));
    }
    return WB_OK;
}

wb_status wb_check_list(const wb_json_at *object, const char *key, bool required,
                        bool ids, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at list;
    size_t n;

    WB_TRY(wb_json_list(object, key, required, WB_MAX_LISTED, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        wb_json_at at = wb_json_element(&list, i);

        WB_TRY(check_line(&at, err));
        if (ids && !wb_is_id(json_string_value(at.value)))
            return wb_json_fail(&at, WB_E_DATA, err, "'%.80s' is not an id",
                                json_string_value(at.value));
        WB_TRY(check_once(&list, i, err));
    }
done:
    return st;
}

static wb_status check_word(const wb_json_at *at, const char *const *words, wb_error *err)
{
    const char *text = json_string_value(at->value);
    char list[256] = "";

    for (; *words != NULL; words++) {
        size_t used = strlen(list);

        if (text != NULL && strcmp(text, *words) == 0)
            return WB_OK;
        snprintf(list + used, sizeof list - used, "%s%s", used == 0 ? "" : ", ", *words);
    }
    return wb_json_fail(at, WB_E_DATA, err,
                        "'%.60s' is found, where one of %s is expected",
                        text != NULL ? text : "no text", list);
}

wb_status wb_check_words(const wb_json_at *object, const char *key,
                         const char *const *words, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at list;
    size_t n;

    WB_TRY(wb_json_list(object, key, true, WB_MAX_LISTED, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        wb_json_at at = wb_json_element(&list, i);

        WB_TRY(check_word(&at, words, err));
        WB_TRY(check_once(&list, i, err));
    }
done:
    return st;
}
