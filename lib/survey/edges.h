/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Ordered clusters that stay open. Rows come in pieces: those of one tally, from its
 * first row or from a merge or a file on. A cluster in the middle of a piece is whole.
 * The first and the last of a piece may go on in another, and nobody says which pieces
 * there are: they stay open until an estimate is asked for. */
#ifndef WB_LIB_SURVEY_EDGES_H
#define WB_LIB_SURVEY_EDGES_H

#include "survey/state.h"

/* Take in the totals of a part, `from`, under the names of `map`; its last cluster is
 * `unit` and its first is 0. Those that are whole are closed, in the state too. */
wb_status wb_edges_flush(wb_state *state, const wb_open *from, int32_t unit,
                         const wb_layout *layout, const wb_index_map *map, wb_error *err);

/* Of two states: all that is open in one of them stays open. WB_E_CONFLICT when a cluster
 * is in both, and not open in both. units: what those of `other` are called; n_before:
 * how many the state had. Totals are added by others. */
wb_status wb_edges_join(wb_state *state, const wb_state *other, const wb_layout *layout,
                        const int32_t *units, int32_t n_before, wb_error *err);

/* Close what is still open, for an estimate; whether nothing is. */
wb_status wb_edges_close(wb_state *state, const wb_layout *layout, wb_error *err);
bool wb_edges_are_closed(const wb_state *state);

/* All that are open, ascending; the caller releases them. */
wb_status wb_edges_list(const wb_state *state, int32_t **ids, int32_t *n, wb_error *err);

/* Whether a cluster is open: rows may be added to it. */
bool wb_edges_are_of(const wb_state *state, int32_t unit);

#endif
