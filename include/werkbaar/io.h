/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/**
 * @file io.h
 * @brief Frames from and to files: CSV in and out, files of SPSS, Stata and SAS in, of SPSS and
 * Stata out, JSON and spreadsheets (XLSX) out, tables for a terminal.
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
    int32_t delimiter;     /**< ',', ';' or a tab; 0: the one the first line has most of */
    int32_t decimal;       /**< '.' or ','; 0: '.', or ',' when the delimiter is ';' and the
                                inferred rows say so */
    int64_t chunk_rows;    /**< rows of a frame; 0: 16384 */
    int64_t infer_rows;    /**< rows looked at to infer types; 0: the whole first chunk */
    const char *missing;   /**< an unquoted field that means missing, beside the empty one;
                                NULL: "NA". "" : only the empty field */
    const wb_frame *types; /**< columns whose types are declared: those of the same name;
                                NULL: all inferred. Read during the call only */
} wb_csv_options;

/** A wb_csv_options in which nothing is chosen. */
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
 * categories takes no others and has an order when the declared one has. A later field that
 * does not fit is an error. A quoted empty field ("") is an empty text in a utf8 column and
 * missing in others.
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
    int32_t labels;       /**< 1: a code that has a value label is written as that label */
    int32_t reserved1;    /**< zero */
} wb_csv_write_options;

/** A wb_csv_write_options in which nothing is chosen. */
#define WB_CSV_WRITE_OPTIONS_INIT {sizeof(wb_csv_write_options), 0, 0, 0, 0, 0, NULL, 0, 0}

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

/** The files of statistics packages. Values are pinned. */
typedef enum wb_statfile {
    WB_STATFILE_SAV = 1,     /**< SPSS, .sav, whether its rows are compressed or not */
    WB_STATFILE_ZSAV = 2,    /**< SPSS, .zsav, compressed by blocks */
    WB_STATFILE_POR = 3,     /**< SPSS portable, .por */
    WB_STATFILE_DTA = 4,     /**< Stata, .dta, versions 104 to 119 */
    WB_STATFILE_XPT = 5,     /**< SAS transport, .xpt */
    WB_STATFILE_SAS7BDAT = 6 /**< SAS, .sas7bdat */
} wb_statfile;

/**
 * Which file this is, told from its first bytes: 512 are enough.
 * @return a wb_statfile; 0 when it is none (or when `bytes` is NULL). Builds without ReadStat
 *         know them all the same.
 */
WB_API int32_t wb_statfile_detect(const void *bytes, size_t n_bytes);

/** How the file of a statistics package is read. Start from WB_STATFILE_OPTIONS_INIT. */
typedef struct wb_statfile_options {
    uint32_t struct_size;       /**< sizeof(wb_statfile_options) */
    uint32_t reserved;          /**< zero */
    int32_t format;             /**< the wb_statfile it must be; 0: whichever it is */
    int32_t no_tags;            /**< 1: tagged missings are missing like others; 0: codes */
    int64_t chunk_rows;         /**< rows of a frame; 0: 16384 */
    const char *encoding;       /**< of its texts, such as "WINDOWS-1252", in place of what
                                     the file says; NULL: what it says */
    const char *const *columns; /**< variables wanted, in this order; NULL: all */
    size_t n_columns;           /**< how many */
} wb_statfile_options;

/** A wb_statfile_options in which nothing is chosen. */
#define WB_STATFILE_OPTIONS_INIT                                                         \
    {sizeof(wb_statfile_options), 0, 0, 0, 0, NULL, NULL, 0}

