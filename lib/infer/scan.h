/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The words of an expression: names, values, numbers, symbols. White space between them
 * does not matter. */
#ifndef WB_LIB_INFER_SCAN_H
#define WB_LIB_INFER_SCAN_H

#include "base/base.h"

typedef struct wb_scan {
    const char *text;
    size_t at;
} wb_scan;

typedef enum wb_scan_result { WB_SCAN_NONE, WB_SCAN_TAKEN, WB_SCAN_NOMEM } wb_scan_result;

/* Take `name :=` off the front; without one the label is the text itself. */
wb_status wb_scan_start(wb_scan *scan, const char *text, char **label, wb_error *err);
/* Where the next word begins, from 1. */
size_t wb_scan_position(const wb_scan *scan);
/* The next word as it stands there, for messages; length 0 at the end. */
const char *wb_scan_next_text(const wb_scan *scan, size_t *length);
bool wb_scan_at_end(const wb_scan *scan);
bool wb_scan_sees(const wb_scan *scan, char symbol);
/* Take the symbol when it comes next. */
bool wb_scan_take(wb_scan *scan, char symbol);
/* A number without sign. */
bool wb_scan_number(wb_scan *scan, double *number);
/* A name: letters, digits, '.', '_' and what is not ASCII, not first a digit; or any text
 * in double quotes. The copy is the caller's. */
wb_scan_result wb_scan_name(wb_scan *scan, char **name);
/* A value: any text in double quotes; else up to white space, a comma or a bracket. */
wb_scan_result wb_scan_value(wb_scan *scan, char **value);

#endif
