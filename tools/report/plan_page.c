/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The pages about a plan, from top to bottom. */
#include "plan_view.h"

static void contents_write(plan_view *v)
{
    static const char *const parts[][3] = {{"progress", "Voortgang", "Progress"},
                                           {"timeline", "Tijdlijn", "Timeline"},
                                           {"actions", "Acties", "Actions"},
                                           {"agenda", "Agenda", "Agenda"},
                                           {"money", "Geld", "Money"},
                                           {"duties", "Wie doet wat", "Who does what"},
                                           {"changes", "Wat veranderde", "What changed"},
                                           {"open", "Nog open", "Still open"}};
    int has_changes = v->asked->since != NULL || v->asked->changes != NULL;
    page_raw(&v->p, "<nav><p>");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (i == 6 && !has_changes) {
            continue;
        }
        page_format(&v->p, "%s<a href=\"#%s\">", i > 0 ? " · " : "", parts[i][0]);
        view_say(v, parts[i][1], parts[i][2]);
        page_raw(&v->p, "</a>");
    }
    page_raw(&v->p, "</p></nav>\n");
}

static void status_page(plan_view *v)
{
    view_begin(v, "Stand van zaken", "State of affairs");
    contents_write(v);
    section_plan_summary(v);
    section_plan_timeline(v);
    section_plan_tree(v);
    section_plan_agenda(v);
    section_plan_money(v);
    section_plan_duties(v);
    section_plan_changes(v);
    section_plan_open(v);
    view_end(v);
}

static void answers_page(plan_view *v)
{
    view_begin(v, "Vragen en antwoorden", "Questions and answers");
    section_answers(v);
    section_plan_summary(v);
    view_end(v);
}

static wb_status page_write(const wbr_plan *asked, void (*body)(plan_view *v),
                            wb_writer *writer, wb_error *err)
{
    plan_view v = {0};
    wb_status st = view_open(&v, asked, writer, err);
    if (st == WB_OK) {
        body(&v);
        st = page_status(&v.p);
    }
    view_close(&v);
    return st;
}

wb_status wbr_plan_write(const wbr_plan *asked, wb_writer *writer, wb_error *err)
{
    return page_write(asked, status_page, writer, err);
}

wb_status wbr_answers_write(const wbr_plan *asked, wb_writer *writer, wb_error *err)
{
    return page_write(asked, answers_page, writer, err);
}
