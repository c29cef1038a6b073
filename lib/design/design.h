/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The sample as a tree of units, and the covariance of estimated totals under it.
 * No rows, no names: whoever calls says in an error which stratum is meant.
 *
 * With n sampled units i of a parent (a stratum, or a unit of the stage before), z_i the
 * weighted totals of what is below them, z̄ = Σ z_i / n and f the sampled share,
 *
 *     V(parent) = (1 - f) n/(n-1) Σ (z_i - z̄)² + f Σ V(i),    V = Σ_strata V(stratum):
 *
 * Särndal, Swensson & Wretman (1992), Model Assisted Survey Sampling, 4.3; what
 * svyrecvar() of R survey computes. Written out, each stage adds Σ_parents g Σ (z_i - z̄)²
 * with g = (product of the f above) (1 - f) n/(n-1), so there is no recursion. A fraction
 * within 1e-7 of 1 is 1 (as in R): such a parent adds nothing and is not lonely. Where a
 * fraction is 0, the stages below add nothing. Units outside a domain have z = 0 and stay
 * in n.
 *
 * Deviations are taken before they are squared, totals are added in twice the precision.
 */
#ifndef WB_LIB_DESIGN_H
#define WB_LIB_DESIGN_H

#include "base/base.h"

/* A sampled share from here on is 1: all units are in the sample. */
#define WB_DESIGN_CENSUS (1 - 1e-7)

/* One stage of sampling. The units of the first stage have a stratum as parent, those of
 * another stage a unit of the stage before. */
typedef struct wb_stage {
    int32_t n_units;
    const int32_t *parents;  /* per unit */
    int32_t n_parents;       /* strata, or units of the stage before */
    const double *fractions; /* per parent: sampled share of its units, above 0 and at
                                most 1; 0: drawn with replacement. NULL: all 0 */
} wb_stage;

typedef struct wb_tree {
    const wb_stage
        *stages;     /* all are of the sample: also units without rows in a domain */
    size_t n_stages; /* at least one */
    const int32_t *strata; /* per rank the stratum: their order by key, for collapsing and
                              the generator of replicates. NULL: by number */
    const int32_t *units;  /* first stage: per rank the unit, by stratum rank and key.
                              NULL: by stratum rank and number. Units of later stages are
                              taken by number */
} wb_tree;

/* What is done with a lonely parent: n = 1 and f < 1, where it would count. The values
 * are those of wb_lonely in survey.h. A family: all strata; at a later stage the parents
 * that have the same parent (or parents that were collapsed), so siblings. */
typedef enum wb_design_lonely {
    /* Refused. */
    WB_DESIGN_FAIL = 0,
    /* The parent adds nothing at this stage; its f Σ V(i) remains. R: "certainty",
     * "remove". */
    WB_DESIGN_CERTAINTY = 1,
    /* (1 - f) (z_i - M)², M the mean over all units of the family's parents, counting
     * those with units in the domain. At the first stage R 4.5 "adjust" (4.1 has M = 0,
     * right only for what sums to 0); at later stages R has the parent's own mean, so 0.
     */
    WB_DESIGN_CENTRE = 2,
    /* Adds nothing, and what the family adds at this stage is multiplied by (parents) /
     * (parents not lonely), counting those with units in the domain. R: "average"; NaN as
     * there when none of the strata of a domain counts. At later stages, where R gives
     * NaN for each lonely parent, a family in which none counts adds nothing. */
    WB_DESIGN_AVERAGE = 3,
    /* Parents of a family in their order (see wb_tree), without those with f = 1: a
     * lonely one is joined by the next, until there are two units; a last lonely one
     * joins the one before. Joined parents are one parent in everything, n and N = n/f
     * added up. Fails when there is nothing to join.
     */
    WB_DESIGN_COLLAPSE = 4
} wb_design_lonely;

typedef struct wb_variance_options {
    int32_t lonely; /* a wb_design_lonely */
    /* A parent with n > 1 and f < 1 of which one unit has a leaf in the domain is lonely
     * too, as with R's survey.adjust.domain.lonely: under CENTRE it is n/(n-1) (1 - f)
     * ((z_i - M)² + (n - 1) M²); under AVERAGE it does not count; under COLLAPSE it is
     * joined with others that have units in the domain (later stages keep their f). Under
     * FAIL and CERTAINTY it stays as it is, as in R, where it is a warning. */
    bool lonely_in_domain;
    bool ultimate_cluster; /* the first stage alone */
} wb_variance_options;

/* Totals per unit of the last stage (leaf) of something linear: sparse, units ascending,
 * each once. Its units are its domain: a unit in the domain with total 0 is among them.
 */
typedef struct wb_variate {
    const int32_t *units;
    const double *values;
    int32_t n;
} wb_variate;

/* A tree made ready: strata collapsed, lonely ones known. Opaque; may be shared by
 * threads. */
typedef struct wb_design wb_design;

/* The tree must outlive the design. WB_E_DESIGN: a parent is lonely and the policy is
 * fail, or nothing can take its place (average, collapse): *lonely is that stratum (of
 * stage 0) or unit (of stage *lonely_stage - 1). Both may be NULL. WB_E_ARG: no such
 * policy. */
WB_CHECKED wb_status wb_design_new(const wb_tree *tree,
                                   const wb_variance_options *options, wb_design **out,
                                   int32_t *lonely, size_t *lonely_stage, wb_error *err);
void wb_design_free(wb_design *design);

/* Variance of the total of one variate; the hot path. */
WB_CHECKED wb_status wb_design_variance(const wb_design *design,
                                        const wb_variate *variate, double *variance,
                                        wb_error *err);

/* The n x n covariances of the totals of n variates, row-major; the diagonal is that of
 * wb_design_variance(), up to rounding. Policies act on each variate by its own domain:
 * each has a deviation e per unit (√g (z - centre)) and the covariance is Σ e e', so the
 * matrix is never indefinite. */
WB_CHECKED wb_status wb_design_covariance(const wb_design *design,
                                          const wb_variate *variates, size_t n,
                                          double *covariance, wb_error *err);

/* First-stage units less strata (collapsed ones as one, also those that are collapsed in
 * the domain) among the last-stage units given, ascending and without doubles. R: degf()
 * of a subset. */
WB_CHECKED wb_status wb_design_df(const wb_design *design, const int32_t *units,
                                  int32_t n, double *df, wb_error *err);

#endif
