/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The files that tell how a plan stands, and those with its answers. */
#ifndef WERKBAAR_TOOLS_PLAN_PAGES_H
#define WERKBAAR_TOOLS_PLAN_PAGES_H

#include "../report/plan_page.h"
#include "args.h"

/* Into the directory of --report, which is made when it is not there. Prints what is
 * wrong, and where the files are. */
int plan_status_files(const cli_args *args, const wbr_plan *asked, int64_t now);
int plan_answers_files(const cli_args *args, const wbr_plan *asked);

#endif
