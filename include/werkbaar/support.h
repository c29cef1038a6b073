/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/**
 * @file support.h
 * @brief Support for companies: dated rules as data, whether a case fits them, and costs
 * split exactly in cents.
 *
 * A wb_support is one rule in one period, read from a support file (docs/formats/support.md):
 * conditions over facts of a case, percentages, a ceiling; each with its source and whether
 * it was read there. It never changes once made, so threads share it.
 *
 * What comes out is indicative and no legal advice, and says so. The built-in rules are
 * historical. Unknown is an outcome: a fact that is not given leaves a condition `unknown`,
 * and a case with unknown conditions is `undecided`, never eligible.
 *
 * Money is int64 cents, dates are texts "YYYY-MM-DD". Texts in `language` are English for
 * "en", else Dutch.
 *
 * A cost is split so: support = cost times percentage, rounded to the nearest cent, where
 * exactly half a cent falls to the own part; never more than what is available; own part =
 * cost - support. So the parts add up to the cost, and neither falls when the cost rises.
 */
#ifndef WERKBAAR_SUPPORT_H
#define WERKBAAR_SUPPORT_H

#include <werkbaar/frame.h>

WB_BEGIN_DECLS

/** One rule for support in one period. Opaque, immutable. */
typedef struct wb_support wb_support;

/** How many rules are built in. */
WB_API size_t wb_support_builtin_count(void);

/** The id of built-in rule `index`, such as "werkbaarheidscheque-2024"; NULL outside. */
WB_API const char *wb_support_builtin_id(size_t index);

/** A built-in rule. @return WB_OK, WB_E_ARG (unknown id: names those there are), WB_E_NOMEM. */
WB_API WB_CHECKED wb_status wb_support_builtin(const char *id, wb_support **out,
                                               wb_error *err);

/**
 * Read a support file (JSON, "werkbaar-support/1.x").
 * @return WB_OK; WB_E_DATA for what is wrong in the file: syntax, unknown key, a duplicate
 *         id, an unknown fact, value or source, a period that ends before it begins, a
 *         figure that is called verified without a source (err->line, column, where: the
 *         JSON pointer); WB_E_VERSION; WB_E_LIMIT; WB_E_IO; WB_E_ARG; WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_support_read(wb_reader *reader, wb_support **out,
                                            wb_error *err);

/** wb_support_read() of the file at `path`. */
WB_API WB_CHECKED wb_status wb_support_load(const char *path, wb_support **out,
                                            wb_error *err);

/** Write the rule as canonical JSON (RFC 8785), the bytes its hash is taken of. */
WB_API WB_CHECKED wb_status wb_support_write(const wb_support *support,
                                             wb_writer *writer, wb_error *err);

/** Free a rule. */
WB_API void wb_support_free(wb_support *support);

/** Its id. */
WB_API const char *wb_support_id(const wb_support *support);
/** Its version. */
WB_API const char *wb_support_version(const wb_support *support);
/** SHA-256 of the canonical JSON, 64 hexadecimal digits. */
WB_API const char *wb_support_hash(const wb_support *support);
/** What it is called in `language`. */
WB_API const char *wb_support_title(const wb_support *support, const char *language);
/** 1 when the file says that the rule is no longer in force. */
WB_API int32_t wb_support_historical(const wb_support *support);
/** 1 when the period and every condition and figure were read in their source. */
WB_API int32_t wb_support_verified(const wb_support *support);

/**
 * The built-in rules, a row each: id, measure, title, from, until (dates; missing when not
 * known), in_period (bool: `date` lies in the period; missing when that cannot be said),
 * historical, verified.
 * @param date NULL: in_period is missing.
 * @return WB_OK, WB_E_ARG (no date), WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_support_list(const char *date, const char *language,
                                            wb_frame **out, wb_error *err);

/**
 * Part of a rule as a frame.
 * @param part "facts": id, label, type (count | number | cents | bool | choice), values (of a
 *             choice, comma-separated);
 *             "conditions": id, kind, asked, facts (ids, comma-separated), source, verified,
 *             note;
 *             "figures": id (from, until, a rate's or ceiling), kind (date | percent |
 *             cents), date, percent, cents, source, verified, note: one of the three values
 *             is there;
 *             "sources": id, title, where; in order of their ids.
 * @return WB_OK, WB_E_ARG (unknown part), WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_support_table(const wb_support *support, const char *part,
                                             const char *language, wb_frame **out,
                                             wb_error *err);

/**
 * Do cases fit a rule, and how would their cost be split?
 *
 * `verdicts` has a row per case: case (counted from 1), rule, date, verdict (eligible |
 * not_eligible | undecided), sentence, met, not_met, unknown (numbers of conditions),
 * percent, cost_cents, support_cents, own_cents, ceiling_cents, earlier_support_cents,
 * remaining_cents (of the ceiling, behind this support), historical, verified, remark
 * ("indicative, no legal advice", and whether the rule is historical or partly unverified).
 *
 * `conditions` has a row per case and condition: case, rule, condition, kind, status (met |
 * not_met | unknown), asked, given, sentence, source, verified. Beside the conditions of the
 * file there are `window` (was the date in the period), `rate` (does a percentage apply;
 * when that hangs on facts), and `ceiling` (is there room under it).
 *
 * A case is eligible when every condition is met, not eligible when one is not, else
 * undecided. The split is of `cost_cents`, under what `earlier_support_cents` leaves of the
 * ceiling: of an undecided case what it would be, of one that is not eligible nothing.
 * Where a number it needs is not known it is missing.
 *
 * @param cases a row per case, a column per fact that is known (ids of the facts; missing
 *              values: not known; other columns are left alone). Counts and cents are whole
 *              and not negative, a bool may be 0 or 1, a choice is one of its values.
 * @param date  of the application; NULL: not known.
 * @return WB_OK; WB_E_ARG (no date); WB_E_DATA (a value that its fact cannot have: err->row,
 *         err->item); WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_support_assess(const wb_support *support,
                                              const wb_frame *cases, const char *date,
                                              const char *language, wb_frame **verdicts,
                                              wb_frame **conditions, wb_error *err);

/**
 * Split costs between support and own part, as said above.
 * @param costs columns cost_cents, percent (0 to 100, at most two decimals), and, where
 *              support has a ceiling, available_cents (what is left of it).
 * @param out   those columns with support_cents and own_cents; missing where a number of
 *              the row is.
 * @return WB_OK; WB_E_DATA (a column is not there, an amount that is negative or not whole,
 *         another percentage: err->row, err->item); WB_E_ARG; WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_support_split(const wb_frame *costs, wb_frame **out,
                                             wb_error *err);

/**
 * Divide a cost over budget lines by shares that the caller gives, such as the co-financing
 * that action 16 of the Actieplan Werkbaar werk asks for, of which no amount is known.
 *
 * By the largest remainder: each line gets its exact part rounded down, and the cents that
 * are left go one by one to the largest remainders, the first line first when they are
 * equal. The parts add up to the cost, each within a cent of its exact part. (They are not
 * monotone: with a cent more to divide, a line may get a cent less.)
 * @param cost_cents at least 0.
 * @param lines      columns line (text) and share (whole, at least 0, in any unit).
 * @param out        line, share, cents.
 * @return WB_OK; WB_E_ARG (a negative cost); WB_E_DATA (a column is not there, a share that
 *         is missing, negative or not whole, shares that are all 0: err->row, err->item);
 *         WB_E_LIMIT (shares whose sum is beyond int64); WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_support_cofinance(int64_t cost_cents,
                                                 const wb_frame *lines, wb_frame **out,
                                                 wb_error *err);

WB_END_DECLS
#endif
