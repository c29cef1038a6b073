/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Columns of terms: products of numbers and categories, no intercept, what is aliased,
 * references; each against a fit that says the same otherwise. */
#include "model_support.h"

#include <stdbool.h>

/* Two categories by two, numbers that are not in line. */
static const char table[] =
    "y,g,h,x,z\n1,a,p,1,3\n4,a,p,2,1\n2,a,p,4,2\n6,a,q,1,5\n3,a,q,3,4\n7,a,q,7,1\n"
    "2,b,p,2,2\n9,b,p,3,1\n5,b,p,8,4\n4,b,q,1,6\n8,b,q,5,2\n6,b,q,6,6\n";
static const char *const gx[] = {"g", "x"};
static const char *const ghx[] = {"g", "h", "x"};
static const char *const xz[] = {"x", "z"};

static double estimate(const wb_frame *found, const char *term, const char *level)
{
    int64_t row = coefficient(found, term, level);

    if (row < 0)
        fail_msg("no coefficient %s %s", term, level);
    return value_at(found, "estimate", row);
}

static wb_frame *coefficients(wb_model *model, const char *csv)
{
    wb_frame *frame = frame_of(csv);
    wb_frame *found = fit_table(model, frame, WB_FIT_COEFFICIENTS);

    wb_frame_free(frame);
    wb_model_free(model);
    return found;
}

/* The slope of y by x of three points. */
static double slope(const double *y, const double *x)
{
    double my = (y[0] + y[1] + y[2]) / 3, mx = (x[0] + x[1] + x[2]) / 3;
    double up = 0, below = 0;

    for (int i = 0; i < 3; i++) {
        up += (x[i] - mx) * (y[i] - my);
        below += (x[i] - mx) * (x[i] - mx);
    }
    return up / below;
}

/* y = 1 + 2 x - z + x z / 2 of every row. */
static void test_fit__of_a_product_of_numbers(void **state)
{
    static const char exact[] = "y,x,z\n2.5,1,1\n5,2,1\n2,1,2\n14,4,5\n11,4,2\n-3,0,4\n";
    wb_model *model = model_of(WB_FAMILY_LINEAR, "y", xz, 2);

    (void)state;
    assert_ok(wb_model_add_interaction(model, xz, 2, NULL));
    wb_frame *found = coefficients(model, exact);
    assert_close(estimate(found, "(intercept)", ""), 1, 1e-12);
    assert_close(estimate(found, "x", ""), 2, 1e-12);
    assert_close(estimate(found, "z", ""), -1, 1e-12);
    assert_close(estimate(found, "x:z", ""), 0.5, 1e-12);
    wb_frame_free(found);
}

/* With all products every cell has its own line. */
static void test_fit__of_three_terms_and_all_their_products(void **state)
{
    static const char *const pairs[][2] = {{"g", "x"}, {"g", "h"}, {"x", "h"}};
    static const double y[4][3] = {{1, 4, 2}, {6, 3, 7}, {2, 9, 5}, {4, 8, 6}};
    static const double x[4][3] = {{1, 2, 4}, {1, 3, 7}, {2, 3, 8}, {1, 5, 6}};
    wb_model *model = model_of(WB_FAMILY_LINEAR, "y", ghx, 3);
    wb_error err = {0};
    double slopes[4];

    (void)state;
    for (int i = 0; i < 4; i++)
        slopes[i] = slope(y[i], x[i]);
    assert_fails(wb_model_add_interaction(model, ghx, 3, &err), WB_E_ARG);
    assert_says(err.message, "the interaction without 'g' is not in the model");
    for (int i = 0; i < 3; i++)
        assert_ok(wb_model_add_interaction(model, pairs[i], 2, NULL));
    assert_ok(wb_model_add_interaction(model, ghx, 3, NULL));
    wb_frame *found = coefficients(model, table);
    assert_close(estimate(found, "x", ""), slopes[0], 1e-12);
    assert_close(estimate(found, "g:x", "b"), slopes[2] - slopes[0], 1e-12);
    assert_close(estimate(found, "x:h", "q"), slopes[1] - slopes[0], 1e-12);
    assert_close(estimate(found, "g:h:x", "b:q"),
                 slopes[3] - slopes[2] - slopes[1] + slopes[0], 1e-12);
    wb_frame_free(found);
}

