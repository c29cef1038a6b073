/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What a model does not take, what a pass that is not the first one sees, and what has no
 * estimate in the tables of a fit. */
#include "model_support.h"

static const char *const by_group[] = {"g"};
static const char *const by_number[] = {"x"};
static const char table[] = "y,g,x,w,h\n1,a,1,1,1\n0,a,2,1,1\n0,a,3,1,2\n0,a,4,1,2\n"
                            "1,b,1,1,1\n1,b,2,1,1\n1,b,3,1,2\n0,b,6,1,2\n";

static void refuse(const wb_model *model, wb_frame *frame, wb_status status,
                   const char *says, int64_t row)
{
    wb_fit *fit = NULL;
    wb_error err = {0};

    assert_fails(try_fit(model, frame, 0, 1, &fit, &err), status);
    assert_null(fit);
    assert_says(err.message, says);
    assert_int_equal(err.row, row);
    wb_frame_free(frame);
}

/* ---- values ---- */

static void test_fit__names_the_row_of_a_number_that_is_too_large(void **state)
{
    enum { N = 20000, AT = 17000 };
    static double y[N], x[N];
    static const char *const names[] = {"y", "x"};
    const wb_column columns[] = {{.type = WB_TYPE_FLOAT64, .values = y},
                                 {.type = WB_TYPE_FLOAT64, .values = x}};
    wb_model *model = model_of(WB_FAMILY_LINEAR, "y", by_number, 1);

    (void)state;
    for (int i = 0; i < N; i++) {
        y[i] = i % 5;
        x[i] = i == AT ? 2e50 : i % 7;
    }
    refuse(model, frame_of_columns(N, names, columns, 2), WB_E_DATA,
           "a value of 'x' is not between -1e50 and 1e50", AT);
    wb_model_free(model);
}

/* Frames of another source, one after another, as a file gives them. */
static wb_status next_of(void *user, wb_frame **out, wb_error *err)
{
    wb_source *from = user;

    return wb_source_next(from, out, err);
}

static const double counted_y[] = {1, 2, 3, 5, 4, 6}, counted_x[] = {1, 2, 3, 1, 2e50, 2};

static wb_frame *counted(int64_t first, int64_t n)
{
    static const char *const names[] = {"y", "x"};
    const wb_column columns[] = {{.type = WB_TYPE_FLOAT64, .values = counted_y + first},
                                 {.type = WB_TYPE_FLOAT64, .values = counted_x + first}};

    return frame_of_columns(n, names, columns, 2);
}

/* Row 4 of all, the second of its frame. */
static void test_fit__counts_rows_from_the_first_that_it_saw(void **state)
{
    wb_model *model = model_of(WB_FAMILY_LINEAR, "y", by_number, 1);
    wb_frame *all = counted(0, 6), *first = counted(0, 3), *rest = counted(3, 3);
    wb_source *inner = NULL, *source = NULL;
    wb_model_pass *pass = NULL;
    wb_fit *fit = NULL;
    wb_error err = {0};

    (void)state;
    assert_ok(wb_source_from_frame(all, 3, &inner, NULL));
    assert_ok(wb_source_new(next_of, NULL, NULL, inner, &source, NULL));
    assert_fails(wb_model_fit_source(model, source, NULL, NULL, NULL, &fit, &err),
                 WB_E_DATA);
    assert_int_equal(err.row, 4);
    assert_ok(wb_model_pass_new(model, NULL, NULL, &pass, NULL));
    assert_ok(wb_model_pass_update(pass, first, NULL, NULL));
    assert_fails(wb_model_pass_update(pass, rest, NULL, &err), WB_E_DATA);
    assert_int_equal(err.row, 4);
    wb_model_pass_free(pass);
    wb_source_free(source);
    wb_source_free(inner);
    wb_frame_free(all);
    wb_frame_free(first);
    wb_frame_free(rest);
    wb_model_free(model);
}

