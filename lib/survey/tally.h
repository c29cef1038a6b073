/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#ifndef WB_LIB_SURVEY_TALLY_H
#define WB_LIB_SURVEY_TALLY_H

#include "survey/first.h"
#include "survey/part.h"

struct wb_tally {
    wb_spec *spec;
    wb_first *first;  /* of a second pass, what the first one found; else NULL */
    wb_layout layout; /* borrows from spec and first */
    char hash[WB_HASH_CHARS];
    wb_state state; /* the rows of all full parts */
    wb_part part;   /* the rows after them; not made while has_part is false */
    bool has_part;
    char *origin; /* metadata of the frames taken in, or NULL */
};

/* An empty tally of a copy of the spec; of a second pass when `first` is given, which is
 * taken over, also by a failure. */
wb_status wb_tally_make(const wb_spec *spec, wb_first *first, wb_tally **out,
                        wb_error *err);

/* Add the rows of its part to its state, which is then whole and closed: for a tally that
 * takes no more rows, as those would begin a part elsewhere. After a failure it can only
 * be freed.
 */
wb_status wb_tally_finish(wb_tally *tally, wb_error *err);

/* All rows in one state: the tally's own when its part is empty, else `room`, which is
 * filled and must be freed by the caller (it starts as {0}). */
wb_status wb_tally_whole(const wb_tally *tally, wb_state *room, const wb_state **out,
                         wb_error *err);

/* The same for an estimate: ordered clusters are closed. */
wb_status wb_tally_closed(const wb_tally *tally, wb_state *room, const wb_state **out,
                          wb_error *err);

#endif
