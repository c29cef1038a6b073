/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What a questionnaire says, gathered from its tables language by language. */
#include "scan/subject.h"

#include "frame/frame.h"

#include <string.h>

static const char *const languages[] = {"nl", "en", "fr"};
enum { N_LANGUAGES = 3 };

/* A part of a questionnaire in every language: rows are the same, texts differ. */
typedef struct sheet {
    wb_frame *frames[N_LANGUAGES];
    int64_t n;
} sheet; /* starts as {0} */

static void close_sheet(sheet *s)
{
    for (size_t i = 0; i < N_LANGUAGES; i++)
        wb_frame_free(s->frames[i]);
    *s = (sheet){0};
}

static wb_status open_sheet(sheet *s, const wb_questionnaire *questionnaire,
                            const char *part, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < N_LANGUAGES; i++)
        WB_TRY(wb_questionnaire_table(questionnaire, part, languages[i], &s->frames[i],
                                      err));
    s->n = wb_frame_row_count(s->frames[0]);
    return WB_OK;
done:
    close_sheet(s);
    return st;
}

/* ---- cells as JSON ---- */

static const char *text_of(const wb_frame *frame, const char *name, int64_t row,
                           size_t *length)
{
    int64_t column = wb_frame_find(frame, name);

    *length = 0;
    return column < 0 ? NULL : wb_frame_text(frame, (size_t)column, row, length);
}

/* Nothing is put where nothing is. */
static wb_status put_text(json_t *object, const char *key, const wb_frame *frame,
                          const char *name, int64_t row, wb_error *err)
{
    size_t length;
    const char *text = text_of(frame, name, row, &length);

    if (text == NULL || length == 0)
        return WB_OK;
    return wb_json_put(object, key, json_stringn(text, length), err);
}

static wb_status put_flag(json_t *object, const char *key, const wb_frame *frame,
                          int64_t row, wb_error *err)
{
    int64_t column = wb_frame_find(frame, key);

    if (column < 0 || wb_frame_int64(frame, (size_t)column, row) == 0)
        return WB_OK;
    return wb_json_put(object, key, json_true(), err);
}

/* An object of texts by language. */
static wb_status fill_words(json_t *words, const sheet *s, const char *name, int64_t row,
                            wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < N_LANGUAGES; i++)
        WB_TRY(put_text(words, languages[i], s->frames[i], name, row, err));
    if (json_object_size(words) == 0)
        st = wb_json_put(words, "nl", json_string(""), err);
done:
    return st;
}

static wb_status put_words(json_t *object, const char *key, const sheet *s,
                           const char *name, int64_t row, wb_error *err)
{
    json_t *words;
    wb_status st = wb_json_put_object(object, key, &words, err);

    return st == WB_OK ? fill_words(words, s, name, row, err) : st;
}

static bool says(const wb_frame *frame, const char *name, int64_t row, const char *word)
{
    size_t length;
    const char *text = text_of(frame, name, row, &length);

    return text != NULL && length == strlen(word) && memcmp(text, word, length) == 0;
}

/* ---- the questionnaire itself ---- */

static wb_status put_questionnaire(json_t *about, const wb_questionnaire *questionnaire,
                                   wb_error *err)
{
    wb_status st = WB_OK;
    json_t *object, *title;

    WB_TRY(wb_json_put_object(about, "questionnaire", &object, err));
    WB_TRY(
        wb_json_put(object, "id", json_string(wb_questionnaire_id(questionnaire)), err));
    WB_TRY(wb_json_put(object, "version",
                       json_string(wb_questionnaire_version(questionnaire)), err));
    WB_TRY(wb_json_put(object, "hash", json_string(wb_questionnaire_hash(questionnaire)),
                       err));
    WB_TRY(wb_json_put_object(object, "title", &title, err));
    for (size_t i = 0; i < N_LANGUAGES; i++)
        WB_TRY(wb_json_put(
            title, languages[i],
            json_string(wb_questionnaire_title(questionnaire, languages[i])), err));
done:
    return st;
}

/* ---- themes ---- */

/* A theme has a row per indicator; the first one tells. */
static wb_status put_theme(json_t *about, json_t *themes, const sheet *s, int64_t row,
                           wb_error *err)
{
    wb_status st = WB_OK;
    json_t *theme;
    json_t *made = json_object();

    if (made == NULL)
        return wb_fail_nomem(err);
    WB_TRY(put_text(made, "id", s->frames[0], "theme", row, err));
    if (wb_subject_theme(about, json_string_value(json_object_get(made, "id"))) != NULL)
        goto done;
    WB_TRY(wb_json_push_object(themes, &theme, err));
    WB_TRY(put_text(theme, "id", s->frames[0], "theme", row, err));
    WB_TRY(put_text(theme, "kind", s->frames[0], "kind", row, err));
    WB_TRY(put_flag(theme, "sensitive", s->frames[0], row, err));
    WB_TRY(put_words(theme, "title", s, "title", row, err));
    WB_TRY(wb_json_put(theme, "discussion", json_array(), err));
done:
    json_decref(made);
    return st;
}

