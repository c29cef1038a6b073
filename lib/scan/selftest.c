/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* One person, nobody else: what comes out is made of these answers alone, is compared
 * with nobody's and says what it is not. */
#include "scan/selftest.h"

#include "compose/unasked.h"
#include "frame/fill.h"
#include "scan/lookup.h"
#include "scan/origin.h"
#include "scan/words.h"

#include <werkbaar/scan.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

static const wb_fill_column columns[] = {
    {"theme", WB_TYPE_UTF8},     {"title", WB_TYPE_UTF8}, {"kind", WB_TYPE_UTF8},
    {"indicator", WB_TYPE_UTF8}, {"label", WB_TYPE_UTF8}, {"score", WB_TYPE_FLOAT64},
    {"light", WB_TYPE_UTF8},     {"text", WB_TYPE_UTF8},  {"status", WB_TYPE_UTF8},
    {NULL, WB_TYPE_NULL}};

typedef enum light { GREEN, ORANGE, RED, DARK } light;

static const struct {
    const char *id, *dutch, *english;
} lights[] = {
    [GREEN] = {"green", "Je antwoorden wijzen hier niet op een aandachtspunt.",
               "Your answers do not point to a matter of concern here."},
    [ORANGE] = {"orange",
                "Je antwoorden wijzen hier op een aandachtspunt. Erover praten kan "
                "helpen: met collega’s, je leidinggevende of wie je vertrouwt.",
                "Your answers point to a matter of concern here. Talking about it can "
                "help: with colleagues, your manager or someone you trust."},
    [RED] = {"red",
             "Je antwoorden wijzen hier op een sterk aandachtspunt. Blijf er niet alleen "
             "mee: bespreek het met wie je vertrouwt, je arts of de preventiedienst.",
             "Your answers point strongly to a matter of concern here. Do not stay alone "
             "with it: speak with someone you trust, your doctor or the prevention "
             "service."},
    [DARK] = {NULL, "Te weinig antwoorden om hier iets over te zeggen.",
              "Too few answers to say anything here."},
};

/* Of aggression and the like, where a manager may be part of it. */
static const char *const about_sensitive[2] = {
    "Your answers point to a matter of concern here. Do not stay alone with it: speak "
    "with "
    "someone you trust, a confidential counsellor, the prevention adviser or your "
    "doctor.",
    "Je antwoorden wijzen hier op een aandachtspunt. Blijf er niet alleen mee: bespreek "
    "het met wie je vertrouwt, een vertrouwenspersoon, de preventieadviseur of je arts."};

static const char *const notes[2][2] = {
    {"No diagnosis: a score says how you answered today, and no more. Nothing is kept.",
     "Geen diagnose: een score zegt hoe je vandaag antwoordde, en niet meer. Niets wordt "
     "bewaard."},
    {" The cut-offs are a preset, not the official ones.",
     " De grenswaarden zijn een preset, niet de officiële."},
};

typedef struct task {
    const wb_asked *asked;
    const wb_frame *answers;
    bool dutch;
    wb_frame *filled; /* the answers with every question */
    wb_frame *scores;
    int64_t question, question_unit, id, label, theme, unit, scale;
    int64_t themes_theme, title, kind, sensitive;
    wb_fill sheet;
} task;

/* ---- answers ---- */

static wb_status find_columns(task *t, wb_error *err)
{
    const wb_wanted_column questions[] = {{"id", &t->question, true, true},
                                          {"unit", &t->question_unit, true, true}};
    const wb_wanted_column indicators[] = {{"id", &t->id, true, true},
                                           {"label", &t->label, true, true},
                                           {"theme", &t->theme, true, true},
                                           {"unit", &t->unit, true, true},
                                           {"scale", &t->scale, true, true}};
    const wb_wanted_column themes[] = {{"theme", &t->themes_theme, true, true},
                                       {"title", &t->title, true, true},
                                       {"kind", &t->kind, true, true},
                                       {"sensitive", &t->sensitive, false, false}};
    wb_status st;

    WB_TRY(wb_columns_find(t->asked->questions, "the questions", questions, 2, err));
    WB_TRY(wb_columns_find(t->asked->indicators, "the indicators", indicators, 5, err));
    st = wb_columns_find(t->asked->themes, "the themes", themes, 4, err);
done:
    return st;
}

