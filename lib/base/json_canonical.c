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

static bool is_plain(unsigned char byte)
{
    return byte >= 0x20 && byte != '"' && byte != '\\';
}

/* The escape of a byte that may not stand in a string. */
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
    memcpy(buffer, "\\u00", 4);
    buffer[4] = hex[byte >> 4];
    buffer[5] = hex[byte & 15];
    buffer[6] = '\0';
    return buffer;
}

/* Almost all texts are ASCII without anything to escape: eight bytes at a time. */
static bool is_plain_ascii(const char *text, size_t length)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
    uint64_t eight;

    for (; length >= sizeof eight; text += sizeof eight, length -= sizeof eight) {
        memcpy(&eight, text, sizeof eight);
        uint64_t quotes = eight ^ (ones * '"'), slashes = eight ^ (ones * '\\');
        uint64_t zeros = (eight - ones * 0x20) | (quotes - ones) | (slashes - ones);
        if (((eight | zeros) & tops) != 0)
            return false;
    }
    for (size_t i = 0; i < length; i++) {
        if (!is_plain((unsigned char)text[i]) || (unsigned char)text[i] >= 0x80)
            return false;
    }
    return true;
}

static wb_status quote_plain(wb_text *out, const char *text, size_t length, wb_error *err)
{
    wb_status st = wb_text_reserve(out, length + 2, err);
    char *to;

    if (st != WB_OK)
        return st;
    to = out->bytes + out->length;
    to[0] = '"';
    memcpy(to + 1, text, length);
    memcpy(to + 1 + length, "\"", 2);
    out->length += length + 2;
    return WB_OK;
}

wb_status wb_json_quote(wb_text *out, const char *text, size_t length, wb_error *err)
{
    char buffer[8];
    size_t plain = 0; /* where the bytes begin that are copied as they are */
    wb_status st;
    size_t before = out->length;

    if (is_plain_ascii(text, length))
        return quote_plain(out, text, length, err);
    if (wb_utf8_valid(text, length) < length)
        return wb_fail(err, WB_E_DATA, "a text to write as JSON is not UTF-8");
    WB_TRY(wb_text_append(out, "\"", 1, err));
    for (size_t i = 0; i < length; i++) {
        if (is_plain((unsigned char)text[i]))
            continue;
        WB_TRY(wb_text_append(out, text + plain, i - plain, err));
        WB_TRY(wb_text_add(out, escape_of((unsigned char)text[i], buffer), err));
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
static int compare_keys(const char *a, const char *b)
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

static int compare_members(const void *a, const void *b)
{
    return compare_keys(*(const char *const *)a, *(const char *const *)b);
}

/* Insertion takes one look at each where all is in order, as it mostly is. */
static void insert_keys(char *members, size_t n, size_t size)
{
    char moved[64];

    for (size_t i = 1; i < n; i++) {
        size_t to = i;
        while (to > 0 &&
               compare_members(members + (to - 1) * size, members + i * size) > 0)
            to--;
        if (to == i)
            continue;
        memcpy(moved, members + i * size, size);
        memmove(members + (to + 1) * size, members + to * size, (i - to) * size);
        memcpy(members + to * size, moved, size);
    }
}

void wb_json_sort_keys(void *members, size_t n, size_t size)
{
    enum { FEW = 32 };

    if (n <= FEW)
        insert_keys(members, n, size);
    else
        qsort(members, n, size, compare_members);
}

/* ---- values ---- */

typedef struct member {
    const char *key;
    const json_t *value;
} member;

/* An object or an array of which `index` members of `n` are written. */
typedef struct open_value {
    const json_t *array; /* NULL: an object */
    size_t first;        /* of its members */
    size_t index, n;
} open_value;

typedef struct writing {
    wb_text *out;
    open_value *open;
    size_t depth;
    size_t capacity;
    member *members; /* of all open objects, each sorted; the innermost last */
    size_t n_members, room;
} writing;

/* A double as large as this is whole; from 1e21 on its form has an exponent, so that it
 * is read as a double again. In between it would be read as an integer. */
static bool is_read_as_integer(double value)
{
    return fabs(value) > 9007199254740992.0 && fabs(value) < 1e21;
}

static wb_status write_number(wb_text *out, const json_t *value, wb_error *err)
{
    char text[WB_NUMBER_CHARS];
    size_t length;
    bool has_form;

    if (json_is_integer(value)) {
        int64_t integer = json_integer_value(value);
        has_form =
            integer <= INT64_C(9007199254740992) && integer >= -INT64_C(9007199254740992);
        length = wb_format_int64(text, integer);
    } else {
        has_form = !is_read_as_integer(json_real_value(value));
        length = wb_format_double(text, json_real_value(value));
    }
    if (!has_form)
        return wb_fail(err, WB_E_DATA,
                       "the integer %s is beyond 2^53 and has no canonical JSON form",
                       text);
    return wb_text_append(out, text, length, err);
}

static wb_status list_members(writing *w, const json_t *object, wb_error *err)
{
    size_t n = w->n_members, needed = n + json_object_size(object);
    const char *key;
    json_t *value;

    if (needed > w->room) {
        size_t room = needed < 16 ? 16 : 2 * needed;
        member *members = wb_resize(w->members, room, sizeof *members);
        if (members == NULL)
            return wb_fail_nomem(err);
        w->members = members;
        w->room = room;
    }
    json_object_foreach((json_t *)object, key, value)
    {
        w->members[w->n_members++] = (member){key, value};
    }
    if (w->n_members > n) /* else there may be no list yet */
        wb_json_sort_keys(w->members + n, w->n_members - n, sizeof(member));
    return WB_OK;
}

static wb_status open_compound(writing *w, const json_t *value, wb_error *err)
{
    open_value opened = {.array = value, .first = w->n_members};
    wb_status st = WB_OK;

    if (w->depth == w->capacity) {
        size_t capacity = w->capacity > 0 ? 2 * w->capacity : 16;
        open_value *open = wb_resize(w->open, capacity, sizeof *open);
        if (open == NULL)
            return wb_fail_nomem(err);
        w->open = open;
        w->capacity = capacity;
    }
    opened.n = json_array_size(value);
    if (json_is_object(value)) {
        WB_TRY(list_members(w, value, err));
        opened.array = NULL;
        opened.n = w->n_members - opened.first;
    }
    w->open[w->depth++] = opened;
    st = wb_text_append(w->out, opened.array == NULL ? "{" : "[", 1, err);
done:
    return st;
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

static wb_status write_member(writing *w, const member *next, wb_error *err)
{
    const json_t *value = next->value; /* the members may move */
    wb_status st;

    WB_TRY(wb_json_quote(w->out, next->key, strlen(next->key), err));
    WB_TRY(wb_text_append(w->out, ":", 1, err));
    st = begin_value(w, value, err);
done:
    return st;
}

/* Write the next member or element of the innermost open value, or close it. */
static wb_status advance(writing *w, wb_error *err)
{
    open_value *top = &w->open[w->depth - 1];
    wb_status st;

    if (top->index == top->n) {
        w->depth--;
        w->n_members = top->first;
        return wb_text_append(w->out, top->array == NULL ? "}" : "]", 1, err);
    }
    if (top->index > 0)
        WB_TRY(wb_text_append(w->out, ",", 1, err));
    size_t at = top->index++;
    if (top->array == NULL)
        st = write_member(w, &w->members[top->first + at], err);
    else
        st = begin_value(w, json_array_get(top->array, at), err);
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
    wb_release(w.open);
    wb_release(w.members);
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
