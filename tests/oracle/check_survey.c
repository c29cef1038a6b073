/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Usage: check_survey FOLDER
 *
 * Runs every case of FOLDER/survey_cases.csv (tests/vectors/README.md) through the public
 * API and compares what comes out with what R's survey said. Prints the largest
 * difference per statistic and quantity; exit 1 when one is too large or anything else
 * differs. */
#include <werkbaar/werkbaar.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* |ours - R| may be this times the larger of |R| and the size of the data. */
static const double TOLERANCE = 1e-10;

enum { STATISTICS = 3, QUANTITIES = 8, TEXT = 512 };

static const char *const statistic_names[STATISTICS] = {"mean", "total", "proportion"};

/* A quantity: its column in the expected file, its column in ours, and the interval asked
 * for; se, df and n are compared for the first interval only. */
static const struct {
    const char *expected;
    const char *column;
    int32_t interval;
} quantities[QUANTITIES] = {
    {"estimate", "estimate", WB_INTERVAL_LOGIT},
    {"se", "se", WB_INTERVAL_LOGIT},
    {"df", "df", WB_INTERVAL_LOGIT},
    {"n", "n", WB_INTERVAL_LOGIT},
    {"lower_logit", "lower", WB_INTERVAL_LOGIT},
    {"upper_logit", "upper", WB_INTERVAL_LOGIT},
    {"lower_wald", "lower", WB_INTERVAL_WALD},
    {"upper_wald", "upper", WB_INTERVAL_WALD},
};

typedef struct tally_of_checks {
    double worst[STATISTICS][QUANTITIES];
    char worst_case[STATISTICS][QUANTITIES][TEXT + 32];
    long rows;
    long cases;
    long refused;
    long faults;
} tally_of_checks;

static const char *folder;

/* A failure of the library where there should be none: say it and stop. */
static void demand(wb_status st, const wb_error *err, const char *what)
{
    if (st == WB_OK)
        return;
    fprintf(stderr, "%s: %s: %s %s\n", what, wb_status_name(st), err->message,
            err->where);
    exit(1);
}

static wb_frame *read_csv(const char *name, const char *ending)
{
    wb_error err = {0};
    wb_reader *reader = NULL;
    wb_source *source = NULL;
    wb_frame *frame = NULL;
    char path[2 * TEXT];

    snprintf(path, sizeof path, "%s/%s%s.csv", folder, name, ending);
    demand(wb_reader_open(path, &reader, &err), &err, path);
    demand(wb_csv_read(reader, NULL, &source, &err), &err, path);
    demand(wb_source_collect(source, NULL, &frame, &err), &err, path);
    wb_source_free(source);
    return frame;
}

static size_t column_of(const wb_frame *frame, const char *name)
{
    int64_t column = wb_frame_find(frame, name);

    if (column < 0) {
        fprintf(stderr, "no column %s\n", name);
        exit(1);
    }
    return (size_t)column;
}

/* Any value as text, "" when missing: whole numbers and categories compare as they read.
 */
static void show(const wb_frame *frame, const char *name, int64_t row, char text[TEXT])
{
    size_t column = column_of(frame, name), length = 0;
    const char *bytes = wb_frame_text(frame, column, row, &length);

    text[0] = '\0';
    if (wb_frame_is_missing(frame, column, row))
        return;
    if (bytes != NULL)
        snprintf(text, TEXT, "%.*s", (int)length, bytes);
    else if (wb_frame_column_type(frame, column) == WB_TYPE_BOOL)
        snprintf(text, TEXT, "%s", wb_frame_int64(frame, column, row) ? "true" : "false");
    else
        snprintf(text, TEXT, "%lld", (long long)wb_frame_int64(frame, column, row));
}

/* Cut the next part off a list; NULL at its end. */
static char *next_part(char **rest, char separator)
{
    char *part = *rest;

    if (part == NULL || *part == '\0')
        return NULL;
    *rest = strchr(part, separator);
    if (*rest != NULL)
        *(*rest)++ = '\0';
    return part;
}

