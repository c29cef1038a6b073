/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/view.h"

#include <string.h>

/* Groups by part, so that the groups of a cell, taken in this order, ascend by part. */
static wb_status order_by_part(const wb_combos *groups, int32_t *order, wb_error *err)
{
    int32_t n_parts = 0;
    for (int32_t g = 0; g < groups->count; g++)
        n_parts = groups->a[g] >= n_parts ? groups->a[g] + 1 : n_parts;
    int32_t *start = wb_allocate((size_t)n_parts + 1, sizeof *start);
    if (start == NULL)
        return wb_fail_nomem(err);
    wb_combos_by_first(groups, n_parts, start, order);
    wb_release(start);
    return WB_OK;
}

/* The most groups a cell has. */
static int32_t most_groups(const wb_cell_list *list)
{
    int32_t most = 0;
    for (int32_t i = 0; i < list->n_seen; i++) {
        if (list->seen[i].n_groups > most)
            most = list->seen[i].n_groups;
    }
    return most;
}

/* Terms of an outcome of shares: the squares only where a variance or a design effect
 * needs them. */
static int32_t share_terms(const wb_view *view, size_t outcome)
{
    const wb_tally *tally = view->sample->tally;
    if (tally->layout.outcomes[outcome].by_category)
        return tally->spec->design_effect != WB_DEFF_NONE ? WB_SQUARES_TERMS
                                                          : WB_PLAIN_TERMS;
    return tally->layout.outcomes[outcome].n_terms;
}

/* The most sums a part of an outcome has, whatever its kind turns out to be. */
static int32_t stride_of(const wb_view *view, size_t outcome)
{
    int32_t n_terms = view->sample->tally->layout.outcomes[outcome].n_terms;
    int32_t of_shares = share_terms(view, outcome);
    n_terms = of_shares > n_terms ? of_shares : n_terms;
    return view->open != NULL ? n_terms : wb_moment_count(n_terms);
}

static wb_status make_room(wb_view *view, wb_error *err)
{
    const wb_layout *layout = &view->sample->tally->layout;
    size_t n = (size_t)view->most_parts;
    int32_t stride = 0;

    for (size_t o = 0; o < layout->n_outcomes; o++) {
        int32_t width = stride_of(view, o);
        stride = width > stride ? width : stride;
    }
    view->slot_lists = wb_allocate(layout->n_tracks, sizeof *view->slot_lists);
    view->base = wb_allocate(2 * n, sizeof *view->base);
    view->domain.ids = wb_allocate(n, sizeof *view->domain.ids);
    view->domain.sums = wb_allocate(n * (size_t)stride, sizeof *view->domain.sums);
    view->domain.counts = wb_allocate(n, sizeof *view->domain.counts);
    if (view->slot_lists == NULL || view->base == NULL || view->domain.ids == NULL ||
        view->domain.sums == NULL || view->domain.counts == NULL)
        return wb_fail_nomem(err);
    return WB_OK;
}

/* A view of these open totals, or of closed units. */
static wb_status init_view(wb_view *view, const wb_sample *sample, size_t breakdown,
                           const wb_open *open, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_layout *layout = &sample->tally->layout;
    const wb_state *state = sample->state;
    const wb_cells *cells = &state->index.breakdowns[breakdown];
    int32_t *order = NULL;

    *view = (wb_view){.sample = sample, .breakdown = breakdown, .open = open, .seen = -1};
    view->groups = view->open != NULL ? &view->open->groups[breakdown] : &cells->groups;
    order = wb_allocate((size_t)view->groups->count, sizeof *order);
    if (order == NULL)
        return wb_fail_nomem(err);
    WB_TRY(order_by_part(view->groups, order, err));
    WB_TRY(wb_cell_list_init(&view->list, &cells->cells, view->groups, order,
                             &layout->breakdowns[breakdown], sample->levels, err));
    view->most_parts = most_groups(&view->list);
    WB_TRY(make_room(view, err));
done:
    wb_release(order);
    return st;
}

wb_status wb_view_init(wb_view *view, const wb_sample *sample, size_t breakdown,
                       wb_error *err)
{
    wb_status st = WB_OK;
    const wb_layout *layout = &sample->tally->layout;
    const wb_state *state = sample->state;
    const wb_open *open = NULL;

    if (layout->n_replicates > 0)
        open = &state->totals.replicates;
    else if (layout->open)
        open = &state->totals.units;
    WB_TRY(init_view(view, sample, breakdown, open, err));
    if (!layout->calibrated)
        goto done;
    view->cross = wb_allocate(1, sizeof *view->cross);
    if (view->cross == NULL)
        return wb_fail_nomem(err);
    WB_TRY(
        init_view(view->cross, sample, breakdown, &state->totals.auxiliary.cross, err));
done:
    return st;
}

