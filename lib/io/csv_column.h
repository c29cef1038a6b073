/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* CSV as columns: the fields of blocks gathered in the buffers of one chunk. */
#ifndef WB_LIB_IO_CSV_COLUMN_H
#define WB_LIB_IO_CSV_COLUMN_H

#include "frame/frame.h"
#include "io/csv_scan.h"
#include "io/csv_value.h"

/* What a column of one chunk holds; goes with the frame. */
typedef struct wb_csv_buffers {
    void *values;
    int32_t *offsets;  /* text: where each value begins, and where the last one ends */
    uint8_t *validity; /* NULL: nothing missing so far */
} wb_csv_buffers;

typedef struct wb_csv_column {
    const char *name; /* borrowed */
    const wb_csv_type *type;
    bool declared;
    uint32_t possible; /* what still fits, while types are inferred */
    bool seen;         /* a value that is not missing */
    bool seen_empty;   /* a quoted empty field: a value of text, missing in others */
    wb_keys *categories;
    int32_t n_declared; /* categories; 0: any text is one */
    bool ordered;       /* the categories, as they are declared */

    wb_csv_buffers *buffers; /* of the chunk being read; NULL between chunks */
    int64_t n_rows;
    int64_t capacity;     /* in rows */
    size_t text_capacity; /* in bytes */
} wb_csv_column;

/* Look at the column's fields in the block: narrow down what it can be. */
void wb_csv_column_infer(wb_csv_column *column, size_t index, const wb_csv_scan *scan,
                         size_t n_rows, const wb_csv_dialect *dialect);

/* Empty buffers with room for some rows. */
wb_status wb_csv_column_begin(wb_csv_column *column, int64_t n_rows, wb_error *err);
/* Append the column's first n_rows fields of the block. *n_good is how many could be
 * read: fewer than n_rows when the next does not fit the type. */
wb_status wb_csv_column_read(wb_csv_column *column, size_t index, const wb_csv_scan *scan,
                             size_t n_rows, const wb_csv_dialect *dialect, size_t *n_good,
                             wb_error *err);
/* Hand the buffers over to a frame. */
wb_status wb_csv_column_finish(wb_csv_column *column, wb_frame *frame, wb_error *err);
void wb_csv_column_drop(wb_csv_column *column);

/* Room for `capacity` rows, a multiple of 8. */
wb_status wb_csv_column_grow(wb_csv_column *column, int64_t capacity, wb_error *err);
/* Let go of a column's buffers: what a frame calls that they were handed to. */
void wb_csv_buffers_release(void *buffers);

#endif
