/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Text to values: what jansson makes of it, and says of it, is what is expected. */
#include "support.h"

#include "base/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Both parsers on a copy without a NUL behind it, so that reading on is seen. */
static void assert_as_jansson(const char *text, size_t length, size_t flags)
{
    wb_json_shared shared = {0};
    char *bytes = malloc(length > 0 ? length : 1);
    json_error_t error, expected_error = {0};

    assert_non_null(bytes);
    memcpy(bytes, text, length);
    json_t *expected =
        json_loadb(bytes, length, flags | JSON_REJECT_DUPLICATES, &expected_error);
    json_t *value = wb_json_load(bytes, length, flags, &shared, &error);
    if ((value == NULL) != (expected == NULL) ||
        (value != NULL && !json_equal(value, expected)))
        fail_msg("read otherwise: %.*s", (int)length, text);
    if (value == NULL) {
        assert_string_equal(error.text, expected_error.text);
        assert_int_equal(error.position, expected_error.position);
    }
    json_decref(value);
    json_decref(expected);
    wb_json_shared_free(&shared);
    free(bytes);
}

static void assert_both(const char *text)
{
    assert_as_jansson(text, strlen(text), 0);
    assert_as_jansson(text, strlen(text), JSON_DECODE_ANY);
}

static void test_json_load__reads_values_as_jansson_does(void **state)
{
    static const char *const texts[] = {
        "{}",
        "[]",
        " [ ] ",
        "{\"\":\"\"}",
        "[1,2,[3,[],{}],{\"a\":{\"b\":[null]}}]",
        "\t{\r\n\"a\" : true , \"b\":false}\n",
        "\"x\"",
        "null",
        "7",
        "-7",
        "1.5",
        "true",
        "[0,-0,-0.0,0.0,0e0,1E5,1e+5,1e-5,12.25e2]",
        "[1e-400,4.9e-324,1.7976931348623157e308]",
        "[9223372036854775807,-9223372036854775808,0.1,123456789012345678.5]",
        "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\",\"\\u00e9\\u20AC\\ud83D\\uDe00\\uffff\\ue000\"]",
        "{\"a\\u00e9\\n\":1,\"\xC3\xA9\":\"\xF0\x9F\x98\x80\"}",
        "[\"a text that is too long to be kept for others\"]",
    };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_both(texts[i]);
}

/* What is no JSON, or none that is taken here. */
static const char *const not_json[] = {
    "",
    " ",
    "{",
    "[",
    "{]",
    "[}",
    "[1",
    "[1,",
    "[1,]",
    "[,1]",
    "[1 2]",
    "[1]]",
    "[1] x",
    "{\"a\"}",
    "{\"a\":}",
    "{\"a\":1,}",
    "{a:1}",
    "{1:1}",
    "{\"a\" 1}",
    "{\"a\":1,\"a\":1}",
    "{\"a\":1,\"\\u0061\":2}",
    "[tru]",
    "[truex]",
    "[nul",
    "[True]",
    "[01]",
    "[-]",
    "[-01]",
    "[+1]",
    "[.5]",
    "[1.]",
    "[1.e5]",
    "[1e]",
    "[1e+]",
    "[1e999]",
    "[-1e999]",
    "[0x1]",
    "[1_0]",
    "[NaN]",
    "[Infinity]",
    "[9223372036854775808]",
    "[-9223372036854775809]",
    "[\"a]",
    "[\"\\\"]",
    "[\"\\x\"]",
    "[\"\\u12\"]",
    "[\"\\u12g4\"]",
    "[\"\\u0000\"]",
    "{\"\\u0000\":1}",
    "[\"\\ud83d\"]",
    "[\"\\ud83dx\"]",
    "[\"\\ud83d\\n\"]",
    "[\"\\ud83d\\u0041\"]",
    "[\"\\ud83d\\ud83d\"]",
    "[\"\\ude00\"]",
    "[\"\n\"]",
    "[\"\x1F\"]",
    "[\"\\",
    "\"",
    "[\"\\u",
    "[\"\\ud83d\\u",
    "[\"\xFF\"]",
    "[\"\xC0\x80\"]",
    "[\"\xED\xA0\x80\"]",
    "[\xC3\xA9]",
    "\xEF\xBB\xBF[]",
    "[1]\f",
    "/**/[]",
    "['a']",
    "[1;2]",
};

static void test_json_load__refuses_as_jansson_does(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof not_json / sizeof *not_json; i++)
        assert_both(not_json[i]);
    assert_as_jansson("[1\0]", 4, 0);
    assert_as_jansson("[1]\0", 4, 0);
    assert_as_jansson("[\"a\0b\"]", 7, 0);
}

static const char document[] =
    "{\"a\\n\": [1, -2.5e-3, \"x\\u00e9\\ud83d\\ude00\\/\", true], \"\xC3\xA9\":"
    "{\"b\": null, \"c\": {\"d\": \"\\\\\\\"\", \"e\": []}}, \"f\": 0}";

