/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The members of a scan file that are of its questionnaire: checked, and the measures
 * among them. */
#include "scan/subject.h"

#include "compose/limits.h"
#include "scan/words.h"

#include <string.h>

void wb_subject_free(wb_subject *subject)
{
    json_decref(subject->about);
    wb_instrument_free(subject->person);
    wb_names_free(&subject->questions);
    *subject = (wb_subject){0};
}

const json_t *wb_subject_theme(const json_t *about, const char *id)
{
    const json_t *themes = json_object_get(about, "themes");

    for (size_t i = 0; id != NULL && i < json_array_size(themes); i++) {
        const json_t *theme = json_array_get(themes, i);

        if (strcmp(json_string_value(json_object_get(theme, "id")), id) == 0)
            return theme;
    }
    return NULL;
}

const char *wb_subject_hash(const json_t *about)
{
    return json_string_value(
        json_object_get(json_object_get(about, "questionnaire"), "hash"));
}

bool wb_subject_is_of(const json_t *item, const char *unit)
{
    return strcmp(json_string_value(json_object_get(item, "unit")), unit) == 0;
}

bool wb_subject_measures(const json_t *about, const char *unit)
{
    const json_t *indicators = json_object_get(about, "indicators");
    bool any = false;

    for (size_t i = 0; i < json_array_size(indicators) && !any; i++)
        any = wb_subject_is_of(json_array_get(indicators, i), unit);
    return any;
}

const json_t *wb_subject_find(const json_t *about, const char *list, const char *unit,
                              const char *id)
{
    const json_t *all = json_object_get(about, list);

    for (size_t i = 0; i < json_array_size(all); i++) {
        const json_t *item = json_array_get(all, i);

        if (strcmp(json_string_value(json_object_get(item, "id")), id) == 0 &&
            wb_subject_is_of(item, unit))
            return item;
    }
    return NULL;
}

static const char *const unit_names[] = {"person", "workpost", "organisation", NULL};

static bool is_listed_before(const wb_json_at *list, size_t index, const char *id)
{
    for (size_t i = 0; i < index; i++) {
        const json_t *other = json_object_get(json_array_get(list->value, i), "id");

        if (strcmp(json_string_value(other), id) == 0)
            return true;
    }
    return false;
}

static wb_status read_new_id(const wb_json_at *list, const wb_json_at *at,
                             const char **id, wb_error *err)
{
    wb_status st = wb_json_id(at, "id", id, err);

    if (st == WB_OK && is_listed_before(list, at->index, *id))
        return wb_json_fail(at, WB_E_DATA, err, "'%s' is there twice", *id);
    return st;
}

/* ---- the questionnaire and its themes ---- */

static wb_status check_questionnaire(const wb_json_at *root, wb_error *err)
{
    static const char *const keys[] = {"id", "version", "hash", "title", NULL};
    wb_status st = WB_OK;
    wb_json_at at;
    const char *text;

    WB_TRY(wb_json_object(root, "questionnaire", true, &at, err));
    WB_TRY(wb_json_check_keys(&at, keys, err));
    WB_TRY(wb_json_id(&at, "id", &text, err));
    WB_TRY(wb_json_string(&at, "version", true, &text, err));
    WB_TRY(wb_json_string(&at, "hash", true, &text, err));
    WB_TRY(wb_words_read(&at, "title", true, err));
done:
    return st;
}

static wb_status check_discussion(const wb_json_at *theme, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at list;
    size_t n;

    WB_TRY(wb_json_list(theme, "discussion", false, WB_MAX_SCANNED_DISCUSSION, &list, &n,
                        err));
    for (size_t i = 0; i < n; i++) {
        wb_json_at words = wb_json_element(&list, i);

        WB_TRY(wb_words_check(&words, err));
    }
done:
    return st;
}

