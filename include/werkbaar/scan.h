/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/**
 * @file scan.h
 * @brief Company scans: an organisation, its groups and staff; answers in, released figures
 * out.
 *
 * A wb_organisation says who works where: hierarchies of groups (department and team,
 * function, age band), each with the number of people on its staff, and below how many
 * answers nothing is shown (docs/formats/organisation.md).
 *
 * A group is named by its path: the hierarchy's id and the ids of the groups from the top
 * down, with '/' between: `department/production/line1`. The whole organisation is `all`. A
 * cell where hierarchies cross is the paths with '*' between, in the order of the
 * hierarchies: `department/production*age/young`.
 *
 * Texts are in `language` ("nl", "en", ...); what is not there in it is in Dutch, else in
 * English, else in the first language there is. NULL is "nl".
 */
#ifndef WERKBAAR_SCAN_H
#define WERKBAAR_SCAN_H

#include <werkbaar/compose.h>
#include <werkbaar/disclose.h>

WB_BEGIN_DECLS

/** @name The organisation
 * @{ */

/** An organisation, its groups and their staff. Opaque, immutable. */
typedef struct wb_organisation wb_organisation;

/**
 * Read an organisation file (JSON, "werkbaar-organisation/1.x").
 * @return WB_OK; WB_E_DATA for what is wrong in the file: syntax, unknown key, `min_n` missing
 *         or below 5, a group or column that is there twice, groups with more staff together
 *         than what they are in, a cross of unknown columns (err->line, column, where: the JSON
 *         pointer); WB_E_LIMIT (more than 16 hierarchies, 8 levels, 10,000 groups, or cells);
 *         WB_E_VERSION; WB_E_IO; WB_E_ARG; WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_organisation_read(wb_reader *reader, wb_organisation **out,
                                                 wb_error *err);

/** wb_organisation_read() of the file at `path`. */
WB_API WB_CHECKED wb_status wb_organisation_load(const char *path, wb_organisation **out,
                                                 wb_error *err);

/** Write the organisation as canonical JSON (RFC 8785), the bytes its hash is taken of. */
WB_API WB_CHECKED wb_status wb_organisation_write(const wb_organisation *organisation,
                                                  wb_writer *writer, wb_error *err);

/** Free an organisation. */
WB_API void wb_organisation_free(wb_organisation *organisation);

/** Its id. */
WB_API const char *wb_organisation_id(const wb_organisation *organisation);
/** SHA-256 of the canonical JSON, 64 hexadecimal digits. */
WB_API const char *wb_organisation_hash(const wb_organisation *organisation);
/** What it is called, in `language`. */
WB_API const char *wb_organisation_title(const wb_organisation *organisation,
                                         const char *language);
/** How many people work there. */
WB_API int64_t wb_organisation_staff(const wb_organisation *organisation);
/** Fewest answers of which a figure is shown, at least 5. */
WB_API int32_t wb_organisation_min_n(const wb_organisation *organisation);

/**
 * The groups, a row each, in the order of the file, a group before those in it: `hierarchy`
 * (id), `group` (path), `parent` (path; missing at the first level), `title` text; `column`
 * text: of the answers, that names it; `staff` int64; `level` int32, from 1.
 * @return WB_OK, WB_E_ARG, WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_organisation_groups(const wb_organisation *organisation,
                                                   const char *language, wb_frame **out,
                                                   wb_error *err);

/** @} */

/** @name Fieldwork
 * @{ */

/**
 * wb_questionnaire_export() with what a scan has to know besides the answers. To persons: a
 * last page that asks for the groups, a list per column of the organisation, each of which
 * may be skipped, with a sentence that says why and from how many answers on a group is
 * shown. A level below the first is asked within what was answered at the level above it:
 * teams of the own department only. Of a work post its name, as text; of the organisation
 * nothing.
 * @param organisation may be NULL for other units than persons.
 * @return as wb_questionnaire_export(); WB_E_ARG: no organisation; WB_E_DATA: a column of the
 *         organisation that tells no group (err->item).
 */
