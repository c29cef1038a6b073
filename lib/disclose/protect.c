/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Hide until every count that must be protected is.
 *
 * For each count in turn witnesses are looked for; while there are not two that are far
 * enough apart, the cheapest shown count that is in the way is hidden. A witness stays
 * one when more is hidden, so what is done is done. It ends: when nothing is shown any
 * more of what hangs together, nothing is known of it but what was known before. */
#include "disclose/protect.h"

#include <string.h>

static int64_t cost_of(void *user, int32_t value)
{
    return wb_protecting_cost(user, value);
}

/* ---- securing ---- */

static int64_t group_of(const wb_protecting *p, int32_t value)
{
    return p->groups[wb_system_row(&p->system, value) - p->counts->rows];
}

/* The cheapest shown count of all that hangs together with a value; -1: none. */
static int32_t find_any(wb_protecting *p, int32_t value)
{
    int64_t group = group_of(p, value);
    int32_t best = -1;
    int64_t best_cost = 0;

    for (int64_t i = 0; i < p->counts->n_rows; i++) {
        for (int k = 0; k < WB_COUNTS && p->groups[i] == group; k++) {
            int32_t v = (int32_t)(i * WB_COUNTS + k);
            int64_t cost = wb_protecting_cost(p, v);
            if (cost >= 0 && (best < 0 || cost < best_cost)) {
                best = v;
                best_cost = cost;
            }
        }
    }
    return best;
}

static void secure(wb_protecting *p, int32_t value)
{
    while (!wb_protecting_has_witnesses(p, value)) {
        int32_t in_the_way = p->search.blocker;

        if (in_the_way < 0)
            in_the_way = find_any(p, value);
        if (in_the_way < 0) { /* nothing is shown that bears on it */
            p->given_up[value] = 1;
            p->all_hidden[group_of(p, value)] = 1;
            return;
        }
        wb_protecting_hide(p, in_the_way, WB_WHY_PROTECTS, value);
        p->more = true;
    }
}

static wb_status secure_all(wb_protecting *p, const wb_run *run, wb_error *err)
{
    wb_status st = WB_OK;

    for (int32_t v = 0; v < p->system.n_values; v++) {
        if (v % 4096 == 0)
            WB_TRY(wb_run_progress(run, (double)v / p->system.n_values, err));
        if (!p->given_up[v] && wb_protecting_requires(p, v))
            secure(p, v);
    }
done:
    return st;
}

/* ---- all of it ---- */

/* Splits are in the order of their totals: where those of each cell begin. */
static wb_status index_splits(wb_protecting *p, wb_error *err)
{
    int32_t n_splits = p->relations->n_splits;
    int32_t at = 0;

    p->split_first = wb_allocate((size_t)p->counts->n_cells + 1, sizeof *p->split_first);
    if (p->split_first == NULL)
        return wb_fail_nomem(err);
    for (int32_t cell = 0; cell < p->counts->n_cells; cell++) {
        while (at < n_splits && p->relations->splits[at].total == cell)
            at++;
        p->split_first[cell + 1] = at;
    }
    return WB_OK;
}

static wb_status begin(wb_protecting *p, wb_error *err)
{
    wb_status st = WB_OK;
    size_t n;

    WB_TRY(wb_system_make(p->counts, p->relations, &p->system, err));
    WB_TRY(wb_search_begin(&p->system, &p->search, err));
    n = (size_t)p->system.n_values;
    p->search.cost = cost_of;
    p->search.user = p;
    p->given_up = wb_allocate(n, 1);
    p->above = wb_allocate(n, sizeof *p->above);
    p->is_above = wb_allocate(n, 1);
    p->groups = wb_allocate((size_t)p->counts->n_rows, sizeof *p->groups);
    p->all_hidden = wb_allocate((size_t)p->counts->n_rows, 1);
    p->left = wb_allocate((size_t)p->counts->n_cells, sizeof *p->left);
    if (p->all_hidden == NULL || p->left == NULL || p->given_up == NULL ||
        p->above == NULL || p->is_above == NULL || p->groups == NULL)
        return wb_fail_nomem(err);
    wb_groups_find(p->counts, p->relations, p->groups);
    WB_TRY(index_splits(p, err));
done:
    return st;
}

static void end(wb_protecting *p)
{
    wb_release(p->given_up);
    wb_release(p->all_hidden);
    wb_release(p->left);
    wb_release(p->above);
    wb_release(p->is_above);
    wb_release(p->groups);
    wb_release(p->split_first);
    wb_search_end(&p->search);
    wb_system_free(&p->system);
}

wb_status wb_protect_counts(const wb_rules *rules, wb_headcounts *counts,
                            const wb_relations *relations, const wb_run *run,
                            wb_error *err)
{
    wb_status st = WB_OK;
    wb_protecting p = {.rules = rules, .counts = counts, .relations = relations};

    WB_TRY(begin(&p, err));
    do {
        p.more = false;
        wb_hide_left_over(&p);
        WB_TRY(secure_all(&p, run, err));
    } while (p.more);
    WB_TRY(wb_show_again(&p, err));
done:
    end(&p);
    return st;
}
