/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "plan/follow_support.h"

#define TODAY "2026-06-15"

#define TIMED(id, status, timing)                                                        \
    "{\"id\":\"" id "\",\"number\":\"" id                                                \
    "\",\"title\":{\"nl\":\"A\"},\"timing\":{" timing "},\"statuses\":[{\"id\":\"" id    \
    ".st\",\"status\":\"" status "\"}]}"

static wb_frame *agenda_of(const char *text, int32_t days)
{
    wb_plan *plan = read_plan(text);
    wb_frame *frame = NULL;

    assert_ok(wb_plan_agenda(plan, TODAY, days, "nl", &frame, NULL));
    wb_plan_free(plan);
    return frame;
}

static wb_frame *status_of(const char *text)
{
    wb_plan *plan = read_plan(text);
    wb_frame *frame = NULL;

    assert_ok(wb_plan_status(plan, TODAY, "nl", &frame, NULL));
    wb_plan_free(plan);
    return frame;
}

/* ---- agenda ---- */

static void test_agenda__tells_late_from_what_is_not_known(void **state)
{
    wb_frame *agenda = agenda_of(
        PLAN(TIMED("a1", "running", "\"to\":\"2026-06-14\"") "," TIMED(
            "a2", "unknown", "\"to\":\"2026-06-14\"") "," TIMED("a3", "planned",
                                                                "\"to\":\"2025\"")),
        30);

    (void)state;
    assert_int_equal(wb_frame_row_count(agenda), 3);
    assert_cell(agenda, "action", 0, "a3");
    assert_cell(agenda, "state", 0, "late");
    assert_cell(agenda, "date", 0, "2025");
    assert_string_equal(day(agenda, "due", 0), "2025-12-31");
    assert_cell(agenda, "action", 1, "a1");
    assert_cell(agenda, "state", 1, "late");
    assert_int_equal(whole(agenda, "days", 1), -1);
    assert_cell(agenda, "basis", 1, "end");
    assert_cell(agenda, "action", 2, "a2");
    assert_cell(agenda, "state", 2, "past");
    wb_frame_free(agenda);
}

static void test_agenda__is_due_from_today_up_to_the_last_day(void **state)
{
    wb_frame *agenda =
        agenda_of(PLAN(TIMED("a0", "planned", "\"to\":\"2026-06-15\"") "," TIMED(
                      "a30", "planned",
                      "\"to\":\"2026-07-15\"") "," TIMED("a31", "planned",
                                                         "\"to\":\"2026-07-16\"")),
                  30);

    (void)state;
    assert_int_equal(wb_frame_row_count(agenda), 2);
    assert_cell(agenda, "state", 0, "due");
    assert_int_equal(whole(agenda, "days", 0), 0);
    assert_int_equal(whole(agenda, "days", 1), 30);
    wb_frame_free(agenda);
}

static void test_agenda__leaves_out_what_is_closed(void **state)
{
    wb_frame *agenda = agenda_of(PLAN(TIMED("a1", "done", "\"to\":\"2025\"") "," TIMED(
                                     "a2", "stopped", "\"to\":\"2026-06-20\"")),
                                 30);

    (void)state;
    assert_int_equal(wb_frame_row_count(agenda), 0);
    wb_frame_free(agenda);
}

static void test_agenda__says_why_there_is_no_date(void **state)
{
    wb_frame *agenda = agenda_of(
        PLAN(TIMED("a1", "planned", "\"from\":\"2026\",\"open_end\":true") "," TIMED(
            "a2", "planned",
            "\"to_be_determined\":true") "," TIMED("a3", "planned",
                                                   "\"from\":\"2025\"") "," ACTION("a4",
                                                                                   "")),
        30);

    (void)state;
    assert_int_equal(wb_frame_row_count(agenda), 4);
    assert_cell(agenda, "state", 0, "open_end");
    assert_cell(agenda, "state", 1, "to_be_determined");
    assert_cell(agenda, "state", 2, "unscheduled");
    assert_cell(agenda, "state", 3, "unscheduled");
    assert_cell(agenda, "status", 3, "unknown");
    assert_cell(agenda, "basis", 3, "");
    assert_int_equal(whole(agenda, "due", 3), -999);
    wb_frame_free(agenda);
}