static void test_fit_margins__counts_rows_from_the_first_that_it_saw(void **state)
{
    wb_model *model = model_of(WB_FAMILY_LINEAR, "y", by_number, 1);
    wb_frame *good = frame_of("y,x\n1,1\n2,2\n3,3\n5,1\n4,2\n6,2\n"),
             *bad = counted(0, 6);
    wb_source *inner = NULL, *source = NULL;
    wb_frame *found = NULL;
    wb_fit *fit = NULL;
    wb_error err = {0};

    (void)state;
    assert_ok(try_fit(model, good, 0, 1, &fit, NULL));
    assert_ok(wb_source_from_frame(bad, 3, &inner, NULL));
    assert_ok(wb_source_new(next_of, NULL, NULL, inner, &source, NULL));
    assert_fails(wb_fit_margins(fit, source, NULL, 0, NULL, 0, NULL, &found, &err),
                 WB_E_DATA);
    assert_int_equal(err.row, 4);
    assert_null(found);
    wb_fit_free(fit);
    wb_source_free(source);
    wb_source_free(inner);
    wb_frame_free(good);
    wb_frame_free(bad);
    wb_model_free(model);
}

static void test_fit__takes_numbers_where_it_needs_them(void **state)
{
    wb_model *model = NULL;
    wb_spec *spec = NULL;

    (void)state;
    assert_ok(wb_model_new(WB_FAMILY_LINEAR, "y", &model, NULL));
    assert_ok(wb_model_add_term(model, "g", WB_TERM_NUMERIC, NULL, NULL));
    refuse(model, frame_of(table), WB_E_DATA, "a numeric term needs numbers", -1);
    wb_model_free(model);
    model = model_of(WB_FAMILY_LINEAR, "y", by_number, 1);
    assert_ok(wb_model_set_domain(model, "g", NULL));
    refuse(model, frame_of(table), WB_E_DATA, "it is needed as a domain", -1);
    assert_ok(wb_model_set_domain(model, NULL, NULL));
    assert_ok(wb_spec_new(&spec, NULL));
    assert_ok(wb_spec_set_weights(spec, "g", NULL));
    assert_ok(wb_model_set_design(model, spec, NULL));
    refuse(model, frame_of(table), WB_E_DATA, "numbers", -1);
    wb_spec_free(spec);
    /* without a design again it is a simple random sample */
    assert_ok(wb_model_set_design(model, NULL, NULL));
    wb_frame *frame = frame_of(table);
    wb_frame *found = fit_table(model, frame, WB_FIT_COEFFICIENTS);
    assert_close(value_at(found, "df", 0), 6, 0);
    wb_frame_free(found);
    wb_frame_free(frame);
    wb_model_free(model);
}

static void test_fit__without_rows_is_refused(void **state)
{
    wb_model *model = model_of(WB_FAMILY_LINEAR, "y", by_number, 1);

    (void)state;
    refuse(model, frame_of("y,x\n"), WB_E_DATA, "no rows to fit a model to", -1);
    wb_model_free(model);
}

/* ---- options ---- */

static void test_fit__says_when_it_did_not_converge(void **state)
{
    wb_fit_options options = WB_FIT_OPTIONS_INIT;
    wb_model *model = model_of(WB_FAMILY_LOGIT, "y", by_number, 1);
    wb_frame *frame = frame_of(table);
    wb_source *source = NULL;
    wb_fit *fit = NULL;
    wb_error err = {0};

    (void)state;
    options.max_iterations = 1;
    assert_ok(wb_source_from_frame(frame, 0, &source, NULL));
    assert_fails(wb_model_fit_source(model, source, &options, NULL, NULL, &fit, &err),
                 WB_E_CONVERGENCE);
    assert_string_equal(err.message, "the model of 'y' did not converge in 1 iterations");
    assert_string_equal(err.item, "y");
    assert_null(fit);
    wb_source_free(source);
    wb_frame_free(frame);
    wb_model_free(model);
}

