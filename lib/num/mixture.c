/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* K(s) = -½ Σ h_i log(1 - 2 w_i s), the cumulant function of Σ w_i χ²(h_i). With a finite
 * ddf the event is Σ w_i χ²(1) - x/ddf χ²(ddf) > 0: one more term, and 0 in x's place. */
#include "num/mixture.h"

#include "num/num.h"

#include <float.h>
#include <math.h>

typedef struct mixture {
    const double *weights; /* of one degree of freedom each */
    size_t n;
    double scale;   /* the largest of them: all are taken as parts of it */
    double against; /* weight of the term of ddf, 0 or below */
    double ddf;
    double x;
    double end; /* of the interval on which K is finite, to the left; -infinite */
} mixture;

/* Below this part of the largest weight no double says how far the tail is from 1. */
static const double nothing = 1e-36;

static const double right_end = 0.5; /* 1/(2 w) of the largest weight, which is 1 */

/* False: the preconditions do not hold. */
static int prepare(mixture *m, double x, const double *weights, size_t n, double ddf)
{
    *m = (mixture){.weights = weights, .n = n, .ddf = ddf, .end = -(double)INFINITY};
    for (size_t i = 0; i < n; i++) {
        if (!(weights[i] >= 0 && isfinite(weights[i])))
            return 0;
        m->scale = fmax(m->scale, weights[i]);
    }
    if (!(m->scale > 0 && ddf > 0) || isnan(x))
        return 0;
    m->x = fmin(x / m->scale, 1e100); /* whose cube is a double too */
    if (isfinite(ddf)) {
        m->against = -m->x / ddf;
        m->end = 0.5 / m->against;
        m->x = 0;
    }
    return 1;
}

static double weight(const mixture *m, size_t i)
{
    return m->weights[i] / m->scale;
}

/* ---- two moments ---- */

double wb_mixture_satterthwaite(double x, const double *weights, size_t n, double ddf)
{
    mixture m;
    double sum = 0;
    double squares = 0;

    if (!prepare(&m, x, weights, n, ddf))
        return (double)NAN;
    if (x <= nothing * m.scale || isinf(x))
        return x > 0 && isinf(x) ? 0 : 1;
    for (size_t i = 0; i < n; i++) {
        sum += weight(&m, i);
        squares += weight(&m, i) * weight(&m, i);
    }
    double df = sum * sum / squares;
    x = isfinite(ddf) ? -m.against * ddf : m.x;
    return isfinite(ddf) ? wb_f_sf(x / sum, df, ddf) : wb_chisq_sf(x * df / sum, df);
}

/* ---- derivatives of K on the real axis ---- */

typedef struct slopes {
    double first, second, third;
} slopes;

static void add_slopes(slopes *k, double w, double df, double s)
{
    double ratio = w / (1 - 2 * w * s);
    k->first += df * ratio;
    k->second += 2 * df * ratio * ratio;
    k->third += 8 * df * ratio * ratio * ratio;
}

static slopes slopes_of(const mixture *m, double s)
{
    slopes k = {0, 0, 0};
    for (size_t i = 0; i < m->n; i++)
        add_slopes(&k, weight(m, i), 1, s);
    if (m->against < 0)
        add_slopes(&k, m->against, m->ddf, s);
    return k;
}

/* The root of K'(s) - x, less 1/s when pole is 1: it increases from `left` to `right`. */
static double root(const mixture *m, double left, double right, double pole)
{
    double s = isfinite(left) ? (left + right) / 2 : right - 1;

    for (int i = 0; i < 300; i++) {
        slopes k = slopes_of(m, s);
        double value = k.first - m->x - (pole > 0 ? pole / s : 0);
        double slope = k.second + (pole > 0 ? pole / (s * s) : 0);
        if (value > 0)
            right = s;
        else
            left = s;
        double next = s - value / slope;
        if (!(next > left && next < right))
            next = isfinite(left) ? (left + right) / 2 : 2 * s - 1;
        if (fabs(next - s) <= 2 * DBL_EPSILON * fabs(next))
            return next;
        s = next;
    }
    return s; /* not reached: 300 halvings leave nothing of any interval */
}

/* ---- saddlepoint ---- */

/* log(1 + y) - y. */
static double log1p_less(double y)
{
    double sum = 0;

    if (fabs(y) > 0.04)
        return log1p(y) - y;
    for (int i = 12; i >= 2; i--)
        sum = (i % 2 == 0 ? -1.0 : 1.0) / i + y * sum;
    return y * y * sum;
}

/* s K'(s) - K(s) of one term: df/2 (y/(1-y) + log(1-y)) with y = 2 w s. */
static double rise(double w, double df, double s)
{
    double y = 2 * w * s;
    if (fabs(y) > 0.5)
        return df / 2 * (y / (1 - y) + log1p(-y));
    return df / 2 * (y * y / (1 - y) + log1p_less(-y)); /* what cancels, cancelled */
}

