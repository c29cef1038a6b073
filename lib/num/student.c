/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "num/num.h"

#include <math.h>

/* From where on the series below is close enough. */
static const double enough = 500;

double wb_t_sf_quick(double t, double df)
{
    if (!(df >= enough) || !isfinite(df) || !(t >= 0))
        return wb_t_sf(t, df);
    double a = df - 0.5;
    double b = 48 * a * a;
    double y = a * log1p(t * t / df);
    double c =
        ((((-0.4 * y - 3.3) * y - 24) * y - 85.5) / (0.8 * y * y + 100 + b) + y + 3);
    return 0.5 * erfc((c / b + 1) * sqrt(y / 2));
}
