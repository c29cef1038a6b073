/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* JSON files: what is read, where a fault is placed, and the canonical form. */
#include "support.h"

#include "base/json.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static wb_status parse(const char *text, wb_json *json, wb_error *err)
{
    return wb_json_parse(text, strlen(text), "file.json", json, err);
}

static wb_json parsed(const char *text)
{
    wb_json json = {0};

    assert_ok(parse(text, &json, NULL));
    return json;
}

static void assert_place(const wb_error *err, const char *where, int32_t line,
                         int32_t column)
{
    assert_string_equal(err->where, where);
    assert_int_equal(err->line, line);
    assert_int_equal(err->column, column);
}

/* ---- syntax ---- */

static void test_json_parse__places_what_is_not_json(void **state)
{
    static const struct {
        const char *text;
        int32_t line, column;
        int64_t offset;
        const char *says;
    } cases[] = {
        {"", 1, 1, 0, "end of file"},
        {"   \n\n  ", 3, 2, 6, "end of file"},
        {"{\"a\": 1,}", 1, 9, 8, "near '}'"},
        {"{\"a\" 1}", 1, 6, 5, "':' expected"},
        {"[1,\n 2,\n tru]", 3, 4, 11, "near 'tru'"},
        {"{\"\xC3\xA9\": x}", 1, 8, 7, "near 'x'"}, /* columns count bytes */
        {"{\"a\":1,\n \"a\":2}", 2, 4, 11, "duplicate object key"},
        {"[\"abc", 1, 5, 4, "premature end"},
        {"[1] x", 1, 5, 4, "end of file expected"},
        {"5", 1, 1, 0, "expected"},
        {"[1e999]", 1, 6, 5, "overflow"},
        {"[99999999999999999999]", 1, 21, 20, "too big integer"},
        {"[\"\\u0000\"]", 1, 9, 8, "not allowed"},
        {"\xEF\xBB\xBF[]", 1, 1, 0, "byte order mark"},
        {"[\n\"ab\xFF\"]", 2, 4, 5, "byte 0xff"},
        {"[\"\xED\xA0\x80\"]", 1, 3, 2, "not text in UTF-8"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        wb_json json = {0};
        wb_error err;
        assert_fails(parse(cases[i].text, &json, &err), WB_E_DATA);
        assert_place(&err, "file.json", cases[i].line, cases[i].column);
        assert_int_equal(err.offset, cases[i].offset);
        assert_non_null(strstr(err.message, cases[i].says));
        assert_null(json.root);
    }
}

static void test_json_parse__refuses_a_nul_byte(void **state)
{
    wb_json json = {0};
    wb_error err;

    (void)state;
    assert_fails(wb_json_parse("[1\0]", 4, "file.json", &json, &err), WB_E_DATA);
    assert_fails(wb_json_parse("[1]\0", 4, "file.json", &json, &err), WB_E_DATA);
}

static void test_json_parse__stops_at_a_depth(void **state)
{
    enum { DEPTH = 100000 };
    char *text = wb_resize(NULL, DEPTH, 1);
    wb_json json = {0};
    wb_error err;

    (void)state;
    memset(text, '[', DEPTH);
    assert_fails(wb_json_parse(text, DEPTH, "file.json", &json, &err), WB_E_LIMIT);
    assert_string_equal(err.message, "'file.json' is nested too deep");
    assert_true(err.column > 1000);
    wb_release(text);
}

static void test_json_read__reads_a_reader(void **state)
{
    const char *text = " {\"a\": [1, \"\\u00e9\\\\\"]} ";
    wb_reader *reader = NULL;
    wb_json json = {0};

    (void)state;
    assert_ok(wb_reader_from_memory(text, strlen(text), "x.json", &reader, NULL));
    assert_ok(wb_json_read(reader, &json, NULL));
    wb_reader_free(reader);
    assert_string_equal(json.name, "x.json");
    assert_string_equal(json.text.bytes, text);
    wb_json_at root = wb_json_root(&json);
    wb_json_at a = wb_json_member(&root, "a");
    wb_json_at second = wb_json_element(&a, 1);
    assert_string_equal(json_string_value(second.value), "\xC3\xA9\\");
    assert_null(wb_json_element(&a, 2).value);
    assert_null(wb_json_member(&root, "b").value);
    wb_json_close(&json);
    wb_json_close(&json);
}

static int64_t read_fails(void *user, void *buffer, size_t capacity)
{
    (void)user;
    (void)buffer;
    (void)capacity;
    return -1;
}

static void test_json_read__passes_on_what_the_reader_says(void **state)
{
    wb_reader *reader = NULL;
    wb_json json = {0};
    wb_error err;

    (void)state;
    assert_ok(wb_reader_new(read_fails, NULL, NULL, NULL, "x.json", &reader, NULL));
    assert_fails(wb_json_read(reader, &json, &err), WB_E_IO);
    assert_null(json.root);
    wb_reader_free(reader);
}

/* ---- places ---- */

static const char *const document =
    "{\n"
    "  \"na\\u00efef\": {\"x/y~z\": [10, [], {}, \"]}\\\"\"]},\n"
    "\t\"list\" : [ {\"id\": 1}, {\"id\" : {\"d\": null}} ]\n"
    "}\n";

static void test_json_fail__points_at_the_value(void **state)
{
    wb_json json = parsed(document);
    wb_json_at root = wb_json_root(&json);
    wb_json_at naive = wb_json_member(&root, "na\xC3\xAF"
                                             "ef");
    wb_json_at xyz = wb_json_member(&naive, "x/y~z");
    wb_json_at last = wb_json_element(&xyz, 3);
    wb_json_at list = wb_json_member(&root, "list");
    wb_json_at second = wb_json_element(&list, 1);
    wb_json_at id = wb_json_member(&second, "id");
    wb_json_at d = wb_json_member(&id, "d");
    wb_error err;

    (void)state;
    assert_fails(wb_json_fail(&root, WB_E_DATA, &err, "wrong %d%%", 7), WB_E_DATA);
    assert_place(&err, "file.json#", 1, 1);
    assert_string_equal(err.message, "wrong 7%");
    assert_int_equal(err.offset, 0);
    assert_fails(wb_json_fail(&last, WB_E_CONFLICT, &err, "wrong"), WB_E_CONFLICT);
    assert_place(&err,
                 "file.json#/na\xC3\xAF"
                 "ef/x~1y~0z/3",
                 2, 40);
    assert_int_equal(document[err.offset], '"');
    (void)wb_json_fail(&id, WB_E_DATA, &err, "wrong");
    assert_place(&err, "file.json#/list/1/id", 3, 32);
    (void)wb_json_fail(&d, WB_E_DATA, &err, "wrong");
    assert_place(&err, "file.json#/list/1/id/d", 3, 38);
    assert_fails(wb_json_fail(&d, WB_E_DATA, NULL, "wrong"), WB_E_DATA);
    wb_json_close(&json);
}

static void test_json_fail__points_at_the_parent_of_what_is_absent(void **state)
{
    wb_json json = parsed(document);
    wb_json_at root = wb_json_root(&json);
    wb_json_at list = wb_json_member(&root, "list");
    wb_json_at third = wb_json_element(&list, 2);
    wb_json_at id = wb_json_member(&third, "id");
    wb_json_at key_of_list = wb_json_member(&list, "id");
    wb_json_at element_of_root = wb_json_element(&root, 0);
    wb_error err;

    (void)state;
    (void)wb_json_fail(&third, WB_E_DATA, &err, "wrong");
    assert_place(&err, "file.json#/list/2", 3, 11);
    (void)wb_json_fail(&id, WB_E_DATA, &err, "wrong");
    assert_place(&err, "file.json#/list/2/id", 3, 11);
    (void)wb_json_fail(&key_of_list, WB_E_DATA, &err, "wrong");
    assert_place(&err, "file.json#/list/id", 3, 11);
    (void)wb_json_fail(&element_of_root, WB_E_DATA, &err, "wrong");
    assert_place(&err, "file.json#/0", 1, 1);
    wb_json_close(&json);
}

/* As deep as jansson reads, which is deeper than a walk that recurses would like. */
static void test_json_fail__walks_a_deep_document(void **state)
{
    enum { DEPTH = 2000 };
    wb_json_at *chain = wb_resize(NULL, DEPTH, sizeof *chain);
    wb_text text = {0};
    wb_json json = {0};
    wb_error err;

    (void)state;
    for (size_t i = 0; i < DEPTH; i++)
        assert_ok(wb_text_add(&text, "[0,", NULL));
    assert_ok(wb_text_add(&text, "1", NULL));
    for (size_t i = 0; i < DEPTH; i++)
        assert_ok(wb_text_add(&text, "]", NULL));
    assert_ok(parse(text.bytes, &json, NULL));
    chain[0] = wb_json_root(&json);
    for (size_t i = 1; i < DEPTH; i++)
        chain[i] = wb_json_element(&chain[i - 1], 1);
    wb_json_at last = wb_json_element(&chain[DEPTH - 1], 1);
    (void)wb_json_fail(&last, WB_E_DATA, &err, "wrong");
    assert_int_equal(err.column, 3 * DEPTH + 1);
    wb_json_close(&json);
    wb_text_free(&text);
    wb_release(chain);
}

/* ---- checks ---- */

static void test_json_check_format__accepts_our_major_and_older(void **state)
{
    static const char *const accepted[] = {"werkbaar-plan/1.0", "werkbaar-plan/2.17",
                                           "werkbaar-plan/0.9"};
    char text[100];

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        (void)snprintf(text, sizeof text, "{\"format\": \"%s\"}", accepted[i]);
        wb_json json = parsed(text);
        wb_json_at root = wb_json_root(&json);
        assert_ok(wb_json_check_format(&root, "plan", 2, NULL));
        wb_json_close(&json);
    }
}