/* The order in which products are added is not that of their size. */
static void test_model_add_interaction__small_ones_come_first(void **state)
{
    static const char *const ghxz[] = {"g", "h", "x", "z"};
    static const char *const pairs[][2] = {{"g", "h"}, {"g", "x"}, {"h", "x"}};
    static const char *const late[] = {"x", "z"};
    static const char *const twice[] = {"g", "g"};
    wb_model *model = model_of(WB_FAMILY_LINEAR, "y", ghxz, 4);
    wb_error err = {0};

    (void)state;
    for (int i = 0; i < 3; i++)
        assert_ok(wb_model_add_interaction(model, pairs[i], 2, NULL));
    assert_ok(wb_model_add_interaction(model, ghx, 3, NULL));
    assert_ok(wb_model_add_interaction(model, late, 2, NULL));
    assert_fails(wb_model_add_interaction(model, twice, 2, &err), WB_E_ARG);
    assert_says(err.message, "'g' is in the interaction twice");
    wb_frame *frame = frame_of(table);
    wb_frame *terms = fit_table(model, frame, WB_FIT_TERMS);
    int64_t last = wb_frame_row_count(terms) - 1;
    assert_string_equal(text_at(terms, "term", last), "g:h:x");
    assert_string_equal(text_at(terms, "term", last - 1), "x:z");
    wb_frame_free(terms);
    wb_frame_free(frame);
    wb_model_free(model);
}

/* ---- without intercept ---- */

static void test_fit__without_intercept_has_every_category(void **state)
{
    wb_model *with = model_of(WB_FAMILY_LINEAR, "y", gx, 2);
    wb_model *without = model_of(WB_FAMILY_LINEAR, "y", gx, 2);

    (void)state;
    assert_ok(wb_model_set_intercept(without, 0, NULL));
    wb_frame *one = coefficients(with, table), *other = coefficients(without, table);
    double a = estimate(one, "(intercept)", ""), b = estimate(one, "g", "b");
    assert_close(estimate(other, "g", "a"), a, 1e-12);
    assert_close(estimate(other, "g", "b"), a + b, 1e-12);
    assert_close(estimate(other, "x", ""), estimate(one, "x", ""), 1e-12);
    assert_int_equal(coefficient(other, "(intercept)", ""), -1);
    wb_frame_free(one);
    wb_frame_free(other);
}

/* Through the origin: Σ x y / Σ x². */
static void test_fit__without_intercept_goes_through_the_origin(void **state)
{
    wb_model *model = model_of(WB_FAMILY_LINEAR, "y", gx + 1, 1);

    (void)state;
    assert_ok(wb_model_set_intercept(model, 0, NULL));
    wb_frame *found = coefficients(model, "y,x\n1,1\n3,2\n2,3\n5,4\n");
    assert_close(estimate(found, "x", ""), 33.0 / 30, 1e-13);
    wb_frame_free(found);
}

static void test_fit__of_nothing_at_all_is_refused(void **state)
{
    wb_model *model = model_of(WB_FAMILY_LINEAR, "y", NULL, 0);
    wb_frame *frame = frame_of(table);
    wb_fit *fit = NULL;
    wb_error err = {0};

    (void)state;
    assert_ok(wb_model_set_intercept(model, 0, NULL));
    assert_fails(try_fit(model, frame, 0, 1, &fit, &err), WB_E_ARG);
    assert_says(err.message, "a model without terms needs its intercept");
    wb_frame_free(frame);
    wb_model_free(model);
}

/* ---- what is aliased ---- */

/* z is twice x: with or without it the others are the same, also where an interaction
 * had been centred on what is aliased. */
