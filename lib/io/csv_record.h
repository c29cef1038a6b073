/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* CSV as records: one record of the window cut into fields, and what can be wrong. */
#ifndef WB_LIB_IO_CSV_RECORD_H
#define WB_LIB_IO_CSV_RECORD_H

#include "io/csv_scan.h"

/* What a byte means. */
enum wb_csv_kind {
    WB_CSV_PLAIN = 0,
    WB_CSV_DELIMITER,
    WB_CSV_QUOTE,
    WB_CSV_LINE_FEED,
    WB_CSV_CARRIAGE_RETURN,
    WB_CSV_NUL
};

typedef enum wb_csv_outcome {
    WB_CSV_RECORD,
    WB_CSV_MORE,
    WB_CSV_END,
    WB_CSV_FAULT
} wb_csv_outcome;

/* What is wrong with a record, and where. */
typedef struct wb_csv_fault {
    const char *message; /* after "line N of 'file' " */
    const uint8_t *at;
    size_t column;
} wb_csv_fault;

/* Cut the record at `start`: *n_fields fields, the first `limit` of them kept; *at and
 * *lines are where the next record begins. */
wb_csv_outcome wb_csv_cut_record(const wb_csv_scan *scan, const uint8_t *start,
                                 wb_csv_field *fields, size_t limit, size_t *n_fields,
                                 const uint8_t **at, int64_t *lines, wb_csv_fault *fault);

#endif
