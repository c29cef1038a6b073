/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Intervals, tests, adjusted p and polynomials from numbers. Expected values come from R:
 * qt, pt, pf, p.adjust, contr.poly. */
#include "support.h"

#include "infer/effect.h"

#include <werkbaar/infer.h>

#include <string.h>

static void test_effect__is_t_with_its_df(void **state)
{
    wb_effect e = wb_effect_of(-4, 4, 12, 0.95);

    (void)state;
    assert_int_equal(e.status, WB_EFFECT_OK);
    assert_close(e.se, 2, 0);
    assert_close(e.t, -2, 0);
    assert_close(e.p, 0.068655014038085965, 1e-14);
    assert_close(e.upper, -4 + 2 * 2.178812829667228446, 1e-14);
    assert_close(e.lower, -4 - 2 * 2.178812829667228446, 1e-14);
    assert_close(e.df, 12, 0);
}

static void test_effect__says_why_there_is_no_test(void **state)
{
    (void)state;
    wb_effect e = wb_effect_of(NAN, 1, 5, 0.95);
    assert_int_equal(e.status, WB_EFFECT_MISSING);
    assert_true(isnan(e.estimate) && isnan(e.df));
    e = wb_effect_of(1, NAN, 5, 0.95);
    assert_int_equal(e.status, WB_EFFECT_MISSING);
    assert_true(isnan(e.estimate) && isnan(e.se));
    e = wb_effect_of(1, 4, 0, 0.95);
    assert_int_equal(e.status, WB_EFFECT_NO_DF);
    assert_true(e.estimate == 1 && e.se == 2 && isnan(e.lower) && isnan(e.p));
    e = wb_effect_of(1, 0, 5, 0.95);
    assert_int_equal(e.status, WB_EFFECT_CONSTANT);
    assert_true(e.estimate == 1 && e.se == 0 && isnan(e.upper) && isnan(e.t));
}

static void test_effect_variance__is_quadratic_and_clean_of_rounding(void **state)
{
    /* Var(a - b) of two shares of one question: they vary as opposites. */
    const double v[] = {0.1, -0.1, -0.1, 0.1};
    const double third = 1.0 / 3;
    const double rounded[] = {third, -third, -third * (1 + 1e-16), third * (1 - 2e-16)};
    const double unknown[] = {1, NAN, NAN, NAN};

    (void)state;
    assert_close(wb_effect_variance((const double[]){1, -1}, v, 2), 0.4, 1e-16);
    assert_true(wb_effect_variance((const double[]){1, 1}, v, 2) == 0);
    assert_true(wb_effect_variance((const double[]){1, 1}, rounded, 2) == 0);
    assert_true(wb_effect_variance((const double[]){2, 0}, unknown, 2) == 4);
    assert_true(isnan(wb_effect_variance((const double[]){2, 1}, unknown, 2)));
}

/* W = 13.537 of two differences; F = W (20 - 2 + 1) / (20 * 2). */
static void test_joint__is_the_adjusted_wald_test(void **state)
{
    const double d[] = {1, 3};
    double v[] = {0.7, 0.37, 0.37, 0.7};
    double scratch[4];
    size_t order[2];

    (void)state;
    wb_joint joint = wb_joint_of(d, v, 2, 20, scratch, order);
    assert_int_equal(joint.status, WB_EFFECT_OK);
    assert_close(joint.f, 6.4301897479467573504, 1e-14);
    assert_close(joint.df1, 2, 0);
    assert_close(joint.df2, 19, 0);
    assert_close(joint.p, 0.0073667382076190039, 1e-13);
}

static void test_joint__without_limit_of_df_is_chi_square(void **state)
{
    const double d[] = {1, 3};
    double v[] = {0.7, 0.37, 0.37, 0.7};
    double scratch[4];
    size_t order[2];

    (void)state;
    wb_joint joint = wb_joint_of(d, v, 2, INFINITY, scratch, order);
    assert_int_equal(joint.status, WB_EFFECT_OK);
    assert_close(joint.f, 13.5372415746247529711 / 2, 1e-14);
    assert_close(joint.p, 0.0011492786580157262, 1e-13);
}

