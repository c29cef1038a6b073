/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Usage: check_quality_roc FOLDER
 *
 * Runs every case of FOLDER/roc_cases.csv (tests/vectors/README.md): curves of scores
 * against criteria, and the areas under them. Otherwise as check_designs. */
#include "oracle.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* |ours - R's| may be this, times what it is measured against. */
static const double TOLERANCE = 1e-10;

typedef struct answers {
    wb_frame *curve;
    wb_frame *auc;
} answers;

static void read_number(const char *name, const char *value, wb_roc_options *options)
{
    const struct {
        const char *name;
        double *to;
    } numbers[] = {
        {"cost_missed", &options->cost_missed},
        {"cost_false_alarm", &options->cost_false_alarm},
        {"prevalence", &options->prevalence},
        {"cost_missed_acute", &options->cost_missed_acute},
        {"cost_false_alarm_acute", &options->cost_false_alarm_acute},
    };

    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        if (strcmp(numbers[i].name, name) == 0)
            *numbers[i].to = strtod(value, NULL);
    }
}

/* What the arguments say; `text` is cut up and outlives the options. */
static wb_roc_options read_arguments(char *text)
{
    wb_roc_options options = WB_ROC_OPTIONS_INIT;
    const char *acute = NULL;

    for (char *rest = text, *part; (part = oracle_next(&rest, ';')) != NULL;) {
        char *value = strchr(part, '=');

        *value++ = '\0';
        if (strcmp(part, "direction") == 0)
            options.direction = strcmp(value, "low") == 0 ? WB_ROC_LOW : WB_ROC_HIGH;
        else if (strcmp(part, "domain") == 0)
            options.domain = value;
        else if (strcmp(part, "acute") == 0)
            acute = value;
        else
            read_number(part, value, &options);
    }
    options.acute = acute;
    if (acute == NULL)
        options.cost_missed_acute = options.cost_false_alarm_acute = 0;
    return options;
}

static void ask(const oracle_cases *cases, int64_t row, const char *name, answers *out)
{
    char text[ORACLE_TEXT];
    wb_error err = {0};
    wb_source *source = NULL;
    wb_spec *spec = oracle_spec(cases, row);
    wb_estimate_options estimating = oracle_options(cases, row);

    oracle_field(cases, "arguments", row, text);
    wb_roc_options options = read_arguments(text);
    oracle_demand(wb_source_from_frame(cases->data, 17, &source, &err), &err, name);
    oracle_demand(wb_roc(source, "score", "crit", spec, &options, &estimating, NULL,
                         &out->curve, &out->auc, &err),
                  &err, name);
    wb_source_free(source);
    wb_spec_free(spec);
}

/* A cut-off that was written with 15 or more digits. */
static bool is_cut(const wb_frame *curve, int64_t row, double cut)
{
    double ours = wb_frame_double(curve, oracle_column(curve, "cut"), row);

    return fabs(ours - cut) <= 1e-13 * fabs(cut);
}

/* The row of a level with this key (a cut-off or a method), -1 when there is none. */
static int64_t find_row(const wb_frame *frame, const char *column, const char *level,
                        const char *key)
{
    char text[ORACLE_TEXT];
    bool is_number = strcmp(column, "cut") == 0;

    for (int64_t row = 0; row < wb_frame_row_count(frame); row++) {
        oracle_show(frame, oracle_column(frame, "level"), row, text);
        if (strcmp(text, level) != 0)
            continue;
        oracle_show(frame, oracle_column(frame, column), row, text);
        if (is_number ? is_cut(frame, row, strtod(key, NULL)) : strcmp(text, key) == 0)
            return row;
    }
    return -1;
}

static void check_number(const oracle_cases *cases, const answers *ours,
                         oracle_checks *checks)
{
    char name[ORACLE_TEXT], table[ORACLE_TEXT], level[ORACLE_TEXT], key[ORACLE_TEXT],
        column[ORACLE_TEXT], place[ORACLE_TEXT];
    const wb_frame *expected = cases->expected;
    int64_t at = cases->next;

    oracle_show(expected, oracle_column(expected, "case"), at, name);
    oracle_show(expected, oracle_column(expected, "table"), at, table);
    oracle_show(expected, oracle_column(expected, "level"), at, level);
    oracle_show(expected, oracle_column(expected, "key"), at, key);
    oracle_show(expected, oracle_column(expected, "column"), at, column);
    bool curve = strcmp(table, "curve") == 0;
    const wb_frame *frame = curve ? ours->curve : ours->auc;
    int64_t row = find_row(frame, curve ? "cut" : "method", level, key);
    snprintf(place, sizeof place, "%.120s %.40s %.40s %.40s", name, level, key, column);
    if (row < 0) {
        oracle_fault(checks, place, "row", "none", "one");
        return;
    }
    oracle_compare(
        checks, column, place, wb_frame_double(frame, oracle_column(frame, column), row),
        wb_frame_double(expected, oracle_column(expected, "value"), at),
        wb_frame_double(expected, oracle_column(expected, "scale"), at), TOLERANCE);
}

static void check_case(oracle_cases *cases, int64_t row, oracle_checks *checks)
{
    char name[ORACLE_TEXT];
    answers ours = {NULL, NULL};

    record_next_case(&checks->kept);
    oracle_field(cases, "case", row, name);
    if (!oracle_load(cases, row)) {
        oracle_fault(checks, name, "data", "none", "a file");
        return;
    }
    ask(cases, row, name, &ours);
    for (; oracle_is_of(cases, name); cases->next++)
        check_number(cases, &ours, checks);
    wb_frame_free(ours.curve);
    wb_frame_free(ours.auc);
}

int main(int n_arguments, char **arguments)
{
    oracle_cases cases;
    oracle_checks checks = {.faults = 0};

    if (n_arguments != 2) {
        fprintf(stderr, "usage: check_quality_roc FOLDER\n");
        return 2;
    }
    oracle_open(&cases, arguments[1], NULL, "roc");
    int64_t n = wb_frame_row_count(cases.list);
    for (int64_t row = 0; row < n; row++)
        check_case(&cases, row, &checks);
    oracle_check_end(&cases, &checks);
    printf("%lld curves, %lld numbers\n", (long long)n, (long long)cases.next);
    oracle_report(&checks, "roc");
    oracle_close(&cases);
    return checks.faults > 0 || n == 0;
}
