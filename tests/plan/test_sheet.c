/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The sheet that goes out to an actor and what comes back. */
#include "plan/changes_support.h"
#include "plan/follow_support.h"

#include <stdlib.h>

#define TODAY "2026-06-15"
#define ROLE(id, actor, role)                                                            \
    "{\"id\":\"" id "\",\"actor\":\"" actor "\",\"role\":\"" role "\"}"
#define A                                                                                \
    "{\"id\":\"a\",\"number\":\"1\",\"title\":{\"nl\":\"Actie\"},\"timing\":{\"to\":"    \
    "\"2026-12\"},\"assignments\":[" ROLE(                                               \
        "r1", "hr", "responsible") "],"                                                  \
                                   "\"milestones\":[{\"id\":\"m\",\"title\":{\"nl\":"    \
                                   "\"Stap\"},\"due\":\"2026-09\"}],"                    \
                                   "\"funding\":[{\"id\":\"f\",\"certainty\":\"to_be_"   \
                                   "determined\"}],"                                     \
                                   "\"statuses\":[{\"id\":\"st\",\"status\":"            \
                                   "\"planned\",\"date\":\"2026\"}]}"
#define B                                                                                \
    "{\"id\":\"b\",\"title\":{\"nl\":\"B\"},\"assignments\":[" ROLE(                     \
        "r2", "hr", "informed") "," ROLE("r3", "ceo", "partner") "]}"
#define SHEETED ACTED(A "," B)

static wb_frame *sheet_of(const wb_plan *plan, const char *actor)
{
    wb_frame *sheet = NULL;

    assert_ok(wb_plan_sheet(plan, actor, "nl", &sheet, NULL));
    return sheet;
}

/* A sheet as it comes back, from CSV. */
static wb_frame *returned(const char *rows)
{
    char text[2000];
    wb_reader *reader = NULL;
    wb_source *source = NULL;
    wb_frame *frame = NULL;
    wb_error err = {0};

    snprintf(text, sizeof text, "record,field,present,new,reason\n%s", rows);
    assert_ok(wb_reader_from_memory(text, strlen(text), "sheet.csv", &reader, NULL));
    if (wb_csv_read(reader, NULL, &source, &err) != WB_OK ||
        wb_source_collect(source, NULL, &frame, &err) != WB_OK)
        fail_msg("%s", err.message);
    wb_source_free(source);
    return frame;
}

static wb_frame *problems_of(const char *rows, const char *language)
{
    wb_plan *plan = read_plan(SHEETED);
    wb_frame *sheet = returned(rows), *problems = NULL;

    assert_ok(wb_plan_sheet_check(plan, sheet, language, &problems, NULL));
    wb_frame_free(sheet);
    wb_plan_free(plan);
    return problems;
}

/* The plan after the sheet came in. */
static wb_plan *reported(const char *rows, const char *actor)
{
    wb_plan *plan = read_plan(SHEETED), *after = NULL;
    wb_frame *sheet = returned(rows);
    wb_changes *changes = NULL;
    wb_error err = {0};

    if (wb_plan_sheet_changes(plan, sheet, TODAY, actor, "nl", &changes, &err) != WB_OK ||
        wb_plan_apply(plan, changes, &after, &err) != WB_OK)
        fail_msg("row %lld, %s: %s", (long long)err.row, err.item, err.message);
    wb_changes_free(changes);
    wb_frame_free(sheet);
    wb_plan_free(plan);
    return after;
}

/* ---- out ---- */

