/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Reading a recipe: all of it but its modules, which pick.c finds. */
#include "compose/recipe.h"

#include <string.h>

static const char *const keys[] = {
    "format",    "id",      "version", "title", "sector",      "modules", "exclude",
    "languages", "replace", "order",   "terms", "information", NULL};

static wb_status check_id(const wb_json_at *root, wb_error *err)
{
    const char *id = NULL;
    wb_status st = wb_json_id(root, "id", &id, err);
    wb_json_at at = wb_json_member(root, "id");

    if (st == WB_OK && strlen(id) > WB_MAX_QUESTIONNAIRE_ID)
        st = wb_json_fail(&at, WB_E_DATA, err,
                          "the id of a questionnaire has at most %d characters",
                          WB_MAX_QUESTIONNAIRE_ID);
    return st;
}

static wb_status check_terms(const wb_json_at *root, const json_t *languages,
                             wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at terms;
    const char *name;
    json_t *value;

    WB_TRY(wb_json_object(root, "terms", false, &terms, err));
    WB_TRY(wb_json_check_length(&terms, WB_MAX_TERMS, err));
    json_object_foreach((json_t *)terms.value, name, value)
    {
        wb_json_at at = wb_json_member(&terms, name);

        WB_TRY(wb_check_term(&at, languages, err));
    }
done:
    return st;
}

static wb_status check_information(const wb_json_at *root, const json_t *languages,
                                   wb_error *err)
{
    static const char *const parts[] = {"controller", "contact", "retention", "who_sees",
                                        NULL};
    wb_status st = WB_OK;
    wb_json_at information;

    WB_TRY(wb_json_object(root, "information", false, &information, err));
    if (information.value == NULL)
        return WB_OK;
    WB_TRY(wb_json_check_keys(&information, parts, err));
    for (int i = 0; parts[i] != NULL; i++)
        WB_TRY(wb_check_texts(&information, parts[i], false, languages, err));
done:
    return st;
}

static wb_status check(wb_recipe *recipe, const wb_json_at *root, wb_error *err)
{
    wb_status st = WB_OK;
    const char *text;

    WB_TRY(wb_json_check_format(root, "recipe", 1, err));
    WB_TRY(wb_json_check_keys(root, keys, err));
    WB_TRY(check_id(root, err));
    WB_TRY(wb_check_version(root, &text, err));
    WB_TRY(wb_json_languages(root, err));
    recipe->languages = json_object_get(root->value, "languages");
    WB_TRY(wb_check_texts(root, "title", true, recipe->languages, err));
    WB_TRY(wb_check_list(root, "exclude", false, true, err));
    WB_TRY(wb_check_list(root, "order", false, true, err));
    WB_TRY(check_terms(root, recipe->languages, err));
    WB_TRY(check_information(root, recipe->languages, err));
    WB_TRY(wb_recipe_pick(recipe, root, err));

done:
    return st;
}

wb_status wb_recipe_read(wb_recipe *recipe, const wb_catalogue *catalogue,
                         wb_reader *reader, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at root;

    recipe->catalogue = catalogue;
    WB_TRY(wb_json_read(reader, &recipe->document, err));
    root = wb_json_root(&recipe->document);
    WB_TRY(check(recipe, &root, err));

done:
    return st;
}

void wb_recipe_clear(wb_recipe *recipe)
{
    wb_release(recipe->picks);
    wb_json_close(&recipe->document);
    *recipe = (wb_recipe){0};
}
