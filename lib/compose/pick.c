/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The modules of a recipe: named by it or by its sector, replaced, put in order. */
#include "compose/recipe.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

wb_status wb_fail_pick(const wb_recipe *recipe, const wb_pick *pick, wb_error *err,
                       const char *format, ...)
{
    wb_json_at root = wb_json_root(&recipe->document);
    wb_json_at sector = wb_json_member(&root, "sector");
    wb_json_at list = wb_json_member(&root, "modules");
    wb_json_at at = wb_json_element(&list, pick->place);
    char message[sizeof err->message];
    va_list args;

    va_start(args, format);
    (void)vsnprintf(message, sizeof message, format, args);
    va_end(args);
    return wb_json_fail(list.value != NULL ? &at : &sector, WB_E_DATA, err, "%s",
                        message);
}

/* ---- finding ---- */

static wb_status fail_unknown(const wb_recipe *recipe, const wb_json_at *at,
                              wb_definition_kind kind, const char *id,
                              const char *version, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text lacks = {0};

    WB_TRY(wb_catalogue_lacks(recipe->catalogue, kind, id, version, &lacks, err));
    st = wb_json_fail(at, WB_E_DATA, err, "%s", lacks.bytes);
done:
    wb_text_free(&lacks);
    return st;
}

static wb_status find(const wb_recipe *recipe, const wb_json_at *at,
                      wb_definition_kind kind, const char *id, const char *version,
                      const wb_definition **out, wb_error *err)
{
    wb_status st = wb_catalogue_find(recipe->catalogue, kind, id, version, out, err);

    if (st == WB_OK && *out == NULL)
        st = fail_unknown(recipe, at, kind, id, version, err);
    return st;
}

/* The pick whose module has this id; NULL when there is none. */
static wb_pick *find_pick(const wb_recipe *recipe, const char *id)
{
    for (size_t i = 0; i < recipe->n_picks; i++) {
        if (strcmp(recipe->picks[i].module->id, id) == 0)
            return &recipe->picks[i];
    }
    return NULL;
}

/* ---- naming ---- */

static wb_status add_pick(wb_recipe *recipe, const wb_json_at *at,
                          const wb_definition *module, wb_error *err)
{
    wb_pick *wider = wb_resize(recipe->picks, recipe->n_picks + 1, sizeof *recipe->picks);

    if (wider == NULL)
        return wb_fail_nomem(err);
    recipe->picks = wider;
    if (find_pick(recipe, module->id) != NULL)
        return wb_json_fail(at, WB_E_DATA, err, "module '%s' is there twice", module->id);
    wider[recipe->n_picks] = (wb_pick){.module = module, .place = recipe->n_picks};
    recipe->n_picks++;
    return WB_OK;
}

static wb_status name_module(wb_recipe *recipe, const wb_json_at *at, wb_error *err)
{
    static const char *const keys[] = {"id", "version", NULL};
    wb_status st = WB_OK;
    const wb_definition *module;
    const char *id = NULL;
    const char *version = NULL;

    WB_TRY(wb_json_check_keys(at, keys, err));
    WB_TRY(wb_json_id(at, "id", &id, err));
    WB_TRY(wb_json_string(at, "version", false, &version, err));
    WB_TRY(find(recipe, at, WB_MODULE, id, version, &module, err));
    WB_TRY(add_pick(recipe, at, module, err));

done:
    return st;
}

static wb_status name_sector(wb_recipe *recipe, const wb_json_at *root, wb_error *err)
{
    wb_json_at at = wb_json_member(root, "sector");
    wb_status st = WB_OK;
    const char *id = NULL;

    if (at.value == NULL)
        return WB_OK;
    WB_TRY(wb_json_id(root, "sector", &id, err));
    WB_TRY(find(recipe, &at, WB_SECTOR, id, NULL, &recipe->sector, err));

done:
    return st;
}

static wb_status take_sector(wb_recipe *recipe, const wb_json_at *root, wb_error *err)
{
    wb_json_at at = wb_json_member(root, "sector");
    const json_t *list = json_object_get(recipe->sector->root, "modules");
    wb_status st = WB_OK;

    for (size_t i = 0; i < json_array_size(list); i++) {
        const wb_definition *module;

        WB_TRY(find(recipe, &at, WB_MODULE, wb_text_member(json_array_get(list, i), "id"),
                    NULL, &module, err));
        WB_TRY(add_pick(recipe, &at, module, err));
    }
done:
    return st;
}

