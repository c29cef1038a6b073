/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* How many people, who answered, and what the answers lack. */
#include "cells.h"
#include "labels.h"
#include "section.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- head counts ---- */

/* A number of people with its thousands apart: "480 000". */
static void people_write(page *p, double count)
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

static void count_label(page *p, const wbr_model *model, const wb_frame *counts,
                        int64_t row, arena *texts)
{
    const wb_frame *labels = wbr_model_group(model)->parts[WBR_LABELS];
    const char *variable = cell_text(p, texts, counts, "variable", row);
    const char *category = cell_text(p, texts, counts, "category", row);
    char *label = label_find(texts, labels, "measure", variable,
                             cell_text(p, texts, counts, "measure", row));
    page_text(p, label != NULL ? label : "");
    if (category[0] != '\0') {
        char *part = label_find(texts, labels, "measure_category", variable, category);
        page_raw(p, ": ");
        page_text(p, part != NULL ? part : "");
    } else if (cell_is(counts, "kind", row, "problem")) {
        page_raw(p, ", ");
        page_say(p, WBR_TEXT_PROBLEM);
    } else if (cell_is(counts, "kind", row, "acute")) {
        page_raw(p, ", ");
        page_say(p, WBR_TEXT_ACUTE);
    }
}

static void count_row(page *p, const wbr_model *model, const wb_frame *counts,
                      int64_t row, arena *texts)
{
    page_raw(p, "<tr><th scope=\"row\" class=\"w\">");
    count_label(p, model, counts, row, texts);
    page_raw(p, "</th><td>");
    page_text(p, cell_text(p, texts, counts, "wave", row));
    page_raw(p, "</td><td>");
    if (cell_is(counts, "status", row, "hidden")) {
        page_raw(p, "<span class=\"hid\">");
        page_both(p, "niet getoond", "not shown");
        page_raw(p, "</span>");
    } else {
        people_write(p, cell_double(counts, "count", row));
    }
    page_raw(p, "</td><td>");
    people_write(p, cell_double(counts, "lower", row));
    page_raw(p, " – ");
    people_write(p, cell_double(counts, "upper", row));
    page_raw(p, "</td><td>");
    people_write(p, cell_double(counts, "total", row));
    page_raw(p, "</td></tr>\n");
}

/* Combinations are too many, and in the files. */
static int is_shown(const wb_frame *counts, int64_t row)
{
    return row_is_everyone(counts, row) && !cell_is(counts, "kind", row, "combination");
}

static void total_write(page *p, const wbr_model *model, const wb_frame *counts,
                        int64_t first, arena *texts)
{
    static const char *const headings[][2] = {
        {"", ""},
        {"#golf", "wave"},
        {"#aantal", "number"},
        {"#interval", "interval"},
        {"#van in totaal", "of in all"},
        {NULL, NULL},
    };
    const char *population = cell_text(p, texts, counts, "population", first);
    section_table_begin(p, "box");
    page_raw(p, "<caption>");
    section_synthetic(p, model);
    page_both(p, "Aantallen bij het totaal ", "Numbers with the total ");
    page_text(p, population);
    page_both(p, ". Bron: ", ". Source: ");
    page_text(p, cell_text(p, texts, counts, "source", first));
    page_raw(p, ".</caption>");
    page_headings(p, headings);
    for (int64_t row = first; row < wb_frame_row_count(counts); row++) {
        if (is_shown(counts, row) && cell_is(counts, "population", row, population)) {
            count_row(p, model, counts, row, texts);
        }
    }
    section_table_end(p);
}

static int is_first_of_total(page *p, const wb_frame *counts, int64_t row, arena *texts)
{
    const char *population = cell_text(p, texts, counts, "population", row);
    for (int64_t before = 0; before < row; before++) {
        if (is_shown(counts, before) &&
            cell_is(counts, "population", before, population)) {
            return 0;
        }
    }
    return is_shown(counts, row);
}

void section_counts(page *p, const wbr_model *model)
{
    const wb_frame *counts = wbr_model_group(model)->parts[WBR_COUNTS];
    arena texts = {0};
    int is_open = 0;
    for (int64_t row = 0; row < wb_frame_row_count(counts); row++) {
        if (!is_shown(counts, row) || !is_first_of_total(p, counts, row, &texts)) {
            continue;
        }
        if (!is_open) {
            section_fold_begin(p, page_either(p, "Hoeveel mensen", "How many people"));
            page_raw(p, "<p>");
            page_both(p,
                      "Een aandeel maal een totaal dat elders vandaan komt, afgerond. "
                      "Aantallen bij verschillende totalen zijn niet op te tellen; het "
                      "interval is dat van het aandeel alleen.",
                      "A share times a total from elsewhere, rounded. Numbers with "
                      "different totals do not add up; the interval is that of the share "
                      "alone.");
            page_raw(p, "</p>\n");
        }
        is_open = 1;
        total_write(p, model, counts, row, &texts);
    }
    if (is_open) {
        section_fold_end(p);
    }
    arena_free(&texts);
}