WB_API WB_CHECKED wb_status wb_scan_export(const wb_questionnaire *questionnaire,
                                           const wb_organisation *organisation,
                                           const char *format, const char *unit,
                                           const char *language, wb_writer *writer,
                                           wb_error *err);

/**
 * wb_questionnaire_import() of what was asked so, ready for wb_scan_run() and, for other
 * units, wb_scan_add_records(). In a file of your own ("csv") the columns have the names that
 * the organisation gives them and hold the ids of groups, or their titles in any language of
 * the questionnaire.
 * @param organisation the one of the export; may be NULL for other units than persons.
 * @param out     to persons: a column of ids of groups (text) per column of the organisation, in
 *                its order, missing where nothing was answered; of work posts `record` (text);
 *                then one of int32 per question.
 * @return as wb_questionnaire_import(); WB_E_ARG: no organisation; WB_E_DATA: a column that is not
 *         there, a group that is not offered, or not within those that the row names before it
 *         (err->row, err->item), a column of the organisation that tells no group;
 *         WB_E_CONFLICT: a survey with other groups (err->row).
 */
WB_API WB_CHECKED wb_status wb_scan_import(const wb_questionnaire *questionnaire,
                                           const wb_organisation *organisation,
                                           const char *format, const char *unit,
                                           wb_reader *reader, wb_frame **out,
                                           wb_error *err);

/** @} */

/** @name The scan
 * @{ */

/**
 * What a scan may show: released counts, and all that pages are made of beside them.
 * Opaque; only wb_scan_add_records() changes one.
 */
typedef struct wb_scan wb_scan;

/** How a scan is run. Start from WB_SCAN_OPTIONS_INIT. */
typedef struct wb_scan_options {
    uint32_t struct_size;     /**< sizeof(wb_scan_options) */
    uint32_t reserved;        /**< zero */
    double level;             /**< of intervals, above 0 and below 1; 0: 0.95 */
    const char *release;      /**< id of this report; NULL: "1". Another one for every report
                                   on the same answers */
    const wb_ledger *earlier; /**< of the report before this one; NULL: this is the first */
    int32_t no_fpc;           /**< 1: the staff is taken for a sample of a larger one; 0: who
                                   answered is a part of the staff, and nobody is beside it */
    int32_t protect;          /**< a wb_protect */
} wb_scan_options;

/** A wb_scan_options in which nothing is chosen. */
#define WB_SCAN_OPTIONS_INIT {sizeof(wb_scan_options), 0, 0, NULL, NULL, 0, 0}

/**
 * Make a scan of answers: score them, count problems in every group, and keep of the counts
 * what may be shown. No answer, and no count that is not shown, is in the result.
 *
 * A row is a person. It counts where it has a group: of a hierarchy down to the first level
 * whose value is missing, of a cross where it has all its groups, of the whole organisation
 * always; for an indicator, where the indicator has a value. A row without any indicator is
 * no answer. Counts go through wb_disclose() with `min_n` of the organisation. The scope of
 * the ledger is wb_scan_id().
 *
 * @param answers columns of the questions to persons and of the groups (wb_organisation_groups()),
 *                and others whose name begins with "x_", which are left alone. An answer to a
 *                question that its `show_if` does not ask of this person does not count, as
 *                in an import, where the question that decides is a column. Metadata with a
 *                `questionnaire` say of which hash these are the answers.
 * @param options NULL: the defaults.
 * @return WB_OK; WB_E_ARG; WB_E_DATA: a column of another name (err->item: identifiers must
 *         not enter), a question's column that is not there, an answer outside its codes, a group
 *         that the organisation does not have or that lies in another one (err->row,
 *         err->item), more answers than staff; WB_E_CONFLICT: answers of another questionnaire,
 *         a ledger of another scope; WB_E_LIMIT; WB_E_CANCELLED; WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_scan_run(const wb_questionnaire *questionnaire,
                                        const wb_organisation *organisation,
                                        const wb_frame *answers,
                                        const wb_scan_options *options, const wb_run *run,
                                        wb_scan **out, wb_error *err);

/**
 * Add what an expert found, a row per work post or one of the organisation. These are
 * observations of posts, not answers of people: scores and checklists as they are, no
 * statistics. They replace what was there of the same unit.
 *
 * @param unit    "workpost" or "organisation".
 * @param records column `record` (text or whole number, each once: the name of the post; may
 *                be left out where there is one row), and columns of the questions of that unit,
 *                also those of checklists (1 yes, 0 no, 9 not applicable); "x_" as above.
 * @return WB_OK; WB_E_ARG (no such unit in the questionnaire); WB_E_DATA (a column of another
 *         name, an answer outside its codes, a record twice: err->row, err->item);
 *         WB_E_CONFLICT (not the questionnaire of the scan); WB_E_LIMIT (over 10,000 records);
 *         WB_E_NOMEM. On failure the scan is as it was.
 */
