/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A table of texts for a terminal: the first column to the left, the others to the right.
 */
#ifndef WERKBAAR_TOOLS_GRID_H
#define WERKBAAR_TOOLS_GRID_H

#include <werkbaar/werkbaar.h>

typedef struct grid {
    size_t n_rows, n_columns; /* row 0 is the heading */
    char **cells;             /* row by row; NULL: empty */
    int failed;               /* memory ran out on the way */
} grid;

void grid_init(grid *g, size_t n_rows, size_t n_columns);
void grid_set(grid *g, size_t row, size_t column, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* Print it through the library's table printer, which knows how wide texts show. */
wb_status grid_write(grid *g, wb_writer *writer, wb_error *err);
void grid_free(grid *g);

#endif
