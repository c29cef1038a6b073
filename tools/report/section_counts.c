/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* How many people: a share times a total that somebody states. */
#include "cells.h"
#include "labels.h"
#include "section.h"

#include <math.h>

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

/* Combinations are too many, and in the files; nobody with a bottleneck is the rate. */
static int is_shown(const wb_frame *counts, int64_t row)
{
    return row_is_everyone(counts, row) && !cell_is(counts, "kind", row, "combination") &&
           !cell_is(counts, "status", row, "missing") &&
           !(cell_is(counts, "kind", row, "bottlenecks") &&
             cell_is(counts, "category", row, "0"));
}

/* Rows of one measure, or of one total. */
static int is_same(const wb_frame *counts, const char *column, int64_t row, int64_t other)
{
    int64_t at = wb_frame_find(counts, column);
    double a = at >= 0 ? wb_frame_double(counts, (size_t)at, row) : NAN;
    double b = at >= 0 ? wb_frame_double(counts, (size_t)at, other) : NAN;
    return a == b || (isnan(a) && isnan(b));
}

/* The row of a wave for the total and, with `same_measure`, the measure of a row; -1. */
static int64_t row_find(const wb_frame *counts, int64_t like, const char *wave,
                        int same_measure)
{
    for (int64_t row = 0; row < wb_frame_row_count(counts); row++) {
        if (is_shown(counts, row) && cell_is(counts, "wave", row, wave) &&
            is_same(counts, "population", row, like) &&
            (!same_measure || (is_same(counts, "variable", row, like) &&
                               is_same(counts, "category", row, like)))) {
            return row;
        }
    }
    return -1;
}

static void count_cell(page *p, const wb_frame *counts, int64_t row)
{
    double lower = row < 0 ? NAN : cell_double(counts, "lower", row);
    double upper = row < 0 ? NAN : cell_double(counts, "upper", row);
    page_raw(p, "<td>");
    if (row >= 0 && cell_is(counts, "status", row, "hidden")) {
        page_raw(p, "<span class=\"hid\">");
        page_both(p, "niet getoond", "not shown");
        page_raw(p, "</span>");
    } else {
        section_people(p, row < 0 ? NAN : cell_double(counts, "count", row));
    }
    if (!isnan(lower) && !isnan(upper)) {
        page_raw(p, "<span class=\"ci\">[");
        section_people(p, lower);
        page_raw(p, "; ");
        section_people(p, upper);
        page_raw(p, "]</span>");
    }
    page_raw(p, "</td>");
}

/* The waves that have this total. */
static void total_heads(page *p, const wbr_model *model, const wb_frame *counts,
                        int64_t first)
{
    page_raw(p, "<thead><tr><th scope=\"col\"></th>");
    for (size_t wave = 0; wave < wbr_wave_count(model); wave++) {
        if (row_find(counts, first, wbr_wave_text(model, wave), 0) >= 0) {
            page_raw(p, "<th scope=\"col\">");
            page_text(p, wbr_wave_text(model, wave));
            page_raw(p, "</th>");
        }
    }
    page_raw(p, "</tr></thead><tbody>\n");
    section_row(p, page_either(p, "van in totaal", "of in all"));
    for (size_t wave = 0; wave < wbr_wave_count(model); wave++) {
        int64_t row = row_find(counts, first, wbr_wave_text(model, wave), 0);
        if (row >= 0) {
            page_raw(p, "<td>");
            section_people(p, cell_double(counts, "total", row));
            page_raw(p, "</td>");
        }
    }
    page_raw(p, "</tr>\n");
}

static void count_row(page *p, const wbr_model *model, const wb_frame *counts,
                      int64_t row, arena *texts)
{
    page_raw(p, "<tr><th scope=\"row\" class=\"w\">");
    count_label(p, model, counts, row, texts);
    page_raw(p, "</th>");
    for (size_t wave = 0; wave < wbr_wave_count(model); wave++) {
        const char *text = wbr_wave_text(model, wave);
        if (row_find(counts, row, text, 0) >= 0) {
            count_cell(p, counts, row_find(counts, row, text, 1));
        }
    }
    page_raw(p, "</tr>\n");
}

static int is_first_of_measure(const wb_frame *counts, int64_t row)
{
    for (int64_t before = 0; before < row; before++) {
        if (is_shown(counts, before) && is_same(counts, "population", before, row) &&
            is_same(counts, "variable", before, row) &&
            is_same(counts, "category", before, row)) {
            return 0;
        }
    }
    return is_shown(counts, row);
}

static void total_write(page *p, const wbr_model *model, const wb_frame *counts,
                        int64_t first, arena *texts)
{
    section_table_begin(p, "box");
    page_raw(p, "<caption>");
    section_synthetic(p, model);
    page_both(p, "Aantallen bij het totaal ", "Numbers with the total ");
    page_text(p, cell_text(p, texts, counts, "population", first));
    page_both(p, ". Bron: ", ". Source: ");
    page_text(p, cell_text(p, texts, counts, "source", first));
    page_raw(p, ".</caption>");
    total_heads(p, model, counts, first);
    for (int64_t row = first; row < wb_frame_row_count(counts); row++) {
        if (is_same(counts, "population", row, first) &&
            is_first_of_measure(counts, row)) {
            count_row(p, model, counts, row, texts);
        }
    }
    section_table_end(p);
}

static int is_first_of_total(const wb_frame *counts, int64_t row)
{
    for (int64_t before = 0; before < row; before++) {
        if (is_shown(counts, before) && is_same(counts, "population", before, row)) {
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
        if (!is_first_of_total(counts, row)) {
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
