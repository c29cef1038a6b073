/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Text to jansson's values without jansson's parser, which takes its text a character at
 * a time and, where its buffer cannot grow, goes on without the character. Only what is
 * surely right is read here: all else, errors above all, is jansson's to tell. */
#include "base/json.h"
#include "base/text.h"

#include <string.h>
#include <utf8proc.h>

enum { MAX_DEPTH = 64, LONGEST_SHARED = 24 };

typedef struct parsing {
    const char *text;
    size_t at, length;
    wb_json_shared *shared;
    wb_text open; /* the keys of the members being read, each ended by a NUL */
    size_t depth;
    bool no_memory;
} parsing;

static char peek(const parsing *p)
{
    return p->at < p->length ? p->text[p->at] : '\0';
}

static void skip_space(parsing *p)
{
    for (char c = peek(p); c == ' ' || c == '\n' || c == '\r' || c == '\t'; c = peek(p))
        p->at++;
}

/* This sign, space before it or not. */
static bool take(parsing *p, char sign)
{
    skip_space(p);
    if (peek(p) != sign)
        return false;
    p->at++;
    return true;
}

static json_t *made(parsing *p, json_t *value)
{
    p->no_memory |= value == NULL;
    return value;
}

/* ---- texts, from behind the opening quote ---- */

/* How many bytes from here on stand for themselves. */
static size_t plain_length(const parsing *p)
{
    size_t at = p->at;

    while (at < p->length && (unsigned char)p->text[at] >= 0x20 && p->text[at] != '"' &&
           p->text[at] != '\\')
        at++;
    return at - p->at;
}

static bool keep(parsing *p, const char *bytes, size_t length)
{
    bool kept = wb_text_append(&p->open, bytes, length, NULL) == WB_OK;

    p->no_memory |= !kept;
    return kept;
}

static bool read_hex(parsing *p, int32_t *code)
{
    static const char digits[] = "0123456789abcdef";

    *code = 0;
    for (size_t i = 0; i < 4; i++, p->at++) {
        char c = peek(p);
        const char *digit = c != '\0' ? strchr(digits, c >= 'A' ? c | 0x20 : c) : NULL;
        if (digit == NULL)
            return false;
        *code = *code * 16 + (int32_t)(digit - digits);
    }
    return true;
}

