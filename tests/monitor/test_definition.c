/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "monitoring.h"

static void
test_wb_monitor_builtin__each_is_read_and_goes_with_its_instrument(void **state)
{
    (void)state;
    assert_int_equal(wb_monitor_builtin_count(), 2);
    for (size_t i = 0; i < wb_monitor_builtin_count(); i++) {
        wb_monitor_definition *definition = NULL;
        wb_monitor *monitor = NULL;
        wb_error err = {0};
        if (wb_monitor_builtin(wb_monitor_builtin_id(i), &definition, &err) != WB_OK)
            fail_msg("%s (%s)", err.message, err.where);
        assert_string_equal(wb_monitor_definition_id(definition),
                            wb_monitor_builtin_id(i));
        assert_says(wb_monitor_definition_title(definition, "en"), "preset");
        assert_ok(wb_monitor_new(definition, NULL, &monitor, &err));
        wb_monitor_free(monitor);
        wb_monitor_definition_free(definition);
    }
    assert_null(wb_monitor_builtin_id(2));
}

static void test_wb_monitor_part_name__those_that_a_table_takes(void **state)
{
    (void)state;
    assert_int_equal(wb_monitor_part_count(), 12);
    assert_string_equal(wb_monitor_part_name(0), "cells");
    assert_string_equal(wb_monitor_part_name(11), "audit");
    assert_null(wb_monitor_part_name(12));
    assert_null(wb_monitor_part_name(SIZE_MAX));
}

static void test_wb_monitor_builtin__an_unknown_id_names_those_there_are(void **state)
{
    wb_monitor_definition *definition = NULL;
    wb_error err = {0};

    (void)state;
    assert_fails(wb_monitor_builtin("none", &definition, &err), WB_E_ARG);
    assert_says(err.message, "wbm-employees");
}

static void test_wb_monitor_definition_write__reads_back_to_the_same_bytes(void **state)
{
    wb_monitor_definition *first = NULL, *second = NULL;
    wb_writer *writer = NULL;
    wb_reader *reader = NULL;
    size_t n;

    (void)state;
    assert_ok(wb_monitor_builtin("wbm-employees", &first, NULL));
    assert_ok(wb_writer_to_memory(&writer, NULL));
    assert_ok(wb_monitor_definition_write(first, writer, NULL));
    const char *bytes = wb_writer_bytes(writer, &n);
    assert_ok(wb_reader_from_memory(bytes, n, "copy", &reader, NULL));
    assert_ok(wb_monitor_definition_read(reader, &second, NULL));
    assert_string_equal(wb_monitor_definition_hash(first),
                        wb_monitor_definition_hash(second));
    assert_string_equal(wb_monitor_definition_instrument(second), "wbm-employees");
    wb_reader_free(reader);
    wb_writer_free(writer);
    wb_monitor_definition_free(first);
    wb_monitor_definition_free(second);
}

#define VARIABLES                                                                        \
    "\"variables\":[{\"id\":\"sex\"},{\"id\":\"age\"},{\"id\":\"sector\"},{\"id\":"      \
    "\"region\"}],"
#define CROSSED(breakdowns)                                                              \
    DEFINITION(VARIABLES "\"breakdowns\":[" breakdowns                                   \
                         "],\"publication\":{\"min_n\":10,\"mode\":\"hide\","            \
                         "\"protect\":\"all\"}")

