/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Estimates against hand calculation and against the definition written out plainly. */
#include "survey_support.h"

static void test_estimate__mean_total_proportion_by_hand(void **state)
{
    /* Two strata. Stratum a: w 2 2 2, y 1 2 3; stratum b: w 1 1, y 10 20.
     * W = 8, Σ wy = 12 + 30 = 42, mean 5.25.
     * u = w (y - 5.25) / 8: a: -1.0625 -0.8125 -0.5625, mean -0.8125, squares 0.125;
     * b: 0.59375 1.84375, mean 1.21875, squares 0.78125.
     * V = 3/2 * 0.125 + 2 * 0.78125 = 1.75. Total: u = wy: a: 2 4 6, squares 8, 3/2 * 8 =
     * 12; b: 10 20, squares 50, 2 * 50 = 100; V = 112. df = 5 - 2 = 3. */
    const double y[] = {1, 2, 3, 10, 20};
    const double w[] = {2, 2, 2, 1, 1};
    const char *const strata[] = {"a", "a", "a", "b", "b"};
    const char *const kinds[] = {"x", "x", "z", "x", "z"};
    wb_spec *spec = new_spec("w", "h");
    wb_frame *frame = new_frame(5);
    wb_frame *out;

    (void)state;
    add_doubles(frame, "y", y);
    add_doubles(frame, "w", w);
    add_texts(frame, "h", strata);
    add_texts(frame, "k", kinds);
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_TOTAL, "y", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_PROPORTION, "k", NULL));
    out = estimate(spec, frame, NULL);
    assert_int_equal(wb_frame_row_count(out), 4);
    assert_close(number(out, "estimate", 0), 5.25, 1e-15);
    assert_close(number(out, "se", 0), sqrt(1.75), 1e-15);
    assert_close(number(out, "df", 0), 3, 0);
    assert_close(number(out, "n", 0), 5, 0);
    /* t(3) at 0.975 is 3.182446305283708 (any table) */
    assert_close(number(out, "upper", 0), 5.25 + 3.182446305283708 * sqrt(1.75), 1e-13);
    assert_close(number(out, "estimate", 1), 42, 0);
    assert_close(number(out, "se", 1), sqrt(112), 1e-15);
    /* share of x: (2 + 2 + 1) / 8 */
    assert_string(out, "category", 2, "x");
    assert_close(number(out, "estimate", 2), 0.625, 1e-15);
    assert_close(number(out, "estimate", 3), 0.375, 1e-15);
    assert_close(number(out, "se", 2), number(out, "se", 3), 1e-15);
    assert_string(out, "status", 0, "ok");
    wb_frame_free(out);
    wb_frame_free(frame);
    wb_spec_free(spec);
}

static void test_estimate__columns_come_in_the_documented_order(void **state)
{
    static const char *const names[] = {"g",        "statistic", "variable", "category",
                                        "estimate", "se",        "lower",    "upper",
                                        "df",       "n",         "deff",     "status"};
    const double y[] = {1, 2};
    const char *const g[] = {"p", "q"};
    const char *const by[] = {"g"};
    wb_spec *spec = new_spec(NULL, NULL);
    wb_frame *frame = new_frame(2);
    wb_frame *out;

    (void)state;
    add_doubles(frame, "y", y);
    add_texts(frame, "g", g);
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
    assert_ok(wb_spec_add_breakdown(spec, by, 1, NULL));
    out = estimate(spec, frame, NULL);
    assert_int_equal(wb_frame_column_count(out), 12);
    for (size_t i = 0; i < 12; i++)
        assert_string_equal(wb_frame_column_name(out, i), names[i]);
    assert_non_null(strstr(wb_frame_metadata(out), "\"kind\":\"estimates\""));
    wb_frame_free(out);
    wb_frame_free(frame);
    wb_spec_free(spec);
}

