/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "plan/follow_support.h"

/* One funding with two lines, one without an amount, one shared by two actions of a
 * block, a rate, and two budgets of the plan, of which one is general. */
#define MONEY                                                                            \
    HEADING                                                                              \
    "\"actors\":[{\"id\":\"esf\",\"name\":{\"nl\":\"ESF\"},\"type\":\"organisation\"}]," \
    "\"budgets\":[{\"id\":\"b1\",\"title\":{\"nl\":\"Cheque\"},\"text\":\"3 miljoen\","  \
    "\"year\":2020,\"amount\":300000000,\"certainty\":\"committed\",\"held_by\":"        \
    "\"esf\","                                                                           \
    "\"references\":[{\"id\":\"b1.r\",\"to\":\"a1\",\"relation\":\"funds\","             \
    "\"certainty\":\"inferred\"},{\"id\":\"b1.q\",\"to\":\"a2\",\"relation\":"           \
    "\"related\",\"certainty\":\"printed\"}]},"                                          \
    "{\"id\":\"b2\",\"year\":2020,\"amount\":4000000000,\"certainty\":\"committed\","    \
    "\"general\":true}],"                                                                \
    "\"objectives\":[{\"id\":\"o\",\"title\":{\"nl\":\"O\"},\"sections\":[{\"id\":"      \
    "\"s\",\"title\":{\"nl\":\"S\"},\"blocks\":[{\"id\":\"bl\",\"title\":{\"nl\":"       \
    "\"B\"},\"funding\":[{\"id\":\"f3\",\"amount\":700,\"certainty\":\"indicative\"}]}]" \
    ","                                                                                  \
    "\"actions\":["                                                                      \
    "{\"id\":\"a1\",\"number\":\"1\",\"title\":{\"nl\":\"A\"},\"funding\":["             \
    "{\"id\":\"f1\",\"source\":\"esf\",\"certainty\":\"committed\",\"purpose\":{\"nl\":" \
    "\"Loon\"},\"budgets\":[{\"id\":\"f1.1\",\"year\":2020,\"amount\":1000,\"revised\":" \
    "1200,\"spent\":150},{\"id\":\"f1.2\",\"year\":2021,\"certainty\":"                  \
    "\"to_be_determined\"}]},"                                                           \
    "{\"id\":\"f2\",\"text\":\"nog te bepalen\",\"certainty\":\"to_be_determined\"}],"   \
    "\"statuses\":[{\"id\":\"st\",\"status\":\"running\"}]},"                            \
    "{\"id\":\"a2\",\"number\":\"2\",\"title\":{\"nl\":\"A\"},\"block\":\"bl\"},"        \
    "{\"id\":\"a3\",\"number\":\"3\",\"title\":{\"nl\":\"A\"},\"block\":\"bl\"},"        \
    "{\"id\":\"a4\",\"title\":{\"nl\":\"A\"},\"funding\":[{\"id\":\"f4\",\"amount\":"    \
    "29000000,\"per\":\"project\"}]}]}]}]}"

static wb_frame *budget_of(const char *text)
{
    wb_plan *plan = read_plan(text);
    wb_frame *frame = NULL;

    assert_ok(wb_plan_budget(plan, "nl", &frame, NULL));
    wb_plan_free(plan);
    return frame;
}

static wb_frame *totals_of(const char *text, const char *const *by, size_t n)
{
    wb_plan *plan = read_plan(text);
    wb_frame *frame = NULL;

    assert_ok(wb_plan_budget_totals(plan, by, n, &frame, NULL));
    wb_plan_free(plan);
    return frame;
}

static void test_budget__has_a_row_for_each_line(void **state)
{
    wb_frame *budget = budget_of(MONEY);
    static const char *const lines[] = {"f3", "f1.1", "f1.2", "f2", "f4", "b1", "b2"};

    (void)state;
    assert_int_equal(wb_frame_row_count(budget), 7);
    for (int64_t i = 0; i < 7; i++)
        assert_cell(budget, "line", i, lines[i]);
    assert_cell(budget, "title", 5, "Cheque");
    assert_cell(budget, "text", 5, "3 miljoen");
    assert_cell(budget, "source_name", 5, "ESF");
    assert_cell(budget, "action", 5, "a1");
    assert_cell(budget, "link", 5, "inferred");
    assert_cell(budget, "status", 5, "running");
    assert_int_equal(whole(budget, "original", 5), 300000000);
    assert_int_equal(whole(budget, "spent", 5), -999);
    wb_frame_free(budget);
}

