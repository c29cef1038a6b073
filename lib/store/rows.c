/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Records into the tables. Ranks leave room between neighbours, so that a record that
 * comes between two others is written alone; where there is no room left its list is
 * numbered anew. */
#include "store/store.h"

#include <string.h>

static const int64_t step = INT64_C(1) << 20;
static const int64_t furthest = INT64_C(1) << 60;

static wb_status find_number(wb_store *store, wb_query query, const char *id,
                             int64_t *number, wb_error *err)
{
    wb_sql *sql = &store->sql;
    sqlite3_stmt *statement = NULL;
    bool there;
    wb_status st;

    WB_TRY(wb_sql_query(sql, query, &statement, err));
    WB_TRY(wb_sql_bind_text(sql, statement, 1, id, err));
    WB_TRY(wb_sql_step(sql, statement, &there, err));
    if (there)
        *number = sqlite3_column_int64(statement, 0);
    else
        st = wb_fail_at(err, WB_E_DATA, -1, id,
                        "the plan store '%s' lost the record '%s'", sql->path, id);
done:
    wb_sql_done(statement);
    return st;
}

/* ---- ranks ---- */

static wb_status set_rank(wb_store *store, const char *id, int64_t rank, wb_error *err)
{
    wb_sql *sql = &store->sql;
    sqlite3_stmt *statement = NULL;
    wb_status st;

    WB_TRY(wb_sql_query(sql, WB_QUERY_SET_RANK, &statement, err));
    WB_TRY(wb_sql_bind_text(sql, statement, 1, id, err));
    WB_TRY(wb_sql_bind_int64(sql, statement, 2, rank, err));
    WB_TRY(wb_sql_finish(sql, statement, err));
done:
    wb_sql_done(statement);
    return st;
}

/* All of the list but the record itself, which gets the rank between them. */
static wb_status renumber(wb_store *store, const wb_record *record, int64_t *rank,
                          wb_error *err)
{
    int64_t next = 0;
    wb_status st = WB_OK;

    for (const wb_record *r = wb_record_first(record->parent, record->list); r != NULL;
         r = wb_record_next(r)) {
        next += step;
        if (r == record)
            *rank = next;
        else
            WB_TRY(set_rank(store, r->id, next, err));
    }
done:
    return st;
}

/* A rank for a record that is in its place in memory, and not in the tables. */
static wb_status find_rank(wb_store *store, const wb_record *record, int64_t *rank,
                           wb_error *err)
{
    const wb_record *before = wb_record_previous(record);
    const wb_record *behind = wb_record_next(record);
    int64_t low = -furthest, high = furthest;
    wb_status st = WB_OK;

    if (before != NULL)
        WB_TRY(find_number(store, WB_QUERY_RANK, before->id, &low, err));
    if (behind != NULL)
        WB_TRY(find_number(store, WB_QUERY_RANK, behind->id, &high, err));
    if (before == NULL && behind == NULL)
        *rank = step;
    else if (low < -furthest || high > furthest || low >= furthest - step ||
             high <= step - furthest || high - low < 2)
        st = renumber(store, record, rank, err);
    else if (behind == NULL)
        *rank = low + step;
    else if (before == NULL)
        *rank = high - step;
    else
        *rank = low + (high - low) / 2;
done:
    return st;
}

/* ---- records ---- */

static wb_status add_row(wb_store *store, const wb_record *record, int64_t rank,
                         int64_t version, wb_error *err)
{
    wb_sql *sql = &store->sql;
    sqlite3_stmt *statement = NULL;
    wb_text body = {0};
    wb_status st;

    WB_TRY(wb_json_canonical(record->body, &body, err));
    WB_TRY(wb_sql_query(sql, WB_QUERY_ADD_RECORD, &statement, err));
    WB_TRY(wb_sql_bind_text(sql, statement, 1, record->id, err));
    WB_TRY(wb_sql_bind_text(sql, statement, 2,
                            record->parent != NULL ? record->parent->id : NULL, err));
    WB_TRY(wb_sql_bind_text(sql, statement, 3, record->list, err));
    WB_TRY(wb_sql_bind_int64(sql, statement, 4, rank, err));
    WB_TRY(wb_sql_bind_int64(sql, statement, 5, version, err));
    WB_TRY(wb_sql_bind_text(sql, statement, 6, body.bytes, err));
    WB_TRY(wb_sql_finish(sql, statement, err));
done:
    wb_sql_done(statement);
    wb_text_free(&body);
    return st;
}

