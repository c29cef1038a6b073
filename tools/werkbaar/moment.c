/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "moment.h"

#include <string.h>
#include <time.h>

static const int64_t second = 1000000;
static const int64_t day = INT64_C(86400) * 1000000;

/* Days since 1970-01-01 of a date of the Gregorian calendar; years begin in March here,
 * so that a leap day is the last of its year. */
static int64_t days_of(int year, int month, int day_of_month)
{
    int64_t y = month > 2 ? year : year - 1;
    int64_t m = month > 2 ? month - 3 : month + 9;
    return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day_of_month -
           719469;
}

static int month_length(int year, int month)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return lengths[month - 1] + (month == 2 && leap);
}

/* The digits at the places of a pattern ("0000-00-00"), other characters as they are. */
static int has_form(const char *text, const char *pattern)
{
    size_t length = strlen(pattern);
    for (size_t i = 0; i < length; i++) {
        int digit = text[i] >= '0' && text[i] <= '9';
        if (pattern[i] == '0' ? !digit : text[i] != pattern[i]) {
            return 0;
        }
    }
    return text[length] == '\0';
}

static int number_at(const char *text, int n)
{
    int number = 0;
    for (int i = 0; i < n; i++) {
        number = 10 * number + (text[i] - '0');
    }
    return number;
}

static int read_moment(const char *text, int end, int64_t *moment)
{
    int is_day = has_form(text, "0000-00-00");
    if (!is_day && !has_form(text, "0000-00-00T00:00:00Z")) {
        return 0;
    }
    int year = number_at(text, 4);
    int month = number_at(text + 5, 2);
    int date = number_at(text + 8, 2);
    if (year < 1 || month < 1 || month > 12 || date < 1 ||
        date > month_length(year, month)) {
        return 0;
    }
    *moment = days_of(year, month, date) * day + (is_day && end ? day - 1 : 0);
    if (is_day) {
        return 1;
    }
    int hour = number_at(text + 11, 2);
    int minute = number_at(text + 14, 2);
    int seconds = number_at(text + 17, 2);
    *moment += ((hour * INT64_C(60) + minute) * 60 + seconds) * second;
    return hour < 24 && minute < 60 && seconds < 60;
}

int cli_moment(const cli_args *args, const char *option, int end, int64_t *moment)
{
    const char *text = cli_args_text(args, option, NULL);
    int64_t found = 0;
    if (text == NULL) {
        return CLI_OK;
    }
    if (!read_moment(text, end, &found)) {
        return cli_usage_error(args->command,
                               "--%s is '%s', where a day such as 2027-03-31 or a moment "
                               "such as 2027-03-31T12:00:00Z is expected",
                               option, text);
    }
    *moment = found;
    return CLI_OK;
}

int cli_now(const cli_args *args, int64_t *now)
{
    struct timespec clock = {0, 0};
    (void)clock_gettime(CLOCK_REALTIME, &clock);
    *now = (int64_t)clock.tv_sec * second + clock.tv_nsec / 1000;
    return cli_moment(args, "now", 0, now);
}

static void day_write(int64_t moment, char day_of[CLI_DAY_BYTES])
{
    time_t seconds = (time_t)((moment - (moment % day + day) % day) / second);
    struct tm parts = {0};
    if (gmtime_r(&seconds, &parts) != NULL) {
        strftime(day_of, CLI_DAY_BYTES, "%Y-%m-%d", &parts);
    }
}

int cli_today(const cli_args *args, char day_of[CLI_DAY_BYTES])
{
    int64_t now = 0;
    int result = cli_now(args, &now);
    day_write(now, day_of);
    return result;
}

int cli_day(const cli_args *args, const char *option, char room[CLI_DAY_BYTES],
            const char **found)
{
    int64_t moment = 0;
    int result = cli_moment(args, option, 0, &moment);
    *found = cli_args_has(args, option) ? room : NULL;
    day_write(moment, room);
    return result;
}
