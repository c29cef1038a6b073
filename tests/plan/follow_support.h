/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Tables of a plan for the tests. */
#ifndef WB_TEST_FOLLOW_SUPPORT_H
#define WB_TEST_FOLLOW_SUPPORT_H

#include "base/text.h"
#include "plan/plan_support.h"

#define PLAN(actions) HEADING ACTIONS(actions)
/* With actors hr and ceo. */
#define ACTED(actions)                                                                   \
    HEADING "\"actors\":[{\"id\":\"hr\",\"name\":{\"nl\":\"Personeel\",\"en\":\"HR\"},"  \
            "\"type\":\"role\"},{\"id\":\"ceo\",\"name\":{\"nl\":\"Directie\"},"         \
            "\"type\":\"role\"}]," ACTIONS(actions)
#define STATUS(word) ",\"statuses\":[{\"id\":\"st\",\"status\":\"" word "\"}]"

/* A whole number, or -999 where it is missing. */
static inline int64_t whole(const wb_frame *frame, const char *column, int64_t row)
{
    int64_t at = wb_frame_find(frame, column);

    if (at < 0)
        fail_msg("there is no column %s", column);
    assert_true(row < wb_frame_row_count(frame));
    return wb_frame_is_missing(frame, (size_t)at, row)
               ? -999
               : wb_frame_int64(frame, (size_t)at, row);
}

static inline double number(const wb_frame *frame, const char *column, int64_t row)
{
    int64_t at = wb_frame_find(frame, column);

    assert_true(at >= 0);
    return wb_frame_double(frame, (size_t)at, row);
}

/* A date as text, "" where it is missing. */
static inline const char *day(const wb_frame *frame, const char *column, int64_t row)
{
    static char text[WB_NUMBER_CHARS];
    int64_t days = whole(frame, column, row);

    if (days == -999)
        return "";
    (void)wb_format_date(text, (int32_t)days);
    return text;
}

#define assert_cell(frame, column, row, text)                                            \
    assert_string_equal(cell((frame), (column), (row)), (text))

#endif
