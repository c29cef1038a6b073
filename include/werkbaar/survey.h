/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/**
 * @file survey.h
 * @brief Design-based estimates with honest standard errors, from one pass over the rows.
 *
 * A wb_spec fixes, before the first row, the sampling design (weights, strata, clusters in
 * stages, fpc; or replicate weights), what to estimate and for which groups. A wb_tally takes rows in any chunks and keeps only what
 * the estimates need; tallies of one spec made on different parts of the rows merge. Only
 * wb_tally_estimate() decides anything: no part knows the whole sample.
 *
 * Missing values. An outcome that is missing makes the row a non-member of that outcome's
 * domain: the row stays in the design with zero contribution. A missing value in a
 * breakdown column puts the row in none of its cells. A missing weight, stratum, cluster or
 * fpc is an error. A value inside a missing range that its column declares is missing in all this.
 * Every estimate is a domain estimate, so n_h counts all sampled units of a stratum.
 *
 * Variance by linearisation. Row i of domain D has the influence, with r_i = 1 when the
 * outcome is observed and the sums Ŵ, ȳ, X̂ over D,
 *
 *     mean, proportion  w_i r_i (y_i - ȳ) / Ŵ        total  w_i r_i y_i
 *     ratio Y/X = θ     w_i r_i (y_i - θ x_i) / X̂
 *     variance          w_i r_i n/(n-1) ((y_i - ȳ)² - m) / Ŵ, m the mean square; covariance
 *                       alike; a correlation by the delta method from all three
 *
 * and 0 outside D. With u the totals of these per sampled unit of the first stage (a row,
 * without clusters), f_h the sampled fraction of stratum h, and V_i the same within unit i,
 *
 *     V = Σ_h [(1 - f_h) n_h/(n_h-1) Σ_{i in h} (u_i - ū_h)² + f_h Σ_{i in h} V_i].
 *
 * Särndal, Swensson & Wretman (1992), Model Assisted Survey Sampling, sections 4.3, 5.5-5.7
 * and 10.3; Binder (1983), Int. Stat. Rev. 51, 279-292. Variance by replicates is at
 * wb_spec_set_replicates(); after calibration, at wb_spec_set_initial_weights().
 *
 * Waves. Waves that were sampled on their own are strata of one design (the wave is a
 * stratum column), or tallies of their own (wb_estimates_change). Waves that share units -
 * a panel of people, or the same schools - are one sample of those units: the person or
 * school is the cluster, the wave is a breakdown column and no stratum, and differences
 * between waves know how they vary together (wb_tally_pairs in infer.h).
 *
 * The variance of closed rows takes squares of w y: where all are below 1e-150 or so they
 * vanish, and se is 0.
 *
 * A raw tally is as confidential as the answers it was made of; its file says so.
 */
#ifndef WERKBAAR_SURVEY_H
#define WERKBAAR_SURVEY_H

#include <werkbaar/frame.h>

WB_BEGIN_DECLS

/** What can be estimated. Values are pinned. */
typedef enum wb_statistic {
    WB_STATISTIC_MEAN = 1,      /**< Σ w y / Σ w of a numeric or bool column */
    WB_STATISTIC_TOTAL = 2,     /**< Σ w y of a numeric or bool column */
    WB_STATISTIC_PROPORTION = 3, /**< share of every category of a text, dictionary, bool,
                                      date or whole-number column */
    WB_STATISTIC_RATIO = 4,      /**< Σ w y / Σ w x over rows where both are observed */
    WB_STATISTIC_VARIANCE = 5,   /**< n/(n-1) Σ w (y - ȳ)² / Σ w, n rows with w > 0 */
    WB_STATISTIC_COVARIANCE = 6, /**< n/(n-1) Σ w (x - x̄)(y - ȳ) / Σ w, both observed */
    WB_STATISTIC_CORRELATION = 7, /**< covariance over the root of both variances */
    WB_STATISTIC_QUANTILE = 8,    /**< see wb_spec_add_quantile() */
    WB_STATISTIC_RANK = 9         /**< see wb_spec_add_rank() */
} wb_statistic;

