/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/**
 * @file infer.h
 * @brief What estimates say together: covariances, contrasts, comparisons, trends, tests,
 * standardisation.
 *
 * Everything here is made from a tally, with the design-based covariance V of its estimates
 * θ. A linear or smooth function g(θ) has the variance ∇g' V ∇g (the delta method: Binder
 * 1983, Int. Stat. Rev. 51, 279-292). Its degrees of freedom are those of the union of the
 * domains of the estimates it is made of, or those that the caller gives; intervals and
 * tests use t or F with them.
 *
 * Two estimates from samples that share units (persons or schools asked twice, groups within
 * one sample) vary together, and that is in V. Waves that were sampled apart from each other
 * need none of this: wb_estimates_change() compares them from their estimates alone.
 *
 * `estimating` says how the estimates are made, NULL: the defaults; its level is that of the
 * intervals here too. Frames: docs/formats/tests.md, with the closed list of their `status`:
 *
 * | status      | when                                                | numbers            |
 * |-------------|-----------------------------------------------------|--------------------|
 * | ok          | otherwise                                           | all                |
 * | missing     | an estimate it is made of, or its se, is missing    | none               |
 * | undefined   | a logarithm of 0, a division by 0, an overflow      | none               |
 * | too_few     | fewer levels have an estimate than the test needs   | none               |
 * | other_ranks | ranks were made over another column: the breakdown  | none               |
 * |             | must end with the column compared                   |                    |
 * | no_df       | no degrees of freedom; of a joint test: fewer than  | no bounds, no test |
 * |             | terms                                               |                    |
 * | constant    | the variance is 0 (beyond rounding)                 | no bounds, no test |
 *
 * Differences say what goes together in these cross-sections, never what causes what.
 *
 * Errors of all: as wb_tally_estimate(); WB_E_UNSUPPORTED when the tally closed its units and
 * kept no products between the estimates asked for (the message names the remedy).
 */
#ifndef WERKBAAR_INFER_H
#define WERKBAAR_INFER_H

#include <werkbaar/survey.h>

WB_BEGIN_DECLS

/**
 * Covariances of the rows of the estimates frame, within each breakdown.
 * @param out a frame: `row_i`, `row_j` (int64, rows of what wb_tally_estimate() gives with
 *            the same options, row_i <= row_j), `covariance` float64, missing where one of the
 *            two has no se (a total without rows has: it is 0, and varies with nothing). By
 *            replicate weights, replicates that lack one of the two are left out (as of its
 *            se).
 * @return also WB_E_LIMIT: more than a million covariances.
 */
WB_API WB_CHECKED wb_status wb_tally_covariances(const wb_tally *tally,
                                                 const wb_estimate_options *estimating,
                                                 const wb_run *run, wb_frame **out,
                                                 wb_error *err);

/**
 * Linear contrasts and smooth functions of estimates, each an expression:
 *
 *     mean(score)[sector = "zorg"] - mean(score)[sector = "bouw"]
 *     risk difference := proportion(burnout = "yes")[sex = "f"] - proportion(burnout = "yes")[sex = "m"]
 *     odds ratio := exp(logit(mean(burnout)[sex = "f"]) - logit(mean(burnout)[sex = "m"]))
 *     mean(score) - 3
 *
 * - numbers, `+ - * / ^`, parentheses, `log exp sqrt logit expit`; ^ binds first and to the
 *   right, then the minus sign in front, then * and /;
 * - an estimate is its statistic and variable: `mean(y)`, `total(y)`, `ratio(x/y)`,
 *   `quantile(y, 0.5)`, `variance(y)`, `covariance(x, y)`, `correlation(x, y)`,
 *   `proportion(y = category)`, `rank(y = wilcoxon)`, then in brackets the cell:
 *   `[column = value, ...]`; a breakdown column that is not mentioned stands for "all", so the
 *   spec needs the breakdown by exactly the columns mentioned (none: the one without columns);
 * - names of letters, digits, `.` and `_` stand as they are, any other in double quotes, with
 *   \" and \\ inside; values likewise, up to a comma or bracket; dates are YYYY-MM-DD;
 * - `name := expression` gives the row a name, else it is the expression itself.
 *
 * t and p test whether the value is 0, so `mean(y) - 3` is the one-sample test against 3 and
 * a difference of two means the two-sample t test. When the whole expression is `exp(g)` or
 * `expit(g)` (ratios of odds, of risks, geometric means), interval and test are made for g:
 * bounds are exp or expit of g ± t se(g), t and p test g = 0 (a ratio of 1), and the column
 * `se` is that of the value itself.
 *
 * @param expressions n_expressions texts, UTF-8.
 * @param out a frame: `contrast` text, `estimate`, `se`, `lower`, `upper`, `df`, `t`, `p` float64,
 *            `status`; a row per expression, in their order.
 * @return also WB_E_ARG: an expression cannot be read (err->row: which, err->column: where,
 *         from 1), or has more than 2,000 estimates (WB_E_LIMIT); WB_E_DATA: there is no such
 *         estimate (the message says which there are).
 */
