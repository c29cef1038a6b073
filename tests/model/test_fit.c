/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Fits that can be followed by hand, and what cannot be fitted. */
#include "model_support.h"

/* 8 rows: of a 1 in 4 are events, of b 3 in 4. */
static const char table[] = "y,g,x,w,d\n"
                            "1,a,1,1,true\n0,a,2,1,true\n0,a,3,1,true\n0,a,4,1,true\n"
                            "1,b,1,1,true\n1,b,2,1,true\n1,b,3,1,true\n0,b,6,1,false\n";
static const char *const by_group[] = {"g"};
static const char *const by_number[] = {"x"};

/* log odds 1:3 and their difference log 9. Of a saturated model A is diagonal by group
 * with n p q, and the variance of the scores of a simple random sample is 8/7 Σ r² within
 * it, so that V(log odds) = 8/7 / (n p q) of each group: 8/7 * 4/3. */
static void test_fit__gives_the_odds_of_a_table(void **state)
{
    wb_frame *frame = frame_of(table);
    wb_model *model = model_of(WB_FAMILY_LOGIT, "y", by_group, 1);
    wb_frame *found = fit_table(model, frame, WB_FIT_COEFFICIENTS);

    (void)state;
    int64_t at = coefficient(found, "g", "b");
    double se = sqrt(8.0 / 7 * 4 / 3);
    assert_close(value_at(found, "estimate", 0), -log(3), 1e-14);
    assert_close(value_at(found, "estimate", at), log(9), 1e-14);
    assert_close(value_at(found, "odds_ratio", at), 9, 1e-13);
    assert_close(value_at(found, "se", 0), se, 1e-12);
    assert_close(value_at(found, "se", at), sqrt(2) * se, 1e-12);
    assert_close(value_at(found, "df", at), 6, 0);
    assert_string_equal(text_at(found, "status", coefficient(found, "g", "a")),
                        "reference");
    wb_frame_free(found);
    wb_model_free(model);
    wb_frame_free(frame);
}

/* Slope and intercept by hand: Σ (x-5/2)(y-11/4) = 11/2, Σ (x-5/2)² = 5. */
static void test_fit__is_least_squares_when_linear(void **state)
{
    static const char line[] = "y,x\n1,1\n3,2\n2,3\n5,4\n";
    wb_frame *frame = frame_of(line);
    wb_model *model = model_of(WB_FAMILY_LINEAR, "y", by_number, 1);
    wb_frame *found = fit_table(model, frame, WB_FIT_COEFFICIENTS);
    wb_frame *summary = fit_table(model, frame, WB_FIT_SUMMARY);

    (void)state;
    assert_close(value_at(found, "estimate", 0), 0, 1e-14);
    assert_close(value_at(found, "estimate", 1), 1.1, 1e-14);
    assert_close(value_at(summary, "deviance", 0), 2.7, 1e-14);
    assert_close(value_at(summary, "null_deviance", 0), 8.75, 1e-14);
    assert_close(value_at(summary, "r_squared", 0), 1 - 2.7 / 8.75, 1e-14);
    assert_close(value_at(summary, "sigma", 0), sqrt(0.9), 1e-14);
    wb_frame_free(found);
    wb_frame_free(summary);
    wb_model_free(model);
    wb_frame_free(frame);
}

enum { MIRRORED = 600 };

/* A linear model of rows of y and x, y times `unit`. */
static wb_frame *fit_in_units(const double *y, const double *x, int64_t n, double unit,
                              int32_t part)
{
    static const char *const names[] = {"y", "x"};
    double scaled[MIRRORED];
    const wb_column columns[] = {{.type = WB_TYPE_FLOAT64, .values = scaled},
                                 {.type = WB_TYPE_FLOAT64, .values = x}};

    for (int64_t i = 0; i < n; i++)
        scaled[i] = y[i] * unit;
    wb_frame *frame = frame_of_columns(n, names, columns, 2);
    wb_model *model = model_of(WB_FAMILY_LINEAR, "y", by_number, 1);
    wb_frame *found = fit_table(model, frame, part);
    wb_model_free(model);
    wb_frame_free(frame);
    return found;
}

