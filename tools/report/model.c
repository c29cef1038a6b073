/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Every row of the estimates and of the changes is placed once, by breakdown, cell, wave
 * and measure; a table then finds its numbers by position. A row belongs to the breakdown
 * whose columns are exactly those in which it has a value. Positions hold row + 1, so
 * that zeroed memory says "not there". */
#include "arena.h"
#include "order.h"
#include "report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LARGEST_BREAKDOWN 8 /* columns crossed in one breakdown */

typedef struct breakdown {
    size_t columns[LARGEST_BREAKDOWN]; /* positions in the estimates frame */
    size_t n_columns;
    const char **labels;
    size_t n_cells, room;
    int64_t *rows[3]; /* estimates, change to previous, change to first */
} breakdown;

struct wbr_model {
    arena memory;
    wbr_group group;
    const char **waves;
    size_t n_waves, waves_room;
    breakdown *breakdowns;
    size_t n_breakdowns;
};

typedef struct place {
    size_t breakdown, cell, wave;
    int measure;
} place;

static wb_status wrong(wb_error *err, const char *column)
{
    if (err != NULL) {
        *err = (wb_error){.status = WB_E_ARG,
                          .row = -1,
                          .offset = -1,
                          .message = "the estimates have no such column"};
        strncpy(err->item, column, sizeof err->item - 1);
    }
    return WB_E_ARG;
}

static int text_is(const wb_frame *frame, const char *column, int64_t row,
                   const char *text)
{
    int64_t at = wb_frame_find(frame, column);
    size_t length = 0;
    const char *found = at >= 0 ? wb_frame_text(frame, (size_t)at, row, &length) : NULL;
    if (found == NULL || text == NULL) {
        return found == NULL && text == NULL;
    }
    return strlen(text) == length && memcmp(found, text, length) == 0;
}

static int measure_find(const wbr_model *model, const wb_frame *frame, int64_t row)
{
    static const char *const names[] = {"", "mean", "total", "proportion"};
    size_t n = wbr_measure_count(model->group.outline);
    for (size_t i = 0; i < n; i++) {
        const wbr_measure *measure = wbr_measure_at(model->group.outline, i);
        if (text_is(frame, "variable", row, measure->variable) &&
            text_is(frame, "category", row, measure->category) &&
            text_is(frame, "statistic", row, names[measure->statistic])) {
            return (int)i;
        }
    }
    return WBR_NONE;
}

/* Position of a text in a list, SIZE_MAX when it is not there. */
static size_t text_find(const char *const *texts, size_t n, const char *text)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(texts[i], text) == 0) {
            return i;
        }
    }
    return SIZE_MAX;
}

/* Position of a text in a list, added when it is not there. SIZE_MAX: no memory. */
static size_t text_place(arena *a, const char ***texts, size_t *n, size_t *room,
                         const char *text)
{
    size_t found = text_find(*texts, *n, text);
    if (found != SIZE_MAX) {
        return found;
    }
    if (*n == *room) {
        size_t larger = *room == 0 ? 16 : *room * 2;
        const char **moved = arena_new(a, larger, sizeof *moved);
        if (moved == NULL) {
            return SIZE_MAX;
        }
        if (*n > 0) {
            memcpy(moved, *texts, *n * sizeof *moved);
        }
        *texts = moved;
        *room = larger;
    }
    (*texts)[*n] = text;
    return (*n)++;
}

/* Does the row have a value in exactly the columns of the breakdown (and in the wave)? */
static int row_is_of(const wbr_model *model, const breakdown *b, const wb_frame *frame,
                     int64_t row)
{
    const wb_frame *estimates = model->group.estimates;
    size_t n_by = (size_t)wb_frame_find(estimates, "statistic");
    for (size_t i = 0; i < n_by; i++) {
        const char *name = wb_frame_column_name(estimates, i);
        int64_t at = wb_frame_find(frame, name);
        int wanted = strcmp(name, model->group.wave) == 0;
        for (size_t k = 0; k < b->n_columns; k++) {
            wanted |= b->columns[k] == i;
        }
        if (at < 0 || wb_frame_is_missing(frame, (size_t)at, row) == wanted) {
            return 0;
        }
    }
    return 1;
}

