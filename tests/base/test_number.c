/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Numbers as text. The tests run once as the program starts, in the C locale, and once
 * more in a locale with a decimal comma, if this system has one. */
#include "support.h"

#include "base/text.h"

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double parse(const char *text)
{
    double value = -12345;

    return wb_parse_double(text, strlen(text), '.', &value) ? value : -12345;
}

static int refuses(const char *text)
{
    double value = 1;

    return !wb_parse_double(text, strlen(text), '.', &value) && value == 1;
}

/* Every bit, the sign of zero included. */
static uint64_t bits_of(double value)
{
    uint64_t bits;

    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static double double_of(uint64_t bits)
{
    double value;

    memcpy(&value, &bits, sizeof value);
    return value;
}

/* Vigna's splitmix64: the same bits each run. */
static uint64_t next_random(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static void test_parse_double__reads_what_people_write(void **state)
{
    static const struct {
        const char *text;
        double value;
    } cases[] = {
        {"0", 0},
        {"1", 1},
        {"-1", -1},
        {"+1.5", 1.5},
        {".5", .5},
        {"5.", 5},
        {"007", 7},
        {"0.1", 0.1},
        {"54.5", 54.5},
        {"1e3", 1000},
        {"1E+3", 1000},
        {"25e-2", 0.25},
        {"0.000001", 1e-6},
        {"123456789012345", 123456789012345.0},
        {"1e22", 1e22},
        {"1e23", 1e23},
        {"9007199254740993", 9007199254740992.0},
        {"0.30000000000000004", 0.1 + 0.2},
        {"1.7976931348623157e308", 1.7976931348623157e308},
        {"2.2250738585072011e-308", 2.2250738585072011e-308},
        {"4.9406564584124654e-324", 4.9406564584124654e-324},
        {"1e-400", 0},
        {"1e-99999999", 0},
        {"0e999999999999999999999", 0},
        {"0.0000000000000000000000000000001e31", 1},
        {"100000000000000000000000000000000e-32", 1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_true(bits_of(parse(cases[i].text)) == bits_of(cases[i].value));
    assert_true(bits_of(parse("-0")) == bits_of(-0.0));
    assert_true(bits_of(parse("-0.00e5")) == bits_of(-0.0));
}

static void test_parse_double__refuses_the_rest(void **state)
{
    static const char *const cases[] = {
        "",      " ",         "1 ",       " 1",       "-",          "+",       ".",
        "-.",    "e5",        ".e5",      "1e",       "1e+",        "1e-",     "1e5.0",
        "1.2.3", "1,5",       "--1",      "+-1",      "0x10",       "inf",     "nan",
        "NaN",   "1f",        "Infinity", "1e400",    "1e309",      "-1e309",  "1_0",
        "1e5e",  "1\xC2\xA0", "1d5",      "\xD9\xA1", "1e99999999", "1.8e308", "1'0",
    };
    double value = 1;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_true(refuses(cases[i]));
    assert_false(wb_parse_double("1\0", 2, '.', &value));
    assert_false(wb_parse_double(NULL, 0, '.', &value));
}

static void test_parse_double__takes_a_comma_when_told(void **state)
{
    double value = 0;

    (void)state;
    assert_true(wb_parse_double("-1,25e1", 7, ',', &value));
    assert_close(value, -12.5, 0);
    assert_false(wb_parse_double("1.25", 4, ',', &value));
    assert_true(wb_parse_double("1,25 not read", 4, ',', &value));
    assert_close(value, 1.25, 0);
}

/* Halfway between two doubles and a little beside it, with digits far behind the point.
 */
static void test_parse_double__rounds_correctly_whatever_the_length(void **state)
{
    char text[2000];
    int length;

    (void)state;
    length = snprintf(text, sizeof text, "9007199254740993.%01500d1", 0);
    assert_true(length > 1500);
    assert_true(bits_of(parse(text)) == bits_of(9007199254740994.0));
    text[length - 1] = '0';
    assert_true(bits_of(parse(text)) == bits_of(9007199254740992.0));
    (void)snprintf(text, sizeof text, "0.%0400d1", 0);
    assert_true(bits_of(parse(text)) == bits_of(0.0));
    length = snprintf(text, sizeof text, "1%01000d", 0);
    assert_true(refuses(text));
    (void)snprintf(text + length, sizeof text - (size_t)length, "e-1000");
    assert_true(bits_of(parse(text)) == bits_of(1.0));
}

static void test_parse_double__leaves_errno_alone(void **state)
{
    (void)state;
    errno = 77;
    assert_true(refuses("1e999"));
    assert_true(parse("1e-999") == 0);
    assert_int_equal(errno, 77);
}

/* ---- integers ---- */

static void test_parse_int64__reads_up_to_both_limits(void **state)
{
    static const struct {
        const char *text;
        int64_t value;
    } cases[] = {
        {"0", 0},
        {"-0", 0},
        {"+12", 12},
        {"-7", -7},
        {"0000000000000000000000000005", 5},
        {"9223372036854775807", INT64_MAX},
        {"-9223372036854775808", INT64_MIN},
    };
    static const char *const refused[] = {
        "",
        "-",
        "+",
        "1.0",
        " 1",
        "1 ",
        "9223372036854775808",
        "-9223372036854775809",
        "99999999999999999999",
        "1e3",
        "--1",
        "a",
        "9223372036854775810",
    };
    char text[WB_NUMBER_CHARS];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t value = 1;
        assert_true(wb_parse_int64(cases[i].text, strlen(cases[i].text), &value));
        assert_true(value == cases[i].value);
    }
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        int64_t value = 1;
        assert_false(wb_parse_int64(refused[i], strlen(refused[i]), &value));
        assert_true(value == 1);
    }
    assert_int_equal(wb_format_int64(text, INT64_MIN), 20);
    assert_string_equal(text, "-9223372036854775808");
    (void)wb_format_int64(text, INT64_MAX);
    assert_string_equal(text, "9223372036854775807");
    assert_int_equal(wb_format_int64(text, 0), 1);
    assert_string_equal(text, "0");
}

/* ---- writing ---- */

/* RFC 8785, appendix B, and the borders between the layouts of ECMA-262. */
static void test_format_double__gives_the_published_texts(void **state)
{
    static const struct {
        uint64_t bits;
        const char *text;
    } cases[] = {
        {UINT64_C(0x0000000000000000), "0"},
        {UINT64_C(0x8000000000000000), "0"},
        {UINT64_C(0x0000000000000001), "5e-324"},
        {UINT64_C(0x8000000000000001), "-5e-324"},
        {UINT64_C(0x7fefffffffffffff), "1.7976931348623157e+308"},
        {UINT64_C(0xffefffffffffffff), "-1.7976931348623157e+308"},
        {UINT64_C(0x4340000000000000), "9007199254740992"},
        {UINT64_C(0xc340000000000000), "-9007199254740992"},
        {UINT64_C(0x4430000000000000), "295147905179352830000"},
        {UINT64_C(0x44b52d02c7e14af5), "9.999999999999997e+22"},
        {UINT64_C(0x44b52d02c7e14af6), "1e+23"},
        {UINT64_C(0x44b52d02c7e14af7), "1.0000000000000001e+23"},
        {UINT64_C(0x444b1ae4d6e2ef4e), "999999999999999700000"},
        {UINT64_C(0x444b1ae4d6e2ef4f), "999999999999999900000"},
        {UINT64_C(0x444b1ae4d6e2ef50), "1e+21"},
        {UINT64_C(0x3eb0c6f7a0b5ed8c), "9.999999999999997e-7"},
        {UINT64_C(0x3eb0c6f7a0b5ed8d), "0.000001"},
        {UINT64_C(0x41b3de4355555553), "333333333.3333332"},
        {UINT64_C(0x41b3de4355555554), "333333333.33333325"},
        {UINT64_C(0x41b3de4355555555), "333333333.3333333"},
        {UINT64_C(0x41b3de4355555556), "333333333.3333334"},
        {UINT64_C(0x41b3de4355555557), "333333333.33333343"},
        {UINT64_C(0xbecbf647612f3696), "-0.0000033333333333333333"},
        {UINT64_C(0x43143ff3c1cb0959), "1424953923781206.2"},
        {UINT64_C(0x7fffffffffffffff), "NaN"},
        {UINT64_C(0x7ff0000000000000), "Infinity"},
        {UINT64_C(0xfff0000000000000), "-Infinity"},
        {UINT64_C(0x3d30000000000000), "5.684341886080802e-14"}, /* 2^-44 */
    };
    char text[WB_NUMBER_CHARS];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(wb_format_double(text, double_of(cases[i].bits)),
                         strlen(cases[i].text));
        assert_string_equal(text, cases[i].text);
    }
}

static void test_format_double__lays_out_decimals(void **state)
{
    static const struct {
        double value;
        const char *text;
    } cases[] = {
        {1, "1"},
        {-1, "-1"},
        {100, "100"},
        {0.1, "0.1"},
        {54.5, "54.5"},
        {0.001, "0.001"},
        {1e-7, "1e-7"},
        {1.5e-7, "1.5e-7"},
        {1e20, "100000000000000000000"},
        {123e20, "1.23e+22"},
        {0.1 + 0.2, "0.30000000000000004"},
        {1234567.891, "1234567.891"},
        {1e15, "1000000000000000"},
    };
    char text[WB_NUMBER_CHARS];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        (void)wb_format_double(text, cases[i].value);
        assert_string_equal(text, cases[i].text);
    }
}

