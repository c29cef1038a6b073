/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Rows of people as a file: CSV, or what a statistics package reads. */
#ifndef WERKBAAR_TOOLS_ROWS_H
#define WERKBAAR_TOOLS_ROWS_H

#include "output.h"

/* Write what `source` has left to `path` (NULL or "-": standard output), which is opened
 * in `output`: a file of SPSS or Stata when it ends in .sav, .zsav or .dta, else CSV.
 * `note` is its first comment, or the label of the file; NULL: none. `labels`: in CSV a
 * code that has a value label is written as that label. */
wb_status cli_rows_write(const char *path, wb_source *source, const char *note,
                         int labels, const wb_run *run, cli_output *output,
                         wb_error *err);

/* Is --labels, where it is given, of CSV? By the name of --output. Prints what is wrong.
 */
int cli_rows_check(const cli_args *args);

#endif
