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

/* Write a frame as --format says: 0 table, 1 csv, 2 json. `comment`: first line of a CSV
 * file and of a table; NULL: none. */
wb_status cli_frame_write(wb_writer *writer, const wb_frame *frame, int32_t format,
                          const char *comment, wb_error *err);

/* The same to --output; a table has these columns only (ends with NULL; NULL: all).
 * Prints what is wrong. */
int cli_frame_show(const cli_args *args, int32_t format, const wb_frame *frame,
                   const char *const *columns);

extern const char *const cli_formats[]; /* choices of --format: table, csv, json */

/* --lang: "nl" when it is not given, or "en". Prints what is wrong. */
int cli_language_read(const cli_args *args, const char **language);

#endif
