/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* From references to rows of the estimates frame. When there is no such row, the first
 * thing that nothing agrees with is what the message is about. */
#include "infer/expression.h"

#include "frame/frame.h"
#include "infer/names.h"

#include <string.h>

typedef struct search {
    const wb_expression *expression;
    const wb_operand *reference;
    const wb_frame *frame;
    size_t statistic, variable, category; /* columns; breakdown columns come before */
    const char **values; /* per breakdown column what it must be, NULL: all */
} search;

static bool same_estimand(const search *s, int64_t row)
{
    return wb_cell_is(s->frame, s->statistic, row, s->reference->statistic) &&
           wb_cell_is(s->frame, s->variable, row, s->reference->variable);
}

static bool same_category(const search *s, int64_t row)
{
    if (s->reference->category == NULL)
        return wb_frame_is_missing(s->frame, s->category, row) != 0;
    return wb_cell_is(s->frame, s->category, row, s->reference->category);
}

/* The row is of the breakdown by exactly the columns mentioned. */
static bool same_breakdown(const search *s, int64_t row)
{
    for (size_t j = 0; j < s->statistic; j++) {
        bool all = wb_frame_is_missing(s->frame, j, row) != 0;
        if (all != (s->values[j] == NULL))
            return false;
    }
    return true;
}

static bool same_cell(const search *s, int64_t row)
{
    for (size_t j = 0; j < s->statistic; j++) {
        if (s->values[j] != NULL && !wb_cell_is(s->frame, j, row, s->values[j]))
            return false;
    }
    return true;
}

/* ---- messages ---- */

static wb_status add_cell(const search *s, wb_name_list *list, size_t column, int64_t row,
                          wb_error *err)
{
    char room[WB_NUMBER_CHARS];
    size_t length = 0;
    if (wb_frame_is_missing(s->frame, column, row))
        return WB_OK;
    const char *text = wb_cell_text(s->frame, column, row, room, &length);
    return wb_name_list_add(list, text, length, err);
}

static wb_status add_estimand(const search *s, wb_name_list *list, int64_t row,
                              wb_error *err)
{
    wb_status st = WB_OK;
    wb_text name = {0};
    size_t n_statistic = 0, n_variable = 0;
    const char *statistic = wb_frame_text(s->frame, s->statistic, row, &n_statistic);
    const char *variable = wb_frame_text(s->frame, s->variable, row, &n_variable);

    WB_TRY(wb_text_format(&name, err, "%.*s(%.*s)", (int)n_statistic, statistic,
                          (int)n_variable, variable));
    st = wb_name_list_add(list, name.bytes, name.length, err);
done:
    wb_text_free(&name);
    return st;
}

static wb_status add_breakdown(const search *s, wb_name_list *list, int64_t row,
                               wb_error *err)
{
    wb_status st = WB_OK;
    wb_text name = {0};

    for (size_t j = 0; j < s->statistic; j++) {
        if (!wb_frame_is_missing(s->frame, j, row))
            WB_TRY(wb_text_format(&name, err, "%s%s", name.length > 0 ? " x " : "",
                                  wb_frame_column_name(s->frame, j)));
    }
    if (name.length == 0)
        WB_TRY(wb_text_add(&name, "all", err));
    st = wb_name_list_add(list, name.bytes, name.length, err);
done:
    wb_text_free(&name);
    return st;
}

/* "...; there are: a, b, c" about the reference. */
static wb_status fail_with_list(const search *s, const char *what,
                                const wb_name_list *list, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text text = {0};

    WB_TRY(wb_name_list_text(list, &text, err));
    st = wb_expression_fail(s->expression, WB_E_DATA, s->reference->position, err,
                            "%s; there are: %s", what, text.bytes);
done:
    wb_text_free(&text);
    return st;
}

static wb_status fail_estimand(const search *s, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text what = {0};
    wb_name_list list = {{{0}}, 0};

    for (int64_t row = 0; row < wb_frame_row_count(s->frame); row++)
        WB_TRY(add_estimand(s, &list, row, err));
    WB_TRY(wb_text_format(&what, err, "there is no estimate %s(%s)",
                          s->reference->statistic, s->reference->variable));
    st = fail_with_list(s, what.bytes, &list, err);
done:
    wb_text_free(&what);
    wb_name_list_free(&list);
    return st;
}

static wb_status fail_category(const search *s, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text what = {0};
    wb_name_list list = {{{0}}, 0};
    const wb_operand *r = s->reference;

    for (int64_t row = 0; row < wb_frame_row_count(s->frame); row++) {
        if (same_estimand(s, row))
            WB_TRY(add_cell(s, &list, s->category, row, err));
    }
    if (r->category == NULL)
        WB_TRY(wb_text_format(&what, err,
                              "%s(%s) has categories: write %s(%s = category)",
                              r->statistic, r->variable, r->statistic, r->variable));
    else
        WB_TRY(wb_text_format(&what, err, "%s(%s) has no category '%s'", r->statistic,
                              r->variable, r->category));
    st = fail_with_list(s, what.bytes, &list, err);
done:
    wb_text_free(&what);
    wb_name_list_free(&list);
    return st;
}

