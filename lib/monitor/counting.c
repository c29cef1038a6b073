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

wb_status wb_counting_spec(const wb_measures *measures,
                           const wb_monitor_definition *definition, wb_spec **out,
                           wb_error *err)
{
    wb_status st = WB_OK;
    wb_spec *spec = NULL;

    WB_TRY(wb_spec_new(&spec, err));
    WB_TRY(wb_cells_declare(spec, definition, wb_counted_column, WB_UNKNOWN_GROUP, err));
    for (size_t b = 0; b < definition->n_breakdowns; b++) {
        if (wb_breakdown_is_protected(definition, b))
            WB_TRY(wb_cells_break_down(spec, definition, &definition->breakdowns[b],
                                       wb_counted_column, err));
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
