/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* statfile [ROUNDS [ROWS]]: files of SPSS and Stata from memory into frames, beside
 * ReadStat alone, whose handler stores every number and looks at every text. Each in
 * turn, by the clock; the ratio is the median over the rounds. The same values must come
 * out. */
#include "measure.h"

#include <readstat.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ANSWERS = 60, WEIGHTS = 4, COLUMNS = ANSWERS + WEIGHTS + 1, CHUNK = 16384 };

/* ---- invented people ---- */

typedef struct people {
    wb_frame *frame;
    double *values; /* column after column */
    char *text;
    int32_t *offsets;
} people;

static people make_people(int64_t n)
{
    static const char *const sectors[] = {"zorg", "bouw", "zakelijke diensten",
                                          "onderwijs"};
    people made = {NULL, malloc((size_t)n * (COLUMNS - 1) * 8), malloc((size_t)n * 18),
                   malloc(((size_t)n + 1) * 4)};
    uint64_t state = 1;
    wb_error err;
    char name[16];

    if (made.values == NULL || made.text == NULL || made.offsets == NULL)
        stop("out of memory");
    demand(wb_frame_new(n, &made.frame, &err), &err);
    for (int c = 0; c < COLUMNS - 1; c++) {
        wb_column column = WB_COLUMN_INIT;
        double *values = made.values + (size_t)c * (size_t)n;
        for (int64_t i = 0; i < n; i++) {
            uint64_t draw = next_random(&state);
            values[i] = c >= ANSWERS     ? (double)(draw >> 11) * 0x1p-53
                        : draw % 50 == 0 ? NAN
                                         : (double)(draw % 4);
        }
        column.type = WB_TYPE_FLOAT64;
        column.values = values;
        snprintf(name, sizeof name, c < ANSWERS ? "q%d" : "w%d", c);
        demand(wb_frame_add_column(made.frame, name, &column, &err), &err);
    }
    made.offsets[0] = 0;
    for (int64_t i = 0; i < n; i++) {
        const char *sector = sectors[next_random(&state) % 4];
        memcpy(made.text + made.offsets[i], sector, strlen(sector));
        made.offsets[i + 1] = made.offsets[i] + (int32_t)strlen(sector);
    }
    wb_column column = WB_COLUMN_INIT;
    column.type = WB_TYPE_UTF8;
    column.values = made.text;
    column.offsets = made.offsets;
    demand(wb_frame_add_column(made.frame, "sector", &column, &err), &err);
    return made;
}

static wb_writer *write_file(const wb_frame *frame, int32_t format)
{
    wb_statfile_write_options options = WB_STATFILE_WRITE_OPTIONS_INIT;
    wb_source *source = NULL;
    wb_writer *writer = NULL;
    wb_error err;

    options.format = format;
    demand(wb_source_from_frame(frame, 0, &source, &err), &err);
    demand(wb_writer_to_memory(&writer, &err), &err);
    demand(wb_statfile_write(writer, source, &options, NULL, &err), &err);
    wb_source_free(source);
    return writer;
}

/* ---- ReadStat alone ---- */

typedef struct bytes {
    const char *at;
    size_t n, position;
    double *column[COLUMNS]; /* of a chunk */
    double sum;
    size_t text;
} bytes;

static int on_open(const char *path, void *user)
{
    (void)path;
    ((bytes *)user)->position = 0;
    return 0;
}

static int on_close(void *user)
{
    (void)user;
    return 0;
}

static readstat_off_t on_seek(readstat_off_t offset, readstat_io_flags_t whence,
                              void *user)
{
    bytes *from = user;
    size_t base = whence == READSTAT_SEEK_CUR   ? from->position
                  : whence == READSTAT_SEEK_END ? from->n
                                                : 0;

    from->position = base + (size_t)offset;
    return (readstat_off_t)from->position;
}

static ssize_t on_read(void *buffer, size_t n, void *user)
{
    bytes *from = user;

    n = n < from->n - from->position ? n : from->n - from->position;
    memcpy(buffer, from->at + from->position, n);
    from->position += n;
    return (ssize_t)n;
}

static readstat_error_t on_update(long size, readstat_progress_handler progress,
                                  void *user, void *io)
{
    (void)size, (void)progress, (void)user, (void)io;
    return READSTAT_OK;
}

static int on_value(int row, readstat_variable_t *variable, readstat_value_t value,
                    void *user)
{
    bytes *from = user;

    if (value.type == READSTAT_TYPE_STRING) {
        from->text += strlen(readstat_string_value(value));
        return READSTAT_HANDLER_OK;
    }
    double number =
        readstat_value_is_system_missing(value) ? NAN : readstat_double_value(value);
    from->column[readstat_variable_get_index(variable)][row % CHUNK] = number;
    if (readstat_variable_get_index(variable) == ANSWERS)
        from->sum += number;
    return READSTAT_HANDLER_OK;
}

