/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What codes and texts are called: survey files have codes with labels, a definition has
 * categories with labels, and people write both with capitals and spaces as they like. */
#ifndef WB_LIB_MONITOR_CALLING_H
#define WB_LIB_MONITOR_CALLING_H

#include "monitor/definition.h"

#include <werkbaar/frame.h>

/* Whether a category is called so, by its id or in any language. */
bool wb_category_is_called(const wb_category *category, const char *text, size_t length);

/* The one category without declared codes that is called so; WB_NOWHERE: none, or
 * several, of which none letter by letter. */
size_t wb_category_called(const wb_variable *variable, const char *text, size_t length);

/* The label of a code in the answers; NULL: none. */
const char *wb_code_label(const wb_frame *answers, size_t column, double code);

/* The category of a value: that of its code; else the one that the value or its label is
 * called as. WB_NOWHERE: none. `number` is NaN for a text. */
size_t wb_category_of(const wb_variable *variable, const wb_frame *answers, size_t column,
                      const char *text, size_t length, double number);

/* That of its code alone. */
size_t wb_category_of_code(const wb_variable *variable, const char *text, size_t length,
                           double number);

/* The numbers of a column are codes of bands, not what the bands are of: a label calls a
 * band in which its code does not lie. */
bool wb_bands_are_coded(const wb_variable *variable, const wb_frame *answers,
                        size_t column);

/* 1 of yes, 0 of no, in Dutch, English and French; -1 of anything else. */
int8_t wb_yes_or_no(const char *text, size_t length);

/* Whether a value as a column has it, as text or as a number (NAN: it is none), is one
 * of these codes. */
bool wb_code_is(const json_t *codes, const char *text, size_t length, double number);

#endif
