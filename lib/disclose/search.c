/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "disclose/search.h"

#include <stdlib.h>
#include <string.h>

wb_status wb_search_begin(wb_system *system, wb_search *search, wb_error *err)
{
    size_t n = (size_t)system->n_values;

    search->system = system;
    search->delta = wb_allocate(n, sizeof *search->delta);
    search->rate = wb_allocate((size_t)system->n_demands, sizeof *search->rate);
    search->moved = wb_allocate(n, sizeof *search->moved);
    search->is_moved = wb_allocate(n, 1);
    search->traced = wb_allocate(n, sizeof *search->traced);
    search->shown_by = wb_allocate(n, sizeof *search->shown_by);
    search->others_shown_by = wb_allocate(n / WB_COUNTS, sizeof *search->others_shown_by);
    if (search->delta == NULL || search->rate == NULL || search->moved == NULL ||
        search->is_moved == NULL || search->traced == NULL || search->shown_by == NULL ||
        search->others_shown_by == NULL)
        return wb_fail_nomem(err);
    memset(search->traced, 0xff, n * sizeof *search->traced);
    memset(search->shown_by, 0xff, n * sizeof *search->shown_by);
    memset(search->others_shown_by, 0xff,
           n / WB_COUNTS * sizeof *search->others_shown_by);
    return WB_OK;
}

void wb_search_end(wb_search *search)
{
    wb_release(search->delta);
    wb_release(search->rate);
    wb_release(search->moved);
    wb_release(search->is_moved);
    wb_release(search->traces);
    wb_release(search->traced);
    wb_release(search->shown_by);
    wb_release(search->others_shown_by);
}

/* ---- changing the table at hand ---- */

static void change(wb_system *system, int32_t v, int64_t by)
{
    system->value[v] += by;
    for (int32_t u = system->used[v]; u < system->used[v + 1]; u++)
        system->sum[system->uses[u].demand] += system->uses[u].sign * by;
}

static bool may_change(const wb_search *search, int32_t v, int32_t by)
{
    const wb_system *system = search->system;
    int64_t value = system->value[v] + by;

    return !system->fixed[v] && value >= 0 && value <= system->most[v] &&
           search->delta[v] * by >= 0;
}

static void take_step(wb_search *search, wb_step step)
{
    search->steps[search->n_steps++] = step;
    search->delta[step.value] += step.change;
    change(search->system, step.value, step.change);
}

static void take_back(wb_search *search)
{
    const wb_step *step = &search->steps[--search->n_steps];

    search->delta[step->value] -= step->change;
    change(search->system, step->value, -step->change);
}

/* ---- one move ---- */

static bool is_broken(const wb_system *system, int32_t d)
{
    return system->sum[d] < 0 || (system->exact[d] && system->sum[d] > 0);
}

/* A demand that the steps so far have broken, by the latest first; -1: none. */
static int32_t find_broken(const wb_search *search)
{
    const wb_system *system = search->system;

    for (int32_t i = search->n_steps - 1; i >= 0; i--) {
        int32_t v = search->steps[i].value;
        for (int32_t u = system->used[v]; u < system->used[v + 1]; u++) {
            if (is_broken(system, system->uses[u].demand))
                return system->uses[u].demand;
        }
    }
    return -1;
}

/* How many more demands a change would break, or bring further from being mended, than it
 * would mend or bring nearer. */
static int32_t score_change(const wb_system *system, int32_t v, int32_t by)
{
    int32_t score = 0;

    for (int32_t u = system->used[v]; u < system->used[v + 1]; u++) {
        const wb_use *use = &system->uses[u];
        int64_t before = system->sum[use->demand];
        int64_t after = before + use->sign * by;

        if (system->exact[use->demand])
            score += llabs(after) > llabs(before) ? 1 : -1;
        else if (after < 0 && after < before)
            score++;
        else if (before < 0)
            score--;
    }
    return score;
}

/* The change that comes next after `last` among those that help a broken demand. */
static bool find_change(const wb_search *search, int32_t demand, const wb_step *last,
                        wb_step *next)
{
    const wb_system *system = search->system;
    int32_t wanted = system->sum[demand] < 0 ? 1 : -1;
    bool found = false;

    for (int32_t t = system->first[demand]; t < system->first[demand + 1]; t++) {
        const wb_addend *term = &system->terms[t];
        wb_step step = {demand, term->value, wanted * term->sign, 0};

        if (!may_change(search, step.value, step.change))
            continue;
        step.score = score_change(system, step.value, step.change);
        if (last != NULL && (step.score < last->score ||
                             (step.score == last->score && step.value <= last->value)))
            continue;
        if (!found || step.score < next->score ||
            (step.score == next->score && step.value < next->value))
            *next = step;
        found = true;
    }
    return found;
}

