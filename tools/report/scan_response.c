/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Who answered, the lights of everyone, and how sure those are. */
#include "scan_view.h"
#include "section.h"

#include <math.h>

/* ---- response ---- */

static void rate_td(scan_view *v, int64_t row)
{
    double rate = cell_double(v->scan->response, "rate", row);
    page_raw(&v->p, "<td>");
    scan_percent(v, rate);
    page_raw(&v->p, "</td><td class=\"bar\"><span class=\"rate\">");
    page_format(&v->p, "<i style=\"width:%.1f%%\"></i></span></td>", rate * 100);
}

static void response_row(scan_view *v, int64_t row)
{
    const wb_frame *response = v->scan->response;
    int64_t group =
        scan_find(v->scan->groups, "group", scan_text(v, response, "group", row));
    int64_t level = group >= 0 ? cell_int64(v->scan->groups, "level", group, 0) : 0;
    page_format(&v->p, "<tr><th scope=\"row\" style=\"padding-left:%.1frem\">",
                0.4 + 0.9 * (double)level);
    page_text(&v->p, group >= 0 ? scan_text(v, v->scan->groups, "title", group) : "");
    page_raw(&v->p, "</th>");
    scan_td_count(v, response, "staff", row);
    if (cell_is(response, "status", row, "hidden")) {
        page_raw(&v->p, "<td class=\"hid\" colspan=\"3\">");
        scan_hidden(v);
        page_raw(&v->p, "</td><td></td>");
    } else {
        scan_td_count(v, response, "answered", row);
        rate_td(v, row);
        page_raw(&v->p, "<td class=\"t\">");
        if (cell_int64(response, "under_represented", row, 0) != 0) {
            page_raw(&v->p, "<span class=\"flag\">");
            scan_say(v, "ondervertegenwoordigd", "under-represented");
            page_raw(&v->p, "</span>");
        }
        page_raw(&v->p, "</td>");
    }
    page_raw(&v->p, "</tr>\n");
}

/* "123 of the 240 people answered: 51 %." */
static void response_lead(scan_view *v)
{
    const wb_frame *response = v->scan->response;
    double answered = cell_double(response, "answered", 0);
    if (isnan(answered)) {
        return;
    }
    page_raw(&v->p, "<p class=\"lead\"><strong>");
    page_number(&v->p, answered, 0, 0);
    scan_say(v, " van de ", " of the ");
    page_number(&v->p, (double)v->scan->facts.staff, 0, 0);
    scan_say(v, " mensen antwoordden: ", " people answered: ");
    scan_percent(v, cell_double(response, "rate", 0));
    page_raw(&v->p, ".</strong></p>\n");
}

void section_scan_response(scan_view *v)
{
    static const char *const headings[][2] = {{"Groep", "Group"},
                                              {"#Personeel", "Staff"},
                                              {"#Antwoorden", "Answers"},
                                              {"#Deelname", "Response"},
                                              {"", ""},
                                              {"", ""},
                                              {NULL, NULL}};
    scan_heading(v, "response", "Wie deed mee", "Who took part");
    response_lead(v);
    scan_paragraph(
        v,
        "Een groep heet ondervertegenwoordigd als zo weinig antwoorden zelden "
        "voorkomen wanneer iedereen even vaak antwoordt. Wees dan voorzichtig: "
        "haar stem weegt in het geheel minder dan haar aantal.",
        "A group is called under-represented if so few answers are rare when "
        "everybody answers as often. Take care then: its voice counts for less "
        "in the whole than its number.");
    section_table_begin(&v->p, "box full");
    page_headings(&v->p, headings);
    for (int64_t row = 0; row < wb_frame_row_count(v->scan->response); row++) {
        response_row(v, row);
    }
    section_table_end(&v->p);
}

/* ---- lights ---- */

/* Who has the problem, in which light: one indicator has no acute problem, of another the
 * acute ones are not shown, and who has one of several problems may have it acutely. */
typedef enum problem_light { APART, ORANGE_ALONE, TOGETHER } problem_light;

static problem_light problem_light_of(const scan_view *v, int64_t theme)
{
    if (cell_int64(v->scan->results, "red", scan_row(v, 0, theme), -1) >= 0) {
        return APART;
    }
    return scan_has_acute(v, theme) ? TOGETHER : ORANGE_ALONE;
}

static void light_part(scan_view *v, const char *word, int64_t people, int64_t n)
{
    page_format(&v->p, "<i class=\"%s\" style=\"width:%.2f%%\"></i>", word,
                100.0 * (double)people / (double)n);
}

