/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A wave comes into a monitor: whole, or it is as if it had not come. */
#include "monitor/monitor.h"

#include "survey/spec.h"

/* What comes in now. */
typedef struct arrival {
    wb_monitor *monitor;
    const char *wave;
    const char *name;
    wb_frame *schema;
    wb_tally *tally;
    wb_tally *people; /* all that is in already among them */
    wb_wave_rows rows;
    wb_row_place place;
    wb_seen seen;
    size_t n_notes; /* before it */
} arrival;

/* "answers.sav, wave 2016: ..." in front of what went wrong; the wave may be that of the
 * row. */
static wb_status tell_where(const arrival *a, wb_status st, wb_error *err)
{
    if (err == NULL || st == WB_E_NOMEM || st == WB_E_CANCELLED)
        return st;
    wb_error before = *err;
    const char *wave =
        a->wave != NULL ? a->wave : wb_row_place_wave(&a->place, before.row);

    if (a->name == NULL && wave == NULL)
        return st;
    (void)wb_fail_at(
        err, st, before.row, before.item, "%s%s%s%s: %s", a->name != NULL ? a->name : "",
        a->name != NULL && wave != NULL ? ", " : "", wave != NULL ? "wave " : "",
        wave != NULL ? wave : "", before.message);
    wb_error_set_where(err, before.where);
    wb_error_set_place(err, before.line, before.column, before.offset);
    return st;
}

/* Missing, and said; but a name in other capitals is no column that was left out. */
static wb_status note_missing(const arrival *a, wb_note_kind kind, const char *variable,
                              const char *column, wb_error *err)
{
    wb_note note = {kind, (char *)a->wave, (char *)a->name, (char *)variable, NULL};
    const char *near = NULL;

    if (wb_frame_find(a->schema, column) >= 0)
        return WB_OK;
    near = wb_frame_find_capitals(a->schema, column);
    if (near != NULL)
        return wb_fail_at(err, WB_E_DATA, -1, column,
                          "there is no column '%s', but '%s': capitals count", column,
                          near);
    return wb_notes_add(&a->monitor->notes, &note, err);
}

/* A file without any answer to the instrument is another file. */
static wb_status check_items(const arrival *a, wb_error *err)
{
    const wb_instrument *instrument = a->monitor->instrument;

    for (size_t i = 0; i < instrument->n_items; i++)
        if (wb_frame_find(a->schema, instrument->items[i].id) >= 0)
            return WB_OK;
    return wb_fail_at(err, WB_E_DATA, -1, instrument->items[0].id,
                      "there is no column for any of the %zu items of instrument '%s', "
                      "such as '%s'",
                      instrument->n_items, instrument->id, instrument->items[0].id);
}

static wb_status note_columns(const arrival *a, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_monitor_definition *d = a->monitor->definition;
    const wb_instrument *instrument = a->monitor->instrument;

    for (size_t i = 0; i < instrument->n_items; i++)
        WB_TRY(note_missing(a, WB_NOTE_ITEM_MISSING, instrument->items[i].id,
                            instrument->items[i].id, err));
    for (size_t v = 0; v < d->n_variables; v++)
        WB_TRY(note_missing(a, WB_NOTE_VARIABLE_MISSING, d->variables[v].id,
                            d->variables[v].column, err));
    for (size_t t = 0; t < d->n_topics; t++) {
        if (d->topics[t].n_any_of == 0)
            WB_TRY(note_missing(a, WB_NOTE_TOPIC_MISSING, d->topics[t].id,
                                d->topics[t].variable.column, err));
    }
    WB_TRY(check_items(a, err));
done:
    return st;
}

static wb_status tally_rows(arrival *a, wb_source *source, const wb_run *run,
                            wb_error *err)
{
    wb_status st = WB_OK;
    const wb_monitor *m = a->monitor;
    wb_source *ready = NULL;
    wb_row_plan plan = {.definition = m->definition,
                        .instrument = m->instrument,
                        .measures = &m->measures,
                        .design = &m->design,
                        .wave = a->wave,
                        .name = a->name,
                        .counted = &a->rows,
                        .place = &a->place,
                        .seen = &a->seen,
                        .notes = &a->monitor->notes,
                        .n_notes = a->n_notes};

    WB_TRY(wb_seen_make(&plan, &a->seen, err));
    WB_TRY(wb_tally_new(m->spec, &a->tally, err));
    if (m->counting != NULL)
        WB_TRY(wb_tally_fork(m->counting, m->people, &a->people, err));
    plan.people = a->people;
    WB_TRY(wb_rows_source(&plan, source, run, &ready, err));
    WB_TRY(wb_tally_update_source(a->tally, ready, run, err));
    WB_TRY(wb_seen_note(&plan, a->schema, err));
done:
    wb_source_free(ready);
    return st;
}

