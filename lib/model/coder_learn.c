/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What one coder saw, brought into another. */
#include "model/coder.h"

static wb_status learn_keys(wb_keys *keys, const wb_keys *from, int32_t **map,
                            wb_error *err)
{
    wb_status st = WB_OK;
    wb_key_kind kind = wb_keys_kind(from);
    int32_t n = wb_keys_count(from);

    *map = wb_allocate((size_t)n, sizeof **map);
    if (*map == NULL)
        return wb_fail_nomem(err);
    for (int32_t c = 0; c < n; c++) {
        bool text = kind == WB_KEY_TEXT;
        size_t length = 0;
        const char *value = text ? wb_keys_text(from, c, &length) : NULL;
        WB_TRY(wb_keys_add(keys, kind, value, length, text ? 0 : wb_keys_number(from, c),
                           &(*map)[c], err));
    }
done:
    return st;
}

static wb_status learn_kind(wb_coded *variable, const wb_coded *from, const char *name,
                            wb_error *err)
{
    if (variable->kind == WB_TERM_AUTO)
        variable->kind = from->kind;
    if (from->kind != WB_TERM_AUTO && variable->kind != from->kind)
        return wb_fail_at(
            err, WB_E_CONFLICT, -1, name,
            "column '%s' holds numbers in one place and categories in another", name);
    return WB_OK;
}

wb_status wb_coder_learn(wb_coder *coder, const wb_coder *from, int32_t **maps,
                         wb_error *err)
{
    wb_status st = WB_OK;
    size_t n = coder->model->n_terms;

    for (size_t v = 0; v < n; v++) {
        WB_TRY(learn_kind(&coder->variables[v], &from->variables[v],
                          coder->model->terms[v].column, err));
        WB_TRY(
            learn_keys(coder->variables[v].keys, from->variables[v].keys, &maps[v], err));
    }
    WB_TRY(learn_keys(coder->outcome, from->outcome, &maps[n], err));
done:
    return st;
}
