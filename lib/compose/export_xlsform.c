/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* XLSForm (https://xlsform.org) for ODK and KoboToolbox: a workbook with the sheets
 * survey, choices and settings. It asks for none of the metadata that the format offers
 * (start, end, deviceid, username, ...), and requires no answer. */
#include "compose/export.h"
#include "frame/fill.h"

#include <werkbaar/io.h>

#include <stdio.h>
#include <string.h>

typedef struct sheet {
    const wb_form *form;
    wb_fill fill;
    wb_text text; /* of the cell at hand */
} sheet;

static wb_status put_gathered(sheet *s, wb_error *err)
{
    wb_status st = wb_fill_text(&s->fill, s->text.length > 0 ? s->text.bytes : NULL, err);

    wb_text_cut(&s->text, 0);
    return st;
}

static wb_status put_span(sheet *s, wb_span span, wb_error *err)
{
    wb_status st = wb_text_append(&s->text, span.bytes, span.length, err);

    return st == WB_OK ? put_gathered(s, err) : st;
}

static wb_status put_missing(sheet *s, size_t n, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < n && st == WB_OK; i++)
        st = wb_fill_missing(&s->fill, err);
    return st;
}

/* "Nederlands (nl)" */
static wb_status gather_language(sheet *s, size_t l, wb_error *err)
{
    const char *language = s->form->languages[l];
    const wb_form_words *words = wb_form_words_in(language);

    return wb_text_format(&s->text, err, "%s (%s)",
                          strcmp(words->language, language) == 0 ? words->name : language,
                          language);
}

/* A column of labels per language. */
static wb_status add_labels(sheet *s, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t l = 0; l < s->form->n_languages; l++) {
        WB_TRY(wb_text_add(&s->text, "label::", err));
        WB_TRY(gather_language(s, l, err));
        WB_TRY(wb_fill_add_column(&s->fill, s->text.bytes, WB_TYPE_UTF8, err));
        wb_text_cut(&s->text, 0);
    }
done:
    return st;
}

static wb_status add_column(sheet *s, const char *name, wb_error *err)
{
    return wb_fill_add_column(&s->fill, name, WB_TYPE_UTF8, err);
}

/* ---- survey: type, name, labels, relevant, required, appearance, calculation ---- */

static wb_status begin_survey(sheet *s, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(add_column(s, "type", err));
    WB_TRY(add_column(s, "name", err));
    WB_TRY(add_labels(s, err));
    WB_TRY(add_column(s, "relevant", err));
    WB_TRY(add_column(s, "required", err));
    WB_TRY(add_column(s, "appearance", err));
    WB_TRY(add_column(s, "calculation", err));
done:
    return st;
}

/* A row without labels. */
static wb_status put_plain(sheet *s, const char *type, const char *name,
                           const char *calculation, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_fill_text(&s->fill, type, err));
    WB_TRY(wb_fill_text(&s->fill, name, err));
    WB_TRY(put_missing(s, s->form->n_languages + 3, err));
    WB_TRY(wb_fill_text(&s->fill, calculation, err));
done:
    return st;
}

static wb_status put_hash(sheet *s, wb_error *err)
{
    char calculation[80];

    snprintf(calculation, sizeof calculation, "'%s'",
             wb_questionnaire_hash(s->form->questionnaire));
    return put_plain(s, "calculate", WB_FORM_HASH, calculation, err);
}

static wb_status put_notice(sheet *s, int64_t row, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_fill_text(&s->fill, "note", err));
    WB_TRY(wb_text_format(&s->text, err, "about_%lld", (long long)row + 1));
    WB_TRY(put_gathered(s, err));
    for (size_t l = 0; l < s->form->n_languages; l++)
        WB_TRY(put_span(s, wb_form_information(s->form, l, row), err));
    WB_TRY(put_missing(s, 4, err));
done:
    return st;
}

/* The information, on a page of its own. */
static wb_status put_information(sheet *s, wb_error *err)
{
    int64_t n = wb_frame_row_count(s->form->notices[0]);
    wb_status st = WB_OK;

    WB_TRY(wb_fill_text(&s->fill, "begin_group", err));
    WB_TRY(wb_fill_text(&s->fill, "about", err));
    for (size_t l = 0; l < s->form->n_languages; l++)
        WB_TRY(wb_fill_text(
            &s->fill,
            wb_questionnaire_title(s->form->questionnaire, s->form->languages[l]), err));
    WB_TRY(put_missing(s, 2, err));
    WB_TRY(wb_fill_text(&s->fill, "field-list", err));
    WB_TRY(put_missing(s, 1, err));
    for (int64_t row = 0; row < n; row++)
        if (wb_form_information(s->form, 0, row).bytes != NULL)
            WB_TRY(put_notice(s, row, err));
    WB_TRY(put_plain(s, "end_group", NULL, NULL, err));
done:
    return st;
}

