/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A CSV file while it is read, and how its columns get their names and types. */
#ifndef WB_LIB_IO_CSV_FILE_H
#define WB_LIB_IO_CSV_FILE_H

#include "io/csv_column.h"

#include <werkbaar/io.h>

typedef struct wb_csv_file {
    wb_csv_scan scan;
    wb_csv_dialect dialect;
    char *missing;
    int32_t delimiter;
    int64_t chunk_rows;
    int64_t n_inferred; /* rows looked at */
    size_t n_columns;
    wb_keys *names; /* code i: name of column i */
    wb_csv_column *columns;
    wb_frame *first; /* read ahead, not delivered yet */
    bool at_start;   /* rewound: the header comes first */
    bool delivered;  /* at least one frame, so that a file without rows still gives one */
    wb_status failed;
    wb_error failure;
} wb_csv_file;

/* The text of header field `i` of the block, quotes undone. */
wb_status wb_csv_header_name(const wb_csv_file *csv, size_t i, wb_text *name,
                             wb_error *err);
/* The header in the block becomes the names: each there, short enough and unique. */
wb_status wb_csv_read_names(wb_csv_file *csv, wb_error *err);
/* A column per name, with the types declared by the caller. */
wb_status wb_csv_make_columns(wb_csv_file *csv, const wb_frame *types, wb_error *err);
/* Look at the first rows, decide the types left open, and go back to the first row. */
wb_status wb_csv_infer_types(wb_csv_file *csv, const wb_csv_options *options,
                             wb_error *err);

#endif
