/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Frames as files of SPSS and Stata. The source is read twice: the file says first how
 * many rows follow and how long its texts are. */
#include "io/statfile_out.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* ReadStat forgets of some writes that they failed, and of others why. */
typedef struct put_user {
    wb_writer *writer;
    wb_status failed; /* the first one that did */
    wb_error failure;
} put_user;

static ssize_t put_bytes(const void *bytes, size_t n, void *user)
{
    put_user *to = user;

    if (to->failed == WB_OK)
        to->failed = wb_writer_write(to->writer, bytes, n, &to->failure);
    return to->failed == WB_OK ? (ssize_t)n : -1;
}

static wb_status explain(readstat_error_t error, const char *item, int64_t row,
                         wb_error *err)
{
    wb_status status = error == READSTAT_ERROR_MALLOC ? WB_E_NOMEM : WB_E_DATA;

    if (row < 0)
        return wb_fail_at(err, status, row, item, "column '%s' cannot be written: %s",
                          item, readstat_error_message(error));
    return wb_fail_at(err, status, row, item,
                      "the value of column '%s' in row %lld cannot be written: %s", item,
                      (long long)row, readstat_error_message(error));
}

/* ---- rows ---- */

static double file_number(const wb_stat_out *out, int32_t type, const wb_frame *frame,
                          size_t i, int64_t row)
{
    bool stata = out->format == WB_STATFILE_DTA;
    int64_t whole, day_us = 86400000000;

    if (type == WB_TYPE_DATE32) {
        whole = wb_frame_int64(frame, i, row);
        return stata ? (double)(whole + 3653) : (double)(whole + 141428) * 86400;
    }
    if (type == WB_TYPE_TIMESTAMP) {
        whole = wb_frame_int64(frame, i, row);
        double days = (double)(whole / day_us), rest = (double)(whole % day_us);
        return stata ? (days + 3653) * 86400e3 + rest / 1e3
                     : (days + 141428) * 86400 + rest / 1e6;
    }
    return wb_frame_double(frame, i, row) + (type == WB_TYPE_DICTIONARY ? 1 : 0);
}

static readstat_error_t put_text(wb_stat_out *out, const wb_frame *frame, size_t i,
                                 int64_t row, wb_text *room, wb_error *err)
{
    size_t length = 0;
    const char *text = wb_frame_text(frame, i, row, &length);

    wb_text_cut(room, 0);
    if (wb_text_append(room, text, length, err) != WB_OK)
        return READSTAT_ERROR_MALLOC;
    return readstat_insert_string_value(out->writer, out->variables[i], room->bytes);
}

static readstat_error_t put_number(wb_stat_out *out, const wb_frame *frame, size_t i,
                                   int64_t row)
{
    readstat_variable_t *variable = out->variables[i];
    const wb_stat_extent *extent = &out->extents[i];
    int32_t tag =
        extent->tags ? wb_stat_tag_of(extent->type, wb_frame_double(frame, i, row)) : 0;
    double value = tag > 0 ? NAN : file_number(out, extent->type, frame, i, row);

    if (tag > 0 && tag <= 26 && out->format == WB_STATFILE_DTA)
        return readstat_insert_tagged_missing_value(out->writer, variable,
                                                    (char)('a' + tag - 1));
    if (!isfinite(value))
        return readstat_insert_missing_value(out->writer, variable);
    if (variable->type == READSTAT_TYPE_INT32)
        return readstat_insert_int32_value(out->writer, variable, (int32_t)value);
    return readstat_insert_double_value(out->writer, variable, value);
}

static wb_status put_row(wb_stat_out *out, const wb_frame *frame, int64_t row,
                         int64_t first, wb_text *room, wb_error *err)
{
    readstat_error_t error = readstat_begin_row(out->writer);
    size_t i = 0;

    for (; i < out->n && error == READSTAT_OK; i++) {
        if (wb_frame_is_missing(frame, i, row) != 0)
            error = readstat_insert_missing_value(out->writer, out->variables[i]);
        else if (out->extents[i].type == WB_TYPE_UTF8)
            error = put_text(out, frame, i, row, room, err);
        else
            error = put_number(out, frame, i, row);
    }
    if (error == READSTAT_OK)
        error = readstat_end_row(out->writer);
    if (error == READSTAT_OK)
        return WB_OK;
    return explain(error, wb_frame_column_name(frame, i > 0 ? i - 1 : 0), first + row,
                   err);
}

