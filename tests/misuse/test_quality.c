/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "misuse/misuse.h"

static void scales_new(scene *s)
{
    refused(s, wb_scales_new(NULL, &s->err), WB_E_ARG, "out");
}

static void scales_add_instrument(scene *s)
{
    static const char *const other[] = {"nowhere"};

    refused(s, wb_scales_add_instrument(NULL, s->world->has.instrument, NULL, 0, &s->err),
            WB_E_ARG, "scales");
    refused(s, wb_scales_add_instrument(s->mine.scales, NULL, NULL, 0, &s->err), WB_E_ARG,
            "instrument");
    refused(s,
            wb_scales_add_instrument(s->mine.scales, s->world->has.instrument, other, 1,
                                     &s->err),
            WB_E_ARG, "nowhere");
}

static void scales_add(scene *s)
{
    refused(s, wb_scales_add(NULL, "second", 0, 1, &s->err), WB_E_ARG, "scales");
    refused(s, wb_scales_add(s->mine.scales, NULL, 0, 1, &s->err), WB_E_ARG, "name");
    refused(s, wb_scales_add(s->mine.scales, "first", 0, 1, &s->err), WB_E_ARG, "first");
    refused(s, wb_scales_add(s->mine.scales, "x", 2, 1, &s->err), WB_E_ARG,
            "above its highest");
    refused(s, wb_scales_add(s->mine.scales, "", 0, 1, &s->err), WB_E_ARG, "name");
    refused(s, wb_scales_add(s->mine.scales, "x", NAN, 1, &s->err), WB_E_ARG, "code");
}

static void scales_add_item(scene *s)
{
    refused(s, wb_scales_add_item(NULL, "a1", 0, &s->err), WB_E_ARG, "scales");
    refused(s, wb_scales_add_item(s->mine.scales, NULL, 0, &s->err), WB_E_ARG, "column");
    refused(s, wb_scales_add_item(s->mine.scales, "a1", 2, &s->err), WB_E_ARG, "2");
    refused(s, wb_scales_add_item(s->mine.scales, "", 0, &s->err), WB_E_ARG, "name");
}

static void reliability_source(scene *s)
{
    refused(s,
            wb_reliability_source(NULL, s->world->has.spec, s->mine.source, NULL, NULL,
                                  &s->run, &s->out.frame, &s->err),
            WB_E_ARG, "scales");
    refused(s,
            wb_reliability_source(s->world->has.scales, NULL, s->mine.source, NULL, NULL,
                                  &s->run, &s->out.frame, &s->err),
            WB_E_ARG, "spec");
    refused(s,
            wb_reliability_source(s->world->has.scales, s->world->has.spec, NULL, NULL,
                                  NULL, &s->run, &s->out.frame, &s->err),
            WB_E_ARG, "source");
    refused(s,
            wb_reliability_source(s->world->has.scales, s->world->has.spec,
                                  s->mine.source, NULL, NULL, &s->run, NULL, &s->err),
            WB_E_ARG, "out");
}

static void roc(scene *s)
{
    refused(s,
            wb_roc(NULL, "age", "a1", s->world->has.spec, NULL, NULL, &s->run,
                   &s->out.frame, &s->out.second, &s->err),
            WB_E_ARG, "source");
    refused(s,
            wb_roc(s->mine.source, NULL, "a1", s->world->has.spec, NULL, NULL, &s->run,
                   &s->out.frame, &s->out.second, &s->err),
            WB_E_ARG, "score");
    refused(s,
            wb_roc(s->mine.source, "age", NULL, s->world->has.spec, NULL, NULL, &s->run,
                   &s->out.frame, &s->out.second, &s->err),
            WB_E_ARG, "criterion");
    refused(s,
            wb_roc(s->mine.source, "age", "a1", s->world->has.spec, NULL, NULL, &s->run,
                   NULL, &s->out.second, &s->err),
            WB_E_ARG, "curve");
    refused(s,
            wb_roc(s->mine.source, "age", "a1", s->world->has.spec, NULL, NULL, &s->run,
                   &s->out.frame, NULL, &s->err),
            WB_E_ARG, "auc");
}

static void cutoff_moves(scene *s)
{
    refused(s,
            wb_cutoff_moves(NULL, s->mine.source, s->world->has.spec, NULL, NULL, &s->run,
                            &s->out.frame, &s->err),
            WB_E_ARG, "instrument");
    refused(s,
            wb_cutoff_moves(s->world->has.instrument, NULL, s->world->has.spec, NULL,
                            NULL, &s->run, &s->out.frame, &s->err),
            WB_E_ARG, "source");
    refused(s,
            wb_cutoff_moves(s->world->has.instrument, s->mine.source, s->world->has.spec,
                            NULL, NULL, &s->run, NULL, &s->err),
            WB_E_ARG, "out");
}

int main(void)
{
    static const misuse all[] = {
        {"wb_scales_new", scales_new},
        {"wb_scales_add_instrument", scales_add_instrument},
        {"wb_scales_add", scales_add},
        {"wb_scales_add_item", scales_add_item},
        {"wb_reliability_source", reliability_source},
        {"wb_roc", roc},
        {"wb_cutoff_moves", cutoff_moves},
    };

    return run_misuses("misuse/quality", all, sizeof all / sizeof *all);
}
