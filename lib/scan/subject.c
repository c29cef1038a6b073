/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What a questionnaire says, gathered from its tables language by language. */
#include "scan/subject.h"

#include "scan/gather.h"

/* ---- the questionnaire itself ---- */

static wb_status put_questionnaire(json_t *about, const wb_questionnaire *questionnaire,
                                   wb_error *err)
{
    wb_status st = WB_OK;
    bool is_in[WB_N_LANGUAGES];
    json_t *object, *title;

    wb_gather_languages(questionnaire, is_in);
    WB_TRY(wb_json_put_object(about, "questionnaire", &object, err));
    WB_TRY(
        wb_json_put(object, "id", json_string(wb_questionnaire_id(questionnaire)), err));
    WB_TRY(wb_json_put(object, "version",
                       json_string(wb_questionnaire_version(questionnaire)), err));
    WB_TRY(wb_json_put(object, "hash", json_string(wb_questionnaire_hash(questionnaire)),
                       err));
    WB_TRY(wb_json_put_object(object, "title", &title, err));
    for (size_t i = 0; i < WB_N_LANGUAGES; i++) {
        if (is_in[i])
            WB_TRY(wb_json_put(
                title, wb_languages[i],
                json_string(wb_questionnaire_title(questionnaire, wb_languages[i])),
                err));
    }
done:
    return st;
}

/* ---- themes ---- */

/* A theme has a row per indicator; the first one tells. */
static wb_status put_theme(json_t *about, json_t *themes, const wb_gather *s, int64_t row,
                           wb_error *err)
{
    wb_status st = WB_OK;
    json_t *theme;
    json_t *made = json_object();

    if (made == NULL)
        return wb_fail_nomem(err);
    WB_TRY(wb_gather_text(made, "id", s->frames[0], "theme", row, err));
    if (wb_subject_theme(about, json_string_value(json_object_get(made, "id"))) != NULL)
        goto done;
    WB_TRY(wb_json_push_object(themes, &theme, err));
    WB_TRY(wb_gather_text(theme, "id", s->frames[0], "theme", row, err));
    WB_TRY(wb_gather_text(theme, "kind", s->frames[0], "kind", row, err));
    WB_TRY(wb_gather_flag(theme, "sensitive", s->frames[0], row, err));
    WB_TRY(wb_gather_words(theme, "title", s, "title", row, err));
    WB_TRY(wb_json_put(theme, "discussion", json_array(), err));
done:
    json_decref(made);
    return st;
}

static wb_status put_themes(json_t *about, const wb_questionnaire *questionnaire,
                            wb_error *err)
{
    wb_status st = WB_OK;
    wb_gather s = {0};
    json_t *themes;

    WB_TRY(wb_json_put_array(about, "themes", &themes, err));
    WB_TRY(wb_gather_open(&s, questionnaire, "themes", err));
    for (int64_t row = 0; row < s.n; row++)
        WB_TRY(put_theme(about, themes, &s, row, err));
done:
    wb_gather_close(&s);
    return st;
}

static wb_status put_question(json_t *about, const wb_gather *s, int64_t row,
                              wb_error *err)
{
    size_t n_themes = json_array_size(json_object_get(about, "themes"));

    for (size_t i = 0; i < n_themes; i++) {
        json_t *theme = json_array_get(json_object_get(about, "themes"), i);
        const char *id = json_string_value(json_object_get(theme, "id"));
        json_t *words;
        wb_status st;

        if (!wb_gather_says(s->frames[0], "theme", row, id))
            continue;
        st = wb_json_push_object(json_object_get(theme, "discussion"), &words, err);
        return st == WB_OK ? wb_gather_fill(words, s, "text", row, err) : st;
    }
    return WB_OK; /* not reached: all themes are there, and talk is of one of them */
}

