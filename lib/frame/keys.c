/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Tables of distinct values. Texts live in a dictionary of their own; numbers in an array
 * with a hash table, and those that fit in a byte in a table of 256 codes besides. What
 * was learned about a column's dictionary is kept until another dictionary comes. */
#include "frame/column.h"

#include "base/text.h"
#include "base/wide.h"
#include "frame/span.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { UNSEEN = -2, BYTE_VALUES = 256, MOST_NEAR = 1 << 16 };

struct wb_keys {
    char *name;
    wb_key_kind kind;
    int32_t count;
    wb_dictionary *texts; /* kind TEXT: text of each code */
    wb_category_index text_index;
    int64_t *numbers; /* other kinds: number of each code */
    int32_t capacity;
    int32_t *slots; /* hash table of codes, -1 empty; a power of two long */
    size_t n_slots;
    int32_t
        *near; /* code of number near_low + i, or UNSEEN: for all when they are near */
    uint64_t n_near;
    int64_t near_low;
    int32_t
        byte_codes[BYTE_VALUES]; /* code of value v at v + 128, UNSEEN when not known */
    wb_dictionary *seen;         /* the dictionary that seen_codes is about */
    int32_t *seen_codes;         /* our code of each of its categories, or UNSEEN */
};

wb_status wb_keys_new(const char *name, wb_keys **out, wb_error *err)
{
    wb_keys *keys = wb_allocate(1, sizeof *keys);
    *out = NULL;
    if (keys == NULL)
        return wb_fail_nomem(err);
    for (int i = 0; i < BYTE_VALUES; i++)
        keys->byte_codes[i] = UNSEEN;
    keys->name = wb_copy_string(name);
    keys->texts = wb_dictionary_new();
    if (keys->name == NULL || keys->texts == NULL) {
        wb_keys_free(keys);
        return wb_fail_nomem(err);
    }
    *out = keys;
    return WB_OK;
}

void wb_keys_free(wb_keys *keys)
{
    if (keys == NULL)
        return;
    wb_release(keys->name);
    wb_dictionary_drop(keys->texts);
    wb_category_index_free(&keys->text_index);
    wb_release(keys->numbers);
    wb_release(keys->slots);
    wb_release(keys->near);
    wb_dictionary_drop(keys->seen);
    wb_release(keys->seen_codes);
    wb_release(keys);
}

const char *wb_keys_name(const wb_keys *keys)
{
    return keys->name;
}

wb_key_kind wb_keys_kind(const wb_keys *keys)
{
    return keys->kind;
}

int32_t wb_keys_count(const wb_keys *keys)
{
    return keys->count;
}

const char *wb_keys_text(const wb_keys *keys, int32_t code, size_t *length)
{
    return wb_dictionary_text(keys->texts, code, length);
}

int64_t wb_keys_number(const wb_keys *keys, int32_t code)
{
    return keys->numbers[code];
}

static wb_status set_kind(wb_keys *keys, wb_key_kind kind, wb_error *err)
{
    static const char *const names[] = {
        [WB_KEY_UNKNOWN] = "nothing",   [WB_KEY_TEXT] = "text",
        [WB_KEY_INT] = "whole numbers", [WB_KEY_BOOL] = "true and false",
        [WB_KEY_DATE] = "dates",
    };
    if (keys->kind == WB_KEY_UNKNOWN)
        keys->kind = kind;
    if (keys->kind == kind)
        return WB_OK;
    return wb_fail_at(err, WB_E_CONFLICT, -1, keys->name,
                      "column '%s' holds %s here, and held %s before", keys->name,
                      names[kind], names[keys->kind]);
}

static size_t find_slot(const wb_keys *keys, int64_t number)
{
    uint64_t hash =
        ((uint64_t)number ^ (uint64_t)number >> 33) * UINT64_C(0xff51afd7ed558ccd);
    size_t at = (size_t)(hash ^ hash >> 33) & (keys->n_slots - 1);
    while (keys->slots[at] >= 0 && keys->numbers[keys->slots[at]] != number)
        at = (at + 1) & (keys->n_slots - 1);
    return at;
}

