/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The language of contrasts: what it reads, what it refuses and where, values and
 * derivatives. */
#include "infer_support.h"

#include "infer/expression.h"

#include <stdio.h>

static double evaluate(const char *text, const double *estimates, double *gradient)
{
    wb_expression e = {0};
    wb_error err = {0};
    double value = NAN;

    if (wb_expression_parse(text, 0, &e, &err) != WB_OK)
        fail_msg("%s", err.message);
    assert_true(e.n_references <= 8);
    assert_true(wb_expression_evaluate(&e, estimates, &value, gradient));
    value = wb_expression_outer(&e, value);
    wb_expression_free(&e);
    return value;
}

static double value_of(const char *text)
{
    static const double estimates[] = {0.25, 3, -2, 5, 7, 11, 13, 17};
    double gradient[8];
    return evaluate(text, estimates, gradient);
}

static void test_expression__calculates_as_people_do(void **state)
{
    (void)state;
    assert_close(value_of("1 + 2 * 3"), 7, 0);
    assert_close(value_of("(1 + 2) * 3"), 9, 0);
    assert_close(value_of("10 - 4 - 3"), 3, 0);
    assert_close(value_of("24 / 4 / 3"), 2, 0);
    assert_close(value_of("2 ^ 3 ^ 2"), 512, 0);
    assert_close(value_of("-2 ^ 2"), -4, 0);
    assert_close(value_of("(-2) ^ 2"), 4, 0);
    assert_close(value_of("2 ^ -1 * 3"), 1.5, 0);
    assert_close(value_of("2 ^ -2 ^ 2"), 0.0625, 0);
    assert_close(value_of("-3 * -2"), 6, 0);
    assert_close(value_of("2 - -3"), 5, 0);
    assert_close(value_of("--1"), 1, 0);
    assert_close(value_of("1.5e2 + .5 + 1E-1"), 150.6, 1e-16);
    assert_close(value_of("((((1))))"), 1, 0);
    assert_close(value_of(" \t\n1\r+1 "), 2, 0);
    assert_close(value_of("mean(a)+mean(b)*mean(c)"), -5.75, 0);
    assert_close(value_of("1 + log(exp(2)) * sqrt(9)"), 7, 1e-15);
    assert_close(value_of("0 + logit(0.25)"), log(1.0 / 3), 1e-15);
    assert_close(value_of("expit(logit(mean(a)))"), 0.25, 1e-15);
    assert_close(value_of("expit(-800)"), 0, 0);
    assert_close(value_of("exp(log(mean(b)))"), 0.25, 1e-15);
}

static void test_expression__has_a_name_or_is_its_own(void **state)
{
    static const struct {
        const char *text, *label;
    } cases[] = {{"mean(a) - 3", "mean(a) - 3"},
                 {"  mean(a) ", "mean(a)"},
                 {"risk difference := mean(a)", "risk difference"},
                 {" x:=mean(a)", "x"},
                 {":= mean(a)", ""},
                 {"mean(a)[b = \":=\"]", "mean(a)[b = \":=\"]"},
                 {"verschil (♀ − ♂) := mean(a)", "verschil (♀ − ♂)"}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        wb_expression e = {0};
        assert_ok(wb_expression_parse(cases[i].text, 0, &e, NULL));
        assert_string_equal(e.label, cases[i].label);
        assert_int_equal(e.n_references, 1);
        wb_expression_free(&e);
    }
}

