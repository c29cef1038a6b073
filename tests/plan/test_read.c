/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Plan files: what is read is what is written, and what is wrong is named with its place.
 */
#include "plan_support.h"

#include <pthread.h>

static void test_wb_plan_read__gives_what_the_file_says(void **state)
{
    wb_plan *plan = read_plan(HEADING "\"x_own\":[1,{\"a\":null}]}");

    (void)state;
    assert_string_equal(wb_plan_id(plan), "p");
    assert_string_equal(wb_plan_version(plan), "1");
    assert_string_equal(wb_plan_scope(plan), "organisation");
    assert_string_equal(wb_plan_title(plan, "nl"), "P");
    assert_string_equal(wb_plan_title(plan, "en"), "P");
    assert_string_equal(wb_plan_title(plan, NULL), "P");
    assert_int_equal(strlen(wb_plan_hash(plan)), 64);
    wb_plan_free(plan);
}

static void *ask_for_hash(void *plan)
{
    return (void *)wb_plan_hash(plan);
}

static void test_wb_plan_hash__is_one_for_all_threads(void **state)
{
    enum { THREADS = 8, ROUNDS = 50 };
    wb_plan *known = read_plan(HEADING "\"x_own\":1}");

    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        wb_plan *plan = read_plan(HEADING "\"x_own\":1}");
        pthread_t threads[THREADS];
        void *hash = NULL;

        for (size_t t = 0; t < THREADS; t++)
            assert_int_equal(pthread_create(threads + t, NULL, ask_for_hash, plan), 0);
        for (size_t t = 0; t < THREADS; t++) {
            assert_int_equal(pthread_join(threads[t], &hash), 0);
            assert_string_equal(hash, wb_plan_hash(known));
        }
        wb_plan_free(plan);
    }
    wb_plan_free(known);
}

static void test_wb_plan_write__is_read_as_the_same_plan(void **state)
{
    static const char shuffled[] =
        "{\"objectives\":[],\"version\":\"1\",\"title\":{\"en\":\"Q\",\"nl\":\"P\"},"
        "\"actors\":[{\"type\":\"role\",\"name\":{\"nl\":\"B\\u00e9\"},\"id\":\"b\"},"
        "{\"id\":\"a\",\"name\":{\"nl\":\"A\"},\"type\":\"role\"}],\"scope\":\"sector\","
        "\"languages\":[\"nl\"],\"id\":\"p\",\"format\":\"werkbaar-plan/1.7\"}";
    static const char canonical[] =
        "{\"actors\":[{\"id\":\"b\",\"name\":{\"nl\":\"B\xc3\xa9\"},\"type\":\"role\"},"
        "{\"id\":\"a\",\"name\":{\"nl\":\"A\"},\"type\":\"role\"}],"
        "\"format\":\"werkbaar-plan/1.0\",\"id\":\"p\",\"languages\":[\"nl\"],"
        "\"scope\":\"sector\",\"title\":{\"en\":\"Q\",\"nl\":\"P\"},\"version\":\"1\"}";
    wb_plan *first = read_plan(shuffled);
    wb_writer *writer = NULL;
    const char *bytes = written(first, &writer);
    wb_plan *second = read_plan(bytes);

    (void)state;
    assert_string_equal(bytes, canonical);
    assert_string_equal(wb_plan_hash(first), wb_plan_hash(second));
    assert_fails(wb_plan_write(NULL, writer, NULL), WB_E_ARG);
    wb_writer_free(writer);
    wb_plan_free(second);
    wb_plan_free(first);
}

static void test_wb_plan_load__reads_a_path_and_names_it_in_errors(void **state)
{
    wb_plan *plan = NULL;
    wb_error err = {0};

    (void)state;
    assert_fails(wb_plan_load("/no/such/plan.json", &plan, &err), WB_E_IO);
    assert_null(plan);
    assert_non_null(strstr(err.message, "/no/such/plan.json"));
    assert_fails(wb_plan_load(NULL, &plan, &err), WB_E_ARG);
    assert_fails(wb_plan_load("x", NULL, &err), WB_E_ARG);
    assert_fails(wb_plan_read(NULL, &plan, &err), WB_E_ARG);
}

