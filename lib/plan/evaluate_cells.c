/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Cells of estimates, compared as texts. */
#include "plan/evaluate.h"

#include <string.h>

bool wb_cell_holds(const wb_frame *frame, int64_t column, int64_t row, const char *value,
                   size_t length)
{
    char room[WB_NUMBER_CHARS];
    size_t n = 0;
    const char *text;

    if (column < 0 || wb_frame_is_missing(frame, (size_t)column, row))
        return false;
    text = wb_cell_text(frame, (size_t)column, row, room, &n);
    return n == length && memcmp(text, value, n) == 0;
}
