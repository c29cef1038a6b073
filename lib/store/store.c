/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Opening and closing. */
#include "store/store.h"

#include "base/text.h"
#include "store/schema.h"

#include <string.h>

enum { OLDEST_SQLITE = 3037000, DEFAULT_WAIT_MS = 5000 };

void wb_store_free(wb_store *store)
{
    if (store == NULL)
        return;
    wb_plan_free(store->plan);
    wb_sql_close(&store->sql);
    wb_release(store);
}

/* SQLite takes ":memory:" and "file:..." for something else than files; "./" before them
 * makes them files again. */
static wb_status keep_path(wb_sql *sql, const char *path, wb_error *err)
{
    bool special = path[0] == ':' || strncmp(path, "file:", 5) == 0;
    wb_text text = {0};
    wb_status st = wb_text_format(&text, err, "%s%s", special ? "./" : "", path);

    sql->path = text.bytes; /* of the same allocator */
    return st;
}

static wb_status check_sqlite(wb_error *err)
{
    const char *kind = sqlite3_threadsafe() == 0 ? " without threads" : "";

    if (sqlite3_libversion_number() < OLDEST_SQLITE || sqlite3_threadsafe() == 0)
        return wb_fail(err, WB_E_UNSUPPORTED, /* not reached: tests have a newer one */
                       "SQLite 3.37 or newer, made for threads, is needed, and this is "
                       "%s%s",
                       sqlite3_libversion(), kind);
    return WB_OK;
}