WB_API WB_CHECKED wb_status wb_tally_contrasts(const wb_tally *tally,
                                               const char *const *expressions,
                                               size_t n_expressions,
                                               const wb_estimate_options *estimating,
                                               const wb_run *run, wb_frame **out,
                                               wb_error *err);

/** Correction of p for the number of comparisons. Values are pinned. */
typedef enum wb_adjust {
    WB_ADJUST_NONE = 0, /**< p as it is */
    WB_ADJUST_HOLM = 1, /**< Holm (1979), Scand. J. Stat. 6, 65-70: chance of any false claim */
    WB_ADJUST_BH = 2    /**< Benjamini & Hochberg (1995), JRSS B 57, 289-300: share of false
                             claims among all claims */
} wb_adjust;

/** How pairs are compared. Start from WB_PAIRS_OPTIONS_INIT. */
typedef struct wb_pairs_options {
    uint32_t struct_size; /**< sizeof(wb_pairs_options) */
    uint32_t reserved;    /**< zero */
    int32_t adjust;       /**< a wb_adjust */
    int32_t reserved1;    /**< zero */
} wb_pairs_options;

/** A wb_pairs_options in which nothing is chosen. */
#define WB_PAIRS_OPTIONS_INIT {sizeof(wb_pairs_options), 0, 0, 0}

/**
 * All pairwise differences between the levels of a breakdown column, within each combination
 * of the other columns, for every estimand and category. Two groups: the design-based t test.
 * Waves with overlapping samples: the wave is the column, and the design knows the units
 * they share (clusters are persons or workplaces, the wave is no stratum).
 *
 * The family that `adjust` looks at: the pairs of one estimand (of a proportion: one category)
 * within one combination of the other columns; pairs without a p do not count.
 *
 * By replicate weights, a pair has the replicates that have both levels.
 *
 * @param column  a breakdown column; breakdowns without it have no rows.
 * @param out     a frame: the other breakdown columns, `column`, `reference` (an earlier level),
 *                `statistic`, `variable`, `category`, `difference` (level less reference), `se`,
 *                `lower`, `upper`, `df`, `p`, `p_adjusted`, `status`. The bounds are of one
 *                comparison, whatever `adjust`.
 * @return also WB_E_ARG; WB_E_DATA: no breakdown has that column; WB_E_LIMIT: more than 2,000
 *         levels, or a million pairs.
 */
WB_API WB_CHECKED wb_status wb_tally_pairs(const wb_tally *tally, const char *column,
                                           const wb_pairs_options *options,
                                           const wb_estimate_options *estimating,
                                           const wb_run *run, wb_frame **out,
                                           wb_error *err);

/** How a trend is described. Start from WB_TREND_OPTIONS_INIT. */
typedef struct wb_trend_options {
    uint32_t struct_size; /**< sizeof(wb_trend_options) */
    uint32_t reserved;    /**< zero */
    int32_t degree;       /**< of the polynomial, 1 to 5; 0: 1 */
    int32_t reserved1;    /**< zero */
} wb_trend_options;

/** A wb_trend_options in which nothing is chosen. */
#define WB_TREND_OPTIONS_INIT {sizeof(wb_trend_options), 0, 0, 0}

/**
 * Trend of estimates over the ordered levels x of a breakdown column (waves, age groups),
 * within each combination of the other columns: x is the value of a number or date (days), and
 * 1, 2, ... in order for text. Levels without an estimate are left out.
 *
 * linear: the slope per unit of x, Σ (x_j - x̄) θ_j / Σ (x_j - x̄)². Higher terms: Σ c_j θ_j with c
 * the orthonormal polynomial of that degree over x (R: contr.poly), its highest coefficient
 * positive. joint (from degree 2): the Wald F that all terms are 0, as wb_tally_equal().
 *
 * @param out a frame: the other breakdown columns, `statistic`, `variable`, `category`, `term`
 *            (linear, quadratic, cubic, quartic, quintic, joint), `estimate`, `se`, `lower`,
 *            `upper`, `f` (of one term t²), `df1`, `df2`, `p`, `levels` int64, `status`.
 * @return as wb_tally_pairs().
 */
