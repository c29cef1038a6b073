/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Column data: buffers that slots of frames share. */
#include "frame/column.h"

wb_column_data *wb_column_data_new(wb_type type, wb_storage storage)
{
    wb_column_data *data = wb_allocate(1, sizeof *data);

    if (data == NULL)
        return NULL;
    atomic_init(&data->count, 1);
    data->type = type;
    data->storage = storage;
    return data;
}

wb_column_data *wb_column_data_share(wb_column_data *data)
{
    atomic_fetch_add_explicit(&data->count, 1, memory_order_relaxed);
    return data;
}

void wb_column_data_drop(wb_column_data *data)
{
    if (data == NULL ||
        atomic_fetch_sub_explicit(&data->count, 1, memory_order_acq_rel) != 1)
        return;
    wb_dictionary_drop(data->dictionary);
    for (size_t i = 0; i < sizeof data->owners / sizeof data->owners[0]; i++)
        wb_buffer_drop(data->owners[i]);
    wb_release(data);
}

size_t wb_storage_width(wb_storage storage)
{
    switch (storage) {
    case WB_STORE_INT8:
    case WB_STORE_UINT8:
        return 1;
    case WB_STORE_INT16:
    case WB_STORE_UINT16:
        return 2;
    case WB_STORE_INT32:
    case WB_STORE_UINT32:
    case WB_STORE_FLOAT32:
        return 4;
    case WB_STORE_INT64:
    case WB_STORE_UINT64:
    case WB_STORE_FLOAT64:
        return 8;
    case WB_STORE_VIEWS:
        return WB_VIEW_BYTES;
    case WB_STORE_NONE:
    case WB_STORE_BITS:
    case WB_STORE_TEXT32:
    case WB_STORE_TEXT64:
        return 0;
    }
    return 0; /* not reached: each case has returned */
}

wb_status wb_frame_check_column(const wb_frame *frame, size_t column, wb_error *err)
{
    if (frame == NULL)
        return wb_fail(err, WB_E_ARG, "there is no frame");
    if (column >= frame->n_columns)
        return wb_fail(err, WB_E_ARG, "column %zu is outside a frame of %zu columns",
                       column, frame->n_columns);
    return WB_OK;
}
