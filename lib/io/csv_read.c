/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A CSV file as a source. Opening it reads the header, looks at the first rows to infer
 * types, goes back in the window and reads the first chunk, so that a fault near the top
 * is reported at once. A source that failed keeps failing the same way until rewound. */
#include "base/text.h"
#include "io/csv_column.h"

#include <werkbaar/io.h>

#include <stdio.h>

enum { CHUNK_ROWS = 16384 };

typedef struct csv_file {
    wb_csv_scan scan;
    wb_csv_dialect dialect;
    char *missing;
    int32_t delimiter;
    int64_t chunk_rows;
    int64_t n_inferred; /* rows looked at */
    size_t n_columns;
    wb_keys *names; /* code i: name of column i */
    wb_csv_column *columns;
    wb_frame *first; /* read ahead, not delivered yet */
    bool at_start;   /* rewound: the header comes first */
    bool delivered;  /* at least one frame, so that a file without rows still gives one */
    wb_status failed;
    wb_error failure;
} csv_file;

static void csv_free(csv_file *csv)
{
    if (csv == NULL)
        return;
    for (size_t i = 0; csv->columns != NULL && i < csv->n_columns; i++) {
        wb_csv_column_drop(&csv->columns[i]);
        wb_keys_free(csv->columns[i].categories);
    }
    wb_release(csv->columns);
    wb_keys_free(csv->names);
    wb_release(csv->missing);
    wb_frame_free(csv->first);
    wb_csv_scan_close(&csv->scan);
    wb_release(csv);
}

/* ---- the header ---- */

/* The text of header field `i`, quotes undone. */
static wb_status header_name(const csv_file *csv, size_t i, wb_text *name, wb_error *err)
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

