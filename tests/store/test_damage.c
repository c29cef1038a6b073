/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Files that something else changed or keeps locked, and places where no store can be:
 * each is refused with a sentence, and nothing is made of it. */
#include "store/store_support.h"

#include "frames.h"

#include "store/schema.h"

#define AFTER(record, follows)                                                           \
    "{\"op\":\"add\",\"parent\":\"s\",\"list\":\"actions\",\"follows\":\"" follows       \
    "\",\"value\":{\"id\":\"" record "\",\"title\":{\"nl\":\"N\"}}}"

/* A store of three actions and two edits, in which these statements were run. */
static const char *damaged(const char *statements)
{
    const char *path = new_path();
    wb_store *store = new_store(path, THREE);

    (void)edit(store, OPERATIONS(KIND("a", "\"measure\"", "null")), AT(1));
    (void)edit(store, OPERATIONS(KIND("b", "\"measure\"", "null")), AT(2));
    wb_store_free(store);
    run_sql(path, statements);
    return path;
}

/* ---- the history ---- */

/* As of the import, for which every entry is read. */
static void assert_no_past(const char *statements, int64_t row, const char *message)
{
    const char *path = damaged(statements);
    wb_store *store = open_store(path);
    wb_plan *plan = NULL;
    wb_error err = {0};

    assert_fails(wb_store_plan(store, 1, &plan, &err), WB_E_DATA);
    assert_null(plan);
    assert_int_equal(err.row, row);
    assert_says(err.message, message);
    wb_store_free(store);
    forget_path(path);
}

#define CHANGED(what) "DROP TRIGGER entry_stays; UPDATE entry SET " what
#define ALLOWED(column)                                                                  \
    "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, '" column  \
    " TEXT NOT NULL', '" column " TEXT') WHERE name = 'entry'; PRAGMA writable_schema "  \
    "= RESET; "

static void test_plan__refuses_a_history_of_something_else(void **state)
{
    (void)state;
    assert_no_past(CHANGED("hash = 'f' WHERE seq = 3"), 3, "has no hash");
    assert_no_past(CHANGED("after = '{' WHERE seq = 3"), 3, "holds no JSON");
    assert_no_past(CHANGED("before = '[' WHERE seq = 2"), 2, "holds no JSON");
    assert_no_past(CHANGED("operation = 'paint' WHERE seq = 3"), 3,
                   "is a 'paint', which is none that it may be");
    assert_no_past(CHANGED("field = NULL WHERE seq = 3"), 3,
                   "is a 'change', which is none that it may be");
    assert_no_past(CHANGED("operation = 'move' WHERE seq = 2"), 2,
                   "is a 'move', which is none that it may be");
}

static void test_plan__refuses_entries_that_are_not_whole(void **state)
{
    (void)state;
    assert_no_past(ALLOWED("editor") CHANGED("editor = NULL WHERE seq = 3"), 3,
                   "is not whole");
    assert_no_past(ALLOWED("operation") CHANGED("operation = NULL WHERE seq = 2"), 2,
                   "is not whole");
    assert_no_past(ALLOWED("record") CHANGED("record = NULL WHERE seq = 2"), 2,
                   "is not whole");
    assert_no_past(ALLOWED("hash") CHANGED("hash = NULL WHERE seq = 2"), 2,
                   "is not whole");
    assert_no_past(ALLOWED("hash") CHANGED("hash = NULL WHERE seq = 3"), 3,
                   "has no hash");
}

/* ---- records ---- */

static void assert_no_plan(const char *statements, const char *message)
{
    const char *path = damaged(statements);
    wb_store *store = open_store(path);
    wb_plan *plan = NULL;
    wb_error err = {0};

    assert_fails(wb_store_plan(store, 0, &plan, &err), WB_E_DATA);
    assert_null(plan);
    assert_says(err.message, message);
    wb_store_free(store);
    forget_path(path);
}

