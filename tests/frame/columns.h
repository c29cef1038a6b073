/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Making and comparing columns in the tests of this room. */
#ifndef WB_TEST_FRAME_COLUMNS_H
#define WB_TEST_FRAME_COLUMNS_H

#include "support.h"

#include <string.h>

static inline wb_column column_of(wb_type type, const void *values)
{
    wb_column column = WB_COLUMN_INIT;

    column.type = (int32_t)type;
    column.values = values;
    return column;
}

static inline wb_column with_sentinel(wb_column column, int64_t sentinel)
{
    column.flags |= WB_COLUMN_SENTINEL;
    column.sentinel = sentinel;
    return column;
}

static inline wb_column with_categories(wb_column column, const char *const *categories,
                                        int64_t n)
{
    column.categories = categories;
    column.n_categories = n;
    return column;
}

static inline wb_column text_of(const char *bytes, const int32_t *offsets)
{
    wb_column column = column_of(WB_TYPE_UTF8, bytes);

    column.offsets = offsets;
    return column;
}

static inline void count_release(void *user)
{
    ++*(int *)user;
}

static inline void add_column(wb_frame *frame, const char *name, wb_column column)
{
    assert_ok(wb_frame_add_column(frame, name, &column, NULL));
}

/* A frame with one column `x`. */
static inline wb_frame *frame_of(int64_t n_rows, wb_column column)
{
    wb_frame *frame = NULL;

    assert_ok(wb_frame_new(n_rows, &frame, NULL));
    add_column(frame, "x", column);
    return frame;
}

/* expected NULL: missing. */
static inline void assert_text(const wb_frame *frame, size_t column, int64_t row,
                               const char *expected)
{
    size_t length;
    const char *text = wb_frame_text(frame, column, row, &length);

    if (expected == NULL) {
        assert_null(text);
        return;
    }
    assert_non_null(text);
    assert_int_equal(length, strlen(expected));
    assert_memory_equal(text, expected, length);
}

/* Every value reads the same, whatever its type and storage. */
static inline void assert_same_values(const wb_frame *a, const wb_frame *b)
{
    assert_int_equal(wb_frame_row_count(a), wb_frame_row_count(b));
    assert_int_equal(wb_frame_column_count(a), wb_frame_column_count(b));
    for (size_t i = 0; i < wb_frame_column_count(a); i++) {
        assert_string_equal(wb_frame_column_name(a, i), wb_frame_column_name(b, i));
        for (int64_t row = 0; row < wb_frame_row_count(a); row++) {
            size_t length_a, length_b;
            const char *text_a = wb_frame_text(a, i, row, &length_a);
            const char *text_b = wb_frame_text(b, i, row, &length_b);

            assert_int_equal(wb_frame_is_missing(a, i, row),
                             wb_frame_is_missing(b, i, row));
            assert_int_equal(wb_frame_int64(a, i, row), wb_frame_int64(b, i, row));
            assert_close(wb_frame_double(a, i, row), wb_frame_double(b, i, row), 0);
            assert_int_equal(text_a == NULL, text_b == NULL);
            assert_int_equal(length_a, length_b);
            if (text_a != NULL)
                assert_memory_equal(text_a, text_b, length_a);
        }
    }
}

#endif
