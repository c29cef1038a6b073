/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Cholesky that puts dependent columns behind. */
#include "num/dense.h"
#include "support.h"

static void test_cholesky__solves(void **state)
{
    /* A = L L' with L rows (2), (1 3), (4 5 6) */
    double a[] = {4, 2, 8, 2, 10, 19, 8, 19, 77};
    const double b[] = {14, 41, 123};
    size_t order[3];
    double scratch[3];
    double x[3];

    (void)state;
    assert_int_equal(wb_cholesky(a, 3, 1e-12, order), 3);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(order[i], i);
    assert_close(a[0], 2, 1e-15);
    assert_close(a[3], 1, 1e-15);
    assert_close(a[4], 3, 1e-15);
    assert_close(a[8], 6, 1e-15);
    wb_cholesky_solve(a, 3, order, 3, b, scratch, x);
    assert_close(4 * x[0] + 2 * x[1] + 8 * x[2], 14, 1e-13);
    assert_close(2 * x[0] + 10 * x[1] + 19 * x[2], 41, 1e-13);
    assert_close(8 * x[0] + 19 * x[1] + 77 * x[2], 123, 1e-13);
}

/* Columns u, v, u + 2v, w of four rows: the third is made of the first two. */
static void test_cholesky__finds_the_later_column_superfluous(void **state)
{
    const double columns[4][4] = {
        {1, 2, 0, 1}, {0, 1, 3, -1}, {1, 4, 6, -1}, {2, 0, 1, 1}};
    double a[16];
    size_t order[4];
    double scratch[4];
    double weights[4];
    const double b[] = {1, 2, 5, 3};
    double x[4];

    (void)state;
    for (int i = 0; i < 4; i++) {
        for (int j = 0; j < 4; j++) {
            a[i * 4 + j] = 0;
            for (int k = 0; k < 4; k++)
                a[i * 4 + j] += columns[i][k] * columns[j][k];
        }
    }
    assert_int_equal(wb_cholesky(a, 4, 1e-12, order), 3);
    assert_int_equal(order[0], 0);
    assert_int_equal(order[1], 1);
    assert_int_equal(order[2], 3);
    assert_int_equal(order[3], 2);
    wb_cholesky_combination(a, 4, order, 3, 2, weights);
    assert_close(weights[0], 1, 1e-14);
    assert_close(weights[1], 2, 1e-14);
    assert_close(weights[2], 0, 0);
    /* a right-hand side that agrees (5 = 1 + 2 * 2) is solved with 0 for that column */
    wb_cholesky_solve(a, 4, order, 3, b, scratch, x);
    assert_close(x[2], 0, 0);
    for (int i = 0; i < 4; i++) {
        double sum = 0;
        for (int j = 0; j < 4; j++) {
            for (int k = 0; k < 4; k++)
                sum += columns[i][k] * columns[j][k] * x[j];
        }
        assert_close(sum, b[i], 1e-13);
    }
}

static void test_cholesky__several_dependent_columns_keep_their_order(void **state)
{
    double a[] = {1, 1, 0, 1, 1, 0, 0, 0, 0};
    double b[] = {1, 1, 0};
    size_t order[3];
    double scratch[3];

    (void)state;
    assert_int_equal(wb_cholesky(a, 3, 1e-12, order), 1);
    assert_int_equal(order[0], 0);
    assert_int_equal(order[1], 1);
    assert_int_equal(order[2], 2);
    wb_cholesky_solve(a, 3, order, 1, b, scratch, b);
    assert_close(b[0], 1, 0);
    assert_close(b[1], 0, 0);
}

static void test_cholesky__a_nan_is_no_information(void **state)
{
    double a[] = {1, 0, NAN, NAN};
    size_t order[2];

    (void)state;
    assert_int_equal(wb_cholesky(a, 2, 1e-12, order), 1);
    assert_int_equal(wb_cholesky(a, 0, 1e-12, order), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cholesky__solves),
        cmocka_unit_test(test_cholesky__finds_the_later_column_superfluous),
        cmocka_unit_test(test_cholesky__several_dependent_columns_keep_their_order),
        cmocka_unit_test(test_cholesky__a_nan_is_no_information),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
