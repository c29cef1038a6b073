/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "monitor/batch.h"

wb_status wb_batch_add(wb_frame *frame, const char *name, wb_column *column, void *values,
                       wb_error *err)
{
    column->values = values;
    column->release = wb_release;
    column->user = values;
    wb_status st = wb_frame_add_trusted(frame, name, column, err);
    if (st != WB_OK)
        wb_release(values);
    return st;
}

wb_status wb_batch_add_groups(wb_frame *frame, const char *name, const wb_names *names,
                              int32_t *codes, wb_error *err)
{
    wb_column column = WB_COLUMN_INIT;

    if (names->count == 0) {
        wb_release(codes);
        column.type = WB_TYPE_NULL;
        return wb_frame_add_trusted(frame, name, &column, err);
    }
    column.type = WB_TYPE_DICTIONARY;
    column.flags = WB_COLUMN_SENTINEL;
    column.sentinel = -1;
    column.categories = (const char *const *)names->items;
    column.n_categories = (int64_t)names->count;
    return wb_batch_add(frame, name, &column, codes, err);
}

wb_status wb_batch_add_bools(wb_frame *frame, const char *name, int8_t *values,
                             wb_error *err)
{
    wb_column column = WB_COLUMN_INIT;

    column.type = WB_TYPE_BOOL;
    column.flags = WB_COLUMN_SENTINEL | WB_COLUMN_BOOL_BYTES;
    column.sentinel = -1;
    return wb_batch_add(frame, name, &column, values, err);
}