static void test_joint__of_singular_covariance_counts_its_rank(void **state)
{
    /* The third is the sum of the first two. */
    const double d[] = {1, 3, 4};
    const double two[] = {0.7, 0.37, 0.37, 0.7};
    double v[] = {0.7, 0.37, 1.07, 0.37, 0.7, 1.07, 1.07, 1.07, 2.14};
    double half[4];
    double scratch[6];
    size_t order[3];

    (void)state;
    memcpy(half, two, sizeof two);
    wb_joint expected = wb_joint_of(d, half, 2, 20, scratch, order);
    wb_joint joint = wb_joint_of(d, v, 3, 20, scratch, order);
    assert_int_equal(joint.status, WB_EFFECT_OK);
    assert_close(joint.df1, 2, 0);
    assert_close(joint.f, expected.f, 1e-13);
    assert_close(joint.p, expected.p, 1e-13);
}

static void test_joint__says_why_there_is_no_test(void **state)
{
    const double d[] = {1, 3};
    const double unknown[] = {1, NAN};
    double scratch[4];
    size_t order[2];
    double nothing[] = {0, 0, 0, 0};
    double v[] = {0.7, 0.37, 0.37, 0.7};

    (void)state;
    wb_joint joint = wb_joint_of(d, nothing, 2, 20, scratch, order);
    assert_int_equal(joint.status, WB_EFFECT_CONSTANT);
    assert_true(joint.df1 == 0 && isnan(joint.f) && isnan(joint.p));
    joint = wb_joint_of(unknown, v, 2, 20, scratch, order);
    assert_int_equal(joint.status, WB_EFFECT_MISSING);
    assert_true(isnan(joint.df1));
    joint = wb_joint_of(d, v, 2, 1, scratch, order);
    assert_int_equal(joint.status, WB_EFFECT_NO_DF);
    assert_true(joint.df1 == 2 && isnan(joint.df2) && isnan(joint.p));
}

static const double some_p[] = {0.01, 0.04, 0.03, 0.005, NAN, 0.5, 0.04};
enum { N_P = sizeof some_p / sizeof *some_p };

static void check_adjusted(int32_t adjust, const double *expected)
{
    double adjusted[N_P];
    size_t order[N_P];

    wb_adjust_p(some_p, N_P, adjust, adjusted, order);
    for (int i = 0; i < N_P; i++)
        assert_close(adjusted[i], expected[i], 1e-15);
}

static void test_adjust__agrees_with_p_adjust(void **state)
{
    static const double holm[] = {0.05, 0.12, 0.12, 0.03, NAN, 0.5, 0.12};
    static const double bh[] = {0.03, 0.048, 0.048, 0.03, NAN, 0.5, 0.048};

    (void)state;
    check_adjusted(WB_ADJUST_NONE, some_p);
    check_adjusted(WB_ADJUST_HOLM, holm);
    check_adjusted(WB_ADJUST_BH, bh);
}

static void test_adjust__never_exceeds_one_nor_changes_order(void **state)
{
    static const double p[] = {0.9, 0.8, 0.7, 0.001, 0.002, 1, 0};
    double adjusted[7];
    size_t order[7];

    (void)state;
    for (int32_t adjust = WB_ADJUST_HOLM; adjust <= WB_ADJUST_BH; adjust++) {
        wb_adjust_p(p, 7, adjust, adjusted, order);
        for (int i = 0; i < 7; i++) {
            assert_true(adjusted[i] >= p[i] && adjusted[i] <= 1);
            for (int j = 0; j < 7; j++)
                assert_true(p[i] > p[j] || adjusted[i] <= adjusted[j]);
        }
    }
    wb_adjust_p(p, 0, WB_ADJUST_HOLM, adjusted, order);
    wb_adjust_p((const double[]){NAN}, 1, WB_ADJUST_BH, adjusted, order);
    assert_true(isnan(adjusted[0]));
}

