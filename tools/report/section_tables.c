/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What the tables of the page share, and the tables of levels: the overview, the number
 * of bottlenecks, the scale scores. */
#include "section.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void section_mark(page *p, const wbr_model *model, size_t breakdown, size_t cell,
                  size_t wave, int measure)
{
    const wbr_group *group = wbr_model_group(model);
    const wbr_figure *figure = NULL;
    if (!wbr_is_synthetic(group) ||
        isnan(wbr_value(model, breakdown, cell, wave, measure).estimate)) {
        return;
    }
    wbr_anchor anchor = wbr_published(model, breakdown, cell, wave, measure, &figure);
    if (anchor == WBR_ANCHORED) {
        return;
    }
    page_raw(p, "<abbr class=\"mark\" title=\"");
    page_say(p, anchor == WBR_ROUGH ? WBR_TEXT_ROUGH : WBR_TEXT_INVENTED);
    page_raw(p, anchor == WBR_ROUGH ? "\">≈</abbr>" : "\">°</abbr>");
}

void section_table_begin(page *p, const char *classes)
{
    page_format(p, "<div class=\"%s\" tabindex=\"0\"><table>\n", classes);
}

void section_table_end(page *p)
{
    page_raw(p, "</tbody></table></div>\n");
}

void section_synthetic(page *p, const wbr_model *model)
{
    page_raw(p, wbr_is_synthetic(wbr_model_group(model)) ? "SYNTHETIC. " : "");
}

void section_head(page *p, wbr_text_id id)
{
    page_raw(p, "<th scope=\"col\">");
    page_say(p, id);
    page_raw(p, "</th>");
}

static const char *reason_text(const page *p, const char *reason)
{
    static const char *const reasons[][3] = {
        {"too_few", "te weinig", "too few"},
        {"too_wide", "te breed", "too wide"},
    };
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
        if (strcmp(reason, reasons[i][0]) == 0) {
            return page_either(p, reasons[i][1], reasons[i][2]);
        }
    }
    return page_either(p, "niet getoond", "not shown");
}

/* Why a number is not shown; "(!)" behind one that is, but flagged. Rules that have no
 * words here hide without telling which they are. */
static void reason_write(page *p, const wbr_cell *cell)
{
    if (cell->is_hidden) {
        page_raw(p, "<span class=\"hid\">");
        page_text(p, reason_text(p, cell->reason));
        page_raw(p, "</span>");
    } else if (cell->reason[0] != '\0') {
        page_raw(p, "<abbr class=\"mark\" title=\"");
        page_text(p, reason_text(p, cell->reason));
        page_raw(p, "\">(!)</abbr>");
    }
}

void section_number(page *p, const wbr_model *model, size_t breakdown, size_t cell,
                    size_t wave, int measure, double scale)
{
    wbr_cell value = wbr_value(model, breakdown, cell, wave, measure);
    if (!value.is_hidden) {
        page_number(p, value.estimate * scale, 1, 0);
    }
    reason_write(p, &value);
    section_mark(p, model, breakdown, cell, wave, measure);
}

void section_share(page *p, const wbr_model *model, size_t breakdown, size_t cell,
                   size_t wave, int measure)
{
    section_number(p, model, breakdown, cell, wave, measure, 100);
}

void section_n(page *p, const wbr_cell *cell)
{
    if (cell->is_hidden) {
        page_raw(p, "<td>–</td>");
    } else {
        page_format(p, "<td>%lld</td>", (long long)cell->n);
    }
}

void section_change(page *p, const wbr_change *change, double scale)
{
    int significant = wbr_is_significant(change, p->options.level);
    page_raw(p, significant ? "<td class=\"sig\">" : "<td>");
    page_number(p, change->difference * scale, 1, 1);
    page_raw(p, significant ? "*</td>" : "</td>");
}

void section_fold_begin(page *p, const char *title)
{
    page_raw(p, "<details><summary>");
    page_text(p, title);
    page_raw(p, "</summary>\n");
}

void section_fold_end(page *p)
{
    page_raw(p, "</details>\n");
}

void section_caption(page *p, const wbr_model *model, const char *nl, const char *en)
{
    page_raw(p, "<caption>");
    section_synthetic(p, model);
    page_both(p, nl, en);
    page_raw(p, "</caption>");
}

void section_waves(page *p, const wbr_model *model, const char *nl, const char *en)
{
    page_raw(p, "<thead><tr><th scope=\"col\">");
    page_both(p, nl, en);
    page_raw(p, "</th>");
    for (size_t wave = 0; wave < wbr_wave_count(model); wave++) {
        page_raw(p, "<th scope=\"col\">");
        page_text(p, wbr_wave_text(model, wave));
        page_raw(p, "</th>");
    }
    page_raw(p, "</tr></thead><tbody>\n");
}

void section_row(page *p, const char *label)
{
    page_raw(p, "<tr><th scope=\"row\" class=\"w\">");
    page_text(p, label);
    page_raw(p, "</th>");
}

