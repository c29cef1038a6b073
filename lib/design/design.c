/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* From a tree to levels: what each parent's units add, and what is done with lonely ones.
 */
#include "design/level.h"

#include <assert.h>
#include <math.h>

/* The pools of a stage, each parent one. above: the level of the stage before, or NULL.
 */
static wb_status make_pools(wb_level *level, const wb_stage *stage, const wb_level *above,
                            wb_error *err)
{
    *level = (wb_level){.n_units = stage->n_units,
                        .parents = stage->parents,
                        .n_parents = stage->n_parents};
    level->n_families = above != NULL ? above->n_parents : 1;
    level->pools = wb_allocate((size_t)stage->n_parents, sizeof *level->pools);
    if (level->pools == NULL)
        return wb_fail_nomem(err);
    for (int32_t u = 0; u < stage->n_units; u++) {
        assert(stage->parents[u] >= 0 && stage->parents[u] < stage->n_parents);
        level->pools[stage->parents[u]].n++;
    }
    for (int32_t p = 0; p < stage->n_parents; p++) {
        wb_pool *pool = &level->pools[p];
        pool->fraction = stage->fractions != NULL ? stage->fractions[p] : 0;
        pool->share = 1;
        assert(pool->fraction >= 0 && pool->fraction <= 1);
        if (above != NULL) {
            pool->family = wb_pool_of(above, above->parents[p]);
            const wb_pool *of = &above->pools[pool->family];
            pool->share = of->share * of->fraction;
        }
        pool->open = pool->n > 0 && pool->fraction < WB_DESIGN_CENSUS && pool->share > 0;
        pool->lonely = pool->open && pool->n == 1;
    }
    return WB_OK;
}

wb_status wb_sort_by(const int32_t *keys, int32_t n_keys, const int32_t *base, int32_t n,
                     int32_t *order, wb_error *err)
{
    int32_t *starts = wb_allocate((size_t)n_keys + 1, sizeof *starts);
    if (starts == NULL)
        return wb_fail_nomem(err);
    for (int32_t i = 0; i < n; i++)
        starts[keys[i] + 1]++;
    for (int32_t k = 0; k < n_keys; k++)
        starts[k + 1] += starts[k];
    for (int32_t i = 0; i < n; i++) {
        int32_t at = base != NULL ? base[i] : i;
        order[starts[keys[at]]++] = at;
    }
    wb_release(starts);
    return WB_OK;
}

