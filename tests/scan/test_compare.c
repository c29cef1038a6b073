/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "reading_support.h"

#define RESULTS                                                                          \
    "group,title,theme,indicator,fingerprint,status,n,green\n"                           \
    "all,Iedereen,load,load_i,f1,ok,300,210\n"                                           \
    "team/a,A,load,load_i,f1,ok,40,12\n"                                                 \
    "team/b,B,load,load_i,f1,ok,100,95\n"                                                \
    "team/c,C,load,load_i,f1,hidden,,\n"                                                 \
    "all,Iedereen,body,body_i,f2,ok,290,200\n"
#define REFERENCE                                                                        \
    "source,kind,group,indicator,fingerprint,estimate,se,lower,upper,n,df,overlap\n"

static wb_frame *compare(const char *results_csv, const char *reference_csv)
{
    wb_frame *results = frame_of(results_csv), *reference = frame_of(reference_csv);
    wb_frame *out = NULL;
    wb_error err = {0};

    if (try_compare(results, reference, &out, &err) != WB_OK)
        fail_msg("%s", err.message);
    wb_frame_free(results);
    wb_frame_free(reference);
    return out;
}

static void check_refused(const char *reference_csv, wb_status status, const char *says)
{
    wb_frame *results = frame_of(RESULTS), *reference = frame_of(reference_csv);
    wb_frame *out = NULL;
    wb_error err = {0};

    assert_fails(try_compare(results, reference, &out, &err), status);
    assert_says(err.message, says);
    assert_null(out);
    wb_frame_free(results);
    wb_frame_free(reference);
}

static void test_compare__has_both_uncertainties_and_a_colour(void **state)
{
    wb_frame *out =
        compare(RESULTS, REFERENCE
                "monitor 2023,monitor,,load_i,f1,0.25,0.01,0.23,0.27,9000,8000,\n");

    (void)state;
    assert_int_equal(wb_frame_row_count(out), 5);
    assert_string_equal(text_at(out, "colour", 0), "grey"); /* 0.30: -0.00 to 0.11 */
    assert_string_equal(text_at(out, "colour", 1), "red");
    assert_close(number_at(out, "share", 1), 0.7, 1e-15);
    assert_close(number_at(out, "se", 1), sqrt(0.7 * 0.3 / 39), 1e-15);
    assert_close(number_at(out, "reference", 1), 0.25, 0);
    assert_close(number_at(out, "reference_se", 1), 0.01, 0);
    assert_close(number_at(out, "reference_lower", 1), 0.23, 0);
    assert_close(number_at(out, "difference", 1), 0.45, 1e-15);
    assert_close(number_at(out, "difference_se", 1), sqrt(0.7 * 0.3 / 39 + 1e-4), 1e-14);
    assert_true(number_at(out, "difference_lower", 1) > 0.05);
    assert_string_equal(text_at(out, "colour", 2), "green");
    assert_string_equal(text_at(out, "status", 3), "hidden");
    assert_string_equal(text_at(out, "colour", 3), "grey");
    assert_true(is_missing(out, "n", 3) && is_missing(out, "difference", 3) &&
                is_missing(out, "reference", 3));
    assert_string_equal(text_at(out, "status", 4), "no_reference");
    assert_string_equal(text_at(out, "reference_source", 0), "monitor 2023");
    assert_string_equal(text_at(out, "reference_kind", 0), "monitor");
    assert_string_equal(text_at(out, "title", 1), "A");
    wb_frame_free(out);
}

static void test_compare__takes_what_is_declared_missing_for_missing(void **state)
{
    wb_frame *results = frame_of(RESULTS), *out = NULL;
    wb_frame *reference =
        frame_of(REFERENCE "m,monitor,,load_i,f1,-9,0.01,,,9000,-9,\n"
                           "m,monitor,,body_i,f2,0.3,0.01,,,9000,-9,\n");

    (void)state;
    assert_fails(try_compare(results, reference, &out, NULL), WB_E_DATA);
    assert_ok(wb_frame_add_missing_range(reference, column_of(reference, "estimate"), -9,
                                         -9, NULL));
    assert_ok(
        wb_frame_add_missing_range(reference, column_of(reference, "df"), -9, -9, NULL));
    assert_ok(try_compare(results, reference, &out, NULL));
    assert_true(is_missing(out, "reference", 0) && is_missing(out, "difference", 0));
    assert_close(number_at(out, "reference", 4), 0.3, 0);
    assert_false(is_missing(out, "difference", 4));
    wb_frame_free(out);
    wb_frame_free(reference);
    wb_frame_free(results);
}

