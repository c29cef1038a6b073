/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The table of a test of independence: rows r, columns c, shares π with margins a and b.
 *
 * Rao & Scott's matrix is (C'D⁻¹C)⁻¹ C'D⁻¹ n V D⁻¹C with D = diag π, V the covariance of
 * π and C spanning the interactions (tables whose rows and columns add up to 0). Its
 * eigenvalues are those of n D^-½ V D^-½ seen on the span of D^-½ C, which is what is
 * orthogonal to D^½ f for the main effects f = u_i + v_j that vanish where π is 0: there
 * cells count for nothing. To vanish there is to be equal, up to sign, on rows and
 * columns that such cells connect; so the f are known by heart, and nothing is inverted.
 */
#include "infer/table.h"

#include "infer/table_parts.h"

#include <math.h>

typedef struct work {
    size_t n_rows, n_columns, n_cells; /* kept: with a total above 0 */
    size_t *cells;                     /* per kept cell its place in the totals */
    double total;
    double *share, *row_share, *column_share;
    double *covariance; /* of the shares; n_cells² */
    size_t *group;      /* per row, then per column: connected by empty cells */
    size_t n_groups;
    double *basis; /* n_groups x n_cells */
    double *image; /* n_cells */
} work;

static void clean(work *w)
{
    wb_release(w->cells);
    wb_release(w->share);
    wb_release(w->row_share);
    wb_release(w->column_share);
    wb_release(w->covariance);
    wb_release(w->group);
    wb_release(w->basis);
    wb_release(w->image);
}

/* Shares of rows and columns, and which of them there are. False: too few or too many. */
static bool count_kept(work *w, const wb_counts *counts)
{
    size_t c = counts->n_columns;

    for (size_t i = 0; i < counts->n_rows; i++) {
        for (size_t j = 0; j < c; j++) {
            w->row_share[i] += counts->totals[i * c + j];
            w->column_share[j] += counts->totals[i * c + j];
        }
        w->total += w->row_share[i];
    }
    for (size_t i = 0; i < counts->n_rows; i++)
        w->n_rows += w->row_share[i] > 0;
    for (size_t j = 0; j < c; j++)
        w->n_columns += w->column_share[j] > 0;
    w->n_cells = w->n_rows * w->n_columns;
    return w->n_rows > 1 && w->n_columns > 1 && w->n_cells <= WB_MOST_CELLS;
}

static void keep(work *w, const wb_counts *counts)
{
    size_t cell = 0;
    size_t rows = 0;
    size_t columns = 0;

    for (size_t i = 0; i < counts->n_rows; i++) {
        for (size_t j = 0; j < counts->n_columns; j++) {
            if (w->row_share[i] > 0 && w->column_share[j] > 0)
                w->cells[cell++] = i * counts->n_columns + j;
        }
    }
    for (size_t i = 0; i < counts->n_rows; i++)
        if (w->row_share[i] > 0)
            w->row_share[rows++] = w->row_share[i] / w->total;
    for (size_t j = 0; j < counts->n_columns; j++)
        if (w->column_share[j] > 0)
            w->column_share[columns++] = w->column_share[j] / w->total;
    for (size_t k = 0; k < w->n_cells; k++)
        w->share[k] = counts->totals[w->cells[k]] / w->total;
}

static wb_status allocate(work *w, wb_error *err)
{
    size_t m = w->n_cells;
    size_t margins = w->n_rows + w->n_columns;

    w->cells = wb_allocate(m, sizeof *w->cells);
    w->share = wb_allocate(m, sizeof *w->share);
    w->covariance = wb_allocate(m * m, sizeof *w->covariance);
    w->group = wb_allocate(margins, sizeof *w->group);
    w->basis = wb_allocate(margins * m, sizeof *w->basis);
    w->image = wb_allocate(m, sizeof *w->image);
    if (w->cells == NULL || w->share == NULL || w->covariance == NULL ||
        w->group == NULL || w->basis == NULL || w->image == NULL)
        return wb_fail_nomem(err);
    return WB_OK;
}

static double pearson(const work *w)
{
    double sum = 0;
    for (size_t k = 0; k < w->n_cells; k++) {
        double expected =
            w->row_share[k / w->n_columns] * w->column_share[k % w->n_columns];
        sum += (w->share[k] - expected) * (w->share[k] - expected) / expected;
    }
    return sum;
}

/* ---- the main effects ---- */

/* Rows and columns that empty cells connect are in one group. */
static void find_groups(work *w)
{
    size_t margins = w->n_rows + w->n_columns;

    for (size_t i = 0; i < margins; i++)
        w->group[i] = i;
    w->n_groups = margins;
    for (size_t k = 0; k < w->n_cells; k++) {
        size_t from = w->group[w->n_rows + k % w->n_columns];
        size_t to = w->group[k / w->n_columns];
        if (w->share[k] > 0 || from == to)
            continue;
        for (size_t i = 0; i < margins; i++)
            if (w->group[i] == from)
                w->group[i] = to;
        w->n_groups--;
    }
}

/* Orthonormal vectors that span D^½ f; Gram-Schmidt twice is enough (Giraud et al. 2005).
 * The vectors of all groups add up to 0, so that the last is of the others. */
static size_t make_basis(work *w)
{
    size_t m = w->n_cells;
    size_t margins = w->n_rows + w->n_columns;
    size_t n = 0;

    for (size_t g = 0; g < margins && n + 1 < w->n_groups; g++) {
        double *vector = w->basis + n * m;
        bool any = false;
        for (size_t i = 0; i < margins; i++)
            any = any || w->group[i] == g;
        if (!any)
            continue;
        for (size_t k = 0; k < m; k++) {
            int row = w->group[k / w->n_columns] == g;
            int column = w->group[w->n_rows + k % w->n_columns] == g;
            vector[k] = (row - column) * sqrt(w->share[k]);
        }
        wb_orthonormalise(w->basis, n, m);
        n++;
    }
    return n;
}

