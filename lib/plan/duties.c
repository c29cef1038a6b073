/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Who has which part in which actions. What an actor has in an action is told at that
 * action, and not again at sub-actions that share it. */
#include "plan/follow.h"

#include <string.h>

/* The roles of assignments, and that of whom a request is addressed to. */
static const char *const roles[] = {"responsible", "partner",  "advice",
                                    "funder",      "informed", "addressed"};
enum { N_ROLES = 6, ADDRESSED = 5 };

/* A part of an actor in an action. */
typedef struct duty {
    const wb_record *action;
    const wb_record *assignment; /* NULL: addressed */
    const char *actor;
    const char *role;
} duty;

typedef wb_status (*take_duty)(void *user, const duty *duty, wb_error *err);

static wb_status walk_assignments(const wb_plan *plan, const wb_record *action,
                                  take_duty take, void *user, wb_error *err)
{
    const wb_record *bearer = wb_own_bearer(plan, action, "assignments");
    const wb_record *r = bearer != NULL ? wb_record_first(bearer, "assignments") : NULL;
    wb_status st = WB_OK;

    for (; r != NULL; r = wb_record_next(r)) {
        duty one = {action, r, wb_record_text(r, "actor"), wb_record_text(r, "role")};

        if (wb_record_holds_for(r, action))
            WB_TRY(take(user, &one, err));
    }
done:
    return st;
}

static wb_status walk_addressed(const wb_plan *plan, const wb_record *action,
                                take_duty take, void *user, wb_error *err)
{
    const wb_record *bearer;
    const json_t *to = wb_own_field(plan, action, "addressed_to", &bearer);
    wb_status st = WB_OK;

    for (size_t i = 0; i < json_array_size(to); i++) {
        duty one = {action, NULL, json_string_value(json_array_get(to, i)),
                    roles[ADDRESSED]};

        WB_TRY(take(user, &one, err));
    }
done:
    return st;
}

static wb_status walk_duties(const wb_plan *plan, take_duty take, void *user,
                             wb_error *err)
{
    wb_status st = WB_OK;

    for (const wb_record *a = wb_action_next(plan, NULL); a != NULL;
         a = wb_action_next(plan, a)) {
        WB_TRY(walk_assignments(plan, a, take, user, err));
        WB_TRY(walk_addressed(plan, a, take, user, err));
    }
done:
    return st;
}

/* ---- one by one ---- */

static const wb_fill_column columns[] = {
    {"actor", WB_TYPE_UTF8},       {"name", WB_TYPE_UTF8},
    {"role", WB_TYPE_DICTIONARY},  {"certainty", WB_TYPE_DICTIONARY},
    {"action", WB_TYPE_UTF8},      {"number", WB_TYPE_UTF8},
    {"title", WB_TYPE_UTF8},       {"status", WB_TYPE_DICTIONARY},
    {"state", WB_TYPE_DICTIONARY}, {"basis", WB_TYPE_DICTIONARY},
    {"due", WB_TYPE_DATE32},       {NULL, WB_TYPE_NULL}};

typedef struct listing {
    wb_following following;
    const char *actor; /* NULL: all */
} listing;

static wb_status list_duty(void *user, const duty *one, wb_error *err)
{
    listing *list = user;
    wb_following *following = &list->following;
    wb_fill *sheet = &following->sheet;
    wb_entry entry;
    wb_status st;

    if (list->actor != NULL && strcmp(list->actor, one->actor) != 0)
        return WB_OK;
    WB_TRY(wb_following_actor(following, one->actor, err));
    WB_TRY(wb_fill_text(sheet, one->role, err));
    WB_TRY(wb_fill_text(
        sheet,
        one->assignment != NULL ? wb_record_text(one->assignment, "certainty") : NULL,
        err));
    WB_TRY(wb_following_action(following, one->action, err));
    WB_TRY(wb_fill_text(sheet, wb_action_status(one->action, NULL), err));
    WB_TRY(wb_action_standing(following, one->action, &entry, err));
    WB_TRY(wb_following_standing(following, &entry, err));
done:
    return st;
}

wb_status wb_actor_check(const wb_plan *plan, const char *actor, wb_error *err)
{
    const wb_record *record = wb_plan_find(plan, actor);

    if (record != NULL && wb_record_is(record, "actor"))
        return WB_OK;
    return wb_fail_at(err, WB_E_ARG, -1, actor, "'%.64s' is no actor of plan '%.64s'",
                      actor, plan->root->id);
}

