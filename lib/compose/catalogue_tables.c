/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A catalogue shown as frames: modules, and what they ask and score. */
#include "compose/catalogue_tables.h"
#include "compose/derive.h"

static wb_status put_count(wb_show *show, const json_t *root, const char *key,
                           const char *other, wb_error *err)
{
    return wb_fill_int64(&show->fill,
                         (int64_t)(json_array_size(json_object_get(root, key)) +
                                   json_array_size(json_object_get(root, other))),
                         err);
}

/* ---- modules ---- */

static const wb_fill_column module_columns[] = {{"id", WB_TYPE_UTF8},
                                                {"version", WB_TYPE_UTF8},
                                                {"hash", WB_TYPE_UTF8},
                                                {"title", WB_TYPE_UTF8},
                                                {"unit", WB_TYPE_UTF8},
                                                {"base", WB_TYPE_BOOL},
                                                {"validated", WB_TYPE_UTF8},
                                                {"for", WB_TYPE_UTF8},
                                                {"languages", WB_TYPE_UTF8},
                                                {"items", WB_TYPE_INT32},
                                                {"scales", WB_TYPE_INT32},
                                                {"indicators", WB_TYPE_INT32},
                                                {"licence", WB_TYPE_UTF8},
                                                {"source", WB_TYPE_UTF8},
                                                {"validation_source", WB_TYPE_UTF8},
                                                {"note", WB_TYPE_UTF8},
                                                {"builtin", WB_TYPE_BOOL},
                                                {NULL, WB_TYPE_NULL}};

static wb_status put_module_facts(wb_show *show, const json_t *root, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_show_word(show, root, "unit", err));
    WB_TRY(wb_show_flag(show, root, "base", err));
    WB_TRY(wb_show_word(show, root, "validated", err));
    WB_TRY(wb_show_list(show, json_object_get(root, "for"), err));
    WB_TRY(wb_show_list(show, json_object_get(root, "languages"), err));
    WB_TRY(put_count(show, root, "items", "checklist", err));
    WB_TRY(put_count(show, root, "scales", "", err));
    WB_TRY(put_count(show, root, "indicators", "", err));

done:
    return st;
}

static wb_status put_module(wb_show *show, const wb_definition *file, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_show_file(show, file, err));
    WB_TRY(wb_fill_text(&show->fill, file->hash, err));
    WB_TRY(wb_show_text(show, file->root, "title", err));
    WB_TRY(put_module_facts(show, file->root, err));
    WB_TRY(wb_show_word(show, file->root, "licence", err));
    WB_TRY(wb_show_word(show, file->root, "source", err));
    WB_TRY(wb_show_word(show, file->root, "validation_source", err));
    WB_TRY(wb_show_text(show, file->root, "note", err));
    WB_TRY(wb_fill_int64(&show->fill, file->builtin, err));

done:
    return st;
}

static wb_status fill_modules(wb_show *show, const void *what, wb_error *err)
{
    return wb_show_files(show, what, WB_MODULE, put_module, err);
}

/* ---- items ---- */

static const wb_fill_column item_columns[] = {
    {"module", WB_TYPE_UTF8},    {"version", WB_TYPE_UTF8},
    {"id", WB_TYPE_UTF8},        {"kind", WB_TYPE_UTF8},
    {"theme", WB_TYPE_UTF8},     {"label", WB_TYPE_UTF8},
    {"question", WB_TYPE_UTF8},  {"text", WB_TYPE_UTF8},
    {"answers", WB_TYPE_UTF8},   {"min", WB_TYPE_INT32},
    {"max", WB_TYPE_INT32},      {"reversed", WB_TYPE_BOOL},
    {"missing", WB_TYPE_UTF8},   {"optional", WB_TYPE_BOOL},
    {"show_item", WB_TYPE_UTF8}, {"show_in", WB_TYPE_UTF8},
    {"scored", WB_TYPE_BOOL},    {"comparable_from", WB_TYPE_INT32},
    {NULL, WB_TYPE_NULL}};

