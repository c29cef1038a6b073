/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Tables of groups by themes: shares of problem, and differences from a reference. */
#include "scan_view.h"
#include "section.h"

#include <math.h>
#include <string.h>

/* A table of the groups of one kind: what it is called, which groups, how a cell looks.
 */
typedef struct grid {
    const char *kind;      /* of the groups: group or cross */
    const char *hierarchy; /* of groups; "" for crosses */
    void (*cell)(scan_view *v, int64_t row);
} grid;

static void hidden_td(scan_view *v)
{
    page_raw(&v->p, "<td class=\"hid\">");
    scan_hidden(v);
    page_raw(&v->p, "</td>");
}

static int is_of(const scan_view *v, const grid *g, int64_t group)
{
    return cell_is(v->scan->groups, "kind", group, g->kind) &&
           cell_is(v->scan->groups, "hierarchy", group, g->hierarchy);
}

static void grid_head(scan_view *v)
{
    page_raw(&v->p, "<thead><tr><th scope=\"col\" class=\"t\">");
    scan_say(v, "Groep", "Group");
    page_raw(&v->p, "</th>");
    for (int64_t theme = 0; theme < v->n_themes; theme++) {
        if (scan_theme_is_shown(v, theme)) {
            page_raw(&v->p, "<th scope=\"col\"><span class=\"t\">");
            page_text(&v->p, scan_problem(v, theme));
            page_raw(&v->p, "</span></th>");
        }
    }
    page_raw(&v->p, "</tr></thead>\n<tbody>\n");
}

static void grid_row(scan_view *v, const grid *g, int64_t group)
{
    int64_t level = cell_int64(v->scan->groups, "level", group, 0);
    page_format(&v->p, "<tr><th scope=\"row\" style=\"padding-left:%.1frem\">",
                level > 1 ? 0.4 + 0.8 * (double)(level - 1) : 0.4);
    page_text(&v->p, group == 0 ? scan_either(v, "Iedereen", "Everyone")
                                : scan_text(v, v->scan->groups, "title", group));
    page_raw(&v->p, "</th>");
    for (int64_t theme = 0; theme < v->n_themes; theme++) {
        if (scan_theme_is_shown(v, theme)) {
            g->cell(v, scan_row(v, group, theme));
        }
    }
    page_raw(&v->p, "</tr>\n");
}

/* What the groups are groups of, above their table. */
static void grid_caption(scan_view *v, const grid *g)
{
    const wb_frame *hierarchies = v->scan->hierarchies;
    int64_t row = scan_find(hierarchies, "hierarchy", g->hierarchy);
    if (row >= 0) {
        page_raw(&v->p, "<caption>");
        page_text(&v->p, scan_text(v, hierarchies, "title", row));
        page_raw(&v->p, "</caption>\n");
    }
}

static void grid_write(scan_view *v, const grid *g)
{
    section_table_begin(&v->p, "box heat");
    grid_caption(v, g);
    grid_head(v);
    grid_row(v, g, 0);
    for (int64_t group = 1; group < v->n_groups; group++) {
        if (is_of(v, g, group)) {
            grid_row(v, g, group);
        }
    }
    section_table_end(&v->p);
}

/* Is this group the first of its hierarchy, or the first cross? */
static int is_first(scan_view *v, int64_t group)
{
    const char *kind = scan_text(v, v->scan->groups, "kind", group);
    const char *hierarchy = scan_text(v, v->scan->groups, "hierarchy", group);
    const grid g = {kind, hierarchy, NULL};
    for (int64_t before = 1; before < group; before++) {
        if (is_of(v, &g, before)) {
            return 0;
        }
    }
    return 1;
}

static void grids_write(scan_view *v, void (*cell)(scan_view *v, int64_t row))
{
    for (int64_t group = 1; group < v->n_groups; group++) {
        if (!is_first(v, group)) {
            continue;
        }
        const grid g = {scan_text(v, v->scan->groups, "kind", group),
                        scan_text(v, v->scan->groups, "hierarchy", group), cell};
        int is_cross = strcmp(g.kind, "cross") == 0;
        if (is_cross) {
            page_raw(&v->p, "<details><summary>");
            scan_say(v, "Naar kenmerken samen", "By features together");
            page_raw(&v->p, "</summary>\n");
        }
        grid_write(v, &g);
        page_raw(&v->p, is_cross ? "</details>\n" : "");
    }
}

