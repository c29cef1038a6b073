/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Scales of replicate weights, and variances of replicate estimates. */
#include "support.h"

#include "design/replicates.h"

static double scale_of(int32_t type, int32_t n, double scale, double rho)
{
    wb_replication replication;
    double rscales[] = {0.5, 0.75, 0.5, 0.5, 0.5};
    wb_replication_options options = {type,  n,   false,
                                      scale, rho, type == WB_DESIGN_JKN ? rscales : NULL};
    assert_ok(wb_replication_init(&replication, &options, NULL));
    assert_int_equal(replication.n, n);
    assert_close(replication.rscales[1], type == WB_DESIGN_JKN ? 0.75 : 1, 0);
    assert_true(replication.mse == (type == WB_DESIGN_SDR));
    double found = replication.scale;
    wb_replication_free(&replication);
    return found;
}

static void test_scales__as_r_has_them(void **state)
{
    (void)state;
    assert_close(scale_of(WB_DESIGN_JK1, 5, 0, 0), 0.8, 1e-15);
    assert_close(scale_of(WB_DESIGN_JK1, 5, 0.7, 0), 0.7, 0);
    assert_close(scale_of(WB_DESIGN_JKN, 5, 0, 0), 1, 0);
    assert_close(scale_of(WB_DESIGN_JK2, 5, 0, 0), 1, 0);
    assert_close(scale_of(WB_DESIGN_BRR, 4, 0, 0), 0.25, 0);
    assert_close(scale_of(WB_DESIGN_FAY, 5, 0, 0.5), 0.8, 1e-15);
    assert_close(scale_of(WB_DESIGN_FAY, 5, 0.8, 0.5), 0.8, 1e-15);
    assert_close(scale_of(WB_DESIGN_BOOTSTRAP, 5, 0, 0), 0.25, 1e-15);
    assert_close(scale_of(WB_DESIGN_BOOTSTRAP, 5, 0.2, 0), 0.2, 0);
    assert_close(scale_of(WB_DESIGN_SDR, 80, 0, 0), 0.05, 1e-15);
    assert_close(scale_of(WB_DESIGN_OTHER, 5, 3, 0), 3, 0);
}

