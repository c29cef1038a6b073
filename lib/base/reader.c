/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "base/file.h"

#include <string.h>

struct wb_reader {
    wb_read_fn read;
    wb_rewind_fn rewind; /* NULL: the bytes can be read once only */
    int32_t (*seek)(void *user, int64_t offset); /* NULL: rewind, then read */
    int64_t (*size)(void *user);                 /* NULL: read to the end */
    wb_close_fn close;
    void *user;
    const wb_file *file; /* user, when it is a file: knows why it failed */
    char *name;
    int64_t offset; /* how many bytes were read */
    bool at_end;
};

/* ---- memory ---- */

typedef struct memory {
    const unsigned char *bytes;
    size_t n_bytes;
    size_t at;
} memory;

static int64_t memory_read(void *user, void *buffer, size_t capacity)
{
    memory *from = user;
    size_t left = from->n_bytes - from->at;
    size_t count = capacity < left ? capacity : left;

    if (count > 0)
        memcpy(buffer, from->bytes + from->at, count);
    from->at += count;
    return (int64_t)count;
}

static int32_t memory_rewind(void *user)
{
    ((memory *)user)->at = 0;
    return 0;
}

static int32_t memory_seek(void *user, int64_t offset)
{
    memory *from = user;

    if (offset < 0 || (uint64_t)offset > from->n_bytes)
        return -1;
    from->at = (size_t)offset;
    return 0;
}

static int64_t memory_size(void *user)
{
    return (int64_t)((memory *)user)->n_bytes;
}

/* ---- making ---- */

wb_status wb_reader_new(wb_read_fn read, wb_rewind_fn rewind, wb_close_fn close,
                        void *user, const char *name, wb_reader **out, wb_error *err)
{
    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "there is no place to put the reader: out is NULL");
    *out = NULL;
    if (read == NULL)
        return wb_fail(err, WB_E_ARG, "a reader needs a read callback, which is NULL");
    wb_reader *reader = wb_allocate(1, sizeof *reader);
    char *copy = wb_copy_string(name != NULL ? name : "input");
    if (reader == NULL || copy == NULL) {
        wb_release(reader);
        wb_release(copy);
        return wb_fail_nomem(err);
    }
    *reader = (wb_reader){
        .read = read, .rewind = rewind, .close = close, .user = user, .name = copy};
    *out = reader;
    return WB_OK;
}

wb_status wb_reader_open(const char *path, wb_reader **out, wb_error *err)
{
    wb_file *file = NULL;

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "there is no place to put the reader: out is NULL");
    *out = NULL;
    if (path == NULL)
        return wb_fail(err, WB_E_ARG, "the path of the file to read is NULL");
    wb_status st = wb_file_open(path, &file, err);
    if (st != WB_OK)
        return st;
    st = wb_reader_new(wb_file_read, wb_file_can_rewind(file) ? wb_file_rewind : NULL,
                       wb_file_close, file, path, out, err);
    if (st != WB_OK) {
        wb_file_close(file);
        return st;
    }
    (*out)->file = file;
    if (wb_file_can_rewind(file)) {
        (*out)->seek = wb_file_seek;
        (*out)->size = wb_file_size;
    }
    return WB_OK;
}

wb_status wb_reader_from_memory(const void *bytes, size_t n_bytes, const char *name,
                                wb_reader **out, wb_error *err)
{
    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "there is no place to put the reader: out is NULL");
    *out = NULL;
    if (bytes == NULL && n_bytes > 0)
        return wb_fail(err, WB_E_ARG, "the %zu bytes to read are at NULL", n_bytes);
    memory *from = wb_allocate(1, sizeof *from);
    if (from == NULL)
        return wb_fail_nomem(err);
    *from = (memory){bytes, n_bytes, 0};
    wb_status st = wb_reader_new(memory_read, memory_rewind, wb_release, from,
                                 name != NULL ? name : "memory", out, err);
    if (st != WB_OK) {
        wb_release(from);
        return st;
    }
    (*out)->seek = memory_seek;
    (*out)->size = memory_size;
    return WB_OK;
}

/* ---- reading ---- */

static wb_status fail_read(const wb_reader *reader, wb_error *err)
{
    const char *why =
        reader->file != NULL ? wb_file_reason(reader->file) : "its read callback failed";

    (void)wb_fail(err, WB_E_IO, "cannot read '%s' after byte %lld: %s", reader->name,
                  (long long)reader->offset, why);
    wb_error_set_where(err, reader->name);
    wb_error_set_place(err, 0, 0, reader->offset);
    return WB_E_IO;
}

