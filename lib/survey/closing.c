/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/closing.h"

#include "num/two_pairs.h"

#include <string.h>

/* ---- sums of one pair of a cluster and a cell ---- */

/* The low parts of long sums are made small. */
static wb_pair tidy(wb_pair sum)
{
    return wb_quick_sum(sum.hi, sum.lo);
}

static void gather(wb_pair *sum, wb_pair more)
{
    wb_pair s = wb_pair_gather(*sum, more.hi);
    *sum = (wb_pair){s.hi, s.lo + more.lo};
}

/* Where an outcome's sums of one group are. */
typedef struct wb_place {
    wb_bin *bins;
    wb_pair *cross;
} wb_place;

static wb_place place_of(const wb_sums *sums, int32_t group)
{
    size_t at = (size_t)group * (size_t)sums->width;
    return (wb_place){sums->bins + at, sums->cross + at};
}

/* All rows of the cluster have one value: its products are one. */
static inline void add_alone(wb_place to, int32_t value, wb_pair w, wb_pair square,
                             int64_t n)
{
    wb_bin *bin = &to.bins[value];
    wb_gather_two(&bin->w, w, &bin->w2, square);
    bin->n += n;
    gather(&to.cross[value], square);
}

/* Some do, of a cluster whose rows with any value weigh `all`. */
static void add_some(wb_place to, int32_t value, wb_pair w, wb_pair all, int64_t n)
{
    gather(&to.bins[value].w, w);
    gather(&to.bins[value].w2, wb_pair_multiply(w, w));
    gather(&to.cross[value], wb_pair_multiply(all, w));
    to.bins[value].n += n;
}

/* ---- tracks ---- */

/* One breakdown under way: the slots of a track by pair, and the group of each pair, -1
 * of those that stay. */
typedef struct wb_walk {
    const wb_closing *closing;
    const wb_layout *layout;
    wb_state *state;
    size_t breakdown;
    int32_t n_pairs;
    int32_t *groups;
    int32_t *start; /* of n_pairs + 1 */
    int32_t *order; /* of slots */
} wb_walk;

static wb_status list_slots(wb_walk *walk, const wb_track *track, wb_error *err)
{
    size_t n = (size_t)walk->n_pairs + 1;
    int32_t *order =
        wb_resize(walk->order, (size_t)track->slots.count + 1, sizeof *order);
    if (order == NULL)
        return wb_fail_nomem(err);
    walk->order = order;
    memset(walk->start, 0, n * sizeof *walk->start);
    wb_combos_by_first(&track->slots, walk->n_pairs, walk->start, order);
    return WB_OK;
}

static wb_status reach_sums(const wb_walk *walk, size_t outcome, int32_t width,
                            wb_sums **out, wb_error *err)
{
    *out = wb_state_sums(walk->state, walk->breakdown, outcome);
    return wb_sums_reach(*out, (wb_outcome_kind)walk->state->kinds[outcome],
                         walk->state->index.breakdowns[walk->breakdown].groups.count,
                         width, err);
}

/* The true-or-false outcomes of a bundle, and what each joint answer says of them. */
typedef struct wb_answers {
    size_t n_outcomes;
    wb_sums *sums[WB_BUNDLE];
    uint8_t says[WB_PATTERNS][WB_BUNDLE]; /* a wb_answer */
} wb_answers;

static wb_status find_answers(const wb_walk *walk, const wb_track_plan *plan,
                              wb_answers *answers, wb_error *err)
{
    wb_status st = WB_OK;

    answers->n_outcomes = 0;
    for (size_t j = 0; j < plan->n_outcomes; j++) {
        size_t i = answers->n_outcomes;
        if (walk->state->kinds[plan->outcomes[j]] != WB_OUTCOME_BOOL)
            continue;
        WB_TRY(reach_sums(walk, plan->outcomes[j], 2, &answers->sums[i], err));
        for (int32_t code = 0; code < WB_PATTERNS; code++)
            answers->says[code][i] =
                (uint8_t)wb_pattern_answer(code, j, plan->n_outcomes);
        answers->n_outcomes++;
    }
done:
    return st;
}

/* A cluster whose rows in the cell all gave the same answers. */
static void add_answer(const wb_answers *answers, int32_t group, int32_t code, wb_pair w,
                       int64_t n)
{
    wb_pair square = wb_pair_multiply(w, w);

    for (size_t j = 0; j < answers->n_outcomes; j++) {
        int answer = answers->says[code][j];
        if (answer == WB_ANSWER_MISSING)
            continue;
        add_alone(place_of(answers->sums[j], group), answer == WB_ANSWER_TRUE, w, square,
                  n);
        answers->sums[j]->units[group]++;
    }
}

