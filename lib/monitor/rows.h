/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Answers made ready for the tally: scored, grouped, with the wave. */
#ifndef WB_LIB_MONITOR_ROWS_H
#define WB_LIB_MONITOR_ROWS_H

#include "monitor/grouping.h"
#include "monitor/measures.h"
#include "monitor/notes.h"

/* How many rows each wave has. Starts as {0}. */
typedef struct wb_wave_rows {
    wb_names waves;
    int64_t counts[WB_MAX_WAVES];
} wb_wave_rows;
/* WB_E_LIMIT: more waves than can be counted. */
wb_status wb_wave_rows_add(wb_wave_rows *rows, const char *wave, int64_t count,
                           wb_error *err);
int64_t wb_wave_rows_of(const wb_wave_rows *rows, const char *wave);

/* The rows that were made last, and the wave of each. Starts as {0}. */
typedef struct wb_row_place {
    wb_grouping waves;
    int64_t first;
    int64_t n;
} wb_row_place;
void wb_row_place_free(wb_row_place *place);
/* The wave of a row of the answers; NULL: it is not known. */
const char *wb_row_place_wave(const wb_row_place *place, int64_t row);

/* Items and variables that have a value, per wave that is counted. Starts as {0}. */
typedef struct wb_seen {
    bool *flags;
} wb_seen;

/* What rows are made with; borrowed. */
typedef struct wb_row_plan {
    const wb_monitor_definition *definition;
    const wb_instrument *instrument;
    const wb_measures *measures;
    const wb_names *design; /* columns of the design */
    const char *wave;       /* of all rows; NULL: a column tells */
    const char *name;       /* what the answers are called; NULL: nothing */
    wb_wave_rows *counted;  /* rows that were read */
    wb_row_place *place;
    wb_seen *seen;
    wb_notes *notes;
    size_t n_notes;   /* that were there before these answers */
    wb_tally *people; /* counts people, by groups that may be unknown; or NULL */
} wb_row_plan;

wb_status wb_seen_make(const wb_row_plan *plan, wb_seen *seen, wb_error *err);
void wb_seen_free(wb_seen *seen);
/* A note for each item and variable that a wave has no value of, though its column is in
 * the answers, of which this is the schema. */
wb_status wb_seen_note(const wb_row_plan *plan, const wb_frame *schema, wb_error *err);

/* A source of ready rows, one frame for each of `answers`, which it borrows. Plan and
 * answers must outlive it. */
wb_status wb_rows_source(const wb_row_plan *plan, wb_source *answers, const wb_run *run,
                         wb_source **out, wb_error *err);

#endif
