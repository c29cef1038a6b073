/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/**
 * @file plan.h
 * @brief Action plans: who promised what, by when, with what money, and what became of it.
 *
 * A wb_plan is a tree of records read from a plan file (docs/formats/plan.md): a plan has
 * objectives, these have sections, these have actions, and an action has sub-actions,
 * actors, funding, statuses, targets and more. Every record has an id that is unique in
 * its plan. A plan of the social partners, of a sector and of one organisation have the
 * same form.
 *
 * What a source leaves empty stays empty: a field that is not known is not there. Amounts
 * are whole cents; an amount that is still to be determined is not a zero.
 *
 * A plan never changes once read, so threads may share it.
 */
#ifndef WERKBAAR_PLAN_H
#define WERKBAAR_PLAN_H

#include <werkbaar/frame.h>

WB_BEGIN_DECLS

/** An action plan. Opaque. */
typedef struct wb_plan wb_plan;

/** How many plans are built in. */
WB_API size_t wb_plan_builtin_count(void);

/** The id of built-in plan `index`, such as "actieplan-werkbaar-werk"; NULL outside. */
WB_API const char *wb_plan_builtin_id(size_t index);

/** A built-in plan. @return WB_OK, WB_E_ARG (unknown id: names those there are). */
WB_API WB_CHECKED wb_status wb_plan_builtin(const char *id, wb_plan **out, wb_error *err);

/**
 * Read a plan file (JSON, "werkbaar-plan/1.x").
 * @return WB_OK; WB_E_DATA for what is wrong in the file: syntax, unknown key, a field of
 *         the wrong type, a word that is not in its list, an id that is there twice
 *         (err->line, column, where: the JSON pointer). A reference to what is not there
 *         is a finding of wb_plan_check(). WB_E_VERSION; WB_E_LIMIT (records nested more
 *         than 16 deep, a file above 64 MiB); WB_E_IO; WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_plan_read(wb_reader *reader, wb_plan **out, wb_error *err);

/** wb_plan_read() of the file at `path`. */
WB_API WB_CHECKED wb_status wb_plan_load(const char *path, wb_plan **out, wb_error *err);

/** Write the plan as canonical JSON (RFC 8785), the bytes its hash is taken of. Lists
 * without anything in them are left out. Reading these bytes and writing again gives the
 * same bytes. */
WB_API WB_CHECKED wb_status wb_plan_write(const wb_plan *plan, wb_writer *writer,
                                          wb_error *err);

/** Free a plan. */
WB_API void wb_plan_free(wb_plan *plan);

/** Its id. */
WB_API const char *wb_plan_id(const wb_plan *plan);
/** Its version. */
WB_API const char *wb_plan_version(const wb_plan *plan);
/** SHA-256 of the canonical JSON, 64 hexadecimal digits. */
WB_API const char *wb_plan_hash(const wb_plan *plan);
/** Its title in `language` ("nl", "en"), else in the first of the plan's languages that
 * has one. */
WB_API const char *wb_plan_title(const wb_plan *plan, const char *language);
/** "flemish", "sector" or "organisation". */
WB_API const char *wb_plan_scope(const wb_plan *plan);

/** How a plan is checked. Start from WB_PLAN_CHECK_OPTIONS_INIT. */
typedef struct wb_plan_check_options {
    uint32_t struct_size; /**< sizeof(wb_plan_check_options) */
    uint32_t reserved;    /**< zero */
    const char *language; /**< of the sentences: "nl" or "en"; NULL: "en" */
} wb_plan_check_options;

/** A wb_plan_check_options in which nothing is chosen. */
#define WB_PLAN_CHECK_OPTIONS_INIT {sizeof(wb_plan_check_options), 0, NULL}