static void test_json_check_format__refuses_the_rest(void **state)
{
    static const struct {
        const char *text;
        wb_status status;
        const char *where;
    } cases[] = {
        {"{\"format\": \"werkbaar-plan/3.0\"}", WB_E_VERSION, "file.json#/format"},
        {"{\"format\": \"werkbaar-plan/99999999999999999999.0\"}", WB_E_DATA,
         "file.json#/format"},
        {"{\"format\": \"werkbaar-plane/1.0\"}", WB_E_DATA, "file.json#/format"},
        {"{\"format\": \"werkbaar-pla/1.0\"}", WB_E_DATA, "file.json#/format"},
        {"{\"format\": \"werkbaar-plan\"}", WB_E_DATA, "file.json#/format"},
        {"{\"format\": \"werkbaar-plan/\"}", WB_E_DATA, "file.json#/format"},
        {"{\"format\": \"werkbaar-plan/1\"}", WB_E_DATA, "file.json#/format"},
        {"{\"format\": \"werkbaar-plan/1.\"}", WB_E_DATA, "file.json#/format"},
        {"{\"format\": \"werkbaar-plan/.1\"}", WB_E_DATA, "file.json#/format"},
        {"{\"format\": \"werkbaar-plan/-1.0\"}", WB_E_DATA, "file.json#/format"},
        {"{\"format\": \"werkbaar-plan/1.-0\"}", WB_E_DATA, "file.json#/format"},
        {"{\"format\": \"werkbaar-plan/1.0.0\"}", WB_E_DATA, "file.json#/format"},
        {"{\"format\": \"werkbaar-plan/1.0 \"}", WB_E_DATA, "file.json#/format"},
        {"{\"format\": \"w\"}", WB_E_DATA, "file.json#/format"},
        {"{\"format\": \"\"}", WB_E_DATA, "file.json#/format"},
        {"{\"format\": 1}", WB_E_DATA, "file.json#/format"},
        {"{}", WB_E_DATA, "file.json#/format"},
        {"[]", WB_E_DATA, "file.json#"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        wb_json json = parsed(cases[i].text);
        wb_json_at root = wb_json_root(&json);
        wb_error err;
        assert_fails(wb_json_check_format(&root, "plan", 2, &err), cases[i].status);
        assert_string_equal(err.where, cases[i].where);
        assert_int_equal(err.line, 1);
        wb_json_close(&json);
    }
}

static void test_json_check_keys__knows_listed_keys_and_extensions(void **state)
{
    static const char *const keys[] = {"id", "text", NULL};
    wb_json json = parsed("{\"id\": 1,\n \"x_note\": {},\n \"txet\": 2}");
    wb_json_at root = wb_json_root(&json);
    wb_json_at id = wb_json_member(&root, "id");
    wb_error err;

    (void)state;
    assert_fails(wb_json_check_keys(&root, keys, &err), WB_E_DATA);
    assert_place(&err, "file.json#/txet", 3, 10);
    assert_string_equal(err.message,
                        "the key 'txet' is unknown here; known are id, text, and "
                        "keys that begin with x_");
    assert_fails(wb_json_check_keys(&id, keys, &err), WB_E_DATA);
    assert_string_equal(err.message, "'id' is a number, where an object is expected");
    wb_json_close(&json);
    json = parsed("{\"x_\": 1, \"id\": {\"id\": 1, \"text\": 2}}");
    root = wb_json_root(&json);
    id = wb_json_member(&root, "id");
    assert_ok(wb_json_check_keys(&root, keys, NULL));
    assert_ok(wb_json_check_keys(&id, keys, NULL));
    wb_json_close(&json);
}

static void test_json_check_keys__cuts_a_long_list(void **state)
{
    const char *keys[101];
    wb_json json = parsed("{\"unknown\": 1}");
    wb_json_at root = wb_json_root(&json);
    wb_error err;

    (void)state;
    for (size_t i = 0; i < 100; i++)
        keys[i] = "a_key_of_some_length";
    keys[100] = NULL;
    assert_fails(wb_json_check_keys(&root, keys, &err), WB_E_DATA);
    assert_true(strlen(err.message) > 400);
    wb_json_close(&json);
}

/* ---- typed getters ---- */

static const char *const typed =
    "{\"s\": \"werk\", \"i\": 7, \"w\": 5.0, \"r\": 2.5, \"t\": true,\n"
    "\"f\": false, \"n\": null, \"a\": [], \"o\": {}}";

static void test_json_getters__deliver_their_type(void **state)
{
    wb_json json = parsed(typed);
    wb_json_at root = wb_json_root(&json), at;
    const char *text = NULL;
    int64_t integer = 0;
    double real = 0;
    bool truth = false;

    (void)state;
    assert_ok(wb_json_string(&root, "s", true, &text, NULL));
    assert_string_equal(text, "werk");
    assert_ok(wb_json_int(&root, "i", true, 7, 7, &integer, NULL));
    assert_int_equal(integer, 7);
    assert_ok(wb_json_int(&root, "w", true, INT64_MIN, INT64_MAX, &integer, NULL));
    assert_int_equal(integer, 5);
    assert_ok(wb_json_double(&root, "r", true, &real, NULL));
    assert_close(real, 2.5, 0);
    assert_ok(wb_json_double(&root, "i", true, &real, NULL));
    assert_close(real, 7, 0);
    assert_ok(wb_json_bool(&root, "t", true, &truth, NULL));
    assert_true(truth);
    assert_ok(wb_json_bool(&root, "f", true, &truth, NULL));
    assert_false(truth);
    assert_ok(wb_json_array(&root, "a", true, &at, NULL));
    assert_true(json_is_array(at.value));
    assert_ok(wb_json_object(&root, "o", true, &at, NULL));
    assert_true(json_is_object(at.value));
    wb_json_close(&json);
}

static void test_json_getters__refuse_numbers_without_canonical_form(void **state)
{
    wb_json json = parsed("{\"most\": 9007199254740992, \"more\": 9007199254740993,\n"
                          "\"real\": 1e20, \"least\": -9007199254740993}");
    wb_json_at root = wb_json_root(&json);
    double real = 1.5;
    wb_error err;

    (void)state;
    assert_fails(wb_json_double(&root, "more", true, &real, &err), WB_E_DATA);
    assert_place(&err, "file.json#/more", 1, 36);
    assert_fails(wb_json_double(&root, "real", true, &real, &err), WB_E_DATA);
    assert_fails(wb_json_double(&root, "least", true, &real, &err), WB_E_DATA);
    assert_close(real, 1.5, 0);
    assert_ok(wb_json_double(&root, "most", true, &real, NULL));
    assert_close(real, 0x1p53, 0);
    wb_json_close(&json);
}

static void test_json_getters__leave_what_is_absent(void **state)
{
    wb_json json = parsed(typed);
    wb_json_at root = wb_json_root(&json), at = root;
    const char *text = "before";
    int64_t integer = 3;
    double real = 1.5;
    bool truth = true;
    wb_error err;

    (void)state;
    assert_ok(wb_json_string(&root, "z", false, &text, NULL));
    assert_ok(wb_json_int(&root, "z", false, 0, 0, &integer, NULL));
    assert_ok(wb_json_double(&root, "z", false, &real, NULL));
    assert_ok(wb_json_bool(&root, "z", false, &truth, NULL));
    assert_string_equal(text, "before");
    assert_int_equal(integer, 3);
    assert_close(real, 1.5, 0);
    assert_true(truth);
    assert_ok(wb_json_array(&root, "z", false, &at, NULL));
    assert_null(at.value);
    assert_ok(wb_json_object(&root, "z", false, &at, NULL));
    assert_null(at.value);
    assert_fails(wb_json_string(&root, "z", true, &text, &err), WB_E_DATA);
    assert_place(&err, "file.json#/z", 1, 1);
    assert_string_equal(err.message, "the key 'z' is missing");
    assert_fails(wb_json_int(&root, "z", true, 0, 0, &integer, &err), WB_E_DATA);
    assert_fails(wb_json_double(&root, "z", true, &real, &err), WB_E_DATA);
    assert_fails(wb_json_bool(&root, "z", true, &truth, &err), WB_E_DATA);
    at = root;
    assert_fails(wb_json_array(&root, "z", true, &at, &err), WB_E_DATA);
    assert_fails(wb_json_object(&root, "z", true, &at, &err), WB_E_DATA);
    assert_ptr_equal(at.value, root.value);
    wb_json_close(&json);
}

static void test_json_getters__refuse_another_type(void **state)
{
    static const char *const keys[] = {"s", "i", "r", "t", "f", "n", "a", "o"};
    wb_json json = parsed(typed);
    wb_json_at root = wb_json_root(&json), at = root;
    const char *text = NULL;
    int64_t integer = 3;
    double real = 1.5;
    bool truth = true;
    wb_error err;

    (void)state;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        const char *key = keys[i];
        if (*key != 's')
            assert_fails(wb_json_string(&root, key, false, &text, &err), WB_E_DATA);
        if (*key != 'i')
            assert_fails(wb_json_int(&root, key, false, 0, 9, &integer, &err), WB_E_DATA);
        if (*key != 'i' && *key != 'r')
            assert_fails(wb_json_double(&root, key, false, &real, &err), WB_E_DATA);
        if (*key != 't' && *key != 'f')
            assert_fails(wb_json_bool(&root, key, false, &truth, &err), WB_E_DATA);
        if (*key != 'a')
            assert_fails(wb_json_array(&root, key, false, &at, &err), WB_E_DATA);
        if (*key != 'o')
            assert_fails(wb_json_object(&root, key, false, &at, &err), WB_E_DATA);
    }
    assert_null(text);
    assert_int_equal(integer, 3);
    assert_true(truth);
    assert_ptr_equal(at.value, root.value);
    assert_fails(wb_json_string(&root, "n", true, &text, &err), WB_E_DATA);
    assert_place(&err, "file.json#/n", 2, 18);
    assert_string_equal(err.message, "'n' is null, where a string is expected");
    wb_json_at s = wb_json_member(&root, "s");
    assert_fails(wb_json_string(&s, "x", false, &text, &err), WB_E_DATA);
    assert_place(&err, "file.json#/s", 1, 7);
    wb_json_close(&json);
}

