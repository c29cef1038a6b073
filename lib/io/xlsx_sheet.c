/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* ISO/IEC 29500-1, 18.3: cells hold their text themselves (inlineStr), numbers their
 * shortest exact form, days the count from 1899-12-30 on, with which 1900-03-01 is 61. */
#include "io/xlsx_sheet.h"

#include "io/out.h"
#include "io/xlsx_look.h"

#include <math.h>
#include <string.h>

enum { MOST_ROWS = 1048576, MOST_COLUMNS = 16384, MOST_UNITS = 32767 };
enum { LEAST_WIDTH = 8, MOST_WIDTH = 60, ROWS_MEASURED = 200 };
enum { MOST_HEAD = 250 }; /* bytes; readers refuse more than 255 characters */

/* Days since 1970 in which a spreadsheet's calendar is right: 1900-03-01 .. 9999-12-31.
 */
enum { DAY_ZERO = 25569, FIRST_DAY = 61 - DAY_ZERO, LAST_DAY = 2958465 - DAY_ZERO };

static const int64_t most_exact = INT64_C(1) << 53;
static const int64_t day_micros = INT64_C(86400000000);

/* ---- cells ---- */

/* Spaces at an end would get lost. */
static bool needs_space(const char *text, size_t length)
{
    return length > 0 && (strchr(" \t\n", text[0]) != NULL ||
                          strchr(" \t\n", text[length - 1]) != NULL);
}

/* "C7" and the format; row and column from 0. */
static wb_status open_cell(wb_text *out, size_t column, int64_t row,
                           enum wb_xlsx_format format, wb_error *err)
{
    char letters[8];
    size_t at = sizeof letters - 1;

    letters[at] = '\0';
    for (size_t left = column + 1; left > 0; left = (left - 1) / 26)
        letters[--at] = (char)('A' + (left - 1) % 26);
    wb_status st =
        wb_text_format(out, err, "<c r=\"%s%lld\"", letters + at, (long long)row + 1);
    if (st == WB_OK && format != WB_XLSX_PLAIN)
        st = wb_text_format(out, err, " s=\"%d\"", (int)format);
    return st;
}

static wb_status put_text(wb_text *out, const char *text, size_t length, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_text_add(out, " t=\"inlineStr\"><is><t", err));
    WB_TRY(wb_text_add(out, needs_space(text, length) ? " xml:space=\"preserve\">" : ">",
                       err));
    WB_TRY(wb_xlsx_escape(out, text, length, err));
    WB_TRY(wb_text_add(out, "</t></is></c>", err));
done:
    return st;
}

static wb_status put_number(wb_text *out, double value, wb_error *err)
{
    char number[WB_NUMBER_CHARS];

    wb_format_double(number, value);
    return wb_text_format(out, err, "><v>%s</v></c>", number);
}

/* Microseconds since 1970 of a date or a timestamp, and whether the calendar of
 * spreadsheets has that day. */
static bool is_day(const wb_frame *frame, size_t column, int64_t row, double *serial)
{
    int64_t value = wb_frame_int64(frame, column, row);
    int64_t unit = wb_frame_column_type(frame, column) == WB_TYPE_DATE32 ? 1 : day_micros;

    *serial = DAY_ZERO + (double)value / (double)unit;
    return value >= FIRST_DAY * unit && value < (LAST_DAY + 1) * unit;
}

/* A number that a spreadsheet holds as it is. */
static bool is_number(const wb_frame *frame, size_t column, int64_t row, double *value)
{
    int64_t whole = wb_frame_int64(frame, column, row);

    *value = wb_frame_double(frame, column, row);
    switch (wb_frame_column_type(frame, column)) {
    case WB_TYPE_FLOAT32:
    case WB_TYPE_FLOAT64:
        return isfinite(*value);
    case WB_TYPE_UTF8:
    case WB_TYPE_DICTIONARY:
        return false;
    case WB_TYPE_DATE32:
    case WB_TYPE_TIMESTAMP:
        return is_day(frame, column, row, value);
    default:
        return whole >= -most_exact && whole <= most_exact;
    }
}

static wb_status check_length(const wb_frame *frame, size_t column, int64_t row,
                              const char *text, size_t length, wb_error *err)
{
    const char *name = wb_frame_column_name(frame, column);

    if (wb_xlsx_length(text, length) <= MOST_UNITS)
        return WB_OK;
    return wb_fail_at(err, WB_E_LIMIT, row, name,
                      "the text in column '%s', row %lld, is too long: a cell of a "
                      "spreadsheet holds %d characters",
                      name, (long long)row, MOST_UNITS);
}