static wb_status grow_slots(wb_keys *keys, wb_error *err)
{
    size_t n_slots = keys->n_slots != 0 ? keys->n_slots * 2 : 32;
    int32_t *slots = wb_resize(NULL, n_slots, sizeof *slots);
    if (slots == NULL)
        return wb_fail_nomem(err);
    memset(slots, 0xff, n_slots * sizeof *slots);
    wb_release(keys->slots);
    keys->slots = slots;
    keys->n_slots = n_slots;
    for (int32_t code = 0; code < keys->count; code++)
        slots[find_slot(keys, keys->numbers[code])] = code;
    return WB_OK;
}

/* Its code, or UNSEEN when it is not in the table of near numbers. */
static inline int32_t near_code(const wb_keys *keys, int64_t number)
{
    uint64_t at = (uint64_t)number - (uint64_t)keys->near_low;
    return at < keys->n_near ? keys->near[at] : UNSEEN;
}

/* A table around the numbers so far and this one, with room on both sides; numbers that
 * lie too far apart stay out of it. */
static wb_status reach_near(wb_keys *keys, int64_t number, wb_error *err)
{
    int64_t low = keys->n_near > 0 ? keys->near_low : number;
    int64_t high = keys->n_near > 0 ? low + (int64_t)keys->n_near - 1 : number;
    int32_t *near;

    if (number < INT32_MIN || number > INT32_MAX || near_code(keys, number) >= 0 ||
        (keys->n_near > 0 && number >= low && number <= high))
        return WB_OK;
    low = number < low ? number : low;
    high = number > high ? number : high;
    if (high - low >= MOST_NEAR)
        return WB_OK;
    low -= (high - low) / 2;
    high += (high - low) / 2;
    near = wb_resize(NULL, (size_t)(high - low + 1), sizeof *near);
    if (near == NULL)
        return wb_fail_nomem(err);
    for (int64_t i = 0; i <= high - low; i++)
        near[i] = UNSEEN;
    wb_release(keys->near);
    keys->near = near;
    keys->near_low = low;
    keys->n_near = (uint64_t)(high - low + 1);
    for (int32_t code = 0; code < keys->count; code++) {
        uint64_t at = (uint64_t)keys->numbers[code] - (uint64_t)low;
        if (at < keys->n_near)
            near[at] = code;
    }
    return WB_OK;
}

static wb_status add_number(wb_keys *keys, int64_t number, int32_t *code, wb_error *err)
{
    wb_status st = WB_OK;

    if (keys->n_slots < 2 * (size_t)(keys->count + 1))
        WB_TRY(grow_slots(keys, err));
    size_t at = find_slot(keys, number);
    if (keys->slots[at] < 0) {
        if (keys->count == keys->capacity) {
            int32_t capacity = keys->capacity != 0 ? keys->capacity * 2 : 16;
            int64_t *grown = wb_resize(keys->numbers, (size_t)capacity, sizeof *grown);
            if (grown == NULL)
                return wb_fail_nomem(err);
            keys->numbers = grown;
            keys->capacity = capacity;
        }
        WB_TRY(reach_near(keys, number, err));
        keys->numbers[keys->count] = number;
        keys->slots[at] = keys->count++;
        if ((uint64_t)number - (uint64_t)keys->near_low < keys->n_near)
            keys->near[(uint64_t)number - (uint64_t)keys->near_low] = keys->slots[at];
        if (number >= INT8_MIN && number <= INT8_MAX)
            keys->byte_codes[number - INT8_MIN] = keys->slots[at];
    }
    *code = keys->slots[at];
done:
    return st;
}

static wb_status add_text(wb_keys *keys, const char *text, size_t length, int32_t *code,
                          wb_error *err)
{
    wb_status st =
        wb_category_find_or_add(&keys->text_index, keys->texts, text, length, code, err);
    if (st == WB_OK && *code >= keys->count)
        keys->count = *code + 1;
    return st;
}

