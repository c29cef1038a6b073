/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Shares, effects and predictions that can be followed by hand. */
#include "model_support.h"

#include <stdbool.h>

/* y of 16: with the risk 6 of 8 have the problem, without 2 of 8; m: in the first half of
 * each 5 of 8. */
static const char table[] =
    "y,r,m,x,w\n"
    "1,true,a,1,1\n1,true,a,2,1\n1,true,a,3,1\n0,true,a,4,1\n"
    "1,true,b,1,1\n1,true,b,2,1\n1,true,b,3,1\n0,true,b,5,1\n"
    "1,false,a,1,1\n0,false,a,2,1\n0,false,a,3,1\n0,false,a,6,1\n"
    "1,false,b,1,1\n0,false,b,2,1\n0,false,b,3,1\n0,false,b,7,1\n";
static const char *const by_risk[] = {"r"};
static const char *const by_group[] = {"m"};
static const char *const both[] = {"r", "m"};

static wb_source *source_of(const wb_frame *frame, int64_t chunk)
{
    wb_source *source = NULL;
    assert_ok(wb_source_from_frame(frame, chunk, &source, NULL));
    return source;
}

static wb_fit *fit_of(int32_t family, const char *const *terms, size_t n,
                      wb_source *source)
{
    wb_model *model = model_of(family, "y", terms, n);
    wb_fit *fit = NULL;

    assert_ok(wb_model_fit_source(model, source, NULL, NULL, NULL, &fit, NULL));
    assert_ok(wb_source_rewind(source, NULL));
    wb_model_free(model);
    return fit;
}

/* p is 3/4 with the risk and 1/4 without: of 8 problems 4 would be expected, so half. The
 * model is saturated, so the share is 1 - 2 B/(A + B) of the counts A = 6, B = 2 among
 * sizes n1 = n0 = 8, as R = 1 - N p0/P with p0 = B/n0: by the delta method, all counts
 * being totals of a simple random sample of 16. Influence of a row on R, with f = N p0/P
 * = 1/2: -(p0/P) + f y/P - (N/P)(y - p0)/n0 [without the risk], of P = 8, N = 16: */
static double influence_of_share(double y, bool risk)
{
    double p0 = 0.25;
    double z = -p0 / 8 + 0.5 * y / 8;
    return risk ? z : z - 16.0 / 8 * (y - p0) / 8;
}

static void test_fit_risks__are_those_of_a_table(void **state)
{
    wb_frame *frame = frame_of(table);
    wb_source *source = source_of(frame, 3);
    wb_fit *fit = fit_of(WB_FAMILY_LOGIT, by_risk, 1, source);
    wb_frame *found = NULL;
    double sum = 0;

    (void)state;
    for (int i = 0; i < 16; i++) {
        bool risk = i < 8;
        double y = value_at(frame, "y", i);
        sum += influence_of_share(y, risk) * influence_of_share(y, risk);
    }
    assert_ok(wb_fit_risks(fit, source, by_risk, 1, NULL, 0, NULL, &found, NULL));
    assert_int_equal(wb_frame_row_count(found), 1);
    assert_close(value_at(found, "attributable", 0), 0.5, 1e-12);
    assert_close(value_at(found, "se", 0), sqrt(sum * 16 / 15), 1e-10);
    assert_close(value_at(found, "exposed", 0), 0.5, 1e-15);
    assert_close(value_at(found, "problem", 0), 0.5, 1e-12);
    assert_close(value_at(found, "odds_ratio", 0), 9, 1e-9);
    assert_string_equal(text_at(found, "risk", 0), "r");
    assert_string_equal(text_at(found, "reference", 0), "false");
    assert_string_equal(text_at(found, "status", 0), "ok");
    assert_true(value_at(found, "lower", 0) < 0.5 && value_at(found, "upper", 0) < 1);
    wb_frame_free(found);
    wb_fit_free(fit);
    wb_source_free(source);
    wb_frame_free(frame);
}