wb_status wb_rows_add(wb_store *store, const wb_record *record, int64_t version,
                      wb_error *err)
{
    int64_t rank = step;
    wb_status st = WB_OK;

    if (record->parent != NULL)
        WB_TRY(find_rank(store, record, &rank, err));
    WB_TRY(add_row(store, record, rank, version, err));
    rank = 0;
    for (const wb_record *r = wb_record_walk(record, record); r != NULL;
         r = wb_record_walk(record, r)) {
        rank += step;
        WB_TRY(add_row(store, r, rank, version, err));
    }
done:
    return st;
}

wb_status wb_rows_set_body(wb_store *store, const wb_record *record, int64_t version,
                           wb_error *err)
{
    wb_sql *sql = &store->sql;
    sqlite3_stmt *statement = NULL;
    wb_text body = {0};
    wb_status st;

    WB_TRY(wb_json_canonical(record->body, &body, err));
    WB_TRY(wb_sql_query(sql, WB_QUERY_SET_BODY, &statement, err));
    WB_TRY(wb_sql_bind_text(sql, statement, 1, record->id, err));
    WB_TRY(wb_sql_bind_text(sql, statement, 2, body.bytes, err));
    WB_TRY(wb_sql_bind_int64(sql, statement, 3, version, err));
    WB_TRY(wb_sql_finish(sql, statement, err));
done:
    wb_sql_done(statement);
    wb_text_free(&body);
    return st;
}

wb_status wb_rows_set_place(wb_store *store, const wb_record *record, int64_t version,
                            wb_error *err)
{
    wb_sql *sql = &store->sql;
    sqlite3_stmt *statement = NULL;
    int64_t rank = 0;
    wb_status st;

    WB_TRY(find_rank(store, record, &rank, err));
    WB_TRY(wb_sql_query(sql, WB_QUERY_SET_PLACE, &statement, err));
    WB_TRY(wb_sql_bind_text(sql, statement, 1, record->id, err));
    WB_TRY(wb_sql_bind_text(sql, statement, 2, record->parent->id, err));
    WB_TRY(wb_sql_bind_text(sql, statement, 3, record->list, err));
    WB_TRY(wb_sql_bind_int64(sql, statement, 4, rank, err));
    WB_TRY(wb_sql_bind_int64(sql, statement, 5, version, err));
    WB_TRY(wb_sql_finish(sql, statement, err));
done:
    wb_sql_done(statement);
    return st;
}

/* Parents may go before children: the reference is looked at when all is done. */
wb_status wb_rows_remove(wb_store *store, const wb_record *record, wb_error *err)
{
    wb_sql *sql = &store->sql;
    sqlite3_stmt *statement = NULL;
    wb_status st = WB_OK;

    for (const wb_record *r = record; r != NULL; r = wb_record_walk(record, r)) {
        WB_TRY(wb_sql_query(sql, WB_QUERY_REMOVE_RECORD, &statement, err));
        WB_TRY(wb_sql_bind_text(sql, statement, 1, r->id, err));
        WB_TRY(wb_sql_finish(sql, statement, err));
    }
done:
    wb_sql_done(statement);
    return st;
}

wb_status wb_rows_version(wb_store *store, const wb_record *record, bool below,
                          int64_t *version, wb_error *err)
{
    int64_t latest = 0, each = 0;
    wb_status st = WB_OK;

    for (const wb_record *r = record; r != NULL;
         r = below ? wb_record_walk(record, r) : NULL) {
        WB_TRY(find_number(store, WB_QUERY_VERSION, r->id, &each, err));
        latest = each > latest ? each : latest;
    }
    *version = latest;
done:
    return st;
}
