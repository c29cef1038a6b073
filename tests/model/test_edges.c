/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Strata of one row, sums that are no numbers, and memory that ends before a pass over
 * many rows. */
#include "model_support.h"

#include "model/pass.h"

/* ---- strata of one row ---- */

static wb_frame *fit_lonely(const wb_frame *frame, int32_t units, int32_t lonely)
{
    static const char *const terms[] = {"x"};
    wb_model *model = model_of(WB_FAMILY_LINEAR, "y", terms, 1);
    wb_estimate_options estimating = WB_ESTIMATE_OPTIONS_INIT;
    wb_spec *spec = NULL;
    wb_source *source = NULL;
    wb_fit *fit = NULL;
    wb_error err = {0};

    estimating.lonely = lonely;
    assert_ok(wb_spec_new(&spec, NULL));
    assert_ok(wb_spec_set_weights(spec, "w", NULL));
    assert_ok(wb_spec_add_stratum(spec, "h", NULL));
    assert_ok(wb_spec_set_units(spec, units, NULL));
    assert_ok(wb_model_set_design(model, spec, NULL));
    assert_ok(wb_source_from_frame(frame, 0, &source, NULL));
    if (wb_model_fit_source(model, source, NULL, &estimating, NULL, &fit, &err) != WB_OK)
        fail_msg("%s", err.message);
    wb_frame *found = table_of(fit, WB_FIT_COEFFICIENTS);
    wb_fit_free(fit);
    wb_source_free(source);
    wb_spec_free(spec);
    wb_model_free(model);
    return found;
}

/* Rows that close at once, and rows of which each keeps its own sums. */
static void test_fit__lonely_rows_vary_alike_closed_and_open(void **state)
{
    static const int32_t rules[] = {WB_LONELY_CERTAINTY, WB_LONELY_CENTRE,
                                    WB_LONELY_AVERAGE};
    wb_frame *frame = frame_of("y,x,w,h\n1,1,1,1\n3,2,2,1\n2,4,1,1\n5,3,1,2\n4,5,3,2\n"
                               "7,6,1,2\n6,9,2,3\n");
    double se[3];

    (void)state;
    for (int i = 0; i < 3; i++) {
        wb_frame *closed = fit_lonely(frame, WB_UNITS_AUTO, rules[i]);
        wb_frame *open = fit_lonely(frame, WB_UNITS_OPEN, rules[i]);
        for (int64_t row = 0; row < 2; row++) {
            assert_close(value_at(closed, "estimate", row),
                         value_at(open, "estimate", row), 1e-13);
            assert_close(value_at(closed, "se", row), value_at(open, "se", row), 1e-12);
        }
        se[i] = value_at(closed, "se", 1);
        assert_true(se[i] > 0);
        wb_frame_free(open);
        wb_frame_free(closed);
    }
    assert_close(se[2], se[0] * sqrt(1.5), 1e-12); /* three strata, two that count */
    wb_frame_free(frame);
}

/* ---- memory ---- */

static size_t bytes_refused; /* SIZE_MAX: any */

static void *resize(void *block, size_t bytes)
{
    return bytes == bytes_refused || bytes_refused == SIZE_MAX ? NULL
                                                               : realloc(block, bytes);
}

/* A pass that is to take steps: its roster was read. */
static wb_model_pass *pass_of_steps(const wb_frame *frame)
{
    static const char *const terms[] = {"x"};
    wb_model *model = model_of(WB_FAMILY_LOGIT, "y", terms, 1);
    wb_model_pass *pass = NULL;
    wb_fit *fit = NULL;

    assert_ok(wb_model_pass_new(model, NULL, NULL, &pass, NULL));
    wb_model_free(model);
    while (pass->stage != WB_STAGE_STEPS) {
        assert_ok(wb_model_pass_update(pass, frame, NULL, NULL));
        assert_ok(wb_model_pass_step(pass, &fit, NULL));
        assert_null(fit);
    }
    return pass;
}

