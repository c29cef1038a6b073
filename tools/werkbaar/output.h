/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Where results go: a file that appears when it is complete, or standard output, which is
 * written when all is known to be well. */
#ifndef WERKBAAR_TOOLS_OUTPUT_H
#define WERKBAAR_TOOLS_OUTPUT_H

#include <stdio.h>

#include <werkbaar/werkbaar.h>

#include "../unfinished.h"
#include "args.h"

typedef struct cli_output {
    wb_writer *writer;
    FILE *spool;       /* NULL: a file of its own */
    unfinished *begun; /* that file, until it is closed */
} cli_output;

/* Is every file that options name to be written another one than all that the command
 * reads, and than what other options name? Answers that are overwritten cannot be given
 * again. Prints what is wrong and returns CLI_USAGE. */
int cli_inputs_spared(const cli_args *args);
/* Does the command read this file, which it would write in the directory of results, and
 * does it not go on in it? */
int cli_would_be_lost(const cli_args *args, const char *path);
/* The option that names this file of the directory of results to be written, too; NULL:
 * none. */
const char *cli_also_written(const cli_args *args, const char *path);
/* Open `path`; NULL or "-": standard output. */
wb_status cli_output_open(const char *path, cli_output *output, wb_error *err);
/* Make what was written visible. */
wb_status cli_output_finish(cli_output *output, wb_error *err);
/* Free; without a finish before it nothing is left behind. */
void cli_output_close(cli_output *output);

/* Finish unless `st` says that something failed, and close: what a command returns.
 * Prints what went wrong. */
int cli_output_end(cli_output *output, wb_status st, wb_error *err);

/* Print into a writer. */
wb_status cli_print(wb_writer *writer, wb_error *err, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Write a text as a JSON string, its quotes included. NULL: null. */
wb_status cli_print_json_text(wb_writer *writer, const char *text, wb_error *err);

#endif
