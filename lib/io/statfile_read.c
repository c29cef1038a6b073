/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The files as sources. Rows of SAV come one after another; ReadStat is run again for
 * every chunk of a DTA file, whose rows it finds by their number; the others are read
 * whole. */
#include "io/sav.h"

enum { BLOCK_BYTES = 1 << 20 };

typedef struct stat_source {
    wb_reader *reader;
    wb_stat_dictionary dictionary;
    wb_stat_variable **by_column;
    wb_stat_column *columns;
    size_t n_columns;
    wb_frame *labels; /* the columns without rows */
    int64_t chunk_rows;
    char *encoding; /* declared by the caller; NULL: none */

    wb_sav_head head;
    wb_sav_rows rows;
    wb_sav_decoder decoder;
    unsigned char *block; /* rows of SAV */
    size_t block_rows;

    int64_t at; /* rows delivered */
    bool at_start, delivered;
    wb_frame *first; /* read ahead */
    wb_status failed;
    wb_error failure;
} stat_source;

static bool is_sav(const stat_source *source)
{
    return source->dictionary.format == WB_STATFILE_SAV ||
           source->dictionary.format == WB_STATFILE_ZSAV;
}

static void close_source(void *user)
{
    stat_source *source = user;

    if (source == NULL)
        return;
    for (size_t i = 0; source->columns != NULL && i < source->n_columns; i++)
        wb_stat_column_drop(&source->columns[i]);
    wb_release(source->columns);
    wb_release(source->by_column);
    wb_frame_free(source->labels);
    wb_frame_free(source->first);
    wb_sav_rows_close(&source->rows);
    wb_sav_decoder_close(&source->decoder);
    wb_sav_head_free(&source->head);
    wb_stat_dictionary_free(&source->dictionary);
    wb_release(source->block);
    wb_release(source->encoding);
    wb_reader_free(source->reader);
    wb_release(source);
}

/* ---- rows ---- */

/* Where a row was cut off: the variable whose slots come last before it. */
static wb_status tell_cut(const stat_source *source, wb_status st, wb_error *err)
{
    const wb_sav_record *records = source->head.records;
    const wb_stat_variable *cut = source->dictionary.variables; /* of slot 0 */

    for (size_t i = 1; i < source->dictionary.n; i++) {
        const wb_stat_variable *variable = &source->dictionary.variables[i];
        size_t slot = records[variable->index].slot;
        if (slot <= source->rows.slot && slot >= records[cut->index].slot)
            cut = variable;
    }
    (void)wb_fail_at(
        err, st, source->rows.n_read, cut->name, "'%s' was cut off in row %lld, in '%s'",
        wb_reader_name(source->reader), (long long)source->rows.n_read, cut->name);
    return st;
}

static wb_status read_sav_block(stat_source *source, size_t wanted, size_t *count,
                                wb_error *err)
{
    int64_t first = source->rows.n_read;
    wb_status st = wb_sav_rows_read(&source->rows, source->block, wanted, count, err);

    for (size_t i = 0; st == WB_OK && i < source->n_columns; i++)
        st = wb_sav_decode(&source->decoder, &source->columns[i], source->block, *count,
                           first, err);
    return st;
}

static wb_status read_sav(stat_source *source, wb_error *err)
{
    size_t count = 1;
    int64_t n = 0;

    while (count > 0 && n < source->chunk_rows) {
        int64_t left = source->chunk_rows - n;
        size_t wanted =
            left < (int64_t)source->block_rows ? (size_t)left : source->block_rows;
        wb_status st = read_sav_block(source, wanted, &count, err);
        if (st != WB_OK)
            return source->rows.was_cut ? tell_cut(source, st, err) : st;
        n += (int64_t)count;
    }
    return WB_OK;
}

/* What ReadStat finds; n_rows 0: all there is. */
static wb_status read_others(stat_source *source, int64_t first, int64_t n_rows,
                             wb_error *err)
{
    wb_stat_parse parse = {.format = source->dictionary.format,
                           .encoding = source->encoding,
                           .columns = source->columns,
                           .n_columns = source->n_columns,
                           .known = &source->dictionary,
                           .first_row = first,
                           .n_rows = n_rows};
    int64_t size = 0;
    wb_status st = WB_OK;

    WB_TRY(wb_reader_size(source->reader, &size, err));
    parse.from = (wb_stat_bytes){.reader = source->reader, .size = size};
    WB_TRY(wb_stat_run(&parse, wb_reader_name(source->reader), err));
done:
    return st;
}