static void test_budget__takes_from_the_funding_what_a_line_leaves_out(void **state)
{
    wb_frame *budget = budget_of(MONEY);

    (void)state;
    assert_cell(budget, "title", 1, "Loon");
    assert_cell(budget, "source", 1, "esf");
    assert_cell(budget, "certainty", 1, "committed");
    assert_int_equal(whole(budget, "year", 1), 2020);
    assert_int_equal(whole(budget, "original", 1), 1000);
    assert_int_equal(whole(budget, "revised", 1), 1200);
    assert_int_equal(whole(budget, "current", 1), 1200);
    assert_int_equal(whole(budget, "spent", 1), 150);
    assert_cell(budget, "certainty", 2, "to_be_determined");
    assert_int_equal(whole(budget, "current", 2), -999);
    wb_frame_free(budget);
}

static void test_budget__tells_of_a_block_once_for_all_its_actions(void **state)
{
    wb_frame *budget = budget_of(MONEY);

    (void)state;
    assert_cell(budget, "action", 0, "a2,a3");
    assert_cell(budget, "number", 0, "2,3");
    assert_cell(budget, "status", 0, "");
    assert_cell(budget, "source", 0, "");
    wb_frame_free(budget);
}

static void test_budget__finds_who_shares_a_block_of_another_section(void **state)
{
    wb_frame *budget = budget_of(
        HEADING "\"objectives\":[{\"id\":\"o\",\"title\":{\"nl\":\"O\"},\"sections\":[{"
                "\"id\":\"s\",\"title\":{\"nl\":\"S\"},\"blocks\":[{\"id\":\"bl\","
                "\"title\":{\"nl\":\"B\"},\"funding\":[{\"id\":\"f\",\"amount\":7}]}]},{"
                "\"id\":\"s2\",\"title\":{\"nl\":\"S\"},\"actions\":[{\"id\":\"far\","
                "\"title\":{\"nl\":\"A\"},\"block\":\"bl\"}]}]}]}");

    (void)state;
    assert_int_equal(wb_frame_row_count(budget), 1);
    assert_cell(budget, "action", 0, "far");
    wb_frame_free(budget);
}

static void test_budget__says_what_is_in_no_sum(void **state)
{
    wb_frame *budget = budget_of(MONEY);

    (void)state;
    assert_cell(budget, "counted", 5, "yes");
    assert_cell(budget, "counted", 6, "general");
    assert_cell(budget, "counted", 4, "per_project");
    assert_cell(budget, "certainty", 4, "");
    wb_frame_free(budget);
}

/* 300000000 + 700 + 1000 known of five lines: two are not known. */
static void test_budget_totals__never_count_the_unknown_as_zero(void **state)
{
    wb_frame *totals = totals_of(MONEY, NULL, 0);

    (void)state;
    assert_int_equal(wb_frame_row_count(totals), 1);
    assert_int_equal(whole(totals, "lines", 0), 5);
    assert_int_equal(whole(totals, "left_out", 0), 2);
    assert_int_equal(whole(totals, "original", 0), -999);
    assert_int_equal(whole(totals, "original_known", 0), 300001700);
    assert_int_equal(whole(totals, "original_unknown", 0), 2);
    assert_cell(totals, "original_status", 0, "part");
    assert_int_equal(whole(totals, "current_known", 0), 300001900);
    assert_int_equal(whole(totals, "spent_known", 0), 150);
    assert_int_equal(whole(totals, "spent_unknown", 0), 4);
    wb_frame_free(totals);
}

static void
test_budget_totals__go_by_year_source_action_certainty_and_status(void **state)
{
    static const char *const by[] = {"year", "certainty"};
    static const char *const rest[] = {"status", "source", "action"};
    wb_frame *totals = totals_of(MONEY, by, 2), *others = totals_of(MONEY, rest, 3);

    (void)state;
    assert_int_equal(wb_frame_row_count(totals), 5);
    assert_int_equal(whole(totals, "year", 0), 2020);
    assert_cell(totals, "certainty", 0, "committed");
    assert_int_equal(whole(totals, "original", 0), 300001000);
    assert_cell(totals, "original_status", 0, "complete");
    assert_int_equal(whole(totals, "left_out", 0), 1);
    assert_int_equal(whole(totals, "year", 1), 2021);
    assert_cell(totals, "current_status", 1, "unknown");
    assert_int_equal(whole(totals, "current_known", 1), -999);
    assert_int_equal(whole(totals, "year", 2), -999);
    assert_cell(totals, "certainty", 2, "indicative");
    assert_cell(totals, "certainty", 3, "to_be_determined");
    assert_cell(totals, "certainty", 4, "");
    assert_cell(totals, "original_status", 4, "no_lines");
    assert_int_equal(whole(totals, "lines", 4), 0);
    assert_cell(others, "status", 0, "running");
    assert_cell(others, "source", 0, "esf");
    assert_cell(others, "action", 0, "a1");
    wb_frame_free(totals);
    wb_frame_free(others);
}

