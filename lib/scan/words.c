/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "scan/words.h"

#include <string.h>

wb_status wb_words_read(const wb_json_at *object, const char *key, bool required,
                        wb_error *err)
{
    wb_json_at texts;
    wb_status st = wb_json_object(object, key, required, &texts, err);

    return st != WB_OK || texts.value == NULL ? st : wb_words_check(&texts, err);
}

wb_status wb_words_check(const wb_json_at *texts, wb_error *err)
{
    wb_status st = WB_OK;
    const char *language;
    json_t *value;

    if (json_object_size(texts->value) == 0)
        return wb_json_fail(texts, WB_E_DATA, err,
                            "there is no text here: texts by language are expected");
    json_object_foreach((json_t *)texts->value, language, value)
    {
        wb_json_at text = wb_json_member(texts, language);
        const char *unused;

        if (!wb_is_language(language))
            return wb_json_fail(&text, WB_E_DATA, err,
                                "'%.40s' is not a code of a language such as 'nl'",
                                language);
        WB_TRY(wb_json_string(texts, language, true, &unused, err));
    }
done:
    return st;
}

const char *wb_words_pick(const json_t *texts, const char *language)
{
    const char *const order[] = {language != NULL ? language : "nl", "nl", "en"};
    const char *first;
    json_t *value;

    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        const json_t *text = json_object_get(texts, order[i]);

        if (text != NULL)
            return json_string_value(text);
    }
    json_object_foreach((json_t *)texts, first, value)
    {
        return json_string_value(value);
    }
    return NULL;
}

bool wb_words_english(const char *language)
{
    return language != NULL && strcmp(language, "en") == 0;
}
