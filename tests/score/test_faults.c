/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Instrument files that are wrong in one place: a good file, and what to put where. */
#include "fixtures.h"

static const char good[] =
    "{\n"                                                                         /* 1 */
    "\"format\": \"werkbaar-instrument/1.0\",\n"                                  /* 2 */
    "\"id\": \"t\", \"version\": \"1\", \"licence\": \"MIT\",\n"                  /* 3 */
    "\"title\": {\"nl\": \"T\", \"en\": \"T\"},\n"                                /* 4 */
    "\"source\": \"s\", \"unit\": \"person\", \"languages\": [\"nl\", \"en\"],\n" /* 5 */
    "\"items\": [\n"                                                              /* 6 */
    "{\"id\": \"a\", \"label\": {\"nl\": \"A\", \"en\": \"A\"}, \"text\": \"own\",\n"
    "\"min\": 1, \"max\": 5, \"missing\": [9]},\n" /* 8 */
    "{\"id\": \"b\", \"label\": {\"nl\": \"B\", \"en\": \"B\"}, \"text\": \"own\",\n"
    "\"min\": 1, \"max\": 5, \"reversed\": true}],\n" /* 10 */
    "\"scales\": [\n"                                 /* 11 */
    "{\"id\": \"s\", \"label\": {\"nl\": \"S\", \"en\": \"S\"}, \"rule\": \"mean\",\n"
    "\"items\": [\"a\", \"b\"], \"min_answered\": 1}],\n" /* 13 */
    "\"indicators\": [\n"                                 /* 14 */
    "{\"id\": \"i\", \"label\": {\"nl\": \"I\", \"en\": \"I\"}, \"kind\": \"risk\",\n"
    "\"scale\": \"s\", \"direction\": \"high\",\n" /* 16 */
    "\"problem\": {\"comparison\": \"above\", \"value\": 3, \"source\": \"q\"},\n" /* 17
                                                                                    */
    "\"acute\": {\"comparison\": \"at_least\", \"value\": \"4.5\", \"source\": "
    "\"q\"}}],\n"
    "\"composites\": [\n" /* 19 */
    "{\"id\": \"c\", \"label\": {\"nl\": \"C\", \"en\": \"C\"}, \"rule\": \"none_of\",\n"
    "\"of\": [\"i\"], \"level\": \"acute\"},\n" /* 21 */
    "{\"id\": \"d\", \"label\": {\"nl\": \"D\", \"en\": \"D\"}, \"rule\": \"count_of\",\n"
    "\"of\": [\"i\", \"c\"], \"min_known\": 1}]\n" /* 23 */
    "}\n";

