/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A design inside: the stages that count as levels, the strata first, and the walk of one
 * variate from the last level up to the strata. */
#ifndef WB_LIB_DESIGN_LEVEL_H
#define WB_LIB_DESIGN_LEVEL_H

#include "design/design.h"

#include "num/pair.h"

#include <stdatomic.h>

/* What units are compared within: a parent, or several that were collapsed. */
typedef struct wb_pool {
    int32_t n;       /* units sampled; 0: joined with another one, or none sampled */
    int32_t family;  /* pool of the level above; 0 at the first stage */
    int32_t rank;    /* by family, then order; only where parents may be joined */
    bool open;       /* f < 1 and no fraction above is 0: its units add something */
    bool lonely;     /* open, n = 1, not joined */
    double fraction; /* f */
    double share;    /* product of the fractions above */
    double factor;   /* g; n/(n-1) is 1 when n = 1; 0 when its units add nothing */
} wb_pool;

typedef struct wb_level {
    int32_t n_units;
    const int32_t *parents; /* per unit */
    int32_t n_parents;
    int32_t n_families;
    wb_pool *pools;   /* per parent; NULL: this level only adds up */
    int32_t *pool_of; /* per parent its pool; NULL: its own */
    int32_t *order;   /* per rank the parent; only where parents may be joined */
    int32_t *owned;   /* parents, when they are not the tree's */
    bool varies;      /* some pool adds something */
    bool special;     /* lonely pools are found, and seen to, in each walk */
} wb_level;

struct wb_design {
    wb_variance_options options;
    size_t n_levels;
    wb_level *levels;
    struct wb_spare *spare;
};

/* Join members of a family, in order, until each group counts two or more: heads[i] is
 * the first member of the group of i. False when all together count less. */
bool wb_join(const int32_t *counts, int32_t n, int32_t *heads);

/* The pool of a parent. Inline: asked for every unit in every walk. */
static inline int32_t wb_pool_of(const wb_level *level, int32_t parent)
{
    return level->pool_of != NULL ? level->pool_of[parent] : parent;
}
/* g of a pool by its n, f and share. */
double wb_pool_factor(const wb_pool *pool);
/* f of what is joined: the sum of n over that of N = n/f, 0 when an f is 0. */
double wb_joined_fraction(double n, double size);
/* N of a pool, infinite when drawn with replacement. */
double wb_pool_size(const wb_pool *pool);

/* Join what is lonely in a level that has its order. WB_E_DESIGN: a parent has nothing to
 * be joined with: *lonely. */
wb_status wb_level_collapse(wb_level *level, int32_t *lonely, wb_error *err);

/* Sort 0 ... n-1, as `base` has them (NULL: by number), by key, otherwise keeping their
 * order. */
wb_status wb_sort_by(const int32_t *keys, int32_t n_keys, const int32_t *base, int32_t n,
                     int32_t *order, wb_error *err);

/* ---- walks ---- */

/* Sum over the touched units of one parent. All zero between walks. */
typedef struct wb_child_sum {
    wb_pair total;
    int32_t n;
} wb_child_sum;

/* A touched pool: its units add factor (z - centre)². All zero between walks. */
typedef struct wb_pool_stat {
    wb_pair total;
    double centre;
    double factor;
    int32_t n; /* units touched */
} wb_pool_stat;

typedef struct wb_family_sum {
    wb_pair total;
    double n;       /* units sampled in touched pools */
    int32_t pools;  /* touched */
    int32_t lonely; /* of those */
} wb_family_sum;

/* One level of a walk: room, and what is found there. */
typedef struct wb_step {
    const int32_t *units; /* touched units, and their totals (NULL: all 0) */
    const double *values;
    int32_t n;
    int32_t *parents; /* touched parents as they were met, and their totals */
    double *totals;
    int32_t n_parents;
    int32_t *pools; /* touched pools as they were met */
    int32_t n_pools;
    int32_t n_groups; /* pools, those that are joined in the domain as one */
    bool undefined;   /* average: strata are lonely and no other is there to tell */
    wb_child_sum *sums;
    wb_pool_stat *stats;
    wb_family_sum *families; /* NULL where no policy needs them */
    int32_t *ranks;          /* likewise; for joining: of the pools, */
    int32_t *members;        /* the pools of one family, */
    int32_t *counts;         /* their units touched */
    int32_t *heads;          /* and groups */
} wb_step;

typedef struct wb_walk {
    size_t n_levels;
    wb_step *steps;
} wb_walk;

/* A walk put aside for the next call, whichever thread makes it. */
typedef struct wb_spare {
    _Atomic(wb_walk *) walk;
} wb_spare;

/* Room to walk, the spare of the design or new; NULL when out of memory. */
wb_walk *wb_walk_take(const wb_design *design);
/* Give it back, cleared by walking up to and including level 0. */
void wb_walk_give(const wb_design *design, wb_walk *walk);
void wb_walk_free(wb_walk *walk);

/* Begin at the last level. */
void wb_walk_start(wb_walk *walk, const wb_variate *variate);
/* Add up the units of level i, settle centre and factor of its pools. */
void wb_walk_level(const wb_design *design, wb_walk *walk, size_t i);
/* Clear level i, and hand the totals of its parents to the level above. */
void wb_walk_up(wb_walk *walk, size_t i);

#endif