wb_status wb_keys_add(wb_keys *keys, wb_key_kind kind, const char *text, size_t length,
                      int64_t number, int32_t *code, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(set_kind(keys, kind, err));
    if (kind == WB_KEY_TEXT)
        st = add_text(keys, text, length, code, err);
    else
        st = add_number(keys, number, code, err);
done:
    return st;
}

wb_status wb_keys_copy(const wb_keys *keys, wb_keys **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_keys *copy = NULL;
    int32_t code;

    *out = NULL;
    WB_TRY(wb_keys_new(keys->name, &copy, err));
    copy->kind = keys->kind;
    for (int32_t i = 0; i < keys->count; i++) {
        size_t length = 0;
        const char *text = NULL;
        int64_t number = 0;
        if (keys->kind == WB_KEY_TEXT)
            text = wb_keys_text(keys, i, &length);
        else
            number = keys->numbers[i];
        WB_TRY(wb_keys_add(copy, keys->kind, text, length, number, &code, err));
    }
    *out = copy;
    copy = NULL;
done:
    wb_keys_free(copy);
    return st;
}

/* ---- codes of a block of rows ---- */

/* Begin to remember a dictionary, when it is another one than before. */
static wb_status meet(wb_keys *keys, const wb_dictionary *dictionary, wb_error *err)
{
    if (keys->seen == dictionary)
        return WB_OK;
    size_t n = (size_t)wb_dictionary_count(dictionary);
    int32_t *codes = wb_resize(keys->seen_codes, n, sizeof *codes);
    if (codes == NULL)
        return wb_fail_nomem(err);
    keys->seen_codes = codes;
    for (size_t i = 0; i < n; i++)
        codes[i] = UNSEEN;
    wb_dictionary_drop(keys->seen);
    keys->seen = wb_dictionary_share(dictionary);
    return WB_OK;
}

static wb_status dictionary_codes(wb_keys *keys, const wb_frame *frame, size_t column,
                                  int64_t first, int32_t n, int32_t *codes, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_dictionary *dictionary = wb_frame_dictionary(frame, column);

    WB_TRY(meet(keys, dictionary, err));
    wb_frame_load_codes(frame, column, first, n, codes);
    for (int32_t i = 0; i < n; i++) {
        if (codes[i] < 0)
            continue;
        int32_t *known = &keys->seen_codes[codes[i]];
        if (*known == UNSEEN) {
            size_t length;
            const char *text = wb_dictionary_text(dictionary, codes[i], &length);
            WB_TRY(add_text(keys, text, length, known, err));
        }
        codes[i] = *known;
    }
done:
    return st;
}

static wb_status text_codes(wb_keys *keys, const wb_frame *frame, size_t column,
                            int64_t first, int32_t n, int32_t *codes, wb_error *err)
{
    wb_status st = WB_OK;

    for (int32_t i = 0; i < n; i++) {
        size_t length;
        const char *text = wb_frame_text(frame, column, first + i, &length);
        codes[i] = -1;
        if (text != NULL)
            WB_TRY(add_text(keys, text, length, &codes[i], err));
    }
done:
    return st;
}

static wb_status number_codes(wb_keys *keys, const int64_t *numbers,
                              const uint8_t *present, int32_t n, int32_t *codes,
                              wb_error *err)
{
    wb_status st = WB_OK;

    for (int32_t i = 0; i < n; i++) {
        codes[i] = -1;
        if (present != NULL && !present[i])
            continue;
        codes[i] = near_code(keys, numbers[i]);
        if (codes[i] < 0)
            WB_TRY(add_number(keys, numbers[i], &codes[i], err));
    }
done:
    return st;
}

