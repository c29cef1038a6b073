/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Records of experts: observations of posts and of the firm, no answers of people. */
#ifndef WB_LIB_SCAN_RECORDS_H
#define WB_LIB_SCAN_RECORDS_H

#include "scan/scan.h"

enum { WB_MAX_RECORDS = 10000, WB_MAX_RECORD_ROWS = 1000000 };

/* Closed lists, in the file and in frames. */
extern const char *const wb_light_names[];
extern const char *const wb_answer_names[];
extern const char *const wb_record_units[];

#endif
