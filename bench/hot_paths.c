/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The hot paths, for counting instructions.
 *
 *   hot_paths INSTRUMENT [PATH]
 *   hot_paths about              the compiler, and the registers that are used here
 *
 * Every path does its work on few rows and on three times as many, so that what does not
 * grow with rows can be left out. valgrind counts what happens within hot_work() alone
 * (see bench/instructions); a line is printed for each path, in the order of the counts:
 * its name, the fewer rows and the more. */
#include "engine_rows.h"
#include "measure.h"
#include "people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK_ROWS = 16384, CSV_ROWS = 512, TEXT_BYTES = 16, REPLICATES = 50, TIMES = 3 };

/* What a path works on; not all of it is there for every path. */
typedef struct input {
    people people;
    rows rows;
    wb_instrument *instrument;
    wb_source *source;
    wb_frame *frame;
    wb_spec *spec;
    wb_tally *tally;
    wb_model *model;
    wb_writer *csv;
    char *texts;
    int32_t *starts;
} input;

static void drop(input *in)
{
    wb_source_free(in->source);
    wb_frame_free(in->frame);
    wb_spec_free(in->spec);
    wb_tally_free(in->tally);
    wb_model_free(in->model);
    wb_writer_free(in->csv);
    wb_instrument_free(in->instrument);
    free(in->texts);
    free(in->starts);
    people_free(&in->people);
    rows_free(&in->rows);
}

static void drain(wb_source *source)
{
    wb_error err = {0};
    wb_frame *frame = NULL;

    do {
        wb_frame_free(frame);
        demand(wb_source_next(source, &frame, &err), &err);
    } while (frame != NULL);
}

/* ---- scoring: 28 answers to five lights ---- */

static void make_score(input *in, const char *instrument, int64_t n)
{
    in->people = people_invent(n);
    in->instrument = people_instrument(instrument);
    in->source = people_lights(&in->people, in->instrument, CHUNK_ROWS);
}

static void work_score(input *in)
{
    drain(in->source);
}

/* ---- the tally: five shares in 24 cells and 12 strata ---- */

static void make_tally(input *in, const char *instrument, int64_t n)
{
    wb_error err = {0};

    make_score(in, instrument, n);
    demand(wb_source_collect(in->source, NULL, &in->frame, &err), &err);
    in->spec = people_spec("cell");
    demand(wb_tally_new(in->spec, &in->tally, &err), &err);
}

static void work_tally(input *in)
{
    wb_error err = {0};

    demand(wb_tally_update(in->tally, in->frame, NULL, &err), &err);
}

/* ---- the same with cells that are texts ---- */

static void add_texts(input *in)
{
    wb_error err = {0};
    wb_column column = WB_COLUMN_INIT;
    size_t n = (size_t)in->people.count;
    int32_t length = 0;

    in->texts = malloc(n * TEXT_BYTES);
    in->starts = calloc(n + 1, sizeof *in->starts);
    if (in->texts == NULL || in->starts == NULL)
        stop("no memory");
    for (size_t i = 0; i < n; i++) {
        length += snprintf(in->texts + length, TEXT_BYTES, "sector %02d",
                           people_cells(&in->people)[i]);
        in->starts[i + 1] = length;
    }
    column.type = WB_TYPE_UTF8;
    column.values = in->texts;
    column.offsets = in->starts;
    demand(wb_frame_add_column(in->frame, "sector", &column, &err), &err);
}

static void make_texts(input *in, const char *instrument, int64_t n)
{
    wb_error err = {0};

    make_score(in, instrument, n);
    demand(wb_source_collect(in->source, NULL, &in->frame, &err), &err);
    add_texts(in);
    in->spec = people_spec("sector");
    demand(wb_tally_new(in->spec, &in->tally, &err), &err);
}

/* ---- open units: five shares in 1,000 cells, PSUs in any order ---- */

static void add_shares(wb_spec *spec)
{
    wb_error err = {0};
    char name[16];

    for (int i = 1; i <= ANSWERS; i++) {
        snprintf(name, sizeof name, "b%d", i);
        demand(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, name, &err), &err);
    }
}

static void make_rows(input *in, int64_t n)
{
    wb_error err = {0};

    in->rows = rows_new(n);
    rows_invent(&in->rows, 0);
    in->frame = rows_frame(&in->rows, n);
    demand(wb_spec_new(&in->spec, &err), &err);
    demand(wb_spec_set_weights(in->spec, "weight", &err), &err);
    demand(wb_spec_add_stratum(in->spec, "stratum", &err), &err);
}

static void make_units(input *in, const char *instrument, int64_t n)
{
    static const char *const by[] = {"grp", "code"};
    wb_error err = {0};

    (void)instrument;
    make_rows(in, n);
    demand(wb_spec_add_cluster(in->spec, "psu", &err), &err);
    add_shares(in->spec);
    demand(wb_spec_add_breakdown(in->spec, by, 2, &err), &err);
    demand(wb_tally_new(in->spec, &in->tally, &err), &err);
}

/* ---- reading CSV: 28 answers, stratum, cell, weight ---- */