/* What a record is of, as text. */
static wb_status put_record(sheet *s, wb_error *err)
{
    wb_status st = WB_OK;

    if (s->form->lists == NULL || s->form->lists->record == NULL)
        return WB_OK;
    WB_TRY(wb_fill_text(&s->fill, "text", err));
    WB_TRY(wb_fill_text(&s->fill, s->form->lists->record, err));
    for (size_t l = 0; l < s->form->n_languages; l++)
        WB_TRY(
            wb_fill_text(&s->fill, wb_form_words_in(s->form->languages[l])->post, err));
    WB_TRY(put_missing(s, 1, err));
    WB_TRY(wb_fill_text(&s->fill, "no", err));
    WB_TRY(put_missing(s, 2, err));
done:
    return st;
}

/* Why lists are asked. */
static wb_status put_preface(sheet *s, size_t i, wb_error *err)
{
    wb_status st = WB_OK;

    if (wb_form_list(s->form, i) == NULL)
        return WB_OK;
    WB_TRY(wb_fill_text(&s->fill, "note", err));
    WB_TRY(wb_fill_text(&s->fill, "about_groups", err));
    for (size_t l = 0; l < s->form->n_languages; l++) {
        WB_TRY(wb_form_preface(s->form, l, i, &s->text, err));
        WB_TRY(put_gathered(s, err));
    }
    WB_TRY(put_missing(s, 4, err));
done:
    return st;
}

static wb_status put_group(sheet *s, size_t i, size_t number, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_fill_text(&s->fill, "begin_group", err));
    WB_TRY(i < s->form->n_own ? wb_text_format(&s->text, err, "part_%zu", number)
                              : wb_text_add(&s->text, WB_FORM_LISTS, err));
    WB_TRY(put_gathered(s, err));
    for (size_t l = 0; l < s->form->n_languages; l++) {
        WB_TRY(wb_form_heading(s->form, l, i, &s->text, err));
        WB_TRY(put_gathered(s, err));
    }
    WB_TRY(put_missing(s, 2, err));
    WB_TRY(wb_fill_text(&s->fill, "field-list", err));
    WB_TRY(put_missing(s, 1, err));
    WB_TRY(put_preface(s, i, err));
done:
    return st;
}

static wb_status gather_relevant(sheet *s, size_t i, wb_error *err)
{
    const wb_form *form = s->form;
    size_t on = form->asked[i].depends_on;
    bool first = true;
    wb_status st = WB_OK;

    for (int64_t k = 0; on != WB_NO_QUESTION && k < form->asked[on].n_answers; k++) {
        int64_t code = wb_form_answer_code(form, on, k);
        if (!wb_form_shown_by(form, i, code))
            continue;
        WB_TRY(wb_text_add(&s->text, first ? "${" : " or ${", err));
        WB_TRY(wb_form_code(form, on, WB_FORM_XLSFORM, &s->text, err));
        WB_TRY(wb_text_add(&s->text, "} = '", err));
        WB_TRY(wb_form_answer_name(form, on, k, WB_FORM_XLSFORM, &s->text, err));
        WB_TRY(wb_text_add(&s->text, "'", err));
        first = false;
    }
done:
    return st;
}

static wb_status gather_set(sheet *s, const char *before, size_t i, wb_error *err)
{
    wb_span set = wb_form_asked(s->form, 0, i, "answers");
    wb_status st = wb_text_add(&s->text, before, err);

    if (st != WB_OK || wb_form_list(s->form, i) == NULL)
        return st == WB_OK ? wb_text_append(&s->text, set.bytes, set.length, err) : st;
    return wb_form_code(s->form, i, WB_FORM_XLSFORM, &s->text, err);
}

static wb_status put_question(sheet *s, size_t i, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(gather_set(s, "select_one ", i, err));
    WB_TRY(put_gathered(s, err));
    WB_TRY(wb_form_code(s->form, i, WB_FORM_XLSFORM, &s->text, err));
    WB_TRY(put_gathered(s, err));
    for (size_t l = 0; l < s->form->n_languages; l++)
        WB_TRY(put_span(s, wb_form_asked(s->form, l, i, "question"), err));
    WB_TRY(gather_relevant(s, i, err));
    WB_TRY(put_gathered(s, err));
    WB_TRY(wb_fill_text(&s->fill, "no", err));
    WB_TRY(wb_fill_text(
        &s->fill, s->form->asked[i].n_answers > WB_MOST_OPEN_ANSWERS ? "minimal" : NULL,
        err));
    WB_TRY(put_missing(s, 1, err));
done:
    return st;
}

