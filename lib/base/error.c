/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "base/base.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

_Static_assert(sizeof(wb_error) == 1024, "wb_error is part of the ABI");

/* Copy what fits of `text`, made fit to show: no half character at the end, and '?' for
 * controls and for bytes that are not UTF-8, so that every binding can decode it. */
static void put(char *field, size_t capacity, const char *text)
{
    size_t length = wb_utf8_cut(text, strlen(text), capacity - 1);
    size_t at = 0;

    memcpy(field, text, length);
    field[length] = '\0';
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)field[i] < 0x20 || field[i] == 0x7F)
            field[i] = '?';
    }
    while ((at += wb_utf8_valid(field + at, length - at)) < length)
        field[at++] = '?';
}

static void fill(wb_error *err, wb_status status, int64_t row, const char *item,
                 const char *format, va_list args)
{
    /* Local, as the arguments may point into err; 4 more bytes show where to cut. */
    char message[sizeof err->message + 4];
    char kept_item[sizeof err->item + 4];

    if (err == NULL)
        return;
    (void)snprintf(kept_item, sizeof kept_item, "%s", item);
    (void)vsnprintf(message, sizeof message, format, args);
    memset(err, 0, sizeof *err);
    err->status = status;
    err->row = row;
    err->offset = -1;
    put(err->item, sizeof err->item, kept_item);
    put(err->message, sizeof err->message, message);
}

wb_status wb_fail(wb_error *err, wb_status status, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fill(err, status, -1, "", format, args);
    va_end(args);
    return status;
}

wb_status wb_fail_at(wb_error *err, wb_status status, int64_t row, const char *item,
                     const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fill(err, status, row, item, format, args);
    va_end(args);
    return status;
}

wb_status wb_fail_nomem(wb_error *err)
{
    return wb_fail(err, WB_E_NOMEM, "out of memory");
}

wb_status wb_fail_after(wb_status status, int64_t before, wb_error *err)
{
    if (status != WB_OK && err != NULL && err->row >= 0)
        err->row += before;
    return status;
}

/* Of a place that is too long the end is kept: that is where the pointer is. */
void wb_error_set_where(wb_error *err, const char *where)
{
    size_t length = strlen(where);
    size_t room = sizeof err->where - 1;

    if (err == NULL)
        return;
    if (length <= room) {
        put(err->where, sizeof err->where, where);
        return;
    }
    where += length - (room - 3);
    while (((unsigned char)*where & 0xC0) == 0x80)
        where++;
    memcpy(err->where, "...", 3);
    put(err->where + 3, sizeof err->where - 3, where);
}

void wb_error_set_place(wb_error *err, int32_t line, int32_t column, int64_t offset)
{
    if (err == NULL)
        return;
    err->line = line;
    err->column = column;
    err->offset = offset;
}
