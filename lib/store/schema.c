/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "store/schema.h"

#include <stdio.h>
#include <string.h>

/* docs/formats/store.md explains the tables. A record's rank orders its list; equal ranks
 * do not occur within one. */
static const char *const steps[] = {
    "CREATE TABLE record("
    "  id TEXT NOT NULL UNIQUE,"
    "  parent TEXT REFERENCES record(id) DEFERRABLE INITIALLY DEFERRED,"
    "  list TEXT,"
    "  rank INTEGER NOT NULL,"
    "  version INTEGER NOT NULL,"
    "  body TEXT NOT NULL,"
    "  CHECK ((parent IS NULL) = (list IS NULL))"
    ") STRICT;"
    "CREATE INDEX record_place ON record(parent, list, rank);"
    "CREATE UNIQUE INDEX record_root ON record(parent IS NULL) WHERE parent IS NULL;"
    "CREATE TABLE entry("
    "  seq INTEGER PRIMARY KEY,"
    "  edit INTEGER NOT NULL,"
    "  at INTEGER NOT NULL,"
    "  editor TEXT NOT NULL,"
    "  why TEXT,"
    "  operation TEXT NOT NULL,"
    "  record TEXT NOT NULL,"
    "  field TEXT,"
    "  before TEXT,"
    "  after TEXT,"
    "  hash TEXT NOT NULL"
    ") STRICT;"
    "CREATE INDEX entry_edit ON entry(edit);"
    "CREATE INDEX entry_at ON entry(at);"
    "CREATE INDEX entry_record ON entry(record);"
    "CREATE TRIGGER entry_stays BEFORE UPDATE ON entry BEGIN"
    "  SELECT RAISE(ABORT, 'history is never changed');"
    " END;"
    "CREATE TRIGGER entry_is_kept BEFORE DELETE ON entry BEGIN"
    "  SELECT RAISE(ABORT, 'history is never removed');"
    " END;"
    "CREATE TABLE editor("
    "  editor TEXT NOT NULL PRIMARY KEY,"
    "  name TEXT NOT NULL"
    ") STRICT;",
};

const wb_migrations wb_store_migrations = {steps, sizeof steps / sizeof *steps};

/* The version of the file; 0 for an empty one. */
static wb_status read_version(wb_sql *sql, const wb_migrations *migrations,
                              int64_t *version, wb_error *err)
{
    int64_t application, n_tables;
    wb_status st;

    WB_TRY(wb_sql_number(sql, "PRAGMA application_id", &application, err));
    WB_TRY(wb_sql_number(sql, "PRAGMA user_version", version, err));
    WB_TRY(wb_sql_number(sql, "SELECT count(*) FROM sqlite_schema", &n_tables, err));
    if (application == 0 && *version == 0 && n_tables == 0)
        return WB_OK;
    if (application != WB_STORE_APPLICATION_ID || *version < 1)
        st = wb_fail(err, WB_E_DATA,
                     "'%s' is a database of something else, not a plan store", sql->path);
    else if (*version > migrations->n)
        st = wb_fail(err, WB_E_VERSION,
                     "the plan store '%s' has version %lld, which is newer than version "
                     "%d, the newest that libwerkbaar %s reads",
                     sql->path, (long long)*version, (int)migrations->n, wb_version());
done:
    if (st != WB_OK)
        wb_error_set_where(err, sql->path);
    return st;
}

/* In a transaction of its own: another process may be making the file. */
static wb_status read_version_alone(wb_sql *sql, const wb_migrations *migrations,
                                    int64_t *version, wb_error *err)
{
    wb_status st;

    WB_TRY(wb_sql_begin(sql, false, err));
    st = read_version(sql, migrations, version, err);
    wb_sql_roll_back(sql);
done:
    return st;
}

wb_status wb_store_check_version(wb_sql *sql, const wb_migrations *migrations,
                                 wb_error *err)
{
    int64_t version;
    wb_status st;

    WB_TRY(read_version_alone(sql, migrations, &version, err));
    if (version == migrations->n)
        return WB_OK;
    if (version == 0)
        st = wb_fail(err, WB_E_DATA, "'%s' is empty, not a plan store", sql->path);
    else
        st = wb_fail(err, WB_E_VERSION,
                     "the plan store '%s' has version %lld; opening it for writing once "
                     "brings it to version %d",
                     sql->path, (long long)version, (int)migrations->n);
    wb_error_set_where(err, sql->path);
done:
    return st;
}

/* A connection of its own reads what is copied: the one that holds the lock for writing
 * may not. */
static int copy_file(const wb_sql *from, sqlite3 **source, sqlite3 **copy,
                     const char *path)
{
    sqlite3_backup *backup;
    int code = sqlite3_open_v2(from->path, source, SQLITE_OPEN_READWRITE, NULL);

    if (code == SQLITE_OK)
        code =
            sqlite3_open_v2(path, copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
    if (code != SQLITE_OK)
        return code;
    backup = sqlite3_backup_init(*copy, "main", *source, "main");
    if (backup == NULL)
        return sqlite3_errcode(*copy); /* not reached: in tests SQLite can begin copies */
    (void)sqlite3_backup_step(backup, -1);
    return sqlite3_backup_finish(backup);
}

/* All of the file into another one, synced when this returns. */
static wb_status back_up(wb_sql *sql, int64_t version, wb_error *err)
{
    wb_sql copy = {.wait_ms = sql->wait_ms};
    sqlite3 *source = NULL;
    wb_text path = {0};
    wb_status st;
    int code;

    WB_TRY(wb_text_format(&path, err, "%s.v%lld.bak", sql->path, (long long)version));
    code = copy_file(sql, &source, &copy.db, path.bytes);
    copy.path = path.bytes;
    if (code != SQLITE_OK)
        st = wb_sql_fail(&copy, code, "written as a backup", err);
done:
    (void)sqlite3_close(source);
    wb_sql_close(&copy);
    return st;
}

/* In a transaction that the caller ends. */
static wb_status migrate(wb_sql *sql, const wb_migrations *migrations, wb_error *err)
{
    char pragma[80];
    int64_t version;
    wb_status st;

    /* Another process may have done it while this one waited for the lock. */
    WB_TRY(read_version(sql, migrations, &version, err));
    if (version > 0 && version < migrations->n)
        WB_TRY(back_up(sql, version, err));
    for (int64_t i = version; i < migrations->n; i++)
        WB_TRY(wb_sql_run(sql, migrations->steps[i], err));
    (void)snprintf(pragma, sizeof pragma,
                   "PRAGMA application_id = %d; PRAGMA user_version = %d",
                   WB_STORE_APPLICATION_ID, (int)migrations->n);
    if (version < migrations->n)
        WB_TRY(wb_sql_run(sql, pragma, err));
done:
    return st;
}

wb_status wb_store_migrate(wb_sql *sql, const wb_migrations *migrations, wb_error *err)
{
    int64_t version;
    wb_status st;

    WB_TRY(read_version_alone(sql, migrations, &version, err));
    if (version == migrations->n)
        return WB_OK;
    WB_TRY(wb_sql_begin(sql, true, err));
    WB_TRY(migrate(sql, migrations, err));
    st = wb_sql_do(sql, WB_QUERY_COMMIT, err);
done:
    if (st != WB_OK)
        wb_sql_roll_back(sql);
    return st;
}
