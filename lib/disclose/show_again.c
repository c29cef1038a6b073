/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Show again what was hidden for others.
 *
 * What was hidden early is often not needed any more once more was hidden. Each such
 * count is held where it is, the dearest first, and witnesses that move it are looked for
 * anew. A count that can do without is shown; else all is put back. */
#include "disclose/protect.h"

#include <stdlib.h>
#include <string.h>

/* How far a value or the others of a place went, to be put back. */
typedef struct saved {
    int32_t at; /* a value, or n_values and a place */
    int64_t low, high;
    wb_shown_by by;
} saved;

typedef struct showing {
    wb_protecting *p;
    uint8_t *is_lost; /* by witness, as many as there were at first and later ones */
    int32_t n_lost;   /* room */
    saved *saved;
    int32_t n_saved;
} showing;

typedef struct candidate {
    int64_t cost;
    int32_t value; /* of an acute count alone, or of the n of a row */
} candidate;

/* ---- what depends on a value ---- */

static wb_status lose_witnesses(showing *s, const wb_counted *row, wb_error *err)
{
    const wb_search *search = &s->p->search;

    if (search->n_witnesses > s->n_lost) {
        int32_t n = 2 * search->n_witnesses;
        uint8_t *is_lost = wb_resize(s->is_lost, (size_t)n, 1);
        if (is_lost == NULL)
            return wb_fail_nomem(err);
        s->is_lost = is_lost;
        s->n_lost = n;
    }
    memset(s->is_lost, 0, (size_t)search->n_witnesses);
    for (int k = 0; k < WB_COUNTS; k++) {
        int64_t v = wb_counted_number(s->p->counts, row, k);
        int32_t at = s->p->system.fixed[v] ? search->traced[v] : -1;

        for (; at >= 0; at = search->traces[at].next)
            s->is_lost[search->traces[at].witness] = 1;
    }
    return WB_OK;
}

/* Back to the truth on each side that only lost witnesses show. */
static void save_reach(showing *s, int32_t at, int64_t truth, int64_t *low, int64_t *high,
                       wb_shown_by *by)
{
    bool low_lost = by->low >= 0 && s->is_lost[by->low];
    bool high_lost = by->high >= 0 && s->is_lost[by->high];

    if (!low_lost && !high_lost)
        return;
    s->saved[s->n_saved++] = (saved){at, *low, *high, *by};
    if (low_lost) {
        *low = truth;
        by->low = -1;
    }
    if (high_lost) {
        *high = truth;
        by->high = -1;
    }
}

static void save_all(showing *s)
{
    wb_system *system = &s->p->system;
    wb_search *search = &s->p->search;

    s->n_saved = 0;
    for (int32_t v = 0; v < system->n_values; v++)
        save_reach(s, v, system->truth[v], &system->low[v], &system->high[v],
                   &search->shown_by[v]);
    for (int32_t at = 0; at < system->n_values / WB_COUNTS; at++) {
        const int64_t *truth = &system->truth[at * WB_COUNTS];
        save_reach(s, system->n_values + at, truth[WB_COUNT_N] - truth[WB_COUNT_PROBLEM],
                   &system->others_low[at], &system->others_high[at],
                   &search->others_shown_by[at]);
    }
}

static void put_back(showing *s)
{
    wb_system *system = &s->p->system;

    for (int32_t i = 0; i < s->n_saved; i++) {
        const saved *was = &s->saved[i];
        int32_t place = was->at - system->n_values;

        if (place < 0) {
            system->low[was->at] = was->low;
            system->high[was->at] = was->high;
            s->p->search.shown_by[was->at] = was->by;
        } else {
            system->others_low[place] = was->low;
            system->others_high[place] = was->high;
            s->p->search.others_shown_by[place] = was->by;
        }
    }
}

/* ---- one count, or row ---- */

static bool still_has_witnesses(wb_protecting *p, int32_t value)
{
    return !wb_protecting_requires(p, value) || wb_protecting_has_witnesses(p, value);
}

