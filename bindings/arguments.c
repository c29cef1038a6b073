/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What every language does alike with arguments: errors about them, and whole numbers
 * that are not of 64 bits. */
#include "port.h"

#include <stdio.h>
#include <string.h>

/* Text that was cut may end in half a character, which is no UTF-8. */
static void drop_half_character(char *text)
{
    size_t end = strlen(text);
    size_t start = end;

    while (start > 0 && end - start < 3 &&
           ((unsigned char)text[start - 1] & 0xC0) == 0x80)
        start--;
    if (start > 0 && (unsigned char)text[start - 1] >= 0xC0) {
        const unsigned char first = (unsigned char)text[start - 1];
        const size_t wanted = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;

        if (end - (start - 1) < wanted)
            text[start - 1] = '\0';
    }
}

void port_describe(wb_error *e, wb_status status, const char *item, int64_t row,
                   const char *format, va_list words)
{
    *e = (wb_error){.status = status, .row = row, .offset = -1};
    snprintf(e->item, sizeof e->item, "%s", item);
    vsnprintf(e->message, sizeof e->message, format, words);
    drop_half_character(e->item);
    drop_half_character(e->message);
}

static int fail(const char *what, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static int fail(const char *what, const char *format, ...)
{
    wb_error e;
    va_list words;

    va_start(words, format);
    port_describe(&e, WB_E_ARG, what, -1, format, words);
    va_end(words);
    port_raise(&e);
    return -1;
}

int port_int32(port_object x, const char *what, int32_t *out)
{
    int64_t value = 0;

    if (port_int64(x, what, &value) != 0)
        return -1;
    if (value < INT32_MIN || value > INT32_MAX)
        return fail(what, "%s is %lld, beyond 32 bits", what, (long long)value);
    *out = (int32_t)value;
    return 0;
}

int port_size(port_object x, const char *what, size_t *out)
{
    int64_t value = 0;

    if (port_int64(x, what, &value) != 0)
        return -1;
    if (value < 0)
        return fail(what, "%s is %lld, below 0", what, (long long)value);
    *out = (size_t)value;
    return 0;
}
