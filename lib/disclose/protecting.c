/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* One count on its way to protection: what hiding it costs, whether it must be protected,
 * how far, and whether it is. */
#include "disclose/protect.h"

static wb_count_state *state_of(const wb_protecting *p, int32_t value)
{
    return &p->counts->rows[value / WB_COUNTS].counts[value % WB_COUNTS];
}

/* ---- what hiding costs ---- */

static bool can_hide(const wb_protecting *p, int32_t value)
{
    const wb_count_state *state;

    if (wb_system_is_rest(&p->system, value) || p->counts->rows[value / WB_COUNTS].frozen)
        return false;
    state = state_of(p, value);
    return state->value >= 0 && state->why == WB_SHOWN && !state->known;
}

/* Whether a cell is hidden in any measure. */
static bool is_hidden_elsewhere(const wb_headcounts *counts, const wb_counted *row)
{
    for (int32_t m = 0; m < counts->n_measures; m++) {
        const wb_counted *other = wb_headcounts_find(counts, row->cell, m);
        if (other != NULL && wb_counted_hidden(other))
            return true;
    }
    return false;
}

/* People count; an acute count is a fourth of a row; a cell that is hidden in another
 * measure is half as dear, so that what is hidden lies together. */
int64_t wb_protecting_cost(const wb_protecting *p, int32_t value)
{
    const wb_counted *row;
    int64_t cost;

    if (!can_hide(p, value))
        return -1;
    row = &p->counts->rows[value / WB_COUNTS];
    cost = 8 * (p->counts->cells[row->cell].weight + 1);
    if (value % WB_COUNTS == WB_COUNT_ACUTE)
        cost /= 4;
    return is_hidden_elsewhere(p->counts, row) ? cost / 2 : cost;
}

/* Hide a count; of a row that may not be told apart from it, all. */
void wb_protecting_hide(wb_protecting *p, int32_t value, wb_why why, int64_t for_value)
{
    wb_counted *row = &p->counts->rows[value / WB_COUNTS];

    if (value % WB_COUNTS == WB_COUNT_ACUTE)
        wb_counted_hide_acute(row, why, for_value);
    else
        wb_counted_hide(row, why, for_value);
    wb_protecting_fix(p, row);
}

void wb_protecting_fix(wb_protecting *p, const wb_counted *row)
{
    for (int k = 0; k < WB_COUNTS; k++)
        p->system.fixed[wb_counted_number(p->counts, row, k)] =
            row->counts[k].why == WB_SHOWN || row->counts[k].known;
}

/* ---- what must be protected, and how far ---- */

/* A remainder that rules would hide, were it a cell. */
static bool is_secret_rest(const wb_protecting *p, int32_t value)
{
    int64_t place = value / WB_COUNTS;
    const int64_t *truth = &p->system.truth[place * WB_COUNTS];
    const uint8_t *there = &p->system.there[place * WB_COUNTS];
    const wb_counted_measure *measure =
        &p->counts->measures[(place - p->counts->n_rows) % p->counts->n_measures];

    return truth[WB_COUNT_N] > 0 &&
           wb_rules_judge_rest(p->rules, measure, truth[WB_COUNT_N],
                               there[WB_COUNT_PROBLEM] ? truth[WB_COUNT_PROBLEM] : -1) !=
               WB_SHOWN;
}

bool wb_protecting_requires(const wb_protecting *p, int32_t value)
{
    const wb_system *system = &p->system;

    if (!system->there[value] || system->fixed[value])
        return false;
    if (wb_system_is_rest(system, value))
        return is_secret_rest(p, value);
    if (p->counts->rows[value / WB_COUNTS].frozen)
        return false;
    return !p->rules->only_rules || state_of(p, value)->why < WB_WHY_LEFT_OVER;
}

/* The most a value can be, by counts that are fixed above it: with only_rules all, else
 * those that were shown before this report. */
static int64_t bound_above(wb_protecting *p, int32_t value)
{
    const wb_system *system = &p->system;
    int64_t bound = system->most[value];
    int32_t n = 0;

    p->above[n++] = value;
    for (int32_t at = 0; at < n; at++) {
        int32_t v = p->above[at];
        for (int32_t u = system->used[v]; u < system->used[v + 1]; u++) {
            int32_t d = system->uses[u].demand;
            int32_t larger = system->terms[system->first[d]].value;

            /* demands with one larger value begin with it */
            if (system->uses[u].sign > 0 || system->terms[system->first[d]].sign < 0 ||
                (system->first[d] + 1 < system->first[d + 1] &&
                 system->terms[system->first[d] + 1].sign > 0) ||
                p->is_above[larger])
                continue;
            if (system->fixed[larger] &&
                (p->rules->only_rules || state_of(p, larger)->known) &&
                system->truth[larger] < bound)
                bound = system->truth[larger];
            p->is_above[larger] = 1;
            p->above[n++] = larger;
        }
    }
    for (int32_t at = 0; at < n; at++)
        p->is_above[p->above[at]] = 0;
    return bound;
}

static int64_t apart_of(wb_protecting *p, int32_t value)
{
    int64_t apart = p->rules->min_n;
    int64_t bound = bound_above(p, value);
    int32_t problem = value - WB_COUNT_ACUTE + WB_COUNT_PROBLEM;

    if (bound < apart)
        apart = bound;
    if (value % WB_COUNTS == WB_COUNT_ACUTE && p->system.fixed[problem] &&
        p->system.truth[problem] < apart)
        apart = p->system.truth[problem];
    return apart;
}

/* A count has its witnesses, and a problem count also those of who does not have it. */
bool wb_protecting_has_witnesses(wb_protecting *p, int32_t value)
{
    int64_t apart = apart_of(p, value);

    if (!wb_search_widen(&p->search, value, apart))
        return false;
    if (value % WB_COUNTS != WB_COUNT_PROBLEM)
        return true;
    return wb_search_widen_others(&p->search, value,
                                  apart_of(p, value - WB_COUNT_PROBLEM + WB_COUNT_N));
}
