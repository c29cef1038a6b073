/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Money: sums by year, in which the unknown is no zero, and every line. */
#include "plan_view.h"

#include <stdio.h>
#include <string.h>

/* A sum where all is known, else what is, and that there is more. */
static void sum_td(plan_view *v, const char *money, int64_t row)
{
    char name[40], text[WBR_NUMBER_BYTES] = "";
    snprintf(name, sizeof name, "%s_status", money);
    const char *status = view_cell(v, VIEW_YEARS, name, row);
    snprintf(name, sizeof name, "%s_known", money);
    int64_t known = view_number(v, VIEW_YEARS, name, row, -1);
    snprintf(name, sizeof name, "%s_unknown", money);
    int64_t unknown = view_number(v, VIEW_YEARS, name, row, 0);
    page_raw(&v->p, "<td class=\"n\">");
    if (known >= 0) {
        view_money(v, known, text);
        page_text(&v->p, text);
    }
    if (strcmp(status, "part") == 0) {
        view_say(v, " bekend, ", " known, ");
        page_format(&v->p, "%lld ", (long long)unknown);
        view_say(v, "onbekend", "unknown");
    } else if (known < 0) {
        page_text(&v->p, strcmp(status, "unknown") == 0 ? view_word(v, "unknown") : "–");
    }
    page_raw(&v->p, "</td>");
}

static void year_row(plan_view *v, int64_t row)
{
    const char *year = view_cell(v, VIEW_YEARS, "year", row);
    page_raw(&v->p, "<tr>");
    view_td(v, year[0] != '\0' ? year : view_either(v, "geen jaar vermeld", "no year"));
    view_td_count(v, VIEW_YEARS, "lines", row);
    sum_td(v, "original", row);
    sum_td(v, "current", row);
    sum_td(v, "spent", row);
    view_td_count(v, VIEW_YEARS, "left_out", row);
    page_raw(&v->p, "</tr>\n");
}

static void years_write(plan_view *v)
{
    static const char *const headings[][2] = {
        {"Jaar", "Year"}, {"#Lijnen", "Lines"},  {"#Oorspronkelijk", "Original"},
        {"#Nu", "Now"},   {"#Besteed", "Spent"}, {"#Niet geteld", "Not counted"},
        {NULL, NULL}};
    view_table_begin(v, headings);
    for (int64_t row = 0; row < view_rows(v, VIEW_YEARS); row++) {
        year_row(v, row);
    }
    view_table_end(v);
}

static void line_title(plan_view *v, int64_t row)
{
    const char *title = view_cell(v, VIEW_BUDGET, "title", row);
    const char *text = view_cell(v, VIEW_BUDGET, "text", row);
    page_raw(&v->p, "<td class=\"t\">");
    page_text(&v->p, title[0] != '\0' ? title : text);
    if (title[0] != '\0' && text[0] != '\0') {
        page_raw(&v->p, " <span class=\"ci\">“");
        page_text(&v->p, text);
        page_raw(&v->p, "”</span>");
    }
    page_raw(&v->p, "</td>");
}

static void line_row(plan_view *v, int64_t row)
{
    const char *link = view_cell(v, VIEW_BUDGET, "link", row);
    const char *counted = view_cell(v, VIEW_BUDGET, "counted", row);
    page_raw(&v->p, "<tr>");
    view_td(v, view_cell(v, VIEW_BUDGET, "year", row));
    line_title(v, row);
    view_td(v, view_cell(v, VIEW_BUDGET, "source_name", row));
    page_raw(&v->p, "<td class=\"t\">");
    page_text(&v->p, view_cell(v, VIEW_BUDGET, "number", row));
    if (strcmp(link, "inferred") == 0) {
        page_raw(&v->p, " (");
        page_text(&v->p, view_word(v, link));
        page_raw(&v->p, ")");
    }
    page_raw(&v->p, "</td>");
    view_td(v, view_word(v, view_cell(v, VIEW_BUDGET, "certainty", row)));
    view_td_money(v, VIEW_BUDGET, "current", row);
    view_td_money(v, VIEW_BUDGET, "spent", row);
    view_td(v, strcmp(counted, "yes") == 0 ? "" : view_word(v, counted));
    page_raw(&v->p, "</tr>\n");
}

void section_budget_lines(plan_view *v, const char *ids)
{
    static const char *const headings[][2] = {{"Jaar", "Year"},
                                              {"Wat", "What"},
                                              {"Van wie", "From whom"},
                                              {"Actie", "Action"},
                                              {"Zekerheid", "Certainty"},
                                              {"#Bedrag", "Amount"},
                                              {"#Besteed", "Spent"},
                                              {"Niet geteld", "Not counted"},
                                              {NULL, NULL}};
    view_table_begin(v, headings);
    for (int64_t row = 0; row < view_rows(v, VIEW_BUDGET); row++) {
        if (ids == NULL || list_holds(ids, view_cell(v, VIEW_BUDGET, "line", row))) {
            line_row(v, row);
        }
    }
    view_table_end(v);
}

void section_plan_money(plan_view *v)
{
    view_heading(v, "money", "Geld", "Money");
    if (view_rows(v, VIEW_BUDGET) == 0) {
        view_paragraph(v, "Het plan noemt geen geld.", "The plan names no money.");
        return;
    }
    view_paragraph(v,
                   "Een som met een onbekend deel is geen totaal. Algemene budgetten en "
                   "bedragen per project, aanvrager of jaar tellen in geen som mee.",
                   "A sum with an unknown part is no total. General budgets and amounts "
                   "per project, applicant or year are in no sum.");
    years_write(v);
    section_budget_lines(v, NULL);
}
