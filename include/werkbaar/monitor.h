/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/**
 * @file monitor.h
 * @brief The monitor: waves of answers in; every indicator for every group, and how all of
 * it compares, out.
 *
 * A wb_monitor_definition says what there is (docs/formats/monitor-definition.md): the
 * instrument, the waves, the variables that groups are made of and the breakdowns they
 * make, the further topics, the design, the targets, and what may be published. A wb_monitor takes in
 * waves: one source a wave, or one source with a column that tells waves apart. It reads
 * each row once, scores it, and keeps a tally. wb_monitor_results_make() makes every estimate
 * and comparison of them; wb_monitor_results_table() shows these, part by part.
 *
 * **Cells.** A cell is a wave and a group: everybody, a category of a variable, or a
 * combination of those. Everybody is everyone who was asked in the wave, also those
 * whose group is not known.
 *
 * **Estimates** are those of survey.h, with the design of the definition. Waves are
 * samples of their own, so the wave is a stratum; or they share units ("shared_units"), and
 * then the people or workplaces are clusters of one sample. A missing answer is no member
 * of its measure's domain.
 *
 * **Comparisons.** With θ of a cell:
 *
 * | | estimate | variance | degrees of freedom |
 * |---|---|---|---|
 * | change | θ₁ - θ₀ of two waves | V₁ + V₀; less 2 C₁₀ when they share units | df₁ + df₀; when they share units, of the union |
 * | group against the rest | θ of the group less θ of everybody else in the wave | of the difference of both influences | of everybody |
 * | group against the total | θ of the group less θ of everybody in the wave | the same: the group is in both | of everybody |
 * | trend | Σ (x - x̄) θ / Σ (x - x̄)² over the waves x | Σ c² V; c' V c when they share units | Σ df; of the union |
 * | target | θ - the target | V | df |
 *
 * "The rest" holds those whose group is not known; in a nested breakdown ("sector>occupation")
 * rest and total are those of the group it is nested in. Bounds and p are of t; those of targets
 * one-sided: p is how likely an estimate at least as far on the good side is when the truth is the target.
 * `p_adjusted` is corrected for the number of comparisons in a family: the groups of one
 * breakdown, for one measure and one pair of waves (change), one wave and kind (group), or
 * the trend. Results are cross-sections: they say what moved and what goes together, never because of
 * what.
 */
#ifndef WERKBAAR_MONITOR_H
#define WERKBAAR_MONITOR_H

#include <werkbaar/disclose.h>
#include <werkbaar/infer.h>
#include <werkbaar/score.h>

WB_BEGIN_DECLS

/** @name Definitions
 * @{ */

/** What a monitor measures, of whom, and how it is shown. Opaque, immutable. */
typedef struct wb_monitor_definition wb_monitor_definition;

/** How many definitions are built in. */
WB_API size_t wb_monitor_builtin_count(void);
/** The id of built-in definition `index`, such as "wbm-employees"; NULL outside. */
WB_API const char *wb_monitor_builtin_id(size_t index);
/** A built-in definition. @return WB_OK, WB_E_ARG (unknown id: names those there are). */
WB_API WB_CHECKED wb_status wb_monitor_builtin(const char *id,
                                               wb_monitor_definition **out,
                                               wb_error *err);

/**
 * Read a definition (JSON, "werkbaar-monitor-definition/1.x").
 * @return WB_OK; WB_E_DATA for what is wrong in the file: syntax, an unknown key, a breakdown
 *         by a variable that is not there, bands that overlap, a topic of a wave that is not
 *         there, a population total without source or of no group (err->line, column, where: the JSON
 *         pointer); WB_E_VERSION; WB_E_LIMIT; WB_E_IO; WB_E_ARG; WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_monitor_definition_read(wb_reader *reader,
                                                       wb_monitor_definition **out,
                                                       wb_error *err);
/** wb_monitor_definition_read() of the file at `path`. */
WB_API WB_CHECKED wb_status wb_monitor_definition_load(const char *path,
                                                       wb_monitor_definition **out,
                                                       wb_error *err);
/** Write the definition as canonical JSON (RFC 8785), the bytes its hash is taken of. */
WB_API WB_CHECKED wb_status
wb_monitor_definition_write(const wb_monitor_definition *definition, wb_writer *writer,
                            wb_error *err);
/** Free a definition. */
WB_API void wb_monitor_definition_free(wb_monitor_definition *definition);

