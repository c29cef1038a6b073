/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The frames of tests on tables, from estimates and totals that are numbers. */
#include "infer_support.h"

#include "infer/table_frame.h"

enum { N_ROWS = 16, N_TESTS = WB_TABLE_TEST_SATTERTHWAITE + 1 };

/* A proportion by sector and year, and of everyone; and a mean. */
static const given rows[N_ROWS] = {
    {"care", 2019, "proportion", "mood", "good", 0.5, 20},
    {"care", 2019, "proportion", "mood", "fair", 0.3, 20},
    {"care", 2019, "proportion", "mood", "poor", 0.2, 20},
    {"care", 2023, "proportion", "mood", "good", 0.4, 20},
    {"care", 2023, "proportion", "mood", "fair", 0.4, 20},
    {"care", 2023, "proportion", "mood", "poor", 0.2, 20},
    {"food", 2019, "proportion", "mood", "good", 0.7, 20},
    {"food", 2019, "proportion", "mood", "fair", 0.2, 20},
    {"food", 2019, "proportion", "mood", "poor", 0.1, 20},
    {"food", 2023, "proportion", "mood", "good", NAN, 0},
    {"food", 2023, "proportion", "mood", "fair", NAN, 0},
    {"food", 2023, "proportion", "mood", "poor", NAN, 0},
    {NULL, 0, "mean", "pay", NULL, 3, 60},
    {NULL, 0, "proportion", "mood", "good", 0.5, 60},
    {NULL, 0, "proportion", "mood", "fair", 0.3, 60},
    {NULL, 0, "proportion", "mood", "poor", 0.2, 60},
};

/* Everyone, or both years of a sector; weights of 1, a simple random sample of 300. */
static wb_status counts_of(const void *source, int64_t row, wb_counts *out, wb_error *err)
{
    int64_t first = row >= 13 ? 13 : row / 6 * 6;
    size_t m = row >= 13 ? 3 : 6;
    double total = 0;

    (void)source;
    *out = (wb_counts){.n_rows = m / 3, .n_columns = 3, .n = 300, .df = 60};
    out->totals = wb_allocate(m, sizeof *out->totals);
    out->covariance = wb_allocate(m * m, sizeof *out->covariance);
    out->estimates = wb_allocate(m, sizeof *out->estimates);
    if (out->totals == NULL || out->covariance == NULL || out->estimates == NULL) {
        wb_counts_free(out);
        return wb_fail_nomem(err);
    }
    for (size_t k = 0; k < m; k++) {
        double estimate = rows[first + (int64_t)k].estimate;
        out->totals[k] = isnan(estimate) ? 0 : 100 * estimate;
        out->estimates[k] = first + (int64_t)k;
        total += out->totals[k];
    }
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < m; j++)
            out->covariance[i * m + j] = (i == j ? total * out->totals[i] : 0) / 300 -
                                         out->totals[i] * out->totals[j] / 300;
    return WB_OK;
}

static void make(numbers *m)
{
    double v[N_ROWS * N_ROWS] = {0};

    for (size_t i = 0; i < N_ROWS; i++)
        v[i * N_ROWS + i] = isnan(rows[i].estimate) ? (double)NAN : 0.01;
    numbers_make(m, rows, v, N_ROWS);
    m->evidence.counts = counts_of;
}

