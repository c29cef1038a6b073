/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Columns on their way to the file of a statistics package. */
#ifndef WB_LIB_IO_STATFILE_OUT_H
#define WB_LIB_IO_STATFILE_OUT_H

#include "io/statfile.h"

/* What the first reading learns of a column. */
typedef struct wb_stat_extent {
    int32_t type;    /* a wb_type */
    size_t text;     /* bytes of the longest text */
    bool fits_int32; /* every number is one of Stata's whole ones, or a tag */
    bool tags;       /* it has the range of tagged missings */
} wb_stat_extent;

typedef struct wb_stat_out {
    int32_t format;
    const wb_frame *schema; /* the columns and their labels */
    wb_stat_extent *extents;
    readstat_variable_t **variables;
    readstat_writer_t *writer;
    size_t n;
    bool other_categories; /* a frame has others than `schema`, or in another order */
} wb_stat_out;

/* The column of which a frame has other categories than `schema`; NULL: there is none. */
const char *wb_stat_other_categories(const wb_stat_out *out, const wb_frame *frame);
/* Take in what a frame holds; the first row of it is row `first`. */
wb_status wb_stat_measure(wb_stat_out *out, const wb_frame *frame, wb_error *err);
/* Whether one of the missing ranges of column `i` is that of tagged codes. */
bool wb_stat_has_tags(const wb_frame *schema, size_t i);
/* The tag of a code of the column's type; 0: it is none. */
int32_t wb_stat_tag_of(int32_t type, double code);
/* Declare every column to ReadStat. */
wb_status wb_stat_declare(wb_stat_out *out, wb_error *err);

#endif
