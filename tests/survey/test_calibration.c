/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The variance of calibrated weights, against residuals worked out row by row. */
#include "survey_support.h"

#include <math.h>
#include <stdbool.h>

enum { ROWS = 60, CATEGORIES = 3 };

typedef struct sample {
    double d[ROWS], w[ROWS], x[ROWS], y[ROWS];
    int32_t k[ROWS], domain[ROWS];
} sample;

/* Post-strata of 30, 20 and 10 rows, initial weights that vary, calibrated to sizes. */
static sample post_stratified(void)
{
    static const double sizes[CATEGORIES] = {500, 900, 350};
    sample s;
    double sums[CATEGORIES] = {0};

    for (int i = 0; i < ROWS; i++) {
        unsigned r = (unsigned)i * 2654435761U;
        s.k[i] = i < 30 ? 0 : i < 50 ? 1 : 2;
        s.domain[i] = (int32_t)(r >> 9) % 2;
        s.d[i] = 5 + (r >> 3) % 17;
        s.x[i] = (r >> 6) % 23;
        s.y[i] = 10 * s.k[i] + s.x[i] + (r >> 12) % 13;
        sums[s.k[i]] += s.d[i];
    }
    for (int i = 0; i < ROWS; i++)
        s.w[i] = s.d[i] * sizes[s.k[i]] / sums[s.k[i]];
    return s;
}

static wb_frame *frame_of_sample(const sample *s)
{
    wb_frame *frame = new_frame(ROWS);
    add_doubles(frame, "d", s->d);
    add_doubles(frame, "w", s->w);
    add_doubles(frame, "x", s->x);
    add_doubles(frame, "y", s->y);
    add_int32s(frame, "k", s->k);
    add_int32s(frame, "domain", s->domain);
    return frame;
}

static wb_spec *calibrated_spec(int32_t statistic, const char *variable)
{
    const char *const margin[] = {"k"};
    const char *const by[] = {"domain"};
    wb_spec *spec = new_spec("w", NULL);
    assert_ok(wb_spec_set_initial_weights(spec, "d", NULL));
    assert_ok(wb_spec_add_margin(spec, margin, 1, NULL));
    assert_ok(wb_spec_add_estimand(spec, statistic, variable, NULL));
    assert_ok(wb_spec_add_breakdown(spec, NULL, 0, NULL));
    assert_ok(wb_spec_add_breakdown(spec, by, 1, NULL));
    return spec;
}

/* √ n/(n-1) Σ (w e - mean)², e = z - mean of z by d in the post-stratum. */
static double residual_se(const sample *s, const double *z)
{
    double sum_d[CATEGORIES] = {0}, sum_z[CATEGORIES] = {0};
    double mean = 0, v = 0;
    for (int i = 0; i < ROWS; i++) {
        sum_d[s->k[i]] += s->d[i];
        sum_z[s->k[i]] += s->d[i] * z[i];
    }
    for (int i = 0; i < ROWS; i++)
        mean += s->w[i] * (z[i] - sum_z[s->k[i]] / sum_d[s->k[i]]) / ROWS;
    for (int i = 0; i < ROWS; i++) {
        double u = s->w[i] * (z[i] - sum_z[s->k[i]] / sum_d[s->k[i]]) - mean;
        v += u * u * ROWS / (ROWS - 1);
    }
    return sqrt(v);
}

static void test_calibrated__totals_and_means_have_the_variance_of_residuals(void **state)
{
    sample s = post_stratified();
    wb_frame *frame = frame_of_sample(&s);

    (void)state;
    for (int32_t statistic = WB_STATISTIC_MEAN; statistic <= WB_STATISTIC_TOTAL;
         statistic++) {
        wb_spec *spec = calibrated_spec(statistic, "y");
        wb_frame *out = estimate(spec, frame, NULL);
        for (int64_t row = 0; row < 3; row++) {
            double z[ROWS], size = 0;
            for (int i = 0; i < ROWS; i++)
                size += row == 0 || s.domain[i] == row - 1 ? s.w[i] : 0;
            for (int i = 0; i < ROWS; i++) {
                bool in = row == 0 || s.domain[i] == row - 1;
                double y = s.y[i];
                if (statistic == WB_STATISTIC_MEAN)
                    y = (y - number(out, "estimate", row)) / size;
                z[i] = in ? y : 0;
            }
            assert_close(number(out, "se", row) / residual_se(&s, z), 1, 1e-11);
        }
        wb_frame_free(out);
        wb_spec_free(spec);
    }
    wb_frame_free(frame);
}

