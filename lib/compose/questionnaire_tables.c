/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A questionnaire shown as frames: what it asks and scores. */
#include "compose/questionnaire_tables.h"

#include <string.h>

/* Members that are words, in order. */
static wb_status put_words(wb_show *show, const json_t *object, const char *const *keys,
                           wb_error *err)
{
    wb_status st = WB_OK;

    for (; *keys != NULL; keys++)
        WB_TRY(wb_show_word(show, object, *keys, err));
done:
    return st;
}

/* ---- modules ---- */

static const wb_fill_column module_columns[] = {
    {"id", WB_TYPE_UTF8},        {"version", WB_TYPE_UTF8}, {"hash", WB_TYPE_UTF8},
    {"title", WB_TYPE_UTF8},     {"unit", WB_TYPE_UTF8},    {"base", WB_TYPE_BOOL},
    {"validated", WB_TYPE_UTF8}, {"licence", WB_TYPE_UTF8}, {"source", WB_TYPE_UTF8},
    {"replaces", WB_TYPE_UTF8},  {NULL, WB_TYPE_NULL}};

static wb_status put_module(wb_show *show, const wb_questionnaire *of,
                            const json_t *module, wb_error *err)
{
    static const char *const first[] = {"id", "version", "hash", NULL};
    static const char *const last[] = {"validated", "licence", "source", "replaces",
                                       NULL};
    wb_status st = WB_OK;

    (void)of;
    WB_TRY(put_words(show, module, first, err));
    WB_TRY(wb_show_text(show, module, "title", err));
    WB_TRY(wb_show_word(show, module, "unit", err));
    WB_TRY(wb_show_flag(show, module, "base", err));
    WB_TRY(put_words(show, module, last, err));

done:
    return st;
}

static wb_status fill_modules(wb_show *show, const void *what, wb_error *err)
{
    return wb_fill_each(show, what, "modules", put_module, err);
}

/* ---- questions ---- */

static const wb_fill_column question_columns[] = {
    {"number", WB_TYPE_INT32},   {"id", WB_TYPE_UTF8},
    {"module", WB_TYPE_UTF8},    {"unit", WB_TYPE_UTF8},
    {"kind", WB_TYPE_UTF8},      {"theme", WB_TYPE_UTF8},
    {"label", WB_TYPE_UTF8},     {"text", WB_TYPE_UTF8},
    {"question", WB_TYPE_UTF8},  {"answers", WB_TYPE_UTF8},
    {"min", WB_TYPE_INT32},      {"max", WB_TYPE_INT32},
    {"reversed", WB_TYPE_BOOL},  {"missing", WB_TYPE_UTF8},
    {"show_item", WB_TYPE_UTF8}, {"show_in", WB_TYPE_UTF8},
    {"scored", WB_TYPE_BOOL},    {"comparable_from", WB_TYPE_INT32},
    {NULL, WB_TYPE_NULL}};

static bool is_scored(const wb_questionnaire *of, const json_t *question)
{
    for (int i = 0; i < WB_N_UNITS; i++) {
        const wb_instrument *instrument = of->instruments[i];

        if (instrument != NULL &&
            wb_ids_find(&instrument->ids, wb_text_member(question, "id")).kind ==
                WB_ID_ITEM)
            return true;
    }
    return false;
}

static wb_status put_scoring(wb_show *show, const wb_questionnaire *of,
                             const json_t *question, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_show_number(show, question, "min", err));
    WB_TRY(wb_show_number(show, question, "max", err));
    WB_TRY(wb_show_flag(show, question, "reversed", err));
    WB_TRY(wb_show_list(show, json_object_get(question, "missing"), err));
    WB_TRY(wb_show_condition(show, question, err));
    WB_TRY(wb_fill_int64(&show->fill, is_scored(of, question), err));
    WB_TRY(wb_show_number(show, question, "comparable_from", err));

done:
    return st;
}

