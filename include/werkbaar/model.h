/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/**
 * @file model.h
 * @brief What goes with an outcome: design-based regression in passes over the rows.
 *
 * A wb_model names an outcome, terms (numbers, categories, interactions), a sampling design
 * and perhaps a domain. It is fitted by Newton's method on the weighted log-likelihood
 * (pseudo maximum likelihood: Binder 1983, Int. Stat. Rev. 51, 279-292), in passes over rows
 * that can be read again; the rows are never in memory together, nor is a model matrix.
 *
 * With x_i the row of the model matrix, w_i the weight, r_i the residual on the scale of the
 * score (y - p of a logit, y - x'β of a linear model), U = Σ w_i r_i x_i and A = -∂U/∂β,
 *
 *     V(β) = A⁻¹ V(U) A⁻¹,
 *
 * V(U) the covariance of the totals U under the design, by the variance of survey.h: strata,
 * stages of clusters, fpc, calibration, lonely strata, domains. With replicate weights the
 * model is fitted anew with each, and V is that of the estimates. R: survey::svyglm.
 *
 * A row is left out of the model, and stays in the design with a contribution of 0, when it
 * is outside the domain or the outcome or a variable is missing there (listwise).
 *
 * Coefficients say what goes together in these rows, never what causes what.
 */
#ifndef WERKBAAR_MODEL_H
#define WERKBAAR_MODEL_H

#include <werkbaar/survey.h>

WB_BEGIN_DECLS

/** @name The model
 * @{ */

/** What is modelled. Values are pinned. */
typedef enum wb_family {
    WB_FAMILY_LOGIT = 1, /**< log odds of an event: a column of two values, or of more of which
                              one is the event */
    WB_FAMILY_LINEAR = 2, /**< the mean of a numeric column */
    WB_FAMILY_MULTINOMIAL = 3, /**< log odds of every category against the first: a column of
                                    categories */
    WB_FAMILY_ORDERED = 4      /**< proportional odds of a higher category (McCullagh 1980, J. R.
                                    Stat. Soc. B 42, 109-142): log P(Y > c)/P(Y <= c) = x'β - θ_c,
                                    a threshold θ between every two categories in their order */
} wb_family;

/** How a column is a term. Values are pinned. */
typedef enum wb_term {
    WB_TERM_AUTO = 0,       /**< numbers are numeric; text, dictionaries and bools categorical, and
                                 so is what has a reference */
    WB_TERM_NUMERIC = 1,    /**< one coefficient per unit */
    WB_TERM_CATEGORICAL = 2 /**< one coefficient per category but the reference */
} wb_term;

/** An outcome, terms, a design and a domain. Opaque. */
typedef struct wb_model wb_model;

/**
 * A model with an intercept and no terms.
 * @param family  a wb_family.
 * @param outcome the column of the outcome. Of a logit: bool, or whole numbers 0 and 1, or
 *                categories with wb_model_set_event().
 * @return WB_OK, WB_E_ARG, WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_model_new(int32_t family, const char *outcome,
                                         wb_model **out, wb_error *err);
/** Free a model. */
WB_API void wb_model_free(wb_model *model);

/** Say which value of the outcome is the event of a logit, as text ("yes", "2", "true"); all
 * other values are not. NULL: true, or 1. @return WB_OK, WB_E_ARG (no logit), WB_E_NOMEM. */
WB_API WB_CHECKED wb_status wb_model_set_event(wb_model *model, const char *event,
                                               wb_error *err);

/**
 * The order of the categories of the outcome, as text: of a multinomial model the first is what
 * the others are compared with, of an ordered one they go from low to high. None: text bytewise,
 * numbers ascending, false before true. What no row has is left out.
 * @return WB_OK, WB_E_ARG (no such family, a category twice), WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_model_set_categories(wb_model *model,
                                                    const char *const *categories,
                                                    size_t n_categories, wb_error *err);

/** The design: weights, strata, clusters, fpc, calibration, replicates of a specification,
 * copied; its estimands and breakdowns are not looked at. NULL: a simple random sample. */
WB_API WB_CHECKED wb_status wb_model_set_design(wb_model *model, const wb_spec *spec,
                                                wb_error *err);

/** The column that says which rows the model is of: bool, or numbers of which any but 0 is
 * inside; missing is outside. NULL: all rows. */
WB_API WB_CHECKED wb_status wb_model_set_domain(wb_model *model, const char *column,
                                                wb_error *err);

