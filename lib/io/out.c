/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "io/out.h"

#include <math.h>
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

static size_t put_word(char room[WB_NUMBER_CHARS], const char *word)
{
    size_t length = strlen(word);

    memcpy(room, word, length + 1);
    return length;
}

const char *wb_cell_text(const wb_frame *frame, size_t column, int64_t row,
                         char room[WB_NUMBER_CHARS], size_t *length)
{
    int32_t type = wb_frame_column_type(frame, column);
    int64_t whole = wb_frame_int64(frame, column, row);
    double number = 0;

    switch (type) {
    case WB_TYPE_UTF8:
    case WB_TYPE_DICTIONARY:
        return wb_frame_text(frame, column, row, length);
    case WB_TYPE_BOOL:
        *length = put_word(room, whole != 0 ? "true" : "false");
        break;
    case WB_TYPE_FLOAT32:
    case WB_TYPE_FLOAT64:
        number = wb_frame_double(frame, column, row);
        if (isinf(number))
            *length = put_word(room, number < 0 ? "-Inf" : "Inf");
        else
            *length = wb_format_double17(room, number);
        break;
    case WB_TYPE_DATE32:
        *length = wb_format_date(room, (int32_t)whole);
        break;
    case WB_TYPE_TIMESTAMP:
        *length = wb_format_timestamp(room, whole);
        break;
    default:
        *length = wb_format_int64(room, whole);
        break;
    }
    return room;
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
