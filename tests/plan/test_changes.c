/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "plan/changes_support.h"

#include "plan/operation.h"

#include <stdlib.h>

#define THREE ACTIONS(ACTION("a", "") "," ACTION("b", "") "," ACTION("c", ""))

/* The ids in a list of the plan, with a space before each. */
static const char *ids(const wb_plan *plan, const char *parent, const char *list)
{
    static char text[1000];

    text[0] = '\0';
    for (const wb_record *r = wb_record_first(wb_plan_find(plan, parent), list);
         r != NULL; r = wb_record_next(r)) {
        strcat(text, " ");
        strcat(text, r->id);
    }
    return text;
}

static void assert_ids(const char *operations, const char *list, const char *wanted)
{
    wb_plan *plan = NULL;
    wb_error err = {0};

    if (try_apply(HEADING THREE, operations, &plan, &err) != WB_OK)
        fail_msg("%s: %s", err.where, err.message);
    assert_string_equal(ids(plan, "s", list), wanted);
    wb_plan_free(plan);
}

static void assert_refused(const char *operations, wb_status status, const char *where,
                           const char *message)
{
    wb_plan *plan = NULL;
    wb_error err = {0};

    assert_fails(try_apply(HEADING THREE, operations, &plan, &err), status);
    assert_null(plan);
    assert_non_null(strstr(err.where, where));
    if (strstr(err.message, message) == NULL)
        fail_msg("'%s' does not say '%s'", err.message, message);
}

static void test_apply__adds_where_it_is_told(void **state)
{
    (void)state;
    assert_ids(OPERATIONS("{\"op\":\"add\",\"parent\":\"s\",\"list\":\"actions\","
                          "\"value\":" ACTION("n", "") "}"),
               "actions", " a b c n");
    assert_ids(OPERATIONS("{\"op\":\"add\",\"parent\":\"s\",\"list\":\"actions\","
                          "\"follows\":null,\"value\":" ACTION("n", "") "}"),
               "actions", " n a b c");
    assert_ids(OPERATIONS("{\"op\":\"add\",\"parent\":\"s\",\"list\":\"actions\","
                          "\"follows\":\"b\",\"value\":" ACTION("n", "") "}"),
               "actions", " a b n c");
    assert_ids(OPERATIONS("{\"op\":\"add\",\"parent\":\"s\",\"list\":\"notes\",\"value\":"
                          "{\"id\":\"n\",\"text\":{\"nl\":\"N\"}}}"),
               "notes", " n");
}

static void test_apply__adds_a_record_with_all_below_it(void **state)
{
    wb_plan *plan = NULL;

    (void)state;
    assert_ok(try_apply(
        HEADING THREE,
        OPERATIONS("{\"op\":\"add\",\"parent\":\"s\",\"list\":\"actions\","
                   "\"value\":" ACTION("n", ",\"actions\":[" ACTION("n1", "") "," ACTION(
                                                "n2", "") "]") "}"),
        &plan, NULL));
    assert_string_equal(ids(plan, "n", "actions"), " n1 n2");
    wb_plan_free(plan);
}

static void test_apply__leaves_nothing_of_an_addition_that_fails(void **state)
{
    wb_plan *plan = read_plan(HEADING THREE);
    wb_json file = {0};
    wb_error err = {0};
    wb_record *made;
    const char *text =
        ACTION("n", ",\"actions\":[" ACTION("n1", "") "," ACTION("a", "") "]");

    (void)state;
    assert_ok(wb_json_parse(text, strlen(text), "value", &file, NULL));
    wb_json_at at = wb_json_root(&file);
    assert_fails(
        wb_plan_graft(plan, wb_plan_find(plan, "s"), "actions", 0, &at, &made, &err),
        WB_E_DATA);
    assert_string_equal(err.where, "value#/actions/1/id");
    assert_int_equal(plan->n_records, 6);
    assert_null(wb_plan_find(plan, "n1"));
    wb_json_close(&file);
    wb_plan_free(plan);
}

