/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What a definition names, found by its id. */
#include "monitor/definition.h"

#include <string.h>

const json_t *wb_definition_languages(const wb_monitor_definition *definition)
{
    return json_object_get(definition->document.root, "languages");
}

const char *wb_definition_label(const wb_monitor_definition *definition,
                                const json_t *object, const char *language)
{
    return wb_json_text(object, "label", language, wb_definition_languages(definition));
}

size_t wb_definition_wave(const wb_monitor_definition *definition, const char *id)
{
    for (size_t i = 0; i < definition->n_waves; i++) {
        if (strcmp(definition->waves[i].id, id) == 0)
            return i;
    }
    return WB_NOWHERE;
}

size_t wb_definition_variable(const wb_monitor_definition *definition, const char *id)
{
    for (size_t i = 0; i < definition->n_variables; i++) {
        if (strcmp(definition->variables[i].id, id) == 0)
            return i;
    }
    return WB_NOWHERE;
}

size_t wb_definition_topic(const wb_monitor_definition *definition, const char *id)
{
    for (size_t i = 0; i < definition->n_topics; i++) {
        if (strcmp(definition->topics[i].id, id) == 0)
            return i;
    }
    return WB_NOWHERE;
}

size_t wb_definition_breakdown(const wb_monitor_definition *definition,
                               const size_t *variables, size_t n)
{
    for (size_t b = 0; b < definition->n_breakdowns; b++) {
        const wb_breakdown *breakdown = &definition->breakdowns[b];
        if (breakdown->n == n && (n == 0 || memcmp(breakdown->variables, variables,
                                                   n * sizeof *variables) == 0))
            return b;
    }
    return WB_NOWHERE;
}
