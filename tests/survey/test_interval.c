/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Intervals of proportions: against R (tests/vectors/intervals.csv, made by
 * tests/reference/intervals.R), the rule table row by row, and the precision flags. */
#include "survey/interval.h"
#include "survey_support.h"

#include <float.h>

enum { N_METHODS = WB_INTERVAL_JEFFREYS + 1 };

static const double inf = (double)INFINITY;

static int32_t method_of(const wb_frame *frame, int64_t row)
{
    size_t length = 0;
    const char *text = wb_frame_text(frame, column_of(frame, "method"), row, &length);

    for (int32_t method = 0; method < N_METHODS; method++) {
        const char *name = wb_interval_name(method);
        if (strlen(name) == length && memcmp(name, text, length) == 0)
            return method;
    }
    fail_msg("row %lld names no method", (long long)row);
    return -1;
}

static void test_interval__agrees_with_r(void **state)
{
    wb_frame *frame = read_vectors("intervals");
    int counts[N_METHODS] = {0};

    (void)state;
    wb_test_record("intervals");
    for (int64_t row = 0; row < wb_frame_row_count(frame); row++) {
        wb_share share = {number(frame, "p", row), number(frame, "se", row),
                          number(frame, "df", row), (int64_t)number(frame, "n", row),
                          (int64_t)number(frame, "n_ones", row)};
        int32_t method = method_of(frame, row);
        wb_test_next_case();
        wb_bounds b = wb_interval_of(method, &share, number(frame, "level", row));
        double lower = number(frame, "lower", row);
        double upper = number(frame, "upper", row);
        if (!wb_test_agrees(wb_interval_name(method), b.lower, lower, 1, 1e-11) ||
            !wb_test_agrees(wb_interval_name(method), b.upper, upper, 1, 1e-11))
            fail_msg("%s, row %lld: %.17g, %.17g where R has %.17g, %.17g",
                     wb_interval_name(method), (long long)row, b.lower, b.upper, lower,
                     upper);
        counts[method]++;
    }
    for (int32_t method = 0; method < N_METHODS; method++)
        assert_true(counts[method] > 50);
    wb_frame_free(frame);
}

static void test_interval__by_hand(void **state)
{
    /* 8 of 10 by simple random sampling with se² = p(1-p)/n: Wilson's of the textbooks.
     */
    const wb_share share = {0.8, sqrt(0.8 * 0.2 / 10), inf, 10, 8};
    wb_bounds b = wb_interval_of(WB_INTERVAL_WILSON, &share, 0.95);

    (void)state;
    assert_close(b.lower, 0.490162471536642, 1e-13);
    assert_close(b.upper, 0.943317848545625, 1e-13);
    b = wb_interval_of(WB_INTERVAL_AGRESTI_COULL, &share, 0.95);
    assert_close(b.lower, 0.479367, 1e-6);
    assert_close(b.upper, 0.954113, 1e-6);
}

/* ---- the rule table: method x case ---- */

typedef struct rule {
    const char *name;
    wb_share share;
    wb_estimate_status status;
    /* per group of methods: 'n' none, 'p' the point, '0' lower is p, '1' upper is p, 'y'
     * a proper interval around p */
    char wald, logit, others;
} rule;

