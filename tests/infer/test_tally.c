/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* From rows to contrasts and tests: against R (tests/vectors/infer_*.csv, made by
 * tests/reference/infer.R), and by hand. */
#include "infer_support.h"

/* ---- samples ---- */

static void breakdown(wb_spec *spec, const char *first, const char *second)
{
    const char *columns[] = {first, second};
    assert_ok(wb_spec_add_breakdown(spec, columns,
                                    (size_t)(first != NULL) + (second != NULL), NULL));
}

static wb_tally *take(wb_spec *spec, wb_frame *rows)
{
    wb_tally *tally = NULL;
    assert_ok(wb_tally_new(spec, &tally, NULL));
    assert_ok(wb_tally_update(tally, rows, NULL, NULL));
    wb_spec_free(spec);
    wb_frame_free(rows);
    return tally;
}

/* Schools in districts, of which a share was drawn. */
static wb_tally *schools(void)
{
    wb_spec *spec = new_spec("w", NULL);

    assert_ok(wb_spec_add_cluster(spec, "dnum", NULL));
    assert_ok(wb_spec_add_fpc(spec, "districts", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "api00", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "api99", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "won", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_PROPORTION, "award", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_TOTAL, "enroll", NULL));
    assert_ok(wb_spec_add_ratio(spec, "api00", "api99", NULL));
    breakdown(spec, NULL, NULL);
    breakdown(spec, "stype", NULL);
    breakdown(spec, "wide", NULL);
    breakdown(spec, "stype", "wide");
    return take(spec, read_vectors("infer_schools"));
}

/* The same schools in three years. */
static wb_tally *waves(void)
{
    wb_spec *spec = new_spec("w", "stype");

    assert_ok(wb_spec_add_cluster(spec, "school", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "score", NULL));
    breakdown(spec, "year", NULL);
    breakdown(spec, "stype", "year");
    return take(spec, read_vectors("infer_waves"));
}

/* ---- against R ---- */

static void test_contrasts__agree_with_svycontrast(void **state)
{
    static const char *const columns[] = {"estimate", "se", "df", "lower",
                                          "upper",    "t",  "p"};
    wb_tally *tally = schools();
    wb_frame *expected = read_vectors("infer_contrasts"), *out = NULL;
    char text[200];
    const char *expression = text;

    (void)state;
    assert_true(wb_frame_row_count(expected) > 10);
    wb_test_record("infer_contrasts");
    for (int64_t row = 0; row < wb_frame_row_count(expected); row++) {
        wb_error err = {0};
        text_of(expected, "expression", row, text);
        if (wb_tally_contrasts(tally, &expression, 1, NULL, NULL, &out, &err) != WB_OK)
            fail_msg("%s", err.message);
        assert_true(text_is(out, "contrast", 0, text));
        assert_true(text_is(out, "status", 0, "ok"));
        for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
            assert_agrees(out, columns[i], 0, expected, columns[i], row, 0);
        wb_frame_free(out);
    }
    wb_frame_free(expected);
    wb_tally_free(tally);
}

/* The row of a result about the same group, variable and term or pair of levels. */
static int64_t find_row(const wb_frame *out, const wb_frame *expected, int64_t row,
                        const char *by, const char *level)
{
    for (int64_t at = 0; at < wb_frame_row_count(out); at++) {
        bool same = wb_frame_find(expected, "variable") < 0 ||
                    same_text(out, "variable", at, expected, "variable", row);
        if (by != NULL)
            same = same && same_text(out, by, at, expected, "group", row);
        if (level != NULL)
            same = same && same_text(out, level, at, expected, "level", row) &&
                   same_text(out, "reference", at, expected, "reference", row);
        if (wb_frame_find(out, "term") >= 0)
            same = same && same_text(out, "term", at, expected, "term", row);
        if (same && wb_frame_find(out, "wide") >= 0 && (by == NULL || by[0] == 's'))
            same = wb_frame_is_missing(out, (size_t)wb_frame_find(out, "wide"), at) != 0;
        if (same)
            return at;
    }
    fail_msg("row %d of the vectors is not in the result", (int)row);
    return -1;
}

typedef wb_status (*verb)(const wb_tally *tally, const char *column, wb_frame **out);

/* Compare all rows of a case with what a verb gives. */
static void check_case(const char *vectors, const char *which, verb call,
                       const char *const *columns, double p_scale)
{
    bool of_waves = strcmp(which, "waves") == 0;
    const char *column = of_waves ? "year" : "stype";
    wb_tally *tally = of_waves ? waves() : schools();
    wb_frame *expected = read_vectors(vectors), *out = NULL;
    char room[200];
    int compared = 0;

    assert_ok(call(tally, column, &out));
    wb_test_record(vectors);
    for (int64_t row = 0; row < wb_frame_row_count(expected); row++) {
        if (strcmp(text_of(expected, "case", row, room), which) != 0)
            continue;
        bool pairs = wb_frame_find(expected, "level") >= 0;
        int64_t at = find_row(out, expected, row, of_waves ? "stype" : NULL,
                              pairs ? column : NULL);
        for (const char *const *name = columns; *name != NULL; name++)
            assert_agrees(out, *name, at, expected, *name, row,
                          (*name)[0] == 'p' ? p_scale : 0);
        compared++;
    }
    assert_true(compared >= (of_waves ? 4 : 1));
    wb_frame_free(out);
    wb_frame_free(expected);
    wb_tally_free(tally);
}

