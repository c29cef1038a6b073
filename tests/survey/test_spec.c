/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey_support.h"

static wb_spec *full_spec(void)
{
    const char *const by[] = {"year", "sex"};
    wb_spec *spec = new_spec("w", "year");
    assert_ok(wb_spec_add_stratum(spec, "region", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "a", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_TOTAL, "a", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_PROPORTION, "c", NULL));
    assert_ok(wb_spec_add_breakdown(spec, NULL, 0, NULL));
    assert_ok(wb_spec_add_breakdown(spec, by, 2, NULL));
    assert_ok(wb_spec_add_category(spec, "c", "vaak", NULL));
    assert_ok(wb_spec_add_category(spec, "c", "nooit", NULL));
    return spec;
}

static char *written(const wb_spec *spec)
{
    wb_writer *writer = NULL;
    assert_ok(wb_writer_to_memory(&writer, NULL));
    assert_ok(wb_spec_write(spec, writer, NULL));
    char *copy = strdup(wb_writer_bytes(writer, NULL));
    wb_writer_free(writer);
    return copy;
}

static wb_status read_text(const char *text, wb_spec **out, wb_error *err)
{
    wb_reader *reader = NULL;
    assert_ok(wb_reader_from_memory(text, strlen(text), "spec.json", &reader, NULL));
    wb_status st = wb_spec_read(reader, out, err);
    wb_reader_free(reader);
    return st;
}

static void test_spec_write__is_canonical_and_reads_back(void **state)
{
    const char *expected =
        "{\"breakdowns\":[[],[\"year\",\"sex\"]],"
        "\"categories\":[{\"categories\":[\"vaak\",\"nooit\"],\"column\":\"c\"}],"
        "\"estimands\":[{\"statistic\":\"mean\",\"variable\":\"a\"},"
        "{\"statistic\":\"total\",\"variable\":\"a\"},"
        "{\"statistic\":\"proportion\",\"variable\":\"c\"}],"
        "\"format\":\"werkbaar-spec/1.0\",\"strata\":[\"year\",\"region\"],"
        "\"weights\":\"w\"}";
    wb_spec *spec = full_spec();
    wb_spec *again = NULL;
    char *first = written(spec);

    (void)state;
    assert_string_equal(first, expected);
    assert_ok(read_text(first, &again, NULL));
    char *second = written(again);
    assert_string_equal(first, second);
    free(first);
    free(second);
    wb_spec_free(again);
    wb_spec_free(spec);
}

static void check_columns(const wb_spec *spec, const char *const *expected, size_t n)
{
    wb_frame *columns = NULL;
    size_t length = 0;

    assert_ok(wb_spec_columns(spec, &columns, NULL));
    assert_int_equal(wb_frame_column_count(columns), 1);
    assert_string_equal(wb_frame_column_name(columns, 0), "name");
    assert_int_equal(wb_frame_row_count(columns), n);
    for (size_t i = 0; i < n; i++) {
        const char *name = wb_frame_text(columns, 0, (int64_t)i, &length);
        assert_int_equal(length, strlen(expected[i]));
        assert_memory_equal(name, expected[i], length);
    }
    wb_frame_free(columns);
}

static void test_spec_columns__names_each_column_once(void **state)
{
    const char *const expected[] = {"a", "c", "year", "sex", "w", "region"};
    wb_frame *columns = NULL;
    wb_spec *spec = full_spec();
    wb_spec *empty = new_spec(NULL, NULL);

    (void)state;
    check_columns(spec, expected, 6);
    check_columns(empty, NULL, 0);
    assert_ok(wb_spec_set_weights(spec, "a", NULL));
    check_columns(spec, (const char *const[]){"a", "c", "year", "sex", "region"}, 5);
    assert_fails(wb_spec_columns(NULL, &columns, NULL), WB_E_ARG);
    assert_fails(wb_spec_columns(spec, NULL, NULL), WB_E_ARG);
    wb_spec_free(empty);
    wb_spec_free(spec);
}

