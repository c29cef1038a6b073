/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* wb_frame_add_column: from the caller's description of a column to column data. */
#include "frame/column.h"

#include "base/text.h"

#include <string.h>

enum {
    KNOWN_FLAGS = WB_COLUMN_COPY | WB_COLUMN_SENTINEL | WB_COLUMN_BOOL_BYTES |
                  WB_COLUMN_BOOL_INT32 | WB_COLUMN_OFFSETS64 | WB_COLUMN_ORDERED
};

static wb_storage choose_storage(const wb_column *column)
{
    switch ((wb_type)column->type) {
    case WB_TYPE_BOOL:
        if (column->flags & WB_COLUMN_BOOL_BYTES)
            return WB_STORE_INT8;
        return column->flags & WB_COLUMN_BOOL_INT32 ? WB_STORE_INT32 : WB_STORE_BITS;
    case WB_TYPE_UTF8:
        return column->flags & WB_COLUMN_OFFSETS64 ? WB_STORE_TEXT64 : WB_STORE_TEXT32;
    case WB_TYPE_DICTIONARY:
        return column->index_type == 0 ? WB_STORE_INT32 : (wb_storage)column->index_type;
    case WB_TYPE_DATE32:
        return WB_STORE_INT32;
    case WB_TYPE_TIMESTAMP:
        return WB_STORE_INT64;
    case WB_TYPE_NULL:
    case WB_TYPE_INT8:
    case WB_TYPE_INT16:
    case WB_TYPE_INT32:
    case WB_TYPE_INT64:
    case WB_TYPE_UINT8:
    case WB_TYPE_UINT16:
    case WB_TYPE_UINT32:
    case WB_TYPE_UINT64:
    case WB_TYPE_FLOAT32:
    case WB_TYPE_FLOAT64:
        break;
    }
    return (wb_storage)column->type;
}

static const char *flag_fault(const wb_column *column, wb_storage storage)
{
    int32_t flags = column->flags;
    int32_t bools = flags & (WB_COLUMN_BOOL_BYTES | WB_COLUMN_BOOL_INT32);

    if ((flags & ~KNOWN_FLAGS) != 0)
        return "has flags that are not known";
    if (bools != 0 && column->type != WB_TYPE_BOOL)
        return "has a flag that only a bool may have";
    if (bools == (WB_COLUMN_BOOL_BYTES | WB_COLUMN_BOOL_INT32))
        return "cannot hold bools as bytes and as int32 at once";
    if ((flags & WB_COLUMN_OFFSETS64) && column->type != WB_TYPE_UTF8)
        return "has a flag that only utf8 may have";
    if ((flags & WB_COLUMN_ORDERED) && column->type != WB_TYPE_DICTIONARY)
        return "has a flag that only a dictionary may have";
    if ((flags & WB_COLUMN_SENTINEL) && !wb_storage_is_integer(storage))
        return "cannot have a sentinel, only integers, bools in bytes or int32, dates "
               "and codes can";
    return NULL;
}

static const char *dictionary_fault(const wb_column *column, wb_storage storage)
{
    if (!wb_storage_is_integer(storage))
        return "has codes that are not integers";
    if (column->code_base != 0 && column->code_base != 1)
        return "has a first code that is neither 0 nor 1";
    if (column->n_categories < 0 || column->n_categories > INT32_MAX)
        return "has an impossible number of categories";
    if (column->categories == NULL && column->n_categories > 0)
        return "has no categories";
    for (int64_t i = 0; i < column->n_categories; i++)
        if (column->categories[i] == NULL)
            return "has a category without text";
    return NULL;
}

static bool is_aligned(const void *pointer, size_t width)
{
    return width == 0 || (uintptr_t)pointer % width == 0;
}

static const char *buffer_fault(const wb_column *column, wb_storage storage,
                                int64_t n_rows)
{
    bool text = column->type == WB_TYPE_UTF8;
    size_t offset_width = storage == WB_STORE_TEXT64 ? 8 : 4;

    if (column->offset < 0 || column->offset > INT64_MAX / 16 - n_rows)
        return "begins at an impossible row";
    if (n_rows == 0)
        return NULL;
    if (text && column->offsets == NULL)
        return "has no text offsets";
    if (!text && column->values == NULL && storage != WB_STORE_NONE)
        return "has no values";
    if (!is_aligned(column->values, wb_storage_width(storage)) ||
        (text && !is_aligned(column->offsets, offset_width)))
        return "has values that are not aligned for their type";
    return NULL;
}

