/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Pairs, trends and tests of equality from estimates and covariances that can be followed
 * by hand, or with R. */
#include "infer_support.h"

/* Four waves by sector, and all sectors together: the sectors overlap a little. */
static const given waves[] = {
    {NULL, 2004, "mean", "score", NULL, 52, 30},
    {NULL, 2007, "mean", "score", NULL, 54, 30},
    {NULL, 2010, "mean", "score", NULL, 54, 30},
    {NULL, 2016, "mean", "score", NULL, 51, 30},
    {"zorg", 2004, "mean", "score", NULL, 1, 5},
    {"zorg", 2007, "mean", "score", NULL, 2, 5},
    {"zorg", 2010, "mean", "score", NULL, NAN, 0},
    {"zorg", 2016, "mean", "score", NULL, 4, 10},
    {"bouw", 2004, "mean", "score", NULL, 7, 0},
    {"bouw", 2007, "mean", "score", NULL, 9, 0},
    {"bouw", 2010, "mean", "score", NULL, NAN, 0},
    {"bouw", 2016, "mean", "score", NULL, NAN, 0},
};
enum { N_WAVES = sizeof waves / sizeof *waves };

static void make_waves(numbers *made)
{
    static double v[N_WAVES * N_WAVES];

    for (size_t i = 0; i < N_WAVES; i++) {
        for (size_t j = 0; j < N_WAVES; j++)
            v[i * N_WAVES + j] = i == j ? (i < 4 ? 1 : 0.25) : (i < 4 && j < 4 ? 0.5 : 0);
        if (isnan(waves[i].estimate))
            v[i * N_WAVES + i] = NAN;
    }
    numbers_make(made, waves, v, N_WAVES);
}

static int64_t find_pair(const wb_frame *frame, const char *sector, int year,
                         int reference)
{
    size_t column = (size_t)wb_frame_find(frame, "sector");
    for (int64_t row = 0; row < wb_frame_row_count(frame); row++) {
        bool all = wb_frame_is_missing(frame, column, row) != 0;
        if (all == (sector == NULL) && number(frame, "year", row) == year &&
            number(frame, "reference", row) == reference &&
            (all || holds_text(frame, "sector", row, sector != NULL ? sector : "")))
            return row;
    }
    return -1;
}

/* Var(d) = 1 + 1 - 2 * 0.5 = 1, df = 60. */
static void test_pairs__use_the_covariance(void **state)
{
    static numbers made;
    wb_frame *out = NULL;

    (void)state;
    make_waves(&made);
    assert_ok(wb_evidence_pairs(&made.evidence, "year", NULL, &out, NULL));
    assert_int_equal(wb_frame_row_count(out), 18);
    int64_t row = find_pair(out, NULL, 2007, 2004);
    assert_close(number(out, "difference", row), 2, 0);
    assert_close(number(out, "se", row), 1, 1e-15);
    assert_close(number(out, "df", row), 60, 0);
    assert_close(number(out, "p", row), 0.0500330436514574498, 1e-13);
    assert_close(number(out, "p_adjusted", row), number(out, "p", row), 0);
    assert_close(number(out, "lower", row), 2 - 2.0002978220142595, 1e-13);
    assert_true(text_is(out, "status", row, "ok"));
    assert_true(text_is(out, "statistic", row, "mean"));
    assert_true(text_is(out, "variable", row, "score"));
    row = find_pair(out, "zorg", 2016, 2007);
    assert_close(number(out, "difference", row), 2, 0);
    assert_close(number(out, "se", row), sqrt(0.5), 1e-15);
    assert_close(number(out, "df", row), 15, 0);
    wb_frame_free(out);
    numbers_free(&made);
}

static void test_pairs__have_the_columns_of_changes_and_p_adjusted(void **state)
{
    static const char *const names[] = {
        "sector",   "year",       "reference",  "statistic", "variable",
        "category", "difference", "se",         "lower",     "upper",
        "df",       "p",          "p_adjusted", "status"};
    static numbers made;
    wb_frame *out = NULL;

    (void)state;
    make_waves(&made);
    assert_ok(wb_evidence_pairs(&made.evidence, "year", NULL, &out, NULL));
    assert_int_equal(wb_frame_column_count(out), sizeof names / sizeof *names);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_string_equal(wb_frame_column_name(out, i), names[i]);
    assert_non_null(strstr(wb_frame_metadata(out), "\"kind\":\"pairs\""));
    assert_non_null(strstr(wb_frame_metadata(out), "\"column\":\"year\""));
    assert_non_null(strstr(wb_frame_metadata(out), "\"adjust\":\"none\""));
    assert_non_null(strstr(wb_frame_metadata(out), "\"level\":0.95"));
    wb_frame_free(out);
    numbers_free(&made);
}

