/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What moved: against tests/vectors/plan_evaluate_*.csv, made by R
 * (tests/reference/plan_evaluate.R), and by hand. */
#include "plan/evaluate_support.h"

#include "plan/evaluate.h"

#include <stdlib.h>

/* ---- against R ---- */

static void put_text(json_t *target, const wb_frame *frame, const char *column,
                     int64_t row)
{
    const char *text = cell(frame, column, row);

    if (text[0] != '\0')
        json_object_set_new(target, column, json_string(text));
}

static void put_number(json_t *target, const wb_frame *frame, const char *column,
                       int64_t row)
{
    double value = number(frame, column, row);

    if (!isnan(value))
        json_object_set_new(target, column, json_real(value));
}

/* A plan with the targets of the file, in their order. */
static wb_plan *plan_of_vectors(void)
{
    static const char *const texts[] = {"indicator", "unit", "from_date", "date"};
    wb_frame *frame = read_vectors("plan_evaluate_targets");
    json_t *root = body(TARGETS(""));
    json_t *objective = json_array_get(json_object_get(root, "objectives"), 0);
    json_t *list = json_object_get(objective, "targets");
    wb_plan *plan;
    char *text;

    for (int64_t row = 0; row < wb_frame_row_count(frame); row++) {
        json_t *target = json_pack("{s:s, s:{s:s}}", "id", cell(frame, "case", row),
                                   "title", "en", "T");
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
            put_text(target, frame, texts[i], row);
        put_number(target, frame, "from", row);
        put_number(target, frame, "to", row);
        json_array_append_new(list, target);
    }
    text = json_dumps(root, JSON_REAL_PRECISION(17));
    plan = read_plan(text);
    free(text);
    json_decref(root);
    wb_frame_free(frame);
    return plan;
}

static void check_numbers(const wb_frame *out, const wb_frame *expected, int64_t row)
{
    static const char *const columns[] = {
        "estimate",     "lower",    "upper",     "path",      "p_better",
        "baseline",     "change",   "change_se", "change_df", "change_lower",
        "change_upper", "change_p", "detectable"};

    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        if (!wb_test_agrees(columns[i], number(out, columns[i], row),
                            number(expected, columns[i], row), 1, 1e-11))
            fail_msg("%s of %s", columns[i], cell(expected, "case", row));
    }
}

static void check_words(const wb_frame *out, const wb_frame *expected, int64_t row)
{
    static const char *const columns[] = {"wave",      "against_target", "against_path",
                                          "certainty", "baseline_wave",  "verdict"};

    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        const char *wanted = cell(expected, columns[i], row);
        if (strcmp(cell(out, columns[i], row), wanted) != 0)
            fail_msg("%s of %s is '%s', where '%s' is expected", columns[i],
                     cell(expected, "case", row), cell(out, columns[i], row), wanted);
    }
}

static void test_evaluate__agrees_with_r(void **state)
{
    wb_plan *plan = plan_of_vectors();
    wb_frame *estimates = read_vectors("plan_evaluate_estimates");
    wb_frame *expected = read_vectors("plan_evaluate_expected");
    wb_frame *out = NULL;

    (void)state;
    assert_ok(wb_plan_evaluate(plan, estimates, "wave", TODAY, NULL, &out, NULL));
    assert_int_equal(wb_frame_row_count(out), wb_frame_row_count(expected));
    wb_test_record("evaluate");
    assert_true(wb_frame_row_count(out) > 380);
    for (int64_t row = 0; row < wb_frame_row_count(out); row++) {
        assert_string_equal(cell(out, "target", row), cell(expected, "case", row));
        wb_test_next_case();
        check_words(out, expected, row);
        check_numbers(out, expected, row);
    }
    wb_frame_free(out);
    wb_frame_free(expected);
    wb_frame_free(estimates);
    wb_plan_free(plan);
}

/* ---- by hand ---- */

static wb_frame *evaluate_with(const char *plan_text, const char *csv, const char *wave,
                               const wb_plan_evaluate_options *options)
{
    wb_plan *plan = read_plan(plan_text);
    wb_frame *estimates = frame_of(csv);
    wb_frame *out = NULL;
    wb_error err = {0};

    if (wb_plan_evaluate(plan, estimates, wave, TODAY, options, &out, &err) != WB_OK)
        fail_msg("%s", err.message);
    wb_frame_free(estimates);
    wb_plan_free(plan);
    return out;
}

