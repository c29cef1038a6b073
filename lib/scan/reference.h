/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A reference frame: docs/formats/scan-reference.md. */
#ifndef WB_LIB_SCAN_REFERENCE_H
#define WB_LIB_SCAN_REFERENCE_H

#include "frame/fill.h"
#include "scan/cells.h"

typedef enum wb_reference_kind {
    WB_FROM_MONITOR,
    WB_FROM_POOL,
    WB_FROM_EARLIER
} wb_reference_kind;
const char *wb_reference_kind_name(wb_reference_kind kind);

typedef struct wb_reference_columns {
    int64_t source, kind, group, indicator, fingerprint, status;
    int64_t estimate, se, lower, upper, n, df, overlap;
} wb_reference_columns;

/* Starts as {0}; wb_reference_free() when done; the frame must live. */
typedef struct wb_reference_frame {
    const wb_frame *frame;
    wb_frame *view; /* of it, where a column declares missing ranges */
    wb_reference_columns at;
    wb_span source;
    wb_reference_kind kind;
    wb_row_index lookup; /* by indicator and group */
} wb_reference_frame;

wb_status wb_reference_init(wb_reference_frame *reference, const wb_frame *frame,
                            wb_error *err);
/* WB_E_CONFLICT when an indicator that both have is defined in another way, or none is in
 * both; not of a scan without figures. */
wb_status wb_reference_check_fits(const wb_reference_frame *reference,
                                  const wb_cells *cells, wb_error *err);
void wb_reference_free(wb_reference_frame *reference);

/* What a cell is held against. */
typedef struct wb_yardstick {
    wb_known_share share; /* p NaN: nothing */
    double lower, upper;  /* as they were given */
    double covariance;    /* of its estimate and that of the cell */
} wb_yardstick;
wb_yardstick wb_yardstick_none(void);
/* The row of the same group; else, but for an earlier scan, that of everyone. */
wb_yardstick wb_reference_of(const wb_reference_frame *reference, const wb_cells *cells,
                             const wb_cell *cell);

/* The columns, in their order, of a reference frame that is made here. */
extern const wb_fill_column wb_reference_sheet[];
typedef struct wb_reference_row {
    const char *source;
    wb_reference_kind kind;
    wb_span group, indicator, fingerprint;
    wb_known_share share; /* p NaN: a row without numbers */
    double lower, upper, overlap;
    double companies; /* of a pool */
    const char *status;
} wb_reference_row;
wb_status wb_reference_add(wb_fill *sheet, const wb_reference_row *row, wb_error *err);

/* What a scan leaves for a later one. */
wb_status wb_reference_of_cells(const wb_cells *cells, const char *source, double level,
                                wb_frame **out, wb_error *err);

#endif
