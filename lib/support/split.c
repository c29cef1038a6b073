/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Costs split: between support and own part, and over budget lines. */
#include "support/assess.h"

#include "support/cents.h"

#include <string.h>

/* ---- support and own part ---- */

static const wb_fill_column split_columns[] = {
    {"cost_cents", WB_TYPE_INT64},      {"percent", WB_TYPE_FLOAT64},
    {"available_cents", WB_TYPE_INT64}, {"support_cents", WB_TYPE_INT64},
    {"own_cents", WB_TYPE_INT64},       {NULL, WB_TYPE_NULL}};

typedef struct splitting {
    const wb_frame *costs;
    size_t cost, percent, available;
    bool limited; /* available is there */
    wb_fill fill;
} splitting;

static wb_status bind_costs(const wb_frame *costs, splitting *s, wb_error *err)
{
    wb_status st = WB_OK;

    s->costs = costs;
    s->limited = wb_frame_find(costs, "available_cents") >= 0;
    WB_TRY(wb_frame_require_numbers(costs, "cost_cents", "costs", &s->cost, err));
    WB_TRY(wb_frame_require_numbers(costs, "percent", "percentages", &s->percent, err));
    if (s->limited)
        WB_TRY(wb_frame_require_numbers(costs, "available_cents", "what is available",
                                        &s->available, err));
done:
    return st;
}

static wb_status read_rate(const splitting *s, int64_t row, wb_value *rate, wb_error *err)
{
    double percent = wb_frame_double(s->costs, s->percent, row);
    char number[WB_NUMBER_CHARS];

    rate->known = !wb_frame_is_missing(s->costs, s->percent, row);
    rate->number = percent;
    rate->whole = rate->known ? wb_rate_of_percent(percent) : 0;
    if (rate->whole >= 0)
        return WB_OK;
    (void)wb_format_double(number, percent);
    return wb_fail_at(err, WB_E_DATA, row, "percent",
                      "'percent' is %s in row %lld, where 0 to 100 with at most two "
                      "decimals is expected",
                      number, (long long)row);
}

static wb_status split_row(splitting *s, int64_t row, wb_error *err)
{
    wb_status st = WB_OK;
    wb_value cost = {0};
    wb_value rate = {0};
    wb_value available = {.known = !s->limited, .whole = INT64_MAX};
    int64_t support = 0;
    bool known;

    WB_TRY(wb_cell_whole(s->costs, s->cost, row, &cost, err));
    WB_TRY(read_rate(s, row, &rate, err));
    if (s->limited)
        WB_TRY(wb_cell_whole(s->costs, s->available, row, &available, err));
    known = cost.known && rate.known && available.known;
    if (known)
        support = wb_cents_support(cost.whole, rate.whole, available.whole);
    WB_TRY(wb_fill_given(&s->fill, cost.known, cost.whole, err));
    WB_TRY(wb_fill_double(&s->fill, rate.number, err)); /* NaN where missing */
    WB_TRY(wb_fill_given(&s->fill, s->limited && available.known, available.whole, err));
    WB_TRY(wb_fill_given(&s->fill, known, support, err));
    WB_TRY(wb_fill_given(&s->fill, known, cost.whole - support, err));
done:
    return st;
}

wb_status wb_support_split(const wb_frame *costs, wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_frame *view = NULL;
    splitting s = {0};

    if (out != NULL)
        *out = NULL;
    if (costs == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "costs and out are required");
    WB_TRY(wb_frame_apply_ranges(costs, &view, err));
    WB_TRY(bind_costs(view != NULL ? view : costs, &s, err));
    WB_TRY(wb_fill_columns(&s.fill, split_columns, err));
    for (int64_t row = 0; row < wb_frame_row_count(costs); row++)
        WB_TRY(split_row(&s, row, err));
    WB_TRY(wb_fill_finish(&s.fill, out, err));
done:
    wb_fill_close(&s.fill);
    wb_frame_free(view);
    return st;
}

/* ---- budget lines ---- */

static const wb_fill_column line_columns[] = {{"line", WB_TYPE_UTF8},
                                              {"share", WB_TYPE_INT64},
                                              {"cents", WB_TYPE_INT64},
                                              {NULL, WB_TYPE_NULL}};

static wb_status read_shares(const wb_frame *lines, size_t column, int64_t *shares,
                             wb_error *err)
{
    for (int64_t row = 0; row < wb_frame_row_count(lines); row++) {
        wb_value share = {0};
        wb_status st = wb_cell_whole(lines, column, row, &share, err);

        if (st != WB_OK)
            return st;
        if (!share.known)
            return wb_fail_at(err, WB_E_DATA, row, "share",
                              "'share' is missing in row %lld: nobody's share is made up",
                              (long long)row);
        shares[row] = share.whole;
    }
    return WB_OK;
}

static wb_status put_lines(const wb_frame *lines, size_t line, const int64_t *shares,
                           const int64_t *parts, wb_fill *fill, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_fill_columns(fill, line_columns, err));
    for (int64_t row = 0; row < wb_frame_row_count(lines); row++) {
        char room[WB_NUMBER_CHARS];
        size_t length = 0;
        const char *name = wb_cell_text(lines, line, row, room, &length);

        WB_TRY(wb_builder_text(fill->builder, 0, name, length, err));
        WB_TRY(wb_builder_int64(fill->builder, 1, shares[row], err));
        WB_TRY(wb_builder_int64(fill->builder, 2, parts[row], err));
    }
done:
    return st;
}

static wb_status check_lines(const wb_frame *lines, size_t column, wb_error *err)
{
    for (int64_t row = 0; row < wb_frame_row_count(lines); row++) {
        if (wb_frame_is_missing(lines, column, row))
            return wb_fail_at(err, WB_E_DATA, row, "line",
                              "'line' is missing in row %lld", (long long)row);
    }
    return WB_OK;
}

wb_status wb_support_cofinance(int64_t cost_cents, const wb_frame *lines, wb_frame **out,
                               wb_error *err)
{
    wb_status st = WB_OK;
    wb_fill fill = {0};
    wb_frame *view = NULL;
    int64_t *numbers = NULL;
    size_t line, share, n;

    if (out != NULL)
        *out = NULL;
    if (lines == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "lines and out are required");
    if (cost_cents < 0)
        return wb_fail_at(err, WB_E_ARG, -1, "cost_cents",
                          "the cost is %lld cents, where 0 or more is expected",
                          (long long)cost_cents);
    WB_TRY(wb_frame_apply_ranges(lines, &view, err));
    const wb_frame *from = view != NULL ? view : lines;
    WB_TRY(wb_frame_require(from, "line", "budget lines", &line, err));
    WB_TRY(wb_frame_require_numbers(from, "share", "shares", &share, err));
    WB_TRY(check_lines(from, line, err));
    n = (size_t)wb_frame_row_count(from);
    numbers = wb_allocate(2 * n, sizeof *numbers);
    if (numbers == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    WB_TRY(read_shares(from, share, numbers, err));
    WB_TRY(wb_cents_divide(cost_cents, numbers, n, numbers + n, err));
    WB_TRY(put_lines(from, line, numbers, numbers + n, &fill, err));
    WB_TRY(wb_fill_finish(&fill, out, err));
done:
    wb_fill_close(&fill);
    wb_frame_free(view);
    wb_release(numbers);
    return st;
}
