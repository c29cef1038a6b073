/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The model as it is asked for. */
#include "model/family.h"

#include <string.h>

wb_status wb_model_new(int32_t family, const char *outcome, wb_model **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_model *model = NULL;

    if (out != NULL)
        *out = NULL;
    if (outcome == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "outcome and out are required");
    if (wb_family_find(family) == NULL)
        return wb_fail(err, WB_E_ARG, "%d is no family of models", (int)family);
    WB_TRY(wb_check_column_name(outcome, "outcome", WB_COLUMN_NAME, err));
    model = wb_allocate(1, sizeof *model);
    if (model == NULL)
        return wb_fail_nomem(err);
    model->family = family;
    model->intercept = true;
    model->outcome = wb_copy_string(outcome);
    if (model->outcome == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    WB_TRY(wb_spec_new(&model->design, err));
    *out = model;
    model = NULL;
done:
    wb_model_free(model);
    return st;
}

void wb_model_free(wb_model *model)
{
    if (model == NULL)
        return;
    for (size_t i = 0; i < model->n_terms; i++) {
        wb_release(model->terms[i].column);
        wb_release(model->terms[i].reference);
    }
    for (size_t i = 0; i < model->n_interactions; i++)
        wb_names_free(&model->interactions[i]);
    wb_release(model->terms);
    wb_release(model->interactions);
    wb_release(model->outcome);
    wb_release(model->event);
    wb_names_free(&model->categories);
    wb_release(model->domain);
    wb_spec_free(model->design);
    wb_release(model);
}

static wb_status replace_text(char **text, const char *with, wb_error *err)
{
    char *copy = NULL;

    if (with != NULL) {
        copy = wb_copy_string(with);
        if (copy == NULL)
            return wb_fail_nomem(err);
    }
    wb_release(*text);
    *text = copy;
    return WB_OK;
}

wb_status wb_model_set_event(wb_model *model, const char *event, wb_error *err)
{
    if (model == NULL)
        return wb_fail(err, WB_E_ARG, "model is required");
    if (!wb_family_find(model->family)->has_event)
        return wb_fail(err, WB_E_ARG, "a %s model has no event",
                       wb_family_find(model->family)->name);
    return replace_text(&model->event, event, err);
}

wb_status wb_model_set_categories(wb_model *model, const char *const *categories,
                                  size_t n_categories, wb_error *err)
{
    wb_status st = WB_OK;
    wb_names names = {0};

    if (model == NULL || (n_categories > 0 && categories == NULL))
        return wb_fail(err, WB_E_ARG, "model and categories are required");
    const wb_family_rules *rules = wb_family_find(model->family);
    if (!rules->by_category || rules->has_event)
        return wb_fail(err, WB_E_ARG, "a %s model has no order of categories",
                       rules->name);
    for (size_t i = 0; i < n_categories; i++) {
        if (categories[i] == NULL || wb_names_find(&names, categories[i]) < names.count) {
            st = wb_fail(err, WB_E_ARG, "categories are texts, each of them once");
            goto done;
        }
        WB_TRY(wb_names_add(&names, categories[i], err));
    }
    wb_names_free(&model->categories);
    model->categories = names;
    names = (wb_names){0};
done:
    wb_names_free(&names);
    return st;
}

wb_status wb_model_set_design(wb_model *model, const wb_spec *spec, wb_error *err)
{
    wb_status st = WB_OK;
    wb_spec *design = NULL;

    if (model == NULL)
        return wb_fail(err, WB_E_ARG, "model is required");
    if (spec == NULL)
        WB_TRY(wb_spec_new(&design, err));
    else
        WB_TRY(wb_spec_copy_design(spec, &design, err));
    wb_spec_free(model->design);
    model->design = design;
done:
    return st;
}

wb_status wb_model_set_domain(wb_model *model, const char *column, wb_error *err)
{
    wb_status st = WB_OK;

    if (model == NULL)
        return wb_fail(err, WB_E_ARG, "model is required");
    if (column != NULL)
        WB_TRY(wb_check_column_name(column, "domain", WB_COLUMN_NAME, err));
    st = replace_text(&model->domain, column, err);
done:
    return st;
}

wb_status wb_model_set_intercept(wb_model *model, int32_t intercept, wb_error *err)
{
    if (model == NULL || (intercept != 0 && intercept != 1))
        return wb_fail(err, WB_E_ARG, "model is required, and intercept is 0 or 1");
    if (intercept == 0 && wb_family_find(model->family)->tied)
        return wb_fail(err, WB_E_ARG, "an ordered model has thresholds");
    model->intercept = intercept == 1;
    return WB_OK;
}

size_t wb_model_find_term(const wb_model *model, const char *column)
{
    size_t i = 0;
    while (i < model->n_terms && strcmp(model->terms[i].column, column) != 0)
        i++;
    return i;
}

static wb_status check_term(const wb_model *model, const char *column, int32_t kind,
                            const char *reference, wb_error *err)
{
    wb_status st = WB_OK;

    if (model == NULL || column == NULL)
        return wb_fail(err, WB_E_ARG, "model and column are required");
    WB_TRY(wb_check_column_name(column, "term", WB_COLUMN_NAME, err));
    if (kind < WB_TERM_AUTO || kind > WB_TERM_CATEGORICAL)
        return wb_fail_at(err, WB_E_ARG, -1, column, "%d is no kind of term", (int)kind);
    if (kind == WB_TERM_NUMERIC && reference != NULL)
        return wb_fail_at(err, WB_E_ARG, -1, column,
                          "'%s' is a numeric term, which has no reference", column);
    if (strcmp(column, model->outcome) == 0)
        return wb_fail_at(err, WB_E_ARG, -1, column,
                          "'%s' is the outcome, and cannot be a term too", column);
    if (wb_model_find_term(model, column) < model->n_terms)
        return wb_fail_at(err, WB_E_ARG, -1, column, "'%s' is a term already", column);
done:
    return st;
}

wb_status wb_model_add_term(wb_model *model, const char *column, int32_t kind,
                            const char *reference, wb_error *err)
{
    wb_status st = WB_OK;
    wb_model_term term = {.kind = kind};

    WB_TRY(check_term(model, column, kind, reference, err));
    wb_model_term *terms =
        wb_resize(model->terms, model->n_terms + 1, sizeof *model->terms);
    if (terms == NULL)
        return wb_fail_nomem(err);
    model->terms = terms;
    WB_TRY(replace_text(&term.column, column, err));
    WB_TRY(replace_text(&term.reference, reference, err));
    terms[model->n_terms++] = term;
    return WB_OK;
done:
    wb_release(term.column);
    return st;
}

/* ---- interactions ---- */

static bool has_name(const char *const *names, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(names[i], name) == 0)
            return true;
    }
    return false;
}