/* The line above in parts of a million million. */
static void test_fit__explains_as_much_of_a_small_outcome(void **state)
{
    static const double y[] = {1, 3, 2, 5}, x[] = {1, 2, 3, 4};
    wb_frame *small = fit_in_units(y, x, 4, 1e-12, WB_FIT_SUMMARY);

    (void)state;
    assert_close(value_at(small, "r_squared", 0), 1 - 2.7 / 8.75, 1e-14);
    assert_close(value_at(small, "sigma", 0) * 1e12, sqrt(0.9), 1e-12);
    wb_frame_free(small);
}

/* The same y at either x: what is left of the slope is rounding. */
static void test_fit__converges_however_large_the_outcome_is(void **state)
{
    double y[MIRRORED], x[MIRRORED];

    (void)state;
    for (int i = 0; i < MIRRORED / 2; i++) {
        y[i] = y[MIRRORED - 1 - i] = i * 37 % 1000 / 7.0;
        x[i] = 1;
        x[MIRRORED - 1 - i] = 2.3;
    }
    for (double unit = 1; unit < 1e19; unit *= 10) {
        wb_frame *found = fit_in_units(y, x, MIRRORED, unit, WB_FIT_COEFFICIENTS);
        assert_string_equal(text_at(found, "status", 1), "ok");
        assert_true(fabs(value_at(found, "estimate", 1)) < 1e-12 * unit);
        wb_frame_free(found);
    }
    for (int i = 0; i < MIRRORED; i++) /* or however far from 0 */
        y[i] += 1e9;
    wb_frame *far = fit_in_units(y, x, MIRRORED, 1, WB_FIT_COEFFICIENTS);
    assert_string_equal(text_at(far, "status", 1), "ok");
    assert_true(fabs(value_at(far, "estimate", 1)) < 1e-5);
    wb_frame_free(far);
}

static void test_fit__keeps_rows_outside_the_domain_in_the_design(void **state)
{
    wb_frame *frame = frame_of(table);
    wb_model *model = model_of(WB_FAMILY_LINEAR, "y", NULL, 0);

    (void)state;
    assert_ok(wb_model_set_domain(model, "d", NULL));
    wb_frame *found = fit_table(model, frame, WB_FIT_COEFFICIENTS);
    /* the domain mean 4/7: 8/7 Σ (y - 4/7)² / 7², over 8 sampled rows */
    assert_close(value_at(found, "estimate", 0), 4.0 / 7, 1e-15);
    assert_close(value_at(found, "se", 0), sqrt(8.0 / 7 * (12.0 / 7)) / 7, 1e-15);
    assert_close(value_at(found, "df", 0), 6, 0);
    wb_frame_free(found);
    wb_model_free(model);
    wb_frame_free(frame);
}

static void test_fit__names_what_is_aliased(void **state)
{
    static const char twice[] = "y,x,z\n1,1,2\n3,2,4\n2,3,6\n5,4,8\n";
    static const char *const both[] = {"x", "z"};
    wb_frame *frame = frame_of(twice);
    wb_model *model = model_of(WB_FAMILY_LINEAR, "y", both, 2);
    wb_frame *found = fit_table(model, frame, WB_FIT_COEFFICIENTS);

    (void)state;
    assert_close(value_at(found, "estimate", 1), 1.1, 1e-14);
    assert_string_equal(text_at(found, "status", 2), "aliased");
    assert_true(isnan(value_at(found, "estimate", 2)));
    assert_close(value_at(found, "df", 1), 2, 0);
    wb_frame_free(found);
    wb_model_free(model);
    wb_frame_free(frame);
}

