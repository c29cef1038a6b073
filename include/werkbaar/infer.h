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
 * | status    | when                                                  | numbers            |
 * |-----------|-------------------------------------------------------|--------------------|
 * | ok        | otherwise                                             | all                |
 * | missing   | an estimate it is made of, or its se, is missing      | none               |
 * | undefined | a logarithm of 0, a division by 0, an overflow        | none               |
 * | too_few   | fewer levels have an estimate than the test needs     | none               |
 * | no_df     | no degrees of freedom (a joint test: fewer than terms)| no bounds, no test |
 * | constant  | the variance is 0 (beyond rounding)                   | no bounds, no test |
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

#define WB_PAIRS_OPTIONS_INIT {sizeof(wb_pairs_options), 0, 0, 0}

/** How a trend is described. Start from WB_TREND_OPTIONS_INIT. */
typedef struct wb_trend_options {
    uint32_t struct_size; /**< sizeof(wb_trend_options) */
    uint32_t reserved;    /**< zero */
    int32_t degree;       /**< of the polynomial, 1 to 5; 0: 1 */
    int32_t reserved1;    /**< zero */
} wb_trend_options;

#define WB_TREND_OPTIONS_INIT {sizeof(wb_trend_options), 0, 0, 0}

/** @name Tests on tables @{ */

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

#define WB_TEST_OPTIONS_INIT {sizeof(wb_test_options), 0, 0, 0}

/** @} */

WB_END_DECLS
#endif
