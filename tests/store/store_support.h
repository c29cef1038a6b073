/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Stores for the tests, in a folder of their own. */
#ifndef WB_TEST_STORE_SUPPORT_H
#define WB_TEST_STORE_SUPPORT_H

#include "plan/changes_support.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define THREE HEADING ACTIONS(ACTION("a", "") "," ACTION("b", "") "," ACTION("c", ""))

/* 1 January 2027 and so many seconds. */
#define AT(seconds) (INT64_C(1798761600000000) + (seconds)*INT64_C(1000000))

/* The path of a file that is not there yet, in a folder of its own under the current one,
 * so that the disk is a real one. */
static inline const char *new_path(void)
{
    static char path[100];

    strcpy(path, "store-test-XXXXXX");
    assert_non_null(mkdtemp(path));
    return strcat(path, "/x.plan");
}

static inline void forget_path(const char *path)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-journal", ".v1.bak"};
    char name[200];

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        snprintf(name, sizeof name, "%s%s", path, ends[i]);
        (void)unlink(name);
    }
    *strrchr(strcpy(name, path), '/') = '\0';
    (void)rmdir(name);
}

static inline wb_store *open_store(const char *path)
{
    wb_store *store = NULL;
    wb_error err = {0};

    if (wb_store_open(path, NULL, &store, &err) != WB_OK)
        fail_msg("%s", err.message);
    return store;
}

/* A store with the plan of this text. */
static inline wb_store *new_store(const char *path, const char *text)
{
    wb_store *store = open_store(path);
    wb_plan *plan = read_plan(text);
    wb_error err = {0};

    if (wb_store_import(store, plan, AT(0), "e1", "first", &err) != WB_OK)
        fail_msg("%s", err.message);
    wb_plan_free(plan);
    return store;
}

static inline wb_status try_edit(wb_store *store, const char *operations, int64_t now,
                                 int64_t *seq, wb_error *err)
{
    wb_changes *changes = read_changes(operations);
    wb_status st = wb_store_apply(store, changes, now, "e2", "because", seq, err);

    wb_changes_free(changes);
    return st;
}

static inline int64_t edit(wb_store *store, const char *operations, int64_t now)
{
    wb_error err = {0};
    int64_t seq = -1;

    if (try_edit(store, operations, now, &seq, &err) != WB_OK)
        fail_msg("%s: %s", err.where, err.message);
    return seq;
}

static inline wb_plan *plan_of(wb_store *store, int64_t seq)
{
    wb_plan *plan = NULL;
    wb_error err = {0};

    if (wb_store_plan(store, seq, &plan, &err) != WB_OK)
        fail_msg("%s", err.message);
    return plan;
}

static inline void assert_plan(wb_store *store, int64_t seq, const char *text)
{
    wb_plan *plan = plan_of(store, seq), *wanted = read_plan(text);

    assert_same_plan(plan, wanted);
    wb_plan_free(plan);
    wb_plan_free(wanted);
}

static inline void assert_whole(wb_store *store)
{
    wb_error err = {0};

    if (wb_store_verify(store, &err) != WB_OK)
        fail_msg("%s", err.message);
}

/* Something else than the library changes the file. */
static inline void run_sql(const char *path, const char *statements)
{
    sqlite3 *db = NULL;

    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, statements, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s", sqlite3_errmsg(db));
    sqlite3_close(db);
}

#define KIND(id, value, expected)                                                        \
    "{\"op\":\"change\",\"record\":\"" id "\",\"field\":\"kind\",\"value\":" value       \
    ",\"expected\":" expected "}"

#endif
