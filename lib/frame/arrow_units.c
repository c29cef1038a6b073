/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Dates and timestamps in other units than ours are converted, exactly or not at all. */
#include "frame/arrow.h"

static bool convert(const wb_arrow_format *format, int64_t value, int64_t *out)
{
    if (value % format->divide != 0)
        return false;
    value /= format->divide;
    if (value > INT64_MAX / format->multiply || value < INT64_MIN / format->multiply)
        return false;
    *out = value * format->multiply;
    return format->type != WB_TYPE_DATE32 || (*out >= INT32_MIN && *out <= INT32_MAX);
}

wb_status wb_arrow_convert_units(wb_arrow_column *in, wb_error *err)
{
    bool days = in->format.type == WB_TYPE_DATE32;
    wb_column_data *data =
        wb_column_data_new(in->format.type, days ? WB_STORE_INT32 : WB_STORE_INT64);
    int64_t *wide;
    wb_status st = WB_E_NOMEM;

    if (data == NULL)
        return wb_fail_nomem(err);
    data->owners[0] = wb_buffer_allocate((size_t)in->n_rows, days ? 4 : 8);
    data->owners[1] = wb_buffer_allocate((size_t)(in->n_rows + 7) / 8, 1);
    if (data->owners[0] == NULL || data->owners[1] == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    wide = data->owners[0]->user;
    for (int64_t row = 0; row < in->n_rows; row++) {
        int64_t raw = wb_slot_integer(&in->slot, row), value = 0;

        if (!wb_slot_missing(&in->slot, row) && !convert(&in->format, raw, &value)) {
            st = wb_fail_at(err, WB_E_DATA, row, in->slot.name,
                            "value %lld of column '%s' in row %lld is not a whole number "
                            "of %s that fits",
                            (long long)raw, in->slot.name, (long long)row,
                            days ? "days" : "microseconds");
            goto done;
        }
        if (days)
            ((int32_t *)data->owners[0]->user)[row] = (int32_t)value;
        else
            wide[row] = value;
    }
    if (in->slot.data->validity != NULL) {
        wb_bits_copy(in->slot.data->validity, in->slot.offset, in->n_rows,
                     data->owners[1]->user);
        data->validity = data->owners[1]->user;
    }
    data->values = data->owners[0]->user;
    wb_column_data_drop(in->slot.data);
    in->slot.data = data;
    in->slot.offset = 0;
    data = NULL;
    st = WB_OK;
done:
    wb_column_data_drop(data);
    return st;
}
