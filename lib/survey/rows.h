/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A block of rows on its way into a part. */
#ifndef WB_LIB_SURVEY_ROWS_H
#define WB_LIB_SURVEY_ROWS_H

#include "survey/lanes.h"

typedef struct wb_rows {
    const wb_layout *layout;
    const wb_inputs *binding;
    const wb_frame *frame;
    int64_t first;
    int32_t n;
} wb_rows;

/* WB_E_DATA: the `what` ("weight", "stratum", ...) in this column and row is missing. A
 * value that is declared to mean so is shown, for whoever did not expect that. */
wb_status wb_rows_missing(const wb_rows *rows, const char *what, size_t column,
                          int64_t row, wb_error *err);

/* Weights of a column: where they are, or in scratch. WB_E_DATA when one is missing,
 * negative or not finite; `what` they are. */
wb_status wb_rows_weights(const wb_rows *rows, size_t column, const char *what,
                          wb_block_scratch *scratch, const double **out, wb_error *err);

/* One or both columns of a number outcome, checked. */
wb_status wb_rows_numbers(wb_lanes *lanes, const wb_rows *rows, size_t outcome,
                          wb_numbers *out, wb_error *err);

/* A column of numbers, checked. */
wb_status wb_rows_block(const wb_rows *rows, size_t column, wb_block_scratch *scratch,
                        wb_block *out, wb_error *err);

/* The joint answers to the outcomes of a bundle, into lanes->patterns. outcomes[j] of
 * another kind than true or false count as missing. */
wb_status wb_rows_patterns(wb_lanes *lanes, const wb_rows *rows, const size_t *outcomes,
                           size_t n_outcomes, const uint8_t *kinds, wb_error *err);

/* Count the outcomes of a bundle in their histograms. */
wb_status wb_rows_bundle(wb_part *part, const wb_rows *rows, size_t which, wb_error *err);

/* Ids of a list of keys' combinations; keys are coded. */
const int32_t *const *wb_rows_tuple(wb_lanes *lanes, const wb_key_list *list);

/* The units of all stages and their fpc (lanes->units: those of the last stage). */
wb_status wb_rows_units(wb_part *part, const wb_rows *rows, wb_error *err);

/* What the variance of calibrated weights needs; units are those of the row. */
wb_status wb_rows_auxiliary(wb_part *part, const wb_rows *rows, wb_error *err);

/* Add a layer of totals: the units in lanes->units, the weights in lanes->w. */
wb_status wb_rows_layer(wb_part *part, const wb_rows *rows, wb_open *open, wb_error *err);

/* WB_E_DATA naming the first value that is not between -1e50 and 1e50. */
wb_status wb_rows_check_number(const wb_rows *rows, size_t column, const wb_block *block,
                               wb_error *err);
/* The values that a first pass keeps, by cell. */
wb_status wb_rows_values(wb_part *part, const wb_rows *rows, wb_error *err);

/* The answers of a bundle of cuts in one breakdown, into lanes->patterns. */
wb_status wb_rows_cuts(wb_lanes *lanes, const wb_rows *rows, const size_t *outcomes,
                       size_t n_outcomes, size_t breakdown, wb_error *err);

/* The scores of one outcome in one breakdown. */
wb_status wb_rows_scores(wb_lanes *lanes, const wb_rows *rows, size_t outcome,
                         size_t breakdown, wb_numbers *out, wb_error *err);

/* All that stays open: totals by unit and by replicate. */
wb_status wb_rows_open(wb_part *part, const wb_rows *rows, wb_error *err);

#endif
