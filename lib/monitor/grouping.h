/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Columns of the answers turned into groups, shares and numbers. All work on one frame of
 * rows; its missing ranges are applied already. */
#ifndef WB_LIB_MONITOR_GROUPING_H
#define WB_LIB_MONITOR_GROUPING_H

#include "frame/frame.h"
#include "monitor/definition.h"

/* Groups of every row: codes of `names`, -1 where there is none. Starts as {0}. */
typedef struct wb_grouping {
    int32_t *codes;
    wb_names names;
} wb_grouping;
void wb_grouping_free(wb_grouping *grouping);

/* The column of a variable: a value goes by its code, else by what it or its label is
 * called as. WB_E_DATA (err->item, err->row in the frame): a value that none of its
 * categories has. A frame without the column: nobody is in a group. */
wb_status wb_grouping_make(const wb_frame *frame, const wb_variable *variable,
                           wb_grouping *out, wb_error *err);

/* 1 of an event, 0 of anything else, -1 missing; events NULL: true, 1 or yes, by value or
 * label, and then anything but false, 0 or no is WB_E_DATA. values has room for all rows.
 */
wb_status wb_share_make(const wb_frame *frame, const char *column, const json_t *events,
                        int8_t *values, wb_error *err);

#endif
