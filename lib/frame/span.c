/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "frame/span.h"

#include <string.h>

wb_span wb_span_of(const char *text)
{
    return (wb_span){text, text != NULL ? strlen(text) : 0};
}

int wb_span_compare(wb_span a, wb_span b)
{
    size_t shorter = a.length < b.length ? a.length : b.length;
    int order = shorter > 0 ? memcmp(a.bytes, b.bytes, shorter) : 0;

    if (order != 0)
        return order;
    if (a.length != b.length)
        return a.length < b.length ? -1 : 1;
    return (a.bytes != NULL) - (b.bytes != NULL);
}

bool wb_span_is(wb_span span, const char *text)
{
    return wb_span_compare(span, wb_span_of(text)) == 0;
}

wb_span wb_span_at(const wb_frame *frame, int64_t column, int64_t row)
{
    wb_span span = {NULL, 0};

    if (column >= 0)
        span.bytes = wb_frame_text(frame, (size_t)column, row, &span.length);
    if (span.bytes == NULL)
        span.length = 0;
    return span;
}
