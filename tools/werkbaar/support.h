/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Rules for support, and what their commands share. */
#ifndef WERKBAAR_TOOLS_SUPPORT_H
#define WERKBAAR_TOOLS_SUPPORT_H

#include "args.h"
#include "kind.h"

#include <werkbaar/werkbaar.h>

extern const cli_kind cli_supports;

/* A built-in rule, or that of a file. Prints what is wrong. */
int cli_support_open(const char *id_or_file, wb_support **out);

/* The facts of one case as `--set FACT=VALUE` gives them. Prints what is wrong. */
int cli_support_facts(const cli_args *args, wb_frame **out);

#endif