static void test_pairs__say_why_there_is_no_test(void **state)
{
    static numbers made;
    wb_frame *out = NULL;

    (void)state;
    make_waves(&made);
    assert_ok(wb_evidence_pairs(&made.evidence, "year", NULL, &out, NULL));
    int64_t row = find_pair(out, "zorg", 2010, 2007);
    assert_true(text_is(out, "status", row, "missing"));
    assert_true(isnan(number(out, "difference", row)) && isnan(number(out, "p", row)));
    row = find_pair(out, "bouw", 2007, 2004);
    assert_true(text_is(out, "status", row, "no_df"));
    assert_close(number(out, "difference", row), 2, 0);
    assert_true(isnan(number(out, "lower", row)) &&
                isnan(number(out, "p_adjusted", row)));
    wb_frame_free(out);
    numbers_free(&made);
}

/* The family is one sector: of zorg three pairs have a p, whatever the others. */
static void test_pairs__adjust_within_a_combination_of_other_columns(void **state)
{
    static numbers made;
    wb_frame *none = NULL, *holm = NULL;
    wb_pairs_options options = WB_PAIRS_OPTIONS_INIT;
    double p[3];

    (void)state;
    make_waves(&made);
    assert_ok(wb_evidence_pairs(&made.evidence, "year", &options, &none, NULL));
    options.adjust = WB_ADJUST_HOLM;
    assert_ok(wb_evidence_pairs(&made.evidence, "year", &options, &holm, NULL));
    p[0] = number(none, "p", find_pair(none, "zorg", 2016, 2004)); /* difference 3 */
    p[1] = number(none, "p", find_pair(none, "zorg", 2016, 2007)); /* 2 */
    p[2] = number(none, "p", find_pair(none, "zorg", 2007, 2004)); /* 1 */
    assert_true(p[0] < p[1] && p[1] < p[2]);
    assert_close(number(holm, "p_adjusted", find_pair(holm, "zorg", 2016, 2004)),
                 3 * p[0], 1e-15);
    assert_close(number(holm, "p_adjusted", find_pair(holm, "zorg", 2016, 2007)),
                 2 * p[1], 1e-15);
    assert_close(number(holm, "p_adjusted", find_pair(holm, "zorg", 2007, 2004)), p[2],
                 1e-15);
    assert_close(number(holm, "p", find_pair(holm, "zorg", 2016, 2004)), p[0], 0);
    wb_frame_free(none);
    wb_frame_free(holm);
    numbers_free(&made);
}

/* Breakdowns by (sector, year) and by (year, sector) give the same cells twice. */
static void test_pairs__take_a_repeated_breakdown_once(void **state)
{
    static const given twice[] = {{"zorg", 2004, "mean", "score", NULL, 1, 5},
                                  {"zorg", 2007, "mean", "score", NULL, 2, 5},
                                  {"zorg", 2004, "mean", "score", NULL, 1, 5},
                                  {"zorg", 2007, "mean", "score", NULL, 2, 5}};
    static const double v[16] = {[0] = 1, [5] = 1, [10] = 1, [15] = 1};
    static numbers made;
    wb_frame *out = NULL;

    (void)state;
    numbers_make(&made, twice, v, 4);
    assert_ok(wb_evidence_pairs(&made.evidence, "year", NULL, &out, NULL));
    assert_int_equal(wb_frame_row_count(out), 1);
    assert_close(number(out, "difference", 0), 1, 0);
    wb_frame_free(out);
    numbers_free(&made);
}

static void test_pairs__refuse_what_they_do_not_know(void **state)
{
    static numbers made;
    wb_frame *out = NULL;
    wb_pairs_options options = WB_PAIRS_OPTIONS_INIT;
    wb_error err = {0};

    (void)state;
    make_waves(&made);
    options.adjust = 7;
    assert_fails(wb_evidence_pairs(&made.evidence, "year", &options, &out, &err),
                 WB_E_ARG);
    assert_fails(wb_evidence_pairs(&made.evidence, "wave", NULL, &out, &err), WB_E_DATA);
    assert_string_equal(err.item, "wave");
    assert_fails(wb_evidence_pairs(&made.evidence, "variable", NULL, &out, &err),
                 WB_E_DATA);
    assert_null(out);
    numbers_free(&made);
}

