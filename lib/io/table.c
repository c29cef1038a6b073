/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Cells are formatted twice, once to measure and once to print: nothing of the frame is
 * kept. The part of a number before its point and the part from it on have each a width
 * per column, so that points stand under one another. */
#include "io/out.h"

#include <werkbaar/io.h>

#include <math.h>
#include <string.h>

enum { DEFAULT_ROWS = 1000, DEFAULT_DIGITS = 5, DEFAULT_WIDTH = 40 };

static const char ellipsis[] = "\xe2\x80\xa6"; /* … */
static const char rule[] = "\xe2\x94\x80";     /* ─ */

typedef struct layout {
    bool is_number; /* to the right */
    size_t width;
    size_t whole;    /* columns before the decimal point */
    size_t fraction; /* from it on */
} layout;

/* ---- cells ---- */

static size_t drop_zeros(char *text, size_t length)
{
    if (memchr(text, '.', length) == NULL)
        return length;
    while (text[length - 1] == '0')
        length--;
    length -= text[length - 1] == '.';
    text[length] = '\0';
    return length;
}

/* A number that 17 digits write with an exponent, at `e`: the same with fewer digits. */
static size_t shorten(char room[WB_NUMBER_CHARS], size_t length, char *e, int digits)
{
    char mantissa[WB_NUMBER_CHARS], exponent[WB_NUMBER_CHARS];
    double value = 0;
    int64_t power = 0;

    if (!wb_parse_double(room, (size_t)(e - room), '.', &value) ||
        !wb_parse_int64(e + 1, length - (size_t)(e + 1 - room), &power))
        return length; /* not reached: a number that was written can be read */
    size_t n = drop_zeros(mantissa, wb_format_fixed(mantissa, value, digits - 1));
    if (strcmp(mantissa + (value < 0), "10") == 0) {
        n--;
        power++;
    }
    size_t more = wb_format_int64(exponent, power);
    memcpy(room, mantissa, n);
    room[n] = 'e';
    memcpy(room + n + 1, exponent, more + 1);
    return n + 1 + more;
}

/* `digits` significant digits, none of those before the point left out. */
static size_t format_number(char room[WB_NUMBER_CHARS], double value, int digits)
{
    double size = fabs(value);

    if (size == 0)
        return wb_format_int64(room, 0);
    if (size >= 1e-4 && size < 1e15) {
        int decimals = digits - 1 - (int)floor(log10(size));
        return drop_zeros(room, wb_format_fixed(room, value, decimals));
    }
    size_t length = wb_format_double17(room, value);
    char *e = memchr(room, 'e', length);
    return e != NULL ? shorten(room, length, e, digits) : length;
}

static bool is_control(const char *text, size_t left)
{
    unsigned char c = (unsigned char)text[0];

    return c < 0x20 || c == 0x7f ||
           (c == 0xc2 && left > 1 && (unsigned char)text[1] < 0xa0);
}

/* Copy a text, control characters as spaces, cut to `max_width` columns. */
static wb_status clean_text(wb_text *cell, const char *text, size_t length,
                            size_t max_width, wb_error *err)
{
    wb_status st = WB_OK;
    size_t kept = 0, width = 0; /* of what fits with an ellipsis behind it */

    for (size_t i = 0, n = 0; i < length; i += n) {
        n = 1;
        while (i + n < length && ((unsigned char)text[i + n] & 0xc0) == 0x80)
            n++;
        bool control = is_control(text + i, length - i);
        width += control ? 1 : wb_utf8_width(text + i, n);
        if (width > max_width) {
            cell->length = kept;
            WB_TRY(wb_text_add(cell, ellipsis, err));
            break;
        }
        WB_TRY(control ? wb_text_append(cell, " ", 1, err)
                       : wb_text_append(cell, text + i, n, err));
        if (width < max_width)
            kept = cell->length;
    }
done:
    return st;
}

