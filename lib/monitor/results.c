/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* From what came in to results: every estimate, and what has to be said about the data.
 */
#include "monitor/monitor.h"

#include "base/text.h"
#include "monitor/publish.h"

#include <math.h>
#include <string.h>

/* ---- making ---- */

static wb_status copy_tally(const wb_monitor *monitor, wb_tally **out, wb_error *err)
{
    if (monitor->tally == NULL || wb_tally_row_count(monitor->tally) == 0)
        return wb_fail(err, WB_E_DATA, "no answers came in");
    return wb_tally_fork(monitor->spec, monitor->tally, out, err);
}

/* What the groups of a breakdown are held against: everybody, or in a nested breakdown
 * the group they are in. */
static wb_status list_wholes(const wb_monitor_definition *d, size_t **out, wb_error *err)
{
    size_t *against = wb_allocate(d->n_breakdowns, sizeof *against);

    if (against == NULL)
        return wb_fail_nomem(err);
    for (size_t b = 1; b < d->n_breakdowns; b++) {
        const wb_breakdown *breakdown = &d->breakdowns[b];
        if (breakdown->nested)
            against[b] =
                wb_definition_breakdown(d, breakdown->variables, breakdown->n - 1);
        else if (!d->rest && !d->total)
            against[b] = b;
    }
    *out = against;
    return WB_OK;
}

static wb_status estimate(wb_monitor_results *made, const wb_monitor_options *options,
                          const wb_run *run, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_monitor_definition *d = made->definition;
    wb_estimate_options estimating = WB_ESTIMATE_OPTIONS_INIT;
    size_t *against = NULL;

    estimating.level = made->level;
    estimating.interval = d->interval;
    estimating.lonely = options->lonely;
    WB_TRY(list_wholes(d, &against, err));
    wb_panel_wish wish = {against, d->shared_units};
    WB_TRY(wb_panel_new(made->tally, &wish, &estimating, run, &made->panel, err));
done:
    wb_release(against);
    return st;
}

/* Times of waves: those of the definition, else their numbers when all are numbers, else
 * their places. */
static wb_status list_times(wb_monitor_results *made, wb_error *err)
{
    const wb_monitor_definition *d = made->definition;
    size_t n = wb_panel_wave_count(made->panel);

    made->times = wb_allocate(n, sizeof *made->times);
    if (made->times == NULL)
        return wb_fail_nomem(err);
    if (d->n_waves == 0 && wb_panel_wave_numbers(made->panel, made->times))
        return WB_OK;
    for (size_t w = 0; w < n; w++)
        made->times[w] = w < d->n_waves ? d->waves[w].time : (double)w + 1;
    return WB_OK;
}

/* Waves in their order. */
static wb_status list_waves(wb_monitor_results *made, wb_error *err)
{
    wb_status st = WB_OK;
    size_t n = wb_panel_wave_count(made->panel);
    wb_text name = {0};

    WB_TRY(list_times(made, err));
    for (size_t w = 0; w < n; w++) {
        char room[WB_NUMBER_CHARS];
        size_t length;
        const char *text =
            wb_panel_level(made->panel, WB_WAVE_COLUMN, (int32_t)w, room, &length);
        wb_text_cut(&name, 0);
        WB_TRY(wb_text_append(&name, text, length, err));
        WB_TRY(wb_names_add(&made->waves, name.bytes, err));
    }
done:
    wb_text_free(&name);
    return st;
}

/* ---- what the data lack ---- */

static int64_t rows_of(const wb_monitor_results *r, size_t wave, size_t measure)
{
    const wb_panel_part *all = wb_panel_part_at(r->panel, 0);
    size_t n_measures = wb_panel_measure_count(r->panel);
    return all->n_cells == 0 ? 0 : all->values[wave * n_measures + measure].n;
}

/* A wave that came in has an estimate of something. */
static bool has_wave(const wb_monitor_results *r, size_t wave)
{
    for (size_t m = 0; m < wb_panel_measure_count(r->panel); m++) {
        if (rows_of(r, wave, m) > 0)
            return true;
    }
    return false;
}

static wb_status note_answers(wb_monitor_results *r, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t w = 0; w < r->waves.count; w++) {
        for (size_t m = 0; m < wb_panel_measure_count(r->panel); m++) {
            wb_panel_measure at = wb_panel_measure_at(r->panel, m);
            const wb_measure *measure = &r->measures.items[at.estimand];
            wb_note note = {WB_NOTE_NO_ANSWERS, r->waves.items[w], NULL,
                            measure->variable, NULL};
            if (at.level <= 0 && has_wave(r, w) && rows_of(r, w, m) == 0)
                WB_TRY(wb_notes_add(&r->notes, &note, err));
        }
    }
done:
    return st;
}

/* Waves that have rows in a cell: how many, and the last of them. */
static size_t waves_of(const wb_monitor_results *r, const wb_panel_part *part,
                       int64_t cell, size_t *last)
{
    size_t n_waves = r->waves.count;
    size_t n_measures = wb_panel_measure_count(r->panel);
    size_t n = 0;

    for (size_t w = 0; w < n_waves; w++) {
        const wb_estimate *values =
            part->values + ((size_t)cell * n_waves + w) * n_measures;
        size_t m = 0;
        while (m < n_measures && values[m].n == 0)
            m++;
        if (m < n_measures) {
            *last = w;
            n++;
        }
    }
    return n;
}

