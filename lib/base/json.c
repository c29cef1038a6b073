/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "base/json.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const size_t largest_file = (size_t)64 << 20;

/* ---- reading ---- */

static wb_status fail_text(const wb_json *json, size_t offset, wb_error *err)
{
    int32_t line, column;

    wb_json_line_column(&json->text, offset, &line, &column);
    wb_error_set_where(err, json->name);
    wb_error_set_place(err, line, column, (int64_t)offset);
    return WB_E_DATA;
}

/* jansson counts columns in characters and points behind what it could not read; its
 * position in bytes serves both. */
static wb_status fail_syntax(const wb_json *json, const json_error_t *error,
                             wb_error *err)
{
    enum json_error_code code = json_error_code(error);
    size_t position = error->position > 0 ? (size_t)error->position : 0;

    if (wb_json_no_memory(error))
        return wb_fail_nomem(err);
    if (position > json->text.length)
        position = json->text.length; /* not reached: jansson stops at the end */
    if (code == json_error_stack_overflow) {
        (void)wb_fail(err, WB_E_LIMIT, "'%s' is nested too deep", json->name);
        (void)fail_text(json, position > 0 ? position - 1 : 0, err);
        return WB_E_LIMIT;
    }
    (void)wb_fail(err, WB_E_DATA, "'%s' is not valid JSON: %s", json->name, error->text);
    return fail_text(json, position > 0 ? position - 1 : 0, err);
}

static wb_status parse_kept(wb_json *json, wb_error *err)
{
    const char *text = json->text.bytes;
    size_t length = json->text.length;
    size_t valid = wb_utf8_valid(text, strlen(text)); /* a NUL byte is no JSON either */
    wb_json_shared shared = {0};
    json_error_t error;

    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        (void)wb_fail(err, WB_E_DATA,
                      "'%s' begins with a byte order mark, which JSON does not allow",
                      json->name);
        return fail_text(json, 0, err);
    }
    if (valid < length) {
        (void)wb_fail(err, WB_E_DATA,
                      "'%s' is not text in UTF-8: byte 0x%02x cannot be there",
                      json->name, (unsigned)(unsigned char)text[valid]);
        return fail_text(json, valid, err);
    }
    json->root = wb_json_load(text, length, 0, &shared, &error);
    wb_json_shared_free(&shared);
    return json->root != NULL ? WB_OK : fail_syntax(json, &error, err);
}

wb_status wb_json_read(wb_reader *reader, wb_json *json, wb_error *err)
{
    wb_json made = {0};
    wb_status st;

    WB_TRY(wb_reader_read_all(reader, largest_file, &made.text, err));
    made.name = wb_copy_string(wb_reader_name(reader));
    if (made.name == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    WB_TRY(parse_kept(&made, err));
    *json = made;
    return WB_OK;
done:
    wb_json_close(&made);
    return st;
}

wb_status wb_json_parse(const char *text, size_t length, const char *name, wb_json *json,
                        wb_error *err)
{
    wb_reader *reader = NULL;
    wb_status st = wb_reader_from_memory(text, length, name, &reader, err);

    if (st == WB_OK)
        st = wb_json_read(reader, json, err);
    wb_reader_free(reader);
    return st;
}

void wb_json_close(wb_json *json)
{
    json_decref(json->root);
    wb_text_free(&json->text);
    wb_release(json->name);
    *json = (wb_json){0};
}

/* ---- checks ---- */

static const char *type_name(const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return "an object";
    case JSON_ARRAY:
        return "an array";
    case JSON_STRING:
        return "a string";
    case JSON_INTEGER:
    case JSON_REAL:
        return "a number";
    case JSON_TRUE:
        return "true";
    case JSON_FALSE:
        return "false";
    case JSON_NULL:
        break;
    }
    return "null";
}

static wb_status fail_type(const wb_json_at *at, const char *expected, wb_error *err)
{
    if (at->key != NULL)
        return wb_json_fail(at, WB_E_DATA, err, "'%s' is %s, where %s is expected",
                            at->key, type_name(at->value), expected);
    return wb_json_fail(at, WB_E_DATA, err, "%s was found, where %s is expected",
                        type_name(at->value), expected);
}