static void assert_verdict(const char *plan, const char *csv,
                           const wb_plan_evaluate_options *options, const char *verdict)
{
    wb_frame *out = evaluate_with(plan, csv, "year", options);

    assert_string_equal(cell(out, "verdict", 0), verdict);
    wb_frame_free(out);
}

/* The table of the header, one by one: stage, target, path, verdict. */
static void test_verdict__follows_the_table_in_every_row(void **state)
{
    const wb_position none = WB_POSITION_NONE, beyond = WB_POSITION_BEYOND,
                      around = WB_POSITION_AROUND, behind = WB_POSITION_SHORT;
    const wb_position paths[] = {none, beyond, around, behind};
    const struct {
        wb_stage stage;
        const char *beyond, *around, *behind;
    } rows[] = {{WB_STAGE_START, "not_measured_since", "not_measured_since",
                 "not_measured_since"},
                {WB_STAGE_OVERDUE, "reached_early", "not_measured", "not_measured"},
                {WB_STAGE_DUE, "reached", "undecided", "not_reached"},
                {WB_STAGE_OPEN, "reached", "undecided", "not_yet"}};
    const char *running[] = {"underway", "ahead_of_path", "on_path", "behind_path"};

    (void)state;
    for (size_t p = 0; p < 4; p++) {
        for (size_t i = 0; i < 4; i++) {
            wb_stage stage = rows[i].stage;
            assert_string_equal(wb_verdict_name(wb_verdict_of(stage, beyond, paths[p])),
                                rows[i].beyond);
            assert_string_equal(wb_verdict_name(wb_verdict_of(stage, around, paths[p])),
                                rows[i].around);
            assert_string_equal(wb_verdict_name(wb_verdict_of(stage, behind, paths[p])),
                                rows[i].behind);
        }
        assert_int_equal(wb_verdict_of(WB_STAGE_RUNNING, beyond, paths[p]),
                         WB_REACHED_EARLY);
        assert_string_equal(
            wb_verdict_name(wb_verdict_of(WB_STAGE_RUNNING, around, paths[p])),
            running[p]);
        assert_string_equal(
            wb_verdict_name(wb_verdict_of(WB_STAGE_RUNNING, behind, paths[p])),
            running[p]);
    }
}

/* Half a percentage point a year, from 51% in 2016: 53% in 2020, 60% in 2034. */
static void test_evaluate__follows_a_path_in_years(void **state)
{
    const char *plan =
        TARGETS(TARGET(",\"from\":51,\"to\":60,\"unit\":\"percent\",\"from_"
                       "date\":\"2016\",\"date\":\"2034\""));
    wb_frame *out = evaluate_with(plan,
                                  "year,statistic,variable,estimate,se,df\n"
                                  "2016,proportion,i,0.51,0.005,9000\n"
                                  "2020,proportion,i,0.525,0.005,9000\n",
                                  "year", NULL);

    (void)state;
    assert_close(number(out, "path", 0), 53, 1e-15);
    assert_string_equal(cell(out, "verdict", 0), "on_path");
    assert_close(number(out, "change", 0), 1.5, 1e-13);
    assert_close(number(out, "change_se", 0), sqrt(0.5), 1e-15);
    assert_close(number(out, "change_df", 0), 18000, 1e-15); /* equal se: the sum */
    wb_frame_free(out);
}

static void test_plan_year__is_whole_at_the_end_of_a_year(void **state)
{
    (void)state;
    assert_close(wb_plan_year(18261), 2020, 0);             /* 2019-12-31 */
    assert_close(wb_plan_year(18262), 2020 + 1.0 / 366, 0); /* 2020-01-01 */
    assert_close(wb_plan_year(-1), 1970, 0);
}

static void test_evaluate__takes_the_rows_for_everyone_or_of_a_group(void **state)
{
    const char *plan = TARGETS(TARGET(",\"from\":0.1,\"to\":0.2,\"unit\":\"share\""));
    const char *csv = "sector,year,statistic,variable,category,estimate\n"
                      "food,2020,proportion,i,true,0.3\n"
                      ",2020,proportion,i,true,0.1\n"
                      ",2020,proportion,i,false,0.9\n"
                      ",,proportion,i,true,0.5\n";
    wb_plan_evaluate_options options = WB_PLAN_EVALUATE_OPTIONS_INIT;
    const char *where[] = {"sector=food"};

    (void)state;
    assert_verdict(plan, csv, NULL, "not_yet");
    options.where = where;
    options.n_where = 1;
    assert_verdict(plan, csv, &options, "reached");
    where[0] = "sector=";
    assert_verdict(plan, csv, &options, "no_estimate");
    options.n_where = 0;
    options.category = "false";
    assert_verdict(plan, csv, &options, "reached");
    options.category = "maybe";
    assert_verdict(plan, csv, &options, "no_estimate");
    options.category = NULL;
    options.statistic = "mean";
    assert_verdict(plan, csv, &options, "no_estimate");
}

