/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "monitoring.h"

#define WAVES                                                                            \
    "\"waves\":{\"column\":\"year\",\"list\":[{\"id\":\"2010\"},{\"id\":\"2013\"},{"     \
    "\"id\":\"2016\"}]}"
#define GROUPS                                                                           \
    "\"variables\":[{\"id\":\"sex\",\"categories\":[{\"id\":\"man\",\"codes\":[1]},"     \
    "{\"id\":\"woman\",\"codes\":[2]}]},{\"id\":\"age\",\"bands\":[{\"id\":\"-39\","     \
    "\"below\":40},{\"id\":\"40+\",\"from\":40}]}],"                                     \
    "\"breakdowns\":[\"sex\",\"age\",\"sex*age\"]"
#define DESIGN "\"design\":{\"weights\":\"weight\",\"strata\":[\"stratum\"]}"
#define TOPIC                                                                            \
    "\"topics\":[{\"id\":\"bullied\",\"kind\":\"share\",\"column\":\"bully\","           \
    "\"comparable_from\":\"2016\"}]"

/* ---- cells ---- */

/* The same by hand: scored, and estimated with the wave as a stratum. */
static wb_frame *by_hand(const wb_frame *answers)
{
    static const char *const year[] = {"year"};
    static const char *const both[] = {"year", "sex"};
    wb_instrument *instrument = small();
    wb_frame *scored = NULL, *estimates = NULL;
    wb_tally *tally = NULL;
    wb_spec *spec = NULL;

    assert_ok(wb_score(instrument, answers, NULL, NULL, &scored, NULL));
    assert_ok(wb_spec_new(&spec, NULL));
    assert_ok(wb_spec_set_weights(spec, "weight", NULL));
    assert_ok(wb_spec_add_stratum(spec, "year", NULL));
    assert_ok(wb_spec_add_stratum(spec, "stratum", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "werkbaar", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "ia_acute", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "sb", NULL));
    assert_ok(wb_spec_add_breakdown(spec, year, 1, NULL));
    assert_ok(wb_spec_add_breakdown(spec, both, 2, NULL));
    assert_ok(wb_tally_new(spec, &tally, NULL));
    assert_ok(wb_tally_update(tally, scored, NULL, NULL));
    assert_ok(wb_tally_estimate(tally, NULL, NULL, &estimates, NULL));
    wb_tally_free(tally);
    wb_spec_free(spec);
    wb_frame_free(scored);
    wb_instrument_free(instrument);
    return estimates;
}

static void assert_same_row(const wb_frame *cells, int64_t row, const wb_frame *estimates,
                            int64_t other)
{
    static const char *const numbers[] = {"estimate", "se", "lower", "upper", "df"};

    assert_true(row >= 0);
    for (size_t i = 0; i < 5; i++)
        assert_close(number_at(cells, numbers[i], row),
                     number_at(estimates, numbers[i], other), 1e-13);
    assert_int_equal(whole_at(cells, "n", row), whole_at(estimates, "n", other));
    assert_string_equal(text_at(cells, "status", row),
                        text_at(estimates, "status", other));
}

static void test_wb_monitor_results__cells_are_the_estimates_of_the_survey(void **state)
{
    wb_monitor *monitor = monitor_of(DEFINITION(WAVES "," GROUPS "," DESIGN));
    wb_frame *answers = people(3, 200);
    wb_frame *estimates = by_hand(answers);

    (void)state;
    add(monitor, NULL, answers);
    assert_int_equal(wb_monitor_row_count(monitor), 600);
    wb_monitor_results *results = results_of(monitor);
    wb_frame *cells = part_of(results, "cells");
    for (int64_t i = 0; i < wb_frame_row_count(estimates); i++) {
        char year[16];
        const char *sex = is_missing(estimates, "sex", i)      ? NULL
                          : whole_at(estimates, "sex", i) == 1 ? "man"
                                                               : "woman";
        snprintf(year, sizeof year, "%d", (int)whole_at(estimates, "year", i));
        const char *const where[][2] = {{"wave", year},
                                        {"sex", sex},
                                        {"age", NULL},
                                        {"variable", text_at(estimates, "variable", i)}};
        assert_same_row(cells, row_where(cells, where, 4), estimates, i);
    }
    wb_frame_free(cells);
    wb_frame_free(estimates);
    wb_frame_free(answers);
    wb_monitor_results_free(results);
    wb_monitor_free(monitor);
}

