/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Mutants of JSON that are JSON still. Bytes changed blindly seldom get past the syntax,
 * and what is worth finding lies behind it: a value of another type, a member that is not
 * there or there twice over, a part of the document in a place where it does not belong.
 * One mutant in five is made blindly all the same. */
#include "fuzz.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

size_t LLVMFuzzerMutate(uint8_t *bytes, size_t n, size_t most);
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t n, size_t most, unsigned seed);

enum { MOST_PLACES = 4096, MOST_TEXT = 512 };

/* A value, and what it is in. */
typedef struct place {
    json_t *in; /* object or array */
    const char *key;
    size_t index;
    json_t *value;
} place;

typedef struct mutation {
    place places[MOST_PLACES];
    size_t n;
    uint64_t random;
} mutation;

static unsigned below(mutation *m, size_t n)
{
    m->random ^= m->random << 13;
    m->random ^= m->random >> 7;
    m->random ^= m->random << 17;
    return (unsigned)(m->random % (n > 0 ? n : 1));
}

static void places_list(mutation *m, json_t *value)
{
    const char *key;
    json_t *member;
    size_t index;
    json_object_foreach(value, key, member)
    {
        if (m->n < MOST_PLACES) {
            m->places[m->n++] = (place){value, key, 0, member};
            places_list(m, member);
        }
    }
    json_array_foreach(value, index, member)
    {
        if (m->n < MOST_PLACES) {
            m->places[m->n++] = (place){value, NULL, index, member};
            places_list(m, member);
        }
    }
}

/* Takes value over. */
static void place_set(const place *at, json_t *value)
{
    if (at->key != NULL) {
        json_object_set_new(at->in, at->key, value);
    } else {
        json_array_set_new(at->in, at->index, value);
    }
}

static const char *const texts[] = {
    "",       "a",         "nl",      "en",         "x_a",        "2024-02-29",
    "0",      "-1",        "1/3",     "1e400",      "all",        "none",
    "person", "<zz zz=1>", "\"'><zz", "</title>&z", "<!--]]>zz;", "\xc3\xa9\xe2\x82\xac",
    "a.b-c",  "a/b~c",     "=1+1",    "\t\n\r",     "n'a",        "ok",
};
#define N_TEXTS (sizeof texts / sizeof *texts)

static json_t *odd_value(mutation *m)
{
    static const double numbers[] = {0.5, -0.0, 1e-320, 1e308, 1.0, 54.5, -1e50};
    static const json_int_t wholes[] = {
        0,   1,     -1,        2,         5,         10,        100,
        127, 65536, INT32_MAX, INT32_MIN, INT64_MAX, INT64_MIN, (INT64_C(1) << 53) + 1};
    switch (below(m, 8)) {
    case 0:
        return json_null();
    case 1:
        return json_boolean(below(m, 2));
    case 2:
        return json_real(numbers[below(m, sizeof numbers / sizeof *numbers)]);
    case 3:
    case 4:
        return json_integer(wholes[below(m, sizeof wholes / sizeof *wholes)]);
    case 5:
        return json_array();
    case 6:
        return json_object();
    default:
        return json_string(texts[below(m, N_TEXTS)]);
    }
}

static json_t *text_mutate(mutation *m, const json_t *value)
{
    uint8_t text[MOST_TEXT];
    size_t n = json_string_length(value);
    n = n < MOST_TEXT ? n : MOST_TEXT;
    memcpy(text, json_string_value(value), n);
    switch (below(m, 4)) {
    case 0:
        return json_string(texts[below(m, N_TEXTS)]);
    case 1: /* behind what is there, so that the text is still taken for what it was */
        return json_sprintf("%.*s%s", (int)n, (const char *)text,
                            texts[below(m, N_TEXTS)]);
    default:
        n = LLVMFuzzerMutate(text, n, MOST_TEXT);
        return json_stringn((const char *)text, n);
    }
}

static json_t *number_mutate(mutation *m, const json_t *value)
{
    json_int_t step = (json_int_t)below(m, 5) - 2;
    if (json_is_integer(value) && json_integer_value(value) > INT64_MIN + 2 &&
        json_integer_value(value) < INT64_MAX - 2) {
        return json_integer(json_integer_value(value) + step);
    }
    return json_real(json_number_value(value) * (double)step);
}

static void value_mutate(mutation *m, const place *at)
{
    json_t *value = NULL;
    if (json_is_string(at->value) && below(m, 4) != 0) {
        value = text_mutate(m, at->value);
    } else if (json_is_number(at->value) && below(m, 2) == 0) {
        value = number_mutate(m, at->value);
    } else {
        value = odd_value(m);
    }
    if (value != NULL) { /* what is no UTF-8 is no JSON */
        place_set(at, value);
    }
}

static void value_remove(const place *at)
{
    if (at->key != NULL) {
        json_object_del(at->in, at->key);
    } else {
        json_array_remove(at->in, at->index);
    }
}

/* A part of the document stands somewhere else as well. */
static void value_copy(mutation *m, const place *at, const place *from)
{
    json_t *copy = json_deep_copy(from->value);
    if (json_is_array(at->value) && below(m, 2) == 0) {
        json_array_append_new(at->value, copy);
    } else if (json_is_object(at->value) && from->key != NULL && below(m, 2) == 0) {
        json_object_set_new(at->value, from->key, copy);
    } else {
        place_set(at, copy);
    }
}

static void key_change(mutation *m, const place *at)
{
    const char *key = below(m, 2) == 0 ? m->places[below(m, m->n)].key : NULL;
    json_t *value = json_deep_copy(at->value);
    if (at->key == NULL) {
        json_array_insert_new(at->in, at->index, value);
        return;
    }
    json_object_set_new(at->in, key != NULL ? key : texts[below(m, N_TEXTS)], value);
    if (below(m, 2) == 0) {
        json_object_del(at->in, at->key);
    }
}

static void mutate_once(mutation *m, json_t *root)
{
    m->n = 0;
    places_list(m, root);
    if (m->n == 0) {
        return;
    }
    /* The place is a copy: keys of its object may go with what is removed. */
    place at = m->places[below(m, m->n)];
    switch (below(m, 8)) {
    case 0:
        value_remove(&at);
        break;
    case 1:
        value_copy(m, &at, &m->places[below(m, m->n)]);
        break;
    case 2:
        key_change(m, &at);
        break;
    default:
        value_mutate(m, &at);
    }
}

static size_t json_mutate(uint8_t *bytes, size_t n, size_t most, mutation *m)
{
    json_t *root = json_loadb((const char *)bytes, n, 0, NULL);
    char *text = NULL;
    size_t length = 0;
    if (root == NULL) {
        return 0;
    }
    for (unsigned i = 0; i < 1 + below(m, 3); i++) {
        mutate_once(m, root);
    }
    text = json_dumps(root, JSON_COMPACT);
    length = text != NULL ? strlen(text) : 0;
    if (length > 0 && length <= most) {
        memcpy(bytes, text, length);
    }
    free(text);
    json_decref(root);
    return length <= most ? length : 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t n, size_t most, unsigned seed)
{
    static mutation m;
    m.random = UINT64_C(0x9e3779b97f4a7c15) * ((uint64_t)seed + 1);
    size_t length = below(&m, 5) != 0 ? json_mutate(bytes, n, most, &m) : 0;
    return length > 0 ? length : LLVMFuzzerMutate(bytes, n, most);
}
