/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "monitor/table.h"

const wb_measure *wb_table_measure(const wb_monitor_results *results, size_t m)
{
    return &results->measures.items[wb_panel_measure_at(results->panel, m).estimand];
}

/* ---- words ---- */

static wb_status level_names(const wb_monitor_results *r, const char *column,
                             wb_names *names, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text name = {0};

    for (int32_t k = 0; k < wb_panel_level_count(r->panel, column); k++) {
        char room[WB_NUMBER_CHARS];
        size_t length;
        const char *text = wb_panel_level(r->panel, column, k, room, &length);
        wb_text_cut(&name, 0);
        WB_TRY(wb_text_append(&name, text, length, err));
        WB_TRY(wb_names_add(names, name.bytes, err));
    }
done:
    wb_text_free(&name);
    return st;
}

/* The word of a measure's category among `words`, which it is added to. */
static wb_status take_category(wb_table_work *work, size_t m, wb_names *words,
                               wb_error *err)
{
    wb_status st = WB_OK;
    const wb_monitor_results *r = work->results;
    int32_t level = wb_panel_measure_at(r->panel, m).level;
    wb_text name = {0};
    char room[WB_NUMBER_CHARS];
    size_t length;

    work->categories[m] = -1;
    if (level < 0)
        return WB_OK;
    const char *text =
        wb_panel_level(r->panel, wb_table_measure(r, m)->column, level, room, &length);
    WB_TRY(wb_text_append(&name, text, length, err));
    size_t at = wb_names_find(words, name.bytes);
    if (at == words->count)
        WB_TRY(wb_names_add(words, name.bytes, err));
    work->categories[m] = (int32_t)at;
done:
    wb_text_free(&name);
    return st;
}

/* ---- columns ---- */

bool wb_table_has_variable(const wb_monitor_definition *d, size_t variable)
{
    for (size_t b = 0; b < d->n_breakdowns; b++) {
        for (size_t i = 0; i < d->breakdowns[b].n; i++) {
            if (d->breakdowns[b].variables[i] == variable)
                return true;
        }
    }
    return false;
}

static wb_status add_variable(wb_table_work *work, size_t v, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_monitor_definition *d = work->results->definition;
    wb_text column = {0};
    wb_names words = {0};

    work->keys.variables[v] = WB_NOWHERE;
    if (!wb_table_has_variable(d, v))
        return WB_OK;
    WB_TRY(wb_made_column(d->variables[v].id, &column, err));
    WB_TRY(level_names(work->results, column.bytes, &words, err));
    WB_TRY(wb_board_add_codes(work->board, d->variables[v].id, &words,
                              &work->keys.variables[v], err));
done:
    wb_text_free(&column);
    wb_names_free(&words);
    return st;
}

static wb_status add_cells(wb_table_work *work, const wb_monitor_part *part,
                           wb_error *err)
{
    wb_status st = WB_OK;
    const wb_monitor_results *r = work->results;

    work->keys.wave = work->keys.reference = WB_NOWHERE;
    work->keys.variables =
        wb_allocate(r->definition->n_variables, sizeof *work->keys.variables);
    if (work->keys.variables == NULL)
        return wb_fail_nomem(err);
    if (part->has_waves)
        WB_TRY(wb_board_add_codes(work->board, "wave", &r->waves, &work->keys.wave, err));
    if (part->has_references)
        WB_TRY(wb_board_add_codes(work->board, "reference", &r->waves,
                                  &work->keys.reference, err));
    for (size_t v = 0; v < r->definition->n_variables; v++)
        WB_TRY(add_variable(work, v, err));
done:
    return st;
}

