/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "frames.h"

/* Ten people by hand: A = 3 of 4 at 2 and beyond, and so on. */
static const char ten[] = "score,crit,w,in\n"
                          "0,0,1,1\n0,0,1,1\n0,1,1,1\n1,0,1,1\n1,0,1,1\n"
                          "2,0,1,1\n2,1,1,1\n2,1,1,1\n3,1,1,1\n3,0,1,1\n";

typedef struct asked {
    wb_frame *curve, *auc;
    wb_status status;
    wb_error err;
} asked;

static asked ask(const char *csv, const wb_spec *spec, const wb_roc_options *options,
                 const wb_estimate_options *estimating)
{
    wb_frame *rows = frame_of(csv);
    wb_source *source = NULL;
    asked got = {NULL, NULL, WB_OK, {0}};

    assert_ok(wb_source_from_frame(rows, 3, &source, NULL));
    got.status = wb_roc(source, "score", "crit", spec, options, estimating, NULL,
                        &got.curve, &got.auc, &got.err);
    wb_source_free(source);
    wb_frame_free(rows);
    return got;
}

static asked ask_well(const char *csv, const wb_roc_options *options)
{
    asked got = ask(csv, NULL, options, NULL);

    if (got.status != WB_OK)
        fail_msg("%s", got.err.message);
    return got;
}

static void drop(asked *got)
{
    wb_frame_free(got->curve);
    wb_frame_free(got->auc);
}

static double at(const wb_frame *frame, const char *column, int64_t row)
{
    return wb_frame_double(frame, column_of(frame, column), row);
}

/* Refused, with this word in the message and this item. */
static void refused(const char *csv, wb_status status, const char *word, const char *item)
{
    asked got = ask(csv, NULL, NULL, NULL);

    assert_int_equal(got.status, status);
    assert_null(got.curve);
    assert_null(got.auc);
    if (strstr(got.err.message, word) == NULL)
        fail_msg("no '%s' in: %s", word, got.err.message);
    assert_string_equal(got.err.item, item);
}

/* ---- numbers by hand ---- */

static void test_roc__counts_by_hand(void **state)
{
    asked got = ask_well(ten, NULL);

    (void)state;
    assert_int_equal(wb_frame_row_count(got.curve), 4);
    assert_close(at(got.curve, "cut", 2), 2, 0);
    assert_close(at(got.curve, "sensitivity", 2), 3.0 / 4, 1e-15);
    assert_close(at(got.curve, "specificity", 2), 4.0 / 6, 1e-15);
    assert_close(at(got.curve, "ppv", 2), 3.0 / 5, 1e-15);
    assert_close(at(got.curve, "npv", 2), 4.0 / 5, 1e-15);
    assert_close(at(got.curve, "positive", 2), 0.5, 1e-15);
    assert_close(at(got.curve, "youden", 2), 3.0 / 4 + 4.0 / 6 - 1, 1e-15);
    assert_close(at(got.curve, "cost", 2), 3.0 / 10, 1e-15);
    assert_true(wb_frame_is_missing(got.curve, column_of(got.curve, "npv"), 0));
    assert_close(at(got.curve, "best_youden", 2), 1, 0);
    /* Pairs won of 24: 6 of score 3, 2 x (4 + 1/2 of 1), 1/2 of 2 for score 0. */
    assert_close(at(got.auc, "auc", 0), (5 + 0.5 + 2 * 4.5 + 1) / 24, 1e-15);
    assert_close(at(got.auc, "n_positive", 0), 4, 0);
    assert_close(at(got.auc, "n_negative", 0), 6, 0);
    drop(&got);
}