/* Its rows gave several: Σ w of those with no and with yes. */
static void add_answers(const wb_answers *answers, size_t j, int32_t group,
                        const wb_track *track, const int32_t *slots, int32_t n_slots)
{
    wb_pair w[2] = {{0, 0}, {0, 0}};
    int64_t n[2] = {0, 0};

    for (int32_t i = 0; i < n_slots; i++) {
        int answer = answers->says[track->slots.b[slots[i]]][j];
        if (answer == WB_ANSWER_MISSING)
            continue;
        int yes = answer == WB_ANSWER_TRUE;
        w[yes] = wb_pair_add(w[yes], track->sums[slots[i]]);
        n[yes] += track->n[slots[i]];
    }
    wb_place to = place_of(answers->sums[j], group);
    answers->sums[j]->units[group] += n[0] + n[1] > 0;
    if (n[0] == 0 || n[1] == 0) {
        int yes = n[1] > 0;
        add_alone(to, yes, w[yes], wb_pair_multiply(w[yes], w[yes]), n[yes]);
        return;
    }
    wb_pair all = wb_pair_add(w[0], w[1]);
    add_some(to, 0, w[0], all, n[0]);
    add_some(to, 1, w[1], all, n[1]);
}

/* The sums of a cell are far from those of the next: they are fetched ahead. */
enum { AHEAD = 4 };

static void fetch_sums(const wb_answers *answers, const wb_walk *walk, int32_t pair)
{
    int32_t group = pair < walk->n_pairs ? walk->groups[pair] : -1;

    for (size_t j = 0; j < answers->n_outcomes && group >= 0; j++) {
        __builtin_prefetch(&answers->sums[j]->bins[2 * (size_t)group]);
        __builtin_prefetch(&answers->sums[j]->bins[2 * (size_t)group + 1]);
        __builtin_prefetch(&answers->sums[j]->cross[2 * (size_t)group]);
        __builtin_prefetch(&answers->sums[j]->units[group]);
    }
}

static wb_status close_bundle(wb_walk *walk, size_t t, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_track *track = wb_open_track(walk->closing->from, walk->breakdown, t);
    wb_answers answers;

    WB_TRY(find_answers(walk, &walk->layout->tracks[t], &answers, err));
    if (answers.n_outcomes == 0 || track->slots.count == 0)
        goto done;
    WB_TRY(list_slots(walk, track, err));
    for (int32_t p = 0; p < walk->n_pairs; p++) {
        const int32_t *slots = walk->order + walk->start[p];
        int32_t n = walk->start[p + 1] - walk->start[p];
        fetch_sums(&answers, walk, p + AHEAD);
        if (walk->groups[p] < 0 || n == 0)
            continue;
        if (n == 1 && track->n[slots[0]] == 0) /* only weights of 0 */
            continue;
        if (n == 1) {
            add_answer(&answers, walk->groups[p], track->slots.b[slots[0]],
                       tidy(track->sums[slots[0]]), track->n[slots[0]]);
            continue;
        }
        for (size_t j = 0; j < answers.n_outcomes; j++)
            add_answers(&answers, j, walk->groups[p], track, slots, n);
    }
done:
    return st;
}

static wb_status close_category(wb_walk *walk, size_t t, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_track *track = wb_open_track(walk->closing->from, walk->breakdown, t);
    size_t outcome = walk->layout->tracks[t].outcomes[0];
    size_t key = walk->layout->outcomes[outcome].key;
    const int32_t *names =
        walk->closing->codes != NULL ? walk->closing->codes[key] : NULL;
    wb_sums *sums;

    WB_TRY(reach_sums(walk, outcome, wb_keys_count(walk->state->index.keys[key]), &sums,
                      err));
    WB_TRY(list_slots(walk, track, err));
    for (int32_t p = 0; p < walk->n_pairs; p++) {
        wb_pair all = {0, 0};
        int64_t n = 0;
        if (walk->groups[p] < 0)
            continue;
        for (int32_t i = walk->start[p]; i < walk->start[p + 1]; i++) {
            all = wb_pair_add(all, track->sums[walk->order[i]]);
            n += track->n[walk->order[i]];
        }
        sums->units[walk->groups[p]] += n > 0;
        for (int32_t i = walk->start[p]; i < walk->start[p + 1]; i++) {
            int32_t slot = walk->order[i];
            add_some(place_of(sums, walk->groups[p]),
                     wb_called(names, track->slots.b[slot]), tidy(track->sums[slot]), all,
                     track->n[slot]);
        }
    }
done:
    return st;
}

