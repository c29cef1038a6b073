/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Numbers and UTF-8 without a locale. */
#ifndef WB_LIB_BASE_TEXT_H
#define WB_LIB_BASE_TEXT_H

#include "base/base.h"

enum { WB_NUMBER_CHARS = 40 }; /* room for any formatted number and its NUL */

/* Shortest text that reads back to the same double, as ECMAScript and RFC 8785 write it
 * ("1e+21", "0.1", "-0" as "0"); "NaN", "Infinity" and "-Infinity" for the others. */
size_t wb_format_double(char text[WB_NUMBER_CHARS], double value);
/* 17 significant digits ("%.17g" in the C locale); missing values are the caller's. */
size_t wb_format_double17(char text[WB_NUMBER_CHARS], double value);
/* As "%.*f" in the C locale; digits 0 to 17. |value| >= 1e15 is written as by 17 digits.
 */
size_t wb_format_fixed(char text[WB_NUMBER_CHARS], double value, int digits);
size_t wb_format_int64(char text[WB_NUMBER_CHARS], int64_t value);

/* Parse the whole of text[0..length): correctly rounded, '.' or the given decimal mark,
 * optional sign, digits, exponent; no spaces, no hex, no "inf" or "nan". False otherwise,
 * and when the value overflows to infinity. Fast exact path for short numbers. */
bool wb_parse_double(const char *text, size_t length, char decimal, double *value);
/* Optional sign and digits only; false when it does not fit. */
bool wb_parse_int64(const char *text, size_t length, int64_t *value);

/* Proleptic Gregorian YYYY-MM-DD; years 0001 to 9999. */
bool wb_parse_date(const char *text, size_t length, int32_t *days);
size_t wb_format_date(char text[WB_NUMBER_CHARS], int32_t days);
/* YYYY-MM-DDTHH:MM:SS[.ffffff]Z, also with a space for T. Microseconds since 1970. */
bool wb_parse_timestamp(const char *text, size_t length, int64_t *micros);
size_t wb_format_timestamp(char text[WB_NUMBER_CHARS], int64_t micros);

/* Offset of the first byte that is not valid UTF-8 (RFC 3629), or length when all is. */
size_t wb_utf8_valid(const char *text, size_t length);
/* How many terminal columns the text takes (utf8proc; controls count 0). */
size_t wb_utf8_width(const char *text, size_t length);
/* Length of the longest prefix of whole characters that fits in `limit` bytes. */
size_t wb_utf8_cut(const char *text, size_t length, size_t limit);
/* The same letters in the same order, whatever their case and the spaces between. */
bool wb_utf8_alike(const char *a, size_t a_length, const char *b, size_t b_length);

#endif
