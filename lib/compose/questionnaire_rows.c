/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Rows of the tables of a questionnaire. */
#include "compose/questionnaire_tables.h"

wb_status wb_fill_each(wb_show *show, const wb_questionnaire *of, const char *key,
                       wb_row_of put, wb_error *err)
{
    const json_t *list = json_object_get(of->root, key);
    wb_status st = WB_OK;

    show->languages = json_object_get(of->root, "languages");
    for (size_t i = 0; i < json_array_size(list); i++)
        WB_TRY(put(show, of, json_array_get(list, i), err));
done:
    return st;
}

const json_t *wb_theme_of(const wb_questionnaire *of, const json_t *object)
{
    return wb_find_id(json_object_get(of->root, "themes"),
                      wb_text_member(object, "theme"));
}