static const struct fault {
    const char *find;
    const char *put;
    wb_status status;
    const char *pointer;
    int line;
    const char *message;
} faults[] = {
    {"\"id\": \"t\",", "\"id\": \"t\"", WB_E_DATA, NULL, 3, ""},
    {"}\n", "", WB_E_DATA, NULL, 0, ""},
    {"instrument/1.0", "instrument/2.0", WB_E_VERSION, "/format", 2, ""},
    {"instrument/1.0", "plan/1.0", WB_E_DATA, "/format", 2, "instrument"},
    {"\"source\": \"s\",", "\"sourse\": \"s\",", WB_E_DATA, "/sourse", 5, "sourse"},
    {"\"source\": \"s\",", "", WB_E_DATA, "/source", 0, "source"},
    {"\"licence\": \"MIT\"", "\"x_l\": 1", WB_E_DATA, "/licence", 0, "licence"},
    {"\"id\": \"t\"", "\"id\": \"1t\"", WB_E_DATA, "/id", 3, "'1t' is not an id"},
    {"\"id\": \"t\"", "\"id\": 5", WB_E_DATA, "/id", 3, ""},
    {"\"person\"", "\"household\"", WB_E_DATA, "/unit", 5,
     "'household'; it is one of: person, workpost, organisation"},
    {"[\"nl\", \"en\"]", "[]", WB_E_DATA, "/languages", 5, "empty"},
    {"[\"nl\", \"en\"]", "[\"nl\", \"nl\"]", WB_E_DATA, "/languages/1", 5, "twice"},
    {"[\"nl\", \"en\"]", "[\"nl\", 7]", WB_E_DATA, "/languages/1", 5, "short code"},
    {"[\"nl\", \"en\"]", "[\"nl\", \"En\"]", WB_E_DATA, "/languages/1", 5, "short code"},
    {"\"nl\": \"T\", ", "", WB_E_DATA, "/title/nl", 4, "nl"},
    {"\"en\": \"A\"}", "\"en\": \"A\", \"fr\": \"A\"}", WB_E_DATA, "/items/0/label", 7,
     "does not list"},
    {"\"text\": \"own\",\n\"min\": 1, \"max\": 5, \"m",
     "\"text\": \"free\",\n\"min\": 1, "
     "\"max\": 5, \"m",
     WB_E_DATA, "/items/0/text", 7, "own, licensed, none"},
    {"\"id\": \"b\"", "\"id\": \"a\"", WB_E_DATA, "/items/1/id", 9,
     "'a' is already the name of an item"},
    {"\"max\": 5, \"m", "\"max\": 1, \"m", WB_E_DATA, "/items/0/max", 8,
     "highest code 1 of 'a' is not above its lowest code 1"},
    {"\"max\": 5, \"m", "\"max\": 5.5, \"m", WB_E_DATA, "/items/0/max", 8, ""},
    {"\"max\": 5, \"m", "\"max\": 1000001, \"m", WB_E_DATA, "/items/0/max", 8, "1000000"},
    {"\"missing\": [9]", "\"missing\": [5]", WB_E_DATA, "/items/0/missing/0", 8,
     "missing code 5 of 'a' is one of its answers 1..5"},
    {"\"missing\": [9]", "\"missing\": [\"9\"]", WB_E_DATA, "/items/0/missing/0", 8,
     "whole number"},
    {"\"missing\": [9]", "\"missing\": 9", WB_E_DATA, "/items/0/missing", 8, ""},
    {"\"missing\": [9]", "\"comparable_from\": 12", WB_E_DATA, "/items/0/comparable_from",
     8, ""},
    {"\"reversed\": true", "\"reversed\": 1", WB_E_DATA, "/items/1/reversed", 10, ""},
    {"[\"a\", \"b\"]", "[\"a\"]", WB_E_DATA, "/items/1", 9, "item 'b' is in no scale"},
    {"[\"a\", \"b\"]", "[\"a\", \"b\", \"z\"]", WB_E_DATA, "/scales/0/items/2", 13,
     "scale 's' has item 'z', which is not there"},
    {"[\"a\", \"b\"]", "[\"a\", \"b\", \"s\"]", WB_E_DATA, "/scales/0/items/2", 13,
     "is not an item"},
    {"[\"a\", \"b\"]", "[\"a\", \"b\", \"a\"]", WB_E_DATA, "/scales/0/items/2", 13,
     "scale 's' has item 'a' twice"},
    {"[\"a\", \"b\"]", "[\"a\", \"b\", 1]", WB_E_DATA, "/scales/0/items/2", 13, "its id"},
    {"[\"a\", \"b\"]", "[]", WB_E_DATA, "/scales/0/items", 13, "empty"},
    {"\"min_answered\": 1", "\"min_answered\": 0", WB_E_DATA, "/scales/0/min_answered",
     13, ""},
    {"\"min_answered\": 1", "\"min_answered\": 3", WB_E_DATA, "/scales/0/min_answered",
     13, ""},
    {"\"min_answered\": 1", "\"structure_verified\": true", WB_E_DATA, "/scales/0/source",
     0, "source"},
    {"\"rule\": \"mean\"", "\"rule\": \"median\"", WB_E_DATA, "/scales/0/rule", 12,
     "percent, mean, sum, lookup"},
    {"\"min_answered\": 1", "\"lookup\": [1]", WB_E_DATA, "/scales/0/lookup", 13,
     "'lookup' is for the rule lookup"},
    {"\"rule\": \"mean\"", "\"rule\": \"lookup\"", WB_E_DATA, "/scales/0/min_answered",
     13, "a lookup needs all 2 answers, not 1"},
    {"\"mean\",\n\"items\": [\"a\", \"b\"], \"min_answered\": 1",
     "\"lookup\",\n\"items\": [\"a\", \"b\"], \"lookup\": [1, 2]", WB_E_DATA,
     "/scales/0/lookup", 13, "has 2 values; its sums need 9"},
    {"\"mean\",\n\"items\": [\"a\", \"b\"], \"min_answered\": 1",
     "\"lookup\",\n\"items\": [\"a\", \"b\"], \"lookup\": [1,2,3,4,5,6,7,8,1.5]",
     WB_E_DATA, "/scales/0/lookup/8", 13, "\"54.5\""},
    {"\"id\": \"s\"", "\"id\": \"a\"", WB_E_DATA, "/scales/0/id", 12, "an item"},
    {"\"id\": \"c\"", "\"id\": \"i_problem\"", WB_E_DATA, "/composites/0/id", 20,
     "a column that scoring makes"},
    {"\"id\": \"c\"", "\"id\": \"i_acute\"", WB_E_DATA, "/composites/0/id", 20,
     "a column that scoring makes"},
    {"\"id\": \"b\"", "\"id\": \"s_reason\"", WB_E_DATA, NULL, 0, ""},
    {"\"label\": {\"nl\": \"I\", \"en\": \"I\"}, ", "", WB_E_DATA, "/indicators/0/label",
     0, "label"},
    {"\"label\": {\"nl\": \"C\", \"en\": \"C\"}, ", "", WB_E_DATA, "/composites/0/label",
     0, "label"},
    {"\"label\": {\"nl\": \"S\", \"en\": \"S\"}, ", "", WB_E_DATA, "/scales/0/label", 0,
     "label"},
    {"\"label\": {\"nl\": \"A\", \"en\": \"A\"}, ", "", WB_E_DATA, "/items/0/label", 0,
     "label"},
    {"\"scale\": \"s\"", "\"scale\": \"z\"", WB_E_DATA, "/indicators/0/scale", 16,
     "indicator 'i' is over scale 'z', which is not there"},
    {"\"scale\": \"s\"", "\"scale\": \"a\"", WB_E_DATA, "/indicators/0/scale", 16,
     "not a scale"},
    {"\"risk\"", "\"danger\"", WB_E_DATA, "/indicators/0/kind", 15, "workability"},
    {"\"high\"", "\"low\"", WB_E_DATA, "/indicators/0/problem/comparison", 17,
     "needs at_most or below, not above"},
    {"\"value\": 3", "\"value\": 3.5", WB_E_DATA, "/indicators/0/problem/value", 17,
     "\"600/11\""},
    {"\"value\": 3", "\"value\": \"3/0\"", WB_E_DATA, "/indicators/0/problem/value", 17,
     "fraction"},
    {"\"value\": 3", "\"value\": \"5.01\"", WB_E_DATA, "/indicators/0/problem/value", 17,
     "outside the scores of 's'"},
    {"\"value\": 3", "\"value\": \"9/10\"", WB_E_DATA, "/indicators/0/problem/value", 17,
     "outside the scores of 's'"},
    {"\"value\": 3", "\"value\": 12345678901", WB_E_DATA, "/indicators/0/problem/value",
     17, "whole number"},
    {"\"value\": 3, \"source\": \"q\"", "\"value\": 3", WB_E_DATA,
     "/indicators/0/problem/source", 17, "source"},
    {"\"value\": \"4.5\"", "\"value\": \"2.9\"", WB_E_DATA, "/indicators/0/acute/value",
     18, "acute"},
    {"\"value\": \"4.5\"", "\"value\": 3", WB_E_DATA, "/indicators/0/acute/value", 18,
     "stricter"},
    {"\"value\": \"4.5\", \"source\"", "\"valeu\": 1, \"source\"", WB_E_DATA,
     "/indicators/0/acute/valeu", 18, "valeu"},
    {"\"of\": [\"i\"]", "\"of\": [\"z\"]", WB_E_DATA, "/composites/0/of/0", 21,
     "composite 'c' has part 'z', which is not there"},
    {"\"of\": [\"i\"]", "\"of\": [\"s\"]", WB_E_DATA, "/composites/0/of/0", 21,
     "no indicator or composite"},
    {"\"of\": [\"i\"]", "\"of\": [true]", WB_E_DATA, "/composites/0/of/0", 21, "its id"},
    {"\"of\": [\"i\"]", "\"of\": []", WB_E_DATA, "/composites/0/of", 21, "empty"},
    {"\"of\": [\"i\"]", "\"of\": [\"i\", \"i\"]", WB_E_DATA, "/composites/0/of/1", 21,
     "twice"},
    {"\"of\": [\"i\"]", "\"of\": [\"d\"]", WB_E_DATA, "/composites/0/of/0", 21,
     "is a number, not yes or no"},
    {"\"of\": [\"i\"]", "\"of\": [\"c\"]", WB_E_DATA, "/composites/0", 20,
     "composite 'c' is made of itself"},
    {"\"rule\": \"count_of\",\n\"of\": [\"i\", \"c\"]",
     "\"rule\": \"none_of\",\n\"of\": [\"i\", \"d\"]", WB_E_DATA, "/composites/1", 22,
     "made of itself"},
    {"\"min_known\": 1", "\"min_known\": 3", WB_E_DATA, "/composites/1/min_known", 23,
     ""},
    {"\"level\": \"acute\"", "\"level\": \"red\"", WB_E_DATA, "/composites/0/level", 21,
     "problem, acute"},
    {",\n\"acute\": {\"comparison\": \"at_least\", \"value\": \"4.5\", \"source\": "
     "\"q\"}}],",
     "}],", WB_E_DATA, "/composites/0/of/0", 20, "'i' has none"},
};

