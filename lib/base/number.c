/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Numbers as text, the same in every locale. Only two functions of libc are used that
 * know about locales, and neither is shown a decimal mark that matters: strtod() is given
 * digits and an exponent without one, and of what snprintf() writes only the digits are
 * taken. So no locale object has to be made or kept. */
#include "base/text.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SHORT_DIGITS = 15, /* that many decimal digits always survive a double */
    EXACT_POWER = 22,  /* 10^22 is the last power of ten that a double holds exactly */
    KEPT_DIGITS = 780  /* more never change the rounding, except that they are not zero */
};

static const double powers_of_ten[EXACT_POWER + 1] = {
    1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* ---- reading ---- */

/* A number in parts: 0.d1d2d3... would be wrong by `exponent`; d1d2d3... times
 * 10^exponent is the value. No leading zeros; at most KEPT_DIGITS digits and one '1' for
 * the rest. */
typedef struct decimal {
    bool negative;
    int n_digits;
    int64_t exponent;
    char digits[KEPT_DIGITS + 1];
} decimal;

static void add_digit(decimal *number, char digit, bool after_mark, bool *more)
{
    if (number->n_digits == 0 && digit == '0') {
        number->exponent -= after_mark;
    } else if (number->n_digits < KEPT_DIGITS) {
        number->digits[number->n_digits++] = digit;
        number->exponent -= after_mark;
    } else {
        *more = *more || digit != '0';
        number->exponent += !after_mark;
    }
}

/* The digits around the decimal mark. Returns where they end; text when there are none.
 */
static const char *read_digits(const char *text, const char *end, char mark,
                               decimal *number)
{
    const char *at = text;
    bool after_mark = false, more = false, any = false;

    for (; at < end; at++) {
        if (*at == mark && !after_mark) {
            after_mark = true;
        } else if (is_digit(*at)) {
            any = true;
            add_digit(number, *at, after_mark, &more);
        } else {
            break;
        }
    }
    if (more) {
        number->digits[number->n_digits++] = '1';
        number->exponent--;
    }
    return any ? at : text;
}

/* "e", a sign, digits, and then the end of the text. */
static bool read_exponent(const char *text, const char *end, int64_t *exponent)
{
    int64_t value = 0;

    if (text == end || (*text != 'e' && *text != 'E'))
        return false;
    text++;
    bool negative = text < end && *text == '-';
    if (text < end && (*text == '-' || *text == '+'))
        text++;
    if (text == end)
        return false;
    for (; text < end; text++) {
        if (!is_digit(*text))
            return false;
        if (value < INT64_C(1000000000000)) /* far beyond: keep it there */
            value = value * 10 + (*text - '0');
    }
    *exponent += negative ? -value : value;
    return true;
}

/* Clinger (1990): a mantissa below 2^53 and a power of ten that are both exact give a
 * correctly rounded product or quotient. */
static bool convert_short(const decimal *number, double *value)
{
    uint64_t mantissa = 0;

    if (number->n_digits > SHORT_DIGITS || number->exponent > EXACT_POWER ||
        number->exponent < -EXACT_POWER)
        return false;
    for (int i = 0; i < number->n_digits; i++)
        mantissa = mantissa * 10 + (uint64_t)(number->digits[i] - '0');
    *value = number->exponent < 0 ? (double)mantissa / powers_of_ten[-number->exponent]
                                  : (double)mantissa * powers_of_ten[number->exponent];
    return true;
}

static double convert_long(const decimal *number)
{
    char text[KEPT_DIGITS + 1 + WB_NUMBER_CHARS];
    int64_t exponent = number->exponent;
    int saved = errno;

    if (exponent > 999999)
        exponent = 999999; /* at most KEPT_DIGITS digits: infinite or zero all the same */
    if (exponent < -999999)
        exponent = -999999;
    memcpy(text, number->digits, (size_t)number->n_digits);
    text[number->n_digits] = 'e';
    (void)wb_format_int64(text + number->n_digits + 1, exponent);
    double value = strtod(text, NULL);
    errno = saved;
    return value;
}

bool wb_parse_double(const char *text, size_t length, char decimal_mark, double *value)
{
    decimal number;
    double result = 0;

    if (length == 0) /* text may be NULL then, which nothing may be added to */
        return false;
    const char *end = text + length;
    number.negative = *text == '-';
    number.n_digits = 0;
    number.exponent = 0;
    if (length > 0 && (*text == '-' || *text == '+'))
        text++;
    const char *at = read_digits(text, end, decimal_mark, &number);
    if (at == text || (at < end && !read_exponent(at, end, &number.exponent)))
        return false;
    if (number.n_digits > 0 && !convert_short(&number, &result))
        result = convert_long(&number);
    if (isinf(result))
        return false;
    *value = number.negative ? -result : result;
    return true;
}

bool wb_parse_int64(const char *text, size_t length, int64_t *value)
{
    bool negative = length > 0 && *text == '-';
    size_t at = length > 0 && (*text == '-' || *text == '+') ? 1 : 0;
    int64_t result = 0; /* kept negative: that side reaches further */

    if (at == length)
        return false;
    for (; at < length; at++) {
        int digit = text[at] - '0';
        if (!is_digit(text[at]) || result < (INT64_MIN + digit) / 10)
            return false;
        result = result * 10 - digit;
    }
    if (!negative && result == INT64_MIN)
        return false;
    *value = negative ? result : -result;
    return true;
}

/* ---- writing ---- */

static size_t format_special(char *text, double value)
{
    const char *name = isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
    size_t length = strlen(name);

    memcpy(text, name, length + 1);
    return length;
}

size_t wb_format_int64(char text[WB_NUMBER_CHARS], int64_t value)
{
    char reversed[24];
    size_t count = 0, length = 0;
    uint64_t left = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

    do
        reversed[count++] = (char)('0' + left % 10);
    while ((left /= 10) > 0);
    if (value < 0)
        text[length++] = '-';
    while (count > 0)
        text[length++] = reversed[--count];
    text[length] = '\0';
    return length;
}

/* `precision` correctly rounded digits of a positive value and the decimal exponent of
 * the first. */
static int digits_of(double value, int precision, char digits[20])
{
    char text[64];
    int count = 0;

    (void)snprintf(text, sizeof text, "%.*e", precision - 1, value);
    const char *at = text;
    for (; *at != 'e'; at++) { /* whatever the decimal mark looks like, it is no digit */
        if (is_digit(*at))
            digits[count++] = *at;
    }
    digits[count] = '\0';
    return (int)strtol(at + 1, NULL, 10);
}

static bool reads_back(const char *digits, int count, int exponent, double value)
{
    char text[64];
    int saved = errno;

    (void)snprintf(text, sizeof text, "%se%d", digits, exponent - (count - 1));
    bool same = strtod(text, NULL) == value;
    errno = saved;
    return same;
}

/* The next decimal up with as many digits. */
static int next_up(char *digits, int count, int exponent)
{
    int at = count - 1;

    while (at >= 0 && digits[at] == '9')
        digits[at--] = '0';
    if (at >= 0) {
        digits[at]++;
        return exponent;
    }
    digits[0] = '1';
    return exponent + 1;
}

/* The fewest digits that read back as `value`, and of those the closest. 15 digits always
 * are in a normal double, 17 always are enough. At a power of two the doubles below are
 * twice as close, so the closest decimal can be outside the interval while the next one
 * up is within it. */
static int shortest_digits(double value, char digits[20], int *count)
{
    int binary_exponent;
    bool is_power = frexp(value, &binary_exponent) == 0.5;
    int precision = value < 2.3e-308 ? 1 : SHORT_DIGITS;
    int exponent = 0;

    for (; precision <= 17; precision++) {
        exponent = digits_of(value, precision, digits);
        if (reads_back(digits, precision, exponent, value))
            break;
        if (is_power && precision < 17) {
            exponent = next_up(digits, precision, exponent);
            if (reads_back(digits, precision, exponent, value))
                break;
        }
    }
    *count = precision < 17 ? precision : 17;
    while (*count > 1 && digits[*count - 1] == '0')
        --*count;
    return exponent;
}

/* Most numbers people write have a few decimals: if an integer of 15 digits at most
 * divided by 10^k is the value, then its digits are the shortest. */
static bool few_decimals(double value, char digits[20], int *count, int *exponent)
{
    char text[WB_NUMBER_CHARS];

    for (int decimals = 0; decimals <= 6 && value < 1e15; decimals++) {
        double scaled = rint(value * powers_of_ten[decimals]);
        if (scaled >= 1e15)
            return false;
        if (scaled / powers_of_ten[decimals] != value)
            continue;
        *count = (int)wb_format_int64(text, (int64_t)scaled);
        memcpy(digits, text, (size_t)*count + 1);
        *exponent = *count - 1 - decimals;
        while (*count > 1 && digits[*count - 1] == '0')
            --*count;
        return true;
    }
    return false;
}

/* ECMA-262, Number::toString: digits d1 d2 ... with d1 worth 10^exponent. */
static size_t lay_out(char *text, const char *digits, int count, int exponent)
{
    size_t length = 0;

    if (exponent < -6 || exponent >= 21) {
        text[length++] = digits[0];
        if (count > 1)
            text[length++] = '.';
        for (int i = 1; i < count; i++)
            text[length++] = digits[i];
        text[length++] = 'e';
        if (exponent > 0)
            text[length++] = '+';
        return length + wb_format_int64(text + length, exponent);
    }
    for (int place = exponent < 0 ? 0 : exponent;
         place >= exponent - count + 1 || place >= 0; place--) {
        int index = exponent - place;
        if (place == -1)
            text[length++] = '.';
        text[length++] = index >= 0 && index < count ? digits[index] : '0';
    }
    text[length] = '\0';
    return length;
}

size_t wb_format_double(char text[WB_NUMBER_CHARS], double value)
{
    char digits[20];
    int count, exponent;

    if (!isfinite(value))
        return format_special(text, value);
    if (value == 0) {
        text[0] = '0';
        text[1] = '\0';
        return 1;
    }
    double size = fabs(value);
    if (size < 1e-6 || !few_decimals(size, digits, &count, &exponent))
        exponent = shortest_digits(size, digits, &count);
    text[0] = '-';
    size_t sign = value < 0;
    return sign + lay_out(text + sign, digits, count, exponent);
}

/* What snprintf() wrote, with a '.' for the decimal mark of the locale. */
static size_t with_point(char *text, const char *written)
{
    size_t length = 0;

    for (; *written != '\0'; written++) {
        if (is_digit(*written) || *written == 'e' || *written == '-' || *written == '+')
            text[length++] = *written;
        else if (length == 0 || text[length - 1] != '.')
            text[length++] = '.';
    }
    text[length] = '\0';
    return length;
}

#ifdef __SIZEOF_INT128__
__extension__ typedef unsigned __int128 uint128;

/* The 17 digits of 0.001 <= value < 1e15 in whole numbers, half to even as printf rounds:
 * value = m 2^e, so value 10^s = m 5^s 2^(e + s), whose first factors need 98 bits and
 * whose last is a shift down of 1 to 45 bits. Returns the exponent of the first digit. */
static int digits17(double value, char digits[20], int *count)
{
    static const uint64_t sixteen_zeros = UINT64_C(10000000000000000);
    int binary_exponent;
    uint64_t m = (uint64_t)ldexp(frexp(value, &binary_exponent), 53);
    int exponent = value < 1 ? -1 : 0;
    uint64_t whole;

    while (exponent >= 0 && value >= powers_of_ten[exponent + 1])
        exponent++;
    for (;; exponent--) { /* below 1 the first guess may be too high */
        int scale = 16 - exponent, shift = 53 - binary_exponent - scale;
        uint128 product = m;
        for (int i = 0; i < scale; i++)
            product *= 5;
        whole = (uint64_t)(product >> shift);
        if (whole < sixteen_zeros)
            continue;
        uint64_t rest = (uint64_t)product & ((UINT64_C(1) << shift) - 1);
        uint64_t half = UINT64_C(1) << (shift - 1);
        whole += rest > half || (rest == half && whole % 2 == 1);
        break;
    }
    if (whole == 10 * sixteen_zeros) {
        whole = sixteen_zeros; /* not reached: no double is that near below a power */
        exponent++;            /* not reached: of ten from 0.01 to 1e15 */
    }
    *count = 17;
    for (; whole % 10 == 0; whole /= 10)
        --*count;
    for (int i = *count; i > 0; whole /= 10)
        digits[--i] = (char)('0' + whole % 10);
    return exponent;
}
#endif

size_t wb_format_double17(char text[WB_NUMBER_CHARS], double value)
{
    char written[64];

    if (!isfinite(value))
        return format_special(text, value);
#ifdef __SIZEOF_INT128__
    double size = fabs(value);
    if (size >= 1e-3 && size < 1e15) {
        int count, exponent = digits17(size, written, &count);
        text[0] = '-';
        size_t sign = value < 0;
        return sign + lay_out(text + sign, written, count, exponent);
    }
#endif
    (void)snprintf(written, sizeof written, "%.17g", value);
    return with_point(text, written);
}

size_t wb_format_fixed(char text[WB_NUMBER_CHARS], double value, int digits)
{
    char written[64];

    if (!isfinite(value) || fabs(value) >= 1e15)
        return wb_format_double17(text, value);
    digits = digits < 0 ? 0 : digits > 17 ? 17 : digits;
    (void)snprintf(written, sizeof written, "%.*f", digits, value);
    return with_point(text, written);
}
