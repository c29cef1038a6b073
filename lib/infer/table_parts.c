/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "infer/table_parts.h"

#include "infer/effect.h"

#include <math.h>

/* Weights are about design effects: beneath this part of 1 they are rounding. */
static const double rounding = 1e-13;

void wb_orthonormalise(double *basis, size_t n, size_t m)
{
    double *vector = basis + n * m;
    double length = 0;

    for (int pass = 0; pass < 2; pass++) {
        for (size_t b = 0; b < n; b++) {
            double along = 0;
            for (size_t k = 0; k < m; k++)
                along += basis[b * m + k] * vector[k];
            for (size_t k = 0; k < m; k++)
                vector[k] -= along * basis[b * m + k];
        }
        length = 0;
        for (size_t k = 0; k < m; k++)
            length += vector[k] * vector[k];
        length = sqrt(length);
        for (size_t k = 0; k < m; k++)
            vector[k] = length > 0 ? vector[k] / length : 0;
    }
}

void wb_deflate(double *a, const double *u, size_t m, double *scratch)
{
    double both = 0;

    for (size_t i = 0; i < m; i++) {
        scratch[i] = 0;
        for (size_t j = 0; j < m; j++)
            scratch[i] += a[i * m + j] * u[j];
        both += u[i] * scratch[i];
    }
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < m; j++)
            a[i * m + j] += both * u[i] * u[j] - scratch[i] * u[j] - u[i] * scratch[j];
}

void wb_center_rows(double *a, const double *s, size_t m)
{
    for (size_t j = 0; j < m; j++) {
        double sum = 0;
        for (size_t i = 0; i < m; i++)
            sum += a[i * m + j];
        for (size_t i = 0; i < m; i++)
            a[i * m + j] -= s[i] * sum;
    }
    for (size_t i = 0; i < m; i++) {
        double sum = 0;
        for (size_t j = 0; j < m; j++)
            sum += a[i * m + j];
        for (size_t j = 0; j < m; j++)
            a[i * m + j] -= s[j] * sum;
    }
}

void wb_table_sums(wb_table *table)
{
    size_t m = table->size;

    for (size_t i = 0; i < m; i++) {
        table->sum += table->matrix[i * m + i];
        for (size_t j = 0; j < m; j++)
            table->squares += table->matrix[i * m + j] * table->matrix[i * m + j];
    }
    if (!isfinite(table->sum) || !isfinite(table->squares) || isnan(table->df))
        table->status = WB_TABLE_MISSING;
    else if (!(table->df > 0))
        table->status = WB_TABLE_NO_DF;
    else if (table->n_terms == 0 || !(table->sum > rounding * (double)table->n_terms))
        table->status = WB_TABLE_CONSTANT;
}

wb_status wb_table_wald(wb_table *table, const double *d, double *v, size_t q,
                        wb_error *err)
{
    wb_status st = WB_OK;
    size_t *order = wb_allocate(q, sizeof *order);
    double *scratch = wb_allocate(2 * q, sizeof *scratch);

    if (order == NULL || scratch == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    table->wald = wb_wald(d, v, q, scratch, order, &table->rank);
done:
    wb_release(order);
    wb_release(scratch);
    return st;
}
