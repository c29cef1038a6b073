/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Made replicates inside: the units of each level in the order in which they are drawn.
 */
#ifndef WB_LIB_DESIGN_LAYER_H
#define WB_LIB_DESIGN_LAYER_H

#include "design/hadamard.h"
#include "design/level.h"
#include "design/replicates.h"

/* How a pool is drawn: its units' factors are base + step (times drawn). */
typedef struct wb_lot {
    uint64_t key; /* of the generator, without the replicate */
    double base;
    double step;
    int32_t n_draws; /* 0: nothing is drawn */
} wb_lot;

/* The units of one level by pool, in order of rank. */
typedef struct wb_layer {
    int32_t *members;
    int32_t *starts; /* per pool, and the end */
    int32_t *ranks;  /* per parent */
    wb_lot *lots;    /* per pool; NULL but for a bootstrap */
    int32_t most;    /* units of a pool */
    bool in_order;   /* members[i] is i */
} wb_layer;

struct wb_replicates {
    wb_replicates_options options;
    wb_replication replication;
    wb_design *design;
    size_t n_layers; /* levels with pools */
    wb_layer *layers;
    int32_t *left_out; /* jackknife: per replicate the unit */
    int32_t n_strata;  /* with units */
    int32_t *rows;     /* half-samples: per stratum its row of the matrix */
    wb_hadamard hadamard;
};

/* The generator, see replicates.h: the step G and mix(). */
#define WB_DRAW_STEP 0x9E3779B97F4A7C15u

static inline uint64_t wb_draw_mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

#endif