static char *cell_label(wbr_model *model, const breakdown *b, const wb_frame *frame,
                        int64_t row)
{
    char *label = arena_text(&model->memory, "", 0);
    for (size_t k = 0; k < b->n_columns && label != NULL; k++) {
        const char *name = wb_frame_column_name(model->group.estimates, b->columns[k]);
        int64_t at = wb_frame_find(frame, name);
        char *value = arena_cell(&model->memory, frame, (size_t)at, row);
        if (value == NULL) {
            return NULL;
        }
        const char *between = k == 0 ? "" : " × ";
        char *longer = arena_new(&model->memory,
                                 strlen(label) + strlen(between) + strlen(value) + 1, 1);
        if (longer == NULL) {
            return NULL;
        }
        strcpy(longer, label);
        strcat(longer, between);
        strcat(longer, value);
        label = longer;
    }
    return label;
}

/* Where a row belongs; the estimates decide which waves and cells there are. measure is
 * WBR_NONE when the row is of nothing that is shown. */
static wb_status row_place(wbr_model *model, const wb_frame *frame, int64_t row,
                           place *where, wb_error *err)
{
    int64_t wave = wb_frame_find(frame, model->group.wave);
    where->measure = WBR_NONE;
    for (size_t i = 0; i < model->n_breakdowns; i++) {
        breakdown *b = &model->breakdowns[i];
        if (!row_is_of(model, b, frame, row)) {
            continue;
        }
        char *wave_text = arena_cell(&model->memory, frame, (size_t)wave, row);
        char *label = cell_label(model, b, frame, row);
        if (wave_text == NULL || label == NULL) {
            return arena_failed(err);
        }
        where->breakdown = i;
        if (frame != model->group.estimates) {
            where->wave = text_find(model->waves, model->n_waves, wave_text);
            where->cell = text_find(b->labels, b->n_cells, label);
        } else {
            where->wave = text_place(&model->memory, &model->waves, &model->n_waves,
                                     &model->waves_room, wave_text);
            where->cell =
                text_place(&model->memory, &b->labels, &b->n_cells, &b->room, label);
            if (where->wave == SIZE_MAX || where->cell == SIZE_MAX) {
                return arena_failed(err);
            }
        }
        if (where->wave != SIZE_MAX && where->cell != SIZE_MAX) {
            where->measure = measure_find(model, frame, row);
        }
        return WB_OK;
    }
    return WB_OK;
}

static int64_t *position(const wbr_model *model, int which, const place *where)
{
    const breakdown *b = &model->breakdowns[where->breakdown];
    size_t n_measures = wbr_measure_count(model->group.outline);
    return &b->rows[which][(where->cell * model->n_waves + where->wave) * n_measures +
                           (size_t)where->measure];
}

/* Put the cells of each breakdown in the order people read them. */
static wb_status cells_sort(wbr_model *model, place *places, int64_t n_places,
                            wb_error *err)
{
    for (size_t i = 0; i < model->n_breakdowns; i++) {
        breakdown *b = &model->breakdowns[i];
        size_t *new_places = arena_new(&model->memory, b->n_cells, sizeof *new_places);
        if (new_places == NULL || order_sort(b->labels, b->n_cells, new_places) != 0) {
            return arena_failed(err);
        }
        for (int64_t row = 0; row < n_places; row++) {
            if (places[row].measure != WBR_NONE && places[row].breakdown == i) {
                places[row].cell = new_places[places[row].cell];
            }
        }
    }
    return WB_OK;
}

