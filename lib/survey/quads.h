/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Sums of plain numbers (w and w·y) per open group, four outcomes side by side: what a
 * row adds to for four of them lies in one line of cache, and Σ w is added once for all
 * while no value is missing.
 *
 * They stand in for the tracks of those outcomes while a part takes rows in: the same
 * additions in the same order, so the same bits. wb_quads_settle() puts them in the
 * tracks, where everyone else looks. */
#ifndef WB_LIB_SURVEY_QUADS_H
#define WB_LIB_SURVEY_QUADS_H

#include "survey/rows.h"

/* Opaque; of one part, in its lanes. */
typedef struct wb_quads wb_quads;

/* Take in a block of rows whose groups among the units of the part are mapped. */
wb_status wb_rows_quads(wb_part *part, const wb_rows *rows, wb_error *err);

/* Whether a track's rows were taken in by wb_rows_quads(). NULL has none. */
bool wb_quads_have(const wb_quads *quads, size_t track);

/* Put the sums in the tracks of the part, which have room for them. */
void wb_quads_settle(wb_part *part);

void wb_quads_free(wb_quads *quads);
int64_t wb_quads_bytes(const wb_quads *quads);

#endif
