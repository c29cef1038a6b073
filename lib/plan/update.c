/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The sheet that goes out: what an actor is asked to report. */
#include "plan/update.h"

#include <string.h>

static const wb_fill_column columns[] = {
    {"record", WB_TYPE_UTF8},  {"field", WB_TYPE_UTF8}, {"action", WB_TYPE_UTF8},
    {"number", WB_TYPE_UTF8},  {"title", WB_TYPE_UTF8}, {"expects", WB_TYPE_UTF8},
    {"present", WB_TYPE_UTF8}, {"new", WB_TYPE_UTF8},   {"reason", WB_TYPE_UTF8},
    {NULL, WB_TYPE_NULL}};

typedef struct asking {
    wb_following following;
    const char *actor; /* NULL: all */
} asking;

/* ---- who is asked ---- */

static bool holds_actor(const json_t *actors, const char *actor)
{
    for (size_t i = 0; i < json_array_size(actors); i++) {
        if (strcmp(json_string_value(json_array_get(actors, i)), actor) == 0)
            return true;
    }
    return false;
}

/* Whoever is only informed is not asked. */
static bool is_asked(const asking *a, const wb_record *action)
{
    const wb_plan *plan = a->following.plan;
    const wb_record *bearer = wb_action_bearer(plan, action, "assignments");
    const wb_record *r = bearer != NULL ? wb_record_first(bearer, "assignments") : NULL;

    if (a->actor == NULL)
        return true;
    for (; r != NULL; r = wb_record_next(r)) {
        if (strcmp(wb_record_text(r, "actor"), a->actor) == 0 &&
            strcmp(wb_record_text(r, "role"), "informed") != 0 &&
            wb_record_holds_for(r, action))
            return true;
    }
    return holds_actor(wb_action_field(plan, action, "addressed_to"), a->actor);
}

/* Of the actions that share a block, the first that is asked about tells of the block. */
static bool tells_of(const asking *a, const wb_record *action, const wb_record *block)
{
    const wb_record *r = block->parent;

    while ((r = wb_record_walk(block->parent, r)) != NULL && r != action) {
        const char *named = wb_record_is(r, "action") ? wb_record_text(r, "block") : NULL;

        if (named != NULL && strcmp(named, block->id) == 0 && is_asked(a, r))
            return false;
    }
    return true;
}

/* ---- rows ---- */

/* "planned, running, ...", or what a value looks like. */
static wb_status add_expects(wb_fill *sheet, const wb_update_field *field,
                             const char *language, wb_error *err)
{
    static const char *const forms[][2] = {{"tekst", "text"},
                                           {"JJJJ-MM-DD", "YYYY-MM-DD"},
                                           {"euro, 1234.50", "euros, 1234.50"}};
    bool is_english = language == NULL || strcmp(language, "en") == 0;
    size_t form = field->type == WB_UPDATE_NOTE   ? 0
                  : field->type == WB_UPDATE_DATE ? 1
                                                  : 2;
    wb_text list = {0};
    wb_status st = WB_OK;

    if (field->type != WB_UPDATE_STATUS && field->type != WB_UPDATE_WORD)
        return wb_fill_text(sheet, forms[form][is_english], err);
    for (const char *const *word = wb_update_words(field); *word != NULL; word++)
        WB_TRY(wb_text_join(&list, ", ", *word, err));
    WB_TRY(wb_fill_text(sheet, list.bytes, err));
done:
    wb_text_free(&list);
    return st;
}

static wb_status add_row(asking *a, const wb_record *record, const wb_update_field *field,
                         const wb_record *action, wb_error *err)
{
    wb_following *following = &a->following;
    wb_fill *sheet = &following->sheet;
    const wb_record *titled = wb_record_is(record, "funding") ? action : record;
    wb_text present = {0};
    wb_status st;

    WB_TRY(wb_fill_text(sheet, record->id, err));
    WB_TRY(wb_fill_text(sheet, field->field, err));
    WB_TRY(wb_fill_text(sheet, action != NULL ? action->id : NULL, err));
    WB_TRY(wb_fill_text(sheet, action != NULL ? wb_record_text(action, "number") : NULL,
                        err));
    WB_TRY(wb_following_say(following, titled, "title", err));
    WB_TRY(add_expects(sheet, field, following->language, err));
    WB_TRY(wb_update_show(record, field, &present, err));
    WB_TRY(wb_fill_text(sheet, present.bytes, err));
    WB_TRY(wb_fill_missing(sheet, err));
    WB_TRY(wb_fill_missing(sheet, err));
done:
    wb_text_free(&present);
    return st;
}