static wb_status rows_place(wbr_model *model, int which, const wb_frame *frame,
                            place *places, wb_error *err)
{
    int64_t n = frame != NULL ? wb_frame_row_count(frame) : 0;
    for (int64_t row = 0; row < n; row++) {
        wb_status st = row_place(model, frame, row, &places[row], err);
        if (st != WB_OK) {
            return st;
        }
    }
    if (which == 0) {
        wb_status st = cells_sort(model, places, n, err);
        if (st != WB_OK) {
            return st;
        }
    }
    for (size_t i = 0; i < model->n_breakdowns && which == 0; i++) {
        breakdown *b = &model->breakdowns[i];
        size_t room =
            b->n_cells * model->n_waves * wbr_measure_count(model->group.outline);
        for (size_t k = 0; k < 3; k++) {
            b->rows[k] = arena_new(&model->memory, room, sizeof *b->rows[k]);
            if (b->rows[k] == NULL) {
                return arena_failed(err);
            }
        }
    }
    for (int64_t row = 0; row < n; row++) {
        if (places[row].measure != WBR_NONE) {
            *position(model, which, &places[row]) = row + 1;
        }
    }
    return WB_OK;
}

/* "a*b": the columns of a breakdown, in the estimates frame. */
static wb_status breakdown_read(wbr_model *model, const char *text, breakdown *b,
                                wb_error *err)
{
    while (text != NULL) {
        size_t length = strcspn(text, "*");
        char *name = arena_text(&model->memory, text, length);
        int64_t at = name != NULL ? wb_frame_find(model->group.estimates, name) : -1;
        if (name == NULL) {
            return arena_failed(err);
        }
        if (at < 0 || b->n_columns == LARGEST_BREAKDOWN) {
            return wrong(err, name);
        }
        b->columns[b->n_columns++] = (size_t)at;
        text = text[length] == '*' ? text + length + 1 : NULL;
    }
    return WB_OK;
}

static wb_status model_fill(wbr_model *model, wb_error *err)
{
    const wbr_group *group = &model->group;
    const wb_frame *frames[] = {group->estimates, group->changes[0], group->changes[1]};
    int64_t longest = 0;
    wb_status st = WB_OK;
    if (wb_frame_find(group->estimates, "statistic") < 0 ||
        wb_frame_find(group->estimates, group->wave) < 0) {
        return wrong(err, group->wave);
    }
    model->n_breakdowns = group->n_breakdowns + 1;
    model->breakdowns =
        arena_new(&model->memory, model->n_breakdowns, sizeof *model->breakdowns);
    if (model->breakdowns == NULL) {
        return arena_failed(err);
    }
    for (size_t i = 0; i < group->n_breakdowns && st == WB_OK; i++) {
        st = breakdown_read(model, group->breakdowns[i], &model->breakdowns[i + 1], err);
    }
    for (size_t i = 0; i < 3; i++) {
        int64_t n = frames[i] != NULL ? wb_frame_row_count(frames[i]) : 0;
        longest = n > longest ? n : longest;
    }
    place *places = calloc((size_t)longest + 1, sizeof *places);
    if (places == NULL) {
        return arena_failed(err);
    }
    for (int i = 0; i < 3 && st == WB_OK; i++) {
        st = rows_place(model, i, frames[i], places, err);
    }
    free(places);
    return st;
}

wb_status wbr_model_new(const wbr_group *group, wbr_model **out, wb_error *err)
{
    *out = NULL;
    wbr_model *model = calloc(1, sizeof *model);
    if (model == NULL) {
        return arena_failed(err);
    }
    model->group = *group;
    wb_status st = model_fill(model, err);
    if (st == WB_OK) {
        *out = model;
    } else {
        wbr_model_free(model);
    }
    return st;
}

void wbr_model_free(wbr_model *model)
{
    if (model != NULL) {
        arena_free(&model->memory);
        free(model);
    }
}

const wbr_group *wbr_model_group(const wbr_model *model)
{
    return &model->group;
}

size_t wbr_wave_count(const wbr_model *model)
{
    return model->n_waves;
}

const char *wbr_wave_text(const wbr_model *model, size_t wave)
{
    return model->waves[wave];
}

size_t wbr_breakdown_count(const wbr_model *model)
{
    return model->n_breakdowns;
}

size_t wbr_cell_count(const wbr_model *model, size_t index)
{
    return model->breakdowns[index].n_cells;
}

