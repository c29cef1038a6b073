/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What the loops over the fields of one column of a block share. */
#ifndef WB_LIB_IO_CSV_CURSOR_H
#define WB_LIB_IO_CSV_CURSOR_H

#include "io/csv_column.h"

/* What a loop over the fields of a column in a block needs. */
typedef struct wb_csv_cursor {
    const wb_csv_field *field;
    size_t stride;
    const char *bytes; /* the block's first */
    const wb_csv_dialect *dialect;
} wb_csv_cursor;

static inline wb_csv_cursor wb_csv_point_at(const wb_csv_scan *scan, size_t index,
                                            const wb_csv_dialect *dialect)
{
    return (wb_csv_cursor){scan->fields + index, scan->n_columns,
                           (const char *)scan->bytes + scan->block, dialect};
}

/* The word that means missing, without quotes. */
static inline bool wb_csv_is_missing_word(const wb_csv_cursor *at, wb_csv_field field)
{
    return field.size == at->dialect->missing_length && field.size > 0 &&
           at->bytes[field.start] == at->dialect->missing[0] &&
           memcmp(at->bytes + field.start, at->dialect->missing, field.size) == 0;
}

static inline bool wb_csv_is_missing(const wb_csv_cursor *at, wb_csv_field field)
{
    return (field.size & WB_CSV_LENGTH) == 0 || wb_csv_is_missing_word(at, field);
}

/* Note that a row of the chunk is missing. */
wb_status wb_csv_mark_missing(wb_csv_column *column, int64_t row, wb_error *err);

/* The loops for text and for dictionaries; see wb_csv_column_read(). */
wb_status wb_csv_read_texts(wb_csv_column *column, wb_csv_cursor at, size_t n_rows,
                            size_t *n_good, wb_error *err);
wb_status wb_csv_read_categories(wb_csv_column *column, wb_csv_cursor at, size_t n_rows,
                                 size_t *n_good, wb_error *err);

#endif
