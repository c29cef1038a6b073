/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Eigenvalues of symmetric matrices, where they are known. */
#include "support.h"

#include "num/eigen.h"

#include <string.h>

enum { MAX = 120 };

static double a[MAX * MAX], values[MAX];

static void test_eigen__of_one_and_two(void **state)
{
    double one[] = {-3};
    double two[] = {2, 1, 1, 2};

    (void)state;
    wb_eigen_symmetric(one, 1, values);
    assert_true(values[0] == -3);
    wb_eigen_symmetric(two, 2, values);
    assert_close(values[0], 3, 1e-15);
    assert_close(values[1], 1, 1e-15);
    wb_eigen_symmetric(two, 0, values);
}

static void test_eigen__of_the_second_difference(void **state)
{
    /* 2 on the diagonal, -1 beside it: 2 - 2 cos(k π/(n+1)) */
    const double pi = 3.14159265358979323846;
    (void)state;
    for (size_t n = 1; n <= MAX; n += 17) {
        memset(a, 0, sizeof a);
        for (size_t i = 0; i < n; i++) {
            a[i * n + i] = 2;
            if (i + 1 < n)
                a[i * n + i + 1] = a[(i + 1) * n + i] = -1;
        }
        wb_eigen_symmetric(a, n, values);
        for (size_t k = 1; k <= n; k++)
            assert_close(values[n - k], 2 - 2 * cos((double)k * pi / (double)(n + 1)),
                         1e-13);
    }
}

static void test_eigen__of_rank_one_and_of_equal_ones(void **state)
{
    const size_t n = 30;
    (void)state;
    for (size_t i = 0; i < n * n; i++)
        a[i] = 1;
    wb_eigen_symmetric(a, n, values);
    assert_close(values[0], (double)n, 1e-14);
    for (size_t i = 1; i < n; i++)
        assert_true(fabs(values[i]) < 1e-13);
    for (size_t i = 0; i < n * n; i++)
        a[i] = i % (n + 1) == 0 ? 7 : 0;
    wb_eigen_symmetric(a, n, values);
    for (size_t i = 0; i < n; i++)
        assert_true(values[i] == 7);
}

static void test_eigen__keeps_trace_and_squares_at_any_scale(void **state)
{
    static const double scales[] = {1e-200, 1, 1e200};
    const size_t n = 40;
    (void)state;
    for (size_t s = 0; s < 3; s++) {
        uint32_t random = 7;
        double trace = 0, squares = 0, sum = 0, sum_squares = 0;
        for (size_t i = 0; i < n; i++) {
            for (size_t j = 0; j <= i; j++) {
                random = random * 1664525U + 1013904223U;
                double x = (double)random / 4294967296.0 - 0.5;
                a[i * n + j] = a[j * n + i] = x * scales[s];
                squares += (i == j ? 1 : 2) * x * x;
                trace += i == j ? x : 0;
            }
        }
        wb_eigen_symmetric(a, n, values);
        for (size_t i = 0; i < n; i++) {
            double value = values[i] / scales[s];
            assert_true(i == 0 || values[i] <= values[i - 1]);
            sum += value;
            sum_squares += value * value;
        }
        assert_close(sum, trace, 1e-13);
        assert_close(sum_squares, squares, 1e-13);
    }
}

static void test_eigen__of_nothing_finite_is_nothing(void **state)
{
    double m[] = {1, (double)NAN, (double)NAN, 1};
    double zeros[] = {0, 0, 0, 0};
    (void)state;
    wb_eigen_symmetric(m, 2, values);
    assert_true(isnan(values[0]) && isnan(values[1]));
    wb_eigen_symmetric(zeros, 2, values);
    assert_true(values[0] == 0 && values[1] == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_eigen__of_one_and_two),
        cmocka_unit_test(test_eigen__of_the_second_difference),
        cmocka_unit_test(test_eigen__of_rank_one_and_of_equal_ones),
        cmocka_unit_test(test_eigen__keeps_trace_and_squares_at_any_scale),
        cmocka_unit_test(test_eigen__of_nothing_finite_is_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
