/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "faults/scene.h"

/* A reader that was taken over is no longer the scene's. */
static wb_status taken(scene *s, wb_status st)
{
    if (st == WB_OK)
        s->mine.reader = NULL;
    return st;
}

static void begin_csv(scene *s)
{
    scene_read(s, FILE_CSV);
}

static wb_status csv_read(scene *s)
{
    wb_csv_options options = WB_CSV_OPTIONS_INIT;

    options.chunk_rows = 40;
    return taken(s, wb_csv_read(s->mine.reader, &options, &s->out.source, &s->err));
}

static void begin_rows_out(scene *s)
{
    scene_source(s);
    scene_write(s);
}

static wb_status csv_write(scene *s)
{
    return wb_csv_write(s->mine.writer, s->mine.source, NULL, &s->run, &s->err);
}

static wb_status json_write(scene *s)
{
    return wb_json_write(s->mine.writer, s->world->estimates, &s->err);
}

static wb_status xlsx_write(scene *s)
{
    const wb_frame *frames[] = {s->world->estimates, s->world->people};
    static const char *const names[] = {"estimates", "people"};

    return wb_xlsx_write(s->mine.writer, frames, 2, names, 2, "a note", &s->err);
}

static wb_status table_print(scene *s)
{
    return wb_table_print(s->mine.writer, s->world->estimates, NULL, &s->err);
}

const deed deeds_io[] = {
    {"wb_csv_read", begin_csv, csv_read, READS},
    {"wb_csv_write", begin_rows_out, csv_write, WRITES | RUNS | SPENT},
    {"wb_json_write", scene_write, json_write, WRITES},
    {"wb_xlsx_write", scene_write, xlsx_write, WRITES},
    {"wb_table_print", scene_write, table_print, WRITES},
    {NULL, NULL, NULL, 0},
};

/* ---- files of statistical packages ---- */

static void begin_sav(scene *s)
{
    scene_read(s, FILE_SAV);
}

static wb_status statfile_read(scene *s)
{
    return taken(s, wb_statfile_read(s->mine.reader, NULL, &s->out.source, &s->err));
}

static wb_status statfile_describe(scene *s)
{
    return wb_statfile_describe(s->mine.reader, NULL, "variables", &s->out.frame,
                                &s->err);
}

static wb_status statfile_write(scene *s)
{
    return wb_statfile_write(s->mine.writer, s->mine.source, NULL, &s->run, &s->err);
}

const deed deeds_statfile[] = {
    {"wb_statfile_read", begin_sav, statfile_read, READS | IN_READSTAT},
    {"wb_statfile_describe", begin_sav, statfile_describe, READS | IN_READSTAT},
    {"wb_statfile_write", begin_rows_out, statfile_write,
     WRITES | RUNS | SPENT | IN_READSTAT},
    {NULL, NULL, NULL, 0},
};
