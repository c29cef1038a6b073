/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The scored frame: columns carried along, columns made, labels and metadata. */
#ifndef WB_LIB_SCORE_RESULT_H
#define WB_LIB_SCORE_RESULT_H

#include "frame/frame.h"
#include "score/plan.h"

/* Columns being filled; each is handed to the frame when it is done. */
typedef struct wb_columns {
    void **values; /* one per column asked for */
    size_t n;
} wb_columns; /* starts as {0} */

wb_status wb_columns_new(wb_columns *columns, const wb_score_plan *plan, int64_t n_rows,
                         wb_error *err);
void wb_columns_clear(wb_columns *columns);

/* Make the frame; it takes the columns over one by one. `dressed`: with labels and
 * metadata. WB_E_DATA when a carried column has the name of a score column. */
wb_status wb_result_new(const wb_score_plan *plan, const wb_frame *answers,
                        wb_columns *columns, bool dressed, wb_frame **out, wb_error *err);

#endif
