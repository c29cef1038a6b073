/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Where a frame holds the answers a plan needs, and what counts as missing there. */
#ifndef WB_LIB_SCORE_BIND_H
#define WB_LIB_SCORE_BIND_H

#include "frame/frame.h"
#include "score/plan.h"

typedef struct wb_bound_item {
    const wb_item *item;
    size_t column;
    int32_t missing;  /* a code that means missing, or the lowest answer */
    uint8_t *present; /* per byte 0 where it means missing; NULL: only `missing` does */
} wb_bound_item;

typedef struct wb_binding {
    const wb_score_plan *plan;
    const wb_frame *frame;
    wb_bound_item *items; /* as plan->items */
} wb_binding;

/* hint: columns to look at first (as plan->items), or NULL. WB_E_DATA when an item is not
 * there or holds no numbers. */
wb_status wb_binding_init(wb_binding *binding, const wb_score_plan *plan,
                          const wb_frame *frame, const size_t *hint, wb_error *err);
void wb_binding_clear(wb_binding *binding);

typedef enum wb_answer { WB_ANSWER, WB_ANSWER_MISSING, WB_ANSWER_WRONG } wb_answer;

/* What a value that is there means for the item. */
wb_answer wb_bound_item_judge(const wb_binding *binding, const wb_bound_item *bound,
                              double value);

#endif
