/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Plans, sheets and changes at the edge of what they may hold. */
#include "plan/changes.h"

#include "frames.h"
#include "plan/changes_support.h"
#include "plan/follow_support.h"

#include <stdlib.h>

#define TODAY "2026-06-15"

/* ---- sheets ---- */

#define LEDGER                                                                           \
    ACTED(ACTION(                                                                        \
        "a",                                                                             \
        STATUS("planned") ",\"addressed_to\":[\"hr\",\"ceo\"],\"funding\":[{"            \
                          "\"id\":\"f\",\"budgets\":[{\"id\":\"f.1\","                   \
                          "\"amount\":1000},{\"id\":\"f.2\"}]}]") "," ACTION("b", ""))

static void test_sheet__asks_whom_an_action_is_addressed_to(void **state)
{
    wb_plan *plan = read_plan(LEDGER);
    wb_frame *sheet = NULL;
    bool asked_b = false, first = false, second = false, whole_funding = false;

    (void)state;
    assert_ok(wb_plan_sheet(plan, "ceo", "en", &sheet, NULL));
    assert_cell(sheet, "record", 0, "a");
    assert_cell(sheet, "field", 0, "status");
    for (int64_t i = 0; i < wb_frame_row_count(sheet); i++) {
        const char *record = cell(sheet, "record", i);

        asked_b = asked_b || strcmp(record, "b") == 0;
        first = first || strcmp(record, "f.1") == 0;
        second = second || strcmp(record, "f.2") == 0;
        whole_funding = whole_funding || strcmp(record, "f") == 0;
    }
    assert_true(first && second); /* the lines, and not what they are lines of */
    assert_false(asked_b || whole_funding);
    wb_frame_free(sheet);
    wb_plan_free(plan);
}

/* A frame of texts as they are, blanks and all. */
static wb_frame *sheet_of_cells(const char *const cells[5], bool with_reason)
{
    static const char *const names[] = {"record", "field", "present", "new", "reason"};
    wb_frame *frame = NULL;

    assert_ok(wb_frame_new(1, &frame, NULL));
    for (size_t i = 0; i < (with_reason ? 5 : 4); i++) {
        wb_column column = WB_COLUMN_INIT;
        const int32_t code = 0;

        column.type = WB_TYPE_DICTIONARY;
        column.flags = WB_COLUMN_COPY;
        column.values = &code;
        column.categories = &cells[i];
        column.n_categories = 1;
        assert_ok(wb_frame_add_column(frame, names[i], &column, NULL));
    }
    return frame;
}

static void assert_reported(const char *const cells[5], bool with_reason,
                            const char *status)
{
    wb_plan *plan = read_plan(LEDGER), *after = NULL;
    wb_frame *sheet = sheet_of_cells(cells, with_reason);
    wb_changes *changes = NULL;
    wb_error err = {0};

    if (wb_plan_sheet_changes(plan, sheet, TODAY, "hr", NULL, &changes, &err) != WB_OK)
        fail_msg("%s: %s", err.item, err.message);
    assert_ok(wb_plan_apply(plan, changes, &after, NULL));
    assert_string_equal(wb_action_status(wb_plan_find(after, "a"), NULL), status);
    wb_changes_free(changes);
    wb_frame_free(sheet);
    wb_plan_free(after);
    wb_plan_free(plan);
}

static void test_sheet_changes__take_no_notice_of_blanks_around(void **state)
{
    static const char *const spaced[] = {" a", "\tstatus ", " planned\r\n", "  done \t",
                                         ""};
    static const char *const plain[] = {"a", "status", "planned", "running", ""};
    static const char *const blank[] = {"a", "status", "planned", " \t\n", ""};

    (void)state;
    assert_reported(spaced, true, "done");
    assert_reported(plain, false, "running"); /* without a column of reasons */
    assert_reported(blank, true, "planned");  /* nothing is new */
}

