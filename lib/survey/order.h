/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Rows that were declared to come cluster by cluster. The pairs of a cluster with the
 * cells it touches are behind one another then, and are found by what a cell had last,
 * without a table of all pairs. A cluster that comes back after another began is refused.
 */
#ifndef WB_LIB_SURVEY_ORDER_H
#define WB_LIB_SURVEY_ORDER_H

#include "survey/state.h"

/* Of a part of ordered rows; of others all is 0. */
typedef struct wb_order {
    int32_t **latest; /* per breakdown and cell: its last pair, or -1 */
    int32_t *n_cells; /* per breakdown: cells there is room for */
    size_t n_breakdowns;
    int32_t *begins; /* per unit its first row in the part */
    int32_t n_begins;
    int32_t unit; /* of the last row; -1: no row yet */
} wb_order;

wb_status wb_order_init(wb_order *order, const wb_layout *layout, wb_error *err);
void wb_order_free(wb_order *order);
wb_status wb_order_copy(const wb_order *from, const wb_layout *layout, wb_order *out,
                        wb_error *err);
/* Forget the rows. */
void wb_order_clear(wb_order *order);
int64_t wb_order_bytes(const wb_order *order);

/* Take the units of n rows, ids in order of first sight in the part; `at`: the place of
 * the first row in the part. *back: the row whose unit came back, or -1. */
wb_status wb_order_units(wb_order *order, const int32_t *units, int32_t n, int64_t at,
                         int32_t *back, wb_error *err);
/* The pairs of (unit, cell) of n rows, whose units were taken: as wb_combos_map(). */
wb_status wb_order_pairs(wb_order *order, size_t breakdown, wb_combos *pairs,
                         const int32_t *units, const int32_t *cells, int32_t n,
                         int32_t *ids, wb_error *err);

/* WB_E_DATA when a unit of a part is one that the state closed: all that it had before
 * (`n_before`) but the last, which the first of the part may be; after a merge or a file
 * but those that are open. `units`: what those of the part are called in the state. */
wb_status wb_order_check(const wb_order *order, const wb_state *state,
                         const wb_layout *layout, const int32_t *units, int32_t n_before,
                         wb_error *err);

/* WB_E_DATA: the cluster `unit` of this index came back in this row. */
wb_status wb_order_broken(const wb_index *index, const wb_layout *layout, int32_t unit,
                          int64_t row, wb_error *err);

#endif