static wb_status call_pairs(const wb_tally *tally, const char *column, wb_frame **out)
{
    return wb_tally_pairs(tally, column, NULL, NULL, NULL, out, NULL);
}

static wb_status call_equal(const wb_tally *tally, const char *column, wb_frame **out)
{
    return wb_tally_equal(tally, column, NULL, NULL, out, NULL);
}

static wb_status call_trend(const wb_tally *tally, const char *column, wb_frame **out)
{
    wb_trend_options options = WB_TREND_OPTIONS_INIT;
    options.degree = 2;
    return wb_tally_trend(tally, column, &options, NULL, NULL, out, NULL);
}

static void test_pairs__agree_with_svycontrast_and_svyttest(void **state)
{
    static const char *const columns[] = {"difference", "se", "df", "p", NULL};

    (void)state;
    check_case("infer_pairs", "schools", call_pairs, columns, 1e-9);
    check_case("infer_pairs", "waves", call_pairs, columns, 1e-9);
}

static void test_equal__agrees_with_regtermtest(void **state)
{
    static const char *const columns[] = {"f", "df1", "df2", "p", NULL};

    (void)state;
    check_case("infer_equal", "schools", call_equal, columns, 1e-9);
    check_case("infer_equal", "waves", call_equal, columns, 1e-9);
}

static void test_trend__agrees_with_contr_poly(void **state)
{
    static const char *const columns[] = {"estimate", "se", "f", "df1", "df2", "p", NULL};

    (void)state;
    check_case("infer_trend", "schools", call_trend, columns, 1e-9);
    check_case("infer_trend", "waves", call_trend, columns, 1e-9);
}

static void test_pairs__adjusted_agree_with_p_adjust(void **state)
{
    static const char *const names[] = {NULL, "holm", "bh"};
    wb_tally *tally = waves();
    wb_frame *expected = read_vectors("infer_pairs");
    wb_pairs_options options = WB_PAIRS_OPTIONS_INIT;
    char room[200];

    (void)state;
    wb_test_record("infer_adjusted");
    for (options.adjust = WB_ADJUST_HOLM; options.adjust <= WB_ADJUST_BH;
         options.adjust++) {
        wb_frame *out = NULL;
        assert_ok(wb_tally_pairs(tally, "year", &options, NULL, NULL, &out, NULL));
        for (int64_t row = 0; row < wb_frame_row_count(expected); row++) {
            if (strcmp(text_of(expected, "case", row, room), "waves") == 0)
                assert_agrees(out, "p_adjusted",
                              find_row(out, expected, row, "stype", "year"), expected,
                              names[options.adjust], row, 1e-9);
        }
        wb_frame_free(out);
    }
    wb_frame_free(expected);
    wb_tally_free(tally);
}

static void test_standardise__agrees_with_svystandardize(void **state)
{
    wb_tally *tally = schools();
    wb_frame *expected = read_vectors("infer_standardised");
    wb_frame *standard = read_vectors("infer_standard"), *out = NULL;
    char room[200];

    (void)state;
    wb_test_record("infer_standardised");
    assert_ok(wb_tally_standardise(tally, "stype", standard, NULL, NULL, &out, NULL));
    for (int64_t row = 0; row < wb_frame_row_count(expected); row++) {
        int64_t at = find_row(out, expected, row, "wide", NULL);
        assert_agrees(out, "estimate", at, expected, "estimate", row, 0);
        assert_agrees(out, "se", at, expected, "se", row, 0);
        assert_agrees(out, "df", at, expected, "df", row, 0);
        bool extreme = number(expected, "estimate", row) == 0;
        assert_true(text_is(out, "status", at, extreme ? "extreme" : "ok"));
        if (strcmp(text_of(expected, "variable", row, room), "won") == 0 && !extreme)
            assert_true(number(out, "upper", at) - number(out, "estimate", at) <
                        number(out, "estimate", at) - number(out, "lower", at));
    }
    wb_frame_free(out);
    wb_frame_free(standard);
    wb_frame_free(expected);
    wb_tally_free(tally);
}

/* Schools in districts: ranks of api00, after two passes. */
static wb_tally *ranked_schools(void)
{
    wb_spec *spec = new_spec("w", NULL);
    wb_tally *first = NULL, *second = NULL;
    wb_frame *rows = read_vectors("infer_schools");

    assert_ok(wb_spec_add_cluster(spec, "dnum", NULL));
    assert_ok(wb_spec_add_fpc(spec, "districts", NULL));
    assert_ok(wb_spec_add_rank(spec, "api00", WB_RANK_WILCOXON, NULL));
    assert_ok(wb_spec_add_rank(spec, "api00", WB_RANK_VAN_DER_WAERDEN, NULL));
    assert_ok(wb_spec_add_rank(spec, "api00", WB_RANK_MEDIAN, NULL));
    assert_ok(wb_spec_add_quantile(spec, "api00", 0.5, NULL));
    breakdown(spec, "stype", NULL);
    breakdown(spec, "wide", NULL);
    assert_ok(wb_tally_new(spec, &first, NULL));
    assert_ok(wb_tally_update(first, rows, NULL, NULL));
    assert_ok(wb_tally_second_pass(first, &second, NULL));
    assert_ok(wb_tally_update(second, rows, NULL, NULL));
    wb_tally_free(first);
    wb_spec_free(spec);
    wb_frame_free(rows);
    return second;
}