/**
 * How the interval of a proportion is made; other estimates have Wald intervals. Values are
 * pinned.
 *
 * With p and se the estimate and its standard error, n the rows with positive weight and an
 * observed outcome, t the quantile of t(df) at (1 + level)/2 and z the normal one, n_eff =
 * p(1-p)/se² (the size of a simple random sample with the same se) and n* = n_eff
 * (t(n-1)/t(df))²:
 *
 * | method        | bounds                                                              |
 * |---------------|---------------------------------------------------------------------|
 * | logit         | expit(logit p ± t se/(p(1-p))); R survey's `xlogit`                 |
 * | wald          | p ± t se, not cut at 0 or 1                                         |
 * | wilson        | (p + t²/2n_eff ± t √(p(1-p)/n_eff + t²/4n_eff²)) / (1 + t²/n_eff)   |
 * | beta          | Clopper-Pearson's with n*, after Korn & Graubard: quantiles         |
 * |               | (1-level)/2 of Beta(n*p, n*(1-p)+1) and (1+level)/2 of Beta(n*p+1,  |
 * |               | n*(1-p)); R survey's `beta`, "exact" elsewhere                      |
 * | likelihood    | all q with 2(p log(p/q) + (1-p) log((1-p)/(1-q))) <= t² n/((n-1)    |
 * |               | n_eff): the deviance scaled by its design effect (Rao & Scott); what|
 * |               | R survey's `likelihood` interpolates, solved                        |
 * | asin          | sin²(asin √p ± t/(2√n_eff)), the angle cut at 0 and π/2             |
 * | agresti_coull | m ± t √(m(1-m)/(n_eff+t²)), m = (n_eff p + t²/2)/(n_eff+t²), cut at |
 * |               | 0 and 1                                                             |
 * | jeffreys      | quantiles of Beta(n*p + 1/2, n*(1-p) + 1/2)                         |
 *
 * Wilson and Agresti-Coull with t and n_eff are what they are with z and the effective size
 * n_eff (z/t)² of Dean & Pagano; SAS SURVEYFREQ takes z and n*. Beta and Jeffreys take n*, as
 * SAS documents. n_eff is not cut at n: a stratified sample may be worth more than a simple
 * random one of its size (so in R; SAS cuts unless told not to).
 *
 * The edges; the first row that holds:
 *
 * | case                              | status   | wald | logit | the six others         |
 * |-----------------------------------|----------|------|-------|------------------------|
 * | n = 0                             | empty    | none | none  | none                   |
 * | df <= 0                           | no_df    | none | none  | none                   |
 * | none or all of the n rows count:  | extreme  | p, p | none  | p, and the other bound |
 * | p is 0 or 1                       |          |      |       | with n_eff = n* = n    |
 * | se = 0, 0 < p < 1                 | constant | p, p | p, p  | p, p                   |
 * | n_eff > n                         | ok       | yes  | yes   | yes, n_eff as it is    |
 * | otherwise                         | ok       | yes  | yes   | yes                    |
 *
 * At p = 0 or 1 the sample does not show its design effect, and 1 is taken, as the NCHS do:
 * at 0 beta gives [0, 1 - ((1-level)/2)^(1/n)], wilson [0, t²/(n+t²)], likelihood
 * [0, 1 - exp(-t²/2n)], asin [0, sin²(t/2√n)]. A clustered sample knows less than that.
 *
 * Brown, Cai & DasGupta (2001), Statist. Sci. 16, 101-133; Korn & Graubard (1998), Survey
 * Methodology 24, 193-201; Dean & Pagano (2015), J. Surv. Stat. Methodol. 3, 484-503; Rao &
 * Scott (1984), Ann. Statist. 12, 46-60; SAS/STAT User's Guide, SURVEYFREQ, "Confidence
 * Limits for Proportions".
 */
typedef enum wb_interval {
    WB_INTERVAL_LOGIT = 0,         /**< the default */
    WB_INTERVAL_WALD = 1,          /**< of everything that is no proportion */
    WB_INTERVAL_WILSON = 2,        /**< score */
    WB_INTERVAL_BETA = 3,          /**< Korn-Graubard */
    WB_INTERVAL_LIKELIHOOD = 4,    /**< Rao-Scott */
    WB_INTERVAL_ASIN = 5,          /**< arcsine square root */
    WB_INTERVAL_AGRESTI_COULL = 6, /**< adjusted Wald */
    WB_INTERVAL_JEFFREYS = 7       /**< Bayes with Beta(1/2, 1/2) before */
} wb_interval;