static void test_json_int__names_the_range(void **state)
{
    wb_json json = parsed("{\"i\": -3, \"r\": 2.5, \"big\": 1e300}");
    wb_json_at root = wb_json_root(&json);
    int64_t integer = 3;
    wb_error err;

    (void)state;
    assert_fails(wb_json_int(&root, "i", true, 0, 10, &integer, &err), WB_E_DATA);
    assert_string_equal(err.message, "'i' is -3, where 0 to 10 is expected");
    assert_fails(wb_json_int(&root, "i", true, -10, -4, &integer, &err), WB_E_DATA);
    assert_fails(wb_json_int(&root, "r", true, 0, 10, &integer, &err), WB_E_DATA);
    assert_string_equal(err.message, "'r' is 2.5, where an integer is expected");
    assert_fails(wb_json_int(&root, "big", true, 0, 10, &integer, &err), WB_E_DATA);
    assert_string_equal(err.message, "'big' is 1e+300, where an integer is expected");
    assert_int_equal(integer, 3);
    wb_json_close(&json);
}

/* ---- the canonical form ---- */

static void assert_canonical(const char *text, const char *expected)
{
    wb_json json = parsed(text);
    wb_text out = {0};

    assert_ok(wb_json_canonical(json.root, &out, NULL));
    assert_string_equal(out.bytes, expected);
    assert_int_equal(out.length, strlen(expected));
    wb_text_free(&out);
    wb_json_close(&json);
}

