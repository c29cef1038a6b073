/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What is published twice, or in other groups, and what was released and why. */
#include "monitoring.h"

#include "compose/json_memory.h"

#define WAVES                                                                            \
    "\"waves\":{\"column\":\"year\",\"list\":[{\"id\":\"2010\"},{\"id\":\"2013\"},{"     \
    "\"id\":\"2016\"}]}"
#define GROUPS                                                                           \
    "\"variables\":[{\"id\":\"sex\",\"categories\":[{\"id\":\"man\",\"codes\":[1]},"     \
    "{\"id\":\"woman\",\"codes\":[2]}]},{\"id\":\"age\",\"bands\":[{\"id\":\"-26\","     \
    "\"below\":27},{\"id\":\"27-50\",\"from\":27,\"below\":51},{\"id\":\"51+\","         \
    "\"from\":51}]}]"
#define RULES(mode, protect, min_n)                                                      \
    "\"publication\":{\"min_n\":" min_n ",\"mode\":\"" mode "\",\"protect\":\"" protect  \
    "\"}"
#define MONITOR(breakdowns, rules)                                                       \
    DEFINITION(WAVES "," GROUPS ",\"breakdowns\":[" breakdowns "]," rules)
#define BY_SEX    "\"sex\""
#define BY_BOTH   "\"sex\",\"age\",\"sex*age\""
#define ALL_OF_30 RULES("hide", "all", "30")

/* Results of the first n_waves waves of people(), n a wave. */
static wb_status report(const char *definition, int n_waves, int n,
                        const wb_ledger *earlier, const char *release,
                        wb_monitor_results **out, wb_error *err)
{
    wb_monitor *monitor = monitor_of(definition);
    wb_monitor_options options = WB_MONITOR_OPTIONS_INIT;
    wb_frame *answers = people(n_waves, n);

    options.earlier = earlier;
    options.release = release;
    add(monitor, NULL, answers);
    wb_status st = wb_monitor_results_make(monitor, &options, NULL, out, err);
    wb_frame_free(answers);
    wb_monitor_free(monitor);
    return st;
}

static wb_monitor_results *reported(const char *definition, int n_waves, int n,
                                    const wb_ledger *earlier, const char *release)
{
    wb_monitor_results *results = NULL;
    wb_error err = {0};

    if (report(definition, n_waves, n, earlier, release, &results, &err) != WB_OK)
        fail_msg("%s (%s)", err.message, err.item);
    return results;
}

static wb_ledger *ledger_of(const wb_monitor_results *results)
{
    wb_ledger *ledger = NULL;
    assert_ok(wb_monitor_results_ledger(results, &ledger, NULL));
    return ledger;
}

static wb_ledger *ledger_from(const char *definition, int n_waves, int n)
{
    wb_monitor_results *results = reported(definition, n_waves, n, NULL, "one");
    wb_ledger *ledger = ledger_of(results);
    wb_monitor_results_free(results);
    return ledger;
}

/* ---- what is asked for ---- */

static void refused_of(int n, const char *definition, const wb_ledger *earlier,
                       const char *release, wb_status status, const char *item)
{
    wb_monitor_results *results = NULL;
    wb_error err = {0};

    assert_int_equal(report(definition, 3, n, earlier, release, &results, &err), status);
    assert_null(results);
    assert_memory_equal(err.item, item, strlen(item));
}

static void refused(const char *definition, const wb_ledger *earlier, const char *release,
                    wb_status status, const char *item)
{
    refused_of(60, definition, earlier, release, status, item);
}

static void test_wb_monitor_results_make__a_ledger_needs_what_is_hidden(void **state)
{
    wb_ledger *ledger = ledger_from(MONITOR(BY_SEX, ALL_OF_30), 3, 60);

    (void)state;
    refused(MONITOR(BY_SEX, ALL_OF_30), ledger, NULL, WB_E_ARG, "release");
    refused(MONITOR(BY_SEX, RULES("hide", "none", "30")), NULL, "two", WB_E_ARG,
            "release");
    refused(MONITOR(BY_SEX, RULES("flag", "all", "30")), ledger, "two", WB_E_ARG,
            "earlier");
    refused(MONITOR(BY_SEX, ALL_OF_30), ledger, "one", WB_E_CONFLICT, "release");
    wb_ledger_free(ledger);
}

