/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/regression.h"

#include "num/dense.h"

/* What is less than this part of a column's own sum of squares is rounding: the column
 * depends on those before it, as the last category of a second margin does. */
static const double collinear = 1e-11;

static void fill_products(wb_regression *regression, const wb_track *products)
{
    for (int32_t i = 0; i < products->slots.count; i++) {
        size_t j = (size_t)products->slots.a[i];
        size_t k = (size_t)products->slots.b[i];
        double value = wb_pair_value(products->sums[i]);
        regression->factor[j * regression->n + k] = value;
        regression->factor[k * regression->n + j] = value;
    }
}

static void fill_totals(wb_regression *regression, const wb_track *totals)
{
    const wb_combos *slots = &totals->slots;
    int32_t *variables = regression->variables; /* slots at first */

    wb_combos_by_first(slots, regression->n_units, regression->start, variables);
    for (int32_t i = 0; i < slots->count; i++) {
        regression->totals[i] = wb_pair_value(totals->sums[variables[i]]);
        variables[i] = slots->b[variables[i]];
    }
}

wb_status wb_regression_init(wb_regression *regression, const wb_auxiliary *auxiliary,
                             int32_t n_units, wb_error *err)
{
    size_t n = (size_t)auxiliary->variables.count;
    size_t n_totals = (size_t)auxiliary->totals.slots.count;

    *regression = (wb_regression){.n = n, .n_units = n_units};
    regression->factor = wb_allocate(n * n, sizeof *regression->factor);
    regression->order = wb_allocate(n, sizeof *regression->order);
    regression->right = wb_allocate(n, sizeof *regression->right);
    regression->scratch = wb_allocate(n, sizeof *regression->scratch);
    regression->start = wb_allocate((size_t)n_units + 1, sizeof *regression->start);
    regression->variables = wb_allocate(n_totals, sizeof *regression->variables);
    regression->totals = wb_allocate(n_totals, sizeof *regression->totals);
    if (regression->factor == NULL || regression->order == NULL ||
        regression->right == NULL || regression->scratch == NULL ||
        regression->start == NULL || regression->variables == NULL ||
        regression->totals == NULL)
        return wb_fail_nomem(err);
    fill_products(regression, &auxiliary->products);
    fill_totals(regression, &auxiliary->totals);
    regression->rank = wb_cholesky(regression->factor, n, collinear, regression->order);
    return WB_OK;
}

void wb_regression_free(wb_regression *regression)
{
    wb_release(regression->factor);
    wb_release(regression->order);
    wb_release(regression->right);
    wb_release(regression->scratch);
    wb_release(regression->start);
    wb_release(regression->variables);
    wb_release(regression->totals);
    *regression = (wb_regression){0};
}

void wb_regression_solve(wb_regression *regression)
{
    wb_cholesky_solve(regression->factor, regression->n, regression->order,
                      regression->rank, regression->right, regression->scratch,
                      regression->right);
}

double wb_regression_fitted(const wb_regression *regression, int32_t unit)
{
    double sum = 0;
    for (int32_t i = regression->start[unit]; i < regression->start[unit + 1]; i++)
        sum += regression->right[regression->variables[i]] * regression->totals[i];
    return sum;
}