static void test_apply__moves(void **state)
{
    (void)state;
    assert_ids(OPERATIONS("{\"op\":\"move\",\"record\":\"a\",\"parent\":\"s\",\"list\":"
                          "\"actions\",\"follows\":\"b\",\"expected\":{\"list\":"
                          "\"actions\"}}"),
               "actions", " b a c");
    assert_ids(OPERATIONS("{\"op\":\"move\",\"record\":\"c\",\"parent\":\"s\",\"list\":"
                          "\"actions\",\"follows\":null,\"expected\":{\"follows\":\"b\"}"
                          "}"),
               "actions", " c a b");
    assert_ids(OPERATIONS("{\"op\":\"move\",\"record\":\"a\",\"parent\":\"s\",\"list\":"
                          "\"actions\",\"expected\":{}}"),
               "actions", " b c a");
    assert_ids(OPERATIONS("{\"op\":\"move\",\"record\":\"a\",\"parent\":\"c\",\"list\":"
                          "\"actions\",\"expected\":{\"parent\":\"s\"}}"),
               "actions", " b c");
}

static void test_apply__changes_sets_and_clears_fields(void **state)
{
    wb_plan *plan = NULL;
    const wb_record *a;

    (void)state;
    assert_ok(try_apply(
        HEADING ACTIONS(ACTION("a", ",\"kind\":\"research\",\"aim\":{\"nl\":\"x\"}")),
        OPERATIONS(
            "{\"op\":\"change\",\"record\":\"a\",\"field\":\"title/en\","
            "\"value\":\"A\",\"expected\":null},"
            "{\"op\":\"change\",\"record\":\"a\",\"field\":\"kind\",\"value\":null,"
            "\"expected\":\"research\"},"
            "{\"op\":\"change\",\"record\":\"a\",\"field\":\"aim/nl\",\"value\":"
            "null,\"expected\":\"x\"},"
            "{\"op\":\"change\",\"record\":\"a\",\"field\":\"cost\",\"value\":5,"
            "\"expected\":null},"
            "{\"op\":\"change\",\"record\":\"a\",\"field\":\"timing/text\","
            "\"value\":\"soon\",\"expected\":null}"),
        &plan, NULL));
    a = wb_plan_find(plan, "a");
    assert_string_equal(json_string_value(wb_field_value(a->body, "title/en")), "A");
    assert_null(wb_field_value(a->body, "kind"));
    assert_null(wb_field_value(a->body, "aim")); /* its last language went */
    assert_int_equal(json_integer_value(wb_field_value(a->body, "cost")), 5);
    assert_string_equal(json_string_value(wb_field_value(a->body, "timing/text")),
                        "soon");
    wb_plan_free(plan);
}

/* Plans that come of each other have values in common. */
static void test_apply__leaves_what_is_inside_other_plans(void **state)
{
    static const char field[] = "timing/to";
    wb_plan *plan =
        read_plan(HEADING ACTIONS(ACTION("a", ",\"timing\":{\"to\":\"2028\"}")));
    wb_plan *set = NULL, *cleared = NULL;
    wb_changes *changes = read_changes(
        OPERATIONS("{\"op\":\"change\",\"record\":\"a\",\"field\":\"timing/to\","
                   "\"value\":\"2029\",\"expected\":\"2028\"}"));
    wb_changes *clear = read_changes(
        OPERATIONS("{\"op\":\"change\",\"record\":\"a\",\"field\":\"timing/to\","
                   "\"value\":null,\"expected\":\"2029\"}"));

    (void)state;
    assert_ok(wb_plan_apply(plan, changes, &set, NULL));
    assert_ok(wb_plan_apply(set, clear, &cleared, NULL));
    assert_string_equal(
        json_string_value(wb_field_value(wb_plan_find(plan, "a")->body, field)), "2028");
    assert_string_equal(
        json_string_value(wb_field_value(wb_plan_find(set, "a")->body, field)), "2029");
    assert_null(wb_field_value(wb_plan_find(cleared, "a")->body, "timing"));
    wb_changes_free(changes);
    wb_changes_free(clear);
    wb_plan_free(plan);
    wb_plan_free(set);
    wb_plan_free(cleared);
}

static void test_apply__removes_with_all_below(void **state)
{
    wb_plan *plan = NULL;

    (void)state;
    assert_ok(
        try_apply(HEADING ACTIONS(ACTION("a", ",\"actions\":[" ACTION("b", "") "]")),
                  OPERATIONS("{\"op\":\"remove\",\"record\":\"a\",\"expected\":" ACTION(
                      "a", ",\"actions\":[" ACTION("b", "") "]") "}"),
                  &plan, NULL));
    assert_null(wb_plan_find(plan, "a"));
    assert_null(wb_plan_find(plan, "b"));
    wb_plan_free(plan);
}

