/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "base/json.h"
#include "io/out.h"

#include <werkbaar/io.h>

#include <math.h>
#include <string.h>

static wb_status put_string(wb_out *out, const char *text, wb_error *err)
{
    if (text == NULL)
        return wb_out_string(out, "null", err);
    return wb_json_quote(&out->text, text, strlen(text), err);
}

static wb_status put_columns(wb_out *out, const wb_frame *frame, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < wb_frame_column_count(frame); i++) {
        WB_TRY(wb_out_string(out, i > 0 ? ",\n  {\"name\": " : "\n  {\"name\": ", err));
        WB_TRY(put_string(out, wb_frame_column_name(frame, i), err));
        WB_TRY(wb_out_string(out, ", \"type\": ", err));
        WB_TRY(put_string(out, wb_type_name(wb_frame_column_type(frame, i)), err));
        WB_TRY(wb_out_string(out, ", \"label\": ", err));
        WB_TRY(put_string(out, wb_frame_label(frame, i), err));
        WB_TRY(wb_out_string(out, "}", err));
    }
done:
    return st;
}

static wb_status put_value(wb_out *out, const wb_frame *frame, size_t column, int64_t row,
                           wb_error *err)
{
    char room[WB_NUMBER_CHARS];
    size_t length = 0;

    if (wb_frame_is_missing(frame, column, row) != 0)
        return wb_out_string(out, "null", err);
    wb_status st = wb_cell_check(frame, column, row, err);
    if (st != WB_OK)
        return st;
    const char *text = wb_cell_text(frame, column, row, room, &length);
    switch (wb_frame_column_type(frame, column)) {
    case WB_TYPE_UTF8:
    case WB_TYPE_DICTIONARY:
    case WB_TYPE_DATE32:
    case WB_TYPE_TIMESTAMP:
        return wb_json_quote(&out->text, text, length, err);
    case WB_TYPE_FLOAT32:
    case WB_TYPE_FLOAT64:
        if (isinf(wb_frame_double(frame, column, row)))
            return wb_out_string(out, text[0] == '-' ? "\"-Infinity\"" : "\"Infinity\"",
                                 err);
        break;
    default:
        break;
    }
    return wb_out_bytes(out, text, length, err);
}

/* The members' names with what stands around them, made once: offsets[i] .. offsets[i+1]
 * is what goes before the value of column i. */
static wb_status make_keys(const wb_frame *frame, wb_text *keys, size_t *offsets,
                           wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < wb_frame_column_count(frame); i++) {
        const char *name = wb_frame_column_name(frame, i);
        offsets[i] = keys->length;
        WB_TRY(wb_text_add(keys, i > 0 ? ", " : "{", err));
        WB_TRY(wb_json_quote(keys, name, strlen(name), err));
        WB_TRY(wb_text_add(keys, ": ", err));
        offsets[i + 1] = keys->length;
    }
done:
    return st;
}

static wb_status put_row(wb_out *out, const wb_frame *frame, int64_t row,
                         const wb_text *keys, const size_t *offsets, wb_error *err)
{
    size_t n_columns = wb_frame_column_count(frame);
    wb_status st = WB_OK;

    WB_TRY(wb_out_string(out, row > 0 ? ",\n  " : "\n  ", err));
    for (size_t i = 0; i < n_columns; i++) {
        WB_TRY(wb_out_bytes(out, keys->bytes + offsets[i], offsets[i + 1] - offsets[i],
                            err));
        WB_TRY(put_value(out, frame, i, row, err));
    }
    WB_TRY(wb_out_string(out, n_columns > 0 ? "}" : "{}", err));
    WB_TRY(wb_out_spill(out, err));
done:
    return st;
}

static wb_status put_rows(wb_out *out, const wb_frame *frame, wb_error *err)
{
    wb_text keys = {0};
    size_t *offsets = NULL;
    wb_status st = WB_OK;

    offsets = wb_allocate(wb_frame_column_count(frame) + 1, sizeof *offsets);
    if (offsets == NULL)
        return wb_fail_nomem(err);
    WB_TRY(make_keys(frame, &keys, offsets, err));
    for (int64_t row = 0; row < wb_frame_row_count(frame); row++)
        WB_TRY(put_row(out, frame, row, &keys, offsets, err));
done:
    wb_text_free(&keys);
    wb_release(offsets);
    return st;
}

wb_status wb_json_write(wb_writer *writer, const wb_frame *frame, wb_error *err)
{
    wb_out out = {writer, {0}};
    wb_status st = WB_OK;

    if (writer == NULL || frame == NULL)
        return wb_fail(err, WB_E_ARG, "%s must not be NULL",
                       writer == NULL ? "writer" : "frame");
    const char *metadata = wb_frame_metadata(frame);
    WB_TRY(wb_out_string(&out, "{\"metadata\": ", err));
    WB_TRY(wb_out_string(&out, metadata != NULL ? metadata : "null", err));
    WB_TRY(wb_out_string(&out, ",\n\"columns\": [", err));
    WB_TRY(put_columns(&out, frame, err));
    WB_TRY(wb_out_string(&out, "],\n\"rows\": [", err));
    WB_TRY(put_rows(&out, frame, err));
    WB_TRY(wb_out_string(&out, "]}\n", err));
    WB_TRY(wb_out_flush(&out, err));
done:
    wb_out_free(&out);
    return st;
}
