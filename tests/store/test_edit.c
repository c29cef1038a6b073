/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Edits and their history. */
#include "store/store_support.h"

#define ONE                                                                              \
    HEADING ACTIONS(                                                                     \
        ACTION("a", ",\"kind\":\"measure\"") "," ACTION("b", "") "," ACTION("c", ""))

static void assert_text(const wb_frame *frame, const char *column, int64_t row,
                        const char *wanted)
{
    assert_string_equal(cell(frame, column, row), wanted);
}

static int64_t number(const wb_frame *frame, const char *column, int64_t row)
{
    return wb_frame_int64(frame, (size_t)wb_frame_find(frame, column), row);
}

static void test_import__and_export_are_the_identity(void **state)
{
    static const char text[] =
        HEADING "\"actors\":[{\"id\":\"z\",\"type\":\"role\",\"name\":{\"nl\":"
                "\"\xc3\xa9\xe2\x82\xac\"}},"
                "{\"id\":\"y\",\"type\":\"role\",\"name\":{\"nl\":\"\\n\\u0001\\\"\"}}],"
                "\"x_own\":[1,0.1,1e21,true,null,{\"b\":1,\"a\":2}]}";
    const char *path = new_path();
    wb_store *store = new_store(path, text);

    (void)state;
    assert_plan(store, 0, text);
    assert_whole(store);
    wb_store_free(store);
    forget_path(path);
}

static void test_import__fills_a_store_once(void **state)
{
    const char *path = new_path();
    wb_store *store = new_store(path, THREE);
    wb_plan *plan = read_plan(ONE);
    wb_error err = {0};

    (void)state;
    assert_fails(wb_store_import(store, plan, AT(1), "e", NULL, &err), WB_E_CONFLICT);
    assert_non_null(strstr(err.message, "holds a plan already"));
    assert_fails(wb_store_import(store, NULL, AT(1), "e", NULL, NULL), WB_E_ARG);
    assert_plan(store, 0, THREE);
    wb_plan_free(plan);
    wb_store_free(store);
    forget_path(path);
}

static void test_apply__writes_each_kind_of_operation(void **state)
{
    const char *path = new_path();
    wb_store *store = new_store(path, THREE);

    (void)state;
    assert_int_equal(edit(store, OPERATIONS(KIND("a", "\"measure\"", "null")), AT(1)), 2);
    assert_plan(store, 0, ONE);
    assert_int_equal(
        edit(
            store,
            OPERATIONS(
                "{\"op\":\"add\",\"parent\":\"a\",\"list\":\"actions\",\"value\":" ACTION(
                    "d",
                    ",\"actions\":[" ACTION(
                        "e", "") "]") "},"
                                      "{\"op\":\"move\",\"record\":\"e\",\"parent\":"
                                      "\"s\",\"list\":"
                                      "\"actions\",\"follows\":\"a\",\"expected\":{}},"
                                      "{\"op\":\"remove\",\"record\":\"b\","
                                      "\"expected\":" ACTION("b", "") "}"),
            AT(2)),
        5);
    wb_store_free(store);
    store = open_store(path);
    assert_plan(store, 0,
                HEADING ACTIONS(ACTION(
                    "a", ",\"kind\":\"measure\",\"actions\":[" ACTION(
                             "d", "") "]") "," ACTION("e", "") "," ACTION("c", "")));
    assert_whole(store);
    wb_store_free(store);
    forget_path(path);
}

static void test_apply__finds_room_between_any_two(void **state)
{
    const char *path = new_path();
    wb_store *store = new_store(path, THREE);
    wb_plan *plan;
    int64_t seq;

    (void)state;
    /* each between the first and the one before: soon there is no rank in between */
    for (int i = 0; i < 60; i++) {
        char operation[300];
        snprintf(operation, sizeof operation,
                 OPERATIONS("{\"op\":\"add\",\"parent\":\"s\",\"list\":\"actions\","
                            "\"follows\":%s,\"value\":{\"id\":\"n%d\",\"title\":{\"nl\":"
                            "\"N\"}}}"),
                 i % 3 == 0 ? "null" : "\"a\"", i);
        seq = edit(store, operation, AT(1));
        assert_int_equal(seq, i + 2);
    }
    assert_whole(store);
    plan = plan_of(store, 0);
    assert_string_equal(wb_record_first(wb_plan_find(plan, "s"), "actions")->id, "n57");
    assert_string_equal(wb_record_next(wb_plan_find(plan, "a"))->id, "n59");
    assert_string_equal(wb_plan_find(plan, "c")->previous->id, "b");
    wb_plan_free(plan);
    wb_store_free(store);
    forget_path(path);
}

