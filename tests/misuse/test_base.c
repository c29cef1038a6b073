/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "misuse/misuse.h"

static int64_t give_nothing(void *user, void *buffer, size_t capacity)
{
    (void)user;
    (void)buffer;
    (void)capacity;
    return 0;
}

static int32_t take_all(void *user, const void *bytes, size_t n)
{
    (void)user;
    (void)bytes;
    (void)n;
    return 0;
}

static void reader_new(scene *s)
{
    refused(s, wb_reader_new(NULL, NULL, NULL, NULL, "n", &s->out.reader, &s->err),
            WB_E_ARG, "read");
    refused(s, wb_reader_new(give_nothing, NULL, NULL, NULL, "n", NULL, &s->err),
            WB_E_ARG, "out");
}

static void reader_open(scene *s)
{
    refused(s, wb_reader_open(NULL, &s->out.reader, &s->err), WB_E_ARG, "path");
    refused(s, wb_reader_open(s->world->files[FILE_PLAN].path, NULL, &s->err), WB_E_ARG,
            "out");
    refused(s, wb_reader_open("/nowhere/at/all", &s->out.reader, &s->err), WB_E_IO,
            "/nowhere/at/all");
    refused(s, wb_reader_open(s->world->folder, &s->out.reader, &s->err), WB_E_IO,
            "folder");
}

static void reader_from_memory(scene *s)
{
    refused(s, wb_reader_from_memory(NULL, 3, NULL, &s->out.reader, &s->err), WB_E_ARG,
            "bytes");
    refused(s, wb_reader_from_memory("abc", 3, NULL, NULL, &s->err), WB_E_ARG, "out");
}

static void reader_read(scene *s)
{
    char buffer[4000];
    size_t n = 0;

    refused(s, wb_reader_read(NULL, buffer, sizeof buffer, &n, &s->err), WB_E_ARG,
            "reader");
    refused(s, wb_reader_read(s->mine.reader, NULL, sizeof buffer, &n, &s->err), WB_E_ARG,
            "buffer");
    refused(s, wb_reader_read(s->mine.reader, buffer, sizeof buffer, NULL, &s->err),
            WB_E_ARG, "n_read");
}

static void reader_rewind(scene *s)
{
    refused(s, wb_reader_rewind(NULL, &s->err), WB_E_ARG, "reader");
}

static void writer_new(scene *s)
{
    refused(s, wb_writer_new(NULL, NULL, NULL, NULL, &s->out.writer, &s->err), WB_E_ARG,
            "write");
    refused(s, wb_writer_new(take_all, NULL, NULL, NULL, NULL, &s->err), WB_E_ARG, "out");
}

static void writer_open(scene *s)
{
    refused(s, wb_writer_open(NULL, &s->out.writer, &s->err), WB_E_ARG, "path");
    refused(s, wb_writer_open(s->path, NULL, &s->err), WB_E_ARG, "out");
    refused(s, wb_writer_open("/nowhere/at/all", &s->out.writer, &s->err), WB_E_IO,
            "/nowhere/at/all");
    refused(s, wb_writer_open(s->world->folder, &s->out.writer, &s->err), WB_E_IO,
            "folder");
}

static void writer_to_memory(scene *s)
{
    refused(s, wb_writer_to_memory(NULL, &s->err), WB_E_ARG, "out");
}

static void writer_write(scene *s)
{
    static const char block[70000];

    refused(s, wb_writer_write(NULL, block, sizeof block, &s->err), WB_E_ARG, "writer");
    refused(s, wb_writer_write(s->mine.writer, NULL, sizeof block, &s->err), WB_E_ARG,
            "bytes");
}

static void writer_finish(scene *s)
{
    refused(s, wb_writer_finish(NULL, &s->err), WB_E_ARG, "writer");
}

int main(void)
{
    static const misuse all[] = {
        {"wb_reader_new", reader_new},
        {"wb_reader_open", reader_open},
        {"wb_reader_from_memory", reader_from_memory},
        {"wb_reader_read", reader_read},
        {"wb_reader_rewind", reader_rewind},
        {"wb_writer_new", writer_new},
        {"wb_writer_open", writer_open},
        {"wb_writer_to_memory", writer_to_memory},
        {"wb_writer_write", writer_write},
        {"wb_writer_finish", writer_finish},
    };

    return run_misuses("misuse/base", all, sizeof all / sizeof *all);
}