static void test_compare__takes_overlap_into_account(void **state)
{
    wb_frame *apart =
        compare(RESULTS, REFERENCE "food,pool,,load_i,f1,0.25,0.02,,,1000,11,\n");
    wb_frame *inside =
        compare(RESULTS, REFERENCE "food,pool,,load_i,f1,0.25,0.02,,,1000,11,300\n");

    (void)state;
    for (int64_t row = 0; row < 3; row++) {
        double p = number_at(apart, "share", row), se = number_at(apart, "se", row);
        double variance = se * se + 0.02 * 0.02 - 2 * p * (1 - p) / 1000;

        assert_close(number_at(apart, "difference_se", row), hypot(se, 0.02), 1e-14);
        assert_close(number_at(inside, "difference_se", row), sqrt(variance), 1e-14);
    }
    wb_frame_free(apart);
    wb_frame_free(inside);
}

/* A team is held against what it was itself, not against what everybody was. */
static void test_compare__an_earlier_scan_is_of_the_same_group(void **state)
{
    wb_frame *out = compare(RESULTS, REFERENCE
                            "scan 2024,earlier,all,load_i,f1,0.4,0.03,,,250,249,\n"
                            "scan 2024,earlier,team/a,load_i,f1,0.5,0.08,,,38,37,\n");

    (void)state;
    assert_close(number_at(out, "reference", 0), 0.4, 0);
    assert_close(number_at(out, "reference", 1), 0.5, 0);
    assert_string_equal(text_at(out, "status", 2), "no_reference");
    wb_frame_free(out);
}

static void test_compare__refuses_another_definition(void **state)
{
    (void)state;
    check_refused(REFERENCE "m,monitor,,load_i,f9,0.25,0.01,,,9000,,\n", WB_E_CONFLICT,
                  "indicator 'load_i' has fingerprint f9 in the reference and f1 in the "
                  "scan: scale, items or cut-offs differ");
    check_refused(REFERENCE "m,monitor,,body_i,f2,0.25,0.01,,,9000,,\n"
                            "m,monitor,,load_i,f9,0.25,0.01,,,9000,,\n",
                  WB_E_CONFLICT, "indicator 'load_i' has fingerprint f9");
    check_refused(REFERENCE "m,monitor,,load_i,,0.25,0.01,,,9000,,\n"
                            "m,monitor,,body_i,f2,0.25,0.01,,,9000,,\n",
                  WB_E_CONFLICT, "no fingerprint of indicator 'load_i'");
    check_refused("source,kind,indicator,estimate,se,n\nm,monitor,load_i,0.2,0.01,9\n",
                  WB_E_CONFLICT, "no fingerprint of indicator 'load_i'");
    check_refused(REFERENCE "m,monitor,,other_i,f1,0.25,0.01,,,9000,,\n", WB_E_CONFLICT,
                  "no indicator of the scan");
}

static void test_compare__without_their_uncertainty_says_so(void **state)
{
    wb_frame *out = compare(RESULTS, REFERENCE "m,monitor,,load_i,f1,0.25,,,,9000,,\n"
                                               "m,monitor,,body_i,f2,,0.1,,,9000,,\n");

    (void)state;
    assert_string_equal(text_at(out, "status", 1), "no_uncertainty");
    assert_string_equal(text_at(out, "colour", 1), "grey");
    assert_close(number_at(out, "difference", 1), 0.45, 1e-15);
    assert_string_equal(text_at(out, "status", 4), "no_reference");
    wb_frame_free(out);
}

static void test_compare__refuses_what_is_no_reference(void **state)
{
    (void)state;
    check_refused("source,kind,indicator,se,n\nm,monitor,load_i,0.01,9\n", WB_E_DATA,
                  "no column 'estimate'");
    check_refused(REFERENCE "m,friend,,load_i,f1,0.25,0.01,,,9000,,\n", WB_E_DATA,
                  "kind that is not monitor, pool or earlier");
    check_refused(REFERENCE "m,monitor,,load_i,f1,25,0.01,,,9000,,\n", WB_E_DATA,
                  "estimate that is not a share from 0 to 1");
    check_refused(REFERENCE "m,monitor,,load_i,f1,0.25,-0.01,,,9000,,\n", WB_E_DATA,
                  "se that is not from 0 to 1");
    check_refused(REFERENCE "m,monitor,,load_i,f1,0.25,0.01,,,0,,\n", WB_E_DATA,
                  "n that is not 1 or more");
    check_refused(REFERENCE "m,monitor,,load_i,f1,0.25,0.01,,,90,-1,\n", WB_E_DATA,
                  "df that is not 0 or more");
    check_refused(REFERENCE "m,monitor,,load_i,f1,0.25,0.01,,,90,,-1\n", WB_E_DATA,
                  "overlap that is not 0 or more");
    check_refused(REFERENCE "m,monitor,,load_i,f1,0.25,0.01,,,90,,\n"
                            "n,monitor,,body_i,f2,0.25,0.01,,,90,,\n",
                  WB_E_DATA, "source that is not that of the first row");
    check_refused(REFERENCE "m,monitor,,load_i,f1,0.25,0.01,,,90,,\n"
                            "m,pool,,body_i,f2,0.25,0.01,,,90,,\n",
                  WB_E_DATA, "kind that is not that of the first row");
    check_refused(REFERENCE "m,monitor,,load_i,f1,0.25,0.01,,,90,,\n"
                            "m,monitor,all,load_i,f1,0.25,0.01,,,90,,\n",
                  WB_E_DATA, "'load_i' of everyone more than once, again in row 1");
    check_refused(REFERENCE, WB_E_DATA, "no rows");
}

