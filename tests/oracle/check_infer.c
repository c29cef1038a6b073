/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Usage: check_infer FOLDER [DATA_FOLDER]
 *
 * Runs every case of FOLDER/infer_cases.csv (tests/vectors/README.md): covariances,
 * contrasts, comparisons, tests. Otherwise as check_designs. */
#include "oracle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EXPRESSIONS = 32 };

typedef struct checker {
    oracle_checks checks;
    oracle_cases cases;
    long n_cases, n_skipped, n_numbers;
} checker;

/* ---- verbs ---- */

/* What a verb takes; `arguments` is cut up. */
typedef struct question {
    const wb_tally *tally;
    const wb_estimate_options *options;
    char *arguments;
} question;

typedef wb_status verb_function(const question *asked, wb_frame **out, wb_error *err);

/* The value of name=value among the arguments, "" when it is not there. */
static void argument(const question *asked, const char *name, char value[ORACLE_TEXT])
{
    char text[ORACLE_TEXT], *rest = text;
    size_t length = strlen(name);

    snprintf(text, sizeof text, "%s", asked->arguments);
    value[0] = '\0';
    for (char *part; (part = oracle_next(&rest, ';')) != NULL;) {
        if (strncmp(part, name, length) == 0 && part[length] == '=')
            snprintf(value, ORACLE_TEXT, "%s", part + length + 1);
    }
}

static wb_status covariances(const question *asked, wb_frame **out, wb_error *err)
{
    return wb_tally_covariances(asked->tally, asked->options, NULL, out, err);
}

static wb_status contrasts(const question *asked, wb_frame **out, wb_error *err)
{
    const char *expressions[EXPRESSIONS];
    size_t n = 0;

    for (char *rest = asked->arguments, *part;
         n < EXPRESSIONS && (part = oracle_next(&rest, '|')) != NULL;)
        expressions[n++] = part;
    return wb_tally_contrasts(asked->tally, expressions, n, asked->options, NULL, out,
                              err);
}

static wb_status pairs(const question *asked, wb_frame **out, wb_error *err)
{
    wb_pairs_options options = WB_PAIRS_OPTIONS_INIT;
    char column[ORACLE_TEXT], adjust[ORACLE_TEXT];

    argument(asked, "column", column);
    argument(asked, "adjust", adjust);
    options.adjust = strcmp(adjust, "holm") == 0 ? WB_ADJUST_HOLM
                     : strcmp(adjust, "bh") == 0 ? WB_ADJUST_BH
                                                 : WB_ADJUST_NONE;
    return wb_tally_pairs(asked->tally, column, &options, asked->options, NULL, out, err);
}

static wb_status trend(const question *asked, wb_frame **out, wb_error *err)
{
    wb_trend_options options = WB_TREND_OPTIONS_INIT;
    char column[ORACLE_TEXT], degree[ORACLE_TEXT];

    argument(asked, "column", column);
    argument(asked, "degree", degree);
    options.degree = (int32_t)strtol(degree, NULL, 10);
    return wb_tally_trend(asked->tally, column, &options, asked->options, NULL, out, err);
}

static wb_status equal(const question *asked, wb_frame **out, wb_error *err)
{
    char column[ORACLE_TEXT];

    argument(asked, "column", column);
    return wb_tally_equal(asked->tally, column, asked->options, NULL, out, err);
}

/* standard=a:1,b:2 as a frame. */
static wb_frame *standard_of(const char *column, char *list)
{
    wb_error err = {0};
    wb_reader *reader = NULL;
    wb_source *source = NULL;
    wb_frame *frame = NULL;
    char csv[ORACLE_TEXT];
    size_t length = (size_t)snprintf(csv, sizeof csv, "%.100s,weight\n", column);

    for (char *rest = list, *part; (part = oracle_next(&rest, ',')) != NULL;) {
        *strchr(part, ':') = ',';
        length += (size_t)snprintf(csv + length, sizeof csv - length, "%.100s\n", part);
    }
    oracle_demand(wb_reader_from_memory(csv, length, NULL, &reader, &err), &err, column);
    oracle_demand(wb_csv_read(reader, NULL, &source, &err), &err, column);
    oracle_demand(wb_source_collect(source, NULL, &frame, &err), &err, column);
    wb_source_free(source);
    return frame;
}

static wb_status standardise(const question *asked, wb_frame **out, wb_error *err)
{
    char column[ORACLE_TEXT], list[ORACLE_TEXT];

    argument(asked, "column", column);
    argument(asked, "standard", list);
    wb_frame *standard = standard_of(column, list);
    wb_status st = wb_tally_standardise(asked->tally, column, standard, asked->options,
                                        NULL, out, err);
    wb_frame_free(standard);
    return st;
}

static wb_status independence(const question *asked, wb_frame **out, wb_error *err)
{
    wb_test_options options = WB_TEST_OPTIONS_INIT;

    options.all_tests = 1;
    return wb_tally_independence(asked->tally, &options, asked->options, NULL, out, err);
}

static wb_status fit(const question *asked, wb_frame **out, wb_error *err)
{
    wb_test_options options = WB_TEST_OPTIONS_INIT;
    char column[ORACLE_TEXT], list[ORACLE_TEXT];

    options.all_tests = 1;
    argument(asked, "column", column);
    argument(asked, "standard", list);
    wb_frame *expected = standard_of("category", list);
    wb_status st = wb_tally_fit(asked->tally, column, expected, &options, asked->options,
                                NULL, out, err);
    wb_frame_free(expected);
    return st;
}

