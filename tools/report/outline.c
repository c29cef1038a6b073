/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The outline follows the instrument's tables: none_of composites, indicators (problem,
 * acute), count_of composites with a category per possible count, scales. */
#include "outline.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The tables of an instrument, and room for what is made of them. */
typedef struct making {
    wbr_outline *outline;
    wb_frame *indicators, *scales, *composites;
    int failed;
} making;

static const char *cell(making *m, const wb_frame *table, const char *column, int64_t row)
{
    int64_t at = wb_frame_find(table, column);
    char *text = at >= 0 ? arena_cell(&m->outline->memory, table, (size_t)at, row) : NULL;
    m->failed |= text == NULL;
    return text != NULL ? text : "";
}

static const char *joined(making *m, const char *id, const char *suffix)
{
    size_t length = strlen(id) + strlen(suffix);
    char *text = arena_new(&m->outline->memory, length + 1, 1);
    m->failed |= text == NULL;
    if (text != NULL) {
        snprintf(text, length + 1, "%s%s", id, suffix);
    }
    return text != NULL ? text : "";
}

static int measure_add(making *m, int32_t statistic, const char *variable,
                       const char *category, int is_share)
{
    wbr_outline *outline = m->outline;
    outline->measures[outline->n_measures] =
        (wbr_measure){statistic, variable, category, is_share, NULL};
    return (int)outline->n_measures++;
}

static int parts_count(const char *of)
{
    int n = of[0] != '\0';
    for (; *of != '\0'; of++) {
        n += *of == ',';
    }
    return n;
}

static void composites_read(making *m, int counts)
{
    int64_t n = wb_frame_row_count(m->composites);
    for (int64_t row = 0; row < n; row++) {
        const char *rule = cell(m, m->composites, "rule", row);
        int is_count = strcmp(rule, "count_of") == 0;
        if (is_count != counts) {
            continue;
        }
        const char *of = cell(m, m->composites, "of", row);
        wbr_composite composite = {
            cell(m, m->composites, "id", row),
            cell(m, m->composites, "label", row),
            of,
            strcmp(cell(m, m->composites, "level", row), "acute") == 0,
            is_count,
            0,
            parts_count(of)};
        composite.first = (int)m->outline->n_measures;
        if (!is_count) {
            measure_add(m, WB_STATISTIC_MEAN, composite.id, NULL, 1);
        }
        for (int i = 0; is_count && i <= composite.n_parts; i++) {
            char number[12];
            snprintf(number, sizeof number, "%d", i);
            measure_add(m, WB_STATISTIC_PROPORTION, composite.id, joined(m, number, ""),
                        1);
        }
        m->outline->composites[m->outline->n_composites++] = composite;
    }
}

/* A row of the table is a cut-off: an indicator has one or two of them. */
static void indicators_read(making *m)
{
    int64_t n = wb_frame_row_count(m->indicators);
    for (int64_t row = 0; row < n; row++) {
        wbr_outline *outline = m->outline;
        const char *id = cell(m, m->indicators, "id", row);
        const char *level = cell(m, m->indicators, "level", row);
        size_t at = 0;
        while (at < outline->n_indicators &&
               strcmp(outline->indicators[at].id, id) != 0) {
            at++;
        }
        if (at == outline->n_indicators) {
            outline->indicators[outline->n_indicators++] =
                (wbr_indicator){id,
                                cell(m, m->indicators, "label", row),
                                cell(m, m->indicators, "kind", row),
                                cell(m, m->indicators, "scale", row),
                                WBR_NONE,
                                WBR_NONE};
        }
        if (strcmp(level, "acute") == 0) {
            outline->indicators[at].acute =
                measure_add(m, WB_STATISTIC_MEAN, joined(m, id, "_acute"), NULL, 1);
        } else {
            outline->indicators[at].problem =
                measure_add(m, WB_STATISTIC_MEAN, joined(m, id, "_problem"), NULL, 1);
        }
    }
}