static wb_status check_column(const wb_column *column, const char *name, int64_t n_rows,
                              wb_error *err)
{
    wb_storage storage;
    const char *fault;

    if (column->type < WB_TYPE_NULL || column->type > WB_TYPE_TIMESTAMP)
        return wb_fail_at(err, WB_E_ARG, -1, name, "column '%s' has unknown type %d",
                          name, (int)column->type);
    storage = choose_storage(column);
    fault = flag_fault(column, storage);
    if (fault == NULL && column->type == WB_TYPE_DICTIONARY)
        fault = dictionary_fault(column, storage);
    if (fault == NULL)
        fault = buffer_fault(column, storage, n_rows);
    if (fault == NULL)
        return WB_OK;
    return wb_fail_at(err, WB_E_ARG, -1, name, "%s column '%s' %s",
                      wb_type_name(column->type), name, fault);
}

static wb_status copy_categories(const wb_column *column, const char *name,
                                 wb_dictionary **out, wb_error *err)
{
    wb_dictionary *dictionary = wb_dictionary_new();
    wb_status st = WB_OK;

    if (dictionary == NULL)
        return wb_fail_nomem(err);
    for (int64_t i = 0; i < column->n_categories; i++) {
        size_t length = strlen(column->categories[i]);

        if (wb_utf8_valid(column->categories[i], length) != length) {
            st = wb_fail_at(err, WB_E_DATA, -1, name,
                            "category %lld of column '%s' is not valid UTF-8",
                            (long long)i, name);
            goto done;
        }
        WB_TRY(wb_dictionary_add(dictionary, column->categories[i], length, err));
    }
    *out = dictionary;
    dictionary = NULL;
done:
    wb_dictionary_drop(dictionary);
    return st;
}

/* The column as it stands in the caller's memory. */
static wb_status describe(const wb_column *column, const char *name, wb_column_data **out,
                          wb_error *err)
{
    wb_column_data *data =
        wb_column_data_new((wb_type)column->type, choose_storage(column));
    wb_status st = WB_OK;

    if (data == NULL)
        return wb_fail_nomem(err);
    data->has_sentinel = (column->flags & WB_COLUMN_SENTINEL) != 0;
    data->ordered = (column->flags & WB_COLUMN_ORDERED) != 0;
    data->sentinel = column->sentinel;
    data->values = column->values;
    data->offsets = column->type == WB_TYPE_UTF8 ? column->offsets : NULL;
    data->validity = column->type == WB_TYPE_NULL ? NULL : column->validity;
    if (column->type == WB_TYPE_DICTIONARY) {
        data->code_base = column->code_base;
        WB_TRY(copy_categories(column, name, &data->dictionary, err));
    }
    *out = data;
    data = NULL;
done:
    wb_column_data_drop(data);
    return st;
}

static wb_status own_bytes(wb_column_data *data, size_t owner, const void *from,
                           size_t n_bytes, const void **copy, wb_error *err)
{
    data->owners[owner] = wb_buffer_allocate(n_bytes, 1);
    if (data->owners[owner] == NULL)
        return wb_fail_nomem(err);
    if (n_bytes > 0)
        memcpy(data->owners[owner]->user, from, n_bytes);
    *copy = data->owners[owner]->user;
    return WB_OK;
}

static wb_status own_bits(wb_column_data *data, size_t owner, const uint8_t *from,
                          int64_t offset, int64_t n_rows, const void **copy,
                          wb_error *err)
{
    data->owners[owner] = wb_buffer_allocate((size_t)(n_rows + 7) / 8, 1);
    if (data->owners[owner] == NULL)
        return wb_fail_nomem(err);
    wb_bits_copy(from, offset, n_rows, data->owners[owner]->user);
    *copy = data->owners[owner]->user;
    return WB_OK;
}