/* What is wrong, and what the message says of it. */
static const struct {
    const char *json, *says, *where;
} faults[] = {
    {DEFINITION("\"wavez\":{}"), "wavez", "#/wavez"},
    {DEFINITION("\"breakdowns\":[\"sex\"]"), "no variable 'sex'", "#/breakdowns/0"},
    {DEFINITION("\"variables\":[{\"id\":\"sex\"}],\"breakdowns\":[\"sex*sex\"]"), "twice",
     "#/breakdowns/0"},
    {DEFINITION("\"variables\":[{\"id\":\"a\"},{\"id\":\"b\"},{\"id\":\"c\"}],"
                "\"breakdowns\":[\"a*b>c\"]"),
     "crosses (*) and nests (>)", "#/breakdowns/0"},
    {DEFINITION("\"variables\":[{\"id\":\"age\",\"bands\":[{\"id\":\"x\",\"below\":30},"
                "{\"id\":\"y\",\"from\":20}]}]"),
     "before the one before it ends", "#/variables/0/bands/1"},
    {DEFINITION("\"variables\":[{\"id\":\"age\",\"bands\":[{\"id\":\"x\",\"from\":30,"
                "\"below\":30}]}]"),
     "empty", "#/variables/0/bands/0"},
    {DEFINITION("\"variables\":[{\"id\":\"sex\",\"categories\":[{\"id\":\"m\"},{\"id\":"
                "\"m\"}]}]"),
     "two groups 'm'", "#/variables/0/categories/1"},
    {DEFINITION("\"waves\":{\"list\":[{\"id\":\"2010\",\"populations\":[{\"id\":\"all\","
                "\"total\":5}]}]}"),
     "no source", "#/waves/list/0/populations/0"},
    {DEFINITION("\"waves\":{\"list\":[{\"id\":\"2010\",\"populations\":[{\"id\":\"all\","
                "\"total\":5,\"source\":\"a\"},{\"id\":\"all\",\"total\":6,\"source\":"
                "\"b\"}]}]}"),
     "two sources", "#/waves/list/0/populations/1"},
    {DEFINITION("\"waves\":{\"list\":[{\"id\":\"2013\"},{\"id\":\"2010\"}]}"),
     "in the order of their time", "#/waves/list/1"},
    {DEFINITION("\"waves\":{\"shared_units\":true},\"design\":{}"), "clusters",
     "#/design"},
    {DEFINITION("\"topics\":[{\"id\":\"t\",\"kind\":\"share\",\"comparable_from\":"
                "\"2010\"}]"),
     "no wave '2010'", "#/topics/0/comparable_from"},
    {DEFINITION("\"topics\":[{\"id\":\"t\",\"kind\":\"share\",\"any_of\":[\"u\"]}]"),
     "no such topic 'u'", "#/topics/0/any_of/0"},
    {DEFINITION("\"topics\":[{\"id\":\"t\",\"kind\":\"categories\"}]"), "needs",
     "#/topics/0"},
    {DEFINITION("\"comparisons\":{\"waves\":[\"1999\"]}"), "no wave '1999'",
     "#/comparisons/waves/0"},
    {DEFINITION("\"publication\":{\"min_n\":4,\"mode\":\"hide\"}"), "5",
     "#/publication/min_n"},
    {DEFINITION("\"publication\":{\"mode\":\"hide\",\"protect\":\"rules\"}"),
     "with a 'min_n' only", "#/publication/protect"},
    {DEFINITION("\"publication\":{\"min_n\":10,\"mode\":\"hide\",\"extreme\":2}"),
     "with 'protect' only", "#/publication/extreme"},
    {DEFINITION("\"publication\":{\"min_n\":10,\"mode\":\"hide\",\"protect\":"
                "\"some\"}"),
     "some", "#/publication/protect"},
    {DEFINITION("\"variables\":[{\"id\":\"age\"},{\"id\":\"young\",\"column\":\"age\","
                "\"bands\":["
                "{\"id\":\"x\",\"below\":27}]}],\"publication\":{\"min_n\":10,\"mode\":"
                "\"hide\",\"protect\":\"rules\"}"),
     "both groups of column 'age'", "#/variables/1"},
    {CROSSED("\"sex*age\",\"age*sector\""),
     "'sex*age' and 'age*sector' both add up to 'age'", "#/breakdowns"},
    {CROSSED("\"sector>age\",\"sex*age\""),
     "'sector*age' and 'sex*age' both add up to 'age'", "#/breakdowns"},
    {CROSSED("\"age\",\"sex\",\"sex*age*sector\",\"sex*age*region\""),
     "both add up to 'sex*age'", "#/breakdowns"},
    {CROSSED("\"sex\",\"age\",\"sector\",\"sex*age\",\"age*sector\",\"sector*sex\""),
     "these close a circle: sex*age, age*sector, sector*sex; together", "#/breakdowns"},
    {DEFINITION("\"targets\":[{\"measure\":\"werkbaar\",\"value\":0.6,\"date\":\"2020\","
                "\"direction\":\"at_least\",\"source\":\"x\"}]"),
     "no date", "#/targets/0/date"},
    {DEFINITION("\"variables\":[{\"id\":\"sex\",\"categories\":[{\"id\":\"m\",\"codes\":["
                "null]}]}]"),
     "a code is", "#/variables/0/categories/0/codes/0"},
    {DEFINITION("\"variables\":[{\"id\":\"sex\",\"categories\":[{\"id\":\"m\"}],"
                "\"bands\":[{\"id\":\"x\",\"below\":30}]}]"),
     "not both", "#/variables/0"},
    {DEFINITION("\"variables\":[{\"id\":\"sex\"},{\"id\":\"sex\"}]"),
     "two variables 'sex'", "#/variables/1"},
    {DEFINITION("\"variables\":[{\"id\":\"a\"},{\"id\":\"b\"},{\"id\":\"c\"},{\"id\":"
                "\"d\"},{\"id\":\"e\"},{\"id\":\"f\"},{\"id\":\"g\"},{\"id\":\"h\"},{"
                "\"id\":\"i\"}],\"breakdowns\":[\"a*b*c*d*e*f*g*h*i\"]"),
     "more than 8 variables", "#/breakdowns/0"},
    {DEFINITION("\"breakdowns\":[7]"), "such as", "#/breakdowns/0"},
    {DEFINITION("\"waves\":{\"list\":[{\"id\":\"20 10\"}]}"), "'20 10' is no id",
     "#/waves/list/0/id"},
    {DEFINITION("\"waves\":{\"list\":[{\"id\":\"2010\",\"time\":1},{\"id\":\"2010\","
                "\"time\":2}]}"),
     "two waves '2010'", "#/waves/list/1"},
    {DEFINITION("\"waves\":{\"list\":[{\"id\":\"2010\",\"response\":{\"value\":101}}]}"),
     "from 0 to 100", "#/waves/list/0/response"},
    {DEFINITION(
         "\"variables\":[{\"id\":\"sex\"},{\"id\":\"age\"}],\"waves\":{\"list\":[{\"id\":"
         "\"2010\",\"populations\":[{\"id\":\"all\",\"total\":0,\"source\":\"a\"}]}]}"),
     "above 0", "#/waves/list/0/populations/0"},
    {DEFINITION("\"variables\":[{\"id\":\"sex\"},{\"id\":\"age\"}],\"waves\":{\"list\":[{"
                "\"id\":\"2010\",\"populations\":[{\"id\":\"all\",\"total\":5,\"source\":"
                "\"a\",\"group\":{\"region\":\"x\"}}]}]}"),
     "no variable 'region'", "#/waves/list/0/populations/0/group/region"},
    {DEFINITION("\"variables\":[{\"id\":\"sex\",\"categories\":[{\"id\":\"m\"}]}],"
                "\"waves\":{\"list\":[{\"id\":\"2010\",\"populations\":[{\"id\":\"all\","
                "\"total\":5,\"source\":\"a\",\"group\":{\"sex\":\"man\"}}]}]}"),
     "'sex' has no group 'man'", "#/waves/list/0/populations/0/group/sex"},
    {DEFINITION("\"variables\":[{\"id\":\"sex\"},{\"id\":\"age\"}],\"waves\":{\"list\":[{"
                "\"id\":\"2010\",\"populations\":[{\"id\":\"all\",\"total\":5,\"source\":"
                "\"a\",\"group\":{\"sex\":1}}]}]}"),
     "names one category", "#/waves/list/0/populations/0/group/sex"},
    {DEFINITION(
         "\"variables\":[{\"id\":\"sex\"},{\"id\":\"age\"}],\"waves\":{\"list\":[{\"id\":"
         "\"2010\",\"populations\":[{\"id\":\"all\",\"total\":5,\"source\":\"a\","
         "\"group\":{\"sex\":\"m\",\"age\":\"y\"}},{\"id\":\"all\",\"total\":6,"
         "\"source\":\"a\",\"group\":{\"age\":\"y\",\"sex\":\"m\"}}]}]}"),
     "two totals 'all'", "#/waves/list/0/populations/1"},
    {DEFINITION("\"topics\":[{\"id\":\"t\",\"kind\":\"share\",\"within\":{\"variable\":"
                "\"x\",\"categories\":[\"1\"]}}]"),
     "no variable 'x'", "#/topics/0/within"},
    {DEFINITION("\"topics\":[{\"id\":\"t\",\"kind\":\"mean\",\"event\":[\"1\"]}]"),
     "are of shares", "#/topics/0"},
    {DEFINITION("\"topics\":[{\"id\":\"u\",\"kind\":\"share\"},{\"id\":\"t\",\"kind\":"
                "\"share\",\"event\":[\"1\"],\"any_of\":[\"u\"]}]"),
     "not both", "#/topics/1"},
    {DEFINITION("\"topics\":[{\"id\":\"t\",\"kind\":\"share\",\"categories\":[{\"id\":"
                "\"1\"}]}]"),
     "is not of that kind", "#/topics/0"},
    {DEFINITION("\"topics\":[{\"id\":\"t\",\"kind\":\"share\"},{\"id\":\"t\",\"kind\":"
                "\"share\"}]"),
     "already the name", "#/topics/1"},
    {DEFINITION("\"level\":1"), "between 0 and 1", "#/level"},
    {DEFINITION("\"interval\":\"exact\""), "no method", "#/interval"}};

