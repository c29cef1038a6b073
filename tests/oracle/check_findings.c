/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Usage: check_findings FOLDER
 *
 * Makes findings of the results in FOLDER, or in FOLDER/1, FOLDER/2, ...
 * (scan_findings.R), and compares them with those that R made. Otherwise as check_weight.
 */
#include "oracle.h"

#include "scan/findings.h"

#include <stdio.h>
#include <string.h>

static const char *const texts[] = {"group", "indicator", "status", "direction",
                                    "n",     "people",    "rank",   "weight"};
static const char *const numbers[] = {
    "share", "reference", "difference", "difference_lower", "difference_upper",
    "score", "p",         "p_adjusted"};

typedef struct company {
    const char *folder;
    wb_frame *results, *references, *weights, *expected;
    oracle_checks *checks;
    int64_t next; /* row of `expected` where the next case begins */
} company;

/* Rows of a case, which stand together, from `first` on. */
static int64_t count_rows(const wb_frame *frame, const char *name, int64_t first)
{
    char text[ORACLE_TEXT];
    int64_t row = first;

    for (; row < wb_frame_row_count(frame); row++) {
        oracle_show(frame, oracle_column(frame, "case"), row, text);
        if (strcmp(text, name) != 0)
            break;
    }
    return row - first;
}

static wb_frame *reference_of(const company *c, const char *name)
{
    wb_error err = {0};
    wb_frame *rows = NULL;

    for (int64_t row = 0; row < wb_frame_row_count(c->references); row++) {
        int64_t n = count_rows(c->references, name, row);

        if (n == 0)
            continue;
        oracle_demand(wb_frame_slice(c->references, row, n, &rows, &err), &err, name);
        break;
    }
    return rows;
}

static void compare_row(const company *c, const char *name, const wb_frame *ours,
                        int64_t row)
{
    char place[ORACLE_TEXT], is[ORACLE_TEXT], wanted[ORACLE_TEXT];
    int64_t there = c->next + row;

    snprintf(place, sizeof place, "%.200s %.40s row %lld", c->folder, name,
             (long long)row);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        oracle_show(ours, oracle_column(ours, texts[i]), row, is);
        oracle_show(c->expected, oracle_column(c->expected, texts[i]), there, wanted);
        if (strcmp(is, wanted) != 0)
            oracle_fault(c->checks, place, texts[i], is, wanted);
    }
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        bool p = numbers[i][0] == 'p';
        double b =
            wb_frame_double(c->expected, oracle_column(c->expected, numbers[i]), there);
        double a = wb_frame_double(ours, oracle_column(ours, numbers[i]), row);

        if (a == a || b == b)
            oracle_compare(c->checks, numbers[i], place, a, b, 1, p ? 1e-9 : 1e-11);
    }
}

static wb_frame *findings_of(const company *c, const wb_frame *reference, bool weighed)
{
    static const wb_finding_how how = {"abc", 0.95, 0.05, 10};
    wb_error err = {0};
    wb_cells cells = {0};
    wb_frame *out = NULL;

    oracle_demand(wb_cells_init(&cells, c->results, &err), &err, c->folder);
    oracle_demand(wb_findings_make(&cells, reference, weighed ? c->weights : NULL, &how,
                                   &out, &err),
                  &err, c->folder);
    wb_cells_free(&cells);
    return out;
}

static void check_case(company *c, const char *name, bool declared, bool weighed)
{
    wb_frame *reference = declared ? reference_of(c, name) : NULL;
    wb_frame *ours = findings_of(c, reference, weighed);
    int64_t n = count_rows(c->expected, name, c->next);

    if (n != wb_frame_row_count(ours))
        oracle_fault(c->checks, name, "number of rows", "another", "that of R");
    for (int64_t row = 0; row < n && row < wb_frame_row_count(ours); row++)
        compare_row(c, name, ours, row);
    c->next += n;
    wb_frame_free(reference);
    wb_frame_free(ours);
}

static bool check_company(const char *folder, oracle_checks *checks)
{
    company c = {.folder = folder, .checks = checks};

    c.results = oracle_read(folder, "scan_results");
    if (c.results == NULL)
        return false;
    record_next_case(&checks->kept);
    c.references = oracle_need(folder, "scan_references", "");
    c.weights = oracle_need(folder, "scan_weights", "");
    c.expected = oracle_need(folder, "scan_findings", "");
    check_case(&c, "rest", false, true);
    check_case(&c, "monitor", true, false);
    check_case(&c, "pool", true, true);
    check_case(&c, "earlier", true, false);
    wb_frame_free(c.results);
    wb_frame_free(c.references);
    wb_frame_free(c.weights);
    wb_frame_free(c.expected);
    return true;
}

int main(int argc, char **argv)
{
    static oracle_checks checks;
    char folder[ORACLE_TEXT];
    int n = 0;

    if (argc != 2) {
        fprintf(stderr, "usage: check_findings FOLDER\n");
        return 2;
    }
    n += check_company(argv[1], &checks);
    for (int i = 1;; i++) {
        snprintf(folder, sizeof folder, "%.400s/%d", argv[1], i);
        if (!check_company(folder, &checks))
            break;
        n++;
    }
    printf("# %d companies\n", n);
    oracle_report(&checks, "findings");
    return checks.faults > 0 || checks.kept.n_kinds == 0;
}