typedef struct fault {
    const char *text;
    wb_status status;
    const char *where;   /* behind the name of the file */
    const char *message; /* a part of it */
} fault;

#define ID "{\"id\":\"k\",\"title\":{\"nl\":\"T\"}"

static const fault faults[] = {
    {"", WB_E_DATA, "", "not valid JSON"},
    {"[]", WB_E_DATA, "#", "object"},
    {"{}", WB_E_DATA, "#/format", "'format' is missing"},
    {"{\"format\":\"werkbaar-instrument/1.0\"}", WB_E_DATA, "#/format",
     "where 'werkbaar-plan/1.0' is expected"},
    {"{\"format\":\"werkbaar-plan/2.0\"}", WB_E_VERSION, "#/format",
     "werkbaar-plan/2.0 is newer"},
    {"{\"format\":\"werkbaar-plan/1.0\",\"id\":\"p\",\"title\":{\"nl\":\"\\ud800\"}}",
     WB_E_DATA, "", "invalid Unicode"},
    {HEADING "\"version\":\"2\"}", WB_E_DATA, "", "duplicate object key"},
    {HEADING "\"x_n\":1e999}", WB_E_DATA, "", "real number overflow"},
    {HEADING "\"x_n\":123456789012345678901234567890}", WB_E_DATA, "", "too big integer"},
    {HEADING "\"x_n\":9007199254740993}", WB_E_DATA, "", "9007199254740993"},
    {HEADING "\"summary\":{\"nl\":\"a\\u0000b\"}}", WB_E_DATA, "", "\\u0000"},
    {HEADING "\"summary\":{\"nl\":\"\xff\"}}", WB_E_DATA, "", "UTF-8"},
    {HEADING "\"colour\":1}", WB_E_DATA, "#/colour", "'colour' is unknown here"},
    {HEADING "\"summary\":\"text\"}", WB_E_DATA, "#/summary", "a text by language"},
    {HEADING "\"summary\":{}}", WB_E_DATA, "#/summary", "a text by language"},
    {HEADING "\"summary\":{\"NL\":\"x\"}}", WB_E_DATA, "#/summary/NL", "no language"},
    {HEADING "\"summary\":{\"nl\":\"\"}}", WB_E_DATA, "#/summary/nl", "empty"},
    {HEADING "\"heading\":3}", WB_E_DATA, "#/heading", "a text is expected"},
    /* Of several faults the first in the file is told, and what is missing last. */
    {HEADING "\"heading\":3,\"colour\":1}", WB_E_DATA, "#/heading", "a text is"},
    {HEADING "\"colour\":1,\"heading\":3}", WB_E_DATA, "#/colour", "is unknown here"},
    {HEADING "\"actors\":[{\"id\":\"a\",\"url\":5}]}", WB_E_DATA, "#/actors/0/url",
     "unknown"},
    {HEADING "\"x_a\":1,\"x\":2}", WB_E_DATA, "#/x", "is unknown here"},
    {HEADING "\"date\":\"2019-02-29\"}", WB_E_DATA, "#/date",
     "'2019-02-29' is not a date"},
    {HEADING "\"date\":2019}", WB_E_DATA, "#/date", "this is not a date"},
    {HEADING "\"actors\":[{\"id\":\"a\",\"name\":{\"nl\":\"A\"},\"type\":5}]}", WB_E_DATA,
     "#/actors/0/type", "one of these is expected here: organisation"},
    {HEADING ACTIONS(ACTION("a", ",\"timing\":5")), WB_E_DATA,
     "#/objectives/0/sections/0/actions/0/timing", "an object is expected"},
    {HEADING "\"actors\":{}}", WB_E_DATA, "#/actors", "an array is expected"},
    {HEADING "\"actors\":[1]}", WB_E_DATA, "#/actors/0", "an object is expected"},
    {HEADING "\"actors\":[{\"id\":\"a\",\"name\":{\"nl\":\"A\"}}]}", WB_E_DATA,
     "#/actors/0/type", "'type' is missing"},
    {HEADING "\"actors\":[{\"id\":\"a\",\"name\":{\"nl\":\"A\"},\"type\":\"cat\"}]}",
     WB_E_DATA, "#/actors/0/type", "'cat' is not one of: organisation, government"},
    {HEADING "\"actors\":[{\"name\":{\"nl\":\"A\"},\"type\":\"role\"}]}", WB_E_DATA,
     "#/actors/0/id", "'id' is missing"},
    {HEADING "\"notes\":[{\"id\":\"A\",\"text\":{\"nl\":\"x\"}}]}", WB_E_DATA,
     "#/notes/0/id", "'A' is not an id"},
    {HEADING "\"notes\":[{\"id\":\"p\",\"text\":{\"nl\":\"x\"}}]}", WB_E_DATA,
     "#/notes/0/id", "the id 'p' is already that of another record (plan)"},
    {HEADING "\"budgets\":[{\"id\":\"b\",\"certainty\":\"committed\",\"amount\":-1}]}",
     WB_E_DATA, "#/budgets/0/amount", "a whole number of cents from 0"},
    {HEADING "\"budgets\":[{\"id\":\"b\",\"certainty\":\"committed\",\"amount\":1.5}]}",
     WB_E_DATA, "#/budgets/0/amount", "a whole number of cents from 0"},
    {HEADING "\"budgets\":[{\"id\":\"b\",\"certainty\":\"committed\",\"year\":"
             "9007199254740992}]}",
     WB_E_DATA, "#/budgets/0/year", "to 9007199254740991"},
    {HEADING "\"budgets\":[{\"id\":\"b\",\"certainty\":\"committed\",\"general\":1}]}",
     WB_E_DATA, "#/budgets/0/general", "true or false"},
    {HEADING "\"figures\":[" ID ",\"value\":\"7\"}]}", WB_E_DATA, "#/figures/0/value",
     "a number is expected"},
    {HEADING "\"agreements\":[" ID ",\"events\":[" ID ",\"type\":\"rule\"}]}]}",
     WB_E_DATA, "#/agreements/0/events/0/id", "already that of"},
    {HEADING ACTIONS(ACTION("a", ",\"levels\":[]")), WB_E_DATA,
     "#/objectives/0/sections/0/actions/0/levels", "a list with something in it"},
    {HEADING ACTIONS(ACTION("a", ",\"levels\":[\"team\",\"team\"]")), WB_E_DATA,
     "#/objectives/0/sections/0/actions/0/levels/1", "'team' is in this list twice"},
    {HEADING ACTIONS(ACTION("a", ",\"themes\":[\"Work\"]")), WB_E_DATA,
     "#/objectives/0/sections/0/actions/0/themes/0", "'Work' is not an id"},
    {HEADING ACTIONS(ACTION("a", ",\"timing\":{}")), WB_E_DATA,
     "#/objectives/0/sections/0/actions/0/timing", "leave out what is not known"},
    {HEADING ACTIONS(ACTION("a", ",\"timing\":{\"when\":\"2018\"}")), WB_E_DATA,
     "#/objectives/0/sections/0/actions/0/timing/when", "'when' is unknown here"},
    {HEADING ACTIONS(ACTION("a", ",\"origin\":{\"scan\":\"x\"}")), WB_E_DATA,
     "#/objectives/0/sections/0/actions/0/origin/from", "'from' is missing"},
};