static wb_status connect(wb_store *store, int32_t mode, wb_error *err)
{
    wb_sql *sql = &store->sql;
    int flags = mode == WB_STORE_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    int code;

    if (mode == WB_STORE_CREATE)
        flags |= SQLITE_OPEN_CREATE;
    code = sqlite3_open_v2(sql->path, &sql->db, flags | SQLITE_OPEN_NOMUTEX, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_extended_result_codes(sql->db, 1);
    if (code == SQLITE_OK)
        code = sqlite3_busy_timeout(sql->db, sql->wait_ms);
    /* A file made to harm runs nothing of its own. */
    if (code == SQLITE_OK)
        code = sqlite3_db_config(sql->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_db_config(sql->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    return code == SQLITE_OK ? WB_OK : wb_sql_fail(sql, code, "opened", err);
}

/* "wal" when the file has a write-ahead log now; *has false for another answer. */
static int ask_for_log(sqlite3 *db, bool *has)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(db, "PRAGMA journal_mode = WAL", -1, &statement, NULL);

    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
        const char *mode = (const char *)sqlite3_column_text(statement, 0);
        *has = mode != NULL && strcmp(mode, "wal") == 0;
        code = mode != NULL ? SQLITE_OK : SQLITE_NOMEM;
    }
    (void)sqlite3_finalize(statement);
    return code;
}

/* Readers do not wait for writers with a write-ahead log; without one this is no store.
 * While another process makes it too, SQLite itself does not wait. */
static wb_status have_log(wb_sql *sql, wb_error *err)
{
    enum { PAUSE_MS = 5 };
    bool has = false;
    int code = ask_for_log(sql->db, &has);

    for (int32_t left = sql->wait_ms; (code & 0xff) == SQLITE_BUSY && left > 0;
         left -= PAUSE_MS) {
        (void)sqlite3_sleep(PAUSE_MS);
        code = ask_for_log(sql->db, &has);
    }
    if (code != SQLITE_OK)
        return wb_sql_fail(sql, code, "opened", err);
    if (has)
        return WB_OK;
    wb_status st =
        wb_fail(err, WB_E_UNSUPPORTED,
                "'%s' lies where SQLite can keep no write-ahead log", sql->path);
    wb_error_set_where(err, sql->path);
    return st;
}

/* Synced at every commit; what is deleted is overwritten. */
static wb_status set_up(wb_store *store, wb_error *err)
{
    wb_sql *sql = &store->sql;
    wb_status st;

    WB_TRY(wb_sql_run(sql,
                      "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL;"
                      "PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;"
                      "PRAGMA secure_delete = ON; PRAGMA cell_size_check = ON",
                      err));
    if (store->read_only)
        return wb_store_check_version(sql, &wb_store_migrations, err);
    WB_TRY(wb_store_migrate(sql, &wb_store_migrations, err));
    st = have_log(sql, err);
done:
    return st;
}

static wb_status read_options(const wb_store_options *options, wb_store_options *chosen,
                              wb_error *err)
{
    wb_status st;

    WB_TRY(wb_options_read(chosen, sizeof *chosen, options, err));
    if (chosen->mode < WB_STORE_CREATE || chosen->mode > WB_STORE_READ)
        st = wb_fail(err, WB_E_ARG, "the mode of a store is 0, 1 or 2, not %d",
                     (int)chosen->mode);
    else if (chosen->wait_ms < -1)
        st =
            wb_fail(err, WB_E_ARG, "wait_ms is -1 or more, not %d", (int)chosen->wait_ms);
    if (chosen->wait_ms == 0)
        chosen->wait_ms = DEFAULT_WAIT_MS;
    else if (chosen->wait_ms == -1)
        chosen->wait_ms = 0;
    /* Readers wait for no writer, but for who puts the log in order to open the file. */
    if (chosen->mode == WB_STORE_READ && chosen->wait_ms < DEFAULT_WAIT_MS)
        chosen->wait_ms = DEFAULT_WAIT_MS;
done:
    return st;
}

wb_status wb_store_open(const char *path, const wb_store_options *options, wb_store **out,
                        wb_error *err)
{
    wb_store_options chosen = WB_STORE_OPTIONS_INIT;
    wb_store *made = NULL;
    wb_status st;

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    if (path == NULL || path[0] == '\0')
        return wb_fail(err, WB_E_ARG, "the path of a file is required");
    WB_TRY(read_options(options, &chosen, err));
    WB_TRY(check_sqlite(err));
    made = wb_allocate(1, sizeof *made);
    if (made == NULL)
        return wb_fail_nomem(err);
    made->read_only = chosen.mode == WB_STORE_READ;
    made->sql.wait_ms = chosen.wait_ms;
    WB_TRY(keep_path(&made->sql, path, err));
    WB_TRY(connect(made, chosen.mode, err));
    WB_TRY(set_up(made, err));
    *out = made;
    made = NULL;
done:
    wb_store_free(made);
    return st;
}

static wb_status check_text(const char *text, const char *what, size_t longest,
                            wb_error *err)
{
    size_t length = strlen(text);

    if (length > longest)
        return wb_fail(err, WB_E_ARG, "%s has %zu bytes, more than %zu", what, length,
                       longest);
    if (wb_utf8_valid(text, length) < length)
        return wb_fail(err, WB_E_DATA, "%s is not UTF-8", what);
    return WB_OK;
}

wb_status wb_store_check_write(const wb_store *store, const wb_editing *editing,
                               wb_error *err)
{
    const int64_t bound = INT64_C(1) << 53; /* canonical JSON has no larger numbers */
    wb_status st = WB_OK;

    if (store == NULL)
        return wb_fail(err, WB_E_ARG, "a store is required");
    if (store->read_only)
        return wb_fail(err, WB_E_ARG, "the plan store '%s' was opened to read",
                       store->sql.path);
    if (editing->editor == NULL || editing->editor[0] == '\0')
        return wb_fail(err, WB_E_ARG, "the pseudonym of an editor is required");
    if (editing->now < -bound || editing->now > bound)
        return wb_fail(err, WB_E_ARG, "now is %lld, beyond 2^53 microseconds",
                       (long long)editing->now);
    if (editing->why != NULL)
        WB_TRY(check_text(editing->why, "why", 10000, err));
    st = check_text(editing->editor, "the pseudonym of an editor", 127, err);
done:
    return st;
}
