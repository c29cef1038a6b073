/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "faults/scene.h"

/* ---- bytes in ---- */

static int64_t give_nothing(void *user, void *buffer, size_t capacity)
{
    (void)user;
    (void)buffer;
    (void)capacity;
    return 0;
}

static wb_status reader_new(scene *s)
{
    return wb_reader_new(give_nothing, NULL, NULL, NULL, "n", &s->out.reader, &s->err);
}

static wb_status reader_open(scene *s)
{
    return wb_reader_open(s->world->files[FILE_PLAN].path, &s->out.reader, &s->err);
}

static wb_status reader_from_memory(scene *s)
{
    return wb_reader_from_memory("abc", 3, NULL, &s->out.reader, &s->err);
}

static void begin_plan_file(scene *s)
{
    scene_read(s, FILE_PLAN);
}

static wb_status reader_read(scene *s)
{
    char buffer[4000];
    size_t n = 0;
    wb_status st = wb_reader_read(s->mine.reader, buffer, sizeof buffer, &n, &s->err);

    if (st == WB_OK)
        s->count = (int64_t)n + buffer[n / 2];
    return st;
}

static void begin_part_read(scene *s)
{
    scene_read(s, FILE_PLAN);
    must(reader_read(s), &s->err);
    s->count = -1;
}

static wb_status reader_rewind(scene *s)
{
    return wb_reader_rewind(s->mine.reader, &s->err);
}

/* ---- bytes out ---- */

static int32_t take_all(void *user, const void *bytes, size_t n)
{
    (void)user;
    (void)bytes;
    (void)n;
    return 0;
}

static wb_status writer_new(scene *s)
{
    return wb_writer_new(take_all, NULL, NULL, NULL, &s->out.writer, &s->err);
}

static void begin_path(scene *s)
{
    scene_path(s, ".txt");
}

static wb_status writer_open(scene *s)
{
    return wb_writer_open(s->path, &s->out.writer, &s->err);
}

static wb_status writer_to_memory(scene *s)
{
    return wb_writer_to_memory(&s->out.writer, &s->err);
}

static wb_status writer_write(scene *s)
{
    static const char block[70000];

    return wb_writer_write(s->mine.writer, block, sizeof block, &s->err);
}

static void begin_small_write(scene *s)
{
    scene_write(s);
    must(wb_writer_write(s->mine.writer, "some", 4, &s->err), &s->err);
}

static void begin_written(scene *s)
{
    scene_path(s, ".txt");
    must(wb_writer_open(s->path, &s->mine.writer, &s->err), &s->err);
    must(wb_writer_write(s->mine.writer, "some", 4, &s->err), &s->err);
}

/* It is freed then: scene_given() would finish it again. */
static wb_status writer_finish(scene *s)
{
    wb_status st = wb_writer_finish(s->mine.writer, &s->err);

    if (st == WB_OK) {
        wb_writer_free(s->mine.writer);
        s->mine.writer = NULL;
    }
    return st;
}

const deed deeds_base[] = {
    {"wb_reader_new", NULL, reader_new, 0},
    {"wb_reader_open", NULL, reader_open, FILES},
    {"wb_reader_from_memory", NULL, reader_from_memory, 0},
    {"wb_reader_read", begin_plan_file, reader_read, READS | NO_MEMORY},
    {"wb_reader_rewind", begin_part_read, reader_rewind, READS | NO_MEMORY},
    {"wb_writer_new", NULL, writer_new, 0},
    {"wb_writer_open", begin_path, writer_open, FILES | OWN_FILE},
    {"wb_writer_to_memory", NULL, writer_to_memory, 0},
    {"wb_writer_write", begin_small_write, writer_write, WRITES | NO_MEMORY},
    {"wb_writer_finish", begin_written, writer_finish,
     FILES | OWN_FILE | SPENT | NO_MEMORY},
    {NULL, NULL, NULL, 0},
};
