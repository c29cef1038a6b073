/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/**
 * @file io.h
 * @brief Frames from and to files: CSV in and out, JSON out, tables for a terminal.
 *
 * Reading is streaming: memory depends on the chunk, never on the file. What a file says
 * wrongly is refused with its name, line, column, value and what was expected.
 */
#ifndef WERKBAAR_IO_H
#define WERKBAAR_IO_H

#include <werkbaar/frame.h>

WB_BEGIN_DECLS

/** How a CSV file is read. Start from WB_CSV_OPTIONS_INIT; zero means the default. */
typedef struct wb_csv_options {
    uint32_t struct_size;  /**< sizeof(wb_csv_options) */
    uint32_t reserved;     /**< zero */
    int32_t delimiter;     /**< ',', ';' or '\t'; 0: the one the first line has most of */
    int32_t decimal;       /**< '.' or ','; 0: '.', or ',' when the delimiter is ';' and the
                                inferred rows say so */
    int64_t chunk_rows;    /**< rows of a frame; 0: 16384 */
    int64_t infer_rows;    /**< rows looked at to infer types; 0: the whole first chunk */
    const char *missing;   /**< an unquoted field that means missing, beside the empty one;
                                NULL: "NA". "" : only the empty field */
    const wb_frame *types; /**< columns whose types are declared: those of the same name;
                                NULL: all inferred. Read during the call only */
} wb_csv_options;

#define WB_CSV_OPTIONS_INIT {sizeof(wb_csv_options), 0, 0, 0, 0, 0, NULL, NULL}

/**
 * Read CSV (RFC 4180 with a header line; quoted fields may hold delimiters, doubled quotes
 * and line ends; LF or CRLF; a UTF-8 byte order mark is skipped, and so are lines before
 * the header that begin with '#'; when the first of these begins with "# SYNTHETIC", as in
 * our own files of made-up data, the frames' metadata say {"synthetic": true}). Empty
 * lines at the end are ignored; before that one is a missing value in a file of one column
 * and a ragged row in others. A file with a header alone gives one frame without rows.
 *
 * A column without a declared type becomes, by the rows looked at, the first of these that
 * holds every value: int32, int64, float64 (also Inf, -Inf, NaN), bool (true/false, as
 * TRUE/FALSE and True/False too), date32 (YYYY-MM-DD), timestamp, utf8. Numbers with a zero
 * or a plus in front ("007") are codes: utf8. All missing: null when these rows are the
 * whole file, else utf8. int8 and other types only when declared; a declared number may
 * have zeros in front, a declared bool may be 1 or 0, and a declared dictionary with
 * categories takes no others. A later field that does not fit is an error. A quoted empty
 * field ("") is an empty text in a utf8 column and missing in others.
 *
 * @param reader on success it belongs to the source; on failure it stays the caller's. The
 *        source can be rewound when the reader can.
 * @return WB_OK; WB_E_ARG; WB_E_DATA: empty file, ragged row, unterminated or stray quote,
 *         NUL byte, carriage return alone, invalid UTF-8, duplicate or empty column name, a
 *         declared column that is not there, a field of the wrong type (err->line from 1,
 *         err->column the field from 1, err->row the record from 0, err->item the column's
 *         name); WB_E_IO; WB_E_LIMIT (a record over 64 MiB, more than 65,536 columns, over
 *         2 GiB of text in a column of a chunk); WB_E_NOMEM. Faults after the first chunk
 *         come from wb_source_next(), the same again until the source is rewound; so does
 *         WB_E_CONFLICT when after rewinding the header is another.
 */
WB_API WB_CHECKED wb_status wb_csv_read(wb_reader *reader, const wb_csv_options *options,
                                        wb_source **out, wb_error *err);

/** How a CSV file is written. */
typedef struct wb_csv_write_options {
    uint32_t struct_size; /**< sizeof(wb_csv_write_options) */
    uint32_t reserved;    /**< zero */
    int32_t delimiter;    /**< 0: ',' */
    int32_t decimal;      /**< 0: '.' */
    int32_t no_header;    /**< 1: leave the header line out */
    int32_t crlf;         /**< 1: lines end in CRLF; 0: LF */
    const char *comment;  /**< a first line "# comment"; NULL: none */
} wb_csv_write_options;

#define WB_CSV_WRITE_OPTIONS_INIT {sizeof(wb_csv_write_options), 0, 0, 0, 0, 0, NULL}

/**
 * Write everything a source has left as CSV: 17 significant digits, empty where missing,
 * true/false, YYYY-MM-DD, texts quoted where they must be (also a text that reads as
 * missing). In a file of one column missing is NA: an empty last line would get lost.
 * Without a comment a frame whose metadata say "synthetic": true gets "# SYNTHETIC: ...".
 * Infinite numbers are Inf and -Inf. Does not finish the writer.
 * @return WB_OK; WB_E_ARG; WB_E_DATA (a uint64 of 2^63 - 1 or more); WB_E_CANCELLED;
 *         WB_E_NOMEM; what the source or the writer returns.
 */
WB_API WB_CHECKED wb_status wb_csv_write(wb_writer *writer, wb_source *source,
                                         const wb_csv_write_options *options,
                                         const wb_run *run, wb_error *err);

/**
 * Write a frame as one JSON object: {"metadata": {...} or null, "columns": [{"name":
 * "type": "label":}], "rows": [{column: value}]}; 17 significant digits, null where missing;
 * dates, times and categories are strings, and so are "Infinity" and "-Infinity".
 * @return WB_OK; WB_E_ARG; WB_E_DATA (a uint64 of 2^63 - 1 or more); WB_E_NOMEM; what the
 *         writer returns.
 */
WB_API WB_CHECKED wb_status wb_json_write(wb_writer *writer, const wb_frame *frame,
                                          wb_error *err);

/** How a table is printed. */
typedef struct wb_table_options {
    uint32_t struct_size; /**< sizeof(wb_table_options) */
    uint32_t reserved;    /**< zero */
    int64_t max_rows;     /**< more rows are left out and counted; 0: 1000 */
    int32_t digits;       /**< significant digits of floating point columns; 0: 5 */
    int32_t max_width;    /**< longest text cell in terminal columns; 0: 40; cut with … */
} wb_table_options;

#define WB_TABLE_OPTIONS_INIT {sizeof(wb_table_options), 0, 0, 0, 0}

/**
 * Print a frame as a table: numbers to the right on their decimal point, texts to the left
 * by their width on a terminal (wide and combining characters counted as they show, control
 * characters as spaces), blank where missing. Digits before the decimal point are never
 * rounded away.
 * @return WB_OK; WB_E_ARG; WB_E_NOMEM; what the writer returns.
 */
WB_API WB_CHECKED wb_status wb_table_print(wb_writer *writer, const wb_frame *frame,
                                           const wb_table_options *options,
                                           wb_error *err);

WB_END_DECLS
#endif