static void test_apply__refuses_what_is_not_as_expected_and_shows_both(void **state)
{
    (void)state;
    assert_refused(
        OPERATIONS("{\"op\":\"change\",\"record\":\"a\",\"field\":\"title/nl\","
                   "\"value\":\"C\",\"expected\":\"B\"}"),
        WB_E_CONFLICT, "changes.json#/operations/0/expected",
        "title/nl of 'a' is \"A\", where \"B\" is expected");
    assert_refused(OPERATIONS("{\"op\":\"change\",\"record\":\"a\",\"field\":\"kind\","
                              "\"value\":\"research\",\"expected\":\"measure\"}"),
                   WB_E_CONFLICT, "expected", "is empty, where \"measure\"");
    assert_refused(OPERATIONS("{\"op\":\"remove\",\"record\":\"a\",\"expected\":{\"id\":"
                              "\"a\"}}"),
                   WB_E_CONFLICT, "expected",
                   "the content of 'a' is {\"id\":\"a\",\"title");
    assert_refused(OPERATIONS("{\"op\":\"move\",\"record\":\"a\",\"parent\":\"s\","
                              "\"list\":\"actions\",\"expected\":{\"parent\":\"o\"}}"),
                   WB_E_CONFLICT, "expected", "where {\"parent\":\"o\"} is expected");
    assert_refused(OPERATIONS("{\"op\":\"change\",\"record\":\"z\",\"field\":\"kind\","
                              "\"value\":null,\"expected\":null}"),
                   WB_E_CONFLICT, "operations/0/record", "no record 'z'");
    assert_refused(OPERATIONS("{\"op\":\"add\",\"parent\":\"s\",\"list\":\"actions\","
                              "\"follows\":\"z\",\"value\":" ACTION("n", "") "}"),
                   WB_E_CONFLICT, "follows", "'z', which it should follow, is not in");
    assert_refused(OPERATIONS("{\"op\":\"move\",\"record\":\"a\",\"parent\":\"s\","
                              "\"list\":\"actions\",\"follows\":\"a\",\"expected\":{}}"),
                   WB_E_CONFLICT, "follows", "'a', which it should follow");
}

static void test_apply__refuses_what_the_schema_does_not_know(void **state)
{
    (void)state;
    assert_refused(OPERATIONS("{\"op\":\"change\",\"record\":\"a\",\"field\":\"kind\","
                              "\"value\":\"party\",\"expected\":null}"),
                   WB_E_DATA, "changes.json#/operations/0/value",
                   "'a' cannot be changed so");
    assert_refused(OPERATIONS("{\"op\":\"change\",\"record\":\"a\",\"field\":\"colour\","
                              "\"value\":\"red\",\"expected\":null}"),
                   WB_E_DATA, "value", "'colour' is unknown");
    assert_refused(OPERATIONS("{\"op\":\"change\",\"record\":\"a\",\"field\":\"title\","
                              "\"value\":null,\"expected\":{\"nl\":\"A\"}}"),
                   WB_E_DATA, "value", "'title' is missing");
    assert_refused(OPERATIONS("{\"op\":\"change\",\"record\":\"a\",\"field\":\"id\","
                              "\"value\":\"q\",\"expected\":\"a\"}"),
                   WB_E_DATA, "field", "has no field 'id'");
    assert_refused(OPERATIONS("{\"op\":\"change\",\"record\":\"a\",\"field\":\"title/nl/x"
                              "\",\"value\":\"q\",\"expected\":null}"),
                   WB_E_DATA, "field", "no field 'title/nl/x'");
    assert_refused(OPERATIONS("{\"op\":\"change\",\"record\":\"a\",\"field\":\"\","
                              "\"value\":\"q\",\"expected\":null}"),
                   WB_E_DATA, "", "");
    assert_refused(OPERATIONS("{\"op\":\"change\",\"record\":\"s\",\"field\":\"actions\","
                              "\"value\":[],\"expected\":null}"),
                   WB_E_DATA, "value", "'actions' is unknown");
    assert_refused(OPERATIONS("{\"op\":\"add\",\"parent\":\"s\",\"list\":\"colours\","
                              "\"value\":" ACTION("n", "") "}"),
                   WB_E_DATA, "value", "has no list 'colours'");
    assert_refused(OPERATIONS("{\"op\":\"add\",\"parent\":\"s\",\"list\":\"actions\","
                              "\"value\":" ACTION("b", "") "}"),
                   WB_E_DATA, "value/id", "'b' is already that of another record");
    assert_refused(OPERATIONS("{\"op\":\"move\",\"record\":\"a\",\"parent\":\"a\","
                              "\"list\":\"actions\",\"expected\":{}}"),
                   WB_E_DATA, "operations/0", "cannot stand in");
    assert_refused(OPERATIONS("{\"op\":\"move\",\"record\":\"a\",\"parent\":\"s\","
                              "\"list\":\"notes\",\"expected\":{}}"),
                   WB_E_DATA, "operations/0", "cannot stand in");
    assert_refused(OPERATIONS("{\"op\":\"remove\",\"record\":\"p\",\"expected\":{}}"),
                   WB_E_DATA, "record", "is the plan itself");
}

