/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Factors of made replicates: level by level, each unit's own factor times that of the
 * unit above. Only a bootstrap has more than one level. */
#include "design/layer.h"

#include "base/wide.h"

#include <assert.h>
#include <string.h>

/* ---- the generator: see replicates.h ---- */

enum { HALF_WORD = 65536 }; /* units that 32 bits choose among */

/* floor(word n / 2^64) */
static inline uint64_t share_of_word(uint64_t word, uint64_t n)
{
    return ((word >> 32) * n + (((word & UINT32_MAX) * n) >> 32)) >> 32;
}

enum { BATCH = 128, FEW = 16 };

/* What the high and low halves of words draw; apart from counting, so that it can be done
 * several at a time. */
WB_WIDE static void choose(uint64_t key, uint64_t size, int32_t n_words, uint32_t *high,
                           uint32_t *low)
{
    for (int32_t j = 0; j < n_words; j++) {
        uint64_t word = wb_draw_mix(key + WB_DRAW_STEP * ((uint64_t)j + 1));
        high[j] = (uint32_t)(((word >> 32) * size) >> 32);
        low[j] = (uint32_t)(((word & UINT32_MAX) * size) >> 32);
    }
}

static void draw_many(uint64_t key, uint64_t size, int32_t n_draws, int32_t *counts)
{
    uint32_t high[BATCH];
    uint32_t low[BATCH];

    for (int32_t left = n_draws; left > 0; left -= 2 * BATCH) {
        int32_t n_words = left < 2 * BATCH ? (left + 1) / 2 : BATCH;
        choose(key, size, n_words, high, low);
        key += WB_DRAW_STEP * BATCH;
        for (int32_t j = 0; j < n_words; j++)
            counts[high[j]]++;
        for (int32_t j = 0; j < (left < 2 * BATCH ? left / 2 : BATCH); j++)
            counts[low[j]]++;
    }
}

/* Draw one of n units n_draws times and count. */
static void draw(uint64_t key, int32_t n, int32_t n_draws, int32_t *counts)
{
    uint64_t size = (uint64_t)n;
    int32_t left = n_draws;

    memset(counts, 0, (size_t)n * sizeof *counts);
    if (n > HALF_WORD) {
        for (; left > 0; left--)
            counts[share_of_word(wb_draw_mix(key += WB_DRAW_STEP), size)]++;
        return;
    }
    if (n_draws > FEW) {
        draw_many(key, size, n_draws, counts);
        return;
    }
    for (; left > 0; left -= 2) {
        uint64_t word = wb_draw_mix(key += WB_DRAW_STEP);
        counts[((word >> 32) * size) >> 32]++;
        if (left > 1)
            counts[((word & UINT32_MAX) * size) >> 32]++;
    }
}

/* ---- factors ---- */

/* How often each unit of a pool is drawn in replicate r. */
static void draw_lot(const wb_lot *lot, int32_t r, int32_t n, int32_t *counts)
{
    if (lot->n_draws > 0)
        draw(wb_draw_mix(lot->key + WB_DRAW_STEP * ((uint64_t)r + 1)), n, lot->n_draws,
             counts);
    else
        memset(counts, 0, (size_t)n * sizeof *counts);
}

/* Draws in each pool; `above`: factors of the parents, NULL at the first stage. */
static void bootstrap_level(const wb_level *level, const wb_layer *layer, int32_t r,
                            const double *above, int32_t *counts, double *factors)
{
    for (int32_t q = 0; q < level->n_parents; q++) {
        const wb_lot *lot = &layer->lots[q];
        const int32_t *members = layer->members + layer->starts[q];
        int32_t n = layer->starts[q + 1] - layer->starts[q];
        draw_lot(lot, r, n, counts);
        if (layer->in_order) {
            for (int32_t i = 0; i < n; i++)
                factors[layer->starts[q] + i] = lot->base + lot->step * counts[i];
        } else {
            for (int32_t i = 0; i < n; i++)
                factors[members[i]] = lot->base + lot->step * counts[i];
        }
    }
    for (int32_t u = 0; above != NULL && u < level->n_units; u++)
        factors[u] *= above[level->parents[u]];
}

