/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "reading_support.h"

#define RESULTS "group,theme,indicator,fingerprint,status,n,green,lower,upper\n"
/* a team that is worse off, one that is better off, and the rest */
#define SMALL                                                                            \
    RESULTS "all,load,load_i,f1,ok,300,210,0.27,0.33\n"                                  \
            "team/a,load,load_i,f1,ok,40,12,0.6,0.8\n"                                   \
            "team/b,load,load_i,f1,ok,100,95,0.02,0.1\n"                                 \
            "team/c,load,load_i,f1,hidden,,,,\n"                                         \
            "team/d,load,load_i,f1,ok,60,41,0.2,0.4\n"

static void check_number(const wb_frame *ours, const wb_frame *expected, const char *name,
                         int64_t row, double tolerance)
{
    double is = number_at(ours, name, row), wanted = number_at(expected, name, row);

    if (!wb_test_close(is, wanted, tolerance))
        fail_msg("%s of %s/%s is %.17g, not %.17g", name, text_at(ours, "group", row),
                 text_at(ours, "indicator", row), is, wanted);
}

static void check_case(const char *name, bool declared, bool weighed)
{
    static const char *const texts[] = {"group", "theme", "indicator", "status",
                                        "direction"};
    static const char *const exact[] = {"n", "people", "rank", "weight"};
    static const char *const close[] = {
        "share", "reference", "difference", "difference_lower", "difference_upper",
        "score"};
    wb_frame *results = read_vectors("scan_results");
    wb_frame *references = read_vectors("scan_references");
    wb_frame *weights = read_vectors("scan_weights");
    wb_frame *all = read_vectors("scan_findings");
    wb_frame *reference = declared ? rows_of_case(references, name) : NULL;
    wb_frame *expected = rows_of_case(all, name);
    wb_frame *ours = findings_of(results, reference, weighed ? weights : NULL);

    assert_int_equal(wb_frame_row_count(ours), wb_frame_row_count(expected));
    for (int64_t row = 0; row < wb_frame_row_count(ours); row++) {
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
            assert_string_equal(text_at(ours, texts[i], row),
                                text_at(expected, texts[i], row));
        for (size_t i = 0; i < sizeof exact / sizeof *exact; i++)
            check_number(ours, expected, exact[i], row, 0);
        for (size_t i = 0; i < sizeof close / sizeof *close; i++)
            check_number(ours, expected, close[i], row, 1e-11);
        check_number(ours, expected, "p", row, 1e-9);
        check_number(ours, expected, "p_adjusted", row, 1e-9);
    }
    wb_frame_free(results);
    wb_frame_free(references);
    wb_frame_free(weights);
    wb_frame_free(all);
    wb_frame_free(reference);
    wb_frame_free(expected);
    wb_frame_free(ours);
}

static void test_findings__agree_with_r_against_the_rest(void **state)
{
    (void)state;
    check_case("rest", false, true);
}

static void test_findings__agree_with_r_against_the_monitor(void **state)
{
    (void)state;
    check_case("monitor", true, false);
}

static void test_findings__agree_with_r_against_a_pool_they_are_in(void **state)
{
    (void)state;
    check_case("pool", true, true);
}

static void test_findings__agree_with_r_against_an_earlier_scan(void **state)
{
    (void)state;
    check_case("earlier", true, false);
}