static void test_format_double__reads_back_a_million_bit_patterns(void **state)
{
    uint64_t random = 2026;
    char text[WB_NUMBER_CHARS];

    (void)state;
    for (int i = 0; i < wb_test_cases(1000000); i++) {
        double value = double_of(next_random(&random));
        double back = 0;
        if (!isfinite(value))
            continue;
        /* Mostly 17 digits, some shortest; and now and then a size that people write. */
        if (i % 4 == 3)
            value = (double)(int64_t)(bits_of(value) % 100000000) / 1000;
        size_t length =
            i % 2 == 0 ? wb_format_double(text, value) : wb_format_double17(text, value);
        if (length >= WB_NUMBER_CHARS || text[length] != '\0' ||
            !wb_parse_double(text, length, '.', &back) || bits_of(back) != bits_of(value))
            fail_msg("%a is written as %s", value, text);
    }
}

/* The doubles below a power of two are twice as close as those above. */
static void test_format_double__reads_back_every_power_of_two(void **state)
{
    char text[WB_NUMBER_CHARS];

    (void)state;
    for (int power = -1074; power < 1024; power++) {
        double value = ldexp(1, power);
        double back = 0;
        size_t length = wb_format_double(text, -value);
        assert_true(wb_parse_double(text, length, '.', &back));
        assert_true(back == -value);
    }
}

