/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What a module scores: checked by making the instrument that it is. */
#include "compose/derive.h"

#include <string.h>

static wb_status add_items(const json_t *items, wb_ids *out, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < json_array_size(items); i++) {
        const char *id = json_string_value(json_array_get(items, i));

        if (id != NULL && wb_ids_find(out, id).kind == WB_ID_NONE)
            WB_TRY(wb_ids_add(out, id, WB_ID_ITEM, 0, err));
    }
done:
    return st;
}

wb_status wb_scored_items(const json_t *scales, wb_ids *out, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < json_array_size(scales); i++)
        WB_TRY(add_items(json_object_get(json_array_get(scales, i), "items"), out, err));
done:
    return st;
}

/* Members of these names, as they are in the other. */
static wb_status copy_members(json_t *to, const json_t *from, const char *const *keys,
                              wb_error *err)
{
    wb_status st = WB_OK;

    for (; *keys != NULL; keys++) {
        json_t *value = json_object_get(from, *keys);

        if (value != NULL)
            WB_TRY(wb_json_put(to, *keys, json_incref(value), err));
    }
done:
    return st;
}

/* An item of an instrument: what a module's item says to scoring. NULL: no memory. */
static json_t *derive_item(const json_t *item, int64_t min, int64_t max)
{
    static const char *const keys[] = {"id",      "label",           "text", "reversed",
                                       "missing", "comparable_from", NULL};
    json_t *made = json_object();

    if (made != NULL && copy_members(made, item, keys, NULL) == WB_OK &&
        wb_json_put(made, "min", json_integer(min), NULL) == WB_OK &&
        wb_json_put(made, "max", json_integer(max), NULL) == WB_OK)
        return made;
    json_decref(made);
    return NULL;
}

/* An indicator of an instrument: without what only modules say. NULL: no memory. */
static json_t *derive_indicator(const json_t *indicator)
{
    json_t *made = wb_json_copy(indicator);

    if (json_is_object(made))
        (void)json_object_del(made, "theme"); /* which may not be there */
    return made;
}

static wb_status put_items(json_t *made, const json_t *module, wb_error *err)
{
    const json_t *items = json_object_get(module, "items");
    const json_t *sets = json_object_get(module, "answer_sets");
    wb_status st = WB_OK;
    wb_ids scored = {0};
    json_t *list;

    WB_TRY(wb_scored_items(json_object_get(module, "scales"), &scored, err));
    WB_TRY(wb_json_put_array(made, "items", &list, err));
    for (size_t i = 0; i < json_array_size(items); i++) {
        const json_t *item = json_array_get(items, i);
        int64_t min, max;

        if (wb_ids_find(&scored, wb_text_member(item, "id")).kind == WB_ID_NONE)
            continue;
        (void)wb_answer_range(json_object_get(sets, wb_text_member(item, "answers")),
                              json_object_get(item, "missing"), &min, &max);
        WB_TRY(wb_json_push(list, derive_item(item, min, max), err));
    }
done:
    wb_ids_free(&scored);
    return st;
}

wb_status wb_derive_items(const json_t *questions, const char *unit, json_t *instrument,
                          wb_error *err)
{
    wb_status st = WB_OK;
    wb_ids scored = {0};
    json_t *list;

    WB_TRY(wb_scored_items(json_object_get(instrument, "scales"), &scored, err));
    WB_TRY(wb_json_put_array(instrument, "items", &list, err));
    for (size_t i = 0; i < json_array_size(questions); i++) {
        const json_t *question = json_array_get(questions, i);

        if (wb_ids_find(&scored, wb_text_member(question, "id")).kind != WB_ID_NONE &&
            strcmp(wb_text_member(question, "unit"), unit) == 0)
            WB_TRY(wb_json_push(list,
                                derive_item(question, wb_int_member(question, "min"),
                                            wb_int_member(question, "max")),
                                err));
    }
done:
    wb_ids_free(&scored);
    return st;
}

static wb_status put_indicators(json_t *made, const json_t *module, wb_error *err)
{
    const json_t *indicators = json_object_get(module, "indicators");
    wb_status st = WB_OK;
    json_t *list;

    WB_TRY(wb_json_put_array(made, "indicators", &list, err));
    for (size_t i = 0; i < json_array_size(indicators); i++)
        WB_TRY(wb_json_push(list, derive_indicator(json_array_get(indicators, i)), err));
done:
    return st;
}

