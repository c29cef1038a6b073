/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Row j of the factor lies in the first places of row j of the matrix: entry r belongs to
 * independent column order[r]. So every inner loop runs along two rows. */
#include "num/dense.h"

#include <math.h>

static double dot(const double *a, const double *b, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

size_t wb_cholesky(double *a, size_t n, double tolerance, size_t *order)
{
    size_t rank = 0;
    size_t behind = n;

    for (size_t j = 0; j < n; j++) {
        double *row = a + j * n;
        double diagonal = row[j];
        for (size_t r = 0; r < rank; r++) {
            const double *pivot = a + order[r] * n;
            /* order[r] >= r: the entry of the matrix is not yet written over. */
            row[r] = (row[order[r]] - dot(row, pivot, r)) / pivot[r];
        }
        double left = diagonal - dot(row, row, rank);
        if (left > tolerance * diagonal) {
            row[rank] = sqrt(left);
            order[rank++] = j;
        } else {
            order[--behind] = j;
        }
    }
    for (size_t i = rank, k = n; i + 1 < k; i++) { /* back into their order */
        size_t other = order[--k];
        order[k] = order[i];
        order[i] = other;
    }
    return rank;
}

/* Solves L' x = b over the independent columns, in place. */
static void solve_back(const double *a, size_t n, const size_t *order, size_t rank,
                       double *x)
{
    for (size_t r = rank; r-- > 0;) {
        const double *row = a + order[r] * n;
        x[r] /= row[r];
        for (size_t i = 0; i < r; i++)
            x[i] -= row[i] * x[r];
    }
}

void wb_cholesky_solve(const double *a, size_t n, const size_t *order, size_t rank,
                       const double *b, double *scratch, double *x)
{
    for (size_t r = 0; r < rank; r++) {
        const double *row = a + order[r] * n;
        scratch[r] = (b[order[r]] - dot(row, scratch, r)) / row[r];
    }
    solve_back(a, n, order, rank, scratch);
    for (size_t j = 0; j < n; j++)
        x[j] = 0;
    for (size_t r = 0; r < rank; r++)
        x[order[r]] = scratch[r];
}

void wb_cholesky_combination(const double *a, size_t n, const size_t *order, size_t rank,
                             size_t column, double *weights)
{
    const double *row = a + column * n;
    size_t before = 0; /* independent columns that it was compared with */

    while (before < rank && order[before] < column)
        before++;
    for (size_t r = 0; r < before; r++)
        weights[r] = row[r];
    for (size_t r = before; r < rank; r++)
        weights[r] = 0;
    solve_back(a, n, order, before, weights);
}
