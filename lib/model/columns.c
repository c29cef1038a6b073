/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "model/columns_levels.h"

void wb_columns_free(wb_columns *plan)
{
    for (size_t v = 0; plan->levels != NULL && v < plan->model->n_terms; v++)
        wb_columns_free_levels(&plan->levels[v]);
    wb_columns_free_levels(&plan->outcome);
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
    WB_TRY(wb_columns_find_outcome(plan, err));
    plan->q = plan->rules->predictors((size_t)plan->outcome.n);
    WB_TRY(wb_columns_find_levels(plan, err));
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
    return 0; /* not reached: is_below() found it among them */
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