static void test_sheet_check__refuses_amounts_with_letters(void **state)
{
    static const char *const wrong[] = {"5.x", "5.5x", "5,x5", "5x", "12345678901234"};
    wb_plan *plan = read_plan(LEDGER);

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const char *cells[] = {"f.1", "spent", "", wrong[i], ""};
        wb_frame *sheet = sheet_of_cells(cells, true), *problems = NULL;

        assert_ok(wb_plan_sheet_check(plan, sheet, "en", &problems, NULL));
        assert_int_equal(wb_frame_row_count(problems), 1);
        assert_cell(problems, "problem", 0, "wrong_value");
        assert_cell(problems, "value", 0, wrong[i]);
        wb_frame_free(problems);
        wb_frame_free(sheet);
    }
    wb_plan_free(plan);
}

/* ---- amounts ---- */

enum { MANY = 1025 };

/* More than 1,024 amounts as large as they may be do not go into 64 bits. */
static char *rich_plan(int n)
{
    char *text = malloc(200000);
    size_t at;

    assert_non_null(text);
    at = (size_t)sprintf(
        text,
        HEADING "\"objectives\":[{\"id\":\"o\",\"title\":{\"nl\":\"O\"},\"sections\":"
                "[{\"id\":\"s\",\"title\":{\"nl\":\"S\"},\"actions\":[{\"id\":\"a\","
                "\"title\":{\"nl\":\"A\"},\"funding\":[{\"id\":\"f\",\"amount\":"
                "9007199254740991,\"budgets\":[");
    for (int i = 0; i < n; i++)
        at += (size_t)sprintf(text + at, "%s{\"id\":\"b%d\",\"amount\":9007199254740991}",
                              i > 0 ? "," : "", i);
    strcpy(text + at, "]}]}]}]}]}");
    return text;
}

static void test_budget_totals__refuse_amounts_too_large_to_sum(void **state)
{
    wb_frame *totals = NULL;
    wb_error err = {0};

    (void)state;
    for (int more = 0; more < 2; more++) {
        char *text = rich_plan(MANY - 1 + more);
        wb_plan *plan = read_plan(text);
        wb_status st = wb_plan_budget_totals(plan, NULL, 0, &totals, &err);

        assert_int_equal(st, more ? WB_E_NUMERIC : WB_OK);
        if (more)
            assert_null(totals);
        wb_frame_free(totals);
        totals = NULL;
        wb_plan_free(plan);
        free(text);
    }
    assert_says(err.message, "the amounts are too large to be summed");
}

static void test_wb_plan_check__tells_of_parts_too_large_to_sum(void **state)
{
    char *text = rich_plan(MANY);
    wb_plan *plan = read_plan(text);
    wb_frame *found = NULL;
    bool differ = false;

    (void)state;
    assert_ok(wb_plan_check(plan, NULL, &found, NULL));
    for (int64_t i = 0; i < wb_frame_row_count(found); i++)
        differ = differ || (strcmp(cell(found, "rule", i), "amounts_differ") == 0 &&
                            strcmp(cell(found, "record", i), "f") == 0);
    assert_true(differ);
    wb_frame_free(found);
    wb_plan_free(plan);
    free(text);
}

/* ---- changes ---- */

/* As many as a file may hold: the list holds one operation many times. */
static void test_changes__are_a_million_at_most(void **state)
{
    wb_changes *changes = NULL;
    wb_error err = {0};
    json_t *operation = body("{\"op\":\"remove\",\"record\":\"n\",\"version\":8}");

    (void)state;
    assert_ok(wb_changes_new(&changes, NULL));
    for (int i = 0; i < 999999; i++)
        assert_ok(wb_changes_push(changes, json_incref(operation), NULL));
    assert_ok(wb_changes_remove(changes, "n", NULL, 8, &err));
    assert_int_equal(wb_changes_count(changes), 1000000);
    assert_fails(wb_changes_remove(changes, "n", NULL, 8, &err), WB_E_LIMIT);
    assert_says(err.message, "these are 1000000 changes already");
    assert_int_equal(wb_changes_count(changes), 1000000);
    json_decref(operation);
    wb_changes_free(changes);
}

#define SET(field, value)                                                                \
    OPERATIONS("{\"op\":\"change\",\"record\":\"a\",\"field\":\"" field                  \
               "\",\"value\":" value ",\"expected\":null}")
#define LONG_NAME                                                                        \
    "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn"           \
    "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn"

