/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What a monitor has beside its instrument: the first rows of its cells, those of one
 * wave and everyone, hold every measure once. */
#include "cells.h"
#include "definition.h"
#include "labels.h"
#include "outline.h"

#include <math.h>
#include <string.h>

typedef struct adding {
    wbr_outline *outline;
    const wb_frame *cells, *labels;
    const json_t *definition;
    int failed;
} adding;

/* How many rows come before the first measure again. Missing is NaN, which no number is.
 */
static int64_t block_rows(const wb_frame *cells)
{
    int64_t n = wb_frame_row_count(cells), row = 1;
    int64_t variable = wb_frame_find(cells, "variable");
    int64_t category = wb_frame_find(cells, "category");
    if (n == 0 || variable < 0 || category < 0) {
        return 0;
    }
    double first = wb_frame_double(cells, (size_t)variable, 0);
    double part = wb_frame_double(cells, (size_t)category, 0);
    while (row < n) {
        double other = wb_frame_double(cells, (size_t)category, row);
        if (wb_frame_double(cells, (size_t)variable, row) == first &&
            (other == part || (isnan(other) && isnan(part)))) {
            break;
        }
        row++;
    }
    return row;
}

static const char *text_at(adding *a, const char *column, int64_t row)
{
    int64_t at = wb_frame_find(a->cells, column);
    const char *text =
        at < 0 ? "" : arena_cell(&a->outline->memory, a->cells, (size_t)at, row);
    a->failed |= text == NULL;
    return text != NULL ? text : "";
}

static const char *label_of(adding *a, const char *what, const char *variable,
                            const char *id)
{
    const char *label = label_find(&a->outline->memory, a->labels, what, variable, id);
    a->failed |= label == NULL;
    return label != NULL ? label : "";
}

static void measure_add(adding *a, int64_t row, const char *variable, int is_share)
{
    wbr_outline *outline = a->outline;
    const char *category = text_at(a, "category", row);
    int has_category = category[0] != '\0';
    outline->measures[outline->n_measures++] = (wbr_measure){
        .statistic = has_category ? WB_STATISTIC_PROPORTION : WB_STATISTIC_MEAN,
        .variable = variable,
        .category = has_category ? category : NULL,
        .is_share = is_share,
        .label =
            has_category ? label_of(a, "measure_category", variable, category) : NULL};
}

static void mix_add(adding *a, int64_t row)
{
    wbr_outline *o = a->outline;
    const char *id = text_at(a, "measure", row);
    if (o->n_mixes == 0 || strcmp(o->mixes[o->n_mixes - 1].id, id) != 0) {
        o->mixes[o->n_mixes++] = (wbr_mix){id, (int)o->n_measures, 0};
    }
    o->mixes[o->n_mixes - 1].n_parts++;
    measure_add(a, row, text_at(a, "variable", row), 1);
}

static void topic_add(adding *a, int64_t row)
{
    wbr_outline *o = a->outline;
    const char *id = text_at(a, "measure", row), *variable = text_at(a, "variable", row);
    const json_t *topic = definition_find(a->definition, "topics", id);
    const char *kind = json_string_value(json_object_get(topic, "kind"));
    if (o->n_topics == 0 || strcmp(o->topics[o->n_topics - 1].id, id) != 0) {
        o->topics[o->n_topics++] =
            (wbr_topic){id, label_of(a, "measure", variable, id), (int)o->n_measures, 0};
    }
    o->topics[o->n_topics - 1].n_parts++;
    measure_add(a, row, variable, kind == NULL || strcmp(kind, "mean") != 0);
}

wb_status wbr_outline_add(wbr_outline *outline, const wb_frame *cells,
                          const wb_frame *labels, const json_t *definition, wb_error *err)
{
    adding a = {
        .outline = outline, .cells = cells, .labels = labels, .definition = definition};
    size_t n = (size_t)block_rows(cells);
    wbr_measure *measures =
        arena_new(&outline->memory, outline->n_measures + n + 1, sizeof *measures);
    outline->mixes = arena_new(&outline->memory, n + 1, sizeof *outline->mixes);
    outline->topics = arena_new(&outline->memory, n + 1, sizeof *outline->topics);
    if (measures == NULL || outline->mixes == NULL || outline->topics == NULL) {
        return arena_failed(err);
    }
    memcpy(measures, outline->measures, outline->n_measures * sizeof *measures);
    outline->measures = measures;
    for (int64_t row = 0; row < (int64_t)n; row++) {
        if (cell_is(cells, "kind", row, "combination")) {
            mix_add(&a, row);
        } else if (cell_is(cells, "kind", row, "topic")) {
            topic_add(&a, row);
        }
    }
    return a.failed ? arena_failed(err) : WB_OK;
}
