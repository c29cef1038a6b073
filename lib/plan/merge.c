/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Three-way merge: what `theirs` did to `base`, operation by operation, on a copy of
 * `ours`. An operation that finds what it expects is applied; one that finds its own
 * result is done already; any other is a conflict. */
#include "plan/changes.h"
#include "plan/fill_json.h"

#include <string.h>

typedef enum wb_conflict {
    NO_CONFLICT,
    BOTH_CHANGED,
    BOTH_ADDED,
    BOTH_MOVED,
    REMOVED_HERE,
    CHANGED_HERE,
    PARENT_REMOVED,
    REFUSED
} wb_conflict;

static const char *const names[] = {"",
                                    "both_changed",
                                    "both_added",
                                    "both_moved",
                                    "removed_here",
                                    "changed_here",
                                    "parent_removed",
                                    "refused"};
static const char *const english[] = {
    "",
    "both changed it, and not to the same",
    "both added it, and not the same",
    "both moved it, and not to the same place",
    "the first plan removed it, the other changed it",
    "the first plan changed it, the other removed it",
    "the first plan removed the record that it should stand in",
    "the first plan cannot take it",
};
static const char *const dutch[] = {
    "",
    "beide plannen hebben het veranderd, en niet in hetzelfde",
    "beide plannen hebben het toegevoegd, en niet hetzelfde",
    "beide plannen hebben het verplaatst, en niet naar dezelfde plaats",
    "het eerste plan heeft het verwijderd, het andere heeft het veranderd",
    "het eerste plan heeft het veranderd, het andere heeft het verwijderd",
    "het eerste plan heeft verwijderd waar het in moet staan",
    "het eerste plan kan het niet opnemen",
};

typedef struct merging {
    const wb_plan *base, *theirs;
    wb_plan *merged;
    const char *language;
    wb_changes *ours, *incoming;
    json_t *moved; /* ids that ours moved */
    wb_fill fill;
} merging;

static void merging_free(merging *m)
{
    wb_plan_free(m->merged);
    wb_changes_free(m->ours);
    wb_changes_free(m->incoming);
    json_decref(m->moved);
    wb_fill_close(&m->fill);
}

/* ---- the table ---- */

static const wb_fill_column columns[] = {
    {"conflict", WB_TYPE_DICTIONARY}, {"record", WB_TYPE_UTF8},
    {"kind", WB_TYPE_DICTIONARY},     {"title", WB_TYPE_UTF8},
    {"field", WB_TYPE_UTF8},          {"base", WB_TYPE_UTF8},
    {"ours", WB_TYPE_UTF8},           {"theirs", WB_TYPE_UTF8},
    {"text", WB_TYPE_UTF8},           {NULL, WB_TYPE_NULL}};

static wb_status put_sentence(merging *m, wb_conflict conflict,
                              const wb_operation *operation, const wb_telling *about,
                              wb_error *err)
{
    bool nl = m->language != NULL && strcmp(m->language, "nl") == 0;
    wb_text text = {0};
    wb_status st = WB_OK;

    if (operation->field != NULL)
        WB_TRY(
            wb_text_format(&text, err, "'%s' %s ", operation->field, nl ? "van" : "of"));
    WB_TRY(wb_text_format(&text, err, "'%s'", operation->record));
    if (about->title != NULL)
        WB_TRY(wb_text_format(&text, err, " (%s)", about->title));
    WB_TRY(wb_text_format(&text, err, ": %s", (nl ? dutch : english)[conflict]));
    st = wb_fill_text(&m->fill, text.bytes, err);
done:
    wb_text_free(&text);
    return st;
}

/* What a plan has where the operation is about to act; new reference, or NULL. */
static json_t *state_in(const wb_plan *plan, const wb_operation *operation)
{
    const wb_record *record = wb_plan_find(plan, operation->record);

    if (record == NULL)
        return NULL;
    if (operation->verb == WB_VERB_CHANGE)
        return json_incref((json_t *)wb_field_value(record->body, operation->field));
    if (operation->verb == WB_VERB_MOVE)
        return record->parent != NULL ? wb_place_json(record) : NULL;
    return wb_record_json(record, NULL);
}

static wb_status add_conflict(merging *m, wb_conflict conflict,
                              const wb_operation *operation, wb_error *err)
{
    const wb_plan *plans[] = {m->base, m->merged, m->theirs};
    wb_telling about = {.language = m->language, .record = operation->record};
    wb_status st;

    wb_tell_about(&about, m->theirs, NULL);
    if (about.kind == NULL)
        wb_tell_about(&about, m->base, NULL);
    WB_TRY(wb_fill_text(&m->fill, names[conflict], err));
    WB_TRY(wb_fill_text(&m->fill, operation->record, err));
    WB_TRY(wb_fill_text(&m->fill, about.kind, err));
    WB_TRY(wb_fill_text(&m->fill, about.title, err));
    WB_TRY(wb_fill_text(&m->fill, operation->field, err));
    for (size_t i = 0; i < 3; i++) {
        json_t *state = state_in(plans[i], operation);
        st = wb_fill_json_value(&m->fill, state, err);
        json_decref(state);
        if (st != WB_OK)
            goto done;
    }
    st = put_sentence(m, conflict, operation, &about, err);
done:
    return st;
}

/* ---- the operations ---- */

