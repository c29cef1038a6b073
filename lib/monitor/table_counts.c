/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Part "counts": how many people, of totals that somebody states. */
#include "monitor/table.h"

#include <math.h>
#include <string.h>

typedef struct counts {
    size_t population, source, total, count, lower, upper, status;
} counts;

/* Totals by number: of the waves one after another. */
static const wb_population *population_at(const wb_monitor_definition *d, size_t i)
{
    for (size_t w = 0; w < d->n_waves; w++) {
        if (i < d->waves[w].n_populations)
            return &d->waves[w].populations[i];
        i -= d->waves[w].n_populations;
    }
    return NULL;
}

static wb_status add_columns(wb_table_work *work, wb_error *err)
{
    static const char *const statuses[] = {"ok", "missing", "hidden", NULL};
    wb_status st = WB_OK;
    const wb_monitor_definition *d = work->results->definition;
    counts *own = work->own;
    wb_names ids = {0};
    wb_names sources = {0};

    for (size_t i = 0; population_at(d, i) != NULL; i++) {
        WB_TRY(wb_board_word(&ids, population_at(d, i)->id, err));
        WB_TRY(wb_board_word(&sources, population_at(d, i)->source, err));
    }
    WB_TRY(wb_board_add_codes(work->board, "population", &ids, &own->population, err));
    WB_TRY(wb_board_add_codes(work->board, "source", &sources, &own->source, err));
    WB_TRY(wb_board_add_numbers(work->board, "total", &own->total, err));
    WB_TRY(wb_board_add_numbers(work->board, "count", &own->count, err));
    WB_TRY(wb_board_add_numbers(work->board, "lower", &own->lower, err));
    WB_TRY(wb_board_add_numbers(work->board, "upper", &own->upper, err));
    WB_TRY(wb_board_add_words(work->board, "status", statuses, &own->status, err));
done:
    wb_names_free(&ids);
    wb_names_free(&sources);
    return st;
}

/* ---- which cell a total is of ---- */

static bool is_level(const wb_monitor_results *r, size_t variable, int32_t level,
                     const char *category)
{
    char column[WB_COLUMN_NAME + 2] = "@";
    char room[WB_NUMBER_CHARS];
    size_t length;

    strncat(column, r->definition->variables[variable].id, WB_COLUMN_NAME);
    const char *text = wb_panel_level(r->panel, column, level, room, &length);
    return strlen(category) == length && memcmp(category, text, length) == 0;
}

/* The group has every condition: a breakdown of as many variables, the same ones. */
static bool is_cell(const wb_monitor_results *r, size_t breakdown, int64_t cell,
                    const wb_population *population)
{
    const wb_breakdown *b = &r->definition->breakdowns[breakdown];
    int32_t levels[WB_MAX_CROSSED];

    wb_panel_cell(r->panel, breakdown, cell, levels);
    for (size_t i = 0; i < b->n; i++) {
        size_t k = 0;
        while (k < population->n_conditions &&
               population->variables[k] != b->variables[i])
            k++;
        if (k == population->n_conditions ||
            !is_level(r, b->variables[i], levels[i], population->categories[k]))
            return false;
    }
    return true;
}

static bool find_cell(const wb_monitor_results *r, const wb_population *population,
                      size_t *breakdown, int64_t *cell)
{
    for (size_t b = 0; b < r->definition->n_breakdowns; b++) {
        if (r->definition->breakdowns[b].n != population->n_conditions)
            continue;
        for (int64_t c = 0; c < wb_panel_part_at(r->panel, b)->n_cells; c++) {
            if (is_cell(r, b, c, population)) {
                *breakdown = b;
                *cell = c;
                return true;
            }
        }
    }
    return false;
}

/* ---- rows ---- */

static bool is_counted(const wb_population *population, const wb_measure *measure)
{
    if (!measure->share)
        return false;
    for (size_t i = 0; i < json_array_size(population->measures); i++) {
        const char *id = json_string_value(json_array_get(population->measures, i));
        if (id != NULL && strcmp(id, measure->id) == 0)
            return true;
    }
    return population->measures == NULL;
}

static wb_status list_population(const wb_table_work *work, size_t wave, size_t of,
                                 wb_table_list *list, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_monitor_results *r = work->results;
    const wb_population *population = population_at(r->definition, of);
    wb_table_row row = {.wave = wave, .of = of};

    if (!find_cell(r, population, &row.breakdown, &row.cell))
        return WB_OK;
    for (row.measure = 0; row.measure < work->n_measures; row.measure++) {
        if (is_counted(population, wb_table_measure(r, row.measure)))
            WB_TRY(wb_table_list_add(list, &row, err));
    }
done:
    return st;
}

static wb_status list_rows(const wb_table_work *work, wb_table_list *list, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_monitor_definition *d = work->results->definition;
    size_t of = 0;

    for (size_t w = 0; w < d->n_waves; w++) {
        bool came = false;
        for (size_t i = 0; i < work->n_waves; i++)
            came = came || work->waves[i] == w;
        for (size_t i = 0; i < d->waves[w].n_populations; i++, of++) {
            if (came)
                WB_TRY(list_population(work, w, of, list, err));
        }
    }
done:
    return st;
}

static double rounded(const wb_monitor_results *r, double count)
{
    double step = (double)r->definition->round_to;
    return round(count / step) * step;
}

static void put_row(const wb_table_work *work, const wb_table_row *of, size_t row)
{
    const wb_monitor_results *r = work->results;
    const counts *own = work->own;
    const wb_population *population = population_at(r->definition, of->of);
    const wb_panel_part *part = wb_panel_part_at(r->panel, of->breakdown);
    size_t slot = wb_table_slot(work, of->cell, of->wave) + of->measure;
    const wb_estimate *e = &part->values[slot];
    wb_board_column *columns = work->board->columns;
    bool hidden = wb_results_hide(r, part, slot);

    columns[own->population].codes[row] =
        wb_board_code(&columns[own->population], population->id);
    columns[own->source].codes[row] =
        wb_board_code(&columns[own->source], population->source);
    columns[own->total].numbers[row] = population->total;
    columns[own->status].codes[row] = hidden ? 2 : isnan(e->estimate);
    if (hidden)
        return;
    columns[own->count].numbers[row] = rounded(r, e->estimate * population->total);
    columns[own->lower].numbers[row] = rounded(r, e->lower * population->total);
    columns[own->upper].numbers[row] = rounded(r, e->upper * population->total);
}

static const wb_monitor_list part = {"counts", add_columns, list_rows, put_row};

wb_status wb_table_counts(const wb_monitor_results *results, const char *language,
                          wb_frame **out, wb_error *err)
{
    counts own;

    (void)language;
    return wb_monitor_list_make(results, &part, &own, out, err);
}