/* y a in stratum 1 only, and so on: the status table of survey.h row by row. */
static void test_estimate__status_table_holds_row_by_row(void **state)
{
    const char *const h[] = {"1", "1", "1", "2", "2", "2"};
    const char *const g[] = {"one", "same", "same", "none", "none", "single"};
    const int8_t flag[] = {1, 1, 1, 0, 1, 1};
    const double y[] = {4, 7, 7, NAN, NAN, 3};
    const char *const by[] = {"g"};
    wb_spec *spec = new_spec(NULL, "h");
    wb_frame *frame = new_frame(6);
    wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;
    wb_frame *out;

    (void)state;
    add_doubles(frame, "y", y);
    add_bools(frame, "flag", flag);
    add_texts(frame, "h", h);
    add_texts(frame, "g", g);
    assert_ok(wb_spec_add_breakdown(spec, by, 1, NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_TOTAL, "y", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "flag", NULL));
    out = estimate(spec, frame, NULL);
    /* cells in bytewise order: none, one, same, single; three estimands each */
    assert_string(out, "g", 0, "none");
    assert_string(out, "status", 0, "empty");
    assert_close(number(out, "estimate", 0), NAN, 0);
    assert_close(number(out, "se", 0), NAN, 0);
    assert_close(number(out, "n", 0), 0, 0);
    assert_string(out, "status", 1, "empty");
    assert_close(number(out, "estimate", 1), 0, 0);
    assert_close(number(out, "se", 1), 0, 0);
    assert_close(number(out, "lower", 1), NAN, 0);
    assert_string(out, "status", 2, "ok"); /* flag 0 and 1 in g = none */
    assert_string(out, "g", 3, "one");
    assert_string(out, "status", 3, "no_df");
    assert_close(number(out, "estimate", 3), 4, 0);
    assert_close(number(out, "se", 3), 0, 0);
    assert_close(number(out, "lower", 3), NAN, 0);
    assert_close(number(out, "df", 3), 0, 0);
    assert_string(out, "g", 6, "same");
    assert_string(out, "status", 6, "constant");
    assert_close(number(out, "se", 6), 0, 0);
    assert_close(number(out, "lower", 6), 7, 0);
    assert_close(number(out, "upper", 6), 7, 0);
    assert_string(out, "status", 7, "ok"); /* a total varies with who is drawn */
    assert_string(out, "status", 8, "extreme");
    assert_close(number(out, "estimate", 8), 1, 0);
    assert_close(number(out, "se", 8), 0, 0);
    assert_close(number(out, "lower", 8), NAN, 0);
    wb_frame_free(out);

    options.interval = WB_INTERVAL_WALD;
    out = estimate(spec, frame, &options);
    assert_string(out, "status", 8, "extreme");
    assert_close(number(out, "lower", 8), 1, 0);
    assert_close(number(out, "upper", 8), 1, 0);
    wb_frame_free(out);
    wb_frame_free(frame);
    wb_spec_free(spec);
}

static void test_estimate__logit_interval_is_the_formula(void **state)
{
    const int8_t flag[] = {1, 0, 0, 1, 0};
    wb_spec *spec = new_spec(NULL, NULL);
    wb_frame *frame = new_frame(5);
    wb_frame *out;
    /* p = 0.4, V = 5/4 * Σ (y-p)²/25 = 5/4 * 1.2/25 = 0.06; t(4) = 2.7764451051977934 */
    double se = sqrt(0.06);
    double half = 2.7764451051977934 * se / 0.24;
    double centre = log(0.4 / 0.6);

    (void)state;
    add_bools(frame, "flag", flag);
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "flag", NULL));
    out = estimate(spec, frame, NULL);
    assert_close(number(out, "estimate", 0), 0.4, 1e-16);
    assert_close(number(out, "se", 0), se, 1e-15);
    assert_close(number(out, "lower", 0), 1 / (1 + exp(half - centre)), 1e-13);
    assert_close(number(out, "upper", 0), 1 / (1 + exp(-half - centre)), 1e-13);
    wb_frame_free(out);
    wb_frame_free(frame);
    wb_spec_free(spec);
}

