/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What may be done about what stands out, and the actions of the plan behind it. */
#include "scan_view.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *word, *nl, *en;
} words[] = {{"sector", "sector", "sector"},
             {"organisation", "organisatie", "organisation"},
             {"team", "team", "team"},
             {"leader", "leidinggevende", "manager"},
             {"individual", "individu", "individual"},
             {"research", "onderzoek", "research"},
             {"consultation", "overleg", "consultation"},
             {"information", "informatie", "information"},
             {"sensitisation", "sensibilisering", "awareness"},
             {"measure", "maatregel", "measure"}};

static const char *word_of(const scan_view *v, const char *word)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(words[i].word, word) == 0) {
            return scan_either(v, words[i].nl, words[i].en);
        }
    }
    return word;
}

/* The id of an action's place in the page: its number with what ids may not hold out. */
static void action_id(const char *number, char id[32])
{
    size_t n = 0;
    for (; *number != '\0' && n < 31; number++) {
        id[n++] = (char)(strchr(" ,\"'<>&", *number) != NULL ? '-' : *number);
    }
    id[n] = '\0';
}

static int is_action(const scan_view *v, const char *number)
{
    return v->scan->actions != NULL && scan_find(v->scan->actions, "number", number) >= 0;
}

static void actions_links(scan_view *v, const char *list)
{
    char number[32], id[32];
    if (list[0] == '\0') {
        return;
    }
    scan_say(v, " · actieplan: ", " · action plan: ");
    for (int first = 1; *list != '\0'; first = 0) {
        size_t length = strcspn(list, ",");
        snprintf(number, sizeof number, "%.*s", (int)length, list);
        page_raw(&v->p, first ? "" : ", ");
        if (is_action(v, number)) {
            action_id(number, id);
            page_format(&v->p, "<a href=\"#plan-%s\">", id);
            page_text(&v->p, number);
            page_raw(&v->p, "</a>");
        } else {
            page_text(&v->p, number);
        }
        list += length;
        list += strspn(list, ", ");
    }
}

static void measure_write(scan_view *v, int64_t row)
{
    const wb_frame *s = v->scan->suggestions;
    const char *tools = scan_text(v, s, "tools", row);
    page_raw(&v->p, "<div class=\"measure\"><h4>");
    page_text(&v->p, scan_text(v, s, "title", row));
    page_raw(&v->p, "</h4>\n<p>");
    page_text(&v->p, scan_text(v, s, "text", row));
    page_raw(&v->p, "</p>\n<p class=\"small\">");
    page_text(&v->p, word_of(v, scan_text(v, s, "kind", row)));
    page_raw(&v->p, " · ");
    page_text(&v->p, word_of(v, scan_text(v, s, "level", row)));
    actions_links(v, scan_text(v, s, "actions", row));
    if (tools[0] != '\0') {
        scan_say(v, " · hulpmiddel: ", " · tool: ");
        page_text(&v->p, tools);
    }
    page_raw(&v->p, "</p></div>\n");
}

/* The measures of a finding stand together, from its first row on. */
static int is_first(const scan_view *v, int64_t row)
{
    return row == 0 || cell_int64(v->scan->suggestions, "number", row, 0) == 1;
}

/* Do these two findings, by their first rows, get the same measures? */
static int are_alike(scan_view *v, int64_t one, int64_t other)
{
    const wb_frame *s = v->scan->suggestions;
    int64_t n = wb_frame_row_count(s);
    if (!cell_is(s, "theme", other, scan_text(v, s, "theme", one))) {
        return 0;
    }
    do {
        if (!cell_is(s, "measure", other++, scan_text(v, s, "measure", one++))) {
            return 0;
        }
    } while (one < n && other < n && !is_first(v, one) && !is_first(v, other));
    return (one == n || is_first(v, one)) && (other == n || is_first(v, other));
}

/* The end of the findings that are shown. */
static int64_t shown_end(const scan_view *v)
{
    const wb_frame *s = v->scan->suggestions;
    int64_t row = 0;
    while (row < wb_frame_row_count(s) &&
           cell_int64(s, "finding_rank", row, 0) <= SCAN_MOST_FINDINGS) {
        row++;
    }
    return row;
}