static void check_aliased(bool intercept)
{
    static const char doubled[] = "y,g,x,z\n1,a,1,2\n4,a,2,4\n2,a,4,8\n6,a,5,10\n2,b,2,"
                                  "4\n9,b,3,6\n5,b,8,16\n4,b,1,2\n";
    static const char *const gxz[] = {"x", "z", "g"};
    static const char *const gz[] = {"z", "g"}, *const xg[] = {"x", "g"};
    wb_model *more = model_of(WB_FAMILY_LINEAR, "y", gxz, 3);
    wb_model *less = model_of(WB_FAMILY_LINEAR, "y", xg, 2);

    assert_ok(wb_model_add_interaction(more, xg, 2, NULL));
    assert_ok(wb_model_add_interaction(more, gz, 2, NULL));
    assert_ok(wb_model_add_interaction(less, xg, 2, NULL));
    assert_ok(wb_model_set_intercept(more, intercept, NULL));
    assert_ok(wb_model_set_intercept(less, intercept, NULL));
    wb_frame *one = coefficients(more, doubled), *other = coefficients(less, doubled);
    assert_string_equal(text_at(one, "status", coefficient(one, "z", "")), "aliased");
    assert_string_equal(text_at(one, "status", coefficient(one, "z:g", "b")), "aliased");
    assert_close(estimate(one, "x", ""), estimate(other, "x", ""), 1e-11);
    assert_close(estimate(one, "g", "b"), estimate(other, "g", "b"), 1e-11);
    assert_close(estimate(one, "x:g", "b"), estimate(other, "x:g", "b"), 1e-11);
    wb_frame_free(one);
    wb_frame_free(other);
}

static void test_fit__leaves_out_what_is_aliased_in_an_interaction(void **state)
{
    (void)state;
    check_aliased(true);
    check_aliased(false);
}

/* ---- references and events ---- */

static void expect_refused(wb_model *model, const char *csv, wb_status status,
                           const char *says)
{
    wb_frame *frame = frame_of(csv);
    wb_fit *fit = NULL;
    wb_error err = {0};

    assert_fails(try_fit(model, frame, 0, 1, &fit, &err), status);
    assert_null(fit);
    assert_says(err.message, says);
    wb_frame_free(frame);
    wb_model_free(model);
}

static const char whole[] = "y,k,t,b\n1,1,ja,true\n0,1,nee,false\n0,2,nee,false\n"
                            "1,2,ja,true\n1,2,ja,true\n0,1,nee,false\n";

static wb_model *of_k(const char *outcome, const char *reference)
{
    wb_model *model = NULL;

    assert_ok(wb_model_new(WB_FAMILY_LOGIT, outcome, &model, NULL));
    assert_ok(wb_model_add_term(model, "k", WB_TERM_CATEGORICAL, reference, NULL));
    return model;
}

static void test_fit__a_reference_goes_by_its_value(void **state)
{
    (void)state;
    wb_frame *found = coefficients(of_k("y", "02"), whole);
    assert_close(estimate(found, "k", "1"), -log(4), 1e-12); /* odds 1:2 and 2:1 */
    wb_frame_free(found);
    expect_refused(of_k("y", "3"), whole, WB_E_DATA,
                   "no row of the model has the reference '3' of 'k'");
}

/* A number has no reference, so that what has one is a category. */
static void test_fit__what_has_a_reference_is_a_category(void **state)
{
    wb_model *model = NULL;

    (void)state;
    assert_ok(wb_model_new(WB_FAMILY_LOGIT, "y", &model, NULL));
    assert_ok(wb_model_add_term(model, "k", WB_TERM_AUTO, "2", NULL));
    wb_frame *found = coefficients(model, whole);
    assert_close(estimate(found, "k", "1"), -log(4), 1e-12);
    wb_frame_free(found);
}

static void test_fit__an_event_is_said_or_true(void **state)
{
    wb_model *text = of_k("t", NULL), *copied = of_k("t", NULL);

    (void)state;
    expect_refused(text, whole, WB_E_DATA, "say which category is the event");
    assert_ok(wb_model_set_event(copied, "ja", NULL));
    wb_frame *found = coefficients(copied, whole);
    wb_frame *truth = coefficients(of_k("b", NULL), whole);
    assert_close(estimate(found, "k", "2"), log(4), 1e-12);
    assert_close(estimate(truth, "k", "2"), log(4), 1e-12);
    wb_frame_free(found);
    wb_frame_free(truth);
}

