/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What experts recorded of work posts and of the organisation, and what to talk about. */
#include "scan_view.h"
#include "section.h"

#include <math.h>
#include <string.h>

/* ---- records ---- */

static const char *light_of(const scan_view *v, const char *light)
{
    return strcmp(light, "green") == 0    ? scan_either(v, "groen", "green")
           : strcmp(light, "orange") == 0 ? scan_either(v, "oranje", "orange")
           : strcmp(light, "red") == 0    ? scan_either(v, "rood", "red")
                                          : "–";
}

static void record_td(scan_view *v, int64_t row)
{
    const wb_frame *records = v->scan->records;
    const char *light = scan_text(v, records, "light", row);
    page_format(&v->p, "<td class=\"%.10s c\">", light);
    page_text(&v->p, light_of(v, light));
    if (light[0] != '\0') {
        page_raw(&v->p, " <span class=\"ci\">");
        page_number(&v->p, cell_double(records, "score", row), 0, 0);
        page_raw(&v->p, "</span>");
    }
    page_raw(&v->p, "</td>");
}

/* The records of one unit, from the first row on: those of a post stand together, and
 * every post has the same themes. Returns the row behind them. */
static int64_t unit_table(scan_view *v, int64_t first)
{
    const wb_frame *records = v->scan->records;
    const char *unit = scan_text(v, records, "unit", first);
    const char *record = scan_text(v, records, "record", first);
    int64_t row = first;
    section_table_begin(&v->p, "box");
    page_raw(&v->p, "<thead><tr><th scope=\"col\" class=\"t\">");
    scan_say(v, strcmp(unit, "workpost") == 0 ? "Werkpost" : "Organisatie",
             strcmp(unit, "workpost") == 0 ? "Work post" : "Organisation");
    page_raw(&v->p, "</th>");
    for (; row < wb_frame_row_count(records) && cell_is(records, "record", row, record) &&
           cell_is(records, "unit", row, unit);
         row++) {
        page_raw(&v->p, "<th scope=\"col\" class=\"h\">");
        page_text(&v->p, scan_text(v, records, "label", row));
        page_raw(&v->p, "</th>");
    }
    page_raw(&v->p, "</tr></thead>\n<tbody>\n");
    int64_t n_themes = row - first;
    for (row = first;
         row < wb_frame_row_count(records) && cell_is(records, "unit", row, unit);
         row++) {
        if ((row - first) % n_themes == 0) {
            page_raw(&v->p, row > first ? "</tr>\n<tr>" : "<tr>");
            page_raw(&v->p, "<th scope=\"row\" class=\"h\">");
            page_text(&v->p, scan_text(v, records, "record", row));
            page_raw(&v->p, "</th>");
        }
        record_td(v, row);
    }
    page_raw(&v->p, "</tr>\n");
    section_table_end(&v->p);
    return row;
}

static void records_tables(scan_view *v)
{
    for (int64_t row = 0; row < wb_frame_row_count(v->scan->records);) {
        row = unit_table(v, row);
    }
}

static int is_answered(const scan_view *v, int64_t row, const char *answer)
{
    return cell_is(v->scan->checklists, "answer", row, answer);
}

/* A line per record with what is not there yet. */
static void checks_missing(scan_view *v)
{
    const wb_frame *checks = v->scan->checklists;
    const char *record = "";
    for (int64_t row = 0; row < wb_frame_row_count(checks); row++) {
        if (!is_answered(v, row, "no")) {
            continue;
        }
        if (!cell_is(checks, "record", row, record)) {
            page_raw(&v->p, record[0] != '\0' ? "</li>\n<li><strong>" : "<li><strong>");
            record = scan_text(v, checks, "record", row);
            page_text(&v->p, record);
            page_raw(&v->p, "</strong>: ");
        } else {
            page_raw(&v->p, "; ");
        }
        page_text(&v->p, scan_text(v, checks, "label", row));
    }
    page_raw(&v->p, record[0] != '\0' ? "</li>\n" : "");
}

/* What is not there yet comes out; the rest is a number. */
static void checks_list(scan_view *v)
{
    const wb_frame *checks = v->scan->checklists;
    int64_t yes = 0, no = 0;
    for (int64_t row = 0; row < wb_frame_row_count(checks); row++) {
        yes += is_answered(v, row, "yes");
        no += is_answered(v, row, "no");
    }
    page_raw(&v->p, "<h3>");
    scan_say(v, "Checklijsten", "Checklists");
    page_format(&v->p, "</h3>\n<p>%lld ", (long long)yes);
    scan_say(v, "keer in orde, ", "times in order, ");
    page_format(&v->p, "%lld ", (long long)no);
    scan_say(v, "keer nog niet:", "times not yet:");
    page_raw(&v->p, "</p>\n<ul>\n");
    checks_missing(v);
    page_raw(&v->p, "</ul>\n");
}

