/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Dates in the proleptic Gregorian calendar, by counting from 1 March of a year divisible
 * by 400, so that the leap day comes last (Hinnant, "chrono-compatible low-level date
 * algorithms"). */
#include "base/text.h"

#include <string.h>

enum { DAYS_PER_ERA = 146097, EPOCH_DAYS = 719468 }; /* 400 years; 0000-03-01 to 1970 */

static const int64_t micros_per_second = 1000000;
static const int64_t micros_per_day = INT64_C(86400) * 1000000;

static int64_t floor_divide(int64_t value, int64_t by)
{
    return value / by - (value % by < 0);
}

static int64_t days_from_civil(int64_t year, int month, int day)
{
    year -= month <= 2;
    int64_t era = floor_divide(year, 400);
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int64_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    return era * DAYS_PER_ERA + day_of_era - EPOCH_DAYS;
}

static void civil_from_days(int64_t days, int64_t *year, int *month, int *day)
{
    days += EPOCH_DAYS;
    int64_t era = floor_divide(days, DAYS_PER_ERA);
    int64_t of_era = days - era * DAYS_PER_ERA;
    int64_t year_of_era =
        (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted_month = (5 * of_year + 2) / 153;

    *day = (int)(of_year - (153 * shifted_month + 2) / 5 + 1);
    *month = (int)(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
    *year = year_of_era + era * 400 + (*month <= 2);
}

/* Exactly `count` digits; -1 when there is something else. */
static int read_digits(const char *text, size_t count)
{
    int value = 0;

    for (size_t i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    return month == 2 && leap ? 29 : days[month - 1];
}

bool wb_parse_date(const char *text, size_t length, int32_t *days)
{
    if (length != 10 || text[4] != '-' || text[7] != '-')
        return false;
    int year = read_digits(text, 4);
    int month = read_digits(text + 5, 2);
    int day = read_digits(text + 8, 2);
    if (year < 1 || month < 1 || month > 12 || day < 1 ||
        day > days_in_month(year, month))
        return false;
    *days = (int32_t)days_from_civil(year, month, day);
    return true;
}

/* A point and 1 to 6 digits, or nothing. */
static bool read_fraction(const char *text, size_t length, int64_t *micros)
{
    *micros = 0;
    if (length == 0)
        return true;
    if (length < 2 || length > 7 || text[0] != '.')
        return false;
    int fraction = read_digits(text + 1, length - 1);
    if (fraction < 0)
        return false;
    *micros = fraction;
    for (size_t i = length - 1; i < 6; i++)
        *micros *= 10;
    return true;
}

bool wb_parse_timestamp(const char *text, size_t length, int64_t *micros)
{
    int32_t days;
    int64_t fraction;

    if (length < 20 || text[length - 1] != 'Z' || (text[10] != 'T' && text[10] != ' ') ||
        text[13] != ':' || text[16] != ':' || !wb_parse_date(text, 10, &days) ||
        !read_fraction(text + 19, length - 20, &fraction))
        return false;
    int hour = read_digits(text + 11, 2);
    int minute = read_digits(text + 14, 2);
    int second = read_digits(text + 17, 2);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
        return false;
    *micros = days * micros_per_day +
              (hour * 3600 + minute * 60 + second) * micros_per_second + fraction;
    return true;
}

/* ---- writing ---- */

static char *put_digits(char *at, int64_t value, int width)
{
    for (int i = width - 1; i >= 0; i--) {
        at[i] = (char)('0' + value % 10);
        value /= 10;
    }
    return at + width;
}

/* Years outside 0 to 9999 get a sign and six digits (ISO 8601, expanded form). */
static char *put_date(char *at, int64_t days)
{
    int64_t year;
    int month, day;

    civil_from_days(days, &year, &month, &day);
    if (year < 0 || year > 9999) {
        *at++ = year < 0 ? '-' : '+';
        at = put_digits(at, year < 0 ? -year : year,
                        year > 999999 || year < -999999 ? 7 : 6);
    } else {
        at = put_digits(at, year, 4);
    }
    *at++ = '-';
    at = put_digits(at, month, 2);
    *at++ = '-';
    return put_digits(at, day, 2);
}

size_t wb_format_date(char text[WB_NUMBER_CHARS], int32_t days)
{
    char *end = put_date(text, days);

    *end = '\0';
    return (size_t)(end - text);
}

size_t wb_format_timestamp(char text[WB_NUMBER_CHARS], int64_t micros)
{
    int64_t days = floor_divide(micros, micros_per_day);
    int64_t of_day =
        micros % micros_per_day + (micros % micros_per_day < 0) * micros_per_day;
    int64_t seconds = of_day / micros_per_second;
    char *end = put_date(text, days);

    *end++ = 'T';
    end = put_digits(end, seconds / 3600, 2);
    *end++ = ':';
    end = put_digits(end, seconds / 60 % 60, 2);
    *end++ = ':';
    end = put_digits(end, seconds % 60, 2);
    if (of_day % micros_per_second != 0) {
        *end++ = '.';
        end = put_digits(end, of_day % micros_per_second, 6);
    }
    *end++ = 'Z';
    *end = '\0';
    return (size_t)(end - text);
}
