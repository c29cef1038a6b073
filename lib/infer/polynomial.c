/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Each polynomial is x times the one before, less what it has in common with all before
 * (Gram and Schmidt, twice, which is enough: Björck 1996, Numerical Methods for Least
 * Squares Problems, 2.4.5). */
#include "infer/effect.h"

#include <math.h>

static double dot(const double *a, const double *b, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

static double mean(const double *a, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += a[i];
    return sum / (double)n;
}

static void remove_projections(double *c, const double *before, size_t n_before, size_t n)
{
    double m = mean(c, n);
    for (size_t i = 0; i < n; i++)
        c[i] -= m;
    for (size_t d = 0; d < n_before; d++) {
        double share = dot(c, before + d * n, n);
        for (size_t i = 0; i < n; i++)
            c[i] -= share * before[d * n + i];
    }
}

void wb_orthogonal_polynomials(const double *x, size_t n, size_t degree,
                               double *contrasts)
{
    double centre = mean(x, n);

    for (size_t d = 0; d < degree; d++) {
        double *c = contrasts + d * n;
        for (size_t i = 0; i < n; i++)
            c[i] = (x[i] - centre) * (d == 0 ? 1 : c[i - n]);
        for (int pass = 0; pass < 2; pass++)
            remove_projections(c, contrasts, d, n);
        double length = sqrt(dot(c, c, n));
        for (size_t i = 0; i < n; i++)
            c[i] /= length;
    }
}
