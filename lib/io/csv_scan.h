/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* CSV as bytes: a window over a reader that cuts records into fields, a block at a time.
 */
#ifndef WB_LIB_IO_CSV_SCAN_H
#define WB_LIB_IO_CSV_SCAN_H

#include "base/base.h"

enum {
    WB_CSV_MAX_COLUMNS = 65536,
    WB_CSV_MAX_RECORD = 64 << 20, /* bytes */
    WB_CSV_BLOCK_ROWS = 512       /* records of a block at most */
};

/* A field of the block: where its text begins, counted from the block's first byte, and
 * its length with two flags on top. Quotes around it are left out, those inside are not.
 */
typedef struct wb_csv_field {
    uint32_t start;
    uint32_t size;
} wb_csv_field;
#define WB_CSV_QUOTED  0x80000000u /* stood between quotes */
#define WB_CSV_DOUBLED 0x40000000u /* holds doubled quotes */
#define WB_CSV_LENGTH  0x3fffffffu

/* Where reading stands. Blank lines are counted, not cut: only what follows tells whether
 * they are rows of a one-column file, a fault, or the end of the file. */
typedef struct wb_csv_place {
    size_t at;      /* in the window */
    int64_t line;   /* from 1; of the next record, blank ones included */
    int64_t row;    /* of the next record; the header is -1 */
    int64_t blanks; /* blank lines passed and not yet delivered */
} wb_csv_place;

typedef struct wb_csv_record {
    int64_t line;   /* where it begins */
    uint32_t start; /* likewise, from the block's first byte */
} wb_csv_record;

typedef struct wb_csv_scan {
    wb_reader *reader; /* borrowed */
    uint8_t *bytes;    /* the window; a NUL byte and more room follow it */
    size_t filled;
    size_t capacity;
    int64_t offset; /* of the window in the file */
    bool at_end;    /* the reader has no more */
    bool synthetic; /* the first comment says that the data were made up */
    bool held;      /* the window keeps everything from `hold` on */
    wb_csv_place hold;
    wb_csv_place place;
    uint8_t kinds[256]; /* what a byte means; 0: part of a field */
    size_t n_columns;

    size_t block; /* the block: where it begins in the window */
    size_t n_rows;
    size_t max_rows;
    int64_t first_row;
    wb_csv_field *fields; /* n_rows x n_columns */
    wb_csv_record *records;
} wb_csv_scan;

wb_status wb_csv_scan_open(wb_csv_scan *scan, wb_reader *reader, wb_error *err);
void wb_csv_scan_close(wb_csv_scan *scan);
/* Forget everything read: the reader stands at its first byte again. */
void wb_csv_scan_restart(wb_csv_scan *scan);

/* Skip a byte order mark and comment lines, find the delimiter when it is 0, and make the
 * header line the one record of the block. */
wb_status wb_csv_scan_header(wb_csv_scan *scan, int32_t *delimiter, wb_error *err);

/* Cut up to `limit` records. n_rows is 0 at the end of the file. A fault in a record is
 * reported once the records before it were delivered. */
wb_status wb_csv_scan_block(wb_csv_scan *scan, size_t limit, wb_error *err);

/* Keep what follows in the window, and later go back to here. */
void wb_csv_scan_hold(wb_csv_scan *scan);
void wb_csv_scan_return(wb_csv_scan *scan);

/* The bytes of a field, quotes still doubled. */
static inline const char *wb_csv_bytes(const wb_csv_scan *scan, wb_csv_field field)
{
    return (const char *)scan->bytes + scan->block + field.start;
}

/* Add to err, about field `column` (from 0) of record `row` of the block: the file's
 * name, the line on which the field begins, the number of the field, its offset. */
void wb_csv_scan_locate(const wb_csv_scan *scan, size_t row, size_t column,
                        size_t into_field, wb_error *err);
/* The line on which that field begins. */
int64_t wb_csv_scan_line(const wb_csv_scan *scan, size_t row, size_t column);

#endif
