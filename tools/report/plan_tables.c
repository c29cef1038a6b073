/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The tables of the page of a plan: agenda, who, what changed, what is open. */
#include "plan_view.h"

#include <stdio.h>

/* Number and title, with what it is about behind it. */
static void titled_td(plan_view *v, view_table table, int64_t row, const char *what)
{
    const char *number = view_cell(v, table, "number", row);
    const char *title = view_cell(v, table, "title", row);
    page_raw(&v->p, "<td class=\"t\">");
    page_text(&v->p, number);
    page_raw(&v->p, number[0] != '\0' ? " " : "");
    page_text(&v->p, title);
    if (what[0] != '\0') {
        page_raw(&v->p, title[0] != '\0' ? ": " : "");
        page_text(&v->p, what);
    }
    page_raw(&v->p, "</td>");
}

/* ---- agenda ---- */

static void agenda_row(plan_view *v, int64_t row)
{
    page_raw(&v->p, "<tr>");
    view_td_word(v, view_cell(v, VIEW_AGENDA, "state", row));
    view_tdn(v, view_cell(v, VIEW_AGENDA, "due", row));
    titled_td(v, VIEW_AGENDA, row, view_cell(v, VIEW_AGENDA, "what", row));
    view_td(v, view_word(v, view_cell(v, VIEW_AGENDA, "basis", row)));
    view_td(v, view_word(v, view_cell(v, VIEW_AGENDA, "status", row)));
    view_td(v, view_cell(v, VIEW_AGENDA, "who", row));
    page_raw(&v->p, "</tr>\n");
}

void section_plan_agenda(plan_view *v)
{
    static const char *const headings[][2] = {
        {"", ""},        {"#Tegen", "By"},     {"Actie", "Action"},
        {"Wat", "What"}, {"Status", "Status"}, {"Wie", "Who"},
        {NULL, NULL}};
    char days[24];
    view_heading(v, "agenda", "Agenda", "Agenda");
    snprintf(days, sizeof days, "%d", (int)v->asked->days);
    page_raw(&v->p, "<p>");
    view_say(v, "Wat te laat is, voorbij is, of komt binnen ",
             "What is late, has passed, or comes within ");
    page_text(&v->p, days);
    view_say(
        v,
        " dagen; en wat geen datum heeft. “Datum voorbij” is niet “te laat”: het "
        "plan zegt niet of het gebeurd is.",
        " days; and what has no date. “Date passed” is not “late”: the plan does not "
        "say whether it was done.");
    page_raw(&v->p, "</p>\n");
    view_table_begin(v, headings);
    for (int64_t row = 0; row < view_rows(v, VIEW_AGENDA); row++) {
        agenda_row(v, row);
    }
    view_table_end(v);
}

/* ---- who ---- */

static void duty_row(plan_view *v, int64_t row)
{
    static const char *const counts[] = {"actions", "open", "late", "done", "unknown"};
    page_raw(&v->p, "<tr>");
    view_td(v, view_cell(v, VIEW_DUTIES, "name", row));
    view_td(v, view_word(v, view_cell(v, VIEW_DUTIES, "role", row)));
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        view_td_count(v, VIEW_DUTIES, counts[i], row);
    }
    page_raw(&v->p, "</tr>\n");
}

void section_plan_duties(plan_view *v)
{
    static const char *const headings[][2] = {
        {"Wie", "Who"},           {"Rol", "Role"},      {"#Acties", "Actions"},
        {"#Open", "Open"},        {"#Te laat", "Late"}, {"#Afgerond", "Done"},
        {"#Onbekend", "Unknown"}, {NULL, NULL}};
    view_heading(v, "duties", "Wie doet wat", "Who does what");
    view_table_begin(v, headings);
    for (int64_t row = 0; row < view_rows(v, VIEW_DUTIES); row++) {
        duty_row(v, row);
    }
    view_table_end(v);
}

/* ---- what changed ---- */

static void since_row(plan_view *v, int64_t row)
{
    page_raw(&v->p, "<tr>");
    view_tdn(v, view_cell(v, VIEW_SINCE, "date", row));
    titled_td(v, VIEW_SINCE, row, "");
    view_td_word(v, view_cell(v, VIEW_SINCE, "status", row));
    view_td(v, view_cell(v, VIEW_SINCE, "text", row));
    view_td(v, view_cell(v, VIEW_SINCE, "by", row));
    page_raw(&v->p, "</tr>\n");
}

static void since_write(plan_view *v)
{
    static const char *const headings[][2] = {{"#Datum", "Date"},  {"Actie", "Action"},
                                              {"Stand", "Status"}, {"Wat", "What"},
                                              {"Door", "By"},      {NULL, NULL}};
    page_raw(&v->p, "<h3>");
    view_say(v, "Gedateerd sinds ", "Dated since ");
    page_text(&v->p, v->asked->since);
    page_raw(&v->p, "</h3>\n");
    if (view_rows(v, VIEW_SINCE) == 0) {
        view_paragraph(v, "Niets.", "Nothing.");
        return;
    }
    view_table_begin(v, headings);
    for (int64_t row = 0; row < view_rows(v, VIEW_SINCE); row++) {
        since_row(v, row);
    }
    view_table_end(v);
}

static void changes_write(plan_view *v)
{
    const wb_frame *changes = v->asked->changes;
    page_raw(&v->p, "<h3>");
    view_say(v, "Gewijzigd tegenover het vroegere plan",
             "Changed against the earlier plan");
    page_raw(&v->p, "</h3>\n");
    if (wb_frame_row_count(changes) == 0) {
        view_paragraph(v, "Niets.", "Nothing.");
        return;
    }
    page_raw(&v->p, "<ul>\n");
    for (int64_t row = 0; row < wb_frame_row_count(changes); row++) {
        page_raw(&v->p, "<li>");
        page_text(&v->p, view_text(v, changes, "text", row));
        page_raw(&v->p, "</li>\n");
    }
    page_raw(&v->p, "</ul>\n");
}

void section_plan_changes(plan_view *v)
{
    if (v->asked->since == NULL && v->asked->changes == NULL) {
        return;
    }
    view_heading(v, "changes", "Wat veranderde", "What changed");
    if (v->asked->since != NULL) {
        since_write(v);
    }
    if (v->asked->changes != NULL) {
        changes_write(v);
    }
}

/* ---- what is open ---- */

static void open_row(plan_view *v, int64_t row)
{
    page_raw(&v->p, "<tr>");
    view_td_word(v, view_cell(v, VIEW_OPEN, "state", row));
    titled_td(v, VIEW_OPEN, row, "");
    view_td(v, view_word(v, view_cell(v, VIEW_OPEN, "field", row)));
    view_td(v, view_cell(v, VIEW_OPEN, "awaited", row));
    view_td(v, view_cell(v, VIEW_OPEN, "text", row));
    page_raw(&v->p, "</tr>\n");
}

void section_plan_open(plan_view *v)
{
    static const char *const headings[][2] = {{"", ""},
                                              {"Waarover", "About"},
                                              {"Wat", "What"},
                                              {"Van wie", "From whom"},
                                              {"In de bron", "In the source"},
                                              {NULL, NULL}};
    view_heading(v, "open", "Nog open", "Still open");
    if (view_rows(v, VIEW_OPEN) == 0) {
        view_paragraph(v, "Niets is nog te bepalen of onbeantwoord.",
                       "Nothing is to be determined or unanswered.");
        return;
    }
    view_table_begin(v, headings);
    for (int64_t row = 0; row < view_rows(v, VIEW_OPEN); row++) {
        open_row(v, row);
    }
    view_table_end(v);
}