static void test_expression__reads_every_kind_of_estimate(void **state)
{
    static const struct {
        const char *text, *statistic, *variable, *category;
    } cases[] = {{"mean(score)", "mean", "score", NULL},
                 {"total ( comp.imp_2 )", "total", "comp.imp_2", NULL},
                 {"ratio(x/y)", "ratio", "x/y", NULL},
                 {"ratio(\"a b\" / y)", "ratio", "a b/y", NULL},
                 {"quantile(y, 0.50)", "quantile", "y", "0.5"},
                 {"variance(y)", "variance", "y", NULL},
                 {"covariance(x, y)", "covariance", "x,y", NULL},
                 {"proportion(b = \"yes\")", "proportion", "b", "yes"},
                 {"proportion(b = yes)", "proportion", "b", "yes"},
                 {"proportion(b=-1)", "proportion", "b", "-1"},
                 {"mean(\"q\\\"1\\\\\")", "mean", "q\"1\\", NULL},
                 {"mean(ångström)", "mean", "ångström", NULL}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        wb_expression e = {0};
        assert_ok(wb_expression_parse(cases[i].text, 0, &e, NULL));
        assert_int_equal(e.n_references, 1);
        assert_string_equal(e.references[0].statistic, cases[i].statistic);
        assert_string_equal(e.references[0].variable, cases[i].variable);
        if (cases[i].category == NULL)
            assert_null(e.references[0].category);
        else
            assert_string_equal(e.references[0].category, cases[i].category);
        wb_expression_free(&e);
    }
}

static void test_expression__reads_the_cell_between_brackets(void **state)
{
    wb_expression e = {0};

    (void)state;
    assert_ok(wb_expression_parse(
        "mean(y)[sector = \"zorg, welzijn\", year=2019 , \"start date\" = 2019-05-01]", 0,
        &e, NULL));
    assert_int_equal(e.references[0].n_conditions, 3);
    assert_string_equal(e.references[0].conditions[0].column, "sector");
    assert_string_equal(e.references[0].conditions[0].value, "zorg, welzijn");
    assert_string_equal(e.references[0].conditions[1].column, "year");
    assert_string_equal(e.references[0].conditions[1].value, "2019");
    assert_string_equal(e.references[0].conditions[2].column, "start date");
    assert_string_equal(e.references[0].conditions[2].value, "2019-05-01");
    wb_expression_free(&e);
}

