/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Usage: check_scan FOLDER
 *
 * Runs every organisation of FOLDER/scan_cases.csv (tests/vectors/README.md) and compares
 * each figure that is shown with R's survey: a group is a simple random sample of its
 * staff, with finite population correction. Prints the largest differences; exit 1 when
 * one is too large, when a count differs, or when next to nothing was shown. */
#include "oracle.h"

#include "../scan/subject_text.h"
#include "scan/scan.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double TOLERANCE = 1e-10;

static oracle_checks checks;
static long n_shown, n_rows;

static json_t *quoted_json(const char *text)
{
    char *json = malloc(strlen(text) + 1);
    json_t *root;

    strcpy(json, text);
    for (char *at = json; *at != '\0'; at++) {
        if (*at == '\'')
            *at = '"';
    }
    root = json_loads(json, 0, NULL);
    free(json);
    return root;
}

static wb_subject make_subject(void)
{
    static const char *const questions[] = {"q1", "q2", "q3"};
    wb_subject subject = {.about = quoted_json(ABOUT)};
    json_t *instrument = quoted_json(INSTRUMENT);
    char *text = json_dumps(instrument, 0);
    wb_reader *reader = NULL;
    wb_error err = {0};

    oracle_demand(wb_reader_from_memory(text, strlen(text), "instrument", &reader, &err),
                  &err, "instrument");
    oracle_demand(wb_instrument_read(reader, &subject.person, &err), &err, "instrument");
    for (size_t i = 0; i < 3; i++)
        oracle_demand(wb_names_add(&subject.questions, questions[i], &err), &err,
                      "names");
    wb_reader_free(reader);
    free(text);
    json_decref(instrument);
    return subject;
}

static wb_organisation *organisation_of(const wb_frame *cases, int64_t row)
{
    wb_error err = {0};
    wb_reader *reader = NULL;
    wb_organisation *made = NULL;
    size_t length = 0;
    const char *json =
        wb_frame_text(cases, oracle_column(cases, "organisation"), row, &length);

    oracle_demand(wb_reader_from_memory(json, length, "organisation", &reader, &err),
                  &err, "case");
    oracle_demand(wb_organisation_read(reader, &made, &err), &err, "organisation");
    wb_reader_free(reader);
    return made;
}

/* Rows of a case stand together: where those of `name` begin and how many there are. */
static int64_t find_rows(const wb_frame *frame, const char *name, int64_t *first)
{
    size_t column = oracle_column(frame, "case");
    char text[ORACLE_TEXT];
    int64_t n = 0;

    for (int64_t row = 0; row < wb_frame_row_count(frame); row++) {
        oracle_show(frame, column, row, text);
        if (strcmp(text, name) != 0)
            continue;
        if (n++ == 0)
            *first = row;
    }
    return n;
}

/* The rows of a case without the column that names it. */
static wb_frame *answers_of(const wb_frame *all, const char *name)
{
    static const char *const columns[] = {"department", "team", "age", "q1", "q2", "q3"};
    int64_t first = 0;
    int64_t n = find_rows(all, name, &first);
    wb_frame *rows = NULL;
    wb_frame *made = NULL;
    wb_error err = {0};

    oracle_demand(wb_frame_slice(all, first, n, &rows, &err), &err, name);
    oracle_demand(wb_frame_select(rows, columns, 6, &made, &err), &err, name);
    wb_frame_free(rows);
    return made;
}

static int64_t find_result(const wb_frame *frame, const char *group,
                           const char *indicator)
{
    char text[ORACLE_TEXT];

    for (int64_t row = 0; row < wb_frame_row_count(frame); row++) {
        oracle_show(frame, oracle_column(frame, "group"), row, text);
        if (strcmp(text, group) != 0)
            continue;
        if (indicator == NULL)
            return row;
        oracle_show(frame, oracle_column(frame, "indicator"), row, text);
        if (strcmp(text, indicator) == 0)
            return row;
    }
    return -1;
}

