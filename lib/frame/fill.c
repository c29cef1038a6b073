/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "frame/fill.h"

#include <string.h>

wb_status wb_fill_add_column(wb_fill *fill, const char *name, wb_type type, wb_error *err)
{
    size_t column;
    wb_status st = fill->builder == NULL ? wb_builder_new(&fill->builder, err) : WB_OK;

    if (st == WB_OK)
        st = wb_builder_add_column(fill->builder, name, type, &column, err);
    fill->n_columns += st == WB_OK;
    return st;
}

wb_status wb_fill_columns(wb_fill *fill, const wb_fill_column *columns, wb_error *err)
{
    wb_status st = WB_OK;

    for (; columns->name != NULL; columns++)
        WB_TRY(wb_fill_add_column(fill, columns->name, columns->type, err));
done:
    return st;
}

wb_status wb_fill_declare(wb_fill *fill, const wb_fill_column *columns, const char *name,
                          const char *const *words, size_t n, wb_error *err)
{
    wb_status st = WB_OK;
    size_t at = 0;

    while (strcmp(columns[at].name, name) != 0)
        at++;
    for (size_t i = 0; i < n; i++)
        WB_TRY(wb_builder_category(fill->builder, at, words[i], strlen(words[i]), err));
done:
    return st;
}

static size_t next_column(wb_fill *fill)
{
    size_t at = fill->next;

    fill->next = (at + 1) % fill->n_columns;
    return at;
}

wb_status wb_fill_missing(wb_fill *fill, wb_error *err)
{
    return wb_builder_missing(fill->builder, next_column(fill), err);
}

wb_status wb_fill_bytes(wb_fill *fill, const char *bytes, size_t length, wb_error *err)
{
    if (bytes == NULL)
        return wb_fill_missing(fill, err);
    return wb_builder_text(fill->builder, next_column(fill), bytes, length, err);
}

wb_status wb_fill_text(wb_fill *fill, const char *text, wb_error *err)
{
    return wb_fill_bytes(fill, text, text != NULL ? strlen(text) : 0, err);
}

wb_status wb_fill_int64(wb_fill *fill, int64_t value, wb_error *err)
{
    return wb_builder_int64(fill->builder, next_column(fill), value, err);
}

wb_status wb_fill_given(wb_fill *fill, bool there, int64_t value, wb_error *err)
{
    return there ? wb_fill_int64(fill, value, err) : wb_fill_missing(fill, err);
}

wb_status wb_fill_double(wb_fill *fill, double value, wb_error *err)
{
    return wb_builder_double(fill->builder, next_column(fill), value, err);
}

wb_status wb_fill_doubles(wb_fill *fill, const double *values, size_t n, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < n; i++)
        WB_TRY(wb_fill_double(fill, values[i], err));
done:
    return st;
}

wb_status wb_fill_finish(wb_fill *fill, wb_frame **out, wb_error *err)
{
    return wb_builder_finish(fill->builder, out, err);
}

void wb_fill_close(wb_fill *fill)
{
    wb_builder_free(fill->builder);
    *fill = (wb_fill){0};
}