static void test_format_double17__is_that_of_printf(void **state)
{
    char text[WB_NUMBER_CHARS];

    (void)state;
    assert_int_equal(wb_format_double17(text, 0.1), 19);
    assert_string_equal(text, "0.10000000000000001");
    (void)wb_format_double17(text, -1e-300 / 3);
    assert_string_equal(text, "-3.3333333333333334e-301");
    (void)wb_format_double17(text, 3);
    assert_string_equal(text, "3");
    (void)wb_format_double17(text, -0.0);
    assert_string_equal(text, "-0");
    (void)wb_format_double17(text, (double)NAN);
    assert_string_equal(text, "NaN");
    (void)wb_format_double17(text, -(double)INFINITY);
    assert_string_equal(text, "-Infinity");
}

/* The fast path and printf must say the same, also beside its ends and powers of ten. */
static void test_format_double17__is_printf_around_every_power_of_ten(void **state)
{
    char text[WB_NUMBER_CHARS], expected[64];
    uint64_t seed = 17;

    (void)state;
    for (int i = 0; i < wb_test_cases(30000); i++) {
        double value = pow(10, i % 24 - 6);

        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        if (i % 3 == 0)
            value = value * (double)(seed >> 11) * 0x1p-52;
        else
            for (int j = 0; j < i % 7; j++)
                value = nextafter(value, i % 2 == 0 ? 0 : INFINITY);
        (void)snprintf(expected, sizeof expected, "%.17g", value);
        assert_int_equal(wb_format_double17(text, value), strlen(expected));
        assert_string_equal(text, expected);
    }
    for (int i = 1; i < 4000; i++) { /* halves are rounded to even */
        double value = 1e14 + i * 0.0078125;

        (void)snprintf(expected, sizeof expected, "%.17g", value);
        (void)wb_format_double17(text, value);
        assert_string_equal(text, expected);
    }
}

