/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Usage: check_margins FOLDER [FAMILIES]
 *
 * Fits every model of FOLDER/margin_cases.csv to NAME_data.csv and compares risks,
 * margins, predictions of NAME_profiles.csv and coefficients with NAME_expected.csv, to
 * 1e-8.
 */
#include "oracle.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double tolerance = 1e-8;

/* A group whose answers are all what the model says has no error: what is left is the
 * root of what rounding leaves of a variance. */
static const double rounded = 1e-7;
enum { GROUPS = 4 };

typedef struct checker {
    const char *folder;
    oracle_checks checks;
    char name[ORACLE_TEXT];
    char kind[ORACLE_TEXT];
    char family[ORACLE_TEXT];
    char groups[ORACLE_TEXT];
    const char *columns[GROUPS];
    size_t n_columns;
    wb_source *source;
    wb_fit *fit;
    wb_frame *expected;
    long compared;
} checker;

static void fit_case(checker *c, wb_frame *frame)
{
    char path[2 * ORACLE_TEXT];
    wb_error err = {0};
    wb_reader *reader = NULL;
    wb_model *model = NULL;
    wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;

    options.lonely = WB_LONELY_CERTAINTY;
    snprintf(path, sizeof path, "%s/%s_model.json", c->folder, c->name);
    oracle_demand(wb_reader_open(path, &reader, &err), &err, path);
    oracle_demand(wb_model_read(reader, &model, &err), &err, path);
    wb_reader_free(reader);
    oracle_demand(wb_source_from_frame(frame, 37, &c->source, &err), &err, c->name);
    oracle_demand(
        wb_model_fit_source(model, c->source, NULL, &options, NULL, &c->fit, &err), &err,
        c->name);
    wb_model_free(model);
}

static void rewind_source(const checker *c)
{
    wb_error err = {0};
    oracle_demand(wb_source_rewind(c->source, &err), &err, c->name);
}

static void find_columns(checker *c)
{
    char *rest = c->groups;
    char *next;

    c->n_columns = 0;
    while (c->groups[0] != 0 && (next = oracle_next(&rest, '+')) != NULL)
        c->columns[c->n_columns++] = next;
}

static double at(const wb_frame *frame, const char *column, int64_t row)
{
    return wb_frame_double(frame, oracle_column(frame, column), row);
}

/* "g/h|category|term|level|mean": the groups, then what the columns say. */
static void key_of(const checker *c, const wb_frame *ours, int64_t row,
                   const char *const *columns, char key[ORACLE_TEXT])
{
    char text[ORACLE_TEXT];
    size_t length = 0;

    key[0] = 0;
    for (size_t g = 0; g < c->n_columns; g++) {
        oracle_show(ours, oracle_column(ours, c->columns[g]), row, text);
        length += (size_t)snprintf(key + length, ORACLE_TEXT - length, "%s%.100s",
                                   g > 0 && text[0] != 0 ? "/" : "", text);
    }
    for (; *columns != NULL; columns++) {
        oracle_show(ours, oracle_column(ours, *columns), row, text);
        length += (size_t)snprintf(key + length, ORACLE_TEXT - length, "|%.100s", text);
    }
}

static int64_t find_expected(const checker *c, const char *part, const char *key)
{
    char text[ORACLE_TEXT];

    for (int64_t row = 0; row < wb_frame_row_count(c->expected); row++) {
        oracle_show(c->expected, oracle_column(c->expected, "part"), row, text);
        if (strcmp(text, part) != 0)
            continue;
        oracle_show(c->expected, oracle_column(c->expected, "key"), row, text);
        if (strcmp(text, key) == 0)
            return row;
    }
    return -1;
}

static void compare(checker *c, const char *part, const char *key, double estimate,
                    double se, double df)
{
    char kind[64], place[ORACLE_TEXT];
    int64_t row = find_expected(c, part, key);

    snprintf(place, sizeof place, "%.60s %.20s %.200s", c->name, c->kind, key);
    if (row < 0) {
        oracle_fault(&c->checks, place, part, key, "nothing");
        return;
    }
    double expected = at(c->expected, "se", row);
    snprintf(kind, sizeof kind, "%.12s %.12s estimate", c->family, part);
    oracle_compare(&c->checks, kind, place, estimate, at(c->expected, "estimate", row),
                   fmax(expected, 1e-3), tolerance);
    snprintf(kind, sizeof kind, "%.12s %.12s se", c->family, part);
    if (se < rounded && expected < rounded)
        oracle_compare(&c->checks, kind, place, 0, 0, 1, tolerance);
    else
        oracle_compare(&c->checks, kind, place, se, expected, 1e-6, tolerance);
    snprintf(kind, sizeof kind, "%.12s %.12s df", c->family, part);
    oracle_compare(&c->checks, kind, place, df, at(c->expected, "df", row), 1, tolerance);
    c->compared++;
}

