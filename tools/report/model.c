/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Every row of cells and changes is placed once, by breakdown, cell, wave and measure; a
 * table then finds its numbers by position. A row belongs to the breakdown whose
 * variables are exactly those in which it has a value. Positions hold row + 1, so that
 * zeroed memory says "not there". */
#include "model.h"
#include "labels.h"
#include "order.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- columns of a part ---- */

/* Where the columns are that say what a row is of. All are dictionaries with the words of
 * the cells, in that order. */
typedef struct keys {
    const wb_frame *frame;
    size_t *variables; /* that breakdowns are of */
    const char **names;
    size_t n_variables;
    size_t wave, variable, category;
    int has_wave;
    size_t hint, cell_hint; /* breakdown and cell of the row before */
} keys;

static wb_status wrong(wb_error *err, const char *column)
{
    if (err != NULL) {
        *err = (wb_error){.status = WB_E_ARG,
                          .row = -1,
                          .offset = -1,
                          .message = "the results have no such column"};
        strncpy(err->item, column, sizeof err->item - 1);
    }
    return WB_E_ARG;
}

static wb_status column_find(const wb_frame *frame, const char *name, size_t *at,
                             wb_error *err)
{
    int64_t found = wb_frame_find(frame, name);
    *at = found >= 0 ? (size_t)found : 0;
    return found >= 0 ? WB_OK : wrong(err, name);
}

/* What comes before the statistic, but for the waves, is a variable. */
static wb_status keys_find(arena *a, const wb_frame *frame, keys *k, wb_error *err)
{
    size_t n;
    *k = (keys){.frame = frame};
    wb_status st = column_find(frame, "statistic", &n, err);
    k->variables = arena_new(a, n + 1, sizeof *k->variables);
    k->names = arena_new(a, n + 1, sizeof *k->names);
    if (st == WB_OK && (k->variables == NULL || k->names == NULL)) {
        st = arena_failed(err);
    }
    for (size_t i = 0; i < n && st == WB_OK; i++) {
        const char *name = wb_frame_column_name(frame, i);
        if (strcmp(name, "wave") != 0 && strcmp(name, "reference") != 0) {
            k->names[k->n_variables] = name;
            k->variables[k->n_variables++] = i;
        }
    }
    k->has_wave = wb_frame_find(frame, "wave") >= 0;
    if (st == WB_OK && k->has_wave) {
        st = column_find(frame, "wave", &k->wave, err);
    }
    if (st == WB_OK) {
        st = column_find(frame, "variable", &k->variable, err);
    }
    return st == WB_OK ? column_find(frame, "category", &k->category, err) : st;
}

/* ---- what there is ---- */

static int measure_find(const wbr_outline *outline, const char *variable,
                        const char *category)
{
    for (size_t i = 0; i < wbr_measure_count(outline); i++) {
        const wbr_measure *measure = wbr_measure_at(outline, i);
        if (model_same(measure->variable, variable) &&
            model_same(measure->category, category)) {
            return (int)i;
        }
    }
    return WBR_NONE;
}

static wb_status measures_list(wbr_model *model, const keys *k, wb_error *err)
{
    int64_t n = wb_frame_category_count(k->frame, k->variable);
    model->n_categories = (size_t)wb_frame_category_count(k->frame, k->category);
    model->measures = arena_new(&model->memory, (size_t)n * (model->n_categories + 1),
                                sizeof *model->measures);
    if (model->measures == NULL) {
        return arena_failed(err);
    }
    int *at = model->measures;
    for (int64_t i = 0; i < n; i++) {
        const char *variable = wb_frame_category(k->frame, k->variable, i);
        for (int64_t c = -1; c < (int64_t)model->n_categories; c++) {
            const char *category =
                c < 0 ? NULL : wb_frame_category(k->frame, k->category, c);
            *at++ = measure_find(model->group.outline, variable, category);
        }
    }
    return WB_OK;
}

/* Waves that have rows, as they come: the first block of rows is of everyone. */
static wb_status waves_list(wbr_model *model, const keys *k, wb_error *err)
{
    size_t n = (size_t)wb_frame_category_count(k->frame, k->wave);
    int32_t last = -1;
    model->waves = arena_new(&model->memory, n + 1, sizeof *model->waves);
    model->wave_places = arena_new(&model->memory, n + 1, sizeof *model->wave_places);
    if (model->waves == NULL || model->wave_places == NULL) {
        return arena_failed(err);
    }
    for (size_t i = 0; i < n; i++) {
        model->wave_places[i] = WBR_NONE;
    }
    for (int64_t row = 0; row < wb_frame_row_count(k->frame); row++) {
        int32_t code = model_code(k->frame, k->wave, row);
        if (code < 0 || code == last || model->wave_places[code] != WBR_NONE) {
            continue;
        }
        last = code;
        model->wave_places[code] = (int)model->n_waves;
        model->waves[model->n_waves++] = wb_frame_category(k->frame, k->wave, code);
    }
    return WB_OK;
}