static void test_polynomials__agree_with_contr_poly(void **state)
{
    static const double years[] = {2004, 2007, 2010, 2013, 2016, 2019, 2023};
    static const double expected[] = {
        -0.55553546276705179,  -0.37325038904661284,  -0.190965315326174,
        -0.008680241605735153, 0.17360483211470371,   0.35588990583514252,
        0.59893667079572765,   0.53976925419195354,   0.027499607836673313,
        -0.29094380633149608,  -0.41556098831255506,  -0.3463519381065035,
        -0.083316655713341264, 0.56890452643526923,   -0.42080813714416887,
        0.37902689373632831,   0.42845687870530536,   0.071791926688762039,
        -0.34665785338730043,  -0.48258235259688198,  0.37077264399795568,
        0.25570946726220145,   -0.56924687027379428,  0.031139372528976892,
        0.48484652378358356,   0.17543347190170022,   -0.55796033440639037,
        0.18007836920372228,   -0.11611561585007366,  0.45416113919701195,
        -0.53879583823805932,  -0.052446466011482784, 0.57523394409460149,
        -0.38955214436335045,  0.0675149811713526};
    double contrasts[35];

    (void)state;
    wb_orthogonal_polynomials(years, 7, 5, contrasts);
    for (int i = 0; i < 35; i++)
        assert_close(contrasts[i], expected[i], 1e-13);
}

/* Three levels one apart: (-1, 0, 1)/sqrt 2 and (1, -2, 1)/sqrt 6. */
static void test_polynomials__of_three_levels_by_hand(void **state)
{
    double contrasts[6];

    (void)state;
    wb_orthogonal_polynomials((const double[]){18000, 18001, 18002}, 3, 2, contrasts);
    assert_close(contrasts[0], -1 / sqrt(2), 1e-15);
    assert_close(contrasts[1], 0, 1e-15);
    assert_close(contrasts[3], 1 / sqrt(6), 1e-15);
    assert_close(contrasts[4], -2 / sqrt(6), 1e-15);
}

static void test_polynomials__are_orthonormal_over_many_uneven_levels(void **state)
{
    enum { N = 60, DEGREE = 5 };
    double x[N], contrasts[N * DEGREE];

    (void)state;
    for (int i = 0; i < N; i++)
        x[i] = 7000 + i * i - 0.25 * i;
    wb_orthogonal_polynomials(x, N, DEGREE, contrasts);
    for (int a = 0; a < DEGREE; a++) {
        double sum = 0;
        for (int i = 0; i < N; i++)
            sum += contrasts[a * N + i];
        assert_close(sum, 0, 1e-14);
        for (int b = 0; b <= a; b++) {
            double product = 0;
            for (int i = 0; i < N; i++)
                product += contrasts[a * N + i] * contrasts[b * N + i];
            assert_close(product, a == b, 1e-14);
        }
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_effect__is_t_with_its_df),
        cmocka_unit_test(test_effect__says_why_there_is_no_test),
        cmocka_unit_test(test_effect_variance__is_quadratic_and_clean_of_rounding),
        cmocka_unit_test(test_joint__is_the_adjusted_wald_test),
        cmocka_unit_test(test_joint__without_limit_of_df_is_chi_square),
        cmocka_unit_test(test_joint__of_singular_covariance_counts_its_rank),
        cmocka_unit_test(test_joint__says_why_there_is_no_test),
        cmocka_unit_test(test_adjust__agrees_with_p_adjust),
        cmocka_unit_test(test_adjust__never_exceeds_one_nor_changes_order),
        cmocka_unit_test(test_polynomials__agree_with_contr_poly),
        cmocka_unit_test(test_polynomials__of_three_levels_by_hand),
        cmocka_unit_test(test_polynomials__are_orthonormal_over_many_uneven_levels),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
