/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Rows to classes: the combinations of the cells that a row has on every margin. */
#include "weight/calibration.h"

#include <math.h>
#include <string.h>

static wb_status fail_untargeted(const wb_calibration *t, size_t m, int32_t cell,
                                 int64_t row, wb_error *err)
{
    wb_text name = {0};
    wb_text category = {0};
    const wb_known_margin *margin = &t->step->margins[m];
    wb_status st = wb_names_join(&margin->columns, 0, margin->columns.count, &name, err);

    if (st == WB_OK)
        st = wb_cell_map_write(&t->maps[m], cell, &category, err);
    if (st == WB_OK)
        st = wb_fail_at(err, WB_E_DATA, row, category.bytes,
                        "margin \'%.100s\' has no total for category \'%.100s\'",
                        name.bytes, category.bytes);
    wb_text_free(&name);
    wb_text_free(&category);
    return st;
}

/* Cells of one margin for a block of rows: all of them have a target. */
static wb_status map_margin(wb_calibration *t, size_t m, int64_t first, int32_t n,
                            int32_t *cells, wb_error *err)
{
    wb_status st = WB_OK;
    const double *weights = t->weighing->weights;
    int32_t n_targets = (int32_t)t->step->margins[m].n_targets;

    WB_TRY(wb_cell_map_block(&t->maps[m], weights, first, n, cells, err));
    for (int32_t i = 0; i < n && t->maps[m].count > n_targets; i++) {
        if (cells[i] >= n_targets)
            WB_TRY(fail_untargeted(t, m, cells[i], first + i, err));
    }
done:
    return st;
}

static wb_status grow(wb_calibration *t, int32_t needed, wb_error *err)
{
    int32_t capacity = t->capacity;

    if (needed <= capacity)
        return WB_OK;
    while (capacity < needed)
        capacity = capacity == 0 ? 64 : capacity * 2;
    wb_class *grown = wb_resize(t->classes, (size_t)capacity, sizeof *grown);
    if (grown == NULL)
        return wb_fail_nomem(err);
    t->classes = grown;
    for (int32_t c = t->capacity; c < capacity; c++)
        grown[c] = (wb_class){.g_min = INFINITY, .g_max = -INFINITY};
    t->capacity = capacity;
    return WB_OK;
}

static wb_status classify_block(wb_calibration *t, int32_t *cells, int64_t first,
                                int32_t n, wb_error *err)
{
    wb_status st = WB_OK;
    const double *weights = t->weighing->weights + first;
    int32_t *rows = t->rows + first;
    const int32_t *columns[WB_MAX_MARGINS];

    for (size_t m = 0; m < t->step->n_margins; m++) {
        columns[m] = cells + m * WB_BLOCK_ROWS;
        WB_TRY(map_margin(t, m, first, n, cells + m * WB_BLOCK_ROWS, err));
    }
    WB_TRY(wb_tuples_map(&t->tuples, columns, n, rows, err));
    for (int32_t i = 0; i < n; i++) {
        if (weights[i] == 0)
            rows[i] = -1; /* without margins nothing else says so */
        if (rows[i] >= t->n_classes)
            t->n_classes = rows[i] + 1;
    }
    WB_TRY(grow(t, t->n_classes, err));
    for (int32_t i = 0; i < n; i++) {
        if (rows[i] < 0)
            continue;
        wb_class *class = &t->classes[rows[i]];
        class->n++;
        class->squares += weights[i] * weights[i];
        class->before = wb_pair_gather(class->before, weights[i]);
    }
done:
    return st;
}

/* A class of one margin is its cell: seen or not, every target is one. */
static wb_status fill_members(wb_calibration *t, wb_error *err)
{
    size_t n_margins = t->step->n_margins;
    int32_t codes[WB_MAX_MARGINS];

    t->members = wb_resize(NULL, (size_t)t->n_classes * n_margins, sizeof *t->members);
    t->mass = wb_resize(NULL, (size_t)t->n_classes, sizeof *t->mass);
    if (t->members == NULL || t->mass == NULL)
        return wb_fail_nomem(err);
    for (int32_t c = 0; c < t->n_classes; c++) {
        t->mass[c] = wb_pair_value(t->classes[c].before);
        wb_tuples_codes(&t->tuples, c, codes);
        for (size_t m = 0; m < n_margins; m++)
            t->members[(size_t)c * n_margins + m] = (int32_t)t->starts[m] + codes[m];
    }
    return WB_OK;
}

static wb_status check_rows(const wb_calibration *t, wb_error *err)
{
    wb_status st = WB_OK;
    size_t n_margins = t->step->n_margins;
    size_t n = t->starts[n_margins];
    bool *seen = wb_allocate(n, sizeof *seen);
    wb_text name = {0};

    if (seen == NULL)
        return wb_fail_nomem(err);
    for (int32_t c = 0; c < t->n_classes; c++) {
        for (size_t m = 0; t->classes[c].n > 0 && m < n_margins; m++)
            seen[t->members[(size_t)c * n_margins + m]] = true;
    }
    for (size_t k = 0; k < n; k++) {
        if (seen[k])
            continue;
        WB_TRY(wb_calibration_name(t, k, &name, err));
        st = wb_fail_at(err, WB_E_DATA, -1, name.bytes,
                        "%s has a total but no row with a weight: join it with another "
                        "category",
                        name.bytes);
        goto done;
    }
done:
    wb_release(seen);
    wb_text_free(&name);
    return st;
}

wb_status wb_calibration_classify(wb_calibration *t, wb_error *err)
{
    wb_status st = WB_OK;
    int64_t n_rows = t->weighing->n_rows;
    size_t n_margins = t->step->n_margins;
    int32_t *cells = wb_resize(NULL, n_margins * WB_BLOCK_ROWS, sizeof *cells);

    t->rows = wb_resize(NULL, (size_t)n_rows, sizeof *t->rows);
    t->maps = wb_allocate(n_margins, sizeof *t->maps);
    if (cells == NULL || t->rows == NULL || t->maps == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    WB_TRY(wb_tuples_init(&t->tuples, n_margins, err));
    for (size_t m = 0; m < n_margins; m++) {
        const wb_known_margin *margin = &t->step->margins[m];
        WB_TRY(wb_cell_map_init(&t->maps[m], t->weighing->frame, &margin->columns,
                                "a margin", err));
        WB_TRY(wb_cell_map_declare(&t->maps[m], margin, err));
    }
    for (int64_t first = 0; first < n_rows; first += WB_BLOCK_ROWS) {
        int64_t left = n_rows - first;
        WB_TRY(classify_block(t, cells, first,
                              left < WB_BLOCK_ROWS ? (int32_t)left : WB_BLOCK_ROWS, err));
    }
    WB_TRY(fill_members(t, err));
    WB_TRY(check_rows(t, err));
done:
    wb_release(cells);
    return st;
}
