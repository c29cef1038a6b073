/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey_support.h"

#include <math.h>

static const char *const full =
    "{\"breakdowns\":[[\"sex\"]],"
    "\"calibration\":{\"auxiliaries\":[\"x\"],\"initial\":\"w0\","
    "\"margins\":[[],[\"sex\",\"age\"]]},"
    "\"clusters\":[\"school\",\"class\"],\"design_effect\":\"wr\","
    "\"estimands\":[{\"denominator\":\"b\",\"numerator\":\"a\",\"statistic\":\"ratio\"},"
    "{\"statistic\":\"correlation\",\"x\":\"a\",\"y\":\"b\"},"
    "{\"statistic\":\"variance\",\"variable\":\"a\"}],"
    "\"format\":\"werkbaar-spec/1.0\",\"fpc\":[\"n1\",\"n2\"],\"nested\":true,"
    "\"strata\":[\"region\"],\"units\":\"open\",\"weights\":\"w\"}";

static const char *const replicated =
    "{\"estimands\":[{\"statistic\":\"mean\",\"variable\":\"a\"}],"
    "\"format\":\"werkbaar-spec/1.0\","
    "\"replicates\":{\"columns\":[\"r1\",\"r2\"],\"mse\":true,\"rho\":0.3,"
    "\"rscales\":[0,0.5],\"scale\":2,\"type\":\"fay\"},\"weights\":\"w\"}";

static const char *const ranked =
    "{\"estimands\":["
    "{\"probability\":0.25,\"statistic\":\"quantile\",\"variable\":\"a\"},"
    "{\"probability\":0.5,\"statistic\":\"quantile\",\"variable\":\"a\"},"
    "{\"score\":\"van_der_waerden\",\"statistic\":\"rank\",\"variable\":\"a\"}],"
    "\"format\":\"werkbaar-spec/1.0\"}";

static wb_status read_text(const char *text, wb_spec **out, wb_error *err)
{
    wb_reader *reader = NULL;
    wb_status st = wb_reader_from_memory(text, strlen(text), "spec.json", &reader, err);
    if (st == WB_OK)
        st = wb_spec_read(reader, out, err);
    wb_reader_free(reader);
    return st;
}

static void assert_written(const wb_spec *spec, const char *expected)
{
    wb_writer *writer = NULL;
    assert_ok(wb_writer_to_memory(&writer, NULL));
    assert_ok(wb_spec_write(spec, writer, NULL));
    assert_string_equal(wb_writer_bytes(writer, NULL), expected);
    wb_writer_free(writer);
}

/* The same specification by the setters, in another order than the file's. */
static wb_spec *built(void)
{
    const char *const by[] = {"sex"};
    const char *const margin[] = {"sex", "age"};
    wb_spec *spec = new_spec("w", "region");
    assert_ok(wb_spec_add_cluster(spec, "school", NULL));
    assert_ok(wb_spec_add_cluster(spec, "class", NULL));
    assert_ok(wb_spec_add_fpc(spec, "n1", NULL));
    assert_ok(wb_spec_add_fpc(spec, "n2", NULL));
    assert_ok(wb_spec_set_nested(spec, 1, NULL));
    assert_ok(wb_spec_set_units(spec, WB_UNITS_OPEN, NULL));
    assert_ok(wb_spec_set_design_effect(spec, WB_DEFF_WR, NULL));
    assert_ok(wb_spec_set_initial_weights(spec, "w0", NULL));
    assert_ok(wb_spec_add_margin(spec, NULL, 0, NULL));
    assert_ok(wb_spec_add_margin(spec, margin, 2, NULL));
    assert_ok(wb_spec_add_auxiliary(spec, "x", NULL));
    assert_ok(wb_spec_add_ratio(spec, "a", "b", NULL));
    assert_ok(wb_spec_add_pair(spec, WB_STATISTIC_CORRELATION, "a", "b", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_VARIANCE, "a", NULL));
    assert_ok(wb_spec_add_breakdown(spec, by, 1, NULL));
    return spec;
}

static void test_spec_design__is_written_and_read_back_whole(void **state)
{
    const char *const texts[] = {full, replicated, ranked};
    wb_spec *spec = built();

    (void)state;
    assert_written(spec, full);
    wb_spec_free(spec);
    for (size_t i = 0; i < 3; i++) {
        spec = NULL;
        assert_ok(read_text(texts[i], &spec, NULL));
        assert_written(spec, texts[i]);
        wb_spec_free(spec);
    }
}