/* Whether there is an interaction of just these columns, `but` left out (n: none). */
static bool has_interaction(const wb_model *model, const char *const *columns, size_t n,
                            size_t but)
{
    size_t wanted = but < n ? n - 1 : n;

    for (size_t i = 0; i < model->n_interactions; i++) {
        const wb_names *names = &model->interactions[i];
        size_t found = 0;
        for (size_t j = 0; j < n; j++)
            found += j != but && wb_names_find(names, columns[j]) < names->count;
        if (names->count == wanted && found == wanted)
            return true;
    }
    return false;
}

static wb_status check_interaction(const wb_model *model, const char *const *columns,
                                   size_t n, wb_error *err)
{
    if (model == NULL || columns == NULL || n < 2)
        return wb_fail(err, WB_E_ARG,
                       "model is required, and two columns or more that interact");
    for (size_t i = 0; i < n; i++) {
        if (columns[i] == NULL || wb_model_find_term(model, columns[i]) == model->n_terms)
            return wb_fail_at(err, WB_E_ARG, -1, columns[i] != NULL ? columns[i] : "",
                              "'%s' interacts, and is no term: add it first",
                              columns[i] != NULL ? columns[i] : "");
        if (has_name(columns, i, columns[i]))
            return wb_fail_at(err, WB_E_ARG, -1, columns[i],
                              "'%s' is in the interaction twice", columns[i]);
    }
    for (size_t i = 0; n > 2 && i < n; i++) {
        if (!has_interaction(model, columns, n, i))
            return wb_fail_at(err, WB_E_ARG, -1, columns[i],
                              "the interaction without '%s' is not in the model: add it "
                              "first",
                              columns[i]);
    }
    if (has_interaction(model, columns, n, n))
        return wb_fail_at(err, WB_E_ARG, -1, columns[0],
                          "this interaction of '%s' is in the model already", columns[0]);
    return WB_OK;
}

