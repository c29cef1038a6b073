/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Tests on tables of totals: against R (tests/vectors/tables.csv, made by
 * tests/reference/tables.R), against simple random sampling, and at the edges. */
#include "support.h"

#include "base/text.h"
#include "infer/table.h"
#include "num/num.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { N_TESTS = WB_TABLE_TEST_SATTERTHWAITE + 1, MOST = 64, LINE = 100000 };

/* ---- vectors ---- */

typedef struct vector {
    char kind[16], test[24];
    wb_counts counts;
    double totals[MOST], covariance[MOST * MOST], expected[MOST];
    double value, df1, df2, p, pearson;
} vector;

static double number(const char **text)
{
    double value = (double)NAN;
    size_t length = strcspn(*text, ",;\n");

    if (length > 0)
        assert_true(wb_parse_double(*text, length, '.', &value));
    *text += length;
    return value;
}

static void next_field(const char **text)
{
    assert_true(**text == ',');
    (*text)++;
}

static void word(const char **text, char *room)
{
    size_t length = strcspn(*text, ",");
    memcpy(room, *text, length);
    room[length] = '\0';
    *text += length;
    next_field(text);
}

/* n numbers between semicolons; none when the field is empty: those of the row before. */
static size_t numbers(const char **text, double *values, size_t room)
{
    size_t n = 0;
    if (**text != ',') {
        values[n++] = number(text);
        while (**text == ';') {
            (*text)++;
            assert_true(n < room);
            values[n++] = number(text);
        }
    }
    next_field(text);
    return n;
}

static void read_vector(vector *v, const char *line)
{
    double size[4], results[5];
    static double triangle[MOST * MOST];

    word(&line, v->kind);
    for (int i = 0; i < 4; i++) {
        size[i] = number(&line);
        next_field(&line);
    }
    v->counts = (wb_counts){.n_rows = (size_t)size[0],
                            .n_columns = (size_t)size[1],
                            .totals = v->totals,
                            .covariance = v->covariance,
                            .n = (int64_t)size[2],
                            .df = size[3]};
    size_t m = numbers(&line, v->totals, MOST);
    if (numbers(&line, triangle, MOST * MOST) > 0) {
        for (size_t j = 0, at = 0; j < m; j++)
            for (size_t i = 0; i <= j; i++)
                v->covariance[i * m + j] = v->covariance[j * m + i] = triangle[at++];
    }
    numbers(&line, v->expected, MOST);
    word(&line, v->test);
    for (int i = 0; i < 5; i++) {
        results[i] = number(&line);
        assert_true(i == 4 || *line++ == ',');
    }
    v->value = results[0];
    v->df1 = results[1];
    v->df2 = results[2];
    v->p = results[3];
    v->pearson = results[4];
}

static int32_t test_of(const char *name)
{
    for (int32_t test = 0; test < N_TESTS; test++)
        if (strcmp(wb_table_test_name(test), name) == 0)
            return test;
    fail_msg("the vectors ask for '%s', which is unknown", name);
    return -1;
}

static void check(const vector *v, int at, const char *what, double actual,
                  double expected)
{
    char kind[64];

    snprintf(kind, sizeof kind, "%.30s %.30s", v->test, what);
    if (!wb_test_agrees(kind, actual, expected, 1e-5, 1e-9))
        fail_msg("row %d, %s, %s: %s is %.17g where R has %.17g", at, v->kind, v->test,
                 what, actual, expected);
}

static void test_table__agrees_with_r(void **state)
{
    static char line[LINE];
    static vector v;
    FILE *file = fopen(WB_TEST_SOURCE_DIR "/tests/vectors/tables.csv", "r");
    int count = 0;

    (void)state;
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file));
    wb_test_record("tables");
    while (fgets(line, sizeof line, file) != NULL) {
        wb_table table = {0};
        wb_table_result r;
        wb_test_next_case();
        read_vector(&v, line);
        if (strcmp(v.kind, "fit") == 0)
            assert_ok(wb_table_fit(&table, &v.counts, 0, v.expected, v.counts.n,
                                   v.counts.df, NULL));
        else
            assert_ok(wb_table_independence(&table, &v.counts, NULL));
        assert_ok(wb_table_result_of(&table, test_of(v.test), &r, NULL));
        count++;
        check(&v, count, "pearson", table.pearson, v.pearson);
        if (strcmp(v.test, "adj_wald") == 0 && !(v.df2 > 0)) {
            assert_int_equal(r.status, WB_TABLE_NO_DF);
        } else {
            check(&v, count, "value", r.value, v.value);
            check(&v, count, "df1", r.df1, v.df1);
            check(&v, count, "df2", r.df2, v.df2);
            check(&v, count, "p", r.p, v.p);
            assert_int_equal(r.status, WB_TABLE_OK);
        }
        wb_table_free(&table);
    }
    assert_int_equal(fclose(file), 0);
    assert_true(count > 300);
}

