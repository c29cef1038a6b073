/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Outcomes of more than two categories that can be followed by hand. */
#include "model/family_many.h"
#include "model_support.h"

/* Of a 4 green, 2 orange, 2 red; of b 1, 2, 4. */
static const char table[] =
    "y,g,x,two\n"
    "green,a,1,0\ngreen,a,2,0\ngreen,a,3,1\ngreen,a,4,0\norange,a,1,0\norange,a,2,1\n"
    "red,a,3,1\nred,a,5,1\ngreen,b,1,0\norange,b,2,1\norange,b,7,0\nred,b,4,1\nred,b,2,"
    "1\n"
    "red,b,3,0\nred,b,1,1\n";
static const char *const by_group[] = {"g"};
static const char *const by_number[] = {"x"};

static int64_t row_of(const wb_frame *found, const char *category, const char *term,
                      const char *level)
{
    for (int64_t row = 0; row < wb_frame_row_count(found); row++) {
        if (strcmp(text_at(found, "category", row), category) == 0 &&
            strcmp(text_at(found, "term", row), term) == 0 &&
            strcmp(text_at(found, "level", row), level) == 0)
            return row;
    }
    fail_msg("no row of %s %s %s", category, term, level);
    return -1;
}

static void test_fit__of_categories_gives_the_odds_of_a_table(void **state)
{
    wb_frame *frame = frame_of(table);
    wb_model *model = model_of(WB_FAMILY_MULTINOMIAL, "y", by_group, 1);
    wb_frame *found = fit_table(model, frame, WB_FIT_COEFFICIENTS);

    (void)state;
    assert_close(value_at(found, "estimate", row_of(found, "orange", "(intercept)", "")),
                 log(2.0 / 4), 1e-12);
    assert_close(value_at(found, "estimate", row_of(found, "red", "g", "b")),
                 log(4.0 / 1) - log(2.0 / 4), 1e-12);
    assert_close(value_at(found, "odds_ratio", row_of(found, "orange", "g", "b")), 4,
                 1e-11);
    /* df of the design 14, plus 1, less the 2 columns of the matrix */
    assert_close(value_at(found, "df", 0), 13, 0);
    wb_frame_free(found);
    wb_model_free(model);
    wb_frame_free(frame);
}

/* The first category is what the others are compared with: turned about, so are the
 * coefficients. */
static void test_model_set_categories__says_what_comes_first(void **state)
{
    static const char *const order[] = {"red", "orange", "none", "green"};
    wb_frame *frame = frame_of(table);
    wb_model *model = model_of(WB_FAMILY_MULTINOMIAL, "y", by_group, 1);

    (void)state;
    assert_ok(wb_model_set_categories(model, order, 4, NULL));
    wb_frame *found = fit_table(model, frame, WB_FIT_COEFFICIENTS);
    assert_close(value_at(found, "estimate", row_of(found, "green", "(intercept)", "")),
                 log(4.0 / 2), 1e-12);
    assert_close(value_at(found, "estimate", row_of(found, "orange", "(intercept)", "")),
                 0, 1e-12);
    wb_frame_free(found);
    wb_model_free(model);
    wb_frame_free(frame);
}

/* Without terms thresholds are log odds of what was seen: P(Y <= green) = 5/15. */
static void test_fit__of_ordered_categories_has_thresholds(void **state)
{
    wb_frame *frame = frame_of(table);
    wb_model *model = model_of(WB_FAMILY_ORDERED, "y", NULL, 0);
    wb_frame *found = fit_table(model, frame, WB_FIT_COEFFICIENTS);

    (void)state;
    assert_int_equal(wb_frame_row_count(found), 2);
    int64_t low = row_of(found, "", "(threshold)", "green|orange");
    int64_t high = row_of(found, "", "(threshold)", "orange|red");
    assert_close(value_at(found, "estimate", low), log(5.0 / 10), 1e-12);
    assert_close(value_at(found, "estimate", high), log(9.0 / 6), 1e-12);
    /* V(p)/(p q)² with V(p) = p q/14 */
    assert_close(value_at(found, "se", low), sqrt(9.0 / 2 / 14), 1e-10);
    assert_true(isnan(value_at(found, "odds_ratio", low)));
    wb_frame_free(found);
    wb_model_free(model);
    wb_frame_free(frame);
}

