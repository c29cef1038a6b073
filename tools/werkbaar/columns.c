/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "columns.h"

#include "message.h"
#include "output.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

const char *const cli_formats[] = {"table", "csv", "json", "xlsx", NULL};

int cli_language_read(const cli_args *args, const char **language)
{
    static const char *const languages[] = {"nl", "en", NULL};
    int32_t which = 0;
    int result = cli_args_choice(args, "lang", languages, &which);
    *language = languages[which];
    return result;
}

wb_status cli_columns_add(wb_frame *frame, const char *name, const char *const *texts,
                          wb_error *err)
{
    size_t n = (size_t)wb_frame_row_count(frame), bytes = 0;
    for (size_t i = 0; i < n; i++) {
        bytes += texts[i] != NULL ? strlen(texts[i]) : 0;
    }
    int32_t *offsets = calloc(n + 1, sizeof *offsets);
    uint8_t *validity = calloc(n / 8 + 1, 1);
    char *values = malloc(bytes + 1);
    wb_status st;
    if (offsets == NULL || validity == NULL || values == NULL) {
        st = cli_no_memory(err);
        goto done;
    }
    for (size_t i = 0; i < n; i++) {
        size_t length = texts[i] != NULL ? strlen(texts[i]) : 0;
        if (texts[i] != NULL) {
            memcpy(values + offsets[i], texts[i], length);
            validity[i / 8] |= (uint8_t)(1u << (i % 8));
        }
        offsets[i + 1] = offsets[i] + (int32_t)length;
    }
    wb_column column = WB_COLUMN_INIT;
    column.type = WB_TYPE_UTF8;
    column.flags = WB_COLUMN_COPY;
    column.values = values;
    column.offsets = offsets;
    column.validity = validity;
    st = wb_frame_add_column(frame, name, &column, err);
done:
    free(offsets);
    free(validity);
    free(values);
    return st;
}

char *cli_cell_text(const wb_frame *frame, const char *column, int64_t row)
{
    int64_t at = wb_frame_find(frame, column);
    size_t length = 0;
    const char *text = at >= 0 ? wb_frame_text(frame, (size_t)at, row, &length) : NULL;
    return text != NULL ? strndup(text, length) : NULL;
}

int cli_cell_is(const wb_frame *frame, const char *column, int64_t row, const char *text)
{
    int64_t at = wb_frame_find(frame, column);
    size_t length = 0;
    const char *found = at >= 0 ? wb_frame_text(frame, (size_t)at, row, &length) : NULL;
    return found != NULL && length == strlen(text) && memcmp(found, text, length) == 0;
}

int64_t cli_cells_count(const wb_frame *frame, const char *column, const char *text)
{
    int64_t n = 0;
    for (int64_t row = 0; row < wb_frame_row_count(frame); row++) {
        n += cli_cell_is(frame, column, row, text);
    }
    return n;
}

static wb_status csv_write(wb_writer *writer, const wb_frame *frame, const char *comment,
                           wb_error *err)
{
    wb_csv_write_options options = WB_CSV_WRITE_OPTIONS_INIT;
    wb_source *source = NULL;
    options.comment = comment;
    wb_status st = wb_source_from_frame(frame, 0, &source, err);
    if (st == WB_OK) {
        st = wb_csv_write(writer, source, &options, NULL, err);
    }
    wb_source_free(source);
    return st;
}

static wb_status table_write(wb_writer *writer, const wb_frame *frame,
                             const char *comment, wb_error *err)
{
    wb_table_options options = WB_TABLE_OPTIONS_INIT;
    options.max_width = 72;
    wb_status st = WB_OK;
    if (comment != NULL) {
        st = cli_print(writer, err, "%s\n\n", comment);
    }
    return st == WB_OK ? wb_table_print(writer, frame, &options, err) : st;
}

wb_status cli_frame_write(wb_writer *writer, const wb_frame *frame, int32_t format,
                          const char *comment, wb_error *err)
{
    if (format == 2) {
        wb_status st = wb_json_write(writer, frame, err);
        return st == WB_OK ? wb_writer_write(writer, "\n", 1, err) : st;
    }
    if (format == 3) {
        return wb_xlsx_write(writer, &frame, 1, NULL, 0, comment, err);
    }
    return format == 1 ? csv_write(writer, frame, comment, err)
                       : table_write(writer, frame, comment, err);
}