static void test_sheet__asks_what_an_actor_has_a_part_in(void **state)
{
    static const char *const fields[] = {"status",    "timing/from", "timing/to",
                                         "notes",     "due",         "done",
                                         "certainty", "amount",      "spent"};
    wb_plan *plan = read_plan(SHEETED);
    wb_frame *sheet = sheet_of(plan, "hr");

    (void)state;
    assert_int_equal(wb_frame_row_count(sheet), 9);
    for (int64_t i = 0; i < 9; i++)
        assert_cell(sheet, "field", i, fields[i]);
    assert_cell(sheet, "record", 0, "a");
    assert_cell(sheet, "number", 0, "1");
    assert_cell(sheet, "title", 0, "Actie");
    assert_cell(sheet, "present", 0, "planned");
    assert_cell(sheet, "expects", 0, "planned, running, done, stopped, unknown");
    assert_cell(sheet, "present", 1, "");
    assert_cell(sheet, "present", 2, "2026-12");
    assert_cell(sheet, "title", 4, "Stap");
    assert_cell(sheet, "present", 6, "to_be_determined");
    assert_cell(sheet, "new", 0, "");
    wb_frame_free(sheet);
    sheet = sheet_of(plan, "ceo");
    assert_int_equal(wb_frame_row_count(sheet), 4);
    assert_cell(sheet, "record", 0, "b");
    assert_cell(sheet, "present", 0, "unknown");
    wb_frame_free(sheet);
    sheet = sheet_of(plan, NULL);
    assert_int_equal(wb_frame_row_count(sheet), 13);
    wb_frame_free(sheet);
    wb_plan_free(plan);
}

static void
test_sheet__asks_of_a_block_once_and_of_budgets_whose_holder_it_is(void **state)
{
    wb_plan *plan = read_plan(
        HEADING
        "\"actors\":[{\"id\":\"hr\",\"name\":{\"nl\":\"P\"},\"type\":\"role\"}],"
        "\"budgets\":[{\"id\":\"bu\",\"held_by\":\"hr\",\"revised\":5},{\"id\":"
        "\"other\"}],"
        "\"objectives\":[{\"id\":\"o\",\"title\":{\"nl\":\"O\"},\"sections\":[{"
        "\"id\":\"s\",\"title\":{\"nl\":\"S\"},\"blocks\":[{\"id\":\"bl\","
        "\"title\":{\"nl\":\"Blok\"},\"timing\":{\"to\":\"2026\"},"
        "\"assignments\":[" ROLE(
            "x", "hr",
            "partner") "],\"funding\":[{\"id\":"
                       "\"f\",\"amount\":280000000}]}],\"actions\":["
                       "{\"id\":\"a1\",\"title\":{\"nl\":\"A\"},\"block\":\"bl\"},"
                       "{\"id\":\"a2\",\"title\":{\"nl\":\"A\"},\"block\":\"bl\"}]}]}]}");
    wb_frame *sheet = sheet_of(plan, "hr");
    static const char *const records[] = {"a1", "a1", "bl", "bl", "f",  "f",
                                          "f",  "a2", "a2", "bu", "bu", "bu"};

    (void)state;
    assert_int_equal(wb_frame_row_count(sheet), 12);
    for (int64_t i = 0; i < 12; i++)
        assert_cell(sheet, "record", i, records[i]);
    assert_cell(sheet, "title", 2, "Blok");
    assert_cell(sheet, "action", 2, "a1");
    assert_cell(sheet, "present", 5, "2800000.00");
    assert_cell(sheet, "present", 10, "0.05");
    assert_cell(sheet, "action", 10, "");
    wb_frame_free(sheet);
    wb_plan_free(plan);
}

/* ---- in ---- */

static void test_sheet_changes__make_a_status_with_day_reason_and_reporter(void **state)
{
    wb_plan *after = reported("a,status,planned,running,begonnen\n", "hr");
    const wb_record *entry;

    (void)state;
    assert_string_equal(wb_action_status(wb_plan_find(after, "a"), &entry), "running");
    assert_string_equal(entry->id, "a.status-2026-06-15-1");
    assert_string_equal(wb_record_text(entry, "date"), TODAY);
    assert_string_equal(wb_record_say(after, entry, "why", "nl"), "begonnen");
    assert_string_equal(wb_record_text(entry, "by"), "hr");
    wb_plan_free(after);
}