/* RFC 8785, sections 3.2.2 to 3.2.4. */
static void test_json_canonical__gives_the_published_examples(void **state)
{
    (void)state;
    assert_canonical(
        "{\n"
        "  \"numbers\": [333333333.33333329, 1E30, 4.50,\n"
        "              2e-3, 0.000000000000000000000000001],\n"
        "  \"string\": \"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\",\n"
        "  \"literals\": [null, true, false]\n"
        "}",
        "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,"
        "4.5,0.002,1e-27],\"string\":\"\xE2\x82\xAC$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    assert_canonical(
        "{\n"
        "  \"\\u20ac\": \"Euro Sign\",\n"
        "  \"\\r\": \"Carriage Return\",\n"
        "  \"\\ufb33\": \"Hebrew Letter Dalet With Dagesh\",\n"
        "  \"1\": \"One\",\n"
        "  \"\\ud83d\\ude00\": \"Emoji: Grinning Face\",\n"
        "  \"\\u0080\": \"Control\",\n"
        "  \"\\u00f6\": \"Latin Small Letter O With Diaeresis\"\n"
        "}",
        "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xC2\x80\":\"Control\","
        "\"\xC3\xB6\":\"Latin Small Letter O With Diaeresis\","
        "\"\xE2\x82\xAC\":\"Euro Sign\","
        "\"\xF0\x9F\x98\x80\":\"Emoji: Grinning Face\","
        "\"\xEF\xAC\xB3\":\"Hebrew Letter Dalet With Dagesh\"}");
}

