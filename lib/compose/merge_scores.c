/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The scales, indicators and composites of all modules, each once, in one instrument per
 * unit. */
#include "compose/composing.h"

#include <stdio.h>
#include <string.h>

/* ---- scales that lose items ---- */

static wb_status fail_scale(const wb_composing *c, const wb_pick *pick,
                            const json_t *scale, size_t place, size_t n_left,
                            wb_error *err)
{
    wb_json_at root = wb_json_root(&c->recipe.document);
    wb_json_at list = wb_json_member(&root, "exclude");
    wb_json_at at = wb_json_element(&list, place);
    const json_t *needed = json_object_get(scale, "min_answered");
    const char *rule = wb_text_member(scale, "rule");

    if (strcmp(rule, "sum") == 0 || strcmp(rule, "lookup") == 0)
        return wb_json_fail(&at, WB_E_DATA, err,
                            "'%s' cannot be left out: the rule '%s' of scale '%s' of "
                            "module '%s' takes all its items",
                            json_string_value(at.value), rule,
                            wb_text_member(scale, "id"), pick->module->id);
    if (needed == NULL)
        return wb_json_fail(&at, WB_E_DATA, err,
                            "'%s' cannot be left out: scale '%s' of module '%s' needs "
                            "answers to all its items",
                            json_string_value(at.value), wb_text_member(scale, "id"),
                            pick->module->id);
    return wb_json_fail(&at, WB_E_DATA, err,
                        "'%s' cannot be left out: scale '%s' of module '%s' needs %d "
                        "answers, and %zu of its items would be left",
                        json_string_value(at.value), wb_text_member(scale, "id"),
                        pick->module->id, (int)json_number_value(needed), n_left);
}

static bool may_lose(const json_t *scale, size_t n_left)
{
    const json_t *needed = json_object_get(scale, "min_answered");
    const char *rule = wb_text_member(scale, "rule");

    return strcmp(rule, "sum") != 0 && strcmp(rule, "lookup") != 0 && needed != NULL &&
           (double)n_left >= json_number_value(needed);
}

/* The items of a scale that are left, in a copy of it; WB_E_DATA when it needs those that
 * are not. */
static wb_status cut_scale(const wb_composing *c, const wb_pick *pick,
                           const json_t *scale, json_t **out, wb_error *err)
{
    const json_t *items = json_object_get(scale, "items");
    size_t n_excluded =
        json_array_size(json_object_get(c->recipe.document.root, "exclude"));
    size_t lost = SIZE_MAX;
    wb_status st = WB_OK;
    json_t *left;

    *out = wb_cut_member(c->recipe.languages, scale, "label");
    if (*out == NULL)
        return wb_fail_nomem(err);
    WB_TRY(wb_json_put_array(*out, "items", &left, err));
    for (size_t i = 0; i < json_array_size(items); i++) {
        json_t *item = json_array_get(items, i);
        size_t place = wb_left_out(c, json_string_value(item));

        if (place < n_excluded)
            lost = place;
        else
            WB_TRY(wb_json_push(left, json_incref(item), err));
    }
    if (lost != SIZE_MAX && !may_lose(scale, json_array_size(left)))
        st = fail_scale(c, pick, scale, lost, json_array_size(left), err);
done:
    return st;
}

/* ---- one instrument ---- */

/* Whether a module of the unit before this one has its licence. */
static bool is_told(const wb_composing *c, const char *unit, size_t index)
{
    const json_t *licence =
        json_object_get(c->recipe.picks[index].module->root, "licence");

    for (size_t i = 0; i < index; i++) {
        const json_t *root = c->recipe.picks[i].module->root;

        if (strcmp(wb_text_member(root, "unit"), unit) == 0 &&
            json_equal(json_object_get(root, "licence"), licence))
            return true;
    }
    return false;
}

