/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Job types, and weights of themes, by hand. */
#include "model_support.h"

static const char people[] =
    "demands,control,w\n10,80,1\n20,20,1\n30,10,1\n40,90,1\n50,,1\n"
    ",50,1\n";

static void expect_types(const wb_frame *found, const char *const *expected)
{
    for (int64_t row = 0; row < wb_frame_row_count(found); row++)
        assert_string_equal(text_at(found, "job_type", row), expected[row]);
}

/* Medians: of 10 20 30 40 50 it is 30, of 10 20 50 80 90 it is 50. */
static void test_job_types__are_cut_at_the_median(void **state)
{
    static const char *const expected[] = {"low_strain", "passive", "passive",
                                           "active",     "",        ""};
    wb_frame *frame = frame_of(people);
    wb_frame *found = NULL;

    (void)state;
    assert_ok(wb_job_types(frame, "demands", "control", NULL, WB_JOB_CUT_MEDIAN, 0, 0, 0,
                           &found, NULL));
    assert_int_equal(wb_frame_row_count(found), 6);
    expect_types(found, expected);
    wb_frame_free(found);
    /* one person has all the weight: 10 and 80 are the medians, and not above them */
    wb_frame *heavy = frame_of("demands,control,w\n10,80,9\n20,20,1\n30,90,1\n");
    static const char *const others[] = {"passive", "high_strain", "active"};
    assert_ok(wb_job_types(heavy, "demands", "control", "w", WB_JOB_CUT_MEDIAN, 0, 0, 0,
                           &found, NULL));
    expect_types(found, others);
    wb_frame_free(found);
    wb_frame_free(heavy);
    wb_frame_free(frame);
}

/* Half of the weight is at 1, 0.3 of 0.6, in whatever order it is added up. */
static void test_job_types__do_not_depend_on_the_order_of_rows(void **state)
{
    static const char *const rows[] = {"1,1,0.3\n", "2,1,0.1\n", "3,1,0.2\n"};

    (void)state;
    for (size_t i = 0; i < 6; i++) {
        size_t first = i / 2, second = (first + 1 + i % 2) % 3;
        size_t order[] = {first, second, 3 - first - second};
        char csv[80];
        wb_frame *frame, *found = NULL;

        snprintf(csv, sizeof csv, "demands,control,w\n%s%s%s", rows[order[0]],
                 rows[order[1]], rows[order[2]]);
        frame = frame_of(csv);
        assert_ok(wb_job_types(frame, "demands", "control", "w", WB_JOB_CUT_MEDIAN, 0, 0,
                               0, &found, NULL));
        for (int64_t row = 0; row < 3; row++)
            assert_string_equal(text_at(found, "job_type", row),
                                order[row] == 0 ? "passive" : "high_strain");
        wb_frame_free(found);
        wb_frame_free(frame);
    }
}

/* 99 is no answer, and no weight either: the medians are 10 and 10. */
static void test_job_types__leave_out_what_is_declared_missing(void **state)
{
    static const char *const expected[] = {"passive", "active", "active",
                                           "",        "",       "active"};
    wb_frame *frame = frame_of("demands,control,w\n10,10,1\n20,20,1\n30,30,1\n99,10,1\n"
                               "10,99,1\n40,40,99\n");
    wb_frame *found = NULL;

    (void)state;
    for (size_t column = 0; column < 3; column++)
        assert_ok(wb_frame_add_missing_range(frame, column, 97, 99, NULL));
    assert_ok(wb_job_types(frame, "demands", "control", "w", WB_JOB_CUT_MEDIAN, 0, 0, 0,
                           &found, NULL));
    expect_types(found, expected);
    wb_frame_free(found);
    wb_frame_free(frame);
}

static void test_job_types__are_cut_where_it_is_said(void **state)
{
    static const char *const expected[] = {"low_strain", "passive", "high_strain",
                                           "active",     "",        ""};
    static const char *const turned[] = {"passive",     "low_strain", "active",
                                         "high_strain", "",           ""};
    wb_frame *frame = frame_of(people);
    wb_frame *found = NULL;

    (void)state;
    assert_ok(wb_job_types(frame, "demands", "control", NULL, WB_JOB_CUT_FIXED, 25, 45, 0,
                           &found, NULL));
    expect_types(found, expected);
    wb_frame_free(found);
    assert_ok(wb_job_types(frame, "demands", "control", NULL, WB_JOB_CUT_FIXED, 25, 45, 1,
                           &found, NULL));
    expect_types(found, turned);
    wb_frame_free(found);
    wb_frame_free(frame);
}