void wb_view_free(wb_view *view)
{
    if (view->cross != NULL)
        wb_view_free(view->cross);
    wb_release(view->cross);
    if (view->slot_lists != NULL) {
        for (size_t t = 0; t < view->sample->tally->layout.n_tracks; t++) {
            wb_release(view->slot_lists[t].start);
            wb_release(view->slot_lists[t].codes);
            wb_release(view->slot_lists[t].sums);
            wb_release(view->slot_lists[t].n);
        }
    }
    wb_release(view->slot_lists);
    wb_cell_list_free(&view->list);
    wb_release(view->base);
    wb_release(view->domain.ids);
    wb_release(view->domain.sums);
    wb_release(view->domain.counts);
    *view = (wb_view){0};
}

/* ---- open totals ---- */

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

static wb_status list_slots(wb_view *view, size_t t, wb_error *err)
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

static void open_shares(wb_view *view, size_t t, size_t j, int32_t category)
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

static void open_numbers(wb_view *view, size_t t)
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

/* ---- closed units ---- */

/* Terms and products of (w, w·y[, w·y²]) with y 1 or 0: those of all rows, `base`, and of
 * a bin. cross: Σ over the units of what the rows with 1 weigh times what all weigh. */
static void closed_share(wb_pair *to, int32_t n_terms, const wb_pair base[2],
                         const wb_bin *ones, wb_pair cross)
{
    wb_pair *product = to + n_terms;
    for (int32_t a = 0; a < n_terms; a++) {
        to[a] = a == 0 ? base[0] : ones->w;
        for (int32_t b = a; b < n_terms; b++)
            *product++ = b == 0 ? base[1] : a == 0 ? cross : ones->w2;
    }
}

static void closed_shares(wb_view *view, const wb_sums *sums, int32_t category)
{
    wb_domain *d = &view->domain;

    d->share = true;
    d->stride = wb_moment_count(d->n_terms);
    for (int32_t i = 0; i < view->n_groups; i++) {
        int32_t g = view->cell_groups[i];
        size_t at = (size_t)g * (size_t)sums->width + (size_t)category;
        wb_bin bin = {{0, 0}, {0, 0}, 0};
        wb_pair cross = {0, 0};
        if (g < sums->groups && category < sums->width) {
            bin = sums->bins[at];
            cross = sums->clusters ? sums->cross[at] : bin.w2;
        }
        closed_share(d->sums + (size_t)i * (size_t)d->stride, d->n_terms,
                     &view->base[2 * i], &bin, cross);
        d->n_ones += bin.n;
    }
    d->n = view->base_rows;
}

/* The groups of a cell lie far apart: all their bins are on their way at once. */
static void fetch_bins(const wb_view *view, const wb_sums *sums)
{
    size_t width = (size_t)sums->width;

    for (int32_t i = 0; i < view->n_groups && width > 0; i++) {
        int32_t g = view->cell_groups[i];
        if (g >= sums->groups)
            continue;
        __builtin_prefetch(&sums->bins[(size_t)g * width]);
        __builtin_prefetch(&sums->bins[(size_t)g * width + width - 1].n);
        if (!sums->clusters)
            continue;
        __builtin_prefetch(&sums->cross[(size_t)g * width]);
        __builtin_prefetch(&sums->units[g]);
    }
}

/* What the categories of an outcome have in common: rows that have one. Its products are
 * those of every category with all of them. */
static void closed_base(wb_view *view, const wb_sums *sums)
{
    view->base_rows = 0;
    for (int32_t i = 0; i < view->n_groups; i++) {
        int32_t g = view->cell_groups[i];
        wb_pair w = {0, 0};
        wb_pair w2 = {0, 0};
        int64_t n = 0;
        for (int32_t c = 0; g < sums->groups && c < sums->width; c++) {
            size_t at = (size_t)g * (size_t)sums->width + (size_t)c;
            const wb_bin *bin = &sums->bins[at];
            w = wb_pair_add(w, bin->w);
            w2 = wb_pair_add(w2, sums->clusters ? sums->cross[at] : bin->w2);
            n += bin->n;
        }
        view->base_rows += n;
        if (sums->clusters)
            n = g < sums->groups ? sums->units[g] : 0;
        view->base[2 * i] = w;
        view->base[2 * i + 1] = w2;
        view->domain.counts[i] = n;
    }
}