/** Whether there is an intercept (1, as at first) or not (0): then the first categorical term
 * has a coefficient for its reference too. */
WB_API WB_CHECKED wb_status wb_model_set_intercept(wb_model *model, int32_t intercept,
                                                   wb_error *err);

/**
 * Add a term.
 * @param kind      a wb_term.
 * @param reference of a categorical term: the category that others are compared with, as text;
 *                  NULL: the first (text bytewise, numbers ascending, false) of those that rows
 *                  in the model have.
 * @return WB_OK, WB_E_ARG (a term already, the outcome itself, a reference of numbers),
 *         WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_model_add_term(wb_model *model, const char *column,
                                              int32_t kind, const char *reference,
                                              wb_error *err);

/**
 * Add the interaction of two or more columns: the products of their columns of the model matrix.
 * Each of them must be a term already, and of three or more columns all interactions of fewer of
 * them must be there (so that the model does not depend on references).
 * @return WB_OK, WB_E_ARG (there already, or something below it is not), WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_model_add_interaction(wb_model *model,
                                                     const char *const *columns,
                                                     size_t n_columns, wb_error *err);

/** Write the model with its design as canonical JSON ("werkbaar-model/1.0", docs/formats/models.md). */
WB_API WB_CHECKED wb_status wb_model_write(const wb_model *model, wb_writer *writer,
                                           wb_error *err);

/** Read a model. @return as wb_instrument_read(). */
WB_API WB_CHECKED wb_status wb_model_read(wb_reader *reader, wb_model **out,
                                          wb_error *err);

/** @} */

/** @name Fitting
 * @{ */

/** How a model is fitted. Start from WB_FIT_OPTIONS_INIT. */
typedef struct wb_fit_options {
    uint32_t struct_size;   /**< sizeof(wb_fit_options) */
    uint32_t reserved;      /**< zero */
    int32_t max_iterations; /**< steps of Newton's method; 0: 50 */
    int32_t reserved1;      /**< zero */
    double tolerance;       /**< the largest last step of a coefficient, in parts of one plus its
                                 size, with numbers (also the outcome of a linear model) in
                                 standard deviations; 0: 1e-10 */
} wb_fit_options;

/** A wb_fit_options in which nothing is chosen. */
#define WB_FIT_OPTIONS_INIT {sizeof(wb_fit_options), 0, 0, 0, 0}

/** A fitted model. Opaque. */
typedef struct wb_fit wb_fit;
/** Free a fit. */
WB_API void wb_fit_free(wb_fit *fit);

/**
 * Fit a model to all rows of a source.
 * @param source     at its start; rewound for every pass, and used up afterwards.
 * @param options    NULL: the defaults.
 * @param estimating level of the intervals, lonely strata, df; NULL: the defaults. What it says of
 *                   made replicates is WB_E_UNSUPPORTED here.
 * @return WB_OK; WB_E_ARG; WB_E_UNSUPPORTED (the source cannot be rewound); WB_E_DATA: a column is
 *         not there or not of a type that fits, a value that is no number or category (err->row,
 *         counted from the first row the pass saw), no rows in the domain without a missing value,
 *         an outcome or categorical term of one value (err->item names the column), a reference
 *         or event that no row has; WB_E_DESIGN: as wb_tally_estimate(), and fewer degrees of
 *         freedom than coefficients; WB_E_CONVERGENCE: max_iterations; WB_E_CONFLICT: the rows of
 *         a later pass are others; WB_E_LIMIT: more than 4,096 coefficients of a predictor, 64
 *         categories of the outcome or 64 columns of strata; WB_E_CANCELLED; WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_model_fit_source(const wb_model *model, wb_source *source,
                                                const wb_fit_options *options,
                                                const wb_estimate_options *estimating,
                                                const wb_run *run, wb_fit **out,
                                                wb_error *err);

/** @} @name Fitting in parts
 * Rows that are not in one place: files, or machines of which each holds some. A pass over all
 * rows is a wb_model_pass per part, merged; wb_model_pass_step() makes of it the next pass, or
 * the fit. Passes travel as files (docs/formats/model-pass.md): the next one is written, read
 * wherever there are rows, updated, written and brought together again. The fit is that of
 * wb_model_fit_source() within 1e-13, whatever the parts and their order. @{ */

/** One pass over the rows, or over a part of them. Opaque. */
typedef struct wb_model_pass wb_model_pass;