static void light_bar(scan_view *v, int64_t row, int64_t n, problem_light light)
{
    const wb_frame *results = v->scan->results;
    page_raw(&v->p, "<td class=\"bar\"><span class=\"lights\" aria-hidden=\"true\">");
    light_part(v, "green", cell_int64(results, "green", row, 0), n);
    if (light == APART) {
        light_part(v, "orange", cell_int64(results, "orange", row, 0), n);
        light_part(v, "red", cell_int64(results, "red", row, 0), n);
    } else {
        light_part(v, light == TOGETHER ? "problem" : "orange",
                   cell_int64(results, "problem", row, 0), n);
    }
    page_raw(&v->p, "</span></td>");
}

static void part_td(scan_view *v, int64_t people, int64_t n)
{
    page_raw(&v->p, "<td>");
    scan_percent(v, (double)people / (double)n);
    page_raw(&v->p, "</td>");
}

static void light_cells(scan_view *v, int64_t theme, int64_t n)
{
    const wb_frame *results = v->scan->results;
    int64_t row = scan_row(v, 0, theme);
    problem_light light = problem_light_of(v, theme);
    light_bar(v, row, n, light);
    part_td(v, cell_int64(results, "green", row, 0), n);
    if (light == APART) {
        part_td(v, cell_int64(results, "orange", row, 0), n);
        part_td(v, cell_int64(results, "red", row, 0), n);
    } else if (light == ORANGE_ALONE) {
        part_td(v, cell_int64(results, "problem", row, 0), n);
        page_raw(&v->p, "<td>–</td>");
    } else {
        page_raw(&v->p, "<td colspan=\"2\">");
        scan_percent(v, cell_double(results, "share", row));
        scan_say(v, " samen", " together");
        page_raw(&v->p, "</td>");
    }
    page_format(&v->p, "<td>%lld</td>", (long long)n);
}

static void light_row(scan_view *v, int64_t theme)
{
    int64_t row = scan_row(v, 0, theme);
    int64_t n = cell_int64(v->scan->results, "n", row, 0);
    page_raw(&v->p, "<tr><th scope=\"row\" class=\"h\">");
    page_text(&v->p, scan_theme(v, theme));
    if (cell_int64(v->scan->themes, "conditional", theme, 0) != 0) {
        page_raw(&v->p, " *");
    }
    page_raw(&v->p, "</th>");
    if (cell_is(v->scan->results, "status", row, "hidden") || n <= 0) {
        page_raw(&v->p, "<td class=\"hid\" colspan=\"5\">");
        scan_hidden(v);
        page_raw(&v->p, "</td>");
    } else {
        light_cells(v, theme, n);
    }
    page_raw(&v->p, "</tr>\n");
}

static void lights_of_kind(scan_view *v, const char *kind, const char *nl, const char *en)
{
    const char *const headings[][2] = {
        {nl, en},         {"", ""},    {"#groen", "green"}, {"#oranje", "orange"},
        {"#rood", "red"}, {"#n", "n"}, {NULL, NULL}};
    if (scan_find(v->scan->themes, "kind", kind) < 0) {
        return;
    }
    section_table_begin(&v->p, "box full");
    page_headings(&v->p, headings);
    for (int64_t theme = 0; theme < v->n_themes; theme++) {
        if (cell_is(v->scan->themes, "kind", theme, kind)) {
            light_row(v, theme);
        }
    }
    section_table_end(&v->p);
}

/* Are there rows of everyone in which orange and red stand together? */
static int any_together(const scan_view *v)
{
    int any = 0;
    for (int64_t theme = 0; theme < v->n_themes; theme++) {
        any |= problem_light_of(v, theme) == TOGETHER &&
               !cell_is(v->scan->results, "status", scan_row(v, 0, theme), "hidden");
    }
    return any;
}

static void light_key(scan_view *v)
{
    page_raw(&v->p, "<ul class=\"key\"><li><i class=\"green\"></i>");
    scan_say(v, "groen: geen probleem", "green: no problem");
    page_raw(&v->p, "</li><li><i class=\"orange\"></i>");
    scan_say(v, "oranje: een probleem", "orange: a problem");
    page_raw(&v->p, "</li>");
    if (scan_any_acute(v)) {
        page_raw(&v->p, "<li><i class=\"red\"></i>");
        scan_say(v, "rood: een acuut probleem", "red: an acute problem");
        page_raw(&v->p, "</li>");
    }
    if (any_together(v)) {
        page_raw(&v->p, "<li><i class=\"problem\"></i>");
        scan_say(v, "oranje en rood samen: niet apart getoond",
                 "orange and red together: not shown apart");
        page_raw(&v->p, "</li>");
    }
    scan_key_end(v);
}

static int any_conditional(const scan_view *v)
{
    int any = 0;
    for (int64_t theme = 0; theme < v->n_themes; theme++) {
        any |= cell_int64(v->scan->themes, "conditional", theme, 0) != 0;
    }
    return any;
}

