/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What the files of this room share.
 *
 * A writer keeps the plan in memory, as it was after entry `seq`; what other processes
 * wrote since is brought in from the history before the next edit. After a failure the
 * copy is dropped, since it may be half changed. */
#ifndef WB_LIB_STORE_STORE_H
#define WB_LIB_STORE_STORE_H

#include "plan/changes.h"
#include "store/sql.h"

#include <werkbaar/store.h>

struct wb_store {
    wb_sql sql;
    bool read_only;
    wb_plan *plan; /* NULL: not read yet; never sealed */
    int64_t seq;   /* the entry after which `plan` is */
};

/* Who edits, when and why; borrowed. */
typedef struct wb_editing {
    int64_t now;
    const char *editor, *why;
} wb_editing;

/* WB_E_ARG for what store.h of the public headers rules out. */
wb_status wb_store_check_write(const wb_store *store, const wb_editing *editing,
                               wb_error *err);

/* Number and hash of the last entry; 0 and 64 zeros when there is none. */
typedef struct wb_head {
    int64_t seq;
    char hash[65];
} wb_head;
wb_status wb_store_head(wb_store *store, wb_head *head, wb_error *err);

/* ---- the plan: rows.c, read.c ---- */

/* Read the plan as the tables have it: not sealed. In a transaction. */
wb_status wb_store_load(wb_store *store, wb_plan **out, wb_error *err);
/* Undo the entries after `seq`. In a transaction. */
wb_status wb_store_rewind(wb_store *store, wb_plan *plan, int64_t seq, wb_error *err);

/* Put records in the tables, or take them out: a record with all below it. */
wb_status wb_rows_add(wb_store *store, const wb_record *record, int64_t version,
                      wb_error *err);
wb_status wb_rows_set_body(wb_store *store, const wb_record *record, int64_t version,
                           wb_error *err);
wb_status wb_rows_set_place(wb_store *store, const wb_record *record, int64_t version,
                            wb_error *err);
wb_status wb_rows_remove(wb_store *store, const wb_record *record, wb_error *err);
/* The last entry about a record; with all below it when `below`. */
wb_status wb_rows_version(wb_store *store, const wb_record *record, bool below,
                          int64_t *version, wb_error *err);

#endif
