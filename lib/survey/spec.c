/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/spec.h"

#include "base/text.h"
#include "frame/frame.h"

#include <string.h>

/* Columns of the estimates and changes frames: a breakdown may not shadow them. */
static const char *const result_columns[] = {
    "statistic", "variable", "category", "estimate", "se",         "lower", "upper",
    "df",        "n",        "deff",     "status",   "difference", "p",     "reference",
};

const char *wb_statistic_name(int32_t statistic)
{
    static const char *const names[] = {NULL, "mean", "total", "proportion"};
    if (statistic < WB_STATISTIC_MEAN || statistic > WB_STATISTIC_PROPORTION)
        return NULL;
    return names[statistic];
}

size_t wb_names_find(const wb_names *names, const char *name)
{
    size_t i = 0;
    while (i < names->count && strcmp(names->items[i], name) != 0)
        i++;
    return i;
}

wb_status wb_names_add(wb_names *names, const char *name, wb_error *err)
{
    char **grown = wb_resize(names->items, names->count + 1, sizeof *grown);
    if (grown == NULL)
        return wb_fail_nomem(err);
    names->items = grown;
    grown[names->count] = wb_copy_string(name);
    if (grown[names->count] == NULL)
        return wb_fail_nomem(err);
    names->count++;
    return WB_OK;
}

void wb_names_free(wb_names *names)
{
    for (size_t i = 0; i < names->count; i++)
        wb_release(names->items[i]);
    wb_release(names->items);
    *names = (wb_names){0};
}

wb_status wb_spec_new(wb_spec **out, wb_error *err)
{
    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = wb_allocate(1, sizeof **out);
    return *out != NULL ? WB_OK : wb_fail_nomem(err);
}

void wb_spec_free(wb_spec *spec)
{
    if (spec == NULL)
        return;
    wb_release(spec->weights);
    wb_names_free(&spec->strata);
    for (size_t i = 0; i < spec->n_estimands; i++)
        wb_release(spec->estimands[i].variable);
    wb_release(spec->estimands);
    for (size_t i = 0; i < spec->n_breakdowns; i++)
        wb_names_free(&spec->breakdowns[i]);
    wb_release(spec->breakdowns);
    for (size_t i = 0; i < spec->n_categories; i++) {
        wb_release(spec->categories[i].column);
        wb_names_free(&spec->categories[i].names);
    }
    wb_release(spec->categories);
    wb_release(spec);
}

static wb_status check_column(const char *column, const char *purpose, wb_error *err)
{
    if (column == NULL)
        return wb_fail(err, WB_E_ARG, "a column name is required for the %s", purpose);
    size_t length = strlen(column);
    if (length == 0 || length > 127)
        return wb_fail(err, WB_E_ARG,
                       "the name of a %s column has 1 to 127 bytes, not %zu", purpose,
                       length);
    if (wb_utf8_valid(column, length) != length)
        return wb_fail(err, WB_E_ARG, "the name of a %s column is not valid UTF-8",
                       purpose);
    return WB_OK;
}

wb_status wb_spec_set_weights(wb_spec *spec, const char *column, wb_error *err)
{
    wb_status st = WB_OK;
    char *copy = NULL;

    if (spec == NULL)
        return wb_fail(err, WB_E_ARG, "spec is required");
    if (column != NULL) {
        WB_TRY(check_column(column, "weights", err));
        copy = wb_copy_string(column);
        if (copy == NULL)
            return wb_fail_nomem(err);
    }
    wb_release(spec->weights);
    spec->weights = copy;
done:
    return st;
}

wb_status wb_spec_add_stratum(wb_spec *spec, const char *column, wb_error *err)
{
    wb_status st = WB_OK;

    if (spec == NULL)
        return wb_fail(err, WB_E_ARG, "spec is required");
    WB_TRY(check_column(column, "stratum", err));
    if (wb_names_find(&spec->strata, column) < spec->strata.count)
        return wb_fail_at(err, WB_E_ARG, -1, column, "'%s' is a stratum column already",
                          column);
    WB_TRY(wb_names_add(&spec->strata, column, err));
done:
    return st;
}

