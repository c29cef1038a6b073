/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The file: opening, versions, what is no store, names. */
#include "store/store_support.h"

#include "store/schema.h"
#include "store/store.h"

static void test_open__makes_a_store_that_opens_again(void **state)
{
    const char *path = new_path();
    wb_store *store = open_store(path);
    int64_t seq = -1;
    wb_plan *plan = NULL;

    (void)state;
    assert_ok(wb_store_seq(store, INT64_MAX, &seq, NULL));
    assert_int_equal(seq, 0);
    assert_fails(wb_store_plan(store, 0, &plan, NULL), WB_E_DATA);
    assert_whole(store);
    wb_store_free(store);
    store = new_store(path, THREE);
    wb_store_free(store);
    store = open_store(path);
    assert_plan(store, 0, THREE);
    assert_plan(store, 1, THREE);
    assert_whole(store);
    wb_store_free(store);
    wb_store_free(NULL);
    forget_path(path);
}

static void test_open__makes_what_others_recognise(void **state)
{
    const char *path = new_path();
    wb_store *store = new_store(path, THREE);
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    static const struct {
        const char *sql, *value;
    } cases[] = {{"PRAGMA application_id", "2002940012"}, /* "wbpl" */
                 {"PRAGMA user_version", "1"},
                 {"PRAGMA journal_mode", "wal"},
                 {"SELECT count(*) FROM pragma_table_list WHERE strict", "3"},
                 {"SELECT count(*) FROM record", "6"},
                 {"SELECT body FROM record WHERE id = 'b'", ACTION("b", "")}};

    (void)state;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(sqlite3_prepare_v2(db, cases[i].sql, -1, &statement, NULL),
                         SQLITE_OK);
        assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
        assert_string_equal((const char *)sqlite3_column_text(statement, 0),
                            cases[i].value);
        sqlite3_finalize(statement);
    }
    assert_int_equal(sqlite3_exec(db, "UPDATE entry SET why = 'x'", NULL, NULL, NULL),
                     SQLITE_CONSTRAINT);
    assert_int_equal(sqlite3_exec(db, "DELETE FROM entry", NULL, NULL, NULL),
                     SQLITE_CONSTRAINT);
    sqlite3_close(db);
    wb_store_free(store);
    forget_path(path);
}

static void test_open__refuses_wrong_arguments(void **state)
{
    const char *path = new_path();
    wb_store_options options = WB_STORE_OPTIONS_INIT;
    wb_store *store = NULL;

    (void)state;
    assert_fails(wb_store_open(path, NULL, NULL, NULL), WB_E_ARG);
    assert_fails(wb_store_open(NULL, NULL, &store, NULL), WB_E_ARG);
    assert_fails(wb_store_open("", NULL, &store, NULL), WB_E_ARG);
    options.mode = 3;
    assert_fails(wb_store_open(path, &options, &store, NULL), WB_E_ARG);
    options.mode = 0;
    options.wait_ms = -2;
    assert_fails(wb_store_open(path, &options, &store, NULL), WB_E_ARG);
    assert_null(store);
    forget_path(path);
}

/* Who only reads waits for no writer, but always for a log that is put in order. */
static void test_open__to_read_waits_whatever_is_asked(void **state)
{
    static const int32_t asked[] = {0, -1, 1, 60000};
    const char *path = new_path();
    wb_store_options options = WB_STORE_OPTIONS_INIT;
    wb_store *store = NULL;
    int32_t waits[2][4];

    (void)state;
    wb_store_free(new_store(path, THREE));
    for (int i = 0; i < 2; i++) {
        options.mode = i == 0 ? WB_STORE_READ : WB_STORE_EXISTING;
        for (int k = 0; k < 4; k++) {
            options.wait_ms = asked[k];
            assert_ok(wb_store_open(path, &options, &store, NULL));
            waits[i][k] = store->sql.wait_ms;
            wb_store_free(store);
        }
    }
    assert_true(waits[1][0] > 1 && waits[1][0] < 60000);
    assert_true(waits[1][1] == 0 && waits[1][2] == 1 && waits[1][3] == 60000);
    for (int k = 0; k < 3; k++)
        assert_int_equal(waits[0][k], waits[1][0]);
    assert_int_equal(waits[0][3], 60000);
    forget_path(path);
}