#define STEP(id, rest) "{\"id\":\"" id "\",\"title\":{\"nl\":\"Stap " id "\"}" rest "}"

static void test_agenda__has_milestones_that_are_not_done(void **state)
{
    wb_frame *agenda = agenda_of(
        ACTED(ACTION(
            "a",
            STATUS(
                "running") ",\"assignments\":[{\"id\":\"as\",\"actor\":"
                           "\"hr\",\"role\":\"responsible\"}],"
                           "\"milestones\":[" STEP("m1", ",\"due\":\"2026-05\"") "," STEP(
                               "m2",
                               ",\"due\":\"2026-06\",\"by\":"
                               "\"ceo\"") "," STEP("m3",
                                                   ",\"due\":\"2026-04\","
                                                   "\"done\":\"2026-05\"") "," STEP("m4",
                                                                                    "") "]")),
        30);

    (void)state;
    assert_int_equal(wb_frame_row_count(agenda), 3);
    assert_cell(agenda, "record", 0, "m1");
    assert_cell(agenda, "state", 0, "late");
    assert_cell(agenda, "basis", 0, "milestone");
    assert_cell(agenda, "what", 0, "Stap m1");
    assert_cell(agenda, "actors", 0, "hr");
    assert_cell(agenda, "record", 1, "m2");
    assert_cell(agenda, "state", 1, "due");
    assert_cell(agenda, "who", 1, "Directie");
    assert_cell(agenda, "record", 2, "m4");
    assert_cell(agenda, "state", 2, "unscheduled");
    wb_frame_free(agenda);
}

