/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The growing text: capacity doubles, and one byte is always kept for the NUL. */
#include "base/base.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

wb_status wb_text_reserve(wb_text *text, size_t more, wb_error *err)
{
    if (more >= (size_t)PTRDIFF_MAX - text->length)
        return wb_fail_nomem(err);
    size_t needed = text->length + more + 1;
    if (needed <= text->capacity)
        return WB_OK;
    size_t capacity = text->capacity < 64 ? 64 : text->capacity;
    while (capacity < needed)
        capacity = capacity <= (size_t)PTRDIFF_MAX / 2 ? capacity * 2 : needed;
    char *bytes = wb_resize(text->bytes, capacity, 1);
    if (bytes == NULL)
        return wb_fail_nomem(err);
    text->bytes = bytes;
    text->capacity = capacity;
    return WB_OK;
}

wb_status wb_text_append(wb_text *text, const char *bytes, size_t length, wb_error *err)
{
    wb_status st = wb_text_reserve(text, length, err);

    if (st != WB_OK)
        return st;
    if (length > 0)
        memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
    text->bytes[text->length] = '\0';
    return WB_OK;
}

wb_status wb_text_add(wb_text *text, const char *string, wb_error *err)
{
    return wb_text_append(text, string, strlen(string), err);
}

wb_status wb_text_format(wb_text *text, wb_error *err, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    int needed = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (needed < 0)
        return wb_fail(err, WB_E_ARG, "a text could not be formatted");
    wb_status st = wb_text_reserve(text, (size_t)needed, err);
    if (st != WB_OK)
        return st;
    va_start(args, format);
    (void)vsnprintf(text->bytes + text->length, (size_t)needed + 1, format, args);
    va_end(args);
    text->length += (size_t)needed;
    return WB_OK;
}

void wb_text_cut(wb_text *text, size_t length)
{
    if (length >= text->length)
        return;
    text->length = length;
    text->bytes[length] = '\0';
}

void wb_text_free(wb_text *text)
{
    wb_release(text->bytes);
    *text = (wb_text){0};
}
