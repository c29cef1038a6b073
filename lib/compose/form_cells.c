/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Cells of the frames that a form is made of. */
#include "compose/form.h"

wb_span wb_form_cell(const wb_frame *frame, const char *column, int64_t row)
{
    return row >= 0 ? wb_span_at(frame, wb_frame_find(frame, column), row) : (wb_span){0};
}

int64_t wb_form_number(const wb_frame *frame, const char *column, int64_t row)
{
    int64_t at = wb_frame_find(frame, column);

    return at >= 0 ? wb_frame_int64(frame, (size_t)at, row) : 0;
}
