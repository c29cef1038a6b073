/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The specification of a monitor: the design, the measures, and every breakdown with the
 * wave in front. */
#include "survey/spec.h"
#include "monitor/measures.h"

#include <stdio.h>
#include <string.h>

/* ---- the design ---- */

static wb_status add_names(wb_names *to, const wb_names *from, wb_error *err)
{
    wb_status st = WB_OK;
    for (size_t i = 0; i < from->count; i++)
        WB_TRY(wb_names_add(to, from->items[i], err));
done:
    return st;
}

/* Waves that are samples of their own are strata; the ids of clusters are theirs. */
static wb_status separate_waves(wb_spec *spec, wb_error *err)
{
    wb_status st = WB_OK;

    if (spec->replicates.columns.count == 0)
        WB_TRY(wb_names_add(&spec->strata, WB_WAVE_COLUMN, err));
    if (spec->clusters.count > 0)
        spec->nested = true;
    for (size_t i = 0; i < spec->calibration.n_margins; i++)
        WB_TRY(wb_names_add(&spec->calibration.margins[i], WB_WAVE_COLUMN, err));
    if (spec->calibration.auxiliaries.count > 0)
        st = wb_fail(err, WB_E_UNSUPPORTED,
                     "totals of auxiliary variables that weights were calibrated to are "
                     "of one sample, and waves are samples of their own: use margins");
done:
    return st;
}

static wb_status defined_design(const wb_monitor_definition *d, wb_spec *spec,
                                wb_error *err)
{
    wb_status st = WB_OK;

    if (d->weights != NULL)
        WB_TRY(wb_spec_set_weights(spec, d->weights, err));
    WB_TRY(add_names(&spec->strata, &d->strata, err));
    WB_TRY(add_names(&spec->clusters, &d->clusters, err));
    WB_TRY(add_names(&spec->fpc, &d->fpc, err));
    spec->nested = d->nested;
done:
    return st;
}

/* A copy that asks for nothing. */
static wb_status copy_design(const wb_spec *design, wb_spec **out, wb_error *err)
{
    wb_spec bare = *design;

    if (design->units == WB_UNITS_ORDERED)
        return wb_fail(err, WB_E_UNSUPPORTED,
                       "groups of a monitor are compared, and clusters that close cannot "
                       "be: give the units as they come");
    bare.estimands = NULL;
    bare.n_estimands = 0;
    bare.breakdowns = NULL;
    bare.n_breakdowns = 0;
    bare.categories = NULL;
    bare.n_categories = 0;
    return wb_spec_copy(&bare, out, err);
}

/* ---- categories ---- */

static wb_status declare_groups(wb_spec *spec, const char *column,
                                const wb_variable *variable, wb_error *err)
{
    wb_status st = WB_OK;
    for (size_t i = 0; i < variable->n_categories; i++)
        WB_TRY(wb_spec_add_category(spec, column, variable->categories[i].id, err));
done:
    return st;
}

static wb_status declare_counts(wb_spec *spec, const char *column, size_t n,
                                wb_error *err)
{
    wb_status st = WB_OK;
    for (size_t i = 0; i <= n; i++) {
        char text[24];
        snprintf(text, sizeof text, "%zu", i);
        WB_TRY(wb_spec_add_category(spec, column, text, err));
    }
done:
    return st;
}

static wb_status declare_combinations(wb_spec *spec, const char *column,
                                      const wb_instrument *instrument,
                                      const wb_composite *composite, wb_error *err)
{
    wb_status st = WB_OK;
    uint32_t parts[WB_MAX_COMBINED];
    uint32_t n = 1u << wb_composite_parts(composite, parts);
    wb_text name = {0};

    for (uint32_t bits = 0; bits < n; bits++) {
        wb_text_cut(&name, 0);
        WB_TRY(wb_combination_name(instrument, composite, bits, &name, err));
        WB_TRY(wb_spec_add_category(spec, column, name.bytes, err));
    }
done:
    wb_text_free(&name);
    return st;
}

static wb_status declare_measure(wb_spec *spec, const wb_measure *m,
                                 const wb_monitor_definition *definition,
                                 const wb_instrument *instrument, wb_error *err)
{
    if (m->kind == WB_MEASURE_BOTTLENECKS)
        return declare_counts(spec, m->column,
                              instrument->composites[m->composite].n_parts, err);
    if (m->kind == WB_MEASURE_COMBINATION)
        return declare_combinations(spec, m->column, instrument,
                                    &instrument->composites[m->composite], err);
    if (m->topic != WB_NOWHERE)
        return declare_groups(spec, m->column, &definition->topics[m->topic].variable,
                              err);
    return WB_OK;
}

wb_status wb_cells_declare(wb_spec *spec, const wb_monitor_definition *d,
                           wb_column_name *name_of, const char *unknown, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text name = {0};

    for (size_t w = 0; w < d->n_waves; w++)
        WB_TRY(wb_spec_add_category(spec, WB_WAVE_COLUMN, d->waves[w].id, err));
    for (size_t v = 0; v < d->n_variables; v++) {
        wb_text_cut(&name, 0);
        WB_TRY(name_of(d->variables[v].id, &name, err));
        WB_TRY(declare_groups(spec, name.bytes, &d->variables[v], err));
        if (unknown != NULL)
            WB_TRY(wb_spec_add_category(spec, name.bytes, unknown, err));
    }
done:
    wb_text_free(&name);
    return st;
}

/* ---- breakdowns ---- */

wb_status wb_cells_break_down(wb_spec *spec, const wb_monitor_definition *d,
                              const wb_breakdown *breakdown, wb_column_name *name_of,
                              wb_error *err)
{
    wb_status st = WB_OK;
    wb_names columns = {0};
    wb_text name = {0};

    WB_TRY(wb_names_add(&columns, WB_WAVE_COLUMN, err));
    for (size_t i = 0; i < breakdown->n; i++) {
        wb_text_cut(&name, 0);
        WB_TRY(name_of(d->variables[breakdown->variables[i]].id, &name, err));
        WB_TRY(wb_names_add(&columns, name.bytes, err));
    }
    WB_TRY(wb_spec_add_breakdown(spec, (const char *const *)columns.items, columns.count,
                                 err));
done:
    wb_text_free(&name);
    wb_names_free(&columns);
    return st;
}

wb_status wb_measures_spec(const wb_measures *measures,
                           const wb_monitor_definition *definition,
                           const wb_instrument *instrument, const wb_spec *design,
                           wb_spec **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_spec *spec = NULL;

    WB_TRY(design != NULL ? copy_design(design, &spec, err) : wb_spec_new(&spec, err));
    if (design == NULL)
        WB_TRY(defined_design(definition, spec, err));
    if (!definition->shared_units)
        WB_TRY(separate_waves(spec, err));
    WB_TRY(wb_cells_declare(spec, definition, wb_made_column, NULL, err));
    for (size_t b = 0; b < definition->n_breakdowns; b++)
        WB_TRY(wb_cells_break_down(spec, definition, &definition->breakdowns[b],
                                   wb_made_column, err));
    for (size_t i = 0; i < measures->n; i++) {
        const wb_measure *m = &measures->items[i];
        WB_TRY(wb_spec_add_estimand(spec, m->statistic, m->column, err));
        WB_TRY(declare_measure(spec, m, definition, instrument, err));
    }
    *out = spec;
    spec = NULL;
done:
    wb_spec_free(spec);
    return st;
}