static void test_expression__says_where_and_what_was_expected(void **state)
{
    static const struct {
        const char *text;
        int column;
        const char *says;
    } cases[] = {
        {"", 1, "expected a number, an estimate, a function or '(', found the end"},
        {"mean(a", 7, "expected ')', found the end"},
        {"mean(a) mean(b)", 9, "expected an operator, found 'mean'"},
        {"mean(a) -", 10, "found the end"},
        {"mean(a) + * 2", 11, "found '*'"},
        {"mean(a))", 8, "expected an operator or the end, found ')'"},
        {"(mean(a)", 1, "a parenthesis is opened here and not closed"},
        {"exp(mean(a) 3)", 13, "expected an operator or ')', found '3'"},
        {"score - 3", 1,
         "'score' is not followed by '(': estimates are written as in "
         "mean(score)"},
        {"mean()", 6, "expected the name of a variable, found ')'"},
        {"mean(3)", 6, "expected the name of a variable, found '3'"},
        {"ratio(x/)", 9, "expected the denominator, found ')'"},
        {"quantile(y,)", 12, "expected a probability or a second variable, found ')'"},
        {"proportion(b=)", 14, "expected a category, found ')'"},
        {"mean(y)[sector]", 15, "expected '=', found ']'"},
        {"mean(y)[]", 9, "expected a breakdown column, found ']'"},
        {"mean(y)[sector=]", 16, "expected a value, found ']'"},
        {"mean(y)[a=1 b=2]", 13, "expected ',' or ']', found 'b'"},
        {"mean(y)[a=1,a=2]", 13, "'a' stands twice between the brackets"},
        {"mean(\"y)", 6, "expected the name of a variable, found '\"'"},
        {"x := mean(y) & 1", 14, "expected an operator, found '&'"},
        {"mean(y) + 1e999", 11, "found '1'"},
        {"mean(y)[s=\"\xff\"]", 12, "not valid UTF-8"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        wb_expression e = {0};
        wb_error err = {0};
        char place[40];
        assert_fails(wb_expression_parse(cases[i].text, 3, &e, &err), WB_E_ARG);
        snprintf(place, sizeof place, "position %d: ", cases[i].column);
        if (strstr(err.message, place) == NULL ||
            strstr(err.message, cases[i].says) == NULL)
            fail_msg("'%s' gives: %s", cases[i].text, err.message);
        assert_int_equal(err.column, cases[i].column);
        assert_int_equal(err.row, 3);
        assert_null(e.label);
        assert_fails(wb_expression_parse(cases[i].text, 3, &e, NULL), WB_E_ARG);
    }
}

static void test_expression__is_as_deep_as_it_is_long(void **state)
{
    enum { DEPTH = 100000 };
    static char text[2 * DEPTH + 8];
    wb_expression e = {0};

    (void)state;
    memset(text, '(', DEPTH);
    strcpy(text + DEPTH, "mean(a)");
    memset(text + DEPTH + 7, ')', DEPTH);
    text[2 * DEPTH + 7] = '\0';
    assert_ok(wb_expression_parse(text, 0, &e, NULL));
    assert_int_equal(e.n_steps, 1);
    wb_expression_free(&e);
}

/* By central differences, whose error is about h² |g'''| + eps/h. */
static void test_gradient__agrees_with_numeric_derivatives(void **state)
{
    static const char *const texts[] = {
        "mean(a) - mean(b)",
        "mean(a) / mean(b) - mean(c) * mean(d)",
        "0 + exp(logit(mean(a)) - logit(mean(d)/10))",
        "log(mean(b)) ^ 2 + sqrt(mean(d)) * mean(a)",
        "mean(b) ^ mean(a) - 2 ^ mean(b)",
        "(mean(c)) ^ 3 + mean(d) ^ -1",
        "0 + expit(mean(a) * mean(b) - mean(c)) / (1 + mean(d) ^ 2)",
        "-(mean(a) - 2 * mean(a)) * mean(b)",
        "mean(a) * log(mean(a)) + (1 - mean(a)) * log(1 - mean(a)) + mean(b) + mean(c)",
    };
    static const double at[] = {0.25, 3, -2, 5};
    static const double h = 1e-5;

    (void)state;
    for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
        /* References come in the order of the text: a, b, c, d, or a twice. */
        double point[8], gradient[8], ignored[8];
        wb_expression e = {0};
        assert_ok(wb_expression_parse(texts[t], 0, &e, NULL));
        for (size_t i = 0; i < e.n_references; i++)
            point[i] = at[e.references[i].variable[0] - 'a'];
        evaluate(texts[t], point, gradient);
        for (size_t i = 0; i < e.n_references; i++) {
            double middle = point[i];
            point[i] = middle + h;
            double above = evaluate(texts[t], point, ignored);
            point[i] = middle - h;
            double below = evaluate(texts[t], point, ignored);
            point[i] = middle;
            assert_close(gradient[i], (above - below) / (2 * h), 1e-8);
        }
        wb_expression_free(&e);
    }
}

static void test_gradient__of_what_is_constant_does_not_matter(void **state)
{
    double gradient[8];
    const double two[] = {2};

    (void)state;
    /* d/dy of 0^y and of (-1)^y have a logarithm that does not exist; y is constant. */
    assert_close(evaluate("0 ^ 2 + mean(a)", two, gradient), 2, 0);
    assert_close(gradient[0], 1, 0);
    assert_close(evaluate("(mean(a) - 4) ^ 3", two, gradient), -8, 0);
    assert_close(gradient[0], 12, 1e-15);
    assert_close(evaluate("(mean(a) - 2) ^ 2", two, gradient), 0, 0);
    assert_close(gradient[0], 0, 0);
    assert_close(evaluate("mean(a) ^ 0", two, gradient), 1, 0);
    assert_close(gradient[0], 0, 0);
    assert_close(evaluate("sqrt(0) * mean(a)", two, gradient), 0, 0);
}

static void test_evaluate__is_undefined_outside_the_domain(void **state)
{
    static const char *const texts[] = {"log(mean(a) - 2)",     "log(mean(a) - 3)",
                                        "1 / (mean(a) - 2)",    "sqrt(mean(a) - 2)",
                                        "logit(mean(a))",       "logit(mean(a) - 1)",
                                        "exp(1000 * mean(a))",  "(mean(a) - 4) ^ 0.5",
                                        "1 / exp(mean(a)*999)", "2 ^ (mean(a) * 999)"};
    const double two[] = {2};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        wb_expression e = {0};
        double value, gradient[8];
        assert_ok(wb_expression_parse(texts[i], 0, &e, NULL));
        assert_false(wb_expression_evaluate(&e, two, &value, gradient));
        wb_expression_free(&e);
    }
}

