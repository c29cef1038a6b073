/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Rows so many that a fit begins from a sample of them: what it finds is what passes over
 * all rows find, which know no sample. */
#include "model_support.h"

#include "model/family_logit.h"
#include "model/pass.h"

/* Blocks of 512 rows, of which 32 are the sample, APART rows from each other. */
enum { ROWS = 300000, BLOCK = 512, APART = ROWS / 32 };
static const char *const terms[] = {"x", "g"};

typedef struct table {
    int8_t y[ROWS]; /* the outcome of two */
    int8_t s[ROWS]; /* and of three categories */
    int8_t g[ROWS];
    double x[ROWS];
    double w[ROWS];
} table;

static double draw(unsigned *seed)
{
    *seed = *seed * 1664525U + 1013904223U;
    return (*seed >> 8) / 16777216.0;
}

static bool in_sample(int row)
{
    return row % APART < BLOCK;
}

/* How rows of the sample differ from the others. */
typedef enum sample { AS_OTHERS, WITHOUT_A_GROUP, OTHER_WAY_ROUND, SET_APART } sample;

static void make_row(table *t, int row, sample kind, unsigned *seed)
{
    bool inside = in_sample(row);
    double turn = kind == OTHER_WAY_ROUND && inside ? -1 : 1;

    t->x[row] = draw(seed) + draw(seed) - 1;
    t->g[row] = (int8_t)(3 * draw(seed));
    if (kind == WITHOUT_A_GROUP && t->g[row] == 2 && (inside || draw(seed) > 0.001))
        t->g[row] = 1;
    double eta = turn * (3 * t->x[row] + 0.5 * t->g[row] - 1);
    t->y[row] = draw(seed) < 1 / (1 + exp(-eta));
    if (kind == SET_APART && inside)
        t->y[row] = t->x[row] > 0;
    t->s[row] = (int8_t)(t->y[row] + (draw(seed) < 0.3));
    t->w[row] = 0.5 + draw(seed);
}

static void add_column(wb_frame *frame, const char *name, int32_t type,
                       const void *values)
{
    wb_column column = WB_COLUMN_INIT;

    column.type = type;
    column.values = values;
    column.flags = WB_COLUMN_COPY;
    assert_ok(wb_frame_add_column(frame, name, &column, NULL));
}

static wb_frame *make_rows(sample kind)
{
    wb_frame *frame = NULL;
    unsigned seed = 3;
    table *t = malloc(sizeof *t);

    assert_non_null(t);
    for (int row = 0; row < ROWS; row++)
        make_row(t, row, kind, &seed);
    assert_ok(wb_frame_new(ROWS, &frame, NULL));
    add_column(frame, "y", WB_TYPE_INT8, t->y);
    add_column(frame, "s", WB_TYPE_INT8, t->s);
    add_column(frame, "g", WB_TYPE_INT8, t->g);
    add_column(frame, "x", WB_TYPE_FLOAT64, t->x);
    add_column(frame, "w", WB_TYPE_FLOAT64, t->w);
    free(t);
    return frame;
}

static wb_model *make_model(int32_t family)
{
    wb_model *model = NULL;
    wb_spec *spec = NULL;

    assert_ok(wb_model_new(family, family == WB_FAMILY_LOGIT ? "y" : "s", &model, NULL));
    assert_ok(wb_model_add_term(model, terms[0], WB_TERM_NUMERIC, NULL, NULL));
    assert_ok(wb_model_add_term(model, terms[1], WB_TERM_CATEGORICAL, NULL, NULL));
    assert_ok(wb_spec_new(&spec, NULL));
    assert_ok(wb_spec_set_weights(spec, "w", NULL));
    assert_ok(wb_model_set_design(model, spec, NULL));
    wb_spec_free(spec);
    return model;
}

static wb_fit *fit_by_passes(const wb_model *model, const wb_frame *frame)
{
    wb_model_pass *pass = NULL;
    wb_fit *fit = NULL;
    wb_run run = WB_RUN_INIT;

    run.threads = 2;
    assert_ok(wb_model_pass_new(model, NULL, NULL, &pass, NULL));
    while (fit == NULL) {
        assert_ok(wb_model_pass_update(pass, frame, &run, NULL));
        assert_ok(wb_model_pass_step(pass, &fit, NULL));
    }
    wb_model_pass_free(pass);
    return fit;
}