/* With protection, what two crossings both add up to is declared, and what a circle of
 * them is of. Pairs that come by themselves are not protected. */
static void
test_wb_monitor_definition_read__takes_crossings_that_share_groups(void **state)
{
    static const char *const taken[] = {
        CROSSED("\"age\",\"sex*age\",\"age*sector\""),
        CROSSED("\"sex*age\",\"sector*region\""),
        CROSSED("\"sex*age\",\"age*sex*sector\""),
        CROSSED("\"sex\",\"sector>age\""),
        CROSSED("\"sex\",\"age\",\"sector\",\"sex*age\",\"age*sector\",\"sector*sex\","
                "\"sex*age*sector\""),
        DEFINITION(VARIABLES "\"breakdowns\":[\"sex*age\",\"age*sector\"]"),
    };

    (void)state;
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
        wb_monitor_definition *definition = NULL;
        wb_error err = {0};
        if (definition_try(taken[i], &definition, &err) != WB_OK)
            fail_msg("%zu: %s", i, err.message);
        wb_monitor_definition_free(definition);
    }
}

static void test_wb_monitor_definition_read__a_fault_is_named_with_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        wb_monitor_definition *definition = NULL;
        wb_error err = {0};
        assert_fails(definition_try(faults[i].json, &definition, &err), WB_E_DATA);
        assert_null(definition);
        assert_says(err.message, faults[i].says);
        assert_says(err.where, faults[i].where);
    }
}

