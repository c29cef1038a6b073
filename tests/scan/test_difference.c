/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "support.h"

#include "num/num.h"
#include "scan/difference.h"

#include <stdlib.h>

/* n_eff = p (1-p) / se^2 = n, and no limit to df: as Newcombe has it. */
static wb_known_share as_of(double k, double n)
{
    double p = k / n;

    return (wb_known_share){p, sqrt(p * (1 - p) / n), n, INFINITY};
}

static void check_bounds(double k1, double n1, double k2, double n2, double lower,
                         double upper)
{
    wb_known_share one = as_of(k1, n1), two = as_of(k2, n2);
    wb_difference d = wb_difference_of(&one, &two, 0, 0.95);

    assert_close(d.d, k1 / n1 - k2 / n2, 1e-15);
    assert_true(fabs(d.lower - lower) < 5e-5 && fabs(d.upper - upper) < 5e-5);
}

/* Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10. */
static void test_difference__has_the_bounds_of_newcombe(void **state)
{
    (void)state;
    check_bounds(56, 70, 48, 80, 0.0524, 0.3339);
    check_bounds(9, 10, 3, 10, 0.1705, 0.8090);
    check_bounds(6, 7, 2, 7, 0.0582, 0.8062);
    check_bounds(5, 56, 0, 29, -0.0381, 0.1926);
    check_bounds(0, 10, 0, 20, -0.1611, 0.2775);
    check_bounds(0, 10, 0, 10, -0.2775, 0.2775);
    check_bounds(10, 10, 0, 20, 0.6791, 1.0000);
    check_bounds(10, 10, 0, 10, 0.6075, 1.0000);
}

static void test_difference__turns_around_with_its_shares(void **state)
{
    wb_known_share one = wb_share_of_counts(7, 24), two = wb_share_of_counts(90, 200);
    wb_difference d = wb_difference_of(&one, &two, 0, 0.9);
    wb_difference back = wb_difference_of(&two, &one, 0, 0.9);

    (void)state;
    assert_close(back.lower, -d.upper, 1e-15);
    assert_close(back.upper, -d.lower, 1e-15);
    assert_close(back.p, d.p, 1e-14);
    assert_close(back.se, d.se, 1e-15);
}

/* At the level 1 - p the interval ends at 0. */
static void test_difference__p_and_interval_never_contradict(void **state)
{
    static const int64_t counts[][4] = {{3, 20, 150, 600},  {0, 12, 90, 300},
                                        {12, 12, 90, 300},  {40, 100, 39, 100},
                                        {200, 600, 1, 900}, {17, 25, 130, 401}};

    (void)state;
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        wb_known_share one = wb_share_of_counts(counts[i][0], counts[i][1]);
        wb_known_share two = wb_share_of_counts(counts[i][2], counts[i][3]);
        double p = wb_difference_of(&one, &two, 0, 0.95).p;
        wb_difference at = wb_difference_of(&one, &two, 0, 1 - p);

        assert_true(p > 0 && p < 1);
        if (p > 1e-12)
            assert_true(fabs(at.d > 0 ? at.lower : at.upper) < 1e-6);
    }
}

static void test_difference__of_equal_shares_is_chance(void **state)
{
    wb_known_share one = wb_share_of_counts(10, 40), two = wb_share_of_counts(50, 200);
    wb_difference d = wb_difference_of(&one, &two, 0, 0.95);

    (void)state;
    assert_close(d.p, 1, 0);
    assert_true(d.lower < 0 && d.upper > 0);
}

/* A reference that is known exactly adds nothing: Wilson's own bounds, here those of R's
 * prop.test(8, 40, correct = FALSE), are what is left. */
static void test_difference__to_a_known_share_is_wilsons(void **state)
{
    wb_known_share one = as_of(8, 40), known = {0.35, 0, 1e6, INFINITY};
    wb_difference d = wb_difference_of(&one, &known, 0, 0.95);

    (void)state;
    assert_close(d.lower, 0.10499989725437703 - 0.35, 1e-12);
    assert_close(d.upper, 0.34757306346399497 - 0.35, 1e-12);
}

static void check_nothing(wb_known_share one, wb_known_share two)
{
    wb_difference d = wb_difference_of(&one, &two, 0, 0.95);

    assert_true(isnan(d.se) && isnan(d.lower) && isnan(d.upper) && isnan(d.p));
}