static void test_budget_totals__of_nothing_are_no_zero(void **state)
{
    static const char *const by[] = {"year"};
    wb_frame *all = totals_of(PLAN(ACTION("a", "")), NULL, 0);
    wb_frame *years = totals_of(PLAN(ACTION("a", "")), by, 1);

    (void)state;
    assert_int_equal(wb_frame_row_count(all), 1);
    assert_cell(all, "current_status", 0, "no_lines");
    assert_int_equal(whole(all, "current", 0), -999);
    assert_int_equal(whole(all, "current_known", 0), -999);
    assert_int_equal(wb_frame_row_count(years), 0);
    wb_frame_free(all);
    wb_frame_free(years);
}

static void test_budget_totals__refuse_what_they_do_not_know(void **state)
{
    static const char *const wrong[] = {"colour"}, *const twice[] = {"year", "year"};
    wb_plan *plan = read_plan(MONEY);
    wb_frame *frame = NULL;
    wb_error err;

    (void)state;
    assert_fails(wb_plan_budget_totals(plan, wrong, 1, &frame, &err), WB_E_ARG);
    assert_string_equal(err.message, "budgets are not summed by 'colour', but by year, "
                                     "source, action, certainty and status");
    assert_fails(wb_plan_budget_totals(plan, twice, 2, &frame, &err), WB_E_ARG);
    assert_fails(wb_plan_budget_totals(plan, NULL, 1, &frame, &err), WB_E_ARG);
    assert_fails(wb_plan_budget_totals(NULL, NULL, 0, &frame, &err), WB_E_ARG);
    assert_null(frame);
    wb_plan_free(plan);
}

/* From the parliamentary answer: 3 and 5 million of the department alone, two calls still
 * to be determined, and the 40 million of the general portfolio in no sum. */
static void test_budget_totals__of_the_shipped_plan_are_no_48_million(void **state)
{
    static const char *const by[] = {"year"};
    wb_plan *plan = NULL;
    wb_frame *totals = NULL;

    (void)state;
    assert_ok(wb_plan_builtin("actieplan-werkbaar-werk", &plan, NULL));
    assert_ok(wb_plan_budget_totals(plan, by, 1, &totals, NULL));
    assert_int_equal(whole(totals, "year", 0), 2020);
    assert_int_equal(whole(totals, "lines", 0), 4);
    assert_int_equal(whole(totals, "left_out", 0), 1);
    assert_int_equal(whole(totals, "current", 0), -999);
    assert_int_equal(whole(totals, "current_known", 0), 800000000);
    assert_int_equal(whole(totals, "current_unknown", 0), 2);
    assert_cell(totals, "current_status", 0, "part");
    wb_frame_free(totals);
    wb_plan_free(plan);
}

static wb_plan *given;

static wb_status both(void)
{
    static const char *const by[] = {"year", "action"};
    wb_frame *budget = NULL, *totals = NULL;
    wb_status st = wb_plan_budget(given, "nl", &budget, NULL);

    if (st == WB_OK)
        st = wb_plan_budget_totals(given, by, 2, &totals, NULL);
    wb_frame_free(budget);
    wb_frame_free(totals);
    return st;
}

static void test_budget__survives_every_failing_allocation(void **state)
{
    (void)state;
    given = read_plan(MONEY);
    wb_test_every_allocation(both);
    wb_plan_free(given);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_budget__has_a_row_for_each_line),
        cmocka_unit_test(test_budget__takes_from_the_funding_what_a_line_leaves_out),
        cmocka_unit_test(test_budget__tells_of_a_block_once_for_all_its_actions),
        cmocka_unit_test(test_budget__finds_who_shares_a_block_of_another_section),
        cmocka_unit_test(test_budget__says_what_is_in_no_sum),
        cmocka_unit_test(test_budget_totals__never_count_the_unknown_as_zero),
        cmocka_unit_test(
            test_budget_totals__go_by_year_source_action_certainty_and_status),
        cmocka_unit_test(test_budget_totals__of_nothing_are_no_zero),
        cmocka_unit_test(test_budget_totals__refuse_what_they_do_not_know),
        cmocka_unit_test(test_budget_totals__of_the_shipped_plan_are_no_48_million),
        cmocka_unit_test(test_budget__survives_every_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