wb_status wb_model_add_interaction(wb_model *model, const char *const *columns,
                                   size_t n_columns, wb_error *err)
{
    wb_status st = WB_OK;
    wb_names names = {0};

    WB_TRY(check_interaction(model, columns, n_columns, err));
    for (size_t i = 0; i < n_columns; i++)
        WB_TRY(wb_names_add(&names, columns[i], err));
    wb_names *list = wb_resize(model->interactions, model->n_interactions + 1,
                               sizeof *model->interactions);
    if (list == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    model->interactions = list;
    size_t at = model->n_interactions++;
    for (; at > 0 && list[at - 1].count > n_columns; at--)
        list[at] = list[at - 1];
    list[at] = names;
    names = (wb_names){0};
done:
    wb_names_free(&names);
    return st;
}

/* ---- copies and options ---- */

static wb_status copy_terms(const wb_model *model, wb_model *copy, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < model->n_terms; i++) {
        const wb_model_term *term = &model->terms[i];
        WB_TRY(wb_model_add_term(copy, term->column, term->kind, term->reference, err));
    }
    for (size_t i = 0; i < model->n_interactions; i++) {
        const wb_names *names = &model->interactions[i];
        WB_TRY(wb_model_add_interaction(copy, (const char *const *)names->items,
                                        names->count, err));
    }
done:
    return st;
}

wb_status wb_model_copy(const wb_model *model, wb_model **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_model *copy = NULL;

    *out = NULL;
    WB_TRY(wb_model_new(model->family, model->outcome, &copy, err));
    if (model->event != NULL)
        WB_TRY(wb_model_set_event(copy, model->event, err));
    WB_TRY(wb_names_copy(&model->categories, &copy->categories, err));
    WB_TRY(wb_model_set_domain(copy, model->domain, err));
    WB_TRY(wb_model_set_intercept(copy, model->intercept, err));
    WB_TRY(wb_model_set_design(copy, model->design, err));
    WB_TRY(copy_terms(model, copy, err));
    *out = copy;
    copy = NULL;
done:
    wb_model_free(copy);
    return st;
}

wb_status wb_fit_options_read(const wb_fit_options *theirs, wb_fit_options *ours,
                              wb_error *err)
{
    wb_status st = WB_OK;

    *ours = (wb_fit_options)WB_FIT_OPTIONS_INIT;
    WB_TRY(wb_options_read_whole(ours, sizeof *ours, offsetof(wb_fit_options, reserved1),
                                 theirs, err));
    if (ours->max_iterations == 0)
        ours->max_iterations = 50;
    if (ours->tolerance == 0)
        ours->tolerance = 1e-10;
    if (ours->max_iterations < 1 || !(ours->tolerance > 0 && ours->tolerance < 1))
        return wb_fail(err, WB_E_ARG,
                       "max_iterations is at least 1, and tolerance between 0 and 1");
done:
    return st;
}