static size_t count(const char *const *names)
{
    size_t n = 0;
    while (names[n] != NULL) {
        n++;
    }
    return n;
}

/* What stands above the table of a frame that says it is made up; files say so by
 * themselves, unless they have another comment. */
static const char *comment_of(const wb_frame *frame, int32_t format)
{
    const char *metadata = format == 0 ? wb_frame_metadata(frame) : NULL;
    json_t *root = metadata != NULL ? json_loads(metadata, 0, NULL) : NULL;
    int made_up = json_is_true(json_object_get(root, "synthetic"));
    json_decref(root);
    return made_up ? "SYNTHETIC: nobody gave these answers" : NULL;
}

int cli_frame_show(const cli_args *args, int32_t format, const wb_frame *frame,
                   const char *const *columns)
{
    wb_frame *some = NULL;
    cli_output output = {0};
    wb_error err;
    wb_status st = WB_OK;
    if (format == 0 && columns != NULL) {
        st = wb_frame_select(frame, columns, count(columns), &some, &err);
    }
    if (st == WB_OK) {
        st = cli_output_open(cli_args_text(args, "output", NULL), &output, &err);
    }
    if (st == WB_OK) {
        st = cli_frame_write(output.writer, some != NULL ? some : frame, format,
                             comment_of(frame, format), &err);
    }
    wb_frame_free(some);
    return cli_output_end(&output, st, &err);
}

int cli_audit_write(const char *path, const wb_frame *audit, const wb_frame *said,
                    const char *never)
{
    const char *made_up = comment_of(said, 0);
    char comment[200];
    cli_output output = {0};
    wb_error err;
    snprintf(comment, sizeof comment,
             "%s%sCONFIDENTIAL: tells what is hidden and why; for who keeps the answers, "
             "never %s",
             made_up != NULL ? made_up : "", made_up != NULL ? ". " : "", never);
    wb_status st = cli_output_open(path, &output, &err);
    if (st == WB_OK) {
        st = cli_frame_write(output.writer, audit, 1, comment, &err);
    }
    int result = cli_output_end(&output, st, &err);
    if (result == CLI_OK) {
        fprintf(stderr, "%s is as confidential as the answers: keep it with them\n",
                path);
    }
    return result;
}

/* The rows that are kept, as slices of rows that follow each other. */
static wb_status kept_slices(const wb_frame *frame,
                             int (*keeps)(const wb_frame *, int64_t),
                             const wb_frame **slices, size_t *n, wb_error *err)
{
    int64_t n_rows = wb_frame_row_count(frame);
    wb_status st = WB_OK;
    for (int64_t row = 0; row < n_rows && st == WB_OK; row++) {
        int64_t first = row;
        wb_frame *slice = NULL;
        while (row < n_rows && keeps(frame, row)) {
            row++;
        }
        if (row > first) {
            st = wb_frame_slice(frame, first, row - first, &slice, err);
        }
        if (slice != NULL) {
            slices[(*n)++] = slice;
        }
    }
    return st;
}

wb_status cli_rows_keep(wb_frame **frame, int (*keeps)(const wb_frame *, int64_t),
                        wb_error *err)
{
    const wb_frame **slices =
        calloc((size_t)wb_frame_row_count(*frame) / 2 + 1, sizeof *slices);
    wb_frame *kept = NULL;
    size_t n = 0;
    if (slices == NULL) {
        return cli_no_memory(err);
    }
    wb_status st = kept_slices(*frame, keeps, slices, &n, err);
    if (st == WB_OK) {
        st = n > 0 ? wb_frame_append(slices, n, &kept, err)
                   : wb_frame_slice(*frame, 0, 0, &kept, err);
    }
    for (size_t i = 0; i < n; i++) {
        wb_frame_free((wb_frame *)slices[i]);
    }
    free(slices);
    if (st == WB_OK) {
        wb_frame_free(*frame);
        *frame = kept;
    }
    return st;
}