static void test_findings__say_who_how_far_and_how_strongly(void **state)
{
    wb_frame *results = frame_of(SMALL), *weights = frame_of("theme,weight\nload,2\n");
    wb_frame *out = findings_of(results, NULL, weights);

    (void)state;
    assert_string_equal(text_at(out, "direction", 0), "problem");
    assert_int_equal(whole_at(out, "people", 0), 28);
    assert_close(number_at(out, "share", 0), 0.7, 1e-15);
    assert_close(number_at(out, "lower", 0), 0.6, 0);
    /* of the 260 others 62 have a problem */
    assert_close(number_at(out, "reference", 0), 62.0 / 260, 1e-15);
    assert_close(number_at(out, "score", 0), 28 * (0.7 - 62.0 / 260) * 2, 1e-14);
    assert_int_equal(whole_at(out, "rank", 0), 1);
    assert_string_equal(text_at(out, "direction", 1), "strength");
    assert_int_equal(whole_at(out, "people", 1), 95);
    assert_int_equal(whole_at(out, "rank", 1), 1);
    assert_string_equal(text_at(out, "status", 2), "no_reference");
    assert_string_equal(text_at(out, "status", 4), "undecided");
    assert_true(is_missing(out, "rank", 4) && is_missing(out, "direction", 4));
    assert_string_equal(text_at(out, "reference_kind", 0), "rest");
    assert_true(is_missing(out, "reference_source", 0));
    assert_says(wb_frame_metadata(out), "\"weights\":\"given\"");
    wb_frame_free(out);
    out = findings_of(results, NULL, NULL);
    assert_says(wb_frame_metadata(out), "\"weights\":\"all 1\"");
    assert_says(wb_frame_metadata(out), "\"against\":\"the rest of the organisation\"");
    wb_frame_free(out);
    wb_frame_free(results);
    wb_frame_free(weights);
}

static void check_order(const wb_frame *out, int64_t row, const char *group,
                        const char *direction, int64_t rank)
{
    assert_string_equal(text_at(out, "group", row), group);
    assert_string_equal(text_at(out, "direction", row), direction);
    if (rank > 0)
        assert_int_equal(whole_at(out, "rank", row), rank);
    else
        assert_true(is_missing(out, "rank", row));
}

/* Who reads the first rows reads what matters; the rest stands as in the results. */
static void test_findings__begin_with_what_has_a_rank(void **state)
{
    wb_frame *results = frame_of(RESULTS "all,load,i,f,ok,900,600,,\n"
                                         "team/z,load,i,f,hidden,,,,\n"
                                         "team/a,load,i,f,ok,100,95,,\n"
                                         "team/b,load,i,f,ok,40,10,,\n"
                                         "team/c,load,i,f,ok,100,20,,\n"
                                         "team/d,load,i,f,ok,200,195,,\n");
    wb_frame *out = findings_of(results, NULL, NULL);

    (void)state;
    check_order(out, 0, "team/c", "problem", 1);
    check_order(out, 1, "team/b", "problem", 2);
    check_order(out, 2, "team/d", "strength", 1);
    check_order(out, 3, "team/a", "strength", 2);
    check_order(out, 4, "all", "", 0);
    check_order(out, 5, "team/z", "", 0);
    wb_frame_free(results);
    wb_frame_free(out);
}

/* printf 'abc\nload\nload_i\nteam/a' | sha256sum, and with all for team/a */
static void test_findings__have_ids_for_ever(void **state)
{
    wb_frame *results = frame_of(SMALL);
    wb_frame *out = findings_of(results, NULL, NULL);

    (void)state;
    assert_string_equal(text_at(out, "id", 2), "finding-617b8c44daa801862b45");
    assert_string_equal(text_at(out, "id", 0), "finding-e3d8944000ed0a8978af");
    assert_string_equal(text_at(out, "scan", 1), "abc");
    wb_frame_free(results);
    wb_frame_free(out);
}

static void test_findings__hold_no_number_where_hidden(void **state)
{
    wb_frame *results = frame_of(SMALL);
    wb_frame *out = findings_of(results, NULL, NULL);

    (void)state;
    assert_string_equal(text_at(out, "status", 3), "hidden");
    for (size_t i = 0; i < wb_frame_column_count(out); i++) {
        if (wb_frame_column_type(out, i) == WB_TYPE_FLOAT64 ||
            wb_frame_column_type(out, i) == WB_TYPE_INT64)
            assert_true(wb_frame_is_missing(out, i, 3));
    }
    wb_frame_free(results);
    wb_frame_free(out);
}

