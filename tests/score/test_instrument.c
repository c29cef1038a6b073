/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Built-in instruments, and what a file says is what an instrument says. */
#include "fixtures.h"

static void test_wb_instrument_builtin__every_one_can_be_read(void **state)
{
    (void)state;
    assert_true(wb_instrument_builtin_count() >= 2);
    for (size_t i = 0; i < wb_instrument_builtin_count(); i++) {
        wb_instrument *instrument = NULL;
        wb_error err = {0};
        wb_status st =
            wb_instrument_builtin(wb_instrument_builtin_id(i), &instrument, &err);

        if (st != WB_OK)
            print_error("%s: %s\n", err.where, err.message);
        assert_ok(st);
        assert_string_equal(wb_instrument_id(instrument), wb_instrument_builtin_id(i));
        assert_int_equal(strlen(wb_instrument_hash(instrument)), 64);
        assert_int_equal(wb_instrument_verified(instrument), 0);
        assert_non_null(strstr(wb_instrument_title(instrument, "en"),
                               "preset, not the official WBM definition"));
        assert_non_null(strstr(wb_instrument_title(instrument, "nl"),
                               "niet de officiële WBM-definitie"));
        wb_instrument_free(instrument);
    }
    assert_null(wb_instrument_builtin_id(wb_instrument_builtin_count()));
}

static void test_wb_instrument_builtin__unknown_id_names_those_there_are(void **state)
{
    wb_instrument *instrument = NULL;
    wb_error err = {0};

    (void)state;
    assert_fails(wb_instrument_builtin("wbm", &instrument, &err), WB_E_ARG);
    assert_null(instrument);
    assert_non_null(strstr(err.message, "wbm-employees, wbm-selfemployed"));
    assert_string_equal(err.item, "wbm");
    assert_fails(wb_instrument_builtin(NULL, &instrument, NULL), WB_E_ARG);
    assert_fails(wb_instrument_builtin("wbm-employees", NULL, NULL), WB_E_ARG);
}

static void test_wb_instrument_write__is_read_as_the_same_instrument(void **state)
{
    (void)state;
    for (size_t i = 0; i < wb_instrument_builtin_count(); i++) {
        wb_instrument *first = NULL;
        wb_instrument *second = NULL;
        wb_writer *writer = NULL;
        wb_reader *reader = NULL;
        size_t n_bytes = 0;

        assert_ok(wb_instrument_builtin(wb_instrument_builtin_id(i), &first, NULL));
        assert_ok(wb_writer_to_memory(&writer, NULL));
        assert_ok(wb_instrument_write(first, writer, NULL));
        assert_ok(wb_writer_finish(writer, NULL));
        assert_non_null(wb_writer_bytes(writer, &n_bytes));
        assert_ok(wb_reader_from_memory(wb_writer_bytes(writer, NULL), n_bytes, NULL,
                                        &reader, NULL));
        assert_ok(wb_instrument_read(reader, &second, NULL));
        assert_string_equal(wb_instrument_hash(first), wb_instrument_hash(second));
        assert_string_equal(wb_instrument_version(first), wb_instrument_version(second));
        assert_fails(wb_instrument_write(NULL, writer, NULL), WB_E_ARG);
        wb_reader_free(reader);
        wb_writer_free(writer);
        wb_instrument_free(second);
        wb_instrument_free(first);
    }
}

static wb_frame *table_of(const char *id, const char *part, const char *language)
{
    wb_instrument *instrument = NULL;
    wb_frame *table = NULL;

    assert_ok(wb_instrument_builtin(id, &instrument, NULL));
    assert_ok(wb_instrument_table(instrument, part, language, &table, NULL));
    wb_instrument_free(instrument);
    return table;
}