static const struct {
    const char *name;
    verb_function *make;
} verbs[] = {
    {"covariances", covariances},
    {"contrasts", contrasts},
    {"pairs", pairs},
    {"trend", trend},
    {"equal", equal},
    {"standardise", standardise},
    {"independence", independence},
    {"fit", fit},
};
enum { VERBS = sizeof verbs / sizeof *verbs };

static wb_status result_of(const checker *run, int64_t row, const char *verb,
                           wb_frame **ours, wb_error *err)
{
    wb_estimate_options options = oracle_options(&run->cases, row);
    wb_tally *tally = NULL;
    char arguments[4 * ORACLE_TEXT];
    size_t i = 0;
    size_t length = 0;
    const char *text = wb_frame_text(
        run->cases.list, oracle_column(run->cases.list, "arguments"), row, &length);

    snprintf(arguments, sizeof arguments, "%.*s", (int)length, text != NULL ? text : "");
    while (i < VERBS && strcmp(verbs[i].name, verb) != 0)
        i++;
    if (i == VERBS) {
        fprintf(stderr, "no verb '%s' is known\n", verb);
        exit(2);
    }
    wb_status st = oracle_tally(&run->cases, row, &tally, err);
    if (st == WB_OK)
        st = verbs[i].make(&(question){tally, &options, arguments}, ours, err);
    wb_tally_free(tally);
    return st;
}

/* ---- comparing ---- */

/* Does the row have every column=value of the key? Of rows with the same the first is
 * meant: that of everyone. */
static bool has_key(const wb_frame *ours, int64_t row, const char *key)
{
    char text[ORACLE_TEXT], value[ORACLE_TEXT], *rest = text;

    snprintf(text, sizeof text, "%s", key);
    for (char *name; (name = oracle_next(&rest, ';')) != NULL;) {
        char *wanted = strchr(name, '=');

        *wanted++ = '\0';
        int64_t column = wb_frame_find(ours, name);
        if (column < 0)
            return false;
        oracle_show(ours, (size_t)column, row, value);
        if (strcmp(value, wanted) != 0)
            return false;
    }
    return true;
}

static int64_t row_with(const wb_frame *ours, int64_t from, const char *key)
{
    int64_t n_rows = wb_frame_row_count(ours);

    for (int64_t i = 0; i < n_rows; i++) {
        int64_t row = (from + i) % n_rows;
        if (has_key(ours, row, key))
            return row;
    }
    return -1;
}

static void expected_text(const checker *run, const char *column, char text[ORACLE_TEXT])
{
    oracle_show(run->cases.expected, oracle_column(run->cases.expected, column),
                run->cases.next, text);
}

static double expected_number(const checker *run, const char *column)
{
    return wb_frame_double(run->cases.expected,
                           oracle_column(run->cases.expected, column), run->cases.next);
}

/* Compare the expected number `next` with ours; the row where it was found. */
static int64_t compare(checker *run, const char *name, const char *verb,
                       const wb_frame *ours, int64_t from, double tolerance)
{
    char key[ORACLE_TEXT], quantity[ORACLE_TEXT], place[2 * ORACLE_TEXT], kind[64];

    expected_text(run, "key", key);
    expected_text(run, "quantity", quantity);
    snprintf(place, sizeof place, "%.200s %s", name, key);
    snprintf(kind, sizeof kind, "%.30s %.30s", verb, quantity);
    int64_t row = row_with(ours, from, key);
    if (row < 0) {
        oracle_fault(&run->checks, place, "the row", "not there", "there");
        return 0;
    }
    oracle_compare(&run->checks, kind, place,
                   wb_frame_double(ours, oracle_column(ours, quantity), row),
                   expected_number(run, "value"), expected_number(run, "scale"),
                   tolerance);
    run->n_numbers++;
    return row;
}

static void run_case(checker *run, int64_t row)
{
    wb_error err = {0};
    wb_frame *ours = NULL;
    char name[ORACLE_TEXT], verb[ORACLE_TEXT];

    record_next_case(&run->checks.kept);
    oracle_field(&run->cases, "case", row, name);
    oracle_field(&run->cases, "verb", row, verb);
    bool loaded = oracle_load(&run->cases, row);
    if (loaded && result_of(run, row, verb, &ours, &err) != WB_OK)
        oracle_fault(&run->checks, name, wb_status_name(err.status), err.message, verb);
    for (int64_t at = 0; oracle_is_of(&run->cases, name); run->cases.next++) {
        if (ours != NULL)
            at = compare(run, name, verb, ours, at, oracle_tolerance(&run->cases, row));
    }
    run->n_cases += loaded;
    run->n_skipped += !loaded;
    wb_frame_free(ours);
}

int main(int argc, char **argv)
{
    static checker run;

    if (argc < 2 || argc > 3) {
        fprintf(stderr, "usage: check_infer FOLDER [DATA_FOLDER]\n");
        return 2;
    }
    oracle_open(&run.cases, argv[1], argc > 2 ? argv[2] : NULL, "infer");
    for (int64_t row = 0; row < wb_frame_row_count(run.cases.list); row++)
        run_case(&run, row);
    oracle_check_end(&run.cases, &run.checks);
    printf("# %ld cases, %ld numbers; %ld cases skipped for want of their data\n",
           run.n_cases, run.n_numbers, run.n_skipped);
    oracle_report(&run.checks, "infer");
    oracle_close(&run.cases);
    return run.checks.faults > 0 || run.n_cases == 0;
}
