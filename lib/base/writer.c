/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Small writes are gathered into blocks. Once a write fails the writer stays failed, so a
 * caller who looks at wb_writer_finish() only never sees half a file as whole. */
#include "base/file.h"

enum { BLOCK_BYTES = 65536 };

struct wb_writer {
    wb_write_fn write; /* NULL: to memory */
    wb_close_fn close;
    void *user;
    wb_file *file;  /* user, when it is a file: must be committed */
    wb_text buffer; /* what is not written yet; in memory, everything */
    char *name;
    wb_status status; /* the first failure */
    bool finished;
};

static wb_status new_writer(wb_write_fn write, wb_close_fn close, void *user,
                            const char *name, wb_writer **out, wb_error *err)
{
    wb_writer *writer = wb_allocate(1, sizeof *writer);
    char *copy = wb_copy_string(name);
    wb_text buffer = {0};

    /* One byte of capacity at least: wb_writer_bytes() always has its NUL to show. */
    if (writer == NULL || copy == NULL || wb_text_append(&buffer, "", 0, err) != WB_OK) {
        wb_release(writer);
        wb_release(copy);
        return wb_fail_nomem(err);
    }
    *writer = (wb_writer){
        .write = write, .close = close, .user = user, .buffer = buffer, .name = copy};
    *out = writer;
    return WB_OK;
}

wb_status wb_writer_new(wb_write_fn write, wb_close_fn close, void *user,
                        const char *name, wb_writer **out, wb_error *err)
{
    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "there is no place to put the writer: out is NULL");
    *out = NULL;
    if (write == NULL)
        return wb_fail(err, WB_E_ARG, "a writer needs a write callback, which is NULL");
    return new_writer(write, close, user, name != NULL ? name : "output", out, err);
}

wb_status wb_writer_open(const char *path, wb_writer **out, wb_error *err)
{
    wb_file *file = NULL;

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "there is no place to put the writer: out is NULL");
    *out = NULL;
    if (path == NULL)
        return wb_fail(err, WB_E_ARG, "the path of the file to write is NULL");
    wb_status st = wb_file_create(path, &file, err);
    if (st != WB_OK)
        return st;
    st = new_writer(wb_file_write, wb_file_close, file, path, out, err);
    if (st != WB_OK)
        wb_file_close(file);
    else
        (*out)->file = file;
    return st;
}

wb_status wb_writer_to_memory(wb_writer **out, wb_error *err)
{
    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "there is no place to put the writer: out is NULL");
    *out = NULL;
    return new_writer(NULL, NULL, NULL, "memory", out, err);
}

/* ---- writing ---- */

static wb_status fail_write(wb_writer *writer, wb_error *err)
{
    const char *why =
        writer->file != NULL ? wb_file_reason(writer->file) : "its write callback failed";

    writer->status = wb_fail(err, WB_E_IO, "cannot write '%s': %s", writer->name, why);
    wb_error_set_where(err, writer->name);
    return writer->status;
}

static wb_status check_open(const wb_writer *writer, wb_error *err)
{
    if (writer == NULL)
        return wb_fail(err, WB_E_ARG, "the writer is NULL");
    if (writer->finished)
        return wb_fail(err, WB_E_ARG,
                       "'%s' was finished: nothing can be written after it",
                       writer->name);
    if (writer->status == WB_OK)
        return WB_OK;
    (void)wb_fail(err, writer->status, "an earlier write to '%s' failed", writer->name);
    wb_error_set_where(err, writer->name);
    return writer->status;
}

static wb_status flush(wb_writer *writer, wb_error *err)
{
    size_t length = writer->buffer.length;

    if (writer->write == NULL || length == 0)
        return WB_OK;
    writer->buffer.length = 0;
    if (writer->write(writer->user, writer->buffer.bytes, length) != 0)
        return fail_write(writer, err);
    return WB_OK;
}

wb_status wb_writer_write(wb_writer *writer, const void *bytes, size_t n_bytes,
                          wb_error *err)
{
    wb_status st = check_open(writer, err);

    if (st != WB_OK)
        return st;
    if (bytes == NULL && n_bytes > 0)
        return wb_fail(err, WB_E_ARG, "the %zu bytes to write are at NULL", n_bytes);
    if (writer->write != NULL && n_bytes >= BLOCK_BYTES) {
        st = flush(writer, err);
        if (st == WB_OK && writer->write(writer->user, bytes, n_bytes) != 0)
            st = fail_write(writer, err);
        return st;
    }
    st = wb_text_append(&writer->buffer, bytes, n_bytes, err);
    if (st != WB_OK)
        writer->status = st;
    else if (writer->buffer.length >= BLOCK_BYTES)
        st = flush(writer, err);
    return st;
}

wb_status wb_writer_finish(wb_writer *writer, wb_error *err)
{
    wb_status st = check_open(writer, err);

    if (st != WB_OK)
        return st;
    st = flush(writer, err);
    if (st == WB_OK && writer->file != NULL && wb_file_commit(writer->file) != 0)
        st = fail_write(writer, err);
    writer->finished = st == WB_OK;
    return st;
}

const char *wb_writer_bytes(const wb_writer *writer, size_t *n_bytes)
{
    if (writer == NULL || writer->write != NULL)
        return NULL;
    if (n_bytes != NULL)
        *n_bytes = writer->buffer.length;
    return writer->buffer.bytes;
}

void wb_writer_free(wb_writer *writer)
{
    if (writer == NULL)
        return;
    if (writer->close != NULL)
        writer->close(writer->user);
    wb_text_free(&writer->buffer);
    wb_release(writer->name);
    wb_release(writer);
}