static const rule rules[] = {
    {"empty", {NAN, NAN, 0, 0, 0}, WB_ESTIMATE_EMPTY, 'n', 'n', 'n'},
    {"df 0", {0.5, 0.5, 0, 2, 1}, WB_ESTIMATE_NO_DF, 'n', 'n', 'n'},
    {"df below 0", {0.5, 0.5, -1, 2, 1}, WB_ESTIMATE_NO_DF, 'n', 'n', 'n'},
    {"df missing", {0.5, 0.5, NAN, 2, 1}, WB_ESTIMATE_NO_DF, 'n', 'n', 'n'},
    {"df 0, p 0", {0, 0, 0, 1, 0}, WB_ESTIMATE_NO_DF, 'n', 'n', 'n'},
    {"p 0", {0, 0, 9, 10, 0}, WB_ESTIMATE_EXTREME, 'p', 'n', '0'},
    {"p 1", {1, 0, 9, 10, 10}, WB_ESTIMATE_EXTREME, 'p', 'n', '1'},
    {"p 0, one row, df given", {0, 0, 5, 1, 0}, WB_ESTIMATE_EXTREME, 'p', 'n', '0'},
    {"p 1, one row, df given", {1, 0, 5, 1, 1}, WB_ESTIMATE_EXTREME, 'p', 'n', '1'},
    {"p 1 by rounding", {1, 1e-20, 9, 10, 9}, WB_ESTIMATE_EXTREME, 'p', 'n', '1'},
    {"p 0, df infinite", {0, 0, INFINITY, 10, 0}, WB_ESTIMATE_EXTREME, 'p', 'n', '0'},
    {"se 0", {0.5, 0, 3, 4, 2}, WB_ESTIMATE_CONSTANT, 'p', 'p', 'p'},
    {"n_eff > n", {0.5, 0.01, 20, 22, 11}, WB_ESTIMATE_OK, 'y', 'y', 'y'},
    {"n_eff < 1", {0.5, 0.9, 2, 5, 2}, WB_ESTIMATE_OK, 'y', 'y', 'y'},
    {"rare", {1e-9, 1e-9, 30, 1000, 1}, WB_ESTIMATE_OK, 'y', 'y', 'y'},
    {"nearly all", {1 - 1e-9, 1e-9, 30, 1000, 999}, WB_ESTIMATE_OK, 'y', 'y', 'y'},
    {"se tiny", {0.3, 1e-12, 30, 1000, 300}, WB_ESTIMATE_OK, 'y', 'y', 'y'},
    {"se tinier", {0.3, 1e-40, 30, 1000, 300}, WB_ESTIMATE_OK, 'y', 'y', 'y'},
    {"df 1", {0.3, 0.1, 1, 10, 3}, WB_ESTIMATE_OK, 'y', 'y', 'y'},
    {"df 0.1", {0.3, 0.1, 0.1, 10, 3}, WB_ESTIMATE_OK, 'y', 'y', 'y'},
};

/* A beta distribution of parameters near 0, which takes the whole of a long double. */
static const rule fine_rule = {"df 0.5", {0.3, 0.1, 0.5, 10, 3}, WB_ESTIMATE_OK, 'y', 'y',
                               'y'};

/* Not so under valgrind, which works long doubles out as doubles. */
static int long_doubles_are_long(void)
{
    volatile long double one = 1;
    return one + LDBL_EPSILON != one;
}

static void check_rule(const rule *r, int32_t method)
{
    wb_bounds b = wb_interval_of(method, &r->share, 0.95);
    char expected = method == WB_INTERVAL_WALD    ? r->wald
                    : method == WB_INTERVAL_LOGIT ? r->logit
                                                  : r->others;
    double p = r->share.p;
    double least = method == WB_INTERVAL_WALD ? -inf : 0;
    bool held = b.status == r->status;

    if (expected == 'n')
        held = held && isnan(b.lower) && isnan(b.upper);
    if (expected == 'p')
        held = held && b.lower == p && b.upper == p;
    if (expected == '0')
        held = held && b.lower == 0 && b.upper > 0 && b.upper < 1;
    if (expected == '1')
        held = held && b.upper == 1 && b.lower > 0 && b.lower < 1;
    if (expected == 'y')
        held = held && b.lower >= least && b.lower <= p && b.upper >= p &&
               b.upper <= 1 - least && (b.lower < b.upper || r->share.se < 1e-17);
    if (!held)
        fail_msg("%s, %s: %.17g, %.17g, %s", r->name, wb_interval_name(method), b.lower,
                 b.upper, wb_estimate_status_name(b.status));
}

static void test_interval__the_rule_table_holds(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        for (int32_t method = 0; method < N_METHODS; method++)
            check_rule(&rules[i], method);
    for (int32_t method = 0; long_doubles_are_long() && method < N_METHODS; method++)
        check_rule(&fine_rule, method);
}

static void test_interval__extremes_have_the_bounds_of_the_table(void **state)
{
    const wb_share none = {0, 0, 12, 20, 0}, all = {1, 0, 12, 20, 20};
    const double t = 2.178812829667228; /* t(12) at 0.975 */
    (void)state;
    assert_close(wb_interval_of(WB_INTERVAL_BETA, &none, 0.95).upper,
                 1 - pow(0.025, 1.0 / 20), 1e-13);
    assert_close(wb_interval_of(WB_INTERVAL_BETA, &all, 0.95).lower, pow(0.025, 1.0 / 20),
                 1e-13);
    assert_close(wb_interval_of(WB_INTERVAL_WILSON, &none, 0.95).upper,
                 t * t / (20 + t * t), 1e-13);
    assert_close(wb_interval_of(WB_INTERVAL_LIKELIHOOD, &all, 0.95).lower,
                 exp(-t * t / 40), 1e-13);
    assert_close(wb_interval_of(WB_INTERVAL_ASIN, &none, 0.95).upper,
                 pow(sin(t / (2 * sqrt(20))), 2), 1e-13);
}