/* A broken demand that nothing mends: what is shown there is in the way. */
static void note_blockers(wb_search *search, int32_t demand)
{
    const wb_system *system = search->system;
    int32_t wanted = system->sum[demand] < 0 ? 1 : -1;

    for (int32_t t = system->first[demand]; t < system->first[demand + 1]; t++) {
        int32_t v = system->terms[t].value;
        int64_t value = system->value[v] + wanted * system->terms[t].sign;
        int64_t cost;

        if (!system->fixed[v] || value < 0 || value > system->most[v])
            continue;
        cost = search->cost(search->user, v);
        if (cost >= 0 && (search->blocker < 0 || cost < search->blocker_cost ||
                          (cost == search->blocker_cost && v < search->blocker))) {
            search->blocker = v;
            search->blocker_cost = cost;
        }
    }
}

/* Go back until there is another change to try; false when there is none. */
static bool try_another(wb_search *search)
{
    while (search->n_steps > 1) {
        wb_step last = search->steps[search->n_steps - 1];
        wb_step next = {0};

        take_back(search);
        if (find_change(search, last.demand, &last, &next)) {
            take_step(search, next);
            return true;
        }
        note_blockers(search, last.demand);
    }
    return false;
}

/* Steps that change a value by one and break nothing; false: none were found. */
static bool find_move(wb_search *search, int32_t v, int32_t by)
{
    search->n_steps = 0;
    if (!may_change(search, v, by))
        return false;
    take_step(search, (wb_step){-1, v, by, 0});
    for (int tries = 0; tries < WB_MOST_TRIES; tries++) {
        int32_t demand = find_broken(search);
        wb_step next = {0};

        if (demand < 0)
            return true;
        if (search->n_steps < WB_MOST_STEPS && find_change(search, demand, NULL, &next)) {
            take_step(search, next);
        } else {
            note_blockers(search, demand);
            if (!try_another(search))
                break;
        }
    }
    while (search->n_steps > 0)
        take_back(search);
    return false;
}

/* ---- as often as it goes ---- */

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* How often bounds let the move at hand be made again, at most `often`. */
static int64_t count_repeats(const wb_search *search, int64_t often)
{
    const wb_system *system = search->system;

    for (int32_t i = 0; i < search->n_steps; i++) {
        int32_t v = search->steps[i].value;
        int32_t by = search->delta[v];

        often = least(often, by > 0 ? (system->most[v] - system->value[v]) / by
                                    : system->value[v] / -by);
        for (int32_t u = system->used[v]; u < system->used[v + 1]; u++) {
            int32_t d = system->uses[u].demand;
            if (!system->exact[d] && search->rate[d] < 0)
                often = least(often, system->sum[d] / -search->rate[d]);
        }
    }
    return often;
}

static void set_rates(wb_search *search, bool forget)
{
    const wb_system *system = search->system;

    for (int32_t i = 0; i < search->n_steps; i++) {
        const wb_step *step = &search->steps[i];
        for (int32_t u = system->used[step->value]; u < system->used[step->value + 1];
             u++) {
            int64_t *rate = &search->rate[system->uses[u].demand];
            *rate = forget ? 0 : *rate + system->uses[u].sign * step->change;
        }
    }
}

/* Make the move at hand again and keep it. */
static void repeat_move(wb_search *search, int64_t often)
{
    set_rates(search, false);
    often = count_repeats(search, often);
    set_rates(search, true);
    for (int32_t i = 0; i < search->n_steps; i++) {
        const wb_step *step = &search->steps[i];

        change(search->system, step->value, often * step->change);
        search->delta[step->value] = 0;
        if (!search->is_moved[step->value]) {
            search->is_moved[step->value] = 1;
            search->moved[search->n_moved++] = step->value;
        }
    }
}

/* Move a value up (1) or down (-1) by `far`, or as far as moves are found. */
static void walk(wb_search *search, int32_t v, int32_t way, int64_t far)
{
    wb_system *system = search->system;
    int64_t goal = system->value[v] + way * far;

    while (way * (goal - system->value[v]) > 0 && find_move(search, v, way)) {
        int64_t left = way * (goal - system->value[v]);
        int64_t by = way * search->delta[v];
        repeat_move(search, left > 0 ? (left + by - 1) / by : 0);
    }
}