/**
 * The first pass.
 * @param options    as in wb_model_fit_source(), and so is `estimating`.
 * @return WB_OK; WB_E_ARG; WB_E_DESIGN (parts of the design do not go together); WB_E_UNSUPPORTED;
 *         WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_model_pass_new(const wb_model *model,
                                              const wb_fit_options *options,
                                              const wb_estimate_options *estimating,
                                              wb_model_pass **out, wb_error *err);
/** Free a pass. */
WB_API void wb_model_pass_free(wb_model_pass *pass);

/** Add the rows of a frame. @return as wb_model_fit_source(), with err->row counted from the first
 * row that this pass saw; WB_E_ARG: the fit has been made, or something failed before. After a
 * failure the pass takes no more: go back to what was written, or begin again. */
WB_API WB_CHECKED wb_status wb_model_pass_update(wb_model_pass *pass,
                                                 const wb_frame *frame,
                                                 const wb_run *run, wb_error *err);

/** Add all that a source has left. The source need not rewind. */
WB_API WB_CHECKED wb_status wb_model_pass_update_source(wb_model_pass *pass,
                                                        wb_source *source,
                                                        const wb_run *run,
                                                        wb_error *err);

/**
 * Add the rows that another has seen, of the same pass of the same model. `other` keeps its rows;
 * no other thread uses it meanwhile.
 * @return WB_OK; WB_E_ARG (itself; the fit has been made); WB_E_CONFLICT: another model, other options, or
 *         another pass: then `pass` is as it was; or a column of another kind; WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_model_pass_merge(wb_model_pass *pass, wb_model_pass *other,
                                                wb_error *err);

/**
 * All rows have been seen: go on.
 * @param pass becomes the next pass, without rows; or it is over, and is to be freed.
 * @param out  the fit when there is nothing more to ask of the rows, else NULL.
 * @return WB_OK; WB_E_CONFLICT: not as many rows as in the first pass (add the others, and step
 *         again); otherwise as wb_model_fit_source().
 */
WB_API WB_CHECKED wb_status wb_model_pass_step(wb_model_pass *pass, wb_fit **out,
                                               wb_error *err);

/** Rows that this pass has seen. */
WB_API int64_t wb_model_pass_row_count(const wb_model_pass *pass);
/** Which pass this is: 1 the first. There are eight or so. */
WB_API int32_t wb_model_pass_number(const wb_model_pass *pass);
/** A copy of the model. */
WB_API WB_CHECKED wb_status wb_model_pass_model(const wb_model_pass *pass, wb_model **out,
                                                wb_error *err);

/** Write a pass (docs/formats/model-pass.md). The bytes are as confidential as the answers. */
WB_API WB_CHECKED wb_status wb_model_pass_write(wb_model_pass *pass, wb_writer *writer,
                                                wb_error *err);

/** Read a pass back. @return as wb_tally_read(). */
WB_API WB_CHECKED wb_status wb_model_pass_read(wb_reader *reader, wb_model_pass **out,
                                               wb_error *err);

/** @} */

/** @name What a fit says
 * @{ */

/** The tables of a fit. Values are pinned. */
typedef enum wb_fit_part {
    WB_FIT_COEFFICIENTS = 1,
    WB_FIT_TERMS = 2,
    WB_FIT_SUMMARY = 3,
    WB_FIT_COVARIANCE = 4
} wb_fit_part;

