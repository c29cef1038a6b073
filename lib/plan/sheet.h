/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A frame filled cell by cell, left to right, row by row. NULL and absent are missing. */
#ifndef WB_LIB_PLAN_SHEET_H
#define WB_LIB_PLAN_SHEET_H

#include "frame/frame.h"

#include <jansson.h>

typedef struct wb_sheet {
    wb_builder *builder;
    size_t n_columns;
    size_t next; /* column of the next cell */
} wb_sheet;      /* starts as {0} */

typedef struct wb_sheet_column {
    const char *name; /* NULL ends the list */
    wb_type type;
} wb_sheet_column;

wb_status wb_sheet_open(wb_sheet *sheet, const wb_sheet_column *columns, wb_error *err);
wb_status wb_sheet_add_column(wb_sheet *sheet, const char *name, wb_type type,
                              wb_error *err);
wb_status wb_sheet_text(wb_sheet *sheet, const char *text, wb_error *err);
wb_status wb_sheet_whole(wb_sheet *sheet, const json_t *number, wb_error *err);
wb_status wb_sheet_number(wb_sheet *sheet, const json_t *number, wb_error *err);
wb_status wb_sheet_bool(wb_sheet *sheet, const json_t *value, wb_error *err);
/* Whole numbers, days, false and true. */
wb_status wb_sheet_int64(wb_sheet *sheet, int64_t value, wb_error *err);
wb_status wb_sheet_double(wb_sheet *sheet, double value, wb_error *err);
wb_status wb_sheet_missing(wb_sheet *sheet, wb_error *err);
/* A date in a file, as the first or the last day of what it names. */
wb_status wb_sheet_date(wb_sheet *sheet, const char *date, bool last, wb_error *err);
/* A list of texts, joined by commas. */
wb_status wb_sheet_words(wb_sheet *sheet, const json_t *words, wb_error *err);
wb_status wb_sheet_finish(wb_sheet *sheet, wb_frame **out, wb_error *err);
void wb_sheet_close(wb_sheet *sheet);

#endif