static wb_status add_measures(wb_table_work *work, wb_error *err)
{
    static const char *const statistics[] = {"mean", "proportion", NULL};
    wb_status st = WB_OK;
    const wb_measures *measures = &work->results->measures;
    wb_names variables = {0};
    wb_names ids = {0};
    wb_names categories = {0};
    wb_row_keys *keys = &work->keys;

    for (size_t i = 0; i < measures->n; i++) {
        WB_TRY(wb_names_add(&variables, measures->items[i].variable, err));
        if (wb_names_find(&ids, measures->items[i].id) == ids.count)
            WB_TRY(wb_names_add(&ids, measures->items[i].id, err));
    }
    for (size_t m = 0; m < work->n_measures; m++)
        WB_TRY(take_category(work, m, &categories, err));
    WB_TRY(
        wb_board_add_words(work->board, "statistic", statistics, &keys->statistic, err));
    WB_TRY(wb_board_add_codes(work->board, "variable", &variables, &keys->variable, err));
    WB_TRY(
        wb_board_add_codes(work->board, "category", &categories, &keys->category, err));
    WB_TRY(wb_board_add_codes(work->board, "measure", &ids, &keys->measure, err));
    WB_TRY(
        wb_board_add_words(work->board, "kind", wb_measure_kind_names, &keys->kind, err));
done:
    wb_names_free(&variables);
    wb_names_free(&ids);
    wb_names_free(&categories);
    return st;
}

/* ---- rows ---- */

static void put_keys(const wb_table_work *work, size_t breakdown, const int32_t *levels,
                     size_t wave, size_t m, size_t row)
{
    const wb_monitor_results *r = work->results;
    const wb_breakdown *b = &r->definition->breakdowns[breakdown];
    const wb_measure *measure = wb_table_measure(r, m);
    const wb_row_keys *keys = &work->keys;
    wb_board_column *columns = work->board->columns;

    if (keys->wave != WB_NOWHERE)
        columns[keys->wave].codes[row] = (int32_t)wave;
    for (size_t i = 0; i < b->n; i++)
        columns[keys->variables[b->variables[i]]].codes[row] = levels[i];
    columns[keys->statistic].codes[row] = measure->statistic == WB_STATISTIC_PROPORTION;
    columns[keys->variable].codes[row] = (int32_t)(measure - r->measures.items);
    columns[keys->category].codes[row] = work->categories[m];
    columns[keys->kind].codes[row] = (int32_t)measure->kind;
    columns[keys->measure].codes[row] = work->categories[work->n_measures + m];
}

void wb_table_keys(const wb_table_work *work, size_t breakdown, int64_t cell, size_t wave,
                   size_t reference, size_t row)
{
    size_t at = work->keys.reference;
    int32_t levels[WB_MAX_CROSSED];

    wb_panel_cell(work->results->panel, breakdown, cell, levels);
    for (size_t m = 0; m < work->n_measures; m++) {
        put_keys(work, breakdown, levels, wave, m, row + m);
        if (at != WB_NOWHERE)
            work->board->columns[at].codes[row + m] = (int32_t)reference;
    }
}

/* Waves of which rows came in. */
static wb_status list_waves(wb_table_work *work, wb_error *err)
{
    const wb_panel *panel = work->results->panel;
    const wb_panel_part *all = wb_panel_part_at(panel, 0);

    work->waves = wb_allocate(wb_panel_wave_count(panel), sizeof *work->waves);
    if (work->waves == NULL)
        return wb_fail_nomem(err);
    for (size_t w = 0; w < wb_panel_wave_count(panel) && all->n_cells > 0; w++) {
        size_t m = 0;
        while (m < work->n_measures && all->values[wb_table_slot(work, 0, w) + m].n == 0)
            m++;
        if (m < work->n_measures)
            work->waves[work->n_waves++] = w;
    }
    return WB_OK;
}

/* The code of each measure's id, behind those of the categories. */
static void list_ids(wb_table_work *work)
{
    const wb_names *ids = &work->board->columns[work->keys.measure].words;

    for (size_t m = 0; m < work->n_measures; m++)
        work->categories[work->n_measures + m] =
            (int32_t)wb_names_find(ids, wb_table_measure(work->results, m)->id);
}

/* ---- filling in ---- */

typedef struct filling {
    wb_table_work *work;
    const wb_monitor_part *part;
    size_t *first; /* per breakdown its first row */
} filling;

static size_t block_size(const wb_table_work *work, size_t breakdown)
{
    return (size_t)wb_panel_part_at(work->results->panel, breakdown)->n_cells *
           work->n_measures;
}

static wb_status fill_breakdown(void *user, size_t breakdown, wb_error *err)
{
    wb_status st = WB_OK;
    const filling *f = user;
    wb_effect_memo memo;
    size_t size = block_size(f->work, breakdown);
    size_t n = f->part->blocks(f->work, breakdown);

    wb_effect_memo_init(&memo, f->work->results->level);
    for (size_t k = 0; k < n && size > 0; k++)
        WB_TRY(f->part->fill(f->work, breakdown, k, f->first[breakdown] + k * size, &memo,
                             err));
done:
    return st;
}