/* The row about the rank with this score. */
static int64_t find_score(const wb_frame *out, const char *score)
{
    for (int64_t row = 0; row < wb_frame_row_count(out); row++) {
        if (holds_text(out, "statistic", row, "rank") &&
            holds_text(out, "category", row, score))
            return row;
    }
    fail_msg("there is no rank %s", score);
    return -1;
}

static void test_ranks__agree_with_svyranktest(void **state)
{
    static const char *const columns[] = {"f", "df1", "df2", "p"};
    wb_tally *tally = ranked_schools();
    wb_frame *expected = read_vectors("infer_rank"), *equal = NULL, *pairs = NULL;
    char score[200];

    (void)state;
    assert_ok(wb_tally_equal(tally, "stype", NULL, NULL, &equal, NULL));
    assert_ok(wb_tally_pairs(tally, "wide", NULL, NULL, NULL, &pairs, NULL));
    assert_int_equal(wb_frame_row_count(expected), 3);
    wb_test_record("infer_rank");
    for (int64_t row = 0; row < 3; row++) {
        text_of(expected, "score", row, score);
        int64_t at = find_score(equal, score);
        for (int i = 0; i < 4; i++)
            assert_agrees(equal, columns[i], at, expected, columns[i], row, 0);
        at = find_score(pairs, score);
        assert_agrees(pairs, "difference", at, expected, "difference", row, 0);
        assert_close(number(pairs, "difference", at) / number(pairs, "se", at),
                     number(expected, "t", row), 1e-9);
        assert_agrees(pairs, "df", at, expected, "df", row, 0);
    }
    wb_frame_free(equal);
    wb_frame_free(pairs);
    wb_frame_free(expected);
    wb_tally_free(tally);
}

/* Medians of groups that share districts: the contrast and the pair are the same. */
static void test_contrasts__take_quantiles_and_ranks(void **state)
{
    static const char *const texts[] = {
        "quantile(api00, 0.5)[stype = H] - quantile(api00, 0.50)[stype = E]",
        "rank(api00 = wilcoxon)[stype = H] - rank(api00 = wilcoxon)[stype = E]"};
    wb_tally *tally = ranked_schools();
    wb_frame *contrasts = NULL, *pairs = NULL;
    int compared = 0;

    (void)state;
    assert_ok(wb_tally_contrasts(tally, texts, 2, NULL, NULL, &contrasts, NULL));
    assert_ok(wb_tally_pairs(tally, "stype", NULL, NULL, NULL, &pairs, NULL));
    for (int64_t row = 0; row < wb_frame_row_count(pairs); row++) {
        if (!holds_text(pairs, "stype", row, "H") ||
            !holds_text(pairs, "reference", row, "E"))
            continue;
        bool quantile = holds_text(pairs, "statistic", row, "quantile");
        if (!quantile && !holds_text(pairs, "category", row, "wilcoxon"))
            continue;
        assert_true(text_is(pairs, "status", row, "ok"));
        assert_close(number(contrasts, "estimate", !quantile),
                     number(pairs, "difference", row), 1e-14);
        assert_close(number(contrasts, "se", !quantile), number(pairs, "se", row), 1e-12);
        compared++;
    }
    assert_int_equal(compared, 2);
    wb_frame_free(contrasts);
    wb_frame_free(pairs);
    wb_tally_free(tally);
}

/* ---- what holds between the verbs ---- */

/* What variances say is what standard errors say. */
static void check_variances(wb_tally *tally)
{
    wb_frame *estimates = NULL, *out = NULL;
    int compared = 0;

    assert_ok(wb_tally_estimate(tally, NULL, NULL, &estimates, NULL));
    assert_ok(wb_tally_covariances(tally, NULL, NULL, &out, NULL));
    for (int64_t row = 0; row < wb_frame_row_count(out); row++) {
        int64_t i = (int64_t)number(out, "row_i", row);
        if (i != (int64_t)number(out, "row_j", row))
            continue;
        double se = number(estimates, "se", i);
        assert_close(number(out, "covariance", row) / (se > 0 ? se * se : 1),
                     se > 0 ? 1 : 0, 1e-12);
        compared++;
    }
    assert_int_equal(compared, wb_frame_row_count(estimates));
    wb_frame_free(out);
    wb_frame_free(estimates);
    wb_tally_free(tally);
}

static void test_covariances__hold_the_variances_of_the_estimates(void **state)
{
    (void)state;
    check_variances(schools());
    check_variances(waves());
    check_variances(ranked_schools());
}

