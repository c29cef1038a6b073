/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#ifndef WB_LIB_MODEL_DERIVED_H
#define WB_LIB_MODEL_DERIVED_H

#include "model/pass.h"

/* What the columns of a pass's tally are called: "(model 1)", .... */
enum { WB_TOTAL_NAME = 32 };
void wb_total_name(size_t i, char name[WB_TOTAL_NAME]);

#endif
