/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Usage: check_survey FOLDER
 *
 * Runs every case of FOLDER/survey_cases.csv (tests/vectors/README.md) through the public
 * API and compares what comes out with what R's survey said. Prints the largest
 * difference per statistic and quantity; exit 1 when one is too large or anything else
 * differs. */
#include "oracle.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* |ours - R| may be this times the larger of |R| and the size of the data. */
static const double TOLERANCE = 1e-10;

enum { STATISTICS = 3, QUANTITIES = 8 };

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
    oracle_checks checks;
    long rows;
    long cases;
    long refused;
} tally_of_checks;

static const char *folder;

static void show(const wb_frame *frame, const char *name, int64_t row,
                 char text[ORACLE_TEXT])
{
    oracle_show(frame, oracle_column(frame, name), row, text);
}

static void add_estimands(wb_spec *spec, char *list, wb_error *err)
{
    for (char *part; (part = oracle_next(&list, ';')) != NULL;) {
        char *variable = strchr(part, ':');
        int32_t statistic = 0;

        *variable++ = '\0';
        while (strcmp(part, statistic_names[statistic]) != 0)
            statistic++;
        oracle_demand(wb_spec_add_estimand(spec, statistic + 1, variable, err), err,
                      variable);
    }
}

static void add_breakdowns(wb_spec *spec, char *list, wb_error *err)
{
    for (char *part; (part = oracle_next(&list, ';')) != NULL;) {
        const char *columns[8];
        size_t n_columns = 0;

        if (strcmp(part, "1") != 0) {
            for (char *column; (column = oracle_next(&part, '+')) != NULL;)
                columns[n_columns++] = column;
        }
        oracle_demand(wb_spec_add_breakdown(spec, columns, n_columns, err), err,
                      "breakdown");
    }
}

static wb_spec *make_spec(const wb_frame *cases, int64_t row)
{
    wb_error err = {0};
    wb_spec *spec = NULL;
    char list[ORACLE_TEXT], *rest = list;

    oracle_demand(wb_spec_new(&spec, &err), &err, "spec");
    show(cases, "weights", row, list);
    if (list[0] != '\0')
        oracle_demand(wb_spec_set_weights(spec, list, &err), &err, list);
    show(cases, "strata", row, list);
    for (char *part; (part = oracle_next(&rest, '+')) != NULL;)
        oracle_demand(wb_spec_add_stratum(spec, part, &err), &err, part);
    show(cases, "estimands", row, list);
    add_estimands(spec, list, &err);
    show(cases, "breakdowns", row, list);
    add_breakdowns(spec, list, &err);
    return spec;
}

static void fault(tally_of_checks *checks, const char *name, int64_t row,
                  const char *what, const char *ours, const char *expected)
{
    char place[ORACLE_TEXT];

    snprintf(place, sizeof place, "%.200s row %lld", name, (long long)row);
    oracle_fault(&checks->checks, place, what, ours, expected);
}

static void compare_text(tally_of_checks *checks, const char *name, const char *column,
                         const wb_frame *ours, const wb_frame *expected, int64_t row)
{
    char a[ORACLE_TEXT], b[ORACLE_TEXT];

    show(ours, column, row, a);
    show(expected, column, row, b);
    if (strcmp(a, b) != 0)
        fault(checks, name, row, column, a, b);
}

static void compare_number(tally_of_checks *checks, const char *name, int quantity,
                           const wb_frame *ours, const wb_frame *expected, int64_t row)
{
    const char *column = quantities[quantity].expected;
    double a =
        wb_frame_double(ours, oracle_column(ours, quantities[quantity].column), row);
    double b = wb_frame_double(expected, oracle_column(expected, column), row);
    double scale = wb_frame_double(expected, oracle_column(expected, "scale"), row);
    char statistic[ORACLE_TEXT], kind[64], place[ORACLE_TEXT];

    if (isnan(a) && isnan(b))
        return;
    show(expected, "statistic", row, statistic);
    snprintf(kind, sizeof kind, "%.20s %s", statistic, column);
    snprintf(place, sizeof place, "%.200s row %lld", name, (long long)row);
    oracle_compare(&checks->checks, kind, place, a, b, scale, TOLERANCE);
}

static void compare(tally_of_checks *checks, const char *name, int32_t interval,
                    const wb_frame *ours, const wb_frame *expected)
{
    int64_t n_rows = wb_frame_row_count(expected);
    size_t statistic = oracle_column(expected, "statistic");

    if (wb_frame_row_count(ours) != n_rows) {
        char have[ORACLE_TEXT], want[ORACLE_TEXT];

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
    char name[ORACLE_TEXT], error[ORACLE_TEXT];

    record_next_case(&checks->checks.kept);
    show(cases, "case", row, name);
    show(cases, "error", row, error);
    data = oracle_need(folder, name, "");
    oracle_demand(wb_tally_new(spec, &tally, &err), &err, name);
    oracle_demand(wb_tally_update(tally, data, NULL, &err), &err, name);
    options.level = wb_frame_double(cases, oracle_column(cases, "level"), row);
    if (error[0] != '\0') {
        wb_status st = wb_tally_estimate(tally, &options, NULL, &ours, &err);

        if (st != WB_E_DESIGN)
            fault(checks, name, -1, "status", wb_status_name(st), "WB_E_DESIGN");
        checks->refused++;
        wb_frame_free(ours);
    } else {
        expected = oracle_need(folder, name, "_expected");
        for (size_t i = 0; i < 2; i++) {
            options.interval = intervals[i];
            oracle_demand(wb_tally_estimate(tally, &options, NULL, &ours, &err), &err,
                          name);
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
    oracle_report(&checks->checks, "survey");
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
    cases = oracle_need(folder, "survey_cases", "");
    for (int64_t row = 0; row < wb_frame_row_count(cases); row++)
        run_case(&checks, cases, row);
    wb_frame_free(cases);
    report(&checks);
    return checks.checks.faults > 0 || checks.cases == 0;
}