/**
 * Read the file of a statistics package as a source. Its columns carry what the file says of
 * its variables: label, value labels, and which codes mean "missing".
 *
 * - Numbers are float64; Stata's whole numbers int32; days date32; moments timestamp (SPSS
 *   DATETIME and YMDHMS, Stata %tc, SAS DATETIME); times of day stay numbers of the file's
 *   unit. A day that has a time of day in it loses that.
 * - Texts are utf8 without the spaces they were padded with, and NUL bytes read as spaces. An
 *   empty text is missing: in these files nothing tells the two apart.
 * - System-missing is missing. Codes and ranges that SPSS declares missing are values, and
 *   missing ranges of the column (in frame.h); texts that it declares missing are missing.
 * - Tagged missings (.a to .z in Stata and SAS, ._ in SAS: k = 1 to 26, 27) are kept apart as
 *   codes inside a missing range, beyond all values there can be: 2147483620 + k in int32 and
 *   date32, 2^1023 (1 + k/4096) in float64, 2^62 + 1024 k in timestamp. All columns of such a
 *   file but text have that range. With `no_tags` they are missing, and there is none.
 * - Value labels of texts are not kept in a column; wb_statfile_describe() shows them. Those of
 *   SAS stand in a catalogue of their own, which is not read.
 * - A file label that begins with "SYNTHETIC" makes the frames' metadata {"synthetic": true}.
 *
 * Memory depends on the chunk for SAV, ZSAV and DTA (and for DTA on its long texts, strL); a
 * POR, XPT or SAS7BDAT file is read whole.
 *
 * @param reader on success it belongs to the source; on failure it stays the caller's. SAV and
 *        ZSAV are read from the first byte to the last; the others go back and forth and need
 *        a reader that can be rewound. The source can be rewound when the reader can.
 * @return WB_OK; WB_E_ARG; WB_E_DATA: none of these files, or not the one that it must be; cut
 *         off or contradicting itself; no variables, a name that is empty, too long or there
 *         twice, a wanted variable that is not there, one code with two labels (err->item the
 *         variable), a text that is not in the file's encoding, a day outside date32 (err->item
 *         and err->row); WB_E_UNSUPPORTED: a build without ReadStat, a version, encoding or
 *         number format that is not known, a reader that cannot be rewound; WB_E_LIMIT: over
 *         65,536 variables, 64 MiB before the rows of a SAV file, 2 GiB of text in a column of
 *         a chunk; WB_E_IO; WB_E_NOMEM, also of a file that asks ReadStat for more than it gives
 *         any. Faults further on come from wb_source_next(), the same again until the source is
 *         rewound.
 */
WB_API WB_CHECKED wb_status wb_statfile_read(wb_reader *reader,
                                             const wb_statfile_options *options,
                                             wb_source **out, wb_error *err);

/**
 * What the file of a statistics package says, without reading its rows, as a frame:
 * - "file": key, value: format, version, encoding, rows (missing when the file does not say),
 *   variables, label, weight (the variable that SPSS weighs by);
 * - "variables": variable, label, type (as read), format (the package's), measure (nominal,
 *   ordinal, scale or missing), labels (how many), missing (as SPSS writes it: "9", "90 THRU
 *   99, -1"; ".a-.z" where there are tagged missings);
 * - "labels": variable, code, tag ("a" to "z", "_" or missing), text (of a text variable), label.
 *
 * @param reader borrowed; it is read from where it is, and left anywhere.
 * @param part   one of the above.
 * @return as wb_statfile_read().
 */
WB_API WB_CHECKED wb_status wb_statfile_describe(wb_reader *reader,
                                                 const wb_statfile_options *options,
                                                 const char *part, wb_frame **out,
                                                 wb_error *err);

/** How the file of a statistics package is written. */
typedef struct wb_statfile_write_options {
    uint32_t struct_size; /**< sizeof(wb_statfile_write_options) */
    uint32_t reserved;    /**< zero */
    int32_t format;       /**< WB_STATFILE_SAV, _ZSAV or _DTA; 0: SAV */
    int32_t reserved1;    /**< zero */
    const char *label;    /**< of the file: at most 64 bytes in SAV, 80 in DTA;
                               NULL: none */
} wb_statfile_write_options;

/** A wb_statfile_write_options in which nothing is chosen. */
#define WB_STATFILE_WRITE_OPTIONS_INIT {sizeof(wb_statfile_write_options), 0, 0, 0, NULL}