/* 2024-01-31 and every month: the last day of June is the 30th. */
static void test_agenda__finds_the_next_time_of_what_recurs(void **state)
{
    static const struct {
        const char *timing, *due;
    } cases[] = {
        {"\"from\":\"2024-01-31\",\"recurring\":\"monthly\"", "2026-06-30"},
        {"\"from\":\"2026-06-15\",\"recurring\":\"monthly\"", "2026-06-15"},
        {"\"from\":\"2026-06-14\",\"recurring\":\"quarterly\"", "2026-09-14"},
        {"\"from\":\"2025-12-15\",\"recurring\":\"half_yearly\"", "2026-06-15"},
        {"\"from\":\"2024-02-29\",\"recurring\":\"yearly\"", "2027-02-28"},
        {"\"from\":\"2017\",\"recurring\":\"two_yearly\"", "2027-01-01"},
        {"\"from\":\"2027\",\"recurring\":\"three_yearly\"", "2027-01-01"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[2000];
        wb_frame *agenda;

        snprintf(text, sizeof text, PLAN(TIMED("a", "running", "%s")), cases[i].timing);
        agenda = agenda_of(text, 1000);
        assert_int_equal(wb_frame_row_count(agenda), 1);
        assert_cell(agenda, "basis", 0, "recurring");
        assert_string_equal(day(agenda, "due", 0), cases[i].due);
        wb_frame_free(agenda);
    }
}

static void test_agenda__ends_what_recurs_with_its_period(void **state)
{
    wb_frame *agenda = agenda_of(PLAN(TIMED("a", "running",
                                            "\"from\":\"2025-01-01\",\"to\":\"2026-03\","
                                            "\"recurring\":\"monthly\"")),
                                 30);

    (void)state;
    assert_cell(agenda, "basis", 0, "end");
    assert_cell(agenda, "state", 0, "late");
    assert_cell(agenda, "recurring", 0, "monthly");
    wb_frame_free(agenda);
}

static void test_agenda__does_not_repeat_what_subactions_share(void **state)
{
    wb_frame *agenda =
        agenda_of(PLAN(ACTION("a", ",\"timing\":{\"to\":\"2026-06-20\"},\"actions\":["
                                   "{\"id\":\"a.1\",\"title\":{\"nl\":\"B\"}},"
                                   "{\"id\":\"a.2\",\"title\":{\"nl\":\"C\"},"
                                   "\"timing\":{\"to\":\"2026-06-18\"}}]")),
                  30);

    (void)state;
    assert_int_equal(wb_frame_row_count(agenda), 2);
    assert_cell(agenda, "action", 0, "a.2");
    assert_cell(agenda, "action", 1, "a");
    wb_frame_free(agenda);
}

static void test_agenda__has_evaluations_without_a_verdict(void **state)
{
    wb_frame *agenda = agenda_of(
        HEADING
        "\"evaluations\":[{\"id\":\"e1\",\"criteria\":{\"nl\":\"Bereik\"},\"term\":{"
        "\"to\":\"2020-06\"}},{\"id\":\"e2\",\"verdict\":\"reached\"},{\"id\":\"e3\","
        "\"term\":{\"from\":\"2026-07\"}}]}",
        60);

    (void)state;
    assert_int_equal(wb_frame_row_count(agenda), 2);
    assert_cell(agenda, "record", 0, "e1");
    assert_cell(agenda, "state", 0, "past");
    assert_cell(agenda, "what", 0, "Bereik");
    assert_cell(agenda, "action", 0, "");
    assert_cell(agenda, "record", 1, "e3");
    assert_cell(agenda, "state", 1, "due");
    wb_frame_free(agenda);
}

static void test_agenda__takes_the_timing_of_a_block(void **state)
{
    wb_frame *agenda = agenda_of(
        HEADING "\"objectives\":[{\"id\":\"o\",\"title\":{\"nl\":\"O\"},\"sections\":[{"
                "\"id\":\"s\",\"title\":{\"nl\":\"S\"},\"blocks\":[{\"id\":\"b\","
                "\"title\":{\"nl\":\"B\"},\"timing\":{\"to\":\"2026-06\"}}],\"actions\":["
                "{\"id\":\"a1\",\"title\":{\"nl\":\"A\"},\"block\":\"b\"},"
                "{\"id\":\"a2\",\"title\":{\"nl\":\"A\"},\"block\":\"b\"}]}]}]}",
        30);

    (void)state;
    assert_int_equal(wb_frame_row_count(agenda), 2);
    assert_cell(agenda, "record", 0, "b");
    assert_cell(agenda, "action", 1, "a2");
    wb_frame_free(agenda);
}

static void test_agenda__refuses_what_is_no_day(void **state)
{
    static const char *const wrong[] = {"2026", "2026-02-30", "today", ""};
    wb_plan *plan = read_plan(HEADING "\"date\":\"2026\"}");
    wb_frame *frame = NULL;
    wb_error err;

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_fails(wb_plan_agenda(plan, wrong[i], 30, NULL, &frame, &err), WB_E_ARG);
        assert_null(frame);
    }
    assert_string_equal(err.message,
                        "today is '', where a day such as 2026-01-31 is expected");
    assert_fails(wb_plan_agenda(plan, NULL, 30, NULL, &frame, &err), WB_E_ARG);
    assert_fails(wb_plan_agenda(plan, TODAY, -1, NULL, &frame, &err), WB_E_ARG);
    assert_fails(wb_plan_agenda(plan, TODAY, 30, "fr", &frame, &err), WB_E_ARG);
    assert_fails(wb_plan_agenda(NULL, TODAY, 30, NULL, &frame, &err), WB_E_ARG);
    assert_fails(wb_plan_agenda(plan, TODAY, 30, NULL, NULL, &err), WB_E_ARG);
    wb_plan_free(plan);
}

/* ---- status ---- */

#define STEPS                                                                            \
    "\"milestones\":[" STEP("m1", ",\"due\":\"2026-09\"") "," STEP(                      \
        "m2", ",\"due\":\"2026-01\"") "],"