static void test_evaluate__lets_the_options_say_the_unit(void **state)
{
    const char *plan = TARGETS(TARGET(",\"from\":10,\"to\":20,\"unit\":\"percent\""));
    const char *csv = "year,variable,estimate\n2020,i,0.25\n";
    wb_plan_evaluate_options options = WB_PLAN_EVALUATE_OPTIONS_INIT;

    (void)state;
    assert_verdict(plan, csv, NULL, "unit_unknown");
    options.unit = "share";
    assert_verdict(plan, csv, &options, "reached");
    options.unit = "percent";
    assert_verdict(plan, csv, &options, "not_yet");
    options.unit = "days";
    assert_verdict(plan, csv, &options, "unit_differs");
}

static void test_evaluate__finds_ids_in_another_column(void **state)
{
    wb_plan_evaluate_options options = WB_PLAN_EVALUATE_OPTIONS_INIT;

    (void)state;
    options.variable = "indicator";
    assert_verdict(TARGETS(TARGET(",\"from\":1,\"to\":2")),
                   "indicator,year,estimate\ni,2020,2\n", &options, "reached");
}

/* Bounds of 90% are those of the frame when asked for 90%, and made anew for 95%. */
static void test_evaluate__takes_bounds_of_its_own_level_only(void **state)
{
    wb_plan *plan = read_plan(TARGETS(TARGET(",\"from\":1,\"to\":2")));
    wb_frame *estimates = frame_of("year,variable,estimate,se,lower,upper\n"
                                   "2020,i,2.5,0.1,2.3,2.65\n");
    wb_plan_evaluate_options options = WB_PLAN_EVALUATE_OPTIONS_INIT;
    wb_frame *out = NULL;

    (void)state;
    assert_ok(wb_frame_set_metadata(estimates, "{\"level\":0.9}", NULL));
    options.level = 0.9;
    assert_ok(wb_plan_evaluate(plan, estimates, "year", TODAY, &options, &out, NULL));
    assert_close(number(out, "upper", 0), 2.65, 0);
    wb_frame_free(out);
    assert_ok(wb_plan_evaluate(plan, estimates, "year", TODAY, NULL, &out, NULL));
    assert_close(number(out, "upper", 0), 2.5 + 0.1 * 1.959963984540054, 1e-14);
    wb_frame_free(out);
    wb_frame_free(estimates);
    wb_plan_free(plan);
}

static void
test_evaluate__has_no_bounds_where_those_of_another_level_are_all(void **state)
{
    wb_plan *plan = read_plan(TARGETS(TARGET(",\"from\":1,\"to\":2")));
    wb_frame *estimates =
        frame_of("year,variable,estimate,lower,upper\n2020,i,2.5,1.8,3\n");
    wb_frame *out = NULL;

    (void)state;
    assert_ok(wb_plan_evaluate(plan, estimates, "year", TODAY, NULL, &out, NULL));
    assert_string_equal(cell(out, "verdict", 0), "undecided");
    wb_frame_free(out);
    assert_ok(wb_frame_set_metadata(estimates, "{\"level\":0.9}", NULL));
    assert_ok(wb_plan_evaluate(plan, estimates, "year", TODAY, NULL, &out, NULL));
    assert_true(isnan(number(out, "lower", 0)) && isnan(number(out, "upper", 0)));
    assert_string_equal(cell(out, "certainty", 0), "none");
    assert_string_equal(cell(out, "verdict", 0), "reached");
    wb_frame_free(out);
    wb_frame_free(estimates);
    wb_plan_free(plan);
}

