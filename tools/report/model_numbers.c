/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The numbers of a model. */
#include "model.h"

#include <math.h>
#include <string.h>

const model_compared model_compared_at[WBR_REFERENCES] = {
    [WBR_PREVIOUS] = {WBR_CHANGES, "compared_with", "previous"},
    [WBR_FIRST] = {WBR_CHANGES, "compared_with", "first"},
    [WBR_REST] = {WBR_GROUPS, "against", "rest"},
    [WBR_ALL_WAVES] = {WBR_TREND, NULL, NULL},
};

int32_t model_code(const wb_frame *frame, size_t column, int64_t row)
{
    double code = wb_frame_double(frame, column, row);
    return isnan(code) ? -1 : (int32_t)code;
}

const char *model_word(const wb_frame *frame, const char *column, int64_t row)
{
    int64_t at = wb_frame_find(frame, column);
    int32_t code = at >= 0 ? model_code(frame, (size_t)at, row) : -1;
    return code >= 0 ? wb_frame_category(frame, (size_t)at, code) : "";
}

int model_same(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

int64_t *model_position(const wbr_model *model, size_t kind, size_t at, size_t cell,
                        size_t wave, int measure)
{
    const breakdown *b = &model->breakdowns[at];
    return &b->rows[kind][(cell * model->n_waves + wave) *
                              wbr_measure_count(model->group.outline) +
                          (size_t)measure];
}

/* ---- asking ---- */

const char *wbr_part_name(wbr_part part)
{
    static const char *const names[WBR_PARTS] = {
        [WBR_CELLS] = "cells",     [WBR_CHANGES] = "changes",
        [WBR_GROUPS] = "groups",   [WBR_TREND] = "trend",
        [WBR_TARGETS] = "targets", [WBR_PUBLISHED] = "published",
        [WBR_COUNTS] = "counts",   [WBR_RESPONSE] = "response",
        [WBR_NOTES] = "notes",     [WBR_LABELS] = "labels",
    };
    return names[part];
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

size_t wbr_left_out_count(const wbr_model *model)
{
    return model->n_left_out;
}

const char *wbr_breakdown_title(const wbr_model *model, size_t index)
{
    return model->breakdowns[index].title;
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

static int64_t row_of(const wbr_model *model, size_t kind, size_t index, size_t cell,
                      size_t wave, int measure)
{
    int is_there = measure != WBR_NONE && cell < model->breakdowns[index].n_cells &&
                   wave < model->n_waves;
    return is_there ? *model_position(model, kind, index, cell, wave, measure) - 1 : -1;
}

wbr_cell wbr_value(const wbr_model *model, size_t index, size_t cell, size_t wave,
                   int measure)
{
    const wb_frame *frame = model->group.parts[WBR_CELLS];
    int64_t row = row_of(model, OF_CELLS, index, cell, wave, measure);
    if (row < 0) {
        return (wbr_cell){
            .estimate = NAN, .lower = NAN, .upper = NAN, .df = NAN, .reason = ""};
    }
    return (wbr_cell){
        .estimate = number_at(frame, "estimate", row),
        .lower = number_at(frame, "lower", row),
        .upper = number_at(frame, "upper", row),
        .df = number_at(frame, "df", row),
        .n = wb_frame_int64(frame, (size_t)wb_frame_find(frame, "n"), row),
        .is_there = 1,
        .is_hidden = strcmp(model_word(frame, "status", row), "hidden") == 0,
        .reason = model_word(frame, "flag", row),
    };
}

wbr_change wbr_difference(const wbr_model *model, wbr_reference reference, size_t index,
                          size_t cell, size_t wave, int measure)
{
    const wb_frame *frame = model->group.parts[model_compared_at[reference].part];
    const char *column = reference == WBR_ALL_WAVES ? "slope" : "difference";
    int64_t row =
        row_of(model, OF_COMPARED + (size_t)reference, index, cell, wave, measure);
    if (row < 0) {
        return (wbr_change){NAN, NAN, NAN, NAN, NAN, 0, 0, 0};
    }
    return (wbr_change){
        .difference = number_at(frame, column, row),
        .lower = number_at(frame, "lower", row),
        .upper = number_at(frame, "upper", row),
        .p = number_at(frame, "p", row),
        .p_adjusted = number_at(frame, "p_adjusted", row),
        .n_waves =
            reference == WBR_ALL_WAVES ? (int64_t)number_at(frame, "waves", row) : 0,
        .is_there = 1,
        .is_comparable = strcmp(model_word(frame, "status", row), "not_comparable") != 0};
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
    if (measure == WBR_NONE || b->n_variables > 1) {
        return NULL;
    }
    if (b->n_variables == 1) {
        column = b->variables[0];
        label = b->ids[cell];
    }
    const wbr_measure *m = wbr_measure_at(group->outline, (size_t)measure);
    for (size_t i = 0; i < group->n_figures; i++) {
        const wbr_figure *f = &group->figures[i];
        if (model_same(f->wave, model->waves[wave]) &&
            model_same(f->variable, m->variable) &&
            model_same(f->category, m->category) && model_same(f->column, column) &&
            model_same(f->value_of_column, label) &&
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