static void test_difference__needs_the_uncertainty_of_both(void **state)
{
    const wb_known_share some = wb_share_of_counts(4, 10);

    (void)state;
    check_nothing(some, (wb_known_share){0.3, NAN, 100, 99});
    check_nothing((wb_known_share){0.3, NAN, 100, 99}, some);
    check_nothing(some, (wb_known_share){NAN, 0.1, 100, 99});
    check_nothing(some, (wb_known_share){1.5, 0.1, 100, 99});
    check_nothing(some, (wb_known_share){0.3, 0.1, 100, 0});
    check_nothing(some, (wb_known_share){0, 0, NAN, 99});
    check_nothing(some, wb_share_of_counts(1, 1));
    check_nothing(wb_share_of_counts(0, 1), some);
}

/* ---- overlap ---- */

/* With n1 of the n2 people of a random sample in the group and f = n1/n2, the difference
 * is (1-f) (p1 - p0), p0 the share of the others: its variance is (1-f)^2 (v1 + v0). */
static void test_covariance__is_that_of_a_part_with_its_whole(void **state)
{
    wb_known_share part = wb_share_of_counts(30, 100);
    wb_known_share others = wb_share_of_counts(160, 400);
    wb_known_share whole = {190.0 / 500, 0, 500, 499};
    double f = 0.2, v1 = part.p * (1 - part.p) / 100,
           v0 = others.p * (1 - others.p) / 400;
    wb_difference d;

    (void)state;
    part.se = sqrt(v1);
    whole.se = sqrt(f * f * v1 + (1 - f) * (1 - f) * v0);
    d = wb_difference_of(&part, &whole, wb_shared_covariance(&part, &whole, 1), 0.95);
    assert_close(d.d, (1 - f) * (part.p - others.p), 1e-14);
    assert_close(d.se, (1 - f) * sqrt(v1 + v0), 1e-14);
}

static void test_covariance__is_in_proportion_and_never_more_than_whole(void **state)
{
    wb_known_share group = wb_share_of_counts(5, 20), all = wb_share_of_counts(90, 300);

    (void)state;
    assert_close(wb_shared_covariance(&group, &all, 1), 0.25 * 0.75 / 300, 1e-15);
    assert_close(wb_shared_covariance(&group, &all, 0.5), 0.25 * 0.75 / 600, 1e-15);
    assert_close(wb_shared_covariance(&group, &all, 7), 0.25 * 0.75 / 300, 1e-15);
    assert_close(wb_shared_covariance(&group, &all, 0), 0, 0);
    assert_close(wb_shared_covariance(&group, &all, NAN), 0, 0);
}

static void test_difference__narrows_with_overlap(void **state)
{
    wb_known_share group = wb_share_of_counts(50, 100), all = wb_share_of_counts(90, 300);
    wb_difference apart = wb_difference_of(&group, &all, 0, 0.95);
    wb_difference shared =
        wb_difference_of(&group, &all, wb_shared_covariance(&group, &all, 1), 0.95);

    (void)state;
    assert_true(shared.upper - shared.lower < apart.upper - apart.lower);
    assert_true(shared.p < apart.p);
    /* One that is its own reference does not vary from it, however covariances round. */
    shared = wb_difference_of(&group, &group, 1, 0.95);
    assert_true(fabs(shared.se) < 1e-9 && shared.p == 1);
}

/* People of a group that is part of a pool, drawn over and over: the intervals hold the
 * true difference about as often as they say. A fixed generator, so the same every time.
 */
static uint64_t seed = 20261122;
static double draw(void)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (double)(seed >> 11) / 9007199254740992.0;
}

static int64_t binomial(int64_t n, double p)
{
    int64_t k = 0;

    for (int64_t i = 0; i < n; i++)
        k += draw() < p;
    return k;
}

