/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "io/csv_file.h"

#include "base/text.h"

/* ---- the header ---- */

wb_status wb_csv_header_name(const wb_csv_file *csv, size_t i, wb_text *name,
                             wb_error *err)
{
    wb_csv_field field = csv->scan.fields[i];
    const char *text = wb_csv_bytes(&csv->scan, field);
    size_t length = field.size & WB_CSV_LENGTH, bad = wb_utf8_valid(text, length);
    wb_status st = WB_OK;

    if (bad < length) {
        st = wb_fail(err, WB_E_DATA, "the name of column %zu of '%s' is not UTF-8", i + 1,
                     wb_reader_name(csv->scan.reader));
        wb_csv_scan_locate(&csv->scan, 0, i, bad, err);
        return st;
    }
    name->length = 0;
    WB_TRY(wb_text_append(name, text, length, err));
    if ((field.size & WB_CSV_DOUBLED) != 0) {
        size_t n = 0;
        for (size_t j = 0; j < length; j++) {
            name->bytes[n++] = text[j];
            j += text[j] == '"';
        }
        name->length = n;
    }
done:
    return st;
}

static wb_status check_name(const wb_csv_file *csv, size_t i, const wb_text *name,
                            wb_error *err)
{
    wb_status st = WB_OK;

    if (name->length == 0)
        st = wb_fail(err, WB_E_DATA, "column %zu of '%s' has no name", i + 1,
                     wb_reader_name(csv->scan.reader));
    else if (name->length > 127)
        st = wb_fail(err, WB_E_DATA,
                     "the name of column %zu of '%s' is longer than 127 bytes", i + 1,
                     wb_reader_name(csv->scan.reader));
    if (st != WB_OK)
        wb_csv_scan_locate(&csv->scan, 0, i, 0, err);
    return st;
}

wb_status wb_csv_read_names(wb_csv_file *csv, wb_error *err)
{
    wb_text name = {0};
    wb_status st = WB_OK;

    WB_TRY(wb_keys_new("header", &csv->names, err));
    for (size_t i = 0; i < csv->n_columns; i++) {
        int32_t code = 0;
        WB_TRY(wb_csv_header_name(csv, i, &name, err));
        WB_TRY(check_name(csv, i, &name, err));
        WB_TRY(
            wb_keys_add(csv->names, WB_KEY_TEXT, name.bytes, name.length, 0, &code, err));
        if ((size_t)code == i)
            continue;
        size_t length = 0;
        const char *twice = wb_keys_text(csv->names, code, &length);
        st = wb_fail_at(err, WB_E_DATA, -1, twice,
                        "columns %d and %zu of '%s' are both named '%s'", code + 1, i + 1,
                        wb_reader_name(csv->scan.reader), twice);
        wb_csv_scan_locate(&csv->scan, 0, i, 0, err);
        goto done;
    }
done:
    wb_text_free(&name);
    return st;
}

/* ---- declared types ---- */

static wb_status declare_categories(wb_csv_column *column, const wb_frame *types,
                                    size_t at, wb_error *err)
{
    int64_t n = wb_frame_category_count(types, at);
    wb_status st = WB_OK;

    WB_TRY(wb_keys_new(column->name, &column->categories, err));
    for (int64_t i = 0; i < n; i++) {
        const char *text = wb_frame_category(types, at, i);
        int32_t code = 0;
        WB_TRY(wb_keys_add(column->categories, WB_KEY_TEXT, text, strlen(text), 0, &code,
                           err));
    }
    column->n_declared = wb_keys_count(column->categories);
    column->ordered = wb_frame_is_ordered(types, at) != 0;
done:
    return st;
}

