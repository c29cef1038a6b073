/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Every allocation fails in turn while a definition with much in it is read or refused,
 * labelled answers of two files come in, and all parts are made of them. */
#include "monitoring.h"

#define LONG "a-name-of-a-group-that-is-as-long-as-names-of-groups-may-be-1234"
#define GROUPS                                                                           \
    "\"variables\":[{\"id\":\"sex\"},{\"id\":\"age\",\"bands\":[{\"id\":\"young\","      \
    "\"below\":40},{\"id\":\"" LONG                                                      \
    "\",\"from\":40}]},{\"id\":\"a_second_variable_of_bands\",\"column\":\"again\","     \
    "\"bands\":[{\"id\":\"" LONG "\"}]},{\"id\":\"a_third_variable_of_bands\","          \
    "\"column\":\"last\",\"bands\":[{\"id\":\"" LONG "\"}]},{\"id\":\"town\"}]"
#define TOPICS                                                                           \
    "\"topics\":[{\"id\":\"bully\",\"kind\":\"share\",\"within\":{\"variable\":\"sex\"," \
    "\"categories\":[1,2]}},{\"id\":\"any\",\"kind\":\"share\",\"any_of\":[\"bully\"]}," \
    "{\"id\":\"hours\",\"kind\":\"mean\",\"column\":\"hour\",\"unit\":\"h\",\"within\":" \
    "{\"variable\":\"sex\",\"categories\":[1]}},{\"id\":\"way\",\"kind\":"               \
    "\"categories\",\"categories\":[{\"id\":\"car\"},{\"id\":\"foot\"}]}]"
#define PUBLISHED                                                                        \
    "\"published\":{\"sources\":{\"a\":{\"title\":\"A\"},\"b\":{}},\"figures\":[{"       \
    "\"wave\":\"2010\",\"variable\":\"ia_problem\",\"unit\":\"percent\",\"value\":30,"   \
    "\"digits\":0,\"status\":\"bound\",\"source\":[\"a\",\"b\"]},{\"wave\":2010,"        \
    "\"variable\":\"knelpunten\",\"categories\":[\"1\",2],\"group\":{\"sex\":[\"1\"]},"  \
    "\"unit\":\"percent\",\"value\":50,\"digits\":0,\"status\":\"rounded\",\"note\":"    \
    "\"n\",\"source\":[\"a\"]}]}"
#define WAVES                                                                            \
    "\"waves\":{\"list\":[{\"id\":\"2010\",\"populations\":[{\"id\":\"all\",\"total\":"  \
    "1000,\"source\":\"us\"}]},{\"id\":\"2013\"}]}"
#define MONITOR                                                                          \
    DEFINITION(WAVES "," GROUPS "," TOPICS "," PUBLISHED                                 \
                     ",\"breakdowns\":[\"sex\",\"sex>age\",\"age*a_second_"              \
                     "variable_of_bands*"                                                \
                     "a_third_variable_of_bands\",\"age\"],"                             \
                     "\"comparisons\":{\"waves\":[\"2010\"]},"                           \
                     "\"targets\":[{\"measure\":\"werkbaar\",\"value\":0.6,\"date\":"    \
                     "\"2030-12-31\",\"direction\":\"at_most\",\"source\":\"us\"}],"     \
                     "\"publication\":{\"min_n\":5,\"mode\":\"hide\",\"protect\":"       \
                     "\"rules\"}")

static wb_monitor_definition *definition;
static wb_instrument *instrument;
static wb_frame *first, *second;
static wb_monitor *full;
static wb_monitor_results *results;

/* Ten people of a year, whose file tells another one besides. */
static wb_frame *labelled(const char *label)
{
    char csv[4000];
    size_t at = (size_t)snprintf(
        csv, sizeof csv, "jaar,sex,age,again,last,town,bully,hour,way,a1,a2,b1,b2\n");

    for (int i = 0; i < 14; i++)
        at += (size_t)snprintf(
            csv + at, sizeof csv - at, "1999,%d,%d,1,1,T%d,%d,%d,%s,%d,%d,%d,%d\n",
            1 + i % 2, 20 + 3 * i, i % 2, i % 3 == 0, 30 + i, i % 4 == 0 ? "car" : "foot",
            i % 2, i % 3 == 0, i % 5 == 0, 1);
    wb_frame *answers = frame_of(csv);
    assert_ok(
        wb_frame_set_value_label(answers, column_of(answers, "sex"), 1, label, NULL));
    return answers;
}