static void test_calibrated__what_was_calibrated_to_has_no_variance(void **state)
{
    sample s = post_stratified();
    wb_frame *frame = frame_of_sample(&s);
    wb_spec *spec = calibrated_spec(WB_STATISTIC_PROPORTION, "k");
    wb_frame *out = estimate(spec, frame, NULL);

    (void)state;
    for (int64_t row = 0; row < CATEGORIES; row++) {
        assert_true(number(out, "se", row) == 0);
        assert_string(out, "status", row, "constant");
    }
    assert_true(number(out, "se", CATEGORIES) > 0); /* within a domain it has */
    wb_frame_free(out);
    wb_spec_free(spec);
    wb_frame_free(frame);
}

/* GREG on (1, x): regression by d on a constant and a number. */
static void test_calibrated__a_number_is_regressed_on_by_the_initial_weights(void **state)
{
    sample s = post_stratified();
    wb_spec *spec = new_spec("w", NULL);
    double n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0, mean = 0, v = 0;
    double u[ROWS];

    (void)state;
    assert_ok(wb_spec_set_initial_weights(spec, "d", NULL));
    assert_ok(wb_spec_add_margin(spec, NULL, 0, NULL));
    assert_ok(wb_spec_add_auxiliary(spec, "x", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_TOTAL, "y", NULL));
    wb_frame *frame = frame_of_sample(&s);
    wb_frame *out = estimate(spec, frame, NULL);
    for (int i = 0; i < ROWS; i++) {
        n += s.d[i];
        sx += s.d[i] * s.x[i];
        sy += s.d[i] * s.y[i];
        sxx += s.d[i] * s.x[i] * s.x[i];
        sxy += s.d[i] * s.x[i] * s.y[i];
    }
    double slope = (sxy - sx * sy / n) / (sxx - sx * sx / n);
    for (int i = 0; i < ROWS; i++) {
        u[i] = s.w[i] * (s.y[i] - sy / n - slope * (s.x[i] - sx / n));
        mean += u[i] / ROWS;
    }
    for (int i = 0; i < ROWS; i++)
        v += (u[i] - mean) * (u[i] - mean) * ROWS / (ROWS - 1);
    assert_close(number(out, "se", 0) / sqrt(v), 1, 1e-11);
    wb_frame_free(out);
    wb_frame_free(frame);
    wb_spec_free(spec);
}

static void test_calibrated__parts_that_merge_say_the_same(void **state)
{
    sample s = post_stratified();
    wb_frame *frame = frame_of_sample(&s);
    wb_spec *spec = calibrated_spec(WB_STATISTIC_MEAN, "y");
    wb_frame *whole = estimate(spec, frame, NULL);
    wb_tally *tallies[2] = {NULL, NULL};
    wb_frame *out = NULL;

    (void)state;
    for (int64_t part = 0; part < 2; part++) {
        wb_frame *slice = NULL;
        assert_ok(
            wb_frame_slice(frame, part * 41, part == 0 ? 41 : ROWS - 41, &slice, NULL));
        assert_ok(wb_tally_new(spec, &tallies[part], NULL));
        assert_ok(wb_tally_update(tallies[part], slice, NULL, NULL));
        wb_frame_free(slice);
    }
    assert_ok(wb_tally_merge(tallies[1], tallies[0], NULL));
    assert_ok(wb_tally_estimate(tallies[1], NULL, NULL, &out, NULL));
    for (int64_t row = 0; row < 3; row++) {
        assert_close(number(out, "estimate", row), number(whole, "estimate", row), 1e-13);
        assert_close(number(out, "se", row), number(whole, "se", row), 1e-12);
    }
    wb_frame_free(out);
    wb_frame_free(whole);
    wb_tally_free(tallies[0]);
    wb_tally_free(tallies[1]);
    wb_spec_free(spec);
    wb_frame_free(frame);
}

static void test_calibrated__rows_without_a_margin_are_refused(void **state)
{
    sample s = post_stratified();
    wb_spec *spec = calibrated_spec(WB_STATISTIC_MEAN, "y");
    wb_tally *tally = NULL;
    wb_error err;

    (void)state;
    s.k[17] = INT32_MIN;
    wb_frame *frame = frame_of_sample(&s);
    assert_ok(wb_tally_new(spec, &tally, NULL));
    assert_fails(wb_tally_update(tally, frame, NULL, &err), WB_E_DATA);
    assert_int_equal(err.row, 17);
    assert_string_equal(err.item, "k");
    assert_int_equal(wb_tally_row_count(tally), 0);
    wb_tally_free(tally);
    wb_frame_free(frame);
    wb_spec_free(spec);
}

/* Rows 10 .. 19 were never weighed; of row 19 one of the two weights may be something. */
static wb_frame *some_without_weight(bool missing, double last_w, double last_d)
{
    sample s = post_stratified();

    for (int i = 10; i < 20; i++) {
        s.w[i] = i == 19 ? last_w : 0;
        s.d[i] = i == 19 ? last_d : 0;
        s.k[i] = missing ? INT32_MIN : s.k[i];
        s.x[i] = missing ? NAN : s.x[i];
    }
    return frame_of_sample(&s);
}