static void test_plan__has_one_root(void **state)
{
    (void)state;
    assert_no_plan("UPDATE record SET parent = 'a', list = 'actions' WHERE id = 'p'",
                   "is not below the one plan");
    assert_no_plan("DROP INDEX record_root; UPDATE record SET parent = NULL, list = NULL "
                   "WHERE id = 'a'",
                   "is not below the one plan");
    assert_no_plan("PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = "
                   "replace(sql, 'CHECK ((parent IS NULL) = (list IS NULL))', "
                   "'CHECK (1)') WHERE name = 'record'; PRAGMA writable_schema = RESET; "
                   "UPDATE record SET list = NULL WHERE id = 'a'",
                   "a list");
}

/* What the store had in memory is no longer in the file: the edit fails, whole. */
static void test_apply__notices_that_a_record_was_lost(void **state)
{
    const char *path = new_path();
    wb_store *store = new_store(path, THREE);
    wb_error err = {0};
    int64_t seq = 0;

    (void)state;
    (void)edit(store, OPERATIONS(KIND("a", "\"measure\"", "null")), AT(1));
    run_sql(path, "DELETE FROM record WHERE id = 'b'");
    assert_fails(try_edit(store, OPERATIONS(AFTER("n", "b")), AT(2), &seq, &err),
                 WB_E_DATA);
    assert_says(err.message, "lost the record 'b'");
    assert_ok(wb_store_seq(store, INT64_MAX, &seq, NULL));
    assert_int_equal(seq, 2);
    wb_store_free(store);
    forget_path(path);
}

/* A history that is shorter than it was: the plan is read anew. */
static void test_apply__reads_anew_what_was_set_back(void **state)
{
    const char *path = new_path();
    wb_store *store = new_store(path, THREE);

    (void)state;
    (void)edit(store, OPERATIONS(AFTER("n", "a")), AT(1));
    run_sql(path, "DROP TRIGGER entry_is_kept; DELETE FROM entry WHERE seq = 2; DELETE "
                  "FROM record WHERE id = 'n'");
    assert_int_equal(edit(store, OPERATIONS(AFTER("n", "b")), AT(2)), 2);
    assert_whole(store);
    wb_store_free(store);
    forget_path(path);
}

/* Ranks at the very ends leave no room beyond: the list is numbered anew. */
static void test_apply__finds_room_beyond_the_last_rank(void **state)
{
    static const char *const ranks[] = {"9223372036854775807", "1152921504606846976",
                                        "1152921504605798399"};

    (void)state;
    for (int i = 0; i < 3; i++) {
        const char *path = new_path();
        char statement[100];
        wb_store *store = new_store(path, THREE);
        snprintf(statement, sizeof statement,
                 "UPDATE record SET rank = %s WHERE id = 'c'", ranks[i]);
        run_sql(path, statement);
        assert_int_equal(edit(store, OPERATIONS(AFTER("n", "c")), AT(1)), 2);
        assert_whole(store);
        snprintf(statement, sizeof statement,
                 "UPDATE record SET rank = -%s WHERE id = 'a'", ranks[i]);
        run_sql(path, statement);
        assert_int_equal(
            edit(store,
                 OPERATIONS("{\"op\":\"add\",\"parent\":\"s\",\"list\":\"actions\","
                            "\"follows\":null,\"value\":{\"id\":\"m\",\"title\":{\"nl\":"
                            "\"M\"}}}"),
                 AT(2)),
            3);
        assert_whole(store);
        wb_plan *plan = plan_of(store, 0);
        assert_string_equal(wb_record_first(wb_plan_find(plan, "s"), "actions")->id, "m");
        assert_string_equal(wb_record_next(wb_plan_find(plan, "c"))->id, "n");
        wb_plan_free(plan);
        wb_store_free(store);
        forget_path(path);
    }
}

/* ---- opening ---- */

static void test_open__to_read_needs_a_store(void **state)
{
    const char *path = new_path();
    wb_store_options options = {sizeof options, 0, WB_STORE_READ, 0};
    wb_store *store = NULL;
    wb_error err = {0};
    FILE *file = fopen(path, "w");

    (void)state;
    assert_non_null(file);
    fclose(file);
    assert_fails(wb_store_open(path, &options, &store, &err), WB_E_DATA);
    assert_says(err.message, "is empty, not a plan store");
    assert_string_equal(err.where, path);
    assert_null(store);
    options.mode = -1;
    assert_fails(wb_store_open(path, &options, &store, &err), WB_E_ARG);
    assert_says(err.message, "not -1");
    forget_path(path);
}

