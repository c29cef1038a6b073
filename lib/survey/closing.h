/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Ordered clusters that are whole: from their totals per cell, which are open, to sums
 * and products per stratum and cell, as closed rows have. */
#ifndef WB_LIB_SURVEY_CLOSING_H
#define WB_LIB_SURVEY_CLOSING_H

#include "survey/state.h"

/* Open totals, and what their ids are called in a state; NULL: the same. */
typedef struct wb_closing {
    const wb_open *from;
    const int32_t *units;
    int32_t *const *cells; /* per breakdown */
    int32_t *const *codes; /* per key */
    const int32_t *keep;   /* units of `from` that stay open, ascending */
    int32_t n_keep;
} wb_closing;

/* Whether a unit of `from` is one of those that stay. */
bool wb_closing_stays(const wb_closing *closing, int32_t unit);

/* Add the totals of all units but those that stay to the sums of the state. `from` is as
 * it was; it may be that of the state. */
wb_status wb_closing_add(const wb_closing *closing, const wb_layout *layout,
                         wb_state *state, wb_error *err);

/* The totals of the units that stay, under the ids they have. */
wb_status wb_closing_rest(const wb_closing *closing, const wb_layout *layout,
                          wb_open *rest, wb_error *err);

#endif
