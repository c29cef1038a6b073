/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Weighted sums of chi-squares against R (tests/vectors/mixture.csv, made by
 * tests/reference/mixture.R), against closed forms, and at the edges. */
#include "support.h"

#include "base/text.h"
#include "num/mixture.h"
#include "num/num.h"

#include <stdio.h>
#include <string.h>

enum { MAX_WEIGHTS = 64 };

static const double inf = (double)INFINITY;

static double number(const char **text)
{
    double value = inf;
    size_t length = strcspn(*text, ",;\n");

    if (strncmp(*text, "Inf", 3) != 0)
        assert_true(wb_parse_double(*text, length, '.', &value));
    *text += length;
    return value;
}

static void assert_relative(const char *what, const char *line, double actual,
                            double expected, double relative)
{
    if (!wb_test_agrees(what, actual, expected, 0, relative))
        fail_msg("%s is %.17g where R has %.17g: %s", what, actual, expected, line);
}

static void test_mixture__agrees_with_r(void **state)
{
    FILE *file = fopen(WB_TEST_SOURCE_DIR "/tests/vectors/mixture.csv", "r");
    char line[512];
    int count = 0;

    (void)state;
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file));
    wb_test_record("mixture");
    while (fgets(line, sizeof line, file) != NULL) {
        const char *at = line;
        double w[MAX_WEIGHTS];
        double fields[5]; /* x, ddf, exact, saddlepoint, satterthwaite */
        size_t n = 0;

        for (w[n++] = number(&at); *at == ';'; n++) {
            at++;
            w[n] = number(&at);
        }
        for (size_t i = 0; i < 5; i++) {
            assert_true(*at == ',');
            at++;
            fields[i] = number(&at);
        }
        assert_relative("exact", line, wb_mixture_exact(fields[0], w, n, fields[1]),
                        fields[2], 1e-11);
        assert_relative("saddlepoint", line,
                        wb_mixture_saddlepoint(fields[0], w, n, fields[1]), fields[3],
                        1e-9);
        assert_relative("satterthwaite", line,
                        wb_mixture_satterthwaite(fields[0], w, n, fields[1]), fields[4],
                        1e-11);
        count++;
    }
    assert_int_equal(fclose(file), 0);
    assert_int_equal(count, 240);
}

static void test_mixture__of_equal_weights_is_a_chi_square_or_f(void **state)
{
    static const double w[] = {2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5};

    (void)state;
    for (size_t n = 1; n <= 7; n++) {
        for (double x = 1e-6; x < 500; x *= 3) {
            double chisq = wb_chisq_sf(x / 2.5, (double)n);
            double f = wb_f_sf(x / 2.5 / (double)n, (double)n, 9.5);
            assert_relative("exact", "chi-square", wb_mixture_exact(x, w, n, inf), chisq,
                            1e-11);
            assert_relative("moments", "chi-square",
                            wb_mixture_satterthwaite(x, w, n, inf), chisq, 1e-12);
            assert_relative("exact", "F", wb_mixture_exact(x, w, n, 9.5), f, 1e-11);
            assert_relative("moments", "F", wb_mixture_satterthwaite(x, w, n, 9.5), f,
                            1e-12);
        }
    }
}

static void test_mixture__of_pairs_is_a_sum_of_exponentials(void **state)
{
    /* 2 b_i E_i: P(> x) = Σ_i exp(-x/2b_i) Π_{j≠i} b_i/(b_i - b_j) */
    static const double b[] = {0.3, 1, 4};
    static const double w[] = {0.3, 0.3, 1, 1, 4, 4};

    (void)state;
    for (double x = 0.5; x < 300; x *= 1.7) {
        double expected = 0;
        for (int i = 0; i < 3; i++) {
            double term = exp(-x / (2 * b[i]));
            for (int j = 0; j < 3; j++)
                term *= j == i ? 1 : b[i] / (b[i] - b[j]);
            expected += term;
        }
        assert_relative("exact", "pairs", wb_mixture_exact(x, w, 6, inf), expected,
                        1e-11);
    }
}

static void test_mixture__imhof_1961_table_1(void **state)
{
    static const double w[] = {0.6, 0.3, 0.1};

    (void)state;
    assert_true(fabs(wb_mixture_exact(0.1, w, 3, inf) - 0.9458) < 5e-5);
    assert_true(fabs(wb_mixture_exact(0.7, w, 3, inf) - 0.5064) < 5e-5);
    assert_true(fabs(wb_mixture_exact(2, w, 3, inf) - 0.1240) < 5e-5);
}

static void test_mixture__weights_of_0_count_for_nothing(void **state)
{
    static const double w[] = {0, 0.6, 0, 0.3, 0.1, 0};
    static const double v[] = {0.6, 0.3, 0.1};

    (void)state;
    assert_close(wb_mixture_exact(2, w, 6, 7), wb_mixture_exact(2, v, 3, 7), 1e-13);
    assert_close(wb_mixture_saddlepoint(2, w, 6, inf),
                 wb_mixture_saddlepoint(2, v, 3, inf), 1e-13);
    assert_close(wb_mixture_satterthwaite(2, w, 6, inf),
                 wb_mixture_satterthwaite(2, v, 3, inf), 1e-13);
}