static void closed_numbers(wb_view *view, const wb_sums *sums)
{
    wb_domain *d = &view->domain;

    d->stride = wb_moment_count(d->n_terms);
    size_t stride = (size_t)d->stride;
    for (int32_t i = 0; i < view->n_groups; i++) {
        int32_t g = view->cell_groups[i];
        wb_pair *to = d->sums + (size_t)i * stride;
        bool there = g < sums->groups;
        const int64_t *counts = sums->clusters ? sums->units : sums->n;
        d->counts[i] = there ? counts[g] : 0;
        d->n += there ? sums->n[g] : 0;
        for (size_t m = 0; m < stride; m++)
            to[m] = there ? sums->moments[(size_t)g * stride + m] : wb_pair_of(0);
    }
}

/* ---- both ---- */

wb_status wb_view_outcome(wb_view *view, int32_t seen, size_t outcome, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_layout *layout = &view->sample->tally->layout;
    wb_outcome_kind kind = view->sample->state->kinds[outcome];
    bool share = kind == WB_OUTCOME_BOOL || kind == WB_OUTCOME_CATEGORY;
    size_t place;

    if (view->cross != NULL) /* it has the same cells in the same order */
        WB_TRY(wb_view_outcome(view->cross, seen, outcome, err));
    view->cell_groups = view->list.groups;
    view->n_groups = 0;
    view->outcome = outcome;
    if (seen >= 0) {
        view->cell_groups = view->list.groups + view->list.seen[seen].first_group;
        view->n_groups = view->list.seen[seen].n_groups;
    }
    for (int32_t i = 0; i < view->n_groups && view->seen != seen; i++)
        view->domain.ids[i] = view->groups->a[view->cell_groups[i]];
    view->seen = seen;
    if (!share)
        return WB_OK;
    if (view->open == NULL) {
        fetch_bins(view, wb_state_sums(view->sample->state, view->breakdown, outcome));
        closed_base(view, wb_state_sums(view->sample->state, view->breakdown, outcome));
        return WB_OK;
    }
    WB_TRY(list_slots(view, wb_layout_track(layout, outcome, false, &place), err));
done:
    return st;
}

/* A long sum: as in the lanes. */
static wb_pair sum_of(const wb_pair *x, size_t stride, int32_t n)
{
    wb_pair sum = {0, 0};

    for (int32_t i = 0; i < n; i++)
        sum = wb_pair_gather_pair(sum, x[(size_t)i * stride]);
    return wb_pair_add(sum, wb_pair_of(0));
}

static void add_up(wb_view *view)
{
    wb_domain *d = &view->domain;
    bool replicated = view->sample->tally->layout.n_replicates > 0;
    int32_t n = 0;

    for (; n < d->n_parts && !(replicated && d->ids[n] > 0); n++)
        d->n += view->open != NULL ? d->counts[n] : 0;
    for (int32_t t = 0; t < d->n_terms; t++)
        d->totals[t] = sum_of(d->sums + t, (size_t)d->stride, n);
}

const wb_domain *wb_view_domain(wb_view *view, int32_t category)
{
    const wb_layout *layout = &view->sample->tally->layout;
    const wb_state *state = view->sample->state;
    wb_outcome_kind kind = state->kinds[view->outcome];
    wb_domain *d = &view->domain;
    size_t place = 0;

    d->share = false;
    d->n_terms = layout->outcomes[view->outcome].n_terms;
    d->n = d->n_ones = 0;
    d->n_parts = view->n_groups;
    memset(d->totals, 0, sizeof d->totals);
    if (kind == WB_OUTCOME_UNKNOWN) { /* nothing was ever observed */
        d->n_parts = 0;
        return d;
    }
    bool share = kind != WB_OUTCOME_NUMBER;
    if (share)
        d->n_terms = share_terms(view, view->outcome);
    if (kind == WB_OUTCOME_BOOL)
        category = 1;
    if (view->open != NULL) {
        size_t t = wb_layout_track(layout, view->outcome, !share, &place);
        if (share)
            open_shares(view, t, place, category);
        else
            open_numbers(view, t);
    } else {
        const wb_sums *sums = wb_state_sums(state, view->breakdown, view->outcome);
        if (share)
            closed_shares(view, sums, category);
        else
            closed_numbers(view, sums);
    }
    add_up(view);
    if (view->cross != NULL)
        d->cross = wb_view_domain(view->cross, category);
    return d;
}
