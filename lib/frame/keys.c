/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "frame/keys_table.h"

#include "frame/span.h"

#include <string.h>

enum { MOST_NEAR = 1 << 16 };

wb_status wb_keys_new(const char *name, wb_keys **out, wb_error *err)
{
    wb_keys *keys = wb_allocate(1, sizeof *keys);
    *out = NULL;
    if (keys == NULL)
        return wb_fail_nomem(err);
    for (int i = 0; i < WB_KEY_BYTES; i++)
        keys->byte_codes[i] = WB_KEY_UNSEEN;
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

wb_status wb_keys_set_kind(wb_keys *keys, wb_key_kind kind, wb_error *err)
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

/* A table around the numbers so far and this one, with room on both sides; numbers that
 * lie too far apart stay out of it. */
static wb_status reach_near(wb_keys *keys, int64_t number, wb_error *err)
{
    int64_t low = keys->n_near > 0 ? keys->near_low : number;
    int64_t high = keys->n_near > 0 ? low + (int64_t)keys->n_near - 1 : number;
    int32_t *near;

    if (number < INT32_MIN || number > INT32_MAX || wb_keys_near(keys, number) >= 0 ||
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
        near[i] = WB_KEY_UNSEEN;
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

wb_status wb_keys_add_number(wb_keys *keys, int64_t number, int32_t *code, wb_error *err)
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

wb_status wb_keys_add_text(wb_keys *keys, const char *text, size_t length, int32_t *code,
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

    WB_TRY(wb_keys_set_kind(keys, kind, err));
    if (kind == WB_KEY_TEXT)
        st = wb_keys_add_text(keys, text, length, code, err);
    else
        st = wb_keys_add_number(keys, number, code, err);
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