/* x - mean(x) = -5.25, -2.25, 0.75, 6.75; sum of squares 78.75. */
static void test_trend__is_the_slope_per_unit_of_the_level(void **state)
{
    static const double x[] = {-5.25, -2.25, 0.75, 6.75};
    static const double y[] = {52, 54, 54, 51};
    static numbers made;
    wb_frame *out = NULL;
    double slope = 0;

    (void)state;
    for (int i = 0; i < 4; i++)
        slope += x[i] * y[i] / 78.75;
    make_waves(&made);
    assert_ok(wb_evidence_trend(&made.evidence, "year", NULL, &out, NULL));
    assert_int_equal(wb_frame_row_count(out), 3);
    assert_true(text_is(out, "term", 0, "linear"));
    assert_close(number(out, "estimate", 0), slope, 1e-13);
    /* Covariances 0.5 cancel: se² = (1 - 0.5) / 78.75. */
    assert_close(number(out, "se", 0), sqrt(0.5 / 78.75), 1e-13);
    assert_close(number(out, "f", 0), slope * slope / (0.5 / 78.75), 1e-13);
    assert_close(number(out, "df1", 0), 1, 0);
    assert_close(number(out, "df2", 0), 120, 0);
    assert_int_equal(number(out, "levels", 0), 4);
    assert_close(number(out, "upper", 0) + number(out, "lower", 0), 2 * slope, 1e-13);
    assert_true(number(out, "p", 0) > 0.05 && number(out, "lower", 0) < 0);
    assert_true(text_is(out, "status", 0, "ok"));
    wb_frame_free(out);
    numbers_free(&made);
}

/* zorg has estimates in 2004, 2007 and 2016: x - mean = -5, -2, 7. */
static void test_trend__leaves_out_levels_without_estimate(void **state)
{
    static numbers made;
    wb_frame *out = NULL;

    (void)state;
    make_waves(&made);
    assert_ok(wb_evidence_trend(&made.evidence, "year", NULL, &out, NULL));
    assert_true(text_is(out, "sector", 1, "zorg"));
    assert_close(number(out, "estimate", 1), (-5.0 - 4 + 28) / 78, 1e-14);
    assert_close(number(out, "se", 1), sqrt(0.25 / 78), 1e-14);
    assert_int_equal(number(out, "levels", 1), 3);
    assert_true(text_is(out, "sector", 2, "bouw"));
    assert_true(text_is(out, "status", 2, "no_df"));
    assert_close(number(out, "estimate", 2), 2.0 / 3, 1e-14);
    assert_true(isnan(number(out, "p", 2)) && isnan(number(out, "f", 2)));
    wb_frame_free(out);
    numbers_free(&made);
}

/* All contrasts there are together say the same as that all levels are equal. */
static void test_trend__joint_of_full_degree_is_the_test_of_equality(void **state)
{
    static numbers made;
    wb_frame *trend = NULL, *equal = NULL;
    wb_trend_options options = WB_TREND_OPTIONS_INIT;

    (void)state;
    options.degree = 3;
    make_waves(&made);
    assert_ok(wb_evidence_trend(&made.evidence, "year", &options, &trend, NULL));
    assert_ok(wb_evidence_equal(&made.evidence, "year", &equal, NULL));
    assert_int_equal(wb_frame_row_count(trend), 12);
    assert_true(text_is(trend, "term", 1, "quadratic"));
    assert_true(text_is(trend, "term", 2, "cubic"));
    assert_true(text_is(trend, "term", 3, "joint"));
    assert_true(isnan(number(trend, "estimate", 3)));
    assert_close(number(trend, "f", 3), number(equal, "f", 0), 1e-12);
    assert_close(number(trend, "p", 3), number(equal, "p", 0), 1e-12);
    assert_close(number(trend, "df1", 3), 3, 0);
    assert_close(number(trend, "df2", 3), 118, 0);
    /* zorg: three levels do not have a cubic term. */
    assert_true(text_is(trend, "status", 5, "ok"));
    assert_true(text_is(trend, "status", 6, "too_few"));
    assert_true(text_is(trend, "status", 7, "too_few"));
    assert_true(isnan(number(trend, "estimate", 6)) && isnan(number(trend, "df1", 6)));
    wb_frame_free(trend);
    wb_frame_free(equal);
    numbers_free(&made);
}

