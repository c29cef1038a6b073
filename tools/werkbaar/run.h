/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* How long calls run: threads, and a percentage on a terminal. */
#ifndef WERKBAAR_TOOLS_RUN_H
#define WERKBAAR_TOOLS_RUN_H

#include "args.h"

#include <werkbaar/werkbaar.h>

typedef struct cli_run {
    wb_run run;
    int percent; /* shown so far; -1: nothing shown */
    int quiet;
} cli_run;

/* As --threads and --quiet say. `run` must stay where it is while it is used. */
int cli_run_read(const cli_args *args, cli_run *run);
/* Take the percentage away. */
void cli_run_end(cli_run *run);
/* A line on standard error, unless --quiet. */
void cli_notice(const cli_run *run, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
