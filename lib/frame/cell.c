/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Reading one value. */
#include "frame/column.h"

#include <math.h>
#include <string.h>

int64_t wb_slot_integer(const wb_slot *slot, int64_t row)
{
    int64_t value;

    wb_slot_load_int64(slot, row, 1, &value);
    return value;
}

static double float_at(const wb_slot *slot, int64_t row)
{
    int64_t at = slot->offset + row;

    return slot->data->storage == WB_STORE_FLOAT64
               ? ((const double *)slot->data->values)[at]
               : (double)((const float *)slot->data->values)[at];
}

bool wb_slot_missing(const wb_slot *slot, int64_t row)
{
    uint8_t present;

    return wb_slot_load_present(slot, row, 1, &present);
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