/* ---- shares ---- */

/* The darker, the more people: seven steps of 15 points, and white below 5. The number
 * that is printed decides, as the key says. */
static int shade_of(double share)
{
    int percent = (int)rint(share * 100);
    int step = percent < 5 ? 0 : 1 + (percent - 5) / 15;
    return step > 6 ? 6 : step;
}

static void share_td(scan_view *v, int64_t row)
{
    double share = cell_double(v->scan->results, "share", row);
    if (cell_is(v->scan->results, "status", row, "hidden") || isnan(share)) {
        hidden_td(v);
        return;
    }
    page_format(&v->p, "<td class=\"h%d\">", shade_of(share));
    page_number(&v->p, share * 100, 0, 0);
    page_raw(&v->p, "</td>");
}

static void shade_key(scan_view *v)
{
    static const char *const spans[] = {"0–4",   "5–19",  "20–34", "35–49",
                                        "50–64", "65–79", "80–100"};
    page_raw(&v->p, "<ul class=\"key\">");
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++) {
        page_format(&v->p, "<li><i class=\"h%zu\"></i>%s&nbsp;%%</li>", i, spans[i]);
    }
    scan_key_end(v);
}

static int any_left_out(const scan_view *v)
{
    for (int64_t theme = 0; theme < v->n_themes; theme++) {
        if (!scan_theme_is_shown(v, theme)) {
            return 1;
        }
    }
    return 0;
}

void section_scan_groups(scan_view *v)
{
    scan_heading(v, "groups", "Groepen en thema’s", "Groups and themes");
    page_raw(&v->p, "<p>");
    scan_say(v, "Het percentage mensen met een probleem",
             "The percentage of people with a problem");
    if (scan_any_acute(v)) {
        scan_say(v, " (oranje en rood samen)", " (orange and red together)");
    }
    scan_say(v,
             ". Hoe donkerder, hoe meer mensen; de kleur is geen oordeel over een groep. "
             "Kleine verschillen kunnen toeval zijn.",
             ". The darker, the more people; the shade is no verdict on a group. Small "
             "differences may be chance.");
    page_raw(&v->p, "</p>\n");
    shade_key(v);
    page_raw(&v->p, "<p class=\"small\">");
    scan_say(
        v,
        "Gearceerd: dit cijfer wordt niet getoond, zodat niemand te herkennen is. "
        "Er waren te weinig antwoorden, of bijna niemand of bijna iedereen antwoordde "
        "hetzelfde, of met dit cijfer was een ander verborgen cijfer uit te rekenen. "
        "Welke van die redenen geldt, wordt niet gezegd: ook dat zou iets vertellen. "
        "Het zegt niets over hoe het in die groep gaat.",
        "Hatched: this figure is not shown, so that nobody can be recognised. There "
        "were too few answers, or nearly nobody or nearly everybody answered the "
        "same, or another hidden figure could have been worked out from it. Which of "
        "these it is is not told: that would tell something too. It says nothing "
        "about how that group is doing.");
    page_raw(&v->p, "</p>\n");
    if (any_left_out(v)) {
        scan_paragraph(v,
                       "Een thema dat hier niet staat, heeft geen cijfers per groep; van "
                       "iedereen samen staat het bij de lichten.",
                       "A theme that is not here has no figures by group; of everyone "
                       "together it stands with the lights.");
    }
    grids_write(v, share_td);
}

/* ---- differences ---- */

/* A colour with its mark and its name: nobody has to tell colours apart. */
static const struct {
    const char *word, *sample, *mark, *nl, *en;
} colours[] = {
    {"green", "lgreen", "✓", "groen: niet meer mensen, of nauwelijks",
     "green: not more people, or hardly"},
    {"orange", "lorange", "△", "oranje: meer mensen", "orange: more people"},
    {"red", "lred", "▲", "rood: duidelijk meer mensen", "red: clearly more people"},
    {"grey", "grey", "", "grijs: niet beslist", "grey: undecided"},
};
enum { COLOURS = sizeof colours / sizeof *colours };

static void colour_key(scan_view *v)
{
    page_raw(&v->p, "<ul class=\"key\">");
    for (size_t i = 0; i < COLOURS; i++) {
        page_format(&v->p, "<li><i class=\"%s\"></i>%s ", colours[i].sample,
                    colours[i].mark);
        scan_say(v, colours[i].nl, colours[i].en);
        page_raw(&v->p, "</li>");
    }
    scan_key_end(v);
}

