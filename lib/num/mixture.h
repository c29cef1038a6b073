/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The upper tail of weighted sums of chi-squares: P(Σ w_i X_i > x), each X_i an
 * independent chi-square with one degree of freedom; with a finite ddf, the tail of the
 * same sum over an independent chi-square(ddf)/ddf, as F is over a chi-square. What Rao &
 * Scott's tests are distributed as (Ann. Statist. 12 (1984), 46-60). No allocation.
 *
 * All: weights at least 0 and not all 0, ddf > 0 or infinite; otherwise NaN. x <= 0: 1.
 */
#ifndef WB_LIB_NUM_MIXTURE_H
#define WB_LIB_NUM_MIXTURE_H

#include <stddef.h>

/* Two moments of the sum: Satterthwaite (1946), Biometrics Bulletin 2, 110-114; R
 * survey's pchisqsum(method = "satterthwaite"). */
double wb_mixture_satterthwaite(double x, const double *weights, size_t n, double ddf);

/* Saddlepoint approximation: Kuonen (1999), Biometrika 86, 929-935; at the mean its
 * limit. */
double wb_mixture_saddlepoint(double x, const double *weights, size_t n, double ddf);

/* The probability itself, about 12 digits of the smaller tail: the inversion integral
 * (1/2πi) ∫ exp(K(s) - s x)/s ds by the trapezoidal rule on a hyperbola through the
 * saddle point (Rice 1980, SIAM J. Sci. Stat. Comput. 1, 438-448), along which the
 * integrand falls and hardly turns. What CompQuadForm's davies and farebrother approach.
 */
double wb_mixture_exact(double x, const double *weights, size_t n, double ddf);

#endif