/* Of two categories both families are the logit. */
static void expect_logit(int32_t family, double sign, const char *category)
{
    wb_frame *frame = frame_of(table);
    wb_model *model = model_of(family, "two", by_number, 1);
    wb_model *logit = model_of(WB_FAMILY_LOGIT, "two", by_number, 1);
    wb_frame *found = fit_table(model, frame, WB_FIT_COEFFICIENTS);
    wb_frame *expected = fit_table(logit, frame, WB_FIT_COEFFICIENTS);
    int64_t x = row_of(found, category, "x", "");
    int64_t first = x == 0 ? 1 : 0; /* the intercept, or behind it the threshold */

    assert_close(value_at(found, "estimate", x), value_at(expected, "estimate", 1),
                 1e-12);
    assert_close(value_at(found, "se", x), value_at(expected, "se", 1), 1e-12);
    assert_close(value_at(found, "df", x), value_at(expected, "df", 1), 0);
    assert_close(value_at(found, "estimate", first),
                 sign * value_at(expected, "estimate", 0), 1e-12);
    assert_close(value_at(found, "se", first), value_at(expected, "se", 0), 1e-12);
    wb_frame_free(found);
    wb_frame_free(expected);
    wb_model_free(model);
    wb_model_free(logit);
    wb_frame_free(frame);
}

static void test_fit__of_two_categories_is_the_logit(void **state)
{
    (void)state;
    expect_logit(WB_FAMILY_MULTINOMIAL, 1, "1");
    expect_logit(WB_FAMILY_ORDERED, -1, "");
}

/* The table, and rows outside the domain with x at `far` and -`far`. */
static wb_frame *fit_inside(int32_t family, int far, int32_t part)
{
    static const char *const colours[] = {"green", "orange", "red"};
    char csv[1024] = "y,x,inside\n";
    size_t n = strlen(csv);

    for (int i = 0; i < 12; i++)
        n += (size_t)snprintf(csv + n, sizeof csv - n, "%s,%d,1\n", colours[i % 3],
                              (i * i + i % 3) % 7);
    for (int i = 0; i < 6; i++)
        n += (size_t)snprintf(csv + n, sizeof csv - n, "%s,%d,0\n", colours[i % 3],
                              i < 3 ? far : -far);
    wb_frame *frame = frame_of(csv);
    wb_model *model = model_of(family, "y", by_number, 1);
    assert_ok(wb_model_set_domain(model, "inside", NULL));
    wb_frame *found = fit_table(model, frame, part);
    wb_model_free(model);
    wb_frame_free(frame);
    return found;
}

/* What lies outside the model is no part of it, wherever it lies: 99999 is a code of
 * those who were not asked. */
static void test_fit__of_categories_is_not_moved_by_rows_outside(void **state)
{
    static const int32_t families[] = {WB_FAMILY_MULTINOMIAL, WB_FAMILY_ORDERED};

    (void)state;
    for (size_t f = 0; f < 2; f++) {
        wb_frame *near = fit_inside(families[f], 1, WB_FIT_COEFFICIENTS);
        wb_frame *far = fit_inside(families[f], 99999, WB_FIT_COEFFICIENTS);
        assert_int_equal(wb_frame_row_count(near), wb_frame_row_count(far));
        for (int64_t row = 0; row < wb_frame_row_count(far); row++) {
            assert_close(value_at(far, "estimate", row), value_at(near, "estimate", row),
                         1e-14);
            assert_close(value_at(far, "se", row), value_at(near, "se", row), 1e-14);
        }
        wb_frame_free(near);
        wb_frame_free(far);
    }
}

