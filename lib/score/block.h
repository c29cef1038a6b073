/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Scoring a run of rows, block by block. */
#ifndef WB_LIB_SCORE_BLOCK_H
#define WB_LIB_SCORE_BLOCK_H

#include "score/bind.h"

/* Room for one thread's blocks. */
typedef struct wb_workspace wb_workspace;
wb_status wb_workspace_new(const wb_score_plan *plan, wb_workspace **out, wb_error *err);
void wb_workspace_free(wb_workspace *space);

/* Score rows first .. first + n - 1 of the bound frame into the same rows of columns[]
 * (as plan->outputs, the first n_asked of them). row0: what row 0 of the frame is called
 * in errors. WB_E_DATA for the first row with a wrong answer, and its first such item. */
wb_status wb_score_rows(const wb_binding *binding, int64_t first, int64_t n, int64_t row0,
                        void *const *columns, wb_workspace *space, wb_error *err);

#endif