static wb_status put_question(wb_show *show, const wb_questionnaire *of, size_t index,
                              const json_t *question, wb_error *err)
{
    static const char *const words[] = {"id", "module", "unit", "kind", "theme", NULL};
    wb_status st = WB_OK;

    WB_TRY(wb_fill_int64(&show->fill, (int64_t)index + 1, err));
    WB_TRY(put_words(show, question, words, err));
    WB_TRY(wb_show_text(show, question, "label", err));
    WB_TRY(wb_show_word(show, question, "text", err));
    WB_TRY(wb_show_text(show, question, "question", err));
    WB_TRY(wb_show_word(show, question, "answers", err));
    WB_TRY(put_scoring(show, of, question, err));

done:
    return st;
}

static wb_status fill_questions(wb_show *show, const void *what, wb_error *err)
{
    const wb_questionnaire *of = what;
    const json_t *questions = json_object_get(of->root, "questions");
    wb_status st = WB_OK;

    show->languages = json_object_get(of->root, "languages");
    for (size_t i = 0; i < json_array_size(questions); i++)
        WB_TRY(put_question(show, of, i, json_array_get(questions, i), err));
done:
    return st;
}

/* ---- answers ---- */

static const wb_fill_column answer_columns[] = {{"set", WB_TYPE_UTF8},
                                                {"code", WB_TYPE_INT32},
                                                {"label", WB_TYPE_UTF8},
                                                {NULL, WB_TYPE_NULL}};

static wb_status put_set(wb_show *show, const char *name, const json_t *set,
                         wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < json_array_size(set); i++) {
        const json_t *answer = json_array_get(set, i);

        WB_TRY(wb_fill_text(&show->fill, name, err));
        WB_TRY(wb_show_number(show, answer, "code", err));
        WB_TRY(wb_show_text(show, answer, "label", err));
    }
done:
    return st;
}

/* Sets in the order in which questions first take them: that of the file's keys tells
 * nothing. */
static wb_status fill_answers(wb_show *show, const void *what, wb_error *err)
{
    const wb_questionnaire *of = what;
    const json_t *questions = json_object_get(of->root, "questions");
    const json_t *sets = json_object_get(of->root, "answer_sets");
    wb_status st = WB_OK;
    wb_ids shown = {0};

    show->languages = json_object_get(of->root, "languages");
    for (size_t i = 0; i < json_array_size(questions); i++) {
        const char *name = wb_text_member(json_array_get(questions, i), "answers");

        if (wb_ids_find(&shown, name).kind != WB_ID_NONE)
            continue;
        WB_TRY(wb_ids_add(&shown, name, WB_ID_ITEM, 0, err));
        WB_TRY(put_set(show, name, json_object_get(sets, name), err));
    }
done:
    wb_ids_free(&shown);
    return st;
}

/* ---- scales ---- */

static const wb_fill_column scale_columns[] = {{"id", WB_TYPE_UTF8},
                                               {"label", WB_TYPE_UTF8},
                                               {"unit", WB_TYPE_UTF8},
                                               {"rule", WB_TYPE_UTF8},
                                               {"items", WB_TYPE_UTF8},
                                               {"n_items", WB_TYPE_INT32},
                                               {"min_answered", WB_TYPE_INT32},
                                               {NULL, WB_TYPE_NULL}};

static wb_status put_scale(wb_show *show, const char *unit, const wb_scale *scale,
                           wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_fill_text(&show->fill, scale->id, err));
    WB_TRY(wb_show_text(show, scale->json, "label", err));
    WB_TRY(wb_fill_text(&show->fill, unit, err));
    WB_TRY(wb_fill_text(&show->fill, wb_rule_names[scale->rule], err));
    WB_TRY(wb_show_list(show, json_object_get(scale->json, "items"), err));
    WB_TRY(wb_fill_int64(&show->fill, (int64_t)scale->n_items, err));
    WB_TRY(wb_fill_int64(&show->fill, (int64_t)scale->min_answered, err));