static wb_status put_discussion(json_t *about, const wb_questionnaire *questionnaire,
                                wb_error *err)
{
    wb_status st = WB_OK;
    wb_gather s = {0};

    WB_TRY(wb_gather_open(&s, questionnaire, "discussion", err));
    for (int64_t row = 0; row < s.n; row++)
        WB_TRY(put_question(about, &s, row, err));
done:
    wb_gather_close(&s);
    return st;
}

/* ---- questions ---- */

static wb_status put_check(json_t *checks, const wb_gather *s, int64_t row, wb_error *err)
{
    wb_status st = WB_OK;
    json_t *check;

    WB_TRY(wb_json_push_object(checks, &check, err));
    WB_TRY(wb_gather_text(check, "id", s->frames[0], "id", row, err));
    WB_TRY(wb_gather_text(check, "unit", s->frames[0], "unit", row, err));
    WB_TRY(wb_gather_text(check, "theme", s->frames[0], "theme", row, err));
    WB_TRY(wb_gather_words(check, "label", s, "label", row, err));
done:
    return st;
}

static wb_status add_name(wb_names *names, const wb_frame *frame, int64_t row,
                          wb_error *err)
{
    wb_span text = wb_gather_cell(frame, "id", row);
    char *name = text.bytes != NULL ? wb_copy_text(text.bytes, text.length) : NULL;
    wb_status st = name != NULL ? wb_names_add(names, name, err) : wb_fail_nomem(err);

    wb_release(name);
    return st;
}

static wb_status put_questions(wb_subject *subject, const wb_questionnaire *questionnaire,
                               wb_error *err)
{
    wb_status st = WB_OK;
    wb_gather s = {0};
    json_t *checks;

    WB_TRY(wb_json_put_array(subject->about, "checks", &checks, err));
    WB_TRY(wb_gather_open(&s, questionnaire, "questions", err));
    for (int64_t row = 0; row < s.n; row++) {
        if (wb_gather_says(s.frames[0], "kind", row, "check"))
            WB_TRY(put_check(checks, &s, row, err));
        else if (wb_gather_says(s.frames[0], "unit", row, "person"))
            WB_TRY(add_name(&subject->questions, s.frames[0], row, err));
    }
done:
    wb_gather_close(&s);
    return st;
}

static wb_status put_notices(json_t *about, const wb_questionnaire *questionnaire,
                             wb_error *err)
{
    wb_status st = WB_OK;
    wb_gather s = {0};
    json_t *notices, *notice;

    WB_TRY(wb_json_put_array(about, "notices", &notices, err));
    WB_TRY(wb_gather_open(&s, questionnaire, "notices", err));
    for (int64_t row = 0; row < s.n; row++) {
        if (!wb_gather_says(s.frames[0], "kind", row, "reading"))
            continue;
        WB_TRY(wb_json_push_object(notices, &notice, err));
        WB_TRY(wb_gather_text(notice, "id", s.frames[0], "id", row, err));
        WB_TRY(wb_gather_words(notice, "text", &s, "text", row, err));
    }
done:
    wb_gather_close(&s);
    return st;
}

/* ---- all of it ---- */

wb_status wb_subject_init(wb_subject *subject, const wb_questionnaire *questionnaire,
                          wb_error *err)
{
    wb_status st = WB_OK;

    subject->about = json_object();
    if (subject->about == NULL)
        return wb_fail_nomem(err);
    WB_TRY(put_questionnaire(subject->about, questionnaire, err));
    WB_TRY(put_themes(subject->about, questionnaire, err));
    WB_TRY(put_discussion(subject->about, questionnaire, err));
    WB_TRY(wb_subject_put_indicators(subject->about, questionnaire, err));
    WB_TRY(put_questions(subject, questionnaire, err));
    WB_TRY(put_notices(subject->about, questionnaire, err));
    if (wb_subject_measures(subject->about, "person")) {
        WB_TRY(
            wb_questionnaire_instrument(questionnaire, "person", &subject->person, err));
        WB_TRY(wb_subject_put_composites(subject->about, questionnaire, err));
    }
    return WB_OK;
done:
    wb_subject_free(subject);
    return st;
}