/* The document of the instrument that a module's own scores are; its scales and
 * indicators stand where they stand in the module. */
static wb_status derive_module(const json_t *module, json_t **out, wb_error *err)
{
    static const char *const keys[] = {"id",         "version", "licence",   "title",
                                       "source",     "unit",    "languages", "scales",
                                       "composites", NULL};
    wb_status st = WB_OK;
    json_t *made = json_object();

    if (made == NULL)
        return wb_fail_nomem(err);
    WB_TRY(copy_members(made, module, keys, err));
    WB_TRY(wb_json_put(made, "format", json_string("werkbaar-instrument/1.0"), err));
    WB_TRY(put_items(made, module, err));
    WB_TRY(put_indicators(made, module, err));
    *out = made;
    made = NULL;

done:
    json_decref(made);
    return st;
}

wb_status wb_instrument_of_parts(json_t *root, wb_instrument **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json document = {.root = root};

    WB_TRY(wb_json_canonical(root, &document.text, err));
    document.name = wb_copy_string("instrument");
    if (document.name == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    WB_TRY(wb_instrument_of(&document, out, err));

done:
    wb_json_close(&document);
    return st;
}

wb_status wb_instrument_of_module(const json_t *module, wb_instrument **out,
                                  wb_error *err)
{
    json_t *document = NULL;
    wb_status st = WB_OK;

    *out = NULL;
    if (json_array_size(json_object_get(module, "scales")) == 0)
        return WB_OK;
    st = derive_module(module, &document, err);
    return st == WB_OK ? wb_instrument_of_parts(document, out, err) : st;
}

/* ---- checking ---- */

/* The instrument is read as if it were the module's file, so that faults in scales and
 * indicators have their places in that. */
static wb_status check_instrument(const wb_json_at *root, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json document = {0};
    wb_instrument *instrument = NULL;

    WB_TRY(derive_module(root->value, &document.root, err));
    WB_TRY(wb_text_append(&document.text, root->file->text.bytes, root->file->text.length,
                          err));
    document.name = wb_copy_string(root->file->name);
    if (document.name == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    WB_TRY(wb_instrument_of(&document, &instrument, err));

done:
    wb_instrument_free(instrument);
    wb_json_close(&document);
    return st;
}

/* An indicator is about one of the module's themes, and of the same kind. */
static wb_status check_theme(const wb_json_at *root, const wb_json_at *indicator,
                             wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at place = wb_json_member(indicator, "kind");
    const char *kind;
    const json_t *theme;

    WB_TRY(wb_check_theme_of(root, indicator, err));
    theme = wb_find_id(json_object_get(root->value, "themes"),
                       wb_text_member(indicator->value, "theme"));
    kind = wb_text_member(theme, "kind");
    if (strcmp(kind, wb_text_member(indicator->value, "kind")) != 0)
        return wb_json_fail(&place, WB_E_DATA, err,
                            "indicator '%s' is of kind %s, its theme '%s' is of kind %s",
                            wb_text_member(indicator->value, "id"),
                            wb_text_member(indicator->value, "kind"),
                            wb_text_member(theme, "id"), kind);
done:
    return st;
}

/* What is made of scores needs some. */
static wb_status check_no_scores(const wb_json_at *root, const char *key, wb_error *err)
{
    wb_json_at list = wb_json_member(root, key);

    if (json_array_size(list.value) == 0)
        return WB_OK;
    return wb_json_fail(&list, WB_E_DATA, err,
                        "'%s' are made of scales, and 'scales' is empty", key);
}

static wb_status check_themes(const wb_json_at *root, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at list = wb_json_member(root, "indicators");

    for (size_t i = 0; i < json_array_size(list.value); i++) {
        wb_json_at at = wb_json_element(&list, i);

        WB_TRY(check_theme(root, &at, err));
    }
done:
    return st;
}

wb_status wb_check_scores(const wb_json_at *root, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at scales;
    wb_json_at list;

    WB_TRY(wb_json_array(root, "scales", false, &scales, err));
    WB_TRY(wb_json_array(root, "indicators", false, &list, err));
    WB_TRY(wb_json_array(root, "composites", false, &list, err));
    if (json_array_size(scales.value) > 0) {
        WB_TRY(check_instrument(root, err));
        WB_TRY(check_themes(root, err));
    } else {
        WB_TRY(check_no_scores(root, "indicators", err));
        WB_TRY(check_no_scores(root, "composites", err));
    }
done:
    return st;
}
