/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "oracle.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void oracle_demand(wb_status st, const wb_error *err, const char *what)
{
    if (st == WB_OK)
        return;
    fprintf(stderr, "%s: %s: %s %s\n", what, wb_status_name(st), err->message,
            err->where);
    exit(1);
}

wb_frame *oracle_read(const char *folder, const char *name)
{
    wb_error err = {0};
    wb_reader *reader = NULL;
    wb_source *source = NULL;
    wb_frame *frame = NULL;
    char path[4 * ORACLE_TEXT];

    snprintf(path, sizeof path, "%s/%s.csv", folder, name);
    if (wb_reader_open(path, &reader, NULL) != WB_OK)
        return NULL;
    oracle_demand(wb_csv_read(reader, NULL, &source, &err), &err, path);
    oracle_demand(wb_source_collect(source, NULL, &frame, &err), &err, path);
    wb_source_free(source);
    return frame;
}

wb_frame *oracle_need(const char *folder, const char *name, const char *ending)
{
    char file[ORACLE_TEXT];

    snprintf(file, sizeof file, "%.400s%.100s", name, ending);
    wb_frame *frame = oracle_read(folder, file);
    if (frame == NULL) {
        fprintf(stderr, "no %s.csv in %s\n", file, folder);
        exit(1);
    }
    return frame;
}

size_t oracle_column(const wb_frame *frame, const char *name)
{
    int64_t column = wb_frame_find(frame, name);

    if (column < 0) {
        fprintf(stderr, "no column %s\n", name);
        exit(1);
    }
    return (size_t)column;
}

void oracle_show(const wb_frame *frame, size_t column, int64_t row,
                 char text[ORACLE_TEXT])
{
    size_t length = 0;
    const char *bytes = wb_frame_text(frame, column, row, &length);
    int32_t type = wb_frame_column_type(frame, column);

    text[0] = '\0';
    if (wb_frame_is_missing(frame, column, row))
        return;
    if (bytes != NULL)
        snprintf(text, ORACLE_TEXT, "%.*s", (int)length, bytes);
    else if (type == WB_TYPE_BOOL)
        snprintf(text, ORACLE_TEXT, "%s",
                 wb_frame_int64(frame, column, row) ? "true" : "false");
    else if (type == WB_TYPE_FLOAT64)
        snprintf(text, ORACLE_TEXT, "%.15g", wb_frame_double(frame, column, row));
    else
        snprintf(text, ORACLE_TEXT, "%lld",
                 (long long)wb_frame_int64(frame, column, row));
}

char *oracle_next(char **rest, char separator)
{
    char *part = *rest;

    if (part == NULL || *part == '\0')
        return NULL;
    *rest = strchr(part, separator);
    if (*rest != NULL)
        *(*rest)++ = '\0';
    return part;
}

void oracle_compare(oracle_checks *checks, const char *kind, const char *place, double a,
                    double b, double scale, double tolerance)
{
    double difference = a == b ? 0 : fabs(a - b) / fmax(fabs(b), scale);
    char ours[32], expected[32];

    record_note(&checks->kept, kind, place, difference, tolerance);
    if (!(difference <= tolerance)) {
        snprintf(ours, sizeof ours, "%.17g", a);
        snprintf(expected, sizeof expected, "%.17g", b);
        oracle_fault(checks, place, kind, ours, expected);
    }
}

void oracle_fault(oracle_checks *checks, const char *place, const char *what,
                  const char *ours, const char *expected)
{
    checks->faults++;
    if (checks->faults <= 20)
        fprintf(stderr, "%s: %s is '%s', expected '%s'\n", place, what, ours, expected);
}

void oracle_report(const oracle_checks *checks, const char *of)
{
    printf("# largest |ours - R| / max(|R|, size of the data), of so many\n");
    for (size_t i = 0; i < checks->kept.n_kinds; i++) {
        const record_worst *worst = &checks->kept.worst[i];
        printf("# %-24s %8.1e %7ld  %s\n", worst->kind, worst->difference, worst->n,
               worst->place);
    }
    record_write(&checks->kept, of);
    if (checks->faults > 0)
        fprintf(stderr, "%ld differences\n", checks->faults);
}
