/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Edits: operations on the plan in memory, their records in the tables and their entries
 * in the history, in one transaction that no other writer comes between. */
#include "store/entry.h"

#include <string.h>

/* ---- the plan in memory ---- */

static void forget_plan(wb_store *store)
{
    wb_plan_free(store->plan);
    store->plan = NULL;
}

/* Bring in what others wrote. */
static wb_status catch_up(wb_store *store, wb_error *err)
{
    wb_sql *sql = &store->sql;
    sqlite3_stmt *statement = NULL;
    wb_entry entry;
    bool there;
    wb_status st;

    WB_TRY(wb_sql_query(sql, WB_QUERY_ENTRIES_UP, &statement, err));
    WB_TRY(wb_sql_bind_int64(sql, statement, 1, store->seq, err));
    for (;;) {
        WB_TRY(wb_sql_step(sql, statement, &there, err));
        if (!there)
            break;
        WB_TRY(wb_entry_row(sql, statement, &entry, err));
        WB_TRY(wb_past_apply(sql, &entry, false, store->plan, err));
    }
done:
    wb_sql_done(statement);
    return st;
}

static wb_status have_plan(wb_store *store, const wb_head *head, wb_error *err)
{
    enum { MANY = 2000 }; /* entries, for which reading anew is faster */
    wb_status st = WB_OK;

    if (store->plan != NULL && (head->seq < store->seq || head->seq - store->seq > MANY))
        forget_plan(store);
    if (store->plan == NULL)
        WB_TRY(wb_store_load(store, &store->plan, err));
    else if (store->seq < head->seq)
        WB_TRY(catch_up(store, err));
    store->seq = head->seq;
done:
    return st;
}

/* ---- what an operation was made for ---- */

static wb_status check_version(wb_store *store, const wb_operation *operation,
                               wb_error *err)
{
    const wb_record *record = wb_plan_find(store->plan, operation->record);
    int64_t version;
    wb_status st;

    if (operation->version == 0 || record == NULL)
        return WB_OK;
    WB_TRY(
        wb_rows_version(store, record, operation->verb == WB_VERB_REMOVE, &version, err));
    if (version > operation->version) {
        wb_text shown = {0};
        const json_t *is = operation->field != NULL
                               ? wb_field_value(record->body, operation->field)
                               : record->body;
        st = wb_show_value(is, 200, &shown, err);
        if (st == WB_OK)
            st = wb_json_fail(
                operation->at, WB_E_CONFLICT, err,
                "'%.64s' was changed by entry %lld, after entry %lld that "
                "this was made for; %.64s is %s now",
                record->id, (long long)version, (long long)operation->version,
                operation->field != NULL ? operation->field : "it", shown.bytes);
        wb_text_free(&shown);
    }
done:
    return st;
}

static wb_status check_proof(wb_store *store, const wb_operation *operation,
                             wb_error *err)
{
    if (operation->verb != WB_VERB_ADD && operation->expected == NULL &&
        operation->version == 0)
        return wb_json_fail(operation->at, WB_E_DATA, err,
                            "the value that is expected, or the version, is missing");
    return check_version(store, operation, err);
}

/* ---- an operation ---- */

static wb_status write_entry(wb_store *store, wb_entry *entry, const wb_effect *effect,
                             wb_head *head, wb_error *err)
{
    wb_text before = {0}, after = {0};
    wb_status st = WB_OK;

    if (effect->before != NULL)
        WB_TRY(wb_json_canonical(effect->before, &before, err));
    if (effect->after != NULL)
        WB_TRY(wb_json_canonical(effect->after, &after, err));
    entry->before = before.bytes;
    entry->after = after.bytes;
    st = wb_entry_add(store, entry, head, err);
done:
    entry->before = entry->after = NULL;
    wb_text_free(&before);
    wb_text_free(&after);
    return st;
}

static wb_status write_record(wb_store *store, wb_verb verb, const wb_record *record,
                              int64_t version, wb_error *err)
{
    switch (verb) {
    case WB_VERB_ADD:
        return wb_rows_add(store, record, version, err);
    case WB_VERB_CHANGE:
        return wb_rows_set_body(store, record, version, err);
    case WB_VERB_MOVE:
        return wb_rows_set_place(store, record, version, err);
    case WB_VERB_REMOVE:
        break;
    }
    return WB_OK;
}

static wb_status carry_out(wb_store *store, const wb_operation *operation,
                           wb_entry *entry, wb_head *head, wb_error *err)
{
    const wb_record *gone = wb_plan_find(store->plan, operation->record);
    wb_effect effect = {0};
    wb_status st;

    WB_TRY(check_proof(store, operation, err));
    /* what goes is known while it is there; after a refusal all is rolled back */
    if (operation->verb == WB_VERB_REMOVE && gone != NULL)
        WB_TRY(wb_rows_remove(store, gone, err));
    WB_TRY(wb_operation_apply(store->plan, operation, &effect, err));
    WB_TRY(write_record(store, operation->verb, effect.record, head->seq + 1, err));
    entry->operation = wb_verb_name(operation->verb);
    entry->record = operation->record;
    entry->field = operation->field;
    st = write_entry(store, entry, &effect, head, err);
done:
    wb_effect_free(&effect);
    return st;
}

