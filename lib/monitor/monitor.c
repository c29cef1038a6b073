/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A monitor is made here, and freed; waves come in by arrival.c. */
#include "monitor/monitor.h"

#include <string.h>

/* ---- making one ---- */

static wb_status fail_taken(const char *id, wb_error *err)
{
    return wb_fail_at(err, WB_E_CONFLICT, -1, id,
                      "'%s' is the name of a column of the results", id);
}

/* Names are once: items, scores, variables and topics stand side by side in results. */
static wb_status check_name(const wb_instrument *instrument, const char *id,
                            wb_error *err)
{
    static const char *const taken[] = {
        "wave",       "reference", "statistic",  "variable", "category",
        "measure",    "kind",      "estimate",   "se",       "lower",
        "upper",      "df",        "n",          "deff",     "status",
        "difference", "p",         "p_adjusted", "published"};

    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
        if (strcmp(taken[i], id) == 0 || strncmp(id, "published", 9) == 0)
            return fail_taken(id, err);
    }
    wb_id_kind kind = wb_ids_find(&instrument->ids, id).kind;
    if (kind != WB_ID_NONE && kind != WB_ID_ITEM)
        return wb_fail_at(err, WB_E_CONFLICT, -1, id,
                          "'%s' is the name of a score of instrument '%s'", id,
                          instrument->id);
    return WB_OK;
}

/* Groups have a column in every part, beside those that only some have. */
static wb_status check_group(const wb_instrument *instrument, const char *id,
                             wb_error *err)
{
    static const char *const taken[] = {
        "flag", "compared_with", "against",    "waves",     "slope", "target", "date",
        "goal", "source",        "population", "direction", "total", "count"};

    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
        if (strcmp(taken[i], id) == 0)
            return fail_taken(id, err);
    }
    return check_name(instrument, id, err);
}

static wb_status check_names(const wb_monitor *monitor, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_monitor_definition *d = monitor->definition;

    if (strcmp(d->instrument, monitor->instrument->id) != 0)
        return wb_fail_at(err, WB_E_ARG, -1, monitor->instrument->id,
                          "the definition is for instrument '%s', not '%s'",
                          d->instrument, monitor->instrument->id);
    for (size_t v = 0; v < d->n_variables; v++)
        WB_TRY(check_group(monitor->instrument, d->variables[v].id, err));
    for (size_t t = 0; t < d->n_topics; t++)
        WB_TRY(check_name(monitor->instrument, d->topics[t].id, err));
done:
    return st;
}

static wb_status hold_instrument(wb_monitor *monitor, const wb_instrument *instrument,
                                 wb_error *err)
{
    wb_instrument *built_in = NULL;

    if (instrument != NULL) {
        monitor->instrument = wb_instrument_hold(instrument);
        return WB_OK;
    }
    wb_status st = wb_instrument_builtin(monitor->definition->instrument, &built_in, err);
    monitor->instrument = built_in;
    return st;
}

/* Columns of the specification that the monitor does not make. */
static wb_status list_design(wb_monitor *monitor, const wb_spec *spec, wb_names *out,
                             wb_error *err)
{
    wb_status st = WB_OK;
    wb_frame *columns = NULL;

    WB_TRY(wb_spec_columns(spec, &columns, err));
    for (int64_t i = 0; i < wb_frame_row_count(columns); i++) {
        size_t length;
        const char *bytes = wb_frame_text(columns, 0, i, &length);
        char name[WB_COLUMN_NAME + 1];
        snprintf(name, sizeof name, "%.*s", (int)length, bytes);
        wb_id_kind kind = wb_ids_find(&monitor->instrument->ids, name).kind;
        if (name[0] != '@' && (kind == WB_ID_NONE || kind == WB_ID_ITEM))
            WB_TRY(wb_names_add(out, name, err));
    }
done:
    wb_frame_free(columns);
    return st;
}

static wb_status take_design(wb_monitor *monitor, const wb_spec *design, wb_error *err)
{
    wb_status st = WB_OK;
    wb_spec *spec = NULL;
    wb_names names = {0};

    WB_TRY(wb_measures_spec(&monitor->measures, monitor->definition, monitor->instrument,
                            design, &spec, err));
    WB_TRY(list_design(monitor, spec, &names, err));
    wb_spec_free(monitor->spec);
    wb_names_free(&monitor->design);
    monitor->spec = spec;
    monitor->design = names;
    return WB_OK;
done:
    wb_spec_free(spec);
    wb_names_free(&names);
    return st;
}

wb_status wb_monitor_new(const wb_monitor_definition *definition,
                         const wb_instrument *scoring, wb_monitor **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_monitor *made = NULL;

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    if (definition == NULL)
        return wb_fail(err, WB_E_ARG, "a definition is required");
    made = wb_allocate(1, sizeof *made);
    if (made == NULL)
        return wb_fail_nomem(err);
    made->definition = wb_definition_hold(definition);
    WB_TRY(hold_instrument(made, scoring, err));
    WB_TRY(check_names(made, err));
    WB_TRY(wb_measures_make(definition, made->instrument, &made->measures, err));
    WB_TRY(wb_measures_check(&made->measures, definition, err));
    WB_TRY(take_design(made, NULL, err));
    if (definition->publication.protect != WB_PUBLISH_PROTECT_NONE)
        WB_TRY(wb_counting_spec(&made->measures, definition, &made->counting, err));
    *out = made;
    made = NULL;
done:
    wb_monitor_free(made);
    return st;
}

wb_status wb_monitor_set_design(wb_monitor *monitor, const wb_spec *spec, wb_error *err)
{
    if (monitor == NULL || spec == NULL)
        return wb_fail(err, WB_E_ARG, "a monitor and a specification are required");
    if (monitor->tally != NULL)
        return wb_fail(err, WB_E_ARG, "the design is set before the first wave comes in");
    return take_design(monitor, spec, err);
}

void wb_monitor_free(wb_monitor *monitor)
{
    if (monitor == NULL)
        return;
    wb_monitor_definition_free((wb_monitor_definition *)monitor->definition);
    wb_instrument_free((wb_instrument *)monitor->instrument);
    wb_measures_clear(&monitor->measures);
    wb_spec_free(monitor->spec);
    wb_names_free(&monitor->design);
    wb_tally_free(monitor->tally);
    wb_spec_free(monitor->counting);
    wb_tally_free(monitor->people);
    wb_names_free(&monitor->waves);
    wb_notes_free(&monitor->notes);
    wb_found_labels_free(&monitor->labels);
    wb_names_free(&monitor->rows.waves);
    wb_release(monitor);
}

int64_t wb_monitor_row_count(const wb_monitor *monitor)
{
    return monitor->tally != NULL ? wb_tally_row_count(monitor->tally) : 0;
}