static void test_apply__takes_all_or_none(void **state)
{
    wb_plan *before = read_plan(HEADING THREE), *same = read_plan(HEADING THREE);
    wb_plan *after = NULL;
    wb_changes *changes = read_changes(
        OPERATIONS("{\"op\":\"change\",\"record\":\"a\",\"field\":\"kind\",\"value\":"
                   "\"research\",\"expected\":null},{\"op\":\"change\",\"record\":\"a\","
                   "\"field\":\"kind\",\"value\":\"research\",\"expected\":null}"));

    (void)state;
    assert_fails(wb_plan_apply(before, changes, &after, NULL), WB_E_CONFLICT);
    assert_null(after);
    assert_same_plan(before, same);
    wb_changes_free(changes);
    wb_plan_free(before);
    wb_plan_free(same);
}

static void test_apply__wants_to_know_what_a_change_was_made_for(void **state)
{
    (void)state;
    assert_refused(OPERATIONS("{\"op\":\"change\",\"record\":\"a\",\"field\":\"kind\","
                              "\"value\":\"research\"}"),
                   WB_E_DATA, "operations/0", "the value that is expected is missing");
    assert_refused(OPERATIONS("{\"op\":\"remove\",\"record\":\"a\",\"version\":3}"),
                   WB_E_DATA, "operations/0", "no versions");
}

static void test_apply__needs_its_arguments(void **state)
{
    wb_plan *plan = read_plan(HEADING THREE), *out = NULL;
    wb_changes *changes = NULL;

    (void)state;
    assert_ok(wb_changes_new(&changes, NULL));
    assert_fails(wb_plan_apply(NULL, changes, &out, NULL), WB_E_ARG);
    assert_fails(wb_plan_apply(plan, NULL, &out, NULL), WB_E_ARG);
    assert_fails(wb_plan_apply(plan, changes, NULL, NULL), WB_E_ARG);
    assert_ok(wb_plan_apply(plan, changes, &out, NULL));
    assert_same_plan(out, plan);
    wb_changes_free(changes);
    wb_plan_free(plan);
    wb_plan_free(out);
}

/* ---- the list ---- */

static void test_changes__are_made_call_by_call(void **state)
{
    wb_changes *changes = NULL;
    wb_writer *writer = NULL;

    (void)state;
    assert_ok(wb_changes_new(&changes, NULL));
    assert_ok(wb_changes_add(changes, "s", "actions", "a", ACTION("n", ""), NULL));
    assert_ok(wb_changes_add(changes, "s", "actions", "", ACTION("m", ""), NULL));
    assert_ok(wb_changes_set(changes, "n", "kind", "\"research\"", "null", 0, NULL));
    assert_ok(wb_changes_set(changes, "n", "kind", NULL, NULL, 7, NULL));
    assert_ok(wb_changes_move(changes, "n", "s", "actions", NULL, "{}", 0, NULL));
    assert_ok(wb_changes_remove(changes, "n", NULL, 8, NULL));
    assert_int_equal(wb_changes_count(changes), 6);
    assert_ok(wb_writer_to_memory(&writer, NULL));
    assert_ok(wb_changes_write(changes, writer, NULL));
    assert_string_equal(
        wb_writer_bytes(writer, NULL),
        OPERATIONS(
            "{\"follows\":\"a\",\"list\":\"actions\",\"op\":\"add\",\"parent\":"
            "\"s\",\"value\":" ACTION(
                "n",
                "") "},"
                    "{\"follows\":null,\"list\":\"actions\",\"op\":\"add\",\"parent\":"
                    "\"s\",\"value\":" ACTION(
                        "m", "") "},"
                                 "{\"expected\":null,\"field\":\"kind\",\"op\":"
                                 "\"change\",\"record\":"
                                 "\"n\",\"value\":\"research\"},"
                                 "{\"field\":\"kind\",\"op\":\"change\",\"record\":\"n\","
                                 "\"value\":null,"
                                 "\"version\":7},"
                                 "{\"expected\":{},\"list\":\"actions\",\"op\":\"move\","
                                 "\"parent\":\"s\","
                                 "\"record\":\"n\"},"
                                 "{\"op\":\"remove\",\"record\":\"n\",\"version\":8}"));
    wb_writer_free(writer);
    wb_changes_free(changes);
}

