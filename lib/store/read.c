/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The plan now and as of an entry. A call reads in one transaction, so that it sees one
 * state of the file. */
#include "store/entry.h"

#include <string.h>

wb_status wb_store_head(wb_store *store, wb_head *head, wb_error *err)
{
    wb_sql *sql = &store->sql;
    sqlite3_stmt *statement = NULL;
    const char *hash;
    bool there;
    wb_status st;

    *head = (wb_head){0, WB_FIRST_HASH};
    WB_TRY(wb_sql_query(sql, WB_QUERY_LAST_ENTRY, &statement, err));
    WB_TRY(wb_sql_step(sql, statement, &there, err));
    if (!there)
        goto done;
    WB_TRY(wb_sql_text(statement, 1, &hash, err));
    head->seq = sqlite3_column_int64(statement, 0);
    if (hash != NULL && strlen(hash) == sizeof head->hash - 1)
        memcpy(head->hash, hash, sizeof head->hash);
    else
        st = wb_fail_at(err, WB_E_DATA, head->seq, "",
                        "the last entry of the plan store '%s' has no hash", sql->path);
done:
    wb_sql_done(statement);
    return st;
}

wb_status wb_store_seq(wb_store *store, int64_t when, int64_t *seq, wb_error *err)
{
    sqlite3_stmt *statement = NULL;
    bool there;
    wb_status st;

    if (store == NULL || seq == NULL)
        return wb_fail(err, WB_E_ARG, "a store and seq are required");
    WB_TRY(wb_sql_query(&store->sql, WB_QUERY_SEQ_AT, &statement, err));
    WB_TRY(wb_sql_bind_int64(&store->sql, statement, 1, when, err));
    WB_TRY(wb_sql_step(&store->sql, statement, &there, err));
    *seq = sqlite3_column_int64(statement, 0); /* NULL reads as 0 */
done:
    wb_sql_done(statement);
    return st;
}

wb_status wb_store_rewind(wb_store *store, wb_plan *plan, int64_t seq, wb_error *err)
{
    wb_sql *sql = &store->sql;
    sqlite3_stmt *statement = NULL;
    wb_entry entry;
    bool there;
    wb_status st;

    WB_TRY(wb_sql_query(sql, WB_QUERY_ENTRIES_DOWN, &statement, err));
    WB_TRY(wb_sql_bind_int64(sql, statement, 1, seq, err));
    for (;;) {
        WB_TRY(wb_sql_step(sql, statement, &there, err));
        if (!there)
            break;
        WB_TRY(wb_entry_row(sql, statement, &entry, err));
        WB_TRY(wb_past_apply(sql, &entry, true, plan, err));
    }
done:
    wb_sql_done(statement);
    return st;
}

static wb_status read_as_of(wb_store *store, int64_t seq, wb_plan **plan, wb_error *err)
{
    wb_head head;
    wb_status st;

    WB_TRY(wb_store_head(store, &head, err));
    if (seq < 0 || seq > head.seq)
        return wb_fail(err, WB_E_ARG,
                       "the history of '%s' has no entry %lld; its last is %lld",
                       store->sql.path, (long long)seq, (long long)head.seq);
    WB_TRY(wb_store_load(store, plan, err));
    if (seq > 0)
        st = wb_store_rewind(store, *plan, seq, err);
done:
    return st;
}

wb_status wb_store_plan(wb_store *store, int64_t seq, wb_plan **out, wb_error *err)
{
    wb_plan *plan = NULL;
    wb_status st;

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    if (store == NULL)
        return wb_fail(err, WB_E_ARG, "a store is required");
    WB_TRY(wb_sql_begin(&store->sql, false, err));
    WB_TRY(read_as_of(store, seq, &plan, err));
    WB_TRY(wb_plan_seal(plan, err));
    *out = plan;
    plan = NULL;
done:
    wb_sql_roll_back(&store->sql);
    wb_plan_free(plan);
    return st;
}
