/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The names behind pseudonyms: no part of the history, so that they can go. */
#include "store/store.h"

#include <string.h>

static wb_status check(const wb_store *store, const char *editor, wb_error *err)
{
    wb_editing editing = {0, editor, NULL};

    return wb_store_check_write(store, &editing, err);
}

wb_status wb_store_set_name(wb_store *store, const char *editor, const char *name,
                            wb_error *err)
{
    sqlite3_stmt *statement = NULL;
    wb_status st;

    WB_TRY(check(store, editor, err));
    if (name == NULL || name[0] == '\0' || strlen(name) > 1000)
        return wb_fail(err, WB_E_ARG, "a name of 1 to 1000 bytes is required");
    if (wb_utf8_valid(name, strlen(name)) < strlen(name))
        return wb_fail(err, WB_E_DATA, "the name is not UTF-8");
    WB_TRY(wb_sql_query(&store->sql, WB_QUERY_SET_NAME, &statement, err));
    WB_TRY(wb_sql_bind_text(&store->sql, statement, 1, editor, err));
    WB_TRY(wb_sql_bind_text(&store->sql, statement, 2, name, err));
    st = wb_sql_finish(&store->sql, statement, err);
done:
    wb_sql_done(statement);
    return st;
}

/* The log still has pages with the name until it is emptied. */
static wb_status empty_log(wb_store *store, wb_error *err)
{
    int code = sqlite3_wal_checkpoint_v2(store->sql.db, NULL, SQLITE_CHECKPOINT_TRUNCATE,
                                         NULL, NULL);

    return code == SQLITE_OK ? WB_OK : wb_sql_fail(&store->sql, code, "cleared", err);
}

wb_status wb_store_erase_name(wb_store *store, const char *editor, wb_error *err)
{
    sqlite3_stmt *statement = NULL;
    wb_status st;

    WB_TRY(check(store, editor, err));
    WB_TRY(wb_sql_query(&store->sql, WB_QUERY_ERASE_NAME, &statement, err));
    WB_TRY(wb_sql_bind_text(&store->sql, statement, 1, editor, err));
    WB_TRY(wb_sql_finish(&store->sql, statement, err));
    st = empty_log(store, err);
done:
    wb_sql_done(statement);
    return st;
}