/* Text counts 1, 2, ... by the order of its categories, wherever rows are left out. */
static void test_trend__counts_texts_in_their_order(void **state)
{
    static const given teams[] = {{"low", 0, "mean", "y", NULL, 1, 9},
                                  {"middle", 0, "mean", "y", NULL, NAN, 0},
                                  {"high", 0, "mean", "y", NULL, 5, 9}};
    static const double v[9] = {[0] = 1, [4] = NAN, [8] = 1};
    static numbers made;
    wb_frame *out = NULL;

    (void)state;
    numbers_make(&made, teams, v, 3);
    assert_ok(wb_evidence_trend(&made.evidence, "sector", NULL, &out, NULL));
    assert_close(number(out, "estimate", 0), 2, 1e-15);
    assert_close(number(out, "se", 0), sqrt(2) / 2, 1e-15);
    wb_frame_free(out);
    numbers_free(&made);
}

static void test_trend__refuses_a_degree_out_of_range(void **state)
{
    static numbers made;
    wb_frame *out = NULL;
    wb_trend_options options = WB_TREND_OPTIONS_INIT;

    (void)state;
    make_waves(&made);
    options.degree = 6;
    assert_fails(wb_evidence_trend(&made.evidence, "year", &options, &out, NULL),
                 WB_E_ARG);
    options.degree = -1;
    assert_fails(wb_evidence_trend(&made.evidence, "year", &options, &out, NULL),
                 WB_E_ARG);
    numbers_free(&made);
}

/* C V C' of the differences from the first: 1 on the diagonal, 0.5 beside it, so
 * W = d' V^-1 d = 2 (Σ d² - (Σ d)² / 4) with d = 2, 2, -1. */
static void test_equal__is_the_adjusted_wald_test(void **state)
{
    static numbers made;
    wb_frame *out = NULL;
    double w = 2 * (9 - 9.0 / 4);

    (void)state;
    make_waves(&made);
    assert_ok(wb_evidence_equal(&made.evidence, "year", &out, NULL));
    assert_int_equal(wb_frame_row_count(out), 3);
    assert_close(number(out, "f", 0), w * 118 / (3 * 120), 1e-13);
    assert_close(number(out, "df1", 0), 3, 0);
    assert_close(number(out, "df2", 0), 118, 0);
    assert_close(number(out, "p", 0), 0.0055024247198369285, 1e-12);
    assert_int_equal(number(out, "levels", 0), 4);
    assert_int_equal(number(out, "levels", 1), 3);
    assert_close(number(out, "df1", 1), 2, 0);
    assert_close(number(out, "df2", 1), 19, 0);
    assert_true(text_is(out, "status", 2, "no_df"));
    wb_frame_free(out);
    numbers_free(&made);
}

/* Of two levels it is the square of the t test. */
static void test_equal__of_two_levels_is_t_squared(void **state)
{
    static const given two[] = {{"a", 0, "mean", "y", NULL, 1, 9},
                                {"b", 0, "mean", "y", NULL, 5, 9},
                                {"a", 0, "mean", "z", NULL, 5, 9},
                                {"b", 0, "mean", "z", NULL, NAN, 0}};
    static const double v[16] = {1, 0.2, 0, 0, 0.2, 3, 0, 0, 0, 0, 1, 0, 0, 0, 0, NAN};
    static numbers made;
    wb_frame *pairs = NULL, *equal = NULL;

    (void)state;
    numbers_make(&made, two, v, 4);
    assert_ok(wb_evidence_pairs(&made.evidence, "sector", NULL, &pairs, NULL));
    assert_ok(wb_evidence_equal(&made.evidence, "sector", &equal, NULL));
    assert_close(number(equal, "f", 0), 16 / 3.6, 1e-14);
    assert_close(number(equal, "p", 0), number(pairs, "p", 0), 1e-14);
    assert_close(number(equal, "df2", 0), 18, 0);
    assert_true(text_is(equal, "status", 1, "too_few"));
    assert_int_equal(number(equal, "levels", 1), 1);
    wb_frame_free(pairs);
    wb_frame_free(equal);
    numbers_free(&made);
}