static void test_job_types__refuses(void **state)
{
    wb_frame *frame = frame_of("a,b,t\n1,,x\n2,,y\n");
    wb_frame *found = NULL;
    wb_error err = {0};

    (void)state;
    assert_int_equal(
        wb_job_types(frame, "a", "none", NULL, WB_JOB_CUT_MEDIAN, 0, 0, 0, &found, &err),
        WB_E_DATA);
    assert_string_equal(err.item, "none");
    assert_int_equal(
        wb_job_types(frame, "a", "t", NULL, WB_JOB_CUT_MEDIAN, 0, 0, 0, &found, &err),
        WB_E_DATA);
    assert_int_equal(
        wb_job_types(frame, "a", "b", NULL, WB_JOB_CUT_MEDIAN, 0, 0, 0, &found, &err),
        WB_E_DATA);
    assert_int_equal(wb_job_types(frame, "a", "a", NULL, 3, 0, 0, 0, &found, &err),
                     WB_E_ARG);
    assert_int_equal(
        wb_job_types(frame, "a", "a", NULL, WB_JOB_CUT_FIXED, NAN, 0, 0, &found, &err),
        WB_E_ARG);
    assert_int_equal(wb_job_types(frame, "a", "a", NULL, 1, 0, 0, 7, &found, &err),
                     WB_E_ARG);
    assert_int_equal(wb_job_types(NULL, "a", "a", NULL, 1, 0, 0, 0, &found, &err),
                     WB_E_ARG);
    assert_null(found);
    wb_frame_free(frame);
}

/* A cut that no number is cannot be told. */
static void test_job_types__refuses_an_infinite_median(void **state)
{
    static const char *const names[] = {"demands", "control"};
    static const double demands[] = {1, INFINITY, INFINITY}, control[] = {1, 2, 3};
    const wb_column columns[] = {{.type = WB_TYPE_FLOAT64, .values = demands},
                                 {.type = WB_TYPE_FLOAT64, .values = control}};
    wb_frame *frame = frame_of_columns(3, names, columns, 2);
    wb_frame *found = NULL;
    wb_error err = {0};

    (void)state;
    assert_fails(wb_job_types(frame, "demands", "control", NULL, WB_JOB_CUT_MEDIAN, 0, 0,
                              0, &found, &err),
                 WB_E_DATA);
    assert_string_equal(err.message, "the median of 'demands' is infinite");
    assert_null(found);
    wb_frame_free(frame);
}

/* ---- weights ---- */

/* Theme load: largest of 0.3 and 0.1, and of 0.2: 0.25 on average; night: 0.05 and -0.1
 * as 0, 0.025; the mean is 0.1375. */
static const char stress[] =
    "sector,risk,attributable\n,load,0.3\n,pace,0.1\n,night,0.05\n"
    "zorg,night,0.9\n";
static const char balance[] = "risk,attributable\nload,0.2\nnight,-0.1\n";
static const char themes[] = "risk,theme\nload,workload\npace,workload\nnight,hours\n";

static void test_risk_weights__are_average_shares(void **state)
{
    wb_frame *frames[] = {frame_of(stress), frame_of(balance)};
    wb_frame *map = frame_of(themes);
    wb_frame *found = NULL;

    (void)state;
    assert_ok(wb_risk_weights((const wb_frame *const *)frames, 2, map, &found, NULL));
    assert_int_equal(wb_frame_row_count(found), 2);
    assert_string_equal(text_at(found, "theme", 0), "workload");
    assert_close(value_at(found, "weight", 0), 0.25 / 0.1375, 1e-14);
    assert_close(value_at(found, "weight", 1), 0.025 / 0.1375, 1e-14);
    assert_close(value_at(found, "attributable", 1), 0.025, 1e-15);
    wb_frame_free(found);
    assert_ok(wb_risk_weights((const wb_frame *const *)frames, 1, NULL, &found, NULL));
    assert_int_equal(wb_frame_row_count(found), 3); /* names of risks are themes */
    wb_frame_free(found);
    wb_frame_free(map);
    wb_frame_free(frames[0]);
    wb_frame_free(frames[1]);
}

/* What is made of made-up rows says so, also when not all of it is. */
static void test_jobs_and_weights__say_that_rows_are_made_up(void **state)
{
    static const char said[] = "\"source\":{\"synthetic\":true}";
    wb_frame *rows = frame_of(people), *found = NULL;
    wb_frame *frames[] = {frame_of(stress), frame_of(balance)};

    (void)state;
    assert_ok(wb_frame_set_metadata(rows, "{\"synthetic\":true}", NULL));
    assert_ok(wb_frame_set_metadata(frames[1], "{\"synthetic\":true}", NULL));
    assert_ok(wb_job_types(rows, "demands", "control", NULL, WB_JOB_CUT_MEDIAN, 0, 0, 0,
                           &found, NULL));
    assert_says(wb_frame_metadata(found), said);
    wb_frame_free(found);
    assert_ok(wb_risk_weights((const wb_frame *const *)frames, 2, NULL, &found, NULL));
    assert_says(wb_frame_metadata(found), said);
    wb_frame_free(found);
    wb_frame_free(rows);
    wb_frame_free(frames[0]);
    wb_frame_free(frames[1]);
}