wb_status wb_plan_duties(const wb_plan *plan, const char *today, const char *actor,
                         const char *language, wb_frame **out, wb_error *err)
{
    listing list = {.actor = actor};
    wb_status st;

    WB_TRY(wb_following_open(&list.following, plan, language, columns, out, err));
    WB_TRY(wb_following_set_today(&list.following, today, err));
    if (actor != NULL)
        WB_TRY(wb_actor_check(plan, actor, err));
    WB_TRY(walk_duties(plan, list_duty, &list, err));
    WB_TRY(wb_fill_finish(&list.following.sheet, out, err));
done:
    wb_fill_close(&list.following.sheet);
    return st;
}

/* ---- counted ---- */

static const wb_fill_column count_columns[] = {
    {"actor", WB_TYPE_UTF8},    {"name", WB_TYPE_UTF8},     {"role", WB_TYPE_DICTIONARY},
    {"actions", WB_TYPE_INT64}, {"planned", WB_TYPE_INT64}, {"running", WB_TYPE_INT64},
    {"done", WB_TYPE_INT64},    {"stopped", WB_TYPE_INT64}, {"unknown", WB_TYPE_INT64},
    {"late", WB_TYPE_INT64},    {"past", WB_TYPE_INT64},    {"open", WB_TYPE_INT64},
    {NULL, WB_TYPE_NULL}};

/* Counts by the position of an actor in the plan and its role. */
typedef struct counting {
    const wb_following *following;
    wb_counts *counts;
} counting;

static wb_status count_duty(void *user, const duty *one, wb_error *err)
{
    counting *all = user;
    const wb_record *actor = wb_plan_find(all->following->plan, one->actor);
    size_t role = 0;

    /* An id that is no actor's is a finding of wb_plan_check(). */
    if (actor == NULL || !wb_record_is(actor, "actor"))
        return WB_OK;
    while (strcmp(roles[role], one->role) != 0)
        role++;
    return wb_counts_add(&all->counts[actor->position * N_ROLES + role], all->following,
                         one->action, err);
}

static wb_status add_counts(wb_following *following, const wb_record *actor,
                            const wb_counts *of_roles, wb_error *err)
{
    wb_fill *sheet = &following->sheet;
    wb_status st = WB_OK;

    for (size_t role = 0; role < N_ROLES; role++) {
        const wb_counts *counts = &of_roles[role];

        if (counts->actions == 0)
            continue;
        WB_TRY(wb_fill_text(sheet, actor->id, err));
        WB_TRY(wb_following_say(following, actor, "name", err));
        WB_TRY(wb_fill_text(sheet, roles[role], err));
        WB_TRY(wb_following_counts(following, counts, err));
        WB_TRY(
            wb_fill_int64(sheet, counts->actions - counts->done - counts->stopped, err));
    }
done:
    return st;
}

static size_t length_of(const wb_record *parent, const char *list)
{
    size_t n = 0;

    for (const wb_record *r = wb_record_first(parent, list); r != NULL;
         r = wb_record_next(r))
        n++;
    return n;
}

wb_status wb_plan_duty_counts(const wb_plan *plan, const char *today,
                              const char *language, wb_frame **out, wb_error *err)
{
    wb_following following = {0};
    counting all = {&following, NULL};
    wb_status st;

    WB_TRY(wb_following_open(&following, plan, language, count_columns, out, err));
    WB_TRY(wb_following_set_today(&following, today, err));
    all.counts =
        wb_allocate(length_of(plan->root, "actors") * N_ROLES, sizeof(wb_counts));
    if (all.counts == NULL)
        WB_TRY(wb_fail_nomem(err));
    WB_TRY(walk_duties(plan, count_duty, &all, err));
    for (const wb_record *a = wb_record_first(plan->root, "actors"); a != NULL;
         a = wb_record_next(a))
        WB_TRY(add_counts(&following, a, &all.counts[a->position * N_ROLES], err));
    WB_TRY(wb_fill_finish(&following.sheet, out, err));
done:
    wb_fill_close(&following.sheet);
    wb_release(all.counts);
    return st;
}