/**
 * What is wrong in a plan, what is doubtful, and what is not known: a row per finding, in
 * the order of the records, cycles and numbers last. docs/formats/plan.md lists the rules.
 *
 * @param options NULL for the defaults.
 * @param out     columns: `severity` dictionary (error, warning, notice), `rule`
 *                dictionary (the id of the rule), `record` (its id), `kind` dictionary (of
 *                the record), `where` (JSON pointer into the plan), `text` (one sentence).
 *                A plan without findings gives no rows.
 * @return WB_OK whatever is found; WB_E_ARG (another language); WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_plan_check(const wb_plan *plan,
                                          const wb_plan_check_options *options,
                                          wb_frame **out, wb_error *err);

/**
 * The actions frame: a row per action and sub-action, in the order of the plan. What an
 * action has not of its own it takes from its block, what that has not either from the
 * action it is part of, by the same rule. Lists are ids joined by commas. Missing is what the plan does not say.
 *
 * @param language of the titles ("nl", "en"), else in the first of the plan's languages
 *                 that has one; NULL: that.
 * @param out      columns: `id`, `part_of`, `number`, `number_certainty` dictionary,
 *                 `objective`, `section`, `block` (ids), `heading`, `title`, `force`
 *                 dictionary, `force_certainty` dictionary, `kind` dictionary, `levels`,
 *                 `target_groups`, `themes`, `indicators`, `addressed_to`, `responsible`
 *                 and `partners` (actors), `funders` (who pays), `timing` (as printed),
 *                 `from` and `to` date32 (first and last day), `open_end` bool,
 *                 `to_be_determined` bool, `cost` int64 (cents), `status` dictionary,
 *                 `status_date` date32, `origin` dictionary, `discussed` date32 (of the
 *                 first discussion that has a date), `response` dictionary.
 * @return WB_OK, WB_E_ARG, WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_plan_actions(const wb_plan *plan, const char *language,
                                            wb_frame **out, wb_error *err);

/**
 * All records of one kind as a frame: `id`, `parent` (id), `list` and `position` (from 0)
 * in the parent, then a column per field of the kind (docs/formats/plan.md). Texts are in
 * `language`, as in wb_plan_actions(); lists are joined by commas; dates are texts as
 * precise as they are; cents and whole numbers int64, other numbers float64; the field F of
 * a small object O is the column `O_F`.
 * @return WB_OK; WB_E_ARG (unknown kind: names those there are); WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_plan_table(const wb_plan *plan, const char *kind,
                                          const char *language, wb_frame **out,
                                          wb_error *err);

/** @name Changes
 * Operations that make one plan of another: a record is added, one of its fields changes,
 * it moves, or it is removed with all below it. A list of them is a file of its own
 * ("werkbaar-changes/1.0", docs/formats/changes.md), what a store keeps as history
 * (store.h), and what two plans differ by.
 *
 * An operation says what it was made for: the value it expects, or the version of the
 * store that was read. Where the plan has something else since, it is refused with
 * WB_E_CONFLICT, and the message shows both. @{ */

/** A list of operations. Opaque. */
typedef struct wb_changes wb_changes;

/** An empty list. @return WB_OK, WB_E_ARG or WB_E_NOMEM. */
WB_API WB_CHECKED wb_status wb_changes_new(wb_changes **out, wb_error *err);

/**
 * Read a file of changes.
 * @return WB_OK; WB_E_DATA (syntax, an unknown operation, a key that is missing, unknown or
 *         of the wrong type: err->line, column, where); WB_E_VERSION; WB_E_LIMIT (over a
 *         million operations, 64 MiB); WB_E_IO; WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_changes_read(wb_reader *reader, wb_changes **out,
                                            wb_error *err);
/** Write the list as canonical JSON. */
WB_API WB_CHECKED wb_status wb_changes_write(const wb_changes *changes, wb_writer *writer,
                                             wb_error *err);
/** Free changes. */
WB_API void wb_changes_free(wb_changes *changes);
/** How many operations there are. */
WB_API int64_t wb_changes_count(const wb_changes *changes);

/**
 * Append an operation: a new record.
 * @param parent  id of the record below which it comes; `list`: in which of its lists.
 * @param follows id of the record of that list behind which it comes; "" makes it the
 *                first, NULL the last.
 * @param value   the record as a JSON object, with an `id` and, where wanted, with lists of
 *                further records.
 * @return WB_OK; WB_E_ARG; WB_E_DATA (what is not such an object); WB_E_LIMIT; WB_E_NOMEM.
 *         Whether it suits a plan is seen when it is applied. All the same in the three
 *         below.
 */