static void test_json_canonical__sorts_prefixes_and_nests(void **state)
{
    (void)state;
    assert_canonical("{}", "{}");
    assert_canonical("[ ]", "[]");
    assert_canonical("[{}, [], [[1], 2], {\"b\": [], \"a\": {\"y\": 1, \"x\": 2}}]",
                     "[{},[],[[1],2],{\"a\":{\"x\":2,\"y\":1},\"b\":[]}]");
    assert_canonical("{\"ab\": 1, \"a\": 2, \"\": 3, \"B\": 4}",
                     "{\"\":3,\"B\":4,\"a\":2,\"ab\":1}");
    assert_canonical("[-0.0, 0, 9007199254740992, -9007199254740992, 1.0, 1e2]",
                     "[0,0,9007199254740992,-9007199254740992,1,100]");
}

/* {"k00":0, "k01":1, ...}, put in that order, or the other way round, or every seventh.
 */
static void assert_sorts(int n, int step)
{
    json_t *object = json_object();
    wb_text out = {0};
    char member[40];
    size_t at = 1;

    for (int i = 0, k = step < 0 ? n - 1 : 0; i < n; i++, k = (k + step + n) % n) {
        snprintf(member, sizeof member, "k%02d", k);
        assert_int_equal(json_object_set_new(object, member, json_pack("{s:i}", "v", k)),
                         0);
    }
    assert_ok(wb_json_canonical(object, &out, NULL));
    for (int k = 0; k < n; k++) {
        size_t length = (size_t)snprintf(member, sizeof member, "\"k%02d\":{\"v\":%d}%s",
                                         k, k, k < n - 1 ? "," : "}");
        assert_memory_equal(out.bytes + at, member, length);
        at += length;
    }
    assert_int_equal(out.length, at);
    wb_text_free(&out);
    json_decref(object);
}

