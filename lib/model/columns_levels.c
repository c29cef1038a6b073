/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "model/columns_levels.h"

#include <string.h>

void wb_columns_free_levels(wb_columns_levels *levels)
{
    wb_release(levels->codes);
    wb_release(levels->levels);
}

/* ---- categories ---- */

/* Those that rows in the model have, in the order they are shown. */
static wb_status order_levels(wb_columns_levels *levels, const wb_keys *keys,
                              const int64_t *counts, int32_t room, wb_error *err)
{
    int32_t n = wb_keys_count(keys);
    int32_t *order = wb_allocate((size_t)n, sizeof *order);

    levels->codes = wb_allocate((size_t)n, sizeof *levels->codes);
    levels->levels = wb_allocate((size_t)n, sizeof *levels->levels);
    levels->n_codes = n;
    if (order == NULL || levels->codes == NULL || levels->levels == NULL) {
        wb_release(order);
        return wb_fail_nomem(err);
    }
    wb_keys_order(keys, order);
    for (int32_t i = 0; i < n; i++) {
        int32_t code = order[i];
        levels->levels[code] = -1;
        if (code < room && counts[code] > 0) {
            levels->levels[code] = levels->n;
            levels->codes[levels->n++] = code;
        }
    }
    wb_release(order);
    return WB_OK;
}

/* The level whose value is written like this, or n. */
static int32_t find_level(const wb_columns_levels *levels, const wb_keys *keys,
                          const char *text)
{
    char room[WB_NUMBER_CHARS];
    int64_t number = 0;
    wb_key_kind kind = wb_keys_kind(keys);
    bool readable = kind != WB_KEY_TEXT && wb_key_parse(kind, text, &number);
    int32_t i = 0;

    for (; i < levels->n; i++) {
        size_t length;
        const char *shown = wb_keys_show(keys, levels->codes[i], room, &length);
        if (length == strlen(text) && memcmp(shown, text, length) == 0)
            break;
        if (readable && wb_keys_number(keys, levels->codes[i]) == number)
            break;
    }
    return i;
}

static wb_status find_reference(wb_columns_levels *levels, const wb_keys *keys,
                                const wb_model_term *term, wb_error *err)
{
    if (levels->n < 2)
        return wb_fail_at(err, WB_E_DATA, -1, term->column,
                          "'%s' has one category in the rows of the model, and a "
                          "categorical term needs two",
                          term->column);
    if (term->reference == NULL)
        return WB_OK;
    levels->reference = find_level(levels, keys, term->reference);
    if (levels->reference < levels->n)
        return WB_OK;
    return wb_fail_at(err, WB_E_DATA, -1, term->column,
                      "no row of the model has the reference '%s' of '%s'",
                      term->reference, term->column);
}

wb_status wb_columns_find_levels(wb_columns *plan, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_roster *roster = plan->roster;

    for (size_t v = 0; v < plan->model->n_terms; v++) {
        const wb_coded *coded = &roster->coder.variables[v];
        wb_columns_levels *levels = &plan->levels[v];
        if (coded->kind != WB_TERM_CATEGORICAL)
            continue;
        WB_TRY(order_levels(levels, coded->keys, roster->variables[v].counts,
                            roster->variables[v].room, err));
        WB_TRY(find_reference(levels, coded->keys, &plan->model->terms[v], err));
    }
done:
    return st;
}

/* ---- the outcome ---- */

static wb_status find_event(wb_columns *plan, wb_error *err)
{
    const wb_model *model = plan->model;
    const wb_keys *keys = plan->roster->coder.outcome;
    wb_key_kind kind = wb_keys_kind(keys);
    const char *event = model->event;

    if (event == NULL && kind == WB_KEY_TEXT)
        return wb_fail_at(err, WB_E_DATA, -1, model->outcome,
                          "'%s' holds text: say which category is the event",
                          model->outcome);
    if (event == NULL)
        event = kind == WB_KEY_BOOL ? "true" : "1";
    plan->event = find_level(&plan->outcome, keys, event);
    if (plan->event == plan->outcome.n)
        return wb_fail_at(err, WB_E_DATA, -1, model->outcome,
                          "no row of the model has the event '%s' of '%s'", event,
                          model->outcome);
    if (model->event != NULL || kind == WB_KEY_BOOL)
        return WB_OK;
    if (plan->outcome.n > 2 || wb_keys_number(keys, plan->outcome.codes[0]) != 0)
        return wb_fail_at(err, WB_E_DATA, -1, model->outcome,
                          "'%s' holds other numbers than 0 and 1: say which is the event",
                          model->outcome);
    return WB_OK;
}

/* The outcome's categories as the model orders them, of those that rows have. */
static wb_status reorder_outcome(wb_columns *plan, wb_error *err)
{
    wb_columns_levels *levels = &plan->outcome;
    const wb_names *names = &plan->model->categories;
    const wb_keys *keys = plan->roster->coder.outcome;
    int32_t *codes = wb_allocate((size_t)levels->n, sizeof *codes);
    int32_t n = 0;

    if (codes == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < names->count; i++) {
        int32_t level = find_level(levels, keys, names->items[i]);
        bool taken = level == levels->n;
        for (int32_t l = 0; l < n && !taken; l++)
            taken = codes[l] == levels->codes[level];
        if (!taken)
            codes[n++] = levels->codes[level];
    }
    if (n < levels->n) {
        wb_release(codes);
        return wb_fail_at(err, WB_E_DATA, -1, plan->model->outcome,
                          "'%s' has %d categories in the rows of the model, and %d of "
                          "them are named",
                          plan->model->outcome, (int)levels->n, (int)n);
    }
    for (int32_t l = 0; l < n; l++)
        levels->levels[codes[l]] = l;
    memcpy(levels->codes, codes, (size_t)n * sizeof *codes);
    wb_release(codes);
    return WB_OK;
}

wb_status wb_columns_find_outcome(wb_columns *plan, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_roster *roster = plan->roster;
    const char *name = plan->model->outcome;

    if (roster->n == 0)
        return wb_fail_at(err, WB_E_DATA, -1, name,
                          "no row is in the model of '%s': none is in the domain, has a "
                          "weight above 0 and no missing value",
                          name);
    if (!plan->rules->by_category) {
        if (wb_rostered_deviation(&roster->outcome, roster->weight) > 0)
            return WB_OK;
        return wb_fail_at(err, WB_E_DATA, -1, name,
                          "'%s' is the same in all rows of the model", name);
    }
    WB_TRY(order_levels(&plan->outcome, roster->coder.outcome, roster->outcome.counts,
                        roster->outcome.room, err));
    if (plan->outcome.n < 2)
        return wb_fail_at(err, WB_E_DATA, -1, name,
                          "'%s' is the same in all rows of the model", name);
    if (plan->outcome.n > WB_MODEL_CATEGORIES && !plan->rules->has_event)
        return wb_fail_at(
            err, WB_E_LIMIT, -1, name,
            "'%s' has %d categories, and the outcome of a %s model %d at most", name,
            (int)plan->outcome.n, plan->rules->name, (int)WB_MODEL_CATEGORIES);
    if (plan->rules->has_event)
        WB_TRY(find_event(plan, err));
    else if (plan->model->categories.count > 0)
        WB_TRY(reorder_outcome(plan, err));
done:
    return st;
}