static void test_roc__low_scores_mirror_high_ones(void **state)
{
    wb_roc_options low = WB_ROC_OPTIONS_INIT;
    static const char mirrored[] = "score,crit\n0,0\n0,0\n0,1\n-1,0\n-1,0\n"
                                   "-2,0\n-2,1\n-2,1\n-3,1\n-3,0\n";

    (void)state;
    low.direction = WB_ROC_LOW;
    asked got = ask_well(mirrored, &low);
    asked high = ask_well(ten, NULL);
    assert_string_equal(text_at(got.curve, "comparison", 2), "at_most");
    assert_close(at(got.curve, "cut", 2), -2, 0);
    assert_close(at(got.curve, "sensitivity_lower", 2),
                 at(high.curve, "sensitivity_lower", 2), 0);
    assert_close(at(got.auc, "auc", 0), at(high.auc, "auc", 0), 0);
    assert_close(at(got.auc, "se", 1), at(high.auc, "se", 1), 0);
    drop(&got);
    drop(&high);
}

static void test_roc__a_prevalence_that_is_given_goes_by_bayes(void **state)
{
    wb_roc_options options = WB_ROC_OPTIONS_INIT;

    (void)state;
    options.prevalence = 0.1;
    options.cost_missed = 5;
    asked got = ask_well(ten, &options);
    double found = 0.1 * 0.75 + 0.9 / 3;
    assert_close(at(got.curve, "positive", 2), found, 1e-15);
    assert_close(at(got.curve, "ppv", 2), 0.075 / found, 1e-15);
    assert_close(at(got.curve, "npv", 2), 0.6 / (1 - found), 1e-15);
    assert_close(at(got.curve, "cost", 2), 5 * 0.025 + 0.3, 1e-15);
    drop(&got);
}

static void
test_roc__delong_is_the_design_in_which_the_criterion_is_the_stratum(void **state)
{
    wb_spec *spec = NULL;

    (void)state;
    assert_ok(wb_spec_new(&spec, NULL));
    assert_ok(wb_spec_add_stratum(spec, "crit", NULL));
    asked got = ask(ten, spec, NULL, NULL);
    assert_ok(got.status);
    assert_close(at(got.auc, "se", 0), at(got.auc, "se", 1), 1e-13);
    wb_spec_free(spec);
    drop(&got);
}

static void test_roc__weights_count_as_so_many_people(void **state)
{
    static const char weighted[] =
        "score,crit,w\n0,0,2\n0,1,1\n1,0,2\n2,0,1\n2,1,2\n3,1,1\n"
        "3,0,1\n1,1,0\n";
    wb_spec *spec = NULL;

    (void)state;
    assert_ok(wb_spec_new(&spec, NULL));
    assert_ok(wb_spec_set_weights(spec, "w", NULL));
    asked got = ask(weighted, spec, NULL, NULL);
    asked plain = ask_well(ten, NULL);
    assert_ok(got.status);
    assert_close(at(got.auc, "auc", 0), at(plain.auc, "auc", 0), 1e-15);
    for (int64_t k = 0; k < 4; k++)
        assert_close(at(got.curve, "youden", k), at(plain.curve, "youden", k), 1e-14);
    /* A row without weight is none of the design's, but one of DeLong's. */
    assert_close(at(got.auc, "n_positive", 0), 3, 0);
    assert_close(at(got.auc, "n_positive", 1), 4, 0);
    wb_spec_free(spec);
    drop(&got);
    drop(&plain);
}

static void
test_roc__missing_rows_and_others_of_the_domain_count_for_nothing(void **state)
{
    char csv[1024];
    wb_roc_options options = WB_ROC_OPTIONS_INIT;

    (void)state;
    options.domain = "in";
    snprintf(csv, sizeof csv, "%s7,1,1,0\n,1,1,1\n2,,1,1\n9,0,1,\n", ten);
    asked got = ask_well(csv, &options);
    asked plain = ask_well(ten, NULL);
    assert_int_equal(wb_frame_row_count(got.curve), 4);
    assert_close(at(got.curve, "ppv", 2), at(plain.curve, "ppv", 2), 1e-15);
    assert_close(at(got.auc, "se", 1), at(plain.auc, "se", 1), 1e-15);
    drop(&got);
    drop(&plain);
}

/* ---- the best cut-offs ---- */