static void scales_read(making *m)
{
    int64_t n = wb_frame_row_count(m->scales);
    for (int64_t row = 0; row < n; row++) {
        const char *id = cell(m, m->scales, "id", row);
        m->outline->scales[m->outline->n_scales++] =
            (wbr_scale){id, cell(m, m->scales, "label", row),
                        measure_add(m, WB_STATISTIC_MEAN, id, NULL, 0)};
    }
}

static size_t measures_room(making *m)
{
    size_t room =
        (size_t)wb_frame_row_count(m->indicators) + (size_t)wb_frame_row_count(m->scales);
    for (int64_t row = 0; row < wb_frame_row_count(m->composites); row++) {
        room += (size_t)parts_count(cell(m, m->composites, "of", row)) + 1;
    }
    return room;
}

static wb_status rooms_make(making *m, wb_error *err)
{
    wbr_outline *o = m->outline;
    arena *a = &o->memory;
    o->measures = arena_new(a, measures_room(m), sizeof *o->measures);
    o->indicators =
        arena_new(a, (size_t)wb_frame_row_count(m->indicators), sizeof *o->indicators);
    o->scales = arena_new(a, (size_t)wb_frame_row_count(m->scales), sizeof *o->scales);
    o->composites =
        arena_new(a, (size_t)wb_frame_row_count(m->composites), sizeof *o->composites);
    return o->measures == NULL || o->indicators == NULL || o->scales == NULL ||
                   o->composites == NULL || m->failed
               ? arena_failed(err)
               : WB_OK;
}

wb_status wbr_outline_new(const wb_instrument *instrument, const char *language,
                          wbr_outline **out, wb_error *err)
{
    making m = {.outline = calloc(1, sizeof *m.outline)};
    wb_status st = m.outline != NULL ? WB_OK : arena_failed(err);
    if (st == WB_OK) {
        st = wb_instrument_table(instrument, "indicators", language, &m.indicators, err);
    }
    if (st == WB_OK) {
        st = wb_instrument_table(instrument, "scales", language, &m.scales, err);
    }
    if (st == WB_OK) {
        st = wb_instrument_table(instrument, "composites", language, &m.composites, err);
    }
    if (st == WB_OK) {
        st = rooms_make(&m, err);
    }
    if (st == WB_OK) {
        composites_read(&m, 0);
        indicators_read(&m);
        composites_read(&m, 1);
        scales_read(&m);
        st = m.failed ? arena_failed(err) : WB_OK;
    }
    *out = st == WB_OK ? m.outline : NULL;
    wb_frame_free(m.indicators);
    wb_frame_free(m.scales);
    wb_frame_free(m.composites);
    if (st != WB_OK) {
        wbr_outline_free(m.outline);
    }
    return st;
}

void wbr_outline_free(wbr_outline *outline)
{
    if (outline != NULL) {
        arena_free(&outline->memory);
        free(outline);
    }
}

size_t wbr_measure_count(const wbr_outline *outline)
{
    return outline->n_measures;
}

const wbr_measure *wbr_measure_at(const wbr_outline *outline, size_t index)
{
    return &outline->measures[index];
}

size_t wbr_indicator_count(const wbr_outline *outline)
{
    return outline->n_indicators;
}

const wbr_indicator *wbr_indicator_at(const wbr_outline *outline, size_t index)
{
    return &outline->indicators[index];
}

size_t wbr_scale_count(const wbr_outline *outline)
{
    return outline->n_scales;
}

const wbr_scale *wbr_scale_at(const wbr_outline *outline, size_t index)
{
    return &outline->scales[index];
}

size_t wbr_composite_count(const wbr_outline *outline)
{
    return outline->n_composites;
}

const wbr_composite *wbr_composite_at(const wbr_outline *outline, size_t index)
{
    return &outline->composites[index];
}

size_t wbr_mix_count(const wbr_outline *outline)
{
    return outline->n_mixes;
}

const wbr_mix *wbr_mix_at(const wbr_outline *outline, size_t index)
{
    return &outline->mixes[index];
}

size_t wbr_topic_count(const wbr_outline *outline)
{
    return outline->n_topics;
}

const wbr_topic *wbr_topic_at(const wbr_outline *outline, size_t index)
{
    return &outline->topics[index];
}
