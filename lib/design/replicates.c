/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Making replicates: which units are left out, halved or drawn, and on what scale. */
#include "design/layer.h"

#include "base/text.h"

#include <math.h>
#include <string.h>

/* Units of level i in order: first-stage units as the tree has them, others by parent. */
static wb_status order_units(const wb_tree *tree, const wb_level *level,
                             const wb_layer *layer, size_t i, int32_t *order,
                             wb_error *err)
{
    wb_status st = WB_OK;
    int32_t *keys = NULL;

    if (i == 0 && tree->units != NULL) {
        memcpy(order, tree->units, (size_t)level->n_units * sizeof *order);
        return WB_OK;
    }
    keys = wb_resize(NULL, (size_t)level->n_units, sizeof *keys);
    if (keys == NULL)
        return wb_fail_nomem(err);
    for (int32_t u = 0; u < level->n_units; u++)
        keys[u] = layer->ranks[level->parents[u]];
    WB_TRY(wb_sort_by(keys, level->n_parents, NULL, level->n_units, order, err));
done:
    wb_release(keys);
    return st;
}

/* The units of each pool together. */
static wb_status group_units(const wb_level *level, const int32_t *order, wb_layer *layer,
                             wb_error *err)
{
    wb_status st = WB_OK;
    int32_t *keys = wb_resize(NULL, (size_t)level->n_units, sizeof *keys);

    layer->members = wb_resize(NULL, (size_t)level->n_units, sizeof *layer->members);
    layer->starts = wb_allocate((size_t)level->n_parents + 1, sizeof *layer->starts);
    if (keys == NULL || layer->members == NULL || layer->starts == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    for (int32_t u = 0; u < level->n_units; u++) {
        keys[u] = wb_pool_of(level, level->parents[u]);
        layer->starts[keys[u] + 1]++;
    }
    for (int32_t q = 0; q < level->n_parents; q++) {
        layer->most =
            layer->starts[q + 1] > layer->most ? layer->starts[q + 1] : layer->most;
        layer->starts[q + 1] += layer->starts[q];
    }
    WB_TRY(
        wb_sort_by(keys, level->n_parents, order, level->n_units, layer->members, err));
    layer->in_order = true;
    for (int32_t u = 0; u < level->n_units; u++)
        layer->in_order = layer->in_order && layer->members[u] == u;
done:
    wb_release(keys);
    return st;
}

/* n-1 draws with replacement, rescaled: see replicates.h. */
static wb_status make_lots(const wb_level *level, wb_layer *layer, uint64_t seed,
                           size_t stage, wb_error *err)
{
    uint64_t key = wb_draw_mix(wb_draw_mix(seed) + WB_DRAW_STEP * stage);

    layer->lots = wb_allocate((size_t)level->n_parents, sizeof *layer->lots);
    if (layer->lots == NULL)
        return wb_fail_nomem(err);
    for (int32_t q = 0; q < level->n_parents; q++) {
        const wb_pool *pool = &level->pools[q];
        wb_lot *lot = &layer->lots[q];
        lot->base = 1;
        if (!pool->open || pool->n < 2)
            continue;
        double spread = sqrt(pool->share / (2 - pool->share) * (1 - pool->fraction));
        lot->key = wb_draw_mix(key + WB_DRAW_STEP * ((uint64_t)layer->ranks[q] + 1));
        lot->base = 1 - spread;
        lot->step = spread * pool->n / (pool->n - 1);
        lot->n_draws = pool->n - 1;
    }
    return WB_OK;
}

/* `order`: the parents of the level by rank (NULL: by number). */
static wb_status make_layer(const wb_tree *tree, wb_replicates *replicates, size_t i,
                            const int32_t *order, int32_t *unit_order, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_level *level = &replicates->design->levels[i];
    wb_layer *layer = &replicates->layers[i];
    size_t n = (size_t)level->n_parents;

    layer->ranks = wb_resize(NULL, n, sizeof *layer->ranks);
    if (layer->ranks == NULL)
        return wb_fail_nomem(err);
    for (int32_t k = 0; k < level->n_parents; k++)
        layer->ranks[order != NULL ? order[k] : k] = k;
    WB_TRY(order_units(tree, level, layer, i, unit_order, err));
    WB_TRY(group_units(level, unit_order, layer, err));
    if (replicates->options.type == WB_DESIGN_BOOTSTRAP)
        WB_TRY(make_lots(level, layer, replicates->options.seed, i + 1, err));
done:
    return st;
}

static wb_status make_layers(const wb_tree *tree, wb_replicates *replicates,
                             wb_error *err)
{
    wb_status st = WB_OK;
    const wb_design *design = replicates->design;
    int32_t *order = NULL;
    int32_t *next = NULL;

    replicates->layers = wb_allocate(design->n_levels, sizeof *replicates->layers);
    if (replicates->layers == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < design->n_levels && design->levels[i].pools != NULL; i++) {
        replicates->n_layers = i + 1;
        next = wb_resize(NULL, (size_t)design->levels[i].n_units, sizeof *next);
        if (next == NULL) {
            st = wb_fail_nomem(err);
            goto done;
        }
        WB_TRY(make_layer(tree, replicates, i, i == 0 ? tree->strata : order, next, err));
        wb_release(order);
        order = next;
        next = NULL;
    }
done:
    wb_release(order);
    wb_release(next);
    return st;
}

/* Whether stratum q varies between jackknife replicates; centred: a lonely one does. */
static bool is_left_out(const wb_replicates *replicates, const wb_pool *pool)
{
    bool centred = replicates->options.lonely == WB_DESIGN_CENTRE;
    return pool->open && (pool->n > 1 || (centred && pool->lonely));
}

static wb_status make_jackknife(const wb_tree *tree, wb_replicates *replicates,
                                wb_error *err)
{
    const wb_level *level = &replicates->design->levels[0];
    const wb_layer *layer = &replicates->layers[0];
    wb_replication *replication = &replicates->replication;
    bool one = replicates->options.type == WB_DESIGN_JK1;
    double strata = replicates->n_strata;
    int32_t n_open = 0;

    replicates->left_out =
        wb_allocate((size_t)level->n_units, sizeof *replicates->left_out);
    replication->rscales =
        wb_allocate((size_t)level->n_units, sizeof *replication->rscales);
    if (replicates->left_out == NULL || replication->rscales == NULL)
        return wb_fail_nomem(err);
    replication->scale = 1;
    for (int32_t k = 0; k < level->n_parents; k++) {
        int32_t q = tree->strata != NULL ? tree->strata[k] : k;
        const wb_pool *pool = &level->pools[q];
        double n = pool->n;
        double scale = n > 1 ? (1 - pool->fraction) * (n - 1) / n : (strata - 1) / strata;
        n_open += pool->open ? pool->n : 0;
        if (!is_left_out(replicates, pool))
            continue;
        for (int32_t i = layer->starts[q]; i < layer->starts[q + 1]; i++) {
            replication->rscales[replication->n] = one ? 1 : scale;
            replicates->left_out[replication->n++] = layer->members[i];
        }
        if (one)
            replication->scale = scale;
    }
    if (replicates->options.lonely == WB_DESIGN_AVERAGE && n_open > replication->n)
        replication->scale = n_open / (double)replication->n;
    return WB_OK;
}

/* Two units in each stratum that is not a census or left alone: its row, from 1 on. */
static wb_status make_half_samples(const wb_tree *tree, wb_replicates *replicates,
                                   int32_t *stratum, wb_error *err)
{
    const wb_level *level = &replicates->design->levels[0];
    double rho = replicates->options.rho;
    int32_t n = 0;

    replicates->rows = wb_allocate((size_t)level->n_parents, sizeof *replicates->rows);
    if (replicates->rows == NULL)
        return wb_fail_nomem(err);
    for (int32_t k = 0; k < level->n_parents; k++) {
        int32_t q = tree->strata != NULL ? tree->strata[k] : k;
        const wb_pool *pool = &level->pools[q];
        if (!pool->open || pool->lonely || pool->n == 0)
            continue;
        if (pool->n != 2) {
            *stratum = q;
            return wb_fail(err, WB_E_DESIGN,
                           "half-samples need two sampled units in a stratum, this one "
                           "has %d",
                           (int)pool->n);
        }
        replicates->rows[q] = ++n;
    }
    wb_status st = wb_hadamard_init(&replicates->hadamard, n, err);
    if (st != WB_OK)
        return st;
    return wb_replication_init(
        &replicates->replication,
        &(wb_replication_options){WB_DESIGN_FAY, replicates->hadamard.order,
                                  replicates->options.mse, 0, rho, NULL},
        err);
}

static wb_status check_options(const wb_replicates_options *o, wb_error *err)
{
    bool bootstrap = o->type == WB_DESIGN_BOOTSTRAP;
    char number[WB_NUMBER_CHARS];

    if (!bootstrap && o->type != WB_DESIGN_JK1 && o->type != WB_DESIGN_JKN &&
        o->type != WB_DESIGN_BRR && o->type != WB_DESIGN_FAY)
        return wb_fail(err, WB_E_ARG,
                       "replicates of type %d cannot be made: jk1, jkn, brr, fay and "
                       "bootstrap can",
                       (int)o->type);
    if (bootstrap && o->n < 2)
        return wb_fail(err, WB_E_ARG,
                       "%d bootstrap replicates tell no variance: at least 2 are needed",
                       (int)o->n);
    if (!bootstrap && o->n != 0)
        return wb_fail(err, WB_E_ARG,
                       "the design says how many replicates there are; only of a "
                       "bootstrap can they be %d",
                       (int)o->n);
    wb_format_double(number, o->rho);
    if (o->type != WB_DESIGN_FAY && o->rho != 0)
        return wb_fail(err, WB_E_ARG, "rho is for fay alone: leave out rho %s", number);
    if (!(o->rho >= 0 && o->rho < 1))
        return wb_fail(err, WB_E_ARG, "rho %s of fay is not at least 0 and below 1",
                       number);
    return WB_OK;
}

/* Average and centre are known for the stratified jackknife alone, and need others. */
static wb_status check_lonely(const wb_replicates *replicates, int32_t *stratum,
                              size_t *stage, wb_error *err)
{
    const wb_design *design = replicates->design;
    bool takes_place = replicates->options.lonely == WB_DESIGN_AVERAGE ||
                       replicates->options.lonely == WB_DESIGN_CENTRE;

    for (size_t i = 0; takes_place && i < replicates->n_layers; i++) {
        bool others = false;
        int32_t lonely = -1;
        for (int32_t q = design->levels[i].n_parents; q-- > 0;) {
            const wb_pool *pool = &design->levels[i].pools[q];
            if (pool->lonely)
                lonely = q;
            else
                others = others || pool->open;
        }
        if (lonely < 0)
            continue;
        *stratum = lonely;
        *stage = i;
        if (replicates->options.type != WB_DESIGN_JKN)
            return wb_fail(err, WB_E_UNSUPPORTED,
                           "one sampled unit can be centred or averaged in jkn "
                           "replicates alone: use certainty or collapse");
        if (!others &&
            (replicates->options.lonely == WB_DESIGN_AVERAGE || replicates->n_strata < 2))
            return wb_fail(err, WB_E_DESIGN,
                           "a stratum has one sampled unit, and no other stratum can "
                           "take its place: its variance cannot be estimated");
    }
    return WB_OK;
}

static wb_status make(const wb_tree *tree, wb_replicates *replicates, int32_t *stratum,
                      size_t *stage, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_replicates_options *o = &replicates->options;
    bool bootstrap = o->type == WB_DESIGN_BOOTSTRAP;
    bool own = o->lonely == WB_DESIGN_CENTRE || o->lonely == WB_DESIGN_AVERAGE;
    wb_variance_options options = {own ? WB_DESIGN_CERTAINTY : o->lonely, false,
                                   !bootstrap || o->ultimate_cluster};

    WB_TRY(wb_design_new(tree, &options, &replicates->design, stratum, stage, err));
    WB_TRY(make_layers(tree, replicates, err));
    const wb_level *level = &replicates->design->levels[0];
    for (int32_t q = 0; q < level->n_parents; q++)
        replicates->n_strata += level->pools[q].n > 0;
    WB_TRY(check_lonely(replicates, stratum, stage, err));
    replicates->replication.mse = o->mse;
    if (o->type == WB_DESIGN_JK1 && replicates->n_strata > 1) {
        st = wb_fail(err, WB_E_DESIGN,
                     "jk1 is for a design without strata, this one has %d: use jkn",
                     (int)replicates->n_strata);
    } else if (bootstrap) {
        st = wb_replication_init(
            &replicates->replication,
            &(wb_replication_options){o->type, o->n, o->mse, 0, 0, NULL}, err);
    } else if (o->type == WB_DESIGN_JK1 || o->type == WB_DESIGN_JKN) {
        st = make_jackknife(tree, replicates, err);
    } else {
        st = make_half_samples(tree, replicates, stratum, err);
    }
done:
    return st;
}

wb_status wb_replicates_new(const wb_tree *tree, const wb_replicates_options *options,
                            wb_replicates **out, int32_t *stratum, size_t *stage,
                            wb_error *err)
{
    wb_status st = WB_OK;
    int32_t at = -1;
    size_t at_stage = 0;
    wb_replicates *replicates = NULL;

    *out = NULL;
    WB_TRY(check_options(options, err));
    replicates = wb_allocate(1, sizeof *replicates);
    if (replicates == NULL)
        return wb_fail_nomem(err);
    replicates->options = *options;
    WB_TRY(make(tree, replicates, &at, &at_stage, err));
    *out = replicates;
    replicates = NULL;
done:
    if (st == WB_E_DESIGN || st == WB_E_UNSUPPORTED) {
        if (stratum != NULL)
            *stratum = at;
        if (stage != NULL)
            *stage = at_stage;
    }
    wb_replicates_free(replicates);
    return st;
}

void wb_replicates_free(wb_replicates *replicates)
{
    if (replicates == NULL)
        return;
    for (size_t i = 0; i < replicates->n_layers; i++) {
        wb_release(replicates->layers[i].members);
        wb_release(replicates->layers[i].starts);
        wb_release(replicates->layers[i].ranks);
        wb_release(replicates->layers[i].lots);
    }
    wb_release(replicates->layers);
    wb_release(replicates->left_out);
    wb_release(replicates->rows);
    wb_hadamard_free(&replicates->hadamard);
    wb_replication_free(&replicates->replication);
    wb_design_free(replicates->design);
    wb_release(replicates);
}

const wb_replication *wb_replicates_replication(const wb_replicates *replicates)
{
    return &replicates->replication;
}