static void test_spec_design__is_copied_whole_by_a_tally(void **state)
{
    const char *const texts[] = {full, replicated, ranked};

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        wb_spec *spec = NULL;
        wb_spec *copy = NULL;
        wb_tally *tally = NULL;
        assert_ok(read_text(texts[i], &spec, NULL));
        assert_ok(wb_tally_new(spec, &tally, NULL));
        assert_ok(wb_tally_spec(tally, &copy, NULL));
        assert_written(copy, texts[i]);
        wb_tally_free(tally);
        wb_spec_free(copy);
        wb_spec_free(spec);
    }
}

static void test_spec_columns__names_the_columns_of_the_design(void **state)
{
    const char *const names[] = {"a",     "b",  "sex", "w",  "region", "school",
                                 "class", "n1", "n2",  "w0", "age",    "x"};
    wb_spec *spec = built();
    wb_frame *columns = NULL;

    (void)state;
    assert_ok(wb_spec_columns(spec, &columns, NULL));
    assert_int_equal(wb_frame_row_count(columns), 12);
    for (int64_t i = 0; i < 12; i++)
        assert_string(columns, "name", i, names[i]);
    wb_frame_free(columns);
    wb_spec_free(spec);
}

static void test_spec_design__refuses_values_that_are_none(void **state)
{
    wb_replicate_options options = WB_REPLICATE_OPTIONS_INIT;
    wb_spec *spec = new_spec(NULL, NULL);

    (void)state;
    assert_fails(wb_spec_set_nested(spec, 2, NULL), WB_E_ARG);
    assert_fails(wb_spec_set_units(spec, 3, NULL), WB_E_ARG);
    assert_fails(wb_spec_set_design_effect(spec, -1, NULL), WB_E_ARG);
    assert_fails(wb_spec_add_replicate(spec, "r", -1, NULL), WB_E_ARG);
    assert_fails(wb_spec_add_replicate(spec, "", 0, NULL), WB_E_ARG);
    assert_fails(wb_spec_set_replicates(spec, &options, NULL), WB_E_ARG);
    options.type = WB_REPLICATE_FAY;
    options.rho = 1;
    assert_fails(wb_spec_set_replicates(spec, &options, NULL), WB_E_ARG);
    options.rho = 0;
    options.scale = -1;
    assert_fails(wb_spec_set_replicates(spec, &options, NULL), WB_E_ARG);
    options.scale = INFINITY;
    assert_fails(wb_spec_set_replicates(spec, &options, NULL), WB_E_ARG);
    options.scale = NAN;
    assert_fails(wb_spec_set_replicates(spec, &options, NULL), WB_E_ARG);
    options.scale = 0;
    options.rho = -0.1;
    assert_fails(wb_spec_set_replicates(spec, &options, NULL), WB_E_ARG);
    assert_fails(wb_spec_add_replicate(spec, "r", INFINITY, NULL), WB_E_ARG);
    options.rho = 0;
    options.mse = 2;
    assert_fails(wb_spec_set_replicates(spec, &options, NULL), WB_E_ARG);
    assert_ok(wb_spec_add_cluster(spec, "c", NULL));
    assert_fails(wb_spec_add_cluster(spec, "c", NULL), WB_E_ARG);
    assert_ok(wb_spec_add_margin(spec, NULL, 0, NULL));
    assert_fails(wb_spec_add_margin(spec, NULL, 0, NULL), WB_E_ARG);
    assert_fails(wb_spec_add_estimand(spec, WB_STATISTIC_RATIO, "a", NULL), WB_E_ARG);
    assert_fails(wb_spec_add_pair(spec, WB_STATISTIC_MEAN, "a", "b", NULL), WB_E_ARG);
    wb_spec_free(spec);
}