static wb_status put_as_text(wb_text *out, const wb_frame *frame, size_t column,
                             int64_t row, wb_error *err)
{
    char room[WB_NUMBER_CHARS];
    size_t length = 0;
    wb_status st = WB_OK;

    WB_TRY(wb_cell_check(frame, column, row, err));
    const char *text = wb_cell_text(frame, column, row, room, &length);
    WB_TRY(check_length(frame, column, row, text, length, err));
    WB_TRY(put_text(out, text, length, err));
done:
    return st;
}

/* What a frame is written with. */
typedef struct sheet {
    const wb_frame *frame;
    wb_xlsx_looks looks;
    int *widths;
} sheet;

static enum wb_xlsx_format format_of(const sheet *s, size_t column, int64_t row)
{
    switch (wb_frame_column_type(s->frame, column)) {
    case WB_TYPE_DATE32:
        return WB_XLSX_DATE;
    case WB_TYPE_TIMESTAMP:
        return WB_XLSX_TIME;
    case WB_TYPE_UTF8:
    case WB_TYPE_DICTIONARY:
        return s->widths[column] < MOST_WIDTH ? WB_XLSX_PLAIN : WB_XLSX_WRAPPED;
    default:
        return wb_xlsx_look_at(&s->looks, s->frame, column, row);
    }
}

/* A number that is not shown says so; others that are missing are no cell. */
static wb_status put_missing(wb_text *out, const sheet *s, size_t column, int64_t row,
                             wb_error *err)
{
    wb_status st = WB_OK;

    if (!wb_xlsx_is_hidden(&s->looks, s->frame, column, row))
        return WB_OK;
    WB_TRY(open_cell(out, column, row + 1, format_of(s, column, row), err));
    WB_TRY(put_text(out, "hidden", strlen("hidden"), err));
done:
    return st;
}

static wb_status put_cell(wb_text *out, const sheet *s, size_t column, int64_t row,
                          wb_error *err)
{
    const wb_frame *frame = s->frame;
    int32_t type = wb_frame_column_type(frame, column);
    double value = 0;
    wb_status st = WB_OK;

    if (wb_frame_is_missing(frame, column, row) != 0)
        return put_missing(out, s, column, row, err);
    WB_TRY(open_cell(out, column, row + 1, format_of(s, column, row), err));
    if (!is_number(frame, column, row, &value)) {
        st = put_as_text(out, frame, column, row, err);
        goto done;
    }
    if (type == WB_TYPE_BOOL)
        WB_TRY(wb_text_add(out, " t=\"b\"", err));
    WB_TRY(put_number(out, value, err));
done:
    return st;
}

/* ---- the sheet ---- */

static wb_status check_size(const wb_frame *frame, wb_error *err)
{
    int64_t n_rows = wb_frame_row_count(frame);
    size_t n_columns = wb_frame_column_count(frame);

    if (n_rows < MOST_ROWS && n_columns <= MOST_COLUMNS)
        return WB_OK;
    return wb_fail(err, WB_E_LIMIT,
                   "%lld rows of %zu columns do not fit: a sheet holds %d rows, with the "
                   "header, and %d columns",
                   (long long)n_rows, n_columns, MOST_ROWS, MOST_COLUMNS);
}

/* As wide as the widest of the name and the first cells, within reason. */
static int width_of(const sheet *s, size_t column)
{
    const wb_frame *frame = s->frame;
    const char *name = wb_frame_column_name(frame, column);
    size_t widest = wb_utf8_width(name, strlen(name)) + 1; /* bold is wider */
    char room[WB_NUMBER_CHARS];
    bool is_short = s->looks.columns[column].shown; /* its digits are not all shown */

    for (int64_t row = 0;
         !is_short && row < wb_frame_row_count(frame) && row < ROWS_MEASURED; row++) {
        size_t length = 0;
        if (wb_frame_is_missing(frame, column, row) != 0)
            continue;
        const char *text = wb_cell_text(frame, column, row, room, &length);
        size_t width = wb_utf8_width(text, length);
        widest = width > widest ? width : widest;
    }
    return widest + 2 > MOST_WIDTH    ? MOST_WIDTH
           : widest + 2 < LEAST_WIDTH ? LEAST_WIDTH
                                      : (int)(widest + 2);
}