static void check_status(const char *csv, int64_t row, const char *status)
{
    wb_frame *results = frame_of(csv), *out = findings_of(results, NULL, NULL);

    assert_string_equal(text_at(out, "status", row), status);
    assert_true(is_missing(out, "reference", row) && is_missing(out, "p", row));
    wb_frame_free(results);
    wb_frame_free(out);
}

/* The rest is compared with only where whole, group and rest are all shown. */
static void test_findings__need_a_rest_that_may_be_shown(void **state)
{
    (void)state;
    check_status(RESULTS "all,load,i,f,hidden,,,,\nteam/a,load,i,f,ok,40,12,,\n", 1,
                 "reference_hidden");
    check_status(RESULTS "all,load,i,f,ok,49,20,,\nteam/a,load,i,f,ok,40,12,,\n", 1,
                 "reference_hidden");
    check_status(RESULTS "all,load,i,f,ok,40,12,,\nteam/a,load,i,f,ok,40,12,,\n", 1,
                 "no_reference");
    check_status(RESULTS "team/a,load,i,f,ok,40,12,,\n", 0, "no_reference");
    /* rounded counts that do not add up */
    check_status(RESULTS "all,load,i,f,ok,60,50,,\nteam/a,load,i,f,ok,40,20,,\n", 1,
                 "reference_hidden");
}

static void test_findings__compare_with_a_rest_of_min_n(void **state)
{
    wb_frame *results =
        frame_of(RESULTS "all,load,i,f,ok,50,20,,\nteam/a,load,i,f,ok,40,12,,\n");
    wb_frame *out = findings_of(results, NULL, NULL);

    (void)state;
    assert_close(number_at(out, "reference", 0), 0.2, 1e-15);
    assert_false(is_missing(out, "p", 0));
    wb_frame_free(results);
    wb_frame_free(out);
}

static void test_findings__of_nothing_are_none(void **state)
{
    wb_frame *results = frame_of(SMALL), *none = NULL, *out;

    (void)state;
    assert_ok(wb_frame_slice(results, 0, 0, &none, NULL));
    out = findings_of(none, NULL, NULL);
    assert_int_equal(wb_frame_row_count(out), 0);
    wb_frame_free(results);
    wb_frame_free(none);
    wb_frame_free(out);
}

/* A composite is what several themes have in common: it has a colour, and no theme to
 * talk about. Counts without the acute ones are counts. */
static void test_findings__are_about_themes(void **state)
{
    wb_frame *results = frame_of(RESULTS "all,,any,f,ok,300,210,,\n"
                                         "team/a,,any,f,ok,40,12,,\n"
                                         "all,load,i,f,ok,300,210,,\n"
                                         "team/a,load,i,f,no_acute,40,12,,\n");
    wb_frame *out = findings_of(results, NULL, NULL);

    (void)state;
    assert_int_equal(wb_frame_row_count(out), 2);
    assert_string_equal(text_at(out, "indicator", 0), "i");
    assert_string_equal(text_at(out, "direction", 0), "problem");
    assert_int_equal(whole_at(out, "people", 0), 28);
    wb_frame_free(results);
    wb_frame_free(out);
}

static void check_refused(const char *results_csv, const char *weights_csv,
                          wb_status status, const char *says)
{
    wb_frame *results = frame_of(results_csv), *out = NULL;
    wb_frame *weights = weights_csv != NULL ? frame_of(weights_csv) : NULL;
    wb_error err = {0};

    assert_fails(try_findings(results, NULL, weights, &out, &err), status);
    assert_says(err.message, says);
    assert_null(out);
    wb_frame_free(results);
    wb_frame_free(weights);
}

