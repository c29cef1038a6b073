/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Is a value what its field asks for? One function per type of field. */
#include "plan/field.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

static const int64_t largest_whole = INT64_C(9007199254740991); /* 2^53 - 1 */

static bool is_id_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool wb_record_id_valid(const char *id)
{
    enum { MAX_ID_BYTES = 64 };
    size_t length = 0;

    while (
        length <= MAX_ID_BYTES &&
        (is_id_letter(id[length]) ||
         (length > 0 && (id[length] == '.' || id[length] == '_' || id[length] == '-'))))
        length++;
    return length > 0 && length <= MAX_ID_BYTES && id[length] == '\0';
}

static wb_status check_text(const wb_json_at *at, wb_error *err)
{
    if (!json_is_string(at->value))
        return wb_json_fail(at, WB_E_DATA, err, "a text is expected here");
    if (json_string_length(at->value) == 0)
        return wb_json_fail(at, WB_E_DATA, err,
                            "this text is empty; leave out what is not known");
    return WB_OK;
}

static wb_status check_texts(const wb_json_at *at, wb_error *err)
{
    wb_status st = WB_OK;
    const char *language;
    json_t *text;

    if (!json_is_object(at->value) || json_object_size(at->value) == 0)
        return wb_json_fail(at, WB_E_DATA, err,
                            "a text by language is expected here, such as {\"nl\": "
                            "\"...\", \"en\": \"...\"}");
    json_object_foreach((json_t *)at->value, language, text)
    {
        wb_json_at member = wb_json_member(at, language);

        if (!wb_is_language(language))
            return wb_json_fail(&member, WB_E_DATA, err,
                                "'%.40s' is no language; one is a short code such as "
                                "\"nl\" or \"en\"",
                                language);
        WB_TRY(check_text(&member, err));
    }
done:
    return st;
}

static wb_status check_id(const wb_json_at *at, wb_error *err)
{
    const char *id = json_string_value(at->value);

    if (id != NULL && wb_record_id_valid(id))
        return WB_OK;
    return wb_json_fail(at, WB_E_DATA, err,
                        "%s%.80s%s is not an id: small letters, digits, '.', '_' and "
                        "'-', a letter or digit first, at most 64 in all",
                        id != NULL ? "'" : "", id != NULL ? id : "this",
                        id != NULL ? "'" : "");
}

static wb_status fail_word(const wb_json_at *at, const char *const *words, wb_error *err)
{
    const char *text = json_string_value(at->value);
    char list[300] = "";

    for (size_t i = 0; words[i] != NULL; i++) {
        size_t used = strlen(list);

        snprintf(list + used, sizeof list - used, "%s%s", i == 0 ? "" : ", ", words[i]);
    }
    if (text == NULL)
        return wb_json_fail(at, WB_E_DATA, err, "one of these is expected here: %s",
                            list);
    return wb_json_fail(at, WB_E_DATA, err, "'%.60s' is not one of: %s", text, list);
}

static wb_status check_word(const wb_json_at *at, const char *const *words, wb_error *err)
{
    const char *text = json_string_value(at->value);

    if (words == NULL)
        return check_id(at, err);
    for (size_t i = 0; text != NULL && words[i] != NULL; i++) {
        if (strcmp(text, words[i]) == 0)
            return WB_OK;
    }
    return fail_word(at, words, err);
}

/* A list of different words or ids, at least one. */
static wb_status check_each(const wb_json_at *at, const char *const *words, wb_error *err)
{
    wb_status st = WB_OK;

    if (!json_is_array(at->value) || json_array_size(at->value) == 0)
        return wb_json_fail(at, WB_E_DATA, err,
                            "a list with something in it is expected here");
    WB_TRY(wb_json_check_length(at, WB_PLAN_MAX_WORDS, err));
    for (size_t i = 0; i < json_array_size(at->value); i++) {
        wb_json_at element = wb_json_element(at, i);

        WB_TRY(check_word(&element, words, err));
        for (size_t j = 0; j < i; j++) {
            if (json_equal(json_array_get(at->value, j), element.value))
                return wb_json_fail(&element, WB_E_DATA, err,
                                    "'%s' is in this list twice",
                                    json_string_value(element.value));
        }
    }
done:
    return st;
}

