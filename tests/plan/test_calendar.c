/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "plan/follow_support.h"

/* 2026-06-15 12:34:56.789 UTC */
static const int64_t now = INT64_C(1781526896789000);

static const char *calendar_of(const char *text, const char *language, wb_writer **writer)
{
    wb_plan *plan = read_plan(text);

    assert_ok(wb_writer_to_memory(writer, NULL));
    assert_ok(wb_plan_calendar(plan, now, language, *writer, NULL));
    assert_ok(wb_writer_write(*writer, "", 1, NULL));
    assert_ok(wb_writer_finish(*writer, NULL));
    wb_plan_free(plan);
    return wb_writer_bytes(*writer, NULL);
}

#define EVENT(uid, times, rest)                                                          \
    "BEGIN:VEVENT\r\nUID:" uid "@werkbaar\r\nDTSTAMP:20260615T123456Z\r\n" times rest    \
    "TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n"

static void test_calendar__is_as_rfc_5545_has_it(void **state)
{
    wb_writer *writer = NULL;
    const char *calendar = calendar_of(
        ACTED("{\"id\":\"a\",\"number\":\"1\",\"title\":{\"nl\":\"Actie\"},\"timing\":{"
              "\"to\":\"2026-12\"},\"milestones\":[{\"id\":\"m\",\"title\":{\"nl\":"
              "\"Stap\"},\"due\":\"2026-09-01\",\"by\":\"hr\"}]}"),
        "nl", &writer);

    (void)state;
    assert_string_equal(
        calendar,
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//libwerkbaar//werkbaar//EN\r\n"
        "X-WR-CALNAME:P\r\n" EVENT(
            "p/a/m/milestone", "DTSTART;VALUE=DATE:20260901\r\n",
            "SUMMARY:1 Actie: Stap\r\nDESCRIPTION:Wie: Personeel\\nStatus: "
            "onbekend\\nDatum in het plan: 2026-09-01\r\n")
            EVENT("p/a/a/end", "DTSTART;VALUE=DATE:20261231\r\n",
                  "SUMMARY:1 Actie\r\nDESCRIPTION:Status: onbekend\\nDatum in het plan: "
                  "2026-12\r\n") "END:VCALENDAR\r\n");
    wb_writer_free(writer);
}

static void test_calendar__escapes_and_folds_between_characters(void **state)
{
    wb_writer *writer = NULL;
    const char *calendar = calendar_of(
        PLAN("{\"id\":\"a\",\"title\":{\"nl\":\"Een, twee; drie\\\\ vier\\nvijf "
             "ééééééééééééééééééééééééééééééééééééééééééé\"},\"timing\":{\"to\":"
             "\"2026-12\"}}"),
        "en", &writer);
    const char *line = calendar;

    (void)state;
    assert_non_null(strstr(calendar, "SUMMARY:Een\\, twee\\; drie\\\\ vier\\nvijf é"));
    for (const char *end; (end = strstr(line, "\r\n")) != NULL; line = end + 2) {
        assert_true(end - line <= 75);
        assert_int_equal(wb_utf8_valid(line, (size_t)(end - line)), end - line);
    }
    assert_non_null(strstr(calendar, "\r\n é"));
    wb_writer_free(writer);
}

static void test_calendar__has_a_rule_for_what_recurs(void **state)
{
    wb_writer *writer = NULL;
    const char *calendar = calendar_of(
        PLAN("{\"id\":\"a\",\"title\":{\"nl\":\"A\"},\"timing\":{\"from\":\"2018-05-04\","
             "\"recurring\":\"quarterly\"}}"),
        NULL, &writer);

    (void)state;
    assert_non_null(strstr(calendar, "DTSTART;VALUE=DATE:20260804\r\n"
                                     "RRULE:FREQ=MONTHLY;INTERVAL=3\r\n"));
    wb_writer_free(writer);
}

#define TIMED                                                                            \
    "{\"id\":\"a\",\"title\":{\"nl\":\"A\"},\"timing\":{\"from\":\"%s\"%s,"              \
    "\"recurring\":"                                                                     \
    "\"%s\"}}"

/* As the agenda has it: to the last day of the period, and on the last day of a month
 * that lacks the day, which RFC 5545 by itself would leave out. */
