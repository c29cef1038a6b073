/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* One value as text. */
#include "frame/frame.h"

#include <math.h>
#include <string.h>

static size_t put_word(char room[WB_NUMBER_CHARS], const char *word)
{
    size_t length = strlen(word);

    memcpy(room, word, length + 1);
    return length;
}

const char *wb_cell_text(const wb_frame *frame, size_t column, int64_t row,
                         char room[WB_NUMBER_CHARS], size_t *length)
{
    int32_t type = wb_frame_column_type(frame, column);
    int64_t whole = wb_frame_int64(frame, column, row);
    double number = 0;

    switch (type) {
    case WB_TYPE_UTF8:
    case WB_TYPE_DICTIONARY:
        return wb_frame_text(frame, column, row, length);
    case WB_TYPE_BOOL:
        *length = put_word(room, whole != 0 ? "true" : "false");
        break;
    case WB_TYPE_FLOAT32:
    case WB_TYPE_FLOAT64:
        number = wb_frame_double(frame, column, row);
        if (isinf(number))
            *length = put_word(room, number < 0 ? "-Inf" : "Inf");
        else
            *length = wb_format_double17(room, number);
        break;
    case WB_TYPE_DATE32:
        *length = wb_format_date(room, (int32_t)whole);
        break;
    case WB_TYPE_TIMESTAMP:
        *length = wb_format_timestamp(room, whole);
        break;
    default:
        *length = wb_format_int64(room, whole);
        break;
    }
    return room;
}