static wb_status check_date(const wb_json_at *at, wb_error *err)
{
    const char *text = json_string_value(at->value);
    int32_t days;

    if (text != NULL && wb_plan_date(text, false, &days))
        return WB_OK;
    return wb_json_fail(at, WB_E_DATA, err,
                        "%s%.40s%s is not a date: YYYY-MM-DD, or YYYY-MM or YYYY where "
                        "no more is known",
                        text != NULL ? "'" : "", text != NULL ? text : "this",
                        text != NULL ? "'" : "");
}

static wb_status check_whole(const wb_json_at *at, wb_field_type type, wb_error *err)
{
    int64_t value = json_integer_value(at->value);

    if (json_is_integer(at->value) && value >= 0 && value <= largest_whole)
        return WB_OK;
    return wb_json_fail(at, WB_E_DATA, err, "a whole number%s from 0 to %lld is expected",
                        type == WB_FIELD_CENTS ? " of cents" : "",
                        (long long)largest_whole);
}

/* Whole numbers that a double cannot hold have no canonical form. */
static wb_status check_number(const wb_json_at *at, wb_error *err)
{
    int64_t value = json_integer_value(at->value);

    if (json_is_real(at->value) ||
        (json_is_integer(at->value) && value >= -largest_whole && value <= largest_whole))
        return WB_OK;
    return wb_json_fail(at, WB_E_DATA, err, "a number is expected here, within 2^53");
}

static wb_status check_bool(const wb_json_at *at, wb_error *err)
{
    if (json_is_boolean(at->value))
        return WB_OK;
    return wb_json_fail(at, WB_E_DATA, err, "true or false is expected here");
}

static wb_status fail_keys(const wb_json_at *at, const wb_field *fields, wb_error *err)
{
    const char *keys[WB_PLAN_MAX_KEYS] = {NULL};

    for (size_t i = 0; fields[i].name != NULL; i++)
        keys[i] = fields[i].name;
    return wb_json_check_keys(at, keys, err);
}

static wb_status check_object(const wb_json_at *at, const wb_field *fields, wb_error *err)
{
    wb_status st = WB_OK;
    const char *key;
    json_t *value;

    if (!json_is_object(at->value))
        return fail_keys(at, fields, err);
    if (json_object_size(at->value) == 0)
        return wb_json_fail(at, WB_E_DATA, err,
                            "this is empty; leave out what is not known");
    json_object_foreach((json_t *)at->value, key, value)
    {
        const wb_field *field = wb_field_find(fields, key);
        wb_json_at member = {.file = at->file, .parent = at, .key = key, .value = value};

        if (field != NULL)
            WB_TRY(wb_field_check(&member, field, err));
        else if (strncmp(key, "x_", 2) != 0)
            return fail_keys(at, fields, err);
    }
    st = wb_fields_required(at, fields, err);
done:
    return st;
}

wb_status wb_field_check(const wb_json_at *at, const wb_field *field, wb_error *err)
{
    switch (field->type) {
    case WB_FIELD_TEXT:
        return check_text(at, err);
    case WB_FIELD_TEXTS:
        return check_texts(at, err);
    case WB_FIELD_WORD:
        return check_word(at, field->words, err);
    case WB_FIELD_WORDS:
        return check_each(at, field->words, err);
    case WB_FIELD_DATE:
        return check_date(at, err);
    case WB_FIELD_CENTS:
    case WB_FIELD_WHOLE:
        return check_whole(at, field->type, err);
    case WB_FIELD_NUMBER:
        return check_number(at, err);
    case WB_FIELD_BOOL:
        return check_bool(at, err);
    case WB_FIELD_SLUG:
    case WB_FIELD_REF:
        return check_id(at, err);
    case WB_FIELD_REFS:
        return check_each(at, NULL, err);
    case WB_FIELD_OBJECT:
        break;
    }
    return check_object(at, field->fields, err);
}

const wb_field *wb_field_find(const wb_field *fields, const char *name)
{
    for (; fields->name != NULL; fields++) {
        if (fields->name[0] == name[0] && strcmp(fields->name, name) == 0)
            return fields;
    }
    return NULL;
}

wb_status wb_fields_required(const wb_json_at *object, const wb_field *fields,
                             wb_error *err)
{
    for (; fields->name != NULL; fields++) {
        wb_json_at at = {.file = object->file, .parent = object, .key = fields->name};

        if (fields->required && json_object_get(object->value, fields->name) == NULL)
            return wb_json_fail(&at, WB_E_DATA, err, "the key '%s' is missing",
                                fields->name);
    }
    return WB_OK;
}