/* Every byte of a document made another, left out, or the last. */
static void test_json_load__takes_damage_as_jansson_does(void **state)
{
    static const char bytes[] = "\"\\{}[]:,-+.eE01u ndtfx\n\x01\x7F\x80\xC3\xED\xFF";
    char text[sizeof document];

    (void)state;
    for (size_t i = 0; i < sizeof document - 1; i++) {
        assert_as_jansson(document, i, 0);
        memcpy(text, document, sizeof text);
        for (size_t k = 0; k < sizeof bytes; k++) { /* its NUL, too */
            text[i] = bytes[k];
            assert_as_jansson(text, sizeof text - 1, 0);
        }
        memmove(text + i, document + i + 1, sizeof text - i - 1);
        assert_as_jansson(text, sizeof text - 2, 0);
    }
}

static void test_json_load__goes_as_deep_as_jansson(void **state)
{
    static const size_t depths[] = {1, 63, 64, 65, 66, 2000, 2048, 2049, 5000};
    char text[2 * 5000];

    (void)state;
    for (size_t i = 0; i < sizeof depths / sizeof *depths; i++) {
        memset(text, '[', depths[i]);
        memset(text + depths[i], ']', depths[i]);
        assert_as_jansson(text, 2 * depths[i], 0);
    }
}

static void test_json_load__keeps_short_texts_once(void **state)
{
    static const char text[] = "[\"planned\",\"planned\",\"plan\",\"pl\\u0061nned\","
                               "\"longer than what is kept\","
                               "\"longer than what is kept.\","
                               "\"longer than what is kept.\"]";
    wb_json_shared shared = {0};
    json_error_t error;
    json_t *value = wb_json_load(text, strlen(text), 0, &shared, &error);
    json_t *again = wb_json_load(text, strlen(text), 0, &shared, &error);

    (void)state;
    wb_json_shared_free(&shared);
    assert_ptr_equal(json_array_get(value, 0), json_array_get(value, 1));
    assert_ptr_equal(json_array_get(value, 0), json_array_get(value, 3));
    assert_ptr_equal(json_array_get(value, 0), json_array_get(again, 0));
    assert_ptr_not_equal(json_array_get(value, 0), json_array_get(value, 2));
    assert_ptr_equal(json_array_get(value, 4), json_array_get(again, 4));
    assert_ptr_not_equal(json_array_get(value, 5), json_array_get(value, 6));
    assert_true(json_equal(value, again));
    json_decref(value);
    json_decref(again);
}

/* More different texts than there is room for. */
static void test_json_load__keeps_the_latest_of_many_texts(void **state)
{
    wb_json_shared shared = {0};
    json_error_t error;
    char text[40];

    (void)state;
    for (int i = 0; i < 4 * WB_JSON_SHARED; i++) {
        int n = snprintf(text, sizeof text, "[\"text %d\",\"text %d\"]", i, i + 1);
        json_t *value = wb_json_load(text, (size_t)n, 0, &shared, &error);
        char expected[20];

        snprintf(expected, sizeof expected, "text %d", i);
        assert_string_equal(json_string_value(json_array_get(value, 0)), expected);
        json_decref(value);
    }
    wb_json_shared_free(&shared);
}

/* ---- memory ---- */

static int allocations_left;

static void *refuse_one(size_t bytes)
{
    return allocations_left-- == 0 ? NULL : malloc(bytes);
}

/* jansson 2.14 drops a character where its text cannot grow, and reads on. */
static void test_json_load__loses_nothing_when_memory_runs_out(void **state)
{
    static const char text[] =
        "{\"a key of more than sixteen bytes\":\"a text \\u00e9 of more than \\\"sixteen"
        "\\\" bytes\",\"n\":[1234567890.12345678901234567890,{\"plain\":\"twenty-four "
        "bytes or more, and none of them lost\"},3,4,5,6,7,8,9,10]}";
    json_t *expected = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    bool refused = true;

    (void)state;
    for (int i = 0; refused; i++) {
        wb_json_shared shared = {0};
        json_error_t error;

        assert_true(i < 100);
        json_set_alloc_funcs(refuse_one, free);
        allocations_left = i;
        json_t *value = wb_json_load(text, strlen(text), 0, &shared, &error);
        refused = allocations_left < 0;
        json_set_alloc_funcs(malloc, free);
        assert_int_equal(value == NULL, refused);
        assert_true(value == NULL || json_equal(value, expected));
        assert_string_equal(error.text, "");
        json_decref(value);
        wb_json_shared_free(&shared);
    }
    json_decref(expected);
}

static wb_status load_escapes(void)
{
    json_error_t error;
    json_t *value = wb_json_load(document, strlen(document), 0, NULL, &error);

    assert_string_equal(error.text, "");
    json_decref(value);
    return value != NULL ? WB_OK : WB_E_NOMEM;
}

static void test_json_load__survives_every_failing_allocation(void **state)
{
    (void)state;
    wb_test_every_allocation(load_escapes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json_load__reads_values_as_jansson_does),
        cmocka_unit_test(test_json_load__refuses_as_jansson_does),
        cmocka_unit_test(test_json_load__takes_damage_as_jansson_does),
        cmocka_unit_test(test_json_load__goes_as_deep_as_jansson),
        cmocka_unit_test(test_json_load__keeps_short_texts_once),
        cmocka_unit_test(test_json_load__keeps_the_latest_of_many_texts),
        cmocka_unit_test(test_json_load__loses_nothing_when_memory_runs_out),
        cmocka_unit_test(test_json_load__survives_every_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
