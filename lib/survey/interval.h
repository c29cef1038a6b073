/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Intervals of proportions and of other estimates, and how precise these are: pure
 * functions of an estimate, its standard error and what they were made of. Formulas,
 * rules and sources are in survey.h, at wb_interval and at the flags of precision. */
#ifndef WB_LIB_SURVEY_INTERVAL_H
#define WB_LIB_SURVEY_INTERVAL_H

#include "survey/estimate.h"

/* What the interval of a proportion is made of. */
typedef struct wb_share {
    double p;
    double se;      /* at least 0 */
    double df;      /* may be infinite */
    int64_t n;      /* rows with positive weight and an observed outcome */
    int64_t n_ones; /* those among them that are counted: 0 or n makes p extreme */
} wb_share;

typedef struct wb_bounds {
    double lower, upper; /* NaN: none */
    wb_estimate_status status;
} wb_bounds;

/* The id of a wb_interval as metadata and options have it, NULL for another number. */
const char *wb_interval_name(int32_t method);

/* The quantile of Student's t that an interval of this level is made with. */
double wb_interval_t(double level, double df);

/* The interval of a proportion by the two tables above. `method` is a wb_interval, 0 <
 * level < 1. */
wb_bounds wb_interval_of(int32_t method, const wb_share *share, double level);
/* The same where t, the quantile for this level, is known. */
wb_bounds wb_interval_with(int32_t method, const wb_share *share, double level, double t);

/* estimate ± t se of anything else, with the same cases: empty, no_df, constant. */
wb_bounds wb_interval_of_number(double estimate, double se, double df, int64_t n,
                                double level);
/* The same where t is known. */
wb_bounds wb_interval_around(double estimate, double se, double df, int64_t n, double t);

/* p is 0 or 1, by the rows that count. */
bool wb_share_is_extreme(const wb_share *share);

/* n_eff; n for an extreme share, infinite when se = 0 otherwise. */
double wb_share_size(const wb_share *share);

/* The beta interval with n* at most n, for df > 0 and n > 0. */
wb_bounds wb_interval_truncated(const wb_share *share, double level);

/* The closed list of flags, see survey.h. */
typedef enum wb_precision {
    WB_PRECISION_OK,
    WB_PRECISION_NONE,
    WB_PRECISION_COMPLEMENT,
    WB_PRECISION_CAUTION_CV,
    WB_PRECISION_REVIEW_EVENTS,
    WB_PRECISION_REVIEW_DF,
    WB_PRECISION_SUPPRESS_N,
    WB_PRECISION_SUPPRESS_WIDTH,
    WB_PRECISION_SUPPRESS_RELATIVE_WIDTH,
    WB_PRECISION_SUPPRESS_CV,
    WB_PRECISIONS
} wb_precision;
const char *wb_precision_name(wb_precision precision);

wb_precision wb_precision_of(const wb_share *share);
wb_precision wb_precision_of_number(double estimate, double se, double df, int64_t n);

#endif
