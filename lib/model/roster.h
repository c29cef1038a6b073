/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What the first pass finds: who is in the model, which categories there are, where
 * numbers lie. */
#ifndef WB_LIB_MODEL_ROSTER_H
#define WB_LIB_MODEL_ROSTER_H

#include "model/coder.h"
#include "num/pair.h"

/* Of one variable, over rows of the model with a positive weight. */
typedef struct wb_rostered {
    int64_t *counts; /* per code */
    int32_t room;
    double origin; /* of the sums: its first value, so that they do not cancel */
    bool started;
    wb_pair sum;     /* Σ w (x - origin) */
    wb_pair squares; /* Σ w (x - origin)² */
} wb_rostered;

typedef struct wb_roster {
    wb_coder coder; /* its keys and kinds */
    wb_rostered *variables;
    wb_rostered outcome;
    wb_pair *outcome_weights; /* per code of a categorical outcome: Σ w */
    int32_t outcome_room;
    wb_pair weight; /* Σ w */
    int64_t n;
    int64_t n_missing;
    int64_t n_rows;
} wb_roster;

wb_status wb_roster_init(wb_roster *roster, const wb_model *model, wb_error *err);
void wb_roster_free(wb_roster *roster);
/* Count the block of its coder, which is empty afterwards. */
wb_status wb_roster_count(wb_roster *roster, wb_error *err);
/* Add what another has, whose block is empty. */
wb_status wb_roster_merge(wb_roster *roster, const wb_roster *other, wb_error *err);

/* Weighted mean and standard deviation of a number. */
double wb_rostered_mean(const wb_rostered *variable, wb_pair weight);
double wb_rostered_deviation(const wb_rostered *variable, wb_pair weight);

#endif
