/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Trimming by hand. */
#include "weight_support.h"

static wb_frame *weights_of(const double *w, int64_t n)
{
    wb_frame *frame = new_frame(n);
    add_doubles(frame, "w", w);
    return frame;
}

static void check(const char *trim, const double *w, const double *expected, int64_t n,
                  double changed)
{
    char steps[256];
    wb_frame *frame = weights_of(w, n);
    wb_frame *report = NULL;

    snprintf(steps, sizeof steps, "'weights':'w','steps':[{'step':'trim',%s}]", trim);
    wb_frame *out = weigh(steps, frame, &report);
    for (int64_t i = 0; i < n; i++)
        assert_close(number(out, "weight", i), expected[i], 1e-15);
    assert_close(number(report, "changed", 0), changed, 0);
    assert_close(number(report, "after", 0), number(report, "before", 0), 1e-15);
    wb_frame_free(out);
    wb_frame_free(report);
    wb_frame_free(frame);
}

static void test_trim__what_is_cut_goes_to_the_others_in_proportion(void **state)
{
    /* 10 to 6 frees 4 for 1 2 3: they grow by 10 / 6 */
    const double w[] = {1, 2, 3, 10};
    const double expected[] = {10.0 / 6, 20.0 / 6, 5, 6};
    (void)state;
    check("'upper':6", w, expected, 4, 1);
}

static void test_trim__equal_shares_as_r(void **state)
{
    const double w[] = {1, 2, 3, 10};
    const double expected[] = {1 + 4.0 / 3, 2 + 4.0 / 3, 3 + 4.0 / 3, 6};
    (void)state;
    check("'upper':6,'share':'equal'", w, expected, 4, 1);
}

static void test_trim__goes_on_until_none_is_outside(void **state)
{
    /* 10 to 4.5 makes 3 into 5.75; that to 4.5, 1 and 2 get 16 - 9 = 7, of which 2 gets
     * 14/3; that to 4.5, and 1 gets 16 - 13.5 */
    const double w[] = {1, 2, 3, 10};
    const double expected[] = {2.5, 4.5, 4.5, 4.5};
    (void)state;
    check("'upper':4.5", w, expected, 4, 3);
}

static void test_trim__once_may_leave_some_outside(void **state)
{
    const double w[] = {1, 2, 3, 10};
    const double expected[] = {11.5 / 6, 23.0 / 6, 34.5 / 6, 4.5};
    (void)state;
    check("'upper':4.5,'once':true", w, expected, 4, 1);
}

static void test_trim__lower_bounds_take_from_the_others(void **state)
{
    /* 1 up to 2 takes 1 from 15 */
    const double w[] = {1, 5, 10};
    const double expected[] = {2, 5.0 * 14 / 15, 10.0 * 14 / 15};
    (void)state;
    check("'lower':2", w, expected, 3, 1);
}

static void test_trim__bounds_may_be_multiples_of_mean_or_median(void **state)
{
    const double w[] = {1, 2, 3, 10};
    const double of_mean[] = {10.0 / 6, 20.0 / 6, 5, 6};     /* mean 4 */
    const double of_median[] = {11.0 / 6, 22.0 / 6, 5.5, 5}; /* median 2.5, once */
    (void)state;
    check("'unit':'mean','upper':1.5", w, of_mean, 4, 1);
    check("'unit':'median','upper':2,'once':true", w, of_median, 4, 1);
}

