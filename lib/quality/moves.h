/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Cut-offs that move over the lattice of their scale. A moved cut-off is an indicator of
 * an instrument with more of them, scored like any other: exactly, and in the same pass.
 * What changes is the mean of a difference within each row, whose variance knows that the
 * people are the same. */
#ifndef WB_LIB_QUALITY_MOVES_H
#define WB_LIB_QUALITY_MOVES_H

#include "base/names.h"
#include "frame/frame.h"
#include "score/tables.h"
#include "survey/spec.h"

#include <werkbaar/quality.h>

enum { WB_MOST_STEPS = 10, WB_MOVE_NAME = 96 };

/* A cut-off as it stands (step 0), or moved. */
typedef struct wb_move {
    size_t indicator;
    wb_level level;
    int32_t step;
    const wb_cutoff *cutoff; /* as it stands */
    wb_ratio value;
    bool off_lattice; /* there is no such value */
    bool crossed;     /* it has passed the other cut-off of the indicator */
} wb_move;

/* A column that a move has an influence on: the light itself, then composites. */
typedef struct wb_moved_measure {
    size_t move;
    char base[WB_MOVE_NAME];   /* the column as the instrument makes it */
    char moved[WB_MOVE_NAME];  /* of step 0: the same */
    char change[WB_MOVE_NAME]; /* the column that is made of both; of step 0 "" */
} wb_moved_measure;

typedef struct wb_moves {
    const wb_instrument *instrument; /* borrowed */
    wb_move *moves;
    size_t n_moves;
    wb_moved_measure *measures;
    size_t n_measures;
    size_t room;
} wb_moves; /* starts as {0} */

/* All cut-offs of the indicators selected (NULL: of all), by indicator, level and step.
 * WB_E_ARG: an indicator that is not there; WB_E_LIMIT: too many, or too long a lattice.
 */
wb_status wb_moves_list(const wb_instrument *instrument, const char *const *select,
                        size_t n_select, int32_t steps, wb_moves *out, wb_error *err);
void wb_moves_free(wb_moves *moves);

/* The instrument with an indicator for every moved cut-off and the composites that hang
 * on it; fills in the measures. */
wb_status wb_moves_instrument(wb_moves *moves, wb_instrument **out, wb_error *err);

/* A cut-off as an instrument file has it: "600/11". */
void wb_moves_write(wb_ratio value, char text[WB_NUMBER_CHARS]);

/* Add the columns of changes to scored rows. */
wb_status wb_moves_add_changes(const wb_moves *moves, wb_frame *scored, wb_error *err);

/* The result, of the estimates of the means of `variables`, row by row. */
wb_status wb_moves_frame(const wb_moves *moves, const wb_names *variables,
                         const wb_frame *estimates, wb_frame **out, wb_error *err);

#endif
