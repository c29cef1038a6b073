/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Charts with their tables: the werkbaarheidsgraad, and a card for each indicator. */
#include "arena.h"
#include "chart.h"
#include "section.h"

#include <stdio.h>
#include <string.h>

static void chart_caption(page *p, const wbr_model *model, const chart *c)
{
    char level[WBR_NUMBER_BYTES];
    wbr_level(p->options.language, p->options.level, level);
    page_raw(p, "<figcaption>");
    section_synthetic(p, model);
    page_fill(p, WBR_TEXT_CHART_EXPLAINED, (const char *const[]){level});
    if (c->low > 0) {
        page_raw(p, " ");
        page_say(p, WBR_TEXT_AXIS_CUT);
    }
    if (wbr_is_synthetic(wbr_model_group(model))) {
        page_raw(p, " ");
        page_say(p, WBR_TEXT_CHART_HOLLOW);
    }
    page_raw(p, "</figcaption>");
}

static int has_published(const wbr_model *model, int measure)
{
    const wbr_figure *figure = NULL;
    for (size_t wave = 0; wave < wbr_wave_count(model); wave++) {
        if (wbr_published(model, 0, 0, wave, measure, &figure) != WBR_INVENTED) {
            return 1;
        }
    }
    return 0;
}

static void published_cell(page *p, const wbr_model *model, size_t wave, int measure)
{
    const wbr_figure *figure = NULL;
    wbr_anchor anchor = wbr_published(model, 0, 0, wave, measure, &figure);
    page_raw(p, "<td>");
    if (figure != NULL) {
        page_raw(p, anchor == WBR_ROUGH ? "≈ " : "");
        page_number(p, figure->value, figure->decimals, 0);
    }
    page_raw(p, "</td>");
}

static void share_cell(page *p, const wbr_model *model, size_t wave, int measure)
{
    wbr_cell cell = wbr_value(model, 0, 0, wave, measure);
    page_raw(p, "<td>");
    section_share(p, model, 0, 0, wave, measure);
    page_interval(p, cell.lower, cell.upper, 100, 0);
    page_raw(p, "</td>");
}

/* A row per wave: each measure with its interval, n, and what was published for the first
 * measure where anything was. */
static void waves_table(page *p, const wbr_model *model, const chart *c)
{
    int published = has_published(model, c->series[0].measure);
    section_table_begin(p, "box");
    page_raw(p, "<thead><tr>");
    section_head(p, WBR_TEXT_WAVE);
    for (size_t i = 0; i < c->n_series; i++) {
        int is_title = strcmp(c->series[i].label, c->title) == 0;
        page_raw(p, "<th scope=\"col\">% ");
        page_text(p, is_title ? "" : c->series[i].label);
        page_raw(p, "</th>");
    }
    section_head(p, WBR_TEXT_N);
    if (published) {
        section_head(p, WBR_TEXT_PUBLISHED);
    }
    page_raw(p, "</tr></thead><tbody>\n");
    for (size_t wave = 0; wave < wbr_wave_count(model); wave++) {
        page_raw(p, "<tr><th scope=\"row\">");
        page_text(p, wbr_wave_text(model, wave));
        page_raw(p, "</th>");
        for (size_t i = 0; i < c->n_series; i++) {
            share_cell(p, model, wave, c->series[i].measure);
        }
        wbr_cell cell = wbr_value(model, 0, 0, wave, c->series[0].measure);
        section_n(p, &cell);
        if (published) {
            published_cell(p, model, wave, c->series[0].measure);
        }
        page_raw(p, "</tr>\n");
    }
    section_table_end(p);
}

static const char *label_of(const wbr_outline *outline, const char *id, size_t length)
{
    for (size_t i = 0; i < wbr_indicator_count(outline); i++) {
        const wbr_indicator *indicator = wbr_indicator_at(outline, i);
        if (strlen(indicator->id) == length && memcmp(indicator->id, id, length) == 0) {
            return indicator->label;
        }
    }
    for (size_t i = 0; i < wbr_composite_count(outline); i++) {
        const wbr_composite *composite = wbr_composite_at(outline, i);
        if (strlen(composite->id) == length && memcmp(composite->id, id, length) == 0) {
            return composite->label;
        }
    }
    return "";
}

/* The labels of what a composite is made of: "a, b, c". Without memory the page fails. */
static const char *parts_text(page *p, arena *texts, const wbr_outline *outline,
                              const wbr_composite *composite)
{
    const char *text = "";
    for (const char *of = composite->of; *of != '\0';) {
        size_t length = strcspn(of, ", ");
        const char *label = label_of(outline, of, length);
        size_t room = strlen(text) + strlen(label) + sizeof ", ";
        char *longer = arena_new(texts, room, 1);
        if (longer == NULL) {
            p->status = arena_failed(p->err);
            return "";
        }
        snprintf(longer, room, "%s%s%s", text, text[0] != '\0' ? ", " : "", label);
        text = longer;
        of += length + strspn(of + length, ", ");
    }
    return text;
}