static void test_wb_monitor_results_make__a_ledger_is_of_these_answers(void **state)
{
    wb_ledger *ledger = ledger_from(MONITOR(BY_BOTH, ALL_OF_30), 3, 200);

    (void)state;
    assert_string_equal(wb_ledger_scope(ledger), "test");
    /* fewer answers than were shown, and groups that are not looked at now */
    refused(MONITOR(BY_BOTH, ALL_OF_30), ledger, "two", WB_E_CONFLICT, "20");
    refused(MONITOR(BY_SEX, ALL_OF_30), ledger, "two", WB_E_CONFLICT, "20");
    wb_ledger_free(ledger);
}

/* All waves are refused; which is said is the first, also where they go side by side. */
static void test_wb_monitor_results_make__the_first_wave_refused_is_named(void **state)
{
    static const int32_t threads[] = {1, 2, 3, 8};
    wb_ledger *ledger = ledger_from(MONITOR(BY_BOTH, ALL_OF_30), 3, 200);
    wb_monitor *monitor = monitor_of(MONITOR(BY_BOTH, ALL_OF_30));
    wb_monitor_options options = WB_MONITOR_OPTIONS_INIT;
    wb_frame *answers = people(3, 60);
    wb_error first = {0};

    (void)state;
    options.earlier = ledger;
    options.release = "two";
    add(monitor, NULL, answers);
    for (size_t i = 0; i < 200; i++) {
        wb_run run = WB_RUN_INIT;
        wb_monitor_results *results = NULL;
        wb_error err = {0};
        run.threads = threads[i % 4];
        assert_int_equal(wb_monitor_results_make(monitor, &options, &run, &results, &err),
                         WB_E_CONFLICT);
        first = i == 0 ? err : first;
        assert_memory_equal(err.item, "2010", 4);
        assert_string_equal(err.item, first.item);
        assert_string_equal(err.message, first.message);
    }
    wb_frame_free(answers);
    wb_monitor_free(monitor);
    wb_ledger_free(ledger);
}

/* Bands that are called as before and hold others are not the groups that were shown. */
static void
test_wb_monitor_results_make__other_bands_are_not_the_groups_before(void **state)
{
#define BANDS(a, b)                                                                      \
    DEFINITION(WAVES ",\"variables\":[{\"id\":\"age\",\"bands\":[{\"id\":\"young\","     \
                     "\"below\":" a "},{\"id\":\"" b "\",\"from\":" a                    \
                     "}]}],\"breakdowns\":[\"age\"]," RULES("hide", "all", "10"))
    wb_ledger *ledger = ledger_from(BANDS("40", "old"), 3, 200);

    (void)state;
    refused_of(200, BANDS("40", "older"), ledger, "two", WB_E_CONFLICT, "2010/age=old");
    refused_of(200, BANDS("45", "old"), ledger, "two", WB_E_CONFLICT, "2010/age=old");
    refused_of(200, BANDS("35", "old"), ledger, "two", WB_E_CONFLICT, "2010/age=young");
    wb_ledger_free(ledger);
#undef BANDS
}

static void test_wb_monitor_results_ledger__is_there_when_asked_for(void **state)
{
    wb_monitor_results *results = reported(MONITOR(BY_SEX, ALL_OF_30), 3, 60, NULL, NULL);
    wb_ledger *ledger = NULL;
    wb_error err = {0};

    (void)state;
    assert_int_equal(wb_monitor_results_ledger(results, &ledger, &err), WB_E_ARG);
    assert_string_equal(err.item, "release");
    assert_int_equal(wb_monitor_results_ledger(NULL, &ledger, NULL), WB_E_ARG);
    assert_int_equal(wb_monitor_results_ledger(results, NULL, NULL), WB_E_ARG);
    wb_monitor_results_free(results);
}

/* ---- two reports ---- */

