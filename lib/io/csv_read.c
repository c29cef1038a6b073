/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A CSV file as a source. Opening it reads the header, looks at the first rows to infer
 * types, goes back in the window and reads the first chunk, so that a fault near the top
 * is reported at once. A source that failed keeps failing the same way until rewound. */
#include "base/text.h"
#include "frame/frame.h"
#include "io/csv_file.h"

#include <stdio.h>

enum { CHUNK_ROWS = 16384 };

static void csv_free(wb_csv_file *csv)
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

/* ---- chunks ---- */

static void quote_field(const wb_csv_file *csv, size_t row, size_t column, char text[64])
{
    wb_csv_field field = csv->scan.fields[row * csv->n_columns + column];
    const char *bytes = wb_csv_bytes(&csv->scan, field);
    size_t length = field.size & WB_CSV_LENGTH, cut = wb_utf8_cut(bytes, length, 40);

    memcpy(text, bytes, cut);
    memcpy(text + cut, cut < length ? "..." : "\0\0\0", 4);
}

/* What to do about a field that is not what the first rows made expect. */
static void advise(const wb_csv_file *csv, const wb_csv_column *column, char *text,
                   size_t size)
{
    const char *name = wb_type_name(column->type->type);

    if (column->declared)
        snprintf(text, size, " (the column is read as %s)", name);
    else if (!column->seen)
        snprintf(text, size, " (the first %lld rows had no value)",
                 (long long)csv->n_inferred);
    else
        snprintf(text, size,
                 " (the first %lld rows were; declare the column as utf8 to read it as "
                 "text)",
                 (long long)csv->n_inferred);
}

static wb_status fail_field(const wb_csv_file *csv, size_t row, size_t index,
                            wb_error *err)
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
static wb_status read_block(wb_csv_file *csv, wb_error *err)
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

static wb_status finish_chunk(wb_csv_file *csv, int64_t n_rows, wb_frame **out,
                              wb_error *err)
{
    wb_frame *frame = NULL;
    wb_status st = WB_OK;

    WB_TRY(wb_frame_new(n_rows, &frame, err));
    for (size_t i = 0; i < csv->n_columns; i++)
        WB_TRY(wb_csv_column_finish(&csv->columns[i], frame, err));
    if (csv->scan.synthetic)
        WB_TRY(wb_frame_set_metadata(frame, WB_SYNTHETIC, err));
    *out = frame;
    frame = NULL;
done:
    wb_frame_free(frame);
    return st;
}

/* The next chunk; NULL at the end. */
static wb_status read_chunk(wb_csv_file *csv, wb_frame **out, wb_error *err)
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
static wb_status pass_header(wb_csv_file *csv, wb_error *err)
{
    int32_t delimiter = csv->delimiter;
    wb_text name = {0};
    wb_status st = WB_OK;

    WB_TRY(wb_csv_scan_header(&csv->scan, &delimiter, err));
    bool same = csv->scan.n_columns == csv->n_columns;
    for (size_t i = 0; same && i < csv->n_columns; i++) {
        size_t length = 0;
        const char *before = wb_keys_text(csv->names, (int32_t)i, &length);
        WB_TRY(wb_csv_header_name(csv, i, &name, err));
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
    wb_csv_file *csv = user;
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
    wb_csv_file *csv = user;

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
    wb_csv_file *csv = user;

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

static wb_status csv_open(wb_csv_file *csv, wb_reader *reader,
                          const wb_csv_options *options, wb_error *err)
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
    WB_TRY(wb_csv_read_names(csv, err));
    WB_TRY(wb_csv_make_columns(csv, options->types, err));
    WB_TRY(wb_csv_infer_types(csv, options, err));
    WB_TRY(read_chunk(csv, &csv->first, err));
done:
    return st;
}

wb_status wb_csv_read(wb_reader *reader, const wb_csv_options *options, wb_source **out,
                      wb_error *err)
{
    wb_csv_options ours = WB_CSV_OPTIONS_INIT;
    wb_csv_file *csv = NULL;
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