/* Chances of the categories of a profile add up to 1, their effects to 0. */
static void test_fit_predict__of_categories_adds_up(void **state)
{
    static const int32_t families[] = {WB_FAMILY_MULTINOMIAL, WB_FAMILY_ORDERED};
    wb_frame *frame = frame_of(table);

    (void)state;
    for (int f = 0; f < 2; f++) {
        wb_model *model = model_of(families[f], "y", by_number, 1);
        wb_source *source = NULL;
        wb_fit *fit = NULL;
        wb_frame *found = NULL, *margins = NULL;
        assert_ok(wb_source_from_frame(frame, 4, &source, NULL));
        assert_ok(wb_model_fit_source(model, source, NULL, NULL, NULL, &fit, NULL));
        assert_ok(wb_fit_predict(fit, frame, &found, NULL));
        assert_int_equal(wb_frame_row_count(found), 45);
        for (int64_t row = 0; row < 45; row += 3)
            assert_close(value_at(found, "estimate", row) +
                             value_at(found, "estimate", row + 1) +
                             value_at(found, "estimate", row + 2),
                         1, 1e-14);
        assert_ok(wb_source_rewind(source, NULL));
        assert_ok(wb_fit_margins(fit, source, NULL, 0, NULL, 0, NULL, &margins, NULL));
        assert_int_equal(wb_frame_row_count(margins), 3);
        assert_close(value_at(margins, "estimate", 0) + value_at(margins, "estimate", 1) +
                         value_at(margins, "estimate", 2),
                     0, 1e-15);
        wb_frame_free(found);
        wb_frame_free(margins);
        wb_fit_free(fit);
        wb_source_free(source);
        wb_model_free(model);
    }
    wb_frame_free(frame);
}

static void test_model__of_categories_reads_back(void **state)
{
    static const char *const order[] = {"red", "orange", "green"};
    wb_model *model = model_of(WB_FAMILY_ORDERED, "y", by_group, 1);
    wb_model *again = NULL;
    wb_writer *writer = NULL;
    wb_reader *reader = NULL;
    wb_frame *frame = frame_of(table);
    const void *bytes;
    size_t size;

    (void)state;
    assert_ok(wb_model_set_categories(model, order, 3, NULL));
    assert_ok(wb_writer_to_memory(&writer, NULL));
    assert_ok(wb_model_write(model, writer, NULL));
    bytes = wb_writer_bytes(writer, &size);
    assert_ok(wb_reader_from_memory(bytes, size, "model", &reader, NULL));
    assert_ok(wb_model_read(reader, &again, NULL));
    wb_frame *one = fit_table(model, frame, WB_FIT_COEFFICIENTS);
    wb_frame *other = fit_table(again, frame, WB_FIT_COEFFICIENTS);
    assert_string_equal(text_at(other, "level", 2), "red|orange");
    assert_close(value_at(one, "estimate", 1), value_at(other, "estimate", 1), 0);
    wb_frame_free(one);
    wb_frame_free(other);
    wb_reader_free(reader);
    wb_writer_free(writer);
    wb_model_free(again);
    wb_model_free(model);
    wb_frame_free(frame);
}

/* Of a model of y by x alone: its estimates, in the order of the table. */
static void check_far(int32_t family, const char *csv, const double *expected, size_t n,
                      double deviance)
{
    static const char *const by_x[] = {"x"};
    wb_frame *frame = frame_of(csv);
    wb_model *model = model_of(family, "y", by_x, 1);
    wb_frame *found = fit_table(model, frame, WB_FIT_COEFFICIENTS);

    assert_int_equal(wb_frame_row_count(found), n);
    for (size_t i = 0; i < n; i++) {
        assert_string_equal(text_at(found, "status", (int64_t)i), "ok");
        assert_close(value_at(found, "estimate", (int64_t)i), expected[i], 1e-4);
    }
    wb_frame_free(found);
    found = fit_table(model, frame, WB_FIT_SUMMARY);
    assert_close(value_at(found, "deviance", 0), deviance, 1e-5);
    wb_frame_free(found);
    wb_model_free(model);
    wb_frame_free(frame);
}

