/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "labels.h"

#include "cells.h"

#include <string.h>

char *label_find(arena *a, const wb_frame *labels, const char *what, const char *variable,
                 const char *id)
{
    int64_t n = labels != NULL ? wb_frame_row_count(labels) : 0;
    for (int64_t row = 0; row < n; row++) {
        if (cell_is(labels, "id", row, id) && cell_is(labels, "what", row, what) &&
            cell_is(labels, "variable", row, variable != NULL ? variable : "")) {
            int64_t at = wb_frame_find(labels, "label");
            return at >= 0 ? arena_cell(a, labels, (size_t)at, row) : NULL;
        }
    }
    return arena_text(a, id, strlen(id));
}