static wb_fit *fit_at_once(const wb_model *model, const wb_frame *frame, int64_t chunk,
                           int32_t threads)
{
    wb_fit *fit = NULL;
    wb_error err = {0};

    if (try_fit(model, frame, chunk, threads, &fit, &err) != WB_OK)
        fail_msg("%s", err.message);
    return fit;
}

/* How many passes it took is not the same, and may not be. */
static void assert_alike(const wb_fit *one, const wb_fit *other, double within)
{
    for (int32_t part = WB_FIT_COEFFICIENTS; part <= WB_FIT_COVARIANCE; part++) {
        wb_frame *expected = table_of(one, part);
        wb_frame *found = table_of(other, part);
        assert_int_equal(wb_frame_row_count(expected), wb_frame_row_count(found));
        for (size_t c = 0; c < wb_frame_column_count(expected); c++) {
            for (int64_t row = 0; row < wb_frame_row_count(expected); row++) {
                double a = wb_frame_double(expected, c, row);
                double b = wb_frame_double(found, c, row);
                if (wb_frame_column_type(expected, c) == WB_TYPE_FLOAT64 && !isnan(a))
                    assert_true(fabs(a - b) <= within * fmax(1, fabs(a)));
            }
        }
        wb_frame_free(expected);
        wb_frame_free(found);
    }
}

static double null_deviance(const wb_fit *fit)
{
    wb_frame *summary = table_of(fit, WB_FIT_SUMMARY);
    double value = number_at(summary, "null_deviance", 0);
    wb_frame_free(summary);
    return value;
}

static void assert_as_by_passes(sample kind, int32_t family)
{
    wb_frame *frame = make_rows(kind);
    wb_model *model = make_model(family);
    wb_fit *passes = fit_by_passes(model, frame);
    wb_fit *fit = fit_at_once(model, frame, 0, 1);
    wb_fit *split = fit_at_once(model, frame, 7777, 2);

    assert_alike(passes, fit, 1e-10);
    assert_alike(fit, split, 0);
    assert_true(fabs(null_deviance(fit) / null_deviance(passes) - 1) < 1e-13);
    wb_fit_free(passes);
    wb_fit_free(fit);
    wb_fit_free(split);
    wb_model_free(model);
    wb_frame_free(frame);
}

static void test_fit_source__of_many_rows_is_that_of_passes(void **state)
{
    static const int32_t families[] = {WB_FAMILY_LOGIT, WB_FAMILY_MULTINOMIAL};

    (void)state;
    for (int i = 0; i < wb_test_cases(2); i++)
        assert_as_by_passes(AS_OTHERS, families[i]);
}

static void test_fit_source__bears_a_sample_that_is_not_like_the_rows(void **state)
{
    /* that which is set apart has no coefficients */
    static const sample kinds[] = {WITHOUT_A_GROUP, OTHER_WAY_ROUND, SET_APART};

    (void)state;
    for (int i = 0; i < wb_test_cases(3); i++)
        assert_as_by_passes(kinds[i], WB_FAMILY_LOGIT);
}

/* ---- rows that come in other ways ---- */

static wb_status next_of(void *user, wb_frame **out, wb_error *err)
{
    return wb_source_next(user, out, err);
}

/* Frames of two parts each, one after another: who reads them cannot go to a row. */
static wb_fit *fit_by_frames(const wb_model *model, const wb_frame *frame)
{
    wb_model_pass *pass = NULL;
    wb_fit *fit = NULL;
    wb_run run = WB_RUN_INIT;

    run.threads = 2;
    assert_ok(wb_model_pass_new(model, NULL, NULL, &pass, NULL));
    while (fit == NULL) {
        wb_source *frames = NULL, *source = NULL;
        assert_ok(wb_source_from_frame(frame, 2 * WB_MODEL_PART, &frames, NULL));
        assert_ok(wb_source_new(next_of, NULL, NULL, frames, &source, NULL));
        assert_ok(wb_model_pass_update_source(pass, source, &run, NULL));
        assert_int_equal(wb_model_pass_row_count(pass), ROWS);
        assert_ok(wb_model_pass_step(pass, &fit, NULL));
        wb_source_free(source);
        wb_source_free(frames);
    }
    wb_model_pass_free(pass);
    return fit;
}

static void test_pass_update_source__of_frames_in_turn_is_that_of_one(void **state)
{
    wb_frame *frame = make_rows(AS_OTHERS);
    wb_model *model = make_model(WB_FAMILY_LOGIT);
    wb_fit *one = fit_by_passes(model, frame);
    wb_fit *frames = fit_by_frames(model, frame);

    (void)state;
    assert_alike(one, frames, 0);
    wb_fit_free(one);
    wb_fit_free(frames);
    wb_model_free(model);
    wb_frame_free(frame);
}