/* Copy the offsets of the rows and the bytes they reach; the bytes begin at 0 then. */
static wb_status own_text(wb_column_data *data, int64_t offset, int64_t n_rows,
                          wb_error *err)
{
    bool wide = data->storage == WB_STORE_TEXT64;
    const char *from = (const char *)data->offsets + offset * (wide ? 8 : 4);
    int64_t begin, end;
    wb_status st;

    begin = wide ? ((const int64_t *)from)[0] : ((const int32_t *)from)[0];
    end = wide ? ((const int64_t *)from)[n_rows] : ((const int32_t *)from)[n_rows];
    WB_TRY(own_bytes(data, 0, from, (size_t)(n_rows + 1) * (wide ? 8 : 4), &data->offsets,
                     err));
    if (wide)
        for (int64_t i = 0; i <= n_rows; i++)
            ((int64_t *)data->owners[0]->user)[i] -= begin;
    else
        for (int64_t i = 0; i <= n_rows; i++)
            ((int32_t *)data->owners[0]->user)[i] -= (int32_t)begin;
    from = data->values == NULL ? "" : (const char *)data->values + begin;
    WB_TRY(own_bytes(data, 1, from, (size_t)(end - begin), &data->values, err));
done:
    return st;
}

/* Put copies of n_rows rows from offset on in place of the caller's buffers. */
static wb_status own(wb_column_data *data, int64_t offset, int64_t n_rows, wb_error *err)
{
    size_t width = wb_storage_width(data->storage);
    const void *bits = NULL;
    wb_status st = WB_OK;

    if (n_rows == 0)
        return WB_OK;
    if (data->type == WB_TYPE_UTF8) {
        WB_TRY(own_text(data, offset, n_rows, err));
    } else if (data->storage == WB_STORE_BITS) {
        WB_TRY(own_bits(data, 0, data->values, offset, n_rows, &data->values, err));
    } else if (width > 0) {
        WB_TRY(own_bytes(data, 0, (const char *)data->values + (size_t)offset * width,
                         (size_t)n_rows * width, &data->values, err));
    }
    if (data->validity != NULL) {
        WB_TRY(own_bits(data, 2, data->validity, offset, n_rows, &bits, err));
        data->validity = bits;
    }
done:
    return st;
}

/* Keep what is borrowed alive: the caller's release waits in an owner. It is set as the
 * last thing, for it may not be called when adding fails. */
static wb_status take(wb_column_data *data, const wb_column *column, int64_t n_rows,
                      wb_error *err)
{
    if (column->flags & WB_COLUMN_COPY)
        return own(data, column->offset, n_rows, err);
    if (column->release == NULL)
        return WB_OK;
    data->owners[0] = wb_buffer_new(NULL, column->user);
    return data->owners[0] == NULL ? wb_fail_nomem(err) : WB_OK;
}

static wb_status add_column(wb_frame *frame, const char *name, const wb_column *column,
                            bool trusted, wb_error *err)
{
    wb_column ours = WB_COLUMN_INIT;
    wb_slot slot = {.data = NULL};
    bool copied;
    wb_status st;

    if (frame == NULL || column == NULL)
        return wb_fail(err, WB_E_ARG, "adding a column needs a frame and a column");
    WB_TRY(wb_options_read(&ours, sizeof ours, column, err));
    WB_TRY(wb_frame_reserve(frame, name, err));
    WB_TRY(check_column(&ours, name, frame->n_rows, err));
    memcpy(slot.name, name, strlen(name) + 1);
    WB_TRY(describe(&ours, name, &slot.data, err));
    slot.offset = ours.offset;
    if (!trusted)
        WB_TRY(wb_slot_check(&slot, frame->n_rows, err));
    WB_TRY(take(slot.data, &ours, frame->n_rows, err));
    copied = (ours.flags & WB_COLUMN_COPY) != 0;
    if (!copied && ours.release != NULL)
        slot.data->owners[0]->release = ours.release;
    wb_frame_push(frame, name, slot.data, copied ? 0 : ours.offset, NULL);
    slot.data = NULL;
    if (copied && ours.release != NULL)
        ours.release(ours.user); /* nothing borrows the buffers */
done:
    wb_column_data_drop(slot.data);
    return st;
}

wb_status wb_frame_add_column(wb_frame *frame, const char *name, const wb_column *column,
                              wb_error *err)
{
    return add_column(frame, name, column, false, err);
}

wb_status wb_frame_add_trusted(wb_frame *frame, const char *name, const wb_column *column,
                               wb_error *err)
{
    return add_column(frame, name, column, true, err);
}
