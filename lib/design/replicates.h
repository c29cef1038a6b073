/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Replicates of a sample: factors by which the weights of units are multiplied, made of
 * its tree; and what replicate estimates, of these or of a user's own replicate weights,
 * say of a variance. Wolter (2007), Introduction to Variance Estimation, chapters 3 to 5.
 */
#ifndef WB_LIB_DESIGN_REPLICATES_H
#define WB_LIB_DESIGN_REPLICATES_H

#include "design/design.h"

/* The values are those of wb_replicate_type in survey.h. */
typedef enum wb_design_replicates {
    WB_DESIGN_JK1 = 1,
    WB_DESIGN_JKN = 2,
    WB_DESIGN_JK2 = 3,
    WB_DESIGN_BRR = 4,
    WB_DESIGN_FAY = 5,
    WB_DESIGN_BOOTSTRAP = 6,
    WB_DESIGN_SDR = 7,
    WB_DESIGN_OTHER = 8
} wb_design_replicates;

/* ---- from replicate estimates to a variance ---- */

/* V = scale Σ_r rscale_r (θ_r - c)(θ_r - c)ᵀ; c is the estimate of all rows (mse) or the
 * plain mean of the θ_r with rscale_r > 0. R: svrVar(). */
typedef struct wb_replication {
    int32_t n; /* replicates */
    bool mse;
    double scale;
    double *rscales; /* n, owned */
} wb_replication;

/* What a user says of his replicate weights; 0 is "not said". */
typedef struct wb_replication_options {
    int32_t type;          /* a wb_design_replicates */
    int32_t n;             /* replicates, at least 2 */
    bool mse;              /* SDR is always so: Fay & Train (1995), as the Census does */
    double scale;          /* 0: the type's own */
    double rho;            /* of FAY: at least 0 and below 1 */
    const double *rscales; /* n; 0: the type's own. NULL: all 0 */
} wb_replication_options;

/* Scales as svrepdesign() of R has them for weights that hold the factors already:
 *
 *     JK1 (n-1)/n   JKN 1, rscales must be given   JK2 1   BRR 1/n   FAY 1/(n (1-rho)²)
 *     BOOTSTRAP 1/(n-1)   SDR 4/n   OTHER must be given;   rscales 1
 *
 * JK2, BRR, FAY and SDR have no other: R ignores what is given there, here it is refused
 * unless it is the same. WB_E_ARG with a sentence; on replicate r too: err->item is "r".
 */
WB_CHECKED wb_status wb_replication_init(wb_replication *replication,
                                         const wb_replication_options *options,
                                         wb_error *err);
void wb_replication_free(wb_replication *replication);

/* Variance of one estimate by its n replicates. Replicates that are not finite (a domain
 * that is empty in them) are left out and scales stay as they are, as R does; *n_used
 * says how many were there (may be NULL). NaN when none of them is finite; 0 for n = 0.
 */
double wb_replication_variance(const wb_replication *replication, const double *values,
                               double estimate, int32_t *n_used);

/* The k x k covariances, row-major, of estimates of which values[j] are the replicates.
 * Left out are replicates in which any of the k is not finite, as R does: with such ones
 * the diagonal may differ from wb_replication_variance(). */
WB_CHECKED wb_status wb_replication_covariance(const wb_replication *replication,
                                               const double *const *values,
                                               const double *estimates, size_t k,
                                               double *covariance, int32_t *n_used,
                                               wb_error *err);
/* The same, but of every two left out are those in which one of the two is not finite:
 * the diagonal is that of wb_replication_variance(), whatever other estimates there are.
 */
WB_CHECKED wb_status wb_replication_covariance_by_pair(const wb_replication *replication,
                                                       const double *const *values,
                                                       const double *estimates, size_t k,
                                                       double *covariance, wb_error *err);

/* ---- making replicates ---- */

typedef struct wb_replicates_options {
    int32_t type;   /* JK1, JKN, BRR, FAY or BOOTSTRAP */
    int32_t n;      /* of BOOTSTRAP, at least 2; else 0 */
    int32_t lonely; /* a wb_design_lonely; see wb_replicates_new() */
    bool mse;
    bool ultimate_cluster; /* BOOTSTRAP: the first stage alone, as all others */
    double rho;            /* of FAY: at least 0 and below 1 */
    uint64_t seed;         /* of BOOTSTRAP */
} wb_replicates_options;

/* Opaque; may be shared by threads. */
typedef struct wb_replicates wb_replicates;

