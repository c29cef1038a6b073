/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "io/csv_value.h"

#include "base/text.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Two digits and more that begin with a zero: a code such as a postal or activity code.
 */
static bool is_code(const char *text, size_t length)
{
    size_t sign = length > 0 && text[0] == '-';

    if (length > 0 && text[0] == '+')
        return true;
    return length > sign + 1 && text[sign] == '0' && is_digit(text[sign + 1]);
}

bool wb_csv_whole(const char *text, size_t length, bool strict, bool *negative,
                  uint64_t *magnitude)
{
    size_t i = length > 0 && (text[0] == '-' || text[0] == '+');
    uint64_t sum = 0;

    if (i == length || (strict && is_code(text, length)))
        return false;
    *negative = text[0] == '-';
    for (; i < length; i++) {
        uint64_t digit = (uint64_t)(unsigned char)text[i] - '0';
        if (digit > 9 || sum > UINT64_MAX / 10 ||
            (sum == UINT64_MAX / 10 && digit > UINT64_MAX % 10))
            return false;
        sum = 10 * sum + digit;
    }
    *magnitude = sum;
    return !(strict && *negative && sum == 0); /* a floating point zero keeps its sign */
}

static bool is_word(const char *text, size_t length, const char *word)
{
    return strlen(word) == length && memcmp(text, word, length) == 0;
}

bool wb_csv_number(const char *text, size_t length, bool strict, char decimal,
                   double *value)
{
    size_t sign = length > 0 && text[0] == '-';

    if (length == 0 || (strict && is_code(text, length)))
        return false;
    if (is_digit(text[length - 1]) || text[length - 1] == decimal)
        return wb_parse_double(text, length, decimal, value);
    if (is_word(text + sign, length - sign, "Inf") ||
        is_word(text + sign, length - sign, "inf"))
        *value = sign != 0 ? -(double)INFINITY : (double)INFINITY;
    else if (is_word(text, length, "NaN") || is_word(text, length, "nan"))
        *value = (double)NAN;
    else
        return false;
    return true;
}

bool wb_csv_bool(const char *text, size_t length, bool strict, bool *value)
{
    static const char *const words[2][4] = {{"false", "FALSE", "False", "0"},
                                            {"true", "TRUE", "True", "1"}};

    for (size_t truth = 0; truth < 2; truth++) {
        for (size_t i = 0; i < (strict ? 3 : 4); i++) {
            if (is_word(text, length, words[truth][i])) {
                *value = truth == 1;
                return true;
            }
        }
    }
    return false;
}

static const wb_csv_type types[] = {
    {WB_TYPE_NULL, 0, 0, 0, "missing, as its column was declared"},
    {WB_TYPE_BOOL, 0, 0, 0, "true or false"},
    {WB_TYPE_INT8, 1, 128, 127, "a whole number from -128 to 127"},
    {WB_TYPE_INT16, 2, 32768, 32767, "a whole number from -32768 to 32767"},
    {WB_TYPE_INT32, 4, 2147483648u, 2147483647, "a whole number of at most 32 bits"},
    {WB_TYPE_INT64, 8, UINT64_C(1) << 63, INT64_MAX, "a whole number of at most 64 bits"},
    {WB_TYPE_UINT8, 1, 0, 255, "a whole number from 0 to 255"},
    {WB_TYPE_UINT16, 2, 0, 65535, "a whole number from 0 to 65535"},
    {WB_TYPE_UINT32, 4, 0, 4294967295u, "a whole number from 0 to 4294967295"},
    {WB_TYPE_UINT64, 8, 0, UINT64_MAX, "a whole number from 0 of at most 64 bits"},
    {WB_TYPE_FLOAT32, 4, 0, 0, "a number of 32 bits"},
    {WB_TYPE_FLOAT64, 8, 0, 0, "a number"},
    {WB_TYPE_UTF8, 0, 0, 0, "text"},
    {WB_TYPE_DICTIONARY, 4, 0, 0, "one of the declared categories"},
    {WB_TYPE_DATE32, 4, 0, 0, "a date (YYYY-MM-DD)"},
    {WB_TYPE_TIMESTAMP, 8, 0, 0, "a date and time (YYYY-MM-DDTHH:MM:SSZ)"},
};

const wb_csv_type *wb_csv_type_find(int32_t type)
{
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (types[i].type == type)
            return &types[i];
    return NULL; /* not reached: every wb_type is in the list */
}

uint32_t wb_csv_fits(const char *text, size_t length, uint32_t possible)
{
    uint32_t fits = 0;
    uint64_t magnitude = 0;
    double number = 0;
    int64_t micros = 0;
    int32_t days = 0;
    bool negative = false, truth = false;

    if ((possible & (WB_CSV_FITS_INT32 | WB_CSV_FITS_INT64)) != 0 &&
        wb_csv_whole(text, length, true, &negative, &magnitude)) {
        fits |= magnitude <= (uint64_t)INT32_MAX + negative ? WB_CSV_FITS_INT32 : 0;
        fits |= magnitude <= (uint64_t)INT64_MAX + negative ? WB_CSV_FITS_INT64 : 0;
    }
    if ((possible & WB_CSV_FITS_POINT) != 0 &&
        wb_csv_number(text, length, true, '.', &number))
        fits |= WB_CSV_FITS_POINT;
    if ((possible & WB_CSV_FITS_COMMA) != 0 &&
        wb_csv_number(text, length, true, ',', &number))
        fits |= WB_CSV_FITS_COMMA;
    if ((possible & WB_CSV_FITS_BOOL) != 0 && wb_csv_bool(text, length, true, &truth))
        fits |= WB_CSV_FITS_BOOL;
    if ((possible & WB_CSV_FITS_DATE) != 0 && wb_parse_date(text, length, &days))
        fits |= WB_CSV_FITS_DATE;
    if ((possible & WB_CSV_FITS_TIME) != 0 && wb_parse_timestamp(text, length, &micros))
        fits |= WB_CSV_FITS_TIME;
    return possible & fits;
}

int32_t wb_csv_fitting_type(uint32_t possible, char decimal)
{
    if ((possible & WB_CSV_FITS_INT32) != 0)
        return WB_TYPE_INT32;
    if ((possible & WB_CSV_FITS_INT64) != 0)
        return WB_TYPE_INT64;
    if ((possible & (decimal == ',' ? WB_CSV_FITS_COMMA : WB_CSV_FITS_POINT)) != 0)
        return WB_TYPE_FLOAT64;
    if ((possible & WB_CSV_FITS_BOOL) != 0)
        return WB_TYPE_BOOL;
    if ((possible & WB_CSV_FITS_DATE) != 0)
        return WB_TYPE_DATE32;
    if ((possible & WB_CSV_FITS_TIME) != 0)
        return WB_TYPE_TIMESTAMP;
    return WB_TYPE_UTF8;
}