static wb_status fail_breakdown(const search *s, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text what = {0};
    wb_name_list list = {{{0}}, 0};

    for (int64_t row = 0; row < wb_frame_row_count(s->frame); row++)
        WB_TRY(add_breakdown(s, &list, row, err));
    WB_TRY(wb_text_add(&what, "there is no breakdown by exactly ", err));
    for (size_t i = 0; i < s->reference->n_conditions; i++)
        WB_TRY(wb_text_format(&what, err, "%s%s", i == 0 ? "" : " x ",
                              s->reference->conditions[i].column));
    if (s->reference->n_conditions == 0)
        WB_TRY(wb_text_add(&what, "no column (all rows)", err));
    st = fail_with_list(s, what.bytes, &list, err);
done:
    wb_text_free(&what);
    wb_name_list_free(&list);
    return st;
}

/* A value that its column does not have; else the combination has no cell. */
static wb_status fail_cell(const search *s, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text what = {0};
    wb_name_list list = {{{0}}, 0};

    for (size_t j = 0; j < s->statistic; j++) {
        bool found = s->values[j] == NULL;
        for (int64_t row = 0; row < wb_frame_row_count(s->frame) && !found; row++) {
            found = wb_cell_is(s->frame, j, row, s->values[j]);
            WB_TRY(add_cell(s, &list, j, row, err));
        }
        if (!found) {
            WB_TRY(wb_text_format(&what, err, "'%s' is no value of '%s'", s->values[j],
                                  wb_frame_column_name(s->frame, j)));
            st = fail_with_list(s, what.bytes, &list, err);
            goto done;
        }
        wb_name_list_free(&list);
    }
    st = wb_expression_fail(s->expression, WB_E_DATA, s->reference->position, err,
                            "no row is in this combination of values, and empty cells "
                            "were left out (drop_empty)");
done:
    wb_text_free(&what);
    wb_name_list_free(&list);
    return st;
}

/* ---- the search ---- */

static wb_status find_conditions(search *s, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text what = {0};
    wb_name_list list = {{{0}}, 0};

    memset(s->values, 0, s->statistic * sizeof *s->values);
    for (size_t i = 0; i < s->reference->n_conditions; i++) {
        const wb_condition *condition = &s->reference->conditions[i];
        int64_t column = wb_frame_find(s->frame, condition->column);
        if (column >= 0 && (size_t)column < s->statistic) {
            s->values[column] = condition->value;
            continue;
        }
        for (size_t j = 0; j < s->statistic; j++) {
            const char *name = wb_frame_column_name(s->frame, j);
            WB_TRY(wb_name_list_add(&list, name, strlen(name), err));
        }
        WB_TRY(
            wb_text_format(&what, err, "'%s' is no breakdown column", condition->column));
        st = fail_with_list(s, what.bytes, &list, err);
        goto done;
    }
done:
    wb_text_free(&what);
    wb_name_list_free(&list);
    return st;
}

static wb_status find_row(search *s, int64_t *found, wb_error *err)
{
    bool estimand = false, category = false, breakdown = false;
    wb_status st = find_conditions(s, err);

    if (st != WB_OK)
        return st;
    for (int64_t row = 0; row < wb_frame_row_count(s->frame); row++) {
        if (!same_estimand(s, row))
            continue;
        estimand = true;
        if (!same_breakdown(s, row))
            continue;
        breakdown = true;
        if (!same_category(s, row))
            continue;
        category = true;
        if (same_cell(s, row)) {
            *found = row;
            return WB_OK;
        }
    }
    if (!estimand)
        return fail_estimand(s, err);
    if (!breakdown)
        return fail_breakdown(s, err);
    return category ? fail_cell(s, err) : fail_category(s, err);
}

wb_status wb_expression_resolve(const wb_expression *expression,
                                const wb_frame *estimates, int64_t *rows, wb_error *err)
{
    wb_status st = WB_OK;
    search s = {.expression = expression, .frame = estimates};

    WB_TRY(wb_frame_require(estimates, "statistic", "estimates", &s.statistic, err));
    WB_TRY(wb_frame_require(estimates, "variable", "estimates", &s.variable, err));
    WB_TRY(wb_frame_require(estimates, "category", "estimates", &s.category, err));
    s.values = wb_allocate(s.statistic, sizeof *s.values);
    if (s.values == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < expression->n_references; i++) {
        s.reference = &expression->references[i];
        WB_TRY(find_row(&s, &rows[i], err));
    }
done:
    wb_release(s.values);
    return st;
}
