/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A table per breakdown for the last wave: a row per cell, a column per share. */
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

static void share(page *p, const wbr_model *model, size_t breakdown, size_t row,
                  size_t wave, int measure)
{
    page_percent(p, wbr_value(model, breakdown, row, wave, measure).estimate);
    section_mark(p, model, breakdown, row, wave, measure);
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
        share(p, model, breakdown, row, wave, composite->first);
        page_interval(p, cell.lower, cell.upper, 100, 0);
        page_format(p, "</td><td>%lld</td>", (long long)cell.n);
    }
    for (size_t i = 0; i < wbr_indicator_count(outline); i++) {
        const wbr_indicator *indicator = wbr_indicator_at(outline, i);
        wbr_cell cell = wbr_value(model, breakdown, row, wave, indicator->problem);
        page_raw(p, "<td>");
        share(p, model, breakdown, row, wave, indicator->problem);
        if (indicator->acute != WBR_NONE) {
            page_raw(p, " (");
            share(p, model, breakdown, row, wave, indicator->acute);
            page_raw(p, ")");
        }
        page_interval(p, cell.lower, cell.upper, 100, 0);
        page_raw(p, "</td>");
    }
    page_raw(p, "</tr>\n");
}

void section_breakdowns(page *p, const wbr_model *model)
{
    const wbr_group *group = wbr_model_group(model);
    size_t last = wbr_wave_count(model) - 1;
    for (size_t i = 1; i < wbr_breakdown_count(model); i++) {
        const char *title = wbr_breakdown_title(model, i);
        if (i == 1) {
            page_raw(p, "<h3>");
            page_say(p, WBR_TEXT_BREAKDOWNS);
            page_raw(p, "</h3>\n");
        }
        if (i == 1 && wbr_is_synthetic(group)) {
            page_raw(p, "<p>");
            page_say(p, WBR_TEXT_INVENTED_GROUP);
            page_raw(p, "</p>\n");
        }
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
    }
}