/** Its id. */
WB_API const char *wb_monitor_definition_id(const wb_monitor_definition *definition);
/** SHA-256 of the canonical JSON, 64 hexadecimal digits. */
WB_API const char *wb_monitor_definition_hash(const wb_monitor_definition *definition);
/** The id of the instrument that it scores with. */
WB_API const char *
wb_monitor_definition_instrument(const wb_monitor_definition *definition);
/** Its title in `language` ("nl", "en"), else in the file's first language. */
WB_API const char *
wb_monitor_definition_title(const wb_monitor_definition *definition,
                            const char *language);

/** @} */

/** @name Waves in
 * @{ */

/** Waves taken in so far. Opaque. */
typedef struct wb_monitor wb_monitor;

/**
 * A monitor without waves.
 * @param scoring the instrument; NULL: the built-in one that the definition names.
 * @return WB_OK; WB_E_ARG (the definition names another instrument, or one that is not
 *         built in); WB_E_CONFLICT: a variable or topic has the name of something in the
 *         instrument, or of a column of the results (err->item); WB_E_DATA: a target or a population is of no measure
 *         (err->item); WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_monitor_new(const wb_monitor_definition *definition,
                                           const wb_instrument *scoring,
                                           wb_monitor **out, wb_error *err);

/**
 * Take another design than that of the definition: weights, strata, clusters, fpc, replicate
 * weights and calibration of `spec`; its estimands and breakdowns are not looked at. Strata and
 * margins are within a wave, unless waves share units. Before the first wave.
 * @return WB_OK; WB_E_ARG (waves are in already); WB_E_UNSUPPORTED (units in order; auxiliary totals with waves
 *         that are samples of their own); WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_monitor_set_design(wb_monitor *monitor,
                                                  const wb_spec *spec, wb_error *err);

/**
 * Take in answers: all that the source has left.
 *
 * A column that is not there is missing for all rows, and said in the notes: an item (so
 * the scales that need it may be missing), a variable (its groups are empty), a topic.
 * Weights, strata, clusters and fpc must be there, and one item at least. A column whose name
 * differs in capitals alone is not taken for it, and is refused.
 *
 * A value goes by its code; one that no category has as its code goes by what it, or its value
 * label, is called as: the id or label of one category without `codes`, whatever the language,
 * the case and the spaces. So numbers whose labels are bands, a wave that is a code, and a share
 * without `event` that has yes and no as labels (in Dutch, English or French).
 *
 * @param wave the id of the wave that all rows are of; NULL: the column that the
 *             definition names tells. With an id, that column must say the same where it is there;
 *             values that may be no wave, and a column "year", "jaar", "wave" or "golf" that the
 *             definition does not name, are noted when they do not.
 * @param name what the answers are called in errors and notes, such as a file's name; NULL: none.
 * @return WB_OK; WB_E_DATA, naming the answers, the variable and the wave: an answer outside its
 *         codes; days where bands or a mean need numbers; labels that contradict the instrument or the definition, or that answers before
 *         gave to another code; a wave that the definition does not have, none, or another than
 *         is given; what wb_tally_update() refuses (err->row, err->item); WB_E_CONFLICT: the wave is in already, or columns are of another kind
 *         than before; WB_E_ARG (no such wave; no wave and no wave column); WB_E_DESIGN (waves share units, and the design has no clusters);
 *         WB_E_LIMIT;
 *         WB_E_CANCELLED; WB_E_NOMEM. On failure the monitor is as it was.
 */
WB_API WB_CHECKED wb_status wb_monitor_add(wb_monitor *monitor, const char *wave,
                                           const char *name, wb_source *source,
                                           const wb_run *run, wb_error *err);

/** Rows taken in so far. */
WB_API int64_t wb_monitor_row_count(const wb_monitor *monitor);
/** Free a monitor. */
WB_API void wb_monitor_free(wb_monitor *monitor);

/** @} */

/** @name Results out
 * @{ */

/** How results are made. Start from WB_MONITOR_OPTIONS_INIT. */
typedef struct wb_monitor_options {
    uint32_t struct_size; /**< sizeof(wb_monitor_options) */
    uint32_t reserved;    /**< zero */
    double level;         /**< of intervals, above 0 and below 1; 0: the definition's */
    int32_t lonely;       /**< a wb_lonely */
    int32_t reserved1;    /**< zero */
    const wb_ledger *earlier; /**< what earlier reports of these answers have shown; NULL: the
                                   results say that they are not protected against those */
    const char *release;      /**< id of this report; required with earlier; NULL: no ledger */
    const char *scope;        /**< id of the answers; NULL: that of the definition */
} wb_monitor_options;

/** A wb_monitor_options in which nothing is chosen. */
#define WB_MONITOR_OPTIONS_INIT {sizeof(wb_monitor_options), 0, 0, 0, 0, NULL, NULL, NULL}

