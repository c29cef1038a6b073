/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Small instruments and frames for the tests of scoring. */
#ifndef WB_TEST_SCORE_FIXTURES_H
#define WB_TEST_SCORE_FIXTURES_H

#include "support.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define HEADING                                                                          \
    "{\"format\":\"werkbaar-instrument/1.0\",\"id\":\"t\",\"version\":\"1\","            \
    "\"licence\":\"MIT\",\"title\":{\"en\":\"T\"},\"source\":\"test\","                  \
    "\"unit\":\"person\",\"languages\":[\"en\"],"
#define LABEL "\"label\":{\"en\":\"L\"}"

static inline wb_instrument *read_text(const char *text)
{
    wb_reader *reader = NULL;
    wb_instrument *instrument = NULL;
    wb_error err = {0};

    assert_ok(wb_reader_from_memory(text, strlen(text), "test", &reader, NULL));
    if (wb_instrument_read(reader, &instrument, &err) != WB_OK)
        fail_msg("%s: %s", err.where, err.message);
    wb_reader_free(reader);
    return instrument;
}

/* Items a1 .. an with codes min..max and missing code 99 (and 98), items in `reversed`
 * (letters '1' to '9') reversed; one scale `s`; then `rest`, from the comma on. */
static inline wb_instrument *make_instrument(int n, int min, int max,
                                             const char *reversed, const char *missing,
                                             const char *rule, const char *rest)
{
    static char text[65536];
    size_t at = (size_t)snprintf(text, sizeof text, HEADING "\"items\":[");

    for (int i = 1; i <= n; i++)
        at += (size_t)snprintf(
            text + at, sizeof text - at,
            "%s{\"id\":\"a%d\"," LABEL ",\"text\":\"none\",\"min\":%d,\"max\":%d,"
            "\"reversed\":%s,\"missing\":[%s]}",
            i == 1 ? "" : ",", i, min, max,
            i < 10 && strchr(reversed, '0' + i) != NULL ? "true" : "false", missing);
    at += (size_t)snprintf(text + at, sizeof text - at,
                           "],\"scales\":[{\"id\":\"s\"," LABEL ",%s,\"items\":[", rule);
    for (int i = 1; i <= n; i++)
        at += (size_t)snprintf(text + at, sizeof text - at, "%s\"a%d\"",
                               i == 1 ? "" : ",", i);
    snprintf(text + at, sizeof text - at, "]}]%s}", rest);
    return read_text(text);
}

/* A frame of int8 columns a1 .. an, copied from answers[column * n_rows + row]. */
static inline wb_frame *make_answers(const int8_t *answers, int n, int64_t n_rows)
{
    wb_frame *frame = NULL;

    assert_ok(wb_frame_new(n_rows, &frame, NULL));
    for (int i = 0; i < n; i++) {
        wb_column column = WB_COLUMN_INIT;
        char name[16];

        snprintf(name, sizeof name, "a%d", i + 1);
        column.type = WB_TYPE_INT8;
        column.flags = WB_COLUMN_COPY;
        column.values = answers + i * n_rows;
        assert_ok(wb_frame_add_column(frame, name, &column, NULL));
    }
    return frame;
}

static inline wb_frame *score(const wb_instrument *instrument, const wb_frame *answers)
{
    wb_frame *scores = NULL;
    wb_error err = {0};

    if (wb_score(instrument, answers, NULL, NULL, &scores, &err) != WB_OK)
        fail_msg("%s", err.message);
    return scores;
}

/* The value of a column by name; NaN when missing. */
static inline double value_of(const wb_frame *frame, const char *name, int64_t row)
{
    int64_t at = wb_frame_find(frame, name);

    assert_true(at >= 0);
    return wb_frame_double(frame, (size_t)at, row);
}