static void test_wb_plan_read__names_the_place_of_each_fault(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        const fault *f = &faults[i];
        wb_plan *plan = NULL;
        wb_error err = {0};
        wb_status st = try_plan(f->text, &plan, &err);
        bool placed = strncmp(err.where, "plan.json", 9) == 0 &&
                      strcmp(err.where + 9, f->where) == 0;

        if (st != f->status || (f->where[0] != '\0' && !placed) ||
            strstr(err.message, f->message) == NULL)
            fail_msg("%zu: %d %s: %s\n%s", i, (int)st, err.where, err.message, f->text);
        assert_null(plan);
    }
}

static void test_wb_plan_read__refuses_records_nested_too_deep(void **state)
{
    char text[8192] = HEADING "\"objectives\":[{\"id\":\"o\",\"title\":{\"nl\":\"O\"},"
                              "\"sections\":[{\"id\":\"s\",\"title\":{\"nl\":\"S\"}";
    wb_plan *plan = NULL;
    wb_error err = {0};

    (void)state;
    for (int i = 0; i < 20; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text),
                 ",\"actions\":[{\"id\":\"a%d\",\"title\":{\"nl\":\"A\"}", i);
    for (int i = 0; i < 20; i++)
        strcat(text, "}]");
    strcat(text, "}]}]}");
    assert_fails(try_plan(text, &plan, &err), WB_E_LIMIT);
    assert_non_null(strstr(err.message, "more than 16 deep"));
}

