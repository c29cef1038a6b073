/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "scan/difference.h"

#include "num/num.h"

#include <math.h>

/* Beyond this many standard errors every p is 0 as a double is printed. */
static const double farthest = 64;

typedef struct bounds {
    double lower, upper;
} bounds;

wb_known_share wb_share_of_counts(int64_t k, int64_t n)
{
    double size = (double)n;
    double p = (double)k / size;

    return (wb_known_share){p, sqrt(p * (1 - p) / (size - 1)), size, INFINITY};
}

/* The size of a simple random sample with the same se; the people themselves where all or
 * none of them count, for then the se says nothing. */
static double effective_size(const wb_known_share *share)
{
    double spread = share->p * (1 - share->p);

    return spread > 0 ? spread / (share->se * share->se) : share->n;
}

/* Wilson's bounds at critical value c. An infinite size is a share that is known. */
static bounds wilson(double p, double size, double c)
{
    double square = c * c / size;
    double middle = (p + square / 2) / (1 + square);
    double half = sqrt(p * (1 - p) * square + square * square / 4) / (1 + square);

    return (bounds){fmin(p, middle - half), fmax(p, middle + half)};
}

static double joined(double a, double b, double r)
{
    return sqrt(fmax(0, a * a - 2 * r * a * b + b * b));
}

typedef struct pair {
    double p1, p2, size1, size2, r;
} pair;

static bounds around(const pair *of, double c)
{
    bounds one = wilson(of->p1, of->size1, c), two = wilson(of->p2, of->size2, c);
    double d = of->p1 - of->p2;

    return (bounds){d - joined(of->p1 - one.lower, two.upper - of->p2, of->r),
                    d + joined(one.upper - of->p1, of->p2 - two.lower, of->r)};
}

static bool reaches_zero(const pair *of, double c)
{
    bounds at = around(of, c);

    return at.lower <= 0 && at.upper >= 0;
}

/* The critical value at which the interval just reaches 0, by halving. */
static double least_critical(const pair *of)
{
    double low = 0, high = 1;

    while (high < farthest && !reaches_zero(of, high))
        high *= 2;
    for (double middle = high / 2; low < middle && middle < high;
         middle = low + (high - low) / 2) {
        if (reaches_zero(of, middle))
            high = middle;
        else
            low = middle;
    }
    return high;
}

static bool is_known(const wb_known_share *share)
{
    return share->p >= 0 && share->p <= 1 && share->se >= 0 && share->df > 0 &&
           effective_size(share) > 0;
}

/* Satterthwaite's degrees of freedom of the sum of two variances. */
static double joint_df(const wb_known_share *one, const wb_known_share *two)
{
    double v1 = one->se * one->se, v2 = two->se * two->se;
    double below = v1 * v1 / one->df + v2 * v2 / two->df;

    return below > 0 ? (v1 + v2) * (v1 + v2) / below : INFINITY;
}

static double correlation(double covariance, double se1, double se2)
{
    return covariance > 0 && se1 > 0 && se2 > 0 ? fmin(1, covariance / (se1 * se2)) : 0;
}

wb_difference wb_difference_of(const wb_known_share *first, const wb_known_share *second,
                               double covariance, double level)
{
    wb_difference out = {first->p - second->p, NAN, NAN, NAN, NAN};
    double df;
    pair both;
    bounds at;

    if (!is_known(first) || !is_known(second))
        return out;
    df = joint_df(first, second);
    both = (pair){first->p, second->p, effective_size(first), effective_size(second),
                  correlation(covariance, first->se, second->se)};
    out.se = sqrt(fmax(0, first->se * first->se + second->se * second->se -
                              2 * both.r * first->se * second->se));
    at = around(&both, wb_t_quantile(0.5 + level / 2, df));
    out.lower = at.lower;
    out.upper = at.upper;
    out.p = reaches_zero(&both, 0) ? 1 : 2 * wb_t_sf(least_critical(&both), df);
    return out;
}

double wb_shared_covariance(const wb_known_share *group, const wb_known_share *reference,
                            double inside)
{
    return inside > 0 ? fmin(1, inside) * group->p * (1 - group->p) / reference->n : 0;
}

const char *wb_colour_name(wb_colour colour)
{
    static const char *const names[WB_COLOURS] = {
        [WB_GREY] = "grey",
        [WB_GREEN] = "green",
        [WB_ORANGE] = "orange",
        [WB_RED] = "red",
    };
    return names[colour];
}

wb_colour wb_colour_of(const wb_difference *difference, double margin)
{
    if (difference->lower > margin)
        return WB_RED;
    if (difference->lower > 0)
        return WB_ORANGE;
    if (difference->upper < margin)
        return WB_GREEN;
    return WB_GREY;
}
