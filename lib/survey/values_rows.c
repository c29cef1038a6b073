/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/values.h"

#include <string.h>

void wb_value_rows_free(wb_value_rows *rows)
{
    wb_release(rows->y);
    wb_release(rows->w);
    wb_release(rows->cells);
    *rows = (wb_value_rows){0};
}

wb_status wb_value_rows_reach(wb_value_rows *rows, int64_t n, wb_error *err)
{
    int64_t count = rows->count + n;
    if (count <= rows->capacity)
        return WB_OK;
    if (count > INT32_MAX)
        return wb_fail(err, WB_E_LIMIT, "a distribution has more than 2^31 - 1 values");
    int64_t room =
        rows->capacity * (int64_t)2 > count ? rows->capacity * (int64_t)2 : count;
    room = room > rows->before ? room : rows->before;
    room = room < INT32_MAX ? room : INT32_MAX;
    double *y = wb_resize(rows->y, (size_t)room, sizeof *y);
    rows->y = y != NULL ? y : rows->y;
    double *w = wb_resize(rows->w, (size_t)room, sizeof *w);
    rows->w = w != NULL ? w : rows->w;
    int32_t *cells = wb_resize(rows->cells, (size_t)room, sizeof *cells);
    rows->cells = cells != NULL ? cells : rows->cells;
    if (y == NULL || w == NULL || cells == NULL)
        return wb_fail_nomem(err);
    rows->capacity = (int32_t)room;
    return WB_OK;
}

wb_status wb_value_rows_add(wb_value_rows *rows, const double *y, const uint8_t *present,
                            const double *w, const int32_t *cells, int32_t n,
                            wb_error *err)
{
    wb_status st = wb_value_rows_reach(rows, n, err);
    if (st != WB_OK)
        return st;
    int32_t at = rows->count;
    for (int32_t i = 0; i < n; i++) {
        rows->y[at] = y[i] + 0.0; /* -0 becomes 0 */
        rows->w[at] = w[i];
        rows->cells[at] = cells[i];
        at += (cells[i] >= 0) & (w[i] > 0) & (present == NULL || present[i]);
    }
    rows->count = at;
    return WB_OK;
}

wb_status wb_value_rows_copy(const wb_value_rows *rows, wb_value_rows *out, wb_error *err)
{
    wb_value_rows copy = {0};
    size_t n = (size_t)rows->count;
    wb_status st = wb_value_rows_reach(&copy, rows->count, err);
    if (st != WB_OK) {
        wb_value_rows_free(&copy);
        return st;
    }
    if (n > 0) {
        memcpy(copy.y, rows->y, n * sizeof *copy.y);
        memcpy(copy.w, rows->w, n * sizeof *copy.w);
        memcpy(copy.cells, rows->cells, n * sizeof *copy.cells);
    }
    copy.count = rows->count;
    *out = copy;
    return WB_OK;
}

int64_t wb_value_rows_bytes(const wb_value_rows *rows)
{
    return rows->capacity * (int64_t)(2 * sizeof(double) + sizeof(int32_t));
}
