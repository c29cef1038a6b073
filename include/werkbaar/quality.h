/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/**
 * @file quality.h
 * @brief How well scales measure, and where cut-offs lie.
 */
#ifndef WERKBAAR_QUALITY_H
#define WERKBAAR_QUALITY_H

#include <werkbaar/score.h>
#include <werkbaar/survey.h>

WB_BEGIN_DECLS

/**
 * @name Reliability
 * How well scales measure in a sample with a design: Cronbach's alpha, omega, Guttman's
 * lambda 6, Mokken's scalability, correlations of items with the rest, and how often the
 * ends of the codes are chosen or answers are missing.
 *
 * Items are reversed as declared, so that high means the same in all of a scale: of an
 * answer x the scored one is lowest + highest - x. Coefficients are over the complete rows of
 * a scale: those with a positive weight and an answer to all its k items (listwise); `n`
 * says how many. With W their weight, x̄ the weighted means, C the covariances
 * n/(n-1) Σ w (x_i - x̄_i)(x_j - x̄_j) / W, R the correlations, 1' and 1 sums over all items:
 *
 * | statistic          | of    | value                                                         |
 * |--------------------|-------|---------------------------------------------------------------|
 * | mean               | scale | of the mean of the k answers                                  |
 * | sd                 | scale | of the same, √(1'C1) / k                                      |
 * | missing            | scale | share of rows that are not complete                           |
 * | floor, ceiling     | scale | share with all scored answers at their lowest, highest code   |
 * | straight           | scale | share with one and the same code for all items before         |
 * |                    |       | reversing: straight-lining where items point both ways         |
 * | alpha              | scale | k/(k-1) (1 - tr C / 1'C1): Cronbach (1951), Psychometrika 16, |
 * |                    |       | 297-334                                                       |
 * | alpha_standardised | scale | the same of R                                                 |
 * | average_r          | scale | mean of R off the diagonal                                    |
 * | lambda6            | scale | 1 - Σ (1 - R²_i) / 1'R1, R²_i the squared multiple correlation|
 * |                    |       | of item i with the others: Guttman (1945), Psychometrika 10,  |
 * |                    |       | 255-282, of R as R's psych has it                             |
 * | omega              | scale | omega total of one factor, 1 - Σ (1 - l²_i) / 1'R1, with l the|
 * |                    |       | loadings that make Σ_{i<j} (r_ij - l_i l_j)² least (minres):  |
 * |                    |       | McDonald (1999), Test Theory; psych::omega(nfactors = 1) with |
 * |                    |       | flip = FALSE                                                  |
 * | h                  | scale | Mokken's H: Σ cov / Σ the most cov can be with these shares of|
 * |                    |       | codes, over all pairs; items are whole numbers                |
 * | mean, sd, missing, | item  | of the scored answers to it, over all rows that have one      |
 * | floor, ceiling     |       |                                                               |
 * | item_rest          | item  | correlation with the sum of the others                        |
 * | item_corrected     | item  | correlation with the whole, corrected for overlap and         |
 * |                    |       | reliability: psych's r.cor, (R*1)_i / √(1'R*1), R* with R²_i  |
 * |                    |       | on its diagonal                                               |
 * | alpha_dropped      | item  | alpha without it                                              |
 * | h                  | item  | H_i, over the pairs with it                                   |
 * | h                  | pair  | H_ij of item and other; where pairs are asked for             |
 *
 * Standard errors. `se` is design-based: each row's influence on the figure (Deville 1999,
 * Survey Methodology 25, 193-203) goes through the variance of survey.h, with strata,
 * clusters, fpc and calibration; with replicate weights all is made anew of each, made
 * replicates take the influence. A replicate in which a figure is missing (omega is improper in
 * it) is left out, as of estimates: where that happens to many, se is too small. Rows outside a cell, and incomplete ones, stay in the
 * design. `se_simple` is that of n rows drawn at random with replacement, √(Σ w z² / W n):
 * without weights, of the scalabilities that of Kuijpers, van der Ark & Croon (2013), Sociol.
 * Methodol. 43, 42-69, as R's mokken gives it, and √((n-1)/n) of `se`. Where two items have
 * equal cumulative shares the most that their covariance can be bends, and half of either
 * side is taken. Intervals: t(df) around the estimate, of shares that of wb_interval.
 * `lower_simple` and `upper_simple`: estimate ± z se_simple; of alpha, Feldt's (1965,
 * Psychometrika 30, 357-370) with n as it is.
 *
 * | status      | when                                                        | numbers     |
 * |-------------|-------------------------------------------------------------|-------------|
 * | ok          | otherwise                                                   | all         |
 * | negative    | alpha, item_rest or H_ij below 0: is an item to be reversed?| all         |
 * | empty       | n = 0                                                       | none        |
 * | no_df, extreme, constant, no_variance | as of estimates, survey.h         | as there    |
 * | too_few     | fewer items than it takes: 2; omega and alpha_dropped 3     | none        |
 * | undefined   | one row; of what takes correlations: an item has one value, | none        |
 * |             | or (lambda6, item_corrected) follows from the others        |             |
 * | improper    | no factor with all uniquenesses above 0 was found           | none        |
 * | no_codes    | floor, ceiling: codes are not declared; h: answers are not  | none        |
 * |             | whole numbers among at most 256 codes (plain ones: -128..127)|            |
 * @{ */

