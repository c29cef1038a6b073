/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What figures are of: the waves, groups and measures of the part "cells", and where rows
 * of other parts lie among them. */
#include "monitor/explore.h"

#include <math.h>
#include <string.h>

/* ---- tuples ---- */

/* WB_NOWHERE: not there. */
static size_t find_tuple(wb_tuple_list *list, const int32_t *codes)
{
    size_t size = list->width * sizeof *codes;

    for (size_t tried = 0; tried < list->n; tried++) {
        size_t at = (list->last + tried) % list->n;
        if (memcmp(list->codes + at * list->width, codes, size) == 0) {
            list->last = at;
            return at;
        }
    }
    return WB_NOWHERE;
}

static wb_status take_tuple(wb_tuple_list *list, const int32_t *codes, size_t *at,
                            wb_error *err)
{
    size_t size = list->width * sizeof *codes;

    *at = find_tuple(list, codes);
    if (*at != WB_NOWHERE)
        return WB_OK;
    if (list->n == list->room) {
        size_t room = list->room == 0 ? 64 : 2 * list->room;
        int32_t *longer = wb_allocate(room * list->width + 1, sizeof *longer);
        if (longer == NULL)
            return wb_fail_nomem(err);
        if (list->n > 0)
            memcpy(longer, list->codes, list->n * size);
        wb_release(list->codes);
        list->codes = longer;
        list->room = room;
    }
    memcpy(list->codes + list->n * list->width, codes, size);
    *at = list->last = list->n++;
    return WB_OK;
}

/* ---- rows ---- */

static wb_status open_column(const wb_frame *frame, const char *name,
                             const wb_names *known, wb_explored_column *column,
                             wb_error *err)
{
    column->column = wb_frame_find(frame, name);
    if (column->column < 0)
        return WB_OK;
    size_t at = (size_t)column->column;
    int64_t n = wb_frame_category_count(frame, at);
    column->codes = wb_allocate((size_t)n + 1, sizeof *column->codes);
    if (column->codes == NULL)
        return wb_fail_nomem(err);
    for (int64_t k = 0; k < n; k++) {
        size_t found = wb_names_find(known, wb_frame_category(frame, at, k));
        column->codes[k] = found < known->count ? (int32_t)found : -2;
    }
    return WB_OK;
}

wb_status wb_explored_rows_open(wb_explored *x, const wb_frame *frame,
                                wb_explored_rows *rows, wb_error *err)
{
    wb_status st = WB_OK;

    *rows = (wb_explored_rows){.x = x, .frame = frame};
    rows->variables = wb_allocate(x->variables.count + 1, sizeof *rows->variables);
    if (rows->variables == NULL)
        return wb_fail_nomem(err);
    WB_TRY(open_column(frame, "wave", &x->waves, &rows->wave, err));
    WB_TRY(open_column(frame, "reference", &x->waves, &rows->reference, err));
    WB_TRY(open_column(frame, "variable", &x->outcomes, &rows->outcome, err));
    WB_TRY(open_column(frame, "category", &x->outcome_categories, &rows->category, err));
    for (size_t v = 0; v < x->variables.count; v++)
        WB_TRY(open_column(frame, x->variables.items[v], &x->categories[v],
                           &rows->variables[v], err));
done:
    return st;
}

wb_status wb_explored_part_open(wb_explored *x, const char *part, wb_explored_rows *rows,
                                wb_error *err)
{
    wb_frame *frame = NULL;

    *rows = (wb_explored_rows){.x = x};
    wb_status st = wb_monitor_results_table(x->results, part, NULL, &frame, err);
    if (st == WB_OK)
        st = wb_explored_rows_open(x, frame, rows, err);
    rows->own = frame;
    return st;
}

void wb_explored_rows_close(wb_explored_rows *rows)
{
    wb_frame_free(rows->own);
    for (size_t v = 0; rows->variables != NULL && v < rows->x->variables.count; v++)
        wb_release(rows->variables[v].codes);
    wb_release(rows->variables);
    wb_release(rows->wave.codes);
    wb_release(rows->reference.codes);
    wb_release(rows->outcome.codes);
    wb_release(rows->category.codes);
}

int32_t wb_explored_code(const wb_frame *frame, const wb_explored_column *column,
                         int64_t row)
{
    double code =
        column->column < 0 ? NAN : wb_frame_double(frame, (size_t)column->column, row);
    return isnan(code) ? -1 : column->codes[(size_t)code];
}