WB_API WB_CHECKED wb_status wb_scan_add_records(wb_scan *scan,
                                                const wb_questionnaire *questionnaire,
                                                const char *unit, const wb_frame *records,
                                                wb_error *err);

/**
 * Read a scan file (JSON, "werkbaar-scan/1.x", docs/formats/scan.md).
 * @return WB_OK; WB_E_DATA for what is wrong in the file, so a hidden row with a number,
 *         counts that contradict each other, a ledger that says otherwise (err->line, column,
 *         where: the JSON pointer); WB_E_VERSION; WB_E_LIMIT; WB_E_IO; WB_E_ARG; WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_scan_read(wb_reader *reader, wb_scan **out, wb_error *err);

/** wb_scan_read() of the file at `path`. */
WB_API WB_CHECKED wb_status wb_scan_load(const char *path, wb_scan **out, wb_error *err);

/** Write the scan as canonical JSON (RFC 8785), the bytes its hash is taken of. */
WB_API WB_CHECKED wb_status wb_scan_write(const wb_scan *scan, wb_writer *writer,
                                          wb_error *err);

/** Free a scan. */
WB_API void wb_scan_free(wb_scan *scan);

/** The organisation's id, ':' and its fieldwork's: "bakery:2030". */
WB_API const char *wb_scan_id(const wb_scan *scan);
/** SHA-256 of the canonical JSON, 64 hexadecimal digits. */
WB_API const char *wb_scan_hash(const wb_scan *scan);
/** "ok", or "too_small": fewer than `min_n` people answered, so that there are no figures;
 * wb_scan_table() "guide" has what can be talked about without. */
WB_API const char *wb_scan_status(const wb_scan *scan);
/** What was shown of these answers up to and with this report: `earlier` of the next one. */
WB_API WB_CHECKED wb_status wb_scan_ledger(const wb_scan *scan, wb_ledger **out,
                                           wb_error *err);

