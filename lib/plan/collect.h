/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A sheet that came back, row by row. */
#ifndef WB_LIB_PLAN_COLLECT_H
#define WB_LIB_PLAN_COLLECT_H

#include "plan/changes.h"
#include "plan/update.h"

/* The columns that are read. */
enum {
    WB_SHEET_RECORD,
    WB_SHEET_FIELD,
    WB_SHEET_PRESENT,
    WB_SHEET_NEW,
    WB_SHEET_REASON,
    WB_N_SHEET_COLUMNS
};

typedef struct wb_collecting {
    wb_following following; /* its sheet: the problems */
    const wb_frame *frame;
    size_t at[WB_N_SHEET_COLUMNS];
    bool has_reason;
    bool stops; /* at the first problem */
    const char *today, *actor;
    wb_changes *changes;
    json_t *made; /* ids of records that were added; an object */
} wb_collecting;

/* A row being read. Texts are copies; "" where the cell is missing. */
typedef struct wb_sheet_row {
    int64_t index;
    char *cells[WB_N_SHEET_COLUMNS];
    const wb_record *record;
    const wb_update_field *field;
    json_t *value, *expected;
} wb_sheet_row;

/* Add what a row that was found right asks for. */
wb_status wb_collect_change(wb_collecting *collecting, const wb_sheet_row *row,
                            wb_error *err);

#endif