/* The number of rows of `then` that `now` has otherwise. */
static int different(const wb_frame *then, const wb_frame *now)
{
    int n = 0;

    for (int64_t row = 0; row < wb_frame_row_count(then); row++) {
        const char *const where[][2] = {{"cell", text_at(then, "cell", row)},
                                        {"measure", text_at(then, "measure", row)}};
        int64_t at = row_where(now, where, 2);
        assert_true(at >= 0);
        assert_string_equal(text_at(now, "release", at), "one");
        n += strcmp(text_at(then, "status", row), text_at(now, "status", at)) != 0;
        n += whole_at(then, "n", row) != whole_at(now, "n", at);
    }
    return n;
}

/* What the second report shows of what the first decided on is the same, also when it
 * would show and hide other things by itself. */
static void test_wb_monitor_results__other_groups_keep_what_was_decided(void **state)
{
    wb_monitor_results *first =
        reported(MONITOR("\"age\",\"age*sex\"", ALL_OF_30), 3, 200, NULL, "one");
    wb_ledger *ledger = ledger_of(first);
    wb_frame *then = part_of(first, "released");
    wb_monitor_results *second =
        reported(MONITOR(BY_BOTH, ALL_OF_30), 3, 200, ledger, "two");
    wb_monitor_results *alone =
        reported(MONITOR(BY_BOTH, ALL_OF_30), 3, 200, NULL, "one");
    wb_frame *now = part_of(second, "released");
    wb_frame *else_now = part_of(alone, "released");

    (void)state;
    assert_int_equal(different(then, now), 0);
    assert_true(different(then, else_now) > 0);
    assert_non_null(strstr(wb_frame_metadata(now), "\"earlier\":[\"one\"]"));
    assert_non_null(strstr(wb_frame_metadata(then), "not protected against earlier"));
    wb_frame_free(then);
    wb_frame_free(now);
    wb_frame_free(else_now);
    wb_ledger_free(ledger);
    wb_monitor_results_free(first);
    wb_monitor_results_free(second);
    wb_monitor_results_free(alone);
}

static int is_shown(const wb_frame *cells, int64_t row)
{
    return strcmp(text_at(cells, "status", row), "hidden") != 0 &&
           whole_at(cells, "n", row) > 0;
}

/* Two that answer late are not told by what is shown of everybody but them before. */
static void test_wb_monitor_results__late_answers_are_not_told(void **state)
{
    wb_ledger *ledger = ledger_from(MONITOR(BY_SEX, RULES("hide", "all", "10")), 1, 198);
    wb_monitor_results *again =
        reported(MONITOR(BY_BOTH, RULES("hide", "all", "10")), 1, 200, ledger, "two");
    wb_frame *cells = part_of(again, "cells");
    wb_frame *changes = part_of(again, "groups");

    (void)state;
    for (int64_t row = 0; row < wb_frame_row_count(cells); row++) {
        if (is_missing(cells, "sex", row) && is_missing(cells, "age", row))
            assert_false(is_shown(cells, row)); /* of everybody n has changed */
        if (!is_missing(cells, "age", row))
            assert_false(is_shown(cells, row)); /* new beside late answers */
    }
    for (int64_t row = 0; row < wb_frame_row_count(changes); row++)
        assert_true(is_missing(changes, "difference", row));
    wb_frame_free(cells);
    wb_frame_free(changes);
    wb_ledger_free(ledger);
    wb_monitor_results_free(again);
}

static int64_t rows_of_wave(const wb_ledger *ledger, const char *wave)
{
    wb_frame *frame = NULL;
    int64_t n = 0;

    assert_ok(wb_ledger_frame(ledger, &frame, NULL));
    for (int64_t row = 0; row < wb_frame_row_count(frame); row++)
        n += strncmp(text_at(frame, "cell", row), wave, 4) == 0;
    wb_frame_free(frame);
    return n;
}

/* A later report of one wave knows what was shown of it, and keeps what was of others. */
static void test_wb_monitor_results_ledger__keeps_waves_that_did_not_come(void **state)
{
    wb_ledger *ledger = ledger_from(MONITOR(BY_SEX, ALL_OF_30), 3, 200);
    wb_monitor_results *one =
        reported(MONITOR(BY_BOTH, ALL_OF_30), 1, 200, ledger, "two");
    wb_ledger *next = ledger_of(one);

    (void)state;
    assert_true(rows_of_wave(next, "2010") > rows_of_wave(ledger, "2010"));
    assert_int_equal(rows_of_wave(next, "2016"), rows_of_wave(ledger, "2016"));
    assert_true(rows_of_wave(next, "2016") > 0);
    wb_ledger_free(ledger);
    wb_ledger_free(next);
    wb_monitor_results_free(one);
}