static void
test_wb_monitor_definition_read__a_nested_breakdown_brings_its_outer_one(void **state)
{
    wb_monitor *monitor = monitor_of(DEFINITION(
        "\"waves\":{\"column\":\"year\"},\"variables\":[{\"id\":\"sex\"},{\"id\":"
        "\"stratum\"}],\"breakdowns\":[\"sex>stratum\"]"));
    wb_frame *answers = people(2, 50);

    (void)state;
    add(monitor, NULL, answers);
    wb_monitor_results *results = results_of(monitor);
    wb_frame *cells = part_of(results, "cells");
    const char *const outer[][2] = {
        {"wave", "2010"}, {"sex", "1"}, {"stratum", NULL}, {"variable", "werkbaar"}};
    const char *const inner[][2] = {
        {"wave", "2010"}, {"sex", "1"}, {"stratum", "2"}, {"variable", "werkbaar"}};
    assert_true(row_where(cells, outer, 4) >= 0);
    assert_true(row_where(cells, inner, 4) >= 0);
    wb_frame_free(cells);
    wb_frame_free(answers);
    wb_monitor_results_free(results);
    wb_monitor_free(monitor);
}

static void test_wb_monitor_definition_load__a_file_is_read(void **state)
{
    wb_monitor_definition *definition = NULL;

    (void)state;
    assert_ok(wb_monitor_definition_load(
        WB_TEST_SOURCE_DIR "/data/monitors/wbm-employees.json", &definition, NULL));
    wb_monitor_definition_free(definition);
    assert_fails(wb_monitor_definition_load("/nowhere", &definition, NULL), WB_E_IO);
    assert_null(definition);
}

static wb_status read_builtin(void)
{
    wb_monitor_definition *definition = NULL;
    wb_status st = wb_monitor_builtin("wbm-selfemployed", &definition, NULL);
    wb_monitor_definition_free(definition);
    return st;
}

static void test_wb_monitor_definition_read__survives_every_allocation(void **state)
{
    (void)state;
    wb_test_every_allocation(read_builtin);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            test_wb_monitor_builtin__each_is_read_and_goes_with_its_instrument),
        cmocka_unit_test(test_wb_monitor_part_name__those_that_a_table_takes),
        cmocka_unit_test(test_wb_monitor_builtin__an_unknown_id_names_those_there_are),
        cmocka_unit_test(test_wb_monitor_definition_write__reads_back_to_the_same_bytes),
        cmocka_unit_test(
            test_wb_monitor_definition_read__takes_crossings_that_share_groups),
        cmocka_unit_test(
            test_wb_monitor_definition_read__a_fault_is_named_with_its_place),
        cmocka_unit_test(
            test_wb_monitor_definition_read__a_nested_breakdown_brings_its_outer_one),
        cmocka_unit_test(test_wb_monitor_definition_read__survives_every_allocation),
        cmocka_unit_test(test_wb_monitor_definition_load__a_file_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