static wb_status carry_out_all(wb_store *store, const wb_changes *changes,
                               const wb_editing *editing, wb_head *head, wb_error *err)
{
    wb_entry entry = {.at = editing->now, .editor = editing->editor, .why = editing->why};
    wb_status st;

    WB_TRY(wb_store_head(store, head, err));
    WB_TRY(have_plan(store, head, err));
    for (size_t i = 0; i < (size_t)wb_changes_count(changes); i++) {
        wb_changes_at at;
        WB_TRY(wb_changes_get(changes, i, &at, err));
        WB_TRY(carry_out(store, &at.operation, &entry, head, err));
    }
    WB_TRY(wb_sql_do(&store->sql, WB_QUERY_COMMIT, err));
    store->seq = head->seq;
done:
    return st;
}

static wb_status edit(wb_store *store, const wb_changes *changes,
                      const wb_editing *editing, int64_t *seq, wb_error *err)
{
    wb_head head;
    wb_status st;

    WB_TRY(wb_sql_begin(&store->sql, true, err));
    WB_TRY(carry_out_all(store, changes, editing, &head, err));
    *seq = head.seq;
done:
    if (st != WB_OK) {
        wb_sql_roll_back(&store->sql);
        forget_plan(store);
    }
    return st;
}

wb_status wb_store_apply(wb_store *store, const wb_changes *changes, int64_t now,
                         const char *editor, const char *why, int64_t *seq, wb_error *err)
{
    wb_editing editing = {now, editor, why};
    wb_status st;

    if (changes == NULL || seq == NULL)
        return wb_fail(err, WB_E_ARG, "changes and seq are required");
    WB_TRY(wb_store_check_write(store, &editing, err));
    st = edit(store, changes, &editing, seq, err);
done:
    return st;
}

/* ---- the first plan ---- */

static wb_status write_plan(wb_store *store, const wb_plan *plan, wb_entry *entry,
                            wb_error *err)
{
    wb_effect effect = {.after = json_pack("{s:I, s:s}", "records",
                                           (json_int_t)plan->n_records, "sha256",
                                           wb_plan_hash(plan))};
    wb_head head;
    wb_status st;

    if (effect.after == NULL)
        return wb_fail_nomem(err);
    WB_TRY(wb_store_head(store, &head, err));
    if (head.seq != 0) {
        st = wb_fail(err, WB_E_CONFLICT, "the plan store '%s' holds a plan already",
                     store->sql.path);
        goto done;
    }
    WB_TRY(wb_rows_add(store, plan->root, 1, err));
    WB_TRY(write_entry(store, entry, &effect, &head, err));
    st = wb_sql_do(&store->sql, WB_QUERY_COMMIT, err);
done:
    wb_effect_free(&effect);
    return st;
}

wb_status wb_store_import(wb_store *store, const wb_plan *plan, int64_t now,
                          const char *editor, const char *why, wb_error *err)
{
    wb_editing editing = {now, editor, why};
    wb_entry entry = {.at = now, .editor = editor, .why = why, .operation = "import"};
    wb_status st;

    if (plan == NULL)
        return wb_fail(err, WB_E_ARG, "a plan is required");
    WB_TRY(wb_store_check_write(store, &editing, err));
    entry.record = plan->root->id;
    WB_TRY(wb_sql_begin(&store->sql, true, err));
    st = write_plan(store, plan, &entry, err);
    if (st != WB_OK)
        wb_sql_roll_back(&store->sql);
done:
    return st;
}

/* ---- undoing ---- */

static wb_status push_reverse(wb_store *store, const wb_entry *entry, wb_changes *changes,
                              wb_error *err)
{
    wb_past past = {0};
    wb_status st;

    WB_TRY(wb_past_of(&store->sql, entry, &past, err));
    if (past.is_import)
        st = wb_fail(err, WB_E_ARG, "entry %lld is the import, which cannot be undone",
                     (long long)entry->seq);
    else
        st = wb_changes_push(changes, wb_past_operation(&past, entry, true), err);
    wb_past_free(&past);
done:
    return st;
}

static wb_status reverse(wb_store *store, int64_t number, wb_changes *changes,
                         wb_error *err)
{
    wb_sql *sql = &store->sql;
    sqlite3_stmt *statement = NULL;
    wb_entry entry;
    bool there;
    wb_status st;

    WB_TRY(wb_sql_query(sql, WB_QUERY_ENTRIES_OF_EDIT, &statement, err));
    WB_TRY(wb_sql_bind_int64(sql, statement, 1, number, err));
    for (;;) {
        WB_TRY(wb_sql_step(sql, statement, &there, err));
        if (!there)
            break;
        WB_TRY(wb_entry_row(sql, statement, &entry, err));
        WB_TRY(push_reverse(store, &entry, changes, err));
    }
    if (wb_changes_count(changes) == 0)
        st = wb_fail(err, WB_E_ARG, "the history of '%s' has no edit %lld", sql->path,
                     (long long)number);
done:
    wb_sql_done(statement);
    return st;
}

wb_status wb_store_undo(wb_store *store, int64_t edit_number, int64_t now,
                        const char *editor, const char *why, int64_t *seq, wb_error *err)
{
    wb_editing editing = {now, editor, why};
    wb_changes *changes = NULL;
    wb_status st;

    if (seq == NULL)
        return wb_fail(err, WB_E_ARG, "seq is required");
    WB_TRY(wb_store_check_write(store, &editing, err));
    if (edit_number == 0)
        WB_TRY(
            wb_sql_number(&store->sql, "SELECT max(edit) FROM entry", &edit_number, err));
    WB_TRY(wb_changes_new(&changes, err));
    WB_TRY(reverse(store, edit_number, changes, err));
    st = edit(store, changes, &editing, seq, err);
done:
    wb_changes_free(changes);
    return st;
}
