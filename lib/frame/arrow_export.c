/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Frames leave as record batches. Every array holds its own references, for a consumer
 * may move columns out of the batch and release them in any order.
 *
 * Buffers that Arrow can read are shared, with the slice in `offset`. Where one buffer of
 * a column must be made, values that can stay are entered at their first row instead, so
 * that all buffers begin at row 0. */
#include "frame/arrow.h"

#include <string.h>

/* Values as they are, entered at the first row, with a bitmap that knows what else is
 * missing. Without any missing the slice stays in `offset`. */
static wb_status share_values(const wb_slot *slot, struct ArrowArray *array,
                              wb_error *err)
{
    wb_arrow_exported *kept = array->private_data;
    size_t width = wb_storage_width(slot->data->storage);
    wb_status st;

    WB_TRY(wb_arrow_make_validity(slot, array, err));
    kept->data = wb_column_data_share(slot->data);
    kept->buffers[1] = slot->data->values;
    if (array->null_count == 0)
        array->offset = slot->offset;
    else
        kept->buffers[1] =
            (const char *)slot->data->values + (size_t)slot->offset * width;
done:
    return st;
}

static wb_status make_int32(const wb_slot *slot, struct ArrowArray *array, wb_error *err)
{
    void *values = NULL;
    wb_status st;

    WB_TRY(wb_arrow_make_validity(slot, array, err));
    WB_TRY(wb_arrow_make_buffer(array, 1, (size_t)array->length, sizeof(int32_t), &values,
                                err));
    for (int64_t first = 0; first < array->length; first += WB_BLOCK_ROWS)
        wb_slot_load_int32(slot, first, wb_arrow_block_size(array->length, first),
                           (int32_t *)values + first);
done:
    return st;
}

static wb_status make_int64(const wb_slot *slot, struct ArrowArray *array, wb_error *err)
{
    void *values = NULL;
    wb_status st;

    WB_TRY(wb_arrow_make_validity(slot, array, err));
    WB_TRY(wb_arrow_make_buffer(array, 1, (size_t)array->length, sizeof(int64_t), &values,
                                err));
    for (int64_t first = 0; first < array->length; first += WB_BLOCK_ROWS)
        wb_slot_load_int64(slot, first, wb_arrow_block_size(array->length, first),
                           (int64_t *)values + first);
done:
    return st;
}

static wb_status make_double(const wb_slot *slot, struct ArrowArray *array, wb_error *err)
{
    void *values = NULL;
    wb_status st;

    WB_TRY(wb_arrow_make_validity(slot, array, err));
    WB_TRY(wb_arrow_make_buffer(array, 1, (size_t)array->length, sizeof(double), &values,
                                err));
    for (int64_t first = 0; first < array->length; first += WB_BLOCK_ROWS)
        wb_slot_load_double(slot, first, wb_arrow_block_size(array->length, first),
                            (double *)values + first);
done:
    return st;
}

static wb_status make_bits(const wb_slot *slot, struct ArrowArray *array, wb_error *err)
{
    int32_t values[WB_BLOCK_ROWS];
    uint8_t bytes[WB_BLOCK_ROWS];
    void *bits = NULL;
    wb_status st;

    WB_TRY(wb_arrow_make_validity(slot, array, err));
    WB_TRY(
        wb_arrow_make_buffer(array, 1, (size_t)(array->length + 7) / 8, 1, &bits, err));
    for (int64_t first = 0; first < array->length; first += WB_BLOCK_ROWS) {
        int32_t n = wb_arrow_block_size(array->length, first);

        wb_slot_load_int32(slot, first, n, values);
        for (int32_t i = 0; i < n; i++)
            bytes[i] = values[i] == 1;
        wb_bits_pack(bytes, n, (uint8_t *)bits + first / 8);
    }
done:
    return st;
}

static wb_status check_uint64(const wb_slot *slot, int64_t n_rows, wb_error *err)
{
    const uint64_t *values = (const uint64_t *)slot->data->values + slot->offset;

    for (int64_t row = 0; row < n_rows; row++)
        if (values[row] > INT64_MAX && !wb_slot_missing(slot, row))
            return wb_fail_at(err, WB_E_DATA, row, slot->name,
                              "value %llu of column '%s' in row %lld is beyond int64",
                              (unsigned long long)values[row], slot->name,
                              (long long)row);
    return WB_OK;
}