static void test_json_canonical__sorts_few_and_many_keys(void **state)
{
    static const int counts[] = {1, 2, 3, 15, 16, 17, 31, 32, 33, 34, 64, 65, 99};

    (void)state;
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        assert_sorts(counts[i], 1);
        assert_sorts(counts[i], -1);
        if (counts[i] % 7 != 0)
            assert_sorts(counts[i], 7);
    }
}

static void test_json_canonical__of_itself_is_itself(void **state)
{
    wb_json json = parsed(document);
    wb_text once = {0};

    (void)state;
    assert_ok(wb_json_canonical(json.root, &once, NULL));
    assert_canonical(once.bytes, once.bytes);
    wb_text_free(&once);
    wb_json_close(&json);
}

/* The digest is of sha256sum. */
static void test_json_hash__is_of_the_canonical_bytes(void **state)
{
    wb_json json = parsed("{ \"b\": \"\\u00eb\", \"a\": [1.0, 2] }");
    wb_json beyond = parsed("[9007199254740993]");
    wb_text canonical = {0};
    char hash[65];

    (void)state;
    assert_ok(wb_json_hash(json.root, &canonical, hash, NULL));
    assert_string_equal(canonical.bytes, "{\"a\":[1,2],\"b\":\"ë\"}");
    assert_string_equal(
        hash, "c2c20fb7a50ee8d4d24426bc7b8cc3cd458ded35097627994f044c80ee14871e");
    wb_text_free(&canonical);
    assert_fails(wb_json_hash(beyond.root, &canonical, hash, NULL), WB_E_DATA);
    wb_text_free(&canonical);
    wb_json_close(&beyond);
    wb_json_close(&json);
}

static void test_json_canonical__refuses_integers_without_a_double(void **state)
{
    static const char *const cases[] = {
        "[[1, 9007199254740993]]", "{\"a\": {\"b\": -9007199254740993}}",
        "[1.8446744073709552e19]", "[-9007199254740994.0]"};
    static const char *const messages[] = {
        " 9007199254740993 is beyond 2^53", "-9007199254740993 is beyond 2^53",
        "18446744073709552000 is beyond 2^53", "-9007199254740994 is beyond 2^53"};
    wb_error err;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        wb_json json = parsed(cases[i]);
        wb_text out = {0};
        assert_ok(wb_text_add(&out, "before", NULL));
        assert_fails(wb_json_canonical(json.root, &out, &err), WB_E_DATA);
        assert_non_null(strstr(err.message, messages[i]));
        assert_string_equal(out.bytes, "before");
        wb_text_free(&out);
        wb_json_close(&json);
    }
}

static void test_json_canonical__takes_a_depth_that_recursion_would_not(void **state)
{
    json_t *value = json_array();
    wb_text out = {0};

    (void)state;
    for (int i = 1; i < 2000; i++) {
        json_t *outer = json_array();
        assert_int_equal(json_array_append_new(outer, value), 0);
        value = outer;
    }
    assert_ok(wb_json_canonical(value, &out, NULL));
    assert_int_equal(out.length, 4000);
    wb_text_free(&out);
    json_decref(value);
}

