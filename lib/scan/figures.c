/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "scan/figures.h"

#include "survey/interval.h"

#include <math.h>

wb_figures wb_figures_none(void)
{
    return (wb_figures){NAN, NAN, NAN, NAN, NAN, NAN, NAN};
}

/* The variance of the share in a simple random sample of n, drawn without replacement. */
static double variance(const wb_group_count *group, bool fpc)
{
    double n = (double)group->n;
    double p = (double)group->k / n;
    double left = fpc && group->staff >= 0 ? 1 - n / (double)group->staff : 1;

    return group->n > 1 ? left * p * (1 - p) / (n - 1) : NAN;
}

static void set_interval(wb_figures *figures, int64_t n, int64_t k, double level)
{
    wb_share share = {figures->share, figures->se, figures->df, n, k};
    wb_bounds bounds = wb_interval_of(WB_INTERVAL_BETA, &share, level);

    figures->lower = bounds.lower;
    figures->upper = bounds.upper;
}

/* What is certain is not uncertain: an interval for the people who are there stays where
 * they can be. */
static void cut(wb_figures *figures, double lower, double upper)
{
    figures->lower = fmax(figures->lower, lower);
    figures->upper = fmin(figures->upper, upper);
}

wb_figures wb_figures_of(const wb_group_count *group, double level, bool fpc)
{
    wb_figures made = wb_figures_none();

    made.share = (double)group->k / (double)group->n;
    made.df = (double)(group->n - 1);
    if (group->staff >= 0) {
        made.bound_lower = (double)group->k / (double)group->staff;
        made.bound_upper =
            (double)(group->k + group->staff - group->n) / (double)group->staff;
    }
    if (group->n < 2)
        return made;
    made.se = sqrt(variance(group, fpc));
    set_interval(&made, group->n, group->k, level);
    if (fpc && group->staff >= 0)
        cut(&made, made.bound_lower, made.bound_upper);
    return made;
}

wb_figures wb_figures_weighted(const wb_group_count *groups, size_t n_groups,
                               double level, bool fpc)
{
    wb_figures made = wb_figures_none();
    wb_group_count all = {0};
    double share = 0;
    double square = 0;

    for (size_t i = 0; i < n_groups; i++) {
        all.n += groups[i].n;
        all.k += groups[i].k;
        all.staff += groups[i].staff;
    }
    for (size_t i = 0; i < n_groups; i++) {
        double weight = (double)groups[i].staff / (double)all.staff;

        share += weight * ((double)groups[i].k / (double)groups[i].n);
        square += weight * weight * variance(&groups[i], fpc);
    }
    if (isnan(square))
        return made;
    made.share = share;
    made.se = sqrt(square);
    made.df = (double)(all.n - (int64_t)n_groups);
    set_interval(&made, all.n, all.k, level);
    if (fpc)
        cut(&made, (double)all.k / (double)all.staff,
            (double)(all.k + all.staff - all.n) / (double)all.staff);
    return made;
}

/* ---- the hypergeometric distribution ---- */

/* From one value to the next, P(k + 1) / P(k) = (a - k)(m - k) / ((k + 1)(n - a - m + k +
 * 1)). Terms are taken in parts of the largest, outward from it, so nothing under- or
 * overflows that matters. */
typedef struct draw {
    double a; /* answered in all */
    double m; /* drawn */
    double n; /* all */
} draw;

static double step_up(const draw *d, double k)
{
    return (d->a - k) * (d->m - k) / ((k + 1) * (d->n - d->a - d->m + k + 1));
}

double wb_chance_of_fewer(int64_t answered, int64_t size, int64_t all_answered,
                          int64_t staff)
{
    draw d = {(double)all_answered, (double)size, (double)staff};
    double least = fmax(0, d.a + d.m - d.n);
    double most = fmin(d.a, d.m);
    double mode = fmin(most, fmax(least, floor((d.a + 1) * (d.m + 1) / (d.n + 2))));
    double below = 0;
    double above = 0;
    double term = 1;

    for (double k = mode; k <= most; k++, term *= step_up(&d, k - 1))
        *(k <= (double)answered ? &below : &above) += term;
    term = 1;
    for (double k = mode - 1; k >= least; k--) {
        term /= step_up(&d, k);
        *(k <= (double)answered ? &below : &above) += term;
    }
    return below / (below + above);
}
