/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A part takes in up to WB_PART_ROWS consecutive rows and is then added to the state.
 *
 * Parts begin at fixed row numbers and rows are added to their sums in order, so the bits
 * of the state depend on the row sequence alone: not on chunks, nor on which thread took
 * which part.
 *
 * Up to WB_BUNDLE true-or-false outcomes are kept as one histogram over their joint
 * answers ("pattern": a base-3 number with digit 0 missing, 1 false, 2 true per outcome),
 * so that a row costs one addition to (Σ w, Σ w²) whatever the number of outcomes. Of
 * many groups most patterns have no row: see logged.h. Which rows are logged depends on
 * the rows of the part alone, so every part numbers its groups anew. */
#ifndef WB_LIB_SURVEY_PART_H
#define WB_LIB_SURVEY_PART_H

#include "survey/histogram.h"
#include "survey/logged.h"
#include "survey/order.h"
#include "survey/state.h"
#include "survey/values.h"

enum { WB_PART_ROWS = 1 << 18 };

/* Outcomes that share a histogram: true-or-false ones, or one categorical one. */
typedef struct wb_bundle {
    size_t outcomes[WB_BUNDLE];
    size_t n_outcomes;
    bool by_category;
    bool cuts;                    /* answers of their own in every breakdown */
    int32_t n_slots;              /* patterns seen; not used by categories */
    int16_t slot_of[WB_PATTERNS]; /* -1: not seen */
} wb_bundle;

/* The arrays one block of rows is worked on in. */
typedef struct wb_lanes wb_lanes;

typedef struct wb_part {
    wb_index index;
    wb_bundle *bundles;
    size_t n_bundles;
    size_t *numbers; /* outcomes kept as moments */
    size_t n_numbers;
    wb_histogram
        *histograms;  /* [breakdown * n_bundles + bundle]: Σ w and Σ w² of groups */
    wb_log *logs;     /* the same, of the groups beyond those of histograms */
    wb_sums *moments; /* [breakdown * n_numbers + number] */
    uint8_t *kinds;   /* wb_outcome_kind per outcome */
    wb_totals totals;
    wb_order order;
    wb_value_rows *values; /* [breakdown * n_variables + variable], of a first pass */
    wb_value_run *runs;    /* the same once the part is full */
    size_t n_values;
    wb_value_sorter sorter;
    wb_lanes *lanes;
    int64_t n_rows;
    bool any_weight;
} wb_part;

/* The kinds say which outcomes are kept how; unknown ones are not kept. */
wb_status wb_part_init(wb_part *part, const wb_layout *layout, const wb_spec *spec,
                       const uint8_t *kinds, wb_error *err);
void wb_part_free(wb_part *part);
/* Forget the rows and the groups; other ids and room stay. */
void wb_part_clear(wb_part *part, const wb_layout *layout);
wb_status wb_part_copy(const wb_part *part, const wb_layout *layout, wb_part *out,
                       wb_error *err);

/* Where the columns of a layout are in a frame; kinds of the outcomes there. */
typedef struct wb_inputs {
    int64_t weights;  /* column, or -1 */
    size_t *keys;     /* column per layout key */
    size_t *outcomes; /* column per outcome */
    size_t *others;   /* second column per outcome of two */
    size_t *fpc;      /* column per stage that has one */
    size_t *replicates;
    size_t *variables; /* column per variable whose distribution is kept */
    size_t *auxiliaries;
    int64_t initial; /* column of the weights before calibration, or -1 */
    uint8_t *kinds;  /* wb_outcome_kind per outcome */
} wb_inputs;
wb_status wb_inputs_init(wb_inputs *binding, const wb_layout *layout, const wb_spec *spec,
                         const wb_frame *frame, wb_error *err);
void wb_inputs_free(wb_inputs *binding);

/* Take in rows first .. first + n - 1. On failure the part is damaged; err->row is the
 * row of the frame. */
wb_status wb_part_add(wb_part *part, const wb_layout *layout, const wb_inputs *binding,
                      const wb_frame *frame, int64_t first, int64_t n, wb_error *err);

/* Add the part to a state (see wb_state_merge). */
wb_status wb_part_flush(const wb_part *part, const wb_layout *layout, wb_state *state,
                        wb_error *err);

/* WB_E_DATA when ordered rows of the part break the order of those in the state: what
 * wb_part_flush() would say. */
wb_status wb_part_check_order(const wb_part *part, const wb_layout *layout,
                              const wb_state *state, wb_error *err);

/* The values of a first pass: what the functions without `_values` do of them. Those of a
 * full part are closed by the thread that took them in. */
wb_status wb_part_init_values(wb_part *part, const wb_layout *layout, wb_error *err);
void wb_part_free_values(wb_part *part);
void wb_part_clear_values(wb_part *part);
wb_status wb_part_copy_values(const wb_part *part, wb_part *copy, wb_error *err);
wb_status wb_part_close_values(wb_part *part, wb_error *err);
wb_status wb_part_flush_values(const wb_part *part, const wb_layout *layout,
                               wb_state *state, const wb_index_map *map, wb_error *err);
int64_t wb_part_values_bytes(const wb_part *part);

int64_t wb_part_bytes(const wb_part *part, const wb_layout *layout);

#endif
