/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Frames of CSV, and what stands in their cells. Every helper asserts. */
#ifndef WB_TEST_FRAMES_H
#define WB_TEST_FRAMES_H

#include "support.h"

#include <stdio.h>
#include <string.h>

/* What a reader has, which is taken over. */
static inline wb_frame *frame_of_reader(wb_reader *reader)
{
    wb_source *source = NULL;
    wb_frame *frame = NULL;
    wb_error err = {0};

    if (wb_csv_read(reader, NULL, &source, &err) != WB_OK ||
        wb_source_collect(source, NULL, &frame, &err) != WB_OK)
        fail_msg("%s", err.message);
    wb_source_free(source);
    return frame;
}

static inline wb_frame *frame_of(const char *csv)
{
    wb_reader *reader = NULL;

    assert_ok(wb_reader_from_memory(csv, strlen(csv), "csv", &reader, NULL));
    return frame_of_reader(reader);
}

/* The table tests/vectors/NAME.csv. */
static inline wb_frame *read_vectors(const char *name)
{
    char path[512];
    wb_reader *reader = NULL;

    snprintf(path, sizeof path, WB_TEST_SOURCE_DIR "/tests/vectors/%s.csv", name);
    assert_ok(wb_reader_open(path, &reader, NULL));
    return frame_of_reader(reader);
}

/* Columns by type and values, copied. */
static inline wb_frame *frame_of_columns(int64_t n_rows, const char *const *names,
                                         const wb_column *columns, size_t n)
{
    wb_frame *frame = NULL;

    assert_ok(wb_frame_new(n_rows, &frame, NULL));
    for (size_t i = 0; i < n; i++) {
        wb_column column = columns[i];
        column.struct_size = sizeof column;
        column.flags |= WB_COLUMN_COPY;
        assert_ok(wb_frame_add_column(frame, names[i], &column, NULL));
    }
    return frame;
}

static inline size_t column_of(const wb_frame *frame, const char *name)
{
    int64_t column = wb_frame_find(frame, name);

    if (column < 0)
        fail_msg("there is no column '%s'", name);
    return (size_t)column;
}

/* A copy of the text of a cell in one of eight places that are used in turn; "" when it
 * is missing. */
static inline const char *text_at(const wb_frame *frame, const char *name, int64_t row)
{
    static char texts[8][2048];
    static int next;
    char *text = texts[next++ % 8];
    size_t length = 0;
    const char *bytes = wb_frame_text(frame, column_of(frame, name), row, &length);

    snprintf(text, sizeof texts[0], "%.*s", (int)length, bytes != NULL ? bytes : "");
    return text;
}

static inline int64_t whole_at(const wb_frame *frame, const char *name, int64_t row)
{
    return wb_frame_int64(frame, column_of(frame, name), row);
}

static inline double number_at(const wb_frame *frame, const char *name, int64_t row)
{
    return wb_frame_double(frame, column_of(frame, name), row);
}

static inline int is_missing(const wb_frame *frame, const char *name, int64_t row)
{
    return wb_frame_is_missing(frame, column_of(frame, name), row);
}

#define assert_says(text, part)                                                          \
    do {                                                                                 \
        if (strstr((text), (part)) == NULL)                                              \
            fail_msg("'%s' does not say '%s'", (text), (part));                          \
    } while (0)

#endif
