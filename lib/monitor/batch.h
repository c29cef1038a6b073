/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A frame of answers on its way to the tally, and who adds to it. */
#ifndef WB_LIB_MONITOR_BATCH_H
#define WB_LIB_MONITOR_BATCH_H

#include "monitor/rows.h"

typedef struct wb_batch {
    const wb_row_plan *plan;
    const wb_frame *answers; /* missing ranges applied */
    int64_t first;           /* its first row in all answers */
    int64_t n;
    wb_frame *ready;
    wb_grouping *groups; /* per variable */
    int8_t **shares;     /* per topic that is a share */
} wb_batch;

/* Columns that are made: values and codes are taken over, also when it fails. */
wb_status wb_batch_add(wb_frame *frame, const char *name, wb_column *column, void *values,
                       wb_error *err);
wb_status wb_batch_add_groups(wb_frame *frame, const char *name, const wb_names *names,
                              int32_t *codes, wb_error *err);
wb_status wb_batch_add_bools(wb_frame *frame, const char *name, int8_t *values,
                             wb_error *err);

/* The wave of every row, also in the plan's place; before all others. */
wb_status wb_batch_put_wave(wb_batch *b, wb_error *err);
/* Look which items and variables have values, when these are there. */
wb_status wb_batch_see(const wb_batch *b, wb_error *err);
/* A topic, when the variables are there. */
wb_status wb_batch_put_topic(wb_batch *b, size_t t, wb_error *err);
/* How many problems, and which, when the frame is scored. */
wb_status wb_batch_put_bottlenecks(wb_batch *b, wb_error *err);

#endif
