/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The XML of one worksheet. */
#ifndef WB_LIB_IO_XLSX_SHEET_H
#define WB_LIB_IO_XLSX_SHEET_H

#include "frame/frame.h"

/* What the cells look like: places in the list of formats in xlsx_write.c. */
enum wb_xlsx_format {
    WB_XLSX_PLAIN = 0,
    WB_XLSX_HEADER = 1, /* bold */
    WB_XLSX_DATE = 2,
    WB_XLSX_TIME = 3,
    WB_XLSX_WRAPPED = 4,   /* long texts */
    WB_XLSX_FIRST_LOOK = 5 /* and those of xlsx_look.c */
};

/* Append text as content of an element or an attribute: markup escaped, and what XML does
 * not hold written as _xHHHH_ (ISO/IEC 29500-1, 22.9.2.19). */
wb_status wb_xlsx_escape(wb_text *out, const char *text, size_t length, wb_error *err);

/* Length as spreadsheets count it: characters beyond U+FFFF are two. */
size_t wb_xlsx_length(const char *text, size_t length);

/* Append a worksheet with the frame's names and rows. `note`: printed at the top of each
 * page; NULL: nothing. WB_E_LIMIT: what a worksheet does not hold. */
wb_status wb_xlsx_sheet(wb_text *out, const wb_frame *frame, const char *note,
                        wb_error *err);

#endif
