/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Answers to the items of a scale in a block of rows, reversed as declared. */
#ifndef WB_LIB_QUALITY_ANSWERS_H
#define WB_LIB_QUALITY_ANSWERS_H

#include "frame/frame.h"
#include "quality/scales.h"

typedef struct wb_answers {
    double *values;    /* per item a block of rows; NaN: missing */
    uint8_t *complete; /* per row: no item is missing */
    uint8_t *straight; /* complete, and one and the same code before reversing */
    wb_block_scratch scratch;
} wb_answers;

static inline double *wb_answers_of(const wb_answers *answers, size_t item)
{
    return answers->values + item * WB_BLOCK_ROWS;
}

/* Starts as {0}; room for scales of so many items. */
wb_status wb_answers_init(wb_answers *answers, size_t n_items, wb_error *err);
void wb_answers_free(wb_answers *answers);

/* Rows first .. first + n - 1; row0 is what row 0 of the frame is called in errors.
 * WB_E_DATA: no such column, or a value that is no code of its item. */
wb_status wb_answers_load(wb_answers *answers, const wb_item_scale *scale,
                          const wb_frame *frame, int64_t first, int32_t n, int64_t row0,
                          wb_error *err);

#endif