static void test_difference__covers_a_group_inside_its_pool(void **state)
{
    enum { RUNS = 4000 };
    int holds = 0, alone = 0;

    (void)state;
    for (int run = 0; run < RUNS; run++) {
        int64_t k1 = binomial(60, 0.35), k0 = binomial(90, 0.25);
        wb_known_share group = wb_share_of_counts(k1, 60);
        wb_known_share pool = wb_share_of_counts(k1 + k0, 150);
        double truth = 0.35 - (60 * 0.35 + 90 * 0.25) / 150;
        wb_difference with =
            wb_difference_of(&group, &pool, wb_shared_covariance(&group, &pool, 1), 0.95);
        wb_difference without = wb_difference_of(&group, &pool, 0, 0.95);

        holds += with.lower <= truth && truth <= with.upper;
        alone += without.lower <= truth && truth <= without.upper;
    }
    assert_true(holds > 0.94 * RUNS && holds < 0.965 * RUNS);
    assert_true(alone > 0.99 * RUNS);
}

static void test_difference__covers_what_it_says_between_others(void **state)
{
    enum { RUNS = 4000 };
    int holds = 0, small = 0;

    (void)state;
    for (int run = 0; run < RUNS; run++) {
        wb_known_share group = wb_share_of_counts(binomial(15, 0.1), 15);
        wb_known_share rest = wb_share_of_counts(binomial(200, 0.25), 200);
        wb_difference d = wb_difference_of(&group, &rest, 0, 0.95);

        holds += d.lower <= -0.15 && -0.15 <= d.upper;
        rest = wb_share_of_counts(binomial(200, 0.1), 200);
        small += wb_difference_of(&group, &rest, 0, 0.95).p <= 0.05;
    }
    assert_true(holds > 0.94 * RUNS);
    assert_true(small < 0.06 * RUNS);
}

/* ---- colours: every row of the table, and its edges ---- */

static wb_colour colour(double lower, double upper, double margin)
{
    wb_difference d = {(lower + upper) / 2, 0.1, lower, upper, 0.1};

    return wb_colour_of(&d, margin);
}

static void test_colour__follows_the_table(void **state)
{
    (void)state;
    assert_int_equal(colour(0.06, 0.2, 0.05), WB_RED);
    assert_int_equal(colour(0.05, 0.2, 0.05), WB_ORANGE);
    assert_int_equal(colour(0.001, 0.2, 0.05), WB_ORANGE);
    assert_int_equal(colour(0.001, 0.04, 0.05), WB_ORANGE);
    assert_int_equal(colour(0, 0.2, 0.05), WB_GREY);
    assert_int_equal(colour(-0.1, 0.05, 0.05), WB_GREY);
    assert_int_equal(colour(-0.1, 0.2, 0.05), WB_GREY);
    assert_int_equal(colour(0, 0.049, 0.05), WB_GREEN);
    assert_int_equal(colour(-0.1, 0.049, 0.05), WB_GREEN);
    assert_int_equal(colour(-0.3, -0.1, 0.05), WB_GREEN);
    assert_int_equal(colour(NAN, NAN, 0.05), WB_GREY);
}

static void test_colour__without_margin_knows_red_green_and_grey(void **state)
{
    (void)state;
    assert_int_equal(colour(0.001, 0.2, 0), WB_RED);
    assert_int_equal(colour(0, 0.2, 0), WB_GREY);
    assert_int_equal(colour(-0.2, 0, 0), WB_GREY);
    assert_int_equal(colour(-0.2, -0.001, 0), WB_GREEN);
    assert_string_equal(wb_colour_name(WB_GREY), "grey");
    assert_string_equal(wb_colour_name(WB_GREEN), "green");
    assert_string_equal(wb_colour_name(WB_ORANGE), "orange");
    assert_string_equal(wb_colour_name(WB_RED), "red");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_difference__has_the_bounds_of_newcombe),
        cmocka_unit_test(test_difference__turns_around_with_its_shares),
        cmocka_unit_test(test_difference__p_and_interval_never_contradict),
        cmocka_unit_test(test_difference__of_equal_shares_is_chance),
        cmocka_unit_test(test_difference__to_a_known_share_is_wilsons),
        cmocka_unit_test(test_difference__needs_the_uncertainty_of_both),
        cmocka_unit_test(test_covariance__is_that_of_a_part_with_its_whole),
        cmocka_unit_test(test_covariance__is_in_proportion_and_never_more_than_whole),
        cmocka_unit_test(test_difference__narrows_with_overlap),
        cmocka_unit_test(test_difference__covers_a_group_inside_its_pool),
        cmocka_unit_test(test_difference__covers_what_it_says_between_others),
        cmocka_unit_test(test_colour__follows_the_table),
        cmocka_unit_test(test_colour__without_margin_knows_red_green_and_grey),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