static void test_scales__wrong_ones_are_refused_with_what_to_do(void **state)
{
    (void)state;
    static const double ones[] = {1, 1, 0};
    static const double halves[] = {1, 0.5, 1};
    static const double negative[] = {1, 1, -1};
    static const struct {
        wb_replication_options options;
        const char *item;
        const char *message;
    } wrong[] = {
        {{9, 3, false, 0, 0, NULL}, "", "9 is no type of replicates, which are 1 to 8"},
        {{WB_DESIGN_BRR, 1, false, 0, 0, NULL},
         "",
         "1 replicate weights tell no variance: at least 2 are needed"},
        {{WB_DESIGN_BRR, 3, false, 0, 0.5, NULL},
         "",
         "rho is for fay, not for brr: leave out rho 0.5"},
        {{WB_DESIGN_FAY, 3, false, 0, -0.5, NULL},
         "",
         "rho -0.5 of fay is not at least 0 and below 1"},
        {{WB_DESIGN_OTHER, 3, false, 0, 0, NULL},
         "",
         "replicates of type other have no scale of their own: give one"},
        {{WB_DESIGN_JK1, 3, false, -1, 0, NULL}, "", "scale -1 is not a positive number"},
        {{WB_DESIGN_BRR, 4, false, 1, 0, NULL},
         "",
         "4 replicates of type brr have scale 0.25, not 1: leave it out, or say that the "
         "type is other"},
        {{WB_DESIGN_JKN, 3, false, 0, 0, ones},
         "2",
         "replicate 3 of type jkn has no rscale: give (n-1)/n of the stratum whose unit "
         "it "
         "leaves out"},
        {{WB_DESIGN_SDR, 3, false, 0, 0, halves},
         "1",
         "replicates of type sdr have rscale 1, not 0.5 (replicate 2): leave it out, or "
         "say that the type is other"},
        {{WB_DESIGN_OTHER, 3, false, 1, 0, negative},
         "2",
         "rscale -1 of replicate 3 is not a positive number"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        wb_replication replication;
        wb_error err = {0};
        assert_fails(wb_replication_init(&replication, &wrong[i].options, &err),
                     WB_E_ARG);
        assert_null(replication.rscales);
        assert_string_equal(err.message, wrong[i].message);
        assert_string_equal(err.item, wrong[i].item);
    }
}

static double rscales[] = {1, 0.5, 0, 2};
static const double theta[] = {1, 3, 100, 8};
static const double eta[] = {2, 2, 50, 5};

static void test_variance__around_the_mean_of_replicates_that_count(void **state)
{
    (void)state;
    wb_replication replication = {4, false, 0.5, rscales};
    int32_t used = -1;
    /* mean 4: 0.5 (9 + 0.5 + 2 * 16) */
    assert_close(wb_replication_variance(&replication, theta, 99, &used), 20.75, 1e-15);
    assert_int_equal(used, 4);
}

static void test_variance__around_the_estimate(void **state)
{
    (void)state;
    wb_replication replication = {4, true, 0.5, rscales};
    /* 0.5 (0 + 0.5 * 4 + 2 * 49) */
    assert_close(wb_replication_variance(&replication, theta, 1, NULL), 50, 1e-15);
}

static void test_variance__leaves_out_what_is_not_finite(void **state)
{
    (void)state;
    double some[] = {1, (double)NAN, (double)INFINITY, 3};
    wb_replication replication = {4, false, 1, (double[]){1, 1, 1, 1}};
    int32_t used = -1;
    assert_close(wb_replication_variance(&replication, some, 0, &used), 2, 1e-15);
    assert_int_equal(used, 2);
    some[0] = some[3] = (double)NAN;
    assert_true(isnan(wb_replication_variance(&replication, some, 0, &used)));
    assert_int_equal(used, 0);
}

static void test_variance__none_is_zero(void **state)
{
    (void)state;
    wb_replication none = {0, false, 1, NULL};
    double v = -1;
    assert_close(wb_replication_variance(&none, NULL, 3, NULL), 0, 0);
    const double *values[] = {NULL};
    assert_ok(wb_replication_covariance(&none, values, (double[]){3}, 1, &v, NULL, NULL));
    assert_close(v, 0, 0);
}

static void test_covariance__by_hand(void **state)
{
    (void)state;
    wb_replication replication = {4, false, 0.5, rscales};
    const double *values[] = {theta, eta};
    double c[4];
    int32_t used = 0;
    assert_ok(wb_replication_covariance(&replication, values, (double[]){0, 0}, 2, c,
                                        &used, NULL));
    /* means 4 and 3: 0.5 (3 + 0.5 + 2 * 8) */
    assert_close(c[0], 20.75, 1e-15);
    assert_close(c[1], 9.75, 1e-15);
    assert_close(c[2], 9.75, 1e-15);
    assert_close(c[3], 0.5 * (1 + 0.5 + 8), 1e-15);
    assert_int_equal(used, 4);
    replication.mse = true;
    assert_ok(wb_replication_covariance(&replication, values, (double[]){1, 2}, 2, c,
                                        NULL, NULL));
    assert_close(c[1], 0.5 * 2 * 7 * 3, 1e-15);
}

static void test_covariance__leaves_out_a_replicate_for_all(void **state)
{
    (void)state;
    double a[] = {1, 2, (double)NAN};
    double b[] = {5, 7, 9};
    const double *values[] = {a, b};
    double c[4];
    int32_t used = 0;
    wb_replication replication = {3, false, 1, (double[]){1, 1, 1}};
    assert_ok(wb_replication_covariance(&replication, values, (double[]){0, 0}, 2, c,
                                        &used, NULL));
    assert_close(c[1], 1, 1e-15);
    assert_close(c[3], 2, 1e-15);
    assert_int_equal(used, 2);
    a[0] = a[1] = (double)NAN;
    assert_ok(wb_replication_covariance(&replication, values, (double[]){0, 0}, 2, c,
                                        &used, NULL));
    assert_true(isnan(c[0]) && isnan(c[3]));
}

static void test_covariance_by_pair__leaves_out_a_replicate_for_two(void **state)
{
    (void)state;
    double a[] = {1, 2, (double)NAN};
    double b[] = {5, 7, 9};
    double none[] = {(double)NAN, (double)NAN, (double)NAN};
    const double *values[] = {a, b, none};
    double c[9];
    wb_replication replication = {3, false, 1, (double[]){1, 1, 1}};
    assert_ok(wb_replication_covariance_by_pair(&replication, values, (double[]){0, 0, 0},
                                                3, c, NULL));
    /* of a: 1, 2 around 1.5; of b all three, around 7; of both the first two */
    assert_close(c[0], 0.5, 1e-15);
    assert_close(c[4], 8, 1e-15);
    assert_close(c[1], 1, 1e-15);
    assert_close(c[3], 1, 1e-15);
    for (size_t i = 0; i < 3; i++)
        assert_true(isnan(c[i * 3 + 2]) && isnan(c[6 + i]));
}

static wb_status every_call(void)
{
    wb_replication replication = {0};
    wb_replication_options options = {WB_DESIGN_BRR, 4, true, 0, 0, NULL};
    const double *values[] = {theta, eta};
    double c[4];
    wb_status st = wb_replication_init(&replication, &options, NULL);
    if (st == WB_OK)
        st = wb_replication_covariance(&replication, values, (double[]){1, 2}, 2, c, NULL,
                                       NULL);
    if (st == WB_OK)
        st = wb_replication_covariance_by_pair(
            &replication, (const double *[]){theta, (double[]){NAN, 1, 2, 3}},
            (double[]){1, 2}, 2, c, NULL);
    wb_replication_free(&replication);
    return st;
}

static void test_every_allocation_may_fail(void **state)
{
    (void)state;
    wb_test_every_allocation(every_call);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scales__as_r_has_them),
        cmocka_unit_test(test_scales__wrong_ones_are_refused_with_what_to_do),
        cmocka_unit_test(test_variance__around_the_mean_of_replicates_that_count),
        cmocka_unit_test(test_variance__around_the_estimate),
        cmocka_unit_test(test_variance__leaves_out_what_is_not_finite),
        cmocka_unit_test(test_variance__none_is_zero),
        cmocka_unit_test(test_covariance__by_hand),
        cmocka_unit_test(test_covariance__leaves_out_a_replicate_for_all),
        cmocka_unit_test(test_covariance_by_pair__leaves_out_a_replicate_for_two),
        cmocka_unit_test(test_every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
