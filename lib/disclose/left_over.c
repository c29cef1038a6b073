/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What shown parts leave of a shown total.
 *
 * Who subtracts the parts that are shown, or shown parts of hidden parts, from a shown
 * total has the counts of those who are left, taken together: a group like any other. */
#include "disclose/protect.h"

static void add_row(wb_left_over *left, const wb_counted *row)
{
    for (int k = 0; k < WB_COUNTS; k++)
        left->counts[k] += row->counts[k].value > 0 ? row->counts[k].value : 0;
}

static void add_left(wb_left_over *left, const wb_left_over *part)
{
    for (int k = 0; k < WB_COUNTS; k++)
        left->counts[k] += part->counts[k];
}

static bool is_shown(const wb_count_state *state)
{
    return state->value >= 0 && (state->why == WB_SHOWN || state->known);
}

/* People of a split who are in none of its parts. */
static wb_left_over left_of_parts(const wb_protecting *p, const wb_split *split,
                                  int32_t measure)
{
    wb_left_over left = {{0}};

    for (int k = 0; k < WB_COUNTS; k++) {
        int64_t rest = wb_split_rest(p->counts, p->relations, split, measure, k);
        left.counts[k] = rest > 0 ? rest : 0;
    }
    return left;
}

/* Of a split of a cell in one measure; what is left of its parts is known. */
static wb_left_over left_of_split(const wb_protecting *p, const wb_split *split,
                                  int32_t measure)
{
    wb_left_over left = left_of_parts(p, split, measure);

    for (int32_t k = split->first; k < split->first + split->n; k++) {
        int32_t part = p->relations->parts[k];
        const wb_counted *row = wb_headcounts_find(p->counts, part, measure);
        if (row != NULL && !is_shown(&row->counts[WB_COUNT_N]))
            add_left(&left, &p->left[part]);
    }
    return left;
}

/* The same for people whose acute count is not shown. */
static wb_left_over left_of_acute(const wb_protecting *p, const wb_split *split,
                                  int32_t measure)
{
    wb_left_over left = left_of_parts(p, split, measure);

    for (int32_t k = split->first; k < split->first + split->n; k++) {
        const wb_counted *row =
            wb_headcounts_find(p->counts, p->relations->parts[k], measure);
        if (row != NULL && !is_shown(&row->counts[WB_COUNT_ACUTE]))
            add_row(&left, row);
    }
    return left;
}

/* ---- hiding more ---- */

/* The cheapest shown part that has a count; else the total; -1: none can be hidden. */
static int32_t find_cheapest(const wb_protecting *p, const wb_split *split,
                             int32_t measure, int count)
{
    int32_t best = -1;
    int64_t best_cost = 0;
    const wb_counted *total = wb_headcounts_find(p->counts, split->total, measure);
    int32_t number = (int32_t)wb_counted_number(p->counts, total, count);

    for (int32_t k = split->first; k < split->first + split->n; k++) {
        const wb_counted *row =
            wb_headcounts_find(p->counts, p->relations->parts[k], measure);
        int32_t v = row == NULL ? -1 : (int32_t)wb_counted_number(p->counts, row, count);
        int64_t cost = v < 0 ? -1 : wb_protecting_cost(p, v);

        if (cost >= 0 && (best < 0 || cost < best_cost)) {
            best = v;
            best_cost = cost;
        }
    }
    if (best < 0 && wb_protecting_cost(p, number) >= 0)
        best = number;
    return best;
}

static bool is_left_bare(const wb_protecting *p, const wb_left_over *left,
                         int32_t measure)
{
    const wb_counted_measure *of = &p->counts->measures[measure];
    int64_t problem = of->has[WB_COUNT_PROBLEM] ? left->counts[WB_COUNT_PROBLEM] : -1;

    return left->counts[WB_COUNT_N] > 0 &&
           wb_rules_judge_rest(p->rules, of, left->counts[WB_COUNT_N], problem) !=
               WB_SHOWN;
}

static bool is_acute_bare(const wb_protecting *p, const wb_left_over *left)
{
    return left->counts[WB_COUNT_N] > 0 &&
           left->counts[WB_COUNT_ACUTE] < p->rules->extreme;
}

/* Hide parts of a split, then its total, while what they leave is bare. */
static void cover_split(wb_protecting *p, int32_t at, int32_t measure, bool acute)
{
    const wb_split *split = &p->relations->splits[at];
    const wb_counted *total = wb_headcounts_find(p->counts, split->total, measure);
    int count = acute ? WB_COUNT_ACUTE : WB_COUNT_N;

    while (is_shown(&total->counts[count])) {
        wb_left_over left =
            acute ? left_of_acute(p, split, measure) : left_of_split(p, split, measure);
        int32_t next;

        if (acute ? !is_acute_bare(p, &left) : !is_left_bare(p, &left, measure))
            return;
        p->found_bare = true;
        if (p->only_look)
            return;
        next = find_cheapest(p, split, measure, count);
        if (next < 0)
            return;
        wb_protecting_hide(p, next, WB_WHY_LEFT_OVER,
                           wb_rest_number(p->counts, at, measure, count));
        p->more = true;
    }
}

/* ---- all cells, parts before their totals ---- */

/* What is left of a hidden cell: itself, or less where its parts are shown. */
static wb_left_over left_of_cell(const wb_protecting *p, int32_t cell, int32_t measure)
{
    wb_left_over least = {{0}};

    add_row(&least, wb_headcounts_find(p->counts, cell, measure));
    for (int32_t i = p->split_first[cell]; i < p->split_first[cell + 1]; i++) {
        wb_left_over left = left_of_split(p, &p->relations->splits[i], measure);
        if (left.counts[WB_COUNT_N] < least.counts[WB_COUNT_N])
            least = left;
    }
    return least;
}

static void cover_cell(wb_protecting *p, int32_t cell, int32_t measure)
{
    const wb_counted *row = wb_headcounts_find(p->counts, cell, measure);

    if (row == NULL || row->frozen)
        return;
    for (int32_t i = p->split_first[cell]; i < p->split_first[cell + 1]; i++) {
        cover_split(p, i, measure, false);
        cover_split(p, i, measure, true);
    }
}

static void cover_measure(wb_protecting *p, int32_t measure)
{
    for (int32_t at = 0; at < p->counts->n_cells; at++) {
        int32_t cell = p->relations->upward[at];

        /* what is left of a cell is asked for when all of its parts are covered */
        cover_cell(p, cell, measure);
        p->left[cell] = (wb_left_over){{0}};
        if (wb_headcounts_find(p->counts, cell, measure) != NULL)
            p->left[cell] = left_of_cell(p, cell, measure);
    }
}

void wb_hide_left_over(wb_protecting *p)
{
    for (int32_t m = 0; m < p->counts->n_measures; m++)
        cover_measure(p, m);
}

bool wb_is_left_bare(wb_protecting *p, int32_t measure)
{
    p->only_look = true;
    p->found_bare = false;
    cover_measure(p, measure);
    p->only_look = false;
    return p->found_bare;
}