static void test_trim__the_mean_is_that_of_the_positive_weights(void **state)
{
    const double x[] = {-2.5, 1, 2, 4};
    const double others[] = {-0.25, 1.5, 2}; /* g = 1 + λ x, λ = (T - Σ x) / Σ x² = 1/2 */
    wb_frame *frame = new_frame(4);
    wb_frame *report = NULL;
    add_doubles(frame, "x", x);
    /* Σ x = 4.5, Σ x² = 27.25, T = 18.125: the fourth is 3. The positive ones have a mean
     * of 6.5 / 3, and 1.2 times that is 2.6; of all four it would be 1.2 * 6.25 / 3
     * = 2.5. */
    wb_frame *out =
        weigh("'steps':[{'step':'linear','auxiliaries':[{'column':'x','total':18.125}]},"
              "{'step':'trim','unit':'mean','upper':1.2,'once':true}]",
              frame, &report);

    (void)state;
    assert_close(number(out, "weight", 3), 2.6, 1e-13);
    for (int i = 0; i < 3; i++)
        assert_close(number(out, "weight", i), others[i] * (6.25 - 2.6) / 3.25, 1e-13);
    wb_frame_free(out);
    wb_frame_free(report);
    wb_frame_free(frame);
}

/* x = 1, 2 with T = -10: g = 1 - 13 x / 5. */
static void test_trim__without_positive_weights_there_is_no_mean_of_them(void **state)
{
    static const char *const units[] = {"mean", "median"};
    const double x[] = {1, 2};
    wb_frame *frame = new_frame(2);
    char steps[256];
    wb_error err;

    (void)state;
    add_doubles(frame, "x", x);
    for (int i = 0; i < 2; i++) {
        snprintf(steps, sizeof steps,
                 "'steps':[{'step':'linear','auxiliaries':[{'column':'x','total':-10}]},"
                 "{'step':'trim','unit':'%s','upper':1.5}]",
                 units[i]);
        assert_int_equal(weigh_fails(steps, frame, &err), WB_E_NUMERIC);
        assert_non_null(strstr(err.message, "no weight is above 0"));
        assert_non_null(strstr(err.message, units[i]));
    }
    wb_frame_free(frame);
}

static void test_trim__weights_of_0_stay_0(void **state)
{
    const double w[] = {0, 1, 2, 0, 3, 10};
    const double expected[] = {0, 10.0 / 6, 20.0 / 6, 0, 5, 6};
    (void)state;
    check("'unit':'mean','upper':1.5,'lower':0.25", w, expected, 6, 1);
}

static void test_trim__changes_nothing_inside_the_bounds(void **state)
{
    const double w[] = {1, 2, 3};
    (void)state;
    check("'upper':3,'lower':1", w, w, 3, 0);
}

static void test_trim__without_a_lower_bound_negative_weights_stay(void **state)
{
    const double x[] = {-2, 1, 2};
    wb_frame *frame = new_frame(3);
    add_doubles(frame, "x", x);
    /* g = 1 + x (T - 1) / 9 with T = 10: -1, 2, 3 */
    wb_frame *out =
        weigh("'steps':[{'step':'linear','auxiliaries':[{'column':'x','total':"
              "10}]},{'step':'trim','upper':2.5}]",
              frame, NULL);

    (void)state;
    assert_close(number(out, "weight", 2), 2.5, 0);
    assert_true(number(out, "weight", 0) < 0);
    wb_frame_free(out);
    wb_frame_free(frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_trim__what_is_cut_goes_to_the_others_in_proportion),
        cmocka_unit_test(test_trim__equal_shares_as_r),
        cmocka_unit_test(test_trim__goes_on_until_none_is_outside),
        cmocka_unit_test(test_trim__once_may_leave_some_outside),
        cmocka_unit_test(test_trim__lower_bounds_take_from_the_others),
        cmocka_unit_test(test_trim__bounds_may_be_multiples_of_mean_or_median),
        cmocka_unit_test(test_trim__the_mean_is_that_of_the_positive_weights),
        cmocka_unit_test(test_trim__without_positive_weights_there_is_no_mean_of_them),
        cmocka_unit_test(test_trim__weights_of_0_stay_0),
        cmocka_unit_test(test_trim__changes_nothing_inside_the_bounds),
        cmocka_unit_test(test_trim__without_a_lower_bound_negative_weights_stay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