/* domain.md: parts sum to all, acute is never above problem, the rate is that of 0. */
static void test_wb_monitor_results__identities_hold_in_every_cell(void **state)
{
    wb_monitor *monitor = monitor_of(DEFINITION(WAVES "," GROUPS "," DESIGN));
    wb_frame *answers = people(3, 200);

    (void)state;
    add(monitor, NULL, answers);
    wb_monitor_results *results = results_of(monitor);
    wb_frame *cells = part_of(results, "cells");
    /* in the order of measures: werkbaar; 0, 1, 2; none, ia, ib, ia+ib; ia, ia acute, ib
     */
    for (int64_t row = 0; row < wb_frame_row_count(cells); row++) {
        if (strcmp(text_at(cells, "variable", row), "werkbaar") != 0)
            continue;
        double v[11];
        for (int i = 0; i < 11; i++)
            v[i] = number_at(cells, "estimate", row + i);
        assert_string_equal(text_at(cells, "category", row + 7), "ia+ib");
        assert_close(v[0], v[1], 1e-14);
        assert_close(v[1] + v[2] + v[3], 1, 1e-14);
        assert_close(v[4], v[0], 1e-14);
        assert_close(v[5] + v[6], v[2], 1e-13);
        assert_close(v[7], v[3], 1e-13);
        assert_close(v[5] + v[7], v[8], 1e-13);
        assert_close(v[6] + v[7], v[10], 1e-13);
        assert_true(v[9] <= v[8]);
    }
    wb_frame_free(cells);
    wb_frame_free(answers);
    wb_monitor_results_free(results);
    wb_monitor_free(monitor);
}

/* ---- how waves come in ---- */

static wb_frame *rows_of_wave(const wb_frame *answers, int wave, int n)
{
    wb_frame *rows = NULL;
    assert_ok(wb_frame_slice(answers, (int64_t)wave * n, n, &rows, NULL));
    return rows;
}

static void
test_wb_monitor_add__a_file_per_wave_is_the_same_as_one_with_a_column(void **state)
{
    static const char *const ids[] = {"2016", "2010", "2013"};
    static const int waves[] = {2, 0, 1};
    wb_monitor *one = monitor_of(DEFINITION(WAVES "," GROUPS "," DESIGN "," TOPIC));
    wb_monitor *three = monitor_of(DEFINITION(WAVES "," GROUPS "," DESIGN "," TOPIC));
    wb_frame *answers = people(3, 100);
    wb_error err = {0};

    (void)state;
    assert_ok(add_try(one, NULL, NULL, answers, 37, &err));
    for (int i = 0; i < 3; i++) {
        wb_frame *rows = rows_of_wave(answers, waves[i], 100);
        add(three, ids[i], rows);
        wb_frame_free(rows);
    }
    wb_monitor_results *a = results_of(one), *b = results_of(three);
    static const char *const parts[] = {"cells", "changes"};
    for (int i = 0; i < 2; i++) {
        wb_frame *x = part_of(a, parts[i]), *y = part_of(b, parts[i]);
        assert_same_frames(x, y);
        wb_frame_free(x);
        wb_frame_free(y);
    }
    wb_monitor_results_free(a);
    wb_monitor_results_free(b);
    wb_frame_free(answers);
    wb_monitor_free(one);
    wb_monitor_free(three);
}

static void test_wb_monitor_add__a_wave_comes_once_and_is_known(void **state)
{
    wb_monitor *monitor = monitor_of(DEFINITION(WAVES));
    wb_frame *answers = people(1, 20);
    wb_error err = {0};

    (void)state;
    add(monitor, "2010", answers);
    assert_fails(add_try(monitor, "2010", NULL, answers, 0, &err), WB_E_CONFLICT);
    assert_fails(add_try(monitor, "1999", NULL, answers, 0, &err), WB_E_ARG);
    assert_says(err.message, "1999");
    assert_int_equal(wb_monitor_row_count(monitor), 20);
    wb_frame_free(answers);
    wb_monitor_free(monitor);
}

/* ---- what is wrong with answers ---- */

static void assert_refused(const char *json, wb_frame *answers, const char *says)
{
    wb_monitor *monitor = monitor_of(json);
    wb_error err = {0};

    assert_fails(add_try(monitor, NULL, "answers.sav", answers, 0, &err), WB_E_DATA);
    assert_says(err.message, says);
    assert_says(err.message, "answers.sav");
    assert_int_equal(wb_monitor_row_count(monitor), 0);
    wb_frame_free(answers);
    wb_monitor_free(monitor);
}