static wb_status name_modules(wb_recipe *recipe, const wb_json_at *root, wb_error *err)
{
    wb_json_at list = wb_json_member(root, "modules");
    wb_status st = WB_OK;
    size_t n;

    if (list.value == NULL && recipe->sector != NULL)
        return take_sector(recipe, root, err);
    if (list.value == NULL)
        return wb_json_fail(root, WB_E_DATA, err,
                            "the recipe names no modules and no sector");
    WB_TRY(wb_json_list(root, "modules", true, WB_MAX_PICKS, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        wb_json_at at = wb_json_element(&list, i);

        WB_TRY(name_module(recipe, &at, err));
    }
done:
    return st;
}

/* ---- replacing ---- */

static wb_status check_replacement(const wb_recipe *recipe, const wb_json_at *at,
                                   const char *id, const char *by, wb_error *err)
{
    const wb_pick *pick = find_pick(recipe, id);
    wb_json_at which = wb_json_member(at, "module");

    if (pick == NULL)
        return wb_json_fail(&which, WB_E_DATA, err,
                            "module '%s' is to be replaced, and neither the recipe nor "
                            "its sector names it",
                            id);
    if (find_pick(recipe, by) != NULL)
        return wb_json_fail(at, WB_E_DATA, err,
                            "module '%s' is to be replaced by '%s', which is there "
                            "already",
                            id, by);
    return WB_OK;
}

static wb_status replace(wb_recipe *recipe, const wb_json_at *at, wb_error *err)
{
    static const char *const keys[] = {"module", "by", "version", NULL};
    wb_json_at by_at = wb_json_member(at, "by");
    wb_status st = WB_OK;
    const wb_definition *module;
    wb_pick *pick;
    const char *id = NULL;
    const char *by = NULL;
    const char *version = NULL;

    WB_TRY(wb_json_check_keys(at, keys, err));
    WB_TRY(wb_json_id(at, "module", &id, err));
    WB_TRY(wb_json_id(at, "by", &by, err));
    WB_TRY(wb_json_string(at, "version", false, &version, err));
    WB_TRY(check_replacement(recipe, at, id, by, err));
    WB_TRY(find(recipe, &by_at, WB_MODULE, by, version, &module, err));
    pick = find_pick(recipe, id);
    if (pick->replaces == NULL) /* else what the recipe names was replaced before */
        pick->replaces = id;
    pick->module = module;

done:
    return st;
}

static wb_status replace_all(wb_recipe *recipe, const wb_json_at *root, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at list;
    size_t n;

    WB_TRY(wb_json_list(root, "replace", false, WB_MAX_PICKS, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        wb_json_at at = wb_json_element(&list, i);

        WB_TRY(replace(recipe, &at, err));
    }
done:
    return st;
}

/* ---- order ---- */

/* Those that `order` names come first, as it has them; then the others, as they were. */
static wb_status put_in_order(wb_recipe *recipe, const wb_json_at *root, wb_error *err)
{
    wb_json_at list = wb_json_member(root, "order");
    wb_status st = WB_OK;
    size_t n = 0;
    wb_pick *ordered = wb_allocate(recipe->n_picks, sizeof *ordered);

    if (ordered == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < json_array_size(list.value); i++) {
        wb_json_at at = wb_json_element(&list, i);
        wb_pick *pick = find_pick(recipe, json_string_value(at.value));

        if (pick == NULL) {
            st = wb_json_fail(&at, WB_E_DATA, err,
                              "module '%s' is put in order, and is not one of the "
                              "questionnaire",
                              json_string_value(at.value));
            goto done;
        }
        pick->placed = true;
        ordered[n++] = *pick;
    }
    for (size_t i = 0; i < recipe->n_picks; i++) {
        if (!recipe->picks[i].placed)
            ordered[n++] = recipe->picks[i];
    }
    memcpy(recipe->picks, ordered, n * sizeof *ordered);

done:
    wb_release(ordered);
    return st;
}

/* ---- do they go together? ---- */

static wb_status check_languages(const wb_recipe *recipe, const wb_pick *pick,
                                 wb_error *err)
{
    const json_t *has = json_object_get(pick->module->root, "languages");
    wb_status st = WB_OK;
    wb_text list = {0};

    for (size_t i = 0; i < json_array_size(has); i++)
        WB_TRY(wb_text_format(&list, err, "%s%s", i == 0 ? "" : ", ",
                              json_string_value(json_array_get(has, i))));
    for (size_t i = 0; i < json_array_size(recipe->languages); i++) {
        const char *language = json_string_value(json_array_get(recipe->languages, i));

        if (!wb_is_word_in(has, language)) {
            st =
                wb_fail_pick(recipe, pick, err,
                             "module '%s' is not there in language '%s'; it is in %.300s",
                             pick->module->id, language, list.bytes);
            goto done;
        }
    }
done:
    wb_text_free(&list);
    return st;
}

static bool share_public(const wb_pick *a, const wb_pick *b)
{
    const json_t *one = json_object_get(a->module->root, "for");
    const json_t *other = json_object_get(b->module->root, "for");

    for (size_t i = 0; i < json_array_size(one); i++) {
        if (wb_is_word_in(other, json_string_value(json_array_get(one, i))))
            return true;
    }
    return false;
}

/* There are two publics: modules that pairwise share one have one in common. */
static wb_status check_public(const wb_recipe *recipe, const wb_pick *pick, wb_error *err)
{
    for (const wb_pick *other = recipe->picks; other < pick; other++) {
        if (!share_public(pick, other))
            return wb_fail_pick(
                recipe, pick, err,
                "module '%s' is for %s, module '%s' for %s: they do not go together",
                pick->module->id,
                json_string_value(
                    json_array_get(json_object_get(pick->module->root, "for"), 0)),
                other->module->id,
                json_string_value(
                    json_array_get(json_object_get(other->module->root, "for"), 0)));
    }
    return WB_OK;
}

wb_status wb_recipe_pick(wb_recipe *recipe, const wb_json_at *root, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(name_sector(recipe, root, err));
    WB_TRY(name_modules(recipe, root, err));
    WB_TRY(replace_all(recipe, root, err));
    WB_TRY(put_in_order(recipe, root, err));
    for (size_t i = 0; i < recipe->n_picks; i++) {
        WB_TRY(check_languages(recipe, &recipe->picks[i], err));
        WB_TRY(check_public(recipe, &recipe->picks[i], err));
    }
done:
    return st;
}
