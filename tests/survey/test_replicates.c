/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Replicates made of the design: what they are is tested in tests/design, here that the
 * estimates are made with them. */
#include "survey_support.h"

#include <math.h>

enum { ROWS = 12 };

/* Three strata of two clusters of two rows. */
static wb_frame *pairs_frame(void)
{
    const int32_t h[] = {1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3};
    const int32_t c[] = {1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6};
    const double y[] = {1, 4, 2, 2, 8, 9, 3, 5, 7, 7, 1, 0};
    const double w[] = {2, 2, 3, 3, 1, 1, 5, 5, 4, 4, 2, 2};
    wb_frame *frame = new_frame(ROWS);
    add_int32s(frame, "h", h);
    add_int32s(frame, "c", c);
    add_doubles(frame, "y", y);
    add_doubles(frame, "w", w);
    return frame;
}

static wb_spec *pairs_spec(int32_t statistic)
{
    wb_spec *spec = new_spec("w", "h");
    assert_ok(wb_spec_add_cluster(spec, "c", NULL));
    assert_ok(wb_spec_add_estimand(spec, statistic, "y", NULL));
    return spec;
}

/* For a total, half-samples with full balance, their Fay form and the stratified
 * jackknife have the variance of linearisation: Wolter (2007), 3.3 and 4.2. */
static void test_made_replicates__of_a_total_have_the_variance_of_linearisation(void **s)
{
    static const int32_t types[] = {WB_REPLICATE_JKN, WB_REPLICATE_BRR, WB_REPLICATE_FAY};
    wb_spec *spec = pairs_spec(WB_STATISTIC_TOTAL);
    wb_frame *frame = pairs_frame();
    wb_frame *linearised = estimate(spec, frame, NULL);

    (void)s;
    for (size_t i = 0; i < 3; i++) {
        wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;
        options.replicates = types[i];
        options.rho = types[i] == WB_REPLICATE_FAY ? 0.3 : 0;
        wb_frame *out = estimate(spec, frame, &options);
        assert_close(number(out, "se", 0), number(linearised, "se", 0), 1e-12);
        wb_frame_free(out);
    }
    wb_frame_free(linearised);
    wb_frame_free(frame);
    wb_spec_free(spec);
}