static void test_independence__has_a_row_per_table(void **state)
{
    numbers m;
    wb_frame *out = NULL;

    (void)state;
    make(&m);
    assert_ok(wb_evidence_independence(&m.evidence, NULL, &out, NULL));
    assert_int_equal(wb_frame_row_count(out), 2);
    assert_true(text_is(out, "sector", 0, "care"));
    assert_true(is_missing(out, "year", 0));
    assert_true(text_is(out, "statistic", 0, "independence"));
    assert_true(text_is(out, "variable", 0, "mood"));
    assert_true(text_is(out, "by", 0, "year"));
    assert_true(text_is(out, "test", 0, "rao_scott_f"));
    assert_true(text_is(out, "status", 0, "ok"));
    /* χ² of 150 good, 90 fair... by hand: shares .25 .15 .1 .2 .2 .1, margins .45 .35 .2
     */
    assert_close(number(out, "pearson", 0),
                 300 * 2 * (0.025 * 0.025 / 0.225 + 0.025 * 0.025 / 0.175), 1e-12);
    assert_true(number(out, "p", 0) > 0.1 && number(out, "p", 0) < 0.3);
    assert_true(number(out, "rows", 0) == 2 && number(out, "columns", 0) == 3);
    assert_true(number(out, "empty_rows", 0) == 0);
    assert_true(number(out, "n", 0) == 300);
    /* food has one year with anyone in it */
    assert_true(text_is(out, "sector", 1, "food"));
    assert_true(text_is(out, "status", 1, "too_few"));
    assert_true(number(out, "rows", 1) == 1 && number(out, "empty_rows", 1) == 1);
    assert_true(is_missing(out, "p", 1) && is_missing(out, "pearson", 1));
    assert_non_null(strstr(wb_frame_metadata(out), "\"kind\":\"independence\""));
    assert_non_null(strstr(wb_frame_metadata(out), "\"test\":\"rao_scott_f\""));
    wb_frame_free(out);
    numbers_free(&m);
}

static void test_independence__by_every_test_has_a_row_each(void **state)
{
    numbers m;
    wb_frame *out = NULL, *one = NULL;
    wb_test_options options = WB_TEST_OPTIONS_INIT;

    (void)state;
    make(&m);
    options.all_tests = 1;
    assert_ok(wb_evidence_independence(&m.evidence, &options, &out, NULL));
    assert_int_equal(wb_frame_row_count(out), 2 * N_TESTS);
    options.all_tests = 0;
    for (int32_t test = 0; test < N_TESTS; test++) {
        options.test = test;
        assert_ok(wb_evidence_independence(&m.evidence, &options, &one, NULL));
        assert_true(text_is(out, "test", test, wb_table_test_name(test)));
        assert_true(text_is(one, "test", 0, wb_table_test_name(test)));
        assert_true(number(out, "p", test) == number(one, "p", 0));
        assert_true(number(out, "value", test) == number(one, "value", 0));
        wb_frame_free(one);
    }
    assert_true(is_missing(out, "df2", WB_TABLE_TEST_RAO_SCOTT_CHISQ));
    wb_frame_free(out);
    numbers_free(&m);
}

static void test_independence__needs_a_table(void **state)
{
    numbers m;
    wb_frame *out = NULL;
    wb_error err = {0};
    wb_test_options options = WB_TEST_OPTIONS_INIT;

    (void)state;
    make(&m);
    options.test = 7;
    assert_fails(wb_evidence_independence(&m.evidence, &options, &out, &err), WB_E_ARG);
    numbers_free(&m);
    double v[] = {0.01};
    numbers_make(&m, rows + 12, v, 1);
    assert_fails(wb_evidence_independence(&m.evidence, NULL, &out, &err), WB_E_DATA);
    assert_non_null(strstr(err.message, "no table"));
    assert_null(out);
    numbers_free(&m);
}

/* ---- fit ---- */

