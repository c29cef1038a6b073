/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "misuse/misuse.h"

static void support_builtin(scene *s)
{
    refused(s, wb_support_builtin(NULL, &s->out.support, &s->err), WB_E_ARG, "id");
    refused(s, wb_support_builtin("werkbaarheidscheque-2024", NULL, &s->err), WB_E_ARG,
            "out");
    refused(s, wb_support_builtin("nothing", &s->out.support, &s->err), WB_E_ARG,
            "werkbaarheidscheque-2024");
}

static void support_read(scene *s)
{
    refused(s, wb_support_read(NULL, &s->out.support, &s->err), WB_E_ARG, "reader");
    refused(s, wb_support_read(s->mine.reader, NULL, &s->err), WB_E_ARG, "out");
}

static void support_load(scene *s)
{
    refused(s, wb_support_load(NULL, &s->out.support, &s->err), WB_E_ARG, "path");
    refused(s, wb_support_load(s->world->files[FILE_SUPPORT].path, NULL, &s->err),
            WB_E_ARG, "out");
    refused(s, wb_support_load("/nowhere/at/all", &s->out.support, &s->err), WB_E_IO,
            "/nowhere/at/all");
}

static void support_write(scene *s)
{
    refused(s, wb_support_write(NULL, s->mine.writer, &s->err), WB_E_ARG, "rule");
    refused(s, wb_support_write(s->world->has.support, NULL, &s->err), WB_E_ARG,
            "writer");
}

static void support_list(scene *s)
{
    refused(s, wb_support_list("2024-01-01", "en", NULL, &s->err), WB_E_ARG, "out");
    refused(s, wb_support_list("2024-13-01", NULL, &s->out.frame, &s->err), WB_E_ARG,
            "2024-13-01");
}

static void support_table(scene *s)
{
    refused(s, wb_support_table(NULL, "figures", "en", &s->out.frame, &s->err), WB_E_ARG,
            "rule");
    refused(s,
            wb_support_table(s->world->has.support, NULL, "en", &s->out.frame, &s->err),
            WB_E_ARG, "part");
    refused(s, wb_support_table(s->world->has.support, "figures", "en", NULL, &s->err),
            WB_E_ARG, "out");
    refused(
        s,
        wb_support_table(s->world->has.support, "nothing", "en", &s->out.frame, &s->err),
        WB_E_ARG, "nothing");
}

static void support_assess(scene *s)
{
    refused(s,
            wb_support_assess(NULL, s->world->cases, "2020-05-05", "nl", &s->out.frame,
                              &s->out.second, &s->err),
            WB_E_ARG, "rule");
    refused(s,
            wb_support_assess(s->world->has.support, NULL, "2020-05-05", "nl",
                              &s->out.frame, &s->out.second, &s->err),
            WB_E_ARG, "cases");
    refused(s,
            wb_support_assess(s->world->has.support, s->world->cases, "2020-05-05", "nl",
                              NULL, &s->out.second, &s->err),
            WB_E_ARG, "verdicts");
    refused(s,
            wb_support_assess(s->world->has.support, s->world->cases, "2020-05-05", "nl",
                              &s->out.frame, NULL, &s->err),
            WB_E_ARG, "conditions");
    refused(s,
            wb_support_assess(s->world->has.support, s->world->cases, "x", "nl",
                              &s->out.frame, &s->out.second, &s->err),
            WB_E_ARG, "x");
}

static void support_split(scene *s)
{
    refused(s, wb_support_split(NULL, &s->out.frame, &s->err), WB_E_ARG, "costs");
    refused(s, wb_support_split(s->world->costs, NULL, &s->err), WB_E_ARG, "out");
    refused(s, wb_support_split(s->world->lines, &s->out.frame, &s->err), WB_E_DATA,
            "cost_cents");
}

static void support_cofinance(scene *s)
{
    refused(s, wb_support_cofinance(10001, NULL, &s->out.frame, &s->err), WB_E_ARG,
            "lines");
    refused(s, wb_support_cofinance(10001, s->world->lines, NULL, &s->err), WB_E_ARG,
            "out");
    refused(s, wb_support_cofinance(-1, s->world->lines, &s->out.frame, &s->err),
            WB_E_ARG, "-1");
    refused(s, wb_support_cofinance(1, s->world->costs, &s->out.frame, &s->err),
            WB_E_DATA, "line");
}

int main(void)
{
    static const misuse all[] = {
        {"wb_support_builtin", support_builtin},     {"wb_support_read", support_read},
        {"wb_support_load", support_load},           {"wb_support_write", support_write},
        {"wb_support_list", support_list},           {"wb_support_table", support_table},
        {"wb_support_assess", support_assess},       {"wb_support_split", support_split},
        {"wb_support_cofinance", support_cofinance},
    };

    return run_misuses("misuse/support", all, sizeof all / sizeof *all);
}
