/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* One row of counts: its numbers, what of it is hidden, and what is told of it. */
#include "disclose/ledger.h"

bool wb_counted_hidden(const wb_counted *row)
{
    return row->counts[WB_COUNT_N].why != WB_SHOWN;
}

static void hide_count(wb_count_state *count, wb_why why, int64_t for_counted)
{
    if (count->why != WB_SHOWN || count->value < 0)
        return;
    count->why = why;
    count->for_counted = for_counted;
}

void wb_counted_hide(wb_counted *row, wb_why why, int64_t for_counted)
{
    for (int k = 0; k < WB_COUNTS; k++)
        hide_count(&row->counts[k], why, for_counted);
}

void wb_counted_hide_acute(wb_counted *row, wb_why why, int64_t for_counted)
{
    hide_count(&row->counts[WB_COUNT_ACUTE], why, for_counted);
}

int64_t wb_counted_number(const wb_headcounts *counts, const wb_counted *row, int count)
{
    return (row - counts->rows) * WB_COUNTS + count;
}

int64_t wb_rest_number(const wb_headcounts *counts, int64_t split, int32_t measure,
                       int count)
{
    return (counts->n_rows + split * counts->n_measures + measure) * WB_COUNTS + count;
}

int64_t wb_round_count(int64_t value, int64_t round_to)
{
    return round_to <= 1 ? value : (value + round_to / 2) / round_to * round_to;
}

wb_entry_status wb_counted_status(const wb_counted *row)
{
    const wb_count_state *acute = &row->counts[WB_COUNT_ACUTE];

    if (wb_counted_hidden(row))
        return WB_ENTRY_HIDDEN;
    return acute->value >= 0 && acute->why != WB_SHOWN ? WB_ENTRY_NO_ACUTE : WB_ENTRY_OK;
}
