/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The sheet that a reader opens first: everyone, a row per measure, a column per wave. */
#include "../report/text.h"
#include "columns.h"
#include "message.h"
#include "monitor.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_NAME = 64 };

/* The label of a measure in part "labels" (free it); NULL: it has none, or no memory. */
static char *label_make(const wb_frame *labels, const char *variable)
{
    for (int64_t row = 0; row < wb_frame_row_count(labels); row++) {
        if (cli_cell_is(labels, "what", row, "measure") &&
            cli_cell_is(labels, "variable", row, variable)) {
            return cli_cell_text(labels, "label", row);
        }
    }
    return NULL;
}

/* "problematic" or "acute", which the two measures of an indicator are told apart by. */
static const char *level_text(const monitor_group *group, const monitor_options *options,
                              int measure)
{
    for (size_t i = 0; i < wbr_indicator_count(group->outline); i++) {
        const wbr_indicator *indicator = wbr_indicator_at(group->outline, i);
        if (indicator->problem == measure || indicator->acute == measure) {
            return wbr_text(options->language, indicator->acute == measure
                                                   ? WBR_TEXT_ACUTE
                                                   : WBR_TEXT_PROBLEM);
        }
    }
    return NULL;
}

static wb_status labels_add(wb_frame *frame, const monitor_group *group,
                            const monitor_options *options, wb_error *err)
{
    size_t n = wbr_measure_count(group->outline);
    char **labels = calloc(n + 1, sizeof *labels);
    const char **columns = calloc(4 * n + 1, sizeof *columns);
    wb_status st = labels != NULL && columns != NULL ? WB_OK : cli_no_memory(err);
    for (size_t i = 0; i < n && st == WB_OK; i++) {
        const wbr_measure *measure = wbr_measure_at(group->outline, i);
        labels[i] = label_make(group->parts[WBR_LABELS], measure->variable);
        columns[i] = measure->variable;
        columns[n + i] = labels[i] != NULL ? labels[i] : measure->variable;
        columns[3 * n + i] = level_text(group, options, (int)i);
        columns[2 * n + i] = measure->label != NULL ? measure->label : measure->category;
    }
    static const struct {
        const char *name;
        size_t block;
    } places[] = {{"variable", 0}, {"label", 1}, {"level", 3}, {"category", 2}};
    for (size_t k = 0; k < 4 && st == WB_OK; k++) {
        st = cli_columns_add(frame, places[k].name, columns + places[k].block * n, err);
    }
    for (size_t i = 0; labels != NULL && i < n; i++) {
        free(labels[i]);
    }
    free(labels);
    free(columns);
    return st;
}

/* The wave names its column, unless that cannot be or there is one. */
static wb_status wave_add(wb_frame *frame, const monitor_group *group, size_t wave,
                          wb_error *err)
{
    size_t n = wbr_measure_count(group->outline), length;
    const char *text = wbr_wave_text(group->model, wave);
    char name[LONGEST_NAME + 1];
    wb_column column = WB_COLUMN_INIT;
    double *values = calloc(n + 1, sizeof *values);
    if (values == NULL) {
        return cli_no_memory(err);
    }
    for (size_t i = 0; i < n; i++) {
        values[i] = wbr_value(group->model, 0, 0, wave, (int)i).estimate;
    }
    length = strlen(text);
    if (length == 0 || length > LONGEST_NAME || wb_frame_find(frame, text) >= 0) {
        snprintf(name, sizeof name, "wave %zu", wave + 1);
        text = name;
    }
    column.type = WB_TYPE_FLOAT64;
    column.flags = WB_COLUMN_COPY;
    column.values = values;
    wb_status st = wb_frame_add_column(frame, text, &column, err);
    free(values);
    return st;
}

/* Shares are percentages, scores have two decimals, and what is hidden says so. */
static json_t *formats_make(const monitor_group *group)
{
    json_t *scores = json_object();
    for (size_t i = 0; i < wbr_measure_count(group->outline); i++) {
        const wbr_measure *measure = wbr_measure_at(group->outline, i);
        if (!measure->is_share) {
            json_object_set_new(scores, measure->variable, json_string("score"));
        }
    }
    return json_pack("{s:s, s:o, s:s}", "by", "variable", "of", scores, "else",
                     "percent");
}

static json_t *hidden_make(const monitor_group *group, size_t wave)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < wbr_measure_count(group->outline); i++) {
        if (wbr_value(group->model, 0, 0, wave, (int)i).is_hidden) {
            json_array_append_new(rows, json_integer((json_int_t)i));
        }
    }
    return rows;
}

static wb_status looks_set(wb_frame *frame, const monitor_group *group, wb_error *err)
{
    json_t *formats = json_object(), *hidden = json_object();
    size_t n = wbr_wave_count(group->model), first = wb_frame_column_count(frame) - n;
    for (size_t wave = 0; wave < n; wave++) {
        const char *name = wb_frame_column_name(frame, first + wave);
        json_object_set_new(formats, name, formats_make(group));
        json_object_set_new(hidden, name, hidden_make(group, wave));
    }
    json_t *root =
        json_pack("{s:{s:o, s:o}}", "sheet", "formats", formats, "hidden", hidden);
    char *text = root != NULL ? json_dumps(root, JSON_COMPACT) : NULL;
    wb_status st =
        text != NULL ? wb_frame_set_metadata(frame, text, err) : cli_no_memory(err);
    free(text);
    json_decref(root);
    return st;
}

wb_status monitor_summary_make(const monitor_group *group, const monitor_options *options,
                               wb_frame **out, wb_error *err)
{
    wb_frame *frame = NULL;
    wb_status st = wb_frame_new((int64_t)wbr_measure_count(group->outline), &frame, err);
    if (st == WB_OK) {
        st = labels_add(frame, group, options, err);
    }
    for (size_t wave = 0; wave < wbr_wave_count(group->model) && st == WB_OK; wave++) {
        st = wave_add(frame, group, wave, err);
    }
    if (st == WB_OK) {
        st = looks_set(frame, group, err);
    }
    *out = st == WB_OK ? frame : NULL;
    if (st != WB_OK) {
        wb_frame_free(frame);
    }
    return st;
}