/* Terms, and the products of every two of them. */
static void add_terms(wb_sums *sums, int32_t group, const wb_pair *terms, int32_t n_terms,
                      int64_t n)
{
    wb_pair *to = sums->moments + (size_t)group * (size_t)sums->width;
    wb_pair *product = to + n_terms;
    wb_pair x[WB_PAIR_TERMS];

    for (int32_t a = 0; a < n_terms; a++) {
        x[a] = wb_pair_add(terms[a], wb_pair_of(0));
        gather(&to[a], x[a]);
    }
    for (int32_t a = 0; a < n_terms; a++) {
        for (int32_t b = a; b < n_terms; b++)
            gather(product++, wb_pair_multiply(x[a], x[b]));
    }
    sums->n[group] += n;
    sums->units[group]++;
}

static wb_status close_number(wb_walk *walk, size_t t, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_track *track = wb_open_track(walk->closing->from, walk->breakdown, t);
    size_t outcome = walk->layout->tracks[t].outcomes[0];
    int32_t n_terms = walk->layout->outcomes[outcome].n_terms;
    int32_t n = walk->n_pairs < track->room ? walk->n_pairs : track->room;
    wb_sums *sums;

    if (walk->state->kinds[outcome] != WB_OUTCOME_NUMBER)
        return WB_OK;
    WB_TRY(reach_sums(walk, outcome, wb_moment_count(n_terms), &sums, err));
    for (int32_t p = 0; p < n; p++) {
        if (walk->groups[p] >= 0 && track->n[p] > 0)
            add_terms(sums, walk->groups[p], track->sums + (size_t)p * (size_t)n_terms,
                      n_terms, track->n[p]);
    }
done:
    return st;
}

/* ---- one breakdown ---- */

/* The groups of n pairs from `first` on. */
static wb_status map_pairs(wb_walk *walk, int32_t first, int32_t n, wb_error *err)
{
    const wb_closing *closing = walk->closing;
    const wb_combos *pairs = &closing->from->groups[walk->breakdown];
    const int32_t *cells =
        closing->cells != NULL ? closing->cells[walk->breakdown] : NULL;
    const int32_t *parents = walk->state->index.tree.stages[0].a;
    int32_t strata[WB_TUPLES_ROWS];
    int32_t names[WB_TUPLES_ROWS];

    for (int32_t i = 0; i < n; i++) {
        int32_t unit = pairs->a[first + i];
        bool again = i > 0 && unit == pairs->a[first + i - 1];
        if (again)
            strata[i] = strata[i - 1];
        else
            strata[i] = wb_closing_stays(closing, unit)
                            ? -1
                            : parents[wb_called(closing->units, unit)];
        names[i] = wb_called(cells, pairs->b[first + i]);
    }
    return wb_combos_map(&walk->state->index.breakdowns[walk->breakdown].groups, strata,
                         names, n, walk->groups + first, err);
}

static wb_status close_tracks(wb_walk *walk, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t t = 0; t < walk->layout->n_tracks; t++) {
        if (walk->layout->tracks[t].kind == WB_TRACK_BUNDLE)
            WB_TRY(close_bundle(walk, t, err));
        else if (walk->layout->tracks[t].kind == WB_TRACK_CATEGORY)
            WB_TRY(close_category(walk, t, err));
        else
            WB_TRY(close_number(walk, t, err));
    }
done:
    return st;
}

static wb_status close_breakdown(wb_walk *walk, wb_error *err)
{
    wb_status st = WB_OK;
    int32_t n = walk->n_pairs;

    walk->groups = wb_resize(NULL, (size_t)n + 1, sizeof *walk->groups);
    walk->start = wb_resize(NULL, (size_t)n + 1, sizeof *walk->start);
    if (walk->groups == NULL || walk->start == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    for (int32_t first = 0; first < n; first += WB_TUPLES_ROWS)
        WB_TRY(map_pairs(walk, first,
                         n - first < WB_TUPLES_ROWS ? n - first : WB_TUPLES_ROWS, err));
    WB_TRY(close_tracks(walk, err));
done:
    wb_release(walk->groups);
    wb_release(walk->start);
    wb_release(walk->order);
    return st;
}

wb_status wb_closing_add(const wb_closing *closing, const wb_layout *layout,
                         wb_state *state, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t b = 0; b < layout->n_breakdowns; b++) {
        wb_walk walk = {closing, layout, state, b, closing->from->groups[b].count,
                        NULL,    NULL,   NULL};
        if (walk.n_pairs > 0)
            WB_TRY(close_breakdown(&walk, err));
    }
done:
    return st;
}
