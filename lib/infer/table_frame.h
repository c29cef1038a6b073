/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The frames of tests on tables. */
#ifndef WB_LIB_INFER_TABLE_FRAME_H
#define WB_LIB_INFER_TABLE_FRAME_H

#include "infer/results.h"
#include "infer/table.h"

/* Tables one after the other, and the result that is written. */
typedef struct wb_table_task {
    const wb_evidence *evidence;
    const wb_frame *frame; /* the estimates */
    wb_test_options options;
    size_t statistic, variable, category; /* columns; the breakdown's come before */
    bool *done;                           /* per row of the estimates */
    wb_results results;
    bool crossed; /* the result says with what column, and how many rows */
} wb_table_task;  /* starts as {0}; wb_table_task_free() when done */

wb_status wb_table_task_init(wb_table_task *task, const wb_evidence *evidence,
                             const wb_test_options *options, bool crossed, wb_error *err);
void wb_table_task_free(wb_table_task *task);

bool wb_table_is_proportion(const wb_table_task *task, int64_t row);
/* The next row from `row` of a proportion whose table is not done; row count: none. */
int64_t wb_table_next(const wb_table_task *task, int64_t row);
/* Mark the cells of the table of a row as done. */
void wb_table_mark(wb_table_task *task, int64_t row, const wb_counts *counts);

/* What a row of the result says besides its tests. */
typedef struct wb_table_place {
    const char *statistic; /* independence, fit */
    int64_t row;           /* of the estimates: breakdown columns and variable */
    const char *by;        /* crossed: the column it was tested with, else NULL */
    int64_t n;
    int64_t n_rows, n_columns; /* as declared */
} wb_table_place;

/* A row per test asked for. */
wb_status wb_table_put(wb_table_task *task, const wb_table_place *place, wb_table *table,
                       wb_error *err);
wb_status wb_table_finish(wb_table_task *task, const char *kind, wb_frame **out,
                          wb_error *err);

#endif
