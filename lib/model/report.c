/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "model/report.h"

#include <math.h>
#include <string.h>

/* ---- what is asked ---- */

wb_status wb_report_names(const char *const *items, size_t n, wb_names *names,
                          wb_error *err)
{
    wb_status st = WB_OK;

    if (n > 0 && items == NULL)
        return wb_fail(err, WB_E_ARG, "a list of names is required");
    for (size_t i = 0; i < n; i++) {
        if (items[i] == NULL)
            return wb_fail(err, WB_E_ARG, "a name is required");
        if (wb_names_find(names, items[i]) < names->count)
            return wb_fail_at(err, WB_E_ARG, -1, items[i], "'%s' is named twice",
                              items[i]);
        WB_TRY(wb_names_add(names, items[i], err));
    }
done:
    return st;
}

static wb_status find_variable(const wb_fit *fit, const char *name, bool categorical,
                               size_t *variable, wb_error *err)
{
    const wb_columns *plan = &fit->pass->plan;

    *variable = wb_model_find_term(plan->model, name);
    if (*variable == plan->model->n_terms)
        return wb_fail_at(err, WB_E_ARG, -1, name, "'%s' is no term of the model of '%s'",
                          name, plan->model->outcome);
    if (categorical && plan->levels[*variable].n == 0)
        return wb_fail_at(err, WB_E_ARG, -1, name,
                          "'%s' is a number, and a risk has a reference: make it "
                          "categorical",
                          name);
    return WB_OK;
}

wb_status wb_report_variables(const wb_fit *fit, const wb_names *terms,
                              const wb_names *groups, bool categorical, size_t **out,
                              size_t *n, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_columns *plan = &fit->pass->plan;
    size_t *made = wb_allocate(plan->model->n_terms, sizeof *made);

    *n = 0;
    if (made == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < terms->count; i++, (*n)++)
        WB_TRY(find_variable(fit, terms->items[i], categorical, &made[i], err));
    for (size_t v = 0; terms->count == 0 && v < plan->model->n_terms; v++) {
        bool fits = !categorical || plan->levels[v].n > 0;
        const char *name = plan->model->terms[v].column;
        if (fits && wb_names_find(groups, name) == groups->count)
            made[(*n)++] = v;
    }
    *out = made;
    made = NULL;
done:
    wb_release(made);
    return st;
}

int32_t wb_report_status(const wb_fit *fit, size_t variable)
{
    const wb_columns *plan = &fit->pass->plan;
    int32_t status = WB_COEFFICIENT_OK;

    for (size_t i = 0; i < fit->n; i++) {
        const wb_columns_term *term =
            &plan->terms[plan->columns[i % plan->n_columns].term];
        for (size_t j = 0; j < term->n_variables; j++) {
            if (term->variables[j] != variable)
                continue;
            if (fit->statuses[i] == WB_COEFFICIENT_SEPARATED)
                return WB_COEFFICIENT_SEPARATED;
            if (fit->statuses[i] == WB_COEFFICIENT_ALIASED && term->n_variables == 1)
                status = WB_COEFFICIENT_ALIASED;
        }
    }
    return status;
}

/* ---- columns ---- */

static wb_status declare_values(wb_results *results, const wb_keys *keys, wb_error *err)
{
    wb_status st = WB_OK;
    int32_t n = wb_keys_count(keys);
    int32_t *order = wb_allocate((size_t)n, sizeof *order);
    size_t length;

    if (order == NULL)
        return wb_fail_nomem(err);
    wb_keys_order(keys, order);
    for (int32_t i = 0; i < n; i++)
        WB_TRY(wb_results_category(results, wb_keys_text(keys, order[i], &length), err));
done:
    wb_release(order);
    return st;
}

wb_status wb_report_group_columns(wb_results *results, const wb_muster *muster,
                                  wb_error *err)
{
    wb_status st = WB_OK;
    const wb_model_groups *grouping = &muster->grouping;

    for (size_t g = 0; g < grouping->names->count; g++) {
        const wb_keys *keys = grouping->keys[g];
        wb_key_kind kind = wb_keys_kind(keys);
        WB_TRY(wb_results_column(results, grouping->names->items[g], wb_key_type_of(kind),
                                 err));
        if (kind == WB_KEY_TEXT)
            WB_TRY(declare_values(results, keys, err));
    }
done:
    return st;
}

wb_status wb_report_group(wb_results *results, const wb_muster *muster, int32_t crowd,
                          wb_error *err)
{
    wb_status st = WB_OK;
    const wb_model_groups *grouping = &muster->grouping;
    size_t n = grouping->names->count;
    int32_t *codes = wb_allocate(n, sizeof *codes);

    if (codes == NULL)
        return wb_fail_nomem(err);
    if (crowd > 0)
        wb_tuples_codes(&grouping->tuples, crowd - 1, codes);
    for (size_t g = 0; g < n; g++) {
        if (crowd > 0)
            WB_TRY(wb_results_key(results, grouping->keys[g], codes[g], err));
        else
            WB_TRY(wb_results_missing(results, err));
    }
done:
    wb_release(codes);
    return st;
}

wb_status wb_report_category(wb_results *results, const wb_columns *plan, size_t category,
                             wb_error *err)
{
    wb_status st = WB_OK;
    wb_text name = {0};
    int32_t level = plan->rules->has_event ? plan->event : (int32_t)category;

    if (!plan->rules->by_category)
        return wb_results_missing(results, err);
    WB_TRY(wb_text_add(&name, "", err));
    WB_TRY(wb_columns_outcome_name(plan, level, &name, err));
    WB_TRY(wb_results_text(results, name.bytes, err));
done:
    wb_text_free(&name);
    return st;
}

wb_status wb_report_level(wb_results *results, const wb_columns *plan, size_t variable,
                          int32_t level, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text name = {0};

    if (level < 0)
        return wb_results_missing(results, err);
    WB_TRY(wb_text_add(&name, "", err));
    WB_TRY(wb_keys_write(plan->roster->coder.variables[variable].keys,
                         plan->levels[variable].codes[level], &name, err));
    WB_TRY(wb_results_text(results, name.bytes, err));
done:
    wb_text_free(&name);
    return st;
}

/* ---- numbers ---- */

void wb_report_bounds(double estimate, double se, double t, bool share, double bounds[2])
{
    for (int side = 0; side < 2; side++) {
        double by = side == 0 ? -t : t;
        double odds = log(estimate / (1 - estimate));
        double spread = se / (estimate * (1 - estimate));
        bounds[side] = estimate + by * se;
        if (share && estimate > 0 && estimate < 1)
            bounds[side] = 1 / (1 + exp(-(odds + by * spread)));
    }
}
