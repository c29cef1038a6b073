/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Shares made of counts: those of the survey engine, the edges, the certain bounds. */
#include "scan/figures.h"
#include "scan_support.h"

/* k ones and n - k zeros, each a row of a sample out of `staff`. */
static wb_frame *rows_of(int k, int n, int staff)
{
    static double fpc[512];
    static uint8_t ones[512];
    wb_column value = WB_COLUMN_INIT;
    wb_column size = WB_COLUMN_INIT;
    wb_frame *frame = NULL;

    for (int i = 0; i < n; i++) {
        ones[i] = i < k;
        fpc[i] = staff;
    }
    value.type = WB_TYPE_BOOL;
    value.flags = WB_COLUMN_COPY | WB_COLUMN_BOOL_BYTES;
    value.values = ones;
    size.type = WB_TYPE_FLOAT64;
    size.flags = WB_COLUMN_COPY;
    size.values = fpc;
    assert_ok(wb_frame_new(n, &frame, NULL));
    assert_ok(wb_frame_add_column(frame, "problem", &value, NULL));
    assert_ok(wb_frame_add_column(frame, "staff", &size, NULL));
    return frame;
}

static wb_frame *estimate(const wb_frame *rows, bool fpc)
{
    wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;
    wb_spec *spec = NULL;
    wb_tally *tally = NULL;
    wb_frame *made = NULL;

    options.interval = WB_INTERVAL_BETA;
    assert_ok(wb_spec_new(&spec, NULL));
    if (fpc)
        assert_ok(wb_spec_add_fpc(spec, "staff", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "problem", NULL));
    assert_ok(wb_tally_new(spec, &tally, NULL));
    assert_ok(wb_tally_update(tally, rows, NULL, NULL));
    assert_ok(wb_tally_estimate(tally, &options, NULL, &made, NULL));
    wb_tally_free(tally);
    wb_spec_free(spec);
    return made;
}

static void test_wb_figures_of__are_those_of_the_survey_engine(void **state)
{
    static const int cases[][3] = {{3, 10, 12},  {7, 30, 200},    {0, 20, 50},
                                   {20, 20, 50}, {150, 300, 310}, {1, 5, 5},
                                   {5, 5, 5},    {2, 6, 4000}};

    (void)state;
    for (size_t i = 0; i < 2 * sizeof cases / sizeof *cases; i++) {
        const int *c = cases[i / 2];
        bool fpc = i % 2 == 0;
        wb_group_count group = {c[1], c[0], c[2]};
        wb_figures made = wb_figures_of(&group, 0.95, fpc);
        wb_frame *rows = rows_of(c[0], c[1], c[2]);
        wb_frame *expected = estimate(rows, fpc);
        double lower = number_at(expected, "lower", 0);
        double upper = number_at(expected, "upper", 0);

        assert_close(made.share, number_at(expected, "estimate", 0), 1e-15);
        assert_close(made.se, number_at(expected, "se", 0), 1e-14);
        assert_close(made.df, number_at(expected, "df", 0), 0);
        assert_close(made.lower, fpc ? fmax(lower, made.bound_lower) : lower, 1e-13);
        assert_close(made.upper, fpc ? fmin(upper, made.bound_upper) : upper, 1e-13);
        wb_frame_free(rows);
        wb_frame_free(expected);
    }
}

/* Whatever the 10 of 50 who did not answer would have said: 8 to 18 of 50. */
static void test_wb_figures_of__bounds_hold_without_assumption(void **state)
{
    wb_group_count group = {40, 8, 50};
    wb_figures made = wb_figures_of(&group, 0.95, true);

    (void)state;
    assert_close(made.bound_lower, 8.0 / 50, 1e-16);
    assert_close(made.bound_upper, 18.0 / 50, 1e-16);
    assert_true(made.lower >= made.bound_lower && made.upper <= made.bound_upper);
    assert_true(made.lower < made.share && made.share < made.upper);
}