static void jackknife(const wb_replicates *replicates, int32_t r, double *factors)
{
    const wb_level *level = &replicates->design->levels[0];
    const wb_layer *layer = &replicates->layers[0];
    int32_t left_out = replicates->left_out[r];
    int32_t q = wb_pool_of(level, level->parents[left_out]);
    double n = level->pools[q].n;
    double others = 1;

    if (n == 1) /* lonely and centred: strata take the place of units */
        others = replicates->n_strata / (replicates->n_strata - 1.0);
    for (int32_t u = 0; u < level->n_units; u++)
        factors[u] = others;
    for (int32_t i = layer->starts[q]; i < layer->starts[q + 1]; i++)
        factors[layer->members[i]] = n / (n - 1);
    factors[left_out] = 0;
}

static void half_sample(const wb_replicates *replicates, int32_t r, double *factors)
{
    const wb_level *level = &replicates->design->levels[0];
    const wb_layer *layer = &replicates->layers[0];
    double low = replicates->options.rho;
    double high = 2 - low;

    for (int32_t q = 0; q < level->n_parents; q++) {
        const int32_t *members = layer->members + layer->starts[q];
        int32_t n = layer->starts[q + 1] - layer->starts[q];
        int32_t row = replicates->rows[q];
        if (row == 0) {
            for (int32_t i = 0; i < n; i++)
                factors[members[i]] = 1;
            continue;
        }
        bool first = wb_hadamard_entry(&replicates->hadamard, row, r) > 0;
        factors[members[0]] = first ? high : low;
        factors[members[1]] = first ? low : high;
    }
}

static void level_factors(const wb_replicates *replicates, size_t i, int32_t r,
                          const double *above, int32_t *counts, double *factors)
{
    const wb_level *level = &replicates->design->levels[i];

    if (i == replicates->n_layers) {
        for (int32_t u = 0; u < level->n_units; u++)
            factors[u] = above[level->parents[u]];
    } else if (replicates->options.type == WB_DESIGN_BOOTSTRAP) {
        bootstrap_level(level, &replicates->layers[i], r, above, counts, factors);
    } else if (replicates->left_out != NULL) {
        jackknife(replicates, r, factors);
    } else {
        half_sample(replicates, r, factors);
    }
}

wb_status wb_replicates_factors(const wb_replicates *replicates, int32_t r,
                                double *factors, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_design *design = replicates->design;
    int32_t most = 0;
    int32_t *counts = NULL;
    double *above = NULL;
    double *own = NULL;

    assert(r >= 0 && r < replicates->replication.n);
    for (size_t i = 0; i < replicates->n_layers; i++)
        most = replicates->layers[i].most > most ? replicates->layers[i].most : most;
    counts = wb_resize(NULL, (size_t)most, sizeof *counts);
    if (counts == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < design->n_levels; i++) {
        bool last = i + 1 == design->n_levels;
        if (!last)
            own = wb_resize(NULL, (size_t)design->levels[i].n_units, sizeof *own);
        if (!last && own == NULL) {
            st = wb_fail_nomem(err);
            goto done;
        }
        level_factors(replicates, i, r, above, counts, last ? factors : own);
        wb_release(above);
        above = own;
        own = NULL;
    }
done:
    wb_release(counts);
    wb_release(above);
    return st;
}

/* ---- draws ---- */

bool wb_replicates_are_draws(const wb_replicates *replicates)
{
    return replicates->options.type == WB_DESIGN_BOOTSTRAP &&
           replicates->design->n_levels == 1 && replicates->n_layers == 1;
}

void wb_replicates_lots(const wb_replicates *replicates, double *base, double *step)
{
    const wb_layer *layer = &replicates->layers[0];

    for (int32_t q = 0; q < replicates->design->levels[0].n_parents; q++) {
        for (int32_t i = layer->starts[q]; i < layer->starts[q + 1]; i++) {
            base[layer->members[i]] = layer->lots[q].base;
            step[layer->members[i]] = layer->lots[q].step;
        }
    }
}

wb_status wb_replicates_draws(const wb_replicates *replicates, int32_t r, uint8_t *draws,
                              wb_error *err)
{
    const wb_layer *layer = &replicates->layers[0];
    int32_t *counts = wb_resize(NULL, (size_t)layer->most, sizeof *counts);

    if (counts == NULL)
        return wb_fail_nomem(err);
    for (int32_t q = 0; q < replicates->design->levels[0].n_parents; q++) {
        const int32_t *members = layer->members + layer->starts[q];
        int32_t n = layer->starts[q + 1] - layer->starts[q];
        draw_lot(&layer->lots[q], r, n, counts);
        for (int32_t i = 0; i < n; i++) {
            assert(counts[i] <= UINT8_MAX);
            draws[members[i]] = (uint8_t)counts[i];
        }
    }
    wb_release(counts);
    return WB_OK;
}