WB_API WB_CHECKED wb_status wb_tally_trend(const wb_tally *tally, const char *column,
                                           const wb_trend_options *options,
                                           const wb_estimate_options *estimating,
                                           const wb_run *run, wb_frame **out,
                                           wb_error *err);

/**
 * Test that an estimate is the same in all levels of a breakdown column, within each
 * combination of the other columns: adjusted Wald F = (df - q + 1) / (q df) · d' V⁻¹ d with
 * q and df - q + 1 degrees of freedom, d the differences from one level and q their number
 * (Korn & Graubard 1990, Am. Stat. 44, 270-276). Of rank estimands this is the design-based
 * k-sample rank test (Lumley & Scott 2013, Biometrika 100, 831-842). Where V is singular q is
 * its rank: a difference that varies by rounding alone, or of whose variance those before it
 * leave no more than 1e-10, is left out (Cholesky). So are levels without an estimate.
 *
 * @param out a frame: the other breakdown columns, `statistic`, `variable`, `category`, `f`,
 *            `df1`, `df2`, `p`, `levels` int64, `status`.
 * @return as wb_tally_pairs().
 */
WB_API WB_CHECKED wb_status wb_tally_equal(const wb_tally *tally, const char *column,
                                           const wb_estimate_options *estimating,
                                           const wb_run *run, wb_frame **out,
                                           wb_error *err);

/**
 * Directly standardised means, proportions and ratios: Σ_k P_k θ_k over the levels k of a
 * breakdown column, within each combination of the other columns: what a group would score if
 * its composition were that of the standard (R: svystandardize). Other statistics have no
 * standardised value and no row.
 *
 * @param column   a breakdown column.
 * @param standard a frame with the columns `column` (each level once, as the estimates have it)
 *                 and `weight` (finite, at least 0, not all 0; they are scaled to sum to 1).
 * @param out      the estimates frame without `column` (`deff` missing); `status` as there, with
 *                 `incomplete` where a level with a weight above 0 has no estimate in the group.
 * @return also WB_E_ARG; WB_E_DATA: no breakdown has that column, a weight is no weight, levels
 *         of the standard and of the estimates are not the same ones (up to eight of either are
 *         named); WB_E_LIMIT: more than 2,000 levels.
 */
WB_API WB_CHECKED wb_status wb_tally_standardise(const wb_tally *tally,
                                                 const char *column,
                                                 const wb_frame *standard,
                                                 const wb_estimate_options *estimating,
                                                 const wb_run *run, wb_frame **out,
                                                 wb_error *err);

/** @name Tests on tables
 * @{ */

/**
 * How a table is tested. X² is Pearson's statistic of the estimated shares π, as of n rows; under
 * the null hypothesis it is distributed as Σ λ_i χ²(1), with λ the eigenvalues of the generalised
 * design effects matrix (Rao & Scott 1984, Ann. Statist. 12, 46-60), K of them, λ̄ their mean, d0 =
 * (Σ λ)²/Σ λ², and ν the degrees of freedom of the design. Values are pinned.
 *
 * | test            | value           | df1 | df2     | p                                     |
 * |-----------------|-----------------|-----|---------|---------------------------------------|
 * | rao_scott_f     | X²/(K λ̄)        | d0  | d0 ν    | F: the second-order correction        |
 * | rao_scott_chisq | X²/λ̄            | K   |         | χ²: the first-order correction        |
 * | wald            | W/q             | q   | ν       | F, W = d' V⁻¹ d with q = rank V       |
 * | adj_wald        | (ν-q+1) W/(q ν) | q   | ν-q+1   | F                                     |
 * | lincom          | X²              | d0  | d0 ν    | Σ λ_i χ²(1) over χ²(d0 ν)/(d0 ν), exact |
 * | saddlepoint     | X²              | d0  | d0 ν    | the same by saddlepoint (Kuonen 1999) |
 * | satterthwaite   | X² d0/(K λ̄)     | d0  |         | χ²: second order, ν taken as infinite |
 */
