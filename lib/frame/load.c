/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Reading many rows at once. Each loop is as plain as can be, so that the compiler turns
 * it into vector instructions. */
#include "frame/column.h"

#include "base/wide.h"

#include <string.h>

static const void *values_at(const wb_slot *slot, int64_t first)
{
    size_t width = wb_storage_width(slot->data->storage);

    if (width == 0)
        return NULL;
    return (const char *)slot->data->values + (size_t)(slot->offset + first) * width;
}

static void clamp_int64(const int64_t *values, int32_t n, int32_t *out)
{
    for (int32_t i = 0; i < n; i++) {
        int64_t v = values[i];

        v = v < INT32_MIN ? INT32_MIN : v;
        out[i] = (int32_t)(v > INT32_MAX ? INT32_MAX : v);
    }
}

static void clamp_uint64(const uint64_t *values, int32_t n, int32_t *out)
{
    for (int32_t i = 0; i < n; i++)
        out[i] = (int32_t)(values[i] > INT32_MAX ? INT32_MAX : values[i]);
}

static void clamp_uint32(const uint32_t *values, int32_t n, int32_t *out)
{
    for (int32_t i = 0; i < n; i++)
        out[i] = (int32_t)(values[i] > INT32_MAX ? INT32_MAX : values[i]);
}

static void load_bits(const wb_slot *slot, int64_t first, int32_t n, uint8_t *out)
{
    wb_bits_expand(slot->data->values, slot->offset + first, n, out);
}

/* Codes that count from 1 turn into codes from 0. A value at the lowest bound can only be
 * a sentinel, and is left alone. */
static void rebase_int32(const wb_slot *slot, int32_t n, int32_t *out)
{
    if (slot->data->code_base == 0)
        return;
    for (int32_t i = 0; i < n; i++)
        out[i] -= out[i] > INT32_MIN;
}

void wb_slot_load_int32(const wb_slot *slot, int64_t first, int32_t n, int32_t *out)
{
    const void *values = values_at(slot, first);
    uint8_t bits[WB_BLOCK_ROWS];

    switch (slot->data->storage) {
    case WB_STORE_BITS:
        load_bits(slot, first, n, bits);
        for (int32_t i = 0; i < n; i++)
            out[i] = bits[i];
        break;
    case WB_STORE_INT8:
        for (int32_t i = 0; i < n; i++)
            out[i] = ((const int8_t *)values)[i];
        break;
    case WB_STORE_INT16:
        for (int32_t i = 0; i < n; i++)
            out[i] = ((const int16_t *)values)[i];
        break;
    case WB_STORE_INT32:
        memcpy(out, values, (size_t)n * sizeof *out);
        break;
    case WB_STORE_INT64:
        clamp_int64(values, n, out);
        break;
    case WB_STORE_UINT8:
        for (int32_t i = 0; i < n; i++)
            out[i] = ((const uint8_t *)values)[i];
        break;
    case WB_STORE_UINT16:
        for (int32_t i = 0; i < n; i++)
            out[i] = ((const uint16_t *)values)[i];
        break;
    case WB_STORE_UINT32:
        clamp_uint32(values, n, out);
        break;
    case WB_STORE_UINT64:
        clamp_uint64(values, n, out);
        break;
    case WB_STORE_NONE:
    case WB_STORE_FLOAT32:
    case WB_STORE_FLOAT64:
    case WB_STORE_TEXT32:
    case WB_STORE_TEXT64:
    case WB_STORE_VIEWS:
        memset(out, 0, (size_t)n * sizeof *out);
        break;
    }
    rebase_int32(slot, n, out);
}

static void clamp_unsigned(const uint64_t *values, int32_t n, int64_t *out)
{
    for (int32_t i = 0; i < n; i++)
        out[i] = (int64_t)(values[i] > INT64_MAX ? INT64_MAX : values[i]);
}

