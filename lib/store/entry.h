/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* An entry of the history. */
#ifndef WB_LIB_STORE_ENTRY_H
#define WB_LIB_STORE_ENTRY_H

#include "store/store.h"

typedef struct wb_entry {
    int64_t seq, edit, at;
    const char *editor, *why, *operation, *record, *field, *before, *after;
    const char *hash; /* of the entry; when it is made: of the one before */
} wb_entry;

#define WB_FIRST_HASH "0000000000000000000000000000000000000000000000000000000000000000"

/* SHA-256 of the canonical JSON of all that an entry says, the hash before it first. */
wb_status wb_entry_hash(const wb_entry *entry, const char *previous, char hash[65],
                        wb_error *err);

/* The entry in a row of the statements of sql.h, borrowed until the next step. WB_E_DATA:
 * something is missing. */
wb_status wb_entry_row(wb_sql *sql, sqlite3_stmt *statement, wb_entry *entry,
                       wb_error *err);

/* Append to the history; head moves on. */
wb_status wb_entry_add(wb_store *store, wb_entry *entry, wb_head *head, wb_error *err);

/* What an entry changed, for reading. */
typedef struct wb_past {
    wb_verb verb;
    bool is_import;
    json_t *before, *after;
} wb_past;
wb_status wb_past_of(wb_sql *sql, const wb_entry *entry, wb_past *past, wb_error *err);
void wb_past_free(wb_past *past);
/* The operation that does it again, or undoes it. Not for an import. NULL: no memory. */
json_t *wb_past_operation(const wb_past *past, const wb_entry *entry, bool undo);
/* Carry that out on a plan in memory; WB_E_DATA when it does not fit there. */
wb_status wb_past_apply(wb_sql *sql, const wb_entry *entry, bool undo, wb_plan *plan,
                        wb_error *err);

#endif
