/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* SQLite as this room uses it: failures become a wb_status that names the file, prepared
 * statements are kept. */
#ifndef WB_LIB_STORE_SQL_H
#define WB_LIB_STORE_SQL_H

#include "base/base.h"

#include <sqlite3.h>

/* The statements that are kept; their text stands in sql.c. */
typedef enum wb_query {
    WB_QUERY_BEGIN,
    WB_QUERY_BEGIN_WRITE,
    WB_QUERY_COMMIT,
    WB_QUERY_ROLLBACK,
    WB_QUERY_LAST_ENTRY,
    WB_QUERY_SEQ_AT,
    WB_QUERY_RECORDS,
    WB_QUERY_VERSION,
    WB_QUERY_RANK,
    WB_QUERY_ADD_RECORD,
    WB_QUERY_SET_BODY,
    WB_QUERY_SET_PLACE,
    WB_QUERY_SET_RANK,
    WB_QUERY_REMOVE_RECORD,
    WB_QUERY_ADD_ENTRY,
    WB_QUERY_ENTRIES_UP,
    WB_QUERY_ENTRIES_DOWN,
    WB_QUERY_ENTRIES_OF_EDIT,
    WB_QUERY_HISTORY,
    WB_QUERY_NAME,
    WB_QUERY_SET_NAME,
    WB_QUERY_ERASE_NAME,
    WB_N_QUERIES
} wb_query;

typedef struct wb_sql {
    sqlite3 *db;
    char *path; /* what errors call the file */
    int32_t wait_ms;
    sqlite3_stmt *kept[WB_N_QUERIES];
} wb_sql;

void wb_sql_close(wb_sql *sql);

/* The status of a result of SQLite that is a failure; `doing` completes the sentence "the
 * plan store could not be ...". */
wb_status wb_sql_fail(const wb_sql *sql, int code, const char *doing, wb_error *err);

/* Run statements that give no rows. */
wb_status wb_sql_run(wb_sql *sql, const char *statements, wb_error *err);
/* The one number that a query gives. */
wb_status wb_sql_number(wb_sql *sql, const char *query, int64_t *number, wb_error *err);

/* A kept statement, ready for its values; wb_sql_done() when its rows are no longer read.
 */
wb_status wb_sql_query(wb_sql *sql, wb_query query, sqlite3_stmt **statement,
                       wb_error *err);
/* The values, numbered from 1: NULL texts are NULL. The texts are borrowed until done. */
wb_status wb_sql_bind_text(wb_sql *sql, sqlite3_stmt *statement, int number,
                           const char *text, wb_error *err);
wb_status wb_sql_bind_int64(wb_sql *sql, sqlite3_stmt *statement, int number,
                            int64_t value, wb_error *err);
/* The text of a column of the row that stands, borrowed until the next; NULL where there
 * is none. WB_E_NOMEM where SQLite had no memory to have it in UTF-8. */
wb_status wb_sql_text(sqlite3_stmt *statement, int column, const char **text,
                      wb_error *err);
/* The next row; *there false at the end. */
wb_status wb_sql_step(wb_sql *sql, sqlite3_stmt *statement, bool *there, wb_error *err);
/* Run to the end a statement that gives no rows, and be done. */
wb_status wb_sql_finish(wb_sql *sql, sqlite3_stmt *statement, wb_error *err);
void wb_sql_done(sqlite3_stmt *statement);

/* A kept statement without values or rows, such as COMMIT. */
wb_status wb_sql_do(wb_sql *sql, wb_query query, wb_error *err);
/* Begin to read one state of the file, or to write. */
wb_status wb_sql_begin(wb_sql *sql, bool to_write, wb_error *err);
/* Undo a transaction if one is open; keeps the error that led to it. */
void wb_sql_roll_back(wb_sql *sql);

#endif