static wb_frame *margins(const wb_fit *fit, const wb_frame *frame, int32_t threads)
{
    wb_source *source = NULL;
    wb_frame *found = NULL;
    wb_run run = WB_RUN_INIT;

    run.threads = threads;
    assert_ok(wb_source_from_frame(frame, 0, &source, NULL));
    assert_ok(wb_fit_margins(fit, source, NULL, 0, NULL, 0, &run, &found, NULL));
    wb_source_free(source);
    return found;
}

/* Several threads read rows where they are, one reads them in turn. */
static void test_fit_margins__of_many_rows_are_the_same_for_any_threads(void **state)
{
    wb_frame *frame = make_rows(AS_OTHERS);
    wb_model *model = make_model(WB_FAMILY_LOGIT);
    wb_fit *fit = fit_at_once(model, frame, 0, 2);
    wb_frame *one = margins(fit, frame, 1), *three = margins(fit, frame, 3);

    (void)state;
    assert_int_equal(wb_frame_row_count(one), wb_frame_row_count(three));
    for (int64_t row = 0; row < wb_frame_row_count(one); row++) {
        assert_true(number_at(one, "se", row) > 0);
        assert_close(number_at(three, "estimate", row), number_at(one, "estimate", row),
                     0);
        assert_close(number_at(three, "se", row), number_at(one, "se", row), 0);
    }
    wb_frame_free(one);
    wb_frame_free(three);
    wb_fit_free(fit);
    wb_model_free(model);
    wb_frame_free(frame);
}

/* ---- the family ---- */

static void test_wb_logit_decay__is_exp(void **state)
{
    double x[WB_MODEL_ROWS], e[WB_MODEL_ROWS];

    (void)state;
    for (int block = 0; block < 400; block++) {
        for (int i = 0; i < WB_MODEL_ROWS; i++)
            x[i] = (block % 2 ? 1 : -1) * (block + i / 512.0) * (block < 40 ? 0.01 : 1.7);
        wb_logit_decay(x, WB_MODEL_ROWS, e);
        for (int i = 0; i < WB_MODEL_ROWS; i++) {
            double expected = fabs(x[i]) > 700 ? 0 : exp(-fabs(x[i]));
            assert_true(fabs(e[i] - expected) <= 1e-15 * expected);
        }
    }
    x[0] = INFINITY;
    x[1] = -INFINITY;
    x[2] = NAN;
    x[3] = 0;
    wb_logit_decay(x, 4, e);
    assert_true(e[0] == 0 && e[1] == 0 && isnan(e[2]) && e[3] == 1);
}

static void test_wb_logit_evaluate__is_score_information_and_deviance(void **state)
{
    double eta[WB_MODEL_ROWS], y[WB_MODEL_ROWS];
    double score[WB_MODEL_ROWS], information[WB_MODEL_ROWS], deviance[WB_MODEL_ROWS];
    wb_family_block block = {WB_MODEL_ROWS, 1, eta, y, score, information, deviance};

    (void)state;
    for (int i = 0; i < WB_MODEL_ROWS; i++) {
        eta[i] = (i - 256) / 9.0;
        y[i] = i % 2;
    }
    wb_logit_evaluate(&block);
    for (int i = 0; i < WB_MODEL_ROWS; i++) {
        double chance = 1 / (1 + exp(-eta[i]));
        double other = 1 / (1 + exp(eta[i]));
        double surprise = y[i] > 0 ? -eta[i] : eta[i]; /* log(1 + exp(it)) */
        double half = log1p(exp(-fabs(surprise))) + fmax(surprise, 0);
        assert_true(fabs(score[i] - (y[i] > 0 ? other : -chance)) <=
                    1e-14 * fabs(score[i]));
        assert_true(fabs(information[i] - chance * other) <= 1e-14 * information[i]);
        assert_true(fabs(deviance[i] - 2 * half) <= 1e-14 * deviance[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fit_source__of_many_rows_is_that_of_passes),
        cmocka_unit_test(test_fit_source__bears_a_sample_that_is_not_like_the_rows),
        cmocka_unit_test(test_pass_update_source__of_frames_in_turn_is_that_of_one),
        cmocka_unit_test(test_fit_margins__of_many_rows_are_the_same_for_any_threads),
        cmocka_unit_test(test_wb_logit_decay__is_exp),
        cmocka_unit_test(test_wb_logit_evaluate__is_score_information_and_deviance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