/* 30 percent is 0.3: frames of two units that were put together. */
static void test_evaluate__reads_the_start_in_its_own_unit(void **state)
{
    static const struct {
        const char *wanted, *start, *now;
        double to, then, se, estimate;
    } cases[] = {
        {"percent", "30,0.5,percent", "0.35,0.005,share", 40, 30, 0.5, 35},
        {"percent", "0.3,0.005,share", "35,0.5,percent", 40, 30, 0.5, 35},
        {"percent", "0.3,0.005,share", "0.35,0.005,share", 40, 30, 0.5, 35},
        {"share", "30,0.5,percent", "0.35,0.005,share", 0.4, 0.3, 0.005, 0.35},
        {"share", "0.3,0.005,share", "35,0.5,percent", 0.4, 0.3, 0.005, 0.35},
        {"share", "30,0.5,percent", "35,0.5,percent", 0.4, 0.3, 0.005, 0.35},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char plan[500], csv[200];
        wb_frame *out;

        snprintf(plan, sizeof plan, TARGETS(TARGET(",\"to\":%g,\"unit\":\"%s\"")),
                 cases[i].to, cases[i].wanted);
        snprintf(csv, sizeof csv,
                 "year,variable,estimate,se,unit\n2016,i,%s\n2020,i,%s\n", cases[i].start,
                 cases[i].now);
        out = evaluate_with(plan, csv, "year", NULL);
        assert_string_equal(cell(out, "verdict", 0), "not_yet");
        assert_close(number(out, "baseline", 0), cases[i].then, 1e-15);
        assert_close(number(out, "baseline_se", 0), cases[i].se, 1e-15);
        assert_close(number(out, "estimate", 0), cases[i].estimate, 1e-15);
        assert_close(number(out, "change", 0), cases[i].estimate - cases[i].then, 1e-13);
        assert_close(number(out, "change_se", 0), cases[i].se * sqrt(2), 1e-14);
        wb_frame_free(out);
    }
}

