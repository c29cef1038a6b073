/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Bytes as readers and numbers, documents that are read and written, frames that came
 * out. */
#include "fuzz.h"

#include <string.h>

/* ---- readers ---- */

wb_reader *fuzz_reader(const void *bytes, size_t n)
{
    wb_reader *reader = NULL;
    wb_error err;
    (void)fuzz_must(wb_reader_from_memory(bytes, n, "bytes", &reader, &err), &err,
                    reader);
    return reader;
}

/* A block of its own, so that the library can own it: it counts, and is seen to leak. */
typedef struct slow {
    const uint8_t *bytes;
    size_t n, at;
} slow;

static int64_t slow_read(void *user, void *buffer, size_t capacity)
{
    slow *from = user;
    size_t n = 1 + from->at * 7 % 13;
    n = n < capacity ? n : capacity;
    n = n < from->n - from->at ? n : from->n - from->at;
    if (n > 0) {
        memcpy(buffer, from->bytes + from->at, n);
    }
    from->at += n;
    return (int64_t)n;
}

static int32_t slow_rewind(void *user)
{
    ((slow *)user)->at = 0;
    return 0;
}

wb_reader *fuzz_slow_reader(const void *bytes, size_t n)
{
    static slow from; /* one at a time is enough */
    wb_reader *reader = NULL;
    wb_error err;
    from = (slow){.bytes = bytes, .n = n};
    (void)fuzz_must(
        wb_reader_new(slow_read, slow_rewind, NULL, &from, "bytes", &reader, &err), &err,
        reader);
    return reader;
}

/* ---- numbers ---- */

uint8_t fuzz_byte(fuzz_bytes *bytes)
{
    if (bytes->left == 0) {
        return 0;
    }
    bytes->left--;
    return *bytes->at++;
}

unsigned fuzz_below(fuzz_bytes *bytes, unsigned n)
{
    return fuzz_byte(bytes) % n;
}

int64_t fuzz_int64(fuzz_bytes *bytes)
{
    uint64_t value = 0;
    for (int i = 0; i < 8; i++) {
        value = value << 8 | fuzz_byte(bytes);
    }
    return (int64_t)value;
}

/* ---- documents ---- */

static bool document_write(const fuzz_format *format, void *document, wb_writer **out)
{
    wb_error err;
    *out = NULL;
    if (!fuzz_must(wb_writer_to_memory(out, &err), &err, *out)) {
        return false;
    }
    if (fuzz_must(format->write(document, *out, &err), &err, NULL)) {
        return true;
    }
    wb_writer_free(*out);
    *out = NULL;
    return false;
}

static bool document_read(const fuzz_format *format, const void *bytes, size_t n,
                          unsigned may, void **out)
{
    wb_error err;
    wb_reader *reader = fuzz_reader(bytes, n);
    *out = NULL;
    if (reader == NULL) {
        return false;
    }
    bool good = fuzz_ok(format->read(reader, out, &err), &err, *out, may);
    wb_reader_free(reader);
    return good;
}

/* What was written reads back, and is written the same. */
static void document_again(const fuzz_format *format, const char *bytes, size_t n)
{
    void *again = NULL;
    wb_writer *writer = NULL;
    if (document_read(format, bytes, n, 0, &again) &&
        document_write(format, again, &writer)) {
        size_t length = 0;
        const char *text = wb_writer_bytes(writer, &length);
        if (length != n || memcmp(text, bytes, n) != 0) {
            fuzz_fail("%s is written in two ways:\n%.*s\n%.*s", format->name, (int)n,
                      bytes, (int)length, text);
        }
    }
    wb_writer_free(writer);
    format->release(again);
}

void fuzz_document(const fuzz_format *format, const uint8_t *bytes, size_t n)
{
    void *document = NULL;
    wb_writer *writer = NULL;
    if (!document_read(format, bytes, n, format->may != 0 ? format->may : FUZZ_FILE,
                       &document)) {
        return;
    }
    fuzz_accept();
    if (document_write(format, document, &writer)) {
        size_t length = 0;
        const char *text = wb_writer_bytes(writer, &length);
        document_again(format, text, length);
    }
    if (format->use != NULL) {
        format->use(document);
    }
    wb_writer_free(writer);
    format->release(document);
}

/* ---- frames ---- */

static void column_look(const wb_frame *frame, size_t column)
{
    int64_t rows = wb_frame_row_count(frame);
    int32_t type = wb_frame_column_type(frame, column);
    for (int64_t row = 0; row < rows; row++) {
        size_t length = 0;
        const char *text = wb_frame_text(frame, column, row, &length);
        bool is_text = type == WB_TYPE_UTF8 || type == WB_TYPE_DICTIONARY;
        bool is_missing = wb_frame_is_missing(frame, column, row) != 0;
        fuzz_expect((text != NULL) == (is_text && !is_missing),
                    "a text is there where none is missing");
        volatile char last = text != NULL && length > 0 ? text[length - 1] : '\0';
        (void)last;
        (void)wb_frame_double(frame, column, row);
        (void)wb_frame_int64(frame, column, row);
    }
    for (size_t i = 0; i < wb_frame_value_label_count(frame, column); i++) {
        fuzz_expect(wb_frame_value_label_text(frame, column, i) != NULL,
                    "a value label has a text");
    }
}

void fuzz_look(const wb_frame *frame)
{
    for (size_t i = 0; i < wb_frame_column_count(frame); i++) {
        fuzz_expect(wb_frame_find(frame, wb_frame_column_name(frame, i)) == (int64_t)i,
                    "a column is found by its name");
        column_look(frame, i);
    }
}

void fuzz_frame(wb_frame *frame)
{
    if (frame != NULL) {
        fuzz_look(frame);
    }
    wb_frame_free(frame);
}
