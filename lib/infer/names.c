/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "infer/names.h"

#include <string.h>

bool wb_cell_is(const wb_frame *frame, size_t column, int64_t row, const char *text)
{
    wb_key_kind kind = wb_key_kind_of(wb_frame_column_type(frame, column));
    size_t length = 0;
    int64_t number;

    if (wb_frame_is_missing(frame, column, row))
        return false;
    if (kind != WB_KEY_TEXT)
        return wb_key_parse(kind, text, &number) &&
               number == wb_frame_int64(frame, column, row);
    const char *cell = wb_frame_text(frame, column, row, &length);
    return length == strlen(text) && memcmp(cell, text, length) == 0;
}

wb_status wb_name_list_add(wb_name_list *list, const char *name, size_t length,
                           wb_error *err)
{
    wb_status st = WB_OK;

    for (int64_t i = 0; i < list->n && i < WB_LISTED_NAMES; i++) {
        if (list->names[i].length == length &&
            (length == 0 || memcmp(list->names[i].bytes, name, length) == 0))
            return WB_OK;
    }
    if (list->n < WB_LISTED_NAMES)
        WB_TRY(wb_text_append(&list->names[list->n], name, length, err));
    list->n++;
done:
    return st;
}

wb_status wb_name_list_text(const wb_name_list *list, wb_text *text, wb_error *err)
{
    wb_status st = WB_OK;
    int64_t shown = list->n < WB_LISTED_NAMES ? list->n : WB_LISTED_NAMES;

    for (int64_t i = 0; i < shown; i++)
        WB_TRY(wb_text_format(text, err, "%s%s", i == 0 ? "" : ", ",
                              list->names[i].length > 0 ? list->names[i].bytes : "''"));
    if (list->n > shown)
        WB_TRY(wb_text_add(text, " and others", err));
    if (list->n == 0)
        WB_TRY(wb_text_add(text, "none", err));
done:
    return st;
}

void wb_name_list_free(wb_name_list *list)
{
    for (int i = 0; i < WB_LISTED_NAMES; i++)
        wb_text_free(&list->names[i]);
    *list = (wb_name_list){0};
}
