/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What the tables that follow a plan up share: the day they are made for, who must act,
 * and the dates on which something is to happen. */
#ifndef WB_LIB_PLAN_FOLLOW_H
#define WB_LIB_PLAN_FOLLOW_H

#include "plan/fill_json.h"
#include "plan/record.h"

typedef struct wb_following {
    const wb_plan *plan;
    const char *language; /* "nl", "en" or NULL */
    int32_t today;        /* days since 1970 */
    int32_t within;       /* up to how many days ahead something is due */
    wb_fill sheet;
} wb_following; /* wb_fill_close(&following.sheet) when done */

/* Check the arguments that all have, set *out to NULL, open the sheet. `today`:
 * YYYY-MM-DD; NULL where none is asked for. */
wb_status wb_following_open(wb_following *following, const wb_plan *plan,
                            const char *language, const wb_fill_column *columns,
                            wb_frame **out, wb_error *err);
wb_status wb_following_set_today(wb_following *following, const char *today,
                                 wb_error *err);
/* A day that a caller gave: YYYY-MM-DD. `name` is what errors call it. */
wb_status wb_day_read(const char *text, const char *name, int32_t *days, wb_error *err);

/* ---- actions ---- */

/* Its own list or field or that of its block; nothing when a sub-action only shares what
 * the action has that it is part of: what holds for both is told once, at that action. */
const wb_record *wb_own_bearer(const wb_plan *plan, const wb_record *action,
                               const char *list);
const json_t *wb_own_field(const wb_plan *plan, const wb_record *action,
                           const char *field, const wb_record **bearer);

/* WB_E_ARG when it is no actor of the plan. */
wb_status wb_actor_check(const wb_plan *plan, const char *actor, wb_error *err);

/* Done or stopped: nothing is to happen any more. */
bool wb_is_closed(const char *status);

/* ---- cells ---- */

/* id, number, title of an action; three missing ones for NULL. */
wb_status wb_following_action(wb_following *following, const wb_record *action,
                              wb_error *err);
wb_status wb_following_say(wb_following *following, const wb_record *record,
                           const char *field, wb_error *err);
/* Add to a list of texts, `separator` between them. NULL is passed over. */
wb_status wb_text_join(wb_text *list, const char *separator, const char *item,
                       wb_error *err);
/* Add an actor to both lists: ids with commas, names with semicolons. What is no actor of
 * the plan is its own name. */
typedef struct wb_who {
    wb_text ids, names;
} wb_who; /* starts as {0} */
wb_status wb_who_add(wb_who *who, const wb_following *following, const char *actor,
                     wb_error *err);
wb_status wb_who_add_all(wb_who *who, const wb_following *following, const json_t *actors,
                         wb_error *err);
/* Who must act: the responsible, or where there is none those it is addressed to. */
wb_status wb_who_acts(wb_who *who, const wb_following *following, const wb_record *action,
                      wb_error *err);
/* Cells: ids, names. Of a list, or of one actor (NULL: missing). */
wb_status wb_following_who(wb_following *following, const wb_who *who, wb_error *err);
wb_status wb_following_actor(wb_following *following, const char *actor, wb_error *err);
void wb_who_free(wb_who *who);

/* ---- dates ---- */

typedef enum wb_standing {
    WB_STANDING_LATE = 0,     /* planned or running, and the date has passed */
    WB_STANDING_PAST,         /* the date has passed; nothing tells whether it was done */
    WB_STANDING_DUE,          /* within so many days */
    WB_STANDING_LATER,        /* a date behind these */
    WB_STANDING_OPEN_END,     /* it goes on without end */
    WB_STANDING_UNDETERMINED, /* the source says that the date is still to be fixed */
    WB_STANDING_UNSCHEDULED,  /* no date to go by */
    WB_STANDING_CLOSED        /* done or stopped */
} wb_standing;

const char *wb_standing_name(wb_standing standing);

/* One thing that is to happen. */
typedef struct wb_entry {
    const wb_record *action; /* NULL: it is of the plan */
    const wb_record *record; /* that bears the date */
    const char *basis;       /* milestone, end, recurring, evaluation; NULL: none */
    const char *date;        /* as the file has it; NULL: none, or of a recurrence */
    const char *recurring;
    int32_t first; /* of what recurs: the first time of all */
    int32_t until; /* of what recurs: the last day of its period */
    bool has_until;
    bool has_due;
    int32_t due; /* the last day of the date */
    wb_standing standing;
    size_t order; /* among all, of wb_entries_sort() */
} wb_entry;

typedef struct wb_entries {
    wb_entry *items;
    size_t n, room;
} wb_entries; /* starts as {0}; release `items` when done */

/* Entries of an action that is not closed, at least one unless it is a sub-action that
 * shares all dates; of the plan itself, its evaluations. */
wb_status wb_entries_add_action(const wb_following *following, const wb_record *action,
                                wb_entries *entries, wb_error *err);
wb_status wb_entries_add_plan(const wb_following *following, wb_entries *entries,
                              wb_error *err);
/* By due day, those without one last; what is of the same day stays in plan order. */
void wb_entries_sort(wb_entries *entries);
/* How an action stands by its timing, shared or not, and its milestones: the most
 * pressing of them; CLOSED when it is closed. */
wb_status wb_action_standing(const wb_following *following, const wb_record *action,
                             wb_entry *out, wb_error *err);

/* All entries of a plan, in order. */
wb_status wb_entries_collect(const wb_following *following, wb_entries *entries,
                             wb_error *err);
/* Who must see to it. */
wb_status wb_entry_who(wb_who *who, const wb_following *following, const wb_entry *entry,
                       wb_error *err);
/* Cells: standing, basis, due. */
wb_status wb_following_standing(wb_following *following, const wb_entry *entry,
                                wb_error *err);

/* ---- counts ---- */

typedef struct wb_counts {
    int64_t actions, planned, running, done, stopped, unknown; /* the first is the sum */
    int64_t late, past;
} wb_counts;

wb_status wb_counts_add(wb_counts *counts, const wb_following *following,
                        const wb_record *action, wb_error *err);
/* Eight cells, in the order above. */
wb_status wb_following_counts(wb_following *following, const wb_counts *counts,
                              wb_error *err);

#endif