static void test_apply__takes_all_or_none(void **state)
{
    const char *path = new_path();
    wb_store *store = new_store(path, THREE);
    wb_error err = {0};
    int64_t seq = 77;

    (void)state;
    assert_fails(
        try_edit(store,
                 OPERATIONS(
                     KIND("a", "\"measure\"",
                          "null") ","
                                  "{\"op\":\"remove\",\"record\":\"b\",\"expected\":{}}"),
                 AT(1), &seq, &err),
        WB_E_CONFLICT);
    assert_int_equal(seq, 77);
    assert_string_equal(err.where, "changes.json#/operations/1/expected");
    assert_plan(store, 0, THREE);
    assert_ok(wb_store_seq(store, INT64_MAX, &seq, NULL));
    assert_int_equal(seq, 1);
    assert_int_equal(edit(store, OPERATIONS(KIND("a", "\"measure\"", "null")), AT(1)), 2);
    assert_int_equal(edit(store, OPERATIONS(""), AT(1)), 2); /* nothing is written */
    assert_whole(store);
    wb_store_free(store);
    forget_path(path);
}

static void test_apply__refuses_a_stale_edit_and_shows_both(void **state)
{
    const char *path = new_path();
    wb_store *one = new_store(path, THREE), *other = open_store(path);
    wb_error err = {0};
    int64_t seq = 0;

    (void)state;
    (void)edit(one, OPERATIONS(KIND("a", "\"measure\"", "null")), AT(1));
    assert_fails(
        try_edit(other, OPERATIONS(KIND("a", "\"research\"", "null")), AT(2), &seq, &err),
        WB_E_CONFLICT);
    assert_non_null(
        strstr(err.message, "kind of 'a' is \"measure\", where empty is expected"));
    assert_fails(try_edit(other,
                          OPERATIONS("{\"op\":\"change\",\"record\":\"a\",\"field\":"
                                     "\"force\",\"value\":\"request\",\"version\":1}"),
                          AT(2), &seq, &err),
                 WB_E_CONFLICT);
    assert_non_null(strstr(err.message, "changed by entry 2, after entry 1"));
    /* the version of now, and another record that did not change */
    (void)edit(
        other,
        OPERATIONS("{\"op\":\"change\",\"record\":\"a\",\"field\":\"force\",\"value\":"
                   "\"request\",\"version\":2},"
                   "{\"op\":\"change\",\"record\":\"b\",\"field\":\"force\",\"value\":"
                   "\"request\",\"version\":1}"),
        AT(2));
    assert_whole(one);
    wb_store_free(one);
    wb_store_free(other);
    forget_path(path);
}

static void test_apply__versions_look_below_what_is_removed(void **state)
{
    const char *path = new_path();
    wb_store *store = new_store(
        path, HEADING ACTIONS(ACTION("a", ",\"actions\":[" ACTION("b", "") "]")));
    wb_error err = {0};
    int64_t seq = 0;

    (void)state;
    (void)edit(store, OPERATIONS(KIND("b", "\"measure\"", "null")), AT(1));
    assert_fails(
        try_edit(store, OPERATIONS("{\"op\":\"remove\",\"record\":\"a\",\"version\":1}"),
                 AT(2), &seq, &err),
        WB_E_CONFLICT);
    assert_fails(try_edit(store, OPERATIONS("{\"op\":\"remove\",\"record\":\"a\"}"),
                          AT(2), &seq, &err),
                 WB_E_DATA);
    (void)edit(store, OPERATIONS("{\"op\":\"remove\",\"record\":\"a\",\"version\":2}"),
               AT(2));
    assert_plan(store, 0, HEADING ACTIONS(""));
    wb_store_free(store);
    forget_path(path);
}

