/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Every allocation may fail: nothing leaks, nothing is half done. */
#include "monitoring.h"

static const char definition[] = DEFINITION(
    "\"waves\":{\"column\":\"year\",\"list\":[{\"id\":\"2010\",\"populations\":[{\"id\":"
    "\"all\",\"total\":1000,\"source\":\"us\"}]},{\"id\":\"2013\"}]},"
    "\"variables\":[{\"id\":\"sex\",\"categories\":[{\"id\":\"man\",\"codes\":[1]},"
    "{\"id\":\"woman\",\"codes\":[2]}]},{\"id\":\"age\",\"bands\":[{\"id\":\"young\","
    "\"below\":40},{\"id\":\"old\",\"from\":40}]}],\"breakdowns\":[\"sex\",\"sex>age\"],"
    "\"topics\":[{\"id\":\"pesten\",\"column\":\"bully\",\"label\":{\"nl\":\"p\",\"en\":"
    "\"p\"},\"kind\":\"share\"}],"
    "\"targets\":[{\"measure\":\"werkbaar\",\"value\":0.6,\"date\":\"2030-12-31\","
    "\"direction\":\"at_least\",\"source\":\"us\"}],"
    "\"design\":{\"weights\":\"weight\",\"strata\":[\"stratum\"]},"
    "\"publication\":{\"min_n\":8,\"mode\":\"hide\",\"protect\":\"all\"}");

static wb_monitor_definition *made;
static wb_instrument *instrument;
static wb_monitor *full;
static wb_frame *answers;
static wb_ledger *ledger;
static wb_monitor_results *results;

static wb_status new_and_add(void)
{
    wb_monitor *monitor = NULL;
    wb_source *source = NULL;
    wb_status st = wb_source_from_frame(answers, 20, &source, NULL);

    if (st == WB_OK)
        st = wb_monitor_new(made, instrument, &monitor, NULL);
    if (st == WB_OK) {
        st = wb_monitor_add(monitor, NULL, "a.csv", source, NULL, NULL);
        assert_int_equal(wb_monitor_row_count(monitor), st == WB_OK ? 60 : 0);
    }
    wb_monitor_free(monitor);
    wb_source_free(source);
    return st;
}

static wb_status make_results(void)
{
    wb_monitor_options options = WB_MONITOR_OPTIONS_INIT;
    wb_run run = WB_RUN_INIT;
    wb_monitor_results *out = NULL;
    wb_ledger *next = NULL;

    run.threads = 1;
    options.earlier = ledger;
    options.release = "two";
    wb_status st = wb_monitor_results_make(full, &options, &run, &out, NULL);
    if (st != WB_OK)
        assert_null(out);
    if (st == WB_OK)
        st = wb_monitor_results_ledger(out, &next, NULL);
    wb_ledger_free(next);
    wb_monitor_results_free(out);
    return st;
}

typedef struct countdown {
    int left; /* calls until it says stop */
} countdown;

static int32_t count_down(void *user, double fraction)
{
    assert_true(fraction >= 0 && fraction <= 1);
    return --((countdown *)user)->left == 0;
}

static void test_faults__stopping_at_each_question(void **state)
{
    wb_monitor_results *out = NULL;
    wb_run run = WB_RUN_INIT;
    wb_status st = WB_E_CANCELLED;
    int n = 0;

    (void)state;
    run.progress = count_down;
    while (st == WB_E_CANCELLED) {
        countdown user = {++n};
        run.user = &user;
        assert_null(out);
        st = wb_monitor_results_make(full, NULL, &run, &out, NULL);
    }
    assert_ok(st);
    assert_true(n > 5); /* breakdowns of the estimates and of the people, and waves */
    wb_monitor_results_free(out);
}

static wb_status make_tables(void)
{
    static const char *const parts[] = {"cells",   "changes",  "groups",    "trend",
                                        "targets", "counts",   "published", "response",
                                        "notes",   "released", "audit",     "labels"};
    wb_status st = WB_OK;

    for (size_t i = 0; i < sizeof parts / sizeof *parts && st == WB_OK; i++) {
        wb_frame *out = NULL;
        st = wb_monitor_results_table(results, parts[i], "nl", &out, NULL);
        assert_int_equal(out != NULL, st == WB_OK);
        wb_frame_free(out);
    }
    return st;
}

static wb_status read_definition(void)
{
    wb_monitor_definition *out = NULL;
    wb_error err;
    wb_reader *reader = NULL;
    wb_status st = wb_reader_from_memory(definition, strlen(definition), "definition",
                                         &reader, NULL);

    if (st == WB_OK)
        st = wb_monitor_definition_read(reader, &out, &err);
    wb_monitor_definition_free(out);
    wb_reader_free(reader);
    return st;
}

static void test_faults__reading_a_definition(void **state)
{
    (void)state;
    wb_test_every_allocation(read_definition);
}

static void test_faults__adding_answers(void **state)
{
    (void)state;
    wb_test_every_allocation(new_and_add);
}

static void test_faults__making_results(void **state)
{
    (void)state;
    wb_test_every_allocation(make_results);
}

static void test_faults__making_tables(void **state)
{
    (void)state;
    wb_test_every_allocation(make_tables);
}

static int set_up(void **state)
{
    wb_monitor_options options = WB_MONITOR_OPTIONS_INIT;
    wb_error err = {0};

    (void)state;
    options.release = "one";
    answers = people(2, 30);
    instrument = small();
    full = monitor_of(definition);
    add(full, NULL, answers);
    if (definition_try(definition, &made, &err) != WB_OK ||
        wb_monitor_results_make(full, &options, NULL, &results, &err) != WB_OK ||
        wb_monitor_results_ledger(results, &ledger, &err) != WB_OK)
        fail_msg("%s", err.message);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    wb_ledger_free(ledger);
    wb_monitor_results_free(results);
    wb_monitor_free(full);
    wb_monitor_definition_free(made);
    wb_instrument_free(instrument);
    wb_frame_free(answers);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_faults__reading_a_definition),
        cmocka_unit_test(test_faults__adding_answers),
        cmocka_unit_test(test_faults__making_results),
        cmocka_unit_test(test_faults__making_tables),
        cmocka_unit_test(test_faults__stopping_at_each_question),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