/* The parents of a level by family, then in their order; their ranks in the pools. */
static wb_status rank_pools(const wb_tree *tree, size_t stage, wb_level *level,
                            const wb_level *above, wb_error *err)
{
    wb_status st = WB_OK;
    int32_t n = level->n_parents;
    const int32_t *base = stage == 0 ? tree->strata : stage == 1 ? tree->units : NULL;
    int32_t *keys = wb_allocate((size_t)n, sizeof *keys);
    int32_t *by_parent = wb_allocate((size_t)n, sizeof *by_parent);

    level->order = wb_allocate((size_t)n, sizeof *level->order);
    if (keys == NULL || by_parent == NULL || level->order == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    if (base == NULL && stage > 0) {
        for (int32_t p = 0; p < n; p++)
            keys[p] = above->pools[above->parents[p]].rank;
        WB_TRY(wb_sort_by(keys, above->n_parents, NULL, n, by_parent, err));
        base = by_parent;
    }
    for (int32_t p = 0; p < n; p++)
        keys[p] = level->pools[p].family;
    WB_TRY(wb_sort_by(keys, level->n_families, base, n, level->order, err));
    for (int32_t i = 0; i < n; i++)
        level->pools[level->order[i]].rank = i;
done:
    wb_release(keys);
    wb_release(by_parent);
    return st;
}

static wb_status refuse(size_t stage, wb_error *err)
{
    if (stage == 0)
        return wb_fail(err, WB_E_DESIGN,
                       "a stratum has one sampled unit: its variance cannot be "
                       "estimated");
    return wb_fail(err, WB_E_DESIGN,
                   "a unit of stage %zu has one sampled unit below it: the variance "
                   "within it cannot be estimated",
                   stage);
}

/* Of each family with lonely pools some other pool must be there to take the average of.
 */
static wb_status check_average(const wb_level *level, size_t stage, int32_t *lonely,
                               wb_error *err)
{
    wb_status st = WB_OK;
    bool *tells = wb_allocate((size_t)level->n_families, sizeof *tells);

    if (tells == NULL)
        return wb_fail_nomem(err);
    for (int32_t p = 0; p < level->n_parents; p++) {
        const wb_pool *pool = &level->pools[p];
        if (pool->n > 0 && !pool->lonely)
            tells[pool->family] = true;
    }
    for (int32_t p = 0; p < level->n_parents; p++) {
        if (level->pools[p].lonely && !tells[level->pools[p].family]) {
            *lonely = p;
            st = refuse(stage, err);
            break;
        }
    }
    wb_release(tells);
    return st;
}

/* What the policy says of lonely pools, and g of all. */
static wb_status apply_policy(const wb_tree *tree, size_t stage, wb_level *level,
                              const wb_level *above, const wb_variance_options *options,
                              int32_t *lonely, wb_error *err)
{
    wb_status st = WB_OK;
    bool any_lonely = false;

    for (int32_t p = level->n_parents; p-- > 0;) {
        if (level->pools[p].lonely) {
            any_lonely = true;
            *lonely = p;
        }
    }
    if (any_lonely && options->lonely == WB_DESIGN_FAIL)
        return refuse(stage, err);
    if (any_lonely && options->lonely == WB_DESIGN_AVERAGE)
        WB_TRY(check_average(level, stage, lonely, err));
    if (options->lonely == WB_DESIGN_COLLAPSE) {
        WB_TRY(rank_pools(tree, stage, level, above, err));
        WB_TRY(wb_level_collapse(level, lonely, err));
    }
    level->special = options->lonely >= WB_DESIGN_CENTRE && options->lonely_in_domain;
    for (int32_t p = 0; p < level->n_parents; p++) {
        wb_pool *pool = &level->pools[p];
        bool adds = pool->open && pool->n > 0;
        if (pool->lonely && options->lonely != WB_DESIGN_CENTRE)
            adds = false;
        pool->factor = adds ? wb_pool_factor(pool) : 0;
        level->varies = level->varies || adds;
        level->special =
            level->special || (pool->lonely && options->lonely >= WB_DESIGN_CENTRE);
    }
done:
    return st;
}

/* A level that only adds leaves up to their units of the last stage that counts. */
static wb_status make_sums(wb_level *level, const wb_tree *tree, size_t n_stages,
                           wb_error *err)
{
    const wb_stage *leaves = &tree->stages[tree->n_stages - 1];

    *level = (wb_level){.n_units = leaves->n_units,
                        .n_parents = tree->stages[n_stages - 1].n_units};
    level->owned = wb_allocate((size_t)leaves->n_units, sizeof *level->owned);
    if (level->owned == NULL)
        return wb_fail_nomem(err);
    level->parents = level->owned;
    for (int32_t u = 0; u < leaves->n_units; u++) {
        int32_t up = u;
        for (size_t s = tree->n_stages - 1; s >= n_stages; s--)
            up = tree->stages[s].parents[up];
        level->owned[u] = up;
    }
    return WB_OK;
}

static void free_level(wb_level *level)
{
    wb_release(level->pools);
    wb_release(level->pool_of);
    wb_release(level->order);
    wb_release(level->owned);
    *level = (wb_level){0};
}

static wb_status make_levels(wb_design *design, const wb_tree *tree, int32_t *lonely,
                             size_t *stage, wb_error *err)
{
    wb_status st = WB_OK;
    size_t n_stages = design->options.ultimate_cluster ? 1 : tree->n_stages;
    size_t last = 0;

    for (size_t s = 0; s < n_stages; s++) {
        wb_level *level = &design->levels[s];
        const wb_level *above = s > 0 ? level - 1 : NULL;
        design->n_levels = s + 1;
        *stage = s;
        WB_TRY(make_pools(level, &tree->stages[s], above, err));
        WB_TRY(apply_policy(tree, s, level, above, &design->options, lonely, err));
        if (level->varies)
            last = s;
    }
    while (design->n_levels > last + 1)
        free_level(&design->levels[--design->n_levels]);
    if (design->n_levels < tree->n_stages) {
        WB_TRY(make_sums(&design->levels[last + 1], tree, last + 1, err));
        design->n_levels++;
    }
done:
    return st;
}

wb_status wb_design_new(const wb_tree *tree, const wb_variance_options *options,
                        wb_design **out, int32_t *lonely, size_t *lonely_stage,
                        wb_error *err)
{
    wb_status st = WB_OK;
    int32_t at = -1;
    size_t stage = 0;
    wb_design *design = NULL;

    *out = NULL;
    assert(tree->n_stages > 0);
    if (options->lonely < WB_DESIGN_FAIL || options->lonely > WB_DESIGN_COLLAPSE)
        return wb_fail(err, WB_E_ARG,
                       "%d is no policy for lonely units, which are 0 to %d",
                       (int)options->lonely, (int)WB_DESIGN_COLLAPSE);
    design = wb_allocate(1, sizeof *design);
    if (design == NULL)
        return wb_fail_nomem(err);
    design->options = *options;
    design->levels = wb_allocate(tree->n_stages + 1, sizeof *design->levels);
    design->spare = wb_allocate(1, sizeof *design->spare);
    if (design->levels == NULL || design->spare == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    atomic_init(&design->spare->walk, NULL);
    WB_TRY(make_levels(design, tree, &at, &stage, err));
    *out = design;
    design = NULL;
done:
    if (st == WB_E_DESIGN && lonely != NULL)
        *lonely = at;
    if (st == WB_E_DESIGN && lonely_stage != NULL)
        *lonely_stage = stage;
    wb_design_free(design);
    return st;
}

void wb_design_free(wb_design *design)
{
    if (design == NULL)
        return;
    for (size_t i = 0; i < design->n_levels; i++)
        free_level(&design->levels[i]);
    wb_release(design->levels);
    if (design->spare != NULL)
        wb_walk_free(atomic_load_explicit(&design->spare->walk, memory_order_acquire));
    wb_release(design->spare);
    wb_release(design);
}