static void group_codes(const wb_explored_rows *rows, int64_t row, int32_t *codes)
{
    for (size_t v = 0; v < rows->x->variables.count; v++)
        codes[v] = wb_explored_code(rows->frame, &rows->variables[v], row);
}

size_t wb_explored_group(const wb_explored_rows *rows, int64_t row)
{
    group_codes(rows, row, rows->x->group);
    return find_tuple(&rows->x->groups, rows->x->group);
}

static void measure_codes(const wb_explored_rows *rows, int64_t row, int32_t codes[2])
{
    codes[0] = wb_explored_code(rows->frame, &rows->outcome, row);
    codes[1] = wb_explored_code(rows->frame, &rows->category, row);
}

size_t wb_explored_measure(const wb_explored_rows *rows, int64_t row)
{
    int32_t codes[2];

    measure_codes(rows, row, codes);
    return find_tuple(&rows->x->measures, codes);
}

/* ---- names ---- */

static wb_status list_categories(const wb_frame *frame, const char *column,
                                 wb_names *names, wb_error *err)
{
    wb_status st = WB_OK;
    size_t at = (size_t)wb_frame_find(frame, column);

    for (int64_t k = 0; k < wb_frame_category_count(frame, at); k++)
        WB_TRY(wb_names_add(names, wb_frame_category(frame, at, k), err));
done:
    return st;
}

/* Variables of breakdowns are the columns between the wave and the statistic. */
static wb_status list_variables(wb_explored *x, wb_error *err)
{
    wb_status st = WB_OK;
    size_t first = (size_t)wb_frame_find(x->cells, "wave") + 1;
    size_t end = (size_t)wb_frame_find(x->cells, "statistic");

    x->categories = wb_allocate(end - first + 1, sizeof *x->categories);
    x->group = wb_allocate(end - first + 1, sizeof *x->group);
    if (x->categories == NULL || x->group == NULL)
        return wb_fail_nomem(err);
    for (size_t c = first; c < end; c++) {
        const char *name = wb_frame_column_name(x->cells, c);
        WB_TRY(wb_names_add(&x->variables, name, err));
        WB_TRY(list_categories(x->cells, name, &x->categories[c - first], err));
    }
    x->groups.width = x->variables.count;
    x->measures.width = 2;
done:
    return st;
}

static wb_status list_tuples(wb_explored *x, wb_error *err)
{
    wb_status st = WB_OK;
    wb_explored_rows rows = {0};
    size_t at;

    WB_TRY(wb_explored_rows_open(x, x->cells, &rows, err));
    for (int64_t row = 0; row < wb_frame_row_count(x->cells); row++) {
        int32_t measure[2];
        group_codes(&rows, row, x->group);
        WB_TRY(take_tuple(&x->groups, x->group, &at, err));
        measure_codes(&rows, row, measure);
        WB_TRY(take_tuple(&x->measures, measure, &at, err));
    }
done:
    wb_explored_rows_close(&rows);
    return st;
}

wb_status wb_explored_open(const wb_monitor_results *results, wb_explored *x,
                           wb_error *err)
{
    wb_status st = WB_OK;

    *x = (wb_explored){.results = results};
    WB_TRY(wb_monitor_results_table(results, "cells", NULL, &x->cells, err));
    for (size_t i = 0; i < WB_EXPLORE_LANGUAGES; i++)
        WB_TRY(wb_monitor_results_table(results, "labels", wb_explore_languages[i],
                                        &x->labels[i], err));
    WB_TRY(list_categories(x->cells, "wave", &x->waves, err));
    WB_TRY(list_categories(x->cells, "variable", &x->outcomes, err));
    WB_TRY(list_categories(x->cells, "category", &x->outcome_categories, err));
    WB_TRY(list_variables(x, err));
    WB_TRY(list_tuples(x, err));
done:
    return st;
}

void wb_explored_close(wb_explored *x)
{
    wb_frame_free(x->cells);
    for (size_t i = 0; i < WB_EXPLORE_LANGUAGES; i++)
        wb_frame_free(x->labels[i]);
    for (size_t v = 0; x->categories != NULL && v < x->variables.count; v++)
        wb_names_free(&x->categories[v]);
    wb_release(x->categories);
    wb_release(x->group);
    wb_names_free(&x->waves);
    wb_names_free(&x->variables);
    wb_names_free(&x->outcomes);
    wb_names_free(&x->outcome_categories);
    wb_release(x->groups.codes);
    wb_release(x->measures.codes);
}

bool wb_explored_is_share(const wb_explored *x, size_t m)
{
    return x->results->measures.items[x->measures.codes[2 * m]].share;
}