/* ---- what was released, and why ---- */

static void test_wb_monitor_results_table__released_are_the_counts_shown(void **state)
{
    wb_monitor_results *results =
        reported(MONITOR(BY_BOTH, ALL_OF_30), 3, 200, NULL, NULL);
    wb_frame *released = part_of(results, "released");
    wb_frame *cells = part_of(results, "cells");
    const char *const all[][2] = {{"cell", "2013"}, {"measure", "ia"}};
    const char *const of_cells[][2] = {
        {"wave", "2013"}, {"sex", NULL}, {"age", NULL}, {"variable", "ia_problem"}};
    int64_t row = row_where(released, all, 2);
    int64_t like = row_where(cells, of_cells, 4);

    (void)state;
    assert_int_equal(whole_at(released, "n", row), whole_at(cells, "n", like));
    double problems =
        number_at(cells, "estimate", like) * (double)whole_at(cells, "n", like);
    assert_int_equal(whole_at(released, "problem", row), (int64_t)(problems + 0.5));
    for (row = 0; row < wb_frame_row_count(released); row++)
        assert_int_equal(is_missing(released, "n", row),
                         strcmp(text_at(released, "status", row), "hidden") == 0);
    wb_frame_free(released);
    wb_frame_free(cells);
    wb_monitor_results_free(results);
}

static void test_wb_monitor_results_table__the_audit_tells_why(void **state)
{
    wb_monitor_results *results =
        reported(MONITOR(BY_BOTH, ALL_OF_30), 3, 200, NULL, NULL);
    wb_frame *released = part_of(results, "released");
    wb_frame *audit = part_of(results, "audit");
    int few = 0, protects = 0;

    (void)state;
    for (int64_t row = 0; row < wb_frame_row_count(audit); row++) {
        const char *const where[][2] = {{"cell", text_at(audit, "cell", row)},
                                        {"measure", text_at(audit, "measure", row)}};
        int64_t at = row_where(released, where, 2);
        assert_string_equal(text_at(released, "status", at), "hidden");
        few += strcmp(text_at(audit, "rule", row), "too_few") == 0;
        protects += strcmp(text_at(audit, "rule", row), "protects") == 0 ||
                    strcmp(text_at(audit, "rule", row), "left_over") == 0;
    }
    assert_true(few > 0 && protects > 0);
    wb_frame_free(released);
    wb_frame_free(audit);
    wb_monitor_results_free(results);
}

static void test_wb_monitor_results_table__nothing_is_released_unprotected(void **state)
{
    wb_monitor_results *results =
        reported(MONITOR(BY_BOTH, RULES("hide", "none", "30")), 3, 60, NULL, NULL);
    wb_frame *released = part_of(results, "released");
    wb_frame *audit = part_of(results, "audit");

    (void)state;
    assert_int_equal(wb_frame_row_count(released), 0);
    assert_int_equal(wb_frame_row_count(audit), 0);
    assert_int_equal(wb_frame_column_count(audit), 7);
    wb_frame_free(released);
    wb_frame_free(audit);
    wb_monitor_results_free(results);
}

/* ---- names of cells ---- */

static int has_cell(const wb_frame *released, const char *cell)
{
    const char *const where[][2] = {{"cell", cell}, {"measure", "ia"}};
    return row_where(released, where, 2) >= 0;
}

static void test_wb_monitor_results_table__a_crossing_has_one_name(void **state)
{
    static const char *const breakdowns[] = {MONITOR("\"sex*age\"", ALL_OF_30),
                                             MONITOR("\"age*sex\"", ALL_OF_30),
                                             MONITOR("\"sex\",\"sex>age\"", ALL_OF_30)};

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        wb_monitor_results *results = reported(breakdowns[i], 3, 200, NULL, NULL);
        wb_frame *released = part_of(results, "released");
        assert_true(has_cell(released, "2010/age=27-50/sex=man"));
        wb_frame_free(released);
        wb_monitor_results_free(results);
    }
}

