/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The survey engine, measured.
 *
 *   engine generate FILE [ROWS]   SYNTHETIC rows (engine_rows.h)
 *   engine serve FILE             answers lines "JOB [REPEAT [THREADS]]" with one line:
 *                                 milliseconds that passed, milliseconds of processor
 *                                 time, and the numbers the job gave
 *   engine linear ROWS            the job "groups" over rows made on the fly:
 *                                 nanoseconds of processor time a row, those of making
 *                                 it, and the most bytes alive
 *
 * A job goes from columns in memory to the frame of results, making the design counted.
 */
#include "engine_weights.h"
#include "measure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    PEOPLE = 12000,
    REPLICATES = 500,
    CHUNK_ROWS = 65536,
    MOST_REPEATS = 101,
    BOOTSTRAP = WB_REPLICATE_BOOTSTRAP
};

/* NO_DESIGN: weights are made, nothing is estimated. */
typedef enum design { ROWS_ALONE, CLUSTERS, CLUSTERS_ORDERED, NO_DESIGN } design;

typedef struct job {
    const char *name;
    design design;
    const char *by[2];
    int32_t statistic; /* or a wb_weight_step */
    int n_outcomes;    /* y1 .. or, for answers, b1 .. */
    int answers;       /* 1: b1 .. instead of y1 .. */
    int64_t rows;      /* 0: all */
    int32_t replicates;
} job;

static const job jobs[] = {
    {"plain", ROWS_ALONE, {NULL}, WB_STATISTIC_MEAN, 1, 0, 0, 0},
    {"mean", CLUSTERS, {NULL}, WB_STATISTIC_MEAN, 1, 0, 0, 0},
    {"means", CLUSTERS, {NULL}, WB_STATISTIC_MEAN, 8, 0, 0, 0},
    {"groups", CLUSTERS, {"grp"}, WB_STATISTIC_MEAN, 1, 0, 0, 0},
    {"rao_scott", CLUSTERS, {"grp"}, WB_STATISTIC_PROPORTION, 1, 1, 0, 0},
    {"median", CLUSTERS, {NULL}, WB_STATISTIC_QUANTILE, 1, 0, 0, 0},
    {"bootstrap", ROWS_ALONE, {NULL}, WB_STATISTIC_MEAN, 5, 1, PEOPLE, BOOTSTRAP},
    {"shares", ROWS_ALONE, {"grp"}, WB_STATISTIC_MEAN, 5, 1, 0, 0},
    {"cells", ROWS_ALONE, {"grp", "code"}, WB_STATISTIC_MEAN, 5, 1, 0, 0},
    {"cells_ordered", CLUSTERS_ORDERED, {"grp", "code"}, WB_STATISTIC_MEAN, 5, 1, 0, 0},
    {"cells_clusters", CLUSTERS, {"grp", "code"}, WB_STATISTIC_MEAN, 5, 1, 0, 0},
    {"rake", NO_DESIGN, {NULL}, WB_WEIGHT_RAKE, 0, 0, 0, 0},
    {"greg", NO_DESIGN, {NULL}, WB_WEIGHT_LINEAR, 0, 0, 0, 0},
};

static const job *job_named(const char *name)
{
    for (size_t i = 0; i < sizeof jobs / sizeof *jobs; i++) {
        if (strcmp(jobs[i].name, name) == 0)
            return &jobs[i];
    }
    return NULL;
}

static void design_set(wb_spec *spec, const job *what)
{
    wb_error err = {0};

    demand(wb_spec_set_weights(spec, "weight", &err), &err);
    demand(wb_spec_add_stratum(spec, "stratum", &err), &err);
    if (what->design != ROWS_ALONE)
        demand(wb_spec_add_cluster(spec, "psu", &err), &err);
    if (what->design == CLUSTERS_ORDERED)
        demand(wb_spec_set_units(spec, WB_UNITS_ORDERED, &err), &err);
    if (what->design == ROWS_ALONE && what->replicates != 0)
        demand(wb_spec_set_units(spec, WB_UNITS_OPEN, &err), &err);
}