static void test_sheet_changes__change_fields_and_keep_the_reason(void **state)
{
    wb_plan *after = reported("a,timing/to,2026-12,2027-03,later begonnen\n"
                              "m,done,,2026-06-01,\n"
                              "f,amount,,\"1234,5\",\n"
                              "f,certainty,to_be_determined,committed,\n"
                              "b,notes,,Goed bezig,\n"
                              "b,status,unknown,,\n",
                              NULL);
    const wb_record *a = wb_plan_find(after, "a"), *made;
    int64_t cents = 0;

    (void)state;
    assert_string_equal(
        json_string_value(json_object_get(json_object_get(a->body, "timing"), "to")),
        "2027-03");
    made = wb_record_first(a, "adjustments");
    assert_non_null(made);
    assert_string_equal(wb_record_say(after, made, "why", "nl"), "later begonnen");
    assert_string_equal(wb_record_say(after, made, "what", "nl"),
                        "a timing/to: 2026-12 → 2027-03");
    assert_string_equal(wb_record_text(wb_plan_find(after, "m"), "done"), "2026-06-01");
    assert_true(wb_record_cents(wb_plan_find(after, "f"), "amount", &cents));
    assert_int_equal(cents, 123450);
    made = wb_record_first(wb_plan_find(after, "b"), "notes");
    assert_string_equal(wb_record_say(after, made, "text", "nl"), "Goed bezig");
    assert_string_equal(wb_action_status(wb_plan_find(after, "b"), NULL), "unknown");
    wb_plan_free(after);
}

static void test_sheet_changes__take_numbers_as_a_file_reader_types_them(void **state)
{
    static const struct {
        const char *rows;
        int64_t cents;
    } cases[] = {{"f,amount,,1234.1,\n", 123410},
                 {"f,amount,,0.29,\n", 29},
                 {"f,amount,,2800000,\n", 280000000},
                 {"f,amount,,9999999999999.99,\n", 999999999999999}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        wb_plan *after = reported(cases[i].rows, NULL);
        int64_t cents = 0;

        assert_true(wb_record_cents(wb_plan_find(after, "f"), "amount", &cents));
        assert_int_equal(cents, cases[i].cents);
        wb_plan_free(after);
    }
}

static void test_sheet_changes__empty_a_field_by_a_hyphen(void **state)
{
    wb_plan *after = reported("m,due,2026-09,-,\n", NULL);

    (void)state;
    assert_null(wb_record_text(wb_plan_find(after, "m"), "due"));
    wb_plan_free(after);
}

static void test_sheet__goes_out_and_comes_back_without_a_change(void **state)
{
    wb_plan *plan = read_plan(SHEETED);
    wb_frame *sheet = sheet_of(plan, NULL), *problems = NULL;
    wb_changes *changes = NULL;

    (void)state;
    assert_ok(wb_plan_sheet_check(plan, sheet, NULL, &problems, NULL));
    assert_int_equal(wb_frame_row_count(problems), 0);
    assert_ok(wb_plan_sheet_changes(plan, sheet, TODAY, NULL, NULL, &changes, NULL));
    assert_int_equal(wb_changes_count(changes), 0);
    wb_changes_free(changes);
    wb_frame_free(problems);
    wb_frame_free(sheet);
    wb_plan_free(plan);
}

/* ---- what is wrong ---- */

static void test_sheet_check__names_row_column_and_rule(void **state)
{
    wb_frame *problems = problems_of("z,status,planned,done,\n"
                                     "a,colour,,red,\n"
                                     "a,status,planned,klaar,\n"
                                     "a,timing/to,soon,2027,\n"
                                     "a,timing/to,2025-12,2027,\n"
                                     "a,status,running,done,\n"
                                     "f,amount,,1.234,\n"
                                     "m,due,2026-09,2026-10,\n"
                                     "m,due,2026-09,2026-11,\n"
                                     "a,status,planned,-,\n",
                                     "en");
    static const struct {
        int64_t row;
        const char *column, *problem;
    } wanted[] = {{1, "record", "unknown_record"}, {2, "field", "unknown_field"},
                  {3, "new", "wrong_value"},       {4, "present", "wrong_present"},
                  {5, "present", "changed_since"}, {6, "present", "changed_since"},
                  {7, "new", "wrong_value"},       {9, "field", "said_twice"},
                  {10, "new", "wrong_value"}};

    (void)state;
    assert_int_equal(wb_frame_row_count(problems), 9);
    for (int64_t i = 0; i < 9; i++) {
        assert_int_equal(whole(problems, "row", i), wanted[i].row);
        assert_cell(problems, "column", i, wanted[i].column);
        assert_cell(problems, "problem", i, wanted[i].problem);
    }
    assert_cell(problems, "text", 2, "'klaar' is no value of this field");
    assert_cell(problems, "text", 4,
                "the plan was changed since this sheet: it has '2026-12' now");
    assert_cell(problems, "value", 4, "2025-12");
    wb_frame_free(problems);
}

