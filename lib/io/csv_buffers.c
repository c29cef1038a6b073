/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The buffers that a column of CSV is gathered in. */
#include "io/csv_cursor.h"

#include "base/text.h"

void wb_csv_buffers_release(void *user)
{
    wb_csv_buffers *buffers = user;

    if (buffers == NULL)
        return;
    wb_release(buffers->values);
    wb_release(buffers->offsets);
    wb_release(buffers->validity);
    wb_release(buffers);
}

void wb_csv_column_drop(wb_csv_column *column)
{
    wb_csv_buffers_release(column->buffers);
    column->buffers = NULL;
}

static size_t bitmap_bytes(int64_t n_rows)
{
    return (size_t)(n_rows + 7) / 8;
}

static wb_status grow_bits(uint8_t **bits, int64_t from, int64_t to, int fill,
                           wb_error *err)
{
    uint8_t *larger = wb_resize(*bits, bitmap_bytes(to), 1);

    if (larger == NULL)
        return wb_fail_nomem(err);
    memset(larger + bitmap_bytes(from), fill, bitmap_bytes(to) - bitmap_bytes(from));
    *bits = larger;
    return WB_OK;
}

wb_status wb_csv_column_grow(wb_csv_column *column, int64_t capacity, wb_error *err)
{
    wb_csv_buffers *buffers = column->buffers;
    wb_status st = WB_OK;
    int64_t now = column->capacity;

    if (buffers->validity != NULL)
        WB_TRY(grow_bits(&buffers->validity, now, capacity, 0xff, err));
    if (column->type->type == WB_TYPE_BOOL) {
        uint8_t *bits = buffers->values;
        WB_TRY(grow_bits(&bits, now, capacity, 0, err));
        buffers->values = bits;
    } else if (column->type->type == WB_TYPE_UTF8) {
        int32_t *offsets =
            wb_resize(buffers->offsets, (size_t)capacity + 1, sizeof *offsets);
        if (offsets == NULL)
            return wb_fail_nomem(err);
        buffers->offsets = offsets;
    } else if (column->type->width > 0) {
        void *values =
            wb_resize(buffers->values, (size_t)capacity, (size_t)column->type->width);
        if (values == NULL)
            return wb_fail_nomem(err);
        buffers->values = values;
    }
    column->capacity = capacity;
done:
    return st;
}

wb_status wb_csv_column_begin(wb_csv_column *column, int64_t n_rows, wb_error *err)
{
    wb_csv_column_drop(column);
    column->buffers = wb_allocate(1, sizeof *column->buffers);
    if (column->buffers == NULL)
        return wb_fail_nomem(err);
    column->n_rows = 0;
    column->capacity = 0;
    column->text_capacity = 0;
    wb_status st = wb_csv_column_grow(column, (n_rows + 8) / 8 * 8, err);
    if (st == WB_OK && column->type->type == WB_TYPE_UTF8) {
        column->buffers->offsets[0] = 0;
        column->buffers->values = wb_resize(NULL, 0, 1);
        if (column->buffers->values == NULL)
            st = wb_fail_nomem(err);
    }
    return st;
}

wb_status wb_csv_mark_missing(wb_csv_column *column, int64_t row, wb_error *err)
{
    wb_csv_buffers *buffers = column->buffers;

    if (buffers->validity == NULL) {
        wb_status st = grow_bits(&buffers->validity, 0, column->capacity, 0xff, err);
        if (st != WB_OK)
            return st;
    }
    buffers->validity[row / 8] &= (uint8_t) ~(1u << (row % 8));
    return WB_OK;
}
