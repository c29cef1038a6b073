/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Tests on tables of a tally: 183 schools in 15 districts
 * (tests/vectors/infer_schools.csv) against R (tables_schools.csv, made by
 * tests/reference/tables.R). */
#include "infer_support.h"

#include "infer/table.h"

/* sampled 0: rows, 1: districts, 2: with fpc. Awards and types, by whether the target was
 * met, and by that within types. */
static wb_tally *tally_of(const wb_frame *frame, int sampled, int32_t units)
{
    const char *const by[] = {"stype", "wide"};
    wb_spec *spec = new_spec("w", NULL);
    wb_tally *tally = NULL;

    if (sampled > 0)
        assert_ok(wb_spec_add_cluster(spec, "dnum", NULL));
    if (sampled > 1)
        assert_ok(wb_spec_add_fpc(spec, "districts", NULL));
    assert_ok(wb_spec_set_units(spec, units, NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_PROPORTION, "award", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_PROPORTION, "stype", NULL));
    assert_ok(wb_spec_add_breakdown(spec, NULL, 0, NULL));
    assert_ok(wb_spec_add_breakdown(spec, by, 1, NULL));
    assert_ok(wb_spec_add_breakdown(spec, by + 1, 1, NULL));
    assert_ok(wb_spec_add_breakdown(spec, by, 2, NULL));
    assert_ok(wb_tally_new(spec, &tally, NULL));
    assert_ok(wb_tally_update(tally, frame, NULL, NULL));
    wb_spec_free(spec);
    return tally;
}

/* The row of ours with the labels of a row of theirs. Of independence that by `wide`. */
static int64_t find_row(const wb_frame *ours, const wb_frame *theirs, int64_t row)
{
    for (int64_t i = 0; i < wb_frame_row_count(ours); i++) {
        int64_t by = wb_frame_find(ours, "by");
        size_t length = 0;
        if (by >= 0 && *wb_frame_text(ours, (size_t)by, i, &length) != 'w')
            continue;
        if (!wb_frame_is_missing(ours, (size_t)wb_frame_find(ours, "wide"), i))
            continue;
        if (same_text(ours, "stype", i, theirs, "stype", row) &&
            same_text(ours, "statistic", i, theirs, "statistic", row) &&
            same_text(ours, "variable", i, theirs, "variable", row) &&
            same_text(ours, "test", i, theirs, "test", row))
            return i;
    }
    return -1;
}

static int compare(const wb_frame *ours, const wb_frame *theirs, const char *design)
{
    static const char *const names[] = {"pearson", "value", "df1", "df2", "p", "n"};
    int count = 0;

    for (int64_t row = 0; row < wb_frame_row_count(theirs); row++) {
        size_t length = 0;
        const char *made = wb_frame_text(theirs, 0, row, &length);
        if (length != strlen(design) || memcmp(made, design, length) != 0)
            continue;
        int64_t at = find_row(ours, theirs, row);
        for (size_t i = 0; at >= 0 && i < sizeof names / sizeof *names; i++)
            assert_agrees(ours, names[i], at, theirs, names[i], row, 0);
        count += at >= 0;
    }
    return count;
}

static wb_frame *expect_awards(double yes)
{
    return standard_of("category", (const char *[]){"Yes", "No"},
                       (double[]){yes, 10 - yes}, 2);
}

static void test_tables__of_a_tally_agree_with_r(void **state)
{
    wb_frame *rows = read_vectors("infer_schools"),
             *theirs = read_vectors("tables_schools");
    wb_frame *ours = NULL, *expected = expect_awards(7);
    wb_tally *tally = tally_of(rows, 2, WB_UNITS_AUTO);
    wb_test_options options = WB_TEST_OPTIONS_INIT;

    (void)state;
    options.all_tests = 1;
    wb_test_record("tables_tally");
    assert_ok(wb_tally_independence(tally, &options, NULL, NULL, &ours, NULL));
    /* by stype, by wide, by wide in each of three types: two variables, seven tests */
    assert_int_equal(wb_frame_row_count(ours), 5 * 2 * 7);
    assert_int_equal(compare(ours, theirs, "clusters"), 15);
    wb_frame_free(ours);
    assert_ok(wb_tally_fit(tally, "award", expected, &options, NULL, NULL, &ours, NULL));
    assert_int_equal(wb_frame_row_count(ours), (1 + 3 + 2 + 6) * 7);
    assert_int_equal(compare(ours, theirs, "clusters"), 8);
    wb_frame_free(ours);
    wb_frame_free(expected);
    wb_frame_free(rows);
    wb_frame_free(theirs);
    wb_tally_free(tally);
}

