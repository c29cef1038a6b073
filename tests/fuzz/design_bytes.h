/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A small survey made of bytes: what naive.h knows of it, and what the library is told.
 */
#ifndef WB_FUZZ_DESIGN_BYTES_H
#define WB_FUZZ_DESIGN_BYTES_H

#include "fuzz.h"
#include "naive.h"

enum { CATEGORIES = 3, MISSING = -1 };

typedef struct survey {
    naive_design design;
    bool strata, weights, nested;
    int32_t units;        /* a wb_units */
    int split;            /* rows of the first of two tallies */
    double y[NAIVE_ROWS]; /* NaN: missing, of x too */
    double x[NAIVE_ROWS];
    int32_t c[NAIVE_ROWS]; /* category or MISSING */
    int32_t g[NAIVE_ROWS]; /* group or MISSING */
} survey;

void survey_make(survey *survey, fuzz_bytes *bytes);
/* NULL: memory was made short. */
wb_spec *survey_spec(const survey *survey);
wb_frame *survey_rows(const survey *survey);

#endif
