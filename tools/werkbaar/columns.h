/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Small frames of texts, for tables that are shown. */
#ifndef WERKBAAR_TOOLS_COLUMNS_H
#define WERKBAAR_TOOLS_COLUMNS_H

#include <werkbaar/werkbaar.h>

/* Add a text column; NULL texts are missing. The texts are copied. */
wb_status cli_columns_add(wb_frame *frame, const char *name, const char *const *texts,
                          wb_error *err);

/* Write a frame as --format says: 0 table, 1 csv, 2 json. `comment`: first line of a CSV
 * file and of a table; NULL: none. */
wb_status cli_frame_write(wb_writer *writer, const wb_frame *frame, int32_t format,
                          const char *comment, wb_error *err);

extern const char *const cli_formats[]; /* choices of --format: table, csv, json */

#endif