WB_API WB_CHECKED wb_status wb_changes_add(wb_changes *changes, const char *parent,
                                           const char *list, const char *follows,
                                           const char *value, wb_error *err);
/**
 * Append an operation: another value of a field.
 * @param field    a field of the record, "status", or of an object in it, "title/nl".
 * @param value    JSON, such as "\"done\"" or "250000"; NULL removes the field.
 * @param expected JSON: the value it has now, "null" where it is empty; NULL: not said,
 *                 and then `version` is.
 * @param version  that of the store when the record was read, wb_store_seq(); 0: not said.
 */
WB_API WB_CHECKED wb_status wb_changes_set(wb_changes *changes, const char *record,
                                           const char *field, const char *value,
                                           const char *expected, int64_t version,
                                           wb_error *err);
/**
 * Append an operation: another place, for the record and all below it.
 * @param expected a JSON object with those of `parent`, `list` and `follows` that must
 *                 still be so; NULL: not said, and then `version` is.
 */
WB_API WB_CHECKED wb_status wb_changes_move(wb_changes *changes, const char *record,
                                            const char *parent, const char *list,
                                            const char *follows, const char *expected,
                                            int64_t version, wb_error *err);
/**
 * Append an operation: the record goes, with all below it.
 * @param expected the record with all below it as a JSON object; NULL: not said, and then
 *                 `version` is.
 */
WB_API WB_CHECKED wb_status wb_changes_remove(wb_changes *changes, const char *record,
                                              const char *expected, int64_t version,
                                              wb_error *err);

/**
 * A new plan: this one with the operations applied in their order, all or none.
 * @return WB_OK; WB_E_ARG; WB_E_DATA (an operation that this plan or the schema cannot take,
 *         or that says no `expected`: err->where names it); WB_E_CONFLICT (something is not
 *         as expected, or not there); WB_E_LIMIT (nested too deep); WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_plan_apply(const wb_plan *plan, const wb_changes *changes,
                                          wb_plan **out, wb_error *err);

/**
 * The operations that make `after` of `before`: few, field by field and language by
 * language, each with what it expects. Applying them gives the bytes of `after`.
 * @return WB_OK; WB_E_ARG; WB_E_CONFLICT (plans with different ids, or an id that is
 *         another kind of record in each: err->item); WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_plan_diff(const wb_plan *before, const wb_plan *after,
                                         wb_changes **out, wb_error *err);

/**
 * What the operations do to a plan, a row each: `operation` (add, change, move, remove),
 * `record`, `kind`, `title`, `field`, `before`, `after` (JSON; a place for what moves) and
 * `text`, a sentence.
 * @param language "nl" or "en"; NULL: "en".
 * @return as wb_plan_apply().
 */
WB_API WB_CHECKED wb_status wb_changes_frame(const wb_changes *changes,
                                             const wb_plan *plan, const char *language,
                                             wb_frame **out, wb_error *err);

/**
 * Bring two plans together that were both made of `base`: `ours` with the changes of
 * `theirs`. Where both changed the same thing otherwise, `ours` stands and the conflict is
 * told; the rest comes in.
 * @param merged    receives the plan.
 * @param conflicts receives a row for each conflict, none when all went well: `conflict`
 *                  (both_changed, both_added, both_moved, removed_here, changed_here,
 *                  parent_removed, refused), `record`, `kind`, `title`, `field`, `base`,
 *                  `ours`, `theirs` (JSON) and `text`, a sentence.
 * @return WB_OK, also with conflicts; WB_E_ARG; WB_E_CONFLICT as in wb_plan_diff();
 *         WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_plan_merge(const wb_plan *base, const wb_plan *ours,
                                          const wb_plan *theirs, const char *language,
                                          wb_plan **merged, wb_frame **conflicts,
                                          wb_error *err);

/** @} */

/** @name What moved
 * The targets of a plan beside estimates of later waves. @{ */