/* ---- tables of simple random samples ---- */

static double totals[MOST], covariance[MOST * MOST];

/* Counts of n rows drawn with replacement, weight N/n: V = N² (diag π - π π')/n. */
static wb_counts sampled(size_t n_rows, size_t n_columns, const double *share, int64_t n)
{
    const double size = 1000;
    size_t m = n_rows * n_columns;

    for (size_t i = 0; i < m; i++) {
        totals[i] = size * share[i];
        for (size_t j = 0; j < m; j++)
            covariance[i * m + j] =
                size * size / (double)n * ((i == j ? share[i] : 0) - share[i] * share[j]);
    }
    return (wb_counts){.n_rows = n_rows,
                       .n_columns = n_columns,
                       .totals = totals,
                       .covariance = covariance,
                       .n = n,
                       .df = 500};
}

static wb_table_result result_of(wb_table *table, int32_t test)
{
    wb_table_result r;
    assert_ok(wb_table_result_of(table, test, &r, NULL));
    return r;
}

static void test_table__of_a_simple_random_sample_is_pearsons(void **state)
{
    /* independent shares: every weight is 1, all tests agree with χ² */
    const double a[] = {0.2, 0.3, 0.5}, b[] = {0.1, 0.25, 0.3, 0.35};
    double share[12];
    wb_table table = {0};

    (void)state;
    for (size_t k = 0; k < 12; k++)
        share[k] = a[k / 4] * b[k % 4];
    wb_counts counts = sampled(3, 4, share, 600);
    assert_ok(wb_table_independence(&table, &counts, NULL));
    assert_int_equal(table.status, WB_TABLE_OK);
    assert_int_equal(table.n_terms, 6);
    assert_int_equal(table.rank, 6);
    assert_close(table.sum, 6, 1e-12);
    assert_close(table.squares, 6, 1e-12);
    assert_true(fabs(table.pearson) < 1e-20);
    assert_true(fabs(table.wald) < 1e-20);
    wb_table_result r = result_of(&table, WB_TABLE_TEST_LINCOM);
    assert_close(r.p, 1, 1e-12);
    for (size_t i = 0; i < table.size; i++)
        assert_close(table.lambda[i], i < 6 ? 1 : 0, 1e-12);
    wb_table_free(&table);
    assert_ok(wb_table_fit(&table, &counts, 0, b, 120, 90, NULL));
    wb_table_free(&table);
}

static void test_table__fit_of_a_simple_random_sample_is_pearsons(void **state)
{
    const double share[] = {0.2, 0.3, 0.5}, expected[] = {0.25, 0.25, 0.5};
    wb_counts counts = sampled(1, 3, share, 200);
    wb_table table = {0};

    (void)state;
    assert_ok(wb_table_fit(&table, &counts, 0, expected, 200, 199, NULL));
    assert_close(table.pearson, 200 * (0.0025 / 0.25 + 0.0025 / 0.25), 1e-13);
    assert_int_equal(table.n_terms, 2);
    assert_int_equal(table.rank, 2);
    wb_table_free(&table);
    assert_ok(wb_table_fit(&table, &counts, 0, share, 200, 199, NULL));
    assert_close(table.sum, 2, 1e-13);
    assert_close(result_of(&table, WB_TABLE_TEST_SATTERTHWAITE).p, 1, 1e-13);
    wb_table_free(&table);
}

static void test_table__transposed_is_the_same(void **state)
{
    const double share[] = {0.1, 0.2, 0.05, 0.15, 0.3, 0.2};
    double turned[6];
    wb_table one = {0}, other = {0};

    (void)state;
    for (size_t k = 0; k < 6; k++)
        turned[k % 3 * 2 + k / 3] = share[k];
    wb_counts counts = sampled(2, 3, share, 90);
    assert_ok(wb_table_independence(&one, &counts, NULL));
    counts = sampled(3, 2, turned, 90);
    assert_ok(wb_table_independence(&other, &counts, NULL));
    for (int32_t test = 0; test < N_TESTS; test++) {
        wb_table_result a = result_of(&one, test), b = result_of(&other, test);
        assert_close(a.p, b.p, 1e-11);
        assert_close(a.value, b.value, 1e-11);
    }
    wb_table_free(&one);
    wb_table_free(&other);
}