/* What a sum of terms of the size of 1 leaves when they cancel. */
#define ROUNDING 0x1p-52

/* a and b differ by what does not vary: only the difference of c says something, and that
 * is a pair's, with 1 + 1 - 2 * 0.2 = 1.6 and df 30. */
static void test_equal__leaves_out_a_difference_that_varies_by_rounding(void **state)
{
    static const given three[] = {{"a", 0, "mean", "y", NULL, 1, 10},
                                  {"b", 0, "mean", "y", NULL, 2, 10},
                                  {"c", 0, "mean", "y", NULL, 3, 10},
                                  {"a", 0, "total", "y", NULL, 1, 10},
                                  {"b", 0, "total", "y", NULL, 2, 10}};
    static const double v[] = {1,           1,
                               0.2,         0,
                               0, /**/
                               1,           1 + ROUNDING,
                               0.2,         0,
                               0, /**/
                               0.2,         0.2,
                               1,           0,
                               0, /**/
                               0,           0,
                               0,           1,
                               1, /**/
                               0,           0,
                               0,           1,
                               1 + ROUNDING};
    static numbers made;
    wb_frame *pairs = NULL, *equal = NULL;

    (void)state;
    numbers_make(&made, three, v, 5);
    assert_ok(wb_evidence_pairs(&made.evidence, "sector", NULL, &pairs, NULL));
    assert_ok(wb_evidence_equal(&made.evidence, "sector", &equal, NULL));
    assert_true(text_is(pairs, "status", 0, "constant"));
    assert_true(text_is(equal, "status", 0, "ok"));
    assert_close(number(equal, "df1", 0), 1, 0);
    assert_close(number(equal, "df2", 0), 30, 0);
    assert_close(number(equal, "f", 0), 4 / 1.6, 1e-14);
    assert_int_equal(number(equal, "levels", 0), 3);
    assert_true(text_is(pairs, "status", 3, "constant"));
    assert_true(text_is(equal, "status", 1, "constant"));
    assert_close(number(equal, "df1", 1), 0, 0);
    assert_true(isnan(number(equal, "f", 1)) && isnan(number(equal, "p", 1)));
    wb_frame_free(pairs);
    wb_frame_free(equal);
    numbers_free(&made);
}

/* The same of terms: here levels vary together, so that no contrast of them does. */
static void test_trend__leaves_out_terms_that_vary_by_rounding(void **state)
{
    static const given three[] = {{NULL, 2001, "mean", "y", NULL, 1, 10},
                                  {NULL, 2002, "mean", "y", NULL, 2, 10},
                                  {NULL, 2003, "mean", "y", NULL, 4, 10}};
    static const double v[] = {1 + ROUNDING, 1, 1, 1, 1, 1, 1, 1, 1 + ROUNDING};
    wb_trend_options options = WB_TREND_OPTIONS_INIT;
    static numbers made;
    wb_frame *out = NULL;

    (void)state;
    numbers_make(&made, three, v, 3);
    options.degree = 2;
    assert_ok(wb_evidence_trend(&made.evidence, "year", &options, &out, NULL));
    assert_int_equal(wb_frame_row_count(out), 3);
    for (int64_t row = 0; row < 3; row++) {
        assert_true(text_is(out, "status", row, "constant"));
        assert_true(isnan(number(out, "f", row)) && isnan(number(out, "p", row)));
    }
    wb_frame_free(out);
    numbers_free(&made);
}

/* Ranks among the years of a sector say nothing about sectors. */
static void test_ranks__compare_over_the_last_column_alone(void **state)
{
    static const given ranks[] = {{"a", 2004, "rank", "y", "wilcoxon", 0.4, 9},
                                  {"a", 2007, "rank", "y", "wilcoxon", 0.6, 9},
                                  {"b", 2004, "rank", "y", "wilcoxon", 0.5, 9},
                                  {"b", 2007, "rank", "y", "wilcoxon", 0.5, 9}};
    static const double v[16] = {[0] = 0.01, [5] = 0.01, [10] = 0.01, [15] = 0.01};
    static numbers made;
    wb_frame *out[6] = {NULL};

    (void)state;
    numbers_make(&made, ranks, v, 4);
    assert_ok(wb_evidence_equal(&made.evidence, "year", &out[0], NULL));
    assert_true(text_is(out[0], "status", 0, "ok"));
    assert_close(number(out[0], "f", 0), 2, 1e-14);
    assert_ok(wb_evidence_equal(&made.evidence, "sector", &out[1], NULL));
    assert_ok(wb_evidence_pairs(&made.evidence, "sector", NULL, &out[2], NULL));
    assert_ok(wb_evidence_trend(&made.evidence, "sector", NULL, &out[3], NULL));
    for (int i = 1; i < 4; i++) {
        assert_true(text_is(out[i], "status", 0, "other_ranks"));
        assert_true(isnan(number(out[i], "p", 0)));
    }
    assert_ok(wb_evidence_pairs(&made.evidence, "year", NULL, &out[4], NULL));
    assert_true(text_is(out[4], "status", 0, "ok"));
    assert_ok(wb_evidence_trend(&made.evidence, "year", NULL, &out[5], NULL));
    assert_close(number(out[5], "estimate", 0), 0.2 / 3, 1e-14);
    for (int i = 0; i < 6; i++)
        wb_frame_free(out[i]);
    numbers_free(&made);
}