/* The name of a column, as long as it is. */
static wb_status format_name(wb_text *cell, const wb_frame *frame, size_t column,
                             wb_error *err)
{
    const char *name = wb_frame_column_name(frame, column);

    cell->length = 0;
    return clean_text(cell, name, strlen(name), SIZE_MAX, err);
}

static wb_status format_cell(wb_text *cell, const wb_frame *frame, size_t column,
                             int64_t row, const wb_table_options *options, wb_error *err)
{
    int32_t type = wb_frame_column_type(frame, column);
    char room[WB_NUMBER_CHARS];
    size_t length = 0;

    cell->length = 0;
    if (wb_frame_is_missing(frame, column, row) != 0)
        return wb_text_append(cell, "", 0, err);
    const char *text = wb_cell_text(frame, column, row, room, &length);
    if (type == WB_TYPE_UTF8 || type == WB_TYPE_DICTIONARY)
        return clean_text(cell, text, length, (size_t)options->max_width, err);
    double number = wb_frame_double(frame, column, row);
    if ((type == WB_TYPE_FLOAT32 || type == WB_TYPE_FLOAT64) && !isinf(number))
        length = format_number(room, number, options->digits);
    return wb_text_append(cell, room, length, err);
}

/* ---- columns ---- */

static bool is_number(int32_t type)
{
    return type >= WB_TYPE_INT8 && type <= WB_TYPE_FLOAT64;
}

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

static size_t whole_part(const wb_text *cell)
{
    const char *point = cell->length > 0 ? memchr(cell->bytes, '.', cell->length) : NULL;

    return point != NULL ? (size_t)(point - cell->bytes) : cell->length;
}

static wb_status measure(layout *columns, const wb_frame *frame, int64_t n_rows,
                         const wb_table_options *options, wb_text *cell, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < wb_frame_column_count(frame); i++) {
        layout *column = &columns[i];
        column->is_number = is_number(wb_frame_column_type(frame, i));
        WB_TRY(format_name(cell, frame, i, err));
        column->width = wb_utf8_width(cell->bytes, cell->length);
        for (int64_t row = 0; row < n_rows; row++) {
            WB_TRY(format_cell(cell, frame, i, row, options, err));
            if (column->is_number) {
                size_t whole = whole_part(cell);
                column->whole = larger(column->whole, whole);
                column->fraction = larger(column->fraction, cell->length - whole);
            } else {
                column->width =
                    larger(column->width, wb_utf8_width(cell->bytes, cell->length));
            }
        }
        column->width = larger(column->width, column->whole + column->fraction);
    }
done:
    return st;
}

/* ---- lines ---- */

static wb_status pad(wb_text *line, size_t n, wb_error *err)
{
    wb_status st = WB_OK;

    for (; n > 0 && st == WB_OK; n--)
        st = wb_text_append(line, " ", 1, err);
    return st;
}

static wb_status add_cell(wb_text *line, const layout *column, size_t before,
                          const char *text, size_t length, wb_error *err)
{
    size_t used = before + wb_utf8_width(text, length);
    wb_status st = WB_OK;

    WB_TRY(pad(line, before, err));
    WB_TRY(wb_text_append(line, text, length, err));
    WB_TRY(pad(line, 2 + column->width - used, err));
done:
    return st;
}

/* A line without the spaces at its end. */
static wb_status put_line(wb_out *out, const wb_text *line, wb_error *err)
{
    size_t length = line->length;
    wb_status st = WB_OK;

    while (length > 0 && line->bytes[length - 1] == ' ')
        length--;
    WB_TRY(wb_out_bytes(out, length > 0 ? line->bytes : "", length, err));
    WB_TRY(wb_out_string(out, "\n", err));
    WB_TRY(wb_out_spill(out, err));
done:
    return st;
}