static void test_calendar__has_the_rule_of_the_agenda(void **state)
{
    static const struct {
        const char *from, *to, *recurring, *start, *rule;
    } cases[] = {
        {"2026-01-31", NULL, "monthly", "20260630",
         "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"},
        {"2026-01-30", NULL, "monthly", "20260630",
         "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1"},
        {"2025-11-29", NULL, "quarterly", "20260829",
         "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=28,29;BYSETPOS=-1"},
        {"2025-11-28", NULL, "quarterly", "20260828", "FREQ=MONTHLY;INTERVAL=3"},
        {"2025-08-31", NULL, "half_yearly", "20260831",
         "FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"},
        {"2024-02-29", NULL, "yearly", "20270228",
         "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1"},
        {"2024-02-29", NULL, "two_yearly", "20280229",
         "FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1"},
        {"2025-08-31", NULL, "three_yearly", "20280831", "FREQ=YEARLY;INTERVAL=3"},
        {"2026-01-04", "2027-02", "monthly", "20260704", "FREQ=MONTHLY;UNTIL=20270228"},
        {"2024-02-29", "2027-02-28", "yearly", "20270228",
         "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1;UNTIL=20270228"},
        {"2026-01-31", "2030", "half_yearly", "20260731",
         "FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=28,29,30,31;BYSETPOS=-1;UNTIL=2030\r\n "
         "1231"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char plan[1000], to[40] = "", times[200];
        wb_writer *writer = NULL;
        const char *calendar;

        if (cases[i].to != NULL)
            snprintf(to, sizeof to, ",\"to\":\"%s\"", cases[i].to);
        snprintf(plan, sizeof plan, PLAN(TIMED), cases[i].from, to, cases[i].recurring);
        snprintf(times, sizeof times, "DTSTART;VALUE=DATE:%s\r\nRRULE:%s\r\n",
                 cases[i].start, cases[i].rule);
        calendar = calendar_of(plan, NULL, &writer);
        if (strstr(calendar, times) == NULL)
            fail_msg("%s\nis not in\n%s", times, calendar);
        wb_writer_free(writer);
    }
}

static void test_calendar__has_no_rule_where_the_period_is_over(void **state)
{
    wb_writer *writer = NULL;
    const char *calendar = calendar_of(
        PLAN("{\"id\":\"a\",\"title\":{\"nl\":\"A\"},\"timing\":{\"from\":\"2025-01-01\","
             "\"to\":\"2026-06\",\"recurring\":\"monthly\"}}"),
        NULL, &writer);

    (void)state;
    assert_non_null(strstr(calendar, "UID:p/a/a/end@werkbaar\r\n"));
    assert_non_null(strstr(calendar, "DTSTART;VALUE=DATE:20260630\r\n"));
    assert_null(strstr(calendar, "RRULE"));
    wb_writer_free(writer);
}

static void test_calendar__has_an_evaluation_of_the_plan(void **state)
{
    wb_writer *writer = NULL;
    const char *calendar =
        calendar_of(HEADING "\"evaluations\":[{\"id\":\"e\",\"criteria\":{\"nl\":"
                            "\"Bereik\"},\"term\":{\"to\":\"2020-06\"}}]}",
                    "en", &writer);

    (void)state;
    assert_non_null(strstr(calendar, "UID:p//e/evaluation@werkbaar\r\n"));
    assert_non_null(strstr(calendar, "SUMMARY:P: evaluation\\, Bereik\r\n"));
    wb_writer_free(writer);
}

static void test_calendar__of_nothing_is_a_calendar(void **state)
{
    wb_writer *writer = NULL;
    const char *calendar = calendar_of(PLAN(ACTION("a", "")), "nl", &writer);

    (void)state;
    assert_null(strstr(calendar, "VEVENT"));
    assert_non_null(strstr(calendar, "END:VCALENDAR\r\n"));
    wb_writer_free(writer);
}

static void test_calendar__refuses_times_that_are_none(void **state)
{
    wb_plan *plan = read_plan(PLAN(ACTION("a", "")));
    wb_writer *writer = NULL;

    (void)state;
    assert_ok(wb_writer_to_memory(&writer, NULL));
    assert_fails(wb_plan_calendar(plan, INT64_MAX, NULL, writer, NULL), WB_E_ARG);
    assert_fails(wb_plan_calendar(plan, INT64_MIN, NULL, writer, NULL), WB_E_ARG);
    assert_fails(wb_plan_calendar(plan, now, "de", writer, NULL), WB_E_ARG);
    assert_fails(wb_plan_calendar(plan, now, NULL, NULL, NULL), WB_E_ARG);
    assert_fails(wb_plan_calendar(NULL, now, NULL, writer, NULL), WB_E_ARG);
    wb_writer_free(writer);
    wb_plan_free(plan);
}

static wb_plan *given;

static wb_status write_it(void)
{
    wb_writer *writer = NULL;
    wb_status st = wb_writer_to_memory(&writer, NULL);

    if (st == WB_OK)
        st = wb_plan_calendar(given, now, "nl", writer, NULL);
    wb_writer_free(writer);
    return st;
}

static void test_calendar__survives_every_failing_allocation(void **state)
{
    (void)state;
    given = read_plan(
        ACTED(ACTION("a", ",\"timing\":{\"to\":\"2026-12\"},\"addressed_to\":[\"hr\"]")));
    wb_test_every_allocation(write_it);
    wb_plan_free(given);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_calendar__is_as_rfc_5545_has_it),
        cmocka_unit_test(test_calendar__escapes_and_folds_between_characters),
        cmocka_unit_test(test_calendar__has_a_rule_for_what_recurs),
        cmocka_unit_test(test_calendar__has_the_rule_of_the_agenda),
        cmocka_unit_test(test_calendar__has_no_rule_where_the_period_is_over),
        cmocka_unit_test(test_calendar__has_an_evaluation_of_the_plan),
        cmocka_unit_test(test_calendar__of_nothing_is_a_calendar),
        cmocka_unit_test(test_calendar__refuses_times_that_are_none),
        cmocka_unit_test(test_calendar__survives_every_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