static void test_model_pass_new__refuses_what_it_cannot_do(void **state)
{
    wb_estimate_options how = WB_ESTIMATE_OPTIONS_INIT;
    wb_fit_options options = WB_FIT_OPTIONS_INIT;
    wb_model *model = model_of(WB_FAMILY_LOGIT, "y", by_number, 1);
    wb_model_pass *pass = NULL;
    wb_error err = {0};

    (void)state;
    how.replicates = WB_REPLICATE_JKN;
    assert_fails(wb_model_pass_new(model, NULL, &how, &pass, &err), WB_E_UNSUPPORTED);
    assert_says(err.message, "give replicate weights, or linearise");
    options.max_iterations = -1;
    assert_fails(wb_model_pass_new(model, &options, NULL, &pass, &err), WB_E_ARG);
    options.max_iterations = 0;
    options.tolerance = 1;
    assert_fails(wb_model_pass_new(model, &options, NULL, &pass, &err), WB_E_ARG);
    options.tolerance = -1;
    assert_fails(wb_model_pass_new(model, &options, NULL, &pass, &err), WB_E_ARG);
    assert_says(err.message, "tolerance between 0 and 1");
    assert_null(pass);
    wb_model_free(model);
}

/* ---- later passes ---- */

/* The first pass takes one frame, the second another with as many rows. */
static void second_pass(const wb_model *model, const char *first, const char *second,
                        wb_status status, const char *says)
{
    wb_frame *frames[] = {frame_of(first), frame_of(second)};
    wb_model_pass *pass = NULL;
    wb_fit *fit = NULL;
    wb_error err = {0};

    assert_ok(wb_model_pass_new(model, NULL, NULL, &pass, NULL));
    assert_ok(wb_model_pass_update(pass, frames[0], NULL, NULL));
    assert_ok(wb_model_pass_step(pass, &fit, NULL));
    wb_status st = wb_model_pass_update(pass, frames[1], NULL, &err);
    if (st == WB_OK)
        st = wb_model_pass_step(pass, &fit, &err);
    assert_int_equal(st, status);
    assert_says(err.message, says);
    assert_null(fit);
    wb_model_pass_free(pass);
    wb_frame_free(frames[0]);
    wb_frame_free(frames[1]);
}

static void test_step__takes_no_category_that_the_first_pass_had_not(void **state)
{
    wb_model *model = model_of(WB_FAMILY_LOGIT, "y", by_group, 1);
    wb_model *colours = model_of(WB_FAMILY_MULTINOMIAL, "c", by_number, 1);

    (void)state;
    second_pass(model, "y,g\n1,a\n0,a\n0,b\n1,b\n", "y,g\n1,a\n0,a\n0,b\n1,c\n",
                WB_E_CONFLICT, "'g' has a category that it had not in the first pass");
    second_pass(colours, "c,x\nr,1\ng,2\nr,3\ng,1\n", "c,x\nr,1\ng,2\nr,3\nb,1\n",
                WB_E_CONFLICT, "'c' has a category that it had not in the first pass");
    wb_model_free(model);
    wb_model_free(colours);
}

static wb_status fit_strata(int n, wb_error *err)
{
    char csv[4096];
    char name[16];
    size_t length = (size_t)snprintf(csv, sizeof csv, "y,x");
    wb_model *model = model_of(WB_FAMILY_LINEAR, "y", by_number, 1);
    wb_spec *spec = NULL;
    wb_fit *fit = NULL;

    assert_ok(wb_spec_new(&spec, NULL));
    for (int i = 0; i < n; i++) {
        snprintf(name, sizeof name, "h%d", i);
        assert_ok(wb_spec_add_stratum(spec, name, NULL));
        length += (size_t)snprintf(csv + length, sizeof csv - length, ",%s", name);
    }
    for (int row = 0; row < 6; row++) {
        length += (size_t)snprintf(csv + length, sizeof csv - length, "\n%d,%d",
                                   row * row % 5, row);
        for (int i = 0; i < n; i++)
            length += (size_t)snprintf(csv + length, sizeof csv - length, ",1");
    }
    snprintf(csv + length, sizeof csv - length, "\n");
    wb_frame *frame = frame_of(csv);
    assert_ok(wb_model_set_design(model, spec, NULL));
    wb_status st = try_fit(model, frame, 0, 1, &fit, err);
    wb_fit_free(fit);
    wb_frame_free(frame);
    wb_spec_free(spec);
    wb_model_free(model);
    return st;
}