wb_status wb_spec_add_estimand(wb_spec *spec, int32_t statistic, const char *variable,
                               wb_error *err)
{
    wb_status st = WB_OK;

    if (spec == NULL)
        return wb_fail(err, WB_E_ARG, "spec is required");
    if (wb_statistic_name(statistic) == NULL)
        return wb_fail(err, WB_E_ARG, "unknown statistic %d", (int)statistic);
    WB_TRY(check_column(variable, "outcome", err));
    for (size_t i = 0; i < spec->n_estimands; i++) {
        if (spec->estimands[i].statistic == statistic &&
            strcmp(spec->estimands[i].variable, variable) == 0)
            return wb_fail_at(err, WB_E_ARG, -1, variable,
                              "the %s of '%s' is asked for twice",
                              wb_statistic_name(statistic), variable);
    }
    wb_estimand *grown = wb_resize(spec->estimands, spec->n_estimands + 1, sizeof *grown);
    if (grown == NULL)
        return wb_fail_nomem(err);
    spec->estimands = grown;
    char *copy = wb_copy_string(variable);
    if (copy == NULL)
        return wb_fail_nomem(err);
    grown[spec->n_estimands++] = (wb_estimand){statistic, copy};
done:
    return st;
}

static wb_status check_breakdown(const wb_spec *spec, const char *const *columns,
                                 size_t n_columns, wb_error *err)
{
    wb_status st = WB_OK;

    if (n_columns > 0 && columns == NULL)
        return wb_fail(err, WB_E_ARG, "columns is required");
    for (size_t i = 0; i < n_columns; i++) {
        WB_TRY(check_column(columns[i], "breakdown", err));
        for (size_t j = 0; j < i; j++) {
            if (strcmp(columns[i], columns[j]) == 0)
                return wb_fail_at(err, WB_E_ARG, -1, columns[i],
                                  "'%s' stands twice in one breakdown", columns[i]);
        }
        for (size_t j = 0; j < sizeof result_columns / sizeof *result_columns; j++) {
            if (strcmp(columns[i], result_columns[j]) == 0)
                return wb_fail_at(err, WB_E_ARG, -1, columns[i],
                                  "a breakdown column cannot be named '%s': the result "
                                  "has a column of that name",
                                  columns[i]);
        }
    }
    for (size_t b = 0; b < spec->n_breakdowns; b++) {
        bool same = spec->breakdowns[b].count == n_columns;
        for (size_t i = 0; same && i < n_columns; i++)
            same = strcmp(spec->breakdowns[b].items[i], columns[i]) == 0;
        if (same)
            return wb_fail(err, WB_E_ARG, "this breakdown is there already");
    }
done:
    return st;
}

