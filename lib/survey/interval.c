/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/interval.h"

#include "num/num.h"

#include <math.h>

/* Beyond this effective size the beta quantiles are the Wilson bounds to 1e-15. */
static const double huge_size = 1e15;

static const wb_bounds no_bounds = {NAN, NAN, WB_ESTIMATE_OK};

const char *wb_interval_name(int32_t method)
{
    static const char *const names[] = {
        [WB_INTERVAL_LOGIT] = "logit",
        [WB_INTERVAL_WALD] = "wald",
        [WB_INTERVAL_WILSON] = "wilson",
        [WB_INTERVAL_BETA] = "beta",
        [WB_INTERVAL_LIKELIHOOD] = "likelihood",
        [WB_INTERVAL_ASIN] = "asin",
        [WB_INTERVAL_AGRESTI_COULL] = "agresti_coull",
        [WB_INTERVAL_JEFFREYS] = "jeffreys",
    };
    return method >= 0 && method < (int32_t)(sizeof names / sizeof *names) ? names[method]
                                                                           : NULL;
}

/* What a formula takes: the effective size already chosen. */
typedef struct sample {
    double p;
    double se;
    double size; /* n_eff */
    double t;
    double n;
    double level;
} sample;

static wb_bounds bounds(double lower, double upper)
{
    return (wb_bounds){lower, upper, WB_ESTIMATE_OK};
}

static wb_bounds cut(double lower, double upper)
{
    return bounds(lower > 0 ? lower : 0, upper < 1 ? upper : 1);
}

static wb_bounds logit(const sample *s)
{
    double centre = log(s->p / (1 - s->p));
    double half = s->t * s->se / (s->p * (1 - s->p));
    return bounds(1 / (1 + exp(half - centre)), 1 / (1 + exp(-half - centre)));
}

static wb_bounds wilson_with(double p, double size, double quantile)
{
    double t2 = quantile * quantile / size;
    double half = quantile * sqrt(p * (1 - p) / size + t2 / (4 * size));
    return cut((p + t2 / 2 - half) / (1 + t2), (p + t2 / 2 + half) / (1 + t2));
}

static wb_bounds wilson(const sample *s)
{
    return wilson_with(s->p, s->size, s->t);
}

static wb_bounds agresti_coull(const sample *s)
{
    double t2 = s->t * s->t;
    double middle = (s->size * s->p + t2 / 2) / (s->size + t2);
    double half = s->t * sqrt(middle * (1 - middle) / (s->size + t2));
    return cut(middle - half, middle + half);
}

static wb_bounds asine(const sample *s)
{
    static const double right_angle = 1.57079632679489661923;
    double angle = asin(sqrt(s->p));
    double half = s->t / (2 * sqrt(s->size));
    double lower = fmax(angle - half, 0);
    double upper = fmin(angle + half, right_angle);
    return bounds(pow(sin(lower), 2), pow(sin(upper), 2));
}

/* n*; of an extreme share the rows. */
static double adjusted_size(const sample *s)
{
    if (s->p == 0 || s->p == 1)
        return s->size;
    return s->size * pow(wb_t_quantile(0.5 + s->level / 2, s->n - 1) / s->t, 2);
}

/* size: n*. near, far: counts added to the near and to the far side of each bound. */
static wb_bounds beta_with(const sample *s, double size, double near, double far)
{
    double ones = size * s->p;
    double others = size * (1 - s->p);
    double tail = (1 - s->level) / 2;

    if (size > huge_size)
        return wilson_with(s->p, size, wb_normal_quantile(1 - tail));
    double lower =
        ones + near > 0 ? wb_beta_quantile(tail, ones + near, others + far) : 0;
    double upper =
        others + near > 0 ? wb_beta_quantile(1 - tail, ones + far, others + near) : 1;
    return bounds(lower, upper);
}

static wb_bounds beta(const sample *s)
{
    return beta_with(s, adjusted_size(s), 0, 1);
}

static wb_bounds jeffreys(const sample *s)
{
    return beta_with(s, adjusted_size(s), 0.5, 0.5);
}

/* ---- likelihood ---- */

/* p log(p/q) + (1-p) log((1-p)/(1-q)) where q has the log odds of p plus u: the cumulant
 * function of a Bernoulli variable less u p. Small ones by its cumulants, since the two
 * cancel. */
static double half_deviance(double p, double u)
{
    double v = p * (1 - p);
    double skew = 1 - 2 * p;

    if (u > 700) /* before exp(u) overflows */
        return log(p + (1 - p) * exp(-u)) + u * (1 - p);
    if (fabs(u) > 1e-3)
        return log1p(p * expm1(u)) - u * p;
    return v * u * u *
           (1.0 / 2 +
            u * (skew / 6 + u * ((1 - 6 * v) / 24 + u * skew * (1 - 12 * v) / 120)));
}

/* q, and q - p. */
static double shifted(double p, double u, double *shift)
{
    double rest = u > 0 ? p + (1 - p) * exp(-u) : 1 + p * expm1(u);
    *shift = p * (1 - p) * (u > 0 ? -expm1(-u) : expm1(u)) / rest;
    return p * (u > 0 ? 1 : exp(u)) / rest;
}

