/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The built-in plan followed up: the same cells as in Python and R. */
#include "frame/frame.h"
#include "frames.h"
#include "plan/follow_support.h"

#define TODAY "2020-03-01"

static wb_plan *plan;

static wb_frame *table(const char *name)
{
    static const char *const by[] = {"year"};
    const wb_plan *twice[] = {plan, plan};
    wb_frame *frame = NULL;

    if (strcmp(name, "progress") == 0)
        assert_ok(wb_plan_progress(plan, TODAY, "nl", &frame, NULL));
    else if (strcmp(name, "status") == 0)
        assert_ok(wb_plan_status(plan, TODAY, "nl", &frame, NULL));
    else if (strcmp(name, "agenda") == 0)
        assert_ok(wb_plan_agenda(plan, TODAY, 90, "nl", &frame, NULL));
    else if (strcmp(name, "totals") == 0)
        assert_ok(wb_plan_budget_totals(plan, by, 1, &frame, NULL));
    else if (strcmp(name, "answers") == 0)
        assert_ok(wb_plan_answers(plan, "nl", &frame, NULL));
    else if (strcmp(name, "since") == 0)
        assert_ok(wb_plan_since(plan, "2018-12-14", "nl", &frame, NULL));
    else if (strcmp(name, "duties") == 0)
        assert_ok(wb_plan_duties(plan, TODAY, "esf", "nl", &frame, NULL));
    else if (strcmp(name, "compare") == 0)
        assert_ok(wb_plan_compare(twice, 2, "nl", &frame, NULL));
    else if (strcmp(name, "sheet") == 0)
        assert_ok(wb_plan_sheet(plan, "stia", "nl", &frame, NULL));
    else
        fail_msg("no table %s", name);
    return frame;
}

static void assert_as_told(const wb_frame *told, int64_t i)
{
    wb_frame *frame = table(cell(told, "table", i));
    int64_t row = whole(told, "row", i);
    int64_t column = wb_frame_find(frame, cell(told, "column", i));
    char room[WB_NUMBER_CHARS];
    const char *text = "";
    size_t length = 0;

    assert_true(column >= 0);
    if (!wb_frame_is_missing(frame, (size_t)column, row))
        text = wb_cell_text(frame, (size_t)column, row, room, &length);
    if (strlen(cell(told, "value", i)) != length ||
        memcmp(text, cell(told, "value", i), length) != 0)
        fail_msg("%s, row %lld, %s: '%.*s', not '%s'", cell(told, "table", i),
                 (long long)row, cell(told, "column", i), (int)length, text,
                 cell(told, "value", i));
    wb_frame_free(frame);
}

static void test_follow__gives_what_was_read_by_hand(void **state)
{
    wb_frame *told = read_vectors("plan_follow");

    (void)state;
    assert_ok(wb_plan_builtin("actieplan-werkbaar-werk", &plan, NULL));
    for (int64_t i = 0; i < wb_frame_row_count(told); i++)
        assert_as_told(told, i);
    wb_plan_free(plan);
    wb_frame_free(told);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_follow__gives_what_was_read_by_hand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