static void test_apply__brings_in_what_others_wrote(void **state)
{
    const char *path = new_path();
    wb_store *one = new_store(path, THREE), *other = open_store(path);

    (void)state;
    for (int i = 0; i < 20; i++) {
        (void)edit(i % 2 == 0 ? one : other,
                   i % 4 < 2
                       ? OPERATIONS("{\"op\":\"move\",\"record\":\"a\",\"parent\":\"s\","
                                    "\"list\":\"actions\",\"expected\":{}}")
                       : OPERATIONS("{\"op\":\"move\",\"record\":\"c\",\"parent\":\"a\","
                                    "\"list\":\"actions\",\"expected\":{}},"
                                    "{\"op\":\"move\",\"record\":\"c\",\"parent\":\"s\","
                                    "\"list\":\"actions\",\"follows\":null,"
                                    "\"expected\":{\"parent\":\"a\"}}"),
                   AT(i));
        assert_whole(i % 2 == 0 ? other : one);
    }
    wb_store_free(one);
    wb_store_free(other);
    forget_path(path);
}

static void test_apply__needs_its_arguments(void **state)
{
    const char *path = new_path();
    wb_store *store = new_store(path, THREE);
    wb_changes *changes = read_changes(OPERATIONS(""));
    char large[20000];
    int64_t seq;

    (void)state;
    memset(large, 'x', sizeof large);
    large[sizeof large - 1] = '\0';
    assert_fails(wb_store_apply(NULL, changes, 0, "e", NULL, &seq, NULL), WB_E_ARG);
    assert_fails(wb_store_apply(store, NULL, 0, "e", NULL, &seq, NULL), WB_E_ARG);
    assert_fails(wb_store_apply(store, changes, 0, NULL, NULL, &seq, NULL), WB_E_ARG);
    assert_fails(wb_store_apply(store, changes, 0, "e", NULL, NULL, NULL), WB_E_ARG);
    assert_fails(wb_store_apply(store, changes, 0, "e", large, &seq, NULL), WB_E_ARG);
    assert_fails(wb_store_apply(store, changes, INT64_MAX, "e", NULL, &seq, NULL),
                 WB_E_ARG);
    assert_fails(wb_store_apply(store, changes, INT64_MIN, "e", NULL, &seq, NULL),
                 WB_E_ARG);
    assert_fails(wb_store_undo(store, 0, 0, "e", NULL, NULL, NULL), WB_E_ARG);
    assert_fails(wb_store_seq(NULL, 0, &seq, NULL), WB_E_ARG);
    assert_fails(wb_store_seq(store, 0, NULL, NULL), WB_E_ARG);
    assert_fails(wb_store_verify(NULL, NULL), WB_E_ARG);
    wb_changes_free(changes);
    wb_store_free(store);
    forget_path(path);
}

/* ---- the past ---- */

static void test_plan__is_as_it_was(void **state)
{
    const char *path = new_path();
    wb_store *store = new_store(path, THREE);
    wb_plan *plan = NULL;
    int64_t seq;

    (void)state;
    (void)edit(store, OPERATIONS(KIND("a", "\"measure\"", "null")), AT(100));
    (void)edit(store,
               OPERATIONS("{\"op\":\"remove\",\"record\":\"b\",\"version\":2},"
                          "{\"op\":\"move\",\"record\":\"c\",\"parent\":\"a\",\"list\":"
                          "\"actions\",\"version\":2}"),
               AT(200));
    assert_plan(store, 1, THREE);
    assert_plan(store, 2, ONE);
    assert_plan(
        store, 3,
        HEADING ACTIONS(ACTION("a", ",\"kind\":\"measure\"") "," ACTION("c", "")));
    assert_plan(store, 4,
                HEADING ACTIONS(ACTION(
                    "a", ",\"kind\":\"measure\",\"actions\":[" ACTION("c", "") "]")));
    assert_fails(wb_store_plan(store, 5, &plan, NULL), WB_E_ARG);
    assert_fails(wb_store_plan(store, -1, &plan, NULL), WB_E_ARG);
    assert_fails(wb_store_plan(store, 1, NULL, NULL), WB_E_ARG);
    assert_fails(wb_store_plan(NULL, 1, &plan, NULL), WB_E_ARG);
    assert_ok(wb_store_seq(store, AT(-1), &seq, NULL));
    assert_int_equal(seq, 0);
    assert_ok(wb_store_seq(store, AT(199), &seq, NULL));
    assert_int_equal(seq, 2);
    assert_ok(wb_store_seq(store, AT(200), &seq, NULL));
    assert_int_equal(seq, 4);
    wb_store_free(store);
    forget_path(path);
}

