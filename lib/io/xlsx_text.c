/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Text as XML holds it and as spreadsheets count it. */
#include "io/xlsx_sheet.h"

#include <stdio.h>
#include <string.h>

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* A text that reads as an escape of ours: its underscore has to be escaped. */
static bool is_escape(const char *text, size_t left)
{
    return left >= 7 && text[0] == '_' && text[1] == 'x' && is_hex(text[2]) &&
           is_hex(text[3]) && is_hex(text[4]) && is_hex(text[5]) && text[6] == '_';
}

/* U+FFFE and U+FFFF, which XML does not hold. */
static bool is_no_character(const char *text, size_t left)
{
    return left >= 3 && memcmp(text, "\xef\xbf", 2) == 0 &&
           (unsigned char)text[2] >= 0xBE;
}

static const char *entity_of(unsigned char c)
{
    return c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&quot;";
}

/* What stands for the character that begins here, and how many bytes of it are replaced;
 * 0: it stands for itself. */
static size_t replace(const char *text, size_t left, char instead[8])
{
    unsigned char c = (unsigned char)text[0];

    if (c == '&' || c == '<' || c == '>' || c == '"') {
        snprintf(instead, 8, "%s", entity_of(c));
        return 1;
    }
    if ((c < 0x20 && c != '\t' && c != '\n') || is_escape(text, left)) {
        snprintf(instead, 8, "_x%04X_", (unsigned)c);
        return 1;
    }
    if (is_no_character(text, left)) {
        snprintf(instead, 8, "_xFFF%c_", (unsigned char)text[2] == 0xBE ? 'E' : 'F');
        return 3;
    }
    return 0;
}

wb_status wb_xlsx_escape(wb_text *out, const char *text, size_t length, wb_error *err)
{
    char instead[8];
    size_t from = 0;
    wb_status st = WB_OK;

    for (size_t i = 0; i < length; i++) {
        size_t replaced = replace(text + i, length - i, instead);
        if (replaced == 0)
            continue;
        WB_TRY(wb_text_append(out, text + from, i - from, err));
        WB_TRY(wb_text_add(out, instead, err));
        from = i + replaced;
        i = from - 1;
    }
    WB_TRY(wb_text_append(out, text + from, length - from, err));
done:
    return st;
}

size_t wb_xlsx_length(const char *text, size_t length)
{
    size_t n = 0;

    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        n += (size_t)((c & 0xC0) != 0x80) + (size_t)(c >= 0xF0);
    }
    return n;
}