static void test_fit__outcomes_of_one_value_or_too_many_are_refused(void **state)
{
    char many[2048];
    size_t n = (size_t)snprintf(many, sizeof many, "s,x\n");

    (void)state;
    for (int i = 0; i < 130; i++)
        n += (size_t)snprintf(many + n, sizeof many - n, "s%d,%d\n", i % 65, i % 7);
    expect_refused(model_of(WB_FAMILY_LINEAR, "y", gx + 1, 1), "y,x\n2,1\n2,3\n2,5\n",
                   WB_E_DATA, "'y' is the same in all rows");
    expect_refused(model_of(WB_FAMILY_MULTINOMIAL, "s", gx + 1, 1), many, WB_E_LIMIT,
                   "'s' has 65 categories, and the outcome of a multinomial model 64");
}

/* ---- how much ---- */

/* n rows of two codes that go together; each has `levels` levels. */
static wb_frame *levels_frame(int32_t n, int32_t levels)
{
    static const char *const names[] = {"y", "u", "v"};
    double *y = malloc((size_t)n * sizeof *y);
    int32_t *codes = malloc((size_t)n * sizeof *codes);

    assert_non_null(y);
    assert_non_null(codes);
    for (int32_t i = 0; i < n; i++) {
        y[i] = i % 3;
        codes[i] = i % levels;
    }
    const wb_column columns[] = {{.type = WB_TYPE_FLOAT64, .values = y},
                                 {.type = WB_TYPE_INT32, .values = codes},
                                 {.type = WB_TYPE_INT32, .values = codes}};
    wb_frame *frame = frame_of_columns(n, names, columns, 3);
    free(y);
    free(codes);
    return frame;
}

static void refuse_levels(int32_t n, int32_t levels)
{
    static const char *const uv[] = {"u", "v"};
    wb_frame *frame = levels_frame(n, levels);
    wb_model *model = NULL;
    wb_fit *fit = NULL;
    wb_error err = {0};

    assert_ok(wb_model_new(WB_FAMILY_LINEAR, "y", &model, NULL));
    assert_ok(wb_model_add_term(model, "u", WB_TERM_CATEGORICAL, NULL, NULL));
    assert_ok(wb_model_add_term(model, "v", WB_TERM_CATEGORICAL, NULL, NULL));
    assert_ok(wb_model_add_interaction(model, uv, 2, NULL));
    assert_fails(try_fit(model, frame, 0, 1, &fit, &err), WB_E_LIMIT);
    assert_says(err.message, "a model has 4096 coefficients at most");
    wb_model_free(model);
    wb_frame_free(frame);
}

static void test_fit__refuses_more_coefficients_than_it_takes(void **state)
{
    (void)state;
    refuse_levels(200, 100);
    refuse_levels(1100, 1001);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fit__of_a_product_of_numbers),
        cmocka_unit_test(test_fit__of_three_terms_and_all_their_products),
        cmocka_unit_test(test_model_add_interaction__small_ones_come_first),
        cmocka_unit_test(test_fit__without_intercept_has_every_category),
        cmocka_unit_test(test_fit__without_intercept_goes_through_the_origin),
        cmocka_unit_test(test_fit__of_nothing_at_all_is_refused),
        cmocka_unit_test(test_fit__leaves_out_what_is_aliased_in_an_interaction),
        cmocka_unit_test(test_fit__a_reference_goes_by_its_value),
        cmocka_unit_test(test_fit__what_has_a_reference_is_a_category),
        cmocka_unit_test(test_fit__an_event_is_said_or_true),
        cmocka_unit_test(test_fit__outcomes_of_one_value_or_too_many_are_refused),
        cmocka_unit_test(test_fit__refuses_more_coefficients_than_it_takes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
