/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The variance of one total, level by level, and degrees of freedom. */
#include "design/level.h"

#include <math.h>

/* Σ factor (z - centre)² over the units of touched pools, those that were not touched
 * (z = 0) too. */
static wb_pair add_level(const wb_level *level, const wb_step *step, wb_pair sum)
{
    const wb_pool_stat *stats = step->stats;

    for (int32_t i = 0; i < step->n; i++) {
        int32_t q = wb_pool_of(level, level->parents[step->units[i]]);
        const wb_pool_stat *stat = &stats[q];
        double deviation = step->values[i] - stat->centre;
        sum = wb_pair_gather(sum, stat->factor * (deviation * deviation));
    }
    for (int32_t i = 0; i < step->n_pools; i++) {
        const wb_pool_stat *stat = &stats[step->pools[i]];
        int32_t rest = level->pools[step->pools[i]].n - stat->n;
        if (rest > 0)
            sum = wb_pair_gather(sum,
                                 rest * (stat->factor * (stat->centre * stat->centre)));
    }
    return sum;
}

wb_status wb_design_variance(const wb_design *design, const wb_variate *variate,
                             double *variance, wb_error *err)
{
    wb_walk *walk = wb_walk_take(design);
    wb_pair sum = {0, 0};
    bool undefined = false;

    if (walk == NULL)
        return wb_fail_nomem(err);
    wb_walk_start(walk, variate);
    for (size_t i = design->n_levels; i-- > 0;) {
        wb_walk_level(design, walk, i);
        if (design->levels[i].varies)
            sum = add_level(&design->levels[i], &walk->steps[i], sum);
        undefined = undefined || walk->steps[i].undefined;
        wb_walk_up(walk, i);
    }
    wb_walk_give(design, walk);
    *variance = undefined ? (double)NAN : wb_pair_value(sum);
    return WB_OK;
}

wb_status wb_design_df(const wb_design *design, const int32_t *units, int32_t n,
                       double *df, wb_error *err)
{
    wb_walk *walk = wb_walk_take(design);

    if (walk == NULL)
        return wb_fail_nomem(err);
    wb_walk_start(walk, &(wb_variate){units, NULL, n});
    for (size_t i = design->n_levels; i-- > 0;) {
        wb_walk_level(design, walk, i);
        if (i == 0)
            *df = (double)walk->steps[0].n - walk->steps[0].n_groups;
        wb_walk_up(walk, i);
    }
    wb_walk_give(design, walk);
    return WB_OK;
}