static void test_fit__has_a_row_per_cell(void **state)
{
    static const char *const categories[] = {"poor", "good", "fair"};
    const double weights[] = {20, 50, 30};
    wb_frame *expected = standard_of("category", categories, weights, 3), *out = NULL;
    numbers m;

    (void)state;
    make(&m);
    assert_ok(wb_evidence_fit(&m.evidence, "mood", expected, NULL, &out, NULL));
    assert_int_equal(wb_frame_row_count(out), 5);
    assert_true(wb_frame_find(out, "by") < 0 && wb_frame_find(out, "rows") < 0);
    /* care in 2019 is as expected to the last digit, in 2023 not; food in 2023 is empty
     */
    assert_true(text_is(out, "sector", 0, "care") && number(out, "year", 0) == 2019);
    assert_true(text_is(out, "statistic", 0, "fit"));
    assert_true(fabs(number(out, "pearson", 0)) < 1e-25);
    assert_close(number(out, "p", 0), 1, 1e-12);
    assert_true(number(out, "n", 0) == 21);
    assert_true(number(out, "year", 1) == 2023);
    assert_close(number(out, "pearson", 1), 21 * (0.01 / 0.5 + 0.01 / 0.3), 1e-12);
    assert_true(number(out, "p", 1) < 1);
    assert_true(text_is(out, "status", 3, "too_few"));
    assert_true(number(out, "empty_columns", 3) == 3);
    assert_true(is_missing(out, "sector", 4) && is_missing(out, "year", 4));
    assert_close(number(out, "p", 4), 1, 1e-12);
    wb_frame_free(out);
    wb_frame_free(expected);
    numbers_free(&m);
}

static void test_fit__refuses_what_is_not_expected(void **state)
{
    static const char *const some[] = {"good", "fair", "bad"};
    static const char *const all[] = {"good", "fair", "poor"};
    const double weights[] = {1, 2, 3}, none[] = {1, 2, 0}, negative[] = {1, 2, -1};
    const double *const wrong[] = {none, negative};
    wb_error err = {0};
    wb_frame *out = NULL, *expected = standard_of("category", some, weights, 3);
    numbers m;

    (void)state;
    make(&m);
    assert_fails(wb_evidence_fit(&m.evidence, "mood", expected, NULL, &out, &err),
                 WB_E_DATA);
    assert_non_null(strstr(err.message, "poor"));
    assert_non_null(strstr(err.message, "bad"));
    wb_frame_free(expected);
    for (size_t i = 0; i < 2; i++) {
        expected = standard_of("category", all, wrong[i], 3);
        assert_fails(wb_evidence_fit(&m.evidence, "mood", expected, NULL, &out, &err),
                     WB_E_DATA);
        assert_string_equal(err.item, "weight");
        wb_frame_free(expected);
    }
    expected = standard_of("category", all, weights, 3);
    assert_fails(wb_evidence_fit(&m.evidence, "pay", expected, NULL, &out, &err),
                 WB_E_DATA);
    assert_non_null(strstr(err.message, "no proportion of 'pay'"));
    assert_null(out);
    wb_frame_free(expected);
    numbers_free(&m);
}

/* ---- memory ---- */

static numbers shared;
static wb_frame *shared_expected;

static wb_status every_step(void)
{
    wb_test_options options = WB_TEST_OPTIONS_INIT;
    wb_frame *out = NULL;

    options.all_tests = 1;
    wb_status st = wb_evidence_independence(&shared.evidence, &options, &out, NULL);
    wb_frame_free(out);
    out = NULL;
    if (st == WB_OK)
        st = wb_evidence_fit(&shared.evidence, "mood", shared_expected, &options, &out,
                             NULL);
    wb_frame_free(out);
    return st;
}

static void test_tables__survive_every_failed_allocation(void **state)
{
    static const char *const categories[] = {"poor", "good", "fair"};
    const double weights[] = {20, 40, 40};

    (void)state;
    make(&shared);
    shared_expected = standard_of("category", categories, weights, 3);
    wb_test_every_allocation(every_step);
    wb_frame_free(shared_expected);
    numbers_free(&shared);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_independence__has_a_row_per_table),
        cmocka_unit_test(test_independence__by_every_test_has_a_row_each),
        cmocka_unit_test(test_independence__needs_a_table),
        cmocka_unit_test(test_fit__has_a_row_per_cell),
        cmocka_unit_test(test_fit__refuses_what_is_not_expected),
        cmocka_unit_test(test_tables__survive_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
