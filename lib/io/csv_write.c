/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "frame/frame.h"
#include "io/out.h"

#include <werkbaar/io.h>

#include <string.h>

/* A missing value of a file with one column: an empty line would get lost at the end. */
static const char missing_word[] = "NA";

static bool needs_quotes(const char *text, size_t length, int32_t delimiter)
{
    if (length == 0 ||
        (length == sizeof missing_word - 1 && memcmp(text, missing_word, length) == 0))
        return true;
    for (size_t i = 0; i < length; i++)
        if (text[i] == delimiter || text[i] == '"' || text[i] == '\n' || text[i] == '\r')
            return true;
    return false;
}

static wb_status put_quoted(wb_out *out, const char *text, size_t length, wb_error *err)
{
    wb_status st = WB_OK;
    size_t from = 0;

    WB_TRY(wb_out_bytes(out, "\"", 1, err));
    for (size_t i = 0; i < length; i++) {
        if (text[i] != '"')
            continue;
        WB_TRY(wb_out_bytes(out, text + from, i + 1 - from, err));
        from = i; /* the quote once more */
    }
    WB_TRY(wb_out_bytes(out, text + from, length - from, err));
    WB_TRY(wb_out_bytes(out, "\"", 1, err));
done:
    return st;
}

static wb_status put_text(wb_out *out, const char *text, size_t length, int32_t delimiter,
                          wb_error *err)
{
    if (needs_quotes(text, length, delimiter))
        return put_quoted(out, text, length, err);
    return wb_out_bytes(out, text, length, err);
}

static wb_status put_line_end(wb_out *out, const wb_csv_write_options *options,
                              wb_error *err)
{
    wb_status st = wb_out_string(out, options->crlf != 0 ? "\r\n" : "\n", err);

    return st == WB_OK ? wb_out_spill(out, err) : st;
}

/* Made-up data say so, whether or not the caller thinks of it. */
static wb_status put_comment(wb_out *out, const wb_frame *frame,
                             const wb_csv_write_options *options, wb_error *err)
{
    const char *comment = options->comment;
    wb_status st = WB_OK;

    if (comment == NULL && wb_frame_is_synthetic(frame))
        comment = "SYNTHETIC: nobody gave these answers";
    if (comment == NULL)
        return WB_OK;
    WB_TRY(wb_out_string(out, "# ", err));
    WB_TRY(wb_out_string(out, comment, err));
    WB_TRY(put_line_end(out, options, err));
done:
    return st;
}

/* Whether a first name would not be read as one: as a comment, or without its first
 * character, which at the beginning of a file is a byte order mark. */
static bool begins_badly(const char *name)
{
    return name[0] == '#' || strncmp(name, "\xef\xbb\xbf", 3) == 0;
}

static wb_status put_header(wb_out *out, const wb_frame *frame,
                            const wb_csv_write_options *options, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < wb_frame_column_count(frame); i++) {
        const char *name = wb_frame_column_name(frame, i);
        char delimiter = (char)options->delimiter;
        if (i > 0)
            WB_TRY(wb_out_bytes(out, &delimiter, 1, err));
        if (i == 0 && begins_badly(name))
            WB_TRY(put_quoted(out, name, strlen(name), err));
        else
            WB_TRY(put_text(out, name, strlen(name), options->delimiter, err));
    }
    WB_TRY(put_line_end(out, options, err));
done:
    return st;
}

/* The label of the code in a cell, or NULL. Of a dictionary the category is its word. */
static const char *label_of(const wb_frame *frame, size_t column, int64_t row)
{
    size_t n = wb_frame_value_label_count(frame, column);
    double code = n > 0 ? wb_frame_double(frame, column, row) : 0;

    if (wb_frame_column_type(frame, column) == WB_TYPE_DICTIONARY)
        return NULL;
    for (size_t i = 0; i < n; i++)
        if (wb_frame_value_label_code(frame, column, i) == code)
            return wb_frame_value_label_text(frame, column, i);
    return NULL;
}