static wb_status export_integers(const wb_slot *slot, struct ArrowArray *array,
                                 wb_error *err)
{
    const wb_column_data *data = slot->data;
    wb_status st = WB_OK;

    switch (data->storage) {
    case WB_STORE_UINT64:
        WB_TRY(check_uint64(slot, array->length, err));
        return share_values(slot, array, err);
    case WB_STORE_UINT32:
        return make_int64(slot, array, err);
    case WB_STORE_INT32:
    case WB_STORE_INT64:
        if (data->has_sentinel)
            return share_values(slot, array, err);
        wb_arrow_share_buffers(slot, array);
        return WB_OK;
    case WB_STORE_NONE:
    case WB_STORE_BITS:
    case WB_STORE_INT8:
    case WB_STORE_INT16:
    case WB_STORE_UINT8:
    case WB_STORE_UINT16:
    case WB_STORE_FLOAT32:
    case WB_STORE_FLOAT64:
    case WB_STORE_TEXT32:
    case WB_STORE_TEXT64:
    case WB_STORE_VIEWS:
        break;
    }
    return make_int32(slot, array, err);
done:
    return st;
}

static wb_status export_codes(const wb_slot *slot, struct ArrowArray *array,
                              wb_error *err)
{
    wb_arrow_exported *kept = array->private_data;
    const wb_column_data *data = slot->data;
    wb_status st;

    WB_TRY(wb_arrow_export_categories(data->dictionary, &kept->dictionary, err));
    array->dictionary = &kept->dictionary;
    if (data->storage != WB_STORE_INT32 || data->code_base != 0)
        return make_int32(slot, array, err);
    if (data->has_sentinel)
        return share_values(slot, array, err);
    wb_arrow_share_buffers(slot, array);
done:
    return st;
}

static wb_status fill_column(const wb_slot *slot, struct ArrowArray *array, wb_error *err)
{
    switch (slot->data->type) {
    case WB_TYPE_NULL:
        array->null_count = array->length;
        return WB_OK;
    case WB_TYPE_BOOL:
        if (slot->data->storage != WB_STORE_BITS)
            return make_bits(slot, array, err);
        wb_arrow_share_buffers(slot, array);
        return WB_OK;
    case WB_TYPE_FLOAT32:
        return make_double(slot, array, err);
    case WB_TYPE_FLOAT64:
        return share_values(slot, array, err);
    case WB_TYPE_UTF8:
        return wb_arrow_export_text(slot, array, err);
    case WB_TYPE_DICTIONARY:
        return export_codes(slot, array, err);
    case WB_TYPE_INT8:
    case WB_TYPE_INT16:
    case WB_TYPE_INT32:
    case WB_TYPE_INT64:
    case WB_TYPE_UINT8:
    case WB_TYPE_UINT16:
    case WB_TYPE_UINT32:
    case WB_TYPE_UINT64:
    case WB_TYPE_DATE32:
    case WB_TYPE_TIMESTAMP:
        break;
    }
    return export_integers(slot, array, err);
}

/* Without rows there is nothing to share. */
static wb_status fill_empty(const wb_slot *slot, struct ArrowArray *array, wb_error *err)
{
    wb_arrow_exported *kept = array->private_data;

    kept->buffers[1] = wb_arrow_nothing;
    kept->buffers[2] = wb_arrow_nothing;
    if (slot->data->type != WB_TYPE_DICTIONARY)
        return WB_OK;
    wb_status st =
        wb_arrow_export_categories(slot->data->dictionary, &kept->dictionary, err);
    array->dictionary = &kept->dictionary;
    return st;
}

static int64_t buffer_count(wb_type type)
{
    if (type == WB_TYPE_NULL)
        return 0;
    return type == WB_TYPE_UTF8 ? 3 : 2;
}

/* On failure the array is released. */
static wb_status export_column(const wb_slot *slot, int64_t n_rows,
                               struct ArrowArray *array, wb_error *err)
{
    wb_status st =
        wb_arrow_start_array(n_rows, buffer_count(slot->data->type), array, err);

    if (st != WB_OK)
        return st;
    st = n_rows == 0 ? fill_empty(slot, array, err) : fill_column(slot, array, err);
    if (st != WB_OK)
        array->release(array);
    return st;
}

static wb_status make_children(const wb_frame *frame, struct ArrowArray *batch,
                               wb_error *err)
{
    wb_arrow_exported *kept = batch->private_data;
    size_t n = frame->n_columns;
    wb_status st = WB_OK;

    kept->children = wb_allocate(n, sizeof *kept->children);
    kept->pointers = wb_allocate(n, sizeof *kept->pointers);
    if (kept->children == NULL || kept->pointers == NULL)
        return wb_fail_nomem(err);
    batch->children = kept->pointers;
    for (size_t i = 0; i < n; i++) {
        WB_TRY(export_column(frame->columns + i, frame->n_rows, kept->children + i, err));
        kept->pointers[i] = kept->children + i;
        batch->n_children++;
    }
done:
    return st;
}

wb_status wb_arrow_export_array(const wb_frame *frame, struct ArrowArray *out,
                                wb_error *err)
{
    struct ArrowArray batch;
    wb_status st;

    WB_TRY(wb_arrow_start_array(frame->n_rows, 1, &batch, err));
    st = make_children(frame, &batch, err);
    if (st != WB_OK)
        batch.release(&batch);
    else
        *out = batch;
done:
    return st;
}