/**
 * Part of a scan as a frame. All but "audit" is made of what may be shown.
 *
 * "groups": `kind` (whole | group | cross), `hierarchy` (of a group), `group` (path),
 * `parent` (of a group: path, or "all"), `title`, `staff` int64 (not known of a cross),
 * `level` int32 (0: the whole; not of a cross). The whole first, then groups as in
 * wb_organisation_groups(), then crosses.
 *
 * "themes": a row per indicator of persons: `theme`, `title` (of the theme), `kind`
 * (workability | risk | other), `sensitive` bool, `indicator`, `label`, `module`, `fingerprint`,
 * `acute` bool (has an acute cut-off), `conditional` bool (some of its questions are not asked
 * of everybody), `parts` (of a composite: the ids it is made of). A composite `none_of`
 * indicators is about no one theme: `theme`, `title` and `kind` are missing. Its problem is
 * that of any of its parts, so that of `workable` green is workable work, and a share that is
 * higher is worse, as of all others. Composites that count, and those of acute
 * problems, are not in a scan.
 *
 * "response": a row per group: `group`, `status` (ok | hidden), `staff`, `answered` int64
 * (the most that any shown row of the group has in "results", of indicators that are not
 * conditional: hidden where none is shown),
 * `rate`, `expected` (answers, at the rate of the whole) float64, `p`, `p_adjusted` float64,
 * `under_represented` bool. p is the chance of so few answers or fewer from a group of that
 * size, if everybody were as likely to answer: P(X <= answered), X hypergeometric. It is
 * adjusted over all groups (Benjamini & Hochberg 1995), and at most 0.05 is under-represented.
 *
 * "results": a row per group or cross and indicator: `group`, `title` (of the group), `theme`,
 * `indicator`, `fingerprint`, `status` (ok; no_acute: orange and red are hidden, nothing else;
 * hidden), `n`, `problem`, `green`, `orange`, `red` int64 (people; problem =
 * orange + red, red: the acute ones; without an acute cut-off orange and red are missing);
 * `share` of the problem, `se`, `df`, `lower`, `upper`; `bound_lower`, `bound_upper`;
 * `weighted`, `weighted_se`, `weighted_lower`, `weighted_upper` float64.
 *
 * share p = k/n of the n who answered. se² = (1 - n/N) p(1-p)/(n-1), N the staff, and without
 * (1 - n/N) for a cross or with no_fpc; df = n - 1: who answered is taken for a simple random
 * sample of the group, so these hold if non-answerers resemble answerers. lower and upper are
 * the `beta` interval of wb_interval, with (1 - n/N) cut at the bounds. Those, k/N and
 * (k + N - n)/N, hold whatever the others would have said.
 *
 * weighted: of the whole organisation, where the file says to which hierarchy it is calibrated
 * and all its groups of the first level are shown: Σ N_h p_h / N, se² = Σ (N_h/N)² se_h², df =
 * Σ n_h - the number of groups (post-stratification, given how many answered: Holt & Smith
 * 1979, J. R. Stat. Soc. A 142, 33-46). It holds if non-answerers resemble answerers of their
 * group.
 *
 * "audit": why what is hidden is hidden (see wb_disclose()). Confidential, so never in the
 * file: WB_E_UNSUPPORTED for a scan that was read.
 *
 * "records": `unit`, `record`, `theme`, `indicator`, `label`, `score` float64, `light` (green |
 * orange | red; missing: too few answers). "checklists": `unit`, `record`, `theme`, `check`,
 * `label`, `answer` (yes | no | not_applicable; missing: not filled in).
 *
 * "guide": `theme`, `title`, `number` int32, `question`: what to talk about, also without
 * figures.
 *
 * "method": `id`, `text`: how this was made and how to read it, in sentences.
 *
 * @return WB_OK, WB_E_ARG (unknown part), WB_E_UNSUPPORTED, WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_scan_table(const wb_scan *scan, const char *part,
                                          const char *language, wb_frame **out,
                                          wb_error *err);

/** @} */

/** @name Reading a scan
 * @{ */

/** How figures are held against a reference. Start from WB_COMPARE_OPTIONS_INIT. */
typedef struct wb_compare_options {
    uint32_t struct_size; /**< sizeof(wb_compare_options) */
    uint32_t reserved;    /**< zero */
    double level;         /**< of intervals, above 0 and below 1; 0: 0.95 */
    double margin;        /**< of the colours, as a share, below 1; 0: 0.05; negative: none */
} wb_compare_options;

/** A wb_compare_options in which nothing is chosen. */
#define WB_COMPARE_OPTIONS_INIT {sizeof(wb_compare_options), 0, 0, 0}