static wb_status check_lengths(const stat_source *source, wb_error *err)
{
    const char *file = wb_reader_name(source->reader);
    const char *first = source->by_column[0]->name;

    for (size_t i = 1; i < source->n_columns; i++) {
        const char *name = source->by_column[i]->name;
        int64_t n = source->columns[i].n;
        if (n != source->columns[0].n)
            return wb_fail_at(err, WB_E_DATA, /* not reached: ReadStat ends its rows */
                              source->at + n, name, /* not reached: of the same call */
                              "'%s' has another number of values of '%s' than of '%s'",
                              file, name, first);
    }
    return WB_OK;
}

static wb_status make_frame(stat_source *source, wb_frame **out, wb_error *err)
{
    int64_t n = source->columns[0].n;
    const char *metadata = wb_frame_metadata(source->labels);
    wb_frame *frame = NULL;
    wb_status st = WB_OK;

    WB_TRY(check_lengths(source, err));
    WB_TRY(wb_frame_new(n, &frame, err));
    for (size_t i = 0; i < source->n_columns; i++)
        WB_TRY(wb_stat_column_finish(&source->columns[i], frame, source->labels, i,
                                     source->at, err));
    if (metadata != NULL)
        WB_TRY(wb_frame_set_metadata(frame, metadata, err));
    source->at += n;
    *out = frame;
    frame = NULL;
done:
    wb_frame_free(frame);
    return st;
}

static wb_status read_rows(stat_source *source, wb_error *err)
{
    int64_t left = source->dictionary.n_rows - source->at;

    if (is_sav(source))
        return read_sav(source, err);
    if (source->dictionary.format != WB_STATFILE_DTA)
        return read_others(source, 0, 0, err);
    if (left <= 0)
        return WB_OK;
    return read_others(source, source->at,
                       left < source->chunk_rows ? left : source->chunk_rows, err);
}

/* The next chunk; NULL at the end. A file without rows gives one frame without any. */
static wb_status read_chunk(stat_source *source, wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < source->n_columns; i++) {
        wb_stat_column_drop(&source->columns[i]);
        WB_TRY(wb_stat_column_reserve(&source->columns[i], 1, err));
    }
    WB_TRY(read_rows(source, err));
    if (source->columns[0].n == 0 && source->delivered)
        goto done;
    WB_TRY(make_frame(source, out, err));
    source->delivered = true;
done:
    if (st != WB_OK && err != NULL && err->where[0] == '\0')
        wb_error_set_where(err, wb_reader_name(source->reader));
    return st;
}

/* ---- the source ---- */

/* Read past the dictionary of a SAV file again; it must be the one it was. */
static wb_status pass_head(stat_source *source, wb_error *err)
{
    wb_sav_head again = {0};
    wb_status st = WB_OK;

    WB_TRY(wb_sav_head_read(&again, source->reader, "", 0, err));
    if (again.fingerprint != source->head.fingerprint) {
        st = wb_fail(err, WB_E_CONFLICT, "the dictionary of '%s' is not what it was",
                     wb_reader_name(source->reader));
        goto done;
    }
    st = wb_sav_rows_open(&source->rows, source->reader, &source->head, err);
done:
    wb_sav_head_free(&again);
    return st;
}

static wb_status next_frame(void *user, wb_frame **out, wb_error *err)
{
    stat_source *source = user;
    wb_error failure = {0};
    wb_status st = WB_OK;

    *out = source->first;
    source->first = NULL;
    if (*out != NULL)
        return WB_OK;
    if (source->failed == WB_OK) {
        if (source->at_start && is_sav(source))
            st = pass_head(source, &failure);
        source->at_start = false;
        if (st == WB_OK)
            st = read_chunk(source, out, &failure);
        source->failed = st;
        source->failure = failure;
    }
    if (source->failed != WB_OK && err != NULL)
        *err = source->failure;
    return source->failed;
}

static int32_t rewind_source(void *user)
{
    stat_source *source = user;

    if (wb_reader_rewind(source->reader, NULL) != WB_OK)
        return -1;
    wb_frame_free(source->first);
    source->first = NULL;
    source->failed = WB_OK;
    source->at = 0;
    source->at_start = true;
    source->delivered = false;
    return 0;
}

