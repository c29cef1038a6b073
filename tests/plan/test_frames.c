/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The actions frame, a frame of any kind of record, and plans of a size. */
#include "plan_support.h"

#include "base/text.h"
#include "frame/frame.h"

#include <time.h>

static const char rich[] = RICH;

/* Any cell as a file holds it; "" for missing. */
static const char *shown(const wb_frame *frame, const char *column, int64_t row)
{
    static char text[400];
    char room[WB_NUMBER_CHARS];
    size_t length = 0;
    int64_t at = wb_frame_find(frame, column);
    const char *found;

    assert_true(at >= 0);
    if (wb_frame_is_missing(frame, (size_t)at, row))
        return "";
    found = wb_cell_text(frame, (size_t)at, row, room, &length);
    snprintf(text, sizeof text, "%.*s", (int)length, found);
    return text;
}

static void check_cells(const wb_frame *frame, int64_t row, const char *const *cells)
{
    for (; cells[0] != NULL; cells += 2) {
        if (strcmp(shown(frame, cells[0], row), cells[1]) != 0)
            fail_msg("row %d %s: %s, not %s", (int)row, cells[0],
                     shown(frame, cells[0], row), cells[1]);
    }
}

static void test_wb_plan_actions__own_fields_then_those_of_the_block(void **state)
{
    wb_plan *plan = read_plan(rich);
    wb_frame *frame = NULL;

    (void)state;
    assert_ok(wb_plan_actions(plan, "en", &frame, NULL));
    assert_int_equal(wb_frame_row_count(frame), 4);
    assert_int_equal(wb_frame_column_count(frame), 31);
    check_cells(frame, 0,
                (const char *const[]){"id",
                                      "a",
                                      "part_of",
                                      "",
                                      "number",
                                      "1",
                                      "objective",
                                      "o",
                                      "section",
                                      "s",
                                      "block",
                                      "k",
                                      "heading",
                                      "KOP",
                                      "title",
                                      "One",
                                      "force",
                                      "request",
                                      "levels",
                                      "team,individual",
                                      "addressed_to",
                                      "x,y",
                                      "responsible",
                                      "x,y",
                                      "partners",
                                      "y",
                                      "funders",
                                      "y",
                                      "timing",
                                      "in 2018",
                                      "from",
                                      "2018-01-01",
                                      "to",
                                      "2018-12-31",
                                      "open_end",
                                      "",
                                      "cost",
                                      "12345",
                                      "status",
                                      "running",
                                      "status_date",
                                      "2018-04-01",
                                      "origin",
                                      "scan",
                                      "discussed",
                                      "2018-02-05",
                                      "response",
                                      "adapted",
                                      NULL});
    check_cells(frame, 1,
                (const char *const[]){
                    "id",     "a1",      "part_of",     "a",       "section", "s",
                    "title",  "A",       "responsible", "x,y",     "funders", "y",
                    "timing", "in 2018", "status",      "unknown", "force",   "",
                    "levels", "",        "discussed",   "",        "origin",  "",
                    NULL});
    check_cells(frame, 2,
                (const char *const[]){"funders", "y,x", "responsible", "", "heading",
                                      "KOP", NULL});
    check_cells(frame, 3,
                (const char *const[]){"funders", "", "from", "", "heading", "", "block",
                                      "", NULL});
    wb_frame_free(frame);
    wb_plan_free(plan);
}

static void test_wb_plan_actions__refuses_wrong_arguments(void **state)
{
    wb_plan *plan = read_plan(HEADING "\"notes\":[]}");
    wb_frame *frame = NULL;

    (void)state;
    assert_fails(wb_plan_actions(NULL, NULL, &frame, NULL), WB_E_ARG);
    assert_fails(wb_plan_actions(plan, NULL, NULL, NULL), WB_E_ARG);
    assert_ok(wb_plan_actions(plan, NULL, &frame, NULL));
    assert_int_equal(wb_frame_row_count(frame), 0);
    wb_frame_free(frame);
    wb_plan_free(plan);
}

static void test_wb_plan_table__has_a_column_per_field_of_each_kind(void **state)
{
    wb_plan *plan = read_plan(rich);
    int64_t n_records = 0;

    (void)state;
    for (size_t i = 0; wb_kinds[i] != NULL; i++) {
        wb_frame *frame = NULL;

        assert_ok(wb_plan_table(plan, wb_kinds[i]->name, "nl", &frame, NULL));
        assert_true(wb_frame_find(frame, "note") >= 0);
        assert_true(wb_frame_find(frame, "cited_lines") >= 0);
        for (const wb_field *f = wb_kinds[i]->fields; f->name != NULL; f++) {
            char name[80];

            snprintf(name, sizeof name, "%s%s%s", f->name,
                     f->type == WB_FIELD_OBJECT ? "_" : "",
                     f->type == WB_FIELD_OBJECT ? f->fields[0].name : "");
            assert_true(wb_frame_find(frame, name) >= 0);
        }
        n_records += wb_frame_row_count(frame);
        wb_frame_free(frame);
    }
    assert_int_equal(n_records, plan->n_records);
    wb_plan_free(plan);
}

