/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A group on a terminal: the werkbaarheidsgraad by wave with its changes, the indicators
 * by wave, the number of bottlenecks, and the werkbaarheidsgraad of each breakdown. */
#include "../report/notes.h"
#include "../report/text.h"
#include "grid.h"
#include "monitor.h"
#include "output.h"

#include <math.h>
#include <string.h>

typedef struct tables {
    const wbr_model *model;
    const wbr_outline *outline;
    wbr_options options;
    wb_writer *writer;
    wb_error *err;
} tables;

static const char *say(const tables *t, wbr_text_id id)
{
    return wbr_text(t->options.language, id);
}

/* "54,6", or an en dash when there is no such number. */
static void percent(const tables *t, double share, char text[WBR_NUMBER_BYTES])
{
    wbr_percent(t->options.language, share, text);
    if (text[0] == '\0') {
        strcpy(text, "–");
    }
}

/* The mark of a number that rests on no published figure, or only on a rough one. */
static const char *mark(const tables *t, size_t breakdown, size_t cell, size_t wave,
                        int measure)
{
    const wbr_figure *figure = NULL;
    if (!wbr_is_synthetic(wbr_model_group(t->model)) ||
        isnan(wbr_value(t->model, breakdown, cell, wave, measure).estimate)) {
        return "";
    }
    switch (wbr_published(t->model, breakdown, cell, wave, measure, &figure)) {
    case WBR_INVENTED:
        return "°";
    case WBR_ROUGH:
        return "≈";
    case WBR_ANCHORED:
        break;
    }
    return " "; /* as wide as a mark */
}

static void interval_set(const tables *t, grid *g, size_t row, size_t column,
                         const wbr_cell *cell)
{
    char lower[WBR_NUMBER_BYTES], upper[WBR_NUMBER_BYTES];
    if (!isnan(cell->lower) && !isnan(cell->upper)) {
        percent(t, cell->lower, lower);
        percent(t, cell->upper, upper);
        grid_set(g, row, column, "[%s; %s]", lower, upper);
    }
}

/* "+2,4 *" in one column and its p-value in the next. */
static void change_set(const tables *t, grid *g, size_t row, size_t column,
                       const wbr_change *change)
{
    char text[WBR_NUMBER_BYTES];
    wbr_number(t->options.language, change->difference * 100, 1, 1, text);
    if (text[0] == '\0') {
        return;
    }
    grid_set(g, row, column, "%s%s", text,
             wbr_is_significant(change, t->options.level) ? " *" : "  ");
    wbr_p_value(t->options.language, change->p, text);
    grid_set(g, row, column + 1, "%s", text);
}

static void rate_heads(const tables *t, grid *g, const char *first)
{
    char level[WBR_NUMBER_BYTES];
    const char *place = strstr(say(t, WBR_TEXT_INTERVAL), "%s");
    wbr_level(t->options.language, t->options.level, level);
    grid_set(g, 0, 0, "%s", first);
    grid_set(g, 0, 1, "%%");
    grid_set(g, 0, 2, "%s%s", level, place != NULL ? place + 2 : "");
    grid_set(g, 0, 3, "n");
    grid_set(g, 0, 4, "%s", say(t, WBR_TEXT_VERSUS_PREVIOUS));
    grid_set(g, 0, 5, "p");
    grid_set(g, 0, 6, "%s", say(t, WBR_TEXT_VERSUS_FIRST));
    grid_set(g, 0, 7, "p ");
}

static void rate_row(const tables *t, grid *g, size_t row, size_t breakdown, size_t cell,
                     size_t wave, int measure)
{
    char text[WBR_NUMBER_BYTES];
    wbr_cell value = wbr_value(t->model, breakdown, cell, wave, measure);
    if (value.is_hidden) {
        grid_set(g, row, 1, "%s",
                 t->options.language == WBR_NL ? "niet getoond" : "not shown");
        return;
    }
    percent(t, value.estimate, text);
    grid_set(g, row, 1, "%s%s", text, mark(t, breakdown, cell, wave, measure));
    interval_set(t, g, row, 2, &value);
    grid_set(g, row, 3, "%lld", (long long)value.n);
    for (int i = WBR_PREVIOUS; i <= WBR_FIRST; i++) {
        wbr_change change =
            wbr_difference(t->model, (wbr_reference)i, breakdown, cell, wave, measure);
        change_set(t, g, row, 4 + 2 * (size_t)i, &change);
    }
}