#define STATUSES                                                                         \
    "\"statuses\":[{\"id\":\"s1\",\"status\":\"running\",\"date\":\"2026-03\","          \
    "\"why\":{\"nl\":\"W\"}},{\"id\":\"s2\",\"status\":\"planned\",\"date\":\"2025\"}]"

static void test_status__has_the_latest_status_and_the_most_pressing_date(void **state)
{
    wb_frame *status =
        status_of(ACTED(ACTION("a", ",\"number\":\"1\",\"force\":\"request\","
                                    "\"addressed_to\":[\"ceo\",\"hr\"],"
                                    "\"timing\":{\"to\":\"2026-12\"}," STEPS STATUSES)));

    (void)state;
    assert_cell(status, "objective", 0, "o");
    assert_cell(status, "section", 0, "s");
    assert_cell(status, "status", 0, "running");
    assert_cell(status, "since", 0, "2026-03");
    assert_cell(status, "why", 0, "W");
    assert_cell(status, "state", 0, "late");
    assert_cell(status, "basis", 0, "milestone");
    assert_string_equal(day(status, "due", 0), "2026-01-31");
    assert_cell(status, "who", 0, "Directie; Personeel");
    assert_cell(status, "actors", 0, "ceo,hr");
    wb_frame_free(status);
}

static void test_status__gives_a_subaction_what_it_shares(void **state)
{
    wb_frame *status = status_of(PLAN(ACTION(
        "a", ",\"timing\":{\"to\":\"2026-01\"},\"actions\":[{\"id\":\"b\","
             "\"title\":{\"nl\":\"B\"}" STATUS("done") "},{\"id\":\"c\","
                                                       "\"title\":{\"nl\":\"C\"}}]")));

    (void)state;
    assert_int_equal(wb_frame_row_count(status), 3);
    assert_cell(status, "state", 0, "past");
    assert_cell(status, "part_of", 1, "a");
    assert_cell(status, "state", 1, "closed");
    assert_int_equal(whole(status, "due", 1), -999);
    assert_cell(status, "state", 2, "past");
    assert_string_equal(day(status, "due", 2), "2026-01-31");
    wb_frame_free(status);
}

/* ---- progress ---- */

static wb_frame *progress_of(const char *text)
{
    wb_plan *plan = read_plan(text);
    wb_frame *frame = NULL;

    assert_ok(wb_plan_progress(plan, TODAY, "nl", &frame, NULL));
    wb_plan_free(plan);
    return frame;
}

#define IN_2025 "\"to\":\"2025\""
#define FIVE                                                                             \
    TIMED("a1", "done", IN_2025)                                                         \
    "," TIMED("a2", "running", IN_2025) "," ACTION(                                      \
        "a3", ",\"actions\":[" TIMED("a4", "done",                                       \
                                     IN_2025) "]") "," TIMED("a5", "stopped", IN_2025)

static void test_progress__counts_actions_and_says_what_is_known(void **state)
{
    wb_frame *progress = progress_of(PLAN(FIVE));

    (void)state;
    assert_int_equal(wb_frame_row_count(progress), 2);
    assert_cell(progress, "objective", 0, "o");
    assert_int_equal(whole(progress, "actions", 0), 4);
    assert_int_equal(whole(progress, "done", 0), 1);
    assert_int_equal(whole(progress, "running", 0), 1);
    assert_int_equal(whole(progress, "stopped", 0), 1);
    assert_int_equal(whole(progress, "planned", 0), 0);
    assert_int_equal(whole(progress, "unknown", 0), 1);
    assert_int_equal(whole(progress, "late", 0), 1);
    assert_true(number(progress, "share_done", 0) == 0.25);
    assert_cell(progress, "known", 0, "some");
    assert_cell(progress, "objective", 1, "");
    assert_int_equal(whole(progress, "actions", 1), 4);
    wb_frame_free(progress);
}