/**
 * @par Flags of precision
 * How far an estimate can be trusted, after stated rules; the first flag that holds.
 *
 * Proportions, and means of bool columns: the presentation standards of the US National
 * Center for Health Statistics (Parker et al. 2017, Vital and Health Statistics 2(175)).
 * W is the width of the 95 % `beta` interval with n* at most n, whatever interval was asked
 * for:
 *
 * | flag                      | when                                                     |
 * |---------------------------|----------------------------------------------------------|
 * | `none`                    | nothing to judge: n = 0, df <= 0 or no se                |
 * | `suppress_n`              | n < 30 or n_eff < 30                                     |
 * | `suppress_width`          | W >= 0.30                                                |
 * | `suppress_relative_width` | W > 0.05 and W > 1.30 p                                  |
 * | `review_events`           | p is 0 or 1 by the rows that count                       |
 * | `review_df`               | df < 8                                                   |
 * | `complement`              | W > 0.05 and W > 1.30 (1-p): show p, not 1-p             |
 * | `ok`                      | otherwise                                                |
 *
 * Other estimates: the coefficient of variation cv = se/|estimate| against the limits in
 * Statistics Canada's release guidelines (Canadian Community Health Survey, user guide):
 *
 * | flag          | when                                                                 |
 * |---------------|----------------------------------------------------------------------|
 * | `none`        | n = 0, df <= 0 or no se                                              |
 * | `suppress_n`  | n < 30                                                               |
 * | `suppress_cv` | cv > 33.3 %, or estimate 0 and se > 0                                |
 * | `caution_cv`  | cv > 16.5 %                                                          |
 * | `ok`          | otherwise                                                            |
 */

/** When the totals of a sampling unit are complete. Values are pinned. */
typedef enum wb_units {
    WB_UNITS_AUTO = 0,   /**< rows close at once; clusters stay open to the end */
    WB_UNITS_OPEN = 1,   /**< rows stay open too: for made replicates, and for covariances
                              between outcomes. Memory grows with the rows */
    WB_UNITS_ORDERED = 2 /**< the rows of a cluster follow each other: it closes when the next
                              begins, and its key is all that is kept of it. Estimates are
                              the same, faster and in less memory. What compares groups or
                              outcomes that have clusters in common needs clusters that are
                              open, as do made replicates and WB_LONELY_COLLAPSE within
                              domains: WB_E_UNSUPPORTED. WB_E_DATA of wb_tally_update() and
                              wb_tally_update_source() when a cluster comes back after
                              another began. The first and the last of a tally stay open:
                              tallies that merge may share these, and rows after a merge or
                              after a file was read may go on with one; WB_E_CONFLICT of
                              wb_tally_merge() when they share others. One stage of
                              clusters */
} wb_units;

/** What replicate weights are. Values are pinned. */
typedef enum wb_replicate_type {
    WB_REPLICATE_NONE = 0,
    WB_REPLICATE_JK1 = 1,       /**< jackknife without strata: scale (R-1)/R */
    WB_REPLICATE_JKN = 2,       /**< stratified jackknife: rscales (n_h-1)/n_h, to be given */
    WB_REPLICATE_JK2 = 3,       /**< one of two per pair of units: scale 1 */
    WB_REPLICATE_BRR = 4,       /**< balanced half-samples: scale 1/R */
    WB_REPLICATE_FAY = 5,       /**< BRR with factors rho and 2-rho: 1/(R (1-rho)²) */
    WB_REPLICATE_BOOTSTRAP = 6, /**< scale 1/(R-1) */
    WB_REPLICATE_SDR = 7,       /**< successive differences: scale 4/R, mse */
    WB_REPLICATE_OTHER = 8      /**< scale to be given */
} wb_replicate_type;

/** The sample a design effect compares with. Values are pinned. */
typedef enum wb_design_effect {
    WB_DEFF_NONE = 0,
    WB_DEFF_WOR = 1, /**< simple random, without replacement: (1 - n/Σw) s²/n */
    WB_DEFF_WR = 2   /**< simple random, with replacement: s²/n */
} wb_design_effect;

/** What is done with a stratum of which one unit was sampled (and not all units are in the
 * sample: a stratum with fraction 1 adds nothing and is not lonely). Values are pinned. */
typedef enum wb_lonely {
    WB_LONELY_FAIL = 0,      /**< WB_E_DESIGN, naming the stratum */
    WB_LONELY_CERTAINTY = 1, /**< it adds nothing */
    WB_LONELY_CENTRE = 2,    /**< around the mean of all units instead of the stratum's: of those
                                  in the strata that the domain has rows in */
    WB_LONELY_AVERAGE = 3,   /**< the average of the other strata that the domain has rows in; one of
                                  which all units were taken counts with the 0 that it adds */
    WB_LONELY_COLLAPSE = 4   /**< it joins the next stratum in the order of keys, the last
                                  one the one before it */
} wb_lonely;