static bool is_for_persons(const wb_frame *frame, int64_t unit, int64_t row)
{
    return wb_span_is(wb_span_at(frame, unit, row), "person");
}

static bool is_asked(const task *t, const char *name)
{
    const wb_frame *questions = t->asked->questions;
    bool is = false;

    for (int64_t row = 0; row < wb_frame_row_count(questions); row++)
        is = is || (is_for_persons(questions, t->question_unit, row) &&
                    wb_span_is(wb_span_at(questions, t->question, row), name));
    return is;
}

static wb_status check_answers(const task *t, wb_error *err)
{
    if (wb_frame_row_count(t->answers) != 1)
        return wb_fail(err, WB_E_ARG,
                       "a self-test is of one person, and there are %lld rows of answers",
                       (long long)wb_frame_row_count(t->answers));
    for (size_t i = 0; i < wb_frame_column_count(t->answers); i++) {
        const char *name = wb_frame_column_name(t->answers, i);

        if (strncmp(name, "x_", 2) != 0 && !is_asked(t, name))
            return wb_fail_at(
                err, WB_E_DATA, -1, name,
                "the column '%.100s' is no question to persons: leave it out", name);
    }
    return WB_OK;
}

static wb_status add_unanswered(wb_frame *filled, wb_span question, wb_error *err)
{
    wb_column nothing = WB_COLUMN_INIT;
    char name[WB_COLUMN_NAME + 1] = "";

    nothing.type = WB_TYPE_NULL;
    memcpy(name, question.bytes,
           question.length < WB_COLUMN_NAME ? question.length : WB_COLUMN_NAME);
    if (wb_frame_find(filled, name) >= 0)
        return WB_OK;
    return wb_frame_add_column(filled, name, &nothing, err);
}

/* A question that was not answered, or not asked, is a missing answer. */
static wb_status fill_answers(task *t, wb_error *err)
{
    const wb_frame *questions = t->asked->questions;
    wb_status st;

    WB_TRY(wb_frame_new(1, &t->filled, err));
    for (size_t i = 0; i < wb_frame_column_count(t->answers); i++) {
        if (strncmp(wb_frame_column_name(t->answers, i), "x_", 2) != 0)
            WB_TRY(wb_frame_share_column(t->filled, NULL, t->answers, i, err));
    }
    for (int64_t row = 0; row < wb_frame_row_count(questions); row++) {
        if (is_for_persons(questions, t->question_unit, row))
            WB_TRY(
                add_unanswered(t->filled, wb_span_at(questions, t->question, row), err));
    }
done:
    return st;
}

/* ---- scores ---- */

static wb_status score(task *t, wb_error *err)
{
    wb_score_options options = WB_SCORE_OPTIONS_INIT;

    options.keep = WB_KEEP_NONE;
    return wb_score(t->asked->instrument, t->filled, &options, NULL, &t->scores, err);
}

/* The score column of an id with a suffix; NaN where there is none. */
static double scored(const task *t, wb_span id, const char *suffix)
{
    char name[WB_COLUMN_NAME + 1];

    snprintf(name, sizeof name, "%.*s%s", (int)id.length, id.bytes, suffix);
    return wb_number_at(t->scores, wb_frame_find(t->scores, name), 0);
}

static light light_of(const task *t, wb_span id)
{
    double problem = scored(t, id, "_problem"), acute = scored(t, id, "_acute");

    if (isnan(problem))
        return DARK;
    return acute > 0 ? RED : problem > 0 ? ORANGE : GREEN;
}

/* ---- rows ---- */

static int64_t row_of_theme(const task *t, wb_span theme)
{
    const wb_frame *themes = t->asked->themes;
    int64_t row = 0, n = wb_frame_row_count(themes);

    while (row < n &&
           wb_span_compare(wb_span_at(themes, t->themes_theme, row), theme) != 0)
        row++;
    return row < n ? row : -1;
}

static const char *text_of(const task *t, light is, int64_t theme)
{
    bool sensitive =
        theme >= 0 && wb_number_at(t->asked->themes, t->sensitive, theme) > 0;

    if (sensitive && (is == ORANGE || is == RED))
        return about_sensitive[t->dutch];
    return t->dutch ? lights[is].dutch : lights[is].english;
}