/* Rows that close at once keep nothing between breakdowns, also not of these two. */
static void test_covariances__tell_breakdowns_by_the_same_columns_apart(void **state)
{
    static const double y[] = {1, 2, 3, 6, 2, 5, 8, 9};
    static const int32_t g[] = {1, 1, 1, 1, 2, 2, 2, 2}, h[] = {1, 1, 2, 2, 1, 1, 2, 2};
    wb_frame *frame = new_frame(8), *out = NULL;
    wb_spec *spec = new_spec(NULL, NULL);

    (void)state;
    add_doubles(frame, "y", y);
    add_int32s(frame, "g", g);
    add_int32s(frame, "h", h);
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
    breakdown(spec, "g", "h");
    breakdown(spec, "h", "g");
    wb_tally *tally = take(spec, frame);
    assert_ok(wb_tally_covariances(tally, NULL, NULL, &out, NULL));
    assert_int_equal(wb_frame_row_count(out), 2 * 4 * 5 / 2);
    for (int64_t row = 0; row < 20; row++) {
        assert_true((number(out, "row_i", row) < 4) == (row < 10));
        assert_true((number(out, "row_j", row) < 4) == (row < 10));
    }
    wb_frame_free(out);
    wb_tally_free(tally);
}

/* Changes as if the waves were other schools have larger standard errors. */
static void test_pairs__of_overlapping_waves_know_what_they_share(void **state)
{
    wb_tally *tally = waves();
    wb_frame *estimates = NULL, *change = NULL, *pairs = NULL;

    (void)state;
    assert_ok(wb_tally_estimate(tally, NULL, NULL, &estimates, NULL));
    assert_ok(wb_estimates_change(estimates, "year", NULL, &change, NULL));
    assert_ok(wb_tally_pairs(tally, "year", NULL, NULL, NULL, &pairs, NULL));
    assert_close(number(change, "difference", 0), number(pairs, "difference", 0), 1e-12);
    assert_true(number(pairs, "se", 0) < 0.4 * number(change, "se", 0));
    wb_frame_free(pairs);
    wb_frame_free(change);
    wb_frame_free(estimates);
    wb_tally_free(tally);
}

/* Rows as units, two groups of n: se² = Σ (n/(n-1))... of u_i = (y_i - ȳ_g)/n_g. */
static wb_tally *two_groups(int32_t units)
{
    static const double y[] = {1, 2, 3, 6, 2, 5, 8, 9};
    static const int8_t z[] = {0, 1, 1, 0, 1, 1, 1, 0};
    static const int32_t groups[] = {1, 1, 1, 1, 2, 2, 2, 2};
    wb_frame *frame = new_frame(8);
    wb_spec *spec = new_spec(NULL, NULL);

    add_doubles(frame, "y", y);
    add_bools(frame, "z", z);
    add_int32s(frame, "g", groups);
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "z", NULL));
    assert_ok(wb_spec_set_units(spec, units, NULL));
    breakdown(spec, NULL, NULL);
    breakdown(spec, "g", NULL);
    return take(spec, frame);
}

/* Means 3 and 6, sums of squares 14 and 30: V_g = 8/7 SS_g / 16, domains apart. */
static void test_pairs__of_two_groups_are_the_t_test_by_hand(void **state)
{
    wb_tally *tally = two_groups(WB_UNITS_AUTO);
    wb_frame *out = NULL;

    (void)state;
    assert_ok(wb_tally_pairs(tally, "g", NULL, NULL, NULL, &out, NULL));
    assert_int_equal(wb_frame_row_count(out), 2);
    assert_close(number(out, "difference", 0), 3, 1e-15);
    assert_close(number(out, "se", 0), sqrt(8.0 / 7 * 44 / 16), 1e-14);
    assert_close(number(out, "df", 0), 7, 0);
    assert_int_equal(number(out, "g", 0), 2);
    assert_int_equal(number(out, "reference", 0), 1);
    wb_frame_free(out);
    wb_tally_free(tally);
}

static void test_contrasts__use_the_options_of_the_estimates(void **state)
{
    static const char *const text[] = {"mean(y)[g = 2] - mean(y)[g = 1]"};
    wb_tally *tally = two_groups(WB_UNITS_AUTO);
    wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;
    wb_frame *narrow = NULL, *wide = NULL;

    (void)state;
    assert_ok(wb_tally_contrasts(tally, text, 1, NULL, NULL, &wide, NULL));
    options.level = 0.5;
    options.df = 100;
    assert_ok(wb_tally_contrasts(tally, text, 1, &options, NULL, &narrow, NULL));
    assert_close(number(narrow, "df", 0), 100, 0);
    assert_close(number(narrow, "se", 0), number(wide, "se", 0), 0);
    assert_true(number(narrow, "upper", 0) < number(wide, "upper", 0));
    wb_frame_free(narrow);
    wb_frame_free(wide);
    options.level = 2;
    assert_fails(wb_tally_contrasts(tally, text, 1, &options, NULL, &wide, NULL),
                 WB_E_ARG);
    assert_null(wide);
    wb_tally_free(tally);
}

/* Two outcomes of the same rows: a closed tally did not keep their products. */
static void test_contrasts__across_outcomes_need_open_units(void **state)
{
    static const char *const text[] = {"mean(y) - mean(z)"};
    wb_tally *closed = two_groups(WB_UNITS_AUTO), *open = two_groups(WB_UNITS_OPEN);
    wb_frame *out = NULL;
    wb_error err = {0};

    (void)state;
    assert_fails(wb_tally_contrasts(closed, text, 1, NULL, NULL, &out, &err),
                 WB_E_UNSUPPORTED);
    assert_non_null(strstr(err.message, "open"));
    assert_null(out);
    assert_ok(wb_tally_contrasts(open, text, 1, NULL, NULL, &out, NULL));
    /* y - z: 1 1 2 6 1 4 7 9, mean 31/8, sum of squares 189 - 31²/8. */
    assert_close(number(out, "estimate", 0), 31.0 / 8, 1e-15);
    assert_close(number(out, "se", 0), sqrt((189 - 961.0 / 8) / 56), 1e-14);
    wb_frame_free(out);
    wb_tally_free(open);
    wb_tally_free(closed);
}

