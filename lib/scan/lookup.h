/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Rows of a frame found by the texts of two columns, and columns that are there. */
#ifndef WB_LIB_SCAN_LOOKUP_H
#define WB_LIB_SCAN_LOOKUP_H

#include "frame/fill.h"
#include "frame/span.h"

/* Of a column of groups: `all` is missing, so that both say "everyone". */
wb_span wb_span_group(const wb_frame *frame, int64_t column, int64_t row);

/* Into the next cell; a group that is missing as `all`. */
wb_status wb_span_fill(wb_fill *fill, wb_span span, wb_error *err);
wb_status wb_span_fill_group(wb_fill *fill, wb_span group, wb_error *err);

/* A column that a frame must or may have; *at is -1 where it is not there. */
typedef struct wb_wanted_column {
    const char *name;
    int64_t *at;
    bool text; /* else numbers */
    bool required;
} wb_wanted_column;
/* WB_E_DATA for one that is not there or of the wrong type; `what` names the frame. */
wb_status wb_columns_find(const wb_frame *frame, const char *what,
                          const wb_wanted_column *wanted, size_t n, wb_error *err);

/* A cell as a double: NaN when missing, and of a column at -1. */
double wb_number_at(const wb_frame *frame, int64_t column, int64_t row);

typedef struct wb_row_key {
    wb_span first, second;
    int64_t row;
} wb_row_key;

/* Keys in order. Starts as {0}; wb_row_index_free() when done; the frame must live. */
typedef struct wb_row_index {
    wb_row_key *keys;
    size_t n;
} wb_row_index;

/* Of columns `first` (text) and `second` (groups), either may be -1. WB_E_DATA for two
 * rows with the same texts, with the name of `first` as item. */
wb_status wb_row_index_init(wb_row_index *lookup, const wb_frame *frame, const char *what,
                            int64_t first, int64_t second, wb_error *err);
/* -1 when there is none. */
int64_t wb_row_index_find(const wb_row_index *lookup, wb_span first, wb_span second);
void wb_row_index_free(wb_row_index *lookup);

#endif
