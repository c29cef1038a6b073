/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Usage: check_model FOLDER
 *
 * Fits every model of FOLDER/model_cases.csv to NAME_data.csv and compares with what R's
 * survey says in NAME_expected.csv: to 1e-8 of the
 * coefficient's standard error, of the standard error, of F; p to 1e-8 of 1 in 20.
 */
#include "oracle.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double tolerance = 1e-8;

typedef struct checker {
    const char *folder;
    oracle_checks checks;
    char name[ORACLE_TEXT];
    char kind[ORACLE_TEXT];
    int32_t lonely;
    bool in_domain;
    wb_frame *expected;
} checker;

static double at(const wb_frame *frame, const char *column, int64_t row)
{
    return wb_frame_double(frame, oracle_column(frame, column), row);
}

/* R takes the rank of the replicate weights for their degrees of freedom; ours are given.
 */
static bool by_replicates(const checker *c)
{
    return strcmp(c->kind, "jkn") == 0 || strcmp(c->kind, "bootstrap") == 0 ||
           strcmp(c->kind, "brr") == 0;
}

static wb_fit *fit_case(const checker *c)
{
    char path[2 * ORACLE_TEXT];
    wb_error err = {0};
    wb_reader *reader = NULL;
    wb_model *model = NULL;
    wb_source *source = NULL;
    wb_fit *fit = NULL;
    wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;

    options.lonely = c->lonely;
    options.lonely_in_domain = c->in_domain;
    if (by_replicates(c))
        options.df = at(c->expected, "df", 0);
    snprintf(path, sizeof path, "%s/%s_model.json", c->folder, c->name);
    oracle_demand(wb_reader_open(path, &reader, &err), &err, path);
    oracle_demand(wb_model_read(reader, &model, &err), &err, path);
    wb_reader_free(reader);
    wb_frame *frame = oracle_need(c->folder, c->name, "_data");
    oracle_demand(wb_source_from_frame(frame, 37, &source, &err), &err, c->name);
    oracle_demand(wb_model_fit_source(model, source, NULL, &options, NULL, &fit, &err),
                  &err, c->name);
    wb_source_free(source);
    wb_frame_free(frame);
    wb_model_free(model);
    return fit;
}

static bool is_reference(const wb_frame *frame, int64_t row)
{
    char status[ORACLE_TEXT];
    oracle_show(frame, oracle_column(frame, "status"), row, status);
    return strcmp(status, "reference") == 0;
}

static void compare(checker *c, const char *what, const wb_frame *ours, int64_t row,
                    const char *column, int64_t expected, const char *other, double scale)
{
    char kind[64], place[ORACLE_TEXT];
    char label[ORACLE_TEXT];

    oracle_show(c->expected, oracle_column(c->expected, "name"), expected, label);
    snprintf(kind, sizeof kind, "%.20s %.20s %.20s", c->kind, what, column);
    snprintf(place, sizeof place, "%.100s %.100s", c->name, label);
    oracle_compare(&c->checks, kind, place, at(ours, column, row),
                   at(c->expected, other, expected), scale, tolerance);
}

/* The rows of a part, from the one given; ours but references are in the same order. */
static int64_t check_coefficients(checker *c, const wb_frame *ours)
{
    int64_t row = 0;

    for (int64_t i = 0; i < wb_frame_row_count(ours); i++) {
        if (is_reference(ours, i))
            continue;
        double se = at(c->expected, "se", row);
        compare(c, "coefficient", ours, i, "estimate", row, "estimate", se);
        compare(c, "coefficient", ours, i, "se", row, "se", 0);
        compare(c, "coefficient", ours, i, "df", row, "df", 1);
        compare(c, "coefficient", ours, i, "p", row, "p", 0.05);
        row++;
    }
    return row;
}

static int64_t check_terms(checker *c, const wb_frame *ours, int64_t row)
{
    for (int64_t i = 0; i < wb_frame_row_count(ours); i++, row++) {
        if (isnan(at(c->expected, "estimate", row)))
            continue;
        compare(c, "term", ours, i, "f", row, "estimate", 1);
        compare(c, "term", ours, i, "df1", row, "df", 1);
        compare(c, "term", ours, i, "p", row, "p", 0.05);
    }
    return row;
}

static void check_case(checker *c)
{
    wb_error err = {0};
    wb_frame *tables[3] = {NULL, NULL, NULL};

    record_next_case(&c->checks.kept);
    c->expected = oracle_need(c->folder, c->name, "_expected");
    wb_fit *fit = fit_case(c);
    for (int32_t part = 0; part < 3; part++)
        oracle_demand(wb_fit_table(fit, part + 1, &tables[part], &err), &err, c->name);
    int64_t row = check_coefficients(c, tables[0]);
    row = check_terms(c, tables[1], row);
    if (row < wb_frame_row_count(c->expected)) {
        compare(c, "share", tables[2], 0, "cox_snell", row, "estimate", 1e-3);
        compare(c, "share", tables[2], 0, "nagelkerke", row + 1, "estimate", 1e-3);
    }
    for (int part = 0; part < 3; part++)
        wb_frame_free(tables[part]);
    wb_frame_free(c->expected);
    wb_fit_free(fit);
}

/* What is done with lonely strata. */
static void read_policy(checker *c, const wb_frame *cases, int64_t row)
{
    char text[ORACLE_TEXT];

    oracle_show(cases, oracle_column(cases, "lonely"), row, text);
    c->lonely = strcmp(text, "centre") == 0    ? WB_LONELY_CENTRE
                : strcmp(text, "average") == 0 ? WB_LONELY_AVERAGE
                                               : WB_LONELY_CERTAINTY;
    c->in_domain = at(cases, "in_domain", row) > 0;
}

int main(int argc, char **argv)
{
    static checker c;

    if (argc != 2) {
        fprintf(stderr, "usage: check_model FOLDER\n");
        return 2;
    }
    c.folder = argv[1];
    wb_frame *cases = oracle_need(c.folder, "model_cases", "");
    for (int64_t i = 0; i < wb_frame_row_count(cases); i++) {
        oracle_show(cases, oracle_column(cases, "name"), i, c.name);
        oracle_show(cases, oracle_column(cases, "kind"), i, c.kind);
        read_policy(&c, cases, i);
        check_case(&c);
    }
    oracle_report(&c.checks, "model");
    printf("%lld models, %ld faults\n", (long long)wb_frame_row_count(cases),
           c.checks.faults);
    wb_frame_free(cases);
    return c.checks.faults > 0;
}
