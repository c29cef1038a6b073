/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Distinct values as text, and back. */
#include "base/text.h"
#include "frame/frame.h"

#include <string.h>

const char *wb_keys_show(const wb_keys *keys, int32_t code, char room[WB_NUMBER_CHARS],
                         size_t *length)
{
    const char *text = room;

    *length = 0;
    switch (wb_keys_kind(keys)) {
    case WB_KEY_TEXT:
        text = wb_keys_text(keys, code, length);
        break;
    case WB_KEY_BOOL:
        text = wb_keys_number(keys, code) != 0 ? "true" : "false";
        *length = strlen(text);
        break;
    case WB_KEY_INT:
        *length = wb_format_int64(room, wb_keys_number(keys, code));
        break;
    case WB_KEY_DATE:
        *length = wb_format_date(room, (int32_t)wb_keys_number(keys, code));
        break;
    case WB_KEY_UNKNOWN:
        break;
    }
    return text;
}

wb_status wb_keys_write(const wb_keys *keys, int32_t code, wb_text *out, wb_error *err)
{
    char room[WB_NUMBER_CHARS];
    size_t length;
    const char *text = wb_keys_show(keys, code, room, &length);

    return wb_text_append(out, text, length, err);
}

wb_key_kind wb_key_kind_of(int32_t type)
{
    switch (type) {
    case WB_TYPE_UTF8:
    case WB_TYPE_DICTIONARY:
        return WB_KEY_TEXT;
    case WB_TYPE_BOOL:
        return WB_KEY_BOOL;
    case WB_TYPE_DATE32:
        return WB_KEY_DATE;
    case WB_TYPE_NULL:
        return WB_KEY_UNKNOWN;
    default:
        return WB_KEY_INT;
    }
}

wb_type wb_key_type_of(wb_key_kind kind)
{
    switch (kind) {
    case WB_KEY_INT:
        return WB_TYPE_INT64;
    case WB_KEY_BOOL:
        return WB_TYPE_BOOL;
    case WB_KEY_DATE:
        return WB_TYPE_DATE32;
    case WB_KEY_TEXT:
    case WB_KEY_UNKNOWN:
        break;
    }
    return WB_TYPE_DICTIONARY;
}

wb_status wb_builder_key(wb_builder *builder, size_t column, const wb_keys *keys,
                         int32_t code, wb_error *err)
{
    size_t length = 0;
    if (wb_keys_kind(keys) != WB_KEY_TEXT)
        return wb_builder_int64(builder, column, wb_keys_number(keys, code), err);
    const char *text = wb_keys_text(keys, code, &length);
    return wb_builder_text(builder, column, text, length, err);
}

/* As JSON, R and Python write it. */
static bool is_word(const char *text, const char *lower, const char *upper,
                    const char *title)
{
    return strcmp(text, lower) == 0 || strcmp(text, upper) == 0 ||
           strcmp(text, title) == 0;
}

bool wb_key_parse(wb_key_kind kind, const char *text, int64_t *number)
{
    size_t length = strlen(text);
    int32_t days = 0;

    *number = 0;
    switch (kind) {
    case WB_KEY_BOOL:
        *number = is_word(text, "true", "TRUE", "True");
        return *number == 1 || is_word(text, "false", "FALSE", "False");
    case WB_KEY_INT:
        return wb_parse_int64(text, length, number);
    case WB_KEY_DATE:
        if (!wb_parse_date(text, length, &days))
            return false;
        *number = days;
        return true;
    case WB_KEY_TEXT:
    case WB_KEY_UNKNOWN:
        break;
    }
    return true;
}
