/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A plan in memory: a tree of records.
 *
 * Every element of every list is a record with an id that is unique in the plan; the plan
 * itself is the root record. A record's body is a JSON object with its own fields, `id`
 * among them and lists of records not. Children hang together in one chain: records of
 * one list keep their order, the lists among themselves have none.
 *
 * Whoever changes a plan (the functions from wb_plan_insert on) calls wb_plan_seal() at
 * the end: until then its canonical bytes and hash are those of before. */
#ifndef WB_LIB_PLAN_RECORD_H
#define WB_LIB_PLAN_RECORD_H

#include "plan/schema.h"

#include <werkbaar/plan.h>

#include <stdatomic.h>

typedef struct wb_record {
    const char *id; /* in the body */
    const wb_kind *kind;
    const char *list; /* in which list of its parent it stands, as the table of its kind
                       * has it: one pointer for all of a list; NULL for the root */
    json_t *body;     /* owned; to be changed by wb_plan_set_body() alone */
    size_t position;  /* in its list, as of the last wb_plan_seal() */
    size_t number;    /* in the walk over the plan, root 0, as of the last seal */
    struct wb_record *parent, *previous, *next, *first_child, *last_child;
    struct wb_record *last_of_list; /* of the first of a list alone: the last of it */
    struct wb_record *next_in_bucket;
} wb_record;

typedef enum wb_hash_state { WB_HASH_NOT, WB_HASH_BUSY, WB_HASH_MADE } wb_hash_state;

struct wb_plan {
    wb_record *root;
    wb_record **buckets; /* by hash of the id; chains by next_in_bucket */
    size_t n_buckets;
    size_t n_records;
    wb_text canonical; /* of the whole file */
    atomic_int hashed; /* a wb_hash_state: whoever asks first makes the hash */
    char hash[65];     /* of the canonical bytes; by wb_plan_hash() alone */
};

/* ---- looking ---- */

/* The record of this id, or NULL. */
wb_record *wb_plan_find(const wb_plan *plan, const char *id);

/* Records of one list: `for (r = wb_record_first(a, "funding"); r; r =
 * wb_record_next(r))`. NULL at the end. */
wb_record *wb_record_first(const wb_record *parent, const char *list);
wb_record *wb_record_next(const wb_record *record);
/* The one before it in its list; NULL for the first and for the root. */
wb_record *wb_record_previous(const wb_record *record);
/* The whole tree, parents first, in document order of the chain; NULL at the end. */
wb_record *wb_record_walk(const wb_record *root, const wb_record *record);
/* The same, and not to what is below `record`. */
wb_record *wb_record_walk_past(const wb_record *root, const wb_record *record);
/* How many of its list stand before it, now. */
size_t wb_record_position(const wb_record *record);
size_t wb_record_depth(const wb_record *record); /* 1 for the root */

bool wb_record_is(const wb_record *record, const char *kind);
/* The nearest of this kind that a record stands in, itself when it is one; NULL when in
 * none. */
const wb_record *wb_record_above(const wb_record *record, const char *kind);
const wb_record *wb_action_of(const wb_record *record);
bool wb_is_subaction(const wb_record *action);
/* The next action or sub-action of the plan; NULL behind the last. Start with NULL. */
const wb_record *wb_action_next(const wb_plan *plan, const wb_record *action);

/* Fields; NULL (or false) when absent. */
const char *wb_record_text(const wb_record *record, const char *field);
/* From an object with texts by language: `language`, else the plan's first, else any. */
const char *wb_plan_text(const wb_plan *plan, const json_t *texts, const char *language);
const char *wb_record_say(const wb_plan *plan, const wb_record *record, const char *field,
                          const char *language);
bool wb_record_cents(const wb_record *record, const char *field, int64_t *cents);

/* The block that an action names, or NULL. */
const wb_record *wb_block_of(const wb_plan *plan, const wb_record *action);
/* The record whose list of this name holds for an action: itself when its own list is
 * not empty, else the block it names when that has one, else the same for the action it
 * is part of; NULL when the source says nothing. A funding record that names `only_for`
 * holds for those actions alone: ask wb_record_holds_for(). */
const wb_record *wb_action_bearer(const wb_plan *plan, const wb_record *action,
                                  const char *list);
bool wb_record_holds_for(const wb_record *record, const wb_record *action);
/* The same rule for one field: own, else the block's, else of the action it is part of.
 */
const json_t *wb_action_field(const wb_plan *plan, const wb_record *action,
                              const char *field);
/* The status now: the entry with the latest date (the later in the list among equals and
 * among those without a date), "unknown" when there is none. *entry may be NULL. */
const char *wb_action_status(const wb_record *action, const wb_record **entry);

/* Append the place as a JSON pointer, by the positions of the last wb_plan_seal():
 * "/objectives/0/sections/1". */
wb_status wb_record_pointer(const wb_record *record, wb_text *out, wb_error *err);

/* The n-th id that the fields of a body refer to, from 0; false behind the last. */
typedef struct wb_mention {
    char path[80];      /* of the field: "addressed_to/1", "cited/source" */
    const char *id;     /* that it names */
    const char *target; /* the kind that is wanted, NULL for any */
} wb_mention;
bool wb_record_mention(const wb_record *record, size_t n, wb_mention *out);
/* Is there a record of that id and kind? */
bool wb_mention_holds(const wb_plan *plan, const wb_mention *mention);

/* ---- changing ---- */

/* A plan of a root record alone. The body is taken over on success; checked by the
 * caller. */
wb_status wb_plan_new(json_t *body, wb_plan **out, wb_error *err);
/* Add a record to a list of its parent, before the one at `position` (beyond the end: at
 * the end). The body is taken over on success; the caller has checked it. WB_E_ARG: no
 * such list, id in use, too deep. */
wb_status wb_plan_insert(wb_plan *plan, wb_record *parent, const char *list,
                         size_t position, json_t *body, wb_record **out, wb_error *err);
/* The same for a record with all below it, as an object in a document: checked here, and
 * a fault is told at its place. The plan is as it was after a failure. */
wb_status wb_plan_graft(wb_plan *plan, wb_record *parent, const char *list,
                        size_t position, const wb_json_at *at, wb_record **out,
                        wb_error *err);
/* Replace a body; the id stays the same (WB_E_ARG otherwise). Taken over on success. */
wb_status wb_plan_set_body(wb_record *record, json_t *body, wb_error *err);
/* To another place, in a list of the same kind; WB_E_ARG when it is below itself, the
 * root, or would be too deep. position counts without the record itself. */
wb_status wb_plan_move(wb_record *record, wb_record *parent, const char *list,
                       size_t position, wb_error *err);
/* Take a record and all below it out of the plan and free them. Not the root. */
void wb_plan_remove(wb_plan *plan, wb_record *record);
/* Canonical bytes of what the plan is now. */
wb_status wb_plan_seal(wb_plan *plan, wb_error *err);

/* A record with all below it, but for what `without` has (NULL: all): new reference.
 * NULL: no memory. */
json_t *wb_record_json(const wb_record *record, const wb_plan *without);

#endif