static void test_wb_instrument_table__shows_the_presets_as_they_are(void **state)
{
    wb_frame *items = table_of("wbm-employees", "items", "en");
    wb_frame *scales = table_of("wbm-employees", "scales", "nl");
    wb_frame *indicators = table_of("wbm-selfemployed", "indicators", "nl");
    wb_frame *composites = table_of("wbm-selfemployed", "composites", NULL);

    (void)state;
    assert_int_equal(wb_frame_row_count(items), 11 + 9 + 4 + 4 + 11 + 7 + 6 + 11 + 9 + 5);
    assert_string_equal(text_of(items, "label", 3), "need for recovery 4");
    assert_string_equal(text_of(items, "missing", 3), "9");
    assert_string_equal(text_of(items, "scale", 3), "herstelbehoefte");
    assert_true(isnan(value_of(items, "comparable_from", 3)));
    for (int64_t row = 0; row < wb_frame_row_count(items); row++)
        assert_string_equal(text_of(items, "text", row), "none");
    for (int64_t row = 0; row < 11; row++)
        assert_close(value_of(items, "reversed", row), row == 3, 0);
    assert_int_equal(wb_frame_row_count(scales), 10);
    for (int64_t row = 0; row < 10; row++)
        assert_close(value_of(scales, "structure_verified", row), row == 0, 0);
    assert_int_equal(wb_frame_row_count(indicators), 4 * 2 + 4);
    assert_string_equal(text_of(indicators, "cutoff", 0), "600/11");
    assert_string_equal(text_of(indicators, "level", 1), "acute");
    for (int64_t row = 0; row < 12; row++)
        assert_close(value_of(indicators, "verified", row), 0, 0);
    assert_string_equal(text_of(composites, "of", 1),
                        "vermoeidheid,welbevinden,leren,balans");
    assert_string_equal(text_of(composites, "rule", 1), "count_of");
    assert_string_equal(text_of(composites, "level", 1), "problem");
    assert_close(value_of(composites, "min_known", 1), 4, 0);
    wb_frame_free(composites);
    wb_frame_free(indicators);
    wb_frame_free(scales);
    wb_frame_free(items);
}

static void test_wb_instrument_table__unknown_part_is_refused(void **state)
{
    wb_instrument *instrument = make_instrument(1, 0, 1, "", "", "\"rule\":\"sum\"", "");
    wb_frame *table = NULL;
    wb_error err = {0};

    (void)state;
    assert_fails(wb_instrument_table(instrument, "parts", "en", &table, &err), WB_E_ARG);
    assert_non_null(strstr(err.message, "items, scales, indicators and composites"));
    assert_fails(wb_instrument_table(instrument, NULL, "en", &table, &err), WB_E_ARG);
    assert_fails(wb_instrument_table(NULL, "items", "en", &table, &err), WB_E_ARG);
    assert_ok(wb_instrument_table(instrument, "indicators", "en", &table, &err));
    assert_int_equal(wb_frame_row_count(table), 0);
    wb_frame_free(table);
    wb_instrument_free(instrument);
}

static void test_wb_instrument_title__falls_back_on_the_first_language(void **state)
{
    wb_instrument *instrument = NULL;

    (void)state;
    assert_ok(wb_instrument_builtin("wbm-employees", &instrument, NULL));
    assert_string_equal(wb_instrument_title(instrument, "fr"),
                        wb_instrument_title(instrument, "nl"));
    assert_string_equal(wb_instrument_title(instrument, NULL),
                        wb_instrument_title(instrument, "nl"));
    wb_instrument_free(instrument);
}

static void test_wb_instrument_verified__takes_every_part(void **state)
{
    const char *const verified[] = {"true", "false"};

    (void)state;
    for (int i = 0; i < 8; i++) {
        char rule[128];
        char rest[512];
        wb_instrument *instrument;

        snprintf(rule, sizeof rule,
                 "\"rule\":\"sum\",\"source\":\"t\",\"structure_verified\":%s",
                 verified[i & 1]);
        snprintf(rest, sizeof rest,
                 ",\"indicators\":[{\"id\":\"i\"," LABEL
                 ",\"kind\":\"risk\",\"scale\":\"s\",\"direction\":\"high\","
                 "\"problem\":{\"comparison\":\"above\",\"value\":0,\"source\":\"t\","
                 "\"verified\":%s},\"acute\":{\"comparison\":\"at_least\",\"value\":1,"
                 "\"source\":\"t\",\"verified\":%s}}]",
                 verified[i >> 1 & 1], verified[i >> 2]);
        instrument = make_instrument(1, 0, 1, "", "", rule, rest);
        assert_int_equal(wb_instrument_verified(instrument), i == 0);
        wb_instrument_free(instrument);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_instrument_write__is_read_as_the_same_instrument),
        cmocka_unit_test(test_wb_instrument_table__shows_the_presets_as_they_are),
        cmocka_unit_test(test_wb_instrument_table__unknown_part_is_refused),
        cmocka_unit_test(test_wb_instrument_title__falls_back_on_the_first_language),
        cmocka_unit_test(test_wb_instrument_verified__takes_every_part),
        cmocka_unit_test(test_wb_instrument_builtin__every_one_can_be_read),
        cmocka_unit_test(test_wb_instrument_builtin__unknown_id_names_those_there_are),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
