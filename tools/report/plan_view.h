/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What the pages about a plan share: its tables, and how their cells are written. */
#ifndef WERKBAAR_TOOLS_PLAN_VIEW_H
#define WERKBAAR_TOOLS_PLAN_VIEW_H

#include "cells.h"
#include "plan_page.h"

/* Tables of the plan, made once. */
typedef enum view_table {
    VIEW_STATUS,
    VIEW_ACTIONS,
    VIEW_PROGRESS,
    VIEW_AGENDA,
    VIEW_BUDGET,
    VIEW_YEARS, /* totals by year */
    VIEW_DUTIES,
    VIEW_OPEN,
    VIEW_SINCE, /* NULL when no day was given */
    VIEW_ANSWERS,
    VIEW_RECORDS, /* the same rows as VIEW_ACTIONS, with what is their own alone */
    VIEW_SECTIONS,
    VIEW_MILESTONES,
    VIEW_INQUIRIES,
    VIEW_CONSULTATIONS,
    VIEW_EVALUATIONS,
    VIEW_AGREEMENTS,
    VIEW_EVENTS,
    VIEW_SOURCES,
    N_VIEW_TABLES
} view_table;

typedef struct plan_view {
    page p;
    const wbr_plan *asked;
    wb_frame *tables[N_VIEW_TABLES];
    arena texts;
} plan_view;

wb_status view_open(plan_view *v, const wbr_plan *asked, wb_writer *writer,
                    wb_error *err);
void view_close(plan_view *v);

int64_t view_rows(const plan_view *v, view_table table);
/* A cell as text; "" where it is missing. */
const char *view_text(plan_view *v, const wb_frame *frame, const char *column,
                      int64_t row);
const char *view_cell(plan_view *v, view_table table, const char *column, int64_t row);
/* A whole number, or `otherwise` where it is missing. */
int64_t view_number(const plan_view *v, view_table table, const char *column, int64_t row,
                    int64_t otherwise);
/* Does a text cell hold this? "" is what is missing. */
int view_is(const plan_view *v, view_table table, const char *column, int64_t row,
            const char *text);

/* One of two texts, escaped. */
const char *view_either(const plan_view *v, const char *nl, const char *en);
void view_say(plan_view *v, const char *nl, const char *en);
/* A word of the plan (running, late, committed, ...) in the page's language. */
const char *view_word(const plan_view *v, const char *word);

/* ---- markup ---- */

void view_begin(plan_view *v, const char *nl, const char *en);
void view_end(plan_view *v);
void view_heading(plan_view *v, const char *id, const char *nl, const char *en);
void view_paragraph(plan_view *v, const char *nl, const char *en);
/* A word as a badge, its class the word itself. */
void view_badge(plan_view *v, const char *word);
/* A table with this row of headings, pairs of Dutch and English up to a NULL. */
void view_table_begin(plan_view *v, const char *const headings[][2]);
void view_table_end(plan_view *v);
void view_td(plan_view *v, const char *text);  /* left, wraps */
void view_tdn(plan_view *v, const char *text); /* right */
/* A whole number, 0 where it is missing. */
void view_td_count(plan_view *v, view_table table, const char *column, int64_t row);
void view_td_word(plan_view *v, const char *word);
/* Cents as euros, "?" where they are missing. */
void view_money(const plan_view *v, int64_t cents, char text[WBR_NUMBER_BYTES]);
void view_td_money(plan_view *v, view_table table, const char *column, int64_t row);

/* ---- sections ---- */

void section_plan_summary(plan_view *v);
void section_plan_timeline(plan_view *v);
void section_plan_tree(plan_view *v);
void section_plan_agenda(plan_view *v);
void section_plan_money(plan_view *v);
void section_plan_duties(plan_view *v);
void section_plan_changes(plan_view *v);
void section_plan_open(plan_view *v);
void section_answers(plan_view *v);
/* Budget lines whose id stands in a list of ids joined by commas; NULL: all. */
void section_budget_lines(plan_view *v, const char *ids);

#endif
