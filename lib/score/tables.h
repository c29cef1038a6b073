/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* From what was answered to a score and its lights, exactly. */
#ifndef WB_LIB_SCORE_TABLES_H
#define WB_LIB_SCORE_TABLES_H

#include "score/instrument.h"

/* What scoring keeps of one row's answers to one scale. */
typedef struct wb_answered {
    int64_t count; /* items answered */
    int64_t sum;   /* of answer minus lowest code, reversed where the item is */
    int64_t range; /* of highest minus lowest code, over the items answered */
    int64_t low;   /* of lowest codes, over the items answered */
} wb_answered;

/* The score as a fraction; false when there are too few answers. */
bool wb_scale_score(const wb_scale *scale, wb_answered answered, wb_ratio *score);

/* 1 when the score is on the problem's side of the cut-off, else 0. */
int8_t wb_cutoff_light(const wb_cutoff *cutoff, wb_ratio score);

/* Fill in the tables of all scales and indicators that are small enough for them. */
wb_status wb_tables_build(wb_instrument *made, wb_error *err);

#endif
