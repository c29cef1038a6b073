/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The groups of a breakdown over the waves, and against the rest of their wave. */
#include "section.h"

#include <math.h>

/* The first rate: none of the bottlenecks. */
static const wbr_composite *rate_of(const wbr_model *model)
{
    const wbr_outline *outline = wbr_model_group(model)->outline;
    for (size_t i = 0; i < wbr_composite_count(outline); i++) {
        if (!wbr_composite_at(outline, i)->is_count) {
            return wbr_composite_at(outline, i);
        }
    }
    return NULL;
}

/* The rate, with a star where it moved since the wave before. */
static void rate_cell(page *p, const wbr_model *model, size_t breakdown, size_t cell,
                      size_t wave, int measure)
{
    wbr_change change =
        wbr_difference(model, WBR_PREVIOUS, breakdown, cell, wave, measure);
    int significant = wbr_is_significant(&change, p->options.level);
    page_raw(p, significant ? "<td class=\"sig\">" : "<td>");
    section_share(p, model, breakdown, cell, wave, measure);
    page_raw(p, significant ? "*</td>" : "</td>");
}

void section_rates(page *p, const wbr_model *model, size_t breakdown)
{
    const wbr_composite *rate = rate_of(model);
    if (rate == NULL || wbr_wave_count(model) < 2) {
        return;
    }
    section_table_begin(p, "box");
    page_raw(p, "<caption>");
    section_synthetic(p, model);
    page_text(p, wbr_rate_title(p->options.language, rate));
    page_both(p, " per golf (* = significant verschil met de vorige golf)",
              " by wave (* = significant change to the previous wave)");
    page_raw(p, "</caption>");
    section_waves(p, model, "", "");
    for (size_t cell = 0; cell < wbr_cell_count(model, breakdown); cell++) {
        section_row(p, wbr_cell_label(model, breakdown, cell));
        for (size_t wave = 0; wave < wbr_wave_count(model); wave++) {
            rate_cell(p, model, breakdown, cell, wave, rate->first);
        }
        page_raw(p, "</tr>\n");
    }
    section_table_end(p);
}

static int has_rest(const wbr_model *model, size_t breakdown, size_t wave, int measure)
{
    for (size_t cell = 0; cell < wbr_cell_count(model, breakdown); cell++) {
        if (!isnan(wbr_difference(model, WBR_REST, breakdown, cell, wave, measure)
                       .difference)) {
            return 1;
        }
    }
    return 0;
}

static void rest_heads(page *p, const wbr_model *model, const wbr_composite *rate)
{
    const wbr_outline *outline = wbr_model_group(model)->outline;
    page_raw(p, "<thead><tr><th scope=\"col\"></th><th scope=\"col\" class=\"h\">");
    page_text(p, wbr_rate_title(p->options.language, rate));
    page_raw(p, "</th>");
    for (size_t i = 0; i < wbr_indicator_count(outline); i++) {
        page_raw(p, "<th scope=\"col\" class=\"h\">");
        page_text(p, wbr_indicator_at(outline, i)->label);
        page_raw(p, "</th>");
    }
    page_raw(p, "</tr></thead><tbody>\n");
}

static void rest_row(page *p, const wbr_model *model, size_t breakdown, size_t cell,
                     size_t wave, const wbr_composite *rate)
{
    const wbr_outline *outline = wbr_model_group(model)->outline;
    section_row(p, wbr_cell_label(model, breakdown, cell));
    wbr_change of = wbr_difference(model, WBR_REST, breakdown, cell, wave, rate->first);
    section_change(p, &of, 100);
    for (size_t i = 0; i < wbr_indicator_count(outline); i++) {
        of = wbr_difference(model, WBR_REST, breakdown, cell, wave,
                            wbr_indicator_at(outline, i)->problem);
        section_change(p, &of, 100);
    }
    page_raw(p, "</tr>\n");
}

void section_rest(page *p, const wbr_model *model, size_t breakdown)
{
    const wbr_composite *rate = rate_of(model);
    size_t last = wbr_wave_count(model) - 1;
    if (rate == NULL || !has_rest(model, breakdown, last, rate->first)) {
        return;
    }
    section_table_begin(p, "box wide");
    page_raw(p, "<caption>");
    section_synthetic(p, model);
    page_both(p, "Elke groep tegenover de rest, golf ",
              "Each group against the rest, wave ");
    page_text(p, wbr_wave_text(model, last));
    page_both(p, ": verschil in % zonder knelpunt en in % problematisch",
              ": difference in % without bottleneck and in % problematic");
    page_raw(p, "</caption>");
    rest_heads(p, model, rate);
    for (size_t cell = 0; cell < wbr_cell_count(model, breakdown); cell++) {
        rest_row(p, model, breakdown, cell, last, rate);
    }
    section_table_end(p);
}