/* The start of a cell: the difference in points in its colour. */
static void coloured(scan_view *v, int64_t row)
{
    const wb_frame *d = v->scan->differences;
    size_t i = 0;
    while (i + 1 < COLOURS && !cell_is(d, "colour", row, colours[i].word)) {
        i++;
    }
    page_format(&v->p, "<td class=\"%s c\">", colours[i].word);
    page_number(&v->p, cell_double(d, "difference", row) * 100, 0, 1);
    page_format(&v->p, "%s%s", colours[i].mark[0] != '\0' ? "&nbsp;" : "",
                colours[i].mark);
}

static void difference_td(scan_view *v, int64_t row)
{
    const wb_frame *differences = v->scan->differences;
    if (cell_is(differences, "status", row, "hidden")) {
        hidden_td(v);
    } else if (isnan(cell_double(differences, "difference", row))) {
        page_raw(&v->p, "<td>–</td>");
    } else {
        coloured(v, row);
        page_raw(&v->p, "</td>");
    }
}

static void share_with_interval(scan_view *v, double share, double lower, double upper)
{
    page_raw(&v->p, "<td>");
    scan_percent(v, share);
    scan_interval(v, lower, upper);
    page_raw(&v->p, "</td>");
}

static void whole_row(scan_view *v, int64_t theme)
{
    const wb_frame *d = v->scan->differences, *results = v->scan->results;
    int64_t row = scan_row(v, 0, theme);
    if (isnan(cell_double(d, "difference", row))) {
        return;
    }
    page_raw(&v->p, "<tr><th scope=\"row\" class=\"h\">");
    page_text(&v->p, scan_problem(v, theme));
    page_raw(&v->p, "</th>");
    share_with_interval(v, cell_double(results, "share", row),
                        cell_double(results, "lower", row),
                        cell_double(results, "upper", row));
    share_with_interval(v, cell_double(d, "reference", row),
                        cell_double(d, "reference_lower", row),
                        cell_double(d, "reference_upper", row));
    coloured(v, row);
    page_interval(&v->p, cell_double(d, "difference_lower", row),
                  cell_double(d, "difference_upper", row), 100, 1);
    page_raw(&v->p, "</td></tr>\n");
}

static void whole_table(scan_view *v)
{
    static const char *const headings[][2] = {
        {"Iedereen", "Everyone"},
        {"#hier", "here"},
        {"#referentie", "reference"},
        {"#verschil, in procentpunten", "difference, in percentage points"},
        {NULL, NULL}};
    section_table_begin(&v->p, "box");
    page_headings(&v->p, headings);
    for (int64_t theme = 0; theme < v->n_themes; theme++) {
        whole_row(v, theme);
    }
    section_table_end(&v->p);
}

void section_scan_differences(scan_view *v)
{
    const wb_frame *d = v->scan->differences;
    if (d == NULL || wb_frame_row_count(d) == 0) {
        return;
    }
    scan_heading(v, "differences", "Naast de referentie", "Beside the reference");
    page_raw(&v->p, "<p>");
    if (cell_is(d, "reference_kind", 0, "earlier")) {
        scan_say(v, "Naast de eerdere scan: ", "Beside the earlier scan: ");
    } else {
        scan_say(v, "Naast: ", "Beside: ");
    }
    page_raw(&v->p, "<strong>");
    page_text(&v->p, scan_source(v, d, "reference_source"));
    page_raw(&v->p, "</strong>. ");
    scan_say(
        v,
        "Een getal is het verschil in procentpunten; plus: hier hebben meer mensen "
        "het probleem. De kleur volgt uit het interval van het verschil, waarin de "
        "onzekerheid van beide zit. Om te vergelijken tellen de antwoorden als een "
        "steekproef: het had ook net anders kunnen zijn. Daarom is dat interval breder "
        "dan dat van het percentage alleen. Grijs betekent: niet te zeggen.",
        "A number is the difference in percentage points; plus: here more people have "
        "the problem. The colour follows from the interval of the difference, in "
        "which both are uncertain. To compare, the answers count as a sample: they "
        "might just as well have been a little different. So that interval is wider "
        "than that of the percentage alone. Grey means: it cannot be told.");
    page_raw(&v->p, "</p>\n");
    colour_key(v);
    whole_table(v);
    grids_write(v, difference_td);
}
