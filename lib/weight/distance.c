/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "weight/distance.h"

#include <werkbaar/weight.h>

#include <math.h>

wb_distance wb_distance_of(int32_t step, double lower, double upper)
{
    wb_distance made = {.step = step, .lower = lower, .upper = upper};

    if (step == WB_WEIGHT_LOGIT) {
        made.rate = (upper - lower) / ((1 - lower) * (upper - 1));
        made.shift = log((1 - lower) / (upper - 1));
    }
    return made;
}

static wb_gain linear(double u)
{
    return (wb_gain){1 + u, 1, u + u * u / 2};
}

/* 1 + u cut at the bounds; beyond them the integral goes on as a straight line. */
static wb_gain bounded_linear(const wb_distance *distance, double u)
{
    double bound = u > 0 ? distance->upper : distance->lower;
    double edge = bound - 1;

    if (1 + u >= distance->lower && 1 + u <= distance->upper)
        return linear(u);
    return (wb_gain){bound, 0, linear(edge).integral + bound * (u - edge)};
}

/* L + (U - L) s with s = 1 / (1 + exp(-(A u + shift))), the formula of weight.h divided
 * by (1 - L) e^Au. Exponents are never positive. */
static wb_gain logit(const wb_distance *distance, double u)
{
    double width = distance->upper - distance->lower;
    double v = distance->rate * u + distance->shift;
    double e = exp(-fabs(v));
    double small = e / (1 + e); /* the smaller of s and 1 - s */
    double softplus = (v > 0 ? v : 0) + log1p(e);

    return (wb_gain){v > 0 ? distance->upper - width * small
                           : distance->lower + width * small,
                     width * distance->rate * small * (1 - small),
                     distance->lower * u + width / distance->rate * softplus};
}

wb_gain wb_distance_gain(const wb_distance *distance, double u)
{
    if (distance->step == WB_WEIGHT_LOGIT)
        return logit(distance, u);
    if (distance->step == WB_WEIGHT_LINEAR)
        return distance->upper > 0 ? bounded_linear(distance, u) : linear(u);
    double g = exp(u);
    return (wb_gain){g, g, g};
}
