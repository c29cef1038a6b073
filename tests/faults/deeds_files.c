/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Functions of frames and files once more, of frames and files that hold all there is:
 * each kind of column, labels, missing ranges, what metadata say of a sheet. */
#include "faults/scene.h"

static wb_status taken(scene *s, wb_status st)
{
    if (st == WB_OK)
        s->mine.reader = NULL;
    return st;
}

static void begin_csv(scene *s)
{
    scene_read(s, FILE_RICH);
}

static wb_status csv_read(scene *s)
{
    wb_csv_options options = WB_CSV_OPTIONS_INIT;

    options.chunk_rows = 2;
    options.types = s->world->rich;
    return taken(s, wb_csv_read(s->mine.reader, &options, &s->out.source, &s->err));
}

static void begin_rows_out(scene *s)
{
    must(wb_source_from_frame(s->world->rich, 4, &s->mine.source, &s->err), &s->err);
    scene_write(s);
}

static wb_status csv_write(scene *s)
{
    wb_csv_write_options options = WB_CSV_WRITE_OPTIONS_INIT;

    options.labels = 1;
    options.crlf = 1;
    options.delimiter = ';';
    options.decimal = ',';
    options.comment = "of a test";
    return wb_csv_write(s->mine.writer, s->mine.source, &options, &s->run, &s->err);
}

static wb_status json_write(scene *s)
{
    return wb_json_write(s->mine.writer, s->world->rich, &s->err);
}

static wb_status xlsx_write(scene *s)
{
    const wb_frame *frames[] = {s->world->rich};

    return wb_xlsx_write(s->mine.writer, frames, 1, NULL, 0, NULL, &s->err);
}

static wb_status table_print(scene *s)
{
    wb_table_options options = WB_TABLE_OPTIONS_INIT;

    options.max_rows = 5;
    options.max_width = 12;
    return wb_table_print(s->mine.writer, s->world->rich, &options, &s->err);
}

static void begin_arrow(scene *s)
{
    must(wb_frame_export_arrow(s->world->rich, &s->array, &s->schema, &s->err), &s->err);
}

static wb_status import_arrow(scene *s)
{
    return wb_frame_import_arrow(&s->array, &s->schema, &s->out.frame, &s->err);
}

static wb_status export_arrow(scene *s)
{
    wb_status st = wb_frame_export_arrow(s->world->rich, &s->array, &s->schema, &s->err);

    if (st == WB_OK)
        s->count = s->array.length + s->schema.n_children;
    return st;
}

static wb_status append(scene *s)
{
    const wb_frame *both[] = {s->world->rich, s->world->rich};

    return wb_frame_append(both, 2, &s->out.frame, &s->err);
}

const deed deeds_files[] = {
    {"wb_csv_read", begin_csv, csv_read, READS},
    {"wb_csv_write", begin_rows_out, csv_write, WRITES | RUNS | SPENT},
    {"wb_json_write", scene_write, json_write, WRITES},
    {"wb_xlsx_write", scene_write, xlsx_write, WRITES},
    {"wb_table_print", scene_write, table_print, WRITES},
    {"wb_frame_import_arrow", begin_arrow, import_arrow, 0},
    {"wb_frame_export_arrow", NULL, export_arrow, 0},
    {"wb_frame_append", NULL, append, 0},
    {NULL, NULL, NULL, 0},
};

/* ---- files of statistical packages ---- */

static void begin_labelled(scene *s)
{
    scene_read(s, FILE_LABELLED);
}

static void begin_dta(scene *s)
{
    scene_read(s, FILE_DTA);
}

static wb_status describe(scene *s, const char *part)
{
    return wb_statfile_describe(s->mine.reader, NULL, part, &s->out.frame, &s->err);
}

static wb_status describe_file(scene *s)
{
    return describe(s, "file");
}

static wb_status describe_variables(scene *s)
{
    return describe(s, "variables");
}

static wb_status describe_labels(scene *s)
{
    return describe(s, "labels");
}

static wb_status read_chosen(scene *s)
{
    static const char *const columns[] = {"often", "name", "day"};
    wb_statfile_options options = WB_STATFILE_OPTIONS_INIT;

    options.columns = columns;
    options.n_columns = 3;
    options.chunk_rows = 2;
    options.encoding = "WINDOWS-1252";
    return taken(s, wb_statfile_read(s->mine.reader, &options, &s->out.source, &s->err));
}

static wb_status write_as(scene *s, int32_t format)
{
    wb_statfile_write_options options = WB_STATFILE_WRITE_OPTIONS_INIT;

    options.format = format;
    options.label = "of a test";
    return wb_statfile_write(s->mine.writer, s->mine.source, &options, &s->run, &s->err);
}

static wb_status write_sav(scene *s)
{
    return write_as(s, WB_STATFILE_SAV);
}

static wb_status write_dta(scene *s)
{
    return write_as(s, WB_STATFILE_DTA);
}

const deed deeds_packages[] = {
    {"wb_statfile_describe", begin_labelled, describe_file, READS | IN_READSTAT},
    {"wb_statfile_describe", begin_labelled, describe_variables, READS | IN_READSTAT},
    {"wb_statfile_describe", begin_dta, describe_labels, READS | IN_READSTAT},
    {"wb_statfile_read", begin_labelled, read_chosen, READS | IN_READSTAT},
    {"wb_statfile_read", begin_dta, read_chosen, READS | IN_READSTAT},
    {"wb_statfile_write", begin_rows_out, write_sav, WRITES | RUNS | SPENT | IN_READSTAT},
    {"wb_statfile_write", begin_rows_out, write_dta, WRITES | RUNS | SPENT | IN_READSTAT},
    {NULL, NULL, NULL, 0},
};
