/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Usage: model_program FOLDER [ROWS [COLUMNS [THREADS [ROUNDS]]]]
 *
 * Fits a logit of as many numeric columns to random rows with weights and strata, and
 * leaves rows and coefficients in FOLDER for bench/model.R to do the same with R's
 * svyglm. Prints the median time, also of one thread. */
#include "measure.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct table {
    int64_t n;
    int columns;
    double *values; /* y, w, h, then the columns */
} table;

static void make_row(table *t, int64_t i, uint64_t *state)
{
    double eta = -0.5;

    for (int c = 0; c < t->columns; c++) {
        double x = next_share(state) + next_share(state) + next_share(state) - 1.5;
        t->values[(3 + c) * t->n + i] = x;
        eta += x * (c % 5 - 2) / 5;
    }
    t->values[i] = next_share(state) < 1 / (1 + exp(-eta));
    t->values[t->n + i] = 0.5 + 2 * next_share(state);
    t->values[2 * t->n + i] = floor(20 * next_share(state));
}

static void name_of(int column, char name[16])
{
    static const char *const first[] = {"y", "w", "h"};
    if (column < 3)
        snprintf(name, 16, "%s", first[column]);
    else
        snprintf(name, 16, "x%d", column - 2);
}

static wb_frame *frame_of(const table *t)
{
    wb_error err = {0};
    wb_frame *frame = NULL;
    char name[16];

    demand(wb_frame_new(t->n, &frame, &err), &err);
    for (int c = 0; c < t->columns + 3; c++) {
        wb_column column = WB_COLUMN_INIT;
        column.type = WB_TYPE_FLOAT64;
        column.values = t->values + c * t->n;
        name_of(c, name);
        demand(wb_frame_add_column(frame, name, &column, &err), &err);
    }
    return frame;
}

static wb_model *model_of(const table *t)
{
    wb_error err = {0};
    wb_model *model = NULL;
    wb_spec *spec = NULL;
    char name[16];

    demand(wb_model_new(WB_FAMILY_LOGIT, "y", &model, &err), &err);
    for (int c = 3; c < t->columns + 3; c++) {
        name_of(c, name);
        demand(wb_model_add_term(model, name, WB_TERM_NUMERIC, NULL, &err), &err);
    }
    demand(wb_spec_new(&spec, &err), &err);
    demand(wb_spec_set_weights(spec, "w", &err), &err);
    demand(wb_spec_add_stratum(spec, "h", &err), &err);
    demand(wb_model_set_design(model, spec, &err), &err);
    wb_spec_free(spec);
    return model;
}

static double fit(const wb_model *model, const wb_frame *frame, int32_t threads,
                  wb_frame **coefficients)
{
    wb_error err = {0};
    wb_source *source = NULL;
    wb_fit *made = NULL;
    wb_run run = WB_RUN_INIT;
    double start = milliseconds(CLOCK_MONOTONIC);

    run.threads = threads;
    demand(wb_source_from_frame(frame, 0, &source, &err), &err);
    demand(wb_model_fit_source(model, source, NULL, NULL, &run, &made, &err), &err);
    double took = milliseconds(CLOCK_MONOTONIC) - start;
    wb_frame_free(*coefficients);
    demand(wb_fit_table(made, WB_FIT_COEFFICIENTS, coefficients, &err), &err);
    wb_fit_free(made);
    wb_source_free(source);
    return took;
}

static FILE *open_file(const char *folder, const char *name)
{
    char path[1024];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    if (file == NULL)
        stop(path);
    return file;
}

static void leave(const table *t, const wb_frame *coefficients, double took,
                  const char *folder)
{
    size_t estimate = (size_t)wb_frame_find(coefficients, "estimate");
    size_t se = (size_t)wb_frame_find(coefficients, "se");
    FILE *rows = open_file(folder, "rows.bin");
    FILE *found = open_file(folder, "found.csv");

    fwrite(t->values, sizeof *t->values, (size_t)((t->columns + 3) * t->n), rows);
    fprintf(found, "estimate,se,milliseconds,rows\n");
    for (int64_t i = 0; i < wb_frame_row_count(coefficients); i++)
        fprintf(found, "%.17g,%.17g,%.17g,%lld\n",
                wb_frame_double(coefficients, estimate, i),
                wb_frame_double(coefficients, se, i), took, (long long)t->n);
    if (fclose(rows) != 0 || fclose(found) != 0)
        stop("a file could not be written");
}

int main(int argc, char **argv)
{
    table t = {argc > 2 ? atoll(argv[2]) : 1000000, argc > 3 ? atoi(argv[3]) : 20, NULL};
    int32_t threads = argc > 4 ? atoi(argv[4]) : 2;
    int rounds = argc > 5 ? atoi(argv[5]) : 5;
    double times[2][64];
    uint64_t state = 7;
    wb_frame *coefficients = NULL;

    if (argc < 2 || rounds < 1 || rounds > 64)
        stop("usage: model_program FOLDER [ROWS [COLUMNS [THREADS [ROUNDS]]]]");
    t.values = malloc((size_t)((t.columns + 3) * t.n) * sizeof *t.values);
    if (t.values == NULL)
        stop("no memory");
    for (int64_t i = 0; i < t.n; i++)
        make_row(&t, i, &state);
    wb_frame *frame = frame_of(&t);
    wb_model *model = model_of(&t);
    for (int r = 0; r < rounds; r++) {
        times[0][r] = fit(model, frame, 1, &coefficients);
        times[1][r] = fit(model, frame, threads, &coefficients);
    }
    double took = median(times[1], rounds);
    printf("logit, %lld rows, %d columns: %.0f ms on %d threads, %.0f ms on one\n",
           (long long)t.n, t.columns, took, (int)threads, median(times[0], rounds));
    leave(&t, coefficients, took, argv[1]);
    wb_frame_free(coefficients);
    wb_frame_free(frame);
    wb_model_free(model);
    free(t.values);
    return 0;
}