static wb_spec *make_spec(const job *what)
{
    wb_error err = {0};
    wb_spec *spec = NULL;
    size_t n_by = what->by[0] == NULL ? 0 : what->by[1] == NULL ? 1 : 2;
    char name[16];

    demand(wb_spec_new(&spec, &err), &err);
    design_set(spec, what);
    for (int i = 1; i <= what->n_outcomes; i++) {
        snprintf(name, sizeof name, "%c%d", what->answers ? 'b' : 'y', i);
        demand(what->statistic == WB_STATISTIC_QUANTILE
                   ? wb_spec_add_quantile(spec, name, 0.5, &err)
                   : wb_spec_add_estimand(spec, what->statistic, name, &err),
               &err);
    }
    if (n_by > 0)
        demand(wb_spec_add_breakdown(spec, what->by, n_by, &err), &err);
    return spec;
}

/* From the rows of a source to results: estimates, in two passes where a job needs them,
 * or the test of a table. */
static wb_frame *run_source(const job *what, wb_source *source, const wb_run *run)
{
    wb_error err = {0};
    wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;
    wb_spec *spec = make_spec(what);
    wb_tally *tally = NULL;
    wb_frame *results = NULL;

    options.replicates = what->replicates;
    options.n_replicates = what->replicates != 0 ? REPLICATES : 0;
    options.seed = 4;
    if (what->statistic == WB_STATISTIC_PROPORTION) {
        demand(wb_tally_new(spec, &tally, &err), &err);
        demand(wb_tally_update_source(tally, source, run, &err), &err);
        demand(wb_tally_independence(tally, NULL, &options, run, &results, &err), &err);
    } else {
        demand(wb_estimate_source(spec, source, &options, run, &results, &err), &err);
    }
    wb_tally_free(tally);
    wb_spec_free(spec);
    return results;
}

static wb_frame *run_job(const job *what, const rows *input, const wb_run *run)
{
    wb_error err = {0};
    wb_frame *frame = NULL;
    wb_source *source = NULL;
    wb_frame *estimates;

    if (what->design == NO_DESIGN)
        return weights_make(input, what->statistic, run);
    frame = rows_frame(input, what->rows != 0 ? what->rows : input->count);
    demand(wb_source_from_frame(frame, CHUNK_ROWS, &source, &err), &err);
    estimates = run_source(what, source, run);
    wb_source_free(source);
    wb_frame_free(frame);
    return estimates;
}

static double number_at(const wb_frame *frame, const char *column, int64_t row)
{
    return wb_frame_double(frame, (size_t)wb_frame_find(frame, column), row);
}

/* What all programs print: of at most 64 rows. */
static void print_numbers(const job *what, const wb_frame *frame)
{
    static const char *const estimates[] = {"estimate", "se", NULL};
    static const char *const quantiles[] = {"estimate", "lower", "upper", NULL};
    static const char *const tests[] = {"value", "p", NULL};
    const char *const *columns = what->statistic == WB_STATISTIC_QUANTILE     ? quantiles
                                 : what->statistic == WB_STATISTIC_PROPORTION ? tests
                                                                              : estimates;
    int64_t n = wb_frame_row_count(frame) < 64 ? wb_frame_row_count(frame) : 64;

    for (int64_t i = 0; i < n; i++) {
        for (int c = 0; columns[c] != NULL; c++)
            printf(" %.17g", number_at(frame, columns[c], i));
    }
}