static int came_before(scan_view *v, int64_t row)
{
    for (int64_t before = 0; before < row; before++) {
        if (is_first(v, before) && are_alike(v, before, row)) {
            return 1;
        }
    }
    return 0;
}

/* The theme, and every group for which these measures are suggested. */
static void finding_heading(scan_view *v, int64_t row)
{
    const wb_frame *s = v->scan->suggestions, *f = v->scan->findings;
    int64_t finding = scan_find(f, "id", scan_text(v, s, "finding", row));
    page_raw(&v->p, "<h3>");
    page_text(&v->p, finding >= 0
                         ? scan_problem_of(v, scan_text(v, f, "indicator", finding))
                         : scan_text(v, s, "theme", row));
    page_raw(&v->p, "</h3>\n<p class=\"small\">");
    scan_say(v, "Voor: ", "For: ");
    page_text(&v->p, scan_group(v, scan_text(v, s, "group", row)));
    for (int64_t other = row + 1; other < shown_end(v); other++) {
        if (is_first(v, other) && are_alike(v, row, other)) {
            page_raw(&v->p, "; ");
            page_text(&v->p, scan_group(v, scan_text(v, s, "group", other)));
        }
    }
    page_raw(&v->p, "</p>\n");
}

static void finding_measures(scan_view *v, int64_t row)
{
    finding_heading(v, row);
    do {
        measure_write(v, row++);
    } while (row < shown_end(v) && !is_first(v, row));
}

/* Is this action named by a measure on the page? */
static int is_named(scan_view *v, const char *number)
{
    int named = 0;
    for (int64_t row = 0; row < shown_end(v) && number[0] != '\0' && !named; row++) {
        named = list_holds(scan_text(v, v->scan->suggestions, "actions", row), number);
    }
    return named;
}

static void action_item(scan_view *v, int64_t action, const char *number)
{
    char id[32];
    action_id(number, id);
    page_format(&v->p, "<li id=\"plan-%s\">", id);
    page_text(&v->p, number);
    page_raw(&v->p, ". ");
    page_text(&v->p, scan_text(v, v->scan->actions, "title", action));
    page_raw(&v->p, "</li>\n");
}

static void actions_list(scan_view *v)
{
    const wb_frame *actions = v->scan->actions;
    int n = 0;
    for (int64_t action = 0; action < wb_frame_row_count(actions); action++) {
        const char *number = scan_text(v, actions, "number", action);
        if (!is_named(v, number) || scan_find(actions, "number", number) != action) {
            continue;
        }
        if (n++ == 0) {
            page_raw(&v->p, "<h3>");
            scan_say(v, "De acties van het Vlaamse actieplan die genoemd zijn",
                     "The actions of the Flemish action plan that are named");
            page_raw(&v->p, "</h3>\n<ul>\n");
        }
        action_item(v, action, number);
    }
    page_raw(&v->p, n > 0 ? "</ul>\n" : "");
}

void section_scan_measures(scan_view *v)
{
    const wb_frame *s = v->scan->suggestions;
    if (s == NULL) {
        return;
    }
    scan_heading(v, "measures", "Wat eraan te doen valt", "What may be done");
    scan_paragraph(
        v,
        "Ideeën om in het sociaal overleg te bespreken, geen voorschriften. Ze "
        "horen bij het thema; of ze hier passen, weten de mensen zelf.",
        "Ideas to discuss in the social dialogue, no prescriptions. They go with "
        "the theme; whether they fit here is for the people to say.");
    if (v->scan->inside != NULL) {
        scan_paragraph(v,
                       "Ze zijn er voor de prioriteiten naast de referentie; voor die "
                       "binnen de organisatie staan ze op een pagina zonder referentie.",
                       "They are for the priorities beside the reference; for those "
                       "within the organisation they are on a page without a reference.");
    }
    if (wb_frame_row_count(s) == 0) {
        scan_paragraph(v, "Er zijn geen prioriteiten om iets bij voor te stellen.",
                       "There are no priorities to suggest anything for.");
        return;
    }
    for (int64_t row = 0; row < shown_end(v); row++) {
        if (is_first(v, row) && !came_before(v, row)) {
            finding_measures(v, row);
        }
    }
    if (v->scan->actions != NULL) {
        actions_list(v);
    }
}
