/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Score a CSV file of any size for a job that runs at night: memory stays small, progress
 * goes to standard error, Ctrl-C stops it, and the scores are there whole or not at all.
 *
 *   make batch_scorer
 *   ./batch_scorer ANSWERS.csv SCORES.csv [INSTRUMENT.json]
 *
 * ANSWERS.csv may be "-": standard input. Exit status: 0 all went well; 1 reading,
 * writing or memory failed; 2 wrong use; 3 the answers contradict the instrument (the
 * line says where); 130 it was stopped. */
#define _POSIX_C_SOURCE 200809L
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <werkbaar/werkbaar.h>

enum { DONE = 0, FAILED = 1, WRONG_USE = 2, WRONG_ANSWERS = 3, STOPPED = 130 };

static volatile sig_atomic_t stopping;

static void stop(int signal)
{
    (void)signal;
    stopping = 1;
}

/* ---- answers, counted as they are read ---- */

typedef struct input {
    int file;
    double size; /* 0: not known */
    double read; /* bytes */
    int shown;   /* tenths that were told */
} input;

/* As much as there is, so that a pipe that falls silent does not keep what came before.
 */
static int64_t read_bytes(void *user, void *buffer, size_t capacity)
{
    input *in = user;
    ssize_t n = stopping ? -1 : read(in->file, buffer, capacity);

    in->read += n > 0 ? (double)n : 0;
    return n;
}

static int open_input(const char *path, input *in)
{
    int standard = strcmp(path, "-") == 0;
    struct stat about;

    in->file = standard ? STDIN_FILENO : open(path, O_RDONLY);
    if (in->file < 0 || fstat(in->file, &about) != 0)
        return 0;
    in->size = S_ISREG(about.st_mode) ? (double)about.st_size : 0;
    return 1;
}

/* The library tells after every block of rows; how far it is, the bytes say. Not 0: stop.
 */
static int32_t tell_progress(void *user, double fraction)
{
    input *in = user;
    int tenths = in->size > 0 ? (int)(10 * in->read / in->size) : 0;

    (void)fraction;
    if (in->size <= 0)
        fprintf(stderr, "%.0f kB\n", in->read / 1000);
    else if (tenths > in->shown)
        fprintf(stderr, "%d%%\n", 10 * tenths);
    in->shown = tenths;
    return stopping;
}

/* ---- scoring ---- */

static wb_status read_instrument(const char *path, wb_instrument **out, wb_error *err)
{
    wb_reader *reader = NULL;
    wb_status status;

    if (path == NULL)
        return wb_instrument_builtin("wbm-employees", out, err);
    status = wb_reader_open(path, &reader, err);
    if (status == WB_OK)
        status = wb_instrument_read(reader, out, err);
    wb_reader_free(reader);
    return status;
}

/* Rows that are scored as they are read. */
static wb_status open_scores(const wb_instrument *instrument, input *in, const char *name,
                             wb_source **out, wb_error *err)
{
    wb_reader *reader = NULL;
    wb_source *answers = NULL;
    wb_status status = wb_reader_new(read_bytes, NULL, NULL, in, name, &reader, err);

    if (status == WB_OK)
        status = wb_csv_read(reader, NULL, &answers, err);
    if (status == WB_OK) {
        reader = NULL; /* the source has taken it over */
        status = wb_score_source(instrument, answers, NULL, out, err);
    }
    if (status == WB_OK)
        answers = NULL; /* the scores have taken it over */
    wb_source_free(answers);
    wb_reader_free(reader);
    return status;
}

/* What is written stands beside `path` until it is whole. */
static wb_status write_scores(wb_source *scores, const char *path, const wb_run *run,
                              wb_error *err)
{
    wb_writer *writer = NULL;
    wb_status status = wb_writer_open(path, &writer, err);

    if (status == WB_OK)
        status = wb_csv_write(writer, scores, NULL, run, err);
    if (status == WB_OK)
        status = wb_writer_finish(writer, err);
    wb_writer_free(writer);
    return status;
}

static wb_status score(char **argv, input *in, wb_error *err)
{
    wb_run run = WB_RUN_INIT;
    wb_instrument *instrument = NULL;
    wb_source *scores = NULL;
    wb_status status = read_instrument(argv[3], &instrument, err);

    run.progress = tell_progress;
    run.user = in;
    if (status == WB_OK)
        status = open_scores(instrument, in, argv[1], &scores, err);
    if (status == WB_OK)
        status = write_scores(scores, argv[2], &run, err);
    wb_source_free(scores);
    wb_instrument_free(instrument);
    return status;
}

/* ---- how it ended ---- */

static int tell_error(const char *name, wb_status status, const wb_error *err)
{
    if (stopping) {
        fprintf(stderr, "stopped; nothing was written\n");
        return STOPPED;
    }
    fprintf(stderr, "%s: ", err->where[0] != '\0' ? err->where : name);
    if (err->line > 0)
        fprintf(stderr, "line %d, ", (int)err->line);
    if (err->row >= 0)
        fprintf(stderr, "row %lld, ", (long long)err->row + 1);
    if (err->item[0] != '\0')
        fprintf(stderr, "column %s, ", err->item);
    fprintf(stderr, "%s: %s\n", wb_status_name(status), err->message);
    return status == WB_E_DATA ? WRONG_ANSWERS : FAILED;
}

int main(int argc, char **argv)
{
    struct sigaction action = {.sa_handler = stop}; /* no SA_RESTART: reading ends too */
    input in = {0};
    wb_error err = {0};
    wb_status status;

    if (argc < 3 || argc > 4) {
        fprintf(stderr, "usage: %s ANSWERS.csv SCORES.csv [INSTRUMENT.json]\n", argv[0]);
        return WRONG_USE;
    }
    if (sigemptyset(&action.sa_mask) != 0 || sigaction(SIGINT, &action, NULL) != 0 ||
        !open_input(argv[1], &in)) {
        perror(argv[1]);
        return FAILED;
    }
    status = score(argv, &in, &err);
    (void)close(in.file); /* it was only read: nothing can get lost */
    return status == WB_OK ? DONE : tell_error(argv[1], status, &err);
}