static void rate_explain(page *p, const wbr_outline *outline,
                         const wbr_composite *composite)
{
    arena texts = {0};
    page_text(p, composite->label);
    page_raw(p, ". ");
    page_fill(p,
              composite->is_acute ? WBR_TEXT_NONE_ACUTE_EXPLAINED
                                  : WBR_TEXT_WORKABLE_EXPLAINED,
              (const char *const[]){parts_text(p, &texts, outline, composite)});
    arena_free(&texts);
}

void section_workable(page *p, const wbr_model *model, size_t group)
{
    const wbr_outline *outline = wbr_model_group(model)->outline;
    char id[48];
    for (size_t i = 0; i < wbr_composite_count(outline); i++) {
        const wbr_composite *composite = wbr_composite_at(outline, i);
        if (composite->is_count) {
            continue;
        }
        page_raw(p, "<h3>");
        page_text(p, wbr_rate_title(p->options.language, composite));
        page_raw(p, "</h3>\n<p>");
        rate_explain(p, outline, composite);
        page_raw(p, "</p>\n<figure>");
        snprintf(id, sizeof id, "g%zu-w%zu", group, i);
        chart c = {.id = id,
                   .title = wbr_rate_title(p->options.language, composite),
                   .series = {{composite->label, composite->first}},
                   .n_series = 1};
        c.series[0].label = c.title;
        chart_axis(model, &composite->first, 1, 0, &c);
        chart_write(p, model, &c);
        chart_caption(p, model, &c);
        page_raw(p, "</figure>\n");
        waves_table(p, model, &c);
    }
}

/* One axis for all indicators: around the highest bound of any problem share. */
static void common_axis(const wbr_model *model, chart *c)
{
    const wbr_outline *outline = wbr_model_group(model)->outline;
    c->low = 0;
    c->high = 0;
    for (size_t i = 0; i < wbr_indicator_count(outline); i++) {
        chart one = {0};
        chart_axis(model, &wbr_indicator_at(outline, i)->problem, 1, 1, &one);
        if (one.high > c->high) {
            c->high = one.high;
            c->step = one.step;
        }
    }
}

static void card(page *p, const wbr_model *model, const wbr_indicator *indicator,
                 chart *c)
{
    c->title = indicator->label;
    c->series[0] = (chart_series){wbr_text(p->options.language, WBR_TEXT_PROBLEM),
                                  indicator->problem};
    c->series[1] =
        (chart_series){wbr_text(p->options.language, WBR_TEXT_ACUTE), indicator->acute};
    c->n_series = indicator->acute != WBR_NONE ? 2 : 1;
    page_raw(p, "<section class=\"card\"><h4>");
    page_text(p, indicator->label);
    page_raw(p, "</h4><p class=\"small\">");
    if (strcmp(indicator->kind, "workability") == 0) {
        page_say(p, WBR_TEXT_KIND_WORKABILITY);
        page_raw(p, ", ");
    } else if (strcmp(indicator->kind, "risk") == 0) {
        page_say(p, WBR_TEXT_KIND_RISK);
        page_raw(p, ", ");
    }
    page_raw(p, "% ");
    page_text(p, c->series[0].label);
    if (c->n_series > 1) {
        page_raw(p, ", % ");
        page_text(p, c->series[1].label);
    }
    page_raw(p, "</p><figure>");
    chart_write(p, model, c);
    page_raw(p, "</figure>\n");
    waves_table(p, model, c);
    page_raw(p, "</section>\n");
}

void section_indicators(page *p, const wbr_model *model, size_t group)
{
    const wbr_outline *outline = wbr_model_group(model)->outline;
    char id[48];
    chart c = {.id = id};
    if (wbr_indicator_count(outline) == 0) {
        return;
    }
    common_axis(model, &c);
    page_raw(p, "<h3>");
    page_say(p, WBR_TEXT_INDICATORS);
    page_raw(p, "</h3>\n<p class=\"small\">");
    page_say(p, WBR_TEXT_INDICATORS_EXPLAINED);
    page_raw(p, "</p><div class=\"small\">");
    chart_caption(p, model, &c);
    page_raw(p, "</div>\n<div class=\"cards\">\n");
    for (size_t i = 0; i < wbr_indicator_count(outline); i++) {
        snprintf(id, sizeof id, "g%zu-i%zu", group, i);
        card(p, model, wbr_indicator_at(outline, i), &c);
    }
    page_raw(p, "</div>\n");
}