/* JK1 of a mean by hand: leave one cluster out, the others times 6/5. */
static void test_made_replicates__jackknife_of_a_mean_by_hand(void **state)
{
    static const double wy[] = {2 * 5, 3 * 4, 1 * 17, 5 * 8, 4 * 14, 2 * 1};
    static const double w[] = {4, 6, 2, 10, 8, 4};
    wb_spec *spec = new_spec("w", NULL);
    wb_frame *frame = pairs_frame();
    wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;
    double theta[6], mean = 0, v = 0, sum_w = 0, sum_wy = 0;

    (void)state;
    assert_ok(wb_spec_add_cluster(spec, "c", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
    for (int i = 0; i < 6; i++) {
        sum_w += w[i];
        sum_wy += wy[i];
    }
    for (int i = 0; i < 6; i++) {
        theta[i] = (sum_wy - wy[i]) / (sum_w - w[i]);
        mean += theta[i] / 6;
    }
    for (int i = 0; i < 6; i++)
        v += 5.0 / 6 * (theta[i] - mean) * (theta[i] - mean);
    options.replicates = WB_REPLICATE_JK1;
    wb_frame *out = estimate(spec, frame, &options);
    assert_close(number(out, "se", 0), sqrt(v), 1e-12);
    wb_frame_free(out);
    v = 0;
    for (int i = 0; i < 6; i++)
        v += 5.0 / 6 * (theta[i] - sum_wy / sum_w) * (theta[i] - sum_wy / sum_w);
    options.mse = 1;
    out = estimate(spec, frame, &options);
    assert_close(number(out, "se", 0), sqrt(v), 1e-12);
    wb_frame_free(out);
    wb_frame_free(frame);
    wb_spec_free(spec);
}

/* What is not at its default stands in the metadata, and nothing else does. */
static void test_metadata__say_how_the_variance_was_made(void **state)
{
    wb_spec *spec = pairs_spec(WB_STATISTIC_MEAN);
    wb_frame *frame = pairs_frame();
    wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;
    static const char *const words[] = {"\"df\":7",
                                        "\"lonely\":\"average\"",
                                        "\"lonely_in_domain\":true",
                                        "\"ultimate_cluster\":true",
                                        "\"rho\":0.25",
                                        "\"mse\":true",
                                        "\"type\":\"fay\""};
    wb_frame *plain = estimate(spec, frame, NULL);

    (void)state;
    options.df = 7;
    options.lonely = WB_LONELY_AVERAGE;
    options.lonely_in_domain = 1;
    options.ultimate_cluster = 1;
    options.replicates = WB_REPLICATE_FAY;
    options.rho = 0.25;
    options.mse = 1;
    wb_frame *out = estimate(spec, frame, &options);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        assert_non_null(strstr(wb_frame_metadata(out), words[i]));
        assert_null(strstr(wb_frame_metadata(plain), words[i]));
    }
    wb_frame_free(out);
    wb_frame_free(plain);
    wb_frame_free(frame);
    wb_spec_free(spec);
}

static void test_made_replicates__a_bootstrap_follows_its_seed(void **state)
{
    wb_spec *spec = pairs_spec(WB_STATISTIC_MEAN);
    wb_frame *frame = pairs_frame();
    wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;
    double se[3];

    (void)state;
    options.replicates = WB_REPLICATE_BOOTSTRAP;
    for (int i = 0; i < 3; i++) {
        options.seed = i < 2 ? 7 : 8;
        wb_frame *out = estimate(spec, frame, &options);
        se[i] = number(out, "se", 0);
        assert_true(se[i] > 0);
        assert_non_null(strstr(wb_frame_metadata(out),
                               i < 2 ? "\"replicates\":{\"n\":500,\"seed\":\"7\","
                                       "\"type\":\"bootstrap\"}"
                                     : "\"seed\":\"8\""));
        wb_frame_free(out);
    }
    assert_true(se[0] == se[1]);
    assert_true(se[0] != se[2]);
    wb_frame_free(frame);
    wb_spec_free(spec);
}

/* Factors of 5,800 replicates of as many rows would take more than 2^28 bytes: each
 * replicate is made as it is needed, and of a total they have the variance of
 * linearisation. */
static void test_made_replicates__that_are_too_many_to_keep_are_the_same(void **state)
{
    enum { MANY = 5800 };
    double *y = malloc(MANY * sizeof *y);
    wb_frame *frame = new_frame(MANY);
    wb_spec *spec = new_spec(NULL, NULL);
    wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;

    (void)state;
    assert_non_null(y);
    for (int i = 0; i < MANY; i++)
        y[i] = (unsigned)i * 2654435761U >> 12;
    add_doubles(frame, "y", y);
    assert_ok(wb_spec_set_units(spec, WB_UNITS_OPEN, NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_TOTAL, "y", NULL));
    wb_frame *linearised = estimate(spec, frame, NULL);
    options.replicates = WB_REPLICATE_JK1;
    wb_frame *out = estimate(spec, frame, &options);
    assert_close(number(out, "se", 0) / number(linearised, "se", 0), 1, 1e-11);
    wb_frame_free(linearised);
    wb_frame_free(out);
    wb_spec_free(spec);
    wb_frame_free(frame);
    free(y);
}

/* ---- variances, covariances and correlations ---- */

/* Rows are units; `g` NULL: one domain. */
static wb_frame *by_rows(const double *x, const double *y, const int32_t *g, int n,
                         const wb_estimate_options *options)
{
    static const char *const by[] = {"g"};
    wb_spec *spec = new_spec(NULL, NULL);
    wb_frame *frame = new_frame(n);

    add_doubles(frame, "x", x);
    add_doubles(frame, "y", y);
    if (g != NULL)
        add_int32s(frame, "g", g);
    assert_ok(wb_spec_set_units(spec, WB_UNITS_OPEN, NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_VARIANCE, "y", NULL));
    assert_ok(wb_spec_add_pair(spec, WB_STATISTIC_COVARIANCE, "x", "y", NULL));
    assert_ok(wb_spec_add_pair(spec, WB_STATISTIC_CORRELATION, "x", "y", NULL));
    if (g != NULL)
        assert_ok(wb_spec_add_breakdown(spec, by, 1, NULL));
    wb_frame *out = estimate(spec, frame, options);
    wb_frame_free(frame);
    wb_spec_free(spec);
    return out;
}

/* y = 0 1 2 3 and an offset: replicates 8/9 56/27 56/27 8/9, whose mean is 40/27; the
 * variance itself is 5/3. */
static void test_made_replicates__of_a_variance_far_from_0_by_hand(void **state)
{
    static const double y[] = {1e8, 1e8 + 1, 1e8 + 2, 1e8 + 3};
    static const double x[] = {3 - 1e7, 2 - 1e7, 1 - 1e7, -1e7};
    wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;

    (void)state;
    options.replicates = WB_REPLICATE_JK1;
    for (options.mse = 0; options.mse <= 1; options.mse++) {
        double se = options.mse ? sqrt(843) / 27 : 16 * sqrt(3) / 27;
        wb_frame *out = by_rows(x, y, NULL, 4, &options);
        assert_close(number(out, "estimate", 0), 5.0 / 3, 1e-14);
        assert_close(number(out, "se", 0), se, 1e-14);
        assert_close(number(out, "estimate", 1), -5.0 / 3, 1e-14);
        assert_close(number(out, "se", 1), se, 1e-14);
        assert_close(number(out, "estimate", 2), -1, 1e-14);
        assert_close(number(out, "se", 2), 0, 1e-14);
        wb_frame_free(out);
    }
}

/* What is far from 0 has the standard errors of what is near. */
static void test_made_replicates__say_the_same_of_shifted_values(void **state)
{
    enum { MANY = 300 };
    static const int32_t types[] = {WB_REPLICATE_JK1, WB_REPLICATE_BOOTSTRAP};
    double x[MANY], y[MANY], far_x[MANY], far_y[MANY];
    int32_t g[MANY];

    (void)state;
    for (int i = 0; i < MANY; i++) {
        x[i] = ((unsigned)i * 2654435761U >> 20) % 50;
        y[i] = x[i] + ((unsigned)i * 2246822519U >> 20) % 40;
        far_x[i] = x[i] + 3e9;
        far_y[i] = y[i] - 5e8;
        g[i] = i % 7 == 0;
    }
    for (int i = 0; i < 2; i++) {
        wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;
        options.replicates = types[i];
        wb_frame *near = by_rows(x, y, g, MANY, &options);
        wb_frame *far = by_rows(far_x, far_y, g, MANY, &options);
        for (int64_t row = 0; row < wb_frame_row_count(near); row++)
            assert_close(number(far, "se", row) / number(near, "se", row), 1, 1e-12);
        wb_frame_free(near);
        wb_frame_free(far);
    }
}

/* Of three rows, x = a a b and y = 1 2 4 with r = -5/√28, one replicate lacks the third:
 * there is no correlation in it, whatever rounding makes of a. Those that lack one of the
 * others have -1; the fourth row is of another domain, and without it there is r. */
static void test_made_replicates__without_a_correlation_are_left_out(void **state)
{
    static const double y[] = {1, 2, 4, 5};
    static const int32_t g[] = {1, 1, 1, 2};
    double r = -5 / sqrt(28);

    (void)state;
    for (int i = 1; i < 200; i++) {
        double x[] = {i / 7.0, i / 7.0, i / 7.0 - 2, 8};
        wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;
        options.replicates = WB_REPLICATE_JK1;
        wb_frame *out = by_rows(x, y, g, 4, &options);
        assert_close(number(out, "estimate", 2), r, 1e-12);
        assert_close(number(out, "se", 2), (1 + r) / sqrt(2), 1e-12);
        assert_string(out, "status", 2, "ok");
        wb_frame_free(out);
        options.mse = 1;
        out = by_rows(x, y, g, 4, &options);
        assert_close(number(out, "se", 2), (1 + r) * sqrt(1.5), 1e-12);
        wb_frame_free(out);
    }
}

/* One value far from the others, in every tenth or so of the replicates not there: they
 * have the correlation of the rest. */
static void test_made_replicates__without_an_outlier_keep_their_digits(void **state)
{
    enum { N = 12 };
    double x[N], y[N], theta[N], mean = 0, v = 0;
    wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;

    (void)state;
    for (int i = 0; i < N; i++) {
        x[i] = i * i % 11;
        y[i] = i * i * i % 13;
    }
    x[5] = 999999999;
    for (int out = 0; out < N; out++) {
        double mx = 0, my = 0, xx = 0, xy = 0, yy = 0;
        for (int i = 0; i < N; i++) {
            mx += i == out ? 0 : x[i] / (N - 1);
            my += i == out ? 0 : y[i] / (N - 1);
        }
        for (int i = 0; i < N; i++) {
            xx += i == out ? 0 : (x[i] - mx) * (x[i] - mx);
            xy += i == out ? 0 : (x[i] - mx) * (y[i] - my);
            yy += i == out ? 0 : (y[i] - my) * (y[i] - my);
        }
        theta[out] = xy / sqrt(xx * yy);
        mean += theta[out] / N;
    }
    for (int i = 0; i < N; i++)
        v += (theta[i] - mean) * (theta[i] - mean) * (N - 1) / N;
    options.replicates = WB_REPLICATE_JK1;
    wb_frame *found = by_rows(x, y, NULL, N, &options);
    assert_close(number(found, "se", 2), sqrt(v), 1e-12);
    wb_frame_free(found);
}

static void refuse(const wb_spec *spec, int32_t type, wb_status status, const char *word)
{
    wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;
    wb_frame *frame = pairs_frame();
    wb_tally *tally = NULL;
    wb_frame *out = NULL;
    wb_error err;

    options.replicates = type;
    assert_ok(wb_tally_new(spec, &tally, NULL));
    assert_ok(wb_tally_update(tally, frame, NULL, NULL));
    assert_fails(wb_tally_estimate(tally, &options, NULL, &out, &err), status);
    assert_non_null(strstr(err.message, word));
    assert_null(out);
    wb_tally_free(tally);
    wb_frame_free(frame);
}

static void test_made_replicates__say_what_they_cannot_be_made_of(void **state)
{
    wb_spec *closed = new_spec("w", "h");
    wb_spec *wide = new_spec("w", NULL);
    wb_spec *pairs = pairs_spec(WB_STATISTIC_MEAN);
    wb_spec *weighted = new_spec("w", NULL);
    wb_spec *calibrated = pairs_spec(WB_STATISTIC_MEAN);
    wb_replicate_options options = WB_REPLICATE_OPTIONS_INIT;

    (void)state;
    options.type = WB_REPLICATE_JK1;
    assert_ok(wb_spec_set_replicates(weighted, &options, NULL));
    assert_ok(wb_spec_add_replicate(weighted, "w", 0, NULL));
    assert_ok(wb_spec_add_replicate(weighted, "y", 0, NULL));
    assert_ok(wb_spec_add_estimand(weighted, WB_STATISTIC_MEAN, "y", NULL));
    assert_ok(wb_spec_set_initial_weights(calibrated, "w", NULL));
    assert_ok(wb_spec_add_margin(calibrated, NULL, 0, NULL));
    assert_ok(wb_spec_add_estimand(closed, WB_STATISTIC_MEAN, "y", NULL));
    refuse(closed, WB_REPLICATE_JKN, WB_E_UNSUPPORTED, "open units");
    assert_ok(wb_spec_add_cluster(wide, "c", NULL));
    assert_ok(wb_spec_add_estimand(wide, WB_STATISTIC_MEAN, "y", NULL));
    refuse(wide, WB_REPLICATE_BRR, WB_E_DESIGN, "two sampled units");
    refuse(pairs, 99, WB_E_ARG, "99");
    refuse(pairs, WB_REPLICATE_SDR, WB_E_ARG, "");
    refuse(weighted, WB_REPLICATE_JK1, WB_E_UNSUPPORTED, "bring replicate weights");
    refuse(calibrated, WB_REPLICATE_JKN, WB_E_UNSUPPORTED, "calibrated anew");
    wb_spec_free(weighted);
    wb_spec_free(calibrated);
    wb_spec_free(closed);
    wb_spec_free(wide);
    wb_spec_free(pairs);
}

static void test_made_replicates__rho_is_a_share(void **state)
{
    static const double none[] = {1, -0.1, NAN, INFINITY};
    wb_spec *spec = pairs_spec(WB_STATISTIC_MEAN);
    wb_frame *frame = pairs_frame();
    wb_tally *tally = NULL;

    (void)state;
    assert_ok(wb_tally_new(spec, &tally, NULL));
    assert_ok(wb_tally_update(tally, frame, NULL, NULL));
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;
        wb_frame *out = NULL;
        wb_error err;
        options.replicates = WB_REPLICATE_FAY;
        options.rho = none[i];
        assert_fails(wb_tally_estimate(tally, &options, NULL, &out, &err), WB_E_ARG);
        assert_non_null(strstr(err.message, "Fay's rho is at least 0 and below 1"));
        assert_null(out);
    }
    wb_tally_free(tally);
    wb_frame_free(frame);
    wb_spec_free(spec);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_made_replicates__rho_is_a_share),
        cmocka_unit_test(
            test_made_replicates__of_a_total_have_the_variance_of_linearisation),
        cmocka_unit_test(test_made_replicates__jackknife_of_a_mean_by_hand),
        cmocka_unit_test(test_metadata__say_how_the_variance_was_made),
        cmocka_unit_test(test_made_replicates__a_bootstrap_follows_its_seed),
        cmocka_unit_test(test_made_replicates__that_are_too_many_to_keep_are_the_same),
        cmocka_unit_test(test_made_replicates__of_a_variance_far_from_0_by_hand),
        cmocka_unit_test(test_made_replicates__say_the_same_of_shifted_values),
        cmocka_unit_test(test_made_replicates__without_a_correlation_are_left_out),
        cmocka_unit_test(test_made_replicates__without_an_outlier_keep_their_digits),
        cmocka_unit_test(test_made_replicates__say_what_they_cannot_be_made_of),
    };
    return cmocka_run_group_tests_name("survey/replicates", tests, NULL, NULL);
}
