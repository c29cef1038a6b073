/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What a specification asks: estimands, breakdowns, categories. */
#include "survey/spec.h"

#include "base/text.h"

#include <string.h>

/* Columns of the estimates and changes frames: a breakdown may not shadow them. */
static const char *const result_columns[] = {
    "statistic", "variable",  "category", "estimate",  "se",     "lower",
    "upper",     "df",        "n",        "deff",      "status", "difference",
    "p",         "reference", "cv",       "precision",
};

const char *wb_statistic_name(int32_t statistic)
{
    static const char *const names[] = {
        NULL,       "mean",       "total",       "proportion", "ratio",
        "variance", "covariance", "correlation", "quantile",   "rank",
    };
    if (statistic < WB_STATISTIC_MEAN || statistic > WB_STATISTIC_RANK)
        return NULL;
    return names[statistic];
}

const char *wb_rank_score_name(int32_t score)
{
    static const char *const names[] = {"wilcoxon", "van_der_waerden", "median"};
    if (score < WB_RANK_WILCOXON || score > WB_RANK_MEDIAN)
        return NULL;
    return names[score];
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* "y", "y/x" or "x,y". */
static char *label_of(int32_t statistic, const char *variable, const char *other)
{
    if (other == NULL)
        return wb_copy_string(variable);
    size_t length = strlen(variable);
    size_t more = strlen(other);
    char *label = wb_allocate(length + more + 2, 1);
    if (label == NULL)
        return NULL;
    memcpy(label, variable, length);
    label[length] = statistic == WB_STATISTIC_RATIO ? '/' : ',';
    memcpy(label + length + 1, other, more);
    return label;
}

/* The probability or the score, as a text. */
static char *category_of(const wb_asked *asked)
{
    char number[WB_NUMBER_CHARS];
    if (asked->statistic == WB_STATISTIC_RANK)
        return wb_copy_string(wb_rank_score_name(asked->score));
    wb_format_double(number, asked->probability);
    return wb_copy_string(number);
}

static bool same_estimand(const wb_estimand *a, const wb_asked *b)
{
    return a->statistic == b->statistic && same_text(a->variable, b->variable) &&
           same_text(a->other, b->other) && a->probability == b->probability &&
           a->score == b->score;
}

wb_status wb_spec_put_estimand(wb_spec *spec, const wb_asked *asked, wb_error *err)
{
    wb_status st = WB_OK;
    wb_estimand made = {.statistic = asked->statistic,
                        .probability = asked->probability,
                        .score = asked->score};
    bool has_category = asked->statistic == WB_STATISTIC_QUANTILE ||
                        asked->statistic == WB_STATISTIC_RANK;

    for (size_t i = 0; i < spec->n_estimands; i++) {
        const wb_estimand *there = &spec->estimands[i];
        if (same_estimand(there, asked))
            return wb_fail_at(err, WB_E_ARG, -1, asked->variable,
                              "the %s%s%s of '%s' is asked for twice",
                              wb_statistic_name(asked->statistic),
                              has_category ? " " : "",
                              has_category ? there->category : "", there->label);
    }
    wb_estimand *grown = wb_resize(spec->estimands, spec->n_estimands + 1, sizeof *grown);
    if (grown == NULL)
        return wb_fail_nomem(err);
    spec->estimands = grown;
    made.variable = wb_copy_string(asked->variable);
    made.other = asked->other != NULL ? wb_copy_string(asked->other) : NULL;
    made.label = label_of(asked->statistic, asked->variable, asked->other);
    made.category = has_category ? category_of(asked) : NULL;
    if (made.variable == NULL || made.label == NULL ||
        (asked->other != NULL && made.other == NULL) ||
        (has_category && made.category == NULL)) {
        st = wb_fail_nomem(err);
        goto done;
    }
    grown[spec->n_estimands++] = made;
    made = (wb_estimand){0};
done:
    wb_release(made.variable);
    wb_release(made.other);
    wb_release(made.label);
    wb_release(made.category);
    return st;
}

static wb_status add(wb_spec *spec, int32_t statistic, const char *variable,
                     const char *other, wb_error *err)
{
    wb_asked asked = {.statistic = statistic, .variable = variable, .other = other};
    return wb_spec_put_estimand(spec, &asked, err);
}

wb_status wb_spec_add_estimand(wb_spec *spec, int32_t statistic, const char *variable,
                               wb_error *err)
{
    wb_status st = WB_OK;

    if (spec == NULL)
        return wb_fail(err, WB_E_ARG, "spec is required");
    if (wb_statistic_name(statistic) == NULL)
        return wb_fail(err, WB_E_ARG, "unknown statistic %d", (int)statistic);
    if (statistic == WB_STATISTIC_QUANTILE || statistic == WB_STATISTIC_RANK)
        return wb_fail(err, WB_E_ARG, "a %s is asked for with its %s",
                       wb_statistic_name(statistic),
                       statistic == WB_STATISTIC_RANK ? "score" : "probability");
    if (statistic == WB_STATISTIC_RATIO || statistic == WB_STATISTIC_COVARIANCE ||
        statistic == WB_STATISTIC_CORRELATION)
        return wb_fail(err, WB_E_ARG, "a %s is of two columns",
                       wb_statistic_name(statistic));
    WB_TRY(wb_check_column_name(variable, "outcome", WB_COLUMN_NAME, err));
    WB_TRY(add(spec, statistic, variable, NULL, err));
done:
    return st;
}

wb_status wb_spec_add_ratio(wb_spec *spec, const char *numerator, const char *denominator,
                            wb_error *err)
{
    wb_status st = WB_OK;

    if (spec == NULL)
        return wb_fail(err, WB_E_ARG, "spec is required");
    WB_TRY(wb_check_column_name(numerator, "numerator", WB_COLUMN_NAME, err));
    WB_TRY(wb_check_column_name(denominator, "denominator", WB_COLUMN_NAME, err));
    WB_TRY(add(spec, WB_STATISTIC_RATIO, numerator, denominator, err));
done:
    return st;
}

wb_status wb_spec_add_pair(wb_spec *spec, int32_t statistic, const char *x, const char *y,
                           wb_error *err)
{
    wb_status st = WB_OK;

    if (spec == NULL)
        return wb_fail(err, WB_E_ARG, "spec is required");
    if (statistic != WB_STATISTIC_COVARIANCE && statistic != WB_STATISTIC_CORRELATION)
        return wb_fail(err, WB_E_ARG, "statistic %d is not one of two columns",
                       (int)statistic);
    WB_TRY(wb_check_column_name(x, "outcome", WB_COLUMN_NAME, err));
    WB_TRY(wb_check_column_name(y, "outcome", WB_COLUMN_NAME, err));
    WB_TRY(add(spec, statistic, x, y, err));
done:
    return st;
}

wb_status wb_spec_add_quantile(wb_spec *spec, const char *variable, double probability,
                               wb_error *err)
{
    wb_status st = WB_OK;
    wb_asked asked = {.statistic = WB_STATISTIC_QUANTILE,
                      .variable = variable,
                      .probability = probability};
    char number[WB_NUMBER_CHARS];

    if (spec == NULL)
        return wb_fail(err, WB_E_ARG, "spec is required");
    WB_TRY(wb_check_column_name(variable, "outcome", WB_COLUMN_NAME, err));
    if (!(probability > 0 && probability < 1)) {
        wb_format_double(number, probability);
        return wb_fail_at(
            err, WB_E_ARG, -1, variable,
            "the probability %s of a quantile of '%s' is not between 0 and 1", number,
            variable);
    }
    WB_TRY(wb_spec_put_estimand(spec, &asked, err));
done:
    return st;
}

wb_status wb_spec_add_rank(wb_spec *spec, const char *variable, int32_t score,
                           wb_error *err)
{
    wb_status st = WB_OK;
    wb_asked asked = {
        .statistic = WB_STATISTIC_RANK, .variable = variable, .score = score};

    if (spec == NULL)
        return wb_fail(err, WB_E_ARG, "spec is required");
    WB_TRY(wb_check_column_name(variable, "outcome", WB_COLUMN_NAME, err));
    if (wb_rank_score_name(score) == NULL)
        return wb_fail_at(err, WB_E_ARG, -1, variable, "unknown score %d of ranks",
                          (int)score);
    WB_TRY(wb_spec_put_estimand(spec, &asked, err));
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
        WB_TRY(wb_check_column_name(columns[i], "breakdown", WB_COLUMN_NAME, err));
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
        if (wb_names_equal(&spec->breakdowns[b], columns, n_columns))
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

/* The last one, of a category that found no memory. */
static void drop_empty_categories(wb_spec *spec)
{
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
    WB_TRY(wb_check_column_name(column, "category", WB_COLUMN_NAME, err));
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
