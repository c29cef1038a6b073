/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What earlier reports have shown, as this room sees it. */
#ifndef WB_LIB_DISCLOSE_LEDGER_H
#define WB_LIB_DISCLOSE_LEDGER_H

#include "base/json.h"
#include "disclose/disclose.h"
#include "frame/fill.h"

enum { WB_LEDGER_ID = 255 };

typedef enum wb_entry_status {
    WB_ENTRY_OK,
    WB_ENTRY_NO_ACUTE,
    WB_ENTRY_HIDDEN
} wb_entry_status;
extern const char *const wb_entry_names[];

/* A cell and measure that a report has decided on. */
typedef struct wb_ledger_entry {
    char *cell, *measure;
    int32_t release; /* place in releases */
    wb_entry_status status;
    int64_t counts[WB_COUNTS]; /* as shown; -1: not shown */
} wb_ledger_entry;

/* A report, and the rules it was made by. */
typedef struct wb_ledger_release {
    char *id;
    int64_t min_n, min_n_sensitive, extreme;
    double dominance;
    bool only_rules;
} wb_ledger_release;

/* The report that these rules make; borrows its id. */
wb_ledger_release wb_release_of(const wb_rules *rules);
/* Its rules, as members of an object. */
wb_status wb_release_put(json_t *to, const wb_ledger_release *release, wb_error *err);

struct wb_ledger {
    char *scope;
    int64_t round_to;
    wb_ledger_release *releases;
    size_t n_releases;
    wb_ledger_entry *entries; /* in order of cell and measure */
    size_t n_entries;
};

/* What is shown of a row. */
wb_entry_status wb_counted_status(const wb_counted *row);
/* Entries stand by cell, then by measure. */
int wb_ledger_entry_compare(const wb_ledger_entry *a, const wb_ledger_entry *b);
/* The columns of a released frame, which are those of a ledger as a frame. */
extern const wb_fill_column wb_released_columns[];
extern const wb_fill_column wb_audit_columns[];

/* Copies at the end, where there is room. */
wb_status wb_ledger_put(wb_ledger *ledger, const wb_ledger_entry *entry, wb_error *err);
wb_status wb_ledger_put_release(wb_ledger *ledger, const wb_ledger_release *release,
                                wb_error *err);

/* The entries of a cell and of all whose id goes on from it with '/'; NULL: all. */
wb_status wb_ledger_cut(const wb_ledger *ledger, const char *cell, wb_ledger **out,
                        wb_error *err);
/* Ledgers of one report on parts of the answers, at least one, and what an earlier one
 * (NULL: none) has besides. */
wb_status wb_ledger_join(const wb_ledger *earlier, wb_ledger *const *parts, size_t n,
                         wb_ledger **out, wb_error *err);

/* The earlier ledger with this report laid over it. */
wb_status wb_ledger_make(const wb_rules *rules, const wb_headcounts *counts,
                         wb_ledger **out, wb_error *err);

#endif