/* kind .. text */
static wb_status put_wording(wb_show *show, const json_t *item, const char *kind,
                             wb_error *err)
{
    const char *text = wb_text_member(item, "text");
    wb_status st = WB_OK;

    WB_TRY(wb_fill_text(&show->fill, kind, err));
    WB_TRY(wb_show_word(show, item, "theme", err));
    WB_TRY(wb_show_text(show, item, "label", err));
    WB_TRY(wb_show_text(show, item, "question", err));
    WB_TRY(wb_fill_text(&show->fill, text != NULL ? text : "own", err));

done:
    return st;
}

/* answers .. max */
static wb_status put_codes(wb_show *show, const json_t *answers, const json_t *missing,
                           wb_error *err)
{
    wb_status st = WB_OK;
    int64_t min, max;

    (void)wb_answer_range(answers, missing, &min, &max);
    WB_TRY(wb_show_members(show, answers, "code", err));
    WB_TRY(wb_fill_int64(&show->fill, min, err));
    WB_TRY(wb_fill_int64(&show->fill, max, err));

done:
    return st;
}

static wb_status put_item(wb_show *show, const wb_definition *file, const json_t *item,
                          const wb_ids *scored, wb_error *err)
{
    const json_t *sets = json_object_get(file->root, "answer_sets");
    const json_t *missing = json_object_get(item, "missing");
    wb_status st = WB_OK;

    WB_TRY(wb_show_file(show, file, err));
    WB_TRY(wb_show_word(show, item, "id", err));
    WB_TRY(put_wording(show, item, "item", err));
    WB_TRY(put_codes(show, json_object_get(sets, wb_text_member(item, "answers")),
                     missing, err));
    WB_TRY(wb_show_flag(show, item, "reversed", err));
    WB_TRY(wb_show_list(show, missing, err));
    WB_TRY(wb_show_flag(show, item, "optional", err));
    WB_TRY(wb_show_condition(show, item, err));
    WB_TRY(wb_fill_int64(
        &show->fill, wb_ids_find(scored, wb_text_member(item, "id")).kind != WB_ID_NONE,
        err));
    WB_TRY(wb_show_number(show, item, "comparable_from", err));

done:
    return st;
}

static wb_status put_check(wb_show *show, const wb_definition *file, const json_t *check,
                           wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_show_file(show, file, err));
    WB_TRY(wb_show_word(show, check, "id", err));
    WB_TRY(put_wording(show, check, "check", err));
    WB_TRY(wb_fill_text(&show->fill, "1,0,9", err));
    WB_TRY(wb_fill_int64(&show->fill, 0, err));
    WB_TRY(wb_fill_int64(&show->fill, 1, err));
    WB_TRY(wb_fill_int64(&show->fill, 0, err));
    WB_TRY(wb_fill_text(&show->fill, "9", err));
    WB_TRY(wb_fill_int64(&show->fill, 0, err));
    WB_TRY(wb_show_condition(show, check, err));
    WB_TRY(wb_fill_int64(&show->fill, 0, err));
    WB_TRY(wb_fill_missing(&show->fill, err));

done:
    return st;
}

static wb_status put_questions(wb_show *show, const wb_definition *file, wb_error *err)
{
    const json_t *items = json_object_get(file->root, "items");
    const json_t *checklist = json_object_get(file->root, "checklist");
    wb_status st = WB_OK;
    wb_ids scored = {0};

    WB_TRY(wb_scored_items(json_object_get(file->root, "scales"), &scored, err));
    for (size_t i = 0; i < json_array_size(items); i++)
        WB_TRY(put_item(show, file, json_array_get(items, i), &scored, err));
    for (size_t i = 0; i < json_array_size(checklist); i++)
        WB_TRY(put_check(show, file, json_array_get(checklist, i), err));
done:
    wb_ids_free(&scored);
    return st;
}

static wb_status fill_items(wb_show *show, const void *what, wb_error *err)
{
    return wb_show_files(show, what, WB_MODULE, put_questions, err);
}

