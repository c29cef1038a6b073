/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* scaling_program ROWS CELLS PSUS REPLICATES THREADS [memory]
 *
 * Five shares by cell of SYNTHETIC rows with weights and 50 strata; PSUS 0: rows alone;
 * REPLICATES: of the bootstrap. Rows are made on the fly, 65,536 at a time, or with
 * `memory` all of them first, which more than one thread needs.
 * Prints one line: nanoseconds a row to take rows in (making them left
 * out), milliseconds to estimate, the most bytes that the library had alive (of one
 * thread; else 0), and the number of estimates. Times are of the processor, of more than
 * one thread by the clock. */
#include "measure.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK_ROWS = 65536, STRATA = 50, ANSWERS = 5 };

typedef struct sample {
    int64_t rows;
    uint32_t cells;
    uint32_t psus;
    int32_t replicates;
    int32_t threads;
    bool in_memory;
    int64_t room; /* rows in the columns below */
    int32_t *stratum;
    int32_t *psu;
    int32_t *cell;
    double *weight;
    int8_t *answers[ANSWERS];
    int64_t made;  /* rows that a source gave so far */
    double making; /* milliseconds */
} sample;

static double now(const sample *s)
{
    return milliseconds(s->threads == 1 ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC);
}

/* ---- rows ---- */

static void *room_for(int64_t n, size_t size)
{
    void *room = malloc((size_t)n * size);

    if (room == NULL)
        stop("no memory");
    return room;
}

static void reserve(sample *s)
{
    s->room = s->in_memory ? s->rows : CHUNK_ROWS;
    s->stratum = room_for(s->room, sizeof *s->stratum);
    s->psu = room_for(s->room, sizeof *s->psu);
    s->cell = room_for(s->room, sizeof *s->cell);
    s->weight = room_for(s->room, sizeof *s->weight);
    for (int a = 0; a < ANSWERS; a++)
        s->answers[a] = room_for(s->room, 1);
}

static void release(sample *s)
{
    free(s->stratum);
    free(s->psu);
    free(s->cell);
    free(s->weight);
    for (int a = 0; a < ANSWERS; a++)
        free(s->answers[a]);
}

/* Rows first .. first + n - 1 of the endless sample: the same whatever the chunks. */
static void invent(sample *s, int64_t first, int64_t n)
{
    for (int64_t i = 0; i < n; i++) {
        uint64_t draw = mix((uint64_t)(first + i) + 0x5eed);
        uint64_t more = mix(draw);
        uint32_t unit = (uint32_t)draw % (s->psus > 0 ? s->psus : STRATA);

        s->stratum[i] = (int32_t)(unit % STRATA);
        s->psu[i] = (int32_t)unit;
        s->cell[i] = (int32_t)((uint32_t)(draw >> 32) % s->cells);
        s->weight[i] = 0.5 + (double)(more >> 32) * 0x1p-31;
        for (int a = 0; a < ANSWERS; a++)
            s->answers[a][i] = (more >> (6 * a) & 63) < 20 + unit % 8;
    }
}

static wb_frame *frame_of(const sample *s, int64_t n)
{
    wb_error err = {0};
    wb_frame *frame = NULL;
    char name[16];

    demand(wb_frame_new(n, &frame, &err), &err);
    add_column(frame, "stratum", WB_TYPE_INT32, 0, s->stratum);
    add_column(frame, "psu", WB_TYPE_INT32, 0, s->psu);
    add_column(frame, "cell", WB_TYPE_INT32, 0, s->cell);
    add_column(frame, "weight", WB_TYPE_FLOAT64, 0, s->weight);
    for (int a = 0; a < ANSWERS; a++) {
        snprintf(name, sizeof name, "b%d", a + 1);
        add_column(frame, name, WB_TYPE_BOOL, WB_COLUMN_BOOL_BYTES, s->answers[a]);
    }
    return frame;
}

