/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The distributions against R (tests/vectors/distributions.csv, made by
 * tests/reference/distributions.R), and at the edges of their domains. */
#include "support.h"

#include "base/text.h"
#include "num/num.h"

#include <errno.h>
#include <float.h>
#include <stdio.h>
#include <string.h>

enum { N_FIELDS = 5 };

typedef struct vector {
    const char *fn;
    double x, a, b, expected;
} vector;

/* ---- the table of vectors ---- */

static double number(const char *text)
{
    double value = (double)NAN;

    if (strcmp(text, "Inf") == 0)
        return (double)INFINITY;
    if (text[0] != '\0')
        assert_true(wb_parse_double(text, strlen(text), '.', &value));
    return value;
}

static vector read_vector(char *line)
{
    char *fields[N_FIELDS];

    line[strcspn(line, "\r\n")] = '\0';
    for (int i = 0; i < N_FIELDS; i++) {
        fields[i] = line;
        line += strcspn(line, ",");
        assert_true((*line == ',') == (i < N_FIELDS - 1));
        if (*line == ',')
            *line++ = '\0';
    }
    return (vector){fields[0], number(fields[1]), number(fields[2]), number(fields[3]),
                    number(fields[4])};
}

static double calculate(const vector *v)
{
    static const struct {
        const char *name;
        double (*one)(double);
        double (*two)(double, double);
        double (*three)(double, double, double);
    } functions[] = {
        {"normal_cdf", wb_normal_cdf, NULL, NULL},
        {"normal_sf", wb_normal_sf, NULL, NULL},
        {"normal_quantile", wb_normal_quantile, NULL, NULL},
        {"t_cdf", NULL, wb_t_cdf, NULL},
        {"t_sf", NULL, wb_t_sf, NULL},
        {"t_quantile", NULL, wb_t_quantile, NULL},
        {"chisq_sf", NULL, wb_chisq_sf, NULL},
        {"chisq_quantile", NULL, wb_chisq_quantile, NULL},
        {"f_sf", NULL, NULL, wb_f_sf},
        {"beta_cdf", NULL, NULL, wb_beta_cdf},
        {"beta_quantile", NULL, NULL, wb_beta_quantile},
    };

    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
        if (strcmp(functions[i].name, v->fn) != 0)
            continue;
        if (functions[i].one != NULL)
            return functions[i].one(v->x);
        if (functions[i].two != NULL)
            return functions[i].two(v->x, v->a);
        return functions[i].three(v->x, v->a, v->b);
    }
    fail_msg("the vectors ask for '%s', which is unknown", v->fn);
    return (double)NAN;
}

/* Boost calculates in long double. Where that is no more than a double, as it is under
 * valgrind, some tails keep 10 digits. */
static double tolerance(void)
{
    volatile long double one = 1, next = one + LDBL_EPSILON;

    return LDBL_MANT_DIG > DBL_MANT_DIG && next > one ? 1e-12 : 1e-9;
}

static void test_distributions__agree_with_r(void **state)
{
    const double relative = tolerance();
    FILE *file = fopen(WB_TEST_SOURCE_DIR "/tests/vectors/distributions.csv", "r");
    char line[256];
    int count = 0;

    (void)state;
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file));
    assert_string_equal(line, "fn,x,a,b,expected\n");
    wb_test_record("distributions");
    while (fgets(line, sizeof line, file) != NULL) {
        vector v = read_vector(line);
        double actual = calculate(&v);
        /* Relative, however small; a median that is 0 in theory is 1e-17 in practice. */
        if (!wb_test_agrees(v.fn, actual, v.expected, 1e-16 / relative, relative))
            fail_msg("%s(%.17g, %.17g, %.17g) is %.17g where R has %.17g", v.fn, v.x, v.a,
                     v.b, actual, v.expected);
        count++;
    }
    assert_int_equal(fclose(file), 0);
    assert_true(count > 1500);
}

/* ---- edges ---- */

#define assert_is(actual, expected) assert_true((actual) == (expected))
#define assert_nan(actual)          assert_true(isnan(actual))

static const double inf = (double)INFINITY;
static const double none = (double)NAN;

