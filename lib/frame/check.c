/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What enters a frame is checked once, here; readers trust it from then on. */
#include "frame/column.h"

#include "base/text.h"

#include <string.h>

static int64_t offset_at(const wb_column_data *data, int64_t at)
{
    return data->storage == WB_STORE_TEXT32 ? ((const int32_t *)data->offsets)[at]
                                            : ((const int64_t *)data->offsets)[at];
}

static wb_status check_offsets(const wb_slot *slot, int64_t n_rows, wb_error *err)
{
    const wb_column_data *data = slot->data;
    int64_t first = offset_at(data, slot->offset);
    int64_t before = first;

    if (first < 0)
        return wb_fail_at(
            err, WB_E_DATA, 0, slot->name,
            "the text of column '%s' begins at offset %lld, before its bytes", slot->name,
            (long long)first);
    for (int64_t row = 0; row < n_rows; row++) {
        int64_t after = offset_at(data, slot->offset + row + 1);

        if (after < before)
            return wb_fail_at(err, WB_E_DATA, row, slot->name,
                              "the text of column '%s' in row %lld runs backwards, from "
                              "offset %lld to %lld",
                              slot->name, (long long)row, (long long)before,
                              (long long)after);
        before = after;
    }
    if (before > first && data->values == NULL)
        return wb_fail_at(err, WB_E_DATA, -1, slot->name,
                          "column '%s' has text offsets but no bytes", slot->name);
    return WB_OK;
}

static wb_status check_row_utf8(const wb_slot *slot, int64_t row, wb_error *err)
{
    size_t length;
    const char *text = wb_slot_text(slot, row, &length);

    if (wb_utf8_valid(text, length) != length)
        return wb_fail_at(err, WB_E_DATA, row, slot->name,
                          "the text of column '%s' in row %lld is not valid UTF-8",
                          slot->name, (long long)row);
    return WB_OK;
}

/* All text at once is valid, and no value begins inside a character. */
static bool whole_is_utf8(const wb_slot *slot, int64_t n_rows)
{
    const char *bytes = slot->data->values;
    int64_t first = offset_at(slot->data, slot->offset);
    int64_t end = offset_at(slot->data, slot->offset + n_rows);

    if (first == end)
        return true;
    if (wb_utf8_valid(bytes + first, (size_t)(end - first)) != (size_t)(end - first))
        return false;
    for (int64_t row = 1; row < n_rows; row++) {
        int64_t begin = offset_at(slot->data, slot->offset + row);

        if (begin < end && ((unsigned char)bytes[begin] & 0xC0) == 0x80)
            return false;
    }
    return true;
}

static wb_status check_text(const wb_slot *slot, int64_t n_rows, wb_error *err)
{
    wb_status st = check_offsets(slot, n_rows, err);

    if (st != WB_OK || whole_is_utf8(slot, n_rows))
        return st;
    /* Missing rows may hold any bytes, so the rows decide. */
    for (int64_t row = 0; row < n_rows && st == WB_OK; row++)
        if (!wb_slot_missing(slot, row))
            st = check_row_utf8(slot, row, err);
    return st;
}

static bool view_is_inside(const wb_column_data *data, int64_t at)
{
    int32_t parts[4];
    int64_t size;

    memcpy(parts, (const char *)data->values + at * WB_VIEW_BYTES, sizeof parts);
    if (parts[0] <= WB_VIEW_INLINE)
        return parts[0] >= 0;
    if (parts[2] < 0 || parts[2] >= data->n_variadic || parts[3] < 0 ||
        data->variadic[parts[2]] == NULL)
        return false;
    size = data->variadic_sizes[parts[2]];
    return parts[0] <= size && parts[3] <= size - parts[0];
}

static wb_status check_views(const wb_slot *slot, int64_t n_rows, wb_error *err)
{
    wb_status st = WB_OK;

    for (int64_t row = 0; row < n_rows && st == WB_OK; row++) {
        if (wb_slot_missing(slot, row))
            continue;
        if (!view_is_inside(slot->data, slot->offset + row))
            return wb_fail_at(
                err, WB_E_DATA, row, slot->name,
                "the text of column '%s' in row %lld lies outside its buffers",
                slot->name, (long long)row);
        st = check_row_utf8(slot, row, err);
    }
    return st;
}

