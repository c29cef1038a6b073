/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "misuse/misuse.h"

static void weighting_new(scene *s)
{
    refused(s, wb_weighting_new(NULL, &s->err), WB_E_ARG, "out");
}

static void weighting_set_weights(scene *s)
{
    refused(s, wb_weighting_set_weights(NULL, "age", &s->err), WB_E_ARG, "weighting");
}

static void weighting_set_result(scene *s)
{
    char long_name[130];

    refused(s, wb_weighting_set_result(NULL, "other", &s->err), WB_E_ARG, "weighting");
    memset(long_name, 120, sizeof long_name - 1);
    long_name[129] = 0;
    refused(s, wb_weighting_set_result(s->mine.weighting, long_name, &s->err), WB_E_ARG,
            "120");
    refused(s, wb_weighting_set_result(s->mine.weighting, "", &s->err), WB_E_ARG, "name");
}

static void weighting_add_nonresponse(scene *s)
{
    static const char *const cells[] = {"year", "stratum"};

    refused(s, wb_weighting_add_nonresponse(NULL, "a1", cells, 2, &s->err), WB_E_ARG,
            "weighting");
    refused(s, wb_weighting_add_nonresponse(s->mine.weighting, NULL, cells, 2, &s->err),
            WB_E_ARG, "respondent");
    refused(s, wb_weighting_add_nonresponse(s->mine.weighting, "a1", NULL, 2, &s->err),
            WB_E_ARG, "columns");
}

static void weighting_add_calibration(scene *s)
{
    refused(s, wb_weighting_add_calibration(NULL, WB_WEIGHT_LINEAR, NULL, &s->err),
            WB_E_ARG, "weighting");
    refused(s, wb_weighting_add_calibration(s->mine.weighting, 99, NULL, &s->err),
            WB_E_ARG, "99");
    refused(
        s, wb_weighting_add_calibration(s->mine.weighting, WB_WEIGHT_TRIM, NULL, &s->err),
        WB_E_ARG, "6 is no calibration");
    refused(
        s,
        wb_weighting_add_calibration(s->mine.weighting, WB_WEIGHT_LOGIT, NULL, &s->err),
        WB_E_ARG, "bounds");
}

static void weighting_add_margin(scene *s)
{
    refused(s, wb_weighting_add_margin(NULL, s->world->targets, "total", &s->err),
            WB_E_ARG, "weighting");
    refused(s, wb_weighting_add_margin(s->mine.weighting, NULL, "total", &s->err),
            WB_E_ARG, "targets");
    refused(s,
            wb_weighting_add_margin(s->mine.weighting, s->world->targets, NULL, &s->err),
            WB_E_ARG, "total");
    refused(
        s,
        wb_weighting_add_margin(s->mine.weighting, s->world->targets, "nowhere", &s->err),
        WB_E_ARG, "nowhere");
}

static void weighting_add_auxiliary(scene *s)
{
    refused(s, wb_weighting_add_auxiliary(NULL, "person", 10, &s->err), WB_E_ARG,
            "weighting");
    refused(s, wb_weighting_add_auxiliary(s->mine.weighting, NULL, 10, &s->err), WB_E_ARG,
            "column");
    refused(s, wb_weighting_add_auxiliary(s->mine.weighting, "person", NAN, &s->err),
            WB_E_ARG, "total");
    refused(s, wb_weighting_add_auxiliary(s->mine.weighting, "age", 10, &s->err),
            WB_E_ARG, "age");
}

static void weighting_add_trim(scene *s)
{
    wb_trim_options options = WB_TRIM_OPTIONS_INIT;

    options.upper = 5;

    refused(s, wb_weighting_add_trim(NULL, &options, &s->err), WB_E_ARG, "weighting");
    refused(s, wb_weighting_add_trim(s->mine.weighting, NULL, &s->err), WB_E_ARG,
            "bound");
    options.lower = 9;
    refused(s, wb_weighting_add_trim(s->mine.weighting, &options, &s->err), WB_E_ARG,
            "lower");
    options.lower = 0;
    options.unit = 9;
    refused(s, wb_weighting_add_trim(s->mine.weighting, &options, &s->err), WB_E_ARG,
            "unit");
}

static void weighting_read(scene *s)
{
    refused(s, wb_weighting_read(NULL, &s->out.weighting, &s->err), WB_E_ARG, "reader");
    refused(s, wb_weighting_read(s->mine.reader, NULL, &s->err), WB_E_ARG, "out");
}

static void weighting_write(scene *s)
{
    refused(s, wb_weighting_write(NULL, s->mine.writer, &s->err), WB_E_ARG, "weighting");
    refused(s, wb_weighting_write(s->world->has.weighting, NULL, &s->err), WB_E_ARG,
            "writer");
}

static void weighting_columns(scene *s)
{
    refused(s, wb_weighting_columns(NULL, &s->out.frame, &s->err), WB_E_ARG, "weighting");
    refused(s, wb_weighting_columns(s->world->has.weighting, NULL, &s->err), WB_E_ARG,
            "out");
}

static void weighting_apply(scene *s)
{
    refused(s,
            wb_weighting_apply(NULL, s->world->whole, &s->run, &s->out.frame,
                               &s->out.second, &s->err),
            WB_E_ARG, "weighting");
    refused(s,
            wb_weighting_apply(s->world->has.weighting, NULL, &s->run, &s->out.frame,
                               &s->out.second, &s->err),
            WB_E_ARG, "frame");
    refused(s,
            wb_weighting_apply(s->world->has.weighting, s->world->whole, &s->run, NULL,
                               &s->out.second, &s->err),
            WB_E_ARG, "weighted");
}

int main(void)
{
    static const misuse all[] = {
        {"wb_weighting_new", weighting_new},
        {"wb_weighting_set_weights", weighting_set_weights},
        {"wb_weighting_set_result", weighting_set_result},
        {"wb_weighting_add_nonresponse", weighting_add_nonresponse},
        {"wb_weighting_add_calibration", weighting_add_calibration},
        {"wb_weighting_add_margin", weighting_add_margin},
        {"wb_weighting_add_auxiliary", weighting_add_auxiliary},
        {"wb_weighting_add_trim", weighting_add_trim},
        {"wb_weighting_read", weighting_read},
        {"wb_weighting_write", weighting_write},
        {"wb_weighting_columns", weighting_columns},
        {"wb_weighting_apply", weighting_apply},
    };

    return run_misuses("misuse/weight", all, sizeof all / sizeof *all);
}
