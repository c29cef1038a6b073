/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "model/columns.h"

#include <math.h>
#include <string.h>

static void free_levels(wb_columns_levels *levels)
{
    wb_release(levels->codes);
    wb_release(levels->levels);
}

void wb_columns_free(wb_columns *plan)
{
    for (size_t v = 0; plan->levels != NULL && v < plan->model->n_terms; v++)
        free_levels(&plan->levels[v]);
    free_levels(&plan->outcome);
    for (size_t t = 0; plan->terms != NULL && t < plan->n_terms; t++) {
        wb_release(plan->terms[t].variables);
        wb_release(plan->terms[t].cells);
    }
    wb_release(plan->levels);
    wb_release(plan->terms);
    wb_release(plan->columns);
    wb_release(plan->centres);
    wb_release(plan->scales);
    *plan = (wb_columns){0};
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

static wb_status find_levels(wb_columns *plan, wb_error *err)
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

static wb_status find_outcome(wb_columns *plan, wb_error *err)
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

/* ---- terms ---- */

static wb_status set_variables(wb_columns_term *term, size_t n, wb_error *err)
{
    term->n_variables = n;
    term->variables = wb_allocate(n, sizeof *term->variables);
    return term->variables == NULL ? wb_fail_nomem(err) : WB_OK;
}

static wb_status make_terms(wb_columns *plan, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_model *model = plan->model;

    plan->terms =
        wb_allocate(1 + model->n_terms + model->n_interactions, sizeof *plan->terms);
    if (plan->terms == NULL)
        return wb_fail_nomem(err);
    if (model->intercept)
        WB_TRY(set_variables(&plan->terms[plan->n_terms++], 0, err));
    for (size_t v = 0; v < model->n_terms; v++) {
        wb_columns_term *term = &plan->terms[plan->n_terms++];
        WB_TRY(set_variables(term, 1, err));
        term->variables[0] = v;
    }
    for (size_t i = 0; i < model->n_interactions; i++) {
        const wb_names *names = &model->interactions[i];
        wb_columns_term *term = &plan->terms[plan->n_terms++];
        WB_TRY(set_variables(term, names->count, err));
        for (size_t j = 0; j < names->count; j++)
            term->variables[j] = wb_model_find_term(model, names->items[j]);
    }
done:
    return st;
}

static wb_status too_many(wb_error *err)
{
    return wb_fail(err, WB_E_LIMIT, "a model has %d coefficients at most",
                   (int)WB_MODEL_COLUMNS);
}

/* Whether a combination of levels has a column: none of them is a reference. */
static bool has_column(const wb_columns *plan, const wb_columns_term *term, int32_t cell,
                       bool full)
{
    for (size_t j = 0; j < term->n_variables && !full; j++) {
        const wb_columns_levels *levels = &plan->levels[term->variables[j]];
        if (levels->n == 0)
            continue;
        if (cell % levels->n == levels->reference)
            return false;
        cell /= levels->n;
    }
    return true;
}

static wb_status count_cells(const wb_columns *plan, wb_columns_term *term, wb_error *err)
{
    int64_t cells = 1;

    for (size_t j = 0; j < term->n_variables; j++) {
        int32_t n = plan->levels[term->variables[j]].n;
        term->sparse = term->sparse || n > 0;
        cells *= n > 0 ? n : 1;
        if (cells > 1000000)
            return too_many(err);
    }
    term->n_cells = (int32_t)cells;
    return WB_OK;
}

static wb_status add_column(wb_columns *plan, size_t term, int32_t cell, size_t inside,
                            wb_error *err)
{
    if (plan->n_columns == WB_MODEL_COLUMNS)
        return too_many(err);
    plan->columns[plan->n_columns++] = (wb_columns_one){term, cell, inside};
    plan->terms[term].n++;
    return WB_OK;
}

/* `full`: without an intercept the first categorical term has all its categories. */
static wb_status make_sparse(wb_columns *plan, size_t t, bool full, wb_error *err)
{
    wb_status st = WB_OK;
    wb_columns_term *term = &plan->terms[t];

    term->cells = wb_allocate((size_t)term->n_cells, sizeof *term->cells);
    if (term->cells == NULL)
        return wb_fail_nomem(err);
    for (int32_t c = 0; c < term->n_cells; c++) {
        term->cells[c] = -1;
        if (!has_column(plan, term, c, full))
            continue;
        term->cells[c] = (int32_t)plan->n_sparse;
        WB_TRY(add_column(plan, t, c, plan->n_sparse++, err));
    }
done:
    return st;
}

static wb_status make_columns(wb_columns *plan, wb_error *err)
{
    wb_status st = WB_OK;
    bool full = !plan->model->intercept;

    plan->full = plan->n_terms;
    plan->columns = wb_allocate(WB_MODEL_COLUMNS, sizeof *plan->columns);
    if (plan->columns == NULL)
        return wb_fail_nomem(err);
    for (size_t t = 0; t < plan->n_terms; t++) {
        wb_columns_term *term = &plan->terms[t];
        WB_TRY(count_cells(plan, term, err));
        term->first = plan->n_columns;
        if (term->sparse) {
            if (full)
                plan->full = t;
            WB_TRY(make_sparse(plan, t, full, err));
            full = false;
        } else {
            term->dense = plan->n_dense;
            WB_TRY(add_column(plan, t, -1, plan->n_dense++, err));
        }
    }
    for (size_t c = 0; c < plan->n_columns; c++) { /* sparse ones come behind */
        if (plan->columns[c].cell >= 0)
            plan->columns[c].inside += plan->n_dense;
    }
done:
    return st;
}

/* Numbers are taken around their mean in their standard deviations, for products of
 * numbers far from 0 lose what they differ in. */
static wb_status find_scales(wb_columns *plan, wb_error *err)
{
    const wb_roster *roster = plan->roster;
    size_t n = plan->model->n_terms;

    bool constant = plan->model->intercept || plan->full < plan->n_terms;

    plan->centring = constant ? WB_CENTRING_ALL : WB_CENTRING_NONE;
    plan->centres = wb_allocate(n, sizeof *plan->centres);
    plan->scales = wb_allocate(n, sizeof *plan->scales);
    if (plan->centres == NULL || plan->scales == NULL)
        return wb_fail_nomem(err);
    for (size_t v = 0; v < n; v++) {
        if (plan->levels[v].n > 0)
            continue;
        double deviation = wb_rostered_deviation(&roster->variables[v], roster->weight);
        plan->centres[v] = wb_rostered_mean(&roster->variables[v], roster->weight);
        plan->scales[v] = deviation > 0 ? deviation : 1;
    }
    return WB_OK;
}

double wb_columns_centre(const wb_columns *plan, const wb_columns_term *term,
                         size_t variable)
{
    int32_t least = term->n_variables == 1 ? WB_CENTRING_MAIN : WB_CENTRING_ALL;
    return plan->centring >= least ? plan->centres[variable] : 0;
}

wb_status wb_columns_init(wb_columns *plan, const wb_roster *roster, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_model *model = roster->coder.model;

    *plan = (wb_columns){.model = model, .roster = roster, .rules = roster->coder.rules};
    plan->levels = wb_allocate(model->n_terms, sizeof *plan->levels);
    if (plan->levels == NULL)
        return wb_fail_nomem(err);
    WB_TRY(find_outcome(plan, err));
    plan->q = plan->rules->predictors((size_t)plan->outcome.n);
    WB_TRY(find_levels(plan, err));
    WB_TRY(make_terms(plan, err));
    WB_TRY(make_columns(plan, err));
    if (plan->n_columns == 0)
        return wb_fail(err, WB_E_ARG, "a model without terms needs its intercept");
    WB_TRY(find_scales(plan, err));
done:
    return st;
}

/* ---- the way back ---- */

static bool is_in(const wb_columns_term *term, size_t variable)
{
    for (size_t j = 0; j < term->n_variables; j++) {
        if (term->variables[j] == variable)
            return true;
    }
    return false;
}

/* The level of a variable in a combination of a term. */
static int32_t level_in(const wb_columns *plan, const wb_columns_term *term, int32_t cell,
                        size_t variable)
{
    for (size_t j = 0; j < term->n_variables; j++) {
        int32_t n = plan->levels[term->variables[j]].n;
        if (n > 0 && term->variables[j] == variable)
            return cell % n;
        cell /= n > 0 ? n : 1;
    }
    return 0;
}

/* The column of another term with the same levels. */
static size_t column_like(const wb_columns *plan, const wb_columns_term *term,
                          int32_t cell, const wb_columns_term *target)
{
    int32_t at = 0;
    int32_t step = 1;

    if (!target->sparse)
        return target->first;
    for (size_t j = 0; j < target->n_variables; j++) {
        int32_t n = plan->levels[target->variables[j]].n;
        if (n == 0)
            continue;
        at += step * level_in(plan, term, cell, target->variables[j]);
        step *= n;
    }
    size_t sparse = plan->n_dense + (size_t)target->cells[at];
    return target->first + sparse - plan->columns[target->first].inside;
}

/* Whether a term is the other without some of its numbers. */
static bool is_below(const wb_columns *plan, const wb_columns_term *term,
                     const wb_columns_term *below)
{
    for (size_t j = 0; j < below->n_variables; j++) {
        if (!is_in(term, below->variables[j]))
            return false;
    }
    for (size_t j = 0; j < term->n_variables; j++) {
        if (plan->levels[term->variables[j]].n > 0 && !is_in(below, term->variables[j]))
            return false;
    }
    return true;
}

/* What is left when all its numbers are at their centres: part of a constant. */
static double constant_part(const wb_columns *plan, const wb_columns_term *term)
{
    double factor = 1;

    for (size_t j = 0; j < term->n_variables; j++) {
        size_t v = term->variables[j];
        if (plan->levels[v].n > 0)
            return 0;
        factor *= -wb_columns_centre(plan, term, v) / plan->scales[v];
    }
    return factor;
}

void wb_columns_spread(const wb_columns *plan, size_t column, wb_spread_fn tell,
                       void *user)
{
    const wb_columns_one *one = &plan->columns[column];
    const wb_columns_term *term = &plan->terms[one->term];

    for (size_t t = 0; t < plan->n_terms; t++) {
        const wb_columns_term *below = &plan->terms[t];
        double factor = 1;
        if (!is_below(plan, term, below))
            continue;
        for (size_t j = 0; j < term->n_variables; j++) {
            size_t v = term->variables[j];
            if (plan->levels[v].n > 0)
                continue;
            factor /= plan->scales[v];
            factor *= is_in(below, v) ? 1 : -wb_columns_centre(plan, term, v);
        }
        if (factor < 0 || factor > 0)
            tell(user, column_like(plan, term, one->cell, below), factor);
    }
    if (plan->full == plan->n_terms)
        return;
    double constant = constant_part(plan, term);
    const wb_columns_term *full = &plan->terms[plan->full];
    for (size_t c = 0; c < full->n && (constant < 0 || constant > 0); c++)
        tell(user, full->first + c, constant);
}

/* ---- names ---- */

wb_status wb_columns_term_name(const wb_columns *plan, size_t term, wb_text *name,
                               wb_error *err)
{
    wb_status st = WB_OK;
    const wb_columns_term *of = &plan->terms[term];

    if (of->n_variables == 0)
        return wb_text_add(name, "(intercept)", err);
    for (size_t j = 0; j < of->n_variables; j++) {
        if (j > 0)
            WB_TRY(wb_text_add(name, ":", err));
        WB_TRY(wb_text_add(name, plan->model->terms[of->variables[j]].column, err));
    }
done:
    return st;
}

wb_status wb_columns_level_name(const wb_columns *plan, size_t term, int32_t cell,
                                wb_text *name, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_columns_term *of = &plan->terms[term];
    size_t start = name->length;

    for (size_t j = 0; j < of->n_variables; j++) {
        size_t v = of->variables[j];
        const wb_columns_levels *levels = &plan->levels[v];
        if (levels->n == 0)
            continue;
        if (name->length > start)
            WB_TRY(wb_text_add(name, ":", err));
        WB_TRY(wb_keys_write(plan->roster->coder.variables[v].keys,
                             levels->codes[cell % levels->n], name, err));
        cell /= levels->n;
    }
done:
    return st;
}

wb_status wb_columns_outcome_name(const wb_columns *plan, int32_t level, wb_text *name,
                                  wb_error *err)
{
    return wb_keys_write(plan->roster->coder.outcome, plan->outcome.codes[level], name,
                         err);
}