static void test_fit__takes_64_columns_of_strata(void **state)
{
    wb_error err = {0};

    (void)state;
    assert_ok(fit_strata(64, &err));
    assert_fails(fit_strata(65, &err), WB_E_LIMIT);
    assert_says(err.message, "a model takes 64 columns of strata at most");
}

/* The same, of strata: h has a third one when the rows come again. */
static void test_update__takes_no_stratum_that_the_first_pass_had_not(void **state)
{
    wb_frame *frame = frame_of(table);
    wb_frame *other = frame_of("y,g,x,w,h\n1,a,1,1,1\n0,a,2,1,1\n0,a,3,1,2\n0,a,4,1,2\n"
                               "1,b,1,1,1\n1,b,2,1,1\n1,b,3,1,3\n0,b,6,1,2\n");
    wb_model *model = model_of(WB_FAMILY_LOGIT, "y", by_number, 1);
    wb_model_pass *pass = NULL;
    wb_spec *spec = NULL;
    wb_fit *fit = NULL;
    wb_status st;
    wb_error err = {0};

    (void)state;
    assert_ok(wb_spec_new(&spec, NULL));
    assert_ok(wb_spec_add_stratum(spec, "h", NULL));
    assert_ok(wb_model_set_design(model, spec, NULL));
    assert_ok(wb_model_pass_new(model, NULL, NULL, &pass, NULL));
    assert_ok(wb_model_pass_update(pass, frame, NULL, NULL));
    while ((st = wb_model_pass_step(pass, &fit, &err)) == WB_OK && fit == NULL)
        assert_ok(wb_model_pass_update(pass, other, NULL, NULL));
    assert_fails(st, WB_E_CONFLICT);
    assert_says(err.message, "'h' has a stratum that it had not in the first pass");
    assert_string_equal(err.item, "h");
    assert_null(fit);
    wb_model_pass_free(pass);
    wb_spec_free(spec);
    wb_model_free(model);
    wb_frame_free(frame);
    wb_frame_free(other);
}

static void test_merge__refuses_numbers_here_and_categories_there(void **state)
{
    wb_frame *numbers = frame_of("y,g\n1,1\n0,2\n");
    wb_frame *texts = frame_of("y,g\n1,a\n0,b\n");
    wb_model *model = model_of(WB_FAMILY_LOGIT, "y", by_group, 1);
    wb_model_pass *one = NULL, *other = NULL;
    wb_error err = {0};

    (void)state;
    assert_ok(wb_model_pass_new(model, NULL, NULL, &one, NULL));
    assert_ok(wb_model_pass_new(model, NULL, NULL, &other, NULL));
    assert_ok(wb_model_pass_update(one, numbers, NULL, NULL));
    assert_ok(wb_model_pass_update(other, texts, NULL, NULL));
    assert_fails(wb_model_pass_merge(one, other, &err), WB_E_CONFLICT);
    assert_says(err.message, "'g' holds numbers in one place and categories in another");
    wb_model_pass_free(one);
    wb_model_pass_free(other);
    wb_model_free(model);
    wb_frame_free(numbers);
    wb_frame_free(texts);
}