static void caption(page *p, const wbr_model *model, wbr_text_id id)
{
    section_caption(p, model, wbr_text(WBR_NL, id), wbr_text(WBR_EN, id));
}

static void waves_head(page *p, const wbr_model *model, wbr_text_id first)
{
    section_waves(p, model, wbr_text(WBR_NL, first), wbr_text(WBR_EN, first));
}

void section_people(page *p, double count)
{
    char digits[32];
    if (isnan(count)) {
        page_raw(p, "–");
        return;
    }
    int n = snprintf(digits, sizeof digits, "%.0f", count);
    for (int i = 0; i < n && i < (int)sizeof digits - 1; i++) {
        if (i > 0 && (n - i) % 3 == 0) {
            page_raw(p, "&#8239;");
        }
        page_format(p, "%c", digits[i]);
    }
}

void section_overview(page *p, const wbr_model *model)
{
    const wbr_outline *outline = wbr_model_group(model)->outline;
    page_raw(p, "<h3>");
    page_say(p, WBR_TEXT_OVERVIEW);
    page_raw(p, "</h3>\n");
    section_table_begin(p, "box");
    caption(p, model, WBR_TEXT_OVERVIEW_CAPTION);
    waves_head(p, model, WBR_TEXT_INDICATOR);
    for (size_t i = 0; i < wbr_indicator_count(outline); i++) {
        const wbr_indicator *indicator = wbr_indicator_at(outline, i);
        section_row(p, indicator->label);
        for (size_t wave = 0; wave < wbr_wave_count(model); wave++) {
            page_raw(p, "<td>");
            section_share(p, model, 0, 0, wave, indicator->problem);
            if (indicator->acute != WBR_NONE) {
                page_raw(p, " (");
                section_share(p, model, 0, 0, wave, indicator->acute);
                page_raw(p, ")");
            }
            page_raw(p, "</td>");
        }
        page_raw(p, "</tr>\n");
    }
    section_table_end(p);
}

static void value_cell(page *p, const wbr_model *model, size_t wave, int measure,
                       double scale)
{
    wbr_cell cell = wbr_value(model, 0, 0, wave, measure);
    page_raw(p, "<td>");
    section_number(p, model, 0, 0, wave, measure, scale);
    page_interval(p, cell.lower, cell.upper, scale, 0);
    page_raw(p, "</td>");
}

static void count_table(page *p, const wbr_model *model, const wbr_composite *composite)
{
    section_table_begin(p, "box");
    caption(p, model,
            composite->is_acute ? WBR_TEXT_ACUTE_BOTTLENECKS_CAPTION
                                : WBR_TEXT_BOTTLENECKS_CAPTION);
    waves_head(p, model,
               composite->is_acute ? WBR_TEXT_ACUTE_BOTTLENECKS : WBR_TEXT_BOTTLENECKS);
    for (int k = 0; k <= composite->n_parts; k++) {
        page_format(p, "<tr><th scope=\"row\">%d</th>", k);
        for (size_t wave = 0; wave < wbr_wave_count(model); wave++) {
            value_cell(p, model, wave, composite->first + k, 100);
        }
        page_raw(p, "</tr>\n");
    }
    section_row(p, wbr_text(p->options.language, WBR_TEXT_N));
    for (size_t wave = 0; wave < wbr_wave_count(model); wave++) {
        wbr_cell cell = wbr_value(model, 0, 0, wave, composite->first);
        section_n(p, &cell);
    }
    page_raw(p, "</tr>\n");
    section_table_end(p);
}

void section_bottlenecks(page *p, const wbr_model *model)
{
    const wbr_outline *outline = wbr_model_group(model)->outline;
    for (size_t i = 0; i < wbr_composite_count(outline); i++) {
        const wbr_composite *composite = wbr_composite_at(outline, i);
        if (!composite->is_count) {
            continue;
        }
        page_raw(p, "<h3>");
        page_text(p, composite->label);
        page_raw(p, "</h3>\n");
        count_table(p, model, composite);
    }
}

void section_scales(page *p, const wbr_model *model)
{
    const wbr_outline *outline = wbr_model_group(model)->outline;
    if (wbr_scale_count(outline) == 0) {
        return;
    }
    section_fold_begin(p, wbr_text(p->options.language, WBR_TEXT_SCALES));
    section_table_begin(p, "box");
    caption(p, model, WBR_TEXT_SCALES_CAPTION);
    waves_head(p, model, WBR_TEXT_SCALE);
    for (size_t i = 0; i < wbr_scale_count(outline); i++) {
        const wbr_scale *scale = wbr_scale_at(outline, i);
        section_row(p, scale->label);
        for (size_t wave = 0; wave < wbr_wave_count(model); wave++) {
            value_cell(p, model, wave, scale->mean, 1);
        }
        page_raw(p, "</tr>\n");
    }
    section_table_end(p);
    section_fold_end(p);
}
