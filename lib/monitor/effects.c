/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Comparisons as columns: the value, its interval and test, and the correction for how
 * many of them there are. */
#include "monitor/table.h"

#include <math.h>

static const char *const compared_names[] = {
    "ok", "missing", "no_df", "constant", "not_comparable", "hidden", NULL};

wb_status wb_effect_columns_add(wb_board *board, const char *value,
                                wb_effect_columns *columns, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_board_add_numbers(board, value, &columns->value, err));
    WB_TRY(wb_board_add_numbers(board, "se", &columns->se, err));
    WB_TRY(wb_board_add_numbers(board, "lower", &columns->lower, err));
    WB_TRY(wb_board_add_numbers(board, "upper", &columns->upper, err));
    WB_TRY(wb_board_add_numbers(board, "df", &columns->df, err));
    WB_TRY(wb_board_add_numbers(board, "p", &columns->p, err));
    WB_TRY(wb_board_add_numbers(board, "p_adjusted", &columns->p_adjusted, err));
    WB_TRY(wb_board_add_words(board, "status", compared_names, &columns->status, err));
done:
    return st;
}

wb_compared wb_compared_of(wb_effect_status status)
{
    switch (status) {
    case WB_EFFECT_OK:
        return WB_COMPARED_OK;
    case WB_EFFECT_NO_DF:
        return WB_COMPARED_NO_DF;
    case WB_EFFECT_CONSTANT:
        return WB_COMPARED_CONSTANT;
    case WB_EFFECT_MISSING:
    case WB_EFFECT_UNDEFINED:
    case WB_EFFECT_TOO_FEW:
    case WB_EFFECT_OTHER_RANKS:
    case WB_EFFECT_STATUSES:
        break;
    }
    return WB_COMPARED_MISSING;
}

void wb_effect_put(wb_board *board, const wb_effect_columns *columns, size_t row,
                   const wb_effect *effect, wb_compared status)
{
    wb_board_column *c = board->columns;

    c[columns->status].codes[row] = (int32_t)status;
    if (status == WB_COMPARED_NOT_COMPARABLE || status == WB_COMPARED_HIDDEN)
        return;
    c[columns->value].numbers[row] = effect->estimate;
    c[columns->se].numbers[row] = effect->se;
    c[columns->lower].numbers[row] = effect->lower;
    c[columns->upper].numbers[row] = effect->upper;
    c[columns->df].numbers[row] = effect->df;
    c[columns->p].numbers[row] = effect->p;
}

wb_status wb_effect_adjust(const wb_table_work *work, const wb_effect_columns *columns,
                           size_t first, size_t n, wb_error *err)
{
    size_t step = work->n_measures;
    const double *p = work->board->columns[columns->p].numbers + first;
    double *adjusted = work->board->columns[columns->p_adjusted].numbers + first;
    double *room = wb_allocate(2 * n, sizeof *room);
    size_t *order = wb_allocate(n, sizeof *order);
    wb_status st = room == NULL || order == NULL ? wb_fail_nomem(err) : WB_OK;

    for (size_t m = 0; m < step && st == WB_OK; m++) {
        for (size_t i = 0; i < n; i++)
            room[i] = p[m + i * step];
        wb_adjust_p(room, n, work->results->definition->adjust, room + n, order);
        for (size_t i = 0; i < n; i++)
            adjusted[m + i * step] = room[n + i];
    }
    wb_release(room);
    wb_release(order);
    return st;
}