static void test_open__makes_nothing_when_told_not_to(void **state)
{
    const char *path = new_path();
    wb_store_options options = WB_STORE_OPTIONS_INIT;
    wb_store *store = NULL;
    wb_error err = {0};
    struct stat found;

    (void)state;
    for (options.mode = WB_STORE_EXISTING; options.mode <= WB_STORE_READ;
         options.mode++) {
        assert_fails(wb_store_open(path, &options, &store, &err), WB_E_IO);
        assert_string_equal(err.where, path);
        assert_int_not_equal(stat(path, &found), 0);
    }
    assert_fails(wb_store_open("no/such/folder/x.plan", NULL, &store, NULL), WB_E_IO);
    forget_path(path);
}

static void test_open__to_read_does_not_write(void **state)
{
    const char *path = new_path();
    wb_store_options options = {sizeof options, 0, WB_STORE_READ, 0};
    wb_store *store = new_store(path, THREE), *reading = NULL;
    wb_changes *changes = read_changes(OPERATIONS(KIND("a", "\"measure\"", "null")));
    wb_error err = {0};
    int64_t seq;

    (void)state;
    assert_ok(wb_store_open(path, &options, &reading, NULL));
    assert_plan(reading, 0, THREE);
    assert_fails(wb_store_apply(reading, changes, AT(1), "e", NULL, &seq, &err),
                 WB_E_ARG);
    assert_non_null(strstr(err.message, "was opened to read"));
    assert_fails(wb_store_undo(reading, 0, AT(1), "e", NULL, &seq, NULL), WB_E_ARG);
    assert_fails(wb_store_set_name(reading, "e", "E", NULL), WB_E_ARG);
    assert_fails(wb_store_erase_name(reading, "e", NULL), WB_E_ARG);
    /* it sees what is written meanwhile */
    assert_ok(wb_store_apply(store, changes, AT(1), "e", NULL, &seq, &err));
    assert_ok(wb_store_seq(reading, INT64_MAX, &seq, NULL));
    assert_int_equal(seq, 2);
    wb_changes_free(changes);
    wb_store_free(reading);
    wb_store_free(store);
    forget_path(path);
}

static void assert_not_opened(const char *path, wb_status status, const char *message)
{
    wb_store_options options = WB_STORE_OPTIONS_INIT;
    wb_error err = {0};

    for (options.mode = WB_STORE_CREATE; options.mode <= WB_STORE_READ; options.mode++) {
        wb_store *store = NULL;
        assert_fails(wb_store_open(path, &options, &store, &err), status);
        assert_null(store);
        assert_string_equal(err.where, path);
        if (strstr(err.message, message) == NULL)
            fail_msg("'%s' does not say '%s'", err.message, message);
    }
}

static void test_open__refuses_other_files(void **state)
{
    const char *path = new_path();
    FILE *file = fopen(path, "w");

    (void)state;
    for (int i = 0; i < 100; i++)
        fputs("This is no database, but a text.\n", file);
    fclose(file);
    assert_not_opened(path, WB_E_DATA, "not a database");
    assert_int_equal(unlink(path), 0);
    run_sql(path, "CREATE TABLE t(x)");
    assert_not_opened(path, WB_E_DATA, "a database of something else");
    run_sql(path, "PRAGMA application_id = 2002940012");
    assert_not_opened(path, WB_E_DATA, "a database of something else");
    forget_path(path);
}

static void test_open__refuses_newer_files_by_name(void **state)
{
    const char *path = new_path();

    (void)state;
    wb_store_free(new_store(path, THREE));
    run_sql(path, "PRAGMA user_version = 2");
    assert_not_opened(path, WB_E_VERSION, "has version 2, which is newer than version 1");
    run_sql(path, "PRAGMA user_version = 1");
    wb_store_free(open_store(path));
    forget_path(path);
}

static void test_open__keeps_special_names_files(void **state)
{
    static const char *const names[] = {":memory:", "file:x?mode=memory"};
    struct stat found;

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        wb_store *store = new_store(names[i], THREE);
        assert_int_equal(stat(names[i], &found), 0);
        wb_store_free(store);
        assert_int_equal(unlink(names[i]), 0);
    }
}

/* ---- migrations ---- */

static const char *const three_steps[] = {
    "CREATE TABLE t(x) STRICT",
    "CREATE TABLE u(x TEXT) STRICT; INSERT INTO u VALUES('2')", "UPDATE u SET x = '3'"};

static wb_sql connect(const char *path)
{
    wb_sql sql = {0};

    sql.path = wb_copy_string(path);
    assert_int_equal(sqlite3_open(path, &sql.db), SQLITE_OK);
    return sql;
}