static void test_write__takes_no_pass_that_is_over_or_failed(void **state)
{
    wb_frame *frame = frame_of(table), *wrong = frame_of("y,x\n1,a\n0,b\n");
    wb_model *model = model_of(WB_FAMILY_LINEAR, "y", by_number, 1);
    wb_model_pass *pass = NULL, *failed = NULL;
    wb_writer *writer = NULL;
    wb_fit *fit = NULL;
    wb_error err = {0};

    (void)state;
    assert_ok(wb_writer_to_memory(&writer, NULL));
    assert_ok(wb_model_pass_new(model, NULL, NULL, &failed, NULL));
    assert_ok(wb_model_pass_update(failed, frame, NULL, NULL));
    assert_fails(wb_model_pass_update(failed, wrong, NULL, NULL), WB_E_DATA);
    assert_fails(wb_model_pass_write(failed, writer, &err), WB_E_ARG);
    assert_says(err.message, "a pass that is over, or failed, is not written");
    assert_ok(wb_model_pass_new(model, NULL, NULL, &pass, NULL));
    while (fit == NULL) {
        assert_ok(wb_model_pass_update(pass, frame, NULL, NULL));
        assert_ok(wb_model_pass_step(pass, &fit, NULL));
    }
    assert_fails(wb_model_pass_write(pass, writer, &err), WB_E_ARG);
    wb_fit_free(fit);
    wb_model_pass_free(pass);
    wb_model_pass_free(failed);
    wb_writer_free(writer);
    wb_model_free(model);
    wb_frame_free(frame);
    wb_frame_free(wrong);
}

/* ---- what has no estimate ---- */

/* Everybody in c has the problem. */
static const char apart[] = "y,g,x\n1,a,1\n0,a,2\n1,a,3\n0,b,1\n1,b,2\n0,b,4\n1,c,1\n"
                            "1,c,5\n1,c,2\n";

static void test_fit__a_separated_category_has_no_numbers_in_any_table(void **state)
{
    wb_frame *frame = frame_of(apart), *profiles = frame_of("g\na\nc\n");
    wb_model *model = model_of(WB_FAMILY_LOGIT, "y", by_group, 1);
    wb_source *source = NULL;
    wb_fit *fit = NULL;
    wb_frame *found = NULL;

    (void)state;
    assert_ok(wb_source_from_frame(frame, 0, &source, NULL));
    assert_ok(wb_model_fit_source(model, source, NULL, NULL, NULL, &fit, NULL));
    found = table_of(fit, WB_FIT_SUMMARY);
    assert_string_equal(text_at(found, "status", 0), "separated");
    wb_frame_free(found);
    found = table_of(fit, WB_FIT_TERMS);
    assert_string_equal(text_at(found, "status", wb_frame_row_count(found) - 1),
                        "separated");
    wb_frame_free(found);
    found = table_of(fit, WB_FIT_COVARIANCE);
    assert_int_equal(wb_frame_row_count(found), 3); /* of intercept and b */
    wb_frame_free(found);
    assert_ok(wb_fit_predict(fit, profiles, &found, NULL));
    assert_string_equal(text_at(found, "status", 0), "ok");
    assert_close(value_at(found, "estimate", 0), 2.0 / 3, 1e-12);
    assert_string_equal(text_at(found, "status", 1), "separated");
    assert_true(is_missing(found, "estimate", 1));
    wb_frame_free(found);
    assert_ok(wb_fit_margins(fit, source, NULL, 0, NULL, 0, NULL, &found, NULL));
    for (int64_t row = 0; row < wb_frame_row_count(found); row++) {
        assert_string_equal(text_at(found, "status", row), "separated");
        assert_true(is_missing(found, "estimate", row));
    }
    wb_frame_free(found);
    assert_ok(wb_fit_risks(fit, source, NULL, 0, NULL, 0, NULL, &found, NULL));
    assert_string_equal(text_at(found, "status", 0), "separated");
    assert_true(is_missing(found, "rank", 0));
    wb_frame_free(found);
    wb_fit_free(fit);
    wb_source_free(source);
    wb_model_free(model);
    wb_frame_free(profiles);
    wb_frame_free(frame);
}