/**
 * What a later scan of this organisation is compared with: a reference frame
 * (docs/formats/scan-reference.md) of kind `earlier` with a row per group and indicator.
 * Standard errors are without correction for a finite population, bounds Wilson's at 0.95.
 * @return WB_OK, WB_E_ARG, WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_scan_reference(const wb_scan *scan, wb_frame **out,
                                              wb_error *err);

/**
 * Hold every group against a declared reference.
 *
 * Differences, their intervals and p are those of docs/formats/findings.md: no correction for a
 * finite population, the uncertainty of both, and their covariance where people of the scan
 * are in the reference (`overlap`). The colour comes from the interval of the difference
 * alone; the first that holds:
 *
 * | interval                        | colour |
 * |---------------------------------|--------|
 * | lower > margin                  | red    |
 * | lower > 0                       | orange |
 * | upper < margin                  | green  |
 * | otherwise, and without interval | grey   |
 *
 * @param reference a reference frame (docs/formats/scan-reference.md).
 * @param options   NULL: the defaults.
 * @param out       a row per row of the results: `group`, `title`, `theme`, `indicator`, `n` int64,
 *                  `share`, `se`, `reference_source`, `reference_kind`, `reference`,
 *                  `reference_se`, `reference_lower`, `reference_upper`, `difference`,
 *                  `difference_se`, `difference_lower`, `difference_upper`, `p` float64,
 *                  `colour`, `status`: ok; hidden; no_reference; no_uncertainty (of the
 *                  reference, or of one answer).
 * @return WB_OK; WB_E_ARG; WB_E_DATA (no reference frame: err->row, err->item);
 *         WB_E_CONFLICT: an indicator has another fingerprint there, or none, or there is
 *         no indicator in both (err->item); WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_scan_compare(const wb_scan *scan,
                                            const wb_frame *reference,
                                            const wb_compare_options *options,
                                            wb_frame **out, wb_error *err);

/** How findings are made. Start from WB_FINDINGS_OPTIONS_INIT. */
typedef struct wb_findings_options {
    uint32_t struct_size; /**< sizeof(wb_findings_options) */
    uint32_t reserved;    /**< zero */
    double level;         /**< of intervals, above 0 and below 1; 0: 0.95 */
    double fdr;           /**< a finding has an adjusted p of at most this; 0: 0.05 */
} wb_findings_options;

/** A wb_findings_options in which nothing is chosen. */
#define WB_FINDINGS_OPTIONS_INIT {sizeof(wb_findings_options), 0, 0, 0}

/**
 * What stands out, in which direction, and what comes first: the findings frame
 * (docs/formats/findings.md, which has the formulas), a row per group and theme: what has a
 * rank first, problems before strengths, then the others as the results have them.
 * @param reference NULL: a group is held against the rest of the organisation.
 * @param weights   `theme` and `weight` (above 0): how strongly a theme goes with problems of
 *                  workability; NULL: all 1.
 * @param options   NULL: the defaults.
 * @return as wb_scan_compare(); also WB_E_DATA for weights that are none.
 */
WB_API WB_CHECKED wb_status wb_scan_findings(const wb_scan *scan,
                                             const wb_frame *reference,
                                             const wb_frame *weights,
                                             const wb_findings_options *options,
                                             wb_frame **out, wb_error *err);

/**
 * Check findings of another instrument: may this frame stand for a findings frame?
 * @return WB_OK; WB_E_ARG; WB_E_DATA: what is wrong, by row and column (err->row,
 *         err->item); WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_findings_check(const wb_frame *findings, wb_error *err);

/** How measures are suggested. Start from WB_SUGGEST_OPTIONS_INIT. */
typedef struct wb_suggest_options {
    uint32_t struct_size; /**< sizeof(wb_suggest_options) */
    uint32_t reserved;    /**< zero */
    int32_t most;         /**< measures for a finding; 0: 3 */
    int32_t reserved1;    /**< zero */
} wb_suggest_options;

/** A wb_suggest_options in which nothing is chosen. */
#define WB_SUGGEST_OPTIONS_INIT {sizeof(wb_suggest_options), 0, 0, 0}