static void test_json_quote__escapes_what_must_be(void **state)
{
    wb_text out = {0};

    (void)state;
    assert_ok(wb_json_quote(&out, "", 0, NULL));
    assert_ok(wb_json_quote(&out, "a\0\x01\x1F\b\t\n\f\r\"\\/\x7F\xC3\xA9z", 16, NULL));
    assert_string_equal(
        out.bytes, "\"\"\"a\\u0000\\u0001\\u001f\\b\\t\\n\\f\\r\\\"\\\\/\x7F\xC3\xA9z\"");
    assert_fails(wb_json_quote(&out, "\xFF", 1, NULL), WB_E_DATA);
    wb_text_cut(&out, 2);
    assert_fails(wb_json_quote(&out, "ab\xC3", 3, NULL), WB_E_DATA);
    assert_string_equal(out.bytes, "\"\"");
    wb_text_free(&out);
}

/* jansson writes and reads decimals through libc. */
/* Texts are looked at several bytes at a time. */
static void test_json_quote__escapes_at_any_place(void **state)
{
    static const struct {
        const char *bytes, *escaped;
    } cases[] = {
        {"\"", "\\\""},
        {"\\", "\\\\"},
        {"\n", "\\n"},
        {"\x01", "\\u0001"},
        {"\x1F", "\\u001f"},
        {" ", " "},
        {"!", "!"},
        {"#", "#"},
        {"[", "["},
        {"]", "]"},
        {"\x7F", "\x7F"},
        {"\xC3\xAB", "\xC3\xAB"},
        {"\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80"},
    };
    char text[60], expected[60];

    (void)state;
    for (int length = 0; length < 20; length++) {
        for (int at = 0; at <= length; at++) {
            for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                wb_text out = {0};
                snprintf(text, sizeof text, "%.*s%s%.*s", at, "abcdefghijklmnopqrst",
                         cases[i].bytes, length - at, "ABCDEFGHIJKLMNOPQRST");
                snprintf(expected, sizeof expected, "\"%.*s%s%.*s\"", at,
                         "abcdefghijklmnopqrst", cases[i].escaped, length - at,
                         "ABCDEFGHIJKLMNOPQRST");
                assert_ok(wb_json_quote(&out, text, strlen(text), NULL));
                assert_string_equal(out.bytes, expected);
                assert_int_equal(out.length, strlen(expected));
                wb_text_free(&out);
            }
        }
    }
}

static void test_json__does_not_depend_on_the_locale(void **state)
{
    static const char *const names[] = {"nl_BE.UTF-8", "de_DE.UTF-8", "fr_FR.UTF-8"};
    bool found = false;

    (void)state;
    for (size_t i = 0; i < 3 && !found; i++)
        found = setlocale(LC_ALL, names[i]) != NULL;
    if (!found)
        print_message("# no locale with a decimal comma on this system: skipped\n");
    assert_canonical("[4.50, 1e-7]", "[4.5,1e-7]");
    (void)setlocale(LC_ALL, "C");
}

/* ---- failing allocations ---- */

static wb_status read_and_write(void)
{
    wb_json json = {0};
    wb_text out = {0};
    wb_error err;
    wb_status st = parse(document, &json, &err);

    if (st == WB_OK) {
        wb_json_at root = wb_json_root(&json);
        wb_json_at list = wb_json_member(&root, "list");
        assert_fails(wb_json_fail(&list, WB_E_DATA, &err, "wrong"), WB_E_DATA);
        assert_memory_equal(err.where, "file.json", 9);
        st = wb_json_canonical(json.root, &out, &err);
    }
    if (st != WB_OK)
        assert_int_equal(err.status, st);
    wb_text_free(&out);
    wb_json_close(&json);
    return st;
}

static void test_json__survives_every_failing_allocation(void **state)
{
    (void)state;
    wb_test_every_allocation(read_and_write);
}

static wb_status quote_a_long_text(void)
{
    char text[300];
    wb_text out = {0};
    wb_status st = wb_text_add(&out, "before", NULL);

    memset(text, '\n', sizeof text);
    if (st == WB_OK && (st = wb_json_quote(&out, text, sizeof text, NULL)) != WB_OK)
        assert_string_equal(out.bytes, "before");
    wb_text_free(&out);
    return st;
}

static void test_json_quote__leaves_nothing_half_written(void **state)
{
    (void)state;
    wb_test_every_allocation(quote_a_long_text);
}

static int jansson_allocations_left;