/* Two clusters know one thing, and there are two coefficients. */
static void test_fit__without_degrees_of_freedom_has_errors_and_no_bounds(void **state)
{
    wb_frame *frame = frame_of(table), *profiles = frame_of("g\na\n"), *found = NULL;
    wb_model *model = model_of(WB_FAMILY_LOGIT, "y", by_group, 1);
    wb_spec *spec = NULL;
    wb_source *source = NULL;
    wb_fit *fit = NULL;

    (void)state;
    assert_ok(wb_spec_new(&spec, NULL));
    assert_ok(wb_spec_add_cluster(spec, "h", NULL));
    assert_ok(wb_model_set_design(model, spec, NULL));
    assert_ok(wb_source_from_frame(frame, 0, &source, NULL));
    assert_ok(wb_model_fit_source(model, source, NULL, NULL, NULL, &fit, NULL));
    assert_ok(wb_fit_margins(fit, source, NULL, 0, NULL, 0, NULL, &found, NULL));
    for (int64_t row = 0; row < wb_frame_row_count(found); row++) {
        assert_string_equal(text_at(found, "status", row), "no_df");
        assert_false(is_missing(found, "se", row));
        assert_true(is_missing(found, "lower", row));
    }
    wb_frame_free(found);
    assert_ok(wb_fit_risks(fit, source, NULL, 0, NULL, 0, NULL, &found, NULL));
    assert_string_equal(text_at(found, "status", 0), "no_df");
    assert_false(is_missing(found, "se", 0));
    assert_true(is_missing(found, "upper", 0));
    wb_frame_free(found);
    assert_ok(wb_fit_predict(fit, profiles, &found, NULL));
    assert_string_equal(text_at(found, "status", 0), "no_df");
    assert_true(is_missing(found, "lower", 0));
    wb_frame_free(found);
    wb_fit_free(fit);
    wb_source_free(source);
    wb_spec_free(spec);
    wb_model_free(model);
    wb_frame_free(profiles);
    wb_frame_free(frame);
}

static void test_fit_margins__of_what_is_aliased_say_so(void **state)
{
    static const char *const xz[] = {"x", "z"};
    wb_frame *frame = frame_of("y,x,z\n1,1,2\n3,2,4\n2,3,6\n5,4,8\n"), *found = NULL;
    wb_model *model = model_of(WB_FAMILY_LINEAR, "y", xz, 2);
    wb_source *source = NULL;
    wb_fit *fit = NULL;

    (void)state;
    assert_ok(wb_source_from_frame(frame, 0, &source, NULL));
    assert_ok(wb_model_fit_source(model, source, NULL, NULL, NULL, &fit, NULL));
    assert_ok(wb_fit_margins(fit, source, NULL, 0, NULL, 0, NULL, &found, NULL));
    assert_string_equal(text_at(found, "status", 0), "ok");
    assert_close(value_at(found, "estimate", 0), 1.1, 1e-12);
    assert_string_equal(text_at(found, "status", 1), "aliased");
    assert_true(is_missing(found, "estimate", 1));
    wb_frame_free(found);
    wb_fit_free(fit);
    wb_source_free(source);
    wb_model_free(model);
    wb_frame_free(frame);
}