/* good with the first `find` in it replaced. */
static char *spoil(const struct fault *fault)
{
    static char text[4096];
    const char *at = strstr(good, fault->find);

    assert_non_null(at);
    snprintf(text, sizeof text, "%.*s%s%s", (int)(at - good), good, fault->put,
             at + strlen(fault->find));
    return text;
}

static wb_status read_fault(const char *text, size_t length, wb_error *err)
{
    wb_reader *reader = NULL;
    wb_instrument *instrument = NULL;
    wb_status st;

    assert_ok(wb_reader_from_memory(text, length, "file", &reader, NULL));
    st = wb_instrument_read(reader, &instrument, err);
    assert_true((st == WB_OK) == (instrument != NULL));
    wb_instrument_free(instrument);
    wb_reader_free(reader);
    return st;
}

static void check_fault(const struct fault *fault)
{
    wb_error err = {0};
    wb_error seen;
    const char *text = spoil(fault);
    wb_status st = read_fault(text, strlen(text), &err);
    const char *pointer = strchr(err.where, '#');

    seen = err;
    if (st != fault->status || strstr(err.message, fault->message) == NULL ||
        (fault->pointer != NULL &&
         (pointer == NULL || strcmp(pointer + 1, fault->pointer) != 0)) ||
        (fault->line != 0 && err.line != fault->line))
        fail_msg("'%s' -> '%s': status %d, where '%s', line %d, '%s'", fault->find,
                 fault->put, (int)st, seen.where, (int)seen.line, seen.message);
    assert_true(err.line > 0);
}

