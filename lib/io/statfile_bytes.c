/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* ReadStat reads through functions of ours, so that a reader of any kind will do and that
 * nothing reaches a file that we did not open. */
#include "io/statfile.h"

#include <string.h>

static int open_bytes(const char *path, void *user)
{
    wb_stat_bytes *from = user;

    (void)path;
    from->at = 0;
    return 0;
}

static int close_bytes(void *user)
{
    (void)user;
    return 0;
}

static readstat_off_t seek_bytes(readstat_off_t offset, readstat_io_flags_t whence,
                                 void *user)
{
    wb_stat_bytes *from = user;
    int64_t base = whence == READSTAT_SEEK_CUR ? from->at : 0;

    if (whence == READSTAT_SEEK_END)
        base = from->size;
    /* ReadStat goes where the file says; beyond its end there is nothing to read */
    if (offset < -base || offset > from->size - base)
        return -1;
    from->at = base + offset;
    return from->at;
}

static ssize_t read_reader(wb_stat_bytes *from, void *buffer, size_t n)
{
    size_t count = 0;

    if (from->failed == WB_OK && wb_reader_offset(from->reader) != from->at)
        from->failed = wb_reader_seek(from->reader, from->at, &from->failure);
    if (from->failed == WB_OK)
        from->failed = wb_reader_read(from->reader, buffer, n, &count, &from->failure);
    return from->failed == WB_OK ? (ssize_t)count : -1;
}

static ssize_t read_bytes(void *buffer, size_t n, void *user)
{
    wb_stat_bytes *from = user;
    int64_t left = from->size - from->at;
    size_t wanted = n;
    ssize_t count;

    n = (int64_t)n > left ? (size_t)left : n;
    if (from->reader != NULL) {
        count = n > 0 ? read_reader(from, buffer, n) : 0;
    } else {
        memcpy(buffer, from->bytes + from->at, n);
        count = (ssize_t)n;
    }
    if (count > 0)
        from->at += count;
    from->cut = from->cut || (count > 0 && (size_t)count < wanted);
    /* ReadStat compares with sizes: a negative number would pass for a large one */
    return count < 0 ? 0 : count;
}

static readstat_error_t pass_progress(long size, readstat_progress_handler progress,
                                      void *user, void *io)
{
    (void)size, (void)progress, (void)user, (void)io;
    return READSTAT_OK;
}

void wb_stat_read_from(readstat_parser_t *parser, wb_stat_bytes *from)
{
    readstat_set_open_handler(parser, open_bytes);
    readstat_set_close_handler(parser, close_bytes);
    readstat_set_seek_handler(parser, seek_bytes);
    readstat_set_read_handler(parser, read_bytes);
    readstat_set_update_handler(parser, pass_progress);
    readstat_set_io_ctx(parser, from);
}