static void test_seq__orders_by_number_when_clocks_differ(void **state)
{
    const char *path = new_path();
    wb_store *store = new_store(path, THREE);
    int64_t seq;

    (void)state;
    (void)edit(store, OPERATIONS(KIND("a", "\"measure\"", "null")), AT(100));
    (void)edit(store, OPERATIONS(KIND("b", "\"measure\"", "null")), AT(90));
    assert_ok(wb_store_seq(store, AT(95), &seq, NULL));
    assert_int_equal(seq, 3);
    assert_whole(store);
    wb_store_free(store);
    forget_path(path);
}

static void test_undo__is_a_new_entry_and_can_be_undone(void **state)
{
    const char *path = new_path();
    wb_store *store = new_store(
        path, HEADING ACTIONS(
                  ACTION("a", ",\"actions\":[" ACTION("b", "") "]") "," ACTION("c", "")));
    int64_t seq = 0;

    (void)state;
    (void)edit(
        store,
        OPERATIONS(KIND(
            "c", "\"measure\"",
            "null") ","
                    "{\"op\":\"remove\",\"record\":\"a\",\"version\":1},"
                    "{\"op\":\"add\",\"parent\":\"s\",\"list\":\"actions\",\"follows\":"
                    "null,\"value\":" ACTION(
                        "d",
                        "") "},"
                            "{\"op\":\"move\",\"record\":\"c\",\"parent\":\"d\",\"list\":"
                            "\"actions\",\"expected\":{}}"),
        AT(1));
    assert_ok(wb_store_undo(store, 0, AT(2), "e3", "wrong", &seq, NULL));
    assert_int_equal(seq, 9);
    assert_plan(store, 0,
                HEADING ACTIONS(ACTION(
                    "a", ",\"actions\":[" ACTION("b", "") "]") "," ACTION("c", "")));
    assert_ok(wb_store_undo(store, 6, AT(3), "e3", "right", &seq, NULL));
    assert_plan(store, 0,
                HEADING ACTIONS(ACTION(
                    "d", ",\"actions\":[" ACTION("c", ",\"kind\":\"measure\"") "]")));
    assert_whole(store);
    wb_store_free(store);
    forget_path(path);
}

static void test_undo__refuses_what_was_changed_since(void **state)
{
    const char *path = new_path();
    wb_store *store = new_store(path, THREE);
    wb_error err = {0};
    int64_t seq = 0;

    (void)state;
    (void)edit(store, OPERATIONS(KIND("a", "\"measure\"", "null")), AT(1));
    (void)edit(store, OPERATIONS(KIND("a", "\"research\"", "\"measure\"")), AT(2));
    assert_fails(wb_store_undo(store, 2, AT(3), "e", NULL, &seq, &err), WB_E_CONFLICT);
    assert_non_null(strstr(err.message, "\"research\", where \"measure\" is expected"));
    assert_fails(wb_store_undo(store, 1, AT(3), "e", NULL, &seq, &err), WB_E_ARG);
    assert_non_null(strstr(err.message, "import"));
    assert_fails(wb_store_undo(store, 9, AT(3), "e", NULL, &seq, &err), WB_E_ARG);
    assert_non_null(strstr(err.message, "no edit 9"));
    assert_ok(wb_store_undo(store, 3, AT(3), "e", NULL, &seq, &err));
    assert_plan(store, 0, ONE);
    wb_store_free(store);
    forget_path(path);
}

/* ---- the table ---- */