static wb_status put_cell(wb_out *out, const wb_frame *frame, size_t column, int64_t row,
                          const wb_csv_write_options *options, wb_error *err)
{
    int32_t type = wb_frame_column_type(frame, column);
    const char *label = options->labels != 0 ? label_of(frame, column, row) : NULL;
    char room[WB_NUMBER_CHARS];
    size_t length = 0;
    const char *text = wb_cell_text(frame, column, row, room, &length);

    if (label != NULL)
        return put_text(out, label, strlen(label), options->delimiter, err);
    if (type == WB_TYPE_UTF8 || type == WB_TYPE_DICTIONARY)
        return put_text(out, text, length, options->delimiter, err);
    wb_status st = wb_cell_check(frame, column, row, err);
    if (st != WB_OK)
        return st;
    if (type == WB_TYPE_FLOAT32 || type == WB_TYPE_FLOAT64) {
        char *point = memchr(room, '.', length);
        if (point != NULL)
            *point = (char)options->decimal;
    }
    return wb_out_bytes(out, text, length, err);
}

static wb_status put_rows(wb_out *out, const wb_frame *frame,
                          const wb_csv_write_options *options, wb_error *err)
{
    size_t n_columns = wb_frame_column_count(frame);
    char delimiter = (char)options->delimiter;
    wb_status st = WB_OK;

    for (int64_t row = 0; row < wb_frame_row_count(frame); row++) {
        for (size_t i = 0; i < n_columns; i++) {
            if (i > 0)
                WB_TRY(wb_out_bytes(out, &delimiter, 1, err));
            if (wb_frame_is_missing(frame, i, row) == 0)
                WB_TRY(put_cell(out, frame, i, row, options, err));
            else if (n_columns == 1)
                WB_TRY(wb_out_string(out, missing_word, err));
        }
        WB_TRY(put_line_end(out, options, err));
    }
done:
    return st;
}

static wb_status check_options(wb_csv_write_options *options, wb_error *err)
{
    options->delimiter = options->delimiter == 0 ? ',' : options->delimiter;
    options->decimal = options->decimal == 0 ? '.' : options->decimal;
    if (options->delimiter != ',' && options->delimiter != ';' &&
        options->delimiter != '\t')
        return wb_fail(err, WB_E_ARG, "delimiter %d is none of ',', ';' and tab",
                       options->delimiter);
    if (options->decimal != '.' && options->decimal != ',')
        return wb_fail(err, WB_E_ARG, "decimal %d is neither '.' nor ','",
                       options->decimal);
    if (options->decimal == options->delimiter)
        return wb_fail(err, WB_E_ARG,
                       "a comma cannot be both delimiter and decimal mark");
    if (options->comment != NULL && strpbrk(options->comment, "\r\n") != NULL)
        return wb_fail(err, WB_E_ARG, "the comment must be one line");
    if (options->comment != NULL &&
        wb_utf8_valid(options->comment, strlen(options->comment)) !=
            strlen(options->comment))
        return wb_fail(err, WB_E_ARG, "the comment is not UTF-8");
    return WB_OK;
}

static wb_status put_source(wb_out *out, wb_source *source,
                            const wb_csv_write_options *options, const wb_run *run,
                            wb_error *err)
{
    double total = (double)wb_source_total_rows(source);
    wb_frame *frame = NULL;
    int64_t n_written = 0;
    wb_status st = WB_OK;

    WB_TRY(wb_source_schema(source, &frame, err));
    WB_TRY(put_comment(out, frame, options, err));
    if (options->no_header == 0)
        WB_TRY(put_header(out, frame, options, err));
    do {
        wb_frame_free(frame);
        frame = NULL;
        WB_TRY(wb_run_progress(run, total > 0 ? (double)n_written / total : -1, err));
        WB_TRY(wb_source_next(source, &frame, err));
        if (frame != NULL) {
            WB_TRY(put_rows(out, frame, options, err));
            n_written += wb_frame_row_count(frame);
        }
    } while (frame != NULL);
    WB_TRY(wb_out_flush(out, err));
done:
    wb_frame_free(frame);
    return st;
}

wb_status wb_csv_write(wb_writer *writer, wb_source *source,
                       const wb_csv_write_options *options, const wb_run *run,
                       wb_error *err)
{
    wb_csv_write_options ours = WB_CSV_WRITE_OPTIONS_INIT;
    wb_run how = WB_RUN_INIT;
    wb_out out = {writer, {0}};
    wb_status st = WB_OK;

    if (writer == NULL || source == NULL)
        return wb_fail(err, WB_E_ARG, "%s must not be NULL",
                       writer == NULL ? "writer" : "source");
    WB_TRY(wb_options_read_whole(
        &ours, sizeof ours, offsetof(wb_csv_write_options, reserved1), options, err));
    WB_TRY(wb_run_read(&how, run, err));
    WB_TRY(check_options(&ours, err));
    WB_TRY(put_source(&out, source, &ours, &how, err));
done:
    wb_out_free(&out);
    return st;
}
