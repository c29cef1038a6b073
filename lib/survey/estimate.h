/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* From sums to estimates. */
#ifndef WB_LIB_SURVEY_ESTIMATE_H
#define WB_LIB_SURVEY_ESTIMATE_H

#include "survey/tally.h"

/* The closed list of statuses, in the order of their table in survey.h. */
typedef enum wb_estimate_status {
    WB_ESTIMATE_OK,
    WB_ESTIMATE_EMPTY,
    WB_ESTIMATE_NO_DF,
    WB_ESTIMATE_EXTREME,
    WB_ESTIMATE_CONSTANT,
    WB_ESTIMATE_STATUSES
} wb_estimate_status;
const char *wb_estimate_status_name(wb_estimate_status status);

/* The level of intervals as options give it: 0 becomes 0.95; WB_E_ARG outside 0 to 1. */
wb_status wb_level_read(double *level, wb_error *err);

/* One row of the result; NaN where missing. */
typedef struct wb_estimate {
    double estimate, se, lower, upper, df;
    int64_t n;
    wb_estimate_status status;
} wb_estimate;

/* The sums of one domain: a moments record per stratum that has rows in it. For a share,
 * y is 1 or 0. */
typedef struct wb_domain {
    const wb_moments *strata;
    const int64_t *units; /* sampled rows of each of these strata, whatever the domain */
    int32_t n_strata;
    bool share;     /* the mean of a true-or-false outcome or of a category */
    int64_t n_ones; /* share: rows with y = 1 and w > 0 */
} wb_domain;

/* A mean (total false) or total of a domain, see survey.h for formulas and statuses. */
wb_estimate wb_estimate_domain(const wb_domain *domain, bool total, int32_t interval,
                               double level);

#endif
