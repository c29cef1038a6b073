/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Questions of a form: those of the questionnaire, which are rows of its tables, and the
 * lists behind them. */
#include "compose/form.h"

#include <string.h>

const wb_list *wb_form_list(const wb_form *form, size_t i)
{
    return i >= form->n_own && form->lists != NULL ? &form->lists->lists[i - form->n_own]
                                                   : NULL;
}

size_t wb_form_column_end(const wb_form *form, size_t i)
{
    const char *column = wb_form_list(form, i)->column;

    while (i < form->n_asked && strcmp(wb_form_list(form, i)->column, column) == 0)
        i++;
    return i;
}

/* Answers of lists have places of their own behind those of the tables, so that no two
 * lists seem to share theirs. */
void wb_form_take_lists(wb_form *form)
{
    int64_t place = wb_frame_row_count(form->answers[0]);

    form->n_asked = form->n_own;
    for (size_t i = 0; form->lists != NULL && i < form->lists->n_lists; i++) {
        const wb_list *list = &form->lists->lists[i];
        size_t on = list->decider;

        form->asked[form->n_asked++] = (wb_form_question){
            .row = -1,
            .depends_on = on != WB_NO_QUESTION ? form->n_own + on : WB_NO_QUESTION,
            .first_answer = place,
            .n_answers = (int64_t)list->n_answers,
            .opens_page = i == 0};
        place += (int64_t)list->n_answers;
    }
}

/* ---- what is asked ---- */

static wb_span title_of(const wb_form *form, size_t l, const wb_list_title *title)
{
    const char *text =
        title->texts != NULL ? form->lists->pick(title->texts, form->languages[l]) : NULL;

    return wb_span_of(text != NULL ? text : title->otherwise);
}

wb_span wb_form_asked(const wb_form *form, size_t l, size_t i, const char *column)
{
    const wb_list *list = wb_form_list(form, i);

    if (list == NULL)
        return wb_form_cell(form->questions[l], column, form->asked[i].row);
    if (strcmp(column, "question") == 0)
        return title_of(form, l, &list->title);
    if (strcmp(column, "id") == 0)
        return wb_span_of(list->column);
    return strcmp(column, "text") == 0 ? wb_span_of("own") : (wb_span){0};
}

int64_t wb_form_answer_code(const wb_form *form, size_t i, int64_t k)
{
    if (wb_form_list(form, i) != NULL)
        return k + 1;
    return wb_form_number(form->answers[0], "code", form->asked[i].first_answer + k);
}

wb_span wb_form_answer_label(const wb_form *form, size_t l, size_t i, int64_t k)
{
    const wb_list *list = wb_form_list(form, i);

    if (list != NULL)
        return title_of(form, l, &list->answers[k].title);
    return wb_form_cell(form->answers[l], "label", form->asked[i].first_answer + k);
}