/** Which value a quantile is, where F(y) = Σ w 1(y_i <= y) / Σ w. Values are pinned. Weights
 * are decimals whose sums are rounded: F(y) and p count as equal within 2^-46. */
typedef enum wb_quantile_rule {
    WB_QUANTILE_MATH = 0,   /**< inf{y: F(y) >= p}, the inverse of F */
    WB_QUANTILE_SCHOOL = 1, /**< the same, and halfway to the next value when F(y) = p */
    WB_QUANTILE_HF7 = 2     /**< linear between C(k-1)/C(n-1), with C(k) the Σ w of the k
                                 least values: with equal weights the seventh definition of
                                 Hyndman & Fan (1996), Am. Stat. 50, 361-365. Rows with the
                                 same value share its weight evenly */
} wb_quantile_rule;

/** What is made of the estimated population rank of a value as a share r of the population,
 * r = (F(y-) + F(y)) / 2. Values are pinned. */
typedef enum wb_rank_score {
    WB_RANK_WILCOXON = 0,        /**< r; with more than two groups, Kruskal-Wallis */
    WB_RANK_VAN_DER_WAERDEN = 1, /**< the standard normal quantile of r */
    WB_RANK_MEDIAN = 2           /**< 1 when r > 1/2, else 0: Mood's test */
} wb_rank_score;

/** @name The specification
 * @{ */

/** Design, estimands and breakdowns of one pass. Opaque. */
typedef struct wb_spec wb_spec;

/** An empty specification: no weights (all 1), one stratum, no estimands. */
WB_API WB_CHECKED wb_status wb_spec_new(wb_spec **out, wb_error *err);
/** Free a specification. */
WB_API void wb_spec_free(wb_spec *spec);

/**
 * Name the column of weights (inverse inclusion probabilities): finite, at least 0, at most
 * 1e50, not all 0. NULL: no weights.
 */
WB_API WB_CHECKED wb_status wb_spec_set_weights(wb_spec *spec, const char *column,
                                                wb_error *err);

/**
 * Add a column that identifies strata; the strata are the combinations of all of them. A
 * wave that was sampled on its own is a stratum column too. Text, dictionary, bool, date or
 * whole numbers.
 * @return WB_OK, WB_E_ARG (already there), WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_spec_add_stratum(wb_spec *spec, const char *column,
                                                wb_error *err);

/**
 * Add a stage of clusters: the column that identifies its units, the first stage (the
 * primary sampling units, PSUs) first. Ids of a later stage count within the unit of the
 * stage before it. Text, dictionary, bool, date or whole numbers; missing is an error.
 * Without clusters the rows are the sampling units.
 */
WB_API WB_CHECKED wb_status wb_spec_add_cluster(wb_spec *spec, const char *column,
                                                wb_error *err);

/**
 * Add the finite population correction of a stage, the first stage first: a column with the
 * number of units in the population (of the stratum; of the unit of the stage before) or,
 * when all values of the column are at most 1, the sampled fraction. It is constant within
 * the stratum or unit. A stage without one is drawn with replacement, and so is all
 * after it. Without clusters one column may be given, for the rows.
 */
WB_API WB_CHECKED wb_status wb_spec_add_fpc(wb_spec *spec, const char *column,
                                            wb_error *err);

/**
 * Say whether ids of the first stage count within the stratum (1) or everywhere (0, as at
 * first: a PSU whose id is seen in two strata is an error that names all three).
 */
WB_API WB_CHECKED wb_status wb_spec_set_nested(wb_spec *spec, int32_t nested,
                                               wb_error *err);

/** When units close: a wb_units. */
WB_API WB_CHECKED wb_status wb_spec_set_units(wb_spec *spec, int32_t units,
                                              wb_error *err);

/** Ask for design effects: a wb_design_effect. They need Σ w y² besides. */
WB_API WB_CHECKED wb_status wb_spec_set_design_effect(wb_spec *spec,
                                                      int32_t design_effect,
                                                      wb_error *err);

