/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Questions about a plan and their answers, with what the plan has on what they name. */
#include "plan_view.h"

#include <string.h>

/* ---- what an answer refers to ---- */

static void detail_write(plan_view *v, const char *nl, const char *en, const char *text)
{
    if (text[0] == '\0') {
        return;
    }
    page_raw(&v->p, " ");
    view_say(v, nl, en);
    page_raw(&v->p, ": ");
    page_text(&v->p, text);
    page_raw(&v->p, ".");
}

/* What was corrected is shown so, with the reason. */
static void when_write(plan_view *v, int64_t row)
{
    const char *from = view_cell(v, VIEW_EVENTS, "when_from", row);
    const char *right = view_cell(v, VIEW_EVENTS, "when_corrected_from", row);
    page_text(&v->p, right[0] != '\0' ? right : from);
    if (right[0] != '\0') {
        view_say(v, " (gedrukt: ", " (printed: ");
        page_text(&v->p, from);
        page_raw(&v->p, ")");
    }
}

static void events_write(plan_view *v, const char *agreement)
{
    for (int64_t row = 0; row < view_rows(v, VIEW_EVENTS); row++) {
        if (!view_is(v, VIEW_EVENTS, "parent", row, agreement)) {
            continue;
        }
        page_raw(&v->p, " ");
        page_text(&v->p, view_cell(v, VIEW_EVENTS, "title", row));
        page_raw(&v->p, ": ");
        when_write(v, row);
        page_raw(&v->p, ".");
    }
}

static void named_begin(plan_view *v, const char *title)
{
    page_raw(&v->p, "<li>");
    page_text(&v->p, title);
    page_raw(&v->p, title[0] != '\0' ? "." : "");
}

static void agreements_write(plan_view *v, const char *ids)
{
    for (int64_t row = 0; row < view_rows(v, VIEW_AGREEMENTS); row++) {
        const char *id = view_cell(v, VIEW_AGREEMENTS, "id", row);
        if (list_holds(ids, id)) {
            named_begin(v, view_cell(v, VIEW_AGREEMENTS, "title", row));
            events_write(v, id);
            page_raw(&v->p, "</li>\n");
        }
    }
}

static void consultations_write(plan_view *v, const char *ids)
{
    for (int64_t row = 0; row < view_rows(v, VIEW_CONSULTATIONS); row++) {
        if (!list_holds(ids, view_cell(v, VIEW_CONSULTATIONS, "id", row))) {
            continue;
        }
        named_begin(v, view_cell(v, VIEW_CONSULTATIONS, "title", row));
        detail_write(v, "Datum", "Date", view_cell(v, VIEW_CONSULTATIONS, "date", row));
        detail_write(v, "Op grond van", "On the basis of",
                     view_cell(v, VIEW_CONSULTATIONS, "basis", row));
        detail_write(v, "Prioriteiten", "Priorities",
                     view_cell(v, VIEW_CONSULTATIONS, "priorities", row));
        detail_write(v, "Besluiten", "Decisions",
                     view_cell(v, VIEW_CONSULTATIONS, "decisions", row));
        page_raw(&v->p, "</li>\n");
    }
}

static void evaluations_write(plan_view *v, const char *ids)
{
    for (int64_t row = 0; row < view_rows(v, VIEW_EVALUATIONS); row++) {
        const char *criteria = view_cell(v, VIEW_EVALUATIONS, "criteria", row);
        const char *verdict = view_cell(v, VIEW_EVALUATIONS, "verdict", row);
        const char *term = view_cell(v, VIEW_EVALUATIONS, "term_text", row);
        if (!list_holds(ids, view_cell(v, VIEW_EVALUATIONS, "id", row))) {
            continue;
        }
        page_raw(&v->p, "<li>");
        view_say(v, "Evaluatie.", "Evaluation.");
        detail_write(v, "Criteria", "Criteria",
                     criteria[0] != '\0'
                         ? criteria
                         : view_either(v, "niet vermeld", "not mentioned"));
        detail_write(v, "Termijn", "Term",
                     term[0] != '\0' ? term
                                     : view_cell(v, VIEW_EVALUATIONS, "term_to", row));
        detail_write(v, "Oordeel", "Verdict",
                     verdict[0] != '\0' ? view_word(v, verdict)
                                        : view_either(v, "nog geen", "none yet"));
        page_raw(&v->p, "</li>\n");
    }
}

static void actions_write(plan_view *v, const char *ids)
{
    for (int64_t row = 0; row < view_rows(v, VIEW_STATUS); row++) {
        if (list_holds(ids, view_cell(v, VIEW_STATUS, "action", row))) {
            named_begin(v, view_cell(v, VIEW_STATUS, "title", row));
            page_raw(&v->p, " ");
            view_badge(v, view_cell(v, VIEW_STATUS, "status", row));
            page_raw(&v->p, "</li>\n");
        }
    }
}

static int names_budgets(plan_view *v, const char *ids)
{
    for (int64_t row = 0; row < view_rows(v, VIEW_BUDGET); row++) {
        if (list_holds(ids, view_cell(v, VIEW_BUDGET, "line", row))) {
            return 1;
        }
    }
    return 0;
}

