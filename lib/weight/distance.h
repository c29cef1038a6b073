/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The functions F of calibration: g = F(u). Inline: they are called for every row. */
#ifndef WB_LIB_WEIGHT_DISTANCE_H
#define WB_LIB_WEIGHT_DISTANCE_H

#include <werkbaar/weight.h>

#include <math.h>

typedef struct wb_distance {
    int32_t step; /* a wb_weight_step */
    double lower;
    double upper; /* 0: no bounds */
    double rate;  /* logit: A */
    double shift; /* logit: ln((1 - L) / (U - 1)) */
} wb_distance;

/* F and its derivative. */
typedef struct wb_gain {
    double g;
    double slope;
} wb_gain;

static inline wb_distance wb_distance_of(int32_t step, double lower, double upper)
{
    wb_distance made = {.step = step, .lower = lower, .upper = upper};

    if (step == WB_WEIGHT_LOGIT) {
        made.rate = (upper - lower) / ((1 - lower) * (upper - 1));
        made.shift = log((1 - lower) / (upper - 1));
    }
    return made;
}

/* L + (U - L) s with s = 1 / (1 + exp(-(A u + shift))), the formula of weight.h divided
 * by (1 - L) e^Au. The exponent is never positive. */
static inline wb_gain wb_logit_gain(const wb_distance *distance, double u)
{
    double width = distance->upper - distance->lower;
    double v = distance->rate * u + distance->shift;
    double e = exp(-fabs(v));
    double small = e / (1 + e); /* the smaller of s and 1 - s */

    return (wb_gain){v > 0 ? distance->upper - width * small
                           : distance->lower + width * small,
                     width * distance->rate * small * (1 - small)};
}

/* 1 + u, cut at the bounds where there are any. */
static inline wb_gain wb_linear_gain(const wb_distance *distance, double u)
{
    if (distance->upper > 0 && 1 + u > distance->upper)
        return (wb_gain){distance->upper, 0};
    if (distance->upper > 0 && 1 + u < distance->lower)
        return (wb_gain){distance->lower, 0};
    return (wb_gain){1 + u, 1};
}

static inline wb_gain wb_distance_gain(const wb_distance *distance, double u)
{
    if (distance->step == WB_WEIGHT_LOGIT)
        return wb_logit_gain(distance, u);
    if (distance->step == WB_WEIGHT_LINEAR)
        return wb_linear_gain(distance, u);
    double g = exp(u);
    return (wb_gain){g, g};
}

/* The integral of F from some fixed point. */
static inline double wb_distance_integral(const wb_distance *distance, double u)
{
    if (distance->step == WB_WEIGHT_LOGIT) {
        double v = distance->rate * u + distance->shift;
        double softplus = (v > 0 ? v : 0) + log1p(exp(-fabs(v)));
        double width = distance->upper - distance->lower;
        return distance->lower * u + width / distance->rate * softplus;
    }
    if (distance->step == WB_WEIGHT_LINEAR) {
        /* beyond a bound it goes on as a straight line */
        double bound = wb_linear_gain(distance, u).g;
        double edge = bound - 1;
        return edge + edge * edge / 2 + bound * (u - edge);
    }
    return exp(u);
}

#endif