/* ---- cells ---- */

static int is_of(const breakdown *b, const char *const *names, size_t n)
{
    if (n != b->n_variables) {
        return 0;
    }
    for (size_t i = 0; i < n; i++) {
        size_t k = 0;
        while (k < n && strcmp(names[k], b->variables[i]) != 0) {
            k++;
        }
        if (k == n) {
            return 0;
        }
    }
    return 1;
}

/* The breakdown of a row and, in its order, the codes; n_breakdowns: none that is shown.
 */
static size_t breakdown_find(const wbr_model *model, keys *k, int64_t row,
                             int32_t codes[LARGEST_BREAKDOWN])
{
    const char *names[LARGEST_BREAKDOWN];
    int32_t found[LARGEST_BREAKDOWN];
    size_t n = 0, b = k->hint;
    for (size_t i = 0; i < k->n_variables; i++) {
        int32_t code = model_code(k->frame, k->variables[i], row);
        if (code >= 0 && n == LARGEST_BREAKDOWN) {
            return model->n_breakdowns;
        }
        if (code >= 0) {
            names[n] = k->names[i];
            found[n++] = code;
        }
    }
    if (b >= model->n_breakdowns || !is_of(&model->breakdowns[b], names, n)) {
        b = 0;
        while (b < model->n_breakdowns && !is_of(&model->breakdowns[b], names, n)) {
            b++;
        }
        k->hint = b;
        k->cell_hint = 0;
    }
    for (size_t i = 0; b < model->n_breakdowns && i < n; i++) {
        for (size_t at = 0; at < n; at++) {
            if (strcmp(names[at], model->breakdowns[b].variables[i]) == 0) {
                codes[i] = found[at];
            }
        }
    }
    return b;
}

static size_t cell_find(keys *k, const breakdown *b, const int32_t *codes)
{
    for (size_t i = 0; i < b->n_cells; i++) {
        size_t cell = (k->cell_hint + i) % b->n_cells;
        if (memcmp(b->codes + cell * b->n_variables, codes,
                   b->n_variables * sizeof *codes) == 0) {
            k->cell_hint = cell;
            return cell;
        }
    }
    return b->n_cells;
}

static wb_status cells_grow(wbr_model *model, breakdown *b, wb_error *err)
{
    size_t room = b->room > 0 ? 2 * b->room : 16;
    int32_t *codes =
        arena_new(&model->memory, room * (b->n_variables + 1), sizeof *codes);
    const char **ids = arena_new(&model->memory, room, sizeof *ids);
    const char **labels = arena_new(&model->memory, room, sizeof *labels);
    if (codes == NULL || ids == NULL || labels == NULL) {
        return arena_failed(err);
    }
    if (b->n_cells > 0) {
        memcpy(codes, b->codes, b->n_cells * b->n_variables * sizeof *codes);
        memcpy(ids, b->ids, b->n_cells * sizeof *ids);
        memcpy(labels, b->labels, b->n_cells * sizeof *labels);
    }
    b->codes = codes;
    b->ids = ids;
    b->labels = labels;
    b->room = room;
    return WB_OK;
}

static wb_status cell_add(wbr_model *model, const keys *k, breakdown *b,
                          const int32_t *codes, wb_error *err)
{
    wb_status st = b->n_cells == b->room ? cells_grow(model, b, err) : WB_OK;
    const char *ids = "", *labels = "";
    for (size_t i = 0; i < b->n_variables && st == WB_OK; i++) {
        int64_t column = wb_frame_find(k->frame, b->variables[i]);
        const char *id = wb_frame_category(k->frame, (size_t)column, codes[i]);
        const char *label = label_find(&model->memory, model->group.parts[WBR_LABELS],
                                       "category", b->variables[i], id);
        ids = model_join(&model->memory, ids, id);
        labels = label != NULL ? model_join(&model->memory, labels, label) : NULL;
        st = ids == NULL || labels == NULL ? arena_failed(err) : WB_OK;
    }
    if (st == WB_OK) {
        memcpy(b->codes + b->n_cells * b->n_variables, codes,
               b->n_variables * sizeof *codes);
        b->ids[b->n_cells] = ids;
        b->labels[b->n_cells++] = labels;
    }
    return st;
}

/* Categories that are found come in the order that people read them in. */
static wb_status cells_sort(wbr_model *model, breakdown *b, wb_error *err)
{
    size_t n = b->n_cells, width = b->n_variables;
    size_t *places = arena_new(&model->memory, n + 1, sizeof *places);
    const char **ids = arena_new(&model->memory, n + 1, sizeof *ids);
    const char **labels = arena_new(&model->memory, n + 1, sizeof *labels);
    int32_t *codes = arena_new(&model->memory, (n + 1) * (width + 1), sizeof *codes);
    if (places == NULL || ids == NULL || labels == NULL || codes == NULL) {
        return arena_failed(err);
    }
    memcpy(ids, b->ids, n * sizeof *ids);
    if (order_sort(ids, n, places) != 0) {
        return arena_failed(err);
    }
    for (size_t i = 0; i < n; i++) {
        labels[places[i]] = b->labels[i];
        memcpy(codes + places[i] * width, b->codes + i * width, width * sizeof *codes);
    }
    b->ids = ids;
    b->labels = labels;
    b->codes = codes;
    return WB_OK;
}

