/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Usage: check_weight FOLDER
 *
 * Runs every case of FOLDER/weight_cases.csv (tests/vectors/README.md) through the public
 * API and compares the weights with those of R's survey. Prints the largest difference
 * per kind of step; exit 1 when one is too large or anything else differs. */
#include "oracle.h"

#include <math.h>
#include <stdio.h>

/* |ours - R| may be this times the larger of |R| and the mean weight. */
static const double TOLERANCE = 1e-9;

static const char *folder;

static wb_weighting *weighting_of(const wb_frame *cases, int64_t row)
{
    wb_error err = {0};
    wb_reader *reader = NULL;
    wb_weighting *made = NULL;
    size_t length = 0;
    const char *json =
        wb_frame_text(cases, oracle_column(cases, "weighting"), row, &length);

    oracle_demand(wb_reader_from_memory(json, length, "weighting", &reader, &err), &err,
                  "case");
    oracle_demand(wb_weighting_read(reader, &made, &err), &err, "weighting");
    wb_reader_free(reader);
    return made;
}

/* What the last step of a case is, for the table. */
static const char *kind_of(const wb_weighting *weighting)
{
    size_t n = wb_weighting_step_count(weighting);
    return wb_weight_step_name(wb_weighting_step(weighting, n - 1));
}

/* Every weight of a case; R's are in the column of its name. */
static void compare(const char *name, const wb_frame *ours, const wb_frame *expected,
                    const char *kind, oracle_checks *checks)
{
    int64_t n = wb_frame_row_count(expected);
    size_t column = oracle_column(expected, name);
    size_t weight = oracle_column(ours, "weight");
    double mean = 0;

    if (wb_frame_row_count(ours) != n) {
        oracle_fault(checks, name, "number of rows", "another", "that of the data");
        return;
    }
    for (int64_t i = 0; i < n; i++)
        mean += fabs(wb_frame_double(expected, column, i)) / (double)n;
    for (int64_t i = 0; i < n; i++)
        oracle_compare(checks, kind, name, wb_frame_double(ours, weight, i),
                       wb_frame_double(expected, column, i), mean, TOLERANCE);
}

static void check_case(const wb_frame *cases, int64_t row, oracle_checks *checks)
{
    char name[ORACLE_TEXT], data[ORACLE_TEXT];
    wb_error err = {0};
    wb_weighting *weighting = weighting_of(cases, row);
    wb_frame *weighted = NULL;

    record_next_case(&checks->kept);
    oracle_show(cases, oracle_column(cases, "case"), row, name);
    oracle_show(cases, oracle_column(cases, "data"), row, data);
    wb_frame *frame = oracle_need(folder, data, "");
    wb_frame *expected = oracle_need(folder, data, "_expected");
    wb_status st = wb_weighting_apply(weighting, frame, NULL, &weighted, NULL, &err);
    if (st == WB_OK)
        compare(name, weighted, expected, kind_of(weighting), checks);
    else
        oracle_fault(checks, name, wb_status_name(st), err.message, "weights");
    wb_frame_free(weighted);
    wb_frame_free(expected);
    wb_frame_free(frame);
    wb_weighting_free(weighting);
}

int main(int argc, char **argv)
{
    static oracle_checks checks;

    if (argc != 2) {
        fprintf(stderr, "usage: check_weight FOLDER\n");
        return 2;
    }
    folder = argv[1];
    wb_frame *cases = oracle_need(folder, "weight_cases", "");
    for (int64_t row = 0; row < wb_frame_row_count(cases); row++)
        check_case(cases, row, &checks);
    printf("# %lld cases\n", (long long)wb_frame_row_count(cases));
    oracle_report(&checks, "weight");
    wb_frame_free(cases);
    return checks.faults > 0 || checks.kept.n_kinds == 0;
}
