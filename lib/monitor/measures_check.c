/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What a definition says of measures is of measures that there are. */
#include "monitor/measures.h"

#include <string.h>

/* A target is of one number: not of categories, an acute problem or a score. */
static bool may_have_target(const wb_measure *measure)
{
    return measure->statistic == WB_STATISTIC_MEAN && measure->kind != WB_MEASURE_ACUTE &&
           measure->kind != WB_MEASURE_SCORE;
}

static bool is_measure(const wb_measures *all, const char *id, bool of_target)
{
    for (size_t m = 0; m < all->n; m++) {
        if (strcmp(all->items[m].id, id) == 0 &&
            (!of_target || may_have_target(&all->items[m])))
            return true;
    }
    return false;
}

static wb_status check_population(const wb_measures *all, const wb_population *population,
                                  wb_error *err)
{
    for (size_t i = 0; i < json_array_size(population->measures); i++) {
        const char *id = json_string_value(json_array_get(population->measures, i));
        if (!is_measure(all, id, false))
            return wb_fail_at(err, WB_E_DATA, -1, id,
                              "population '%s' is of '%s', which is no composite, "
                              "indicator or topic",
                              population->id, id);
    }
    return WB_OK;
}

wb_status wb_measures_check(const wb_measures *measures,
                            const wb_monitor_definition *definition, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t t = 0; t < definition->n_targets; t++) {
        const char *id = definition->targets[t].measure;
        if (!is_measure(measures, id, true))
            return wb_fail_at(err, WB_E_DATA, -1, id,
                              "a target is of '%s', which is no composite, indicator or "
                              "topic with one number",
                              id);
    }
    for (size_t w = 0; w < definition->n_waves; w++) {
        for (size_t p = 0; p < definition->waves[w].n_populations; p++)
            WB_TRY(check_population(measures, &definition->waves[w].populations[p], err));
    }
done:
    return st;
}
