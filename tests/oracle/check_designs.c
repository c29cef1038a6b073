/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Usage: check_designs FOLDER [DATA_FOLDER [NAME]]
 *
 * Runs every case of FOLDER/NAME_cases.csv (NAME: design) (tests/vectors/README.md)
 * through the public API and compares what comes out with what R's survey said. Data are
 * FOLDER/NAME.csv or DATA_FOLDER/NAME.csv; a case whose data are in neither is skipped,
 * and counted. Prints the largest difference per statistic and quantity; exit 1 when one
 * is too large or anything else differs. */
#include "oracle.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const char *const quantities[] = {"estimate", "se", "lower", "upper",
                                         "df",       "n",  "deff"};
enum { QUANTITIES = sizeof quantities / sizeof *quantities };

typedef struct checker {
    oracle_checks checks;
    oracle_cases cases;
    long n_cases, n_skipped, n_refused, n_rows;
} checker;

/* ---- comparing ---- */

/* The cell of a row as expected files write it: column=value;column=value, "" for all. */
static void show_cell(const wb_frame *ours, int64_t row, char text[ORACLE_TEXT])
{
    size_t n_columns = oracle_column(ours, "statistic"), length = 0;

    text[0] = '\0';
    for (size_t column = 0; column < n_columns; column++) {
        char value[ORACLE_TEXT];

        if (wb_frame_is_missing(ours, column, row))
            continue;
        oracle_show(ours, column, row, value);
        length += (size_t)snprintf(text + length, ORACLE_TEXT - length, "%s%s=%s",
                                   length > 0 ? ";" : "",
                                   wb_frame_column_name(ours, column), value);
    }
}

static bool is_same_row(const wb_frame *ours, int64_t row, const wb_frame *expected,
                        int64_t at)
{
    static const char *const names[] = {"statistic", "variable", "category"};
    char a[ORACLE_TEXT], b[ORACLE_TEXT];

    show_cell(ours, row, a);
    oracle_show(expected, oracle_column(expected, "cell"), at, b);
    if (strcmp(a, b) != 0)
        return false;
    for (size_t i = 0; i < 3; i++) {
        oracle_show(ours, oracle_column(ours, names[i]), row, a);
        oracle_show(expected, oracle_column(expected, names[i]), at, b);
        if (strcmp(a, b) != 0)
            return false;
    }
    return true;
}

/* Our row of an expected one, looked for from where the last one was; -1: none. */
static int64_t row_of(const wb_frame *ours, int64_t from, const wb_frame *expected,
                      int64_t at)
{
    int64_t n_rows = wb_frame_row_count(ours);

    for (int64_t i = 0; i < n_rows; i++) {
        int64_t row = (from + i) % n_rows;
        if (is_same_row(ours, row, expected, at))
            return row;
    }
    return -1;
}

static void describe(const wb_frame *expected, int64_t at, char place[ORACLE_TEXT])
{
    static const char *const names[] = {"case", "cell", "statistic", "variable",
                                        "category"};
    size_t length = 0;

    for (size_t i = 0; i < 5 && length < ORACLE_TEXT; i++) {
        char text[ORACLE_TEXT];

        oracle_show(expected, oracle_column(expected, names[i]), at, text);
        if (text[0] != '\0')
            length += (size_t)snprintf(place + length, ORACLE_TEXT - length, "%s%s",
                                       i > 0 ? " " : "", text);
    }
}

