/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/estimator.h"

#include <werkbaar/survey.h>

#include <math.h>

static wb_pair times(wb_pair a, wb_pair b)
{
    return wb_pair_multiply(a, b);
}

static wb_pair minus(wb_pair a, wb_pair b)
{
    return wb_pair_subtract(a, b);
}

static wb_pair over(wb_pair a, wb_pair b)
{
    return wb_pair_divide(a, b);
}

/* T[above] / T[below]: u = (y - θ x) / Σ w x. */
static bool ratio(const wb_pair *totals, int32_t below, int32_t above, wb_linear *out)
{
    if (totals[below].hi == 0)
        return false;
    out->value = over(totals[above], totals[below]);
    out->gradient[above] = wb_pair_of(1);
    out->gradient[below] = wb_pair_negate(out->value);
    out->scale = 1 / wb_pair_value(totals[below]);
    return true;
}

/* n/(n-1) (T[xy]/W - x̄ȳ): u = n/(n-1) ((x - x̄)(y - ȳ) - c) / W, c without n/(n-1). */
static bool covariance(const wb_pair *totals, const int32_t term[3], int64_t n,
                       wb_linear *out)
{
    if (n < 2 || totals[0].hi == 0)
        return false;
    wb_pair x = over(totals[term[0]], totals[0]);
    wb_pair y = over(totals[term[1]], totals[0]);
    wb_pair c = minus(over(totals[term[2]], totals[0]), times(x, y));
    wb_pair factor = over(wb_pair_of((double)n), wb_pair_of((double)(n - 1)));

    out->value = times(factor, c);
    out->scale = wb_pair_value(over(factor, totals[0]));
    out->gradient[term[2]] = wb_pair_of(1);
    out->gradient[term[0]] = minus(out->gradient[term[0]], y);
    out->gradient[term[1]] = minus(out->gradient[term[1]], x);
    out->gradient[0] = minus(times(x, y), c);
    return true;
}

static const int32_t square_of_y[3] = {1, 1, 2};
static const int32_t square_of_x[3] = {1, 1, 3};
static const int32_t product_of_both[3] = {1, 2, 4};
static const int32_t square_of_other[3] = {2, 2, 5};

/* r = c / √(v_x v_y): dr = r (dc/c - dv_x/(2 v_x) - dv_y/(2 v_y)), written without the
 * division by c. */
static bool correlation(const wb_pair *totals, int64_t n, wb_linear *out)
{
    wb_linear c = {.n_terms = WB_PAIR_TERMS};
    wb_linear x = c;
    wb_linear y = c;

    if (!covariance(totals, product_of_both, n, &c) ||
        !covariance(totals, square_of_x, n, &x) ||
        !covariance(totals, square_of_other, n, &y))
        return false;
    double noise = 0x1p-96 * fabs(totals[3].hi / totals[0].hi);
    double other = 0x1p-96 * fabs(totals[5].hi / totals[0].hi);
    if (!(x.value.hi > noise) || !(y.value.hi > other))
        return false;
    double root = sqrt(x.value.hi) * sqrt(y.value.hi);
    double r = wb_pair_value(c.value) / root;
    out->value = wb_pair_of(r);
    for (int32_t t = 0; t < WB_PAIR_TERMS; t++) {
        wb_pair change = wb_pair_scale(c.gradient[t], 1 / root);
        change = minus(change, wb_pair_scale(x.gradient[t], r / (2 * x.value.hi)));
        out->gradient[t] =
            minus(change, wb_pair_scale(y.gradient[t], r / (2 * y.value.hi)));
    }
    out->scale = c.scale; /* of all three */
    return true;
}

bool wb_estimator(int32_t statistic, const wb_pair *totals, int32_t n_terms, int64_t n,
                  wb_linear *out)
{
    *out = (wb_linear){.n_terms = n_terms, .scale = 1};
    switch (statistic) {
    case WB_STATISTIC_TOTAL:
        out->value = totals[1];
        out->gradient[1] = wb_pair_of(1);
        return true;
    case WB_STATISTIC_RATIO:
        return n_terms == WB_PAIR_TERMS ? ratio(totals, 1, 2, out)
                                        : ratio(totals, 0, 1, out);
    case WB_STATISTIC_VARIANCE:
        return covariance(totals, square_of_y, n, out);
    case WB_STATISTIC_COVARIANCE:
        return covariance(totals, product_of_both, n, out);
    case WB_STATISTIC_CORRELATION:
        return correlation(totals, n, out);
    default:
        return ratio(totals, 0, 1, out);
    }
}

/* n/(n-1) times the mean square of y - θ (θ: the mean) or of y - θx around their mean. */
static double residual_variance(int32_t statistic, const wb_pair *totals, int32_t n_terms,
                                int64_t n, double value)
{
    wb_linear v = {.n_terms = n_terms};

    if (statistic == WB_STATISTIC_RATIO) {
        if (n < 2 || totals[0].hi == 0)
            return NAN;
        double factor = (double)n / (double)(n - 1);
        wb_pair sum = minus(totals[5], wb_pair_scale(totals[4], 2 * value));
        sum = wb_pair_add(sum, wb_pair_scale(totals[3], value * value));
        wb_pair mean = over(minus(totals[2], wb_pair_scale(totals[1], value)), totals[0]);
        return factor * wb_pair_value(minus(over(sum, totals[0]), times(mean, mean)));
    }
    return covariance(totals, square_of_y, n, &v) ? wb_pair_value(v.value) : NAN;
}

double wb_estimator_srs(int32_t statistic, const wb_pair *totals, int32_t n_terms,
                        int64_t n, double value, int32_t design_effect)
{
    bool of_mean = statistic == WB_STATISTIC_MEAN || statistic == WB_STATISTIC_PROPORTION;
    bool of_total = statistic == WB_STATISTIC_TOTAL;
    bool of_ratio = statistic == WB_STATISTIC_RATIO && n_terms == WB_PAIR_TERMS;

    if (design_effect == WB_DEFF_NONE || !(of_mean || of_total || of_ratio) ||
        (!of_ratio && n_terms < WB_SQUARES_TERMS))
        return NAN;
    double size = wb_pair_value(totals[0]);
    double srs = residual_variance(statistic, totals, n_terms, n, value) / (double)n;
    if (of_total)
        srs *= size * size;
    if (of_ratio) {
        double below = wb_pair_value(totals[1]);
        srs *= size / below * (size / below);
    }
    if (design_effect == WB_DEFF_WOR)
        srs *= (size - (double)n) / size;
    return srs > 0 ? srs : NAN;
}