/* ---- opening ---- */

static wb_status make_columns(stat_source *source, const wb_statfile_options *options,
                              wb_error *err)
{
    wb_stat_dictionary *dictionary = &source->dictionary;
    wb_status st = WB_OK;

    WB_TRY(wb_stat_choose(dictionary, options->columns, options->n_columns,
                          &source->n_columns, err));
    source->by_column = wb_allocate(source->n_columns, sizeof *source->by_column);
    source->columns = wb_allocate(source->n_columns, sizeof *source->columns);
    if (source->by_column == NULL || source->columns == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < dictionary->n; i++) {
        wb_stat_variable *variable = &dictionary->variables[i];
        if (variable->column < 0)
            continue;
        source->by_column[variable->column] = variable;
        source->columns[variable->column].variable = variable;
    }
    WB_TRY(wb_stat_template(dictionary, source->by_column, source->n_columns,
                            &source->labels, err));
done:
    return st;
}

static wb_status open_rows(stat_source *source, wb_error *err)
{
    size_t row_bytes = 8 * source->head.n_slots;
    wb_status st = WB_OK;

    if (!is_sav(source))
        return WB_OK;
    source->block_rows = row_bytes < BLOCK_BYTES ? BLOCK_BYTES / row_bytes : 1;
    source->block = wb_resize(NULL, source->block_rows, row_bytes);
    if (source->block == NULL)
        return wb_fail_nomem(err);
    WB_TRY(wb_sav_decoder_open(&source->decoder, &source->head,
                               source->dictionary.encoding, err));
    WB_TRY(wb_sav_rows_open(&source->rows, source->reader, &source->head, err));
done:
    return st;
}

static wb_status open_source(stat_source *source, const wb_statfile_options *options,
                             wb_error *err)
{
    wb_status st = WB_OK;

    source->chunk_rows =
        options->chunk_rows > 0 ? options->chunk_rows : WB_STAT_CHUNK_ROWS;
    if (options->encoding != NULL) {
        source->encoding = wb_copy_string(options->encoding);
        if (source->encoding == NULL)
            return wb_fail_nomem(err);
    }
    WB_TRY(
        wb_stat_open(source->reader, options, &source->dictionary, &source->head, err));
    WB_TRY(make_columns(source, options, err));
    WB_TRY(open_rows(source, err));
    WB_TRY(read_chunk(source, &source->first, err));
done:
    return st;
}

/* A source of rows that follow each other, or of the one frame that was read whole. */
static wb_status deliver(stat_source *source, wb_source **out, wb_error *err)
{
    bool whole = !is_sav(source) && source->dictionary.format != WB_STATFILE_DTA;
    wb_source_ops ops = {.next = next_frame,
                         .rewind =
                             wb_reader_can_rewind(source->reader) ? rewind_source : NULL,
                         .close = close_source,
                         .total_rows = source->dictionary.n_rows};

    if (!whole)
        return wb_source_new_ops(&ops, source, out, err);
    wb_status st = wb_source_from_frame(source->first, source->chunk_rows, out, err);
    if (st == WB_OK)
        close_source(source);
    return st;
}

wb_status wb_statfile_read(wb_reader *reader, const wb_statfile_options *options,
                           wb_source **out, wb_error *err)
{
    wb_statfile_options ours = WB_STATFILE_OPTIONS_INIT;
    stat_source *source = NULL;
    wb_status st = WB_OK;

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out must not be NULL");
    *out = NULL;
    if (reader == NULL)
        return wb_fail(err, WB_E_ARG, "reader must not be NULL");
    WB_TRY(wb_stat_check_options(&ours, options, err));
    source = wb_allocate(1, sizeof *source);
    if (source == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    source->reader = reader;
    WB_TRY(open_source(source, &ours, err));
    WB_TRY(deliver(source, out, err));
    source = NULL;
done:
    if (st != WB_OK && st != WB_E_ARG && err != NULL && err->where[0] == '\0')
        wb_error_set_where(err, wb_reader_name(reader));
    if (source != NULL)
        source->reader = NULL; /* stays the caller's */
    close_source(source);
    return st;
}
