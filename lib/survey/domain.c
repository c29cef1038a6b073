/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Estimate, standard error and interval of one domain. All sums stay pairs until the very
 * end: Σ u² - (Σ u)²/n cancels, and 106 bits keep what is left of it exact enough. */
#include "survey/estimate.h"
#include "survey/interval.h"

#include <math.h>

/* A variance below this part of the terms it is the difference of is their rounding: the
 * values are equal. About 2^8 times the precision of a pair. */
static const double noise = 0x1p-96;

const char *wb_estimate_status_name(wb_estimate_status status)
{
    static const char *const names[WB_ESTIMATE_STATUSES] = {
        [WB_ESTIMATE_OK] = "ok",
        [WB_ESTIMATE_EMPTY] = "empty",
        [WB_ESTIMATE_NO_DF] = "no_df",
        [WB_ESTIMATE_EXTREME] = "extreme",
        [WB_ESTIMATE_CONSTANT] = "constant",
    };
    return names[status];
}

wb_status wb_level_read(double *level, wb_error *err)
{
    if (*level == 0)
        *level = 0.95;
    if (!(*level > 0 && *level < 1))
        return wb_fail(err, WB_E_ARG, "the level of an interval is between 0 and 1");
    return WB_OK;
}

typedef struct wb_totals {
    wb_pair w;
    wb_pair wy;
    int64_t n;
    int64_t strata; /* with rows that count */
} wb_totals;

static wb_totals totals_of(const wb_domain *domain)
{
    wb_totals totals = {0};
    for (int32_t h = 0; h < domain->n_strata; h++) {
        const wb_moments *m = &domain->strata[h];
        totals.w = wb_pair_add(totals.w, m->sums[WB_M_W]);
        totals.wy = wb_pair_add(totals.wy, m->sums[WB_M_WY]);
        totals.n += m->n;
        totals.strata += m->n > 0;
    }
    return totals;
}

/* Σ_h n_h/(n_h-1) [Σ u² - (Σ u)²/n_h] with u = w (y - centre). */
static double variance(const wb_domain *domain, wb_pair centre)
{
    wb_pair sum = {0, 0};
    double size = 0; /* of the terms that cancel */

    for (int32_t h = 0; h < domain->n_strata; h++) {
        const wb_pair *s = domain->strata[h].sums;
        double n = (double)domain->units[h];
        wb_pair total = wb_pair_subtract(s[WB_M_WY], wb_pair_multiply(centre, s[WB_M_W]));
        wb_pair cross = wb_pair_scale(wb_pair_multiply(centre, s[WB_M_W2Y]), 2);
        wb_pair level = wb_pair_multiply(wb_pair_multiply(centre, centre), s[WB_M_W2]);
        wb_pair squares = wb_pair_add(wb_pair_subtract(s[WB_M_W2YY], cross), level);
        wb_pair between = wb_pair_divide(wb_pair_multiply(total, total), wb_pair_of(n));
        wb_pair within = wb_pair_subtract(squares, between);
        wb_pair factor = wb_pair_divide(wb_pair_of(n), wb_pair_of(n - 1));
        sum = wb_pair_add(sum, wb_pair_multiply(within, factor));
        size += fabs(s[WB_M_W2YY].hi) + fabs(cross.hi) + fabs(level.hi);
    }
    double value = wb_pair_value(sum);
    return value > noise * size ? value : 0;
}

/* Status and interval, by the tables in interval.h. */
static void finish(wb_estimate *e, const wb_domain *domain, bool total, int32_t interval,
                   double level)
{
    wb_bounds b;

    if (domain->share && !total) {
        wb_share share = {e->estimate, e->se, e->df, e->n, domain->n_ones};
        if (wb_share_is_extreme(&share))
            e->se = 0;
        b = wb_interval_of(interval, &share, level);
    } else {
        b = wb_interval_of_number(e->estimate, e->se, e->df, e->n, level);
    }
    e->status = b.status;
    e->lower = b.lower;
    e->upper = b.upper;
}

wb_estimate wb_estimate_domain(const wb_domain *domain, bool total, int32_t interval,
                               double level)
{
    wb_totals totals = totals_of(domain);
    wb_estimate e = {NAN, NAN, NAN, NAN, 0, totals.n, WB_ESTIMATE_OK};

    if (totals.n == 0) {
        e.status = WB_ESTIMATE_EMPTY;
        if (total)
            e.estimate = e.se = 0;
        return e;
    }
    e.df = (double)(totals.n - totals.strata);
    if (total) {
        e.estimate = wb_pair_value(totals.wy);
        e.se = sqrt(variance(domain, wb_pair_of(0)));
    } else {
        wb_pair mean = wb_pair_divide(totals.wy, totals.w);
        e.estimate = wb_pair_value(mean);
        e.se = sqrt(variance(domain, mean)) / wb_pair_value(totals.w);
    }
    finish(&e, domain, total, interval, level);
    return e;
}
