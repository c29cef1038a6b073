/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "compose/form.h"

#include "compose/questionnaire.h"

#include <string.h>

/* ---- cells ---- */

static int64_t find_row(const wb_frame *frame, const char *column, wb_span wanted)
{
    int64_t n = wb_frame_row_count(frame), row = 0;

    while (row < n && wb_span_compare(wb_form_cell(frame, column, row), wanted) != 0)
        row++;
    return row < n ? row : -1;
}

wb_span wb_form_theme(const wb_form *form, size_t l, size_t i)
{
    const wb_frame *themes = form->themes[l];

    return wb_form_cell(themes, "title",
                        find_row(themes, "theme", wb_form_asked(form, l, i, "theme")));
}

wb_span wb_form_information(const wb_form *form, size_t l, int64_t row)
{
    const wb_frame *notices = form->notices[l];
    const json_t *all = json_object_get(form->questionnaire->root, "notices");
    const char *unit = wb_text_member(json_array_get(all, (size_t)row), "unit");

    if (!wb_span_is(wb_form_cell(notices, "kind", row), "information") ||
        (unit != NULL && !wb_span_is(wb_form_asked(form, 0, 0, "unit"), unit)))
        return (wb_span){0};
    return wb_form_cell(notices, "text", row);
}

bool wb_form_shown_by(const wb_form *form, size_t i, int64_t code)
{
    wb_span list = wb_form_asked(form, 0, i, "show_in");
    size_t from = 0;

    if (wb_form_list(form, i) != NULL)
        return wb_form_list(form, i)->decides_at == code;
    for (size_t at = 0; at <= list.length; at++) {
        int64_t value = 0;
        if (at < list.length && list.bytes[at] != ',')
            continue;
        if (wb_parse_int64(list.bytes + from, at - from, &value) && value == code)
            return true;
        from = at + 1;
    }
    return false;
}

/* ---- opening ---- */

static bool speaks(const json_t *languages, const char *language)
{
    for (size_t i = 0; i < json_array_size(languages); i++)
        if (strcmp(json_string_value(json_array_get(languages, i)), language) == 0)
            return true;
    return false;
}

static wb_status fail_language(const json_t *languages, const char *language,
                               wb_error *err)
{
    wb_text list = {0};
    wb_status st = WB_OK;

    for (size_t i = 0; i < json_array_size(languages); i++)
        WB_TRY(wb_text_format(&list, err, "%s%s", i > 0 ? ", " : "",
                              json_string_value(json_array_get(languages, i))));
    st = wb_fail_at(err, WB_E_ARG, -1, language,
                    "the questionnaire has no language '%.20s'; it has %s", language,
                    list.bytes);
done:
    wb_text_free(&list);
    return st;
}

static wb_status add_language(wb_form *form, const char *language, wb_error *err)
{
    size_t l = form->n_languages++;
    const wb_questionnaire *q = form->questionnaire;
    wb_status st = WB_OK;

    form->languages[l] = language;
    WB_TRY(wb_questionnaire_table(q, "questions", language, &form->questions[l], err));
    WB_TRY(wb_questionnaire_table(q, "answers", language, &form->answers[l], err));
    WB_TRY(wb_questionnaire_table(q, "themes", language, &form->themes[l], err));
    WB_TRY(wb_questionnaire_table(q, "notices", language, &form->notices[l], err));
done:
    return st;
}

static wb_status add_languages(wb_form *form, const char *language, wb_error *err)
{
    const json_t *languages = json_object_get(form->questionnaire->root, "languages");
    wb_status st = WB_OK;

    if (language != NULL)
        return speaks(languages, language) ? add_language(form, language, err)
                                           : fail_language(languages, language, err);
    for (size_t i = 0; i < json_array_size(languages); i++)
        WB_TRY(add_language(form, json_string_value(json_array_get(languages, i)), err));
done:
    return st;
}

static void find_answers(const wb_form *form, wb_form_question *question)
{
    const wb_frame *answers = form->answers[0];
    wb_span set = wb_form_cell(form->questions[0], "answers", question->row);
    int64_t n = wb_frame_row_count(answers), row = find_row(answers, "set", set);

    question->first_answer = row;
    while (row >= 0 && row < n &&
           wb_span_compare(wb_form_cell(answers, "set", row), set) == 0) {
        question->n_answers++;
        row++;
    }
}

/* A question is decided by one before it. */
static size_t find_decider(const wb_form *form, size_t i)
{
    wb_span id = wb_form_asked(form, 0, i, "show_item");

    for (size_t k = 0; k < i && id.length > 0; k++)
        if (wb_span_compare(wb_form_asked(form, 0, k, "id"), id) == 0)
            return k;
    return WB_NO_QUESTION;
}

static void take_question(wb_form *form, int64_t row)
{
    size_t i = form->n_own++;
    wb_form_question *question = &form->asked[i];

    question->row = row;
    question->depends_on = find_decider(form, i);
    question->opens_page =
        i == 0 || wb_span_compare(wb_form_asked(form, 0, i, "theme"),
                                  wb_form_asked(form, 0, i - 1, "theme")) != 0;
    find_answers(form, question);
}

