/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "quality/answers.h"

#include "base/text.h"

#include <math.h>
#include <string.h>

wb_status wb_answers_init(wb_answers *answers, size_t n_items, wb_error *err)
{
    answers->values = wb_resize(NULL, n_items * WB_BLOCK_ROWS, sizeof(double));
    answers->complete = wb_allocate(WB_BLOCK_ROWS, 1);
    answers->straight = wb_allocate(WB_BLOCK_ROWS, 1);
    if (answers->values == NULL || answers->complete == NULL || answers->straight == NULL)
        return wb_fail_nomem(err);
    return WB_OK;
}

void wb_answers_free(wb_answers *answers)
{
    wb_release(answers->values);
    wb_release(answers->complete);
    wb_release(answers->straight);
}

/* Whether the item says that a value means missing. Ranges that a column declares have
 * been applied (wb_measuring_next()). */
static bool means_missing(const wb_scale_item *item, double value)
{
    for (size_t i = 0; i < item->n_missing; i++) {
        if (value == item->missing[i])
            return true;
    }
    return false;
}

static wb_status refuse(const wb_item_scale *scale, const wb_scale_item *item,
                        double value, int64_t row, wb_error *err)
{
    char text[WB_NUMBER_CHARS], low[WB_NUMBER_CHARS], high[WB_NUMBER_CHARS];

    wb_format_double(text, value);
    if (!item->bounded)
        return wb_fail_at(err, WB_E_DATA, row, item->column,
                          "%s to item '%s' of scale '%s' is no answer: expected a number "
                          "within 1e50",
                          text, item->column, scale->name);
    wb_format_double(low, item->lowest);
    wb_format_double(high, item->highest);
    return wb_fail_at(err, WB_E_DATA, row, item->column,
                      "answer %s to item '%s' of scale '%s' is outside %s..%s", text,
                      item->column, scale->name, low, high);
}

/* An answer as it is scored, NaN where it is missing. */
static wb_status judge(const wb_item_scale *scale, const wb_scale_item *item, int64_t row,
                       double *value, wb_error *err)
{
    if (means_missing(item, *value)) {
        *value = NAN;
        return WB_OK;
    }
    if (item->bounded ? !(*value >= item->lowest && *value <= item->highest)
                      : !(fabs(*value) <= 1e50))
        return refuse(scale, item, *value, row, err);
    if (item->whole && floor(*value) != *value)
        return refuse(scale, item, *value, row, err);
    if (item->reversed)
        *value = item->lowest + item->highest - *value;
    return WB_OK;
}

static wb_status tell_no_column(const wb_frame *frame, const char *item,
                                const char *scale, wb_error *err)
{
    const char *near = wb_frame_find_capitals(frame, item);

    return wb_fail_at(err, WB_E_DATA, -1, item,
                      "the answers have no column for item '%s' of scale '%s'%s%s%s",
                      item, scale, near != NULL ? ", but '" : "",
                      near != NULL ? near : "", near != NULL ? "': capitals count" : "");
}

static wb_status load_item(wb_answers *answers, const wb_item_scale *scale, size_t i,
                           const wb_frame *frame, int64_t first, int32_t n, int64_t row0,
                           wb_error *err)
{
    wb_status st = WB_OK;
    const wb_scale_item *item = &scale->items[i];
    double *values = wb_answers_of(answers, i);
    int64_t column = wb_frame_find(frame, item->column);
    wb_block block;

    if (column < 0)
        return tell_no_column(frame, item->column, scale->name, err);
    if (!wb_frame_has_numbers(frame, (size_t)column))
        return wb_fail_at(
            err, WB_E_DATA, -1, item->column,
            "the answers to item '%s' of scale '%s' are %s, expected numbers",
            item->column, scale->name,
            wb_type_name(wb_frame_column_type(frame, (size_t)column)));
    if (wb_frame_column_type(frame, (size_t)column) == WB_TYPE_NULL) {
        for (int32_t r = 0; r < n; r++)
            values[r] = NAN;
        return WB_OK;
    }
    WB_TRY(wb_frame_block(frame, (size_t)column, first, n, WB_BLOCK_DOUBLE,
                          &answers->scratch, &block, err));
    for (int32_t r = 0; r < n; r++) {
        values[r] = block.present == NULL || block.present[r] ? block.doubles[r] : NAN;
        if (!isnan(values[r]))
            WB_TRY(judge(scale, item, row0 + first + r, &values[r], err));
    }
done:
    return st;
}

/* The code that was given, before it was reversed. */
static double given(const wb_scale_item *item, double value)
{
    return item->reversed ? item->lowest + item->highest - value : value;
}

static void find_complete(wb_answers *answers, const wb_item_scale *scale, int32_t n)
{
    memset(answers->complete, scale->n_items > 0, (size_t)n);
    memset(answers->straight, scale->n_items > 0, (size_t)n);
    for (size_t i = 0; i < scale->n_items; i++) {
        const double *first = wb_answers_of(answers, 0);
        const double *values = wb_answers_of(answers, i);
        for (int32_t r = 0; r < n; r++) {
            bool same =
                given(&scale->items[i], values[r]) == given(&scale->items[0], first[r]);
            answers->complete[r] = answers->complete[r] && !isnan(values[r]);
            answers->straight[r] = answers->straight[r] && same;
        }
    }
    for (int32_t r = 0; r < n; r++)
        answers->straight[r] = answers->straight[r] && answers->complete[r];
}

wb_status wb_answers_load(wb_answers *answers, const wb_item_scale *scale,
                          const wb_frame *frame, int64_t first, int32_t n, int64_t row0,
                          wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < scale->n_items; i++)
        WB_TRY(load_item(answers, scale, i, frame, first, n, row0, err));
    find_complete(answers, scale, n);
done:
    return st;
}
