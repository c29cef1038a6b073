/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* From a recipe to a questionnaire. */
#include "compose/composing.h"

/* ---- heading ---- */

/* Whom all modules ask. */
static wb_status put_public(wb_composing *c, wb_error *err)
{
    static const char *const publics[] = {"employees", "selfemployed"};
    wb_status st = WB_OK;
    json_t *list;

    WB_TRY(wb_json_put_array(c->made, "for", &list, err));
    for (size_t i = 0; i < sizeof publics / sizeof publics[0]; i++) {
        bool all = true;

        for (size_t k = 0; k < c->recipe.n_picks; k++)
            all = all &&
                  wb_is_word_in(json_object_get(c->recipe.picks[k].module->root, "for"),
                                publics[i]);
        if (all)
            WB_TRY(wb_json_push(list, json_string(publics[i]), err));
    }
done:
    return st;
}

static wb_status put_heading(wb_composing *c, wb_error *err)
{
    static const char *const keys[] = {"id", "version", "title", "languages"};
    const json_t *root = c->recipe.document.root;
    wb_status st = WB_OK;

    WB_TRY(
        wb_json_put(c->made, "format", json_string("werkbaar-questionnaire/1.0"), err));
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        WB_TRY(wb_json_put(c->made, keys[i], json_incref(json_object_get(root, keys[i])),
                           err));
    if (c->recipe.sector != NULL)
        WB_TRY(wb_json_put(c->made, "sector", json_string(c->recipe.sector->id), err));
    WB_TRY(put_public(c, err));

done:
    return st;
}

static wb_status put_module(const wb_composing *c, const wb_pick *pick, json_t *list,
                            wb_error *err)
{
    static const char *const keys[] = {"id",        "version", "unit",
                                       "validated", "licence", "source"};
    const json_t *root = pick->module->root;
    wb_status st = WB_OK;
    json_t *made;

    WB_TRY(wb_json_push_object(list, &made, err));
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        WB_TRY(
            wb_json_put(made, keys[i], json_incref(json_object_get(root, keys[i])), err));
    WB_TRY(wb_json_put(made, "base", json_boolean(wb_bool_member(root, "base")), err));
    WB_TRY(wb_json_put(made, "hash", json_string(pick->module->hash), err));
    WB_TRY(wb_json_put(
        made, "title",
        wb_cut_texts(c->recipe.languages, json_object_get(root, "title"), NULL), err));
    if (pick->replaces != NULL)
        WB_TRY(wb_json_put(made, "replaces", json_string(pick->replaces), err));
done:
    return st;
}

static wb_status put_modules(wb_composing *c, wb_error *err)
{
    wb_status st = WB_OK;
    json_t *list;

    WB_TRY(wb_json_put_array(c->made, "modules", &list, err));
    for (size_t i = 0; i < c->recipe.n_picks; i++)
        WB_TRY(put_module(c, &c->recipe.picks[i], list, err));
done:
    return st;
}

/* ---- all of it ---- */

static wb_status merge(wb_composing *c, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(put_heading(c, err));
    WB_TRY(put_modules(c, err));
    WB_TRY(wb_compose_terms(c, err));
    WB_TRY(wb_compose_themes(c, err));
    WB_TRY(wb_compose_questions(c, err));
    WB_TRY(wb_compose_scores(c, err));

done:
    return st;
}

/* What the scores refuse only now is a fault of the recipe as a whole: a cut-off that
 * leaving out questions puts beyond the scores there are, or a limit. */
static wb_status make_instruments(wb_composing *c, wb_questionnaire *made, wb_error *err)
{
    wb_json_at root = wb_json_root(&c->recipe.document);
    wb_error own = {0};
    wb_status st = wb_questionnaire_instruments(made, &own);

    if (st == WB_E_DATA || st == WB_E_LIMIT)
        return wb_json_fail(&root, st, err, "%s", own.message);
    return st == WB_OK ? WB_OK : wb_fail(err, st, "%s", own.message);
}

static wb_status compose(wb_composing *c, wb_questionnaire *made, wb_error *err)
{
    wb_status st = WB_OK;

    c->made = made->root;
    WB_TRY(merge(c, err));
    WB_TRY(make_instruments(c, made, err));
    WB_TRY(wb_put_fingerprints(made->root, made->instruments, err));
    WB_TRY(wb_compose_notices(c, err));
    WB_TRY(wb_questionnaire_check_size(made->root, err));
    WB_TRY(wb_put_minutes(made->root, err));
    WB_TRY(wb_questionnaire_seal(made, err));

done:
    return st;
}

wb_status wb_compose(const wb_catalogue *catalogue, wb_reader *recipe,
                     wb_questionnaire **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_composing c = {0};
    wb_questionnaire *made = NULL;

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    if (catalogue == NULL || recipe == NULL)
        return wb_fail(err, WB_E_ARG, "a catalogue and a recipe are required");
    made = wb_allocate(1, sizeof *made);
    if (made == NULL || (made->root = json_object()) == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    WB_TRY(wb_recipe_read(&c.recipe, catalogue, recipe, err));
    WB_TRY(compose(&c, made, err));
    *out = made;
    made = NULL;

done:
    wb_questionnaire_free(made);
    wb_ids_free(&c.named);
    wb_recipe_clear(&c.recipe);
    return st;
}
