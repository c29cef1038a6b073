/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Estimates beside what others published, series by series. */
#include "cells.h"
#include "labels.h"
#include "model.h"
#include "section.h"

#include <math.h>
#include <string.h>

typedef struct beside {
    page *p;
    const wbr_model *model;
    const wb_frame *table, *labels;
    size_t n_groups; /* columns 1 .. n_groups say which group */
    arena texts;
} beside;

static const char *text_at(beside *b, const char *column, int64_t row)
{
    return cell_text(b->p, &b->texts, b->table, column, row);
}

static const char *label_or(beside *b, char *label)
{
    if (label == NULL && b->p->status == WB_OK) {
        b->p->status = arena_failed(b->p->err);
    }
    return label != NULL ? label : "";
}

/* ---- what a series is of ---- */

static int is_same_series(const beside *b, int64_t row, int64_t other)
{
    for (size_t i = 1; i <= b->n_groups + 3; i++) {
        if (model_code(b->table, i, row) != model_code(b->table, i, other)) {
            return 0;
        }
    }
    return 1;
}

/* "50-54+55+": the labels of what is taken together; an id may have a '+' of its own, so
 * what is known as a whole is. */
static void group_text(beside *b, const char *variable, const char *ids)
{
    const char *label =
        label_or(b, label_find(&b->texts, b->labels, "category", variable, ids));
    size_t length = strcspn(ids, "+");
    if (strcmp(label, ids) != 0 || ids[length] == '\0' || ids[length + 1] == '\0') {
        page_text(b->p, label);
        return;
    }
    for (; *ids != '\0'; ids += length + (ids[length] == '+')) {
        length = strcspn(ids, "+");
        length +=
            ids[length] == '+' && (ids[length + 1] == '\0' || ids[length + 1] == '+');
        char *one = arena_text(&b->texts, ids, length);
        page_text(b->p, label_or(b, one == NULL ? NULL
                                                : label_find(&b->texts, b->labels,
                                                             "category", variable, one)));
        page_raw(b->p, ids[length] == '+' ? ", " : "");
    }
}

static void series_title(beside *b, int64_t row)
{
    const char *variable = text_at(b, "variable", row);
    const char *category = text_at(b, "category", row);
    const wbr_language language = b->p->options.language;
    page_text(b->p, label_or(b, label_find(&b->texts, b->labels, "measure", variable,
                                           text_at(b, "measure", row))));
    if (cell_is(b->table, "kind", row, "problem") ||
        cell_is(b->table, "kind", row, "acute")) {
        int is_acute = cell_is(b->table, "kind", row, "acute");
        page_raw(b->p, ", ");
        page_text(b->p, wbr_text(language, is_acute ? WBR_TEXT_ACUTE : WBR_TEXT_PROBLEM));
    }
    page_raw(b->p, category[0] != '\0' ? ": " : "");
    page_text(b->p, category);
    for (size_t i = 1; i <= b->n_groups; i++) {
        const char *name = wb_frame_column_name(b->table, i);
        const char *group = text_at(b, name, row);
        if (group[0] != '\0') {
            page_raw(b->p, " — ");
            group_text(b, name, group);
        }
    }
}

/* ---- rows ---- */

static void figure_write(beside *b, int64_t row, double scale)
{
    const char *status = text_at(b, "published_status", row);
    const char *note = text_at(b, "published_note", row);
    double rounding = cell_double(b->table, "published_rounding", row) * scale;
    page_raw(b->p, "<td>");
    if (status[0] != '\0' && strcmp(status, "anchored") != 0) {
        page_raw(b->p, "<abbr class=\"mark\" title=\"");
        page_text(b->p, status);
        page_raw(b->p, note[0] != '\0' ? ": " : "");
        page_text(b->p, note);
        page_raw(b->p, "\">≈</abbr> ");
    }
    page_number(b->p, cell_double(b->table, "published", row) * scale,
                rounding > 0.4 ? 0 : 1, 0);
    page_raw(b->p, "</td>");
}

static void own_write(beside *b, int64_t row, double scale)
{
    int64_t n = cell_int64(b->table, "n", row, -1);
    page_raw(b->p, "<td>");
    if (cell_is(b->table, "status", row, "hidden")) {
        page_raw(b->p, "<span class=\"hid\">");
        page_both(b->p, "niet getoond", "not shown");
        page_raw(b->p, "</span>");
    } else {
        page_number(b->p, cell_double(b->table, "estimate", row) * scale, 1, 0);
        page_interval(b->p, cell_double(b->table, "lower", row),
                      cell_double(b->table, "upper", row), scale, 0);
    }
    page_raw(b->p, "</td><td>");
    if (n >= 0) {
        section_people(b->p, (double)n);
    } else {
        page_raw(b->p, "–");
    }
    page_raw(b->p, "</td><td>");
    page_number(b->p, cell_double(b->table, "difference", row) * scale, 1, 1);
    page_raw(b->p, "</td>");
}