static wb_status check_name(const csv_file *csv, size_t i, const wb_text *name,
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

static wb_status read_names(csv_file *csv, wb_error *err)
{
    wb_text name = {0};
    wb_status st = WB_OK;

    WB_TRY(wb_keys_new("header", &csv->names, err));
    for (size_t i = 0; i < csv->n_columns; i++) {
        int32_t code = 0;
        WB_TRY(header_name(csv, i, &name, err));
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
done:
    return st;
}

static wb_status declare_types(csv_file *csv, const wb_frame *types, wb_error *err)
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

static wb_status make_columns(csv_file *csv, const wb_frame *types, wb_error *err)
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
static wb_status look_ahead(csv_file *csv, int64_t n_rows, wb_error *err)
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
static char decide_decimal(const csv_file *csv)
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

static int32_t choose_type(const csv_file *csv, const wb_csv_column *column,
                           bool whole_file)
{
    if (column->seen)
        return wb_csv_fitting_type(column->possible, csv->dialect.decimal);
    return whole_file && !column->seen_empty ? WB_TYPE_NULL : WB_TYPE_UTF8;
}

static wb_status infer_types(csv_file *csv, const wb_csv_options *options, wb_error *err)
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

/* ---- chunks ---- */

static void quote_field(const csv_file *csv, size_t row, size_t column, char text[64])
{
    wb_csv_field field = csv->scan.fields[row * csv->n_columns + column];
    const char *bytes = wb_csv_bytes(&csv->scan, field);
    size_t length = field.size & WB_CSV_LENGTH, cut = wb_utf8_cut(bytes, length, 40);

    memcpy(text, bytes, cut);
    memcpy(text + cut, cut < length ? "..." : "\0\0\0", 4);
}

/* What to do about a field that is not what the first rows made expect. */
static void advise(const csv_file *csv, const wb_csv_column *column, char *text,
                   size_t size)
{
    const char *name = wb_type_name(column->type->type);

    if (column->declared)
        snprintf(text, size, " (the column is declared as %s)", name);
    else if (!column->seen)
        snprintf(text, size, " (the first %lld rows had no value)",
                 (long long)csv->n_inferred);
    else
        snprintf(text, size,
                 " (the first %lld rows were; declare the column as utf8 to read it as "
                 "text)",
                 (long long)csv->n_inferred);
}

static wb_status fail_field(const csv_file *csv, size_t row, size_t index, wb_error *err)
{
    const wb_csv_column *column = &csv->columns[index];
    wb_csv_field field = csv->scan.fields[row * csv->n_columns + index];
    size_t length = field.size & WB_CSV_LENGTH;
    size_t bad = wb_utf8_valid(wb_csv_bytes(&csv->scan, field), length);
    int64_t record = csv->scan.first_row + (int64_t)row;
    long long line = (long long)wb_csv_scan_line(&csv->scan, row, index);
    char text[64], advice[128];

    if (bad < length) {
        wb_fail_at(err, WB_E_DATA, record, column->name,
                   "the text in column '%s', line %lld, is not UTF-8 (save the file as "
                   "CSV UTF-8)",
                   column->name, line);
    } else {
        quote_field(csv, row, index, text);
        advise(csv, column, advice, sizeof advice);
        wb_fail_at(err, WB_E_DATA, record, column->name,
                   "field '%s' in column '%s', line %lld, is not %s%s", text,
                   column->name, line, column->type->expected, advice);
        bad = 0;
    }
    wb_csv_scan_locate(&csv->scan, row, index, bad, err);
    return WB_E_DATA;
}

/* Read the block into the columns. Of several faults the first in the file is reported,
 * whatever the order of columns and the size of blocks. */
static wb_status read_block(csv_file *csv, wb_error *err)
{
    size_t n_rows = csv->scan.n_rows, faulty = SIZE_MAX;

    for (size_t i = 0; i < csv->n_columns; i++) {
        size_t n_good = 0;
        wb_status st = wb_csv_column_read(&csv->columns[i], i, &csv->scan, n_rows,
                                          &csv->dialect, &n_good, err);
        if (st != WB_OK)
            return st;
        if (n_good < n_rows) {
            n_rows = n_good;
            faulty = i;
        }
    }
    return faulty == SIZE_MAX ? WB_OK : fail_field(csv, n_rows, faulty, err);
}

static wb_status finish_chunk(csv_file *csv, int64_t n_rows, wb_frame **out,
                              wb_error *err)
{
    wb_frame *frame = NULL;
    wb_status st = WB_OK;

    WB_TRY(wb_frame_new(n_rows, &frame, err));
    for (size_t i = 0; i < csv->n_columns; i++)
        WB_TRY(wb_csv_column_finish(&csv->columns[i], frame, err));
    *out = frame;
    frame = NULL;
done:
    wb_frame_free(frame);
    return st;
}

/* The next chunk; NULL at the end. */
static wb_status read_chunk(csv_file *csv, wb_frame **out, wb_error *err)
{
    wb_csv_scan *scan = &csv->scan;
    wb_status st = WB_OK;
    int64_t n_rows = 0, likely = csv->n_inferred;

    WB_TRY(wb_csv_scan_block(
        scan,
        WB_CSV_BLOCK_ROWS < csv->chunk_rows ? WB_CSV_BLOCK_ROWS : (size_t)csv->chunk_rows,
        err));
    if (scan->n_rows == 0 && csv->delivered)
        goto done;
    likely = likely < csv->chunk_rows ? likely : csv->chunk_rows;
    for (size_t i = 0; i < csv->n_columns; i++)
        WB_TRY(wb_csv_column_begin(&csv->columns[i], likely, err));
    while (scan->n_rows > 0) {
        WB_TRY(read_block(csv, err));
        n_rows += (int64_t)scan->n_rows;
        int64_t left = csv->chunk_rows - n_rows;
        if (left == 0)
            break;
        WB_TRY(wb_csv_scan_block(
            scan, left < WB_CSV_BLOCK_ROWS ? (size_t)left : WB_CSV_BLOCK_ROWS, err));
    }
    WB_TRY(finish_chunk(csv, n_rows, out, err));
    csv->delivered = true;
done:
    if (st != WB_OK)
        for (size_t i = 0; i < csv->n_columns; i++)
            wb_csv_column_drop(&csv->columns[i]);
    return st;
}

/* ---- the source ---- */

/* Read past the header again; the file must still be the one it was. */
static wb_status pass_header(csv_file *csv, wb_error *err)
{
    int32_t delimiter = csv->delimiter;
    wb_text name = {0};
    wb_status st = WB_OK;

    WB_TRY(wb_csv_scan_header(&csv->scan, &delimiter, err));
    bool same = csv->scan.n_columns == csv->n_columns;
    for (size_t i = 0; same && i < csv->n_columns; i++) {
        size_t length = 0;
        const char *before = wb_keys_text(csv->names, (int32_t)i, &length);
        WB_TRY(header_name(csv, i, &name, err));
        same = name.length == length && memcmp(name.bytes, before, length) == 0;
    }
    if (!same) {
        st = wb_fail(err, WB_E_CONFLICT, "the header of '%s' is not what it was",
                     wb_reader_name(csv->scan.reader));
        wb_error_set_where(err, wb_reader_name(csv->scan.reader));
    }
done:
    wb_text_free(&name);
    return st;
}

static wb_status csv_next(void *user, wb_frame **out, wb_error *err)
{
    csv_file *csv = user;
    wb_error failure = {0};
    wb_status st = WB_OK;

    *out = csv->first;
    csv->first = NULL;
    if (*out != NULL)
        return WB_OK;
    if (csv->failed == WB_OK) {
        if (csv->at_start)
            st = pass_header(csv, &failure);
        csv->at_start = false;
        if (st == WB_OK)
            st = read_chunk(csv, out, &failure);
        csv->failed = st;
        csv->failure = failure;
    }
    if (csv->failed != WB_OK && err != NULL)
        *err = csv->failure;
    return csv->failed;
}

static int32_t csv_rewind(void *user)
{
    csv_file *csv = user;

    if (wb_reader_rewind(csv->scan.reader, NULL) != WB_OK)
        return -1;
    wb_csv_scan_restart(&csv->scan);
    wb_frame_free(csv->first);
    csv->first = NULL;
    csv->at_start = true;
    csv->delivered = false;
    csv->failed = WB_OK;
    return 0;
}

static void csv_close(void *user)
{
    csv_file *csv = user;

    wb_reader_free(csv->scan.reader);
    csv_free(csv);
}

/* ---- opening ---- */

static bool is_one_of(int32_t value, const char *allowed)
{
    return value == 0 || (value > 0 && value < 128 && strchr(allowed, value) != NULL);
}

static wb_status check_options(const wb_csv_options *options, wb_error *err)
{
    if (!is_one_of(options->delimiter, ",;\t"))
        return wb_fail(err, WB_E_ARG,
                       "delimiter %d is none of ',', ';', tab and 0 (detect it)",
                       options->delimiter);
    if (!is_one_of(options->decimal, ".,"))
        return wb_fail(err, WB_E_ARG, "decimal %d is none of '.', ',' and 0 (detect it)",
                       options->decimal);
    if (options->decimal == ',' && options->delimiter == ',')
        return wb_fail(err, WB_E_ARG,
                       "a comma cannot be both delimiter and decimal mark");
    if (options->chunk_rows < 0 || options->infer_rows < 0)
        return wb_fail(err, WB_E_ARG,
                       "chunk_rows %lld and infer_rows %lld must not be negative",
                       (long long)options->chunk_rows, (long long)options->infer_rows);
    if (options->missing != NULL && strlen(options->missing) > 127)
        return wb_fail(err, WB_E_ARG,
                       "the word for missing is %zu bytes long; at most 127 are allowed",
                       strlen(options->missing));
    return WB_OK;
}

static wb_status csv_open(csv_file *csv, wb_reader *reader, const wb_csv_options *options,
                          wb_error *err)
{
    wb_status st = WB_OK;

    csv->chunk_rows = options->chunk_rows > 0 ? options->chunk_rows : CHUNK_ROWS;
    csv->delimiter = options->delimiter;
    csv->missing = wb_copy_string(options->missing != NULL ? options->missing : "NA");
    if (csv->missing == NULL)
        return wb_fail_nomem(err);
    csv->dialect.missing = csv->missing;
    csv->dialect.missing_length = (uint32_t)strlen(csv->missing);
    WB_TRY(wb_csv_scan_open(&csv->scan, reader, err));
    WB_TRY(wb_csv_scan_header(&csv->scan, &csv->delimiter, err));
    csv->n_columns = csv->scan.n_columns;
    WB_TRY(read_names(csv, err));
    WB_TRY(make_columns(csv, options->types, err));
    WB_TRY(infer_types(csv, options, err));
    WB_TRY(read_chunk(csv, &csv->first, err));
done:
    return st;
}

wb_status wb_csv_read(wb_reader *reader, const wb_csv_options *options, wb_source **out,
                      wb_error *err)
{
    wb_csv_options ours = WB_CSV_OPTIONS_INIT;
    csv_file *csv = NULL;
    wb_status st = WB_OK;

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out must not be NULL");
    *out = NULL;
    if (reader == NULL)
        return wb_fail(err, WB_E_ARG, "reader must not be NULL");
    WB_TRY(wb_options_read(&ours, sizeof ours, options, err));
    WB_TRY(check_options(&ours, err));
    csv = wb_allocate(1, sizeof *csv);
    if (csv == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    WB_TRY(csv_open(csv, reader, &ours, err));
    WB_TRY(wb_source_new(csv_next, wb_reader_can_rewind(reader) ? csv_rewind : NULL,
                         csv_close, csv, out, err));
    csv = NULL;
done:
    csv_free(csv);
    return st;
}