static void test_interval__mirrors(void **state)
{
    /* The interval of 1 - p is the mirror image of that of p. */
    const wb_share share = {0.125, 0.0625, 7, 40, 5};
    const wb_share mirror = {0.875, 0.0625, 7, 40, 35};

    (void)state;
    for (int32_t method = 0; method < N_METHODS; method++) {
        wb_bounds a = wb_interval_of(method, &share, 0.9);
        wb_bounds b = wb_interval_of(method, &mirror, 0.9);
        assert_close(a.lower, 1 - b.upper, 1e-13);
        assert_close(a.upper, 1 - b.lower, 1e-13);
    }
}

static void test_interval__grows_with_level_and_se(void **state)
{
    (void)state;
    for (int32_t method = 0; method < N_METHODS; method++) {
        double width = 0;
        for (int i = 1; i <= 20; i++) {
            wb_share share = {0.2, 0.02, 15, 100, 20};
            wb_bounds b = wb_interval_of(method, &share, i / 21.0);
            assert_true(b.upper - b.lower > width);
            width = b.upper - b.lower;
        }
        width = 0;
        for (int i = 1; i <= 20; i++) {
            wb_share share = {0.2, 0.002 * i, 15, 100, 20};
            wb_bounds b = wb_interval_of(method, &share, 0.95);
            assert_true(b.upper - b.lower > width);
            width = b.upper - b.lower;
        }
    }
}

static void test_interval__likelihood_solves_its_equation(void **state)
{
    static const double shares[] = {1e-12, 1e-4, 0.0219, 0.3, 0.5, 0.97, 1 - 1e-9};

    (void)state;
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
        double p = shares[i];
        wb_share share = {p, 0.7 * fmin(p, 1 - p), 25, 300, 7};
        wb_bounds b = wb_interval_of(WB_INTERVAL_LIKELIHOOD, &share, 0.95);
        double t = wb_interval_of_number(0, 1, 25, 300, 0.95).upper;
        double target = t * t * share.se * share.se / (p * (1 - p)) * 300 / 299;
        double q = b.lower;
        assert_true(q > 0 && b.upper < 1);
        if (p < 0.9) { /* beyond, 1 - q has too few digits to check with */
            assert_close(2 * (p * log(p / q) + (1 - p) * (log1p(-p) - log1p(-q))) /
                             target,
                         1, 1e-9);
            q = b.upper;
            assert_close(2 * (p * log(p / q) + (1 - p) * (log1p(-p) - log1p(-q))) /
                             target,
                         1, 1e-9);
        }
    }
}

static void test_interval__of_numbers(void **state)
{
    (void)state;
    wb_bounds b = wb_interval_of_number(10, 2, 3, 5, 0.95);
    assert_close(b.upper, 10 + 2 * 3.182446305283708, 1e-13);
    assert_int_equal(b.status, WB_ESTIMATE_OK);
    b = wb_interval_of_number(10, 0, 3, 5, 0.95);
    assert_true(b.lower == 10 && b.upper == 10);
    assert_int_equal(b.status, WB_ESTIMATE_CONSTANT);
    b = wb_interval_of_number(10, 2, 0, 5, 0.95);
    assert_true(isnan(b.lower) && isnan(b.upper));
    assert_int_equal(b.status, WB_ESTIMATE_NO_DF);
    b = wb_interval_of_number(NAN, NAN, 0, 0, 0.95);
    assert_int_equal(b.status, WB_ESTIMATE_EMPTY);
}

static void test_wb_interval_with__takes_the_quantile_that_is_known(void **state)
{
    const wb_share share = {0.125, 0.0625, 7, 40, 5};

    (void)state;
    assert_close(wb_interval_t(0.95, 3), 3.182446305283708, 1e-14);
    for (int32_t method = 0; method < N_METHODS; method++) {
        wb_bounds a = wb_interval_of(method, &share, 0.9);
        wb_bounds b = wb_interval_with(method, &share, 0.9, wb_interval_t(0.9, 7));
        assert_true(a.lower == b.lower && a.upper == b.upper);
    }
    assert_close(wb_interval_with(WB_INTERVAL_WALD, &share, 0.9, 2).upper, 0.25, 1e-15);
    assert_true(wb_interval_around(10, 2, 3, 5, 1.5).lower == 7);
}

/* ---- precision ---- */

static void assert_precision(wb_share share, const char *expected)
{
    assert_string_equal(wb_precision_name(wb_precision_of(&share)), expected);
}