static wb_status rate_table(const tables *t, const wbr_composite *composite)
{
    grid g;
    size_t n = wbr_wave_count(t->model);
    grid_init(&g, n + 1, 8);
    rate_heads(t, &g, say(t, WBR_TEXT_WAVE));
    for (size_t wave = 0; wave < n; wave++) {
        grid_set(&g, wave + 1, 0, "%s", wbr_wave_text(t->model, wave));
        rate_row(t, &g, wave + 1, 0, 0, wave, composite->first);
    }
    wb_status st = cli_print(t->writer, t->err, "\n%s\n",
                             wbr_rate_title(t->options.language, composite));
    if (st == WB_OK) {
        st = grid_write(&g, t->writer, t->err);
    }
    grid_free(&g);
    return st;
}

static wb_status breakdown_table(const tables *t, size_t breakdown,
                                 const wbr_composite *composite)
{
    grid g;
    size_t n = wbr_cell_count(t->model, breakdown), last = wbr_wave_count(t->model) - 1;
    const char *title = wbr_breakdown_title(t->model, breakdown);
    grid_init(&g, n + 1, 8);
    rate_heads(t, &g, title);
    for (size_t cell = 0; cell < n; cell++) {
        grid_set(&g, cell + 1, 0, "%s", wbr_cell_label(t->model, breakdown, cell));
        rate_row(t, &g, cell + 1, breakdown, cell, last, composite->first);
    }
    wb_status st = cli_print(t->writer, t->err, "\n%s, %s\n",
                             wbr_rate_title(t->options.language, composite),
                             wbr_wave_text(t->model, last));
    if (st == WB_OK) {
        st = grid_write(&g, t->writer, t->err);
    }
    grid_free(&g);
    return st;
}

static void waves_heads(const tables *t, grid *g, const char *first)
{
    grid_set(g, 0, 0, "%s", first);
    for (size_t wave = 0; wave < wbr_wave_count(t->model); wave++) {
        grid_set(g, 0, wave + 1, "%s", wbr_wave_text(t->model, wave));
    }
}

/* "36,1 (13,3)", each with its mark; a mark of none stands behind the bracket, so that
 * numbers with and without one line up. */
static void indicator_set(const tables *t, grid *g, size_t row,
                          const wbr_indicator *indicator, size_t wave)
{
    char problem[WBR_NUMBER_BYTES], acute[WBR_NUMBER_BYTES];
    percent(t, wbr_value(t->model, 0, 0, wave, indicator->problem).estimate, problem);
    const char *problem_mark = mark(t, 0, 0, wave, indicator->problem);
    if (indicator->acute == WBR_NONE) {
        grid_set(g, row, wave + 1, "%s%s", problem, problem_mark);
        return;
    }
    percent(t, wbr_value(t->model, 0, 0, wave, indicator->acute).estimate, acute);
    const char *acute_mark = mark(t, 0, 0, wave, indicator->acute);
    int is_plain = acute_mark[0] == ' ';
    grid_set(g, row, wave + 1, "%s%s (%s%s)%s", problem,
             problem_mark[0] == ' ' ? "" : problem_mark, acute,
             is_plain ? "" : acute_mark, is_plain ? acute_mark : "");
}

static wb_status indicators_table(const tables *t)
{
    grid g;
    size_t n = wbr_indicator_count(t->outline);
    grid_init(&g, n + 1, wbr_wave_count(t->model) + 1);
    waves_heads(t, &g, say(t, WBR_TEXT_INDICATOR));
    for (size_t i = 0; i < n; i++) {
        const wbr_indicator *indicator = wbr_indicator_at(t->outline, i);
        grid_set(&g, i + 1, 0, "%s", indicator->label);
        for (size_t wave = 0; wave < wbr_wave_count(t->model); wave++) {
            indicator_set(t, &g, i + 1, indicator, wave);
        }
    }
    wb_status st =
        cli_print(t->writer, t->err, "\n%s\n", say(t, WBR_TEXT_OVERVIEW_CAPTION));
    if (st == WB_OK) {
        st = grid_write(&g, t->writer, t->err);
    }
    grid_free(&g);
    return st;
}

static wb_status counts_table(const tables *t, const wbr_composite *composite)
{
    grid g;
    char text[WBR_NUMBER_BYTES];
    size_t n = (size_t)composite->n_parts + 1;
    grid_init(&g, n + 1, wbr_wave_count(t->model) + 1);
    waves_heads(t, &g, composite->label);
    for (size_t k = 0; k < n; k++) {
        int measure = composite->first + (int)k;
        grid_set(&g, k + 1, 0, "%zu", k);
        for (size_t wave = 0; wave < wbr_wave_count(t->model); wave++) {
            percent(t, wbr_value(t->model, 0, 0, wave, measure).estimate, text);
            grid_set(&g, k + 1, wave + 1, "%s%s", text, mark(t, 0, 0, wave, measure));
        }
    }
    wb_status st =
        cli_print(t->writer, t->err, "\n%s\n",
                  say(t, composite->is_acute ? WBR_TEXT_ACUTE_BOTTLENECKS_CAPTION
                                             : WBR_TEXT_BOTTLENECKS_CAPTION));
    if (st == WB_OK) {
        st = grid_write(&g, t->writer, t->err);
    }
    grid_free(&g);
    return st;
}