static wb_spec *spec_with(bool number)
{
    wb_spec *spec = calibrated_spec(WB_STATISTIC_MEAN, "y");
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_TOTAL, "y", NULL));
    if (number)
        assert_ok(wb_spec_add_auxiliary(spec, "x", NULL));
    return spec;
}

/* In a margin of two columns as well: the second is what is missing. */
static void test_calibrated__rows_without_weights_may_miss_a_margin(void **state)
{
    const char *const two[] = {"domain", "k"};
    wb_frame *whole = some_without_weight(false, 0, 0);
    wb_frame *lacking = some_without_weight(true, 0, 0);

    (void)state;
    for (int i = 0; i < 3; i++) {
        wb_spec *spec = spec_with(i == 1);
        if (i == 2)
            assert_ok(wb_spec_add_margin(spec, two, 2, NULL));
        wb_frame *expected = estimate(spec, whole, NULL);
        wb_frame *found = estimate(spec, lacking, NULL);
        assert_int_equal(wb_frame_row_count(found), wb_frame_row_count(expected));
        for (int64_t row = 0; row < wb_frame_row_count(expected); row++) {
            assert_true(number(found, "se", row) > 0);
            assert_close(number(found, "estimate", row),
                         number(expected, "estimate", row), 0);
            assert_close(number(found, "se", row), number(expected, "se", row), 1e-13);
            assert_close(number(found, "df", row), number(expected, "df", row), 0);
        }
        wb_frame_free(expected);
        wb_frame_free(found);
        wb_spec_free(spec);
    }
    wb_frame_free(whole);
    wb_frame_free(lacking);
}

static void test_calibrated__rows_with_one_of_the_weights_may_not(void **state)
{
    static const double weights[][2] = {{1, 0}, {0, 1}};

    (void)state;
    for (int i = 0; i < 4; i++) {
        wb_frame *frame = some_without_weight(true, weights[i % 2][0], weights[i % 2][1]);
        wb_spec *spec = new_spec("w", NULL);
        wb_tally *tally = NULL;
        wb_error err;
        assert_ok(wb_spec_set_initial_weights(spec, "d", NULL));
        if (i < 2)
            assert_ok(wb_spec_add_margin(spec, (const char *const[]){"k"}, 1, NULL));
        else
            assert_ok(wb_spec_add_auxiliary(spec, "x", NULL));
        assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
        assert_ok(wb_tally_new(spec, &tally, NULL));
        assert_fails(wb_tally_update(tally, frame, NULL, &err), WB_E_DATA);
        assert_int_equal(err.row, 19);
        assert_string_equal(err.item, i < 2 ? "k" : "x");
        wb_tally_free(tally);
        wb_spec_free(spec);
        wb_frame_free(frame);
    }
}

/* Who did not answer has no weight after the first step and no sex either: the frame that
 * weighting makes is one that can be estimated of. */
static void test_calibrated__takes_what_weighting_made_of_nonrespondents(void **state)
{
    static const char *const sex[] = {"f", "m", "f", "m", NULL, NULL};
    static const int8_t answered[] = {1, 1, 1, 1, 0, 0};
    static const double y[] = {1, 2, 3, 5, NAN, NAN};
    static const char *const names[] = {"f", "m"};
    static const double sizes[] = {30, 50};
    const char *const margin[] = {"sex"};
    wb_weighting *weighting = NULL;
    wb_calibration_options options = WB_CALIBRATION_OPTIONS_INIT;
    wb_frame *frame = new_frame(6), *targets = new_frame(2), *weighted = NULL;
    wb_spec *spec = new_spec("weight", NULL);

    (void)state;
    add_texts(frame, "sex", sex);
    add_bools(frame, "answered", answered);
    add_doubles(frame, "y", y);
    add_texts(targets, "sex", names);
    add_doubles(targets, "total", sizes);
    assert_ok(wb_weighting_new(&weighting, NULL));
    assert_ok(wb_weighting_add_nonresponse(weighting, "answered", NULL, 0, NULL));
    assert_ok(
        wb_weighting_add_calibration(weighting, WB_WEIGHT_POSTSTRATIFY, &options, NULL));
    assert_ok(wb_weighting_add_margin(weighting, targets, "total", NULL));
    assert_ok(wb_weighting_apply(weighting, frame, NULL, &weighted, NULL, NULL));
    assert_ok(wb_spec_set_initial_weights(spec, "weight_before", NULL));
    assert_ok(wb_spec_add_margin(spec, margin, 1, NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_TOTAL, "y", NULL));
    wb_frame *out = estimate(spec, weighted, NULL);
    /* weights 15 15 25 25: residuals -15 15 of the women, -37.5 37.5 of the men; six rows
     */
    assert_close(number(out, "estimate", 0), 15 * 4 + 25 * 7, 1e-14);
    assert_close(number(out, "se", 0), sqrt(1.2 * 2 * (15 * 15 + 37.5 * 37.5)), 1e-13);
    assert_int_equal(number(out, "n", 0), 4);
    wb_frame_free(out);
    wb_frame_free(weighted);
    wb_frame_free(targets);
    wb_frame_free(frame);
    wb_weighting_free(weighting);
    wb_spec_free(spec);
}

