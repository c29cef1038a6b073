/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "compose/show.h"

#include <stdio.h>
#include <string.h>

/* ---- cells ---- */

wb_status wb_show_gathered(wb_show *show, wb_error *err)
{
    wb_status st =
        wb_fill_text(&show->fill, show->text.length > 0 ? show->text.bytes : "", err);

    wb_text_cut(&show->text, 0);
    return st;
}

wb_status wb_show_word(wb_show *show, const json_t *object, const char *key,
                       wb_error *err)
{
    const char *text = json_string_value(json_object_get(object, key));

    return wb_fill_text(&show->fill, text != NULL ? text : "", err);
}

wb_status wb_show_text(wb_show *show, const json_t *object, const char *key,
                       wb_error *err)
{
    const char *text = wb_json_text(object, key, show->language, show->languages);

    if (*text == '\0') /* a sector names no languages; it has Dutch */
        text = wb_json_text(object, key, "nl", NULL);
    return wb_fill_text(&show->fill, text, err);
}

wb_status wb_show_element(wb_show *show, const json_t *list, size_t index, wb_error *err)
{
    const json_t *texts = json_array_get(list, index);
    const json_t *text = json_object_get(texts, show->language);

    if (text == NULL)
        text =
            json_object_get(texts, json_string_value(json_array_get(show->languages, 0)));
    return wb_fill_text(&show->fill, json_string_value(text), err);
}

wb_status wb_show_number(wb_show *show, const json_t *object, const char *key,
                         wb_error *err)
{
    const json_t *number = json_object_get(object, key);

    return wb_fill_given(&show->fill, number != NULL, (int64_t)json_number_value(number),
                         err);
}

wb_status wb_show_flag(wb_show *show, const json_t *object, const char *key,
                       wb_error *err)
{
    return wb_fill_int64(&show->fill, json_is_true(json_object_get(object, key)), err);
}

static wb_status gather(wb_show *show, const json_t *value, wb_error *err)
{
    const char *separator = show->text.length == 0 ? "" : ",";

    if (json_is_string(value))
        return wb_text_format(&show->text, err, "%s%s", separator,
                              json_string_value(value));
    return wb_text_format(&show->text, err, "%s%lld", separator,
                          (long long)json_number_value(value));
}

wb_status wb_show_list(wb_show *show, const json_t *list, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < json_array_size(list); i++)
        WB_TRY(gather(show, json_array_get(list, i), err));
    WB_TRY(wb_show_gathered(show, err));

done:
    return st;
}

wb_status wb_show_members(wb_show *show, const json_t *list, const char *key,
                          wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < json_array_size(list); i++)
        WB_TRY(gather(show, json_object_get(json_array_get(list, i), key), err));
    WB_TRY(wb_show_gathered(show, err));

done:
    return st;
}

wb_status wb_show_condition(wb_show *show, const json_t *question, wb_error *err)
{
    const json_t *condition = json_object_get(question, "show_if");
    wb_status st = WB_OK;

    WB_TRY(wb_fill_text(&show->fill,
                        json_string_value(json_object_get(condition, "item")), err));
    if (condition == NULL)
        return wb_fill_missing(&show->fill, err);
    WB_TRY(wb_show_list(show, json_object_get(condition, "in"), err));

done:
    return st;
}

/* ---- tables ---- */

static wb_status fail_part(const wb_show_part *parts, size_t n, const char *owner,
                           const char *part, wb_error *err)
{
    char list[256] = "";

    for (size_t i = 0; i < n; i++) {
        size_t used = strlen(list);

        snprintf(list + used, sizeof list - used, "%s%s", i == 0 ? "" : ", ",
                 parts[i].name);
    }
    return wb_fail_at(err, WB_E_ARG, -1, part, "a %s has no part '%.80s'; it has %s",
                      owner, part, list);
}

static wb_status fill_table(const wb_show_part *part, const void *what,
                            const char *language, wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_show show = {.language = language != NULL ? language : "nl"};

    WB_TRY(wb_fill_columns(&show.fill, part->columns, err));
    WB_TRY(part->fill(&show, what, err));
    WB_TRY(wb_fill_finish(&show.fill, out, err));

done:
    wb_fill_close(&show.fill);
    wb_text_free(&show.text);
    return st;
}

wb_status wb_show_table(const wb_show_part *parts, size_t n, const char *owner,
                        const void *what, const char *part, const char *language,
                        wb_frame **out, wb_error *err)
{
    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    if (what == NULL || part == NULL)
        return wb_fail(err, WB_E_ARG, "a %s and a part are required", owner);
    for (size_t i = 0; i < n; i++) {
        if (strcmp(parts[i].name, part) == 0)
            return fill_table(&parts[i], what, language, out, err);
    }
    return fail_part(parts, n, owner, part, err);
}
