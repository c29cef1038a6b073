/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "misuse/misuse.h"

static void instrument_builtin(scene *s)
{
    refused(s, wb_instrument_builtin(NULL, &s->out.instrument, &s->err), WB_E_ARG, "id");
    refused(s, wb_instrument_builtin("wbm-employees", NULL, &s->err), WB_E_ARG, "out");
    refused(s, wb_instrument_builtin("nothing", &s->out.instrument, &s->err), WB_E_ARG,
            "wbm-employees");
}

static void instrument_read(scene *s)
{
    refused(s, wb_instrument_read(NULL, &s->out.instrument, &s->err), WB_E_ARG, "reader");
    refused(s, wb_instrument_read(s->mine.reader, NULL, &s->err), WB_E_ARG, "out");
}

static void instrument_write(scene *s)
{
    refused(s, wb_instrument_write(NULL, s->mine.writer, &s->err), WB_E_ARG,
            "instrument");
    refused(s, wb_instrument_write(s->world->has.instrument, NULL, &s->err), WB_E_ARG,
            "writer");
}

static void instrument_table(scene *s)
{
    refused(s, wb_instrument_table(NULL, "items", "en", &s->out.frame, &s->err), WB_E_ARG,
            "instrument");
    refused(
        s,
        wb_instrument_table(s->world->has.instrument, NULL, "en", &s->out.frame, &s->err),
        WB_E_ARG, "part");
    refused(s,
            wb_instrument_table(s->world->has.instrument, "items", "en", NULL, &s->err),
            WB_E_ARG, "out");
    refused(s,
            wb_instrument_table(s->world->has.instrument, "nothing", "en", &s->out.frame,
                                &s->err),
            WB_E_ARG, "nothing");
}

static void score(scene *s)
{
    refused(s, wb_score(NULL, s->world->people, NULL, &s->run, &s->out.frame, &s->err),
            WB_E_ARG, "instrument");
    refused(
        s,
        wb_score(s->world->has.instrument, NULL, NULL, &s->run, &s->out.frame, &s->err),
        WB_E_ARG, "answers");
    refused(s,
            wb_score(s->world->has.instrument, s->world->people, NULL, &s->run, NULL,
                     &s->err),
            WB_E_ARG, "out");
}

static void score_source(scene *s)
{
    refused(s, wb_score_source(NULL, s->mine.source, NULL, &s->out.source, &s->err),
            WB_E_ARG, "instrument");
    refused(
        s, wb_score_source(s->world->has.instrument, NULL, NULL, &s->out.source, &s->err),
        WB_E_ARG, "a source");
    refused(
        s, wb_score_source(s->world->has.instrument, s->mine.source, NULL, NULL, &s->err),
        WB_E_ARG, "out");
}

int main(void)
{
    static const misuse all[] = {
        {"wb_instrument_builtin", instrument_builtin},
        {"wb_instrument_read", instrument_read},
        {"wb_instrument_write", instrument_write},
        {"wb_instrument_table", instrument_table},
        {"wb_score", score},
        {"wb_score_source", score_source},
    };

    return run_misuses("misuse/score", all, sizeof all / sizeof *all);
}
