/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A monitor measured: 7 waves of 15,000 SYNTHETIC people, 40 questions in 10 scales, 12
 * variables and all their pairs; from answers in memory to cells, changes, groups and
 * trend.
 *
 *   monitor_program [PEOPLE [REPEATS [THREADS]]]   people a wave */
#include "measure.h"

#include <werkbaar/werkbaar.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WAVES = 7, ITEMS = 40, SCALES = 10, VARIABLES = 12, MOST_TEXT = 65536 };

static const int levels[VARIABLES] = {2, 5, 13, 7, 4, 3, 3, 2, 5, 4, 3, 2};

typedef struct text {
    char bytes[MOST_TEXT];
    size_t length;
} text;

#define ADD(to, ...)                                                                     \
    ((to)->length += (size_t)snprintf((to)->bytes + (to)->length,                        \
                                      MOST_TEXT - (to)->length, __VA_ARGS__))

static void add_scales(text *json)
{
    ADD(json, "],\"scales\":[");
    for (int s = 0; s < SCALES; s++)
        ADD(json,
            "%s{\"id\":\"s%d\",\"label\":{\"en\":\"s\"},\"rule\":\"percent\","
            "\"min_answered\":3,\"structure_verified\":false,\"items\":[\"q%d\",\"q%d\","
            "\"q%d\",\"q%d\"]}",
            s > 0 ? "," : "", s, 4 * s, 4 * s + 1, 4 * s + 2, 4 * s + 3);
    ADD(json, "],\"indicators\":[");
    for (int s = 0; s < SCALES; s++)
        ADD(json,
            "%s{\"id\":\"i%d\",\"label\":{\"en\":\"i\"},\"kind\":\"workability\","
            "\"scale\":\"s%d\",\"direction\":\"high\",\"problem\":{\"comparison\":"
            "\"at_least\",\"value\":\"60\",\"verified\":false,\"source\":\"none\"}%s}",
            s > 0 ? "," : "", s, s,
            s < 4 ? ",\"acute\":{\"comparison\":\"at_least\",\"value\":\"80\","
                    "\"verified\":false,\"source\":\"none\"}"
                  : "");
}

static wb_instrument *make_instrument(void)
{
    static text json;
    wb_error err = {0};
    wb_reader *reader = NULL;
    wb_instrument *instrument = NULL;

    ADD(&json, "{\"format\":\"werkbaar-instrument/1.0\",\"id\":\"bench\",\"version\":"
               "\"1\",\"licence\":\"MIT\",\"title\":{\"en\":\"b\"},\"source\":\"none\","
               "\"unit\":\"person\",\"languages\":[\"en\"],\"items\":[");
    for (int i = 0; i < ITEMS; i++)
        ADD(&json,
            "%s{\"id\":\"q%d\",\"label\":{\"en\":\"q\"},\"text\":\"none\",\"min\":0,"
            "\"max\":3,\"missing\":[9]}",
            i > 0 ? "," : "", i);
    add_scales(&json);
    ADD(&json, "],\"composites\":[{\"id\":\"none\",\"label\":{\"en\":\"n\"},\"rule\":"
               "\"none_of\",\"of\":[\"i0\",\"i1\",\"i2\",\"i3\"]},{\"id\":\"count\","
               "\"label\":{\"en\":\"c\"},\"rule\":\"count_of\",\"of\":[\"i0\",\"i1\","
               "\"i2\",\"i3\"]}]}");
    demand(wb_reader_from_memory(json.bytes, json.length, "bench", &reader, &err), &err);
    demand(wb_instrument_read(reader, &instrument, &err), &err);
    wb_reader_free(reader);
    return instrument;
}

static wb_monitor_definition *make_definition(void)
{
    static text json;
    wb_error err = {0};
    wb_reader *reader = NULL;
    wb_monitor_definition *definition = NULL;

    ADD(&json, "{\"format\":\"werkbaar-monitor-definition/1.0\",\"id\":\"bench\","
               "\"version\":\"1\",\"title\":{\"en\":\"b\"},\"languages\":[\"en\"],"
               "\"instrument\":\"bench\",\"waves\":{\"column\":\"year\"},\"design\":{"
               "\"weights\":\"weight\"},\"variables\":[");
    for (int v = 0; v < VARIABLES; v++)
        ADD(&json, "%s{\"id\":\"v%d\"}", v > 0 ? "," : "", v);
    ADD(&json, "],\"breakdowns\":[");
    for (int v = 0; v < VARIABLES; v++)
        ADD(&json, "%s\"v%d\"", v > 0 ? "," : "", v);
    ADD(&json, "],\"all_pairs\":true,\"publication\":{\"min_n\":30,\"max_width\":0.3,"
               "\"mode\":\"hide\"},\"comparisons\":{\"adjust\":\"bh\"}}");
    demand(wb_reader_from_memory(json.bytes, json.length, "bench", &reader, &err), &err);
    demand(wb_monitor_definition_read(reader, &definition, &err), &err);
    wb_reader_free(reader);
    return definition;
}

/* A column of random codes below n; 9, no answer, for one in 50 of items. */
static void add_codes(wb_frame *frame, const char *name, int64_t rows, uint32_t n,
                      int item, uint64_t *seed)
{
    wb_error err = {0};
    wb_column column = WB_COLUMN_INIT;
    int8_t *values = malloc((size_t)rows);

    for (int64_t i = 0; i < rows && values != NULL; i++) {
        uint64_t r = next_random(seed);
        values[i] = (int8_t)(item && r % 50 == 0 ? 9 : r / 64 % n);
    }
    column.type = WB_TYPE_INT8;
    column.flags = WB_COLUMN_COPY;
    column.values = values;
    demand(wb_frame_add_column(frame, name, &column, &err), &err);
    free(values);
}