/* Designs whose parts do not fit, and a word of what is said of them. */
static void test_tally_new__refuses_a_design_that_does_not_fit_together(void **state)
{
    static const char *const cases[][2] = {
        {"\"fpc\":[\"a\",\"b\"]", "2 fpc columns for 1 stages"},
        {"\"units\":\"ordered\"", "one column of clusters"},
        {"\"weights\":\"w\",\"calibration\":{\"initial\":\"w0\"}", "no margin"},
        {"\"calibration\":{\"initial\":\"w0\",\"margins\":[[]]}", "no weights"},
        {"\"replicates\":{\"columns\":[\"r\"],\"type\":\"jk1\"}", "two or more"},
        {"\"strata\":[\"h\"],\"replicates\":{\"columns\":[\"r\",\"s\"],\"type\":\"jk1\"}",
         "whole design"},
        {"\"units\":\"ordered\",\"replicates\":{\"columns\":[\"r\",\"s\"],\"type\":"
         "\"jk1\"}",
         "one column of clusters"},
        {"\"clusters\":[\"c\"],\"units\":\"ordered\",\"weights\":\"w\","
         "\"calibration\":{\"initial\":\"w0\",\"margins\":[[]]}",
         "open units"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[512];
        wb_error err;
        wb_spec *spec = NULL;
        wb_tally *tally = NULL;
        snprintf(
            text, sizeof text,
            "{\"format\":\"werkbaar-spec/1.0\",\"estimands\":[{\"statistic\":\"mean\","
            "\"variable\":\"y\"}],%s}",
            cases[i][0]);
        assert_ok(read_text(text, &spec, NULL));
        assert_fails(wb_tally_new(spec, &tally, &err), WB_E_DESIGN);
        assert_non_null(strstr(err.message, cases[i][1]));
        wb_spec_free(spec);
    }
}

static void test_spec_read__says_where_a_design_is_wrong(void **state)
{
    static const char *const cases[][2] = {
        {"\"units\":\"closed\"", "/units"},
        {"\"clusters\":[\"a\",\"a\"]", "/clusters/1"},
        {"\"replicates\":{\"columns\":[\"a\",\"b\"],\"type\":\"jk9\"}",
         "/replicates/type"},
        {"\"replicates\":{\"columns\":[\"a\",\"b\"],\"type\":\"jk1\",\"rscales\":[1]}",
         "/replicates/rscales"},
        {"\"calibration\":{\"initial\":\"w\",\"margins\":[1]}", "/calibration/margins/0"},
        {"\"calibration\":{\"initial\":5}", "/calibration/initial"},
        {"\"breakdowns\":[5]", "/breakdowns/0"},
        {"\"breakdowns\":[[\"a\",5]]", "/breakdowns/0/1"},
        {"\"categories\":[{\"column\":5,\"categories\":[\"x\"]}]",
         "/categories/0/column"},
        {"\"categories\":[{\"column\":\"a\"}]", "/categories/0"},
        {"\"categories\":[{\"column\":\"a\",\"categories\":[5]}]",
         "/categories/0/categories/0"},
        {"\"categories\":[{\"column\":\"a\",\"categories\":[],\"b\":1}]",
         "/categories/0"},
        {"\"replicates\":5", "/replicates"},
        {"\"replicates\":{\"columns\":5,\"type\":\"jk1\"}", "/replicates/columns"},
        {"\"replicates\":{\"columns\":[\"a\",\"b\"],\"type\":5}", "/replicates/type"},
        {"\"replicates\":{\"columns\":[\"a\",\"b\"],\"type\":\"fay\",\"rho\":1}",
         "/replicates"},
        {"\"replicates\":{\"columns\":[\"a\",\"b\"],\"type\":\"jk1\",\"rscales\":5}",
         "/replicates/rscales"},
        {"\"replicates\":{\"columns\":[\"a\",\"b\"],\"type\":\"jk1\",\"rscales\":[\"1\","
         "1]}",
         "/replicates/rscales/0"},
        {"\"replicates\":{\"columns\":[\"a\",\"b\"],\"type\":\"jk1\",\"rscales\":[-1,1]}",
         "/replicates/"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[512];
        wb_error err;
        wb_spec *spec = NULL;
        snprintf(
            text, sizeof text,
            "{\"format\":\"werkbaar-spec/1.0\",\"estimands\":[{\"statistic\":\"mean\","
            "\"variable\":\"y\"}],%s}",
            cases[i][0]);
        assert_fails(read_text(text, &spec, &err), WB_E_DATA);
        assert_non_null(strstr(err.where, cases[i][1]));
    }
}

static const char *text_read;

static wb_status read_and_copy(void)
{
    wb_spec *spec = NULL;
    wb_tally *tally = NULL;
    wb_frame *columns = NULL;
    wb_writer *writer = NULL;
    wb_status st = read_text(text_read, &spec, NULL);
    if (st == WB_OK)
        st = wb_tally_new(spec, &tally, NULL);
    if (st == WB_OK)
        st = wb_spec_columns(spec, &columns, NULL);
    if (st == WB_OK)
        st = wb_writer_to_memory(&writer, NULL);
    if (st == WB_OK)
        st = wb_spec_write(spec, writer, NULL);
    wb_writer_free(writer);
    wb_frame_free(columns);
    wb_tally_free(tally);
    wb_spec_free(spec);
    return st;
}

static void test_spec_design__survives_every_failing_allocation(void **state)
{
    (void)state;
    text_read = full;
    wb_test_every_allocation(read_and_copy);
    text_read = replicated;
    wb_test_every_allocation(read_and_copy);
}

static void test_spec_add_quantile__refuses_what_is_none(void **state)
{
    static const double outside[] = {0, 1, -0.5, 2, NAN, INFINITY};
    wb_spec *spec = new_spec(NULL, NULL);
    wb_error err;

    (void)state;
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++) {
        assert_fails(wb_spec_add_quantile(spec, "y", outside[i], &err), WB_E_ARG);
        assert_string_equal(err.item, "y");
    }
    assert_fails(wb_spec_add_quantile(spec, "", 0.5, NULL), WB_E_ARG);
    assert_fails(wb_spec_add_quantile(NULL, "y", 0.5, NULL), WB_E_ARG);
    assert_ok(wb_spec_add_quantile(spec, "y", 0.5, NULL));
    assert_ok(wb_spec_add_quantile(spec, "y", 0.75, NULL));
    assert_fails(wb_spec_add_quantile(spec, "y", 0.5, &err), WB_E_ARG);
    assert_string_equal(err.message, "the quantile 0.5 of 'y' is asked for twice");
    assert_fails(wb_spec_add_estimand(spec, WB_STATISTIC_QUANTILE, "y", NULL), WB_E_ARG);
    wb_spec_free(spec);
}

static void test_spec_add_rank__refuses_what_is_none(void **state)
{
    wb_spec *spec = new_spec(NULL, NULL);
    wb_error err;

    (void)state;
    assert_fails(wb_spec_add_rank(spec, "y", 3, &err), WB_E_ARG);
    assert_string_equal(err.message, "unknown score 3 of ranks");
    assert_fails(wb_spec_add_rank(spec, "y", -1, NULL), WB_E_ARG);
    assert_fails(wb_spec_add_rank(NULL, "y", 0, NULL), WB_E_ARG);
    assert_fails(wb_spec_add_rank(spec, NULL, 0, NULL), WB_E_ARG);
    assert_ok(wb_spec_add_rank(spec, "y", WB_RANK_MEDIAN, NULL));
    assert_ok(wb_spec_add_rank(spec, "y", WB_RANK_WILCOXON, NULL));
    assert_fails(wb_spec_add_rank(spec, "y", WB_RANK_MEDIAN, &err), WB_E_ARG);
    assert_string_equal(err.message, "the rank median of 'y' is asked for twice");
    assert_fails(wb_spec_add_estimand(spec, WB_STATISTIC_RANK, "y", NULL), WB_E_ARG);
    wb_spec_free(spec);
}

static void test_spec_read__says_where_a_quantile_or_rank_is_wrong(void **state)
{
    static const struct {
        const char *estimand, *message;
    } cases[] = {
        {"{\"statistic\":\"quantile\",\"variable\":\"y\"}", "probability"},
        {"{\"statistic\":\"quantile\",\"variable\":\"y\",\"probability\":1}",
         "the probability 1 of a quantile of 'y' is not between 0 and 1"},
        {"{\"statistic\":\"quantile\",\"variable\":\"y\",\"score\":\"median\"}", "score"},
        {"{\"statistic\":\"rank\",\"variable\":\"y\",\"score\":\"spearman\"}",
         "'spearman' is not a score of ranks"},
        {"{\"statistic\":\"rank\",\"variable\":\"y\"}", "score"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[256];
        wb_spec *spec = NULL;
        wb_error err;
        (void)snprintf(text, sizeof text,
                       "{\"format\":\"werkbaar-spec/1.0\",\"estimands\":[%s]}",
                       cases[i].estimand);
        assert_fails(read_text(text, &spec, &err), WB_E_DATA);
        assert_non_null(strstr(err.message, cases[i].message));
        assert_non_null(strstr(err.where, "/estimands/0"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spec_add_quantile__refuses_what_is_none),
        cmocka_unit_test(test_spec_add_rank__refuses_what_is_none),
        cmocka_unit_test(test_spec_read__says_where_a_quantile_or_rank_is_wrong),
        cmocka_unit_test(test_spec_design__is_written_and_read_back_whole),
        cmocka_unit_test(test_spec_design__is_copied_whole_by_a_tally),
        cmocka_unit_test(test_spec_columns__names_the_columns_of_the_design),
        cmocka_unit_test(test_spec_design__refuses_values_that_are_none),
        cmocka_unit_test(test_tally_new__refuses_a_design_that_does_not_fit_together),
        cmocka_unit_test(test_spec_read__says_where_a_design_is_wrong),
        cmocka_unit_test(test_spec_design__survives_every_failing_allocation),
    };
    return cmocka_run_group_tests_name("survey/spec_design", tests, NULL, NULL);
}
