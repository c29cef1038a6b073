/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "num/eigen.h"

#include <float.h>
#include <math.h>

enum { MAX_SWEEPS = 60 }; /* they are about log n; convergence is quadratic in the end */

static double scale_of(const double *a, size_t n)
{
    double largest = 0;
    for (size_t i = 0; i < n * n; i++) {
        if (!isfinite(a[i]))
            return (double)NAN;
        largest = fmax(largest, fabs(a[i]));
    }
    return largest;
}

/* Make a[p][q] zero: rows and columns p and q turn by the smaller of two angles. */
static void rotate(double *a, size_t n, size_t p, size_t q)
{
    double theta = (a[q * n + q] - a[p * n + p]) / (2 * a[p * n + q]);
    double t = (theta < 0 ? -1 : 1) / (fabs(theta) + sqrt(theta * theta + 1));
    double c = 1 / sqrt(t * t + 1);
    double s = t * c;

    a[p * n + p] -= t * a[p * n + q];
    a[q * n + q] += t * a[p * n + q];
    a[p * n + q] = a[q * n + p] = 0;
    for (size_t k = 0; k < n; k++) {
        if (k == p || k == q)
            continue;
        double kp = a[p * n + k];
        double kq = a[q * n + k];
        a[p * n + k] = a[k * n + p] = c * kp - s * kq;
        a[q * n + k] = a[k * n + q] = s * kp + c * kq;
    }
}

/* One turn of every pair that is not negligible beside the whole; false: there was none.
 */
static int sweep(double *a, size_t n, double negligible)
{
    int rotated = 0;
    for (size_t p = 0; p + 1 < n; p++) {
        for (size_t q = p + 1; q < n; q++) {
            if (fabs(a[p * n + q]) <= negligible)
                continue;
            rotate(a, n, p, q);
            rotated = 1;
        }
    }
    return rotated;
}

static void insert(double *values, size_t i)
{
    double value = values[i];
    for (; i > 0 && values[i - 1] < value; i--)
        values[i] = values[i - 1];
    values[i] = value;
}

void wb_eigen_symmetric(double *matrix, size_t n, double *values)
{
    double scale = scale_of(matrix, n);

    for (size_t i = 0; i < n * n && scale > 0; i++)
        matrix[i] /= scale; /* squares neither overflow nor vanish */
    for (int i = 0; i < MAX_SWEEPS && scale > 0; i++)
        if (!sweep(matrix, n, DBL_EPSILON * 1e-3))
            break;
    for (size_t i = 0; i < n; i++) {
        values[i] = isnan(scale) ? scale : matrix[i * n + i] * scale;
        insert(values, i);
    }
}