done:
    return st;
}

static wb_status fill_scales(wb_show *show, const void *what, wb_error *err)
{
    const wb_questionnaire *of = what;
    wb_status st = WB_OK;

    show->languages = json_object_get(of->root, "languages");
    for (int unit = 0; unit < WB_N_UNITS; unit++) {
        const wb_instrument *instrument = of->instruments[unit];

        for (size_t i = 0; instrument != NULL && i < instrument->n_scales; i++)
            WB_TRY(put_scale(show, wb_unit_names[unit], &instrument->scales[i], err));
    }
done:
    return st;
}

/* ---- indicators ---- */

static const wb_fill_column indicator_columns[] = {
    {"id", WB_TYPE_UTF8},          {"label", WB_TYPE_UTF8},
    {"theme", WB_TYPE_UTF8},       {"module", WB_TYPE_UTF8},
    {"unit", WB_TYPE_UTF8},        {"kind", WB_TYPE_UTF8},
    {"scale", WB_TYPE_UTF8},       {"direction", WB_TYPE_UTF8},
    {"acute", WB_TYPE_BOOL},       {"sensitive", WB_TYPE_BOOL},
    {"conditional", WB_TYPE_BOOL}, {"verified", WB_TYPE_BOOL},
    {"fingerprint", WB_TYPE_UTF8}, {NULL, WB_TYPE_NULL}};

/* The indicator as its instrument has it. */
static const json_t *written_of(const wb_questionnaire *of, const json_t *indicator)
{
    const json_t *instrument = json_object_get(json_object_get(of->root, "instruments"),
                                               wb_text_member(indicator, "unit"));

    return wb_find_id(json_object_get(instrument, "indicators"),
                      wb_text_member(indicator, "id"));
}

static wb_status put_indicator(wb_show *show, const wb_questionnaire *of,
                               const json_t *indicator, wb_error *err)
{
    static const char *const first[] = {"theme", "module", "unit", NULL};
    static const char *const second[] = {"kind", "scale", "direction", NULL};
    const json_t *written = written_of(of, indicator);
    wb_status st = WB_OK;

    WB_TRY(wb_show_word(show, indicator, "id", err));
    WB_TRY(wb_show_text(show, written, "label", err));
    WB_TRY(put_words(show, indicator, first, err));
    WB_TRY(put_words(show, written, second, err));
    WB_TRY(wb_fill_int64(&show->fill, json_object_get(written, "acute") != NULL, err));
    WB_TRY(wb_show_flag(show, wb_theme_of(of, indicator), "sensitive", err));
    WB_TRY(wb_show_flag(show, indicator, "conditional", err));
    WB_TRY(wb_show_flag(show, indicator, "verified", err));
    WB_TRY(wb_show_word(show, indicator, "fingerprint", err));

done:
    return st;
}

static wb_status fill_indicators(wb_show *show, const void *what, wb_error *err)
{
    return wb_fill_each(show, what, "indicators", put_indicator, err);
}

wb_status wb_questionnaire_table(const wb_questionnaire *questionnaire, const char *part,
                                 const char *language, wb_frame **out, wb_error *err)
{
    static const wb_show_part parts[] = {
        {"modules", module_columns, fill_modules},
        {"questions", question_columns, fill_questions},
        {"answers", answer_columns, fill_answers},
        {"scales", scale_columns, fill_scales},
        {"indicators", indicator_columns, fill_indicators},
        {"composites", wb_composite_columns, wb_show_composites},
        {"themes", wb_theme_columns, wb_show_themes},
        {"notices", wb_notice_columns, wb_show_notices},
        {"discussion", wb_discussion_columns, wb_show_discussion},
        {"terms", wb_term_columns, wb_show_terms},
    };

    return wb_show_table(parts, sizeof parts / sizeof parts[0], "questionnaire",
                         questionnaire, part, language, out, err);
}