static void test_evaluate__has_no_start_in_another_unit(void **state)
{
    static const struct {
        const char *target, *start, *now, *verdict;
    } cases[] = {
        {",\"to\":5,\"unit\":\"days\"", "4,hours", "6,days", "no_direction"},
        {",\"to\":5,\"unit\":\"days\"", "4,hours", "6,", "no_direction"},
        {",\"to\":5", "4,hours", "6,days", "no_direction"},
        {",\"to\":50,\"unit\":\"percent\"", "0.4,", "0.6,share", "no_direction"},
        {",\"from\":3,\"to\":5,\"unit\":\"days\"", "4,hours", "6,days", "reached"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char plan[500], csv[200];
        wb_frame *out;

        snprintf(plan, sizeof plan, TARGETS(TARGET("%s")), cases[i].target);
        snprintf(csv, sizeof csv, "year,variable,estimate,unit\n2016,i,%s\n2020,i,%s\n",
                 cases[i].start, cases[i].now);
        out = evaluate_with(plan, csv, "year", NULL);
        assert_string_equal(cell(out, "verdict", 0), cases[i].verdict);
        assert_string_equal(cell(out, "baseline_wave", 0), "");
        assert_true(isnan(number(out, "baseline", 0)) && isnan(number(out, "change", 0)));
        wb_frame_free(out);
    }
}

/* -9 is what the column has for an answer that is not known. */
static void test_evaluate__takes_what_is_declared_missing_for_missing(void **state)
{
    wb_plan *plan = read_plan(TARGETS(TARGET(",\"from\":1,\"to\":2")));
    wb_frame *estimates = frame_of("year,variable,estimate,se\n2016,i,1,-9\n2020,i,3,-9\n"
                                   "2021,i,-9,0.1\n");
    wb_frame *out = NULL;

    (void)state;
    assert_ok(wb_frame_add_missing_range(estimates, 2, -9, -9, NULL));
    assert_ok(wb_frame_add_missing_range(estimates, 3, -9, -9, NULL));
    assert_ok(wb_plan_evaluate(plan, estimates, "year", TODAY, NULL, &out, NULL));
    assert_string_equal(cell(out, "wave", 0), "2021");
    assert_string_equal(cell(out, "verdict", 0), "no_number");
    wb_frame_free(out);
    wb_frame_free(estimates);
    wb_plan_free(plan);
}

static void test_evaluate__reads_years_dates_and_months(void **state)
{
    const char *plan = TARGETS(TARGET(",\"from\":1,\"to\":3,\"date\":\"2020-06\""));

    (void)state;
    assert_verdict(plan, "year,variable,estimate\n2020-05-31,i,2\n", NULL,
                   "not_measured");
    assert_verdict(plan, "year,variable,estimate\n2020-06-30,i,2\n", NULL, "not_reached");
    assert_verdict(plan, "year,variable,estimate\n2020-06,i,2\n", NULL, "not_reached");
    assert_verdict(plan, "year,variable,estimate\n2020,i,2\n", NULL, "not_reached");
    assert_verdict(plan, "year,variable,estimate\n2020.0,i,2\n", NULL, "not_reached");
    assert_verdict(plan, "year,variable,estimate\n2019,i,3\n", NULL, "reached_early");
    assert_verdict(plan, "year,variable,estimate\n2027,i,3\n", NULL, "no_estimate");
}

/* What people concluded stands beside it, the last of it. */
static void test_evaluate__shows_what_was_recorded_and_computes_without(void **state)
{
    wb_frame *out = evaluate_with(
        HEADING ACTIONS(
            ACTION("a", ",\"targets\":[" TARGET(
                            ",\"from\":1,\"to\":3") "],"
                                                    "\"evaluations\":[{\"id\":\"e1\","
                                                    "\"verdict\":\"partly\"},"
                                                    "{\"id\":\"e2\",\"verdict\":"
                                                    "\"reached\"},{\"id\":\"e3\","
                                                    "\"date\":\"2024\"}]")),
        "year,variable,estimate\n2020,i,2\n", "year", NULL);

    (void)state;
    assert_string_equal(cell(out, "of", 0), "a");
    assert_string_equal(cell(out, "recorded", 0), "reached");
    assert_string_equal(cell(out, "verdict", 0), "not_yet");
    wb_frame_free(out);
}

static void test_evaluate__hides_what_is_hidden(void **state)
{
    wb_frame *out = evaluate_with(
        TARGETS(TARGET(",\"from\":1,\"to\":3")),
        "year,variable,estimate,se,lower,upper,n,status\n2020,i,,0.1,1,2,6,hidden\n",
        "year", NULL);
    static const char *const numbers[] = {"estimate", "se", "df",       "lower",
                                          "upper",    "n",  "p_better", "detectable"};

    (void)state;
    assert_string_equal(cell(out, "verdict", 0), "no_number");
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        assert_true(isnan(number(out, numbers[i], 0)));
    wb_frame_free(out);
}

static void test_evaluate__gives_no_rows_for_a_plan_without_targets(void **state)
{
    wb_frame *out = evaluate_with(TARGETS(""), "year,variable,estimate\n", "year", NULL);

    (void)state;
    assert_int_equal(wb_frame_row_count(out), 0);
    assert_non_null(strstr(wb_frame_metadata(out), "no proof that the plan moved it"));
    assert_non_null(strstr(wb_frame_metadata(out), "\"today\":\"2026-03-15\""));
    wb_frame_free(out);
}

/* ---- words ---- */

static void assert_text(const char *rest, const char *csv, const char *nl, const char *en)
{
    char plan[1000];
    wb_plan_evaluate_options options = WB_PLAN_EVALUATE_OPTIONS_INIT;
    wb_frame *out;

    snprintf(plan, sizeof plan, TARGETS("%s%s}"),
             "{\"id\":\"t\",\"title\":{\"nl\":\"Doel\",\"en\":\"Aim\"}", rest);
    options.language = "nl";
    out = evaluate_with(plan, csv, "year", &options);
    assert_string_equal(cell(out, "title", 0), "Doel");
    assert_string_equal(cell(out, "text", 0), nl);
    wb_frame_free(out);
    out = evaluate_with(plan, csv, "year", NULL);
    assert_string_equal(cell(out, "title", 0), "Aim");
    assert_string_equal(cell(out, "text", 0), en);
    wb_frame_free(out);
}

#define PERCENT ",\"indicator\":\"i\",\"unit\":\"percent\",\"from\":51,\"to\":60"
#define SHARES  "year,statistic,variable,category,estimate,se,df\n"

static void test_evaluate__says_what_moved_in_both_languages(void **state)
{
    (void)state;
    assert_text(
        PERCENT ",\"from_date\":\"2016\",\"date\":\"2034\"",
        SHARES "2016,proportion,i,true,0.51,0.005,\n"
               "2020,proportion,i,true,0.525,0.005,\n",
        "52,5% (51,5 tot 53,5) in 2020: het rechte pad (53,0%) naar het streefdoel "
        "van 60% tegen 2034 ligt binnen de onzekerheid; verschoven sinds 2016 met "
        "+1,5 procentpunt (+0,1 tot +2,9)",
        "52.5% (51.5 to 53.5) in 2020: the straight path (53.0%) to the target of "
        "60% by 2034 lies within the uncertainty; moved since 2016 by +1.5 "
        "percentage points (+0.1 to +2.9)");
    assert_text(
        PERCENT,
        SHARES "2016,proportion,i,true,0.51,0.01,\n"
               "2020,proportion,i,true,0.5,0.01,\n",
        "50,0% (48,0 tot 52,0) in 2020: het streefdoel van 60% is nog niet "
        "bereikt; het plan noemt geen datum; verschoven sinds 2016 met -1,0 "
        "procentpunt (-3,8 tot +1,8), binnen de onzekerheid van beide metingen",
        "50.0% (48.0 to 52.0) in 2020: the target of 60% is not reached so far; "
        "the plan gives no date; moved since 2016 by -1.0 percentage points (-3.8 "
        "to +1.8), within the uncertainty of both measurements");
    assert_text(
        ",\"indicator\":\"i\",\"unit\":\"days\",\"from\":9,\"to\":7.5",
        "year,variable,estimate\n2020,i,7\n",
        "7,00 days in 2020, zonder gekende onzekerheid: het streefdoel van 7,5 days "
        "is bereikt",
        "7.00 days in 2020, its uncertainty not known: the target of 7.5 days is "
        "reached");
}

static void test_evaluate__says_why_there_is_no_verdict(void **state)
{
    (void)state;
    assert_text(",\"to\":5", "year,variable,estimate\n2020,i,7\n",
                "het streefdoel noemt geen indicator: er is niets aan te meten",
                "the target names no indicator: nothing can be measured");
    assert_text(PERCENT, "year,variable,estimate\n2020,j,7\n",
                "over ‘i’ is er geen schatting", "there is no estimate of 'i'");
    assert_text(PERCENT, "year,variable,estimate,status\n2020,i,,hidden\n",
                "de schatting van ‘i’ in 2020 heeft geen getal",
                "the estimate of 'i' in 2020 has no number");
    assert_text(
        PERCENT, "year,variable,estimate\n2020,i,0.5\n",
        "het streefdoel is in procent, de schatting in een onbekende eenheid: dat "
        "is niet te vergelijken",
        "the target is in percent, the estimate in an unknown unit: these cannot "
        "be compared");
    assert_text(
        PERCENT, "year,variable,estimate,unit\n2020,i,0.5,days\n",
        "het streefdoel is in procent, de schatting in days: dat is niet te "
        "vergelijken",
        "the target is in percent, the estimate in days: these cannot be compared");
}

/* No verdict claims a cause, whatever it is. */
static void test_evaluate__never_says_because(void **state)
{
    wb_plan *plan = plan_of_vectors();
    wb_frame *estimates = read_vectors("plan_evaluate_estimates");
    wb_frame *out = NULL;
    static const char *const banned[] = {"because", "due to", "thanks", "caused",
                                         "effect",  "omdat",  "door",   "dankzij"};
    wb_plan_evaluate_options options = WB_PLAN_EVALUATE_OPTIONS_INIT;

    (void)state;
    for (int dutch = 0; dutch < 2; dutch++) {
        options.language = dutch ? "nl" : "en";
        assert_ok(wb_plan_evaluate(plan, estimates, "wave", TODAY, &options, &out, NULL));
        for (int64_t row = 0; row < wb_frame_row_count(out); row++) {
            const char *text = cell(out, "text", row);
            assert_true(text[0] != '\0' && strchr(text, '$') == NULL);
            for (size_t i = 0; i < sizeof banned / sizeof *banned; i++)
                assert_null(strstr(text, banned[i]));
        }
        wb_frame_free(out);
    }
    wb_frame_free(estimates);
    wb_plan_free(plan);
}

/* ---- what is refused ---- */

static void assert_refused(const char *csv, const char *wave,
                           const wb_plan_evaluate_options *options, wb_status status,
                           const char *message, const char *item, int64_t row)
{
    wb_plan *plan = read_plan(TARGETS(TARGET(",\"from\":1,\"to\":3")));
    wb_frame *estimates = frame_of(csv);
    wb_frame *out = estimates;
    wb_error err = {0};

    assert_fails(wb_plan_evaluate(plan, estimates, wave, TODAY, options, &out, &err),
                 status);
    assert_null(out);
    if (strstr(err.message, message) == NULL)
        fail_msg("'%s' does not say '%s'", err.message, message);
    assert_string_equal(err.item, item);
    assert_int_equal(err.row, row);
    wb_frame_free(estimates);
    wb_plan_free(plan);
}

static void test_evaluate__refuses_what_are_no_estimates(void **state)
{
    (void)state;
    assert_refused("year,variable\n2020,i\n", "year", NULL, WB_E_DATA,
                   "the estimates have no column 'estimate'", "estimate", -1);
    assert_refused("year,estimate\n2020,1\n", "year", NULL, WB_E_DATA,
                   "no column 'variable'", "variable", -1);
    assert_refused("year,variable,estimate\n2020,i,1\n", "wave", NULL, WB_E_DATA,
                   "no column 'wave', which is the wave", "wave", -1);
    assert_refused("year,variable,estimate\n2020,i,x\n", "year", NULL, WB_E_DATA,
                   "'estimate' of the estimates holds", "estimate", -1);
    assert_refused("year,variable,estimate\n2020,i,2020-01-01\n", "year", NULL, WB_E_DATA,
                   "holds date32, where a number is expected", "estimate", -1);
    assert_refused("year,variable,estimate\n2020,7,1\n", "year", NULL, WB_E_DATA,
                   "'variable' of the estimates holds int32, where text is expected",
                   "variable", -1);
    assert_refused("year,variable,estimate\n2020,i,1\nspring,i,1\n", "year", NULL,
                   WB_E_DATA, "wave 'spring' is no date such as 2019", "year", 1);
    assert_refused("year,variable,estimate\n"
                   "the spring of the year in which we began to measure,i,1\n",
                   "year", NULL, WB_E_DATA,
                   "wave 'the spring of the year in which we began' is no date", "year",
                   0);
    assert_refused("year,variable,estimate\n20,i,1\n", "year", NULL, WB_E_DATA,
                   "wave '20' is no date", "year", 0);
    assert_refused("year,variable,estimate,se\n2020,i,1,-0.5\n", "year", NULL, WB_E_DATA,
                   "a standard error is negative", "se", 0);
}

static void test_evaluate__refuses_options_that_make_no_sense(void **state)
{
    static const char csv[] = "sector,year,variable,estimate\n,2020,i,1\n";
    wb_plan_evaluate_options options = WB_PLAN_EVALUATE_OPTIONS_INIT;
    const char *where[] = {"region=x"};

    (void)state;
    options.level = 95;
    assert_refused(csv, "year", &options, WB_E_ARG, "level is between 0 and 1", "", -1);
    options.level = 0;
    options.power = NAN;
    assert_refused(csv, "year", &options, WB_E_ARG, "power is between 0 and 1", "", -1);
    options.power = 0;
    options.language = "fr";
    assert_refused(csv, "year", &options, WB_E_ARG, "language is 'fr'", "", -1);
    options.language = NULL;
    options.n_where = 1;
    assert_refused(csv, "year", &options, WB_E_ARG, "where is NULL", "", -1);
    options.where = where;
    assert_refused(csv, "year", &options, WB_E_ARG,
                   "'region' is no breakdown column of the estimates", "", -1);
    where[0] = "sector";
    assert_refused(csv, "year", &options, WB_E_ARG, "'sector' is no COLUMN=VALUE", "",
                   -1);
    where[0] = "year=2020";
    assert_refused(csv, "year", &options, WB_E_ARG, "'year' is no breakdown", "", -1);
}

static void test_evaluate__wants_a_day_and_all_its_arguments(void **state)
{
    wb_plan *plan = read_plan(TARGETS(""));
    wb_frame *estimates = frame_of("year,variable,estimate\n");
    wb_frame *out = NULL;

    (void)state;
    assert_fails(wb_plan_evaluate(plan, estimates, "year", "2026", NULL, &out, NULL),
                 WB_E_ARG);
    assert_fails(
        wb_plan_evaluate(plan, estimates, "year", "2026-02-29", NULL, &out, NULL),
        WB_E_ARG);
    assert_fails(wb_plan_evaluate(plan, estimates, "year", NULL, NULL, &out, NULL),
                 WB_E_ARG);
    assert_fails(wb_plan_evaluate(NULL, estimates, "year", TODAY, NULL, &out, NULL),
                 WB_E_ARG);
    assert_fails(wb_plan_evaluate(plan, NULL, "year", TODAY, NULL, &out, NULL), WB_E_ARG);
    assert_fails(wb_plan_evaluate(plan, estimates, NULL, TODAY, NULL, &out, NULL),
                 WB_E_ARG);
    assert_fails(wb_plan_evaluate(plan, estimates, "year", TODAY, NULL, NULL, NULL),
                 WB_E_ARG);
    wb_frame_free(estimates);
    wb_plan_free(plan);
}

static wb_plan *the_plan;
static wb_frame *the_estimates;

static wb_status evaluate_once(void)
{
    wb_frame *out = NULL;
    wb_status st =
        wb_plan_evaluate(the_plan, the_estimates, "year", TODAY, NULL, &out, NULL);

    wb_frame_free(out);
    return st;
}

static void test_evaluate__survives_every_failing_allocation(void **state)
{
    (void)state;
    the_plan = read_plan(TARGETS(TARGET(",\"from\":1,\"to\":3,\"unit\":\"days\"")));
    the_estimates =
        frame_of("year,variable,estimate,unit\n2016,i,1,days\n2020,i,2,hours\n");
    wb_test_every_allocation(evaluate_once);
    wb_frame_free(the_estimates);
    wb_plan_free(the_plan);
}

static int allocations_left;

static void *refuse_one(size_t bytes)
{
    return allocations_left-- == 0 ? NULL : malloc(bytes);
}

/* What the estimates say of themselves is kept, their level and that they are made up, or
 * there is no result. */
static void test_evaluate__loses_nothing_when_memory_of_jansson_runs_out(void **state)
{
    bool refused = true;

    (void)state;
    the_plan = read_plan(TARGETS(TARGET(",\"from\":1,\"to\":2")));
    the_estimates = frame_of("year,variable,estimate,se,lower,upper\n"
                             "2020,i,2.5,0.1,2.3,2.65\n");
    assert_ok(
        wb_frame_set_metadata(the_estimates, "{\"level\":0.9,\"synthetic\":true}", NULL));
    for (int i = 0; refused; i++) {
        wb_frame *out = NULL;
        wb_status st;

        assert_true(i < 1000);
        allocations_left = i;
        json_set_alloc_funcs(refuse_one, free);
        st = wb_plan_evaluate(the_plan, the_estimates, "year", TODAY, NULL, &out, NULL);
        json_set_alloc_funcs(malloc, free);
        refused = allocations_left < 0;
        assert_true(st == WB_OK || st == WB_E_NOMEM);
        if (st == WB_OK) {
            assert_true(wb_frame_is_synthetic(out));
            assert_close(number(out, "upper", 0), 2.5 + 0.1 * 1.959963984540054, 1e-14);
        }
        wb_frame_free(out);
    }
    wb_frame_free(the_estimates);
    wb_plan_free(the_plan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_evaluate__agrees_with_r),
        cmocka_unit_test(test_verdict__follows_the_table_in_every_row),
        cmocka_unit_test(test_evaluate__follows_a_path_in_years),
        cmocka_unit_test(test_plan_year__is_whole_at_the_end_of_a_year),
        cmocka_unit_test(test_evaluate__takes_the_rows_for_everyone_or_of_a_group),
        cmocka_unit_test(test_evaluate__lets_the_options_say_the_unit),
        cmocka_unit_test(test_evaluate__finds_ids_in_another_column),
        cmocka_unit_test(test_evaluate__takes_bounds_of_its_own_level_only),
        cmocka_unit_test(
            test_evaluate__has_no_bounds_where_those_of_another_level_are_all),
        cmocka_unit_test(test_evaluate__reads_the_start_in_its_own_unit),
        cmocka_unit_test(test_evaluate__has_no_start_in_another_unit),
        cmocka_unit_test(test_evaluate__takes_what_is_declared_missing_for_missing),
        cmocka_unit_test(test_evaluate__reads_years_dates_and_months),
        cmocka_unit_test(test_evaluate__shows_what_was_recorded_and_computes_without),
        cmocka_unit_test(test_evaluate__hides_what_is_hidden),
        cmocka_unit_test(test_evaluate__gives_no_rows_for_a_plan_without_targets),
        cmocka_unit_test(test_evaluate__says_what_moved_in_both_languages),
        cmocka_unit_test(test_evaluate__says_why_there_is_no_verdict),
        cmocka_unit_test(test_evaluate__never_says_because),
        cmocka_unit_test(test_evaluate__refuses_what_are_no_estimates),
        cmocka_unit_test(test_evaluate__refuses_options_that_make_no_sense),
        cmocka_unit_test(test_evaluate__wants_a_day_and_all_its_arguments),
        cmocka_unit_test(test_evaluate__survives_every_failing_allocation),
        cmocka_unit_test(test_evaluate__loses_nothing_when_memory_of_jansson_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