/* ---- references ---- */

static const given rows[] = {
    {NULL, 0, "mean", "score", NULL, 3, 20},
    {NULL, 0, "proportion", "burnout", "yes", 0.2, 20},
    {NULL, 0, "proportion", "burnout", "no", 0.8, 20},
    {"zorg", 0, "mean", "score", NULL, 3.5, 9},
    {"bouw", 0, "mean", "score", NULL, 2.5, 9},
    {"zorg", 2019, "mean", "score", NULL, 3.4, 4},
    {"bouw", 2019, "mean", "score", NULL, 2.6, 4},
    {"zorg", 2023, "mean", "score", NULL, 3.6, 4},
};
enum { N_ROWS = sizeof rows / sizeof *rows };

static void make(numbers *made)
{
    static double v[N_ROWS * N_ROWS];
    for (size_t i = 0; i < N_ROWS; i++)
        v[i * N_ROWS + i] = 0.01;
    numbers_make(made, rows, v, N_ROWS);
}

static void test_resolve__finds_the_row_of_exactly_that_breakdown(void **state)
{
    static const struct {
        const char *text;
        int64_t row;
    } cases[] = {{"mean(score)", 0},
                 {"proportion(burnout = no)", 2},
                 {"mean(score)[sector = bouw]", 4},
                 {"mean(score)[year = 2023, sector = zorg]", 7},
                 {"mean(score)[sector = \"bouw\", year = \"2019\"]", 6},
                 {"mean(score)[sector = \"bouw\", year = +2019]", 6}};
    static numbers made;

    (void)state;
    make(&made);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        wb_expression e = {0};
        int64_t row = -1;
        assert_ok(wb_expression_parse(cases[i].text, 0, &e, NULL));
        assert_ok(wb_expression_resolve(&e, made.frame, &row, NULL));
        assert_int_equal(row, cases[i].row);
        wb_expression_free(&e);
    }
    numbers_free(&made);
}

static void test_resolve__says_what_there_is(void **state)
{
    static const struct {
        const char *text, *says;
        int column;
    } cases[] = {
        {"1 + mean(scor)",
         "there is no estimate mean(scor); there are: mean(score), proportion(burnout)",
         5},
        {"total(score)", "there is no estimate total(score)", 1},
        {"proportion(burnout)",
         "proportion(burnout) has categories: write proportion(burnout = category); "
         "there "
         "are: yes, no",
         1},
        {"proportion(burnout = maybe)",
         "proportion(burnout) has no category 'maybe'; there are: yes, no", 1},
        {"mean(score = 1)", "mean(score) has no category '1'; there are: none", 1},
        {"mean(score)[sektor = zorg]",
         "'sektor' is no breakdown column; there are: sector, year", 1},
        {"mean(score)[variable = zorg]", "'variable' is no breakdown column", 1},
        {"mean(score)[year = 2019]",
         "there is no breakdown by exactly year; there are: all, sector, sector x year",
         1},
        {"proportion(burnout = yes)[year=2019, sector = zorg]",
         "there is no breakdown by exactly year x sector", 1},
        {"mean(score)[sector = zorgg]",
         "'zorgg' is no value of 'sector'; there are: zorg, bouw", 1},
        {"mean(score)[sector = zorg, year = 2020]",
         "'2020' is no value of 'year'; there are: 2019, 2023", 1},
        {"mean(score)[sector = bouw, year = 2023]",
         "no row is in this combination of values", 1},
    };
    static numbers made;

    (void)state;
    make(&made);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        wb_expression e = {0};
        wb_error err = {0};
        int64_t row = -1;
        assert_ok(wb_expression_parse(cases[i].text, 2, &e, NULL));
        assert_fails(wb_expression_resolve(&e, made.frame, &row, &err), WB_E_DATA);
        if (strstr(err.message, cases[i].says) == NULL)
            fail_msg("'%s' gives: %s", cases[i].text, err.message);
        assert_int_equal(err.column, cases[i].column);
        assert_int_equal(err.row, 2);
        wb_expression_free(&e);
    }
    numbers_free(&made);
}

