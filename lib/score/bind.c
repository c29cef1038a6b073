/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "score/bind.h"

#include <math.h>
#include <string.h>

wb_answer wb_bound_item_judge(const wb_binding *binding, const wb_bound_item *bound,
                              double value)
{
    const wb_item *item = bound->item;
    size_t n_ranges = wb_frame_missing_range_count(binding->frame, bound->column);

    for (size_t i = 0; i < item->n_missing; i++) {
        if (value == item->missing[i])
            return WB_ANSWER_MISSING;
    }
    for (size_t i = 0; i < n_ranges; i++) {
        if (value >= wb_frame_missing_range_low(binding->frame, bound->column, i) &&
            value <= wb_frame_missing_range_high(binding->frame, bound->column, i))
            return WB_ANSWER_MISSING;
    }
    if (value >= item->min && value <= item->max && floor(value) == value)
        return WB_ANSWER;
    return WB_ANSWER_WRONG;
}

/* Kernels compare with one missing code themselves; more of them, and ranges declared on
 * the column, take a table of bytes. */
static wb_status bind_missing(const wb_binding *binding, wb_bound_item *bound,
                              wb_error *err)
{
    const wb_item *item = bound->item;
    size_t n_codes = 0;

    bound->missing = item->min;
    for (size_t i = 0; i < item->n_missing; i++) {
        if (item->missing[i] >= INT8_MIN && item->missing[i] <= INT8_MAX) {
            bound->missing = item->missing[i];
            n_codes++;
        }
    }
    if (n_codes <= 1 && wb_frame_missing_range_count(binding->frame, bound->column) == 0)
        return WB_OK;
    bound->missing = item->min;
    bound->present = wb_resize(NULL, UINT8_MAX + 1, sizeof *bound->present);
    if (bound->present == NULL)
        return wb_fail_nomem(err);
    for (int value = INT8_MIN; value <= INT8_MAX; value++)
        bound->present[(uint8_t)value] =
            wb_bound_item_judge(binding, bound, value) != WB_ANSWER_MISSING;
    return WB_OK;
}

static wb_status tell_no_column(const wb_frame *frame, const char *id, wb_error *err)
{
    const char *near = wb_frame_find_capitals(frame, id);

    return wb_fail_at(err, WB_E_DATA, -1, id,
                      "the answers have no column for item '%s'%s%s%s", id,
                      near != NULL ? ", but '" : "", near != NULL ? near : "",
                      near != NULL ? "': capitals count" : "");
}

static wb_status bind_column(const wb_frame *frame, wb_bound_item *bound,
                             const size_t *hint, wb_error *err)
{
    const char *id = bound->item->id;
    int64_t found = -1;

    if (hint != NULL && *hint < wb_frame_column_count(frame) &&
        strcmp(wb_frame_column_name(frame, *hint), id) == 0)
        found = (int64_t)*hint;
    if (found < 0)
        found = wb_frame_find(frame, id);
    if (found < 0)
        return tell_no_column(frame, id, err);
    bound->column = (size_t)found;
    if (wb_frame_has_numbers(frame, bound->column))
        return WB_OK;
    return wb_fail_at(err, WB_E_DATA, -1, id,
                      "the answers to item '%s' are %s, expected numbers", id,
                      wb_type_name(wb_frame_column_type(frame, bound->column)));
}

wb_status wb_binding_init(wb_binding *binding, const wb_score_plan *plan,
                          const wb_frame *frame, const size_t *hint, wb_error *err)
{
    wb_status st = WB_OK;

    *binding = (wb_binding){plan, frame, NULL};
    binding->items = wb_allocate(plan->n_items, sizeof *binding->items);
    if (binding->items == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < plan->n_items; i++) {
        wb_bound_item *bound = &binding->items[i];

        bound->item = &plan->instrument->items[plan->items[i]];
        WB_TRY(bind_column(frame, bound, hint != NULL ? &hint[i] : NULL, err));
        WB_TRY(bind_missing(binding, bound, err));
    }
done:
    if (st != WB_OK)
        wb_binding_clear(binding);
    return st;
}

void wb_binding_clear(wb_binding *binding)
{
    for (size_t i = 0; binding->items != NULL && i < binding->plan->n_items; i++)
        wb_release(binding->items[i].present);
    wb_release(binding->items);
    binding->items = NULL;
}