static void test_normal__at_the_edges(void **state)
{
    (void)state;
    assert_is(wb_normal_cdf(0), 0.5);
    assert_is(wb_normal_cdf(-inf), 0);
    assert_is(wb_normal_cdf(inf), 1);
    assert_is(wb_normal_sf(inf), 0);
    assert_is(wb_normal_sf(-inf), 1);
    assert_nan(wb_normal_cdf(none));
    assert_nan(wb_normal_sf(none));
    assert_is(wb_normal_quantile(0), -inf);
    assert_is(wb_normal_quantile(1), inf);
    assert_is(wb_normal_quantile(0.5), 0);
    assert_nan(wb_normal_quantile(-1e-9));
    assert_nan(wb_normal_quantile(1.0000001));
    assert_nan(wb_normal_quantile(none));
    assert_true(wb_normal_sf(30) > 0); /* no 1 - cdf */
    assert_true(isfinite(wb_normal_quantile(DBL_MIN)));
}

static void test_t__at_the_edges(void **state)
{
    (void)state;
    assert_is(wb_t_cdf(0, 3), 0.5);
    assert_is(wb_t_cdf(-inf, 3), 0);
    assert_is(wb_t_sf(inf, 3), 0);
    assert_is(wb_t_cdf(inf, 3), 1);
    assert_is(wb_t_quantile(0, 3), -inf);
    assert_is(wb_t_quantile(1, 3), inf);
    assert_is(wb_t_quantile(0.5, 3), 0);
    assert_nan(wb_t_cdf(1, 0));
    assert_nan(wb_t_cdf(1, -1));
    assert_nan(wb_t_cdf(1, none));
    assert_nan(wb_t_sf(none, 3));
    assert_nan(wb_t_quantile(0.3, 0));
    assert_nan(wb_t_quantile(0.3, none));
    assert_nan(wb_t_quantile(1.1, 3));
    assert_nan(wb_t_quantile(none, 3));
}

static void test_t__without_limit_of_df_is_normal(void **state)
{
    (void)state;
    for (double t = -5; t <= 5; t += 0.25) {
        assert_is(wb_t_cdf(t, inf), wb_normal_cdf(t));
        assert_is(wb_t_sf(t, inf), wb_normal_sf(t));
        assert_close(wb_t_cdf(t, 1e300), wb_normal_cdf(t), 1e-12);
    }
    assert_is(wb_t_quantile(0.975, inf), wb_normal_quantile(0.975));
}

static void test_chisq__at_the_edges(void **state)
{
    (void)state;
    assert_is(wb_chisq_sf(0, 2), 1);
    assert_is(wb_chisq_sf(-1, 2), 1);
    assert_is(wb_chisq_sf(inf, 2), 0);
    assert_is(wb_chisq_quantile(0, 2), 0);
    assert_is(wb_chisq_quantile(1, 2), inf);
    assert_nan(wb_chisq_sf(1, 0));
    assert_nan(wb_chisq_sf(1, inf));
    assert_nan(wb_chisq_sf(none, 1));
    assert_nan(wb_chisq_quantile(0.5, -1));
    assert_nan(wb_chisq_quantile(2, 1));
    assert_nan(wb_chisq_quantile(none, 1));
}

static void test_f__at_the_edges(void **state)
{
    (void)state;
    assert_is(wb_f_sf(0, 2, 3), 1);
    assert_is(wb_f_sf(-1, 2, 3), 1);
    assert_is(wb_f_sf(inf, 2, 3), 0);
    assert_is(wb_f_sf(1.5, 4, inf), wb_chisq_sf(6, 4));
    assert_nan(wb_f_sf(1, 0, 3));
    assert_nan(wb_f_sf(1, inf, 3));
    assert_nan(wb_f_sf(1, 2, 0));
    assert_nan(wb_f_sf(1, 2, none));
    assert_nan(wb_f_sf(none, 2, 3));
}

static void test_beta__at_the_edges(void **state)
{
    (void)state;
    assert_is(wb_beta_cdf(0, 2, 3), 0);
    assert_is(wb_beta_cdf(-1, 2, 3), 0);
    assert_is(wb_beta_cdf(1, 2, 3), 1);
    assert_is(wb_beta_cdf(2, 2, 3), 1);
    assert_is(wb_beta_quantile(0, 2, 3), 0);
    assert_is(wb_beta_quantile(1, 2, 3), 1);
    assert_is(wb_beta_quantile(0.5, 1e-4, 1), 0); /* 0.5^10000 is no double */
    assert_nan(wb_beta_cdf(0.5, 0, 3));
    assert_nan(wb_beta_cdf(0.5, 2, inf));
    assert_nan(wb_beta_cdf(none, 2, 3));
    assert_nan(wb_beta_quantile(0.5, 2, 0));
    assert_nan(wb_beta_quantile(-0.1, 2, 3));
    assert_nan(wb_beta_quantile(none, 2, 3));
}

