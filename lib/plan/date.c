/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Dates no more precise than their source: a year, a month or a day stands for its first
 * or its last day. */
#include "base/text.h"
#include "plan/schema.h"

#include <string.h>

/* The day on which the period begins that the text names. */
static bool first_day(const char *text, size_t length, int32_t *days)
{
    static const char from_january[] = "0000-01-01";
    char whole[sizeof from_january];

    if (length != 4 && length != 7 && length != 10)
        return false;
    memcpy(whole, from_january, sizeof whole);
    memcpy(whole, text, length);
    return wb_parse_date(whole, sizeof whole - 1, days);
}

/* The next period's name, in place: a year or a month further. */
static void advance(char *text, size_t length)
{
    if (length == 7) {
        int month = (text[5] - '0') * 10 + (text[6] - '0') + 1;
        int next = month > 12 ? 1 : month;

        text[5] = (char)('0' + next / 10);
        text[6] = (char)('0' + next % 10);
        if (month <= 12)
            return;
    }
    for (int i = 3; i >= 0 && ++text[i] > '9'; i--)
        text[i] = '0';
}

bool wb_plan_date(const char *text, bool last, int32_t *days)
{
    size_t length = strlen(text);
    char next[8];
    int32_t day;

    if (!first_day(text, length, &day))
        return false;
    if (last && length < 10) {
        memcpy(next, text, length + 1);
        advance(next, length);
        if (!first_day(next, length, &day))
            return wb_parse_date("9999-12-31", 10, days);
        day--;
    }
    *days = day;
    return true;
}
