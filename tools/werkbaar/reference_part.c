/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The figures that a monitor set beside its estimates, as those of a file. */
#include "message.h"
#include "reference.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A word of a dictionary; NULL where it is missing. */
static const char *word_at(const wb_frame *frame, size_t column, int64_t row)
{
    double code = wb_frame_double(frame, column, row);
    return isnan(code) ? NULL : wb_frame_category(frame, column, (int32_t)code);
}

static const char *word(const wb_frame *frame, const char *column, int64_t row)
{
    return word_at(frame, (size_t)wb_frame_find(frame, column), row);
}

static double number(const wb_frame *frame, const char *column, int64_t row)
{
    return wb_frame_double(frame, (size_t)wb_frame_find(frame, column), row);
}

/* The one column that says which group; 0 when several do. */
static int group_read(const wb_frame *part, int64_t row, wbr_figure *figure)
{
    int64_t n_keys = wb_frame_find(part, "statistic");
    for (int64_t i = 1; i < n_keys; i++) {
        const char *value = word_at(part, (size_t)i, row);
        if (value != NULL && figure->column != NULL) {
            return 0;
        }
        if (value != NULL) {
            figure->column = wb_frame_column_name(part, (size_t)i);
            figure->value_of_column = value;
        }
    }
    return 1;
}

static void figure_read(const wb_frame *part, int64_t row, cli_reference *r)
{
    wbr_figure figure = {.wave = word(part, "wave", row),
                         .variable = word(part, "variable", row),
                         .category = word(part, "category", row)};
    const char *status = word(part, "published_status", row);
    if (status == NULL || !group_read(part, row, &figure)) {
        return;
    }
    figure.anchor = strcmp(status, "anchored") == 0 ? WBR_ANCHORED : WBR_ROUGH;
    figure.value = number(part, "published", row) * 100; /* means are not looked at */
    figure.decimals = number(part, "published_rounding", row) > 0.004 ? 0 : 1;
    r->figures[r->n_figures++] = figure;
}

int cli_reference_of_part(const wb_frame *published, cli_reference *r)
{
    int64_t n = wb_frame_row_count(published);
    *r = (cli_reference){.figures = calloc((size_t)n + 1, sizeof *r->figures)};
    for (int64_t row = 0; r->figures != NULL && row < n; row++) {
        figure_read(published, row, r);
    }
    return r->figures != NULL ? CLI_OK : cli_out_of_memory();
}
