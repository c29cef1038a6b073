/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Random trees of units for the tests of this room, and a stream of random numbers. */
#ifndef WB_TEST_DESIGN_TREES_H
#define WB_TEST_DESIGN_TREES_H

#include "support.h"

#include "design/design.h"

#include <stdlib.h>
#include <string.h>

enum { STAGES = 3, MOST = 512 };

static uint64_t stream;

/* SplitMix64. */
static uint64_t random_bits(void)
{
    uint64_t x = stream += 0x9E3779B97F4A7C15u;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

static double uniform(void)
{
    return (double)(random_bits() >> 11) * 0x1p-53;
}

/* 0 ... n - 1. */
static int32_t below(int32_t n)
{
    return (int32_t)(uniform() * n);
}

typedef struct random_tree {
    wb_tree tree;
    wb_stage stages[STAGES];
    int32_t parents[STAGES][MOST];
    double fractions[STAGES][MOST];
    int32_t strata[MOST];
    int32_t units[MOST];
} random_tree;

static void shuffle(int32_t *a, int32_t n)
{
    for (int32_t i = n - 1; i > 0; i--) {
        int32_t j = below(i + 1);
        int32_t swap = a[i];
        a[i] = a[j];
        a[j] = swap;
    }
}

/* A share for n units: whole populations, some a census, some with replacement. */
static double random_fraction(int32_t n)
{
    int32_t kind = below(8);
    if (kind == 0)
        return 0;
    if (kind == 1)
        return 1;
    return n / (double)(n + 1 + below(3 * n));
}

/* Each parent gets 1 ... most units, lonely ones now and then; numbers are shuffled. */
static void random_stage(random_tree *t, size_t s, int32_t n_parents, int32_t most,
                         bool lonely, bool fpc)
{
    int32_t n = 0;
    for (int32_t p = 0; p < n_parents; p++) {
        int32_t units = lonely && below(3) == 0 ? 1 : 2 + below(most - 1);
        t->fractions[s][p] = random_fraction(units);
        for (int32_t i = 0; i < units && n < MOST; i++)
            t->parents[s][n++] = p;
    }
    shuffle(t->parents[s], n);
    t->stages[s] = (wb_stage){n, t->parents[s], n_parents, fpc ? t->fractions[s] : NULL};
}

static int32_t rank_of_stratum[MOST];

static int by_stratum_rank(const void *a, const void *b)
{
    const int32_t *x = a;
    const int32_t *y = b;
    return (x[0] > y[0]) - (x[0] < y[0]);
}

/* Ranks: strata shuffled, first-stage units shuffled within their strata. */
static void random_ranks(random_tree *t)
{
    int32_t n_strata = t->stages[0].n_parents;
    int32_t n = t->stages[0].n_units;
    int32_t pairs[MOST][2];
    int32_t order[MOST];

    for (int32_t h = 0; h < n_strata; h++)
        t->strata[h] = h;
    shuffle(t->strata, n_strata);
    for (int32_t r = 0; r < n_strata; r++)
        rank_of_stratum[t->strata[r]] = r;
    for (int32_t u = 0; u < n; u++)
        order[u] = u;
    shuffle(order, n);
    for (int32_t i = 0; i < n; i++) {
        pairs[i][0] = rank_of_stratum[t->parents[0][order[i]]] * MOST + i;
        pairs[i][1] = order[i];
    }
    qsort(pairs, (size_t)n, sizeof pairs[0], by_stratum_rank);
    for (int32_t i = 0; i < n; i++)
        t->units[i] = pairs[i][1];
    t->tree.strata = t->strata;
    t->tree.units = t->units;
}

static void make_random_tree(random_tree *t, size_t n_stages, bool lonely, bool fpc)
{
    memset(t, 0, sizeof *t);
    random_stage(t, 0, 1 + below(8), 5, lonely, fpc);
    for (size_t s = 1; s < n_stages; s++)
        random_stage(t, s, t->stages[s - 1].n_units, 4, lonely, fpc);
    t->tree.stages = t->stages;
    t->tree.n_stages = n_stages;
    random_ranks(t);
}

#endif