double wb_mixture_saddlepoint(double x, const double *weights, size_t n, double ddf)
{
    mixture m;
    double sum = 0;

    if (!prepare(&m, x, weights, n, ddf))
        return (double)NAN;
    if (x <= nothing * m.scale || isinf(x))
        return x > 0 && isinf(x) ? 0 : 1;
    double s = root(&m, m.end, right_end, 0);
    slopes k = slopes_of(&m, s);
    double v = s * sqrt(k.second);
    if (fabs(v) < 1e-5)
        return wb_normal_sf(v + k.third / (6 * pow(k.second, 1.5)));
    for (size_t i = 0; i < n; i++)
        sum += rise(weight(&m, i), 1, s);
    if (m.against < 0)
        sum += rise(m.against, m.ddf, s);
    double w = copysign(sqrt(2 * sum), s);
    return wb_normal_sf(w + log(v / w) / w);
}

/* ---- inversion ---- */

/* exp(K(s) - s x) at s = a + b i, b >= 0: its modulus's log and its angle. */
static void add_term(double w, double df, double a, double b, double *size, double *angle)
{
    double real = 1 - 2 * w * a;
    double imaginary = -2 * w * b;
    *size -= df / 2 * log(hypot(real, imaginary));
    *angle -= df / 2 * atan2(imaginary, real);
}

static void transform(const mixture *m, double a, double b, double *size, double *angle)
{
    *size = -a * m->x;
    *angle = -b * m->x;
    for (size_t i = 0; i < m->n; i++)
        add_term(weight(m, i), 1, a, b, size, angle);
    if (m->against < 0)
        add_term(m->against, m->ddf, a, b, size, angle);
}

/* s(t) = centre + width (bend (cosh t - 1) + i sinh t) */
typedef struct path {
    double centre, width, bend;
    double level; /* log of the integrand's size at the centre */
} path;

static path path_through(const mixture *m, double s)
{
    path p = {s, 0, 0, 0};
    slopes k = slopes_of(m, s);
    double second = k.second + 1 / (s * s);
    double third = k.third - 2 / (s * s * s);
    double angle;

    p.width = 1 / sqrt(second);
    /* the curvature of the steepest way down; for exp(-s x) it goes right in the end */
    p.bend = third / (3 * second) * p.width;
    p.bend = fmin(fmax(p.bend, m->x > 0 ? 0.25 : -2), 2);
    transform(m, s, 0, &p.level, &angle);
    p.level -= log(fabs(s));
    return p;
}

/* Im(exp(K(s) - s x) / s  ds/dt) at t, in parts of the size at the centre. */
static double integrand(const mixture *m, const path *p, double t, double *modulus)
{
    double a = p->centre + p->width * p->bend * (cosh(t) - 1);
    double b = p->width * sinh(t);
    double speed_a = p->width * p->bend * sinh(t);
    double speed_b = p->width * cosh(t);
    double size;
    double angle;

    transform(m, a, b, &size, &angle);
    size += log(hypot(speed_a, speed_b)) - log(hypot(a, b));
    angle += atan2(speed_b, speed_a) - atan2(b, a);
    *modulus = exp(size - p->level);
    return *modulus * sin(angle);
}

/* Σ of the integrand at first, first + step, ...; each halving of the step adds the
 * points between. */
static double points(const mixture *m, const path *p, double first, double step)
{
    double sum = 0;
    double largest = 0;
    double modulus;
    int small = 0;

    for (int i = 0; i < 200000 && small < 4; i++) {
        sum += integrand(m, p, first + i * step, &modulus);
        largest = fmax(largest, modulus);
        small = modulus <= 1e-17 * largest ? small + 1 : 0;
    }
    return sum;
}

/* The integral over the path, in parts of exp(level). */
static double integral(const mixture *m, const path *p)
{
    double modulus;
    double step = 0.5;
    double sum = integrand(m, p, 0, &modulus) / 2 + points(m, p, step, step);
    double value = sum * step;

    for (int i = 0; i < 12; i++) {
        double last = value;
        sum += points(m, p, step / 2, step);
        step /= 2;
        value = sum * step;
        if (fabs(value - last) <= 1e-13 * fabs(value))
            break;
    }
    return value;
}

double wb_mixture_exact(double x, const double *weights, size_t n, double ddf)
{
    static const double pi = 3.14159265358979323846;
    mixture m;

    if (!prepare(&m, x, weights, n, ddf))
        return (double)NAN;
    if (x <= nothing * m.scale || isinf(x))
        return x > 0 && isinf(x) ? 0 : 1;
    /* the smaller tail: to the right of the pole in 0 the upper, to the left the lower */
    int upper = slopes_of(&m, 0).first < m.x;
    double s = upper ? root(&m, 0, right_end, 1) : root(&m, m.end, 0, 1);
    path p = path_through(&m, s);
    double tail = fabs(integral(&m, &p)) / pi * exp(p.level);
    return upper ? tail : 1 - tail;
}
