/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/layout.h"

#include <string.h>

static size_t key_of(wb_layout *layout, const char *name)
{
    size_t i = 0;
    while (i < layout->n_keys && strcmp(layout->key_names[i], name) != 0)
        i++;
    if (i == layout->n_keys)
        layout->key_names[layout->n_keys++] = name;
    return i;
}

static wb_status key_list(wb_layout *layout, const wb_names *names, wb_key_list *list,
                          wb_error *err)
{
    list->keys = wb_allocate(names->count, sizeof *list->keys);
    if (list->keys == NULL)
        return wb_fail_nomem(err);
    list->n = names->count;
    for (size_t i = 0; i < names->count; i++)
        list->keys[i] = key_of(layout, names->items[i]);
    return WB_OK;
}

static size_t outcome_of(wb_layout *layout, const wb_estimand *estimand)
{
    bool by_category = estimand->statistic == WB_STATISTIC_PROPORTION;
    for (size_t i = 0; i < layout->n_outcomes; i++) {
        if (layout->outcomes[i].by_category == by_category &&
            strcmp(layout->outcomes[i].variable, estimand->variable) == 0)
            return i;
    }
    size_t key = by_category ? key_of(layout, estimand->variable) : 0;
    layout->outcomes[layout->n_outcomes] =
        (wb_outcome){estimand->variable, by_category, key};
    return layout->n_outcomes++;
}

static size_t most_keys(const wb_spec *spec)
{
    size_t n = spec->strata.count + spec->n_estimands;
    for (size_t i = 0; i < spec->n_breakdowns; i++)
        n += spec->breakdowns[i].count;
    return n;
}

wb_status wb_layout_init(wb_layout *layout, const wb_spec *spec, wb_error *err)
{
    static const wb_names no_columns = {0};
    wb_status st = WB_OK;
    size_t n_breakdowns = spec->n_breakdowns > 0 ? spec->n_breakdowns : 1;

    *layout = (wb_layout){0};
    layout->key_names = wb_allocate(most_keys(spec), sizeof *layout->key_names);
    layout->breakdowns = wb_allocate(n_breakdowns, sizeof *layout->breakdowns);
    layout->outcomes = wb_allocate(spec->n_estimands, sizeof *layout->outcomes);
    layout->estimand_outcome =
        wb_allocate(spec->n_estimands, sizeof *layout->estimand_outcome);
    if (layout->key_names == NULL || layout->breakdowns == NULL ||
        layout->outcomes == NULL || layout->estimand_outcome == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    WB_TRY(key_list(layout, &spec->strata, &layout->strata, err));
    for (size_t i = 0; i < n_breakdowns; i++) {
        const wb_names *names =
            spec->n_breakdowns > 0 ? &spec->breakdowns[i] : &no_columns;
        layout->n_breakdowns = i + 1;
        WB_TRY(key_list(layout, names, &layout->breakdowns[i], err));
    }
    for (size_t i = 0; i < spec->n_estimands; i++)
        layout->estimand_outcome[i] = outcome_of(layout, &spec->estimands[i]);
done:
    if (st != WB_OK)
        wb_layout_free(layout);
    return st;
}

void wb_layout_free(wb_layout *layout)
{
    wb_release(layout->strata.keys);
    for (size_t i = 0; i < layout->n_breakdowns; i++)
        wb_release(layout->breakdowns[i].keys);
    wb_release(layout->breakdowns);
    wb_release(layout->key_names);
    wb_release(layout->outcomes);
    wb_release(layout->estimand_outcome);
    *layout = (wb_layout){0};
}
