/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What all parts of composing need, and the parts that are only text: terms, themes. */
#include "compose/composing.h"

#include <string.h>

/* ---- texts ---- */

json_t *wb_cut_texts(const json_t *languages, const json_t *texts, const json_t *terms)
{
    wb_status st = WB_OK;
    wb_text text = {0};
    json_t *made = json_object();

    if (made == NULL)
        return NULL;
    for (size_t i = 0; i < json_array_size(languages); i++) {
        const char *language = json_string_value(json_array_get(languages, i));
        json_t *whole = json_object_get(texts, language);

        if (terms == NULL) {
            WB_TRY(wb_json_put(made, language, json_incref(whole), NULL));
            continue;
        }
        wb_text_cut(&text, 0);
        WB_TRY(wb_fill_terms(json_string_value(whole), terms, language, &text, NULL));
        WB_TRY(wb_json_put(made, language, json_string(text.bytes), NULL));
    }
done:
    wb_text_free(&text);
    if (st == WB_OK)
        return made;
    json_decref(made);
    return NULL;
}

json_t *wb_cut_member(const json_t *languages, const json_t *object, const char *key)
{
    json_t *made = wb_json_copy(object);

    if (made != NULL &&
        wb_json_put(made, key,
                    wb_cut_texts(languages, json_object_get(object, key), NULL),
                    NULL) == WB_OK)
        return made;
    json_decref(made);
    return NULL;
}

/* ---- names ---- */

wb_status wb_fail_conflict(const wb_composing *c, const wb_pick *pick, const char *other,
                           const char *what, const char *name, wb_error *err)
{
    return wb_fail_pick(&c->recipe, pick, err,
                        "modules '%s' and '%s' define %s '%s' in two ways: leave one of "
                        "them out, or replace it",
                        other, pick->module->id, what, name);
}

wb_status wb_give_name(wb_composing *c, const wb_pick *pick, const char *name,
                       wb_id_kind kind, const wb_pick **other, wb_error *err)
{
    static const char *const kinds[] = {"nothing",     "a question",
                                        "a scale",     "an indicator",
                                        "a composite", "a column that scoring makes"};
    wb_id taken = wb_ids_find(&c->named, name);

    *other = NULL;
    if (taken.kind == WB_ID_NONE)
        return wb_ids_add(&c->named, name, kind, (size_t)(pick - c->recipe.picks), err);
    *other = &c->recipe.picks[taken.index];
    if (taken.kind != kind)
        return wb_fail_pick(&c->recipe, pick, err,
                            "'%s' is %s of module '%s' and %s of module '%s': they do "
                            "not go together",
                            name, kinds[taken.kind], (*other)->module->id, kinds[kind],
                            pick->module->id);
    return WB_OK;
}

size_t wb_left_out(const wb_composing *c, const char *item)
{
    const json_t *list = json_object_get(c->recipe.document.root, "exclude");
    size_t i = 0;

    while (i < json_array_size(list) &&
           strcmp(json_string_value(json_array_get(list, i)), item) != 0)
        i++;
    return i;
}

/* ---- terms ---- */

static wb_status put_term(wb_composing *c, const wb_pick *pick, const char *name,
                          const json_t *texts, wb_error *err)
{
    json_t *terms = json_object_get(c->made, "terms");
    json_t *there = json_object_get(terms, name);
    const json_t *own =
        json_object_get(json_object_get(c->recipe.document.root, "terms"), name);
    json_t *cut = wb_cut_texts(c->recipe.languages, own != NULL ? own : texts, NULL);
    bool same = there != NULL && json_equal(there, cut);

    if (there == NULL)
        return wb_json_put(terms, name, cut, err);
    json_decref(cut);
    if (cut == NULL)
        return wb_fail_nomem(err);
    if (!same)
        return wb_fail_pick(&c->recipe, pick, err,
                            "module '%s' has other words for the term '%s' than a module "
                            "before it: choose in the recipe's 'terms'",
                            pick->module->id, name);
    return WB_OK;
}

/* Every word of the recipe's own is a term of one of the modules. */
static wb_status check_own_terms(wb_composing *c, wb_error *err)
{
    wb_json_at root = wb_json_root(&c->recipe.document);
    wb_json_at own = wb_json_member(&root, "terms");
    const json_t *terms = json_object_get(c->made, "terms");
    wb_status st = WB_OK;
    json_t *list;
    const char *name;
    json_t *value;

    WB_TRY(wb_json_put_object(c->made, "own_terms", &list, err));
    json_object_foreach((json_t *)own.value, name, value)
    {
        wb_json_at at = wb_json_member(&own, name);

        if (json_object_get(terms, name) == NULL)
            return wb_json_fail(&at, WB_E_DATA, err,
                                "none of the modules has a term '%.80s'", name);
        WB_TRY(wb_json_put(list, name, json_true(), err));
    }
done:
    return st;
}