/**
 * A table of a fit (docs/formats/models.md).
 *
 * coefficients: `category` (of a logit the event, of a multinomial model the category that is compared
 * with the first; else missing), `term` ("(intercept)", a column, "a:b"; behind them "(threshold)" of an
 * ordered model), `level` (the category; of an interaction those of its categorical columns, joined by
 * ":"; of a threshold "low|high"; else missing), `estimate`, `se`, `df`,
 * `statistic` (t), `p`, `lower`, `upper`, of categories also `odds_ratio`, `odds_lower`, `odds_upper`;
 * `status`:
 *
 * | status    | when                                                     | numbers   |
 * |-----------|----------------------------------------------------------|-----------|
 * | ok        | otherwise                                                | all       |
 * | reference | the reference of a categorical term                      | none      |
 * | aliased   | a linear combination of the coefficients above it: it is | none      |
 * |           | not in the model                                         |           |
 * | separated | the outcome is the same in all rows that this category   | none      |
 * |           | or variable sets apart: no finite estimate               |           |
 * | no_df     | no degrees of freedom are left                           | estimate, |
 * |           |                                                          | se        |
 * | no_variance | the design gives no variance (survey.h)                | estimate  |
 *
 * df = the degrees of freedom of the design among the rows of the model, plus 1, less the
 * coefficients of one predictor that are not aliased (svyglm's, svyolr's: thresholds count as one); those of `estimating` when given.
 *
 * terms: `term`, `f`, `df1`, `df2`, `p`, `status`: Wald's F that all coefficients of the term are 0
 * (survey::regTermTest): df1 is how many there are, df2 the df above.
 *
 * summary, one row: `n` rows in the model with a positive weight, `n_missing` rows of the domain
 * left out for a missing value, `weights` their sum Σ w, `coefficients`, `df`, `deviance` and
 * `null_deviance` (of an intercept alone, or without one of η = 0; weights are scaled to sum to n), and of
 * categories `cox_snell`, `nagelkerke` (survey::psrsq), `mcfadden`, of a linear model `r_squared` and
 * `sigma` (σ² = n/(n-1) Σ w r²/Σ w); `iterations`, `converged`, `replicates_left_out` (in which the model has no estimate),
 * `status`: ok, separated, no_df.
 *
 * covariance: `category_i`, `term_i`, `level_i`, `category_j`, `term_j`, `level_j`, `covariance`, for coefficients with a
 * standard error, each pair once.
 *
 * @return WB_OK, WB_E_ARG, WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_fit_table(const wb_fit *fit, int32_t part, wb_frame **out,
                                         wb_error *err);

/** @} @name What goes with the outcome
 * Averages of what a fit expects of its own rows. Each is a smooth function of totals over
 * the rows and of the coefficients, which are of the same sample: its variance is that of the
 * total of the influence values
 *
 *     z_i = ∂M/∂(row i) + (∂M/∂β)' A⁻¹ x_i r_i
 *
 * under the design (Deville 1999, Survey Methodology 25, 193-203), so that the sampling of the
 * x is in it. With replicate weights they are estimated anew with each. They take the rows
 * again: give the source that the model was fitted to, which is rewound. Intervals are with t of
 * the df of the fit. What goes together is associated, not caused. @{ */

/**
 * The risk profile of all rows and of every group: the share of the problems that goes with
 * each risk, ranked.
 *
 * A problem is the event of a logit, p(x) its fitted chance. The share of the problems of a
 * group that goes with a risk (the attributable share: Bruzzi et al. 1985, Am. J. Epidemiol.
 * 122, 904-914; Graubard & Fears 2005, Biometrics 61, 847-855) is
 *
 *     1 - Σ w p(x with the risk at its reference) / Σ w p(x),
 *
 * over the rows of the group, all other terms as they are. It is negative when the problem is
 * less frequent with the risk. Shares of risks overlap: they do not add up to anything.
 * Bounds are around log(1 - share).
 *
 * @param risks  categorical terms of the model; none: all that are not columns of groups.
 * @param groups columns whose combinations are the groups, terms of the model or not; none: all
 *               rows alone. A row without a value is in no group.
 * @param out    a row per group and risk, by rank; all rows first, with the columns of groups
 *               missing. The columns of groups, `risk`, `reference` (its category), `n` rows of
 *               the group in the model, `problem` (Σ w p/Σ w: the expected share with the
 *               problem), `exposed` (the share not at the reference), `odds_ratio` (of a risk of two
 *               categories without interactions, else missing), `attributable`, `se`, `df`,
 *               `lower`, `upper`, `rank` (1: the largest of the group), `status` as in the
 *               coefficients.
 * @return WB_OK; WB_E_ARG (no term, a numeric one, a name twice); WB_E_UNSUPPORTED: not a logit, or
 *         the source cannot be rewound; WB_E_DATA: a column is not there; WB_E_CONFLICT: these are
 *         not the rows of the fit; WB_E_LIMIT: too many groups; WB_E_CANCELLED; WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_fit_risks(const wb_fit *fit, wb_source *source,
                                         const char *const *risks, size_t n_risks,
                                         const char *const *groups, size_t n_groups,
                                         const wb_run *run, wb_frame **out,
                                         wb_error *err);

/**
 * Average marginal effects and adjusted averages, over all rows and over those of every group.
 *
 * `margin` says what of: `mean`, the average of what is expected when the term has this level
 * in all rows, other terms as they are (survey::svypredmeans); `difference`, that less the same
 * of the reference; `slope`, of a number, the average of ∂E/∂x. Of a logit E is the chance of
 * the event, of categories that of each.
 * @param terms  of the model; none: all that are not columns of groups.
 * @param groups as in wb_fit_risks().
 * @param out    the columns of groups, `category`, `term`, `level`, `reference`, `margin`, `n`,
 *               `estimate`, `se`, `df`, `statistic` and `p` (that it is 0; not of the mean of a
 *               chance), `lower`, `upper` (of the mean of a chance around its log odds), `status`.
 * @return as wb_fit_risks().
 */
