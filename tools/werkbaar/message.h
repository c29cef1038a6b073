/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What the program says on standard error. */
#ifndef WERKBAAR_TOOLS_MESSAGE_H
#define WERKBAAR_TOOLS_MESSAGE_H

#include "args.h"

#include <werkbaar/werkbaar.h>

/* Print what failed and where, each thing once; `file` (NULL: none) names the data when
 * the error does not. Returns CLI_FAILED. */
int cli_failed(const wb_error *err, const char *file);

/* The same, but what the call refused as wrong (WB_E_ARG) are words of the command line:
 * then returns CLI_USAGE. */
int cli_refused(const cli_args *args, const wb_error *err, const char *file);

/* Controls in a text of somebody's file, which a terminal would obey, become spaces; line
 * ends and tabs stay. */
void cli_controls_blank(char *text, size_t length);
/* Print such a text on standard error. NULL: nothing. */
void cli_text_tell(const char *text, size_t length);

/* An error that memory ran out; returns WB_E_NOMEM. */
wb_status cli_no_memory(wb_error *err);
/* Print that memory ran out; returns CLI_FAILED. */
int cli_out_of_memory(void);

#endif
