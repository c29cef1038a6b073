/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Combinations of bottlenecks, and further topics. */
#include "definition.h"
#include "section.h"

#include <math.h>
#include <string.h>

static void measures_rows(page *p, const wbr_model *model, int first, int n, double scale,
                          const char *label)
{
    for (int i = 0; i < n; i++) {
        const wbr_measure *measure =
            wbr_measure_at(wbr_model_group(model)->outline, (size_t)(first + i));
        int is_none = measure->category == NULL || strcmp(measure->category, "none") == 0;
        section_row(p, is_none || measure->label == NULL ? label : measure->label);
        for (size_t wave = 0; wave < wbr_wave_count(model); wave++) {
            wbr_cell cell = wbr_value(model, 0, 0, wave, first + i);
            page_raw(p, "<td>");
            section_number(p, model, 0, 0, wave, first + i, scale);
            page_interval(p, cell.lower, cell.upper, scale, 0);
            page_raw(p, "</td>");
        }
        page_raw(p, "</tr>\n");
    }
}

void section_mixes(page *p, const wbr_model *model)
{
    const wbr_outline *outline = wbr_model_group(model)->outline;
    for (size_t i = 0; i < wbr_mix_count(outline); i++) {
        const wbr_mix *mix = wbr_mix_at(outline, i);
        section_fold_begin(p, page_either(p, "Welke knelpunten samen voorkomen",
                                          "Which bottlenecks come together"));
        section_table_begin(p, "box");
        section_caption(
            p, model, "% van de werkenden met juist deze knelpunten, per golf",
            "% of the people at work with exactly these bottlenecks, by wave");
        section_waves(p, model, "Knelpunten", "Bottlenecks");
        measures_rows(p, model, mix->first, mix->n_parts, 100,
                      page_either(p, "geen", "none"));
        section_table_end(p);
        section_fold_end(p);
    }
}

static void topic_notes(page *p, const wbr_model *model, const wbr_topic *topic)
{
    const json_t *said =
        definition_find(wbr_model_group(model)->definition, "topics", topic->id);
    const char *note = definition_text(said, "note", p->options.language);
    const char *from = json_string_value(json_object_get(said, "comparable_from"));
    const char *source = json_string_value(json_object_get(said, "source"));
    page_raw(p, "<p class=\"small\">");
    if (from != NULL) {
        page_both(p, "Te vergelijken vanaf golf ", "Comparable from wave ");
        page_text(p, from);
        page_raw(p, ". ");
    }
    page_text(p, note != NULL ? note : "");
    page_raw(p, note != NULL ? " " : "");
    if (source != NULL) {
        page_both(p, "Bron van de vraag: ", "Source of the question: ");
        page_text(p, source);
        page_raw(p, ".");
    }
    page_raw(p, "</p>\n");
}

static int is_answered(const wbr_model *model, const wbr_topic *topic)
{
    for (size_t wave = 0; wave < wbr_wave_count(model); wave++) {
        wbr_cell cell = wbr_value(model, 0, 0, wave, topic->first);
        if (cell.is_hidden || !isnan(cell.estimate)) {
            return 1;
        }
    }
    return 0;
}

static void topic_write(page *p, const wbr_model *model, const wbr_topic *topic)
{
    const wbr_outline *outline = wbr_model_group(model)->outline;
    int is_share = wbr_measure_at(outline, (size_t)topic->first)->is_share;
    section_table_begin(p, "box");
    page_raw(p, "<caption>");
    section_synthetic(p, model);
    page_text(p, topic->label);
    if (is_share) {
        page_both(p, ", % van wie antwoordde, per golf",
                  ", % of those who answered, by wave");
    } else {
        page_both(p, ", gemiddelde per golf", ", mean by wave");
    }
    page_raw(p, "</caption>");
    section_waves(p, model, "", "");
    measures_rows(p, model, topic->first, topic->n_parts, is_share ? 100 : 1,
                  topic->label);
    section_table_end(p);
    topic_notes(p, model, topic);
}

/* Topics that no wave has an answer to are in the notes. */
void section_topics(page *p, const wbr_model *model)
{
    const wbr_outline *outline = wbr_model_group(model)->outline;
    int is_open = 0;
    for (size_t i = 0; i < wbr_topic_count(outline); i++) {
        const wbr_topic *topic = wbr_topic_at(outline, i);
        if (!is_answered(model, topic)) {
            continue;
        }
        if (!is_open) {
            section_fold_begin(p, page_either(p, "Verdere thema’s", "Further topics"));
        }
        is_open = 1;
        topic_write(p, model, topic);
    }
    if (is_open) {
        section_fold_end(p);
    }
}