static wb_status cells_list(wbr_model *model, keys *k, wb_error *err)
{
    int32_t codes[LARGEST_BREAKDOWN] = {0};
    wb_status st = WB_OK;
    int64_t n = wb_frame_row_count(k->frame);
    for (int64_t row = 0; row < n && st == WB_OK; row++) {
        size_t at = breakdown_find(model, k, row, codes);
        breakdown *b = at < model->n_breakdowns ? &model->breakdowns[at] : NULL;
        if (b != NULL && cell_find(k, b, codes) == b->n_cells) {
            st = cell_add(model, k, b, codes, err);
        }
    }
    for (size_t i = 1; i < model->n_breakdowns && st == WB_OK; i++) {
        breakdown *b = &model->breakdowns[i];
        st = b->is_declared || b->n_cells == 0 ? WB_OK : cells_sort(model, b, err);
    }
    return st;
}

/* ---- positions ---- */

static wb_status positions_make(wbr_model *model, wb_error *err)
{
    size_t n_measures = wbr_measure_count(model->group.outline);
    for (size_t i = 0; i < model->n_breakdowns; i++) {
        breakdown *b = &model->breakdowns[i];
        for (size_t kind = 0; kind < N_KINDS; kind++) {
            b->rows[kind] =
                arena_new(&model->memory, b->n_cells * model->n_waves * n_measures,
                          sizeof *b->rows[kind]);
            if (b->rows[kind] == NULL) {
                return arena_failed(err);
            }
        }
    }
    return WB_OK;
}

static int measure_of(const wbr_model *model, const keys *k, int64_t row)
{
    int32_t variable = model_code(k->frame, k->variable, row);
    int32_t category = model_code(k->frame, k->category, row);
    return variable < 0 ? WBR_NONE
                        : model->measures[(size_t)variable * (model->n_categories + 1) +
                                          (size_t)(category + 1)];
}

static void row_place(wbr_model *model, keys *k, size_t kind, int64_t row)
{
    int32_t codes[LARGEST_BREAKDOWN] = {0};
    int measure = measure_of(model, k, row), wave = 0;
    if (k->has_wave) {
        int32_t code = model_code(k->frame, k->wave, row);
        wave = code >= 0 ? model->wave_places[code] : WBR_NONE;
    }
    if (measure == WBR_NONE || wave == WBR_NONE) {
        return;
    }
    size_t at = breakdown_find(model, k, row, codes);
    if (at == model->n_breakdowns) {
        return;
    }
    size_t cell = cell_find(k, &model->breakdowns[at], codes);
    if (cell < model->breakdowns[at].n_cells) {
        *model_position(model, kind, at, cell, (size_t)wave, measure) = row + 1;
    }
}

static void cells_place(wbr_model *model, keys *k)
{
    for (int64_t row = 0; row < wb_frame_row_count(k->frame); row++) {
        row_place(model, k, OF_CELLS, row);
    }
}

static wb_status comparisons_place(wbr_model *model, wbr_reference reference,
                                   wb_error *err)
{
    const wb_frame *frame = model->group.parts[model_compared_at[reference].part];
    const char *column = model_compared_at[reference].column;
    keys k;
    wb_status st = keys_find(&model->memory, frame, &k, err);
    for (int64_t row = 0; st == WB_OK && row < wb_frame_row_count(frame); row++) {
        if (column == NULL || strcmp(model_word(frame, column, row),
                                     model_compared_at[reference].word) == 0) {
            row_place(model, &k, OF_COMPARED + (size_t)reference, row);
        }
    }
    return st;
}

static wb_status model_fill(wbr_model *model, wb_error *err)
{
    keys k;
    wb_status st = keys_find(&model->memory, model->group.parts[WBR_CELLS], &k, err);
    if (st == WB_OK) {
        st = measures_list(model, &k, err);
    }
    if (st == WB_OK) {
        st = waves_list(model, &k, err);
    }
    if (st == WB_OK) {
        st = model_breakdowns_read(model, err);
    }
    if (st == WB_OK) {
        st = cells_list(model, &k, err);
    }
    if (st == WB_OK) {
        st = positions_make(model, err);
    }
    if (st == WB_OK) {
        cells_place(model, &k);
    }
    for (int i = 0; i < WBR_REFERENCES && st == WB_OK; i++) {
        st = comparisons_place(model, (wbr_reference)i, err);
    }
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