static wb_status declare_types(wb_csv_file *csv, const wb_frame *types, wb_error *err)
{
    for (size_t i = 0; i < wb_frame_column_count(types); i++) {
        const char *name = wb_frame_column_name(types, i);
        int32_t type = wb_frame_column_type(types, i), at = 0;
        wb_status st =
            wb_keys_add(csv->names, WB_KEY_TEXT, name, strlen(name), 0, &at, err);

        if (st != WB_OK)
            return st;
        if ((size_t)at >= csv->n_columns) {
            wb_fail_at(err, WB_E_DATA, -1, name,
                       "'%s' has no column '%s', whose type is declared",
                       wb_reader_name(csv->scan.reader), name);
            wb_error_set_where(err, wb_reader_name(csv->scan.reader));
            return WB_E_DATA;
        }
        wb_csv_column *column = &csv->columns[at];
        column->type = wb_csv_type_find(type);
        column->declared = true;
        bool number = type == WB_TYPE_FLOAT32 || type == WB_TYPE_FLOAT64;
        column->possible = number ? WB_CSV_FITS_NUMBER : 0;
        if (type == WB_TYPE_DICTIONARY)
            st = declare_categories(column, types, i, err);
        if (st != WB_OK)
            return st;
    }
    return WB_OK;
}

wb_status wb_csv_make_columns(wb_csv_file *csv, const wb_frame *types, wb_error *err)
{
    size_t length = 0;

    csv->columns = wb_allocate(csv->n_columns, sizeof *csv->columns);
    if (csv->columns == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < csv->n_columns; i++) {
        csv->columns[i].name = wb_keys_text(csv->names, (int32_t)i, &length);
        csv->columns[i].possible = WB_CSV_FITS_ALL;
    }
    return types != NULL ? declare_types(csv, types, err) : WB_OK;
}

/* ---- inferred types ---- */

/* Narrow down what columns can be by the next rows. A fault in a record ends the look: it
 * is reported when its turn comes. */
static wb_status look_ahead(wb_csv_file *csv, int64_t n_rows, wb_error *err)
{
    wb_csv_scan *scan = &csv->scan;

    for (csv->n_inferred = 0; csv->n_inferred < n_rows;) {
        int64_t left = n_rows - csv->n_inferred;
        wb_status st = wb_csv_scan_block(
            scan, left < WB_CSV_BLOCK_ROWS ? (size_t)left : WB_CSV_BLOCK_ROWS, err);
        if (st == WB_E_DATA)
            return WB_OK;
        if (st != WB_OK || scan->n_rows == 0)
            return st;
        for (size_t i = 0; i < csv->n_columns; i++)
            if (csv->columns[i].possible != 0)
                wb_csv_column_infer(&csv->columns[i], i, scan, scan->n_rows,
                                    &csv->dialect);
        csv->n_inferred += (int64_t)scan->n_rows;
    }
    return WB_OK;
}

/* A decimal comma when some column has numbers with one and none has them with a point.
 */
static char decide_decimal(const wb_csv_file *csv)
{
    bool comma = false;

    for (size_t i = 0; i < csv->n_columns; i++) {
        uint32_t number = csv->columns[i].possible & WB_CSV_FITS_NUMBER;
        if (!csv->columns[i].seen || number == WB_CSV_FITS_NUMBER)
            continue;
        if (number == WB_CSV_FITS_POINT)
            return '.';
        comma |= number == WB_CSV_FITS_COMMA;
    }
    return comma ? ',' : '.';
}

static int32_t choose_type(const wb_csv_file *csv, const wb_csv_column *column,
                           bool whole_file)
{
    if (column->seen)
        return wb_csv_fitting_type(column->possible, csv->dialect.decimal);
    return whole_file && !column->seen_empty ? WB_TYPE_NULL : WB_TYPE_UTF8;
}

wb_status wb_csv_infer_types(wb_csv_file *csv, const wb_csv_options *options,
                             wb_error *err)
{
    int64_t n_rows = options->infer_rows > 0 ? options->infer_rows : csv->chunk_rows;
    wb_status st = WB_OK;

    wb_csv_scan_hold(&csv->scan);
    WB_TRY(look_ahead(csv, n_rows, err));
    bool whole_file = csv->n_inferred < n_rows;
    csv->dialect.decimal = (char)options->decimal;
    if (options->decimal == 0)
        csv->dialect.decimal = csv->delimiter == ';' ? decide_decimal(csv) : '.';
    for (size_t i = 0; i < csv->n_columns; i++)
        if (!csv->columns[i].declared)
            csv->columns[i].type =
                wb_csv_type_find(choose_type(csv, &csv->columns[i], whole_file));
done:
    wb_csv_scan_return(&csv->scan);
    return st;
}
