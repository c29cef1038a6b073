/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Covariances of many totals. Each variate leaves its deviations, a sparse list a level;
 * pool by pool they are laid out as rows of units, with -√g centre where a unit is not in
 * the domain of a variate that has others of the pool, and the products of rows added. */
#include "design/level.h"

#include "base/wide.h"

#include <math.h>
#include <string.h>

/* Of one variate at a unit; or at the units of a touched pool that it does not list. */
typedef struct deviation {
    int32_t at; /* unit or pool */
    int32_t variate;
    double value;
} deviation;

typedef struct deviations {
    deviation *list;
    size_t n;
    size_t capacity;
} deviations;

/* Those of place k are list[starts[k] ... starts[k + 1] - 1]. */
typedef struct sorted {
    deviation *list;
    size_t *starts;
} sorted;

enum { ROWS = 4 }; /* multiplied at a time */

typedef struct products {
    size_t n;          /* variates */
    deviations *units; /* per level */
    deviations *pools;
    bool *undefined;  /* per variate */
    int32_t *slots;   /* per variate its column in the rows of a pool */
    int32_t *present; /* per column its variate */
    double *rows;     /* ROWS x columns; row r begins at r * n_columns */
    double *rest;     /* the row of units that no variate lists */
    double *sums;     /* columns x columns, lower triangle */
    size_t n_columns;
    size_t n_rows; /* filled */
    double *covariance;
} products;

static wb_status make_room(deviations *to, size_t n, wb_error *err)
{
    if (to->n + n <= to->capacity)
        return WB_OK;
    size_t capacity = 2 * to->capacity > to->n + n ? 2 * to->capacity : to->n + n;
    deviation *list = wb_resize(to->list, capacity, sizeof *list);
    if (list == NULL)
        return wb_fail_nomem(err);
    to->list = list;
    to->capacity = capacity;
    return WB_OK;
}

static wb_status keep_level(const wb_level *level, const wb_step *step, int32_t variate,
                            deviations *units, deviations *pools, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(make_room(units, (size_t)step->n, err));
    WB_TRY(make_room(pools, (size_t)step->n_pools, err));
    for (int32_t i = 0; i < step->n; i++) {
        int32_t q = wb_pool_of(level, level->parents[step->units[i]]);
        const wb_pool_stat *stat = &step->stats[q];
        if (stat->factor > 0)
            units->list[units->n++] =
                (deviation){step->units[i], variate,
                            sqrt(stat->factor) * (step->values[i] - stat->centre)};
    }
    for (int32_t i = 0; i < step->n_pools; i++) {
        const wb_pool_stat *stat = &step->stats[step->pools[i]];
        if (stat->factor > 0)
            pools->list[pools->n++] =
                (deviation){step->pools[i], variate, -sqrt(stat->factor) * stat->centre};
    }
done:
    return st;
}

static wb_status keep_variate(const wb_design *design, wb_walk *walk,
                              const wb_variate *variate, int32_t at, products *all,
                              wb_error *err)
{
    wb_status st = WB_OK;

    wb_walk_start(walk, variate);
    for (size_t i = design->n_levels; i-- > 0;) {
        wb_walk_level(design, walk, i);
        if (design->levels[i].varies && st == WB_OK)
            st = keep_level(&design->levels[i], &walk->steps[i], at, &all->units[i],
                            &all->pools[i], err);
        all->undefined[at] = all->undefined[at] || walk->steps[i].undefined;
        wb_walk_up(walk, i);
    }
    return st;
}

static inline int32_t place(const int32_t *places, int32_t at)
{
    return places != NULL ? places[at] : at;
}

