/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* How a rate stands to its target, and where it goes over the waves. */
#include "cells.h"
#include "definition.h"
#include "section.h"

#include <math.h>
#include <string.h>

/* ---- targets ---- */

/* Above or below, as far as the sample can tell. */
static void target_finding(page *p, const wb_frame *targets, int64_t row)
{
    double lower = cell_double(targets, "lower", row);
    double upper = cell_double(targets, "upper", row);
    if (cell_is(targets, "status", row, "hidden")) {
        page_both(p, "niet getoond", "not shown");
    } else if (isnan(lower) || isnan(upper)) {
        page_say(p, WBR_TEXT_NO_TEST);
    } else if (lower > 0) {
        page_both(p, "boven het streefcijfer", "above the target");
    } else if (upper < 0) {
        page_both(p, "onder het streefcijfer", "below the target");
    } else {
        page_both(p, "niet te onderscheiden van het streefcijfer",
                  "not to be told from the target");
    }
}

static void target_row(page *p, const wb_frame *targets, int64_t row, arena *texts)
{
    char text[WBR_NUMBER_BYTES];
    page_raw(p, "<tr><th scope=\"row\">");
    page_text(p, cell_text(p, texts, targets, "wave", row));
    page_raw(p, "</th><td>");
    page_percent(p, cell_double(targets, "estimate", row));
    page_raw(p, "</td><td>");
    page_percent(p, cell_double(targets, "target", row));
    page_raw(p, cell_is(targets, "goal", row, "towards") ? " →" : "");
    page_raw(p, "</td><td>");
    page_text(p, cell_text(p, texts, targets, "date", row));
    page_raw(p, "</td><td>");
    page_number(p, cell_double(targets, "difference", row) * 100, 1, 1);
    page_interval(p, cell_double(targets, "lower", row),
                  cell_double(targets, "upper", row), 100, 1);
    page_raw(p, "</td><td>");
    wbr_p_value(p->options.language, cell_double(targets, "p", row), text);
    page_text(p, text);
    page_raw(p, "</td><td class=\"t\">");
    target_finding(p, targets, row);
    page_raw(p, "</td></tr>\n");
}

static void targets_sources(page *p, const json_t *definition)
{
    const json_t *list = json_object_get(definition, "targets");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *target = json_array_get(list, i);
        const char *label = definition_text(target, "label", p->options.language);
        const char *source = json_string_value(json_object_get(target, "source"));
        page_raw(p, "<p class=\"small\">");
        page_text(p, label != NULL ? label : "");
        page_raw(p, label != NULL ? ". " : "");
        page_both(p, "Bron: ", "Source: ");
        page_text(p, source != NULL ? source : "");
        page_raw(p, ".</p>\n");
    }
}

static int64_t everyone_count(const wb_frame *frame)
{
    int64_t n = 0;
    for (int64_t row = 0; row < wb_frame_row_count(frame); row++) {
        n += row_is_everyone(frame, row);
    }
    return n;
}

void section_targets(page *p, const wbr_model *model)
{
    static const char *const headings[][2] = {
        {"Golf", "Wave"},
        {"#schatting", "estimate"},
        {"#streefcijfer", "target"},
        {"#tegen", "by"},
        {"#verschil", "difference"},
        {"#p, eenzijdig", "p, one-sided"},
        {"besluit", "finding"},
        {NULL, NULL},
    };
    const wb_frame *targets = wbr_model_group(model)->parts[WBR_TARGETS];
    arena texts = {0};
    if (everyone_count(targets) == 0) {
        return;
    }
    page_raw(p, "<h3>");
    page_both(p, "Tegenover het streefcijfer", "Against the target");
    page_raw(p, "</h3>\n");
    targets_sources(p, wbr_model_group(model)->definition);
    section_table_begin(p, "box");
    section_caption(p, model,
                    "Percentage en streefcijfer; verschil in procentpunten met interval",
                    "Percentage and target; difference in percentage points with "
                    "interval");
    page_headings(p, headings);
    for (int64_t row = 0; row < wb_frame_row_count(targets); row++) {
        if (row_is_everyone(targets, row)) {
            target_row(p, targets, row, &texts);
        }
    }
    section_table_end(p);
    arena_free(&texts);
}