static wb_status put_widths(wb_text *out, const int *widths, size_t n_columns,
                            wb_error *err)
{
    wb_status st = WB_OK;

    if (n_columns == 0)
        return WB_OK;
    WB_TRY(wb_text_add(out, "<cols>", err));
    for (size_t i = 0; i < n_columns; i++)
        WB_TRY(wb_text_format(out, err,
                              "<col min=\"%zu\" max=\"%zu\" width=\"%d\" "
                              "customWidth=\"1\"/>",
                              i + 1, i + 1, widths[i]));
    WB_TRY(wb_text_add(out, "</cols>", err));
done:
    return st;
}

static wb_status put_header(wb_text *out, const wb_frame *frame, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_text_add(out, "<row r=\"1\">", err));
    for (size_t i = 0; i < wb_frame_column_count(frame); i++) {
        const char *name = wb_frame_column_name(frame, i);
        WB_TRY(check_length(frame, i, 0, name, strlen(name), err));
        WB_TRY(open_cell(out, i, 0, WB_XLSX_HEADER, err));
        WB_TRY(put_text(out, name, strlen(name), err));
    }
    WB_TRY(wb_text_add(out, "</row>", err));
done:
    return st;
}

static wb_status put_rows(wb_text *out, const sheet *s, wb_error *err)
{
    wb_status st = WB_OK;

    for (int64_t row = 0; row < wb_frame_row_count(s->frame); row++) {
        WB_TRY(wb_text_format(out, err, "<row r=\"%lld\">", (long long)row + 2));
        for (size_t i = 0; i < wb_frame_column_count(s->frame); i++)
            WB_TRY(put_cell(out, s, i, row, err));
        WB_TRY(wb_text_add(out, "</row>", err));
    }
done:
    return st;
}

/* In the head of a page '&' begins a command, && is the sign itself. */
static wb_status put_head(wb_text *out, const char *note, wb_error *err)
{
    wb_text doubled = {0};
    wb_status st = WB_OK;

    for (const char *c = note; *c != '\0'; c++)
        WB_TRY(wb_text_append(&doubled, *c == '&' ? "&&" : c, *c == '&' ? 2 : 1, err));
    WB_TRY(wb_text_add(out, "<headerFooter><oddHeader>&amp;C", err));
    WB_TRY(wb_xlsx_escape(out, doubled.bytes,
                          wb_utf8_cut(doubled.bytes, doubled.length, MOST_HEAD), err));
    WB_TRY(wb_text_add(out, "</oddHeader></headerFooter>", err));
done:
    wb_text_free(&doubled);
    return st;
}

static wb_status put_page(wb_text *out, const char *note, wb_error *err)
{
    wb_status st =
        wb_text_add(out, "<pageSetup paperSize=\"9\" orientation=\"landscape\"/>", err);

    return st == WB_OK && note != NULL && note[0] != '\0' ? put_head(out, note, err) : st;
}

static wb_status put_sheet(wb_text *out, const sheet *s, const char *note, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_text_add(out,
                       "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
                       "<worksheet xmlns=\"http://schemas.openxmlformats.org/"
                       "spreadsheetml/2006/main\"><sheetViews>"
                       "<sheetView workbookViewId=\"0\"><pane ySplit=\"1\" "
                       "topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>"
                       "</sheetView></sheetViews>",
                       err));
    WB_TRY(put_widths(out, s->widths, wb_frame_column_count(s->frame), err));
    WB_TRY(wb_text_add(out, "<sheetData>", err));
    WB_TRY(put_header(out, s->frame, err));
    WB_TRY(put_rows(out, s, err));
    WB_TRY(wb_text_add(out, "</sheetData>", err));
    WB_TRY(put_page(out, note, err));
    WB_TRY(wb_text_add(out, "</worksheet>\n", err));
done:
    return st;
}

wb_status wb_xlsx_sheet(wb_text *out, const wb_frame *frame, const char *note,
                        wb_error *err)
{
    size_t n_columns = wb_frame_column_count(frame);
    sheet s = {.frame = frame};
    wb_status st = WB_OK;

    WB_TRY(check_size(frame, err));
    WB_TRY(wb_xlsx_looks_read(frame, &s.looks, err));
    s.widths = wb_allocate(n_columns, sizeof *s.widths);
    if (s.widths == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    for (size_t i = 0; i < n_columns; i++)
        s.widths[i] = width_of(&s, i);
    WB_TRY(put_sheet(out, &s, note, err));
done:
    wb_release(s.widths);
    wb_xlsx_looks_free(&s.looks);
    return st;
}
