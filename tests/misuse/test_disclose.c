/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "misuse/misuse.h"

static void ledger_read(scene *s)
{
    refused(s, wb_ledger_read(NULL, &s->out.ledger, &s->err), WB_E_ARG, "reader");
    refused(s, wb_ledger_read(s->mine.reader, NULL, &s->err), WB_E_ARG, "out");
}

static void ledger_load(scene *s)
{
    refused(s, wb_ledger_load(NULL, &s->out.ledger, &s->err), WB_E_ARG, "path");
    refused(s, wb_ledger_load(s->world->files[FILE_LEDGER].path, NULL, &s->err), WB_E_ARG,
            "out");
    refused(s, wb_ledger_load("/nowhere/at/all", &s->out.ledger, &s->err), WB_E_IO,
            "/nowhere/at/all");
}

static void ledger_write(scene *s)
{
    refused(s, wb_ledger_write(NULL, s->mine.writer, &s->err), WB_E_ARG, "ledger");
    refused(s, wb_ledger_write(s->world->has.ledger, NULL, &s->err), WB_E_ARG, "writer");
}

static void ledger_frame(scene *s)
{
    refused(s, wb_ledger_frame(NULL, &s->out.frame, &s->err), WB_E_ARG, "ledger");
    refused(s, wb_ledger_frame(s->world->has.ledger, NULL, &s->err), WB_E_ARG, "out");
}

static void disclose(scene *s)
{
    wb_disclose_options options = WB_DISCLOSE_OPTIONS_INIT;

    options.min_n = 10;
    options.scope = "scan";
    options.release = "one";

    refused(s,
            wb_disclose(NULL, s->world->relations, &options, &s->run, &s->out.frame,
                        &s->out.second, &s->out.ledger, &s->err),
            WB_E_ARG, "counts");
    refused(s,
            wb_disclose(s->world->counts, s->world->relations, &options, &s->run, NULL,
                        &s->out.second, &s->out.ledger, &s->err),
            WB_E_ARG, "released");
    options.min_n = 4;
    refused(s,
            wb_disclose(s->world->counts, s->world->relations, &options, NULL,
                        &s->out.frame, NULL, NULL, &s->err),
            WB_E_ARG, "min_n");
    options.min_n = 10;
    options.dominance = 2;
    refused(s,
            wb_disclose(s->world->counts, s->world->relations, &options, NULL,
                        &s->out.frame, NULL, NULL, &s->err),
            WB_E_ARG, "dominance");
    options.dominance = 0;
    options.protect = 9;
    refused(s,
            wb_disclose(s->world->counts, s->world->relations, &options, NULL,
                        &s->out.frame, NULL, NULL, &s->err),
            WB_E_ARG, "protect");
    options.protect = 0;
    options.min_n_sensitive = 6;
    refused(s,
            wb_disclose(s->world->counts, s->world->relations, &options, NULL,
                        &s->out.frame, NULL, NULL, &s->err),
            WB_E_ARG, "min_n_sensitive");
    options.min_n_sensitive = 0;
    options.round_to = -1;
    refused(s,
            wb_disclose(s->world->counts, s->world->relations, &options, NULL,
                        &s->out.frame, NULL, NULL, &s->err),
            WB_E_ARG, "round_to");
    options.round_to = 0;
    options.earlier = s->world->has.ledger;
    options.scope = NULL;
    refused(s,
            wb_disclose(s->world->counts, s->world->relations, &options, NULL,
                        &s->out.frame, NULL, NULL, &s->err),
            WB_E_ARG, "scope");
    options.scope = "other";
    refused(s,
            wb_disclose(s->world->counts, s->world->relations, &options, NULL,
                        &s->out.frame, NULL, NULL, &s->err),
            WB_E_CONFLICT, "other");
    refused(s,
            wb_disclose(s->world->counts, s->world->relations, NULL, NULL, &s->out.frame,
                        NULL, NULL, &s->err),
            WB_E_ARG, "min_n");
}

static void disclose_mask(scene *s)
{
    refused(
        s,
        wb_disclose_mask(NULL, "cell", "measure", s->mine.frame, &s->out.frame, &s->err),
        WB_E_ARG, "frame");
    refused(s,
            wb_disclose_mask(s->world->counts, NULL, "measure", s->mine.frame,
                             &s->out.frame, &s->err),
            WB_E_ARG, "column of cells");
    refused(s,
            wb_disclose_mask(s->world->counts, "cell", "measure", NULL, &s->out.frame,
                             &s->err),
            WB_E_ARG, "released");
    refused(s,
            wb_disclose_mask(s->world->counts, "cell", "measure", s->mine.frame, NULL,
                             &s->err),
            WB_E_ARG, "out");
    refused(s,
            wb_disclose_mask(s->world->counts, "nowhere", "measure", s->mine.frame,
                             &s->out.frame, &s->err),
            WB_E_DATA, "nowhere");
    refused(s,
            wb_disclose_mask(s->world->counts, "cell", "measure", s->world->counts,
                             &s->out.frame, &s->err),
            WB_E_DATA, "status");
}

int main(void)
{
    static const misuse all[] = {
        {"wb_ledger_read", ledger_read},   {"wb_ledger_load", ledger_load},
        {"wb_ledger_write", ledger_write}, {"wb_ledger_frame", ledger_frame},
        {"wb_disclose", disclose},         {"wb_disclose_mask", disclose_mask},
    };

    return run_misuses("misuse/disclose", all, sizeof all / sizeof *all);
}
