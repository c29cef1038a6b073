/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The tables of a plan, and their cells. */
#include "plan_view.h"

#include <stdio.h>
#include <string.h>

/* What is counted by the day it is made for. */
static wb_status tables_of_today(plan_view *v, wb_error *err)
{
    const wbr_plan *a = v->asked;
    const char *language = wbr_language_code(a->language);
    static const char *const by[] = {"year"};
    wb_status st =
        wb_plan_status(a->plan, a->today, language, &v->tables[VIEW_STATUS], err);
    if (st == WB_OK) {
        st =
            wb_plan_progress(a->plan, a->today, language, &v->tables[VIEW_PROGRESS], err);
    }
    if (st == WB_OK) {
        st = wb_plan_agenda(a->plan, a->today, a->days, language, &v->tables[VIEW_AGENDA],
                            err);
    }
    if (st == WB_OK) {
        st = wb_plan_duty_counts(a->plan, a->today, language, &v->tables[VIEW_DUTIES],
                                 err);
    }
    if (st == WB_OK) {
        st = wb_plan_budget_totals(a->plan, by, 1, &v->tables[VIEW_YEARS], err);
    }
    return st;
}

static wb_status tables_of_plan(plan_view *v, wb_error *err)
{
    const wbr_plan *a = v->asked;
    const char *language = wbr_language_code(a->language);
    wb_status st = wb_plan_actions(a->plan, language, &v->tables[VIEW_ACTIONS], err);
    if (st == WB_OK) {
        st = wb_plan_budget(a->plan, language, &v->tables[VIEW_BUDGET], err);
    }
    if (st == WB_OK) {
        st = wb_plan_open(a->plan, language, &v->tables[VIEW_OPEN], err);
    }
    if (st == WB_OK) {
        st = wb_plan_answers(a->plan, language, &v->tables[VIEW_ANSWERS], err);
    }
    if (st == WB_OK && a->since != NULL) {
        st = wb_plan_since(a->plan, a->since, language, &v->tables[VIEW_SINCE], err);
    }
    return st;
}

static wb_status tables_of_records(plan_view *v, wb_error *err)
{
    static const struct {
        view_table table;
        const char *kind;
    } kinds[] = {{VIEW_RECORDS, "action"},
                 {VIEW_SECTIONS, "section"},
                 {VIEW_MILESTONES, "milestone"},
                 {VIEW_INQUIRIES, "inquiry"},
                 {VIEW_CONSULTATIONS, "consultation"},
                 {VIEW_EVALUATIONS, "evaluation"},
                 {VIEW_AGREEMENTS, "agreement"},
                 {VIEW_EVENTS, "event"},
                 {VIEW_SOURCES, "source"}};
    wb_status st = WB_OK;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds && st == WB_OK; i++) {
        st = wb_plan_table(v->asked->plan, kinds[i].kind,
                           wbr_language_code(v->asked->language),
                           &v->tables[kinds[i].table], err);
    }
    return st;
}

wb_status view_open(plan_view *v, const wbr_plan *asked, wb_writer *writer, wb_error *err)
{
    v->asked = asked;
    v->p = (page){.writer = writer,
                  .err = err,
                  .status = WB_OK,
                  .options = {.language = asked->language}};
    wb_status st = tables_of_today(v, err);
    if (st == WB_OK) {
        st = tables_of_plan(v, err);
    }
    return st == WB_OK ? tables_of_records(v, err) : st;
}

void view_close(plan_view *v)
{
    for (size_t i = 0; i < N_VIEW_TABLES; i++) {
        wb_frame_free(v->tables[i]);
    }
    arena_free(&v->texts);
}

/* ---- cells ---- */

int64_t view_rows(const plan_view *v, view_table table)
{
    return v->tables[table] != NULL ? wb_frame_row_count(v->tables[table]) : 0;
}

const char *view_text(plan_view *v, const wb_frame *frame, const char *column,
                      int64_t row)
{
    return cell_text(&v->p, &v->texts, frame, column, row);
}

const char *view_cell(plan_view *v, view_table table, const char *column, int64_t row)
{
    return view_text(v, v->tables[table], column, row);
}