/* ---- response ---- */

static void stated_write(page *p, const wb_frame *response, const char *name, int64_t row,
                         int decimals, arena *texts)
{
    char column[40];
    snprintf(column, sizeof column, "%s_source", name);
    const char *source = cell_text(p, texts, response, column, row);
    double value = cell_double(response, name, row);
    page_raw(p, "<td>");
    if (isnan(value)) {
        page_raw(p, "–");
    } else if (decimals > 0) {
        page_number(p, value, decimals, 0);
    } else {
        people_write(p, value);
    }
    snprintf(column, sizeof column, "%s_status", name);
    const char *status = cell_text(p, texts, response, column, row);
    if (status[0] != '\0' && strcmp(status, "anchored") != 0) {
        page_raw(p, "<abbr class=\"mark\" title=\"");
        page_text(p, source);
        page_raw(p, "\">≈</abbr>");
    }
    page_raw(p, "</td>");
}

void section_response(page *p, const wbr_model *model)
{
    static const char *const headings[][2] = {
        {"Golf", "Wave"},
        {"#rijen hier", "rows here"},
        {"#verstuurd", "sent"},
        {"#antwoordden", "answered"},
        {"#respons, %", "response, %"},
        {NULL, NULL},
    };
    const wb_frame *response = wbr_model_group(model)->parts[WBR_RESPONSE];
    arena texts = {0};
    section_fold_begin(p, page_either(p, "Respons", "Response"));
    section_table_begin(p, "box");
    section_caption(p, model,
                    "Wat over de bevraging gepubliceerd is, naast de rijen in deze "
                    "gegevens (≈ = afgerond of afgeleid)",
                    "What was published about the survey, beside the rows in these data "
                    "(≈ = rounded or derived)");
    page_headings(p, headings);
    for (int64_t row = 0; row < wb_frame_row_count(response); row++) {
        section_row(p, cell_text(p, &texts, response, "wave", row));
        page_raw(p, "<td>");
        people_write(p, cell_double(response, "rows", row));
        page_raw(p, "</td>");
        stated_write(p, response, "sent", row, 0, &texts);
        stated_write(p, response, "answered", row, 0, &texts);
        stated_write(p, response, "response", row, 1, &texts);
        page_raw(p, "</tr>\n");
    }
    section_table_end(p);
    section_fold_end(p);
    arena_free(&texts);
}

/* ---- notes ---- */

static const char *const note_texts[][3] = {
    {"item_missing", "item staat niet in de gegevens", "item is not in the data"},
    {"variable_missing", "kenmerk staat niet in de gegevens: geen uitsplitsing",
     "variable is not in the data: no breakdown"},
    {"topic_missing", "thema staat niet in de gegevens", "topic is not in the data"},
    {"no_answers", "niemand heeft hier een waarde", "nobody has a value here"},
    {"one_wave", "groep die maar in één golf voorkomt", "group of one wave only"},
};

static const char *note_text(page *p, const wb_frame *notes, int64_t row, arena *texts)
{
    for (size_t i = 0; i < sizeof note_texts / sizeof *note_texts; i++) {
        if (cell_is(notes, "kind", row, note_texts[i][0])) {
            return page_either(p, note_texts[i][1], note_texts[i][2]);
        }
    }
    return cell_text(p, texts, notes, "kind", row);
}

void section_notes(page *p, const wbr_model *model)
{
    static const char *const headings[][2] = {
        {"Golf", "Wave"},   {"Gegevens", "Data"},  {"Wat", "What"},
        {"Groep", "Group"}, {"Opmerking", "Note"}, {NULL, NULL},
    };
    const wb_frame *notes = wbr_model_group(model)->parts[WBR_NOTES];
    arena texts = {0};
    char title[80];
    if (wb_frame_row_count(notes) == 0) {
        return;
    }
    snprintf(title, sizeof title, "%s (%lld)",
             page_either(p, "Wat in de gegevens ontbreekt", "What the data lack"),
             (long long)wb_frame_row_count(notes));
    section_fold_begin(p, title);
    section_table_begin(p, "box");
    section_caption(p, model, "Opmerkingen bij de gegevens", "Notes on the data");
    page_headings(p, headings);
    for (int64_t row = 0; row < wb_frame_row_count(notes); row++) {
        static const char *const columns[] = {"source", "variable", "category"};
        section_row(p, cell_text(p, &texts, notes, "wave", row));
        for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
            page_raw(p, "<td class=\"t\">");
            page_text(p, cell_text(p, &texts, notes, columns[i], row));
            page_raw(p, "</td>");
        }
        page_raw(p, "<td class=\"t\">");
        page_text(p, note_text(p, notes, row, &texts));
        page_raw(p, "</td></tr>\n");
    }
    section_table_end(p);
    section_fold_end(p);
    arena_free(&texts);
}
