/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "score/ratio.h"

enum { MAX_DIGITS = 15 };

/* Digits from *at on, appended to *number; how many there were, MAX_DIGITS + 1 for more
 * than the number may have. */
static int read_digits(const char *text, size_t length, size_t *at, int64_t *number,
                       int n_before)
{
    int n = 0;

    while (*at < length && text[*at] >= '0' && text[*at] <= '9') {
        if (n_before + n == MAX_DIGITS)
            return MAX_DIGITS + 1;
        *number = *number * 10 + (text[*at] - '0');
        n++;
        (*at)++;
    }
    return n;
}

bool wb_ratio_parse(const char *text, size_t length, wb_ratio *ratio)
{
    wb_ratio read = {0, 1};
    size_t at = 0;
    bool negative = length > 0 && text[0] == '-';
    int whole;
    int more = 1;

    at += negative;
    whole = read_digits(text, length, &at, &read.top, 0);
    if (whole == 0 || whole > MAX_DIGITS)
        return false;
    if (at < length && text[at] == '.') {
        at++;
        more = read_digits(text, length, &at, &read.top, whole);
        for (int i = 0; i < more && more <= MAX_DIGITS; i++)
            read.bottom *= 10;
    } else if (at < length && text[at] == '/') {
        at++;
        read.bottom = 0;
        more = read_digits(text, length, &at, &read.bottom, 0);
    }
    if (at != length || more == 0 || more > MAX_DIGITS || read.bottom == 0)
        return false;
    if (negative)
        read.top = -read.top;
    *ratio = read;
    return true;
}

static int64_t floor_of(wb_ratio ratio)
{
    int64_t whole = ratio.top / ratio.bottom;

    return ratio.top % ratio.bottom < 0 ? whole - 1 : whole;
}

/* What is left above the floor, from 0; the floor times the bottom may overflow. */
static int64_t rest_of(wb_ratio ratio)
{
    int64_t rest = ratio.top % ratio.bottom;

    return rest < 0 ? rest + ratio.bottom : rest;
}

/* a.top * b.bottom against b.top * a.bottom, but without products that overflow: compare
 * whole parts, and where they agree the remainders turned upside down (Euclid). */
int wb_ratio_compare(wb_ratio a, wb_ratio b)
{
    for (;;) {
        int64_t whole_a = floor_of(a);
        int64_t whole_b = floor_of(b);
        int64_t rest_a = rest_of(a);
        int64_t rest_b = rest_of(b);
        int64_t bottom_a = a.bottom;

        if (whole_a != whole_b)
            return whole_a < whole_b ? -1 : 1;
        if (rest_a == 0 || rest_b == 0)
            return (rest_a > 0) - (rest_b > 0);
        a = (wb_ratio){b.bottom, rest_b};
        b = (wb_ratio){bottom_a, rest_a};
    }
}

double wb_ratio_double(wb_ratio ratio)
{
    return (double)ratio.top / (double)ratio.bottom;
}