/* Looks all bytes up; the least code, negative when one was not known. */
WB_WIDE static int32_t look_up(const int32_t *restrict known,
                               const int8_t *restrict bytes, int32_t n,
                               int32_t *restrict codes)
{
    int32_t least = 0;
    for (int32_t i = 0; i < n; i++) {
        codes[i] = known[bytes[i] - INT8_MIN];
        least |= codes[i];
    }
    return least;
}

static wb_status byte_codes(wb_keys *keys, const wb_block *block, int32_t *codes,
                            wb_error *err)
{
    wb_status st = WB_OK;

    if (block->present == NULL &&
        look_up(keys->byte_codes, block->bytes, block->n, codes) >= 0)
        return WB_OK;
    for (int32_t i = 0; i < block->n; i++) {
        codes[i] = -1;
        if (block->present == NULL || block->present[i])
            WB_TRY(add_number(keys, block->bytes[i], &codes[i], err));
    }
done:
    return st;
}

/* Looks numbers up in the table of near ones; the least code, negative when one was not
 * known. */
WB_WIDE static int32_t look_up_near(const int32_t *restrict near, uint32_t n_near,
                                    uint32_t low, const int32_t *restrict numbers,
                                    int32_t n, int32_t *restrict codes)
{
    int32_t least = 0;
    for (int32_t i = 0; i < n; i++) {
        uint32_t at = (uint32_t)numbers[i] - low;
        bool inside = at < n_near;
        codes[i] = inside ? near[inside ? at : 0] : UNSEEN;
        least |= codes[i];
    }
    return least;
}

/* The codes of an int32 column, when all of them are known and none can be missing. */
static bool known_codes(const wb_keys *keys, const wb_frame *frame, size_t column,
                        int64_t first, int32_t n, int32_t *codes)
{
    const wb_slot *slot = frame->columns + column;
    const wb_column_data *data = slot->data;
    bool plain = data->type == WB_TYPE_INT32 && data->storage == WB_STORE_INT32 &&
                 data->validity == NULL && !slot->declared_missing &&
                 (!data->has_sentinel || near_code(keys, data->sentinel) < 0);
    const int32_t *numbers = data->values;

    bool narrow = keys->n_near > 0 && keys->near_low >= INT32_MIN &&
                  keys->near_low + (int64_t)keys->n_near - 1 <= INT32_MAX;

    if (!plain || !narrow || n == 0)
        return false;
    return look_up_near(keys->near, (uint32_t)keys->n_near, (uint32_t)keys->near_low,
                        numbers + slot->offset + first, n, codes) >= 0;
}

/* Whole numbers in floating point; anything else is no key. */
static wb_status whole_numbers(const wb_keys *keys, const wb_block *block, int64_t first,
                               int64_t *numbers, wb_error *err)
{
    for (int32_t i = 0; i < block->n; i++) {
        double v = block->doubles[i];
        numbers[i] = 0;
        if (block->present != NULL && !block->present[i])
            continue;
        if (!(fabs(v) < 0x1p53) || v != (double)(int64_t)v) {
            char text[WB_NUMBER_CHARS];
            wb_format_double(text, v);
            return wb_fail_at(
                err, WB_E_DATA, first + i, keys->name,
                "%s in column '%s' is not a whole number: strata and groups are text or "
                "whole numbers",
                text, keys->name);
        }
        numbers[i] = (int64_t)v;
    }
    return WB_OK;
}

static wb_status numeric_codes(wb_keys *keys, const wb_frame *frame, size_t column,
                               int64_t first, int32_t n, int32_t *codes, wb_error *err)
{
    wb_status st = WB_OK;
    wb_block_scratch scratch;
    wb_block block;
    int64_t numbers[WB_BLOCK_ROWS];
    int32_t type = wb_frame_column_type(frame, column);

    if (known_codes(keys, frame, column, first, n, codes))
        return WB_OK;
    WB_TRY(wb_frame_block(frame, column, first, n, WB_BLOCK_INT8, &scratch, &block, err));
    if (block.kind == WB_BLOCK_INT8)
        return byte_codes(keys, &block, codes, err);
    if (type == WB_TYPE_FLOAT32 || type == WB_TYPE_FLOAT64) {
        WB_TRY(whole_numbers(keys, &block, first, numbers, err));
    } else if (wb_frame_load_int64(frame, column, first, n, numbers, scratch.present)) {
        block.present = scratch.present;
    } else {
        block.present = NULL;
    }
    st = number_codes(keys, numbers, block.present, n, codes, err);
done:
    return st;
}

