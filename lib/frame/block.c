/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The view kernels have of a column: int8 where all that is there fits, else double.
 * Loops compute the narrow value of every row and gather in one byte whether any was
 * wrong, so that they have no branch. */
#include "frame/column.h"

#include <string.h>

static bool narrow_int32(const int32_t *values, const uint8_t *present, int32_t n,
                         int8_t *out)
{
    uint8_t wrong = 0;

    if (present == NULL) {
        for (int32_t i = 0; i < n; i++) {
            out[i] = (int8_t)values[i];
            wrong |= out[i] != values[i];
        }
    } else {
        for (int32_t i = 0; i < n; i++) {
            out[i] = (int8_t)values[i];
            wrong |= present[i] & (out[i] != values[i]);
        }
    }
    return !wrong;
}

/* Clamped before it is converted: outside int8 the conversion is not defined. */
static bool narrow_double(const double *values, const uint8_t *present, int32_t n,
                          int8_t *out)
{
    uint8_t wrong = 0;

    for (int32_t i = 0; i < n; i++) {
        double v = values[i] > INT8_MIN ? values[i] : INT8_MIN;
        int32_t whole = (int32_t)(v < INT8_MAX ? v : INT8_MAX);

        out[i] = (int8_t)whole;
        wrong |= (present == NULL || present[i]) & (whole != values[i]);
    }
    return !wrong;
}

static const void *direct(const wb_slot *slot, int64_t first, size_t width)
{
    return (const char *)slot->data->values + (size_t)(slot->offset + first) * width;
}

static bool view_as_int8(const wb_slot *slot, int64_t first, int32_t n,
                         wb_block_scratch *scratch, wb_block *block)
{
    const wb_column_data *data = slot->data;
    int32_t wide[WB_BLOCK_ROWS];

    block->bytes = scratch->bytes;
    if (data->storage == WB_STORE_INT8 && data->code_base == 0) {
        block->bytes = direct(slot, first, 1);
        return true;
    }
    if (data->storage == WB_STORE_BITS) {
        wb_bits_expand(data->values, slot->offset + first, n, (uint8_t *)scratch->bytes);
        return true;
    }
    if (data->storage == WB_STORE_FLOAT64)
        return narrow_double(direct(slot, first, 8), block->present, n, scratch->bytes);
    if (data->storage == WB_STORE_FLOAT32) {
        wb_slot_load_double(slot, first, n, scratch->doubles);
        return narrow_double(scratch->doubles, block->present, n, scratch->bytes);
    }
    wb_slot_load_int32(slot, first, n, wide);
    return narrow_int32(wide, block->present, n, scratch->bytes);
}

static void view_as_double(const wb_slot *slot, int64_t first, int32_t n,
                           wb_block_scratch *scratch, wb_block *block)
{
    if (slot->data->storage == WB_STORE_FLOAT64) {
        block->doubles = direct(slot, first, 8);
        return;
    }
    wb_slot_load_double(slot, first, n, scratch->doubles);
    block->doubles = scratch->doubles;
}

static wb_status check_block(const wb_slot *slot, int64_t n_rows, int64_t first,
                             int32_t n, wb_error *err)
{
    wb_type type = slot->data->type;

    if (type == WB_TYPE_UTF8 || type == WB_TYPE_DATE32 || type == WB_TYPE_TIMESTAMP)
        return wb_fail_at(err, WB_E_DATA, -1, slot->name,
                          "column '%s' is %s, expected numbers", slot->name,
                          wb_type_name((int32_t)type));
    if (first < 0 || n < 0 || n > WB_BLOCK_ROWS || n > n_rows - first)
        return wb_fail_at(
            err, WB_E_ARG, -1, slot->name,
            "a block of %d rows from row %lld is outside a frame of %lld rows", (int)n,
            (long long)first, (long long)n_rows);
    return WB_OK;
}

wb_status wb_frame_block(const wb_frame *frame, size_t column, int64_t first, int32_t n,
                         wb_block_kind want, wb_block_scratch *scratch, wb_block *block,
                         wb_error *err)
{
    const wb_slot *slot = frame->columns + column;
    wb_block view = {.kind = want, .n = n};
    wb_status st;

    WB_TRY(check_block(slot, frame->n_rows, first, n, err));
    view.bytes = want == WB_BLOCK_INT8 ? scratch->bytes : NULL;
    view.doubles = want == WB_BLOCK_DOUBLE ? scratch->doubles : NULL;
    if (n > 0) {
        if (wb_slot_load_present(slot, first, n, scratch->present))
            view.present = scratch->present;
        if (want == WB_BLOCK_DOUBLE || !view_as_int8(slot, first, n, scratch, &view)) {
            view.kind = WB_BLOCK_DOUBLE;
            view.bytes = NULL;
            view_as_double(slot, first, n, scratch, &view);
        }
    }
    *block = view;
done:
    return st;
}

const int8_t *wb_frame_bool_bytes(const wb_frame *frame, size_t column, int64_t first)
{
    const wb_slot *slot = frame->columns + column;
    const wb_column_data *data = slot->data;
    bool plain = data->type == WB_TYPE_BOOL && data->storage == WB_STORE_INT8 &&
                 data->validity == NULL && (!data->has_sentinel || data->sentinel < 0);

    return plain ? direct(slot, first, 1) : NULL;
}

const double *wb_frame_doubles(const wb_frame *frame, size_t column, int64_t first)
{
    const wb_slot *slot = frame->columns + column;
    bool plain = slot->data->type == WB_TYPE_FLOAT64 && slot->data->validity == NULL;

    return plain ? direct(slot, first, 8) : NULL;
}
