/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/**
 * @file survey.h
 * @brief Design-based estimates with honest standard errors, from one pass over the rows.
 *
 * A wb_spec fixes, before the first row, the sampling design (weights, strata), what to
 * estimate and for which groups. A wb_tally takes rows in any chunks and keeps only what
 * the estimates need; tallies of one spec made on different parts of the rows merge. Only
 * wb_tally_estimate() decides anything: no part knows the whole sample.
 *
 * Missing values. An outcome that is missing makes the row a non-member of that outcome's
 * domain: the row stays in the design with zero contribution. A missing value in a
 * breakdown column puts the row in none of its cells. A missing weight or stratum is an
 * error. A value inside a missing range that its column declares is missing in all this.
 * Every estimate is a domain estimate, so n_h counts all sampled rows of a stratum.
 *
 * Variance (linearisation, rows are the sampling units, drawn with replacement within
 * strata): for a mean or proportion in domain D, u_i = w_i 1(i in D) r_i (y_i - ȳ_D) / Ŵ_D;
 * for a total, u_i = w_i 1(i in D) r_i y_i; V = Σ_h n_h/(n_h-1) Σ_{i in h} (u_i - ū_h)², with
 * r_i = 1 when the outcome is observed. Särndal, Swensson & Wretman (1992), Model Assisted
 * Survey Sampling, sections 5.5-5.7 and 10.3; Binder (1983), Int. Stat. Rev. 51, 279-292.
 *
 * The variance takes squares of w y: where all are below 1e-150 or so they vanish, and se
 * is 0.
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
    WB_STATISTIC_PROPORTION = 3 /**< share of every category of a text, dictionary, bool,
                                     date or whole-number column */
} wb_statistic;

/** How the interval of a proportion is made. Values are pinned. */
typedef enum wb_interval {
    WB_INTERVAL_LOGIT = 0, /**< expit(logit p ± t se / (p(1-p))); R survey's `xlogit` */
    WB_INTERVAL_WALD = 1   /**< p ± t se */
} wb_interval;

/** @name The specification @{ */

/** Design, estimands and breakdowns of one pass. Opaque. */
typedef struct wb_spec wb_spec;

/** An empty specification: no weights (all 1), one stratum, no estimands. */
WB_API WB_CHECKED wb_status wb_spec_new(wb_spec **out, wb_error *err);
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
 * Add something to estimate.
 * @param statistic a wb_statistic.
 * @param variable  the outcome column.
 * @return WB_OK, WB_E_ARG (unknown statistic, same estimand twice), WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_spec_add_estimand(wb_spec *spec, int32_t statistic,
                                                 const char *variable, wb_error *err);

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

/** @} @name The tally @{ */

/** What one pass over rows leaves behind. Opaque. */
typedef struct wb_tally wb_tally;

/** An empty tally. @param spec copied. */
WB_API WB_CHECKED wb_status wb_tally_new(const wb_spec *spec, wb_tally **out,
                                         wb_error *err);
WB_API void wb_tally_free(wb_tally *tally);

/**
 * Add the rows of a frame. The same rows in the same order give the same bits, whatever
 * the chunks and the number of threads.
 * @return WB_OK; WB_E_DATA: a column is not there or of the wrong type, a negative, NaN,
 *         infinite or missing weight, a missing stratum, a value beyond ±1e50 (err->row,
 *         counted from the first row this tally saw, and err->item); WB_E_CONFLICT (a key or
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
 *         in another way); WB_E_NOMEM. On failure `tally` is as it was.
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

/** How estimates are made. Start from WB_ESTIMATE_OPTIONS_INIT. */
typedef struct wb_estimate_options {
    uint32_t struct_size; /**< sizeof(wb_estimate_options) */
    uint32_t reserved;    /**< zero */
    int32_t interval;     /**< a wb_interval, for proportions and for means of bool columns;
                               other estimates have Wald intervals */
    int32_t drop_empty;   /**< 1: leave out cells without rows */
    double level;         /**< of the intervals, above 0 and below 1; 0: 0.95 */
} wb_estimate_options;

#define WB_ESTIMATE_OPTIONS_INIT {sizeof(wb_estimate_options), 0, 0, 0, 0}

/**
 * The estimates frame (docs/formats/estimates.md). Columns:
 * - one per breakdown column, in order of first mention: text (dictionary), int64, bool or
 *   date32; missing means "all";
 * - `statistic` dictionary: mean, total, proportion; `variable` dictionary; `category`
 *   dictionary: for proportions the category, else missing;
 * - `estimate`, `se`, `lower`, `upper` float64; `df` float64: sampled rows minus strata, both
 *   counted over the domain's rows with positive weight and observed outcome; intervals
 *   use t(df);
 * - `n` int64: those rows; `deff` float64: the design effect, missing unless asked for;
 * - `status` dictionary, see below.
 * Rows: by breakdown, cell, estimand, category. Numbers are missing where the status says:
 *
 * | status    | when                                  | estimate | se  | lower, upper       |
 * |-----------|---------------------------------------|----------|-----|--------------------|
 * | ok        | otherwise                             | yes      | yes | yes                |
 * | empty     | n = 0 (a total is 0 with se 0)        | no       | no  | no                 |
 * | no_df     | df = 0                                | yes      | yes | no                 |
 * | extreme   | a proportion is exactly 0 or 1, df > 0| yes      | 0   | logit no, wald p, p|
 * | constant  | se = 0 otherwise                      | yes      | 0   | the estimate itself|
 *
 * Wald bounds of a proportion are not cut at 0 or 1: they say what the method says.
 *
 * @return WB_OK; WB_E_ARG; WB_E_DATA (no rows, all weights 0); WB_E_DESIGN: a stratum with one
 *         sampled row (err->item names it); WB_E_LIMIT (more than a million rows: ask for
 *         drop_empty); WB_E_CANCELLED; WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_tally_estimate(const wb_tally *tally,
                                              const wb_estimate_options *options,
                                              const wb_run *run, wb_frame **out,
                                              wb_error *err);

/** @} @name Comparing estimates @{ */

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