/** How a plan is evaluated. Start from WB_PLAN_EVALUATE_OPTIONS_INIT. */
typedef struct wb_plan_evaluate_options {
    uint32_t struct_size;     /**< sizeof(wb_plan_evaluate_options) */
    uint32_t reserved;        /**< zero */
    double level;             /**< of intervals; 0: 0.95 */
    double power;             /**< of the smallest change that is detectable; 0: 0.8 */
    const char *language;     /**< of titles and sentences: "nl" or "en"; NULL: "en" */
    const char *variable;     /**< column with the ids of indicators; NULL: "variable" */
    const char *statistic;    /**< only rows of this statistic; NULL: of any */
    const char *category;     /**< only rows of this category; NULL: of any */
    const char *unit;         /**< what estimates are in: "share" (0 to 1), "percent", ...;
                                   NULL: a column `unit` says, else shares are those whose
                                   statistic is a proportion, and nothing is known of others */
    const char *const *where; /**< "COLUMN=VALUE" of breakdown columns; of all others the
                                   rows for everyone count, where they are missing */
    size_t n_where;           /**< how many */
} wb_plan_evaluate_options;

/** A wb_plan_evaluate_options in which nothing is chosen. */
#define WB_PLAN_EVALUATE_OPTIONS_INIT                                                    \
    {sizeof(wb_plan_evaluate_options), 0, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, 0}

