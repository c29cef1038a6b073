/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* How far an estimate can be trusted, after stated rules. */
#include "survey/interval.h"

#include <math.h>

/* Parker et al. (2017), Vital and Health Statistics 2(175), table A. */
enum { MIN_ROWS = 30, MIN_DF = 8 };
static const double wide = 0.30;
static const double narrow = 0.05;
static const double relatively_wide = 1.30;

/* Statistics Canada's classes of coefficients of variation. */
static const double marginal_cv = 0.165;
static const double unacceptable_cv = 0.333;

const char *wb_precision_name(wb_precision precision)
{
    static const char *const names[WB_PRECISIONS] = {
        [WB_PRECISION_OK] = "ok",
        [WB_PRECISION_NONE] = "none",
        [WB_PRECISION_COMPLEMENT] = "complement",
        [WB_PRECISION_CAUTION_CV] = "caution_cv",
        [WB_PRECISION_REVIEW_EVENTS] = "review_events",
        [WB_PRECISION_REVIEW_DF] = "review_df",
        [WB_PRECISION_SUPPRESS_N] = "suppress_n",
        [WB_PRECISION_SUPPRESS_WIDTH] = "suppress_width",
        [WB_PRECISION_SUPPRESS_RELATIVE_WIDTH] = "suppress_relative_width",
        [WB_PRECISION_SUPPRESS_CV] = "suppress_cv",
    };
    return names[precision];
}

wb_precision wb_precision_of(const wb_share *share)
{
    if (share->n == 0 || !(share->df > 0) || !(share->se >= 0))
        return WB_PRECISION_NONE;

    bool extreme = wb_share_is_extreme(share);
    if (share->n < MIN_ROWS || !(wb_share_size(share) >= MIN_ROWS))
        return WB_PRECISION_SUPPRESS_N;

    wb_bounds b = wb_interval_truncated(share, 0.95);
    double width = b.upper - b.lower;
    if (width >= wide)
        return WB_PRECISION_SUPPRESS_WIDTH;
    if (width > narrow && width > relatively_wide * share->p)
        return WB_PRECISION_SUPPRESS_RELATIVE_WIDTH;
    if (extreme)
        return WB_PRECISION_REVIEW_EVENTS;
    if (share->df < MIN_DF)
        return WB_PRECISION_REVIEW_DF;
    if (width > narrow && width > relatively_wide * (1 - share->p))
        return WB_PRECISION_COMPLEMENT;
    return WB_PRECISION_OK;
}

wb_precision wb_precision_of_number(double estimate, double se, double df, int64_t n)
{
    if (n == 0 || !(df > 0) || !(se >= 0))
        return WB_PRECISION_NONE;
    if (n < MIN_ROWS)
        return WB_PRECISION_SUPPRESS_N;
    if (se > unacceptable_cv * fabs(estimate))
        return WB_PRECISION_SUPPRESS_CV;
    if (se > marginal_cv * fabs(estimate))
        return WB_PRECISION_CAUTION_CV;
    return WB_PRECISION_OK;
}