/* "MIT" once, when all modules of the unit have it; "base 1.0, ergonomics 2.1". */
static wb_status put_origin(const wb_composing *c, const char *unit, json_t *made,
                            wb_error *err)
{
    wb_status st = WB_OK;
    wb_text source = {0};
    wb_text licence = {0};

    WB_TRY(wb_text_add(&source, "composed of", err));
    for (size_t i = 0; i < c->recipe.n_picks; i++) {
        const wb_definition *module = c->recipe.picks[i].module;

        if (strcmp(wb_text_member(module->root, "unit"), unit) != 0)
            continue;
        WB_TRY(wb_text_format(&source, err, "%s %s %s", source.length > 11 ? "," : "",
                              module->id, module->version));
        if (!is_told(c, unit, i))
            WB_TRY(wb_text_format(&licence, err, "%s%s", licence.length > 0 ? ", " : "",
                                  wb_text_member(module->root, "licence")));
    }
    WB_TRY(wb_json_put(made, "source", json_string(source.bytes), err));
    WB_TRY(wb_json_put(made, "licence", json_string(licence.bytes), err));

done:
    wb_text_free(&licence);
    wb_text_free(&source);
    return st;
}

static wb_status put_heading(const wb_composing *c, const char *unit, json_t *made,
                             wb_error *err)
{
    static const char *const keys[] = {"version", "languages", "title"};
    wb_status st = WB_OK;

    WB_TRY(wb_json_put(made, "format", json_string("werkbaar-instrument/1.0"), err));
    WB_TRY(wb_json_put(made, "id",
                       json_sprintf("%s.%s", wb_text_member(c->made, "id"), unit), err));
    WB_TRY(wb_json_put(made, "unit", json_string(unit), err));
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        WB_TRY(wb_json_put(made, keys[i], json_incref(json_object_get(c->made, keys[i])),
                           err));
    WB_TRY(put_origin(c, unit, made, err));

done:
    return st;
}

/* The document of a unit's instrument, begun where it is not there yet. */
static wb_status instrument_of(const wb_composing *c, const char *unit, json_t **out,
                               wb_error *err)
{
    static const char *const lists[] = {"items", "scales", "indicators", "composites"};
    json_t *instruments = json_object_get(c->made, "instruments");
    wb_status st = WB_OK;
    json_t *list;

    *out = json_object_get(instruments, unit);
    if (*out != NULL)
        return WB_OK;
    WB_TRY(wb_json_put_object(instruments, unit, out, err));
    WB_TRY(put_heading(c, unit, *out, err));
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        WB_TRY(wb_json_put_array(*out, lists[i], &list, err));
done:
    return st;
}

/* ---- laying scores in ---- */

/* A kind of score: where it stands, what it is called, and the columns scoring makes. */
typedef struct scored {
    const char *key;
    const char *what;
    wb_id_kind kind;
    const char *columns[2];
} scored;

static const scored kinds[] = {
    {"scales", "scale", WB_ID_SCALE, {"_reason", NULL}},
    {"indicators", "indicator", WB_ID_INDICATOR, {"_problem", "_acute"}},
    {"composites", "composite", WB_ID_COMPOSITE, {"_reason", NULL}},
};

static wb_status name_columns(wb_composing *c, const wb_pick *pick, const scored *kind,
                              const char *id, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_pick *other;
    char name[96];

    for (int i = 0; i < 2 && kind->columns[i] != NULL; i++) {
        snprintf(name, sizeof name, "%s%s", id, kind->columns[i]);
        WB_TRY(wb_give_name(c, pick, name, WB_ID_DERIVED, &other, err));
    }
done:
    return st;
}

static wb_status put_score(wb_composing *c, const wb_pick *pick, const scored *kind,
                           json_t *list, json_t *score, wb_error *err)
{
    const char *id = wb_text_member(score, "id");
    wb_status st = WB_OK;
    const wb_pick *other;

    WB_TRY(wb_give_name(c, pick, id, kind->kind, &other, err));
    if (other == NULL) {
        WB_TRY(name_columns(c, pick, kind, id, err));
        WB_TRY(wb_json_push(list, json_incref(score), err));
    } else if (!json_equal(wb_find_id(list, id), score)) {
        st = wb_fail_conflict(c, pick, other->module->id, kind->what, id, err);
    }
done:
    return st;
}