static void test_risk_weights__refuses_what_has_no_weight(void **state)
{
    wb_frame *none = frame_of("risk,attributable\nload,-0.2\nnight,\n");
    wb_frame *other = frame_of("risk,share\nload,1\n");
    const wb_frame *frames[] = {none, other, NULL};
    wb_frame *found = NULL;
    wb_error err = {0};

    (void)state;
    assert_int_equal(wb_risk_weights(frames, 1, NULL, &found, &err), WB_E_DATA);
    assert_int_equal(wb_risk_weights(frames + 1, 1, NULL, &found, &err), WB_E_DATA);
    assert_string_equal(err.item, "attributable");
    assert_int_equal(wb_risk_weights(frames + 2, 1, NULL, &found, &err), WB_E_ARG);
    assert_int_equal(wb_risk_weights(frames, 0, NULL, &found, &err), WB_E_ARG);
    assert_int_equal(wb_risk_weights(frames, 1, other, &found, &err), WB_E_DATA);
    wb_frame_free(none);
    wb_frame_free(other);
}

/* Categories have codes, which are no shares. */
static void test_risk_weights__refuses_shares_that_are_no_numbers(void **state)
{
    static const char *const names[] = {"risk", "attributable"};
    static const char *const risks[] = {"load", "night"}, *const shares[] = {"0.4",
                                                                             "0.1"};
    static const int32_t codes[] = {0, 1};
    wb_column columns[] = {{.type = WB_TYPE_DICTIONARY, .values = codes},
                           {.type = WB_TYPE_DICTIONARY, .values = codes}};
    wb_frame *found = NULL;
    wb_error err = {0};

    (void)state;
    columns[0].categories = risks;
    columns[1].categories = shares;
    columns[0].n_categories = columns[1].n_categories = 2;
    wb_frame *frame = frame_of_columns(2, names, columns, 2);
    assert_int_equal(
        wb_risk_weights((const wb_frame *const[]){frame}, 1, NULL, &found, &err),
        WB_E_DATA);
    assert_string_equal(err.item, "attributable");
    assert_non_null(strstr(err.message, "holds dictionary"));
    assert_null(found);
    wb_frame_free(frame);
}

static void test_risk_weights__leave_out_what_is_declared_missing(void **state)
{
    wb_frame *frame = frame_of("sector,risk,attributable\n0,load,0.9\n9,load,0.2\n"
                               "9,night,0.1\n9,pace,-8\n");
    wb_frame *found = NULL;

    (void)state;
    assert_ok(wb_frame_add_missing_range(frame, 0, 9, 9, NULL)); /* so of everyone */
    assert_ok(wb_frame_add_missing_range(frame, 2, -8, -8, NULL));
    assert_ok(wb_risk_weights((const wb_frame *const[]){frame}, 1, NULL, &found, NULL));
    assert_int_equal(wb_frame_row_count(found), 3);
    assert_close(value_at(found, "attributable", 0), 0.2, 1e-15);
    assert_close(value_at(found, "attributable", 2), 0, 0);
    wb_frame_free(found);
    wb_frame_free(frame);
}

static const wb_frame *one, *two, *three;

static wb_status make_both(void)
{
    wb_frame *types = NULL, *weights = NULL;
    wb_status st = wb_job_types(one, "demands", "control", "w", WB_JOB_CUT_MEDIAN, 0, 0,
                                0, &types, NULL);
    if (st == WB_OK)
        st = wb_risk_weights(&two, 1, three, &weights, NULL);
    wb_frame_free(types);
    wb_frame_free(weights);
    return st;
}

static void test_job_types__survive_every_failing_allocation(void **state)
{
    wb_frame *frames[] = {frame_of(people), frame_of(stress), frame_of(themes)};

    (void)state;
    one = frames[0];
    two = frames[1];
    three = frames[2];
    wb_test_every_allocation(make_both);
    for (int i = 0; i < 3; i++)
        wb_frame_free(frames[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_job_types__are_cut_at_the_median),
        cmocka_unit_test(test_job_types__do_not_depend_on_the_order_of_rows),
        cmocka_unit_test(test_job_types__leave_out_what_is_declared_missing),
        cmocka_unit_test(test_job_types__are_cut_where_it_is_said),
        cmocka_unit_test(test_job_types__refuses),
        cmocka_unit_test(test_job_types__refuses_an_infinite_median),
        cmocka_unit_test(test_risk_weights__are_average_shares),
        cmocka_unit_test(test_jobs_and_weights__say_that_rows_are_made_up),
        cmocka_unit_test(test_risk_weights__refuses_what_has_no_weight),
        cmocka_unit_test(test_risk_weights__refuses_shares_that_are_no_numbers),
        cmocka_unit_test(test_risk_weights__leave_out_what_is_declared_missing),
        cmocka_unit_test(test_job_types__survive_every_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