wb_status wb_compose_terms(wb_composing *c, wb_error *err)
{
    wb_status st = WB_OK;
    json_t *terms;
    const char *name;
    json_t *texts;

    WB_TRY(wb_json_put_object(c->made, "terms", &terms, err));
    for (size_t i = 0; i < c->recipe.n_picks; i++) {
        const wb_pick *pick = &c->recipe.picks[i];
        json_t *theirs = json_object_get(pick->module->root, "terms");

        json_object_foreach(theirs, name, texts)
            WB_TRY(put_term(c, pick, name, texts, err));
    }
    WB_TRY(check_own_terms(c, err));

done:
    return st;
}

/* ---- themes ---- */

static wb_status put_discussion(const wb_composing *c, const json_t *theme,
                                json_t *merged, wb_error *err)
{
    const json_t *talk = json_object_get(theme, "discussion");
    json_t *list = json_object_get(merged, "discussion");
    wb_status st = WB_OK;

    for (size_t i = 0; i < json_array_size(talk); i++) {
        json_t *texts = wb_cut_texts(c->recipe.languages, json_array_get(talk, i),
                                     json_object_get(c->made, "terms"));
        bool there = false;

        for (size_t k = 0; k < json_array_size(list); k++)
            there = there || json_equal(json_array_get(list, k), texts);
        if (there)
            json_decref(texts);
        else
            WB_TRY(wb_json_push(list, texts, err));
    }
done:
    return st;
}

static wb_status new_theme(const wb_composing *c, const wb_pick *pick,
                           const json_t *theme, json_t **out, wb_error *err)
{
    wb_status st = WB_OK;
    json_t *list;
    json_t *made = json_object();

    *out = made;
    if (made == NULL)
        return wb_fail_nomem(err);
    WB_TRY(wb_json_put(made, "id", json_incref(json_object_get(theme, "id")), err));
    WB_TRY(wb_json_put(made, "kind", json_incref(json_object_get(theme, "kind")), err));
    WB_TRY(wb_json_put(made, "sensitive",
                       json_boolean(wb_bool_member(theme, "sensitive")), err));
    WB_TRY(wb_json_put(
        made, "title",
        wb_cut_texts(c->recipe.languages, json_object_get(theme, "title"), NULL), err));
    WB_TRY(wb_json_put(made, "module", json_string(pick->module->id), err));
    WB_TRY(wb_json_put_array(made, "discussion", &list, err));

done:
    return st;
}

static bool same_theme(const json_t *a, const json_t *b)
{
    static const char *const keys[] = {"kind", "sensitive", "title"};

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (!json_equal(json_object_get(a, keys[i]), json_object_get(b, keys[i])))
            return false;
    }
    return true;
}

static wb_status put_theme(wb_composing *c, const wb_pick *pick, const json_t *theme,
                           wb_error *err)
{
    json_t *themes = json_object_get(c->made, "themes");
    json_t *there = wb_find_id(themes, wb_text_member(theme, "id"));
    wb_status st = WB_OK;
    json_t *made = NULL;

    WB_TRY(new_theme(c, pick, theme, &made, err));
    if (there != NULL && !same_theme(there, made)) {
        st = wb_fail_conflict(c, pick, wb_text_member(there, "module"), "theme",
                              wb_text_member(theme, "id"), err);
        goto done;
    }
    if (there == NULL)
        WB_TRY(wb_json_push(themes, json_incref(made), err));
    WB_TRY(put_discussion(c, theme, there != NULL ? there : made, err));

done:
    json_decref(made);
    return st;
}

wb_status wb_compose_themes(wb_composing *c, wb_error *err)
{
    wb_status st = WB_OK;
    json_t *list;

    WB_TRY(wb_json_put_array(c->made, "themes", &list, err));
    for (size_t i = 0; i < c->recipe.n_picks; i++) {
        const wb_pick *pick = &c->recipe.picks[i];
        const json_t *themes = json_object_get(pick->module->root, "themes");

        for (size_t k = 0; k < json_array_size(themes); k++)
            WB_TRY(put_theme(c, pick, json_array_get(themes, k), err));
    }
done:
    return st;
}
