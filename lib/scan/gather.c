/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "scan/gather.h"

#include "compose/questionnaire.h"

const char *const wb_languages[] = {"nl", "en", "fr"};

void wb_gather_close(wb_gather *s)
{
    for (size_t i = 0; i < WB_N_LANGUAGES; i++)
        wb_frame_free(s->frames[i]);
    *s = (wb_gather){0};
}

void wb_gather_languages(const wb_questionnaire *questionnaire,
                         bool is_in[WB_N_LANGUAGES])
{
    const json_t *languages = json_object_get(questionnaire->root, "languages");
    bool any = false;

    for (size_t i = 0; i < WB_N_LANGUAGES; i++) {
        is_in[i] = wb_is_word_in(languages, wb_languages[i]);
        any = any || is_in[i];
    }
    is_in[0] = is_in[0] || !any;
}

wb_status wb_gather_open(wb_gather *s, const wb_questionnaire *questionnaire,
                         const char *part, wb_error *err)
{
    wb_status st = WB_OK;

    wb_gather_languages(questionnaire, s->is_in);
    for (size_t i = 0; i < WB_N_LANGUAGES; i++) {
        if (i == 0 || s->is_in[i])
            WB_TRY(wb_questionnaire_table(questionnaire, part, wb_languages[i],
                                          &s->frames[i], err));
    }
    s->n = wb_frame_row_count(s->frames[0]);
    return WB_OK;
done:
    wb_gather_close(s);
    return st;
}

/* ---- cells as JSON ---- */

wb_span wb_gather_cell(const wb_frame *frame, const char *name, int64_t row)
{
    return wb_span_at(frame, wb_frame_find(frame, name), row);
}

/* Nothing is put where nothing is. */
wb_status wb_gather_text(json_t *object, const char *key, const wb_frame *frame,
                         const char *name, int64_t row, wb_error *err)
{
    wb_span text = wb_gather_cell(frame, name, row);

    if (text.length == 0)
        return WB_OK;
    return wb_json_put(object, key, json_stringn(text.bytes, text.length), err);
}

wb_status wb_gather_flag(json_t *object, const char *key, const wb_frame *frame,
                         int64_t row, wb_error *err)
{
    int64_t column = wb_frame_find(frame, key);

    if (column < 0 || wb_frame_int64(frame, (size_t)column, row) == 0)
        return WB_OK;
    return wb_json_put(object, key, json_true(), err);
}

/* An object of texts by language. */
wb_status wb_gather_fill(json_t *words, const wb_gather *s, const char *name, int64_t row,
                         wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < WB_N_LANGUAGES; i++) {
        if (s->is_in[i])
            WB_TRY(wb_gather_text(words, wb_languages[i], s->frames[i], name, row, err));
    }
    if (json_object_size(words) == 0)
        st = wb_json_put(words, "nl", json_string(""), err);
done:
    return st;
}

wb_status wb_gather_words(json_t *object, const char *key, const wb_gather *s,
                          const char *name, int64_t row, wb_error *err)
{
    json_t *words;
    wb_status st = wb_json_put_object(object, key, &words, err);

    return st == WB_OK ? wb_gather_fill(words, s, name, row, err) : st;
}

bool wb_gather_says(const wb_frame *frame, const char *name, int64_t row,
                    const char *word)
{
    return wb_span_is(wb_gather_cell(frame, name, row), word);
}