/* Behind "\u". Two of them are one character beyond U+FFFF. */
static bool decode_code(parsing *p)
{
    utf8proc_uint8_t bytes[4];
    int32_t code, low;

    if (!read_hex(p, &code))
        return false;
    if (code >= 0xD800 && code < 0xDC00) {
        if (p->length - p->at < 6 || memcmp(p->text + p->at, "\\u", 2) != 0)
            return false;
        p->at += 2;
        if (!read_hex(p, &low) || low < 0xDC00 || low > 0xDFFF)
            return false;
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    if (code == 0 || (code >= 0xDC00 && code <= 0xDFFF))
        return false;
    return keep(p, (const char *)bytes, (size_t)utf8proc_encode_char(code, bytes));
}

static bool decode_escape(parsing *p)
{
    static const char letters[] = "\"\\/bfnrt", bytes[] = "\"\\/\b\f\n\r\t";
    char c = peek(p);
    const char *letter = c != '\0' ? strchr(letters, c) : NULL;

    p->at++;
    if (letter != NULL)
        return keep(p, bytes + (letter - letters), 1);
    return c == 'u' && decode_code(p);
}

/* What it says, at the end of `open`; on to behind the closing quote. */
static bool decode(parsing *p)
{
    for (;;) {
        size_t plain = plain_length(p);

        if (!keep(p, p->text + p->at, plain))
            return false;
        p->at += plain + 1;
        if (p->at > p->length || p->text[p->at - 1] < ' ')
            return false;
        if (p->text[p->at - 1] == '"')
            return true;
        if (!decode_escape(p))
            return false;
    }
}

/* Short ones are mostly words, dates and ids that come again. */
static json_t *new_string(parsing *p, const char *text, size_t length)
{
    json_t **slot;

    if (p->shared == NULL || length > LONGEST_SHARED)
        return made(p, json_stringn_nocheck(text, length));
    slot = &p->shared->strings[wb_hash_bytes(text, length) % WB_JSON_SHARED];
    if (*slot == NULL || json_string_length(*slot) != length ||
        memcmp(json_string_value(*slot), text, length) != 0) {
        json_decref(*slot);
        *slot = made(p, json_stringn_nocheck(text, length));
    }
    return json_incref(*slot);
}

static json_t *read_string(parsing *p)
{
    const char *text = p->text + ++p->at;
    size_t plain = plain_length(p), before = p->open.length;
    json_t *string = NULL;

    if (p->at + plain < p->length && text[plain] == '"') {
        p->at += plain + 1;
        return new_string(p, text, plain);
    }
    if (decode(p))
        string = new_string(p, p->open.bytes + before, p->open.length - before);
    wb_text_cut(&p->open, before);
    return string;
}

/* ---- numbers and words ---- */

static bool skip_digits(parsing *p)
{
    size_t before = p->at;

    while (peek(p) >= '0' && peek(p) <= '9')
        p->at++;
    return p->at > before;
}

/* A whole part without zeros before it. */
static bool skip_whole(parsing *p)
{
    p->at += peek(p) == '-';
    if (peek(p) != '0')
        return skip_digits(p);
    p->at++;
    return true;
}

static bool skip_fraction(parsing *p)
{
    if (peek(p) != '.')
        return true;
    p->at++;
    return skip_digits(p);
}

static bool skip_exponent(parsing *p)
{
    if (peek(p) != 'e' && peek(p) != 'E')
        return true;
    p->at++;
    p->at += peek(p) == '-' || peek(p) == '+';
    return skip_digits(p);
}

static json_t *read_number(parsing *p)
{
    const char *text = p->text + p->at;
    size_t before = p->at, whole_end;
    int64_t whole;
    double real;

    if (!skip_whole(p))
        return NULL;
    whole_end = p->at;
    if (!skip_fraction(p) || !skip_exponent(p))
        return NULL;
    if (p->at > whole_end)
        return wb_parse_double(text, p->at - before, '.', &real)
                   ? made(p, json_real(real))
                   : NULL;
    return wb_parse_int64(text, p->at - before, &whole) ? made(p, json_integer(whole))
                                                        : NULL;
}

static json_t *read_word(parsing *p, const char *word, json_t *value)
{
    size_t length = strlen(word);

    if (p->length - p->at < length || memcmp(p->text + p->at, word, length) != 0)
        return NULL;
    p->at += length;
    return value;
}

/* ---- arrays and objects ---- */

static json_t *read_value(parsing *p);

static bool read_element(parsing *p, json_t *array)
{
    json_t *value = read_value(p);

    if (value == NULL)
        return false;
    if (json_array_append_new(array, value) == 0)
        return true;
    p->no_memory = true;
    return false;
}

/* A key that was there before makes the object no larger. */
static bool read_member(parsing *p, json_t *object)
{
    size_t before = p->open.length, n = json_object_size(object);
    bool is_key = take(p, '"') && decode(p) && keep(p, "", 1) && take(p, ':');
    json_t *value = is_key ? read_value(p) : NULL;

    if (value != NULL &&
        json_object_set_new_nocheck(object, p->open.bytes + before, value) != 0)
        p->no_memory = true;
    wb_text_cut(&p->open, before);
    return value != NULL && json_object_size(object) == n + 1;
}

static json_t *read_compound(parsing *p, json_t *compound, char end,
                             bool (*read_next)(parsing *, json_t *))
{
    bool read = made(p, compound) != NULL && p->depth < MAX_DEPTH;

    p->depth++;
    p->at++;
    if (read && !take(p, end)) {
        do
            read = read_next(p, compound);
        while (read && take(p, ','));
        read = read && take(p, end);
    }
    p->depth--;
    if (read)
        return compound;
    json_decref(compound);
    return NULL;
}

/* Recursion is bounded by MAX_DEPTH. */
static json_t *read_value(parsing *p)
{
    skip_space(p);
    switch (peek(p)) {
    case '"':
        return read_string(p);
    case '{':
        return read_compound(p, json_object(), '}', read_member);
    case '[':
        return read_compound(p, json_array(), ']', read_element);
    case 't':
        return read_word(p, "true", json_true());
    case 'f':
        return read_word(p, "false", json_false());
    case 'n':
        return read_word(p, "null", json_null());
    default:
        return read_number(p);
    }
}

bool wb_json_no_memory(const json_error_t *error)
{
    return error->text[0] == '\0' || json_error_code(error) == json_error_out_of_memory;
}

json_t *wb_json_load(const char *text, size_t length, size_t flags,
                     wb_json_shared *shared, json_error_t *error)
{
    parsing p = {.text = text, .length = length, .shared = shared};
    json_t *value = NULL;

    *error = (json_error_t){0};
    skip_space(&p);
    if (wb_utf8_valid(text, length) == length &&
        ((flags & JSON_DECODE_ANY) != 0 || peek(&p) == '{' || peek(&p) == '['))
        value = read_value(&p);
    skip_space(&p);
    wb_text_free(&p.open);
    if (value != NULL && p.at == length)
        return value;
    json_decref(value);
    return p.no_memory ? NULL
                       : json_loadb(text, length, flags | JSON_REJECT_DUPLICATES, error);
}

void wb_json_shared_free(wb_json_shared *shared)
{
    for (size_t i = 0; i < WB_JSON_SHARED; i++)
        json_decref(shared->strings[i]);
}