/* ---- relations ---- */

static void test_quantiles__undo_the_distribution(void **state)
{
    const double df[] = {1, 3.5, 40, 2500};

    (void)state;
    for (double p = 0.02; p < 1; p += 0.05) {
        assert_close(wb_normal_cdf(wb_normal_quantile(p)), p, 1e-14);
        for (size_t i = 0; i < 4; i++) {
            assert_close(wb_t_cdf(wb_t_quantile(p, df[i]), df[i]), p, 1e-13);
            assert_close(wb_chisq_sf(wb_chisq_quantile(p, df[i]), df[i]), 1 - p, 1e-13);
            assert_close(wb_beta_cdf(wb_beta_quantile(p, df[i], 7), df[i], 7), p, 1e-12);
        }
    }
}

static void test_f__of_one_and_n_is_t_squared(void **state)
{
    (void)state;
    for (double t = 0.1; t < 6; t += 0.3)
        assert_close(wb_f_sf(t * t, 1, 17), 2 * wb_t_sf(t, 17), 1e-13);
}

static void test_distributions__leave_errno_alone(void **state)
{
    (void)state;
    errno = 77;
    assert_true(wb_normal_cdf(-1e308) == 0);
    assert_true(wb_chisq_sf(1e300, 3) == 0);
    assert_nan(wb_t_cdf(1, -1));
    assert_true(wb_beta_cdf(1e-300, 20, 50) == 0);
    assert_int_equal(errno, 77);
}

/* Boost's own, which the tables of R were held against, is what it stands for. */
static void test_wb_t_sf_quick__is_the_tail_of_t(void **state)
{
    static const double dfs[] = {1,   5,   29,  30,   30.5, 64,  100, 250.25,
                                 499, 500, 501, 1000, 5000, 1e5, 1e7, INFINITY};

    (void)state;
    for (size_t i = 0; i < sizeof dfs / sizeof dfs[0]; i++) {
        for (double t = 0; t < 9.2; t += 0.01) {
            double exact = wb_t_sf(t, dfs[i]), quick = wb_t_sf_quick(t, dfs[i]);
            assert_true(fabs(quick - exact) <= 1e-11 * exact);
        }
    }
    assert_true(isnan(wb_t_sf_quick(NAN, 1000)));
    assert_true(isnan(wb_t_sf_quick(NAN, 100)));
    assert_true(wb_t_sf_quick(INFINITY, 100) == 0);
    assert_true(wb_t_sf_quick(1e200, 100) == 0);
}

static void test_wb_t_quantile_quick__is_the_quantile_of_t(void **state)
{
    static const double dfs[] = {0,    -1,  1,   5,   30,       1999,
                                 2000, 3e3, 1e5, 1e9, INFINITY, NAN};
    static const double ps[] = {0.5,   0.75,   0.9,     0.95,     0.975, 0.995,
                                0.999, 0.9999, 0.99997, 0.999999, 0.025, 1};

    (void)state;
    for (size_t i = 0; i < sizeof dfs / sizeof dfs[0]; i++) {
        for (size_t k = 0; k < sizeof ps / sizeof ps[0]; k++) {
            double exact = wb_t_quantile(ps[k], dfs[i]);
            double quick = wb_t_quantile_quick(ps[k], wb_normal_quantile(ps[k]), dfs[i]);
            assert_true(isnan(exact) ? isnan(quick)
                                     : exact == quick ||
                                           fabs(quick - exact) <= 1e-14 * fabs(exact));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_distributions__agree_with_r),
        cmocka_unit_test(test_normal__at_the_edges),
        cmocka_unit_test(test_t__at_the_edges),
        cmocka_unit_test(test_t__without_limit_of_df_is_normal),
        cmocka_unit_test(test_chisq__at_the_edges),
        cmocka_unit_test(test_f__at_the_edges),
        cmocka_unit_test(test_beta__at_the_edges),
        cmocka_unit_test(test_quantiles__undo_the_distribution),
        cmocka_unit_test(test_f__of_one_and_n_is_t_squared),
        cmocka_unit_test(test_distributions__leave_errno_alone),
        cmocka_unit_test(test_wb_t_sf_quick__is_the_tail_of_t),
        cmocka_unit_test(test_wb_t_quantile_quick__is_the_quantile_of_t),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