/** Scales that are measured: names, items, what their codes mean. Opaque. */
typedef struct wb_scales wb_scales;

/** No scales yet. */
WB_API WB_CHECKED wb_status wb_scales_new(wb_scales **out, wb_error *err);
/** Free scales. */
WB_API void wb_scales_free(wb_scales *scales);

/**
 * Add scales of an instrument, with its codes, reversed items and codes that mean missing.
 * @param names ids of scales, in the order wanted; n_names 0: all, in the instrument's.
 * @return WB_OK; WB_E_ARG (no such scale, or it is there already); WB_E_NOMEM. On failure
 *         nothing is added.
 */
WB_API WB_CHECKED wb_status wb_scales_add_instrument(wb_scales *scales,
                                                     const wb_instrument *instrument,
                                                     const char *const *names,
                                                     size_t n_names, wb_error *err);

/**
 * Add a scale of plain columns, for wb_scales_add_item().
 * @param lowest, highest codes of all its items, finite; equal: not known, then there are
 *                        no floor and ceiling, and no item is reversed.
 * @return WB_OK; WB_E_ARG (lowest above highest, it is there already); WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_scales_add(wb_scales *scales, const char *name,
                                          double lowest, double highest, wb_error *err);

/**
 * Add an item to the scale that was added last.
 * @param column   a numeric or bool column.
 * @param reversed 1: it counts as lowest + highest - answer, else 0.
 * @return WB_OK; WB_E_ARG (no scale, there already, reversed without known codes);
 *         WB_E_LIMIT (more than 500 items); WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_scales_add_item(wb_scales *scales, const char *column,
                                               int32_t reversed, wb_error *err);

/** What is measured. Start from WB_RELIABILITY_OPTIONS_INIT. */
typedef struct wb_reliability_options {
    uint32_t struct_size; /**< sizeof(wb_reliability_options) */
    uint32_t reserved;    /**< zero */
    int32_t pairs;        /**< 1: with H_ij of every pair of items */
    int32_t reserved1;    /**< zero */
} wb_reliability_options;

/** A wb_reliability_options in which nothing is chosen. */
#define WB_RELIABILITY_OPTIONS_INIT {sizeof(wb_reliability_options), 0, 0, 0}

/**
 * Measure scales in the rows of a source: overall, or in the cells of the breakdowns of the
 * spec. It takes a pass over the rows and one more per breakdown.
 *
 * @param spec       the design and the breakdowns; estimands are not looked at.
 * @param source     at its start; is rewound, and used up afterwards.
 * @param estimating level, interval of shares, lonely units and so on; NULL: the defaults.
 * @param out a frame: the breakdown columns (missing: all), `scale`, `item` (missing: of the
 *            scale), `other` (the second item of a pair), `statistic` (dictionaries),
 *            `estimate`, `se`, `lower`, `upper`, `df` float64, `n` int64 (rows that it is
 *            over), `se_simple`, `lower_simple`, `upper_simple` float64, `status`
 *            dictionary. Rows: by breakdown, cell (of those with rows), scale; then the
 *            scale's statistics, those of its items, those of its pairs.
 * @return as wb_estimate_source(); also WB_E_ARG (no scales, one without items; a breakdown
 *         column named like one of the result); WB_E_DATA (a column of an item is not there
 *         or holds no numbers; an answer that is no code: err->row, err->item, and the scale
 *         in the message); WB_E_UNSUPPORTED (the source cannot be rewound); WB_E_CONFLICT
 *         (it gave other rows then); WB_E_LIMIT (more than a million figures).
 */
