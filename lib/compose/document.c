/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A checked document asked by key. */
#include "compose/definition.h"

#include <string.h>

const char *wb_text_member(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

/* Readers take 5.0 for 5, so it may be written either way. */
int64_t wb_int_member(const json_t *object, const char *key)
{
    return (int64_t)json_number_value(json_object_get(object, key));
}

bool wb_bool_member(const json_t *object, const char *key)
{
    return json_is_true(json_object_get(object, key));
}

json_t *wb_find_id(const json_t *array, const char *id)
{
    for (size_t i = 0; i < json_array_size(array); i++) {
        const char *other = wb_text_member(json_array_get(array, i), "id");

        if (other != NULL && strcmp(other, id) == 0)
            return json_array_get(array, i);
    }
    return NULL;
}

bool wb_is_word_in(const json_t *array, const char *word)
{
    for (size_t i = 0; i < json_array_size(array); i++) {
        const char *other = json_string_value(json_array_get(array, i));

        if (other != NULL && strcmp(other, word) == 0)
            return true;
    }
    return false;
}
