/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The cells of a breakdown in the order they are shown. */
#ifndef WB_LIB_SURVEY_CELLS_H
#define WB_LIB_SURVEY_CELLS_H

#include "survey/state.h"

/* Values of one key in the order they are shown. */
typedef struct wb_levels {
    int32_t *codes; /* in order */
    int32_t *ranks; /* rank of each code */
    int32_t count;
} wb_levels;

/* Declared categories first, then the others bytewise or by number. */
wb_status wb_levels_init(wb_levels *levels, const wb_keys *keys, const wb_names *declared,
                         wb_error *err);
void wb_levels_free(wb_levels *levels);

/* A cell that has rows. */
typedef struct wb_seen_cell {
    int64_t rank;        /* its place among all combinations of values */
    int32_t first_group; /* in wb_cell_list.groups */
    int32_t n_groups;
} wb_seen_cell;

typedef struct wb_cell_list {
    wb_seen_cell *seen; /* by rank */
    int32_t n_seen;
    int32_t *groups; /* group ids, cell after cell */
    int64_t n_cells; /* all combinations; -1: more than 2^62 */
} wb_cell_list;

/* cells: ids of the tuples of `columns`; groups: (something, cell), which are listed in
 * this order. levels: per key of the layout. */
wb_status wb_cell_list_init(wb_cell_list *list, const wb_tuples *cells,
                            const wb_combos *groups, const int32_t *order,
                            const wb_key_list *columns, const wb_levels *levels,
                            wb_error *err);
void wb_cell_list_free(wb_cell_list *list);

#endif
