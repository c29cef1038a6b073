/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "store/entry.h"

#include <string.h>

/* ---- the chain ---- */

static wb_status add_text(wb_text *out, const char *text, wb_error *err)
{
    wb_status st;

    WB_TRY(wb_text_add(out, ",", err));
    if (text == NULL)
        st = wb_text_add(out, "null", err);
    else
        st = wb_json_quote(out, text, strlen(text), err);
done:
    return st;
}

wb_status wb_entry_hash(const wb_entry *entry, const char *previous, char hash[65],
                        wb_error *err)
{
    const char *texts[] = {entry->editor, entry->why,    entry->operation, entry->record,
                           entry->field,  entry->before, entry->after};
    wb_text text = {0};
    wb_status st;

    WB_TRY(wb_text_format(&text, err, "[\"%s\",%lld,%lld,%lld", previous,
                          (long long)entry->seq, (long long)entry->edit,
                          (long long)entry->at));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        WB_TRY(add_text(&text, texts[i], err));
    WB_TRY(wb_text_add(&text, "]", err));
    wb_sha256_hex(text.bytes, text.length, hash);
done:
    wb_text_free(&text);
    return st;
}

/* ---- rows ---- */

wb_status wb_entry_row(wb_sql *sql, sqlite3_stmt *statement, wb_entry *entry,
                       wb_error *err)
{
    const char **texts[] = {&entry->editor, &entry->why,   &entry->operation,
                            &entry->record, &entry->field, &entry->before,
                            &entry->after,  &entry->hash};
    wb_status st = WB_OK;

    entry->seq = sqlite3_column_int64(statement, 0);
    entry->edit = sqlite3_column_int64(statement, 1);
    entry->at = sqlite3_column_int64(statement, 2);
    for (int i = 0; i < 8; i++)
        WB_TRY(wb_sql_text(statement, i + 3, texts[i], err));
    if (entry->editor == NULL || entry->operation == NULL || entry->record == NULL ||
        entry->hash == NULL)
        st = wb_fail_at(err, WB_E_DATA, entry->seq, "",
                        "entry %lld of the plan store '%s' is not whole",
                        (long long)entry->seq, sql->path);
done:
    return st;
}

wb_status wb_entry_add(wb_store *store, wb_entry *entry, wb_head *head, wb_error *err)
{
    const char *texts[] = {entry->editor, entry->why,    entry->operation, entry->record,
                           entry->field,  entry->before, entry->after};
    wb_sql *sql = &store->sql;
    sqlite3_stmt *statement = NULL;
    char hash[65];
    wb_status st;

    entry->seq = head->seq + 1;
    if (entry->edit == 0)
        entry->edit = entry->seq;
    WB_TRY(wb_entry_hash(entry, head->hash, hash, err));
    WB_TRY(wb_sql_query(sql, WB_QUERY_ADD_ENTRY, &statement, err));
    WB_TRY(wb_sql_bind_int64(sql, statement, 1, entry->seq, err));
    WB_TRY(wb_sql_bind_int64(sql, statement, 2, entry->edit, err));
    WB_TRY(wb_sql_bind_int64(sql, statement, 3, entry->at, err));
    for (int i = 0; i < 7; i++)
        WB_TRY(wb_sql_bind_text(sql, statement, i + 4, texts[i], err));
    WB_TRY(wb_sql_bind_text(sql, statement, 11, hash, err));
    WB_TRY(wb_sql_finish(sql, statement, err));
    head->seq = entry->seq;
    memcpy(head->hash, hash, sizeof hash);
done:
    wb_sql_done(statement);
    return st;
}

/* ---- what it did ---- */

void wb_past_free(wb_past *past)
{
    json_decref(past->before);
    json_decref(past->after);
    *past = (wb_past){0};
}

/* NULL text gives NULL; the text is ours, or somebody changed it. */
static wb_status parse(wb_sql *sql, const wb_entry *entry, const char *text,
                       json_t **value, wb_error *err)
{
    json_error_t error;

    if (text == NULL)
        return WB_OK;
    *value = wb_json_load(text, strlen(text), JSON_DECODE_ANY, NULL, &error);
    if (*value != NULL)
        return WB_OK;
    if (wb_json_no_memory(&error))
        return wb_fail_nomem(err);
    return wb_fail_at(err, WB_E_DATA, entry->seq, entry->record,
                      "entry %lld of the plan store '%s' holds no JSON: %s",
                      (long long)entry->seq, sql->path, error.text);
}

wb_status wb_past_of(wb_sql *sql, const wb_entry *entry, wb_past *past, wb_error *err)
{
    wb_status st = WB_OK;

    *past = (wb_past){.is_import = strcmp(entry->operation, "import") == 0};
    if (!past->is_import && (!wb_verb_find(entry->operation, &past->verb) ||
                             (past->verb == WB_VERB_CHANGE) != (entry->field != NULL)))
        return wb_fail_at(err, WB_E_DATA, entry->seq, entry->record,
                          "entry %lld of the plan store '%s' is a '%.32s', which is none "
                          "that it may be",
                          (long long)entry->seq, sql->path, entry->operation);
    WB_TRY(parse(sql, entry, entry->before, &past->before, err));
    WB_TRY(parse(sql, entry, entry->after, &past->after, err));
done:
    if (st != WB_OK)
        wb_past_free(past);
    return st;
}

json_t *wb_past_operation(const wb_past *past, const wb_entry *entry, bool undo)
{
    return wb_operation_json(
        undo ? wb_verb_opposite(past->verb) : past->verb, entry->record, entry->field,
        undo ? past->after : past->before, undo ? past->before : past->after);
}

static wb_status does_not_fit(wb_sql *sql, const wb_entry *entry, wb_status st,
                              const wb_error *why, wb_error *err)
{
    if (st == WB_OK || st == WB_E_NOMEM)
        return st == WB_OK ? st : wb_fail_nomem(err);
    return wb_fail_at(err, WB_E_DATA, entry->seq, entry->record,
                      "entry %lld of the plan store '%s' does not fit the plan: %.300s",
                      (long long)entry->seq, sql->path, why->message);
}

wb_status wb_past_apply(wb_sql *sql, const wb_entry *entry, bool undo, wb_plan *plan,
                        wb_error *err)
{
    wb_past past = {0};
    wb_operation operation;
    wb_effect effect = {0};
    json_t *made = NULL;
    char name[] = "history";
    wb_error why = {0};
    wb_status st;

    WB_TRY(wb_past_of(sql, entry, &past, err));
    made = past.is_import ? json_object() : wb_past_operation(&past, entry, undo);
    if (made == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    wb_json file = wb_json_of(made, name);
    wb_json_at at = wb_json_root(&file);
    st = wb_operation_read(&at, &operation, &why);
    if (st == WB_OK)
        st = wb_operation_apply(plan, &operation, &effect, &why);
    st = does_not_fit(sql, entry, st, &why, err);
done:
    wb_effect_free(&effect);
    json_decref(made);
    wb_past_free(&past);
    return st;
}
