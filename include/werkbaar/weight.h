/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/**
 * @file weight.h
 * @brief Weights made right: non-response cells, post-stratification, raking, linear and
 * bounded logit calibration, trimming.
 *
 * A wb_weighting is a list of steps that are taken one after another, each on the weights the
 * one before it left. It can be built here or read from a file (docs/formats/weighting.md).
 * wb_weighting_apply() gives the frame back with the new weights, and a report.
 *
 * Calibration finds w_i = d_i F(x_i'λ) with Σ w_i x_i = T: d are the weights that enter the
 * step, x the categories of the margins (as 0 and 1) and the auxiliaries, T their totals in
 * the population; g_i = w_i / d_i. With u = x_i'λ,
 *
 * | step         | F(u)                                                | distance        |
 * |--------------|-----------------------------------------------------|-----------------|
 * | poststratify | T / Σ d in the cell                                 | any             |
 * | rake         | exp(u)                                              | d (g ln g - g + 1) |
 * | linear       | 1 + u, with bounds cut at them                      | d (g - 1)² / 2  |
 * | logit        | (L(U-1) + U(1-L) e^Au) / (U-1 + (1-L) e^Au), A = (U-L)/((1-L)(U-1)) | |
 *
 * Deville & Särndal (1992), J. Am. Stat. Assoc. 87, 376-382; linear is the generalised
 * regression estimator (GREG). The constant takes part wherever there is a margin.
 *
 * A step is done when every margin fits: |Σ w - T| <= 1e-10 T, and for an auxiliary
 * |Σ w x - T| <= 1e-10 max(|T|, Σ d |x|); the length of a step of the iteration never
 * counts. Rows of weight 0 (non-respondents, say) stay in the frame with weight 0 and take
 * no part: their categories may be missing.
 *
 * A category in the data without a target, a target without rows, and totals that differ
 * between the margins of one step are errors. The same rows give the same bits, whatever
 * the number of threads.
 *
 * Weights, totals and auxiliaries are at most 1e50 in size. All that adds returns WB_E_LIMIT
 * beyond 100 steps, 1,000 margins or auxiliaries of a step, 100 columns of a margin or of
 * cells, and 4,194,304 totals of a margin.
 */
#ifndef WERKBAAR_WEIGHT_H
#define WERKBAAR_WEIGHT_H

#include <werkbaar/frame.h>

WB_BEGIN_DECLS

/** What a step does. Values are pinned. */
typedef enum wb_weight_step {
    WB_WEIGHT_NONRESPONSE = 1,  /**< respondents take over the weight of their cell */
    WB_WEIGHT_POSTSTRATIFY = 2, /**< one margin, in one go */
    WB_WEIGHT_RAKE = 3,         /**< several margins; weights stay positive */
    WB_WEIGHT_LINEAR = 4,       /**< GREG, with or without bounds */
    WB_WEIGHT_LOGIT = 5,        /**< between bounds */
    WB_WEIGHT_TRIM = 6          /**< extreme weights, total kept */
} wb_weight_step;

/** "nonresponse", "poststratify", "rake", "linear", "logit", "trim"; NULL for another number. */
WB_API const char *wb_weight_step_name(int32_t step);

/** @name Building
 * @{ */

/** Steps that make weights. Opaque. */
typedef struct wb_weighting wb_weighting;

/** Without steps, starting from weights that are all 1, with `weight` for a result. */
WB_API WB_CHECKED wb_status wb_weighting_new(wb_weighting **out, wb_error *err);
/** Free a weighting. */
WB_API void wb_weighting_free(wb_weighting *weighting);

/** Name the column of weights to start from; NULL: all 1. @return WB_OK, WB_E_ARG, WB_E_NOMEM. */
WB_API WB_CHECKED wb_status wb_weighting_set_weights(wb_weighting *weighting,
                                                     const char *column, wb_error *err);

/** Name the column of new weights, at most 120 bytes; NULL: `weight`. */
WB_API WB_CHECKED wb_status wb_weighting_set_result(wb_weighting *weighting,
                                                    const char *column, wb_error *err);

