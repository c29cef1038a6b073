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

WB_API const char *wb_plan_id(const wb_plan *plan);
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
 * action has not of its own it takes from its block, else from the action it is part of.
 * Lists are ids joined by commas. Missing is what the plan does not say.
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
 * that is still going on for `now`. Waves that begin after `now` are not looked at. The
 * latest wave that has a row is evaluated; the start is the latest wave not after
 * `from_date`, or the first one where the plan has no such date.
 *
 * **Units**: a target in `percent` and an estimate that is a share, or the reverse, meet by a
 * factor 100. Where one is in either of these and the other in something else or unknown,
 * it is refused (`unit_differs`, `unit_unknown`); otherwise different units are. All numbers
 * come out in the unit of the target.
 *
 * **Uncertainty**: the interval is that of the frame, or where it has none, or its metadata
 * say another level, estimate -+ t(df) se; without `df` the normal distribution holds.
 * Without an interval the estimate alone is compared, and `certainty` says so.
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
 * @param now     microseconds since 1970, UTC.
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
 * @return WB_OK; WB_E_ARG (level, power, language, a `where` that is no breakdown column);
 *         WB_E_DATA (a column that is not there or of the wrong type, a wave that is no date,
 *         a negative se: err->item, err->row); WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_plan_evaluate(const wb_plan *plan,
                                             const wb_frame *estimates, const char *wave,
                                             int64_t now,
                                             const wb_plan_evaluate_options *options,
                                             wb_frame **out, wb_error *err);

/** @} */

WB_END_DECLS
#endif