static void assert_no_field(const char *operations)
{
    wb_plan *plan = NULL;
    wb_error err = {0};

    if (try_apply(PLAN(ACTION("a", "")), operations, &plan, &err) != WB_E_DATA)
        fail_msg("%s passes", operations);
    assert_null(plan);
    assert_says(err.message, "'a' has no field '");
    assert_says(err.where, "field");
}

static void test_apply__knows_no_field_at_the_end_of_such_a_path(void **state)
{
    (void)state;
    assert_no_field(SET("x_" LONG_NAME, "1"));
    assert_no_field(SET("x_a/" LONG_NAME "/b", "1"));
    assert_no_field(SET("x_a//b", "1"));
    assert_no_field(SET("x_a/b/c/d/e", "1"));
    assert_no_field(SET("/", "1"));
}

static void test_apply__reads_slashes_and_tildes_in_names(void **state)
{
    wb_plan *plan = NULL;
    wb_error err = {0};
    const json_t *body_of_a;

    (void)state;
    if (try_apply(PLAN(ACTION("a", "")), SET("x_~1~0~2", "7"), &plan, &err) != WB_OK)
        fail_msg("%s", err.message);
    body_of_a = wb_plan_find(plan, "a")->body;
    assert_int_equal(json_integer_value(json_object_get(body_of_a, "x_/~~2")), 7);
    wb_plan_free(plan);
}

/* What is not there is taken out already, on whatever way. */
static void test_apply__takes_out_what_is_not_there(void **state)
{
    wb_plan *before = read_plan(PLAN(ACTION("a", ""))), *after = NULL;
    wb_error err = {0};

    (void)state;
    if (try_apply(PLAN(ACTION("a", "")), SET("aim/nl", "null"), &after, &err) != WB_OK)
        fail_msg("%s", err.message);
    assert_same_plan(after, before);
    wb_plan_free(after);
    wb_plan_free(before);
}

/* ---- time ---- */

/* From then on a year has five digits. */
static void test_agenda__has_no_next_time_beyond_9999(void **state)
{
    wb_plan *plan =
        read_plan(PLAN(ACTION("a", ",\"timing\":{\"from\":\"9999-06-15\",\"recurring\":"
                                   "\"yearly\"}" STATUS("running"))));
    wb_frame *agenda = NULL;

    (void)state;
    assert_ok(wb_plan_agenda(plan, "9999-06-15", 10, NULL, &agenda, NULL));
    assert_int_equal(wb_frame_row_count(agenda), 1);
    assert_cell(agenda, "basis", 0, "recurring");
    assert_string_equal(day(agenda, "due", 0), "9999-06-15");
    wb_frame_free(agenda);
    assert_ok(wb_plan_agenda(plan, "9999-06-16", 10, NULL, &agenda, NULL));
    for (int64_t i = 0; i < wb_frame_row_count(agenda); i++)
        assert_string_equal(day(agenda, "due", i), "");
    wb_frame_free(agenda);
    wb_plan_free(plan);
}

static void test_since__has_what_was_on_one_day_in_the_order_of_the_plan(void **state)
{
    wb_plan *plan = read_plan(PLAN(
        ACTION("a", ",\"statuses\":[{\"id\":\"s1\",\"status\":\"running\",\"date\":"
                    "\"2019-05-31\"},{\"id\":\"s2\",\"status\":\"done\",\"date\":"
                    "\"2019-05\"}]") "," ACTION("b", ",\"statuses\":[{\"id\":\"s3\","
                                                     "\"status\":\"running\",\"date\":"
                                                     "\"2019-05-31\"}]")));
    wb_frame *since = NULL;

    (void)state;
    assert_ok(wb_plan_since(plan, "2019-01-01", NULL, &since, NULL));
    assert_int_equal(wb_frame_row_count(since), 3);
    assert_cell(since, "record", 0, "s1");
    assert_cell(since, "record", 1, "s2");
    assert_cell(since, "record", 2, "s3");
    wb_frame_free(since);
    wb_plan_free(plan);
}

/* ---- what is said ---- */