/**
 * Write everything a source has left as a file of SPSS (UTF-8, rows compressed) or Stata
 * (version 118), with labels, value labels and missing ranges.
 *
 * The source is read twice, for the files tell beforehand how many rows there are, how long
 * texts are and which categories come; what cannot be rewound is collected first, and so is a
 * source of which a later frame has other categories than the first, such as CSV with new ones
 * in a later chunk. bool is 0 and 1; of a dictionary the codes count from 1, with the
 * categories as their labels; infinite numbers are missing.
 * Labels are cut to what fits: 255 bytes in SAV, in DTA 80 characters for a variable.
 * In a SAV file the missing range of the tagged codes of wb_statfile_read() is left out and
 * those codes are missing; a DTA file has them as .a to .z, and has no other missing
 * ranges: the codes stay values. Does not finish the writer. The same rows give the same
 * bytes: the moment of making is always 1 January 1970.
 *
 * @return WB_OK; WB_E_ARG; WB_E_DATA: a name that the package does not allow (SPSS: a letter,
 *         @, # or $ first, then also digits, . and _, at most 64 bytes, no reserved word, and
 *         different without regard to capitals; Stata: letters, digits and _, at most 32
 *         characters), more than three missing values or a range and one in SAV, a value label
 *         for a code with a fraction in DTA, a whole number beyond 2^53: err->item the column;
 *         WB_E_LIMIT: a text over 32,767 bytes in SAV, 2,045 in DTA (err->item), over
 *         2^31 - 1 rows; WB_E_CONFLICT: another number of rows, or other categories, when the
 *         source is read again; WB_E_UNSUPPORTED: a build without ReadStat; WB_E_CANCELLED;
 *         WB_E_NOMEM; what the source or the writer returns.
 */
WB_API WB_CHECKED wb_status wb_statfile_write(wb_writer *writer, wb_source *source,
                                              const wb_statfile_write_options *options,
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

/**
 * Write frames as one spreadsheet file (XLSX, ISO/IEC 29500), a sheet each: a header line
 * with the names of the columns, which stays in view, then the rows. Missing is an empty
 * cell. Numbers keep every digit; whole numbers beyond 2^53, which spreadsheets would
 * round, are texts, and so are Inf and -Inf. Days and times (UTC) are those of a
 * spreadsheet, and texts (as in a CSV file) before 1900-03-01 and after 9999. A text is
 * never taken for a formula. The same frames give the same bytes whenever and wherever the
 * build has the same version of zlib, which compresses the file to a tenth or so, and always
 * the same sheets; a build without zlib compresses nothing. Does not finish the writer.
 *
 * **How numbers look** is told by the metadata of a frame, under the key "sheet"; the value in the cell keeps every digit:
 * `{"formats": {COLUMN: FORMAT}, "hidden": STATUS}`. FORMAT: "percent" and "percent2" (of a share, 12.3%, 12.34%), "points" and "points2" (of a
 * difference of shares, +1.2%-pt, +1.23%-pt), "count" (1,234), "tenth" (1.2), "score" (1.23), "difference" (+1.23), "p" (0.123), or
 * `{"by": COLUMN, "of": {WORD: FORMAT}, "else": FORMAT}`: another column, of texts or categories, tells which. STATUS:
 * a column; a missing number with a format says "hidden" where that column does; or `{COLUMN: [ROW, ...]}`, the rows of a
 * column, from 0, that say so. What the metadata say otherwise is not looked at.
 *
 * @param names   of the sheets: at most 31 characters (UTF-16 units), none of []:*?/\, no
 *                apostrophe at an end, different also without regard to capitals, not
 *                "History"; NULL (n_names is not looked at then): Sheet1, Sheet2, ...
 * @param n_names as many as there are frames.
 * @param note    a text that stands on a last sheet, "note", and above each printed page;
 *                NULL: none, but frames whose metadata say "synthetic": true get
 *                "SYNTHETIC: ...".
 * @return WB_OK; WB_E_ARG: no frame, or a name that cannot be; WB_E_LIMIT: over 1,048,575
 *         rows or 16,384 columns, a text over 32,767 characters (err->row, err->item), over
 *         4 GiB, a sheet uncompressed; WB_E_DATA (a uint64 of 2^63 - 1 or more); WB_E_NOMEM;
 *         what the writer returns. A sheet stands in memory while it is made.
 */
WB_API WB_CHECKED wb_status wb_xlsx_write(wb_writer *writer,
                                          const wb_frame *const *frames, size_t n_frames,
                                          const char *const *names, size_t n_names,
                                          const char *note, wb_error *err);

/** How a table is printed. */
typedef struct wb_table_options {
    uint32_t struct_size; /**< sizeof(wb_table_options) */
    uint32_t reserved;    /**< zero */
    int64_t max_rows;     /**< more rows are left out and counted; 0: 1000 */
    int32_t digits;       /**< significant digits of floating point columns; 0: 5 */
    int32_t max_width;    /**< longest text cell in terminal columns; 0: 40; cut with … */
} wb_table_options;

/** A wb_table_options in which nothing is chosen. */
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
