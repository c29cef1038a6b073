/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A frame filled cell by cell, left to right, row by row. */
#ifndef WB_LIB_FRAME_FILL_H
#define WB_LIB_FRAME_FILL_H

#include "frame/frame.h"

typedef struct wb_fill {
    wb_builder *builder;
    size_t n_columns;
    size_t next; /* column of the next cell */
} wb_fill;       /* starts as {0}; wb_fill_close() when done */

typedef struct wb_fill_column {
    const char *name; /* NULL ends the list */
    wb_type type;
} wb_fill_column;

/* Columns behind those that are there, before the first cell. */
wb_status wb_fill_columns(wb_fill *fill, const wb_fill_column *columns, wb_error *err);
wb_status wb_fill_add_column(wb_fill *fill, const char *name, wb_type type,
                             wb_error *err);
/* All words are categories of the column of this name, also those that do not occur, in
 * this order. */
wb_status wb_fill_declare(wb_fill *fill, const wb_fill_column *columns, const char *name,
                          const char *const *words, size_t n, wb_error *err);

/* The next cell. NULL is missing. */
wb_status wb_fill_text(wb_fill *fill, const char *text, wb_error *err);
/* Text that no NUL ends. */
wb_status wb_fill_bytes(wb_fill *fill, const char *bytes, size_t length, wb_error *err);
/* Whole numbers, days, false and true. */
wb_status wb_fill_int64(wb_fill *fill, int64_t value, wb_error *err);
/* Missing unless it is there. */
wb_status wb_fill_given(wb_fill *fill, bool there, int64_t value, wb_error *err);
wb_status wb_fill_double(wb_fill *fill, double value, wb_error *err);
wb_status wb_fill_doubles(wb_fill *fill, const double *values, size_t n, wb_error *err);
wb_status wb_fill_missing(wb_fill *fill, wb_error *err);

wb_status wb_fill_finish(wb_fill *fill, wb_frame **out, wb_error *err);
void wb_fill_close(wb_fill *fill);

#endif