static wb_status put_themes(json_t *about, const wb_questionnaire *questionnaire,
                            wb_error *err)
{
    wb_status st = WB_OK;
    sheet s = {0};
    json_t *themes;

    WB_TRY(wb_json_put_array(about, "themes", &themes, err));
    WB_TRY(open_sheet(&s, questionnaire, "themes", err));
    for (int64_t row = 0; row < s.n; row++)
        WB_TRY(put_theme(about, themes, &s, row, err));
done:
    close_sheet(&s);
    return st;
}

static wb_status put_question(json_t *about, const sheet *s, int64_t row, wb_error *err)
{
    size_t n_themes = json_array_size(json_object_get(about, "themes"));

    for (size_t i = 0; i < n_themes; i++) {
        json_t *theme = json_array_get(json_object_get(about, "themes"), i);
        const char *id = json_string_value(json_object_get(theme, "id"));
        json_t *words;
        wb_status st;

        if (!says(s->frames[0], "theme", row, id))
            continue;
        st = wb_json_push_object(json_object_get(theme, "discussion"), &words, err);
        return st == WB_OK ? fill_words(words, s, "text", row, err) : st;
    }
    return WB_OK;
}

static wb_status put_discussion(json_t *about, const wb_questionnaire *questionnaire,
                                wb_error *err)
{
    wb_status st = WB_OK;
    sheet s = {0};

    WB_TRY(open_sheet(&s, questionnaire, "discussion", err));
    for (int64_t row = 0; row < s.n; row++)
        WB_TRY(put_question(about, &s, row, err));
done:
    close_sheet(&s);
    return st;
}

/* ---- indicators ---- */

static wb_status put_indicator(json_t *indicators, const sheet *s, int64_t row,
                               wb_error *err)
{
    static const char *const texts[] = {"id", "theme", "module", "unit", "fingerprint"};
    static const char *const flags[] = {"acute", "sensitive", "conditional"};
    wb_status st = WB_OK;
    json_t *indicator;

    WB_TRY(wb_json_push_object(indicators, &indicator, err));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        WB_TRY(put_text(indicator, texts[i], s->frames[0], texts[i], row, err));
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        WB_TRY(put_flag(indicator, flags[i], s->frames[0], row, err));
    WB_TRY(put_words(indicator, "label", s, "label", row, err));
done:
    return st;
}

static wb_status put_indicators(json_t *about, const wb_questionnaire *questionnaire,
                                wb_error *err)
{
    wb_status st = WB_OK;
    sheet s = {0};
    json_t *indicators;

    WB_TRY(wb_json_put_array(about, "indicators", &indicators, err));
    WB_TRY(open_sheet(&s, questionnaire, "indicators", err));
    for (int64_t row = 0; row < s.n; row++)
        WB_TRY(put_indicator(indicators, &s, row, err));
done:
    close_sheet(&s);
    return st;
}

/* ---- composites of persons ---- */

/* "a,b" as a list of texts. */
static wb_status put_list(json_t *object, const char *key, const char *text,
                          size_t length, wb_error *err)
{
    wb_status st = WB_OK;
    json_t *list;

    WB_TRY(wb_json_put_array(object, key, &list, err));
    while (length > 0) {
        const char *comma = memchr(text, ',', length);
        size_t part = comma != NULL ? (size_t)(comma - text) : length;

        WB_TRY(wb_json_push(list, json_stringn(text, part), err));
        part += comma != NULL;
        text += part;
        length -= part;
    }
done:
    return st;
}

/* Every part is an indicator of persons: parts that are composites mean something else.
 */
static bool is_of_indicators(const json_t *about, const json_t *parts)
{
    for (size_t i = 0; i < json_array_size(parts); i++) {
        const json_t *part = wb_subject_find(about, "indicators", "person",
                                             json_string_value(json_array_get(parts, i)));

        if (part == NULL || json_object_get(part, "none_of") != NULL)
            return false;
    }
    return true;
}

static wb_status fill_composite(json_t *made, wb_frame *const *composites, int64_t row,
                                wb_error *err)
{
    wb_status st = WB_OK;
    json_t *label;
    size_t length;
    const char *parts = text_of(composites[0], "of", row, &length);

    WB_TRY(put_text(made, "id", composites[0], "id", row, err));
    WB_TRY(wb_json_put(made, "unit", json_string("person"), err));
    WB_TRY(put_list(made, "none_of", parts, length, err));
    WB_TRY(wb_json_put_object(made, "label", &label, err));
    for (size_t i = 0; i < N_LANGUAGES; i++)
        WB_TRY(put_text(label, languages[i], composites[i], "label", row, err));
done:
    return st;
}

