/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Plans when memory runs out, and plans that somebody spoilt. */
#include "plan_support.h"

#include "compose/json_memory.h"

#include <stdlib.h>

static const char rich[] = RICH;

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

/* ---- memory of jansson ---- */

static int allocations_left;

static void *refuse_later(size_t bytes)
{
    return allocations_left-- > 0 ? malloc(bytes) : NULL;
}

/* What runs out while a text is parsed jansson may call a fault of the text. */
static void test_wb_plan_read__survives_every_failing_allocation_of_jansson(void **state)
{
    wb_status st = WB_E_NOMEM;
    int allowed = 0;

    (void)state;
    for (; st != WB_OK; allowed++) {
        assert_true(allowed < 10000);
        allocations_left = allowed;
        json_set_alloc_funcs(refuse_later, free);
        st = make_frames();
        json_set_alloc_funcs(malloc, free);
        assert_true(st == WB_OK || st == WB_E_NOMEM || st == WB_E_DATA);
    }
    assert_true(allowed > 300);
}

static void *refuse_one(size_t bytes)
{
    return allocations_left-- == 0 ? NULL : malloc(bytes);
}

/* When a single allocation fails the plan is whole or not there: nothing gets lost. */
static void test_wb_plan_read__is_whole_or_not_there(void **state)
{
    wb_plan *whole = read_plan(rich);
    bool refused = true;

    (void)state;
    for (int i = 0; refused; i++) {
        wb_plan *plan = NULL;

        assert_true(i < 10000);
        allocations_left = i;
        json_set_alloc_funcs(refuse_one, free);
        wb_status st = try_plan(rich, &plan, NULL);
        json_set_alloc_funcs(malloc, free);
        refused = allocations_left < 0;
        assert_true(st == WB_OK || st == WB_E_NOMEM || st == WB_E_DATA);
        if (st == WB_OK)
            assert_string_equal(wb_plan_hash(plan), wb_plan_hash(whole));
        wb_plan_free(plan);
    }
    wb_plan_free(whole);
}

#define DOES(n) "{\"id\":\"w" n "\",\"actor\":\"hr\",\"role\":\"responsible\"}"

static wb_plan *nine;
static wb_changes *without_one;

static wb_status list_nine(void)
{
    wb_frame *actions = NULL;
    wb_status st = wb_plan_actions(nine, NULL, &actions, NULL);

    wb_frame_free(actions);
    return st;
}

static wb_status take_one_out(void)
{
    wb_plan *plan = NULL;
    wb_status st = wb_plan_apply(nine, without_one, &plan, NULL);

    assert_true((st == WB_OK) == (plan != NULL));
    wb_plan_free(plan);
    return st;
}

/* More actors than a list of jansson has room for at first; and what is taken out is kept
 * for whoever wants it back. */
static void test_wb_plan_apply__survives_every_failing_allocation_of_jansson(void **state)
{
    (void)state;
    nine = read_plan(
        HEADING
        "\"actors\":[{\"id\":\"hr\",\"name\":{\"nl\":\"HR\"},\"type\":"
        "\"role\"}]," ACTIONS(ACTION(
            "a",
            ",\"assignments\":[" DOES("1") "," DOES("2") "," DOES("3") "," DOES("4") "," DOES(
                "5") "," DOES("6") "," DOES("7") "," DOES("8") "," DOES("9") "]")));
    assert_ok(wb_changes_new(&without_one, NULL));
    assert_ok(wb_changes_remove(without_one, "w9", DOES("9"), 0, NULL));
    every_json_allocation(list_nine);
    every_json_allocation(take_one_out);
    wb_changes_free(without_one);
    wb_plan_free(nine);
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

/* And followed up, whatever its references lead to. */
static void follow_plan(const wb_plan *plan)
{
    static const char *const by[] = {"year", "source", "action", "certainty", "status"};
    static const char today[] = "2026-06-15";
    wb_frame *frames[12] = {0};
    wb_changes *changes = NULL;
    wb_writer *writer = NULL;

    assert_ok(wb_plan_status(plan, today, "nl", &frames[0], NULL));
    assert_ok(wb_plan_agenda(plan, today, 90, "en", &frames[1], NULL));
    assert_ok(wb_plan_progress(plan, today, NULL, &frames[2], NULL));
    assert_ok(wb_plan_duties(plan, today, NULL, NULL, &frames[3], NULL));
    assert_ok(wb_plan_duty_counts(plan, today, NULL, &frames[4], NULL));
    assert_ok(wb_plan_budget(plan, NULL, &frames[5], NULL));
    assert_ok(wb_plan_budget_totals(plan, by, 5, &frames[6], NULL));
    assert_ok(wb_plan_open(plan, NULL, &frames[7], NULL));
    assert_ok(wb_plan_since(plan, today, NULL, &frames[8], NULL));
    assert_ok(wb_plan_answers(plan, NULL, &frames[9], NULL));
    assert_ok(wb_plan_compare(&plan, 1, NULL, &frames[10], NULL));
    assert_ok(wb_plan_sheet(plan, NULL, NULL, &frames[11], NULL));
    assert_ok(wb_plan_sheet_changes(plan, frames[11], today, NULL, NULL, &changes, NULL));
    assert_int_equal(wb_changes_count(changes), 0);
    assert_ok(wb_writer_to_memory(&writer, NULL));
    assert_ok(wb_plan_calendar(plan, 0, NULL, writer, NULL));
    for (size_t i = 0; i < 12; i++)
        wb_frame_free(frames[i]);
    wb_changes_free(changes);
    wb_writer_free(writer);
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
    follow_plan(plan);
    wb_plan_free(again);
    wb_writer_free(writer);
}

static void test_wb_plan_read__spoilt_plans_are_refused_or_sound(void **state)
{
    char text[sizeof rich];
    uint64_t random = 1;
    int n_read = 0;

    (void)state;
    for (int i = 0; i < wb_test_cases(20000); i++) {
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
    assert_in_range(n_read, wb_test_cases(20000) / 200, wb_test_cases(15000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_plan_frames__survive_every_failing_allocation),
        cmocka_unit_test(test_wb_plan_read__survives_every_failing_allocation_of_jansson),
        cmocka_unit_test(test_wb_plan_read__is_whole_or_not_there),
        cmocka_unit_test(
            test_wb_plan_apply__survives_every_failing_allocation_of_jansson),
        cmocka_unit_test(test_wb_plan_read__spoilt_plans_are_refused_or_sound),
    };

    return cmocka_run_group_tests_name("plan/faults", tests, NULL, NULL);
}