static void test_wb_instrument_read__names_the_place_of_each_fault(void **state)
{
    wb_error err = {0};

    (void)state;
    assert_ok(read_fault(good, strlen(good), &err));
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++)
        check_fault(&faults[i]);
}

static void test_wb_instrument_read__refuses_every_truncation(void **state)
{
    wb_error err;

    (void)state;
    for (size_t length = 0; length + 2 < strlen(good); length++)
        assert_fails(read_fault(good, length, &err), WB_E_DATA);
}

/* Lists of absurd sizes, as text of `n` times `element` between two pieces. */
static void check_limit(const char *before, const char *element, size_t n,
                        const char *pointer)
{
    size_t length = strlen(element);
    char *text = test_malloc(strlen(before) + n * (length + 1) + 8);
    size_t at = strlen(before);
    wb_error err = {0};

    memcpy(text, before, at);
    for (size_t i = 0; i < n; i++) {
        memcpy(text + at, element, length);
        at += length;
        text[at++] = i + 1 < n ? ',' : ']';
    }
    text[at++] = '}';
    assert_fails(read_fault(text, at, &err), WB_E_LIMIT);
    assert_non_null(strstr(err.where, pointer));
    test_free(text);
}

static void test_wb_instrument_read__refuses_absurd_sizes(void **state)
{
    const char *items = HEADING "\"items\":[{\"id\":\"a\"," LABEL
                                ",\"text\":\"own\",\"min\":0,\"max\":1}],\"scales\":[";
    const char *scales =
        HEADING "\"items\":[{\"id\":\"a\"," LABEL
                ",\"text\":\"own\",\"min\":0,\"max\":1}],\"scales\":[{\"id\":\"s\"," LABEL
                ",\"rule\":\"sum\",\"items\":[\"a\"]}],\"indicators\":[";

    (void)state;
    check_limit(HEADING "\"items\":[", "{}", 65537, "#/items");
    check_limit(items, "{}", 4097, "#/scales");
    check_limit(scales, "{}", 4097, "#/indicators");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_instrument_read__names_the_place_of_each_fault),
        cmocka_unit_test(test_wb_instrument_read__refuses_every_truncation),
        cmocka_unit_test(test_wb_instrument_read__refuses_absurd_sizes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