static void test_wb_figures_of__everybody_answered_leaves_no_doubt(void **state)
{
    static const wb_group_count groups[] = {{20, 0, 20}, {20, 7, 20}, {20, 20, 20}};

    (void)state;
    for (int i = 0; i < 3; i++) {
        wb_figures made = wb_figures_of(&groups[i], 0.95, true);

        assert_close(made.se, 0, 0);
        assert_close(made.lower, made.share, 1e-15);
        assert_close(made.upper, made.share, 1e-15);
        assert_close(made.bound_lower, made.share, 1e-15);
        assert_close(made.bound_upper, made.share, 1e-15);
    }
}

/* R: 1 - 0.025^(1/20); with staff 24 the bound 4/24 is nearer. */
static void test_wb_figures_of__nobody_has_the_problem(void **state)
{
    wb_group_count group = {20, 0, -1};
    wb_group_count known = {20, 0, 24};

    (void)state;
    assert_close(wb_figures_of(&group, 0.95, true).upper, 0.16843347098308536, 1e-13);
    assert_close(wb_figures_of(&group, 0.95, true).lower, 0, 0);
    assert_close(wb_figures_of(&known, 0.95, true).upper, 4.0 / 24, 1e-15);
    assert_close(wb_figures_of(&known, 0.95, false).upper, 0.16843347098308536, 1e-13);
}

static void test_wb_figures_of__without_staff_there_are_no_bounds(void **state)
{
    wb_group_count group = {20, 5, -1};
    wb_group_count one = {1, 1, 3};
    wb_figures made = wb_figures_of(&group, 0.95, true);

    (void)state;
    assert_true(isnan(made.bound_lower) && isnan(made.bound_upper));
    assert_close(made.se, sqrt(0.25 * 0.75 / 19), 1e-15);
    made = wb_figures_of(&one, 0.95, true);
    assert_close(made.share, 1, 0);
    assert_true(isnan(made.se) && isnan(made.lower) && isnan(made.upper));
}

/* By hand: 0.6 * 0.5 + 0.4 * 0.2, and the variances of the groups. */
static void test_wb_figures_weighted__counts_groups_for_their_staff(void **state)
{
    static const wb_group_count groups[] = {{20, 10, 60}, {30, 6, 40}};
    static const wb_group_count single[] = {{20, 10, 60}, {1, 1, 2}};
    wb_figures made = wb_figures_weighted(groups, 2, 0.95, true);
    double square = 0.36 * (1 - 20.0 / 60) * 0.25 / 19 + 0.16 * (1 - 0.75) * 0.16 / 29;

    (void)state;
    assert_close(made.share, 0.38, 1e-15);
    assert_close(made.se, sqrt(square), 1e-15);
    assert_close(made.df, 48, 0);
    assert_true(isnan(wb_figures_weighted(single, 2, 0.95, true).share));
}

/* phyper() of R. */
static void test_wb_chance_of_fewer__is_hypergeometric(void **state)
{
    static const struct {
        int64_t answered, size, all, staff;
        double p;
    } known[] = {
        {0, 3, 5, 10, 0.083333333333333329},
        {3, 3, 5, 10, 1},
        {1, 4, 700, 1000, 0.083283453301523522},
        {5590, 8000, 14000, 20000, 0.38224036062711392},
        {0, 20, 10, 100, 0.095116272430788462},
        {19, 20, 90, 100, 0.90488372756921154},
        {0, 5, 5, 5, 0},
        {5, 5, 5, 5, 1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        assert_close(wb_chance_of_fewer(known[i].answered, known[i].size, known[i].all,
                                        known[i].staff),
                     known[i].p, 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_figures_of__are_those_of_the_survey_engine),
        cmocka_unit_test(test_wb_figures_of__bounds_hold_without_assumption),
        cmocka_unit_test(test_wb_figures_of__everybody_answered_leaves_no_doubt),
        cmocka_unit_test(test_wb_figures_of__nobody_has_the_problem),
        cmocka_unit_test(test_wb_figures_of__without_staff_there_are_no_bounds),
        cmocka_unit_test(test_wb_figures_weighted__counts_groups_for_their_staff),
        cmocka_unit_test(test_wb_chance_of_fewer__is_hypergeometric),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
