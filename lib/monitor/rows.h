/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Answers made ready for the tally: scored, grouped, with the wave. */
#ifndef WB_LIB_MONITOR_ROWS_H
#define WB_LIB_MONITOR_ROWS_H

#include "monitor/grouping.h"
#include "monitor/measures.h"

/* How many rows each wave has. Starts as {0}. */
typedef struct wb_wave_rows {
    wb_names waves;
    int64_t counts[WB_MAX_WAVES];
} wb_wave_rows;
/* WB_E_LIMIT: more waves than can be counted. */
wb_status wb_wave_rows_add(wb_wave_rows *rows, const char *wave, int64_t count,
                           wb_error *err);
int64_t wb_wave_rows_of(const wb_wave_rows *rows, const char *wave);

/* What rows are made with; borrowed. */
typedef struct wb_row_plan {
    const wb_monitor_definition *definition;
    const wb_instrument *instrument;
    const wb_measures *measures;
    const wb_names *design; /* columns of the design */
    const char *wave;       /* of all rows; NULL: a column tells */
    wb_wave_rows *counted;  /* rows that were read */
    wb_tally *people;       /* counts people, by groups that may be unknown; or NULL */
} wb_row_plan;

/* A source of ready rows, one frame for each of `answers`, which it borrows. Plan and
 * answers must outlive it. */
wb_status wb_rows_source(const wb_row_plan *plan, wb_source *answers, const wb_run *run,
                         wb_source **out, wb_error *err);

#endif