static void test_progress__has_no_share_where_nothing_is_known(void **state)
{
    wb_frame *unknown = progress_of(PLAN(ACTION("a", "")));
    wb_frame *empty = progress_of(HEADING "\"date\":\"2026\"}");
    wb_frame *known = progress_of(PLAN(ACTION("a", STATUS("planned"))));

    (void)state;
    assert_cell(unknown, "known", 0, "none");
    assert_true(isnan(number(unknown, "share_done", 0)));
    assert_int_equal(wb_frame_row_count(empty), 1);
    assert_cell(empty, "known", 0, "no_actions");
    assert_true(isnan(number(empty, "share_done", 0)));
    assert_cell(known, "known", 0, "all");
    assert_true(number(known, "share_done", 0) == 0);
    wb_frame_free(unknown);
    wb_frame_free(empty);
    wb_frame_free(known);
}

/* ---- duties ---- */

#define ASSIGNED(id, actor, role)                                                        \
    "{\"id\":\"" id "\",\"actor\":\"" actor "\",\"role\":\"" role "\"}"
#define DUTIES                                                                                                                 \
    ACTED(ACTION(                                                                                                              \
        "a",                                                                                                                   \
        ",\"assignments\":[" ASSIGNED("x1", "hr", "responsible") "," ASSIGNED("x2", "ceo", "funder") "],\"actions\":[" ACTION( \
            "b",                                                                                                               \
            "") "]") "," ACTION("c",                                                                                           \
                                STATUS("done") ",\"assignments\":[" ASSIGNED(                                                  \
                                    "x3", "hr",                                                                                \
                                    "responsible") "]") "," ACTION("d",                                                        \
                                                                   ",\"addressed_to\":["                                       \
                                                                   "\"hr\"],\"timing\":"                                       \
                                                                   "{\"to\":\"2020\"}"))

static void test_duties__are_told_once_per_role_and_action(void **state)
{
    wb_plan *plan = read_plan(DUTIES);
    wb_frame *all = NULL, *one = NULL;
    wb_error err;

    (void)state;
    assert_ok(wb_plan_duties(plan, TODAY, NULL, "en", &all, NULL));
    assert_int_equal(wb_frame_row_count(all), 4);
    assert_cell(all, "name", 0, "HR");
    assert_cell(all, "role", 1, "funder");
    assert_cell(all, "state", 2, "closed");
    assert_cell(all, "role", 3, "addressed");
    assert_cell(all, "state", 3, "past");
    assert_ok(wb_plan_duties(plan, TODAY, "ceo", "en", &one, NULL));
    assert_int_equal(wb_frame_row_count(one), 1);
    assert_cell(one, "action", 0, "a");
    wb_frame_free(all);
    wb_frame_free(one);
    one = NULL;
    assert_fails(wb_plan_duties(plan, TODAY, "nobody", "en", &one, &err), WB_E_ARG);
    assert_string_equal(err.message, "'nobody' is no actor of plan 'p'");
    assert_fails(wb_plan_duties(plan, TODAY, "a", "en", &one, &err), WB_E_ARG);
    wb_plan_free(plan);
}

static void test_duty_counts__count_by_actor_and_role(void **state)
{
    wb_plan *plan = read_plan(DUTIES);
    wb_frame *counts = NULL;

    (void)state;
    assert_ok(wb_plan_duty_counts(plan, TODAY, NULL, &counts, NULL));
    assert_int_equal(wb_frame_row_count(counts), 3);
    assert_cell(counts, "actor", 0, "hr");
    assert_cell(counts, "role", 0, "responsible");
    assert_int_equal(whole(counts, "actions", 0), 2);
    assert_int_equal(whole(counts, "done", 0), 1);
    assert_int_equal(whole(counts, "unknown", 0), 1);
    assert_int_equal(whole(counts, "open", 0), 1);
    assert_cell(counts, "role", 1, "addressed");
    assert_int_equal(whole(counts, "past", 1), 1);
    assert_int_equal(whole(counts, "late", 1), 0);
    assert_cell(counts, "actor", 2, "ceo");
    wb_frame_free(counts);
    wb_plan_free(plan);
}

