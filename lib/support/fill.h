/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A frame being made, cell by cell from left to right. */
#ifndef WB_LIB_SUPPORT_FILL_H
#define WB_LIB_SUPPORT_FILL_H

#include "frame/frame.h"

typedef struct wb_fill_column {
    const char *name; /* NULL behind the last */
    wb_type type;
} wb_fill_column;

typedef struct wb_fill {
    wb_builder *builder;
    size_t next; /* column of the next cell */
    size_t n_columns;
} wb_fill; /* starts as {0}; wb_builder_free its builder */

wb_status wb_fill_start(wb_fill *fill, const wb_fill_column *columns, wb_error *err);
/* All words are categories of a column, also those that do not occur. */
wb_status wb_fill_declare(wb_fill *fill, const char *name, const wb_fill_column *columns,
                          const char *const *words, size_t n, wb_error *err);
wb_status wb_fill_text(wb_fill *fill, const char *text, wb_error *err);
/* Missing unless it is there. */
wb_status wb_fill_whole(wb_fill *fill, bool there, int64_t number, wb_error *err);
wb_status wb_fill_double(wb_fill *fill, double number, wb_error *err);

/* The bytes of a text that may be empty. */
const char *wb_text_or_empty(const wb_text *text);

#endif