/* By place (NULL: each its own); within a place as they came, so by variate. */
static wb_status sort_deviations(const deviations *from, const int32_t *places,
                                 int32_t n_places, sorted *to, wb_error *err)
{
    to->list = wb_resize(NULL, from->n, sizeof *to->list);
    to->starts = wb_allocate((size_t)n_places + 2, sizeof *to->starts);
    if (to->list == NULL || to->starts == NULL)
        return wb_fail_nomem(err);
    size_t *next = to->starts + 1; /* so that starts are right when all are placed */
    for (size_t i = 0; i < from->n; i++)
        next[place(places, from->list[i].at) + 1]++;
    for (int32_t k = 0; k < n_places; k++)
        next[k + 1] += next[k];
    for (size_t i = 0; i < from->n; i++)
        to->list[next[place(places, from->list[i].at)]++] = from->list[i];
    return WB_OK;
}

static void free_sorted(sorted *s)
{
    wb_release(s->list);
    wb_release(s->starts);
}

/* Lower triangle of sums += Σ row' row, the same operations whatever the machine. */
WB_WIDE static void multiply_rows(double *restrict sums, const double *restrict rows,
                                  size_t m)
{
    const double *restrict r0 = rows;
    const double *restrict r1 = r0 + m;
    const double *restrict r2 = r1 + m;
    const double *restrict r3 = r2 + m;
    for (size_t a = 0; a < m; a++) {
        double x0 = r0[a];
        double x1 = r1[a];
        double x2 = r2[a];
        double x3 = r3[a];
        for (size_t b = 0; b <= a; b++)
            sums[a * m + b] += (x0 * r0[b] + x1 * r1[b]) + (x2 * r2[b] + x3 * r3[b]);
    }
}

static void flush_rows(products *all)
{
    size_t m = all->n_columns;
    memset(all->rows + all->n_rows * m, 0, (ROWS - all->n_rows) * m * sizeof(double));
    multiply_rows(all->sums, all->rows, m);
    all->n_rows = 0;
}

/* Add a row: that of the rest but for the deviations listed, times a root. */
static void add_row(products *all, const deviation *list, size_t n, double root)
{
    double *row = all->rows + all->n_rows * all->n_columns;

    for (size_t j = 0; j < all->n_columns; j++)
        row[j] = root * all->rest[j];
    for (size_t i = 0; i < n; i++)
        row[all->slots[list[i].variate]] = list[i].value;
    if (++all->n_rows == ROWS)
        flush_rows(all);
}

/* The columns of a pool: the variates that have units in it. */
static void begin_pool(products *all, const deviation *list, size_t n)
{
    all->n_columns = n;
    for (size_t j = 0; j < n; j++) {
        all->present[j] = list[j].variate;
        all->slots[list[j].variate] = (int32_t)j;
        all->rest[j] = list[j].value;
    }
    memset(all->sums, 0, n * n * sizeof *all->sums);
}

static void end_pool(products *all)
{
    if (all->n_rows > 0)
        flush_rows(all);
    for (size_t a = 0; a < all->n_columns; a++) {
        double *to = all->covariance + (size_t)all->present[a] * all->n;
        for (size_t b = 0; b <= a;
             b++) /* present ascends, so this stays the lower half */
            to[all->present[b]] += all->sums[a * all->n_columns + b];
    }
}

/* Units by pool: places[unit], and the first place of each pool. */
static void place_units(const wb_level *level, int32_t n_units, int32_t *places,
                        int32_t *starts)
{
    for (int32_t u = 0; u < n_units; u++)
        starts[wb_pool_of(level, level->parents[u]) + 1]++;
    for (int32_t q = 0; q < level->n_parents; q++)
        starts[q + 1] += starts[q];
    for (int32_t u = 0; u < n_units; u++)
        places[u] = starts[wb_pool_of(level, level->parents[u])]++;
    for (int32_t q = level->n_parents; q > 0; q--)
        starts[q] = starts[q - 1];
    starts[0] = 0;
}

