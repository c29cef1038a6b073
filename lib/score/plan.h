/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What a call has to work out: the columns it was asked for and all that these need. */
#ifndef WB_LIB_SCORE_PLAN_H
#define WB_LIB_SCORE_PLAN_H

#include "score/instrument.h"

typedef enum wb_output_kind {
    WB_OUT_SCORE,            /* float64, of a scale */
    WB_OUT_SCALE_REASON,     /* code of a dictionary */
    WB_OUT_PROBLEM,          /* bool, of an indicator */
    WB_OUT_ACUTE,            /* bool, of an indicator */
    WB_OUT_NONE_OF,          /* bool, of a composite */
    WB_OUT_COUNT_OF,         /* int32, of a composite */
    WB_OUT_COMPOSITE_REASON, /* code of a dictionary */
    WB_OUT_SCRATCH           /* bool that only other columns need */
} wb_output_kind;

/* A column that is worked out; index: of the scale, indicator or composite. */
typedef struct wb_output {
    wb_output_kind kind;
    uint32_t index;
    char name[96];
} wb_output;

typedef struct wb_score_plan {
    const wb_instrument *instrument; /* held */
    int32_t keep;
    wb_output *outputs; /* those asked for, in order, then the scratch columns */
    size_t n_asked;
    size_t n_outputs;
    size_t n_scratch;
    /* Column of each score, reason, light and composite; UINT32_MAX where there is none.
     */
    uint32_t *score;
    uint32_t *scale_reason;
    uint32_t *light[2];
    uint32_t *composite;
    uint32_t *composite_reason;
    uint32_t *first_indicator; /* per scale: its indicators as a chain */
    uint32_t *next_indicator;
    bool *scale_needed;
    uint32_t *place; /* per item: position in items, UINT32_MAX when not needed */
    uint32_t *items; /* needed, in the instrument's order */
    size_t n_items;
    char *metadata; /* without that of the answers: an open JSON object */
} wb_score_plan;

/* WB_E_ARG for a name in select that is no score column, or is there twice. */
wb_status wb_score_plan_new(const wb_instrument *instrument,
                            const wb_score_options *options, wb_score_plan **out,
                            wb_error *err);
void wb_score_plan_free(wb_score_plan *plan);

/* The bytes of one value of the column. */
size_t wb_output_size(const wb_output *output);

#endif