static void test_history__tells_who_when_why_and_what(void **state)
{
    const char *path = new_path();
    wb_store *store = new_store(path, THREE);
    wb_frame *en = NULL, *nl = NULL, *none = NULL;

    (void)state;
    (void)edit(
        store,
        OPERATIONS(KIND("a", "\"measure\"",
                        "null") ","
                                "{\"op\":\"remove\",\"record\":\"b\",\"version\":1}"),
        AT(5));
    assert_ok(wb_store_history(store, 0, NULL, NULL, &en, NULL));
    assert_ok(wb_store_history(store, 1, "b", "nl", &nl, NULL));
    assert_int_equal(wb_frame_row_count(en), 3);
    assert_int_equal(wb_frame_row_count(nl), 1);
    assert_int_equal(number(en, "seq", 2), 3);
    assert_int_equal(number(en, "edit", 2), 2);
    assert_int_equal(number(en, "at", 1), AT(5));
    assert_int_equal(wb_frame_column_type(en, (size_t)wb_frame_find(en, "at")),
                     WB_TYPE_TIMESTAMP);
    assert_text(en, "editor", 0, "e1");
    assert_text(en, "editor", 1, "e2");
    assert_text(en, "why", 0, "first");
    assert_text(en, "why", 1, "because");
    assert_text(en, "operation", 0, "import");
    assert_text(en, "text", 0, "plan 'p' (P) was imported");
    assert_text(en, "text", 1, "'kind' of action 'a' (A): from empty to \"measure\"");
    assert_text(nl, "text", 0, "actie 'b' (A) is verwijderd uit 'actions' van 's'");
    assert_text(en, "before", 1, "");
    assert_text(en, "after", 1, "\"measure\"");
    assert_int_equal(strlen(cell(en, "hash", 2)), 64);
    assert_fails(wb_store_history(store, 0, NULL, "fr", &none, NULL), WB_E_ARG);
    assert_fails(wb_store_history(store, 0, NULL, NULL, NULL, NULL), WB_E_ARG);
    wb_frame_free(en);
    wb_frame_free(nl);
    wb_store_free(store);
    forget_path(path);
}

static void test_history__chains_by_the_hash_that_is_documented(void **state)
{
    /* printf '%s' '["000..0",1,1,1798761600000000,"e1","first","import","p",null,null,
     * "{\"records\":6,\"sha256\":\"<hash of the plan>\"}"]' | sha256sum */
    const char *path = new_path();
    wb_store *store = new_store(path, THREE);
    wb_plan *plan = read_plan(THREE);
    wb_frame *history = NULL;
    char text[600], hash[65];
    uint8_t digest[32];

    (void)state;
    snprintf(
        text, sizeof text,
        "[\"%064d\",1,1,1798761600000000,\"e1\",\"first\",\"import\",\"p\",null,null,"
        "\"{\\\"records\\\":6,\\\"sha256\\\":\\\"%s\\\"}\"]",
        0, wb_plan_hash(plan));
    wb_sha256(text, strlen(text), digest);
    wb_hex(digest, sizeof digest, hash);
    assert_ok(wb_store_history(store, 0, NULL, NULL, &history, NULL));
    assert_text(history, "hash", 0, hash);
    wb_frame_free(history);
    wb_plan_free(plan);
    wb_store_free(store);
    forget_path(path);
}

static void test_history__of_an_empty_store_has_no_rows(void **state)
{
    const char *path = new_path();
    wb_store *store = open_store(path);
    wb_frame *history = NULL;
    int64_t seq;

    (void)state;
    assert_ok(wb_store_history(store, 0, NULL, NULL, &history, NULL));
    assert_int_equal(wb_frame_row_count(history), 0);
    assert_fails(try_edit(store, OPERATIONS(""), AT(1), &seq, NULL), WB_E_DATA);
    assert_fails(wb_store_undo(store, 0, AT(1), "e", NULL, &seq, NULL), WB_E_ARG);
    wb_frame_free(history);
    wb_store_free(store);
    forget_path(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_import__and_export_are_the_identity),
        cmocka_unit_test(test_import__fills_a_store_once),
        cmocka_unit_test(test_apply__writes_each_kind_of_operation),
        cmocka_unit_test(test_apply__finds_room_between_any_two),
        cmocka_unit_test(test_apply__takes_all_or_none),
        cmocka_unit_test(test_apply__refuses_a_stale_edit_and_shows_both),
        cmocka_unit_test(test_apply__versions_look_below_what_is_removed),
        cmocka_unit_test(test_apply__brings_in_what_others_wrote),
        cmocka_unit_test(test_apply__needs_its_arguments),
        cmocka_unit_test(test_plan__is_as_it_was),
        cmocka_unit_test(test_seq__orders_by_number_when_clocks_differ),
        cmocka_unit_test(test_undo__is_a_new_entry_and_can_be_undone),
        cmocka_unit_test(test_undo__refuses_what_was_changed_since),
        cmocka_unit_test(test_history__tells_who_when_why_and_what),
        cmocka_unit_test(test_history__chains_by_the_hash_that_is_documented),
        cmocka_unit_test(test_history__of_an_empty_store_has_no_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