static void test_fit_risks__are_ranked_within_groups(void **state)
{
    wb_frame *frame = frame_of(table);
    wb_source *source = source_of(frame, 0);
    wb_fit *fit = fit_of(WB_FAMILY_LOGIT, both, 2, source);
    wb_frame *found = NULL;

    (void)state;
    assert_ok(wb_fit_risks(fit, source, NULL, 0, NULL, 0, NULL, &found, NULL));
    assert_int_equal(wb_frame_row_count(found), 2);
    assert_string_equal(text_at(found, "risk", 0), "r");
    assert_int_equal(wb_frame_int64(found, column_of(found, "rank"), 0), 1);
    assert_int_equal(wb_frame_int64(found, column_of(found, "rank"), 1), 2);
    wb_frame_free(found);
    assert_ok(wb_source_rewind(source, NULL));
    assert_ok(wb_fit_risks(fit, source, NULL, 0, by_group, 1, NULL, &found, NULL));
    assert_int_equal(wb_frame_row_count(found), 3); /* m is of groups, so no risk */
    assert_string_equal(text_at(found, "m", 0), "");
    assert_string_equal(text_at(found, "m", 1), "a");
    assert_string_equal(text_at(found, "m", 2), "b");
    assert_int_equal(wb_frame_int64(found, column_of(found, "n"), 1), 8);
    wb_frame_free(found);
    wb_fit_free(fit);
    wb_source_free(source);
    wb_frame_free(frame);
}

static void test_fit_margins__are_differences_of_shares(void **state)
{
    wb_frame *frame = frame_of(table);
    wb_source *source = source_of(frame, 5);
    wb_fit *fit = fit_of(WB_FAMILY_LOGIT, by_risk, 1, source);
    wb_frame *found = NULL;

    (void)state;
    assert_ok(wb_fit_margins(fit, source, NULL, 0, NULL, 0, NULL, &found, NULL));
    assert_int_equal(wb_frame_row_count(found), 3);
    assert_close(value_at(found, "estimate", 0), 0.25, 1e-12);
    assert_close(value_at(found, "estimate", 1), 0.75, 1e-12);
    assert_close(value_at(found, "estimate", 2), 0.5, 1e-12);
    /* two groups of 8, each with p q = 3/16 */
    assert_close(value_at(found, "se", 2), sqrt(2 * 3.0 / 16 / 8 * 16 / 15), 1e-10);
    assert_string_equal(text_at(found, "margin", 2), "difference");
    assert_string_equal(text_at(found, "reference", 2), "false");
    wb_frame_free(found);
    wb_fit_free(fit);
    wb_source_free(source);
    wb_frame_free(frame);
}

/* Of a linear model the average slope is the coefficient, with its standard error. */
static void test_fit_margins__of_a_linear_model_are_its_coefficients(void **state)
{
    static const char *const terms[] = {"r", "x"};
    wb_frame *frame = frame_of(table);
    wb_source *source = source_of(frame, 0);
    wb_fit *fit = fit_of(WB_FAMILY_LINEAR, terms, 2, source);
    wb_frame *coefficients = table_of(fit, WB_FIT_COEFFICIENTS);
    wb_frame *found = NULL;

    (void)state;
    assert_ok(wb_fit_margins(fit, source, NULL, 0, NULL, 0, NULL, &found, NULL));
    int64_t x = coefficient(coefficients, "x", "");
    assert_string_equal(text_at(found, "margin", 3), "slope");
    assert_close(value_at(found, "estimate", 3), value_at(coefficients, "estimate", x),
                 1e-13);
    assert_close(value_at(found, "se", 3), value_at(coefficients, "se", x), 1e-13);
    assert_close(value_at(found, "p", 3), value_at(coefficients, "p", x), 1e-12);
    wb_frame_free(found);
    wb_frame_free(coefficients);
    wb_fit_free(fit);
    wb_source_free(source);
    wb_frame_free(frame);
}

