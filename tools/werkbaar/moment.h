/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Moments: the program, not the library, knows what time it is. */
#ifndef WERKBAAR_TOOLS_MOMENT_H
#define WERKBAAR_TOOLS_MOMENT_H

#include "args.h"

/* An option with a day (YYYY-MM-DD) or a moment (YYYY-MM-DDTHH:MM:SSZ) as microseconds
 * since 1970 in UTC: of a day the first when `end` is 0, else the last. Left as it is
 * when the option is not given. Prints what is wrong and returns CLI_USAGE. */
int cli_moment(const cli_args *args, const char *option, int end, int64_t *moment);

/* The option --now, or what the clock of the system says. */
int cli_now(const cli_args *args, int64_t *now);

/* The day of --now, or today (UTC), as YYYY-MM-DD; that of another option, NULL when it
 * is not given. */
enum { CLI_DAY_BYTES = 16 };
int cli_today(const cli_args *args, char day[CLI_DAY_BYTES]);
int cli_day(const cli_args *args, const char *option, char room[CLI_DAY_BYTES],
            const char **day);

#define CLI_NOW_OPTION                                                                   \
    {                                                                                    \
        "now", "DAY", "the day for which it is told, YYYY-MM-DD (default: today)"        \
    }

#endif
