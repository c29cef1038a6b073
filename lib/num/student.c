/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "num/num.h"

#include <math.h>

/* From how many df on each series is close enough. */
static const double enough = 500;
static const double enough_of_ratio = 30;
static const double enough_of_quantile = 2000;

static const double largest_z = 4;     /* of which the series of quantiles is */
static const double largest_t = 1e100; /* its square is a number */

static double sum_powers(const double *terms, int n, double x)
{
    double sum = 0;

    for (int i = n; i-- > 0;)
        sum = sum * x + terms[i];
    return sum;
}

/* Γ(a + 1/2) / Γ(a), in powers of 1/a: Tricomi & Erdélyi (1951), Pacific J. Math. 1. */
static double gamma_ratio(double a)
{
    static const double terms[] = {1,
                                   -1.0 / 8,
                                   1.0 / 128,
                                   5.0 / 1024,
                                   -21.0 / 32768,
                                   -399.0 / 262144,
                                   869.0 / 4194304,
                                   39325.0 / 33554432,
                                   -334477.0 / 2147483648};
    return sqrt(a) * sum_powers(terms, sizeof terms / sizeof *terms, 1 / a);
}

/* The continued fraction of the incomplete beta function, by Lentz's method: Press e.a.,
 * Numerical Recipes, 6.4. */
static double beta_fraction(double a, double b, double x)
{
    double c = 1;
    double d = 1 / (1 - (a + b) * x / (a + 1));
    double fraction = d;

    for (int m = 1; m < 500; m++) {
        double at = a + 2 * m;
        double even = m * (b - m) * x / ((at - 1) * at);
        double odd = -(a + m) * (a + b + m) * x / (at * (at + 1));
        d = 1 / (1 + even * d);
        c = 1 + even / c;
        fraction *= c * d;
        d = 1 / (1 + odd * d);
        c = 1 + odd / c;
        fraction *= c * d;
        if (fabs(c * d - 1) < 1e-15)
            break;
    }
    return fraction;
}

/* I_x(df/2, 1/2) / 2 for x = df / (df + t²), from the end that is nearest. */
static double tail_by_fraction(double t, double df)
{
    double a = df / 2;
    double left = t * t / (df + t * t); /* 1 - x */
    double power = exp(-a * log1p(t * t / df)) * sqrt(left / acos(-1)) * gamma_ratio(a);

    if (1 - left < (a + 1) / (a + 2.5))
        return power * beta_fraction(a, 0.5, 1 - left) / (2 * a);
    return 0.5 - power * beta_fraction(0.5, a, left);
}

double wb_t_sf_quick(double t, double df)
{
    if (!(df >= enough_of_ratio) || !isfinite(df) || !(t >= 0 && t <= largest_t))
        return wb_t_sf(t, df);
    if (df < enough)
        return tail_by_fraction(t, df);
    double a = df - 0.5;
    double b = 48 * a * a;
    double y = a * log1p(t * t / df);
    double c =
        ((((-0.4 * y - 3.3) * y - 24) * y - 85.5) / (0.8 * y * y + 100 + b) + y + 3);
    return 0.5 * erfc((c / b + 1) * sqrt(y / 2));
}

double wb_t_quantile_quick(double p, double z, double df)
{
    if (!(df >= enough_of_quantile) || !isfinite(df) || !(fabs(z) <= largest_z))
        return wb_t_quantile(p, df);
    double s = z * z;
    double terms[] = {1, (s + 1) / 4, ((5 * s + 16) * s + 3) / 96,
                      (((3 * s + 19) * s + 17) * s - 15) / 384,
                      ((((79 * s + 776) * s + 1482) * s - 1920) * s - 945) / 92160};
    return z * sum_powers(terms, sizeof terms / sizeof *terms, 1 / df);
}
