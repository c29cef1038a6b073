/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What a weighting holds. Values of categories are kept as text, whatever the type of the
 * column: which value a text stands for is decided when the data are there. */
#ifndef WB_LIB_WEIGHT_WEIGHTING_H
#define WB_LIB_WEIGHT_WEIGHTING_H

#include "base/names.h"

#include <werkbaar/weight.h>

enum {
    WB_MAX_WEIGHT_STEPS = 100,
    WB_MAX_MARGINS = 1000,
    WB_MAX_MARGIN_COLUMNS = 100,
    WB_MAX_TARGETS = 1 << 22,
    WB_ITERATIONS = 200
};

/* Sums of weights that differ by no more than this part are equal: half of what a margin
 * may be off, so that margins of equal totals can all fit. */
#define WB_TOTALS_AGREE 5e-11
#define WB_FIT          1e-10

typedef struct wb_known_margin {
    wb_names columns;
    wb_names values; /* columns.count for each target, target after target */
    double *totals;
    size_t n_targets;
    double sum;
} wb_known_margin;

typedef struct wb_known_auxiliary {
    char *column;
    double total;
} wb_known_auxiliary;

typedef struct wb_step {
    int32_t kind;     /* a wb_weight_step */
    char *respondent; /* nonresponse */
    wb_names cells;   /* nonresponse: columns */
    wb_known_margin *margins;
    size_t n_margins;
    wb_known_auxiliary *auxiliaries;
    size_t n_auxiliaries;
    wb_calibration_options calibration;
    wb_trim_options trim;
} wb_step;

struct wb_weighting {
    char *weights; /* NULL: all 1 */
    char *result;
    wb_step *steps;
    size_t n_steps;
};

bool wb_step_calibrates(const wb_step *step);
/* The calibration step that comes last, or NULL. */
const wb_step *wb_weighting_last_calibration(const wb_weighting *weighting);
/* Add a column of which the combinations of values are the `purpose` (margin, cells): not
 * one that is there already, nor more than WB_MAX_MARGIN_COLUMNS. */
wb_status wb_weight_add_column(wb_names *columns, const char *column, const char *purpose,
                               wb_error *err);

/* Take a margin over into the last step: on success *margin is {0}. */
wb_status wb_weighting_take_margin(wb_weighting *weighting, wb_known_margin *margin,
                                   wb_error *err);
void wb_known_margin_clear(wb_known_margin *margin);
/* Refuse unless the last step may have one more margin. */
wb_status wb_weighting_expects_margin(const wb_weighting *weighting, wb_error *err);
/* Refuse a calibration without anything to calibrate to. */
wb_status wb_step_check_complete(const wb_step *step, size_t index, wb_error *err);

/* Canonical JSON (RFC 8785), appended. */
wb_status wb_weighting_canonical(const wb_weighting *weighting, wb_text *text,
                                 wb_error *err);

#endif