/* Rows that have neither weights nor a margin come first, and alone, or last. */
static void test_calibrated__begins_with_rows_that_take_no_part(void **state)
{
    static const double none[] = {0, 0}, y[] = {7, 8};
    static const int32_t k[] = {INT32_MIN, INT32_MIN}, domain[] = {0, 1};
    sample s = post_stratified();
    wb_frame *frame = frame_of_sample(&s), *before = new_frame(2);
    wb_frame *out = NULL, *expected = NULL;
    wb_spec *spec = calibrated_spec(WB_STATISTIC_MEAN, "y");
    wb_tally *tally = NULL;

    (void)state;
    add_doubles(before, "d", none);
    add_doubles(before, "w", none);
    add_doubles(before, "x", none);
    add_doubles(before, "y", y);
    add_int32s(before, "k", k);
    add_int32s(before, "domain", domain);
    assert_ok(wb_tally_new(spec, &tally, NULL));
    assert_ok(wb_tally_update(tally, before, NULL, NULL));
    assert_ok(wb_tally_update(tally, frame, NULL, NULL));
    assert_ok(wb_tally_estimate(tally, NULL, NULL, &out, NULL));
    wb_tally_free(tally);
    assert_ok(wb_tally_new(spec, &tally, NULL));
    assert_ok(wb_tally_update(tally, frame, NULL, NULL));
    assert_ok(wb_tally_update(tally, before, NULL, NULL));
    assert_ok(wb_tally_estimate(tally, NULL, NULL, &expected, NULL));
    assert_int_equal(wb_frame_row_count(out), 3);
    for (int64_t row = 0; row < 3; row++) {
        assert_close(number(out, "estimate", row), number(expected, "estimate", row),
                     1e-13);
        assert_close(number(out, "se", row), number(expected, "se", row), 1e-13);
        assert_true(number(out, "n", row) == number(expected, "n", row));
    }
    wb_frame_free(expected);
    wb_frame_free(out);
    wb_tally_free(tally);
    wb_spec_free(spec);
    wb_frame_free(before);
    wb_frame_free(frame);
}

static wb_frame *frame_used;
static wb_spec *spec_used;

static wb_status estimate_once(void)
{
    wb_tally *tally = NULL;
    wb_frame *out = NULL;
    wb_status st = wb_tally_new(spec_used, &tally, NULL);
    if (st == WB_OK)
        st = wb_tally_update(tally, frame_used, NULL, NULL);
    if (st == WB_OK)
        st = wb_tally_estimate(tally, NULL, NULL, &out, NULL);
    wb_frame_free(out);
    wb_tally_free(tally);
    return st;
}

static void test_calibrated__survives_every_failing_allocation(void **state)
{
    sample s = post_stratified();

    (void)state;
    frame_used = frame_of_sample(&s);
    spec_used = calibrated_spec(WB_STATISTIC_PROPORTION, "k");
    wb_test_every_allocation(estimate_once);
    wb_spec_free(spec_used);
    wb_frame_free(frame_used);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            test_calibrated__totals_and_means_have_the_variance_of_residuals),
        cmocka_unit_test(test_calibrated__what_was_calibrated_to_has_no_variance),
        cmocka_unit_test(
            test_calibrated__a_number_is_regressed_on_by_the_initial_weights),
        cmocka_unit_test(test_calibrated__parts_that_merge_say_the_same),
        cmocka_unit_test(test_calibrated__rows_without_a_margin_are_refused),
        cmocka_unit_test(test_calibrated__rows_without_weights_may_miss_a_margin),
        cmocka_unit_test(test_calibrated__rows_with_one_of_the_weights_may_not),
        cmocka_unit_test(test_calibrated__takes_what_weighting_made_of_nonrespondents),
        cmocka_unit_test(test_calibrated__begins_with_rows_that_take_no_part),
        cmocka_unit_test(test_calibrated__survives_every_failing_allocation),
    };
    return cmocka_run_group_tests_name("survey/calibration", tests, NULL, NULL);
}