/**
 * Add a step: in each cell the weights of the respondents are multiplied by Σ w / Σ w of the
 * respondents, those of the others become 0. A cell without respondents is an error.
 * @param respondent bool column, never missing; or whole numbers that are all 0 or 1.
 * @param columns    the cells are the combinations of their values; none: one cell.
 * @return WB_OK, WB_E_ARG, WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_weighting_add_nonresponse(wb_weighting *weighting,
                                                         const char *respondent,
                                                         const char *const *columns,
                                                         size_t n_columns, wb_error *err);

/** How a calibration is done. Start from WB_CALIBRATION_OPTIONS_INIT. */
typedef struct wb_calibration_options {
    uint32_t struct_size;   /**< sizeof(wb_calibration_options) */
    uint32_t reserved;      /**< zero */
    int32_t max_iterations; /**< 1 to 1,000,000; 0: 200 */
    int32_t positive;       /**< 1: refuse when a linear weight becomes negative */
    double lower;           /**< L, 0 <= L < 1, of g; with `upper` for logit and bounded linear */
    double upper;           /**< U > 1; 0: no bounds */
} wb_calibration_options;

/** A wb_calibration_options in which nothing is chosen. */
#define WB_CALIBRATION_OPTIONS_INIT {sizeof(wb_calibration_options), 0, 0, 0, 0, 0}

/**
 * Add a calibration step; wb_weighting_add_margin() and wb_weighting_add_auxiliary() then say
 * to what.
 * @param step    WB_WEIGHT_POSTSTRATIFY, _RAKE, _LINEAR or _LOGIT.
 * @param options NULL for the defaults; logit needs bounds, linear may have them.
 * @return WB_OK, WB_E_ARG, WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_weighting_add_calibration(
    wb_weighting *weighting, int32_t step, const wb_calibration_options *options,
    wb_error *err);

/**
 * Give the last step, a calibration, a margin: the population totals of the combinations of
 * values of some columns. Post-stratification takes one margin, the others any number.
 * @param targets one row per combination: its columns but `total` are those of the margin,
 *                and named so in the data too. With `total` alone and one row, the
 *                population's size. Columns are text, dictionary, bool, date or whole numbers.
 * @param total   the column of totals: finite and above 0.
 * @return WB_OK; WB_E_ARG (no calibration step, a combination twice, missing values, another
 *         sum than the margins before it: both sums); WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_weighting_add_margin(wb_weighting *weighting,
                                                    const wb_frame *targets,
                                                    const char *total, wb_error *err);

/**
 * Give the last step (rake, linear or logit) a numeric or bool column whose weighted sum
 * shall be `total`. @return WB_OK, WB_E_ARG, WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_weighting_add_auxiliary(wb_weighting *weighting,
                                                       const char *column, double total,
                                                       wb_error *err);

/** What the bounds of trimming count in. Values are pinned. */
typedef enum wb_trim_unit {
    WB_TRIM_VALUE = 0, /**< weights themselves */
    WB_TRIM_MEAN = 1,  /**< times the mean of the positive weights */
    WB_TRIM_MEDIAN = 2 /**< times their median */
} wb_trim_unit;

/** How weights are trimmed. Start from WB_TRIM_OPTIONS_INIT. */
typedef struct wb_trim_options {
    uint32_t struct_size; /**< sizeof(wb_trim_options) */
    uint32_t reserved;    /**< zero */
    int32_t unit;         /**< a wb_trim_unit */
    int32_t equally;      /**< 0: what is cut goes to the others in proportion to their weight;
                               1: each gets as much, as R survey's trimWeights */
    int32_t once;         /**< 0: until no weight is outside; 1: one round, after which weights
                               that took over may be outside */
    int32_t reserved1;    /**< zero */
    double lower;         /**< 0: none */
    double upper;         /**< 0: none */
} wb_trim_options;

/** A wb_trim_options in which nothing is chosen. */
#define WB_TRIM_OPTIONS_INIT {sizeof(wb_trim_options), 0, 0, 0, 0, 0, 0, 0}

/**
 * Add a step that moves weights outside the bounds to the bound and gives the difference to
 * the weights not moved so far, so that the total stays. A weight that was moved stays at its
 * bound. @return WB_OK, WB_E_ARG (no bound, lower not below upper), WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_weighting_add_trim(wb_weighting *weighting,
                                                  const wb_trim_options *options,
                                                  wb_error *err);

/**
 * Read a weighting file (JSON, "werkbaar-weighting/1.x").
 * @return as wb_instrument_read(): what is wrong is named with its JSON pointer.
 */
WB_API WB_CHECKED wb_status wb_weighting_read(wb_reader *reader, wb_weighting **out,
                                              wb_error *err);

/** Write as canonical JSON. @return WB_E_DATA: a total or a bound is whole and beyond 2^53. */
WB_API WB_CHECKED wb_status wb_weighting_write(const wb_weighting *weighting,
                                               wb_writer *writer, wb_error *err);