static void test_findings__refuse_weights_and_results_that_are_none(void **state)
{
    (void)state;
    check_refused(SMALL, "theme,weight\nload,0\n", WB_E_DATA, "no weight above 0");
    check_refused(SMALL, "theme,weight\nload,-1\n", WB_E_DATA, "no weight above 0");
    check_refused(SMALL, "theme,weight\nload,\nrisk,2\n", WB_E_DATA, "no weight above 0");
    check_refused(SMALL, "theme,weight\nload,1\nload,2\n", WB_E_DATA,
                  "more than once, again in row 1");
    check_refused(SMALL, "theme,value\nload,1\n", WB_E_DATA, "no column 'weight'");
    check_refused(SMALL, "theme,weight\nload,2020-01-01\n", WB_E_DATA,
                  "holds date32, where a number is expected");
    check_refused("group,theme\na,b\n", NULL, WB_E_DATA, "no column 'indicator'");
    check_refused(RESULTS "all,load,i,f,ok,,1,,\nb,load,i,f,ok,3,1,,\n", NULL, WB_E_DATA,
                  "has no number of answers");
    check_refused(RESULTS "all,load,i,f,ok,3,4,,\n", NULL, WB_E_DATA,
                  "has no number of answers");
    check_refused(SMALL "team/a,load,load_i,f1,ok,40,12,,\n", NULL, WB_E_DATA,
                  "'load_i' of group 'team/a' more than once, again in row 5");
    check_refused(SMALL ",load,load_i,f1,ok,40,12,,\n", NULL, WB_E_DATA,
                  "'load_i' of everyone more than once, again in row 5");
}

static void test_findings__refuse_weights_that_are_declared_missing(void **state)
{
    wb_frame *results = frame_of(SMALL), *weights = frame_of("theme,weight\nload,9\n");
    wb_frame *out = findings_of(results, NULL, weights);
    wb_error err = {0};

    (void)state;
    wb_frame_free(out);
    out = NULL;
    assert_ok(wb_frame_add_missing_range(weights, 1, 9, 9, NULL));
    assert_fails(try_findings(results, NULL, weights, &out, &err), WB_E_DATA);
    assert_says(err.message, "no weight above 0");
    assert_null(out);
    wb_frame_free(weights);
    wb_frame_free(results);
}

static wb_frame *given[3];

static wb_status all_of_it(void)
{
    wb_frame *out = NULL;
    wb_status st = try_findings(given[0], given[1], given[2], &out, NULL);

    wb_frame_free(out);
    return st;
}

static void test_findings__survive_every_failing_allocation(void **state)
{
    (void)state;
    given[0] = frame_of(SMALL);
    given[2] = frame_of("theme,weight\nload,2\n");
    wb_test_every_allocation(all_of_it);
    given[1] = frame_of("source,kind,indicator,fingerprint,estimate,se,n\n"
                        "m,monitor,load_i,f1,0.3,0.02,900\n");
    wb_test_every_allocation(all_of_it);
    for (int i = 0; i < 3; i++)
        wb_frame_free(given[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_findings__agree_with_r_against_the_rest),
        cmocka_unit_test(test_findings__agree_with_r_against_the_monitor),
        cmocka_unit_test(test_findings__agree_with_r_against_a_pool_they_are_in),
        cmocka_unit_test(test_findings__agree_with_r_against_an_earlier_scan),
        cmocka_unit_test(test_findings__say_who_how_far_and_how_strongly),
        cmocka_unit_test(test_findings__begin_with_what_has_a_rank),
        cmocka_unit_test(test_findings__have_ids_for_ever),
        cmocka_unit_test(test_findings__hold_no_number_where_hidden),
        cmocka_unit_test(test_findings__need_a_rest_that_may_be_shown),
        cmocka_unit_test(test_findings__compare_with_a_rest_of_min_n),
        cmocka_unit_test(test_findings__of_nothing_are_none),
        cmocka_unit_test(test_findings__are_about_themes),
        cmocka_unit_test(test_findings__refuse_weights_and_results_that_are_none),
        cmocka_unit_test(test_findings__refuse_weights_that_are_declared_missing),
        cmocka_unit_test(test_findings__survive_every_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