wb_status wb_spec_add_breakdown(wb_spec *spec, const char *const *columns,
                                size_t n_columns, wb_error *err)
{
    wb_status st = WB_OK;
    wb_names names = {0};

    if (spec == NULL)
        return wb_fail(err, WB_E_ARG, "spec is required");
    WB_TRY(check_breakdown(spec, columns, n_columns, err));
    for (size_t i = 0; i < n_columns; i++)
        WB_TRY(wb_names_add(&names, columns[i], err));
    wb_names *grown = wb_resize(spec->breakdowns, spec->n_breakdowns + 1, sizeof *grown);
    if (grown == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    spec->breakdowns = grown;
    grown[spec->n_breakdowns++] = names;
    names = (wb_names){0};
done:
    wb_names_free(&names);
    return st;
}

const wb_names *wb_spec_declared(const wb_spec *spec, const char *column)
{
    for (size_t i = 0; i < spec->n_categories; i++) {
        if (strcmp(spec->categories[i].column, column) == 0)
            return &spec->categories[i].names;
    }
    return NULL;
}

/* The list of declared categories of a column, made when it is not there. */
static wb_status categories_of(wb_spec *spec, const char *column, wb_names **names,
                               wb_error *err)
{
    for (size_t i = 0; i < spec->n_categories; i++) {
        if (strcmp(spec->categories[i].column, column) == 0) {
            *names = &spec->categories[i].names;
            return WB_OK;
        }
    }
    wb_categories *grown =
        wb_resize(spec->categories, spec->n_categories + 1, sizeof *grown);
    if (grown == NULL)
        return wb_fail_nomem(err);
    spec->categories = grown;
    char *copy = wb_copy_string(column);
    if (copy == NULL)
        return wb_fail_nomem(err);
    grown[spec->n_categories] = (wb_categories){copy, {0}};
    *names = &grown[spec->n_categories++].names;
    return WB_OK;
}

static void drop_empty_categories(wb_spec *spec)
{
    if (spec->n_categories == 0)
        return;
    wb_categories *last = &spec->categories[spec->n_categories - 1];
    if (last->names.count > 0)
        return;
    wb_names_free(&last->names);
    wb_release(last->column);
    spec->n_categories--;
}

wb_status wb_spec_add_category(wb_spec *spec, const char *column, const char *category,
                               wb_error *err)
{
    wb_status st = WB_OK;
    wb_names *names = NULL;

    if (spec == NULL || category == NULL)
        return wb_fail(err, WB_E_ARG, "spec and category are required");
    WB_TRY(check_column(column, "category", err));
    if (wb_utf8_valid(category, strlen(category)) != strlen(category))
        return wb_fail_at(err, WB_E_ARG, -1, column,
                          "a category of '%s' is not valid UTF-8", column);
    WB_TRY(categories_of(spec, column, &names, err));
    if (wb_names_find(names, category) < names->count)
        return wb_fail_at(err, WB_E_ARG, -1, column,
                          "category '%s' of '%s' is declared twice", category, column);
    st = wb_names_add(names, category, err);
    drop_empty_categories(spec);
done:
    return st;
}

wb_status wb_spec_copy(const wb_spec *spec, wb_spec **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_spec *copy = NULL;

    *out = NULL;
    WB_TRY(wb_spec_new(&copy, err));
    WB_TRY(wb_spec_set_weights(copy, spec->weights, err));
    for (size_t i = 0; i < spec->strata.count; i++)
        WB_TRY(wb_spec_add_stratum(copy, spec->strata.items[i], err));
    for (size_t i = 0; i < spec->n_estimands; i++)
        WB_TRY(wb_spec_add_estimand(copy, spec->estimands[i].statistic,
                                    spec->estimands[i].variable, err));
    for (size_t i = 0; i < spec->n_breakdowns; i++)
        WB_TRY(wb_spec_add_breakdown(copy, (const char *const *)spec->breakdowns[i].items,
                                     spec->breakdowns[i].count, err));
    for (size_t i = 0; i < spec->n_categories; i++) {
        const wb_categories *declared = &spec->categories[i];
        for (size_t j = 0; j < declared->names.count; j++)
            WB_TRY(wb_spec_add_category(copy, declared->column, declared->names.items[j],
                                        err));
    }
    *out = copy;
    copy = NULL;
done:
    wb_spec_free(copy);
    return st;
}

/* ---- the columns it takes ---- */

static wb_status mention(wb_names *names, const char *column, wb_error *err)
{
    if (wb_names_find(names, column) < names->count)
        return WB_OK;
    return wb_names_add(names, column, err);
}

static wb_status mention_all(wb_names *names, const wb_names *columns, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < columns->count && st == WB_OK; i++)
        st = mention(names, columns->items[i], err);
    return st;
}

static wb_status frame_of_names(const wb_names *names, wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_builder *builder = NULL;
    size_t column;

    WB_TRY(wb_builder_new(&builder, err));
    WB_TRY(wb_builder_add_column(builder, "name", WB_TYPE_UTF8, &column, err));
    for (size_t i = 0; i < names->count; i++)
        WB_TRY(wb_builder_text(builder, column, names->items[i], strlen(names->items[i]),
                               err));
    WB_TRY(wb_builder_finish(builder, out, err));
done:
    wb_builder_free(builder);
    return st;
}

wb_status wb_spec_columns(const wb_spec *spec, wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_names names = {0};

    if (out != NULL)
        *out = NULL;
    if (spec == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "spec and out are required");
    for (size_t i = 0; i < spec->n_estimands; i++)
        WB_TRY(mention(&names, spec->estimands[i].variable, err));
    for (size_t i = 0; i < spec->n_breakdowns; i++)
        WB_TRY(mention_all(&names, &spec->breakdowns[i], err));
    if (spec->weights != NULL)
        WB_TRY(mention(&names, spec->weights, err));
    WB_TRY(mention_all(&names, &spec->strata, err));
    WB_TRY(frame_of_names(&names, out, err));
done:
    wb_names_free(&names);
    return st;
}
