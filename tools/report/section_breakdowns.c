/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A fold per breakdown: the groups of the last wave with a column per share, their rates
 * over the waves, and how they compare with the rest. */
#include "section.h"

#include <string.h>

static void heads(page *p, const wbr_model *model, const char *title)
{
    const wbr_outline *outline = wbr_model_group(model)->outline;
    page_raw(p, "<thead><tr><th scope=\"col\">");
    page_text(p, title);
    page_raw(p, "</th>");
    for (size_t i = 0; i < wbr_composite_count(outline); i++) {
        if (!wbr_composite_at(outline, i)->is_count) {
            page_raw(p, "<th scope=\"col\" class=\"h\">");
            page_text(p,
                      wbr_rate_title(p->options.language, wbr_composite_at(outline, i)));
            page_raw(p, "</th>");
            section_head(p, WBR_TEXT_N);
        }
    }
    for (size_t i = 0; i < wbr_indicator_count(outline); i++) {
        page_raw(p, "<th scope=\"col\" class=\"h\">");
        page_text(p, wbr_indicator_at(outline, i)->label);
        page_raw(p, "</th>");
    }
    page_raw(p, "</tr></thead><tbody>\n");
}

static void cell_row(page *p, const wbr_model *model, size_t breakdown, size_t row,
                     size_t wave)
{
    const wbr_outline *outline = wbr_model_group(model)->outline;
    page_raw(p, "<tr><th scope=\"row\">");
    page_text(p, wbr_cell_label(model, breakdown, row));
    page_raw(p, "</th>");
    for (size_t i = 0; i < wbr_composite_count(outline); i++) {
        const wbr_composite *composite = wbr_composite_at(outline, i);
        if (composite->is_count) {
            continue;
        }
        wbr_cell cell = wbr_value(model, breakdown, row, wave, composite->first);
        page_raw(p, "<td>");
        section_share(p, model, breakdown, row, wave, composite->first);
        page_interval(p, cell.lower, cell.upper, 100, 0);
        page_raw(p, "</td>");
        section_n(p, &cell);
    }
    for (size_t i = 0; i < wbr_indicator_count(outline); i++) {
        const wbr_indicator *indicator = wbr_indicator_at(outline, i);
        wbr_cell cell = wbr_value(model, breakdown, row, wave, indicator->problem);
        page_raw(p, "<td>");
        section_share(p, model, breakdown, row, wave, indicator->problem);
        if (indicator->acute != WBR_NONE) {
            page_raw(p, " (");
            section_share(p, model, breakdown, row, wave, indicator->acute);
            page_raw(p, ")");
        }
        page_interval(p, cell.lower, cell.upper, 100, 0);
        page_raw(p, "</td>");
    }
    page_raw(p, "</tr>\n");
}

static void breakdown_write(page *p, const wbr_model *model, size_t i)
{
    size_t last = wbr_wave_count(model) - 1;
    const char *title = wbr_breakdown_title(model, i);
    section_fold_begin(p, title);
    section_table_begin(p, "box wide");
    page_raw(p, "<caption>");
    section_synthetic(p, model);
    page_fill(p, WBR_TEXT_BREAKDOWN_CAPTION,
              (const char *const[]){title, wbr_wave_text(model, last)});
    page_raw(p, "</caption>");
    heads(p, model, title);
    for (size_t row = 0; row < wbr_cell_count(model, i); row++) {
        cell_row(p, model, i, row, last);
    }
    section_table_end(p);
    section_rates(p, model, i);
    section_rest(p, model, i);
    section_fold_end(p);
}

/* Whose differences are corrected, and for what. */
static void adjusted_write(page *p, const wbr_model *model)
{
    const json_t *comparisons =
        json_object_get(wbr_model_group(model)->definition, "comparisons");
    const char *adjust = json_string_value(json_object_get(comparisons, "adjust"));
    page_both(
        p,
        "Elke uitsplitsing opent met een klik. * = significant; verschillen zijn in "
        "procentpunten, en zeggen dat cijfers verschillen, niet waardoor.",
        "Each breakdown opens with a click. * = significant; differences are in "
        "percentage points, and say that figures differ, not what made them.");
    page_raw(p, " ");
    if (adjust == NULL || strcmp(adjust, "none") == 0) {
        page_both(p,
                  "De toetsen zijn niet gecorrigeerd voor het aantal groepen dat wordt "
                  "vergeleken.",
                  "The tests are not corrected for the number of groups that are "
                  "compared.");
    } else {
        page_both(p,
                  "De toetsen zijn gecorrigeerd voor het aantal groepen van de "
                  "uitsplitsing, volgens ",
                  "The tests are corrected for the number of groups of the breakdown, by "
                  "the method of ");
        page_text(p, strcmp(adjust, "bh") == 0 ? "Benjamini-Hochberg." : "Holm.");
    }
}

static void left_out_write(page *p, const wbr_model *model)
{
    if (wbr_left_out_count(model) > 0) {
        page_format(p, "<p>%zu ", wbr_left_out_count(model));
        page_both(p,
                  "gekruiste uitsplitsingen staan niet op deze pagina, wel in het "
                  "rekenblad en de CSV-bestanden.",
                  "crossed breakdowns are not on this page but in the spreadsheet and "
                  "the CSV files.");
        page_raw(p, "</p>\n");
    }
}

void section_breakdowns(page *p, const wbr_model *model)
{
    if (wbr_breakdown_count(model) < 2) {
        return;
    }
    page_raw(p, "<h3>");
    page_say(p, WBR_TEXT_BREAKDOWNS);
    page_raw(p, "</h3>\n<p>");
    adjusted_write(p, model);
    page_raw(p, "</p>\n");
    if (wbr_is_synthetic(wbr_model_group(model))) {
        page_raw(p, "<p>");
        page_say(p, WBR_TEXT_INVENTED_GROUP);
        page_raw(p, "</p>\n");
    }
    left_out_write(p, model);
    for (size_t i = 1; i < wbr_breakdown_count(model); i++) {
        breakdown_write(p, model, i);
    }
}