void section_scan_records(scan_view *v)
{
    int64_t n = v->scan->records != NULL ? wb_frame_row_count(v->scan->records) : 0;
    int64_t checks =
        v->scan->checklists != NULL ? wb_frame_row_count(v->scan->checklists) : 0;
    if (n == 0 && checks == 0) {
        return;
    }
    scan_heading(v, "records", "Werkposten en organisatie",
                 "Work posts and the organisation");
    scan_paragraph(
        v,
        "Ingevuld door wie de werkpost of de organisatie kent: één fiche per "
        "post of organisatie. Het zijn geen antwoorden van mensen, en er is geen "
        "statistiek van gemaakt. Een hogere score is een groter probleem of een "
        "betere toestand, naargelang het thema; het licht zegt welk.",
        "Filled in by who knows the work post or the organisation: one record "
        "each. They are no answers of people, and no statistics are made of "
        "them. A higher score is a larger problem or a better state, depending "
        "on the theme; the light says which.");
    if (n > 0) {
        records_tables(v);
    }
    if (checks > 0) {
        checks_list(v);
    }
}

/* ---- what to talk about ---- */

static void guide_themes(scan_view *v)
{
    const wb_frame *guide = v->scan->guide;
    const char *theme = "";
    for (int64_t row = 0; row < wb_frame_row_count(guide); row++) {
        if (!cell_is(guide, "theme", row, theme)) {
            page_raw(&v->p, theme[0] != '\0' ? "</ul>\n" : "");
            theme = scan_text(v, guide, "theme", row);
            page_raw(&v->p, "<h3>");
            page_text(&v->p, scan_text(v, guide, "title", row));
            page_raw(&v->p, "</h3>\n<ul>\n");
        }
        page_raw(&v->p, "<li>");
        page_text(&v->p, scan_text(v, guide, "question", row));
        page_raw(&v->p, "</li>\n");
    }
    page_raw(&v->p, theme[0] != '\0' ? "</ul>\n" : "");
}

void section_scan_guide(scan_view *v)
{
    if (v->scan->guide == NULL || wb_frame_row_count(v->scan->guide) == 0) {
        return;
    }
    scan_heading(v, "guide", "Om samen over te praten", "To talk about together");
    scan_paragraph(
        v,
        "De vragen gaan over hoe het werk is, nooit over wie. Kies samen een of "
        "twee thema’s; spreek af wat ermee gebeurt.",
        "The questions are about how the work is, never about who. Choose one or "
        "two themes together; agree on what happens next.");
    if (v->scan->facts.too_small) {
        guide_themes(v);
        return;
    }
    page_raw(&v->p, "<details><summary>");
    scan_say(v, "Vragen per thema", "Questions by theme");
    page_raw(&v->p, "</summary>\n");
    guide_themes(v);
    page_raw(&v->p, "</details>\n");
}

/* ---- other companies, where there are no figures of one's own ---- */

static void benchmark_row(scan_view *v, int64_t row)
{
    const wb_frame *b = v->scan->benchmark;
    double estimate = cell_double(b, "estimate", row);
    const char *group = scan_text(v, b, "group", row);
    if (isnan(estimate) || (group[0] != '\0' && strcmp(group, "all") != 0)) {
        return;
    }
    page_raw(&v->p, "<tr><th scope=\"row\" class=\"h\">");
    page_text(&v->p, scan_problem_of(v, scan_text(v, b, "indicator", row)));
    page_raw(&v->p, "</th><td>");
    scan_percent(v, estimate);
    scan_interval(v, cell_double(b, "lower", row), cell_double(b, "upper", row));
    page_raw(&v->p, "</td>");
    scan_td_count(v, b, "companies", row);
    page_raw(&v->p, "</tr>\n");
}

void section_scan_benchmark(scan_view *v)
{
    static const char *const headings[][2] = {{"Thema", "Theme"},
                                              {"#% met een probleem", "% with a problem"},
                                              {"#Bedrijven", "Companies"},
                                              {NULL, NULL}};
    if (v->scan->benchmark == NULL || wb_frame_row_count(v->scan->benchmark) == 0) {
        return;
    }
    scan_heading(v, "benchmark", "Bij andere bedrijven", "At other companies");
    page_raw(&v->p, "<p>");
    page_text(&v->p, scan_source(v, v->scan->benchmark, "source"));
    scan_say(v, ": zij vroegen hetzelfde. Het zijn niet de cijfers van dit bedrijf.",
             ": they asked the same. These are not figures of this company.");
    page_raw(&v->p, "</p>\n");
    section_table_begin(&v->p, "box");
    page_headings(&v->p, headings);
    for (int64_t row = 0; row < wb_frame_row_count(v->scan->benchmark); row++) {
        benchmark_row(v, row);
    }
    section_table_end(&v->p);
}
