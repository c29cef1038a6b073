/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "faults/scene.h"

/* ---- instruments ---- */

static wb_status instrument_builtin(scene *s)
{
    return wb_instrument_builtin("wbm-employees", &s->out.instrument, &s->err);
}

static void begin_instrument(scene *s)
{
    scene_read(s, FILE_INSTRUMENT);
}

static wb_status instrument_read(scene *s)
{
    return wb_instrument_read(s->mine.reader, &s->out.instrument, &s->err);
}

static wb_status instrument_write(scene *s)
{
    return wb_instrument_write(s->world->has.instrument, s->mine.writer, &s->err);
}

static wb_status instrument_table(scene *s)
{
    return wb_instrument_table(s->world->has.instrument, "items", "en", &s->out.frame,
                               &s->err);
}

static wb_status score(scene *s)
{
    return wb_score(s->world->has.instrument, s->world->people, NULL, &s->run,
                    &s->out.frame, &s->err);
}

static wb_status score_source(scene *s)
{
    wb_status st = wb_score_source(s->world->has.instrument, s->mine.source, NULL,
                                   &s->out.source, &s->err);

    if (st == WB_OK)
        s->mine.source = NULL;
    return st;
}

const deed deeds_score[] = {
    {"wb_instrument_builtin", NULL, instrument_builtin, 0},
    {"wb_instrument_read", begin_instrument, instrument_read, READS},
    {"wb_instrument_write", scene_write, instrument_write, WRITES},
    {"wb_instrument_table", NULL, instrument_table, 0},
    {"wb_score", NULL, score, RUNS},
    {"wb_score_source", scene_source, score_source, SPENT},
    {NULL, NULL, NULL, 0},
};

/* ---- weights ---- */

static wb_status weighting_new(scene *s)
{
    return wb_weighting_new(&s->out.weighting, &s->err);
}

/* A copy of the world's, whose last step is a calibration. */
static void begin_weighting(scene *s)
{
    wb_reader *reader = plain_reader(s->world, FILE_WEIGHTING);

    must(wb_weighting_read(reader, &s->mine.weighting, &s->err), &s->err);
    wb_reader_free(reader);
}

static wb_status weighting_set_weights(scene *s)
{
    return wb_weighting_set_weights(s->mine.weighting, "age", &s->err);
}

static wb_status weighting_set_result(scene *s)
{
    return wb_weighting_set_result(s->mine.weighting, "other", &s->err);
}

static wb_status weighting_add_nonresponse(scene *s)
{
    static const char *const cells[] = {"year", "stratum"};

    return wb_weighting_add_nonresponse(s->mine.weighting, "a1", cells, 2, &s->err);
}

static wb_status weighting_add_calibration(scene *s)
{
    return wb_weighting_add_calibration(s->mine.weighting, WB_WEIGHT_LINEAR, NULL,
                                        &s->err);
}

static wb_status weighting_add_margin(scene *s)
{
    return wb_weighting_add_margin(s->mine.weighting, s->world->targets, "total",
                                   &s->err);
}

static wb_status weighting_add_auxiliary(scene *s)
{
    return wb_weighting_add_auxiliary(s->mine.weighting, "person", 10, &s->err);
}

static wb_status weighting_add_trim(scene *s)
{
    wb_trim_options options = WB_TRIM_OPTIONS_INIT;

    options.upper = 5;
    return wb_weighting_add_trim(s->mine.weighting, &options, &s->err);
}

static void begin_weighting_file(scene *s)
{
    scene_read(s, FILE_WEIGHTING);
}

static wb_status weighting_read(scene *s)
{
    return wb_weighting_read(s->mine.reader, &s->out.weighting, &s->err);
}

static wb_status weighting_write(scene *s)
{
    return wb_weighting_write(s->world->has.weighting, s->mine.writer, &s->err);
}

static wb_status weighting_columns(scene *s)
{
    return wb_weighting_columns(s->world->has.weighting, &s->out.frame, &s->err);
}

static wb_status weighting_apply(scene *s)
{
    return wb_weighting_apply(s->world->has.weighting, s->world->whole, &s->run,
                              &s->out.frame, &s->out.second, &s->err);
}

const deed deeds_weight[] = {
    {"wb_weighting_new", NULL, weighting_new, 0},
    {"wb_weighting_set_weights", begin_weighting, weighting_set_weights, 0},
    {"wb_weighting_set_result", begin_weighting, weighting_set_result, 0},
    {"wb_weighting_add_nonresponse", begin_weighting, weighting_add_nonresponse, 0},
    {"wb_weighting_add_calibration", begin_weighting, weighting_add_calibration, 0},
    {"wb_weighting_add_margin", begin_weighting, weighting_add_margin, 0},
    {"wb_weighting_add_auxiliary", begin_weighting, weighting_add_auxiliary, 0},
    {"wb_weighting_add_trim", begin_weighting, weighting_add_trim, 0},
    {"wb_weighting_read", begin_weighting_file, weighting_read, READS},
    {"wb_weighting_write", scene_write, weighting_write, WRITES},
    {"wb_weighting_columns", NULL, weighting_columns, 0},
    {"wb_weighting_apply", NULL, weighting_apply, RUNS},
    {NULL, NULL, NULL, 0},
};