wb_status wb_json_check_format(const wb_json_at *root, const char *kind, int major,
                               wb_error *err)
{
    static const char family[] = "werkbaar-";
    const char *format = NULL;
    int64_t theirs, minor;
    wb_status st = wb_json_string(root, "format", true, &format, err);

    if (st != WB_OK)
        return st;
    wb_json_at at = wb_json_member(root, "format");
    size_t prefix = sizeof family - 1 + strlen(kind);
    const char *dot = strchr(format, '.');
    if (strncmp(format, family, sizeof family - 1) != 0 ||
        strncmp(format + sizeof family - 1, kind, strlen(kind)) != 0 ||
        format[prefix] != '/')
        return wb_json_fail(&at, WB_E_DATA, err,
                            "the format is '%s', where 'werkbaar-%s/%d.0' is expected",
                            format, kind, major);
    format += prefix + 1;
    if (dot == NULL || dot < format || *format == '-' || *format == '+' ||
        dot[1] == '-' || dot[1] == '+' ||
        !wb_parse_int64(format, (size_t)(dot - format), &theirs) ||
        !wb_parse_int64(dot + 1, strlen(dot + 1), &minor))
        return wb_json_fail(
            &at, WB_E_DATA, err,
            "the version of the format is '%s', where a number such as '%d.0' "
            "is expected",
            format, major);
    if (theirs > major)
        return wb_json_fail(
            &at, WB_E_VERSION, err,
            "the format werkbaar-%s/%s is newer than version %d, which is what "
            "libwerkbaar %s reads",
            kind, format, major, wb_version());
    return WB_OK;
}

static bool is_listed(const char *key, const char *const *keys)
{
    for (; *keys != NULL; keys++) {
        if (key[0] == **keys && strcmp(key, *keys) == 0)
            return true;
    }
    return strncmp(key, "x_", 2) == 0;
}

static wb_status fail_key(const wb_json_at *object, const char *key,
                          const char *const *keys, wb_error *err)
{
    char list[400] = "";
    wb_json_at member = wb_json_member(object, key);

    for (size_t length = 0; *keys != NULL && length < sizeof list; keys++) {
        (void)snprintf(list + length, sizeof list - length, "%s%s",
                       length > 0 ? ", " : "", *keys);
        length = strlen(list) + (strlen(list) == sizeof list - 1);
    }
    return wb_json_fail(&member, WB_E_DATA, err,
                        "the key '%s' is unknown here; known are %s, and keys that begin "
                        "with x_",
                        key, list);
}

wb_status wb_json_check_keys(const wb_json_at *object, const char *const *keys,
                             wb_error *err)
{
    const char *key;
    json_t *value;

    if (!json_is_object(object->value))
        return fail_type(object, "an object", err);
    json_object_foreach((json_t *)object->value, key, value)
    {
        if (!is_listed(key, keys))
            return fail_key(object, key, keys, err);
    }
    return WB_OK;
}

/* ---- typed getters ---- */

/* The member, with value NULL when it is absent and may be. */
static wb_status get(const wb_json_at *object, const char *key, bool required,
                     wb_json_at *member, wb_error *err)
{
    if (!json_is_object(object->value))
        return fail_type(object, "an object", err);
    *member = wb_json_member(object, key);
    if (member->value == NULL && required)
        return wb_json_fail(member, WB_E_DATA, err, "the key '%s' is missing", key);
    return WB_OK;
}

wb_status wb_json_string(const wb_json_at *object, const char *key, bool required,
                         const char **out, wb_error *err)
{
    wb_json_at at;
    wb_status st = get(object, key, required, &at, err);

    if (st != WB_OK || at.value == NULL)
        return st;
    if (!json_is_string(at.value))
        return fail_type(&at, "a string", err);
    *out = json_string_value(at.value);
    return WB_OK;
}

