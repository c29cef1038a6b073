/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The sheet on which an actor reports: which fields it asks for, and how their values are
 * written for people. */
#ifndef WB_LIB_PLAN_UPDATE_H
#define WB_LIB_PLAN_UPDATE_H

#include "plan/follow.h"

typedef enum wb_update_type {
    WB_UPDATE_STATUS, /* a word; a new entry in the statuses of an action */
    WB_UPDATE_NOTE,   /* a text; a new note */
    WB_UPDATE_WORD,   /* a word of a field */
    WB_UPDATE_DATE,
    WB_UPDATE_MONEY /* euros with a point or a comma; cents in the plan */
} wb_update_type;

typedef struct wb_update_field {
    const char *kind; /* of the record */
    const char *field;
    wb_update_type type;
} wb_update_field;

/* In the order of the sheet; a NULL kind ends. */
extern const wb_update_field wb_update_fields[];
/* NULL: not asked for. */
const wb_update_field *wb_update_find(const wb_record *record, const char *field);

/* The words that a STATUS or WORD may be, ended by NULL. */
const char *const *wb_update_words(const wb_update_field *field);

/* The value now, for people: "running", "2026-03", "2800000.00"; empty when there is
 * none. */
wb_status wb_update_show(const wb_record *record, const wb_update_field *field,
                         wb_text *out, wb_error *err);

/* What a person wrote as JSON of the field, NULL for nothing and for "-". False when it
 * is not of the field. *no_memory says which of these failed. */
bool wb_update_read(const wb_update_field *field, const char *text, size_t length,
                    json_t **value, bool *no_memory);

#endif