/**
 * What moved since the plan was made: each target of the plan beside the latest estimate of
 * its indicator, and beside the estimate at its start.
 *
 * A verdict says where an estimate with its interval stands against a number and a date of
 * the plan. It never says that the plan moved it: between two waves much else moves, and
 * there is no group without the plan to compare with. What people concluded themselves, the
 * `evaluations` of a plan (reached, partly, not_reached), is another thing again: it is
 * given beside it as `recorded` and never computed with.
 *
 * **Estimates** is an estimates frame (docs/formats/estimates.md) or one like it: `variable`,
 * `estimate` and the column of waves must be there; `statistic`, `category`, `se`, `df`,
 * `lower`, `upper`, `n`, `status` and `unit` may. Columns before `statistic` and `variable`
 * are breakdowns. Several frames are put together with wb_frame_append(). A target with
 * indicator I is bound to the rows whose variable is I, or without those, I_problem, as
 * wb_score() calls the share with a problem. Of several in one wave the one of category
 * `true` or `1` is taken.
 *
 * **Waves** are dates: a year as a number, a text such as "2019", "2019-05" or "2019-05-14",
 * or a date32. Every date, of waves and of the plan, stands for its last day, that of a wave
 * that is still going on for `today`. Waves that begin after `today` are not looked at. The
 * latest wave that has a row is evaluated; the start is the latest wave not after
 * `from_date`, or the first one where the plan has no such date.
 *
 * **Units**: a target in `percent` and an estimate that is a share, or the reverse, meet by a
 * factor 100. Where one is in either of these and the other in something else or unknown,
 * it is refused (`unit_differs`, `unit_unknown`); otherwise different units are. The start has
 * a unit of its own; where it cannot be compared with the target and the latest wave, there
 * is no start. All numbers come out in the unit of the target.
 *
 * **Uncertainty**: the interval is that of the frame, or where it has none, or its metadata
 * say another level, estimate -+ t(df) se; without `df` the normal distribution holds, and
 * without `se` there is none. Without an interval the estimate alone is compared, and
 * `certainty` says so.
 *
 * **Against the target**, in the direction from `from` (else the estimate at the start) to
 * `to`: `beyond` when the whole interval is at the target or better, `short` when all of it
 * is worse, else `around`. **Against the path**, the straight line from `from` at `from_date`
 * to `to` at `date` (years as numbers: the day's part of its year): `ahead`, `behind` and
 * `around` alike; none when the plan lacks one of the four or the wave is not between.
 *
 * | the wave                                      | target         | path   | verdict            |
 * |-----------------------------------------------|----------------|--------|--------------------|
 * | at or before `from_date`, `date` not passed   | any            | any    | not_measured_since |
 * | before the date, which has passed             | beyond         | any    | reached_early      |
 * | before the date, which has passed             | around, short  | any    | not_measured       |
 * | before the date                               | beyond         | any    | reached_early      |
 * | before the date                               | around, short  | ahead  | ahead_of_path      |
 * | before the date                               | around, short  | around | on_path            |
 * | before the date                               | around, short  | behind | behind_path        |
 * | before the date                               | around, short  | none   | underway           |
 * | at or after the date                          | beyond         | any    | reached            |
 * | at or after the date                          | around         | any    | undecided          |
 * | at or after the date                          | short          | any    | not_reached        |
 * | the plan gives no date                        | beyond         | any    | reached            |
 * | the plan gives no date                        | around         | any    | undecided          |
 * | the plan gives no date                        | short          | any    | not_yet            |
 *
 * Before that, and without numbers: `no_indicator` and `no_value` (the target has none),
 * `no_estimate` (no row), `several_rows` (which?), `no_number` (the row is hidden or empty),
 * `unit_unknown`, `unit_differs`, `no_direction` (nothing says whether higher is better).
 *
 * **The change** since the start is that between two waves drawn independently: its se is
 * the root of the sum of both squares, its df that of Satterthwaite (1946), Biometrics
 * Bulletin 2, 110-114: (s1^2 + s0^2)^2 / (s1^4/df1 + s0^4/df0), never more than df1 + df0,
 * which wb_estimates_change() takes, and near that of the wave that is worst known. A panel,
 * or a company asked as a whole, is not that: its changes are surer than said here.
 *
 * **Detectable** is the smallest change that a two-sided test at 1 - level finds with the
 * given power: (t(1 - (1 - level)/2) + t(power)) se, both t with the df of the change (Bloom
 * (1995), Evaluation Review 19, 547-556), which from six rows a wave on is within 0.1% of what
 * the noncentral t gives. Without a se at the start: between this wave and another as precise.
 *
 * @param wave    the column of waves.
 * @param today   the day it is made for, "2026-01-31".
 * @param options NULL for the defaults.
 * @param out     a row for each target, in the order of the plan: `target`, `of` (ids of it
 *                and of the record it stands in), `title`, `indicator`, `unit`, `from`, `to`
 *                float64, `from_date`, `date` (as in the plan); `wave`, `estimate`, `se`,
 *                `df`, `lower`, `upper`, `n`; `path` (where the straight line is at the
 *                wave), `against_target`, `against_path`, `p_better` (one-sided, t: were it no
 *                better than the target, how often would it look this good); `baseline_wave`,
 *                `baseline`, `baseline_se`; `change`, `change_se`, `change_df`,
 *                `change_lower`, `change_upper`, `change_p` (two-sided); `detectable`;
 *                `certainty` (interval, none), `verdict`, `recorded` (of the last evaluation
 *                of the record it stands in), `text`, a sentence. The metadata say what was
 *                asked, and what a verdict is not.
 * @return WB_OK; WB_E_ARG (today, level, power, language, a `where` that is no breakdown
 *         column);
 *         WB_E_DATA (a column that is not there or of the wrong type, a wave that is no date,
 *         a negative se: err->item, err->row); WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_plan_evaluate(const wb_plan *plan,
                                             const wb_frame *estimates, const char *wave,
                                             const char *today,
                                             const wb_plan_evaluate_options *options,
                                             wb_frame **out, wb_error *err);

/** @} */

/** @name Following up
 * What was promised for when, by whom and with what money, and what became of it: frames
 * of a plan as it stands on a day that the caller names. docs/formats/plan-follow.md has
 * the columns and the rules.
 *
 * `today` is a day, "2026-01-31"; the library never reads the clock. `language` ("nl",
 * "en") is that of titles and sentences; NULL: titles in the plan's first, sentences in
 * English. All give WB_OK, WB_E_ARG (no plan, another language, no day) or WB_E_NOMEM unless
 * they say otherwise. What the plan does not say is missing, never zero and never "done". @{ */

