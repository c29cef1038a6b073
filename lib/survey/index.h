/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Who is where: distinct key values, strata, cells, and groups = stratum x cell. Both the
 * part that takes rows in and the state that is kept have one; ids are in order of first
 * sight in each, and values carry them from one to the other. */
#ifndef WB_LIB_SURVEY_INDEX_H
#define WB_LIB_SURVEY_INDEX_H

#include "frame/frame.h"
#include "frame/tuples.h"
#include "survey/units.h"

typedef struct wb_cells {
    wb_tuples cells;  /* of the breakdown's columns */
    wb_combos groups; /* (stratum, cell); what sums are kept for */
} wb_cells;

typedef struct wb_index {
    wb_keys **keys; /* per layout key */
    size_t n_keys;
    wb_tuples strata;
    int64_t *units;    /* sampled rows per stratum id */
    wb_unit_tree tree; /* open units and fpc */
    int32_t n_strata;
    int32_t strata_capacity;
    wb_cells *breakdowns;
    size_t n_breakdowns;
} wb_index;

/* A second pass begins with the keys and cells of the first, under the same ids. */
wb_status wb_index_init(wb_index *index, const wb_layout *layout, const wb_spec *spec,
                        wb_error *err);
void wb_index_free(wb_index *index);
wb_status wb_index_copy(const wb_index *index, wb_index *out, wb_error *err);
/* Make units reach stratum ids below n_strata. */
wb_status wb_index_reach(wb_index *index, int32_t n_strata, wb_error *err);

/* What an id of `from` is called in `to`: the values are added to `to` when new there. */
typedef struct wb_index_map {
    int32_t **groups; /* per breakdown, per group id of from */
    int32_t **cells;  /* per breakdown, per cell id of from */
    size_t n_breakdowns;
    int32_t *units;  /* per open unit of from */
    int32_t **codes; /* per key, per code of from */
    size_t n_keys;
} wb_index_map;
/* What an id is called; NULL: the same. */
static inline int32_t wb_called(const int32_t *names, int32_t id)
{
    return names != NULL ? names[id] : id;
}
/* Also adds from's units to to's. */
wb_status wb_index_merge(wb_index *to, const wb_index *from, const wb_layout *layout,
                         wb_index_map *map, wb_error *err);
void wb_index_map_free(wb_index_map *map);

/* "region=north, school=12": a stratum (stage 0), or a unit of stage - 1 with all it lies
 * in; empty for the one stratum of a design without strata. */
wb_status wb_index_name(const wb_index *index, const wb_layout *layout, size_t stage,
                        int32_t parent, wb_text *name, wb_error *err);

/* One more than the highest id of a cell. */
int32_t wb_index_cells(const wb_index *index, const wb_layout *layout, size_t breakdown);

/* Bytes it takes, about. */
int64_t wb_index_bytes(const wb_index *index);

#endif