static wb_status next_chunk(void *user, wb_frame **out, wb_error *err)
{
    sample *s = user;
    int64_t n = s->rows - s->made < CHUNK_ROWS ? s->rows - s->made : CHUNK_ROWS;
    double start = now(s);

    (void)err;
    *out = NULL;
    if (n > 0) {
        invent(s, s->made, n);
        *out = frame_of(s, n);
    }
    s->made += n;
    s->making += now(s) - start;
    return WB_OK;
}

static wb_source *source_of(sample *s)
{
    wb_error err = {0};
    wb_source *source = NULL;
    wb_frame *frame = NULL;

    if (!s->in_memory) {
        demand(wb_source_new(next_chunk, NULL, NULL, s, &source, &err), &err);
        return source;
    }
    invent(s, 0, s->rows);
    frame = frame_of(s, s->rows);
    demand(wb_source_from_frame(frame, CHUNK_ROWS, &source, &err), &err);
    wb_frame_free(frame);
    return source;
}

/* ---- the job ---- */

static wb_spec *spec_of(const sample *s)
{
    static const char *const by[] = {"cell"};
    wb_error err = {0};
    wb_spec *spec = NULL;
    char name[16];

    demand(wb_spec_new(&spec, &err), &err);
    demand(wb_spec_set_weights(spec, "weight", &err), &err);
    demand(wb_spec_add_stratum(spec, "stratum", &err), &err);
    if (s->psus > 0)
        demand(wb_spec_add_cluster(spec, "psu", &err), &err);
    else if (s->replicates > 0)
        demand(wb_spec_set_units(spec, WB_UNITS_OPEN, &err), &err);
    for (int a = 0; a < ANSWERS; a++) {
        snprintf(name, sizeof name, "b%d", a + 1);
        demand(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, name, &err), &err);
    }
    demand(wb_spec_add_breakdown(spec, by, 1, &err), &err);
    return spec;
}

static void measure(sample *s)
{
    wb_error err = {0};
    wb_run run = WB_RUN_INIT;
    wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;
    wb_source *source = source_of(s);
    wb_spec *spec = spec_of(s);
    wb_tally *tally = NULL;
    wb_frame *estimates = NULL;
    double start, taken;

    run.threads = s->threads;
    options.replicates = s->replicates > 0 ? WB_REPLICATE_BOOTSTRAP : 0;
    options.n_replicates = s->replicates;
    options.seed = s->replicates > 0 ? 4 : 0;
    demand(wb_tally_new(spec, &tally, &err), &err);
    start = now(s);
    demand(wb_tally_update_source(tally, source, &run, &err), &err);
    taken = now(s) - start - s->making;
    start = now(s);
    demand(wb_tally_estimate(tally, &options, &run, &estimates, &err), &err);
    printf("%.3f %.3f %zu %lld\n", 1e6 * taken / (double)s->rows, now(s) - start,
           memory_peak(), (long long)wb_frame_row_count(estimates));
    wb_frame_free(estimates);
    wb_tally_free(tally);
    wb_spec_free(spec);
    wb_source_free(source);
}

int main(int argc, char **argv)
{
    sample s = {0};

    if (argc == 6 || (argc == 7 && strcmp(argv[6], "memory") == 0)) {
        s.rows = atoll(argv[1]);
        s.cells = (uint32_t)atoi(argv[2]);
        s.psus = (uint32_t)atoi(argv[3]);
        s.replicates = atoi(argv[4]);
        s.threads = atoi(argv[5]);
        s.in_memory = argc == 7;
    }
    if (s.rows < 1 || s.cells < 1 || s.threads < 1 || s.replicates < 0) {
        fprintf(stderr,
                "usage: scaling_program ROWS CELLS PSUS REPLICATES THREADS [memory]\n");
        return 2;
    }
    if (s.threads == 1)
        memory_count(); /* which is for one thread */
    reserve(&s);
    measure(&s);
    release(&s);
    return 0;
}