/* Rows outside the domain and rows without weight are none of theirs. */
static void test_fit_margins__are_of_the_rows_of_the_model(void **state)
{
    static const char *const nothing[] = {NULL};
    wb_frame *all = frame_of("y,g,w,d\n1,a,1,1\n0,a,1,1\n1,b,1,1\n1,b,1,1\n0,b,1,1\n"
                             "1,a,1,0\n1,a,1,0\n0,b,0,1\n0,b,0,1\n");
    wb_model *model = model_of(WB_FAMILY_LOGIT, "y", by_group, 1);
    wb_spec *spec = NULL;
    wb_source *source = NULL;
    wb_fit *fit = NULL;
    wb_frame *found = NULL;
    wb_error err = {0};

    (void)state;
    assert_ok(wb_spec_new(&spec, NULL));
    assert_ok(wb_spec_set_weights(spec, "w", NULL));
    assert_ok(wb_model_set_design(model, spec, NULL));
    assert_ok(wb_model_set_domain(model, "d", NULL));
    assert_ok(wb_source_from_frame(all, 4, &source, NULL));
    assert_ok(wb_model_fit_source(model, source, NULL, NULL, NULL, &fit, NULL));
    assert_ok(wb_fit_margins(fit, source, NULL, 0, NULL, 0, NULL, &found, NULL));
    assert_int_equal(wb_frame_int64(found, column_of(found, "n"), 0), 5);
    assert_close(value_at(found, "estimate", 0), 1.0 / 2, 1e-12);
    assert_close(value_at(found, "estimate", 1), 2.0 / 3, 1e-12);
    wb_frame_free(found);
    found = NULL;
    assert_fails(wb_fit_margins(fit, source, nothing, 1, NULL, 0, NULL, &found, &err),
                 WB_E_ARG);
    assert_says(err.message, "a name is required");
    wb_fit_free(fit);
    wb_source_free(source);
    wb_spec_free(spec);
    wb_model_free(model);
    wb_frame_free(all);
}

static void test_fit_risks__refuse_more_groups_than_they_take(void **state)
{
    enum { N = 100001 };
    static double y[N];
    static int32_t ids[N];
    static int8_t r[N];
    static const char *const names[] = {"y", "r", "id"}, *const groups[] = {"id"};
    static const char *const risk[] = {"r"};
    const wb_column columns[] = {
        {.type = WB_TYPE_FLOAT64, .values = y},
        {.type = WB_TYPE_BOOL, .flags = WB_COLUMN_BOOL_BYTES, .values = r},
        {.type = WB_TYPE_INT32, .values = ids}};
    wb_model *model = model_of(WB_FAMILY_LOGIT, "y", risk, 1);
    wb_source *source = NULL;
    wb_fit *fit = NULL;
    wb_frame *found = NULL;
    wb_error err = {0};

    (void)state;
    for (int32_t i = 0; i < N; i++) {
        ids[i] = i;
        r[i] = (int8_t)(i % 2);
        y[i] = i % 3 == 0;
    }
    wb_frame *frame = frame_of_columns(N, names, columns, 3);
    assert_ok(wb_source_from_frame(frame, 0, &source, NULL));
    assert_ok(wb_model_fit_source(model, source, NULL, NULL, NULL, &fit, NULL));
    assert_fails(wb_fit_risks(fit, source, NULL, 0, groups, 1, NULL, &found, &err),
                 WB_E_LIMIT);
    assert_says(err.message, "there are more than 100000 groups");
    wb_fit_free(fit);
    wb_source_free(source);
    wb_model_free(model);
    wb_frame_free(frame);
}

/* ---- rows ---- */

/* The row that a pass names which has seen `n_before` rows of a table, then all of it: at
 * once, or in frames of so many. */
static int64_t row_named(const wb_model *model, const char *csv, int64_t n_before,
                         int64_t chunk_rows)
{
    wb_csv_options options = WB_CSV_OPTIONS_INIT;
    wb_frame *frame = frame_of(csv), *slice = NULL;
    wb_model_pass *pass = NULL;
    wb_reader *reader = NULL;
    wb_source *source = NULL;
    wb_error err = {0};

    assert_ok(wb_model_pass_new(model, NULL, NULL, &pass, NULL));
    assert_ok(wb_frame_slice(frame, 0, n_before, &slice, NULL));
    assert_ok(wb_model_pass_update(pass, slice, NULL, NULL));
    options.chunk_rows = chunk_rows;
    assert_ok(wb_reader_from_memory(csv, strlen(csv), "csv", &reader, NULL));
    assert_ok(wb_csv_read(reader, &options, &source, NULL));
    wb_status st = chunk_rows > 0 ? wb_model_pass_update_source(pass, source, NULL, &err)
                                  : wb_model_pass_update(pass, frame, NULL, &err);
    assert_fails(st, WB_E_DATA);
    assert_says(err.message, "a value of 'x' is not between");
    wb_source_free(source);
    wb_model_pass_free(pass);
    wb_frame_free(slice);
    wb_frame_free(frame);
    return err.row;
}