/* Whether a value goes further than it did. */
static bool reach(int64_t value, int64_t *low, int64_t *high, wb_shown_by *by,
                  int32_t witness)
{
    bool further = value < *low || value > *high;

    if (value < *low) {
        *low = value;
        by->low = witness;
    } else if (value > *high) {
        *high = value;
        by->high = witness;
    }
    return further;
}

/* The table at hand counts for all values in which it differs. */
static bool note_reach(wb_search *search, int32_t v)
{
    wb_system *system = search->system;
    int32_t place = v / WB_COUNTS;
    const int64_t *values = &system->value[place * WB_COUNTS];
    bool further = reach(system->value[v], &system->low[v], &system->high[v],
                         &search->shown_by[v], search->n_witnesses);

    return reach(values[WB_COUNT_N] - values[WB_COUNT_PROBLEM],
                 &system->others_low[place], &system->others_high[place],
                 &search->others_shown_by[place], search->n_witnesses) ||
           further;
}

/* Remember which values the witness at hand has moved. */
static void trace_witness(wb_search *search)
{
    if (search->n_traces > INT32_MAX / 2 - search->n_moved) {
        search->no_memory = true; /* not reached: 2^30 traces need 12 GiB */
        return;                   /* not reached: 2^30 traces need 12 GiB */
    }
    if (search->n_traces + search->n_moved > search->capacity) {
        int32_t capacity = 2 * (search->n_traces + search->n_moved);
        wb_trace *traces =
            wb_resize(search->traces, (size_t)capacity, sizeof *search->traces);
        if (traces == NULL) {
            search->no_memory = true;
            return;
        }
        search->traces = traces;
        search->capacity = capacity;
    }
    for (int32_t i = 0; i < search->n_moved; i++) {
        int32_t v = search->moved[i];
        search->traces[search->n_traces] =
            (wb_trace){v, search->n_witnesses, search->traced[v]};
        search->traced[v] = search->n_traces++;
    }
    search->n_witnesses++;
}

/* If the table at hand is a witness, note so; then back to the truth. */
static void keep_witness(wb_search *search)
{
    wb_system *system = search->system;
    bool holds = wb_system_is_witness(system, search->moved, search->n_moved);
    bool further = false;

    for (int32_t i = 0; i < search->n_moved && holds; i++)
        further = note_reach(search, search->moved[i]) || further;
    if (further)
        trace_witness(search);
    for (int32_t i = 0; i < search->n_moved; i++) {
        int32_t v = search->moved[i];

        search->is_moved[v] = 0;
        change(system, v, system->truth[v] - system->value[v]);
    }
    search->n_moved = 0;
}

bool wb_search_widen(wb_search *search, int32_t v, int64_t apart)
{
    wb_system *system = search->system;

    search->blocker = -1;
    if (system->high[v] - system->low[v] < apart) {
        walk(search, v, 1, system->low[v] + apart - system->truth[v]);
        keep_witness(search);
    }
    if (system->high[v] - system->low[v] < apart) {
        walk(search, v, -1, system->truth[v] - (system->high[v] - apart));
        keep_witness(search);
    }
    return system->high[v] - system->low[v] >= apart;
}

/* Walk with another value held where it is. */
static void walk_beside(wb_search *search, int32_t held, int32_t v, int32_t way,
                        int64_t far)
{
    uint8_t *fixed = &search->system->fixed[held];
    uint8_t before = *fixed;

    *fixed = 1;
    walk(search, v, way, far);
    *fixed = before;
}

bool wb_search_widen_others(wb_search *search, int32_t problem, int64_t apart)
{
    const wb_system *system = search->system;
    int32_t place = problem / WB_COUNTS;
    int32_t n = place * WB_COUNTS + WB_COUNT_N;

    search->blocker = -1;
    for (int32_t way = 1; way >= -1; way -= 2) {
        int64_t missing =
            apart - (system->others_high[place] - system->others_low[place]);

        if (missing <= 0)
            break;
        /* fewer have the problem of the same people, then more people answer; or less */
        walk_beside(search, n, problem, -way, apart);
        walk_beside(search, problem, n, way, apart);
        keep_witness(search);
    }
    return system->others_high[place] - system->others_low[place] >= apart;
}