/* Steps whose first makes what version 1 really is. */
static wb_status migrate_to(const char *path, const char *const *steps, int32_t n,
                            wb_error *err)
{
    wb_sql sql = connect(path);
    const wb_migrations migrations = {steps, n};
    wb_status st = wb_store_migrate(&sql, &migrations, err);

    wb_sql_close(&sql);
    return st;
}

static void test_migrate__goes_forward_and_keeps_what_was(void **state)
{
    const char *path = new_path();
    const char *steps[] = {wb_store_migrations.steps[0], three_steps[1], three_steps[2]};
    char backup[200];
    wb_store *store;
    wb_sql sql;
    int64_t number = 0;

    (void)state;
    wb_store_free(new_store(path, THREE));
    assert_ok(migrate_to(path, steps, 3, NULL));
    sql = connect(path);
    assert_ok(wb_sql_number(&sql, "SELECT x FROM u", &number, NULL));
    assert_int_equal(number, 3);
    assert_ok(wb_sql_number(&sql, "PRAGMA user_version", &number, NULL));
    assert_int_equal(number, 3);
    wb_sql_close(&sql);
    assert_not_opened(path, WB_E_VERSION, "has version 3");
    /* what was there before opens as it did */
    snprintf(backup, sizeof backup, "%s.v1.bak", path);
    store = open_store(backup);
    assert_plan(store, 0, THREE);
    assert_whole(store);
    wb_store_free(store);
    forget_path(path);
}

static void test_migrate__leaves_a_file_alone_when_a_step_fails(void **state)
{
    const char *path = new_path();
    const char *steps[] = {wb_store_migrations.steps[0], three_steps[1], "NO SQL"};
    wb_store *store;
    wb_error err = {0};

    (void)state;
    wb_store_free(new_store(path, THREE));
    assert_fails(migrate_to(path, steps, 3, &err), WB_E_DATA);
    store = open_store(path);
    assert_plan(store, 0, THREE);
    wb_store_free(store);
    forget_path(path);
}

static void test_migrate__asks_readers_to_open_for_writing(void **state)
{
    const char *path = new_path();
    const wb_migrations later = {three_steps, 3};
    wb_sql sql;
    wb_error err = {0};

    (void)state;
    wb_store_free(new_store(path, THREE));
    sql = connect(path);
    assert_fails(wb_store_check_version(&sql, &later, &err), WB_E_VERSION);
    assert_non_null(strstr(err.message, "opening it for writing"));
    wb_sql_close(&sql);
    forget_path(path);
}

/* ---- names ---- */

static int file_holds(const char *path, const char *end, const char *bytes)
{
    char name[200];
    FILE *file;
    size_t n = strlen(bytes), at = 0;
    int c, found = 0;

    snprintf(name, sizeof name, "%s%s", path, end);
    file = fopen(name, "rb");
    if (file == NULL)
        return 0;
    while ((c = fgetc(file)) != EOF && !found) {
        at = c == bytes[at] ? at + 1 : (c == bytes[0]);
        found = at == n;
    }
    fclose(file);
    return found;
}

static void test_names__come_beside_the_history_and_go(void **state)
{
    const char *path = new_path();
    wb_store *store = new_store(path, THREE);
    wb_frame *history = NULL;

    (void)state;
    assert_ok(wb_store_set_name(store, "e1", "Marieke", NULL));
    assert_ok(wb_store_set_name(store, "e1", "Marieke Peeters", NULL));
    assert_ok(wb_store_history(store, 0, NULL, NULL, &history, NULL));
    assert_string_equal(cell(history, "name", 0), "Marieke Peeters");
    assert_string_equal(cell(history, "editor", 0), "e1");
    wb_frame_free(history);
    assert_true(file_holds(path, "", "Marieke") || file_holds(path, "-wal", "Marieke"));
    assert_ok(wb_store_erase_name(store, "e1", NULL));
    assert_ok(wb_store_erase_name(store, "e1", NULL));
    assert_false(file_holds(path, "", "Marieke"));
    assert_false(file_holds(path, "-wal", "Marieke"));
    assert_ok(wb_store_history(store, 0, NULL, NULL, &history, NULL));
    assert_string_equal(cell(history, "name", 0), "");
    assert_whole(store);
    wb_frame_free(history);
    wb_store_free(store);
    forget_path(path);
}

