/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Small frames and specifications for the tests of this room. Every helper asserts. */
#ifndef WB_TEST_SURVEY_SUPPORT_H
#define WB_TEST_SURVEY_SUPPORT_H

#include "frames.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MISSING_BOOL = -128 };

static inline wb_spec *new_spec(const char *weights, const char *stratum)
{
    wb_spec *spec = NULL;
    assert_ok(wb_spec_new(&spec, NULL));
    if (weights != NULL)
        assert_ok(wb_spec_set_weights(spec, weights, NULL));
    if (stratum != NULL)
        assert_ok(wb_spec_add_stratum(spec, stratum, NULL));
    return spec;
}

static inline wb_frame *new_frame(int64_t n_rows)
{
    wb_frame *frame = NULL;
    assert_ok(wb_frame_new(n_rows, &frame, NULL));
    return frame;
}

static inline void add_doubles(wb_frame *frame, const char *name, const double *values)
{
    wb_column column = WB_COLUMN_INIT;
    column.type = WB_TYPE_FLOAT64;
    column.flags = WB_COLUMN_COPY;
    column.values = values;
    assert_ok(wb_frame_add_column(frame, name, &column, NULL));
}

/* One int8 a row: 0, 1, or MISSING_BOOL. */
static inline void add_bools(wb_frame *frame, const char *name, const int8_t *values)
{
    wb_column column = WB_COLUMN_INIT;
    column.type = WB_TYPE_BOOL;
    column.flags = WB_COLUMN_COPY | WB_COLUMN_BOOL_BYTES | WB_COLUMN_SENTINEL;
    column.sentinel = MISSING_BOOL;
    column.values = values;
    assert_ok(wb_frame_add_column(frame, name, &column, NULL));
}

static inline void add_int32s(wb_frame *frame, const char *name, const int32_t *values)
{
    wb_column column = WB_COLUMN_INIT;
    column.type = WB_TYPE_INT32;
    column.flags = WB_COLUMN_COPY | WB_COLUMN_SENTINEL;
    column.sentinel = INT32_MIN;
    column.values = values;
    assert_ok(wb_frame_add_column(frame, name, &column, NULL));
}

/* A text a row, NULL where missing. */
static inline void add_texts(wb_frame *frame, const char *name, const char *const *texts)
{
    size_t n = (size_t)wb_frame_row_count(frame);
    int32_t *offsets = calloc(n + 1, sizeof *offsets);
    uint8_t *validity = calloc(n / 8 + 1, 1);
    char *bytes = calloc(n + 1, 64);
    wb_column column = WB_COLUMN_INIT;

    assert_true(offsets != NULL && validity != NULL && bytes != NULL);
    for (size_t i = 0; i < n; i++) {
        size_t length = texts[i] != NULL ? strlen(texts[i]) : 0;
        assert_true(length < 64);
        memcpy(bytes + offsets[i], texts[i] != NULL ? texts[i] : "", length);
        offsets[i + 1] = offsets[i] + (int32_t)length;
        if (texts[i] != NULL)
            validity[i / 8] = (uint8_t)(validity[i / 8] | 1U << (i % 8));
    }
    column.type = WB_TYPE_UTF8;
    column.flags = WB_COLUMN_COPY;
    column.values = bytes;
    column.offsets = offsets;
    column.validity = validity;
    assert_ok(wb_frame_add_column(frame, name, &column, NULL));
    free(offsets);
    free(validity);
    free(bytes);
}

static inline double number(const wb_frame *frame, const char *name, int64_t row)
{
    return wb_frame_double(frame, column_of(frame, name), row);
}

#define assert_string(frame, name, row, expected)                                        \
    do {                                                                                 \
        size_t string_length = 0;                                                        \
        const char *string_found =                                                       \
            wb_frame_text((frame), column_of((frame), (name)), (row), &string_length);   \
        assert_non_null(string_found);                                                   \
        assert_int_equal(string_length, strlen(expected));                               \
        assert_memory_equal(string_found, (expected), string_length);                    \
    } while (0)

/* One tally of one frame. */
static inline wb_frame *estimate(const wb_spec *spec, const wb_frame *frame,
                                 const wb_estimate_options *options)
{
    wb_tally *tally = NULL;
    wb_frame *out = NULL;
    assert_ok(wb_tally_new(spec, &tally, NULL));
    assert_ok(wb_tally_update(tally, frame, NULL, NULL));
    assert_ok(wb_tally_estimate(tally, options, NULL, &out, NULL));
    wb_tally_free(tally);
    return out;
}

#endif
