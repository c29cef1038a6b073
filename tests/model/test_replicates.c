/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Margins and shares of problems by replicate weights, held against counts made again in
 * each, and rows in an order that can be read once only. */
#include "model_support.h"

enum { PEOPLE = 16, REPLICATES = PEOPLE + 2 };

/* With the risk 6 of 8 have the problem, without 2 of 8. */
static const double problems[PEOPLE] = {1, 1, 1, 0, 1, 1, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0};
static const char *const by_risk[] = {"r"};

/* Replicate r leaves out person r; the last two leave out all who are well in spite of
 * the risk, and then nothing can be said. */
static double weight_in(int replicate, int person)
{
    if (replicate >= PEOPLE)
        return person < PEOPLE / 2 && problems[person] == 0 ? 0 : replicate - PEOPLE + 1;
    return replicate == person ? 0 : 1;
}

static wb_frame *people(void)
{
    char csv[4096];
    size_t n = (size_t)snprintf(csv, sizeof csv, "y,r,m");

    for (int r = 0; r < REPLICATES; r++)
        n += (size_t)snprintf(csv + n, sizeof csv - n, ",r%d", r);
    for (int i = 0; i < PEOPLE; i++) {
        n += (size_t)snprintf(csv + n, sizeof csv - n, "\n%.0f,%s,%c", problems[i],
                              i < PEOPLE / 2 ? "true" : "false", "ab"[i / 4 % 2]);
        for (int r = 0; r < REPLICATES; r++)
            n += (size_t)snprintf(csv + n, sizeof csv - n, ",%.0f", weight_in(r, i));
    }
    snprintf(csv + n, sizeof csv - n, "\n");
    return frame_of(csv);
}

static wb_spec *design(int n_replicates)
{
    wb_replicate_options options = WB_REPLICATE_OPTIONS_INIT;
    wb_spec *spec = NULL;
    char name[16];

    options.type = WB_REPLICATE_OTHER;
    options.scale = 0.75;
    options.mse = 1;
    assert_ok(wb_spec_new(&spec, NULL));
    assert_ok(wb_spec_set_replicates(spec, &options, NULL));
    for (int r = 0; r < n_replicates; r++) {
        snprintf(name, sizeof name, "r%d", r);
        assert_ok(wb_spec_add_replicate(spec, name, 1, NULL));
    }
    return spec;
}

static wb_fit *fit_replicates(const wb_frame *frame, int n_replicates, wb_source **source)
{
    wb_model *model = model_of(WB_FAMILY_LOGIT, "y", by_risk, 1);
    wb_spec *spec = design(n_replicates);
    wb_fit *fit = NULL;
    wb_error err = {0};

    assert_ok(wb_model_set_design(model, spec, NULL));
    assert_ok(wb_source_from_frame(frame, 5, source, NULL));
    if (wb_model_fit_source(model, *source, NULL, NULL, NULL, &fit, &err) != WB_OK)
        fail_msg("%s", err.message);
    wb_spec_free(spec);
    wb_model_free(model);
    return fit;
}

/* ---- by counts: the model is saturated ---- */

typedef double statistic(int replicate);

static double share_with(int replicate, int risk)
{
    double all = 0, ill = 0;

    for (int i = 0; i < PEOPLE; i++) {
        double w = replicate < 0 ? 1 : weight_in(replicate, i);
        if ((i < PEOPLE / 2) != risk)
            continue;
        all += w;
        ill += w * problems[i];
    }
    return ill / all;
}

static double difference(int replicate)
{
    return share_with(replicate, 1) - share_with(replicate, 0);
}

static double mean_with(int replicate)
{
    return share_with(replicate, 1);
}

/* 1 - N p0/P. */
static double attributable(int replicate)
{
    double all = 0, ill = 0;

    for (int i = 0; i < PEOPLE; i++) {
        double w = replicate < 0 ? 1 : weight_in(replicate, i);
        all += w;
        ill += w * problems[i];
    }
    return 1 - all * share_with(replicate, 0) / ill;
}

static double error_of(statistic *of)
{
    double sum = 0;

    for (int r = 0; r < PEOPLE; r++)
        sum += (of(r) - of(-1)) * (of(r) - of(-1));
    return sqrt(0.75 * sum);
}