/* Bytes are what scoring makes by the million: a look at all of them without widening.
 * True when every one is the sentinel or in 0 .. limit - 1. */
static bool bytes_are_inside(const wb_slot *slot, int64_t n_rows, int64_t limit)
{
    const wb_column_data *data = slot->data;
    int8_t sentinel = data->has_sentinel ? (int8_t)data->sentinel : 0;
    uint8_t top = (uint8_t)(limit < INT8_MAX ? limit : INT8_MAX);
    const int8_t *values;
    uint8_t outside = 0;

    if (data->storage != WB_STORE_INT8 || data->code_base != 0 || limit == 0 ||
        (data->has_sentinel && sentinel != data->sentinel))
        return false;
    values = (const int8_t *)data->values + slot->offset;
    for (int64_t i = 0; i < n_rows; i++)
        outside |= ((uint8_t)values[i] >= top ? 1 : 0) & (values[i] != sentinel ? 1 : 0);
    return !outside;
}

/* The first present row whose integer is outside 0 .. limit - 1, or -1. */
static int64_t find_outside(const wb_slot *slot, int64_t n_rows, int64_t limit)
{
    int64_t values[WB_BLOCK_ROWS];
    uint8_t present[WB_BLOCK_ROWS];

    if (bytes_are_inside(slot, n_rows, limit))
        return -1;
    for (int64_t first = 0; first < n_rows; first += WB_BLOCK_ROWS) {
        int32_t n =
            (int32_t)(n_rows - first < WB_BLOCK_ROWS ? n_rows - first : WB_BLOCK_ROWS);
        uint8_t outside = 0;

        wb_slot_load_int64(slot, first, n, values);
        if (!wb_slot_load_present(slot, first, n, present))
            memset(present, 1, (size_t)n);
        for (int32_t i = 0; i < n; i++)
            outside |= present[i] & (values[i] < 0 || values[i] >= limit);
        for (int32_t i = 0; outside && i < n; i++)
            if (present[i] && (values[i] < 0 || values[i] >= limit))
                return first + i;
    }
    return -1;
}

static wb_status check_codes(const wb_slot *slot, int64_t n_rows, wb_error *err)
{
    int64_t count = wb_dictionary_count(slot->data->dictionary);
    int64_t row = find_outside(slot, n_rows, count);
    int64_t base = slot->data->code_base;

    if (row < 0)
        return WB_OK;
    return wb_fail_at(
        err, WB_E_DATA, row, slot->name,
        "code %lld of column '%s' in row %lld is outside its %lld categories",
        (long long)(wb_slot_integer(slot, row) + base), slot->name, (long long)row,
        (long long)count);
}

static wb_status check_bools(const wb_slot *slot, int64_t n_rows, wb_error *err)
{
    int64_t row = find_outside(slot, n_rows, 2);

    if (row < 0)
        return WB_OK;
    return wb_fail_at(err, WB_E_DATA, row, slot->name,
                      "value %lld of bool column '%s' in row %lld is neither 0 nor 1",
                      (long long)wb_slot_integer(slot, row), slot->name, (long long)row);
}

wb_status wb_slot_check(const wb_slot *slot, int64_t n_rows, wb_error *err)
{
    if (n_rows == 0)
        return WB_OK;
    if (slot->data->type == WB_TYPE_DICTIONARY)
        return check_codes(slot, n_rows, err);
    if (slot->data->type == WB_TYPE_BOOL && slot->data->storage != WB_STORE_BITS)
        return check_bools(slot, n_rows, err);
    if (slot->data->storage == WB_STORE_VIEWS)
        return check_views(slot, n_rows, err);
    if (slot->data->type == WB_TYPE_UTF8)
        return check_text(slot, n_rows, err);
    return WB_OK;
}