static void test_roc__of_equal_cuts_the_most_sensitive_is_best(void **state)
{
    /* J is 1/2 at 1 and at 2. */
    asked got = ask_well("score,crit\n0,0\n1,1\n1,0\n2,1\n", NULL);

    (void)state;
    assert_close(at(got.curve, "youden", 1), 0.5, 1e-15);
    assert_close(at(got.curve, "youden", 2), 0.5, 1e-15);
    assert_close(at(got.curve, "best_youden", 1), 1, 0);
    assert_close(at(got.curve, "best_youden", 2), 0, 0);
    drop(&got);
}

static void test_roc__dear_misses_lower_the_cut_and_dear_alarms_raise_it(void **state)
{
    wb_roc_options options = WB_ROC_OPTIONS_INIT;

    (void)state;
    options.cost_missed = 50;
    options.cost_false_alarm_acute = 50;
    asked got = ask_well(ten, &options);
    assert_int_equal(wb_frame_row_count(got.curve), 8);
    assert_string_equal(text_at(got.curve, "level", 0), "problem");
    assert_close(at(got.curve, "best_cost", 0), 1, 0);
    assert_string_equal(text_at(got.curve, "level", 7), "acute");
    assert_close(at(got.curve, "best_cost", 7), 1, 0);
    assert_int_equal(wb_frame_row_count(got.auc), 4);
    drop(&got);
}

static void test_roc__a_cut_is_written_as_the_fraction_it_is(void **state)
{
    asked got =
        ask_well("score,crit\n54.54545454545454675,0\n33.333333333333336,1\n2.5,1\n"
                 "-0.1,0\n7,1\n0,0\n",
                 NULL);
    static const char *const expected[] = {"-1/10", "0", "5/2", "7", "100/3", "600/11"};

    (void)state;
    for (int64_t k = 0; k < 6; k++)
        assert_string_equal(text_at(got.curve, "cut_exact", k), expected[k]);
    drop(&got);
}

static void test_roc__perfect_separation_has_no_interval_but_itself(void **state)
{
    asked got = ask_well("score,crit\n0,0\n1,0\n2,1\n3,1\n", NULL);

    (void)state;
    for (int64_t row = 0; row < 2; row++) {
        assert_close(at(got.auc, "auc", row), 1, 0);
        assert_close(at(got.auc, "se", row), 0, 0);
        assert_close(at(got.auc, "lower", row), 1, 0);
        assert_string_equal(text_at(got.auc, "status", row), "constant");
    }
    drop(&got);
}

/* ---- what is refused ---- */

static void test_roc__a_criterion_with_one_value_is_refused(void **state)
{
    (void)state;
    refused("score,crit\n1,1\n2,1\n", WB_E_DATA, "needs rows in which it is true",
            "crit");
    refused("score,crit\n1,0\n2,0\n,1\n", WB_E_DATA, "one value", "crit");
    refused("score,crit\n1,\n2,\n", WB_E_DATA, "no row has both", "crit");
}

static void test_roc__a_constant_score_is_refused(void **state)
{
    (void)state;
    refused("score,crit\n1,1\n1,0\n2,\n", WB_E_DATA, "one value", "score");
}

static void test_roc__columns_of_another_kind_are_refused(void **state)
{
    (void)state;
    refused("score,crit\n1,1\n2,2\n", WB_E_DATA, "true or false, or 1 or 0", "crit");
    refused("score,crit\n1,a\n2,b\n", WB_E_DATA, "true or false", "crit");
    refused("score,crit\na,1\nb,0\n", WB_E_DATA, "a number", "score");
    refused("scores,crit\n1,1\n2,0\n", WB_E_DATA, "score", "score");
    refused("score,crits\n1,1\n2,0\n", WB_E_DATA, "crit", "crit");
}

static void test_roc__the_row_of_a_wrong_criterion_is_named(void **state)
{
    asked got = ask("score,crit\n1,1\n2,0\n1,1\n2,0\n4,3\n", NULL, NULL, NULL);

    (void)state;
    assert_int_equal(got.err.row, 4);
}