/* The text of a column by name; "" when missing. */
static inline const char *text_of(const wb_frame *frame, const char *name, int64_t row)
{
    static char text[256];
    size_t length = 0;
    int64_t at = wb_frame_find(frame, name);
    const char *found;

    assert_true(at >= 0);
    found = wb_frame_text(frame, (size_t)at, row, &length);
    snprintf(text, sizeof text, "%.*s", (int)length, found == NULL ? "" : found);
    return text;
}

/* ---- random answers to a built-in ---- */

static inline uint32_t noise(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* Answers to all items of a built-in as one type, some missing (code 9); column order as
 * in the instrument, or turned round. */
static inline wb_frame *noisy_answers(const wb_instrument *instrument, int64_t n,
                                      int type, bool backwards)
{
    wb_frame *items = NULL;
    wb_frame *frame = NULL;
    int64_t n_items;

    assert_ok(wb_instrument_table(instrument, "items", "en", &items, NULL));
    n_items = wb_frame_row_count(items);
    assert_ok(wb_frame_new(n, &frame, NULL));
    for (int64_t i = 0; i < n_items; i++) {
        int64_t item = backwards ? n_items - 1 - i : i;
        uint32_t seed = (uint32_t)item * 7919u + 1;
        uint32_t max = (uint32_t)value_of(items, "max", item);
        int64_t *whole = test_malloc((size_t)n * sizeof *whole);
        void *values = test_malloc((size_t)n * 8);
        wb_column column = WB_COLUMN_INIT;

        for (int64_t row = 0; row < n; row++) {
            uint32_t draw = noise(&seed);

            whole[row] = draw % 29 == 0 ? 9 : (int64_t)(draw / 29 % (max + 1));
            if (type == WB_TYPE_INT8)
                ((int8_t *)values)[row] = (int8_t)whole[row];
            else if (type == WB_TYPE_UINT8)
                ((uint8_t *)values)[row] = (uint8_t)whole[row];
            else if (type == WB_TYPE_INT16)
                ((int16_t *)values)[row] = (int16_t)whole[row];
            else if (type == WB_TYPE_INT32)
                ((int32_t *)values)[row] = (int32_t)whole[row];
            else if (type == WB_TYPE_FLOAT32)
                ((float *)values)[row] = (float)whole[row];
            else if (type == WB_TYPE_FLOAT64)
                ((double *)values)[row] = whole[row] == 9 ? NAN : (double)whole[row];
            else
                ((int64_t *)values)[row] = whole[row];
        }
        column.type = type;
        column.flags = WB_COLUMN_COPY;
        if (type == WB_TYPE_INT64) {
            column.flags |= WB_COLUMN_SENTINEL;
            column.sentinel = 9;
        }
        column.values = values;
        assert_ok(wb_frame_add_column(frame, text_of(items, "id", item), &column, NULL));
        test_free(values);
        test_free(whole);
    }
    wb_frame_free(items);
    return frame;
}

static inline wb_instrument *employees(void)
{
    wb_instrument *instrument = NULL;

    assert_ok(wb_instrument_builtin("wbm-employees", &instrument, NULL));
    return instrument;
}

/* The same columns with the same values, missing where the other is. */
static inline void assert_same(const wb_frame *a, const wb_frame *b)
{
    assert_int_equal(wb_frame_column_count(a), wb_frame_column_count(b));
    assert_int_equal(wb_frame_row_count(a), wb_frame_row_count(b));
    for (size_t column = 0; column < wb_frame_column_count(a); column++) {
        assert_string_equal(wb_frame_column_name(a, column),
                            wb_frame_column_name(b, column));
        for (int64_t row = 0; row < wb_frame_row_count(a); row++) {
            double x = wb_frame_double(a, column, row);
            double y = wb_frame_double(b, column, row);

            if (!(x == y) && !(isnan(x) && isnan(y)))
                fail_msg("column %s, row %lld: %g is not %g",
                         wb_frame_column_name(a, column), (long long)row, x, y);
        }
    }
}

#endif
