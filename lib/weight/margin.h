/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Making a margin: columns, then per target its values (in margin->values) and total,
 * then the check of the whole. */
#ifndef WB_LIB_WEIGHT_MARGIN_H
#define WB_LIB_WEIGHT_MARGIN_H

#include "weight/weighting.h"

wb_status wb_known_margin_add_column(wb_known_margin *margin, const char *column,
                                     wb_error *err);
wb_status wb_known_margin_add_target(wb_known_margin *margin, double total,
                                     wb_error *err);
/* There are targets, no combination twice; fills in the sum. */
wb_status wb_known_margin_check(wb_known_margin *margin, wb_error *err);

#endif
