/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* One domain - a cell, an outcome and perhaps a category - gathered from what was kept,
 * and the estimate of it. */
#ifndef WB_LIB_SURVEY_DOMAIN_H
#define WB_LIB_SURVEY_DOMAIN_H

#include "survey/estimate.h"
#include "survey/estimator.h"
#include "survey/sample.h"

/* Sums of a domain by part: strata of closed units (terms and products, see state.h),
 * open units, or replicates (0: the weights themselves). Parts ascend by id. Of ordered
 * clusters a part counts these, of others rows. */
typedef struct wb_domain {
    int32_t n_terms;
    bool share; /* a true-or-false outcome or a category */
    wb_pair totals[WB_PAIR_TERMS];
    int64_t n;      /* rows with positive weight and observed outcome */
    int64_t n_ones; /* share: those of them that count */
    int32_t n_parts;
    int32_t stride; /* sums per part */
    int32_t *ids;
    wb_pair *sums;
    int64_t *counts; /* with positive weight and observed outcome, per part */
    const struct wb_domain *cross; /* calibrated weights: the same domain's Σ d x_j y, its
                                      parts are the variables j; else NULL */
} wb_domain;

/* What a domain is worked on in; of one thread. */
typedef struct wb_closed_sum {
    wb_pair total;   /* Σ z */
    wb_pair squares; /* Σ z² */
    double size;     /* of what cancels in Σ z² */
    int64_t n;       /* rows with positive weight */
} wb_closed_sum;

/* Quantiles of t that were found: cells and outcomes have many degrees of freedom in
 * common. */
enum { WB_DESK_QUANTILES = 2048 };
typedef struct wb_known_t {
    double df; /* 0: none */
    double t;
} wb_known_t;

typedef struct wb_desk {
    wb_closed_sum *strata; /* all 0 between calls */
    int32_t *places;       /* strata in use */
    int32_t *units;        /* of a variate, or those that count for df */
    int32_t *counted;      /* of the last domain whose df were found */
    int32_t n_counted;
    double counted_df;
    double *values;
    double *replicates; /* an estimate per replicate */
    double *rounded;    /* sums of a domain's parts */
    double *factors;    /* of one made replicate */
    wb_known_t *known;  /* [WB_DESK_QUANTILES], by degrees of freedom */
    double z;           /* the quantile without limit of df, at the sample's level */
} wb_desk;

/* n_parts: the most parts a domain has. Free it also after a failure. */
wb_status wb_desk_init(wb_desk *desk, const wb_sample *sample, int32_t n_parts,
                       wb_error *err);
void wb_desk_free(wb_desk *desk);

/* The estimate of a domain: value, se, df, interval, design effect, status. `linear` gets
 * the gradient where it is defined (status not empty or undefined). */
wb_status wb_domain_estimate(const wb_sample *sample, const wb_domain *domain,
                             int32_t statistic, wb_desk *desk, wb_estimate *out,
                             wb_linear *linear, wb_error *err);

/* The linearised variance of what has this gradient; replicates are the caller's. */
wb_status wb_domain_variance(const wb_sample *sample, const wb_domain *domain,
                             const wb_linear *linear, wb_desk *desk, double *variance,
                             wb_error *err);

/* Totals of the influence per open unit that counts in the domain: units and values of
 * `desk` are filled. With calibrated weights those of its residuals, which every unit
 * has. */
wb_variate wb_domain_influence(const wb_sample *sample, const wb_domain *domain,
                               const wb_linear *linear, wb_desk *desk);

/* An estimate per replicate into values[0..R-1], NaN where it is not defined. */
wb_status wb_domain_replicates(const wb_sample *sample, const wb_domain *domain,
                               int32_t statistic, wb_desk *desk, double *values,
                               wb_error *err);

/* First-stage units less strata among those of the domain that count. */
wb_status wb_domain_df(const wb_sample *sample, const wb_domain *domain, wb_desk *desk,
                       double *df, wb_error *err);

#endif