/* Nine sectors and no row of all: eight are named, and that there are more. */
static void test_resolve__names_a_few_of_many(void **state)
{
    static const char *const sectors[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i"};
    static const struct {
        const char *text, *says;
    } cases[] = {
        {"mean(score)[sector = z]",
         "position 1: 'z' is no value of 'sector'; there are: a, b, c, d, e, f, g, h "
         "and others"},
        {"mean(score)",
         "position 1: there is no breakdown by exactly no column (all rows); "
         "there are: sector"}};
    static numbers made;
    given means[9];
    double v[81] = {0};

    (void)state;
    for (int i = 0; i < 9; i++) {
        means[i] = (given){sectors[i], 0, "mean", "score", NULL, 3, 40};
        v[10 * i] = 1;
    }
    numbers_make(&made, means, v, 9);
    for (int i = 0; i < 2; i++) {
        wb_expression e = {0};
        wb_error err = {0};
        int64_t row = -1;
        assert_ok(wb_expression_parse(cases[i].text, 2, &e, NULL));
        assert_fails(wb_expression_resolve(&e, made.frame, &row, &err), WB_E_DATA);
        assert_string_equal(err.message, cases[i].says);
        wb_expression_free(&e);
    }
    numbers_free(&made);
}

static numbers shared;

static wb_status parse_and_resolve(void)
{
    wb_expression e = {0};
    int64_t found[3];
    wb_status st = wb_expression_parse(
        "d := (mean(score)[sector = zorg, year = 2019] - mean(score)) ^ 2 / "
        "exp(-proportion(burnout = \"yes\"))",
        0, &e, NULL);
    if (st == WB_OK)
        st = wb_expression_resolve(&e, shared.frame, found, NULL);
    wb_expression_free(&e);
    return st;
}

static wb_status fail_to_resolve(void)
{
    wb_expression e = {0};
    int64_t found[1];
    wb_error err = {0};
    wb_status st =
        wb_expression_parse("mean(score)[sector = zorg, year = 2020]", 0, &e, &err);
    if (st == WB_OK)
        st = wb_expression_resolve(&e, shared.frame, found, &err);
    wb_expression_free(&e);
    return st == WB_E_DATA ? WB_OK : st;
}

/* Its parenthesis closes where there is no more room for steps. */
static wb_status parse_and_evaluate(void)
{
    static const double values[] = {5};
    wb_expression e = {0};
    double value = 0, gradient[1];
    wb_status st = wb_expression_parse("(1 + 2 + 3 + 4 + mean(score)) * 2", 0, &e, NULL);

    if (st == WB_OK) {
        assert_true(wb_expression_evaluate(&e, values, &value, gradient));
        assert_true(value == 30 && gradient[0] == 2);
    }
    wb_expression_free(&e);
    return st;
}

static void test_expression__survives_every_failing_allocation(void **state)
{
    (void)state;
    wb_test_every_allocation(parse_and_evaluate);
    make(&shared);
    wb_test_every_allocation(parse_and_resolve);
    wb_test_every_allocation(fail_to_resolve);
    numbers_free(&shared);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_expression__calculates_as_people_do),
        cmocka_unit_test(test_expression__has_a_name_or_is_its_own),
        cmocka_unit_test(test_expression__reads_every_kind_of_estimate),
        cmocka_unit_test(test_expression__reads_the_cell_between_brackets),
        cmocka_unit_test(test_expression__says_where_and_what_was_expected),
        cmocka_unit_test(test_expression__is_as_deep_as_it_is_long),
        cmocka_unit_test(test_gradient__agrees_with_numeric_derivatives),
        cmocka_unit_test(test_gradient__of_what_is_constant_does_not_matter),
        cmocka_unit_test(test_evaluate__is_undefined_outside_the_domain),
        cmocka_unit_test(test_resolve__finds_the_row_of_exactly_that_breakdown),
        cmocka_unit_test(test_resolve__says_what_there_is),
        cmocka_unit_test(test_resolve__names_a_few_of_many),
        cmocka_unit_test(test_expression__survives_every_failing_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