void section_scan_lights(scan_view *v)
{
    scan_heading(v, "lights", "De lichten: hoe mensen ervoor staan",
                 "The lights: how people are doing");
    scan_paragraph(
        v,
        "Het licht is van een persoon: ieder die antwoordde heeft er voor elk "
        "thema een. Hieronder staat bij hoeveel mensen het groen, oranje of rood "
        "is. n is het aantal mensen met een score.",
        "The light is of a person: everyone who answered has one for each theme. "
        "Below is for how many people it is green, orange or red. n is how many "
        "people have a score.");
    light_key(v);
    lights_of_kind(v, "workability", "Werkbaarheid", "Workability");
    lights_of_kind(v, "risk", "Risico’s in het werk", "Risks in the work");
    lights_of_kind(v, "other", "Andere thema’s", "Other themes");
    lights_of_kind(v, "", "Samen", "Taken together");
    if (any_conditional(v)) {
        page_raw(&v->p, "<p class=\"small\">* ");
        scan_say(v, "Niet aan iedereen gevraagd: wie dat werk niet heeft, telt niet mee.",
                 "Not asked of everybody: who has no such work does not count.");
        page_raw(&v->p, "</p>\n");
    }
}

/* ---- how sure ---- */

static void sure_part(scan_view *v, const char *name, double lower, double upper)
{
    page_format(&v->p, "<i class=\"%s\" style=\"left:%.2f%%;width:%.2f%%\"></i>", name,
                lower * 100, (upper - lower) * 100);
}

static void sure_row(scan_view *v, int64_t theme, int has_weighted)
{
    const wb_frame *results = v->scan->results;
    int64_t row = scan_row(v, 0, theme);
    double share = cell_double(results, "share", row);
    double lower = cell_double(results, "lower", row);
    double upper = cell_double(results, "upper", row);
    double least = cell_double(results, "bound_lower", row);
    double most = cell_double(results, "bound_upper", row);
    if (isnan(share) || isnan(least) || isnan(most)) {
        return;
    }
    page_raw(&v->p, "<tr><th scope=\"row\" class=\"h\">");
    page_text(&v->p, scan_problem(v, theme));
    page_raw(&v->p, "</th><td class=\"bar\"><span class=\"sure\" aria-hidden=\"true\">");
    sure_part(v, "b", least, most);
    if (!isnan(lower) && !isnan(upper)) {
        sure_part(v, "c", lower, upper);
    }
    page_format(&v->p, "<i class=\"m\" style=\"left:%.2f%%\"></i></span></td><td>",
                share * 100);
    scan_percent(v, share);
    page_raw(&v->p, "</td><td>");
    scan_interval(v, lower, upper);
    page_raw(&v->p, "</td><td>");
    scan_interval(v, least, most);
    page_raw(&v->p, "</td>");
    if (has_weighted) {
        page_raw(&v->p, "<td>");
        scan_percent(v, cell_double(results, "weighted", row));
        scan_interval(v, cell_double(results, "weighted_lower", row),
                      cell_double(results, "weighted_upper", row));
        page_raw(&v->p, "</td>");
    }
    page_raw(&v->p, "</tr>\n");
}

static int any_weighted(const scan_view *v)
{
    for (int64_t theme = 0; theme < v->n_themes; theme++) {
        if (!isnan(cell_double(v->scan->results, "weighted", theme))) {
            return 1;
        }
    }
    return 0;
}

void section_scan_certainty(scan_view *v)
{
    int has_weighted = any_weighted(v);
    const char *const headings[][2] = {
        {"% met een probleem", "% with a problem"},
        {"0 – 100 %", "0 – 100 %"},
        {"#van wie antwoordde", "of those who answered"},
        {"#als de anderen op hen lijken", "if the others resemble them"},
        {"#wat ze ook antwoordden", "whatever they would answer"},
        {has_weighted ? "#gewogen naar groepen" : NULL, "weighted to the groups"},
        {NULL, NULL}};
    scan_heading(v, "certainty", "Hoe zeker is dat?", "How sure is that?");
    scan_paragraph(
        v,
        "Niet iedereen antwoordde. Als wie niet antwoordde lijkt op wie wel antwoordde, "
        "ligt "
        "het percentage van iedereen in het eerste interval (donkere balk). Weten we "
        "niets "
        "van wie niet antwoordde, dan weten we alleen dat het in het tweede ligt (lichte "
        "balk): van niemand van hen tot ieder van hen.",
        "Not everybody answered. If those who did not resemble those who did, the "
        "percentage of all lies in the first interval (dark bar). If we know nothing of "
        "them, we only know that it lies in the second (light bar): from none of them to "
        "all of them.");
    section_table_begin(&v->p, "box full");
    page_headings(&v->p, headings);
    for (int64_t theme = 0; theme < v->n_themes; theme++) {
        sure_row(v, theme, has_weighted);
    }
    section_table_end(&v->p);
}
