/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Exact fractions: cut-offs and scores meet as whole numbers, never as rounded decimals.
 */
#ifndef WB_LIB_SCORE_RATIO_H
#define WB_LIB_SCORE_RATIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct wb_ratio {
    int64_t top;
    int64_t bottom; /* above 0 */
} wb_ratio;

/* A whole number, a decimal ("54.5") or a fraction ("600/11"), with an optional minus and
 * at most 15 digits above and below. False for anything else. */
bool wb_ratio_parse(const char *text, size_t length, wb_ratio *ratio);

/* Below 0, 0 or above 0 as a < b, a = b, a > b. Exact for every pair. */
int wb_ratio_compare(wb_ratio a, wb_ratio b);

/* The nearest double, when top and bottom are at most 2^53. */
double wb_ratio_double(wb_ratio ratio);

#endif
