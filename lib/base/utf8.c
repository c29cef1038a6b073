/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "base/text.h"

#include <string.h>
#include <utf8proc.h>

/* How many bytes the well-formed character at `at` takes (RFC 3629: shortest form, no
 * surrogates, at most U+10FFFF), or 0. */
static size_t character_length(const unsigned char *at, size_t left)
{
    unsigned char lead = at[0];
    unsigned char low = 0x80, high = 0xBF; /* what the second byte may be */
    size_t length = lead < 0x80   ? 1
                    : lead < 0xC2 ? 0
                    : lead < 0xE0 ? 2
                    : lead < 0xF0 ? 3
                    : lead < 0xF5 ? 4
                                  : 0;

    if (length == 0 || length > left)
        return 0;
    if (lead == 0xE0)
        low = 0xA0;
    else if (lead == 0xED)
        high = 0x9F;
    else if (lead == 0xF0)
        low = 0x90;
    else if (lead == 0xF4)
        high = 0x8F;
    if (length > 1 && (at[1] < low || at[1] > high))
        return 0;
    for (size_t i = 2; i < length; i++) {
        if ((at[i] & 0xC0) != 0x80)
            return 0;
    }
    return length;
}

size_t wb_utf8_valid(const char *text, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)text;
    size_t at = 0;

    while (at < length) {
        uint64_t eight;
        while (length - at >= sizeof eight) { /* almost all text is ASCII */
            memcpy(&eight, bytes + at, sizeof eight);
            if ((eight & UINT64_C(0x8080808080808080)) != 0)
                break;
            at += sizeof eight;
        }
        if (at == length)
            break;
        if (bytes[at] < 0x80) {
            at++;
            continue;
        }
        size_t step = character_length(bytes + at, length - at);
        if (step == 0)
            break;
        at += step;
    }
    return at;
}

size_t wb_utf8_width(const char *text, size_t length)
{
    size_t width = 0;
    size_t at = 0;

    while (at < length) {
        utf8proc_int32_t code;
        utf8proc_ssize_t step = utf8proc_iterate((const utf8proc_uint8_t *)text + at,
                                                 (utf8proc_ssize_t)(length - at), &code);
        if (step <= 0) { /* not UTF-8: shown as one replacement sign */
            width++;
            at++;
            continue;
        }
        int columns = utf8proc_charwidth(code);
        width += columns > 0 ? (size_t)columns : 0;
        at += (size_t)step;
    }
    return width;
}

size_t wb_utf8_cut(const char *text, size_t length, size_t limit)
{
    if (length <= limit)
        return length;
    while (limit > 0 && ((unsigned char)text[limit] & 0xC0) == 0x80)
        limit--;
    return limit;
}

/* The next letter in lower case, behind spaces; -1: none. */
static utf8proc_int32_t next_letter(const char *text, size_t length, size_t *at)
{
    while (*at < length) {
        utf8proc_int32_t code;
        utf8proc_ssize_t step = utf8proc_iterate((const utf8proc_uint8_t *)text + *at,
                                                 (utf8proc_ssize_t)(length - *at), &code);
        if (step <= 0) { /* not UTF-8: a byte is like itself */
            code = (unsigned char)text[*at] + 0x110000;
            step = 1;
        }
        *at += (size_t)step;
        if (code >= 0x110000)
            return code;
        utf8proc_category_t kind = utf8proc_category(code);
        if (kind != UTF8PROC_CATEGORY_ZS && kind != UTF8PROC_CATEGORY_CC)
            return utf8proc_tolower(code);
    }
    return -1;
}

bool wb_utf8_alike(const char *a, size_t a_length, const char *b, size_t b_length)
{
    size_t i = 0, j = 0;

    for (;;) {
        utf8proc_int32_t one = next_letter(a, a_length, &i);
        if (one != next_letter(b, b_length, &j))
            return false;
        if (one < 0)
            return true;
    }
}
