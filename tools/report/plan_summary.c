/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* How many actions stand how, and the tree of objectives, sections and actions. */
#include "plan_view.h"

#include <string.h>

static const char *const counts[] = {"done",    "running", "planned",
                                     "stopped", "unknown", "late"};
enum { N_COUNTS = 6 };

static void count_write(plan_view *v, const char *word, int64_t row)
{
    page_format(&v->p, "<li><b>%lld</b>",
                (long long)view_number(v, VIEW_PROGRESS, word, row, 0));
    page_text(&v->p, view_word(v, word));
    page_raw(&v->p, "</li>");
}

static void total_write(plan_view *v, int64_t row)
{
    page_format(&v->p, "<ul class=\"counts\"><li><b>%lld</b>",
                (long long)view_number(v, VIEW_PROGRESS, "actions", row, 0));
    view_say(v, "acties", "actions");
    page_raw(&v->p, "</li>");
    for (size_t i = 0; i < N_COUNTS; i++) {
        count_write(v, counts[i], row);
    }
    page_raw(&v->p, "</ul>\n");
    if (view_is(v, VIEW_PROGRESS, "known", row, "none")) {
        view_paragraph(v,
                       "Van geen enkele actie zegt het plan hoe ze staat. Dat is geen "
                       "oordeel: de stand van zaken is niet ingevuld.",
                       "Of no action does the plan say how it stands. That is no "
                       "judgement: its status was not filled in.");
    }
}

static void share_write(plan_view *v, int64_t row)
{
    const wb_frame *frame = v->tables[VIEW_PROGRESS];
    int64_t at = wb_frame_find(frame, "share_done");
    char text[WBR_NUMBER_BYTES];
    wbr_percent(v->asked->language, wb_frame_double(frame, (size_t)at, row), text);
    page_raw(&v->p, "<td class=\"n\">");
    if (text[0] == '\0') {
        page_text(&v->p, view_word(v, "unknown"));
    } else {
        if (view_is(v, VIEW_PROGRESS, "known", row, "some")) {
            view_say(v, "minstens ", "at least ");
        }
        page_text(&v->p, text);
        page_raw(&v->p, " %");
    }
    page_raw(&v->p, "</td>");
}

static void objective_row(plan_view *v, int64_t row)
{
    const char *title = view_cell(v, VIEW_PROGRESS, "title", row);
    page_raw(&v->p, "<tr><th scope=\"row\" class=\"h\">");
    page_text(&v->p, title[0] != '\0' ? title : view_either(v, "Samen", "All"));
    page_raw(&v->p, "</th>");
    view_td_count(v, VIEW_PROGRESS, "actions", row);
    for (size_t i = 0; i < N_COUNTS; i++) {
        view_td_count(v, VIEW_PROGRESS, counts[i], row);
    }
    share_write(v, row);
    page_raw(&v->p, "</tr>\n");
}

void section_plan_summary(plan_view *v)
{
    static const char *const headings[][2] = {{"Doelstelling", "Objective"},
                                              {"#Acties", "Actions"},
                                              {"#Afgerond", "Done"},
                                              {"#Lopend", "Running"},
                                              {"#Gepland", "Planned"},
                                              {"#Stopgezet", "Stopped"},
                                              {"#Onbekend", "Unknown"},
                                              {"#Te laat", "Late"},
                                              {"#Aandeel afgerond", "Share done"},
                                              {NULL, NULL}};
    int64_t n = view_rows(v, VIEW_PROGRESS);
    view_heading(v, "progress", "Voortgang", "Progress");
    total_write(v, n - 1);
    view_table_begin(v, headings);
    for (int64_t row = 0; row < n; row++) {
        objective_row(v, row);
    }
    view_table_end(v);
}

/* ---- the tree ---- */