static void add_estimands(wb_spec *spec, char *list, wb_error *err)
{
    for (char *part; (part = next_part(&list, ';')) != NULL;) {
        char *variable = strchr(part, ':');
        int32_t statistic = 0;

        *variable++ = '\0';
        while (strcmp(part, statistic_names[statistic]) != 0)
            statistic++;
        demand(wb_spec_add_estimand(spec, statistic + 1, variable, err), err, variable);
    }
}

static void add_breakdowns(wb_spec *spec, char *list, wb_error *err)
{
    for (char *part; (part = next_part(&list, ';')) != NULL;) {
        const char *columns[8];
        size_t n_columns = 0;

        if (strcmp(part, "1") != 0) {
            for (char *column; (column = next_part(&part, '+')) != NULL;)
                columns[n_columns++] = column;
        }
        demand(wb_spec_add_breakdown(spec, columns, n_columns, err), err, "breakdown");
    }
}

static wb_spec *make_spec(const wb_frame *cases, int64_t row)
{
    wb_error err = {0};
    wb_spec *spec = NULL;
    char list[TEXT], *rest = list;

    demand(wb_spec_new(&spec, &err), &err, "spec");
    show(cases, "weights", row, list);
    if (list[0] != '\0')
        demand(wb_spec_set_weights(spec, list, &err), &err, list);
    show(cases, "strata", row, list);
    for (char *part; (part = next_part(&rest, '+')) != NULL;)
        demand(wb_spec_add_stratum(spec, part, &err), &err, part);
    show(cases, "estimands", row, list);
    add_estimands(spec, list, &err);
    show(cases, "breakdowns", row, list);
    add_breakdowns(spec, list, &err);
    return spec;
}

static void fault(tally_of_checks *checks, const char *name, int64_t row,
                  const char *what, const char *ours, const char *expected)
{
    checks->faults++;
    if (checks->faults <= 20)
        fprintf(stderr, "%s: row %lld: %s is '%s', expected '%s'\n", name, (long long)row,
                what, ours, expected);
}

static void compare_text(tally_of_checks *checks, const char *name, const char *column,
                         const wb_frame *ours, const wb_frame *expected, int64_t row)
{
    char a[TEXT], b[TEXT];

    show(ours, column, row, a);
    show(expected, column, row, b);
    if (strcmp(a, b) != 0)
        fault(checks, name, row, column, a, b);
}

static int statistic_of(const wb_frame *expected, int64_t row)
{
    char text[TEXT];
    int statistic = 0;

    show(expected, "statistic", row, text);
    while (strcmp(text, statistic_names[statistic]) != 0)
        statistic++;
    return statistic;
}

static void compare_number(tally_of_checks *checks, const char *name, int quantity,
                           const wb_frame *ours, const wb_frame *expected, int64_t row)
{
    double a = wb_frame_double(ours, column_of(ours, quantities[quantity].column), row);
    double b = wb_frame_double(expected,
                               column_of(expected, quantities[quantity].expected), row);
    double scale = wb_frame_double(expected, column_of(expected, "scale"), row);
    int statistic = statistic_of(expected, row);
    double allowed = fmax(fabs(b), scale), difference;
    char have[TEXT], want[TEXT];

    if (isnan(a) && isnan(b))
        return;
    difference = a == b ? 0 : fabs(a - b) / allowed;
    if (!(difference <= checks->worst[statistic][quantity])) {
        checks->worst[statistic][quantity] = difference;
        snprintf(checks->worst_case[statistic][quantity], TEXT + 32, "%s row %lld", name,
                 (long long)row);
    }
    if (!(difference <= TOLERANCE)) {
        snprintf(have, sizeof have, "%.17g", a);
        snprintf(want, sizeof want, "%.17g", b);
        fault(checks, name, row, quantities[quantity].expected, have, want);
    }
}

