/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "plan/fill_json.h"

#include "plan/schema.h"

wb_status wb_fill_json_whole(wb_fill *fill, const json_t *number, wb_error *err)
{
    return wb_fill_given(fill, number != NULL, json_integer_value(number), err);
}

wb_status wb_fill_json_number(wb_fill *fill, const json_t *number, wb_error *err)
{
    if (number == NULL)
        return wb_fill_missing(fill, err);
    return wb_fill_double(fill, json_number_value(number), err);
}

wb_status wb_fill_json_bool(wb_fill *fill, const json_t *value, wb_error *err)
{
    return wb_fill_given(fill, value != NULL, json_is_true(value), err);
}

wb_status wb_fill_json_words(wb_fill *fill, const json_t *words, wb_error *err)
{
    wb_text list = {0};
    wb_status st = WB_OK;

    for (size_t i = 0; i < json_array_size(words); i++)
        WB_TRY(wb_text_format(&list, err, "%s%s", i == 0 ? "" : ",",
                              json_string_value(json_array_get(words, i))));
    WB_TRY(wb_fill_text(fill, list.bytes, err));
done:
    wb_text_free(&list);
    return st;
}

wb_status wb_fill_json_value(wb_fill *fill, const json_t *value, wb_error *err)
{
    wb_text text = {0};
    wb_status st;

    if (value == NULL || json_is_null(value))
        return wb_fill_missing(fill, err);
    WB_TRY(wb_json_canonical(value, &text, err));
    st = wb_fill_text(fill, text.bytes, err);
done:
    wb_text_free(&text);
    return st;
}

wb_status wb_fill_date(wb_fill *fill, const char *date, bool last, wb_error *err)
{
    int32_t days = 0;
    bool there = date != NULL && wb_plan_date(date, last, &days);

    return wb_fill_given(fill, there, days, err);
}
