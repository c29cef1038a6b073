/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "support/fill.h"

#include <string.h>

static size_t next_column(wb_fill *fill)
{
    size_t at = fill->next;

    fill->next = (at + 1) % fill->n_columns;
    return at;
}

wb_status wb_fill_start(wb_fill *fill, const wb_fill_column *columns, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_builder_new(&fill->builder, err));
    for (; columns[fill->n_columns].name != NULL; fill->n_columns++) {
        size_t at;
        WB_TRY(wb_builder_add_column(fill->builder, columns[fill->n_columns].name,
                                     columns[fill->n_columns].type, &at, err));
    }
done:
    return st;
}

wb_status wb_fill_declare(wb_fill *fill, const char *name, const wb_fill_column *columns,
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

wb_status wb_fill_text(wb_fill *fill, const char *text, wb_error *err)
{
    return wb_builder_text(fill->builder, next_column(fill), text, strlen(text), err);
}

wb_status wb_fill_whole(wb_fill *fill, bool there, int64_t number, wb_error *err)
{
    size_t at = next_column(fill);

    return there ? wb_builder_int64(fill->builder, at, number, err)
                 : wb_builder_missing(fill->builder, at, err);
}

wb_status wb_fill_double(wb_fill *fill, double number, wb_error *err)
{
    return wb_builder_double(fill->builder, next_column(fill), number, err);
}

const char *wb_text_or_empty(const wb_text *text)
{
    return text->bytes != NULL ? text->bytes : "";
}