/**
 * Measures of a catalogue beside the problems that were found, the highest rank first.
 *
 * A measure fits when it is about the theme and for a level that can act on the group: for
 * everyone organisation, then sector; for a group team, then leader. Never for one person:
 * findings are about groups. The first of the two levels comes first, then measures about
 * fewer themes, then by id.
 * @param findings a findings frame, also of another instrument.
 * @param out      `scan`, `finding`, `group`, `group_title`, `theme`, `finding_rank` int64,
 *                 `number` int64 (from 1, for the finding), `measure`, `title`, `title_nl`,
 *                 `title_en`, `text`, `kind`, `level`, `actions`, `support`, `tools`,
 *                 `source`, `explanation`.
 * @return WB_OK; WB_E_ARG; WB_E_DATA as wb_findings_check(); WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_scan_suggest(const wb_frame *findings,
                                            const wb_catalogue *catalogue,
                                            const wb_suggest_options *options,
                                            const char *language, wb_frame **out,
                                            wb_error *err);

/**
 * Suggestions as a draft-actions frame (docs/formats/draft-actions.md), which
 * wb_plan_draft() takes in: a row per suggestion, and none for a finding that is hidden. Who,
 * when and with what money stays open, and nothing was discussed yet. A measure for who leads
 * a team is of level `team`.
 * @param findings    those that the suggestions are for.
 * @param suggestions a frame of wb_scan_suggest(), or part of its rows.
 * @param language    "nl" or "en": titles in that language alone; NULL: in both.
 * @return WB_OK; WB_E_ARG; WB_E_DATA; WB_E_CONFLICT: suggestions for other findings;
 *         WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_scan_draft_actions(const wb_frame *findings,
                                                  const wb_frame *suggestions,
                                                  const char *language, wb_frame **out,
                                                  wb_error *err);

/** @} @name Pools
 * Benchmarks without answers, or anything that a company may not show, leaving it
 * (docs/formats/pool.md). @{ */

/** What a company leaves a pool. Start from WB_SCAN_TALLY_OPTIONS_INIT. */
typedef struct wb_scan_tally_options {
    uint32_t struct_size;     /**< sizeof(wb_scan_tally_options) */
    uint32_t reserved;        /**< zero */
    const char *company;      /**< required: a pseudonym, the same every time; an id */
    const wb_frame *measures; /**< `measure` (id), `status` (planned | running | done |
                                   stopped): what was chosen; NULL: nothing is said */
} wb_scan_tally_options;

/** A wb_scan_tally_options in which nothing is chosen. */
#define WB_SCAN_TALLY_OPTIONS_INIT {sizeof(wb_scan_tally_options), 0, NULL, NULL}

/**
 * Write the pool file of a scan (JSON, "werkbaar-pool/1.0"): released counts of the whole
 * organisation and of the hierarchies its file declares for pools, a class of staff, the
 * questionnaire's hash and fingerprints. No name, no cell below `min_n`.
 * @return WB_OK; WB_E_ARG (no company); WB_E_DATA (a company that is no id, measures that
 *         are none); WB_E_IO; WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_scan_tally(const wb_scan *scan,
                                          const wb_scan_tally_options *options,
                                          wb_writer *writer, wb_error *err);

/** Companies of one questionnaire, put together. Opaque. */
typedef struct wb_pool wb_pool;

/** An empty pool. @return WB_OK, WB_E_ARG, WB_E_NOMEM. */
WB_API WB_CHECKED wb_status wb_pool_new(wb_pool **out, wb_error *err);

/**
 * Add a company.
 * @return WB_OK; WB_E_DATA for what is wrong in the file, so a cell below its `min_n` or a
 *         `min_n` below 5 (err->line, column, where: the JSON pointer); WB_E_CONFLICT: another
 *         questionnaire, another fingerprint, or a company that is there already;
 *         WB_E_VERSION; WB_E_LIMIT; WB_E_IO; WB_E_ARG; WB_E_NOMEM. On failure the pool is as it
 *         was.
 */
WB_API WB_CHECKED wb_status wb_pool_add(wb_pool *pool, wb_reader *reader, wb_error *err);