static void test_wb_monitor_add__what_contradicts_the_definition_is_named(void **state)
{
    (void)state;
    assert_refused(DEFINITION(WAVES "," GROUPS),
                   frame_of("year,sex,a1,a2,b1,b2\n2010,1,0,0,0,0\n2010,3,0,0,0,0\n"),
                   "'sex' has the value '3'");
    assert_refused(DEFINITION(WAVES),
                   frame_of("year,a1,a2,b1,b2\n2010,0,0,0,0\n2011,0,0,0,0\n"), "'2011'");
    assert_refused(DEFINITION(WAVES), frame_of("year,a1,a2,b1,b2\n2010,0,0,7,0\n"), "b1");
    assert_refused(DEFINITION(WAVES), frame_of("jaar,a1,a2,b1,b2\n2010,0,0,0,0\n"),
                   "year");
    assert_refused(DEFINITION(WAVES "," DESIGN),
                   frame_of("year,a1,a2,b1,b2\n2010,0,0,0,0\n"), "weight");
}

/* Files of SPSS often have other capitals: nothing is left out unsaid. */
static void test_wb_monitor_add__names_in_other_capitals_are_named(void **state)
{
    (void)state;
    assert_refused(DEFINITION(WAVES), frame_of("year,a1,A2,b1,b2\n2010,0,0,0,0\n"),
                   "no column 'a2', but 'A2'");
    assert_refused(DEFINITION(WAVES "," GROUPS),
                   frame_of("year,Sex,a1,a2,b1,b2\n2010,1,0,0,0,0\n"),
                   "no column 'sex', but 'Sex'");
    assert_refused(DEFINITION(WAVES "," TOPIC),
                   frame_of("year,BULLY,a1,a2,b1,b2\n2010,1,0,0,0,0\n"), "'BULLY'");
    assert_refused(DEFINITION(WAVES "," DESIGN),
                   frame_of("year,WEIGHT,a1,a2,b1,b2\n2010,1,0,0,0,0\n"), "'WEIGHT'");
}

static void test_wb_monitor_add__a_file_of_something_else_is_refused(void **state)
{
    (void)state;
    assert_refused(DEFINITION(WAVES), frame_of("year,x\n2010,0\n"),
                   "no column for any of the 4 items of instrument 'small'");
}

static void assert_no_monitor(const char *json, const char *item)
{
    wb_monitor_definition *definition = NULL;
    wb_instrument *instrument = small();
    wb_monitor *monitor = NULL;
    wb_error err = {0};

    assert_ok(definition_try(json, &definition, &err));
    assert_fails(wb_monitor_new(definition, instrument, &monitor, &err), WB_E_DATA);
    assert_null(monitor);
    assert_string_equal(err.item, item);
    wb_monitor_definition_free(definition);
    wb_instrument_free(instrument);
}

static void test_wb_monitor_new__what_is_said_of_no_measure_is_refused(void **state)
{
    static const char *const of[] = {"ia_problem", "sa", "knelpunten", "nothing"};
    char json[800];

    (void)state;
    for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
        snprintf(json, sizeof json,
                 DEFINITION("\"targets\":[{\"measure\":\"%s\",\"value\":0.6,"
                            "\"date\":\"2020-12-31\",\"direction\":\"at_least\","
                            "\"source\":\"us\"}]"),
                 of[i]);
        assert_no_monitor(json, of[i]);
    }
    assert_no_monitor(
        DEFINITION("\"waves\":{\"column\":\"year\",\"list\":[{\"id\":\"2010\","
                   "\"populations\":[{\"id\":\"rsz\",\"total\":10,\"source\":\"us\","
                   "\"measures\":[\"werkbaar\",\"nothing\"]}]}]}"),
        "nothing");
}

static wb_frame *labelled(const char *column, double code, const char *label)
{
    wb_frame *answers =
        frame_of("year,sex,a1,a2,b1,b2\n2010,1,0,0,0,0\n2010,2,0,0,0,0\n");
    assert_ok(
        wb_frame_set_value_label(answers, column_of(answers, column), code, label, NULL));
    return answers;
}

static void test_wb_monitor_add__labels_that_contradict_are_refused(void **state)
{
    (void)state;
    assert_refused(DEFINITION(WAVES), labelled("a1", 2, "vaak"), "code 2 of 'a1'");
    assert_refused(DEFINITION(WAVES "," GROUPS), labelled("sex", 1, "woman"),
                   "another category");
}

static void
test_wb_monitor_add__labels_are_taken_where_the_definition_has_none(void **state)
{
    wb_monitor *monitor =
        monitor_of(DEFINITION(WAVES ",\"variables\":[{\"id\":\"sex\"}],\"breakdowns\":"
                                    "[\"sex\"]"));
    wb_frame *answers = labelled("sex", 2, "vrouw");

    (void)state;
    add(monitor, NULL, answers);
    wb_monitor_results *results = results_of(monitor);
    wb_frame *labels = part_of(results, "labels");
    const char *const where[][2] = {
        {"what", "category"}, {"variable", "sex"}, {"id", "2"}};
    assert_string_equal(text_at(labels, "label", row_where(labels, where, 3)), "vrouw");
    wb_frame_free(labels);
    wb_frame_free(answers);
    wb_monitor_results_free(results);
    wb_monitor_free(monitor);
}