typedef enum wb_table_test {
    WB_TABLE_TEST_RAO_SCOTT_F = 0,     /**< R survey's svychisq "F"; the default */
    WB_TABLE_TEST_RAO_SCOTT_CHISQ = 1, /**< svychisq "Chisq" */
    WB_TABLE_TEST_WALD = 2,            /**< svychisq "Wald" (Koch, Freeman & Freeman 1975) */
    WB_TABLE_TEST_ADJ_WALD = 3,        /**< svychisq "adjWald" */
    WB_TABLE_TEST_LINCOM = 4,          /**< svychisq "lincom" */
    WB_TABLE_TEST_SADDLEPOINT = 5,     /**< svychisq "saddlepoint" */
    WB_TABLE_TEST_SATTERTHWAITE = 6    /**< R survey's svygofchisq */
} wb_table_test;

/** Which tests are made of a table. Start from WB_TEST_OPTIONS_INIT. */
typedef struct wb_test_options {
    uint32_t struct_size; /**< sizeof(wb_test_options) */
    uint32_t reserved;    /**< zero */
    int32_t test;         /**< a wb_table_test */
    int32_t all_tests;    /**< 1: all of them, a row for each, in the order of their values */
} wb_test_options;

/** A wb_test_options in which nothing is chosen. */
#define WB_TEST_OPTIONS_INIT {sizeof(wb_test_options), 0, 0, 0}

/**
 * Test that the distribution of a proportion estimand is the same in all levels of the last
 * column of a breakdown, within each combination of its other columns: for every proportion
 * estimand and every breakdown that has a column.
 *
 * Rows and columns of a table without weight are left out and counted. A cell without weight in
 * a table that is left counts for nothing in X² beyond its expected share, as in R survey; the
 * K of the table is then its number of linearly independent interactions on the other cells.
 * ν is counted in the domain of the table; with replicate weights V is that of the replicates of
 * the shares. X² is as of the n rows in it with a positive weight
 * (R counts the rows of the design); this changes X² in the result, and no p.
 *
 * | status    | when                                                | numbers                |
 * |-----------|-----------------------------------------------------|------------------------|
 * | ok        | otherwise                                           | all                    |
 * | too_few   | fewer than two rows or columns with weight          | none                   |
 * | too_large | more than 500 cells                                 | none                   |
 * | missing   | a covariance is missing                             | `pearson`              |
 * | no_df     | ν <= 0; adj_wald: ν < q                             | `pearson`              |
 * | constant  | the shares do not vary over samples: V is 0         | `pearson`              |
 *
 * @param options    NULL: the second-order Rao-Scott test.
 * @param estimating NULL: the defaults.
 * @param out        a frame: the breakdown columns (the last one of the table's breakdown
 *                   missing), `statistic` (independence), `variable`, `by` (the column that it
 *                   was tested with), `test`, `pearson`, `value`, `df1`, `df2`, `p` float64, `rows`,
 *                   `columns`, `empty_rows`, `empty_columns`, `n` int64, `status`.
 * @return also WB_E_ARG; WB_E_DATA: there is no such table; WB_E_LIMIT: a table of more than
 *         4,096 cells.
 */
WB_API WB_CHECKED wb_status wb_tally_independence(const wb_tally *tally,
                                                  const wb_test_options *options,
                                                  const wb_estimate_options *estimating,
                                                  const wb_run *run, wb_frame **out,
                                                  wb_error *err);

/**
 * Goodness of fit: test that the categories of a proportion estimand have given shares, in every
 * cell of every breakdown. d = total - share × sum of the totals; the λ are those of (total -
 * expected)/√expected, linearised where they are (R survey's svygofchisq).
 *
 * @param variable of a proportion estimand.
 * @param expected a frame with `category` (each category once, as the estimates have it) and
 *                 `weight` (finite, above 0; they are scaled to sum to 1).
 * @param out      a frame as wb_tally_independence(), with `statistic` fit, without `by`, `rows`
 *                 and `empty_rows`; `empty_columns` are expected categories without weight.
 * @return also WB_E_ARG; WB_E_DATA: no proportion of that variable, a weight is no weight, or the
 *         categories differ (up to eight of either are named); WB_E_LIMIT as wb_tally_independence().
 */
WB_API WB_CHECKED wb_status wb_tally_fit(const wb_tally *tally, const char *variable,
                                         const wb_frame *expected,
                                         const wb_test_options *options,
                                         const wb_estimate_options *estimating,
                                         const wb_run *run, wb_frame **out, wb_error *err);

/** @} */

WB_END_DECLS
#endif