static void test_spec__refuses_what_makes_no_sense(void **state)
{
    const char *const twice[] = {"g", "g"};
    const char *const shadow[] = {"estimate"};
    const char *const fine[] = {"g"};
    const char *const unnamed[] = {""};
    char long_name[200];
    wb_spec *spec = new_spec(NULL, NULL);
    wb_error err;

    (void)state;
    memset(long_name, 'x', sizeof long_name - 1);
    long_name[sizeof long_name - 1] = '\0';
    assert_fails(wb_spec_add_estimand(spec, 0, "a", &err), WB_E_ARG);
    assert_fails(wb_spec_add_estimand(spec, 4, "a", &err), WB_E_ARG);
    assert_fails(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, NULL, &err), WB_E_ARG);
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "a", NULL));
    assert_fails(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "a", &err), WB_E_ARG);
    assert_string_equal(err.item, "a");
    assert_fails(wb_spec_add_breakdown(spec, twice, 2, &err), WB_E_ARG);
    assert_fails(wb_spec_add_breakdown(spec, shadow, 1, &err), WB_E_ARG);
    assert_string_equal(err.item, "estimate");
    assert_fails(wb_spec_add_breakdown(spec, unnamed, 1, &err), WB_E_ARG);
    assert_fails(wb_spec_add_breakdown(spec, NULL, 1, &err), WB_E_ARG);
    assert_ok(wb_spec_add_breakdown(spec, fine, 1, NULL));
    assert_fails(wb_spec_add_breakdown(spec, fine, 1, &err), WB_E_ARG);
    assert_ok(wb_spec_add_stratum(spec, "h", NULL));
    assert_fails(wb_spec_add_stratum(spec, "h", &err), WB_E_ARG);
    assert_fails(wb_spec_set_weights(spec, long_name, &err), WB_E_ARG);
    assert_ok(wb_spec_add_category(spec, "g", "x", NULL));
    assert_fails(wb_spec_add_category(spec, "g", "x", &err), WB_E_ARG);
    assert_fails(wb_spec_add_category(spec, "g", NULL, &err), WB_E_ARG);
    assert_fails(wb_spec_add_stratum(NULL, "h", &err), WB_E_ARG);
    wb_spec_free(spec);
    wb_spec_free(NULL);
}

