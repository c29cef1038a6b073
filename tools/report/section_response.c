/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Who answered, and what the answers lack. */
#include "cells.h"
#include "section.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

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
        section_people(p, value);
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
        page_raw(p, "<tr><th scope=\"row\">");
        page_text(p, cell_text(p, &texts, response, "wave", row));
        page_raw(p, "</th><td>");
        section_people(p, cell_double(response, "rows", row));
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
    {"other_wave", "het bestand zegt zelf een andere golf",
     "the file itself says another wave"},
    {"other_label", "deze code had eerder een ander etiket",
     "this code had another label before"},
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

/* One row for all waves that a note is about. */
static int is_same_note(const wb_frame *notes, int64_t row, int64_t other)
{
    static const char *const columns[] = {"kind", "source", "variable", "category"};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        int64_t at = wb_frame_find(notes, columns[i]);
        size_t length = 0, n = 0;
        const char *a = wb_frame_text(notes, (size_t)at, row, &length);
        const char *b = wb_frame_text(notes, (size_t)at, other, &n);
        if ((a == NULL) != (b == NULL) ||
            (a != NULL && (length != n || memcmp(a, b, n) != 0))) {
            return 0;
        }
    }
    return 1;
}

/* Rows of what is told already: the same of another wave, or that nobody has a value of
 * what is not in the data. */
static int is_told(page *p, const wb_frame *notes, int64_t row, arena *texts)
{
    const char *variable = cell_text(p, texts, notes, "variable", row);
    for (int64_t before = 0; before < row; before++) {
        if (is_same_note(notes, before, row) ||
            (cell_is(notes, "kind", row, "no_answers") &&
             !cell_is(notes, "kind", before, "no_answers") &&
             cell_is(notes, "variable", before, variable))) {
            return 1;
        }
    }
    return 0;
}

static void note_waves(page *p, const wb_frame *notes, int64_t row, arena *texts)
{
    int n = 0;
    page_raw(p, "<tr><th scope=\"row\">");
    for (int64_t other = row; other < wb_frame_row_count(notes); other++) {
        const char *wave = cell_text(p, texts, notes, "wave", other);
        if (is_same_note(notes, row, other) && wave[0] != '\0') {
            page_raw(p, n++ > 0 ? ", " : "");
            page_text(p, wave);
        }
    }
    page_text(p, n == 0 ? page_either(p, "alle", "all") : "");
    page_raw(p, "</th>");
}

static void note_row(page *p, const wb_frame *notes, int64_t row, arena *texts)
{
    static const char *const columns[] = {"source", "variable", "category"};
    note_waves(p, notes, row, texts);
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        page_raw(p, "<td class=\"t\">");
        page_text(p, cell_text(p, texts, notes, columns[i], row));
        page_raw(p, "</td>");
    }
    page_raw(p, "<td class=\"t\">");
    page_text(p, note_text(p, notes, row, texts));
    page_raw(p, "</td></tr>\n");
}

void section_notes(page *p, const wbr_model *model)
{
    static const char *const headings[][2] = {
        {"Golf", "Wave"},   {"Gegevens", "Data"},  {"Wat", "What"},
        {"Groep", "Group"}, {"Opmerking", "Note"}, {NULL, NULL},
    };
    const wb_frame *notes = wbr_model_group(model)->parts[WBR_NOTES];
    arena texts = {0};
    if (wb_frame_row_count(notes) == 0) {
        return;
    }
    section_fold_begin(
        p, page_either(p, "Wat in de gegevens ontbreekt", "What the data lack"));
    section_table_begin(p, "box");
    section_caption(p, model, "Opmerkingen bij de gegevens", "Notes on the data");
    page_headings(p, headings);
    for (int64_t row = 0; row < wb_frame_row_count(notes); row++) {
        if (!is_told(p, notes, row, &texts)) {
            note_row(p, notes, row, &texts);
        }
    }
    section_table_end(p);
    section_fold_end(p);
    arena_free(&texts);
}
