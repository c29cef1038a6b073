/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The codes of a block of rows in a table of distinct values. */
#include "frame/keys_table.h"

#include "frame/category.h"

#include "base/text.h"
#include "base/wide.h"

#include <math.h>
#include <string.h>

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
        codes[i] = WB_KEY_UNSEEN;
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
        if (*known == WB_KEY_UNSEEN) {
            size_t length;
            const char *text = wb_dictionary_text(dictionary, codes[i], &length);
            WB_TRY(wb_keys_add_text(keys, text, length, known, err));
        }
        codes[i] = *known;
    }
done:
    return st;
}

/* Texts that lie behind each other, with offsets of 32 or 64 bits. */
static wb_status packed_codes(wb_keys *keys, const wb_column_data *data, int64_t first,
                              const uint8_t *present, int32_t n, int32_t *codes,
                              wb_error *err)
{
    wb_status st = WB_OK;
    const char *bytes = data->values != NULL ? data->values : "";
    const int32_t *near = data->offsets;
    const int64_t *far = data->offsets;
    bool is_near = data->storage == WB_STORE_TEXT32;

    for (int32_t i = 0; i < n; i++) {
        int64_t at = first + i;
        int64_t begin = is_near ? near[at] : far[at];
        int64_t end = is_near ? near[at + 1] : far[at + 1];
        size_t length = (size_t)(end - begin);
        codes[i] = -1;
        if (present != NULL && !present[i])
            continue;
        codes[i] =
            wb_category_find(&keys->text_index, keys->texts, bytes + begin, length);
        if (codes[i] < 0)
            WB_TRY(wb_keys_add_text(keys, bytes + begin, length, &codes[i], err));
    }
done:
    return st;
}

static wb_status text_codes(wb_keys *keys, const wb_frame *frame, size_t column,
                            int64_t first, int32_t n, int32_t *codes, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_slot *slot = frame->columns + column;
    uint8_t present[WB_BLOCK_ROWS];
    bool some = wb_slot_load_present(slot, first, n, present);

    if (slot->data->storage != WB_STORE_VIEWS)
        return packed_codes(keys, slot->data, slot->offset + first, some ? present : NULL,
                            n, codes, err);
    for (int32_t i = 0; i < n; i++) {
        size_t length;
        codes[i] = -1;
        if (some && !present[i])
            continue;
        const char *text = wb_slot_text(slot, first + i, &length);
        WB_TRY(wb_keys_add_text(keys, text, length, &codes[i], err));
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
        codes[i] = wb_keys_near(keys, numbers[i]);
        if (codes[i] < 0)
            WB_TRY(wb_keys_add_number(keys, numbers[i], &codes[i], err));
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
            WB_TRY(wb_keys_add_number(keys, block->bytes[i], &codes[i], err));
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
        codes[i] = inside ? near[inside ? at : 0] : WB_KEY_UNSEEN;
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
                 (!data->has_sentinel || wb_keys_near(keys, data->sentinel) < 0);
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

/* Keys are int64: numbers beyond it would all be the last of them. */
static wb_status check_unsigned(const wb_keys *keys, const wb_slot *slot, int64_t first,
                                int32_t n, wb_error *err)
{
    const uint64_t *values = slot->data->values;

    for (int64_t row = first; row < first + n; row++)
        if (values[slot->offset + row] > INT64_MAX && !wb_slot_missing(slot, row))
            return wb_fail_at(
                err, WB_E_DATA, row, keys->name,
                "%llu in column '%s' is beyond int64: strata and groups are "
                "text or whole numbers within it",
                (unsigned long long)values[slot->offset + row], keys->name);
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
    if (type == WB_TYPE_UINT64)
        WB_TRY(check_unsigned(keys, frame->columns + column, first, n, err));
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
        WB_TRY(wb_keys_set_kind(keys, WB_KEY_TEXT, err));
        st = type == WB_TYPE_UTF8
                 ? text_codes(keys, frame, column, first, n, codes, err)
                 : dictionary_codes(keys, frame, column, first, n, codes, err);
    } else if (type == WB_TYPE_DATE32) {
        WB_TRY(wb_keys_set_kind(keys, WB_KEY_DATE, err));
        st = date_codes(keys, frame, column, first, n, codes, err);
    } else {
        WB_TRY(
            wb_keys_set_kind(keys, type == WB_TYPE_BOOL ? WB_KEY_BOOL : WB_KEY_INT, err));
        st = numeric_codes(keys, frame, column, first, n, codes, err);
    }
done:
    return st;
}
