/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Reading one value. */
#include "frame/column.h"

#include <math.h>
#include <string.h>

/* An integer as it is stored; an unsigned one beyond int64 as its maximum. Written out,
 * not by way of a block: whoever goes cell by cell calls this a million times. */
static int64_t stored_integer(const wb_column_data *data, int64_t at)
{
    const void *values = data->values;

    switch (data->storage) {
    case WB_STORE_BITS:
        return wb_bit(values, at);
    case WB_STORE_INT8:
        return ((const int8_t *)values)[at];
    case WB_STORE_INT16:
        return ((const int16_t *)values)[at];
    case WB_STORE_INT32:
        return ((const int32_t *)values)[at];
    case WB_STORE_INT64:
        return ((const int64_t *)values)[at];
    case WB_STORE_UINT8:
        return ((const uint8_t *)values)[at];
    case WB_STORE_UINT16:
        return ((const uint16_t *)values)[at];
    case WB_STORE_UINT32:
        return ((const uint32_t *)values)[at];
    case WB_STORE_UINT64: {
        uint64_t value = ((const uint64_t *)values)[at];
        return value > INT64_MAX ? INT64_MAX : (int64_t)value;
    }
    case WB_STORE_NONE: /* not reached: callers ask for integers that are there */
    case WB_STORE_FLOAT32:
    case WB_STORE_FLOAT64:
    case WB_STORE_TEXT32:
    case WB_STORE_TEXT64:
    case WB_STORE_VIEWS:
        break; /* not reached: as for the first of these cases */
    }
    return 0; /* not reached: as for the first of these cases */
}

int64_t wb_slot_integer(const wb_slot *slot, int64_t row)
{
    return stored_integer(slot->data, slot->offset + row) - slot->data->code_base;
}

static double float_at(const wb_slot *slot, int64_t row)
{
    int64_t at = slot->offset + row;

    return slot->data->storage == WB_STORE_FLOAT64
               ? ((const double *)slot->data->values)[at]
               : (double)((const float *)slot->data->values)[at];
}

static bool is_stored_missing(const wb_slot *slot, int64_t row)
{
    const wb_column_data *data = slot->data;
    int64_t at = slot->offset + row;

    if (data->type == WB_TYPE_NULL)
        return true;
    if (data->validity != NULL && !wb_bit(data->validity, at))
        return true;
    if (data->has_sentinel && data->storage == WB_STORE_UINT64)
        return data->sentinel >= 0 &&
               ((const uint64_t *)data->values)[at] == (uint64_t)data->sentinel;
    if (data->has_sentinel)
        return stored_integer(data, at) == data->sentinel;
    return wb_storage_is_float(data->storage) && isnan(float_at(slot, row));
}

/* A value that is there, when it is in a missing range; else NaN. */
static double value_in_range(const wb_slot *slot, int64_t row)
{
    uint8_t present = 1;
    double value;

    wb_slot_load_double(slot, row, 1, &value);
    wb_labels_mark_missing(slot->labels, &value, 1, &present);
    return present ? NAN : value;
}

bool wb_slot_missing(const wb_slot *slot, int64_t row)
{
    return is_stored_missing(slot, row) ||
           (slot->declared_missing && !isnan(value_in_range(slot, row)));
}

double wb_frame_declared_missing(const wb_frame *frame, size_t column, int64_t row)
{
    const wb_slot *slot = frame->columns + column;

    if (!wb_labels_have_ranges(slot->labels) || is_stored_missing(slot, row))
        return NAN;
    return value_in_range(slot, row);
}

static const char *view_at(const wb_column_data *data, int64_t at, size_t *length)
{
    const char *view = (const char *)data->values + at * WB_VIEW_BYTES;
    int32_t parts[4]; /* length, first four bytes, buffer, offset */

    memcpy(parts, view, sizeof parts);
    *length = (size_t)parts[0];
    if (parts[0] <= WB_VIEW_INLINE)
        return view + sizeof parts[0];
    return (const char *)data->variadic[parts[2]] + parts[3];
}

const char *wb_slot_text(const wb_slot *slot, int64_t row, size_t *length)
{
    const wb_column_data *data = slot->data;
    int64_t at = slot->offset + row;
    int64_t begin, end;

    if (data->storage == WB_STORE_VIEWS)
        return view_at(data, at, length);
    if (data->storage == WB_STORE_TEXT32) {
        begin = ((const int32_t *)data->offsets)[at];
        end = ((const int32_t *)data->offsets)[at + 1];
    } else {
        begin = ((const int64_t *)data->offsets)[at];
        end = ((const int64_t *)data->offsets)[at + 1];
    }
    *length = (size_t)(end - begin);
    return data->values == NULL ? "" : (const char *)data->values + begin;
}

int32_t wb_frame_is_missing(const wb_frame *frame, size_t column, int64_t row)
{
    return wb_slot_missing(frame->columns + column, row);
}

double wb_frame_double(const wb_frame *frame, size_t column, int64_t row)
{
    const wb_slot *slot = frame->columns + column;
    double value;

    if (slot->data->type == WB_TYPE_UTF8 || wb_slot_missing(slot, row))
        return NAN;
    wb_slot_load_double(slot, row, 1, &value);
    return value;
}

/* Truncated towards zero, the nearest bound when int64 does not reach that far. */
static int64_t truncate_double(double value)
{
    if (value >= 0x1p63)
        return INT64_MAX;
    return value > -0x1p63 ? (int64_t)value : INT64_MIN;
}

int64_t wb_frame_int64(const wb_frame *frame, size_t column, int64_t row)
{
    const wb_slot *slot = frame->columns + column;

    if (slot->data->type == WB_TYPE_UTF8 || wb_slot_missing(slot, row))
        return 0;
    if (wb_storage_is_float(slot->data->storage))
        return truncate_double(float_at(slot, row));
    return wb_slot_integer(slot, row);
}

const char *wb_frame_text(const wb_frame *frame, size_t column, int64_t row,
                          size_t *length)
{
    const wb_slot *slot = frame->columns + column;
    size_t ignored;

    if (length == NULL)
        length = &ignored;
    *length = 0;
    if ((slot->data->type != WB_TYPE_UTF8 && slot->data->type != WB_TYPE_DICTIONARY) ||
        wb_slot_missing(slot, row))
        return NULL;
    if (slot->data->type == WB_TYPE_UTF8)
        return wb_slot_text(slot, row, length);
    return wb_dictionary_text(slot->data->dictionary, wb_slot_integer(slot, row), length);
}

int64_t wb_frame_category_count(const wb_frame *frame, size_t column)
{
    const wb_dictionary *dictionary = frame->columns[column].data->dictionary;

    return dictionary == NULL ? 0 : wb_dictionary_count(dictionary);
}

const char *wb_frame_category(const wb_frame *frame, size_t column, int64_t index)
{
    const wb_dictionary *dictionary = frame->columns[column].data->dictionary;

    if (dictionary == NULL || index < 0 || index >= wb_dictionary_count(dictionary))
        return NULL;
    return wb_dictionary_text(dictionary, index, NULL);
}

int32_t wb_frame_is_ordered(const wb_frame *frame, size_t column)
{
    return frame->columns[column].data->ordered;
}