/** What replicate weights are. Start from WB_REPLICATE_OPTIONS_INIT. */
typedef struct wb_replicate_options {
    uint32_t struct_size; /**< sizeof(wb_replicate_options) */
    uint32_t reserved;    /**< zero */
    int32_t type;         /**< a wb_replicate_type */
    int32_t mse;          /**< 1: differences from the estimate of all rows; 0: from the mean
                               of the replicates (sdr is always 1) */
    double scale;         /**< 0: the type's own */
    double rho;           /**< of fay: at least 0 and below 1 */
} wb_replicate_options;

/** A wb_replicate_options in which nothing is chosen. */
#define WB_REPLICATE_OPTIONS_INIT {sizeof(wb_replicate_options), 0, 0, 0, 0, 0}

/**
 * Say what the replicate weights are that wb_spec_add_replicate() names. They carry the
 * whole design: strata, clusters and fpc do not go with them.
 * V = scale Σ_r rscale_r (θ_r - c)², c by `mse`. Wolter (2007), Introduction to Variance
 * Estimation, chapters 3-5.
 */
WB_API WB_CHECKED wb_status wb_spec_set_replicates(wb_spec *spec,
                                                   const wb_replicate_options *options,
                                                   wb_error *err);

/**
 * Add a column of replicate weights: finite, as wb_spec_set_weights() has them.
 * @param rscale its own scale; 0: the type's (1; for jkn it must be given).
 */
WB_API WB_CHECKED wb_status wb_spec_add_replicate(wb_spec *spec, const char *column,
                                                  double rscale, wb_error *err);

/**
 * Say that the weights were calibrated, and name the column of the weights before. With the
 * margins and auxiliaries they were calibrated to, the variance is that of the residuals
 * w (z - x'B), B of the regression of z on x by the weights before. Deville & Särndal
 * (1992), JASA 87, 376-382. NULL: not calibrated.
 */
WB_API WB_CHECKED wb_status wb_spec_set_initial_weights(wb_spec *spec, const char *column,
                                                        wb_error *err);

/**
 * Add a margin the weights were calibrated to: its categories are the combinations of the
 * values of the columns; no columns: the sum of the weights. Post-strata are one margin.
 * Rows whose weight is 0, and was 0 before, may miss it; of others missing is an error.
 */
WB_API WB_CHECKED wb_status wb_spec_add_margin(wb_spec *spec, const char *const *columns,
                                               size_t n_columns, wb_error *err);

/** Add a numeric column whose total the weights were calibrated to; missing as of a margin. */
WB_API WB_CHECKED wb_status wb_spec_add_auxiliary(wb_spec *spec, const char *column,
                                                  wb_error *err);

/**
 * Add something to estimate of one column.
 * @param statistic a wb_statistic: mean, total, proportion or variance.
 * @param variable  the outcome column.
 * @return WB_OK, WB_E_ARG (unknown statistic, same estimand twice), WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_spec_add_estimand(wb_spec *spec, int32_t statistic,
                                                 const char *variable, wb_error *err);

/** Add a ratio of two totals. In the result `variable` is "numerator/denominator". */
WB_API WB_CHECKED wb_status wb_spec_add_ratio(wb_spec *spec, const char *numerator,
                                              const char *denominator, wb_error *err);

/**
 * Add an estimand of two columns. In the result `variable` is "x,y".
 * @param statistic covariance or correlation.
 */
WB_API WB_CHECKED wb_status wb_spec_add_pair(wb_spec *spec, int32_t statistic,
                                             const char *x, const char *y, wb_error *err);

