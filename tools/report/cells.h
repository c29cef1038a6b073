/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Cells of frames by the name of their column, for pages. A column that is not there is
 * one in which all is missing. */
#ifndef WERKBAAR_TOOLS_CELLS_H
#define WERKBAAR_TOOLS_CELLS_H

#include "arena.h"
#include "page.h"

/* Any cell as text, "" where it is missing. Without memory the page fails. */
const char *cell_text(page *p, arena *texts, const wb_frame *frame, const char *column,
                      int64_t row);
/* A whole number, or `otherwise` where it is missing. */
int64_t cell_int64(const wb_frame *frame, const char *column, int64_t row,
                   int64_t otherwise);
/* A number, NaN where it is missing. */
double cell_double(const wb_frame *frame, const char *column, int64_t row);
/* Does a text cell hold this? "" is what is missing. */
int cell_is(const wb_frame *frame, const char *column, int64_t row, const char *text);
/* Is a row of a part of a monitor about everyone: no group? */
int row_is_everyone(const wb_frame *frame, int64_t row);
/* Is the id in a list of ids joined by commas? */
int list_holds(const char *ids, const char *id);

#endif