static void test_fit__says_what_is_separated(void **state)
{
    static const char apart[] = "y,g\n1,a\n0,a\n1,a\n0,b\n1,b\n0,b\n1,c\n1,c\n1,c\n";
    wb_frame *frame = frame_of(apart);
    wb_model *model = model_of(WB_FAMILY_LOGIT, "y", by_group, 1);
    wb_frame *found = fit_table(model, frame, WB_FIT_COEFFICIENTS);
    int64_t c = coefficient(found, "g", "c");

    (void)state;
    assert_string_equal(text_at(found, "status", c), "separated");
    assert_true(isnan(value_at(found, "estimate", c)));
    assert_close(value_at(found, "estimate", 0), log(2), 1e-12);
    assert_close(value_at(found, "estimate", coefficient(found, "g", "b")), -log(4),
                 1e-12);
    wb_frame_free(found);
    wb_model_free(model);
    wb_frame_free(frame);
}

/* The product alone separates; x and z are parts of it around other points than 0, so
 * that no finite estimate of them is left either. */
static void test_fit__what_is_part_of_a_separated_product_is_separated(void **state)
{
    static const char apart[] = "y,x,z\n1,0,0\n1,0,0\n1,0,0\n0,0,2\n0,0,2\n0,0,2\n"
                                "0,2,0\n0,2,0\n0,2,0\n1,2,2\n1,2,2\n1,2,2\n";
    static const char *const both[] = {"x", "z"};
    wb_frame *frame = frame_of(apart);
    wb_model *model = model_of(WB_FAMILY_LOGIT, "y", both, 2);

    (void)state;
    assert_ok(wb_model_add_interaction(model, both, 2, NULL));
    wb_frame *found = fit_table(model, frame, WB_FIT_COEFFICIENTS);
    assert_int_equal(wb_frame_row_count(found), 4);
    for (int64_t row = 0; row < 4; row++) {
        assert_string_equal(text_at(found, "status", row), "separated");
        assert_true(isnan(value_at(found, "estimate", row)));
        assert_true(isnan(value_at(found, "se", row)));
    }
    wb_frame_free(found);
    wb_model_free(model);
    wb_frame_free(frame);
}

/* ---- what cannot be ---- */

static void expect_refused(const char *csv, const wb_model *model, wb_status st,
                           const char *item)
{
    wb_frame *frame = frame_of(csv);
    wb_fit *fit = NULL;
    wb_error err = {0};

    assert_int_equal(try_fit(model, frame, 0, 1, &fit, &err), st);
    assert_string_equal(err.item, item);
    assert_null(fit);
    wb_frame_free(frame);
}

static void test_fit__refuses_what_does_not_vary(void **state)
{
    wb_model *model = model_of(WB_FAMILY_LOGIT, "y", by_group, 1);

    (void)state;
    expect_refused("y,g\n1,a\n1,b\n1,a\n", model, WB_E_DATA, "y");
    expect_refused("y,g\n1,a\n0,a\n1,a\n", model, WB_E_DATA, "g");
    expect_refused("y,g\n1,\n0,\n1,\n", model, WB_E_DATA, "y");
    expect_refused("y,g\n1,a\n2,b\n1,b\n", model, WB_E_DATA, "y");
    expect_refused("y,g\nja,a\nnee,b\nja,b\n", model, WB_E_DATA, "y");
    expect_refused("y,h\n1,a\n0,b\n1,c\n", model, WB_E_DATA, "g");
    wb_model_free(model);
}

/* Two clusters know one thing, and a slope and an intercept are two. */
static void test_fit__refuses_more_coefficients_than_the_design_knows(void **state)
{
    static const char clusters[] =
        "y,g,x,k\n1,a,1,1\n0,a,2,1\n0,b,3,2\n1,b,7,2\n1,c,5,2\n";
    static const char *const both[] = {"x", "g"};
    wb_model *model = model_of(WB_FAMILY_LINEAR, "y", both, 2);
    wb_spec *spec = NULL;

    (void)state;
    assert_ok(wb_spec_new(&spec, NULL));
    assert_ok(wb_spec_add_cluster(spec, "k", NULL));
    assert_ok(wb_model_set_design(model, spec, NULL));
    expect_refused(clusters, model, WB_E_DESIGN, "y");
    wb_spec_free(spec);
    wb_model_free(model);
}