/* The fields that are asked of a record; of its timing alone, or all but that. */
typedef enum part { ALL_FIELDS, TIMING_ALONE, NOT_TIMING } part;

static wb_status add_fields(asking *a, const wb_record *record, part which,
                            const wb_record *action, wb_error *err)
{
    wb_status st = WB_OK;

    for (const wb_update_field *f = wb_update_fields; f->kind != NULL; f++) {
        bool is_timing = strncmp(f->field, "timing/", 7) == 0;

        if (wb_record_is(record, f->kind) &&
            (which == ALL_FIELDS || is_timing == (which == TIMING_ALONE)))
            WB_TRY(add_row(a, record, f, action, err));
    }
done:
    return st;
}

static wb_status add_list(asking *a, const wb_record *parent, const char *list,
                          const wb_record *action, wb_error *err)
{
    wb_status st = WB_OK;

    for (const wb_record *r = wb_record_first(parent, list); r != NULL;
         r = wb_record_next(r)) {
        if (wb_record_first(r, "budgets") != NULL)
            WB_TRY(add_list(a, r, "budgets", action, err));
        else
            WB_TRY(add_fields(a, r, ALL_FIELDS, action, err));
    }
done:
    return st;
}

/* The timing and the funding of a block are asked for once. */
static wb_status add_shared(asking *a, const wb_record *action, wb_error *err)
{
    const wb_plan *plan = a->following.plan;
    const wb_record *timed;
    const wb_record *funded = wb_own_bearer(plan, action, "funding");
    const json_t *timing = wb_own_field(plan, action, "timing", &timed);
    bool shares = timing != NULL && timed != action;
    wb_status st = WB_OK;

    if (shares && tells_of(a, action, timed))
        WB_TRY(add_fields(a, timed, TIMING_ALONE, action, err));
    if (funded != NULL && (funded == action || tells_of(a, action, funded)))
        WB_TRY(add_list(a, funded, "funding", action, err));
done:
    return st;
}

static wb_status add_action(asking *a, const wb_record *action, wb_error *err)
{
    const wb_record *bearer;
    const json_t *timing = wb_own_field(a->following.plan, action, "timing", &bearer);
    bool has_no_own = (timing != NULL && bearer != action) ||
                      (timing == NULL && wb_is_subaction(action));
    wb_status st;

    WB_TRY(add_fields(a, action, has_no_own ? NOT_TIMING : ALL_FIELDS, action, err));
    WB_TRY(add_list(a, action, "milestones", action, err));
    WB_TRY(add_shared(a, action, err));
done:
    return st;
}

static wb_status add_budgets(asking *a, wb_error *err)
{
    const wb_record *r = wb_record_first(a->following.plan->root, "budgets");
    wb_status st = WB_OK;

    for (; r != NULL; r = wb_record_next(r)) {
        const char *holder = wb_record_text(r, "held_by");

        if (a->actor == NULL || (holder != NULL && strcmp(holder, a->actor) == 0))
            WB_TRY(add_fields(a, r, ALL_FIELDS, NULL, err));
    }
done:
    return st;
}

wb_status wb_plan_sheet(const wb_plan *plan, const char *actor, const char *language,
                        wb_frame **out, wb_error *err)
{
    asking a = {.actor = actor};
    wb_status st;

    WB_TRY(wb_following_open(&a.following, plan, language, columns, out, err));
    if (actor != NULL)
        WB_TRY(wb_actor_check(plan, actor, err));
    for (const wb_record *r = wb_action_next(plan, NULL); r != NULL;
         r = wb_action_next(plan, r)) {
        if (is_asked(&a, r))
            WB_TRY(add_action(&a, r, err));
    }
    WB_TRY(add_budgets(&a, err));
    WB_TRY(wb_fill_finish(&a.following.sheet, out, err));
done:
    wb_fill_close(&a.following.sheet);
    return st;
}
