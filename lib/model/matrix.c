/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "model/matrix.h"

#include "base/wide.h"

#include <string.h>

wb_status wb_matrix_init(wb_matrix *matrix, const wb_columns *plan, wb_error *err)
{
    size_t n = WB_MODEL_ROWS;

    *matrix = (wb_matrix){.plan = plan};
    matrix->sparse = wb_allocate(plan->n_terms, sizeof *matrix->sparse);
    if (matrix->sparse == NULL)
        return wb_fail_nomem(err);
    for (size_t t = 0; t < plan->n_terms; t++) {
        if (plan->terms[t].sparse)
            matrix->sparse[matrix->n_sparse++] = t;
    }
    matrix->dense =
        wb_allocate((plan->n_dense + WB_MATRIX_SPARE) * n, sizeof *matrix->dense);
    matrix->across =
        wb_allocate(matrix->n_sparse > 0 ? plan->n_dense * n : 0, sizeof *matrix->across);
    matrix->at = wb_allocate(matrix->n_sparse * n, sizeof *matrix->at);
    matrix->values = wb_allocate(matrix->n_sparse * n, sizeof *matrix->values);
    matrix->y = wb_allocate(n, sizeof *matrix->y);
    matrix->eta = wb_allocate(plan->q * n, sizeof *matrix->eta);
    if (matrix->dense == NULL || matrix->across == NULL || matrix->at == NULL ||
        matrix->values == NULL || matrix->y == NULL || matrix->eta == NULL)
        return wb_fail_nomem(err);
    return WB_OK;
}

void wb_matrix_free(wb_matrix *matrix)
{
    wb_release(matrix->sparse);
    wb_release(matrix->dense);
    wb_release(matrix->across);
    wb_release(matrix->at);
    wb_release(matrix->values);
    wb_release(matrix->y);
    wb_release(matrix->eta);
    *matrix = (wb_matrix){0};
}

/* ---- filling ---- */

WB_WIDE static void first_number(const double *restrict x, double centre, double times,
                                 int32_t n, double *restrict lane)
{
    for (int32_t i = 0; i < n; i++)
        lane[i] = (x[i] - centre) * times;
}

WB_WIDE static void next_number(const double *restrict x, double centre, double times,
                                int32_t n, double *restrict lane)
{
    for (int32_t i = 0; i < n; i++)
        lane[i] *= (x[i] - centre) * times;
}

/* The product of the numbers of a term, 1 when it has none. Rows outside the model have
 * some number too, and a weight of 0. */
static void multiply_numbers(const wb_columns *plan, const wb_columns_term *term,
                             const wb_coder *coder, double *lane)
{
    bool any = false;

    for (size_t j = 0; j < term->n_variables; j++) {
        size_t v = term->variables[j];
        const double *x = coder->numbers + v * WB_MODEL_ROWS;
        double centre = wb_columns_centre(plan, term, v);
        if (plan->levels[v].n > 0)
            continue;
        if (any)
            next_number(x, centre, 1 / plan->scales[v], coder->n, lane);
        else
            first_number(x, centre, 1 / plan->scales[v], coder->n, lane);
        any = true;
    }
    for (int32_t i = 0; i < coder->n && !any; i++)
        lane[i] = 1;
}

static wb_status other_rows(const wb_columns *plan, size_t v, wb_error *err)
{
    const char *name = plan->model->terms[v].column;
    return wb_fail_at(err, WB_E_CONFLICT, -1, name,
                      "'%s' has a category that it had not in the first pass: every pass "
                      "takes the same rows",
                      name);
}

/* The combination of levels of every row, -1 outside the model. */
static wb_status fill_cells(wb_matrix *matrix, const wb_columns_term *term,
                            const wb_coder *coder, int32_t *at, wb_error *err)
{
    const wb_columns *plan = matrix->plan;
    int32_t step = 1;

    memset(at, 0, (size_t)coder->n * sizeof *at);
    for (size_t j = 0; j < term->n_variables; j++) {
        size_t v = term->variables[j];
        const wb_columns_levels *levels = &plan->levels[v];
        const int32_t *codes = coder->codes + v * WB_MODEL_ROWS;
        if (levels->n == 0)
            continue;
        for (int32_t i = 0; i < coder->n; i++) {
            if (!(coder->w[i] > 0) && coder->rows[i] != WB_ROW_MEMBER)
                continue;
            int32_t level = codes[i] < levels->n_codes ? levels->levels[codes[i]] : -1;
            if (level < 0 && coder->w[i] > 0)
                return other_rows(plan, v, err);
            at[i] = level < 0 || at[i] < 0 ? -1 : at[i] + step * level;
        }
        step *= levels->n;
    }
    for (int32_t i = 0; i < coder->n; i++) {
        bool inside = coder->rows[i] == WB_ROW_MEMBER && at[i] >= 0;
        at[i] = inside ? term->cells[at[i]] : -1;
    }
    return WB_OK;
}

