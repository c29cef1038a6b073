/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The specification that counts people for disclosure control. */
#include "monitor/measures.h"
#include "survey/spec.h"

bool wb_measure_is_counted(const wb_measure *measure)
{
    switch (measure->kind) {
    case WB_MEASURE_WORKABLE:
    case WB_MEASURE_BOTTLENECKS:
    case WB_MEASURE_PROBLEM:
    case WB_MEASURE_TOPIC:
        return true;
    case WB_MEASURE_COMBINATION:
    case WB_MEASURE_ACUTE:
    case WB_MEASURE_SCORE:
    case WB_MEASURE_KINDS:
        break;
    }
    return false;
}

bool wb_breakdown_is_protected(const wb_monitor_definition *definition, size_t breakdown)
{
    return definition->publication.protect != WB_PUBLISH_PROTECT_NONE &&
           !definition->breakdowns[breakdown].automatic;
}

wb_status wb_counted_column(const char *id, wb_text *out, wb_error *err)
{
    return wb_text_format(out, err, "@@%s", id);
}

static wb_status declare_groups(wb_spec *spec, const wb_variable *variable,
                                const char *column, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < variable->n_categories; i++)
        WB_TRY(wb_spec_add_category(spec, column, variable->categories[i].id, err));
done:
    return st;
}

static wb_status add_variables(wb_spec *spec, const wb_monitor_definition *d,
                               wb_error *err)
{
    wb_status st = WB_OK;
    wb_text name = {0};

    for (size_t w = 0; w < d->n_waves; w++)
        WB_TRY(wb_spec_add_category(spec, WB_WAVE_COLUMN, d->waves[w].id, err));
    for (size_t v = 0; v < d->n_variables; v++) {
        wb_text_cut(&name, 0);
        WB_TRY(wb_counted_column(d->variables[v].id, &name, err));
        WB_TRY(declare_groups(spec, &d->variables[v], name.bytes, err));
        WB_TRY(wb_spec_add_category(spec, name.bytes, WB_UNKNOWN_GROUP, err));
    }
done:
    wb_text_free(&name);
    return st;
}

static wb_status add_breakdown(wb_spec *spec, const wb_monitor_definition *d,
                               const wb_breakdown *breakdown, wb_error *err)
{
    wb_status st = WB_OK;
    wb_names columns = {0};
    wb_text name = {0};

    WB_TRY(wb_names_add(&columns, WB_WAVE_COLUMN, err));
    for (size_t i = 0; i < breakdown->n; i++) {
        wb_text_cut(&name, 0);
        WB_TRY(wb_counted_column(d->variables[breakdown->variables[i]].id, &name, err));
        WB_TRY(wb_names_add(&columns, name.bytes, err));
    }
    WB_TRY(wb_spec_add_breakdown(spec, (const char *const *)columns.items, columns.count,
                                 err));
done:
    wb_text_free(&name);
    wb_names_free(&columns);
    return st;
}

wb_status wb_counting_spec(const wb_measures *measures,
                           const wb_monitor_definition *definition, wb_spec **out,
                           wb_error *err)
{
    wb_status st = WB_OK;
    wb_spec *spec = NULL;

    WB_TRY(wb_spec_new(&spec, err));
    WB_TRY(add_variables(spec, definition, err));
    for (size_t b = 0; b < definition->n_breakdowns; b++) {
        if (wb_breakdown_is_protected(definition, b))
            WB_TRY(add_breakdown(spec, definition, &definition->breakdowns[b], err));
    }
    for (size_t i = 0; i < measures->n; i++) {
        const wb_measure *m = &measures->items[i];
        if (wb_measure_is_counted(m))
            WB_TRY(wb_spec_add_estimand(spec, m->statistic, m->column, err));
    }
    *out = spec;
    spec = NULL;
done:
    wb_spec_free(spec);
    return st;
}
