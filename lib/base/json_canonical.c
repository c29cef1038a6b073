/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* RFC 8785, JSON Canonicalization Scheme. A stack of open objects and arrays takes the
 * place of recursion, so the depth of the data costs heap only. */
#include "base/json.h"
#include "base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- strings ---- */

/* The escape of a byte that may not stand in a string, or NULL. */
static const char *escape_of(unsigned char byte, char buffer[8])
{
    static const char hex[] = "0123456789abcdef";

    switch (byte) {
    case '"':
        return "\\\"";
    case '\\':
        return "\\\\";
    case '\b':
        return "\\b";
    case '\t':
        return "\\t";
    case '\n':
        return "\\n";
    case '\f':
        return "\\f";
    case '\r':
        return "\\r";
    default:
        break;
    }
    if (byte >= 0x20)
        return NULL;
    memcpy(buffer, "\\u00", 4);
    buffer[4] = hex[byte >> 4];
    buffer[5] = hex[byte & 15];
    buffer[6] = '\0';
    return buffer;
}

wb_status wb_json_quote(wb_text *out, const char *text, size_t length, wb_error *err)
{
    char buffer[8];
    size_t plain = 0; /* where the bytes begin that are copied as they are */
    wb_status st;
    size_t before = out->length;

    if (wb_utf8_valid(text, length) < length)
        return wb_fail(err, WB_E_DATA, "a text to write as JSON is not UTF-8");
    WB_TRY(wb_text_append(out, "\"", 1, err));
    for (size_t i = 0; i < length; i++) {
        const char *escape = escape_of((unsigned char)text[i], buffer);
        if (escape == NULL)
            continue;
        WB_TRY(wb_text_append(out, text + plain, i - plain, err));
        WB_TRY(wb_text_add(out, escape, err));
        plain = i + 1;
    }
    WB_TRY(wb_text_append(out, text + plain, length - plain, err));
    WB_TRY(wb_text_append(out, "\"", 1, err));
done:
    if (st != WB_OK)
        wb_text_cut(out, before);
    return st;
}

/* ---- keys ---- */

/* UTF-8 orders as code points do. UTF-16 differs in one thing: what is beyond U+FFFF
 * (lead byte F0 and up) is written with surrogates, which come before U+E000 (lead byte
 * EE). */
int wb_json_compare_keys(const char *a, const char *b)
{
    while (*a != '\0' && *a == *b) {
        a++;
        b++;
    }
    unsigned char x = (unsigned char)*a, y = (unsigned char)*b;
    if (x >= 0xEE && y >= 0xEE && (x >= 0xF0) != (y >= 0xF0))
        return x >= 0xF0 ? -1 : 1;
    return (x > y) - (x < y);
}

static int compare_keys(const void *a, const void *b)
{
    return wb_json_compare_keys(*(const char *const *)a, *(const char *const *)b);
}

static const char **sorted_keys(const json_t *object)
{
    const char **keys = wb_resize(NULL, json_object_size(object), sizeof *keys);
    size_t count = 0;
    const char *key;
    json_t *value;

    if (keys == NULL)
        return NULL;
    json_object_foreach((json_t *)object, key, value)
    {
        keys[count++] = key;
    }
    qsort(keys, count, sizeof *keys, compare_keys);
    return keys;
}

/* ---- values ---- */

/* An object or an array of which `index` members are written. */
typedef struct open_value {
    const json_t *value;
    const char **keys; /* NULL for an array */
    size_t index;
} open_value;

typedef struct writing {
    wb_text *out;
    open_value *open;
    size_t depth;
    size_t capacity;
} writing;

static wb_status write_number(wb_text *out, const json_t *value, wb_error *err)
{
    char text[WB_NUMBER_CHARS];
    size_t length;

    if (json_is_integer(value)) {
        int64_t integer = json_integer_value(value);
        if (integer > INT64_C(9007199254740992) || integer < -INT64_C(9007199254740992))
            return wb_fail(
                err, WB_E_DATA,
                "the integer %lld is beyond 2^53 and has no canonical JSON form",
                (long long)integer);
        length = wb_format_int64(text, integer);
    } else {
        length = wb_format_double(text, json_real_value(value));
    }
    return wb_text_append(out, text, length, err);
}

static wb_status open_compound(writing *w, const json_t *value, wb_error *err)
{
    const char **keys = NULL;

    if (w->depth == w->capacity) {
        size_t capacity = w->capacity > 0 ? 2 * w->capacity : 16;
        open_value *open = wb_resize(w->open, capacity, sizeof *open);
        if (open == NULL)
            return wb_fail_nomem(err);
        w->open = open;
        w->capacity = capacity;
    }
    if (json_is_object(value) && (keys = sorted_keys(value)) == NULL)
        return wb_fail_nomem(err);
    w->open[w->depth++] = (open_value){value, keys, 0};
    return wb_text_add(w->out, keys != NULL ? "{" : "[", err);
}

static wb_status begin_value(writing *w, const json_t *value, wb_error *err)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
    case JSON_ARRAY:
        return open_compound(w, value, err);
    case JSON_STRING:
        return wb_json_quote(w->out, json_string_value(value), json_string_length(value),
                             err);
    case JSON_INTEGER:
    case JSON_REAL:
        return write_number(w->out, value, err);
    case JSON_TRUE:
        return wb_text_add(w->out, "true", err);
    case JSON_FALSE:
        return wb_text_add(w->out, "false", err);
    case JSON_NULL:
        break;
    }
    return wb_text_add(w->out, "null", err);
}

/* Write the next member or element of the innermost open value, or close it. */
static wb_status advance(writing *w, wb_error *err)
{
    open_value *top = &w->open[w->depth - 1];
    const json_t *next;
    wb_status st;
    size_t count =
        top->keys != NULL ? json_object_size(top->value) : json_array_size(top->value);

    if (top->index == count) {
        WB_TRY(wb_text_add(w->out, top->keys != NULL ? "}" : "]", err));
        wb_release(top->keys);
        w->depth--;
        return WB_OK;
    }
    if (top->index > 0)
        WB_TRY(wb_text_add(w->out, ",", err));
    if (top->keys != NULL) {
        const char *key = top->keys[top->index];
        WB_TRY(wb_json_quote(w->out, key, strlen(key), err));
        WB_TRY(wb_text_add(w->out, ":", err));
        next = json_object_get(top->value, key);
    } else {
        next = json_array_get(top->value, top->index);
    }
    top->index++;
    st = begin_value(w, next, err);
done:
    return st;
}

wb_status wb_json_canonical(const json_t *value, wb_text *out, wb_error *err)
{
    size_t before = out->length;
    writing w = {.out = out};
    wb_status st;

    WB_TRY(begin_value(&w, value, err));
    while (w.depth > 0)
        WB_TRY(advance(&w, err));
done:
    while (w.depth > 0)
        wb_release(w.open[--w.depth].keys);
    wb_release(w.open);
    if (st != WB_OK)
        wb_text_cut(out, before);
    return st;
}

wb_status wb_json_hash(const json_t *value, wb_text *canonical, char hash[65],
                       wb_error *err)
{
    wb_status st = wb_json_canonical(value, canonical, err);

    if (st == WB_OK)
        wb_sha256_hex(canonical->bytes, canonical->length, hash);
    return st;
}
