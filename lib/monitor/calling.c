/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "monitor/calling.h"

#include "base/text.h"

#include <math.h>
#include <string.h>

/* ---- codes ---- */

static bool same_code(const json_t *code, const char *text, size_t length, double number)
{
    double value;

    if (json_is_boolean(code))
        return number == (json_is_true(code) ? 1 : 0) ||
               (length == (json_is_true(code) ? 4 : 5) &&
                memcmp(text, json_is_true(code) ? "true" : "false", length) == 0);
    if (json_is_number(code))
        return number == json_number_value(code);
    if (json_string_length(code) == length &&
        memcmp(json_string_value(code), text, length) == 0)
        return true;
    return wb_parse_double(json_string_value(code), json_string_length(code), '.',
                           &value) &&
           number == value;
}

bool wb_code_is(const json_t *codes, const char *text, size_t length, double number)
{
    for (size_t i = 0; i < json_array_size(codes); i++) {
        if (same_code(json_array_get(codes, i), text, length, number))
            return true;
    }
    return false;
}

static bool is_exactly(const char *known, const char *text, size_t length)
{
    return strlen(known) == length && memcmp(known, text, length) == 0;
}

size_t wb_category_of_code(const wb_variable *variable, const char *text, size_t length,
                           double number)
{
    for (size_t i = 0; i < variable->n_categories; i++) {
        const wb_category *c = &variable->categories[i];
        double id;
        if (c->codes != NULL) {
            if (wb_code_is(c->codes, text, length, number))
                return i;
            continue;
        }
        if (is_exactly(c->id, text, length))
            return i;
        if (wb_parse_double(c->id, strlen(c->id), '.', &id) && id == number)
            return i;
    }
    return WB_NOWHERE;
}

/* ---- what they are called ---- */

typedef bool same_text(const char *known, const char *text, size_t length);

static bool is_alike(const char *known, const char *text, size_t length)
{
    return wb_utf8_alike(known, strlen(known), text, length);
}

static bool is_called(const wb_category *category, same_text *same, const char *text,
                      size_t length)
{
    const char *language;
    json_t *label;

    if (same(category->id, text, length))
        return true;
    json_object_foreach(json_object_get(category->json, "label"), language, label)
    {
        if (same(json_string_value(label), text, length))
            return true;
    }
    return false;
}

bool wb_category_is_called(const wb_category *category, const char *text, size_t length)
{
    return is_called(category, is_alike, text, length);
}

static size_t find_called(const wb_variable *variable, same_text *same, const char *text,
                          size_t length)
{
    size_t found = WB_NOWHERE;

    for (size_t i = 0; i < variable->n_categories; i++) {
        if (variable->categories[i].codes != NULL ||
            !is_called(&variable->categories[i], same, text, length))
            continue;
        if (found != WB_NOWHERE)
            return WB_NOWHERE;
        found = i;
    }
    return found;
}

size_t wb_category_called(const wb_variable *variable, const char *text, size_t length)
{
    size_t found = find_called(variable, is_exactly, text, length);
    return found != WB_NOWHERE ? found : find_called(variable, is_alike, text, length);
}

const char *wb_code_label(const wb_frame *answers, size_t column, double code)
{
    for (size_t i = 0; i < wb_frame_value_label_count(answers, column); i++) {
        if (wb_frame_value_label_code(answers, column, i) == code)
            return wb_frame_value_label_text(answers, column, i);
    }
    return NULL;
}

size_t wb_category_of(const wb_variable *variable, const wb_frame *answers, size_t column,
                      const char *text, size_t length, double number)
{
    size_t own = wb_category_of_code(variable, text, length, number);
    const char *label = wb_code_label(answers, column, number);

    if (own == WB_NOWHERE)
        own = wb_category_called(variable, text, length);
    if (own == WB_NOWHERE && label != NULL)
        own = wb_category_called(variable, label, strlen(label));
    return own;
}

bool wb_bands_are_coded(const wb_variable *variable, const wb_frame *answers,
                        size_t column)
{
    for (size_t i = 0; i < wb_frame_value_label_count(answers, column); i++) {
        double code = wb_frame_value_label_code(answers, column, i);
        const char *label = wb_frame_value_label_text(answers, column, i);
        size_t band = wb_category_called(variable, label, strlen(label));
        if (band != WB_NOWHERE && !(code >= variable->categories[band].from &&
                                    code < variable->categories[band].below))
            return true;
    }
    return false;
}

int8_t wb_yes_or_no(const char *text, size_t length)
{
    static const char *const words[] = {"nee", "ja",  "neen", "ja",
                                        "no",  "yes", "non",  "oui"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (is_alike(words[i], text, length))
            return (int8_t)(i % 2);
    }
    return -1;
}
