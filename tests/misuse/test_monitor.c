/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "misuse/misuse.h"

static void monitor_builtin(scene *s)
{
    refused(s, wb_monitor_builtin(NULL, &s->out.definition, &s->err), WB_E_ARG, "id");
    refused(s, wb_monitor_builtin("wbm-employees", NULL, &s->err), WB_E_ARG, "out");
    refused(s, wb_monitor_builtin("nothing", &s->out.definition, &s->err), WB_E_ARG,
            "wbm-employees");
}

static void monitor_definition_read(scene *s)
{
    refused(s, wb_monitor_definition_read(NULL, &s->out.definition, &s->err), WB_E_ARG,
            "reader");
    refused(s, wb_monitor_definition_read(s->mine.reader, NULL, &s->err), WB_E_ARG,
            "out");
}

static void monitor_definition_load(scene *s)
{
    refused(s, wb_monitor_definition_load(NULL, &s->out.definition, &s->err), WB_E_ARG,
            "path");
    refused(
        s,
        wb_monitor_definition_load(s->world->files[FILE_DEFINITION].path, NULL, &s->err),
        WB_E_ARG, "out");
}

static void monitor_definition_write(scene *s)
{
    refused(s, wb_monitor_definition_write(NULL, s->mine.writer, &s->err), WB_E_ARG,
            "definition");
    refused(s, wb_monitor_definition_write(s->world->has.definition, NULL, &s->err),
            WB_E_ARG, "writer");
}

static void monitor_new(scene *s)
{
    refused(s, wb_monitor_new(NULL, s->world->has.instrument, &s->out.monitor, &s->err),
            WB_E_ARG, "definition");
    refused(s, wb_monitor_new(s->world->has.definition, NULL, &s->out.monitor, &s->err),
            WB_E_ARG, "small");
    refused(
        s,
        wb_monitor_new(s->world->has.definition, s->world->has.instrument, NULL, &s->err),
        WB_E_ARG, "out");
}

static void monitor_set_design(scene *s)
{
    refused(s, wb_monitor_set_design(NULL, s->world->has.spec, &s->err), WB_E_ARG,
            "monitor");
    refused(s, wb_monitor_set_design(s->mine.monitor, NULL, &s->err), WB_E_ARG, "spec");
}

static void monitor_add(scene *s)
{
    refused(s, wb_monitor_add(NULL, NULL, "a.csv", s->mine.source, &s->run, &s->err),
            WB_E_ARG, "monitor");
    refused(s, wb_monitor_add(s->mine.monitor, NULL, "a.csv", NULL, &s->run, &s->err),
            WB_E_ARG, "source");
    refused(s,
            wb_monitor_add(s->mine.monitor, "1999", NULL, s->mine.source, NULL, &s->err),
            WB_E_ARG, "1999");
}

static void monitor_results_make(scene *s)
{
    wb_monitor_options options = WB_MONITOR_OPTIONS_INIT;

    options.release = "two";
    options.earlier = s->world->has.ledger;

    refused(s, wb_monitor_results_make(NULL, &options, &s->run, &s->out.results, &s->err),
            WB_E_ARG, "monitor");
    refused(
        s,
        wb_monitor_results_make(s->world->has.monitor, &options, &s->run, NULL, &s->err),
        WB_E_ARG, "out");
    options.release = NULL;
    refused(s,
            wb_monitor_results_make(s->world->has.monitor, &options, NULL,
                                    &s->out.results, &s->err),
            WB_E_ARG, "release");
    options.release = "one";
    refused(s,
            wb_monitor_results_make(s->world->has.monitor, &options, NULL,
                                    &s->out.results, &s->err),
            WB_E_CONFLICT, "one");
    options.release = "two";
    options.level = 1;
    refused(s,
            wb_monitor_results_make(s->world->has.monitor, &options, NULL,
                                    &s->out.results, &s->err),
            WB_E_ARG, "level");
    options.level = 0;
    options.lonely = 9;
    refused(s,
            wb_monitor_results_make(s->world->has.monitor, &options, NULL,
                                    &s->out.results, &s->err),
            WB_E_ARG, "9");
}

static void monitor_results_ledger(scene *s)
{
    refused(s, wb_monitor_results_ledger(NULL, &s->out.ledger, &s->err), WB_E_ARG,
            "results");
    refused(s, wb_monitor_results_ledger(s->world->has.results, NULL, &s->err), WB_E_ARG,
            "out");
}

static void monitor_results_table(scene *s)
{
    refused(s, wb_monitor_results_table(NULL, "changes", "nl", &s->out.frame, &s->err),
            WB_E_ARG, "results");
    refused(s,
            wb_monitor_results_table(s->world->has.results, NULL, "nl", &s->out.frame,
                                     &s->err),
            WB_E_ARG, "part");
    refused(
        s,
        wb_monitor_results_table(s->world->has.results, "changes", "nl", NULL, &s->err),
        WB_E_ARG, "out");
    refused(s,
            wb_monitor_results_table(s->world->has.results, "nothing", NULL,
                                     &s->out.frame, &s->err),
            WB_E_ARG, "cells");
}

static void monitor_explore(scene *s)
{
    const wb_monitor_results *results[] = {s->world->has.results};

    refused(s, wb_monitor_explore(NULL, 1, NULL, s->mine.writer, &s->err), WB_E_ARG,
            "results");
    refused(s, wb_monitor_explore(results, 1, NULL, NULL, &s->err), WB_E_ARG, "writer");
}

int main(void)
{
    static const misuse all[] = {
        {"wb_monitor_builtin", monitor_builtin},
        {"wb_monitor_definition_read", monitor_definition_read},
        {"wb_monitor_definition_load", monitor_definition_load},
        {"wb_monitor_definition_write", monitor_definition_write},
        {"wb_monitor_new", monitor_new},
        {"wb_monitor_set_design", monitor_set_design},
        {"wb_monitor_add", monitor_add},
        {"wb_monitor_results_make", monitor_results_make},
        {"wb_monitor_results_ledger", monitor_results_ledger},
        {"wb_monitor_results_table", monitor_results_table},
        {"wb_monitor_explore", monitor_explore},
    };

    return run_misuses("misuse/monitor", all, sizeof all / sizeof *all);
}