wb_status wb_tally_fork(const wb_spec *spec, const wb_tally *tally, wb_tally **out,
                        wb_error *err)
{
    wb_status st = WB_OK;
    wb_tally *made = NULL;

    WB_TRY(wb_tally_new(spec, &made, err));
    if (tally != NULL)
        WB_TRY(wb_tally_merge(made, tally, err));
    *out = made;
    made = NULL;
done:
    wb_tally_free(made);
    return st;
}

/* The tally of all that was in and of what came: whole, or as it was. */
static wb_status join_tallies(arrival *a, wb_error *err)
{
    wb_monitor *m = a->monitor;
    wb_status st = WB_OK;

    if (m->tally == NULL) {
        m->tally = a->tally;
        a->tally = NULL;
        return WB_OK;
    }
    st = wb_tally_merge(m->tally, a->tally, err);
    return st;
}

static wb_status check_wave(const wb_monitor *monitor, const char *wave, wb_error *err)
{
    const wb_monitor_definition *d = monitor->definition;

    if (wave == NULL && d->wave_column == NULL)
        return wb_fail(err, WB_E_ARG,
                       "no wave is given, and the definition names no column that tells "
                       "it");
    if (wave == NULL)
        return WB_OK;
    if (d->n_waves > 0 && wb_definition_wave(d, wave) == WB_NOWHERE)
        return wb_fail_at(err, WB_E_ARG, -1, wave, "the definition has no wave '%.60s'",
                          wave);
    if (wb_names_find(&monitor->waves, wave) < monitor->waves.count)
        return wb_fail_at(err, WB_E_CONFLICT, -1, wave, "wave '%.60s' is in already",
                          wave);
    return WB_OK;
}

/* Units that come back are known by their clusters, or by their replicate weights. */
static wb_status check_units(const wb_monitor *monitor, wb_error *err)
{
    const wb_spec *spec = monitor->spec;

    if (!monitor->definition->shared_units || spec->clusters.count > 0 ||
        spec->replicates.columns.count > 0)
        return WB_OK;
    return wb_fail(err, WB_E_DESIGN,
                   "waves that share units need clusters: the people or workplaces that "
                   "are asked again");
}

/* Room for the waves of what came, so that nothing can fail behind the tallies. */
static wb_status reserve_rows(const arrival *a, wb_error *err)
{
    wb_status st = WB_OK;
    for (size_t w = 0; w < a->rows.waves.count; w++)
        WB_TRY(wb_wave_rows_add(&a->monitor->rows, a->rows.waves.items[w], 0, err));
done:
    return st;
}

/* Notes, labels and rows; what fails leaves notes and labels as they were. */
static wb_status take_in(arrival *a, wb_source *source, const wb_run *run, wb_error *err)
{
    wb_status st = WB_OK;
    wb_monitor *m = a->monitor;
    wb_found_labels labels = {0};

    WB_TRY(wb_source_schema(source, &a->schema, err));
    WB_TRY(wb_found_labels_copy(&m->labels, &labels, err));
    WB_TRY(note_columns(a, err));
    wb_label_check check = {m->definition, m->instrument, a->schema, a->wave, a->name};
    WB_TRY(wb_labels_check(&check, &labels, &m->notes, err));
    WB_TRY(tally_rows(a, source, run, err));
    WB_TRY(reserve_rows(a, err));
    if (a->wave != NULL)
        WB_TRY(wb_names_add(&m->waves, a->wave, err));
    st = join_tallies(a, err);
    if (st != WB_OK && a->wave != NULL)
        wb_release(m->waves.items[--m->waves.count]);
    for (size_t w = 0; st == WB_OK && w < a->rows.waves.count; w++)
        st = wb_wave_rows_add(&m->rows, a->rows.waves.items[w], a->rows.counts[w], err);
    if (st == WB_OK) {
        wb_found_labels_free(&m->labels);
        m->labels = labels;
        wb_tally_free(m->people);
        m->people = a->people;
        a->people = NULL;
        m->synthetic = m->synthetic || wb_frame_is_synthetic(a->schema);
        labels = (wb_found_labels){0};
    }
done:
    wb_found_labels_free(&labels);
    return st;
}

wb_status wb_monitor_add(wb_monitor *monitor, const char *wave, const char *name,
                         wb_source *source, const wb_run *run, wb_error *err)
{
    wb_status st = WB_OK;
    arrival a = {.monitor = monitor, .wave = wave, .name = name};

    if (monitor == NULL || source == NULL)
        return wb_fail(err, WB_E_ARG, "a monitor and a source are required");
    a.n_notes = monitor->notes.n;
    WB_TRY(check_wave(monitor, wave, err));
    WB_TRY(check_units(monitor, err));
    st = take_in(&a, source, run, err);
    if (st != WB_OK) {
        wb_notes_cut(&monitor->notes, a.n_notes);
        st = tell_where(&a, st, err);
    }
done:
    wb_tally_free(a.tally);
    wb_tally_free(a.people);
    wb_frame_free(a.schema);
    wb_names_free(&a.rows.waves);
    wb_row_place_free(&a.place);
    wb_seen_free(&a.seen);
    return st;
}
