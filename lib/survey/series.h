/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Rows of an estimates frame that differ in nothing but one breakdown column: what is
 * compared, tested for a trend, or standardised. */
#ifndef WB_LIB_SURVEY_SERIES_H
#define WB_LIB_SURVEY_SERIES_H

#include "frame/frame.h"

/* Where the columns of an estimates frame are. */
typedef struct wb_series_columns {
    size_t level; /* the breakdown column that differs */
    size_t statistic, variable, category, estimate, se, df;
    size_t *others; /* the other breakdown columns */
    size_t n_others;
} wb_series_columns;

/* Rows of one series are linked by wb_series_list.next. */
typedef struct wb_series {
    int64_t first;
    int64_t last;
    int64_t n_rows;
    bool repeats; /* a second breakdown by the same columns has begun */
} wb_series;

typedef struct wb_series_list {
    const wb_frame *frame; /* borrowed */
    wb_series_columns at;
    wb_series *series; /* in the order of their first rows */
    int64_t n_series;
    int64_t *next;  /* per row: the next row of its series, or -1 */
    int64_t *slots; /* hash table of series, -1 empty */
    size_t n_slots;
    int64_t longest; /* rows of the longest series */
} wb_series_list;    /* starts as {0}; wb_series_list_free() when done */

/* Gather the rows of `estimates` where `column` is not missing ("all"), in their order.
 * WB_E_DATA when this is no estimates frame or has no such breakdown column. */
wb_status wb_series_list_init(wb_series_list *list, const wb_frame *estimates,
                              const char *column, wb_error *err);
void wb_series_list_free(wb_series_list *list);
/* The rows of one series: room for n_rows of them. */
void wb_series_rows(const wb_series_list *list, const wb_series *series, int64_t *rows);

/* ---- results whose columns are like those of the estimates ---- */

/* A column of the type and with the categories of column `from` of a frame. */
wb_status wb_series_add_like(wb_builder *builder, const char *name, const wb_frame *frame,
                             size_t from, wb_error *err);
/* The value of a row of that column. */
wb_status wb_series_copy(wb_builder *builder, size_t to, const wb_frame *frame,
                         size_t from, int64_t row, wb_error *err);

#endif