static void
test_estimate__a_missing_outcome_or_group_leaves_the_design_whole(void **state)
{
    /* n_h stays 4 when a row has no outcome: V = 4/3 * Σ (u - ū)² over all four rows. */
    const double y[] = {1, 3, NAN, 5};
    const char *const g[] = {"p", "p", "p", NULL};
    const char *const by[] = {"g"};
    wb_spec *spec = new_spec(NULL, NULL);
    wb_frame *frame = new_frame(4);
    wb_frame *out;

    (void)state;
    add_doubles(frame, "y", y);
    add_texts(frame, "g", g);
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
    assert_ok(wb_spec_add_breakdown(spec, by, 1, NULL));
    out = estimate(spec, frame, NULL);
    /* domain p: mean 2, W = 2, u = -0.5 0.5 0 0, V = 4/3 * 0.5 */
    assert_int_equal(wb_frame_row_count(out), 1);
    assert_close(number(out, "estimate", 0), 2, 0);
    assert_close(number(out, "se", 0), sqrt(4.0 / 3 * 0.5), 1e-15);
    assert_close(number(out, "n", 0), 2, 0);
    assert_close(number(out, "df", 0), 1, 0);
    wb_frame_free(out);
    wb_frame_free(frame);
    wb_spec_free(spec);
}

static void test_estimate__one_sampled_row_in_a_stratum_names_the_stratum(void **state)
{
    const double y[] = {1, 2, 3};
    const char *const h[] = {"big", "big", "lonely"};
    wb_spec *spec = new_spec(NULL, "h");
    wb_frame *frame = new_frame(3);
    wb_tally *tally;
    wb_frame *out;
    wb_error err;

    (void)state;
    add_doubles(frame, "y", y);
    add_texts(frame, "h", h);
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
    assert_ok(wb_tally_new(spec, &tally, NULL));
    assert_ok(wb_tally_update(tally, frame, NULL, NULL));
    assert_fails(wb_tally_estimate(tally, NULL, NULL, &out, &err), WB_E_DESIGN);
    assert_null(out);
    assert_string_equal(err.item, "h=lonely");
    assert_non_null(strstr(err.message, "h=lonely"));
    wb_tally_free(tally);
    wb_frame_free(frame);
    wb_spec_free(spec);
}

static void test_estimate__empty_cells_of_a_crossing_are_rows_unless_dropped(void **state)
{
    const double y[] = {1, 2, 3, 4};
    const char *const g[] = {"a", "a", "b", "b"};
    const int8_t f[] = {0, 0, 1, 1};
    const char *const by[] = {"g", "f"};
    wb_spec *spec = new_spec(NULL, NULL);
    wb_frame *frame = new_frame(4);
    wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;
    wb_frame *out;

    (void)state;
    add_doubles(frame, "y", y);
    add_texts(frame, "g", g);
    add_bools(frame, "f", f);
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
    assert_ok(wb_spec_add_breakdown(spec, by, 2, NULL));
    assert_ok(wb_spec_add_breakdown(spec, NULL, 0, NULL));
    out = estimate(spec, frame, NULL);
    assert_int_equal(wb_frame_row_count(out), 5);
    assert_string(out, "status", 1, "empty"); /* a, true */
    assert_close(number(out, "estimate", 0), 1.5, 0);
    assert_close(number(out, "estimate", 3), 3.5, 0);
    assert_true(wb_frame_is_missing(out, 0, 4)); /* all */
    assert_true(wb_frame_is_missing(out, 1, 4));
    assert_close(number(out, "estimate", 4), 2.5, 0);
    wb_frame_free(out);
    options.drop_empty = 1;
    out = estimate(spec, frame, &options);
    assert_int_equal(wb_frame_row_count(out), 3);
    wb_frame_free(out);
    wb_frame_free(frame);
    wb_spec_free(spec);
}

static void test_estimate__declared_categories_come_first_also_without_rows(void **state)
{
    const double y[] = {1, 2, 3, 4};
    const char *const g[] = {"b", "a", "c", "b"};
    const char *const by[] = {"g"};
    wb_spec *spec = new_spec(NULL, NULL);
    wb_frame *frame = new_frame(4);
    wb_frame *out;

    (void)state;
    add_doubles(frame, "y", y);
    add_texts(frame, "g", g);
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
    assert_ok(wb_spec_add_breakdown(spec, by, 1, NULL));
    assert_ok(wb_spec_add_category(spec, "g", "nobody", NULL));
    assert_ok(wb_spec_add_category(spec, "g", "b", NULL));
    out = estimate(spec, frame, NULL);
    assert_int_equal(wb_frame_row_count(out), 4);
    assert_string(out, "g", 0, "nobody");
    assert_string(out, "status", 0, "empty");
    assert_string(out, "g", 1, "b");
    assert_string(out, "g", 2, "a");
    assert_string(out, "g", 3, "c");
    wb_frame_free(out);
    wb_frame_free(frame);
    wb_spec_free(spec);
}

