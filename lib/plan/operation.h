/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* One change to a plan: add, change, move or remove a record. docs/formats/changes.md has
 * the members of its JSON. */
#ifndef WB_LIB_PLAN_OPERATION_H
#define WB_LIB_PLAN_OPERATION_H

#include "plan/record.h"

typedef enum wb_verb {
    WB_VERB_ADD = 0,
    WB_VERB_CHANGE = 1,
    WB_VERB_MOVE = 2,
    WB_VERB_REMOVE = 3
} wb_verb;

/* "add" and so on; false when it is none. */
const char *wb_verb_name(wb_verb verb);
bool wb_verb_find(const char *name, wb_verb *verb);

/* Where a record stands, or is to stand. */
typedef struct wb_place {
    const char *parent, *list;
    const char *follows; /* the record before it; NULL: it is the first */
    bool last;           /* at the end; `follows` is NULL */
} wb_place;

/* Texts and values are borrowed from the document. */
typedef struct wb_operation {
    const wb_json_at *at; /* faults are told there */
    wb_verb verb;
    const char *record;     /* its id, of ADD that in the value */
    const char *field;      /* CHANGE: "title/nl" */
    wb_place place;         /* ADD, MOVE */
    const json_t *value;    /* ADD: the record with its lists; CHANGE: NULL removes it */
    const json_t *expected; /* NULL: not given; JSON null: nothing is expected there */
    int64_t version;        /* 0: not given */
} wb_operation;

/* A document of one value, to read that from: kept on the stack. */
wb_json wb_json_of(json_t *value, char *name);

/* The form alone; whether it suits a plan is seen when it is applied. */
wb_status wb_operation_read(const wb_json_at *at, wb_operation *operation, wb_error *err);

/* What an operation did, as history keeps it. CHANGE: the values of the field; the
 * others: a place, with the value of what was added or removed. NULL where there is
 * nothing. */
typedef struct wb_effect {
    json_t *before, *after;
    wb_record *record; /* of the plan; of REMOVE: NULL */
} wb_effect;

void wb_effect_free(wb_effect *effect);

/* Apply to a plan, which the caller seals. The plan is as it was after a failure, but for
 * WB_E_NOMEM. WB_E_CONFLICT: something is not as expected, with both values in the
 * message. `version` is not looked at. */
wb_status wb_operation_apply(wb_plan *plan, const wb_operation *operation,
                             wb_effect *effect, wb_error *err);

/* The operation that makes `to` of `from`, as JSON that wb_operation_read() takes. For
 * the reverse, exchange them and give the opposite verb. NULL: no memory. */
wb_verb wb_verb_opposite(wb_verb verb);
json_t *wb_operation_json(wb_verb verb, const char *record, const char *field,
                          const json_t *from, const json_t *to);

/* The place of a record as JSON, and with the record itself (wb_record_json). NULL: no
 * memory. */
json_t *wb_place_json(const wb_record *record);
json_t *wb_placed_json(const wb_record *record, const wb_plan *without);

/* The value of a field ("title/nl"), or NULL. */
const json_t *wb_field_value(const json_t *body, const char *field);
/* The same value in canonical JSON: 5 and 5.0 are. NULL and JSON null are nothing. */
wb_status wb_same_value(const json_t *a, const json_t *b, bool *same, wb_error *err);
/* Append a value for people to read, at most `limit` bytes of it. */
wb_status wb_show_value(const json_t *value, size_t limit, wb_text *out, wb_error *err);

#endif
