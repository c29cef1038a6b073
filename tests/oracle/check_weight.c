/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Usage: check_weight FOLDER
 *
 * Runs every case of FOLDER/weight_cases.csv (tests/vectors/README.md) through the public
 * API and compares the weights with those of R's survey. Prints the largest difference
 * per kind of step; exit 1 when one is too large or anything else differs. */
#include <werkbaar/werkbaar.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* |ours - R| may be this times the larger of |R| and the mean weight. */
static const double TOLERANCE = 1e-9;

enum { KINDS = 7, TEXT = 512 };

typedef struct result {
    double worst[KINDS];
    long cases[KINDS];
    long faults;
    long weights;
} result;

static const char *folder;

static void demand(wb_status st, const wb_error *err, const char *what)
{
    if (st == WB_OK)
        return;
    fprintf(stderr, "%s: %s: %s %s\n", what, wb_status_name(st), err->message,
            err->where);
    exit(1);
}

static wb_frame *read_csv(const char *name, const char *ending)
{
    wb_error err = {0};
    wb_reader *reader = NULL;
    wb_source *source = NULL;
    wb_frame *frame = NULL;
    char path[2 * TEXT];

    snprintf(path, sizeof path, "%s/%s%s.csv", folder, name, ending);
    demand(wb_reader_open(path, &reader, &err), &err, path);
    demand(wb_csv_read(reader, NULL, &source, &err), &err, path);
    demand(wb_source_collect(source, NULL, &frame, &err), &err, path);
    wb_source_free(source);
    return frame;
}

static void text_at(const wb_frame *cases, const char *column, int64_t row, char *out)
{
    size_t length = 0;
    int64_t at = wb_frame_find(cases, column);
    const char *text = at >= 0 ? wb_frame_text(cases, (size_t)at, row, &length) : NULL;

    snprintf(out, TEXT, "%.*s", (int)length, text != NULL ? text : "");
}

static wb_weighting *weighting_of(const wb_frame *cases, int64_t row)
{
    wb_error err = {0};
    wb_reader *reader = NULL;
    wb_weighting *made = NULL;
    size_t length = 0;
    int64_t at = wb_frame_find(cases, "weighting");
    const char *json = at >= 0 ? wb_frame_text(cases, (size_t)at, row, &length) : NULL;

    demand(wb_reader_from_memory(json, length, "weighting", &reader, &err), &err, "case");
    demand(wb_weighting_read(reader, &made, &err), &err, "weighting");
    wb_reader_free(reader);
    return made;
}

/* What the last calibration of a case is, for the table; trimming where there is none. */
static int32_t kind_of(const wb_weighting *weighting)
{
    size_t n = wb_weighting_step_count(weighting);
    return wb_weighting_step(weighting, n - 1);
}

static void compare(const char *name, const wb_frame *ours, const wb_frame *expected,
                    int32_t kind, result *r)
{
    int64_t n = wb_frame_row_count(expected);
    int64_t column = wb_frame_find(expected, name);
    int64_t weight = wb_frame_find(ours, "weight");
    double mean = 0;
    double worst = 0;

    if (column < 0 || weight < 0 || wb_frame_row_count(ours) != n) {
        printf("%s: no such column, or another number of rows\n", name);
        r->faults++;
        return;
    }
    for (int64_t i = 0; i < n; i++)
        mean += fabs(wb_frame_double(expected, (size_t)column, i)) / (double)n;
    for (int64_t i = 0; i < n; i++) {
        double theirs = wb_frame_double(expected, (size_t)column, i);
        double difference = fabs(wb_frame_double(ours, (size_t)weight, i) - theirs);
        double size = fabs(theirs) > mean ? fabs(theirs) : mean;
        if (!(difference / size <= worst))
            worst = difference / size;
    }
    if (!(worst <= TOLERANCE)) {
        printf("%s (%s): differs by %.3g\n", name, wb_weight_step_name(kind), worst);
        r->faults++;
    }
    if (!(worst <= r->worst[kind]))
        r->worst[kind] = worst;
    r->cases[kind]++;
    r->weights += (long)n;
}

static void check_case(const wb_frame *cases, int64_t row, result *r)
{
    char name[TEXT];
    char data[TEXT];
    wb_error err = {0};
    wb_weighting *weighting = weighting_of(cases, row);
    wb_frame *weighted = NULL;

    text_at(cases, "case", row, name);
    text_at(cases, "data", row, data);
    wb_frame *frame = read_csv(data, "");
    wb_frame *expected = read_csv(data, "_expected");
    wb_status st = wb_weighting_apply(weighting, frame, NULL, &weighted, NULL, &err);
    if (st == WB_OK) {
        compare(name, weighted, expected, kind_of(weighting), r);
    } else {
        printf("%s (%s): %s: %s\n", name, data, wb_status_name(st), err.message);
        r->faults++;
    }
    wb_frame_free(weighted);
    wb_frame_free(expected);
    wb_frame_free(frame);
    wb_weighting_free(weighting);
}

int main(int argc, char **argv)
{
    result r = {0};

    if (argc != 2) {
        fprintf(stderr, "usage: check_weight FOLDER\n");
        return 2;
    }
    folder = argv[1];
    wb_frame *cases = read_csv("weight_cases", "");
    for (int64_t row = 0; row < wb_frame_row_count(cases); row++)
        check_case(cases, row, &r);
    wb_frame_free(cases);
    for (int32_t kind = 1; kind < KINDS; kind++) {
        if (r.cases[kind] > 0)
            printf("%-13s %4ld cases, largest difference %.2g\n",
                   wb_weight_step_name(kind), r.cases[kind], r.worst[kind]);
    }
    printf("%ld weights, %ld faults\n", r.weights, r.faults);
    return r.faults > 0 || r.weights == 0;
}