static void compare_row(checker *run, const wb_frame *ours, int64_t row, int64_t at,
                        double tolerance)
{
    const wb_frame *expected = run->cases.expected;
    double scale = wb_frame_double(expected, oracle_column(expected, "scale"), at);
    char place[ORACLE_TEXT], statistic[ORACLE_TEXT], a[ORACLE_TEXT], b[ORACLE_TEXT];

    describe(expected, at, place);
    oracle_show(expected, oracle_column(expected, "statistic"), at, statistic);
    for (size_t i = 0; i < QUANTITIES; i++) {
        size_t column = oracle_column(expected, quantities[i]);
        bool has_scale = i < 4;
        char kind[64];

        if (wb_frame_is_missing(expected, column, at))
            continue;
        snprintf(kind, sizeof kind, "%.20s %s", statistic, quantities[i]);
        oracle_compare(&run->checks, kind, place,
                       wb_frame_double(ours, oracle_column(ours, quantities[i]), row),
                       wb_frame_double(expected, column, at), has_scale ? scale : 1,
                       tolerance);
    }
    oracle_show(ours, oracle_column(ours, "status"), row, a);
    oracle_show(expected, oracle_column(expected, "status"), at, b);
    if (b[0] != '\0' && strcmp(a, b) != 0)
        oracle_fault(&run->checks, place, "status", a, b);
}

/* Pass over the expected rows of a case, comparing them unless `ours` is NULL. */
static void pass_case(checker *run, const char *name, const wb_frame *ours,
                      double tolerance)
{
    int64_t row = 0;

    for (; oracle_is_of(&run->cases, name); run->cases.next++) {
        char place[ORACLE_TEXT];

        if (ours == NULL)
            continue;
        row = row_of(ours, row, run->cases.expected, run->cases.next);
        if (row < 0) {
            describe(run->cases.expected, run->cases.next, place);
            oracle_fault(&run->checks, place, "the row", "not there", "there");
            row = 0;
            continue;
        }
        compare_row(run, ours, row, run->cases.next, tolerance);
        run->n_rows++;
    }
}

/* ---- a case ---- */

static wb_status estimates_of(const checker *run, int64_t row, wb_frame **ours,
                              wb_error *err)
{
    wb_estimate_options options = oracle_options(&run->cases, row);
    wb_tally *tally = NULL;
    wb_status st = oracle_tally(&run->cases, row, &tally, err);

    if (st == WB_OK)
        st = wb_tally_estimate(tally, &options, NULL, ours, err);
    wb_tally_free(tally);
    return st;
}

/* A case that must be refused, and how. */
static void check_refused(checker *run, const char *name, wb_status st,
                          const char *expected)
{
    if (strcmp(wb_status_name(st), expected) != 0)
        oracle_fault(&run->checks, name, "status", wb_status_name(st), expected);
    run->n_refused++;
}

static void run_case(checker *run, int64_t row)
{
    wb_error err = {0};
    wb_frame *ours = NULL;
    double allowed = oracle_tolerance(&run->cases, row);
    char name[ORACLE_TEXT], error[ORACLE_TEXT];

    record_next_case(&run->checks.kept);
    oracle_field(&run->cases, "case", row, name);
    oracle_field(&run->cases, "error", row, error);
    if (!oracle_load(&run->cases, row)) {
        run->n_skipped++;
        pass_case(run, name, NULL, allowed);
        return;
    }
    wb_status st = estimates_of(run, row, &ours, &err);
    if (error[0] != '\0')
        check_refused(run, name, st, error);
    else if (st != WB_OK)
        oracle_fault(&run->checks, name, wb_status_name(st), err.message, "estimates");
    pass_case(run, name, ours, allowed);
    wb_frame_free(ours);
    run->n_cases++;
}

int main(int argc, char **argv)
{
    static checker run;
    const char *name = argc > 3 ? argv[3] : "design";

    if (argc < 2 || argc > 4) {
        fprintf(stderr, "usage: check_designs FOLDER [DATA_FOLDER [NAME]]\n");
        return 2;
    }
    oracle_open(&run.cases, argv[1], argc > 2 ? argv[2] : NULL, name);
    for (int64_t row = 0; row < wb_frame_row_count(run.cases.list); row++)
        run_case(&run, row);
    oracle_check_end(&run.cases, &run.checks);
    printf("# %ld cases, %ld of them refused as they should be, %ld estimates; %ld cases "
           "skipped for want of their data\n",
           run.n_cases, run.n_refused, run.n_rows, run.n_skipped);
    oracle_report(&run.checks, name);
    oracle_close(&run.cases);
    return run.checks.faults > 0 || run.n_cases == 0;
}