/* ---- trend ---- */

static int waves_are_years(const wbr_model *model)
{
    for (size_t wave = 0; wave < wbr_wave_count(model); wave++) {
        const char *text = wbr_wave_text(model, wave);
        if (strlen(text) != 4 || strspn(text, "0123456789") != 4) {
            return 0;
        }
    }
    return 1;
}

static void trend_row(page *p, const wbr_model *model, const char *label,
                      const char *level, int measure)
{
    wbr_change trend = wbr_difference(model, WBR_ALL_WAVES, 0, 0, 0, measure);
    char text[WBR_NUMBER_BYTES];
    if (isnan(trend.difference)) {
        return;
    }
    page_raw(p, "<tr><th scope=\"row\" class=\"w\">");
    page_text(p, label);
    page_raw(p, level[0] != '\0' ? ", " : "");
    page_text(p, level);
    page_raw(p, "</th><td>");
    page_number(p, trend.difference * 100, 2, 1);
    page_raw(p, "<span class=\"ci\">[");
    page_number(p, trend.lower * 100, 2, 1);
    page_raw(p, "; ");
    page_number(p, trend.upper * 100, 2, 1);
    page_format(p, "]</span></td><td>%lld</td><td>", (long long)trend.n_waves);
    wbr_p_value(p->options.language, trend.p, text);
    page_text(p, text);
    page_raw(p, "</td><td class=\"t\">");
    int significant = wbr_is_significant(&trend, p->options.level);
    if (!significant) {
        page_both(p, "geen duidelijke richting", "no clear direction");
    } else if (trend.difference > 0) {
        page_both(p, "gestegen over de golven", "has risen over the waves");
    } else {
        page_both(p, "gedaald over de golven", "has fallen over the waves");
    }
    page_raw(p, "</td></tr>\n");
}

static void trend_rows(page *p, const wbr_model *model)
{
    const wbr_outline *outline = wbr_model_group(model)->outline;
    wbr_language language = p->options.language;
    for (size_t i = 0; i < wbr_composite_count(outline); i++) {
        const wbr_composite *composite = wbr_composite_at(outline, i);
        if (!composite->is_count) {
            trend_row(p, model, wbr_rate_title(language, composite), "",
                      composite->first);
        }
    }
    for (size_t i = 0; i < wbr_indicator_count(outline); i++) {
        const wbr_indicator *indicator = wbr_indicator_at(outline, i);
        trend_row(p, model, indicator->label, wbr_text(language, WBR_TEXT_PROBLEM),
                  indicator->problem);
        trend_row(p, model, indicator->label, wbr_text(language, WBR_TEXT_ACUTE),
                  indicator->acute);
    }
}

/* Waves that have a place in time: years. Other names have only an order. */
void section_trend(page *p, const wbr_model *model)
{
    static const char *const headings[][2] = {
        {"Indicator", "Indicator"}, {"#per jaar", "per year"},
        {"#golven", "waves"},       {"#p", "p"},
        {"besluit", "finding"},     {NULL, NULL},
    };
    if (wbr_wave_count(model) < 3 || !waves_are_years(model) ||
        wb_frame_row_count(wbr_model_group(model)->parts[WBR_TREND]) == 0) {
        return;
    }
    section_fold_begin(
        p, page_either(p, "Richting over alle golven", "Direction over all waves"));
    section_table_begin(p, "box");
    section_caption(
        p, model, "Helling van de rechte lijn door de golven, in procentpunten per jaar",
        "Slope of the straight line through the waves, in percentage points "
        "per year");
    page_headings(p, headings);
    trend_rows(p, model);
    section_table_end(p);
    section_fold_end(p);
}
