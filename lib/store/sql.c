/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "store/sql.h"

static const char *const texts[WB_N_QUERIES] = {
    [WB_QUERY_BEGIN] = "BEGIN",
    [WB_QUERY_BEGIN_WRITE] = "BEGIN IMMEDIATE",
    [WB_QUERY_COMMIT] = "COMMIT",
    [WB_QUERY_ROLLBACK] = "ROLLBACK",
    [WB_QUERY_LAST_ENTRY] = "SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1",
    [WB_QUERY_SEQ_AT] = "SELECT max(seq) FROM entry WHERE at <= ?1",
    [WB_QUERY_RECORDS] = "SELECT id, parent, list, rank, body FROM record",
    [WB_QUERY_VERSION] = "SELECT version FROM record WHERE id = ?1",
    [WB_QUERY_RANK] = "SELECT rank FROM record WHERE id = ?1",
    [WB_QUERY_ADD_RECORD] = "INSERT INTO record(id, parent, list, rank, version, body) "
                            "VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
    [WB_QUERY_SET_BODY] = "UPDATE record SET body = ?2, version = ?3 WHERE id = ?1",
    [WB_QUERY_SET_PLACE] = "UPDATE record SET parent = ?2, list = ?3, rank = ?4, "
                           "version = ?5 WHERE id = ?1",
    [WB_QUERY_SET_RANK] = "UPDATE record SET rank = ?2 WHERE id = ?1",
    [WB_QUERY_REMOVE_RECORD] = "DELETE FROM record WHERE id = ?1",
    [WB_QUERY_ADD_ENTRY] = "INSERT INTO entry(seq, edit, at, editor, why, operation, "
                           "record, field, before, after, hash) "
                           "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    [WB_QUERY_ENTRIES_UP] = "SELECT seq, edit, at, editor, why, operation, record, "
                            "field, before, after, hash FROM entry "
                            "WHERE seq > ?1 ORDER BY seq",
    [WB_QUERY_ENTRIES_DOWN] = "SELECT seq, edit, at, editor, why, operation, record, "
                              "field, before, after, hash FROM entry "
                              "WHERE seq > ?1 ORDER BY seq DESC",
    [WB_QUERY_ENTRIES_OF_EDIT] = "SELECT seq, edit, at, editor, why, operation, record, "
                                 "field, before, after, hash FROM entry "
                                 "WHERE edit = ?1 ORDER BY seq DESC",
    [WB_QUERY_HISTORY] = "SELECT seq, edit, at, entry.editor, why, operation, record, "
                         "field, before, after, hash, name "
                         "FROM entry LEFT JOIN editor ON editor.editor = entry.editor "
                         "WHERE seq > ?1 AND (?2 IS NULL OR record = ?2) ORDER BY seq",
    [WB_QUERY_NAME] = "SELECT name FROM editor WHERE editor = ?1",
    [WB_QUERY_SET_NAME] = "INSERT INTO editor(editor, name) VALUES(?1, ?2) "
                          "ON CONFLICT(editor) DO UPDATE SET name = excluded.name",
    [WB_QUERY_ERASE_NAME] = "DELETE FROM editor WHERE editor = ?1",
};

void wb_sql_close(wb_sql *sql)
{
    for (int i = 0; i < WB_N_QUERIES; i++)
        (void)sqlite3_finalize(sql->kept[i]);
    (void)sqlite3_close(sql->db);
    wb_release(sql->path);
}

/* ---- failures ---- */

/* The status of a primary result code; WB_E_IO where none fits better. */
static wb_status status_of(int code)
{
    switch (code & 0xff) {
    case SQLITE_NOMEM:
        return WB_E_NOMEM;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
    case SQLITE_ERROR: /* our statements are right, so the tables are not ours */
        return WB_E_DATA;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_TOOBIG:
        return WB_E_LIMIT;
    default:
        return WB_E_IO;
    }
}

wb_status wb_sql_fail(const wb_sql *sql, int code, const char *doing, wb_error *err)
{
    wb_status st = code == SQLITE_IOERR_NOMEM ? WB_E_NOMEM : status_of(code);

    if (st == WB_E_NOMEM)
        return wb_fail_nomem(err);
    if ((code & 0xff) == SQLITE_BUSY)
        st = wb_fail(err, st,
                     "the plan store '%s' could not be %s: others kept it locked for "
                     "longer than the %d ms that wait_ms allows",
                     sql->path, doing, (int)sql->wait_ms);
    else
        st = wb_fail(err, st, "the plan store '%s' could not be %s: %s", sql->path, doing,
                     sql->db != NULL ? sqlite3_errmsg(sql->db) : sqlite3_errstr(code));
    wb_error_set_where(err, sql->path);
    return st;
}

