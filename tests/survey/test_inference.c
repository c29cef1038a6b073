/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Estimates together: the same rows as closed units and as open ones must agree, and
 * every covariance with the variance of a sum. */
#include "survey/inference.h"
#include "survey_support.h"

#include <math.h>

enum { ROWS = 240 };

/* Strata of 20 to 60 rows, a group of three, two numbers, a category of three; some
 * missing. */
static wb_frame *sample_frame(void)
{
    static const char *const names[] = {"a", "b", "c"};
    double w[ROWS], x[ROWS], y[ROWS], size[ROWS];
    int32_t h[ROWS], g[ROWS], psu[ROWS];
    const char *kind[ROWS];
    wb_frame *frame = new_frame(ROWS);

    for (int i = 0; i < ROWS; i++) {
        unsigned r = (unsigned)i * 2654435761U;
        h[i] = i < 60 ? 0 : i < 100 ? 1 : i < 180 ? 2 : 3;
        g[i] = (int32_t)(r >> 7) % 3;
        psu[i] = h[i] * 100 + (int32_t)(r >> 11) % 7;
        w[i] = 1 + (r >> 5) % 5 * 0.75;
        x[i] = (r >> 9) % 101;
        y[i] = (r >> 13) % 11 == 0 ? NAN : x[i] * 0.5 + (r >> 3) % 17;
        kind[i] = (r >> 17) % 13 == 0 ? NULL : names[(r >> 19) % 3];
        size[i] = 400;
    }
    add_doubles(frame, "w", w);
    add_doubles(frame, "x", x);
    add_doubles(frame, "y", y);
    add_doubles(frame, "size", size);
    add_int32s(frame, "h", h);
    add_int32s(frame, "g", g);
    add_int32s(frame, "psu", psu);
    add_texts(frame, "kind", kind);
    return frame;
}

static wb_inference *inferred(const wb_spec *spec, const wb_estimate_options *options,
                              wb_tally **tally)
{
    wb_frame *frame = sample_frame();
    wb_inference *inference = NULL;
    assert_ok(wb_tally_new(spec, tally, NULL));
    assert_ok(wb_tally_update(*tally, frame, NULL, NULL));
    assert_ok(wb_inference_new(*tally, options, NULL, &inference, NULL));
    wb_frame_free(frame);
    return inference;
}

static wb_spec *by_group(int32_t statistic, const char *variable, int32_t units)
{
    const char *const by[] = {"g"};
    wb_spec *spec = new_spec("w", "h");
    assert_ok(wb_spec_add_estimand(spec, statistic, variable, NULL));
    assert_ok(wb_spec_add_breakdown(spec, by, 1, NULL));
    assert_ok(wb_spec_set_units(spec, units, NULL));
    return spec;
}

/* All covariances of the frame's rows. */
static double *covariances(const wb_inference *inference, size_t *n)
{
    int64_t rows[64];
    *n = (size_t)wb_frame_row_count(wb_inference_frame(inference));
    assert_true(*n <= 64);
    double *v = calloc(*n * *n, sizeof *v);
    for (size_t i = 0; i < *n; i++)
        rows[i] = (int64_t)i;
    assert_ok(wb_inference_covariance(inference, rows, *n, false, v, NULL));
    return v;
}

static void assert_same_matrix(const double *a, const double *b, size_t n)
{
    for (size_t i = 0; i < n * n; i++)
        assert_close(a[i], b[i], 1e-9);
}

static void test_inference__closed_and_open_rows_vary_alike(void **state)
{
    static const struct {
        int32_t statistic;
        const char *variable;
    } cases[] = {{WB_STATISTIC_MEAN, "y"},
                 {WB_STATISTIC_TOTAL, "y"},
                 {WB_STATISTIC_VARIANCE, "y"},
                 {WB_STATISTIC_PROPORTION, "kind"}};

    (void)state;
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        double *v[2];
        size_t n = 0;
        for (int32_t units = WB_UNITS_AUTO; units <= WB_UNITS_OPEN; units++) {
            wb_spec *spec = by_group(cases[c].statistic, cases[c].variable, units);
            wb_tally *tally = NULL;
            wb_inference *inference = inferred(spec, NULL, &tally);
            int64_t pair[] = {0, 1};
            int64_t all[64];
            double df = 0;
            v[units] = covariances(inference, &n);
            for (size_t i = 0; i < n; i++)
                assert_close(sqrt(v[units][i * n + i]),
                             number(wb_inference_frame(inference), "se", (int64_t)i),
                             1e-12);
            assert_ok(wb_inference_df(inference, pair, 1, &df, NULL));
            assert_close(df, number(wb_inference_frame(inference), "df", 0), 0);
            /* All groups together: each row with a value is a unit, of four strata. */
            double units_there = 0;
            for (size_t i = 0; i < n; i++) {
                all[i] = (int64_t)i;
                units_there += number(wb_inference_frame(inference), "n", (int64_t)i);
            }
            assert_ok(wb_inference_df(inference, all, n, &df, NULL));
            assert_close(df, units_there / ((double)n / 3) - 4, 0);
            wb_inference_free(inference);
            wb_tally_free(tally);
            wb_spec_free(spec);
        }
        assert_same_matrix(v[0], v[1], n);
        free(v[0]);
        free(v[1]);
    }
}

