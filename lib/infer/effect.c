/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "infer/effect.h"

#include "num/dense.h"
#include "num/num.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

/* Of a variance that is a sum of terms of both signs no more than this share of their
 * sizes is rounding. */
static const double cancelled = 64 * DBL_EPSILON;

/* A value of which no more than this share of its variance is not shared with those
 * before it says nothing new. */
static const double dependent = 1e-10;

const char *wb_effect_status_name(wb_effect_status status)
{
    static const char *const names[WB_EFFECT_STATUSES] = {
        [WB_EFFECT_OK] = "ok",
        [WB_EFFECT_MISSING] = "missing",
        [WB_EFFECT_UNDEFINED] = "undefined",
        [WB_EFFECT_TOO_FEW] = "too_few",
        [WB_EFFECT_OTHER_RANKS] = "other_ranks",
        [WB_EFFECT_NO_DF] = "no_df",
        [WB_EFFECT_CONSTANT] = "constant",
    };
    return names[status];
}

wb_effect wb_effect_none(wb_effect_status status)
{
    return (wb_effect){NAN, NAN, NAN, NAN, NAN, NAN, NAN, status};
}

/* All but interval and test; whether these can be made. */
static bool begin(wb_effect *e, double estimate, double variance, double df)
{
    *e = wb_effect_none(WB_EFFECT_OK);
    if (!isfinite(estimate) || !isfinite(variance) || isnan(df)) {
        e->status = WB_EFFECT_MISSING;
        return false;
    }
    e->estimate = estimate;
    e->se = sqrt(variance);
    e->df = df;
    if (!(df > 0))
        e->status = WB_EFFECT_NO_DF;
    else if (!(variance > 0))
        e->status = WB_EFFECT_CONSTANT;
    return e->status == WB_EFFECT_OK;
}

static void put_interval(wb_effect *e, double quantile)
{
    e->lower = e->estimate - quantile * e->se;
    e->upper = e->estimate + quantile * e->se;
    e->t = e->estimate / e->se;
}

wb_effect wb_effect_of(double estimate, double variance, double df, double level)
{
    wb_effect e;

    if (!begin(&e, estimate, variance, df))
        return e;
    put_interval(&e, wb_t_quantile(0.5 + level / 2, df));
    e.p = 2 * wb_t_sf(fabs(e.t), df);
    return e;
}

void wb_effect_memo_init(wb_effect_memo *memo, double level)
{
    memset(memo, 0, sizeof *memo);
    memo->p = 0.5 + level / 2;
    memo->z = wb_normal_quantile(memo->p);
}

static double known_quantile(wb_effect_memo *memo, double df)
{
    wb_effect_known *known = &memo->known[(uint64_t)fmin(df, 1e15) % WB_EFFECT_KNOWN];

    if (known->df != df)
        *known = (wb_effect_known){df, wb_t_quantile_quick(memo->p, memo->z, df)};
    return known->quantile;
}

wb_effect wb_effect_quick(wb_effect_memo *memo, double estimate, double variance,
                          double df)
{
    wb_effect e;

    if (!begin(&e, estimate, variance, df))
        return e;
    put_interval(&e, known_quantile(memo, df));
    e.p = 2 * wb_t_sf_quick(fabs(e.t), df);
    return e;
}

double wb_effect_variance(const double *g, const double *v, size_t n)
{
    double variance = 0;
    double size = 0;

    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            if (g[i] == 0 || g[j] == 0) /* whatever V has there */
                continue;
            double term = g[i] * v[i * n + j] * g[j];
            variance += term;
            size += fabs(term);
        }
    }
    return variance <= cancelled * size ? 0 : variance;
}

double wb_wald(const double *d, double *v, size_t q, double *scratch, size_t *order,
               size_t *rank)
{
    double *solved = scratch + q;
    double wald = 0;

    *rank = wb_cholesky(v, q, dependent, order);
    wb_cholesky_solve(v, q, order, *rank, d, scratch, solved);
    for (size_t i = 0; i < q; i++)
        wald += d[i] * solved[i];
    return wald;
}

void wb_joint_leave_out(double *v, size_t q, size_t i)
{
    for (size_t j = 0; j < q; j++)
        v[i * q + j] = v[j * q + i] = 0;
}

wb_joint wb_joint_none(wb_effect_status status)
{
    return (wb_joint){NAN, NAN, NAN, NAN, status};
}

wb_joint wb_joint_of(const double *d, double *v, size_t q, double df, double *scratch,
                     size_t *order)
{
    size_t rank = 0;

    for (size_t i = 0; i < q; i++) {
        if (!isfinite(d[i]) || !isfinite(v[i * q + i]))
            return wb_joint_none(WB_EFFECT_MISSING);
    }
    double wald = wb_wald(d, v, q, scratch, order, &rank);
    wb_joint joint = wb_joint_none(WB_EFFECT_CONSTANT);
    joint.df1 = (double)rank;
    if (rank == 0)
        return joint;
    joint.df2 = df - joint.df1 + 1;
    if (!(joint.df2 > 0)) {
        joint.df2 = NAN;
        joint.status = WB_EFFECT_NO_DF;
        return joint;
    }
    joint.f = isinf(df) ? wald / joint.df1 : wald * joint.df2 / (joint.df1 * df);
    joint.p = wb_f_sf(joint.f, joint.df1, joint.df2);
    joint.status = WB_EFFECT_OK;
    return joint;
}
