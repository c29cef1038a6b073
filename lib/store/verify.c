/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Is the history whole, and is the plan what it says? The hashes show that no entry was
 * changed; that all entries undone give the plan whose hash the first entry has shows
 * that none is missing between the tables and the history. */
#include "store/entry.h"

#include <string.h>

/* "ok", or what is wrong. A page that could not be read is told in words alone. */
static wb_status read_finding(const wb_sql *sql, const char *finding, wb_error *err)
{
    bool unread = strstr(finding, "error code=") != NULL;
    wb_status st;

    if (strcmp(finding, "ok") == 0)
        return WB_OK;
    st = wb_fail(err, unread ? WB_E_IO : WB_E_DATA,
                 unread ? "the plan store '%s' could not be read: %.300s"
                        : "the plan store '%s' is damaged: %.300s",
                 sql->path, finding);
    wb_error_set_where(err, sql->path);
    return st;
}

static wb_status check_file(wb_store *store, wb_error *err)
{
    wb_sql *sql = &store->sql;
    sqlite3_stmt *statement = NULL;
    int code =
        sqlite3_prepare_v2(sql->db, "PRAGMA integrity_check(1)", -1, &statement, NULL);
    const char *finding;
    wb_status st = WB_OK;

    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    if (code != SQLITE_ROW) {
        st = wb_sql_fail(sql, code, "checked", err);
    } else {
        st = wb_sql_text(statement, 0, &finding, err);
        if (st == WB_OK)
            st = read_finding(sql, finding, err);
    }
    (void)sqlite3_finalize(statement);
    return st;
}

static wb_status check_link(wb_store *store, const wb_entry *entry, wb_head *head,
                            wb_error *err)
{
    char hash[65];
    wb_status st;

    WB_TRY(wb_entry_hash(entry, head->hash, hash, err));
    if (entry->seq != head->seq + 1 || strcmp(hash, entry->hash) != 0)
        return wb_fail_at(err, WB_E_DATA, entry->seq, entry->record,
                          "the history of '%s' was changed at or before entry %lld: its "
                          "hash does not follow from those before it",
                          store->sql.path, (long long)entry->seq);
    head->seq = entry->seq;
    memcpy(head->hash, hash, sizeof hash);
done:
    return st;
}

/* Also gives the hash of the plan that was imported, "" when there is none. */
static wb_status check_chain(wb_store *store, wb_head *head, char imported[65],
                             wb_error *err)
{
    wb_sql *sql = &store->sql;
    sqlite3_stmt *statement = NULL;
    wb_entry entry;
    bool there;
    wb_status st;

    *head = (wb_head){0, WB_FIRST_HASH};
    WB_TRY(wb_sql_query(sql, WB_QUERY_ENTRIES_UP, &statement, err));
    WB_TRY(wb_sql_bind_int64(sql, statement, 1, 0, err));
    for (;;) {
        WB_TRY(wb_sql_step(sql, statement, &there, err));
        if (!there)
            break;
        WB_TRY(wb_entry_row(sql, statement, &entry, err));
        WB_TRY(check_link(store, &entry, head, err));
        if (entry.seq == 1) {
            wb_past past;
            WB_TRY(wb_past_of(sql, &entry, &past, err));
            const char *hash = json_string_value(json_object_get(past.after, "sha256"));
            if (past.is_import && hash != NULL && strlen(hash) == 64)
                memcpy(imported, hash, 65);
            wb_past_free(&past);
        }
    }
done:
    wb_sql_done(statement);
    return st;
}

static wb_status check_plan(wb_store *store, const char *imported, wb_error *err)
{
    wb_plan *plan = NULL;
    wb_status st;

    WB_TRY(wb_store_load(store, &plan, err));
    WB_TRY(wb_store_rewind(store, plan, 1, err));
    WB_TRY(wb_plan_seal(plan, err));
    if (strcmp(wb_plan_hash(plan), imported) != 0)
        st = wb_fail_at(err, WB_E_DATA, 1, plan->root->id,
                        "the plan in '%s' is not what its history makes of the plan that "
                        "was imported",
                        store->sql.path);
done:
    wb_plan_free(plan);
    return st;
}

/* Without entries there are no records either. */
static wb_status check_empty(wb_store *store, wb_error *err)
{
    int64_t n = 0;
    wb_status st = wb_sql_number(&store->sql, "SELECT count(*) FROM record", &n, err);

    if (st == WB_OK && n > 0)
        st =
            wb_fail(err, WB_E_DATA, "the plan store '%s' holds records without a history",
                    store->sql.path);
    return st;
}

wb_status wb_store_verify(wb_store *store, wb_error *err)
{
    char imported[65] = "";
    wb_head head;
    wb_status st;

    if (store == NULL)
        return wb_fail(err, WB_E_ARG, "a store is required");
    WB_TRY(wb_sql_begin(&store->sql, false, err));
    WB_TRY(check_file(store, err));
    WB_TRY(check_chain(store, &head, imported, err));
    if (head.seq == 0)
        st = check_empty(store, err);
    else
        st = check_plan(store, imported, err);
done:
    wb_sql_roll_back(&store->sql);
    return st;
}