/**
 * How every action and sub-action stands, a row each in the order of the plan.
 * @param out columns: `objective`, `section`, `part_of` (ids), `action`, `number`, `title`,
 *            `force`, `status` (planned, running, done, stopped, unknown), `since` (date of
 *            the status as written), `why`, `state` (late: planned or running while the date
 *            has passed; past: it has passed and the status is unknown; due: today; later;
 *            open_end; to_be_determined; unscheduled; closed), `basis` (milestone, end,
 *            recurring), `due` date32, `actors` (ids) and `who` (names): the responsible,
 *            else those it is addressed to.
 */
WB_API WB_CHECKED wb_status wb_plan_status(const wb_plan *plan, const char *today,
                                           const char *language, wb_frame **out,
                                           wb_error *err);

/**
 * What is due within `days` days, what is late, and what has no date: open milestones, ends
 * and recurrences of actions that are not done or stopped, and evaluations without a
 * verdict. By day; those without one last.
 * @param days 0 or more.
 * @param out  columns: `action`, `number`, `title`, `record` (that bears the date), `what`,
 *             `basis` (milestone, end, recurring, evaluation), `date` (as written), `due`
 *             date32 (its last day), `days` int32 (from today; negative: ago), `state` as
 *             in wb_plan_status(), `status`, `recurring`, `actors`, `who`.
 */
WB_API WB_CHECKED wb_status wb_plan_agenda(const wb_plan *plan, const char *today,
                                           int32_t days, const char *language,
                                           wb_frame **out, wb_error *err);

/**
 * Who has which part in which actions: a row per actor, role and action. What a sub-action
 * shares with the action it is part of is told at that action alone.
 * @param actor id of one; NULL: all. WB_E_ARG when the plan has no such actor.
 * @param out   columns: `actor`, `name`, `role` (responsible, partner, advice, funder,
 *              informed; addressed: a request is put to them), `certainty` (of the role),
 *              `action`, `number`, `title`, `status`, `state`, `basis`, `due`.
 */
WB_API WB_CHECKED wb_status wb_plan_duties(const wb_plan *plan, const char *today,
                                           const char *actor, const char *language,
                                           wb_frame **out, wb_error *err);

/**
 * wb_plan_duties() counted, a row per actor and role, actors in the order of the plan.
 * @param out columns: `actor`, `name`, `role`, then int64 `actions`, `planned`, `running`,
 *            `done`, `stopped`, `unknown`, `late`, `past`, `open` (neither done nor
 *            stopped).
 */
WB_API WB_CHECKED wb_status wb_plan_duty_counts(const wb_plan *plan, const char *today,
                                                const char *language, wb_frame **out,
                                                wb_error *err);

/**
 * The money, a row per budget line; a funding without lines is one. What a block shares is
 * one row, for all its actions.
 * @param out columns: `line` (id), `title`, `text` (as printed), `year` int64, `source` (id
 *            of who pays or holds it), `source_name`, `action` and `number` (several: joined
 *            by commas), `link` (printed, inferred: that it pays for these), `status` (of
 *            the one action), `certainty` (committed, indicative, to_be_determined),
 *            `counted` (yes; general: not money of this plan; per_year, per_project,
 *            per_applicant: a rate), int64 cents `original`, `revised`, `current` (revised,
 *            else original) and `spent`, `conditions`.
 */
WB_API WB_CHECKED wb_status wb_plan_budget(const wb_plan *plan, const char *language,
                                           wb_frame **out, wb_error *err);

/**
 * Sums of the lines that are counted, a row per combination of what they are summed by,
 * bytewise, nothing said last. An amount that is not known is never zero.
 * @param columns,n_columns of these: "year", "source", "action", "certainty", "status";
 *            none: one row, of all.
 * @param out those columns, `lines` (counted ones), `left_out` (others), and for each of
 *            `original`, `current`, `spent`: the sum in cents where all are known, else
 *            missing; `_known`, the sum of those that are; `_unknown`, how many are not;
 *            `_status` (complete, part, unknown, no_lines).
 * @return also WB_E_NUMERIC (a sum beyond 2^63 cents).
 */