static void compare_row(const char *place, const wb_frame *ours, int64_t our_row,
                        const wb_frame *theirs, int64_t their_row,
                        const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        double a = wb_frame_double(ours, oracle_column(ours, names[i]), our_row);
        double b = wb_frame_double(theirs, oracle_column(theirs, names[i]), their_row);

        if (!isnan(a))
            oracle_compare(&checks, names[i], place, a, b, 1e-3, TOLERANCE);
    }
}

/* Every row of R's that we show too. */
static void compare_results(const char *name, const wb_frame *ours,
                            const wb_frame *theirs)
{
    static const char *const names[] = {
        "n",           "problem",        "share",         "se",
        "df",          "lower",          "upper",         "weighted",
        "weighted_se", "weighted_lower", "weighted_upper"};
    int64_t first = 0;
    int64_t n = find_rows(theirs, name, &first);
    char group[ORACLE_TEXT], indicator[ORACLE_TEXT], status[ORACLE_TEXT];

    for (int64_t row = first; row < first + n; row++) {
        int64_t at;

        oracle_show(theirs, oracle_column(theirs, "group"), row, group);
        oracle_show(theirs, oracle_column(theirs, "indicator"), row, indicator);
        at = find_result(ours, group, indicator);
        if (at < 0) {
            oracle_fault(&checks, group, "row", "none", indicator);
            continue;
        }
        oracle_show(ours, oracle_column(ours, "status"), at, status);
        n_rows++;
        n_shown += strcmp(status, "hidden") != 0;
        compare_row(group, ours, at, theirs, row, names, sizeof names / sizeof *names);
    }
}

static void compare_response(const char *name, const wb_frame *ours,
                             const wb_frame *theirs)
{
    static const char *const names[] = {"staff", "answered", "p"};
    int64_t first = 0;
    int64_t n = find_rows(theirs, name, &first);
    char group[ORACLE_TEXT];

    for (int64_t row = first; row < first + n; row++) {
        oracle_show(theirs, oracle_column(theirs, "group"), row, group);
        compare_row(group, ours, find_result(ours, group, NULL), theirs, row, names,
                    sizeof names / sizeof *names);
    }
}

static void check_case(const char *folder, const wb_subject *subject,
                       const wb_frame *cases, int64_t row)
{
    wb_frame *all = oracle_need(folder, "scan_answers", "");
    wb_frame *expected = oracle_need(folder, "scan_expected", "");
    wb_frame *response = oracle_need(folder, "scan_response", "");
    wb_organisation *organisation = organisation_of(cases, row);
    wb_frame *ours = NULL;
    wb_scan *scan = NULL;
    wb_error err = {0};
    char name[ORACLE_TEXT];

    record_next_case(&checks.kept);
    oracle_show(cases, oracle_column(cases, "case"), row, name);
    wb_frame *answers = answers_of(all, name);
    oracle_demand(wb_scan_make(subject, organisation, answers, NULL, NULL, &scan, &err),
                  &err, name);
    oracle_demand(wb_scan_table(scan, "results", "nl", &ours, &err), &err, name);
    compare_results(name, ours, expected);
    wb_frame_free(ours);
    oracle_demand(wb_scan_table(scan, "response", "nl", &ours, &err), &err, name);
    compare_response(name, ours, response);
    wb_frame_free(ours);
    wb_scan_free(scan);
    wb_organisation_free(organisation);
    wb_frame_free(answers);
    wb_frame_free(all);
    wb_frame_free(expected);
    wb_frame_free(response);
}

int main(int argc, char **argv)
{
    const char *folder = argc > 1 ? argv[1] : ".";
    wb_frame *cases = oracle_need(folder, "scan_cases", "");
    wb_subject subject = make_subject();

    for (int64_t row = 0; row < wb_frame_row_count(cases); row++)
        check_case(folder, &subject, cases, row);
    wb_subject_free(&subject);
    oracle_report(&checks, "scan");
    wb_frame_free(cases);
    printf("%ld of %ld rows are shown\n", n_shown, n_rows);
    return checks.faults > 0 || 2 * n_shown < n_rows;
}