static void *failing_malloc(size_t bytes)
{
    return jansson_allocations_left-- > 0 ? malloc(bytes) : NULL;
}

/* The allocator of jansson is global, so the library leaves it alone; this program may
 * set it. What jansson cannot get memory for it sometimes calls an invalid token: that is
 * the one other status that may come out. */
static void test_json__survives_every_failing_allocation_of_jansson(void **state)
{
    int no_memory = 0, allowed = 0;
    wb_status st = WB_E_NOMEM;

    (void)state;
    for (; st != WB_OK; allowed++) {
        wb_json json = {0};
        wb_error err;
        assert_true(allowed < 1000);
        jansson_allocations_left = allowed;
        json_set_alloc_funcs(failing_malloc, free);
        st = parse(document, &json, &err);
        json_set_alloc_funcs(malloc, free);
        if (st != WB_OK)
            assert_null(json.root);
        assert_true(st == WB_OK || st == WB_E_NOMEM || st == WB_E_DATA);
        no_memory += st == WB_E_NOMEM;
        wb_json_close(&json);
    }
    assert_true(no_memory >= allowed / 2);
}

/* ---- copies ---- */

static int allocations_left;

static void *refuse_one(size_t bytes)
{
    return allocations_left-- == 0 ? NULL : malloc(bytes);
}

/* jansson 2.14 leaves out a member that it has no memory for, and says nothing. */
static void test_json_copy__is_whole_or_not_there(void **state)
{
    json_t *value = json_loads("{\"a\":[1,{\"b\":\"x\"}],\"c\":{\"d\":null}}", 0, NULL);
    int n_whole = 0;

    (void)state;
    assert_non_null(value);
    for (int i = 0; n_whole < 2; i++) {
        assert_true(i < 100);
        json_set_alloc_funcs(refuse_one, free);
        allocations_left = i;
        json_t *deep = wb_json_deep_copy(value);
        bool refused = allocations_left < 0;
        allocations_left = i;
        json_t *shallow = wb_json_copy(value);
        json_set_alloc_funcs(malloc, free);
        assert_true(deep == NULL || json_equal(deep, value));
        assert_true(shallow == NULL || json_equal(shallow, value));
        n_whole += !refused && deep != NULL && shallow != NULL;
        json_decref(deep);
        json_decref(shallow);
    }
    json_decref(value);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json_copy__is_whole_or_not_there),
        cmocka_unit_test(test_json_parse__places_what_is_not_json),
        cmocka_unit_test(test_json_parse__refuses_a_nul_byte),
        cmocka_unit_test(test_json_parse__stops_at_a_depth),
        cmocka_unit_test(test_json_read__reads_a_reader),
        cmocka_unit_test(test_json_read__passes_on_what_the_reader_says),
        cmocka_unit_test(test_json_fail__points_at_the_value),
        cmocka_unit_test(test_json_fail__points_at_the_parent_of_what_is_absent),
        cmocka_unit_test(test_json_fail__walks_a_deep_document),
        cmocka_unit_test(test_json_check_format__accepts_our_major_and_older),
        cmocka_unit_test(test_json_check_format__refuses_the_rest),
        cmocka_unit_test(test_json_check_keys__knows_listed_keys_and_extensions),
        cmocka_unit_test(test_json_check_keys__cuts_a_long_list),
        cmocka_unit_test(test_json_getters__deliver_their_type),
        cmocka_unit_test(test_json_getters__refuse_numbers_without_canonical_form),
        cmocka_unit_test(test_json_getters__leave_what_is_absent),
        cmocka_unit_test(test_json_getters__refuse_another_type),
        cmocka_unit_test(test_json_int__names_the_range),
        cmocka_unit_test(test_json_canonical__gives_the_published_examples),
        cmocka_unit_test(test_json_canonical__sorts_prefixes_and_nests),
        cmocka_unit_test(test_json_canonical__sorts_few_and_many_keys),
        cmocka_unit_test(test_json_canonical__of_itself_is_itself),
        cmocka_unit_test(test_json_hash__is_of_the_canonical_bytes),
        cmocka_unit_test(test_json_canonical__refuses_integers_without_a_double),
        cmocka_unit_test(test_json_canonical__takes_a_depth_that_recursion_would_not),
        cmocka_unit_test(test_json_quote__escapes_what_must_be),
        cmocka_unit_test(test_json_quote__escapes_at_any_place),
        cmocka_unit_test(test_json__does_not_depend_on_the_locale),
        cmocka_unit_test(test_json__survives_every_failing_allocation),
        cmocka_unit_test(test_json_quote__leaves_nothing_half_written),
        cmocka_unit_test(test_json__survives_every_failing_allocation_of_jansson),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