void wb_slot_load_int64(const wb_slot *slot, int64_t first, int32_t n, int64_t *out)
{
    const void *values = values_at(slot, first);
    int32_t narrow[WB_BLOCK_ROWS];

    switch (slot->data->storage) {
    case WB_STORE_INT64:
        memcpy(out, values, (size_t)n * sizeof *out);
        break;
    case WB_STORE_UINT32:
        for (int32_t i = 0; i < n; i++)
            out[i] = ((const uint32_t *)values)[i];
        break;
    case WB_STORE_UINT64:
        clamp_unsigned(values, n, out);
        break;
    case WB_STORE_NONE:
    case WB_STORE_BITS:
    case WB_STORE_INT8:
    case WB_STORE_INT16:
    case WB_STORE_INT32:
    case WB_STORE_UINT8:
    case WB_STORE_UINT16:
    case WB_STORE_FLOAT32:
    case WB_STORE_FLOAT64:
    case WB_STORE_TEXT32:
    case WB_STORE_TEXT64:
    case WB_STORE_VIEWS:
        wb_slot_load_int32(slot, first, n, narrow);
        for (int32_t i = 0; i < n; i++)
            out[i] = narrow[i];
        return;
    }
    if (slot->data->code_base != 0)
        for (int32_t i = 0; i < n; i++)
            out[i] -= out[i] > INT64_MIN;
}

void wb_slot_load_double(const wb_slot *slot, int64_t first, int32_t n, double *out)
{
    const void *values = values_at(slot, first);
    int32_t narrow[WB_BLOCK_ROWS];

    switch (slot->data->storage) {
    case WB_STORE_FLOAT32:
        for (int32_t i = 0; i < n; i++)
            out[i] = (double)((const float *)values)[i];
        return;
    case WB_STORE_FLOAT64:
        memcpy(out, values, (size_t)n * sizeof *out);
        return;
    case WB_STORE_INT64:
        for (int32_t i = 0; i < n; i++)
            out[i] = (double)((const int64_t *)values)[i];
        break;
    case WB_STORE_UINT32:
        for (int32_t i = 0; i < n; i++)
            out[i] = (double)((const uint32_t *)values)[i];
        break;
    case WB_STORE_UINT64:
        for (int32_t i = 0; i < n; i++)
            out[i] = (double)((const uint64_t *)values)[i];
        break;
    case WB_STORE_NONE:
    case WB_STORE_BITS:
    case WB_STORE_INT8:
    case WB_STORE_INT16:
    case WB_STORE_INT32:
    case WB_STORE_UINT8:
    case WB_STORE_UINT16:
    case WB_STORE_TEXT32:
    case WB_STORE_TEXT64:
    case WB_STORE_VIEWS:
        wb_slot_load_int32(slot, first, n, narrow);
        for (int32_t i = 0; i < n; i++)
            out[i] = narrow[i];
        return;
    }
    if (slot->data->code_base != 0)
        for (int32_t i = 0; i < n; i++)
            out[i] -= 1;
}

/* Rows with the sentinel become 0 in present; returns whether there were any. */
static bool mark_sentinels(const wb_slot *slot, int64_t first, int32_t n,
                           uint8_t *present)
{
    int64_t sentinel = slot->data->sentinel;
    const void *values = values_at(slot, first);
    uint8_t any = 0;

    /* Compared in the width of the column, which is many times as fast. */
    if (slot->data->storage == WB_STORE_INT8 && (int8_t)sentinel == sentinel) {
        int8_t narrow = (int8_t)sentinel;

        for (int32_t i = 0; i < n; i++)
            present[i] &= ((const int8_t *)values)[i] != narrow ? 1 : 0;
    } else if (slot->data->storage == WB_STORE_INT32 && (int32_t)sentinel == sentinel) {
        int32_t narrow = (int32_t)sentinel;

        for (int32_t i = 0; i < n; i++)
            present[i] &= ((const int32_t *)values)[i] != narrow ? 1 : 0;
    } else if (slot->data->storage == WB_STORE_UINT64) {
        for (int32_t i = 0; i < n; i++)
            present[i] &=
                sentinel < 0 || ((const uint64_t *)values)[i] != (uint64_t)sentinel;
    } else {
        int64_t wide[WB_BLOCK_ROWS];

        if (slot->data->code_base != 0 && sentinel > INT64_MIN)
            sentinel--;
        wb_slot_load_int64(slot, first, n, wide);
        for (int32_t i = 0; i < n; i++)
            present[i] &= wide[i] != sentinel;
    }
    for (int32_t i = 0; i < n; i++)
        any |= !present[i];
    return any;
}

