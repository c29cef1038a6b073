/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "cells.h"

#include <math.h>
#include <string.h>

const char *cell_text(page *p, arena *texts, const wb_frame *frame, const char *column,
                      int64_t row)
{
    int64_t at = wb_frame_find(frame, column);
    const char *text = at >= 0 ? arena_cell(texts, frame, (size_t)at, row) : "";
    if (text == NULL) {
        p->status = arena_failed(p->err);
        return "";
    }
    return text;
}

int64_t cell_int64(const wb_frame *frame, const char *column, int64_t row,
                   int64_t otherwise)
{
    int64_t at = wb_frame_find(frame, column);
    if (at < 0 || wb_frame_is_missing(frame, (size_t)at, row)) {
        return otherwise;
    }
    return wb_frame_int64(frame, (size_t)at, row);
}

double cell_double(const wb_frame *frame, const char *column, int64_t row)
{
    int64_t at = wb_frame_find(frame, column);
    if (at < 0 || wb_frame_is_missing(frame, (size_t)at, row)) {
        return NAN;
    }
    return wb_frame_double(frame, (size_t)at, row);
}

int cell_is(const wb_frame *frame, const char *column, int64_t row, const char *text)
{
    int64_t at = wb_frame_find(frame, column);
    size_t length = 0;
    const char *found = at >= 0 ? wb_frame_text(frame, (size_t)at, row, &length) : NULL;
    length = found != NULL ? length : 0;
    return length == strlen(text) && (length == 0 || memcmp(found, text, length) == 0);
}

int list_holds(const char *ids, const char *id)
{
    size_t length = strlen(id);
    while (*ids != '\0') {
        size_t part = strcspn(ids, ",");
        if (part == length && memcmp(ids, id, length) == 0) {
            return 1;
        }
        ids += part + (ids[part] == ',');
    }
    return 0;
}

int row_is_everyone(const wb_frame *frame, int64_t row)
{
    int64_t n = wb_frame_find(frame, "statistic");
    for (int64_t i = 0; i < n; i++) {
        const char *name = wb_frame_column_name(frame, (size_t)i);
        if (strcmp(name, "wave") != 0 && strcmp(name, "reference") != 0 &&
            !wb_frame_is_missing(frame, (size_t)i, row)) {
            return 0;
        }
    }
    return 1;
}
