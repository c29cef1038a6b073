/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "io/out.h"

#include <string.h>

enum { PIECE = 64 << 10 };

wb_status wb_out_bytes(wb_out *out, const char *bytes, size_t length, wb_error *err)
{
    return wb_text_append(&out->text, bytes, length, err);
}

wb_status wb_out_string(wb_out *out, const char *string, wb_error *err)
{
    return wb_text_append(&out->text, string, strlen(string), err);
}

wb_status wb_out_flush(wb_out *out, wb_error *err)
{
    if (out->text.length == 0)
        return WB_OK;
    wb_status st = wb_writer_write(out->writer, out->text.bytes, out->text.length, err);
    out->text.length = 0;
    return st;
}

wb_status wb_out_spill(wb_out *out, wb_error *err)
{
    return out->text.length >= PIECE ? wb_out_flush(out, err) : WB_OK;
}

void wb_out_free(wb_out *out)
{
    wb_text_free(&out->text);
}

wb_status wb_cell_check(const wb_frame *frame, size_t column, int64_t row, wb_error *err)
{
    if (wb_frame_column_type(frame, column) != WB_TYPE_UINT64 ||
        wb_frame_int64(frame, column, row) < INT64_MAX)
        return WB_OK;
    return wb_fail_at(err, WB_E_DATA, row, wb_frame_column_name(frame, column),
                      "the number in column '%s', row %lld, is too large: uint64 is "
                      "written below 2^63 - 1 only",
                      wb_frame_column_name(frame, column), (long long)row);
}