static void test_inference__closed_and_open_rows_agree_with_fpc_and_policies(void **state)
{
    (void)state;
    for (int32_t lonely = WB_LONELY_CERTAINTY; lonely <= WB_LONELY_AVERAGE; lonely++) {
        double *v[2];
        size_t n = 0;
        for (int32_t units = WB_UNITS_AUTO; units <= WB_UNITS_OPEN; units++) {
            wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;
            wb_spec *spec = by_group(WB_STATISTIC_TOTAL, "y", units);
            wb_tally *tally = NULL;
            assert_ok(wb_spec_add_fpc(spec, "size", NULL));
            options.lonely = lonely;
            options.lonely_in_domain = 1;
            wb_inference *inference = inferred(spec, &options, &tally);
            v[units] = covariances(inference, &n);
            wb_inference_free(inference);
            wb_tally_free(tally);
            wb_spec_free(spec);
        }
        assert_same_matrix(v[0], v[1], n);
        free(v[0]);
        free(v[1]);
    }
}

/* V(a + b) = V(a) + V(b) + 2 C(a, b): the total of all is the sum of those of the groups.
 */
static void test_inference__covariances_add_up_to_the_variance_of_a_sum(void **state)
{
    const char *const by[] = {"g"};
    wb_spec *spec = new_spec("w", "h");
    wb_tally *tally = NULL;
    size_t n = 0;
    double sum = 0;

    (void)state;
    assert_ok(wb_spec_add_cluster(spec, "psu", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_TOTAL, "y", NULL));
    assert_ok(wb_spec_add_breakdown(spec, NULL, 0, NULL));
    assert_ok(wb_spec_add_breakdown(spec, by, 1, NULL));
    wb_inference *inference = inferred(spec, NULL, &tally);
    double *v = covariances(inference, &n);
    assert_int_equal(n, 4);
    for (size_t i = 1; i < 4; i++) {
        for (size_t j = 1; j < 4; j++)
            sum += v[i * n + j];
        assert_close(v[i] / (v[n + i] + v[2 * n + i] + v[3 * n + i]), 1, 1e-12);
    }
    assert_close(sum / v[0], 1, 1e-12);
    assert_null(wb_inference_last_column(inference, 0));
    assert_string_equal(wb_inference_last_column(inference, 3), "g");
    free(v);
    wb_inference_free(inference);
    wb_tally_free(tally);
    wb_spec_free(spec);
}

static void test_inference__says_when_products_were_not_kept(void **state)
{
    wb_spec *spec = by_group(WB_STATISTIC_MEAN, "y", WB_UNITS_AUTO);
    wb_tally *tally = NULL;
    int64_t rows[] = {0, 1};
    double v[4];
    wb_error err;

    (void)state;
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "x", NULL));
    wb_inference *inference = inferred(spec, NULL, &tally);
    assert_fails(wb_inference_covariance(inference, rows, 2, false, v, &err),
                 WB_E_UNSUPPORTED);
    assert_non_null(strstr(err.message, "open units"));
    wb_inference_free(inference);
    wb_tally_free(tally);
    wb_spec_free(spec);
}

/* The table of counts: its totals are those of the weights, its rows those of the frame.
 */
static void test_inference_counts__are_totals_of_the_weights(void **state)
{
    (void)state;
    for (int32_t units = WB_UNITS_AUTO; units <= WB_UNITS_OPEN; units++) {
        wb_spec *spec = by_group(WB_STATISTIC_PROPORTION, "kind", units);
        wb_tally *tally = NULL;
        wb_inference *inference = inferred(spec, NULL, &tally);
        const wb_frame *frame = wb_inference_frame(inference);
        wb_counts counts;
        int64_t n = 0;
        assert_ok(wb_inference_counts(inference, 4, &counts, NULL));
        assert_int_equal(counts.n_rows, 3);
        assert_int_equal(counts.n_columns, 3);
        for (size_t r = 0; r < 3; r++) {
            double all = counts.totals[3 * r] + counts.totals[3 * r + 1] +
                         counts.totals[3 * r + 2];
            n += (int64_t)number(frame, "n", (int64_t)(3 * r));
            for (size_t c = 0; c < 3; c++) {
                int64_t row = counts.estimates[3 * r + c];
                assert_int_equal(row, (int64_t)(3 * r + c));
                assert_close(counts.totals[3 * r + c] / all,
                             number(frame, "estimate", row), 1e-14);
            }
        }
        assert_int_equal(counts.n, n);
        assert_close(counts.df, (double)n - 4, 0);
        wb_counts_free(&counts);
        wb_inference_free(inference);
        wb_tally_free(tally);
        wb_spec_free(spec);
    }
}