static void place_write(beside *b, int64_t row)
{
    static const char *const places[][3] = {
        {"inside", "in het interval", "inside the interval"},
        {"below", "onder het interval", "below the interval"},
        {"above", "boven het interval", "above the interval"},
    };
    page_raw(b->p, "<td class=\"t\">");
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (cell_is(b->table, "published_is", row, places[i][0])) {
            page_both(b->p, places[i][1], places[i][2]);
        }
    }
    if (cell_is(b->table, "status", row, "no_cell")) {
        page_both(b->p, "groepen samen: geen cel", "groups together: no cell");
    }
    page_raw(b->p, "</td><td class=\"src\">");
    page_text(b->p, text_at(b, "published_source", row));
    page_raw(b->p, "</td></tr>\n");
}

/* Shares are shown in percent. */
static double scale_of(beside *b, int64_t row)
{
    const wbr_outline *outline = wbr_model_group(b->model)->outline;
    const char *variable = text_at(b, "variable", row);
    for (size_t i = 0; i < wbr_measure_count(outline); i++) {
        const wbr_measure *measure = wbr_measure_at(outline, i);
        if (strcmp(measure->variable, variable) == 0) {
            return measure->is_share ? 100 : 1;
        }
    }
    return 100;
}

static void row_write(beside *b, int64_t row)
{
    double scale = scale_of(b, row);
    page_raw(b->p, "<tr><th scope=\"row\">");
    page_text(b->p, text_at(b, "wave", row));
    page_raw(b->p, "</th>");
    figure_write(b, row, scale);
    own_write(b, row, scale);
    place_write(b, row);
}

/* Series of everyone, or of groups. */
static void rows_write(beside *b, int of_everyone)
{
    for (int64_t row = 0; row < wb_frame_row_count(b->table); row++) {
        if (row_is_everyone(b->table, row) != of_everyone) {
            continue;
        }
        if (row == 0 || !is_same_series(b, row, row - 1)) {
            page_raw(b->p, "<tr><th scope=\"rowgroup\" colspan=\"7\" class=\"t\">");
            series_title(b, row);
            page_raw(b->p, "</th></tr>\n");
        }
        row_write(b, row);
    }
}

static void table_write(beside *b, int of_everyone)
{
    static const char *const headings[][2] = {
        {"Golf", "Wave"},
        {"#gepubliceerd", "published"},
        {"#schatting", "estimate"},
        {"#n", "n"},
        {"#verschil", "difference"},
        {"het gepubliceerde ligt", "what was published lies"},
        {"Bron", "Source"},
        {NULL, NULL},
    };
    section_table_begin(b->p, "box");
    section_caption(b->p, b->model,
                    "Gepubliceerd cijfer en schatting, in % (uren: gemiddelde); verschil "
                    "in procentpunten; ≈ = afgerond, afgeleid, een grens of betwist",
                    "Published figure and estimate, in % (hours: mean); difference in "
                    "percentage points; ≈ = rounded, derived, a bound or contested");
    page_headings(b->p, headings);
    rows_write(b, of_everyone);
    section_table_end(b->p);
}

static void caution(beside *b)
{
    page_raw(b->p, "<p class=\"small\">");
    page_both(
        b->p,
        "Dit is een vergelijking, geen toets: de antwoorden kunnen dezelfde zijn als "
        "die achter het gepubliceerde cijfer.",
        "This is a comparison, no test: the answers may be the same as those behind "
        "the published figure.");
    if (!wb_instrument_verified(wbr_model_group(b->model)->instrument)) {
        page_both(
            b->p,
            " De grenswaarden van een preset zijn niet die van de officiële monitor.",
            " The cut-offs of a preset are not those of the official monitor.");
    }
    page_raw(b->p, "</p>\n");
}

static int has_rows(const wb_frame *table, int of_everyone)
{
    int64_t row = 0;
    while (row < wb_frame_row_count(table) &&
           row_is_everyone(table, row) != of_everyone) {
        row++;
    }
    return row < wb_frame_row_count(table);
}

void section_published(page *p, const wbr_model *model)
{
    const wbr_group *group = wbr_model_group(model);
    const wb_frame *table = group->parts[WBR_PUBLISHED];
    beside b = {
        .p = p, .model = model, .table = table, .labels = group->parts[WBR_LABELS]};
    if (wb_frame_row_count(table) == 0) {
        return;
    }
    b.n_groups = (size_t)wb_frame_find(table, "statistic") - 1;
    section_fold_begin(
        p, page_either(p, "Naast wat gepubliceerd is", "Beside what was published"));
    caution(&b);
    if (has_rows(table, 1)) {
        table_write(&b, 1);
    }
    if (has_rows(table, 0)) {
        section_fold_begin(p, page_either(p, "Groepen", "Groups"));
        table_write(&b, 0);
        section_fold_end(p);
    }
    section_fold_end(p);
    arena_free(&b.texts);
}