/** wb_pool_add() of the file at `path`. */
WB_API WB_CHECKED wb_status wb_pool_load(wb_pool *pool, const char *path, wb_error *err);

/** How many companies there are. */
WB_API int64_t wb_pool_company_count(const wb_pool *pool);

/** Free a pool. */
WB_API void wb_pool_free(wb_pool *pool);

/** What of a pool is shown, and to whom. Start from WB_POOL_OPTIONS_INIT. */
typedef struct wb_pool_options {
    uint32_t struct_size;    /**< sizeof(wb_pool_options) */
    uint32_t reserved;       /**< zero */
    int32_t min_companies;   /**< fewest of which a figure is shown, at least 5; 0: 5 */
    int32_t reserved1;       /**< zero */
    double dominance;        /**< most that one company may be, of all but the second; 0: 0.5 */
    double level;            /**< of intervals; 0: 0.95 */
    const char *company;     /**< who asks: `overlap` is how many of its people are in each
                                  figure; NULL: nobody of the pool */
    const char *staff_class; /**< only companies of this class: 1-9, 10-49, 50-249, 250+;
                                  NULL: all */
    const char *source;      /**< what the reference is called; NULL: "pool of N companies" */
} wb_pool_options;

/** A wb_pool_options in which nothing is chosen. */
#define WB_POOL_OPTIONS_INIT {sizeof(wb_pool_options), 0, 0, 0, 0, 0, NULL, NULL, NULL}

/**
 * The benchmark: a reference frame (docs/formats/scan-reference.md) of kind `pool` with a row
 * per indicator and group, and `companies` int64.
 *
 * share = Σ problem / Σ people over the companies. A company is a cluster: its people have
 * much in common, so se is that of a ratio of totals of companies (wb_spec_add_ratio), df
 * the companies in the row less 1, and the interval the `logit` of wb_interval.
 *
 * A row shows no number (`status`) with fewer than `min_companies` companies (too_few); when
 * its largest company has more than `dominance` of the people that remain without the second
 * largest, which knows its own (dominance); and when what the groups that are shown leave of
 * a row above them would be one of those two (left_over: the smallest of these groups).
 *
 * @param options NULL: the defaults.
 * @return WB_OK; WB_E_ARG: an option is out of range, the company is not in the pool;
 *         WB_E_DATA: fewer companies than `min_companies`; WB_E_CANCELLED; WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_pool_benchmark(const wb_pool *pool,
                                              const wb_pool_options *options,
                                              const wb_run *run, wb_frame **out,
                                              wb_error *err);

/**
 * How many companies chose what: `measure`, `state` (planned | running | done | stopped),
 * `companies` int64, `status` (ok; too_few: fewer than `min_companies`, and no number).
 * @param options NULL: the defaults; all but `min_companies` is left alone.
 * @return as wb_pool_benchmark().
 */
WB_API WB_CHECKED wb_status wb_pool_measures(const wb_pool *pool,
                                             const wb_pool_options *options,
                                             wb_frame **out, wb_error *err);

/** @} */

/** @name Self-test
 * @{ */

/**
 * Scores and lights of one person, for nobody else: nothing is kept, nothing is compared.
 * @param answers one row; a column per question that was answered. Others are refused
 *                unless they begin with "x_".
 * @param out     a row per indicator of persons: `theme`, `title` (of the theme), `kind`,
 *                `indicator`, `label`, `score` float64, `light` (green | orange | red), `text`:
 *                what it means, in words of care; `status`: ok; not_answered (too few
 *                answers, so neither score nor light). The metadata have a `note`: no
 *                diagnosis, and the cut-offs are not the official ones.
 * @return WB_OK; WB_E_ARG (more than one row, no questions to persons); WB_E_DATA (a column of
 *         another name, an answer outside its codes: err->item); WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_selftest(const wb_questionnaire *questionnaire,
                                        const wb_frame *answers, const char *language,
                                        wb_frame **out, wb_error *err);

/** @} */

WB_END_DECLS
#endif
