/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What rows bring to a part: weights and numbers, checked, and ids of keys that go
 * together. */
#include "survey/rows.h"

#include "base/text.h"

#include <math.h>
#include <string.h>

wb_status wb_rows_missing(const wb_rows *rows, const char *what, size_t column,
                          int64_t row, wb_error *err)
{
    const char *name = wb_frame_column_name(rows->frame, column);
    double code = wb_frame_declared_missing(rows->frame, column, row);
    char number[WB_NUMBER_CHARS];

    if (isnan(code))
        return wb_fail_at(err, WB_E_DATA, row, name, "the %s in column '%s' is missing",
                          what, name);
    wb_format_double(number, code);
    return wb_fail_at(err, WB_E_DATA, row, name,
                      "the %s in column '%s' is missing: its code %s is declared missing",
                      what, name, number);
}

static wb_status bad_weight(const wb_rows *rows, size_t column, const char *what,
                            wb_error *err)
{
    const char *name = wb_frame_column_name(rows->frame, column);
    for (int32_t i = 0; i < rows->n; i++) {
        int64_t row = rows->first + i;
        double w = wb_frame_double(rows->frame, column, row);
        if (wb_frame_is_missing(rows->frame, column, row))
            return wb_rows_missing(rows, what, column, row, err);
        if (!(w >= 0 && w <= WB_LARGEST)) {
            char number[WB_NUMBER_CHARS];
            wb_format_double(number, w);
            return wb_fail_at(err, WB_E_DATA, row, name,
                              "the %s %s in column '%s' is not between 0 and 1e50", what,
                              number, name);
        }
    }
    return WB_OK; /* not reached: it is called when one of them is bad */
}

wb_status wb_rows_weights(const wb_rows *rows, size_t column, const char *what,
                          wb_block_scratch *scratch, const double **out, wb_error *err)
{
    wb_status st = WB_OK;
    const double *weights = wb_frame_doubles(rows->frame, column, rows->first);
    bool whole = true;
    wb_block block;

    if (weights == NULL) {
        WB_TRY(wb_frame_block(rows->frame, column, rows->first, rows->n, WB_BLOCK_DOUBLE,
                              scratch, &block, err));
        weights = block.doubles;
        whole =
            block.present == NULL || memchr(block.present, 0, (size_t)rows->n) == NULL;
    }
    if (!wb_lanes_are_weights(weights, rows->n) || !whole)
        return bad_weight(rows, column, what, err);
    *out = weights;
done:
    return st;
}

const int32_t *const *wb_rows_tuple(wb_lanes *lanes, const wb_key_list *list)
{
    for (size_t j = 0; j < list->n; j++)
        lanes->tuple[j] = lanes->codes + list->keys[j] * WB_BLOCK_ROWS;
    return lanes->tuple;
}

wb_status wb_rows_check_number(const wb_rows *rows, size_t column, const wb_block *block,
                               wb_error *err)
{
    const char *name = wb_frame_column_name(rows->frame, column);

    if (block->present == NULL && wb_lanes_are_numbers(block->doubles, rows->n))
        return WB_OK;
    for (int32_t i = 0; i < rows->n; i++) {
        if (block->present != NULL && !block->present[i])
            continue;
        double y = block->doubles[i];
        if (!(y >= -WB_LARGEST && y <= WB_LARGEST)) {
            char number[WB_NUMBER_CHARS];
            int64_t row = rows->first + i;
            wb_format_double(number, y);
            return wb_fail_at(err, WB_E_DATA, row, name,
                              "the value %s of '%s' is not between -1e50 and 1e50",
                              number, name);
        }
    }
    return WB_OK;
}

wb_status wb_rows_block(const wb_rows *rows, size_t column, wb_block_scratch *scratch,
                        wb_block *out, wb_error *err)
{
    wb_status st = WB_OK;

    const double *plain = wb_frame_doubles(rows->frame, column, rows->first);

    if (plain != NULL && wb_lanes_are_numbers(plain, rows->n)) { /* nor NaN: all there */
        *out = (wb_block){.kind = WB_BLOCK_DOUBLE, .n = rows->n, .doubles = plain};
        return WB_OK;
    }
    WB_TRY(wb_frame_block(rows->frame, column, rows->first, rows->n, WB_BLOCK_DOUBLE,
                          scratch, out, err));
    WB_TRY(wb_rows_check_number(rows, column, out, err));
done:
    return st;
}

wb_status wb_rows_numbers(wb_lanes *lanes, const wb_rows *rows, size_t outcome,
                          wb_numbers *out, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_outcome *what = &rows->layout->outcomes[outcome];
    size_t column = rows->binding->outcomes[outcome];
    wb_block block;

    *out = (wb_numbers){.n_terms = what->n_terms};
    WB_TRY(wb_rows_block(rows, column, &lanes->scratch, &block, err));
    out->x = block.doubles;
    out->x_present = block.present;
    if (what->other == NULL)
        goto done;
    column = rows->binding->others[outcome];
    WB_TRY(wb_rows_block(rows, column, &lanes->other, &block, err));
    out->y = block.doubles;
    out->y_present = block.present;
done:
    return st;
}