static wb_status put_rows(wb_stat_out *out, const wb_frame *frame, int64_t first,
                          wb_error *err)
{
    const char *other = wb_stat_other_categories(out, frame);
    wb_text room = {0};
    wb_status st = WB_OK;

    if (other != NULL)
        return wb_fail_at(err, WB_E_CONFLICT, -1, other,
                          "the categories of column '%s' are not what they were before",
                          other);
    st = wb_text_append(&room, "", 0, err);
    for (int64_t row = 0; row < wb_frame_row_count(frame) && st == WB_OK; row++)
        st = put_row(out, frame, row, first, &room, err);
    wb_text_free(&room);
    return st;
}

/* ---- the two readings ---- */

typedef wb_status (*frame_fn)(wb_stat_out *out, const wb_frame *frame, int64_t first,
                              wb_error *err);

static wb_status measure(wb_stat_out *out, const wb_frame *frame, int64_t first,
                         wb_error *err)
{
    return wb_fail_after(wb_stat_measure(out, frame, err), first, err);
}

static wb_status for_frames(wb_stat_out *out, wb_source *source, frame_fn work,
                            const wb_run *run, int64_t *n_rows, wb_error *err)
{
    double total = (double)wb_source_total_rows(source);
    wb_frame *frame = NULL;
    wb_status st = WB_OK;

    *n_rows = 0;
    do {
        wb_frame_free(frame);
        frame = NULL;
        WB_TRY(wb_run_progress(run, total > 0 ? (double)*n_rows / total : -1, err));
        WB_TRY(wb_source_next(source, &frame, err));
        if (frame != NULL) {
            WB_TRY(work(out, frame, *n_rows, err));
            *n_rows += wb_frame_row_count(frame);
        }
    } while (frame != NULL);
done:
    wb_frame_free(frame);
    return st;
}

/* ---- the file ---- */

static readstat_error_t begin(wb_stat_out *out, void *user, int64_t n_rows)
{
    if (out->format == WB_STATFILE_DTA) {
        readstat_writer_set_file_format_version(out->writer, 118);
        return readstat_begin_writing_dta(out->writer, user, (long)n_rows);
    }
    readstat_writer_set_compression(out->writer, out->format == WB_STATFILE_ZSAV
                                                     ? READSTAT_COMPRESS_BINARY
                                                     : READSTAT_COMPRESS_ROWS);
    return readstat_begin_writing_sav(out->writer, user, (long)n_rows);
}

/* The file tells the moment in local time: this one is the first of 1970 everywhere. */
static void set_moment(readstat_writer_t *writer)
{
    struct tm first = {.tm_mday = 1, .tm_year = 70, .tm_isdst = -1};

    readstat_writer_set_file_timestamp(writer, mktime(&first));
}

static wb_status begin_file(wb_stat_out *out, put_user *user, const char *label,
                            int64_t n_rows, wb_error *err)
{
    readstat_error_t error;

    if (n_rows > INT32_MAX)
        return wb_fail(err, WB_E_LIMIT, "%lld rows are more than such a file holds",
                       (long long)n_rows);
    readstat_set_data_writer(out->writer, put_bytes);
    set_moment(out->writer);
    if (label == NULL && wb_frame_is_synthetic(out->schema))
        label = "SYNTHETIC: nobody gave these answers";
    if (label != NULL)
        readstat_writer_set_file_label(out->writer, label);
    error = begin(out, user, n_rows);
    for (size_t i = 0; i < out->n && error == READSTAT_OK; i++) {
        error = readstat_validate_variable(out->writer, out->variables[i]);
        if (error != READSTAT_OK)
            return explain(error, wb_frame_column_name(out->schema, i), -1, err);
    }
    return error == READSTAT_OK ? WB_OK
                                : wb_fail(err, WB_E_DATA, "the file cannot be begun: %s",
                                          readstat_error_message(error));
}

static wb_status write_rows(wb_stat_out *out, wb_source *source, const wb_run *run,
                            int64_t expected, wb_error *err)
{
    int64_t n_rows = 0;
    wb_status st = for_frames(out, source, put_rows, run, &n_rows, err);

    if (st != WB_OK)
        return st;
    if (n_rows != expected)
        return wb_fail(err, WB_E_CONFLICT,
                       "the source has %lld rows, and had %lld before", (long long)n_rows,
                       (long long)expected);
    readstat_error_t error = readstat_end_writing(out->writer);
    return error == READSTAT_OK ? WB_OK
                                : wb_fail(err, WB_E_DATA, "the file cannot be ended: %s",
                                          readstat_error_message(error));
}