/* A jackknife of the user's: weights without each PSU in turn give what they should. */
static void test_inference__replicates_vary_as_their_formula_says(void **state)
{
    double w[] = {1, 2, 3}, r1[] = {0, 3, 4.5}, r2[] = {1.5, 0, 4.5}, r3[] = {1.5, 3, 0};
    double y[] = {4, 5, 9};
    const double t[] = {3 * 5 + 4.5 * 9, 1.5 * 4 + 4.5 * 9, 1.5 * 4 + 3 * 5};
    wb_replicate_options options = WB_REPLICATE_OPTIONS_INIT;
    wb_spec *spec = new_spec("w", NULL);
    wb_frame *frame = new_frame(3);
    double mean = (t[0] + t[1] + t[2]) / 3;
    double v = 0;

    (void)state;
    add_doubles(frame, "w", w);
    add_doubles(frame, "y", y);
    add_doubles(frame, "r1", r1);
    add_doubles(frame, "r2", r2);
    add_doubles(frame, "r3", r3);
    options.type = WB_REPLICATE_JK1;
    assert_ok(wb_spec_set_replicates(spec, &options, NULL));
    assert_ok(wb_spec_add_replicate(spec, "r1", 0, NULL));
    assert_ok(wb_spec_add_replicate(spec, "r2", 0, NULL));
    assert_ok(wb_spec_add_replicate(spec, "r3", 0, NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_TOTAL, "y", NULL));
    wb_frame *out = estimate(spec, frame, NULL);
    for (int i = 0; i < 3; i++)
        v += 2.0 / 3 * (t[i] - mean) * (t[i] - mean);
    assert_close(number(out, "estimate", 0), 4 + 10 + 27, 0);
    assert_close(number(out, "se", 0), sqrt(v), 1e-14);
    assert_close(number(out, "df", 0), 2, 0);
    wb_frame_free(out);
    wb_frame_free(frame);
    wb_spec_free(spec);
}

static wb_frame *frame_used;

static wb_status infer_once(void)
{
    const char *const by[] = {"g"};
    wb_spec *spec = NULL;
    wb_tally *tally = NULL;
    wb_inference *inference = NULL;
    int64_t rows[] = {0, 1};
    double v[4];
    wb_counts counts = {0};

    wb_status st = wb_spec_new(&spec, NULL);
    if (st == WB_OK)
        st = wb_spec_add_stratum(spec, "h", NULL);
    if (st == WB_OK)
        st = wb_spec_add_cluster(spec, "psu", NULL);
    if (st == WB_OK)
        st = wb_spec_add_fpc(spec, "size", NULL);
    if (st == WB_OK)
        st = wb_spec_add_estimand(spec, WB_STATISTIC_PROPORTION, "kind", NULL);
    if (st == WB_OK)
        st = wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL);
    if (st == WB_OK)
        st = wb_spec_add_breakdown(spec, by, 1, NULL);
    if (st == WB_OK)
        st = wb_tally_new(spec, &tally, NULL);
    if (st == WB_OK)
        st = wb_tally_update(tally, frame_used, NULL, NULL);
    if (st == WB_OK)
        st = wb_inference_new(tally, NULL, NULL, &inference, NULL);
    if (st == WB_OK)
        st = wb_inference_covariance(inference, rows, 2, false, v, NULL);
    if (st == WB_OK)
        st = wb_inference_counts(inference, 0, &counts, NULL);
    wb_counts_free(&counts);
    wb_inference_free(inference);
    wb_tally_free(tally);
    wb_spec_free(spec);
    return st;
}

static void test_inference__survives_every_failing_allocation(void **state)
{
    (void)state;
    frame_used = sample_frame();
    wb_test_every_allocation(infer_once);
    wb_frame_free(frame_used);
}

/* Of replicates made of the design the units count, not the replicates; of those of the
 * caller nothing but replicates is known. */
static void test_inference_df__of_made_replicates_is_that_of_the_design(void **state)
{
    wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;
    wb_spec *spec = by_group(WB_STATISTIC_MEAN, "y", WB_UNITS_OPEN);
    wb_tally *tally = NULL;
    int64_t row = 0;
    double df = 0;

    (void)state;
    options.replicates = WB_REPLICATE_BOOTSTRAP;
    options.n_replicates = 7;
    wb_inference *inference = inferred(spec, &options, &tally);
    assert_ok(wb_inference_df(inference, &row, 1, &df, NULL));
    assert_true(df > 50);
    assert_close(df, number(wb_inference_frame(inference), "df", 0), 0);
    wb_inference_free(inference);
    wb_tally_free(tally);
    wb_spec_free(spec);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_inference__closed_and_open_rows_vary_alike),
        cmocka_unit_test(
            test_inference__closed_and_open_rows_agree_with_fpc_and_policies),
        cmocka_unit_test(test_inference__covariances_add_up_to_the_variance_of_a_sum),
        cmocka_unit_test(test_inference__says_when_products_were_not_kept),
        cmocka_unit_test(test_inference_counts__are_totals_of_the_weights),
        cmocka_unit_test(test_inference__replicates_vary_as_their_formula_says),
        cmocka_unit_test(test_inference_df__of_made_replicates_is_that_of_the_design),
        cmocka_unit_test(test_inference__survives_every_failing_allocation),
    };
    return cmocka_run_group_tests_name("survey/inference", tests, NULL, NULL);
}