WB_API WB_CHECKED wb_status wb_plan_budget_totals(const wb_plan *plan,
                                                  const char *const *columns,
                                                  size_t n_columns, wb_frame **out,
                                                  wb_error *err);

/**
 * How many actions of each objective stand how, and a last row, without an objective, of
 * all. Sub-actions are not counted.
 * @param out columns: `objective`, `number`, `title`, int64 counts as in
 *            wb_plan_duty_counts() but `open`, `share_done` float64 (done of all: the least
 *            it can be; missing when no status is known), `known` (all, some, none,
 *            no_actions).
 */
WB_API WB_CHECKED wb_status wb_plan_progress(const wb_plan *plan, const char *today,
                                             const char *language, wb_frame **out,
                                             wb_error *err);

/**
 * What is still open: timings, terms and amounts that the source says are to be determined,
 * and answers that are awaited or were not given.
 * @param out columns: `record`, `kind`, `action`, `number`, `title`, `field`, `state`
 *            (to_be_determined, awaited, not_answered), `awaited_from` (ids), `awaited`
 *            (names), `text` (as printed, or the answer there is).
 */
WB_API WB_CHECKED wb_status wb_plan_open(const wb_plan *plan, const char *language,
                                         wb_frame **out, wb_error *err);

/**
 * What the plan itself dates on or after a day: statuses, steps done, notes, consultations,
 * discussions, adjustments, evaluations, evidence, answers, responses, events. A month or a
 * year counts by its last day. By day. For what was changed in the file, whatever its date:
 * wb_plan_diff(), or the history of a store.
 * @param since a day.
 * @param out   columns: `date` (as written), `day` date32, `record`, `kind`, `action`,
 *              `number`, `title`, `status`, `text`, `by`.
 */
WB_API WB_CHECKED wb_status wb_plan_since(const wb_plan *plan, const char *since,
                                          const char *language, wb_frame **out,
                                          wb_error *err);

/**
 * Many plans side by side, as covenants of sectors are judged: in how many is there an
 * action about a theme, of a kind, in a sector and in all.
 * @param plans  may be none; the same plan twice is two.
 * @param out    columns: `breakdown` (all, theme, kind, theme*kind, sector, sector*theme,
 *               ...), `theme`, `kind`, `sector` (missing where the row is over all, or where
 *               the plans do not say), int64 `plans` with such an action, `of` how many,
 *               `share`, `text` ("29 of 33"), int64 `actions` and `done` of these. A
 *               sub-action counts for the action it is part of.
 */
WB_API WB_CHECKED wb_status wb_plan_compare(const wb_plan *const *plans, size_t n_plans,
                                            const char *language, wb_frame **out,
                                            wb_error *err);

/**
 * The questions that were asked about the plan, a row per answer or part of one; a question
 * without answers has a row without one.
 * @param out columns: `inquiry`, `question`, `number`, `question_text`, `answer`, `part_of`
 *            (ids), `about`, `status` (answered, not_answered, awaited), `awaited_from`,
 *            `awaited`, `text`, `by`, `by_name`, `date`, `refers_to` (ids), `refers`
 *            (titles), `source` and `lines` (where the source says it).
 */
WB_API WB_CHECKED wb_status wb_plan_answers(const wb_plan *plan, const char *language,
                                            wb_frame **out, wb_error *err);

/**
 * The sheet on which an actor reports: a row per field that can be reported, of the actions
 * in which the actor has a part other than being informed, and of the budgets it holds.
 * @param actor id; NULL: everything.
 * @param out   text columns: `record`, `field`, `action`, `number`, `title`, `expects` (what
 *              a value looks like), `present`, `new` and `reason` (both empty: to fill in).
 *              Money is in euros, "1234.50".
 */
WB_API WB_CHECKED wb_status wb_plan_sheet(const wb_plan *plan, const char *actor,
                                          const char *language, wb_frame **out,
                                          wb_error *err);