/* ---- covariances ---- */

/* Those of the kept cells, out of a matrix of all. */
static void keep_covariance(work *w, const wb_counts *counts, const double *from)
{
    size_t m = w->n_cells;
    size_t all = counts->n_rows * counts->n_columns;

    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < m; j++)
            w->covariance[i * m + j] = from[w->cells[i] * all + w->cells[j]];
}

/* Of the shares: by their replicates, or from those of the totals: (I - π1') V (I - 1π')
 * / N².
 */
static void take_covariance(work *w, const wb_counts *counts)
{
    size_t m = w->n_cells;

    if (counts->share_covariance != NULL) {
        keep_covariance(w, counts, counts->share_covariance);
        return;
    }
    keep_covariance(w, counts, counts->covariance);
    wb_center_rows(w->covariance, w->share, m);
    for (size_t i = 0; i < m * m; i++)
        w->covariance[i] /= w->total * w->total;
}

/* n D^-½ V D^-½, empty cells 0, without what lies along the main effects. */
static wb_status make_matrix(work *w, wb_table *table, double n, wb_error *err)
{
    size_t m = w->n_cells;

    table->matrix = wb_allocate(m * m, sizeof *table->matrix);
    if (table->matrix == NULL)
        return wb_fail_nomem(err);
    table->size = m;
    for (size_t i = 0; i < m; i++) {
        for (size_t j = 0; j < m; j++) {
            double scale = sqrt(w->share[i]) * sqrt(w->share[j]);
            table->matrix[i * m + j] =
                scale > 0 ? n * w->covariance[i * m + j] / scale : 0;
        }
    }
    find_groups(w);
    size_t n_basis = make_basis(w);
    size_t empty = 0;
    for (size_t k = 0; k < m; k++)
        empty += !(w->share[k] > 0);
    for (size_t b = 0; b < n_basis; b++)
        wb_deflate(table->matrix, w->basis + b * m, m, w->image);
    table->n_terms = m - empty - n_basis;
    return WB_OK;
}

/* x_ij less its row's and column's part: x_ij - a_i x_+j - b_j x_i+ + a_i b_j x_++. */
static void take_interaction(const work *w, double *x, size_t stride)
{
    double total = 0;
    double *column_sums = w->image;

    for (size_t j = 0; j < w->n_columns; j++)
        column_sums[j] = 0;
    for (size_t k = 0; k < w->n_cells; k++) {
        column_sums[k % w->n_columns] += x[k * stride];
        total += x[k * stride];
    }
    for (size_t i = 0; i < w->n_rows; i++) {
        double *row = x + i * w->n_columns * stride;
        double sum = 0;
        for (size_t j = 0; j < w->n_columns; j++)
            sum += row[j * stride];
        for (size_t j = 0; j < w->n_columns; j++)
            row[j * stride] -= w->row_share[i] * column_sums[j] +
                               w->column_share[j] * (sum - w->row_share[i] * total);
    }
}

/* d = total - row total × column total / N, in parts of N, for all rows and columns but
 * the first. V there is of the totals: that of the shares lacks what N̂ adds. */
static wb_status test_wald(work *w, const wb_counts *counts, wb_table *table,
                           wb_error *err)
{
    size_t m = w->n_cells;
    size_t q = 0;

    keep_covariance(w, counts, counts->covariance);
    for (size_t i = 0; i < m * m; i++)
        w->covariance[i] = w->covariance[i] / w->total / w->total;
    for (size_t i = 0; i < m; i++)
        take_interaction(w, w->covariance + i, m);
    for (size_t i = 0; i < m; i++)
        take_interaction(w, w->covariance + i * m, 1);
    for (size_t k = w->n_columns; k < m; k++) {
        if (k % w->n_columns == 0)
            continue;
        w->cells[q] = k;
        w->share[q++] = w->share[k] - w->row_share[k / w->n_columns] *
                                          w->column_share[k % w->n_columns];
    }
    for (size_t i = 0; i < q; i++) /* what is read lies behind what is written */
        for (size_t j = 0; j < q; j++)
            w->covariance[i * q + j] = w->covariance[w->cells[i] * m + w->cells[j]];
    return wb_table_wald(table, w->share, w->covariance, q, err);
}

wb_status wb_table_independence(wb_table *table, const wb_counts *counts, wb_error *err)
{
    wb_status st = WB_OK;
    work w = {0};

    *table = (wb_table){.pearson = NAN, .df = counts->df, .status = WB_TABLE_OK};
    w.row_share = wb_allocate(counts->n_rows, sizeof *w.row_share);
    w.column_share = wb_allocate(counts->n_columns, sizeof *w.column_share);
    if (w.row_share == NULL || w.column_share == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    bool testable = count_kept(&w, counts);
    table->n_rows = w.n_rows;
    table->n_columns = w.n_columns;
    if (!testable) {
        table->status = w.n_cells > WB_MOST_CELLS ? WB_TABLE_TOO_LARGE : WB_TABLE_TOO_FEW;
        goto done;
    }
    WB_TRY(allocate(&w, err));
    keep(&w, counts);
    table->pearson = (double)counts->n * pearson(&w);
    take_covariance(&w, counts);
    WB_TRY(make_matrix(&w, table, (double)counts->n, err));
    wb_table_sums(table);
    if (table->status == WB_TABLE_OK)
        st = test_wald(&w, counts, table, err);
done:
    clean(&w);
    return st;
}