static int32_t stop_at_once(void *user, double fraction)
{
    (void)user;
    assert_true(fraction > 0 && fraction <= 1);
    return 1;
}

static void test_compare__stops_when_asked(void **state)
{
    static numbers made;
    wb_frame *out = NULL;

    (void)state;
    make_waves(&made);
    made.evidence.run.progress = stop_at_once;
    assert_fails(wb_evidence_pairs(&made.evidence, "year", NULL, &out, NULL),
                 WB_E_CANCELLED);
    assert_fails(wb_evidence_trend(&made.evidence, "year", NULL, &out, NULL),
                 WB_E_CANCELLED);
    assert_fails(wb_evidence_equal(&made.evidence, "year", &out, NULL), WB_E_CANCELLED);
    assert_null(out);
    numbers_free(&made);
}

static numbers shared;

static wb_status run_pairs(void)
{
    wb_frame *out = NULL;
    wb_pairs_options options = WB_PAIRS_OPTIONS_INIT;
    options.adjust = WB_ADJUST_BH;
    wb_status st = wb_evidence_pairs(&shared.evidence, "year", &options, &out, NULL);
    wb_frame_free(out);
    return st;
}

static wb_status run_trend(void)
{
    wb_frame *out = NULL;
    wb_trend_options options = WB_TREND_OPTIONS_INIT;
    options.degree = 2;
    wb_status st = wb_evidence_trend(&shared.evidence, "year", &options, &out, NULL);
    wb_frame_free(out);
    return st;
}

static wb_status run_equal(void)
{
    wb_frame *out = NULL;
    wb_status st = wb_evidence_equal(&shared.evidence, "year", &out, NULL);
    wb_frame_free(out);
    return st;
}

static void test_compare__survives_every_failing_allocation(void **state)
{
    (void)state;
    make_waves(&shared);
    wb_test_every_allocation(run_pairs);
    wb_test_every_allocation(run_trend);
    wb_test_every_allocation(run_equal);
    numbers_free(&shared);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pairs__use_the_covariance),
        cmocka_unit_test(test_pairs__have_the_columns_of_changes_and_p_adjusted),
        cmocka_unit_test(test_pairs__say_why_there_is_no_test),
        cmocka_unit_test(test_pairs__adjust_within_a_combination_of_other_columns),
        cmocka_unit_test(test_pairs__take_a_repeated_breakdown_once),
        cmocka_unit_test(test_pairs__refuse_what_they_do_not_know),
        cmocka_unit_test(test_trend__is_the_slope_per_unit_of_the_level),
        cmocka_unit_test(test_trend__leaves_out_levels_without_estimate),
        cmocka_unit_test(test_trend__joint_of_full_degree_is_the_test_of_equality),
        cmocka_unit_test(test_trend__counts_texts_in_their_order),
        cmocka_unit_test(test_trend__refuses_a_degree_out_of_range),
        cmocka_unit_test(test_equal__is_the_adjusted_wald_test),
        cmocka_unit_test(test_equal__of_two_levels_is_t_squared),
        cmocka_unit_test(test_equal__leaves_out_a_difference_that_varies_by_rounding),
        cmocka_unit_test(test_trend__leaves_out_terms_that_vary_by_rounding),
        cmocka_unit_test(test_ranks__compare_over_the_last_column_alone),
        cmocka_unit_test(test_compare__stops_when_asked),
        cmocka_unit_test(test_compare__survives_every_failing_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