static void test_roc__too_many_scores_are_no_lattice(void **state)
{
    static char csv[40000];
    size_t length = (size_t)snprintf(csv, sizeof csv, "score,crit\n");

    (void)state;
    for (int i = 0; i < 1025; i++)
        length +=
            (size_t)snprintf(csv + length, sizeof csv - length, "%d,%d\n", i, i % 2);
    refused(csv, WB_E_LIMIT, "round it", "score");
}

static void test_roc__wrong_options_are_refused(void **state)
{
    wb_roc_options options = WB_ROC_OPTIONS_INIT;

    (void)state;
    options.direction = 2;
    assert_int_equal(ask(ten, NULL, &options, NULL).status, WB_E_ARG);
    options = (wb_roc_options)WB_ROC_OPTIONS_INIT;
    options.prevalence = 1;
    assert_int_equal(ask(ten, NULL, &options, NULL).status, WB_E_ARG);
    options = (wb_roc_options)WB_ROC_OPTIONS_INIT;
    options.cost_missed = -1;
    assert_int_equal(ask(ten, NULL, &options, NULL).status, WB_E_ARG);
    options.cost_missed = (double)NAN;
    assert_int_equal(ask(ten, NULL, &options, NULL).status, WB_E_ARG);
    assert_int_equal(
        wb_roc(NULL, "score", "crit", NULL, NULL, NULL, NULL, NULL, NULL, NULL),
        WB_E_ARG);
}

static wb_status ask_anything(void)
{
    wb_roc_options options = WB_ROC_OPTIONS_INIT;

    wb_frame *rows = NULL;
    wb_source *source = NULL;
    wb_reader *reader = NULL;
    wb_source *csv = NULL;
    wb_frame *curve = NULL, *auc = NULL;
    options.domain = "in";
    options.acute = "crit";
    wb_status st = wb_reader_from_memory(ten, strlen(ten), "csv", &reader, NULL);
    if (st == WB_OK)
        st = wb_csv_read(reader, NULL, &csv, NULL);
    if (csv == NULL)
        wb_reader_free(reader);
    if (st == WB_OK)
        st = wb_source_collect(csv, NULL, &rows, NULL);
    if (st == WB_OK)
        st = wb_source_from_frame(rows, 0, &source, NULL);
    if (st == WB_OK)
        st = wb_roc(source, "score", "crit", NULL, &options, NULL, NULL, &curve, &auc,
                    NULL);
    wb_source_free(source);
    wb_source_free(csv);
    wb_frame_free(rows);
    wb_frame_free(curve);
    wb_frame_free(auc);
    return st;
}

static void test_roc__every_allocation_may_fail(void **state)
{
    (void)state;
    wb_test_every_allocation(ask_anything);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_roc__counts_by_hand),
        cmocka_unit_test(test_roc__low_scores_mirror_high_ones),
        cmocka_unit_test(test_roc__a_prevalence_that_is_given_goes_by_bayes),
        cmocka_unit_test(
            test_roc__delong_is_the_design_in_which_the_criterion_is_the_stratum),
        cmocka_unit_test(test_roc__weights_count_as_so_many_people),
        cmocka_unit_test(
            test_roc__missing_rows_and_others_of_the_domain_count_for_nothing),
        cmocka_unit_test(test_roc__of_equal_cuts_the_most_sensitive_is_best),
        cmocka_unit_test(test_roc__dear_misses_lower_the_cut_and_dear_alarms_raise_it),
        cmocka_unit_test(test_roc__a_cut_is_written_as_the_fraction_it_is),
        cmocka_unit_test(test_roc__perfect_separation_has_no_interval_but_itself),
        cmocka_unit_test(test_roc__a_criterion_with_one_value_is_refused),
        cmocka_unit_test(test_roc__a_constant_score_is_refused),
        cmocka_unit_test(test_roc__columns_of_another_kind_are_refused),
        cmocka_unit_test(test_roc__the_row_of_a_wrong_criterion_is_named),
        cmocka_unit_test(test_roc__too_many_scores_are_no_lattice),
        cmocka_unit_test(test_roc__wrong_options_are_refused),
        cmocka_unit_test(test_roc__every_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
