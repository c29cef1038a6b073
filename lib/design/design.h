/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The sample as a tree of units, and the covariance of estimated totals under it.
 * No rows, no names: whoever calls says in an error which stratum is meant. */
#ifndef WB_LIB_DESIGN_H
#define WB_LIB_DESIGN_H

#include "base/base.h"

/* One stage of sampling. The units of the first stage have a stratum as parent, those of
 * another stage a unit of the stage before. */
typedef struct wb_stage {
    int32_t n_units;
    const int32_t *parents;  /* per unit */
    int32_t n_parents;       /* strata, or units of the stage before */
    const double *fractions; /* per parent: sampled share of its units, above 0 and at most
                                1; 0: drawn with replacement. NULL: all 0 */
} wb_stage;

typedef struct wb_tree {
    const wb_stage *stages; /* all are of the sample: also units without rows in a domain */
    size_t n_stages;        /* at least one */
    const int32_t *strata;  /* per rank the stratum: their order by key, for collapsing */
    const int32_t *units;   /* first stage: per rank the unit, by stratum rank and key */
} wb_tree;

/* What is done with a stratum (or unit) of which one unit was sampled, and not all. The
 * values are those of wb_lonely in survey.h. */
typedef struct wb_variance_options {
    int32_t lonely;          /* a wb_lonely */
    bool lonely_in_domain;   /* a stratum with one unit in the domain is lonely too */
    bool ultimate_cluster;   /* the first stage alone */
} wb_variance_options;

/* Totals per unit of the last stage of something linear: sparse, units ascending. */
typedef struct wb_variate {
    const int32_t *units;
    const double *values;
    int32_t n;
} wb_variate;

/* A tree made ready: children sorted, strata collapsed, lonely ones known. Opaque. */
typedef struct wb_design wb_design;

/* The tree must outlive the design. WB_E_DESIGN: a lonely stratum and the policy is fail:
 * *lonely is that stratum (stage 0) or unit (of stage lonely_stage - 1). */
wb_status wb_design_new(const wb_tree *tree, const wb_variance_options *options,
                        wb_design **out, int32_t *lonely, size_t *lonely_stage,
                        wb_error *err);
void wb_design_free(wb_design *design);

/* Variance of the total of one variate; the hot path. `touched`: units of the last stage
 * that belong to the domain (for lonely_in_domain), or NULL: those of the variate. */
wb_status wb_design_variance(const wb_design *design, const wb_variate *variate,
                             double *variance, wb_error *err);

/* The n x n covariances of the totals of n variates, row-major. */
wb_status wb_design_covariance(const wb_design *design, const wb_variate *variates,
                               size_t n, double *covariance, wb_error *err);

/* First-stage units less strata (collapsed ones as one) among the last-stage units given,
 * ascending and without doubles. */
wb_status wb_design_df(const wb_design *design, const int32_t *units, int32_t n,
                       double *df, wb_error *err);

#endif
