/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/view_parts.h"

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
    view->base = wb_allocate(view->open == NULL ? 2 * n : 0, sizeof *view->base);
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
    wb_view_free_slots(view);
    wb_cell_list_free(&view->list);
    wb_release(view->base);
    wb_release(view->domain.ids);
    wb_release(view->domain.sums);
    wb_release(view->domain.counts);
    *view = (wb_view){0};
}

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
        wb_view_closed_base(view,
                            wb_state_sums(view->sample->state, view->breakdown, outcome));
        return WB_OK;
    }
    WB_TRY(
        wb_view_list_slots(view, wb_layout_track(layout, outcome, false, &place), err));
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
            wb_view_open_shares(view, t, place, category);
        else
            wb_view_open_numbers(view, t);
    } else {
        const wb_sums *sums = wb_state_sums(state, view->breakdown, view->outcome);
        if (share)
            wb_view_closed_shares(view, sums, category);
        else
            wb_view_closed_numbers(view, sums);
    }
    add_up(view);
    if (view->cross != NULL)
        d->cross = wb_view_domain(view->cross, category);
    return d;
}