/* Factors of the n units of a stratum (h of them), f their sampled share; 1 where nothing
 * is said. Strata with f = 1 are left as they are, of any type.
 *
 * JK1, JKN. A replicate per unit i, by rank: i 0, others of its stratum n/(n-1). JK1 has
 *   one stratum and scale (1 - f)(n-1)/n; JKN rscales (1 - f)(n-1)/n. R: jk1weights(),
 *   jknweights().
 * BRR, FAY (rho 0 is BRR). Two units per stratum; those of the stratum of rank h, counted
 *   from 1 among those that are not a census, get 1 ± (1-rho) H_hr. H is a Hadamard
 *   matrix of the least order above the number of strata that Sylvester's and Paley's
 *   constructions give (hadamard.h), its rows multiplied so that row 0 is constant: full
 *   orthogonal balance. f is not used, as in R. R: brrweights().
 * BOOTSTRAP. n-1 draws with replacement, unit i drawn m_i times:
 *
 *       b_i = 1 + √(1-f) (n/(n-1) m_i - 1)
 *
 *   Rao & Wu (1988), JASA 83, 231-241; Rao, Wu & Yue (1992), Survey Methodology 18,
 *   209-217; with f = 0 R's "subbootstrap", scale 1/(n-1). At later stages that count,
 *   g the product of the f above: 1 + √(g/(2-g)) (b - 1), multiplied by the factor of
 *   the unit above: Beaumont & Émond (2022), Stats 5, 339-357. As E(factor above²) =
 *   2 - g, the stage adds g Σ V to the variance of a total, as it should. No factor is
 *   negative.
 *
 * Lonely strata. FAIL: refused. CERTAINTY: left as they are. COLLAPSE: joined as
 * wb_design_new() does, but then BRR finds three units where it needs two, unless two
 * lonely ones met. AVERAGE, JKN only: left as they are, scale is (units) / (replicates),
 * census left out. CENTRE, JKN only: a replicate in which the unit has 0 and all others
 * H/(H-1), H the number of strata, rscale (H-1)/H. Both as jknweights().
 *
 * The generator. With G = 0x9E3779B97F4A7C15 and mix() the finaliser of SplitMix64
 * (Steele, Lea & Flood 2014, OOPSLA) on unsigned 64 bits:
 *
 *     mix(x): x ^= x >> 30; x *= 0xBF58476D1CE4E5B9;
 *             x ^= x >> 27; x *= 0x94D049BB133111EB; x ^= x >> 31
 *     key(stage s from 1, parent of rank k from 0, replicate r from 0)
 *             = mix(mix(mix(mix(seed) + s G) + (k+1) G) + (r+1) G)
 *     word j from 1 = mix(key + j G)
 *
 * n at most 65536: a word is two draws, of its high and then its low 32 bits u: unit
 * floor(u n / 2^32) in order of rank; else a word w is one draw, floor(w n / 2^64). Whole
 * numbers throughout: the same replicates on every machine and with any number of
 * threads; a later version that draws otherwise says so in the change log. A parent's
 * rank is that of the first it was joined with.
 *
 * The tree must outlive the replicates. WB_E_ARG: an option; WB_E_DESIGN: *stratum (may
 * be NULL) does not fit the type, or is lonely; of later stages *stratum is the unit
 * above and *stage (may be NULL) is above 0; WB_E_UNSUPPORTED: the policy with this type.
 */
WB_CHECKED wb_status wb_replicates_new(const wb_tree *tree,
                                       const wb_replicates_options *options,
                                       wb_replicates **out, int32_t *stratum,
                                       size_t *stage, wb_error *err);
void wb_replicates_free(wb_replicates *replicates);

/* How many there are, and their scales; lives as long as the replicates. */
const wb_replication *wb_replicates_replication(const wb_replicates *replicates);

/* The factors of replicate r (from 0), one per unit of the last stage. */
WB_CHECKED wb_status wb_replicates_factors(const wb_replicates *replicates, int32_t r,
                                           double *factors, wb_error *err);

/* Whether a factor is base + step (times drawn) with a base and a step per unit, so that
 * times drawn, which take an eighth of the room, say all: a bootstrap of one stage. */
bool wb_replicates_are_draws(const wb_replicates *replicates);
/* Of such ones: base and step of every unit, and the times drawn in replicate r. n - 1
 * draws from n units take one of them more than 255 times with a chance below n/256!,
 * which is under 1e-497 for any int32 n. */
void wb_replicates_lots(const wb_replicates *replicates, double *base, double *step);
WB_CHECKED wb_status wb_replicates_draws(const wb_replicates *replicates, int32_t r,
                                         uint8_t *draws, wb_error *err);

#endif
