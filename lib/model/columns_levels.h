/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The categories of a model matrix: what columns.c makes its columns of. */
#ifndef WB_LIB_MODEL_COLUMNS_LEVELS_H
#define WB_LIB_MODEL_COLUMNS_LEVELS_H

#include "model/columns.h"

/* Into plan->outcome, and plan->event, where the family has them. WB_E_DATA: no row is in
 * the model, its outcome does not vary, or the event or the order named is not that of
 * the rows. WB_E_LIMIT: too many categories. */
wb_status wb_columns_find_outcome(wb_columns *plan, wb_error *err);
/* Into plan->levels, for which there is room. WB_E_DATA: a variable with one category, or
 * a reference that no row has. */
wb_status wb_columns_find_levels(wb_columns *plan, wb_error *err);
/* What a variable has; its room is the caller's. */
void wb_columns_free_levels(wb_columns_levels *levels);

#endif