static void check_against_counts(int n_replicates)
{
    wb_frame *frame = people(), *found = NULL;
    wb_source *source = NULL;
    wb_fit *fit = fit_replicates(frame, n_replicates, &source);

    assert_ok(wb_fit_margins(fit, source, NULL, 0, NULL, 0, NULL, &found, NULL));
    assert_int_equal(wb_frame_row_count(found), 3);
    assert_close(value_at(found, "estimate", 1), 0.75, 1e-12);
    assert_close(value_at(found, "se", 1), error_of(mean_with), 1e-9);
    assert_close(value_at(found, "estimate", 2), difference(-1), 1e-12);
    assert_close(value_at(found, "se", 2), error_of(difference), 1e-9);
    wb_frame_free(found);
    /* the source is where margins left it, at its end */
    assert_ok(wb_fit_risks(fit, source, NULL, 0, NULL, 0, NULL, &found, NULL));
    assert_close(value_at(found, "attributable", 0), attributable(-1), 1e-12);
    assert_close(value_at(found, "se", 0), error_of(attributable), 1e-9);
    assert_string_equal(text_at(found, "status", 0), "ok");
    wb_frame_free(found);
    wb_fit_free(fit);
    wb_source_free(source);
    wb_frame_free(frame);
}

static void test_fit_margins__are_made_again_in_each_replicate(void **state)
{
    (void)state;
    check_against_counts(PEOPLE);
}

static void test_fit_margins__leave_out_replicates_without_a_model(void **state)
{
    (void)state;
    check_against_counts(REPLICATES);
}

static void test_fit__without_one_usable_replicate_has_no_variance(void **state)
{
    wb_frame *frame = people(), *found = NULL, *profiles = frame_of("r\ntrue\n");
    wb_source *source = NULL;
    wb_model *model = model_of(WB_FAMILY_LOGIT, "y", by_risk, 1);
    wb_replicate_options options = WB_REPLICATE_OPTIONS_INIT;
    wb_spec *spec = NULL;
    wb_fit *fit = NULL;

    (void)state;
    options.type = WB_REPLICATE_OTHER;
    options.scale = 1;
    assert_ok(wb_spec_new(&spec, NULL));
    assert_ok(wb_spec_set_replicates(spec, &options, NULL));
    assert_ok(wb_spec_add_replicate(spec, "r16", 1, NULL));
    assert_ok(wb_spec_add_replicate(spec, "r17", 1, NULL));
    assert_ok(wb_model_set_design(model, spec, NULL));
    wb_estimate_options how = WB_ESTIMATE_OPTIONS_INIT;
    how.df = 5;
    assert_ok(wb_source_from_frame(frame, 0, &source, NULL));
    assert_ok(wb_model_fit_source(model, source, NULL, &how, NULL, &fit, NULL));
    assert_ok(wb_fit_margins(fit, source, NULL, 0, NULL, 0, NULL, &found, NULL));
    assert_string_equal(text_at(found, "status", 2), "no_variance");
    assert_close(value_at(found, "estimate", 2), 0.5, 1e-12);
    assert_true(is_missing(found, "se", 2));
    wb_frame_free(found);
    assert_ok(wb_fit_predict(fit, profiles, &found, NULL));
    assert_string_equal(text_at(found, "status", 0), "no_variance");
    assert_close(value_at(found, "estimate", 0), 0.75, 1e-12);
    assert_true(is_missing(found, "se", 0));
    wb_frame_free(found);
    wb_fit_free(fit);
    wb_spec_free(spec);
    wb_model_free(model);
    wb_source_free(source);
    wb_frame_free(profiles);
    wb_frame_free(frame);
}

/* ---- memory ---- */

static wb_fit *shared_fit;
static wb_source *shared_source;

static wb_status margins_once(void)
{
    wb_frame *found = NULL;
    wb_status st =
        wb_fit_margins(shared_fit, shared_source, NULL, 0, NULL, 0, NULL, &found, NULL);

    wb_frame_free(found);
    return st;
}

static void test_fit_margins__by_replicates_survive_every_failing_allocation(void **state)
{
    wb_frame *frame = people();

    (void)state;
    shared_fit = fit_replicates(frame, 3, &shared_source);
    wb_test_every_allocation(margins_once);
    wb_fit_free(shared_fit);
    wb_source_free(shared_source);
    wb_frame_free(frame);
}

