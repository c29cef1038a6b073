/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Texts that are not NUL-terminated: the cells of a frame, and what they are held
 * against. */
#ifndef WB_LIB_FRAME_SPAN_H
#define WB_LIB_FRAME_SPAN_H

#include "frame/frame.h"

/* A piece of text that belongs to a frame, or another; bytes NULL: missing. */
typedef struct wb_span {
    const char *bytes;
    size_t length;
} wb_span;

wb_span wb_span_of(const char *text); /* NULL: missing */
/* Missing before all others, then bytewise. */
int wb_span_compare(wb_span a, wb_span b);
bool wb_span_is(wb_span span, const char *text);
/* Of a column of text; a column at -1 is missing everywhere. */
wb_span wb_span_at(const wb_frame *frame, int64_t column, int64_t row);

#endif
