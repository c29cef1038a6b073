/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Usage: check_designs FOLDER [DATA_FOLDER]
 *
 * Runs every case of FOLDER/design_cases.csv (tests/vectors/README.md) through the public
 * API and compares what comes out with what R's survey said. Data are FOLDER/NAME.csv or
 * DATA_FOLDER/NAME.csv; a case whose data are in neither is skipped, and counted. Prints
 * the largest difference per statistic and quantity; exit 1 when one is too large or
 * anything else differs. */
#include "oracle.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* |ours - R| may be this times the larger of |R| and the size of the data, unless the
 * case has its own. */
static const double TOLERANCE = 1e-9;

static const char *const quantities[] = {"estimate", "se", "lower", "upper",
                                         "df",       "n",  "deff"};
enum { QUANTITIES = sizeof quantities / sizeof *quantities };

typedef struct checker {
    oracle_checks checks;
    wb_frame *cases;
    wb_frame *expected;
    int64_t next; /* row of `expected` where the next case begins */
    char data_name[ORACLE_TEXT];
    wb_frame *data; /* of the case before: cases in a row share files */
    long n_cases, n_skipped, n_refused, n_rows;
} checker;

/* ---- options, written name=value;name=value ---- */

static const char *const interval_words[] = {"logit",         "wald",       "wilson",
                                             "beta",          "likelihood", "asin",
                                             "agresti_coull", "jeffreys",   NULL};
static const char *const lonely_words[] = {"fail",    "certainty", "centre",
                                           "average", "collapse",  NULL};
static const char *const make_words[] = {"none", "jk1", "jkn",       "jk2",
                                         "brr",  "fay", "bootstrap", NULL};

enum { WORD, WHOLE, REAL };

static const struct {
    const char *name;
    int kind;
    const char *const *words;
    size_t offset;
} option_table[] = {
    {"interval", WORD, interval_words, offsetof(wb_estimate_options, interval)},
    {"level", REAL, NULL, offsetof(wb_estimate_options, level)},
    {"lonely", WORD, lonely_words, offsetof(wb_estimate_options, lonely)},
    {"lonely_in_domain", WHOLE, NULL, offsetof(wb_estimate_options, lonely_in_domain)},
    {"ultimate_cluster", WHOLE, NULL, offsetof(wb_estimate_options, ultimate_cluster)},
    {"df", REAL, NULL, offsetof(wb_estimate_options, df)},
    {"replicates", WORD, make_words, offsetof(wb_estimate_options, replicates)},
    {"rho", REAL, NULL, offsetof(wb_estimate_options, rho)},
    {"mse", WHOLE, NULL, offsetof(wb_estimate_options, mse)},
};
enum { OPTIONS = sizeof option_table / sizeof *option_table };

static int32_t word_value(const char *const *words, const char *word)
{
    for (int32_t i = 0; words[i] != NULL; i++) {
        if (strcmp(words[i], word) == 0)
            return i;
    }
    fprintf(stderr, "no value '%s' of an option is known\n", word);
    exit(1);
}

static void set_option(wb_estimate_options *options, const char *name, const char *value)
{
    size_t i = 0;

    while (i < OPTIONS && strcmp(option_table[i].name, name) != 0)
        i++;
    if (i == OPTIONS) {
        fprintf(stderr, "no option '%s' is known\n", name);
        exit(1);
    }
    char *field = (char *)options + option_table[i].offset;
    double number = strtod(value, NULL);
    int32_t whole = option_table[i].kind == WORD
                        ? word_value(option_table[i].words, value)
                        : (int32_t)number;
    if (option_table[i].kind == REAL)
        memcpy(field, &number, sizeof number);
    else
        memcpy(field, &whole, sizeof whole);
}

static wb_estimate_options options_of(const checker *run, int64_t row)
{
    wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;
    char text[ORACLE_TEXT], *rest = text;

    oracle_show(run->cases, oracle_column(run->cases, "options"), row, text);
    for (char *name; (name = oracle_next(&rest, ';')) != NULL;) {
        char *value = strchr(name, '=');

        *value++ = '\0';
        set_option(&options, name, value);
    }
    return options;
}

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
    const wb_frame *expected = run->expected;
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

static bool is_of_case(const checker *run, const char *name, int64_t at)
{
    char text[ORACLE_TEXT];

    if (at >= wb_frame_row_count(run->expected))
        return false;
    oracle_show(run->expected, oracle_column(run->expected, "case"), at, text);
    return strcmp(text, name) == 0;
}