static wb_status read_text(const char *json)
{
    wb_monitor_definition *out = NULL;
    wb_reader *reader = NULL;
    wb_error err = {0};
    wb_status st = wb_reader_from_memory(json, strlen(json), "definition", &reader, NULL);

    if (st == WB_OK)
        st = wb_monitor_definition_read(reader, &out, &err);
    assert_int_equal(out != NULL, st == WB_OK);
    wb_monitor_definition_free(out);
    wb_reader_free(reader);
    return st;
}

static wb_status read_it(void)
{
    return read_text(MONITOR);
}

/* ---- refusals ---- */

#define PROTECTED(breakdowns)                                                            \
    DEFINITION("\"variables\":[{\"id\":\"sex\"},{\"id\":\"age\"},{\"id\":\"sector\"}],"  \
               "\"breakdowns\":[" breakdowns "],\"publication\":{\"min_n\":10,\"mode\":" \
               "\"hide\",\"protect\":\"all\"}")
#define AND_NAMES "-that-is-longer-than-texts-are-at-first-when-they-are-begun"

static const char *refused;

/* What is wrong with it is told in full, or that there is no memory. */
static wb_status refuse(void)
{
    wb_status st = read_text(refused);
    return st == WB_E_DATA ? WB_OK : st;
}

static wb_status no_such_part(void)
{
    wb_frame *out = NULL;
    wb_error err = {0};
    wb_status st = wb_monitor_results_table(results, "cels", NULL, &out, &err);

    assert_null(out);
    if (st != WB_E_ARG)
        return st;
    assert_says(err.message, "labels, released and audit");
    return WB_OK;
}

static void test_memory__while_something_is_refused(void **state)
{
    static const char *const all[] = {
        PROTECTED("\"sex*age\",\"age*sector\""),
        PROTECTED("\"sex\",\"age\",\"sector\",\"sex*age\",\"age*sector\",\"sector*sex\""),
        DEFINITION("\"variables\":[{\"id\":\"sex" AND_NAMES "\"},{\"id\":\"age" AND_NAMES
                   "\"},{\"id\":\"sector" AND_NAMES "\"}],\"breakdowns\":[\"sex" AND_NAMES
                   "\",\"age" AND_NAMES "\",\"sector" AND_NAMES "\",\"sex" AND_NAMES
                   "*age" AND_NAMES "\",\"age" AND_NAMES "*sector" AND_NAMES
                   "\",\"sector" AND_NAMES "*sex" AND_NAMES
                   "\"],\"publication\":{\"min_n\":10,\"mode\":\"hide\",\"protect\":"
                   "\"all\"}"),
    };

    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        refused = all[i];
        assert_int_equal(read_text(refused), WB_E_DATA);
        wb_test_every_allocation(refuse);
    }
    wb_test_every_allocation(no_such_part);
}

/* ---- answers and results ---- */

static wb_status add_one(wb_monitor *monitor, const char *wave, const wb_frame *answers)
{
    wb_source *source = NULL;
    wb_status st = wb_source_from_frame(answers, 10, &source, NULL);

    if (st == WB_OK)
        st = wb_monitor_add(monitor, wave, wave, source, NULL, NULL);
    wb_source_free(source);
    return st;
}

/* Notes, labels and counts of the first file are copied when the second comes. */
static wb_status add_both(void)
{
    wb_monitor *monitor = NULL;
    wb_status st = wb_monitor_new(definition, instrument, &monitor, NULL);

    if (st == WB_OK)
        st = add_one(monitor, "2010", first);
    if (st == WB_OK) {
        st = add_one(monitor, "2013", second);
        assert_int_equal(wb_monitor_row_count(monitor), st == WB_OK ? 28 : 14);
    }
    wb_monitor_free(monitor);
    return st;
}

static wb_status make_results(void)
{
    wb_monitor_results *out = NULL;
    wb_status st = wb_monitor_results_make(full, NULL, NULL, &out, NULL);

    assert_int_equal(out != NULL, st == WB_OK);
    wb_monitor_results_free(out);
    return st;
}