/** Every estimate and comparison. Opaque, immutable. */
typedef struct wb_monitor_results wb_monitor_results;

/**
 * Estimate and compare all that is in.
 *
 * With `release` a ledger is made of what is shown, with `earlier` what was shown before counts as known
 * (wb_disclose()): a row that was hidden stays hidden, and where answers have come in since, nothing new is
 * shown and what is no longer as it was is hidden. Both need a definition that protects (`protect`) and hides
 * (`mode`), and the groups and measures of earlier reports are among those of the definition, also when it has more.
 * @param options NULL: the defaults.
 * @return WB_OK; WB_E_ARG (err->item: earlier without release, either with a definition that does not protect and
 *         hide); WB_E_CONFLICT: the ledger is of another scope, knows this release, has a group or measure that the
 *         definition has not, or more answers than there are; WB_E_DATA (no rows); WB_E_DESIGN as
 *         wb_tally_estimate(); WB_E_CANCELLED; WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_monitor_results_make(const wb_monitor *monitor,
                                                    const wb_monitor_options *options,
                                                    const wb_run *run,
                                                    wb_monitor_results **out,
                                                    wb_error *err);
/**
 * What was shown up to and with these results: `earlier` of the next. One ledger for all waves; those of
 * `earlier` that did not come in now stay in it. A cell is called as in part "released".
 * @return WB_OK, WB_E_ARG (options had no release), WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_monitor_results_ledger(const wb_monitor_results *results,
                                                      wb_ledger **out, wb_error *err);
/** Free results. */
WB_API void wb_monitor_results_free(wb_monitor_results *results);

/** How many parts results have. */
WB_API size_t wb_monitor_part_count(void);
/** The name of part `index`, such as "cells", in the order in which reports have them; NULL
 * outside. */
WB_API const char *wb_monitor_part_name(size_t index);