/* Pass over the expected rows of a case, comparing them unless `ours` is NULL. */
static void pass_case(checker *run, const char *name, const wb_frame *ours,
                      double tolerance)
{
    int64_t row = 0;

    for (; is_of_case(run, name, run->next); run->next++) {
        char place[ORACLE_TEXT];

        if (ours == NULL)
            continue;
        row = row_of(ours, row, run->expected, run->next);
        if (row < 0) {
            describe(run->expected, run->next, place);
            oracle_fault(&run->checks, place, "the row", "not there", "there");
            row = 0;
            continue;
        }
        compare_row(run, ours, row, run->next, tolerance);
        run->n_rows++;
    }
}

/* ---- a case ---- */

static bool load_data(checker *run, const char *folder, const char *more, int64_t row)
{
    char name[ORACLE_TEXT];

    oracle_show(run->cases, oracle_column(run->cases, "data"), row, name);
    if (run->data != NULL && strcmp(name, run->data_name) == 0)
        return true;
    wb_frame_free(run->data);
    run->data = oracle_read(folder, name);
    if (run->data == NULL && more != NULL)
        run->data = oracle_read(more, name);
    snprintf(run->data_name, sizeof run->data_name, "%s", name);
    return run->data != NULL;
}

static wb_spec *spec_of(const checker *run, int64_t row, const char *name)
{
    wb_error err = {0};
    wb_reader *reader = NULL;
    wb_spec *spec = NULL;
    size_t length = 0;
    const char *json =
        wb_frame_text(run->cases, oracle_column(run->cases, "spec"), row, &length);

    oracle_demand(wb_reader_from_memory(json, length, name, &reader, &err), &err, name);
    oracle_demand(wb_spec_read(reader, &spec, &err), &err, name);
    wb_reader_free(reader);
    return spec;
}

static wb_status estimates_of(const checker *run, int64_t row, const char *name,
                              wb_frame **ours, wb_error *err)
{
    wb_estimate_options options = options_of(run, row);
    wb_spec *spec = spec_of(run, row, name);
    wb_tally *tally = NULL;
    wb_status st = wb_tally_new(spec, &tally, err);

    if (st == WB_OK)
        st = wb_tally_update(tally, run->data, NULL, err);
    if (st == WB_OK)
        st = wb_tally_estimate(tally, &options, NULL, ours, err);
    wb_tally_free(tally);
    wb_spec_free(spec);
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

static void run_case(checker *run, const char *folder, const char *more, int64_t row)
{
    wb_error err = {0};
    wb_frame *ours = NULL;
    size_t tolerance = oracle_column(run->cases, "tolerance");
    double allowed = wb_frame_is_missing(run->cases, tolerance, row)
                         ? TOLERANCE
                         : wb_frame_double(run->cases, tolerance, row);
    char name[ORACLE_TEXT], error[ORACLE_TEXT];

    oracle_show(run->cases, oracle_column(run->cases, "case"), row, name);
    oracle_show(run->cases, oracle_column(run->cases, "error"), row, error);
    if (!load_data(run, folder, more, row)) {
        run->n_skipped++;
        pass_case(run, name, NULL, allowed);
        return;
    }
    wb_status st = estimates_of(run, row, name, &ours, &err);
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
    const char *folder = argc > 1 ? argv[1] : NULL;

    if (argc < 2 || argc > 3) {
        fprintf(stderr, "usage: check_designs FOLDER [DATA_FOLDER]\n");
        return 2;
    }
    run.cases = oracle_read(folder, "design_cases");
    run.expected = oracle_read(folder, "design_expected");
    if (run.cases == NULL || run.expected == NULL) {
        fprintf(stderr, "no design_cases.csv and design_expected.csv in %s\n", folder);
        return 2;
    }
    for (int64_t row = 0; row < wb_frame_row_count(run.cases); row++)
        run_case(&run, folder, argc > 2 ? argv[2] : NULL, row);
    printf("# %ld cases, %ld of them refused as they should be, %ld estimates; %ld cases "
           "skipped for want of their data\n",
           run.n_cases, run.n_refused, run.n_rows, run.n_skipped);
    printf("# largest |ours - R| / max(|R|, size of the data), allowed %g\n", TOLERANCE);
    oracle_report(&run.checks);
    if (run.next != wb_frame_row_count(run.expected))
        oracle_fault(&run.checks, "design_expected", "order of cases", "another",
                     "that "
                     "of design_cases");
    if (run.checks.faults > 0)
        fprintf(stderr, "%ld differences\n", run.checks.faults);
    wb_frame_free(run.data);
    wb_frame_free(run.expected);
    wb_frame_free(run.cases);
    return run.checks.faults > 0 || run.n_cases == 0;
}