static wb_status fill_survey(sheet *s, wb_error *err)
{
    size_t number = 0;
    wb_status st = WB_OK;

    WB_TRY(begin_survey(s, err));
    WB_TRY(put_hash(s, err));
    WB_TRY(put_information(s, err));
    WB_TRY(put_record(s, err));
    for (size_t i = 0; i < s->form->n_asked; i++) {
        if (s->form->asked[i].opens_page && i > 0)
            WB_TRY(put_plain(s, "end_group", NULL, NULL, err));
        if (s->form->asked[i].opens_page)
            WB_TRY(put_group(s, i, ++number, err));
        WB_TRY(put_question(s, i, err));
    }
    WB_TRY(put_plain(s, "end_group", NULL, NULL, err));
done:
    return st;
}

/* ---- choices: list_name, name, labels ---- */

/* Whether a question before this one has the same answers. */
static bool is_listed(const wb_form *form, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (form->asked[k].first_answer == form->asked[i].first_answer)
            return true;
    return false;
}

static wb_status put_choice(sheet *s, size_t i, int64_t k, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(gather_set(s, "", i, err));
    WB_TRY(put_gathered(s, err));
    WB_TRY(wb_form_answer_name(s->form, i, k, WB_FORM_XLSFORM, &s->text, err));
    WB_TRY(put_gathered(s, err));
    for (size_t l = 0; l < s->form->n_languages; l++)
        WB_TRY(put_span(s, wb_form_answer_label(s->form, l, i, k), err));
done:
    return st;
}

static wb_status fill_choices(sheet *s, wb_error *err)
{
    const wb_form *form = s->form;
    wb_status st = WB_OK;

    WB_TRY(add_column(s, "list_name", err));
    WB_TRY(add_column(s, "name", err));
    WB_TRY(add_labels(s, err));
    for (size_t i = 0; i < form->n_asked; i++)
        for (int64_t k = 0; k < form->asked[i].n_answers && !is_listed(form, i); k++)
            WB_TRY(put_choice(s, i, k, err));
done:
    return st;
}

/* ---- settings ---- */

static wb_status fill_settings(sheet *s, wb_error *err)
{
    static const char *const columns[] = {"form_title", "form_id", "version",
                                          "default_language", "style"};
    const wb_questionnaire *q = s->form->questionnaire;
    wb_status st = WB_OK;

    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        WB_TRY(add_column(s, columns[i], err));
    WB_TRY(wb_fill_text(&s->fill, wb_questionnaire_title(q, s->form->languages[0]), err));
    WB_TRY(wb_fill_text(&s->fill, wb_questionnaire_id(q), err));
    WB_TRY(wb_fill_text(&s->fill, wb_questionnaire_version(q), err));
    WB_TRY(gather_language(s, 0, err));
    WB_TRY(put_gathered(s, err));
    WB_TRY(wb_fill_text(&s->fill, "pages", err));
done:
    return st;
}

/* ---- the workbook ---- */

static wb_status make_sheet(const wb_form *form, wb_status (*fill)(sheet *, wb_error *),
                            wb_frame **out, wb_error *err)
{
    sheet s = {.form = form};
    wb_status st = WB_OK;

    WB_TRY(fill(&s, err));
    WB_TRY(wb_fill_finish(&s.fill, out, err));
done:
    wb_fill_close(&s.fill);
    wb_text_free(&s.text);
    return st;
}

wb_status wb_export_xlsform(const wb_form *form, wb_writer *writer, wb_error *err)
{
    static const char *const names[] = {"survey", "choices", "settings"};
    wb_frame *frames[3] = {NULL};
    wb_status st = WB_OK;

    WB_TRY(make_sheet(form, fill_survey, &frames[0], err));
    WB_TRY(make_sheet(form, fill_choices, &frames[1], err));
    WB_TRY(make_sheet(form, fill_settings, &frames[2], err));
    WB_TRY(
        wb_xlsx_write(writer, (const wb_frame *const *)frames, 3, names, 3, NULL, err));
done:
    for (size_t i = 0; i < 3; i++)
        wb_frame_free(frames[i]);
    return st;
}
