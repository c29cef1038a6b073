/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "run.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

static int32_t progress_show(void *user, double fraction)
{
    cli_run *run = user;
    int percent = fraction >= 0 && fraction <= 1 ? (int)(fraction * 100) : 0;
    if (percent > run->percent) {
        fprintf(stderr, "\r%3d %%", percent);
        run->percent = percent;
    }
    return 0;
}

int cli_run_read(const cli_args *args, cli_run *run)
{
    *run = (cli_run){WB_RUN_INIT, -1, cli_args_has(args, "quiet")};
    run->run.threads = -1;
    if (!run->quiet && isatty(STDERR_FILENO)) {
        run->run.progress = progress_show;
        run->run.user = run;
    }
    return cli_args_count(args, "threads", 1, 1024, &run->run.threads);
}

void cli_run_end(cli_run *run)
{
    if (run->percent >= 0) {
        fputs("\r      \r", stderr);
        run->percent = -1;
    }
}

void cli_notice(const cli_run *run, const char *format, ...)
{
    va_list list;
    if (run->quiet) {
        return;
    }
    fputs("werkbaar: ", stderr);
    va_start(list, format);
    vfprintf(stderr, format, list);
    va_end(list);
    fputc('\n', stderr);
}
