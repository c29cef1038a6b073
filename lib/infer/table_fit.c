/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Goodness of fit: X² = Σ (O - E)²/E with E = p N̂, whose terms (O - E)/√E have by the
 * delta method the covariance G V G', G = dO_i/√E_i - h_i dN̂ with h_i = p_i (O_i +
 * E_i)/(2 E_i^1.5). */
#include "infer/table_parts.h"

#include <math.h>

typedef struct work {
    size_t m;
    const double *totals;
    const double *shares;
    double total;
    double *covariance; /* of totals in parts of N̂ */
    double *vector;
} work;

static wb_status start(work *w, const wb_counts *counts, size_t row, wb_error *err)
{
    size_t m = w->m;
    size_t all = counts->n_rows * m;

    w->totals = counts->totals + row * m;
    for (size_t i = 0; i < m; i++)
        w->total += w->totals[i];
    w->covariance = wb_allocate(m * m, sizeof *w->covariance);
    w->vector = wb_allocate(m, sizeof *w->vector);
    if (w->covariance == NULL || w->vector == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < m; j++)
            w->covariance[i * m + j] =
                counts->covariance[(row * m + i) * all + row * m + j] / w->total /
                w->total;
    return WB_OK;
}

static double pearson(const work *w)
{
    double sum = 0;
    for (size_t i = 0; i < w->m; i++) {
        double gap = w->totals[i] / w->total - w->shares[i];
        sum += gap * gap / w->shares[i];
    }
    return sum;
}

/* n G V G', in the units of shares. */
static wb_status make_matrix(work *w, wb_table *table, double n, wb_error *err)
{
    size_t m = w->m;

    table->matrix = wb_allocate(m * m, sizeof *table->matrix);
    if (table->matrix == NULL)
        return wb_fail_nomem(err);
    table->size = m;
    table->n_terms = m - 1;
    /* √E G = I - g 1', g_i = p_i (O_i + E_i)/(2 E_i) */
    for (size_t i = 0; i < m; i++)
        w->vector[i] = (w->totals[i] / w->total + w->shares[i]) / 2;
    for (size_t i = 0; i < m * m; i++)
        table->matrix[i] = w->covariance[i];
    wb_center_rows(table->matrix, w->vector, m);
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < m; j++)
            table->matrix[i * m + j] *= n / (sqrt(w->shares[i]) * sqrt(w->shares[j]));
    return WB_OK;
}

/* d = O/N̂ - p without the first. */
static wb_status test_wald(work *w, wb_table *table, wb_error *err)
{
    size_t m = w->m;

    wb_center_rows(w->covariance, w->shares, m);
    for (size_t i = 1; i < m; i++) {
        w->vector[i - 1] = w->totals[i] / w->total - w->shares[i];
        for (size_t j = 1; j < m; j++)
            w->covariance[(i - 1) * (m - 1) + j - 1] = w->covariance[i * m + j];
    }
    return wb_table_wald(table, w->vector, w->covariance, m - 1, err);
}

wb_status wb_table_fit(wb_table *table, const wb_counts *counts, size_t row,
                       const double *shares, int64_t n, double df, wb_error *err)
{
    wb_status st = WB_OK;
    work w = {.m = counts->n_columns, .shares = shares};

    *table = (wb_table){.pearson = NAN, .df = df, .status = WB_TABLE_OK};
    if (w.m > WB_MOST_CELLS) {
        table->status = WB_TABLE_TOO_LARGE;
        goto done;
    }
    if (w.m == 0) {
        table->status = WB_TABLE_TOO_FEW;
        goto done;
    }
    WB_TRY(start(&w, counts, row, err));
    table->n_rows = w.total > 0;
    for (size_t i = 0; i < w.m; i++)
        table->n_columns += w.totals[i] > 0;
    if (w.m < 2 || !(w.total > 0)) {
        table->status = WB_TABLE_TOO_FEW;
        goto done;
    }
    table->pearson = (double)n * pearson(&w);
    WB_TRY(make_matrix(&w, table, (double)n, err));
    wb_table_sums(table);
    if (table->status == WB_TABLE_OK)
        st = test_wald(&w, table, err);
done:
    wb_release(w.covariance);
    wb_release(w.vector);
    return st;
}