static wb_status date_codes(wb_keys *keys, const wb_frame *frame, size_t column,
                            int64_t first, int32_t n, int32_t *codes, wb_error *err)
{
    int64_t numbers[WB_BLOCK_ROWS];
    uint8_t present[WB_BLOCK_ROWS];
    bool some = wb_frame_load_int64(frame, column, first, n, numbers, present);
    return number_codes(keys, numbers, some ? present : NULL, n, codes, err);
}

wb_status wb_keys_codes(wb_keys *keys, const wb_frame *frame, size_t column,
                        int64_t first, int32_t n, int32_t *codes, wb_error *err)
{
    wb_status st = WB_OK;
    int32_t type = wb_frame_column_type(frame, column);

    if (type == WB_TYPE_NULL) {
        memset(codes, 0xff, (size_t)n * sizeof *codes);
        return WB_OK;
    }
    if (type == WB_TYPE_TIMESTAMP)
        return wb_fail_at(
            err, WB_E_DATA, -1, keys->name,
            "column '%s' holds timestamps: strata and groups are text, whole "
            "numbers, dates, or true and false",
            keys->name);
    if (type == WB_TYPE_DICTIONARY || type == WB_TYPE_UTF8) {
        WB_TRY(set_kind(keys, WB_KEY_TEXT, err));
        st = type == WB_TYPE_UTF8
                 ? text_codes(keys, frame, column, first, n, codes, err)
                 : dictionary_codes(keys, frame, column, first, n, codes, err);
    } else if (type == WB_TYPE_DATE32) {
        WB_TRY(set_kind(keys, WB_KEY_DATE, err));
        st = date_codes(keys, frame, column, first, n, codes, err);
    } else {
        WB_TRY(set_kind(keys, type == WB_TYPE_BOOL ? WB_KEY_BOOL : WB_KEY_INT, err));
        st = numeric_codes(keys, frame, column, first, n, codes, err);
    }
done:
    return st;
}

/* ---- the order to show values in ---- */

static int compare_texts(const wb_keys *keys, int32_t a, int32_t b)
{
    wb_span one, other;

    one.bytes = wb_keys_text(keys, a, &one.length);
    other.bytes = wb_keys_text(keys, b, &other.length);
    return wb_span_compare(one, other);
}

static bool before(const wb_keys *keys, int32_t a, int32_t b)
{
    if (keys->kind == WB_KEY_TEXT)
        return compare_texts(keys, a, b) < 0;
    return keys->numbers[a] < keys->numbers[b];
}

/* Heapsort: qsort has no place for the table that the codes are about. */
static void sift(const wb_keys *keys, int32_t *heap, int32_t root, int32_t n)
{
    for (int32_t child; (child = 2 * root + 1) < n; root = child) {
        if (child + 1 < n && before(keys, heap[child], heap[child + 1]))
            child++;
        if (!before(keys, heap[root], heap[child]))
            return;
        int32_t swapped = heap[root];
        heap[root] = heap[child];
        heap[child] = swapped;
    }
}

void wb_keys_order(const wb_keys *keys, int32_t *order)
{
    int32_t n = keys->count;
    for (int32_t i = 0; i < n; i++)
        order[i] = i;
    for (int32_t root = n / 2; root-- > 0;)
        sift(keys, order, root, n);
    for (int32_t last = n - 1; last > 0; last--) {
        int32_t largest = order[0];
        order[0] = order[last];
        order[last] = largest;
        sift(keys, order, 0, last);
    }
}
