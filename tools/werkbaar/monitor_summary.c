/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The sheet that a reader opens first: everyone, a row per measure, a column per wave. */
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

static wb_status labels_add(wb_frame *frame, const monitor_group *group, wb_error *err)
{
    size_t n = wbr_measure_count(group->outline);
    char **labels = calloc(n + 1, sizeof *labels);
    const char **columns = calloc(3 * n + 1, sizeof *columns);
    wb_status st = labels != NULL && columns != NULL ? WB_OK : cli_no_memory(err);
    for (size_t i = 0; i < n && st == WB_OK; i++) {
        const wbr_measure *measure = wbr_measure_at(group->outline, i);
        labels[i] = label_make(group->parts[WBR_LABELS], measure->variable);
        columns[i] = measure->variable;
        columns[n + i] = labels[i] != NULL ? labels[i] : measure->variable;
        columns[2 * n + i] = measure->label != NULL ? measure->label : measure->category;
    }
    static const char *const names[] = {"variable", "label", "category"};
    for (size_t k = 0; k < 3 && st == WB_OK; k++) {
        st = cli_columns_add(frame, names[k], columns + k * n, err);
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

wb_status monitor_summary_make(const monitor_group *group, wb_frame **out, wb_error *err)
{
    wb_frame *frame = NULL;
    wb_status st = wb_frame_new((int64_t)wbr_measure_count(group->outline), &frame, err);
    if (st == WB_OK) {
        st = labels_add(frame, group, err);
    }
    for (size_t wave = 0; wave < wbr_wave_count(group->model) && st == WB_OK; wave++) {
        st = wave_add(frame, group, wave, err);
    }
    *out = st == WB_OK ? frame : NULL;
    if (st != WB_OK) {
        wb_frame_free(frame);
    }
    return st;
}