static void references_write(plan_view *v, const char *ids)
{
    if (ids[0] == '\0') {
        return;
    }
    page_raw(&v->p, "<ul>\n");
    agreements_write(v, ids);
    consultations_write(v, ids);
    evaluations_write(v, ids);
    actions_write(v, ids);
    page_raw(&v->p, "</ul>\n");
    if (names_budgets(v, ids)) {
        section_budget_lines(v, ids);
    }
}

/* ---- answers ---- */

static void awaited_write(plan_view *v, int64_t row)
{
    const char *awaited = view_cell(v, VIEW_ANSWERS, "awaited", row);
    if (awaited[0] != '\0') {
        page_raw(&v->p, " ");
        view_say(v, "van ", "from ");
        page_text(&v->p, awaited);
    }
}

/* The title of a source, else its id. */
static const char *source_of(plan_view *v, int64_t answer)
{
    const char *id = view_cell(v, VIEW_ANSWERS, "source", answer);
    for (int64_t row = 0; row < view_rows(v, VIEW_SOURCES); row++) {
        if (view_is(v, VIEW_SOURCES, "id", row, id)) {
            return view_cell(v, VIEW_SOURCES, "title", row);
        }
    }
    return id;
}

static void source_write(plan_view *v, int64_t row)
{
    const char *lines = view_cell(v, VIEW_ANSWERS, "lines", row);
    const char *by = view_cell(v, VIEW_ANSWERS, "by_name", row);
    page_raw(&v->p, " <span class=\"small\">");
    page_text(&v->p, by);
    if (lines[0] != '\0') {
        page_raw(&v->p, by[0] != '\0' ? "; " : "");
        page_text(&v->p, source_of(v, row));
        view_say(v, ", regels ", ", lines ");
        page_text(&v->p, lines);
    }
    page_raw(&v->p, "</span>");
}

static void parts_write(plan_view *v, const char *question, const char *part_of);

static void answer_write(plan_view *v, int64_t row)
{
    const char *about = view_cell(v, VIEW_ANSWERS, "about", row);
    page_raw(&v->p, "<div class=\"answer\"><p>");
    if (about[0] != '\0') {
        page_raw(&v->p, "<strong>");
        page_text(&v->p, about);
        page_raw(&v->p, ".</strong> ");
    }
    view_badge(v, view_cell(v, VIEW_ANSWERS, "status", row));
    awaited_write(v, row);
    page_raw(&v->p, "</p><p>");
    page_text(&v->p, view_cell(v, VIEW_ANSWERS, "text", row));
    source_write(v, row);
    page_raw(&v->p, "</p>\n");
    references_write(v, view_cell(v, VIEW_ANSWERS, "refers_to", row));
    parts_write(v, view_cell(v, VIEW_ANSWERS, "question", row),
                view_cell(v, VIEW_ANSWERS, "answer", row));
    page_raw(&v->p, "</div>\n");
}

static void parts_write(plan_view *v, const char *question, const char *part_of)
{
    for (int64_t row = 0; row < view_rows(v, VIEW_ANSWERS); row++) {
        if (view_is(v, VIEW_ANSWERS, "question", row, question) &&
            view_is(v, VIEW_ANSWERS, "part_of", row, part_of) &&
            !view_is(v, VIEW_ANSWERS, "answer", row, "")) {
            answer_write(v, row);
        }
    }
}

static void question_write(plan_view *v, int64_t row)
{
    page_raw(&v->p, "<section class=\"question\">\n<h3>");
    page_text(&v->p, view_cell(v, VIEW_ANSWERS, "number", row));
    page_raw(&v->p, ". ");
    page_text(&v->p, view_cell(v, VIEW_ANSWERS, "question_text", row));
    page_raw(&v->p, "</h3>\n");
    if (view_is(v, VIEW_ANSWERS, "answer", row, "")) {
        view_paragraph(v, "Het plan heeft geen antwoord op deze vraag.",
                       "The plan has no answer to this question.");
    }
    parts_write(v, view_cell(v, VIEW_ANSWERS, "question", row), "");
    page_raw(&v->p, "</section>\n");
}

/* The rows of one question follow each other. */
static void inquiry_write(plan_view *v, int64_t inquiry)
{
    const char *id = view_cell(v, VIEW_INQUIRIES, "id", inquiry);
    const char *last = "";
    page_raw(&v->p, "<h2>");
    page_text(&v->p, view_cell(v, VIEW_INQUIRIES, "title", inquiry));
    page_raw(&v->p, "</h2>\n");
    for (int64_t row = 0; row < view_rows(v, VIEW_ANSWERS); row++) {
        const char *question = view_cell(v, VIEW_ANSWERS, "question", row);
        if (view_is(v, VIEW_ANSWERS, "inquiry", row, id) && strcmp(question, last) != 0) {
            question_write(v, row);
        }
        last = question;
    }
}

void section_answers(plan_view *v)
{
    if (view_rows(v, VIEW_INQUIRIES) == 0) {
        view_paragraph(v, "Over dit plan zijn geen vragen opgenomen.",
                       "No questions about this plan are on record.");
    }
    for (int64_t row = 0; row < view_rows(v, VIEW_INQUIRIES); row++) {
        inquiry_write(v, row);
    }
}
