/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Domains of open totals: units or replicates that have slots, or terms of a number. */
#include "survey/view_parts.h"

static wb_status make_list(wb_slot_list *list, int32_t n_groups, int32_t n_slots,
                           wb_error *err)
{
    size_t n = (size_t)n_slots;
    list->start = wb_allocate((size_t)n_groups + 1, sizeof *list->start);
    list->codes = wb_resize(NULL, n + 1, sizeof *list->codes);
    list->sums = wb_resize(NULL, n + 1, sizeof *list->sums);
    list->n = wb_resize(NULL, n + 1, sizeof *list->n);
    if (list->start == NULL || list->codes == NULL || list->sums == NULL ||
        list->n == NULL)
        return wb_fail_nomem(err);
    return WB_OK;
}

/* Slots and groups of a cell lie far apart: they are fetched ahead. */
enum { AHEAD = 12 };

wb_status wb_view_list_slots(wb_view *view, size_t t, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_track *track = wb_open_track(view->open, view->breakdown, t);
    int32_t n_groups = view->groups->count;
    int32_t n_slots = track->slots.count;
    wb_slot_list *list = &view->slot_lists[t];
    int32_t *start = NULL;
    int32_t *order = NULL;
    int32_t at = 0;

    if (list->start != NULL)
        return WB_OK;
    start = wb_allocate((size_t)n_groups + 1, sizeof *start);
    order = wb_allocate((size_t)n_slots, sizeof *order);
    if (start == NULL || order == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    WB_TRY(make_list(list, n_groups, n_slots, err));
    wb_combos_by_first(&track->slots, n_groups, start, order);
    for (int32_t i = 0; i < n_groups; i++) {
        int32_t g = view->list.groups[i];
        if (i + AHEAD < n_groups && n_slots > 0) {
            int32_t next = order[start[view->list.groups[i + AHEAD]] % n_slots];
            __builtin_prefetch(&track->sums[next]);
            __builtin_prefetch(&track->n[next]);
            __builtin_prefetch(&track->slots.b[next]);
        }
        for (int32_t k = start[g]; k < start[g + 1]; k++, at++) {
            list->codes[at] = track->slots.b[order[k]];
            list->sums[at] = track->sums[order[k]];
            list->n[at] = track->n[order[k]];
        }
        list->start[i + 1] = at;
    }
done:
    wb_release(start);
    wb_release(order);
    return st;
}

/* What codes say of outcome j of a bundle, or of a category. */
typedef struct wb_answers {
    bool by_category;
    int32_t category;
    uint8_t patterns[WB_PATTERNS]; /* of a bundle: a wb_answer */
} wb_answers;

static void find_answers(wb_answers *answers, const wb_track_plan *plan, size_t j,
                         int32_t category)
{
    answers->by_category = plan->kind == WB_TRACK_CATEGORY;
    answers->category = category;
    for (int32_t code = 0; code < WB_PATTERNS && !answers->by_category; code++)
        answers->patterns[code] = (uint8_t)wb_pattern_answer(code, j, plan->n_outcomes);
}

static int says(const wb_answers *answers, int32_t code)
{
    if (answers->by_category)
        return code == answers->category ? WB_ANSWER_TRUE : WB_ANSWER_FALSE;
    return answers->patterns[code];
}

/* Σ w and Σ w 1(yes) of a group, rows with positive weight. */
typedef struct wb_share_sums {
    wb_pair w, ones;
    int64_t n, n_ones;
} wb_share_sums;

static wb_share_sums add_shares(wb_share_sums a, wb_share_sums b)
{
    return (wb_share_sums){wb_pair_add(a.w, b.w), wb_pair_add(a.ones, b.ones), a.n + b.n,
                           a.n_ones + b.n_ones};
}

/* What a slot adds. Times 0 or 1: which of the two it is cannot be foreseen. */
static wb_share_sums slot_share(const wb_slot_list *list, int32_t i,
                                const wb_answers *answers)
{
    int answer = says(answers, list->codes[i]);
    int there = answer != WB_ANSWER_MISSING;
    int yes = answer == WB_ANSWER_TRUE;
    wb_pair sum = list->sums[i];
    return (wb_share_sums){{sum.hi * there, sum.lo * there},
                           {sum.hi * yes, sum.lo * yes},
                           list->n[i] * there,
                           list->n[i] * yes};
}

/* place: of the group in the view's list. Most groups have one slot. */
static wb_share_sums open_share(const wb_slot_list *list, int32_t place,
                                const wb_answers *answers)
{
    wb_share_sums sums = {{0, 0}, {0, 0}, 0, 0};
    int32_t first = list->start[place];
    int32_t end = list->start[place + 1];

    if (first < end)
        sums = slot_share(list, first, answers);
    for (int32_t i = first + 1; i < end; i++)
        sums = add_shares(sums, slot_share(list, i, answers));
    return sums;
}

void wb_view_open_shares(wb_view *view, size_t t, size_t j, int32_t category)
{
    wb_domain *d = &view->domain;
    wb_answers answers;

    int32_t first = (int32_t)(view->cell_groups - view->list.groups);
    find_answers(&answers, &view->sample->tally->layout.tracks[t], j, category);
    d->share = true;
    d->stride = d->n_terms;
    for (int32_t i = 0; i < view->n_groups; i++) {
        wb_share_sums s = open_share(&view->slot_lists[t], first + i, &answers);
        wb_pair *to = d->sums + (size_t)i * (size_t)d->stride;
        to[0] = s.w;
        for (int32_t k = 1; k < d->n_terms; k++)
            to[k] = s.ones;
        d->counts[i] = s.n;
        if (view->sample->tally->layout.n_replicates == 0 || d->ids[i] == 0)
            d->n_ones += s.n_ones;
    }
}

void wb_view_open_numbers(wb_view *view, size_t t)
{
    wb_domain *d = &view->domain;
    const wb_track *track = wb_open_track(view->open, view->breakdown, t);
    size_t n_terms = (size_t)d->n_terms;

    d->stride = d->n_terms;
    for (int32_t i = 0; i < view->n_groups; i++) {
        int32_t g = view->cell_groups[i];
        wb_pair *to = d->sums + (size_t)i * n_terms;
        bool there = g < track->room;
        d->counts[i] = there ? track->n[g] : 0;
        for (size_t k = 0; k < n_terms; k++)
            to[k] = there ? track->sums[(size_t)g * n_terms + k] : wb_pair_of(0);
    }
}

void wb_view_free_slots(wb_view *view)
{
    for (size_t t = 0;
         view->slot_lists != NULL && t < view->sample->tally->layout.n_tracks; t++) {
        wb_release(view->slot_lists[t].start);
        wb_release(view->slot_lists[t].codes);
        wb_release(view->slot_lists[t].sums);
        wb_release(view->slot_lists[t].n);
    }
    wb_release(view->slot_lists);
}