/** @} */

/** @name What a weighting takes
 * @{ */

/**
 * The columns that rows must have: a frame with `step` int32 (from 1; missing for the weights
 * to start from), `use` dictionary: weights, respondent, cell, margin, auxiliary; `margin`
 * int32 (from 1 within the step, or missing), `column` text.
 */
WB_API WB_CHECKED wb_status wb_weighting_columns(const wb_weighting *weighting,
                                                 wb_frame **out, wb_error *err);

/** Column of the weights to start from; NULL: all 1. */
WB_API const char *wb_weighting_weights(const wb_weighting *weighting);
/** Name of the column of new weights. */
WB_API const char *wb_weighting_result(const wb_weighting *weighting);
/** How many steps it has. */
WB_API size_t wb_weighting_step_count(const wb_weighting *weighting);
/** The wb_weight_step of step `index` (from 0); 0 outside. */
WB_API int32_t wb_weighting_step(const wb_weighting *weighting, size_t index);

/** How many margins the last calibration step has; 0 without one. What a variance that
 * knows of the calibration is told: see wb_weighting_apply() for the weights before it. */
WB_API size_t wb_weighting_margin_count(const wb_weighting *weighting);
/** How many columns margin `margin` of that step has: 0 for the population's size. */
WB_API size_t wb_weighting_margin_column_count(const wb_weighting *weighting,
                                               size_t margin);
/** Column `index` of that margin; NULL outside. */
WB_API const char *wb_weighting_margin_column(const wb_weighting *weighting, size_t margin,
                                              size_t index);
/** How many auxiliaries the last calibration step has. */
WB_API size_t wb_weighting_auxiliary_count(const wb_weighting *weighting);
/** Column of auxiliary `index` of that step; NULL outside. */
WB_API const char *wb_weighting_auxiliary(const wb_weighting *weighting, size_t index);

/** @} */

/** @name Applying
 * @{ */

/**
 * Take all steps.
 *
 * @param frame    the rows. Weights are finite and at least 0, and not all 0.
 * @param weighted receives the frame with three float64 columns behind its own (NAME is
 *                 wb_weighting_result()): `NAME`; `NAME_before`, the weights that entered the
 *                 last calibration step (without one: those to start from); `NAME_g`,
 *                 their quotient, missing where both are 0. Its own columns share buffers;
 *                 its metadata are those of `frame`.
 * @param report   receives a frame, or NULL: not wanted. A row per step (`margin` missing),
 *                 behind it one per cell, category or auxiliary. Columns: `step` int32 from 1;
 *                 `kind` dictionary (wb_weight_step_name()); `margin` text: its columns
 *                 joined by `+`, or the auxiliary; `category` text: values joined by `+`;
 *                 `n` int64: rows of positive weight before the step; `target`, `before`,
 *                 `after` float64: sums of weights (times the auxiliary); `deviation`:
 *                 after / target - 1; `g_min`, `g_max`: of weight after / weight before;
 *                 `iterations` int32; `changed` int64: weights that trimming cut;
 *                 `negative` int64: weights below 0; `deff` float64 on rows of a step: n Σw² /
 *                 (Σw)² after it, n of the rows that have a weight then: the loss by unequal
 *                 weights (Kish). Metadata: `kind` weighting_report, `library`, `weighting`
 *                 and, of the rows, `data`.
 * @return WB_OK; WB_E_ARG (a calibration without margin or auxiliary); WB_E_DATA: a column
 *         not there or of the wrong type, weights that are no weights, a missing category,
 *         a category without target, a target without rows, a cell without respondents
 *         (err->row, err->item); WB_E_NUMERIC: auxiliaries that are collinear (err->item),
 *         margins that contradict each other, trimming by the mean or median of weights of
 *         which none is positive; WB_E_CONVERGENCE: targets that cannot be met:
 *         names the margin and category with the worst misfit and what is reachable,
 *         negative weights where `positive` is asked; WB_E_LIMIT (run->memory_limit, more
 *         than 4,194,304 categories in a step, or than 4,000 categories and auxiliaries
 *         where not raking by categories);
 *         WB_E_CANCELLED; WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_weighting_apply(const wb_weighting *weighting,
                                               const wb_frame *frame, const wb_run *run,
                                               wb_frame **weighted, wb_frame **report,
                                               wb_error *err);

/** @} */

WB_END_DECLS
#endif