static wb_status cut_score(const wb_composing *c, const wb_pick *pick, const scored *kind,
                           const json_t *score, json_t **out, wb_error *err)
{
    if (kind->kind == WB_ID_SCALE)
        return cut_scale(c, pick, score, out, err);
    *out = wb_cut_member(c->recipe.languages, score, "label");
    if (*out != NULL && kind->kind == WB_ID_INDICATOR)
        (void)json_object_del(*out, "theme");
    return *out != NULL ? WB_OK : wb_fail_nomem(err);
}

/* The theme of an indicator is not for its instrument, so it is compared here. */
static wb_status put_theme(const wb_composing *c, const wb_pick *pick,
                           const json_t *indicator, wb_error *err)
{
    json_t *list = json_object_get(c->made, "indicators");
    const char *id = wb_text_member(indicator, "id");
    const json_t *there = wb_find_id(list, id);
    wb_status st = WB_OK;
    json_t *made;

    if (there != NULL)
        return json_equal(json_object_get(there, "theme"),
                          json_object_get(indicator, "theme"))
                   ? WB_OK
                   : wb_fail_conflict(c, pick, wb_text_member(there, "module"),
                                      "indicator", id, err);
    WB_TRY(wb_json_push_object(list, &made, err));
    WB_TRY(wb_json_put(made, "id", json_incref(json_object_get(indicator, "id")), err));
    WB_TRY(wb_json_put(made, "theme", json_incref(json_object_get(indicator, "theme")),
                       err));
    WB_TRY(wb_json_put(made, "module", json_string(pick->module->id), err));
    WB_TRY(wb_json_put(made, "unit",
                       json_incref(json_object_get(pick->module->root, "unit")), err));

done:
    return st;
}

static wb_status put_kind(wb_composing *c, const wb_pick *pick, const scored *kind,
                          json_t *instrument, wb_error *err)
{
    const json_t *scores = json_object_get(pick->module->root, kind->key);
    wb_status st = WB_OK;
    json_t *made = NULL;

    for (size_t i = 0; i < json_array_size(scores); i++) {
        const json_t *score = json_array_get(scores, i);

        json_decref(made);
        made = NULL;
        WB_TRY(cut_score(c, pick, kind, score, &made, err));
        WB_TRY(
            put_score(c, pick, kind, json_object_get(instrument, kind->key), made, err));
        if (kind->kind == WB_ID_INDICATOR)
            WB_TRY(put_theme(c, pick, score, err));
    }
done:
    json_decref(made);
    return st;
}

static wb_status put_module(wb_composing *c, const wb_pick *pick, wb_error *err)
{
    wb_status st = WB_OK;
    json_t *instrument;

    if (json_array_size(json_object_get(pick->module->root, "scales")) == 0)
        return WB_OK;
    WB_TRY(
        instrument_of(c, wb_text_member(pick->module->root, "unit"), &instrument, err));
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        WB_TRY(put_kind(c, pick, &kinds[i], instrument, err));
done:
    return st;
}

wb_status wb_compose_scores(wb_composing *c, wb_error *err)
{
    wb_status st = WB_OK;
    json_t *instruments;
    json_t *list;
    const char *unit;
    json_t *instrument;

    WB_TRY(wb_json_put_object(c->made, "instruments", &instruments, err));
    WB_TRY(wb_json_put_array(c->made, "indicators", &list, err));
    for (size_t i = 0; i < c->recipe.n_picks; i++)
        WB_TRY(put_module(c, &c->recipe.picks[i], err));
    json_object_foreach(instruments, unit, instrument) WB_TRY(
        wb_derive_items(json_object_get(c->made, "questions"), unit, instrument, err));
done:
    return st;
}