/**
 * What is wrong in a sheet that came back, a row each; none: wb_plan_sheet_changes() takes it.
 * @param sheet columns `record`, `field`, `present`, `new`, and `reason` if there is one, of
 *              any type; others are passed over. Rows with nothing in `new` say nothing.
 * @param out   columns: `row` (from 1), `column`, `problem` (unknown_record, unknown_field,
 *              wrong_value, wrong_present, changed_since, said_twice), `record`, `field`,
 *              `value`, `text`.
 * @return also WB_E_DATA: a column is missing.
 */
WB_API WB_CHECKED wb_status wb_plan_sheet_check(const wb_plan *plan,
                                                const wb_frame *sheet,
                                                const char *language, wb_frame **out,
                                                wb_error *err);

/**
 * The changes that a sheet asks for: a status and a note become new records dated `today`,
 * other values changes that expect what the sheet had in `present`, each with a reason
 * leaving an adjustment. A lone "-" empties a field.
 * @param actor    who reports; NULL: not said.
 * @param language of the texts in the sheet; NULL: the plan's first.
 * @return also WB_E_DATA and, where the plan has something else by now, WB_E_CONFLICT for
 *         the first row that is wrong (err->row, err->item: the column).
 */
WB_API WB_CHECKED wb_status wb_plan_sheet_changes(const wb_plan *plan,
                                                  const wb_frame *sheet,
                                                  const char *today, const char *actor,
                                                  const char *language, wb_changes **out,
                                                  wb_error *err);

/**
 * What has a date in wb_plan_agenda(), however far ahead, as a calendar (iCalendar, RFC
 * 5545): whole-day events, whose UID stays the same from one writing to the next. What recurs
 * has the next time and a rule for those behind it, which are those of later agendas.
 * @param now      microseconds since 1970, UTC: when the calendar was made.
 * @param language of its words; NULL: "nl".
 * @return also WB_E_IO.
 */
WB_API WB_CHECKED wb_status wb_plan_calendar(const wb_plan *plan, int64_t now,
                                             const char *language, wb_writer *writer,
                                             wb_error *err);

/** @} */

/** @name From a scan
 * Actions that a scan proposes, as changes to a plan. @{ */

/** How drafts come into a plan. Start from WB_PLAN_DRAFT_OPTIONS_INIT. */
typedef struct wb_plan_draft_options {
    uint32_t struct_size; /**< sizeof(wb_plan_draft_options) */
    uint32_t reserved;    /**< zero */
    const char *parent;   /**< id of the section or action that they come below; NULL: the
                               section, where the plan has one only */
    const char *language; /**< of the report: "nl" or "en"; NULL: "en" */
} wb_plan_draft_options;

/** A wb_plan_draft_options in which nothing is chosen. */
#define WB_PLAN_DRAFT_OPTIONS_INIT {sizeof(wb_plan_draft_options), 0, NULL, NULL}

/**
 * The operations that add the actions of a draft-actions frame
 * (docs/formats/draft-actions.md) to a plan: planned, from this scan and finding, not yet
 * discussed. wb_plan_check() says of each that it must be discussed before it runs.
 *
 * The id of an action follows from the scan, the finding and the measure alone. So a draft
 * that came in before is not added again, whatever people made of it since. Rows whose
 * `status` is hidden never come in; of the others the number of answers does not: a plan
 * travels further than the report of a scan.
 *
 * @param drafts  a row per action; see the format for its columns.
 * @param changes receives the operations, for wb_plan_apply() or a store; none when nothing
 *                is to be added.
 * @param report  receives a row per draft: `scan`, `finding`, `measure`, `action` (its id),
 *                `outcome` dictionary (added, present, hidden), `text`, a sentence.
 * @return WB_OK; WB_E_ARG (no such place, another language); WB_E_DATA: a column that is
 *         missing or unknown, a value that the plan cannot take, a draft that is there twice,
 *         a hidden row that holds a number (err->row, err->item: the column);
 *         WB_E_CONFLICT (an id that another record of the plan has); WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_plan_draft(const wb_plan *plan, const wb_frame *drafts,
                                          const wb_plan_draft_options *options,
                                          wb_changes **changes, wb_frame **report,
                                          wb_error *err);

/** @} */

WB_END_DECLS
#endif