WB_API WB_CHECKED wb_status wb_reliability_source(const wb_scales *scales,
                                                  const wb_spec *spec, wb_source *source,
                                                  const wb_reliability_options *options,
                                                  const wb_estimate_options *estimating,
                                                  const wb_run *run, wb_frame **out,
                                                  wb_error *err);

/** @} */

/**
 * @name Setting a cut-off
 * What the Vlaamse werkbaarheidsmonitor calls its traffic lights, two cut-offs on a score: set
 * with a curve against an external criterion, and how the results answer when one moves.
 * A cut-off found here is no official one: it fits the sample it was found in better than it
 * will fit another, and the choice between missing a problem and a false alarm is policy.
 * Frames: docs/formats/cut-offs.md. @{ */

/** On which side of a cut-off the problem is. Values are pinned. */
typedef enum wb_roc_direction {
    WB_ROC_HIGH = 0, /**< high scores: at least the cut-off */
    WB_ROC_LOW = 1   /**< low scores: at most the cut-off */
} wb_roc_direction;

/** How a curve is made. Start from WB_ROC_OPTIONS_INIT. The acute cut-off has a curve of its own when
 * `acute` is given, or one of the last three. */
typedef struct wb_roc_options {
    uint32_t struct_size;    /**< sizeof(wb_roc_options) */
    uint32_t reserved;       /**< zero */
    int32_t direction;       /**< a wb_roc_direction */
    int32_t reserved1;       /**< zero */
    const char *domain;      /**< a column of true and false: the rows that are looked at,
                                  the others stay in the design; NULL: all */
    const char *acute;       /**< a second criterion, of the acute cut-off; NULL: the same */
    double cost_missed;      /**< of one in whom the criterion is true, not found; 0: 1 */
    double cost_false_alarm; /**< of one in whom it is false, found all the same; 0: 1 */
    double prevalence;       /**< of the criterion where the cut-off will be used, for ppv, npv,
                                  positive and cost; 0: that of the sample */
    double cost_missed_acute;      /**< as cost_missed, for the acute cut-off */
    double cost_false_alarm_acute; /**< as cost_false_alarm, for the acute cut-off */
    double prevalence_acute;       /**< as prevalence, for the acute cut-off */
} wb_roc_options;

/** A wb_roc_options in which nothing is chosen. */
#define WB_ROC_OPTIONS_INIT \
    {sizeof(wb_roc_options), 0, 0, 0, NULL, NULL, 0, 0, 0, 0, 0, 0}

