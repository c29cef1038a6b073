/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What reading the header shares with cutting records. */
#ifndef WB_LIB_IO_CSV_HEADER_H
#define WB_LIB_IO_CSV_HEADER_H

#include "io/csv_record.h"

/* Read more behind what the window holds from the place on: what stood before it is
 * forgotten, unless it is held, and what pointed into the window points nowhere. */
wb_status wb_csv_scan_refill(wb_csv_scan *scan, wb_error *err);
/* Put name, line, field and offset of a place in the window into err. */
void wb_csv_scan_point(const wb_csv_scan *scan, int64_t line, size_t column, size_t at,
                       wb_error *err);
/* A fault in the record at the place; WB_E_DATA. */
wb_status wb_csv_scan_fail(const wb_csv_scan *scan, const wb_csv_fault *fault,
                           wb_error *err);

#endif