/* ---- replicates that lack a level ---- */

/* A = 0 4 2 in the first three units, B = 1 3 in the last two, C = 9 in the first alone:
 * the replicate without that has no C. A - B = 0, in replicates 1 -1 -1 1. */
static wb_tally *levels_in_units(int32_t units)
{
    static const char *const levels[] = {"A", "C", "A", "A", "B", "B"};
    static const double y[] = {0, 9, 4, 2, 1, 3};
    static const int32_t psu[] = {1, 1, 2, 3, 3, 4};
    static const char *const columns[] = {"r1", "r2", "r3", "r4"};
    wb_replicate_options options = WB_REPLICATE_OPTIONS_INIT;
    wb_spec *spec = new_spec(NULL, NULL);
    wb_frame *frame = new_frame(6);
    double w[6];

    add_texts(frame, "level", levels);
    add_doubles(frame, "y", y);
    add_int32s(frame, "psu", psu);
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
    breakdown(spec, "level", NULL);
    if (units > 0) {
        assert_ok(wb_spec_add_cluster(spec, "psu", NULL));
        return take(spec, frame);
    }
    options.type = WB_REPLICATE_JK1;
    options.mse = 1;
    assert_ok(wb_spec_set_replicates(spec, &options, NULL));
    for (int32_t r = 1; r <= 4; r++) {
        for (int i = 0; i < 6; i++)
            w[i] = psu[i] == r ? 0 : 4.0 / 3;
        add_doubles(frame, columns[r - 1], w);
        assert_ok(wb_spec_add_replicate(spec, columns[r - 1], 0, NULL));
    }
    return take(spec, frame);
}

/* Given or made, of pairs as of contrasts: 3/4 of 4. Differences from C are those of the
 * other three: 8 7 7 and 7 6 8, of 7. */
static void test_pairs__lose_no_replicate_to_another_level(void **state)
{
    static const char *const texts[] = {"mean(y)[level = B] - mean(y)[level = A]",
                                        "mean(y)[level = C] - mean(y)[level = A]",
                                        "mean(y)[level = C] - mean(y)[level = B]"};
    static const double se[] = {3, 0.75, 1.5}; /* squares */

    (void)state;
    for (int32_t made = 0; made < 2; made++) {
        wb_tally *tally = levels_in_units(made);
        wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;
        wb_frame *contrasts = NULL, *pairs = NULL;
        if (made) {
            options.replicates = WB_REPLICATE_JK1;
            options.mse = 1;
        }
        assert_ok(wb_tally_contrasts(tally, texts, 3, &options, NULL, &contrasts, NULL));
        assert_ok(wb_tally_pairs(tally, "level", NULL, &options, NULL, &pairs, NULL));
        assert_int_equal(wb_frame_row_count(pairs), 3);
        for (int64_t row = 0; row < 3; row++) {
            assert_close(number(pairs, "se", row), sqrt(se[row]), 1e-14);
            assert_close(number(pairs, "difference", row),
                         number(contrasts, "estimate", row), 1e-15);
            assert_close(number(pairs, "se", row), number(contrasts, "se", row), 1e-15);
        }
        wb_frame_free(contrasts);
        wb_frame_free(pairs);
        wb_tally_free(tally);
    }
}

