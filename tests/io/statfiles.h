/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The files in tests/io/statfiles (tests/reference/statfiles.R made them), and frames
 * through a file and back. Every helper asserts. */
#ifndef WB_TEST_STATFILES_H
#define WB_TEST_STATFILES_H

#include "frames.h"

#include <stdlib.h>

typedef struct file_bytes {
    char *bytes;
    size_t n;
} file_bytes;

static inline file_bytes load_file(const char *name)
{
    char path[512];
    file_bytes file = {NULL, 0};

    snprintf(path, sizeof path, WB_TEST_SOURCE_DIR "/tests/io/statfiles/%s", name);
    FILE *in = fopen(path, "rb");
    assert_non_null(in);
    file.bytes = malloc(1 << 16);
    assert_non_null(file.bytes);
    file.n = fread(file.bytes, 1, 1 << 16, in);
    fclose(in);
    return file;
}

static inline wb_source *open_statfile(const void *bytes, size_t n,
                                       const wb_statfile_options *options)
{
    wb_reader *reader = NULL;
    wb_source *source = NULL;
    wb_error err = {0};

    assert_ok(wb_reader_from_memory(bytes, n, "people", &reader, NULL));
    if (wb_statfile_read(reader, options, &source, &err) != WB_OK)
        fail_msg("%s", err.message);
    return source;
}

static inline wb_frame *read_statfile(const char *name,
                                      const wb_statfile_options *options)
{
    file_bytes file = load_file(name);
    wb_source *source = open_statfile(file.bytes, file.n, options);
    wb_frame *frame = NULL;

    assert_ok(wb_source_collect(source, NULL, &frame, NULL));
    wb_source_free(source);
    free(file.bytes);
    return frame;
}

static inline wb_status write_statfile(const wb_frame *frame, int32_t format,
                                       wb_writer **writer, wb_error *err)
{
    wb_statfile_write_options options = WB_STATFILE_WRITE_OPTIONS_INIT;
    wb_source *source = NULL;

    options.format = format;
    assert_ok(wb_source_from_frame(frame, 2, &source, NULL));
    assert_ok(wb_writer_to_memory(writer, NULL));
    wb_status st = wb_statfile_write(*writer, source, &options, NULL, err);
    wb_source_free(source);
    return st;
}

static inline wb_frame *there_and_back(const wb_frame *frame, int32_t format)
{
    wb_writer *writer = NULL;
    wb_frame *again = NULL;
    wb_error err = {0};
    size_t n = 0;

    if (write_statfile(frame, format, &writer, &err) != WB_OK)
        fail_msg("%s", err.message);
    const char *bytes = wb_writer_bytes(writer, &n);
    wb_source *source = open_statfile(bytes, n, NULL);
    assert_ok(wb_source_collect(source, NULL, &again, NULL));
    wb_source_free(source);
    wb_writer_free(writer);
    return again;
}

/* A column by its name. */
static inline size_t at(const wb_frame *frame, const char *name)
{
    int64_t index = wb_frame_find(frame, name);

    assert_true(index >= 0);
    return (size_t)index;
}

static inline void assert_text(const wb_frame *frame, const char *name, int64_t row,
                               const char *expected)
{
    size_t length = 0;
    const char *text = wb_frame_text(frame, at(frame, name), row, &length);

    if (expected == NULL) {
        assert_null(text);
        return;
    }
    assert_non_null(text);
    assert_int_equal(length, strlen(expected));
    assert_memory_equal(text, expected, length);
}

#endif
