/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A sector file: which modules a sector usually takes. */
#include "compose/definition.h"

static wb_status check_module_name(const wb_json_at *list, size_t index, wb_error *err)
{
    static const char *const keys[] = {"id", NULL};
    wb_json_at at = wb_json_element(list, index);
    const char *id = NULL;
    wb_status st = WB_OK;

    WB_TRY(wb_json_check_keys(&at, keys, err));
    WB_TRY(wb_json_id(&at, "id", &id, err));
    if (wb_find_id(list->value, id) != at.value)
        return wb_json_fail(&at, WB_E_DATA, err, "module '%s' is there twice", id);

done:
    return st;
}

/* A sector's texts are in the languages of its title, Dutch among them. */
static wb_status read_languages(const wb_json_at *root, json_t *languages, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at title;
    const char *language;
    json_t *value;

    WB_TRY(wb_json_object(root, "title", true, &title, err));
    WB_TRY(wb_json_string(&title, "nl", true, &language, err));
    json_object_foreach((json_t *)title.value, language, value)
    {
        wb_json_at at = wb_json_member(&title, language);

        if (!wb_is_language(language))
            return wb_json_fail(&at, WB_E_DATA, err, "'%.40s' is no code of a language",
                                language);
        WB_TRY(wb_json_push(languages, json_string(language), err));
    }
done:
    return st;
}

static wb_status check_modules(const wb_json_at *root, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at list;
    size_t n;

    WB_TRY(wb_json_list(root, "modules", true, WB_MAX_LISTED, &list, &n, err));
    for (size_t i = 0; i < n; i++)
        WB_TRY(check_module_name(&list, i, err));
done:
    return st;
}

wb_status wb_check_sector(const wb_json_at *root, wb_error *err)
{
    static const char *const keys[] = {"format",  "id",     "version", "licence",
                                       "title",   "note",   "nace",    "committees",
                                       "modules", "source", NULL};
    wb_status st = WB_OK;
    const char *text;
    json_t *languages = json_array();

    if (languages == NULL)
        return wb_fail_nomem(err);
    WB_TRY(wb_json_check_keys(root, keys, err));
    WB_TRY(wb_json_id(root, "id", &text, err));
    WB_TRY(wb_check_version(root, &text, err));
    WB_TRY(wb_check_line(root, "licence", false, err));
    WB_TRY(wb_check_line(root, "source", true, err));
    WB_TRY(read_languages(root, languages, err));
    WB_TRY(wb_check_texts(root, "title", true, languages, err));
    WB_TRY(wb_check_texts(root, "note", false, languages, err));
    WB_TRY(wb_check_list(root, "nace", false, false, err));
    WB_TRY(wb_check_list(root, "committees", false, false, err));
    WB_TRY(check_modules(root, err));

done:
    json_decref(languages);
    return st;
}
