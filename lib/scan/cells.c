/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "scan/cells.h"

#include <math.h>

typedef struct columns {
    int64_t group, title, theme, indicator, fingerprint, status, n, green, red, lower,
        upper;
} columns;

static const char results_name[] = "the results";

static wb_status find_columns(columns *at, const wb_frame *results, wb_error *err)
{
    const wb_wanted_column wanted[] = {
        {"group", &at->group, true, true},
        {"title", &at->title, true, false},
        {"theme", &at->theme, true, true},
        {"indicator", &at->indicator, true, true},
        {"fingerprint", &at->fingerprint, true, true},
        {"status", &at->status, true, true},
        {"n", &at->n, false, true},
        {"green", &at->green, false, true},
        {"red", &at->red, false, false},
        {"lower", &at->lower, false, false},
        {"upper", &at->upper, false, false},
    };

    return wb_columns_find(results, results_name, wanted, sizeof wanted / sizeof *wanted,
                           err);
}

static wb_status read_cell(wb_cell *cell, const columns *at, const wb_frame *results,
                           int64_t row, wb_error *err)
{
    double n = wb_number_at(results, at->n, row);
    double green = wb_number_at(results, at->green, row);
    double red = wb_number_at(results, at->red, row);
    wb_span status = wb_span_at(results, at->status, row);

    *cell = (wb_cell){
        .group = wb_span_group(results, at->group, row),
        .title = wb_span_at(results, at->title, row),
        .theme = wb_span_at(results, at->theme, row),
        .indicator = wb_span_at(results, at->indicator, row),
        .fingerprint = wb_span_at(results, at->fingerprint, row),
        .shown = wb_span_is(status, "ok") || wb_span_is(status, "no_acute"),
        .lower = wb_number_at(results, at->lower, row),
        .upper = wb_number_at(results, at->upper, row),
    };
    if (!cell->shown)
        return WB_OK;
    if (!(n >= 1 && green >= 0 && green <= n))
        return wb_fail_at(err, WB_E_DATA, row, "n",
                          "a row of the results that is shown has no number of answers "
                          "and of those without a problem");
    cell->n = (int64_t)n;
    cell->acute = isnan(red) ? -1 : (int64_t)red;
    cell->problem = (int64_t)n - (int64_t)green;
    return WB_OK;
}

wb_status wb_cells_init(wb_cells *cells, const wb_frame *results, wb_error *err)
{
    columns at;
    wb_status st;

    WB_TRY(find_columns(&at, results, err));
    cells->frame = results;
    cells->n = (size_t)wb_frame_row_count(results);
    cells->items = wb_allocate(cells->n, sizeof *cells->items);
    if (cells->items == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < cells->n; i++)
        WB_TRY(read_cell(&cells->items[i], &at, results, (int64_t)i, err));
    st = wb_row_index_init(&cells->lookup, results, results_name, at.indicator, at.group,
                           err);
done:
    return st;
}

const wb_cell *wb_cells_find(const wb_cells *cells, wb_span indicator, wb_span group)
{
    int64_t row = wb_row_index_find(&cells->lookup, indicator, group);

    return row >= 0 ? &cells->items[row] : NULL;
}

void wb_cells_free(wb_cells *cells)
{
    wb_row_index_free(&cells->lookup);
    wb_release(cells->items);
    *cells = (wb_cells){0};
}