/* What the group is, and what its data and its instrument are not. */
static wb_status head_write(const tables *t)
{
    const wbr_group *group = wbr_model_group(t->model);
    const char *language = wbr_language_code(t->options.language);
    const char *title = wb_instrument_title(group->instrument, language);
    int is_synthetic = wbr_is_synthetic(group);
    wb_status st =
        cli_print(t->writer, t->err, "%s%s\n", is_synthetic ? "SYNTHETIC: " : "",
                  title != NULL ? title : wb_instrument_id(group->instrument));
    if (st == WB_OK && group->note != NULL) {
        st = cli_print(t->writer, t->err, "%s\n", group->note);
    }
    if (st == WB_OK && is_synthetic) {
        st = cli_print(t->writer, t->err, "%s\n",
                       say(t, group->n_figures > 0 ? WBR_TEXT_INVENTED_EXPLAINED
                                                   : WBR_TEXT_INVENTED_ALL));
    }
    if (st == WB_OK && !wb_instrument_verified(group->instrument)) {
        st = cli_print(t->writer, t->err, "%s %s: %s.\n",
                       wb_instrument_id(group->instrument),
                       wb_instrument_version(group->instrument), say(t, WBR_TEXT_PRESET));
    }
    return st;
}

static wb_status significance_write(const tables *t)
{
    char alpha[WBR_NUMBER_BYTES];
    wbr_alpha(t->options.language, t->options.level, alpha);
    return cli_print(t->writer, t->err, "\n%s %s.\n", say(t, WBR_TEXT_STAR), alpha);
}

/* "- item is not in the data: b2 (2019; w2019.csv)" */
static wb_status note_write(const tables *t, const wbr_note *note)
{
    return cli_print(t->writer, t->err, "- %s: %s (%s%s%s)\n", note->text, note->what,
                     note->waves, note->source[0] != '\0' ? "; " : "", note->source);
}

static wb_status notes_write(const tables *t)
{
    arena memory = {0};
    wbr_note *notes = NULL;
    size_t n = 0;
    wb_status st =
        wbr_notes_make(t->model, t->options.language, &memory, &notes, &n, t->err);
    if (st == WB_OK && n > 0) {
        st = cli_print(t->writer, t->err, "\n%s\n",
                       t->options.language == WBR_NL ? "Wat in de gegevens ontbreekt"
                                                     : "What the data lack");
    }
    for (size_t i = 0; i < n && st == WB_OK; i++) {
        st = note_write(t, &notes[i]);
    }
    arena_free(&memory);
    return st;
}

static wb_status composites_write(const tables *t)
{
    wb_status st = WB_OK;
    for (size_t i = 0; i < wbr_composite_count(t->outline) && st == WB_OK; i++) {
        const wbr_composite *composite = wbr_composite_at(t->outline, i);
        if (composite->is_count) {
            st = counts_table(t, composite);
            continue;
        }
        for (size_t b = 1; b < wbr_breakdown_count(t->model) && st == WB_OK; b++) {
            st = breakdown_table(t, b, composite);
        }
    }
    return st;
}

wb_status monitor_tables_write(const monitor_group *group, const monitor_options *options,
                               wb_writer *writer, wb_error *err)
{
    const wbr_group *of = wbr_model_group(group->model);
    tables t = {.model = group->model,
                .outline = group->outline,
                .options = {options->language, of->interval, of->level},
                .writer = writer,
                .err = err};
    wb_status st = head_write(&t);
    if (wbr_wave_count(t.model) == 0) {
        return st;
    }
    for (size_t i = 0; i < wbr_composite_count(t.outline) && st == WB_OK; i++) {
        const wbr_composite *composite = wbr_composite_at(t.outline, i);
        if (!composite->is_count) {
            st = rate_table(&t, composite);
        }
    }
    if (st == WB_OK && wbr_indicator_count(t.outline) > 0) {
        st = indicators_table(&t);
    }
    if (st == WB_OK) {
        st = composites_write(&t);
    }
    if (st == WB_OK) {
        st = significance_write(&t);
    }
    return st == WB_OK ? notes_write(&t) : st;
}
