/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What moved: the last wave beside the previous and the first, and every wave beside the
 * one before it. Words say significant or not, never why. */
#include "section.h"

#include <math.h>

static void finding(page *p, const wbr_change *change)
{
    if (isnan(change->p)) {
        page_say(p, WBR_TEXT_NO_TEST);
        return;
    }
    int significant = wbr_is_significant(change, p->options.level);
    page_raw(p, significant ? "<span class=\"sig\">" : "<span>");
    page_say(p, significant ? WBR_TEXT_SIGNIFICANT : WBR_TEXT_NOT_SIGNIFICANT);
    page_raw(p, "</span>");
}

static void change_cells(page *p, const wbr_model *model, wbr_reference reference,
                         size_t wave, int measure)
{
    wbr_change change = wbr_difference(model, reference, 0, 0, wave, measure);
    char text[WBR_NUMBER_BYTES] = "";
    page_raw(p, "<td>");
    page_number(p, change.difference * 100, 1, 1);
    page_interval(p, change.lower, change.upper, 100, 1);
    page_raw(p, "</td><td>");
    wbr_p_value(p->options.language, change.p, text);
    page_text(p, text);
    page_raw(p, "</td><td class=\"t\">");
    finding(p, &change);
    page_raw(p, "</td>");
}

static void change_row(page *p, const wbr_model *model, size_t wave, const char *label,
                       wbr_text_id level, int measure)
{
    page_raw(p, "<tr><th scope=\"row\" class=\"w\">");
    page_text(p, label);
    if (level != WBR_TEXT_COUNT) {
        page_raw(p, ", ");
        page_say(p, level);
    }
    page_raw(p, "</th>");
    change_cells(p, model, WBR_PREVIOUS, wave, measure);
    change_cells(p, model, WBR_FIRST, wave, measure);
    page_raw(p, "</tr>\n");
}

/* Calls `row` for everything that is a share: the werkbaarheidsgraad, then each
 * indicator, problematic and acute. */
typedef void (*row_fn)(page *p, const wbr_model *model, size_t wave, const char *label,
                       wbr_text_id level, int measure);

static void shares_each(page *p, const wbr_model *model, size_t wave, row_fn row)
{
    const wbr_outline *outline = wbr_model_group(model)->outline;
    for (size_t i = 0; i < wbr_composite_count(outline); i++) {
        const wbr_composite *composite = wbr_composite_at(outline, i);
        if (!composite->is_count) {
            row(p, model, wave, wbr_rate_title(p->options.language, composite),
                WBR_TEXT_COUNT, composite->first);
        }
    }
    for (size_t i = 0; i < wbr_indicator_count(outline); i++) {
        const wbr_indicator *indicator = wbr_indicator_at(outline, i);
        row(p, model, wave, indicator->label, WBR_TEXT_PROBLEM, indicator->problem);
        if (indicator->acute != WBR_NONE) {
            row(p, model, wave, indicator->label, WBR_TEXT_ACUTE, indicator->acute);
        }
    }
}

static void last_table(page *p, const wbr_model *model, size_t last)
{
    const char *names[] = {wbr_wave_text(model, last), wbr_wave_text(model, last - 1),
                           wbr_wave_text(model, 0)};
    section_table_begin(p, "box");
    page_raw(p, "<caption>");
    section_synthetic(p, model);
    page_fill(p, WBR_TEXT_CHANGES_CAPTION, names);
    page_raw(p, "</caption><thead><tr><td></td>");
    for (int i = 0; i < 2; i++) {
        page_raw(p, "<th scope=\"colgroup\" colspan=\"3\" class=\"t\">");
        page_say(p, i == 0 ? WBR_TEXT_TO_PREVIOUS : WBR_TEXT_TO_FIRST);
        page_format(p, " (");
        page_text(p, names[i + 1]);
        page_raw(p, ")</th>");
    }
    page_raw(p, "</tr><tr>");
    section_head(p, WBR_TEXT_INDICATOR);
    for (int i = 0; i < 2; i++) {
        section_head(p, WBR_TEXT_DIFFERENCE);
        section_head(p, WBR_TEXT_P);
        page_raw(p, "<th scope=\"col\" class=\"t\">");
        page_say(p, WBR_TEXT_FINDING);
        page_raw(p, "</th>");
    }
    page_raw(p, "</tr></thead><tbody>\n");
    shares_each(p, model, last, change_row);
    section_table_end(p);
}

static void history_row(page *p, const wbr_model *model, size_t last, const char *label,
                        wbr_text_id level, int measure)
{
    page_raw(p, "<tr><th scope=\"row\" class=\"w\">");
    page_text(p, label);
    if (level != WBR_TEXT_COUNT) {
        page_raw(p, ", ");
        page_say(p, level);
    }
    page_raw(p, "</th>");
    for (size_t wave = 1; wave <= last; wave++) {
        wbr_change change = wbr_difference(model, WBR_PREVIOUS, 0, 0, wave, measure);
        int significant = wbr_is_significant(&change, p->options.level);
        page_raw(p, significant ? "<td class=\"sig\">" : "<td>");
        page_number(p, change.difference * 100, 1, 1);
        page_raw(p, significant ? "*</td>" : "</td>");
    }
    page_raw(p, "</tr>\n");
}

static void history_table(page *p, const wbr_model *model, size_t last)
{
    section_table_begin(p, "box");
    page_raw(p, "<caption>");
    section_synthetic(p, model);
    page_say(p, WBR_TEXT_CHANGES_ALL);
    page_raw(p, "</caption><thead><tr>");
    section_head(p, WBR_TEXT_INDICATOR);
    for (size_t wave = 1; wave <= last; wave++) {
        page_raw(p, "<th scope=\"col\">");
        page_text(p, wbr_wave_text(model, wave));
        page_raw(p, "</th>");
    }
    page_raw(p, "</tr></thead><tbody>\n");
    shares_each(p, model, last, history_row);
    section_table_end(p);
}

void section_changes(page *p, const wbr_model *model)
{
    char alpha[WBR_NUMBER_BYTES];
    if (wbr_wave_count(model) < 2) {
        return;
    }
    size_t last = wbr_wave_count(model) - 1;
    wbr_alpha(p->options.language, p->options.level, alpha);
    page_raw(p, "<h3>");
    page_say(p, WBR_TEXT_CHANGES);
    page_raw(p, "</h3>\n<p>");
    page_fill(p, WBR_TEXT_CHANGES_EXPLAINED, (const char *const[]){alpha});
    page_raw(p, "</p>\n");
    last_table(p, model, last);
    history_table(p, model, last);
}