static void transpose(wb_matrix *matrix)
{
    size_t k = matrix->plan->n_dense;

    for (size_t j = 0; j < k; j++) {
        const double *lane = matrix->dense + j * WB_MODEL_ROWS;
        for (int32_t i = 0; i < matrix->n; i++)
            matrix->across[(size_t)i * k + j] = lane[i];
    }
}

static wb_status fill_outcome(wb_matrix *matrix, const wb_coder *coder, wb_error *err)
{
    const wb_columns *plan = matrix->plan;
    const char *name = plan->model->outcome;

    if (!plan->rules->by_category) {
        memcpy(matrix->y, coder->y, (size_t)coder->n * sizeof *matrix->y);
        return WB_OK;
    }
    for (int32_t i = 0; i < coder->n; i++) {
        int32_t code = coder->outcome_codes[i];
        bool known = code >= 0 && code < plan->outcome.n_codes;
        int32_t level = known ? plan->outcome.levels[code] : -1;
        if (level < 0 && coder->w[i] > 0)
            return wb_fail_at(err, WB_E_CONFLICT, -1, name,
                              "'%s' has a category that it had not in the first pass: "
                              "every pass takes the same rows",
                              name);
        matrix->y[i] = level < 0                ? 0
                       : plan->rules->has_event ? level == plan->event
                                                : level;
    }
    return WB_OK;
}

wb_status wb_matrix_fill(wb_matrix *matrix, const wb_coder *coder, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_columns *plan = matrix->plan;

    matrix->n = coder->n;
    WB_TRY(fill_outcome(matrix, coder, err));
    for (size_t t = 0; t < plan->n_terms; t++) {
        if (!plan->terms[t].sparse)
            multiply_numbers(plan, &plan->terms[t], coder,
                             matrix->dense + plan->terms[t].dense * WB_MODEL_ROWS);
    }
    for (size_t s = 0; s < matrix->n_sparse; s++) {
        const wb_columns_term *term = &plan->terms[matrix->sparse[s]];
        multiply_numbers(plan, term, coder, matrix->values + s * WB_MODEL_ROWS);
        WB_TRY(fill_cells(matrix, term, coder, matrix->at + s * WB_MODEL_ROWS, err));
    }
    if (matrix->n_sparse > 0)
        transpose(matrix);
done:
    return st;
}

/* ---- predicting ---- */

WB_WIDE static void add_lane(const double *restrict x, double b, int32_t n,
                             double *restrict eta)
{
    for (int32_t i = 0; i < n; i++)
        eta[i] += b * x[i];
}

static void add_sparse(const int32_t *at, const double *values, const double *beta,
                       int32_t n, double *eta)
{
    for (int32_t i = 0; i < n; i++) {
        if (at[i] >= 0)
            eta[i] += beta[at[i]] * values[i];
    }
}

void wb_matrix_predict(wb_matrix *matrix, const double *beta)
{
    const wb_columns *plan = matrix->plan;

    for (size_t a = 0; a < plan->q; a++) {
        const double *b = beta + a * plan->n_columns;
        double *eta = matrix->eta + a * WB_MODEL_ROWS;
        memset(eta, 0, (size_t)matrix->n * sizeof *eta);
        for (size_t j = 0; j < plan->n_dense; j++) {
            if (b[j] < 0 || b[j] > 0)
                add_lane(matrix->dense + j * WB_MODEL_ROWS, b[j], matrix->n, eta);
        }
        for (size_t s = 0; s < matrix->n_sparse; s++)
            add_sparse(matrix->at + s * WB_MODEL_ROWS, matrix->values + s * WB_MODEL_ROWS,
                       b + plan->n_dense, matrix->n, eta);
    }
}
