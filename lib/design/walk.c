/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* One variate from its leaves up to the strata. Room for it is as large as the tree, so
 * it is kept for the next call, and only what was touched is cleared. */
#include "design/level.h"

#include <math.h>
#include <stdlib.h>

static bool make_step(wb_step *step, const wb_level *level, const wb_design *design)
{
    size_t n = (size_t)level->n_parents;

    /* One more: where the next would go when all are touched. */
    step->parents = wb_allocate(n + 1, sizeof *step->parents);
    step->totals = wb_allocate(n, sizeof *step->totals);
    step->sums = wb_allocate(n, sizeof *step->sums);
    if (step->parents == NULL || step->totals == NULL || step->sums == NULL)
        return false;
    if (level->pools == NULL)
        return true;
    step->pools = wb_allocate(n, sizeof *step->pools);
    step->stats = wb_allocate(n, sizeof *step->stats);
    if (step->pools == NULL || step->stats == NULL)
        return false;
    if (!level->special)
        return true;
    if (design->options.lonely != WB_DESIGN_COLLAPSE) {
        step->families = wb_allocate((size_t)level->n_families, sizeof *step->families);
        return step->families != NULL;
    }
    step->ranks = wb_allocate(n, sizeof *step->ranks);
    step->members = wb_allocate(n, sizeof *step->members);
    step->counts = wb_allocate(n, sizeof *step->counts);
    step->heads = wb_allocate(n, sizeof *step->heads);
    return step->ranks != NULL && step->members != NULL && step->counts != NULL &&
           step->heads != NULL;
}

void wb_walk_free(wb_walk *walk)
{
    if (walk == NULL)
        return;
    for (size_t i = 0; walk->steps != NULL && i < walk->n_levels; i++) {
        wb_step *step = &walk->steps[i];
        wb_release(step->parents);
        wb_release(step->totals);
        wb_release(step->sums);
        wb_release(step->pools);
        wb_release(step->stats);
        wb_release(step->families);
        wb_release(step->ranks);
        wb_release(step->members);
        wb_release(step->counts);
        wb_release(step->heads);
    }
    wb_release(walk->steps);
    wb_release(walk);
}

wb_walk *wb_walk_take(const wb_design *design)
{
    wb_walk *walk =
        atomic_exchange_explicit(&design->spare->walk, NULL, memory_order_acquire);
    if (walk != NULL)
        return walk;
    walk = wb_allocate(1, sizeof *walk);
    if (walk == NULL)
        return NULL;
    walk->n_levels = design->n_levels;
    walk->steps = wb_allocate(walk->n_levels, sizeof *walk->steps);
    bool made = walk->steps != NULL;
    for (size_t i = 0; made && i < walk->n_levels; i++)
        made = make_step(&walk->steps[i], &design->levels[i], design);
    if (made)
        return walk;
    wb_walk_free(walk);
    return NULL;
}

void wb_walk_give(const wb_design *design, wb_walk *walk)
{
    wb_walk_free(
        atomic_exchange_explicit(&design->spare->walk, walk, memory_order_acq_rel));
}

void wb_walk_start(wb_walk *walk, const wb_variate *variate)
{
    wb_step *step = &walk->steps[walk->n_levels - 1];
    step->units = variate->units;
    step->values = variate->values;
    step->n = variate->n;
}

/* Add the units up to their parents. Units of one parent often follow each other: then
 * the sum stays in registers. */
static void add_up(wb_step *step, const int32_t *parents)
{
    const int32_t *units = step->units;
    const double *values = step->values;
    int32_t n_parents = 0;

    for (int32_t i = 0; i < step->n;) {
        int32_t p = parents[units[i]];
        wb_child_sum sum = step->sums[p];
        step->parents[n_parents] = p;
        n_parents += sum.n == 0;
        do {
            sum.total = wb_pair_gather(sum.total, values != NULL ? values[i] : 0);
            sum.n++;
        } while (++i < step->n && parents[units[i]] == p);
        step->sums[p] = sum;
    }
    step->n_parents = n_parents;
    for (int32_t i = 0; i < n_parents; i++) {
        const wb_child_sum *sum = &step->sums[step->parents[i]];
        step->totals[i] = wb_pair_value(sum->total);
    }
}

/* The pools of the touched parents, as if none were lonely. */
static void settle(const wb_level *level, wb_step *step)
{
    for (int32_t i = 0; i < step->n_parents; i++) {
        int32_t p = step->parents[i];
        int32_t q = wb_pool_of(level, p);
        const wb_child_sum *sum = &step->sums[p];
        wb_pool_stat *stat = &step->stats[q];
        if (stat->n == 0)
            step->pools[step->n_pools++] = q;
        stat->n += sum->n;
        stat->total = wb_pair_add(stat->total, wb_two_sum(sum->total.hi, sum->total.lo));
    }
    for (int32_t i = 0; i < step->n_pools; i++) {
        wb_pool_stat *stat = &step->stats[step->pools[i]];
        const wb_pool *pool = &level->pools[step->pools[i]];
        stat->centre = wb_pair_value(stat->total) / pool->n;
        stat->factor = pool->factor;
    }
    step->n_groups = step->n_pools;
}