static void assert_found(const char *text, const char *rule, const char *said)
{
    wb_plan *plan = read_plan(text);
    wb_frame *found = NULL;
    bool there = false;

    assert_ok(wb_plan_check(plan, NULL, &found, NULL));
    for (int64_t i = 0; i < wb_frame_row_count(found); i++)
        there = there || (strcmp(cell(found, "rule", i), rule) == 0 &&
                          strcmp(cell(found, "text", i), said) == 0);
    if (!there)
        fail_msg("nothing says: %s", said);
    wb_frame_free(found);
    wb_plan_free(plan);
}

#define AWAITED(from)                                                                    \
    HEADING "\"actors\":[{\"id\":\"x\",\"name\":{\"nl\":\"Iks\"},\"type\":\"role\"}],"   \
            "\"inquiries\":[{\"id\":\"i\",\"title\":{\"nl\":\"I\"},\"questions\":[{"     \
            "\"id\":\"q\",\"text\":{\"nl\":\"Q\"},\"answers\":[{\"id\":\"a1\","          \
            "\"status\":\"awaited\"" from "}]}]}]}"

static void test_wb_plan_check__names_who_is_waited_for(void **state)
{
    (void)state;
    assert_found(AWAITED(",\"awaited_from\":[\"x\",\"gone\"]"), "awaited",
                 "the answer 'a1' is awaited from Iks, gone");
    assert_found(AWAITED(""), "awaited", "the answer 'a1' is awaited from someone");
}

static void test_wb_plan_check__tells_of_a_date_that_was_not_printed(void **state)
{
    (void)state;
    assert_found(HEADING "\"events\":[{\"id\":\"e\",\"title\":{\"nl\":\"E\"},\"type\":"
                         "\"rule\",\"when\":{\"text\":\"soon\",\"corrected_from\":"
                         "\"2019\"}}]}",
                 "corrected", "the source prints nothing in 'e'; corrected to 2019");
}

static void test_wb_plan_check__takes_the_first_day_that_something_ran(void **state)
{
    static const char plan[] = HEADING ACTIONS(
        ACTION("a", ",\"origin\":{\"from\":\"scan\"},\"discussions\":[{\"id\":\"d\","
                    "\"body\":\"works_council\",\"date\":\"2020-02-01\"}],\"statuses\":[{"
                    "\"id\":\"s1\",\"status\":\"done\",\"date\":\"2020-03\"},{\"id\":"
                    "\"s2\",\"status\":\"running\",\"date\":\"2020-01\"},{\"id\":\"s3\","
                    "\"status\":\"running\"},{\"id\":\"s4\",\"status\":\"done\",\"date\":"
                    "\"2020-05\"}]"));
    wb_plan *read = read_plan(plan);
    wb_frame *found = NULL;
    int n = 0;

    (void)state;
    assert_ok(wb_plan_check(read, NULL, &found, NULL));
    for (int64_t i = 0; i < wb_frame_row_count(found); i++)
        n += strcmp(cell(found, "rule", i), "runs_undiscussed") == 0;
    assert_int_equal(n, 1);
    wb_frame_free(found);
    wb_plan_free(read);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sheet__asks_whom_an_action_is_addressed_to),
        cmocka_unit_test(test_sheet_changes__take_no_notice_of_blanks_around),
        cmocka_unit_test(test_sheet_check__refuses_amounts_with_letters),
        cmocka_unit_test(test_budget_totals__refuse_amounts_too_large_to_sum),
        cmocka_unit_test(test_wb_plan_check__tells_of_parts_too_large_to_sum),
        cmocka_unit_test(test_changes__are_a_million_at_most),
        cmocka_unit_test(test_wb_plan_check__names_who_is_waited_for),
        cmocka_unit_test(test_wb_plan_check__tells_of_a_date_that_was_not_printed),
        cmocka_unit_test(test_wb_plan_check__takes_the_first_day_that_something_ran),
        cmocka_unit_test(test_apply__knows_no_field_at_the_end_of_such_a_path),
        cmocka_unit_test(test_apply__reads_slashes_and_tildes_in_names),
        cmocka_unit_test(test_apply__takes_out_what_is_not_there),
        cmocka_unit_test(test_agenda__has_no_next_time_beyond_9999),
        cmocka_unit_test(test_since__has_what_was_on_one_day_in_the_order_of_the_plan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