wb_status wb_reader_read(wb_reader *reader, void *buffer, size_t capacity, size_t *n_read,
                         wb_error *err)
{
    size_t filled = 0;

    if (reader == NULL || n_read == NULL || (buffer == NULL && capacity > 0))
        return wb_fail(err, WB_E_ARG, "the reader, the buffer or n_read is NULL");
    while (filled < capacity && !reader->at_end) {
        size_t room = capacity - filled;
        int64_t count = reader->read(reader->user, (char *)buffer + filled, room);
        if (count < 0 || (uint64_t)count > room)
            return fail_read(reader, err);
        reader->at_end = count == 0;
        reader->offset += count;
        filled += (size_t)count;
    }
    *n_read = filled;
    return WB_OK;
}

bool wb_reader_can_rewind(const wb_reader *reader)
{
    return reader->rewind != NULL;
}

wb_status wb_reader_rewind(wb_reader *reader, wb_error *err)
{
    wb_status st = WB_OK;

    if (reader == NULL)
        return wb_fail(err, WB_E_ARG, "the reader to rewind is NULL");
    if (reader->offset == 0 && !reader->at_end)
        return WB_OK;
    if (reader->rewind == NULL)
        st = wb_fail(err, WB_E_UNSUPPORTED, "'%s' can be read once only", reader->name);
    else if (reader->rewind(reader->user) != 0)
        st = wb_fail(err, WB_E_IO, "cannot go back to the start of '%s'", reader->name);
    if (st != WB_OK) {
        wb_error_set_where(err, reader->name);
        return st;
    }
    reader->offset = 0;
    reader->at_end = false;
    return WB_OK;
}

/* Read on to a byte that lies ahead, or to the end. */
static wb_status read_on(wb_reader *reader, int64_t offset, wb_error *err)
{
    char passed[4096];
    size_t count = 1;
    wb_status st = WB_OK;

    while (st == WB_OK && count > 0 && reader->offset < offset) {
        int64_t left = offset - reader->offset;
        size_t want = left < (int64_t)sizeof passed ? (size_t)left : sizeof passed;
        st = wb_reader_read(reader, passed, want, &count, err);
    }
    return st;
}

wb_status wb_reader_seek(wb_reader *reader, int64_t offset, wb_error *err)
{
    wb_status st = WB_OK;

    if (reader->seek != NULL && offset != reader->offset) {
        if (reader->seek(reader->user, offset) != 0)
            return fail_read(reader, err);
        reader->offset = offset;
        reader->at_end = false;
        return WB_OK;
    }
    if (offset < reader->offset)
        st = wb_reader_rewind(reader, err);
    return st == WB_OK ? read_on(reader, offset, err) : st;
}

wb_status wb_reader_size(wb_reader *reader, int64_t *size, wb_error *err)
{
    wb_status st = WB_OK;

    if (reader->size != NULL) {
        *size = reader->size(reader->user);
        return *size >= 0 ? WB_OK : fail_read(reader, err);
    }
    st = read_on(reader, INT64_MAX, err);
    *size = reader->offset;
    return st;
}

int64_t wb_reader_offset(const wb_reader *reader)
{
    return reader->offset;
}

const char *wb_reader_name(const wb_reader *reader)
{
    return reader != NULL ? reader->name : "";
}

void wb_reader_free(wb_reader *reader)
{
    if (reader == NULL)
        return;
    if (reader->close != NULL)
        reader->close(reader->user);
    wb_release(reader->name);
    wb_release(reader);
}

wb_status wb_reader_read_all(wb_reader *reader, size_t limit, wb_text *text,
                             wb_error *err)
{
    char buffer[8192];
    wb_text all = {0};
    size_t count = 1;
    wb_status st;

    WB_TRY(wb_text_append(&all, "", 0, err));
    while (count > 0) {
        WB_TRY(wb_reader_read(reader, buffer, sizeof buffer, &count, err));
        if (count > limit - all.length) {
            st = wb_fail(err, WB_E_LIMIT, "'%s' is larger than %zu bytes", reader->name,
                         limit);
            wb_error_set_where(err, reader->name);
            goto done;
        }
        WB_TRY(wb_text_append(&all, buffer, count, err));
    }
    wb_text_free(text);
    *text = all;
    all = (wb_text){0};
    st = WB_OK;
done:
    wb_text_free(&all);
    return st;
}