/* Couples who differ by one: what the difference of the sexes varies is rounding. */
static void test_equal__of_what_always_differs_by_one_is_constant(void **state)
{
    enum { COUPLES = 5 };
    static const double of[] = {1.6, 1.7, 0.2, 8.6, 4.2};
    static const double weights[] = {0.3, 0.1, 0.1, 0.1, 0.3};
    double y[2 * COUPLES], w[2 * COUPLES];
    int32_t couple[2 * COUPLES], sex[2 * COUPLES];
    wb_spec *spec = new_spec("w", NULL);
    wb_frame *frame = new_frame(2 * COUPLES), *pairs = NULL, *equal = NULL;

    (void)state;
    for (int i = 0; i < 2 * COUPLES; i++) {
        couple[i] = i / 2;
        sex[i] = i % 2;
        w[i] = weights[i / 2];
        y[i] = of[i / 2] + sex[i];
    }
    add_int32s(frame, "couple", couple);
    add_int32s(frame, "sex", sex);
    add_doubles(frame, "w", w);
    add_doubles(frame, "y", y);
    assert_ok(wb_spec_add_cluster(spec, "couple", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
    breakdown(spec, "sex", NULL);
    wb_tally *tally = take(spec, frame);
    assert_ok(wb_tally_pairs(tally, "sex", NULL, NULL, NULL, &pairs, NULL));
    assert_ok(wb_tally_equal(tally, "sex", NULL, NULL, &equal, NULL));
    assert_close(number(pairs, "difference", 0), 1, 1e-14);
    assert_true(text_is(pairs, "status", 0, "constant"));
    assert_true(text_is(equal, "status", 0, "constant"));
    assert_true(isnan(number(equal, "p", 0)));
    wb_frame_free(equal);
    wb_frame_free(pairs);
    wb_tally_free(tally);
}

/* ---- limits ---- */

/* Two rows a level. */
static wb_tally *many_levels(int32_t n_levels)
{
    int64_t n = 2 * (int64_t)n_levels;
    double *y = malloc((size_t)n * sizeof *y);
    int32_t *level = malloc((size_t)n * sizeof *level);
    wb_frame *frame = new_frame(n);
    wb_spec *spec = new_spec(NULL, NULL);

    assert_true(y != NULL && level != NULL);
    for (int64_t i = 0; i < n; i++) {
        y[i] = (double)(i * i % 31);
        level[i] = (int32_t)(i / 2);
    }
    add_doubles(frame, "y", y);
    add_int32s(frame, "level", level);
    free(y);
    free(level);
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
    breakdown(spec, "level", NULL);
    return take(spec, frame);
}

static void test_verbs__refuse_what_is_too_much_and_say_what_to_do(void **state)
{
    wb_tally *tally = many_levels(1415); /* 1,000,405 pairs, 1,001,820 covariances */
    wb_frame *out = NULL;
    wb_error err = {0};

    (void)state;
    assert_fails(wb_tally_covariances(tally, NULL, NULL, &out, &err), WB_E_LIMIT);
    assert_non_null(strstr(err.message, "1001820 covariances"));
    assert_non_null(strstr(err.message, "drop_empty"));
    assert_fails(wb_tally_pairs(tally, "level", NULL, NULL, NULL, &out, &err),
                 WB_E_LIMIT);
    assert_non_null(strstr(err.message, "1000405 pairs"));
    assert_ok(wb_tally_trend(tally, "level", NULL, NULL, NULL, &out, NULL));
    assert_int_equal(number(out, "levels", 0), 1415);
    wb_frame_free(out);
    wb_tally_free(tally);
    out = NULL;
    tally = many_levels(2001);
    assert_fails(wb_tally_trend(tally, "level", NULL, NULL, NULL, &out, &err),
                 WB_E_LIMIT);
    assert_string_equal(err.item, "level");
    assert_non_null(strstr(err.message, "2001 levels"));
    assert_fails(wb_tally_equal(tally, "level", NULL, NULL, &out, &err), WB_E_LIMIT);
    assert_null(out);
    wb_tally_free(tally);
}

/* A weight of 7 is declared missing, and so is a level in the second frame. */
static void test_standardise__refuses_what_is_declared_missing(void **state)
{
    wb_tally *t = two_groups(WB_UNITS_AUTO);
    wb_frame *weights = frame_of("g,weight\n1,3\n2,7\n");
    wb_frame *levels = frame_of("g,weight\n1,3\n2,7\n");
    wb_frame *out = NULL;
    wb_error err = {0};

    (void)state;
    assert_ok(wb_tally_standardise(t, "g", weights, NULL, NULL, &out, NULL));
    wb_frame_free(out);
    assert_ok(wb_frame_add_missing_range(weights, 1, 7, 7, NULL));
    assert_fails(wb_tally_standardise(t, "g", weights, NULL, NULL, &out, &err),
                 WB_E_DATA);
    assert_string_equal(err.item, "weight");
    assert_int_equal(err.row, 1);
    assert_ok(wb_frame_add_missing_range(levels, 0, 2, 2, NULL));
    assert_fails(wb_tally_standardise(t, "g", levels, NULL, NULL, &out, &err), WB_E_DATA);
    assert_string_equal(err.item, "g");
    assert_null(out);
    wb_frame_free(levels);
    wb_frame_free(weights);
    wb_tally_free(t);
}

/* Where cells without rows are left out, a level that nobody has is not there. */
static void test_standardise__of_levels_that_were_left_out_is_incomplete(void **state)
{
    wb_spec *spec = new_spec(NULL, NULL);
    wb_frame *standard = frame_of("g,weight\n1,3\n2,1\n"), *out = NULL;
    wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;

    (void)state;
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
    breakdown(spec, "h", "g");
    wb_tally *tally =
        take(spec, frame_of("h,g,y\n1,1,3\n1,1,5\n1,2,4\n1,2,8\n2,1,6\n2,1,7\n"));
    options.drop_empty = 1;
    assert_ok(wb_tally_standardise(tally, "g", standard, &options, NULL, &out, NULL));
    assert_int_equal(wb_frame_row_count(out), 2);
    assert_true(number(out, "h", 0) == 1 && number(out, "h", 1) == 2);
    assert_true(text_is(out, "status", 0, "ok"));
    assert_close(number(out, "estimate", 0), 0.75 * 4 + 0.25 * 6, 1e-14);
    assert_true(text_is(out, "status", 1, "incomplete"));
    assert_true(isnan(number(out, "estimate", 1)) && isnan(number(out, "se", 1)));
    assert_true(number(out, "n", 1) == 2);
    wb_frame_free(out);
    wb_frame_free(standard);
    wb_tally_free(tally);
}

/* ---- the callers' contract ---- */

static void test_verbs__refuse_what_is_not_given(void **state)
{
    static const char *const text[] = {"mean(y)"};
    wb_tally *t = two_groups(WB_UNITS_AUTO);
    wb_frame *standard = read_vectors("infer_standard"), *out = NULL;

    (void)state;
    assert_fails(wb_tally_covariances(NULL, NULL, NULL, &out, NULL), WB_E_ARG);
    assert_fails(wb_tally_covariances(t, NULL, NULL, NULL, NULL), WB_E_ARG);
    assert_fails(wb_tally_contrasts(NULL, text, 1, NULL, NULL, &out, NULL), WB_E_ARG);
    assert_fails(wb_tally_contrasts(t, NULL, 1, NULL, NULL, &out, NULL), WB_E_ARG);
    assert_fails(wb_tally_contrasts(t, text, 1, NULL, NULL, NULL, NULL), WB_E_ARG);
    assert_fails(wb_tally_pairs(NULL, "g", NULL, NULL, NULL, &out, NULL), WB_E_ARG);
    assert_fails(wb_tally_pairs(t, NULL, NULL, NULL, NULL, &out, NULL), WB_E_ARG);
    assert_fails(wb_tally_pairs(t, "g", NULL, NULL, NULL, NULL, NULL), WB_E_ARG);
    assert_fails(wb_tally_pairs(t, "h", NULL, NULL, NULL, &out, NULL), WB_E_DATA);
    assert_fails(wb_tally_trend(NULL, "g", NULL, NULL, NULL, &out, NULL), WB_E_ARG);
    assert_fails(wb_tally_trend(t, NULL, NULL, NULL, NULL, &out, NULL), WB_E_ARG);
    assert_fails(wb_tally_equal(NULL, "g", NULL, NULL, &out, NULL), WB_E_ARG);
    assert_fails(wb_tally_equal(t, NULL, NULL, NULL, &out, NULL), WB_E_ARG);
    assert_fails(wb_tally_standardise(NULL, "g", standard, NULL, NULL, &out, NULL),
                 WB_E_ARG);
    assert_fails(wb_tally_standardise(t, NULL, standard, NULL, NULL, &out, NULL),
                 WB_E_ARG);
    assert_fails(wb_tally_standardise(t, "g", NULL, NULL, NULL, &out, NULL), WB_E_ARG);
    assert_fails(wb_tally_standardise(t, "g", standard, NULL, NULL, &out, NULL),
                 WB_E_DATA);
    assert_null(out);
    wb_frame_free(standard);
    wb_tally_free(t);
}

static void test_verbs__refuse_a_tally_without_rows(void **state)
{
    static const char *const text[] = {"mean(y)"};
    wb_tally *tally = NULL;
    wb_spec *spec = new_spec(NULL, NULL);
    wb_frame *out = NULL;

    (void)state;
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
    assert_ok(wb_tally_new(spec, &tally, NULL));
    assert_fails(wb_tally_contrasts(tally, text, 1, NULL, NULL, &out, NULL), WB_E_DATA);
    assert_fails(wb_tally_covariances(tally, NULL, NULL, &out, NULL), WB_E_DATA);
    wb_tally_free(tally);
    wb_spec_free(spec);
}

/* ---- totals without rows ---- */

/* Totals 6 of a and 12 of b, of six rows; nobody is of c. */
static wb_tally *totals_of_three(int32_t units)
{
    static const double y[] = {1, 2, 3, 2, 4, 6};
    static const char *const groups[] = {"a", "a", "a", "b", "b", "b"};
    wb_frame *frame = new_frame(6);
    wb_spec *spec = new_spec(NULL, NULL);

    add_doubles(frame, "y", y);
    add_texts(frame, "g", groups);
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_TOTAL, "y", NULL));
    assert_ok(wb_spec_add_category(spec, "g", "a", NULL));
    assert_ok(wb_spec_add_category(spec, "g", "b", NULL));
    assert_ok(wb_spec_add_category(spec, "g", "c", NULL));
    assert_ok(wb_spec_set_units(spec, units, NULL));
    breakdown(spec, "g", NULL);
    return take(spec, frame);
}

