/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What is open, what is new, what was asked, and many plans side by side. */
#include "plan/follow_support.h"

/* ---- open ---- */

static void test_open__lists_what_is_to_be_determined_or_unanswered(void **state)
{
    wb_plan *plan = read_plan(
        HEADING
        "\"actors\":[{\"id\":\"wse\",\"name\":{\"nl\":\"WSE\"},\"type\":\"government\"}],"
        "\"evaluations\":[{\"id\":\"e\",\"term\":{\"to_be_determined\":true}}],"
        "\"inquiries\":[{\"id\":\"i\",\"title\":{\"nl\":\"I\"},\"questions\":[{\"id\":"
        "\"q\",\"text\":{\"nl\":\"Wat?\"},\"answers\":[{\"id\":\"an\",\"status\":"
        "\"awaited\",\"parts\":[{\"id\":\"an.1\",\"status\":\"awaited\",\"awaited_from\":"
        "["
        "\"wse\"]},{\"id\":\"an.2\",\"status\":\"answered\"}]}]}]}]," ACTIONS(
            ACTION("a", ",\"number\":\"1\",\"timing\":{\"text\":\"n.t.b.\","
                        "\"to_be_determined\":true},\"funding\":[{\"id\":\"f\","
                        "\"certainty\":\"to_be_determined\"},{\"id\":\"g\","
                        "\"certainty\":\"committed\"}]")));
    wb_frame *open = NULL;
    static const char *const records[] = {"a", "f", "an.1", "e"};

    (void)state;
    assert_ok(wb_plan_open(plan, "nl", &open, NULL));
    assert_int_equal(wb_frame_row_count(open), 4);
    for (int64_t i = 0; i < 4; i++)
        assert_cell(open, "record", i, records[i]);
    assert_cell(open, "field", 3, "term");
    assert_cell(open, "title", 3, "P");
    assert_cell(open, "state", 2, "awaited");
    assert_cell(open, "awaited", 2, "WSE");
    assert_cell(open, "title", 2, "Wat?");
    assert_cell(open, "text", 0, "n.t.b.");
    assert_cell(open, "kind", 1, "funding");
    assert_cell(open, "action", 1, "a");
    assert_cell(open, "title", 1, "A");
    wb_frame_free(open);
    wb_plan_free(plan);
}

/* ---- since ---- */

static void test_since__is_in_order_and_counts_a_month_by_its_last_day(void **state)
{
    wb_plan *plan = read_plan(
        HEADING
        "\"actors\":[{\"id\":\"hr\",\"name\":{\"nl\":\"HR\"},\"type\":\"role\"}],"
        "\"events\":[{\"id\":\"ev\",\"title\":{\"nl\":\"E\"},\"type\":\"signing\","
        "\"when\":{\"from\":\"2019-12-14\",\"corrected_from\":\"2018-12-14\","
        "\"reason\":{\"nl\":\"R\"}}}]," ACTIONS(
            ACTION("a", ",\"number\":\"1\",\"response\":{\"by\":\"hr\",\"date\":"
                        "\"2020-01\",\"verdict\":\"adopted\"},\"milestones\":[{\"id\":"
                        "\"m\",\"title\":{\"nl\":\"M\"},\"done\":\"2019-01-01\"}],"
                        "\"statuses\":[{\"id\":\"s1\",\"status\":\"running\",\"date\":"
                        "\"2019-05\",\"why\":{\"nl\":\"W\"},\"by\":\"hr\"},{\"id\":"
                        "\"s2\",\"status\":\"done\"}]")));
    wb_frame *since = NULL;

    (void)state;
    assert_ok(wb_plan_since(plan, "2019-05-31", "nl", &since, NULL));
    assert_int_equal(wb_frame_row_count(since), 2);
    assert_cell(since, "record", 0, "s1");
    assert_cell(since, "date", 0, "2019-05");
    assert_cell(since, "status", 0, "running");
    assert_cell(since, "text", 0, "W");
    assert_cell(since, "by", 0, "HR");
    assert_cell(since, "kind", 1, "action");
    assert_cell(since, "status", 1, "adopted");
    wb_frame_free(since);
    assert_ok(wb_plan_since(plan, "2018-12-14", "nl", &since, NULL));
    assert_int_equal(wb_frame_row_count(since), 4);
    assert_cell(since, "record", 0, "ev");
    assert_cell(since, "date", 0, "2018-12-14");
    assert_cell(since, "text", 1, "M");
    wb_frame_free(since);
    since = NULL;
    assert_fails(wb_plan_since(plan, "2018", "nl", &since, NULL), WB_E_ARG);
    wb_plan_free(plan);
}

