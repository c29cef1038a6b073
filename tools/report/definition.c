/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "definition.h"

#include <string.h>

const char *definition_text(const json_t *object, const char *key, wbr_language language)
{
    json_t *texts = json_object_get(object, key);
    json_t *text = json_object_get(texts, wbr_language_code(language));
    if (text == NULL) {
        text = json_object_iter_value(json_object_iter(texts));
    }
    return json_string_value(text);
}

const json_t *definition_find(const json_t *definition, const char *list, const char *id)
{
    const json_t *all = json_object_get(definition, list);
    for (size_t i = 0; i < json_array_size(all); i++) {
        const json_t *one = json_array_get(all, i);
        const char *found = json_string_value(json_object_get(one, "id"));
        if (found != NULL && strcmp(found, id) == 0) {
            return one;
        }
    }
    return NULL;
}