static void serve_job(const job *what, const rows *input, int repeats, int32_t threads)
{
    double times[MOST_REPEATS], busy[MOST_REPEATS];
    wb_run run = WB_RUN_INIT;
    wb_frame *results = NULL;

    run.threads = threads;
    for (int i = 0; i < repeats; i++) {
        double start, busy_start;

        wb_frame_free(results);
        start = milliseconds(CLOCK_MONOTONIC);
        busy_start = milliseconds(CLOCK_PROCESS_CPUTIME_ID);
        results = run_job(what, input, &run);
        times[i] = milliseconds(CLOCK_MONOTONIC) - start;
        busy[i] = milliseconds(CLOCK_PROCESS_CPUTIME_ID) - busy_start;
    }
    printf("%.4f %.4f", median(times, repeats), median(busy, repeats));
    if (what->design == NO_DESIGN)
        weights_print(input, results);
    else
        print_numbers(what, results);
    printf("\n");
    fflush(stdout);
    wb_frame_free(results);
}

static void serve(const char *path)
{
    rows input = rows_load(path);
    rows ordered = rows_by_psu(&input);
    char line[256], name[64];

    while (fgets(line, sizeof line, stdin) != NULL) {
        int repeats = 1, threads = 1;
        const job *what = NULL;

        if (sscanf(line, "%63s %d %d", name, &repeats, &threads) >= 1)
            what = job_named(name);
        if (what == NULL || repeats < 1 || repeats > MOST_REPEATS)
            stop("no such job, or REPEAT is not from 1 to 101");
        serve_job(what, what->design == CLUSTERS_ORDERED ? &ordered : &input, repeats,
                  threads);
    }
    rows_free(&ordered);
    rows_free(&input);
}

/* ---- rows made on the fly ---- */

typedef struct maker {
    rows chunk;
    int64_t made, total;
} maker;

static wb_status next_chunk(void *user, wb_frame **out, wb_error *err)
{
    maker *m = user;
    int64_t count = m->total - m->made;

    (void)err;
    *out = NULL;
    if (count > m->chunk.count)
        count = m->chunk.count;
    if (count > 0) {
        rows_invent(&m->chunk, m->made);
        *out = rows_frame(&m->chunk, count);
    }
    m->made += count;
    return WB_OK;
}

static wb_source *made_rows(maker *m)
{
    wb_error err = {0};
    wb_source *source = NULL;

    m->made = 0;
    demand(wb_source_new(next_chunk, NULL, NULL, m, &source, &err), &err);
    return source;
}

static void linear(int64_t total)
{
    wb_error err = {0};
    maker m = {rows_new(CHUNK_ROWS), 0, total};
    wb_source *source = made_rows(&m);
    wb_frame *frame = NULL;
    double start = milliseconds(CLOCK_PROCESS_CPUTIME_ID), making;

    do {
        wb_frame_free(frame);
        demand(wb_source_next(source, &frame, &err), &err);
    } while (frame != NULL);
    making = milliseconds(CLOCK_PROCESS_CPUTIME_ID) - start;
    wb_source_free(source);
    source = made_rows(&m);
    start = milliseconds(CLOCK_PROCESS_CPUTIME_ID);
    wb_frame_free(run_source(job_named("groups"), source, NULL));
    printf("%.3f %.3f %zu\n",
           1e6 * (milliseconds(CLOCK_PROCESS_CPUTIME_ID) - start) / (double)total,
           1e6 * making / (double)total, memory_peak());
    wb_source_free(source);
    rows_free(&m.chunk);
}

int main(int argc, char **argv)
{
    if (argc >= 3 && strcmp(argv[1], "generate") == 0) {
        rows made = rows_new(argc > 3 ? atoll(argv[3]) : 1000000);

        rows_invent(&made, 0);
        rows_write(&made, argv[2]);
        rows_free(&made);
        return 0;
    }
    if (argc == 3 && strcmp(argv[1], "serve") == 0) {
        serve(argv[2]);
        return 0;
    }
    if (argc == 3 && strcmp(argv[1], "linear") == 0) {
        memory_count();
        linear(atoll(argv[2]));
        return 0;
    }
    fprintf(stderr, "usage: engine generate FILE [ROWS]\n"
                    "       engine serve FILE\n"
                    "       engine linear ROWS\n");
    return 2;
}