/* V = 6/5 (Σ z z' - Σz Σz'/6): 9.6 of a, 38.4 of b, -14.4 of both; 0 is 0 in any sample.
 */
static void check_covariances_of_three(const wb_tally *tally)
{
    static const double expected[] = {9.6, -14.4, 0, 38.4, 0, 0};
    wb_frame *out = NULL;

    assert_ok(wb_tally_covariances(tally, NULL, NULL, &out, NULL));
    assert_int_equal(wb_frame_row_count(out), 6);
    for (int64_t row = 0; row < 6; row++)
        assert_close(number(out, "covariance", row), expected[row], 1e-14);
    wb_frame_free(out);
}

static void check_pairs_of_three(const wb_tally *tally)
{
    static const double differences[] = {6, -6, -12}, df[] = {5, 2, 2};
    const double se[] = {sqrt(76.8), sqrt(9.6), sqrt(38.4)};
    const char *const text = "total(y)[g = c] - total(y)[g = a]";
    wb_frame *out = NULL;

    assert_ok(wb_tally_pairs(tally, "g", NULL, NULL, NULL, &out, NULL));
    assert_int_equal(wb_frame_row_count(out), 3);
    for (int64_t row = 0; row < 3; row++) {
        assert_true(text_is(out, "status", row, "ok"));
        assert_close(number(out, "difference", row), differences[row], 1e-14);
        assert_close(number(out, "se", row), se[row], 1e-14);
        assert_close(number(out, "df", row), df[row], 0);
    }
    wb_frame_free(out);
    assert_ok(wb_tally_contrasts(tally, &text, 1, NULL, NULL, &out, NULL));
    assert_true(text_is(out, "status", 0, "ok"));
    assert_close(number(out, "se", 0), se[1], 1e-14);
    wb_frame_free(out);
}