static void test_changes__refuses_what_is_no_operation(void **state)
{
    wb_changes *changes = NULL;

    (void)state;
    wb_changes_free(NULL);
    assert_int_equal(wb_changes_count(NULL), 0);
    assert_fails(wb_changes_new(NULL, NULL), WB_E_ARG);
    assert_ok(wb_changes_new(&changes, NULL));
    assert_fails(wb_changes_add(NULL, "s", "actions", NULL, "{}", NULL), WB_E_ARG);
    assert_fails(wb_changes_add(changes, NULL, "actions", NULL, "{}", NULL), WB_E_ARG);
    assert_fails(wb_changes_add(changes, "s", "actions", NULL, NULL, NULL), WB_E_DATA);
    assert_fails(wb_changes_add(changes, "s", "actions", NULL, "{}", NULL), WB_E_DATA);
    assert_fails(wb_changes_add(changes, "s", "actions", NULL, "3", NULL), WB_E_DATA);
    assert_fails(wb_changes_set(changes, "a", "kind", "1,2", NULL, 0, NULL), WB_E_DATA);
    assert_fails(wb_changes_set(changes, "a", "kind", "{\"x\":1,\"x\":2}", NULL, 0, NULL),
                 WB_E_DATA);
    assert_fails(wb_changes_set(changes, "a", "kind", "\"\\ud800\"", NULL, 0, NULL),
                 WB_E_DATA);
    assert_fails(wb_changes_set(changes, "a", "kind", "1e999", NULL, 0, NULL), WB_E_DATA);
    assert_fails(wb_changes_set(changes, "\xff", "kind", "1", NULL, 0, NULL), WB_E_DATA);
    assert_fails(wb_changes_set(changes, "a", NULL, "1", NULL, 0, NULL), WB_E_ARG);
    assert_fails(wb_changes_move(changes, "a", "s", "actions", NULL, NULL, -1, NULL),
                 WB_E_DATA);
    assert_fails(wb_changes_remove(changes, NULL, NULL, 1, NULL), WB_E_ARG);
    assert_int_equal(wb_changes_count(changes), 0);
    wb_changes_free(changes);
}

static void test_changes_read__says_where_a_file_is_wrong(void **state)
{
    static const struct {
        const char *text;
        wb_status status;
        const char *where;
    } cases[] = {
        {"{", WB_E_DATA, "changes.json"},
        {"{\"format\":\"werkbaar-changes/2.0\",\"operations\":[]}", WB_E_VERSION,
         "#/format"},
        {"{\"format\":\"werkbaar-plan/1.0\",\"operations\":[]}", WB_E_DATA, "#/format"},
        {"{\"format\":\"werkbaar-changes/1.0\"}", WB_E_DATA, "#/operations"},
        {"{\"format\":\"werkbaar-changes/1.0\",\"operations\":[],\"more\":1}", WB_E_DATA,
         "#/more"},
        /* no canonical form, so it could not be written again */
        {OPERATIONS("{\"op\":\"remove\",\"record\":\"a\",\"x_\":9007199254740993}"),
         WB_E_DATA, "changes.json"},
        {OPERATIONS("3"), WB_E_DATA, "#/operations/0"},
        {OPERATIONS("{}"), WB_E_DATA, "#/operations/0/op"},
        {OPERATIONS("{\"op\":\"swap\"}"), WB_E_DATA, "#/operations/0/op"},
        {OPERATIONS("{\"op\":\"remove\"}"), WB_E_DATA, "#/operations/0/record"},
        {OPERATIONS("{\"op\":\"remove\",\"record\":1}"), WB_E_DATA,
         "#/operations/0/record"},
        {OPERATIONS("{\"op\":\"remove\",\"record\":\"a\",\"value\":1}"), WB_E_DATA,
         "#/operations/0/value"},
        {OPERATIONS("{\"op\":\"change\",\"record\":\"a\",\"field\":\"b\"}"), WB_E_DATA,
         "#/operations/0"},
        {OPERATIONS("{\"op\":\"remove\",\"record\":\"a\",\"version\":0}"), WB_E_DATA,
         "#/operations/0/version"},
        {OPERATIONS("{\"op\":\"add\",\"parent\":\"s\",\"list\":\"x\",\"value\":[]}"),
         WB_E_DATA, "#/operations/0/value"},
        {OPERATIONS("{\"op\":\"add\",\"parent\":\"s\",\"list\":\"x\",\"follows\":1,"
                    "\"value\":{\"id\":\"a\"}}"),
         WB_E_DATA, "#/operations/0/follows"},
    };
    wb_changes *changes = NULL;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        wb_error err = {0};
        assert_fails(try_changes(cases[i].text, &changes, &err), cases[i].status);
        assert_null(changes);
        if (strstr(err.where, cases[i].where) == NULL || err.line != 1)
            fail_msg("case %zu: '%s' line %d: %s", i, err.where, (int)err.line,
                     err.message);
    }
    assert_fails(wb_changes_read(NULL, &changes, NULL), WB_E_ARG);
    assert_fails(wb_changes_write(NULL, NULL, NULL), WB_E_ARG);
}