/* Whether all that lost a witness finds another. */
static bool is_all_protected(showing *s, const wb_counted *row)
{
    wb_protecting *p = s->p;
    int32_t n_values = p->system.n_values;

    if (wb_is_left_bare(p, row->measure))
        return false;
    if (!still_has_witnesses(p,
                             (int32_t)wb_counted_number(p->counts, row, WB_COUNT_ACUTE)))
        return false;
    for (int32_t i = 0; i < s->n_saved; i++) {
        int32_t at = s->saved[i].at;
        int32_t value =
            at < n_values ? at : (at - n_values) * WB_COUNTS + WB_COUNT_PROBLEM;
        if (!still_has_witnesses(p, value))
            return false;
    }
    return true;
}

/* Counts of the row from `first` to `last` that were hidden for others are shown. */
static wb_status try_to_show(showing *s, wb_counted *row, int first, int last,
                             bool *shown, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_counted before = *row;

    for (int k = first; k <= last; k++) {
        if (row->counts[k].why >= WB_WHY_LEFT_OVER) {
            row->counts[k].why = WB_SHOWN;
            row->counts[k].for_counted = -1;
        }
    }
    wb_protecting_fix(s->p, row);
    WB_TRY(lose_witnesses(s, row, err));
    save_all(s);
    *shown = is_all_protected(s, row);
    if (!*shown) {
        *row = before;
        wb_protecting_fix(s->p, row);
        put_back(s);
    }
    if (s->p->search.no_memory)
        st = wb_fail_nomem(err);
done:
    return st;
}

static wb_status show_candidate(showing *s, const candidate *c, wb_error *err)
{
    wb_status st = WB_OK;
    wb_counted *row = &s->p->counts->rows[c->value / WB_COUNTS];
    bool shown = false;

    if (c->value % WB_COUNTS == WB_COUNT_ACUTE)
        return try_to_show(s, row, WB_COUNT_ACUTE, WB_COUNT_ACUTE, &shown, err);
    WB_TRY(try_to_show(s, row, WB_COUNT_N, WB_COUNT_ACUTE, &shown, err));
    if (!shown && row->counts[WB_COUNT_ACUTE].value >= 0)
        WB_TRY(try_to_show(s, row, WB_COUNT_N, WB_COUNT_PROBLEM, &shown, err));
done:
    return st;
}

/* ---- all of them ---- */

static int by_cost(const void *a, const void *b)
{
    const candidate *x = a;
    const candidate *y = b;

    if (x->cost != y->cost)
        return x->cost > y->cost ? -1 : 1;
    return x->value < y->value ? -1 : x->value > y->value;
}

static int32_t list_candidates(const wb_protecting *p, candidate *list)
{
    int32_t n = 0;

    for (int64_t i = 0; i < p->counts->n_rows; i++) {
        const wb_counted *row = &p->counts->rows[i];
        int count = wb_counted_hidden(row) ? WB_COUNT_N : WB_COUNT_ACUTE;
        int64_t weight = 4 * (p->counts->cells[row->cell].weight + 1);

        if (row->counts[count].why >= WB_WHY_LEFT_OVER && !p->all_hidden[p->groups[i]] &&
            !row->frozen)
            list[n++] = (candidate){count == WB_COUNT_N ? weight : weight / 4,
                                    (int32_t)(i * WB_COUNTS + count)};
    }
    qsort(list, (size_t)n, sizeof *list, by_cost);
    return n;
}

wb_status wb_show_again(wb_protecting *p, wb_error *err)
{
    wb_status st = WB_OK;
    showing s = {.p = p};
    candidate *list = wb_allocate((size_t)p->counts->n_rows, sizeof *list);
    int32_t n;

    s.saved = wb_allocate(2 * (size_t)p->system.n_values, sizeof *s.saved);
    if (list == NULL || s.saved == NULL || p->search.no_memory)
        WB_TRY(wb_fail_nomem(err));
    n = list_candidates(p, list);
    for (int32_t i = 0; i < n; i++)
        WB_TRY(show_candidate(&s, &list[i], err));
done:
    wb_release(list);
    wb_release(s.saved);
    wb_release(s.is_lost);
    return st;
}