static void test_model__refuses_terms_that_do_not_fit(void **state)
{
    static const char *const xg[] = {"x", "g"};
    static const char *const xh[] = {"x", "h"};
    wb_model *model = model_of(WB_FAMILY_LOGIT, "y", xg, 2);

    (void)state;
    assert_int_equal(wb_model_add_term(model, "x", WB_TERM_AUTO, NULL, NULL), WB_E_ARG);
    assert_int_equal(wb_model_add_term(model, "y", WB_TERM_AUTO, NULL, NULL), WB_E_ARG);
    assert_int_equal(wb_model_add_term(model, "z", WB_TERM_NUMERIC, "1", NULL), WB_E_ARG);
    assert_int_equal(wb_model_add_interaction(model, xh, 2, NULL), WB_E_ARG);
    assert_ok(wb_model_add_interaction(model, xg, 2, NULL));
    assert_int_equal(wb_model_add_interaction(model, xg, 2, NULL), WB_E_ARG);
    assert_int_equal(wb_model_add_interaction(model, xg, 1, NULL), WB_E_ARG);
    wb_model_free(model);
}

/* ---- the same bits ---- */

enum { MANY = 200000 };

static wb_frame *many_rows(void)
{
    static double y[MANY], x[MANY], w[MANY];
    static int32_t g[MANY], h[MANY];
    static const char *const names[] = {"y", "x", "w", "g", "h"};
    uint32_t seed = 1;

    for (int i = 0; i < MANY; i++) {
        seed = seed * 1664525 + 1013904223;
        x[i] = (double)(seed >> 8) / (1 << 24);
        seed = seed * 1664525 + 1013904223;
        g[i] = (int32_t)(seed >> 28);
        h[i] = (int32_t)((seed >> 20) % 7);
        seed = seed * 1664525 + 1013904223;
        w[i] = 1 + (double)(seed >> 30);
        seed = seed * 1664525 + 1013904223;
        y[i] = (double)(seed >> 8) / (1 << 24) < 0.2 + 0.4 * x[i];
    }
    wb_column columns[5] = {{.type = WB_TYPE_FLOAT64, .values = y},
                            {.type = WB_TYPE_FLOAT64, .values = x},
                            {.type = WB_TYPE_FLOAT64, .values = w},
                            {.type = WB_TYPE_INT32, .values = g},
                            {.type = WB_TYPE_INT32, .values = h}};
    return frame_of_columns(MANY, names, columns, 5);
}

static void expect_same(const wb_frame *a, const wb_frame *b, double tolerance)
{
    static const char *const columns[] = {"estimate", "se", "p"};

    for (size_t c = 0; c < 3; c++) {
        for (int64_t row = 0; row < wb_frame_row_count(a); row++) {
            double x = value_at(a, columns[c], row);
            if (!isnan(x))
                assert_close(value_at(b, columns[c], row), x, tolerance * fabs(x));
        }
    }
}

static void expect_same_bits(const wb_spec *spec)
{
    static const struct {
        int64_t chunk;
        int32_t threads;
    } ways[] = {{0, 2}, {1000, 1}, {70001, 2}, {65536, 3}};
    wb_frame *frame = many_rows();
    wb_model *model = model_of(WB_FAMILY_LOGIT, "y", by_number, 1);
    wb_fit *fit = NULL;

    assert_ok(wb_model_add_term(model, "g", WB_TERM_CATEGORICAL, "3", NULL));
    assert_ok(wb_model_set_design(model, spec, NULL));
    wb_frame *first = fit_table(model, frame, WB_FIT_COEFFICIENTS);
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        assert_ok(try_fit(model, frame, ways[i].chunk, ways[i].threads, &fit, NULL));
        wb_frame *found = table_of(fit, WB_FIT_COEFFICIENTS);
        expect_same(first, found, 0);
        wb_frame_free(found);
        wb_fit_free(fit);
    }
    wb_frame_free(first);
    wb_model_free(model);
    wb_frame_free(frame);
}

