/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* CSV as values: what the text of one field can be read as. */
#ifndef WB_LIB_IO_CSV_VALUE_H
#define WB_LIB_IO_CSV_VALUE_H

#include "base/base.h"

#include <werkbaar/frame.h>

#include <math.h>
#include <string.h>

/* How a field may be written. */
typedef struct wb_csv_dialect {
    char decimal;
    bool strict;         /* an inferred column: "007" and "+7" are no numbers but codes */
    const char *missing; /* "" when only the empty field is missing */
    uint32_t missing_length;
} wb_csv_dialect;

/* Sign and magnitude of a whole number: false when it is not one or is beyond 64 bits. */
bool wb_csv_whole(const char *text, size_t length, bool strict, bool *negative,
                  uint64_t *magnitude);
/* A number, or Inf, -Inf and NaN as R, Python and we write them. */
bool wb_csv_number(const char *text, size_t length, bool strict, char decimal,
                   double *value);
/* true and false in the ways R, Python and we write them; 1 and 0 unless strict. */
bool wb_csv_bool(const char *text, size_t length, bool strict, bool *value);

/* What an integer type holds, how wide it is, and what to call a value of a type. */
typedef struct wb_csv_type {
    int32_t type;
    int32_t width;   /* bytes of a value in a column; 0: none or bits */
    uint64_t lowest; /* without its sign */
    uint64_t highest;
    const char *expected; /* "is not ..." */
} wb_csv_type;
const wb_csv_type *wb_csv_type_find(int32_t type);

/* ---- inference: the set of types that hold every value seen ---- */

enum {
    WB_CSV_FITS_INT32 = 1,
    WB_CSV_FITS_INT64 = 2,
    WB_CSV_FITS_POINT = 4, /* a number with a decimal point */
    WB_CSV_FITS_COMMA = 8, /* a number with a decimal comma */
    WB_CSV_FITS_BOOL = 16,
    WB_CSV_FITS_DATE = 32,
    WB_CSV_FITS_TIME = 64,
    WB_CSV_FITS_NUMBER = WB_CSV_FITS_POINT | WB_CSV_FITS_COMMA,
    WB_CSV_FITS_ALL = 127
};

/* Those of `possible` that hold the text. */
uint32_t wb_csv_fits(const char *text, size_t length, uint32_t possible);
/* The type a column becomes: utf8 when nothing else fits. */
int32_t wb_csv_fitting_type(uint32_t possible, char decimal);

#endif