static wb_status take_questions(wb_form *form, const char *unit, wb_error *err)
{
    const wb_frame *questions = form->questions[0];
    int64_t n = wb_frame_row_count(questions);
    size_t n_lists = form->lists != NULL ? form->lists->n_lists : 0;

    form->asked = wb_allocate((size_t)n + n_lists, sizeof *form->asked);
    if (form->asked == NULL)
        return wb_fail_nomem(err);
    for (int64_t row = 0; row < n; row++)
        if (wb_span_is(wb_form_cell(questions, "unit", row), unit))
            take_question(form, row);
    wb_form_take_lists(form);
    if (form->n_own > 0)
        return WB_OK;
    return wb_fail_at(err, WB_E_ARG, -1, unit,
                      "questionnaire '%s' asks nothing of a unit '%.40s'; units are "
                      "person, workpost and organisation",
                      wb_questionnaire_id(form->questionnaire), unit);
}

wb_status wb_form_open(const wb_questionnaire *questionnaire, const wb_lists *lists,
                       const char *unit, const char *language, wb_form *form,
                       wb_error *err)
{
    wb_status st = WB_OK;

    form->questionnaire = questionnaire;
    form->lists = lists;
    WB_TRY(add_languages(form, language, err));
    WB_TRY(take_questions(form, unit != NULL ? unit : "person", err));
done:
    return st;
}

void wb_form_close(wb_form *form)
{
    for (size_t l = 0; l < form->n_languages; l++) {
        wb_frame_free(form->questions[l]);
        wb_frame_free(form->answers[l]);
        wb_frame_free(form->themes[l]);
        wb_frame_free(form->notices[l]);
    }
    wb_release(form->asked);
}

/* ---- names ---- */

static int digits_of(size_t n)
{
    int digits = 1;

    for (; n >= 10; n /= 10)
        digits++;
    return digits;
}

static bool is_word_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* The id with letters and digits alone, a capital where something else stood. */
static wb_status put_joined(wb_text *out, wb_span id, size_t most, wb_error *err)
{
    bool capital = true;
    wb_status st = WB_OK;

    for (size_t k = 0; k < id.length && out->length < most; k++) {
        char c = id.bytes[k];
        if (is_word_char(c) && capital && c >= 'a' && c <= 'z')
            c = (char)(c - 'a' + 'A');
        capital = !is_word_char(c);
        if (!capital)
            WB_TRY(wb_text_append(out, &c, 1, err));
    }
done:
    return st;
}

static wb_status put_underscored(wb_text *out, wb_span id, wb_error *err)
{
    wb_status st = wb_text_add(out, "_", err);

    for (size_t k = 0; k < id.length && st == WB_OK; k++)
        st = wb_text_append(out, is_word_char(id.bytes[k]) ? id.bytes + k : "_", 1, err);
    return st;
}

/* Q01 for a question, G1 for a list. */
static wb_status put_number(const wb_form *form, size_t i, wb_form_tool tool,
                            wb_text *out, wb_error *err)
{
    bool listed = i >= form->n_own;
    const char *letters = tool == WB_FORM_LIMESURVEY ? "QG" : "qg";
    size_t n = listed ? form->n_asked - form->n_own : form->n_own;

    return wb_text_format(out, err, "%c%0*zu", letters[listed], digits_of(n),
                          listed ? i - form->n_own + 1 : i + 1);
}

/* Numbers of one width make the names different, whatever is left of the ids. */
wb_status wb_form_code(const wb_form *form, size_t i, wb_form_tool tool, wb_text *out,
                       wb_error *err)
{
    wb_span id = wb_form_asked(form, 0, i, "id");
    size_t most = out->length + 20;
    wb_status st = put_number(form, i, tool, out, err);

    if (st != WB_OK)
        return st;
    return tool == WB_FORM_LIMESURVEY ? put_joined(out, id, most, err)
                                      : put_underscored(out, id, err);
}

/* Codes are letters and digits in LimeSurvey: -1 is m1. */
wb_status wb_form_answer_name(const wb_form *form, size_t i, int64_t k, wb_form_tool tool,
                              wb_text *out, wb_error *err)
{
    int64_t code = wb_form_answer_code(form, i, k);

    if (tool == WB_FORM_XLSFORM)
        return wb_form_list(form, i) != NULL
                   ? wb_text_add(out, wb_form_list(form, i)->answers[k].name, err)
                   : wb_text_format(out, err, "%lld", (long long)code);
    return wb_text_format(out, err, "%s%lld", code < 0 ? "m" : "",
                          (long long)(code < 0 ? -code : code));
}

/* ---- writing ---- */

static const char *entity_of(char c)
{
    static const char special[] = "&<>\"{}";
    static const char *const entities[] = {"&amp;",  "&lt;",   "&gt;",
                                           "&quot;", "&#123;", "&#125;"};
    const char *found = c != '\0' ? strchr(special, c) : NULL;

    return found != NULL ? entities[found - special] : NULL;
}

wb_status wb_form_escape(wb_text *out, wb_span span, wb_error *err)
{
    size_t from = 0;
    wb_status st = WB_OK;

    for (size_t i = 0; i < span.length; i++) {
        const char *entity = entity_of(span.bytes[i]);
        if (entity == NULL)
            continue;
        WB_TRY(wb_text_append(out, span.bytes + from, i - from, err));
        WB_TRY(wb_text_add(out, entity, err));
        from = i + 1;
    }
    WB_TRY(wb_text_append(out, span.bytes + from, span.length - from, err));
done:
    return st;
}
