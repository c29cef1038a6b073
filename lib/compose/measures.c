/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A measures file: what may be done about a theme. */
#include "compose/definition.h"

static wb_status check_tools(const wb_json_at *measure, const json_t *languages,
                             wb_error *err)
{
    static const char *const keys[] = {"title", "source", NULL};
    wb_status st = WB_OK;
    wb_json_at list;
    size_t n;

    WB_TRY(wb_json_list(measure, "tools", false, WB_MAX_LISTED, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        wb_json_at at = wb_json_element(&list, i);

        WB_TRY(wb_json_check_keys(&at, keys, err));
        WB_TRY(wb_check_texts(&at, "title", true, languages, err));
        WB_TRY(wb_check_line(&at, "source", true, err));
    }
done:
    return st;
}

static wb_status check_measure(const wb_json_at *root, const wb_json_at *list,
                               size_t index, wb_error *err)
{
    static const char *const keys[] = {"id",      "title",  "text",    "themes",
                                       "levels",  "kind",   "actions", "tools",
                                       "support", "source", NULL};
    static const char *const levels[] = {"sector", "organisation", "team",
                                         "leader", "individual",   NULL};
    static const char *const kinds[] = {"research",      "consultation", "information",
                                        "sensitisation", "measure",      NULL};
    const json_t *languages = json_object_get(root->value, "languages");
    wb_json_at at = wb_json_element(list, index);
    wb_status st = WB_OK;
    const char *id = NULL;
    int32_t kind;

    WB_TRY(wb_json_check_keys(&at, keys, err));
    WB_TRY(wb_json_id(&at, "id", &id, err));
    if (wb_find_id(list->value, id) != at.value)
        return wb_json_fail(&at, WB_E_DATA, err, "measure '%s' is there twice", id);
    WB_TRY(wb_check_texts(&at, "title", true, languages, err));
    WB_TRY(wb_check_texts(&at, "text", true, languages, err));
    WB_TRY(wb_check_list(&at, "themes", true, true, err));
    WB_TRY(wb_check_words(&at, "levels", levels, err));
    WB_TRY(wb_json_choice(&at, "kind", kinds, &kind, err));
    WB_TRY(wb_check_list(&at, "actions", false, false, err));
    WB_TRY(wb_check_list(&at, "support", false, true, err));
    WB_TRY(wb_check_line(&at, "source", true, err));
    WB_TRY(check_tools(&at, languages, err));

done:
    return st;
}

wb_status wb_check_measures(const wb_json_at *root, wb_error *err)
{
    static const char *const keys[] = {"format", "id",        "version",  "licence",
                                       "source", "languages", "measures", "title",
                                       "note",   NULL};
    const json_t *languages = json_object_get(root->value, "languages");
    wb_status st = WB_OK;
    const char *text;
    wb_json_at list;
    size_t n;

    WB_TRY(wb_json_check_keys(root, keys, err));
    WB_TRY(wb_json_id(root, "id", &text, err));
    WB_TRY(wb_check_version(root, &text, err));
    WB_TRY(wb_check_line(root, "licence", true, err));
    WB_TRY(wb_check_line(root, "source", true, err));
    WB_TRY(wb_json_languages(root, err));
    WB_TRY(wb_check_texts(root, "title", false, languages, err));
    WB_TRY(wb_check_texts(root, "note", false, languages, err));
    WB_TRY(wb_json_list(root, "measures", true, WB_MAX_MEASURES, &list, &n, err));
    for (size_t i = 0; i < n; i++)
        WB_TRY(check_measure(root, &list, i, err));
done:
    return st;
}