/* ---- answers ---- */

static void test_answers__show_parts_and_questions_without_any(void **state)
{
    wb_plan *plan = read_plan(
        HEADING
        "\"actors\":[{\"id\":\"min\",\"name\":{\"nl\":\"Minister\"},\"type\":"
        "\"government\"}],\"inquiries\":[{\"id\":\"i\",\"title\":{\"nl\":\"I\"},"
        "\"questions\":[{\"id\":\"q1\",\"number\":\"1\",\"text\":{\"nl\":\"Wat?\"},"
        "\"answers\":[{\"id\":\"an\",\"status\":\"answered\",\"text\":{\"nl\":\"Dat\"},"
        "\"by\":\"min\",\"parts\":[{\"id\":\"an.1\",\"about\":{\"nl\":\"Hoe\"},"
        "\"status\":"
        "\"not_answered\"}],\"references\":[{\"id\":\"r1\",\"to\":\"a\",\"relation\":"
        "\"related\",\"certainty\":\"printed\"},{\"id\":\"r2\",\"to\":\"gone\","
        "\"relation\":\"related\",\"certainty\":\"printed\"}]}]},{\"id\":\"q2\",\"text\":"
        "{"
        "\"nl\":\"Wie?\"}}]}]," ACTIONS(ACTION("a", "")));
    wb_frame *answers = NULL;

    (void)state;
    assert_ok(wb_plan_answers(plan, "nl", &answers, NULL));
    assert_int_equal(wb_frame_row_count(answers), 3);
    assert_cell(answers, "question_text", 0, "Wat?");
    assert_cell(answers, "text", 0, "Dat");
    assert_cell(answers, "by_name", 0, "Minister");
    assert_cell(answers, "refers_to", 0, "a,gone");
    assert_cell(answers, "refers", 0, "A; gone");
    assert_cell(answers, "part_of", 1, "an");
    assert_cell(answers, "about", 1, "Hoe");
    assert_cell(answers, "status", 1, "not_answered");
    assert_cell(answers, "question", 2, "q2");
    assert_cell(answers, "status", 2, "");
    assert_cell(answers, "answer", 2, "");
    wb_frame_free(answers);
    wb_plan_free(plan);
}

/* A line of a budget that has no title of its own is called what was printed above it. */
static void test_answers__refer_to_what_has_a_heading_alone(void **state)
{
    wb_plan *plan = read_plan(
        HEADING
        "\"budgets\":[{\"id\":\"b\",\"heading\":\"Artikel JB0\"},{\"id\":\"c\"}],"
        "\"inquiries\":[{\"id\":\"i\",\"title\":{\"nl\":\"I\"},\"questions\":[{\"id\":"
        "\"q\",\"text\":{\"nl\":\"Wat?\"},\"answers\":[{\"id\":\"an\",\"status\":"
        "\"answered\",\"references\":[{\"id\":\"r1\",\"to\":\"b\",\"relation\":"
        "\"related\",\"certainty\":\"printed\"},{\"id\":\"r2\",\"to\":\"c\","
        "\"relation\":\"related\",\"certainty\":\"printed\"}]}]}]}]," ACTIONS(""));
    wb_frame *answers = NULL;

    (void)state;
    assert_ok(wb_plan_answers(plan, "nl", &answers, NULL));
    assert_int_equal(wb_frame_row_count(answers), 1);
    assert_cell(answers, "refers_to", 0, "b,c");
    assert_cell(answers, "refers", 0, "Artikel JB0; c");
    wb_frame_free(answers);
    wb_plan_free(plan);
}

/* Five questions; what each answer is was read in the source. */
static void test_answers__of_the_shipped_plan_are_honest(void **state)
{
    static const struct {
        const char *id, *status;
    } wanted[] = {{"answer-1", "awaited"},
                  {"answer-2", "answered"},
                  {"answer-2.how", "answered"},
                  {"answer-2.priorities", "answered"},
                  {"answer-2.adjustments", "awaited"},
                  {"answer-3", "answered"},
                  {"answer-4", "answered"},
                  {"answer-4.budget", "answered"},
                  {"answer-4.conditions", "not_answered"},
                  {"answer-5", "not_answered"},
                  {"answer-5.criteria", "not_answered"},
                  {"answer-5.term", "answered"}};
    wb_plan *plan = NULL;
    wb_frame *answers = NULL;

    (void)state;
    assert_ok(wb_plan_builtin("actieplan-werkbaar-werk", &plan, NULL));
    assert_ok(wb_plan_answers(plan, "en", &answers, NULL));
    assert_int_equal(wb_frame_row_count(answers), 12);
    for (int64_t i = 0; i < 12; i++) {
        assert_cell(answers, "answer", i, wanted[i].id);
        assert_cell(answers, "status", i, wanted[i].status);
    }
    assert_cell(answers, "awaited_from", 0, "wse");
    wb_frame_free(answers);
    wb_plan_free(plan);
}

