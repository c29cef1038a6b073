/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A list of operations, and what is made of it. */
#ifndef WB_LIB_PLAN_CHANGES_H
#define WB_LIB_PLAN_CHANGES_H

#include "frame/fill.h"
#include "plan/operation.h"

/* The document: {"format": .., "operations": [..]}, every one of them well formed. */
struct wb_changes {
    wb_json file;
};

/* Operation `index`, at a place that the caller keeps beside it: a document, its list and
 * the element. */
typedef struct wb_changes_at {
    wb_json_at root, list, element;
    wb_operation operation;
} wb_changes_at;
wb_status wb_changes_get(const wb_changes *changes, size_t index, wb_changes_at *at,
                         wb_error *err);

/* Add an operation that this library made. Takes the reference; NULL: no memory. */
wb_status wb_changes_push(wb_changes *changes, json_t *operation, wb_error *err);

/* WB_E_ARG for another language than "nl" and "en"; NULL is fine. */
wb_status wb_language_check(const char *language, wb_error *err);

/* A plan of its own with the same records, not sealed. */
wb_status wb_plan_copy(const wb_plan *plan, wb_plan **out, wb_error *err);

/* One change as a sentence in "nl" or "en": what happened to `record` of this kind and
 * title, which may be NULL. */
typedef struct wb_telling {
    wb_verb verb;
    const char *language;
    const char *record, *kind, *title, *field;
    const json_t *before, *after; /* as in wb_effect */
    const char *operation, *what; /* what is no operation: its name, and what it did */
} wb_telling;
/* Kind and title of a record: of the plan (may be NULL) or, failing that, of what was
 * added or removed (`placed`, as in wb_effect; may be NULL). */
void wb_tell_about(wb_telling *telling, const wb_plan *plan, const json_t *placed);

/* The columns that tables of changes share: operation, record, kind, title, field,
 * before, after, text; and their cells. */
extern const wb_fill_column wb_tell_columns[];
wb_status wb_tell_row(wb_fill *fill, const wb_telling *telling, wb_error *err);

#endif