static void test_wb_monitor_results__what_is_missing_is_said(void **state)
{
    wb_monitor *monitor = monitor_of(DEFINITION(WAVES "," GROUPS "," TOPIC));
    wb_frame *first = frame_of("year,sex,a1,a2,b1\n2010,1,0,1,0\n2010,1,1,1,0\n");
    wb_frame *second = frame_of(
        "year,sex,age,bully,a1,a2,b1,b2\n2013,1,30,0,0,1,0,1\n2013,2,50,1,1,1,0,1\n");
    wb_error err = {0};

    (void)state;
    assert_ok(add_try(monitor, "2010", "first.sav", first, 0, &err));
    assert_ok(add_try(monitor, "2013", "second.sav", second, 0, &err));
    wb_monitor_results *results = results_of(monitor);
    wb_frame *notes = part_of(results, "notes");
    wb_frame *cells = part_of(results, "cells");
    const char *const expected[][5][2] = {{{"kind", "item_missing"},
                                           {"wave", "2010"},
                                           {"source", "first.sav"},
                                           {"variable", "b2"},
                                           {"category", NULL}},
                                          {{"kind", "variable_missing"},
                                           {"wave", "2010"},
                                           {"source", "first.sav"},
                                           {"variable", "age"},
                                           {"category", NULL}},
                                          {{"kind", "topic_missing"},
                                           {"wave", "2010"},
                                           {"source", "first.sav"},
                                           {"variable", "bullied"},
                                           {"category", NULL}},
                                          {{"kind", "no_answers"},
                                           {"wave", "2010"},
                                           {"source", NULL},
                                           {"variable", "ib_problem"},
                                           {"category", NULL}},
                                          {{"kind", "one_wave"},
                                           {"wave", "2013"},
                                           {"source", NULL},
                                           {"variable", "sex"},
                                           {"category", "woman"}}};
    for (size_t i = 0; i < 5; i++)
        assert_true(row_where(notes, expected[i], 5) >= 0);
    const char *const where[][2] = {
        {"wave", "2010"}, {"sex", NULL}, {"age", NULL}, {"variable", "werkbaar"}};
    assert_string_equal(text_at(cells, "status", row_where(cells, where, 4)), "empty");
    wb_frame_free(notes);
    wb_frame_free(cells);
    wb_frame_free(first);
    wb_frame_free(second);
    wb_monitor_results_free(results);
    wb_monitor_free(monitor);
}

static void
test_wb_monitor_results_table__an_unknown_part_names_those_there_are(void **state)
{
    wb_monitor *monitor = monitor_of(DEFINITION(WAVES));
    wb_frame *answers = people(1, 20), *frame = NULL;
    wb_error err = {0};

    (void)state;
    add(monitor, NULL, answers);
    wb_monitor_results *results = results_of(monitor);
    assert_fails(wb_monitor_results_table(results, "cels", NULL, &frame, &err), WB_E_ARG);
    assert_says(err.message, "cells, changes");
    wb_frame_free(answers);
    wb_monitor_results_free(results);
    wb_monitor_free(monitor);
}

static void test_wb_monitor_results__without_answers_there_are_none(void **state)
{
    wb_monitor *monitor = monitor_of(DEFINITION(WAVES));
    wb_monitor_results *results = NULL;
    wb_error err = {0};

    (void)state;
    assert_fails(wb_monitor_results_make(monitor, NULL, NULL, &results, &err), WB_E_DATA);
    wb_monitor_free(monitor);
}

static void test_wb_monitor_new__a_group_is_called_as_no_column_of_a_part(void **state)
{
    static const char *const names[] = {
        "flag", "compared_with", "against",    "waves",     "slope", "target", "date",
        "goal", "source",        "population", "direction", "total", "count"};
    wb_instrument *instrument = small();
    char json[1000];

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        wb_monitor_definition *definition = NULL;
        wb_monitor *monitor = NULL;
        wb_error err = {0};
        snprintf(json, sizeof json, DEFINITION("\"variables\":[{\"id\":\"%s\"}]"),
                 names[i]);
        assert_ok(definition_try(json, &definition, &err));
        assert_fails(wb_monitor_new(definition, instrument, &monitor, &err),
                     WB_E_CONFLICT);
        assert_string_equal(err.item, names[i]);
        assert_null(monitor);
        wb_monitor_definition_free(definition);
    }
    wb_instrument_free(instrument);
}