static wb_status put_header(wb_out *out, const layout *columns, const wb_frame *frame,
                            wb_text *cell, wb_text *line, wb_error *err)
{
    size_t n_columns = wb_frame_column_count(frame), total = 0;
    wb_status st = WB_OK;

    for (size_t i = 0; i < n_columns; i++) {
        WB_TRY(format_name(cell, frame, i, err));
        size_t width = wb_utf8_width(cell->bytes, cell->length);
        size_t before = columns[i].is_number ? columns[i].width - width : 0;
        WB_TRY(add_cell(line, &columns[i], before, cell->bytes, cell->length, err));
        total += columns[i].width + (i > 0 ? 2 : 0);
    }
    WB_TRY(put_line(out, line, err));
    for (; total > 0; total--)
        WB_TRY(wb_out_string(out, rule, err));
    WB_TRY(wb_out_string(out, "\n", err));
done:
    return st;
}

static wb_status put_row(wb_out *out, const layout *columns, const wb_frame *frame,
                         int64_t row, const wb_table_options *options, wb_text *cell,
                         wb_text *line, wb_error *err)
{
    wb_status st = WB_OK;

    line->length = 0;
    for (size_t i = 0; i < wb_frame_column_count(frame); i++) {
        const layout *column = &columns[i];
        WB_TRY(format_cell(cell, frame, i, row, options, err));
        size_t before = column->width - column->whole - column->fraction;
        before = column->is_number ? before + column->whole - whole_part(cell) : 0;
        WB_TRY(add_cell(line, column, before, cell->bytes, cell->length, err));
    }
    WB_TRY(put_line(out, line, err));
done:
    return st;
}

static wb_status put_rest(wb_out *out, int64_t n_rows, wb_error *err)
{
    if (n_rows == 0)
        return WB_OK;
    return wb_text_format(&out->text, err, "%s %lld more row%s\n", ellipsis,
                          (long long)n_rows, n_rows == 1 ? "" : "s");
}

static wb_status check_options(wb_table_options *options, wb_error *err)
{
    if (options->max_rows < 0 || options->digits < 0 || options->digits > 17 ||
        options->max_width < 0)
        return wb_fail(err, WB_E_ARG,
                       "max_rows %lld and max_width %d must not be negative, digits %d "
                       "must be 0 to 17",
                       (long long)options->max_rows, options->max_width, options->digits);
    options->max_rows = options->max_rows > 0 ? options->max_rows : DEFAULT_ROWS;
    options->digits = options->digits > 0 ? options->digits : DEFAULT_DIGITS;
    options->max_width = options->max_width > 0 ? options->max_width : DEFAULT_WIDTH;
    return WB_OK;
}

static wb_status put_table(wb_out *out, const wb_frame *frame,
                           const wb_table_options *options, wb_error *err)
{
    int64_t all = wb_frame_row_count(frame);
    int64_t n_rows = all < options->max_rows ? all : options->max_rows;
    layout *columns = wb_allocate(wb_frame_column_count(frame), sizeof *columns);
    wb_text cell = {0}, line = {0};
    wb_status st = WB_OK;

    if (columns == NULL)
        return wb_fail_nomem(err);
    WB_TRY(measure(columns, frame, n_rows, options, &cell, err));
    WB_TRY(put_header(out, columns, frame, &cell, &line, err));
    for (int64_t row = 0; row < n_rows; row++)
        WB_TRY(put_row(out, columns, frame, row, options, &cell, &line, err));
    WB_TRY(put_rest(out, all - n_rows, err));
    WB_TRY(wb_out_flush(out, err));
done:
    wb_text_free(&line);
    wb_text_free(&cell);
    wb_release(columns);
    return st;
}

wb_status wb_table_print(wb_writer *writer, const wb_frame *frame,
                         const wb_table_options *options, wb_error *err)
{
    wb_table_options ours = WB_TABLE_OPTIONS_INIT;
    wb_out out = {writer, {0}};
    wb_status st = WB_OK;

    if (writer == NULL || frame == NULL)
        return wb_fail(err, WB_E_ARG, "%s must not be NULL",
                       writer == NULL ? "writer" : "frame");
    WB_TRY(wb_options_read(&ours, sizeof ours, options, err));
    WB_TRY(check_options(&ours, err));
    WB_TRY(put_table(&out, frame, &ours, err));
done:
    wb_out_free(&out);
    return st;
}
