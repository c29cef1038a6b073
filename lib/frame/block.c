/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The view kernels have of a column: int8 where all that is there fits, else double.
 *
 * Loops narrow every row, missing or not, and gather in one word of the width of the
 * values whether any did not fit; so they have no branch and no mask. Only when some did
 * not fit is it looked up whether those were missing. */
#include "frame/column.h"

#include <string.h>

static bool narrow_int16(const int16_t *values, int32_t n, int8_t *out)
{
    unsigned wrong = 0;

    for (int32_t i = 0; i < n; i++) {
        out[i] = (int8_t)values[i];
        wrong |= (unsigned)(values[i] + 128);
    }
    return wrong <= UINT8_MAX;
}

/* Values equal to `skip` need not fit. */
static bool narrow_int32(const int32_t *values, int32_t skip, int32_t n, int8_t *out)
{
    uint32_t wrong = 0;

    for (int32_t i = 0; i < n; i++) {
        out[i] = (int8_t)values[i];
        wrong |= values[i] == skip ? 0 : (uint32_t)values[i] + 128;
    }
    return wrong <= UINT8_MAX;
}

/* The sentinel as wb_slot_load_int32 gives it, or 0, which fits anyway. Of wider and
 * unsigned values other ones may be loaded as the same bound. */
static int32_t skipped(const wb_column_data *data)
{
    bool exact = data->storage == WB_STORE_INT8 || data->storage == WB_STORE_INT16 ||
                 data->storage == WB_STORE_INT32;

    if (!data->has_sentinel || !exact || data->sentinel < INT32_MIN ||
        data->sentinel > INT32_MAX ||
        (data->code_base != 0 && data->sentinel != INT32_MIN))
        return 0;
    return (int32_t)data->sentinel;
}

static bool narrow_int64(const int64_t *values, int32_t n, int8_t *out)
{
    uint64_t wrong = 0;

    for (int32_t i = 0; i < n; i++) {
        out[i] = (int8_t)values[i];
        wrong |= (uint64_t)values[i] + 128;
    }
    return wrong <= UINT8_MAX;
}

/* Clamped before they are converted, as outside int32 the conversion is not defined. What
 * was lost, also of NaN, leaves some bit in `lost`; the top bit is the sign of zero. */
static bool narrow_double(const double *values, int32_t n, int8_t *out)
{
    int32_t whole[WB_BLOCK_ROWS];
    uint64_t lost = 0;

    for (int32_t i = 0; i < n; i++) {
        double v = values[i] > INT8_MIN ? values[i] : INT8_MIN;

        whole[i] = (int32_t)(v < INT8_MAX ? v : INT8_MAX);
    }
    for (int32_t i = 0; i < n; i++) {
        double rest = values[i] - whole[i];
        uint64_t bits;

        memcpy(&bits, &rest, sizeof bits);
        lost |= bits;
    }
    for (int32_t i = 0; i < n; i++)
        out[i] = (int8_t)whole[i];
    return lost << 1 == 0;
}

/* Narrow what is there, with 0 for what is missing. */
static bool narrow_present(const wb_slot *slot, int64_t first, int32_t n,
                           wb_block_scratch *scratch)
{
    double *values = scratch->doubles;

    wb_slot_load_double(slot, first, n, values);
    for (int32_t i = 0; i < n; i++)
        values[i] = scratch->present[i] ? values[i] : 0;
    return narrow_double(values, n, scratch->bytes);
}

static const void *direct(const wb_slot *slot, int64_t first, size_t width)
{
    return (const char *)slot->data->values + (size_t)(slot->offset + first) * width;
}

static bool narrow(const wb_slot *slot, int64_t first, int32_t n,
                   wb_block_scratch *scratch)
{
    wb_storage storage = slot->data->storage;
    size_t width = wb_storage_width(storage);
    int32_t wide[WB_BLOCK_ROWS];

    if (storage == WB_STORE_FLOAT64)
        return narrow_double(direct(slot, first, width), n, scratch->bytes);
    if (storage == WB_STORE_FLOAT32) {
        wb_slot_load_double(slot, first, n, scratch->doubles);
        return narrow_double(scratch->doubles, n, scratch->bytes);
    }
    if (slot->data->code_base == 0 && storage == WB_STORE_INT16)
        return narrow_int16(direct(slot, first, width), n, scratch->bytes);
    if (slot->data->code_base == 0 && storage == WB_STORE_INT64)
        return narrow_int64(direct(slot, first, width), n, scratch->bytes);
    wb_slot_load_int32(slot, first, n, wide);
    return narrow_int32(wide, skipped(slot->data), n, scratch->bytes);
}

static bool view_as_int8(const wb_slot *slot, int64_t first, int32_t n,
                         wb_block_scratch *scratch, wb_block *block)
{
    const wb_column_data *data = slot->data;

    block->bytes = scratch->bytes;
    if (data->storage == WB_STORE_INT8 && data->code_base == 0) {
        block->bytes = direct(slot, first, 1);
        return true;
    }
    if (data->storage == WB_STORE_BITS) {
        wb_bits_expand(data->values, slot->offset + first, n, (uint8_t *)scratch->bytes);
        return true;
    }
    return narrow(slot, first, n, scratch) ||
           (block->present != NULL && narrow_present(slot, first, n, scratch));
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
                 data->validity == NULL && (!data->has_sentinel || data->sentinel < 0) &&
                 !slot->declared_missing;

    return plain ? direct(slot, first, 1) : NULL;
}

const double *wb_frame_doubles(const wb_frame *frame, size_t column, int64_t first)
{
    const wb_slot *slot = frame->columns + column;
    bool plain = slot->data->type == WB_TYPE_FLOAT64 && slot->data->validity == NULL &&
                 !slot->declared_missing;

    return plain ? direct(slot, first, 8) : NULL;
}