static wb_status put_composite(json_t *about, wb_frame *const *composites, int64_t row,
                               wb_error *err)
{
    wb_status st = WB_OK;
    json_t *made = json_object();

    if (made == NULL)
        return wb_fail_nomem(err);
    WB_TRY(fill_composite(made, composites, row, err));
    if (is_of_indicators(about, json_object_get(made, "none_of")))
        st = wb_json_push(json_object_get(about, "indicators"), json_incref(made), err);
done:
    json_decref(made);
    return st;
}

static wb_status put_composites(json_t *about, const wb_instrument *person, wb_error *err)
{
    wb_status st = WB_OK;
    wb_frame *composites[N_LANGUAGES] = {NULL};

    for (size_t i = 0; i < N_LANGUAGES; i++)
        WB_TRY(
            wb_instrument_table(person, "composites", languages[i], &composites[i], err));
    for (int64_t row = 0; row < wb_frame_row_count(composites[0]); row++) {
        if (says(composites[0], "rule", row, "none_of") &&
            says(composites[0], "level", row, "problem"))
            WB_TRY(put_composite(about, composites, row, err));
    }
done:
    for (size_t i = 0; i < N_LANGUAGES; i++)
        wb_frame_free(composites[i]);
    return st;
}

/* ---- questions ---- */

static wb_status put_check(json_t *checks, const sheet *s, int64_t row, wb_error *err)
{
    wb_status st = WB_OK;
    json_t *check;

    WB_TRY(wb_json_push_object(checks, &check, err));
    WB_TRY(put_text(check, "id", s->frames[0], "id", row, err));
    WB_TRY(put_text(check, "unit", s->frames[0], "unit", row, err));
    WB_TRY(put_text(check, "theme", s->frames[0], "theme", row, err));
    WB_TRY(put_words(check, "label", s, "label", row, err));
done:
    return st;
}

static wb_status add_name(wb_names *names, const wb_frame *frame, int64_t row,
                          wb_error *err)
{
    size_t length;
    const char *text = text_of(frame, "id", row, &length);
    char *name = text != NULL ? wb_copy_text(text, length) : NULL;
    wb_status st = name != NULL ? wb_names_add(names, name, err) : wb_fail_nomem(err);

    wb_release(name);
    return st;
}

static wb_status put_questions(wb_subject *subject, const wb_questionnaire *questionnaire,
                               wb_error *err)
{
    wb_status st = WB_OK;
    sheet s = {0};
    json_t *checks;

    WB_TRY(wb_json_put_array(subject->about, "checks", &checks, err));
    WB_TRY(open_sheet(&s, questionnaire, "questions", err));
    for (int64_t row = 0; row < s.n; row++) {
        if (says(s.frames[0], "kind", row, "check"))
            WB_TRY(put_check(checks, &s, row, err));
        else if (says(s.frames[0], "unit", row, "person"))
            WB_TRY(add_name(&subject->questions, s.frames[0], row, err));
    }
done:
    close_sheet(&s);
    return st;
}

static wb_status put_notices(json_t *about, const wb_questionnaire *questionnaire,
                             wb_error *err)
{
    wb_status st = WB_OK;
    sheet s = {0};
    json_t *notices, *notice;

    WB_TRY(wb_json_put_array(about, "notices", &notices, err));
    WB_TRY(open_sheet(&s, questionnaire, "notices", err));
    for (int64_t row = 0; row < s.n; row++) {
        if (!says(s.frames[0], "kind", row, "reading"))
            continue;
        WB_TRY(wb_json_push_object(notices, &notice, err));
        WB_TRY(put_text(notice, "id", s.frames[0], "id", row, err));
        WB_TRY(put_words(notice, "text", &s, "text", row, err));
    }
done:
    close_sheet(&s);
    return st;
}

/* ---- all of it ---- */

static bool is_of_persons(const json_t *indicator)
{
    return strcmp(json_string_value(json_object_get(indicator, "unit")), "person") == 0;
}

static bool asks_persons(const json_t *about)
{
    const json_t *indicators = json_object_get(about, "indicators");
    bool any = false;

    for (size_t i = 0; i < json_array_size(indicators) && !any; i++)
        any = is_of_persons(json_array_get(indicators, i));
    return any;
}

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
    WB_TRY(put_indicators(subject->about, questionnaire, err));
    WB_TRY(put_questions(subject, questionnaire, err));
    WB_TRY(put_notices(subject->about, questionnaire, err));
    if (asks_persons(subject->about)) {
        WB_TRY(
            wb_questionnaire_instrument(questionnaire, "person", &subject->person, err));
        WB_TRY(put_composites(subject->about, subject->person, err));
    }
    return WB_OK;
done:
    wb_subject_free(subject);
    return st;
}