static void make_csv(input *in, const char *instrument, int64_t n)
{
    wb_error err = {0};
    wb_frame *frame = NULL;
    wb_source *source = NULL;
    wb_reader *reader = NULL;
    wb_csv_options options = WB_CSV_OPTIONS_INIT;
    const char *bytes;
    size_t n_bytes;

    (void)instrument;
    in->people = people_invent(n);
    frame = people_frame(&in->people);
    demand(wb_source_from_frame(frame, 0, &source, &err), &err);
    demand(wb_writer_to_memory(&in->csv, &err), &err);
    demand(wb_csv_write(in->csv, source, NULL, NULL, &err), &err);
    wb_source_free(source);
    wb_frame_free(frame);
    bytes = wb_writer_bytes(in->csv, &n_bytes);
    demand(wb_reader_from_memory(bytes, n_bytes, NULL, &reader, &err), &err);
    options.chunk_rows =
        CSV_ROWS; /* the first is read with the header, and not counted */
    demand(wb_csv_read(reader, &options, &in->source, &err), &err);
}

/* ---- a logistic regression on eight numbers ---- */

static void make_logit(input *in, const char *instrument, int64_t n)
{
    wb_error err = {0};
    char name[16];

    (void)instrument;
    make_rows(in, n);
    demand(wb_model_new(WB_FAMILY_LOGIT, "b1", &in->model, &err), &err);
    for (int i = 1; i <= OUTCOMES; i++) {
        snprintf(name, sizeof name, "y%d", i);
        demand(wb_model_add_term(in->model, name, WB_TERM_NUMERIC, NULL, &err), &err);
    }
    demand(wb_model_set_design(in->model, in->spec, &err), &err);
    demand(wb_source_from_frame(in->frame, CHUNK_ROWS, &in->source, &err), &err);
}

static void work_logit(input *in)
{
    wb_error err = {0};
    wb_fit *fit = NULL;

    demand(wb_model_fit_source(in->model, in->source, NULL, NULL, NULL, &fit, &err),
           &err);
    wb_fit_free(fit);
}

/* ---- 50 bootstrap replicates of five shares, rows alone ---- */

static void make_bootstrap(input *in, const char *instrument, int64_t n)
{
    wb_error err = {0};

    (void)instrument;
    make_rows(in, n);
    demand(wb_spec_set_units(in->spec, WB_UNITS_OPEN, &err), &err);
    add_shares(in->spec);
    demand(wb_tally_new(in->spec, &in->tally, &err), &err);
    demand(wb_tally_update(in->tally, in->frame, NULL, &err), &err);
}

static void work_bootstrap(input *in)
{
    wb_error err = {0};
    wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;
    wb_frame *estimates = NULL;

    options.replicates = WB_REPLICATE_BOOTSTRAP;
    options.n_replicates = REPLICATES;
    options.seed = 4;
    demand(wb_tally_estimate(in->tally, &options, NULL, &estimates, &err), &err);
    wb_frame_free(estimates);
}

/* ---- all of them ---- */

typedef struct hot_path {
    const char *name;
    void (*make)(input *in, const char *instrument, int64_t n);
    void (*work)(input *in);
    int64_t rows;
} hot_path;

static const hot_path paths[] = {
    {"score", make_score, work_score, 4096},
    {"tally", make_tally, work_tally, 4096},
    {"texts", make_texts, work_tally, 4096},
    {"units", make_units, work_tally, 8192},
    {"csv", make_csv, work_score, 1024},
    {"logit", make_logit, work_logit, 1024},
    {"bootstrap", make_bootstrap, work_bootstrap, 2048},
};

void hot_work(const hot_path *which, input *in); /* valgrind is told of it by its name */

void hot_work(const hot_path *which, input *in)
{
    which->work(in);
}

/* Called through this, it stays a function: no compiler puts it where it is called. */
static void (*volatile do_hot_work)(const hot_path *, input *) = hot_work;

/* What counts depend on, such as "gcc 12, x86-64 with AVX2". */
static void print_about(void)
{
#if defined(__clang__)
    printf("clang %d, ", __clang_major__);
#else
    printf("gcc %d, ", __GNUC__);
#endif
#if defined(__x86_64__)
    printf("x86-64 %s AVX2\n", __builtin_cpu_supports("avx2") ? "with" : "without");
#else
    printf("another machine\n");
#endif
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "about") == 0) {
        print_about();
        return 0;
    }
    if (argc != 2 && argc != 3) {
        fprintf(stderr, "usage: hot_paths INSTRUMENT|about [PATH]\n");
        return 2;
    }
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        const hot_path *which = &paths[i];

        if (argc == 3 && strcmp(argv[2], which->name) != 0)
            continue;
        for (int times = 1; times <= TIMES; times += TIMES - 1) {
            input in = {0};

            which->make(&in, argv[1], times * which->rows);
            do_hot_work(which, &in);
            drop(&in);
        }
        printf("%s %lld %lld\n", which->name, (long long)which->rows,
               (long long)(TIMES * which->rows));
    }
    return 0;
}