/* ---- many plans ---- */

#define COVENANT(sector, actions)                                                        \
    "{\"format\":\"werkbaar-plan/1.0\",\"id\":\"p\",\"version\":\"1\",\"languages\":["   \
    "\"nl\"],\"scope\":\"sector\",\"sector\":\"" sector                                  \
    "\",\"title\":{\"nl\":\"P\"}," ACTIONS(actions)
#define ABOUT(id, theme, kind, rest)                                                     \
    ACTION(id, ",\"themes\":[" theme "],\"kind\":\"" kind "\"" rest)

static wb_frame *compared(const char *const *texts, size_t n)
{
    wb_plan *plans[4] = {NULL};
    wb_frame *frame = NULL;

    for (size_t i = 0; i < n; i++)
        plans[i] = read_plan(texts[i]);
    assert_ok(wb_plan_compare((const wb_plan *const *)plans, n, "nl", &frame, NULL));
    for (size_t i = 0; i < n; i++)
        wb_plan_free(plans[i]);
    return frame;
}

/* The row with these, or -1. */
static int64_t row_of(const wb_frame *frame, const char *breakdown, const char *theme,
                      const char *kind, const char *sector)
{
    for (int64_t i = 0; i < wb_frame_row_count(frame); i++) {
        if (strcmp(cell(frame, "breakdown", i), breakdown) == 0 &&
            strcmp(cell(frame, "theme", i), theme) == 0 &&
            strcmp(cell(frame, "kind", i), kind) == 0 &&
            strcmp(cell(frame, "sector", i), sector) == 0)
            return i;
    }
    return -1;
}

static void test_compare__counts_plans_with_an_action_about_it(void **state)
{
    static const char *const plans[] = {
        COVENANT("food",
                 ABOUT("a", "\"stress\",\"learning\"", "measure",
                       STATUS("done")) "," ABOUT("b", "\"stress\"", "research", "")),
        COVENANT("food", ABOUT("a", "\"learning\"", "measure", "")),
        COVENANT("media", ACTION("a", ",\"actions\":[" ABOUT("c", "\"stress\"", "measure",
                                                             "") "]"))};
    wb_frame *table = compared(plans, 3);
    int64_t row;

    (void)state;
    row = row_of(table, "all", "", "", "");
    assert_int_equal(row, 0);
    assert_int_equal(whole(table, "plans", row), 3);
    assert_int_equal(whole(table, "actions", row), 4);
    row = row_of(table, "theme", "stress", "", "");
    assert_cell(table, "text", row, "2 van 3");
    assert_int_equal(whole(table, "actions", row), 3);
    assert_int_equal(whole(table, "done", row), 1);
    assert_true(number(table, "share", row) == 2.0 / 3);
    row = row_of(table, "theme*kind", "learning", "measure", "");
    assert_cell(table, "text", row, "2 van 3");
    row = row_of(table, "sector*theme", "stress", "", "food");
    assert_cell(table, "text", row, "1 van 2");
    row = row_of(table, "sector*theme", "learning", "", "media");
    assert_cell(table, "text", row, "0 van 1");
    row = row_of(table, "kind", "", "", "");
    assert_cell(table, "text", row, "1 van 3");
    wb_frame_free(table);
}

/* Of 33 covenants 29 had an action on it and 20 had it as a priority (plan of 2017). */
static void test_compare__judges_33_covenants(void **state)
{
    enum { N = 33 };
    wb_plan *plans[N];
    wb_frame *table = NULL;

    (void)state;
    for (int i = 0; i < N; i++)
        plans[i] = read_plan(
            i < 20   ? PLAN(ABOUT("a", "\"workability\",\"priority\"", "measure", ""))
            : i < 29 ? PLAN(ABOUT("a", "\"workability\"", "measure", ""))
                     : PLAN(ABOUT("a", "\"instream\"", "measure", "")));
    assert_ok(wb_plan_compare((const wb_plan *const *)plans, N, "en", &table, NULL));
    assert_cell(table, "text", row_of(table, "theme", "workability", "", ""), "29 of 33");
    assert_cell(table, "text", row_of(table, "theme", "priority", "", ""), "20 of 33");
    for (int i = 0; i < N; i++)
        wb_plan_free(plans[i]);
    wb_frame_free(table);
}