static void test_names__are_erased_when_nobody_reads(void **state)
{
    const char *path = new_path();
    wb_store_options impatient = {sizeof impatient, 0, 0, 1};
    wb_store *store = new_store(path, THREE), *other = NULL;
    sqlite3 *reader = NULL;
    wb_error err = {0};

    (void)state;
    assert_ok(wb_store_set_name(store, "e1", "Marieke", NULL));
    assert_ok(wb_store_open(path, &impatient, &other, NULL));
    assert_int_equal(sqlite3_open(path, &reader), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(reader, "BEGIN; SELECT * FROM editor", NULL, NULL, NULL), SQLITE_OK);
    assert_fails(wb_store_erase_name(other, "e1", &err), WB_E_LIMIT);
    sqlite3_close(reader);
    assert_ok(wb_store_erase_name(other, "e1", NULL));
    assert_false(file_holds(path, "", "Marieke"));
    assert_false(file_holds(path, "-wal", "Marieke"));
    wb_store_free(other);
    wb_store_free(store);
    forget_path(path);
}

static void test_names__must_be_text(void **state)
{
    const char *path = new_path();
    wb_store *store = open_store(path);
    char large[1100];

    (void)state;
    memset(large, 'x', sizeof large);
    large[sizeof large - 1] = '\0';
    assert_fails(wb_store_set_name(NULL, "e", "E", NULL), WB_E_ARG);
    assert_fails(wb_store_set_name(store, NULL, "E", NULL), WB_E_ARG);
    assert_fails(wb_store_set_name(store, "", "E", NULL), WB_E_ARG);
    assert_fails(wb_store_set_name(store, large, "E", NULL), WB_E_ARG);
    assert_fails(wb_store_set_name(store, "\xff", "E", NULL), WB_E_DATA);
    assert_fails(wb_store_set_name(store, "e", NULL, NULL), WB_E_ARG);
    assert_fails(wb_store_set_name(store, "e", large, NULL), WB_E_ARG);
    assert_fails(wb_store_set_name(store, "e", "\xff", NULL), WB_E_DATA);
    assert_fails(wb_store_erase_name(store, NULL, NULL), WB_E_ARG);
    wb_store_free(store);
    forget_path(path);
}

static void test_why__must_be_text(void **state)
{
    const char *path = new_path();
    wb_store *store = new_store(path, THREE);
    char large[10002];
    wb_error err = {0};
    int64_t seq = 0;

    (void)state;
    memset(large, 'x', sizeof large);
    large[sizeof large - 1] = '\0';
    assert_fails(wb_store_undo(store, 0, 1, "e", large, &seq, &err), WB_E_ARG);
    assert_int_equal(err.status, WB_E_ARG);
    assert_fails(wb_store_undo(store, 0, 1, "e", "\xff", &seq, &err), WB_E_DATA);
    assert_int_equal(err.status, WB_E_DATA);
    assert_string_equal(err.message, "why is not UTF-8");
    wb_store_free(store);
    forget_path(path);
}

/* ---- files that something else changed ---- */

static void assert_damaged(const char *statements, int64_t row, const char *message)
{
    const char *path = new_path();
    wb_store *store = new_store(path, THREE);
    wb_error err = {0};

    (void)edit(store, OPERATIONS(KIND("a", "\"measure\"", "null")), AT(1));
    (void)edit(store, OPERATIONS(KIND("b", "\"measure\"", "null")), AT(2));
    assert_whole(store);
    wb_store_free(store);
    run_sql(path, statements);
    store = open_store(path);
    assert_fails(wb_store_verify(store, &err), WB_E_DATA);
    assert_int_equal(err.row, row);
    if (strstr(err.message, message) == NULL)
        fail_msg("'%s' does not say '%s'", err.message, message);
    wb_store_free(store);
    forget_path(path);
}

static void test_verify__finds_what_was_changed(void **state)
{
    (void)state;
    assert_damaged("DROP TRIGGER entry_stays; UPDATE entry SET why = 'x' WHERE seq = 2",
                   2, "changed at or before entry 2");
    assert_damaged("DROP TRIGGER entry_is_kept; DELETE FROM entry WHERE seq = 2", 3,
                   "changed at or before entry 3");
    assert_damaged("DROP TRIGGER entry_is_kept; DELETE FROM entry WHERE seq = 3", 1,
                   "is not what its history makes");
    assert_damaged("DROP TRIGGER entry_is_kept; DELETE FROM entry", -1,
                   "records without a history");
    assert_damaged(
        "DROP TRIGGER entry_stays; UPDATE entry SET operation = 'x', hash = '' "
        "WHERE seq = 3",
        3, "changed at or before entry 3");
    assert_damaged("UPDATE record SET body = replace(body, 'measure', 'research') WHERE "
                   "id = 'a'",
                   2, "does not fit the plan");
    assert_damaged(
        "UPDATE record SET body = replace(body, '\"A\"', '\"B\"') WHERE id = 'c'", 1,
        "is not what its history makes");
    assert_damaged("UPDATE record SET rank = 9 WHERE id = 'c'", 1,
                   "is not what its history makes");
}