/* Sums that are no numbers lead nowhere, and not away from where it stood. */
static void test_newton__is_lost_where_its_sums_are_no_numbers(void **state)
{
    wb_frame *frame = frame_of("y,x\n1,1\n0,2\n1,3\n0,4\n1,5\n0,7\n");
    wb_model_pass *pass = pass_of_steps(frame);
    wb_newton *newton = &pass->newton;
    double before = newton->beta[0];
    wb_gram gram;

    (void)state;
    assert_ok(wb_gram_init(&gram, &pass->plan, NULL));
    for (size_t i = 0; i < gram.n; i++)
        gram.sums[i] = wb_pair_of(1);
    for (size_t i = 0; i < newton->n; i++) /* the deviance is behind the score */
        gram.sums[gram.n - 2 - i] = wb_pair_of(NAN);
    assert_int_equal(newton->state, WB_NEWTON_ON);
    wb_newton_take(newton, &pass->plan, &gram, &pass->options);
    assert_int_equal(newton->state, WB_NEWTON_LOST);
    assert_true(newton->beta[0] == before);
    wb_gram_free(&gram);
    wb_model_pass_free(pass);
    wb_frame_free(frame);
}

static void test_look_ahead__has_no_memory_for_coefficients(void **state)
{
    wb_frame *frame = frame_of("y,x\n1,1\n0,2\n1,3\n0,4\n1,5\n0,7\n");
    wb_model_pass *pass = pass_of_steps(frame);
    wb_source *source = NULL;
    wb_error err = {0};

    (void)state;
    assert_ok(wb_source_from_frame(frame, 0, &source, NULL));
    assert_ok(wb_pass_look_ahead(pass, source, &err)); /* of few rows there is no need */
    assert_false(pass->ahead);
    pass->roster.n_rows = (int64_t)1 << 30; /* as if there were so many */
    bytes_refused = SIZE_MAX;
    wb_set_allocator(resize, NULL);
    wb_status st = wb_pass_look_ahead(pass, source, &err);
    wb_set_allocator(NULL, NULL);
    assert_int_equal(st, WB_E_NOMEM);
    assert_false(pass->ahead);
    wb_source_free(source);
    wb_model_pass_free(pass);
    wb_frame_free(frame);
}

static void test_update__has_no_memory_for_threads(void **state)
{
    enum { ROWS = 2 * WB_MODEL_PART + 2 };
    static double x[ROWS], y[ROWS];
    wb_column column = WB_COLUMN_INIT;
    wb_frame *few = frame_of("y,x\n1,1\n0,2\n1,3\n0,4\n1,5\n0,7\n"), *many = NULL;
    wb_model_pass *pass = pass_of_steps(few);
    wb_run run = WB_RUN_INIT;

    (void)state;
    for (int i = 0; i < ROWS; i++) {
        x[i] = i % 7;
        y[i] = i % 3 == 0;
    }
    column.type = WB_TYPE_FLOAT64;
    assert_ok(wb_frame_new(ROWS, &many, NULL));
    column.values = y;
    assert_ok(wb_frame_add_column(many, "y", &column, NULL));
    column.values = x;
    assert_ok(wb_frame_add_column(many, "x", &column, NULL));
    run.threads = 2;
    bytes_refused = 2 * sizeof(wb_model_desk);
    wb_set_allocator(resize, NULL);
    wb_status st = wb_model_pass_update(pass, many, &run, NULL);
    wb_set_allocator(NULL, NULL);
    assert_int_equal(st, WB_E_NOMEM);
    wb_model_pass_free(pass);
    wb_frame_free(many);
    wb_frame_free(few);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fit__lonely_rows_vary_alike_closed_and_open),
        cmocka_unit_test(test_newton__is_lost_where_its_sums_are_no_numbers),
        cmocka_unit_test(test_look_ahead__has_no_memory_for_coefficients),
        cmocka_unit_test(test_update__has_no_memory_for_threads),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