/* ---- statements that are not kept ---- */

wb_status wb_sql_run(wb_sql *sql, const char *statements, wb_error *err)
{
    int code = sqlite3_exec(sql->db, statements, NULL, NULL, NULL);

    return code == SQLITE_OK ? WB_OK : wb_sql_fail(sql, code, "set up", err);
}

wb_status wb_sql_number(wb_sql *sql, const char *query, int64_t *number, wb_error *err)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(sql->db, query, -1, &statement, NULL);
    wb_status st = WB_OK;

    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    if (code == SQLITE_ROW)
        *number = sqlite3_column_int64(statement, 0);
    else
        st = wb_sql_fail(sql, code, "read", err);
    (void)sqlite3_finalize(statement);
    return st;
}

/* ---- statements that are kept ---- */

wb_status wb_sql_query(wb_sql *sql, wb_query query, sqlite3_stmt **statement,
                       wb_error *err)
{
    if (sql->kept[query] == NULL) {
        int code = sqlite3_prepare_v3(sql->db, texts[query], -1,
                                      SQLITE_PREPARE_PERSISTENT, &sql->kept[query], NULL);
        if (code != SQLITE_OK)
            return wb_sql_fail(sql, code, "read", err);
    }
    *statement = sql->kept[query];
    return WB_OK;
}

wb_status wb_sql_text(sqlite3_stmt *statement, int column, const char **text,
                      wb_error *err)
{
    bool is_null = sqlite3_column_type(statement, column) == SQLITE_NULL;

    *text = (const char *)sqlite3_column_text(statement, column);
    return *text == NULL && !is_null ? wb_fail_nomem(err) : WB_OK;
}

wb_status wb_sql_bind_text(wb_sql *sql, sqlite3_stmt *statement, int number,
                           const char *text, wb_error *err)
{
    int code = sqlite3_bind_text(statement, number, text, -1, SQLITE_STATIC);

    return code == SQLITE_OK ? WB_OK : wb_sql_fail(sql, code, "used", err);
}

wb_status wb_sql_bind_int64(wb_sql *sql, sqlite3_stmt *statement, int number,
                            int64_t value, wb_error *err)
{
    int code = sqlite3_bind_int64(statement, number, value);

    return code == SQLITE_OK ? WB_OK : wb_sql_fail(sql, code, "used", err);
}

wb_status wb_sql_step(wb_sql *sql, sqlite3_stmt *statement, bool *there, wb_error *err)
{
    int code = sqlite3_step(statement);

    *there = code == SQLITE_ROW;
    if (code == SQLITE_ROW || code == SQLITE_DONE)
        return WB_OK;
    return wb_sql_fail(sql, code, sqlite3_stmt_readonly(statement) ? "read" : "changed",
                       err);
}

wb_status wb_sql_finish(wb_sql *sql, sqlite3_stmt *statement, wb_error *err)
{
    bool there;
    wb_status st = wb_sql_step(sql, statement, &there, err);

    wb_sql_done(statement);
    return st;
}

void wb_sql_done(sqlite3_stmt *statement)
{
    if (statement == NULL)
        return;
    (void)sqlite3_reset(statement);
    (void)sqlite3_clear_bindings(statement);
}

/* ---- transactions ---- */

wb_status wb_sql_do(wb_sql *sql, wb_query query, wb_error *err)
{
    sqlite3_stmt *statement = NULL;
    wb_status st;

    WB_TRY(wb_sql_query(sql, query, &statement, err));
    st = wb_sql_finish(sql, statement, err);
done:
    return st;
}

/* Rolling back may not fail for want of memory, so its statement is made before. */
wb_status wb_sql_begin(wb_sql *sql, bool to_write, wb_error *err)
{
    sqlite3_stmt *statement = NULL;
    wb_status st;

    WB_TRY(wb_sql_query(sql, WB_QUERY_ROLLBACK, &statement, err));
    wb_sql_roll_back(sql);
    st = wb_sql_do(sql, to_write ? WB_QUERY_BEGIN_WRITE : WB_QUERY_BEGIN, err);
done:
    return st;
}

void wb_sql_roll_back(wb_sql *sql)
{
    sqlite3_stmt *statement = sql->kept[WB_QUERY_ROLLBACK];

    /* After some failures SQLite has done so itself. */
    if (sqlite3_get_autocommit(sql->db) != 0)
        return;
    (void)sqlite3_step(statement);
    (void)sqlite3_reset(statement);
}