static void test_fit_predict__says_what_it_cannot_know(void **state)
{
    wb_frame *frame = frame_of(table);
    wb_frame *profiles = frame_of("m,r\na,true\na,\nc,true\nb,false\n");
    wb_source *source = source_of(frame, 0);
    wb_fit *fit = fit_of(WB_FAMILY_LOGIT, both, 2, source);
    wb_frame *found = NULL;

    (void)state;
    assert_ok(wb_fit_predict(fit, profiles, &found, NULL));
    assert_int_equal(wb_frame_row_count(found), 4);
    assert_string_equal(text_at(found, "status", 0), "ok");
    assert_string_equal(text_at(found, "status", 1), "missing");
    assert_string_equal(text_at(found, "status", 2), "unknown");
    assert_close(value_at(found, "estimate", 0), 0.75, 1e-12);
    assert_close(value_at(found, "estimate", 3), 0.25, 1e-12);
    assert_true(isnan(value_at(found, "estimate", 2)));
    /* around the log odds: symmetric there */
    double low = value_at(found, "lower", 0), high = value_at(found, "upper", 0);
    assert_close(log(low / (1 - low)) + log(high / (1 - high)), 2 * log(3), 1e-11);
    wb_frame_free(found);
    wb_fit_free(fit);
    wb_source_free(source);
    wb_frame_free(profiles);
    wb_frame_free(frame);
}

static void test_fit_risks__do_not_depend_on_chunks_and_threads(void **state)
{
    wb_frame *frame = frame_of(table);
    wb_source *whole = source_of(frame, 0);
    wb_fit *fit = fit_of(WB_FAMILY_LOGIT, both, 2, whole);
    wb_run run = WB_RUN_INIT;
    wb_frame *expected = NULL;

    (void)state;
    assert_ok(wb_fit_risks(fit, whole, NULL, 0, NULL, 0, NULL, &expected, NULL));
    for (int64_t chunk = 1; chunk < 17; chunk += 5) {
        wb_source *source = source_of(frame, chunk);
        wb_frame *found = NULL;
        run.threads = 2;
        assert_ok(wb_fit_risks(fit, source, NULL, 0, NULL, 0, &run, &found, NULL));
        for (int64_t row = 0; row < wb_frame_row_count(found); row++) {
            assert_close(value_at(found, "attributable", row),
                         value_at(expected, "attributable", row), 0);
            assert_close(value_at(found, "se", row), value_at(expected, "se", row),
                         1e-13);
        }
        wb_frame_free(found);
        wb_source_free(source);
    }
    wb_frame_free(expected);
    wb_fit_free(fit);
    wb_source_free(whole);
    wb_frame_free(frame);
}

/* ---- what cannot be ---- */

static void test_fit_risks__refuses_what_has_none(void **state)
{
    static const char *const numbers[] = {"x"};
    static const char *const twice[] = {"r", "r"};
    static const char *const other[] = {"w"};
    wb_frame *frame = frame_of(table);
    wb_frame *shorter = frame_of("y,r,m,x,w\n1,true,a,1,1\n0,false,b,1,1\n");
    static const char *const terms[] = {"r", "x"};
    wb_source *source = source_of(frame, 0);
    wb_source *less = source_of(shorter, 0);
    wb_fit *fit = fit_of(WB_FAMILY_LOGIT, terms, 2, source);
    wb_fit *linear = fit_of(WB_FAMILY_LINEAR, terms, 2, source);
    wb_frame *found = NULL;
    wb_error err = {0};

    (void)state;
    assert_int_equal(wb_fit_risks(fit, source, numbers, 1, NULL, 0, NULL, &found, &err),
                     WB_E_ARG);
    assert_string_equal(err.item, "x");
    assert_int_equal(wb_fit_risks(fit, source, twice, 2, NULL, 0, NULL, &found, &err),
                     WB_E_ARG);
    assert_int_equal(wb_fit_risks(fit, source, other, 1, NULL, 0, NULL, &found, &err),
                     WB_E_ARG);
    assert_int_equal(wb_fit_risks(linear, source, NULL, 0, NULL, 0, NULL, &found, &err),
                     WB_E_UNSUPPORTED);
    assert_int_equal(wb_fit_risks(fit, less, NULL, 0, NULL, 0, NULL, &found, &err),
                     WB_E_CONFLICT);
    assert_int_equal(wb_fit_risks(NULL, source, NULL, 0, NULL, 0, NULL, &found, &err),
                     WB_E_ARG);
    assert_int_equal(wb_fit_margins(fit, NULL, NULL, 0, NULL, 0, NULL, &found, &err),
                     WB_E_ARG);
    assert_int_equal(wb_fit_predict(fit, NULL, &found, &err), WB_E_ARG);
    assert_int_equal(wb_fit_predict(fit, shorter, NULL, &err), WB_E_ARG);
    assert_null(found);
    wb_fit_free(fit);
    wb_fit_free(linear);
    wb_source_free(source);
    wb_source_free(less);
    wb_frame_free(shorter);
    wb_frame_free(frame);
}