static wb_frame *make_people(int64_t people)
{
    wb_error err = {0};
    wb_frame *frame = NULL;
    int64_t rows = people * WAVES;
    int32_t *years = malloc((size_t)rows * sizeof *years);
    double *weights = malloc((size_t)rows * sizeof *weights);
    wb_column column = WB_COLUMN_INIT;
    uint64_t seed = 5;
    char name[16];

    demand(wb_frame_new(rows, &frame, &err), &err);
    for (int64_t i = 0; i < rows && years != NULL && weights != NULL; i++) {
        years[i] = (int32_t)(2004 + 3 * (i / people));
        weights[i] = 1 + 2 * next_share(&seed);
    }
    column.type = WB_TYPE_INT32;
    column.flags = WB_COLUMN_COPY;
    column.values = years;
    demand(wb_frame_add_column(frame, "year", &column, &err), &err);
    column.type = WB_TYPE_FLOAT64;
    column.values = weights;
    demand(wb_frame_add_column(frame, "weight", &column, &err), &err);
    for (int i = 0; i < ITEMS; i++) {
        snprintf(name, sizeof name, "q%d", i);
        add_codes(frame, name, rows, 4, 1, &seed);
    }
    for (int v = 0; v < VARIABLES; v++) {
        snprintf(name, sizeof name, "v%d", v);
        add_codes(frame, name, rows, (uint32_t)levels[v], 0, &seed);
    }
    free(years);
    free(weights);
    return frame;
}

/* Seconds of each step, and how many rows came out of it. */
enum { TALLY, ESTIMATES, CELLS, CHANGES, GROUPS, TREND, STEPS };
static const char *const step_names[STEPS] = {"waves in", "results", "cells",
                                              "changes",  "groups",  "trend"};

static double make_tables(const wb_monitor_results *results, double seconds[STEPS],
                          int64_t rows[STEPS])
{
    wb_error err = {0};
    double all = 0;

    for (int step = CELLS; step < STEPS; step++) {
        wb_frame *frame = NULL;
        double start = milliseconds(CLOCK_MONOTONIC) / 1000;
        demand(wb_monitor_results_table(results, step_names[step], NULL, &frame, &err),
               &err);
        seconds[step] = milliseconds(CLOCK_MONOTONIC) / 1000 - start;
        all += seconds[step];
        rows[step] = wb_frame_row_count(frame);
        wb_frame_free(frame);
    }
    return all;
}

static double run_once(const wb_frame *people, const wb_monitor_definition *definition,
                       const wb_instrument *instrument, const wb_run *run,
                       double seconds[STEPS], int64_t rows[STEPS])
{
    wb_error err = {0};
    wb_monitor *monitor = NULL;
    wb_monitor_results *results = NULL;
    wb_source *source = NULL;
    double start = milliseconds(CLOCK_MONOTONIC) / 1000;

    demand(wb_source_from_frame(people, 16384, &source, &err), &err);
    demand(wb_monitor_new(definition, instrument, &monitor, &err), &err);
    demand(wb_monitor_add(monitor, NULL, "bench", source, run, &err), &err);
    seconds[TALLY] = milliseconds(CLOCK_MONOTONIC) / 1000 - start;
    rows[TALLY] = wb_monitor_row_count(monitor);
    start = milliseconds(CLOCK_MONOTONIC) / 1000;
    demand(wb_monitor_results_make(monitor, NULL, run, &results, &err), &err);
    seconds[ESTIMATES] = milliseconds(CLOCK_MONOTONIC) / 1000 - start;
    rows[ESTIMATES] = 0;
    double all =
        seconds[TALLY] + seconds[ESTIMATES] + make_tables(results, seconds, rows);
    wb_monitor_results_free(results);
    wb_monitor_free(monitor);
    wb_source_free(source);
    return all;
}

int main(int argc, char **argv)
{
    int64_t people = argc > 1 ? atoll(argv[1]) : 15000;
    int repeats = argc > 2 ? atoi(argv[2]) : 5;
    wb_run run = WB_RUN_INIT;
    wb_frame *frame = make_people(people);
    wb_instrument *instrument = make_instrument();
    wb_monitor_definition *definition = make_definition();
    double seconds[STEPS], best[STEPS], least = 0;
    int64_t rows[STEPS];

    run.threads = argc > 3 ? atoi(argv[3]) : 2;
    for (int i = 0; i < repeats; i++) {
        double busy = milliseconds(CLOCK_PROCESS_CPUTIME_ID) / 1000;
        double all = run_once(frame, definition, instrument, &run, seconds, rows);
        printf("run %d: %.3f s by the clock, %.3f s of processors\n", i + 1, all,
               milliseconds(CLOCK_PROCESS_CPUTIME_ID) / 1000 - busy);
        if (i == 0 || all < least) {
            least = all;
            memcpy(best, seconds, sizeof best);
        }
    }
    for (int step = 0; step < STEPS; step++)
        printf("%-9s %7.3f s %9lld rows\n", step_names[step], best[step],
               (long long)rows[step]);
    wb_monitor_definition_free(definition);
    wb_instrument_free(instrument);
    wb_frame_free(frame);
    return 0;
}