/* ---- scales and indicators, as the module's own instrument has them ---- */

static const wb_fill_column scale_columns[] = {
    {"module", WB_TYPE_UTF8},   {"version", WB_TYPE_UTF8},
    {"id", WB_TYPE_UTF8},       {"label", WB_TYPE_UTF8},
    {"rule", WB_TYPE_UTF8},     {"items", WB_TYPE_UTF8},
    {"n_items", WB_TYPE_INT32}, {"min_answered", WB_TYPE_INT32},
    {"verified", WB_TYPE_BOOL}, {"source", WB_TYPE_UTF8},
    {NULL, WB_TYPE_NULL}};

static const wb_fill_column indicator_columns[] = {
    {"module", WB_TYPE_UTF8},   {"version", WB_TYPE_UTF8},
    {"id", WB_TYPE_UTF8},       {"label", WB_TYPE_UTF8},
    {"theme", WB_TYPE_UTF8},    {"kind", WB_TYPE_UTF8},
    {"scale", WB_TYPE_UTF8},    {"direction", WB_TYPE_UTF8},
    {"verified", WB_TYPE_BOOL}, {"fingerprint", WB_TYPE_UTF8},
    {NULL, WB_TYPE_NULL}};

static wb_status put_scale(wb_show *show, const wb_scale *scale, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_fill_text(&show->fill, scale->id, err));
    WB_TRY(wb_show_text(show, scale->json, "label", err));
    WB_TRY(wb_fill_text(&show->fill, wb_rule_names[scale->rule], err));
    WB_TRY(wb_show_list(show, json_object_get(scale->json, "items"), err));
    WB_TRY(wb_fill_int64(&show->fill, (int64_t)scale->n_items, err));
    WB_TRY(wb_fill_int64(&show->fill, (int64_t)scale->min_answered, err));
    WB_TRY(wb_fill_int64(&show->fill, scale->structure_verified, err));
    WB_TRY(wb_fill_text(&show->fill, scale->source, err));

done:
    return st;
}

static wb_status put_indicator(wb_show *show, const wb_definition *file,
                               const wb_instrument *instrument,
                               const wb_indicator *indicator, wb_error *err)
{
    const json_t *written =
        wb_find_id(json_object_get(file->root, "indicators"), indicator->id);
    wb_status st = WB_OK;
    char fingerprint[65];

    WB_TRY(wb_fingerprint(instrument, indicator, fingerprint, err));
    WB_TRY(wb_fill_text(&show->fill, indicator->id, err));
    WB_TRY(wb_show_text(show, written, "label", err));
    WB_TRY(wb_show_word(show, written, "theme", err));
    WB_TRY(wb_fill_text(&show->fill, indicator->kind, err));
    WB_TRY(wb_fill_text(&show->fill, instrument->scales[indicator->scale].id, err));
    WB_TRY(wb_fill_text(&show->fill, indicator->high ? "high" : "low", err));
    WB_TRY(wb_fill_int64(&show->fill, wb_indicator_verified(instrument, indicator), err));
    WB_TRY(wb_fill_text(&show->fill, fingerprint, err));

done:
    return st;
}

static wb_status put_scales(wb_show *show, const wb_definition *file, wb_error *err)
{
    wb_status st = WB_OK;
    wb_instrument *instrument = NULL;

    WB_TRY(wb_instrument_of_module(file->root, &instrument, err));
    for (size_t i = 0; instrument != NULL && i < instrument->n_scales; i++) {
        WB_TRY(wb_show_file(show, file, err));
        WB_TRY(put_scale(show, &instrument->scales[i], err));
    }
done:
    wb_instrument_free(instrument);
    return st;
}

static wb_status put_indicators(wb_show *show, const wb_definition *file, wb_error *err)
{
    wb_status st = WB_OK;
    wb_instrument *instrument = NULL;

    WB_TRY(wb_instrument_of_module(file->root, &instrument, err));
    for (size_t i = 0; instrument != NULL && i < instrument->n_indicators; i++) {
        WB_TRY(wb_show_file(show, file, err));
        WB_TRY(put_indicator(show, file, instrument, &instrument->indicators[i], err));
    }
done:
    wb_instrument_free(instrument);
    return st;
}