static void test_sheet_check__speaks_dutch(void **state)
{
    wb_frame *problems = problems_of("a,status,running,done,\n", "nl");

    (void)state;
    assert_cell(problems, "text", 0,
                "het plan is sinds dit blad gewijzigd: er staat nu 'planned'");
    wb_frame_free(problems);
}

static void test_sheet_check__refuses_amounts_that_may_mean_two_things(void **state)
{
    static const char *const wrong[] = {"1.234,50", "1 234", "€ 5",   "-5",     "1e3",
                                        "5.",       ".5",    "5.123", "1,234.5"};

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char rows[80];
        wb_frame *problems;

        snprintf(rows, sizeof rows, "f,amount,,\"%s\",\na,notes,,text,\n", wrong[i]);
        problems = problems_of(rows, NULL);
        assert_int_equal(wb_frame_row_count(problems), 1);
        wb_frame_free(problems);
    }
}

static void test_sheet_changes__fail_at_the_first_problem(void **state)
{
    wb_plan *plan = read_plan(SHEETED);
    wb_frame *sheet =
        returned("a,status,planned,done,\na,timing/to,2025-12,2027,\nz,status,,done,\n");
    wb_frame *bare = NULL;
    wb_changes *changes = NULL;
    wb_error err;

    (void)state;
    assert_fails(wb_plan_sheet_changes(plan, sheet, TODAY, NULL, NULL, &changes, &err),
                 WB_E_CONFLICT);
    assert_int_equal(err.row, 1);
    assert_string_equal(err.item, "present");
    assert_null(changes);
    assert_fails(wb_plan_sheet_changes(plan, sheet, TODAY, "z", NULL, &changes, &err),
                 WB_E_ARG);
    assert_fails(wb_plan_sheet_changes(plan, sheet, NULL, NULL, NULL, &changes, &err),
                 WB_E_ARG);
    assert_fails(wb_plan_sheet_changes(plan, NULL, TODAY, NULL, NULL, &changes, &err),
                 WB_E_ARG);
    assert_ok(wb_frame_new(1, &bare, NULL));
    assert_fails(wb_plan_sheet_changes(plan, bare, TODAY, NULL, NULL, &changes, &err),
                 WB_E_DATA);
    wb_frame_free(bare);
    wb_frame_free(sheet);
    wb_plan_free(plan);
}

/* A second report on one day has an id of its own. */
static void test_sheet_changes__may_come_twice_a_day(void **state)
{
    wb_plan *once = reported("a,status,planned,running,\n", NULL), *after = NULL;
    wb_frame *sheet = returned("a,status,running,done,\n");
    wb_changes *changes = NULL;

    (void)state;
    assert_ok(wb_plan_sheet_changes(once, sheet, TODAY, NULL, NULL, &changes, NULL));
    assert_ok(wb_plan_apply(once, changes, &after, NULL));
    assert_string_equal(wb_action_status(wb_plan_find(after, "a"), NULL), "done");
    wb_changes_free(changes);
    wb_frame_free(sheet);
    wb_plan_free(after);
    wb_plan_free(once);
}

/* ---- memory ---- */

static wb_plan *given;
static wb_frame *back;

