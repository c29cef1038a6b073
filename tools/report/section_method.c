/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* How the numbers were made, as the definition says. */
#include "section.h"

/* Names of methods that both languages share. */
static const char *const interval_names[] = {
    [WB_INTERVAL_LOGIT] = "logit",
    [WB_INTERVAL_WALD] = "Wald",
    [WB_INTERVAL_WILSON] = "Wilson",
    [WB_INTERVAL_BETA] = "Korn-Graubard (beta)",
    [WB_INTERVAL_LIKELIHOOD] = "Rao-Scott (likelihood)",
    [WB_INTERVAL_ASIN] = "arcsin √p",
    [WB_INTERVAL_AGRESTI_COULL] = "Agresti-Coull",
    [WB_INTERVAL_JEFFREYS] = "Jeffreys",
};

static wbr_text_id text_of_interval(int32_t interval)
{
    return interval == WB_INTERVAL_LOGIT  ? WBR_TEXT_METHOD_INTERVAL_LOGIT
           : interval == WB_INTERVAL_WALD ? WBR_TEXT_METHOD_INTERVAL_WALD
                                          : WBR_TEXT_METHOD_INTERVAL_OTHER;
}

static const char *text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

/* "a, b" of a list of the design. */
static void names_write(page *p, const json_t *names)
{
    for (size_t i = 0; i < json_array_size(names); i++) {
        page_raw(p, i > 0 ? ", " : "");
        page_text(p, json_string_value(json_array_get(names, i)));
    }
}

static int has_shared_units(const json_t *definition)
{
    return json_is_true(
        json_object_get(json_object_get(definition, "waves"), "shared_units"));
}

static void waves_write(page *p, const json_t *definition)
{
    const json_t *waves = json_object_get(definition, "waves");
    const char *column = text_of(waves, "column");
    if (has_shared_units(definition)) {
        page_both(p,
                  "Golven hebben mensen of ondernemingen gemeen: een verschil tussen "
                  "golven houdt daar rekening mee. ",
                  "Waves share people or workplaces: a difference between waves takes "
                  "that into account. ");
    } else if (column != NULL) {
        page_fill(p, WBR_TEXT_METHOD_DESIGN, (const char *const[]){column});
        page_raw(p, " ");
    } else {
        page_both(p,
                  "Elke golf is een eigen steekproef: golven zijn strata en worden als "
                  "onafhankelijk behandeld. ",
                  "Each wave is a sample of its own: waves are strata and are treated as "
                  "independent. ");
    }
}

static void design_write(page *p, const json_t *definition)
{
    const json_t *design = json_object_get(definition, "design");
    const json_t *strata = json_object_get(design, "strata");
    const json_t *clusters = json_object_get(design, "clusters");
    const json_t *fpc = json_object_get(design, "fpc");
    const char *weights = text_of(design, "weights");
    waves_write(p, definition);
    if (json_array_size(strata) > 0) {
        page_both(p, "Strata binnen een golf: ", "Strata within a wave: ");
        names_write(p, strata);
        page_raw(p, ". ");
    }
    if (json_array_size(clusters) > 0) {
        page_both(p, "Clusters: ", "Clusters: ");
        names_write(p, clusters);
        page_raw(p, ". ");
    }
    if (json_array_size(fpc) > 0) {
        page_both(p, "Eindige populatie (fpc): ", "Finite population (fpc): ");
        names_write(p, fpc);
        page_raw(p, ". ");
    } else {
        page_both(p, "Trekking met teruglegging binnen strata. ",
                  "Drawn with replacement within strata. ");
    }
    page_fill(p, weights != NULL ? WBR_TEXT_METHOD_WEIGHTED : WBR_TEXT_METHOD_UNWEIGHTED,
              (const char *const[]){weights});
}

static wbr_text_id text_of_df(const json_t *definition)
{
    const json_t *design = json_object_get(definition, "design");
    return has_shared_units(definition) ? WBR_TEXT_METHOD_DF_SHARED
           : json_array_size(json_object_get(design, "clusters")) > 0
               ? WBR_TEXT_METHOD_DF_CLUSTERS
               : WBR_TEXT_METHOD_DF;
}

void section_method(page *p, const wbr_model *model)
{
    const wbr_group *group = wbr_model_group(model);
    char level[WBR_NUMBER_BYTES];
    wbr_level(p->options.language, p->options.level, level);
    page_raw(p, "<h3>");
    page_say(p, WBR_TEXT_METHOD);
    page_raw(p, "</h3>\n<p>");
    design_write(p, group->definition);
    page_raw(p, "</p>\n<p>");
    page_fill(p, text_of_interval(p->options.interval),
              (const char *const[]){level, interval_names[p->options.interval]});
    page_raw(p, " ");
    page_say(p, text_of_df(group->definition));
    page_raw(p, "</p>\n<p>");
    page_say(p, WBR_TEXT_METHOD_MISSING);
    page_raw(p, "</p>\n<p>");
    page_say(p, has_shared_units(group->definition) ? WBR_TEXT_METHOD_CHANGE_SHARED
                                                    : WBR_TEXT_METHOD_CHANGE);
    page_raw(p, "</p>\n");
}