static void test_fit__is_the_same_for_any_chunks_and_threads(void **state)
{
    wb_spec *spec = NULL;

    (void)state;
    assert_ok(wb_spec_new(&spec, NULL));
    assert_ok(wb_spec_set_weights(spec, "w", NULL));
    assert_ok(wb_spec_add_stratum(spec, "h", NULL));
    expect_same_bits(spec);
    assert_ok(wb_spec_add_cluster(spec, "g", NULL));
    assert_ok(wb_spec_set_nested(spec, 1, NULL));
    expect_same_bits(spec);
    wb_spec_free(spec);
}

/* ---- memory ---- */

static wb_model *shared_model;
static wb_frame *shared_frame;

static wb_status fit_shared(void)
{
    wb_fit *fit = NULL;
    wb_frame *made = NULL;
    wb_source *source = NULL;
    wb_writer *writer = NULL;
    wb_status st = wb_source_from_frame(shared_frame, 3, &source, NULL);

    if (st == WB_OK)
        st = wb_model_fit_source(shared_model, source, NULL, NULL, NULL, &fit, NULL);
    for (int32_t part = WB_FIT_COEFFICIENTS; st == WB_OK && part <= WB_FIT_COVARIANCE;
         part++) {
        st = wb_fit_table(fit, part, &made, NULL);
        wb_frame_free(made);
        made = NULL;
    }
    if (st == WB_OK)
        st = wb_writer_to_memory(&writer, NULL);
    if (st == WB_OK)
        st = wb_model_write(shared_model, writer, NULL);
    wb_writer_free(writer);
    wb_fit_free(fit);
    wb_source_free(source);
    return st;
}

static void fail_every_allocation(const wb_spec *spec)
{
    static const char *const terms[] = {"g", "x"};

    shared_frame = frame_of("y,g,x,w,h,k,r1,r2,r3\n1,a,1,1,1,1,2,0,1\n0,a,2,1,1,1,2,0,1\n"
                            "0,a,3,2,1,2,0,2,1\n1,b,1,1,2,3,1,1,2\n0,b,2,1,2,3,1,1,2\n"
                            "1,b,5,1,2,4,1,1,0\n0,b,3,2,2,5,1,2,1\n1,a,3,2,2,5,1,2,1\n");
    shared_model = model_of(WB_FAMILY_LINEAR, "y", terms, 2);
    assert_ok(wb_model_set_design(shared_model, spec, NULL));
    wb_test_every_allocation(fit_shared);
    wb_model_free(shared_model);
    wb_frame_free(shared_frame);
}

static void test_fit__survives_every_failing_allocation(void **state)
{
    wb_spec *spec = NULL;
    wb_replicate_options options = WB_REPLICATE_OPTIONS_INIT;

    (void)state;
    assert_ok(wb_spec_new(&spec, NULL));
    assert_ok(wb_spec_set_weights(spec, "w", NULL));
    assert_ok(wb_spec_add_stratum(spec, "h", NULL));
    fail_every_allocation(spec);
    assert_ok(wb_spec_add_cluster(spec, "k", NULL));
    fail_every_allocation(spec);
    wb_spec_free(spec);
    assert_ok(wb_spec_new(&spec, NULL));
    assert_ok(wb_spec_set_weights(spec, "w", NULL));
    options.type = WB_REPLICATE_BOOTSTRAP;
    assert_ok(wb_spec_set_replicates(spec, &options, NULL));
    for (char name[] = "r1"; name[1] < '4'; name[1]++)
        assert_ok(wb_spec_add_replicate(spec, name, 0, NULL));
    fail_every_allocation(spec);
    wb_spec_free(spec);
}

