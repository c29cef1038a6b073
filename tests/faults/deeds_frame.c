/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "faults/scene.h"

/* ---- frames ---- */

static wb_status frame_new(scene *s)
{
    return wb_frame_new(5, &s->out.frame, &s->err);
}

/* The first rows, with columns of which more can be said. */
static void begin_frame(scene *s)
{
    must(wb_frame_slice(s->world->people, 0, 10, &s->mine.frame, &s->err), &s->err);
}

static wb_status frame_add_column(scene *s)
{
    wb_column column = new_column();

    return wb_frame_add_column(s->mine.frame, "new", &column, &s->err);
}

static wb_status frame_slice(scene *s)
{
    return wb_frame_slice(s->world->people, 3, 20, &s->out.frame, &s->err);
}

static wb_status frame_select(scene *s)
{
    static const char *const names[] = {"age", "sex"};

    return wb_frame_select(s->world->people, names, 2, &s->out.frame, &s->err);
}

static wb_status frame_append(scene *s)
{
    const wb_frame *both[] = {s->world->people, s->world->people};

    return wb_frame_append(both, 2, &s->out.frame, &s->err);
}

static wb_status frame_share_column(scene *s)
{
    return wb_frame_share_column(s->mine.frame, "again", s->mine.frame, 1, &s->err);
}

static wb_status frame_set_label(scene *s)
{
    return wb_frame_set_label(s->mine.frame, 0, "a label", &s->err);
}

static wb_status frame_set_value_label(scene *s)
{
    return wb_frame_set_value_label(s->mine.frame, 2, 1, "one", &s->err);
}

static wb_status frame_add_missing_range(scene *s)
{
    return wb_frame_add_missing_range(s->mine.frame, 2, 8, 9, &s->err);
}

static wb_status frame_set_metadata(scene *s)
{
    return wb_frame_set_metadata(s->mine.frame, "{\"b\":[1,2],\"a\":\"x\"}", &s->err);
}

static wb_status frame_copy_doubles(scene *s)
{
    return wb_frame_copy_doubles(s->world->people, 1, 0, 8, -9, s->numbers, &s->err);
}

static wb_status frame_copy_int32(scene *s)
{
    return wb_frame_copy_int32(s->world->people, 2, 0, 8, -9, (int32_t *)s->numbers,
                               &s->err);
}

static wb_status frame_copy_int64(scene *s)
{
    return wb_frame_copy_int64(s->world->people, 2, 0, 8, -9, (int64_t *)s->numbers,
                               &s->err);
}

/* ---- Arrow ---- */

static void begin_arrow(scene *s)
{
    must(wb_frame_export_arrow(s->world->people, &s->array, &s->schema, &s->err),
         &s->err);
}

static wb_status frame_import_arrow(scene *s)
{
    return wb_frame_import_arrow(&s->array, &s->schema, &s->out.frame, &s->err);
}

static wb_status frame_export_arrow(scene *s)
{
    wb_status st =
        wb_frame_export_arrow(s->world->people, &s->array, &s->schema, &s->err);

    if (st == WB_OK)
        s->count = s->array.length + s->schema.n_children;
    return st;
}

const deed deeds_frame[] = {
    {"wb_frame_new", NULL, frame_new, 0},
    {"wb_frame_add_column", begin_frame, frame_add_column, 0},
    {"wb_frame_slice", NULL, frame_slice, 0},
    {"wb_frame_select", NULL, frame_select, 0},
    {"wb_frame_append", NULL, frame_append, 0},
    {"wb_frame_share_column", begin_frame, frame_share_column, 0},
    {"wb_frame_set_label", begin_frame, frame_set_label, 0},
    {"wb_frame_set_value_label", begin_frame, frame_set_value_label, 0},
    {"wb_frame_add_missing_range", begin_frame, frame_add_missing_range, 0},
    {"wb_frame_set_metadata", begin_frame, frame_set_metadata, 0},
    {"wb_frame_copy_doubles", NULL, frame_copy_doubles, NO_MEMORY},
    {"wb_frame_copy_int32", NULL, frame_copy_int32, NO_MEMORY},
    {"wb_frame_copy_int64", NULL, frame_copy_int64, NO_MEMORY},
    {"wb_frame_import_arrow", begin_arrow, frame_import_arrow, 0},
    {"wb_frame_export_arrow", NULL, frame_export_arrow, 0},
    {NULL, NULL, NULL, 0},
};

/* ---- sources ---- */

static wb_status no_more(void *user, wb_frame **out, wb_error *err)
{
    (void)user;
    (void)err;
    *out = NULL;
    return WB_OK;
}

static wb_status source_new(scene *s)
{
    wb_source *made = NULL;
    wb_status st = wb_source_new(no_more, NULL, NULL, NULL, &made, &s->err);

    if (st == WB_OK)
        s->count = made != NULL;
    wb_source_free(made); /* it has no columns, so nothing can be collected of it */
    return st;
}

static wb_status source_from_frame(scene *s)
{
    return wb_source_from_frame(s->world->people, 7, &s->out.source, &s->err);
}

static void begin_stream(scene *s)
{
    scene_source(s);
    must(wb_source_export_arrow(s->mine.source, &s->stream, &s->err), &s->err);
    s->mine.source = NULL;
}

static wb_status source_import_arrow(scene *s)
{
    return wb_source_import_arrow(&s->stream, &s->out.source, &s->err);
}

static wb_status source_export_arrow(scene *s)
{
    wb_status st = wb_source_export_arrow(s->mine.source, &s->stream, &s->err);

    if (st == WB_OK)
        s->mine.source = NULL;
    return st;
}

static wb_status source_next(scene *s)
{
    return wb_source_next(s->mine.source, &s->out.frame, &s->err);
}

static void begin_part_taken(scene *s)
{
    wb_frame *frame = NULL;

    scene_source(s);
    must(wb_source_next(s->mine.source, &frame, &s->err), &s->err);
    wb_frame_free(frame);
}

static wb_status source_rewind(scene *s)
{
    return wb_source_rewind(s->mine.source, &s->err);
}

static wb_status source_schema(scene *s)
{
    return wb_source_schema(s->mine.source, &s->out.frame, &s->err);
}

static wb_status source_collect(scene *s)
{
    return wb_source_collect(s->mine.source, &s->run, &s->out.frame, &s->err);
}

const deed deeds_source[] = {
    {"wb_source_new", NULL, source_new, 0},
    {"wb_source_from_frame", NULL, source_from_frame, 0},
    {"wb_source_import_arrow", begin_stream, source_import_arrow, SPENT},
    {"wb_source_export_arrow", scene_source, source_export_arrow, 0},
    {"wb_source_next", scene_source, source_next, SPENT},
    {"wb_source_rewind", begin_part_taken, source_rewind, NO_MEMORY},
    {"wb_source_schema", scene_source, source_schema, SPENT},
    {"wb_source_collect", scene_source, source_collect, RUNS | SPENT},
    {NULL, NULL, NULL, 0},
};