/* Slope (0 - 6) / 2. Differences d = (6, -6) from a have V = (76.8 24; 24 9.6): W = 30,
 * and F = (5 - 1) / (2 * 5) W. */
static void test_verbs__take_a_total_without_rows_for_0(void **state)
{
    static const int32_t units[] = {WB_UNITS_AUTO, WB_UNITS_OPEN};

    (void)state;
    for (int i = 0; i < 2; i++) {
        wb_tally *tally = totals_of_three(units[i]);
        wb_frame *out = NULL;

        check_covariances_of_three(tally);
        check_pairs_of_three(tally);
        assert_ok(wb_tally_trend(tally, "g", NULL, NULL, NULL, &out, NULL));
        assert_true(text_is(out, "status", 0, "ok"));
        assert_close(number(out, "estimate", 0), -3, 1e-14);
        assert_close(number(out, "se", 0), sqrt(9.6) / 2, 1e-14);
        wb_frame_free(out);
        assert_ok(wb_tally_equal(tally, "g", NULL, NULL, &out, NULL));
        assert_true(text_is(out, "status", 0, "ok"));
        assert_close(number(out, "levels", 0), 3, 0);
        assert_close(number(out, "df2", 0), 4, 0);
        assert_close(number(out, "f", 0), 12, 1e-13);
        wb_frame_free(out);
        wb_tally_free(tally);
    }
}

static wb_tally *shared;
static const char *compared;

static wb_status run_contrasts(void)
{
    static const char *const text[] = {"d := mean(y)[g = 2] - mean(y)[g = 1]"};
    wb_frame *out = NULL;
    wb_status st = wb_tally_contrasts(shared, text, 1, NULL, NULL, &out, NULL);
    wb_frame_free(out);
    return st;
}

static wb_status run_pairs(void)
{
    wb_frame *out = NULL;
    wb_status st = wb_tally_pairs(shared, compared, NULL, NULL, NULL, &out, NULL);
    wb_frame_free(out);
    return st;
}

static wb_status run_equal(void)
{
    wb_frame *out = NULL;
    wb_status st = wb_tally_equal(shared, "g", NULL, NULL, &out, NULL);
    wb_frame_free(out);
    return st;
}

static void test_verbs__survive_every_failing_allocation(void **state)
{
    (void)state;
    shared = two_groups(WB_UNITS_AUTO);
    compared = "g";
    wb_test_every_allocation(run_contrasts);
    wb_test_every_allocation(run_pairs);
    wb_test_every_allocation(run_equal);
    wb_tally_free(shared);
    shared = levels_in_units(0);
    compared = "level";
    wb_test_every_allocation(run_pairs);
    wb_tally_free(shared);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_contrasts__agree_with_svycontrast),
        cmocka_unit_test(test_pairs__agree_with_svycontrast_and_svyttest),
        cmocka_unit_test(test_equal__agrees_with_regtermtest),
        cmocka_unit_test(test_trend__agrees_with_contr_poly),
        cmocka_unit_test(test_pairs__adjusted_agree_with_p_adjust),
        cmocka_unit_test(test_standardise__agrees_with_svystandardize),
        cmocka_unit_test(test_standardise__refuses_what_is_declared_missing),
        cmocka_unit_test(test_standardise__of_levels_that_were_left_out_is_incomplete),
        cmocka_unit_test(test_ranks__agree_with_svyranktest),
        cmocka_unit_test(test_contrasts__take_quantiles_and_ranks),
        cmocka_unit_test(test_covariances__hold_the_variances_of_the_estimates),
        cmocka_unit_test(test_covariances__tell_breakdowns_by_the_same_columns_apart),
        cmocka_unit_test(test_pairs__of_overlapping_waves_know_what_they_share),
        cmocka_unit_test(test_pairs__of_two_groups_are_the_t_test_by_hand),
        cmocka_unit_test(test_contrasts__use_the_options_of_the_estimates),
        cmocka_unit_test(test_contrasts__across_outcomes_need_open_units),
        cmocka_unit_test(test_pairs__lose_no_replicate_to_another_level),
        cmocka_unit_test(test_equal__of_what_always_differs_by_one_is_constant),
        cmocka_unit_test(test_verbs__refuse_what_is_too_much_and_say_what_to_do),
        cmocka_unit_test(test_verbs__refuse_what_is_not_given),
        cmocka_unit_test(test_verbs__refuse_a_tally_without_rows),
        cmocka_unit_test(test_verbs__take_a_total_without_rows_for_0),
        cmocka_unit_test(test_verbs__survive_every_failing_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