/* 5.0 is the integer 5. */
static bool integer_value(const json_t *value, int64_t *integer)
{
    if (json_is_integer(value)) {
        *integer = json_integer_value(value);
        return true;
    }
    double real = json_real_value(value);
    if (!json_is_real(value) ||
        !(real >= -9007199254740992.0 && real <= 9007199254740992.0))
        return false;
    *integer = (int64_t)real;
    return (double)*integer == real;
}

wb_status wb_json_int(const wb_json_at *object, const char *key, bool required,
                      int64_t low, int64_t high, int64_t *out, wb_error *err)
{
    wb_json_at at;
    int64_t value;
    char number[WB_NUMBER_CHARS];
    wb_status st = get(object, key, required, &at, err);

    if (st != WB_OK || at.value == NULL)
        return st;
    if (!json_is_number(at.value))
        return fail_type(&at, "an integer", err);
    if (!integer_value(at.value, &value)) {
        (void)wb_format_double(number, json_real_value(at.value));
        return wb_json_fail(&at, WB_E_DATA, err,
                            "'%s' is %s, where an integer is expected", key, number);
    }
    if (value < low || value > high)
        return wb_json_fail(&at, WB_E_DATA, err,
                            "'%s' is %lld, where %lld to %lld is expected", key,
                            (long long)value, (long long)low, (long long)high);
    *out = value;
    return WB_OK;
}

wb_status wb_json_double(const wb_json_at *object, const char *key, bool required,
                         double *out, wb_error *err)
{
    wb_json_at at;
    wb_status st = get(object, key, required, &at, err);

    if (st != WB_OK || at.value == NULL)
        return st;
    if (!json_is_number(at.value))
        return fail_type(&at, "a number", err);
    WB_TRY(wb_json_check_canonical(&at, err));
    *out = json_number_value(at.value);
done:
    return st;
}

wb_status wb_json_bool(const wb_json_at *object, const char *key, bool required,
                       bool *out, wb_error *err)
{
    wb_json_at at;
    wb_status st = get(object, key, required, &at, err);

    if (st != WB_OK || at.value == NULL)
        return st;
    if (!json_is_boolean(at.value))
        return fail_type(&at, "true or false", err);
    *out = json_is_true(at.value);
    return WB_OK;
}

wb_status wb_json_column_name(const wb_json_at *at, const char **name, wb_error *err)
{
    if (!json_is_string(at->value))
        return wb_json_fail(at, WB_E_DATA, err, "a column name (text) is expected");
    *name = json_string_value(at->value);
    return WB_OK;
}

wb_status wb_json_check_length(const wb_json_at *list, size_t longest, wb_error *err)
{
    size_t n = json_is_object(list->value) ? json_object_size(list->value)
                                           : json_array_size(list->value);

    if (n <= longest)
        return WB_OK;
    return wb_json_fail(list, WB_E_LIMIT, err, "this has %zu entries, more than %zu", n,
                        longest);
}

wb_status wb_json_array(const wb_json_at *object, const char *key, bool required,
                        wb_json_at *out, wb_error *err)
{
    wb_json_at at;
    wb_status st = get(object, key, required, &at, err);

    if (st != WB_OK)
        return st;
    if (at.value != NULL && !json_is_array(at.value))
        return fail_type(&at, "an array", err);
    *out = at;
    return WB_OK;
}

wb_status wb_json_object(const wb_json_at *object, const char *key, bool required,
                         wb_json_at *out, wb_error *err)
{
    wb_json_at at;
    wb_status st = get(object, key, required, &at, err);

    if (st != WB_OK)
        return st;
    if (at.value != NULL && !json_is_object(at.value))
        return fail_type(&at, "an object", err);
    *out = at;
    return WB_OK;
}

/* ---- copies ---- */

static json_t *whole(json_t *copy, const json_t *value)
{
    if (copy == NULL || json_equal(copy, value))
        return copy;
    json_decref(copy);
    return NULL;
}

json_t *wb_json_copy(const json_t *value)
{
    return whole(json_copy((json_t *)value), value);
}

json_t *wb_json_deep_copy(const json_t *value)
{
    return whole(json_deep_copy(value), value);
}