static void test_duties__hold_for_the_actions_that_a_block_names(void **state)
{
    wb_plan *plan = read_plan(
        HEADING "\"actors\":[{\"id\":\"hr\",\"name\":{\"nl\":\"P\"},\"type\":\"role\"}],"
                "\"objectives\":[{\"id\":\"o\",\"title\":{\"nl\":\"O\"},\"sections\":[{"
                "\"id\":\"s\",\"title\":{\"nl\":\"S\"},\"blocks\":[{\"id\":\"b\","
                "\"title\":{\"nl\":\"B\"},\"assignments\":[{\"id\":\"x\",\"actor\":"
                "\"hr\",\"role\":\"partner\",\"only_for\":[\"a2\"]}]}],\"actions\":["
                "{\"id\":\"a1\",\"title\":{\"nl\":\"A\"},\"block\":\"b\"},"
                "{\"id\":\"a2\",\"title\":{\"nl\":\"A\"},\"block\":\"b\"}]}]}]}");
    wb_frame *duties = NULL;

    (void)state;
    assert_ok(wb_plan_duties(plan, TODAY, NULL, NULL, &duties, NULL));
    assert_int_equal(wb_frame_row_count(duties), 1);
    assert_cell(duties, "action", 0, "a2");
    wb_frame_free(duties);
    wb_plan_free(plan);
}

/* ---- memory ---- */

static wb_plan *shipped;

static wb_status follow_all(void)
{
    wb_frame *frames[6] = {0};
    wb_status st = wb_plan_agenda(shipped, TODAY, 30, "nl", &frames[0], NULL);

    if (st == WB_OK)
        st = wb_plan_status(shipped, TODAY, "en", &frames[1], NULL);
    if (st == WB_OK)
        st = wb_plan_progress(shipped, TODAY, "en", &frames[2], NULL);
    if (st == WB_OK)
        st = wb_plan_duties(shipped, TODAY, NULL, "en", &frames[3], NULL);
    if (st == WB_OK)
        st = wb_plan_duty_counts(shipped, TODAY, "en", &frames[4], NULL);
    for (size_t i = 0; i < 6; i++)
        wb_frame_free(frames[i]);
    return st;
}

static void test_follow__survives_every_failing_allocation(void **state)
{
    (void)state;
    shipped = read_plan(DUTIES);
    wb_test_every_allocation(follow_all);
    wb_plan_free(shipped);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_agenda__tells_late_from_what_is_not_known),
        cmocka_unit_test(test_agenda__is_due_from_today_up_to_the_last_day),
        cmocka_unit_test(test_agenda__leaves_out_what_is_closed),
        cmocka_unit_test(test_agenda__says_why_there_is_no_date),
        cmocka_unit_test(test_agenda__has_milestones_that_are_not_done),
        cmocka_unit_test(test_agenda__finds_the_next_time_of_what_recurs),
        cmocka_unit_test(test_agenda__ends_what_recurs_with_its_period),
        cmocka_unit_test(test_agenda__does_not_repeat_what_subactions_share),
        cmocka_unit_test(test_agenda__has_evaluations_without_a_verdict),
        cmocka_unit_test(test_agenda__takes_the_timing_of_a_block),
        cmocka_unit_test(test_agenda__refuses_what_is_no_day),
        cmocka_unit_test(test_status__has_the_latest_status_and_the_most_pressing_date),
        cmocka_unit_test(test_status__gives_a_subaction_what_it_shares),
        cmocka_unit_test(test_progress__counts_actions_and_says_what_is_known),
        cmocka_unit_test(test_progress__has_no_share_where_nothing_is_known),
        cmocka_unit_test(test_duties__are_told_once_per_role_and_action),
        cmocka_unit_test(test_duty_counts__count_by_actor_and_role),
        cmocka_unit_test(test_duties__hold_for_the_actions_that_a_block_names),
        cmocka_unit_test(test_follow__survives_every_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