static void test_estimate__equal_values_have_no_variance_however_large(void **state)
{
    double y[100];
    double w[100];
    wb_spec *spec = new_spec("w", NULL);
    wb_frame *frame = new_frame(100);
    wb_frame *out;

    (void)state;
    for (int i = 0; i < 100; i++) {
        y[i] = 123456789.1;
        w[i] = 0.1 * (i + 1);
    }
    add_doubles(frame, "y", y);
    add_doubles(frame, "w", w);
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
    out = estimate(spec, frame, NULL);
    assert_close(number(out, "estimate", 0), 123456789.1, 1e-16);
    assert_close(number(out, "se", 0), 0, 0);
    assert_string(out, "status", 0, "constant");
    wb_frame_free(out);
    wb_frame_free(frame);
    wb_spec_free(spec);
}

static void test_estimate__large_offsets_cost_no_precision(void **state)
{
    /* y = 1e12 + {0, 1}: se of the mean of 1000 halves is sqrt(n/(n-1) * 0.25/n). */
    double y[1000];
    wb_spec *spec = new_spec(NULL, NULL);
    wb_frame *frame = new_frame(1000);
    wb_frame *out;

    (void)state;
    for (int i = 0; i < 1000; i++)
        y[i] = 1e12 + (i & 1);
    add_doubles(frame, "y", y);
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
    out = estimate(spec, frame, NULL);
    assert_close(number(out, "se", 0) / sqrt(0.25 / 999), 1, 1e-12);
    wb_frame_free(out);
    wb_frame_free(frame);
    wb_spec_free(spec);
}

static void test_estimate__more_than_five_shares_agree_with_one_at_a_time(void **state)
{
    enum { N = 3000, K = 12 };
    static int8_t flags[K][N];
    static double w[N];
    char name[8];
    wb_spec *all = new_spec("w", NULL);
    wb_frame *frame = new_frame(N);
    wb_frame *together;

    (void)state;
    for (int i = 0; i < N; i++)
        w[i] = 1 + (i * 7919 % 13) / 8.0;
    add_doubles(frame, "w", w);
    for (int k = 0; k < K; k++) {
        for (int i = 0; i < N; i++) {
            int draw =
                (int)(((unsigned)i * 2654435761U + (unsigned)k * 40503U) >> 20) % 11;
            flags[k][i] = (int8_t)(draw == 0 ? MISSING_BOOL : draw <= k % 7);
        }
        snprintf(name, sizeof name, "f%d", k);
        add_bools(frame, name, flags[k]);
        assert_ok(wb_spec_add_estimand(all, WB_STATISTIC_MEAN, name, NULL));
    }
    together = estimate(all, frame, NULL);
    for (int k = 0; k < K; k++) {
        double sum_w = 0, sum_wy = 0;
        for (int i = 0; i < N; i++) {
            if (flags[k][i] != MISSING_BOOL) {
                sum_w += w[i];
                sum_wy += w[i] * flags[k][i];
            }
        }
        double p = sum_wy / sum_w, squares = 0;
        for (int i = 0; i < N; i++) {
            double u = flags[k][i] == MISSING_BOOL ? 0 : w[i] * (flags[k][i] - p) / sum_w;
            squares += u * u;
        }
        assert_close(number(together, "estimate", k), p, 1e-14);
        assert_close(number(together, "se", k), sqrt(squares * N / (N - 1)), 1e-13);
    }
    wb_frame_free(together);
    wb_frame_free(frame);
    wb_spec_free(all);
}