static void action_head(plan_view *v, int64_t row)
{
    const char *number = view_cell(v, VIEW_STATUS, "number", row);
    const char *state = view_cell(v, VIEW_STATUS, "state", row);
    page_raw(&v->p, "<strong>");
    page_text(&v->p, number);
    page_raw(&v->p, number[0] != '\0' ? "</strong> " : "</strong>");
    page_text(&v->p, view_cell(v, VIEW_STATUS, "title", row));
    page_raw(&v->p, " ");
    view_badge(v, view_cell(v, VIEW_STATUS, "status", row));
    if (strcmp(state, "closed") != 0) {
        page_raw(&v->p, " ");
        view_badge(v, state);
    }
}

static void action_foot(plan_view *v, int64_t row)
{
    const char *who = view_cell(v, VIEW_STATUS, "who", row);
    const char *due = view_cell(v, VIEW_STATUS, "due", row);
    const char *why = view_cell(v, VIEW_STATUS, "why", row);
    const char *force = view_cell(v, VIEW_STATUS, "force", row);
    page_raw(&v->p, "<div class=\"who\">");
    page_text(&v->p, view_word(v, force));
    page_raw(&v->p, force[0] != '\0' ? ". " : "");
    page_text(&v->p, who[0] != '\0'
                         ? who
                         : view_either(v, "niemand genoemd", "nobody is named"));
    if (due[0] != '\0') {
        view_say(v, ", tegen ", ", by ");
        page_text(&v->p, due);
    }
    if (why[0] != '\0') {
        page_raw(&v->p, ". ");
        page_text(&v->p, why);
    }
    page_raw(&v->p, "</div>");
}

/* The actions of one parent, a section or an action, from a row on; the row behind them.
 * Rows stand in the order of the plan, parts behind the action they are part of. */
static int64_t actions_write(plan_view *v, int64_t row, const char *section,
                             const char *part_of)
{
    int64_t first = row;
    while (row < view_rows(v, VIEW_STATUS) &&
           view_is(v, VIEW_STATUS, "section", row, section) &&
           view_is(v, VIEW_STATUS, "part_of", row, part_of)) {
        page_raw(&v->p, row > first ? "<li>" : "<ul class=\"tree\">\n<li>");
        action_head(v, row);
        action_foot(v, row);
        row =
            actions_write(v, row + 1, section, view_cell(v, VIEW_STATUS, "action", row));
        page_raw(&v->p, "</li>\n");
    }
    page_raw(&v->p, row > first ? "</ul>\n" : "");
    return row;
}

/* The next rows to write: of sections, and of their actions. Both stand in the order of
 * the plan, objective by objective. */
typedef struct tree_rows {
    int64_t section, action;
} tree_rows;

static void section_write(plan_view *v, tree_rows *next)
{
    page_raw(&v->p, "<h4>");
    page_text(&v->p, view_cell(v, VIEW_SECTIONS, "number", next->section));
    page_raw(&v->p, " ");
    page_text(&v->p, view_cell(v, VIEW_SECTIONS, "title", next->section));
    page_raw(&v->p, "</h4>\n");
    next->action = actions_write(v, next->action,
                                 view_cell(v, VIEW_SECTIONS, "id", next->section), "");
}

static void sections_write(plan_view *v, const char *objective, tree_rows *next)
{
    while (next->section < view_rows(v, VIEW_SECTIONS) &&
           view_is(v, VIEW_SECTIONS, "parent", next->section, objective)) {
        section_write(v, next);
        next->section++;
    }
}

void section_plan_tree(plan_view *v)
{
    tree_rows next = {0};
    view_heading(v, "actions", "Acties per doelstelling", "Actions by objective");
    for (int64_t row = 0; row + 1 < view_rows(v, VIEW_PROGRESS); row++) {
        page_raw(&v->p, "<h3>");
        page_text(&v->p, view_cell(v, VIEW_PROGRESS, "number", row));
        page_raw(&v->p, " ");
        page_text(&v->p, view_cell(v, VIEW_PROGRESS, "title", row));
        page_raw(&v->p, "</h3>\n");
        sections_write(v, view_cell(v, VIEW_PROGRESS, "objective", row), &next);
    }
}