static wb_status fill_scales(wb_show *show, const void *what, wb_error *err)
{
    return wb_show_files(show, what, WB_MODULE, put_scales, err);
}

static wb_status fill_indicators(wb_show *show, const void *what, wb_error *err)
{
    return wb_show_files(show, what, WB_MODULE, put_indicators, err);
}

/* ---- themes ---- */

static const wb_fill_column theme_columns[] = {
    {"module", WB_TYPE_UTF8}, {"version", WB_TYPE_UTF8}, {"theme", WB_TYPE_UTF8},
    {"title", WB_TYPE_UTF8},  {"kind", WB_TYPE_UTF8},    {"sensitive", WB_TYPE_BOOL},
    {NULL, WB_TYPE_NULL}};

static const wb_fill_column discussion_columns[] = {
    {"module", WB_TYPE_UTF8},  {"version", WB_TYPE_UTF8}, {"theme", WB_TYPE_UTF8},
    {"number", WB_TYPE_INT32}, {"text", WB_TYPE_UTF8},    {NULL, WB_TYPE_NULL}};

static wb_status put_themes(wb_show *show, const wb_definition *file, wb_error *err)
{
    const json_t *themes = json_object_get(file->root, "themes");
    wb_status st = WB_OK;

    for (size_t i = 0; i < json_array_size(themes); i++) {
        const json_t *theme = json_array_get(themes, i);

        WB_TRY(wb_show_file(show, file, err));
        WB_TRY(wb_show_word(show, theme, "id", err));
        WB_TRY(wb_show_text(show, theme, "title", err));
        WB_TRY(wb_show_word(show, theme, "kind", err));
        WB_TRY(wb_show_flag(show, theme, "sensitive", err));
    }
done:
    return st;
}

static wb_status put_talk(wb_show *show, const wb_definition *file, const json_t *theme,
                          wb_error *err)
{
    const json_t *talk = json_object_get(theme, "discussion");
    wb_status st = WB_OK;

    for (size_t i = 0; i < json_array_size(talk); i++) {
        WB_TRY(wb_show_file(show, file, err));
        WB_TRY(wb_show_word(show, theme, "id", err));
        WB_TRY(wb_fill_int64(&show->fill, (int64_t)i + 1, err));
        WB_TRY(wb_show_element(show, talk, i, err));
    }
done:
    return st;
}

static wb_status put_discussion(wb_show *show, const wb_definition *file, wb_error *err)
{
    const json_t *themes = json_object_get(file->root, "themes");
    wb_status st = WB_OK;

    for (size_t i = 0; i < json_array_size(themes); i++)
        WB_TRY(put_talk(show, file, json_array_get(themes, i), err));
done:
    return st;
}

static wb_status fill_themes(wb_show *show, const void *what, wb_error *err)
{
    return wb_show_files(show, what, WB_MODULE, put_themes, err);
}

static wb_status fill_discussion(wb_show *show, const void *what, wb_error *err)
{
    return wb_show_files(show, what, WB_MODULE, put_discussion, err);
}

wb_status wb_catalogue_table(const wb_catalogue *catalogue, const char *part,
                             const char *language, wb_frame **out, wb_error *err)
{
    static const wb_show_part parts[] = {
        {"modules", module_columns, fill_modules},
        {"items", item_columns, fill_items},
        {"scales", scale_columns, fill_scales},
        {"indicators", indicator_columns, fill_indicators},
        {"themes", theme_columns, fill_themes},
        {"discussion", discussion_columns, fill_discussion},
        {"sectors", wb_sector_columns, wb_show_sectors},
        {"measures", wb_measure_columns, wb_show_measures},
    };

    return wb_show_table(parts, sizeof parts / sizeof parts[0], "catalogue", catalogue,
                         part, language, out, err);
}