/* A definition may leave the design to who has the answers, but not the units out. */
static void test_wb_monitor_add__waves_that_share_units_need_clusters(void **state)
{
    wb_monitor *monitor =
        monitor_of(DEFINITION("\"waves\":{\"column\":\"year\",\"shared_units\":true}"));
    wb_frame *answers = people(3, 20);
    wb_spec *spec = NULL;
    wb_error err = {0};

    (void)state;
    assert_fails(add_try(monitor, NULL, NULL, answers, 0, &err), WB_E_DESIGN);
    assert_non_null(strstr(err.message, "need clusters"));
    assert_ok(wb_spec_new(&spec, NULL));
    assert_ok(wb_spec_add_cluster(spec, "person", NULL));
    assert_ok(wb_monitor_set_design(monitor, spec, NULL));
    assert_ok(add_try(monitor, NULL, NULL, answers, 0, &err));
    wb_spec_free(spec);
    wb_frame_free(answers);
    wb_monitor_free(monitor);
}

/* With the design of the definition as a specification, the same; after a wave, refused.
 */
static void test_wb_monitor_set_design__is_taken_before_the_first_wave(void **state)
{
    wb_monitor *monitor = monitor_of(DEFINITION(WAVES "," GROUPS));
    wb_monitor *defined = monitor_of(DEFINITION(WAVES "," GROUPS "," DESIGN));
    wb_frame *answers = people(3, 60);
    wb_source *source = NULL;
    wb_spec *spec = NULL;

    (void)state;
    assert_ok(wb_spec_new(&spec, NULL));
    assert_ok(wb_spec_set_weights(spec, "weight", NULL));
    assert_ok(wb_spec_add_stratum(spec, "stratum", NULL));
    assert_ok(wb_monitor_set_design(monitor, spec, NULL));
    assert_ok(wb_source_from_frame(answers, 0, &source, NULL));
    assert_ok(wb_monitor_add(monitor, NULL, NULL, source, NULL, NULL));
    assert_fails(wb_monitor_set_design(monitor, spec, NULL), WB_E_ARG);
    add(defined, NULL, answers);
    wb_monitor_results *a = NULL, *b = NULL;
    wb_frame *x = NULL, *y = NULL;
    assert_ok(wb_monitor_results_make(monitor, NULL, NULL, &a, NULL));
    assert_ok(wb_monitor_results_make(defined, NULL, NULL, &b, NULL));
    assert_ok(wb_monitor_results_table(a, "cells", NULL, &x, NULL));
    assert_ok(wb_monitor_results_table(b, "cells", NULL, &y, NULL));
    assert_same_frames(x, y);
    wb_frame_free(x);
    wb_frame_free(y);
    wb_monitor_results_free(a);
    wb_monitor_results_free(b);
    wb_source_free(source);
    wb_spec_free(spec);
    wb_frame_free(answers);
    wb_monitor_free(monitor);
    wb_monitor_free(defined);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_monitor_results__cells_are_the_estimates_of_the_survey),
        cmocka_unit_test(test_wb_monitor_results__identities_hold_in_every_cell),
        cmocka_unit_test(
            test_wb_monitor_add__a_file_per_wave_is_the_same_as_one_with_a_column),
        cmocka_unit_test(test_wb_monitor_add__a_wave_comes_once_and_is_known),
        cmocka_unit_test(test_wb_monitor_add__what_contradicts_the_definition_is_named),
        cmocka_unit_test(test_wb_monitor_add__names_in_other_capitals_are_named),
        cmocka_unit_test(test_wb_monitor_add__a_file_of_something_else_is_refused),
        cmocka_unit_test(test_wb_monitor_new__what_is_said_of_no_measure_is_refused),
        cmocka_unit_test(test_wb_monitor_add__labels_that_contradict_are_refused),
        cmocka_unit_test(
            test_wb_monitor_add__labels_are_taken_where_the_definition_has_none),
        cmocka_unit_test(test_wb_monitor_results__what_is_missing_is_said),
        cmocka_unit_test(
            test_wb_monitor_results_table__an_unknown_part_names_those_there_are),
        cmocka_unit_test(test_wb_monitor_results__without_answers_there_are_none),
        cmocka_unit_test(test_wb_monitor_new__a_group_is_called_as_no_column_of_a_part),
        cmocka_unit_test(test_wb_monitor_add__waves_that_share_units_need_clusters),
        cmocka_unit_test(test_wb_monitor_set_design__is_taken_before_the_first_wave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