static void test_wb_plan_table__shows_values_and_where_they_stand(void **state)
{
    wb_plan *plan = read_plan(rich);
    wb_frame *frame = NULL;
    wb_error err = {0};

    (void)state;
    assert_ok(wb_plan_table(plan, "actor", "en", &frame, NULL));
    check_cells(frame, 0,
                (const char *const[]){"id", "x", "parent", "p", "list", "actors",
                                      "position", "0", "name", "Ex", NULL});
    check_cells(frame, 1,
                (const char *const[]){"position", "1", "name", "Y", "type", "group",
                                      "part_of", "x", NULL});
    wb_frame_free(frame);
    assert_ok(wb_plan_table(plan, "block", NULL, &frame, NULL));
    check_cells(frame, 0,
                (const char *const[]){"timing_from", "2018", "timing_text", "in 2018",
                                      "timing_open_end", "", NULL});
    wb_frame_free(frame);
    assert_ok(wb_plan_table(plan, "plan", NULL, &frame, NULL));
    check_cells(frame, 0,
                (const char *const[]){"id", "p", "parent", "", "list", "", "languages",
                                      "nl,en", NULL});
    wb_frame_free(frame);
    frame = NULL;
    assert_fails(wb_plan_table(plan, "promise", NULL, &frame, &err), WB_E_ARG);
    assert_non_null(strstr(err.message,
                           "'promise' is no kind of record, these are: plan, "
                           "source, actor"));
    assert_fails(wb_plan_table(plan, NULL, NULL, &frame, NULL), WB_E_ARG);
    assert_fails(wb_plan_table(NULL, "actor", NULL, &frame, NULL), WB_E_ARG);
    assert_fails(wb_plan_table(plan, "actor", NULL, NULL, NULL), WB_E_ARG);
    wb_plan_free(plan);
}

/* ---- a plan of a size ---- */

enum { N_ACTIONS = 10000 };

/* 10,000 actions with who, money and a status; each depends on the one before. */
static char *large_plan(void)
{
    size_t room = (size_t)N_ACTIONS * 640 + 1000;
    char *text = test_malloc(room);
    size_t at = (size_t)snprintf(
        text, room,
        HEADING "\"actors\":[{\"id\":\"x\",\"name\":{\"nl\":\"X\"},\"type\":\"role\"}],"
                "\"objectives\":[{\"id\":\"o\",\"title\":{\"nl\":\"O\"},\"sections\":[{"
                "\"id\":\"s\",\"title\":{\"nl\":\"S\"},\"actions\":[");

    for (int i = 0; i < N_ACTIONS; i++)
        at += (size_t)snprintf(
            text + at, room - at,
            "%s{\"id\":\"a%d\",\"number\":\"%d\",\"title\":{\"nl\":\"Actie %d\",\"en\":"
            "\"Action %d\"},\"force\":\"commitment\",\"levels\":[\"team\"],\"timing\":{"
            "\"from\":\"2020-01\",\"to\":\"2020-12\"},\"assignments\":[{\"id\":\"a%d.w\","
            "\"actor\":\"x\",\"role\":\"responsible\"}],\"funding\":[{\"id\":\"a%d.f\","
            "\"source\":\"x\",\"amount\":100000}],\"statuses\":[{\"id\":\"a%d.s\","
            "\"status\":\"running\",\"date\":\"2020-03-01\"}],\"references\":[{\"id\":"
            "\"a%d.r\",\"to\":\"a%d\",\"relation\":\"%s\",\"certainty\":\"printed\"}]}",
            i > 0 ? "," : "", i, i, i, i, i, i, i, i, i > 0 ? i - 1 : 1,
            i > 0 ? "depends_on" : "related");
    snprintf(text + at, room - at, "]}]}]}");
    return text;
}

static double seconds_since(const struct timespec *start)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start->tv_sec) +
           (double)(now.tv_nsec - start->tv_nsec) * 1e-9;
}

/* Well under a second on a desk; the limit here is for what goes by the square. */
static void test_wb_plan_check__ten_thousand_actions_take_no_time(void **state)
{
    char *text = large_plan();
    struct timespec start;
    wb_plan *plan;
    wb_frame *frame = NULL;

    (void)state;
    clock_gettime(CLOCK_MONOTONIC, &start);
    plan = read_plan(text);
    print_message("# read %.3f s", seconds_since(&start));
    assert_ok(wb_plan_check(plan, NULL, &frame, NULL));
    print_message(", checked %.3f s", seconds_since(&start));
    assert_int_equal(wb_frame_row_count(frame), 0);
    wb_frame_free(frame);
    assert_ok(wb_plan_actions(plan, "nl", &frame, NULL));
    print_message(", actions frame %.3f s\n", seconds_since(&start));
    assert_int_equal(wb_frame_row_count(frame), N_ACTIONS);
    assert_true(seconds_since(&start) < 20);
    wb_frame_free(frame);
    wb_plan_free(plan);
    test_free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_plan_actions__own_fields_then_those_of_the_block),
        cmocka_unit_test(test_wb_plan_actions__refuses_wrong_arguments),
        cmocka_unit_test(test_wb_plan_table__has_a_column_per_field_of_each_kind),
        cmocka_unit_test(test_wb_plan_table__shows_values_and_where_they_stand),
        cmocka_unit_test(test_wb_plan_check__ten_thousand_actions_take_no_time),
    };

    return cmocka_run_group_tests_name("plan/frames", tests, NULL, NULL);
}