static wb_status add_indicator(task *t, int64_t row, wb_error *err)
{
    const wb_frame *list = t->asked->indicators, *themes = t->asked->themes;
    const wb_span none = {NULL, 0};
    wb_span id = wb_span_at(list, t->id, row), theme = wb_span_at(list, t->theme, row);
    int64_t at = row_of_theme(t, theme);
    light is = light_of(t, id);
    wb_status st;

    WB_TRY(wb_span_fill(&t->sheet, theme, err));
    WB_TRY(
        wb_span_fill(&t->sheet, at >= 0 ? wb_span_at(themes, t->title, at) : none, err));
    WB_TRY(
        wb_span_fill(&t->sheet, at >= 0 ? wb_span_at(themes, t->kind, at) : none, err));
    WB_TRY(wb_span_fill(&t->sheet, id, err));
    WB_TRY(wb_span_fill(&t->sheet, wb_span_at(list, t->label, row), err));
    WB_TRY(
        wb_fill_double(&t->sheet, scored(t, wb_span_at(list, t->scale, row), ""), err));
    WB_TRY(wb_fill_text(&t->sheet, lights[is].id, err));
    WB_TRY(wb_fill_text(&t->sheet, text_of(t, is, at), err));
    st = wb_fill_text(&t->sheet, is == DARK ? "not_answered" : "ok", err);
done:
    return st;
}

static wb_status describe(const task *t, wb_frame *frame, wb_error *err)
{
    bool preset = wb_instrument_verified(t->asked->instrument) == 0;
    json_t *words = json_pack("{s:s+, s:b}", "note", notes[0][t->dutch],
                              preset ? notes[1][t->dutch] : "", "preset", (int)preset);

    return wb_describe_origin(frame, "selftest", words, t->answers, NULL, err);
}

static wb_status tell(task *t, wb_frame **out, wb_error *err)
{
    const wb_frame *list = t->asked->indicators;
    wb_frame *frame = NULL;
    wb_status st;

    WB_TRY(wb_fill_columns(&t->sheet, columns, err));
    for (int64_t row = 0; row < wb_frame_row_count(list); row++) {
        if (is_for_persons(list, t->unit, row) &&
            wb_span_at(list, t->scale, row).bytes != NULL)
            WB_TRY(add_indicator(t, row, err));
    }
    WB_TRY(wb_fill_finish(&t->sheet, &frame, err));
    WB_TRY(describe(t, frame, err));
    *out = frame;
    frame = NULL;
done:
    wb_frame_free(frame);
    return st;
}

wb_status wb_selftest_of(const wb_asked *asked, const wb_frame *answers, bool dutch,
                         wb_frame **out, wb_error *err)
{
    task t = {.asked = asked, .answers = answers, .dutch = dutch};
    wb_status st;

    WB_TRY(find_columns(&t, err));
    WB_TRY(check_answers(&t, err));
    WB_TRY(fill_answers(&t, err));
    WB_TRY(score(&t, err));
    st = tell(&t, out, err);
done:
    wb_frame_free(t.filled);
    wb_frame_free(t.scores);
    wb_fill_close(&t.sheet);
    return st;
}

/* ---- of a questionnaire ---- */

wb_status wb_selftest(const wb_questionnaire *questionnaire, const wb_frame *answers,
                      const char *language, wb_frame **out, wb_error *err)
{
    wb_instrument *instrument = NULL;
    wb_frame *questions = NULL, *indicators = NULL, *themes = NULL, *asked = NULL;
    bool dutch = !wb_words_english(language);
    wb_status st;

    if (out != NULL)
        *out = NULL;
    if (questionnaire == NULL || answers == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "questionnaire, answers and out are required");
    WB_TRY(wb_questionnaire_instrument(questionnaire, "person", &instrument, err));
    WB_TRY(wb_questionnaire_table(questionnaire, "questions", language, &questions, err));
    WB_TRY(
        wb_questionnaire_table(questionnaire, "indicators", language, &indicators, err));
    WB_TRY(wb_questionnaire_table(questionnaire, "themes", language, &themes, err));
    WB_TRY(wb_answers_asked(questionnaire, "person", answers, &asked, err));
    st = wb_selftest_of(&(wb_asked){instrument, questions, indicators, themes},
                        asked != NULL ? asked : answers, dutch, out, err);
done:
    wb_frame_free(asked);
    wb_instrument_free(instrument);
    wb_frame_free(questions);
    wb_frame_free(indicators);
    wb_frame_free(themes);
    return st;
}
