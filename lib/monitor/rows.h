/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Answers made ready for the tally: scored, grouped, with the wave. */
#ifndef WB_LIB_MONITOR_ROWS_H
#define WB_LIB_MONITOR_ROWS_H

#include "monitor/grouping.h"
#include "monitor/measures.h"

/* What rows are made with; borrowed. */
typedef struct wb_row_plan {
    const wb_monitor_definition *definition;
    const wb_instrument *instrument;
    const wb_measures *measures;
    const wb_names *design; /* columns of the design */
    const char *wave;       /* of all rows; NULL: a column tells */
} wb_row_plan;

/* A source of ready rows, one frame for each of `answers`, which it borrows. Plan and
 * answers must outlive it. */
wb_status wb_rows_source(const wb_row_plan *plan, wb_source *answers, const wb_run *run,
                         wb_source **out, wb_error *err);

#endif