static void test_tables__of_replicates_agree_with_r(void **state)
{
    wb_frame *rows = read_vectors("infer_schools"),
             *theirs = read_vectors("tables_schools");
    wb_frame *ours = NULL;
    wb_tally *tally = tally_of(rows, 1, WB_UNITS_AUTO);
    wb_test_options options = WB_TEST_OPTIONS_INIT;
    wb_estimate_options estimating = WB_ESTIMATE_OPTIONS_INIT;

    (void)state;
    options.all_tests = 1;
    estimating.replicates = WB_REPLICATE_JK1;
    wb_test_record("tables_tally");
    assert_ok(wb_tally_independence(tally, &options, &estimating, NULL, &ours, NULL));
    assert_int_equal(compare(ours, theirs, "jk1"), 6);
    wb_frame_free(ours);
    wb_frame_free(rows);
    wb_frame_free(theirs);
    wb_tally_free(tally);
}

static void test_tables__of_one_category_are_too_few(void **state)
{
    wb_frame *rows = read_vectors("infer_schools"), *out = NULL;
    wb_tally *tally = tally_of(rows, 2, WB_UNITS_AUTO);
    int found = 0;

    (void)state;
    assert_ok(wb_tally_independence(tally, NULL, NULL, NULL, &out, NULL));
    for (int64_t row = 0; row < wb_frame_row_count(out); row++) {
        size_t stype = (size_t)wb_frame_find(out, "stype");
        size_t variable = (size_t)wb_frame_find(out, "variable"), length = 0;
        if (wb_frame_is_missing(out, stype, row) ||
            *wb_frame_text(out, variable, row, &length) != 's')
            continue; /* types within one type */
        found++;
        assert_true(text_is(out, "status", row, "too_few"));
        assert_true(number(out, "columns", row) == 1);
        assert_true(number(out, "empty_columns", row) == 2);
        assert_true(isnan(number(out, "p", row)));
    }
    assert_int_equal(found, 3);
    wb_frame_free(out);
    wb_frame_free(rows);
    wb_tally_free(tally);
}

static void test_tables__of_rows_are_the_same_open_or_closed(void **state)
{
    wb_frame *rows = read_vectors("infer_schools"), *out[2] = {NULL, NULL};
    wb_test_options options = WB_TEST_OPTIONS_INIT;

    (void)state;
    options.all_tests = 1;
    for (int open = 0; open < 2; open++) {
        wb_tally *tally = tally_of(rows, 0, open ? WB_UNITS_OPEN : WB_UNITS_AUTO);
        assert_ok(wb_tally_independence(tally, &options, NULL, NULL, &out[open], NULL));
        wb_tally_free(tally);
    }
    for (int64_t row = 0; row < wb_frame_row_count(out[0]); row++) {
        assert_true(same_text(out[0], "status", row, out[1], "status", row));
        assert_close(number(out[0], "value", row), number(out[1], "value", row), 1e-9);
        assert_close(number(out[0], "p", row), number(out[1], "p", row), 1e-9);
        assert_close(number(out[0], "df2", row), number(out[1], "df2", row), 1e-9);
    }
    wb_frame_free(out[0]);
    wb_frame_free(out[1]);
    wb_frame_free(rows);
}

