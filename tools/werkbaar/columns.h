/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Frames that are shown: as what, in which language, and small ones of texts. */
#ifndef WERKBAAR_TOOLS_COLUMNS_H
#define WERKBAAR_TOOLS_COLUMNS_H

#include "args.h"

#include <werkbaar/werkbaar.h>

/* Add a text column; NULL texts are missing. The texts are copied. */
wb_status cli_columns_add(wb_frame *frame, const char *name, const char *const *texts,
                          wb_error *err);

/* A text cell as a string of its own (free it); NULL when it is missing or memory ran
 * out. */
char *cli_cell_text(const wb_frame *frame, const char *column, int64_t row);

/* Does a text cell hold this, and how many rows do? */
int cli_cell_is(const wb_frame *frame, const char *column, int64_t row, const char *text);
int64_t cli_cells_count(const wb_frame *frame, const char *column, const char *text);

/* Leave the rows of which this says so, in their order. */
wb_status cli_rows_keep(wb_frame **frame, int (*keeps)(const wb_frame *, int64_t),
                        wb_error *err);

/* Write a frame as --format says: 0 table, 1 csv, 2 json, 3 xlsx. `comment`: first line
 * of a CSV file and of a table, and a sheet of its own; NULL: none. */
wb_status cli_frame_write(wb_writer *writer, const wb_frame *frame, int32_t format,
                          const char *comment, wb_error *err);

/* The same to --output; a table has these columns only (ends with NULL; NULL: all).
 * Prints what is wrong. */
int cli_frame_show(const cli_args *args, int32_t format, const wb_frame *frame,
                   const char *const *columns);

/* Write what is hidden and why as CSV that opens with whom it is `never` for ("to be
 * published"), and with SYNTHETIC where the metadata of `said` say that the answers were
 * made up; and say how it is to be kept. Prints what is wrong. */
int cli_audit_write(const char *path, const wb_frame *audit, const wb_frame *said,
                    const char *never);

extern const char *const cli_formats[]; /* choices of --format: table, csv, json, xlsx */

/* Options of commands that show a frame with some of its columns as a table. */
#define CLI_FRAME_OPTIONS                                                                \
    {"lang", "nl|en", "language of the texts (default nl)"},                             \
        {"format", "F",                                                                  \
         "table (default: the columns that tell most), csv, json or xlsx (all)"},        \
        CLI_OUTPUT_OPTION

/* --lang: "nl" when it is not given, or "en". Prints what is wrong. */
int cli_language_read(const cli_args *args, const char **language);

#endif
