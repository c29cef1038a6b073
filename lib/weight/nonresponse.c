/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Weighting classes: within a cell those who answered stand for all. Little (1986), Int.
 * Stat. Rev. 54, 139-157. */
#include "num/pair.h"
#include "weight/cell_map.h"
#include "weight/weighing.h"

#include <math.h>
#include <string.h>

typedef struct cell_sums {
    wb_pair all;
    wb_pair respondents;
    int64_t n;
} cell_sums;

typedef struct nonresponse {
    wb_weighing *weighing;
    wb_cell_map map;
    size_t respondent; /* column */
    int32_t *cells;    /* per row; -1: no weight */
    uint8_t *answered; /* per row */
    cell_sums *sums;   /* per cell */
    size_t capacity;
    double *after;
} nonresponse;

static wb_status fail_respondent(const nonresponse *t, int64_t row, wb_error *err)
{
    const char *name = t->weighing->step->respondent;

    return wb_fail_at(err, WB_E_DATA, row, name,
                      "column \'%s\' says neither true nor false (1 or 0), which is "
                      "needed to know who answered",
                      name);
}

static wb_status read_answers(const nonresponse *t, int64_t first, int32_t n,
                              wb_error *err)
{
    wb_status st = WB_OK;
    wb_block_scratch scratch;
    wb_block block;

    WB_TRY(wb_frame_block(t->weighing->frame, t->respondent, first, n, WB_BLOCK_DOUBLE,
                          &scratch, &block, err));
    for (int32_t i = 0; i < n; i++) {
        double value = block.doubles[i];
        bool there = block.present == NULL || block.present[i] != 0;
        if (t->weighing->weights[first + i] == 0)
            value = 0;
        else if (!there || !(value == 0 || value == 1))
            WB_TRY(fail_respondent(t, first + i, err));
        t->answered[first + i] = value == 1;
    }
done:
    return st;
}

static wb_status grow(nonresponse *t, wb_error *err)
{
    size_t needed = (size_t)t->map.count;
    size_t capacity = t->capacity;

    if (needed <= capacity)
        return WB_OK;
    while (capacity < needed)
        capacity = capacity == 0 ? 64 : capacity * 2;
    cell_sums *grown = wb_resize(t->sums, capacity, sizeof *grown);
    if (grown == NULL)
        return wb_fail_nomem(err);
    memset(grown + t->capacity, 0, (capacity - t->capacity) * sizeof *grown);
    t->sums = grown;
    t->capacity = capacity;
    return WB_OK;
}

static wb_status sum_block(nonresponse *t, int64_t first, int32_t n, wb_error *err)
{
    wb_status st = WB_OK;
    const double *weights = t->weighing->weights;
    int32_t *cells = t->cells + first;

    WB_TRY(wb_cell_map_block(&t->map, weights, first, n, cells, err));
    WB_TRY(read_answers(t, first, n, err));
    WB_TRY(grow(t, err));
    for (int32_t i = 0; i < n; i++) {
        if (cells[i] < 0)
            continue;
        cell_sums *sums = &t->sums[cells[i]];
        double w = weights[first + i];
        sums->n++;
        sums->all = wb_pair_gather(sums->all, w);
        if (t->answered[first + i])
            sums->respondents = wb_pair_gather(sums->respondents, w);
    }
done:
    return st;
}

/* Values that only rows without weight have make no cell. */
static bool is_cell(const cell_sums *sums)
{
    return sums->n > 0;
}

static wb_status check_cells(const nonresponse *t, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text name = {0};

    for (int32_t c = 0; c < t->map.count; c++) {
        if (!is_cell(&t->sums[c]) || wb_pair_value(t->sums[c].respondents) > 0)
            continue;
        WB_TRY(wb_cell_map_write(&t->map, c, &name, err));
        st = wb_fail_at(err, WB_E_DATA, -1, name.bytes,
                        "cell '%s' has %lld rows and no respondent who could take over "
                        "their weight: join it with another cell",
                        name.bytes, (long long)t->sums[c].n);
        goto done;
    }
done:
    wb_text_free(&name);
    return st;
}

static double factor(const cell_sums *sums)
{
    return wb_pair_value(sums->all) / wb_pair_value(sums->respondents);
}

static void adjust(nonresponse *t)
{
    for (int64_t i = 0; i < t->weighing->n_rows; i++) {
        int32_t cell = t->cells[i];
        t->after[i] = cell >= 0 && t->answered[i]
                          ? t->weighing->weights[i] * factor(&t->sums[cell])
                          : 0;
    }
}

static wb_status report_cells(nonresponse *t, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text margin = {0};
    wb_text category = {0};
    wb_report_row row = wb_report_row_new();
    const wb_names *columns = &t->weighing->step->cells;

    wb_report_row_of_weights(&row, t->weighing->weights, t->after, t->weighing->n_rows);
    row.target = row.before;
    WB_TRY(wb_report_add(t->weighing, &row, err));
    WB_TRY(wb_names_join(columns, 0, columns->count, &margin, err));
    for (int32_t c = 0; c < t->map.count; c++) {
        const cell_sums *sums = &t->sums[c];
        if (!is_cell(sums))
            continue;
        wb_text_cut(&category, 0);
        WB_TRY(wb_cell_map_write(&t->map, c, &category, err));
        row = wb_report_row_new();
        row.margin = margin.bytes;
        row.category = category.bytes;
        row.n = sums->n;
        row.target = wb_pair_value(sums->all);
        row.before = wb_pair_value(sums->respondents);
        row.after = row.before * factor(sums);
        row.g_min = row.g_max = factor(sums);
        WB_TRY(wb_report_add(t->weighing, &row, err));
    }
done:
    wb_text_free(&margin);
    wb_text_free(&category);
    return st;
}

static wb_status nonresponse_init(nonresponse *t, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_step *step = t->weighing->step;
    size_t n_rows = (size_t)t->weighing->n_rows;

    t->cells = wb_resize(NULL, n_rows, sizeof *t->cells);
    t->answered = wb_resize(NULL, n_rows, 1);
    t->after = wb_resize(NULL, n_rows, sizeof *t->after);
    if (t->cells == NULL || t->answered == NULL || t->after == NULL)
        return wb_fail_nomem(err);
    WB_TRY(wb_cell_map_init(&t->map, t->weighing->frame, &step->cells,
                            "a cell of non-response", err));
    WB_TRY(wb_frame_require_numbers(t->weighing->frame, step->respondent,
                                    "the one that says who answered", &t->respondent,
                                    err));
done:
    return st;
}

wb_status wb_step_nonresponse(wb_weighing *weighing, wb_error *err)
{
    wb_status st = WB_OK;
    nonresponse t = {.weighing = weighing};

    WB_TRY(nonresponse_init(&t, err));
    for (int64_t first = 0; first < weighing->n_rows; first += WB_BLOCK_ROWS) {
        int64_t left = weighing->n_rows - first;
        WB_TRY(sum_block(&t, first, left < WB_BLOCK_ROWS ? (int32_t)left : WB_BLOCK_ROWS,
                         err));
    }
    WB_TRY(check_cells(&t, err));
    adjust(&t);
    WB_TRY(report_cells(&t, err));
    wb_weighing_take(weighing, &t.after);
done:
    wb_cell_map_free(&t.map);
    wb_release(t.cells);
    wb_release(t.answered);
    wb_release(t.sums);
    wb_release(t.after);
    return st;
}