static void test_format_fixed__keeps_the_digits_asked_for(void **state)
{
    char text[WB_NUMBER_CHARS];

    (void)state;
    (void)wb_format_fixed(text, 12.345, 1);
    assert_string_equal(text, "12.3");
    (void)wb_format_fixed(text, 2.5, 0);
    assert_string_equal(text, "2");
    (void)wb_format_fixed(text, -0.004, 2);
    assert_string_equal(text, "-0.00");
    (void)wb_format_fixed(text, 1.0 / 3, 99);
    assert_string_equal(text, "0.33333333333333331");
    (void)wb_format_fixed(text, 7.9, -1);
    assert_string_equal(text, "8");
    assert_int_equal(wb_format_fixed(text, -999999999999999.0, 17), 34);
    assert_string_equal(text, "-999999999999999.00000000000000000");
    (void)wb_format_fixed(text, 1e15, 2);
    assert_string_equal(text, "1000000000000000");
    (void)wb_format_fixed(text, 1e300, 2);
    assert_string_equal(text, "1.0000000000000001e+300");
    (void)wb_format_fixed(text, (double)NAN, 2);
    assert_string_equal(text, "NaN");
}

/* ---- locale ---- */

static void check_in_this_locale(void **state)
{
    test_parse_double__reads_what_people_write(state);
    test_parse_double__refuses_the_rest(state);
    test_parse_double__takes_a_comma_when_told(state);
    test_format_double__gives_the_published_texts(state);
    test_format_double__lays_out_decimals(state);
    test_format_double17__is_that_of_printf(state);
    test_format_fixed__keeps_the_digits_asked_for(state);
}

/* The mark of the last one takes two bytes. cmocka writes a skipped test in a form that
 * meson counts as failed, so a system without these locales passes, with a message. */
static void test_locale__does_not_matter(void **state)
{
    static const char *const names[] = {"nl_BE.UTF-8", "nl_NL.UTF-8", "de_DE.UTF-8",
                                        "fr_FR.UTF-8", "ps_AF"};
    int found = 0;

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (setlocale(LC_ALL, names[i]) == NULL)
            continue;
        if (strcmp(localeconv()->decimal_point, ".") != 0) {
            found++;
            check_in_this_locale(state);
        }
        (void)setlocale(LC_ALL, "C");
    }
    if (found == 0)
        print_message("# no locale with a decimal comma on this system: skipped\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parse_double__reads_what_people_write),
        cmocka_unit_test(test_parse_double__refuses_the_rest),
        cmocka_unit_test(test_parse_double__takes_a_comma_when_told),
        cmocka_unit_test(test_parse_double__rounds_correctly_whatever_the_length),
        cmocka_unit_test(test_parse_double__leaves_errno_alone),
        cmocka_unit_test(test_parse_int64__reads_up_to_both_limits),
        cmocka_unit_test(test_format_double__gives_the_published_texts),
        cmocka_unit_test(test_format_double__lays_out_decimals),
        cmocka_unit_test(test_format_double__reads_back_a_million_bit_patterns),
        cmocka_unit_test(test_format_double__reads_back_every_power_of_two),
        cmocka_unit_test(test_format_double17__is_that_of_printf),
        cmocka_unit_test(test_format_double17__is_printf_around_every_power_of_ten),
        cmocka_unit_test(test_format_fixed__keeps_the_digits_asked_for),
        cmocka_unit_test(test_locale__does_not_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
