/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* How numbers of a frame are shown, as its metadata say under the key "sheet" (io.h). */
#ifndef WB_LIB_IO_XLSX_LOOK_H
#define WB_LIB_IO_XLSX_LOOK_H

#include "base/json.h"
#include "io/xlsx_sheet.h"

/* Of a column: one format, or one for each category of another column. */
typedef struct wb_xlsx_look {
    enum wb_xlsx_format format;
    const json_t *formats;   /* word -> format; NULL: one */
    size_t by;               /* the column that has the words */
    enum wb_xlsx_format *of; /* per category of it; NULL: it has none, they are texts */
    const json_t *rows; /* that are hidden, ascending; NULL: none, or another tells */
    bool shown;         /* a format is told */
} wb_xlsx_look;

typedef struct wb_xlsx_looks {
    json_t *metadata;
    wb_xlsx_look *columns;
    size_t n;
    int64_t status; /* the column that tells what is hidden, or -1 */
} wb_xlsx_looks;    /* starts as {0} */

/* Metadata that say nothing of a sheet, or something else than io.h does, are no fault.
 */
wb_status wb_xlsx_looks_read(const wb_frame *frame, wb_xlsx_looks *looks, wb_error *err);
void wb_xlsx_looks_free(wb_xlsx_looks *looks);

enum wb_xlsx_format wb_xlsx_look_at(const wb_xlsx_looks *looks, const wb_frame *frame,
                                    size_t column, int64_t row);
/* A number that is missing because it is not shown. */
bool wb_xlsx_is_hidden(const wb_xlsx_looks *looks, const wb_frame *frame, size_t column,
                       int64_t row);

/* The formats behind the five that every workbook has: <numFmt> and <xf> elements. */
wb_status wb_xlsx_look_styles(wb_text *codes, wb_text *styles, wb_error *err);

#endif
