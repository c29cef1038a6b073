/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "support.h"

#include "score/ratio.h"

#include <string.h>

static void test_wb_ratio_parse__reads_what_it_promises(void **state)
{
    const struct {
        const char *text;
        wb_ratio expected;
    } cases[] = {
        {"0", {0, 1}},
        {"-7", {-7, 1}},
        {"54.5", {545, 10}},
        {"600/11", {600, 11}},
        {"-1/3", {-1, 3}},
        {"100.00", {10000, 100}},
        {"007", {7, 1}},
        {"123456789012345", {123456789012345, 1}},
        {"0.00000000000001", {1, 100000000000000}},
        {"1/999999999999999", {1, 999999999999999}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        wb_ratio ratio = {0, 0};

        assert_true(wb_ratio_parse(cases[i].text, strlen(cases[i].text), &ratio));
        assert_int_equal(ratio.top, cases[i].expected.top);
        assert_int_equal(ratio.bottom, cases[i].expected.bottom);
    }
}

static void test_wb_ratio_parse__refuses_the_rest_and_leaves_out_alone(void **state)
{
    const char *const cases[] = {"",
                                 "-",
                                 "+1",
                                 ".5",
                                 "5.",
                                 "1/",
                                 "/2",
                                 "1/0",
                                 "1/-2",
                                 "1.5/2",
                                 "1e3",
                                 " 1",
                                 "1 ",
                                 "0x10",
                                 "nan",
                                 "1/2/3",
                                 "1,5",
                                 "--1",
                                 "1.2.3",
                                 "1234567890123456",
                                 "0.123456789012345",
                                 "1/1234567890123456"};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        wb_ratio ratio = {42, 43};

        assert_false(wb_ratio_parse(cases[i], strlen(cases[i]), &ratio));
        assert_int_equal(ratio.top, 42);
        assert_int_equal(ratio.bottom, 43);
    }
}

static void test_wb_ratio_compare__agrees_with_cross_multiplication(void **state)
{
    (void)state;
    for (int64_t a = -12; a <= 12; a++) {
        for (int64_t b = 1; b <= 9; b++) {
            for (int64_t c = -12; c <= 12; c++) {
                for (int64_t d = 1; d <= 9; d++) {
                    int expected = (a * d > c * b) - (a * d < c * b);

                    assert_int_equal(wb_ratio_compare((wb_ratio){a, b}, (wb_ratio){c, d}),
                                     expected);
                }
            }
        }
    }
}

static void test_wb_ratio_compare__holds_where_products_would_overflow(void **state)
{
    wb_ratio third = {333333333333333, 999999999999999};
    wb_ratio above = {4000000000000001, 12000000000000002};
    wb_ratio huge = {INT64_MAX, 1};
    wb_ratio small = {-INT64_MAX, INT64_MAX - 1};

    (void)state;
    assert_int_equal(wb_ratio_compare(third, (wb_ratio){1, 3}), 0);
    assert_int_equal(wb_ratio_compare(above, (wb_ratio){1, 3}), 1);
    assert_int_equal(wb_ratio_compare((wb_ratio){1, 3}, above), -1);
    assert_int_equal(wb_ratio_compare(huge, (wb_ratio){INT64_MAX - 1, 1}), 1);
    assert_int_equal(wb_ratio_compare(small, (wb_ratio){-1, 1}), -1);
    assert_int_equal(wb_ratio_compare(huge, huge), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_ratio_parse__reads_what_it_promises),
        cmocka_unit_test(test_wb_ratio_parse__refuses_the_rest_and_leaves_out_alone),
        cmocka_unit_test(test_wb_ratio_compare__agrees_with_cross_multiplication),
        cmocka_unit_test(test_wb_ratio_compare__holds_where_products_would_overflow),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
