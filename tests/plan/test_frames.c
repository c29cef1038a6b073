/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The actions frame, a frame of any kind of record, and plans of a size. */
#include "plan_support.h"

#include "base/text.h"
#include "frame/frame.h"

#include <stdlib.h>
#include <time.h>

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

static const char rich[] = HEADING
    "\"actors\":[{\"id\":\"x\",\"name\":{\"nl\":\"Iks\",\"en\":\"Ex\"},\"type\":\"role\"}"
    ","
    "{\"id\":\"y\",\"name\":{\"nl\":\"Y\"},\"type\":\"group\",\"part_of\":\"x\"}],"
    "\"objectives\":[{\"id\":\"o\",\"title\":{\"nl\":\"O\"},\"sections\":[{\"id\":\"s\","
    "\"title\":{\"nl\":\"S\"},\"blocks\":[{\"id\":\"k\",\"title\":{\"nl\":\"K\"},"
    "\"heading\":\"KOP\",\"timing\":{\"text\":\"in 2018\",\"from\":\"2018\",\"to\":"
    "\"2018\"},\"funding\":[{\"id\":\"k.f\",\"source\":\"y\"},{\"id\":\"k.g\",\"source\":"
    "\"x\",\"only_for\":[\"b\"]}]}],\"actions\":[{\"id\":\"a\",\"number\":\"1\","
    "\"title\":"
    "{\"nl\":\"Een\",\"en\":\"One\"},\"block\":\"k\",\"force\":\"request\",\"levels\":["
    "\"team\",\"individual\"],\"addressed_to\":[\"x\",\"y\"],\"cost\":12345,\"origin\":{"
    "\"from\":\"scan\"},\"response\":{\"by\":\"x\",\"verdict\":\"adapted\"},"
    "\"assignments\":[{\"id\":\"a.1\",\"actor\":\"x\",\"role\":\"responsible\"},{\"id\":"
    "\"a.2\",\"actor\":\"y\",\"role\":\"partner\"},{\"id\":\"a.3\",\"actor\":\"y\","
    "\"role\":\"responsible\"}],\"discussions\":[{\"id\":\"d1\",\"body\":\"staff\"},{"
    "\"id\":\"d2\",\"body\":\"staff\",\"date\":\"2018-03\"},{\"id\":\"d3\",\"body\":"
    "\"staff\",\"date\":\"2018-02-05\"}],\"statuses\":[{\"id\":\"st\",\"status\":"
    "\"running\",\"date\":\"2018-04\"}],\"actions\":[" ACTION("a1", "") "]}," ACTION(
        "b", ",\"block\":\"k\"") "," ACTION("c", "") "]}]}]}";

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

static wb_status make_frames(void)
{
    wb_reader *reader = NULL;
    wb_plan *plan = NULL;
    wb_frame *actions = NULL;
    wb_frame *table = NULL;
    wb_status st = wb_reader_from_memory(rich, sizeof rich - 1, "p", &reader, NULL);

    if (st == WB_OK)
        st = wb_plan_read(reader, &plan, NULL);
    if (st == WB_OK)
        st = wb_plan_actions(plan, NULL, &actions, NULL);
    if (st == WB_OK)
        st = wb_plan_table(plan, "assignment", NULL, &table, NULL);
    wb_reader_free(reader);
    wb_plan_free(plan);
    wb_frame_free(actions);
    wb_frame_free(table);
    return st;
}

static void test_wb_plan_frames__survive_every_failing_allocation(void **state)
{
    (void)state;
    wb_test_every_allocation(make_frames);
}

/* ---- spoilt plans ---- */

/* Numbers that look random and are the same every time (splitmix64). */
static uint64_t draw(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* Swap two pieces, or put a byte that matters to JSON somewhere. */
static void spoil(char *text, size_t length, uint64_t *state)
{
    static const char bytes[] = "\"{}[]:,0e-.\\u\xff\x01 ";
    size_t at = draw(state) % length;
    size_t other = draw(state) % length;
    size_t n = draw(state) % 12;

    if (draw(state) % 2 == 0) {
        text[at] = bytes[draw(state) % (sizeof bytes - 1)];
        return;
    }
    for (size_t i = 0; i < n && at + i < length && other + i < length; i++) {
        char kept = text[at + i];

        text[at + i] = text[other + i];
        text[other + i] = kept;
    }
}

/* Whatever is read can be written, read again as the same, checked and shown. */
static void use_plan(const wb_plan *plan)
{
    wb_writer *writer = NULL;
    wb_plan *again = read_plan(written(plan, &writer));
    wb_frame *frame = NULL;

    assert_string_equal(wb_plan_hash(plan), wb_plan_hash(again));
    assert_ok(wb_plan_check(plan, NULL, &frame, NULL));
    wb_frame_free(frame);
    assert_ok(wb_plan_actions(plan, "nl", &frame, NULL));
    wb_frame_free(frame);
    for (size_t i = 0; wb_kinds[i] != NULL; i++) {
        assert_ok(wb_plan_table(plan, wb_kinds[i]->name, "en", &frame, NULL));
        wb_frame_free(frame);
    }
    wb_plan_free(again);
    wb_writer_free(writer);
}

static void test_wb_plan_read__spoilt_plans_are_refused_or_sound(void **state)
{
    char text[sizeof rich];
    uint64_t random = 1;
    int n_read = 0;

    (void)state;
    for (int i = 0; i < 20000; i++) {
        wb_plan *plan = NULL;
        wb_error err = {0};
        wb_status st;

        memcpy(text, rich, sizeof rich);
        spoil(text, sizeof rich - 1, &random);
        st = try_plan(text, &plan, &err);
        assert_true(st == WB_OK || st == WB_E_DATA || st == WB_E_VERSION);
        assert_true((st == WB_OK) == (plan != NULL));
        assert_true(st == WB_OK || (err.line > 0 && err.message[0] != '\0'));
        n_read += st == WB_OK;
        if (st == WB_OK)
            use_plan(plan);
        wb_plan_free(plan);
    }
    assert_in_range(n_read, 100, 15000);
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
    print_message("read %.3f s", seconds_since(&start));
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
        cmocka_unit_test(test_wb_plan_frames__survive_every_failing_allocation),
        cmocka_unit_test(test_wb_plan_read__spoilt_plans_are_refused_or_sound),
        cmocka_unit_test(test_wb_plan_check__ten_thousand_actions_take_no_time),
    };

    return cmocka_run_group_tests_name("plan/frames", tests, NULL, NULL);
}
