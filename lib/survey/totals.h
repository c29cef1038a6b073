/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* All totals that stay open, of a part or of the state: those that the layout asks for.
 */
#ifndef WB_LIB_SURVEY_TOTALS_H
#define WB_LIB_SURVEY_TOTALS_H

#include "survey/auxiliary.h"

typedef struct wb_totals {
    wb_open units;          /* of units, those that are open */
    wb_open replicates;     /* of replicates: 0 is the weights themselves */
    wb_auxiliary auxiliary; /* of calibrated weights */
} wb_totals;

wb_status wb_totals_init(wb_totals *totals, const wb_layout *layout, const wb_spec *spec,
                         wb_error *err);
void wb_totals_free(wb_totals *totals);
wb_status wb_totals_copy(const wb_totals *totals, const wb_layout *layout, wb_totals *out,
                         wb_error *err);
/* All sums become 0, for the rows to come. */
void wb_totals_forget(wb_totals *totals, const wb_layout *layout);
/* Add what another has; map says what its units, cells and codes are called here. */
wb_status wb_totals_merge(wb_totals *totals, const wb_totals *from,
                          const wb_layout *layout, const wb_index_map *map,
                          wb_error *err);
int64_t wb_totals_bytes(const wb_totals *totals, const wb_layout *layout);

#endif
