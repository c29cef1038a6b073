/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/scores.h"

#include "num/num.h"
#include "num/pair.h"
#include "survey/ecdf.h"

#include <float.h>
#include <math.h>
#include <string.h>

static wb_pair weight_of(const wb_value_run *run, int64_t i)
{
    return (wb_pair){run->w[i], run->low != NULL ? run->low[i] : 0};
}

static double score_of(int32_t score, double rank)
{
    if (score == WB_RANK_VAN_DER_WAERDEN)
        return wb_normal_quantile(fmin(fmax(rank, DBL_MIN), 1 - DBL_EPSILON / 2));
    if (score == WB_RANK_MEDIAN)
        return rank > 0.5 + WB_ECDF_EQUAL;
    return rank;
}

void wb_scores_of(const wb_value_run *run, int32_t cell, int32_t score, double *scores)
{
    int64_t first = run->first[cell];
    int64_t n = run->count[cell];
    wb_pair total = {0, 0};
    wb_pair before = {0, 0};

    for (int64_t i = 0; i < n; i++)
        total = wb_pair_add(total, weight_of(run, first + i));
    for (int64_t i = 0; i < n; i++) {
        wb_pair w = weight_of(run, first + i);
        wb_pair middle = wb_pair_add(before, wb_pair_scale(w, 0.5));
        scores[i] = score_of(score, wb_pair_value(middle) / wb_pair_value(total));
        before = wb_pair_add(before, w);
    }
}

/* ---- the way from a value ---- */

enum { BLOCK = 16, BATCH = 64 };

static int64_t blocks_of(int64_t n)
{
    return (n + BLOCK - 1) / BLOCK;
}

wb_status wb_lookup_init(wb_lookup *lookup, const double *y, int64_t length,
                         wb_error *err)
{
    int64_t room = 0;
    int64_t n = length > 0 ? length : 1;

    *lookup = (wb_lookup){.length = length};
    for (;;) {
        lookup->starts[lookup->n_levels++] = room;
        room += blocks_of(n) * BLOCK;
        if (n <= BLOCK)
            break;
        n = blocks_of(n);
    }
    lookup->keys = wb_resize(NULL, (size_t)room, sizeof *lookup->keys);
    if (lookup->keys == NULL)
        return wb_fail_nomem(err);
    for (int64_t i = 0; i < room; i++)
        lookup->keys[i] = i < length ? y[i] : INFINITY;
    n = length;
    for (int32_t level = 1; level < lookup->n_levels; level++) {
        const double *below = lookup->keys + lookup->starts[level - 1];
        double *keys = lookup->keys + lookup->starts[level];
        n = blocks_of(n);
        for (int64_t i = 0; i < n; i++) /* the largest of each block */
            keys[i] = below[i * BLOCK + BLOCK - 1];
    }
    return WB_OK;
}

void wb_lookup_free(wb_lookup *lookup)
{
    wb_release(lookup->keys);
    *lookup = (wb_lookup){0};
}

/* Two doubles side by side: one register where the machine has such. */
typedef double two_doubles __attribute__((vector_size(16)));
typedef int64_t two_integers __attribute__((vector_size(16)));

/* How many keys of a block are less than y: its place among them. */
static inline int64_t count_less(const double *block, double y)
{
    two_doubles value = {y, y};
    two_integers less = {0, 0};
    for (int j = 0; j < BLOCK; j += 2) {
        two_doubles keys;
        memcpy(&keys, block + j, sizeof keys);
        less -= (two_integers)(keys < value);
    }
    return less[0] + less[1];
}

/* One level deeper for each of n values, so that the memory of many is waited for at
 * once. places[i] is a block, or -1 once there is no such value. */
static void descend(const wb_lookup *lookups, const int32_t *which, const double *y,
                    int32_t n, int32_t step, int64_t *places)
{
    for (int32_t i = 0; i < n; i++) {
        if (places[i] < 0)
            continue;
        const wb_lookup *lookup = &lookups[which[i]];
        int32_t level = lookup->n_levels - 1 - step;
        if (level < 0)
            continue;
        const double *block = lookup->keys + lookup->starts[level] + places[i] * BLOCK;
        int64_t less = count_less(block, y[i]);
        places[i] = less == BLOCK ? -1 : places[i] * BLOCK + less;
        if (level > 0 && less < BLOCK) {
            block = lookup->keys + lookup->starts[level - 1] + places[i] * BLOCK;
            __builtin_prefetch(block);
            __builtin_prefetch(block + BLOCK / 2);
        }
    }
}

void wb_lookup_find(const wb_lookup *lookups, const int32_t *which, const double *y,
                    int32_t n, int64_t *places)
{
    for (int32_t first = 0; first < n; first += BATCH) {
        int32_t batch = n - first < BATCH ? n - first : BATCH;
        int64_t *at = places + first;
        int32_t levels = 0;
        for (int32_t i = 0; i < batch; i++) {
            int32_t in = which[first + i];
            at[i] = in >= 0 ? 0 : -1;
            if (in >= 0 && lookups[in].n_levels > levels)
                levels = lookups[in].n_levels;
        }
        for (int32_t step = 0; step < levels; step++)
            descend(lookups, which + first, y + first, batch, step, at);
        for (int32_t i = 0; i < batch; i++) {
            if (at[i] < 0)
                continue;
            const wb_lookup *lookup = &lookups[which[first + i]];
            if (at[i] >= lookup->length || lookup->keys[at[i]] != y[first + i])
                at[i] = -1;
        }
    }
}
