/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#ifndef WB_LIB_MODEL_DERIVED_H
#define WB_LIB_MODEL_DERIVED_H

#include "model/pass.h"

/* What the columns of a pass's tally are called: "(model 1)", .... */
enum { WB_TOTAL_NAME = 32 };
void wb_total_name(size_t i, char name[WB_TOTAL_NAME]);

/* Values of every total for all rows of a frame, NaN outside the model. */
typedef wb_status (*wb_totals_fn)(void *user, const wb_frame *rows, double *const *lanes,
                                  wb_error *err);
/* The frame that a tally of n totals sees: columns of the design, and the totals. */
wb_status wb_derive_totals(const wb_model *model, const wb_frame *frame, size_t n,
                           wb_totals_fn fill, void *user, wb_frame **out, wb_error *err);

#endif