static void test_table__leaves_out_rows_and_columns_without_weight(void **state)
{
    const double share[] = {0.1, 0.2, 0.3, 0.4};
    const double wider[] = {0.1, 0, 0.2, 0, 0, 0, 0.3, 0, 0.4};
    wb_table one = {0}, other = {0};

    (void)state;
    wb_counts counts = sampled(2, 2, share, 90);
    assert_ok(wb_table_independence(&one, &counts, NULL));
    counts = sampled(3, 3, wider, 90);
    assert_ok(wb_table_independence(&other, &counts, NULL));
    assert_int_equal(other.n_rows, 2);
    assert_int_equal(other.n_columns, 2);
    for (int32_t test = 0; test < N_TESTS; test++)
        assert_close(result_of(&one, test).p, result_of(&other, test).p, 1e-13);
    wb_table_free(&one);
    wb_table_free(&other);
}

static void test_table__with_a_block_of_empty_cells_loses_a_term(void **state)
{
    /* R's svychisq calls this singular: one interaction has empty cells alone */
    const double share[] = {0, 0, 0.2, 0, 0, 0.1, 0.25, 0.15, 0.3};
    wb_counts counts = sampled(3, 3, share, 200);
    wb_table table = {0};

    (void)state;
    assert_ok(wb_table_independence(&table, &counts, NULL));
    assert_int_equal(table.status, WB_TABLE_OK);
    assert_int_equal(table.n_terms, 3);
    for (int32_t test = 0; test < N_TESTS; test++) {
        wb_table_result r = result_of(&table, test);
        assert_int_equal(r.status, WB_TABLE_OK);
        assert_true(r.p >= 0 && r.p < 0.05);
    }
    wb_table_free(&table);
}

/* ---- what cannot be tested ---- */

static void assert_status(const wb_counts *counts, wb_table_status status)
{
    wb_table table = {0};

    assert_ok(wb_table_independence(&table, counts, NULL));
    assert_int_equal(table.status, status);
    for (int32_t test = 0; test < N_TESTS; test++) {
        wb_table_result r = result_of(&table, test);
        assert_int_equal(r.status, status);
        assert_true(isnan(r.value) && isnan(r.df1) && isnan(r.df2) && isnan(r.p));
    }
    wb_table_free(&table);
}

static void test_table__statuses_hold_row_by_row(void **state)
{
    const double share[] = {0.1, 0.2, 0.3, 0.4}, row[] = {0.4, 0.6, 0, 0};
    wb_table table = {0};

    (void)state;
    wb_counts counts = sampled(2, 2, row, 10);
    assert_status(&counts, WB_TABLE_TOO_FEW);
    counts = sampled(1, 4, share, 10);
    assert_status(&counts, WB_TABLE_TOO_FEW);
    counts = sampled(2, 2, share, 10);
    counts.df = 0;
    assert_status(&counts, WB_TABLE_NO_DF);
    counts.df = -1;
    assert_status(&counts, WB_TABLE_NO_DF);
    counts.df = (double)NAN;
    assert_status(&counts, WB_TABLE_MISSING);
    counts = sampled(2, 2, share, 10);
    covariance[5] = (double)NAN;
    assert_status(&counts, WB_TABLE_MISSING);
    memset(covariance, 0, sizeof covariance);
    assert_status(&counts, WB_TABLE_CONSTANT);
    memset(totals, 0, sizeof totals);
    assert_status(&counts, WB_TABLE_TOO_FEW);
    counts.n_columns = 0;
    assert_status(&counts, WB_TABLE_TOO_FEW);
    counts = sampled(1, 2, (double[]){0.5, 0.5}, 10);
    assert_ok(wb_table_fit(&table, &counts, 0, share + 2, 10, 0, NULL));
    assert_int_equal(table.status, WB_TABLE_NO_DF);
    wb_table_free(&table);
    counts.n_columns = 1;
    assert_ok(wb_table_fit(&table, &counts, 0, share, 10, 9, NULL));
    assert_int_equal(table.status, WB_TABLE_TOO_FEW);
    wb_table_free(&table);
    counts.n_columns = 0;
    assert_ok(wb_table_fit(&table, &counts, 0, share, 10, 9, NULL));
    assert_int_equal(table.status, WB_TABLE_TOO_FEW);
    wb_table_free(&table);
    totals[0] = totals[1] = 0;
    counts.n_columns = 2;
    assert_ok(wb_table_fit(&table, &counts, 0, share, 10, 9, NULL));
    assert_int_equal(table.status, WB_TABLE_TOO_FEW);
    wb_table_free(&table);
}