/* Some x are so far away that steps of Newton's method go uphill, and are halved.
 * Expected: the least deviance that R's optim() finds (BFGS, x in thousands), and
 * MASS::polr(). */
static void test_fit__goes_back_where_a_step_is_too_long(void **state)
{
    static const double categories[] = {1.806647991717069, -0.231236797962282,
                                        1.546913359206086, -0.138443391851674,
                                        0.682009296405866, -0.000581782082928459};
    static const double ordered[] = {0.129101688680592, -0.270142696333992,
                                     1.820176365010091, 3.883998058120257};

    (void)state;
    check_far(WB_FAMILY_MULTINOMIAL,
              "y,x\n2,4\n2,3\n0,2\n1,3\n2,0\n3,5\n3,1375.83\n1,4\n2,3\n3,3\n1,0\n"
              "2,5\n1,6\n0,3439.57\n3,1\n1,0\n0,7\n",
              categories, 6, 41.1810328353901);
    check_far(WB_FAMILY_ORDERED, "y,x\n0,4\n3,42.6116\n1,5\n0,7\n2,0\n1,2\n1,2\n",
              ordered, 4, 14.4442303730255);
}

/* The pointer and what the message says. */
static void test_model_read__names_the_member_that_is_of_another_kind(void **state)
{
    static const struct {
        const char *json, *where, *says;
    } cases[] = {
        {"\"categories\":[\"a\",2]", "model#/categories/1", "a text is expected"},
        {"\"interactions\":[\"g\"]", "model#/interactions/0",
         "a list of column names is expected"},
        {"\"event\":\"1\"", "model#", "event"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char json[512];
        wb_reader *reader = NULL;
        wb_model *model = NULL;
        wb_error err = {0};

        snprintf(json, sizeof json,
                 "{\"format\":\"werkbaar-model/1.0\",\"family\":\"ordered\","
                 "\"outcome\":\"y\",\"terms\":[{\"column\":\"g\"}],%s}",
                 cases[i].json);
        assert_ok(wb_reader_from_memory(json, strlen(json), "model", &reader, NULL));
        assert_fails(wb_model_read(reader, &model, &err), WB_E_DATA);
        assert_null(model);
        assert_string_equal(err.where, cases[i].where);
        assert_says(err.message, cases[i].says);
        wb_reader_free(reader);
    }
}

static void test_model_set_categories__refuses_what_has_no_order(void **state)
{
    static const char *const order[] = {"green", "red"};
    static const char *const twice[] = {"green", "green"};
    wb_frame *frame = frame_of(table);
    wb_model *logit = model_of(WB_FAMILY_LOGIT, "two", by_group, 1);
    wb_model *model = model_of(WB_FAMILY_ORDERED, "y", by_group, 1);
    wb_fit *fit = NULL;
    wb_error err = {0};

    (void)state;
    assert_int_equal(wb_model_set_categories(logit, order, 2, &err), WB_E_ARG);
    assert_int_equal(wb_model_set_categories(model, twice, 2, &err), WB_E_ARG);
    assert_int_equal(wb_model_set_categories(NULL, order, 2, &err), WB_E_ARG);
    assert_int_equal(wb_model_set_intercept(model, 0, &err), WB_E_ARG);
    assert_int_equal(wb_model_set_event(model, "red", &err), WB_E_ARG);
    assert_ok(wb_model_set_categories(model, order, 2, NULL));
    assert_int_equal(try_fit(model, frame, 0, 1, &fit, &err), WB_E_DATA);
    assert_string_equal(err.item, "y");
    wb_model_free(logit);
    wb_model_free(model);
    wb_frame_free(frame);
}

static const wb_frame *rows;

static wb_status fit_all(void)
{
    static const int32_t families[] = {WB_FAMILY_MULTINOMIAL, WB_FAMILY_ORDERED};
    static const char *const order[] = {"green", "orange", "red"};
    wb_status st = WB_OK;

    for (int f = 0; f < 2 && st == WB_OK; f++) {
        wb_model *model = NULL;
        wb_source *source = NULL;
        wb_fit *fit = NULL;
        wb_frame *found = NULL;
        st = wb_model_new(families[f], "y", &model, NULL);
        if (st == WB_OK)
            st = wb_model_add_term(model, "x", WB_TERM_AUTO, NULL, NULL);
        if (st == WB_OK)
            st = wb_model_set_categories(model, order, 3, NULL);
        if (st == WB_OK)
            st = wb_source_from_frame(rows, 0, &source, NULL);
        if (st == WB_OK)
            st = wb_model_fit_source(model, source, NULL, NULL, NULL, &fit, NULL);
        if (st == WB_OK)
            st = wb_fit_table(fit, WB_FIT_COEFFICIENTS, &found, NULL);
        wb_frame_free(found);
        wb_fit_free(fit);
        wb_source_free(source);
        wb_model_free(model);
    }
    return st;
}

static void test_fit__of_categories_survives_every_failing_allocation(void **state)
{
    wb_frame *frame = frame_of(table);

    (void)state;
    rows = frame;
    wb_test_every_allocation(fit_all);
    wb_frame_free(frame);
}

/* Thresholds that have crossed leave no chance between them: a row there has a deviance
 * that sends the step back, and says nothing else. */
static void test_wb_ordered_evaluate__of_crossed_thresholds_has_no_chance(void **state)
{
    static double eta[2 * WB_MODEL_ROWS], y[WB_MODEL_ROWS], deviance[WB_MODEL_ROWS];
    static double score[2 * WB_MODEL_ROWS], information[3 * WB_MODEL_ROWS];
    wb_family_block block = {3, 2, eta, y, score, information, deviance};

    (void)state;
    for (int i = 0; i < 3; i++) {
        y[i] = i;
        eta[i] = -1; /* above the first: less likely than above the second */
        eta[WB_MODEL_ROWS + i] = 1;
        score[i] = score[WB_MODEL_ROWS + i] = 7;
    }
    wb_ordered_evaluate(&block);
    double e = exp(-1);
    assert_close(deviance[0], 2 * log1p(e), 1e-14); /* below the first: 1 - G(-1) */
    assert_close(deviance[1], 1e6, 0);
    assert_close(deviance[2], 2 * log1p(e), 1e-14);
    assert_true(score[1] == 0 && score[WB_MODEL_ROWS + 1] == 0);
    for (int pair = 0; pair < 3; pair++)
        assert_true(information[pair * WB_MODEL_ROWS + 1] == 0);
    assert_close(score[0], -e / (1 + e), 1e-14);
    assert_close(score[WB_MODEL_ROWS + 2], e / (1 + e), 1e-14);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fit__of_categories_gives_the_odds_of_a_table),
        cmocka_unit_test(test_model_set_categories__says_what_comes_first),
        cmocka_unit_test(test_fit__of_ordered_categories_has_thresholds),
        cmocka_unit_test(test_fit__of_two_categories_is_the_logit),
        cmocka_unit_test(test_fit__of_categories_is_not_moved_by_rows_outside),
        cmocka_unit_test(test_fit_predict__of_categories_adds_up),
        cmocka_unit_test(test_model__of_categories_reads_back),
        cmocka_unit_test(test_fit__goes_back_where_a_step_is_too_long),
        cmocka_unit_test(test_model_read__names_the_member_that_is_of_another_kind),
        cmocka_unit_test(test_model_set_categories__refuses_what_has_no_order),
        cmocka_unit_test(test_wb_ordered_evaluate__of_crossed_thresholds_has_no_chance),
        cmocka_unit_test(test_fit__of_categories_survives_every_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