static wb_status note_category(wb_monitor_results *r, size_t variable, int64_t cell,
                               size_t breakdown, size_t wave, wb_error *err)
{
    wb_status st = WB_OK;
    const char *id = r->definition->variables[variable].id;
    wb_text column = {0};
    wb_text category = {0};
    char room[WB_NUMBER_CHARS];
    size_t length;
    int32_t level;

    wb_panel_cell(r->panel, breakdown, cell, &level);
    WB_TRY(wb_made_column(id, &column, err));
    const char *text = wb_panel_level(r->panel, column.bytes, level, room, &length);
    WB_TRY(wb_text_append(&category, text, length, err));
    wb_note note = {WB_NOTE_ONE_WAVE, r->waves.items[wave], NULL, (char *)id,
                    category.bytes};
    WB_TRY(wb_notes_add(&r->notes, &note, err));
done:
    wb_text_free(&column);
    wb_text_free(&category);
    return st;
}

/* Categories that one wave has, of variables that several have. */
static wb_status note_categories(wb_monitor_results *r, size_t breakdown, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_breakdown *b = &r->definition->breakdowns[breakdown];
    const wb_panel_part *part = wb_panel_part_at(r->panel, breakdown);
    bool several = false;
    size_t wave = 0;

    for (int64_t c = 0; c < part->n_cells && !several; c++)
        several = waves_of(r, part, c, &wave) > 1;
    for (int64_t c = 0; c < part->n_cells && several; c++) {
        if (waves_of(r, part, c, &wave) == 1)
            WB_TRY(note_category(r, b->variables[0], c, breakdown, wave, err));
    }
done:
    return st;
}

static wb_status take_notes(wb_monitor_results *r, const wb_monitor *monitor,
                            wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_notes_copy(&monitor->notes, &r->notes, err));
    WB_TRY(wb_found_labels_copy(&monitor->labels, &r->labels, err));
    WB_TRY(note_answers(r, err));
    for (size_t b = 1; b < r->definition->n_breakdowns; b++) {
        if (r->definition->breakdowns[b].n == 1)
            WB_TRY(note_categories(r, b, err));
    }
done:
    return st;
}

/* ---- all of it ---- */

static wb_status read_options(const wb_monitor *monitor, const wb_monitor_options *theirs,
                              wb_monitor_options *ours, wb_error *err)
{
    *ours = (wb_monitor_options)WB_MONITOR_OPTIONS_INIT;
    wb_status st = wb_options_read_whole(
        ours, sizeof *ours, offsetof(wb_monitor_options, reserved1), theirs, err);

    if (st != WB_OK)
        return st;
    if (ours->level == 0)
        ours->level = monitor->definition->level;
    st = wb_level_read(&ours->level, err);
    return st == WB_OK ? wb_results_check_ledger(monitor->definition, ours, err) : st;
}

static wb_status make(const wb_monitor *monitor, const wb_monitor_options *options,
                      const wb_run *run, wb_monitor_results *made, wb_error *err)
{
    wb_status st = WB_OK;
    wb_run ours;

    made->definition = wb_definition_hold(monitor->definition);
    made->instrument = wb_instrument_hold(monitor->instrument);
    made->level = options->level;
    WB_TRY(wb_run_read(&ours, run, err));
    made->threads = ours.threads;
    WB_TRY(wb_measures_make(made->definition, made->instrument, &made->measures, err));
    WB_TRY(copy_tally(monitor, &made->tally, err));
    made->synthetic = monitor->synthetic;
    WB_TRY(estimate(made, options, run, err));
    WB_TRY(list_waves(made, err));
    WB_TRY(wb_results_judge(made, monitor->people, options, run, err));
    made->rows = wb_allocate(made->waves.count, sizeof *made->rows);
    if (made->rows == NULL)
        return wb_fail_nomem(err);
    for (size_t w = 0; w < made->waves.count; w++)
        made->rows[w] = wb_wave_rows_of(&monitor->rows, made->waves.items[w]);
    WB_TRY(take_notes(made, monitor, err));
done:
    return st;
}

wb_status wb_monitor_results_make(const wb_monitor *monitor,
                                  const wb_monitor_options *options, const wb_run *run,
                                  wb_monitor_results **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_monitor_results *made = NULL;
    wb_monitor_options ours;

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    if (monitor == NULL)
        return wb_fail(err, WB_E_ARG, "a monitor is required");
    WB_TRY(read_options(monitor, options, &ours, err));
    made = wb_allocate(1, sizeof *made);
    if (made == NULL)
        return wb_fail_nomem(err);
    WB_TRY(make(monitor, &ours, run, made, err));
    *out = made;
    made = NULL;
done:
    wb_monitor_results_free(made);
    return st;
}

static void free_frames(wb_frame **frames, size_t n)
{
    for (size_t i = 0; frames != NULL && i < n; i++)
        wb_frame_free(frames[i]);
    wb_release(frames);
}

static void free_released(wb_monitor_results *results)
{
    free_frames(results->released, results->waves.count);
    free_frames(results->audit, results->waves.count);
    wb_ledger_free(results->ledger);
}

void wb_monitor_results_free(wb_monitor_results *results)
{
    if (results == NULL)
        return;
    for (size_t b = 0;
         results->published != NULL && b < results->definition->n_breakdowns; b++)
        wb_release(results->published[b]);
    wb_release(results->published);
    free_released(results);
    wb_monitor_definition_free((wb_monitor_definition *)results->definition);
    wb_instrument_free((wb_instrument *)results->instrument);
    wb_measures_clear(&results->measures);
    wb_panel_free(results->panel);
    wb_tally_free(results->tally);
    wb_notes_free(&results->notes);
    wb_found_labels_free(&results->labels);
    wb_names_free(&results->waves);
    wb_release(results->times);
    wb_release(results->rows);
    wb_release(results);
}