/**
 * A part of the results as a frame. Waves are in the order of the definition; where that has no list
 * of them, in the order of their numbers, which are their times, when all are numbers, else bytewise, with
 * times 1, 2, ... Columns `wave` (dictionary, in that order) and one per variable of a
 * breakdown (dictionary; missing: all) say which cell; `statistic`, `variable`, `category` are those
 * of an estimates frame, so "cells" is one; `measure` is the id of a composite, indicator or topic
 * and `kind` what it is: workable, bottlenecks (how many problems a person has), combination (which
 * ones: ids with '+' between, `none`), problem, acute, score, topic.
 *
 * "cells": the columns above, `estimate`, `se`, `lower`, `upper`, `df`, `n`, `status` as in an
 * estimates frame, and `hidden`: no number is shown; `flag`: too_few (n below the definition's min_n), too_wide (the
 * interval of a share), extreme, protects (it could be subtracted to get at something hidden); withheld: hidden,
 * and too_few, extreme or protects. Every wave that came in, every group that any wave has.
 *
 * Rules of publication look at each estimate by itself, and do not keep anybody from subtracting groups that are
 * shown from a total that is. With `protect` in the definition, wb_disclose() looks at the counts of each wave and
 * hides more until they cannot (decision 0025); `publication` in the metadata of every part says what holds.
 *
 * Comparisons have `se`, `lower`, `upper`, `df`, `p`, `p_adjusted` and `status`: ok; missing (one of what
 * is compared has no estimate or no se); no_df; constant (se = 0: no test); not_comparable: the topic or an
 * item is comparable from a later wave on, and no number is given; hidden: what it is made of is.
 *
 * "changes": the cell's columns with `reference` (the wave compared with), `compared_with`
 * (previous | first | named), `difference`. The wave before is the one before it among those that came in.
 *
 * "groups": the cell's columns, `against` (rest | total), `difference`; hidden too where the rest has fewer than min_n.
 *
 * "trend": the cell's columns without `wave`, `waves` int64 (how many it is over), `slope` per unit of
 * the waves' time.
 *
 * "targets": the cell's columns, `target`, `date`, `goal` (target | towards), `direction` (at_least | at_most), `source`,
 * `estimate`, `difference`; p is one-sided and not adjusted.
 *
 * "published": what others published (docs/formats/reference.md; the definition's `published`), beside the estimates. Of
 * every outcome and group of which there is a figure, a row per figure and per wave that came in without one, also of
 * waves that did not come in; columns of the cell as in "cells", groups or categories that are published together joined
 * by '+'. `estimate`, `se`, `lower`, `upper`, `n` (the estimate of a sum of categories has no error, unless
 * it is of all but one); `status`: ok; missing (no estimate); hidden; no_cell (published of groups taken
 * together: no cell of the monitor); no_figure. `published` in the unit of the estimate, `published_rounding` half a unit of its
 * last printed digit, `published_status` (anchored | conflict | rounded | derived | bound), `published_n` (respondents, where known,
 * of everybody), `published_se` (what a share of that n would have in a simple random sample), `difference` (estimate
 * - published; missing of a bound), `published_is` (inside | below | above the interval of the estimate, with its rounding), `published_source`,
 * `published_note`. It is a reading, no test: the answers may be the very ones that the figure was made of, and cut-offs of a preset are
 * not those of the official monitor.
 *
 * "counts": the cell's columns, `population` (id), `source`, `total`, `count`, `lower`, `upper` (the share and its bounds
 * times the total, rounded as the definition says), `status` (ok | missing | hidden). A row per share of each total that is
 * declared of a wave that came in and a group that "cells" has; totals of different sources have different ids, and nothing
 * is made of two of them.
 *
 * "response": `wave`, `rows` int64 (that came in), `sent`, `response` (percent) and `answered` as stated, each with
 * `_status` and `_source`; `rows_per_sent`.
 *
 * "notes": `kind`, `wave`, `source` (the name of the answers), `variable`, `category`: `item_missing` | `variable_missing` |
 * `topic_missing` (no such column in the answers, or with a wave: no value in it), `no_answers` (a measure has none in
 * this wave), `one_wave` (a category that only this wave has), `other_wave` (a column says `category` where the wave
 * is given), `other_label` (the code `category` had another label in answers before: that one is shown).
 *
 * "released": the counts that disclosure control lets be known, as wb_disclose() releases them: `cell`, `measure`
 * (composite, indicator or topic), `n`, `problem`, `acute` (never counted), `status` (ok | hidden), `release`. A row per
 * wave, group and measure that anybody is in; none when nothing is protected. A cell is the wave, then
 * "/variable=category" per variable, by their ids in bytewise order; '%', '/' and '=' in ids are written "%25",
 * "%2F" and "%3D", a cell of more than 255 bytes as the wave, "/#" and its SHA-256. Counts are without weights, and have those
 * whose group is not known with the largest group of their variable, or in "@unknown": they do not add up to `n` of "cells".
 *
 * "audit": why what is hidden is, as wb_disclose() tells it; `dominance`: by itself the group is too few, and those whose
 * group is not known, who are counted with it, would make it enough. As confidential as the answers; never publish it.
 *
 * "labels": `what` (wave | variable | category | measure | measure_category), `variable`, `id`, `label`.
 *
 * @param language "nl", "en", or another of the definition; NULL: its first.
 * @return WB_OK, WB_E_ARG (unknown part: names those there are), WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_monitor_results_table(const wb_monitor_results *results,
                                                     const char *part,
                                                     const char *language,
                                                     wb_frame **out, wb_error *err);

/** How an explorer page is made. Start from WB_EXPLORE_OPTIONS_INIT. */
typedef struct wb_explore_options {
    uint32_t struct_size; /**< sizeof(wb_explore_options) */
    uint32_t reserved;    /**< zero */
    const char *language; /**< it opens in: "nl" or "en"; NULL: nl. The reader can switch */
    const char *title;    /**< above the page; NULL: its own */
    const char *note;     /**< said on it, such as what the answers are; NULL: none */
} wb_explore_options;

/** A wb_explore_options in which nothing is chosen. */
#define WB_EXPLORE_OPTIONS_INIT {sizeof(wb_explore_options), 0, 0, 0, 0}

/**
 * Write a page, one HTML file that needs no network, in which a reader picks an indicator, groups, a wave and
 * what to compare: over time, between groups, changes, the trend, what was published. Each choice has a chart,
 * a table with the same numbers, and an address.
 *
 * It is made of wb_monitor_results_table() alone: of what is hidden there is a mark and no number, and
 * what is shown is rounded as it is printed (docs/formats/explorer.md). Whether answers are
 * synthetic, and a definition a preset, is said on it.
 *
 * @param results one monitor, or several that the reader picks from.
 * @param options NULL: the defaults.
 * @return WB_OK; WB_E_ARG (a language that it does not have); WB_E_UNSUPPORTED: this build has no Vega and Vega-Lite,
 *         see the option `explorer` in meson_options.txt; WB_E_IO; WB_E_NOMEM. The caller finishes the writer.
 */
WB_API WB_CHECKED wb_status
wb_monitor_explore(const wb_monitor_results *const *results, size_t n_results,
                   const wb_explore_options *options, wb_writer *writer, wb_error *err);

/** @} */

WB_END_DECLS
#endif