/**
 * Add a quantile of a numeric column. Its estimate is there after one pass over the rows;
 * its standard error and interval need a second (wb_tally_second_pass(),
 * wb_estimate_source()), after Woodruff (1952), J. Am. Stat. Assoc. 47, 635-646: with F the
 * distribution function, q the estimate and se_F the standard error of the mean of
 * 1(y <= q), the bounds are the quantiles at F(q) ± t se_F and se = (upper - lower) / 2t.
 * In the result `category` is the probability.
 * @param probability above 0 and below 1.
 * @return WB_OK, WB_E_ARG (not a probability, same estimand twice), WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_spec_add_quantile(wb_spec *spec, const char *variable,
                                                 double probability, wb_error *err);

/**
 * Add the mean score of the estimated population ranks of a numeric column: of each row its
 * mid-rank as a share of the population of all cells that differ in the last column of the
 * breakdown alone, and of that share the score. Equal means over that last column are what
 * rank tests test: Lumley & Scott (2013), Biometrika 100, 831-842. Needs a second pass. In
 * the result `category` is the name of the score.
 * @param score a wb_rank_score.
 * @return WB_OK, WB_E_ARG (unknown score, same estimand twice), WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_spec_add_rank(wb_spec *spec, const char *variable,
                                             int32_t score, wb_error *err);

/**
 * Add a breakdown: the cells are the combinations of the values of these columns; no
 * columns: one cell with every row. Without any breakdown a spec has that one.
 * A column named like a column of the result (see wb_tally_estimate) is refused.
 * @return WB_OK, WB_E_ARG, WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_spec_add_breakdown(wb_spec *spec,
                                                  const char *const *columns,
                                                  size_t n_columns, wb_error *err);

/**
 * Declare a category of a text column (breakdown or proportion) ahead: declared categories
 * come first in results, in this order, also when no row has them; others follow in
 * bytewise order.
 * @return WB_OK, WB_E_ARG (declared twice, not UTF-8), WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_spec_add_category(wb_spec *spec, const char *column,
                                                 const char *category, wb_error *err);

/**
 * The columns that rows must have for a tally of this spec: a frame with the one column
 * `name` (text), each name once: outcomes, breakdowns, weights, strata, in the order they
 * were added. @return WB_OK, WB_E_ARG, WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_spec_columns(const wb_spec *spec, wb_frame **out,
                                            wb_error *err);

/** Write the specification as canonical JSON ("werkbaar-spec/1.0"). */
WB_API WB_CHECKED wb_status wb_spec_write(const wb_spec *spec, wb_writer *writer,
                                          wb_error *err);

/** Read a specification. @return as wb_instrument_read(). */
WB_API WB_CHECKED wb_status wb_spec_read(wb_reader *reader, wb_spec **out, wb_error *err);

/** @} */

/** @name The tally
 * @{ */

/** What one pass over rows leaves behind. Opaque. */
typedef struct wb_tally wb_tally;

/**
 * An empty tally.
 * @param spec copied.
 * @return WB_OK; WB_E_ARG (nothing is to be estimated); WB_E_DESIGN (parts of the design do not go
 *         together, such as fpc without a stage or a type of replicates without columns);
 *         WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_tally_new(const wb_spec *spec, wb_tally **out,
                                         wb_error *err);
/** Free a tally. */
WB_API void wb_tally_free(wb_tally *tally);

/**
 * Add the rows of a frame. The same rows in the same order give the same bits, whatever
 * the chunks and the number of threads.
 * @return WB_OK; WB_E_DATA: a column is not there or of the wrong type, a weight that is
 *         negative, NaN, missing or beyond 1e50, a missing stratum, an fpc that is none or that
 *         varies where it may not, a cluster that comes back under WB_UNITS_ORDERED, a value
 *         beyond ±1e50 (err->row, counted from the first row this tally saw, and err->item);
 *         WB_E_CONFLICT (a key or
 *         outcome column of another kind than before, or rows made in another way: other
 *         frame metadata); WB_E_LIMIT (run->memory_limit);
 *         WB_E_CANCELLED; WB_E_NOMEM. On failure the tally is as it was.
 */
WB_API WB_CHECKED wb_status wb_tally_update(wb_tally *tally, const wb_frame *frame,
                                            const wb_run *run, wb_error *err);

/** Add all that a source has left, as by wb_tally_update() on one long frame. */
WB_API WB_CHECKED wb_status wb_tally_update_source(wb_tally *tally, wb_source *source,
                                                   const wb_run *run, wb_error *err);

/**
 * Add another tally of the same spec, made of other rows: `tally` becomes the tally of both.
 * @return WB_OK; WB_E_ARG (`other` is `tally`); WB_E_CONFLICT (another spec, or key or outcome
 *         columns of another kind: both hashes or the column in the message; or rows made
 *         in another way; or a cluster of both that WB_UNITS_ORDERED closed in one of them);
 *         WB_E_NOMEM. On failure `tally` is as it was.
 */
WB_API WB_CHECKED wb_status wb_tally_merge(wb_tally *tally, const wb_tally *other,
                                           wb_error *err);

/** Rows taken in so far. */
WB_API int64_t wb_tally_row_count(const wb_tally *tally);
/** SHA-256 of the spec's canonical JSON, 64 hexadecimal digits. */
WB_API const char *wb_tally_spec_hash(const wb_tally *tally);
/** A copy of the specification. */
WB_API WB_CHECKED wb_status wb_tally_spec(const wb_tally *tally, wb_spec **out,
                                          wb_error *err);

