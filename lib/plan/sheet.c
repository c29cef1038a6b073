/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "plan/sheet.h"

#include "plan/schema.h"

#include <string.h>

wb_status wb_sheet_add_column(wb_sheet *sheet, const char *name, wb_type type,
                              wb_error *err)
{
    size_t column;
    wb_status st = sheet->builder == NULL ? wb_builder_new(&sheet->builder, err) : WB_OK;

    if (st == WB_OK)
        st = wb_builder_add_column(sheet->builder, name, type, &column, err);
    sheet->n_columns += st == WB_OK;
    return st;
}

wb_status wb_sheet_open(wb_sheet *sheet, const wb_sheet_column *columns, wb_error *err)
{
    wb_status st = WB_OK;

    for (; columns->name != NULL; columns++)
        WB_TRY(wb_sheet_add_column(sheet, columns->name, columns->type, err));
done:
    return st;
}

static size_t next_column(wb_sheet *sheet)
{
    size_t at = sheet->next;

    sheet->next = (at + 1) % sheet->n_columns;
    return at;
}

wb_status wb_sheet_missing(wb_sheet *sheet, wb_error *err)
{
    return wb_builder_missing(sheet->builder, next_column(sheet), err);
}

wb_status wb_sheet_text(wb_sheet *sheet, const char *text, wb_error *err)
{
    if (text == NULL)
        return wb_sheet_missing(sheet, err);
    return wb_builder_text(sheet->builder, next_column(sheet), text, strlen(text), err);
}

wb_status wb_sheet_whole(wb_sheet *sheet, const json_t *number, wb_error *err)
{
    if (number == NULL)
        return wb_sheet_missing(sheet, err);
    return wb_builder_int64(sheet->builder, next_column(sheet),
                            json_integer_value(number), err);
}

wb_status wb_sheet_number(wb_sheet *sheet, const json_t *number, wb_error *err)
{
    if (number == NULL)
        return wb_sheet_missing(sheet, err);
    return wb_builder_double(sheet->builder, next_column(sheet),
                             json_number_value(number), err);
}

wb_status wb_sheet_int64(wb_sheet *sheet, int64_t value, wb_error *err)
{
    return wb_builder_int64(sheet->builder, next_column(sheet), value, err);
}

wb_status wb_sheet_double(wb_sheet *sheet, double value, wb_error *err)
{
    return wb_builder_double(sheet->builder, next_column(sheet), value, err);
}

wb_status wb_sheet_bool(wb_sheet *sheet, const json_t *value, wb_error *err)
{
    if (value == NULL)
        return wb_sheet_missing(sheet, err);
    return wb_builder_int64(sheet->builder, next_column(sheet), json_is_true(value), err);
}

wb_status wb_sheet_date(wb_sheet *sheet, const char *date, bool last, wb_error *err)
{
    int32_t days;

    if (date == NULL || !wb_plan_date(date, last, &days))
        return wb_sheet_missing(sheet, err);
    return wb_builder_int64(sheet->builder, next_column(sheet), days, err);
}

wb_status wb_sheet_words(wb_sheet *sheet, const json_t *words, wb_error *err)
{
    wb_text list = {0};
    wb_status st = WB_OK;

    for (size_t i = 0; i < json_array_size(words); i++)
        WB_TRY(wb_text_format(&list, err, "%s%s", i == 0 ? "" : ",",
                              json_string_value(json_array_get(words, i))));
    WB_TRY(wb_sheet_text(sheet, list.bytes, err));
done:
    wb_text_free(&list);
    return st;
}

wb_status wb_sheet_finish(wb_sheet *sheet, wb_frame **out, wb_error *err)
{
    return wb_builder_finish(sheet->builder, out, err);
}

void wb_sheet_close(wb_sheet *sheet)
{
    wb_builder_free(sheet->builder);
    *sheet = (wb_sheet){0};
}