/* Groups as the answers have them may be called anything. */
static void test_wb_monitor_results_table__names_of_cells_are_never_two(void **state)
{
    static const char definition[] = DEFINITION(
        "\"waves\":{\"column\":\"year\"},\"variables\":[{\"id\":\"job\"},{\"id\":"
        "\"place\"}],\"breakdowns\":[\"job\",\"place*job\"]," RULES("hide", "all", "5"));
    char csv[2000], wide[261];
    size_t at = (size_t)snprintf(csv, sizeof csv, "year,job,place,a1,a2,b1,b2\n");
    wb_monitor *monitor = monitor_of(definition);

    (void)state;
    memset(wide, 'x', 260);
    wide[260] = '\0';
    for (int i = 0; i < 12; i++)
        at += (size_t)snprintf(csv + at, sizeof csv - at, "2010,%s,a/b=%%,0,%d,0,1\n",
                               i < 6   ? "kok/place=a"
                               : i < 7 ? wide
                                       : "kok",
                               i % 2);
    wb_frame *answers = frame_of(csv);
    add(monitor, NULL, answers);
    wb_monitor_results *results = results_of(monitor);
    wb_frame *released = part_of(results, "released");
    int hashes = 0;
    assert_true(has_cell(released, "2010/job=kok%2Fplace%3Da/place=a%2Fb%3D%25"));
    for (int64_t row = 0; row < wb_frame_row_count(released); row++) {
        const char *cell = text_at(released, "cell", row);
        hashes += strncmp(cell, "2010/#", 6) == 0;
        assert_true(strlen(cell) <= 255);
    }
    assert_true(hashes > 0);
    wb_frame_free(released);
    wb_frame_free(answers);
    wb_monitor_results_free(results);
    wb_monitor_free(monitor);
}

static wb_monitor_results *told;

static wb_status tell_released(void)
{
    wb_frame *frame = NULL;
    wb_status st = wb_monitor_results_table(told, "released", "en", &frame, NULL);

    if (st == WB_OK)
        assert_non_null(strstr(wb_frame_metadata(frame), "\"earlier\":[\"one\"]"));
    wb_frame_free(frame);
    return st;
}

/* Which reports came before is told, or that there was no memory to. */
static void
test_wb_monitor_results_table__survives_every_failing_allocation_of_json(void **state)
{
    wb_monitor_results *first =
        reported(MONITOR("\"age\"", ALL_OF_30), 3, 200, NULL, "one");
    wb_ledger *ledger = ledger_of(first);

    (void)state;
    told = reported(MONITOR("\"age\"", ALL_OF_30), 3, 200, ledger, "two");
    every_json_allocation(tell_released);
    wb_monitor_results_free(told);
    wb_ledger_free(ledger);
    wb_monitor_results_free(first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_monitor_results_make__a_ledger_needs_what_is_hidden),
        cmocka_unit_test(test_wb_monitor_results_make__a_ledger_is_of_these_answers),
        cmocka_unit_test(test_wb_monitor_results_make__the_first_wave_refused_is_named),
        cmocka_unit_test(
            test_wb_monitor_results_make__other_bands_are_not_the_groups_before),
        cmocka_unit_test(test_wb_monitor_results_ledger__is_there_when_asked_for),
        cmocka_unit_test(test_wb_monitor_results__other_groups_keep_what_was_decided),
        cmocka_unit_test(
            test_wb_monitor_results_table__survives_every_failing_allocation_of_json),
        cmocka_unit_test(test_wb_monitor_results__late_answers_are_not_told),
        cmocka_unit_test(test_wb_monitor_results_ledger__keeps_waves_that_did_not_come),
        cmocka_unit_test(test_wb_monitor_results_table__released_are_the_counts_shown),
        cmocka_unit_test(test_wb_monitor_results_table__the_audit_tells_why),
        cmocka_unit_test(test_wb_monitor_results_table__nothing_is_released_unprotected),
        cmocka_unit_test(test_wb_monitor_results_table__a_crossing_has_one_name),
        cmocka_unit_test(test_wb_monitor_results_table__names_of_cells_are_never_two),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