static void test_tables__refuse_what_is_not_there(void **state)
{
    wb_frame *rows = read_vectors("infer_schools"), *out = NULL;
    wb_frame *expected = expect_awards(7);
    wb_tally *tally = tally_of(rows, 2, WB_UNITS_AUTO);

    (void)state;
    assert_fails(wb_tally_independence(NULL, NULL, NULL, NULL, &out, NULL), WB_E_ARG);
    assert_fails(wb_tally_independence(tally, NULL, NULL, NULL, NULL, NULL), WB_E_ARG);
    assert_fails(wb_tally_fit(NULL, "award", expected, NULL, NULL, NULL, &out, NULL),
                 WB_E_ARG);
    assert_fails(wb_tally_fit(tally, NULL, expected, NULL, NULL, NULL, &out, NULL),
                 WB_E_ARG);
    assert_fails(wb_tally_fit(tally, "award", NULL, NULL, NULL, NULL, &out, NULL),
                 WB_E_ARG);
    assert_fails(wb_tally_fit(tally, "api00", expected, NULL, NULL, NULL, &out, NULL),
                 WB_E_DATA);
    assert_null(out);
    wb_frame_free(expected);
    wb_frame_free(rows);
    wb_tally_free(tally);
}

/* Nobody is in the second half of the second group. */
static wb_tally *tally_with_a_hole(void)
{
    static const int32_t g[] = {1, 1, 1, 1, 2, 2}, h[] = {1, 1, 2, 2, 1, 1};
    static const char *const award[] = {"Yes", "No", "Yes", "No", "Yes", "No"};
    const char *const by[] = {"g", "h"};
    wb_frame *frame = new_frame(6);
    wb_spec *spec = new_spec(NULL, NULL);
    wb_tally *tally = NULL;

    add_int32s(frame, "g", g);
    add_int32s(frame, "h", h);
    add_texts(frame, "award", award);
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_PROPORTION, "award", NULL));
    assert_ok(wb_spec_add_breakdown(spec, by, 2, NULL));
    assert_ok(wb_tally_new(spec, &tally, NULL));
    assert_ok(wb_tally_update(tally, frame, NULL, NULL));
    wb_spec_free(spec);
    wb_frame_free(frame);
    return tally;
}

static void test_tables__of_cells_without_rows_are_left_out_with_them(void **state)
{
    wb_tally *tally = tally_with_a_hole();
    wb_frame *expected = expect_awards(5), *out = NULL;
    wb_estimate_options estimating = WB_ESTIMATE_OPTIONS_INIT;

    (void)state;
    for (int drop = 0; drop < 2; drop++) {
        estimating.drop_empty = drop;
        assert_ok(
            wb_tally_fit(tally, "award", expected, NULL, &estimating, NULL, &out, NULL));
        assert_int_equal(wb_frame_row_count(out), 4 - drop);
        for (int64_t row = 0; row < 3; row++) {
            assert_true(number(out, "n", row) == 2);
            assert_true(number(out, "pearson", row) == 0);
        }
        if (drop == 0)
            assert_true(number(out, "n", 3) == 0);
        wb_frame_free(out);
    }
    wb_frame_free(expected);
    wb_tally_free(tally);
}

static wb_tally *shared;

static wb_status every_step(void)
{
    wb_frame *out = NULL;
    wb_status st = wb_tally_independence(shared, NULL, NULL, NULL, &out, NULL);
    wb_frame_free(out);
    return st;
}

static void test_tables__of_a_tally_survive_every_failed_allocation(void **state)
{
    const char *const by[] = {"won"};
    wb_frame *rows = read_vectors("infer_schools");
    wb_spec *spec = new_spec(NULL, NULL);

    (void)state;
    assert_ok(wb_spec_add_cluster(spec, "dnum", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_PROPORTION, "wide", NULL));
    assert_ok(wb_spec_add_breakdown(spec, by, 1, NULL));
    assert_ok(wb_tally_new(spec, &shared, NULL));
    assert_ok(wb_tally_update(shared, rows, NULL, NULL));
    wb_test_every_allocation(every_step);
    wb_tally_free(shared);
    wb_spec_free(spec);
    wb_frame_free(rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tables__of_a_tally_agree_with_r),
        cmocka_unit_test(test_tables__of_replicates_agree_with_r),
        cmocka_unit_test(test_tables__of_one_category_are_too_few),
        cmocka_unit_test(test_tables__of_rows_are_the_same_open_or_closed),
        cmocka_unit_test(test_tables__refuse_what_is_not_there),
        cmocka_unit_test(test_tables__of_cells_without_rows_are_left_out_with_them),
        cmocka_unit_test(test_tables__of_a_tally_survive_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