static void compare(tally_of_checks *checks, const char *name, int32_t interval,
                    const wb_frame *ours, const wb_frame *expected)
{
    int64_t n_rows = wb_frame_row_count(expected);
    size_t statistic = column_of(expected, "statistic");

    if (wb_frame_row_count(ours) != n_rows) {
        char have[TEXT], want[TEXT];

        snprintf(have, sizeof have, "%lld", (long long)wb_frame_row_count(ours));
        snprintf(want, sizeof want, "%lld", (long long)n_rows);
        fault(checks, name, -1, "number of rows", have, want);
        return;
    }
    for (int64_t row = 0; row < n_rows; row++) {
        for (size_t column = 0; column < statistic; column++)
            compare_text(checks, name, wb_frame_column_name(expected, column), ours,
                         expected, row);
        compare_text(checks, name, "statistic", ours, expected, row);
        compare_text(checks, name, "variable", ours, expected, row);
        compare_text(checks, name, "category", ours, expected, row);
        compare_text(checks, name, "status", ours, expected, row);
        for (int quantity = 0; quantity < QUANTITIES; quantity++) {
            if (quantities[quantity].interval == interval)
                compare_number(checks, name, quantity, ours, expected, row);
        }
        checks->rows += interval == WB_INTERVAL_LOGIT;
    }
}

static void run_case(tally_of_checks *checks, const wb_frame *cases, int64_t row)
{
    static const int32_t intervals[] = {WB_INTERVAL_LOGIT, WB_INTERVAL_WALD};
    wb_error err = {0};
    wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;
    wb_spec *spec = make_spec(cases, row);
    wb_tally *tally = NULL;
    wb_frame *data = NULL, *expected = NULL, *ours = NULL;
    char name[TEXT], error[TEXT];

    show(cases, "case", row, name);
    show(cases, "error", row, error);
    data = read_csv(name, "");
    demand(wb_tally_new(spec, &tally, &err), &err, name);
    demand(wb_tally_update(tally, data, NULL, &err), &err, name);
    options.level = wb_frame_double(cases, column_of(cases, "level"), row);
    if (error[0] != '\0') {
        wb_status st = wb_tally_estimate(tally, &options, NULL, &ours, &err);

        if (st != WB_E_DESIGN)
            fault(checks, name, -1, "status", wb_status_name(st), "WB_E_DESIGN");
        checks->refused++;
        wb_frame_free(ours);
    } else {
        expected = read_csv(name, "_expected");
        for (size_t i = 0; i < 2; i++) {
            options.interval = intervals[i];
            demand(wb_tally_estimate(tally, &options, NULL, &ours, &err), &err, name);
            compare(checks, name, intervals[i], ours, expected);
            wb_frame_free(ours);
        }
    }
    checks->cases++;
    wb_frame_free(expected);
    wb_frame_free(data);
    wb_tally_free(tally);
    wb_spec_free(spec);
}

static void report(const tally_of_checks *checks)
{
    printf("# %ld cases, %ld of them refused as they should be, %ld estimates\n",
           checks->cases, checks->refused, checks->rows);
    printf("# largest |ours - R| / max(|R|, size of the data), allowed %g\n", TOLERANCE);
    for (int statistic = 0; statistic < STATISTICS; statistic++) {
        for (int quantity = 0; quantity < QUANTITIES; quantity++) {
            if (checks->worst_case[statistic][quantity][0] == '\0')
                continue;
            printf("# %-10s %-12s %8.1e  %s\n", statistic_names[statistic],
                   quantities[quantity].expected, checks->worst[statistic][quantity],
                   checks->worst_case[statistic][quantity]);
        }
    }
}

int main(int argc, char **argv)
{
    static tally_of_checks checks;
    wb_frame *cases;

    if (argc != 2) {
        fprintf(stderr, "usage: check_survey FOLDER\n");
        return 2;
    }
    folder = argv[1];
    cases = read_csv("survey_cases", "");
    for (int64_t row = 0; row < wb_frame_row_count(cases); row++)
        run_case(&checks, cases, row);
    wb_frame_free(cases);
    report(&checks);
    if (checks.faults > 0)
        fprintf(stderr, "%ld differences\n", checks.faults);
    return checks.faults > 0 || checks.cases == 0;
}
