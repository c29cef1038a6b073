/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Small instruments and frames for the tests of scoring. */
#ifndef WB_TEST_SCORE_FIXTURES_H
#define WB_TEST_SCORE_FIXTURES_H

#include "support.h"

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

#endif