/* Faulty files: what is wrong, where, and one word of the message. */
static void test_spec_read__says_where_a_file_is_wrong(void **state)
{
#define HEAD "{\"format\":\"werkbaar-spec/1.0\","
#define MEAN "\"estimands\":[{\"statistic\":\"mean\",\"variable\":\"a\"}]"
    static const struct {
        const char *text;
        wb_status status;
        const char *where;
        const char *word;
    } cases[] = {
        {"", WB_E_DATA, "spec.json", ""},
        {"{", WB_E_DATA, "spec.json", ""},
        {"[]", WB_E_DATA, "spec.json", ""},
        {"{\"format\":\"werkbaar-plan/1.0\"}", WB_E_DATA, "#/format", "spec"},
        {"{\"format\":\"werkbaar-spec/2.0\"}", WB_E_VERSION, "#/format", "2"},
        {HEAD "\"colour\":1," MEAN "}", WB_E_DATA, "#/colour", "colour"},
        {HEAD "\"weights\":3," MEAN "}", WB_E_DATA, "#/weights", ""},
        {HEAD "\"weights\":\"\"," MEAN "}", WB_E_DATA, "#/weights", "1 to 127"},
        {HEAD "\"strata\":[\"h\",\"h\"]," MEAN "}", WB_E_DATA, "#/strata/1", "already"},
        {HEAD "\"strata\":[7]," MEAN "}", WB_E_DATA, "#/strata/0", "text"},
        {HEAD "\"estimands\":[{\"statistic\":\"modus\",\"variable\":\"a\"}]}", WB_E_DATA,
         "#/estimands/0/statistic", "modus"},
        {HEAD "\"estimands\":[{\"statistic\":\"mean\"}]}", WB_E_DATA, "#/estimands/0",
         "variable"},
        {HEAD "\"strata\":[]}", WB_E_DATA, "#", "estimands"},
        {HEAD "\"breakdowns\":[[\"df\"]]," MEAN "}", WB_E_DATA, "#/breakdowns/0", "df"},
        {HEAD "\"breakdowns\":[\"g\"]," MEAN "}", WB_E_DATA, "#/breakdowns/0", "list"},
        {HEAD "\"categories\":[{\"column\":\"g\",\"categories\":[\"a\",\"a\"]}]," MEAN
              "}",
         WB_E_DATA, "#/categories/0/categories/1", "twice"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        wb_spec *spec = NULL;
        wb_error err;
        assert_fails(read_text(cases[i].text, &spec, &err), cases[i].status);
        assert_null(spec);
        if (strstr(err.where, cases[i].where) == NULL ||
            strstr(err.message, cases[i].word) == NULL)
            fail_msg("case %zu: %s: %s", i, err.where, err.message);
        assert_fails(read_text(cases[i].text, &spec, NULL), cases[i].status);
    }
}

static void test_spec_read__takes_what_is_beyond_it_as_extension(void **state)
{
    wb_spec *spec = NULL;
    (void)state;
    assert_ok(read_text(HEAD "\"x_note\":\"mine\"," MEAN "}", &spec, NULL));
    char *text = written(spec);
    assert_null(strstr(text, "x_note"));
    free(text);
    wb_spec_free(spec);
}

static wb_status build_write_read(void)
{
    const char *const by[] = {"g"};
    wb_spec *spec = NULL;
    wb_frame *columns = NULL;
    wb_spec *again = NULL;
    wb_writer *writer = NULL;
    wb_reader *reader = NULL;
    wb_status st = wb_spec_new(&spec, NULL);
    if (st == WB_OK)
        st = wb_spec_set_weights(spec, "w", NULL);
    if (st == WB_OK)
        st = wb_spec_add_stratum(spec, "h", NULL);
    if (st == WB_OK)
        st = wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "a", NULL);
    if (st == WB_OK)
        st = wb_spec_add_breakdown(spec, by, 1, NULL);
    if (st == WB_OK)
        st = wb_spec_add_category(spec, "g", "x", NULL);
    if (st == WB_OK)
        st = wb_writer_to_memory(&writer, NULL);
    if (st == WB_OK)
        st = wb_spec_write(spec, writer, NULL);
    if (st == WB_OK) {
        size_t n;
        const char *bytes = wb_writer_bytes(writer, &n);
        st = wb_reader_from_memory(bytes, n, NULL, &reader, NULL);
    }
    if (st == WB_OK)
        st = wb_spec_read(reader, &again, NULL);
    if (st == WB_OK)
        st = wb_spec_columns(again, &columns, NULL);
    wb_frame_free(columns);
    wb_reader_free(reader);
    wb_writer_free(writer);
    wb_spec_free(spec);
    wb_spec_free(again);
    return st;
}

static void test_spec__survives_every_failing_allocation(void **state)
{
    (void)state;
    wb_test_every_allocation(build_write_read);
}

static void test_spec__refuses_names_and_categories_that_are_not_utf8(void **state)
{
    wb_spec *spec = NULL;

    (void)state;
    assert_ok(wb_spec_new(&spec, NULL));
    assert_fails(wb_spec_set_weights(spec, "w\xff", NULL), WB_E_ARG);
    assert_fails(wb_spec_add_stratum(spec, "\xc3", NULL), WB_E_ARG);
    assert_fails(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "\xff", NULL), WB_E_ARG);
    assert_fails(wb_spec_add_category(spec, "kind", "\xed\xa0\x80", NULL), WB_E_ARG);
    assert_ok(wb_spec_add_category(spec, "kind", "\xc3\xa9", NULL));
    wb_spec_free(spec);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spec_write__is_canonical_and_reads_back),
        cmocka_unit_test(test_spec_columns__names_each_column_once),
        cmocka_unit_test(test_spec__refuses_what_makes_no_sense),
        cmocka_unit_test(test_spec_read__says_where_a_file_is_wrong),
        cmocka_unit_test(test_spec_read__takes_what_is_beyond_it_as_extension),
        cmocka_unit_test(test_spec__refuses_names_and_categories_that_are_not_utf8),
        cmocka_unit_test(test_spec__survives_every_failing_allocation),
    };
    return cmocka_run_group_tests_name("survey/spec", tests, NULL, NULL);
}