/* The record of theirs that stands before this one and is in the same list of merged. */
static const char *nearest_before(const merging *m, const wb_operation *operation)
{
    const wb_record *r = wb_plan_find(m->theirs, operation->record);

    while ((r = wb_record_previous(r)) != NULL) {
        const wb_record *found = wb_plan_find(m->merged, r->id);
        if (found != NULL && found->parent != NULL &&
            strcmp(found->parent->id, operation->place.parent) == 0 &&
            strcmp(found->list, operation->place.list) == 0)
            return found->id;
    }
    return NULL;
}

/* Is it there as theirs has it? */
static wb_status is_done(const merging *m, const wb_operation *operation, bool *done,
                         wb_error *err)
{
    json_t *here = state_in(m->merged, operation);
    json_t *there = state_in(m->theirs, operation);
    wb_status st = wb_same_value(here, there, done, err);

    json_decref(here);
    json_decref(there);
    return st;
}

/* What stands in the way, seen before anything is tried. */
static wb_conflict obstacle(const merging *m, const wb_operation *operation)
{
    const wb_record *record = wb_plan_find(m->merged, operation->record);
    bool placed = operation->verb == WB_VERB_ADD || operation->verb == WB_VERB_MOVE;

    if (operation->verb == WB_VERB_ADD && record != NULL)
        return BOTH_ADDED;
    if (operation->verb != WB_VERB_ADD && record == NULL)
        return REMOVED_HERE;
    if (placed && wb_plan_find(m->merged, operation->place.parent) == NULL)
        return PARENT_REMOVED;
    if (operation->verb == WB_VERB_MOVE &&
        json_object_get(m->moved, operation->record) != NULL)
        return BOTH_MOVED;
    return NO_CONFLICT;
}

static wb_status try_operation(merging *m, wb_operation *operation, wb_conflict *conflict,
                               wb_error *err)
{
    wb_effect effect;
    wb_status st;

    if (operation->verb == WB_VERB_ADD || operation->verb == WB_VERB_MOVE)
        operation->place.follows = nearest_before(m, operation);
    /* ours may have moved its surroundings */
    if (operation->verb == WB_VERB_MOVE)
        operation->expected = NULL;
    st = wb_operation_apply(m->merged, operation, &effect, err);
    if (st == WB_OK)
        wb_effect_free(&effect);
    if (st == WB_E_CONFLICT)
        *conflict = operation->verb == WB_VERB_REMOVE ? CHANGED_HERE : BOTH_CHANGED;
    else if (st == WB_E_DATA || st == WB_E_LIMIT)
        *conflict = REFUSED;
    else
        return st;
    return WB_OK;
}

static wb_status merge_one(merging *m, wb_operation *operation, wb_error *err)
{
    wb_conflict conflict;
    bool done = false;
    wb_status st;

    WB_TRY(is_done(m, operation, &done, err));
    if (done)
        return WB_OK;
    conflict = obstacle(m, operation);
    if (conflict == NO_CONFLICT)
        WB_TRY(try_operation(m, operation, &conflict, err));
    if (conflict != NO_CONFLICT)
        st = add_conflict(m, conflict, operation, err);
done:
    return st;
}

static wb_status list_moved(merging *m, wb_error *err)
{
    wb_changes_at at;
    wb_status st = WB_OK;

    m->moved = json_object();
    for (size_t i = 0; i < (size_t)wb_changes_count(m->ours); i++) {
        WB_TRY(wb_changes_get(m->ours, i, &at, err));
        if (at.operation.verb == WB_VERB_MOVE)
            WB_TRY(wb_json_put(m->moved, at.operation.record, json_true(), err));
    }
done:
    return st;
}

static wb_status merge(merging *m, const wb_plan *ours, wb_error *err)
{
    wb_changes_at at;
    wb_status st;

    WB_TRY(wb_plan_diff(m->base, ours, &m->ours, err));
    WB_TRY(wb_plan_diff(m->base, m->theirs, &m->incoming, err));
    WB_TRY(list_moved(m, err));
    WB_TRY(wb_fill_columns(&m->fill, columns, err));
    WB_TRY(wb_plan_copy(ours, &m->merged, err));
    for (size_t i = 0; i < (size_t)wb_changes_count(m->incoming); i++) {
        WB_TRY(wb_changes_get(m->incoming, i, &at, err));
        WB_TRY(merge_one(m, &at.operation, err));
    }
    st = wb_plan_seal(m->merged, err);
done:
    return st;
}

wb_status wb_plan_merge(const wb_plan *base, const wb_plan *ours, const wb_plan *theirs,
                        const char *language, wb_plan **merged, wb_frame **conflicts,
                        wb_error *err)
{
    merging m = {.base = base, .theirs = theirs, .language = language};
    wb_status st;

    if (merged == NULL || conflicts == NULL)
        return wb_fail(err, WB_E_ARG, "merged and conflicts are required");
    *merged = NULL;
    *conflicts = NULL;
    if (base == NULL || ours == NULL || theirs == NULL)
        return wb_fail(err, WB_E_ARG, "three plans are required");
    WB_TRY(wb_language_check(language, err));
    WB_TRY(merge(&m, ours, err));
    WB_TRY(wb_fill_finish(&m.fill, conflicts, err));
    *merged = m.merged;
    m.merged = NULL;
done:
    merging_free(&m);
    return st;
}