/* Whether any of n is NaN: whole-number masks, which wide registers take side by side. */
WB_WIDE static int64_t any_nan(const double *values, int32_t n)
{
    int64_t any = 0;
    for (int32_t i = 0; i < n; i++)
        any |= values[i] != values[i] ? -1 : 0;
    return any;
}

static bool has_nan(const wb_slot *slot, int64_t first, int32_t n)
{
    const void *values = values_at(slot, first);
    uint32_t any = 0;

    if (slot->data->storage == WB_STORE_FLOAT64)
        return any_nan(values, n) != 0;
    for (int32_t i = 0; i < n; i++)
        any |= ((const float *)values)[i] != ((const float *)values)[i];
    return any != 0;
}

static void mark_nans(const wb_slot *slot, int64_t first, int32_t n, uint8_t *present)
{
    const void *values = values_at(slot, first);

    if (slot->data->storage == WB_STORE_FLOAT64)
        for (int32_t i = 0; i < n; i++)
            present[i] &= ((const double *)values)[i] == ((const double *)values)[i];
    else
        for (int32_t i = 0; i < n; i++)
            present[i] &= ((const float *)values)[i] == ((const float *)values)[i];
}

/* Missing as it is stored: by bitmap, sentinel or NaN. */
static bool load_stored(const wb_slot *slot, int64_t first, int32_t n, uint8_t *present)
{
    const wb_column_data *data = slot->data;
    bool some_missing = false;

    if (n == 0)
        return false;
    if (data->type == WB_TYPE_NULL) {
        memset(present, 0, (size_t)n);
        return true;
    }
    if (data->validity != NULL &&
        !wb_bits_all_set(data->validity, slot->offset + first, n)) {
        wb_bits_expand(data->validity, slot->offset + first, n, present);
        some_missing = true;
    }
    if (!data->has_sentinel &&
        !(wb_storage_is_float(data->storage) && has_nan(slot, first, n)))
        return some_missing;
    if (!some_missing)
        memset(present, 1, (size_t)n);
    if (data->has_sentinel)
        return mark_sentinels(slot, first, n, present) || some_missing;
    mark_nans(slot, first, n, present);
    return true;
}

static bool mark_declared(const wb_slot *slot, int64_t first, int32_t n, uint8_t *present)
{
    double values[WB_BLOCK_ROWS];

    wb_slot_load_double(slot, first, n, values);
    wb_labels_mark_missing(slot->labels, values, n, present);
    return memchr(present, 0, (size_t)n) != NULL;
}

bool wb_slot_load_present(const wb_slot *slot, int64_t first, int32_t n, uint8_t *present)
{
    bool some_missing = load_stored(slot, first, n, present);

    if (!slot->declared_missing || n == 0)
        return some_missing;
    if (!some_missing)
        memset(present, 1, (size_t)n);
    return mark_declared(slot, first, n, present);
}

const wb_dictionary *wb_frame_dictionary(const wb_frame *frame, size_t column)
{
    return frame->columns[column].data->dictionary;
}

void wb_frame_load_codes(const wb_frame *frame, size_t column, int64_t first, int32_t n,
                         int32_t *codes)
{
    const wb_slot *slot = frame->columns + column;
    uint8_t present[WB_BLOCK_ROWS];

    wb_slot_load_int32(slot, first, n, codes);
    if (!wb_slot_load_present(slot, first, n, present))
        return;
    for (int32_t i = 0; i < n; i++)
        codes[i] = present[i] ? codes[i] : -1;
}

bool wb_frame_load_int64(const wb_frame *frame, size_t column, int64_t first, int32_t n,
                         int64_t *values, uint8_t *present)
{
    const wb_slot *slot = frame->columns + column;

    wb_slot_load_int64(slot, first, n, values);
    return wb_slot_load_present(slot, first, n, present);
}