/* ---- the vectors of all languages: R's svyglm, whose information is that of its last
 * step but one ---- */

static wb_fit *fit_vectors(const char *name)
{
    static const char *const terms[] = {"sector", "years"};
    int logit = strcmp(name, "logit") == 0;
    wb_frame *rows = read_vectors("model_data");
    wb_model *model = model_of(logit ? WB_FAMILY_LOGIT : WB_FAMILY_LINEAR,
                               logit ? "stress" : "score", terms, 2);
    wb_spec *spec = NULL;
    wb_fit *fit = NULL;

    assert_ok(wb_spec_new(&spec, NULL));
    assert_ok(wb_spec_set_weights(spec, "w", NULL));
    assert_ok(wb_spec_add_stratum(spec, "h", NULL));
    assert_ok(wb_spec_add_cluster(spec, "k", NULL));
    assert_ok(wb_model_set_design(model, spec, NULL));
    assert_ok(try_fit(model, rows, 0, 1, &fit, NULL));
    wb_spec_free(spec);
    wb_model_free(model);
    wb_frame_free(rows);
    return fit;
}

/* The row of "term" or "term:level"; of the summary the only one. */
static int64_t row_of_key(const wb_frame *found, const char *key)
{
    for (int64_t row = 0; row < wb_frame_row_count(found) && *key != 0; row++) {
        char name[64];
        const char *level =
            wb_frame_find(found, "level") >= 0 ? text_at(found, "level", row) : "";
        snprintf(name, sizeof name, "%s%s%s", text_at(found, "term", row),
                 *level != 0 ? ":" : "", level);
        if (strcmp(name, key) == 0)
            return row;
    }
    return 0;
}

static void test_fit__is_that_of_svyglm_in_the_vectors(void **state)
{
    wb_frame *expected = read_vectors("model_expected");

    (void)state;
    wb_test_record("fit");
    for (int64_t row = 0; row < wb_frame_row_count(expected); row++) {
        const char *part = text_at(expected, "part", row);
        wb_fit *fit = fit_vectors(text_at(expected, "model", row));
        wb_frame *found = table_of(fit, *part == 'c'   ? WB_FIT_COEFFICIENTS
                                        : *part == 't' ? WB_FIT_TERMS
                                                       : WB_FIT_SUMMARY);
        char key[64];
        snprintf(key, sizeof key, "%s", text_at(expected, "row", row));
        int64_t at = row_of_key(found, key);
        double theirs = value_at(expected, "expected", row);
        char value[64];
        snprintf(value, sizeof value, "%s", text_at(expected, "value", row));
        assert_true(wb_test_agrees(value, value_at(found, value, at), theirs, 1, 1e-7));
        wb_frame_free(found);
        wb_fit_free(fit);
    }
    wb_frame_free(expected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fit__gives_the_odds_of_a_table),
        cmocka_unit_test(test_fit__is_least_squares_when_linear),
        cmocka_unit_test(test_fit__explains_as_much_of_a_small_outcome),
        cmocka_unit_test(test_fit__converges_however_large_the_outcome_is),
        cmocka_unit_test(test_fit__keeps_rows_outside_the_domain_in_the_design),
        cmocka_unit_test(test_fit__names_what_is_aliased),
        cmocka_unit_test(test_fit__says_what_is_separated),
        cmocka_unit_test(test_fit__what_is_part_of_a_separated_product_is_separated),
        cmocka_unit_test(test_fit__refuses_what_does_not_vary),
        cmocka_unit_test(test_fit__refuses_more_coefficients_than_the_design_knows),
        cmocka_unit_test(test_model__refuses_terms_that_do_not_fit),
        cmocka_unit_test(test_fit__survives_every_failing_allocation),
        cmocka_unit_test(test_fit__is_that_of_svyglm_in_the_vectors),
        cmocka_unit_test(test_fit__is_the_same_for_any_chunks_and_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