static void test_fit_risks__refuses_groups_that_are_not_there(void **state)
{
    static const char *const none[] = {"sector"};
    static const char *const shadow[] = {"risk"};
    wb_frame *frame = frame_of("y,r,risk\n1,true,a\n0,true,a\n1,false,b\n0,false,a\n");
    wb_source *source = source_of(frame, 0);
    wb_fit *fit = fit_of(WB_FAMILY_LOGIT, by_risk, 1, source);
    wb_frame *found = NULL;
    wb_error err = {0};

    (void)state;
    assert_int_equal(wb_fit_risks(fit, source, NULL, 0, none, 1, NULL, &found, &err),
                     WB_E_DATA);
    assert_string_equal(err.item, "sector");
    assert_ok(wb_source_rewind(source, NULL));
    assert_int_equal(wb_fit_risks(fit, source, NULL, 0, shadow, 1, NULL, &found, &err),
                     WB_E_ARG);
    wb_fit_free(fit);
    wb_source_free(source);
    wb_frame_free(frame);
}

typedef struct everything {
    const wb_fit *fit;
    wb_source *source;
    const wb_frame *profiles;
} everything;

static everything everything_of;

static wb_status do_all(void)
{
    const everything *with = &everything_of;
    wb_error *err = NULL;
    wb_frame *risks = NULL, *margins = NULL, *predicted = NULL;
    wb_status st = wb_source_rewind(with->source, err);

    if (st == WB_OK)
        st = wb_fit_risks(with->fit, with->source, NULL, 0, by_group, 1, NULL, &risks,
                          err);
    if (st == WB_OK)
        st = wb_source_rewind(with->source, err);
    if (st == WB_OK)
        st = wb_fit_margins(with->fit, with->source, NULL, 0, by_group, 1, NULL, &margins,
                            err);
    if (st == WB_OK)
        st = wb_fit_predict(with->fit, with->profiles, &predicted, err);
    wb_frame_free(risks);
    wb_frame_free(margins);
    wb_frame_free(predicted);
    return st;
}

static void test_fit_margins__survive_every_failing_allocation(void **state)
{
    wb_frame *frame = frame_of(table);
    wb_source *source = source_of(frame, 0);
    wb_fit *fit = fit_of(WB_FAMILY_LOGIT, both, 2, source);

    (void)state;
    everything_of = (everything){fit, source, frame};
    wb_test_every_allocation(do_all);
    wb_fit_free(fit);
    wb_source_free(source);
    wb_frame_free(frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fit_risks__are_those_of_a_table),
        cmocka_unit_test(test_fit_risks__are_ranked_within_groups),
        cmocka_unit_test(test_fit_margins__are_differences_of_shares),
        cmocka_unit_test(test_fit_margins__of_a_linear_model_are_its_coefficients),
        cmocka_unit_test(test_fit_predict__says_what_it_cannot_know),
        cmocka_unit_test(test_fit_risks__do_not_depend_on_chunks_and_threads),
        cmocka_unit_test(test_fit_risks__refuses_what_has_none),
        cmocka_unit_test(test_fit_risks__refuses_groups_that_are_not_there),
        cmocka_unit_test(test_fit_margins__survive_every_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
