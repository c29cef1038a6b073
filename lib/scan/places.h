/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Every place where an organisation's people are counted: the whole first, then the
 * groups in their order, then the crossings of groups, grid by grid.
 *
 * A grid is the places that the same levels tell apart. A place of a finer grid lies in
 * one place of every coarser one, so the grids give the sums that disclosure control
 * needs. */
#ifndef WB_LIB_SCAN_PLACES_H
#define WB_LIB_SCAN_PLACES_H

#include "scan/organisation.h"

enum { WB_NOWHERE = -1 };

typedef struct wb_place {
    char *path;
    int64_t staff; /* WB_NOWHERE: not known, of a cross */
    int64_t most;  /* people who can be there, as everybody knows */
} wb_place;

typedef struct wb_axis {
    size_t hierarchy;
    size_t level;          /* from 0 */
    const int64_t *groups; /* of that level */
    size_t width;
} wb_axis;

typedef struct wb_grid_places {
    wb_grid grid;
    wb_axis axes[WB_MAX_HIERARCHIES];
    size_t n_axes;
    char *name; /* its columns joined by '*' */
    size_t first;
    size_t n;
} wb_grid_places;

typedef struct wb_places {
    const wb_organisation *organisation; /* must live */
    wb_place *places;
    size_t n_places;
    wb_grid_places *grids;
    size_t n_grids;
    int64_t *level_groups; /* all groups, by hierarchy and level, in their order */
    int64_t *ordinal;      /* of a group among those of its level */
} wb_places;               /* starts as {0}; wb_places_free() when done */

wb_status wb_places_init(wb_places *layout, const wb_organisation *organisation,
                         wb_error *err);
void wb_places_free(wb_places *layout);

/* The place in a grid of who is in these groups, one per hierarchy (the deepest known, or
 * WB_NO_GROUP); WB_NOWHERE when one that the grid asks for is not known. */
int64_t wb_places_place(const wb_places *layout, size_t grid, const int64_t *groups);

/* The groups of place number `number` (from 0) of a grid: WB_NO_GROUP in hierarchies that
 * it does not look at. */
void wb_places_groups(const wb_places *layout, size_t grid, size_t number,
                      int64_t groups[WB_MAX_HIERARCHIES]);

/* Call `tell` for every place and each next coarser place that it lies in; `grid` is the
 * grid of the finer one. */
typedef wb_status (*wb_places_tell_fn)(void *user, size_t grid, size_t total, size_t part,
                                       wb_error *err);
wb_status wb_places_sums(const wb_places *layout, wb_places_tell_fn tell, void *user,
                         wb_error *err);

#endif