static void test_estimate__options_are_checked(void **state)
{
    const double y[] = {1, 2};
    wb_spec *spec = new_spec(NULL, NULL);
    wb_frame *frame = new_frame(2);
    wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;
    wb_tally *tally;
    wb_frame *out;

    (void)state;
    add_doubles(frame, "y", y);
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
    assert_ok(wb_tally_new(spec, &tally, NULL));
    assert_fails(wb_tally_estimate(tally, NULL, NULL, &out, NULL),
                 WB_E_DATA); /* no rows */
    assert_ok(wb_tally_update(tally, frame, NULL, NULL));
    options.level = 1;
    assert_fails(wb_tally_estimate(tally, &options, NULL, &out, NULL), WB_E_ARG);
    options.level = NAN;
    assert_fails(wb_tally_estimate(tally, &options, NULL, &out, NULL), WB_E_ARG);
    options.level = 0;
    options.interval = 8;
    assert_fails(wb_tally_estimate(tally, &options, NULL, &out, NULL), WB_E_ARG);
    assert_fails(wb_tally_estimate(NULL, NULL, NULL, &out, NULL), WB_E_ARG);
    assert_fails(wb_tally_estimate(tally, NULL, NULL, NULL, NULL), WB_E_ARG);
    wb_tally_free(tally);
    wb_frame_free(frame);
    wb_spec_free(spec);
}

static void test_estimate__a_proportion_that_rounds_to_one_is_extreme(void **state)
{
    static const double w[] = {1e20, 1e20, 1, 1};
    static const int8_t flag[] = {1, 1, 0, 0};
    wb_spec *spec = new_spec("w", NULL);
    wb_frame *frame = new_frame(4);

    (void)state;
    add_doubles(frame, "w", w);
    add_bools(frame, "flag", flag);
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "flag", NULL));
    wb_frame *out = estimate(spec, frame, NULL);
    assert_true(number(out, "estimate", 0) == 1 && number(out, "se", 0) == 0);
    assert_string(out, "status", 0, "extreme");
    assert_true(isnan(number(out, "lower", 0)) && isnan(number(out, "upper", 0)));
    wb_frame_free(out);
    wb_frame_free(frame);
    wb_spec_free(spec);
}

static void test_estimate__too_many_cells_are_refused_at_once(void **state)
{
    enum { N_ROWS = 2000 };
    static int32_t ids[N_ROWS];
    static const char *const by[] = {"a", "b", "c"};
    wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;
    wb_column nothing = WB_COLUMN_INIT;
    wb_spec *spec = new_spec(NULL, NULL);
    wb_frame *frame = new_frame(N_ROWS);
    wb_tally *tally = NULL;
    wb_frame *out = NULL;

    (void)state;
    for (int32_t i = 0; i < N_ROWS; i++)
        ids[i] = i;
    for (size_t i = 0; i < 3; i++)
        add_int32s(frame, by[i], ids);
    assert_ok(wb_frame_add_column(frame, "kind", &nothing, NULL));
    assert_ok(wb_spec_add_breakdown(spec, by, 3, NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_PROPORTION, "kind", NULL));
    assert_ok(wb_tally_new(spec, &tally, NULL));
    assert_ok(wb_tally_update(tally, frame, NULL, NULL));
    assert_fails(wb_tally_estimate(tally, NULL, NULL, &out, NULL), WB_E_LIMIT);
    assert_null(out);
    options.drop_empty = 1;
    assert_ok(wb_tally_estimate(tally, &options, NULL, &out, NULL));
    assert_int_equal(wb_frame_row_count(out), 0);
    wb_frame_free(out);
    wb_tally_free(tally);
    wb_frame_free(frame);
    wb_spec_free(spec);
}

/* Domain g=x has one row of stratum a, as it has of c: rows that closed do not know which
 * strata to join, open ones do. */