/** Write the tally (docs/formats/tally.md). The bytes are as confidential as the answers. */
WB_API WB_CHECKED wb_status wb_tally_write(const wb_tally *tally, wb_writer *writer,
                                           wb_error *err);

/**
 * Read a tally back: it goes on as if it had never left, results within 1e-13.
 * @return WB_OK; WB_E_DATA (not a tally, truncated, corrupted: err->offset); WB_E_VERSION;
 *         WB_E_LIMIT; WB_E_IO; WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_tally_read(wb_reader *reader, wb_tally **out,
                                          wb_error *err);

/**
 * Begin the second pass that quantiles and ranks need: an empty tally of the same spec that
 * carries what the first one found. It takes the same rows, in any chunks, on any machine;
 * such tallies merge when their first passes found the same. wb_tally_estimate() of all of
 * it gives every estimate of the first pass too.
 * @param first all rows; a whole first pass: tallies of parts are merged before. Not changed,
 *              and no longer needed afterwards.
 * @return WB_OK; WB_E_ARG (no quantile or rank is asked for, or `first` is of a second pass);
 *         WB_E_DATA (no rows); WB_E_LIMIT (a distribution of 2^31 values); WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_tally_second_pass(const wb_tally *first, wb_tally **out,
                                                 wb_error *err);

/** How estimates are made. Start from WB_ESTIMATE_OPTIONS_INIT. */
typedef struct wb_estimate_options {
    uint32_t struct_size; /**< sizeof(wb_estimate_options) */
    uint32_t reserved;    /**< zero */
    int32_t interval;     /**< a wb_interval, for proportions and for means of bool columns;
                               other estimates have Wald intervals */
    int32_t drop_empty;   /**< 1: leave out cells without rows */
    double level;         /**< of the intervals, above 0 and below 1; 0: 0.95 */
    int32_t lonely;       /**< a wb_lonely */
    int32_t lonely_in_domain; /**< 1: a stratum of which the domain has one unit is lonely
                                   too; WB_LONELY_COLLAPSE then takes units that stay
                                   open (WB_E_UNSUPPORTED) */
    int32_t ultimate_cluster; /**< 1: the variance of the first stage alone, whatever the
                                   later ones and their fpc */
    int32_t precision;        /**< 1: add the columns `cv` and `precision` */
    double df;                /**< degrees of freedom of every interval; 0: counted */
    int32_t replicates;       /**< make replicates of the design: a wb_replicate_type of jk1,
                                   jkn, brr, fay, bootstrap; 0: linearise. Needs open units */
    int32_t n_replicates;     /**< of a bootstrap; 0: 500 */
    uint64_t seed;            /**< of a bootstrap */
    double rho;               /**< of fay: at least 0 and below 1 */
    int32_t mse;              /**< 1: differences from the estimate of all rows */
    int32_t quantile_rule;    /**< a wb_quantile_rule */
} wb_estimate_options;

/** A wb_estimate_options in which nothing is chosen. */
#define WB_ESTIMATE_OPTIONS_INIT \
    {sizeof(wb_estimate_options), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}