static void test_wb_plan_read__refuses_json_nested_too_deep(void **state)
{
    char *text = test_malloc(200000);
    wb_plan *plan = NULL;
    wb_error err = {0};

    (void)state;
    strcpy(text, HEADING "\"x_deep\":");
    memset(text + strlen(text), '[', 100000);
    text[sizeof HEADING - 1 + 9 + 100000] = '\0';
    assert_fails(try_plan(text, &plan, &err), WB_E_LIMIT);
    assert_non_null(strstr(err.message, "nested too deep"));
    test_free(text);
}

static const char everything[] = HEADING
    "\"actors\":[{\"id\":\"x\",\"name\":{\"nl\":\"X\"},\"type\":\"role\"}]," ACTIONS(
        ACTION("a", ",\"levels\":[\"team\"],\"timing\":{\"from\":\"2018\"},"
                    "\"assignments\":[{\"id\":\"a.1\",\"actor\":\"x\",\"role\":"
                    "\"responsible\"}]") "," ACTION("b", ""));

static void test_wb_plan_read__refuses_every_truncation(void **state)
{
    char text[sizeof everything];

    (void)state;
    for (size_t length = 0; length < sizeof everything - 1; length++) {
        wb_plan *plan = NULL;

        memcpy(text, everything, length);
        text[length] = '\0';
        assert_fails(try_plan(text, &plan, NULL), WB_E_DATA);
        assert_null(plan);
    }
}

static wb_status read_everything(void)
{
    wb_reader *reader = NULL;
    wb_plan *plan = NULL;
    wb_status st =
        wb_reader_from_memory(everything, sizeof everything - 1, "p", &reader, NULL);

    if (st == WB_OK)
        st = wb_plan_read(reader, &plan, NULL);
    wb_reader_free(reader);
    wb_plan_free(plan);
    return st;
}

static void test_wb_plan_read__survives_every_failing_allocation(void **state)
{
    (void)state;
    wb_test_every_allocation(read_everything);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_plan_read__gives_what_the_file_says),
        cmocka_unit_test(test_wb_plan_hash__is_one_for_all_threads),
        cmocka_unit_test(test_wb_plan_write__is_read_as_the_same_plan),
        cmocka_unit_test(test_wb_plan_load__reads_a_path_and_names_it_in_errors),
        cmocka_unit_test(test_wb_plan_read__names_the_place_of_each_fault),
        cmocka_unit_test(test_wb_plan_read__refuses_records_nested_too_deep),
        cmocka_unit_test(test_wb_plan_read__refuses_json_nested_too_deep),
        cmocka_unit_test(test_wb_plan_read__refuses_every_truncation),
        cmocka_unit_test(test_wb_plan_read__survives_every_failing_allocation),
    };

    return cmocka_run_group_tests_name("plan/read", tests, NULL, NULL);
}
