/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Scores are fractions of whole numbers that were rounded to a double. What an instrument
 * file needs as a cut-off is the fraction: the first convergent of the continued fraction
 * that rounds to the same double. */
#include "quality/roc.h"

#include <math.h>
#include <stdio.h>

/* Digits of a fraction in an instrument file, and terms of the continued fraction. */
enum { MOST_TERMS = 64 };
static const double most = 999999999999999;

static bool write_ratio(char text[WB_NUMBER_CHARS], bool negative, double top,
                        double bottom)
{
    if (top > most || bottom > most)
        return false;
    if (bottom == 1)
        snprintf(text, WB_NUMBER_CHARS, "%s%lld", negative ? "-" : "", (long long)top);
    else
        snprintf(text, WB_NUMBER_CHARS, "%s%lld/%lld", negative ? "-" : "",
                 (long long)top, (long long)bottom);
    return true;
}

void wb_roc_fraction(char text[WB_NUMBER_CHARS], double value)
{
    double x = fabs(value), rest = x;
    double top = 1, bottom = 0, last_top = 0, last_bottom = 1;

    for (int i = 0; i < MOST_TERMS; i++) {
        double whole = floor(rest);
        double next_top = whole * top + last_top;
        double next_bottom = whole * bottom + last_bottom;

        last_top = top;
        last_bottom = bottom;
        top = next_top;
        bottom = next_bottom;
        if (top / bottom == x && write_ratio(text, value < 0, top, bottom))
            return;
        if (rest == whole || top > most || bottom > most)
            break;
        rest = 1 / (rest - whole);
    }
    wb_format_double(text, value);
}