static int on_variable(int index, readstat_variable_t *variable, const char *labels,
                       void *user)
{
    (void)index, (void)variable, (void)labels, (void)user;
    return READSTAT_HANDLER_OK;
}

static void run_alone(bytes *from, int32_t format)
{
    readstat_parser_t *parser = readstat_parser_init();

    readstat_set_open_handler(parser, on_open);
    readstat_set_close_handler(parser, on_close);
    readstat_set_seek_handler(parser, on_seek);
    readstat_set_read_handler(parser, on_read);
    readstat_set_update_handler(parser, on_update);
    readstat_set_io_ctx(parser, from);
    readstat_set_value_handler(parser, on_value);
    readstat_set_variable_handler(parser, on_variable); /* without one it crashes */
    from->sum = 0;
    from->text = 0;
    readstat_error_t error = format == WB_STATFILE_DTA
                                 ? readstat_parse_dta(parser, "", from)
                                 : readstat_parse_sav(parser, "", from);
    if (error != READSTAT_OK)
        stop(readstat_error_message(error));
    readstat_parser_free(parser);
}

/* ---- ours ---- */

static void run_ours(const char *at, size_t n, double *sum, size_t *text)
{
    wb_reader *reader = NULL;
    wb_source *source = NULL;
    wb_frame *frame = NULL;
    wb_error err;

    *sum = 0;
    *text = 0;
    demand(wb_reader_from_memory(at, n, "people", &reader, &err), &err);
    demand(wb_statfile_read(reader, NULL, &source, &err), &err);
    for (;;) {
        demand(wb_source_next(source, &frame, &err), &err);
        if (frame == NULL)
            break;
        for (int64_t i = 0; i < wb_frame_row_count(frame); i++) {
            size_t length = 0;
            *sum += wb_frame_double(frame, ANSWERS, i);
            wb_frame_text(frame, COLUMNS - 1, i, &length);
            *text += length;
        }
        wb_frame_free(frame);
    }
    wb_source_free(source);
}

/* ---- beside each other ---- */

static void compare(const people *made, int32_t format, const char *name, int rounds)
{
    static double alone[101], ours[101], ratios[101];
    wb_writer *writer = write_file(made->frame, format);
    bytes from = {0};
    double sum = 0;
    size_t text = 0;

    from.at = wb_writer_bytes(writer, &from.n);
    for (int c = 0; c < COLUMNS; c++)
        from.column[c] = malloc(CHUNK * sizeof(double));
    for (int i = 0; i < rounds; i++) {
        double start = milliseconds(CLOCK_MONOTONIC);
        run_alone(&from, format);
        alone[i] = milliseconds(CLOCK_MONOTONIC) - start;
        start = milliseconds(CLOCK_MONOTONIC);
        run_ours(from.at, from.n, &sum, &text);
        ours[i] = milliseconds(CLOCK_MONOTONIC) - start;
        ratios[i] = ours[i] / alone[i];
        if (sum != from.sum || text != from.text)
            stop("ReadStat and the library read other values");
    }
    printf("%-16s %8.1f %10.1f %10.1f %8.2f\n", name, (double)from.n / 1e6,
           median(alone, rounds), median(ours, rounds), median(ratios, rounds));
    for (int c = 0; c < COLUMNS; c++)
        free(from.column[c]);
    wb_writer_free(writer);
}

int main(int argc, char **argv)
{
    int rounds = argc > 1 ? atoi(argv[1]) : 11;
    int64_t n = argc > 2 ? atoll(argv[2]) : 100000;

    if (rounds < 1 || rounds > 101 || n < 1 || n > 100000000)
        stop("usage: statfile [ROUNDS (1 to 101) [ROWS]]");
    people made = make_people(n);
    printf("%lld rows of %d answers, %d weights and a text: milliseconds, medians\n",
           (long long)n, ANSWERS, WEIGHTS);
    printf("%-16s %8s %10s %10s %8s\n", "", "MB", "ReadStat", "ours", "ratio");
    compare(&made, WB_STATFILE_SAV, "SAV (<= 1.3)", rounds);
    compare(&made, WB_STATFILE_ZSAV, "ZSAV", rounds);
    compare(&made, WB_STATFILE_DTA, "DTA", rounds);
    wb_frame_free(made.frame);
    free(made.values);
    free(made.text);
    free(made.offsets);
    return 0;
}