/**
 * The estimates frame (docs/formats/estimates.md). Columns:
 * - one per breakdown column, in order of first mention: text (dictionary), int64, bool or
 *   date32; missing means "all";
 * - `statistic` dictionary: mean, total, proportion, ...; `variable` dictionary; `category`
 *   dictionary: for proportions the category, for a quantile its probability, for a rank its
 *   score, else missing;
 * - `estimate`, `se`, `lower`, `upper` float64; `df` float64: sampled units of the first
 *   stage (rows, without clusters) minus strata, both counted over the domain's rows with
 *   positive weight and observed outcome; with replicate weights their number minus 1; or as
 *   given; intervals use t(df);
 * - `n` int64: those rows; `deff` float64: the design effect, missing unless asked for;
 * - `status` dictionary, see below.
 * Rows: by breakdown, cell, estimand, category. Numbers are missing where the status says:
 *
 * | status    | when                                  | estimate | se  | lower, upper       |
 * |-----------|---------------------------------------|----------|-----|--------------------|
 * | ok        | otherwise                             | yes      | yes | yes                |
 * | empty     | n = 0 (a total is 0 with se 0)        | no       | no  | no                 |
 * | no_df     | df = 0                                | yes      | yes | no                 |
 * | extreme   | a proportion is exactly 0 or 1, df > 0| yes      | 0   | see wb_interval    |
 * | constant  | se = 0 otherwise                      | yes      | 0   | the estimate itself|
 * | undefined | 0 below the line, a variance of one   | no       | no  | no                 |
 * |           | row, a correlation of equal values    |          |     |                    |
 * | no_variance | no replicate, or no stratum that the average of lonely ones is over,      |
 * |           | gives one                             | yes      | no  | no                 |
 * | one_pass  | a quantile or rank before the second  | of a     | no  | no                 |
 * |           | pass                                  | quantile |     |                    |
 * | open      | F(q) ± t se of a quantile is below 0  | yes      | no  | the bound that     |
 * |           | or above 1                            |          |     | there is           |
 *
 * Of a quantile `se` is missing with `no_df` too; `extreme` is one that is the largest value
 * of several: no se, no interval; `constant` also when both bounds are one value.
 *
 * Wald bounds of a proportion are not cut at 0 or 1: they say what the method says.
 *
 * @return WB_OK; WB_E_ARG; WB_E_DATA (no rows, all weights 0, a second pass over other rows
 *         than the first); WB_E_DESIGN: a stratum with one sampled unit (err->item names it), a
 *         cluster in two strata, an fpc below the units sampled, strata that the replicates
 *         cannot be made of; WB_E_UNSUPPORTED (see lonely_in_domain; replicates of units that
 *         close, of rows that bring their own, of calibrated weights); WB_E_LIMIT (more than a
 *         million rows: ask for drop_empty); WB_E_CANCELLED; WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_tally_estimate(const wb_tally *tally,
                                              const wb_estimate_options *options,
                                              const wb_run *run, wb_frame **out,
                                              wb_error *err);

/**
 * Estimate from a source, in as many passes as the specification needs: one, or two with
 * quantiles or ranks. The source must be at its start; it is rewound for a second pass and
 * used up afterwards. @return as wb_tally_update_source() and wb_tally_estimate();
 * WB_E_UNSUPPORTED: a second pass is needed and the source cannot be rewound.
 */
WB_API WB_CHECKED wb_status wb_estimate_source(const wb_spec *spec, wb_source *source,
                                               const wb_estimate_options *options,
                                               const wb_run *run, wb_frame **out,
                                               wb_error *err);

/** @} */

/** @name Comparing estimates
 * @{ */

/** What each wave is compared with. Values are pinned. */
typedef enum wb_reference {
    WB_REFERENCE_PREVIOUS = 0, /**< the wave before it */
    WB_REFERENCE_FIRST = 1     /**< the first wave */
} wb_reference;

/** How changes are made. Start from WB_CHANGE_OPTIONS_INIT. */
typedef struct wb_change_options {
    uint32_t struct_size; /**< sizeof(wb_change_options) */
    uint32_t reserved;    /**< zero */
    int32_t reference;    /**< a wb_reference */
    int32_t reserved1;    /**< zero */
    double level;         /**< of the intervals; 0: 0.95 */
} wb_change_options;

/** A wb_change_options in which nothing is chosen. */
#define WB_CHANGE_OPTIONS_INIT {sizeof(wb_change_options), 0, 0, 0, 0}

/**
 * Differences between waves that were sampled independently (the wave is a stratum column
 * or each wave its own tally): d = estimate - reference, se² = se₁² + se₀², df = df₁ + df₀ (the
 * union of two domains that share no stratum), t(df) interval and two-sided p.
 *
 * @param estimates an estimates frame.
 * @param column    the breakdown column that is the wave; rows where it is missing ("all")
 *                  are left out. Waves are compared in the frame's order of rows.
 * @param out       a frame: the other breakdown columns, `column`, `reference` (both of the
 *                  type of `column`), `statistic`, `variable`, `category`, `difference`, `se`,
 *                  `lower`, `upper`, `df`, `p`, `status`: ok; `missing` (one of the two has no
 *                  estimate or no se); `no_df`; `constant` (se = 0: no test).
 * @return WB_OK; WB_E_ARG; WB_E_DATA (not an estimates frame, column not there); WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_estimates_change(const wb_frame *estimates,
                                                const char *column,
                                                const wb_change_options *options,
                                                wb_frame **out, wb_error *err);

/** @} */

WB_END_DECLS
#endif
