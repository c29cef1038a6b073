/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Intervals, changes and what can be detected: t distributions, as plan.h has them. */
#include "base/text.h"
#include "num/num.h"
#include "plan/evaluate.h"

#include <math.h>
#include <string.h>

bool wb_reading_has_interval(const wb_reading *reading)
{
    return isfinite(reading->lower) && isfinite(reading->upper);
}

/* A standard error of 0 is that of an estimate that could not vary, or was not seen to:
 * nothing can be tested with it. */
static bool can_be_tested(double se, double df)
{
    return se > 0 && isfinite(se) && df > 0;
}

void wb_reading_complete(wb_reading *reading, bool own_level, double level)
{
    bool from_se = can_be_tested(reading->se, reading->df);
    double half;

    if (wb_reading_has_interval(reading) && !own_level)
        return;
    half = from_se ? wb_t_quantile(0.5 + level / 2, reading->df) * reading->se : NAN;
    reading->lower = reading->estimate - half;
    reading->upper = reading->estimate + half;
}

double wb_reading_p_better(const wb_reading *reading, double value, int direction)
{
    double t = direction * (reading->estimate - value) / reading->se;

    return can_be_tested(reading->se, reading->df) ? wb_t_sf(t, reading->df) : NAN;
}

/* Satterthwaite's degrees of freedom of the sum of two variances. */
static double joint_df(const wb_reading *now, const wb_reading *then)
{
    /* By the larger of both, so that no fourth power leaves the range. */
    double largest = fmax(now->se, then->se);
    double a = now->se / largest, b = then->se / largest;
    double above = (a * a + b * b) * (a * a + b * b);
    double below = pow(a, 4) / now->df + pow(b, 4) / then->df;

    return below > 0 ? above / below : INFINITY;
}

wb_moved wb_moved_since(const wb_reading *now, const wb_reading *then, double level)
{
    wb_moved m = {now->estimate - then->estimate, NAN, NAN, NAN, NAN, NAN};
    double half;

    if (isnan(m.change) ||
        !(now->se >= 0 && then->se >= 0 && now->df > 0 && then->df > 0))
        return m;
    m.se = hypot(now->se, then->se);
    m.df = m.se > 0 ? joint_df(now, then) : NAN;
    if (!can_be_tested(m.se, m.df))
        return m;
    half = wb_t_quantile(0.5 + level / 2, m.df) * m.se;
    m.lower = m.change - half;
    m.upper = m.change + half;
    m.p = 2 * wb_t_sf(fabs(m.change) / m.se, m.df);
    return m;
}

double wb_moved_detectable(const wb_reading *now, const wb_reading *then, double level,
                           double power)
{
    bool pair = can_be_tested(then->se, then->df);
    const wb_reading *other = pair ? then : now;
    double df;

    if (!can_be_tested(now->se, now->df))
        return NAN;
    df = joint_df(now, other);
    return (wb_t_quantile(0.5 + level / 2, df) + wb_t_quantile(power, df)) *
           hypot(now->se, other->se);
}

double wb_plan_year(int32_t day)
{
    char date[WB_NUMBER_CHARS];
    int32_t first = 0, last = 0;
    int64_t year = 0;

    wb_format_date(date, day);
    wb_parse_int64(date, 4, &year);
    memcpy(date + 4, "-01-01", 7);
    wb_parse_date(date, 10, &first);
    memcpy(date + 4, "-12-31", 7);
    wb_parse_date(date, 10, &last);
    return (double)year + (double)(day - first + 1) / (last - first + 1);
}
