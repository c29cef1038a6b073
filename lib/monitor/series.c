/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "monitor/series.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static bool same_json(const json_t *a, const json_t *b)
{
    return a == b || json_equal((json_t *)a, (json_t *)b);
}

bool wb_series_same(const wb_figure *a, const wb_figure *b)
{
    return strcmp(a->variable, b->variable) == 0 && same_json(a->group, b->group) &&
           same_json(a->categories, b->categories);
}

/* A level of a column is one of the values of a list. */
static bool is_among(const wb_monitor_results *r, const char *column, int32_t level,
                     const json_t *values)
{
    char room[WB_NUMBER_CHARS];
    char number[WB_NUMBER_CHARS];
    size_t length;
    const char *text = wb_panel_level(r->panel, column, level, room, &length);

    for (size_t i = 0; i < json_array_size(values); i++) {
        const json_t *value = json_array_get(values, i);
        const char *word = json_string_value(value);
        if (word == NULL) {
            (void)wb_format_int64(number, json_integer_value(value));
            word = number;
        }
        if (strlen(word) == length && memcmp(word, text, length) == 0)
            return true;
    }
    return false;
}

/* ---- outcomes ---- */

static bool is_outcome(const wb_monitor_results *r, const wb_measure *measure,
                       const wb_figure *figure)
{
    if (measure->share != figure->share || measure->kind == WB_MEASURE_COMBINATION)
        return false;
    if (measure->topic == WB_NOWHERE)
        return strcmp(measure->variable, figure->variable) == 0;
    return strcmp(r->definition->topics[measure->topic].variable.column,
                  figure->variable) == 0;
}

/* 1: the figure has the measure; 0: it is another category of its outcome; -1: neither.
 */
static int has_measure(const wb_monitor_results *r, const wb_figure *figure, size_t m)
{
    wb_panel_measure at = wb_panel_measure_at(r->panel, m);
    const wb_measure *measure = &r->measures.items[at.estimand];

    if (!is_outcome(r, measure, figure) ||
        (at.level >= 0) != (figure->categories != NULL))
        return -1;
    return at.level < 0 || is_among(r, measure->column, at.level, figure->categories);
}

static bool find_measures(const wb_monitor_results *r, wb_series *series)
{
    size_t n = 0;
    size_t n_others = 0;

    for (size_t m = 0; m < wb_panel_measure_count(r->panel); m++) {
        int has = has_measure(r, series->of, m);
        if (has == 1 && n++ == 0)
            series->measure = m;
        if (has == 0 && n_others++ == 0)
            series->without = m;
    }
    series->is_sum = n > 1;
    if (n < 2 || n_others != 1)
        series->without = WB_NOWHERE;
    return n > 0;
}

/* ---- groups ---- */

const json_t *wb_series_values(const json_t *group, const wb_variable *variable)
{
    const json_t *by_id = json_object_get(group, variable->id);
    return by_id != NULL ? by_id : json_object_get(group, variable->column);
}

static bool is_by(const wb_monitor_definition *d, const wb_breakdown *b,
                  const json_t *group)
{
    for (size_t i = 0; i < b->n; i++) {
        if (wb_series_values(group, &d->variables[b->variables[i]]) == NULL)
            return false;
    }
    return b->n == json_object_size(group);
}

static bool is_cell(const wb_monitor_results *r, size_t breakdown, int64_t cell,
                    const json_t *group)
{
    const wb_breakdown *b = &r->definition->breakdowns[breakdown];
    int32_t levels[WB_MAX_CROSSED];

    wb_panel_cell(r->panel, breakdown, cell, levels);
    for (size_t i = 0; i < b->n; i++) {
        const wb_variable *variable = &r->definition->variables[b->variables[i]];
        char column[WB_COLUMN_NAME + 2];
        snprintf(column, sizeof column, "@%s", variable->id);
        if (!is_among(r, column, levels[i], wb_series_values(group, variable)))
            return false;
    }
    return true;
}

/* The only cell; groups that are taken together are no cell. */
static void find_cell(const wb_monitor_results *r, wb_series *series)
{
    const char *key;
    json_t *values;

    series->cell = -1;
    json_object_foreach((json_t *)series->of->group, key, values) series->no_cell =
        series->no_cell || json_array_size(values) > 1;
    for (int64_t c = 0; c < wb_panel_part_at(r->panel, series->breakdown)->n_cells &&
                        !series->no_cell && series->cell < 0;
         c++) {
        if (is_cell(r, series->breakdown, c, series->of->group))
            series->cell = c;
    }
}

bool wb_series_find(const wb_monitor_results *results, const wb_figure *figure,
                    wb_series *series)
{
    const wb_monitor_definition *d = results->definition;

    *series = (wb_series){.of = figure, .without = WB_NOWHERE};
    if (!find_measures(results, series))
        return false;
    while (series->breakdown < d->n_breakdowns &&
           !is_by(d, &d->breakdowns[series->breakdown], figure->group))
        series->breakdown++;
    if (series->breakdown == d->n_breakdowns)
        return false;
    find_cell(results, series);
    return true;
}

/* ---- estimates ---- */

static wb_own nothing(bool hidden)
{
    return (wb_own){hidden, NAN, NAN, NAN, NAN, -1};
}

static wb_own own_of(const wb_monitor_results *r, const wb_series *series, size_t wave,
                     size_t m)
{
    const wb_panel_part *part = wb_panel_part_at(r->panel, series->breakdown);
    size_t slot = ((size_t)series->cell * wb_panel_wave_count(r->panel) + wave) *
                      wb_panel_measure_count(r->panel) +
                  m;
    const wb_estimate *e = &part->values[slot];

    if (wb_results_hide(r, part, slot))
        return nothing(true);
    return e->n == 0 ? nothing(false)
                     : (wb_own){false, e->estimate, e->se, e->lower, e->upper, e->n};
}

/* Everybody but those of one category. */
static wb_own rest_of(wb_own other)
{
    return (wb_own){other.hidden,    1 - other.estimate, other.se,
                    1 - other.upper, 1 - other.lower,    other.n};
}

/* A sum of categories: hidden when one of them is, and without its error. */
static wb_own sum_of(const wb_monitor_results *r, const wb_series *series, size_t wave)
{
    wb_own sum = nothing(false);

    sum.estimate = 0;
    for (size_t m = series->measure; m < wb_panel_measure_count(r->panel); m++) {
        if (has_measure(r, series->of, m) != 1)
            continue;
        wb_own one = own_of(r, series, wave, m);
        if (one.hidden)
            return nothing(true);
        sum.estimate += one.estimate;
        sum.n = one.n;
    }
    return sum;
}

wb_own wb_series_own(const wb_monitor_results *results, const wb_series *series,
                     size_t wave)
{
    if (series->cell < 0)
        return nothing(false);
    if (!series->is_sum)
        return own_of(results, series, wave, series->measure);
    return series->without != WB_NOWHERE
               ? rest_of(own_of(results, series, wave, series->without))
               : sum_of(results, series, wave);
}