/**
 * The curve of a score against a criterion, and the area under it, in one pass.
 *
 * With A and B the estimated totals (Σ w) of rows at the cut-off or beyond in which the
 * criterion is true and false, P and N the totals of all such rows:
 *
 *     sensitivity A/P    specificity (N-B)/N    Youden's J = sensitivity + specificity - 1
 *     ppv A/(A+B)        npv (N-B)/((N-B)+(P-A))         positive (A+B)/(P+N)
 *     cost (cost_missed (P-A) + cost_false_alarm B) / (P+N)
 *
 * and with a given prevalence π the last four by Bayes, from sensitivity and specificity. The
 * area is the chance that of two people, one of each kind, the one in whom the criterion is
 * true has the more serious score, ties counting for half. All are functions of the totals by
 * score and criterion, so their variances come from the covariances of these under the design
 * (Binder 1983); with replicate weights each is made again in every replicate. The design-based
 * area has the Wald interval with t(df), cut at 0 and 1. Beside it stands the area without
 * weights and design, with the variance of DeLong, DeLong & Clarke-Pearson (1988), Biometrics
 * 44, 837-845, and a normal interval.
 *
 * Intervals of sensitivity and specificity are those of estimating->interval, of a proportion
 * among the rows in which the criterion is true, or false; they are of a cut-off that was fixed
 * beforehand. The best of all cut-offs looks better than it is: judge it in other data.
 *
 * Missing: a row without score or criterion, or outside the domain, stays in the design and
 * counts for nothing.
 *
 * @param source     at its start; read to its end.
 * @param score      a column of numbers, at most 1,024 distinct ones.
 * @param criterion  a column of true and false, or 1 and 0.
 * @param spec       its design; estimands and breakdowns are not looked at. NULL: a simple
 *                   random sample without weights.
 * @param options    NULL: the defaults.
 * @param estimating NULL: the defaults.
 * @param curve      a frame, a row for every distinct score, from the least serious on: `level`
 *                   (problem, acute), `criterion`, `score`, `comparison` (at_least, at_most),
 *                   `cut`, `cut_exact` (the simplest fraction that is this score, "600/11", as an
 *                   instrument file takes it), `sensitivity`, `specificity`, each with `_se`,
 *                   `_lower`, `_upper`, `ppv`, `npv`, `positive`, `youden`, `cost`, each with
 *                   `_se`, `best_youden`, `best_cost` (bool). Of several equally good cut-offs
 *                   (within 1e-12) the best is the most sensitive. npv is missing where nobody is
 *                   left below the cut-off.
 * @param auc        a frame, per level a row by `method` design and one by delong: `level`,
 *                   `criterion`, `score`, `method`, `auc`, `se`, `lower`, `upper`, `df` (missing:
 *                   normal), `n_positive`, `n_negative` (rows; those of the design have a positive
 *                   weight), `status` (ok, no_df, constant, no_variance).
 * @return WB_OK; WB_E_ARG; WB_E_DATA: a column is not there or holds something else, the criterion
 *         has one value or the score has (err->item), or as wb_tally_update(); WB_E_LIMIT: more
 *         than 1,024 distinct scores; WB_E_DESIGN, WB_E_CANCELLED, WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_roc(wb_source *source, const char *score,
                                   const char *criterion, const wb_spec *spec,
                                   const wb_roc_options *options,
                                   const wb_estimate_options *estimating,
                                   const wb_run *run, wb_frame **curve, wb_frame **auc,
                                   wb_error *err);

/** How cut-offs are moved. Start from WB_CUTOFF_OPTIONS_INIT. */
typedef struct wb_cutoff_options {
    uint32_t struct_size;      /**< sizeof(wb_cutoff_options) */
    uint32_t reserved;         /**< zero */
    int32_t steps;             /**< so many up and down, 1 to 10; 0: 1 */
    int32_t reserved1;         /**< zero */
    const char *const *select; /**< indicators whose cut-offs move; NULL: all of them */
    size_t n_select;           /**< how many */
} wb_cutoff_options;

/** A wb_cutoff_options in which nothing is chosen. */
#define WB_CUTOFF_OPTIONS_INIT {sizeof(wb_cutoff_options), 0, 0, 0, NULL, 0}

/**
 * How results answer when a cut-off moves: for every cut-off of every indicator, and every
 * step up or down, the share with the problem and each composite that hangs on it (the
 * werkbaarheidsgraad), with what changed against the cut-off as it stands. In one pass.
 *
 * A step is one value of the lattice of the scale: what it can give when every item is answered,
 * 0, 100/11, 200/11, ... of eleven yes-or-no items. The moved cut-off is that value, exactly, with
 * the comparison of the file; scores of fewer answers are compared with it as with any other.
 * Step 1 raises the number, so of an indicator with problems at the high end fewer people have one.
 *
 * A change is the mean of the difference within each row, so its standard error knows that the
 * people are the same: it is far smaller than the two standard errors suggest. One cut-off moves
 * at a time; the other cut-offs, also the other one of the indicator, stay.
 *
 * @param source answers: one column per item, and those of the design; read to its end.
 * @param spec   design and breakdowns; its estimands are not looked at. NULL: everyone, a simple
 *               random sample without weights.
 * @param out    a frame: the breakdown columns, `indicator`, `level` (problem, acute),
 *               `comparison`, `step` (0: as it stands), `cut`, `cut_exact` (as a file has it),
 *               `crossed` (it has passed the other cut-off of the indicator), `measure` (the score
 *               column: INDICATOR_problem, INDICATOR_acute or a composite), `estimate`, `se`,
 *               `lower`, `upper`; `change`, `change_se`, `change_lower`, `change_upper` (missing at
 *               step 0); `df`, `n`, `status`: that of the estimate, or off_lattice: no such value,
 *               no numbers. By breakdown, cell, indicator, level, step, measure.
 * @return as wb_score() and wb_tally_estimate(); WB_E_ARG: an indicator that is not there, steps;
 *         WB_E_LIMIT: too long a lattice.
 */
WB_API WB_CHECKED wb_status wb_cutoff_moves(const wb_instrument *instrument,
                                            wb_source *source, const wb_spec *spec,
                                            const wb_cutoff_options *options,
                                            const wb_estimate_options *estimating,
                                            const wb_run *run, wb_frame **out,
                                            wb_error *err);

/** @} */

WB_END_DECLS
#endif