/* The q on one side of p (sign -1 or 1) whose deviance is `target`. In u the deviance is
 * convex, so that Newton's method from beyond the root goes to it without passing. */
static double solve_deviance(double p, double target, int sign)
{
    double u = sign * sqrt(target / (p * (1 - p)));
    double shift;

    while (2 * half_deviance(p, u) < target)
        u *= 2;
    for (int i = 0; i < 100; i++) {
        shifted(p, u, &shift);
        double change = (2 * half_deviance(p, u) - target) / (2 * shift);
        u -= change;
        if (!(fabs(change) > 1e-15 * fabs(u)))
            break;
    }
    return shifted(p, u, &shift);
}

static wb_bounds likelihood(const sample *s)
{
    double target = s->t * s->t / s->size;

    if (s->p <= 0)
        return bounds(0, -expm1(-target / 2));
    if (s->p >= 1)
        return bounds(exp(-target / 2), 1);
    target *= s->n / (s->n - 1);
    if (s->p > 0.5)
        return bounds(1 - solve_deviance(1 - s->p, target, 1),
                      1 - solve_deviance(1 - s->p, target, -1));
    return bounds(solve_deviance(s->p, target, -1), solve_deviance(s->p, target, 1));
}

/* ---- the rule ---- */

static wb_bounds by_formula(int32_t method, const sample *s)
{
    switch ((wb_interval)method) {
    case WB_INTERVAL_LOGIT:
        return logit(s);
    case WB_INTERVAL_WALD:
        return bounds(s->p - s->t * s->se, s->p + s->t * s->se);
    case WB_INTERVAL_WILSON:
        return wilson(s);
    case WB_INTERVAL_BETA:
        return beta(s);
    case WB_INTERVAL_LIKELIHOOD:
        return likelihood(s);
    case WB_INTERVAL_ASIN:
        return asine(s);
    case WB_INTERVAL_AGRESTI_COULL:
        return agresti_coull(s);
    case WB_INTERVAL_JEFFREYS:
        return jeffreys(s);
    }
    return no_bounds; /* not reached: each case has returned */
}

bool wb_share_is_extreme(const wb_share *share)
{
    return share->n_ones == 0 || share->n_ones == share->n ||
           !(share->p > 0 && share->p < 1);
}

double wb_share_size(const wb_share *share)
{
    if (wb_share_is_extreme(share))
        return (double)share->n;
    return share->p * (1 - share->p) / (share->se * share->se);
}

double wb_interval_t(double level, double df)
{
    return wb_t_quantile(0.5 + level / 2, df);
}

/* The sample of a share that has an interval. */
static sample sample_of(const wb_share *share, double level, double t)
{
    sample s = {share->p, share->se, wb_share_size(share), t, (double)share->n, level};

    if (wb_share_is_extreme(share))
        s.p = share->p < 0.5 ? 0 : 1;
    return s;
}

static wb_bounds extreme(int32_t method, const sample *s)
{
    wb_bounds b = no_bounds;

    if (method == WB_INTERVAL_WALD)
        b = bounds(s->p, s->p);
    else if (method != WB_INTERVAL_LOGIT)
        b = s->p > 0 ? bounds(by_formula(method, s).lower, 1)
                     : bounds(0, by_formula(method, s).upper);
    b.status = WB_ESTIMATE_EXTREME;
    return b;
}

wb_bounds wb_interval_with(int32_t method, const wb_share *share, double level, double t)
{
    wb_bounds b = no_bounds;

    if (share->n == 0) {
        b.status = WB_ESTIMATE_EMPTY;
    } else if (!(share->df > 0)) {
        b.status = WB_ESTIMATE_NO_DF;
    } else if (wb_share_is_extreme(share)) {
        sample s = sample_of(share, level, t);
        b = extreme(method, &s);
    } else if (share->se == 0) {
        b = bounds(share->p, share->p);
        b.status = WB_ESTIMATE_CONSTANT;
    } else {
        sample s = sample_of(share, level, t);
        b = by_formula(method, &s);
        b.lower = fmin(b.lower, s.p); /* rounding */
        b.upper = fmax(b.upper, s.p);
    }
    return b;
}

wb_bounds wb_interval_of(int32_t method, const wb_share *share, double level)
{
    return wb_interval_with(method, share, level, wb_interval_t(level, share->df));
}

wb_bounds wb_interval_truncated(const wb_share *share, double level)
{
    sample s = sample_of(share, level, wb_interval_t(level, share->df));
    return beta_with(&s, fmin(adjusted_size(&s), s.n), 0, 1);
}

wb_bounds wb_interval_around(double estimate, double se, double df, int64_t n, double t)
{
    wb_bounds b = no_bounds;

    if (n == 0) {
        b.status = WB_ESTIMATE_EMPTY;
    } else if (!(df > 0)) {
        b.status = WB_ESTIMATE_NO_DF;
    } else if (se == 0) {
        b = bounds(estimate, estimate);
        b.status = WB_ESTIMATE_CONSTANT;
    } else {
        double half = t * se;
        b = bounds(estimate - half, estimate + half);
    }
    return b;
}

wb_bounds wb_interval_of_number(double estimate, double se, double df, int64_t n,
                                double level)
{
    return wb_interval_around(estimate, se, df, n, wb_interval_t(level, df));
}
