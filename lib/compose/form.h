/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A questionnaire as forms ask it: the questions to one unit, in order, with their texts
 * in one language or all, and the names they have in other tools. */
#ifndef WB_LIB_COMPOSE_FORM_H
#define WB_LIB_COMPOSE_FORM_H

#include "compose/lists.h"
#include "frame/span.h"

#include <werkbaar/compose.h>

#define WB_NO_QUESTION SIZE_MAX

typedef struct wb_form_question {
    int64_t row;                     /* in the frames of questions */
    size_t depends_on;               /* place of the question that decides, or none */
    int64_t first_answer, n_answers; /* rows in the frames of answers; of lists, behind */
    bool opens_page;
} wb_form_question;

typedef struct wb_form {
    const wb_questionnaire *questionnaire; /* borrowed */
    size_t n_languages;
    const char *languages[WB_MOST_LANGUAGES]; /* borrowed */
    /* per language, with the same rows in each */
    wb_frame *questions[WB_MOST_LANGUAGES];
    wb_frame *answers[WB_MOST_LANGUAGES];
    wb_frame *themes[WB_MOST_LANGUAGES];
    wb_frame *notices[WB_MOST_LANGUAGES];
    const wb_lists *lists;   /* borrowed; NULL: none */
    wb_form_question *asked; /* those of the questionnaire, then the lists */
    size_t n_own, n_asked;
} wb_form; /* starts as {0}; wb_form_close when done */

/* The questions to `unit` (NULL: "person"), in `language` (NULL: all), and behind them
 * `lists` (may be NULL). WB_E_ARG: no such unit or language. */
wb_status wb_form_open(const wb_questionnaire *questionnaire, const wb_lists *lists,
                       const char *unit, const char *language, wb_form *form,
                       wb_error *err);
void wb_form_close(wb_form *form);

/* ---- cells ---- */

wb_span wb_form_cell(const wb_frame *frame, const char *column, int64_t row);
int64_t wb_form_number(const wb_frame *frame, const char *column, int64_t row);

/* Of question i: a column of the frame of questions, in language l. */
wb_span wb_form_asked(const wb_form *form, size_t l, size_t i, const char *column);
/* The title of its theme; none for a list. */
wb_span wb_form_theme(const wb_form *form, size_t l, size_t i);
/* Answer k of question i: code, and label in language l. */
int64_t wb_form_answer_code(const wb_form *form, size_t i, int64_t k);
wb_span wb_form_answer_label(const wb_form *form, size_t l, size_t i, int64_t k);

/* The list that question i is, or NULL. */
const wb_list *wb_form_list(const wb_form *form, size_t i);
/* The first question behind list i that is of another column. */
size_t wb_form_column_end(const wb_form *form, size_t i);
/* Put the lists behind the questions; there is room for them. */
void wb_form_take_lists(wb_form *form);

/* A text of the opening information, for this unit; NULL where a notice is none. */
wb_span wb_form_information(const wb_form *form, size_t l, int64_t row);

/* Whether a question that depends on another is asked when that one has this code. */
bool wb_form_shown_by(const wb_form *form, size_t i, int64_t code);

/* ---- names in other tools: each question its own, made of its place and its id ---- */

typedef enum wb_form_tool { WB_FORM_LIMESURVEY, WB_FORM_XLSFORM } wb_form_tool;

/* LimeSurvey: letters and digits, a letter first, at most 20. XLSForm: also '_', and as
 * long as it takes. Appended to `out`. */
wb_status wb_form_code(const wb_form *form, size_t i, wb_form_tool tool, wb_text *out,
                       wb_error *err);
/* Answer k: its code, which LimeSurvey has without a sign; in XLSForm what a list calls
 * it. Appended to `out`. */
wb_status wb_form_answer_name(const wb_form *form, size_t i, int64_t k, wb_form_tool tool,
                              wb_text *out, wb_error *err);

/* ---- writing ---- */

/* Append text as content of HTML. Braces, which LimeSurvey reads as an expression, are
 * entities too. */
wb_status wb_form_escape(wb_text *out, wb_span span, wb_error *err);

/* Where the questionnaire's hash is kept among the answers. */
#define WB_FORM_HASH "questionnaire"
/* And that of the lists, where answers to them are numbers. */
#define WB_FORM_LISTS "groups"

#endif