/* ---- what a scan leaves ---- */

static wb_frame *left_by(const char *results_csv)
{
    wb_frame *results = frame_of(results_csv), *out = NULL;
    wb_cells cells = {0};

    assert_ok(wb_cells_init(&cells, results, NULL));
    assert_ok(wb_reference_of_cells(&cells, "abc", 0.95, &out, NULL));
    wb_cells_free(&cells);
    wb_frame_free(results);
    return out;
}

static void test_reference__is_what_a_later_scan_is_compared_with(void **state)
{
    wb_frame *out = left_by(RESULTS);

    (void)state;
    assert_int_equal(wb_frame_row_count(out), 5);
    assert_string_equal(text_at(out, "kind", 0), "earlier");
    assert_string_equal(text_at(out, "source", 0), "abc");
    assert_true(is_missing(out, "group", 0));
    assert_string_equal(text_at(out, "group", 1), "team/a");
    assert_close(number_at(out, "estimate", 1), 0.7, 1e-15);
    assert_close(number_at(out, "se", 1), sqrt(0.7 * 0.3 / 39), 1e-15);
    assert_close(number_at(out, "df", 1), 39, 0);
    assert_int_equal(whole_at(out, "n", 1), 40);
    assert_string_equal(text_at(out, "status", 3), "hidden");
    assert_true(is_missing(out, "estimate", 3) && is_missing(out, "n", 3) &&
                is_missing(out, "se", 3) && is_missing(out, "lower", 3));
    assert_true(number_at(out, "lower", 1) < 0.6 && number_at(out, "upper", 1) > 0.8);
    wb_frame_free(out);
}

static void test_reference__of_a_scan_fits_the_next(void **state)
{
    wb_frame *results = frame_of(RESULTS), *before = left_by(RESULTS), *out = NULL;

    (void)state;
    assert_ok(try_compare(results, before, &out, NULL));
    for (int64_t row = 0; row < 3; row++) {
        assert_close(number_at(out, "difference", row), 0, 0);
        assert_close(number_at(out, "p", row), 1, 0);
    }
    assert_string_equal(text_at(out, "status", 3), "hidden");
    wb_frame_free(results);
    wb_frame_free(before);
    wb_frame_free(out);
}

static wb_frame *given[2];

static wb_status all_of_it(void)
{
    wb_cells cells = {0};
    wb_frame *out = NULL;
    wb_status st = try_compare(given[0], given[1], &out, NULL);

    wb_frame_free(out);
    out = NULL;
    if (st == WB_OK)
        st = wb_cells_init(&cells, given[0], NULL);
    if (st == WB_OK)
        st = wb_reference_of_cells(&cells, "abc", 0.95, &out, NULL);
    wb_cells_free(&cells);
    wb_frame_free(out);
    return st;
}

static void test_compare__survives_every_failing_allocation(void **state)
{
    (void)state;
    given[0] = frame_of(RESULTS);
    given[1] = left_by(RESULTS);
    wb_test_every_allocation(all_of_it);
    wb_frame_free(given[0]);
    wb_frame_free(given[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_compare__has_both_uncertainties_and_a_colour),
        cmocka_unit_test(test_compare__takes_what_is_declared_missing_for_missing),
        cmocka_unit_test(test_compare__takes_overlap_into_account),
        cmocka_unit_test(test_compare__an_earlier_scan_is_of_the_same_group),
        cmocka_unit_test(test_compare__refuses_another_definition),
        cmocka_unit_test(test_compare__without_their_uncertainty_says_so),
        cmocka_unit_test(test_compare__refuses_what_is_no_reference),
        cmocka_unit_test(test_reference__is_what_a_later_scan_is_compared_with),
        cmocka_unit_test(test_reference__of_a_scan_fits_the_next),
        cmocka_unit_test(test_compare__survives_every_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
