/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "support.h"

#include "base/text.h"

#include <string.h>

static const int64_t day = INT64_C(86400000000); /* in microseconds */

static const struct {
    const char *text;
    int32_t days;
} dates[] = {
    {"1970-01-01", 0},       {"1969-12-31", -1},    {"1970-03-01", 59},
    {"2000-02-29", 11016},   {"2000-03-01", 11017}, {"1900-02-28", -25509},
    {"1900-03-01", -25508},  {"2026-11-21", 20778}, {"0001-01-01", -719162},
    {"9999-12-31", 2932896},
};

static void test_parse_date__knows_the_calendar(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++) {
        int32_t days = -5;
        char text[WB_NUMBER_CHARS];
        assert_true(wb_parse_date(dates[i].text, 10, &days));
        assert_int_equal(days, dates[i].days);
        assert_int_equal(wb_format_date(text, days), 10);
        assert_string_equal(text, dates[i].text);
    }
}

static void test_parse_date__refuses_days_that_are_not(void **state)
{
    static const char *const refused[] = {
        "2023-02-29", "1900-02-29", "2024-02-30", "2024-13-01",  "2024-00-01",
        "2024-01-00", "2024-04-31", "2024-01-32", "0000-01-01",  "2024/01/01",
        "2024-1-01",  "24-01-01",   "2024-01-1a", "2024-01-01 ", "-024-01-01",
        "2024 01-01", "",
    };
    int32_t days = -5;

    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        assert_false(wb_parse_date(refused[i], strlen(refused[i]), &days));
    assert_int_equal(days, -5);
}

/* Each day after the one before, over more than a cycle of the calendar. */
static void test_format_date__counts_every_day(void **state)
{
    char before[WB_NUMBER_CHARS] = "1799-12-31";
    char text[WB_NUMBER_CHARS];

    (void)state;
    for (int32_t days = -62091; days < 97000; days++) {
        int32_t back = 0;
        (void)wb_format_date(text, days);
        assert_true(strcmp(before, text) < 0);
        assert_true(wb_parse_date(text, 10, &back));
        assert_int_equal(back, days);
        memcpy(before, text, sizeof before);
    }
}

static void test_format_date__writes_years_far_away(void **state)
{
    char text[WB_NUMBER_CHARS];

    (void)state;
    (void)wb_format_date(text, 2932897);
    assert_string_equal(text, "+010000-01-01");
    (void)wb_format_date(text, -719163);
    assert_string_equal(text, "0000-12-31");
    (void)wb_format_date(text, -719529);
    assert_string_equal(text, "-000001-12-31");
    (void)wb_format_date(text, INT32_MAX);
    assert_string_equal(text, "+5881580-07-11");
    (void)wb_format_date(text, INT32_MIN);
    assert_string_equal(text, "-5877641-06-23");
}

static void test_parse_timestamp__reads_both_forms(void **state)
{
    static const struct {
        const char *text;
        int64_t micros;
    } cases[] = {
        {"1970-01-01T00:00:00Z", 0},
        {"1970-01-01 00:00:00Z", 0},
        {"1969-12-31T23:59:59.999999Z", -1},
        {"1970-01-02T00:00:00.5Z", INT64_C(86400500000)},
        {"2026-11-21T10:20:30.000001Z", INT64_C(1795256430000001)},
        {"2026-11-21T10:20:30.12Z", INT64_C(1795256430120000)},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t micros = 9;
        assert_true(wb_parse_timestamp(cases[i].text, strlen(cases[i].text), &micros));
        assert_true(micros == cases[i].micros);
    }
}

static void test_parse_timestamp__refuses_the_rest(void **state)
{
    static const char *const refused[] = {
        "1970-01-01T00:00:00",
        "1970-01-01",
        "1970-01-01T24:00:00Z",
        "1970-01-01T00:60:00Z",
        "1970-01-01T00:00:60Z",
        "1970-01-01T00:00:00.Z",
        "1970-01-01T00:00:00.1234567Z",
        "1970-02-30T00:00:00Z",
        "1970-01-01t00:00:00Z",
        "1970-01-01T00:00:00+01:00",
        "1970-01-01T00-00-00Z",
        "1970-01-01T0a:00:00Z",
        "1970-01-01T00:00:00,5Z",
        "1970-01-01T00:00:00.5xZ",
        "",
    };
    int64_t micros = 9;

    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        assert_false(wb_parse_timestamp(refused[i], strlen(refused[i]), &micros));
    assert_true(micros == 9);
}

static void test_format_timestamp__writes_what_is_read(void **state)
{
    char text[WB_NUMBER_CHARS];

    (void)state;
    for (int64_t i = -2000; i < 2000; i++) {
        int64_t micros = i * day * 97 + i * 1234567;
        int64_t back = 0;
        size_t length = wb_format_timestamp(text, micros);
        assert_int_equal(length, strlen(text));
        assert_true(wb_parse_timestamp(text, length, &back));
        assert_true(back == micros);
    }
    (void)wb_format_timestamp(text, -1);
    assert_string_equal(text, "1969-12-31T23:59:59.999999Z");
    (void)wb_format_timestamp(text, day);
    assert_string_equal(text, "1970-01-02T00:00:00Z");
    (void)wb_format_timestamp(text, INT64_MAX);
    assert_string_equal(text, "+294247-01-10T04:00:54.775807Z");
    (void)wb_format_timestamp(text, INT64_MIN);
    assert_string_equal(text, "-290308-12-21T19:59:05.224192Z");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parse_date__knows_the_calendar),
        cmocka_unit_test(test_parse_date__refuses_days_that_are_not),
        cmocka_unit_test(test_format_date__counts_every_day),
        cmocka_unit_test(test_format_date__writes_years_far_away),
        cmocka_unit_test(test_parse_timestamp__reads_both_forms),
        cmocka_unit_test(test_parse_timestamp__refuses_the_rest),
        cmocka_unit_test(test_format_timestamp__writes_what_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
