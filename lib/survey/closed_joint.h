/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* How totals of many numbers over closed rows vary together, when their products are not
 * kept by stratum: each product is multiplied by the factor of its stratum as the row
 * comes in, so that one matrix says all, beside the totals per stratum. The factors take
 * the whole design, so the rows are read again once it is known. */
#ifndef WB_LIB_SURVEY_CLOSED_JOINT_H
#define WB_LIB_SURVEY_CLOSED_JOINT_H

#include "survey/closed.h"

typedef struct wb_closed_joint {
    size_t k;                /* numbers */
    const int64_t *counts;   /* per stratum: rows of the domain with a positive weight */
    const wb_pair *totals;   /* [stratum * k]: Σ z */
    const wb_pair *products; /* k x k: Σ factor z z' */
} wb_closed_joint;

/* The factor of every stratum, for a domain that has these counts in them. */
wb_status wb_closed_joint_factors(const wb_sample *sample, const int64_t *counts,
                                  double *factors, wb_error *err);

/* The k x k covariances, as wb_closed_covariance() would find them. */
wb_status wb_closed_joint_covariance(const wb_sample *sample,
                                     const wb_closed_joint *joint, double *covariance,
                                     wb_error *err);

#endif
