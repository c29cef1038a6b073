/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Cells of a scan beside a declared reference. */
#ifndef WB_LIB_SCAN_COMPARE_H
#define WB_LIB_SCAN_COMPARE_H

#include "scan/cells.h"

typedef struct wb_comparing {
    double level;  /* of the intervals */
    double margin; /* at least 0 */
} wb_comparing;

/* The frame of wb_scan_compare(). */
wb_status wb_compare_cells(const wb_cells *cells, const wb_frame *reference,
                           const wb_comparing *how, wb_frame **out, wb_error *err);

#endif