static wb_status fill_all(filling *f, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_monitor_results *r = f->work->results;
    size_t n_breakdowns = r->definition->n_breakdowns;
    size_t n = 0;

    f->first = wb_allocate(n_breakdowns, sizeof *f->first);
    if (f->first == NULL)
        return wb_fail_nomem(err);
    for (size_t b = 0; b < n_breakdowns; b++) {
        f->first[b] = n;
        n += f->part->blocks(f->work, b) * block_size(f->work, b);
    }
    WB_TRY(wb_board_rows(f->work->board, n, err));
    WB_TRY(wb_run_parts(r->threads, n_breakdowns, fill_breakdown, f, err));
done:
    wb_release(f->first);
    return st;
}

static wb_status open_work(wb_table_work *work, const wb_monitor_part *part,
                           wb_error *err)
{
    wb_status st = WB_OK;

    work->n_measures = wb_panel_measure_count(work->results->panel);
    work->categories = wb_allocate(2 * work->n_measures, sizeof *work->categories);
    if (work->categories == NULL)
        return wb_fail_nomem(err);
    WB_TRY(wb_board_new(&work->board, err));
    WB_TRY(list_waves(work, err));
    WB_TRY(add_cells(work, part, err));
    WB_TRY(add_measures(work, err));
    list_ids(work);
    WB_TRY(part->columns(work, err));
done:
    return st;
}

static void close_work(wb_table_work *work)
{
    wb_board_free(work->board);
    wb_release(work->waves);
    wb_release(work->categories);
    wb_release(work->keys.variables);
}

wb_status wb_monitor_part_make(const wb_monitor_results *results,
                               const wb_monitor_part *part, void *own, wb_frame **out,
                               wb_error *err)
{
    wb_status st = WB_OK;
    wb_table_work work = {.results = results, .own = own};
    filling f = {&work, part, NULL};
    wb_frame *made = NULL;

    WB_TRY(open_work(&work, part, err));
    WB_TRY(fill_all(&f, err));
    WB_TRY(wb_board_finish(work.board, &made, err));
    WB_TRY(wb_table_describe(results, part->name, made, err));
    *out = made;
    made = NULL;
done:
    wb_frame_free(made);
    close_work(&work);
    return st;
}

/* ---- lists ---- */

wb_status wb_table_list_add(wb_table_list *list, const wb_table_row *row, wb_error *err)
{
    if (list->n == list->room) {
        size_t room = 2 * list->room + 64;
        wb_table_row *grown = wb_resize(list->rows, room, sizeof *grown);
        if (grown == NULL)
            return wb_fail_nomem(err);
        list->rows = grown;
        list->room = room;
    }
    list->rows[list->n++] = *row;
    return WB_OK;
}

static void put_list(const wb_table_work *work, const wb_monitor_list *part,
                     const wb_table_list *list)
{
    int32_t levels[WB_MAX_CROSSED];

    for (size_t i = 0; i < list->n; i++) {
        const wb_table_row *row = &list->rows[i];
        wb_panel_cell(work->results->panel, row->breakdown, row->cell, levels);
        put_keys(work, row->breakdown, levels, row->wave, row->measure, i);
        part->put(work, row, i);
    }
}

wb_status wb_monitor_list_make(const wb_monitor_results *results,
                               const wb_monitor_list *part, void *own, wb_frame **out,
                               wb_error *err)
{
    wb_status st = WB_OK;
    wb_monitor_part like = {
        .name = part->name, .has_waves = true, .columns = part->columns};
    wb_table_work work = {.results = results, .own = own};
    wb_table_list list = {0};
    wb_frame *made = NULL;

    WB_TRY(open_work(&work, &like, err));
    WB_TRY(part->list(&work, &list, err));
    WB_TRY(wb_board_rows(work.board, list.n, err));
    put_list(&work, part, &list);
    WB_TRY(wb_board_finish(work.board, &made, err));
    WB_TRY(wb_table_describe(results, part->name, made, err));
    *out = made;
    made = NULL;
done:
    wb_release(list.rows);
    wb_frame_free(made);
    close_work(&work);
    return st;
}