static wb_status out_and_in(void)
{
    wb_frame *sheet = NULL, *problems = NULL;
    wb_changes *changes = NULL;
    wb_status st = wb_plan_sheet(given, "hr", "nl", &sheet, NULL);

    if (st == WB_OK)
        st = wb_plan_sheet_check(given, back, "nl", &problems, NULL);
    if (st == WB_OK)
        st = wb_plan_sheet_changes(given, back, TODAY, "hr", "nl", &changes, NULL);
    wb_frame_free(sheet);
    wb_frame_free(problems);
    wb_changes_free(changes);
    return st;
}

static void test_sheet__survives_every_failing_allocation(void **state)
{
    (void)state;
    given = read_plan(SHEETED);
    back = returned("a,status,planned,running,begonnen\nm,due,2026-09,2026-10,later\n"
                    "b,notes,,Goed,\nf,amount,,5,\n");
    wb_test_every_allocation(out_and_in);
    wb_frame_free(back);
    wb_plan_free(given);
}

/* ---- memory of jansson ---- */

static int allocations_left;

static void *refuse_one(size_t bytes)
{
    return allocations_left-- == 0 ? NULL : malloc(bytes);
}

/* The changes as a file, or an empty text. */
static wb_status changes_text(char text[4000])
{
    wb_changes *changes = NULL;
    wb_writer *writer = NULL;
    wb_status st = wb_plan_sheet_changes(given, back, TODAY, "hr", "nl", &changes, NULL);
    size_t n = 0;

    text[0] = '\0';
    if (st == WB_OK)
        st = wb_writer_to_memory(&writer, NULL);
    if (st == WB_OK)
        st = wb_changes_write(changes, writer, NULL);
    if (st == WB_OK) {
        const char *bytes = wb_writer_bytes(writer, &n);
        assert_true(n < 4000);
        memcpy(text, bytes, n);
        text[n] = '\0';
    }
    wb_writer_free(writer);
    wb_changes_free(changes);
    return st;
}

/* All changes or none. What runs out while a text is parsed jansson may call a fault of
 * the text. */
static void test_sheet_changes__survive_every_failing_allocation_of_jansson(void **state)
{
    char whole[4000], text[4000];
    bool refused = true;

    (void)state;
    given = read_plan(SHEETED);
    back = returned("a,status,planned,running,begonnen\nm,due,2026-09,2026-10,later\n"
                    "b,notes,,Goed,\nf,amount,,5,\n");
    assert_ok(changes_text(whole));
    for (int i = 0; refused; i++) {
        wb_status st;

        assert_true(i < 10000);
        allocations_left = i;
        json_set_alloc_funcs(refuse_one, free);
        st = changes_text(text);
        json_set_alloc_funcs(malloc, free);
        refused = allocations_left < 0;
        assert_true(st == WB_OK || st == WB_E_NOMEM || st == WB_E_DATA);
        if (st == WB_OK)
            assert_string_equal(text, whole);
    }
    wb_frame_free(back);
    wb_plan_free(given);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sheet__asks_what_an_actor_has_a_part_in),
        cmocka_unit_test(
            test_sheet__asks_of_a_block_once_and_of_budgets_whose_holder_it_is),
        cmocka_unit_test(test_sheet_changes__make_a_status_with_day_reason_and_reporter),
        cmocka_unit_test(test_sheet_changes__change_fields_and_keep_the_reason),
        cmocka_unit_test(test_sheet_changes__take_numbers_as_a_file_reader_types_them),
        cmocka_unit_test(test_sheet_changes__empty_a_field_by_a_hyphen),
        cmocka_unit_test(test_sheet__goes_out_and_comes_back_without_a_change),
        cmocka_unit_test(test_sheet_check__names_row_column_and_rule),
        cmocka_unit_test(test_sheet_check__speaks_dutch),
        cmocka_unit_test(test_sheet_check__refuses_amounts_that_may_mean_two_things),
        cmocka_unit_test(test_sheet_changes__fail_at_the_first_problem),
        cmocka_unit_test(test_sheet_changes__may_come_twice_a_day),
        cmocka_unit_test(test_sheet__survives_every_failing_allocation),
        cmocka_unit_test(test_sheet_changes__survive_every_failing_allocation_of_jansson),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