static void test_table__with_too_many_cells_is_not_tested(void **state)
{
    enum { SIDE = 23 };
    double *many = calloc(SIDE * SIDE, sizeof *many);
    wb_counts counts = {
        .n_rows = SIDE, .n_columns = SIDE, .totals = many, .n = 1000, .df = 99};
    wb_table table = {0};

    (void)state;
    assert_non_null(many);
    for (size_t i = 0; i < SIDE * SIDE; i++)
        many[i] = 1;
    assert_status(&counts, WB_TABLE_TOO_LARGE);
    counts.n_rows = 1;
    counts.n_columns = SIDE * SIDE;
    assert_ok(wb_table_fit(&table, &counts, 0, many, 1000, 99, NULL));
    assert_int_equal(table.status, WB_TABLE_TOO_LARGE);
    wb_table_free(&table);
    free(many);
}

static void test_table__adjusted_wald_needs_as_many_df_as_terms(void **state)
{
    const double share[] = {0.1, 0.2, 0.3, 0.1, 0.2, 0.1};
    wb_counts counts = sampled(2, 3, share, 40);
    wb_table table = {0};

    (void)state;
    counts.df = 1;
    assert_ok(wb_table_independence(&table, &counts, NULL));
    assert_int_equal(result_of(&table, WB_TABLE_TEST_ADJ_WALD).status, WB_TABLE_NO_DF);
    assert_int_equal(result_of(&table, WB_TABLE_TEST_WALD).status, WB_TABLE_OK);
    wb_table_free(&table);
    counts.df = (double)INFINITY;
    assert_ok(wb_table_independence(&table, &counts, NULL));
    assert_close(result_of(&table, WB_TABLE_TEST_ADJ_WALD).p, wb_chisq_sf(table.wald, 2),
                 1e-12);
    assert_close(result_of(&table, WB_TABLE_TEST_RAO_SCOTT_F).p,
                 result_of(&table, WB_TABLE_TEST_SATTERTHWAITE).p, 1e-12);
    wb_table_free(&table);
}

/* ---- memory ---- */

static wb_status every_step(void)
{
    const double share[] = {0.1, 0.2, 0.3, 0.1, 0.2, 0.1};
    wb_counts counts = sampled(2, 3, share, 40);
    wb_table table = {0};
    wb_table_result r;
    wb_status st = wb_table_independence(&table, &counts, NULL);

    if (st == WB_OK)
        st = wb_table_result_of(&table, WB_TABLE_TEST_LINCOM, &r, NULL);
    wb_table_free(&table);
    if (st == WB_OK)
        st = wb_table_fit(&table, &counts, 1, (double[]){0.3, 0.3, 0.4}, 20, 9, NULL);
    wb_table_free(&table);
    return st;
}

static void test_table__survives_every_failed_allocation(void **state)
{
    (void)state;
    wb_test_every_allocation(every_step);
}

/* Their matrix has no rank, whatever the weights of X² say. */
static void test_table__of_differences_that_do_not_vary_is_constant(void **state)
{
    wb_table table = {.pearson = 1, .n_terms = 1, .sum = 1, .squares = 1, .df = 5};

    (void)state;
    for (int32_t test = WB_TABLE_TEST_WALD; test <= WB_TABLE_TEST_ADJ_WALD; test++) {
        wb_table_result r = result_of(&table, test);
        assert_int_equal(r.status, WB_TABLE_CONSTANT);
        assert_true(isnan(r.value) && isnan(r.p));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table__agrees_with_r),
        cmocka_unit_test(test_table__of_a_simple_random_sample_is_pearsons),
        cmocka_unit_test(test_table__fit_of_a_simple_random_sample_is_pearsons),
        cmocka_unit_test(test_table__transposed_is_the_same),
        cmocka_unit_test(test_table__leaves_out_rows_and_columns_without_weight),
        cmocka_unit_test(test_table__with_a_block_of_empty_cells_loses_a_term),
        cmocka_unit_test(test_table__statuses_hold_row_by_row),
        cmocka_unit_test(test_table__with_too_many_cells_is_not_tested),
        cmocka_unit_test(test_table__of_differences_that_do_not_vary_is_constant),
        cmocka_unit_test(test_table__adjusted_wald_needs_as_many_df_as_terms),
        cmocka_unit_test(test_table__survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
