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

WB_END_DECLS
#endif