static void check_risks(checker *c)
{
    static const char *const words[] = {"risk", NULL};
    char key[ORACLE_TEXT];
    wb_error err = {0};
    wb_frame *ours = NULL;

    rewind_source(c);
    oracle_demand(wb_fit_risks(c->fit, c->source, NULL, 0, c->columns, c->n_columns, NULL,
                               &ours, &err),
                  &err, c->name);
    for (int64_t row = 0; row < wb_frame_row_count(ours); row++) {
        key_of(c, ours, row, words, key);
        compare(c, "risk", key, at(ours, "attributable", row), at(ours, "se", row),
                at(ours, "df", row));
    }
    wb_frame_free(ours);
}

static void check_margins(checker *c)
{
    static const char *const words[] = {"category", "term", "level", "margin", NULL};
    char key[ORACLE_TEXT];
    wb_error err = {0};
    wb_frame *ours = NULL;

    rewind_source(c);
    oracle_demand(wb_fit_margins(c->fit, c->source, NULL, 0, c->columns, c->n_columns,
                                 NULL, &ours, &err),
                  &err, c->name);
    for (int64_t row = 0; row < wb_frame_row_count(ours); row++) {
        key_of(c, ours, row, words, key);
        compare(c, "margin", key, at(ours, "estimate", row), at(ours, "se", row),
                at(ours, "df", row));
    }
    wb_frame_free(ours);
}

static void check_predictions(checker *c)
{
    wb_error err = {0};
    wb_frame *profiles = oracle_need(c->folder, c->name, "_profiles");
    wb_frame *ours = NULL;
    char key[ORACLE_TEXT], status[ORACLE_TEXT];
    int64_t last = 0;
    int category = 0;

    oracle_demand(wb_fit_predict(c->fit, profiles, &ours, &err), &err, c->name);
    for (int64_t row = 0; row < wb_frame_row_count(ours); row++) {
        int64_t profile = wb_frame_int64(ours, oracle_column(ours, "profile"), row);
        category = profile == last ? category + 1 : 1;
        last = profile;
        oracle_show(ours, oracle_column(ours, "status"), row, status);
        if (strcmp(status, "unknown") == 0)
            continue;
        snprintf(key, sizeof key, "%lld|%d", (long long)profile, category);
        compare(c, "prediction", key, at(ours, "estimate", row), at(ours, "se", row),
                at(ours, "df", row));
    }
    wb_frame_free(profiles);
    wb_frame_free(ours);
}

/* Ours come in the order of R's, references between them. */
static void check_coefficients(checker *c)
{
    wb_error err = {0};
    wb_frame *ours = NULL;
    char key[ORACLE_TEXT], status[ORACLE_TEXT];
    int n = 0;

    oracle_demand(wb_fit_table(c->fit, WB_FIT_COEFFICIENTS, &ours, &err), &err, c->name);
    for (int64_t row = 0; row < wb_frame_row_count(ours); row++) {
        oracle_show(ours, oracle_column(ours, "status"), row, status);
        if (strcmp(status, "reference") == 0)
            continue;
        snprintf(key, sizeof key, "%d", ++n);
        compare(c, "coefficient", key, at(ours, "estimate", row), at(ours, "se", row),
                at(ours, "df", row));
    }
    wb_frame_free(ours);
}

static void check_case(checker *c)
{
    wb_frame *frame = oracle_need(c->folder, c->name, "_data");

    find_columns(c);
    record_next_case(&c->checks.kept);
    c->expected = oracle_need(c->folder, c->name, "_expected");
    fit_case(c, frame);
    check_coefficients(c);
    if (strcmp(c->family, "logit") == 0)
        check_risks(c);
    check_margins(c);
    check_predictions(c);
    wb_source_free(c->source);
    wb_fit_free(c->fit);
    wb_frame_free(c->expected);
    wb_frame_free(frame);
    c->source = NULL;
    c->fit = NULL;
}

int main(int argc, char **argv)
{
    static checker c;

    if (argc < 2) {
        fprintf(stderr, "usage: check_margins FOLDER [FAMILIES]\n");
        return 2;
    }
    c.folder = argv[1];
    wb_frame *cases = oracle_need(c.folder, "margin_cases", "");
    for (int64_t i = 0; i < wb_frame_row_count(cases); i++) {
        oracle_show(cases, oracle_column(cases, "name"), i, c.name);
        oracle_show(cases, oracle_column(cases, "kind"), i, c.kind);
        oracle_show(cases, oracle_column(cases, "family"), i, c.family);
        oracle_show(cases, oracle_column(cases, "groups"), i, c.groups);
        if (argc > 2 && strstr(argv[2], c.family) == NULL)
            continue;
        check_case(&c);
    }
    oracle_report(&c.checks, "margins");
    printf("%lld models, %ld numbers, %ld faults\n", (long long)wb_frame_row_count(cases),
           c.compared, c.checks.faults);
    wb_frame_free(cases);
    return c.checks.faults > 0;
}