static wb_status make_parts(void)
{
    static const char *const parts[] = {"published", "notes", "labels", "released"};
    wb_status st = WB_OK;

    for (size_t i = 0; i < sizeof parts / sizeof *parts && st == WB_OK; i++) {
        wb_frame *out = NULL;
        st = wb_monitor_results_table(results, parts[i], "en", &out, NULL);
        assert_int_equal(out != NULL, st == WB_OK);
        wb_frame_free(out);
    }
    return st;
}

static wb_status set_design(void)
{
    static const char *const margin[] = {"sex"};
    wb_monitor *monitor = NULL;
    wb_spec *spec = NULL;
    wb_status st = wb_spec_new(&spec, NULL);

    if (st == WB_OK)
        st = wb_spec_set_weights(spec, "hour", NULL);
    if (st == WB_OK)
        st = wb_spec_set_initial_weights(spec, "hour", NULL);
    if (st == WB_OK)
        st = wb_spec_add_margin(spec, margin, 1, NULL);
    if (st == WB_OK)
        st = wb_spec_add_cluster(spec, "town", NULL);
    if (st == WB_OK)
        st = wb_monitor_new(definition, instrument, &monitor, NULL);
    if (st == WB_OK)
        st = wb_monitor_set_design(monitor, spec, NULL);
    wb_monitor_free(monitor);
    wb_spec_free(spec);
    return st;
}

static void test_memory__while_a_definition_is_read(void **state)
{
    (void)state;
    wb_test_every_allocation(read_it);
}

static void test_memory__while_answers_come_in(void **state)
{
    (void)state;
    wb_test_every_allocation(add_both);
}

static void test_memory__while_a_design_is_set(void **state)
{
    (void)state;
    wb_test_every_allocation(set_design);
}

static void test_memory__while_results_are_made(void **state)
{
    (void)state;
    wb_test_every_allocation(make_results);
}

static void test_memory__while_parts_are_made(void **state)
{
    (void)state;
    wb_test_every_allocation(make_parts);
}

/* Waves that share people have covariances. */
static wb_monitor_results *of_shared;

static wb_status compare_shared(void)
{
    static const char *const parts[] = {"changes", "trend"};
    wb_status st = WB_OK;

    for (size_t i = 0; i < sizeof parts / sizeof *parts && st == WB_OK; i++) {
        wb_frame *out = NULL;
        st = wb_monitor_results_table(of_shared, parts[i], "en", &out, NULL);
        assert_int_equal(out != NULL, st == WB_OK);
        wb_frame_free(out);
    }
    return st;
}

static void test_memory__while_waves_that_share_people_are_compared(void **state)
{
    wb_monitor *monitor = monitor_of(
        DEFINITION("\"waves\":{\"column\":\"year\",\"shared_units\":true},\"design\":{"
                   "\"weights\":\"weight\",\"clusters\":[\"person\"]}"));
    wb_frame *answers = people(3, 20);

    (void)state;
    add(monitor, NULL, answers);
    of_shared = results_of(monitor);
    wb_test_every_allocation(compare_shared);
    wb_monitor_results_free(of_shared);
    wb_frame_free(answers);
    wb_monitor_free(monitor);
}

static int set_up(void **state)
{
    wb_error err = {0};

    (void)state;
    instrument = small();
    first = labelled("men");
    second = labelled("males");
    if (definition_try(MONITOR, &definition, &err) != WB_OK ||
        wb_monitor_new(definition, instrument, &full, &err) != WB_OK ||
        add_try(full, "2010", "a", first, 0, &err) != WB_OK)
        fail_msg("%s (%s)", err.message, err.where);
    results = results_of(full);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    wb_monitor_results_free(results);
    wb_monitor_free(full);
    wb_frame_free(first);
    wb_frame_free(second);
    wb_monitor_definition_free(definition);
    wb_instrument_free(instrument);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_memory__while_a_definition_is_read),
        cmocka_unit_test(test_memory__while_something_is_refused),
        cmocka_unit_test(test_memory__while_answers_come_in),
        cmocka_unit_test(test_memory__while_a_design_is_set),
        cmocka_unit_test(test_memory__while_results_are_made),
        cmocka_unit_test(test_memory__while_parts_are_made),
        cmocka_unit_test(test_memory__while_waves_that_share_people_are_compared),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