const char *wbr_cell_label(const wbr_model *model, size_t index, size_t cell)
{
    return model->breakdowns[index].labels[cell];
}

static double number_at(const wb_frame *frame, const char *column, int64_t row)
{
    int64_t at = wb_frame_find(frame, column);
    return at >= 0 ? wb_frame_double(frame, (size_t)at, row) : NAN;
}

static int64_t row_of(const wbr_model *model, int which, size_t index, size_t cell,
                      size_t wave, int measure)
{
    place where = {index, cell, wave, measure};
    int is_there = measure != WBR_NONE && cell < model->breakdowns[index].n_cells &&
                   wave < model->n_waves;
    return is_there ? *position(model, which, &where) - 1 : -1;
}

wbr_cell wbr_value(const wbr_model *model, size_t index, size_t cell, size_t wave,
                   int measure)
{
    const wb_frame *frame = model->group.estimates;
    int64_t row = row_of(model, 0, index, cell, wave, measure);
    if (row < 0) {
        return (wbr_cell){NAN, NAN, NAN, NAN, 0, 0};
    }
    return (wbr_cell){number_at(frame, "estimate", row),   number_at(frame, "lower", row),
                      number_at(frame, "upper", row),      number_at(frame, "df", row),
                      (int64_t)number_at(frame, "n", row), 1};
}

wbr_change wbr_difference(const wbr_model *model, int32_t reference, size_t index,
                          size_t cell, size_t wave, int measure)
{
    const wb_frame *frame = model->group.changes[reference];
    int64_t row = row_of(model, reference + 1, index, cell, wave, measure);
    if (row < 0) {
        return (wbr_change){NAN, NAN, NAN, NAN, 0};
    }
    return (wbr_change){number_at(frame, "difference", row),
                        number_at(frame, "lower", row), number_at(frame, "upper", row),
                        number_at(frame, "p", row), 1};
}

static int same(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* Nobody of the indicators a problem is a count of none: the same number by another name.
 */
static int same_number(const wbr_outline *outline, int measure)
{
    const wbr_composite *count = NULL;
    for (size_t i = 0; i < wbr_composite_count(outline); i++) {
        const wbr_composite *composite = wbr_composite_at(outline, i);
        count = composite->is_count && composite->first == measure ? composite : count;
    }
    for (size_t i = 0; count != NULL && i < wbr_composite_count(outline); i++) {
        const wbr_composite *composite = wbr_composite_at(outline, i);
        if (!composite->is_count && strcmp(composite->of, count->of) == 0) {
            return composite->first;
        }
    }
    return WBR_NONE;
}

static const wbr_figure *figure_find(const wbr_model *model, size_t index, size_t cell,
                                     size_t wave, int measure)
{
    const wbr_group *group = &model->group;
    const breakdown *b = &model->breakdowns[index];
    const char *column = NULL, *label = NULL;
    const wbr_figure *found = NULL;
    if (measure == WBR_NONE || b->n_columns > 1) {
        return NULL;
    }
    if (b->n_columns == 1) {
        column = wb_frame_column_name(group->estimates, b->columns[0]);
        label = b->labels[cell];
    }
    const wbr_measure *m = wbr_measure_at(group->outline, (size_t)measure);
    for (size_t i = 0; i < group->n_figures; i++) {
        const wbr_figure *f = &group->figures[i];
        if (same(f->wave, model->waves[wave]) && same(f->variable, m->variable) &&
            same(f->category, m->category) && same(f->column, column) &&
            same(f->value_of_column, label) &&
            (found == NULL || f->anchor > found->anchor)) {
            found = f;
        }
    }
    return found;
}

wbr_anchor wbr_published(const wbr_model *model, size_t index, size_t cell, size_t wave,
                         int measure, const wbr_figure **figure)
{
    *figure = figure_find(model, index, cell, wave, measure);
    if (*figure == NULL) {
        int same_measure = same_number(model->group.outline, measure);
        *figure = figure_find(model, index, cell, wave, same_measure);
    }
    return *figure != NULL ? (*figure)->anchor : WBR_INVENTED;
}