static void test_update__counts_rows_from_the_first_of_the_pass(void **state)
{
    static const char csv[] = "y,x,c\n1,1.5,1\n2,3.5,2\n3,1.5,3\n1,2.5,4\n2,2e50,5\n";
    wb_model *model = model_of(WB_FAMILY_LINEAR, "y", by_number, 1);
    wb_spec *design = NULL;

    (void)state;
    assert_ok(wb_spec_new(&design, NULL));
    assert_ok(wb_spec_add_cluster(design, "c", NULL));
    for (int clustered = 0; clustered < 2; clustered++) {
        if (clustered)
            assert_ok(wb_model_set_design(model, design, NULL));
        assert_int_equal(row_named(model, csv, 0, 0), 4);
        assert_int_equal(row_named(model, csv, 3, 0), 7);
        assert_int_equal(row_named(model, csv, 0, 2), 4); /* the first row of a frame */
        assert_int_equal(row_named(model, csv, 3, 2), 7);
    }
    wb_spec_free(design);
    wb_model_free(model);
}

/* ---- weights of themes ---- */

static void test_risk_weights__pass_over_risks_without_a_theme(void **state)
{
    wb_frame *profile = frame_of("risk,attributable\nload,0.3\nnoise,0.9\n");
    wb_frame *map = frame_of("risk,theme\nload,workload\n"), *found = NULL;
    wb_frame *holes = frame_of("risk,attributable\nload,0.3\n,0.9\n");
    const wb_frame *frames[] = {profile}, *damaged[] = {holes};
    wb_error err = {0};

    (void)state;
    assert_ok(wb_risk_weights(frames, 1, map, &found, NULL));
    assert_int_equal(wb_frame_row_count(found), 1);
    assert_close(value_at(found, "attributable", 0), 0.3, 1e-15);
    wb_frame_free(found);
    found = NULL;
    assert_fails(wb_risk_weights(damaged, 1, map, &found, &err), WB_E_DATA);
    assert_says(err.message, "row 2 of 'risk' has no text");
    wb_frame_free(holes);
    wb_frame_free(profile);
    wb_frame_free(map);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fit__names_the_row_of_a_number_that_is_too_large),
        cmocka_unit_test(test_fit__counts_rows_from_the_first_that_it_saw),
        cmocka_unit_test(test_fit_margins__counts_rows_from_the_first_that_it_saw),
        cmocka_unit_test(test_fit__takes_numbers_where_it_needs_them),
        cmocka_unit_test(test_fit__without_rows_is_refused),
        cmocka_unit_test(test_fit__says_when_it_did_not_converge),
        cmocka_unit_test(test_model_pass_new__refuses_what_it_cannot_do),
        cmocka_unit_test(test_step__takes_no_category_that_the_first_pass_had_not),
        cmocka_unit_test(test_fit__takes_64_columns_of_strata),
        cmocka_unit_test(test_update__takes_no_stratum_that_the_first_pass_had_not),
        cmocka_unit_test(test_merge__refuses_numbers_here_and_categories_there),
        cmocka_unit_test(test_write__takes_no_pass_that_is_over_or_failed),
        cmocka_unit_test(test_fit__a_separated_category_has_no_numbers_in_any_table),
        cmocka_unit_test(test_fit__without_degrees_of_freedom_has_errors_and_no_bounds),
        cmocka_unit_test(test_fit_margins__of_what_is_aliased_say_so),
        cmocka_unit_test(test_fit_margins__are_of_the_rows_of_the_model),
        cmocka_unit_test(test_fit_risks__refuse_more_groups_than_they_take),
        cmocka_unit_test(test_update__counts_rows_from_the_first_of_the_pass),
        cmocka_unit_test(test_risk_weights__pass_over_risks_without_a_theme),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