/* ---- differences ---- */

/* Applying the difference gives the later plan; its number of operations is as wanted. */
static void assert_difference(const char *from, const char *to, int64_t n)
{
    wb_plan *before = read_plan(from), *after = read_plan(to), *made = NULL;
    wb_changes *changes = NULL;
    wb_error err = {0};

    assert_ok(wb_plan_diff(before, after, &changes, NULL));
    if (wb_plan_apply(before, changes, &made, &err) != WB_OK)
        fail_msg("%s: %s", err.where, err.message);
    assert_same_plan(made, after);
    assert_int_equal(wb_changes_count(changes), n);
    wb_changes_free(changes);
    wb_plan_free(made);
    wb_plan_free(before);
    wb_plan_free(after);
}

static void test_diff__takes_few_operations(void **state)
{
    (void)state;
    assert_difference(HEADING THREE, HEADING THREE, 0);
    /* one moves from the end to the start; the others keep their order */
    assert_difference(
        HEADING THREE,
        HEADING ACTIONS(ACTION("c", "") "," ACTION("a", "") "," ACTION("b", "")), 1);
    assert_difference(
        HEADING THREE,
        HEADING ACTIONS(ACTION("c", "") "," ACTION("b", "") "," ACTION("a", "")), 2);
    assert_difference(HEADING THREE, HEADING ACTIONS(""), 3);
    assert_difference(HEADING ACTIONS(""), HEADING THREE, 3);
    assert_difference(HEADING THREE,
                      HEADING ACTIONS(ACTION("a", ",\"kind\":\"research\"")), 3);
    /* a new parent comes with what is new below it, and what was there moves in */
    assert_difference(
        HEADING THREE,
        HEADING ACTIONS(ACTION("a", "") "," ACTION(
            "n", ",\"actions\":[" ACTION("n1", "") "," ACTION("b", "") "," ACTION(
                     "n2", "") "]") "," ACTION("c", "")),
        2);
    /* what stays of a record that goes moves out first */
    assert_difference(HEADING ACTIONS(ACTION(
                          "a", ",\"actions\":[" ACTION("b", "") "," ACTION("c", "") "]")),
                      HEADING ACTIONS(ACTION("c", "")), 2);
    /* father and child change places */
    assert_difference(HEADING ACTIONS(ACTION("a", ",\"actions\":[" ACTION("b", "") "]")),
                      HEADING ACTIONS(ACTION("b", ",\"actions\":[" ACTION("a", "") "]")),
                      2);
}

static void test_diff__goes_language_by_language(void **state)
{
    (void)state;
    assert_difference(
        HEADING ACTIONS(ACTION("a", ",\"aim\":{\"nl\":\"x\",\"en\":\"y\"},\"x_a/b\":1")),
        HEADING ACTIONS(ACTION("a", ",\"aim\":{\"nl\":\"z\",\"fr\":\"y\"},\"x_a/b\":2")),
        4);
    assert_difference(HEADING ACTIONS(ACTION("a", ",\"aim\":{\"nl\":\"x\"}")),
                      HEADING ACTIONS(ACTION("a", ",\"levels\":[\"team\"]")), 2);
    assert_difference(HEADING ACTIONS(ACTION("a", ",\"x_a\":{\"b\":{\"c\":1}}")),
                      HEADING ACTIONS(ACTION("a", ",\"x_a\":{}")), 1);
}