static void test_collapse_in_a_domain__takes_open_units(void **state)
{
    const char *const h[] = {"a", "a", "b", "b", "c", "c"};
    const char *const g[] = {"x", "z", "x", "x", "x", "z"};
    const double y[] = {1, 3, 2, 7, 9, 6};
    const char *const by[] = {"g"};
    wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;
    wb_spec *spec = new_spec(NULL, "h");
    wb_frame *frame = new_frame(6);
    wb_tally *tally = NULL;
    wb_frame *out = NULL;
    wb_error err = {0};

    (void)state;
    add_texts(frame, "h", h);
    add_texts(frame, "g", g);
    add_doubles(frame, "y", y);
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
    assert_ok(wb_spec_add_breakdown(spec, by, 1, NULL));
    options.lonely = WB_LONELY_COLLAPSE;
    options.lonely_in_domain = 1;
    assert_ok(wb_tally_new(spec, &tally, NULL));
    assert_ok(wb_tally_update(tally, frame, NULL, NULL));
    assert_fails(wb_tally_estimate(tally, &options, NULL, &out, &err), WB_E_UNSUPPORTED);
    assert_non_null(strstr(err.message, "declare that units are open"));
    assert_null(out);
    wb_tally_free(tally);
    assert_ok(wb_spec_set_units(spec, WB_UNITS_OPEN, NULL));
    assert_ok(wb_tally_new(spec, &tally, NULL));
    assert_ok(wb_tally_update(tally, frame, NULL, NULL));
    assert_ok(wb_tally_estimate(tally, &options, NULL, &out, NULL));
    /* a joins b and c the stratum before it: one of six sampled rows, of which the two
     * outside the domain add 0 to (n/(n-1)) sum ((y - 4.75) / 4)^2 */
    assert_close(number(out, "estimate", 0), 4.75, 1e-15);
    assert_close(number(out, "se", 0), sqrt(6.0 / 5 * 44.75 / 16), 1e-14);
    wb_frame_free(out);
    wb_tally_free(tally);
    wb_frame_free(frame);
    wb_spec_free(spec);
}

/* Replicate weights know no strata: no policy for lonely ones says anything of them. */
static void test_collapse_in_a_domain__leaves_replicate_weights_as_they_are(void **state)
{
    const double w[] = {1, 2, 3}, r1[] = {0, 3, 4.5}, r2[] = {1.5, 0, 4.5};
    const double y[] = {4, 5, 9};
    wb_replicate_options replicates = WB_REPLICATE_OPTIONS_INIT;
    wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;
    wb_spec *spec = new_spec("w", NULL);
    wb_frame *frame = new_frame(3);

    (void)state;
    add_doubles(frame, "w", w);
    add_doubles(frame, "y", y);
    add_doubles(frame, "r1", r1);
    add_doubles(frame, "r2", r2);
    replicates.type = WB_REPLICATE_JK1;
    assert_ok(wb_spec_set_replicates(spec, &replicates, NULL));
    assert_ok(wb_spec_add_replicate(spec, "r1", 0, NULL));
    assert_ok(wb_spec_add_replicate(spec, "r2", 0, NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_TOTAL, "y", NULL));
    options.lonely = WB_LONELY_COLLAPSE;
    options.lonely_in_domain = 1;
    wb_frame *out = estimate(spec, frame, &options);
    /* totals 55.5 and 46.5 around their mean 51, times 1/2: 4.5^2 */
    assert_close(number(out, "estimate", 0), 4 + 10 + 27, 0);
    assert_close(number(out, "se", 0), 4.5, 1e-14);
    wb_frame_free(out);
    wb_frame_free(frame);
    wb_spec_free(spec);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_estimate__mean_total_proportion_by_hand),
        cmocka_unit_test(test_estimate__columns_come_in_the_documented_order),
        cmocka_unit_test(test_estimate__status_table_holds_row_by_row),
        cmocka_unit_test(test_estimate__logit_interval_is_the_formula),
        cmocka_unit_test(
            test_estimate__a_missing_outcome_or_group_leaves_the_design_whole),
        cmocka_unit_test(test_estimate__one_sampled_row_in_a_stratum_names_the_stratum),
        cmocka_unit_test(
            test_estimate__empty_cells_of_a_crossing_are_rows_unless_dropped),
        cmocka_unit_test(test_estimate__declared_categories_come_first_also_without_rows),
        cmocka_unit_test(test_estimate__equal_values_have_no_variance_however_large),
        cmocka_unit_test(test_estimate__large_offsets_cost_no_precision),
        cmocka_unit_test(test_estimate__more_than_five_shares_agree_with_one_at_a_time),
        cmocka_unit_test(test_estimate__a_proportion_that_rounds_to_one_is_extreme),
        cmocka_unit_test(test_estimate__too_many_cells_are_refused_at_once),
        cmocka_unit_test(test_estimate__options_are_checked),
        cmocka_unit_test(test_collapse_in_a_domain__takes_open_units),
        cmocka_unit_test(test_collapse_in_a_domain__leaves_replicate_weights_as_they_are),
    };
    return cmocka_run_group_tests_name("survey/estimate", tests, NULL, NULL);
}
