/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What follows from the rest of a questionnaire: fingerprints, and how long it takes. */
#include "compose/questionnaire.h"

#include <string.h>

/* ---- indicators ---- */

/* Whether some of the questions of an indicator's scale are not asked of everybody. */
static bool is_conditional(const wb_instrument *instrument, const wb_indicator *indicator,
                           const json_t *questions)
{
    const wb_scale *scale = &instrument->scales[indicator->scale];

    for (size_t i = 0; i < scale->n_items; i++) {
        const json_t *question =
            wb_find_id(questions, instrument->items[scale->items[i]].id);

        if (json_object_get(question, "show_if") != NULL)
            return true;
    }
    return false;
}

static wb_status put_fingerprint(const json_t *root, const wb_instrument *instrument,
                                 const wb_indicator *indicator, wb_error *err)
{
    json_t *entry = wb_find_id(json_object_get(root, "indicators"), indicator->id);
    const json_t *questions = json_object_get(root, "questions");
    wb_status st = WB_OK;
    char fingerprint[65];

    WB_TRY(wb_fingerprint(instrument, indicator, fingerprint, err));
    WB_TRY(wb_json_put(entry, "fingerprint", json_string(fingerprint), err));
    WB_TRY(wb_json_put(entry, "conditional",
                       json_boolean(is_conditional(instrument, indicator, questions)),
                       err));
    WB_TRY(wb_json_put(entry, "verified",
                       json_boolean(wb_indicator_verified(instrument, indicator)), err));

done:
    return st;
}

wb_status wb_put_fingerprints(json_t *root, wb_instrument *const *instruments,
                              wb_error *err)
{
    wb_status st = WB_OK;

    for (int unit = 0; unit < WB_N_UNITS; unit++) {
        const wb_instrument *instrument = instruments[unit];

        for (size_t i = 0; instrument != NULL && i < instrument->n_indicators; i++)
            WB_TRY(put_fingerprint(root, instrument, &instrument->indicators[i], err));
    }
done:
    return st;
}

/* ---- minutes ---- */

/* Reading aloud takes 68 ms a character that is no space in 14 languages that are written
 * with letters (Trauzettel-Klosinski and Dietz 2012, Invest Ophthalmol Vis Sci 53:5452);
 * choosing an answer and going on takes 4 s, which is an assumption. */
enum { READING_MS = 68, ANSWERING_MS = 4000, MINUTE_MS = 60000 };

static int64_t count_characters(const json_t *texts, const char *language)
{
    const char *text = json_string_value(json_object_get(texts, language));
    int64_t n = 0;

    for (; text != NULL && *text != '\0'; text++)
        n += *text != ' ' && ((unsigned char)*text & 0xc0) != 0x80;
    return n;
}

static int64_t count_answers(const json_t *set, const char *language)
{
    int64_t n = 0;

    for (size_t i = 0; i < json_array_size(set); i++)
        n += count_characters(json_object_get(json_array_get(set, i), "label"), language);
    return n;
}

static bool is_for_persons(const json_t *object)
{
    const char *unit = wb_text_member(object, "unit");

    return unit == NULL || strcmp(unit, "person") == 0;
}

/* Answers are read where they differ from those of the question before. */
static int64_t questions_ms(const json_t *root, const char *language)
{
    const json_t *questions = json_object_get(root, "questions");
    const json_t *sets = json_object_get(root, "answer_sets");
    const char *before = "";
    int64_t ms = 0;

    for (size_t i = 0; i < json_array_size(questions); i++) {
        const json_t *question = json_array_get(questions, i);
        const char *answers = wb_text_member(question, "answers");
        const json_t *wording = json_object_get(question, "question");

        if (!is_for_persons(question))
            continue;
        if (wording == NULL)
            wording = json_object_get(question, "label");
        ms += ANSWERING_MS + READING_MS * count_characters(wording, language);
        if (strcmp(answers, before) != 0)
            ms += READING_MS * count_answers(json_object_get(sets, answers), language);
        before = answers;
    }
    return ms;
}

static int64_t notices_ms(const json_t *root, const char *language)
{
    const json_t *notices = json_object_get(root, "notices");
    int64_t ms = 0;

    for (size_t i = 0; i < json_array_size(notices); i++) {
        const json_t *notice = json_array_get(notices, i);

        if (is_for_persons(notice) &&
            strcmp(wb_text_member(notice, "kind"), "information") == 0)
            ms +=
                READING_MS * count_characters(json_object_get(notice, "text"), language);
    }
    return ms;
}

wb_status wb_put_minutes(json_t *root, wb_error *err)
{
    const json_t *languages = json_object_get(root, "languages");
    wb_status st = WB_OK;
    json_t *minutes;

    WB_TRY(wb_json_put_object(root, "minutes", &minutes, err));
    for (size_t i = 0; i < json_array_size(languages); i++) {
        const char *language = json_string_value(json_array_get(languages, i));
        int64_t ms = questions_ms(root, language);

        ms += ms > 0 ? notices_ms(root, language) : 0;
        WB_TRY(wb_json_put(minutes, language,
                           json_integer((ms + MINUTE_MS - 1) / MINUTE_MS), err));
    }
done:
    return st;
}