static void test_diff__refuses_plans_that_have_nothing_in_common(void **state)
{
    wb_plan *one = read_plan(HEADING THREE);
    wb_plan *other = read_plan(HEADING "\"actors\":[{\"id\":\"a\",\"type\":\"role\","
                                       "\"name\":{\"nl\":\"A\"}}]}");
    wb_plan *third =
        read_plan("{\"format\":\"werkbaar-plan/1.0\",\"id\":\"q\",\"version\":"
                  "\"1\",\"languages\":[\"nl\"],\"scope\":\"sector\",\"title\":"
                  "{\"nl\":\"Q\"}}");
    wb_changes *changes = NULL;
    wb_error err = {0};

    (void)state;
    assert_fails(wb_plan_diff(one, other, &changes, &err), WB_E_CONFLICT);
    assert_string_equal(err.item, "a");
    assert_fails(wb_plan_diff(one, third, &changes, &err), WB_E_CONFLICT);
    assert_non_null(strstr(err.message, "'p' and 'q'"));
    assert_fails(wb_plan_diff(NULL, one, &changes, NULL), WB_E_ARG);
    assert_fails(wb_plan_diff(one, one, NULL, NULL), WB_E_ARG);
    wb_plan_free(one);
    wb_plan_free(other);
    wb_plan_free(third);
}

/* A plan of up to 30 actions under one another in any order, some with a field. */
static char *random_plan(unsigned *seed)
{
    static char text[10000];
    wb_plan *plan = read_plan(HEADING ACTIONS(""));
    wb_writer *writer;

    for (int i = 0; i < 30; i++) {
        char value[200], parent[10] = "s";
        int id = rand_r(seed) % 40;
        json_t *made;
        snprintf(value, sizeof value, "{\"id\":\"a%d\",\"title\":{\"nl\":\"%d\"}}", id,
                 rand_r(seed) % 3);
        if (rand_r(seed) % 2 == 0)
            snprintf(parent, sizeof parent, "a%d", rand_r(seed) % 40);
        wb_record *under = wb_plan_find(plan, parent);
        made = body(value);
        if (under == NULL || wb_record_depth(under) > 8 ||
            wb_plan_insert(plan, under, "actions", (size_t)(rand_r(seed) % 4), made, NULL,
                           NULL) != WB_OK)
            json_decref(made);
    }
    assert_ok(wb_plan_seal(plan, NULL));
    strcpy(text, written(plan, &writer));
    wb_writer_free(writer);
    wb_plan_free(plan);
    return text;
}

static void test_diff__makes_any_plan_of_any_other(void **state)
{
    unsigned seed = 4;

    (void)state;
    for (int i = 0; i < 300; i++) {
        wb_plan *before = read_plan(random_plan(&seed));
        wb_plan *after = read_plan(random_plan(&seed)), *made = NULL;
        wb_changes *changes = NULL;
        wb_error err = {0};

        assert_ok(wb_plan_diff(before, after, &changes, NULL));
        if (wb_plan_apply(before, changes, &made, &err) != WB_OK)
            fail_msg("round %d: %s: %s", i, err.where, err.message);
        assert_same_plan(made, after);
        wb_changes_free(changes);
        wb_plan_free(made);
        wb_plan_free(before);
        wb_plan_free(after);
    }
}

/* ---- in words ---- */

