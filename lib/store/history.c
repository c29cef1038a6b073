/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The history as a table. */
#include "store/entry.h"

#include <string.h>

typedef struct telling_all {
    wb_store *store;
    wb_plan *plan; /* as it is now, for kinds and titles; NULL: none yet */
    const char *language;
    wb_fill fill;
} telling_all;

static wb_status begin_table(telling_all *t, wb_error *err)
{
    static const wb_fill_column own[] = {
        {"seq", WB_TYPE_INT64},    {"edit", WB_TYPE_INT64},
        {"at", WB_TYPE_TIMESTAMP}, {"editor", WB_TYPE_DICTIONARY},
        {"name", WB_TYPE_UTF8},    {"why", WB_TYPE_UTF8},
        {NULL, WB_TYPE_NULL}};
    wb_status st;

    WB_TRY(wb_fill_columns(&t->fill, own, err));
    WB_TRY(wb_fill_columns(&t->fill, wb_tell_columns, err));
    st = wb_fill_add_column(&t->fill, "hash", WB_TYPE_UTF8, err);
done:
    return st;
}

static wb_status tell(telling_all *t, const wb_entry *entry, wb_error *err)
{
    bool nl = t->language != NULL && strcmp(t->language, "nl") == 0;
    wb_telling telling = {
        .language = t->language, .record = entry->record, .field = entry->field};
    wb_past past = {0};
    wb_status st;

    WB_TRY(wb_past_of(&t->store->sql, entry, &past, err));
    telling.verb = past.verb;
    telling.before = past.before;
    telling.after = past.after;
    wb_tell_about(&telling, t->plan, past.before != NULL ? past.before : past.after);
    if (past.is_import) {
        telling.operation = "import";
        telling.what = nl ? " is ingelezen" : " was imported";
    }
    st = wb_tell_row(&t->fill, &telling, err);
    wb_past_free(&past);
done:
    return st;
}

static wb_status add_row(telling_all *t, const wb_entry *entry, const char *name,
                         wb_error *err)
{
    wb_fill *fill = &t->fill;
    wb_status st;

    WB_TRY(wb_fill_int64(fill, entry->seq, err));
    WB_TRY(wb_fill_int64(fill, entry->edit, err));
    WB_TRY(wb_fill_int64(fill, entry->at, err));
    WB_TRY(wb_fill_text(fill, entry->editor, err));
    WB_TRY(wb_fill_text(fill, name, err));
    WB_TRY(wb_fill_text(fill, entry->why, err));
    WB_TRY(tell(t, entry, err));
    st = wb_fill_text(fill, entry->hash, err);
done:
    return st;
}

static wb_status add_rows(telling_all *t, int64_t after, const char *record,
                          wb_error *err)
{
    wb_sql *sql = &t->store->sql;
    sqlite3_stmt *statement = NULL;
    wb_entry entry;
    const char *name;
    bool there;
    wb_status st;

    WB_TRY(wb_sql_query(sql, WB_QUERY_HISTORY, &statement, err));
    WB_TRY(wb_sql_bind_int64(sql, statement, 1, after, err));
    WB_TRY(wb_sql_bind_text(sql, statement, 2, record, err));
    for (;;) {
        WB_TRY(wb_sql_step(sql, statement, &there, err));
        if (!there)
            break;
        WB_TRY(wb_entry_row(sql, statement, &entry, err));
        WB_TRY(wb_sql_text(statement, 11, &name, err));
        WB_TRY(add_row(t, &entry, name, err));
    }
done:
    wb_sql_done(statement);
    return st;
}

static wb_status tell_all(telling_all *t, int64_t after, const char *record,
                          wb_frame **out, wb_error *err)
{
    wb_head head;
    wb_status st;

    WB_TRY(begin_table(t, err));
    WB_TRY(wb_store_head(t->store, &head, err));
    if (head.seq > 0)
        WB_TRY(wb_store_load(t->store, &t->plan, err));
    WB_TRY(add_rows(t, after, record, err));
    st = wb_fill_finish(&t->fill, out, err);
done:
    return st;
}

wb_status wb_store_history(wb_store *store, int64_t after, const char *record,
                           const char *language, wb_frame **out, wb_error *err)
{
    telling_all t = {.store = store, .language = language};
    wb_status st;

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    if (store == NULL)
        return wb_fail(err, WB_E_ARG, "a store is required");
    WB_TRY(wb_language_check(language, err));
    WB_TRY(wb_sql_begin(&store->sql, false, err));
    st = tell_all(&t, after, record, out, err);
    wb_sql_roll_back(&store->sql);
done:
    wb_fill_close(&t.fill);
    wb_plan_free(t.plan);
    return st;
}
