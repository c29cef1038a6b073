/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "fit.h"

#include "fault.h"

static const double fit_tolerance = 1e-12;
static const int fit_max_sweeps = 20000;

static double distance(double a, double b)
{
    return a < b ? b - a : a - b;
}

static void scale_groups(double *mass, const double *group_share, size_t n_groups,
                         size_t n_patterns)
{
    for (size_t g = 0; g < n_groups; g++) {
        double *cells = mass + g * n_patterns, sum = 0;

        for (size_t p = 0; p < n_patterns; p++) {
            sum += cells[p];
        }
        for (size_t p = 0; p < n_patterns; p++) {
            cells[p] *= group_share[g] / sum;
        }
    }
}

/* Make one target hold. @return how far off it was. */
static double scale_target(double *mass, size_t n_groups, size_t n_patterns,
                           const fit_target *t)
{
    double scaled[MAX_PATTERNS], all = 0, yes = 0;

    for (size_t g = 0; g < n_groups; g++) {
        for (size_t p = 0; t->in_group[g] && p < n_patterns; p++) {
            double m = mass[g * n_patterns + p];

            all += m;
            yes += (t->event >> p & 1) ? m : 0;
        }
    }
    for (size_t p = 0; p < n_patterns; p++) {
        scaled[p] = (t->event >> p & 1) ? t->share * all / yes
                                        : (1 - t->share) * all / (all - yes);
    }
    for (size_t g = 0; g < n_groups; g++) {
        for (size_t p = 0; t->in_group[g] && p < n_patterns; p++) {
            mass[g * n_patterns + p] *= scaled[p];
        }
    }
    return distance(yes / all, t->share);
}

static wb_status contradiction(const fit_target *t, wb_error *err)
{
    return fault(err, WB_E_CONVERGENCE,
                 "the target %.6g for '%s' cannot be met together with the others",
                 t->share, t->variable);
}

wb_status fit_patterns(double *mass, const double *group_share, size_t n_groups,
                       size_t n_patterns, const fit_target *targets, size_t n_targets,
                       wb_error *err)
{
    size_t worst = 0;

    for (int sweep = 0; sweep < fit_max_sweeps; sweep++) {
        double largest = 0;

        scale_groups(mass, group_share, n_groups, n_patterns);
        for (size_t i = 0; i < n_targets; i++) {
            double off = scale_target(mass, n_groups, n_patterns, &targets[i]);

            if (!(off <= largest)) {
                largest = off;
                worst = i;
            }
        }
        if (largest <= fit_tolerance) {
            scale_groups(mass, group_share, n_groups, n_patterns);
            return WB_OK;
        }
    }
    return contradiction(&targets[worst], err);
}

/* Multiply the odds of a target's groups. @return how far off the share was. */
static double scale_odds(double *odds, const double *mass, size_t n_groups,
                         size_t n_patterns, uint32_t eligible, const fit_target *t)
{
    double all = 0, can = 0, yes = 0, aim, now, scaled;

    for (size_t g = 0; g < n_groups; g++) {
        for (size_t p = 0; t->in_group[g] && p < n_patterns; p++) {
            double m = mass[g * n_patterns + p], o = odds[g * n_patterns + p];

            all += m;
            can += (eligible >> p & 1) ? m : 0;
            yes += (eligible >> p & 1) ? m * (o / (1 + o)) : 0;
        }
    }
    aim = t->share * all / can;
    now = yes / can;
    if (now > 0 && aim < 1) {
        scaled = aim / (1 - aim) / (now / (1 - now));
        for (size_t g = 0; g < n_groups; g++) {
            for (size_t p = 0; t->in_group[g] && p < n_patterns; p++) {
                odds[g * n_patterns + p] *= scaled;
            }
        }
    }
    return distance(yes / all, t->share);
}

wb_status fit_binary(double *odds, const double *mass, size_t n_groups, size_t n_patterns,
                     uint32_t eligible, const fit_target *targets, size_t n_targets,
                     wb_error *err)
{
    size_t worst = 0;
    double largest = 1;

    for (int sweep = 0; sweep < fit_max_sweeps && !(largest <= fit_tolerance); sweep++) {
        largest = 0;
        for (size_t i = 0; i < n_targets; i++) {
            double off =
                scale_odds(odds, mass, n_groups, n_patterns, eligible, &targets[i]);

            if (!(off <= largest)) {
                largest = off;
                worst = i;
            }
        }
    }
    if (!(largest <= fit_tolerance)) {
        return contradiction(&targets[worst], err);
    }
    for (size_t c = 0; c < n_groups * n_patterns; c++) {
        odds[c] /= 1 + odds[c];
    }
    return WB_OK;
}
