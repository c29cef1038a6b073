/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What experts recorded of work posts and of the organisation, and what to talk about. */
#include "scan_view.h"
#include "section.h"

#include <math.h>
#include <string.h>

/* ---- records ---- */

static const char *unit_of(const scan_view *v, const char *unit)
{
    return strcmp(unit, "workpost") == 0 ? scan_either(v, "werkpost", "work post")
                                         : scan_either(v, "organisatie", "organisation");
}

static const char *light_of(const scan_view *v, const char *light)
{
    return strcmp(light, "green") == 0    ? scan_either(v, "groen", "green")
           : strcmp(light, "orange") == 0 ? scan_either(v, "oranje", "orange")
           : strcmp(light, "red") == 0
               ? scan_either(v, "rood", "red")
               : scan_either(v, "te weinig ingevuld", "too little filled in");
}

static void record_row(scan_view *v, int64_t row)
{
    const wb_frame *records = v->scan->records;
    const char *light = scan_text(v, records, "light", row);
    double score = cell_double(records, "score", row);
    page_raw(&v->p, "<tr><th scope=\"row\" class=\"h\">");
    page_text(&v->p, scan_text(v, records, "record", row));
    page_raw(&v->p, "</th>");
    scan_td(v, unit_of(v, scan_text(v, records, "unit", row)));
    scan_td(v, scan_text(v, records, "label", row));
    page_raw(&v->p, "<td>");
    page_number(&v->p, score, 0, 0);
    page_format(&v->p, "</td><td class=\"t %.10s c\">", light);
    page_text(&v->p, light_of(v, light));
    page_raw(&v->p, "</td></tr>\n");
}

static void records_table(scan_view *v)
{
    static const char *const headings[][2] = {
        {"Wat", "What"},    {"Soort", "Kind"},
        {"Thema", "Theme"}, {"#Score (0–100)", "Score (0–100)"},
        {"Licht", "Light"}, {NULL, NULL}};
    section_table_begin(&v->p, "box");
    page_headings(&v->p, headings);
    for (int64_t row = 0; row < wb_frame_row_count(v->scan->records); row++) {
        record_row(v, row);
    }
    section_table_end(&v->p);
}

static int is_answered(const scan_view *v, int64_t row, const char *answer)
{
    return cell_is(v->scan->checklists, "answer", row, answer);
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
    for (int64_t row = 0; row < wb_frame_row_count(checks); row++) {
        if (is_answered(v, row, "no")) {
            page_raw(&v->p, "<li>");
            page_text(&v->p, scan_text(v, checks, "record", row));
            page_raw(&v->p, ": ");
            page_text(&v->p, scan_text(v, checks, "label", row));
            page_raw(&v->p, "</li>\n");
        }
    }
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
        records_table(v);
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
    page_text(&v->p, scan_theme_of(v, scan_text(v, b, "indicator", row)));
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
    page_text(&v->p, scan_text(v, v->scan->benchmark, "source", 0));
    scan_say(v, ": zij vroegen hetzelfde. Het zijn niet uw cijfers.",
             ": they asked the same. These are not your figures.");
    page_raw(&v->p, "</p>\n");
    section_table_begin(&v->p, "box");
    page_headings(&v->p, headings);
    for (int64_t row = 0; row < wb_frame_row_count(v->scan->benchmark); row++) {
        benchmark_row(v, row);
    }
    section_table_end(&v->p);
}