static void test_frame__tells_what_changes_in_both_languages(void **state)
{
    wb_plan *plan = read_plan(HEADING THREE);
    wb_changes *changes = read_changes(OPERATIONS(
        "{\"op\":\"change\",\"record\":\"a\",\"field\":\"kind\",\"value\":\"research\","
        "\"expected\":null},"
        "{\"op\":\"remove\",\"record\":\"b\",\"expected\":" ACTION(
            "b",
            "") "},"
                "{\"op\":\"move\",\"record\":\"c\",\"parent\":\"a\",\"list\":\"actions\","
                "\"expected\":{}},"
                "{\"op\":\"add\",\"parent\":\"s\",\"list\":\"actions\",\"follows\":null,"
                "\"value\":" ACTION("n", "") "},"
                                             "{\"op\":\"move\",\"record\":\"a\","
                                             "\"parent\":\"s\",\"list\":\"actions\","
                                             "\"follows\":null,\"expected\":{}}"));
    wb_frame *en = NULL, *nl = NULL, *none = NULL;

    (void)state;
    assert_ok(wb_changes_frame(changes, plan, NULL, &en, NULL));
    assert_ok(wb_changes_frame(changes, plan, "nl", &nl, NULL));
    assert_int_equal(wb_frame_row_count(en), 5);
    assert_string_equal(cell(en, "text", 0),
                        "'kind' of action 'a' (A): from empty to \"research\"");
    assert_string_equal(cell(nl, "text", 0),
                        "'kind' van actie 'a' (A): van leeg naar \"research\"");
    assert_string_equal(cell(en, "text", 1),
                        "action 'b' (A) was removed from 'actions' of 's'");
    assert_string_equal(cell(nl, "text", 1),
                        "actie 'b' (A) is verwijderd uit 'actions' van 's'");
    assert_string_equal(cell(en, "text", 2),
                        "action 'c' (A) moved from 'actions' of 's' to 'actions' of 'a'");
    assert_string_equal(cell(nl, "text", 3),
                        "actie 'n' (A) is toegevoegd aan 'actions' van 's'");
    assert_string_equal(cell(en, "text", 4),
                        "action 'a' (A) moved within 'actions' of 's'");
    assert_string_equal(cell(en, "operation", 0), "change");
    assert_string_equal(cell(en, "kind", 1), "action");
    assert_string_equal(cell(en, "title", 1), "A");
    assert_string_equal(cell(en, "field", 0), "kind");
    assert_string_equal(cell(en, "before", 0), "");
    assert_string_equal(cell(en, "after", 0), "\"research\"");
    assert_fails(wb_changes_frame(changes, plan, "fr", &none, NULL), WB_E_ARG);
    assert_fails(wb_changes_frame(NULL, plan, "nl", &none, NULL), WB_E_ARG);
    wb_frame_free(en);
    wb_frame_free(nl);
    wb_changes_free(changes);
    wb_plan_free(plan);
}

/* ---- failing allocations ---- */

static wb_status diff_and_apply(void)
{
    static const char *const texts[] = {HEADING THREE,
                                        HEADING ACTIONS(ACTION("c", "") "," ACTION(
                                            "n", ",\"actions\":[" ACTION("a", "") "]"))};
    wb_plan *plans[3] = {NULL};
    wb_changes *changes = NULL;
    wb_frame *frame = NULL;
    wb_status st = WB_OK;

    for (int i = 0; i < 2 && st == WB_OK; i++) {
        wb_reader *reader = NULL;
        st = wb_reader_from_memory(texts[i], strlen(texts[i]), "p", &reader, NULL);
        if (st == WB_OK)
            st = wb_plan_read(reader, &plans[i], NULL);
        wb_reader_free(reader);
    }
    if (st == WB_OK)
        st = wb_plan_diff(plans[0], plans[1], &changes, NULL);
    if (st == WB_OK)
        st = wb_plan_apply(plans[0], changes, &plans[2], NULL);
    if (st == WB_OK)
        st = wb_changes_frame(changes, plans[0], "nl", &frame, NULL);
    wb_frame_free(frame);
    wb_changes_free(changes);
    for (int i = 0; i < 3; i++)
        wb_plan_free(plans[i]);
    return st;
}

static void test_changes__survive_every_failing_allocation(void **state)
{
    (void)state;
    wb_test_every_allocation(diff_and_apply);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_apply__adds_where_it_is_told),
        cmocka_unit_test(test_apply__adds_a_record_with_all_below_it),
        cmocka_unit_test(test_apply__leaves_nothing_of_an_addition_that_fails),
        cmocka_unit_test(test_apply__moves),
        cmocka_unit_test(test_apply__changes_sets_and_clears_fields),
        cmocka_unit_test(test_apply__leaves_what_is_inside_other_plans),
        cmocka_unit_test(test_apply__removes_with_all_below),
        cmocka_unit_test(test_apply__refuses_what_is_not_as_expected_and_shows_both),
        cmocka_unit_test(test_apply__refuses_what_the_schema_does_not_know),
        cmocka_unit_test(test_apply__takes_all_or_none),
        cmocka_unit_test(test_apply__wants_to_know_what_a_change_was_made_for),
        cmocka_unit_test(test_apply__needs_its_arguments),
        cmocka_unit_test(test_changes__are_made_call_by_call),
        cmocka_unit_test(test_changes__refuses_what_is_no_operation),
        cmocka_unit_test(test_changes_read__says_where_a_file_is_wrong),
        cmocka_unit_test(test_diff__takes_few_operations),
        cmocka_unit_test(test_diff__goes_language_by_language),
        cmocka_unit_test(test_diff__refuses_plans_that_have_nothing_in_common),
        cmocka_unit_test(test_diff__makes_any_plan_of_any_other),
        cmocka_unit_test(test_frame__tells_what_changes_in_both_languages),
        cmocka_unit_test(test_changes__survive_every_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