static bool is_lonely(const wb_design *design, const wb_pool *pool,
                      const wb_pool_stat *stat)
{
    return pool->lonely ||
           (design->options.lonely_in_domain && pool->open && stat->n == 1);
}

static void add_families(const wb_design *design, const wb_level *level, wb_step *step)
{
    for (int32_t i = 0; i < step->n_pools; i++) {
        const wb_pool *pool = &level->pools[step->pools[i]];
        const wb_pool_stat *stat = &step->stats[step->pools[i]];
        wb_family_sum *family = &step->families[pool->family];
        family->total = wb_pair_add(family->total, stat->total);
        family->n += pool->n;
        family->pools++;
        family->lonely += is_lonely(design, pool, stat);
    }
}

/* Centre and average: what a lonely pool takes from its family. */
static void ask_families(const wb_design *design, const wb_level *level, wb_step *step,
                         bool top)
{
    bool centre = design->options.lonely == WB_DESIGN_CENTRE;

    add_families(design, level, step);
    for (int32_t i = 0; i < step->n_pools; i++) {
        const wb_pool *pool = &level->pools[step->pools[i]];
        wb_pool_stat *stat = &step->stats[step->pools[i]];
        const wb_family_sum *family = &step->families[pool->family];
        bool lonely = is_lonely(design, pool, stat);
        if (centre && lonely)
            stat->centre = wb_pair_value(family->total) / family->n;
        else if (!centre && lonely)
            stat->factor = 0;
        else if (!centre)
            stat->factor *= (double)family->pools / (family->pools - family->lonely);
        if (!centre && top && family->pools == family->lonely)
            step->undefined = true;
    }
    for (int32_t i = 0; i < step->n_pools; i++)
        step->families[level->pools[step->pools[i]].family] = (wb_family_sum){0};
}

/* Pools first ... end - 1 of the members are one in the domain. */
static void settle_group(const wb_level *level, wb_step *step, int32_t first, int32_t end)
{
    wb_pool joined = {.share = level->pools[step->members[first]].share};
    wb_pair total = {0, 0};
    double size = 0;

    for (int32_t i = first; i < end; i++) {
        const wb_pool *pool = &level->pools[step->members[i]];
        joined.n += pool->n;
        size += wb_pool_size(pool);
        total = wb_pair_add(total, step->stats[step->members[i]].total);
    }
    joined.fraction = wb_joined_fraction(joined.n, size);
    for (int32_t i = first; i < end; i++) {
        wb_pool_stat *stat = &step->stats[step->members[i]];
        stat->centre = wb_pair_value(total) / joined.n;
        stat->factor = wb_pool_factor(&joined);
    }
    step->n_groups -= end - first - 1;
}

static void join_family(const wb_level *level, wb_step *step, int32_t n)
{
    for (int32_t i = 0; i < n; i++)
        step->counts[i] = step->stats[step->members[i]].n;
    if (!wb_join(step->counts, n, step->heads))
        return; /* one unit is all the domain has here */
    for (int32_t first = 0, end; first < n; first = end) {
        for (end = first + 1; end < n && step->heads[end] == first; end++)
            continue;
        if (end > first + 1)
            settle_group(level, step, first, end);
    }
}

static int ascending(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a;
    int32_t y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

/* Collapse: open pools of a family with one unit in the domain are joined with others. */
static void join_in_domain(const wb_level *level, wb_step *step)
{
    int32_t *ranks = step->ranks;
    int32_t n = 0;

    for (int32_t i = 0; i < step->n_pools; i++) {
        if (level->pools[step->pools[i]].open)
            ranks[n++] = level->pools[step->pools[i]].rank;
    }
    qsort(ranks, (size_t)n, sizeof *ranks, ascending);
    for (int32_t first = 0, next; first < n; first = next) {
        int32_t family = level->pools[level->order[ranks[first]]].family;
        int32_t n_members = 0;
        for (next = first; next < n; next++) {
            int32_t q = level->order[ranks[next]];
            if (level->pools[q].family != family)
                break;
            step->members[n_members++] = q;
        }
        join_family(level, step, n_members);
    }
}

void wb_walk_level(const wb_design *design, wb_walk *walk, size_t i)
{
    const wb_level *level = &design->levels[i];
    wb_step *step = &walk->steps[i];

    add_up(step, level->parents);
    step->n_pools = 0;
    step->undefined = false;
    if (level->pools == NULL)
        return;
    settle(level, step);
    if (level->special && design->options.lonely == WB_DESIGN_COLLAPSE)
        join_in_domain(level, step);
    else if (level->special)
        ask_families(design, level, step, i == 0);
}

void wb_walk_up(wb_walk *walk, size_t i)
{
    wb_step *step = &walk->steps[i];

    for (int32_t j = 0; j < step->n_parents; j++)
        step->sums[step->parents[j]] = (wb_child_sum){0};
    for (int32_t j = 0; j < step->n_pools; j++)
        step->stats[step->pools[j]] = (wb_pool_stat){0};
    if (i == 0)
        return;
    wb_step *above = &walk->steps[i - 1];
    above->units = step->parents;
    above->values = step->totals;
    above->n = step->n_parents;
}