static wb_status check_themes(const wb_json_at *root, wb_error *err)
{
    static const char *const keys[] = {"id",    "kind",       "sensitive",
                                       "title", "discussion", NULL};
    static const char *const kinds[] = {"workability", "risk", "other", NULL};
    wb_status st = WB_OK;
    wb_json_at list;
    size_t n;

    WB_TRY(wb_json_list(root, "themes", false, WB_MAX_SCANNED_THEMES, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        wb_json_at at = wb_json_element(&list, i);
        const char *id = NULL;
        int32_t kind;
        bool sensitive;

        WB_TRY(wb_json_check_keys(&at, keys, err));
        WB_TRY(read_new_id(&list, &at, &id, err));
        WB_TRY(wb_json_choice(&at, "kind", kinds, &kind, err));
        WB_TRY(wb_json_bool(&at, "sensitive", false, &sensitive, err));
        WB_TRY(wb_words_read(&at, "title", true, err));
        WB_TRY(check_discussion(&at, err));
    }
done:
    return st;
}

static wb_status check_theme_of(const wb_json_at *root, const wb_json_at *at,
                                wb_error *err)
{
    const char *theme = NULL;
    wb_json_at place = wb_json_member(at, "theme");
    wb_status st = wb_json_string(at, "theme", false, &theme, err);

    if (st == WB_OK && theme != NULL && wb_subject_theme(root->value, theme) == NULL)
        return wb_json_fail(&place, WB_E_DATA, err, "'%.80s' is no theme", theme);
    return st;
}

/* ---- indicators and checks ---- */

static wb_status check_parts(const wb_json_at *list, const wb_json_at *at, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at parts;
    int64_t known;
    size_t n;

    WB_TRY(
        wb_json_list(at, "none_of", false, WB_MAX_SCANNED_INDICATORS, &parts, &n, err));
    WB_TRY(wb_json_int(at, "min_known", false, 1, (int64_t)n, &known, err));
    for (size_t i = 0; i < n; i++) {
        wb_json_at part = wb_json_element(&parts, i);
        const char *id = json_string_value(part.value);

        if (id == NULL || !is_listed_before(list, at->index, id))
            return wb_json_fail(&part, WB_E_DATA, err,
                                "a part is the id of an indicator before this one");
    }
done:
    return st;
}

static wb_status check_indicator(const wb_json_at *root, const wb_json_at *list,
                                 const wb_json_at *at, wb_error *err)
{
    static const char *const keys[] = {"id",          "theme",     "module",      "unit",
                                       "label",       "none_of",   "min_known",   "acute",
                                       "fingerprint", "sensitive", "conditional", NULL};
    static const char *const flags[] = {"acute", "sensitive", "conditional"};
    wb_status st = WB_OK;
    const char *text = NULL;
    int32_t unit;
    bool flag;

    WB_TRY(wb_json_check_keys(at, keys, err));
    WB_TRY(read_new_id(list, at, &text, err));
    WB_TRY(wb_json_choice(at, "unit", unit_names, &unit, err));
    WB_TRY(wb_json_string(at, "module", false, &text, err));
    WB_TRY(wb_json_string(at, "fingerprint", false, &text, err));
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        WB_TRY(wb_json_bool(at, flags[i], false, &flag, err));
    WB_TRY(check_theme_of(root, at, err));
    WB_TRY(wb_words_read(at, "label", true, err));
    WB_TRY(check_parts(list, at, err));
done:
    return st;
}

static wb_status check_indicators(const wb_json_at *root, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at list;
    size_t n;

    WB_TRY(wb_json_list(root, "indicators", false, WB_MAX_SCANNED_INDICATORS, &list, &n,
                        err));
    for (size_t i = 0; i < n; i++) {
        wb_json_at at = wb_json_element(&list, i);

        WB_TRY(check_indicator(root, &list, &at, err));
    }
done:
    return st;
}

static wb_status check_checks(const wb_json_at *root, wb_error *err)
{
    static const char *const keys[] = {"id", "unit", "theme", "label", NULL};
    wb_status st = WB_OK;
    wb_json_at list;
    size_t n;

    WB_TRY(wb_json_list(root, "checks", false, WB_MAX_SCANNED_CHECKS, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        wb_json_at at = wb_json_element(&list, i);
        const char *id = NULL;
        int32_t unit;

        WB_TRY(wb_json_check_keys(&at, keys, err));
        WB_TRY(read_new_id(&list, &at, &id, err));
        WB_TRY(wb_json_choice(&at, "unit", unit_names, &unit, err));
        WB_TRY(check_theme_of(root, &at, err));
        WB_TRY(wb_words_read(&at, "label", true, err));
    }
done:
    return st;
}

static wb_status check_notices(const wb_json_at *root, wb_error *err)
{
    static const char *const keys[] = {"id", "text", NULL};
    wb_status st = WB_OK;
    wb_json_at list;
    size_t n;

    WB_TRY(wb_json_list(root, "notices", false, WB_MAX_SCANNED_NOTICES, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        wb_json_at at = wb_json_element(&list, i);
        const char *id;

        WB_TRY(wb_json_check_keys(&at, keys, err));
        WB_TRY(wb_json_string(&at, "id", true, &id, err));
        WB_TRY(wb_words_read(&at, "text", true, err));
    }
done:
    return st;
}

wb_status wb_subject_check(const wb_json_at *root, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(check_questionnaire(root, err));
    WB_TRY(check_themes(root, err));
    WB_TRY(check_indicators(root, err));
    WB_TRY(check_checks(root, err));
    WB_TRY(check_notices(root, err));
done:
    return st;
}

/* ---- measures ---- */

static wb_measure measure_of(const json_t *json)
{
    return (wb_measure){
        .json = json,
        .id = json_string_value(json_object_get(json, "id")),
        .theme = json_string_value(json_object_get(json, "theme")),
        .parts = json_object_get(json, "none_of"),
        .acute = json_is_true(json_object_get(json, "acute")),
        .sensitive = json_is_true(json_object_get(json, "sensitive")),
        .conditional = json_is_true(json_object_get(json, "conditional")),
    };
}

wb_status wb_measures_init(wb_measures *measures, const json_t *about, wb_error *err)
{
    const json_t *indicators = json_object_get(about, "indicators");
    size_t n = json_array_size(indicators);

    measures->items = wb_allocate(n, sizeof *measures->items);
    if (measures->items == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        const json_t *json = json_array_get(indicators, i);

        if (wb_subject_is_of(json, "person"))
            measures->items[measures->n++] = measure_of(json);
    }
    return WB_OK;
}

void wb_measures_free(wb_measures *measures)
{
    wb_release(measures->items);
    *measures = (wb_measures){0};
}