static void assert_unreadable(const char *statements, const char *message)
{
    const char *path = new_path();
    wb_store *store = new_store(path, THREE);
    wb_plan *plan = NULL;
    wb_error err = {0};

    wb_store_free(store);
    run_sql(path, statements);
    store = open_store(path);
    assert_fails(wb_store_plan(store, 0, &plan, &err), WB_E_DATA);
    assert_null(plan);
    if (strstr(err.message, message) == NULL)
        fail_msg("'%s' does not say '%s'", err.message, message);
    wb_store_free(store);
    forget_path(path);
}

static void test_plan__refuses_tables_that_are_no_plan(void **state)
{
    (void)state;
    assert_unreadable("UPDATE record SET body = '{' WHERE id = 'a'", "has no body");
    assert_unreadable("UPDATE record SET body = '{\"id\":\"q\"}' WHERE id = 'a'",
                      "has no body");
    assert_unreadable("UPDATE record SET body = '{\"id\":\"a\"}' WHERE id = 'a'",
                      "'title' is missing");
    assert_unreadable("UPDATE record SET list = 'x' WHERE id = 'a'", "a list");
    assert_unreadable("UPDATE record SET list = 'notes' WHERE id = 'a'",
                      "'title' is unknown");
    assert_unreadable("PRAGMA foreign_keys = OFF; UPDATE record SET parent = 'q' WHERE "
                      "id = 'a'",
                      "is not there");
    assert_unreadable("UPDATE record SET parent = 'b' WHERE id = 'a'; UPDATE record SET "
                      "parent = 'a' WHERE id = 'b'",
                      "does not have all others below it");
    assert_unreadable("PRAGMA foreign_keys = OFF; DELETE FROM record WHERE id = 'p'",
                      "is not there");
    assert_unreadable("DROP TABLE record", "no such table");
    assert_unreadable("UPDATE record SET id = 'z' WHERE id = 'a'", "has no body");
}

/* What the table does not allow may stand in a file all the same: here its definition
 * came to allow it. */
static void test_plan__refuses_records_of_nothing(void **state)
{
    (void)state;
    assert_unreadable(
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = "
        "replace(sql, 'body TEXT NOT NULL', 'body TEXT') WHERE name = "
        "'record'; PRAGMA writable_schema = RESET; UPDATE record SET body = "
        "NULL WHERE id = 'a'",
        "record 'a' has no id or no body");
    assert_unreadable("PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = "
                      "replace(sql, 'id TEXT NOT NULL UNIQUE', 'id TEXT UNIQUE') WHERE "
                      "name = 'record'; PRAGMA writable_schema = RESET; PRAGMA "
                      "foreign_keys = OFF; UPDATE record SET id = NULL WHERE id = 'a'",
                      "record '' has no id or no body");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_open__makes_a_store_that_opens_again),
        cmocka_unit_test(test_open__makes_what_others_recognise),
        cmocka_unit_test(test_open__refuses_wrong_arguments),
        cmocka_unit_test(test_open__to_read_waits_whatever_is_asked),
        cmocka_unit_test(test_open__makes_nothing_when_told_not_to),
        cmocka_unit_test(test_open__to_read_does_not_write),
        cmocka_unit_test(test_open__refuses_other_files),
        cmocka_unit_test(test_open__refuses_newer_files_by_name),
        cmocka_unit_test(test_open__keeps_special_names_files),
        cmocka_unit_test(test_migrate__goes_forward_and_keeps_what_was),
        cmocka_unit_test(test_migrate__leaves_a_file_alone_when_a_step_fails),
        cmocka_unit_test(test_migrate__asks_readers_to_open_for_writing),
        cmocka_unit_test(test_names__come_beside_the_history_and_go),
        cmocka_unit_test(test_names__are_erased_when_nobody_reads),
        cmocka_unit_test(test_names__must_be_text),
        cmocka_unit_test(test_why__must_be_text),
        cmocka_unit_test(test_verify__finds_what_was_changed),
        cmocka_unit_test(test_plan__refuses_tables_that_are_no_plan),
        cmocka_unit_test(test_plan__refuses_records_of_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