/* A file that lost its log is given one; while another reads it, this waits, and gives
 * up. */
static void test_open__waits_for_its_log(void **state)
{
    const char *path = new_path();
    wb_store_options options = {sizeof options, 0, WB_STORE_EXISTING, 20};
    wb_store *store = NULL;
    wb_error err = {0};
    sqlite3 *other = NULL;

    (void)state;
    wb_store_free(new_store(path, THREE));
    run_sql(path, "PRAGMA journal_mode = DELETE");
    assert_int_equal(sqlite3_open(path, &other), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(other, "BEGIN; SELECT count(*) FROM record", NULL, NULL, NULL),
        SQLITE_OK);
    assert_fails(wb_store_open(path, &options, &store, &err), WB_E_LIMIT);
    assert_says(err.message, "longer than the 20 ms that wait_ms allows");
    assert_null(store);
    assert_int_equal(sqlite3_exec(other, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(other);
    assert_ok(wb_store_open(path, &options, &store, &err));
    assert_plan(store, 0, THREE);
    wb_store_free(store);
    forget_path(path);
}

/* Locks by files beside, as for some file systems of a network, share no memory. */
static void test_open__needs_a_place_for_a_log(void **state)
{
    sqlite3_vfs *usual = sqlite3_vfs_find(NULL), *poor = sqlite3_vfs_find("unix-dotfile");
    const char *path = new_path();
    wb_store *store = NULL;
    wb_error err = {0};

    (void)state;
    if (poor == NULL) {
        forget_path(path);
        skip();
    }
    assert_int_equal(sqlite3_vfs_register(poor, 1), SQLITE_OK);
    wb_status st = wb_store_open(path, NULL, &store, &err);
    assert_int_equal(sqlite3_vfs_register(usual, 1), SQLITE_OK);
    assert_int_equal(st, WB_E_UNSUPPORTED);
    assert_null(store);
    assert_says(err.message, "can keep no write-ahead log");
    assert_string_equal(err.where, path);
    forget_path(path);
}

/* ---- migrations ---- */

static void test_migrate__needs_its_backup(void **state)
{
    const char *path = new_path();
    const char *steps[] = {wb_store_migrations.steps[0], "CREATE TABLE u(x) STRICT"};
    const wb_migrations migrations = {steps, 2};
    wb_sql sql = {0};
    char backup[200];
    wb_store *store;
    wb_error err = {0};

    (void)state;
    wb_store_free(new_store(path, THREE));
    snprintf(backup, sizeof backup, "%s.v1.bak", path);
    assert_int_equal(mkdir(backup, 0700), 0);
    sql.path = wb_copy_string(path);
    assert_int_equal(sqlite3_open(path, &sql.db), SQLITE_OK);
    assert_fails(wb_store_migrate(&sql, &migrations, &err), WB_E_IO);
    wb_sql_close(&sql);
    assert_says(err.message, "could not be written as a backup");
    assert_string_equal(err.where, backup);
    assert_int_equal(rmdir(backup), 0);
    store = open_store(path);
    assert_plan(store, 0, THREE);
    wb_store_free(store);
    forget_path(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plan__refuses_a_history_of_something_else),
        cmocka_unit_test(test_plan__refuses_entries_that_are_not_whole),
        cmocka_unit_test(test_plan__has_one_root),
        cmocka_unit_test(test_apply__notices_that_a_record_was_lost),
        cmocka_unit_test(test_apply__reads_anew_what_was_set_back),
        cmocka_unit_test(test_apply__finds_room_beyond_the_last_rank),
        cmocka_unit_test(test_open__to_read_needs_a_store),
        cmocka_unit_test(test_open__waits_for_its_log),
        cmocka_unit_test(test_open__needs_a_place_for_a_log),
        cmocka_unit_test(test_migrate__needs_its_backup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
