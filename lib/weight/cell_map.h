/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Which cell, a combination of values of some columns, every row is in. */
#ifndef WB_LIB_WEIGHT_CELL_MAP_H
#define WB_LIB_WEIGHT_CELL_MAP_H

#include "frame/frame.h"
#include "frame/tuples.h"
#include "weight/weighting.h"

/* Starts as {0}. */
typedef struct wb_cell_map {
    const wb_frame *frame;
    size_t n_columns;
    size_t *columns; /* of the frame */
    wb_keys **keys;  /* one a column */
    wb_tuples tuples;
    int32_t *codes; /* a block of codes a column */
    int32_t count;  /* cells seen or declared so far */
} wb_cell_map;

/* Free it also after a failure. */
wb_status wb_cell_map_init(wb_cell_map *map, const wb_frame *frame,
                           const wb_names *columns, const char *purpose, wb_error *err);
void wb_cell_map_free(wb_cell_map *map);
/* Declare the targets of a margin ahead: target i becomes cell i. */
wb_status wb_cell_map_declare(wb_cell_map *map, const wb_known_margin *margin,
                              wb_error *err);
/* Cells of n rows from `first` on (at most WB_BLOCK_ROWS). weights are those of all rows;
 * a row of weight 0 is in no cell (-1) and may miss its values, another may not. */
wb_status wb_cell_map_block(wb_cell_map *map, const double *weights, int64_t first,
                            int32_t n, int32_t *cells, wb_error *err);
/* Append the values of a cell, joined by '+'. */
wb_status wb_cell_map_write(const wb_cell_map *map, int32_t cell, wb_text *out,
                            wb_error *err);

#endif