int64_t view_number(const plan_view *v, view_table table, const char *column, int64_t row,
                    int64_t otherwise)
{
    return cell_int64(v->tables[table], column, row, otherwise);
}

int view_is(const plan_view *v, view_table table, const char *column, int64_t row,
            const char *text)
{
    return cell_is(v->tables[table], column, row, text);
}

/* ---- words ---- */

const char *view_either(const plan_view *v, const char *nl, const char *en)
{
    return page_either(&v->p, nl, en);
}

void view_say(plan_view *v, const char *nl, const char *en)
{
    page_both(&v->p, nl, en);
}

static const struct {
    const char *word, *nl, *en;
} words[] = {
    {"planned", "gepland", "planned"},
    {"running", "lopend", "running"},
    {"done", "afgerond", "done"},
    {"stopped", "stopgezet", "stopped"},
    {"unknown", "onbekend", "unknown"},
    {"late", "te laat", "late"},
    {"past", "datum voorbij", "date passed"},
    {"due", "binnenkort", "due"},
    {"later", "later", "later"},
    {"open_end", "zonder einde", "open end"},
    {"to_be_determined", "nog te bepalen", "to be determined"},
    {"unscheduled", "geen datum", "no date"},
    {"closed", "afgesloten", "closed"},
    {"answered", "beantwoord", "answered"},
    {"not_answered", "niet beantwoord in de bron", "not answered in the source"},
    {"awaited", "nog verwacht", "awaited"},
    {"committed", "vastgelegd", "committed"},
    {"indicative", "indicatief", "indicative"},
    {"commitment", "engagement", "commitment"},
    {"request", "vraag", "request"},
    {"possibility", "mogelijkheid", "possibility"},
    {"responsible", "verantwoordelijk", "responsible"},
    {"partner", "partner", "partner"},
    {"advice", "advies", "advice"},
    {"funder", "financiert", "funder"},
    {"informed", "op de hoogte", "informed"},
    {"addressed", "gevraagd", "addressed"},
    {"milestone", "mijlpaal", "milestone"},
    {"end", "einde", "end"},
    {"recurring", "terugkerend", "recurring"},
    {"evaluation", "evaluatie", "evaluation"},
    {"general", "algemeen budget", "general budget"},
    {"per_year", "per jaar", "per year"},
    {"per_project", "per project", "per project"},
    {"per_applicant", "per aanvrager", "per applicant"},
    {"inferred", "afgeleid", "inferred"},
    {"printed", "vermeld", "printed"},
    {"timing", "timing", "timing"},
    {"term", "termijn", "term"},
    {"amount", "bedrag", "amount"},
    {"status", "antwoord", "answer"},
    {"reached", "bereikt", "reached"},
    {"partly", "deels", "partly"},
    {"not_reached", "niet bereikt", "not reached"},
    {"adopted", "overgenomen", "adopted"},
    {"adapted", "aangepast", "adapted"},
    {"declined", "afgewezen", "declined"},
    {"agreed", "akkoord", "agreed"},
    {"not_agreed", "geen akkoord", "not agreed"},
    {"noted", "besproken", "noted"},
};

const char *view_word(const plan_view *v, const char *word)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(words[i].word, word) == 0) {
            return view_either(v, words[i].nl, words[i].en);
        }
    }
    return word;
}

/* Cents with separators of thousands; decimals where there are any. */
void view_money(const plan_view *v, int64_t cents, char text[WBR_NUMBER_BYTES])
{
    char digits[24], grouped[40];
    size_t n = 0;
    int length = snprintf(digits, sizeof digits, "%lld", (long long)(cents / 100));
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0) {
            grouped[n++] = v->asked->language == WBR_NL ? '.' : ',';
        }
        grouped[n++] = digits[i];
    }
    grouped[n] = '\0';
    if (cents % 100 == 0) {
        snprintf(text, WBR_NUMBER_BYTES, "€ %.30s", grouped);
    } else {
        snprintf(text, WBR_NUMBER_BYTES, "€ %.26s%c%02d", grouped,
                 v->asked->language == WBR_NL ? ',' : '.', (int)(cents % 100));
    }
}