/* Also where a cell has one action alone. */
static void test_compare__counts_a_plan_that_is_there_twice_twice(void **state)
{
    wb_plan *plan = read_plan(
        COVENANT("food", ABOUT("a", "\"stress\"", "measure", STATUS("done")) "," ABOUT(
                             "b", "\"stress\"", "research", "")));
    const wb_plan *twice[] = {plan, plan};
    wb_frame *table = NULL;
    int64_t row;

    (void)state;
    assert_ok(wb_plan_compare(twice, 2, "nl", &table, NULL));
    row = row_of(table, "kind", "", "measure", "");
    assert_cell(table, "text", row, "2 van 2");
    assert_int_equal(whole(table, "actions", row), 2);
    assert_int_equal(whole(table, "done", row), 2);
    row = row_of(table, "sector*theme*kind", "stress", "research", "food");
    assert_int_equal(whole(table, "actions", row), 2);
    assert_int_equal(whole(table, "done", row), 0);
    row = row_of(table, "theme", "stress", "", "");
    assert_int_equal(whole(table, "actions", row), 4);
    wb_frame_free(table);
    wb_plan_free(plan);
}

static void test_compare__of_no_plans_or_empty_ones(void **state)
{
    static const char *const empty[] = {HEADING "\"date\":\"2026\"}"};
    wb_frame *none = NULL, *one = compared(empty, 1);
    const wb_plan *missing[] = {NULL};

    (void)state;
    assert_ok(wb_plan_compare(NULL, 0, NULL, &none, NULL));
    assert_int_equal(wb_frame_row_count(none), 0);
    assert_int_equal(wb_frame_row_count(one), 2);
    assert_cell(one, "text", 0, "0 van 1");
    assert_cell(one, "breakdown", 1, "sector");
    wb_frame_free(none);
    wb_frame_free(one);
    none = NULL;
    assert_fails(wb_plan_compare(missing, 1, NULL, &none, NULL), WB_E_ARG);
    assert_null(none);
}

/* ---- memory ---- */

static wb_plan *given;

static wb_status all_of_it(void)
{
    const wb_plan *plans[] = {given, given};
    wb_frame *frames[4] = {0};
    wb_status st = wb_plan_open(given, "nl", &frames[0], NULL);

    if (st == WB_OK)
        st = wb_plan_since(given, "2000-01-01", "nl", &frames[1], NULL);
    if (st == WB_OK)
        st = wb_plan_answers(given, "nl", &frames[2], NULL);
    if (st == WB_OK)
        st = wb_plan_compare(plans, 2, "nl", &frames[3], NULL);
    for (size_t i = 0; i < 4; i++)
        wb_frame_free(frames[i]);
    return st;
}

static void test_answers__survive_every_failing_allocation(void **state)
{
    (void)state;
    given = read_plan(
        HEADING
        "\"inquiries\":[{\"id\":\"i\",\"title\":{\"nl\":\"I\"},\"questions\":[{"
        "\"id\":\"q\",\"text\":{\"nl\":\"Wat?\"},\"answers\":[{\"id\":\"an\","
        "\"status\":\"awaited\",\"awaited_from\":[\"wse\"]}]},{\"id\":\"q2\","
        "\"text\":{\"nl\":\"Wie?\"}}]}],"
        "\"notes\":[{\"id\":\"n\",\"text\":{\"nl\":\"N\"},\"date\":\"2020\"}]," ACTIONS(
            ABOUT("a", "\"stress\"", "measure", "")));
    wb_test_every_allocation(all_of_it);
    wb_plan_free(given);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_open__lists_what_is_to_be_determined_or_unanswered),
        cmocka_unit_test(test_since__is_in_order_and_counts_a_month_by_its_last_day),
        cmocka_unit_test(test_answers__show_parts_and_questions_without_any),
        cmocka_unit_test(test_answers__refer_to_what_has_a_heading_alone),
        cmocka_unit_test(test_answers__of_the_shipped_plan_are_honest),
        cmocka_unit_test(test_compare__counts_plans_with_an_action_about_it),
        cmocka_unit_test(test_compare__judges_33_covenants),
        cmocka_unit_test(test_compare__counts_a_plan_that_is_there_twice_twice),
        cmocka_unit_test(test_compare__of_no_plans_or_empty_ones),
        cmocka_unit_test(test_answers__survive_every_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
