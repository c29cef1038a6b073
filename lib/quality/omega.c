/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* One factor by minimum residuals (Harman & Jones 1966, Psychometrika 31, 351-368): the
 * loadings l that make f = Σ_{i<j} (r_ij - l_i l_j)² / 2 least. Each in turn is brought
 * to its best given the others, which always lowers f; Newton's steps, with
 *
 *     g_i = Σ_{j≠i} (l_i l_j - r_ij) l_j    H_ii = Σ_{j≠i} l_j²    H_ij = 2 l_i l_j -
 * r_ij,
 *
 * finish it to the last digits. As g = 0 holds for all r, the loadings move by
 * dl = H⁻¹ (dr l), dr without its diagonal. */
#include "quality/coefficients.h"

#include "num/dense.h"

#include <math.h>

enum { SWEEPS = 5000, STEPS = 50 };
#define NEAR   1e-4
#define SOLVED 1e-15

/* Loadings of the centroid: a start with the signs of most. */
static void start(wb_coefficients *at)
{
    size_t k = at->k;
    double root = sqrt(at->sum_r > 0 ? at->sum_r : (double)k);

    for (size_t i = 0; i < k; i++) {
        at->loadings[i] = 0;
        for (size_t j = 0; j < k; j++)
            at->loadings[i] += at->r[i * k + j] / root;
    }
}

/* Σ_{j≠i} l_j², and Σ_{j≠i} r_ij l_j. */
static void around(const wb_coefficients *at, size_t i, double *squares, double *products)
{
    *squares = 0;
    *products = 0;
    for (size_t j = 0; j < at->k; j++) {
        if (j == i)
            continue;
        *squares += at->loadings[j] * at->loadings[j];
        *products += at->r[i * at->k + j] * at->loadings[j];
    }
}

/* Bring each loading to its best; the most that one moved. */
static double sweep(wb_coefficients *at)
{
    double most = 0;

    for (size_t i = 0; i < at->k; i++) {
        double squares, products;
        around(at, i, &squares, &products);
        double best = products / squares;
        most = fmax(most, fabs(best - at->loadings[i]));
        at->loadings[i] = best;
    }
    return most;
}

/* Factor H into `partial`; false when f has no least value here. */
static bool factor_curvature(wb_coefficients *at)
{
    size_t k = at->k;
    double *h = at->partial;

    for (size_t i = 0; i < k; i++) {
        double products;
        around(at, i, &h[i * k + i], &products);
        for (size_t j = 0; j < k; j++) {
            if (j != i)
                h[i * k + j] = 2 * at->loadings[i] * at->loadings[j] - at->r[i * k + j];
        }
    }
    return wb_cholesky(h, k, 1e-12, at->order) == k;
}

static double newton_step(wb_coefficients *at)
{
    size_t k = at->k;
    double *step = at->room;
    double most = 0;

    for (size_t i = 0; i < k; i++) {
        double squares, products;
        around(at, i, &squares, &products);
        step[i] = products - at->loadings[i] * squares;
    }
    wb_cholesky_solve(at->partial, k, at->order, k, step, at->room + k, step);
    for (size_t i = 0; i < k; i++) {
        most = fmax(most, fabs(step[i]));
        at->loadings[i] += step[i];
    }
    return most;
}

/* Newton's steps to the end; false where they do not come to one. */
static bool finish(wb_coefficients *at)
{
    double before = NEAR * 10;

    for (int i = 0; i < STEPS; i++) {
        if (!factor_curvature(at))
            return false;
        double moved = newton_step(at);
        if (moved <= SOLVED || (moved < 1e-12 && moved >= before))
            return factor_curvature(at);
        before = moved;
    }
    return false;
}

wb_figure_status wb_one_factor(wb_coefficients *at)
{
    size_t k = at->k;
    double moved = INFINITY;

    if (k < 3)
        return WB_FIGURE_TOO_FEW;
    start(at);
    for (int i = 0; i < SWEEPS && moved > NEAR; i++)
        moved = sweep(at);
    if (!(moved <= NEAR) || !finish(at))
        return WB_FIGURE_IMPROPER;
    at->unique = 0;
    for (size_t i = 0; i < k; i++) {
        double left = 1 - at->loadings[i] * at->loadings[i];
        if (!(left > 0))
            return WB_FIGURE_IMPROPER;
        at->unique += left;
    }
    wb_cholesky_solve(at->partial, k, at->order, k, at->loadings, at->room, at->pull);
    return WB_FIGURE_OK;
}