static wb_status add_level(const wb_level *level, size_t i, products *all, wb_error *err)
{
    wb_status st = WB_OK;
    int32_t n_units = level->n_units;
    sorted units = {0};
    sorted pools = {0};
    int32_t *places = wb_resize(NULL, (size_t)n_units, sizeof *places);
    int32_t *first = wb_allocate((size_t)level->n_parents + 1, sizeof *first);

    if (places == NULL || first == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    place_units(level, n_units, places, first);
    WB_TRY(sort_deviations(&all->units[i], places, n_units, &units, err));
    WB_TRY(sort_deviations(&all->pools[i], NULL, level->n_parents, &pools, err));
    for (int32_t q = 0; q < level->n_parents; q++) {
        size_t n = pools.starts[q + 1] - pools.starts[q];
        int32_t rest = level->pools[q].n;
        if (n == 0)
            continue;
        begin_pool(all, pools.list + pools.starts[q], n);
        for (int32_t k = first[q]; k < first[q + 1]; k++) {
            size_t at = units.starts[k];
            if (units.starts[k + 1] == at)
                continue;
            add_row(all, units.list + at, units.starts[k + 1] - at, 1);
            rest--;
        }
        if (rest > 0)
            add_row(all, NULL, 0, sqrt(rest));
        end_pool(all);
    }
done:
    free_sorted(&units);
    free_sorted(&pools);
    wb_release(places);
    wb_release(first);
    return st;
}

static wb_status make_products(products *all, const wb_design *design, size_t n,
                               double *covariance, wb_error *err)
{
    *all = (products){.n = n, .covariance = covariance};
    all->units = wb_allocate(design->n_levels, sizeof *all->units);
    all->pools = wb_allocate(design->n_levels, sizeof *all->pools);
    all->undefined = wb_allocate(n, sizeof *all->undefined);
    all->slots = wb_allocate(n, sizeof *all->slots);
    all->present = wb_allocate(n, sizeof *all->present);
    all->rows = wb_allocate(n, ROWS * sizeof *all->rows);
    all->rest = wb_allocate(n, sizeof *all->rest);
    all->sums = wb_allocate(n, n * sizeof *all->sums);
    if (all->units == NULL || all->pools == NULL || all->undefined == NULL ||
        all->slots == NULL || all->present == NULL || all->rows == NULL ||
        all->rest == NULL || all->sums == NULL)
        return wb_fail_nomem(err);
    return WB_OK;
}

static void free_products(products *all, size_t n_levels)
{
    for (size_t i = 0; i < n_levels; i++) {
        wb_release(all->units != NULL ? all->units[i].list : NULL);
        wb_release(all->pools != NULL ? all->pools[i].list : NULL);
    }
    wb_release(all->units);
    wb_release(all->pools);
    wb_release(all->undefined);
    wb_release(all->slots);
    wb_release(all->present);
    wb_release(all->rows);
    wb_release(all->rest);
    wb_release(all->sums);
}

/* The upper half as the lower; NaN for what is undefined. */
static void finish(products *all)
{
    for (size_t a = 0; a < all->n; a++) {
        for (size_t b = 0; b <= a; b++) {
            double *v = &all->covariance[a * all->n + b];
            if (all->undefined[a] || all->undefined[b])
                *v = (double)NAN;
            all->covariance[b * all->n + a] = *v;
        }
    }
}

wb_status wb_design_covariance(const wb_design *design, const wb_variate *variates,
                               size_t n, double *covariance, wb_error *err)
{
    wb_status st = WB_OK;
    products all = {0};
    double *found = wb_allocate(n, n * sizeof *found);
    wb_walk *walk = wb_walk_take(design);

    if (found == NULL || walk == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    WB_TRY(make_products(&all, design, n, found, err));
    for (size_t v = 0; v < n; v++)
        WB_TRY(keep_variate(design, walk, &variates[v], (int32_t)v, &all, err));
    for (size_t i = design->n_levels; i-- > 0;) {
        if (design->levels[i].varies)
            WB_TRY(add_level(&design->levels[i], i, &all, err));
    }
    finish(&all);
    if (n > 0)
        memcpy(covariance, found, n * n * sizeof *covariance);
done:
    if (walk != NULL)
        wb_walk_give(design, walk);
    free_products(&all, design->n_levels);
    wb_release(found);
    return st;
}
