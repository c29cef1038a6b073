/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "support.h"

#include "base/text.h"

#include <string.h>

static void test_utf8_valid__accepts_the_ends_of_every_range(void **state)
{
    static const char *const valid[] = {
        "",
        "\x01\x7F",
        "\xC2\x80\xDF\xBF",
        "\xE0\xA0\x80\xEC\xBF\xBF\xED\x80\x80\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBF",
        "\xF0\x90\x80\x80\xF3\xBF\xBF\xBF\xF4\x80\x80\x80\xF4\x8F\xBF\xBF",
        "ge\xC3\xABmotioneerd, \xE2\x82\xAC 12, \xF0\x9F\x99\x82",
    };

    (void)state;
    for (size_t i = 0; i < sizeof valid / sizeof valid[0]; i++)
        assert_int_equal(wb_utf8_valid(valid[i], strlen(valid[i])), strlen(valid[i]));
    assert_int_equal(wb_utf8_valid("a\0b", 3), 3);
    assert_int_equal(wb_utf8_valid(NULL, 0), 0);
}

/* Each malformed piece at each distance from the start, so that it falls everywhere in
 * the blocks of eight bytes, followed by enough to complete it wrongly. */
static void test_utf8_valid__finds_the_first_wrong_byte(void **state)
{
    static const char *const malformed[] = {
        "\x80", /* continuation alone */
        "\xBF",
        "\xC0\x80",
        "\xC1\xBF", /* overlong */
        "\xE0\x80\x80",
        "\xE0\x9F\xBF",
        "\xF0\x80\x80\x80",
        "\xF0\x8F\xBF\xBF",
        "\xED\xA0\x80",
        "\xED\xBF\xBF", /* surrogates */
        "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80",
        "\xF8\x88\x80\x80", /* beyond U+10FFFF */
        "\xFE",
        "\xFF",
        "\xC3", /* cut short */
        "\xC3(",
        "\xE2\x82",
        "\xE2\x28\xA1",
        "\xE2\x82\x28",
        "\xF0\x9F\x99",
        "\xF0\x28\x8C\xBC",
        "\xF0\x90\x28\xBC",
        "\xF0\x90\x8C\x28",
    };
    char text[64];

    (void)state;
    for (size_t i = 0; i < sizeof malformed / sizeof malformed[0]; i++) {
        for (size_t before = 0; before < 20; before++) {
            size_t length = before + strlen(malformed[i]);
            memset(text, 'a', sizeof text);
            memcpy(text + before, malformed[i], strlen(malformed[i]));
            assert_int_equal(wb_utf8_valid(text, length), before);
            assert_int_equal(wb_utf8_valid(text, length + 20), before);
        }
    }
}

static void test_utf8_width__counts_columns(void **state)
{
    (void)state;
    assert_int_equal(wb_utf8_width("", 0), 0);
    assert_int_equal(wb_utf8_width("werk", 4), 4);
    assert_int_equal(wb_utf8_width("\xC3\xA9\xC3\xA9n", 5), 3);
    assert_int_equal(wb_utf8_width("e\xCC\x81", 3), 1);                /* combining */
    assert_int_equal(wb_utf8_width("\xE4\xBD\x9C\xE6\xA5\xAD", 6), 4); /* wide */
    assert_int_equal(wb_utf8_width("a\tb\n", 4), 2);                   /* controls */
    assert_int_equal(wb_utf8_width("a\xFF\xFE", 3), 3);                /* not UTF-8 */
}

static void test_utf8_cut__keeps_whole_characters(void **state)
{
    const char *text = "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x99\x82"; /* 1, 2, 3 and 4 bytes */
    const size_t expected[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 10};

    (void)state;
    for (size_t limit = 0; limit < sizeof expected / sizeof expected[0]; limit++)
        assert_int_equal(wb_utf8_cut(text, 10, limit), expected[limit]);
    assert_int_equal(wb_utf8_cut(text, 3, 100), 3);
}

static int alike(const char *a, const char *b)
{
    return wb_utf8_alike(a, strlen(a), b, strlen(b));
}

static void test_utf8_alike__looks_past_case_and_spaces(void **state)
{
    (void)state;
    assert_true(alike("", " \t"));
    assert_true(alike("Vrouw", " VROUW "));
    assert_true(
        alike("40 - 49 jaar", "40-49\xC2\xA0Jaar")); /* a space that does not break */
    assert_true(alike("\xC3\x89\xC3\xA9n", "\xC3\xA9\xC3\x89N"));
    assert_true(alike("a\xFF", "A\xFF")); /* not UTF-8 */
    assert_false(alike("man", "mannen"));
    assert_false(alike("mannen", "man"));
    assert_false(alike("", "man"));
    assert_false(alike("\xC3\xA9\xC3\xA9n", "een"));
    assert_false(alike("\xFF", "\xC3\xBF"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_utf8_valid__accepts_the_ends_of_every_range),
        cmocka_unit_test(test_utf8_valid__finds_the_first_wrong_byte),
        cmocka_unit_test(test_utf8_width__counts_columns),
        cmocka_unit_test(test_utf8_cut__keeps_whole_characters),
        cmocka_unit_test(test_utf8_alike__looks_past_case_and_spaces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