/* ---- many rows ---- */

enum { MANY = 70000 };

static wb_frame *many_rows(void)
{
    static double y[MANY];
    static int8_t r[MANY];
    static int32_t g[MANY];
    static const char *const names[] = {"y", "r", "g"};
    const wb_column columns[] = {
        {.type = WB_TYPE_FLOAT64, .values = y},
        {.type = WB_TYPE_BOOL, .flags = WB_COLUMN_BOOL_BYTES, .values = r},
        {.type = WB_TYPE_INT32, .values = g}};
    uint32_t seed = 9;

    for (int i = 0; i < MANY; i++) {
        seed = seed * 1664525 + 1013904223;
        r[i] = (int8_t)(seed >> 31);
        g[i] = (int32_t)(seed >> 20) % 3;
        seed = seed * 1664525 + 1013904223;
        y[i] = seed >> 24 < (r[i] ? 150U : 90U);
    }
    return frame_of_columns(MANY, names, columns, 3);
}

static wb_status next_of(void *user, wb_frame **out, wb_error *err)
{
    wb_source *from = user;

    return wb_source_next(from, out, err);
}

static int32_t rewind_of(void *user)
{
    wb_source *from = user;

    return wb_source_rewind(from, NULL) == WB_OK ? 0 : 1;
}

static void expect_same_margins(const wb_frame *expected, const wb_fit *fit,
                                wb_source *source, int32_t threads)
{
    static const char *const groups[] = {"g"};
    static const char *const numbers[] = {"estimate", "se", "lower"};
    wb_run run = WB_RUN_INIT;
    wb_frame *found = NULL;

    run.threads = threads;
    assert_ok(wb_fit_margins(fit, source, NULL, 0, groups, 1, &run, &found, NULL));
    assert_int_equal(wb_frame_row_count(found), wb_frame_row_count(expected));
    for (int64_t row = 0; row < wb_frame_row_count(expected); row++) {
        for (size_t i = 0; i < 3; i++)
            assert_close(value_at(found, numbers[i], row),
                         value_at(expected, numbers[i], row), 0);
    }
    wb_frame_free(found);
}

/* A file is a source without ranges: its rows come one after another. */
static void test_fit_margins__are_the_same_bits_however_rows_are_read(void **state)
{
    static const char *const groups[] = {"g"};
    wb_frame *frame = many_rows(), *expected = NULL;
    wb_model *model = model_of(WB_FAMILY_LOGIT, "y", by_risk, 1);
    wb_source *ranges = NULL, *inner = NULL, *in_order = NULL;
    wb_fit *fit = NULL, *other = NULL;
    wb_run run = WB_RUN_INIT;

    (void)state;
    assert_ok(wb_source_from_frame(frame, 0, &ranges, NULL));
    assert_ok(wb_source_from_frame(frame, 30001, &inner, NULL));
    assert_ok(wb_source_new(next_of, rewind_of, NULL, inner, &in_order, NULL));
    assert_ok(wb_model_fit_source(model, ranges, NULL, NULL, NULL, &fit, NULL));
    assert_ok(wb_fit_margins(fit, ranges, NULL, 0, groups, 1, NULL, &expected, NULL));
    expect_same_margins(expected, fit, ranges, 2);
    for (run.threads = 1; run.threads < 3; run.threads++) {
        assert_ok(wb_source_rewind(in_order, NULL));
        assert_ok(wb_model_fit_source(model, in_order, NULL, NULL, &run, &other, NULL));
        expect_same_margins(expected, other, in_order, run.threads);
        wb_fit_free(other);
    }
    wb_frame_free(expected);
    wb_fit_free(fit);
    wb_source_free(in_order);
    wb_source_free(inner);
    wb_source_free(ranges);
    wb_model_free(model);
    wb_frame_free(frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fit_margins__are_made_again_in_each_replicate),
        cmocka_unit_test(test_fit_margins__leave_out_replicates_without_a_model),
        cmocka_unit_test(test_fit__without_one_usable_replicate_has_no_variance),
        cmocka_unit_test(
            test_fit_margins__by_replicates_survive_every_failing_allocation),
        cmocka_unit_test(test_fit_margins__are_the_same_bits_however_rows_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
