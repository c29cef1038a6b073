/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The released figures of a scan as this part of the room reads them: a cell per group
 * and indicator, of a "results" table. */
#ifndef WB_LIB_SCAN_CELLS_H
#define WB_LIB_SCAN_CELLS_H

#include "scan/difference.h"
#include "scan/lookup.h"

typedef struct wb_cell {
    wb_span group, title; /* group missing: everyone */
    wb_span theme;        /* missing: a composite of several */
    wb_span indicator, fingerprint;
    bool shown;          /* else there is no number */
    int64_t n, problem;  /* who answered, and of them those with a problem */
    int64_t acute;       /* of those; -1: not shown, or there is no such light */
    double lower, upper; /* interval of the share in the results */
} wb_cell;

/* Starts as {0}; wb_cells_free() when done; the frame must live. */
typedef struct wb_cells {
    const wb_frame *frame;
    wb_cell *items; /* a row each, in their order */
    size_t n;
    wb_row_index lookup; /* by indicator and group */
} wb_cells;

wb_status wb_cells_init(wb_cells *cells, const wb_frame *results, wb_error *err);
/* The cell of an indicator and a group, or NULL. */
const wb_cell *wb_cells_find(const wb_cells *cells, wb_span indicator, wb_span group);
void wb_cells_free(wb_cells *cells);

#endif
