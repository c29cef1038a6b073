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
 * @name Setting a cut-off
 * What the Vlaamse werkbaarheidsmonitor calls its traffic lights: two cut-offs on a score,
 * set with a curve against an external criterion, and how the results answer when one moves.
 * A cut-off found here is no official one: it fits the sample it was found in better than it
 * will fit another, and the choice between missing a problem and a false alarm is policy.
 * Frames: docs/formats/cut-offs.md. @{ */

/** On which side of a cut-off the problem is. Values are pinned. */
typedef enum wb_roc_direction {
    WB_ROC_HIGH = 0, /**< high scores: at least the cut-off */
    WB_ROC_LOW = 1   /**< low scores: at most the cut-off */
} wb_roc_direction;

/** How a curve is made. Start from WB_ROC_OPTIONS_INIT. */
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
    double cost_missed_acute;      /**< the same three for the acute cut-off. There is a curve */
    double cost_false_alarm_acute; /**< for it when one of these or `acute` is given */
    double prevalence_acute;
} wb_roc_options;

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