static void test_precision__of_shares_by_the_table(void **state)
{
    (void)state;
    assert_precision((wb_share){NAN, NAN, 0, 0, 0}, "none");
    assert_precision((wb_share){0.5, 0.1, 0, 100, 50}, "none");
    assert_precision((wb_share){0.5, NAN, 20, 100, 50}, "none");
    assert_precision((wb_share){0.5, 0.01, 20, 29, 15}, "suppress_n");
    assert_precision((wb_share){0.5, 0.1, 20, 100, 50}, "suppress_n"); /* n_eff 25 */
    assert_precision((wb_share){0.5, 0.08, 50, 100, 50}, "suppress_width");
    assert_precision((wb_share){0.1, 0.045, 50, 200, 20}, "suppress_relative_width");
    assert_precision((wb_share){0.96, 0.018, 50, 120, 115}, "complement");
    assert_precision((wb_share){0.5, 0.03, 7, 400, 200}, "review_df");
    assert_precision((wb_share){0.5, 0.03, 8, 400, 200}, "ok");
    /* Clopper-Pearson: 1 - 0.025^(1/72) = 0.04994; with 71 rows 0.0506. */
    assert_precision((wb_share){0, 0, 60, 72, 0}, "review_events");
    assert_precision((wb_share){1, 0, 60, 71, 71}, "review_events");
    assert_precision((wb_share){0, 0, 60, 71, 0}, "suppress_relative_width");
    /* a stratified design is not judged as more than its rows */
    assert_precision((wb_share){0.5, 0.0001, 30, 33, 16}, "suppress_width");
    assert_precision((wb_share){0.5, 0, 90, 100, 50}, "ok");
}

static void test_precision__of_numbers_by_the_table(void **state)
{
    static const struct {
        double estimate, se, df;
        int64_t n;
        wb_precision expected;
    } cases[] = {
        {1, NAN, 9, 40, WB_PRECISION_NONE},
        {NAN, NAN, 0, 0, WB_PRECISION_NONE},
        {1, 0.1, 0, 40, WB_PRECISION_NONE},
        {1, 0.01, 9, 29, WB_PRECISION_SUPPRESS_N},
        {-100, 16.5, 9, 30, WB_PRECISION_OK},
        {100, 16.6, 9, 30, WB_PRECISION_CAUTION_CV},
        {100, 33.3, 9, 30, WB_PRECISION_CAUTION_CV},
        {-100, 33.4, 9, 30, WB_PRECISION_SUPPRESS_CV},
        {0, 1e-9, 9, 30, WB_PRECISION_SUPPRESS_CV},
        {0, 0, 9, 30, WB_PRECISION_OK},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(wb_precision_of_number(cases[i].estimate, cases[i].se,
                                                cases[i].df, cases[i].n),
                         cases[i].expected);
}

/* ---- in estimates ---- */

static void test_interval__of_every_kind_in_estimates(void **state)
{
    const int8_t y[] = {1, 0, 0, 1, 0, 0, 0, 1};
    const double w[] = {1, 2, 3, 1, 2, 3, 1, 2};
    wb_spec *spec = new_spec("w", NULL);
    wb_frame *frame = new_frame(8);
    wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;

    (void)state;
    add_bools(frame, "y", y);
    add_doubles(frame, "w", w);
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
    for (int32_t method = 0; method < N_METHODS; method++) {
        options.interval = method;
        wb_frame *out = estimate(spec, frame, &options);
        wb_share share = {number(out, "estimate", 0), number(out, "se", 0), 7, 8, 3};
        wb_bounds b = wb_interval_of(method, &share, 0.95);
        assert_true(number(out, "lower", 0) == b.lower);
        assert_true(number(out, "upper", 0) == b.upper);
        char expected[64];
        snprintf(expected, sizeof expected, "\"interval\":\"%s\"",
                 wb_interval_name(method));
        assert_non_null(strstr(wb_frame_metadata(out), expected));
        wb_frame_free(out);
    }
    wb_frame_free(frame);
    wb_spec_free(spec);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_interval__agrees_with_r),
        cmocka_unit_test(test_interval__by_hand),
        cmocka_unit_test(test_interval__the_rule_table_holds),
        cmocka_unit_test(test_interval__extremes_have_the_bounds_of_the_table),
        cmocka_unit_test(test_interval__mirrors),
        cmocka_unit_test(test_interval__grows_with_level_and_se),
        cmocka_unit_test(test_interval__likelihood_solves_its_equation),
        cmocka_unit_test(test_interval__of_numbers),
        cmocka_unit_test(test_wb_interval_with__takes_the_quantile_that_is_known),
        cmocka_unit_test(test_precision__of_shares_by_the_table),
        cmocka_unit_test(test_precision__of_numbers_by_the_table),
        cmocka_unit_test(test_interval__of_every_kind_in_estimates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