static void test_mixture__is_a_tail(void **state)
{
    /* between 0 and 1, falling, smooth through the mean, for weights however unequal */
    static const double w[] = {1e6, 1, 1, 1e-3, 1e-9};
    double (*const functions[])(double, const double *, size_t, double) = {
        wb_mixture_exact, wb_mixture_saddlepoint, wb_mixture_satterthwaite};

    (void)state;
    for (size_t f = 0; f < 3; f++) {
        for (int finite = 0; finite < 2; finite++) {
            double last = 1;
            for (double x = 1; x < 1e8; x *= 1.05) {
                double p = functions[f](x, w, 5, finite ? 3.5 : inf);
                assert_true(p > 0 && p < 1 && p <= last);
                last = p;
            }
        }
    }
    double before = wb_mixture_saddlepoint(6 * (1 - 1e-7), (double[]){1, 2, 3}, 3, inf);
    double after = wb_mixture_saddlepoint(6 * (1 + 1e-7), (double[]){1, 2, 3}, 3, inf);
    double at = wb_mixture_saddlepoint(6, (double[]){1, 2, 3}, 3, inf);
    assert_true(before > at && at > after);
    assert_close((before + after) / 2, at, 1e-9);
}

/* At the mean the formula is 0/0 and its limit is used: what is near lies to both sides
 * of it. */
static void test_mixture__the_saddlepoint_has_no_step_at_the_mean(void **state)
{
    static const double w[] = {1, 2, 3};
    double near = 2e-4; /* 20 times as far as the limit reaches */

    (void)state;
    double at = wb_mixture_saddlepoint(6, w, 3, (double)INFINITY);
    double before = wb_mixture_saddlepoint(6 - near, w, 3, (double)INFINITY);
    double after = wb_mixture_saddlepoint(6 + near, w, 3, (double)INFINITY);
    assert_true(before > at && at > after);
    assert_close((before + after) / 2, at, 1e-8);
}

static void test_mixture__of_many_terms(void **state)
{
    double w[400];

    (void)state;
    for (size_t i = 0; i < 400; i++)
        w[i] = 1 + (double)(i % 7);
    for (double x = 1000; x < 2600; x += 100) {
        double p = wb_mixture_exact(x, w, 400, inf);
        assert_true(fabs(p - wb_mixture_saddlepoint(x, w, 400, inf)) < 1e-3 * p);
    }
    assert_true(wb_mixture_exact(6000, w, 400, inf) < 1e-50);
    assert_true(wb_mixture_exact(6000, w, 400, inf) > 0);
}

static void test_mixture__at_the_edges(void **state)
{
    double (*const functions[])(double, const double *, size_t, double) = {
        wb_mixture_exact, wb_mixture_saddlepoint, wb_mixture_satterthwaite};
    static const double none[] = {0, 0}, negative[] = {1, -1}, some[] = {1, 2};

    (void)state;
    for (size_t f = 0; f < 3; f++) {
        assert_true(isnan(functions[f](1, none, 2, inf)));
        assert_true(isnan(functions[f](1, negative, 2, inf)));
        assert_true(isnan(functions[f](1, some, 0, inf)));
        assert_true(isnan(functions[f](1, some, 2, 0)));
        assert_true(isnan(functions[f](1, some, 2, -3)));
        assert_true(isnan(functions[f](1, some, 2, (double)NAN)));
        assert_true(isnan(functions[f]((double)NAN, some, 2, inf)));
        assert_true(functions[f](0, some, 2, inf) == 1);
        assert_true(functions[f](-1, some, 2, 5) == 1);
        assert_true(functions[f](inf, some, 2, inf) == 0);
        assert_true(functions[f](inf, some, 2, 5) == 0);
        assert_true(functions[f](1e-300, some, 2, 5) > 0.999);
        assert_true(functions[f](1e300, some, 2, 5) >= 0);
        assert_true(functions[f](1e300, some, 2, 5) < 1e-10);
        assert_true(functions[f](1e300, some, 2, inf) == 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mixture__agrees_with_r),
        cmocka_unit_test(test_mixture__of_equal_weights_is_a_chi_square_or_f),
        cmocka_unit_test(test_mixture__of_pairs_is_a_sum_of_exponentials),
        cmocka_unit_test(test_mixture__imhof_1961_table_1),
        cmocka_unit_test(test_mixture__weights_of_0_count_for_nothing),
        cmocka_unit_test(test_mixture__is_a_tail),
        cmocka_unit_test(test_mixture__the_saddlepoint_has_no_step_at_the_mean),
        cmocka_unit_test(test_mixture__of_many_terms),
        cmocka_unit_test(test_mixture__at_the_edges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