WB_API WB_CHECKED wb_status wb_fit_margins(const wb_fit *fit, wb_source *source,
                                           const char *const *terms, size_t n_terms,
                                           const char *const *groups, size_t n_groups,
                                           const wb_run *run, wb_frame **out,
                                           wb_error *err);

/**
 * What is expected of profiles, with the variance of the coefficients (R: predict() of svyglm,
 * type "response").
 * @param profiles a column for every term of the model; others are not looked at.
 * @param out      a row per profile and category of the outcome: `profile` (its row, from 1), the
 *                 terms, `category`, `estimate`, `se`, `df`, `lower`, `upper` (of a chance around
 *                 its log odds), `status`: as in the coefficients, or `missing` (a value is),
 *                 `unknown` (a category that no row of the fit has).
 * @return WB_OK; WB_E_ARG; WB_E_DATA: a term is not there, or holds another type; WB_E_CONFLICT:
 *         text where the fit had numbers, or the reverse; WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_fit_predict(const wb_fit *fit, const wb_frame *profiles,
                                           wb_frame **out, wb_error *err);

#define WB_RISK_WEIGHT_LEAST 0.1 /**< the smallest weight of wb_risk_weights() */

/**
 * How strongly the themes of a scan go with problems of workability: the frame that
 * wb_scan_findings() takes as weights, from risk profiles of one or more problems.
 *
 * Of a theme and a problem counts the largest attributable share of its risks, in all rows,
 * 0 when that is negative. Shares are averaged over the problems; a weight is that average in
 * parts of its mean over the themes, WB_RISK_WEIGHT_LEAST at least: 1 is a theme like others.
 * @param frames results of wb_fit_risks(), one per problem; rows of groups are not looked at.
 * @param themes `risk` and `theme`: the theme of each risk; others do not count. NULL: a risk
 *               has the name of its theme.
 * @param out    `theme`, `weight`, `attributable` (the average); `source` of its metadata: those of
 *               the frames, of one of synthetic rows when there is one.
 * @return WB_OK, WB_E_ARG, WB_E_DATA (no such columns, or shares that are no numbers; no share
 *         above 0), WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_risk_weights(const wb_frame *const *frames,
                                            size_t n_frames, const wb_frame *themes,
                                            wb_frame **out, wb_error *err);

/** @} @name Job types
 * Four types of jobs by demands and control (Karasek 1979, Adm. Sci. Q. 24, 285-308). @{ */

/** Where high begins: above this. Values are pinned. */
typedef enum wb_job_cut {
    WB_JOB_CUT_MEDIAN = 1, /**< the weighted median of all rows: the smallest value at or below
                                which half of the weight lies, but for rounding (1e-12 of it) */
    WB_JOB_CUT_FIXED = 2   /**< a number that is given */
} wb_job_cut;

/**
 * A column of job types, to break down or model by. The cuts are in the metadata,
 * and in `source` what the rows say of themselves.
 *
 * |              | little control | much control |
 * |--------------|----------------|--------------|
 * | low demands  | passive        | low_strain   |
 * | high demands | high_strain    | active       |
 *
 * @param demands         a score: high is above its cut, the cut itself is low.
 * @param control         a score.
 * @param weights         of the median: a row without one above 0 is left out of it; NULL: all 1.
 * @param cut             a wb_job_cut; a median depends on the rows, so that types of two waves
 *                        compare only by cuts that are fixed.
 * @param demands_cut,control_cut of fixed cuts; else not looked at.
 * @param control_is_lack 1: a high score of control says that there is little (as VBBA scales
 *                        score); 0: that there is much.
 * @param out             `job_type`: low_strain, passive, active, high_strain; missing where a
 *                        score is. As many rows as there are.
 * @return WB_OK; WB_E_ARG; WB_E_DATA: a column is not there or not of numbers, or has no median;
 *         WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_job_types(const wb_frame *rows, const char *demands,
                                         const char *control, const char *weights,
                                         int32_t cut, double demands_cut,
                                         double control_cut, int32_t control_is_lack,
                                         wb_frame **out, wb_error *err);

/** @} */

WB_END_DECLS
#endif