static wb_status open_out(wb_stat_out *out, wb_error *err)
{
    out->n = wb_frame_column_count(out->schema);
    if (out->n == 0)
        return wb_fail(err, WB_E_ARG, "a file without variables cannot be");
    out->extents = wb_allocate(out->n, sizeof *out->extents);
    out->variables = wb_allocate(out->n, sizeof(readstat_variable_t *));
    out->writer = readstat_writer_init();
    if (out->extents == NULL || out->variables == NULL || out->writer == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < out->n; i++)
        out->extents[i] = (wb_stat_extent){wb_frame_column_type(out->schema, i), 0, true,
                                           wb_stat_has_tags(out->schema, i)};
    return WB_OK;
}

static void close_out(wb_stat_out *out)
{
    wb_release(out->extents);
    wb_release(out->variables);
    if (out->writer != NULL)
        readstat_writer_free(out->writer);
}

/* With other categories in a later frame nothing is written. */
static wb_status write_source(wb_writer *writer, wb_source *source,
                              const wb_statfile_write_options *options, const wb_run *run,
                              bool *other_categories, wb_error *err)
{
    put_user user = {.writer = writer};
    wb_frame *schema = NULL;
    wb_stat_out out = {.format = options->format};
    int64_t n_rows = 0;
    wb_status st = WB_OK;

    WB_TRY(wb_source_schema(source, &schema, err));
    out.schema = schema;
    WB_TRY(open_out(&out, err));
    WB_TRY(for_frames(&out, source, measure, run, &n_rows, err));
    WB_TRY(wb_source_rewind(source, err));
    *other_categories = out.other_categories;
    if (out.other_categories)
        goto done;
    WB_TRY(wb_stat_declare(&out, err));
    WB_TRY(begin_file(&out, &user, options->label, n_rows, err));
    WB_TRY(write_rows(&out, source, run, n_rows, err));
done:
    if (user.failed != WB_OK) {
        if (err != NULL)
            *err = user.failure;
        st = user.failed;
    }
    close_out(&out);
    wb_frame_free(schema);
    return st;
}

/* ---- options ---- */

static wb_status check_options(wb_statfile_write_options *options, wb_error *err)
{
    const char *label = options->label;

    options->format = options->format == 0 ? WB_STATFILE_SAV : options->format;
    if (options->format != WB_STATFILE_SAV && options->format != WB_STATFILE_ZSAV &&
        options->format != WB_STATFILE_DTA)
        return wb_fail(err, WB_E_ARG,
                       "format %d is none that can be written: SAV, ZSAV, "
                       "DTA",
                       options->format);
    if (label != NULL && wb_utf8_valid(label, strlen(label)) != strlen(label))
        return wb_fail(err, WB_E_ARG, "the label of the file is not UTF-8");
    if (label != NULL && strlen(label) > (options->format == WB_STATFILE_DTA ? 80 : 64))
        return wb_fail(err, WB_E_ARG,
                       "the label of the file is %zu bytes long: %d are "
                       "allowed",
                       strlen(label), options->format == WB_STATFILE_DTA ? 80 : 64);
    return WB_OK;
}

/* What cannot be read twice is collected, and so are categories, which makes one list of
 * them. */
static wb_status write_any(wb_writer *writer, wb_source *source,
                           const wb_statfile_write_options *options, const wb_run *run,
                           wb_error *err)
{
    wb_frame *frame = NULL;
    wb_source *again = NULL;
    bool collects =
        !wb_source_at_start(source) || wb_source_rewind(source, NULL) != WB_OK;
    wb_status st = WB_OK;

    if (!collects)
        WB_TRY(write_source(writer, source, options, run, &collects, err));
    if (!collects)
        goto done;
    WB_TRY(wb_source_collect(source, run, &frame, err));
    WB_TRY(wb_source_from_frame(frame, 0, &again, err));
    WB_TRY(write_source(writer, again, options, run, &collects, err));
done:
    wb_source_free(again);
    wb_frame_free(frame);
    return st;
}

wb_status wb_statfile_write(wb_writer *writer, wb_source *source,
                            const wb_statfile_write_options *options, const wb_run *run,
                            wb_error *err)
{
    wb_statfile_write_options ours = WB_STATFILE_WRITE_OPTIONS_INIT;
    wb_run how = WB_RUN_INIT;
    wb_status st = WB_OK;

    if (writer == NULL || source == NULL)
        return wb_fail(err, WB_E_ARG, "%s must not be NULL",
                       writer == NULL ? "writer" : "source");
    WB_TRY(wb_options_read_whole(&ours, sizeof ours,
                                 offsetof(wb_statfile_write_options, reserved1), options,
                                 err));
    WB_TRY(wb_run_read(&how, run, err));
    WB_TRY(check_options(&ours, err));
    WB_TRY(write_any(writer, source, &ours, &how, err));
done:
    return st;
}
